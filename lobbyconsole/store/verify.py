"""The deep check: pages, the journal's chain, and every kept row against a refold. Streaming, in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, TypeVar

from sqlcipher3 import dbapi2

from lobbyconsole.domain.lobby import Counter, Ticket
from lobbyconsole.store import journal
from lobbyconsole.store.codec import OpaqueFact, decode, kind_of
from lobbyconsole.store.connection import Connection
from lobbyconsole.store.errors import result_code
from lobbyconsole.store.instants import to_us
from lobbyconsole.store.journal import Head, JournalRow
from lobbyconsole.store.projection import LEG_COLUMNS, SPELL_COLUMNS, Deltas, load_yardsticks
from lobbyconsole.store.refold import Cancelled, Progress, Stopped, folded, subjects
from lobbyconsole.store.rows import HourCell, LegRow, SpellRow, leg_rows, spell_rows
from lobbyconsole.store.yardstick import Yardsticks

NAMED = 1_000  # problems of a kind named in full; beyond that they are only counted
R = TypeVar("R")
_INTERRUPTED = 9
_UNREADABLE = (11, 26)  # CORRUPT, NOTADB
_STEPS_BETWEEN_LOOKS = 200_000  # of SQLite's machine, about 10 ms
_ROWS_BETWEEN_LOOKS = 500


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row of the journal that is not as it was written.

    `what` is "altered" (its hash does not follow from it and the row before), "missing" (up to and including `until`),
    "columns" (the row and the fact in it disagree), "unreadable", "anchor" (not what a backup remembers) or "end".
    """

    seq: int
    what: str
    until: int = 0
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A kept row that is not what the journal says. `what` is "missing", "extra" or "differs"."""

    table: str
    key: str
    what: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What the deep check found. Lists name at most 1,000 each; the counts are complete.

    `unjudged` are subjects with facts of a newer program: kept, but not to be folded by this one.
    """

    complete: bool
    rows: int
    head: Head
    bad_pages: tuple[str, ...]
    bad_rows: tuple[BadRow, ...]
    bad_row_count: int
    differences: tuple[Difference, ...]
    difference_count: int
    unjudged: int
    anchors: int = 0  # heads noted outside the database that it was compared with

    @property
    def ok(self) -> bool:
        """Everything was looked at and everything was right."""
        return self.complete and not (self.bad_pages or self.bad_row_count or self.difference_count)

    @property
    def first_bad_seq(self) -> int | None:
        """The first row of the journal that is not as it was written."""
        return min((row.seq for row in self.bad_rows), default=None)


@dataclass(slots=True)
class _Findings:
    progress: Progress | None
    cancelled: Cancelled | None
    rows: int = 0
    head: Head = field(default_factory=lambda: Head(0, journal.GENESIS))
    pages: list[str] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    bad_count: int = 0
    differences: list[Difference] = field(default_factory=list)
    difference_count: int = 0
    unjudged: int = 0
    anchors: int = 0

    def bad_row(self, row: BadRow) -> None:
        self.bad_count += 1
        if len(self.bad) < NAMED:
            self.bad.append(row)

    def differs(self, difference: Difference) -> None:
        self.difference_count += 1
        if len(self.differences) < NAMED:
            self.differences.append(difference)

    def look(self, stage: str, done: int, total: int) -> None:
        if self.cancelled is not None and self.cancelled():
            raise Stopped
        if self.progress is not None:
            self.progress(stage, done, total)

    def report(self, complete: bool) -> VerifyReport:
        return VerifyReport(
            complete,
            self.rows,
            self.head,
            tuple(self.pages),
            tuple(self.bad),
            self.bad_count,
            tuple(self.differences),
            self.difference_count,
            self.unjudged,
            self.anchors,
        )


