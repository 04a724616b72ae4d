"""The system's wish that the program ends is heard while nothing else happens."""

from __future__ import annotations

import os
import signal
import sys
import threading
from time import monotonic

import pytest
from PySide6.QtCore import QEventLoop, QTimer

from lobbyconsole.ui.tasks import SignalBell


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
def test_a_signal_is_heard_while_the_window_waits(qapp) -> None:
    loop, told = QEventLoop(), list[float]()

    def heard(*_: object) -> None:
        told.append(monotonic())
        loop.quit()

    before = signal.signal(signal.SIGUSR1, heard)
    bell = SignalBell()
    guard = QTimer()
    guard.setSingleShot(True)
    guard.timeout.connect(loop.quit)
    guard.start(5000)
    sender = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGUSR1))
    began = monotonic()
    sender.start()
    try:
        loop.exec()
    finally:
        sender.join()
        guard.stop()
        bell.close()
        bell.close()  # twice is nothing
        signal.signal(signal.SIGUSR1, before)
    assert told
    assert told[0] - began < 2
