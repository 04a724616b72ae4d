"""What screens ask of recorded and of foreign data: a past day as a film, the ledger of sources, a file's mapping."""

from __future__ import annotations

import lzma
import os
import re
import tempfile
import threading
from bisect import bisect_right
from collections import Counter as Tally
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from lobbyconsole.config import FeedSetting, Settings, asset
from lobbyconsole.config import data_folder as usual_folder
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.facts import (
    DeskHandedBack,
    DeskTookOver,
    EventNoted,
    Fact,
    FeedGap,
    FeedLost,
    FeedRestored,
    TicketFact,
    order_key,
)  # fmt: skip
from lobbyconsole.domain.lobby import Book, Counter, Entity, Feed, Hall, Leg, Lobby, Queue, Ticket
from lobbyconsole.domain.measures import DayCounts, day_counts
from lobbyconsole.domain.picture import Picture, paint, tickets_of_day
from lobbyconsole.domain.settled import Settled
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.feeds.folder import PreviewRow, QualityReport, quality_report
from lobbyconsole.feeds.guess import guess_profile
from lobbyconsole.feeds.mapping import BadRecord, Mapper, text_of, without_personal_fields
from lobbyconsole.feeds.observe import State, reconcile
from lobbyconsole.feeds.profile import (
    FolderSource,
    Profile,
    ProfileError,
    dump_profile,
    load_profile,
    parse_profile,
)  # fmt: skip
from lobbyconsole.feeds.reading import open_file, pieces_of, raw_records
from lobbyconsole.services.live import Command, Outcome

JOINED = timedelta(minutes=5)  # times beyond the target so close to each other are one story
CHECKPOINT = 200  # facts between two full lists of what stands where; a seek applies fewer than that

# --- a past day -------------------------------------------------------------------------------------------------------


class Stopped(Exception):
    """Nobody wants this film any more."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the day. `count`: customers beyond the target in it; `text`: a note's words or a source's name."""

    start: datetime
    end: datetime
    count: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Longest:
    """The longest wait of the day: `at` a moment before it ended."""

    at: datetime
    number: str
    key: str
    seconds: float


