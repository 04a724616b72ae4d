"""Did it help: actual waits against a simulator fed with the actual arrivals and counters and the old handling times.

A day's residual is log(actual mean wait) - log(what the simulator says it would have been); an effect is the residual
after against before, so a simulator that is off by a factor does no harm and a busier month is no alarm. The simulator
is handed in as a function. Under ten days after, the figure comes with the words "too early". The interrupted time
series needs no simulator and serves as a cross-check. Origin: queue-science note, 5.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
D = TypeVar("D")

ENOUGH_AFTER = 10  # days; before that it is too early to tell
ENOUGH_BEFORE = 10
LEAST_WAIT_S = 5.0  # added to both sides, so that a day without waits has a logarithm
LEVEL = 0.95


@dataclass(frozen=True)
class DayPast:
    """One day: its actual mean wait (s) and what each replication of the simulator says it would have been (s)."""

    actual_s: float
    simulated_s: Floats

    @property
    def residual(self) -> float:
        """log(actual / expected); expected is the mean of the replications on the log scale."""
        return log(self.actual_s + LEAST_WAIT_S) - float(np.log(self.simulated_s + LEAST_WAIT_S).mean())

    @property
    def variance(self) -> float:
        """How far a residual of this day strays by chance: one replication's variance, and that of their mean."""
        many = len(self.simulated_s)
        if many < 2:
            return 0.0
        return float(np.log(self.simulated_s + LEAST_WAIT_S).var(ddof=1)) * (1 + 1 / many)


def replay(days: Sequence[D], actual_s: Sequence[float], simulate: Callable[[D], Floats]) -> list[DayPast]:
    """Days with what would have been. `simulate(day)` plays that day's actual arrivals and counters (the old plan where
    the action added counters) with the old handling times: mean waits (s), one a replication."""
    return [DayPast(wait, np.asarray(simulate(day), float)) for day, wait in zip(days, actual_s, strict=True)]


@dataclass(frozen=True)
class Effect:
    """A change of the mean wait: -0.3 is 30 % less. `low`, `high`: its 95 % range, None where there is none.

    `minutes`: minutes of waiting a day at the level before. `too_early`: too few days for a verdict.
    """

    change: float
    low: float | None
    high: float | None
    minutes: float
    days_before: int
    days_after: int
    too_early: bool

    @property
    def clear(self) -> bool:
        """Whether the range excludes no effect and it is not too early."""
        return not self.too_early and self.low is not None and self.high is not None and not self.low <= 0 <= self.high


def t_quantile(share: float, freedom: float) -> float:
    """Student's t by Cornish and Fisher's expansion; good to 1 % from 5 degrees of freedom on."""
    z = NormalDist().inv_cdf(share)
    return (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )


def counterfactual(before: Sequence[DayPast], after: Sequence[DayPast]) -> Effect | None:
    """The headline. None: no day on one of the sides.

    Days weigh by how well the simulator can tell them (a calm day's mean wait is mostly chance), plus what days differ
    by besides; a day that stands out counts less.
    """
    if not before or not after:
        return None
    sides = [
        (np.array([day.residual for day in part]), np.array([day.variance for day in part])) for part in (before, after)
    ]
    pooled = np.concatenate([residuals - np.median(residuals) for residuals, _ in sides])
    chance = np.concatenate([variance for _, variance in sides])
    between = max(0.0, float((1.4826 * np.median(np.abs(pooled))) ** 2 - chance.mean()))
    means, errors = [], []
    for residuals, variance in sides:
        weights = 1 / np.maximum(variance + between, 1e-4)
        middle = float(np.median(residuals))
        away = np.abs(residuals - middle) * np.sqrt(weights)
        weights = weights * np.where(away > 3, 3 / np.maximum(away, 1e-9), 1.0)
        mean = float(weights @ residuals / weights.sum())
        means.append(mean)
        many = len(residuals)
        if many > 1:
            # The spread that is there, in the weights that were used: right also where the simulator misjudges it.
            spread = float((weights**2 @ (residuals - mean) ** 2) / weights.sum() ** 2) * many / (many - 1)
            errors.append(spread)
    change = means[1] - means[0]
    early = len(after) < ENOUGH_AFTER or len(before) < ENOUGH_BEFORE
    level = float(np.mean([day.actual_s for day in before])) / 60
    low = high = None
    if len(errors) == 2 and sum(errors) > 0:
        freedom = sum(errors) ** 2 / sum(e**2 / (len(s[0]) - 1) for e, s in zip(errors, sides, strict=True))
        reach = t_quantile((1 + LEVEL) / 2, max(freedom, 2.0)) * sqrt(sum(errors))
        low, high = exp(change - reach) - 1, exp(change + reach) - 1
    return Effect(exp(change) - 1, low, high, level * (exp(change) - 1), len(before), len(after), early)


def interrupted_series(
    waits_s: Sequence[float], arrivals: Sequence[float], weekdays: Sequence[int], after: Sequence[bool]
) -> Effect | None:
    """Cross-check: log mean wait on weekday, log arrivals and "after"; range by Newey and West with lag 2.

    None: no day on one of the sides, or not enough days for the columns.
    """
    later = np.array(after, dtype=bool)
    many = len(later)
    names = sorted(set(weekdays))
    if not later.any() or later.all() or many < len(names) + 6:
        return None
    wanted = np.log(np.array(waits_s, dtype=float) + LEAST_WAIT_S)
    load = np.log(np.maximum(np.array(arrivals, dtype=float), 1.0))
    columns = [np.array([float(day == name) for day in weekdays]) for name in names]
    design = np.stack([*columns, load - load.mean(), later.astype(float)], axis=1)
    inverse = np.linalg.pinv(design.T @ design)
    found = inverse @ design.T @ wanted
    scores = design * (wanted - design @ found)[:, None]
    middle = scores.T @ scores
    for lag in (1, 2):
        across = scores[lag:].T @ scores[:-lag]
        middle += (1 - lag / 3) * (across + across.T)
    freedom = many - design.shape[1]
    error = sqrt(max(float((inverse @ middle @ inverse)[-1, -1]) * many / freedom, 0.0))
    change, reach = float(found[-1]), t_quantile((1 + LEVEL) / 2, freedom) * error
    count = int(later.sum())
    level = float(np.mean(np.array(waits_s, dtype=float)[~later])) / 60
    return Effect(
        exp(change) - 1, exp(change - reach) - 1, exp(change + reach) - 1, level * (exp(change) - 1),
        many - count, count, count < ENOUGH_AFTER or many - count < ENOUGH_BEFORE,
    )  # fmt: skip


@dataclass(frozen=True)
class Avoided:
    """What was avoided today, with its 80 % range: minutes of waiting, and tickets past their target."""

    minutes: float
    minutes_low: float
    minutes_high: float
    breaches: float
    breaches_low: float
    breaches_high: float


def avoided(actual_s: Floats, simulated_s: Floats, target_s: float) -> Avoided:
    """Against a day as it would have been. actual (n,), simulated (replications, m) in seconds; nan: not called."""
    minutes = np.nansum(simulated_s, axis=1) / 60 - float(np.nansum(actual_s)) / 60
    past = (simulated_s > target_s).sum(1) - float((np.asarray(actual_s) > target_s).sum())
    (low, middle, high), (few, some, many) = (np.quantile(found, (0.1, 0.5, 0.9)) for found in (minutes, past))
    return Avoided(float(middle), float(low), float(high), float(some), float(few), float(many))
