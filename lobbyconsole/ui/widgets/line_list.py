"""Lists whose lines are painted: one model and one look, the line one is on stays, letters are left to the screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from lobbyconsole.ui import style
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.widgets.basics import BOLD, draw_focus, draw_mark

Index = QModelIndex | QPersistentModelIndex
LEFT, RIGHT = (
    Qt.AlignmentFlag.AlignVCenter | side for side in (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
)


class LineModel(QAbstractListModel):
    """The lines, and by whose clock they are told. Headings stand among them and cannot be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Any] = []
        self.now = datetime.now(UTC)
        self.zone: tzinfo = UTC

    def spoken(self, line: Any) -> str:
        """The line as a screen reader and its tooltip tell it."""
        raise NotImplementedError

    def heading(self, line: Any) -> str:
        """A heading's words; "" for a line."""
        return ""

    def heading_tone(self, line: Any) -> str:
        """The colour token of a heading."""
        return "muted"

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.heading(self.lines[index.row()]):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: Index, role: int = 0) -> Any:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return line
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.heading(line) or self.spoken(line)
        return None

    def put(self, lines: Sequence[Any]) -> None:
        """Other lines."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()


class LinePainter(QStyledItemDelegate):
    """Ground, focus and headings of every line; what stands on it, the list's own painter says."""

    HIGH = 38  # px at 100 %
    HEAD_HIGH, HEAD_SIZE = 0, 14  # of a heading; 0: as high as a line

    def draw(self, painter: QPainter, area: QRect, line: Any, model: Any, here: bool) -> None:
        """Paint a line on its ground; `here`: it is the one one is on."""
        raise NotImplementedError

    def draw_heading(self, painter: QPainter, room: QRect, line: Any, model: Any) -> None:
        """Paint a heading's words at the foot of its room."""
        painter.setFont(style.current().font(self.HEAD_SIZE, BOLD))
        painter.setPen(style.current().color(model.heading_tone(line)))
        words = painter.fontMetrics().elidedText(model.heading(line), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, words)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line, model = index.data(Qt.ItemDataRole.UserRole), index.model()
        head = self.HEAD_HIGH and isinstance(model, LineModel) and line is not None and model.heading(line)
        return QSize(100, style.current().px(self.HEAD_HIGH if head else self.HIGH))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line, model = index.data(Qt.ItemDataRole.UserRole), index.model()
        if line is None or not isinstance(model, LineModel):
            return
        theme = style.current()
        area: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if model.heading(line):
            self.draw_heading(painter, area.adjusted(theme.px(8), 0, -theme.px(8), -theme.px(6)), line, model)
        else:
            box, here = draw_ground(painter, option)
            self.draw(painter, area, line, model, here)
            draw_line_focus(painter, option, box, here)
        painter.restore()


def draw_state(painter: QPainter, room: QRect, words: str, tone: str, mark: str, weight: Any, theme: Theme) -> None:
    """How a line stands, at its right end: words and the sign before them. `room` loses what they took."""
    if words:
        painter.setFont(theme.font(13, weight))
        painter.setPen(theme.color(tone))
        painter.drawText(room, RIGHT, words)
        room.setRight(room.right() - painter.fontMetrics().horizontalAdvance(words) - theme.px(6))
    if mark:
        side = theme.px(9)
        spot = QRectF(room.right() - side + 1, room.center().y() - side / 2 + 0.5, side, side)
        draw_mark(painter, mark, spot, theme.color(tone))
        room.setRight(room.right() - side - theme.px(5))


def draw_elided(painter: QPainter, room: QRect, words: str) -> None:
    """Words on one line that end in … when there is no room; the line's tooltip has them all."""
    metrics = QFontMetrics(painter.font())
    painter.drawText(room, LEFT, metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width()))


