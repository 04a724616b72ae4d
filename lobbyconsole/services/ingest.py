"""Reads a file of facts or a vendor's export into the journal: at once, or at N times the speed it happened."""

from __future__ import annotations

import lzma
import math
import time
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import IO, Any

from msgspec import structs

from lobbyconsole.config import asset
from lobbyconsole.domain.branch import Branch, CounterPlace, NumberRule, Service
from lobbyconsole.domain.facts import CounterFact, Fact, TicketCalled, TicketIssued, TicketStarted, TicketTransferred
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.feeds.profile import Profile, ProfileError, load_profile
from lobbyconsole.services.console import Console
from lobbyconsole.services.desk_checks import check_fit
from lobbyconsole.store.codec import decode, encode

BATCH = 500
IN_FLIGHT = 8
LONGEST_LINE = 1_000_000  # bytes; a fact has some hundred
VALUES_TOLD = 20  # other offices of a file
LINES_TOLD = 20  # bad ones, each with its reason; all are counted
_EXERCISE = b',"exercise":true}'  # how a fact's line ends that an exercise hall exported


class IngestError(Exception):
    """The file cannot be read as what it is said to be; `message` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(slots=True)
class Misread:
    """The lines of a file that were no facts: all counted, the first of them kept as {line, reason}."""

    count: int = 0
    first: list[dict[str, Any]] = field(default_factory=list)

    def add(self, line: int, reason: object) -> None:
        self.count += 1
        if len(self.first) < LINES_TOLD:
            self.first.append({"line": line, "reason": str(reason)[:200]})


@dataclass(frozen=True, slots=True)
class FactSource:
    """Facts of a file, and what is told of lines that were no facts (known when the facts have been read)."""

    name: str
    facts: Iterator[Fact]
    bad: Misread
    zone: str = ""  # where the hall of this file is, as far as its profile knows
    nothing: Callable[[], Message | None] = lambda: None  # why there was no fact in it, where that can be said


def profile_path(name: str) -> Path:
    """A profile by its shipped name or its path. Raises IngestError when there is none."""
    path = Path(name)
    if path.suffix == ".toml" and path.is_file():
        return path
    shipped = asset("resources", "profiles", f"{name}.toml")
    if shipped.is_file():
        return shipped
    known = ", ".join(sorted(item.stem for item in asset("resources", "profiles").glob("*.toml")))
    raise IngestError(
        Message(
            QT_TRANSLATE_NOOP("Messages", "There is no profile {name}. Shipped are: {known}."),
            {"name": name, "known": known},
        )
    )


def marked(line: bytes) -> bytes:
    """A fact's line as an exercise hall exports it: no real hall takes it for something that happened."""
    return line if line.endswith(_EXERCISE) else line.removesuffix(b"}") + _EXERCISE


