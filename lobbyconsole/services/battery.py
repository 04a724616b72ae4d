"""Whether this computer runs on its battery: read from the system, never guessed."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

LINUX = Path("/sys/class/power_supply")


def on_battery(folder: Path | None = None) -> bool:
    """True while a battery feeds this computer; False on mains, without a battery, or when nobody can say."""
    if folder is None and sys.platform == "win32":
        return _on_battery_windows()
    return _on_battery_linux(folder or LINUX)


def _on_battery_linux(folder: Path) -> bool:
    """A mains supply that is on settles it; else a battery that is being drained does."""
    draining = False
    try:
        supplies = sorted(folder.iterdir())
    except OSError:
        return False
    for supply in supplies:
        kind = _line(supply / "type")
        if kind in ("Mains", "USB") and _line(supply / "online") == "1":
            return False
        # The battery of a mouse has the scope "Device": it says nothing about this computer.
        if kind == "Battery" and _line(supply / "scope") != "Device":
            draining = draining or _line(supply / "status") == "Discharging"
    return draining


def _line(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


class _PowerStatus(ctypes.Structure):
    _fields_ = (
        ("line", ctypes.c_ubyte), ("flag", ctypes.c_ubyte), ("percent", ctypes.c_ubyte), ("saver", ctypes.c_ubyte),
        ("life_s", ctypes.c_ulong), ("full_s", ctypes.c_ulong),
    )  # fmt: skip


def _on_battery_windows() -> bool:
    """`line` is 0 off mains, 1 on it, 255 unknown; a `flag` of 128 means that there is no battery."""
    windll = getattr(ctypes, "windll", None)
    status = _PowerStatus()
    if windll is None or not windll.kernel32.GetSystemPowerStatus(ctypes.byref(status)):
        return False
    return status.line == 0 and not status.flag & 128
