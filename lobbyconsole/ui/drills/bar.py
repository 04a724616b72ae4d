"""The bar over every page of a drill: what it is in large letters, never red, with stripes that also show in grey."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout

from lobbyconsole.ui import style
from lobbyconsole.ui.drills.words import drill_word
from lobbyconsole.ui.emergency.parts import BarButton, OwnLabel
from lobbyconsole.ui.theme import LIGHT
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.basics import BOLD, ElidedLabel

GROUND, INK = "accent", "#FFFFFF"  # white on it reads 5.6 : 1 in every theme


def paint_stripes(painter: QPainter, width: int, height: int) -> None:
    """The ground of whatever is a drill: stripes, so that it is known in greyscale too."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(0, 0, width, height, LIGHT.color(GROUND))
    painter.setPen(QPen(LIGHT.color(GROUND).darker(118), 9))
    for at in range(-height, width + height, 32):
        painter.drawLine(at, height, at + height, 0)


class _OnBar(ElidedLabel):
    def _dress(self) -> None:
        super()._dress()
        palette = self.palette()
        palette.setColor(self.foregroundRole(), INK)
        self.setPalette(palette)


class DrillBar(QFrame):
    """DRILL, which plan, its number, the clock, and the way back to the list."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._mark = OwnLabel(18, INK, BOLD)
        self._title, self._about = _OnBar("", 16, BOLD), _OnBar("", 14, least_em=5)
        self._beside = _OnBar("", 13)
        self._clock = OwnLabel(28, INK, BOLD)
        self.leave = BarButton()
        self.leave.tone = GROUND
        self.leave.clicked.connect(self.left)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 4, 12, 4)
        row.setSpacing(12)
        row.addWidget(self._mark)
        row.addWidget(self._title)
        row.addWidget(self._about, 1)
        row.addWidget(self._clock)
        row.addWidget(self._beside)
        row.addWidget(self.leave)
        self.retranslate()

    def show_words(self, title: str, about: str, clock: str, beside: str) -> None:
        for label, words in ((self._title, title), (self._about, about), (self._clock, clock), (self._beside, beside)):
            if label.text() != words:
                label.setText(words)

    def clock(self) -> str:
        return self._clock.text()

    def text(self) -> str:
        return f"{self._mark.text()} {self._title.text()} {self._about.text()}"

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_stripes(QPainter(self), self.width(), self.height())

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._beside.setVisible(self.width() / style.current().scale > 760)

    def retranslate(self) -> None:
        self._mark.setText(f"◆ {drill_word()}")
        self._mark.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.leave.setText(translate("Drills", "Make small"))
