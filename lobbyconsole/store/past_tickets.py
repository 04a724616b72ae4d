"""Tickets of the past from the tables alone: as much of each as learning and measuring ask for, without its facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from lobbyconsole.domain.entities import OPEN_STATES, Leg, Ticket
from lobbyconsole.store.connection import Connection
from lobbyconsole.store.instants import DAY_US, opt_datetime, to_us

_BACK_US = 2 * DAY_US  # who ended in a stretch joined their last line at most so long before it
_COLUMNS = (
    "ticket, number, state, issued_at, priority, promise_s, service, joined_at, called_at, last_called_at, calls,"
    " counter, started_at, ended_at, outcome"
)


def ended_between(db: Connection, start: datetime, end: datetime) -> list[Ticket]:
    """Tickets whose visit ended in [start, end), with their legs."""
    since, until = to_us(start), to_us(end)
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM leg WHERE ticket IN (SELECT ticket FROM leg WHERE cohort_at >= ? AND cohort_at < ?"
        " AND ended_at >= ? AND ended_at < ?) ORDER BY ticket, leg",
        (since - _BACK_US, until, since, until),
    )
    found = (_ticket(list(legs)) for _, legs in groupby(rows, itemgetter(0)))
    return [
        ticket
        for ticket in found
        if ticket.state not in OPEN_STATES and ticket.leg.ended_at is not None and start <= ticket.leg.ended_at < end
    ]


class Promise(NamedTuple):
    """What a customer was told when the number was given (p10, p50, p90 in seconds), and the wait's ends in us."""

    business_day: str
    service: str
    told_s: tuple[int, int, int]
    joined_at: int
    called_at: int | None
    ended_at: int | None


def promised_between(db: Connection, start: datetime, end: datetime) -> Iterator[Promise]:
    """The promises given in [start, end), as they stand today."""
    for day, service, told, *times in db.execute(
        "SELECT business_day, service, promise_s, joined_at, called_at, ended_at FROM leg"
        " WHERE cohort_at >= ? AND cohort_at < ? AND leg = 0 AND promise_s <> '' AND joined_at IS NOT NULL",
        (to_us(start), to_us(end)),
    ):
        parts = [int(part) for part in told.split(",")]
        if len(parts) == 3:
            yield Promise(day, service, (parts[0], parts[1], parts[2]), *times)


def _ticket(rows: list[tuple[object, ...]]) -> Ticket:
    key, number, state, issued_at, priority, promise, *_ = rows[-1]
    return Ticket(
        key=str(key), number=str(number), state=str(state), issued_at=_at(issued_at), priority=str(priority),
        promise_s=tuple(int(part) for part in str(promise).split(",") if part),
        legs=tuple(_leg(row) for row in rows),
    )  # fmt: skip


def _leg(row: tuple[object, ...]) -> Leg:
    service, joined, called, last_called, calls, counter, started, ended, outcome = row[6:]
    return Leg(
        service=str(service), joined_at=_at(joined), line_since=_at(joined), called_at=_at(called),
        last_called_at=_at(last_called), calls=int(str(calls)), counter=str(counter), started_at=_at(started),
        ended_at=_at(ended), outcome=str(outcome),
    )  # fmt: skip


def _at(us: object) -> datetime | None:
    return opt_datetime(us) if isinstance(us, int) else None
