"""The published calling rule: whom a counter calls next, why, and who paid for every jump.

The rule in words is `rule_text`; `choose` is the same rule in code, and `explain` says for one ticket how it came out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lobbyconsole.domain.branch import Branch, CallingRule
from lobbyconsole.domain.lobby import (
    AT_COUNTER,
    COUNTER_CLOSED,
    COUNTER_OPEN,
    ENDED,
    FINISHED,
    HELD,
    WAITING,
    Counter,
    Leg,
    Ticket,
)
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message


@dataclass(frozen=True, slots=True)
class Candidate:
    """A waiting ticket as one counter sees it. `points` and `waited` are minutes."""

    ticket: Ticket
    points: float
    waited: float
    starving: bool
    early: bool  # a booked customer before the slot: only if nobody else waits

    @property
    def order(self) -> tuple[bool, bool, float, float, str]:
        """Sort key: the smallest is called first."""
        first = self.waited if self.starving else self.points
        return (self.early, not self.starving, -first, -self.waited, f"{self.ticket.number} {self.ticket.key}")


@dataclass(frozen=True, slots=True)
class Jump:
    """A call that overtook people of the same service, and what it cost each of them in seconds."""

    ticket: Ticket
    at: datetime
    counter: str
    because: str  # "priority", "appointment" or "out_of_order"
    paid_s: tuple[tuple[Ticket, float], ...]


def services_of(branch: Branch, counter: Counter) -> tuple[str, ...]:
    """What this counter takes now, in order: its own setting, else the branch's, limited to the skills signed on."""
    place = branch.counter(counter.id)
    services = counter.services or (place.services if place else ()) or tuple(s.id for s in branch.services)
    return tuple(service for service in services if not counter.skills or service in counter.skills)


def bound_to(rule: CallingRule, ticket: Ticket, counters: Mapping[str, Counter], now: datetime) -> str:
    """The counter that alone may call this ticket: where it was sent, or where the person it was sent to sits.

    "" when anybody who takes its service may: it was sent nowhere, that place is closed, or it has waited there for so
    long that nobody may be made to wait any longer.
    """
    leg = ticket.leg
    if leg.to_counter:
        wanted = counters.get(leg.to_counter)
    elif leg.to_staff:
        seats = (other for other in counters.values() if other.staff == leg.to_staff and other.state != COUNTER_CLOSED)
        wanted = min(seats, key=lambda other: other.id, default=None)
    else:
        return ""
    if wanted is None or wanted.state == COUNTER_CLOSED:
        return ""
    sent = leg.joined_at
    starved = sent is not None and (now - sent).total_seconds() >= rule.starving_min * 60
    return "" if starved else wanted.id


def _is_sent_to(ticket: Ticket, counter: Counter) -> bool:
    leg = ticket.leg
    return leg.to_counter == counter.id or bool(leg.to_staff and leg.to_staff == counter.staff)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rule grants a waiting ticket at any counter: minutes waited and of head start, see Candidate."""

    waited: float
    head: float
    starving: bool
    early: bool


def standing(rule: CallingRule, ticket: Ticket, now: datetime, jumps_left: bool = True) -> Standing:
    """Where the rule puts this ticket, before any counter's own order of services."""
    since = ticket.line_since
    waited = (now - since).total_seconds() / 60 if since else 0.0
    head = rule.head_start_min.get(ticket.priority, 0) if jumps_left else 0
    early = False
    if ticket.appointment_at is not None:
        early = (ticket.appointment_at - now).total_seconds() / 60 > rule.appointment_early_min
        if not early and jumps_left:
            head = max(head, rule.appointment_head_start_min)
    return Standing(waited, head, waited >= rule.starving_min and not early, early)


def candidates(
    branch: Branch,
    counter: Counter,
    counters: Mapping[str, Counter],
    waiting: Iterable[Ticket],
    now: datetime,
    jumps_left: bool = True,
) -> list[Candidate]:
    """Everyone this counter may call now, in calling order."""
    rule = branch.calling
    takes = services_of(branch, counter)
    found = []
    for ticket in waiting:
        if ticket.state != WAITING:
            continue
        leg = ticket.leg
        addressed = _is_sent_to(ticket, counter)
        if not addressed and (leg.service not in takes or bound_to(rule, ticket, counters, now)):
            continue
        stands = standing(rule, ticket, now, jumps_left)
        place = 0 if addressed or leg.service not in takes else takes.index(leg.service)
        points = stands.waited + stands.head - place * rule.order_step_min
        found.append(Candidate(ticket, points, stands.waited, stands.starving, stands.early))
    found.sort(key=lambda candidate: candidate.order)
    return found


def choose(
    branch: Branch,
    counter: Counter,
    counters: Mapping[str, Counter],
    waiting: Iterable[Ticket],
    now: datetime,
    jumps_left: bool = True,
) -> Ticket | None:
    """The ticket this counter calls next; None when there is nobody it may call."""
    found = candidates(branch, counter, counters, waiting, now, jumps_left)
    return found[0].ticket if found else None


# --- jumps and their ledger ---


