"""Forecasts: arrivals a week ahead and after noon, waits from counts, and whether an effect is found.

Week ahead (queue-science note 3.1): rolling origin, each whole week forecast from what was known before it; wMAPE per
half hour over all weeks. Against the best of what statsforecast gives with the same history and the same calendar
columns: AutoARIMA of the day's total, plain and of its logarithm, with weekday shares of the last six weeks; that
baseline is left out, visibly, where the library is not installed. Rest of the day (3.2): forecast the evening before,
from 12:00 on, with and without what came until then.
Where a longer file of a series is found, the weeks past the development part are what counts.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from lobbyconsole.domain.foresight.arrivals import MORNING_SHARE, Forecast, Model
from tests.bench.forecast_counts import warsaw
from tests.bench.forecast_effect import flagged
from tests.bench.forecast_joining import joining
from tests.bench.forecast_series import Series, american_bank, anonymous_bank
from tests.bench.result import Result

Floats = NDArray[np.float64]
NOON_S = 12 * 3600
Days = list[date]


def week(origin: date) -> Days:
    return [origin + timedelta(days=i) for i in range(7)]


def known(series: Series, day: date) -> bool:
    return series.almanac.is_open(day) and bool(np.isfinite(series.actual(day)).all())


def week_ahead(series: Series, origins: Days) -> tuple[float, float]:
    """wMAPE and the share of half hours inside the 10-90 % range."""
    error = came = 0.0
    inside: list[float] = []
    for origin in origins:
        for forecast in Model.fitted(series.history.until(origin), series.almanac).forecast(week(origin)):
            if not known(series, forecast.day):
                continue
            actual = series.actual(forecast.day)
            low, high = forecast.quantiles((0.1, 0.9))
            error += float(np.abs(forecast.mean - actual).sum())
            came += float(actual.sum())
            inside.append(float(((low <= actual) & (actual <= high)).mean()))
    return error / came, float(np.mean(inside))


def rest_of_day(series: Series, origins: Days, share: float = MORNING_SHARE) -> tuple[float, float]:
    """wMAPE from noon on: with the morning, and without."""
    noon = (NOON_S - series.history.begin_s) // series.history.slot_s
    with_it = without = came = 0.0
    for origin in origins:
        for day in week(origin):
            if not known(series, day):
                continue
            actual = series.actual(day)
            forecast: Forecast = Model.fitted(series.history.until(day), series.almanac).forecast([day])[0]
            with_it += float(np.abs(forecast.updated(actual[:noon], share).mean - actual)[noon:].sum())
            without += float(np.abs(forecast.mean - actual)[noon:].sum())
            came += float(actual[noon:].sum())
    return with_it / came, without / came


def statsforecast_week(series: Series, origins: Days) -> dict[str, float] | None:
    """wMAPE of statsforecast's models; None without the library."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from statsforecast.models import AutoARIMA, AutoETS  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        print("forecast: statsforecast is not installed, its row has no floor", file=sys.stderr)
        return None
    arima: Callable[..., object] = AutoARIMA
    ets: Callable[..., object] = AutoETS
    found = {}
    for name, model, logs, calendar in (
        ("AutoARIMA + calendar", arima, False, True),
        ("AutoARIMA of logs + calendar", arima, True, True),
        ("AutoETS", ets, False, False),
    ):
        error = came = 0.0
        for origin in origins:
            said = _library_week(model, series, origin, logs, calendar)
            for day, mean in said.items():
                error += float(np.abs(mean - series.actual(day)).sum())
                came += float(series.actual(day).sum())
        found[name] = error / came
    return found


def _library_week(
    model: Callable[..., object], series: Series, origin: date, logs: bool, calendar: bool
) -> dict[date, Floats]:
    """Day totals by the library x the weekday's shares of its last six weeks."""
    history = [day for day in series.history.until(origin).days if known(series, day)][-200:]
    ahead = [day for day in week(origin) if known(series, day)]
    totals = np.array([series.actual(day).sum() for day in history])
    columns = np.array(
        [column.values for column in series.almanac.columns([*history, *ahead]) if _plain(column.name)]
    ).T
    past, coming = columns[: len(history)], columns[len(history) :]
    told = past.std(0) > 0
    inputs = {"X": past[:, told], "X_future": coming[:, told]} if calendar and told.any() else {}
    made = model(season_length=len({day.weekday() for day in history}))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        means = made.forecast(np.log1p(totals) if logs else totals, len(ahead), **inputs)["mean"]  # type: ignore[attr-defined]
    found = {}
    for day, total in zip(ahead, np.expm1(means) if logs else means, strict=True):
        same = [series.actual(at) for at in history if at.weekday() == day.weekday()][-6:]
        share = np.sum(same, axis=0)
        found[day] = max(float(total), 0.0) * share / share.sum()
    return found


