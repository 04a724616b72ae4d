"""Times for a drill, each with why: the quietest of the coming days, first those of a shift that never practised it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from lobbyconsole.domain.drills import MIDDAY_HOUR, SLOT_MIN, Cell, quietest, shift_of

SAME_WEEKDAYS = 4  # so many days of the same weekday say how busy one will be
LOOK_BACK = timedelta(days=62)
AHEAD = 14
MOST = 5


@dataclass(frozen=True, slots=True)
class Proposal:
    """A time for a drill. `expected` customers come in it, `busiest` in the day's busiest stretch of that length.

    `days`: how many past days say so; 0: nobody knows. `fresh`: the shift never practised the plan.
    """

    at: datetime
    shift: str
    expected: float
    busiest: float
    days: int
    fresh: bool


def like_days(came: Mapping[date, int], day: date) -> list[date]:
    """The latest days of the same weekday on which customers came."""
    return [other for other in sorted(came) if other.weekday() == day.weekday()][-SAME_WEEKDAYS:]


def mean_arrivals(days: list[date], arrivals: Callable[[date], Mapping[int, int]]) -> dict[int, float]:
    """Half hour of the day -> customers on a usual one of these days."""
    counts: dict[int, float] = {}
    for other in days:
        for slot, number in arrivals(other).items():
            counts[slot] = counts.get(slot, 0.0) + number / len(days)
    return counts


def uncovered(cells: Mapping[tuple[str, str, str], Cell], plan: str) -> set[str]:
    """The shifts in which no role of a plan was ever practised."""
    shifts: dict[str, bool] = {}
    for (name, _, shift), cell in cells.items():
        if name == plan:
            shifts[shift] = shifts.get(shift, True) and cell.standing == "never"
    return {shift for shift, never in shifts.items() if never}


def proposals(
    first: date,
    minutes: int,
    zone: tzinfo,
    open_spans: Callable[[date], list[tuple[datetime, datetime]]],
    usual: Callable[[date], tuple[dict[int, float], int]],
    fresh: set[str],
) -> list[Proposal]:
    """At most one a day from `first` on: a shift in `fresh` first, then the fewest customers, what is known first."""
    found = []
    for day in (first + timedelta(days=more) for more in range(AHEAD)):
        spans = [(_minute(start.astimezone(zone)), _minute(end.astimezone(zone))) for start, end in open_spans(day)]
        counts, days = usual(day)
        best: Proposal | None = None
        midday = int(MIDDAY_HOUR * 60)
        halves = [
            *((start, min(end, midday)) for start, end in spans),
            *((max(start, midday), end) for start, end in spans),
        ]
        for half in halves:
            quiet = quietest(counts, [half], minutes)
            if quiet is None:
                continue
            at = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=quiet[0])
            local = [(start.astimezone(zone), end.astimezone(zone)) for start, end in open_spans(day)]
            shift = shift_of(at, local)
            made = Proposal(at, shift, quiet[1], _busiest(counts, spans, minutes), days, shift in fresh)
            best = made if best is None or _rank(made) < _rank(best) else best
        if best is not None:
            found.append(best)
    return sorted(sorted(found, key=_rank)[:MOST], key=_rank)


def _rank(slot: Proposal) -> tuple[bool, bool, float, datetime]:
    return (not slot.days, not slot.fresh, slot.expected, slot.at)


def _busiest(counts: Mapping[int, float], spans: list[tuple[int, int]], minutes: int) -> float:
    """As many customers as come in the busiest stretch of that length."""
    hours = max(1.0, minutes / SLOT_MIN)
    within = [number for slot, number in counts.items() if any(a <= slot * SLOT_MIN < b for a, b in spans)]
    return max(within, default=0.0) * hours


def _minute(at: datetime) -> int:
    return at.hour * 60 + at.minute
