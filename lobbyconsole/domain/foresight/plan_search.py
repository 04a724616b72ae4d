"""The search for a plan of counters: the same days for every plan that is tried, and the moves from one to the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from lobbyconsole.domain.foresight.crowd import Crowd, line_up
from lobbyconsole.domain.foresight.engine import play
from lobbyconsole.domain.foresight.model import HallModel
from lobbyconsole.domain.foresight.rules import NEVER, NEVER_S, Line, Rules
from lobbyconsole.domain.foresight.scene import Place, Scene, Spans, lines_of, ready_of, rules_of

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Goal(msgspec.Struct, frozen=True):
    """In every half hour at least `share` of those who come are called within `within_s`. Neighbouring half hours with
    fewer than `fewest` expected together count as one."""

    share: float = 0.9
    within_s: float = 600.0
    fewest: float = 8.0


class Look(NamedTuple):
    """How one plan did: share in time and people by half hour, late people by counter they could have had."""

    share: Floats
    late: Floats  # (services, slots)
    in_time: NDArray[np.int64]  # (rows, slots)
    people: NDArray[np.int64]
    over_recovery: float


class Days:
    """The same days for every plan that is tried."""

    def __init__(
        self, scene: Scene, model: HallModel, arrivals: Mapping[str, Sequence[float]], goal: Goal, slots: int,
        slot_s: float, seed: int, rows: int,
    ) -> None:  # fmt: skip
        self.scene, self.model, self.goal, self.slots, self.slot_s = scene, model, goal, slots, slot_s
        lines = lines_of(scene, model, seed, rows, arrivals, slot_s=slot_s)
        self.lines: Sequence[Line] = lines.lines
        self.crowd: Crowd = line_up(lines.people)
        self.ready = ready_of(scene, model, seed, rows)
        crowd = self.crowd
        comes = crowd.at < NEVER
        if crowd.limit is not None and crowd.cost is not None:
            comes &= ~((crowd.cost < 0) & (crowd.limit <= goal.within_s * 1000))  # left before it could fail
        self.where = comes.nonzero()
        slot = np.clip(crowd.at[self.where] // round(slot_s * 1000), 0, slots - 1)
        self.cell = self.where[0] * slots + slot
        service = np.zeros(crowd.at.shape[1], np.int64)
        for k, line in enumerate(self.lines):
            service[crowd.edges[k] : crowd.edges[k + 1]] = line.service
        self.service_cell = service[self.where[1]] * slots + slot
        self.at = crowd.at[self.where]
        self.people = np.bincount(self.cell, minlength=rows * slots).reshape(rows, slots)

    def look(self, plan: Bools) -> Look:
        """Play these days under a plan (counters, slots)."""
        return self.under(spans_of(plan, self.slot_s))

    def under(self, spans: Sequence[Spans]) -> Look:
        """Play these days with counters calling so."""
        places = tuple(
            Place(place.id, place.takes, calls) for place, calls in zip(self.scene.places, spans, strict=True)
        )
        changed = msgspec.structs.replace(self.scene, places=places)
        rules: Rules = rules_of(changed, self.model, self.lines, jumps=False)
        course = play(rules, self.crowd, self.ready)
        waited = course.call[self.where] - self.at
        good = waited <= self.goal.within_s * 1000
        rows, slots = self.people.shape
        in_time = np.bincount(self.cell[good], minlength=rows * slots).reshape(rows, slots)
        late = np.bincount(self.service_cell[~good], minlength=len(self.scene.services) * slots)
        total = np.maximum(self.people.sum(axis=0), 1)
        return Look(
            in_time.sum(axis=0) / total, late.reshape(-1, slots).astype(np.float64), in_time, self.people,
            float((waited > 1_200_000).sum()) / rows,
        )  # fmt: skip


def spans_of(plan: Bools, slot_s: float) -> list[Spans]:
    """When each counter calls; whoever is there at the end stays until nobody waits."""
    found = []
    for row in plan:
        edges = np.flatnonzero(np.diff(np.concatenate(([False], row, [False])).astype(np.int8)))
        spans = [(float(a) * slot_s, float(b) * slot_s) for a, b in zip(edges[::2], edges[1::2], strict=True)]
        if spans and row[-1]:
            spans[-1] = (spans[-1][0], NEVER_S)
        found.append(tuple(spans))
    return found


class Search:
    """The moves. A plan is (counters, slots), True where a counter calls."""

    def __init__(
        self, scene: Scene, model: HallModel, arrivals: Mapping[str, Sequence[float]], goal: Goal, able: Bools,
        stint: int, slots: int, slot_s: float, expected: Floats,
    ) -> None:  # fmt: skip
        self.able, self.stint, self.slots, self.plays = able, stint, slots, 0
        self.takes = np.array([[service in place.takes for service in scene.services] for place in scene.places])
        load = np.zeros((len(scene.services), slots))
        for s, service in enumerate(scene.services):
            means = np.asarray(arrivals.get(service, ()), np.float64)
            load[s, : len(means)] = means * (model.service(service).mean_s + model.gap_s) / slot_s
        self.load = load
        self.groups = _groups(expected, goal.fewest)

    def look(self, days: Days, plan: Bools) -> Look:
        """One play, counted."""
        self.plays += 1
        return days.look(plan)

    def grouped(self, look: Look) -> Floats:
        """Share in time by group of half hours."""
        people, good = look.people.sum(axis=0), look.in_time.sum(axis=0)
        return np.array([good[group].sum() / max(1, people[group].sum()) for group in self.groups])

    def legal(self, plan: Bools) -> bool:
        """Nobody outside what is possible, nobody for less than a stint."""
        if (plan & ~self.able).any():
            return False
        if self.stint <= 1:
            return True
        wide = np.pad(plan, ((0, 0), (1, 1))).astype(np.int8)
        change = np.diff(wide, axis=1)
        return all((np.flatnonzero(row == -1) - np.flatnonzero(row == 1) >= self.stint).all() for row in change)

    def first(self, guess: Sequence[int]) -> Bools:
        """As many as Erlang C asks for, in the order that covers most work; every service somewhere."""
        order: list[int] = []
        covered = np.zeros(self.load.shape[0])
        want = self.load.sum(axis=1)
        while len(order) < len(self.takes):
            rest = [j for j in range(len(self.takes)) if j not in order]
            best = max(rest, key=lambda j: (float((self.takes[j] * want / (1 + 4 * covered)).sum()), -j))
            order.append(best)
            covered += self.takes[best] / max(1, self.takes[best].sum())
        plan = np.zeros_like(self.able)
        for slot, number in enumerate(guess):
            some = [j for j in order if self.able[j, slot]]
            plan[some[:number], slot] = True
        return self._stretched(plan)

    def _stretched(self, plan: Bools) -> Bools:
        """The same with stints that are too short made longer where that is possible, else dropped."""
        for row, able in zip(plan, self.able, strict=True):
            at = 0
            while at < self.slots:
                if not row[at]:
                    at += 1
                    continue
                end = at
                while end < self.slots and row[end]:
                    end += 1
                begin = at
                while end - begin < self.stint and end < self.slots and able[end]:
                    row[end] = True
                    end += 1
                while end - begin < self.stint and begin > 0 and able[begin - 1]:
                    begin -= 1
                    row[begin] = True
                if end - begin < self.stint:
                    row[begin:end] = False
                at = end
        return plan

    def mend(self, days: Days, plan: Bools, share: float) -> Bools:
        """Add a counter at the first half hour that fails (or the one before) until none does or none is left."""
        while True:
            look = self.look(days, plan)
            failing = [self.groups[g] for g in np.flatnonzero(self.grouped(look) < share)]
            for group in failing:
                better = self._help(plan, look, group)
                if better is not None:
                    plan = better
                    break
            else:
                return plan

    def _help(self, plan: Bools, look: Look, group: Sequence[int]) -> Bools | None:
        """One counter more in this group, or just before it; the one that takes most of who was late."""
        late = look.late[:, group].sum(axis=1)
        for slot in [*sorted(group, key=lambda slot: look.share[slot]), group[0] - 1]:
            if slot < 0:
                continue
            closed = [j for j in range(len(plan)) if not plan[j, slot] and self.able[j, slot]]
            for j in sorted(closed, key=lambda j: (-float((self.takes[j] * late).sum()), self._cost(plan, j, slot))):
                more = plan.copy()
                more[j, slot] = True
                more = self._stretched(more)
                if more[j, slot] and self.legal(more):
                    return more
        return None

    def _cost(self, plan: Bools, j: int, slot: int) -> int:
        """0 where a stint grows, 1 where one begins."""
        return int(not (plan[j, max(0, slot - 1)] or plan[j, min(self.slots - 1, slot + 1)]))

    def trim(self, days: Days, plan: Bools, share: float, most: int) -> Bools:
        """Take away what is not needed: one at a time, then two for one put elsewhere."""
        stop = self.plays + most
        failed: set[bytes] = set()
        look = self.look(days, plan)
        while self.plays < stop:
            for less in self._fewer(plan, look):
                if less.tobytes() in failed or self.plays >= stop:
                    continue
                tried = self.look(days, less)
                if (self.grouped(tried) >= share).all():
                    plan, look = less, tried
                    break
                failed.add(less.tobytes())
            else:
                found = self._exchange(days, plan, look, share, stop, failed)
                if found is None:
                    return plan
                plan, look = found
        return plan

    def _fewer(self, plan: Bools, look: Look) -> Iterator[Bools]:
        """Plans with less, where most is to spare first; a whole stint's end, or a stint."""
        spare = look.share + np.append(look.share[1:], 1.0)
        cells = [(j, slot) for j, slot in np.argwhere(plan).tolist()]
        # Of counters alike the one whose stint ends there: every other choice is the same hall.
        cells.sort(key=lambda cell: (-spare[cell[1]], -self._ends(plan, *cell), -cell[0]))
        seen: set[tuple[bytes, int]] = set()
        for j, slot in cells:
            alike = (self.takes[j].tobytes(), slot)
            less = plan.copy()
            less[j, slot] = False
            if not self.legal(less):
                less = self._without_stint(plan, j, slot)
            elif alike in seen:
                continue
            if not less[:, self.load.sum(axis=0) > 0].any(axis=0).all():
                continue
            seen.add(alike)
            yield less

    def _ends(self, plan: Bools, j: int, slot: int) -> bool:
        return not (slot > 0 and plan[j, slot - 1] and slot + 1 < self.slots and plan[j, slot + 1])

    def _without_stint(self, plan: Bools, j: int, slot: int) -> Bools:
        less = plan.copy()
        begin = end = slot
        while begin > 0 and plan[j, begin - 1]:
            begin -= 1
        while end < self.slots and plan[j, end]:
            end += 1
        keep = end - begin - self.stint
        if slot - begin >= self.stint or (keep > 0 and slot >= begin + keep):
            less[j, slot:end] = False
        elif end - slot - 1 >= self.stint:
            less[j, begin : slot + 1] = False
        else:
            less[j, begin:end] = False
        return less

    def _exchange(
        self, days: Days, plan: Bools, look: Look, share: float, stop: int, failed: set[bytes]
    ) -> tuple[Bools, Look] | None:
        """One more in some half hour that lets two go nearby."""
        tight = sorted(range(self.slots), key=lambda slot: look.share[slot])
        for slot in tight:
            more = self._help(plan, look, [slot])
            if more is None or more.sum() > plan.sum() + 1:
                continue
            near = [at for at in range(slot - 3, slot + 4) if 0 <= at < self.slots and at != slot]
            richer = self.look(days, more)
            for first in self._fewer_in(more, richer, near):
                if self.plays >= stop:
                    return None
                once = self.look(days, first)
                if (self.grouped(once) < share).any():
                    continue
                for second in self._fewer_in(first, once, near):
                    if second.tobytes() in failed or self.plays >= stop:
                        continue
                    twice = self.look(days, second)
                    if (self.grouped(twice) >= share).all():
                        return second, twice
                    failed.add(second.tobytes())
        return None

    def _fewer_in(self, plan: Bools, look: Look, slots: Sequence[int]) -> Iterator[Bools]:
        for less in self._fewer(plan, look):
            if set(np.flatnonzero((plan & ~less).any(axis=0)).tolist()) <= set(slots) and less.sum() < plan.sum():
                yield less


def _groups(expected: Floats, fewest: float) -> list[list[int]]:
    """Half hours that count as one."""
    groups: list[list[int]] = []
    number = 0.0
    for slot, mean in enumerate(expected):
        if groups and number < fewest:
            groups[-1].append(slot)
        else:
            groups.append([slot])
            number = 0.0
        number += mean
    if len(groups) > 1 and number < fewest:
        last = groups.pop()
        groups[-1] += last
    return groups
