"""Waits that were told from outside: shown while fresh, aged, never unordered, and only for whom they still hold."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lobbyconsole.domain.lobby import Counter, Lobby, Ticket
from lobbyconsole.domain.picture import paint
from lobbyconsole.domain.waits import MOST_MOVE_S, TOLD_FOR_S, Estimate, Told, calmed, is_fresh
from tests.domain.strategies import HALL, counters_of, lines, minute, waiting

NOW = minute(60)
RANGE = Estimate(300.0, 400.0, 700.0, True)


def floor(people: list[Ticket], told: Told | None, counters: dict[str, Counter] | None = None, later: float = 0.0):
    open_ones = {key: replace(one, state="open") for key, one in counters_of(HALL).items()}
    lobby = Lobby(tickets={one.key: one for one in people}, counters=open_ones if counters is None else counters)
    return paint(HALL, lobby, NOW + timedelta(seconds=later), told=told)


def expected(picture, key: str) -> Estimate | None:
    return next(block.expected for row in picture.rows for block in row.blocks if block.key == key)


def test_what_was_told_is_shown_and_grows_old() -> None:
    people = [waiting("a", 50), waiting("b", 55)]
    told = Told(NOW, {"a": RANGE, "b": RANGE}, {"cash": RANGE})
    picture = floor(people, told, later=20)
    assert expected(picture, "a") == Estimate(280.0, 380.0, 680.0, True)
    assert not picture.learning
    row = next(row for row in picture.rows if row.id == "cash")
    assert row.newcomer == Estimate(280.0, 380.0, 680.0, True)
    block = row.blocks[0]
    assert block.projected_s == block.waited_s + 380.0
    assert expected(floor(people, told, later=TOLD_FOR_S), "a") != Estimate(240.0, 340.0, 640.0, True), "too old"
    assert floor(people, told, later=TOLD_FOR_S).learning
    assert floor(people, told, later=-1.0).learning, "a clock that was set back"
    assert floor(people, None).learning


def test_whom_it_does_not_hold_for_any_more() -> None:
    stayed, called, new = waiting("a", 50), waiting("b", 55), waiting("c", 60.2)
    vip = replace(waiting("d", 60.2), priority="vip")
    leg = replace(called.leg, called_at=NOW, last_called_at=NOW, counter="1", calls=1)
    called = replace(called, state="called", state_since=NOW, legs=(leg,))
    told = Told(NOW, {"a": RANGE, "b": RANGE, "gone": RANGE}, {"cash": Estimate(500.0, 600.0, 900.0, True)})
    picture = floor([stayed, called, new, vip], told, later=20)
    assert [block.key for row in picture.rows for block in row.blocks if block.key in "abcd"].count("b") == 0
    assert expected(picture, "c") == Estimate(480.0, 580.0, 880.0, True), "told as a newcomer"
    assert expected(picture, "d") is not None, "nobody told of them: the plain walk does"
    assert not expected(picture, "d").learned  # type: ignore[union-attr]


def test_without_a_counter_nothing_is_promised() -> None:
    told = Told(NOW, {"a": RANGE}, {"cash": RANGE})
    picture = floor([waiting("a", 50)], told, counters={})
    assert expected(picture, "a") is None
    assert all(row.newcomer is None for row in picture.rows)
    assert picture.figures.newcomer is None


WAITS = st.tuples(*[st.floats(0, 20_000)] * 3).map(lambda some: Estimate(min(some), sorted(some)[1], max(some), True))


@given(lines(most=8), st.lists(WAITS, max_size=8), st.lists(WAITS, max_size=3), st.floats(-100, 100), st.data())
def test_never_negative_and_never_unordered(people, tickets, services, later, data) -> None:
    told = Told(
        NOW,
        {one.key: wait for one, wait in zip(people, tickets, strict=False)},
        {service.id: wait for service, wait in zip(HALL.services, services, strict=False)},
    )
    counters = {
        key: replace(one, state=data.draw(st.sampled_from(("open", "closed", "paused"))))
        for key, one in counters_of(HALL).items()
    }
    picture = floor(people, told, counters, later)
    every = [row.newcomer for row in picture.rows] + [block.expected for row in picture.rows for block in row.blocks]
    for wait in every:
        assert wait is None or 0 <= wait.p10 <= wait.p50 <= wait.p90
    for row in picture.rows:
        for block in row.blocks:
            assert block.projected_s is None or block.projected_s >= block.waited_s
            assert (block.projected_s is None) == (block.expected is None)


@given(WAITS, WAITS, st.floats(0, 59))
def test_a_told_wait_moves_by_two_minutes_at_most(before, after, age) -> None:
    stood = Told(NOW, {"a": before}, {"cash": before})
    at = NOW + timedelta(seconds=age)
    now = calmed(Told(at, {"a": after, "b": after}, {"cash": after}), stood)
    assert now.tickets["b"] == after
    last = max(0.0, before.p50 - (at - NOW).total_seconds())
    for wait in (now.tickets["a"], now.services["cash"]):
        assert abs(wait.p50 - last) <= MOST_MOVE_S + 1e-6
        assert 0 <= wait.p10 <= wait.p50 <= wait.p90
        if abs(after.p50 - last) <= MOST_MOVE_S:
            assert wait == after


def test_calm_only_after_what_is_still_on_the_screen() -> None:
    later = Told(NOW + timedelta(minutes=5), {"a": Estimate(1.0, 2.0, 3.0)}, {})
    assert calmed(later, Told(NOW, {"a": RANGE}, {})) is later
    assert calmed(later, None) is later
    assert not is_fresh(None, NOW)
    assert pytest.approx(TOLD_FOR_S) == 60
