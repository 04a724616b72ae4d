"""The floor as a person reads it: figures, a row per service, a tile per counter, from a lobby at an instant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.calling import services_of
from lobbyconsole.domain.lobby import (
    AT_COUNTER,
    COUNTER_CLOSED,
    COUNTER_OPEN,
    COUNTER_PAUSED,
    HELD,
    IN_LINE,
    OPEN_STATES,
    SERVING,
    WAITING,
    Counter,
    Feed,
    Lobby,
    Note,
    Ticket,
)
from lobbyconsole.domain.measures import (
    DayCounts,
    day_counts,
    handling_times,
    shrunk_mean,
    stays,
    wait_percentile,
    within_target,
)
from lobbyconsole.domain.settled import FUTURE, STEP_S, Settled, add_counts
from lobbyconsole.domain.waits import Estimate, Expected, Spread, Told, credit_s, expected_waits, is_fresh

OK = "ok"
WATCH = "watch"
ACT = "act"

UNKNOWN_SERVICE = ""  # tickets whose service nobody told us


class Block(msgspec.Struct, frozen=True):
    """One waiting customer. Seconds; `expected` is the wait from now on, `projected_s` the whole of it, both None when
    no counter takes it."""

    key: str
    number: str
    waited_s: float
    projected_s: float | None
    level: str
    priority: str = "normal"
    held: bool = False
    booked: bool = False
    expected: Estimate | None = None


class ServiceRow(msgspec.Struct, frozen=True):
    """One service's line in calling order. `newcomer` is None when no open counter takes the service."""

    id: str
    prefix: str
    title_zh: str
    title_en: str
    target_s: int
    counters_open: int
    blocks: tuple[Block, ...]
    held: int
    longest_s: float | None
    longest_number: str
    level: str
    newcomer: Estimate | None
    closed: bool = False
    closed_why: str = ""  # said by whoever stopped the numbers; the end of a day has no reason


class Tile(msgspec.Struct, frozen=True):
    """One counter. `activity` is closed, paused, idle, called or serving; `since_s` seconds in it."""

    id: str
    activity: str
    staff: str
    services: tuple[str, ...]  # prefixes, in the counter's order
    service_ids: tuple[str, ...]
    ticket: str  # key; "" when nobody is there
    number: str
    since_s: float | None
    level: str
    calls: int = 0
    reason: str = ""
    returns_at: datetime | None = None
    asked_s: float | None = None  # seconds since it asked for the lobby manager
    known: bool = True  # False: the branch has no such counter (data quality)


class Figures(msgspec.Struct, frozen=True):
    """The six figures on top. Seconds, people, shares 0 to 1; None when there is nothing to measure yet."""

    waiting: int
    longest_s: float | None
    longest_number: str
    longest_target_s: int
    longest_level: str
    newcomer: Estimate | None
    newcomer_level: str
    share_within: float | None
    judged: int
    target_s: int
    counters_open: int
    counters_total: int
    counters_idle: int
    counters_paused: int
    counts: DayCounts
    p90_s: float | None = None


class FeedState(msgspec.Struct, frozen=True):
    """One queue source and how fresh it is."""

    name: str
    state: str  # "up", "down", "unknown"
    since: datetime | None
    problem: str
    taken_over: bool
    unmapped: int
    gaps: int


class Flagged(msgspec.Struct, frozen=True):
    """Something that cannot be right, for the data-quality panel. `code` is worded by the faces."""

    code: str
    subject: str  # ticket number, counter number or service id
    key: str = ""


class Picture(msgspec.Struct, frozen=True):
    """Everything the live floor shows at the instant `at`."""

    at: datetime
    figures: Figures
    rows: tuple[ServiceRow, ...]
    tiles: tuple[Tile, ...]
    day_start: datetime
    through_day: tuple[int, ...]  # people waiting each minute since day_start
    feeds: tuple[FeedState, ...]
    flagged: tuple[Flagged, ...]
    notes: tuple[Note, ...]
    handling_s: Mapping[str, float]
    spread: Spread
    tickets: Mapping[str, Ticket]
    counters: Mapping[str, Counter]
    learning: bool = True  # the hall is too young for ranges, or its waits have not been worked out yet


def wait_level(elapsed: float, projected: float | None, target: float, recovery: float) -> str:
    """`act` once the target is passed or 20 minutes are in sight, `watch` when the projected wait passes the target."""
    if elapsed >= target or (projected is not None and projected >= recovery):
        return ACT
    if projected is None or projected >= target:
        return WATCH
    return OK