class DayFilm:
    """One business day, ready to be looked at at any instant, from any thread. Made on a worker.

    The picture at an instant equals History.picture_at: the fold of all facts up to then. `now` ends a running day.
    """

    def __init__(
        self,
        branch: Branch,
        day: date,
        facts: Iterable[Fact],
        now: datetime,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self.branch, self.day = branch, day
        ordered = sorted(facts, key=order_key)
        self._times: list[datetime] = []
        self._changes: list[tuple[str, Entity | None]] = []
        self._checkpoints: list[dict[str, Entity]] = []
        state: dict[str, Entity] = {}
        book = Book()
        for at, fact in enumerate(ordered):
            if at % CHECKPOINT == 0:
                if stop():
                    raise Stopped
                self._checkpoints.append(dict(state))
            change = book.add(fact)
            after = change.after if change is not None else book.entity(fact.subject)
            self._times.append(fact.at)
            self._changes.append((fact.subject, after))
            _put(state, fact.subject, after)
        self._checkpoints = self._checkpoints or [{}]
        start, end = branch.day_span(day)
        self._lock = threading.Lock()
        self._settled = Settled(branch, start)  # from one picture to the next only what differs is counted anew
        inside = [fact for fact in ordered if start <= fact.at < end]
        human = [fact.at for fact in inside if isinstance(fact, TicketFact | EventNoted)]
        hours = branch.hours.week[day.weekday()]
        marks = [datetime.combine(day, time, branch.tz) for time in hours or ()]
        last = min(end - timedelta(seconds=1), max(start, now))
        self.left = max(start, whole_minutes(min([*marks, *human], default=start + timedelta(hours=4)), -5))
        self.right = min(end - timedelta(seconds=1), whole_minutes(max([*marks, *human], default=last), 5))
        self.right = max(self.right, self.left + timedelta(minutes=30))
        self.last = max(self.left, min(self.right, last))  # the latest instant there is something to see of
        self._lost = _unseen(inside, self.last)
        if stop():
            raise Stopped
        self.final = self.picture(self.last)

    def __len__(self) -> int:
        return len(self._times)

    def picture(self, at: datetime) -> Picture:
        """The floor at that instant."""
        at = min(max(at, self.left), self.last)
        with self._lock:
            return paint(self.branch, self._lobby(at), at, settled=self._settled)

    def _lobby(self, at: datetime) -> Lobby:
        upto = bisect_right(self._times, at)
        point = min(upto // CHECKPOINT, len(self._checkpoints) - 1)
        state = dict(self._checkpoints[point])
        for subject, after in self._changes[point * CHECKPOINT : upto]:
            _put(state, subject, after)
        tickets: dict[str, Ticket] = {}
        counters: dict[str, Counter] = {}
        queues: dict[str, Queue] = {}
        feeds: dict[str, Feed] = {}
        hall = Hall()
        for _, entity in sorted(state.items()):
            match entity:
                case Ticket():
                    tickets[entity.key] = entity
                case Counter():
                    counters[entity.id] = entity
                case Queue():
                    queues[entity.id] = entity
                case Feed():
                    feeds[entity.id] = entity
                case Hall():
                    hall = entity
        return Lobby(tickets, counters, queues, feeds, hall, self._times[upto - 1] if upto else None, upto)

    # --- what there is to jump to

    @property
    def counts(self) -> DayCounts:
        """How the day's tickets came out."""
        return self.final.figures.counts

    @cached_property
    def longest(self) -> Longest | None:
        """The longest wait; None when nobody waited."""
        waits = [(end - begun, ticket, end) for ticket, _, begun, end in self._waits()]
        if not waits:
            return None
        span, ticket, end = max(waits, key=lambda wait: (wait[0], wait[1].key))
        at = max(end - timedelta(seconds=1), end - span)
        return Longest(at, ticket.number or ticket.key, ticket.key, span.total_seconds())

    @cached_property
    def breaches(self) -> tuple[Span, ...]:
        """Stretches in which at least one customer had waited beyond the target."""
        targets = {service.id: float(service.target_s) for service in self.branch.services}
        beyond = []
        for _, leg, begun, end in self._waits():
            passed = begun + timedelta(seconds=targets.get(leg.service, 600.0))
            if passed < end:
                beyond.append((passed, end))
        found: list[Span] = []
        for start, end in sorted(beyond):
            if found and start <= found[-1].end + JOINED:
                found[-1] = Span(found[-1].start, max(found[-1].end, end), found[-1].count + 1)
            else:
                found.append(Span(start, end, 1))
        return tuple(found)

    @cached_property
    def notes(self) -> tuple[Span, ...]:
        """What the manager noted that day."""
        found = [note for note in self.final.notes if self.left <= note.at <= self.last]
        return tuple(Span(note.at, note.at, text=note.text) for note in sorted(found, key=lambda note: note.at))

    @property
    def gaps(self) -> tuple[Span, ...]:
        """Stretches in which a source could not be seen."""
        return self._lost

    def _waits(self) -> Iterable[tuple[Ticket, Leg, datetime, datetime]]:
        for ticket in self.final.tickets.values():
            for leg in ticket.legs:
                end = leg.called_at or leg.ended_at or self.last
                if leg.joined_at is not None and leg.joined_at < end and self.left <= end <= self.last:
                    yield ticket, leg, leg.joined_at, end


def _put(state: dict[str, Entity], subject: str, after: Entity | None) -> None:
    if after is None:
        state.pop(subject, None)
    else:
        state[subject] = after


def whole_minutes(at: datetime, minutes: int) -> datetime:
    """Down (negative) or up to whole steps of so many minutes."""
    step = abs(minutes) * 60
    second = at.timestamp()
    whole = second // step * step if minutes < 0 else -(-second // step) * step
    return at + timedelta(seconds=whole - second)


def _unseen(facts: Iterable[Fact], until: datetime) -> tuple[Span, ...]:
    """From each loss of a source to its return, and the gaps recorded; overlapping ones of a source joined."""
    spans: list[tuple[str, datetime, datetime]] = []
    lost: dict[str, datetime] = {}
    for fact in facts:
        if isinstance(fact, FeedLost):
            lost.setdefault(fact.feed, fact.at)
        elif isinstance(fact, FeedRestored) and fact.feed in lost:
            spans.append((fact.feed, lost.pop(fact.feed), fact.at))
        elif isinstance(fact, FeedGap):
            spans.append((fact.feed, fact.since, fact.at))
    spans += [(feed, since, until) for feed, since in lost.items() if since < until]
    joined: list[Span] = []
    for feed, start, end in sorted(spans):
        if joined and joined[-1].text == feed and start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, end), text=feed)
        else:
            joined.append(Span(start, end, text=feed))
    return tuple(sorted(joined, key=lambda span: span.start))


