"""What can happen to a drill: planned, moved, called off, begun, answered inject by inject, judged, finished."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from lobbyconsole.domain.facts import Fact


class DrillFact(Fact, frozen=True, kw_only=True):
    """A fact about one drill. `drill` is its key."""

    drill: str

    @property
    def subject(self) -> str:
        return "drill:" + self.drill


class DrillPlanned(DrillFact, frozen=True, kw_only=True):
    """A drill of a plan is to be held. `exercise`: the id of the plan's drill; `mode` "walk" or "table".

    `floor_at`: the instant of a past day whose floor it is held on; None: on that of its own day.
    """

    kind: ClassVar[str] = "drill.planned"
    rank: ClassVar[int] = 0
    plan: str
    exercise: str
    due_at: datetime
    mode: str = "walk"
    shift: str = ""
    words: str = ""
    floor_at: datetime | None = None


class DrillMoved(DrillFact, frozen=True, kw_only=True):
    """It is held at another time, and why."""

    kind: ClassVar[str] = "drill.moved"
    rank: ClassVar[int] = 10
    due_at: datetime
    why: str


class DrillCalledOff(DrillFact, frozen=True, kw_only=True):
    """It is not held, or was broken off, and why."""

    kind: ClassVar[str] = "drill.called_off"
    rank: ClassVar[int] = 70
    why: str


class DrillBegun(DrillFact, frozen=True, kw_only=True):
    """It began, with the plan in this version. `walk`: the walkthrough it runs on ("" at the table)."""

    kind: ClassVar[str] = "drill.begun"
    rank: ClassVar[int] = 20
    plan: str
    version: str
    exercise: str
    mode: str = "walk"
    shift: str = ""
    walk: str = ""


class DrillTookPart(DrillFact, frozen=True, kw_only=True):
    """A staff number practised a role."""

    kind: ClassVar[str] = "drill.took_part"
    rank: ClassVar[int] = 30
    role: str
    staff: str


class DrillInjectMet(DrillFact, frozen=True, kw_only=True):
    """Whether what an inject expects was done (its place in the plan's list, from 0). The last word counts."""

    kind: ClassVar[str] = "drill.inject_met"
    rank: ClassVar[int] = 40
    place: int
    met: bool
    words: str = ""


class DrillAnswered(DrillFact, frozen=True, kw_only=True):
    """At the table: which answer to an inject was chosen ("plan/place" of whose expectation it is)."""

    kind: ClassVar[str] = "drill.answered"
    rank: ClassVar[int] = 42
    place: int
    answer: str


class DrillJudged(DrillFact, frozen=True, kw_only=True):
    """A pass criterion (its place in the plan's list, from 0) was met or not. The last word counts."""

    kind: ClassVar[str] = "drill.judged"
    rank: ClassVar[int] = 50
    place: int
    met: bool
    words: str = ""


class DrillFinished(DrillFact, frozen=True, kw_only=True):
    """It is over. `broken_off`: its plan had not been walked to an end; None: nobody looked (facts before this)."""

    kind: ClassVar[str] = "drill.finished"
    rank: ClassVar[int] = 60
    words: str = ""
    broken_off: bool | None = None


DRILL_FACTS: tuple[type[Fact], ...] = (
    DrillPlanned,
    DrillMoved,
    DrillCalledOff,
    DrillBegun,
    DrillTookPart,
    DrillInjectMet,
    DrillAnswered,
    DrillJudged,
    DrillFinished,
)
