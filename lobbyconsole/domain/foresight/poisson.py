"""Poisson regression of counts by day and slot: ridge, recency weights, days that stand out count less.

Rows are days x slots. A day's level follows what the almanac knows of it, the course of the day its weekday. What is
said of whole days is shrunk as if a day were one observation with a spread of its own, however many tickets it has:
a few months cannot tell more of the 15th than there were 15ths. Origin: queue-science note 3.4; changed where two
series agreed: place in the month as harmonics, robust days, level weighted by volume, each weekday's own course.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from lobbyconsole.domain.foresight.events import Almanac, Column

Floats = NDArray[np.float64]

LAST_DAYS = 200  # a longer history is not looked at; its first days would weigh 0.1
HALF_LIFE = 60.0  # days
RIDGE = 2.0
DAY_VARIANCE = 0.01  # of a day's log level, for the shrinkage
OVERDISPERSION = 0.003  # of a slot, for the weights: no slot counts as more than 333 observations
STANDS_OUT = 3.0  # robust standard deviations
LEVEL_DAYS = 10
LEVEL_DECAY = 0.75
LEVEL_PRIOR = 2.0  # days at the old level
OWN_COURSE = 5.0  # tickets at the common course before a weekday's own counts
STEPS = 12


def fourier(slots: int, pairs: int) -> Floats:
    """(slots, 2 x pairs) cosines and sines over the day."""
    at = (np.arange(slots) + 0.5) / slots
    return np.array([wave(2 * np.pi * k * at) for k in range(1, pairs + 1) for wave in (np.cos, np.sin)]).T


def _by_day(columns: Sequence[Floats], slots: int) -> list[Floats]:
    return [np.repeat(column, slots) for column in columns]


@dataclass(frozen=True)
class Course:
    """A fitted regression: expected counts for any day, and how far single days were from theirs.

    `effects`: log factor by name, weekdays as "weekday:0" (against the mean of the open weekdays). `level`: log factor
    of the last days. `day_variance`, `slot_variance`: relative variance of days and of slots about their day.
    """

    almanac: Almanac
    slots: int
    weekdays: tuple[int, ...]
    coefficients: Mapping[str, Floats]
    course: Floats  # (7, slots), log
    shut: NDArray[np.bool_]  # (7, slots): weekday and slot in which nobody ever comes
    level: float
    day_variance: float
    slot_variance: float
    known_to: date

    def expected(self, days: Sequence[date]) -> Floats:
        """(days, slots) expected counts; 0 on closed days."""
        eta = self.course[[self.almanac.weekday(day) for day in days]]
        shapes = fourier(self.slots, 2)
        for column in self.almanac.columns(days):
            found = self.coefficients.get(column.name)
            if found is not None:
                eta = eta + column.values[:, None] * (found[0] + shapes @ found[1:] if len(found) > 1 else found[0])
        # The level of the last ten days holds for a week, then half of it is forgotten in each fortnight.
        ahead = np.array([max(0, (day - self.known_to).days - 7) for day in days])
        mean = np.exp(np.clip(eta + (self.level * 0.5 ** (ahead / 14))[:, None], -30, 16))
        mean[self.shut[[self.almanac.weekday(day) for day in days]]] = 0.0
        mean[[not self.almanac.is_open(day) for day in days]] = 0.0
        return mean

    def factors(self, day: date) -> dict[str, float]:
        """What multiplies an ordinary day's volume on this one, by name: weekday, level, holiday, events ..."""
        found = {f"weekday:{self.almanac.weekday(day)}": 1.0, "level": float(np.exp(self.level))}
        month = 0.0
        for column in self.almanac.columns([day]):
            effect = self.coefficients.get(column.name)
            if effect is None:
                continue
            if column.name.startswith(("month_", "working_day_")):
                month += float(effect[0] * column.values[0])
            else:
                found[column.name] = float(np.exp(effect[0] * column.values[0]))
        found["month"] = float(np.exp(month))
        return found


