"""A list of lines with a sign, a title, what it is about, and a word at the right; shared by reviews and risks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter

from lobbyconsole.ui import style
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, draw_mark
from lobbyconsole.ui.widgets.line_list import RIGHT, KeptList, LineModel, LinePainter, draw_elided


class Line(NamedTuple):
    """`level` is its sign (ok, watch, act; "" none); `badge` stands at the right of the second line."""

    key: str
    level: str
    title: str
    about: str
    badge: str = ""
    strong: bool = False
    head: str = ""  # the first of a group says what the group is
    said: str = ""  # the sign in words, for a screen reader


class _Rows(LineModel):
    """A line that is the first of a group stands below the group's heading: a string."""

    def heading(self, line: Line | str) -> str:
        return line if isinstance(line, str) else ""

    def spoken(self, line: Line) -> str:
        parts = dict.fromkeys((line.title, line.about, line.badge, line.said))
        return " · ".join(part for part in parts if part)


class _Painter(LinePainter):
    HIGH, HEAD_HIGH, HEAD_SIZE = 58, 30, 12

    def draw(self, painter: QPainter, area: QRect, line: Line, model: _Rows, here: bool) -> None:
        theme = style.current()
        room = area.adjusted(theme.px(10), theme.px(7), -theme.px(10), -theme.px(7))
        side = theme.px(10)
        half = room.height() // 2
        upper, lower = QRect(room), QRect(room)
        upper.setHeight(half)
        lower.setTop(room.top() + half)
        if line.level:
            spot = QRectF(room.left(), upper.center().y() - side / 2, side, side)
            draw_mark(painter, line.level, spot, theme.level_text(line.level))
        upper.setLeft(room.left() + side + theme.px(8))
        lower.setLeft(upper.left())
        painter.setFont(theme.font(14, BOLD if line.strong else NORMAL))
        painter.setPen(theme.color("text"))
        draw_elided(painter, upper, line.title)
        if line.badge:
            painter.setFont(theme.font(12, BOLD if line.level == "act" else NORMAL))
            metrics = painter.fontMetrics()
            wide = min(metrics.horizontalAdvance(line.badge) + 2, lower.width() * 6 // 10)
            right = QRect(lower.right() - wide, lower.top(), wide + 1, lower.height())
            painter.setPen(theme.level_text(line.level) if line.level in ("watch", "act") else theme.color("muted"))
            painter.drawText(right, RIGHT, metrics.elidedText(line.badge, Qt.TextElideMode.ElideRight, right.width()))
            lower.setRight(right.left() - theme.px(8))
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("muted"))
        draw_elided(painter, lower, line.about)


class Lines(KeptList):
    """`chosen(key)` when the line one is on changes or is entered; `entered(key)` for Enter and a click."""

    chosen = Signal(str)
    entered = Signal(str)

    def __init__(self) -> None:
        super().__init__(_Rows(), _Painter(), even=False)
        self.clicked.connect(self.enter)
        self._key = ""

    def same(self, one: Line, other: Line) -> bool:
        return one.key == other.key

    def enter(self, index: QModelIndex) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(row, Line):
            self.entered.emit(row.key)

    def went_to(self, line: Line) -> None:
        if line.key != self._key:
            self._key = line.key
            self.chosen.emit(line.key)

    def show_lines(self, rows: Sequence[Line], key: str) -> None:
        """Other lines, without choosing anew."""
        found: list[Any] = []
        for row in rows:
            found += [row.head, row] if row.head else [row]
        self.put_lines(found)
        self.select(key)

    def select(self, key: str) -> None:
        """Mark one without opening it again."""
        self._key, self._quiet = key, True
        at = next((at for at, row in enumerate(self._lines.lines) if isinstance(row, Line) and row.key == key), -1)
        self.setCurrentIndex(self._lines.index(at) if at >= 0 else QModelIndex())
        self._quiet = False
        if at >= 0:
            self.scrollTo(self._lines.index(at))
        self.viewport().update()

    def lines(self) -> list[Line]:
        return [row for row in self._lines.lines if isinstance(row, Line)]

    def keys(self) -> list[str]:
        """What is listed, from above."""
        return [row.key for row in self.lines()]
