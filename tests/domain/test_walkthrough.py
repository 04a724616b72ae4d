"""Every shipped plan can be walked to an end on every branch; a walkthrough is its facts, in any order told."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobbyconsole.domain import walkthrough_facts as f
from lobbyconsole.domain.content.plans import Plan, Step
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.walkthrough import Walk, fold_walk, further, left_s, owed, path, tasks
from lobbyconsole.services.library.compiled import load_library

BEGIN = datetime(2026, 3, 11, 2, 37, 58, tzinfo=UTC)
ACTS = ["do"] * 5 + ["skip", "back", "note", "call", "report", "role", "ahead", "odd", "hand"]
ENOUGH = 400  # steps; no walk of a shipped plan that chooses its way out needs a tenth


@cache
def plans() -> dict[str, Plan]:
    return dict(load_library().plans)


PLANS = sorted(plans())


class Telling:
    """Writes the facts of one walkthrough, a second apart."""

    def __init__(self, plan: Plan, **begun: Any) -> None:
        self.plan = plan
        self.facts: list[Fact] = []
        self.now = BEGIN
        self.tell(f.WalkBegun, plan=plan.id, version="v", **begun)

    def tell(self, kind: Callable[..., Fact], after_s: float = 1.0, **fields: Any) -> Walk:
        self.now += timedelta(seconds=after_s)
        at = len(self.facts)
        self.facts.append(kind(id=f"w{at}", at=self.now, seq=at, by="8001", walk="w", **fields))
        return self.state

    @property
    def state(self) -> Walk:
        found = fold_walk(self.facts, self.plan)
        assert found is not None
        return found

    def do(self, to: str = "", after_s: float = 1.0, kind: type[Fact] = f.StepDone) -> Walk:
        state = self.state
        more = {"reason": "cannot"} if kind is f.StepSkipped else {}
        return self.tell(kind, after_s, step=state.step, turn=state.turn, to=to, **more)


def walked(plan: Plan, choose: Callable[[Step], str]) -> Telling:
    told = Telling(plan)
    for _ in range(ENOUGH):
        state = told.state
        if not state.running:
            return told
        step = plan.step(state.step)
        told.do(choose(step) if step.branches else "")
    raise AssertionError(f"{plan.id} never ends")


def ways_out(plan: Plan) -> dict[str, str]:
    """The exit of each step that is nearest to an end."""
    far = {step.id: 0 for step in plan.steps if step.kind == "end"}
    nearest: dict[str, str] = {}
    while len(far) < len(plan.steps):
        for step in plan.steps:
            known = [(far[target], target) for target in step.exits if target in far]
            if step.id not in far and known:
                far[step.id] = min(known)[0] + 1
                nearest[step.id] = min(known)[1]
    return nearest


def test_there_are_plans_to_walk() -> None:
    assert len(PLANS) >= 34


@pytest.mark.parametrize("name", PLANS)
def test_every_branch_of_every_plan_leads_to_an_end(name: str) -> None:
    plan, seen = plans()[name], set()
    out = ways_out(plan)
    wanted = {(step.id, branch.goto) for step in plan.steps for branch in step.branches}
    while wanted:
        aim = sorted(wanted)[0]

        def choose(step: Step, aim: tuple[str, str] = aim) -> str:
            left = [target for target in step.exits if (step.id, target) in wanted]
            choice = aim[1] if step.id == aim[0] else _towards(plan, step, aim[0]) or (left or [out[step.id]])[0]
            wanted.discard((step.id, choice))
            return choice if choice in step.exits else out[step.id]

        told = walked_out(plan, choose, out)
        assert told.state.flags == ()
        seen |= {turn.step for turn in told.state.turns}
        wanted.discard(aim)
    if not any(step.branches for step in plan.steps):
        told = walked(plan, lambda step: "")
        seen |= {turn.step for turn in told.state.turns}
    assert seen == {step.id for step in plan.steps}


def walked_out(plan: Plan, choose: Callable[[Step], str], out: dict[str, str]) -> Telling:
    """Walks as chosen, each branching step three times at most, then the nearest way out."""
    visits: dict[str, int] = {}

    def careful(step: Step) -> str:
        visits[step.id] = visits.get(step.id, 0) + 1
        return choose(step) if visits[step.id] <= 3 else out[step.id]

    return walked(plan, careful)


def _towards(plan: Plan, step: Step, aim: str) -> str:
    """The exit that leads to `aim`, the shortest; "" when none does."""
    best: dict[str, int] = {}
    for target in step.exits:
        edge, far, known = {target}, 0, {target}
        while edge and aim not in edge:
            edge = {after for name in edge for after in plan.step(name).exits} - known
            known |= edge
            far += 1
        if edge:
            best[target] = far
    return min(best, key=lambda target: best[target]) if best else ""


@pytest.mark.parametrize("name", PLANS)
def test_whoever_always_goes_round_again_still_gets_out_when_he_wants(name: str) -> None:
    plan = plans()[name]
    out = ways_out(plan)

    def backwards(step: Step) -> str:
        """The branch that leads back, where there is one."""
        order = [other.id for other in plan.steps]
        return min(step.exits, key=order.index)

    told = walked_out(plan, backwards, out)
    assert told.state.outcome in ("resolved", "handed_over", "escalated")
    assert told.state.flags == ()


@st.composite
def walks(draw: st.DrawFn) -> Telling:
    plan = plans()[draw(st.sampled_from(PLANS))]
    told, out = Telling(plan, level=draw(st.integers(0, 4))), ways_out(plan)
    for _ in range(draw(st.integers(0, 40))):
        state = told.state
        if not state.running:
            break
        step = plan.step(state.step)
        to = draw(st.sampled_from(step.exits)) if step.branches else ""
        act = draw(
            st.sampled_from(["do"] * 5 + ["skip", "back", "note", "call", "report", "role", "ahead", "odd", "hand"])
        )
        if act == "do":
            told.do(to)
        elif act == "skip":
            told.do(to, kind=f.StepSkipped)
        elif act == "back" and len(state.turns) > 1:
            told.tell(f.SteppedBack, step=draw(st.sampled_from([turn.step for turn in state.turns[:-1]])))
        elif act == "note":
            told.tell(f.WalkNoted, text="n", happened_at=told.now - timedelta(minutes=draw(st.integers(0, 9))))
        elif act == "call":
            told.tell(f.CallMade, contact="police", number="110", reached=draw(st.booleans()))
        elif act == "report" and plan.reporting:
            told.tell(f.ReportMade, owed=draw(st.integers(0, len(plan.reporting) - 1)))
        elif act == "role":
            told.tell(f.RoleTaken, role=plan.roles[0].role, staff="1021")
        elif act == "ahead" and further(plan, state):
            told.tell(f.StepDone, step=draw(st.sampled_from(further(plan, state))).id, turn=1)
        elif act == "odd":
            told.tell(f.StepDone, step=draw(st.sampled_from(plan.steps)).id, turn=draw(st.integers(0, 3)), to="nowhere")
        elif act == "hand":
            told.tell(f.CommandHandedOver, to="1034")
    if draw(st.booleans()):
        for _ in range(ENOUGH):
            state = told.state
            if not state.running:
                break
            step = plan.step(state.step)
            told.do(out[step.id] if step.branches else "")
    return told


@given(walks(), st.randoms(use_true_random=False))
def test_told_in_any_order_and_twice_it_is_the_same_walkthrough(told: Telling, dice: random.Random) -> None:
    mixed = told.facts + dice.sample(told.facts, len(told.facts) // 2)
    dice.shuffle(mixed)
    assert fold_walk(mixed, told.plan) == told.state


@given(walks())
def test_after_every_fact_there_is_one_present_step_or_an_end(told: Telling) -> None:
    for count in range(1, len(told.facts) + 1):
        state = fold_walk(told.facts[:count], told.plan)
        assert state is not None
        assert state.running == bool(state.step) == (state.ended_at is None)
        assert len(state.timeline) == count
        if state.running:
            assert state.turns[-1].left_at is None
            assert state.turns[-1].step == state.step == path(told.plan, state)[len(state.turns) - 1]
            assert state.since == state.turns[-1].came_at
        assert all(turn.left_at is not None for turn in (state.turns[:-1] if state.running else state.turns))
        for before, after in zip(state.turns, state.turns[1:], strict=False):
            assert before.to == after.step  # no gap in the way it went
        now = tasks(told.plan, state)
        assert (now[0].step.id == state.step and now[0].current) if state.running else now == []
        waiting = [task.role for task in now if not task.done]
        assert len(waiting) == len(set(waiting))  # nobody is told to do two things at once


def test_a_step_done_ahead_of_its_turn_is_passed_over() -> None:
    plan = next(plan for plan in plans().values() if _two_roles_in_a_row(plan) is not None)
    pair = _two_roles_in_a_row(plan)
    assert pair is not None
    told, out = Telling(plan), ways_out(plan)
    for _ in range(ENOUGH):
        state = told.state
        if state.step == pair[0].id:
            break
        step = plan.step(state.step)
        told.do((_towards(plan, step, pair[0].id) or out[step.id]) if step.branches else "")
    assert [task.step.id for task in tasks(plan, told.state)][:2] == [pair[0].id, pair[1].id]
    told.tell(f.StepDone, step=pair[1].id, turn=1)
    assert told.state.step == pair[0].id
    state = told.do()
    assert state.step == pair[1].next
    assert [turn.step for turn in state.turns][-3:-1] == [pair[0].id, pair[1].id]
    assert state.turns[-2].ahead
    assert state.flags == ()


def _two_roles_in_a_row(plan: Plan) -> tuple[Step, Step] | None:
    for step in plan.steps:
        if step.kind in ("action", "call", "note") and step.next:
            after = plan.step(step.next)
            if after.kind in ("action", "call", "note") and after.role != step.role:
                return step, after
    return None


def test_a_second_press_of_the_same_step_moves_nothing() -> None:
    told = Telling(plans()["power_outage"])
    first = told.state.step
    told.do()
    state = told.tell(f.StepDone, step=first, turn=1)
    assert [turn.step for turn in state.turns].count(first) == 1
    assert state.flags == ("off_the_plan",)


def test_back_opens_the_step_again_and_the_way_shows_both_visits() -> None:
    told = Telling(plans()["power_outage"])
    first = told.state.step
    second = told.do(after_s=40).step
    state = told.tell(f.SteppedBack, step=first)
    assert (state.step, state.turn) == (first, 2)
    assert [(turn.step, turn.how) for turn in state.turns] == [(first, "done"), (second, "back"), (first, "")]
    assert told.do().step == second


def test_the_clock_of_a_step_and_of_a_report_runs_from_when_they_began() -> None:
    plan = plans()["power_outage"]
    told = Telling(plan)
    step = plan.step(plan.start)
    assert step.target_s is not None
    later = told.now + timedelta(seconds=step.target_s + 5)
    assert left_s(plan, told.state, later) == -5
    first = owed(plan, told.state)[0]
    assert first.left_s(told.now) == 60 * plan.reporting[first.place].within_min
    told.tell(f.ReportMade, owed=first.place)
    assert next(report for report in owed(plan, told.state) if report.place == first.place).made_at == told.now


def test_a_note_told_later_than_it_happened_says_so() -> None:
    told = Telling(plans()["fire"])
    state = told.tell(f.WalkNoted, text="smoke", happened_at=told.now - timedelta(minutes=6))
    assert state.timeline[-1].late
    state = told.tell(f.WalkNoted, text="now", happened_at=told.now)
    assert not state.timeline[-1].late
    state = told.tell(f.WalkNoted, text="from a clock ahead", happened_at=told.now + timedelta(days=1))
    assert state.timeline[-1].at == told.now


def test_the_end_may_be_called_off_and_nothing_moves_it_afterwards() -> None:
    told = Telling(plans()["fire"])
    state = told.tell(f.WalkEnded, reason="false alarm")
    assert (state.outcome, state.running, state.step) == ("broken_off", False, "")
    after = told.tell(f.StepDone, step=plans()["fire"].start, turn=1)
    assert after.turns == state.turns
    assert after.flags == ("told_late",)
    assert told.tell(f.WalkNoted, text="the guard was calm").flags == ("told_late",)


def test_without_the_wording_the_timeline_is_kept() -> None:
    told = Telling(plans()["fire"])
    told.do()
    state = fold_walk(told.facts, None)
    assert state is not None
    assert len(state.timeline) == 2
    assert (state.step, state.plan) == ("", "fire")


def test_facts_of_others_are_no_walkthrough() -> None:
    assert fold_walk([], None) is None
    only: Iterator[Fact] = iter([f.WalkNoted(id="n", at=BEGIN, walk="w", text="x")])
    state = fold_walk(only, plans()["fire"])
    assert state is not None
    assert state.flags == ("never_begun",)
    assert not state.running
