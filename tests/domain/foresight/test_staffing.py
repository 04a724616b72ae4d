"""The plan found: meets its goal on days it never saw, is no dearer than Erlang C, and keeps to what is possible."""

from __future__ import annotations

import numpy as np
import pytest

from lobbyconsole.domain.branch import CallingRule
from lobbyconsole.domain.foresight.model import HallModel, assumed
from lobbyconsole.domain.foresight.scene import Place, Scene
from lobbyconsole.domain.foresight.staffing import Goal, Suggestion, erlang_c, erlang_counters, suggest

MODEL = HallModel({"a": assumed(360.0), "b": assumed(600.0)}, no_show=(0.0,) * 8, gap_s=0.0, days=30)
DAY = {"a": [8.0, 14.0, 20.0, 14.0, 8.0, 6.0]}


def hall(*takes: tuple[str, ...]) -> Scene:
    return Scene(CallingRule(), ("a", "b"), tuple(Place(str(j), services) for j, services in enumerate(takes)))


def found(scene: Scene, arrivals: dict[str, list[float]], **wishes: object) -> Suggestion:
    return suggest(scene, MODEL, arrivals, rows=80, check_rows=160, most_plays=40, **wishes)  # type: ignore[arg-type]


def test_erlang_c() -> None:
    assert erlang_c(0.5, 1) == pytest.approx(0.5)
    assert erlang_c(5.1, 6) == pytest.approx(0.624, abs=0.005)  # M/M/6 at 0.85
    assert erlang_c(3.0, 3) == 1.0
    assert erlang_counters([0.0, 30.0], 360.0, Goal())[1] == 8
    assert erlang_counters([0.0], 360.0, Goal()) == (1,)


def test_a_plan_is_no_dearer_than_erlang_c_and_keeps_the_promise() -> None:
    plan = found(hall(*[("a",)] * 7), DAY, stint=1)
    assert plan.met
    assert plan.counter_hours <= plan.erlang_hours
    assert min(plan.share) >= 0.85  # on 160 days it never saw
    assert plan.counter_hours == sum(plan.open) / 2
    assert plan == found(hall(*[("a",)] * 7), DAY, stint=1)


def test_stints_skills_and_absent_staff_are_kept_to() -> None:
    possible = np.ones((6, 6), bool)
    possible[0, 3] = False
    possible[5] = False
    scene = hall(("a",), ("a",), ("a", "b"), ("b", "a"), ("a",), ("a", "b"))
    plan = found(scene, {**DAY, "b": [2.0] * 6}, possible=possible, stint=2)
    assert plan.spans["5"] == ()
    for begin, end in plan.spans["0"]:
        assert end <= 3 * 1800 or begin >= 4 * 1800
    for spans in plan.spans.values():
        assert all(end - begin >= 3600 for begin, end in spans)
    assert any(plan.spans[j] for j in "23")  # somebody takes b


def test_what_cannot_be_is_said() -> None:
    plan = found(hall(("a",)), DAY)
    assert plan.open == (1,) * 6
    assert not plan.met
    assert plan.risk == 1.0


def test_a_day_with_no_customers_needs_nobody() -> None:
    plan = found(hall(("a",)), {"a": [0.0] * 4})
    assert (plan.open, plan.counter_hours, plan.met) == ((0, 0, 0, 0), 0.0, True)
    assert found(hall(("a",)), {}).open == ()
