"""Making reports from a year of history: each report of the rack for its last whole month carries the bar."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime
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
NOW = datetime(2026, 3, 11, 0, 20, tzinfo=UTC)  # 08:20 in the branch, the day after the history's last
MONTH, WEEK, DAY = date(2026, 2, 15), date(2026, 3, 4), date(2026, 3, 10)
ROUNDS = 3
BAR_S = 1.0


def measure() -> list[Result]:
    """The first one loads modules and the content library; the later ones only read and compute."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_history(folder, tickets=TICKETS)
        clock = FixedClock(NOW)
        settings = Settings(branch=HALL)
        with Store.open(folder, KEY, branch=HALL, clock=clock) as store:
            live = Live(store, HALL, Clock(wall=clock, ticks=clock.monotonic), SideFile((folder,), KEY))
            live.start()
            try:
                reports = Work(store, live, lambda: settings).reports
                first = seconds(lambda: reports.make("key_figures", "month", MONTH))
                found: dict[tuple[str, str], float] = {}
                for kind in reports.rack():
                    for period, day in (("month", MONTH), ("week", WEEK), ("day", DAY)):
                        found[kind.id, period] = median_seconds(
                            lambda: reports.make(kind.id, period, day),  # noqa: B023
                            ROUNDS,
                            warm=0,
                        )
                paper = reports.make("key_figures", "month", MONTH)
                files = seconds(lambda: reports.write_xlsx(paper, folder / "report.xlsx", "zh"))
            finally:
                live.stop()
    months = {name: value for (name, period), value in found.items() if period == "month"}
    others = {key: value for key, value in found.items() if key[1] != "month"}
    slowest, other = max(months, key=lambda name: months[name]), max(others, key=lambda key: others[key])
    return [
        Result(
            f"key figures of a month from a year of history ({TICKETS:,} tickets)", months["key_figures"], "s", BAR_S
        ),
        Result("… the first one, with loading the content library", first, "s"),
        Result(f"… the slowest report of a month ({slowest})", months[slowest], "s", BAR_S),
        Result(f"… the slowest of a week or day ({other[0]}, {other[1]})", others[other], "s", BAR_S),
        Result("… as a workbook", files, "s"),
    ]
