"""The lines of the fairness ledger: painted, so that hundreds of them scroll and refresh at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QListView, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.jumps import Jump
from lobbyconsole.ui import style
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import clock_text, mss, translate
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, draw_focus
from lobbyconsole.ui.widgets.jump_words import line_text, number_of, paid_text, why_text

WIDE = 640  # px at 100 %; with less a line takes two rows
PAD = 16
COLUMNS = (("time", 58), ("ticket", 84), ("counter", 96), ("why", 0.42), ("passed", 0.58), ("sum", 74))

Box = dict[str, tuple[float, float]]


def columns(width: float, theme: Theme) -> Box:
    """Where each column begins and how wide it is; the two with words share what is left."""
    fixed = sum(theme.px(size) for _, size in COLUMNS if size > 1)
    rest = max(0.0, width - 2 * theme.px(PAD) - fixed)
    found: Box = {}
    left = float(theme.px(PAD))
    for name, size in COLUMNS:
        wide = theme.px(size) if size > 1 else rest * size
        found[name] = (left, wide)
        left += wide
    return found


class JumpHead(QWidget):
    """What the columns are; as wide as the lines below, whose scroll bar takes some of the width."""

    def __init__(self, lines: JumpList) -> None:
        super().__init__()
        self._lines = lines
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        lines.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.updateGeometry()
            self.update()
        return False

    def sizeHint(self) -> QSize:
        return QSize(200, style.current().px(32 if self._lines.is_wide() else 6))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        if not self._lines.is_wide():
            return
        painter = QPainter(self)
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("muted"))
        words = {
            "time": translate("Fairness", "Time"),
            "ticket": translate("Fairness", "Ticket"),
            "counter": translate("Fairness", "Counter"),
            "why": translate("Fairness", "Why"),
            "passed": translate("Fairness", "Passed over, and the time it cost each"),
            "sum": translate("Fairness", "Together"),
        }
        metrics = painter.fontMetrics()
        for name, (left, wide) in columns(self._lines.viewport().width(), theme).items():
            side = Qt.AlignmentFlag.AlignRight if name == "sum" else Qt.AlignmentFlag.AlignLeft
            text = metrics.elidedText(words[name], Qt.TextElideMode.ElideRight, int(wide - theme.px(4)))
            painter.drawText(QRectF(left, 0, wide, self.height()), side | Qt.AlignmentFlag.AlignVCenter, text)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))


class _Jumps(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.branch = Branch()
        self.jumps: tuple[Jump, ...] = ()

    def show(self, branch: Branch, jumps: Sequence[Jump]) -> None:
        self.beginResetModel()
        self.branch, self.jumps = branch, tuple(jumps)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's way
        return 0 if parent.isValid() else len(self.jumps)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        jump = self.jumps[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line_text(self.branch, jump)
        if role == Qt.ItemDataRole.ToolTipRole:
            return paid_text(jump)
        return jump if role == Qt.ItemDataRole.UserRole else None


class _Line(QStyledItemDelegate):
    def __init__(self, parent: JumpList) -> None:
        super().__init__(parent)
        self._list = parent

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, style.current().px(40 if self._list.is_wide() else 62))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = style.current()
        jump: Jump = index.data(Qt.ItemDataRole.UserRole)
        box = QRectF(option.rect)  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        painter.save()
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.color("accent_soft" if chosen else "sunken"))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.color("border"))
        branch = self._list.branch
        limit = branch.calling.starving_min * 60
        starved = any(paid.waited_s >= limit for paid in jump.paid)
        counter = translate("Fairness", "Counter {counter}").format(counter=jump.counter) if jump.counter else "–"
        people = translate("Fairness", "{people} passed over").format(people=len(jump.paid))
        passed = f"{people}  {paid_text(jump)}"
        if starved:
            passed = "■ " + passed
        tone = "act" if starved else "muted"
        clock, price = clock_text(jump.at, branch.tz), mss(jump.paid_s)
        if self._list.is_wide():
            place = columns(box.width(), theme)
            for name, text, size, weight, role in (
                ("time", clock, 14, NORMAL, "muted"),
                ("ticket", number_of(jump), 14, BOLD, "text"),
                ("counter", counter, 14, NORMAL, "text"),
                ("why", why_text(jump), 14, NORMAL, "text"),
                ("passed", passed, 14, NORMAL, tone),
                ("sum", price, 14, BOLD, "text"),
            ):
                left, wide = place[name]
                where = QRectF(box.left() + left, box.top(), wide, box.height())
                _write(painter, theme, where, text, size, weight, role, name == "sum")
        else:
            pad, high = theme.px(PAD), box.height() / 2
            upper = QRectF(box.left() + pad, box.top() + theme.px(4), box.width() - 2 * pad, high - theme.px(4))
            lower = QRectF(box.left() + pad, box.top() + high, box.width() - 2 * pad, high - theme.px(6))
            _write(painter, theme, upper, price, 14, BOLD, "text", True)
            room = upper.adjusted(0, 0, -theme.px(70), 0)
            used = _write(painter, theme, room, f"{clock}  {number_of(jump)}  ", 14, BOLD, "text")
            _write(painter, theme, room.adjusted(used, 0, 0, 0), f"{counter} · {why_text(jump)}", 14, NORMAL, "text")
            _write(painter, theme, lower, passed, 13, NORMAL, tone)
        if chosen and self._list.hasFocus():
            draw_focus(painter, box.adjusted(1, 1, -1, -2), 6, theme)
        painter.restore()


def _write(
    painter: QPainter,
    theme: Theme,
    box: QRectF,
    text: str,
    size: float,
    weight: QFont.Weight,
    role: str,
    right: bool = False,
) -> float:
    font = theme.font(size, weight)
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, int(box.width() - theme.px(6))))
    painter.setFont(font)
    painter.setPen(theme.color(role))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, shown)
    return float(metrics.horizontalAdvance(shown))


class JumpList(QListView):
    """One line a jump. `chosen` tells the ticket of the line that is clicked, or on which Enter is pressed."""

    chosen = Signal(str)
    stepped = Signal()  # the keyboard went to another line

    def __init__(self) -> None:
        super().__init__()
        self._model = _Jumps(self)
        self.setModel(self._model)
        self.setItemDelegate(_Line(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(self._choose)

    @property
    def branch(self) -> Branch:
        return self._model.branch

    def is_wide(self) -> bool:
        """Whether a line fits into one row."""
        return self.width() >= style.current().px(WIDE)

    def jumps(self) -> tuple[Jump, ...]:
        """The lines, from top to bottom."""
        return self._model.jumps

    def current(self) -> Jump | None:
        """The line the keyboard is on."""
        row = self.currentIndex().row()
        return self._model.jumps[row] if 0 <= row < len(self._model.jumps) else None

    def show_jumps(self, branch: Branch, jumps: Sequence[Jump]) -> None:
        """Show these; the line stays the one it was, and so does what is in sight."""
        if branch == self._model.branch and tuple(jumps) == self._model.jumps:
            return
        was, at = self.current(), self.verticalScrollBar().value()
        self._model.show(branch, jumps)
        same = next(
            (row for row, jump in enumerate(jumps) if was and (jump.ticket.key, jump.at) == (was.ticket.key, was.at)), 0
        )
        if jumps:
            self.setCurrentIndex(self._model.index(same))
        self.verticalScrollBar().setValue(at)

    def retranslate(self) -> None:
        self.setAccessibleName(translate("Fairness", "Called ahead of others"))
        self.viewport().update()

    def redraw(self) -> None:
        """The text size or the width has changed."""
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def _choose(self, index: QModelIndex) -> None:
        jump = index.data(Qt.ItemDataRole.UserRole)
        if jump is not None:
            self.chosen.emit(jump.ticket.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End):
            super().keyPressEvent(event)
            self.stepped.emit()
        else:
            event.ignore()  # letters and page keys are the screen's

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.redraw()
