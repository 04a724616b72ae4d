"""Incidents and walkthroughs on a real store: every shipped plan walked with a restart after every step."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from lobbyconsole.domain.sample import sample_branch
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.incidents import Incidents
from lobbyconsole.services.walkthroughs import OpenWalk, Walkthroughs
from tests.fakes import FixedClock
from tests.services.meeting_hall import MeetingHall, instant, open_meeting_hall, workweek
from tests.services.rehearsing import rehearse

BANK = workweek(sample_branch("bank"))
FRIDAY = date(2026, 11, 20)


class Hall:
    """A hall that can be opened again as after a crash; the clock goes on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.clock = FixedClock(instant(BANK, FRIDAY, "10:38"))
        self._open: MeetingHall | None = None
        self.again()

    def again(self) -> Walkthroughs:
        if self._open is not None:
            self._open.close()
        self._open = open_meeting_hall(self._folder, BANK, self.clock)
        work = self._open.work
        self.incidents = Incidents(work.subjects, lambda: BANK)
        self.walks = Walkthroughs(work.subjects, work.library, self.incidents, lambda: BANK)
        return self.walks

    @property
    def opened(self) -> MeetingHall:
        assert self._open is not None
        return self._open

    def close(self) -> None:
        self.opened.close()

    def do(self, state: OpenWalk, to: str = "") -> OpenWalk:
        self.clock.advance(3)
        return self.walks.done(state.walk.key, state.walk.step, state.walk.turn, to=to, by="8001")


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path)
    yield made
    made.close()


def choice(state: OpenWalk, dice: random.Random, visits: dict[str, int]) -> str:
    """Any way on, but one that has not been gone too often."""
    step = state.step
    assert step is not None
    if not step.branches:
        return ""
    visits[step.id] = visits.get(step.id, 0) + 1
    return dice.choice(step.exits) if visits[step.id] < 3 else step.exits[visits[step.id] % len(step.exits)]


def test_every_plan_is_walked_to_its_end_and_the_tables_say_the_same(hall: Hall) -> None:
    dice = random.Random(4)
    for plan in hall.walks.plans():
        state, visits = hall.walks.start(plan.id, by="8001"), dict[str, int]()
        for _ in range(300):
            if not state.walk.running:
                break
            state = hall.do(state, choice(state, dice, visits))
        assert state.walk.outcome in ("resolved", "handed_over", "escalated"), plan.id
        assert state.walk.flags == ()
    assert hall.walks.running() == []
    assert hall.opened.store.verify().ok
    rows = [row for incident in hall.incidents.open_incidents() for row in hall.walks.walks_of(incident.incident)]
    assert {row.plan for row in rows} == {plan.id for plan in hall.walks.plans()}
    assert all(row.outcome and not row.step and row.done for row in rows)


@pytest.mark.parametrize("plan", ["power_outage", "fire", "robbery"])
def test_after_every_step_a_new_start_stands_on_the_same_step_with_the_clock_running(hall: Hall, plan: str) -> None:
    dice, visits = random.Random(7), dict[str, int]()
    state = hall.walks.start(plan, by="8001")
    for _ in range(100):
        if not state.walk.running:
            break
        before = state.left_s(hall.clock())
        hall.again()
        hall.clock.advance(20)
        found = hall.walks.running()
        assert [walk.walk for walk in found] == [state.walk]
        after = found[0].left_s(hall.clock())
        assert (after is None) == (before is None)
        assert before is None or after == pytest.approx(before - 20)
        state = hall.do(found[0], choice(found[0], dice, visits))
    assert not state.walk.running
    hall.again()
    assert hall.walks.running() == []
    assert hall.walks.walk(state.walk.key) == state


def test_every_plan_is_there_again_after_every_step(hall: Hall) -> None:
    dice, visits = random.Random(9), dict[str, dict[str, int]]()
    known = {state.walk.key: state for state in (hall.walks.start(plan.id, by="8001") for plan in hall.walks.plans())}
    for _ in range(100):
        before = {key: state.left_s(hall.clock()) for key, state in known.items()}
        hall.again()
        hall.clock.advance(20)
        found = {state.walk.key: state for state in hall.walks.running()}
        assert found == known
        for key, state in found.items():
            left, after = before[key], state.left_s(hall.clock())
            assert after is None if left is None else after == pytest.approx(left - 20)
        told = [hall.do(state, choice(state, dice, visits.setdefault(key, {}))) for key, state in found.items()]
        known = {state.walk.key: state for state in told if state.walk.running}
        if not known:
            break
    assert known == {}