# --- what each source told today -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SourceBook:
    """One source today. `issued`: tickets whose number it gave."""

    name: str
    facts: int = 0
    issued: int = 0
    unmapped: tuple[tuple[str, str], ...] = ()
    gaps: tuple[tuple[datetime, datetime], ...] = ()
    resets: int = 0
    taken_over_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which a source was lost or the desk stood in for it; `end` None while it lasts."""

    feed: str
    start: datetime
    end: datetime | None
    taken_over: bool
    tickets: Mapping[str, int]  # by the source that gave the number


@dataclass(frozen=True, slots=True)
class Ledger:
    """The day by source. `counted`: as the floor's figures count; `both`: numbers that two sources gave."""

    sources: Mapping[str, SourceBook]
    tickets: Mapping[str, int]
    stretches: tuple[Stretch, ...]
    counted: int = 0
    both: tuple[str, ...] = ()
    at: datetime | None = field(default=None, compare=False)

    @property
    def in_all(self) -> int:
        """All tickets of the day."""
        return sum(self.tickets.values())


def ledger_of(branch: Branch, names: Sequence[str]) -> Command:
    """A command for Live.run that records nothing and answers with the Ledger; about 5 ms for a day of 4,000 facts."""

    def command(book: Book, now: datetime) -> Outcome:
        start, end = branch.day_span(branch.day_of(now))
        tickets = tickets_of_day(branch, Lobby({ticket.key: ticket for ticket in book.tickets()}), now)
        facts: Tally[str] = Tally()
        subjects = [f"ticket:{key}" for key in tickets] + [f"counter:{key}" for key in book.counters()]
        for subject in subjects:
            facts.update(fact.source for fact in book.facts_of(subject) if start <= fact.at < end)
        issued: Tally[str] = Tally(ticket.source for ticket in tickets.values())
        sources: dict[str, SourceBook] = {}
        stretches: list[Stretch] = []
        for name in dict.fromkeys(["desk", *names, *issued, *facts]):
            feed = book.entity(f"feed:{name}")
            known = feed if isinstance(feed, Feed) else Feed(name)
            sources[name] = SourceBook(
                name, facts[name], issued[name], known.unmapped, known.gaps, known.resets, known.taken_over_at
            )
            told = [fact for fact in book.facts_of(f"feed:{name}") if start <= fact.at < end]
            for begun, over, taken in _stand_ins(told):
                inside = Tally(
                    ticket.source
                    for ticket in tickets.values()
                    if ticket.issued_at is not None and begun <= ticket.issued_at <= (over or now)
                )
                stretches.append(Stretch(name, begun, over, taken, dict(inside)))
        given: dict[tuple[str, str], set[str]] = {}
        for ticket in tickets.values():
            if ticket.number and ticket.issued_at is not None:
                given.setdefault((ticket.legs[0].service, ticket.number), set()).add(ticket.source)
        both = tuple(sorted(number for (_, number), by in given.items() if len(by) > 1))
        stretches.sort(key=lambda stretch: stretch.start)
        counts = day_counts(tickets.values())
        counted = counts.issued + counts.misprints
        return Outcome((), Ledger(sources, dict(issued), tuple(stretches), counted, both, now))

    return command


