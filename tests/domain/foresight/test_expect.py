"""Expected waits: right in halls that can be worked out by hand, honest ranges, calm figures, odd halls."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from lobbyconsole.domain.branch import CallingRule
from lobbyconsole.domain.entities import COUNTER_OPEN, COUNTER_PAUSED, HELD, SERVING, WAITING, Counter, Leg, Ticket
from lobbyconsole.domain.foresight.expect import Track, expect, shown_minutes
from lobbyconsole.domain.foresight.model import HallModel, ServiceModel, assumed, cold
from lobbyconsole.domain.foresight.rules import NEVER_S
from lobbyconsole.domain.foresight.scene import Busy, Place, Scene, Waiting, scene_of
from tests.domain.strategies import HALL, NINE, hall

STEADY = HallModel(
    {"a": ServiceModel(300.0, (300.0,) * 8), "b": ServiceModel(600.0, (600.0,) * 8)}, no_show=(0.0,) * 8, gap_s=0.0,
    days=30,
)  # fmt: skip
RULE = CallingRule()


def scene(
    waiting: tuple[Waiting, ...], places: tuple[Place, ...] = (Place("1", ("a", "b")),), busy: tuple[Busy, ...] = ()
) -> Scene:
    return Scene(RULE, ("a", "b"), places, waiting, busy)


def test_a_steady_hall_is_worked_out_exactly() -> None:
    waiting = (Waiting("x", "a", 100, 100), Waiting("y", "b", 50, 50), Waiting("z", "a", 20, 700))
    found = expect(scene(waiting, busy=(Busy("1", "a", 120.0),)), STEADY)
    # 180 s are left; z goes before y because the counter prefers a by three minutes.
    assert {key: wait.p50_s for key, wait in found.tickets.items()} == {"x": 180, "z": 480, "y": 780}
    assert found.newcomers["a"].p50_s == 780  # before y, who is short of the three minutes
    assert found.newcomers["b"].p50_s == 1380
    z = found.tickets["z"]
    assert (z.late, z.late_in_s, z.recovery, z.recovery_in_s) == (1.0, 0.0, 0.0, 500.0)
    y = found.tickets["y"]
    assert (y.late, y.late_in_s) == (1.0, 550.0)
    assert found.breaches() == [("y", 550.0)]
    assert expect(scene(waiting), STEADY) == expect(scene(waiting), STEADY)


def test_ranges_hold_the_share_they_promise() -> None:
    model = HallModel({"a": assumed(300.0)}, no_show=(0.0,) * 8, gap_s=0.0, days=30)
    waiting = tuple(Waiting(f"t{i}", "a", 600.0 - i) for i in range(10))
    found = expect(Scene(RULE, ("a",), (Place("1", ("a",)), Place("2", ("a",))), waiting), model, rows=400)
    again = expect(Scene(RULE, ("a",), (Place("1", ("a",)), Place("2", ("a",))), waiting), model, rows=400, seed=9)
    for key in ("t3", "t9"):
        wait, other = found.tickets[key], again.tickets[key]
        assert wait.p10_s is not None
        assert wait.p90_s is not None
        assert wait.p10_s < wait.p50_s < wait.p90_s
        assert wait.p50_s == pytest.approx(other.p50_s, rel=0.15)


def test_a_young_hall_shows_no_range() -> None:
    model = HallModel(STEADY.services, days=4)
    found = expect(scene((Waiting("x", "a", 0),)), model)
    assert found.learning
    assert found.tickets["x"].p10_s is None
    assert found.tickets["x"].p90_s is None


def test_nobody_and_nothing() -> None:
    assert expect(scene(()), STEADY).newcomers["a"].p50_s == 0
    assert expect(Scene(RULE, (), ()), STEADY).newcomers == {}
    closed = expect(scene((Waiting("x", "a", 60),), (Place("1", ("a",), ()),)), STEADY)
    assert not closed.tickets
    assert not closed.newcomers
    assert "b" not in expect(scene((), (Place("1", ("a",)),)), STEADY).newcomers


def test_a_queue_left_overnight_and_a_return_from_lunch() -> None:
    waiting = tuple(Waiting(f"t{i}", "a", 16 * 3600.0 - i, 16 * 3600.0 - i) for i in range(3))
    found = expect(scene(waiting, (Place("1", ("a", "b"), ((900.0, NEVER_S),)),)), STEADY)
    assert [found.tickets[f"t{i}"].p50_s for i in range(3)] == [900, 1200, 1500]
    assert found.tickets["t0"].recovery == 1.0


def test_the_track_learns_to_hold() -> None:
    rng = np.random.default_rng(3)
    track = Track()
    inside = []
    for at in range(30_000):
        low, high = track.moved(200.0, 300.0, 400.0)  # much too narrow
        waited = float(rng.lognormal(np.log(300), 0.8))
        track = track.told([(low, high, waited)])
        if at > 10_000:
            inside.append((waited > low, waited <= high))
    assert np.mean(inside, axis=0) == pytest.approx([0.9, 0.9], abs=0.02)
    assert track.seen == 30_000


def test_the_figure_on_screen_is_calm() -> None:
    assert shown_minutes(0.0) == 0
    assert shown_minutes(1.0) == 1
    assert shown_minutes(660.0) == 11
    assert shown_minutes(660.0, before=20) == 18
    assert shown_minutes(660.0, before=5) == 7
    assert shown_minutes(660.0, before=20, plan_changed=True) == 11


def test_more_bookings_than_lines_are_rounded_together() -> None:
    waiting = tuple(Waiting(f"t{i}", "a", -60.0 * i, 0.0, 600.0 + 60.0 * i) for i in range(200))
    found = expect(scene(waiting), STEADY, rows=20)
    assert len(found.tickets) == 200
    assert found.tickets["t0"].p50_s == 0


def test_the_scene_of_a_lobby() -> None:
    def at(seconds: float) -> Leg:
        since = NINE - timedelta(seconds=seconds)
        return Leg("cash", since, since)

    called = NINE - timedelta(seconds=90)
    tickets = [
        Ticket(key="n", state=WAITING, legs=(at(300),)),
        Ticket(key="old", state=WAITING, priority="elderly", legs=(at(60),)),
        Ticket(key="held", state=HELD, legs=(at(900),)),
        Ticket(key="sent", state=WAITING, legs=(Leg("firms", called, called, to_counter="3"),)),
        Ticket(key="night", state=WAITING, legs=(at(3 * 86_400),)),
        Ticket(
            key="booked", state=WAITING, legs=(at(60),), appointment_at=NINE + timedelta(minutes=30)
        ),
        Ticket(key="odd", state=WAITING, legs=(Leg("nowhere", None, None),)),
        Ticket(key="s", state=SERVING, legs=(Leg("cards", called, called, called, called, 1, "2", "", called),)),
    ]  # fmt: skip
    counters = {
        "1": Counter(id="1", state=COUNTER_OPEN),
        "2": Counter(id="2", state=COUNTER_OPEN),
        "3": Counter(id="3", state=COUNTER_PAUSED, returns_at=NINE + timedelta(minutes=10)),
        "9": Counter(id="9", state="closed"),
    }
    found = scene_of(hall(), tickets, counters, NINE)
    waiting = {one.key: one for one in found.waiting}
    assert set(waiting) == {"n", "old", "sent", "night", "booked", "odd"}
    assert (waiting["old"].head_s, waiting["old"].waited_s) == (600, 60)
    assert (waiting["booked"].waited_s, waiting["booked"].head_s) == (-25 * 60, (10 + 1 + 25) * 60)
    assert waiting["sent"].own == "3"
    assert waiting["night"].waited_s == 86_400
    assert found.services == ("cash", "cards", "firms", "nowhere")
    assert [place.id for place in found.places] == ["1", "2", "3", "9"]
    assert found.places[2].spans == ((600.0, NEVER_S),)
    assert found.places[3].spans == ()
    assert found.busy == (Busy("2", "cards", 90.0),)
    expected = expect(found, cold(HALL))
    assert set(expected.tickets) == {"n", "old", "sent", "night", "booked"}  # nobody takes "nowhere"
    assert expected.tickets["sent"].p50_s >= 600
    assert expected.tickets["booked"].p50_s >= 1500
    elsewhere = scene_of(hall(), tickets, counters, NINE, {"3": ((0.0, NEVER_S),)})
    assert expect(elsewhere, cold(HALL)).tickets["sent"].p50_s == 0
