"""What can happen to a person on the staff list: added, given roles or a PIN, left; staff numbers only, no names."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from lobbyconsole.domain.facts import Fact


class StaffFact(Fact, frozen=True, kw_only=True):
    """A fact about one person. `staff` is the staff number; `by`, as everywhere, who did it."""

    staff: str

    @property
    def subject(self) -> str:
        return "staff:" + self.staff


class StaffAdded(StaffFact, frozen=True, kw_only=True):
    """On the list from now on, or again. `roles`: ids of the roles in the content library."""

    kind: ClassVar[str] = "staff.added"
    rank: ClassVar[int] = 0
    roles: tuple[str, ...] = ()


class StaffRolesSet(StaffFact, frozen=True, kw_only=True):
    """These roles take the place of those before."""

    kind: ClassVar[str] = "staff.roles_set"
    rank: ClassVar[int] = 20
    roles: tuple[str, ...]


class StaffPinSet(StaffFact, frozen=True, kw_only=True):
    """A PIN was chosen. `hash`: argon2id of the PIN mixed with the hall's key, see credentials.py; never the PIN."""

    kind: ClassVar[str] = "staff.pin_set"
    rank: ClassVar[int] = 30
    hash: str


class StaffPinCleared(StaffFact, frozen=True, kw_only=True):
    """The PIN is void and another may be chosen. `proof`: how who did it was known, "pin" or "name" (typed only)."""

    kind: ClassVar[str] = "staff.pin_cleared"
    rank: ClassVar[int] = 32
    proof: str = "name"


class StaffPinFailed(StaffFact, frozen=True, kw_only=True):
    """Somebody entered a wrong PIN for this number."""

    kind: ClassVar[str] = "staff.pin_failed"
    rank: ClassVar[int] = 40


class StaffPinProved(StaffFact, frozen=True, kw_only=True):
    """The right PIN after wrong ones: these are forgiven. Told only then."""

    kind: ClassVar[str] = "staff.pin_proved"
    rank: ClassVar[int] = 42


class StaffLeft(StaffFact, frozen=True, kw_only=True):
    """Not on the list any more: signs nothing. What was signed stays."""

    kind: ClassVar[str] = "staff.left"
    rank: ClassVar[int] = 60


class StaffAway(StaffFact, frozen=True, kw_only=True):
    """Not here from `since` until `until` (aware UTC, `until` not included): "sick", "out" or "training"."""

    kind: ClassVar[str] = "staff.away"
    rank: ClassVar[int] = 50
    reason: str
    since: datetime
    until: datetime
    words: str = ""


class StaffBack(StaffFact, frozen=True, kw_only=True):
    """Here again, or not away after all: the absence told by the fact `mark` holds no longer."""

    kind: ClassVar[str] = "staff.back"
    rank: ClassVar[int] = 52
    mark: str


STAFF_FACTS: tuple[type[Fact], ...] = (
    StaffAdded,
    StaffRolesSet,
    StaffPinSet,
    StaffPinCleared,
    StaffPinFailed,
    StaffPinProved,
    StaffLeft,
    StaffAway,
    StaffBack,
)
