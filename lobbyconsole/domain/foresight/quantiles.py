"""Waits where only counts are known: linear quantile regression on what a ticket display shows, kept honest online.

A counts-only feed says every few minutes how many counters are open, how many wait and which number was called last.
From that: features of the line (all as log(x + 1)), three regressions (10, 50, 90 %) of the log wait, and a tracker a
hall that moves them when what was said does not come true. Seconds throughout. Origin: queue-science note, 2.2, 2.5 and
appendix B (Hunter and Lange 2000); features are held to what the learning days showed, because one line with a broken
count is enough to make a linear extrapolation absurd.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SHARES = (0.1, 0.5, 0.9)
STEP = 0.01  # of the tracker, on the log scale; its ends take twice as much
CLIP = 0.995  # features stay below this share of the learning days' values
PAST_CLOSING_S = 1800.0  # nobody is told a wait that ends later after closing than this
LONGEST_GAP_S = 1200.0  # snapshots further apart tell nothing of the pace between them
HALF_HOUR_S = 1800.0
PRIOR_CALLS = 5.0
FEWEST = 200  # outcomes for a regression
HALF_LIFE_DAYS = 14.0  # of what an outcome tells
WINDOWS_S = (900.0, 1800.0, 3600.0)
HANDLING_S, PACE_S = 600.0, 300.0  # of a line nothing is known of

FEATURES = (
    "ahead x handling / open", "ahead / calls of 15 min", "ahead / calls of 30 min", "ahead / calls of 60 min",
    "ahead / planned and past calls", "wait of who was called last", "wait of who is first in line", "ahead",
    "open counters", "usual wait of the half hour", "time to closing", "ahead x usual pace",
)  # fmt: skip


@dataclass(frozen=True)
class Snapshots:
    """One line's day as a display showed it: seconds of the local day, open counters, people waiting, the number called
    last (all (n,), times ascending). Numbers that go back are held at the highest one so far."""

    at_s: Floats
    open: Floats
    waiting: Floats
    called: Floats

    def __post_init__(self) -> None:
        if not len(self.at_s) == len(self.open) == len(self.waiting) == len(self.called):
            raise ValueError("snapshots of different lengths")
        if len(self.at_s) and not (np.diff(self.at_s) >= 0).all():
            raise ValueError("snapshots out of order")
        object.__setattr__(self, "called", np.maximum.accumulate(np.asarray(self.called, dtype=float)))

    @property
    def issued(self) -> Floats:
        """(n,) the number given out last."""
        return np.asarray(np.maximum.accumulate(self.called + self.waiting))


def first_at(numbers: Floats, at_s: Floats, wanted: Floats) -> Floats:
    """When an ascending count first reached each wanted number, between snapshots in proportion; nan: it did not."""
    if not len(numbers):
        return np.full(len(wanted), np.nan)
    place = np.searchsorted(numbers, wanted, "left")
    reached = place < len(numbers)
    there = np.minimum(place, len(numbers) - 1)
    before = np.maximum(there - 1, 0)
    rise = numbers[there] - numbers[before]
    part = np.where(rise > 0, (wanted - numbers[before]) / np.where(rise > 0, rise, 1.0), 1.0)
    return np.where(reached, at_s[before] + np.clip(part, 0, 1) * (at_s[there] - at_s[before]), np.nan)


def waits_of_last(day: Snapshots) -> Floats:
    """(n,) how long the last one in line at each snapshot went on to wait; nan: nobody in line, or never called."""
    waits = first_at(day.called, day.at_s, day.called + day.waiting) - day.at_s
    return np.where(day.waiting > 0, waits, np.nan)


@dataclass(frozen=True)
class Usual:
    """What is usual for one line: open-counter seconds a call and seconds a call while people wait, the mean wait of
    the last in line by half hour of the day, and when its last call comes."""

    handling_s: float = HANDLING_S
    pace_s: float = PACE_S
    wait_s: float = 0.0
    by_half_hour: Mapping[int, float] = field(default_factory=dict)
    closing_s: float = 17 * 3600.0

    @classmethod
    def learned(cls, days: Sequence[Snapshots]) -> Usual:
        """From past days of the line; without any call, the defaults."""
        counters = elapsed = calls = 0.0
        slots: dict[int, list[float]] = {}
        closing = 0.0
        for day in days:
            gap = np.diff(day.at_s)
            busy = (day.waiting[:-1] > 0) & (gap < LONGEST_GAP_S)
            counters += float((day.open[:-1] * gap)[busy].sum())
            elapsed += float(gap[busy].sum())
            calls += float(np.diff(day.called)[busy].sum())
            waits = waits_of_last(day)
            for at, wait in zip(day.at_s[np.isfinite(waits)], waits[np.isfinite(waits)], strict=True):
                slots.setdefault(int(at // HALF_HOUR_S), []).append(float(wait))
                closing = max(closing, float(at + wait))
        if calls <= 0 or counters <= 0:
            return cls()
        every = [wait for waits in slots.values() for wait in waits]
        mean = sum(every) / len(every) if every else 0.0
        half_hours = {slot: (sum(waits) + 5 * mean) / (len(waits) + 5) for slot, waits in slots.items()}
        pace = (elapsed + PRIOR_CALLS * PACE_S) / (calls + PRIOR_CALLS)
        return cls(counters / calls, pace, mean, half_hours, closing or 17 * 3600.0)


def features(day: Snapshots, usual: Usual) -> Floats:
    """(n, 12) of each snapshot from what was known then, in the order of FEATURES; ahead includes who is told.

    Seconds, and people and counters x 60: the regression takes the logarithm of minutes + 1."""
    at, waiting = day.at_s, day.waiting
    counters = np.maximum(day.open, 1.0)
    issued = day.issued
    since = np.maximum(first_at(day.called, at, day.called) - first_at(issued, at, day.called), 0.0)
    head = np.maximum(at - first_at(issued, at, np.minimum(day.called + 1, issued)), 0.0)
    slowest = 1 / 3600.0
    rates = []
    for window in WINDOWS_S:
        past = np.interp(at - window, at, day.called) if len(at) else at
        span = np.maximum(np.minimum(window, at - at[:1]), 60.0)
        rates.append((day.called - past) / span)
    planned = counters / usual.handling_s
    slots = (at // HALF_HOUR_S).astype(int)
    usual_wait = np.array([usual.by_half_hour.get(int(slot), usual.wait_s) for slot in slots])
    return np.stack([
        waiting * usual.handling_s / counters,
        *(waiting / np.maximum(rate, slowest) for rate in rates),
        waiting / np.maximum((planned + rates[2]) / 2, slowest),
        since, head, 60 * waiting, 60 * day.open, usual_wait, to_closing(at, usual), waiting * usual.pace_s,
    ], axis=1)  # fmt: skip


def to_closing(at_s: Floats, usual: Usual) -> Floats:
    """(n,) seconds until the line's usual last call."""
    return np.maximum(usual.closing_s - at_s, 0.0)


