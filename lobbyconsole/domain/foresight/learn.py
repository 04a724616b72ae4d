"""Learning the hall from its ended tickets: one small share a day, added nightly, forgotten after two months.

What a day tells is kept apart from what follows from all days, so that yesterday's days and today's tickets make a
model at any time, a day told twice replaces itself, and nothing needs to be read from the journal again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

import msgspec
import numpy as np

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.entities import CANCELLED, FINISHED, LEFT, NO_SHOW, TRANSFERRED, Leg, Ticket
from lobbyconsole.domain.foresight.model import (
    ASSUMED_GAP_S,
    ASSUMED_MIX,
    ASSUMED_NO_SHOW,
    ASSUMED_VAIN_S,
    BANDS_MIN,
    ENOUGH,
    SHRINK,
    HallModel,
    ServiceModel,
    assumed,
    assumed_shape,
    table_of,
)
from lobbyconsole.domain.measures import LONGEST_HANDLING_S, SHORTEST_HANDLING_S, is_misprint

NEAR_DAYS = 28
FAR_DAYS = 60  # for services that were rare in the last 28
MOST_TIMES = 3000  # of one service that count, the newest
MOST_A_DAY = 400  # of one service and counter that are kept
LONGEST_GAP_S = 300.0  # longer between two customers is a pause nobody told of
LONGEST_STAY_S = 4 * 3600.0  # a queue left overnight says nothing about patience
PATIENCE_POINTS = 40


class Day(msgspec.Struct, frozen=True):
    """What one day's tickets tell; whole seconds. `times`: service, counter, handling from call to end.

    `bands`: calls and no-shows by band of wait. `stays`: (seconds, left) of everybody who waited, sorted. `gaps`: sum
    and number of end to next call while somebody waited; `vain`: the same of calls nobody answered. `dropped`: handling
    times that were none. `mix`: tickets by priority.
    """

    day: date
    times: Mapping[str, Mapping[str, tuple[int, ...]]]
    bands: tuple[tuple[int, int], ...] = ((0, 0),) * len(BANDS_MIN)
    stays: tuple[tuple[int, bool], ...] = ()
    gaps: tuple[float, int] = (0.0, 0)
    vain: tuple[float, int] = (0.0, 0)
    mix: Mapping[str, int] = msgspec.field(default_factory=dict)
    dropped: int = 0


class Memory(msgspec.Struct, frozen=True):
    """The days a hall remembers, oldest first; a few kB each."""

    days: tuple[Day, ...] = ()

    def with_day(self, day: Day) -> Memory:
        """One more day, in the place of what was known of it; days older than FAR_DAYS before the newest go."""
        known = {one.day: one for one in self.days}
        known[day.day] = day
        newest = max(known)
        return Memory(tuple(known[at] for at in sorted(known) if newest - at < timedelta(days=FAR_DAYS)))

    def to_json(self) -> bytes:
        """For the store."""
        return msgspec.json.encode(self)

    @classmethod
    def from_json(cls, data: bytes) -> Memory:
        """Raises msgspec.DecodeError or ValidationError if this is none."""
        return msgspec.json.decode(data, type=cls)


def _occupied_s(leg: Leg) -> float | None:
    """Seconds from the call that was answered to the end of a served leg."""
    begun = leg.last_called_at or leg.started_at
    if begun is None or leg.ended_at is None or leg.outcome not in (FINISHED, TRANSFERRED):
        return None
    return (leg.ended_at - begun).total_seconds()


def day_of(day: date, tickets: Iterable[Ticket]) -> Day:
    """What these tickets tell about their day. What cannot be (ends before beginnings, ten hours at a counter) is
    left out and counted."""
    times: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    bands = [[0, 0] for _ in BANDS_MIN]
    stays: list[tuple[int, bool]] = []
    mix: dict[str, int] = defaultdict(int)
    at_counter: dict[str, list[tuple[float, float | None, float, str]]] = defaultdict(list)
    vain, vains, dropped = 0.0, 0, 0
    for ticket in tickets:
        if is_misprint(ticket):
            continue
        mix[ticket.priority] += 1
        for leg in ticket.legs:
            waited = _waited_s(leg)
            if waited is not None:
                left = leg.called_at is None and leg.outcome in (LEFT, CANCELLED)
                if leg.called_at is not None or left:
                    stays.append((round(waited), left))
            if leg.called_at is not None and waited is not None and leg.outcome:
                band = bisect_right(BANDS_MIN, waited / 60) - 1
                bands[band][0] += 1
                bands[band][1] += leg.outcome == NO_SHOW
            if leg.outcome == NO_SHOW and leg.last_called_at is not None and leg.ended_at is not None:
                seconds = (leg.ended_at - leg.last_called_at).total_seconds()
                if 0 <= seconds <= LONGEST_GAP_S * 2:
                    vain, vains = vain + seconds, vains + 1
            spent = _occupied_s(leg)
            if spent is not None:
                if SHORTEST_HANDLING_S <= spent <= LONGEST_HANDLING_S:
                    times[leg.service][leg.counter].append(round(spent))
                else:
                    dropped += 1
            called = leg.last_called_at or leg.started_at
            if called is not None and leg.counter:
                end = leg.ended_at.timestamp() if leg.ended_at is not None else None
                joined = leg.joined_at.timestamp() if leg.joined_at is not None else called.timestamp()
                at_counter[leg.counter].append((called.timestamp(), end, joined, leg.service))
    gap, gaps = _gaps(at_counter, times)
    kept = {
        service: {counter: tuple(some[-MOST_A_DAY:]) for counter, some in sorted(by.items())}
        for service, by in sorted(times.items())
        if by
    }
    return Day(
        day, kept, tuple((calls, none) for calls, none in bands), tuple(sorted(stays)), (round(gap, 1), gaps),
        (round(vain, 1), vains), dict(sorted(mix.items())), dropped,
    )  # fmt: skip


def _waited_s(leg: Leg) -> float | None:
    """Seconds in line until called or gone; None when nobody knows or it makes no sense."""
    end = leg.called_at or leg.ended_at
    if leg.joined_at is None or end is None:
        return None
    seconds = (end - leg.joined_at).total_seconds()
    return max(0.0, seconds) if -60 <= seconds <= LONGEST_STAY_S else None


def _gaps(
    at_counter: Mapping[str, list[tuple[float, float | None, float, str]]], times: dict[str, dict[str, list[int]]]
) -> tuple[float, int]:
    """Sum and number of gaps between one customer's end and the call of the next who waited already.

    A source that tells calls alone gives no ends: then the counter was busy with one until it called the next, if
    that one waited meanwhile, and that is the handling time.
    """
    gap, gaps = 0.0, 0
    for counter, visits in at_counter.items():
        visits.sort()
        for (called, end, _, service), (after, _, joined, _) in pairwise(visits):
            if end is None:
                spent = after - called
                if joined < after - 30 and SHORTEST_HANDLING_S <= spent <= LONGEST_HANDLING_S / 4:
                    times[service][counter].append(round(spent))
            elif joined <= end <= after <= end + LONGEST_GAP_S:
                gap, gaps = gap + after - end, gaps + 1
    return gap, gaps


# --- the model ---


def model_of(branch: Branch, memory: Memory, today: Day | None = None) -> HallModel:
    """The hall as these days tell it; `today` counts with them, whole or not."""
    if today is not None:
        memory = memory.with_day(today)
    days = [day for day in memory.days if day.times]
    if not days:
        return HallModel({service.id: assumed(service.typical_s) for service in branch.services})
    newest = days[-1].day
    typical = {service.id: float(service.typical_s) for service in branch.services}
    ids = list(dict.fromkeys([*typical, *(service for day in days for service in day.times)]))
    seen = {service: _times(days, service, newest) for service in ids}
    speeds = _speeds(seen, typical)
    even: dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]] = {}
    for service, by in seen.items():
        parts = [np.asarray(some, np.float64) / speeds[counter] for counter, some in by.items() if some]
        even[service] = np.concatenate(parts) if parts else np.empty(0)
    means = {
        service: (times.sum() + SHRINK * typical.get(service, 300.0)) / (len(times) + SHRINK)
        for service, times in even.items()
    }
    shapes = [times / times.mean() for times in even.values() if len(times) >= SHRINK]
    together = np.concatenate(shapes) if shapes else np.empty(0)
    hall = table_of(together, 1.0) if len(together) >= ENOUGH else assumed_shape()
    services = {}
    for service, times in even.items():
        weight = min(1.0, len(times) / ENOUGH)
        # Between quantiles, not between samples: a mixture would have two humps where the means differ.
        table = (1 - weight) * means[service] * hall
        if len(times):
            table = table + weight * table_of(times, means[service])
        services[service] = ServiceModel(
            round(float(means[service]), 1), tuple(np.round(table, 1).tolist()), len(times)
        )
    gap, gaps = sum(day.gaps[0] for day in days), sum(day.gaps[1] for day in days)
    vain, vains = sum(day.vain[0] for day in days), sum(day.vain[1] for day in days)
    return HallModel(
        services,
        {counter: round(speed, 4) for counter, speed in sorted(speeds.items())},
        _no_show(days),
        _patience(days),
        round((gap + SHRINK * ASSUMED_GAP_S) / (gaps + SHRINK), 2),
        round((vain + SHRINK * ASSUMED_VAIN_S) / (vains + SHRINK), 2),
        _mix(days),
        len(days),
    )


def _times(days: Sequence[Day], service: str, newest: date) -> dict[str, list[int]]:
    """By counter, the newest first: four weeks, or more where these tell little."""
    found: dict[str, list[int]] = defaultdict(list)
    count = 0
    for day in reversed(days):
        if count >= MOST_TIMES or (newest - day.day >= timedelta(days=NEAR_DAYS) and count >= ENOUGH):
            break
        for counter, times in day.times.get(service, {}).items():
            found[counter] += times
            count += len(times)
    return found


def _speeds(seen: Mapping[str, Mapping[str, Sequence[int]]], typical: Mapping[str, float]) -> dict[str, float]:
    """Each counter's time over what its services take in the hall, drawn to 1 by SHRINK services."""
    sums = {
        service: {counter: (float(sum(times)), len(times)) for counter, times in by.items()}
        for service, by in seen.items()
    }
    speeds = dict.fromkeys(sorted({counter for by in sums.values() for counter in by}), 1.0)
    for _ in range(3):  # means and speeds lean on each other; three rounds are as good as many
        spent: dict[str, float] = defaultdict(float)
        number: dict[str, int] = defaultdict(int)
        for service, by in sums.items():
            work = sum(total / speeds[counter] for counter, (total, _) in by.items())
            count = sum(n for _, n in by.values())
            mean = (work + SHRINK * typical.get(service, 300.0)) / (count + SHRINK)
            for counter, (total, n) in by.items():
                spent[counter] += total / mean
                number[counter] += n
        found = {counter: (spent[counter] + SHRINK) / (number[counter] + SHRINK) for counter in speeds}
        served = sum(number.values())
        level = sum(found[counter] * number[counter] for counter in found) / served if served else 1.0
        speeds = {counter: speed / level for counter, speed in found.items()}
    return {counter: min(3.0, max(1 / 3, speed)) for counter, speed in speeds.items()}