def _stand_ins(facts: Iterable[Fact]) -> list[tuple[datetime, datetime | None, bool]]:
    """(begin, end, taken over) of each time a source was lost or stood in for; what overlaps is one time."""
    found: list[tuple[datetime, datetime | None, bool]] = []
    begun: datetime | None = None
    lost = taken = ever_taken = False
    for fact in sorted(facts, key=order_key):
        if isinstance(fact, FeedLost):
            lost = True
        elif isinstance(fact, FeedRestored):
            lost = False
        elif isinstance(fact, DeskTookOver):
            taken = ever_taken = True
        elif isinstance(fact, DeskHandedBack):
            taken = False
        else:
            continue
        if begun is None and (lost or taken):
            begun = fact.at
        elif begun is not None and not lost and not taken:
            found.append((begun, fact.at, ever_taken))
            begun, ever_taken = None, False
    if begun is not None:
        found.append((begun, None, ever_taken))
    return found


# --- the mapping of a file -------------------------------------------------------------------------------------------

_T = TypeVar("_T")
LEAD = 1_000  # records folded before a preview is shown
SAMPLED = 5_000  # records looked at for the values of a column
MOST_VALUES = 60


class MappingTrouble(Exception):
    """A file or profile that cannot be used; `message` says which, where and why."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True, slots=True)
class FileShape:
    """The columns of a file and, of each, its values with their counts, the most frequent first."""

    columns: tuple[str, ...]
    values: Mapping[str, tuple[tuple[str, int], ...]]


def profiles_folder(console: Any) -> Path:
    """Where this hall keeps its own profiles. (Console has no folder of its own yet; the store always has one.)"""
    store = getattr(console.history, "_store", None)
    folder = getattr(console, "folder", None) or getattr(store, "folder", None) or usual_folder()
    return Path(folder) / "profiles"


def known_profiles(console: Any) -> list[Path]:
    """Shipped profiles for files, and those saved in this hall; the latter first."""
    own = sorted(profiles_folder(console).glob("*.toml"))
    shipped = sorted(asset("resources", "profiles").glob("*.toml"))
    return [*own, *(path for path in shipped if _reads_files(path))]


def _reads_files(path: Path) -> bool:
    try:
        return load_profile(path).folder is not None
    except ProfileError:
        return False


def propose(path: Path) -> Profile:
    """A first profile for a file. Raises MappingTrouble."""
    return _in_words(path, lambda: guess_profile(path))


def read_profile(path: Path) -> Profile:
    """A profile for files. Raises MappingTrouble with file, line and reason."""
    profile = _in_words(path, lambda: load_profile(path))
    if profile.folder is None:
        raise MappingTrouble(
            Message(QT_TRANSLATE_NOOP("Messages", "The profile {file} does not read files"), {"file": path.name})
        )
    return profile


def checked(profile: Profile) -> Profile:
    """The profile as it would be read back from its file. Raises MappingTrouble with line and reason."""
    name = f"{profile.name}.toml"
    return _in_words(Path(name), lambda: parse_profile(dump_profile(profile), name))


def shape_of(path: Path, source: FolderSource) -> FileShape:
    """The columns of a file with their values, from its first records. Raises MappingTrouble."""

    def read() -> FileShape:
        tallies: dict[str, Tally[str]] = {}
        for piece in islice(pieces_of(path, source), SAMPLED):
            for name, value in (piece.record or {}).items():
                tallies.setdefault(str(name), Tally())[text_of(value)] += 1
        values = {name: tuple(tally.most_common(MOST_VALUES)) for name, tally in tallies.items()}
        return FileShape(tuple(tallies), values)

    return _in_words(path, read)


def try_out(path: Path, profile: Profile, limit: int = 50) -> list[PreviewRow]:
    """The last records beside their facts; nothing is recorded. Raises MappingTrouble.

    Like feeds.folder.preview, but of a long file only the last LEAD records are folded before those that are shown, so
    that every change of the mapping is answered at once. Their facts may then lack what an earlier row would have told.
    """
    source = profile.folder or FolderSource()

    def read() -> list[PreviewRow]:
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        offset, line = _near_end(path, source)
        mapper, state, shown = Mapper(profile), State(), deque[PreviewRow](maxlen=limit)
        for piece in pieces_of(path, source, offset, line):
            raw = without_personal_fields(piece.record or {})
            bad = piece.bad.reason if piece.bad is not None else None
            seen = None
            try:
                if piece.record is not None:
                    record = {**piece.record, "@file": path.name, "@line": piece.line}
                    seen = mapper.map(record, line=piece.line, now=written)
            except BadRecord as error:
                bad = error.message
            state, facts = reconcile(
                state, [seen] if seen else [], None, profile=profile, source="-", complete=False, live=False
            )
            raw = raw or {"": piece.bad.text if piece.bad is not None else ""}
            shown.append(PreviewRow(piece.line, raw, tuple(facts), ignored=seen is None and bad is None, bad=bad))
        return list(shown)

    return _in_words(path, read)


def _near_end(path: Path, source: FolderSource) -> tuple[int, int]:
    """Where to begin reading: (offset, lines before it), LEAD records before the end of a long file."""
    places: deque[tuple[int, int]] = deque(maxlen=LEAD + 1)
    line = 0
    with open_file(path) as stream:
        for end, raw in raw_records(stream, 0, source.format == "csv", True):
            line += max(1, raw.count(b"\n"))
            places.append((end, line))
    return places[0] if len(places) > LEAD else (0, 0)


def judge(path: Path, profile: Profile) -> QualityReport:
    """What the whole file would give; nothing is recorded. Raises MappingTrouble."""
    return _in_words(path, lambda: quality_report(path, profile))


def save_profile(folder: Path, profile: Profile) -> Path:
    """Write the profile whole or not at all into `folder`/NAME.toml. Raises MappingTrouble, OSError."""
    text = dump_profile(checked(profile))
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".profile", dir=folder)
    path = folder / f"{profile.name}.toml"
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path


def feed_name(text: str) -> str:
    """A name the settings take for a source, from any words."""
    name = re.sub(r"[^a-z0-9_]+", "_", text.lower()).strip("_")[:31]
    return name if re.fullmatch(r"[a-z][a-z0-9_]*", name) and name != "desk" else f"file_{name}".rstrip("_")[:31]


def with_folder_feed(settings: Settings, name: str, profile: Path, folder: Path, lost_after_s: float) -> Settings:
    """The settings with this watched folder added, or in the place of the source of that name."""
    made = FeedSetting(
        name=name,
        kind="folder",
        profile=str(profile),
        address=str(folder),
        lost_after_s=int(min(600, max(5, lost_after_s))),
    )
    others = [made if feed.name == name else feed for feed in settings.feeds]
    feeds = others if any(feed.name == name for feed in settings.feeds) else [*others, made]
    return msgspec.structs.replace(settings, feeds=tuple(feeds))


def _in_words(path: Path, work: Callable[[], _T]) -> _T:
    try:
        return work()
    except ProfileError as error:
        raise MappingTrouble(error.message) from error
    except (OSError, EOFError, lzma.LZMAError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        text = QT_TRANSLATE_NOOP("Messages", "The file {file} cannot be read: {reason}")
        raise MappingTrouble(Message(text, {"file": path.name, "reason": reason})) from error
