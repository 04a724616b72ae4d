"""Work on the screen's thread in slices: a long page is built over several turns of the loop, never in one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QObject, QTimer

SLICE_S = 0.008  # half a frame


class Slices(QObject):
    """Goes through one generator at a time; a newer one takes the place of the one under way."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._work: Iterator[Any] | None = None
        self._done: Callable[[], object] | None = None
        self._each: Callable[[], object] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)

    @property
    def busy(self) -> bool:
        return self._work is not None

    def run(
        self, work: Iterator[Any], done: Callable[[], object] | None = None, each: Callable[[], object] | None = None
    ) -> None:
        """Begin at once, and go on while the window lives its life; `each` after every slice."""
        self._work, self._done, self._each = work, done, each
        self._timer.start()
        self._go_on()

    def finish(self) -> None:
        """All of it now."""
        while self._work is not None:
            self._go_on()

    def stop(self) -> None:
        self._work = None
        self._timer.stop()

    def _go_on(self) -> None:
        self._slice()
        if self._each is not None:
            self._each()

    def _slice(self) -> None:
        end = time.monotonic() + SLICE_S
        work = self._work
        while work is not None and work is self._work:
            try:
                next(work)
            except StopIteration:
                if work is self._work:
                    self.stop()
                    if self._done is not None:
                        self._done()
                return
            if time.monotonic() > end:
                return
