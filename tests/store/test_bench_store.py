"""The benches' halls are real halls, and the benches run."""

from __future__ import annotations

from pathlib import Path

from lobbyconsole.store.hall import Store
from tests.store import bench_store
from tests.store.bench_store import HALL, KEY, NOW


def test_a_made_history_is_whole(tmp_path: Path) -> None:
    bench_store.make_history(tmp_path, tickets=900, days=6)
    with Store.open(tmp_path, KEY, branch=HALL, clock=lambda: NOW) as store:
        report = store.verify()
        assert report.ok, report
        assert len(store.days()) == 6
        assert store.kpis((store.days()[0], store.days()[-1])).counts.tickets == 900


def test_made_tables_add_up(tmp_path: Path) -> None:
    bench_store.make_tables(tmp_path, tickets=3000, days=5)
    with Store.open(tmp_path, KEY, branch=HALL, clock=lambda: NOW) as store:
        report = store.verify()
        assert {difference.table for difference in report.differences} == {"leg"}  # there is no journal behind them
        assert len(store.days()) == 5
    assert bench_store.queries(tmp_path, days=5).keys() >= {"heat map, all days", "kpis, all days"}


def test_the_floor_replays_what_we_write() -> None:
    speeds = bench_store.recording(rounds=1, facts=60)
    assert all(speed > 0 for speed in speeds.values())
    assert bench_store.replaying(200)["facts"] == 200
