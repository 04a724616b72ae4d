"""What the recorder gives away: the snapshot with the console's own health; and what a command hands to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.facts import Fact, TicketPrinted, order_key
from lobbyconsole.domain.lobby import Book
from lobbyconsole.domain.picture import Picture
from lobbyconsole.domain.words import Message


class LinkState(msgspec.Struct, frozen=True):
    """A running queue source beyond its facts: when it last answered and how far its clock is from ours (s)."""

    name: str
    kind: str
    last_ok: datetime | None = None
    skew_s: float | None = None
    lost_after_s: float = 15.0
    state: str = "starting"  # starting, up, late, down, stopped
    problem: Message | None = None


class Health(msgspec.Struct, frozen=True):
    """What the floor must say about the console itself."""

    unsaved: int = 0  # facts that wait in memory and in the side file
    storage: Message | None = None  # why they wait and what to do
    links: tuple[LinkState, ...] = ()
    notices: tuple[Message, ...] = ()  # e.g. what was recovered at start


class Undo(msgspec.Struct, frozen=True):
    """The last action that can still be taken back, until `until`."""

    label: Message
    until: datetime
    facts: tuple[Fact, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """What tells this action from any other: whoever takes it back says which one was on the screen."""
        return tuple(fact.id for fact in self.facts)

    def overtaken(self, book: Book) -> bool:
        """Whether something has followed from it, so that it cannot be taken back any more."""
        latest: dict[str, Any] = {}
        for fact in self.facts:
            latest[fact.subject] = max(latest.get(fact.subject, order_key(fact)), order_key(fact))
        for subject, last in latest.items():
            for other in reversed(book.facts_of(subject)):
                if order_key(other) <= last:
                    break
                if not isinstance(other, TicketPrinted):
                    return True
        return False


class Snapshot(msgspec.Struct, frozen=True):
    """The one thing screens are given. `live` is False for the last known picture shown before the journal is read."""

    picture: Picture
    branch: Branch
    health: Health = Health()
    undo: Undo | None = None
    live: bool = True
    seq: int = 0


class Outcome(msgspec.Struct, frozen=True):
    """What a command decided: facts to record, its answer, and, if it may be taken back, words for the offer."""

    facts: Sequence[Fact]
    result: Any = None
    undo: Message | None = None


Command = Callable[[Book, datetime], Outcome]