def _design(
    days: Sequence[date], slots: int, weekdays: Sequence[int], almanac: Almanac, columns: Sequence[Column],
    volume: float,
) -> tuple[Floats, Floats]:  # fmt: skip
    """Design (days x slots, p) and penalties (p,). Order: one, weekdays, slots, weekday shapes, columns (+ shapes)."""
    which = [almanac.weekday(day) for day in days]
    by_weekday = [np.array([float(at == day) for at in which]) for day in weekdays]
    count = len(days)
    wide, narrow = fourier(slots, 5), fourier(slots, 2)
    made = [np.ones(count * slots), *_by_day(by_weekday, slots), *np.tile(np.eye(slots), (count, 1)).T]
    penalties = [1e-3] + [RIDGE] * (len(weekdays) + slots)
    for column in by_weekday:
        made += [np.outer(column, wide[:, k]).ravel() for k in range(wide.shape[1])]
        penalties += [RIDGE] * wide.shape[1]
    for known in columns:
        made.append(np.repeat(known.values, slots))
        penalties.append((1 + DAY_VARIANCE * volume) / known.sd**2)
        if known.shapes:
            made += [np.outer(known.values, narrow[:, k]).ravel() for k in range(narrow.shape[1])]
            penalties += [RIDGE] * narrow.shape[1]
    return np.array(made).T, np.array(penalties)


def _solve(design: Floats, counts: Floats, weights: Floats, penalties: Floats, start: Floats | None) -> Floats:
    """Iteratively reweighted least squares; steps of the linear predictor are held to 3 so that none runs away."""
    if start is None:
        start = np.zeros(design.shape[1])
        start[0] = np.log(max(float(np.average(counts, weights=weights)), 1e-3))
    found = start
    for _ in range(STEPS):
        eta = np.clip(design @ found, -12, 14)
        mean = np.exp(eta)
        wanted = eta + np.clip((counts - mean) / mean, -3, 3)
        weighted = design * (weights * mean / (1 + OVERDISPERSION * mean))[:, None]
        normal = weighted.T @ design
        normal[np.diag_indices_from(normal)] += penalties
        following = np.linalg.solve(normal, weighted.T @ wanted)
        moved = float(np.abs(following - found).max())
        found = np.asarray(following, dtype=float)
        if moved < 1e-3:
            break
    return found


def fit(days: Sequence[date], counts: Floats, almanac: Almanac) -> Course:
    """The regression over open days, oldest first; counts (days, slots), nan where not known.

    Raises ValueError: no day with a known count.
    """
    rows = [i for i, day in enumerate(days) if almanac.is_open(day) and np.isfinite(counts[i]).any()][-LAST_DAYS:]
    if not rows:
        raise ValueError("no open day with a known count")
    days, counts = [days[i] for i in rows], counts[rows]
    known = np.isfinite(counts)
    filled = np.where(known, counts, 0.0)
    slots = counts.shape[1]
    which = np.array([almanac.weekday(day) for day in days])
    weekdays = sorted(set(which.tolist()))
    shut = _shut(which, filled, known)
    known &= ~shut[which]
    columns = almanac.columns(days)
    totals = filled.sum(1)
    design, penalties = _design(days, slots, weekdays, almanac, columns, float(np.median(totals)))
    age = np.array([(days[-1] - day).days for day in days], dtype=float)
    recent = 0.5 ** (age / HALF_LIFE)
    plain = np.array([not almanac.special(day) for day in days])
    if not plain.any():
        plain[:] = True
    found: Floats | None = None
    trust = np.ones(len(days))
    for _ in range(2):
        found = _solve(design, filled.ravel(), (known * (recent * trust)[:, None]).ravel(), penalties, found)
        mean = np.exp(np.clip(design @ found, -30, 16)).reshape(-1, slots)
        expected = (mean * known).sum(1)
        off = np.log((totals + 5) / (expected + 5))
        spread = _robust(off[plain])
        away = np.abs(off) / spread
        trust = np.where(plain & (away > STANDS_OUT), (STANDS_OUT / np.maximum(away, 1e-9)) ** 2, 1.0)
    assert found is not None
    level = _level(np.clip(np.log(np.maximum(totals, 1e-3) / np.maximum(expected, 1e-6)), -3 * spread, 3 * spread),
                   expected, plain)  # fmt: skip
    course = _courses(which, filled, known, mean, recent * trust * plain, weekdays, found)
    scaled = mean * (totals / np.maximum(expected, 1e-6))[:, None]
    return Course(
        almanac, slots, tuple(weekdays), _named(found, columns, len(weekdays), slots), course, shut, level,
        max(spread**2 - 1 / max(1.0, float(np.median(expected))), 1e-4),
        _slot_variance(filled, scaled, known & plain[:, None]), days[-1],
    )  # fmt: skip


