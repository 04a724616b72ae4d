"""Composing a meeting's paper from a year of history: the morning meeting carries the bar, the widest one is listed."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from lobbyconsole.config import Settings
from lobbyconsole.services.clock import Clock
from lobbyconsole.services.live import Live
from lobbyconsole.services.work import Work
from lobbyconsole.store.hall import Store
from lobbyconsole.store.sidefile import SideFile
from tests.bench.result import Result, median_seconds, seconds
from tests.fakes import FixedClock
from tests.store.bench_store import HALL, KEY, make_history

TICKETS = 150_000
MORNING = datetime(2026, 3, 11, 0, 20, tzinfo=UTC)  # 08:20 in the branch, the day after the history's last
ROUNDS = 9
BAR_S = 1.0


def measure() -> list[Result]:
    """The first composing loads modules and the content library; the later ones only read and compute."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_history(folder, tickets=TICKETS)
        clock = FixedClock(MORNING)
        settings = Settings(branch=HALL)
        with Store.open(folder, KEY, branch=HALL, clock=clock) as store:
            live = Live(store, HALL, Clock(wall=clock, ticks=clock.monotonic), SideFile((folder,), KEY))
            live.start()
            try:
                work = Work(store, live, lambda: settings)
                day = HALL.day_of(MORNING)
                first = seconds(lambda: work.meetings.compose("morning", day, MORNING))
                usual = median_seconds(lambda: work.meetings.compose("morning", day, MORNING), ROUNDS)
                others = {
                    agenda.id: median_seconds(lambda: work.meetings.compose(agenda.id, day, MORNING), 3, warm=0)  # noqa: B023
                    for agenda in work.meetings.agendas()
                }
            finally:
                live.stop()
    slowest = max(others, key=lambda agenda: others[agenda])
    return [
        Result(f"a morning briefing composed from a year of history ({TICKETS:,} tickets)", usual, "s", BAR_S),
        Result("… the first one, with loading the content library", first, "s", BAR_S),
        Result(f"… the slowest of all agendas ({slowest})", others[slowest], "s", BAR_S),
    ]
