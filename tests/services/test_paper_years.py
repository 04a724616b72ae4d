"""Paper numbers of a hall that has kept its journal for years: looking at them costs what the last week holds."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.lobby import Change
from lobbyconsole.services.paper_numbers import PaperNumbers
from tests.services.conftest import SmallHall

YEARS = 10


@pytest.mark.slow
def test_after_ten_years_the_paper_numbers_are_found_at_once(hall: SmallHall) -> None:
    """Each service stops its numbers and has some set aside eight times a day."""
    now = hall.time()
    at = 0
    for service in ("cash", "corporate"):
        told: list[f.Fact] = []
        for day in range(1, 365 * YEARS + 1):
            for hour in range(4):
                when = now - timedelta(days=day, hours=hour)
                at += 1
                told.append(f.QueueClosed(id=f"c{at}", at=when, source="desk", seq=at, service=service))
                told.append(
                    f.NumbersReserved(
                        id=f"r{at}", at=when, source="desk", seq=at, service=service, first=1, last=2, purpose="print"
                    )
                )
        for begin in range(0, len(told), 5_000):
            hall.store.append([Change(fact, None, None) for fact in told[begin : begin + 5_000]], {}, now)
    hall.desk.reserve_numbers("cash", 1, 50, "paper").result(10)
    paper = PaperNumbers(hall.store, hall.live)
    (found,) = paper.ranges()
    assert len(found.missing) == 50
    before = time.perf_counter()
    for _ in range(3):
        paper.ranges()
    assert (time.perf_counter() - before) / 3 < 0.05