def test_it_is_led_by_the_plan_it_was_started_with(hall: Hall) -> None:
    from dataclasses import replace

    state = hall.walks.start("power_outage", by="8001")
    library = hall.opened.work.library
    changed = replace(state.plan, summary=replace(state.plan.summary, en="Stay calm."))
    library.propose("plans", changed, by="8001", why="shorter")
    waiting = library.editions("plans", "power_outage").waiting
    rehearse(library, "power_outage", waiting[0].version)
    library.approve("plans", "power_outage", waiting[0].version, by="8002")
    hall.again()
    assert hall.walks.running()[0].plan == state.plan
    assert hall.walks.plan("power_outage").summary.en == "Stay calm."


def test_two_people_press_at_once_and_one_step_is_done(hall: Hall) -> None:
    state = hall.walks.start("power_outage", by="8001")
    first = hall.do(state)
    again = hall.walks.done(state.walk.key, state.walk.step, state.walk.turn, by="8002")
    assert again.walk == first.walk
    assert len([line for line in again.walk.timeline if line.kind == "walk.step_done"]) == 1


def test_starting_a_plan_twice_goes_on_with_it_and_another_runs_beside_it(hall: Hall) -> None:
    fire = hall.walks.start("fire", by="8001")
    assert hall.walks.start("fire", by="8002").walk.key == fire.walk.key
    hall.clock.advance(30)
    out = hall.walks.start("evacuation", by="8001", incident=fire.walk.incident, parent=fire.walk.key)
    assert out.walk.incident == fire.walk.incident
    assert [walk.walk.plan for walk in hall.walks.running()] == ["fire", "evacuation"]
    with pytest.raises(Refused, match="in earnest"):
        hall.walks.start("fire", by="8001", drill="fire_drill")
    hall.walks.end(fire.walk.key, "over", by="8001")
    hall.walks.end(out.walk.key, "over", by="8001")
    drill = hall.walks.start("fire", by="8001", drill="fire_drill")
    assert hall.walks.start("fire", by="8001", drill="fire_drill").walk.key == drill.walk.key
    assert hall.walks.start("fire", by="8001").walk.key != drill.walk.key


def test_a_decision_without_an_answer_goes_nowhere(hall: Hall) -> None:
    state = hall.walks.start("armed_attack", by="8001")
    state = hall.do(state)
    assert state.step is not None
    assert state.step.kind == "decision"
    with pytest.raises(Refused, match="choose"):
        hall.do(state)
    with pytest.raises(Refused, match="choose"):
        hall.do(state, "s99")
    assert hall.walks.running()[0].walk.step == state.walk.step


def test_a_skip_says_why_and_back_opens_the_step_again(hall: Hall) -> None:
    state = hall.walks.start("power_outage", by="8001")
    first = state.walk.step
    with pytest.raises(Refused):
        hall.walks.skip(state.walk.key, first, 1, "  ", by="8001")
    state = hall.walks.skip(state.walk.key, first, 1, "no torch", by="8001", to="")
    assert state.walk.turns[0].how == "skipped"
    again = hall.walks.skip(state.walk.key, first, 1, "pressed twice", by="8001", to="")
    assert (again.walk.turns, len(again.walk.timeline)) == (state.walk.turns, len(state.walk.timeline))
    ahead = next(step.id for step in state.plan.steps if step.id not in {turn.step for turn in state.walk.turns})
    with pytest.raises(Refused):
        hall.walks.back(state.walk.key, ahead, by="8001")
    state = hall.walks.back(state.walk.key, first, by="8001")
    assert (state.walk.step, state.walk.turn) == (first, 2)


def test_a_plan_begun_just_after_its_incident_was_noted_belongs_to_it(hall: Hall) -> None:
    noted = hall.incidents.note("The lights went out", hazard="utilities", by="8001")
    hall.clock.advance(60)
    assert hall.walks.start("power_outage", by="8001").walk.incident == noted.key
    assert hall.walks.start("fire", by="8001").walk.incident == "INC-2026-0002"  # of another kind
    other = hall.incidents.note("Water under the door", hazard="utilities", by="8001")
    hall.incidents.end(other.key, by="8001")
    late = hall.incidents.note("Water again", hazard="utilities", by="8001")
    hall.clock.advance(660)
    assert hall.walks.start("water_gas_leak", by="8001").walk.incident not in (other.key, late.key)


