"""A sample day played beside people who act on the same hall: it takes over what they did and carries on from there."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from msgspec.structs import replace

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.lobby import AT_COUNTER, CANCELLED, COUNTER_OPEN, FINISHED, WAITING, Counter, Ticket
from lobbyconsole.domain.sample_day import SampleDay

TAKEN_BACK = timedelta(minutes=10)  # so long nothing was done by hand at a counter: it is worked again


class SharedDay(SampleDay):
    """The day as its staff and others make it. A counter at which others call by hand is theirs for a while."""

    def __init__(self, branch: Branch, day: date, seed: int = 0) -> None:
        self._others: dict[str, datetime] = {}  # their counters, and since when nothing more was done there
        super().__init__(branch, day, seed)

    def _ours(self, counter_id: str) -> bool:
        return counter_id not in self._others

    def take_ticket(self, ticket: Ticket, at: datetime, resuming: bool = False) -> None:
        """Somebody else acted on this ticket. At a counter it is theirs, unless the day is being resumed."""
        self._not_before = at
        before = self.tickets.get(ticket.key)
        was_at = before.counter if before is not None else ""
        self._set_ticket(ticket)
        if ticket.state == WAITING:
            self._wake(ticket, at)
        elif ticket.state in AT_COUNTER:
            if ticket.counter != was_at and not resuming:
                self._leave_to_others(ticket.counter, at)
            elif before is None or before.state != ticket.state or ticket.counter != was_at:
                self._after(at, 5, 60, self._start, ticket.key, ticket.counter)
        elif ticket.state == FINISHED and ticket.leg.counter not in ("", was_at) and not resuming:
            self._leave_to_others(ticket.leg.counter, at)  # called and served between two looks
        if was_at and ticket.counter != was_at:
            if was_at in self._others:
                self._leave_to_others(was_at, at)
            self._after(at, 5, 25, self._next, was_at)

    def lose_ticket(self, key: str) -> None:
        """Somebody else's ticket is there no more: its issue was undone."""
        if key in self._open:
            self._set_ticket(replace(self.tickets[key], state=CANCELLED))

    def take_counter(self, counter: Counter, at: datetime) -> None:
        """Somebody else acted on this counter. Opened by hand, it is worked here unless they call by hand meanwhile."""
        self._not_before = at
        before = self.counters.get(counter.id)
        self.counters[counter.id] = counter
        if counter.state != COUNTER_OPEN:
            self._idle.discard(counter.id)
            self._others.pop(counter.id, None)
        elif before is None or before.state != COUNTER_OPEN:
            self._after(at, 15, 25, self._next, counter.id)

    def _leave_to_others(self, counter_id: str, at: datetime) -> None:
        self._others[counter_id] = at
        self._idle.discard(counter_id)
        self._at(at + TAKEN_BACK, self._take_back, counter_id, at)

    def _take_back(self, counter_id: str, since: datetime, at: datetime) -> None:
        """Whoever called here by hand has done nothing more: the counter is worked again."""
        if self._others.get(counter_id) != since:
            return
        del self._others[counter_id]
        for ticket in [ticket for ticket in self._open.values() if ticket.counter == counter_id]:
            self._after(at, 5, 60, self._start, ticket.key, counter_id)
        self._after(at, 5, 25, self._next, counter_id)
