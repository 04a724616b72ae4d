"""The risk map and its gaps, counted by hand and over random histories."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lobbyconsole.domain import risk_facts as f
from lobbyconsole.domain.content.lists import Risk
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.risks import (
    Gap,
    Happened,
    Rating,
    fold_risk,
    gaps,
    incidents_of,
    kinds_of,
    look_again,
    matrix,
    questioned,
    rating_of,
    suggested_likelihood,
)
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
        Gap("likelihood", "p", count=4, rated=2, speaks=4)
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


def test_an_incident_counts_for_the_risk_of_its_own_kind() -> None:
    """Everybody out: that was no earthquake. A plan that follows in several risks speaks for the one of its kind."""
    kinds = kinds_of(LIBRARY.plans, RISKS.values())

    def counted(hazard: str, *plans: str) -> list[str]:
        event = Happened("i", hazard, plans, ago(1))
        return sorted(name for name, item in RISKS.items() if incidents_of(item, [event], NOW, kinds))

    assert counted("fire_safety", "evacuation") == ["r_fire"]
    assert counted("utilities", "water_gas_leak", "evacuation") == ["r_water_gas"]
    assert counted("natural_disaster", "earthquake", "evacuation") == ["r_quake"]
    assert counted("customer_conduct", "violent_customer") == ["r_violence"]  # nobody else names it
    assert counted("reputation", "online_rumour") == ["r_rumour"]
    assert counted("information_security", "data_leak") == ["r_conduct", "r_data_leak"]
    assert gaps([RISKS["r_quake"]], {}, LIBRARY.plans, {}, [Happened("i", "fire_safety", ("evacuation",), ago(1))],
                NOW, kinds=kinds) == []  # fmt: skip


def told() -> list[Fact]:
    """A risk of the hall's own: noted, rated twice, set aside, taken in again."""
    return [
        f.RiskAdded(id="1", at=ago(9), risk="own-1", title="leak", category="technical", plans=("fire",), by="8001"),
        f.RiskRated(id="2", at=ago(8), risk="own-1", likelihood=2, impact=3, owner="teller", seen=1, by="8001"),
        f.RiskRated(id="3", at=ago(7), risk="own-1", likelihood=9, impact=3, by="8001"),
        f.RiskControlNoted(id="4", at=ago(6), risk="own-1", control="preventive", words="look daily", by="8002"),
        f.RiskControlNoted(id="5", at=ago(5), risk="own-1", control="nonsense", words="x", by="8002"),
        f.RiskSetAside(id="6", at=ago(4), risk="own-1", why="moved out", by="8002"),
        f.RiskRated(id="7", at=ago(3), risk="own-1", likelihood=4, impact=4, why="back again", seen=3, by="8003"),
    ]


@given(st.permutations(told()), st.lists(st.sampled_from(told()), max_size=3))
def test_a_risk_is_the_same_in_whatever_order_and_nothing_impossible_counts(
    facts: list[Fact], again: list[Fact]
) -> None:
    found = fold_risk("own-1", [*facts, *again])
    assert found == fold_risk("own-1", told())
    assert (found.title, found.plans, found.owner, found.aside) == ("leak", ("fire",), "teller", "")
    assert (found.likelihood, found.impact, found.seen, found.rated_by) == (4, 4, 3, "8003")
    assert [control.words for control in found.controls] == ["look daily"]
    assert [(rated.likelihood, rated.impact) for rated in found.history] == [(2, 3), (4, 4)]
    assert fold_risk("own-1", told()[:6]).aside == "moved out"


def test_a_risk_nobody_rated_stands_as_shipped_and_is_not_due() -> None:
    shipped = risk("a", 4, 3)
    state = fold_risk("a", [])
    assert (rating_of(state, shipped).score, look_again(state, "red")) == (12, None)
    rated = fold_risk("a", [f.RiskRated(id="1", at=ago(0), risk="a", likelihood=5, impact=5)])
    due = look_again(rated, rating_of(rated, shipped).band)
    assert due is not None
    assert due < look_again(rated, "yellow") < look_again(rated, "green")  # type: ignore[operator]


@given(st.integers(1, 5), st.integers(0, 60), st.integers(0, 60), st.booleans())
def test_a_likelihood_is_questioned_only_by_what_its_rater_did_not_know(
    likelihood: int, count: int, seen: int, whole_year: bool
) -> None:
    speaks = questioned(Rating("r", likelihood, 3, seen), count, whole_year)
    assert speaks == 0 or (1 <= speaks <= 5 and speaks != likelihood)
    if count <= seen and speaks:
        assert speaks < likelihood  # too high a rating, which nobody has answered
    if not whole_year:
        assert speaks == 0 or speaks > likelihood


def test_four_incidents_question_a_two_until_somebody_has_answered_and_a_fifth_asks_again() -> None:
    assert questioned(Rating("r", 2, 4), 4, False) == 4
    assert questioned(Rating("r", 2, 4, 4), 4, False) == 0
    assert questioned(Rating("r", 2, 4, 4), 5, False) == 4
    assert questioned(Rating("r", 5, 4), 0, False) == 0  # nobody has kept watch for a year yet
    assert questioned(Rating("r", 5, 4), 0, True) == 2


def test_a_risk_that_was_not_looked_at_again_in_time_is_a_gap() -> None:
    one = risk("a", 1, 2)
    assert gaps([one], {}, LIBRARY.plans, {}, [], NOW, looks={"a": ago(1)}) == [Gap("look", "a", since=ago(1))]
    assert gaps([one], {}, LIBRARY.plans, {}, [], NOW, looks={"a": ago(-1)}) == []
