"""The list on the left: today's meetings in order, then past ones under their dates."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from lobbyconsole.ui import style
from lobbyconsole.ui.briefings.board import Line
from lobbyconsole.ui.briefings.words import state_text
from lobbyconsole.ui.round_words import own
from lobbyconsole.ui.translation import clock_text, date_text, translate
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL
from lobbyconsole.ui.widgets.line_list import LEFT, LineModel, LinePainter, TimedList, draw_elided, draw_state

MARKS = {"overdue": "watch", "running": "ok"}
HEAVY = ("running", "overdue", "due")


class _Lines(LineModel):
    def heading(self, line: Line) -> str:
        if line.state != "day" or line.day is None:
            return ""
        today = line.day == self.now.astimezone(self.zone).date()
        return translate("Meetings", "Today") if today else date_text(line.day)

    def spoken(self, line: Line) -> str:
        when = clock_text(line.at, self.zone) if line.at else ""
        return " ".join(part for part in (when, own(line.title), state_text(line, self.now)[0]) if part)


class _Painter(LinePainter):
    HIGH = 40

    def draw(self, painter: QPainter, area: QRect, line: Line, model: _Lines, here: bool) -> None:
        theme = style.current()
        room = area.adjusted(theme.px(8), 0, -theme.px(8), 0)
        painter.setFont(theme.font(14))
        painter.setPen(theme.color("muted"))
        painter.drawText(room, LEFT, clock_text(line.at, model.zone) if line.at else "")
        room.setLeft(room.left() + painter.fontMetrics().horizontalAdvance("00:00") + theme.px(10))
        words, tone = state_text(line, model.now)
        weight = BOLD if line.state in HEAVY else NORMAL
        draw_state(painter, room, words, tone, MARKS.get(line.state, ""), weight, theme)
        painter.setFont(theme.font(14, BOLD if here or line.state == "running" else NORMAL))
        painter.setPen(theme.color("muted" if line.state == "missed" else "text"))
        draw_elided(painter, room, own(line.title))


class MeetingList(TimedList):
    """Today's meetings and those that were held."""

    def __init__(self) -> None:
        super().__init__(_Lines(), _Painter())

    def same(self, one: Line, other: Line) -> bool:
        if one.key and other.key:
            return one.key == other.key
        # A time that was held since has a key now; its line is still that time's.
        return one.agenda == other.agenda and one.at == other.at and one.at is not None
