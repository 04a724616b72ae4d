"""Dates and times as people type them: 14:30, +30, 11-22 14:30, 2026/11/22, 11月22日. Pure; the present is given."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

_DAY = re.compile(r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_CLOCK = re.compile(r"(\d{1,2})\s*[:：点时]\s*(\d{1,2})?(?:\s*[:：]\s*\d{1,2}|\s*分)?")
_LATER = re.compile(r"\+\s*(\d{1,4})\s*(d|h|m|天|日|小时|时|分钟|分|)", re.IGNORECASE)
YEARS = range(1900, 2200)  # nobody means another; at the ends of the calendar no other zone has the same moment
_UNITS = {"d": 1440, "天": 1440, "日": 1440, "h": 60, "小时": 60, "时": 60}


def said_date(text: str, today: date) -> date | None:
    """A date; without a year the next such day, "+3" in three days. None when it is none."""
    text = text.strip()
    later = _LATER.fullmatch(text)
    if later:
        return today + timedelta(days=int(later[1])) if later[2] in ("", "d", "D", "天", "日") else None
    found = _DAY.fullmatch(text)
    return _day(found, today) if found else None


def said_time(text: str, now: datetime, closing: tuple[int, int] = (18, 0)) -> datetime | None:
    """An instant in the zone of `now` (aware); a day alone means the end of it in the hall, "+30" in half an hour."""
    text = text.strip().replace("T", " ")
    later = _LATER.fullmatch(text)
    if later:
        minutes = int(later[1]) * _UNITS.get(later[2].lower(), 1)
        return (now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
    try:
        exact = datetime.fromisoformat(text)
    except ValueError:
        exact = None
    if exact is not None and exact.tzinfo is not None:
        return exact if exact.year in YEARS else None
    clock = _CLOCK.search(text)
    rest = (text[: clock.start()] + text[clock.end() :]).strip() if clock else text
    hour, minute = (int(clock[1]), int(clock[2] or 0)) if clock else closing
    day = now.date() if clock and not rest else None
    if day is None:
        found = _DAY.fullmatch(rest)
        day = _day(found, now.date()) if found else None
    if day is None or hour > 23 or minute > 59:
        return None
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=now.tzinfo)


def _day(found: re.Match[str], today: date) -> date | None:
    year = int(found[1]) if found[1] else today.year
    try:
        day = date(year, int(found[2]), int(found[3]))
        if not found[1] and day < today - timedelta(days=60):  # in December, 1-5 is next month
            day = date(year + 1, day.month, day.day)
    except ValueError:
        return None
    return day if day.year in YEARS else None
