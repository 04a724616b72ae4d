"""The list on the left: what runs, what is late, planned, never practised, what comes, what was held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.ui import style
from lobbyconsole.ui.drills.board import Board, Line
from lobbyconsole.ui.drills.words import SIGNS, day_text, mode_text, moment_text, percent_text, state_text
from lobbyconsole.ui.emergency.words import say_text
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL
from lobbyconsole.ui.widgets.line_list import RIGHT, KeptList, LineModel, LinePainter, draw_elided

HEADS = {
    "running": QT_TRANSLATE_NOOP("Drills", "Running now"),
    "overdue": QT_TRANSLATE_NOOP("Drills", "Overdue"),
    "planned": QT_TRANSLATE_NOOP("Drills", "Planned"),
    "never": QT_TRANSLATE_NOOP("Drills", "Never practised"),
    "soon": QT_TRANSLATE_NOOP("Drills", "Due within 30 days"),
    "good": QT_TRANSLATE_NOOP("Drills", "Practised in time"),
    "held": QT_TRANSLATE_NOOP("Drills", "Held, broken off, called off"),
}
TONES = {"running": "accent", "overdue": "act", "never": "act", "soon": "watch_text", "good": "ok_text"}


class _Lines(LineModel):
    def __init__(self) -> None:
        super().__init__()
        self.board: Board | None = None

    def heading(self, line: Line) -> str:
        return f"{translate('Drills', HEADS[line.group])} · {line.count}" if line.heading else ""

    def heading_tone(self, line: Line) -> str:
        return TONES.get(line.group, "muted")

    def spoken(self, line: Line) -> str:
        return " · ".join(part for part in (translate("Drills", HEADS[line.group]), *self.words(line)) if part)

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
        if drill.state == "called_off" or drill.broken_off:
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


class _Painter(LinePainter):
    HIGH, HEAD_HIGH, HEAD_SIZE = 50, 34, 13

    def draw(self, painter: QPainter, area: QRect, line: Line, model: _Lines, here: bool) -> None:
        theme = style.current()
        room = area.adjusted(theme.px(10), 0, -theme.px(10), 0)
        words, tone = model.side(line)
        if words:
            painter.setFont(theme.font(14, BOLD))
            painter.setPen(theme.color(tone))
            painter.drawText(room, RIGHT, words)
            room.setRight(room.right() - painter.fontMetrics().horizontalAdvance(words) - theme.px(8))
        title, below = model.words(line)
        half = area.height() // 2
        painter.setFont(theme.font(14, BOLD if here or line.group == "running" else NORMAL))
        painter.setPen(theme.color("text"))
        draw_elided(painter, QRect(room.left(), area.top() + theme.px(4), room.width(), half - theme.px(2)), title)
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("muted"))
        draw_elided(painter, QRect(room.left(), area.top() + half, room.width(), half - theme.px(4)), below)


class DrillList(KeptList):
    """Up and down go through it and show at once."""

    chosen = Signal(object)  # a Line
    _lines: _Lines

    def __init__(self) -> None:
        super().__init__(_Lines(), _Painter(), even=False)

    def show_lines(self, lines: Sequence[Line], board: Board) -> None:
        """Other lines; the one one is on stays, and so does the place."""
        self._lines.board = board
        before = self.line()
        self.put_lines(lines)
        if before is not None and self.line() is None:  # the drill is gone, its plan is not
            self._quiet = True
            self.choose_plan(before.plan)
            self._quiet = False

    def same(self, one: Line, other: Any) -> bool:
        return (one.plan, one.drill) == (other.plan, other.drill)

    def went_to(self, line: Line) -> None:
        self.chosen.emit(line)

    def choose_plan(self, plan: str, drill: str = "") -> bool:
        """Go to a drill's line, else to its plan's; False when neither is there."""
        lines = self._lines.lines
        own = [at for at, line in enumerate(lines) if drill and line.drill == drill]
        others = [at for at, line in enumerate(lines) if plan and line.plan == plan]
        for at in (*own, *others):
            self.go_to_row(at)
            return True
        return False
