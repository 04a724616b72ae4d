"""What must be known of this computer's Qt before it is used: it would end the program without a word."""

from __future__ import annotations

import sys

from PySide6.QtCore import QLibrary, QObject


def check_none() -> None:
    """PySide6 6.12.0 loses references to None on Python 3.11 and dies after minutes: better not to start at all."""
    if not hasattr(sys, "getrefcount"):
        return
    probe = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        probe.setObjectName("a")
    if abs(sys.getrefcount(None) - before) >= 100:
        raise SystemExit("This PySide6 damages Python (None loses references). Install the locked version: make setup")


def cannot_load(library: str) -> str:
    """Why a system library cannot be loaded; "" when it can. Not by ctypes, which takes 4 ms of a start to load."""
    asked = QLibrary(library)
    return "" if asked.load() else asked.errorString()
