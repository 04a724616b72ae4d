"""Which facts the picture of a stretch of time needs: all of its tickets, and as much of the past as still matters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.standing import undone_ids
from lobbyconsole.store.connection import Connection
from lobbyconsole.store.instants import DAY_US, to_us
from lobbyconsole.store.journal import (
    COLUMNS,
    NAMES_SERVICES,
    NOT_TICKET,
    JournalRow,
    fact_of,
    facts_of,
    foldable,
    undone_in,
)
from lobbyconsole.store.projection import FAMILIES, closed_before

_CARRIED_US = 3 * DAY_US  # an ended ticket was open at the start of the stretch only if it joined this shortly before


def picture_facts(db: Connection, start: int, end: int) -> list[Fact]:
    """The facts that `fold` needs for the picture of [start, end), in microseconds.

    Tickets that joined in it or were open at its start come with all their facts, whenever those happened. Counters
    come from the session before the start on, services, feeds and the hall with what still holds of the past.
    """
    tickets = _tickets(db, start, end)
    facts: list[Fact] = []
    for row in db.execute(f"SELECT {COLUMNS} FROM journal WHERE at >= ? AND at < ? ORDER BY at, seq", (start, end)):
        subject: str = row[3]
        family, _, key = subject.partition(":")
        if family == "ticket":
            if key not in tickets:
                continue  # the echo of an older ticket (a late rating): without its beginning it would be a ghost
        elif family not in FAMILIES:
            continue
        fact = fact_of(JournalRow(*row))
        if foldable(fact):
            facts.append(fact)
    facts += _outside(db, tickets, start, end)
    for subject in _subjects(db, "counter:"):
        facts += _counter_before(db, subject.removeprefix("counter:"), start, end)
    for subject in _subjects(db, "queue:"):
        facts += _still_true(db, subject, start, end, (f.QueueOpened.kind, f.QueueClosed.kind))
    for subject in _subjects(db, "feed:"):
        facts += _still_true(db, subject, start, end, (f.FeedRestored.kind, f.FeedLost.kind))
        facts += _still_true(db, subject, start, end, (f.DeskTookOver.kind, f.DeskHandedBack.kind))
        facts += _still_true(db, subject, start, end, (f.FeedReset.kind,))
    return sorted({fact.id: fact for fact in facts}.values(), key=f.order_key)


def _tickets(db: Connection, start: int, end: int) -> set[str]:
    """Keys of the tickets with a leg in the stretch, and of those that were open when it began."""
    found = db.execute("SELECT ticket FROM leg WHERE cohort_at >= ? AND cohort_at < ?", (start, end)).fetchall()
    found += db.execute(
        # The hint: few are open, nearly all joined before; SQLite cannot know.
        "SELECT ticket FROM leg INDEXED BY leg_open "
        "WHERE state IN ('waiting', 'held', 'called', 'serving') AND cohort_at < ?",
        (start,),
    ).fetchall()
    found += db.execute(
        "SELECT ticket FROM leg WHERE cohort_at >= ? AND cohort_at < ? AND ended_at >= ?",
        (start - _CARRIED_US, start, start),
    ).fetchall()
    return {ticket for (ticket,) in found}


def _outside(db: Connection, tickets: Iterable[str], start: int, end: int) -> list[Fact]:
    """The facts of these tickets before and after the stretch."""
    query = f"SELECT {COLUMNS} FROM journal WHERE subject = ? AND (at < ? OR at >= ?)"
    rows = (row for ticket in tickets for row in db.execute(query, ("ticket:" + ticket, start, end)))
    facts = (fact_of(JournalRow(*row)) for row in rows)
    return [fact for fact in facts if foldable(fact)]


def _counter_before(db: Connection, counter: str, start: int, end: int) -> list[Fact]:
    """What a counter did from its last whole session before the start on, and what was set earlier and still holds."""
    subject = "counter:" + counter
    cut = closed_before(db, counter, start, skip=1)
    facts = facts_of(db, subject, after=cut, until=start - 1)
    undone = _undone_until(db, subject, end)
    facts += undone
    if cut is None:
        return facts
    dropped = set(undone_ids(undone))
    kept = [fact for fact in facts if fact.id not in dropped]
    if not any(_sets_services(fact) for fact in kept):
        setter = _last_services(db, subject, cut, dropped)
        if isinstance(setter, f.CounterServicesSet):
            facts.append(setter)
        elif isinstance(setter, f.CounterOpened):
            facts.append(_stand_in(setter))
    answered = _last(db, subject, cut, (f.HelpAnswered.kind,), dropped)
    asked = _last(db, subject, cut, (f.HelpAsked.kind,), dropped)
    if asked is not None and (answered is None or f.order_key(answered) < f.order_key(asked)):
        facts.append(asked)
    return facts


def _sets_services(fact: Fact) -> bool:
    return isinstance(fact, f.CounterServicesSet) or (isinstance(fact, f.CounterOpened) and bool(fact.services))


def _stand_in(opened: f.CounterOpened) -> f.CounterServicesSet:
    """An old opening also said which services the counter takes. The opening itself would open a closed counter again.

    For the picture only: it has an id of its own and is never appended.
    """
    return f.CounterServicesSet(
        id=f.natural_id("services of", opened.id),
        at=opened.at,
        source=opened.source,
        certainty=f.INFERRED,
        counter=opened.counter,
        services=opened.services,
    )


def _still_true(db: Connection, subject: str, start: int, end: int, kinds: tuple[str, ...]) -> list[Fact]:
    """The last fact of these kinds before the start that was not undone."""
    last = _last(db, subject, start - 1, kinds, set(undone_ids(_undone_until(db, subject, end))))
    return [] if last is None else [last]


def _undone_until(db: Connection, subject: str, end: int) -> list[Fact]:
    """What was taken back before the end of the stretch; what was taken back later still stood then."""
    return [fact for fact in undone_in(db, subject) if to_us(fact.at) < end]


def _last(db: Connection, subject: str, until: int, kinds: tuple[str, ...], dropped: set[str]) -> Fact | None:
    """The last fact of these kinds up to an instant that was not undone."""
    # The hint: SQLite would rather go through all facts of the subject in the order it is asked for.
    query = (
        f"SELECT {COLUMNS} FROM journal INDEXED BY journal_other "
        f"WHERE subject = ? AND kind = ? AND at <= ? AND {NOT_TICKET} ORDER BY at DESC"
    )
    found = [_first_that_counts(db.execute(query, (subject, kind, until)), dropped) for kind in kinds]
    return max((fact for fact in found if fact is not None), key=f.order_key, default=None)


def _last_services(db: Connection, subject: str, until: int, dropped: set[str]) -> Fact | None:
    """The last fact up to an instant that says which services a counter takes and was not undone."""
    query = (
        f"SELECT {COLUMNS} FROM journal INDEXED BY journal_services "
        f"WHERE subject = ? AND at <= ? AND {NAMES_SERVICES} ORDER BY at DESC"
    )
    return _first_that_counts(db.execute(query, (subject, until)), dropped, _sets_services)


def _first_that_counts(
    newest_first: Iterable[tuple[Any, ...]], dropped: set[str], wanted: Callable[[Fact], bool] = foldable
) -> Fact | None:
    last: Fact | None = None
    for row in map(JournalRow._make, newest_first):
        if last is not None and row.at < to_us(last.at):
            break  # of the facts of one instant their own order decides, so all of them are looked at
        fact = fact_of(row)
        if fact.id not in dropped and foldable(fact) and wanted(fact):
            last = fact if last is None else max(last, fact, key=f.order_key)
    return last


def _subjects(db: Connection, prefix: str) -> list[str]:
    """The subjects with this prefix, by skipping from one to the next in the index."""
    found: list[str] = []
    last = prefix
    while True:
        row = db.execute("SELECT subject FROM journal WHERE subject > ? ORDER BY subject LIMIT 1", (last,)).fetchone()
        if row is None or not row[0].startswith(prefix):
            return found
        last = row[0]
        found.append(last)


def last_fact_at(db: Connection) -> int | None:
    """The time of the latest fact, in microseconds."""
    at = db.execute("SELECT max(at) FROM journal").fetchone()[0]
    return None if at is None else int(at)
