"""What the drills screen shows, read at once on a worker: plans, what is due, drills with scores, the printed set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, Literal

from lobbyconsole.domain.drills import Cell, Drill, PlanDue, Score

if TYPE_CHECKING:
    from lobbyconsole.domain.branch import Branch
    from lobbyconsole.domain.content.library import Library
    from lobbyconsole.domain.content.plans import Plan
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.plan_prints import Outdated

MOST_HELD = 60

Group = Literal["running", "planned", "overdue", "never", "soon", "good", "held"]
GROUPS: tuple[Group, ...] = ("running", "overdue", "planned", "never", "soon", "good", "held")


@dataclass(frozen=True)
class Board:
    """One look at all drills."""

    plans: dict[str, Plan]
    library: Library
    branch: Branch
    today: date
    due: dict[str, PlanDue]
    drills: list[Drill]
    scores: dict[str, Score]
    cells: dict[tuple[str, str, str], Cell]
    outdated: list[Outdated] = field(default_factory=list)

    @property
    def zone(self) -> tzinfo:
        return self.branch.tz

    def drills_of(self, plan: str) -> list[Drill]:
        """The drills of a plan, the latest first."""
        return [drill for drill in self.drills if drill.plan == plan]

    def drill(self, key: str) -> Drill | None:
        return next((drill for drill in self.drills if drill.key == key), None)


@dataclass(frozen=True)
class Line:
    """A line of the list: a heading of a group, a drill, or a plan whose drill is due."""

    group: Group
    plan: str = ""
    drill: str = ""
    day: date | None = None
    at: datetime | None = None
    count: int = 0  # of a heading

    @property
    def heading(self) -> bool:
        return not self.plan


def load(console: Console) -> Board:
    """Everything; on a worker."""
    work = console.work
    now = console.live.clock.now()
    branch = console.live.snapshot.branch
    drills = work.drills.drills()
    scores = {}
    for drill in [drill for drill in drills if drill.held][:MOST_HELD]:
        opened = work.drills.open(drill.key)
        if opened is not None:
            scores[drill.key] = opened.score()
    return Board(
        {plan.id: plan for plan in work.walkthroughs.plans()},
        work.library.library(),
        branch,
        now.astimezone(branch.tz).date(),
        {due.plan: due for due in work.drills.due(now)},
        drills,
        scores,
        work.drills.coverage(now),
        work.plan_prints.outdated(now),
    )


def lines_of(board: Board, found: Sequence[str] | None = None) -> list[Line]:
    """The list: what runs, what is late, what is planned, what was never practised, what comes, what was held.

    `found`: only these plans.
    """
    groups: dict[Group, list[Line]] = {group: [] for group in GROUPS}
    planned: set[str] = set()
    for drill in board.drills:
        day = (drill.begun_at or drill.due_at or board_midnight(board)).astimezone(board.zone).date()
        if drill.state == "running":
            groups["running"].append(Line("running", drill.plan, drill.key, day, drill.begun_at))
        elif drill.state == "planned":
            late = drill.due_at is not None and day < board.today
            groups["overdue" if late else "planned"].append(
                Line("overdue" if late else "planned", drill.plan, drill.key, day, drill.due_at)
            )
            planned.add(drill.plan)
        elif len(groups["held"]) < MOST_HELD:
            groups["held"].append(Line("held", drill.plan, drill.key, day, drill.begun_at or drill.due_at))
    for due in board.due.values():
        if due.plan not in planned:
            groups[due.standing].append(Line(due.standing, due.plan, "", due.due_on))
    groups["planned"].sort(key=lambda line: (line.at is None, line.at))
    lines: list[Line] = []
    for group in GROUPS:
        shown = [line for line in groups[group] if line.plan in board.plans and (found is None or line.plan in found)]
        if shown:
            lines += [Line(group, count=len(shown)), *shown]
    return lines


def board_midnight(board: Board) -> datetime:
    """Today's begin, for a drill nobody planned."""
    return datetime(board.today.year, board.today.month, board.today.day, tzinfo=board.zone)


def matching(board: Board, text: str) -> list[str] | None:
    """The plans that a search finds; None: no search."""
    from lobbyconsole.domain.initials import initials_of

    words = text.lower().split()
    if not words:
        return None
    found = []
    for plan in board.plans.values():
        initials = "".join(initials_of(character)[0] for character in plan.title.zh)
        whole = f"{plan.id} {plan.title.en} {plan.title.zh} {initials}".lower()
        if all(word in whole for word in words):
            found.append(plan.id)
    return found
