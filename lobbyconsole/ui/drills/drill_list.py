"""The list on the left: what runs, what is late, planned, never practised, what comes, what was held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.ui import style
from lobbyconsole.ui.drills.board import Board, Line
from lobbyconsole.ui.drills.words import SIGNS, day_text, mode_text, moment_text, percent_text, state_text
from lobbyconsole.ui.emergency.words import say_text
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL
from lobbyconsole.ui.widgets.line_list import LineList, draw_ground, draw_line_focus

ROW, HEAD = 50, 34  # px at 100 %
HEADS = {
    "running": QT_TRANSLATE_NOOP("Drills", "Running now"),
    "overdue": QT_TRANSLATE_NOOP("Drills", "Overdue"),
    "planned": QT_TRANSLATE_NOOP("Drills", "Planned"),
    "never": QT_TRANSLATE_NOOP("Drills", "Never practised"),
    "soon": QT_TRANSLATE_NOOP("Drills", "Due within 30 days"),
    "good": QT_TRANSLATE_NOOP("Drills", "Practised in time"),
    "held": QT_TRANSLATE_NOOP("Drills", "Held and called off"),
}
TONES = {"running": "accent", "overdue": "act", "never": "act", "soon": "watch_text", "good": "ok_text"}


class _Lines(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self.board: Board | None = None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if index.isValid() and self.lines[index.row()].heading:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def head(self, line: Line) -> str:
        return f"{translate('Drills', HEADS[line.group])} · {line.count}"

    def words(self, line: Line) -> tuple[str, str]:
        """(title, what stands below it)."""
        board = self.board
        if board is None or line.plan not in board.plans:
            return line.plan, ""
        title = say_text(board.plans[line.plan].title)
        drill = board.drill(line.drill) if line.drill else None
        if drill is None:
            due = board.due[line.plan]
            if due.last is None:
                return title, translate("Drills", "no drill held here yet")
            text = translate("Drills", "due {day} · last {last}")
            return title, text.format(day=day_text(due.due_on, board.today), last=day_text(due.last, board.today))
        when = moment_text(line.at, board.zone, board.today) if line.at is not None else ""
        parts = [when, mode_text(drill.mode)]
        if drill.state == "called_off":
            parts.append(state_text(drill))
        return title, " · ".join(part for part in parts if part)

    def side(self, line: Line) -> tuple[str, str]:
        """(words at the right, colour token): a score, or a sign."""
        board = self.board
        if line.drill and board is not None and line.drill in board.scores:
            score = board.scores[line.drill]
            return f"{percent_text(score)} %", "ok_text" if score.passed else "act"
        if line.group in SIGNS:
            return SIGNS[line.group], TONES[line.group]
        return "", "muted"

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return line
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            if line.heading:
                return self.head(line)
            return " · ".join(part for part in (translate("Drills", HEADS[line.group]), *self.words(line)) if part)
        return None

    def put(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        line = index.data(Qt.ItemDataRole.UserRole)
        return QSize(100, style.current().px(HEAD if isinstance(line, Line) and line.heading else ROW))

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
        room = area.adjusted(theme.px(10), 0, -theme.px(10), 0)
        left, middle = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignVCenter
        if line.heading:
            painter.setFont(theme.font(13, BOLD))
            painter.setPen(theme.color(TONES.get(line.group, "muted")))
            painter.drawText(
                room.adjusted(0, 0, 0, -theme.px(4)), left | Qt.AlignmentFlag.AlignBottom, model.head(line)
            )
            painter.restore()
            return
        box, here = draw_ground(painter, option)
        words, tone = model.side(line)
        if words:
            font = theme.font(14, BOLD)
            painter.setFont(font)
            painter.setPen(theme.color(tone))
            painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, words)
            room.setRight(room.right() - QFontMetrics(font).horizontalAdvance(words) - theme.px(8))
        title, below = model.words(line)
        half = area.height() // 2
        font = theme.font(14, BOLD if here or line.group == "running" else NORMAL)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        top = QRect(room.left(), area.top() + theme.px(4), room.width(), half - theme.px(2))
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(top, middle | left, QFontMetrics(font).elidedText(title, elide, room.width()))
        font = theme.font(12)
        painter.setFont(font)
        painter.setPen(theme.color("muted"))
        low = QRect(room.left(), area.top() + half, room.width(), half - theme.px(4))
        painter.drawText(low, middle | left, QFontMetrics(font).elidedText(below, elide, room.width()))
        draw_line_focus(painter, option, box, here)
        painter.restore()


class DrillList(LineList):
    """Up and down go through it and show at once."""

    chosen = Signal(object)  # a Line

    def __init__(self) -> None:
        self._lines = _Lines()
        super().__init__(self._lines, _Painter(), even=False)
        self._quiet = False
        self.selectionModel().currentChanged.connect(self._changed)

    def show_lines(self, lines: Sequence[Line], board: Board) -> None:
        """Other lines; the one one is on stays, and so does the place."""
        before, place = self.line(), self.verticalScrollBar().value()
        self._lines.board = board
        if list(lines) != self._lines.lines:
            self._quiet = True
            self._lines.put(lines)
            if before is not None:
                self.choose(before.plan, before.drill)
            self._quiet = False
            self.verticalScrollBar().setValue(place)
        self.viewport().update()

    def texts(self) -> list[str]:
        """The list as a screen reader tells it."""
        role = Qt.ItemDataRole.AccessibleTextRole
        return [str(self._lines.index(at).data(role)) for at in range(self._lines.rowCount())]

    def lines(self) -> list[Line]:
        return list(self._lines.lines)

    def line(self) -> Line | None:
        found = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        return found if isinstance(found, Line) and not found.heading else None

    def choose(self, plan: str, drill: str = "") -> bool:
        """Go to a drill's line, else to its plan's; False when neither is there."""
        lines = self._lines.lines
        own = [at for at, line in enumerate(lines) if drill and line.drill == drill]
        others = [at for at, line in enumerate(lines) if plan and line.plan == plan]
        for at in (*own, *others):
            self.setCurrentIndex(self._lines.index(at))
            return True
        return False

    def step(self, by: int) -> None:
        """To the next line that is no heading."""
        at = self.currentIndex().row() if self.currentIndex().isValid() else (-1 if by > 0 else len(self._lines.lines))
        at += by
        while 0 <= at < len(self._lines.lines):
            if not self._lines.lines[at].heading:
                self.setCurrentIndex(self._lines.index(at))
                self.scrollTo(self._lines.index(at))
                return
            at += by

    def _changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        line = now.data(Qt.ItemDataRole.UserRole)
        if not self._quiet and isinstance(line, Line) and not line.heading:
            self.chosen.emit(line)
