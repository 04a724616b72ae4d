"""The staff list and its PINs: who is on it, which roles they have, and the proof that somebody is who they say.

Verbs wait until their fact is durable and raise Refused in words; those with a PIN take 0.1 s more. Not for the GUI
thread. A PIN is never kept, told, logged or recorded, only its hash is.
"""

from __future__ import annotations

import math
import threading
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from lobbyconsole.credentials import hash_pin, pin_fits
from lobbyconsole.domain.entities import COUNTER_CLOSED, Counter
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.register import is_staff_number
from lobbyconsole.domain.staff import (
    LONGEST_ABSENCE,
    REASONS,
    Absence,
    PinFault,
    StaffMember,
    fold_staff,
    hall_wait_s,
    pin_fault,
    plain_pin,
    same_number,
)
from lobbyconsole.domain.staff_facts import (
    StaffAdded,
    StaffAway,
    StaffBack,
    StaffLeft,
    StaffPinCleared,
    StaffPinFailed,
    StaffPinProved,
    StaffPinSet,
    StaffRolesSet,
)
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused
from lobbyconsole.services.subjects import Subjects
from lobbyconsole.store import lookup

PROOF_LIFE_S = 300.0  # long enough to read what one signs, too short to be left lying about
LONGEST_WORDS = 200
SEEN_WITHIN = timedelta(days=60)
KNOWN_FOR_S = 12 * 3600.0  # so long after a right PIN other people's wrong ones do not slow its owner's first try

_FAULTS: dict[PinFault, str] = {
    "length": QT_TRANSLATE_NOOP("Messages", "A PIN has 4 to 8 digits."),
    "simple": QT_TRANSLATE_NOOP("Messages", "This PIN is too easy to guess. Choose another one."),
    "own_number": QT_TRANSLATE_NOOP("Messages", "The PIN must not be the staff number. Choose another one."),
}


class PinRefused(Refused):
    """Not proved. `reason`: "unknown", "left", "none" (no PIN yet), "wrong" or "slow"; `wait_s` until the next try."""

    def __init__(self, reason: str, message: Message, wait_s: float = 0.0) -> None:
        super().__init__(message)
        self.reason = reason
        self.wait_s = wait_s


class Proof:
    """That a person has just entered their PIN. Only `Staff.prove` gives one that `Staff.how_known` believes."""

    __slots__ = ("__weakref__", "number")

    def __init__(self, number: str) -> None:
        self.number = number

    def __repr__(self) -> str:
        return f"Proof({self.number})"