def _solve(design: Floats, wanted: Floats, weights: Floats, share: float, steps: int = 80) -> Floats:
    """Quantile regression by majorisation (appendix B of the note), with weights."""
    found: Floats = np.asarray(np.linalg.lstsq(design, wanted, rcond=None)[0], dtype=np.float64)
    ridge = 1e-5 * float(weights.sum()) * np.eye(design.shape[1])
    pull = (2 * share - 1) * (weights @ design)
    for _ in range(steps):
        weighted = design * (weights / (1e-3 + np.abs(wanted - design @ found)))[:, None]
        following = np.linalg.solve(weighted.T @ design + ridge, weighted.T @ wanted + pull)
        moved = float(np.abs(following - found).max())
        found = np.asarray(following, dtype=np.float64)
        if moved < 1e-5:
            break
    return found


@dataclass(frozen=True)
class QuantileModel:
    """Three regressions of log(wait + 1 min) on clipped, standardised log features."""

    most: Floats
    mean: Floats
    scale: Floats
    weights: Floats  # (3, features + 1)

    @classmethod
    def fitted(cls, rows: Floats, waits_s: Floats, age_days: Floats | None = None) -> QuantileModel | None:
        """From rows (n, k) of features >= 0 and what the waits were, in seconds. None under 200 known outcomes.

        `age_days` (n,): how long ago; a fortnight halves the weight.
        """
        known = np.isfinite(waits_s) & (waits_s >= 0) & np.isfinite(rows).all(1)
        if known.sum() < FEWEST:
            return None
        weights = np.ones(len(waits_s)) if age_days is None else 0.5 ** (np.asarray(age_days, float) / HALF_LIFE_DAYS)
        rows, waits_s, weights = rows[known], waits_s[known], weights[known]
        most = np.quantile(rows, CLIP, axis=0)
        logs = np.log1p(np.clip(rows, 0, most) / 60)
        mean, scale = logs.mean(0), logs.std(0) + 1e-9
        design = np.c_[np.ones(len(logs)), (logs - mean) / scale]
        wanted = log_wait(waits_s)
        return cls(most, mean, scale, np.stack([_solve(design, wanted, weights, share) for share in SHARES]))

    def logs(self, rows: Floats) -> Floats:
        """(n, 3) log quantiles, in order."""
        logs = np.log1p(np.clip(np.nan_to_num(rows), 0, self.most) / 60)
        design = np.c_[np.ones(len(logs)), (logs - self.mean) / self.scale]
        return np.sort(design @ self.weights.T, axis=1)


