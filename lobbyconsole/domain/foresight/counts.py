"""Counts that spread wider than Poisson: quantiles and draws of a Gamma-Poisson mixture."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

EXACT_UP_TO = 25.0  # mean; above it a Gamma of the same mean and variance is near enough


def count_quantiles(mean: Floats, variance: Floats, shares: Sequence[float]) -> Floats:
    """(len(shares), n) whole counts: the least that is not passed with that probability. Variance 0: the mean."""
    found = np.empty((len(shares), len(mean)))
    small = mean <= EXACT_UP_TO
    found[:, ~small] = _gamma(mean[~small], variance[~small], shares)
    found[:, small] = _negative_binomial(mean[small], variance[small], shares)
    return np.where(variance <= 0, mean, found)


def _gamma(mean: Floats, variance: Floats, shares: Sequence[float]) -> Floats:
    """Wilson and Hilferty's cube-root approximation (1931)."""
    root = np.sqrt(np.maximum(variance, 1e-12)) / mean / 3  # 1 / (3 sqrt(shape))
    points = [mean * np.maximum(1 - root**2 + NormalDist().inv_cdf(share) * root, 0) ** 3 for share in shares]
    return np.round(np.array(points).reshape(len(shares), len(mean)))


def _negative_binomial(mean: Floats, variance: Floats, shares: Sequence[float]) -> Floats:
    """By adding up probabilities from 0 on."""
    found = np.zeros((len(shares), len(mean)))
    if not len(mean):
        return found
    beyond = np.maximum(variance - mean, 1e-9 * np.maximum(mean, 1e-9))
    shape = mean**2 / beyond
    step = mean / (mean + shape + 1e-300)
    probability = np.exp(-shape * np.log1p(mean / np.maximum(shape, 1e-300)))
    sofar = probability.copy()
    wanted = np.array(shares)[:, None]
    most = int(np.max(mean + 12 * np.sqrt(np.maximum(variance, mean)))) + 20
    for count in range(most):
        short = sofar < wanted
        if not short.any():
            break
        found += short
        probability = probability * (shape + count) / (count + 1) * step
        sofar = sofar + probability
    return found


def draw_counts(
    rng: np.random.Generator, many: int, mean: Floats, day_variance: float, slot_variance: float, happened: int = 0
) -> Ints:
    """(many, slots) counts: Gamma level of the day x Gamma of the slot x Poisson; the first `happened` as they were."""
    rate = np.broadcast_to(mean, (many, len(mean))).copy()
    if day_variance > 0:
        rate *= rng.gamma(1 / day_variance, day_variance, (many, 1))
    if slot_variance > 0:
        rate *= rng.gamma(1 / slot_variance, slot_variance, rate.shape)
    drawn = rng.poisson(np.minimum(rate, 1e9)).astype(np.int64)
    drawn[:, :happened] = np.round(mean[:happened]).astype(np.int64)
    return drawn