class Staff:
    """The people of one hall, by staff number. Any thread."""

    def __init__(self, subjects: Subjects, key: bytes, *, ticks: Callable[[], float] = time.monotonic) -> None:
        self._subjects = subjects
        self._key = key
        self._ticks = ticks
        self._lock = threading.Lock()
        self._trying = threading.Lock()  # one PIN at a time: two at once would share one wait
        self._members: dict[str, StaffMember] | None = None
        self._stale: set[str] = set()
        self._given: weakref.WeakKeyDictionary[Proof, float] = weakref.WeakKeyDictionary()
        self._proved: dict[str, float] = {}  # ticks of each person's last right PIN
        self._first_seen: dict[tuple[str, int], float] = {}  # ticks at which a number of wrong tries was met first
        subjects.watch(self._changed)

    # --- reading ---

    def roster(self, *, everybody: bool = False) -> list[StaffMember]:
        """Who is on the list, by staff number; `everybody`: also who has left."""
        found = [member for member in self._all().values() if member.listed and (everybody or not member.left)]
        return sorted(found, key=lambda member: (member.left, len(member.number), member.number))

    def member(self, number: str) -> StaffMember | None:
        """One person of the list, also one who has left."""
        everybody = self._all()
        found = everybody.get(plain_number(number))
        if found is None or not found.listed:  # "a7" is A7, and must not pass for somebody without a PIN
            found = next((one for one in everybody.values() if one.listed and same_number(one.number, number)), None)
        return found

    def has_pin(self, number: str) -> bool:
        """Whether this person signs with a PIN: then typing the number alone is not enough."""
        found = self.member(number)
        return found is not None and found.has_pin and not found.left

    def seen(self) -> list[str]:
        """Staff numbers that signed on at counters lately and are not on the list."""
        listed = {member.number for member in self.roster(everybody=True)}
        at = self._subjects.live.clock.now() - SEEN_WITHIN
        with self._subjects.store.reader() as db:
            found = lookup.staff_seen(db, at.date())
        return sorted((number for number in found if is_staff_number(number) and number not in listed), key=_by_length)

    def watch(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback` when the list changes, on the recorder's thread; returns the way out."""

        def told(subjects: frozenset[str]) -> None:
            if any(subject.startswith("staff:") for subject in subjects):
                callback()

        return self._subjects.watch(told)

    def _spelt(self, number: str) -> str:
        """A number as it stands on the list; as typed when nobody has it."""
        found = self.member(number)
        return plain_number(number) if found is None else found.number

    # --- the list ---

    def add(self, number: str, roles: Sequence[str] = (), by: str = "") -> StaffMember:
        """Put a person on the list, or back on it."""
        number = self._spelt(number)  # who comes back has the number they had
        if not is_staff_number(number):
            raise Refused(
                Message(
                    QT_TRANSLATE_NOOP(
                        "Messages", "A staff number has up to 16 letters, digits and hyphens, one digit at least."
                    )
                )
            )

        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            for known in self.roster():
                if same_number(known.number, number):
                    raise Refused(
                        Message(
                            QT_TRANSLATE_NOOP("Messages", "{number} is on the list already."), {"number": known.number}
                        )
                    )
            return (StaffAdded(**self._subjects.envelope(now, by), staff=number, roles=_once(roles)),), None

        return self._decide(number, decision)

    def set_roles(self, number: str, roles: Sequence[str], by: str = "") -> StaffMember:
        """Give other roles."""
        number = self._spelt(number)

        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            if self._here(number).roles == _once(roles):
                return (), None
            return (StaffRolesSet(**self._subjects.envelope(now, by), staff=number, roles=_once(roles)),), None

        return self._decide(number, decision)

    def leave(self, number: str, by: str = "") -> StaffMember:
        """Take a person off the list. What they signed stays."""
        number = self._spelt(number)

        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            self._here(number)
            return (StaffLeft(**self._subjects.envelope(now, by), staff=number),), None

        return self._decide(number, decision)

    # --- who is not here ---

    def mark_away(
        self, number: str, reason: str, *, since: datetime | None = None, until: datetime | None = None,
        words: str = "", by: str = "",
    ) -> StaffMember:  # fmt: skip
        """Somebody is not here: "sick", "out" or "training", from now unless said, until the end of that day.

        A mark of the same reason that holds already is left as it is; with another end it is told anew.
        """
        number = self._spelt(number)
        if reason not in REASONS:
            raise ValueError(f"{reason!r} is not one of {REASONS}")

        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            member = self._here(number)
            begin = now if since is None else since
            end = self.end_of_day(begin) if until is None else until
            if end <= max(begin, now):
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "An absence ends after it begins, and after now.")))
            if end - begin > LONGEST_ABSENCE:
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "An absence lasts a year at most.")))
            held = [one for one in member.absences if one.holds(now)] if since is None else []
            if any(one.reason == reason and until in (None, one.until) for one in held):
                return (), None
            backs = [StaffBack(**self._subjects.envelope(now, by), staff=number, mark=one.mark) for one in held]
            away = StaffAway(
                **self._subjects.envelope(now, by), staff=number, reason=reason, since=begin, until=end,
                words=words.strip()[:LONGEST_WORDS],
            )  # fmt: skip
            return [*backs, away], None

        return self._decide(number, decision)

    def mark_back(self, number: str, *, mark: str = "", by: str = "") -> StaffMember:
        """Here again; or an absence that was told (`mark`) is taken back."""
        number = self._spelt(number)

        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            member = self._here(number)
            open_ones = [one for one in member.absences if one.back_at is None and one.until > now]
            meant = [one for one in open_ones if (one.mark == mark if mark else one.since <= now)]
            return [StaffBack(**self._subjects.envelope(now, by), staff=number, mark=one.mark) for one in meant], None

        return self._decide(number, decision)

    def away(self, now: datetime | None = None) -> dict[str, Absence]:
        """Who is not here at a moment (now, unless said), by staff number. Who signed on at a counter after the mark
        was told is here: nobody is looked past who sits there."""
        at = self._subjects.live.clock.now() if now is None else now
        found = {one.number: absence for one in self.roster() if (absence := one.away(at)) is not None}
        counters = self._subjects.live.snapshot.picture.counters
        for number, since in _signed_on(counters.values()):
            absence = found.get(number)
            if absence is not None and since > absence.at and since >= absence.since:
                del found[number]
        return found

    def end_of_day(self, at: datetime) -> datetime:
        """When the business day of a moment is over."""
        branch = self._subjects.live.snapshot.branch
        return branch.day_span(branch.day_of(at))[1]

    # --- PINs ---

    def set_pin(self, number: str, pin: str, by: str = "", old_pin: str = "") -> StaffMember:
        """Choose a PIN; who has one gives the old one first."""
        number, pin = self._spelt(number), plain_pin(pin)
        if self._here(number).has_pin:
            if not old_pin:
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please enter the present PIN first.")))
            self.prove(number, old_pin)
        if fault := pin_fault(pin, number):
            raise Refused(Message(_FAULTS[fault]))
        before = self._here(number).pin_hash
        kept = hash_pin(self._key, number, pin)

        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            if self._here(number).pin_hash != before:  # somebody else was quicker
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please enter the present PIN first.")))
            return (StaffPinSet(**self._subjects.envelope(now, by or number), staff=number, hash=kept),), None

        return self._decide(number, decision)

    def clear_pin(self, number: str, by: Proof | str) -> StaffMember:
        """A forgotten PIN becomes void. Who does it is another person with a PIN; a typed number where nobody has."""
        number = self._spelt(number)
        who, how = self.how_known(by) if isinstance(by, Proof) else (plain_number(by), "name")
        if same_number(who, number) and how != "pin":
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Another person must do this.")))
        if how != "pin" and self.who_may_clear(number):
            raise Refused(
                Message(
                    QT_TRANSLATE_NOOP("Messages", "Somebody else of the list must confirm this with their own PIN.")
                )
            )
        if not is_staff_number(who):
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please give your staff number.")))
        self.must_be_listed(who)

        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            if not self._here(number).has_pin:
                return (), None
            return (StaffPinCleared(**self._subjects.envelope(now, who), staff=number, proof=how),), None

        return self._decide(number, decision)

    def who_may_clear(self, number: str) -> list[str]:
        """Those with a PIN who can confirm that this person's PIN becomes void."""
        return [one.number for one in self.roster() if one.has_pin and not same_number(one.number, number)]

    def prove(self, number: str, pin: str) -> Proof:
        """That this is the person of this number. Raises PinRefused; wrong tries are recorded and slow down the next.

        The waits are counted from the journal: starting the program again does not shorten them.
        """
        number, pin = self._spelt(number), plain_pin(pin)
        with self._trying:
            member = self._to_prove(number)
            wait = max(self._wait_s(member), self._hall_wait_s(member))
            if wait > 0:
                raise _slow(wait)
            fits = pin_fits(self._key, number, pin, member.pin_hash)

            def decision(now: datetime) -> tuple[Sequence[Fact], None]:
                if not fits:
                    return (StaffPinFailed(**self._subjects.envelope(now, ""), staff=number),), None
                if self._all()[number].wrong:
                    return (StaffPinProved(**self._subjects.envelope(now, number), staff=number),), None
                return (), None

            after = self._decide(number, decision) if not fits or member.wrong else member
            if not fits:
                raise self._wrong(after)
        proof = Proof(number)
        with self._lock:
            self._given[proof] = self._proved[number] = self._ticks()
        return proof

    def how_known(self, proof: Proof) -> tuple[str, str]:
        """(staff number, "pin") of a proof that this very object gave out a moment ago. Raises Refused."""
        with self._lock:
            given = self._given.get(proof)
        if given is None or self._ticks() - given > PROOF_LIFE_S:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please enter the PIN again.")))
        return proof.number, "pin"

    def signature(self, by: str, proof: Proof | None) -> str:
        """How a signer is known, "pin" or "name". Raises Refused where a PIN is due, or is another person's."""
        by = plain_number(by)
        if proof is not None:
            number, how = self.how_known(proof)
            if not same_number(number, by):
                raise Refused(
                    Message(
                        QT_TRANSLATE_NOOP("Messages", "This PIN belongs to {number}, not to {other}."),
                        {"number": number, "other": by},
                    )
                )
            return how
        found = self.member(by)
        if found is not None and found.left:
            text = QT_TRANSLATE_NOOP("Messages", "{number} is no longer on the staff list.")
            raise Refused(Message(text, {"number": by}))
        if found is not None and found.has_pin:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "{number} signs with a PIN."), {"number": by}))
        return "name"

    def must_be_listed(self, number: str) -> None:
        """Raises Refused for a number that is not on the list, once there is a list: "another person" is one of it.

        A hall that keeps no list goes on with typed numbers.
        """
        found = self.member(number)
        if found is not None and found.left:
            text = QT_TRANSLATE_NOOP("Messages", "{number} is no longer on the staff list.")
            raise Refused(Message(text, {"number": plain_number(number)}))
        if found is None and self.roster():
            text = QT_TRANSLATE_NOOP("Messages", "{number} is not on the staff list (Settings › People).")
            raise Refused(Message(text, {"number": plain_number(number)}))

    # --- shared ---

    def _to_prove(self, number: str) -> StaffMember:
        member = self.member(number)
        if member is None:
            text = QT_TRANSLATE_NOOP("Messages", "{number} is not on the staff list.")
            raise PinRefused("unknown", Message(text, {"number": number}))
        if member.left:
            text = QT_TRANSLATE_NOOP("Messages", "{number} is no longer on the staff list.")
            raise PinRefused("left", Message(text, {"number": number}))
        if not member.has_pin:
            text = QT_TRANSLATE_NOOP("Messages", "{number} has no PIN yet. It is set in Settings › People.")
            raise PinRefused("none", Message(text, {"number": number}))
        return member

    def _wait_s(self, member: StaffMember) -> float:
        """By the clock, and by steady ticks since these tries were met: a clock that was a year ahead at the last try
        and is right again must not lock anybody out for a year."""
        wait = member.wait_s(self._subjects.live.clock.now())
        if wait <= 0:
            return 0.0
        ticks = self._ticks()
        since = self._first_seen.setdefault((member.number, member.wrong), ticks)
        return max(0.0, min(wait, member.full_wait_s - (ticks - since)))

    def _hall_wait_s(self, member: StaffMember) -> float:
        """The wait for whoever tries number after number; counted from the journal, so that a restart does not end it.

        Whoever proved their PIN a while ago has one try without it: a guesser at the keypad must not keep them out.
        """
        ticks = self._ticks()
        proved = self._proved.get(member.number)
        if not member.wrong and proved is not None and ticks - proved < KNOWN_FOR_S:
            return 0.0
        tries, full, wait = hall_wait_s(self._all().values(), self._subjects.live.clock.now())
        if wait <= 0:
            return 0.0
        since = self._first_seen.setdefault(("", tries), ticks)  # as in _wait_s
        return max(0.0, min(wait, full - (ticks - since)))

    def _wrong(self, member: StaffMember) -> PinRefused:
        wait = max(self._wait_s(member), self._hall_wait_s(member))
        if wait <= 0:
            return PinRefused("wrong", Message(QT_TRANSLATE_NOOP("Messages", "That is not the PIN. Please try again.")))
        text = QT_TRANSLATE_NOOP("Messages", "That is not the PIN. The next try is possible in {seconds} seconds.")
        return PinRefused("wrong", Message(text, {"seconds": math.ceil(wait)}), wait)

    def _here(self, number: str) -> StaffMember:
        member = self.member(number)
        if member is None or member.left:
            text = QT_TRANSLATE_NOOP("Messages", "{number} is not on the staff list.")
            raise Refused(Message(text, {"number": number}))
        return member

    def _decide(self, number: str, decision: Callable[[datetime], tuple[Sequence[Fact], None]]) -> StaffMember:
        self._subjects.decide(decision)
        with self._lock:
            self._stale.add(number)  # the recorder may tell its watchers a moment later
        return self._all()[number]

    def _all(self) -> dict[str, StaffMember]:
        with self._lock:
            if self._members is None:
                with self._subjects.store.reader() as db:
                    numbers = lookup.keys_of(db, "staff")
                self._members = {}
                self._stale.update(numbers, (subject.partition(":")[2] for subject in self._subjects.recent("staff")))
            while self._stale:
                number = self._stale.pop()
                member = fold_staff(self._subjects.facts("staff:" + number))
                if member is not None:
                    self._members[number] = member
            return dict(self._members)

    def _changed(self, subjects: frozenset[str]) -> None:
        numbers = {subject.partition(":")[2] for subject in subjects if subject.startswith("staff:")}
        if numbers:
            with self._lock:
                self._stale |= numbers


def plain_number(typed: str) -> str:
    """A staff number as typed, also in the full-width form of a Chinese input method."""
    return plain_pin(typed)


def _signed_on(counters: Iterable[Counter]) -> Iterator[tuple[str, datetime]]:
    """(staff number, since when they sit there) of the counters that are not closed."""
    for counter in counters:
        since = None
        for spell in reversed(counter.spells):
            if spell.staff != counter.staff or (since is not None and spell.until != since):
                break
            since = spell.since
        if counter.staff and counter.state != COUNTER_CLOSED and since is not None:
            yield counter.staff, since


def _once(roles: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(set(roles)))


def _by_length(number: str) -> tuple[int, str]:
    return (len(number), number)


def _slow(wait: float) -> PinRefused:
    text = QT_TRANSLATE_NOOP("Messages", "Too many wrong tries. The next one is possible in {seconds} seconds.")
    return PinRefused("slow", Message(text, {"seconds": math.ceil(wait)}), wait)


__all__ = ["PinRefused", "Proof", "Staff", "StaffMember", "plain_number"]
