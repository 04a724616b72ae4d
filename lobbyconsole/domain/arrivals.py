"""Who comes to a sample hall on a day, when, for what and with how much patience; drawn by half hours.

Demand follows the hall: as many customers as its counters can nearly serve, with two peaks in which they cannot. So
any branch, also one that a user set up, gets a believable day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import exp, log, sqrt
from random import Random

from lobbyconsole.domain.branch import Branch, CounterPlace

TURNAROUND_S = 35  # from the end of one service to the next customer's sitting down
DOORS_BEFORE = timedelta(minutes=10)  # numbers are given before the counters open
HALF_HOUR = timedelta(minutes=30)
WEEK = (1.07, 1.0, 0.96, 0.98, 1.04, 0.9, 0.84)  # Monday first
CARE = {"disabled": 0.006, "pregnant": 0.006, "infant": 0.01, "vip": 0.012}


@dataclass(frozen=True, slots=True)
class Customer:
    """One visitor. `at` is when the number is taken; who waits longer than `patience_s` goes away."""

    at: datetime
    service: str
    then: tuple[str, ...]
    priority: str
    channel: str
    appointment_at: datetime | None
    patience_s: float
    misprint: bool


def opening(branch: Branch, day: date) -> tuple[datetime, datetime]:
    """When the counters open and close (UTC). A day on which the branch is closed is played like its first open one."""
    open_days = [span for span in branch.hours.week if span is not None]
    span = branch.hours.week[day.weekday()] or (open_days[0] if open_days else (time(9), time(17)))
    begin, end = (datetime.combine(day, at, branch.tz).astimezone(UTC) for at in span)
    return begin, end


def day_level(day: date) -> float:
    """How busy a date is, 1.0 being ordinary: weekday, paydays, first and last days of the month."""
    level = WEEK[day.weekday()]
    left_in_month = ((day.replace(day=28) + timedelta(days=4)).replace(day=1) - day).days
    if left_in_month <= 3:
        level *= 1.12
    if day.day in (10, 15):  # wages, pensions
        level *= 1.08
    if day.day <= 2:
        level *= 1.05
    return level


def reserve_counter(branch: Branch) -> CounterPlace | None:
    """The counter that opens only when it is needed: the last one whose services two others take as well."""
    for place in reversed(branch.counters):
        others = [other for other in branch.counters if other.id != place.id]
        takes = place.services
        if len(others) >= 3 and takes and all(sum(s in other.services for other in others) >= 2 for s in takes):
            return place
    return None


def _capacity(branch: Branch) -> dict[str, float]:
    """Counters by service, as fractions: a counter with several services spends most of its time on the first."""
    every = tuple(service.id for service in branch.services)
    reserve = reserve_counter(branch)
    found = dict.fromkeys(every, 0.0)
    for place in branch.counters:
        takes = place.services or every
        weights = [0.55**rank for rank in range(len(takes))]
        worth = 0.6 if place is reserve else 1.0
        for service, weight in zip(takes, weights, strict=True):
            found[service] += worth * weight / sum(weights)
    return found


def _shape(hour: float) -> float:
    """Relative arrivals at an hour of the day: late morning, and a lower peak in the afternoon."""
    return 0.7 + 0.6 * exp(-(((hour - 10.4) / 0.75) ** 2)) + 0.35 * exp(-(((hour - 15.0) / 1.0) ** 2))


def half_hours(branch: Branch, day: date) -> list[tuple[datetime, dict[str, float]]]:
    """Expected customers by service in each half hour from the opening of the doors, on a day of level 1."""
    opens, closes = opening(branch, day)
    starts = []
    at = opens - DOORS_BEFORE
    while at < closes:
        starts.append(at)
        at += HALF_HOUR
    shapes = []
    for start in starts:
        middle = (start + HALF_HOUR / 2).astimezone(branch.tz)
        length = (min(closes, start + HALF_HOUR) - start) / HALF_HOUR
        late = 0.6 if closes - start <= 2 * HALF_HOUR else 1.0  # few come shortly before the doors close
        shapes.append(_shape(middle.hour + middle.minute / 60) * length * late)
    hours = (closes - opens).total_seconds()
    capacity = _capacity(branch)
    expected: dict[str, float] = {}
    for service in branch.services:
        counters = capacity[service.id]
        # A counter that stands alone must not be as busy as three that help one another.
        load = 0.68 + 0.25 * (1 - 1 / max(1.0, counters))
        expected[service.id] = load * counters * hours * 0.9 / (service.typical_s + TURNAROUND_S)
    total = sum(shapes)
    return [
        (start, {service: count * shape / total for service, count in expected.items()})
        for start, shape in zip(starts, shapes, strict=True)
    ]


def _poisson(random: Random, mean: float) -> int:
    count, left = 0, random.expovariate(1.0)
    while left < mean:
        count += 1
        left += random.expovariate(1.0)
    return count


def customers(branch: Branch, day: date, random: Random) -> list[Customer]:
    """Everybody of one day, by time of arrival."""
    if not branch.services or not branch.counters:
        return []
    level = day_level(day) * random.lognormvariate(0, 0.05)
    _, closes = opening(branch, day)
    found = []
    for start, expected in half_hours(branch, day):
        length = (min(closes, start + HALF_HOUR) - start).total_seconds()
        for rank, (service, mean) in enumerate(expected.items()):
            for _ in range(_poisson(random, mean * level)):
                at = start + timedelta(seconds=int(random.random() * length))
                found.append(_customer(branch, day, at, service, rank, random))
    found.sort(key=lambda customer: customer.at)
    return found


def _customer(branch: Branch, day: date, at: datetime, service: str, rank: int, random: Random) -> Customer:
    appointment = None
    # Bookings are offered for the longer business, which a branch lists after its everyday services.
    if rank >= 2 and random.random() < 0.15:
        slot = at + timedelta(minutes=random.uniform(-3, 12))
        appointment = slot.replace(minute=slot.minute // 15 * 15, second=0, microsecond=0)
    others = [other.id for other in branch.services if other.id != service]
    return Customer(
        at=at,
        service=service,
        then=(random.choice(others),) if others and random.random() < 0.025 else (),
        priority=_priority(branch, day, at, random),
        channel="booking" if appointment else random.choices(("kiosk", "desk", "app"), (86, 8, 6))[0],
        appointment_at=appointment,
        patience_s=random.lognormvariate(log(40 * 60), 0.5),
        misprint=random.random() < 0.006,
    )


def _priority(branch: Branch, day: date, at: datetime, random: Random) -> str:
    elderly = 0.11 if at.astimezone(branch.tz).hour < 11 else 0.05
    shares = {"elderly": elderly * (1.6 if day.day == 15 else 1.0), **CARE}
    return random.choices(["normal", *shares], [1 - sum(shares.values()), *shares.values()])[0]


def handling_s(random: Random, mean_s: float, variation: float = 0.8) -> float:
    """A lognormal handling time with this mean and coefficient of variation, kept between 25 s and 45 min."""
    spread = log(1 + variation**2)
    return min(2700.0, max(25.0, random.lognormvariate(log(mean_s) - spread / 2, sqrt(spread))))


def spread_over(random: Random, begin: datetime, end: datetime, about: int) -> Iterator[datetime]:
    """About so many instants between two others, in order."""
    length = (end - begin).total_seconds()
    for second in sorted(random.random() * length for _ in range(_poisson(random, about))):
        yield begin + timedelta(seconds=int(second))
