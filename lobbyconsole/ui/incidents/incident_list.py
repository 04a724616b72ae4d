"""The list on the left: filters, the hall's plan, and the incidents that are left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lobbyconsole.domain.content.library import Library
from lobbyconsole.services.incident_desk import Listed
from lobbyconsole.ui import style
from lobbyconsole.ui.forms import Choice
from lobbyconsole.ui.incidents.hall_map import HallMap
from lobbyconsole.ui.incidents.words import GRADES, grade_text, hazard_text, moment_text, state_text, zone_text
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import counted, translate
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, EmptyState, Label, draw_mark
from lobbyconsole.ui.widgets.choices import SegmentedChoice
from lobbyconsole.ui.widgets.line_list import LineList, LineModel, LinePainter, draw_elided

MARKS = {"open": "act", "ended": "watch"}
DAYS = (30, 90, 365)


class Wanted(NamedTuple):
    """What is to be listed; "" and 0 stand for all."""

    state: str = ""
    level: int = -1
    hazard: str = ""
    zone: str = ""
    text: str = ""

    def fits(self, row: Listed) -> bool:
        if self.state and row.state != self.state:
            return False
        if self.level >= 0 and row.level != self.level:
            return False
        if (self.hazard and row.hazard != self.hazard) or (self.zone and row.zone != self.zone):
            return False
        words = self.text.lower().split()
        return all(word in f"{row.incident} {row.what}".lower() for word in words)


class _Rows(LineModel):
    def __init__(self) -> None:
        super().__init__()
        self.library = Library()

    def spoken(self, line: Listed) -> str:
        return f"{line.what} · {self.about(line)} · {state_text(line.state)} · {grade_text(line.level)}"

    def about(self, row: Listed) -> str:
        parts = [moment_text(row.at, self.zone, self.now), zone_text(self.library, row.zone) if row.zone else "",
                 hazard_text(self.library, row.hazard) if row.hazard else ""]  # fmt: skip
        return " · ".join(part for part in parts if part)


class _Painter(LinePainter):
    HIGH = 58

    def draw(self, painter: QPainter, area: QRect, line: Listed, model: _Rows, here: bool) -> None:
        theme = style.current()
        room = area.adjusted(theme.px(10), theme.px(7), -theme.px(10), -theme.px(7))
        _grade(painter, line.level, room, theme)
        room.setLeft(room.left() + theme.px(36))
        half = room.height() // 2
        upper, lower = QRect(room), QRect(room)
        upper.setHeight(half)
        lower.setTop(room.top() + half)
        mark = MARKS.get(line.state, "")
        if mark:
            side = theme.px(9)
            spot = QRectF(upper.right() - side, upper.center().y() - side / 2, side, side)
            draw_mark(painter, mark, spot, theme.level_text(mark))
            upper.setRight(upper.right() - side - theme.px(6))
        painter.setFont(theme.font(14, BOLD if line.state == "open" else NORMAL))
        painter.setPen(theme.color("text"))
        what = translate("Incidents", "Drill: {what}").format(what=line.what) if line.drill else line.what
        draw_elided(painter, upper, what)
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("muted"))
        draw_elided(painter, lower, model.about(line))


def _grade(painter: QPainter, level: int, room: QRect, theme: Theme) -> None:
    """The grade as a numeral in a square; the two serious ones filled."""
    side = theme.px(26)
    box = QRectF(room.left(), room.center().y() - side / 2, side, side)
    tone = "act" if level in (1, 2) else "watch" if level == 3 else ""
    painter.setPen(theme.color("border") if not tone else Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(f"{tone}_soft" if tone else "surface"))
    painter.drawRoundedRect(box, 6, 6)
    painter.setFont(theme.font(14, BOLD))
    painter.setPen(theme.level_text(tone) if tone else theme.color("muted"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, GRADES[level] if 1 <= level <= 4 else "–")


MAP_FROM = 540  # px at 100 %


class IncidentList(QWidget):
    """`chosen(key)`; `days_changed(days)` when other days are to be read."""

    chosen = Signal(str)
    days_changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.wanted = Wanted()
        self._all: list[Listed] = []
        self._key = ""
        self._model = _Rows()
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(60)
        self.search.textChanged.connect(lambda text: self._change(text=text))
        self.states = SegmentedChoice()
        self.states.chosen.connect(lambda value: self._change(state=str(value)))
        self.grades, self.hazards, self.days = Choice(), Choice(), Choice()
        self.grades.activated.connect(lambda _at: self._change(level=int(self.grades.currentData())))
        self.hazards.activated.connect(lambda _at: self._change(hazard=self.hazards.currentData()))
        self.days.activated.connect(lambda _at: self.days_changed.emit(int(self.days.currentData())))
        self.map = HallMap()
        self.map.chosen.connect(lambda zone: self._change(zone=zone))
        self.view = LineList(self._model, _Painter())
        self.view.selectionModel().currentChanged.connect(self._moved)
        self.nothing = EmptyState(icon="check")
        self.nothing.hide()
        self.count = Label("", 12, role="muted")
        chosen = QHBoxLayout()
        chosen.setSpacing(6)
        for part in (self.grades, self.hazards):
            part.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            part.setMinimumContentsLength(2)
            chosen.addWidget(part, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 12, 8, 8)
        rows.setSpacing(8)
        rows.addWidget(self.search)
        rows.addWidget(self.states)
        rows.addLayout(chosen)
        rows.addWidget(self.map)
        below = QHBoxLayout()
        below.addWidget(self.count, 1)
        below.addWidget(self.days)
        rows.addLayout(below)
        rows.addWidget(self.view, 1)
        rows.addWidget(self.nothing, 1)
        self._measure()
        self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "count"):
            self._measure()

    def _measure(self) -> None:
        """With little room the incidents come first; the hall's plan gives way, unless a zone of it is chosen."""
        self.map.setVisible(self.height() >= style.current().px(MAP_FROM) or bool(self.wanted.zone))

    # --- contents

    def show_rows(self, rows: Sequence[Listed], library: Library, zone: tzinfo, now: datetime, key: str) -> None:
        """All that was read; the filters are applied here."""
        self._all, self._key = list(rows), key
        self._model.library, self._model.zone, self._model.now = library, zone, now
        self._fill_hazards()
        self._apply()

    def _change(self, **changes: Any) -> None:
        self.wanted = self.wanted._replace(**changes)
        self._apply()

    def show_all(self) -> None:
        """Without any filter."""
        self.wanted = Wanted()
        self.search.clear()
        self.states.set_value("")
        self.grades.setCurrentIndex(0)
        self.hazards.setCurrentIndex(0)
        self._apply()

    def _apply(self) -> None:
        elsewhere = [row for row in self._all if self.wanted._replace(zone="").fits(row)]
        counts = Counter(row.zone or "whole_hall" for row in elsewhere)
        still = Counter(row.zone or "whole_hall" for row in elsewhere if row.state == "open")
        self.map.show_counts(self._model.library, counts, still, self.wanted.zone)
        found = [row for row in elsewhere if self.wanted.fits(row)]
        blocked = self.view.selectionModel().blockSignals(True)
        self._model.put(found)
        self.view.selectionModel().blockSignals(blocked)
        self.select(self._key)
        words = counted(
            translate("Incidents", "{count} of {all} incident"),
            translate("Incidents", "{count} of {all} incidents"),
            len(self._all),
        )
        self.count.setText(words.format(count=len(found), all=len(self._all)))
        self.view.setVisible(bool(found))
        self.nothing.setVisible(not found)
        self._measure()
        title, how = translate("Incidents", "No incident"), translate("Incidents", "Ctrl+Shift+I notes one in seconds.")
        if self._all:
            how = translate("Incidents", "None fits these filters; Esc shows all.")
        self.nothing.set_texts(title, how)

    def select(self, key: str) -> None:
        """Mark one without opening it again."""
        self._key = key
        at = next((at for at, row in enumerate(self._model.lines) if row.incident == key), -1)
        chosen = self.view.selectionModel()
        blocked = chosen.blockSignals(True)
        self.view.setCurrentIndex(self._model.index(at) if at >= 0 else QModelIndex())
        chosen.blockSignals(blocked)
        self.view.viewport().update()

    def keys(self) -> list[str]:
        """The incidents listed, from above."""
        return [row.incident for row in self._model.lines]

    def _moved(self, now: QModelIndex, before: QModelIndex) -> None:
        row = now.data(Qt.ItemDataRole.UserRole)
        if isinstance(row, Listed) and row.incident != self._key:
            self._key = row.incident
            self.chosen.emit(row.incident)

    # --- words

    def _fill_hazards(self) -> None:
        library = self._model.library
        kinds = [(translate("Incidents", "All kinds"), "")]
        kinds += [(hazard_text(library, name), name) for name in library.vocab.get("hazards", {})]
        _fill(self.hazards, kinds)

    def retranslate(self) -> None:
        hint = translate("Incidents", "Find by words or number")
        self.search.setPlaceholderText(hint)
        self.search.setAccessibleName(hint)
        self.states.setAccessibleName(translate("Incidents", "State"))
        self.states.set_options(
            [("", translate("Incidents", "All")), ("open", translate("Incidents", "Open")),
             ("ended", translate("Incidents", "Over")), ("reviewed", translate("Incidents", "Reviewed"))],
            self.wanted.state,
        )  # fmt: skip
        _fill(self.grades, [(translate("Incidents", "All grades"), -1), *((grade_text(level), level) for level in
                                                                         (1, 2, 3, 4, 0))])  # fmt: skip
        _fill(self.days, [(translate("Incidents", "{days} days").format(days=days), days) for days in DAYS])
        self.grades.setAccessibleName(translate("Incidents", "Grade"))
        self.hazards.setAccessibleName(translate("Incidents", "Kind"))
        self.days.setAccessibleName(translate("Incidents", "Days"))
        self._fill_hazards()
        self._apply()


def _fill(choice: Choice, entries: Sequence[tuple[str, Any]]) -> None:
    """New words, the same choice."""
    before = choice.currentData()
    choice.clear()
    for words, value in entries:
        choice.addItem(words, value)
    at = choice.findData(before)
    choice.setCurrentIndex(max(0, at))
