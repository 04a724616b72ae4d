"""What can happen to a round of checks: begun, answered item by item, handed over, signed, finished or given up."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from lobbyconsole.domain.facts import Fact


class RoundFact(Fact, frozen=True, kw_only=True):
    """A fact about one round. `round` is its key."""

    round: str

    @property
    def subject(self) -> str:
        return "round:" + self.round


class RoundBegun(RoundFact, frozen=True, kw_only=True):
    """Somebody began a round. `version` names the very wording of the checklist that is in the journal.

    `due_at`: the scheduled time it answers; None for a voluntary round, which counts for no schedule. `channel`:
    "screen", "paper" or "outside" (a mystery shopper's visit, by `inspector`).
    """

    kind: ClassVar[str] = "round.begun"
    rank: ClassVar[int] = 0
    checklist: str
    version: str
    due_at: datetime | None = None
    channel: str = "screen"
    inspector: str = ""


class RoundAnswered(RoundFact, frozen=True, kw_only=True):
    """The answer to one item; a later one takes its place.

    `verdict`: "pass", "fail", "na" (does not apply here today) or "" (taken back). `value`: a number or a score;
    `choice`: an option's id; `photos`: SHA-256 names of attachments. For a failed item: what shall be done by whom
    (a role or a staff number) until when, and the corrective action that was opened for it.
    """

    kind: ClassVar[str] = "round.answered"
    rank: ClassVar[int] = 20
    item: str
    verdict: str
    value: float | None = None
    choice: str = ""
    note: str = ""
    photos: tuple[str, ...] = ()
    action: str = ""
    owner: str = ""
    due_at: datetime | None = None
    opened: str = ""
    deducted: float | None = None  # points taken off in a scored self-evaluation, and the reason in `note`
    evidence: tuple[str, ...] = ()  # subjects that prove the answer: "round:...", "record:..."


class RoundHandedOver(RoundFact, frozen=True, kw_only=True):
    """Another person (staff number) goes on with a running round. `proof`: how they were known, see RoundSigned."""

    kind: ClassVar[str] = "round.handed_over"
    rank: ClassVar[int] = 30
    to: str
    reason: str = ""
    proof: str = ""


class RoundSigned(RoundFact, frozen=True, kw_only=True):
    """Somebody (`by`) put their name to it: "runner", or "second" for the items that ask for two.

    `proof`: how the person was known: "pin" or "name" (typed only).
    """

    kind: ClassVar[str] = "round.signed"
    rank: ClassVar[int] = 40
    part: str
    proof: str


class RoundFinished(RoundFact, frozen=True, kw_only=True):
    """The round is closed; answers after this are kept and count for nothing."""

    kind: ClassVar[str] = "round.finished"
    rank: ClassVar[int] = 60
    note: str = ""


class RoundGivenUp(RoundFact, frozen=True, kw_only=True):
    """The round was broken off for a reason; it answers no schedule."""

    kind: ClassVar[str] = "round.given_up"
    rank: ClassVar[int] = 62
    reason: str


ROUND_FACTS: tuple[type[Fact], ...] = (
    RoundBegun,
    RoundAnswered,
    RoundHandedOver,
    RoundSigned,
    RoundFinished,
    RoundGivenUp,
)