def _no_show(days: Sequence[Day]) -> tuple[float, ...]:
    """Share that does not come, by band of wait, drawn to the hall's share and never falling with the wait."""
    calls = [sum(day.bands[band][0] for day in days) for band in range(len(BANDS_MIN))]
    none = [sum(day.bands[band][1] for day in days) for band in range(len(BANDS_MIN))]
    overall = (sum(none) + SHRINK * ASSUMED_NO_SHOW) / (sum(calls) + SHRINK)
    pools: list[tuple[float, float, int]] = []  # absent, called, bands: pooled until they rise
    for absent, called in zip(none, calls, strict=True):
        pools.append((absent + SHRINK * overall, called + SHRINK, 1))
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
            a, b = pools.pop(), pools.pop()
            pools.append((a[0] + b[0], a[1] + b[1], a[2] + b[2]))
    return tuple(round(absent / called, 5) for absent, called, bands in pools for _ in range(bands))


def _patience(days: Sequence[Day]) -> tuple[tuple[float, float], ...]:
    """Kaplan-Meier of being seen leaving; who was called is censored. Thinned to PATIENCE_POINTS steps.

    Assumes that leaving does not depend on the wait one would have had.
    """
    stays = sorted(stay for day in days for stay in day.stays)
    if not any(left for _, left in stays):
        return ()
    curve = []
    there, at_risk = 1.0, len(stays)
    for seconds, left in stays:
        if left:
            there *= 1 - 1 / at_risk
            curve.append((float(seconds), there))
        at_risk -= 1
    # The last steps stand on a handful of people; where under ten are left the curve ends.
    curve = curve[: max(1, len(curve) - 10)] if curve[-1][1] < 0.5 else curve
    every = max(1, len(curve) // PATIENCE_POINTS)
    return tuple((seconds, round(share, 5)) for seconds, share in curve[every - 1 :: every])


def _mix(days: Sequence[Day]) -> dict[str, float]:
    """Share of arrivals by priority, drawn to what is assumed by SHRINK tickets."""
    count: dict[str, float] = {priority: SHRINK * share for priority, share in ASSUMED_MIX.items()}
    for day in days:
        for priority, number in day.mix.items():
            count[priority] = count.get(priority, 0.0) + number
    total = sum(count.values())
    return {priority: round(number / total, 5) for priority, number in sorted(count.items())}
