"""Expected waits as the floor shows them: what the simulator told (`Told`), and a plain walk where it has told nothing.

The walk gives every open counter its next ticket by the calling rule's waiting time and order, as soon as it is free.
That is the simplest estimator that respects skills and priorities; its range comes from how such estimates came out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from heapq import heapify, heappop, heapreplace

import msgspec

from lobbyconsole.domain.branch import Branch, CallingRule
from lobbyconsole.domain.calling import bound_to, services_of, standing
from lobbyconsole.domain.lobby import AT_COUNTER, COUNTER_OPEN, COUNTER_PAUSED, WAITING, Counter, Ticket

LEAST_REST = 0.2  # a service beyond its mean is taken to need another fifth of it
FEWEST_OUTCOMES = 60
BOTTOM_S = 1e6  # a booked customer before the slot comes after everybody who waits
TOLD_FOR_S = 60.0  # so long what was told holds, when nothing newer comes
MOST_MOVE_S = 120.0  # by which a told wait moves from one telling to the next, beside the time that passed


class Spread(msgspec.Struct, frozen=True):
    """Actual over estimated wait: its 10 % and 90 % points; `learned` once enough outcomes have been seen."""

    low: float = 0.6
    high: float = 1.5
    learned: bool = False


def spread_of(outcomes: Sequence[tuple[float, float]]) -> Spread:
    """The spread of (estimated, actual) waits in seconds; the cautious default under 60 outcomes."""
    # A minute is added on both sides so that short waits, where ratios explode, do not decide the range.
    ratios = sorted((actual + 60) / (estimated + 60) for estimated, actual in outcomes)
    if len(ratios) < FEWEST_OUTCOMES:
        return Spread()
    last = len(ratios) - 1
    return Spread(min(1.0, ratios[round(0.1 * last)]), max(1.0, ratios[round(0.9 * last)]), True)


class Estimate(msgspec.Struct, frozen=True):
    """An expected wait in seconds with its 80 % range."""

    p10: float
    p50: float
    p90: float
    learned: bool = False


def estimate(seconds: float, spread: Spread) -> Estimate:
    """The range around one estimated wait."""
    low = max(0.0, (seconds + 60) * spread.low - 60)
    high = max(seconds, (seconds + 60) * spread.high - 60)
    return Estimate(min(low, seconds), seconds, high, spread.learned)


class Told(msgspec.Struct, frozen=True):
    """Expected waits worked out beside the recorder: seconds from `at`, by ticket key, and of a newcomer by service.

    Who would not be called any more is absent. `learning`: the hall is too young for ranges; these are rough.
    """

    at: datetime
    tickets: Mapping[str, Estimate]
    services: Mapping[str, Estimate]
    learning: bool = False


class Outlook(msgspec.Struct, frozen=True):
    """Seconds from now until each waiting ticket is called, and until a newcomer of each service would be.

    A ticket or service without a counter that takes it is absent.
    """

    tickets: Mapping[str, float]
    newcomers: Mapping[str, float]


def credit_s(rule: CallingRule, ticket: Ticket, now: datetime) -> float:
    """One figure that puts a line into calling order, highest first: seconds waited with the head start."""
    stands = standing(rule, ticket, now)
    if stands.early:
        return stands.waited * 60 - BOTTOM_S
    return (stands.waited + (60 if stands.starving else stands.head)) * 60


def look_ahead(
    branch: Branch,
    tickets: Sequence[Ticket],
    counters: Mapping[str, Counter],
    handling_s: Mapping[str, float],
    now: datetime,
    credits_s: Mapping[str, float] | None = None,
) -> Outlook:
    """Walk the hall forward: for the first seconds, and for whom the simulator has not told of yet.

    `tickets` need hold only those in line or at a counter; `handling_s` is by service.
    Who has worked out `credit_s` of the tickets in line already gives it as `credits_s`, by key.
    """
    rule = branch.calling
    if credits_s is None:
        credits_s = {ticket.key: credit_s(rule, ticket, now) for ticket in tickets if ticket.state == WAITING}
    busy: dict[str, float] = {}
    for ticket in tickets:
        if ticket.state in AT_COUNTER:
            begun = ticket.leg.started_at or ticket.leg.last_called_at or now
            mean = handling_s.get(ticket.service, 300.0)
            rest = max(mean - max(0.0, (now - begun).total_seconds()), LEAST_REST * mean)
            busy[ticket.counter] = max(busy.get(ticket.counter, 0.0), rest)

    free: list[tuple[float, int, str]] = []
    takes: dict[str, tuple[str, ...]] = {}
    for at, counter in enumerate(counters.values()):
        ready = busy.get(counter.id, 0.0)
        if counter.state == COUNTER_PAUSED and counter.returns_at is not None:
            ready = max(ready, (counter.returns_at - now).total_seconds())
        elif counter.state != COUNTER_OPEN:
            continue
        takes[counter.id] = services_of(branch, counter)
        free.append((ready, at, counter.id))
    heapify(free)

    # Per service a line in calling order; addressed tickets stand in the line of their own counter.
    lines: dict[str, list[tuple[float, str]]] = {}
    service_of: dict[str, str] = {}
    for ticket in tickets:
        if ticket.state != WAITING:
            continue
        leg = ticket.leg
        own = bound_to(rule, ticket, counters, now)
        line = f"@{own}" if own in takes else leg.service
        lines.setdefault(line, []).append((-credits_s[ticket.key], ticket.key))
        service_of[ticket.key] = leg.service
    for members in lines.values():
        members.sort(reverse=True)  # the next one is popped from the end

    # What each counter may take: a line, how much later it comes in the counter's own order (s), and the line's name.
    offers = {
        counter_id: [
            (lines[line], max(0, place - 1) * rule.order_step_min * 60, line)
            for place, line in enumerate((f"@{counter_id}", *services))
            if line in lines
        ]
        for counter_id, services in takes.items()
    }
    wait: dict[str, float] = {}
    left = sum(len(members) for members in lines.values())
    idle: list[tuple[float, str]] = []  # counters that found nobody
    while left and free:
        ready, at, counter_id = free[0]
        best = min([(queue[-1][0] + later, line) for queue, later, line in offers[counter_id] if queue], default=None)
        if best is None:
            idle.append((ready, counter_id))
            heappop(free)
            continue
        _, key = lines[best[1]].pop()
        left -= 1
        begins = ready if ready > 0.0 else 0.0
        wait[key] = begins
        heapreplace(free, (begins + handling_s.get(service_of[key], 300.0), at, counter_id))

    ends = idle + [(ready, counter_id) for ready, _, counter_id in free]
    newcomers: dict[str, float] = {}
    for ready, counter_id in ends:
        for service in takes[counter_id]:
            if ready < newcomers.get(service, float("inf")):
                newcomers[service] = max(0.0, ready)
    return Outlook(wait, newcomers)


# --- what was told ---


def aged(told: Estimate, seconds: float) -> Estimate:
    """The same wait, seconds later."""
    if not seconds:
        return told
    return Estimate(
        max(0.0, told.p10 - seconds), max(0.0, told.p50 - seconds), max(0.0, told.p90 - seconds), told.learned
    )


def is_fresh(told: Told | None, now: datetime) -> bool:
    """Whether it may be shown now; not what is old, nor what comes from a time that a corrected clock took back."""
    return told is not None and 0.0 <= (now - told.at).total_seconds() < TOLD_FOR_S


def calmed(told: Told, before: Told | None) -> Told:
    """What to tell after `before`: no wait jumps by more than MOST_MOVE_S, so that the figures can be read."""
    if before is None or not is_fresh(before, told.at):
        return told
    age = (told.at - before.at).total_seconds()

    def calm(wait: Estimate, stood: Estimate | None) -> Estimate:
        if stood is None:
            return wait
        last = max(0.0, stood.p50 - age)
        p50 = max(last - MOST_MOVE_S, min(last + MOST_MOVE_S, wait.p50))
        return Estimate(min(wait.p10, p50), p50, max(wait.p90, p50), wait.learned)

    return Told(
        told.at,
        {key: calm(wait, before.tickets.get(key)) for key, wait in told.tickets.items()},
        {key: calm(wait, before.services.get(key)) for key, wait in told.services.items()},
        told.learning,
    )


class Expected(msgspec.Struct, frozen=True):
    """Waits from now on, by ticket key and of newcomers by service; absent where no counter takes them."""

    tickets: Mapping[str, Estimate]
    newcomers: Mapping[str, Estimate]


def expected_waits(
    branch: Branch,
    tickets: Sequence[Ticket],
    counters: Mapping[str, Counter],
    handling_s: Mapping[str, float],
    now: datetime,
    credits_s: Mapping[str, float],
    spread: Spread,
    told: Told | None = None,
) -> Expected:
    """What was told while it is fresh, for whom it knows; the walk for everybody else. Arguments as of `look_ahead`."""
    if told is None or not is_fresh(told, now):
        outlook = look_ahead(branch, tickets, counters, handling_s, now, credits_s)
        return Expected(
            {key: estimate(seconds, spread) for key, seconds in outlook.tickets.items()},
            {service: estimate(seconds, spread) for service, seconds in outlook.newcomers.items()},
        )
    age = (now - told.at).total_seconds()
    taken: set[str] = set()
    for counter in counters.values():
        if counter.state == COUNTER_OPEN or (counter.state == COUNTER_PAUSED and counter.returns_at is not None):
            taken.update(services_of(branch, counter))
    newcomers = {service: aged(wait, age) for service, wait in told.services.items() if service in taken}
    found: dict[str, Estimate] = {}
    unknown = bool(taken - newcomers.keys())
    for ticket in tickets:
        if ticket.state != WAITING:
            continue
        leg = ticket.leg
        sent = bool(leg.to_counter or leg.to_staff)
        wait = told.tickets.get(ticket.key)
        begun = max((at for at in (ticket.state_since, leg.joined_at) if at is not None), default=None)
        if begun is not None and begun > told.at:  # came, or came back, since; a newcomer's wait was told them
            plain = ticket.priority not in branch.calling.head_start_min and ticket.appointment_at is None and not sent
            wait = told.services.get(leg.service) if plain else None
        if wait is None:
            unknown = unknown or sent or leg.service in taken
        elif sent or leg.service in taken:
            found[ticket.key] = aged(wait, age)
    if unknown:
        outlook = look_ahead(branch, tickets, counters, handling_s, now, credits_s)
        for key, seconds in outlook.tickets.items():
            if key not in found:
                found[key] = estimate(seconds, spread)
        for service, seconds in outlook.newcomers.items():
            if service not in newcomers:
                newcomers[service] = estimate(seconds, spread)
    return Expected(found, newcomers)