def _in_line_at(ticket: Ticket, service: str, at: datetime) -> datetime | None:
    """Since when the ticket stood in this service's line at that instant; None when it did not."""
    for leg in ticket.legs:
        if leg.service != service or leg.joined_at is None or leg.joined_at > at:
            continue
        if (leg.called_at is None or leg.called_at > at) and (leg.ended_at is None or leg.ended_at > at):
            return leg.line_since
    return None


def _could_jump(ticket: Ticket, leg: Leg) -> str:
    if leg.out_of_order:
        return "out_of_order"
    if ticket.appointment_at is not None:
        return "appointment"
    return "priority" if ticket.priority != "normal" else ""


def _overtaken(tickets: Iterable[Ticket], ticket: Ticket, leg: Leg) -> list[Ticket]:
    """Who stood in the same line for longer when this leg was called for the first time."""
    at, place = leg.called_at, leg.line_since
    if at is None or place is None:
        return []
    if place > at and leg.joined_at is not None:
        place = leg.joined_at  # put back later without its place: not what it was called from
    return [
        other
        for other in tickets
        if other.key != ticket.key and (stood := _in_line_at(other, leg.service, at)) is not None and stood < place
    ]


def _open_counters(branch: Branch, counters: Mapping[str, Counter], service: str, at: datetime) -> int:
    return sum(
        1
        for counter in counters.values()
        if service in services_of(branch, counter)
        and any(
            spell.state == COUNTER_OPEN and spell.since <= at and (spell.until is None or spell.until > at)
            for spell in counter.spells
        )
    )


def ledger(
    branch: Branch,
    tickets: Sequence[Ticket],
    counters: Mapping[str, Counter],
    since: datetime,
    until: datetime,
) -> list[Jump]:
    """Every jump in (since, until], oldest first.

    Each person overtaken pays the jumper's handling time (typical time while it lasts) divided by the counters then
    open for that service: so much later the line moved for them.
    """
    jumps = []
    for ticket in tickets:
        for leg in ticket.legs:
            at = leg.called_at
            if at is None or not since < at <= until:
                continue
            because = _could_jump(ticket, leg)
            overtaken = _overtaken(tickets, ticket, leg) if because else []
            if not overtaken:
                continue
            service = branch.service(leg.service)
            handling = leg.handling_s if leg.handling_s is not None else float(service.typical_s if service else 300)
            cost = handling / max(1, _open_counters(branch, counters, leg.service, at))
            jumps.append(Jump(ticket, at, leg.counter, because, tuple((other, cost) for other in overtaken)))
    jumps.sort(key=lambda jump: jump.at)
    return jumps


def jumps_left(branch: Branch, tickets: Iterable[Ticket], counters: Mapping[str, Counter], now: datetime) -> bool:
    """Whether head starts still count: fewer jumps in the last hour than the rule allows."""
    hour_ago = now - timedelta(hours=1)
    known = list(tickets)
    recent = any(
        leg.called_at is not None and leg.called_at > hour_ago and _could_jump(ticket, leg)
        for ticket in known
        for leg in ticket.legs
    )
    return not recent or len(ledger(branch, known, counters, hour_ago, now)) < branch.calling.jumps_per_hour


# --- words ---


def explain(
    branch: Branch, tickets: Mapping[str, Ticket], counters: Mapping[str, Counter], key: str, now: datetime
) -> Message:
    """One sentence: why this ticket was, or was not yet, called."""
    ticket = tickets.get(key)
    if ticket is None:
        return Message(QT_TRANSLATE_NOOP("Messages", "This ticket is not known."))
    values: dict[str, object] = {"number": ticket.number or ticket.key}
    leg = ticket.leg
    if ticket.state == HELD:
        values["reason"] = ticket.held_reason or "–"
        return Message(
            QT_TRANSLATE_NOOP("Messages", "{number} is on hold ({reason}) and is not called until resumed."), values
        )
    if ticket.state in AT_COUNTER or (ticket.state in ENDED and leg.called_at is not None):
        return _explain_call(branch, list(tickets.values()), counters, ticket, values)
    if ticket.state == FINISHED:
        return Message(QT_TRANSLATE_NOOP("Messages", "{number} was served; its call is not known."), values)
    if ticket.state in ENDED and any(earlier.called_at is not None for earlier in ticket.legs):
        return Message(QT_TRANSLATE_NOOP("Messages", "{number} was gone before its next call."), values)
    if ticket.state in ENDED:
        return Message(QT_TRANSLATE_NOOP("Messages", "{number} ended without being called."), values)
    return _explain_wait(branch, tickets, counters, ticket, values, now)


