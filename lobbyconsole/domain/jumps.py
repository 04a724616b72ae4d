"""Who was called ahead of people who had stood in the same line for longer, why, and what it cost each of them."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec

from lobbyconsole.domain.branch import Branch, CallingRule
from lobbyconsole.domain.calling import services_of
from lobbyconsole.domain.entities import COUNTER_OPEN, Counter, Leg, Spell, Stand, Ticket

BY_HAND = "out_of_order"
APPOINTMENT = "appointment"
PRIORITY = "priority"
SENT = "sent"  # to this counter or person, e.g. back to where it came from
UNKNOWN = "unknown"  # the order of a queue machine that gives no reason
KINDS = (PRIORITY, APPOINTMENT, BY_HAND, SENT, UNKNOWN)
GRANTED = frozenset({PRIORITY, APPOINTMENT, BY_HAND})  # what the rule's cap an hour counts
HOUR = timedelta(hours=1)


class Paid(msgspec.Struct, frozen=True):
    """One person passed over: what it cost, and how long they had stood in line by then, in seconds."""

    ticket: Ticket
    seconds: float
    waited_s: float


class Jump(msgspec.Struct, frozen=True):
    """A call that overtook people of the same service. `reason`: the priority class, or what was given by hand."""

    ticket: Ticket
    at: datetime
    service: str
    counter: str
    because: str  # one of KINDS
    reason: str
    paid: tuple[Paid, ...]

    @property
    def paid_s(self) -> float:
        """What it cost all of them together."""
        return sum(one.seconds for one in self.paid)


class Call(NamedTuple):
    """A stretch in line that a call ended."""

    ticket: Ticket
    leg: Leg
    stand: Stand
    at: datetime


class Waiter(NamedTuple):
    """Somebody in line. `since` and `place` are known."""

    ticket: Ticket
    leg: Leg
    since: datetime
    place: datetime
    until: datetime | None


# --- one call ---


def because_of(rule: CallingRule, ticket: Ticket, leg: Leg, stand: Stand) -> str:
    """What allowed this call to overtake somebody; UNKNOWN when nothing is known to."""
    if stand.reason:
        return BY_HAND
    head, booked = rule.head_start_min.get(ticket.priority, 0), -1
    if ticket.appointment_at is not None and stand.until is not None and not _early(rule, ticket, stand.until):
        booked = rule.appointment_head_start_min
    if booked >= head:
        return APPOINTMENT
    if ticket.priority != "normal":
        return PRIORITY
    if leg.to_counter:
        return SENT if leg.to_counter == stand.counter else UNKNOWN
    return SENT if leg.to_staff and leg.to_staff == stand.staff else UNKNOWN


def _early(rule: CallingRule, ticket: Ticket, at: datetime) -> bool:
    """Whether it is booked for a later time, so that nobody owes it a place yet."""
    booked = ticket.appointment_at
    return booked is not None and booked - at > timedelta(minutes=rule.appointment_early_min)


def _spell_at(counter: Counter, at: datetime) -> Spell | None:
    return next(
        (spell for spell in counter.spells if spell.since <= at and (spell.until is None or spell.until > at)), None
    )


def _kept_elsewhere(rule: CallingRule, leg: Leg, counter: str, counters: Mapping[str, Counter], at: datetime) -> bool:
    """Whether it waited for another counter than this one, where it had been sent (calling.bound_to, at any time)."""
    if not (leg.to_counter or leg.to_staff) or leg.joined_at is None:
        return False
    if at - leg.joined_at >= timedelta(minutes=rule.starving_min):
        return False
    if leg.to_counter:
        wanted = counters.get(leg.to_counter)
        return leg.to_counter != counter and wanted is not None and _spell_at(wanted, at) is not None
    seats = [other.id for other in counters.values() if (spell := _spell_at(other, at)) and spell.staff == leg.to_staff]
    return bool(seats) and counter not in seats


def _waiters(ticket: Ticket, leg: Leg) -> Iterator[Waiter]:
    for stand in leg.line:
        if stand.since is not None and stand.place is not None and (stand.until is None or stand.until > stand.since):
            yield Waiter(ticket, leg, stand.since, stand.place, stand.until)


def _passed_over(
    branch: Branch, counters: Mapping[str, Counter], waiters: Iterable[Waiter], ticket: Ticket, stand: Stand
) -> list[Waiter]:
    """Who of these had stood for longer when this call came, and could have been called instead."""
    at, place = stand.until, stand.place
    if at is None or place is None or place > at:
        return []  # clock skew: nobody can tell
    return [
        other
        for other in waiters
        if other.place < place
        and other.since <= at
        and (other.until is None or other.until > at)
        and other.ticket.key != ticket.key
        and (other.ticket.appointment_at is None or not _early(branch.calling, other.ticket, at))
        and not _kept_elsewhere(branch.calling, other.leg, stand.counter, counters, at)
    ]


def overtaken(
    branch: Branch, counters: Mapping[str, Counter], tickets: Iterable[Ticket], ticket: Ticket, leg: Leg
) -> list[Ticket]:
    """Who was passed over by the last call of this leg."""
    stand = next((stand for stand in reversed(leg.line) if stand.called), None)
    if stand is None:
        return []
    waiters = (
        waiter
        for other in tickets
        for stage in other.legs
        if stage.service == leg.service
        for waiter in _waiters(other, stage)
    )
    return [waiter.ticket for waiter in _passed_over(branch, counters, waiters, ticket, stand)]


def _occupied_s(branch: Branch, leg: Leg, stand: Stand, at: datetime) -> float:
    """For how long the call kept a counter busy; the typical time while it still does."""
    if stand.freed_at is not None:
        return max(0.0, (stand.freed_at - at).total_seconds())
    if leg.handling_s is not None:
        return leg.handling_s
    if leg.ended_at is not None:  # nobody came, or they left
        return max(0.0, (leg.ended_at - at).total_seconds())
    service = branch.service(leg.service)
    return float(service.typical_s if service else 300)


def _open_counters(branch: Branch, counters: Mapping[str, Counter], service: str, at: datetime) -> int:
    spells = ((counter, _spell_at(counter, at)) for counter in counters.values())
    return sum(
        1
        for counter, spell in spells
        if spell and spell.state == COUNTER_OPEN and service in services_of(branch, counter)
    )


# --- the ledger ---


def ledger(
    branch: Branch,
    tickets: Iterable[Ticket],
    counters: Mapping[str, Counter],
    since: datetime,
    until: datetime,
) -> list[Jump]:
    """Every jump in (since, until], oldest first.

    Each person passed over pays the time the jumper kept a counter busy (typical time while it lasts) divided by the
    counters then open for that service: so much later the line moved for them. Nobody pays for longer than they stood
    there afterwards. Who was on hold, booked for later, or waited for another counter is not passed over.
    """
    lines: dict[str, list[Waiter]] = defaultdict(list)
    calls: dict[str, list[Call]] = defaultdict(list)
    for ticket in tickets:
        for leg in ticket.legs:
            over = leg.called_at or leg.ended_at
            if not leg.stands and over is not None and over <= since:
                continue
            for stand in leg.line:
                if stand.called and stand.until is not None and since < stand.until <= until:
                    calls[leg.service].append(Call(ticket, leg, stand, stand.until))
            lines[leg.service] += _waiters(ticket, leg)
    found = [
        jump
        for service, called in calls.items()
        for jump in _jumps_of(branch, counters, service, called, lines[service])
    ]
    return sorted(found, key=lambda jump: (jump.at, jump.ticket.key))


def _jumps_of(
    branch: Branch, counters: Mapping[str, Counter], service: str, calls: list[Call], line: list[Waiter]
) -> Iterator[Jump]:
    """Walk through one service's day once, with only those in mind who stand in line just then."""
    arriving = deque(sorted(line, key=lambda waiter: waiter.since))
    standing: list[Waiter] = []
    for ticket, leg, stand, at in sorted(calls, key=lambda call: (call.at, call.ticket.key)):
        while arriving and arriving[0].since <= at:
            standing.append(arriving.popleft())
        standing = [waiter for waiter in standing if waiter.until is None or waiter.until > at]
        passed = _passed_over(branch, counters, standing, ticket, stand)
        if not passed:
            continue
        because = because_of(branch.calling, ticket, leg, stand)
        reason = stand.reason if because == BY_HAND else ticket.priority if because == PRIORITY else ""
        cost = _occupied_s(branch, leg, stand, at) / max(1, _open_counters(branch, counters, service, at))
        paid = tuple(_bill(waiter, cost, at) for waiter in sorted(passed, key=lambda waiter: waiter.place))
        yield Jump(ticket, at, service, stand.counter, because, reason, paid)


