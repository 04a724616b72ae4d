"""What the ended tickets of a day add to its figures, kept so that a new picture looks only at what is open or changed.

Everything here can be computed anew from the tickets (`Settled(...).take(all)` does); keeping it is for speed alone.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import msgspec

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.lobby import OPEN_STATES, Ticket
from lobbyconsole.domain.measures import (
    DayCounts,
    Stay,
    by_length,
    day_counts,
    handling_times,
    minutes_in_line,
    stays,
    step_of,
    within_target,
)

STEP_S = 60
MOST_OPEN = 5_000  # kept of open tickets; what left the day without an end is forgotten with all the others then
FUTURE = timedelta(minutes=2)  # issued later than this from now: a clock is wrong


class Share(msgspec.Struct, frozen=True):
    """What one ticket adds. `steps` are the minutes of the day it stood in line, as (first, behind the last)."""

    ticket: Ticket
    counts: DayCounts
    judged: tuple[int, int]
    handled: tuple[tuple[str, float], ...]
    ends: tuple[tuple[str, datetime], ...]
    stays: tuple[Stay, ...]
    steps: tuple[tuple[int, int], ...]
    flags: tuple[str, ...]


class OpenShare(msgspec.Struct, frozen=True):
    """What does not change with the seconds about an open ticket: stretches in line that are over, as steps of the day
    (first, behind the last), the first step of a stretch that goes on, and its flags."""

    ticket: Ticket
    over: tuple[tuple[int, int], ...]
    begun: tuple[int, ...]
    flags: tuple[str, ...]


def flags_of(branch_services: frozenset[str], branch_counters: frozenset[str], ticket: Ticket) -> tuple[str, ...]:
    """What cannot be right about a ticket, whatever the time: its own flags, and places the branch does not have."""
    flags = list(ticket.flags)
    for leg in ticket.legs:
        if leg.service not in branch_services:
            flags.append("service_unknown")
        if leg.counter and leg.counter not in branch_counters:
            flags.append("counter_unknown")
    if not flags:  # as good as always
        return ()
    return tuple(dict.fromkeys(flags))


class Settled:
    """Sums over the ended tickets of one business day. Owned by one thread; made anew when day or branch changes."""

    def __init__(self, branch: Branch, start: datetime) -> None:
        self.branch = branch
        self.start = start
        self.targets = {service.id: float(service.target_s) for service in branch.services}
        self.services = frozenset(self.targets)
        self.places = frozenset(place.id for place in branch.counters)
        self.counts = DayCounts()
        self.good = 0
        self.judged = 0
        self.handled: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])  # seconds, services
        self.stays: list[Stay] = []  # by length
        self.steps: dict[int, int] = defaultdict(int)  # minute -> change of the number in line
        self.numbers: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.doubled: set[tuple[str, str]] = set()
        self.flagged: dict[str, Share] = {}
        self._open: dict[str, OpenShare] = {}
        self._taken: dict[str, Ticket] = {}  # what each adds is worked out again in the rare case that it changes
        self._ends: dict[str, datetime] = {}
        self._ends_fresh = True
        self._latest_issue = start

    def take(self, tickets: Mapping[str, Ticket]) -> list[Ticket]:
        """Bring the sums up to these tickets, all of the day; gives those still open."""
        open_tickets = []
        for key, ticket in tickets.items():
            taken = self._taken.get(key)
            if taken is not None:
                if taken is ticket:
                    continue
                self._remove(key, self._share(taken))
            if ticket.state in OPEN_STATES:
                open_tickets.append(ticket)
            else:
                self._open.pop(key, None)
                self._add(key, self._share(ticket))
        if len(self._taken) + len(open_tickets) != len(tickets):
            for key in [key for key in self._taken if key not in tickets]:
                self._remove(key, self._share(self._taken[key]))
        return open_tickets

    def open_share(self, ticket: Ticket) -> OpenShare:
        """What an open ticket adds; worked out again only when the ticket has changed."""
        known = self._open.get(ticket.key)
        if known is None or known.ticket is not ticket:
            if len(self._open) >= MOST_OPEN:
                self._open.clear()
            since = [leg.joined_at for leg in ticket.legs if (leg.called_at or leg.ended_at) is None]
            begun = tuple(step_of(at, self.start, STEP_S) for at in since if at is not None)
            over = minutes_in_line(ticket, self.start, None, STEP_S)
            flags = flags_of(self.services, self.places, ticket)
            known = self._open[ticket.key] = OpenShare(ticket, over, begun, flags)
        return known

    @property
    def ends(self) -> Mapping[str, datetime]:
        """When each counter last ended with an ended ticket."""
        if not self._ends_fresh:
            self._ends = {}
            for ticket in self._taken.values():
                _latest(self._ends, _ends(ticket))
            self._ends_fresh = True
        return self._ends

    def issued_after(self, instant: datetime) -> list[Ticket]:
        """Ended tickets issued later than this; looked for only when a clock has been wrong."""
        if self._latest_issue <= instant:
            return []
        taken = self._taken.values()
        return [ticket for ticket in taken if ticket.issued_at is not None and ticket.issued_at > instant]

    def _share(self, ticket: Ticket) -> Share:
        ended = ticket.leg.ended_at or ticket.state_since or self.start
        legs = ((leg, self.targets.get(leg.service, 600.0)) for leg in ticket.legs)
        return Share(
            ticket=ticket,
            counts=day_counts((ticket,)),
            judged=within_target(legs, ended),
            handled=tuple(
                (leg.service, seconds)
                for leg in ticket.legs
                if leg.ended_at is not None
                for seconds in handling_times((leg,))
            ),
            ends=_ends(ticket),
            stays=tuple(stays(ticket.legs, ended)),
            steps=minutes_in_line(ticket, self.start, None, STEP_S),
            flags=flags_of(self.services, self.places, ticket),
        )

    def _add(self, key: str, share: Share) -> None:
        self._taken[key] = share.ticket
        self._sum(share, 1)
        for stay in share.stays:
            insort(self.stays, stay, key=by_length)
        if self._ends_fresh:
            _latest(self._ends, share.ends)
        if share.ticket.number:
            name = (share.ticket.legs[0].service, share.ticket.number)
            self.numbers[name].append(key)
            if len(self.numbers[name]) > 1:
                self.doubled.add(name)
        if share.ticket.issued_at is not None and share.ticket.issued_at > self._latest_issue:
            self._latest_issue = share.ticket.issued_at
        if share.flags:
            self.flagged[key] = share

    def _remove(self, key: str, share: Share) -> None:
        del self._taken[key]
        self._sum(share, -1)
        for stay in share.stays:
            del self.stays[bisect_left(self.stays, by_length(stay), key=by_length)]
        if share.ends:
            self._ends_fresh = False
        if share.ticket.number:
            name = (share.ticket.legs[0].service, share.ticket.number)
            self.numbers[name].remove(key)
            if len(self.numbers[name]) < 2:
                self.doubled.discard(name)
        self.flagged.pop(key, None)

    def _sum(self, share: Share, sign: int) -> None:
        self.counts = add_counts(self.counts, share.counts, sign)
        self.good += sign * share.judged[0]
        self.judged += sign * share.judged[1]
        for service, seconds in share.handled:
            total = self.handled[service]
            total[0] += sign * seconds
            total[1] += sign
        for first, behind in share.steps:
            self.steps[first] += sign
            self.steps[behind] -= sign


def add_counts(left: DayCounts, right: DayCounts, sign: int = 1) -> DayCounts:
    """The sum (or difference) of two counts."""
    return DayCounts(
        left.issued + sign * right.issued,
        left.called + sign * right.called,
        left.finished + sign * right.finished,
        left.no_show + sign * right.no_show,
        left.left + sign * right.left,
        left.cancelled + sign * right.cancelled,
        left.misprints + sign * right.misprints,
        left.waiting + sign * right.waiting,
    )


def _ends(ticket: Ticket) -> tuple[tuple[str, datetime], ...]:
    return tuple((leg.counter, leg.ended_at) for leg in ticket.legs if leg.ended_at is not None and leg.counter)


def _latest(into: dict[str, datetime], ends: Iterable[tuple[str, datetime]]) -> None:
    for counter, at in ends:
        known = into.get(counter)
        if known is None or known < at:
            into[counter] = at
