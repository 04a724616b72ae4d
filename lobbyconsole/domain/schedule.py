"""When a round, a meeting or a course is due: the content's `when` words, and the due times of any stretch of days.

    workdays 08:10[,13:00]            each open day
    every 60m 09:00-17:00             each open day, from the first time to the last
    weekly fri 15:30                  monthly day 5 16:00          half_monthly day 1,16 17:30
    quarterly month 3 day 18 14:00    the third month of each quarter
    yearly 12-10 14:00                random 2/day 09:30-16:30 (also /week, /month)
    on_demand                         never by itself

What falls on a closed day moves to the next open one; day 31 of a short month is its last day. Times are local wall
clock without a zone.
"""

from __future__ import annotations

import calendar
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST_CLOSURE = 30  # days within which a hall opens again; looked back so far for what moved
_CLOCK = r"(\d\d:\d\d)"
_PATTERNS: dict[str, re.Pattern[str]] = {
    "workdays": re.compile(rf"workdays {_CLOCK}((?:,\d\d:\d\d)*)"),
    "every": re.compile(rf"every (\d+)m {_CLOCK}-{_CLOCK}"),
    "weekly": re.compile(rf"weekly ({'|'.join(WEEKDAYS)}) {_CLOCK}"),
    "monthly": re.compile(rf"monthly day (\d{{1,2}}) {_CLOCK}"),
    "half_monthly": re.compile(rf"half_monthly day (\d{{1,2}}),(\d{{1,2}}) {_CLOCK}"),
    "quarterly": re.compile(rf"quarterly month ([123]) day (\d{{1,2}}) {_CLOCK}"),
    "yearly": re.compile(rf"yearly (\d\d)-(\d\d) {_CLOCK}"),
    "random": re.compile(rf"random (\d+)/(day|week|month) {_CLOCK}-{_CLOCK}"),
    "on_demand": re.compile(r"on_demand"),
}
IsOpen = Callable[[date], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A `when` that was read. `days`: weekday 0-6 or days of the month, by kind; random: `count` per `period`."""

    kind: str
    times: tuple[time, ...] = ()
    days: tuple[int, ...] = ()
    month: int = 0
    until: time | None = None
    every_min: int = 0
    count: int = 0
    period: str = ""

    @property
    def regular(self) -> bool:
        """Whether it comes round by itself."""
        return self.kind != "on_demand"


def parse_when(text: str) -> Schedule:
    """The schedule that `when` words mean. Raises ValueError with the reason."""
    kind = text.split(" ", 1)[0]
    pattern = _PATTERNS.get(kind)
    found = pattern.fullmatch(text) if pattern else None
    if found is None:
        raise ValueError(f"{text!r} is no schedule, see the head of schedule.py for how one is written")
    match kind:
        case "workdays":
            return Schedule(kind=kind, times=tuple(sorted({_clock(word) for word in text.split(" ")[1].split(",")})))
        case "every":
            first, last, minutes = _clock(found[2]), _clock(found[3]), int(found[1])
            if minutes < 1 or last < first:
                raise ValueError(f"{text!r}: the interval must be a minute or more and the times must rise")
            return Schedule(kind=kind, times=(first,), until=last, every_min=minutes)
        case "weekly":
            return Schedule(kind=kind, days=(WEEKDAYS.index(found[1]),), times=(_clock(found[2]),))
        case "monthly":
            return Schedule(kind=kind, days=(_day(found[1]),), times=(_clock(found[2]),))
        case "half_monthly":
            return Schedule(kind=kind, days=(_day(found[1]), _day(found[2])), times=(_clock(found[3]),))
        case "quarterly":
            return Schedule(kind=kind, month=int(found[1]), days=(_day(found[2]),), times=(_clock(found[3]),))
        case "yearly":
            month, day = int(found[1]), _day(found[2])
            if not 1 <= month <= 12 or day > (29 if month == 2 else calendar.monthrange(2027, month)[1]):
                raise ValueError(f"{text!r}: there is no such day")
            return Schedule(kind=kind, month=month, days=(day,), times=(_clock(found[3]),))
        case "random":
            first, last, count = _clock(found[3]), _clock(found[4]), int(found[1])
            if not 1 <= count <= 20 or last <= first:
                raise ValueError(f"{text!r}: 1 to 20 times, and the times must rise")
            return Schedule(kind=kind, count=count, period=found[2], times=(first,), until=last)
    return Schedule(kind=kind)


def _clock(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text} is no time of day") from error


def _day(text: str) -> int:
    day = int(text)
    if not 1 <= day <= 31:
        raise ValueError(f"{text} is no day of a month")
    return day


def due_times(schedule: Schedule, first: date, last: date, is_open: IsOpen, seed: str = "") -> list[datetime]:
    """Local times due on the days from `first` to `last`, in order. `seed` (its id) keeps random times the same."""
    match schedule.kind:
        case "on_demand":
            return []
        case "workdays" | "every":
            times = _times_of_day(schedule)
            return [datetime.combine(day, at) for day in _days(first, last) if is_open(day) for at in times]
        case "random":
            return _random_times(schedule, first, last, is_open, seed)
    found: set[datetime] = set()
    for day in _days(first - timedelta(days=LONGEST_CLOSURE), last):
        if _falls_on(schedule, day):
            moved = _next_open(day, is_open)
            if first <= moved <= last:
                found.update(datetime.combine(moved, at) for at in schedule.times)
    return sorted(found)


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def _times_of_day(schedule: Schedule) -> tuple[time, ...]:
    if schedule.kind != "every" or schedule.until is None:
        return schedule.times
    first, last = _minutes(schedule.times[0]), _minutes(schedule.until)
    return tuple(time(minute // 60, minute % 60) for minute in range(first, last + 1, schedule.every_min))


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _falls_on(schedule: Schedule, day: date) -> bool:
    end = calendar.monthrange(day.year, day.month)[1]
    match schedule.kind:
        case "weekly":
            return day.weekday() in schedule.days
        case "monthly" | "half_monthly":
            return day.day in {min(wanted, end) for wanted in schedule.days}
        case "quarterly":
            return (day.month - 1) % 3 + 1 == schedule.month and day.day == min(schedule.days[0], end)
        case "yearly":
            return day.month == schedule.month and day.day == min(schedule.days[0], end)
    return False


def _next_open(day: date, is_open: IsOpen) -> date:
    """The first open day from this one on; the day itself in a hall that does not open for a month."""
    for later in _days(day, day + timedelta(days=LONGEST_CLOSURE)):
        if is_open(later):
            return later
    return day


def _random_times(schedule: Schedule, first: date, last: date, is_open: IsOpen, seed: str) -> list[datetime]:
    """Times nobody can guess and every start of the program finds again: drawn from the seed and the period."""
    assert schedule.until is not None
    begin, end = _minutes(schedule.times[0]), _minutes(schedule.until)
    found: list[datetime] = []
    seen: set[tuple[int, int]] = set()
    for day in _days(first, last):
        period, days = _period(schedule.period, day)
        if period in seen:
            continue
        seen.add(period)
        open_days = [inside for inside in days if is_open(inside)]
        if not open_days:
            continue
        draw = random.Random(f"{seed}|{schedule.period}|{period[0]}|{period[1]}")
        # One time in each of `count` equal stretches of the period's open minutes: spread, and still unforeseen.
        minutes = end - begin + 1
        total = minutes * len(open_days)
        for number in range(schedule.count):
            low, high = total * number // schedule.count, total * (number + 1) // schedule.count
            at = draw.randrange(low, max(low + 1, high))
            minute = begin + at % minutes
            found.append(datetime.combine(open_days[at // minutes], time(minute // 60, minute % 60)))
    return sorted(at for at in set(found) if first <= at.date() <= last)


def _period(period: str, day: date) -> tuple[tuple[int, int], list[date]]:
    if period == "day":
        return (day.year, day.timetuple().tm_yday), [day]
    if period == "week":
        year, week, weekday = day.isocalendar()
        monday = day - timedelta(days=weekday - 1)
        return (year, week), list(_days(monday, monday + timedelta(days=6)))
    end = calendar.monthrange(day.year, day.month)[1]
    return (day.year, day.month), list(_days(day.replace(day=1), day.replace(day=end)))
