"""A list of rounds as a view on a model: ten thousand lines cost no more than those in sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from lobbyconsole.ui import style
from lobbyconsole.ui.round_board import Line
from lobbyconsole.ui.round_words import own, state_text, when_text
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL
from lobbyconsole.ui.widgets.line_list import LEFT, LineModel, LinePainter, TimedList, draw_elided, draw_state

HEAVY = ("done", "running", "overdue", "due")


class _Lines(LineModel):
    def __init__(self, people: bool) -> None:
        super().__init__()
        self.people = people
        self.timed = True  # checklists to choose from have no time, and no room is kept for one

    def spoken(self, line: Line) -> str:
        when = when_text(line.at, self.zone, line.day)
        return " ".join(part for part in (when, own(line.title), state_text(line, self.now)[0]) if part)

    def put(self, lines: Sequence[Any]) -> None:
        self.timed = any(line.at is not None for line in lines)
        super().put(lines)


class _Painter(LinePainter):
    def draw(self, painter: QPainter, area: QRect, line: Line, model: _Lines, here: bool) -> None:
        theme = style.current()
        room = area.adjusted(theme.px(8), 0, -theme.px(8), 0)
        if model.timed:
            painter.setFont(theme.font(12 if line.day else 14))
            painter.setPen(theme.color("muted"))
            painter.drawText(room, LEFT, when_text(line.at, model.zone, line.day))
            sample = "00-00 00:00" if line.day else "00:00"
            room.setLeft(room.left() + painter.fontMetrics().horizontalAdvance(sample) + theme.px(10))
        words, tone = state_text(line, model.now)
        if model.people and line.runner:
            words = f"{line.runner} · {words}" if words else line.runner
        mark = {"overdue": "watch"}.get(line.state) or ("act" if line.state == "done" and line.red else "")
        draw_state(painter, room, words, tone, mark if words else "", BOLD if line.state in HEAVY else NORMAL, theme)
        painter.setFont(theme.font(14, BOLD if here or line.state == "running" else NORMAL))
        painter.setPen(theme.color("muted" if line.state in ("missed", "given_up") else "text"))
        draw_elided(painter, room, own(line.title))


class RoundList(TimedList):
    """Today's rounds, past ones, or checklists to begin."""

    def __init__(self, people: bool = False) -> None:
        super().__init__(_Lines(people), _Painter())

    def same(self, one: Line, other: Line) -> bool:
        return one.key == other.key if one.key and other.key else same_time(one, other)


def same_time(one: Line, other: Line) -> bool:
    """Whether two lines are the same scheduled time."""
    return (one.checklist, one.due_at) == (other.checklist, other.due_at) and one.due_at is not None
