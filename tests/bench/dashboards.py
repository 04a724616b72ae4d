"""Every dashboard query over a million tickets; over ten million with BENCH_FULL=1, which takes minutes and 1 GB."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tests.bench.result import Result
from tests.store.bench_store import make_tables, queries

BARS = {1: 100, 10: 300}  # million tickets: ms
OTHER = ("days", "search")  # measured with them, but no dashboard asks that


def measure() -> list[Result]:
    """The slowest query carries the bar; all are listed."""
    results = []
    for millions, bar in BARS.items():
        if millions > 1 and os.environ.get("BENCH_FULL", "") in ("", "0"):
            continue
        with tempfile.TemporaryDirectory() as folder:
            make_tables(Path(folder), tickets=millions * 1_000_000)
            found = queries(Path(folder))
        asked = {name: ms for name, ms in found.items() if not name.startswith(OTHER)}
        slowest = max(asked, key=lambda name: asked[name])
        results.append(Result(f"slowest dashboard query, {millions} M tickets ({slowest})", asked[slowest], "ms", bar))
        results += [Result(f"… {name}, {millions} M tickets", ms, "ms") for name, ms in found.items()]
    return results
