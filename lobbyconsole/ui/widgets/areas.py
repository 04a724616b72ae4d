"""Areas that scroll, and columns at an edge."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

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


class EdgeColumn(QWidget):
    """A column with the ground of a card and a line at its inner edge: "left" or "right"."""

    def __init__(self, edge: str = "right") -> None:
        super().__init__()
        self._edge = edge

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        at = self.width() - 1 if self._edge == "right" else 0
        painter.fillRect(at, 0, 1, self.height(), theme.color("border"))
        painter.end()
