"""The risk map and its gaps, counted by hand and over random histories."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lobbyconsole.domain.content.lists import Risk
from lobbyconsole.domain.risks import Gap, Happened, Rating, gaps, incidents_of, matrix, suggested_likelihood
from lobbyconsole.services.library.compiled import load_library

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
LIBRARY = load_library()
assert LIBRARY.risks is not None
RISKS = {risk.id: risk for risk in LIBRARY.risks.items}


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def risk(name: str, likelihood: int, impact: int, *plans: str) -> Risk:
    example = next(iter(RISKS.values()))
    return replace(example, id=name, likelihood=likelihood, impact=impact, plans=plans)  # type: ignore[arg-type]


def found(*risks: Risk, practised: dict[str, datetime] | None = None, happened: tuple[Happened, ...] = ()) -> list[Gap]:
    return gaps(risks, {}, LIBRARY.plans, practised or {}, happened, NOW)


def test_the_bands_are_those_of_the_register() -> None:
    assert [Rating("r", *pair).band for pair in ((5, 3), (3, 5), (4, 4), (2, 4), (2, 7 // 2), (1, 5))] == [
        "red", "red", "red", "yellow", "green", "green",
    ]  # fmt: skip


def test_the_map_has_every_risk_once() -> None:
    ratings = [Rating(item.id, item.likelihood, item.impact) for item in RISKS.values()]
    assert sorted(name for names in matrix(ratings).values() for name in names) == sorted(RISKS)


def test_a_high_risk_without_a_plan_or_without_practice_is_a_gap_and_a_low_one_is_not() -> None:
    assert found(risk("a", 4, 4)) == [Gap("no_plan", "a")]
    assert found(risk("a", 4, 4, "no_such_plan")) == [Gap("no_plan", "a")]
    assert found(risk("a", 1, 4)) == []
    assert found(risk("a", 2, 4, "fire")) == [Gap("no_drill", "a", "fire")]
    assert found(risk("a", 2, 4, "fire"), practised={"fire": ago(181)}) == [Gap("no_drill", "a", "fire", ago(181))]
    assert found(risk("a", 2, 4, "fire"), practised={"fire": ago(179)}) == []


def test_a_plan_of_two_risks_is_missed_once_and_under_the_higher_one() -> None:
    assert found(risk("low", 2, 4, "fire"), risk("high", 5, 5, "fire"))[0].subject == "fire"
    assert len(found(risk("low", 2, 4, "fire"), risk("high", 5, 5, "fire"))) == 1


def test_own_incidents_question_a_likelihood_that_is_too_low() -> None:
    events = tuple(
        Happened(f"i{at}", "power", ("power_outage",), ago(30 * at + 1), ago(30 * at), True) for at in range(4)
    )
    practised = {"power_outage": ago(1)}
    assert found(risk("p", 2, 4, "power_outage"), practised=practised, happened=events) == [
        Gap("likelihood", "p", count=4)
    ]
    assert found(risk("p", 4, 4, "power_outage"), practised=practised, happened=events) == []
    old = tuple(replace_at(event, ago(400)) for event in events)
    assert found(risk("p", 2, 4, "power_outage"), practised=practised, happened=old) == []


def replace_at(event: Happened, at: datetime) -> Happened:
    return Happened(event.incident, event.hazard, event.plans, at, at, True)


def test_an_incident_without_a_review_is_a_gap_after_a_week() -> None:
    event = Happened("INC-2026-0001", "fire", ("fire",), ago(9), ago(8))
    assert found(happened=(event,)) == [Gap("no_review", subject="INC-2026-0001", since=ago(8))]
    assert found(happened=(Happened("i", "fire", ("fire",), ago(6), ago(5)),)) == []
    assert found(happened=(Happened("i", "fire", ("fire",), ago(60)),)) == []  # still open: not this list's business


@given(st.integers(0, 400))
def test_more_incidents_never_speak_for_less(count: int) -> None:
    assert 0 <= suggested_likelihood(count) <= suggested_likelihood(count + 1) <= 5


def test_incidents_of_the_future_do_not_count() -> None:
    event = Happened("i", "fire", ("fire",), NOW + timedelta(days=1))
    assert incidents_of(risk("f", 1, 5, "fire"), [event], NOW) == []
