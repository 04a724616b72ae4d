"""The stage on which a sample day is played: events in order of time, and the hall as the facts told so far make it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from heapq import heappop, heappush
from typing import Any

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.lobby import OPEN_STATES, WAITING, Counter, Ticket
from lobbyconsole.domain.steps import step_counter, step_ticket

SOURCE = "simulator"

_Event = tuple[datetime, int, Callable[[datetime], None]]


class Stage:
    """Runs events and tells facts. Owned by one thread."""

    def __init__(self, branch: Branch, day: date, seed: int) -> None:
        self.branch = branch
        self.day = day
        self.tickets: dict[str, Ticket] = {}
        self.counters: dict[str, Counter] = {}
        self._seed = seed
        self._events: list[_Event] = []
        self._running = 0  # orders events, and facts, of one instant
        self._told: list[f.Fact] = []
        self._not_before: datetime | None = None  # what answers to others' doings must not be dated before them
        self._open: dict[str, Ticket] = {}

    @property
    def next_at(self) -> datetime | None:
        """When something may happen next; None when the day is over."""
        return self._events[0][0] if self._events else None

    def run(self, until: datetime | None = None) -> list[f.Fact]:
        """Play on; the facts that happened since the last call and before `until` (None: to the end of the day)."""
        while self._events and (until is None or self._events[0][0] < until):
            at, _, event = heappop(self._events)
            event(max(at, self._not_before) if self._not_before is not None else at)
        told, self._told = self._told, []
        return told

    def _at(self, at: datetime, event: Callable[..., None], *args: Any) -> None:
        self._running += 1
        entry: _Event = (at.replace(microsecond=0), self._running, partial(event, *args))
        heappush(self._events, entry)

    def _tell(self, kind: Callable[..., f.Fact], at: datetime, **fields: Any) -> None:
        about = fields.get("ticket") or fields.get("counter") or fields.get("service") or ""
        self._running += 1
        fact = kind(
            # From what happened and not from a running number: a day resumed in the middle tells the same facts.
            id=f.natural_id("sample", self.branch.code, self.day, self._seed, kind.kind, about, at),  # type: ignore[attr-defined]
            at=at,
            source=SOURCE,
            seq=self._running,
            **fields,
        )
        self._told.append(fact)
        if isinstance(fact, f.TicketFact):
            self._set_ticket(step_ticket(self.tickets.get(fact.ticket), fact))
        elif isinstance(fact, f.CounterFact):
            self.counters[fact.counter] = step_counter(self.counters.get(fact.counter), fact)

    def _set_ticket(self, ticket: Ticket) -> None:
        self.tickets[ticket.key] = ticket
        if ticket.state in OPEN_STATES:
            self._open[ticket.key] = ticket
        else:
            self._open.pop(ticket.key, None)

    def _waiting(self) -> Iterator[Ticket]:
        return (ticket for ticket in self._open.values() if ticket.state == WAITING)

    def _present(self, counter_id: str) -> bool:
        return any(ticket.counter == counter_id for ticket in self._open.values())
