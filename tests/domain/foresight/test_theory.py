"""The engine against queueing theory, and what holds for every hall on every draw."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lobbyconsole.domain.foresight.crowd import People, line_up
from lobbyconsole.domain.foresight.engine import play
from lobbyconsole.domain.foresight.rules import NEVER, NEVER_S, Desk, Line, Rules
from tests.domain.foresight.halls import DAY_S, Made, draw_people, halls

# --- theory ---


def erlang_c(load: float, servers: int) -> float:
    """Share that waits in M/M/c."""
    blocked = 1.0
    for n in range(1, servers + 1):
        blocked = load * blocked / (n + load * blocked)
    return servers * blocked / (servers - load * (1 - blocked))


def poisson(rng: np.random.Generator, rows: int, rate: float, end_s: float) -> np.ndarray:
    n = int(rate * end_s + 6 * math.sqrt(rate * end_s))
    at = np.cumsum(rng.exponential(1 / rate, (rows, n)), axis=1)
    at[at > end_s] = NEVER_S
    return at


def waits_after(warm_s: float, rules: Rules, people: People) -> np.ndarray:
    course = play(rules, line_up([people]), 0.0)
    waits = course.wait_s()
    return waits[(course.crowd.at > warm_s * 1000) & (course.crowd.at < NEVER) & ~np.isnan(waits)]


def one_line(servers: int) -> Rules:
    return Rules((Line(0),), (Desk((0,)),) * servers)


def test_mean_wait_of_m_m_c() -> None:
    rng = np.random.default_rng(1)
    servers, mean, use = 6, 300.0, 0.85
    at = poisson(rng, 150, use * servers / mean, 40_000)
    waits = waits_after(10_000, one_line(servers), People(at, rng.exponential(mean, at.shape)))
    waiting = erlang_c(use * servers, servers)
    assert (waits > 0.001).mean() == pytest.approx(waiting, abs=0.02)
    assert waits.mean() == pytest.approx(waiting * mean / (servers * (1 - use)), rel=0.06)


@pytest.mark.parametrize("cv", [0.0, 1.5])
def test_pollaczek_khinchine(cv: float) -> None:
    rng = np.random.default_rng(2)
    mean, use = 100.0, 0.7
    at = poisson(rng, 200, use / mean, 40_000)
    sigma = math.sqrt(math.log(1 + cv**2))
    work = mean * np.exp(rng.normal(0, 1, at.shape) * sigma - sigma**2 / 2)
    waits = waits_after(8_000, one_line(1), People(at, work))
    assert waits.mean() == pytest.approx(mean * use * (1 + cv**2) / (2 * (1 - use)), rel=0.1)


def test_abandonment_of_m_m_c_m() -> None:
    """Erlang A from its birth and death equations."""
    rng = np.random.default_rng(3)
    servers, mean, patience, rate = 3, 200.0, 300.0, 3.3 / 200
    weights = [1.0]
    for n in range(1, 200):
        gone = min(n, servers) / mean + max(0, n - servers) / patience
        weights.append(weights[-1] * rate / gone)
    total = sum(weights)
    leaving = sum(max(0, n - servers) / patience * w for n, w in enumerate(weights)) / total / rate
    at = poisson(rng, 150, rate, 40_000)
    limit = rng.exponential(patience, at.shape)
    people = People(at, rng.exponential(mean, at.shape), limit, np.full(at.shape, -1.0))
    course = play(one_line(servers), line_up([people]), 0.0)
    late = (course.crowd.at > 5_000_000) & (course.crowd.at < NEVER)
    assert (course.call[late] >= NEVER).mean() == pytest.approx(leaving, abs=0.01)


# --- what always holds ---


@settings(max_examples=25, deadline=None)
@given(halls(rows=4))
def test_nobody_is_lost_nobody_is_early_and_each_counter_has_one_at_a_time(made: Made) -> None:
    crowd = made.crowd
    course = play(made.rules, crowd, made.ready_s)
    comes, called = crowd.at < NEVER, course.call < NEVER
    assert not (called & ~comes).any()
    assert (course.call[called] >= crowd.at[called]).all()
    assert ((course.desk >= 0) == called).all()
    assert crowd.limit is not None
    assert crowd.cost is not None
    seen_leaving = (crowd.limit < NEVER) & (crowd.cost < 0)
    # Counter 0 takes every service and is there in the end, so that everybody is called who stays.
    own = np.zeros(crowd.at.shape[1], bool)
    for k, line in enumerate(made.rules.lines):
        own[course.line(k)] = line.own >= 0
    assert (called | ~comes | seen_leaving | own).all()
    assert (course.call - crowd.at <= crowd.limit)[called & (crowd.cost < 0) & (crowd.limit < NEVER)].all()
    lasts = np.where(course.gone(), crowd.cost, 0)
    for j, desk in enumerate(made.rules.desks):
        spans = [(round(a * 1000), round(b * 1000)) for a, b in desk.spans]
        for row in range(len(crowd.at)):
            mine = np.flatnonzero(course.desk[row] == j)
            mine = mine[np.argsort(course.call[row, mine], kind="stable")]
            begin = course.call[row, mine]
            work = np.where(course.gone()[row, mine], lasts[row, mine], np.rint(crowd.work[row, mine] * desk.speed))
            assert (begin[1:] >= begin[:-1] + work[:-1]).all()
            assert all(any(a <= at < b for a, b in spans) for at in begin)


@settings(max_examples=25, deadline=None)
@given(halls(rows=4))
def test_inside_a_line_first_come_is_first_served(made: Made) -> None:
    course = play(made.rules, made.crowd, made.ready_s)
    for k in range(len(made.rules.lines)):
        for calls in course.call[:, course.line(k)]:
            calls = calls[calls < NEVER]
            assert (np.diff(calls) >= 0).all()


@settings(max_examples=25, deadline=None)
@given(halls(rows=4, leaving=False))
def test_no_counter_is_idle_while_somebody_it_takes_waits(made: Made) -> None:
    """Work conservation: every call comes at the moment its customer came, or its counter became free or opened."""
    crowd = made.crowd
    course = play(made.rules, crowd, made.ready_s)
    assert crowd.cost is not None
    gone = course.gone()
    for row in range(len(crowd.at)):
        for j, desk in enumerate(made.rules.desks):
            mine = np.flatnonzero(course.desk[row] == j)
            mine = mine[np.argsort(course.call[row, mine], kind="stable")]
            free = round(float(made.ready_s[j, row]) * 1000)
            moments = {round(begin * 1000) for begin, _ in desk.spans}
            for column in mine:
                at = course.call[row, column]
                assert at in (crowd.at[row, column], free) or at in moments
                free = at + int(
                    crowd.cost[row, column] if gone[row, column] else np.rint(crowd.work[row, column] * desk.speed)
                )


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1), n_desks=st.integers(1, 6), n=st.integers(1, 40),
    ready=st.lists(st.integers(0, 3000), min_size=7, max_size=7),
)  # fmt: skip
def test_one_more_counter_makes_nobody_wait_longer(seed: int, n_desks: int, n: int, ready: list[int]) -> None:
    """True for one line, first come first served, counters alike and nobody giving up (Kiefer and Wolfowitz)."""
    people = draw_people(np.random.default_rng(seed), 4, n, 300.0, 0.0, 0.0, 3)
    crowd = line_up([People(people.at, people.work)])
    fewer = play(one_line(n_desks), crowd, ready[:n_desks])
    more = play(one_line(n_desks + 1), crowd, ready[: n_desks + 1])
    assert (more.call <= fewer.call).all()
    longer = play(Rules((Line(0),), (Desk((0,), 1.0, ((0.0, DAY_S), (DAY_S + 900, NEVER_S))),) * n_desks), crowd, 0.0)
    always = play(one_line(n_desks), crowd, 0.0)
    assert (always.call <= longer.call).all()


def test_with_skills_one_more_counter_may_harm_somebody() -> None:
    """Why that is not claimed for every hall: with one more for A, the only one for B is idle when a long A comes."""
    only_a, a_and_b = Desk((0,)), Desk((0, 1))
    a = People(np.array([[0.0, 1.0, 61.0]]), np.array([[60.0, 99.0, 1000.0]]))
    b = People(np.array([[90.0]]), np.array([[50.0]]))
    crowd = line_up([a, b])
    fewer = play(Rules((Line(0), Line(1)), (only_a, a_and_b)), crowd, [0.0, 0.0])
    more = play(Rules((Line(0), Line(1)), (only_a, a_and_b, only_a)), crowd, [0.0, 0.0, -1.0])
    where = fewer.line(1)
    assert fewer.wait_s()[0, where] == [10.0]
    assert more.wait_s()[0, where] == [971.0]
