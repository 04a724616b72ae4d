"""The console's real window over a real encrypted hall, in this process, with a watch on what it has painted."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from lobbyconsole.bootstrap.hall import OpenHall, open_hall
from lobbyconsole.config import Settings
from lobbyconsole.domain.branch import Branch
from lobbyconsole.services.clock import Clock
from lobbyconsole.ui.app import Options, Program


class Watched:
    """The window, its hall, when which journal number was on the glass, and the gaps of its event loop."""

    def __init__(self, app: QApplication, program: Program, hall: OpenHall) -> None:
        self.app = app
        self.program = program
        self.hall = hall
        self.live = hall.console.live
        self.painted: list[tuple[float, int]] = []  # (when a paint ended, the journal number it showed)
        self.gaps: list[float] = []
        self._last = 0.0
        self._pulse = QTimer()
        self._pulse.setTimerType(Qt.TimerType.PreciseTimer)
        self._pulse.setInterval(1)
        self._pulse.timeout.connect(self._beat)
        self._filter = _After(event_done=self._update_done)
        program.window.installEventFilter(self._filter)

    def _update_done(self) -> None:
        floor: Any = self.program.window.built("floor")
        shown = floor.snapshot if floor is not None else None
        self.painted.append((time.perf_counter(), shown.seq if shown is not None and shown.live else -1))

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now

    def run(self, work: Callable[[], None], beat: bool = True) -> None:
        """`work` on a thread of its own while the window lives; returns when it is done."""
        self.gaps, self._last = [], time.perf_counter()
        done = threading.Event()
        failed: list[BaseException] = []

        def all_of_it() -> None:
            try:
                work()
            except BaseException as error:  # noqa: BLE001 - raised again below: no measurement of work that failed
                failed.append(error)
            finally:
                done.set()

        thread = threading.Thread(target=all_of_it, name="feed")
        if beat:
            self._pulse.start()
        thread.start()
        loop = QEventLoop()  # not the application's own: quitting that would close the window
        poll = QTimer()
        poll.setInterval(50)
        poll.timeout.connect(lambda: loop.quit() if done.is_set() else None)
        poll.start()
        loop.exec()
        poll.stop()
        self._pulse.stop()
        thread.join()
        if failed:
            raise failed[0]

    def shown(self, seq: int, seconds: float = 10.0) -> bool:
        """Wait, on the feed's thread, until a paint has shown this journal number."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.painted and self.painted[-1][1] >= seq:
                return True
            time.sleep(0.002)
        return False


class _After(QObject):
    """Tells when the window's update has been painted: the window's own event is delivered from inside the filter."""

    def __init__(self, event_done: Callable[[], None]) -> None:
        super().__init__()
        self._done = event_done
        self._inside = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.UpdateRequest or self._inside:
            return False
        self._inside = True
        try:
            watched.event(event)  # paints, children and all
        finally:
            self._inside = False
        self._done()
        return True


@contextmanager
def window(
    folder: Path, branch: Branch, clock: Clock, prepare: Callable[[OpenHall], None], key: bytes | None = None
) -> Iterator[Watched]:
    """The window on show over a hall in `folder` that `prepare` has filled, or that was there with its `key`."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    hall = open_hall(
        folder,
        key or os.urandom(32),
        settings=Settings(set_up=True, branch=branch),
        clock=clock,
        feeds=False,
        upkeep=False,
        in_memory_settings=True,
    )
    live = threading.Event()
    try:
        prepare(hall)
        marks = {"live": live.set}
        options = Options(folder, demo=True, language="zh", mark=lambda name: marks.get(name, lambda: None)())
        gc.disable()  # as bootstrap.window does; the window sees to the rest
        program = Program(app, options, lambda passphrase=None: hall.console)
        program.start()
        end = time.monotonic() + 20
        while not live.is_set() and time.monotonic() < end:
            app.processEvents()
            time.sleep(0.005)
        if not live.is_set():
            raise RuntimeError("the window never came to show the live floor")
        yield Watched(app, program, hall)
        program.stop()
    finally:
        gc.enable()
        gc.unfreeze()
        hall.close()
