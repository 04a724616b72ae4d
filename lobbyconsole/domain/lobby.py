"""The fold: facts in any order, twice or late, become one picture of tickets, counters, queues, feeds and the hall.

Facts are kept per subject in their own total order (`order_key`), so the picture depends on the set of facts and never
on the order of their arrival. A fact that comes last in order is applied in place; any other folds its subject anew.
What cannot be right is kept and flagged, never dropped and never an exception.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.entities import (
    AT_COUNTER,
    CALLED,
    CANCELLED,
    COUNTER_CLOSED,
    COUNTER_OPEN,
    COUNTER_PAUSED,
    ENDED,
    FINISHED,
    HELD,
    IN_LINE,
    LEFT,
    MAX_NOTES,
    NO_SHOW,
    OPEN_STATES,
    SERVING,
    TRANSFERRED,
    WAITING,
    Counter,
    Entity,
    Feed,
    Hall,
    Leg,
    Lobby,
    Note,
    Queue,
    Spell,
    Ticket,
)
from lobbyconsole.domain.facts import order_key
from lobbyconsole.domain.standing import undone_ids
from lobbyconsole.domain.steps import step_counter, step_feed, step_hall, step_queue, step_ticket

# Whoever reads a lobby needs the words for what is in it.
__all__ = [
    "AT_COUNTER",
    "CALLED",
    "CANCELLED",
    "COUNTER_CLOSED",
    "COUNTER_OPEN",
    "COUNTER_PAUSED",
    "ENDED",
    "FINISHED",
    "HELD",
    "IN_LINE",
    "LEFT",
    "MAX_NOTES",
    "NO_SHOW",
    "OPEN_STATES",
    "SERVING",
    "TRANSFERRED",
    "WAITING",
    "Book",
    "Change",
    "Counter",
    "Entity",
    "Feed",
    "Hall",
    "Leg",
    "Lobby",
    "Note",
    "Queue",
    "Spell",
    "Ticket",
    "fold",
    "fold_subject",
    "lobby_of",
    "on_the_floor",
    "order_key",
    "step_counter",
    "step_feed",
    "step_hall",
    "step_queue",
    "step_ticket",
]


class Change(msgspec.Struct, frozen=True):
    """What one new fact did to its subject."""

    fact: f.Fact
    before: Entity | None
    after: Entity | None


LOOKED_THROUGH = 12  # a ticket has half a dozen facts; a set of their ids would take more room than they

_STEPS = {"ticket": step_ticket, "counter": step_counter, "queue": step_queue, "feed": step_feed, "hall": step_hall}


def on_the_floor(fact: f.Fact) -> bool:
    """Whether it is about something a lobby shows; rounds, records and meetings are folded by rooms of their own."""
    return fact.subject.partition(":")[0] in _STEPS


def fold_subject(facts: Sequence[f.Fact]) -> Entity | None:
    """One subject from all its facts, which must be in order. None when nothing (valid) is known of it."""
    if not facts:
        return None
    step = _STEPS.get(facts[0].subject.partition(":")[0])  # None: somebody undid something about nothing we know
    undone = undone_ids(facts)
    entity: Entity | None = None
    never_issued = False
    for fact in facts:
        if isinstance(fact, f.ActionUndone) or step is None:
            continue
        if fact.id not in undone:
            entity = step(entity, fact)  # type: ignore[operator]
        elif isinstance(fact, f.TicketIssued):
            never_issued = True
    if never_issued and isinstance(entity, Ticket) and _only_echoes(entity):
        return None  # the printer's answer to an undone issue is not a customer
    return entity


def _only_echoes(ticket: Ticket) -> bool:
    """Whether nobody ever saw this ticket issued, called or gone; a printer or a mark merely named it."""
    return ticket.issued_at is None and ticket.state == WAITING and len(ticket.legs) == 1 and not ticket.leg.calls


class Book:
    """The fold's working memory: facts and entities by subject. Owned by one thread; `lobby()` gives a picture away."""

    def __init__(self, facts: Iterable[f.Fact] = ()) -> None:
        self._facts: dict[str, list[f.Fact]] = {}
        self._ids: dict[str, set[str]] = {}  # of subjects with so many facts that looking through them takes long
        self._entities: dict[str, Entity] = {}
        self._undone: set[str] = set()  # subjects with an undone fact: always folded anew
        self._open: dict[str, Ticket] = {}  # tickets in line or at a counter, so that the desk need not look at all
        self._counters: dict[str, Counter] = {}
        self._last_at: datetime | None = None
        self._count = 0
        for fact in facts:
            self.add(fact)

    def __contains__(self, subject: str) -> bool:
        return subject in self._facts

    def __len__(self) -> int:
        return len(self._facts)

    def knows(self, fact: f.Fact) -> bool:
        """Whether this very fact has been added before."""
        return self._has(fact.subject, fact.id)

    def add(self, fact: f.Fact) -> Change | None:
        """Take in one fact; None when it was known already."""
        subject = fact.subject
        if self._has(subject, fact.id):
            return None
        facts = self._facts.get(subject)
        before = self._entities.get(subject)
        in_order = not facts or order_key(facts[-1]) <= order_key(fact)
        undoes = isinstance(fact, f.ActionUndone)
        # Nothing is noted before the step has succeeded: what cannot be taken in now may be told again.
        after: Entity | None
        if in_order and not undoes and subject not in self._undone:
            after = _STEPS[subject.partition(":")[0]](before, fact)  # type: ignore[operator]
            changed = None
        else:
            changed = list(facts or ())
            insort(changed, fact, key=order_key)
            after = fold_subject(changed)
        if changed is not None:
            facts = self._facts[subject] = changed
        elif facts is None:
            facts = self._facts[subject] = [fact]
        else:
            facts.append(fact)
        if len(facts) > LOOKED_THROUGH:
            if subject in self._ids:
                self._ids[subject].add(fact.id)
            else:
                self._ids[subject] = {known.id for known in facts}
        if undoes:
            self._undone.add(subject)
        if after is None:
            self._entities.pop(subject, None)
        else:
            self._entities[subject] = after
        if isinstance(after, Ticket) and after.state in OPEN_STATES:
            self._open[after.key] = after
        elif isinstance(before, Ticket):
            self._open.pop(before.key, None)
        elif isinstance(after, Counter):
            self._counters[after.id] = after
        elif isinstance(before, Counter):
            self._counters.pop(before.id, None)  # all that was known of it has been undone
        self._count += 1
        if self._last_at is None or fact.at > self._last_at:
            self._last_at = fact.at
        return Change(fact, before, after)

    def _has(self, subject: str, fact_id: str) -> bool:
        ids = self._ids.get(subject)
        if ids is not None:
            return fact_id in ids
        return any(known.id == fact_id for known in self._facts.get(subject, ()))

    def facts_of(self, subject: str) -> tuple[f.Fact, ...]:
        return tuple(self._facts.get(subject, ()))

    def entity(self, subject: str) -> Entity | None:
        return self._entities.get(subject)

    def ticket(self, key: str) -> Ticket | None:
        entity = self._entities.get("ticket:" + key)
        return entity if isinstance(entity, Ticket) else None

    def counter(self, counter_id: str) -> Counter | None:
        entity = self._entities.get("counter:" + counter_id)
        return entity if isinstance(entity, Counter) else None

    def tickets(self) -> Iterable[Ticket]:
        return (entity for entity in self._entities.values() if isinstance(entity, Ticket))

    def open_tickets(self) -> Iterable[Ticket]:
        """Tickets in line or at a counter."""
        return self._open.values()

    def counters(self) -> Mapping[str, Counter]:
        return self._counters

    def forget(self, subject: str) -> None:
        """Drop a subject from memory (the day is over); its facts stay in the journal."""
        self._facts.pop(subject, None)
        self._ids.pop(subject, None)
        entity = self._entities.pop(subject, None)
        if isinstance(entity, Ticket):
            self._open.pop(entity.key, None)
        elif isinstance(entity, Counter):
            self._counters.pop(entity.id, None)
        self._undone.discard(subject)

    def lobby(self) -> Lobby:
        """The picture of everything in this book."""
        return lobby_of(self._entities, self._last_at, self._count)


def lobby_of(entities: Mapping[str, Entity], last_at: datetime | None, facts: int) -> Lobby:
    """One picture of entities kept by subject, made of so many facts, the latest at `last_at`."""
    tickets: dict[str, Ticket] = {}
    counters: dict[str, Counter] = {}
    queues: dict[str, Queue] = {}
    feeds: dict[str, Feed] = {}
    hall = Hall()
    # By subject, since whoever walks through these must not see the order of arrival.
    for _, entity in sorted(entities.items()):
        match entity:
            case Ticket():
                tickets[entity.key] = entity
            case Counter():
                counters[entity.id] = entity
            case Queue():
                queues[entity.id] = entity
            case Feed():
                feeds[entity.id] = entity
            case Hall():
                hall = entity
    return Lobby(tickets, counters, queues, feeds, hall, last_at, facts)


def fold(facts: Iterable[f.Fact]) -> Lobby:
    """The picture of a set of facts, whatever their order."""
    return Book(facts).lobby()
