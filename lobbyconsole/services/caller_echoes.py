"""Which frames on the callers' line are no new press: our own given back, and a key that bounces or is sent again."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from lobbyconsole.feeds.caller_frames import SHOW, Frame

READ_BACK_S = 0.3  # an adapter that hears itself gives our own bytes back within this
ECHOES = 3  # of one press; two hosts that answer each other's echoes must come to an end


@dataclass(slots=True)
class _LastPress:
    raw: bytes
    at: float
    busy: bool = True
    echoes: int = 1


class Echoes:
    """What was written lately and what each caller pressed last. Any thread; times in seconds of one steady clock.

    Our echo of a press is the same bytes as the press. Whether the adapter hears itself shows with the first display
    frame, which no caller sends; until that is known the same frame is taken for our own.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: dict[int, _LastPress] = {}
        self._sent: list[tuple[bytes, float]] = []
        self._hears_itself: bool | None = None
        self._first_show = 0.0
        self._busy_until = 0.0

    @property
    def busy_until(self) -> float:
        """When the line will have taken all that was written."""
        return self._busy_until

    def opened(self) -> None:
        """Another opening of the port, perhaps with another adapter."""
        with self._lock:
            self._last, self._sent = {}, []
            self._hears_itself, self._first_show, self._busy_until = None, 0.0, 0.0

    def wrote(self, frame: Frame, raw: bytes, now: float, baud: int) -> None:
        """A frame of ours goes out."""
        with self._lock:
            # Written is not sent: the line takes a while for each byte, a start and a stop bit included.
            self._busy_until = max(now, self._busy_until) + len(raw) * 10 / baud
            self._sent = [*(one for one in self._sent if one[1] > now), (raw, self._busy_until + READ_BACK_S)]
            if frame.function == SHOW and not self._first_show:
                self._first_show = self._busy_until

    def came_back(self, frame: Frame, raw: bytes, now: float) -> bool:
        """Whether a frame is what we wrote ourselves."""
        with self._lock:
            if self._hears_itself is None and self._first_show and now - self._first_show > READ_BACK_S:
                self._hears_itself = False
            self._sent = [(sent, until) for sent, until in self._sent if until > now]
            if self._hears_itself is False and frame.function != SHOW:
                return False  # then the same frame again is the caller's own
            for at, (sent, _) in enumerate(self._sent):
                if sent == raw:
                    del self._sent[at]
                    if frame.function == SHOW:
                        self._hears_itself = True
                    return True
        return False

    def pressed(self, address: int, raw: bytes, now: float, once_s: float) -> int:
        """How often this press has been sent by now: 1 for a new one. Each repetition makes the time begin anew."""
        with self._lock:
            last = self._last.get(address)
            if last is not None and last.raw == raw and (last.busy or now - last.at < once_s):
                last.at = now
                last.echoes += 1
                return last.echoes
            self._last[address] = _LastPress(raw, now)
            return 1

    def dealt_with(self, address: int, raw: bytes, now: float) -> None:
        """A press is done and answered: the same key counts anew, a moment from now."""
        with self._lock:
            last = self._last.get(address)
            if last is not None and last.raw == raw:
                last.busy, last.at = False, now
