"""What a key of a serial caller does at its counter, and what its display is to show: decided on the book as it is now.

A display has digits only, so what cannot be done is said as one digit with the other five places blank; a ticket is
always three digits there. 1 counter closed · 2 paused · 3 nobody there, or nobody held · 4 somebody else is at the
counter by now · 5 the rule does not allow it · 6 key or target unknown · 7 the console cannot record now · 8 the
address has no counter.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.calling import bound_to, services_of
from lobbyconsole.domain.lobby import (
    AT_COUNTER,
    COUNTER_CLOSED,
    COUNTER_OPEN,
    COUNTER_PAUSED,
    FINISHED,
    HELD,
    WAITING,
    Book,
    Counter,
    Ticket,
)
from lobbyconsole.feeds.caller_frames import Press
from lobbyconsole.services.desk import Desk
from lobbyconsole.services.desk_checks import LONG_AGO

CLOSED, PAUSED, NOBODY, CHANGED, NOT_ALLOWED, NOT_UNDERSTOOD, NOT_READY, NOT_ASSIGNED = range(1, 9)

RATED_WITHIN = timedelta(minutes=2)  # an evaluator's answer this long after the end still belongs to that customer
NEXT_IS_NEW = timedelta(seconds=60)  # called less long ago than this, the next customer has nothing to rate yet
ABOUT_WHOM = frozenset({"next", "recall", "rate", "no_show", "hold", "transfer", "call_held"})


@dataclass(frozen=True, slots=True)
class Sight:
    """What a counter's display shows: people waiting for it, and who is at it ("" nobody)."""

    waiting: int
    ticket: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class CounterNow:
    """A counter as it stands at the instant `at`."""

    counter: str
    at: datetime
    state: str
    staff: str
    sight: Sight
    held: str = ""  # the ticket this counter calls back first


def sights(
    branch: Branch, tickets: Iterable[Ticket], counters: Mapping[str, Counter], now: datetime, wanted: Iterable[str]
) -> dict[str, Sight]:
    """What the displays of these counters show; `tickets` are at least the open ones."""
    line: Tally[str] = Tally()
    bound: Tally[str] = Tally()
    present: dict[str, Ticket] = {}
    for ticket in tickets:
        if ticket.state == WAITING:
            place = bound_to(branch.calling, ticket, counters, now)
            if place:
                bound[place] += 1
            else:
                line[ticket.service] += 1
        elif ticket.state in AT_COUNTER:
            known = present.get(ticket.counter)
            if known is None or _last_called(known) < _last_called(ticket):
                present[ticket.counter] = ticket
    found = {}
    for counter in wanted:
        place_now = counters.get(counter) or Counter(id=counter)
        waiting = bound[counter] + sum(line[service] for service in services_of(branch, place_now))
        there = present.get(counter)
        found[counter] = Sight(waiting) if there is None else Sight(waiting, there.key, there.number)
    return found


def counter_now(branch: Branch, book: Book, counter: str, now: datetime) -> CounterNow:
    """How the counter stands in the book."""
    counters = book.counters()
    place = counters.get(counter) or Counter(id=counter)
    sight = sights(branch, book.open_tickets(), counters, now, (counter,))[counter]
    takes = services_of(branch, place)
    held = [ticket for ticket in book.open_tickets() if _may_fetch(ticket, counter, takes)]
    held.sort(key=lambda ticket: (ticket.leg.counter != counter, ticket.state_since or LONG_AGO, ticket.key))
    return CounterNow(counter, now, place.state, place.staff, sight, held[0].key if held else "")


def _may_fetch(ticket: Ticket, counter: str, takes: Iterable[str]) -> bool:
    if ticket.state != HELD:
        return False
    return ticket.leg.counter == counter or (not ticket.leg.counter and ticket.service in takes)


def who_rates(book: Book, counter: str, now: datetime) -> str:
    """Whom an evaluator's answer at this counter belongs to; "" nobody.

    The customer who has just been served, also when the next one was called meanwhile; else the one who is there.
    """
    there = _latest(ticket for ticket in book.open_tickets() if ticket.counter == counter)
    served = max(
        (
            (leg.ended_at, ticket)
            for ticket in book.tickets()
            for leg in ticket.legs
            if leg.counter == counter and leg.outcome == FINISHED and leg.ended_at is not None
        ),
        key=lambda found: found[0],
        default=None,
    )
    newly = there is None or now - _last_called(there) < NEXT_IS_NEW
    if newly and served is not None and served[1].rating is None and now - served[0] <= RATED_WITHIN:
        return served[1].key
    return there.key if there is not None and there.rating is None else ""


def _latest(tickets: Iterable[Ticket]) -> Ticket | None:
    return max(tickets, key=_last_called, default=None)


def _last_called(ticket: Ticket) -> datetime:
    return ticket.leg.last_called_at or ticket.leg.started_at or LONG_AGO


def carry_out(desk: Desk, branch: Branch, here: CounterNow, press: Press) -> Future[Any] | int | None:
    """Ask the desk for what the key means; a code when that cannot be, None when there is nothing to do."""
    counter, by, there = here.counter, here.staff, here.sight.ticket
    if press.key in ("next", "call_held") and here.state != COUNTER_OPEN:
        return CLOSED if here.state == COUNTER_CLOSED else PAUSED
    if press.key in ("recall", "no_show", "hold", "transfer") and not there:
        return NOBODY
    match press.key:
        case "next":
            return desk.call_next(counter, expect=there, by=by)
        case "recall":
            return desk.recall(counter, expect=there, by=by)
        case "rate":
            return desk.finish(counter, expect=there, by=by) if there else None
        case "no_show":
            return desk.no_show(counter, expect=there, by=by)
        case "hold":
            return desk.hold(there, by=by)
        case "call_held":
            return desk.call(here.held, counter, reason="return", by=by) if here.held else NOBODY
        case "pause":
            return _pause(desk, here)
        case "transfer":
            return _transfer(desk, branch, here, press.digits)
        case "idle":
            return None
        case "unknown":
            return NOT_UNDERSTOOD


def _pause(desk: Desk, here: CounterNow) -> Future[Any]:
    """One key for coming and going, since a caller has no other: a closed counter opens, an open one pauses."""
    if here.state == COUNTER_CLOSED:
        return desk.open_counter(here.counter, by=here.staff)
    if here.state == COUNTER_PAUSED:
        return desk.resume_counter(here.counter, by=here.staff)
    return desk.pause_counter(here.counter, by=here.staff)


def _transfer(desk: Desk, branch: Branch, here: CounterNow, digits: tuple[int, ...]) -> Future[Any] | int:
    """Back into its line without digits; else to a counter by its number, or with a 0 before it to the n-th service."""
    there, by = here.sight.ticket, here.staff
    if not digits:
        return desk.requeue(there, by=by)
    wanted = int("".join(str(digit) for digit in digits))
    if len(digits) > 1 and digits[0] == 0:
        if not 1 <= wanted <= len(branch.services):
            return NOT_UNDERSTOOD
        return desk.transfer(there, to_service=branch.services[wanted - 1].id, by=by)
    target = next((place.id for place in branch.counters if place.id.isdecimal() and int(place.id) == wanted), "")
    if not target or target == here.counter:
        return NOT_UNDERSTOOD
    return desk.transfer(there, to_counter=target, by=by)
