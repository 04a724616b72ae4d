"""A camera for as long as a picture is taken: opened on a thread of its own, released as soon as it is not needed.

Needs the extra "scan" (OpenCV); `missing()` says in words what there is not.
"""

from __future__ import annotations

import importlib.util
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message

PAUSE_S = 0.04  # 25 pictures a second are enough to aim
QUALITY = 90


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture: three bytes a dot, red, green, blue."""

    width: int
    height: int
    content: bytes


def missing() -> Message | None:
    """Why no picture can be taken here; None when it can be tried."""
    if importlib.util.find_spec("cv2") is None:
        text = QT_TRANSLATE_NOOP("Messages", "The camera needs OpenCV, which is not installed here (the extra “scan”).")
        return Message(text)
    if sys.platform == "linux" and not any(Path("/dev").glob("video*")):
        return Message(QT_TRANSLATE_NOOP("Messages", "No camera is connected to this computer."))
    return None


class Camera:
    """`on_frame` and `on_trouble` are called on the camera's thread, never after `stop`."""

    def __init__(
        self, on_frame: Callable[[Frame], object], on_trouble: Callable[[Message], object], source: int | str = 0
    ) -> None:
        self._on_frame, self._on_trouble = on_frame, on_trouble
        self._source = source
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._last: Any = None
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)

    def start(self) -> None:
        """Open it and let pictures come."""
        self._thread.start()

    def stop(self) -> None:
        """Release it; does not wait for a driver that takes its time."""
        self._stopped.set()

    def join(self, seconds: float = 2.0) -> bool:
        """Wait until it is released. False when it is not."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def take(self) -> bytes | None:
        """The last picture as JPEG; None before the first. Encoding takes some 10 ms."""
        with self._lock:
            last = self._last
        if last is None:
            return None
        import cv2

        done, content = cv2.imencode(".jpg", last, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
        return bytes(content.tobytes()) if done else None

    def _say(self, text: str) -> None:
        if not self._stopped.is_set():
            self._on_trouble(Message(text))

    def _run(self) -> None:
        import cv2

        cv2.utils.logging.setLogLevel(
            cv2.utils.logging.LOG_LEVEL_SILENT
        )  # it writes to standard error when there is no camera; the words below are ours
        device = cv2.VideoCapture(self._source)
        try:
            if not device.isOpened():
                text = QT_TRANSLATE_NOOP("Messages", "The camera cannot be opened. Does another program use it?")
                self._say(text)
                return
            device.set(cv2.CAP_PROP_FRAME_WIDTH, 1920)
            device.set(cv2.CAP_PROP_FRAME_HEIGHT, 1080)
            while not self._stopped.is_set():
                seen, picture = device.read()
                if not seen or picture is None or picture.ndim != 3:
                    self._say(QT_TRANSLATE_NOOP("Messages", "The camera gives no picture any more. Is it unplugged?"))
                    return
                with self._lock:
                    self._last = picture
                shown = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
                if not self._stopped.is_set():
                    self._on_frame(Frame(shown.shape[1], shown.shape[0], shown.tobytes()))
                self._stopped.wait(PAUSE_S)
        finally:
            device.release()
