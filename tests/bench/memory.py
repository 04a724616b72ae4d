"""Memory through a simulated day of twelve hours: recorder, encrypted store, window and floor, at high speed."""

from __future__ import annotations

import ctypes
import gc
import os
import tempfile
import time
from datetime import date, datetime, timedelta
from datetime import time as day_time
from pathlib import Path

from lobbyconsole.domain.branch import OpeningHours
from lobbyconsole.domain.sample import sample_branch, simulate_day
from lobbyconsole.services.clock import Clock
from tests.bench.result import Result
from tests.bench.window import Watched, window
from tests.fakes import FixedClock

HOURS = 12
SETTLED_S = 10  # until all is there that is prepared after the start: the first hour of the day passes in seconds here
STEP_S = 20  # of the hall's time; each step is one picture


def measure() -> list[Result]:
    """Anonymous memory after the first, sixth and twelfth hour."""
    from msgspec.structs import replace

    branch = replace(sample_branch(), hours=OpeningHours(week=((day_time(8), day_time(20)),) * 7))
    day = date(2026, 3, 11)
    opens = datetime.combine(day, day_time(8), branch.tz)
    facts = simulate_day(branch, day, 1)
    wall = FixedClock(opens - timedelta(minutes=30))
    clock = Clock(wall=wall, ticks=wall.monotonic)
    read: dict[float, float] = {}
    with tempfile.TemporaryDirectory() as folder, window(Path(folder), branch, clock, lambda hall: None) as watched:
        watched.program.bridge._least = 0  # the day must pass within a minute or two

        def through_the_day() -> None:
            time.sleep(SETTLED_S)
            done = 0
            for step in range(HOURS * 3600 // STEP_S):
                until = opens + timedelta(seconds=STEP_S * (step + 1))
                wall.advance((until - wall()).total_seconds())
                due = done
                while due < len(facts) and facts[due].at < until:
                    due += 1
                if due > done:
                    watched.live.record(facts[done:due]).result(60)
                    done = due
                    _wait_for(watched, until)
                hours = STEP_S * (step + 1) / 3600
                if hours in (0.5, 1, 2, 3, 6, 9, HOURS):
                    _wait_for(watched, until)
                    read[hours] = _memory()
                    if os.environ.get("BENCH_TRACE"):
                        print(f"{hours:4} h {read[hours]:.1f} MB, {done} facts", flush=True)

        watched.run(through_the_day, beat=False)
        pictures = len(watched.painted)
    return [
        Result(
            f"memory growth from hour 1 to hour {HOURS} (anonymous; {len(facts):,} facts, {pictures:,} paints)",
            read[HOURS] - read[1],
            "MB",
            5,
        ),
        Result("… after hour 1", read[1], "MB"),
        Result("… after hour 6", read[6], "MB"),
        Result(f"… after hour {HOURS}", read[HOURS], "MB"),
    ]


def _wait_for(watched: Watched, until: datetime) -> None:
    """Until the screen shows what was recorded last; pictures are paced by the machine's own ticks."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        shown = watched.program.window.snapshot
        if shown is not None and shown.picture.at >= until and not shown.health.unsaved:
            return
        time.sleep(0.002)
    raise RuntimeError(f"the floor never showed {until}")


def _memory() -> float:
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # what the allocator merely has not given back yet is no growth
    # Not PSS and not "private": both count our libraries' pages, more of them whenever another program that shares them
    # ends. Identical days gave 5 to 24 MB that way. Heaps and stacks are nobody's but ours.
    with open("/proc/self/smaps_rollup", encoding="ascii") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("Anonymous:")) / 1024
