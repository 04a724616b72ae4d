"""A month to choose a day from: only days with tickets can be chosen."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import date_text, translate, weekday_text
from lobbyconsole.ui.widgets.basics import BOLD, Card, IconButton, Label
from lobbyconsole.ui.widgets.floor_paint import Ink, draw_focus


class DayPicker(QWidget):
    """A month as a grid; only days with tickets can be chosen. Left and right: a day, up and down: a week."""

    chosen = Signal(object)  # date

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._ink = Ink(theme)
        self._days: list[date] = []
        self._day: date | None = None
        self._today: date | None = None
        self._month = (1, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    def show_days(self, days: Sequence[date], day: date | None, today: date | None) -> None:
        """The days there are, the one on show, and today."""
        self._days, self._day, self._today = sorted(days), day, today
        if day is not None:
            self._month = (day.year, day.month)
        name = translate("History", "Day")
        self.setAccessibleName(f"{name} {date_text(day, year=True)}" if day is not None else name)
        self.updateGeometry()
        self.update()

    def turn(self, by: int) -> None:
        """Look at another month; the day stays."""
        number = self._month[0] * 12 + self._month[1] - 1 + by
        self._month = (number // 12, number % 12 + 1)
        self.updateGeometry()
        self.update()

    def month_text(self) -> str:
        """The month on show."""
        month = QLocale().standaloneMonthName(self._month[1])
        return translate("History", "{month} {year}").format(month=month, year=self._month[0])

    def step(self, by: int) -> None:
        """The next (1) or previous (-1) day that has tickets."""
        if self._day in self._days:
            at = self._days.index(self._day) + by
            if 0 <= at < len(self._days):
                self.chosen.emit(self._days[at])

    def set_theme(self, theme: Theme) -> None:
        self._ink = Ink(theme)
        self.updateGeometry()
        self.update()

    def _weeks(self) -> list[list[date]]:
        return calendar.Calendar().monthdatescalendar(*self._month)

    def sizeHint(self) -> QSize:
        px = self._ink.theme.px
        return QSize(px(7 * 36), px(22) + len(self._weeks()) * px(36))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._ink.theme.px(7 * 26), self.sizeHint().height())

    def rect_of(self, day: date) -> QRectF:
        """Where a day of the month on show stands; empty when it is not on show."""
        px = self._ink.theme.px
        wide = self.width() / 7
        for row, week in enumerate(self._weeks()):
            if day in week:
                return QRectF(week.index(day) * wide, px(22) + row * px(36), wide, px(36))
        return QRectF()

    def paintEvent(self, event: QPaintEvent) -> None:
        ink, px = self._ink, self._ink.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = self.width() / 7
        for column in range(7):
            text = weekday_text(column)
            left = (column + 0.5) * wide - ink.width(text, 12) / 2
            ink.draw(painter, text, left, px(14), 12, ink.color("muted"))
        known = set(self._days)
        for week in self._weeks():
            for day in week:
                if day.month == self._month[1]:
                    self._paint_day(painter, day, day in known)
        painter.end()

    def _paint_day(self, painter: QPainter, day: date, known: bool) -> None:
        ink = self._ink
        cell = self.rect_of(day)
        side = min(cell.width(), cell.height()) - 2
        box = QRectF(cell.center().x() - side / 2, cell.center().y() - side / 2, side, side)
        chosen = day == self._day
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen:
            painter.setBrush(ink.color("accent"))
            painter.drawRoundedRect(box, 8, 8)
        elif known:
            painter.setBrush(ink.color("accent_soft"))
            painter.drawRoundedRect(box, 8, 8)
        if day == self._today:
            painter.setPen(QPen(ink.color("accent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        text = str(day.day)
        color = ink.color("on_accent" if chosen else "text" if known else "muted")
        left = box.center().x() - ink.width(text, 14, known) / 2
        ink.draw(painter, text, left, box.center().y() + ink.cap(14) / 2, 14, color, known)
        if chosen and self.hasFocus():
            draw_focus(painter, box.adjusted(-2, -2, 2, 2), ink, 9)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        for day in self._days:
            if (day.year, day.month) == self._month and self.rect_of(day).contains(event.position()):
                self.chosen.emit(day)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        weeks = {Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.step(1 if event.key() == Qt.Key.Key_Right else -1)
        elif weeks is not None and self._day is not None and self._days:
            aim = self._day + timedelta(days=weeks)
            later = [day for day in self._days if (day - self._day).days * weeks > 0]
            if later:
                self.chosen.emit(min(later, key=lambda day: abs((day - aim).days)))
        else:
            event.ignore()


class CalendarCard(Card):
    """The month with its name and the way to other months."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 8, 12, 10)
        rows.setSpacing(4)
        self.month = Label("", 14, BOLD, "muted")
        self.month_back, self.month_on = IconButton("chevron-left"), IconButton("chevron-right")
        self.picker = DayPicker(theme)
        for button, by in ((self.month_back, -1), (self.month_on, 1)):
            button.clicked.connect(lambda _=False, by=by: self._turn(by))
        head = QHBoxLayout()
        head.addWidget(self.month, 1)
        head.addWidget(self.month_back)
        head.addWidget(self.month_on)
        rows.addLayout(head)
        rows.addWidget(self.picker)
        self.retranslate()

    def show_days(self, days: Sequence[date], day: date | None, today: date | None) -> None:
        """The days there are, the one on show, and today."""
        self.picker.show_days(days, day, today)
        self.month.setText(self.picker.month_text())

    def _turn(self, by: int) -> None:
        self.picker.turn(by)
        self.month.setText(self.picker.month_text())

    def set_theme(self, theme: Theme) -> None:
        self.picker.set_theme(theme)

    def retranslate(self) -> None:
        self.month_back.set_name(translate("History", "Month before"))
        self.month_on.set_name(translate("History", "Month after"))
        self.month.setText(self.picker.month_text())
