"""How many will come: tickets per service and slot (a half hour as a rule) on any day, with ranges and reasons.

A history is counts by local day and slot of the wall clock. Eight weeks of it give the regression (poisson.py), less
the mean of the same weekday, nothing an honest "not known". A forecast carries its spread: a Gamma level for the day,
one for each slot, and Poisson. Origin: queue-science note, 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lobbyconsole.domain.foresight.counts import count_quantiles, draw_counts
from lobbyconsole.domain.foresight.events import DAY, Almanac
from lobbyconsole.domain.foresight.poisson import Course, fit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Method = Literal["regression", "weekday_mean", "total_share", "closed", "unknown"]

MOST = 1e6  # tickets in one slot; more is a broken feed and counts as not known
REGRESSION_DAYS = 56  # of history, from the first day to the last
REGRESSION_OPEN = 25  # open days with counts among them
SAME_WEEKDAYS = 4
SMALL = 3.0  # tickets a slot under which a service is a share of the total
SHARE_DAYS = 56
SHARE_PRIOR = 50.0  # tickets at the day's share before a slot's own
DEFAULT_VARIANCE = 0.04  # a day's relative variance before there is any to see: 20 % up or down
MORNING_SHARE = 0.2  # of a day's volume: how much morning it takes to be believed half
MORNING_HALF_LIFE_S = 5400.0  # the last hours say more of the next ones than the first
REACH = 400  # days back that are looked at


@dataclass(frozen=True)
class History:
    """Counts (days, slots) of consecutive local days from `first`; nan where the feed was silent.

    `begin_s`, `slot_s`: wall-clock seconds of the first slot's begin, and a slot's length.
    """

    first: date
    counts: Floats
    begin_s: int = 0
    slot_s: int = 1800

    def __post_init__(self) -> None:
        counts = np.array(self.counts, dtype=float)
        if counts.ndim != 2 or counts.shape[1] < 1 or self.slot_s < 1:
            raise ValueError("a history is days x slots")
        counts[~np.isfinite(counts) | (counts < 0) | (counts > MOST)] = np.nan
        object.__setattr__(self, "counts", counts)

    @property
    def days(self) -> list[date]:
        return [self.first + DAY * i for i in range(len(self.counts))]

    @property
    def slots(self) -> int:
        return int(self.counts.shape[1])

    @property
    def end(self) -> date:
        """The day after the last one."""
        return self.first + DAY * len(self.counts)

    def until(self, day: date) -> History:
        """What was known when that day began."""
        return replace(self, counts=self.counts[: max(0, (day - self.first).days)])

    @classmethod
    def of(
        cls, instants: Iterable[datetime], tz: tzinfo, first: date, last: date, begin_s: int, slot_s: int, slots: int,
        silent: Sequence[tuple[datetime, datetime]] = (),
    ) -> History:  # fmt: skip
        """From aware instants of issue. `silent`: stretches without a feed; each slot they touch is not known.

        Slots are of the wall clock: where a clock change repeats an hour both halves count and are halved, an hour
        left out is not known. Instants outside days or slots are left out.
        """
        days = max(0, (last - first).days + 1)
        counts = np.zeros((days, slots))

        def place(at: datetime) -> tuple[int, int]:
            local = at.astimezone(tz)
            seconds = local.hour * 3600 + local.minute * 60 + local.second - begin_s
            return (local.date() - first).days, seconds // slot_s

        for at in instants:
            day, slot = place(at)
            if 0 <= day < days and 0 <= slot < slots:
                counts[day, slot] += 1
        for i in range(days):
            midnight = datetime.combine(first + DAY * i, datetime.min.time(), tz)
            if midnight.utcoffset() != (midnight + DAY).utcoffset():
                counts[i] *= [_doubled(midnight + timedelta(seconds=begin_s + slot_s * j)) for j in range(slots)]
        for begin, end in silent:
            step = timedelta(seconds=min(slot_s, 900))
            at = begin
            while at < end and (at.astimezone(tz).date() - first).days < days:
                day, slot = place(at)
                if day >= 0 and 0 <= slot < slots:
                    counts[day, slot] = np.nan
                at += step
        return cls(first, counts, begin_s, slot_s)


def _doubled(wall: datetime) -> float:
    """1.0 for an ordinary wall time, 0.5 for one that comes twice, nan for one that does not come."""
    early, late = wall.replace(fold=0).utcoffset(), wall.replace(fold=1).utcoffset()
    if early is None or late is None or early == late:
        return 1.0
    return 0.5 if early > late else float("nan")


@dataclass(frozen=True)
class Forecast:
    """One day's coming tickets: `mean` (slots,), relative variances of the day's level and of each slot.

    `base` x the product of `factors` is the day's mean; `certain` False past the end of the holiday table. A method
    "unknown" knows nothing and says 0 without a range. `happened`: slots that are over (after `updated`).
    """

    day: date
    method: Method
    mean: Floats
    day_variance: float = 0.0
    slot_variance: float = 0.0
    base: float = 0.0
    factors: Mapping[str, float] | None = None
    certain: bool = True
    happened: int = 0
    slot_s: int = 1800

    @property
    def total(self) -> float:
        return float(self.mean.sum())

    def quantiles(self, shares: Sequence[float] = (0.1, 0.5, 0.9)) -> Floats:
        """(len(shares), slots) counts that are not passed with that probability; slots that are over as they were."""
        variance = (self.day_variance + self.slot_variance) * self.mean**2 + self.mean
        variance[: self.happened] = 0.0
        return count_quantiles(self.mean, variance, shares)

    def total_quantiles(self, shares: Sequence[float] = (0.1, 0.5, 0.9)) -> Floats:
        """(len(shares),) counts of the whole day."""
        ahead = self.mean[self.happened :]
        variance = self.day_variance * ahead.sum() ** 2 + self.slot_variance * (ahead**2).sum() + ahead.sum()
        gone = self.mean[: self.happened].sum()
        rest: Floats = count_quantiles(np.array([ahead.sum()]), np.array([variance]), shares)[:, 0]
        return np.asarray(rest + gone)

    def draws(self, rng: np.random.Generator, many: int) -> Ints:
        """(many, slots) possible days: one Gamma level a day, one a slot, Poisson. Slots that are over as they were."""
        return draw_counts(rng, many, self.mean, self.day_variance, self.slot_variance, self.happened)

    def updated(self, seen: Sequence[float] | Floats, share: float = MORNING_SHARE) -> Forecast:
        """With the first len(seen) slots of the day counted (nan: not known), the rest follows the morning.

        Ask the evening's forecast each time, never one that was updated already.

        The level is (a + seen) / (a + expected so far), a = `share` of the day's volume (Gamma-Poisson); slots weigh
        half as much for every hour and a half they lie back, a likewise.
        """
        now = np.asarray(seen, dtype=float)[: len(self.mean)]
        known = np.isfinite(now) & (now >= 0) & (now <= MOST)
        expected = self.mean[: len(now)]
        if not known.any() or self.total <= 0:
            mean = self.mean.copy()
            mean[: len(now)] = np.where(known, now, expected)
            return replace(self, mean=mean, happened=len(now))
        weights = 0.5 ** (np.arange(len(now))[::-1] * self.slot_s / MORNING_HALF_LIFE_S)
        prior = max(share * self.total, 1.0) * float(weights[known].mean())
        so_far = float((weights * expected)[known].sum())
        level = (prior + float((weights * now)[known].sum())) / (prior + so_far)
        mean = self.mean * level
        mean[: len(now)] = np.where(known, now, mean[: len(now)])
        variance = self.day_variance * prior / (prior + so_far)
        factors = {**(self.factors or {}), "today": level}
        return replace(self, mean=mean, day_variance=variance, happened=len(now), factors=factors)


@dataclass(frozen=True)
class Model:
    """What a night's fit leaves: the history it stands on and, when that is long enough, the regression."""

    history: History
    almanac: Almanac
    course: Course | None
    why: str = ""  # why there is no regression: "short", "empty", "failed"

    @classmethod
    def fitted(cls, history: History, almanac: Almanac) -> Model:
        """Learn from a history; never raises on odd counts, but says in `why` what it fell back to."""
        recent = history.until(history.end)
        if len(recent.counts) > REACH:
            recent = replace(recent, first=recent.end - DAY * REACH, counts=recent.counts[-REACH:])
        days = recent.days
        known = [i for i, day in enumerate(days) if almanac.is_open(day) and np.isfinite(recent.counts[i]).any()]
        if not known or not np.nansum(recent.counts[known]):
            return cls(recent, almanac, None, "empty")
        if known[-1] - known[0] + 1 < REGRESSION_DAYS or len(known) < REGRESSION_OPEN:
            return cls(recent, almanac, None, "short")
        try:
            return cls(recent, almanac, fit(days, recent.counts, almanac))
        except (np.linalg.LinAlgError, FloatingPointError):
            return cls(recent, almanac, None, "failed")

    def forecast(self, days: Sequence[date]) -> list[Forecast]:
        """A forecast for each day; closed days are 0 and say so."""
        if self.course is None:
            return [self._plain(day) for day in days]
        means = self.course.expected(days)
        found = []
        for day, mean in zip(days, means, strict=True):
            certain = self.almanac.certain(day)
            if not self.almanac.is_open(day):
                found.append(Forecast(day, "closed", mean, certain=certain, slot_s=self.history.slot_s))
                continue
            factors = self.course.factors(day)
            volumes = np.where(self.course.shut, 0.0, np.exp(np.minimum(self.course.course, 16))).sum(1)
            ordinary = float(volumes[list(self.course.weekdays)].mean())
            at = self.almanac.weekday(day)
            factors[f"weekday:{at}"] = float(volumes[at]) / ordinary if ordinary > 0 else 1.0
            product = float(np.prod(list(factors.values())))
            base = float(mean.sum()) / product if product > 0 else 0.0
            found.append(
                Forecast(
                    day,
                    "regression",
                    mean,
                    self.course.day_variance,
                    self.course.slot_variance,
                    base,
                    factors,
                    certain,
                    slot_s=self.history.slot_s,
                )
            )
        return found

    def _plain(self, day: date) -> Forecast:
        """The mean of the last four same weekdays; of the last open days where there is none; or nothing."""
        certain = self.almanac.certain(day)
        slots = self.history.slots
        if not self.almanac.is_open(day):
            return Forecast(day, "closed", np.zeros(slots), certain=certain, slot_s=self.history.slot_s)
        days, counts = self.history.days, self.history.counts
        usable = [i for i, at in enumerate(days) if self.almanac.is_open(at) and np.isfinite(counts[i]).any()]
        plain = [i for i in usable if not self.almanac.special(days[i])] or usable
        weekday = self.almanac.weekday(day)
        same = [i for i in plain if self.almanac.weekday(days[i]) == weekday][-SAME_WEEKDAYS:]
        chosen = same or plain[-SAME_WEEKDAYS:]
        if not chosen:
            return Forecast(day, "unknown", np.zeros(slots), certain=certain, slot_s=self.history.slot_s)
        mean = _mean(counts[chosen])
        every = float(_mean(counts[plain[-28:]]).sum())
        factor = float(mean.sum()) / every if every > 0 else 1.0
        return Forecast(
            day,
            "weekday_mean",
            mean,
            self._spread(plain),
            0.0,
            every,
            {f"weekday:{weekday}": factor},
            certain,
            slot_s=self.history.slot_s,
        )

    def _spread(self, plain: Sequence[int]) -> float:
        """Relative variance of a day about the mean of its weekday; the cautious default under ten days."""
        days, counts = self.history.days, self.history.counts
        ratios = []
        for i in plain[-40:]:
            same = [j for j in plain if j != i and days[j].weekday() == days[i].weekday()][-SAME_WEEKDAYS:]
            known = np.isfinite(counts[i])
            expected = float(_mean(counts[same])[known].sum()) if same else 0.0
            if expected > 0:
                ratios.append((float(np.nansum(counts[i])) + 1) / (expected + 1))
        if len(ratios) < 10:
            return DEFAULT_VARIANCE
        off = np.log(ratios)
        return float(np.clip((1.4826 * np.median(np.abs(off - np.median(off)))) ** 2, 0.0025, 0.25))


