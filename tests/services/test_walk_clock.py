"""A computer's clock that was set back, in a running program and over a restart: a plan's times go on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from lobbyconsole.config import Settings
from lobbyconsole.services.walkthroughs import CLOCK_WAS_SET_BACK, OpenWalk, Walkthroughs
from lobbyconsole.services.work import Work
from tests.services.conftest import SmallHall, hall, open_hall  # noqa: F401 - fixtures

Opening = Callable[[], SmallHall]


def walks_of(place: SmallHall) -> Walkthroughs:
    return Work(place.store, place.live, lambda: Settings(branch=place.branch)).walkthroughs


def only(walks: Walkthroughs) -> OpenWalk:
    (state,) = walks.running()
    return state


def left(place: SmallHall, state: OpenWalk) -> float:
    found = state.left_s(place.live.clock.now())
    assert found is not None
    return found


@pytest.mark.parametrize("back", [timedelta(minutes=40), timedelta(hours=9), timedelta(days=6000)])
def test_over_a_restart_its_clocks_go_on_from_the_last_entry(open_hall: Opening, back: timedelta) -> None:  # noqa: F811
    place = open_hall()
    state = walks_of(place).start("power_outage", by="8001")
    allowed = left(place, state)
    place.time.advance(20)
    walks_of(place).note(state.walk.key, "dark", by="8001")
    place.time.advance(5)
    place.time.set(place.time() - back)  # its battery is empty
    place = open_hall()
    walks = walks_of(place)
    assert left(place, only(walks)) == pytest.approx(allowed - 20, abs=0.1)
    place.time.advance(30)
    state = only(walks)
    assert left(place, state) == pytest.approx(allowed - 50, abs=0.1)
    assert state.stood_s(place.live.clock.now()) == pytest.approx(50, abs=0.1)
    assert state.gone_s(place.live.clock.now()) == pytest.approx(50, abs=0.1)
    report = state.owed()[0]
    assert report.left_s(place.live.clock.now()) == pytest.approx(
        60 * state.plan.reporting[report.place].within_min - 50, abs=0.1
    )
    state = walks.done(state.walk.key, state.walk.step, state.walk.turn, by="8001")
    assert state.walk.turns[0].spent_s == pytest.approx(50, abs=0.1)
    assert state.stood_s(place.live.clock.now()) == pytest.approx(0, abs=0.1)
    place.time.advance(7)
    assert only(walks).stood_s(place.live.clock.now()) == pytest.approx(7, abs=0.1)
    assert [line.words for line in state.walk.timeline].count(CLOCK_WAS_SET_BACK) == 1
    place = open_hall()  # once more, with the clock as wrong as before
    walks = walks_of(place)
    assert only(walks).stood_s(place.live.clock.now()) == pytest.approx(0, abs=0.1)
    place.time.advance(60)
    state = only(walks)
    assert state.stood_s(place.live.clock.now()) == pytest.approx(60, abs=0.1)
    state = walks.note(state.walk.key, "still dark", by="8001")
    assert [line.words for line in state.walk.timeline].count(CLOCK_WAS_SET_BACK) == 1


def test_a_clock_that_is_right_again_at_the_next_start_is_simply_used(open_hall: Opening) -> None:  # noqa: F811
    place = open_hall()
    begun = place.time()
    state = walks_of(place).start("power_outage", by="8001")
    place.time.set(begun - timedelta(hours=9))
    place = open_hall()
    place.time.advance(60)
    walks_of(place).note(state.walk.key, "dark", by="8001")
    place.time.set(begun + timedelta(minutes=10))
    place = open_hall()
    state = only(walks_of(place))
    assert state.ahead == timedelta(0)
    assert state.stood_s(place.live.clock.now()) == pytest.approx(600, abs=1)


@pytest.mark.parametrize("by", [timedelta(hours=-9), timedelta(hours=9), timedelta(minutes=-3)])
def test_while_the_program_runs_no_change_of_the_clock_is_felt(hall: SmallHall, by: timedelta) -> None:  # noqa: F811
    walks = walks_of(hall)
    state = walks.start("power_outage", by="8001")
    allowed = left(hall, state)
    hall.time.advance(10)
    hall.time.set(hall.time() + by)
    hall.live._watch_clock()  # nobody waits: without a plan the hall would take the clock over now
    assert abs(hall.live.clock.drift_s()) > 60
    walks.note(state.walk.key, "dark", by="8001")
    hall.time.advance(10)
    assert left(hall, only(walks)) == pytest.approx(allowed - 20, abs=0.1)
    walks.end(state.walk.key, "false alarm", by="8001")
    hall.live._watch_clock()
    assert abs(hall.live.clock.drift_s()) < 1


def test_a_second_plan_begun_by_the_wrong_clock_has_its_own_time(open_hall: Opening) -> None:  # noqa: F811
    place = open_hall()
    walks_of(place).start("power_outage", by="8001")
    place.time.set(place.time() - timedelta(hours=9))
    place = open_hall()
    walks = walks_of(place)
    second = walks.start("fire", by="8001")
    place.time.advance(15)
    for state in walks.running():
        assert state.stood_s(place.live.clock.now()) == pytest.approx(15, abs=0.1), state.walk.plan
    assert second.ahead == timedelta(0)
