"""What if: the hall as planned and with something changed, on the same draws, and the difference with its range.

`prepare` draws the people once and plays the plan as it is; `ask` plays one change on the very same people; `compare`
does both at once for the first question. What is the same in both cancels out, so 200 replications tell a minute's
difference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from lobbyconsole.domain.foresight.crowd import Course, Crowd, line_up
from lobbyconsole.domain.foresight.engine import play, play_both
from lobbyconsole.domain.foresight.model import HallModel
from lobbyconsole.domain.foresight.rules import NEVER, Rules
from lobbyconsole.domain.foresight.scene import SLOT_S, Place, Scene, Spans, lines_of, ready_of, rules_of

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

REPLICATIONS = 200
RECOVERY_S = 1200.0
OFTEN = 1.96  # standard errors on each side of a mean that hold it in 95 % of cases


class Arm(msgspec.Struct, frozen=True):
    """What is changed. Times in seconds from the scene's moment.

    `spans`: when a counter calls instead; `skills`: services a counter takes besides, behind its own; `diverted`: share
    of those still to come for a service who need no counter; `handling`: factor on a service's handling time.
    """

    spans: Mapping[str, Spans] = msgspec.field(default_factory=dict)
    skills: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    diverted: Mapping[str, float] = msgspec.field(default_factory=dict)
    handling: Mapping[str, float] = msgspec.field(default_factory=dict)


def opened(spans: Spans, begin_s: float, end_s: float) -> Spans:
    """These spans and one more."""
    found: list[tuple[float, float]] = []
    for first, last in sorted([*spans, (begin_s, end_s)]):
        if last <= first:
            continue
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return tuple(found)


def closed(spans: Spans, begin_s: float, end_s: float) -> Spans:
    """These spans without one."""
    if end_s <= begin_s:
        return spans
    parts = [part for a, b in spans for part in ((a, min(b, begin_s)), (max(a, end_s), b))]
    return tuple((a, b) for a, b in parts if b > a)


def moved(spans: Spans, begin_s: float, end_s: float, to_s: float) -> Spans:
    """A break from `begin_s` to `end_s` that begins at `to_s` instead."""
    return closed(opened(spans, begin_s, end_s), to_s, to_s + end_s - begin_s)


class Delta(msgspec.Struct, frozen=True):
    """Mean of the paired differences (arm less plan), the range that holds it in 95 % of cases, and the 10-90 % range
    of single days."""

    mean: float
    low: float
    high: float
    p10: float
    p90: float


class Tally(msgspec.Struct, frozen=True):
    """How the days came out, means over the replications. Waits (s) of who was called, no-shows included.

    `over_target`, `over_recovery`: people who waited (or left) beyond. By slot of coming: `slot_mean_s`, `slot_p90_s`
    (over all replications), `slot_over`: those beyond the target. Slot 0 holds those who were there already too.
    """

    people: float
    mean_s: float
    p90_s: float
    longest_s: float
    over_target: float
    over_recovery: float
    left: float
    slot_mean_s: tuple[float, ...]
    slot_p90_s: tuple[float, ...]
    slot_over: tuple[float, ...]


class Answer(msgspec.Struct, frozen=True):
    """Plan, arm, and the difference of each figure."""

    plan: Tally
    arm: Tally
    mean_s: Delta
    p90_s: Delta
    longest_s: Delta
    over_target: Delta
    over_recovery: Delta


class _Outcome(NamedTuple):
    """By replication: (R,) each; and pooled by slot."""

    people: Floats
    mean: Floats
    p90: Floats
    longest: Floats
    over_target: Floats
    over_recovery: Floats
    left: Floats
    slot_mean: Floats
    slot_p90: Floats
    slot_over: Floats


class _Seats(NamedTuple):
    """Everybody of a crowd in one row, replication after replication; made once, since most questions keep it."""

    where: NDArray[np.int64]  # in the crowd, flat
    row: NDArray[np.int64]
    slot: NDArray[np.int64]
    at: NDArray[np.int64]
    target: NDArray[np.int64]
    recovery: int
    by_slot: NDArray[np.int64]  # their places in the order of slots
    slots: NDArray[np.int64]  # the first of each slot in that order
    beside: NDArray[np.int64]  # their places in a table of (R, widest row)
    widest: int


class Setting(NamedTuple):
    """A scene with everybody drawn, and the plan played on them."""

    scene: Scene
    model: HallModel
    rules: Rules
    crowd: Crowd
    ready_s: Floats
    share: Floats  # (R, M) uniform: who could be diverted first
    here: Bools  # (M,) those who stand there already
    seats: _Seats
    plan: _Outcome


def prepare(
    scene: Scene,
    model: HallModel,
    arrivals: Mapping[str, Sequence[float]],
    *,
    targets_s: Mapping[str, float] | None = None,
    recovery_s: float = RECOVERY_S,
    seed: int = 1,
    rows: int = REPLICATIONS,
    slot_s: float = SLOT_S,
) -> Setting:
    """Draw everybody and play the plan. `arrivals`: expected number by service and slot from the scene's moment.

    Raises ValueError where nobody is there and nobody will come.
    """
    drawn = _drawn(scene, model, arrivals, targets_s, recovery_s, seed, rows, slot_s)
    course = play(drawn.rules, drawn.crowd, drawn.ready_s, jumped_s=scene.jumped_s)
    return drawn._replace(plan=_outcome(course, None, drawn.seats))


def compare(
    scene: Scene,
    model: HallModel,
    arrivals: Mapping[str, Sequence[float]],
    arm: Arm,
    *,
    targets_s: Mapping[str, float] | None = None,
    recovery_s: float = RECOVERY_S,
    seed: int = 1,
    rows: int = REPLICATIONS,
    slot_s: float = SLOT_S,
) -> tuple[Setting, Answer]:
    """`prepare` and `ask` in one play, for less than the two cost; ask the setting for what is changed next."""
    drawn = _drawn(scene, model, arrivals, targets_s, recovery_s, seed, rows, slot_s)
    rules, crowd, diverted = _changed(drawn, arm)
    crowds = (drawn.crowd, crowd)
    one, other = play_both((drawn.rules, rules), crowds, drawn.ready_s, jumped_s=scene.jumped_s)
    setting = drawn._replace(plan=_outcome(one, None, drawn.seats))
    return setting, _answer(setting.plan, _outcome(other, diverted, drawn.seats))


def _drawn(
    scene: Scene,
    model: HallModel,
    arrivals: Mapping[str, Sequence[float]],
    targets_s: Mapping[str, float] | None,
    recovery_s: float,
    seed: int,
    rows: int,
    slot_s: float,
) -> Setting:
    """Everybody drawn, nothing played: the plan is empty."""
    lines = lines_of(scene, model, seed, rows, arrivals, slot_s=slot_s)
    if not lines.lines:
        raise ValueError("nobody is there and nobody will come: there is nothing to ask")
    crowd = line_up(lines.people)
    columns = crowd.at.shape[1]
    here = np.zeros(columns, bool)
    target = np.empty(columns, np.int64)
    for k, line in enumerate(lines.lines):
        first, end = crowd.edges[k], crowd.edges[k + 1]
        here[first : first + len(lines.keys[k])] = True
        target[first:end] = round(1000 * (targets_s or {}).get(scene.services[line.service], 600.0))
    rules = rules_of(scene, model, lines.lines)
    ready = ready_of(scene, model, seed, rows)
    share = np.random.default_rng([seed, 104729]).random(crowd.at.shape, dtype=np.float32).astype(np.float64)
    slots = max([1, *(len(means) for means in arrivals.values())])
    seats = _seats(crowd, target, round(1000 * recovery_s), slots, slot_s)
    nothing = _Outcome(*(np.zeros(0) for _ in _Outcome._fields))
    return Setting(scene, model, rules, crowd, ready, share, here, seats, nothing)


def _seats(crowd: Crowd, target: NDArray[np.int64], recovery: int, slots: int, slot_s: float) -> _Seats:
    rows, columns = crowd.at.shape
    where = (crowd.at < NEVER).ravel().nonzero()[0]
    row, column = np.divmod(where, columns)
    at = crowd.at.ravel()[where]
    slot = np.clip(at // round(slot_s * 1000), 0, slots - 1)
    number = np.bincount(row, minlength=rows)
    widest = int(number.max(initial=1))
    place = np.arange(len(where)) - (np.cumsum(number) - number)[row]
    first = np.concatenate(([0], np.cumsum(np.bincount(slot, minlength=slots))[:-1]))
    by_slot = np.argsort(slot, kind="stable")
    return _Seats(where, row, slot, at, target[column], recovery, by_slot, first, row * widest + place, widest)


def ask(setting: Setting, arm: Arm) -> Answer:
    """Play the change on the same people and compare. Raises KeyError for a counter or service that is not there."""
    rules, crowd, diverted = _changed(setting, arm)
    course = play(rules, crowd, setting.ready_s, jumped_s=setting.scene.jumped_s)
    return _answer(setting.plan, _outcome(course, diverted, setting.seats))


def _answer(plan: _Outcome, arm: _Outcome) -> Answer:
    return Answer(
        _tally(plan), _tally(arm), _delta(plan.mean, arm.mean), _delta(plan.p90, arm.p90),
        _delta(plan.longest, arm.longest), _delta(plan.over_target, arm.over_target),
        _delta(plan.over_recovery, arm.over_recovery),
    )  # fmt: skip


def _changed(setting: Setting, arm: Arm) -> tuple[Rules, Crowd, Bools | None]:
    """The hall with the change, the people with it, and who of them needs no counter any more."""
    scene = setting.scene
    ids = [place.id for place in scene.places]
    for counter in (*arm.spans, *arm.skills):
        if counter not in ids:
            raise KeyError(counter)
    for service in (*arm.diverted, *arm.handling):
        if service not in scene.services:
            raise KeyError(service)
    places = tuple(
        Place(
            place.id,
            (*place.takes, *(one for one in arm.skills.get(place.id, ()) if one not in place.takes)),
            arm.spans.get(place.id, place.spans),
        )
        for place in scene.places
    )
    rules = rules_of(msgspec.structs.replace(scene, places=places), setting.model, setting.rules.lines)
    crowd, diverted = _people_changed(setting, arm)
    return rules, crowd, diverted


def _people_changed(setting: Setting, arm: Arm) -> tuple[Crowd, Bools | None]:
    """The same people with other handling times, and without those who need no counter any more."""
    crowd, services = setting.crowd, setting.scene.services
    if not arm.diverted and not arm.handling:
        return crowd, None
    work = crowd.work.copy()
    limit = np.full_like(crowd.at, NEVER) if crowd.limit is None else crowd.limit.copy()
    cost = np.zeros_like(crowd.at) if crowd.cost is None else crowd.cost.copy()
    gone = np.zeros(crowd.at.shape, bool)
    gap = round(setting.model.gap_s * 1000)
    for k, line in enumerate(setting.rules.lines):
        part = slice(crowd.edges[k], crowd.edges[k + 1] - 1)
        service = services[line.service]
        factor = arm.handling.get(service, 1.0)
        if factor != 1.0:
            work[:, part] = np.rint((work[:, part] - gap) * factor).astype(np.int64) + gap
        if arm.diverted.get(service, 0.0) > 0:
            gone[:, part] = (setting.share[:, part] < arm.diverted[service]) & ~setting.here[part]
    # They are "seen leaving" before they come, so that the order of the others stays as it is.
    limit[gone], cost[gone] = -1, -1
    return Crowd(crowd.at, work, limit, cost, crowd.edges), gone


def _outcome(course: Course, diverted: Bools | None, seats: _Seats) -> _Outcome:
    crowd = course.crowd
    rows, slots = len(crowd.at), len(seats.slots)
    call = course.call.ravel()[seats.where]
    called = call < NEVER
    # How long somebody stood there: until the call, or until they left; who was never called stood there to the end.
    stood = call - seats.at
    left = np.zeros(len(call), bool)
    if crowd.limit is not None and crowd.cost is not None:
        left = ~called & (crowd.cost.ravel()[seats.where] < 0)
        limit = crowd.limit.ravel()[seats.where]
        left &= limit < NEVER
        stood = np.where(left, limit, stood)
    over, recovery = stood > seats.target, stood > seats.recovery
    number = np.bincount(seats.row, minlength=rows)
    if diverted is not None:
        there = ~diverted.ravel()[seats.where]
        over, recovery, left = over & there, recovery & there, left & there
        number = np.bincount(seats.row[there], minlength=rows)
    seconds = np.where(called, stood * 0.001, np.inf).astype(np.float32)
    known = np.where(called, seconds, 0.0)
    answered = np.bincount(seats.row, weights=called, minlength=rows).astype(np.int64)
    by_slot = np.bincount(seats.slot, weights=called, minlength=slots).astype(np.int64)
    ordered = np.full((rows, seats.widest), np.inf, np.float32)
    ordered.ravel()[seats.beside] = seconds
    ordered.sort(axis=1)
    every, some, last = np.arange(rows), answered > 0, np.maximum(answered - 1, 0)
    at_p90 = np.maximum(np.ceil(0.9 * answered).astype(np.int64) - 1, 0)
    parts = np.split(seconds[seats.by_slot], seats.slots[1:])
    return _Outcome(
        number.astype(np.float64),
        np.bincount(seats.row, weights=known, minlength=rows) / np.maximum(answered, 1),
        np.where(some, ordered[every, at_p90], 0.0).astype(np.float64),
        np.where(some, ordered[every, last], 0.0).astype(np.float64),
        np.bincount(seats.row[over], minlength=rows).astype(np.float64),
        np.bincount(seats.row[recovery], minlength=rows).astype(np.float64),
        np.bincount(seats.row[left], minlength=rows).astype(np.float64),
        np.bincount(seats.slot, weights=known, minlength=slots) / np.maximum(by_slot, 1),
        np.array([_kth(part, 0.9, int(n)) for part, n in zip(parts, by_slot, strict=True)]),
        np.bincount(seats.slot[over], minlength=slots) / rows,
    )


def _kth(seconds: NDArray[np.float32], share: float, number: int) -> float:
    """The value below which this share of the `number` finite ones lies."""
    if not number:
        return 0.0
    k = max(0, int(np.ceil(share * number)) - 1)
    return float(np.partition(seconds, k)[k])


def _tally(one: _Outcome) -> Tally:
    return Tally(
        float(one.people.mean()), float(one.mean.mean()), float(one.p90.mean()), float(one.longest.mean()),
        float(one.over_target.mean()), float(one.over_recovery.mean()), float(one.left.mean()),
        tuple(one.slot_mean.tolist()), tuple(one.slot_p90.tolist()), tuple(one.slot_over.tolist()),
    )  # fmt: skip


def _delta(plan: Floats, arm: Floats) -> Delta:
    pairs = arm - plan
    mean = float(pairs.mean())
    error = OFTEN * float(pairs.std(ddof=1)) / len(pairs) ** 0.5 if len(pairs) > 1 else 0.0
    p10, p90 = np.quantile(pairs, (0.1, 0.9))
    return Delta(mean, mean - error, mean + error, float(p10), float(p90))
