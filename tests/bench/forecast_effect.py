"""Whether an effect is found when there is one and not when there is none: simulated experiments.

As in section 5 of the queue-science note: 120 experiments of 40 days before and 20 after, in a lobby of 6 counters and
one line, first come first served; demand by weekday, day-to-day CV 12 %, two peaks in the day, lognormal handling times
with CV 0.8 (mean 6 min, 0.89 of capacity in the mean of a day). A day's actual waits come from its own handling times;
what would have been, from its arrivals and fresh draws of the old ones. Flagged: the 95 % range excludes no effect.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lobbyconsole.domain.foresight.effect import DayPast, counterfactual, interrupted_series

Floats = NDArray[np.float64]

EXPERIMENTS, BEFORE, AFTER, COUNTERS, REPLICATIONS = 120, 40, 20, 6, 24
MEAN_S, CV = 360.0, 0.8
DAY_S = 8.5 * 3600
VOLUME = 455.0
WEEK = np.array([1.1, 1.0, 0.95, 0.95, 1.0])
SEED = 2027


def mean_waits(arrivals: Floats, work: Floats, counters: int = COUNTERS) -> Floats:
    """(days,) mean waits of one line with several counters; arrivals (days, n) ascending, inf fills up.

    Kiefer and Wolfowitz: the sorted instants at which counters become free are all there is to know."""
    days, many = arrivals.shape
    free = np.zeros((days, counters))
    total = np.zeros(days)
    for i in range(many):
        at = arrivals[:, i]
        here = np.isfinite(at)
        begin = np.maximum(at, free[:, 0])
        total += np.where(here, begin - at, 0.0) if here.all() else np.where(here, begin - np.where(here, at, 0.0), 0.0)
        free[:, 0] = np.where(here, begin + work[:, i], free[:, 0])
        free.sort(axis=1)
    return total / np.maximum(np.isfinite(arrivals).sum(1), 1)


def handling(rng: np.random.Generator, shape: tuple[int, ...], factor: float = 1.0) -> Floats:
    """Lognormal handling times."""
    spread = np.sqrt(np.log1p(CV**2))
    return factor * MEAN_S * rng.lognormal(-(spread**2) / 2, spread, shape)


def _course() -> Floats:
    at = (np.arange(17) + 0.5) / 17
    course = 1 + 0.45 * np.exp(-(((at - 0.22) / 0.11) ** 2)) + 0.3 * np.exp(-(((at - 0.68) / 0.12) ** 2))
    return np.asarray(course / course.sum())


def _arrivals(rng: np.random.Generator, volumes: Floats) -> Floats:
    """(days, most) arrival instants, inf after the last."""
    many = rng.poisson(volumes)
    points = rng.random((len(volumes), int(many.max())))
    at = np.interp(points, np.r_[0, np.cumsum(_course())], np.linspace(0, DAY_S, 18))
    at[np.arange(at.shape[1])[None, :] >= many[:, None]] = np.inf
    at.sort(axis=1)
    return at


def experiment(rng: np.random.Generator, demand: float, factor: float) -> tuple[list[DayPast], list[float], list[int]]:
    """Days with what would have been; volumes; weekdays. Demand and handling time change after 40 days."""
    many = BEFORE + AFTER
    weekdays = np.arange(many) % 5
    after = np.arange(many) >= BEFORE
    sigma = np.sqrt(np.log1p(0.12**2))
    levels = WEEK[weekdays] * rng.lognormal(-(sigma**2) / 2, sigma, many) * np.where(after, demand, 1.0)
    arrivals = _arrivals(rng, VOLUME * levels)
    actual = mean_waits(arrivals, handling(rng, arrivals.shape) * np.where(after, factor, 1.0)[:, None])
    tiled = np.repeat(arrivals, REPLICATIONS, axis=0)
    would = mean_waits(tiled, handling(rng, tiled.shape)).reshape(many, REPLICATIONS)
    days = [DayPast(float(wait), would[i]) for i, wait in enumerate(actual)]
    return days, np.isfinite(arrivals).sum(1).astype(float).tolist(), weekdays.tolist()


def flagged(demand: float, factor: float, experiments: int = EXPERIMENTS) -> dict[str, float]:
    """Shares flagged by the counterfactual and by the cross-check; mean estimate; mean half-width of the range."""
    ours = cross = 0
    found, widths = [], []
    for number in range(experiments):
        rng = np.random.default_rng([SEED, number])
        days, volumes, weekdays = experiment(rng, demand, factor)
        effect = counterfactual(days[:BEFORE], days[BEFORE:])
        assert effect is not None
        assert effect.low is not None
        assert effect.high is not None
        ours += effect.clear
        found.append(effect.change)
        widths.append((effect.high - effect.low) / 2)
        series = interrupted_series(
            [day.actual_s for day in days], volumes, weekdays, [i >= BEFORE for i in range(len(days))]
        )
        cross += series is not None and series.clear
    return {
        "flagged": ours / experiments,
        "cross": cross / experiments,
        "change": float(np.mean(found)),
        "half_width": float(np.mean(widths)),
    }