def handling_by_service(settled: Settled, open_tickets: list[Ticket]) -> dict[str, float]:
    """Mean handling time (s) by service, drawn to the typical time while the day is young."""
    times: dict[str, list[float]] = {}
    for ticket in open_tickets:
        for leg in ticket.legs[:-1]:  # earlier stages of a visit that goes on
            times.setdefault(leg.service, []).extend(handling_times((leg,)))
    found = {}
    for service in settled.branch.services:
        seconds, services = settled.handled[service.id]
        more = times.get(service.id, [])
        found[service.id] = shrunk_mean(seconds + sum(more), int(services) + len(more), service.typical_s)
    return found


def _rows(
    branch: Branch,
    lobby: Lobby,
    open_tickets: list[Ticket],
    waits: Expected,
    credits_s: Mapping[str, float],
    now: datetime,
) -> tuple[ServiceRow, ...]:
    def call_order(ticket: Ticket) -> tuple[bool, float, str]:
        return (ticket.state == HELD, -credits_s[ticket.key], ticket.key)

    lines: dict[str, list[Ticket]] = defaultdict(list)
    for ticket in open_tickets:
        if ticket.state in IN_LINE:
            lines[ticket.service].append(ticket)
    open_for: dict[str, int] = defaultdict(int)
    for counter in lobby.counters.values():
        if counter.state == COUNTER_OPEN:
            for service_id in services_of(branch, counter):
                open_for[service_id] += 1
    known = {service.id: service for service in branch.services}
    rows = []
    for service_id in [*known, *sorted(set(lines) - set(known))]:
        service = known.get(service_id)
        target = service.target_s if service else 600
        blocks = []
        for ticket in sorted(lines[service_id], key=call_order):
            joined = ticket.leg.joined_at
            elapsed = max(0.0, (now - joined).total_seconds()) if joined else 0.0
            rest = waits.tickets.get(ticket.key)
            projected = None if rest is None else elapsed + rest.p50
            held = ticket.state == HELD
            level = OK if held and elapsed < target else wait_level(elapsed, projected, target, branch.recovery_s)
            blocks.append(
                Block(
                    ticket.key,
                    ticket.number,
                    elapsed,
                    projected,
                    level,
                    ticket.priority,
                    held,
                    ticket.appointment_at is not None,
                    rest,
                )
            )
        in_line = [block for block in blocks if not block.held]
        longest = max(in_line, key=lambda block: block.waited_s, default=None)
        queue = lobby.queues.get(service_id)
        rows.append(
            ServiceRow(
                id=service_id,
                prefix=service.numbers.prefix if service else "?",
                title_zh=service.title_zh if service else "",
                title_en=service.title_en if service else service_id,
                target_s=target,
                counters_open=open_for[service_id],
                blocks=tuple(blocks),
                held=len(blocks) - len(in_line),
                longest_s=longest.waited_s if longest else None,
                longest_number=longest.number if longest else "",
                level=_worst(block.level for block in in_line),
                newcomer=waits.newcomers.get(service_id),
                closed=queue is not None and queue.closed,
                closed_why=queue.reason if queue is not None and queue.closed else "",
            )
        )
    return tuple(rows)


def _worst(levels: object) -> str:
    found = set(levels)  # type: ignore[call-overload]
    return ACT if ACT in found else WATCH if WATCH in found else OK


def _tiles(
    branch: Branch,
    lobby: Lobby,
    settled: Settled,
    open_tickets: list[Ticket],
    handling: Mapping[str, float],
    now: datetime,
) -> tuple[Tile, ...]:
    at_counter: dict[str, list[Ticket]] = defaultdict(list)
    last_end = dict(settled.ends)
    for ticket in open_tickets:
        if ticket.state in AT_COUNTER:
            at_counter[ticket.counter].append(ticket)
        for leg in ticket.legs:
            if leg.ended_at is not None and leg.counter:
                last_end[leg.counter] = max(last_end.get(leg.counter, leg.ended_at), leg.ended_at)
    prefixes = {service.id: service.numbers.prefix for service in branch.services}
    places = [place.id for place in branch.counters]
    seen = (set(lobby.counters) | set(at_counter)) - set(places) - {""}
    tiles = []
    for counter_id in [*places, *sorted(seen)]:
        counter = lobby.counters.get(counter_id) or Counter(id=counter_id)
        present = max(
            at_counter.get(counter_id, []),
            key=lambda ticket: ticket.leg.last_called_at or now,
            default=None,
        )
        takes = services_of(branch, counter)
        level = OK
        if present is not None:
            activity = "serving" if present.state == SERVING else "called"
            # state_since: a customer back in the line is called anew, and a recall does not start the clock again.
            begun = present.leg.started_at if present.state == SERVING else present.state_since
            mean = handling.get(present.service, 300.0)
            elapsed = (now - begun).total_seconds() if begun else 0.0
            # A service three times its mean is worth a look; a call nobody answers for three minutes too.
            if elapsed > (3 * mean if activity == "serving" else 180):
                level = WATCH
        elif counter.state == COUNTER_OPEN:
            activity = "idle"
            begun = max((at for at in (counter.since, last_end.get(counter_id)) if at is not None), default=None)
        else:
            activity = "paused" if counter.state == COUNTER_PAUSED else "closed"
            begun = counter.since
            if activity == "paused" and counter.returns_at is not None and counter.returns_at < now:
                level = WATCH
        asked = (now - counter.asked_at).total_seconds() if counter.asked_at else None
        if asked is not None:
            level = ACT
        tiles.append(
            Tile(
                id=counter_id,
                activity=activity,
                staff=counter.staff or (present.leg.staff if present else ""),
                services=tuple(prefixes.get(service, "?") for service in takes),
                service_ids=takes,
                ticket=present.key if present else "",
                number=(present.number or present.key) if present else "",
                since_s=max(0.0, (now - begun).total_seconds()) if begun else None,
                level=level,
                calls=present.leg.calls if present else 0,
                reason=counter.reason,
                returns_at=counter.returns_at,
                asked_s=asked,
                known=counter_id in places,
            )
        )
    return tuple(tiles)


