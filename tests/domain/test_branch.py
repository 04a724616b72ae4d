"""What a hall is set up to be, and to which business day an instant belongs."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobbyconsole.domain.branch import Branch, CallingRule, CounterPlace, NumberRule, OpeningHours, Service
from tests.domain.strategies import HALL, cutovers, zones

instants = st.datetimes(datetime(2011, 12, 25), datetime(2027, 1, 5)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001


@given(instants, zones, cutovers)
def test_an_instant_lies_in_the_span_of_its_business_day(at, zone, cutover):
    branch = Branch(zone=zone, cutover=cutover)
    start, end = branch.day_span(branch.day_of(at))
    assert start <= at < end


# Every change of the clocks in these years, an hour around it: where business days are easily lost.
@given(st.sampled_from(("Europe/Warsaw", "America/New_York", "America/Havana", "Australia/Lord_Howe")), cutovers)
def test_business_days_follow_one_another_without_gap_or_overlap_even_when_clocks_change(zone, cutover):
    branch = Branch(zone=zone, cutover=cutover)
    at = datetime(2026, 3, 1, tzinfo=UTC)
    day = branch.day_of(at)
    for _ in range(40):
        start, end = branch.day_span(day)
        assert branch.day_span(day + timedelta(days=1))[0] == end
        assert timedelta(hours=23) <= end - start <= timedelta(hours=25)
        assert (branch.day_of(start), branch.day_of(end - timedelta(microseconds=1))) == (day, day)
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("zone", "cutover", "at", "day"),
    [
        ("Asia/Shanghai", time(4), datetime(2026, 3, 10, 19, 59, 59, tzinfo=UTC), date(2026, 3, 10)),
        ("Asia/Shanghai", time(4), datetime(2026, 3, 10, 20, 0, tzinfo=UTC), date(2026, 3, 11)),
        ("Asia/Shanghai", time(0), datetime(2026, 3, 10, 16, 0, tzinfo=UTC), date(2026, 3, 11)),
        # 02:30 does not exist on 2026-03-08 in New York: that day begins at 03:30.
        ("America/New_York", time(2, 30), datetime(2026, 3, 8, 7, 15, tzinfo=UTC), date(2026, 3, 7)),
        ("America/New_York", time(2, 30), datetime(2026, 3, 8, 7, 30, tzinfo=UTC), date(2026, 3, 8)),
        # 01:30 comes twice on 2026-11-01: that day begins at the first.
        ("America/New_York", time(1, 30), datetime(2026, 11, 1, 5, 29, tzinfo=UTC), date(2026, 10, 31)),
        ("America/New_York", time(1, 30), datetime(2026, 11, 1, 5, 30, tzinfo=UTC), date(2026, 11, 1)),
        ("America/New_York", time(1, 30), datetime(2026, 11, 1, 6, 10, tzinfo=UTC), date(2026, 11, 1)),
        # Samoa had no 2011-12-30: the night before the 31st's cut-over belongs to the 29th.
        ("Pacific/Apia", time(23, 30), datetime(2011, 12, 31, tzinfo=UTC), date(2011, 12, 29)),
    ],
)
def test_around_the_cut_over(zone, cutover, at, day):
    assert Branch(zone=zone, cutover=cutover).day_of(at) == day


def test_a_day_of_changing_clocks_is_an_hour_shorter_or_longer():
    branch = Branch(zone="Europe/Warsaw", cutover=time(0))
    spans = {day: branch.day_span(day) for day in (date(2026, 3, 29), date(2026, 10, 25), date(2026, 7, 1))}
    assert [end - start for start, end in spans.values()] == [timedelta(hours=hours) for hours in (23, 25, 24)]


def test_the_day_does_not_depend_on_the_zone_in_which_the_instant_is_told():
    at = datetime(2026, 3, 11, 23, 30, tzinfo=UTC)
    assert HALL.day_of(at) == HALL.day_of(at.astimezone(Branch(zone="America/New_York").tz)) == date(2026, 3, 12)


@pytest.mark.parametrize(
    "wrong",
    [
        {"width": 0},
        {"width": 7},
        {"first": 5, "last": 5},
        {"first": -1},
        {"width": 2, "last": 100},
        {"prefix": "ABCD"},
        {"restart": "weekly"},
    ],
)
def test_a_number_rule_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match=r"number|prefix|restart"):
        NumberRule(**wrong)


def test_numbers_are_printed_with_prefix_and_zeros():
    assert NumberRule(prefix="A").show(7) == "A007"
    assert NumberRule(prefix="", width=4, last=9999).show(12) == "0012"
    assert NumberRule(prefix="V", width=2, last=99).show(123) == "V123"


@pytest.mark.parametrize("wrong", [{"id": ""}, {"target_s": 29}, {"typical_s": 9}, {"target_s": 14401}])
def test_a_service_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match=r"service needs|target must"):
        Service(**{"id": "a", "title_zh": "", "title_en": "", **wrong})


@pytest.mark.parametrize(
    "wrong",
    [
        {"head_start_min": {"elderly": 61}},
        {"head_start_min": {"royal": 5}},
        {"jumps_per_hour": -1},
        {"starving_min": 0},
    ],
)
def test_a_calling_rule_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match=r"head start|priority|jumps"):
        CallingRule(**wrong)


def test_opening_hours_need_seven_days_that_open_before_they_close():
    with pytest.raises(ValueError, match="seven days"):
        OpeningHours(week=(None,) * 6)
    with pytest.raises(ValueError, match="before it closes"):
        OpeningHours(week=((time(9), time(9)),) * 7)
    assert OpeningHours(week=(None,) * 7).week[6] is None


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"services": (*HALL.services, HALL.services[0])}, "two services"),
        ({"counters": (*HALL.counters, HALL.counters[0])}, "two counters"),
        ({"counters": (CounterPlace(id="1", services=("alchemy",)),)}, "unknown services: alchemy"),
        ({"sector": "circus"}, "sector"),
    ],
)
def test_a_branch_that_cannot_be_is_refused(wrong, words):
    with pytest.raises(ValueError, match=words):
        msgspec.structs.replace(HALL, **wrong)


def test_an_unknown_zone_is_refused():
    with pytest.raises((KeyError, ValueError)):
        Branch(zone="Asia/Atlantis")


def test_names_fall_back_to_the_other_language_and_then_to_the_code():
    assert HALL.services[0].title("zh_CN") == "现金"
    assert Service(id="x", title_zh="", title_en="Cash").title("zh") == "Cash"
    assert Service(id="x", title_zh="", title_en="").title("en") == "x"
    assert Branch(name_zh="", name_en="", code="0101").name("en") == "0101"
    assert Branch(name_zh="城东支行", name_en="").name("en") == "城东支行"


def test_a_branch_finds_its_services_and_counters():
    assert HALL.service("cards") is HALL.services[1]
    assert HALL.counter("3") is HALL.counters[2]
    assert (HALL.service("alchemy"), HALL.counter("9")) == (None, None)
