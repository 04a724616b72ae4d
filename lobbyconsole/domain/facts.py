"""Every fact that can happen in a hall: frozen, past tense, never renamed or removed; new fields have defaults.

A fact says what happened (its class), to whom (`subject`), when (`at`, aware UTC) and how we know (`source`,
`certainty`). Two facts with the same `id` are the same fact. Text in a fact is short and holds no personal data.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar, Self

import msgspec
from msgspec.structs import replace

REPORTED = "reported"  # somebody or some system said so
INFERRED = "inferred"  # concluded from two pictures or from the end of the day
MANUAL = "manual"  # a person typed it in afterwards

_FACT_SPACE = uuid.UUID("6f1f0a52-53f3-5e0c-9a53-6c6f62627963")


def natural_id(*parts: object) -> str:
    """The same parts always give the same id, so a fact derived twice from the same vendor row is one fact."""
    return uuid.uuid5(_FACT_SPACE, "\x1f".join(str(part) for part in parts)).hex


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """What all facts carry.

    `seq` orders facts of one source that share a time stamp (vendor row number, or the desk's running number).
    `by` is a staff number. `clock` tells whose clock `at` is: "own", "vendor", "skewed" (corrected) or "arrival".
    """

    kind: ClassVar[str] = ""
    rank: ClassVar[int] = 50  # order of facts of one subject that share `at` and `seq`

    id: str
    at: datetime
    source: str = "desk"
    certainty: str = REPORTED
    clock: str = "own"
    seq: int = 0
    by: str = ""

    @property
    def subject(self) -> str:
        """The one ticket, counter, service, feed or hall this fact is about, as `kind:key`."""
        raise NotImplementedError

    def at_time(self, at: datetime) -> Self:
        """The same fact at another time (replays, tests)."""
        return replace(self, at=at)


def order_key(fact: Fact) -> tuple[datetime, int, int, str]:
    """Total order of the facts of one subject; it never looks at the order of arrival."""
    return (fact.at, fact.seq, fact.rank, fact.id)


# When it was noticed, by which clock and how surely may differ each time a source tells the same thing.
_TELLING = frozenset({"at", "source", "certainty", "clock", "seq", "by"})


def contradicts(first: Fact, told: Fact) -> bool:
    """Whether `told`, which has the id of `first`, says something else than a repetition of it would."""
    return type(first) is not type(told) or any(
        getattr(first, name) != getattr(told, name) for name in first.__struct_fields__ if name not in _TELLING
    )


# --- tickets ---


class TicketFact(Fact, frozen=True, kw_only=True):
    """A fact about one ticket. `ticket` is its key: never its printed number, which vendors give twice."""

    ticket: str

    @property
    def subject(self) -> str:
        return "ticket:" + self.ticket


class TicketIssued(TicketFact, frozen=True, kw_only=True):
    """A customer joined the line. `then` lists further services wanted in the same visit, in order.

    `visit` joins several tickets into one stay (default: the ticket is its own visit). `printed` is what the printer
    said; None means nobody tried. `promise_s` is the expected wait told to the customer, (p10, p50, p90) in seconds.
    """

    kind: ClassVar[str] = "ticket.issued"
    rank: ClassVar[int] = 0
    number: str
    service: str
    then: tuple[str, ...] = ()
    priority: str = "normal"
    channel: str = "desk"
    appointment_at: datetime | None = None
    visit: str = ""
    printed: bool | None = None
    ahead: int | None = None
    promise_s: tuple[int, ...] = ()
    to_counter: str = ""
    to_staff: str = ""


class TicketCalled(TicketFact, frozen=True, kw_only=True):
    """Shown and spoken for the first time in this leg. `reason` is given when called out of order."""

    kind: ClassVar[str] = "ticket.called"
    rank: ClassVar[int] = 20
    counter: str
    staff: str = ""
    reason: str = ""


class TicketRecalled(TicketFact, frozen=True, kw_only=True):
    """Spoken again."""

    kind: ClassVar[str] = "ticket.recalled"
    rank: ClassVar[int] = 22
    counter: str = ""


class TicketStarted(TicketFact, frozen=True, kw_only=True):
    """The customer is at the counter and is being served."""

    kind: ClassVar[str] = "ticket.started"
    rank: ClassVar[int] = 30
    counter: str = ""
    staff: str = ""


class TicketHeld(TicketFact, frozen=True, kw_only=True):
    """Parked: the customer fetches a paper or fills in a form; not called until resumed."""

    kind: ClassVar[str] = "ticket.held"
    rank: ClassVar[int] = 34
    reason: str = ""


class TicketResumed(TicketFact, frozen=True, kw_only=True):
    """Back from hold to the place its waiting time gives it."""

    kind: ClassVar[str] = "ticket.resumed"
    rank: ClassVar[int] = 36


class TicketRequeued(TicketFact, frozen=True, kw_only=True):
    """Back in the line without being served. `keep_place` keeps the time already waited, else it starts anew."""

    kind: ClassVar[str] = "ticket.requeued"
    rank: ClassVar[int] = 38
    reason: str = ""
    keep_place: bool = True


class TicketTransferred(TicketFact, frozen=True, kw_only=True):
    """This leg ends and another begins: to a service, to a counter, or back to the same person."""

    kind: ClassVar[str] = "ticket.transferred"
    rank: ClassVar[int] = 40
    to_service: str = ""
    to_counter: str = ""
    to_staff: str = ""
    reason: str = ""


class TicketPrioritised(TicketFact, frozen=True, kw_only=True):
    """The priority class changed (elderly, disabled, pregnant, infant, vip, normal)."""

    kind: ClassVar[str] = "ticket.prioritised"
    rank: ClassVar[int] = 10
    priority: str
    reason: str = ""


class TicketMarked(TicketFact, frozen=True, kw_only=True):
    """A mark was set or taken off (water, preaccept, recovery, priority, diverted), see vocab `marks`."""

    kind: ClassVar[str] = "ticket.marked"
    rank: ClassVar[int] = 12
    mark: str
    removed: bool = False


class TicketFinished(TicketFact, frozen=True, kw_only=True):
    """This leg was served. If further services were wanted, the next leg begins at once."""

    kind: ClassVar[str] = "ticket.finished"
    rank: ClassVar[int] = 60
    counter: str = ""
    result: str = ""


class TicketNoShow(TicketFact, frozen=True, kw_only=True):
    """Called, never came."""

    kind: ClassVar[str] = "ticket.no_show"
    rank: ClassVar[int] = 62
    counter: str = ""


class TicketCancelled(TicketFact, frozen=True, kw_only=True):
    """Taken out of the line by somebody (misprint, wrong service, customer asked)."""

    kind: ClassVar[str] = "ticket.cancelled"
    rank: ClassVar[int] = 64
    reason: str = ""


class TicketLeft(TicketFact, frozen=True, kw_only=True):
    """The customer left unserved."""

    kind: ClassVar[str] = "ticket.left"
    rank: ClassVar[int] = 66
    reason: str = ""


class TicketRated(TicketFact, frozen=True, kw_only=True):
    """The evaluator pad gave a score (1 to 5)."""

    kind: ClassVar[str] = "ticket.rated"
    rank: ClassVar[int] = 70
    score: int


class TicketPrinted(TicketFact, frozen=True, kw_only=True):
    """What the printer said about this ticket's slip, also on a reprint."""

    kind: ClassVar[str] = "ticket.printed"
    rank: ClassVar[int] = 8
    ok: bool
    problem: str = ""


# --- counters ---


class CounterFact(Fact, frozen=True, kw_only=True):
    """A fact about one counter (window, desk position)."""

    counter: str

    @property
    def subject(self) -> str:
        return "counter:" + self.counter


class CounterOpened(CounterFact, frozen=True, kw_only=True):
    """Open for customers. `services` in the order it takes them; empty: the branch's setting for that counter."""

    kind: ClassVar[str] = "counter.opened"
    rank: ClassVar[int] = 20
    staff: str = ""
    services: tuple[str, ...] = ()


class CounterPaused(CounterFact, frozen=True, kw_only=True):
    """Not calling for a while, with a reason and, where known, the time of return."""

    kind: ClassVar[str] = "counter.paused"
    rank: ClassVar[int] = 30
    reason: str = ""
    until: datetime | None = None


class CounterResumed(CounterFact, frozen=True, kw_only=True):
    """Back from a pause."""

    kind: ClassVar[str] = "counter.resumed"
    rank: ClassVar[int] = 40


class CounterClosed(CounterFact, frozen=True, kw_only=True):
    """Closed for customers."""

    kind: ClassVar[str] = "counter.closed"
    rank: ClassVar[int] = 60
    reason: str = ""


class CounterServicesSet(CounterFact, frozen=True, kw_only=True):
    """Which services this counter takes from now on, in which order."""

    kind: ClassVar[str] = "counter.services_set"
    rank: ClassVar[int] = 24
    services: tuple[str, ...]


class StaffSignedOn(CounterFact, frozen=True, kw_only=True):
    """A staff number signed on here. `skills` are the services this person may do; empty: all."""

    kind: ClassVar[str] = "staff.signed_on"
    rank: ClassVar[int] = 22
    staff: str
    skills: tuple[str, ...] = ()


class StaffSignedOff(CounterFact, frozen=True, kw_only=True):
    """The staff number signed off; the counter stays as it is."""

    kind: ClassVar[str] = "staff.signed_off"
    rank: ClassVar[int] = 58
    staff: str = ""


class HelpAsked(CounterFact, frozen=True, kw_only=True):
    """A counter asked for the lobby manager."""

    kind: ClassVar[str] = "help.asked"
    rank: ClassVar[int] = 26
    reason: str = ""


class HelpAnswered(CounterFact, frozen=True, kw_only=True):
    """The lobby manager answered the counter's call."""

    kind: ClassVar[str] = "help.answered"
    rank: ClassVar[int] = 28


# --- queues, numbers, feeds, the hall ---


class QueueFact(Fact, frozen=True, kw_only=True):
    """A fact about one service's queue."""

    service: str

    @property
    def subject(self) -> str:
        return "queue:" + self.service


class QueueOpened(QueueFact, frozen=True, kw_only=True):
    """Numbers are given again for this service."""

    kind: ClassVar[str] = "queue.opened"
    rank: ClassVar[int] = 40


class QueueClosed(QueueFact, frozen=True, kw_only=True):
    """No more numbers for this service; those waiting are still served."""

    kind: ClassVar[str] = "queue.closed"
    rank: ClassVar[int] = 60
    reason: str = ""


class NumbersReserved(QueueFact, frozen=True, kw_only=True):
    """A range of numbers was set aside (paper tickets, takeover) and will not be given otherwise that day."""

    kind: ClassVar[str] = "numbers.reserved"
    rank: ClassVar[int] = 20
    first: int
    last: int
    purpose: str = "paper"


class FeedFact(Fact, frozen=True, kw_only=True):
    """A fact about one queue source."""

    feed: str

    @property
    def subject(self) -> str:
        return "feed:" + self.feed


class FeedRestored(FeedFact, frozen=True, kw_only=True):
    """The source answers (again)."""

    kind: ClassVar[str] = "feed.up"
    rank: ClassVar[int] = 20


class FeedLost(FeedFact, frozen=True, kw_only=True):
    """The source has not answered within its stated time."""

    kind: ClassVar[str] = "feed.down"
    rank: ClassVar[int] = 40
    problem: str = ""


class FeedReset(FeedFact, frozen=True, kw_only=True):
    """The source's numbers or rows started anew; a new epoch of keys begins."""

    kind: ClassVar[str] = "feed.reset"
    rank: ClassVar[int] = 30
    epoch: str = ""
    cause: str = ""


class FeedGap(FeedFact, frozen=True, kw_only=True):
    """We could not see from `since` to `at`; figures of that time must not be guessed."""

    kind: ClassVar[str] = "feed.gap"
    rank: ClassVar[int] = 32
    since: datetime


class FeedUnmapped(FeedFact, frozen=True, kw_only=True):
    """The source sent a value the profile does not know; kept so that the profile can be mended."""

    kind: ClassVar[str] = "feed.unmapped"
    rank: ClassVar[int] = 34
    field: str
    value: str


class FeedContradicted(FeedFact, frozen=True, kw_only=True):
    """The source told something else under the id of a fact it had told before; what it told first counts.

    `told_id`, `told_kind` and `told_about` (a subject) are those of the second telling.
    """

    kind: ClassVar[str] = "feed.contradicted"
    rank: ClassVar[int] = 36
    told_id: str
    told_kind: str
    told_about: str


class DeskTookOver(FeedFact, frozen=True, kw_only=True):
    """The manager took over from a lost source: the own desk gives numbers from the reserved range."""

    kind: ClassVar[str] = "desk.took_over"
    rank: ClassVar[int] = 50


class DeskHandedBack(FeedFact, frozen=True, kw_only=True):
    """The source gives numbers again; tickets of the takeover are still served out by the desk."""

    kind: ClassVar[str] = "desk.handed_back"
    rank: ClassVar[int] = 52


class HallFact(Fact, frozen=True, kw_only=True):
    """A fact about the hall as a whole."""

    @property
    def subject(self) -> str:
        return "hall:"


class EventNoted(HallFact, frozen=True, kw_only=True):
    """The manager noted something in a few words. No personal data belongs here."""

    kind: ClassVar[str] = "hall.noted"
    text: str
    zone: str = ""


class SettingsChanged(HallFact, frozen=True, kw_only=True):
    """Which settings changed, as (name, old, new) in JSON text; secrets never appear here."""

    kind: ClassVar[str] = "settings.changed"
    changes: tuple[tuple[str, str, str], ...]


class ActionUndone(Fact, frozen=True, kw_only=True):
    """Compensates the facts in `undoes`: they stay in the journal and count for nothing. `about` is their subject."""

    kind: ClassVar[str] = "action.undone"
    rank: ClassVar[int] = 90
    undoes: tuple[str, ...]
    about: str

    @property
    def subject(self) -> str:
        return self.about


FACTS: tuple[type[Fact], ...] = (
    TicketIssued,
    TicketCalled,
    TicketRecalled,
    TicketStarted,
    TicketHeld,
    TicketResumed,
    TicketRequeued,
    TicketTransferred,
    TicketPrioritised,
    TicketMarked,
    TicketFinished,
    TicketNoShow,
    TicketCancelled,
    TicketLeft,
    TicketRated,
    TicketPrinted,
    CounterOpened,
    CounterPaused,
    CounterResumed,
    CounterClosed,
    CounterServicesSet,
    StaffSignedOn,
    StaffSignedOff,
    HelpAsked,
    HelpAnswered,
    QueueOpened,
    QueueClosed,
    NumbersReserved,
    FeedRestored,
    FeedLost,
    FeedReset,
    FeedGap,
    FeedUnmapped,
    FeedContradicted,
    DeskTookOver,
    DeskHandedBack,
    EventNoted,
    SettingsChanged,
    ActionUndone,
)
KINDS: dict[str, type[Fact]] = {cls.kind: cls for cls in FACTS}
