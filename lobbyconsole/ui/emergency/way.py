"""The way through a plan: steps done, the present one, and what follows until the next choice."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from lobbyconsole.ui import style
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL

MARKS = {"done": "✓", "skipped": "–", "back": "↺"}


class Mark(NamedTuple):
    """One step of the way. `how`: done, skipped, back, now or later."""

    number: int
    how: str
    title: str
    below: str = ""


class Way(QWidget):
    """The steps below each other; the present one is highlighted."""

    def __init__(self) -> None:
        super().__init__()
        self._marks: tuple[Mark, ...] = ()

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Another way, or the same one step further."""
        if marks != self._marks:
            self._marks = marks
            self.setAccessibleDescription("\n".join(f"{m.number} {m.how} {m.title} {m.below}" for m in marks))
            self.updateGeometry()
            self.setMinimumHeight(self.heightForWidth(self.width()))
            self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return sum(height for _, height in self._places(width)) + 8

    def sizeHint(self) -> QSize:
        return QSize(style.current().px(260), self.heightForWidth(style.current().px(260)))

    def now_rect(self) -> QRect:
        """Where the present step is painted."""
        for mark, (top, height) in zip(self._marks, self._places(self.width()), strict=True):
            if mark.how == "now":
                return QRect(0, top, self.width(), height)
        return QRect()

    def _places(self, width: int) -> list[tuple[int, int]]:
        theme = style.current()
        room = max(60, width - theme.px(58))
        places, top = [], 0
        for mark in self._marks:
            height = QFontMetrics(theme.font(14, BOLD if mark.how == "now" else NORMAL)).boundingRect(
                QRect(0, 0, room, 10_000), int(Qt.TextFlag.TextWordWrap), mark.title
            ).height()  # fmt: skip
            height += (theme.px(18) if mark.below else 0) + theme.px(18)
            places.append((top, height))
            top += height
        return places

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = theme.px(24)
        for mark, (top, height) in zip(self._marks, self._places(self.width()), strict=True):
            if not event.rect().intersects(QRect(0, top, self.width(), height)):
                continue
            now = mark.how == "now"
            if now:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("accent_soft"))
                painter.drawRoundedRect(0, top + 2, self.width(), height - 4, 8, 8)
            fill, edge, ink = {
                "done": ("ok", "ok", "surface"),
                "now": ("accent", "accent", "on_accent"),
                "skipped": ("surface", "watch", "watch_text"),
                "back": ("surface", "border", "muted"),
            }.get(mark.how, ("surface", "border", "muted"))
            dot = QRect(theme.px(10), top + theme.px(9), size, size)
            painter.setPen(QPen(theme.color(edge), 1.5))
            painter.setBrush(theme.color(fill))
            painter.drawEllipse(dot)
            painter.setPen(theme.color(ink))
            painter.setFont(theme.font(12, BOLD))
            painter.drawText(dot, Qt.AlignmentFlag.AlignCenter, MARKS.get(mark.how, str(mark.number)))
            left = theme.px(44)
            room = QRect(left, top + theme.px(9), self.width() - left - theme.px(12), height)
            painter.setPen(theme.color("text" if mark.how != "later" else "muted"))
            painter.setFont(theme.font(14, BOLD if now else NORMAL))
            flags = int(Qt.TextFlag.TextWordWrap)
            painter.drawText(room, flags, mark.title)
            if mark.below:
                painter.setPen(theme.color("muted"))
                painter.setFont(theme.font(12))
                metrics = QFontMetrics(painter.font())
                below = metrics.elidedText(mark.below, Qt.TextElideMode.ElideRight, room.width())
                painter.drawText(room.left(), top + height - theme.px(10), below)
