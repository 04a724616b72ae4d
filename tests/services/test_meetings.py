"""Meetings on a real store: due, held, attended, tasks that become records, closed for good, resumed after a crash."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.meeting_facts import MeetingBegun, SectionEdited
from lobbyconsole.domain.paper import Missing
from lobbyconsole.domain.sample import sample_branch
from lobbyconsole.domain.staff_facts import StaffAdded
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.briefing.minutes import minutes_of
from lobbyconsole.services.meetings import OpenMeeting
from tests.fakes import FixedClock
from tests.services.meeting_hall import MeetingHall, instant, open_meeting_hall, workweek

BANK = workweek(sample_branch("bank"))
FRIDAY = date(2026, 11, 20)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[], MeetingHall]]:
    clock = FixedClock(instant(BANK, FRIDAY, "08:15"))
    halls: list[MeetingHall] = []

    def again() -> MeetingHall:
        if halls:
            halls[-1].close()
        halls.append(open_meeting_hall(tmp_path, BANK, clock))
        return halls[-1]

    yield again
    if halls:
        halls[-1].close()


@pytest.fixture
def hall(opened: Callable[[], MeetingHall]) -> MeetingHall:
    return opened()


def states(hall: MeetingHall, day: date = FRIDAY) -> list[tuple[str, str]]:
    return [(due.agenda.id, due.state) for due in hall.meetings.timetable(day, hall.time())]


def begun(hall: MeetingHall) -> OpenMeeting:
    return hall.meetings.begin("morning", by="8001")


def test_a_hall_set_up_after_noon_has_missed_no_meeting_of_that_morning(hall: MeetingHall) -> None:
    at = instant(BANK, FRIDAY, "14:00")
    every = {due.agenda.id: due.due_at for due in hall.meetings.timetable(FRIDAY, hall.time())}
    hall.meetings._rounds._begun = lambda: at
    later = instant(BANK, FRIDAY, "22:00")
    assert {due.agenda.id for due in hall.meetings.timetable(FRIDAY, later)} == {
        name for name, due_at in every.items() if due_at >= at
    }
    assert "morning" in every
    assert hall.meetings.timetable(FRIDAY - timedelta(days=1), later) == []
    # Held all the same it counts, and takes no other's place.
    key = hall.meetings.begin("morning", by="8001").meeting.key
    held = {due.agenda.id: due.meeting for due in hall.meetings.timetable(FRIDAY, later)}
    assert held["morning"] == key
    monday = FRIDAY + timedelta(days=3)
    assert ("morning", "overdue") in [
        (due.agenda.id, due.state) for due in hall.meetings.timetable(monday, instant(BANK, monday, "12:00"))
    ]


def test_eight_who_begin_a_meeting_at_once_begin_one(hall: MeetingHall) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: hall.meetings.begin("morning", by=f"800{n}").meeting.key, range(8)))
    assert len(set(made)) == 1


# --- due --------------------------------------------------------------------------------------------------------------


def test_the_meetings_of_a_day(tmp_path: Path) -> None:
    noted = StaffAdded(id="noted", at=instant(BANK, date(2026, 9, 30), "10:00"), staff="8001")  # the console is here
    hall = open_meeting_hall(tmp_path, BANK, FixedClock(instant(BANK, FRIDAY, "08:15")))
    hall.live.record([noted]).result()
    try:
        _the_meetings_of_a_day(hall)
        assert states(hall, date(2026, 9, 30))
        assert states(hall, date(2026, 9, 29)) == []  # nobody missed anything before there was a console
    finally:
        hall.close()


def _the_meetings_of_a_day(hall: MeetingHall) -> None:
    assert states(hall) == [
        ("morning", "due"), ("shift_handover", "later"), ("closing", "later"), ("daily_analysis", "later"),
    ]  # fmt: skip
    hall.time.set(instant(BANK, FRIDAY, "17:20"))
    assert states(hall) == [
        ("morning", "overdue"), ("shift_handover", "overdue"), ("closing", "due"), ("daily_analysis", "due"),
    ]  # fmt: skip
    assert [due.agenda.id for due in hall.meetings.due(hall.time())] == [
        "morning", "shift_handover", "closing", "daily_analysis",
    ]  # fmt: skip
    hall.time.set(instant(BANK, date(2026, 11, 21), "10:00"))
    assert {state for _, state in states(hall)} == {"missed"}
    assert states(hall, date(2026, 11, 21)) == []  # a Saturday
    assert states(hall, date(2026, 10, 1)) == []  # National Day
    assert "morning" in dict(states(hall, date(2026, 10, 10)))  # a Saturday that is worked
    assert "monthly" in dict(states(hall, date(2026, 10, 26)))  # the 25th was a Sunday
    assert "weekly" in dict(states(hall, date(2026, 11, 23)))


def test_another_time_of_an_agenda_rewrites_no_past_day(hall: MeetingHall) -> None:
    book = hall.work.library
    hall.work.records.open("shift_log", {"entry": "first day"}, by="8001")
    hall.time.advance(timedelta(days=3, hours=2))
    before = states(hall)
    assert ("morning", "missed") in before
    agenda = book.library().briefings["morning"]
    book.propose("briefings", replace(agenda, when="workdays 07:30,12:30"), by="8001", why="twice a day")
    book.propose("briefings", replace(agenda, id="noon"), by="8001", why="new")
    book.retire("briefings", "closing", by="8001", why="no more")
    assert states(hall) == before
    monday = FRIDAY + timedelta(days=3)
    assert [name for name, _ in states(hall, monday)].count("morning") == 2, "08:20 as it was asked for then, and 12:30"
    assert "closing" not in dict(states(hall, monday))
    assert dict(states(hall, monday + timedelta(days=1))).keys() >= {"morning", "noon"}


def test_a_meeting_goes_on_although_its_agenda_was_retired_or_changed(hall: MeetingHall) -> None:
    state = begun(hall)
    book, agenda = hall.work.library, state.agenda
    shorter = replace(agenda, sections=agenda.sections[:1], duration_min=agenda.sections[0].minutes)
    book.propose("briefings", shorter, by="8001", why="shorter")
    assert begun(hall).agenda == agenda
    book.retire("briefings", "morning", by="8001", why="no more")
    assert begun(hall).meeting.key == state.meeting.key
    for section in agenda.sections:
        hall.meetings.enter(state.meeting.key, section.id)
    hall.meetings.attend(state.meeting.key, "1001", "present")
    assert hall.meetings.close(state.meeting.key, by="8001").agenda == agenda
    with pytest.raises(Refused, match="not in use"):
        begun(hall)


def test_one_person_is_there_once_whatever_they_type(hall: MeetingHall) -> None:
    key = begun(hall).meeting.key
    hall.work.staff.add("A07")
    for typed in ("A07", "a07", " Ａ０７ "):
        found = hall.meetings.attend(key, typed, "present")
    assert [entry.staff for entry in found.meeting.here()] == ["A07"]
    for nobody in ("张三", "A 07", "Wang"):
        with pytest.raises(Refused, match="staff number"):
            hall.meetings.attend(key, nobody, "present")
    hall.meetings.attend(key, "1002", "absent", reason="leave")
    hall.meetings.close(key, by="8001")
    hall.meetings.minutes_read(key, "１００２")
    with pytest.raises(Refused, match="staff number"):
        hall.meetings.minutes_read(key, "张三")
    read = hall.meetings.get(key)
    assert read is not None
    assert list(read.meeting.read) == ["1002"]


def test_a_meeting_answers_its_time(hall: MeetingHall) -> None:
    key = begun(hall).meeting.key
    assert states(hall)[0] == ("morning", "running")
    assert [row.meeting for row in hall.meetings.running(hall.time())] == [key]
    hall.meetings.attend(key, "1001", "present")
    hall.meetings.close(key, by="8001")
    assert states(hall)[0] == ("morning", "closed")
    assert hall.meetings.running(hall.time()) == []
    (row,) = hall.meetings.past(FRIDAY, FRIDAY)
    assert (row.agenda, row.day, row.chair, row.present, row.absent) == ("morning", FRIDAY, "8001", 1, 0)


def test_a_branch_without_this_agenda(hall: MeetingHall) -> None:
    with pytest.raises(Refused, match="not in use"):
        hall.meetings.begin("tea")
    with pytest.raises(Refused, match="not in use"):
        hall.meetings.compose("tea", FRIDAY, hall.time())
    hall.work.library.retire("briefings", "shift_handover", by="8001", why="one shift")
    assert "shift_handover" not in dict(states(hall))


# --- holding it -------------------------------------------------------------------------------------------------------


def test_the_paper_is_kept_as_it_was_when_it_began(hall: MeetingHall) -> None:
    expected = hall.meetings.compose("morning", FRIDAY, hall.time())
    state = begun(hall)
    assert state.paper == expected
    hall.work.records.open("actions", {"finding": "later", "owner": "cleaner"})
    hall.time.advance(60)
    again = hall.meetings.get(state.meeting.key)
    assert again is not None
    assert again.meeting.paper == expected.to_json()
    assert hall.meetings.compose("morning", FRIDAY, hall.time()) != expected


def test_asked_to_begin_twice_it_is_one_meeting(hall: MeetingHall) -> None:
    first = begun(hall)
    hall.time.advance(30)
    assert begun(hall).meeting.key == first.meeting.key
    assert hall.meetings.begin("closing").meeting.key != first.meeting.key


def test_sections_times_and_words(hall: MeetingHall) -> None:
    meetings, key = hall.meetings, begun(hall).meeting.key
    meetings.enter(key, "open")
    hall.time.advance(90)
    meetings.enter(key, "yesterday")
    meetings.enter(key, "yesterday")  # pressing the key twice changes nothing
    hall.time.advance(30)
    state = meetings.enter(key, "open")
    assert state.meeting.spent_s == {"open": 90, "yesterday": 30}
    meetings.edit(key, "yesterday", "Two cups more. ")
    facts = len(hall.work.subjects.facts("meeting:" + key))
    state = meetings.edit(key, "yesterday", "Two cups more.")
    assert len(hall.work.subjects.facts("meeting:" + key)) == facts
    assert state.meeting.texts == {"yesterday": "Two cups more."}
    with pytest.raises(Refused, match="not in the agenda"):
        meetings.enter(key, "tea")
    with pytest.raises(Refused, match="not in the agenda"):
        meetings.edit(key, "tea", "x")
    with pytest.raises(Refused, match="no such meeting"):
        meetings.enter("nothing", "open")


def test_attendance(hall: MeetingHall) -> None:
    meetings, key = hall.meetings, begun(hall).meeting.key
    hall.work.staff.add("1001")
    hall.work.staff.set_pin("1001", "7391")
    meetings.attend(key, "1001", "present", proof=hall.work.staff.prove("1001", "7391"))
    with pytest.raises(Refused, match="belongs to 1001"):
        meetings.attend(key, "1002", "present", proof=hall.work.staff.prove("1001", "7391"))
    meetings.attend(key, "1002", "late", reason="bus")
    with pytest.raises(Refused, match="why somebody is absent"):
        meetings.attend(key, "1070", "absent")
    with pytest.raises(Refused, match="staff number"):
        meetings.attend(key, " ", "present")
    with pytest.raises(ValueError, match="no presence"):
        meetings.attend(key, "1001", "asleep")
    meetings.attend(key, "1070", "absent", reason="leave")
    meetings.attend(key, "1003", "present")
    state = meetings.attend(key, "1003", "")
    assert {number: entry.presence for number, entry in state.meeting.attendance.items()} == {
        "1001": "present", "1002": "late", "1070": "absent",
    }  # fmt: skip
    assert state.meeting.attendance["1001"].proof == "pin"
    assert state.meeting.owed(["1001", "1070"]) == ("1070",)


def test_a_task_becomes_a_corrective_action_in_the_same_breath(hall: MeetingHall) -> None:
    meetings, key = hall.meetings, begun(hall).meeting.key
    due = instant(BANK, FRIDAY, "12:00")
    with pytest.raises(Refused, match="must be filled in"):
        meetings.take_task(key, "open_items", " ", owner="cleaner")
    assert meetings.get(key).meeting.tasks == ()  # type: ignore[union-attr]
    state = meetings.take_task(key, "open_items", "Cups", owner="cleaner", action="Refill", due_at=due, by="8001")
    ((section, subject),) = state.meeting.tasks
    assert section == "open_items"
    (row,) = hall.work.records.caused_by("meeting:" + key)
    assert f"record:actions/{row.record}" == subject
    assert (row.summary, row.owner, row.state) == ("Cups", "cleaner", "open")
    assert hall.meetings.past(FRIDAY, FRIDAY)[0].tasks == 1
    # The next paper has it.
    hall.time.advance(60)
    paper = meetings.compose("shift_handover", FRIDAY, hall.time())
    assert paper.day == "2026-11-20"
    assert "Cups" in meetings.compose("daily_analysis", FRIDAY, hall.time()).to_json()


def test_closed_minutes_never_change(hall: MeetingHall) -> None:
    meetings, key = hall.meetings, begun(hall).meeting.key
    meetings.enter(key, "open")
    with pytest.raises(Refused, match="who is here"):
        meetings.close(key)
    meetings.attend(key, "1070", "absent", reason="leave")
    with pytest.raises(Refused, match="who is here"):
        meetings.close(key)
    with pytest.raises(Refused, match="not closed yet"):
        meetings.minutes_read(key, "1070")
    meetings.attend(key, "1001", "present")
    hall.time.advance(600)
    closed = meetings.close(key, by="8001").meeting
    assert closed.spent_s == {"open": 600}
    for verb in (
        lambda: meetings.edit(key, "open", "rewritten"),
        lambda: meetings.enter(key, "close"),
        lambda: meetings.attend(key, "1070", "present"),
        lambda: meetings.take_task(key, "open", "x", owner="cleaner"),
        lambda: meetings.close(key),
    ):
        with pytest.raises(Refused, match="cannot change"):
            verb()
    assert hall.work.records.caused_by("meeting:" + key) == []
    read = meetings.minutes_read(key, "1070").meeting
    assert meetings.minutes_read(key, "1070").meeting == read
    assert read.owed(["1001", "1070", "1080"]) == ("1080",)
    assert replace(read, read={}) == closed


def test_who_has_a_pin_confirms_reading_with_it(hall: MeetingHall) -> None:
    meetings, key = hall.meetings, begun(hall).meeting.key
    hall.work.staff.add("1070")
    hall.work.staff.set_pin("1070", "7391")
    meetings.attend(key, "1001", "present")
    meetings.close(key)
    with pytest.raises(Refused, match="signs with a PIN"):
        meetings.minutes_read(key, "1070")
    assert "1070" in meetings.minutes_read(key, "1070", proof=hall.work.staff.prove("1070", "7391")).meeting.read


def test_a_crash_in_the_middle_goes_on_at_the_same_place(opened: Callable[[], MeetingHall]) -> None:
    hall = opened()
    key = begun(hall).meeting.key
    hall.meetings.enter(key, "open")
    hall.time.advance(100)
    hall.meetings.enter(key, "yesterday")
    hall.meetings.edit(key, "yesterday", "cups")
    hall.meetings.attend(key, "1001", "present")
    before = hall.meetings.take_task(key, "yesterday", "Cups", owner="cleaner")
    hall = opened()
    hall.time.advance(20)
    assert [row.meeting for row in hall.meetings.running(hall.time())] == [key]
    assert hall.meetings.get(key) == before
    assert begun(hall) == before
    state = hall.meetings.enter(key, "today")
    assert state.meeting.spent_s == {"open": 100, "yesterday": 20}
    hall = opened()
    closed = hall.meetings.close(key)
    assert not closed.meeting.running
    assert opened().store.verify().ok


KILLED = """
import os, signal, sys
from pathlib import Path
from datetime import date
from tests.fakes import FixedClock
from tests.services.meeting_hall import instant, open_meeting_hall
from tests.services.test_meetings import BANK, FRIDAY
hall = open_meeting_hall(Path(sys.argv[1]), BANK, FixedClock(instant(BANK, FRIDAY, "08:15")))
key = hall.meetings.begin("morning", by="8001").meeting.key
hall.meetings.enter(key, "yesterday")
hall.meetings.edit(key, "yesterday", "cups")
hall.meetings.take_task(key, "yesterday", "Cups", owner="cleaner")
print(key, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_killed_in_the_middle_it_goes_on_where_it_was(opened: Callable[[], MeetingHall], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == -9, done.stderr
    hall = opened()
    state = begun(hall)
    assert state.meeting.key == done.stdout.strip()
    assert (state.meeting.section, state.meeting.texts) == ("yesterday", {"yesterday": "cups"})
    assert state.paper is not None
    assert [row.summary for row in hall.work.records.caused_by("meeting:" + state.meeting.key)] == ["Cups"]


def test_a_branchs_own_agenda_may_ask_for_what_this_version_does_not_know(hall: MeetingHall) -> None:
    shipped = hall.work.library.library().briefings["morning"]
    first, *rest = shipped.sections
    mine = replace(shipped, sections=(replace(first, auto=("moon.phase",)), *rest))
    hall.work.library.propose("briefings", mine, by="8001", why="from the region")
    paper = begun(hall).paper
    assert paper is not None
    assert [(type(block), block.source) for block in paper.sections[0].blocks] == [(Missing, "moon.phase")]


def test_an_agenda_changed_meanwhile_leaves_the_meeting_its_own(hall: MeetingHall) -> None:
    state = begun(hall)
    first, *rest = state.agenda.sections
    mine = replace(state.agenda, sections=(replace(first, title=Text("Line-up", "列队")), *rest))
    hall.work.library.propose("briefings", mine, by="8001", why="shorter")
    again = hall.meetings.get(state.meeting.key)
    assert again is not None
    assert again.agenda == state.agenda
    assert hall.meetings.begin("morning", day=date(2026, 11, 23)).agenda.sections[0].title.zh == "列队"


def test_what_is_no_paper_or_has_no_agenda_here_does_not_break_the_list(hall: MeetingHall) -> None:
    state = begun(hall)
    envelope = hall.work.subjects.envelope(hall.time(), "8001")
    odd = MeetingBegun(**envelope, meeting="odd", agenda="morning", version=state.meeting.version, day="2026-11-20",
                       paper="scribbles")  # fmt: skip
    hall.work.subjects.decide(lambda now: ((odd,), None))
    found = hall.meetings.get("odd")
    assert found is not None
    assert found.paper is None
    assert minutes_of(found.meeting, found.agenda, found.paper).title == found.agenda.title
    lost = MeetingBegun(**hall.work.subjects.envelope(hall.time(), ""), meeting="lost", agenda="morning",
                        version="unknown", day="2026-11-20", paper="{}")  # fmt: skip
    hall.work.subjects.decide(lambda now: ((lost,), None))
    assert hall.meetings.get("lost") is None
    assert len(hall.meetings.past(FRIDAY, FRIDAY)) == 3


def test_a_clock_set_back_in_the_meeting_turns_nothing_round(hall: MeetingHall) -> None:
    key = begun(hall).meeting.key
    hall.meetings.edit(key, "open", "first")
    hall.time.set(hall.time() - timedelta(seconds=40))
    state = hall.meetings.edit(key, "open", "second")
    assert state.meeting.texts["open"] == "second"
    assert sum(isinstance(fact, SectionEdited) for fact in hall.work.subjects.facts("meeting:" + key)) == 2


# --- minutes ----------------------------------------------------------------------------------------------------------


def test_the_minutes_in_order(hall: MeetingHall) -> None:
    meetings, key = hall.meetings, begun(hall).meeting.key
    meetings.enter(key, "open")
    hall.time.advance(120)
    meetings.attend(key, "1002", "present")
    meetings.attend(key, "1001", "present")
    meetings.attend(key, "1070", "absent", reason="leave")
    meetings.edit(key, "today", "Counter 7 opens at ten")
    meetings.take_task(key, "open_items", "Cups", owner="cleaner", action="Refill")
    draft = meetings.get(key)
    assert draft is not None
    assert not minutes_of(draft.meeting, draft.agenda, draft.paper).final
    closed = meetings.close(key)
    records = [hall.work.records.record("actions", row.record) for row in hall.work.records.caused_by("meeting:" + key)]
    known = [record for record in records if record]
    minutes = minutes_of(closed.meeting, closed.agenda, closed.paper, known)
    assert minutes.final
    assert (minutes.chair, minutes.chair_role, minutes.branch.zh) == ("8001", "lobby_manager", "城东支行")
    assert [entry.staff for entry in minutes.present] == ["1001", "1002"]
    assert [(entry.staff, entry.reason) for entry in minutes.absent] == [("1070", "leave")]
    assert minutes.owed == ("1070",)
    assert [section.id for section in minutes.sections] == [section.id for section in closed.agenda.sections]
    assert minutes.sections[0].spent_s == 120
    assert minutes.sections[3].written == "Counter 7 opens at ten"
    assert [(task.finding, task.owner, task.state) for task in minutes.tasks] == [("Cups", "cleaner", "open")]
    bare = minutes_of(closed.meeting, closed.agenda, None)
    assert bare.tasks[0].number == minutes.tasks[0].number
    assert bare.tasks[0].finding == ""
    read = meetings.minutes_read(key, "1070")
    assert minutes_of(read.meeting, read.agenda, read.paper).owed == ()
