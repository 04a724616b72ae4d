"""What a slim Linux lacks for a window or a painted page, in a sentence; Qt itself ends in a core dump."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

SETUP = "`make setup` says which system packages are missing."
QT_NEEDS = "libxcb-cursor.so.0"  # of Qt's plugin for X11, which loads it too late to be told


def lacking(error: ImportError) -> str:
    """What to say of an import that failed for want of a system library; "" when it is a defect of ours."""
    if "PySide6" not in str(error) and ".so" not in str(error):
        return ""
    return f"Qt cannot be loaded: {error}. {SETUP}"


def no_desktop() -> str:
    """Why no window can be opened here, as far as can be known without Qt; "" when nothing speaks against it."""
    if _on_x11() and not os.environ.get("DISPLAY"):
        return "No window can be opened: there is no desktop here (DISPLAY is not set). `--help` lists what works so."
    return ""


def no_window(cannot_load: Callable[[str], str]) -> str:
    """Why Qt would end instead of opening a window; `cannot_load` says why a system library is not to be had."""
    trouble = cannot_load(QT_NEEDS) if _on_x11() else ""
    return f"No window can be opened: {trouble}. {SETUP}" if trouble else ""


def _on_x11() -> bool:
    chosen = os.environ.get("QT_QPA_PLATFORM") or os.environ.get("WAYLAND_DISPLAY")
    return sys.platform == "linux" and not chosen
