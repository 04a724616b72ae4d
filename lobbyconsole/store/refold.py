"""Folds the whole journal again, one subject at a time in bounded memory, to rebuild the tables or to check them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import NamedTuple

from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.lobby import Counter, Entity, Ticket
from lobbyconsole.store.connection import Connection
from lobbyconsole.store.journal import COLUMNS, JournalRow, fact_of, foldable
from lobbyconsole.store.projection import (
    INSERT_LEG,
    INSERT_SPELL,
    Deltas,
    fold_in_order,
    load_yardsticks,
)
from lobbyconsole.store.rows import leg_rows, spell_rows
from lobbyconsole.store.yardstick import Yardsticks

Progress = Callable[[str, int, int], None]  # stage, rows done, rows in all
Cancelled = Callable[[], bool]

CACHE_KB = 65_536  # subjects jump about in the journal; with the usual 8 MB most pages would be decrypted twice
_FLUSH_AT = 20_000  # cells gathered before they are written


class Folded(NamedTuple):
    """One subject, folded. `judged` is false when a fact of it could not be read by this program."""

    key: str
    entity: Entity | None
    facts: int
    judged: bool


class Stopped(Exception):
    """Somebody cancelled."""


def folded(db: Connection, family: str) -> Iterator[Folded]:
    """All subjects of a family ("ticket", "counter") in the order of their keys."""
    db.execute(f"PRAGMA cache_size = -{CACHE_KB}")
    rows = db.execute(
        f"SELECT {COLUMNS} FROM journal WHERE subject >= ? AND subject < ? ORDER BY subject, at",
        (family + ":", family + ";"),  # the sign after the colon
    )
    for subject, group in groupby((JournalRow(*row) for row in rows), key=lambda row: row.subject):
        facts = [fact_of(row) for row in group]
        known = [fact for fact in facts if foldable(fact)]
        yield Folded(subject[len(family) + 1 :], fold_in_order(known), len(facts), len(known) == len(facts))


def subjects(db: Connection, family: str) -> Iterator[tuple[str, list[Fact], bool]]:
    """(key, foldable facts in order of time, whether all are foldable) of a family's subjects, by key."""
    rows = db.execute(
        f"SELECT {COLUMNS} FROM journal WHERE subject >= ? AND subject < ? ORDER BY subject, at, seq",
        (family + ":", family + ";"),
    )
    for subject, group in groupby((JournalRow(*row) for row in rows), key=lambda row: row.subject):
        facts = [fact_of(row) for row in group]
        known = [fact for fact in facts if foldable(fact)]
        yield subject[len(family) + 1 :], known, len(known) == len(facts)


def rebuild(
    db: Connection, source: Connection, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> None:
    """Write all kept tables anew, inside the transaction that is open on `db`; `source` reads the same journal.

    Raises Stopped when cancelled; the caller's transaction then rolls back.
    """
    yardsticks = load_yardsticks(db)
    if yardsticks is None:
        raise AssertionError("an opened store has a yardstick")
    for table in ("leg", "spell", "rollup_hour", "rollup_wait", "rollup_wait_day"):
        db.execute(f"DELETE FROM {table}")
    total = source.execute("SELECT count(*) FROM journal").fetchone()[0]
    done = 0
    deltas = Deltas()
    for ticket in folded(source, "ticket"):
        if isinstance(ticket.entity, Ticket):
            rows = leg_rows(ticket.entity, yardsticks)
            db.executemany(INSERT_LEG, rows)
            for row in rows:
                deltas.add(row, yardsticks)
        if len(deltas.waits) > _FLUSH_AT:
            deltas.write(db)
            deltas = Deltas()
        done += ticket.facts
        _say(progress, cancelled, done, total)
    deltas.write(db)
    for counter in folded(source, "counter"):
        if isinstance(counter.entity, Counter):
            db.executemany(INSERT_SPELL, spell_rows(counter.key, counter.entity.spells, yardsticks))
        done += counter.facts
        _say(progress, cancelled, done, total)
    _rebuild_kept(db, source, yardsticks, lambda facts: _say(progress, cancelled, done + facts, total))


def _rebuild_kept(db: Connection, source: Connection, yardsticks: Yardsticks, say: Callable[[int], None]) -> None:
    """Rounds, records, content and meetings. `say` hears how many facts have been folded."""
    from lobbyconsole.store.keepers import KEEPERS, rows_of

    folded_facts = 0
    for keeper in KEEPERS:
        for kept in keeper.tables:
            db.execute(f"DELETE FROM {kept.name}")
        for key, facts, _ in subjects(source, keeper.family):
            rows = rows_of(db, keeper, key, facts, yardsticks)
            for kept in keeper.tables:
                db.executemany(kept.insert, rows[kept.name])
            folded_facts += len(facts)
            say(folded_facts)


def _say(progress: Progress | None, cancelled: Cancelled | None, done: int, total: int) -> None:
    if cancelled is not None and cancelled():
        raise Stopped
    if progress is not None:
        progress("tables", done, total)
