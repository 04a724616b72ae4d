"""From the recorder's thread to the screens: one queued signal, first change at once, bursts collapsed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

if TYPE_CHECKING:
    from lobbyconsole.services.live import Snapshot

LEAST_BETWEEN_MS = 16  # a fact is on the glass within 50 ms, and a burst costs a screen one frame in two


class Bridge(QObject):
    """Takes snapshots on any thread by `offer`; gives the newest one on its own thread by the signal `arrived`."""

    arrived = Signal(object)  # Snapshot
    _woken = Signal()

    def __init__(self, parent: QObject | None = None, least_between_ms: int = LEAST_BETWEEN_MS) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._newest: Snapshot | None = None
        self._awake = False  # a wake-up is on its way or the timer runs; more offers need not knock again
        self._least = least_between_ms
        self._given_at = float("-inf")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)  # a coarse one may be late by what a fact may take
        self._timer.timeout.connect(self._give)
        self._woken.connect(self._wake, Qt.ConnectionType.QueuedConnection)
        self._leave: Callable[[], None] | None = None

    def follow(self, subscribe: Callable[[Callable[[Snapshot], None]], Callable[[], None]]) -> None:
        """Listen to a `live.subscribe`; a former one is left first."""
        self.leave()
        self._leave = subscribe(self.offer)

    def leave(self) -> None:
        """Stop listening."""
        if self._leave is not None:
            self._leave()
            self._leave = None
        self._timer.stop()
        with self._lock:
            self._newest, self._awake = None, False

    def offer(self, snapshot: Snapshot) -> None:
        """A newer snapshot, from any thread. Costs a lock; only the first of a burst posts an event."""
        with self._lock:
            self._newest = snapshot
            if self._awake:
                return
            self._awake = True
        self._woken.emit()

    def _wake(self) -> None:
        rest = self._least - (time.monotonic() - self._given_at) * 1000
        if rest > 0:
            self._timer.start(round(rest))
        else:
            self._give()

    def _give(self) -> None:
        with self._lock:
            snapshot, self._newest, self._awake = self._newest, None, False
        if snapshot is not None:
            # Measured from the end of the screens' work: a slow screen gets fewer pictures, not a growing queue.
            try:
                self.arrived.emit(snapshot)
            finally:
                self._given_at = time.monotonic()
