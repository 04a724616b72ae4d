"""The start with a year of history, against a bare Qt window in the same run: first paint, live floor, memory."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from lobbyconsole import credentials
from lobbyconsole.config import Settings, save_settings
from lobbyconsole.domain.lobby import Book
from lobbyconsole.store.hall import Store
from tests.bench import peers
from tests.bench.program import MEMORY_AFTER_S
from tests.bench.result import Result
from tests.bench.ring import Ring
from tests.store.bench_store import HALL, LAST_DAY, _a_day, make_history

TICKETS = 150_000
ROUNDS = 9
PASSPHRASE_ROUNDS = 3
PASSPHRASE = "a passphrase for the benchmark"
HALL_TIME = datetime(2026, 3, 11, 6, tzinfo=UTC)  # 14:00 in the branch, the day after the history's last


def measure() -> list[Result]:
    """Bare and console in turns, in processes of their own, on a virtual screen where there is one."""
    with tempfile.TemporaryDirectory() as name, _screen() as screen:
        folder = Path(name)
        ring = Ring()
        key, _ = credentials.create_vault(folder, PASSPHRASE, ring)
        _fill(folder, key)
        secret = base64.b64encode(key).decode()
        env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | screen
        with_ring = env | {"PYTHON_KEYRING_BACKEND": "tests.bench.ring.Ring", "BENCH_SECRET": secret}
        with_phrase = env | {
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "LOBBYCONSOLE_PASSPHRASE": PASSPHRASE,
        }
        console = ["console", name, HALL_TIME.isoformat()]
        # Not counted: bytecode, page cache, the last known picture, and the backup that is due.
        _run(["bare", "0"], env)
        _run([*console, "20"], with_ring)
        bare, ours, phrase = [], [], []
        for _ in range(ROUNDS):
            bare.append(_run(["bare", "0.3"], env))
            ours.append(_run([*console, "0.3"], with_ring))
        for _ in range(PASSPHRASE_ROUNDS):
            phrase.append(_run([*console, "0.3"], with_phrase))
        memory = [_run([*console, str(MEMORY_AFTER_S)], with_ring)["pss_mb"] for _ in range(3)]
        others = peers.windows(screen, _median(ours, "live"))
    where = "Xvfb" if "DISPLAY" in screen else "offscreen"
    floor = _median(bare, "first_paint")

    def row(name: str, value: float, bar: float | None = None) -> Result:
        return Result(name, value, "s", bar, floor=floor, floor_name=f"bare QMainWindow, {where}", by_ratio=True)

    def cpu(name: str, mark: str) -> Result:
        least = statistics.median(run["work"]["first_paint"] for run in bare)
        work = statistics.median(run["work"][mark] for run in ours)
        return Result(name, work, "s", floor=least, floor_name="bare QMainWindow")

    return [
        row(f"first paint, a year of history ({TICKETS:,} tickets), encrypted", _median(ours, "first_paint"), 2),
        row("… last known picture painted", _median(ours, "last_known")),
        row("… today's live floor painted, key in a keyring", _median(ours, "live"), 3),
        row("… today's live floor painted, passphrase (with argon2)", _median(phrase, "live")),
        cpu("… first paint in CPU time", "first_paint"),
        cpu("… today's live floor in CPU time", "live"),
        Result(
            f"… resident memory {MEMORY_AFTER_S:g} s after (PSS)",
            statistics.median(memory),
            "MB",
            180,
            floor=statistics.median(run["pss_mb"] for run in bare),
            floor_name="bare QMainWindow",
        ),
        *others,
    ]


def _median(runs: list[dict[str, Any]], name: str) -> float:
    return statistics.median(run["marks"][name] - run["started"] for run in runs)


def _run(arguments: list[str], env: dict[str, str]) -> dict[str, Any]:
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.program", *arguments],
        cwd=Path(__file__).resolve().parents[2],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:
        raise RuntimeError(f"{arguments} told nothing (exit {done.returncode}): {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(lines[-1]) | {"started": started}
    if os.environ.get("BENCH_TRACE"):
        told = {name: round(at - started, 3) for name, at in found["marks"].items()}
        print(arguments[0], told, round(found["pss_mb"], 1), file=sys.stderr, flush=True)
    return found


def _fill(folder: Path, key: bytes) -> None:
    """A year until yesterday, today until the hall's time as a busy day, and the settings of a branch set up."""
    make_history(folder, key, tickets=TICKETS, last_day=LAST_DAY)
    _, _, told = _a_day(HALL_TIME.date(), 600, random.Random(3))
    book = Book()
    changes = [change for fact in told if fact.at <= HALL_TIME and (change := book.add(fact)) is not None]
    with Store.open(folder, key, branch=HALL, clock=lambda: HALL_TIME) as store:
        for at in range(0, len(changes), 500):
            store.append(changes[at : at + 500], {}, HALL_TIME - timedelta(seconds=1))
    save_settings(folder, Settings(set_up=True, branch=HALL))


@contextlib.contextmanager
def _screen() -> Iterator[dict[str, str]]:
    """The environment of a virtual screen; without Xvfb Qt's offscreen platform."""
    reading, writing = os.pipe()
    try:
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1920x1080x24"],
            pass_fds=(writing,),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        yield {"QT_QPA_PLATFORM": "offscreen"}
        return
    finally:
        os.close(writing)
    with os.fdopen(reading) as told:
        display = told.readline().strip()
    try:
        yield {"QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{display}"} if display else {"QT_QPA_PLATFORM": "offscreen"}
    finally:
        server.terminate()
        server.wait()