def test_who_takes_the_command_is_the_lead_in_the_list_of_roles_too(hall: Hall) -> None:
    state = hall.walks.start("power_outage", by="8001")
    state = hall.walks.take_role(state.walk.key, "incident_lead", "8001", by="8001")
    state = hall.walks.hand_over(state.walk.key, "8002", briefing="all calm", by="8001")
    assert (state.walk.lead, state.walk.roles["incident_lead"]) == ("8002", "8002")


def test_a_report_made_is_told_to_the_incident(hall: Hall) -> None:
    state = hall.walks.start("power_outage", by="8001")
    owed = state.owed()[0]
    state = hall.walks.reported(state.walk.key, owed.place, words="no power since 10:38", by="8001")
    assert state.owed()[-1].made_at is not None
    incident = hall.incidents.incident(state.walk.incident)
    assert incident is not None
    assert [(report.stage, report.text) for report in incident.reports] == [("first", "no power since 10:38")]
    assert hall.walks.reported(state.walk.key, owed.place, by="8002").walk == state.walk


def test_an_incident_in_ten_seconds_and_everything_else_later(hall: Hall) -> None:
    noted = hall.incidents.note("an old man fell", where="queue", hurt="yes", by="8001",
                                picture=hall.opened.live.snapshot.picture)  # fmt: skip
    assert noted.key == "INC-2026-0001"
    assert '"counters"' in noted.floor
    assert hall.incidents.note("again").key == "INC-2026-0002"
    with pytest.raises(Refused, match="corrected"):
        hall.incidents.tell_more(noted.key, "hurt", "no", by="8001")
    mended = hall.incidents.tell_more(noted.key, "hurt", "no", why="he is well", by="8001")
    assert [said.value for said in mended.said["hurt"]] == ["yes", "no"]
    walk = hall.walks.start("customer_injury", incident=noted.key, by="8001")
    with pytest.raises(Refused, match="still running"):
        hall.incidents.end(noted.key, by="8001")
    hall.walks.end(walk.walk.key, "he went home", by="8001")
    assert hall.incidents.end(noted.key, by="8001").state == "ended"
    with pytest.raises(Refused):
        hall.incidents.review(noted.key, "performed")
    assert hall.incidents.review(noted.key, "performed", by="8002").state == "reviewed"
    assert [row.incident for row in hall.incidents.open_incidents()] == ["INC-2026-0002"]
    hall.again()
    today = hall.incidents.incidents(FRIDAY, FRIDAY)
    assert [(row.incident, row.state, row.hurt) for row in today] == [
        ("INC-2026-0002", "open", "unknown"), ("INC-2026-0001", "reviewed", "no"),
    ]  # fmt: skip


def test_the_number_of_an_incident_begins_anew_with_the_year_of_the_hall(hall: Hall) -> None:
    hall.incidents.note("first")
    hall.clock.advance(timedelta(days=60).total_seconds())
    assert hall.incidents.note("next year").key == "INC-2027-0001"


def test_with_the_disk_full_the_walkthrough_goes_on_and_is_whole_afterwards(hall: Hall, monkeypatch) -> None:
    from lobbyconsole.store.errors import DiskFull

    state = hall.walks.start("power_outage", by="8001")
    live, store = hall.opened.live, hall.opened.live._store
    real = store.append_all

    def full(*args: object) -> object:
        raise DiskFull(Path("hall.db"))

    monkeypatch.setattr(store, "append_all", full)
    dice, visits = random.Random(1), dict[str, int]()
    for _ in range(4):
        state = hall.do(state, choice(state, dice, visits))
    assert live.unsaved[0] >= 4
    assert [walk.walk for walk in hall.walks.running()] == [state.walk]
    monkeypatch.setattr(store, "append_all", real)
    hall.clock.advance(10)
    state = hall.do(state, choice(state, dice, visits))
    hall.again()
    assert [walk.walk for walk in hall.walks.running()] == [state.walk]
    assert hall.opened.store.verify().ok
