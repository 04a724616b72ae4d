"""A watched folder of CSV or JSON-lines files: read in pieces, resumed where it stopped, bad lines kept aside."""

from __future__ import annotations

import fnmatch
import hashlib
import lzma
import os
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.feeds.door import FeedTrouble, Link
from lobbyconsole.feeds.guess import guess_profile
from lobbyconsole.feeds.mapping import (
    BadRecord,
    Mapper,
    Observation,
    text_of,
    without_personal_fields,
)
from lobbyconsole.feeds.observe import State, dump, load, reconcile
from lobbyconsole.feeds.profile import FolderSource, Profile, ProfileError
from lobbyconsole.feeds.reading import BadLine, Piece, pieces_of

__all__ = [
    "BadLine",
    "LeftOut",
    "PreviewRow",
    "QualityReport",
    "WatchedFolder",
    "facts_from_file",
    "guess_profile",
    "left_out",
    "preview",
    "quality_report",
    "read_file",
]  # fmt: skip

BATCH = 500  # facts in one delivery, about
RECORDS = 150  # records looked at together
SETTLED_S = 10.0  # a last line without its end is taken for whole when the file has not changed for so long
HEAD = 256  # bytes by which a file is known again after it was renamed
MOST_VALUES = 200  # different ones of a column that are looked at
KEPT_BAD = 200  # bad lines kept to be shown; all are counted
_T = TypeVar("_T")


def _folder_of(profile: Profile) -> FolderSource:
    if profile.folder is None:
        raise ProfileError("a table [folder] is missing", profile.file)
    return profile.folder


def _mapped(pieces: Iterable[Piece], mapper: Mapper, read_at: datetime, name: str) -> Iterator[
    tuple[Piece, Observation | BadLine | None]
]:  # fmt: skip
    for piece in pieces:
        if piece.record is None:
            yield piece, piece.bad
            continue
        try:
            record = {**piece.record, "@file": name, "@line": piece.line}
            yield piece, mapper.map(record, line=piece.line, now=read_at)
        except BadRecord as error:
            text = " ".join(without_personal_fields(piece.record).values())[:200]
            yield piece, BadLine(piece.line, text, error.message)


def _written_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _stream(path: Path, profile: Profile) -> Iterator[tuple[Piece, Observation | BadLine | None]]:
    pieces = pieces_of(path, _folder_of(profile))
    return _mapped(pieces, Mapper(profile), _written_at(path), path.name)