def _mean(counts: Floats) -> Floats:
    """Mean by slot over what is known; 0 where nothing is."""
    known = np.isfinite(counts)
    return np.asarray(np.where(known, counts, 0.0).sum(0) / np.maximum(known.sum(0), 1))


def forecast_services(
    histories: Mapping[str, History], almanac: Almanac, days: Sequence[date]
) -> dict[str, list[Forecast]]:
    """Forecasts by service. Who has fewer than three tickets a slot gets a share of the total's forecast.

    Histories of one hall: the same slots, and the same first and last day. Raises ValueError: they differ.
    """
    if not histories:
        return {}
    one = next(iter(histories.values()))
    if any(
        (h.counts.shape, h.first, h.slot_s) != (one.counts.shape, one.first, one.slot_s) for h in histories.values()
    ):
        raise ValueError("the services' histories differ in days or slots")
    small = {name for name, history in histories.items() if _volume(history, almanac) < SMALL}
    found = {
        name: Model.fitted(history, almanac).forecast(days) for name, history in histories.items() if name not in small
    }
    if not small:
        return found
    total = replace(one, counts=np.sum([history.counts for history in histories.values()], axis=0))
    whole = Model.fitted(total, almanac).forecast(days)
    everybody = np.nansum(total.counts[-SHARE_DAYS:], axis=0)
    for name in small:
        mine = np.nansum(np.where(np.isfinite(total.counts), histories[name].counts, 0.0)[-SHARE_DAYS:], axis=0)
        overall = float(mine.sum()) / float(everybody.sum()) if everybody.sum() > 0 else 0.0
        share = (mine + SHARE_PRIOR * overall) / (everybody + SHARE_PRIOR)
        found[name] = [_part(forecast, share, overall) for forecast in whole]
    return {name: found[name] for name in histories}