def verify(
    db: Connection,
    *,
    anchors: Mapping[int, bytes] | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> VerifyReport:
    """Check everything on one read connection. `anchors` are heads remembered elsewhere (backups): number to hash.

    `progress` hears (stage, done, total) with stages "pages", "journal", "tables", "rollups". When `cancelled` says
    true, or when a page cannot be read, the report so far comes back with `complete` false.
    """
    found = _Findings(progress, cancelled)
    stop = cancelled
    if stop is not None:
        db.set_progress_handler(lambda: int(stop()), _STEPS_BETWEEN_LOOKS)
    try:
        found.look("pages", 0, 1)
        _check_pages(db, found)
        _check_chain(db, found, anchors or {})
        yardsticks = load_yardsticks(db)
        if yardsticks is not None:
            _check_legs(db, found, yardsticks)
            _check_spells(db, found, yardsticks)
            _check_rollups(db, found, yardsticks)
            _check_kept(db, found, yardsticks)
    except Stopped:
        return found.report(False)
    except dbapi2.DatabaseError as error:
        if result_code(error) in _UNREADABLE:
            found.pages.append(str(error))
        elif result_code(error) != _INTERRUPTED:
            raise
        return found.report(False)
    finally:
        db.set_progress_handler(None, 0)
    return found.report(True)


def _check_pages(db: Connection, found: _Findings) -> None:
    # Reads every page in use and so authenticates it. SQLCipher's own cipher_integrity_check looks at the file alone
    # and takes pages for damaged that so far stand in the write-ahead log only.
    found.pages += [str(row[0]) for row in db.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]


# --- the chain -------------------------------------------------------------------------------------------------------


def _check_chain(db: Connection, found: _Findings, anchors: Mapping[int, bytes]) -> None:
    said = journal.stored_head(db)
    seq, digest = 0, journal.GENESIS
    found.look("journal", 0, said.seq)
    for row in journal.rows_after(db, -(2**63)):
        if row.seq != seq + 1:
            if row.seq > seq + 1:
                found.bad_row(BadRow(seq + 1, "missing", row.seq - 1))
            else:
                found.bad_row(BadRow(row.seq, "altered", detail="a number no row can have"))
        elif journal.link(digest, row.seq, row.recorded_at, row.body) != row.hash:
            found.bad_row(BadRow(row.seq, "altered"))
        _check_columns(row, found)
        if row.seq in anchors and anchors[row.seq] != row.hash:
            found.bad_row(BadRow(row.seq, "anchor"))
        seq, digest = row.seq, row.hash
        found.rows += 1
        if found.rows % _ROWS_BETWEEN_LOOKS == 0:
            found.look("journal", found.rows, said.seq)
    found.head = Head(seq, digest)
    if seq < said.seq:
        found.bad_row(BadRow(seq + 1, "missing", said.seq))
    elif found.head != said:
        found.bad_row(BadRow(seq, "end", detail=f"said to end at {said.seq}"))
    found.anchors = len(anchors)
    for number in sorted(anchors):
        if number > max(seq, said.seq):
            found.bad_row(BadRow(number, "anchor", detail="the journal once went on to here"))


def _check_columns(row: JournalRow, found: _Findings) -> None:
    try:
        fact = decode(row.body)
    except ValueError:
        found.bad_row(BadRow(row.seq, "unreadable"))
        return
    # A newer program may know better than we what a fact of its own is about.
    subject = row.subject if isinstance(fact, OpaqueFact) else fact.subject
    said = (row.fact_id, row.kind, row.at, row.subject)
    meant = (fact.id, kind_of(fact), to_us(fact.at), subject)
    if said != meant:
        names = [name for name, a, b in zip(("fact_id", "kind", "at", "subject"), said, meant, strict=True) if a != b]
        found.bad_row(BadRow(row.seq, "columns", detail=", ".join(names)))


# --- the tables ------------------------------------------------------------------------------------------------------


def _check_legs(db: Connection, found: _Findings, yardsticks: Yardsticks) -> None:
    stored = _grouped(
        (LegRow(*row) for row in db.execute(f"SELECT {LEG_COLUMNS} FROM leg ORDER BY ticket, leg")),
        lambda row: row.ticket,
    )
    done = 0

    def expected() -> Iterator[tuple[str, list[LegRow] | None]]:
        nonlocal done
        for number, one in enumerate(folded(db, "ticket")):
            done += one.facts
            if number % _ROWS_BETWEEN_LOOKS == 0:
                found.look("tables", done, found.rows)
            if not one.judged:
                found.unjudged += 1
                yield one.key, None
            else:
                yield one.key, leg_rows(one.entity if isinstance(one.entity, Ticket) else None, yardsticks)

    for ticket, there, wanted in _side_by_side(stored, expected()):
        if wanted is not None:
            left = {(ticket, row.leg): row for row in there}
            _compare("leg", left, {(ticket, row.leg): row for row in wanted}, found, LegRow._fields)


def _check_spells(db: Connection, found: _Findings, yardsticks: Yardsticks) -> None:
    query = f"SELECT {SPELL_COLUMNS} FROM spell ORDER BY counter, since, id"
    stored = _grouped((SpellRow(*row) for row in db.execute(query)), lambda row: row.counter)

    def expected() -> Iterator[tuple[str, list[SpellRow] | None]]:
        for one in folded(db, "counter"):
            found.look("tables", found.rows, found.rows)
            if not one.judged:
                found.unjudged += 1
                yield one.key, None
            else:
                spells = one.entity.spells if isinstance(one.entity, Counter) else ()
                yield one.key, spell_rows(one.key, spells, yardsticks)

    for counter, there, wanted in _side_by_side(stored, expected()):
        if wanted is not None:
            _compare("spell", _numbered(counter, there), _numbered(counter, wanted), found, SpellRow._fields)


def _numbered(counter: str, rows: Sequence[SpellRow]) -> dict[tuple[object, ...], tuple[object, ...]]:
    return {(counter, number): row for number, row in enumerate(rows)}


def _check_rollups(db: Connection, found: _Findings, yardsticks: Yardsticks) -> None:
    # Against the leg rows, which have just been compared with the journal: a day at a time fits in memory.
    rows = (LegRow(*row) for row in db.execute(f"SELECT {LEG_COLUMNS} FROM leg ORDER BY business_day"))
    total = db.execute("SELECT count(*) FROM leg").fetchone()[0]
    seen: set[str] = set()
    done = 0
    for day, group in groupby(rows, key=lambda row: row.business_day):
        deltas = Deltas()
        for row in group:
            deltas.add(row, yardsticks)
            done += 1
        _compare_day(db, day, deltas, found)
        seen.add(day)
        found.look("rollups", done, total)
    for table in ("rollup_hour", "rollup_wait", "rollup_wait_day"):
        for (day,) in db.execute(f"SELECT DISTINCT business_day FROM {table}").fetchall():
            if day not in seen:
                seen.add(day)
                _compare_day(db, day, Deltas(), found)


_KEPT = {  # table: its key columns and its counts
    "rollup_hour": (("business_day", "hour", "service"), HourCell._fields),
    "rollup_wait": (("business_day", "hour", "service", "minute"), ("called", "gone")),
    "rollup_wait_day": (("business_day", "service", "minute"), ("called", "gone")),
}


def _compare_day(db: Connection, day: str, deltas: Deltas, found: _Findings) -> None:
    wanted: dict[str, Mapping[Any, Sequence[int]]] = {
        "rollup_hour": deltas.hours,
        "rollup_wait": deltas.waits,
        "rollup_wait_day": deltas.wait_days(),
    }
    for table, (keys, counts) in _KEPT.items():
        rows = db.execute(f"SELECT {', '.join((*keys, *counts))} FROM {table} WHERE business_day = ?", (day,))
        there = {row[: len(keys)]: row for row in rows}
        right = {key: (*key, *cells) for key, cells in wanted[table].items()}
        _compare(table, there, right, found, (*keys, *counts))


def _check_kept(db: Connection, found: _Findings, yardsticks: Yardsticks) -> None:
    """Rounds, records, content and meetings: every subject's rows against its facts folded."""
    from lobbyconsole.store.keepers import KEEPERS, rows_of

    for keeper in KEEPERS:
        seen: set[tuple[str, ...]] = set()
        for key, facts, judged in subjects(db, keeper.family):
            found.look("tables", found.rows, found.rows)
            place = keeper.key(key)
            seen.add(place)
            if not judged:
                found.unjudged += 1
                continue
            wanted = rows_of(db, keeper, key, facts, yardsticks)
            for table in keeper.tables:
                there = dict(enumerate(table.stored(db, place)))
                right = dict(enumerate(wanted[table.name]))
                if there != right:
                    left = {(*place, number): row for number, row in there.items()}
                    meant = {(*place, number): row for number, row in right.items()}
                    _compare(table.name, left, meant, found, table.columns)
        for table in keeper.tables:
            names = ", ".join(table.columns[: table.keys])
            for row in db.execute(f"SELECT DISTINCT {names} FROM {table.name}").fetchall():
                if tuple(row) not in seen:
                    found.differs(Difference(table.name, _key(tuple(row)), "extra"))


# --- comparing -------------------------------------------------------------------------------------------------------


def _compare(
    table: str,
    there: Mapping[Any, Sequence[Any]],
    wanted: Mapping[Any, Sequence[Any]],
    found: _Findings,
    names: Sequence[str],
) -> None:
    if there == wanted:
        return
    for key, row in wanted.items():
        stored = there.get(key)
        if stored is None:
            found.differs(Difference(table, _key(key), "missing"))
        elif tuple(stored) != tuple(row):
            pairs = zip(names, stored, row, strict=True)
            told = [f"{name} is {a!r}, should be {b!r}" for name, a, b in pairs if a != b]
            found.differs(Difference(table, _key(key), "differs", "; ".join(told)))
    for key in there.keys() - wanted.keys():
        found.differs(Difference(table, _key(key), "extra"))


def _grouped(rows: Iterable[R], key: Callable[[R], str]) -> Iterator[tuple[str, list[R]]]:
    return ((name, list(group)) for name, group in groupby(rows, key=key))


def _side_by_side(
    stored: Iterator[tuple[str, list[R]]], expected: Iterator[tuple[str, list[R] | None]]
) -> Iterator[tuple[str, list[R], list[R] | None]]:
    """Both sides by key; they come sorted (SQLite compares text as Python does: by code point)."""
    left, right = next(stored, None), next(expected, None)
    while left is not None or right is not None:
        if right is None or (left is not None and left[0] < right[0]):
            assert left is not None
            yield left[0], left[1], []
            left = next(stored, None)
        elif left is None or right[0] < left[0]:
            yield right[0], [], right[1]
            right = next(expected, None)
        else:
            yield left[0], left[1], right[1]
            left, right = next(stored, None), next(expected, None)


def _key(key: tuple[object, ...]) -> str:
    return " ".join(str(part) for part in key)
