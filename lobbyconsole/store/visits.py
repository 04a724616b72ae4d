"""Questions to single visits: who waited too long, handling by counter, channels, ratings beside marks. Read only.

As in dashboards: an inclusive range of business days, a connection of `Store.reader()`. Meant for days to months; a
year takes a second.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from lobbyconsole.store import desks
from lobbyconsole.store.connection import Connection
from lobbyconsole.store.instants import to_us
from lobbyconsole.store.projection import load_yardsticks
from lobbyconsole.store.rows import MISPRINT_MS

_DAYS = "business_day BETWEEN ? AND ?"
# Taken and taken back within a minute: nobody came.
_CAME = (
    f"NOT (outcome = 'cancelled' AND called_at IS NULL AND coalesce(ended_at - joined_at, 0) < {MISPRINT_MS * 1000})"
)


class LateVisit(NamedTuple):
    """Somebody who waited beyond the recovery limit: called, gone, or waiting still. Times in microseconds."""

    ticket: str
    number: str
    service: str
    counter: str
    business_day: str
    joined_at: int
    wait_ms: int
    state: str
    marks: str


class Rated(NamedTuple):
    """Visits with the same marks (joined by commas): how many, how many of them rated, the sum of their scores."""

    marks: str
    visits: int
    rated: int
    score: int
    positive: int


def late_visits(db: Connection, first: date, last: date, now: datetime) -> list[LateVisit]:
    """Who waited beyond the recovery limit, the longest first; those who wait still count up to `now`."""
    yardsticks = load_yardsticks(db)
    if yardsticks is None:
        return []
    now_us = to_us(now)
    rows = db.execute(
        "SELECT ticket, number, service, counter, business_day, joined_at, wait_ms, ended_at, cohort_at, state, "
        f"marks FROM leg WHERE {_DAYS} AND {_CAME} AND joined_at IS NOT NULL AND "
        "(wait_ms > 60000 OR called_at IS NULL)",
        (first.isoformat(), last.isoformat()),
    )
    found = []
    for ticket, number, service, counter, day, joined_at, wait_ms, ended_at, cohort_at, state, marks in rows:
        waited = wait_ms
        if waited is None:
            waited = max(0, (now_us if ended_at is None else ended_at) - joined_at) // 1000
        if waited > yardsticks.limits(cohort_at, service)[1]:
            found.append(LateVisit(ticket, number, service, counter, day, joined_at, waited, state, marks))
    return sorted(found, key=lambda visit: (-visit.wait_ms, visit.ticket, visit.joined_at))


def arrivals(db: Connection, day: date) -> dict[int, int]:
    """Customers of a day by the half hour of their coming; the key counts half hours from local midnight."""
    yardsticks = load_yardsticks(db)
    found: dict[int, int] = {}
    if yardsticks is None:
        return found
    rows = db.execute(
        f"SELECT hour, cohort_at FROM leg WHERE business_day = ? AND leg = 0 AND {_CAME}", (day.isoformat(),)
    )
    for hour, cohort_at in rows:
        slot = 2 * hour + yardsticks.minute(cohort_at) // 30
        found[slot] = found.get(slot, 0) + 1
    return dict(sorted(found.items()))


def customers(db: Connection, first: date, last: date) -> dict[date, int]:
    """Customers by day, days without any left out. Misprints are no customers."""
    rows = db.execute(
        f"SELECT business_day, sum(tickets - misprints) FROM rollup_hour WHERE {_DAYS} GROUP BY business_day",
        (first.isoformat(), last.isoformat()),
    )
    return {date.fromisoformat(day): count for day, count in rows if count > 0}


def handling_by_service(db: Connection, first: date, last: date) -> list[tuple[str, int, float]]:
    """(service, services given, mean seconds), by service; as in the key figures without slips and forgotten ones."""
    rows = db.execute(
        f"SELECT service, sum(handling_n), sum(handling_ms) FROM rollup_hour WHERE {_DAYS} GROUP BY service "
        "HAVING sum(handling_n) > 0 ORDER BY service",
        (first.isoformat(), last.isoformat()),
    )
    return [(service, count, total / count / 1000) for service, count, total in rows]


def handling_by_counter(db: Connection, first: date, last: date) -> list[tuple[str, int, float]]:
    """(counter, services given, mean seconds), by counter."""
    found = desks.sums(db, first, last, "counter")
    return [(row.key, row.handled, row.mean_s) for row in found if row.mean_s is not None]


def channels(db: Connection, first: date, last: date) -> list[tuple[str, int]]:
    """(channel, customers who took their number there), the most first."""
    rows = db.execute(
        f"SELECT channel, count(*) FROM leg WHERE {_DAYS} AND leg = 0 AND {_CAME} GROUP BY channel "
        "ORDER BY count(*) DESC, channel",
        (first.isoformat(), last.isoformat()),
    )
    return [(channel, count) for channel, count in rows]


def ratings_by_marks(db: Connection, first: date, last: date) -> list[Rated]:
    """Visits and their ratings by the marks they carry."""
    rows = db.execute(
        "SELECT marks, count(*), count(rating), coalesce(sum(rating), 0), coalesce(sum(rating >= 4), 0) "
        f"FROM leg WHERE {_DAYS} AND leg = 0 AND {_CAME} GROUP BY marks ORDER BY marks",
        (first.isoformat(), last.isoformat()),
    )
    return [Rated(*row) for row in rows]


def ratings_by_day(db: Connection, first: date, last: date) -> list[tuple[date, int, int]]:
    """(day, ratings, ratings of 4 and 5) of days with any."""
    rows = db.execute(
        f"SELECT business_day, count(rating), sum(rating >= 4) FROM leg WHERE {_DAYS} AND leg = 0 "
        "AND rating IS NOT NULL GROUP BY business_day ORDER BY business_day",
        (first.isoformat(), last.isoformat()),
    )
    return [(date.fromisoformat(day), count, positive) for day, count, positive in rows]
