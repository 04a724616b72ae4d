"""The hall at one moment in the engine's words: who waits in which line, who is at which counter, who may yet come.

Time is in seconds from that moment, so that whoever waits came at minus their wait. One seed gives the same draws for
the same scene, whatever is then changed about the hall.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zlib import crc32

import msgspec
import numpy as np
from numpy.typing import NDArray

from lobbyconsole.domain.branch import Branch, CallingRule
from lobbyconsole.domain.calling import bound_to, services_of
from lobbyconsole.domain.entities import AT_COUNTER, COUNTER_OPEN, COUNTER_PAUSED, WAITING, Counter, Ticket
from lobbyconsole.domain.foresight.crowd import People
from lobbyconsole.domain.foresight.model import HallModel
from lobbyconsole.domain.foresight.rules import MOST, NEVER_S, Desk, Line, Rules

Floats = NDArray[np.float64]
Spans = tuple[tuple[float, float], ...]

ALWAYS: Spans = ((-NEVER_S, NEVER_S),)
SLOT_S = 1800.0
LONGEST_AGE_S = 86_400.0  # a queue left overnight: who has waited for longer waits no longer for it


class Waiting(msgspec.Struct, frozen=True):
    """Somebody in line. `waited_s` counts for the rule, `since_s` is what the ticket itself has waited so far."""

    key: str
    service: str
    waited_s: float
    since_s: float = 0.0
    head_s: float = 0.0
    own: str = ""


class Busy(msgspec.Struct, frozen=True):
    """A counter that serves somebody for `elapsed_s` since the call."""

    counter: str
    service: str
    elapsed_s: float


class Place(msgspec.Struct, frozen=True):
    """A counter as it is today: the services it takes in its order, and when it calls."""

    id: str
    takes: tuple[str, ...]
    spans: Spans = ALWAYS


class Scene(msgspec.Struct, frozen=True):
    """Everything about the hall at one moment that the simulator asks."""

    rule: CallingRule
    services: tuple[str, ...]
    places: tuple[Place, ...]
    waiting: tuple[Waiting, ...] = ()
    busy: tuple[Busy, ...] = ()
    jumped_s: tuple[float, ...] = ()  # calls of the last hour with a head start, seconds from now (negative)


def head_s(rule: CallingRule, priority: str, booked: bool = False) -> float:
    """Seconds of head start."""
    minutes = rule.head_start_min.get(priority, 0)
    return 60.0 * (max(minutes, rule.appointment_head_start_min) if booked else minutes)


def scene_of(
    branch: Branch,
    tickets: Iterable[Ticket],
    counters: Mapping[str, Counter],
    now: datetime,
    plan: Mapping[str, Spans] | None = None,
) -> Scene:
    """The scene of open tickets and counters at `now` (aware UTC).

    `plan`: by counter, when it will call, in seconds from now; one not named goes on as it is: open ones call, paused
    ones from their return on (never when nobody knows), closed ones not at all. Who waits on hold is in no line.
    """
    rule = branch.calling
    waiting, busy = [], []
    services = [service.id for service in branch.services]
    for ticket in sorted(tickets, key=lambda ticket: ticket.key):
        leg = ticket.leg
        if ticket.state in AT_COUNTER:
            begun = leg.last_called_at or leg.started_at
            busy.append(Busy(ticket.counter, leg.service, _age(begun, now)))
        elif ticket.state == WAITING:
            waited = _age(ticket.line_since, now)
            head = head_s(rule, ticket.priority, ticket.appointment_at is not None)
            if ticket.appointment_at is not None:
                opens = (now - ticket.appointment_at).total_seconds() + 60.0 * rule.appointment_early_min
                if opens < 0:
                    # Not to be called yet: to the engine they come when they may be, with all they have waited by then
                    # for a head start (to the minute, so that lines stay few).
                    head += 60.0 * round((waited - opens) / 60)
                    waited = opens
            own = bound_to(rule, ticket, counters, now)
            waiting.append(Waiting(ticket.key, leg.service, waited, _age(leg.joined_at, now), head, own))
        if leg.service not in services:
            services.append(leg.service)
    places = []
    for counter_id in list(dict.fromkeys([place.id for place in branch.counters] + sorted(counters))):
        counter = counters.get(counter_id) or Counter(id=counter_id)
        spans = _spans(counter, now) if plan is None or counter_id not in plan else plan[counter_id]
        places.append(Place(counter_id, services_of(branch, counter), spans))
    return Scene(rule, tuple(services), tuple(places), tuple(waiting), tuple(busy))


def _age(since: datetime | None, now: datetime) -> float:
    return min(LONGEST_AGE_S, max(0.0, (now - since).total_seconds())) if since is not None else 0.0


def _spans(counter: Counter, now: datetime) -> Spans:
    if counter.state == COUNTER_OPEN:
        return ALWAYS
    if counter.state == COUNTER_PAUSED and counter.returns_at is not None:
        return (((counter.returns_at - now).total_seconds(), NEVER_S),)
    return ()


# --- draws ---


def coming(rng: np.random.Generator, mean: Sequence[float] | Floats, rows: int, slot_s: float = SLOT_S) -> Floats:
    """Arrival times (rows, n), ascending, NEVER_S behind the last: Poisson with `mean` expected in each slot from 0."""
    expected = np.asarray(mean, np.float64)
    total = float(expected.sum())
    if total <= 0:
        return np.empty((rows, 0))
    number = rng.poisson(total, rows)
    share = rng.random((rows, int(number.max())))
    share[np.arange(share.shape[1])[None, :] >= number[:, None]] = 2.0
    share.sort(axis=1)
    edges = np.concatenate(([0.0], np.cumsum(expected))) / total
    at = np.interp(share, edges, np.arange(len(edges)) * slot_s)
    at[share > 1] = NEVER_S
    found: Floats = at
    return found


class Lines(msgspec.Struct, frozen=True):
    """The lines of a scene and who stands or may come there; `keys` in the order of the columns of each line."""

    lines: tuple[Line, ...]
    people: tuple[People, ...]
    keys: tuple[tuple[str, ...], ...]

    @property
    def present(self) -> tuple[int, ...]:
        """How many of each line are there already."""
        return tuple(len(keys) for keys in self.keys)


def line_key(scene: Scene, service: str, head: float, own: str = "") -> Line | None:
    """The engine's line; None for a service or counter the scene does not have."""
    index = {place.id: j for j, place in enumerate(scene.places)}
    if service not in scene.services or (own and own not in index):
        return None
    return Line(scene.services.index(service), head, index[own] if own else -1)


