"""An emergency plan: a graph of steps with roles, words to say, times, reports that are owed, and its drill."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lobbyconsole.domain.content.text import Evidence, Item, Level, Text, unique
from lobbyconsole.domain.plan_graph import Exit, Graph, Node, faults

LONGEST_REPEAT = 1440  # minutes: a day


@dataclass(frozen=True, slots=True, kw_only=True)
class Severity:
    level: Level
    criteria: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRole:
    role: str
    duty: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One way on from a decision or a timer."""

    when: Text
    goto: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a plan. `target_s`: allowed from the moment it becomes current; `timer_s`: countdown of a timer.

    `floor`: what the step may do on the floor; a button, never done by itself. `avoid`: what nobody says now.
    """

    id: str
    kind: Literal["action", "decision", "call", "confirm", "timer", "note", "end"]
    role: str
    text: Text
    say: Text | None = None
    target_s: int | None = None
    timer_s: int | None = None
    contacts: tuple[str, ...] = ()
    opens_plan: str = ""
    evidence: tuple[Evidence, ...] = ()
    form: str = ""
    next: str = ""
    branches: tuple[Branch, ...] = ()
    outcome: Literal["", "resolved", "handed_over", "escalated"] = ""
    floor: Literal[
        "", "pause_calling", "close_counters", "stop_numbers", "divert_service", "paper_numbers", "head_count"
    ] = ""
    avoid: tuple[Text, ...] = ()

    def __post_init__(self) -> None:
        if self.kind == "end":
            if self.next or self.branches:
                raise ValueError("an end has no step after it")
            if not self.outcome:
                raise ValueError("an end needs an outcome")
        elif self.kind == "decision":
            if self.next or len(self.branches) < 2:
                raise ValueError("a decision needs two branches or more, and no next")
        elif bool(self.next) == bool(self.branches) or (self.branches and self.kind != "timer"):
            raise ValueError("a step needs a next step (a timer: next or branches)")
        if (self.timer_s is not None) != (self.kind == "timer"):
            raise ValueError("timer_s belongs to timers, and every timer needs it")
        if self.floor and self.kind in ("decision", "timer", "end"):
            raise ValueError("floor belongs to steps in which something is done")

    @property
    def exits(self) -> tuple[str, ...]:
        """The steps that can follow."""
        return (self.next,) if self.next else tuple(branch.goto for branch in self.branches)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """A report that is owed: to which contact or role, within how many minutes, with what in it.

    `repeat`: minutes after which it is owed again, until the incident is over or its final report is sent; None: once.
    """

    to: str
    within_min: int
    content: Text
    repeat: int | None = None

    def __post_init__(self) -> None:
        if self.repeat is not None and not 1 <= self.repeat <= LONGEST_REPEAT:
            raise ValueError(f"a report is repeated after 1 to {LONGEST_REPEAT} minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A rung of the authority ladder: what this role may decide, up to where. Whatever is more goes to the next one."""

    role: str
    may: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Inject:
    at_min: int
    inject: Text
    expect: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillScript:
    """How a plan is practised: what comes in at which minute, what has to be met. Those held: domain/drills.py."""

    id: str
    title: Text
    kind: Literal["tabletop", "walkthrough", "functional", "full_scale"]
    duration_min: int
    every_months: int
    objectives: tuple[Text, ...]
    injects: tuple[Inject, ...]
    pass_criteria: tuple[Text, ...]
    source: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        times = [inject.at_min for inject in self.injects]
        if times != sorted(times) or (times and times[-1] > self.duration_min):
            raise ValueError("injects go in order of time and end before the drill does")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Item):
    """An emergency plan: a graph of steps in which everything is reachable and every step can reach an end."""

    title: Text
    hazard: str
    summary: Text
    severity: tuple[Severity, ...]
    roles: tuple[PlanRole, ...]
    immediate_actions: tuple[Text, ...]
    start: str
    steps: tuple[Step, ...]
    reporting: tuple[Reporting, ...]
    stand_down: tuple[Text, ...]
    after_action: tuple[Text, ...]
    kit: tuple[Text, ...]
    drill: DrillScript
    review_months: int
    risks: tuple[str, ...]
    forms: tuple[str, ...]
    basis: tuple[str, ...]
    approval: bool = True
    ladder: tuple[Rung, ...] = ()

    def __post_init__(self) -> None:
        unique("step", (step.id for step in self.steps))
        unique("role", (role.role for role in self.roles))
        unique("level", (str(severity.level) for severity in self.severity))
        wrong = graph_problem(self.start, self.steps)
        if wrong:
            raise ValueError(wrong)

    def step(self, name: str) -> Step:
        """The step of that id. Raises KeyError."""
        for step in self.steps:
            if step.id == name:
                return step
        raise KeyError(name)


def graph_of(start: str, steps: tuple[Step, ...]) -> Graph:
    """The steps as a graph."""
    nodes = []
    for step in steps:
        exits = (Exit(step.next),) if step.next else tuple(
            Exit(branch.goto, place) for place, branch in enumerate(step.branches)
        )  # fmt: skip
        nodes.append(Node(step.id, step.kind, exits))
    return Graph(start, nodes)


def graph_problem(start: str, steps: tuple[Step, ...]) -> str:
    """What is wrong with a plan's way from `start` to its ends; empty when nothing is."""
    first = next(faults(graph_of(start, steps)), None)
    return "" if first is None else first.reason
