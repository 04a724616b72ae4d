"""The review's form: filled by the run, the same whatever the order, with a rating that fits what went wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lobbyconsole.domain import review_facts as f
from lobbyconsole.domain import walkthrough_facts as w
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.reviews import fold_review, reviews_due, run_record
from lobbyconsole.domain.walkthrough import Walk, fold_walk
from lobbyconsole.services.library.compiled import load_library

NINE = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
FIRE = load_library().plans["fire"]
RUN = "walk:w1"


def story() -> list[Fact]:
    return [
        f.ObjectiveRated(id="1", at=NINE, run=RUN, place=0, rating="some", words="late", by="8001"),
        f.ObjectiveRated(id="2", at=NINE + timedelta(minutes=1), run=RUN, place=0, rating="performed", by="8001"),
        f.ReviewAnswered(id="3", at=NINE + timedelta(minutes=2), run=RUN, place=0, words="the list was old"),
        f.ReviewSigned(id="4", at=NINE + timedelta(minutes=3), run=RUN, rating="some", by="8002"),
        f.ObjectiveRated(id="5", at=NINE + timedelta(minutes=4), run=RUN, place=1, rating="unable", by="8001"),
    ]


@given(st.permutations(story()), st.lists(st.sampled_from(story()), max_size=3))
def test_a_review_is_the_same_in_whatever_order_and_nothing_counts_after_the_signature(
    facts: list[Fact], again: list[Fact]
) -> None:
    found = fold_review(RUN, [*facts, *again])
    assert found == fold_review(RUN, story())
    assert {place: rated.rating for place, rated in found.ratings.items()} == {0: "performed"}
    assert (found.rating, found.signed_by, found.flags) == ("some", "8002", ("told_late",))


def walk_of(seconds: list[float], *, skip: int = -1, reports: bool = True, stop: bool = False) -> Walk:
    """Along the first way on, each step in so many seconds."""
    at, number, visits = NINE, 0, dict[str, int]()
    facts: list[Fact] = [w.WalkBegun(id="b", at=at, walk="w1", plan="fire", version="v", by="8001")]
    step = FIRE.step(FIRE.start)
    for number, spent in enumerate(seconds):
        at += timedelta(seconds=spent)
        visits[step.id] = visits.get(step.id, 0) + 1
        to = step.branches[0].goto if step.branches else ""
        if number == skip:
            facts.append(w.StepSkipped(id=f"s{number}", at=at, walk="w1", step=step.id, turn=visits[step.id], to=to,
                                       reason="no torch"))  # fmt: skip
        else:
            facts.append(w.StepDone(id=f"s{number}", at=at, walk="w1", step=step.id, turn=visits[step.id], to=to))
        if step.kind == "end":
            break
        step = FIRE.step(step.next or to)
    facts.append(w.StepAdded(id="a", at=NINE + timedelta(seconds=1), walk="w1", text="held the door", role="usher"))
    facts.append(w.CallMade(id="c", at=NINE + timedelta(seconds=1), walk="w1", contact="x", number="1", reached=False))
    if reports:
        facts += [
            w.ReportMade(id=f"r{place}", at=NINE + timedelta(seconds=30), walk="w1", owed=place)
            for place in range(len(FIRE.reporting))
        ]
    if stop:
        facts.append(w.WalkEnded(id="e", at=at + timedelta(seconds=1), walk="w1", reason="false alarm"))
    found = fold_walk(facts, FIRE)
    assert found is not None
    return found


def test_a_run_within_all_targets_is_performed_and_every_flaw_is_named() -> None:
    good = run_record(FIRE, walk_of([1] * 30), NINE + timedelta(hours=1))
    assert good.suggested == "performed"
    assert (good.late, good.skipped) == ((), ())
    assert [line.words for line in good.added] == ["held the door"]
    assert len(good.unreached) == 1
    slow = run_record(FIRE, walk_of([1, 1000, *[1] * 30], skip=3), NINE + timedelta(hours=1))
    assert [row.reason for row in slow.skipped] == ["no torch"]
    assert slow.late[0].late_s > 900
    assert slow.suggested in ("some", "major")
    silent = run_record(FIRE, walk_of([1] * 30, reports=False), NINE + timedelta(hours=1))
    assert all(report.late_s > 0 for report in silent.reports)
    assert silent.suggested != "performed"


@given(st.lists(st.floats(0, 2000), min_size=30, max_size=30))
def test_lateness_is_what_was_spent_beyond_the_target(seconds: list[float]) -> None:
    found = run_record(FIRE, walk_of(seconds), NINE + timedelta(days=1))
    for row, spent in zip(found.steps, seconds, strict=False):
        assert row.spent_s is not None
        assert abs(row.spent_s - spent) < 0.001
        assert row.late_s >= 0
        if row.target_s is not None:
            assert abs(row.late_s - max(0.0, spent - row.target_s)) < 0.001


def test_a_run_broken_off_was_not_able_to() -> None:
    assert run_record(FIRE, walk_of([1, 1], stop=True), NINE).suggested == "unable"


def test_a_plan_nobody_looked_through_is_said_apart_from_one_that_is_overdue() -> None:
    plans = list(load_library().plans.values())
    due = reviews_due(plans, {"fire": date(2026, 11, 1), "robbery": date(2020, 1, 1)}, date(2026, 11, 22))
    assert (due[0].plan, due[0].standing) == ("robbery", "overdue")
    assert (due[-1].plan, due[-1].standing) == ("fire", "good")
    assert {entry.standing for entry in due[1:-1]} == {"never"}


def later_story() -> list[Fact]:
    """Rated step by step, signed, corrected, and one who comes too late."""
    return [
        f.StepRated(id="1", at=NINE, run=RUN, step="find", turn=1, rating="some", words="slow", by="8001"),
        f.StepRated(id="2", at=NINE + timedelta(minutes=1), run=RUN, step="find", turn=2, rating="performed"),
        f.StepRated(id="3", at=NINE + timedelta(minutes=2), run=RUN, step="find", turn=2, rating="nonsense"),
        f.ReviewCorrected(id="4", at=NINE + timedelta(minutes=3), run=RUN, words="before anybody signed", by="8001"),
        f.ReviewSigned(id="5", at=NINE + timedelta(minutes=4), run=RUN, rating="some", by="8002", proof="pin"),
        f.ReviewCorrected(
            id="6", at=NINE + timedelta(minutes=5), run=RUN, about="step:find:1", words="quick", by="8003"
        ),
        f.StepRated(id="7", at=NINE + timedelta(minutes=6), run=RUN, step="find", turn=1, rating="unable"),
    ]


@given(st.permutations(later_story()), st.lists(st.sampled_from(later_story()), max_size=3))
def test_steps_are_rated_by_visit_and_a_correction_stands_beside_what_was_signed(
    facts: list[Fact], again: list[Fact]
) -> None:
    found = fold_review(RUN, [*facts, *again])
    assert {visit: rated.rating for visit, rated in found.steps.items()} == {
        ("find", 1): "some", ("find", 2): "performed",
    }  # fmt: skip
    assert [(said.about, said.words, said.by) for said in found.corrections] == [("step:find:1", "quick", "8003")]
    assert (found.rating, found.proof, found.flags) == ("some", "pin", ("told_late",))


def test_what_was_said_before_an_incident_was_opened_again_belongs_to_the_earlier_review() -> None:
    found = fold_review(RUN, later_story(), NINE + timedelta(minutes=5))
    assert found.signed_at is None
    assert {visit: rated.rating for visit, rated in found.steps.items()} == {("find", 1): "unable"}


def test_the_time_of_a_step_suggests_its_rating() -> None:
    found = run_record(FIRE, walk_of([1, 1000, *[1] * 30], skip=3), NINE + timedelta(hours=1))
    by_how = {(row.how, row.late_s > 0): row.suggested for row in found.steps}
    assert by_how[("skipped", False)] == "unable"
    assert by_how[("done", True)] == "major"
    assert by_how[("done", False)] == "performed"
    target = next(row for row in found.steps if row.late_s)
    assert target.target_s is not None
    assert replace(target, spent_s=target.target_s * 1.5).suggested == "some"
