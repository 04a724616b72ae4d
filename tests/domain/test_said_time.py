"""Dates and times as people type them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobbyconsole.domain.said_time import said_date, said_time

NOW = datetime(2026, 11, 20, 9, 10, 33, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-30", "2026-11-30"), ("2026/1/5", "2026-01-05"), ("11月30日", "2026-11-30"), ("1-5", "2027-01-05"),
        ("+3", "2026-11-23"), ("+2天", "2026-11-22"), ("2026年2月3日", "2026-02-03"), ("2-30", None), ("", None),
        ("soon", None), ("+3h", None), ("13-1", None), ("9999-12-31", None), ("0001-01-01", None),
        ("2199-12-31", "2199-12-31"),
    ],
)  # fmt: skip
def test_dates(text, day):
    assert said_date(text, NOW.date()) == (None if day is None else date.fromisoformat(day))


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("14:30", "11-20 14:30"), ("14：30", "11-20 14:30"), ("8点", "11-20 08:00"), ("+30", "11-20 09:40"),
        ("+2h", "11-20 11:10"), ("+1天", "11-21 09:10"), ("11-30 14:30", "11-30 14:30"), ("11-30", "11-30 18:00"),
        ("2026-11-30T14:30", "11-30 14:30"), ("25:00", None), ("14:61", None), ("tomorrow", None), ("11-31", None),
        ("x 14:30", None), ("", None), ("9999-12-31 23:59", None), ("0001-01-01T00:00+08:00", None),
    ],
)  # fmt: skip
def test_times(text, at):
    found = said_time(text, NOW)
    assert (None if found is None else f"{found:%m-%d %H:%M}") == at


def test_a_time_with_its_zone_is_taken_as_it_is():
    text = "2026-11-30T06:30:00+00:00"
    assert said_time(text, NOW) == datetime.fromisoformat(text)


@given(st.text(max_size=30))
def test_nothing_one_can_type_breaks_it(text):
    said_date(text, NOW.date())
    found = said_time(text, NOW)
    assert found is None or found.tzinfo is not None
