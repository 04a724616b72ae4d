"""The published calling rule: whom a counter calls next, and the rule in words for the wall.

The rule in words is `rule_text`; `choose` is the same rule in code. jumps.py tells who was overtaken and what it cost
them, explain.py says for one ticket how the rule came out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from lobbyconsole.domain.branch import Branch, CallingRule
from lobbyconsole.domain.lobby import COUNTER_CLOSED, WAITING, Counter, Ticket
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message


class Candidate(msgspec.Struct, frozen=True):
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


class Standing(msgspec.Struct, frozen=True):
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


# --- words ---


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
