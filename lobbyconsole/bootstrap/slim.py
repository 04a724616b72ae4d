"""What a slim Linux lacks for a window or a painted page, in a sentence; Qt itself ends in a core dump."""

from __future__ import annotations

import ctypes
import os
import sys

SETUP = "`make setup` says which system packages are missing."
QT_NEEDS = "libxcb-cursor.so.0"  # of Qt's plugin for X11, which loads it too late to be told


def lacking(error: ImportError) -> str:
    """What to say of an import that failed for want of a system library; "" when it is a defect of ours."""
    if "PySide6" not in str(error) and ".so" not in str(error):
        return ""
    return f"Qt cannot be loaded: {error}. {SETUP}"


def no_window() -> str:
    """Why no window can be opened here, as far as can be known before Qt tries; "" when nothing speaks against it."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return ""
    if os.environ.get("WAYLAND_DISPLAY"):
        return ""
    if not os.environ.get("DISPLAY"):
        return "No window can be opened: there is no desktop here (DISPLAY is not set). `--help` lists what works so."
    try:
        ctypes.CDLL(QT_NEEDS)
    except OSError as error:
        return f"No window can be opened: {error}. {SETUP}"
    return ""
