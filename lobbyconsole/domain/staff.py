"""The staff list folded from its facts in any order; which PINs are too simple; how long wrong tries must wait."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from lobbyconsole.domain import staff_facts as f
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.standing import standing_facts

SHORTEST, LONGEST = 4, 8
# Seconds to wait after so many wrong tries in a row: a slip costs nothing, guessing a four-digit PIN takes weeks.
WAITS_S = (0, 0, 0, 10, 30, 120, 300, 900)
# The same for whoever goes from number to number: wrong PINs of the last day that no right one has followed, over
# several people together, and the seconds the whole hall then waits. Short enough for whoever comes by honestly.
WALKED_OVER = 3  # people; one or two who forgot their PIN are no walk
HALL_WAITS_S = ((6, 0), (12, 5), (20, 15), (40, 30))
HALL_LONGEST_S = 60
REMEMBERED = timedelta(hours=24)
_RUNS = ("01234567890", "09876543210")
_POPULAR = frozenset({"1314", "5201314", "2580", "0852", "1122", "112233", "147258", "147258369", "159357", "1379"})

REASONS = ("sick", "out", "training")
LONGEST_ABSENCE = timedelta(days=366)

PinFault = Literal["length", "simple", "own_number"]


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody is not here from `since` until `until` (not included). `mark`: the id of the fact, told by `by` at `at`.

    `reason`: one of REASONS. `back_at`: when they were told to be here again, before it had run out by itself.
    """

    mark: str
    reason: str
    since: datetime
    until: datetime
    at: datetime
    by: str = ""
    words: str = ""
    back_at: datetime | None = None

    @property
    def ends(self) -> datetime:
        """Until when it holds, as far as known."""
        return self.until if self.back_at is None else min(self.until, self.back_at)

    def holds(self, now: datetime) -> bool:
        """Whether it holds at a moment."""
        return self.since <= now < self.ends

    @property
    def void(self) -> bool:
        """Whether it was taken back before it had begun."""
        return self.ends <= self.since


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One person. `roles`: ids of content roles; `wrong`: wrong PINs since the last right one, the last at `wrong_at`.

    `absences`: every one that was told, in the order of their beginnings. Who has `left` keeps the PIN for the day they
    come back, and proves nothing until then.
    """

    number: str
    roles: tuple[str, ...] = ()
    left: bool = False
    listed: bool = False
    pin_hash: str = field(default="", repr=False)
    wrong: int = 0
    wrong_at: datetime | None = None
    absences: tuple[Absence, ...] = ()

    def away(self, now: datetime) -> Absence | None:
        """Why they are not here now, the one that lasts longest; None when nothing says so."""
        held = [absence for absence in self.absences if absence.holds(now)]
        return max(held, key=lambda absence: absence.ends, default=None)

    def away_next(self, now: datetime) -> Absence | None:
        """The next absence that has not begun yet."""
        ahead = [absence for absence in self.absences if absence.since > now and not absence.void]
        return min(ahead, key=lambda absence: absence.since, default=None)

    @property
    def has_pin(self) -> bool:
        return bool(self.pin_hash)

    @property
    def full_wait_s(self) -> float:
        """How long the wait after the last wrong PIN is as a whole."""
        return 0.0 if self.wrong_at is None else float(WAITS_S[min(self.wrong, len(WAITS_S) - 1)])

    def wait_s(self, now: datetime) -> float:
        """How long until another PIN may be tried; 0 when it may be tried now."""
        if self.wrong_at is None:
            return 0.0
        wait = self.full_wait_s
        # A clock that was set back must not make the wait longer than it is.
        return max(0.0, min(wait, (self.wrong_at + timedelta(seconds=wait) - now).total_seconds()))


def hall_wait_s(members: Iterable[StaffMember], now: datetime) -> tuple[int, float, float]:
    """(wrong tries that count, the wait after the last of them as a whole, what is left of it) of all people."""
    counted = [one for one in members if one.wrong and one.wrong_at and abs(now - one.wrong_at) < REMEMBERED]
    tries = sum(one.wrong for one in counted)
    if len(counted) < WALKED_OVER:
        return tries, 0.0, 0.0
    full = float(next((wait for most, wait in HALL_WAITS_S if tries <= most), HALL_LONGEST_S))
    last = max(one.wrong_at for one in counted if one.wrong_at)
    return tries, full, max(0.0, min(full, (last + timedelta(seconds=full) - now).total_seconds()))


def fold_staff(facts: Iterable[Fact]) -> StaffMember | None:
    """The person that these facts tell, whatever their order; None when nothing is known."""
    found: StaffMember | None = None
    backs: dict[str, datetime] = {}
    for fact in standing_facts(facts):
        if isinstance(fact, f.StaffBack):
            backs.setdefault(fact.mark, fact.at)  # names what it takes back: it may have been told by a slower clock
        if isinstance(fact, f.StaffFact):
            found = _step(found or StaffMember(fact.staff), fact)
    if found is None or not backs:
        return found
    return replace(found, absences=tuple(replace(one, back_at=backs.get(one.mark)) for one in found.absences))


def _step(state: StaffMember, fact: f.StaffFact) -> StaffMember:
    match fact:
        case f.StaffAdded():
            return replace(state, roles=fact.roles, listed=True, left=False)
        case f.StaffRolesSet():
            return replace(state, roles=fact.roles)
        case f.StaffPinSet():
            return replace(state, pin_hash=fact.hash, wrong=0, wrong_at=None)
        case f.StaffPinCleared():
            return replace(state, pin_hash="", wrong=0, wrong_at=None)
        case f.StaffPinFailed():
            return replace(state, wrong=state.wrong + 1, wrong_at=fact.at)
        case f.StaffPinProved():
            return replace(state, wrong=0, wrong_at=None)
        case f.StaffLeft():
            return replace(state, left=True)
        case f.StaffAway():
            told = Absence(fact.id, fact.reason, fact.since, fact.until, fact.at, fact.by, fact.words)
            known = sorted((*state.absences, told), key=lambda absence: (absence.since, absence.at, absence.mark))
            return replace(state, absences=tuple(known))
    return state


def plain_pin(typed: str) -> str:
    """The digits of a PIN as typed, also in the full-width form of a Chinese input method."""
    return unicodedata.normalize("NFKC", typed).strip()


def same_number(one: str, other: str) -> bool:
    """Whether two staff numbers as typed mean one person: "a7", "A7" and "Ａ７" do."""
    return plain_pin(one).casefold() == plain_pin(other).casefold()


def pin_fault(pin: str, number: str) -> PinFault | None:
    """Why this PIN will not do for this staff number; None when it will. `pin` as `plain_pin` gives it."""
    if not (SHORTEST <= len(pin) <= LONGEST and pin.isascii() and pin.isdigit()):
        return "length"
    own = "".join(sign for sign in number if sign.isdigit())
    if len(own) >= 3 and (own in pin or pin in own):
        return "own_number"
    if any(pin in run for run in _RUNS) or pin in _POPULAR:
        return "simple"
    # The same sign, pair or group again and again: 1111, 1212, 123123.
    if any(len(pin) % size == 0 and pin == pin[:size] * (len(pin) // size) for size in range(1, len(pin) // 2 + 1)):
        return "simple"
    return None
