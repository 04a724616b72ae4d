"""Who works where in a sample hall, when they pause, and what is noted there. Staff are numbers, not people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from lobbyconsole.domain.arrivals import opening, reserve_counter
from lobbyconsole.domain.branch import Branch, CounterPlace, NumberRule

STAFF = ("1021", "1034", "1040", "1052", "1045", "1057", "1063", "1070", "1088", "1093")
MANAGER = "8001"
NOTES = (
    ("self_service", "存取款机缺钞，已报修"),
    ("entrance", "雨天，已放防滑垫"),
    ("waiting", "增设座椅6张"),
    ("self_service", "取号机换纸"),
    ("counters", "点钞机卡钞，已换备机"),
    ("reception", "协助老年客户填单"),
)


@dataclass(frozen=True, slots=True)
class Pause:
    """A counter's planned pause; it begins when whoever is there at `at` has been served."""

    at: datetime
    counter: str
    reason: str
    length: timedelta


def staff_of(branch: Branch, counter: str) -> str:
    """The staff number that works at this counter."""
    at = next((at for at, place in enumerate(branch.counters) if place.id == counter), -1)
    return STAFF[at] if 0 <= at < len(STAFF) else str(1100 + at)


def skills_of(branch: Branch, counter: str) -> tuple[str, ...]:
    """What the staff number there can do: the counter's services and the one listed after them, to help out."""
    place = branch.counter(counter)
    takes = place.services if place else ()
    every = [service.id for service in branch.services]
    after = every[(every.index(takes[-1]) + 1) % len(every)] if takes else ""
    return (*takes, after) if takes and after not in takes else takes


def speed_of(branch: Branch, counter: str) -> float:
    """Handling times of this staff number over those of all, about 0.8 to 1.2."""
    return Random(staff_of(branch, counter)).lognormvariate(0, 0.1)


def day_time(branch: Branch, day: date, hour: int, minute: int = 0) -> datetime:
    """A time of the day in a branch that opens at nine, and as long after the opening in another."""
    opens, _ = opening(branch, day)
    return opens + timedelta(hours=hour - 9, minutes=minute)


def regular_counters(branch: Branch) -> list[CounterPlace]:
    """Counters open all day."""
    reserve = reserve_counter(branch)
    return [place for place in branch.counters if place is not reserve]


def pauses(branch: Branch, day: date, random: Random) -> Iterator[Pause]:
    """Lunches one after the other, short breaks in the afternoon, and one in the morning rush, as it happens."""
    regular = regular_counters(branch)
    opens, closes = opening(branch, day)
    if len(regular) < 2 or closes - opens < timedelta(hours=6):
        return
    # Counters side by side do the same business: a line must not lose two of them at once.
    half = (len(regular) + 1) // 2
    order = [place for at in range(half) for place in (regular[at], *regular[at + half : at + half + 1])]
    for rank, place in enumerate(order):
        lunch = day_time(branch, day, 11, 30) + timedelta(minutes=rank * 110 / len(order))
        yield Pause(lunch, place.id, "lunch", timedelta(minutes=30))
        rest = day_time(branch, day, 14) + timedelta(minutes=random.uniform(0, 120))
        length = timedelta(minutes=random.choice((5, 8, 10)))
        yield Pause(rest, place.id, random.choice(("break", "break", "cash")), length)
    yield Pause(day_time(branch, day, 10, 33), regular[-1].id, "break", timedelta(minutes=15))


def numbers_of(rule: NumberRule, day: date) -> list[int]:
    """The numbers of a day in the order they are given; lines that carry on overnight begin anywhere."""
    free = [n for n in range(rule.first, rule.last + 1) if not any(low <= n <= high for low, high in rule.reserved)]
    free = free or list(range(rule.first, rule.last + 1))
    begin = day.toordinal() * 131 % len(free) if rule.restart == "never" else 0
    return free[begin:] + free[:begin]