class LineList(QListView):
    """Up and down go through it; what Enter and other keys do, the list itself says."""

    def __init__(self, model: QAbstractListModel, painter: QStyledItemDelegate, *, even: bool = True) -> None:
        super().__init__()
        model.setParent(self)
        painter.setParent(self)
        self.setModel(model)
        self.setItemDelegate(painter)
        self.setUniformItemSizes(even)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    def enter(self, index: QModelIndex) -> None:
        """Enter was pressed on this line."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter(self.currentIndex())
        elif event.text() and event.text().isprintable():
            event.ignore()  # letters are the screen's keys, not a search
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.scheduleDelayedItemsLayout()


class KeptList(LineList):
    """Lines that are read anew while one stands on one of them; the headings among them are stepped over."""

    def __init__(self, model: LineModel, painter: LinePainter, *, even: bool = True) -> None:
        self._lines = model
        self._quiet = False  # the lines change, nobody goes anywhere
        super().__init__(model, painter, even=even)
        self.selectionModel().currentChanged.connect(self._changed)

    def same(self, one: Any, other: Any) -> bool:
        """Whether two lines, read at different times, are about the same thing."""
        raise NotImplementedError

    def went_to(self, line: Any) -> None:
        """The keyboard or the pointer went to another line."""

    def _changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        line = now.data(Qt.ItemDataRole.UserRole)
        if not self._quiet and line is not None and not self._lines.heading(line):
            self.went_to(line)

    def put_lines(self, lines: Sequence[Any]) -> None:
        """Other lines, or the same later; the line one is on stays, and so does the place."""
        if list(lines) == self._lines.lines:
            self.viewport().update()
            return
        before, place = self.line(), self.verticalScrollBar().value()
        self._quiet = True
        self._lines.put(lines)
        if before is not None and not self._lines.heading(before):
            self.choose(before, scroll=False)
        self._quiet = False
        self.verticalScrollBar().setValue(place)

    def lines(self) -> list[Any]:
        """What is listed, from above."""
        return list(self._lines.lines)

    def texts(self) -> list[str]:
        """The list as a screen reader tells it."""
        role = Qt.ItemDataRole.AccessibleTextRole
        return [str(self._lines.index(at).data(role)) for at in range(self._lines.rowCount())]

    def line(self) -> Any | None:
        """The line the keyboard is on."""
        return self.currentIndex().data(Qt.ItemDataRole.UserRole)

    def choose(self, wanted: Any, scroll: bool = True) -> bool:
        """Go to the line of the same thing; False when it is not there."""
        for at, line in enumerate(self._lines.lines):
            if not self._lines.heading(line) and self.same(line, wanted):
                self.go_to_row(at, scroll)
                return True
        return False

    def go_to_row(self, row: int, scroll: bool = True) -> None:
        """Go to the line at a place."""
        self.setCurrentIndex(self._lines.index(row))
        if scroll:
            self.scrollTo(self._lines.index(row), QAbstractItemView.ScrollHint.EnsureVisible)

    def show_row(self, row: int) -> None:
        """Bring a line near the top."""
        if 0 <= row < len(self._lines.lines):
            self.scrollTo(self._lines.index(row), QAbstractItemView.ScrollHint.PositionAtTop)

    def step(self, by: int) -> bool:
        """To the next line down (1) or up (-1) that is no heading; False when there is none."""
        lines, at = self._lines.lines, self.currentIndex().row()
        at = (len(lines) if at < 0 and by < 0 else at) + by
        while 0 <= at < len(lines) and self._lines.heading(lines[at]):
            at += by
        if not 0 <= at < len(lines):
            return False
        self.go_to_row(at)
        return True


class TimedList(KeptList):
    """Lines that are told by a clock, and opened by Enter or a click."""

    opened = Signal(object)  # a line

    def __init__(self, model: LineModel, painter: LinePainter) -> None:
        super().__init__(model, painter)
        self.clicked.connect(self.enter)

    def show_lines(self, lines: Sequence[Any], now: datetime, zone: tzinfo) -> None:
        """Other lines, or the same later."""
        self._lines.now, self._lines.zone = now, zone
        self.put_lines(lines)

    def open_current(self) -> None:
        """As if the line were pressed; without one, the first."""
        if not self.currentIndex().isValid():
            self.step(1)
        self.enter(self.currentIndex())

    def enter(self, index: QModelIndex) -> None:
        line = index.data(Qt.ItemDataRole.UserRole)
        if line is not None and not self._lines.heading(line):
            self.opened.emit(line)


def draw_ground(painter: QPainter, option: QStyleOptionViewItem) -> tuple[QRectF, bool]:
    """The ground of a line under the pointer or the keyboard: (its box, whether it is the one one is on)."""
    theme = style.current()
    state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
    area: QRect = option.rect  # type: ignore[attr-defined]
    box = QRectF(area).adjusted(0, 1, 0, -1)
    here = bool(state & QStyle.StateFlag.State_Selected)
    if here or state & QStyle.StateFlag.State_MouseOver:
        painter.setPen(theme.color("accent") if here and theme.name == "contrast" else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent_soft" if here else "sunken"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
    return box, here


def draw_line_focus(painter: QPainter, option: QStyleOptionViewItem, box: QRectF, here: bool) -> None:
    """The ring around the line the keyboard is on."""
    state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
    if here and state & QStyle.StateFlag.State_HasFocus:
        draw_focus(painter, box, 8, style.current())
