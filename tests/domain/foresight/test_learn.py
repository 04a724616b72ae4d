"""What a hall learns from its tickets: means, speeds, absence, patience; little at first, and nothing from nonsense."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest

from lobbyconsole.domain.entities import FINISHED, LEFT, NO_SHOW, WAITING, Leg, Ticket
from lobbyconsole.domain.foresight.learn import FAR_DAYS, Memory, day_of, model_of
from lobbyconsole.domain.foresight.model import HallModel, assumed, cold
from tests.domain.strategies import HALL, NINE, minute

DAY = date(2026, 3, 11)


def served(
    i: int, service: str, counter: str, wait_s: float, work_s: float, at: datetime = NINE, priority: str = "normal"
) -> Ticket:
    joined = at + timedelta(seconds=i)
    called = joined + timedelta(seconds=wait_s)
    end = called + timedelta(seconds=work_s)
    leg = Leg(service, joined, joined, called, called, 1, counter, "", called, end, FINISHED)
    return Ticket(key=f"t{i}", state=FINISHED, issued_at=joined, priority=priority, legs=(leg,))


def ended(i: int, outcome: str, wait_s: float, service: str = "cash") -> Ticket:
    joined = NINE + timedelta(seconds=i)
    gone = joined + timedelta(seconds=wait_s)
    if outcome == NO_SHOW:
        leg = Leg(service, joined, joined, gone, gone, 1, "1", "", None, gone + timedelta(seconds=60), NO_SHOW)
    else:
        leg = Leg(service, joined, joined, ended_at=gone, outcome=outcome)
    return Ticket(key=f"e{i}", state=outcome, issued_at=joined, legs=(leg,))


def days_of(number: int, rng: np.random.Generator, a_day: int = 60) -> Memory:
    memory = Memory()
    for back in range(number):
        tickets = []
        for i in range(a_day):
            counter = str(1 + i % 2)
            work = rng.lognormal(np.log(200), 0.6) * (1.3 if counter == "2" else 1.0)
            tickets.append(served(i, "cash", counter, 60, work))
        memory = memory.with_day(day_of(DAY - timedelta(days=back), tickets))
    return memory


def test_a_hall_without_a_past_takes_the_typical_times() -> None:
    model = model_of(HALL, Memory())
    assert model == cold(HALL)
    assert model.learning
    assert model.service("firms").mean_s == 600
    assert np.mean(model.service("firms").times_s) == pytest.approx(600, rel=0.001)
    assert model.service("unheard of").mean_s == 300


def test_means_speeds_and_spread_are_found() -> None:
    rng = np.random.default_rng(5)
    model = model_of(HALL, days_of(20, rng))
    assert not model.learning
    assert model.speed("2") / model.speed("1") == pytest.approx(1.3, rel=0.06)
    assert model.speed("9") == 1.0
    cash = model.service("cash")
    assert cash.seen == 20 * 60
    assert cash.mean_s == pytest.approx(200 * np.exp(0.18) * 1.15, rel=0.05)
    spread = np.std(cash.times_s) / np.mean(cash.times_s)
    assert spread == pytest.approx(np.sqrt(np.exp(0.36) - 1), abs=0.08)


def test_a_rare_service_leans_on_the_hall() -> None:
    memory = days_of(10, np.random.default_rng(6))
    few = day_of(DAY + timedelta(days=1), [served(i, "cards", "2", 30, 700.0 + i) for i in range(10)])
    model = model_of(HALL, memory, few)
    cards = model.service("cards")
    assert cards.seen == 10
    assert 480 < cards.mean_s < 620  # ten of 700 and twenty of the typical 480
    assert np.std(cards.times_s) > 100  # ten equal ones do not make a service without chance
    assert model.service("firms").seen == 0
    assert model.service("firms").mean_s == 600


def test_forgets_old_days_and_a_day_told_twice_counts_once() -> None:
    day = day_of(DAY, [served(i, "cash", "1", 10, 100) for i in range(40)])
    memory = Memory().with_day(day).with_day(day)
    assert len(memory.days) == 1
    later = day_of(DAY + timedelta(days=FAR_DAYS), [served(i, "cash", "1", 10, 300) for i in range(40)])
    memory = memory.with_day(later)
    assert [one.day for one in memory.days] == [later.day]
    assert Memory.from_json(memory.to_json()) == memory


def test_today_so_far_counts_with_the_days_before() -> None:
    memory = days_of(6, np.random.default_rng(7))
    today = day_of(DAY + timedelta(days=1), [served(i, "cash", "1", 10, 900) for i in range(60)])
    assert model_of(HALL, memory, today).service("cash").mean_s > model_of(HALL, memory).service("cash").mean_s + 20
    assert model_of(HALL, memory.with_day(today)) == model_of(HALL, memory, today)


def test_absence_rises_with_the_wait_and_patience_counts_who_was_called() -> None:
    tickets = [served(i, "cash", "1", 60, 100) for i in range(100)]
    tickets += [served(200 + i, "cash", "1", 1500, 100) for i in range(60)]
    tickets += [ended(400 + i, NO_SHOW, 1500) for i in range(40)]
    tickets += [ended(500 + i, LEFT, 900) for i in range(20)]
    model = model_of(HALL, Memory(), day_of(DAY, tickets))
    assert list(model.no_show) == sorted(model.no_show)
    assert model.no_show[0] < 0.05
    assert model.no_show[-1] > 0.3
    assert 60 < model.vain_s < 90
    share = np.linspace(0.0005, 0.9995, 1000)
    assert np.mean(model.absent_from(share) < 1500) == pytest.approx(model.no_show[5], abs=0.01)
    at_s, there = model.patience[-1]
    assert at_s == 900.0
    assert there == pytest.approx(1 - 20 / 120, abs=0.001)
    assert np.mean(model.leaves_after(share) <= 900) == pytest.approx(1 / 6, abs=0.01)


def test_nonsense_does_not_break_it() -> None:
    backwards = served(1, "cash", "1", -4000, 100)  # called before it came: a clock was set
    negative = served(2, "cash", "1", 10, -500)
    long = served(3, "cash", "1", 10, 5 * 3600)
    four_hours = served(4, "cash", "1", 10, 4 * 3600)
    overnight = served(5, "cash", "1", 16 * 3600, 100)
    bare = Ticket(key="b", state=WAITING, legs=(Leg("cash", None, None),))
    unknown = served(6, "gone service", "77", 10, 240)
    told = day_of(DAY, [backwards, negative, long, four_hours, overnight, bare, unknown])
    assert told.dropped == 2
    assert told.times["cash"] == {"1": (100, 14400, 100)}
    model = model_of(HALL, Memory(), told)
    assert model.service("gone service").seen == 1
    assert all(speed > 0 for speed in model.speeds.values())
    assert HallModel.from_json(model.to_json()) == model


def test_an_empty_day_teaches_nothing() -> None:
    empty = day_of(DAY, [])
    assert model_of(HALL, Memory(), empty) == cold(HALL)
    memory = days_of(6, np.random.default_rng(8))
    assert model_of(HALL, memory.with_day(empty)).days == 5  # that day was one of the six


def test_a_source_that_tells_calls_alone_gives_times_between_calls() -> None:
    tickets = []
    for i in range(30):
        called = minute(10 + 5 * i)
        leg = Leg("cash", minute(i), minute(i), called, called, 1, "1")
        tickets.append(Ticket(key=f"c{i}", state="called", legs=(leg,)))
    told = day_of(DAY, tickets)
    assert set(told.times["cash"]["1"]) == {300}


def test_gaps_between_customers_are_those_while_somebody_waited() -> None:
    tickets = [served(i, "cash", "1", 100.0 + 100 * i, 60, NINE - timedelta(seconds=i)) for i in range(200)]
    model = model_of(HALL, Memory(), day_of(DAY, tickets))
    assert model.gap_s == pytest.approx((199 * 40 + 20 * 12) / 219, abs=0.01)


def test_rest_of_a_service() -> None:
    service = assumed(300.0)
    share = np.linspace(0.005, 0.995, 100)
    table = np.array(service.times_s)
    assert service.rest(0.0, share).mean() == pytest.approx(table.mean(), rel=0.03)
    assert service.rest(600.0, share).mean() == pytest.approx((table[table > 600] - 600).mean(), rel=0.05)
    assert (service.rest(1e6, share) > 0).all()
    assert (np.diff(service.quantile(share)) >= 0).all()