def log_wait(waits_s: Floats | float) -> Floats:
    """The scale on which waits are foreseen and tracked: log(minutes + 1)."""
    return np.asarray(np.log1p(np.asarray(waits_s, dtype=float) / 60))


def from_log(logs: Floats) -> Floats:
    """Back to seconds, never below 0."""
    return np.asarray(np.maximum(np.expm1(logs), 0.0) * 60)


class Tracker:
    """Moves a hall's three quantiles by what came true: a step up or down for each ticket that is called.

    State to keep: `offsets` (3,). `ends_only` leaves the median alone, for forecasts that know the whole hall.
    """

    def __init__(self, offsets: Sequence[float] = (0.0, 0.0, 0.0), step: float = STEP, ends_only: bool = False) -> None:
        self.offsets = np.array(offsets, dtype=float)
        self.step = step * np.array([2.0, 0.0 if ends_only else 1.0, 2.0])

    def shown(self, logs: Floats) -> Floats:
        """Log quantiles (..., 3) as they are to be said, in order."""
        return np.sort(logs + self.offsets, axis=-1)

    def learn(self, shown: Floats, wait_s: float) -> None:
        """`shown`: the three log quantiles said to a ticket; `wait_s`: how long it waited."""
        if np.isfinite(wait_s) and wait_s >= 0:
            self.offsets += self.step * (np.array(SHARES) - (log_wait(wait_s) <= shown))


@dataclass(frozen=True)
class CountsModel:
    """Expected waits of a counts-only feed: what is usual for each line, and one regression for all of them."""

    usual: Mapping[str, Usual]
    model: QuantileModel | None

    @classmethod
    def fitted(cls, days: Mapping[str, Sequence[Snapshots]]) -> CountsModel:
        """From past days by line."""
        usual = {line: Usual.learned(list(past)) for line, past in days.items()}
        rows = [features(day, usual[line]) for line, past in days.items() for day in past]
        waits = [waits_of_last(day) for past in days.values() for day in past]
        if not rows:
            return cls(usual, None)
        return cls(usual, QuantileModel.fitted(np.concatenate(rows), np.concatenate(waits)))

    def logs(self, line: str, day: Snapshots) -> Floats | None:
        """(n, 3) log quantiles for the last in line at each snapshot. None: still learning, say the naive figure."""
        if self.model is None:
            return None
        usual = self.usual.get(line, Usual())
        longest = log_wait(to_closing(day.at_s, usual) + PAST_CLOSING_S)
        return np.minimum(self.model.logs(features(day, usual)), longest[:, None])

    def naive(self, line: str, day: Snapshots) -> Floats:
        """(n,) seconds: people in line x mean handling time / open counters."""
        return day.waiting * self.usual.get(line, Usual()).handling_s / np.maximum(day.open, 1.0)
