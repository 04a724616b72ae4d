"""Due times of rounds and meetings: every form of `when`, month ends, leap days, holidays and shifted workdays."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobbyconsole.domain.schedule import due_times, parse_when
from lobbyconsole.domain.workdays import OfficialDay, OwnDay, WorkCalendar, parse_own_days

NATIONAL_DAY = {date(2026, 10, day): OfficialDay(date(2026, 10, day), work=False, name="国庆节") for day in range(1, 8)}
SHIFTED = {date(2026, 10, 10): OfficialDay(date(2026, 10, 10), work=True, name="国庆节")}
CALENDAR = WorkCalendar(official={**NATIONAL_DAY, **SHIFTED}, known_until=date(2026, 12, 31))


def due(when: str, first: date, last: date, calendar: WorkCalendar = CALENDAR, seed: str = "") -> list[str]:
    return [at.isoformat(" ", "minutes") for at in due_times(parse_when(when), first, last, calendar.is_open, seed)]


def test_each_form_in_an_ordinary_week():
    monday, sunday = date(2026, 11, 16), date(2026, 11, 22)
    assert due("workdays 13:00,08:10", monday, date(2026, 11, 17)) == [
        "2026-11-16 08:10",
        "2026-11-16 13:00",
        "2026-11-17 08:10",
        "2026-11-17 13:00",
    ]
    assert due("every 90m 09:00-12:30", sunday - timedelta(2), sunday) == [
        "2026-11-20 09:00",
        "2026-11-20 10:30",
        "2026-11-20 12:00",
    ]
    assert due("weekly fri 15:30", monday, sunday) == ["2026-11-20 15:30"]
    assert due("monthly day 18 16:00", monday, sunday) == ["2026-11-18 16:00"]
    assert due("half_monthly day 1,16 17:30", date(2026, 11, 1), date(2026, 11, 30)) == [
        "2026-11-02 17:30",  # the 1st is a Sunday
        "2026-11-16 17:30",
    ]
    assert due("quarterly month 2 day 19 14:00", date(2026, 10, 1), date(2026, 12, 31)) == ["2026-11-19 14:00"]
    assert due("yearly 11-20 14:00", date(2026, 1, 1), date(2026, 12, 31)) == ["2026-11-20 14:00"]
    assert due("on_demand", monday, sunday) == []


def test_a_closed_day_moves_it_to_the_next_open_one_also_across_a_month():
    assert due("weekly fri 15:30", date(2026, 9, 28), date(2026, 10, 12)) == ["2026-10-08 15:30", "2026-10-09 15:30"]
    assert due("monthly day 31 16:00", date(2026, 10, 30), date(2026, 11, 3)) == ["2026-11-02 16:00"]
    assert due("monthly day 31 16:00", date(2026, 11, 1), date(2026, 11, 3)) == ["2026-11-02 16:00"]


def test_the_shifted_saturday_is_worked_and_the_holiday_is_not():
    assert due("workdays 08:00", date(2026, 10, 1), date(2026, 10, 11)) == [
        "2026-10-08 08:00",
        "2026-10-09 08:00",
        "2026-10-10 08:00",
    ]


def test_month_ends_and_leap_days():
    every_day = WorkCalendar(weekdays=frozenset(range(7)))
    ends = due("monthly day 31 09:00", date(2028, 1, 1), date(2028, 4, 30), every_day)
    assert ends == ["2028-01-31 09:00", "2028-02-29 09:00", "2028-03-31 09:00", "2028-04-30 09:00"]
    assert due("yearly 02-29 09:00", date(2026, 1, 1), date(2028, 12, 31), every_day) == [
        "2026-02-28 09:00",
        "2027-02-28 09:00",
        "2028-02-29 09:00",
    ]


@pytest.mark.parametrize(
    "when",
    [
        "", "sometimes", "workdays", "workdays 25:00", "workdays 8:00", "every 0m 09:00-10:00", "every 5m 10:00-09:00",
        "weekly someday 10:00", "monthly day 0 10:00", "monthly day 32 10:00", "quarterly month 4 day 1 10:00",
        "yearly 13-01 10:00", "yearly 02-30 10:00", "random 0/day 09:00-10:00", "random 2/year 09:00-10:00",
        "random 2/day 10:00-09:00", "workdays 08:10 extra", "on_demand now", "workdays 08:10,",
    ],
)  # fmt: skip
def test_words_that_mean_nothing_are_refused(when):
    with pytest.raises(ValueError, match=r"."):
        parse_when(when)


@given(
    count=st.integers(1, 6), period=st.sampled_from(["day", "week", "month"]), seed=st.text(max_size=8),
    start=st.dates(date(2026, 1, 1), date(2026, 12, 1)),
)  # fmt: skip
def test_random_times_are_spread_in_the_window_and_the_same_whenever_asked(count, period, seed, start):
    schedule = parse_when(f"random {count}/{period} 09:30-16:30")
    whole = due_times(schedule, start, start + timedelta(45), CALENDAR.is_open, seed)
    assert all(time(9, 30) <= at.time() <= time(16, 30) and CALENDAR.is_open(at.date()) for at in whole)
    # Asked for in pieces, from another day on, it is the same: a restart may not make a round due again.
    pieces: list[datetime] = []
    for offset in range(46):
        day = start + timedelta(offset)
        pieces += due_times(schedule, day, day, CALENDAR.is_open, seed)
    assert pieces == whole
    if period == "day":
        open_days = sum(CALENDAR.is_open(start + timedelta(offset)) for offset in range(46))
        assert len(whole) == count * open_days


@given(
    when=st.sampled_from(["weekly mon 09:00", "monthly day 1 09:00", "half_monthly day 1,16 17:30",
                          "quarterly month 1 day 1 08:00", "yearly 10-01 08:00", "every 60m 09:00-17:00"]),
    start=st.dates(date(2026, 1, 1), date(2026, 11, 1)),
    closed=st.sets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=40),
)  # fmt: skip
def test_asked_day_by_day_or_at_once_it_is_the_same(when, start, closed):
    calendar = WorkCalendar(
        official=CALENDAR.official, own={day: OwnDay(day, open=False) for day in closed}, known_until=date(2026, 12, 31)
    )
    schedule = parse_when(when)
    whole = due_times(schedule, start, start + timedelta(50), calendar.is_open)
    pieces = [
        at
        for offset in range(51)
        for at in due_times(schedule, start + timedelta(offset), start + timedelta(offset), calendar.is_open)
    ]
    assert pieces == whole == sorted(set(whole))
    assert all(calendar.is_open(at.date()) for at in whole)


# --- the calendar -----------------------------------------------------------------------------------------------------


def test_what_a_day_is_and_why():
    own = {
        date(2026, 10, 3): OwnDay(date(2026, 10, 3), open=True, name="国庆值班"),
        date(2026, 11, 20): OwnDay(date(2026, 11, 20), open=False, name="装修"),
    }
    calendar = WorkCalendar(official=CALENDAR.official, known_until=date(2026, 12, 31), own=own)
    kinds = {day: calendar.info(day).kind for day in map(date.fromisoformat, (
        "2026-10-01", "2026-10-03", "2026-10-10", "2026-10-17", "2026-11-19", "2026-11-20"))}  # fmt: skip
    assert list(kinds.values()) == ["holiday", "own_open", "shifted_workday", "weekend", "workday", "own_closed"]
    assert calendar.info(date(2026, 10, 3)).name == "国庆值班"
    assert calendar.info(date(2027, 1, 4)).certain is False
    assert calendar.info(date(2026, 11, 19)).certain is True
    assert calendar.next_open(date(2026, 9, 30)) == date(2026, 10, 3)
    assert calendar.previous_open(date(2026, 10, 8)) == date(2026, 10, 3)


def test_a_hall_that_opens_every_day_may_stay_open_on_holidays():
    telecom = WorkCalendar(weekdays=frozenset(range(7)), official=NATIONAL_DAY, rests_on_holidays=False)
    assert telecom.is_open(date(2026, 10, 1))
    assert telecom.info(date(2026, 10, 1)).name == "国庆节"
    assert not WorkCalendar(official=NATIONAL_DAY, rests_on_holidays=False).is_open(date(2026, 10, 4))  # a Sunday


def test_a_hall_that_never_opens_is_asked_in_vain():
    shut = WorkCalendar(weekdays=frozenset())
    assert shut.next_open(date(2026, 1, 1)) is None
    assert shut.previous_open(date(2026, 1, 1)) is None
    assert due("workdays 08:00", date(2026, 1, 1), date(2026, 2, 1), shut) == []


def test_the_branchs_own_days_are_read_from_words():
    days = parse_own_days("2026-11-21 open stock-taking; 2026-12-01 休 搬迁；2026-12-02 CLOSED\n")
    assert days == (
        OwnDay(date(2026, 11, 21), open=True, name="stock-taking"),
        OwnDay(date(2026, 12, 1), open=False, name="搬迁"),
        OwnDay(date(2026, 12, 2), open=False),
    )
    assert parse_own_days(" ; ") == ()
    for wrong in ("tomorrow open", "2026-02-30 open", "2026-11-21", "2026-11-21 maybe", "2026-11-21 open " + "x" * 61):
        with pytest.raises(ValueError, match=r"."):
            parse_own_days(wrong)
