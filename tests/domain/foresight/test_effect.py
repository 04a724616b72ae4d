"""Did it help: effects against a simulated past, the cross-check, run charts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lobbyconsole.domain.foresight.control import cusum, laney, signals, xmr
from lobbyconsole.domain.foresight.effect import (
    DayPast,
    avoided,
    counterfactual,
    interrupted_series,
    replay,
    t_quantile,
)

Floats = np.ndarray


def one_line(arrivals: Floats, work: Floats) -> Floats:
    """Lindley's recursion: waits (n,) at one counter."""
    waits, wait = np.zeros(len(arrivals)), 0.0
    for i in range(len(arrivals)):
        waits[i] = wait
        if i + 1 < len(arrivals):
            wait = max(0.0, wait + work[i] - (arrivals[i + 1] - arrivals[i]))
    return waits


def lobby(rng: np.random.Generator, many: int, faster: float = 1.0) -> tuple[Floats, float]:
    """A day's arrivals and its actual mean wait."""
    arrivals = np.sort(rng.uniform(0, 8 * 3600, many))
    return arrivals, float(one_line(arrivals, faster * rng.exponential(300, many)).mean())


def old_ways(seed: int) -> Callable[[Floats], Floats]:
    rng = np.random.default_rng(seed)
    return lambda arrivals: np.array(
        [one_line(arrivals, rng.exponential(300, len(arrivals))).mean() for _ in range(30)]
    )


def test_a_busier_month_is_no_effect_and_faster_service_is_one() -> None:
    rng = np.random.default_rng(3)
    past = [lobby(rng, int(rng.normal(80, 6))) for _ in range(30)]
    busier = [lobby(rng, int(rng.normal(86, 6))) for _ in range(20)]
    faster = [lobby(rng, int(rng.normal(86, 6)), 0.75) for _ in range(20)]
    simulate = old_ways(5)
    before, same, quick = (
        replay([d for d, _ in part], [w for _, w in part], simulate) for part in (past, busier, faster)
    )
    nothing, found = counterfactual(before, same), counterfactual(before, quick)
    assert nothing is not None
    assert found is not None
    assert not nothing.clear
    assert found.clear
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.change < found.high < 0
    assert found.minutes < 0
    assert (found.days_before, found.days_after, found.too_early) == (30, 20, False)


def test_few_days_are_too_early_and_have_no_verdict() -> None:
    rng = np.random.default_rng(1)
    days = [DayPast(float(w), rng.normal(600, 60, 20)) for w in rng.normal(600, 60, 40)]
    after = [DayPast(100.0 + i, rng.normal(600, 60, 20)) for i in range(9)]
    early = counterfactual(days, after)
    assert early is not None
    assert early.too_early
    assert not early.clear
    assert early.change == pytest.approx(-0.83, abs=0.05)
    assert counterfactual(days, []) is None
    assert counterfactual([], days) is None
    single = counterfactual(days, after[:1])
    assert single is not None
    assert single.low is None


def test_a_simulator_that_is_off_by_a_factor_does_no_harm() -> None:
    rng = np.random.default_rng(2)
    days = [
        DayPast(float(w), np.exp(rng.normal(np.log(600), 0.1, 30))) for w in np.exp(rng.normal(np.log(600), 0.1, 60))
    ]
    off = [DayPast(day.actual_s, day.simulated_s * 1.5) for day in days]
    straight, wrong = counterfactual(days[:40], days[40:]), counterfactual(off[:40], off[40:])
    assert straight is not None
    assert wrong is not None
    assert wrong.change == pytest.approx(straight.change, abs=0.01)


def test_days_without_waits_have_an_effect_too() -> None:
    still = [DayPast(0.0, np.zeros(5))] * 12
    found = counterfactual(still, still)
    assert found is not None
    assert found.change == 0
    assert not found.clear