def _robust(values: Floats) -> float:
    """Standard deviation by the median distance from the median; of log ratios, never 0."""
    return float(1.4826 * np.median(np.abs(values - np.median(values)))) + 1e-3


def _level(off: Floats, expected: Floats, plain: NDArray[np.bool_]) -> float:
    """Log of the damped ratio of the last plain days; busy days count more."""
    last = np.flatnonzero(plain & (expected > 0))[-LEVEL_DAYS:][::-1]
    if not len(last):
        return 0.0
    weights = LEVEL_DECAY ** np.arange(len(last)) * expected[last] / expected[last].mean()
    return float(np.log((weights @ np.exp(off[last]) + LEVEL_PRIOR) / (weights.sum() + LEVEL_PRIOR)))


def _shut(which: NDArray[np.int64], counts: Floats, known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(7, slots): where a weekday had nobody on three days or more, and never anybody."""
    shut = np.zeros((7, counts.shape[1]), dtype=bool)
    for weekday in set(which.tolist()):
        of_it = which == weekday
        shut[weekday] = (known[of_it].sum(0) >= 3) & (counts[of_it].max(0) == 0)
    return shut


def _courses(
    which: NDArray[np.int64], counts: Floats, known: NDArray[np.bool_], mean: Floats, weights: Floats,
    weekdays: Sequence[int], found: Floats,
) -> Floats:  # fmt: skip
    """Each weekday's log course (7, slots), moved from the smooth one towards what its days had.

    A weekday never seen goes like the mean of the others."""
    slots = counts.shape[1]
    wide = fourier(slots, 5)
    many = len(weekdays)
    common = found[0] + found[1 + many : 1 + many + slots]
    course = np.full((7, slots), np.nan)
    totals = (mean * known).sum(1)
    ratio = np.where(totals > 0, (counts * known).sum(1) / np.maximum(totals, 1e-9), 1.0)
    scaled = mean * ratio[:, None]
    for i, weekday in enumerate(weekdays):
        at = 1 + many + slots + i * wide.shape[1]
        smooth = common + found[1 + i] + wide @ found[at : at + wide.shape[1]]
        of_it = which == weekday
        seen, fitted = ((weights[of_it, None] * known[of_it] * part[of_it]).sum(0) for part in (counts, scaled))
        moved = smooth + np.log((seen + OWN_COURSE) / (fitted + OWN_COURSE))
        # The course alone moves; the weekday's volume stays the regression's.
        open_then = known[of_it].any(0)
        if open_then.any():
            moved += np.log(np.exp(smooth[open_then]).sum() / np.exp(moved[open_then]).sum())
        course[weekday] = moved
    course[np.isnan(course[:, 0])] = np.nanmean(course, axis=0)
    return course


def _named(found: Floats, columns: Sequence[Column], weekdays: int, slots: int) -> dict[str, Floats]:
    at = 1 + weekdays + slots + weekdays * 10
    named = {}
    for column in columns:
        wide = 5 if column.shapes else 1
        named[column.name] = found[at : at + wide]
        at += wide
    return named


def _slot_variance(counts: Floats, scaled: Floats, known: NDArray[np.bool_]) -> float:
    """Relative variance of slots about their day beyond Poisson's."""
    mean = scaled[known]
    squares = float((mean**2).sum())
    if squares <= 0:
        return 0.0
    return max(0.0, float(((counts[known] - mean) ** 2 - mean).sum()) / squares)
