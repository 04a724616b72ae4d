"""Waits from counts alone: what was waited, what is foreseen, and how the range stays honest."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lobbyconsole.domain.foresight.quantiles import (
    SHARES,
    CountsModel,
    QuantileModel,
    Snapshots,
    Tracker,
    Usual,
    features,
    first_at,
    from_log,
    log_wait,
    waits_of_last,
)


def played(seed: int, counters: int = 3, hours: float = 8.0) -> Snapshots:
    """A first-come-first-served line looked at every five minutes; some open counters work for others."""
    rng = np.random.default_rng(seed)
    comes = np.sort(9 * 3600 + rng.uniform(0, hours * 3600, 200))
    free = np.full(counters, 9 * 3600.0)
    calls = []
    for at in comes:
        begin = max(at, free.min())
        free[free.argmin()] = begin + rng.exponential(400)
        calls.append(begin)
    looks = np.arange(9 * 3600, (10 + hours) * 3600, 300.0)
    called = np.searchsorted(calls, looks, "right").astype(float)
    waiting = np.searchsorted(comes, looks, "right") - called
    shown = counters + np.repeat(rng.integers(0, 4, 1 + len(looks) // 12), 12)[: len(looks)]
    return Snapshots(looks, shown.astype(float), waiting, called)


def test_a_count_is_reached_between_two_looks_in_proportion() -> None:
    counts, times = np.array([0.0, 4.0, 4.0, 8.0]), np.array([0.0, 100.0, 200.0, 300.0])
    assert first_at(counts, times, np.array([2.0, 4.0, 5.0])).tolist() == [50.0, 100.0, 225.0]
    assert np.isnan(first_at(counts, times, np.array([9.0]))).all()
    assert np.isnan(first_at(np.array([0.0]), np.array([0.0]), np.array([1.0]))).all()
    assert np.isnan(first_at(np.array([]), np.array([]), np.array([1.0]))).all()


def test_the_wait_of_the_last_in_line_is_until_the_number_is_called() -> None:
    day = Snapshots(np.array([0.0, 300.0, 600.0]), np.ones(3), np.array([3.0, 1.0, 2.0]), np.array([10.0, 13.0, 14.0]))
    waits = waits_of_last(day)
    assert waits[:2].tolist() == [300.0, 300.0]
    assert np.isnan(waits[2])  # never called


def test_foreseen_waits_beat_the_naive_figure_and_their_range_holds() -> None:
    learned = [played(seed) for seed in range(12)]
    model = CountsModel.fitted({"A": learned})
    assert model.model is not None
    tracker = Tracker()
    ours = naive = inside = many = 0.0
    for seed in range(100, 106):
        day = played(seed)
        logs, waits = model.logs("A", day), waits_of_last(day)
        assert logs is not None
        simple = model.naive("A", day)
        for i in np.flatnonzero(np.isfinite(waits)):
            shown = tracker.shown(logs[i])
            low, middle, high = from_log(shown)
            ours += abs(middle - waits[i])
            naive += abs(simple[i] - waits[i])
            inside += low <= waits[i] <= high
            many += 1
            tracker.learn(shown, waits[i])
    assert ours < 0.95 * naive
    assert 0.7 < inside / many < 0.9


def test_few_outcomes_are_not_enough() -> None:
    assert CountsModel.fitted({}).model is None
    few = CountsModel.fitted({"A": [played(1, hours=1.0)]})
    assert few.model is None
    assert few.logs("A", played(2)) is None
    assert (few.naive("A", played(2)) >= 0).all()
    assert few.naive("unknown", played(2)).shape == (len(played(2).at_s),)


def test_a_line_with_a_broken_count_is_held_to_what_was_seen_and_to_closing() -> None:
    model = CountsModel.fitted({"A": [played(seed) for seed in range(12)]})
    broken = Snapshots(np.array([16 * 3600.0]), np.array([1.0]), np.array([1e9]), np.array([5.0]))
    logs = model.logs("A", broken)
    assert logs is not None
    assert (from_log(logs) <= model.usual["A"].closing_s - 16 * 3600 + 1801).all()


def test_nothing_known_of_a_feature_comes_from_later() -> None:
    day = played(3)
    usual = Usual.learned([played(4)])
    for upto in (5, 20, 60):
        cut = Snapshots(day.at_s[:upto], day.open[:upto], day.waiting[:upto], day.called[:upto])
        assert features(cut, usual) == pytest.approx(features(day, usual)[:upto])


def test_the_tracker_brings_a_wrong_range_to_its_share() -> None:
    rng = np.random.default_rng(7)
    tracker = Tracker()
    inside = []
    for _ in range(6000):
        wait = float(rng.exponential(900))
        shown = tracker.shown(np.array([1.0, 1.2, 1.4]))
        inside.append(shown[0] <= log_wait(wait) <= shown[2])
        tracker.learn(shown, wait)
    assert np.mean(inside[2000:]) == pytest.approx(0.8, abs=0.03)
    ends = Tracker(ends_only=True)
    ends.learn(np.array([1.0, 1.2, 1.4]), 9000.0)
    assert ends.offsets[1] == 0
    assert ends.offsets[0] > 0
    before = ends.offsets.copy()
    ends.learn(np.array([1.0, 1.2, 1.4]), float("nan"))
    assert (ends.offsets == before).all()


def test_quantiles_of_known_noise_are_found() -> None:
    rng = np.random.default_rng(11)
    rows = rng.uniform(60, 3000, (4000, 1))
    waits = rows[:, 0] * rng.uniform(0.5, 1.5, 4000)
    model = QuantileModel.fitted(rows, waits)
    assert model is not None
    shown = from_log(model.logs(rows))
    assert [float((waits <= shown[:, i]).mean()) for i in range(3)] == pytest.approx(list(SHARES), abs=0.03)


@given(
    waiting=st.lists(st.integers(0, 400), min_size=1, max_size=12),
    called=st.lists(st.integers(0, 999), min_size=12, max_size=12),
    counters=st.integers(0, 9),
)
@settings(max_examples=50, deadline=None)
def test_no_line_whatever_breaks_the_features(waiting: list[int], called: list[int], counters: int) -> None:
    n = len(waiting)
    numbers = np.array(called[:n], float)
    day = Snapshots(
        300.0 * np.arange(n, dtype=np.float64), np.full(n, float(counters)), np.array(waiting, float), numbers
    )
    found = features(day, Usual.learned([day]))
    assert np.isfinite(found).all()
    assert (found >= 0).all()
    waits = waits_of_last(day)
    assert (waits[np.isfinite(waits)] >= 0).all()


def test_old_outcomes_count_less() -> None:
    rng = np.random.default_rng(12)
    rows = rng.uniform(60, 3000, (2000, 1))
    old = np.arange(2000) < 1000
    waits = np.where(old, 2.0, 1.0) * rows[:, 0]
    even, recent = QuantileModel.fitted(rows, waits), QuantileModel.fitted(rows, waits, np.where(old, 60.0, 0.0))
    assert even is not None
    assert recent is not None
    assert from_log(recent.logs(rows))[:, 2] == pytest.approx(rows[:, 0], rel=0.1)
    assert (from_log(even.logs(rows))[:, 2] > 1.2 * rows[:, 0]).mean() > 0.9


def test_snapshots_that_do_not_fit_together_are_refused() -> None:
    with pytest.raises(ValueError, match="lengths"):
        Snapshots(np.zeros(2), np.zeros(1), np.zeros(2), np.zeros(2))
    with pytest.raises(ValueError, match="order"):
        Snapshots(np.array([1.0, 0.0]), np.zeros(2), np.zeros(2), np.zeros(2))
