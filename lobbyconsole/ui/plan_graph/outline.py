"""The outline of a plan: steps in order, branches indented below their choice, what is wrong marked in its line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem

from lobbyconsole.domain.plan_graph import NEXT, Row, outline
from lobbyconsole.ui import style
from lobbyconsole.ui.plan_graph.scene import draw_number
from lobbyconsole.ui.plan_graph.words import (
    Reading,
    allowed_words,
    branch_words,
    kind_words,
    missing_numbers,
    role_words,
    title_words,
    tongue_missing,
)
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, draw_mark
from lobbyconsole.ui.widgets.line_list import Index, LineList, LineModel, LinePainter, draw_elided

STEP_HIGH, BRANCH_HIGH, INDENT = 50, 30, 15  # px at 100 %
TONGUE_MARKS = {"zh": "中文?", "en": "EN?"}


@dataclass(frozen=True)
class OutLine:
    """One line as it is painted."""

    row: Row
    number: str
    kind: str
    words: str
    about: str = ""
    leads: str = ""
    level: str = ""  # of what is wrong
    missing: tuple[str, ...] = ()  # languages
    no_number: bool = False

    @property
    def is_branch(self) -> bool:
        return self.row.branch != NEXT


def out_lines(reading: Reading, wrong: Mapping[int, str]) -> list[OutLine]:
    """The lines of a draft."""
    found = []
    for row in outline(reading.graph):
        step = reading.steps[row.step]
        leads = f"→ {reading.numbers[row.leads]}" if row.leads >= 0 else ""
        if row.branch != NEXT:
            branch = reading.branch(row.step, row.branch)
            if not leads and reading.graph.at.get(str(branch.get("goto") or "")) is None:
                leads = "→ ?"
            words = translate("PlanGraph", "If: {condition}").format(condition=branch_words(branch, reading.names))
            found.append(OutLine(row, "", "branch", words, leads=leads, level="act" if leads == "→ ?" else ""))
            continue
        node = reading.graph.nodes[row.step]
        if not leads and node.kind != "end" and not reading.graph.after[row.step]:
            leads = "→ ?"
        about = " · ".join(
            part for part in (kind_words(step, reading.names), role_words(step, reading.names), allowed_words(step))
            if part
        )  # fmt: skip
        found.append(
            OutLine(
                row,
                str(reading.numbers[row.step]),
                node.kind,
                title_words(step, reading.names).replace("\n", " "),
                about,
                leads,
                wrong.get(row.step, ""),
                tuple(tongue_missing(step)),
                bool(missing_numbers(step, reading.names)),
            )
        )
    return found


class _Model(LineModel):
    def spoken(self, line: Any) -> str:
        parts = [line.number, line.words, line.about, line.leads]
        if line.level:
            parts.append(translate("Content", "something is wrong"))
        if line.no_number:
            parts.append(translate("PlanGraph", "a number is missing"))
        parts += [TONGUE_MARKS[tongue] for tongue in line.missing]
        return " ".join(part for part in parts if part)


class _Painter(LinePainter):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = index.data(Qt.ItemDataRole.UserRole)
        branch = isinstance(line, OutLine) and line.is_branch
        return QSize(100, style.current().px(BRANCH_HIGH if branch else STEP_HIGH))

    def draw(self, painter: QPainter, area: QRect, line: OutLine, model: Any, here: bool) -> None:
        theme = style.current()
        px = theme.px
        depth = min(line.row.depth, 8)
        for level in range(depth):
            x = area.left() + px(18) + level * px(INDENT)
            painter.setPen(QPen(theme.color("border"), 1))
            painter.drawLine(x, area.top(), x, area.bottom())
        room = area.adjusted(px(6) + depth * px(INDENT), 0, -px(8), 0)
        if line.is_branch:
            self._right(painter, room, line)
            painter.setFont(theme.font(13, BOLD if here else NORMAL))
            painter.setPen(theme.color("text" if here else "muted"))
            room.setLeft(room.left() + px(6))
            draw_elided(painter, room, line.words)
            return
        upper = QRect(room.left(), room.top() + px(6), room.width(), px(20))
        lower = QRect(room.left() + px(28), upper.bottom(), room.width() - px(28), px(18))
        side = px(20)
        dot = QRectF(room.left(), upper.center().y() - side / 2 + 1, side, side)
        draw_number(painter, dot, line.kind, line.number, here)
        self._right(painter, upper, line)
        upper.setLeft(upper.left() + px(28))
        painter.setFont(theme.font(14, BOLD if here or line.kind == "decision" else NORMAL))
        painter.setPen(theme.color("text"))
        draw_elided(painter, upper, line.words)
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("muted"))
        draw_elided(painter, lower, line.about)

    def _right(self, painter: QPainter, room: QRect, line: OutLine) -> None:
        """What stands at the right end; `room` loses what it took."""
        theme = style.current()
        px = theme.px
        level = line.level or ("watch" if line.no_number or line.missing else "")
        if level:
            side = px(10)
            spot = QRectF(room.right() - side, room.center().y() - side / 2 + 1, side, side)
            draw_mark(painter, level, spot, theme.level_text(level))
            room.setRight(room.right() - side - px(5))
        words = [TONGUE_MARKS[tongue] for tongue in line.missing]
        for text, tone in ([(" ".join(words), "watch_text")] if words else []) + [(line.leads, "text")]:
            if text:
                painter.setFont(theme.font(12, BOLD))
                painter.setPen(theme.color("act" if text == "→ ?" else tone))
                wide = QFontMetrics(painter.font()).horizontalAdvance(text)
                painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
                room.setRight(room.right() - wide - px(6))


class Outline(LineList):
    """Up and Down go through it; Enter into the step; Alt with an arrow moves it; Del takes it out."""

    chosen = Signal(int, int)  # step, branch
    entered = Signal(int, int)
    move_wanted = Signal(int)  # -1, 1
    remove_wanted = Signal()

    def __init__(self) -> None:
        self._lines = _Model()
        self._quiet = False
        super().__init__(self._lines, _Painter(), even=False)
        self.selectionModel().currentChanged.connect(self._moved)
        self.doubleClicked.connect(self.enter)

    def show_reading(self, reading: Reading, wrong: Mapping[int, str]) -> None:
        """Another draft, or the same further on; the line one is on stays."""
        lines = out_lines(reading, wrong)
        if lines == self._lines.lines:
            return
        self._quiet = True
        here, place = self.line(), self.verticalScrollBar().value()
        self._lines.put(lines)
        self.doItemsLayout()
        if here is not None:
            self.stand_on(here.row.step, here.row.branch)
        self.verticalScrollBar().setValue(place)
        self._quiet = False

    def lines(self) -> list[OutLine]:
        return list(self._lines.lines)

    def line(self) -> OutLine | None:
        """The line one is on."""
        found = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        return found if isinstance(found, OutLine) else None

    def stand_on(self, step: int, branch: int = NEXT) -> bool:
        """Go to the line of a step or of a branch of it; False when there is none."""
        for at, line in enumerate(self._lines.lines):
            if (line.row.step, line.row.branch) == (step, branch):
                quiet, self._quiet = self._quiet, True
                self.setCurrentIndex(self._lines.index(at))
                self._quiet = quiet
                self.scrollTo(self._lines.index(at), QAbstractItemView.ScrollHint.EnsureVisible)
                return True
        return False

    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        line = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(line, OutLine) and not self._quiet:
            self.chosen.emit(line.row.step, line.row.branch)

    def enter(self, index: QModelIndex) -> None:
        line = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(line, OutLine):
            self.entered.emit(line.row.step, line.row.branch)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_wanted.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        else:
            super().keyPressEvent(event)
