"""A serial line without wires: a pseudo-terminal with callers at its far end, which can be unplugged and plugged in."""

from __future__ import annotations

import os
import pty
import select
import time
from pathlib import Path

from lobbyconsole.feeds.caller_frames import BEEP, SHOW, Decoder, Frame

NEXT, RECALL, RATE, PAUSE, TRANSFER, OK = 0x0C, 0x0D, 0x0B, 0x12, 0x13, 0x0F
BLANK = 10


class FarEnd:
    """The callers' side of the line. `name` stays the same when the adapter is plugged in again."""

    def __init__(self, folder: Path) -> None:
        self.name = folder / "ttyUSB7"
        self.hears_itself = False
        self.frames: list[Frame] = []
        self._decoder = Decoder()
        self._master = self._slave = -1
        self.plug_in()

    def plug_in(self) -> None:
        self._master, self._slave = pty.openpty()
        os.set_blocking(self._master, False)
        self.name.symlink_to(os.ttyname(self._slave))

    def unplug(self) -> None:
        if self._master >= 0:
            self.name.unlink()
            os.close(self._master)
            os.close(self._slave)
            self._master = -1

    def send(self, data: bytes) -> None:
        """Put bytes on the wire; a wire does not wait for somebody to listen."""
        while data and select.select([], [self._master], [], 0.2)[1]:
            data = data[os.write(self._master, data) :]

    def press(self, address: int, *data: int, function: int = 1) -> bytes:
        raw = Frame(address, function, bytes(data)).encoded()
        self.send(raw)
        return raw

    def listen(self, seconds: float) -> list[Frame]:
        """Frames of the host that arrive within a while; all are kept in `frames` too."""
        until = time.monotonic() + seconds
        new: list[Frame] = []
        while (left := until - time.monotonic()) > 0:
            new += self._read(left)
        return new

    def wait_for(self, *wanted: Frame, seconds: float = 8.0) -> list[Frame]:
        """Frames until these came, in this order and others between them."""
        until, missing = time.monotonic() + seconds, list(wanted)
        new: list[Frame] = []
        while missing:
            left = until - time.monotonic()
            assert left > 0, f"{missing} did not come; there were {new}"
            for frame in self._read(left):
                new.append(frame)
                if missing and frame == missing[0]:
                    del missing[0]
        return new

    def _read(self, seconds: float) -> list[Frame]:
        if not select.select([self._master], [], [], min(seconds, 0.05))[0]:
            return []
        data = os.read(self._master, 4096)
        if self.hears_itself:
            self.send(data)
        found = self._decoder.feed(data)
        self.frames += found
        return found


def text(frame: Frame) -> str:
    """What a display frame shows: "003 049", "    1", a blank is a blank."""
    assert frame.function == SHOW
    signs = "".join(" " if digit == BLANK else str(digit) for digit in frame.data)
    return f"{signs[:3]} {signs[3:]}"


def shows(address: int, words: str) -> Frame:
    """The frame that has a display show this; see `text`."""
    assert len(words) == 7
    return Frame(address, SHOW, bytes(BLANK if sign == " " else int(sign) for sign in words[:3] + words[4:]))


def code(address: int, number: int) -> Frame:
    return shows(address, f"      {number}")


def tone(address: int) -> Frame:
    return Frame(address, BEEP)