def is_of_an_exercise(path: Path) -> bool:
    """Whether any line of a file was exported by an exercise hall, wherever it stands. Raises OSError."""
    import msgspec

    with path.open("rb") as stream:
        for line in _lines(stream):
            if b'"exercise"' in line:
                with suppress(msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
                    told = msgspec.json.decode(line.strip())
                    if isinstance(told, dict) and told.get("exercise") is True:
                        return True
    return False


def open_source(path: Path, profile: str | None, source: str | None, *, exercise: bool = False) -> FactSource:
    """Facts of `path`: with a profile a vendor's export, without one JSON lines written by `export`.

    What an exercise hall exported goes into an exercise hall only: `exercise` says that this is one.
    """
    bad = Misread()
    if profile is None:
        if not exercise and is_of_an_exercise(path):
            text = QT_TRANSLATE_NOOP(
                "Messages",
                "{path} comes from an exercise hall: its customers were replayed, and nothing could take them out of a"
                " real hall's books again. Nothing was read in.",
            )
            raise IngestError(Message(text, {"path": path}))
        return FactSource(source or "file", _decoded(path, bad), bad)
    from lobbyconsole.feeds.folder import facts_from_file

    try:
        loaded = load_profile(profile_path(profile))
    except ProfileError as error:
        raise IngestError(Message("{reason}", {"reason": error})) from error
    name = source or loaded.name
    facts = facts_from_file(path, loaded, name, lambda line: bad.add(line.line, line.reason))
    return FactSource(name, _mapped(facts, path), bad, loaded.zone, lambda: _of_others(path, loaded))


def _of_others(path: Path, profile: Profile) -> Message | None:
    """That a file is about other halls than the one its profile takes, and which."""
    from lobbyconsole.feeds.folder import left_out

    found = left_out(path, profile)
    if found is None:
        return None
    text = QT_TRANSLATE_NOOP(
        "Messages",
        "All {rows} lines are of others: the profile takes those only whose {column} is {wanted}, and in this file it"
        " is {values}. Copy the profile and name yours there.",
    )
    shown = ", ".join(found.found[:VALUES_TOLD]) + (" …" if len(found.found) > VALUES_TOLD else "")
    return Message(text, {"rows": found.rows, "column": found.column, "wanted": found.wanted, "values": shown})


def _mapped(facts: Iterator[Fact], path: Path) -> Iterator[Fact]:
    """The facts; a profile that is not for files says so only when the first is asked for."""
    try:
        yield from facts
    except ProfileError as error:
        raise IngestError(Message("{reason}", {"reason": error})) from error
    except (EOFError, lzma.LZMAError) as error:
        raise _cut_off(path, error) from error


def _cut_off(path: Path, error: Exception) -> IngestError:
    text = QT_TRANSLATE_NOOP("Messages", "The file {path} is damaged or ends too early: {reason}")
    return IngestError(Message(text, {"path": path, "reason": error}))


def _decoded(path: Path, bad: Misread) -> Iterator[Fact]:
    with path.open("rb") as stream:
        for number, line in enumerate(_lines(stream), 1):
            text = line.removeprefix(BOM_UTF8) if number == 1 else line
            if not text.strip():
                continue
            try:
                if len(line) > LONGEST_LINE:
                    raise ValueError(f"longer than {LONGEST_LINE} bytes")
                fact = decode(text.strip())  # kept byte for byte if of a newer program: without the line end
                check_fit(fact)
                encode(fact)  # what cannot be written again must not take its neighbours with it
                yield fact
            except (ValueError, OverflowError, RecursionError) as error:
                bad.add(number, error)


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    """The lines of a file; of one that is too long only the beginning, so that no file can fill the memory."""
    while line := stream.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE + 1)
            if not line:
                return


def report(path: Path, profile: str | None) -> dict[str, Any]:
    """What a file holds and what is wrong with it; nothing is written."""
    if profile is None:
        source = open_source(path, None, None, exercise=True)
        kinds: dict[str, int] = {}
        for fact in source.facts:
            kinds[fact.kind] = kinds.get(fact.kind, 0) + 1
        return {
            "file": str(path),
            "facts": kinds,
            "exercise": is_of_an_exercise(path),
            "bad_count": source.bad.count,
            "bad": source.bad.first,
        }
    from lobbyconsole.feeds.folder import quality_report

    try:
        return quality_report(path, load_profile(profile_path(profile))).as_json()
    except ProfileError as error:
        raise IngestError(Message("{reason}", {"reason": error})) from error
    except (EOFError, lzma.LZMAError) as error:
        raise _cut_off(path, error) from error


