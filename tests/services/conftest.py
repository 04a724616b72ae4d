"""A small hall with a real encrypted store in a temporary folder and a clock the test moves."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from lobbyconsole.domain.branch import Branch, CounterPlace, NumberRule, Service
from lobbyconsole.services.clock import Clock
from lobbyconsole.services.desk import Desk
from lobbyconsole.services.history import History
from lobbyconsole.services.live import Live
from lobbyconsole.store.desk_memory import DeskMemory
from lobbyconsole.store.hall import Store
from lobbyconsole.store.sidefile import SideFile
from tests.fakes import FixedClock

MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai


def small_branch() -> Branch:
    """Two services, three counters; counter 3 takes corporate business first."""
    cash = Service(id="cash", title_zh="个人现金", title_en="Cash", numbers=NumberRule(prefix="A"))
    corporate = Service(id="corporate", title_zh="对公业务", title_en="Corporate", numbers=NumberRule(prefix="C"))
    return Branch(
        services=(cash, corporate),
        counters=(
            CounterPlace(id="1", services=("cash",)),
            CounterPlace(id="2", services=("cash", "corporate")),
            CounterPlace(id="3", services=("corporate", "cash")),
        ),
    )


@dataclass
class SmallHall:
    """The services under test and the means to move time and to restart them."""

    folder: Path
    key: bytes
    time: FixedClock
    branch: Branch
    store: Store
    live: Live
    desk: Desk
    history: History

    def pass_minutes(self, minutes: float) -> None:
        self.time.advance(minutes * 60)

    def with_rule(self, **figures: Any) -> None:
        self.branch = replace(self.branch, calling=replace(self.branch.calling, **figures))
        self.live.set_branch(self.branch)


@pytest.fixture
def open_hall(tmp_path: Path) -> Iterator[Callable[[], SmallHall]]:
    """Opens the same hall again each time it is called, as after a restart."""
    key = os.urandom(32)
    time = FixedClock(MORNING)
    halls: list[SmallHall] = []

    def close_last() -> None:
        if halls:
            halls[-1].live.stop()
            halls[-1].store.close()

    def open_again() -> SmallHall:
        close_last()
        branch = halls[-1].branch if halls else small_branch()
        store = Store.open(tmp_path, key, branch=lambda: halls[-1].branch if halls else branch, clock=time)
        clock = Clock(wall=time, ticks=time.monotonic)
        live = Live(store, branch, clock, SideFile((tmp_path,), key))
        live.start()
        desk = Desk(live, DeskMemory(store), lambda: halls[-1].branch)
        history = History(store, lambda: halls[-1].branch)
        halls.append(SmallHall(tmp_path, key, time, branch, store, live, desk, history))
        return halls[-1]

    yield open_again
    close_last()


@pytest.fixture
def hall(open_hall: Callable[[], SmallHall]) -> SmallHall:
    return open_hall()
