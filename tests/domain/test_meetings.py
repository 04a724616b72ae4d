"""A meeting from its facts, whatever their order; the minutes stay as they were when it was closed."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lobbyconsole.domain.meeting_facts import (
    AttendanceTaken,
    MeetingBegun,
    MeetingClosed,
    MinutesRead,
    SectionEdited,
    SectionEntered,
    TaskTaken,
)
from lobbyconsole.domain.meetings import Meeting, fold_meeting

AT = datetime(2026, 11, 20, 0, 20, tzinfo=UTC)


def at(second: int) -> dict[str, Any]:
    return {"id": f"f{second}", "at": AT + timedelta(seconds=second), "meeting": "m", "by": "8001"}


def story():
    return [
        MeetingBegun(**at(0), agenda="morning", version="v", day="2026-11-19", paper="{}"),
        SectionEntered(**at(1), section="open"),
        AttendanceTaken(**at(5), staff="1001", presence="present", proof="pin"),
        AttendanceTaken(**at(6), staff="1002", presence="present"),
        AttendanceTaken(**at(7), staff="1002", presence="late", reason="traffic"),
        AttendanceTaken(**at(8), staff="1003", presence="absent", reason="leave"),
        AttendanceTaken(**at(9), staff="1004", presence="present"),
        AttendanceTaken(**at(10), staff="1004", presence=""),
        SectionEntered(**at(61), section="yesterday"),
        SectionEdited(**at(70), section="yesterday", text="more cups"),
        TaskTaken(**at(80), section="yesterday", record="record:actions/1"),
        SectionEntered(**at(101), section="open"),
        MeetingClosed(**at(111)),
        MinutesRead(**at(200), staff="1003"),
    ]


def told(facts) -> Meeting:
    found = fold_meeting(facts)
    assert found is not None
    return found


def test_a_meeting_as_it_went():
    meeting = told(story())
    assert not meeting.running
    assert meeting.spent_s == {"open": 70, "yesterday": 40}
    assert meeting.texts == {"yesterday": "more cups"}
    assert [(entry.staff, entry.presence) for entry in meeting.here()] == [("1001", "present"), ("1002", "late")]
    assert meeting.owed(["1001", "1002", "1003", "1004", "1005"]) == ("1004", "1005")
    assert meeting.tasks == (("yesterday", "record:actions/1"),)
    assert meeting.flags == ()


@given(st.integers(0, 10_000), st.lists(st.integers(0, 13), max_size=5))
def test_any_order_and_doubles_give_the_same_meeting(seed, twice):
    shuffled = story() + [story()[index] for index in twice]
    Random(seed).shuffle(shuffled)
    assert fold_meeting(shuffled) == fold_meeting(story())


def test_closed_minutes_do_not_change():
    closed = told(story())
    after = told([*story(), SectionEdited(**at(300), section="yesterday", text="rewritten"),
                  AttendanceTaken(**at(301), staff="1003", presence="present")])  # fmt: skip
    assert after.texts == closed.texts
    assert after.attendance == closed.attendance
    assert after.flags == ("told_late",)


def test_a_crash_in_the_middle_leaves_it_where_it_was():
    half = told(story()[:9])
    assert half.running
    assert (half.section, half.section_since) == ("yesterday", AT + timedelta(seconds=61))
    assert told(story()[1:3]).flags == ("never_begun",)
