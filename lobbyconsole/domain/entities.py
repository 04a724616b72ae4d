"""What a hall consists of: tickets with their legs, counters with their spells, queues, feeds, notes. Frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

WAITING = "waiting"
HELD = "held"
CALLED = "called"
SERVING = "serving"
FINISHED = "finished"
NO_SHOW = "no_show"
CANCELLED = "cancelled"
LEFT = "left"
TRANSFERRED = "transferred"  # outcome of a leg, never the state of a ticket

IN_LINE = frozenset({WAITING, HELD})
AT_COUNTER = frozenset({CALLED, SERVING})
OPEN_STATES = IN_LINE | AT_COUNTER
ENDED = frozenset({FINISHED, NO_SHOW, CANCELLED, LEFT})

COUNTER_CLOSED = "closed"
COUNTER_OPEN = "open"
COUNTER_PAUSED = "paused"

MAX_NOTES = 500  # of one day, shown; all are in the journal


class Stand(msgspec.Struct, frozen=True):
    """A stretch of standing in one line. `place`: the line_since it had then; `until` is None while it lasts.

    `called`: a call ended it, to `counter`, out of order when there is a `reason`; `freed_at`: when that counter was
    free again without having finished with the customer.
    """

    since: datetime | None
    until: datetime | None
    place: datetime | None
    called: bool = False
    counter: str = ""
    staff: str = ""
    reason: str = ""
    freed_at: datetime | None = None


class Leg(msgspec.Struct, frozen=True):
    """One stage of a visit: waiting for, and being served in, one service. Times are aware UTC or None when unknown.

    `line_since` decides the place in the line; `joined_at` is when this leg's waiting began. `stands` are stretches in
    line that are over, kept only for who went aside and came back (`back_at`, while in line again); see `line`.
    """

    service: str
    joined_at: datetime | None
    line_since: datetime | None
    called_at: datetime | None = None
    last_called_at: datetime | None = None
    calls: int = 0
    counter: str = ""
    staff: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str = ""
    to_counter: str = ""
    to_staff: str = ""
    out_of_order: str = ""
    stands: tuple[Stand, ...] = ()
    back_at: datetime | None = None

    @property
    def line(self) -> tuple[Stand, ...]:
        """Every stretch of standing in this line, oldest first."""
        if self.back_at is not None:
            return (*self.stands, Stand(self.back_at, self.ended_at, self.line_since))
        if self.stands:
            return self.stands
        until, called = self.called_at or self.ended_at, self.called_at is not None
        if until is not None and self.ended_at is not None and self.ended_at < until:
            until, called = self.ended_at, False  # told of the call only after the end: nobody can tell when it came
        return (Stand(self.joined_at, until, self.line_since, called, self.counter, self.staff, self.out_of_order),)

    @property
    def wait_s(self) -> float | None:
        """Seconds from joining to the first call; None while not called or when the joining is unknown."""
        if self.joined_at is None or self.called_at is None:
            return None
        return max(0.0, (self.called_at - self.joined_at).total_seconds())

    @property
    def handling_s(self) -> float | None:
        """Seconds from start (or call) to end of a served leg."""
        begun = self.started_at or self.last_called_at
        if begun is None or self.ended_at is None or self.outcome not in (FINISHED, TRANSFERRED):
            return None
        return max(0.0, (self.ended_at - begun).total_seconds())


class Ticket(msgspec.Struct, frozen=True):
    """One number in one visit. `legs[-1]` is where it is now. `flags` name what cannot be right about it."""

    key: str
    number: str = ""
    state: str = WAITING
    state_since: datetime | None = None
    issued_at: datetime | None = None
    source: str = ""
    priority: str = "normal"
    channel: str = ""
    appointment_at: datetime | None = None
    visit: str = ""
    then: tuple[str, ...] = ()
    legs: tuple[Leg, ...] = ()
    requeues: int = 0
    held_reason: str = ""
    marks: tuple[str, ...] = ()
    rating: int | None = None
    printed: bool | None = None
    promise_s: tuple[int, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def leg(self) -> Leg:
        return self.legs[-1]

    @property
    def service(self) -> str:
        return self.legs[-1].service

    @property
    def counter(self) -> str:
        """The counter it is called to or served at; empty otherwise."""
        return self.legs[-1].counter if self.state in AT_COUNTER else ""

    @property
    def line_since(self) -> datetime | None:
        """What decides its place in the line; see Leg."""
        return self.legs[-1].line_since


class Spell(msgspec.Struct, frozen=True):
    """A stretch of one counter state."""

    state: str
    since: datetime
    until: datetime | None = None
    staff: str = ""
    reason: str = ""


class Counter(msgspec.Struct, frozen=True):
    """A counter as its own facts tell it. Whom it serves is told by the tickets, see picture.py."""

    id: str
    state: str = COUNTER_CLOSED
    since: datetime | None = None
    staff: str = ""
    skills: tuple[str, ...] = ()
    services: tuple[str, ...] = ()  # empty: as the branch set it up
    reason: str = ""
    returns_at: datetime | None = None
    asked_at: datetime | None = None
    asked_reason: str = ""
    answered_s: float | None = None
    spells: tuple[Spell, ...] = ()
    flags: tuple[str, ...] = ()


class Queue(msgspec.Struct, frozen=True):
    """A service's line as a whole."""

    id: str
    closed: bool = False
    reason: str = ""
    reserved: tuple[tuple[int, int, str], ...] = ()


class Feed(msgspec.Struct, frozen=True):
    """A queue source as its facts tell it: "unknown", "up" or "down"."""

    id: str
    state: str = "unknown"
    since: datetime | None = None
    problem: str = ""
    epoch: str = ""
    taken_over_at: datetime | None = None
    gaps: tuple[tuple[datetime, datetime], ...] = ()
    resets: int = 0
    unmapped: tuple[tuple[str, str], ...] = ()
    contradicted: tuple[str, ...] = ()  # subjects of what was told under an id that already meant something else


class Note(msgspec.Struct, frozen=True):
    """Something the manager noted."""

    id: str
    at: datetime
    text: str
    zone: str = ""
    by: str = ""


class Hall(msgspec.Struct, frozen=True):
    """What concerns the hall as a whole."""

    notes: tuple[Note, ...] = ()
    settings_changes: int = 0


Entity = Ticket | Counter | Queue | Feed | Hall


class Lobby(msgspec.Struct, frozen=True):
    """One immutable picture. Keys are ticket keys, counter numbers, service ids and feed names."""

    tickets: Mapping[str, Ticket] = msgspec.field(default_factory=dict)
    counters: Mapping[str, Counter] = msgspec.field(default_factory=dict)
    queues: Mapping[str, Queue] = msgspec.field(default_factory=dict)
    feeds: Mapping[str, Feed] = msgspec.field(default_factory=dict)
    hall: Hall = Hall()
    last_at: datetime | None = None
    facts: int = 0
