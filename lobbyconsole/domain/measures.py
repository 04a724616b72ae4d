"""Waits and handling times as queue science defines them: cohorts by issue time, people still waiting are counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from lobbyconsole.domain.lobby import CANCELLED, FINISHED, LEFT, NO_SHOW, OPEN_STATES, Leg, Ticket

MISPRINT_S = 60.0  # issued and cancelled within this time: a misprint, counted apart
SHORTEST_HANDLING_S = 10.0
LONGEST_HANDLING_S = 4 * 3600.0
FEWEST_FOR_PERCENTILE = 20


class Stay(msgspec.Struct, frozen=True):
    """One leg's waiting as survival analysis sees it: seconds observed, and whether it ended in a call."""

    seconds: float
    called: bool


def stays(legs: Iterable[Leg], now: datetime) -> list[Stay]:
    """Waiting of every leg whose beginning is known; those not called yet (or gone) are censored."""
    found = []
    for leg in legs:
        if leg.joined_at is None:
            continue
        end = leg.called_at or leg.ended_at or now
        found.append(Stay(max(0.0, (end - leg.joined_at).total_seconds()), leg.called_at is not None))
    return found


def by_length(stay: Stay) -> tuple[float, bool]:
    """Sort key of stays: shorter first, and calls before those who were still waiting then."""
    return (stay.seconds, not stay.called)


def wait_percentile(observed: Sequence[Stay], share: float) -> float | None:
    """Kaplan-Meier: the smallest wait (s) within which `share` of people are called.

    None with fewer than 20 calls. When the curve never falls that low the longest observation is returned
    (print it as "at least"). Assumes that leaving does not depend on the wait one would have had.
    """
    if sum(stay.called for stay in observed) < FEWEST_FOR_PERCENTILE:
        return None
    surviving = 1.0
    at_risk = len(observed)
    ordered = sorted(observed, key=by_length)
    for stay in ordered:
        if stay.called:
            surviving *= 1 - 1 / at_risk
            if surviving <= 1 - share + 1e-12:
                return stay.seconds
        at_risk -= 1
    return ordered[-1].seconds


def within_target(legs: Iterable[tuple[Leg, float]], now: datetime) -> tuple[int, int]:
    """(called within target, all that can be judged) for (leg, target in seconds).

    Judged are legs called, and legs waiting (or gone) longer than the target. Who left earlier is in neither.
    """
    good = judged = 0
    for leg, target in legs:
        if leg.joined_at is None:
            continue
        if leg.called_at is not None:
            judged += 1
            good += (leg.called_at - leg.joined_at).total_seconds() <= target
        elif ((leg.ended_at or now) - leg.joined_at).total_seconds() > target:
            judged += 1
    return good, judged


def handling_times(legs: Iterable[Leg]) -> list[float]:
    """Handling times (s) fit for a mean: under 10 s and over 4 h are clock errors or slips."""
    return [
        leg.handling_s
        for leg in legs
        if leg.handling_s is not None and SHORTEST_HANDLING_S <= leg.handling_s <= LONGEST_HANDLING_S
    ]


def shrunk_mean(total_s: float, services: int, typical_s: float, weight: int = 20) -> float:
    """Mean handling time (s), drawn towards the typical time while few services have been seen."""
    return (total_s + weight * typical_s) / (services + weight)


def mean_wait(legs: Iterable[Leg]) -> float | None:
    """Mean wait (s) of legs called; None when nobody was."""
    waits = [leg.wait_s for leg in legs if leg.wait_s is not None]
    return sum(waits) / len(waits) if waits else None


def is_misprint(ticket: Ticket) -> bool:
    """Issued and cancelled within a minute."""
    ended = ticket.leg.ended_at
    return (
        ticket.state == CANCELLED
        and ticket.issued_at is not None
        and ended is not None
        and (ended - ticket.issued_at).total_seconds() <= MISPRINT_S
    )


class DayCounts(msgspec.Struct, frozen=True):
    """How the tickets of a cohort stand."""

    issued: int = 0
    called: int = 0
    finished: int = 0
    no_show: int = 0
    left: int = 0
    cancelled: int = 0
    misprints: int = 0
    waiting: int = 0


def day_counts(tickets: Iterable[Ticket]) -> DayCounts:
    """Counts of tickets, not of legs; misprints are in `misprints` only."""
    issued = called = finished = no_show = left = cancelled = misprints = waiting = 0
    for ticket in tickets:
        if is_misprint(ticket):
            misprints += 1
            continue
        issued += 1
        called += any(leg.called_at is not None for leg in ticket.legs)
        finished += ticket.state == FINISHED
        no_show += ticket.state == NO_SHOW
        left += ticket.state == LEFT
        cancelled += ticket.state == CANCELLED
        waiting += ticket.state in OPEN_STATES
    return DayCounts(issued, called, finished, no_show, left, cancelled, misprints, waiting)


def time_in_hall(tickets: Sequence[Ticket], now: datetime) -> float | None:
    """Seconds from the first ticket of a visit to the end of its last; until `now` while it goes on."""
    begun = [ticket.issued_at for ticket in tickets if ticket.issued_at is not None]
    if not begun:
        return None
    ends = [now if ticket.state in OPEN_STATES else (ticket.leg.ended_at or now) for ticket in tickets]
    return max(0.0, (max(ends) - min(begun)).total_seconds())


def step_of(at: datetime, start: datetime, step_s: int) -> int:
    """The first step of the day at or after an instant; 0 for what lies before the day."""
    return max(0, int(-(-(at - start).total_seconds() // step_s)))


def minutes_in_line(
    ticket: Ticket, start: datetime, now: datetime | None, step_s: int = 60
) -> tuple[tuple[int, int], ...]:
    """(first, behind the last) step since `start` of each stretch in line; step i is the instant start + i * step_s.

    A stretch that goes on lasts until the present step; without `now` it is left out.
    """
    found = []
    for leg in ticket.legs:
        if leg.joined_at is None:
            continue
        end = leg.called_at or leg.ended_at
        first = step_of(leg.joined_at, start, step_s)
        if end is not None:
            behind = step_of(end, start, step_s)
        elif now is not None:
            behind = max(0, int((now - start).total_seconds() // step_s)) + 1
        else:
            continue
        if first < behind:
            found.append((first, behind))
    return tuple(found)
