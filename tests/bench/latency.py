"""From a fact's delivery to the painted floor at 50 facts/s, and the longest stall while 2,000 arrive at once."""

from __future__ import annotations

import bisect
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime
from datetime import time as day_time
from pathlib import Path
from typing import Any

from lobbyconsole.bootstrap.hall import OpenHall
from lobbyconsole.domain.facts import Fact, TicketCalled, TicketFinished, TicketIssued, TicketStarted
from lobbyconsole.domain.sample import sample_branch, simulate_day
from lobbyconsole.services.clock import Clock, wall_time
from tests.bench.result import Result, percentile
from tests.bench.window import Watched, window

A_SECOND = 50
FOR_S = 15
RAW_S = 6
BURST = 2_000
MEMORY_DISK = Path("/dev/shm")


def measure() -> list[Result]:
    """On this disk, and on a memory disk, where durability costs nothing and only our own time is left."""
    results = []
    for where in (None, MEMORY_DISK):
        if where is not None and not where.is_dir():
            continue
        with tempfile.TemporaryDirectory(dir=where) as folder:
            results += _measure(Path(folder), "" if where is None else ", memory disk")
    return results


def _measure(folder: Path, note: str) -> list[Result]:
    branch = sample_branch()
    at = datetime.combine(date(2026, 3, 11), day_time(10, 42), branch.tz)
    clock = Clock(offset=at - wall_time())
    day = simulate_day(branch, at.date(), 1, until=at)

    def prepare(hall: OpenHall) -> None:
        hall.console.live.record(day).result(60)

    with window(folder / "hall", branch, clock, prepare) as watched:
        told = feed(watched, "quiet")
        waits: list[float] = []
        commits: list[float] = []
        watched.run(lambda: time.sleep(2))  # settles; and how long the loop stalls when nothing happens
        idle = max(watched.gaps)
        watched.run(lambda: _steadily(watched, told, A_SECOND * 2, [], []))  # warm
        watched.run(lambda: _steadily(watched, told, A_SECOND * FOR_S, waits, commits))
        steady_gap = max(watched.gaps)
        bursts = []
        for size in (1, 100):
            told = feed(watched, f"burst{size}")
            facts = [next(told) for _ in range(BURST)]
            watched.run(lambda facts=facts, size=size: _at_once(watched, facts, size))  # type: ignore[misc]
            bursts.append(max(watched.gaps))
            if os.environ.get("BENCH_TRACE"):
                print("gaps", size, [round(1000 * gap) for gap in sorted(watched.gaps)[-8:]], flush=True)
    raw = _raw_commits(folder)
    commit = f"recording alone, p99; its median {1000 * statistics.median(commits):.1f} ms"
    return [
        Result(
            f"fact to painted floor at {A_SECOND} facts/s, p99{note}",
            1000 * percentile(waits, 0.99),
            "ms",
            50,
            floor=1000 * percentile(commits, 0.99),
            floor_name=commit,
        ),
        Result(f"… median{note}", 1000 * statistics.median(waits), "ms"),
        Result(f"… a raw fsync of 32 KB at that pace, p99{note}", 1000 * percentile(raw, 0.99), "ms"),
        Result(f"… longest main-thread gap meanwhile{note}", 1000 * steady_gap, "ms", 50),
        Result(
            f"longest main-thread gap while {BURST:,} facts arrive at once{note}",
            1000 * max(bursts),
            "ms",
            50,
            floor=1000 * idle,
            floor_name="nothing happening",
        ),
    ]


def _raw_commits(folder: Path) -> list[float]:
    """Seconds to make 32 KB durable, about what one fact writes, again and again at the facts' pace: the disk's part.

    Measured right after, so that a busy disk is seen as such.
    """
    spent = []
    with (folder / "raw").open("wb", buffering=0) as file:
        for _ in range(A_SECOND * RAW_S):
            time.sleep(1 / A_SECOND)
            started = time.perf_counter()
            file.write(bytes(32 * 1024))
            os.fsync(file.fileno())
            spent.append(time.perf_counter() - started)
    return spent


def feed(watched: Watched, mark: str) -> Iterator[Fact]:
    """Customers without end: each is issued a ticket, called, served and goes, some 25 waiting at any time."""
    services = [service.id for service in watched.hall.console.settings.current.branch.services]
    clock = watched.live.clock
    number = 0
    while True:
        key = f"{mark}{number}"
        common: dict[str, Any] = {"source": "bench", "seq": number}
        counter = str(number % 8 + 1)
        yield TicketIssued(
            id=key + "i", at=clock.now(), ticket=key, number=f"Z{number:04d}", service=services[number % 5], **common
        )
        if number >= 25:
            old = f"{mark}{number - 25}"
            yield TicketCalled(id=old + "c", at=clock.now(), ticket=old, counter=counter, **common)
            yield TicketStarted(id=old + "s", at=clock.now(), ticket=old, counter=counter, **common)
            yield TicketFinished(id=old + "f", at=clock.now(), ticket=old, counter=counter, **common)
        number += 1


def _steadily(watched: Watched, told: Iterator[Fact], count: int, waits: list[float], commits: list[float]) -> None:
    """`count` facts at a steady pace, and how long each took to the glass and to the disk."""
    base = watched.live.snapshot.seq
    sent: list[float] = []
    durable: dict[int, float] = {}
    due = time.perf_counter()
    for at in range(count):
        fact = next(told)
        due += 1 / A_SECOND
        time.sleep(max(0.0, due - time.perf_counter()))
        sent.append(time.perf_counter())
        future = watched.live.record([fact])
        future.add_done_callback(lambda _, at=at: durable.__setitem__(at, time.perf_counter()))  # type: ignore[misc]
    if not watched.shown(base + count):
        raise RuntimeError("the last fact was never painted")
    numbers = [seq for _, seq in watched.painted]
    for at, instant in enumerate(sent):
        waits.append(watched.painted[bisect.bisect_left(numbers, base + at + 1)][0] - instant)
        commits.append(durable[at] - instant)


def _at_once(watched: Watched, facts: list[Fact], size: int) -> None:
    base = watched.live.snapshot.seq
    for at in range(0, len(facts), size):
        watched.live.record(facts[at : at + size])
    if not watched.shown(base + len(facts), 60):
        raise RuntimeError("the burst was never painted")
    time.sleep(0.5)
