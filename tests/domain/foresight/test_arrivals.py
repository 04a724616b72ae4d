"""Forecasts of coming tickets: calendars, short and broken histories, ranges, the morning's update."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lobbyconsole.domain.foresight.arrivals import Forecast, History, Model, forecast_services, past_errors
from lobbyconsole.domain.foresight.counts import count_quantiles
from lobbyconsole.domain.foresight.events import DAY, Almanac, presumed_holiday
from lobbyconsole.domain.workdays import OfficialDay, OwnDay, WorkCalendar

FIRST = date(2026, 1, 5)  # a Monday
SLOTS = 16
NATIONAL = {date(2026, 5, 1) + DAY * i: OfficialDay(date(2026, 5, 1) + DAY * i, work=False) for i in range(5)}
SHIFTED = {date(2026, 5, 9): OfficialDay(date(2026, 5, 9), work=True)}
CALENDAR = WorkCalendar(frozenset(range(6)), NATIONAL | SHIFTED, date(2026, 12, 31))
ALMANAC = Almanac(CALENDAR)
WEEK = np.array([1.3, 1.0, 0.9, 0.9, 1.1, 0.6, 0.0])


def made(days: int, volume: float = 400.0, seed: int = 1, almanac: Almanac = ALMANAC, **painted: float) -> History:
    """A hall with a weekday pattern, two peaks and Poisson noise; painted events multiply their days."""
    rng = np.random.default_rng(seed)
    course = 1 + 0.5 * np.sin(np.linspace(0, 3 * np.pi, SLOTS)) ** 2
    counts = np.zeros((days, SLOTS))
    for i in range(days):
        day = FIRST + DAY * i
        if almanac.is_open(day):
            level = WEEK[almanac.weekday(day)]
            for name, factor in painted.items():
                level *= factor if day in almanac.events[name] else 1.0
            counts[i] = rng.poisson(volume * level * course / course.sum())
    return History(FIRST, counts, 9 * 3600)


def week_after(history: History, days: int = 7) -> list[date]:
    return [history.end + DAY * i for i in range(days)]


def test_a_regular_hall_is_forecast_within_its_noise() -> None:
    history = made(182)
    model = Model.fitted(history.until(FIRST + 175 * DAY), ALMANAC)
    forecasts = model.forecast([FIRST + DAY * i for i in range(175, 182)])
    assert [f.method for f in forecasts] == ["regression"] * 6 + ["closed"]
    for i, forecast in enumerate(forecasts[:6]):
        assert forecast.total == pytest.approx(400 * WEEK[i], rel=0.1)
    assert forecasts[6].total == 0


def test_a_forecast_is_the_product_of_what_it_says() -> None:
    model = Model.fitted(made(182), ALMANAC)
    for forecast in model.forecast(week_after(model.history)[:6]):
        assert forecast.factors is not None
        assert forecast.base * np.prod(list(forecast.factors.values())) == pytest.approx(forecast.total)


def test_a_painted_event_is_learned_and_foreseen() -> None:
    pensions = frozenset(date(2026, month, 15) for month in range(1, 10))
    almanac = Almanac(CALENDAR, {"pension": pensions})
    model = Model.fitted(made(182, almanac=almanac, pension=1.8), almanac)
    day = date(2026, 7, 15)
    forecast = model.forecast([day])[0]
    assert forecast.factors is not None
    assert forecast.factors["event:pension"] == pytest.approx(1.8, rel=0.15)
    assert forecast.total == pytest.approx(400 * WEEK[day.weekday()] * 1.8, rel=0.15)


def test_a_weekend_that_is_worked_goes_like_a_monday() -> None:
    assert ALMANAC.weekday(date(2026, 5, 9)) == 5  # this hall opens on Saturdays anyway
    week_days = Almanac(WorkCalendar(frozenset(range(5)), NATIONAL | SHIFTED, date(2026, 12, 31)))
    assert week_days.weekday(date(2026, 5, 9)) == 0
    assert week_days.is_open(date(2026, 5, 9))


def test_past_the_table_the_fixed_and_lunar_feasts_are_presumed_and_said_to_be_uncertain() -> None:
    spring = date(2027, 2, 6)
    assert presumed_holiday(spring)
    assert presumed_holiday(spring - DAY)
    assert not presumed_holiday(date(2027, 3, 1))
    assert not ALMANAC.is_open(spring)
    assert not ALMANAC.certain(spring)
    assert ALMANAC.certain(date(2026, 12, 31))
    named = {column.name for column in ALMANAC.columns([spring - 5 * DAY])}
    assert "before_spring" in named
    own = Almanac(WorkCalendar(frozenset(range(7)), {}, None, {spring: OwnDay(spring, open=True)}))
    assert own.is_open(spring)


def test_the_first_days_after_a_long_rest_and_the_working_days_of_a_month_are_known() -> None:
    week_days = Almanac(WorkCalendar(frozenset(range(5)), NATIONAL | SHIFTED, date(2026, 12, 31)))
    columns = {c.name: c.values for c in week_days.columns([date(2026, 5, 1) + DAY * i for i in range(31)])}
    assert list(np.flatnonzero(columns["after_rest_1"])) == [5]
    assert list(np.flatnonzero(columns["after_rest_2"])) == [6]
    assert list(np.flatnonzero(columns["working_day_1"])) == [5]
    assert list(np.flatnonzero(columns["working_day_last_1"])) == [28]
    assert list(np.flatnonzero(columns["shifted"])) == [8]


def test_a_short_history_gives_the_mean_of_the_same_weekday() -> None:
    history = made(30)
    model = Model.fitted(history, ALMANAC)
    assert model.course is None
    assert model.why == "short"
    forecast = model.forecast([history.end])[0]
    assert forecast.method == "weekday_mean"
    same = [i for i, day in enumerate(history.days) if day.weekday() == history.end.weekday()][-4:]
    assert forecast.mean == pytest.approx(history.counts[same].mean(0))
    low, middle, high = forecast.total_quantiles()
    assert low < middle < high


@pytest.mark.parametrize("counts", [np.zeros((0, SLOTS)), np.full((80, SLOTS), np.nan), np.zeros((80, SLOTS))])
def test_no_history_is_said_to_be_none(counts: np.ndarray) -> None:
    model = Model.fitted(History(FIRST, counts), ALMANAC)
    assert model.why == "empty"
    forecast = model.forecast([date(2026, 6, 1)])[0]
    assert forecast.total == 0
    assert forecast.method in ("unknown", "weekday_mean")
    assert np.isfinite(forecast.quantiles()).all()


def test_gaps_outages_and_absurd_counts_do_not_move_the_forecast_much() -> None:
    clean = made(140)
    broken = clean.counts.copy()
    broken[50:60] = np.nan
    broken[70] = 0  # a day without a feed that nobody marked
    broken[133, 3] = -5
    broken[134, 4] = 1e12
    broken[135] *= 30
    days = week_after(clean)[:6]
    before = [f.total for f in Model.fitted(clean, ALMANAC).forecast(days)]
    after = [f.total for f in Model.fitted(History(FIRST, broken), ALMANAC).forecast(days)]
    assert after == pytest.approx(before, rel=0.15)


def test_the_same_history_gives_the_same_forecast() -> None:
    first, second = (Model.fitted(made(100), ALMANAC).forecast(week_after(made(100))) for _ in range(2))
    assert all((a.mean == b.mean).all() for a, b in zip(first, second, strict=True))


def test_slots_in_which_a_weekday_never_has_anybody_stay_empty() -> None:
    history = made(140)
    counts = history.counts.copy()
    saturdays = [i for i, day in enumerate(history.days) if day.weekday() == 5]
    counts[saturdays, 8:] = 0
    forecast = Model.fitted(History(FIRST, counts), ALMANAC).forecast([date(2026, 5, 30)])[0]
    assert forecast.mean[8:].sum() == 0
    assert forecast.mean[:8].sum() > 20


def test_four_weeks_ahead_the_level_of_the_last_days_is_partly_forgotten() -> None:
    history = made(140)
    counts = history.counts.copy()
    counts[-8:] *= 1.2
    course = Model.fitted(History(FIRST, counts), ALMANAC).course
    assert course is not None
    near, far = course.expected([history.end, history.end + 28 * DAY]).sum(1)
    assert near > far > 0


def test_the_afternoon_follows_the_morning_by_a_part() -> None:
    forecast = Forecast(FIRST, "regression", np.full(SLOTS, 25.0), 0.02, 0.01, 400.0, {})
    busy = forecast.updated(np.full(6, 35.0))
    assert 25 < busy.mean[8] < 35
    assert (busy.mean[:6] == 35).all()
    assert (busy.quantiles()[:, :6] == 35).all()
    assert busy.factors is not None
    assert busy.factors["today"] > 1
    assert forecast.updated([]).total == forecast.total
    silent = forecast.updated([np.nan] * 4)
    assert silent.total == forecast.total
    gaps = forecast.updated([35.0, np.nan, 35.0])
    assert gaps.mean[1] > 25


def test_draws_have_the_mean_and_the_spread_of_the_forecast() -> None:
    forecast = Forecast(FIRST, "regression", np.full(SLOTS, 25.0), 0.04, 0.01)
    drawn = forecast.draws(np.random.default_rng(5), 4000)
    assert drawn.shape == (4000, SLOTS)
    assert drawn.mean() == pytest.approx(25, rel=0.02)
    totals = drawn.sum(1)
    low, high = forecast.total_quantiles((0.1, 0.9))
    assert ((low <= totals) & (totals <= high)).mean() == pytest.approx(0.8, abs=0.03)
    inside = (forecast.quantiles()[0] <= drawn) & (drawn <= forecast.quantiles()[2])
    assert 0.78 < inside.mean() < 0.88  # whole numbers: both ends belong to it


@given(
    mean=st.lists(st.floats(0, 2000), min_size=1, max_size=8),
    spread=st.floats(0, 2),
)
@settings(max_examples=60, deadline=None)
def test_quantiles_are_in_order_whole_and_never_negative(mean: list[float], spread: float) -> None:
    means = np.array(mean)
    found = count_quantiles(means, means + spread * means**2 + 1e-9, (0.1, 0.5, 0.9))
    assert np.isfinite(found).all()
    assert (np.diff(found, axis=0) >= 0).all()
    assert (found >= 0).all()
    assert (found == np.round(found)).all()


@given(st.lists(st.lists(st.sampled_from([0.0, 1.0, 7.0, 300.0, 1e9, -3.0, np.nan]), min_size=4, max_size=4),
                min_size=0, max_size=90))  # fmt: skip
@settings(max_examples=25, deadline=None)
def test_no_history_whatever_breaks_the_forecast(rows: list[list[float]]) -> None:
    history = History(FIRST, np.array(rows).reshape(-1, 4))
    for forecast in Model.fitted(history, ALMANAC).forecast(week_after(history)):
        assert np.isfinite(forecast.mean).all()
        assert (forecast.mean >= 0).all()
        assert np.isfinite(forecast.quantiles()).all()
        assert np.isfinite(forecast.updated([3.0, np.nan]).mean).all()


def test_small_services_are_a_share_of_the_total() -> None:
    histories = {"cash": made(140), "vip": made(140, volume=12, seed=2)}
    found = forecast_services(histories, ALMANAC, week_after(histories["cash"]))
    assert found["cash"][0].method == "regression"
    assert found["vip"][0].method == "total_share"
    assert sum(f.total for f in found["vip"]) == pytest.approx(12 * WEEK.sum(), rel=0.25)
    assert forecast_services({}, ALMANAC, [FIRST]) == {}
    with pytest.raises(ValueError, match="differ"):
        forecast_services({"cash": made(140), "vip": made(139)}, ALMANAC, [FIRST])


def test_past_errors_are_measured_on_what_was_known_then() -> None:
    found = past_errors(made(140), ALMANAC, weeks=3)
    assert found is not None
    assert found.weeks == 3
    assert 0.05 < found.wmape < 0.25
    assert found.wmape <= found.wmape_weekday_mean * 1.05
    assert 0.7 < found.cover < 0.95
    assert abs(found.bias) < 0.1
    assert past_errors(History(FIRST, np.zeros((0, 3))), ALMANAC) is None


def test_counts_from_instants_know_silence_and_clock_changes() -> None:
    tz = ZoneInfo("Europe/Warsaw")
    day = date(2025, 10, 26)  # 02:00 to 03:00 comes twice
    hours = [datetime(2025, 10, 25, 22, 15, tzinfo=UTC) + timedelta(hours=i) for i in range(24)]
    history = History.of(hours, tz, day, day, 0, 3600, 24)
    assert history.counts[0, :4].tolist() == [1.0, 1.0, 1.0, 1.0]
    spring = date(2025, 3, 30)  # 02:00 to 03:00 does not come
    assert np.isnan(History.of([], tz, spring, spring, 0, 3600, 24).counts[0, 2])
    silent = [(datetime(2025, 10, 26, 9, 10, tzinfo=UTC), datetime(2025, 10, 26, 10, 20, tzinfo=UTC))]
    gap = History.of(hours, tz, day, day, 0, 3600, 24, silent).counts[0]
    assert np.flatnonzero(np.isnan(gap)).tolist() == [10, 11]
    with pytest.raises(ValueError, match="days x slots"):
        History(day, np.zeros(3))
