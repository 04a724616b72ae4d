"""What if: spans as they are changed, both arms on the same people, and differences that make sense."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobbyconsole.domain.branch import CallingRule
from lobbyconsole.domain.foresight.model import HallModel, assumed
from lobbyconsole.domain.foresight.rules import NEVER_S
from lobbyconsole.domain.foresight.scene import Busy, Place, Scene, Waiting
from lobbyconsole.domain.foresight.whatif import Arm, Setting, ask, closed, compare, moved, opened, prepare

MODEL = HallModel({"a": assumed(240.0), "b": assumed(480.0)}, no_show=(0.02,) * 8, days=30)
ALWAYS = ((0.0, NEVER_S),)
HALL = Scene(
    CallingRule(), ("a", "b"),
    (Place("1", ("a",), ALWAYS), Place("2", ("a", "b"), ((0.0, 7200.0), (9000.0, NEVER_S))), Place("3", ("b",), ())),
    (Waiting("x", "a", 300, 300), Waiting("y", "b", 200, 200)), (Busy("1", "a", 60.0),),
)  # fmt: skip
ARRIVALS = {"a": [9.0] * 6, "b": [2.0] * 6}


@pytest.fixture(scope="module")
def setting() -> Setting:
    return prepare(HALL, MODEL, ARRIVALS, rows=100)


times = st.integers(0, 100)
many_spans = st.lists(st.tuples(times, times).map(lambda ab: (float(min(ab)), float(max(ab)))), max_size=4)


@given(many_spans, times, times)
def test_spans_are_sets_of_moments(some: list[tuple[float, float]], a: int, b: int) -> None:
    def inside(spans: object) -> set[int]:
        return {t for t in range(101) for x, y in spans if x <= t < y}  # type: ignore[attr-defined]

    spans: tuple[tuple[float, float], ...] = ()
    for one in some:
        spans = opened(spans, *one)
    assert inside(spans) == inside(some)
    assert inside(opened(spans, a, b)) == inside(spans) | inside([(a, b)])
    assert inside(closed(spans, a, b)) == inside(spans) - inside([(a, b)])
    assert list(closed(spans, a, b)) == sorted(closed(spans, a, b))


def test_a_lunch_is_moved() -> None:
    assert moved(((0, 10), (20, 30)), 10, 20, 15) == ((0, 15), (25, 30))


def test_changing_nothing_changes_nothing(setting: Setting) -> None:
    same = ask(setting, Arm())
    assert same.plan == same.arm
    assert (same.mean_s.mean, same.mean_s.low, same.over_target.p90) == (0, 0, 0)
    assert ask(setting, Arm(diverted={"a": 0.0}, handling={"b": 1.0})).mean_s.mean == 0


def test_help_helps_and_harm_harms(setting: Setting) -> None:
    helps = [
        Arm(spans={"3": ALWAYS}), Arm(handling={"a": 0.8}), Arm(diverted={"a": 0.3}),
        Arm(spans={"2": ALWAYS}),
    ]  # fmt: skip
    for arm in helps:
        better = ask(setting, arm)
        assert better.mean_s.high < 0, arm
        assert better.over_target.mean < 0, arm
        assert better.arm.mean_s - better.plan.mean_s == pytest.approx(better.mean_s.mean)
    assert ask(setting, Arm(skills={"1": ("b",)})).longest_s.mean < 0
    worse = ask(setting, Arm(spans={"2": closed(HALL.places[1].spans, 1800, 3600)}))
    assert worse.mean_s.low > 0
    assert worse.arm.slot_p90_s[1] > worse.plan.slot_p90_s[1]


def test_both_at_once_are_what_they_are_one_after_the_other(setting: Setting) -> None:
    for arm in (
        Arm(spans={"3": ALWAYS}),
        Arm(skills={"1": ("b",)}),
        Arm(handling={"a": 0.8}),
        Arm(diverted={"a": 0.3}),
    ):
        together, answer = compare(HALL, MODEL, ARRIVALS, arm, rows=100)
        assert answer == ask(setting, arm)
        assert ask(together, Arm()) == ask(setting, Arm())
    sent = msgspec.structs.replace(HALL, waiting=(*HALL.waiting, Waiting("z", "a", 10, 10, own="1")))
    arm = Arm(spans={"3": ALWAYS})
    assert compare(sent, MODEL, ARRIVALS, arm, rows=20)[1] == ask(prepare(sent, MODEL, ARRIVALS, rows=20), arm)


def test_who_is_diverted_is_not_there(setting: Setting) -> None:
    answer = ask(setting, Arm(diverted={"a": 1.0}))
    assert answer.plan.people == pytest.approx(6 * 11 + 2, abs=4)
    assert answer.arm.people == pytest.approx(6 * 2 + 2, abs=2)  # x and y stand there already
    fewer = prepare(HALL, MODEL, {"b": ARRIVALS["b"]}, rows=100)
    assert answer.arm.mean_s == pytest.approx(ask(fewer, Arm()).plan.mean_s, rel=0.25)


def test_a_pair_on_the_same_draws_is_sharper_than_two_drawn_apart(setting: Setting) -> None:
    arm = Arm(handling={"b": 0.9})
    pair = ask(setting, arm).mean_s
    others = [ask(prepare(HALL, MODEL, ARRIVALS, rows=100, seed=seed), arm) for seed in range(2, 10)]
    apart = [one.arm.mean_s - setting.plan.mean.mean() for one in others]
    assert (pair.high - pair.low) / 2 < float(np.std(apart, ddof=1))


def test_what_is_not_there_is_refused(setting: Setting) -> None:
    for arm in (Arm(spans={"8": ALWAYS}), Arm(diverted={"c": 0.5}), Arm(handling={"c": 0.5})):
        with pytest.raises(KeyError):
            ask(setting, arm)
    with pytest.raises(ValueError, match="nothing to ask"):
        prepare(msgspec.structs.replace(HALL, waiting=()), MODEL, {})


def test_a_day_with_no_counter_leaves_everybody_standing() -> None:
    shut = msgspec.structs.replace(
        HALL, places=tuple(msgspec.structs.replace(place, spans=()) for place in HALL.places)
    )
    answer = ask(prepare(shut, MODEL, ARRIVALS, rows=20), Arm(spans={"2": ALWAYS}))
    assert answer.plan.over_target == answer.plan.people
    assert answer.over_target.mean < 0
