"""A plan walked before it is approved: by a person, step by step, and by the program along all its ways.

The engine is the one that leads an emergency; here the times are those the plan allows, and nothing is recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import msgspec

from lobbyconsole.domain import walkthrough_facts as f
from lobbyconsole.domain.content.plans import Plan, Step, graph_of
from lobbyconsole.domain.content_facts import ContentRehearsed
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.plan_graph import ways
from lobbyconsole.domain.walkthrough import Owed, Task, Walk, fold_walk, owed, tasks

BEGIN = datetime(2000, 1, 1, 9, tzinfo=UTC)  # any instant will do: only spans are shown
MOST_STEPS = 1000  # of one walk; whoever goes round longer than that is not rehearsing


def allowed_s(step: Step) -> int | None:
    """How long a step may take by the plan, in seconds; None where it says nothing."""
    return step.timer_s if step.kind == "timer" else step.target_s


class Rehearsal:
    """One walk through a plan that is not in force yet."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.now = BEGIN
        self._facts: list[Fact] = []
        self._tell(f.WalkBegun, plan=plan.id, version="", drill="rehearsal")

    def _tell(self, kind: Callable[..., Fact], **fields: Any) -> None:
        at = len(self._facts)
        self._facts.append(kind(id=f"r{at}", at=self.now, seq=at, walk="rehearsal", **fields))
        found = fold_walk(self._facts, self.plan)
        assert found is not None
        self.walk: Walk = found

    @property
    def step(self) -> Step | None:
        """Where it stands; None at the end."""
        return self.plan.step(self.walk.step) if self.walk.step else None

    @property
    def ended(self) -> bool:
        return self.walk.ended_at is not None

    @property
    def way(self) -> tuple[str, ...]:
        """The steps walked, in order, with the present one."""
        return tuple(turn.step for turn in self.walk.turns)

    @property
    def spent_s(self) -> int:
        """How long it has taken, each step as long as the plan allows."""
        return int((self.now - BEGIN).total_seconds())

    def do(self, to: str = "") -> None:
        """The step is done, in the time the plan allows for it; `to`: the branch where it has some."""
        step = self.step
        if step is None or len(self._facts) >= MOST_STEPS:
            return
        self.now += timedelta(seconds=allowed_s(step) or 0)
        self._tell(f.StepDone, step=step.id, turn=self.walk.turn, to=to)

    def back(self) -> None:
        """To the step before, as if this one had not been reached."""
        told = [fact for fact in self._facts if isinstance(fact, f.StepDone)]
        if told:
            self._facts = [self._facts[0], *told[:-1]]
            self.now = told[-2].at if len(told) > 1 else BEGIN
            found = fold_walk(self._facts, self.plan)
            assert found is not None
            self.walk = found

    def tasks(self) -> list[Task]:
        """Who does what now."""
        return tasks(self.plan, self.walk)

    def owed(self) -> list[Owed]:
        """The reports of the plan, the most urgent first."""
        return owed(self.plan, self.walk)


def walked(plan: Plan, way: Sequence[str]) -> Rehearsal | None:
    """This very way gone by the engine; None when it is no way through the plan or does not come to an end."""
    if not way or way[0] != plan.start or len(way) > MOST_STEPS:
        return None
    made = Rehearsal(plan)
    for here, following in zip(way, (*way[1:], ""), strict=True):
        step = made.step
        if step is None or step.id != here or (following and following not in step.exits):
            return None
        made.do(following)
    return made if made.ended and not made.walk.flags else None


def was_walked(plan: Plan, version: str, facts: Iterable[Fact]) -> bool:
    """Whether somebody has walked this version to an end."""
    return any(
        isinstance(fact, ContentRehearsed) and fact.version == version and walked(plan, fact.way) is not None
        for fact in facts
    )


# --- all ways ---------------------------------------------------------------------------------------------------------


class Ending(msgspec.Struct, frozen=True):
    """One end: how many ways come to it, and how long the quickest and the slowest take by the plan's own times."""

    step: str
    outcome: str
    ways: int
    quickest_s: int
    slowest_s: int


class Share(msgspec.Struct, frozen=True):
    """What one role has to do in the plan."""

    role: str
    steps: int
    seconds: int


class Survey(msgspec.Struct, frozen=True):
    """All ways through a plan. `whole`: none was left out. `unwalked`: (step, branch) no way came by; `untimed`: steps
    without a time; `quickest`, `slowest`: step ids; `rounds`: branches that lead back."""

    endings: tuple[Ending, ...]
    ways: int
    whole: bool
    quickest: tuple[str, ...]
    slowest: tuple[str, ...]
    quickest_s: int
    slowest_s: int
    unwalked: tuple[tuple[str, int], ...]
    unreached: tuple[str, ...]
    untimed: tuple[str, ...]
    shares: tuple[Share, ...]
    late: tuple[int, ...]  # places of reports that fall due before the quickest way is over
    rounds: int


def survey(plan: Plan) -> Survey:
    """Walk all ways by the engine. Takes some milliseconds a hundred ways: not for the screen's thread."""
    graph = graph_of(plan.start, plan.steps)
    found, whole = ways(graph)
    times: dict[str, list[int]] = {}
    seen: set[tuple[str, str]] = set()
    quick: tuple[int, tuple[str, ...]] = (0, ())
    slow: tuple[int, tuple[str, ...]] = (0, ())
    rounds = 0
    for places in found:
        way = tuple(graph.nodes[place].id for place in places)
        made = walked(plan, way)
        if made is None:  # cannot be: it is a way of the graph
            continue
        seen.update(pairwise(way))
        if len(set(way)) < len(way):
            rounds += 1
            continue
        times.setdefault(way[-1], []).append(made.spent_s)
        if not quick[1] or made.spent_s < quick[0]:
            quick = (made.spent_s, way)
        if not slow[1] or made.spent_s > slow[0]:
            slow = (made.spent_s, way)
    ends = [step for step in plan.steps if step.kind == "end"]
    shares: dict[str, list[int]] = {}
    for step in plan.steps:
        if step.kind != "end":
            shares.setdefault(step.role, []).append(allowed_s(step) or 0)
    return Survey(
        endings=tuple(
            Ending(step.id, step.outcome, len(times[step.id]), min(times[step.id]), max(times[step.id]))
            for step in ends if step.id in times
        ),
        ways=sum(map(len, times.values())),
        whole=whole,
        quickest=quick[1],
        slowest=slow[1],
        quickest_s=quick[0],
        slowest_s=slow[0],
        unwalked=tuple(
            (step.id, place)
            for step in plan.steps for place, branch in enumerate(step.branches) if (step.id, branch.goto) not in seen
        ),
        unreached=tuple(step.id for step in ends if step.id not in times),
        untimed=tuple(step.id for step in plan.steps if step.kind != "end" and allowed_s(step) is None),
        shares=tuple(Share(role, len(spans), sum(spans)) for role, spans in shares.items()),
        late=tuple(at for at, report in enumerate(plan.reporting) if report.within_min * 60 <= quick[0]),
        rounds=rounds,
    )  # fmt: skip