def read_file(path: Path, profile: Profile) -> Iterator[Observation | BadLine]:
    """All observations of a file, in its order, with what could not be read in its place. Rows left out do not appear.

    Reads in pieces, so the size of the file does not matter. Raises OSError when it cannot be read at all.
    """
    return (found for _, found in _stream(path, profile) if found is not None)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows that a rule of the profile leaves out because they are of something else: `found` values of `column`."""

    rows: int
    column: str
    wanted: str
    found: tuple[str, ...]


def left_out(path: Path, profile: Profile) -> LeftOut | None:
    """What the rows of a file are of that the profile takes none of; None when it is not that simple.

    For rules of the form "column is not value", as in a file of many halls. Raises OSError.
    """
    rules = [rule.where[0] for rule in profile.ignore if len(rule.where) == 1 and rule.where[0].op == "!="]
    seen: list[Counter[str]] = [Counter() for _ in rules]
    rows = 0
    for piece in pieces_of(path, _folder_of(profile)):
        rows += piece.record is not None
        for rule, values in zip(rules, seen, strict=True):
            value = text_of((piece.record or {}).get(rule.column))
            if value and (value in values or len(values) < MOST_VALUES):
                values[value] += 1
    for rule, values in zip(rules, seen, strict=True):
        wanted = text_of(rule.value)
        if values and wanted not in values:
            return LeftOut(rows, rule.column, wanted, tuple(value for value, _ in values.most_common()))
    return None


def _many(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def facts_from_file(
    path: Path, profile: Profile, source: str, bad: Callable[[BadLine], object] = lambda line: None
) -> Iterator[Fact]:
    """The facts in a file that is read afterwards, once, from its first line to its last; `bad` is told of the rest."""

    def observations() -> Iterator[Observation]:
        for found in read_file(path, profile):
            if isinstance(found, BadLine):
                bad(found)
            else:
                yield found

    state = State()
    for batch in _many(observations(), RECORDS):
        state, facts = reconcile(state, batch, None, profile=profile, source=source, complete=False, live=False)
        yield from facts


# --- the feed --------------------------------------------------------------------------------------------------------


class _File(msgspec.Struct, array_like=True):
    """How far a file was read. `head`: digest of its first `head_size` bytes, by which it is known again."""

    size: int = 0
    changed: int = 0
    offset: int = 0
    line: int = 0
    head: str = ""
    head_size: int = 0
    done: bool = False  # read to the end at this size and time


class _Cursor(msgspec.Struct):
    files: dict[str, _File] = {}
    state: str = ""


class WatchedFolder:
    """A queue source that writes files. Looks with os.scandir, because network shares send no notifications."""

    def __init__(self, profile: Profile, folder: Path, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.profile = profile
        self.source = _folder_of(profile)
        self.folder = folder
        self.lost_after_s = profile.lost_after_s
        self.bad_lines: deque[BadLine] = deque(maxlen=KEPT_BAD)
        self.bad_count = 0
        self._mapper = Mapper(profile)
        self._clock = clock
        self._sizes: dict[str, tuple[int, int, float]] = {}  # name -> size, time of change, since when we know it so
        self._pending: deque[Future[int]] = deque()

    def run(self, link: Link) -> None:
        """Look until the link says stop. Raises FeedTrouble when the folder cannot be reached."""
        try:
            cursor = msgspec.json.decode(link.cursor, type=_Cursor) if link.cursor else _Cursor()
        except msgspec.DecodeError:
            cursor = _Cursor()
        self._pending.clear()
        missed, good = 0, self._clock()
        while True:
            try:
                going_on = self._look(link, cursor)
                missed, good = 0, self._clock()
                link.alive()
            except (OSError, EOFError, lzma.LZMAError) as error:
                missed += 1
                if missed >= 3 and self._clock() - good >= max(15.0, self.lost_after_s):
                    text = QT_TRANSLATE_NOOP("Messages", "The folder {folder} cannot be read: {reason}")
                    reason = getattr(error, "strerror", None) or str(error)
                    raise FeedTrouble(Message(text, {"folder": self.folder.name, "reason": reason})) from error
                going_on = True
            if not going_on or link.wait(self.profile.poll_s):
                return

    def _look(self, link: Link, cursor: _Cursor) -> bool:
        """One look at the folder; False when the link said stop."""
        found: list[tuple[int, str, int]] = []
        with os.scandir(self.folder) as entries:
            for entry in entries:
                name = entry.name
                if name.startswith((".", "~")) or name.endswith((".tmp", ".part", ".crdownload")):
                    continue
                if fnmatch.fnmatch(name.lower(), self.source.pattern.lower()) and entry.is_file():
                    facts = entry.stat()
                    found.append((facts.st_mtime_ns, name, facts.st_size))
        before, self._sizes, now = self._sizes, {}, self._clock()
        for changed, name, size in found:
            last = before.get(name)
            self._sizes[name] = last if last is not None and last[:2] == (size, changed) else (size, changed, now)
        if self.source.style == "rewrite":
            found = sorted(found)[-1:]
        for changed, name, size in sorted(found):
            still = before.get(name) == self._sizes[name]  # the same at two looks: nobody is writing it
            settled = still and now - self._sizes[name][2] >= SETTLED_S
            file = cursor.files.get(name)
            if file is not None and file.done and (file.size, file.changed) == (size, changed):
                continue
            if self.source.style == "rewrite":
                going_on = not still or self._whole(link, cursor, name, size, changed)
            else:
                going_on = self._grown(link, cursor, name, still, settled)
            if not going_on:
                return False
        for name in set(cursor.files) - set(self._sizes):
            if self.source.style == "rewrite" or len(cursor.files) > 200:
                del cursor.files[name]
        return True

    def _whole(self, link: Link, cursor: _Cursor, name: str, size: int, changed: int) -> bool:
        """The file is the picture of now."""
        path, now = self.folder / name, link.now()
        observations = self._observations(pieces_of(path, self.source), _written_at(path), name)
        listed = [observation for _, observation in observations if observation is not None]
        state, facts = reconcile(
            load(cursor.state), listed, now, profile=self.profile, source=link.name,
            complete=self.profile.mode == "snapshot", live=False,
        )  # fmt: skip
        cursor.state = dump(state)
        cursor.files[name] = _File(size=size, changed=changed, done=True)
        batches = list(_many(facts, BATCH)) or [[]]
        for batch in batches[:-1]:  # their ids come out the same if the last, which has the cursor, is never saved
            if not self._hand_over(link, batch, None):
                return False
        return self._hand_over(link, batches[-1], cursor)

    def _grown(self, link: Link, cursor: _Cursor, name: str, still: bool, settled: bool) -> bool:
        """The file is a log: read on where we stopped."""
        path = self.folder / name
        size, changed, _ = self._sizes[name]
        if path.suffix in (".gz", ".xz"):
            settled = still
            if not still:
                return True
        file = self._known(cursor, path, name, size)
        cursor.files[name] = file
        state = load(cursor.state)
        pieces = self._observations(
            pieces_of(path, self.source, file.offset, file.line, whole=settled), link.now(), name
        )
        for batch in _many(pieces, RECORDS):
            observations = [observation for _, observation in batch if observation is not None]
            state, facts = reconcile(
                state, observations, link.now(), profile=self.profile, source=link.name, complete=False, live=False
            )
            file.offset, file.line = batch[-1][0].end, batch[-1][0].last
            cursor.state = dump(state)
            if not self._hand_over(link, facts, cursor):
                return False
        was_done = file.done
        file.size, file.changed, file.done = size, changed, settled
        if file.done and not was_done:
            return self._hand_over(link, (), cursor)
        return True

    def _known(self, cursor: _Cursor, path: Path, name: str, size: int) -> _File:
        """What we know of this file: under its name, or under the name it had before it was rotated; else it is new."""
        with path.open("rb") as stream:
            head = stream.read(HEAD)

        def same(file: _File) -> bool:
            grown = size >= file.offset or path.suffix in (".gz", ".xz")
            return grown and len(head) >= file.head_size and _digest(head[: file.head_size]) == file.head

        known = cursor.files.get(name)
        if known is not None and same(known):
            if len(head) > known.head_size:
                known.head, known.head_size = _digest(head), len(head)
            return known
        for other, file in list(cursor.files.items()):
            # A short head may be nothing but the header, which all files share.
            if other != name and file.head_size == HEAD and same(file):
                there = self._sizes.get(other)
                if there is None or there[0] < file.offset:
                    return msgspec.structs.replace(file)
        return _File(head=_digest(head), head_size=len(head))

    def _observations(
        self, pieces: Iterable[Piece], read_at: datetime, name: str
    ) -> Iterator[tuple[Piece, Observation | None]]:
        for piece, found in _mapped(pieces, self._mapper, read_at, name):
            if isinstance(found, BadLine):
                self.bad_lines.append(found)
                self.bad_count += 1
                yield piece, None
            else:
                yield piece, found

    def _hand_over(self, link: Link, facts: Iterable[Fact], cursor: _Cursor | None) -> bool:
        """Deliver, but never more than two batches ahead of the journal. False: the link said stop."""
        text = msgspec.json.encode(cursor).decode() if cursor is not None else None
        self._pending.append(link.deliver(list(facts), text))
        while self._pending and (len(self._pending) > 2 or self._pending[0].done()):
            if not self._pending[0].done():
                if link.wait(0.02):
                    return False
            elif self._pending.popleft().exception() is not None:
                raise FeedTrouble(Message(QT_TRANSLATE_NOOP("Messages", "What was read could not be recorded")))
        return True


def _digest(raw: bytes) -> str:
    return hashlib.blake2b(raw, digest_size=8).hexdigest()


# --- for the mapping wizard ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QualityReport:
    """What reading a file with a profile would give, before anything is recorded.

    rows: records read, `ignored` of them left out by the profile. facts: by kind. bad: the first bad lines;
    bad_count: all of them. unmapped: (field, value) -> rows. impossible: rows whose times contradict each other.
    duplicates: (number, day) given more than once in one service. problems: codes of what could not be read.
    """

    rows: int
    ignored: int
    facts: Mapping[str, int]
    bad: tuple[BadLine, ...]
    bad_count: int
    reasons: Mapping[str, int]
    unmapped: Mapping[tuple[str, str], int]
    impossible: int
    duplicates: tuple[tuple[str, str], ...]
    problems: Mapping[str, int]
    since: datetime | None
    until: datetime | None

    def as_json(self) -> dict[str, Any]:
        """The report in plain values, times in ISO 8601."""
        plain = {name: getattr(self, name) for name in ("rows", "ignored", "bad_count", "impossible")}
        return {
            **plain,
            "facts": dict(self.facts),
            "bad": [{"line": bad.line, "text": bad.text, "reason": str(bad.reason)} for bad in self.bad],
            "reasons": dict(self.reasons),
            "unmapped": [
                {"field": field, "value": value, "rows": rows} for (field, value), rows in self.unmapped.items()
            ],
            "duplicates": [{"number": number, "day": day} for number, day in self.duplicates],
            "problems": dict(self.problems),
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
        }


def _contradicts(seen: Observation) -> bool:
    begun = seen.joined or seen.created
    known = [at for at in (begun, seen.called, seen.started, seen.ended) if at is not None]
    return any(
        (later - earlier).total_seconds() < -2 or (later - earlier).days >= 1 for earlier, later in pairwise(known)
    )


def quality_report(path: Path, profile: Profile) -> QualityReport:
    """Read the whole file and count. Raises OSError when it cannot be read at all."""
    rows = ignored = bad_count = impossible = 0
    bad: list[BadLine] = []
    reasons: Counter[str] = Counter()
    unmapped: Counter[tuple[str, str]] = Counter()
    problems: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    given: Counter[tuple[str, str, str]] = Counter()
    since = until = None
    state = State()
    for batch in _many(_stream(path, profile), RECORDS):
        observations: list[Observation] = []
        for _, found in batch:
            rows += 1
            if found is None:
                ignored += 1
            elif isinstance(found, BadLine):
                bad_count += 1
                reasons[str(found.reason)] += 1
                bad += [found] if len(bad) < 50 else []
            else:
                observations.append(found)
                unmapped.update(found.unmapped)
                problems.update(found.problems)
                impossible += _contradicts(found)
        state, facts = reconcile(state, observations, None, profile=profile, source="-", complete=False, live=False)
        for fact in facts:
            kinds[fact.kind] += 1
            since, until = min(since or fact.at, fact.at), max(until or fact.at, fact.at)
            if isinstance(fact, f.TicketIssued):
                given[fact.number, fact.at.astimezone(profile.tz).date().isoformat(), fact.service] += 1
    twice = tuple(sorted({(number, day) for (number, day, _), many in given.items() if many > 1 and number}))
    return QualityReport(
        rows, ignored, dict(kinds), tuple(bad), bad_count, dict(reasons), dict(unmapped), impossible, twice,
        dict(problems), since, until,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One raw record, without persons, beside its facts. `bad`: why it gave none; ignored: left out on purpose."""

    line: int
    raw: Mapping[str, str]
    facts: tuple[Fact, ...]
    ignored: bool = False
    bad: Message | None = None


def preview(path: Path, profile: Profile, limit: int = 50) -> list[PreviewRow]:
    """The last `limit` records of a file with their facts."""
    total = sum(1 for _ in pieces_of(path, _folder_of(profile)))
    stream = _stream(path, profile)
    state = State()
    for batch in _many(islice(stream, max(0, total - limit)), RECORDS):
        listed = [found for _, found in batch if isinstance(found, Observation)]
        state, _ = reconcile(state, listed, None, profile=profile, source="-", complete=False, live=False)
    shown: list[PreviewRow] = []
    for piece, found in stream:
        raw = without_personal_fields(piece.record) if piece.record is not None else {}
        if isinstance(found, BadLine):
            shown.append(PreviewRow(piece.line, raw or {"": found.text}, (), bad=found.reason))
            continue
        state, facts = reconcile(
            state, [found] if found else [], None, profile=profile, source="-", complete=False, live=False
        )
        shown.append(PreviewRow(piece.line, raw, tuple(facts), ignored=found is None))
    return shown