def _bill(waiter: Waiter, cost: float, at: datetime) -> Paid:
    stayed = cost if waiter.until is None else (waiter.until - at).total_seconds()
    return Paid(waiter.ticket, min(cost, stayed), (at - waiter.place).total_seconds())


def jumps_left(branch: Branch, tickets: Iterable[Ticket], counters: Mapping[str, Counter], now: datetime) -> bool:
    """Whether head starts still count: fewer jumps in the last hour than the rule allows."""
    hour_ago = now - HOUR
    known = list(tickets)
    if not any(_may_have_jumped(ticket, leg, hour_ago) for ticket in known for leg in ticket.legs):
        return branch.calling.jumps_per_hour > 0
    granted = sum(jump.because in GRANTED for jump in ledger(branch, known, counters, hour_ago, now))
    return granted < branch.calling.jumps_per_hour


def _may_have_jumped(ticket: Ticket, leg: Leg, since: datetime) -> bool:
    """A quick look before the long one: this is asked at every call."""
    if ticket.priority == "normal" and ticket.appointment_at is None and not leg.out_of_order:
        return False
    return (leg.last_called_at is not None and leg.last_called_at > since) or _called_since(leg, since)


def _called_since(leg: Leg, since: datetime) -> bool:
    return any(stand.called and stand.until is not None and stand.until > since for stand in leg.line)


# --- sums ---


class Sum(msgspec.Struct, frozen=True):
    """Jumps of one kind or service: how many, people passed over, and what all of them paid in seconds."""

    jumps: int
    people: int
    paid_s: float


def sums_by(jumps: Iterable[Jump], key: Callable[[Jump], Hashable]) -> dict[Hashable, Sum]:
    """Sums by whatever `key` says, the dearest first."""
    found: dict[Hashable, Sum] = {}
    for jump in jumps:
        name = key(jump)
        known = found.get(name, Sum(0, 0, 0.0))
        found[name] = Sum(known.jumps + 1, known.people + len(jump.paid), known.paid_s + jump.paid_s)
    return dict(sorted(found.items(), key=lambda item: -item[1].paid_s))


def most_in_an_hour(jumps: Sequence[Jump]) -> int:
    """The most jumps the rule counts within any sixty minutes; `jumps` oldest first."""
    times = [jump.at for jump in jumps if jump.because in GRANTED]
    most = first = 0
    for last, at in enumerate(times):
        while at - times[first] >= HOUR:
            first += 1
        most = max(most, last - first + 1)
    return most
