"""A drill beside the real thing: a real emergency in the middle of it, kills, restarts, clocks that are set back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.sample import sample_branch
from lobbyconsole.domain.words import Refused
from lobbyconsole.store.errors import StorageError
from tests.fakes import FixedClock
from tests.services.meeting_hall import MeetingHall, instant, open_meeting_hall, workweek
from tests.services.test_drills import walk_through

BANK = workweek(sample_branch("bank"))
FRIDAY = date(2026, 11, 20)


class Halls:
    """A hall that is opened again and again, as after a kill."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.clock = FixedClock(instant(BANK, FRIDAY, "10:38"))
        self.now = open_meeting_hall(folder, BANK, self.clock)

    def again(self) -> MeetingHall:
        self.now.close()
        self.now = open_meeting_hall(self._folder, BANK, self.clock)
        return self.now


@pytest.fixture
def halls(tmp_path: Path) -> Iterator[Halls]:
    made = Halls(tmp_path)
    yield made
    made.now.close()


class Killed(BaseException):
    pass


def killed(_by: str) -> None:
    raise Killed


def test_killed_right_after_the_real_plan_began_its_drill_is_over_all_the_same(halls: Halls) -> None:
    work = halls.now.work
    drill = work.drills.begin_now("fire", by="8001").drill
    work.walkthroughs.in_earnest.insert(0, killed)
    with pytest.raises(Killed):
        work.walkthroughs.start("fire", by="8002")
    work = halls.again().work
    (real,) = work.walkthroughs.running()  # one thing to do, and that is no exercise
    assert (real.walk.plan, real.walk.drill) == ("fire", "")
    after = work.drills.drill(drill.key)
    assert after is not None
    assert (after.state, after.begun_at is not None) == ("called_off", True)
    incident = work.incidents.incident(drill.key)
    assert incident is not None
    assert incident.ended_at is not None
    assert {key: cell for key, cell in work.drills.coverage(halls.clock()).items() if cell.last} == {}


def test_a_drill_pressed_at_the_same_instant_as_the_real_plan_does_not_begin(halls: Halls) -> None:
    """Between the look whether anything real is walked and the drill's own beginning the real plan began."""
    work = halls.now.work
    planned = work.drills.plan_drill("fire", halls.clock(), by="8001")
    work.walkthroughs.start("robbery", by="8002")
    with pytest.raises(Refused, match="in earnest"):
        work.walkthroughs.start("fire", by="8001", drill=planned.key)
    assert [state.walk.plan for state in work.walkthroughs.running()] == ["robbery"]


def test_a_drill_refused_for_a_real_emergency_leaves_none_in_the_calendar(halls: Halls) -> None:
    work = halls.now.work
    work.walkthroughs.start("robbery", by="8002")
    with pytest.raises(Refused, match="in earnest"):
        work.drills.begin_now("fire", mode="table", by="8001")
    assert work.drills.drills() == []


def test_across_midnight_and_restarts_a_drill_is_one_and_counts_for_the_day_it_began(halls: Halls) -> None:
    halls.clock.set(instant(BANK, FRIDAY, "23:50"))
    work = halls.again().work
    drill = work.drills.begin_now("fire", by="8001").drill
    halls.clock.advance(20 * 60)
    work = halls.again().work
    walk_through(work.walkthroughs, halls.clock, drill.walk)
    done = work.drills.finish(drill.key, by="8001").drill
    assert done.state == "finished"
    cells = [cell for cell in work.drills.coverage(halls.clock()).values() if cell.last]
    assert {cell.last.at.date() for cell in cells if cell.last} == {FRIDAY}
    assert {key[2] for key, cell in work.drills.coverage(halls.clock()).items() if cell.last} == {"closed"}


@pytest.mark.parametrize("back", [timedelta(minutes=30), timedelta(hours=3), timedelta(days=400)])
def test_with_a_clock_that_was_set_back_it_goes_on_and_can_be_finished(halls: Halls, back: timedelta) -> None:
    """A power cut, and the computer wakes up with the wrong time: no press may be without effect."""
    work = halls.now.work
    drill = work.drills.begin_now("fire", by="8001").drill
    real = work.walkthroughs.walk(drill.walk)
    assert real is not None
    halls.clock.set(halls.clock() - back)
    work = halls.again().work
    (state,) = work.walkthroughs.running()
    assert state.walk.step == real.walk.step
    left = state.left_s(halls.clock())
    assert left is None or left <= ((state.step.target_s or state.step.timer_s or 0) if state.step else 0)
    walk_through(work.walkthroughs, halls.clock, drill.walk)
    work.drills.inject_met(drill.key, 0, True, by="8001")
    done = work.drills.finish(drill.key, by="8001").drill
    assert (done.state, done.injects[0].met) == ("finished", True)
    assert done.flags == ()
    ended = work.walkthroughs.walk(drill.walk)
    assert ended is not None
    assert ended.walk.flags == ()
    incident = work.incidents.incident(drill.key)
    assert incident is not None
    assert incident.ended_at is not None


def test_numbers_given_while_the_disk_was_full_are_given_once(halls: Halls, monkeypatch: pytest.MonkeyPatch) -> None:
    work, store = halls.now.work, halls.now.store

    def full(*_: object) -> None:
        raise StorageError(Path("/"))

    first = work.drills.plan_drill("fire", halls.clock(), by="8001").key
    with monkeypatch.context() as patched:
        patched.setattr(store, "append_all", full)
        unsaved = [work.drills.plan_drill("fire", halls.clock(), by="8001").key for _ in range(3)]
        noted = work.incidents.note("lift stands", by="8001").key
    again = halls.again()  # killed before the disk took them: they wait in the side file
    again.live.record(list[Fact]()).result(10)
    more = [again.work.drills.plan_drill("fire", halls.clock(), by="8001").key for _ in range(2)]
    keys = [first, *unsaved, *more]
    assert len(set(keys)) == len(keys)
    assert {drill.key for drill in again.work.drills.drills()} == set(keys)
    assert again.work.incidents.note("glass broken", by="8001").key != noted


def test_a_drill_on_a_past_day_with_a_clock_set_back_shows_its_first_picture(halls: Halls) -> None:
    work = halls.now.work
    at = instant(BANK, FRIDAY - timedelta(days=2), "10:00")
    drill = work.drills.begin_now("fire", floor_at=at, by="8001").drill
    picture = work.drills.floor(drill, halls.clock() - timedelta(hours=30))
    assert picture is not None
    assert picture.at == at