def _plain(name: str) -> bool:
    """The columns of the note's calendar; more of them make ARIMA worse."""
    return name in ("holiday", "before", "after", "month_start", "month_end") or name.startswith("event:")


def arrivals(series: Series, week_bar: float, noon_bar: float) -> list[Result]:
    """The rows of one series."""
    origins = series.origins()
    found, cover = week_ahead(series, origins)
    library = statsforecast_week(series, origins) or {}
    best = min(library, key=lambda name: library[name], default="")
    simple = same_weekday(series, origins)
    after, before = rest_of_day(series, origins)
    return [
        Result(
            f"week ahead per half hour, wMAPE: {series.name}, {len(origins)} weeks", found, "", week_bar,
            floor=library.get(best), floor_name=f"statsforecast {best}", by_ratio=True,
        ),
        Result(f"the same against the mean of four same weekdays: {series.name}", found, "", floor=simple,
               floor_name="same weekday", by_ratio=True),
        Result(f"half hours inside their 10-90 % range: {series.name}", cover, ""),
        Result(f"rest of day after noon, wMAPE: {series.name}", after, "", noon_bar, floor=before,
               floor_name="no update", by_ratio=True),
    ]  # fmt: skip


def same_weekday(series: Series, origins: Days) -> float:
    """wMAPE of the mean of the last four same weekdays."""
    error = came = 0.0
    for origin in origins:
        past = [day for day in series.history.until(origin).days if known(series, day)]
        for day in week(origin):
            if known(series, day):
                same = [series.actual(at) for at in past if at.weekday() == day.weekday()][-4:]
                error += float(np.abs(np.mean(same, axis=0) - series.actual(day)).sum())
                came += float(series.actual(day).sum())
    return error / came


def counts() -> list[Result]:
    """The rows of the city offices."""
    found = warsaw()
    if found is None:
        return []
    name = f"remaining wait from counts, MAE, {found.points:,} points"
    return [
        Result(name, found.ours, "min", 0.51, floor=found.naive, floor_name="naive", by_ratio=True),
        Result(f"{name} (LES)", found.ours, "min", 0.70, floor=found.les, floor_name="LES", by_ratio=True),
        Result(f"the same: {found.cover:.3f} in their 10-90 % range; off 0.80", abs(found.cover - 0.8), "", 0.04),
    ]


def at_joining() -> list[Result]:
    """The rows of the call centre."""
    found = joining()
    if found is None:
        return []
    name = f"wait at joining, Anonymous Bank, MAE, {found.points:,} points"
    return [
        Result(name, found.ours, "s", 0.78, floor=found.naive, floor_name="naive", by_ratio=True),
        Result(f"{name} (LES)", found.ours, "s", 0.66, floor=found.les, floor_name="LES", by_ratio=True),
        Result(f"the same: {found.cover:.3f} in their 10-90 % range; off 0.80", abs(found.cover - 0.8), "", 0.03),
    ]


def effects() -> list[Result]:
    """Power and false alarms."""
    faster, busier = flagged(1.0, 0.94), flagged(1.05, 1.0)
    return [
        Result("effect: handling time -6 % found (interrupted time series beside it)", faster["flagged"], "", 0.80,
               at_most=False, floor=faster["cross"], floor_name="time series"),
        Result("effect: false alarms with demand +5 %", busier["flagged"], "", 0.08, floor=busier["cross"] or None,
               floor_name="time series"),
    ]  # fmt: skip


def measure() -> list[Result]:
    """All rows; a series that is not there is said and left out."""
    results: list[Result] = []
    for made, week_bar, noon_bar in ((anonymous_bank(), 0.95, 0.96), (american_bank(), 0.89, 0.90)):
        if made is None:
            print("forecast: a series of ../shared/data is not there, its rows are left out", file=sys.stderr)
        else:
            results += arrivals(made, week_bar, noon_bar)
    return results + counts() + at_joining() + effects()
