"""A day's fairness ledger: who was called ahead of others and who paid for it. Slow: call off the main thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.jumps import GRANTED, Jump, ledger, most_in_an_hour
from lobbyconsole.domain.picture import Picture
from lobbyconsole.services.history import History


@dataclass(frozen=True, slots=True)
class DayLedger:
    """The jumps of a day, oldest first, with what a manager asks first.

    `calls`: all calls of the day; `starved`: people passed over after the limit, whom the rule would have called first;
    `longest_s`: the longest anybody had waited when passed over; `fullest_hour`: jumps within any sixty minutes that
    the rule's cap counts.
    """

    day: date
    branch: Branch
    picture: Picture
    jumps: tuple[Jump, ...]
    calls: int
    starved: int
    longest_s: float
    fullest_hour: int

    @property
    def people(self) -> int:
        """Times somebody was passed over."""
        return sum(len(jump.paid) for jump in self.jumps)

    @property
    def paid_s(self) -> float:
        return sum(jump.paid_s for jump in self.jumps)


def ledger_of(branch: Branch, day: date, picture: Picture) -> DayLedger:
    """The ledger of a business day from a picture at or before its end."""
    start, end = branch.day_span(day)
    before = start - timedelta(microseconds=1)
    jumps = tuple(ledger(branch, picture.tickets.values(), picture.counters, before, min(end, picture.at)))
    calls = sum(
        stand.called and stand.until is not None and start <= stand.until < end
        for ticket in picture.tickets.values()
        for leg in ticket.legs
        for stand in leg.line
    )
    limit = branch.calling.starving_min * 60
    waits = [paid.waited_s for jump in jumps for paid in jump.paid]
    return DayLedger(
        day=day,
        branch=branch,
        picture=picture,
        jumps=jumps,
        calls=calls,
        starved=sum(wait >= limit for wait in waits),
        longest_s=max(waits, default=0.0),
        fullest_hour=most_in_an_hour(jumps),
    )


def ledger_of_past(history: History, branch: Branch, day: date, now: datetime) -> DayLedger:
    """The ledger of any day that is in the journal."""
    _, end = branch.day_span(day)
    return ledger_of(branch, day, history.picture_at(min(now, end - timedelta(seconds=1))))


def jumps_by_hour(branch: Branch, jumps: Sequence[Jump]) -> dict[int, tuple[int, int]]:
    """Hour of the day -> (jumps the cap counts, others), for hours with any."""
    found: dict[int, tuple[int, int]] = {}
    for jump in jumps:
        hour = jump.at.astimezone(branch.tz).hour
        counted, other = found.get(hour, (0, 0))
        granted = jump.because in GRANTED
        found[hour] = (counted + granted, other + (not granted))
    return found
