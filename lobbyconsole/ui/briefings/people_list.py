"""Who should be there and who is: one line a person, gone through by keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from lobbyconsole.domain.meetings import Attendance
from lobbyconsole.ui import style
from lobbyconsole.ui.briefings.board import Person
from lobbyconsole.ui.briefings.words import presence_text
from lobbyconsole.ui.translation import translate, with_aside
from lobbyconsole.ui.widgets.basics import BOLD
from lobbyconsole.ui.widgets.line_list import LineList, draw_ground, draw_line_focus

ROW = 40  # px at 100 %
LEFT, TICK = 10, 20  # px at 100 %: the box, and what is left of it


class _People(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.people: tuple[Person, ...] = ()
        self.noted: Mapping[str, Attendance] = {}

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.people)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        if not index.isValid() or index.row() >= len(self.people):
            return None
        person = self.people[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return person
        if role == Qt.ItemDataRole.DisplayRole:  # what is typed finds the number
            return person.number
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = presence_text(self.noted.get(person.number))
            return f"{person.number} {away_text(person) if person.away and person.number not in self.noted else said}"
        return None

    def put(self, people: Sequence[Person], noted: Mapping[str, Attendance]) -> None:
        changed = tuple(people) != self.people
        if changed:
            self.beginResetModel()
        self.people, self.noted = tuple(people), noted
        if changed:
            self.endResetModel()
        elif people:
            self.dataChanged.emit(self.index(0), self.index(len(people) - 1))


def away_text(person: Person) -> str:
    """Why somebody is not here, as the staff list says; still to be noted for this meeting."""
    from lobbyconsole.ui.people_absence import reason_text

    return with_aside(translate("Meetings", "not here today"), reason_text(person.away))


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, style.current().px(ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model, person = index.model(), index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(model, _People) or not isinstance(person, Person):
            return
        theme = style.current()
        area: QRect = option.rect  # type: ignore[attr-defined]
        entry = model.noted.get(person.number)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, here = draw_ground(painter, option)
        tick = theme.px(TICK)
        square = QRectF(area.left() + theme.px(LEFT), area.center().y() - tick / 2 + 0.5, tick, tick)
        there = entry is not None and entry.presence in ("present", "late")
        tone = "muted" if entry is None else "watch" if entry.presence == "late" else "ok" if there else "act"
        painter.setPen(QPen(theme.color(tone), 1.5))
        painter.setBrush(theme.color(tone) if there else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(square, 5, 5)
        if entry is not None:
            painter.setPen(theme.color("on_accent" if there else tone))
            painter.setFont(theme.font(14, BOLD))
            painter.drawText(square, Qt.AlignmentFlag.AlignCenter, "✓" if there else "×")
        room = area.adjusted(round(tick) + theme.px(22), 0, -theme.px(12), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(15, BOLD))
        painter.setPen(theme.color("text"))
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, person.number)
        room.setLeft(room.left() + painter.fontMetrics().horizontalAdvance(person.number) + theme.px(14))
        words = presence_text(entry)
        if person.has_pin and entry is None:
            has_pin = translate("Meetings", "has a PIN")
            words = f"{words} · {has_pin}"
        if person.away and entry is None:
            words = away_text(person)
        small = theme.font(14)
        painter.setFont(small)
        role = "muted" if entry is None else {"late": "watch_text", "absent": "act"}.get(entry.presence, "ok_text")
        painter.setPen(theme.color(role))
        text = QFontMetrics(small).elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, text)
        draw_line_focus(painter, option, box, here)
        painter.restore()


class PeopleList(LineList):
    """The people; `person` is the one the keyboard is on, a click on a box `ticked`. Letters are the panel's keys."""

    ticked = Signal()

    def __init__(self) -> None:
        self._people = _People()
        super().__init__(self._people, _Painter())

    def on_box(self, at: QPoint) -> bool:
        """Whether a point is on the box of a line, with what a finger misses it by."""
        index = self.indexAt(at)
        side = style.current().px(LEFT + TICK + LEFT)
        return index.isValid() and at.x() < self.visualRect(index).left() + side

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.on_box(event.position().toPoint()):
            self.ticked.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if not self.on_box(event.position().toPoint()):  # there the first click was the answer
            super().mouseDoubleClickEvent(event)

    def show_people(self, people: Sequence[Person], noted: Mapping[str, Attendance]) -> None:
        """Show them; the one the keyboard is on stays."""
        before = self.person()
        self._people.put(people, noted)
        if before is not None:
            self.choose(before.number)
        elif people:
            self.setCurrentIndex(self._people.index(0))
        self.viewport().update()

    def person(self) -> Person | None:
        """Who the keyboard is on."""
        found = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        return found if isinstance(found, Person) else None

    def choose(self, number: str) -> None:
        """Go to a staff number."""
        for at, person in enumerate(self._people.people):
            if person.number == number:
                self.setCurrentIndex(self._people.index(at))
                return

    def step(self, by: int = 1) -> None:
        """To the next line."""
        row = self.currentIndex().row() + by
        if 0 <= row < len(self._people.people):
            self.setCurrentIndex(self._people.index(row))

    def wanted_height(self) -> int:
        """What it takes to show everybody, up to twelve."""
        return style.current().px(ROW) * max(3, min(12, len(self._people.people))) + 2

    def keyPressEvent(self, event: Any) -> None:
        text = event.text()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) or (
            text and text.isprintable() and not text.isdigit()
        ):
            event.ignore()
        else:
            super().keyPressEvent(event)
