"""Figures from the roll-ups equal the same figures computed from the tickets themselves."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobbyconsole.domain import facts as f
from lobbyconsole.store import dashboards
from lobbyconsole.store.dashboards import quantile
from lobbyconsole.store.hall import Store
from tests.domain.strategies import HALL, minute
from tests.store.halls import open_hall, record, served

DAY = date(2026, 3, 11)
DICE = random.Random(5)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_hall(tmp_path) as opened:
        yield opened


def test_an_empty_period_has_no_figures(store: Store) -> None:
    figures = store.kpis((DAY, DAY), now=minute(60))
    assert figures.counts.issued == 0
    assert figures.mean_wait_s is figures.within_target is figures.no_show_rate is figures.p90.seconds is None
    with store.reader() as db:
        assert dashboards.daily_series(db, DAY, DAY) == []
        assert dashboards.heat_map(db, DAY, DAY) == []
        assert dashboards.hourly(db, DAY, DAY) == {}
        assert dashboards.half_hours(db, DAY) == []


def test_every_fate_counts_where_it_belongs(store: Store) -> None:
    def ends(key: str, kind: type[f.Fact], at: float, begun: float = 0, called: float | None = None) -> list[f.Fact]:
        told: list[f.Fact] = [served(key, begun)[0]]
        if called is not None:
            told.append(f.TicketCalled(id=f"{key}-c", at=minute(called), ticket=key, counter="1"))
        return [*told, kind(id=f"{key}-e", at=minute(at), ticket=key)]  # type: ignore[call-arg]

    record(
        store,
        [
            *served("in-time", 0, wait=10),  # exactly the target still counts
            *served("late", 0, wait=10.1),
            *served("much-too-late", 0, wait=20.1),
            *served("in-a-blink", 0, wait=1, handle=0.4),  # 4 s at the counter after 20 s of walking: a slip
            *ends("misprint", f.TicketCancelled, 0.9),
            *ends("cancelled-soon", f.TicketCancelled, 3),
            *ends("left-soon", f.TicketLeft, 9),
            *ends("left-late", f.TicketLeft, 25),
            *ends("no-show", f.TicketNoShow, 8, called=6),
            *ends("sent-on", f.TicketTransferred, 12),
            served("waits", 20)[0],
            served("waits-long", 0)[0],
            f.TicketFinished(id="ghost", at=minute(30), ticket="ghost", counter="1"),
        ],
    )
    figures = store.kpis((DAY, DAY), now=minute(29))
    counts = figures.counts._asdict()
    assert counts == {
        "issued": 14,
        "tickets": 13,
        "misprints": 1,
        "called": 5,
        "finished": 5,
        "no_show": 1,
        "cancelled": 2,
        "left_unserved": 2,
        "transferred": 1,
        "wait_n": 5,
        "wait_ms": round((10 + 10.1 + 20.1 + 1 + 6) * 60_000),
        "within_target": 3,
        "beyond_target": 2,
        "gone_early": 2,
        "gone_late": 2,  # left after 25 minutes, and sent elsewhere uncalled after 12
        "over_recovery": 2,
        "handling_n": 3,
        "handling_ms": 3 * 220_000,
        "handling_odd": 1,
        "jumped": 0,
        "flagged": 1,
    }
    # Still waiting: one of nine minutes, one of 29, and the second stage of the ticket sent on, of 17.
    assert (figures.waiting, figures.waiting_beyond_target, figures.waiting_over_recovery) == (3, 2, 1)
    assert figures.within_target == pytest.approx(3 / (3 + 2 + 2 + 2))
    assert figures.over_recovery == pytest.approx((2 + 1) / 13)
    assert figures.mean_wait_s == pytest.approx((10 + 10.1 + 20.1 + 1 + 6) * 60 / 5)
    assert figures.mean_handling_s == pytest.approx(220)
    assert figures.no_show_rate == pytest.approx(1 / 5)
    assert figures.cancel_rate == pytest.approx(2 / 14)
    assert figures.p90.seconds is None  # five calls are too few to say


def test_services_and_days_can_be_chosen(store: Store) -> None:
    for day in range(3):
        record(store, served(f"a{day}", 1440 * day, wait=2 + day))
        record(store, served(f"b{day}", 1440 * day, wait=8, service="cards"))
    one = store.kpis((DAY, DAY + timedelta(days=1)), ["cash"])
    assert (one.counts.issued, one.mean_wait_s) == (2, 150)
    assert store.kpis((DAY, DAY + timedelta(days=9)), ["cash", "cards"]).counts.issued == 6
    assert store.kpis((DAY, DAY + timedelta(days=9)), ["alchemy"]).counts.issued == 0
    with store.reader() as db:
        series = dashboards.daily_series(db, DAY, DAY + timedelta(days=9), ["cash"])
    assert [(figures.day, figures.mean_wait_s) for figures in series] == [
        (DAY + timedelta(days=day), 60.0 * (2 + day)) for day in range(3)
    ]


def test_the_heat_map_adds_up_by_weekday_and_local_hour(store: Store) -> None:
    for day in range(15):
        for hour in (0, 2):
            record(store, served(f"t{day}-{hour}", 1440 * day + 60 * hour + 1, wait=3 + hour))
    with store.reader() as db:
        cells = dashboards.heat_map(db, DAY, DAY + timedelta(days=30))
    assert len(cells) == 14
    wednesday_nine = next(cell for cell in cells if (cell.weekday, cell.hour) == (2, 9))
    assert (wednesday_nine.days, wednesday_nine.counts.issued, wednesday_nine.mean_wait_s) == (3, 3, 180)
    assert sum(cell.counts.issued for cell in cells) == 30


def test_by_hour_and_half_hour(store: Store) -> None:
    told: list[f.Fact] = []
    for number in range(60):
        told += served(f"n{number:02d}", number * 1.5, wait=3 + number % 10)  # 20 in each half hour from nine on
    told += served("late", 200, wait=50)  # alone in its half hour: joins the one before
    told += served("misprint", 10)[:1]
    told.append(f.TicketCancelled(id="x", at=minute(10.5), ticket="misprint"))
    record(store, told)
    with store.reader() as db:
        hours = dashboards.hourly(db, DAY, DAY)
        halves = dashboards.half_hours(db, DAY)
    assert {hour: cell.issued for hour, (cell, _) in hours.items()} == {9: 41, 10: 20, 12: 1}
    assert hours[9][1].seconds == pytest.approx(12 * 60, abs=61)
    assert [(half.begins_min, half.ends_min, half.joined) for half in halves] == [
        (540, 570, 20),
        (570, 600, 20),
        (600, 750, 21),
    ]
    assert halves[0].p90.seconds is not None


# --- quantiles -------------------------------------------------------------------------------------------------------


def kaplan_meier(waits: list[tuple[float, bool]], share: float) -> float | None:
    """From single waits in minutes (and whether they ended in a call), as the book has it."""
    waiting = 1.0
    for at in sorted({wait for wait, called in waits if called}):
        at_risk = sum(wait >= at for wait, _ in waits)
        waiting *= 1 - sum(wait == at and called for wait, called in waits) / at_risk
        if waiting <= 1 - share + 1e-12:
            return at
    return None


def bucketed(waits: list[tuple[float, bool]]) -> dict[int, tuple[int, int]]:
    buckets: dict[int, tuple[int, int]] = {}
    for wait, called in waits:
        there = buckets.get(int(wait), (0, 0))
        buckets[int(wait)] = (there[0] + called, there[1] + (not called))
    return buckets


@given(
    st.lists(st.tuples(st.integers(0, 60).map(lambda n: n + 0.0), st.booleans()), min_size=25, max_size=80),
    st.sampled_from((0.5, 0.8, 0.9)),
)
def test_a_quantile_is_kaplan_meiers_to_within_its_minute(waits: list[tuple[float, bool]], share: float) -> None:
    waits += [(float(n), True) for n in range(20)]
    told, right = quantile(bucketed(waits), share), kaplan_meier(waits, share)
    assert told.seconds is not None
    if right is None:
        assert told.at_least
        assert told.seconds == 60 * (max(wait for wait, _ in waits) + 1)
    else:
        assert not told.at_least
        assert 60 * right <= told.seconds <= 60 * (right + 1)


def test_leaving_customers_push_the_quantile_up() -> None:
    served_only = quantile(dict.fromkeys(range(10), (10, 0)), 0.9)
    with_leavers = quantile(dict.fromkeys(range(10), (10, 4)), 0.9)
    assert served_only.seconds is not None
    assert with_leavers.seconds is not None
    assert served_only.seconds < with_leavers.seconds


def test_few_calls_and_endless_waits_say_so() -> None:
    assert quantile({3: (19, 50)}, 0.9).seconds is None
    endless = quantile({3: (20, 0), 70: (0, 30)}, 0.9)
    assert (endless.seconds, endless.at_least) == (71 * 60, True)


def test_the_waiting_count_in_the_quantile(store: Store) -> None:
    told: list[f.Fact] = []
    for number in range(30):
        told += served(f"n{number}", 0, wait=5)
    told += [served(f"w{number}", 0)[0] for number in range(30)]
    record(store, told)
    with store.reader() as db:
        past = dashboards.wait_quantiles(db, DAY, DAY, shares=(0.5, 0.9))
        live = dashboards.wait_quantiles(db, DAY, DAY, shares=(0.5, 0.9), now=minute(90))
    assert past[1].seconds is not None
    assert past[1].seconds < 360
    assert live[1].at_least
    assert live[1].seconds == 91 * 60


def test_figures_of_a_random_month_equal_those_computed_from_the_tickets(store: Store) -> None:
    told: list[f.Fact] = []
    waits: dict[str, list[float]] = {"cash": [], "cards": []}
    for number in range(600):
        service = DICE.choice(("cash", "cards"))
        at, wait = DICE.uniform(0, 20 * 1440), round(DICE.expovariate(1 / 8), 3)
        told += served(f"r{number}", at, wait=wait, service=service)
        waits[service].append(wait)
    for start in range(0, len(told), 400):
        record(store, told[start : start + 400])
    for services in (["cash"], ["cards"], []):
        mine = [wait for name in services or waits for wait in waits[name]]
        figures = store.kpis((DAY - timedelta(days=1), DAY + timedelta(days=30)), services)
        assert figures.mean_wait_s == pytest.approx(60 * sum(mine) / len(mine), abs=0.01)
        target = HALL.services[0].target_s / 60
        assert figures.within_target == pytest.approx(sum(wait <= target for wait in mine) / len(mine))
        exact = sorted(mine)[int(0.9 * len(mine))]
        assert figures.p90.seconds == pytest.approx(60 * exact, abs=60)
