"""The list on the left: today's meetings in order, then past ones under their dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any

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
from lobbyconsole.ui.briefings.board import Line
from lobbyconsole.ui.briefings.words import state_text
from lobbyconsole.ui.round_words import own
from lobbyconsole.ui.translation import clock_text, date_text, translate
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, draw_mark
from lobbyconsole.ui.widgets.line_list import LineList, draw_ground, draw_line_focus

ROW = 40  # px at 100 %


class _Lines(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self.now = datetime.now(UTC)
        self.zone: tzinfo = UTC

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if index.isValid() and self.lines[index.row()].state == "day":
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def words(self, line: Line) -> str:
        """A heading's words."""
        if line.day is None:
            return ""
        today = line.day == self.now.astimezone(self.zone).date()
        return translate("Meetings", "Today") if today else date_text(line.day)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return line
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            if line.state == "day":
                return self.words(line)
            when = clock_text(line.at, self.zone) if line.at else ""
            return " ".join(part for part in (when, own(line.title), state_text(line, self.now)[0]) if part)
        return None

    def put(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, style.current().px(ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line, model = index.data(Qt.ItemDataRole.UserRole), index.model()
        if not isinstance(line, Line) or not isinstance(model, _Lines):
            return
        theme = style.current()
        area: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = area.adjusted(theme.px(8), 0, -theme.px(8), 0)
        left, middle = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignVCenter
        if line.state == "day":
            painter.setFont(theme.font(14, BOLD))
            painter.setPen(theme.color("muted"))
            painter.drawText(room.adjusted(0, 0, 0, -theme.px(6)), left | Qt.AlignmentFlag.AlignBottom,
                             model.words(line))  # fmt: skip
            painter.restore()
            return
        box, here = draw_ground(painter, option)
        painter.setFont(theme.font(14))
        painter.setPen(theme.color("muted"))
        painter.drawText(room, middle | left, clock_text(line.at, model.zone) if line.at else "")
        room.setLeft(room.left() + painter.fontMetrics().horizontalAdvance("00:00") + theme.px(10))
        words, tone = state_text(line, model.now)
        heavy = theme.font(13, BOLD if line.state in ("running", "overdue", "due") else NORMAL)
        if words:
            width = QFontMetrics(heavy).horizontalAdvance(words)
            painter.setFont(heavy)
            painter.setPen(theme.color(tone))
            painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, words)
            room.setRight(room.right() - width - theme.px(6))
        sign = {"overdue": "watch", "running": "ok"}.get(line.state, "")
        if sign:
            side = theme.px(9)
            spot = QRectF(room.right() - side + 1, area.center().y() - side / 2 + 0.5, side, side)
            draw_mark(painter, sign, spot, theme.color(tone))
            room.setRight(room.right() - side - theme.px(5))
        title = theme.font(14, BOLD if here or line.state == "running" else NORMAL)
        painter.setFont(title)
        painter.setPen(theme.color("muted" if line.state == "missed" else "text"))
        text = QFontMetrics(title).elidedText(own(line.title), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, middle | left, text)
        draw_line_focus(painter, option, box, here)
        painter.restore()


class MeetingList(LineList):
    """Up and down go through it, Enter or a click opens a line."""

    opened = Signal(object)  # a Line

    def __init__(self) -> None:
        self._lines = _Lines()
        super().__init__(self._lines, _Painter())
        self.clicked.connect(self.enter)

    def show_lines(self, lines: Sequence[Line], now: datetime, zone: tzinfo) -> None:
        """Other lines, or the same later; the line one is on stays, and so does the place."""
        before = self.line()
        self._lines.now, self._lines.zone = now, zone
        if list(lines) == self._lines.lines:
            self.viewport().update()
            return
        place = self.verticalScrollBar().value()
        self._lines.put(lines)
        if before is not None:
            self.choose(before)
        self.verticalScrollBar().setValue(place)

    def lines(self) -> list[Line]:
        return list(self._lines.lines)

    def texts(self) -> list[str]:
        """The list as a screen reader tells it."""
        role = Qt.ItemDataRole.AccessibleTextRole
        return [str(self._lines.index(at).data(role)) for at in range(self._lines.rowCount())]

    def line(self) -> Line | None:
        """The line the keyboard is on."""
        found = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        return found if isinstance(found, Line) else None

    def choose(self, wanted: Line) -> bool:
        """Go to the line of the same meeting or time; False when it is not there."""
        for at, line in enumerate(self._lines.lines):
            if line.state != "day" and _same(line, wanted):
                self.setCurrentIndex(self._lines.index(at))
                return True
        return False

    def enter(self, index: QModelIndex) -> None:
        line = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(line, Line) and line.state != "day":
            self.opened.emit(line)


def _same(one: Line, other: Line) -> bool:
    if one.key and other.key:
        return one.key == other.key
    # A time that was held since has a key now; its line is still that time's.
    return one.agenda == other.agenda and one.at == other.at and one.at is not None
