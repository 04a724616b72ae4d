"""F12, two letters, Enter: until the first step is painted, over ten years of journal; and a step recorded durably.

The hall is a real encrypted one. Cold is the first time after the program's start: a second after the floor is live, as
soon as a hand can be at the key: that one has the bar. In starts of their own it is also pressed in the first turn of
the event loop after that moment, before anything could be prepared, to know what a start would cost that nobody sees.

Idle: processor time while nobody presses, of the step, of its calm view, and of a bare Qt window for comparison.
"""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from lobbyconsole.services.clock import Clock
from tests.bench.result import Result, percentile
from tests.bench.window import Watched, window
from tests.store.bench_store import HALL, KEY, make_history

TICKETS = int(os.environ.get("BENCH_EMERGENCY_TICKETS", "1500000"))
DAYS = 3650
TIMES = 40
STEPS, WALKED = 200, 40
COLD_STARTS = int(os.environ.get("BENCH_EMERGENCY_STARTS", "5"))
IDLE_S = float(os.environ.get("BENCH_EMERGENCY_IDLE_S", "30"))
BAR_MS, STEP_BAR_MS, CALM_BAR = 150.0, 30.0, 0.75


def measure() -> list[Result]:
    with tempfile.TemporaryDirectory() as name:
        make_history(Path(name), KEY, tickets=TICKETS, days=DAYS)
        at_once = [_in_a_start_of_its_own(name) for _ in range(COLD_STARTS)]
        bare = _in_a_process_of_its_own("bare")[0]
        with window(Path(name), HALL, Clock(), lambda _: None, KEY) as watched:
            _rest(watched, 1.0)
            worked = time.process_time()
            cold = _to_first_step(watched)
            cold_cpu = time.process_time() - worked
            _end(watched)
            _rest(watched, 3.0)
            warm: list[float] = []
            cpu: list[float] = []
            for _ in range(TIMES):
                worked = time.process_time()
                warm.append(_to_first_step(watched))
                cpu.append(time.process_time() - worked)
                _end(watched)
                _rest(watched, 0.2)
            recorded = _recorded(watched)
            full, calm = _idle_step(watched)
    journal = f"with {TICKETS:,} tickets of ten years"
    return [
        Result(f"F12, two letters, Enter: the first step painted, p99 of {TIMES}, {journal}",
               1000 * percentile(warm, 0.99), "ms", BAR_MS),
        Result("… the median", 1000 * percentile(warm, 0.5), "ms"),
        Result("… the median in CPU time, which a busy machine stretches less", 1000 * percentile(cpu, 0.5), "ms"),
        Result("… the first time, a second after the floor is live", 1000 * cold, "ms", BAR_MS),
        Result("… the same in CPU time", 1000 * cold_cpu, "ms"),
        Result(f"… the first time, in the first turn after the floor is live, the worst of {COLD_STARTS} starts",
               1000 * max(seconds for seconds, _ in at_once), "ms"),
        Result("… the same in CPU time, the median", 1000 * percentile([cpu for _, cpu in at_once], 0.5), "ms"),
        Result(f"a step recorded durably, p99 of {STEPS}", 1000 * percentile(recorded, 0.99), "ms", STEP_BAR_MS),
        Result("… the median", 1000 * percentile(recorded, 0.5), "ms"),
        Result(f"CPU time a second of the calm view, {IDLE_S:.0f} s with nobody pressing", calm, "ms", CALM_BAR,
               floor=full, floor_name="the full view of the same step", by_ratio=True),
        Result("… of a bare Qt window", bare, "ms"),
    ]  # fmt: skip


def _in_a_start_of_its_own(folder: str) -> tuple[float, float]:
    """Seconds to the first step, and of CPU time, when F12 is pressed at once: nothing has been read yet there."""
    seconds, cpu = _in_a_process_of_its_own(folder)
    return seconds, cpu


def _in_a_process_of_its_own(what: str) -> list[float]:
    told = subprocess.run([sys.executable, "-m", "tests.bench.emergency", what], check=True, stdout=subprocess.PIPE)
    return [float(word) for word in told.stdout.splitlines()[-1].split()]


def _at_once(folder: Path) -> tuple[float, float]:
    with window(folder, HALL, Clock(), lambda _: None, KEY) as watched:
        worked = time.process_time()
        seconds = _to_first_step(watched)
        cpu = time.process_time() - worked
        _end(watched)
    return seconds, cpu


def _bare_window() -> float:
    app = QApplication.instance() or QApplication([])
    bare = QWidget()
    bare.resize(1440, 900)
    bare.show()
    _idle(1.0)
    spent = _idle(IDLE_S)
    app.processEvents()
    bare.close()
    return spent


def _idle_step(watched: Watched) -> tuple[float, float]:
    """Milliseconds of CPU time a second: of the full view of a step, and of its calm view."""
    _to_first_step(watched)
    screen = _screen(watched)
    _idle(2.0)
    full = _idle(IDLE_S)
    screen.page.calm_wanted.emit()
    _idle(2.0)
    calm = _idle(IDLE_S)
    _end(watched)
    return full, calm


def _idle(seconds: float) -> float:
    """Let the window live as it does by itself; gives the milliseconds of CPU time that a second took."""
    loop = QEventLoop()
    QTimer.singleShot(int(1000 * seconds), loop.quit)
    started, worked = time.perf_counter(), time.process_time()
    loop.exec()
    return 1000 * (time.process_time() - worked) / (time.perf_counter() - started)


def _screen(watched: Watched) -> Any:
    return watched.program.window.built("emergency")


def _to_first_step(watched: Watched) -> float:
    """As a hand that knows its letters does it: no key waits for the screen to be ready."""
    main = watched.program.window
    started = time.perf_counter()
    main.command("emergency")  # what F12 does
    screen = _screen(watched)
    QTest.keyClicks(screen.picker.wish, "td")
    QTest.keyClick(screen.picker.wish, Qt.Key.Key_Return)
    _until(watched, lambda: screen.page.state is not None and screen.page.state.walk.running and not screen._busy)
    main.repaint()
    return time.perf_counter() - started


def _end(watched: Watched) -> None:
    screen = _screen(watched)
    screen.page.ended.emit("bench")
    _until(watched, lambda: not screen.page.state.walk.running and not screen._busy)
    screen.page.closed.emit()
    watched.app.processEvents()


def _recorded(watched: Watched) -> list[float]:
    """Steps done, and as often the first one opened again; few walkthroughs are longer than WALKED."""
    walks = watched.hall.console.work.walkthroughs
    key, found = "", []
    for number in range(STEPS):
        if number % WALKED == 0:
            if key:
                walks.end(key, "bench", by="8001")
            key = walks.start("power_outage", by="8001").walk.key
        current = walks.walk(key)
        assert current is not None
        started = time.perf_counter()
        if number % 2:
            walks.back(key, "s1", by="8001")
        else:
            walks.done(key, current.walk.step, current.walk.turn, by="8001")
        found.append(time.perf_counter() - started)
    walks.end(key, "bench", by="8001")
    return found


def _until(watched: Watched, holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not holds():
        watched.app.processEvents()
        if time.monotonic() > end:
            raise RuntimeError("the step never came to be shown")
        time.sleep(0.0005)
    watched.app.processEvents()


def _rest(watched: Watched, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        watched.app.processEvents()
        time.sleep(0.005)


if __name__ == "__main__":
    found = (_bare_window(),) if sys.argv[1] == "bare" else _at_once(Path(sys.argv[1]))
    sys.stdout.write(" ".join(map(str, found)) + "\n")