def _part(whole: Forecast, share: Floats, overall: float) -> Forecast:
    """A small service's part of a forecast of the total."""
    method: Method = whole.method if whole.method in ("closed", "unknown") else "total_share"
    mean = whole.mean * share
    product = float(np.prod(list((whole.factors or {}).values())))
    return replace(whole, method=method, mean=mean, base=float(mean.sum()) / product if product > 0 else 0.0)


def _volume(history: History, almanac: Almanac) -> float:
    """Tickets a slot on open days of the last eight weeks."""
    days = history.days[-SHARE_DAYS:]
    rows = [i for i, day in enumerate(days) if almanac.is_open(day)]
    counts = history.counts[-SHARE_DAYS:][rows]
    known = np.isfinite(counts)
    return float(np.where(known, counts, 0).sum() / known.sum()) if known.any() else 0.0


@dataclass(frozen=True)
class PastErrors:
    """How forecasts made a week ahead came out. wMAPE: sum of absolute errors / sum of tickets."""

    weeks: int
    wmape: float
    wmape_weekday_mean: float  # of the mean of the same weekday, on the same days
    cover: float  # share of slots inside their 10-90 % range
    bias: float  # tickets forecast / tickets that came, minus 1


def past_errors(history: History, almanac: Almanac, weeks: int = 6) -> PastErrors | None:
    """Rolling origin over the last weeks: each is forecast from what was known before it. None: nothing to compare."""
    error = plain_error = came = said = 0.0
    inside = slots = used = 0
    for back in range(weeks, 0, -1):
        begin = history.end - 7 * back * DAY
        known = history.until(begin)
        if len(known.counts) < 7:
            continue
        model = Model.fitted(known, almanac)
        simple = replace(model, course=None)
        days = [begin + DAY * i for i in range(7)]
        used += 1
        for forecast, mean in zip(model.forecast(days), simple.forecast(days), strict=True):
            actual = history.counts[(forecast.day - history.first).days]
            if forecast.method in ("closed", "unknown"):
                continue
            seen = np.isfinite(actual)
            low, high = forecast.quantiles((0.1, 0.9))
            error += float(np.abs(forecast.mean - actual)[seen].sum())
            plain_error += float(np.abs(mean.mean - actual)[seen].sum())
            came, said = came + float(actual[seen].sum()), said + float(forecast.mean[seen].sum())
            inside += int(((low <= actual) & (actual <= high))[seen].sum())
            slots += int(seen.sum())
    if not came:
        return None
    return PastErrors(used, error / came, plain_error / came, inside / slots, said / came - 1)
