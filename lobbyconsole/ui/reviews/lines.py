"""A list of lines with a sign, a title, what it is about, and a word at the right; shared by reviews and risks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from lobbyconsole.ui import style
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, draw_mark
from lobbyconsole.ui.widgets.line_list import LineList, draw_ground, draw_line_focus

ROW = 58  # px at 100 %


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


class _Rows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Line] = []

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            parts = dict.fromkeys((row.title, row.about, row.badge, row.said))
            return " · ".join(part for part in parts if part)
        return None

    def put(self, rows: Sequence[Line]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row = index.data(Qt.ItemDataRole.UserRole)
        theme = style.current()
        head = QFontMetrics(theme.font(12, BOLD)).height() + theme.px(14) if isinstance(row, Line) and row.head else 0
        return QSize(100, theme.px(ROW) + head)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(row, Line):
            return
        theme = style.current()
        area: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.head:
            high = area.height() - theme.px(ROW)
            font = theme.font(12, BOLD)
            painter.setFont(font)
            painter.setPen(theme.color("muted"))
            place = QRect(area.left() + theme.px(10), area.top(), area.width() - theme.px(20), high - theme.px(3))
            words = QFontMetrics(font).elidedText(row.head, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, words)
            option.rect = area.adjusted(0, high, 0, 0)  # type: ignore[attr-defined]
            area = option.rect  # type: ignore[attr-defined]
        box, here = draw_ground(painter, option)
        room = area.adjusted(theme.px(10), theme.px(7), -theme.px(10), -theme.px(7))
        side = theme.px(10)
        half = room.height() // 2
        upper, lower = QRect(room), QRect(room)
        upper.setHeight(half)
        lower.setTop(room.top() + half)
        if row.level:
            spot = QRectF(room.left(), upper.center().y() - side / 2, side, side)
            draw_mark(painter, row.level, spot, theme.level_text(row.level))
        upper.setLeft(room.left() + side + theme.px(8))
        lower.setLeft(upper.left())
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        font = theme.font(14, BOLD if row.strong else NORMAL)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        title = QFontMetrics(font).elidedText(row.title, Qt.TextElideMode.ElideRight, upper.width())
        painter.drawText(upper, middle, title)
        font = theme.font(12, BOLD if row.level == "act" else NORMAL)
        if row.badge:
            wide = min(QFontMetrics(font).horizontalAdvance(row.badge) + 2, lower.width() * 6 // 10)
            right = QRect(lower.right() - wide, lower.top(), wide + 1, lower.height())
            painter.setFont(font)
            painter.setPen(theme.level_text(row.level) if row.level in ("watch", "act") else theme.color("muted"))
            words = QFontMetrics(font).elidedText(row.badge, Qt.TextElideMode.ElideRight, right.width())
            painter.drawText(right, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
            lower.setRight(right.left() - theme.px(8))
        font = theme.font(12)
        painter.setFont(font)
        painter.setPen(theme.color("muted"))
        about = QFontMetrics(font).elidedText(row.about, Qt.TextElideMode.ElideRight, lower.width())
        painter.drawText(lower, middle, about)
        draw_line_focus(painter, option, box, here)
        painter.restore()


class Lines(LineList):
    """`chosen(key)` when the line one is on changes or is entered; `entered(key)` for Enter and a click."""

    chosen = Signal(str)
    entered = Signal(str)

    def __init__(self) -> None:
        self._rows = _Rows()
        super().__init__(self._rows, _Painter(), even=False)
        self.selectionModel().currentChanged.connect(self._moved)
        self.clicked.connect(self.enter)
        self._key = ""

    def enter(self, index: QModelIndex) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(row, Line):
            self.entered.emit(row.key)

    def _moved(self, now: QModelIndex, before: QModelIndex) -> None:
        row = now.data(Qt.ItemDataRole.UserRole)
        if isinstance(row, Line) and row.key != self._key:
            self._key = row.key
            self.chosen.emit(row.key)

    def show_lines(self, rows: Sequence[Line], key: str) -> None:
        """Other lines, without choosing anew."""
        blocked = self.selectionModel().blockSignals(True)
        if list(rows) != self._rows.rows:
            bar = self.verticalScrollBar().value()
            self._rows.put(rows)
            self.scheduleDelayedItemsLayout()
            self.verticalScrollBar().setValue(bar)
        self.selectionModel().blockSignals(blocked)
        self.select(key)

    def select(self, key: str) -> None:
        """Mark one without opening it again."""
        self._key = key
        at = next((at for at, row in enumerate(self._rows.rows) if row.key == key), -1)
        blocked = self.selectionModel().blockSignals(True)
        self.setCurrentIndex(self._rows.index(at) if at >= 0 else QModelIndex())
        self.selectionModel().blockSignals(blocked)
        if at >= 0:
            self.scrollTo(self._rows.index(at))
        self.viewport().update()

    def lines(self) -> list[Line]:
        """What is listed, from above."""
        return list(self._rows.rows)

    def keys(self) -> list[str]:
        return [row.key for row in self._rows.rows]