def _explain_call(
    branch: Branch,
    tickets: Sequence[Ticket],
    counters: Mapping[str, Counter],
    ticket: Ticket,
    values: dict[str, object],
) -> Message:
    leg = ticket.leg
    at = leg.called_at
    assert at is not None
    wait = leg.wait_s
    values["counter"] = leg.counter
    values["minutes"] = "–" if wait is None else round(wait / 60)
    if leg.out_of_order:
        values["reason"] = leg.out_of_order
        return Message(
            QT_TRANSLATE_NOOP("Messages", "{number} was called out of order to counter {counter}: {reason}."), values
        )
    people = len(_overtaken(tickets, ticket, leg))
    because = _could_jump(ticket, leg)
    if people and not because:
        values["people"] = people
        return Message(
            QT_TRANSLATE_NOOP(
                "Messages",
                "{number} was called to counter {counter} after {minutes} min, before {people} who had waited longer.",
            ),
            values,
        )
    if not people:
        return Message(
            QT_TRANSLATE_NOOP(
                "Messages",
                "{number} was called to counter {counter} after {minutes} min: nobody of that service had waited"
                " longer.",
            ),
            values,
        )
    values["people"] = people
    text = (
        QT_TRANSLATE_NOOP(
            "Messages",
            "{number} was called to counter {counter} ahead of {people} people because it was booked for this time.",
        )
        if because == "appointment"
        else QT_TRANSLATE_NOOP(
            "Messages",
            "{number} was called to counter {counter} ahead of {people} people by the head start of its priority.",
        )
    )
    return Message(text, values)


def _explain_wait(
    branch: Branch,
    tickets: Mapping[str, Ticket],
    counters: Mapping[str, Counter],
    ticket: Ticket,
    values: dict[str, object],
    now: datetime,
) -> Message:
    waiting = [other for other in tickets.values() if other.state == WAITING]
    left = jumps_left(branch, tickets.values(), counters, now)
    places: list[tuple[int, str, list[Candidate]]] = []
    for counter in counters.values():
        if counter.state == COUNTER_CLOSED:
            continue
        found = candidates(branch, counter, counters, waiting, now, left)
        place = next((at for at, candidate in enumerate(found) if candidate.ticket.key == ticket.key), None)
        if place is not None:
            places.append((place, counter.id, found))
    if not places:
        return Message(
            QT_TRANSLATE_NOOP("Messages", "{number} waits because no open counter takes its service."), values
        )
    place, counter_id, found = min(places, key=lambda item: item[0])
    values["counter"] = counter_id
    if found[place].early:
        return Message(
            QT_TRANSLATE_NOOP(
                "Messages", "{number} is booked for later and is called early only if nobody else waits."
            ),
            values,
        )
    if place == 0:
        return Message(QT_TRANSLATE_NOOP("Messages", "{number} is the next that counter {counter} will call."), values)
    values["people"] = place
    ahead = found[:place]
    if any(candidate.waited < found[place].waited for candidate in ahead):
        return Message(
            QT_TRANSLATE_NOOP(
                "Messages",
                "{number} waits: {people} come first at counter {counter}, by longer waiting, head start or the"
                " counter's order.",
            ),
            values,
        )
    return Message(
        QT_TRANSLATE_NOOP("Messages", "{number} waits: {people} at counter {counter} have waited longer."), values
    )


def rule_text(branch: Branch) -> tuple[Message, ...]:
    """The rule for the public wall, one sentence a line, with this branch's figures."""
    rule = branch.calling
    starts = rule.head_start_min
    return (
        Message(
            QT_TRANSLATE_NOOP("Messages", "Whoever has waited longest is called first. Waiting counts from the ticket.")
        ),
        Message(
            QT_TRANSLATE_NOOP(
                "Messages",
                "Elderly ({elderly} min), disabled ({disabled} min) and pregnant customers ({pregnant} min), customers"
                " with an infant ({infant} min) and priority customers ({vip} min) get a head start of these minutes;"
                " more is never given.",
            ),
            {name: starts.get(name, 0) for name in ("elderly", "disabled", "pregnant", "infant", "vip")},
        ),
        Message(
            QT_TRANSLATE_NOOP(
                "Messages",
                "Booked customers are called from {early} min before their time, with a head start of {minutes} min.",
            ),
            {"early": rule.appointment_early_min, "minutes": rule.appointment_head_start_min},
        ),
        Message(
            QT_TRANSLATE_NOOP(
                "Messages", "A counter prefers its first service; for each next one it counts {minutes} min less."
            ),
            {"minutes": rule.order_step_min},
        ),
        Message(
            QT_TRANSLATE_NOOP("Messages", "At most {count} customers an hour may be called ahead of others."),
            {"count": rule.jumps_per_hour},
        ),
        Message(
            QT_TRANSLATE_NOOP("Messages", "Whoever has waited {minutes} min goes before every head start."),
            {"minutes": rule.starving_min},
        ),
        Message(
            QT_TRANSLATE_NOOP(
                "Messages",
                "A transferred customer keeps the time already waited. Sent to one counter, they wait for it {minutes}"
                " min at most; then any counter calls them.",
            ),
            {"minutes": rule.starving_min},
        ),
        Message(
            QT_TRANSLATE_NOOP("Messages", "A customer who missed the call may rejoin the line {count} times."),
            {"count": rule.requeue_limit},
        ),
        Message(
            QT_TRANSLATE_NOOP("Messages", "A number is called again at most {count} times before it counts as missed."),
            {"count": rule.recall_limit},
        ),
    )
