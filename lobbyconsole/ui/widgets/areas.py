"""Areas that scroll, and columns at an edge."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from lobbyconsole.ui import style

FIT_MS = 15
WIDEST = 16_777_215  # Qt's word for no limit, which PySide does not hand on


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
    _Fit(area)
    return area


class _Fit(QObject):
    """Asks once more how high the content is: filled while it was hidden, wrapped lines know it only later."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._asking = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(FIT_MS)
        self._soon.timeout.connect(self._fit)
        area.widget().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show) and not self._asking:
            self._soon.start()
        return False

    def _fit(self) -> None:
        inner = self._area.widget()
        layout = inner.layout() if inner is not None and inner.isVisible() else None
        if layout is None or not layout.hasHeightForWidth():
            return
        layout.activate()
        before = inner.height()
        if layout.totalHeightForWidth(inner.width()) > before:
            self._asking = True  # the area itself: what is inside has been laid out and would not ask it again
            QApplication.sendEvent(self._area, QEvent(QEvent.Type.LayoutRequest))
            self._asking = False
            if inner.height() != before:
                self._soon.start()  # lines that are wider or narrower now may want another one


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
