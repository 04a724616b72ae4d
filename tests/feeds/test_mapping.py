"""From raw records to observations: times in every shape, value maps, unknown values, and no person gets through."""

from datetime import UTC, date, datetime, time, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lobbyconsole.feeds.mapping import (
    BadRecord,
    Mapper,
    decode,
    records_of,
    text_of,
    without_personal_fields,
    without_persons,
)
from lobbyconsole.feeds.profile import (
    Columns,
    Condition,
    FolderSource,
    IgnoreRule,
    Profile,
    TimeColumn,
    Times,
)

NOW = datetime(2026, 3, 11, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
NINE = datetime(2026, 3, 11, 1, 15, tzinfo=UTC)  # 09:15 in Shanghai

BASE = Profile(
    name="t",
    transport="folder",
    folder=FolderSource(),
    columns=Columns(native="id", number="no", service="svc", counter="win", staff="staff", status="st"),
    times=Times(created=TimeColumn(column="t")),
    status={"W": "waiting", "C": "called"},
    services={"1": "cash"},
)


def with_time(**spec: object) -> Mapper:
    times = Times(created=msgspec.convert({"column": "t", **spec}, TimeColumn))
    return Mapper(msgspec.structs.replace(BASE, times=times))


def row(**values: object) -> dict[str, object]:
    return {"id": 7, "no": "A007", "svc": "1", "win": "3", "staff": "2001", "st": "W", "t": None, **values}


@pytest.mark.parametrize(
    ("spec", "value", "expected"),
    [
        ({}, "2026-03-11 09:15:00", NINE),
        ({}, "2026-03-11T09:15:00.250", NINE + timedelta(milliseconds=250)),
        ({}, "2026-03-11T01:15:00Z", NINE),
        ({}, "2026-03-11T10:15:00+09:00", NINE),
        ({}, "2026/3/11 9:15", NINE),
        ({}, "2026年3月11日 9时15分", NINE),
        ({}, "2026年3月11日 上午9:15:00", NINE),
        ({}, "2026-03-11 下午1:15:00", NINE + timedelta(hours=4)),
        ({}, "2026-03-11 12:15:00 AM", NINE - timedelta(hours=9)),
        ({}, datetime(2026, 3, 11, 9, 15), NINE),  # noqa: DTZ001 - as a driver gives it
        ({}, NINE, NINE),
        ({"format": "utc"}, "2026-03-11 01:15:00", NINE),
        ({"format": "local", "zone": "Asia/Tokyo"}, "2026-03-11 10:15:00", NINE),
        ({"format": "%d.%m.%Y %H:%M"}, "11.03.2026 09:15", NINE),
        ({"format": "epoch_s"}, 1773191700, NINE),
        ({"format": "epoch_s"}, "1773191700.0", NINE),
        ({"format": "epoch_ms"}, 1773191700000, NINE),
        ({"format": "jsondate"}, "/Date(1773191700000)/", NINE),
        ({"format": "jsondate"}, r"\/Date(1773191700000+0800)\/", NINE),
        ({"format": "ticks"}, 639087885000000000, NINE),
        ({"format": "time", "date": "d"}, "09:15", NINE),
        ({"format": "time", "date": "d"}, time(9, 15), NINE),
        ({"format": "time", "date": "d"}, timedelta(hours=9, minutes=15), NINE),
        ({"format": "time"}, "09:15:00", NINE),
        ({"format": "seconds_of_day", "date": "d"}, "33300", NINE),
        ({"format": "seconds_of_day", "date": "d"}, 33300 + 86400, NINE + timedelta(days=1)),
    ],
)
def test_a_time_is_read_however_it_is_written(spec, value, expected):
    seen = with_time(**spec).map(row(t=value, d=date(2026, 3, 11)), now=NOW)
    assert seen is not None
    assert seen.created == expected
    assert seen.created.tzinfo is UTC


@pytest.mark.parametrize(
    "value",
    [None, "", "NULL", "0000-00-00 00:00:00", "0001-01-01 00:00:00", "1899-12-30 00:00:00", datetime(1, 1, 1)],  # noqa: DTZ001
)
def test_what_databases_write_for_no_time_is_no_time(value):
    seen = with_time().map(row(t=value), now=NOW)
    assert seen is not None
    assert seen.created is None
    assert not [code for code in seen.problems if value != "0000-00-00 00:00:00" and code]


@pytest.mark.parametrize("value", ["soon", "2026-13-41 09:15", "25:99", "11.03.2026"])
def test_a_time_that_cannot_be_read_is_a_problem_and_not_a_crash(value):
    seen = with_time().map(row(t=value), now=NOW)
    assert seen is not None
    assert seen.created is None
    assert seen.problems == ("bad_time:created",)


def test_late_hours_just_after_midnight_belong_to_the_day_before():
    after_midnight = datetime(2026, 3, 10, 16, 5, tzinfo=UTC)  # 00:05 on the 11th in Shanghai
    seen = with_time(format="time").map(row(t="23:50"), now=after_midnight)
    assert seen is not None
    assert seen.created == datetime(2026, 3, 10, 15, 50, tzinfo=UTC)


def test_an_unknown_status_is_reported_and_tells_nothing():
    seen = Mapper(BASE).map(row(st="Z"), now=NOW)
    assert seen is not None
    assert seen.state == ""
    assert ("status", "Z") in seen.unmapped


def test_an_unknown_service_goes_through_and_is_reported():
    seen = Mapper(BASE).map(row(svc="9"), now=NOW)
    assert seen is not None
    assert seen.service == "9"
    assert seen.unmapped == (("service", "9"),)
    known = Mapper(BASE).map(row(svc=1.0), now=NOW)
    assert known is not None
    assert known.service == "cash"


def test_rows_to_ignore_are_left_out():
    rules = (
        IgnoreRule(where=(Condition(column="no", op="==", value=100),)),
        IgnoreRule(where=(Condition(column="st", op="in", value=["X", "Y"]), Condition(column="win", op="empty"))),
    )
    mapper = Mapper(msgspec.structs.replace(BASE, ignore=rules))
    assert mapper.map(row(no="100.0"), now=NOW) is None
    assert mapper.map(row(st="X", win=None), now=NOW) is None
    assert mapper.map(row(st="W", win=None), now=NOW) is not None


def test_a_missing_column_or_key_is_refused_in_words():
    with pytest.raises(BadRecord, match="missing"):
        Mapper(BASE).map({"id": 1, "st": "W"}, now=NOW)
    with pytest.raises(BadRecord, match="empty"):
        Mapper(BASE).map(row(id=None), now=NOW)


def test_state_from_times_when_there_is_no_status():
    profile = msgspec.structs.replace(
        BASE,
        columns=Columns(native="id", number="no", hold="h"),
        times=Times(
            created=TimeColumn(column="t"), called=TimeColumn(column="c"), started=TimeColumn(column="s"),
            ended=TimeColumn(column="e"),
        ),
    )  # fmt: skip
    stamp = "2026-03-11 09:15:00"
    told = [{}, {"h": "1"}, {"c": stamp}, {"c": stamp, "s": stamp}, {"c": stamp, "e": stamp}]
    states = []
    for more in told:
        seen = Mapper(profile).map({"id": 1, "no": 1, "t": stamp, "c": "", "s": "", "e": "", "h": 0, **more}, now=NOW)
        assert seen is not None
        states.append(seen.state)
    assert states == ["waiting", "held", "called", "serving", "finished"]


def test_json_is_read_by_path_and_a_field_may_be_absent():
    profile = Profile(
        name="hook",
        transport="webhook",
        records="data.tickets[]",
        columns=Columns(native="id", number="label", counter="called.desk", status='"状态"'),
        status={"待": "waiting"},
    )
    payload = {"data": {"tickets": [{"id": 1, "label": "A1", "called": {"desk": 4}, "状态": "待"}, {"id": 2}, "noise"]}}
    found = [Mapper(profile).map(record, now=NOW) for record in records_of(payload, profile)]
    assert [(seen.native, seen.counter, seen.state) for seen in found if seen] == [("1", "4", "waiting"), ("2", "", "")]


# --- persons --------------------------------------------------------------------------------------------------------

PERSONS = ["110101199003077758", "13800138000", "+8613800138000", "zhang@example.org", "6222021234567890123"]


@pytest.mark.parametrize("person", PERSONS)
def test_a_person_gets_through_no_field(person):
    profile = msgspec.structs.replace(BASE, services={}, times=Times())
    seen = Mapper(profile).map(row(no=person, svc=person, win=person, staff=person, id=person, st=person), now=NOW)
    assert seen is not None
    assert person.lstrip("+") not in repr(seen)
    assert seen.native
    shown = without_personal_fields({"no": f"x {person} y", "身份证号": "x", "qNmae": "y", "cust_phone": "z", "ok": 1})
    assert set(shown) == {"no", "ok"}
    assert person not in shown["no"]


def test_a_name_where_a_staff_number_belongs_becomes_a_lasting_pseudonym():
    first = Mapper(BASE).map(row(staff="王小明"), now=NOW)
    second = Mapper(BASE).map(row(staff="王小明", no="A8"), now=NOW)
    assert first is not None
    assert second is not None
    assert first.staff == second.staff
    assert "王" not in first.staff
    assert first.staff.startswith("S")


@pytest.mark.parametrize(
    "number", ["A001", "8006", "20260311091500123", "639087885000000000", "1773191700000", "C1012"]
)
def test_ticket_numbers_and_time_stamps_are_no_persons(number):
    assert without_persons(number) == number


# --- text -----------------------------------------------------------------------------------------------------------


@given(st.text(alphabet="排队叫号窗口柜台业务A1, ", min_size=1, max_size=30))
def test_utf8_and_gb18030_are_told_apart_line_by_line(text):
    assert decode(text.encode("utf-8")) == text
    assert decode(b"\xef\xbb\xbf" + text.encode("utf-8")) == text
    if len(text.encode("gb18030")) > 2 * len(text) - 4 and "排" in text:
        assert decode(text.encode("gb18030")) == text


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (True, "1"), (3.0, "3"), (b"\xbb\xfd", "积"), ("  a\x00b ", "ab"), (2.5, "2.5")]
)
def test_values_become_short_clean_text(value, text):
    assert text_of(value) == text


@settings(max_examples=150)
@given(
    st.dictionaries(
        st.sampled_from(["id", "no", "svc", "win", "staff", "st", "t"]),
        st.one_of(st.none(), st.text(max_size=12), st.integers(), st.floats(), st.booleans(), st.binary(max_size=6)),
    )
)
def test_no_record_whatever_crashes_the_mapping(record):
    try:
        seen = Mapper(BASE).map(record, now=NOW)
    except BadRecord:
        return
    assert seen is None or seen.native
