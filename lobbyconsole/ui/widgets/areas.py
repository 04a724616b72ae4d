"""Areas that scroll, and columns at an edge."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from lobbyconsole.ui import style


def plain_area(content: QWidget) -> QScrollArea:
    """Scrolls up and down without a frame or ground of its own."""
    content.setProperty("ground", "plain")
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    area.viewport().setAutoFillBackground(False)
    return area


def grow(area: QScrollArea) -> None:
    """Give what was added its room at once: squeezed into the old one it would be seen for a moment."""
    inner = area.widget()
    layout = inner.layout() if inner is not None else None
    if layout is not None:
        layout.activate()
        inner.resize(inner.width(), max(layout.totalHeightForWidth(inner.width()), area.viewport().height()))


class EdgeColumn(QWidget):
    """A column with the ground of a card and a line at its inner edge: "left" or "right"."""

    def __init__(self, inner: QWidget | None = None, edge: str = "right") -> None:
        """`inner` fills it; without one the owner lays it out."""
        super().__init__()
        self._edge = edge
        if inner is not None:
            rows = QVBoxLayout(self)
            rows.setContentsMargins(0, 0, 0, 0)
            rows.addWidget(inner)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        at = self.width() - 1 if self._edge == "right" else 0
        painter.fillRect(at, 0, 1, self.height(), theme.color("border"))
        painter.end()
