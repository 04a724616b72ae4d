"""The clock: wall time carried by the steady tick counter, so that a corrected PC clock never bends a wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

TELLING_DRIFT_S = 5.0


def steady_ticks() -> float:
    """Seconds since boot including sleep, where the system offers it."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.clock_gettime(boot) if boot is not None else time.monotonic()


def wall_time() -> datetime:
    """The PC's clock, aware UTC."""
    return datetime.now(UTC)


class Clock:
    """Aware UTC that moves with the steady ticks. `offset` shifts it (demo, replay)."""

    def __init__(
        self,
        wall: Callable[[], datetime] = wall_time,
        ticks: Callable[[], float] = steady_ticks,
        offset: timedelta = timedelta(0),
    ) -> None:
        self._wall = wall
        self._ticks = ticks
        self._offset = offset
        self._start_wall = wall()
        self._start_ticks = ticks()
        self._held: frozenset[str] = frozenset()
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The hall's time."""
        return self._start_wall + timedelta(seconds=self._ticks() - self._start_ticks) + self._offset

    def monotonic(self) -> float:
        """Steady seconds, for timers."""
        return self._ticks()

    def drift_s(self) -> float:
        """PC clock minus ours, in seconds: what somebody (or a time server) changed since the start."""
        return (self._wall() - (self.now() - self._offset)).total_seconds()

    def hold(self, name: str, running: bool) -> None:
        """As long as `name` is running its times must not jump: the PC's clock is not taken over."""
        with self._lock:  # any thread: one name must not be lost while another comes
            self._held = self._held | {name} if running else self._held - {name}

    def resync(self) -> bool:
        """Take over the PC's clock; only while nobody waits, since open waits would jump. False while it is held."""
        if self._held:
            return False
        self._start_wall = self._wall()
        self._start_ticks = self._ticks()
        return True