def _flagged(
    lobby: Lobby, settled: Settled, open_tickets: list[Ticket], tickets: Mapping[str, Ticket], now: datetime
) -> tuple[Flagged, ...]:
    found: list[Flagged] = []
    numbers: dict[tuple[str, str], list[str]] = defaultdict(list)
    occupied: dict[str, list[Ticket]] = defaultdict(list)
    for key, share in settled.flagged.items():
        found.extend(Flagged(flag, share.ticket.number or key, key) for flag in share.flags)
    for ticket in open_tickets:
        name = ticket.number or ticket.key
        flags = settled.open_share(ticket).flags
        if flags:
            found.extend(Flagged(flag, name, ticket.key) for flag in flags)
        if ticket.number:
            numbers[ticket.legs[0].service, ticket.number].append(ticket.key)
        if ticket.state in AT_COUNTER:
            occupied[ticket.counter].append(ticket)
            counter = lobby.counters.get(ticket.counter)
            if counter is None or counter.state == COUNTER_CLOSED:
                found.append(Flagged("counter_not_open", name, ticket.key))
    ahead = [
        *settled.issued_after(now + FUTURE),
        *(ticket for ticket in open_tickets if ticket.issued_at is not None and ticket.issued_at > now + FUTURE),
    ]
    found.extend(Flagged("issued_in_future", ticket.number or ticket.key, ticket.key) for ticket in ahead)
    for printed in [*settled.doubled, *numbers]:
        twins = settled.numbers.get(printed, []) + numbers.get(printed, [])
        if len(twins) > 1:
            found.append(Flagged("number_twice", printed[1], min(twins, key=lambda key: _issue_order(tickets[key]))))
    for counter_id, present in occupied.items():
        if counter_id and len(present) > 1:
            found.append(Flagged("two_at_counter", counter_id, min(ticket.key for ticket in present)))
    for counter in lobby.counters.values():
        found.extend(Flagged(flag, counter.id) for flag in counter.flags)
    for feed in lobby.feeds.values():
        for subject in feed.contradicted:
            family, _, key = subject.partition(":")
            ticket_key = key if family == "ticket" and key in tickets else ""
            found.append(Flagged("told_otherwise", (ticket_key and tickets[key].number) or key, ticket_key))
    return tuple(dict.fromkeys(found))


def _issue_order(ticket: Ticket) -> tuple[float, str]:
    return (ticket.issued_at.timestamp() if ticket.issued_at else 0.0, ticket.key)


def tickets_of_day(branch: Branch, lobby: Lobby, now: datetime) -> dict[str, Ticket]:
    """Tickets issued in the business day of `now`, and older ones still open."""
    start, end = branch.day_span(branch.day_of(now))
    return {
        key: ticket
        for key, ticket in lobby.tickets.items()
        if ticket.state in OPEN_STATES
        or (since := ticket.issued_at or ticket.state_since) is None
        or start <= since < end
    }


