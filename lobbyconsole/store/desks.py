"""Questions to counters and the people at them: what each did, how long it was open, and single visits. Read only.

As in visits.py: an inclusive range of business days, a connection of `Store.reader()`.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from lobbyconsole.store.connection import Connection
from lobbyconsole.store.rows import HANDLING_MS, SpellRow

_DAYS = "business_day BETWEEN ? AND ?"
_SPELL = ", ".join(SpellRow._fields)
By = Literal["counter", "staff"]


class DeskSum(NamedTuple):
    """What one counter or person did: customers called, calls made, and how they ended; `handled` are those whose
    time is fit for a mean."""

    key: str
    called: int
    calls: int
    finished: int
    no_show: int
    transferred: int
    handled: int
    handling_ms: int
    rated: int
    good: int

    @property
    def mean_s(self) -> float | None:
        """Mean handling time."""
        return self.handling_ms / self.handled / 1000 if self.handled else None


class Passing(NamedTuple):
    """One leg as far as it fills a line and a counter; microseconds."""

    business_day: str
    service: str
    counter: str
    joined_at: int | None
    called_at: int | None
    ended_at: int | None


class VisitRow(NamedTuple):
    """One leg as a list shows it."""

    ticket: str
    number: str
    service: str
    business_day: str
    joined_at: int | None
    wait_ms: int | None
    counter: str
    staff: str
    handling_ms: int | None
    state: str
    marks: str
    rating: int | None
    reason: str


def sums(db: Connection, first: date, last: date, by: By) -> list[DeskSum]:
    """By counter or by staff number; visits that name none are left out."""
    low, high = HANDLING_MS
    rows = db.execute(
        f"SELECT {by}, sum(called_at IS NOT NULL), sum(calls), sum(outcome = 'finished'), sum(outcome = 'no_show'), "
        f"sum(outcome = 'transferred'), coalesce(sum(handling_ms BETWEEN {low} AND {high}), 0), "
        f"coalesce(sum(CASE WHEN handling_ms BETWEEN {low} AND {high} THEN handling_ms END), 0), "
        f"sum(outcome = 'finished' AND rating IS NOT NULL), coalesce(sum(outcome = 'finished' AND rating >= 4), 0) "
        f"FROM leg WHERE {_DAYS} AND {by} <> '' GROUP BY {by} ORDER BY length({by}), {by}",
        (first.isoformat(), last.isoformat()),
    )
    return [DeskSum(*row) for row in rows]


def spells(db: Connection, first: date, last: date) -> list[SpellRow]:
    """The stretches of counter states that began on these days, in order."""
    query = f"SELECT {_SPELL} FROM spell WHERE {_DAYS} ORDER BY since, counter"
    return [SpellRow(*row) for row in db.execute(query, (first.isoformat(), last.isoformat()))]


def passings(db: Connection, first: date, last: date) -> list[Passing]:
    """All legs of these days."""
    query = f"SELECT business_day, service, counter, joined_at, called_at, ended_at FROM leg WHERE {_DAYS}"
    return [Passing(*row) for row in db.execute(query, (first.isoformat(), last.isoformat()))]


def out_of_turn(db: Connection, first: date, last: date) -> list[tuple[str, str, str, str, int]]:
    """(day, reason, counter, service, calls) of calls for which a reason was noted, in order."""
    rows = db.execute(
        f"SELECT business_day, reason, counter, service, count(*) FROM leg WHERE {_DAYS} AND reason <> '' "
        "GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
        (first.isoformat(), last.isoformat()),
    )
    return [tuple(row) for row in rows]


def by_priority(db: Connection, first: date, last: date) -> list[tuple[str, int, int, int]]:
    """(priority class, called, sum of their waits in ms, waits known)."""
    rows = db.execute(
        f"SELECT priority, sum(called_at IS NOT NULL), coalesce(sum(wait_ms), 0), count(wait_ms) FROM leg "
        f"WHERE {_DAYS} GROUP BY priority ORDER BY priority",
        (first.isoformat(), last.isoformat()),
    )
    return [tuple(row) for row in rows]


# What a list of visits may be narrowed to; a word after ":" goes into the question mark.
_WHICH: dict[str, str] = {
    "all": "1",
    "called": "called_at IS NOT NULL",
    "left": "outcome = 'left'",
    "no_show": "outcome = 'no_show'",
    "finished": "outcome = 'finished'",
    "transferred": "outcome = 'transferred'",
    "handled": f"handling_ms BETWEEN {HANDLING_MS[0]} AND {HANDLING_MS[1]}",
    "rated": "rating IS NOT NULL",
    "out_of_turn": "reason <> ''",
}
_WHICH_OF: dict[str, str] = {
    "service": "service = ?",
    "counter": "counter = ?",
    "staff": "staff = ?",
    "priority": "priority = ?",
    "mark": "instr(',' || marks || ',', ',' || ? || ',') > 0",
}


def visits(db: Connection, first: date, last: date, which: str, limit: int = 5_000) -> list[VisitRow]:
    """Single legs of a kind ("all", "no_show", "service:cash" ...; an unknown word is a mark), in order of coming."""
    kind, _, about = which.partition(":")
    more: tuple[object, ...] = ()
    if about and kind in _WHICH_OF:
        where, more = _WHICH_OF[kind], (about,)
    elif which in _WHICH:
        where = _WHICH[which]
    else:
        where, more = _WHICH_OF["mark"], (which,)
    rows = db.execute(
        f"SELECT {', '.join(VisitRow._fields)} FROM leg WHERE {_DAYS} AND {where} ORDER BY cohort_at, ticket, leg "
        "LIMIT ?",
        (first.isoformat(), last.isoformat(), *more, limit),
    )
    return [VisitRow(*row) for row in rows]


def services_seen(db: Connection, first: date, last: date) -> list[str]:
    """Services for which anybody came on these days."""
    rows = db.execute(
        f"SELECT DISTINCT service FROM rollup_hour WHERE {_DAYS} ORDER BY service",
        (first.isoformat(), last.isoformat()),
    )
    return [service for (service,) in rows]


def answers(db: Connection, first: date, last: date, touchpoint: str) -> list[tuple[str, str, str, int, str]]:
    """(round, item, zone, at, verdict) of the answers about a touchpoint in finished rounds, newest first."""
    rows = db.execute(
        "SELECT i.round, i.item, i.zone, i.at, i.verdict FROM round_item i JOIN round r ON r.round = i.round "
        "WHERE i.business_day BETWEEN ? AND ? AND i.touchpoint = ? AND r.state = 'finished' "
        "ORDER BY i.at DESC, i.round, i.item",
        (first.isoformat(), last.isoformat(), touchpoint),
    )
    return [tuple(row) for row in rows]


def being_served(db: Connection, first: date, last: date) -> int:
    """Legs of these days that were called and are not over."""
    row = db.execute(
        f"SELECT count(*) FROM leg INDEXED BY leg_open WHERE state IN ('waiting', 'held', 'called', 'serving') "
        f"AND called_at IS NOT NULL AND ended_at IS NULL AND {_DAYS}",
        (first.isoformat(), last.isoformat()),
    ).fetchone()
    return int(row[0])
