"""The rack of reports on the left, and the periods a report is made for."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from lobbyconsole.domain.reporting import Period, window
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.ui.translation import date_text, language, translate
from lobbyconsole.ui.widgets.basics import clear_layout
from lobbyconsole.ui.widgets.choices import ListButton

_PERIOD_WORDS: dict[Period, str] = {
    "day": QT_TRANSLATE_NOOP("Reports", "Day"),
    "week": QT_TRANSLATE_NOOP("Reports", "Week"),
    "month": QT_TRANSLATE_NOOP("Reports", "Month"),
}


def period_word(period: Period) -> str:
    """Day, week or month."""
    return translate("Reports", _PERIOD_WORDS[period])


def stepped(period: Period, day: date, by: int) -> date:
    """The same place in the period before (-1) or after (1)."""
    if period == "week":
        return day + timedelta(days=7 * by)
    if period == "month":
        number = day.year * 12 + day.month - 1 + by
        year, month = number // 12, number % 12 + 1
        return date(year, month, min(day.day, monthrange(year, month)[1]))
    return day + timedelta(days=by)


def span_text(period: Period, day: date, today: date | None = None) -> str:
    """What the period is called, without the year of `today`: Fri 20 Nov; 16 Nov – 22 Nov; Nov 2025."""
    first, last = window(period, day)
    year = today is None or first.year != today.year or last.year != today.year
    if period == "day":
        return date_text(day, year)
    chinese = language() == "zh"
    if period == "month":
        return f"{first.year}年{first.month}月" if chinese else f"{_without_weekday(first, day=False)} {first.year}"
    if chinese:
        start = f"{first.year}年{first.month}月{first.day}日" if year else f"{first.month}月{first.day}日"
        return f"{start} – {last.month}月{last.day}日"
    return f"{_without_weekday(first)} – {_without_weekday(last)}" + (f" {last.year}" if year else "")


def _without_weekday(at: date, day: bool = True) -> str:
    words = date_text(at).split(" ")  # Fri 20 Nov
    return " ".join(words[1:] if day else words[2:])


class Rack(QWidget):
    """The reports there are. Up and down go through them; `chosen` tells the id."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._buttons: dict[str, ListButton] = {}
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(2)

    def show_kinds(self, kinds: Iterable[tuple[str, str]], chosen: str) -> None:
        """(id, words) in order."""
        clear_layout(self._rows)
        self._buttons = {}
        for name, words in kinds:
            button = self._buttons[name] = ListButton(words)
            button.clicked.connect(lambda _=False, name=name: self.chosen.emit(name))
            self._group.addButton(button)
            self._rows.addWidget(button)
        self.choose(chosen)
        self._make_room()

    def choose(self, name: str) -> None:
        """Show this one as chosen."""
        if name in self._buttons:
            had_focus = any(button.hasFocus() for button in self._buttons.values())
            self._buttons[name].setChecked(True)
            if had_focus:
                self._buttons[name].setFocus()
            self.setFocusProxy(self._buttons[name])

    def names(self) -> list[str]:
        """The ids, in order."""
        return list(self._buttons)

    def step(self, by: int) -> None:
        """Choose the next (1) or the previous (-1) one."""
        names = self.names()
        at = next((at for at, name in enumerate(names) if self._buttons[name].isChecked()), 0)
        if 0 <= at + by < len(names):
            self._buttons[names[at + by]].setFocus()
            self.chosen.emit(names[at + by])

    def _make_room(self) -> None:
        for button in self._buttons.values():
            button.set_room(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)