def paint(
    branch: Branch,
    lobby: Lobby,
    now: datetime,
    spread: Spread | None = None,
    settled: Settled | None = None,
    told: Told | None = None,
) -> Picture:
    """The floor at `now`. Pure: `settled`, made for this branch and day, only spares work between two pictures.

    `told` are the waits as they were worked out a moment ago.
    """
    spread = spread or Spread()
    tickets = tickets_of_day(branch, lobby, now)
    start, _ = branch.day_span(branch.day_of(now))
    settled = settled or Settled(branch, start)
    open_tickets = settled.take(tickets)
    handling = handling_by_service(settled, open_tickets)
    credits_s = {t.key: credit_s(branch.calling, t, now) for t in open_tickets if t.state in IN_LINE}
    waits = expected_waits(branch, open_tickets, lobby.counters, handling, now, credits_s, spread, told)
    rows = _rows(branch, lobby, open_tickets, waits, credits_s, now)
    tiles = _tiles(branch, lobby, settled, open_tickets, handling, now)
    day_start, through_day = _through_day(settled, open_tickets, now)
    return Picture(
        at=now,
        figures=_figures(branch, settled, open_tickets, rows, tiles, now),
        rows=rows,
        tiles=tiles,
        day_start=day_start,
        through_day=through_day,
        feeds=tuple(_feed_state(feed) for feed in lobby.feeds.values()),
        flagged=_flagged(lobby, settled, open_tickets, tickets, now),
        notes=lobby.hall.notes,
        handling_s=handling,
        spread=spread,
        tickets=tickets,
        counters=lobby.counters,
        learning=told is None or told.learning or not is_fresh(told, now),
    )


def _through_day(settled: Settled, open_tickets: list[Ticket], now: datetime) -> tuple[datetime, tuple[int, ...]]:
    """People in line at each minute; the curve begins with the minute before anybody stood in it."""
    change = {minute: by for minute, by in settled.steps.items() if by}
    last = max(0, int((now - settled.start).total_seconds() // STEP_S))
    for ticket in open_tickets:
        share = settled.open_share(ticket)
        stretches = share.over + tuple((first, last + 1) for first in share.begun if first <= last)
        for first, behind in stretches:
            change[first] = change.get(first, 0) + 1
            change[behind] = change.get(behind, 0) - 1
    begin = max(0, min((minute for minute in change if minute <= last), default=last + 1) - 1)
    level, line = 0, []
    for minute in range(begin, last + 1):
        level += change.get(minute, 0)
        line.append(level)
    return settled.start + timedelta(seconds=STEP_S * begin), tuple(line)


def _feed_state(feed: Feed) -> FeedState:
    return FeedState(
        feed.id,
        feed.state,
        feed.since,
        feed.problem,
        feed.taken_over_at is not None,
        len(feed.unmapped),
        len(feed.gaps),
    )


def _figures(
    branch: Branch,
    settled: Settled,
    open_tickets: list[Ticket],
    rows: tuple[ServiceRow, ...],
    tiles: tuple[Tile, ...],
    now: datetime,
) -> Figures:
    targets = settled.targets
    legs = [leg for ticket in open_tickets for leg in ticket.legs]
    good, judged = within_target(((leg, targets.get(leg.service, 600.0)) for leg in legs), now)
    good, judged = good + settled.good, judged + settled.judged
    longest = max((row for row in rows if row.longest_s is not None), key=lambda row: row.longest_s or 0, default=None)
    # The newcomer's figure is that of the service most people queue for: what most who enter now will meet.
    busiest = max((row for row in rows if row.newcomer is not None), key=lambda row: len(row.blocks), default=None)
    newcomer = busiest.newcomer if busiest else None
    level = OK
    if newcomer is not None and busiest is not None:
        level = wait_level(0.0, newcomer.p50, busiest.target_s, branch.recovery_s)
        if level == OK and newcomer.p90 >= busiest.target_s:
            level = WATCH
    return Figures(
        waiting=sum(1 for ticket in open_tickets if ticket.state == WAITING),
        longest_s=longest.longest_s if longest else None,
        longest_number=longest.longest_number if longest else "",
        longest_target_s=longest.target_s if longest else 0,
        longest_level=_longest_level(longest),
        newcomer=newcomer,
        newcomer_level=level,
        share_within=good / judged if judged else None,
        judged=judged,
        target_s=int(max(set(targets.values()), key=list(targets.values()).count)) if targets else 600,
        counters_open=sum(1 for tile in tiles if tile.activity in ("idle", "called", "serving")),
        counters_total=len(tiles),
        counters_idle=sum(1 for tile in tiles if tile.activity == "idle"),
        counters_paused=sum(1 for tile in tiles if tile.activity == "paused"),
        counts=add_counts(settled.counts, day_counts(open_tickets)),
        p90_s=wait_percentile([*settled.stays, *stays(legs, now)], 0.9),
    )


def _longest_level(row: ServiceRow | None) -> str:
    if row is None or row.longest_s is None:
        return OK
    if row.longest_s >= row.target_s:
        return ACT
    return WATCH if row.longest_s >= 0.8 * row.target_s else OK
