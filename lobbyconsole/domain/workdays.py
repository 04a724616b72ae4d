"""Which days a hall is open: weekdays by its opening hours, public holidays and shifted workdays, and its own days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

import msgspec

DayKind = Literal["workday", "weekend", "holiday", "shifted_workday", "own_closed", "own_open"]
OPEN_KINDS: frozenset[str] = frozenset({"workday", "shifted_workday", "own_open"})


class OwnDay(msgspec.Struct, frozen=True):
    """A day the branch itself opened or closed, and why."""

    day: date
    open: bool
    name: str = ""


_OWN = re.compile(r"(\d{4}-\d\d-\d\d)\s*(open|closed|开|休)\s*(.{0,60})", re.IGNORECASE)


def parse_own_days(text: str) -> tuple[OwnDay, ...]:
    """Days in words, "2026-11-21 open stock-taking; 2026-12-01 休 搬迁". Raises ValueError: what is not understood."""
    found = []
    for part in filter(None, (part.strip() for part in re.split(r"[;；\n]", text))):
        match = _OWN.fullmatch(part)
        if match is None:
            raise ValueError(f"{part!r} is not understood: a day is written as 2026-11-21 open (or closed) and why")
        try:
            day = date.fromisoformat(match[1])
        except ValueError as error:
            raise ValueError(f"{match[1]} is no day") from error
        found.append(OwnDay(day, match[2].lower() in ("open", "开"), match[3].strip()))
    return tuple(found)


class OfficialDay(msgspec.Struct, frozen=True):
    """A day on which the public calendar differs from the plain week: a holiday, or a weekend that is worked."""

    day: date
    work: bool
    name: str = ""


class DayInfo(msgspec.Struct, frozen=True):
    """What a day is. `certain` is False past the end of the public calendar: holidays there are not known yet."""

    day: date
    kind: DayKind
    name: str = ""
    certain: bool = True

    @property
    def open(self) -> bool:
        return self.kind in OPEN_KINDS


@dataclass(frozen=True)
class WorkCalendar:
    """The branch's calendar. `weekdays`: 0 (Monday) to 6 on which it opens in a plain week.

    `official`: by day; `known_until`: the last day the public calendar tells of (None: it tells of nothing).
    `rests_on_holidays`: whether the hall closes on public holidays; most telecom halls do not.
    """

    weekdays: frozenset[int] = frozenset(range(5))
    official: Mapping[date, OfficialDay] = field(default_factory=dict)
    known_until: date | None = None
    own: Mapping[date, OwnDay] = field(default_factory=dict)
    rests_on_holidays: bool = True

    def info(self, day: date) -> DayInfo:
        """What a day is: the branch's own word counts before the public calendar, and that before the plain week."""
        certain = self.known_until is not None and day <= self.known_until
        if own := self.own.get(day):
            return DayInfo(day, "own_open" if own.open else "own_closed", own.name)
        usual = day.weekday() in self.weekdays
        if official := self.official.get(day):
            if official.work:
                return DayInfo(day, "workday" if usual else "shifted_workday", official.name)
            if self.rests_on_holidays or not usual:
                return DayInfo(day, "holiday", official.name)
            return DayInfo(day, "workday", official.name)
        return DayInfo(day, "workday" if usual else "weekend", "", certain)

    def is_open(self, day: date) -> bool:
        """Whether the hall opens on that day."""
        return self.info(day).open

    def open_days(self, first: date, last: date) -> Iterator[date]:
        """Open days from the first to the last, both included."""
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            if self.is_open(day):
                yield day

    def next_open(self, day: date) -> date | None:
        """The first open day after this one, within two months."""
        return next(self.open_days(day + timedelta(days=1), day + timedelta(days=62)), None)

    def previous_open(self, day: date) -> date | None:
        """The last open day before this one, within two months."""
        days = list(self.open_days(day - timedelta(days=62), day - timedelta(days=1)))
        return days[-1] if days else None
