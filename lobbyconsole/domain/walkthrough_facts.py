"""What can happen while a hall walks through a plan: begun, step by step done, skipped, taken back, reported, ended."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from lobbyconsole.domain.facts import Fact


class WalkFact(Fact, frozen=True, kw_only=True):
    """A fact about one walkthrough. `walk` is its key."""

    walk: str

    @property
    def subject(self) -> str:
        return "walk:" + self.walk


class WalkBegun(WalkFact, frozen=True, kw_only=True):
    """A plan was started in its `version`; `by` has the command.

    `level` 1 to 4, 1 the most serious, 0 not yet graded. `parent`: the walkthrough whose step opened this one. `drill`:
    the drill's id in an exercise, "" for the real thing.
    """

    kind: ClassVar[str] = "walk.begun"
    rank: ClassVar[int] = 0
    plan: str
    version: str
    incident: str = ""
    level: int = 0
    parent: str = ""
    drill: str = ""


class StepDone(WalkFact, frozen=True, kw_only=True):
    """A step was done. `turn` is the visit of the step (1 is the first), `to` the branch taken where it has some.

    A step further on may be done before its turn has come, by another role: it is passed over then.
    """

    kind: ClassVar[str] = "walk.step_done"
    rank: ClassVar[int] = 20
    step: str
    turn: int = 1
    to: str = ""
    words: str = ""
    photos: tuple[str, ...] = ()


class StepSkipped(WalkFact, frozen=True, kw_only=True):
    """A step could not be done, and why. `to`: where it goes on, where the step has branches."""

    kind: ClassVar[str] = "walk.step_skipped"
    rank: ClassVar[int] = 22
    step: str
    reason: str
    turn: int = 1
    to: str = ""


class SteppedBack(WalkFact, frozen=True, kw_only=True):
    """The walkthrough went back to a step that had been left."""

    kind: ClassVar[str] = "walk.stepped_back"
    rank: ClassVar[int] = 24
    step: str


class StepAdded(WalkFact, frozen=True, kw_only=True):
    """Something the plan does not have was done: `role` did `text`. It stands in the timeline and in the review."""

    kind: ClassVar[str] = "walk.step_added"
    rank: ClassVar[int] = 26
    text: str
    role: str = ""


class WalkNoted(WalkFact, frozen=True, kw_only=True):
    """A note or photos. `happened_at`: earlier than it was told, where that is so."""

    kind: ClassVar[str] = "walk.noted"
    rank: ClassVar[int] = 28
    text: str = ""
    photos: tuple[str, ...] = ()
    happened_at: datetime | None = None


class CallMade(WalkFact, frozen=True, kw_only=True):
    """Somebody was telephoned: a contact's id, the number dialled, and whether anybody answered."""

    kind: ClassVar[str] = "walk.call_made"
    rank: ClassVar[int] = 30
    contact: str
    number: str = ""
    reached: bool = True
    step: str = ""


class ReportMade(WalkFact, frozen=True, kw_only=True):
    """A report that was owed has been made. `owed` is its place in the plan's list, from 0."""

    kind: ClassVar[str] = "walk.report_made"
    rank: ClassVar[int] = 32
    owed: int
    channel: str = "phone"
    words: str = ""


class RoleTaken(WalkFact, frozen=True, kw_only=True):
    """A staff number takes a role of the plan; "" leaves it to nobody."""

    kind: ClassVar[str] = "walk.role_taken"
    rank: ClassVar[int] = 10
    role: str
    staff: str


class CommandHandedOver(WalkFact, frozen=True, kw_only=True):
    """The command goes from `by` to somebody else (ICS 201: what was told at the handover in `briefing`)."""

    kind: ClassVar[str] = "walk.command_handed_over"
    rank: ClassVar[int] = 12
    to: str
    briefing: str = ""


class LevelSet(WalkFact, frozen=True, kw_only=True):
    """The event was graded anew, and why."""

    kind: ClassVar[str] = "walk.level_set"
    rank: ClassVar[int] = 14
    level: int
    why: str = ""


class HeadCountBegun(WalkFact, frozen=True, kw_only=True):
    """The people of the hall are counted at `place`: staff numbers and the numbers of customers who were in the hall.

    Told a second time it adds whom the first one left out.
    """

    kind: ClassVar[str] = "walk.head_count_begun"
    rank: ClassVar[int] = 40
    staff: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    place: str = ""


class HeadSeen(WalkFact, frozen=True, kw_only=True):
    """Somebody of the head count is there; `here` False: it was a mistake. `who`: "staff:8001", "ticket:A012"."""

    kind: ClassVar[str] = "walk.head_seen"
    rank: ClassVar[int] = 42
    who: str
    here: bool = True


class CustomersCounted(WalkFact, frozen=True, kw_only=True):
    """Nobody asked for numbers: so many customers stand there."""

    kind: ClassVar[str] = "walk.customers_counted"
    rank: ClassVar[int] = 44
    count: int


class WalkEnded(WalkFact, frozen=True, kw_only=True):
    """It was ended before its end was reached, and why: a false alarm, another plan took over."""

    kind: ClassVar[str] = "walk.ended"
    rank: ClassVar[int] = 60
    reason: str


WALK_FACTS: tuple[type[Fact], ...] = (
    WalkBegun,
    RoleTaken,
    CommandHandedOver,
    LevelSet,
    StepDone,
    StepSkipped,
    SteppedBack,
    StepAdded,
    WalkNoted,
    CallMade,
    ReportMade,
    HeadCountBegun,
    HeadSeen,
    CustomersCounted,
    WalkEnded,
)
