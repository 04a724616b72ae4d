"""A list of rounds as a view on a model: ten thousand lines cost no more than those in sight."""

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
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from lobbyconsole.ui import style
from lobbyconsole.ui.round_board import Line
from lobbyconsole.ui.round_words import own, state_text, when_text
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, draw_mark
from lobbyconsole.ui.widgets.line_list import LineList, draw_ground, draw_line_focus

ROW = 38  # px at 100 %


class Lines(QAbstractListModel):
    """The lines, and which of them is in hand."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self.now = datetime.now(UTC)
        self.zone: tzinfo = UTC
        self.people = False

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return line
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            when = when_text(line.at, self.zone, line.day)
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
        line = index.data(Qt.ItemDataRole.UserRole)
        model = index.model()
        if not isinstance(line, Line) or not isinstance(model, Lines):
            return
        theme = style.current()
        area: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, here = draw_ground(painter, option)
        room = area.adjusted(theme.px(8), 0, -theme.px(8), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        small = theme.font(12)
        when = when_text(line.at, model.zone, line.day)
        font = theme.font(14)
        painter.setFont(font if not line.day else small)
        painter.setPen(theme.color("muted"))
        sample = "00-00 00:00" if line.day else "00:00"
        wide = QFontMetrics(painter.font()).horizontalAdvance(sample) + theme.px(10)
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, when)
        room.setLeft(room.left() + wide)
        words, tone = state_text(line, model.now)
        if model.people and line.runner:
            words = f"{line.runner} · {words}" if words else line.runner
        heavy = theme.font(13, BOLD if line.state in ("done", "running", "overdue", "due") else NORMAL)
        painter.setFont(heavy)
        if words:
            width = QFontMetrics(heavy).horizontalAdvance(words)
            painter.setPen(theme.color(tone))
            painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, words)
            room.setRight(room.right() - width - theme.px(6))
            level = {"overdue": "watch"}.get(line.state) or ("act" if line.state == "done" and line.red else "")
            if level:
                side = theme.px(9)
                spot = QRectF(room.right() - side + 1, area.center().y() - side / 2 + 0.5, side, side)
                draw_mark(painter, level, spot, theme.level_text(level))
                room.setRight(room.right() - side - theme.px(5))
        title = theme.font(14, BOLD if here or line.state == "running" else NORMAL)
        painter.setFont(title)
        painter.setPen(theme.color("muted" if line.state in ("missed", "given_up") else "text"))
        text = QFontMetrics(title).elidedText(own(line.title), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, text)
        draw_line_focus(painter, option, box, here)
        painter.restore()


class RoundList(LineList):
    """Up and down go through it, Enter or a click opens a line."""

    opened = Signal(object)  # a Line

    def __init__(self, people: bool = False) -> None:
        self._lines = Lines()
        self._lines.people = people
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
            self.choose(before, scroll=False)
        self.verticalScrollBar().setValue(place)

    def lines(self) -> list[Line]:
        return list(self._lines.lines)

    def line(self) -> Line | None:
        """The line the keyboard is on."""
        found = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        return found if isinstance(found, Line) else None

    def choose(self, wanted: Line, scroll: bool = True) -> None:
        """Go to the line of the same round or time."""
        for at, line in enumerate(self._lines.lines):
            same = line.key == wanted.key if line.key and wanted.key else same_time(line, wanted)
            if same:
                self.setCurrentIndex(self._lines.index(at))
                if scroll:
                    self.scrollTo(self._lines.index(at), QAbstractItemView.ScrollHint.EnsureVisible)
                return

    def show_row(self, row: int) -> None:
        """Bring a line near the top."""
        if 0 <= row < len(self._lines.lines):
            self.scrollTo(self._lines.index(row), QAbstractItemView.ScrollHint.PositionAtTop)

    def step(self, by: int) -> None:
        """One line down (1) or up (-1), for a field that has the keyboard."""
        count = len(self._lines.lines)
        if count:
            self.setCurrentIndex(self._lines.index(max(0, min(count - 1, self.currentIndex().row() + by))))

    def open_current(self) -> None:
        """As if the line were pressed; without one, the first."""
        if not self.currentIndex().isValid():
            self.step(1)
        self.enter(self.currentIndex())

    def enter(self, index: QModelIndex) -> None:
        line = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(line, Line):
            self.opened.emit(line)


def same_time(one: Line, other: Line) -> bool:
    """Whether two lines are the same scheduled time."""
    return (one.checklist, one.due_at) == (other.checklist, other.due_at) and one.due_at is not None
