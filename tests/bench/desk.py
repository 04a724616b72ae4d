"""The own desk under eight callers at once: durable issues and calls a second, no number twice, no ticket twice."""

from __future__ import annotations

import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from msgspec.structs import replace

from lobbyconsole.domain.branch import CounterPlace, NumberRule
from lobbyconsole.services.clock import Clock, wall_time
from lobbyconsole.services.desk import Desk
from lobbyconsole.services.live import Live
from lobbyconsole.store.desk_memory import DeskMemory
from lobbyconsole.store.hall import Store
from lobbyconsole.store.sidefile import SideFile
from tests.bench.result import Result, median_seconds
from tests.services.conftest import small_branch

CALLERS = 8
ROUNDS = 300


def _commit_seconds(folder: Path) -> float:
    """What this disk takes to make a page durable: one such wait is in every operation."""
    with (folder / "page").open("wb", buffering=0) as file:

        def page() -> None:
            file.write(bytes(4096))
            os.fsync(file.fileno())

        return median_seconds(page, 100)


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
                numbers.append(desk.issue("cash").result(60).number)
                ticket = desk.call_next(counter).result(60)
                if ticket is not None:
                    called.append(ticket.key)

        with ThreadPoolExecutor(CALLERS) as callers:
            started, worked = time.perf_counter(), time.process_time()
            for asked in [callers.submit(caller, place.id) for place in branch.counters]:
                asked.result()  # a caller that failed is a failed measurement, never a fast one
            spent, work = time.perf_counter() - started, time.process_time() - worked
        live.stop()
        durable = [fact.kind for fact in store.day_facts(*branch.day_span(branch.day_of(wall_time())))]
        store.close()
        commit = _commit_seconds(Path(folder))
    operations = len(numbers) + len(called)  # what was really done, and it must all be on record
    for kind, done in (("ticket.issued", numbers), ("ticket.called", called)):
        if len(done) != CALLERS * ROUNDS or durable.count(kind) != len(done):
            raise RuntimeError(f"{kind}: {len(done)} done, {durable.count(kind)} on record, {CALLERS * ROUNDS} asked")
    return [
        Result(
            f"own desk, {CALLERS} callers at once",
            operations / spent,
            "operations/s",
            bar=1000,
            at_most=False,
            floor=CALLERS / commit,
            floor_name=f"{CALLERS} a raw 4 KB fsync of {1000 * commit:.1f} ms",
        ),
        Result("… CPU time of one operation", 1000 * work / operations, "ms"),
        Result("numbers given twice", len(numbers) - len(set(numbers)), "", bar=0),
        Result("tickets called twice", len(called) - len(set(called)), "", bar=0),
    ]
