"""Icons: the shipped line drawings, recoloured and drawn at the size and pixel density they are needed in."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPixmap

# Not config.asset: config brings the settings model with it, and that import alone would cost half a bare window.
RESOURCES = Path(getattr(sys, "_MEIPASS", None) or Path(__file__).resolve().parents[2]) / "resources"

_drawings: dict[str, bytes] = {}
_pixmaps: dict[tuple[str, str, int], QPixmap] = {}


def pixmap(name: str, color: QColor | str, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon `name` (file in resources/icons without .svg) in one colour, `size` device-independent pixels square."""
    tone = color if isinstance(color, str) else color.name()
    side = max(1, round(size * ratio))
    found = _pixmaps.get((name, tone, side))
    if found is None:
        if name not in _drawings:
            path = RESOURCES / "icons" / f"{name}.svg"
            _drawings[name] = path.read_bytes() if path.is_file() else b""
        drawing = _drawings[name].replace(b"#000", tone.encode())
        # The SVG reader draws at the size the file claims, so the file is told the size that is wanted.
        drawing = drawing.replace(b'width="24" height="24"', b'width="%d" height="%d"' % (side, side))
        found = QPixmap()
        if drawing:
            found.loadFromData(drawing)
        _pixmaps[name, tone, side] = found
    shown = QPixmap(found)
    shown.setDevicePixelRatio(ratio)
    return shown


def icon(name: str, color: QColor | str, size: int = 20, ratio: float = 1.0) -> QIcon:
    """The same as a QIcon, for buttons and menus."""
    made = QIcon(pixmap(name, color, size, ratio))
    made.addPixmap(pixmap(name, color, size, ratio * 2))
    return made


def window_icon() -> QIcon:
    """The program's own icon."""
    made = QIcon()
    for side in (32, 64, 256):
        made.addFile(str(RESOURCES / "icons" / f"app-{side}.png"), QSize(side, side))
    return made
