"""Reports that are owed again and again: never after the end, never skipped, however late they are sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lobbyconsole.domain import incident_facts as told
from lobbyconsole.domain import walkthrough_facts as f
from lobbyconsole.domain.content.plans import Plan, Reporting
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.incidents import fold_incident, updates_over
from lobbyconsole.domain.reviews import run_record
from lobbyconsole.domain.walkthrough import Owed, fold_walk, owed, worst_late_s
from lobbyconsole.services.library.book import body_of, item_of, plain
from lobbyconsole.services.library.checks import examine
from lobbyconsole.services.library.compiled import load_library

BEGIN = datetime(2026, 3, 11, 2, 0, tzinfo=UTC)
PLAN: Plan = load_library().plans["bank_run"]
UPDATE = 1  # its place in the plan's list


def minute(at: float) -> datetime:
    return BEGIN + timedelta(minutes=at)


def walked(*sent: float, place: int = UPDATE) -> list[Fact]:
    begun = f.WalkBegun(id="b", at=BEGIN, seq=0, walk="w", plan=PLAN.id, version="v", incident="INC-2026-0001")
    return [begun, *(f.ReportMade(id=f"r{at}", at=minute(at), seq=n, walk="w", owed=place)
                     for n, at in enumerate(sent, 1))]  # fmt: skip


def update(facts: list[Fact], over: tuple[str, ...] = (), again: datetime | None = None) -> Owed | None:
    state = fold_walk(facts, PLAN)
    assert state is not None
    return next((report for report in owed(PLAN, state, over, again) if report.place == UPDATE), None)


def test_the_plans_that_say_so_repeat() -> None:
    found = {
        (plan.id, report.to): report.repeat
        for plan in load_library().plans.values()
        for report in plan.reporting
        if report.repeat is not None
    }
    assert found == {
        ("bank_run", "superior_duty"): 15,
        ("mass_complaint", "superior_duty"): 30,
        ("system_crash", "it_helpdesk"): 15,
    }


def test_the_countdown_begins_anew_with_each_update_also_a_late_one() -> None:
    first = update(walked())
    assert first is not None
    assert (first.due_at, first.made_at, first.repeat) == (minute(15), None, 15)
    early = update(walked(3))
    assert early is not None
    assert early.due_at == minute(18)
    late = update(walked(3, 50))
    assert late is not None
    assert (late.due_at, late.made_at, late.since) == (minute(65), None, minute(50))


def test_over_it_is_made_with_its_last_or_was_never_owed() -> None:
    over = update(walked(14, 29), over=("superior_duty",))
    assert over is not None
    assert over.made_at == minute(29)
    assert update(walked(), over=("superior_duty",)) is None
    assert update(walked(), over=("pr_duty",)) is not None, "another place's final report ends nothing here"


def test_an_unused_field_leaves_the_wording_of_every_plan_as_it_was() -> None:
    for plan in load_library().plans.values():
        body = body_of(plan)
        assert item_of("plans", body) == plan
        assert body.count('"repeat":') == sum(report.repeat is not None for report in plan.reporting)
    old = body_of(PLAN).replace(',"repeat":15', "")
    assert all(report.repeat is None for report in item_of("plans", old).reporting)


@pytest.mark.parametrize("minutes", [0, -1, 1441])
def test_a_repeat_without_sense_is_refused(minutes: int) -> None:
    with pytest.raises(ValueError, match="repeated after"):
        Reporting(to="superior_duty", within_min=5, content=Text("x", "x"), repeat=minutes)
    body = body_of(PLAN).replace('"repeat":15', f'"repeat":{minutes}')
    with pytest.raises(msgspec.ValidationError):
        item_of("plans", body)


def incident(*facts: Fact) -> list[Fact]:
    return [told.IncidentNoted(id="i", at=BEGIN, seq=0, incident="INC-2026-0001", what="a queue"), *facts]


def test_the_end_a_final_report_and_reopening_say_whether_updates_go_on() -> None:
    key = "INC-2026-0001"

    def over(*facts: Fact) -> tuple[tuple[str, ...], datetime | None]:
        found = fold_incident(incident(*facts))
        assert found is not None
        return updates_over(found, PLAN)

    final = told.IncidentReported(id="f", at=minute(40), seq=1, incident=key, stage="final", to="pr_duty", text="x")
    ended = told.IncidentEnded(id="e", at=minute(50), seq=2, incident=key)
    again = told.IncidentReopened(id="o", at=minute(60), seq=3, incident=key, why="not over")
    assert over() == ((), None)
    assert over(final) == (("pr_duty",), None)
    assert over(msgspec.structs.replace(final, to="superior_duty")) == (("superior_duty", "pr_duty"), None)
    assert over(ended) == (("superior_duty", "pr_duty"), None)
    assert over(final, ended, again) == ((), minute(60)), "neither the end nor the final report holds any longer"
    assert over(final, ended, again, replace(ended, id="e2", at=minute(70)))[0] == ("superior_duty", "pr_duty")
    found = update(walked(14), again=minute(60))
    assert found is not None
    assert found.due_at == minute(75), "from when it was opened again, not two missed ones at once"


@given(
    st.lists(st.floats(min_value=0.1, max_value=400, allow_nan=False), max_size=8),
    st.floats(min_value=0.1, max_value=500, allow_nan=False),
    st.booleans(),
)
def test_one_is_owed_at_any_moment_until_the_end_and_none_afterwards(
    sent: list[float], ended: float, final: bool
) -> None:
    """Whatever was sent, early, late, doubled or after the end: what is owed is one interval after the last."""
    closing: list[Fact] = [
        told.IncidentReported(id="f", at=minute(ended), seq=9, incident="INC-2026-0001", stage="final",
                              to="superior_duty", text="x") if final else
        told.IncidentEnded(id="e", at=minute(ended), seq=9, incident="INC-2026-0001")
    ]  # fmt: skip
    for now in sorted({0.0, *sent, ended, 501.0}):
        so_far = [at for at in sent if at <= now]
        known = fold_incident(incident(*(closing if ended <= now else [])))
        assert known is not None
        over, again = updates_over(known, PLAN)
        found = update(walked(*so_far), over, again)
        if ended <= now:
            assert found is None or found.made_at is not None, "nothing is owed after the end"
        else:
            assert found is not None
            assert found.made_at is None
            assert found.due_at == (minute(max(so_far) + 15) if so_far else minute(15))


@given(st.lists(st.floats(min_value=0, max_value=300, allow_nan=False), max_size=9), st.floats(0, 320))
def test_the_review_counts_the_latest_of_all_updates(sent: list[float], until: float) -> None:
    late = worst_late_s(minute(15), 15, [minute(at) for at in sent], minute(until))
    times = [0.0, *sorted(at for at in sent if at <= until), until]
    gaps = [after - before for before, after in pairwise(times)]
    assert late == pytest.approx(max(0.0, max(gap - 15 for gap in gaps) * 60), abs=0.01)


def test_a_run_that_was_over_before_an_update_was_due_owes_its_review_none() -> None:
    ended = f.WalkEnded(id="e", at=minute(9), seq=5, walk="w", reason="false alarm")
    state = fold_walk([*walked(), ended], PLAN)
    assert state is not None
    assert [row.place for row in run_record(PLAN, state, minute(500)).reports] == [0, 2]
    longer = fold_walk([*walked(14, 29), replace(ended, at=minute(62))], PLAN)
    assert longer is not None
    row = next(row for row in run_record(PLAN, longer, minute(500)).reports if row.place == UPDATE)
    assert (row.due_at, row.made_at, row.late_s) == (minute(15), minute(29), 18 * 60.0)


def test_a_draft_keeps_a_repeat_and_says_what_is_wrong_with_it() -> None:
    tree = plain(PLAN)
    assert [report.get("repeat") for report in tree["reporting"]] == [None, 15, None]
    tree["review_months"] = 3
    made, wrong = examine(tree, Plan)
    assert (wrong, made.reporting[UPDATE].repeat if made is not None else 0) == ([], 15)
    tree["reporting"][2]["repeat"] = 20
    made, wrong = examine(tree, Plan)
    assert (wrong, made.reporting[2].repeat if made is not None else 0) == ([], 20)
    for value in (0, 5000, "often"):
        tree["reporting"][2]["repeat"] = value
        assert examine(tree, Plan)[1]
