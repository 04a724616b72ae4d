"""The branch's working calendar: its opening hours, the public holidays and shifted workdays, and its own days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache

from lobbyconsole.config import Settings
from lobbyconsole.domain.workdays import OfficialDay, WorkCalendar, parse_own_days


@cache
def official_days() -> tuple[dict[date, OfficialDay], date | None]:
    """China's statutory holidays and shifted workdays, and the last day they are known for.

    From the package chinesecalendar, whose tables follow the notices of the State Council, one each autumn.
    """
    from chinese_calendar import constants

    found = {day: OfficialDay(day, work=False, name=str(name)) for day, name in constants.holidays.items()}
    found.update({day: OfficialDay(day, work=True, name=str(name)) for day, name in constants.workdays.items()})
    last = max(found, default=None)
    return found, None if last is None else date(last.year, 12, 31)


class Workdays:
    """The calendar as the settings have it now. Any thread."""

    def __init__(self, settings: Callable[[], Settings]) -> None:
        self._settings = settings
        self._made: tuple[Settings, WorkCalendar] | None = None

    @property
    def calendar(self) -> WorkCalendar:
        """The calendar in force."""
        settings = self._settings()
        made = self._made
        if made is None or made[0] is not settings:
            official, known_until = official_days()
            week = settings.branch.hours.week
            own = {entry.day: entry for entry in parse_own_days(settings.calendar.own_days)}
            calendar = WorkCalendar(
                frozenset(index for index, span in enumerate(week) if span is not None),
                official,
                known_until,
                own,
                settings.calendar.rests_on_holidays,
            )
            made = self._made = (settings, calendar)
        return made[1]

    def open_spans(self, day: date) -> list[tuple[datetime, datetime]]:
        """The open stretch of a local day as UTC instants; none on a closed day. A day opened by way of exception
        keeps the hours of the week's first open day."""
        if not self.calendar.is_open(day):
            return []
        branch = self._settings().branch
        usual = next((span for span in branch.hours.week if span is not None), None)
        span = branch.hours.week[day.weekday()] or usual
        if span is None:
            return []
        begin, end = (datetime.combine(day, at, branch.tz).astimezone(UTC) for at in span)
        return [(begin, end)]
