"""Drills: the same whatever the order of the facts; what is due; the quiet hour; the score."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lobbyconsole.domain import drill_facts as f
from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.drills import (
    SHIFTS,
    Drill,
    Part,
    Practised,
    Word,
    add_months,
    answer_id,
    coverage,
    fold_drill,
    injects_of,
    options,
    plans_due,
    quietest,
    roles_of,
    score,
    scored_lines,
    shift_of,
)
from lobbyconsole.domain.facts import Fact
from lobbyconsole.services.library.compiled import load_library

NINE = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
PLANS: dict[str, Plan] = dict(load_library().plans)
FIRE = PLANS["fire"]
TODAY = date(2026, 11, 22)


def told(kind: type[f.DrillFact], number: int, minutes: float, **more: Any) -> f.DrillFact:
    return kind(id=f"d{number}", at=NINE + timedelta(minutes=minutes), drill="D-1", by="8001", **more)


def story() -> list[f.DrillFact]:
    return [
        told(f.DrillPlanned, 1, -60, plan="fire", exercise="fire_d1", due_at=NINE),
        told(f.DrillMoved, 2, -50, due_at=NINE + timedelta(minutes=30), why="busy"),
        told(f.DrillBegun, 3, 0, plan="fire", version="v", exercise="fire_d1", walk="w", shift="morning"),
        told(f.DrillTookPart, 4, 1, role="caller", staff="1021"),
        told(f.DrillInjectMet, 5, 2, place=0, met=False),
        told(f.DrillInjectMet, 6, 3, place=0, met=True),
        told(f.DrillJudged, 7, 4, place=1, met=True),
        told(f.DrillFinished, 8, 20, words="done"),
        told(f.DrillJudged, 9, 25, place=0, met=True),
    ]


@given(st.permutations(story()), st.lists(st.sampled_from(story()), max_size=5))
def test_a_drill_is_the_same_in_whatever_order_and_however_often_it_is_told(
    facts: list[Fact], again: list[Fact]
) -> None:
    assert fold_drill([*facts, *again]) == fold_drill(story())


def test_the_last_word_on_an_inject_counts_and_a_criterion_may_be_judged_after_the_end() -> None:
    drill = fold_drill(story())
    assert drill is not None
    assert (drill.state, drill.moved, drill.due_at) == ("finished", 1, NINE + timedelta(minutes=30))
    assert drill.injects[0].met
    assert set(drill.criteria) == {0, 1}
    assert drill.flags == ()
    late = fold_drill([*story(), told(f.DrillInjectMet, 10, 30, place=1, met=True)])
    assert late is not None
    assert late.flags == ("told_late",)
    assert 1 not in late.injects


def test_injects_come_at_their_minutes_from_the_beginning_also_after_a_restart() -> None:
    drill = fold_drill(story()[:3])
    assert drill is not None
    shown = [inject.shown for inject in injects_of(FIRE, drill, NINE + timedelta(minutes=1, seconds=59))]
    assert shown == [True, True, False, False]
    assert [inject.at - NINE for inject in injects_of(FIRE, drill, NINE)] == [
        timedelta(minutes=inject.at_min) for inject in FIRE.drill.injects
    ]


@given(st.dictionaries(st.integers(0, 3), st.booleans()), st.dictionaries(st.integers(0, 2), st.booleans()))
def test_more_met_is_never_a_lower_score_and_all_passes(injects: dict[int, bool], criteria: dict[int, bool]) -> None:
    def of(injects: dict[int, bool], criteria: dict[int, bool]) -> tuple[float, bool]:
        facts = story()[:3]
        facts += [told(f.DrillInjectMet, 20 + at, 3, place=at, met=met) for at, met in injects.items()]
        facts += [told(f.DrillJudged, 40 + at, 3, place=at, met=met) for at, met in criteria.items()]
        drill = fold_drill(facts)
        assert drill is not None
        found = score(FIRE, drill, None)
        assert found.percent is not None
        return found.percent, found.passed

    percent, passed = of(injects, criteria)
    assert 0 <= percent <= 100
    assert passed is (percent == 100)
    for at in range(4):
        assert of({**injects, at: True}, criteria)[0] >= percent
    everything = of(dict.fromkeys(range(4), True), dict.fromkeys(range(3), True))
    assert everything == (100.0, True)


def test_at_the_table_only_the_injects_are_scored() -> None:
    drill = Drill("D-2", plan="fire", mode="table", begun_at=NINE, answers={0: "fire/0", 1: "fire/3"})
    found = score(FIRE, drill, None)
    assert (found.injects, found.steps, found.criteria) == (Part(1, 4), Part(), Part())


def test_every_inject_of_every_plan_has_three_different_answers_and_the_right_one_among_them() -> None:
    where = set()
    for plan in PLANS.values():
        for place in range(len(plan.drill.injects)):
            found = options(plan, PLANS.values(), "D-1", place)
            assert found == options(plan, reversed(PLANS.values()), "D-1", place)
            assert len({option.text.en for option in found}) == 3
            ids = [option.id for option in found]
            where.add(ids.index(answer_id(plan, place)))
    assert where == {0, 1, 2}  # the right one is not always in one place


@given(
    st.dictionaries(st.integers(0, 47), st.floats(0, 50)),
    st.lists(st.tuples(st.integers(0, 1300), st.integers(0, 140)), max_size=3),
    st.integers(5, 120),
)
def test_the_quietest_time_lies_in_opening_hours_and_none_is_quieter(
    arrivals: dict[int, float], opens: list[tuple[int, int]], minutes: int
) -> None:
    spans = [(start, min(1440, start + wide)) for start, wide in opens]
    found = quietest(arrivals, spans, minutes)
    possible = [
        begin for start, end in spans for begin in range(0, 1440, 30) if start <= begin and begin + minutes <= end
    ]
    if found is None:
        assert not possible
        return
    assert found[0] in possible

    def expected(begin: int) -> float:
        return sum(arrivals.get(minute // 30, 0) / 30 for minute in range(begin, begin + minutes))

    assert all(expected(found[0]) <= expected(begin) + 1e-3 for begin in possible)


def test_coverage_is_red_where_nobody_practised_or_too_long_ago() -> None:
    def held(day: datetime, shift: str = "morning") -> Practised:
        return Practised("fire", "caller", shift, day, "1021")

    practised = [
        held(NINE - timedelta(days=400)),
        held(NINE - timedelta(days=3)),
        held(NINE - timedelta(days=400), "closed"),
    ]
    expected = coverage([FIRE], practised, TODAY)
    assert expected["fire", "caller", "morning"].standing == "good"
    assert expected["fire", "caller", "closed"].standing == "overdue"
    assert expected["fire", "caller", "afternoon"].standing == "never"
    assert len(expected) == len(roles_of(FIRE)) * len(SHIFTS)
    random.Random(1).shuffle(practised)
    assert coverage([FIRE], practised, TODAY) == expected
    soon = coverage([FIRE], [held(NINE - timedelta(days=170))], TODAY)
    assert soon["fire", "caller", "morning"].standing == "soon"


def test_what_is_overdue_stands_before_what_was_never_held_and_that_before_the_rest() -> None:
    due = plans_due(PLANS.values(), {"fire": date(2026, 11, 1), "robbery": date(2024, 1, 1)}, {}, TODAY)
    assert due[0].plan == "robbery"
    assert due[-1].plan == "fire"
    assert {entry.standing for entry in due[1:-1]} == {"never"}
    assert due[-1].due_on == date(2027, 5, 1)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_months_later_is_in_that_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_the_shift_is_told_by_opening_hours_and_midday() -> None:
    day = datetime(2026, 11, 20, tzinfo=UTC)
    spans = [(day + timedelta(hours=9), day + timedelta(hours=17))]
    times = [8.9, 9, 12.4, 12.5, 16.9, 17]
    found = [shift_of(day + timedelta(hours=hour), spans) for hour in times]
    assert found == ["closed", "morning", "morning", "afternoon", "afternoon", "closed"]


@given(
    st.sampled_from(sorted(PLANS)),
    st.dictionaries(st.integers(0, 3), st.booleans()),
    st.dictionaries(st.integers(0, 2), st.booleans()),
    st.sampled_from(("walk", "table")),
)
def test_the_lines_of_a_score_add_up_to_it(
    name: str, injects: dict[int, bool], criteria: dict[int, bool], mode: str
) -> None:
    plan = PLANS[name]
    drill = Drill("D-1", plan=name, mode=mode, begun_at=NINE)
    drill = replace(
        drill,
        injects={place: Word(met, NINE) for place, met in injects.items()},
        criteria={place: Word(met, NINE) for place, met in criteria.items()},
    )
    lines, whole = scored_lines(plan, drill, None), score(plan, drill, None)
    for kind, part in (("inject", whole.injects), ("step", whole.steps), ("criterion", whole.criteria)):
        own = [line.met for line in lines if line.kind == kind]
        assert (sum(met is True for met in own), len(own)) == (part.met, part.of)


def test_a_drill_keeps_the_floor_it_was_planned_on() -> None:
    at = NINE - timedelta(days=40)
    planned = told(f.DrillPlanned, 1, -60, plan="fire", exercise="fire_d1", due_at=NINE, floor_at=at)
    found = fold_drill([planned, told(f.DrillMoved, 2, -50, due_at=NINE, why="busy")])
    assert found is not None
    assert found.floor_at == at
