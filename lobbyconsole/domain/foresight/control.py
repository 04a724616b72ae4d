"""Run charts of days: XmR, Laney's p', CUSUM. Limits come from baseline days and stay until somebody decides otherwise.

Two rules only: 1, a point outside the limits; 2, eight in a row on one side of the centre. More rules find more chance.
Sources: Wheeler (XmR), Laney 2002 (p'), Page 1954 (CUSUM).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RUN = 8
MOVING_RANGE = 1.128  # mean range of two, in standard deviations
FEWEST_BASELINE = 8  # days; 20 to 25 are what limits should stand on


@dataclass(frozen=True)
class Limits:
    """Centre and limits of each point (n,). `settled`: the baseline has at least 20 days."""

    centre: float
    low: Floats
    high: Floats
    settled: bool


@dataclass(frozen=True)
class Signal:
    """A point (its index) at which a rule speaks: 1 or 2; `up`: above the centre."""

    at: int
    rule: int
    up: bool


def xmr(values: Sequence[float], baseline: int) -> Limits | None:
    """Individuals and moving range, from the first `baseline` values. None: fewer than eight of them."""
    base = np.array(values[:baseline], dtype=float)
    base = base[np.isfinite(base)]
    if len(base) < FEWEST_BASELINE:
        return None
    reach = 3 * float(np.abs(np.diff(base)).mean()) / MOVING_RANGE
    centre = float(base.mean())
    many = len(values)
    return Limits(centre, np.full(many, centre - reach), np.full(many, centre + reach), len(base) >= 20)


def laney(good: Sequence[int], of: Sequence[int], baseline: int) -> Limits | None:
    """Laney's p' of shares good / of: as wide as days really differ. None: fewer than eight days with anybody."""
    share, many = np.array(good, dtype=float), np.array(of, dtype=float)
    base = np.flatnonzero(many[:baseline] > 0)
    if len(base) < FEWEST_BASELINE:
        return None
    centre = float(share[base].sum() / many[base].sum())
    plain = np.sqrt(max(centre * (1 - centre), 1e-9) / np.maximum(many, 1.0))
    scaled = (share[base] / many[base] - centre) / plain[base]
    wider = float(np.abs(np.diff(scaled)).mean()) / MOVING_RANGE
    reach = 3 * plain * wider
    return Limits(centre, np.clip(centre - reach, 0, 1), np.clip(centre + reach, 0, 1), len(base) >= 20)


def signals(values: Sequence[float], limits: Limits) -> list[Signal]:
    """Where rules 1 and 2 speak; rule 2 at the eighth point of a run and at each further eighth."""
    found, run, side = [], 0, 0
    for at, value in enumerate(values):
        if not np.isfinite(value):
            continue
        if value > limits.high[at] or value < limits.low[at]:
            found.append(Signal(at, 1, value > limits.centre))
        now = (value > limits.centre) - (value < limits.centre)
        run = run + 1 if now == side and now else int(bool(now))
        side = now
        if run and run % RUN == 0:
            found.append(Signal(at, 2, now > 0))
    return found


def cusum(values: Sequence[float], baseline: int, slack: float = 0.5, limit: float = 5.0) -> Signal | None:
    """The first point after the baseline at which the sum of deviations passes `limit` standard deviations, up or down.

    None: it never does, or the baseline has fewer than eight days.
    """
    base = np.array(values[:baseline], dtype=float)
    base = base[np.isfinite(base)]
    if len(base) < FEWEST_BASELINE:
        return None
    centre, spread = float(base.mean()), float(base.std(ddof=1))
    # A mean of few days is itself uncertain: its error widens the unit.
    spread = max(spread * sqrt(1 + 1 / len(base)), 1e-9)
    up = down = 0.0
    for at in range(baseline, len(values)):
        if not np.isfinite(values[at]):
            continue
        away = (values[at] - centre) / spread
        up, down = max(0.0, up + away - slack), max(0.0, down - away - slack)
        if max(up, down) > limit:
            return Signal(at, 0, up > down)
    return None
