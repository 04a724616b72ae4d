"""The own desk under eight callers at once: durable issues and calls a second, no number twice, no ticket twice."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

from lobbyconsole.domain.branch import CounterPlace, NumberRule
from lobbyconsole.services.clock import Clock, wall_time
from lobbyconsole.services.desk import Desk
from lobbyconsole.services.live import Live
from lobbyconsole.store.desk_memory import DeskMemory
from lobbyconsole.store.hall import Store
from lobbyconsole.store.sidefile import SideFile
from tests.bench.result import Result
from tests.services.conftest import small_branch

CALLERS = 8
ROUNDS = 300


def measure() -> list[Result]:
    """Each caller issues a ticket and calls the next one, `ROUNDS` times, waiting for durability each time."""
    branch = small_branch()
    wide = NumberRule(prefix="A", width=5, last=89_999, standby=(90_000, 99_999))
    branch = replace(
        branch,
        services=(replace(branch.services[0], numbers=wide), branch.services[1]),
        counters=tuple(CounterPlace(id=str(place), services=("cash",)) for place in range(1, CALLERS + 1)),
    )
    numbers: list[str] = []
    called: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        key = os.urandom(32)
        store = Store.open(Path(folder), key, branch=branch, clock=wall_time)
        live = Live(store, branch, Clock(), SideFile((Path(folder),), key))
        live.start()
        desk = Desk(live, DeskMemory(store), lambda: branch)
        for place in branch.counters:
            desk.open_counter(place.id).result()

        def caller(counter: str) -> None:
            for _ in range(ROUNDS):
                numbers.append(desk.issue("cash").result().number)
                ticket = desk.call_next(counter).result()
                if ticket is not None:
                    called.append(ticket.key)

        threads = [threading.Thread(target=caller, args=(place.id,)) for place in branch.counters]
        started = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        spent = time.perf_counter() - started
        live.stop()
        store.close()
    operations = 2 * CALLERS * ROUNDS
    return [
        Result("own desk, 8 callers at once", operations / spent, "operations/s", bar=1000, at_most=False),
        Result("numbers given twice", len(numbers) - len(set(numbers)), "", bar=0),
        Result("tickets called twice", len(called) - len(set(called)), "", bar=0),
    ]