def test_the_interrupted_series_allows_for_weekday_and_demand() -> None:
    rng = np.random.default_rng(9)
    weekdays = [i % 5 for i in range(60)]
    arrivals = rng.normal(500, 50, 60) * (1 + 0.1 * np.array(weekdays))
    after = [i >= 40 for i in range(60)]
    waits = 300 * (arrivals / 500) ** 3 * np.exp(rng.normal(0, 0.1, 60)) * np.where(after, 0.7, 1.0)
    found = interrupted_series(waits.tolist(), arrivals.tolist(), weekdays, after)
    assert found is not None
    assert found.clear
    assert found.change == pytest.approx(-0.3, abs=0.07)
    assert interrupted_series([300.0] * 8, [100.0] * 8, [0] * 8, [False] * 8) is None
    assert interrupted_series([], [], [], []) is None


def test_students_quantiles() -> None:
    # Table values: R, qt(0.975, df).
    for freedom, table in ((5, 2.5706), (10, 2.2281), (30, 2.0423), (58, 2.0017)):
        assert t_quantile(0.975, freedom) == pytest.approx(table, rel=0.01)


def test_what_was_avoided_today() -> None:
    actual = np.array([60.0, 300.0, np.nan, 700.0])
    would = np.array([[600.0, 900.0, 60.0, 1300.0], [700.0, 1000.0, 60.0, 1250.0]])
    found = avoided(actual, would, 600.0)
    assert found.minutes == pytest.approx((2860 + 3010) / 2 / 60 - 1060 / 60)
    assert found.minutes_low <= found.minutes <= found.minutes_high
    assert found.breaches == 1.5


def test_rule_one_and_two_speak_and_nothing_else() -> None:
    quiet = [0.1, -0.1] * 10
    limits = xmr([*quiet, 5.0, 0.1], 20)
    assert limits is not None
    assert limits.settled
    assert [(s.at, s.rule, s.up) for s in signals([*quiet, 5.0, 0.1], limits)] == [(20, 1, True)]
    low = [*quiet, *[-0.05] * 8]
    limits = xmr(low, 20)
    assert limits is not None
    assert [(s.at, s.rule, s.up) for s in signals(low, limits) if s.rule == 2] == [(26, 2, False)]
    assert xmr([1.0] * 5, 20) is None


def test_shares_of_days_that_differ_have_wider_limits_than_chance() -> None:
    rng = np.random.default_rng(4)
    of = rng.integers(450, 550, 40)
    differing = rng.binomial(of, np.clip(rng.normal(0.85, 0.05, 40), 0, 1))
    wide = laney(differing.tolist(), of.tolist(), 25)
    assert wide is not None
    plain = 3 * np.sqrt(wide.centre * (1 - wide.centre) / of)
    assert (wide.high - wide.centre >= np.minimum(2 * plain, 1 - wide.centre)).all()
    assert (wide.low >= 0).all()
    assert laney([0] * 30, [0] * 30, 25) is None
    all_good = laney([10] * 30, [10] * 30, 25)
    assert all_good is not None
    assert all_good.centre == 1


def test_cusum_finds_a_small_lasting_shift() -> None:
    rng = np.random.default_rng(8)
    base = rng.normal(0, 1, 40)
    shifted = cusum([*base, *(rng.normal(1.5, 1, 20))], 40)
    assert shifted is not None
    assert shifted.up
    assert shifted.at < 55
    assert cusum(base.tolist(), 40) is None
    assert cusum([0.0] * 5, 5) is None


@given(st.lists(st.tuples(st.floats(0, 1e5), st.floats(0, 1e5)), min_size=2, max_size=30), st.integers(1, 29))
@settings(max_examples=60, deadline=None)
def test_no_days_whatever_break_the_verdict(days: list[tuple[float, float]], cut: int) -> None:
    past = [DayPast(actual, np.array([would, would * 1.1])) for actual, would in days]
    found = counterfactual(past[:cut], past[cut:])
    if found is not None:
        assert np.isfinite(found.change)
        assert (found.low is None) == (found.high is None)
        if found.low is not None and found.high is not None:
            assert found.low <= found.change <= found.high
    series = xmr([actual for actual, _ in days], len(days))
    if series is not None:
        signals([actual for actual, _ in days], series)