def ingest(
    console: Console,
    source: FactSource,
    *,
    speed: float | None = None,
    told: Callable[[object], None] = lambda words: None,
) -> dict[str, Any]:
    """Record all facts of a source. `speed` None: as fast as it goes. Repeating it adds nothing.

    A hall that was not set up learns its services and counters from the facts.
    """
    if speed is not None and not (math.isfinite(speed) and speed > 0):
        raise IngestError(Message("--speed must be a number above 0; without it the file is read at once"))
    read = new = 0
    first: datetime | None = None
    last: datetime | None = None
    learn = not console.settings.current.set_up
    known = console.settings.current.branch
    if learn and source.zone:
        known = structs.replace(known, zone=source.zone)
    pending: list[Future[int]] = []
    for batch in _batches(source.facts, speed, console):
        read += len(batch)
        if learn:
            known = with_places(known, batch)
            if known != console.settings.current.branch:
                console.settings.change(replace_branch(console.settings.current, known))
        for fact in batch:
            first = fact.at if first is None or fact.at < first else first
            last = fact.at if last is None or fact.at > last else last
        pending.append(console.live.record(batch))
        while len(pending) > IN_FLIGHT:
            new += pending.pop(0).result()
        if console.live.unsaved[0]:
            break  # the database takes nothing now: no use to fill the memory with the rest of the file
        if read % 50_000 < len(batch):
            told(f"{read} facts read, {new} recorded")
    new += sum(future.result() for future in pending)
    unsaved, reason = console.live.unsaved
    if unsaved:
        told(reason or "")
        told(f"{unsaved} facts wait beside the database. Make room and ingest the file again: nothing comes twice.")
    if not read:
        told(source.nothing() or "No fact was found in this file; --report says what it holds.")
    if source.bad.count:
        told(f"{source.bad.count} lines could not be read" + (", the first:" if source.bad.count > LINES_TOLD else ":"))
        for bad in source.bad.first:
            told(f"  line {bad['line']}: {bad['reason']}")
    return {
        "source": source.name,
        "read": read,
        "new": new,
        "already_known": read - new,
        "bad_lines": source.bad.count,
        "bad": source.bad.first,
        "unsaved": unsaved,
        "from": first.isoformat() if first else None,
        "to": last.isoformat() if last else None,
    }


def replace_branch(settings: Any, branch: Branch) -> Any:
    """The settings with another branch."""
    return structs.replace(settings, branch=branch)


def _batches(facts: Iterable[Fact], speed: float | None, console: Console) -> Iterator[list[Fact]]:
    iterator = iter(facts)
    if speed is None:
        while batch := list(islice(iterator, BATCH)):
            yield batch
        return
    begun = time.monotonic()
    start: datetime | None = None
    for fact in iterator:
        start = start or fact.at
        due = (fact.at - start) / timedelta(seconds=1) / speed
        ahead = due - (time.monotonic() - begun)
        if ahead > 0:
            time.sleep(ahead)
        yield [fact]


def with_places(branch: Branch, facts: Iterable[Fact]) -> Branch:
    """The branch with every service and counter that the facts name; ids stay as they are."""
    services = {service.id: service for service in branch.services}
    counters = {place.id: place for place in branch.counters}
    prefixes = {service.numbers.prefix for service in branch.services}
    for fact in facts:
        names: list[str] = []
        places: list[str] = []
        prefix = ""
        match fact:
            case TicketIssued():
                names = [fact.service, *fact.then]
                prefix = fact.number[:1] if fact.number[:1].isalpha() else ""
            case TicketTransferred():
                names, places = [fact.to_service], [fact.to_counter]
            case TicketCalled() | TicketStarted() | CounterFact():
                places = [fact.counter]
            case _:
                pass
        for name in filter(None, names):
            if name not in services:
                shown = prefix if prefix and prefix not in prefixes else name[:3].upper()
                prefixes.add(shown)
                services[name] = Service(id=name, title_zh=name, title_en=name, numbers=NumberRule(prefix=shown))
        for place in filter(None, places):
            if place not in counters:
                counters[place] = CounterPlace(id=place)
    if len(services) == len(branch.services) and len(counters) == len(branch.counters):
        return branch
    return structs.replace(branch, services=tuple(services.values()), counters=tuple(counters.values()))
