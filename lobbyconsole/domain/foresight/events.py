"""What is known of a day before it comes: weekday, holidays, place in the month, lunar new year, painted events.

The branch's working calendar (domain/workdays) is the only table of holidays; past its end the fixed feasts and the
lunar new year are presumed, and such days say so. Events (bill day, pension day, promotion) are days painted by the
manager, one 0/1 column each. Origin of the list of columns: queue-science note, 3.4 and 3.5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from math import cos, pi, sin
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lobbyconsole.domain.workdays import WorkCalendar

Floats = NDArray[np.float64]
DAY = timedelta(days=1)
HARMONICS = 4  # of the place in the month
LONG_REST = 3  # days of a holiday after which the first working days are different
REACH = 20  # days looked back or ahead for the neighbouring open day

# First day of the lunar year. Lunar calendar as published by the Purple Mountain Observatory.
_FIRSTS = """
2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13
2030-02-03 2031-01-23 2032-02-11 2033-01-31 2034-02-19 2035-02-08 2036-01-28 2037-02-15 2038-02-04 2039-01-24
2040-02-12 2041-02-01 2042-01-22 2043-02-10 2044-01-30 2045-02-17 2046-02-06 2047-01-26 2048-02-14 2049-02-02
2050-01-23
"""
SPRING = {day.year: day for day in map(date.fromisoformat, _FIRSTS.split())}
FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})  # days that are statutory in every year


class Column(NamedTuple):
    """One thing known of days: its name, its value by day, how large its effect may be (sd of log mean before any
    data), and whether it also changes the course of the day."""

    name: str
    values: Floats
    sd: float
    shapes: bool = False


def presumed_holiday(day: date) -> bool:
    """Whether a day past the end of the table is a statutory holiday in all likelihood: fixed feasts, eve of the lunar
    year and its first three days."""
    spring = SPRING.get(day.year)
    return (day.month, day.day) in FIXED or (spring is not None and -1 <= (day - spring).days <= 2)


@dataclass(frozen=True)
class Almanac:
    """A branch's calendar and its painted events (name -> days)."""

    calendar: WorkCalendar
    events: Mapping[str, frozenset[date]] = field(default_factory=dict)
    presume: bool = True  # off for a calendar that is not China's

    @cached_property
    def _kinds(self) -> dict[date, tuple[bool, bool, bool, bool]]:
        return {}

    def _kind(self, day: date) -> tuple[bool, bool, bool, bool]:
        """(open, holiday, shifted workday, certain)"""
        found = self._kinds.get(day)
        if found is None:
            info = self.calendar.info(day)
            official = self.calendar.official.get(day)
            holiday = official is not None and not official.work
            guessed = self.presume and not info.certain and official is None and presumed_holiday(day)
            rests = guessed and self.calendar.rests_on_holidays and info.kind != "own_open"
            found = (info.open and not rests, holiday or guessed, info.kind == "shifted_workday", info.certain)
            self._kinds[day] = found
        return found

    def is_open(self, day: date) -> bool:
        """Whether the hall is expected to open; a presumed holiday counts as one."""
        return self._kind(day)[0]

    def certain(self, day: date) -> bool:
        """False past the end of the holiday table."""
        return self._kind(day)[3]

    def weekday(self, day: date) -> int:
        """0 (Monday) to 6; a weekend that is worked goes like a Monday."""
        return 0 if self._kind(day)[2] else day.weekday()

    def special(self, day: date) -> bool:
        """Days that tell little of the ordinary level: holidays, shifted workdays, painted events."""
        _, holiday, shifted, _ = self._kind(day)
        return holiday or shifted or any(day in days for days in self.events.values())

    def columns(self, days: Sequence[date]) -> list[Column]:
        """What is known of these days, without their weekday. Columns that are 0 throughout are left out."""
        found: dict[str, Column] = {}

        def add(name: str, values: list[float], sd: float, shapes: bool = False) -> None:
            column = np.array(values, dtype=float)
            if column.any():
                found[name] = Column(name, column, sd, shapes)

        kinds = [self._kind(day) for day in days]
        add("holiday", [float(kind[1]) for kind in kinds], 2.0, True)
        add("shifted", [float(kind[2]) for kind in kinds], 0.5)
        add("before", [float(self._kind(day + DAY)[1] and not self._kind(day)[1]) for day in days], 0.5, True)
        add("after", [float(self._kind(day - DAY)[1] and not self._kind(day)[1]) for day in days], 0.5)
        rests = [self._rest_before(day) for day in days]
        add("after_rest_1", [float(nth == 1) for nth in rests], 0.2)
        add("after_rest_2", [float(nth == 2) for nth in rests], 0.1)
        add("month_start", [float(day.day <= 3) for day in days], 0.15)
        add("month_end", [float((day + 3 * DAY).month != day.month) for day in days], 0.15)
        places = [self._place(day) for day in days]
        for nth in (1, 2, 3):
            add(f"working_day_{nth}", [float(place[0] == nth) for place in places], 0.05)
            add(f"working_day_last_{nth}", [float(place[1] == nth) for place in places], 0.05)
        for k in range(1, HARMONICS + 1):
            phases = [2 * pi * k * _month_phase(day) for day in days]
            add(f"month_cos_{k}", [cos(phase) for phase in phases], 0.05 / k)
            add(f"month_sin_{k}", [sin(phase) for phase in phases], 0.05 / k)
        if self.presume:
            to_spring = [_days_from_spring(day) for day in days]
            add("before_spring", [float(-14 <= away <= -2) for away in to_spring], 0.2)
            add("after_spring", [float(3 <= away <= 15) for away in to_spring], 0.2)
        for name, painted in sorted(self.events.items()):
            add(f"event:{name}", [float(day in painted) for day in days], 1.0, True)
        return list(found.values())

    def _rest_before(self, day: date) -> int:
        """1 or 2 on the first and second open day after at least three closed days with a holiday among them."""
        nth, at = 1, day
        if not self.is_open(day):
            return 0
        for _ in range(2):
            run, holiday, at = 0, False, at - DAY
            while not self.is_open(at) and run < REACH:
                holiday |= self._kind(at)[1]
                run, at = run + 1, at - DAY
            if run >= LONG_REST and holiday:
                return nth
            nth += 1
        return 0

    def _place(self, day: date) -> tuple[int, int]:
        """The how-manieth working day of its month, from the front and from the back; (0, 0) when it is none."""
        cache: dict[tuple[int, int], list[date]] = self._months
        key = (day.year, day.month)
        if key not in cache:
            first = day.replace(day=1)
            month = [first + DAY * i for i in range(31) if (first + DAY * i).month == first.month]
            cache[key] = [at for at in month if self.is_open(at) and not self._kind(at)[1]]
        working = cache[key]
        if day not in working:
            return 0, 0
        at = working.index(day)
        return at + 1, len(working) - at

    @cached_property
    def _months(self) -> dict[tuple[int, int], list[date]]:
        return {}


def _month_phase(day: date) -> float:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return (day.day - 0.5) / (following - day.replace(day=1)).days


def _days_from_spring(day: date) -> int:
    """Days from the nearest first day of a lunar year; far away where no year is known."""
    near = [(day - SPRING[year]).days for year in (day.year, day.year + 1) if year in SPRING]
    return min(near, key=abs, default=400)
