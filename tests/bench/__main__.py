"""`python -m tests.bench [NAME ...]`: run the measurements, print a table, write bench.json."""

from __future__ import annotations

import json
import multiprocessing
import platform
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.bench.result import Result, measured

MEASUREMENTS = (
    "start", "recording", "desk", "latency", "floor", "memory", "dashboards", "briefing", "reports", "registers",
    "rounds", "emergency", "foresight", "forecast",
)  # fmt: skip
ROOT = Path(__file__).resolve().parents[2]


def main(names: list[str]) -> int:
    """Run the named measurements (all by default); 1 when a bar was missed."""
    results: list[Result] = []
    spawn = multiprocessing.get_context("spawn")
    for name in names or MEASUREMENTS:
        started = time.monotonic()
        with ProcessPoolExecutor(1, mp_context=spawn) as fresh:  # none inherits another's memory, threads or Qt
            results += fresh.submit(measured, name).result()
        print(f"{name}: {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    print("| what | value | floor | ratio | bar | |\n|---|---|---|---|---|---|")
    for result in results:
        print(result.line())
    (ROOT / "bench.json").write_text(
        json.dumps(
            {
                "python": platform.python_version(),
                "system": platform.platform(terse=True),
                "results": [result.as_json() for result in results],
            },
            indent=1,
            ensure_ascii=False,
        )
        + "\n",
        encoding="utf-8",
    )
    return 0 if all(result.ok is not False for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