def lines_of(
    scene: Scene,
    model: HallModel,
    seed: int,
    rows: int,
    arrivals: Mapping[str, Sequence[float]] | None = None,
    *,
    probes: bool = False,
    slot_s: float = SLOT_S,
) -> Lines:
    """Everybody of the scene with drawn handling times, and who comes after them.

    `arrivals`: expected number by service in each slot from now. With `probes` somebody who costs no time comes just
    now in each service's ordinary line, to see when they would be called; their key is "+" and the service.
    """
    heads = _mix(scene.rule, model)
    standing = _standing(scene, 1.0)
    if len(standing) + len(scene.services) * len(heads) > MOST:
        standing = _standing(scene, 1800.0)  # a hall with hundreds of bookings: what they wait apart is rounded
    rates = {service: arrivals.get(service, ()) if arrivals else () for service in scene.services}
    for s, service in enumerate(scene.services):
        if probes:
            standing.setdefault(Line(s), [])
        if sum(rates[service]) > 0:
            for head in heads:
                standing.setdefault(Line(s, head), [])
    order = sorted(standing, key=lambda line: (line.service, line.own, line.head_s))
    people, keys = [], []
    for line in order:
        service = scene.services[line.service]
        ordinary = line.own < 0
        mean = np.asarray(rates[service], np.float64) * (heads.get(line.head_s, 0.0) if ordinary else 0.0)
        rng = np.random.default_rng([seed, line.service, round(line.head_s), line.own + 1])
        here = sorted(standing[line], key=lambda one: (-one.waited_s, one.key))
        probe = probes and ordinary and line.head_s == 0
        people.append(_people(model, service, here, probe, coming(rng, mean, rows, slot_s), rng, seed))
        keys.append((*(one.key for one in here), *((f"+{service}",) if probe else ())))
    return Lines(tuple(order), tuple(people), tuple(keys))


