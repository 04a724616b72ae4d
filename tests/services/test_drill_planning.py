"""Drills around the floor: own numbers, quiet times with why, the worst day played again, the real thing first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobbyconsole.domain import facts as floor
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.sample import sample_branch, simulate_day
from lobbyconsole.services.drill_sheet import drill_sheet
from lobbyconsole.services.drill_slots import AHEAD, MOST, proposals
from lobbyconsole.services.history import History
from lobbyconsole.services.incident_desk import IncidentDesk
from lobbyconsole.services.incident_papers import paper_of, text_of
from lobbyconsole.services.sample_drills import HELD, PLANNED, tell_sample_drills
from lobbyconsole.services.walkthroughs import GAVE_WAY
from tests.fakes import FixedClock
from tests.services.meeting_hall import MeetingHall, instant, open_meeting_hall, workweek

BANK = workweek(sample_branch("bank"))
WEDNESDAY, THURSDAY, FRIDAY = date(2026, 11, 18), date(2026, 11, 19), date(2026, 11, 20)


def crowded(day: date) -> list[Fact]:
    """Twelve customers come at ten and are called at eleven."""
    found: list[Fact] = []
    begin = instant(BANK, day, "10:00")
    for number in range(12):
        key, service = f"crowd-{number}", BANK.services[0].id
        at = begin + timedelta(minutes=number)
        found.append(floor.TicketIssued(id=key + "i", at=at, ticket=key, number=f"A{900 + number}", service=service,
                                        source="desk", seq=2 * number + 1))  # fmt: skip
        found.append(floor.TicketCalled(id=key + "c", at=at + timedelta(minutes=61), ticket=key, counter="1",
                                        source="desk", seq=2 * number + 2))  # fmt: skip
    return found


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[MeetingHall]:
    clock = FixedClock(instant(BANK, FRIDAY, "10:38"))
    made = open_meeting_hall(tmp_path, BANK, clock, [*simulate_day(BANK, WEDNESDAY), *crowded(THURSDAY)])
    yield made
    made.close()


def test_incidents_are_numbered_without_gaps_whatever_is_drilled_between_them(hall: MeetingHall) -> None:
    work = hall.work
    first = work.incidents.note("one").key
    drills = [work.drills.begin_now("fire", by="8001")]
    second = work.incidents.note("two").key
    drills.append(work.drills.begin_now("robbery", mode="table", by="8001"))
    drills.append(work.drills.begin_now("earthquake", by="8001"))
    third = work.incidents.note("three").key
    assert [first, second, third] == ["INC-2026-0001", "INC-2026-0002", "INC-2026-0003"]
    assert [drill.drill.key for drill in drills] == ["DR-2026-0001", "DR-2026-0002", "DR-2026-0003"]
    for drill in drills:
        if drill.walked is not None:
            assert drill.walked.incident == drill.drill.key  # one number, one drill
    assert work.incidents.note("an exercise", drill="DR-2026-0002").key == "DR-2026-0004"


def test_a_number_is_never_used_twice_after_a_restart_or_for_a_drill_called_off(tmp_path: Path) -> None:
    clock = FixedClock(instant(BANK, FRIDAY, "10:38"))
    seen: list[str] = []
    for _ in range(3):
        opened = open_meeting_hall(tmp_path, BANK, clock)
        planned = opened.work.drills.plan_drill("fire", clock() + timedelta(days=2))
        opened.work.drills.call_off(planned.key, "not today", by="8001")
        seen += [planned.key, opened.work.drills.begin_now("fire").drill.key]
        assert opened.work.drills.give_way() == seen[-1:]
        opened.close()
    assert seen == [f"DR-2026-{number:04}" for number in range(1, 7)]


def test_what_a_drill_leads_to_is_a_drill_too(hall: MeetingHall) -> None:
    work = hall.work
    begun = work.drills.begin_now("fire", by="8001")
    assert begun.walked is not None
    beside = work.walkthroughs.start("evacuation", parent=begun.walked.key, incident=begun.walked.incident, by="8001")
    assert beside.walk.drill == begun.drill.key
    assert all(walk.walk.drill for walk in work.walkthroughs.running())


def test_a_real_emergency_breaks_off_whatever_is_drilled(hall: MeetingHall) -> None:
    work = hall.work
    begun = work.drills.begin_now("fire", by="8001")
    assert begun.walked is not None
    work.walkthroughs.start("evacuation", parent=begun.walked.key, incident=begun.walked.incident, by="8001")
    real = work.walkthroughs.start("power_outage", by="8002")
    assert real.walk.incident == "INC-2026-0001"
    assert [walk.walk.key for walk in work.walkthroughs.running()] == [real.walk.key]
    broken = work.drills.drill(begun.drill.key)
    assert broken is not None
    assert (broken.state, broken.why) == ("called_off", GAVE_WAY)
    assert work.drills.practised() == []
    incident = work.incidents.incident(begun.drill.key)
    assert incident is not None
    assert incident.ended_at is not None
    begun_again = work.walkthroughs.start("power_outage", by="8002")
    assert begun_again.walk.key == real.walk.key


def test_the_worst_day_is_the_one_whose_customers_waited_longest_and_its_floor_is_played_again(
    hall: MeetingHall,
) -> None:
    drills = hall.work.drills
    worst = drills.worst_day(hall.time())
    assert worst is not None
    assert (worst.day, worst.hour, worst.customers) == (THURSDAY, 10, 12)
    assert worst.mean_s == pytest.approx(61 * 60)
    assert worst.waiting == 12
    before = repr(History(hall.store, lambda: BANK).facts_of_day(THURSDAY))
    begun = drills.begin_now("fire", floor_at=worst.at, by="8001")
    hall.time.advance(120)
    picture = drills.floor(begun.drill, hall.time())
    assert picture is not None
    # The journal keeps microseconds, a film the same.
    assert abs((picture.at - worst.at) - timedelta(seconds=120)) < timedelta(seconds=1)
    assert picture.figures.waiting == History(hall.store, lambda: BANK).picture_at(picture.at).figures.waiting
    assert repr(History(hall.store, lambda: BANK).facts_of_day(THURSDAY)) == before
    own = drills.begin_now("robbery", mode="table", by="8001")
    assert drills.floor(own.drill, hall.time()) is None  # on its own day's floor


def test_no_customers_no_worst_day(tmp_path: Path) -> None:
    opened = open_meeting_hall(tmp_path, BANK, FixedClock(instant(BANK, FRIDAY, "10:38")))
    assert opened.work.drills.worst_day(opened.time()) is None
    opened.close()


def test_quiet_times_are_open_ones_each_with_why(hall: MeetingHall) -> None:
    found = hall.work.drills.proposals("fire", hall.time())
    assert 0 < len(found) <= MOST
    assert found[0].days == 1  # a Wednesday or a Thursday: of these something is known
    assert len({slot.at.date() for slot in found}) == len(found)
    for slot in found:
        assert FRIDAY < slot.at.date() <= FRIDAY + timedelta(days=AHEAD)
        assert slot.at.weekday() < 5
        assert 9 <= slot.at.hour < 17
        assert slot.expected <= slot.busiest or not slot.days
        assert slot.fresh  # nobody has ever practised it here
    fresh = hall.work.drills.proposals("robbery", hall.time())
    assert fresh


spans_of = st.dictionaries(st.integers(0, 6), st.sampled_from(((9, 17), (9, 12), (13, 16))), max_size=7)


@given(
    spans_of,
    st.dictionaries(st.integers(0, 6), st.dictionaries(st.integers(18, 33), st.floats(0, 50)), max_size=7),
    st.sets(st.sampled_from(("morning", "afternoon"))),
    st.integers(5, 60),
)
def test_proposals_lie_in_opening_hours_and_the_first_is_none_worse_than_the_rest(
    week: dict[int, tuple[int, int]], usual: dict[int, dict[int, float]], fresh: set[str], minutes: int
) -> None:
    zone = BANK.tz

    def open_spans(day: date) -> list[tuple[datetime, datetime]]:
        span = week.get(day.weekday())
        if span is None:
            return []
        return [(datetime(day.year, day.month, day.day, span[0], tzinfo=zone),
                 datetime(day.year, day.month, day.day, span[1], tzinfo=zone))]  # fmt: skip

    found = proposals(
        FRIDAY, minutes, zone, open_spans,
        lambda day: (usual.get(day.weekday(), {}), 4 if day.weekday() in usual else 0), fresh,
    )  # fmt: skip
    assert len(found) == min(MOST, 2 * len(week))
    for slot in found:
        start, end = open_spans(slot.at.date())[0]
        assert start <= slot.at
        assert slot.at + timedelta(minutes=minutes) <= end
        assert slot.fresh == (slot.shift in fresh)
    ranks = [(not slot.days, not slot.fresh, slot.expected) for slot in found]
    assert ranks == sorted(ranks)


def test_the_sheet_is_marked_and_has_every_inject_criterion_and_role(hall: MeetingHall) -> None:
    work = hall.work
    library = work.library.library()
    planned = work.drills.plan_drill("fire", hall.time() + timedelta(days=1))
    plan = library.plans["fire"]
    paper = drill_sheet(plan, planned, library, BANK, hall.time())
    assert paper.title.zh.startswith("演练")
    assert paper.title.en.startswith("DRILL")
    text = paper.to_json()
    assert planned.key in text
    for words in (*(inject.expect.zh for inject in plan.drill.injects), *(c.zh for c in plan.drill.pass_criteria)):
        assert words in text


@pytest.mark.parametrize("kind", ["first", "ics201", "ics214"])
def test_every_paper_and_text_of_an_exercise_says_that_it_is_one(hall: MeetingHall, kind: str) -> None:
    begun = hall.work.drills.begin_now("fire", by="8001")
    real = hall.work.incidents.note("smoke", by="8001")
    desk = IncidentDesk(hall.work, hall.settings.incidents, BANK)
    for number, marked in ((begun.drill.key, True), (real.key, False)):
        sheet = desk.sheet(number)
        made = paper_of(sheet, kind, hall.time())
        assert (made.title.zh.startswith("演练"), made.title.en.startswith("DRILL")) == (marked, marked)
        assert ("演练" in text_of(sheet, kind, hall.time(), "zh").splitlines()[0]) is marked
        assert ("DRILL" in text_of(sheet, kind, hall.time(), "en").splitlines()[0]) is marked


def test_the_sample_has_drills_of_every_state_and_nothing_of_them_is_an_incident_number(hall: MeetingHall) -> None:
    work = hall.work
    assert tell_sample_drills(work, hall.time()) == len(HELD) + len(PLANNED)
    drills = work.drills.drills()
    assert {drill.state for drill in drills} == {"finished", "planned"}
    for drill in drills:
        opened = work.drills.open(drill.key)
        assert opened is not None
        assert opened.walked is None or not opened.walked.running
    assert {due.standing for due in work.drills.due(hall.time())} >= {"never", "overdue", "good"}
    assert {cell.standing for cell in work.drills.coverage(hall.time()).values()} >= {"never", "overdue", "good"}
    why = {paper.why for paper in work.plan_prints.outdated(hall.time())}
    assert why == {"new_version", "numbers_changed", "never_printed"}
    assert work.incidents.note("real").key == "INC-2026-0001"
    assert hall.store.verify().ok