def _standing(scene: Scene, step_s: float) -> dict[Line, list[Waiting]]:
    """Who waits in which line, head starts rounded to so many seconds; who no counter or service fits is left out."""
    found: dict[Line, list[Waiting]] = {}
    for one in scene.waiting:
        head = round(one.head_s / step_s) * step_s
        line = line_key(scene, one.service, head, one.own) or line_key(scene, one.service, head)
        if line is not None:
            found.setdefault(line, []).append(one)
    return found


def _mix(rule: CallingRule, model: HallModel) -> dict[float, float]:
    """Share of those to come by seconds of head start."""
    found: dict[float, float] = {}
    for priority, share in model.mix.items():
        head = head_s(rule, priority)
        found[head] = found.get(head, 0.0) + share
    return found


def _people(
    model: HallModel,
    service: str,
    here: Sequence[Waiting],
    probe: bool,
    later: Floats,
    rng: np.random.Generator,
    seed: int,
) -> People:
    rows, standing = len(later), len(here) + probe
    at = np.concatenate((np.tile([-one.waited_s for one in here] + [0.0] * probe, (rows, 1)), later), axis=1)
    # Everybody keeps their draws while others come and go: a refreshed figure moves because the hall does.
    own = [np.random.default_rng([seed, crc32(one.key.encode())]).random((3, rows)) for one in here]
    share = np.empty((3, rows, at.shape[1]))
    for i, drawn in enumerate(own):
        share[:, :, i] = drawn
    share[:, :, len(here) :] = rng.random((at.shape[1] - len(here), 3, rows)).transpose(1, 2, 0)
    work = model.service(service).quantile(share[0]) + model.gap_s
    absent = model.absent_from(share[1])
    cost = np.full(at.shape, model.vain_s + model.gap_s)
    limit = absent
    if model.patience:
        # Who stands here has not been seen leaving so far: their patience is that of those who stayed as long.
        for i, one in enumerate(here):
            there = [left for seconds, left in model.patience if seconds <= one.waited_s]
            if there:
                share[2, :, i] = 1.0 - there[-1] * share[2, :, i]
        leaves = model.leaves_after(share[2])
        limit = np.minimum(absent, leaves)
        cost[leaves < absent] = -1.0
    if probe:
        work[:, standing - 1] = 0.0
        limit[:, standing - 1] = NEVER_S
    return People(at, work, np.minimum(limit, NEVER_S), cost)


def ready_of(scene: Scene, model: HallModel, seed: int, rows: int) -> Floats:
    """(counters, rows): seconds from now at which each is done with whom it serves now."""
    ready = np.full((len(scene.places), rows), 0.0)
    index = {place.id: j for j, place in enumerate(scene.places)}
    for busy in scene.busy:
        j = index.get(busy.counter)
        if j is None:
            continue
        rng = np.random.default_rng([seed, 7919, j])
        speed = model.speed(busy.counter)
        rest = model.service(busy.service).rest(busy.elapsed_s / speed, rng.random(rows)) * speed
        ready[j] = np.maximum(ready[j], rest + model.gap_s)
    return ready


def rules_of(scene: Scene, model: HallModel, lines: Sequence[Line], jumps: bool = True) -> Rules:
    """The engine's rules of a scene; `jumps` False leaves the cap of jumps an hour out, which is faster."""
    at = {service: s for s, service in enumerate(scene.services)}
    desks = tuple(
        Desk(tuple(at[service] for service in place.takes if service in at), model.speed(place.id), place.spans)
        for place in scene.places
    )
    rule = scene.rule
    cap = rule.jumps_per_hour if jumps else None
    return Rules(tuple(lines), desks, 60.0 * rule.starving_min, 60.0 * rule.order_step_min, cap)
