"""The choice of register: a chip each with how much is open and, in red with its sign, how much of it is late."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent

from lobbyconsole.domain.registers import BY_ID, REGISTERS
from lobbyconsole.services.record_lists import Count
from lobbyconsole.ui import style
from lobbyconsole.ui.forms import Choice
from lobbyconsole.ui.register_words import told
from lobbyconsole.ui.theme import TARGET
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, Press, draw_focus, draw_mark
from lobbyconsole.ui.widgets.floor_forms import Flow

MOST_LINES = 2  # of chips above the list


class _Chip(Press):
    def __init__(self, register: str) -> None:
        super().__init__()
        self.register = register
        self.setCheckable(True)
        self._count = Count()

    def show_count(self, words: str, count: Count) -> None:
        self._count = count
        self.setText(words)
        word = BY_ID[self.register].open_word
        if word is not None:
            name = translate("Registers", "{register}: {count} ({word})")
            self.setAccessibleName(name.format(register=words, count=count.open, word=told(word)))
        else:
            name = translate("Registers", "{register}: {open} open, {late} late")
            self.setAccessibleName(name.format(register=words, open=count.open, late=count.late))
        self.setToolTip(self.accessibleName())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = style.current()
        bold, small = QFontMetrics(theme.font(14, BOLD)), QFontMetrics(theme.font(12, BOLD))
        wide = bold.horizontalAdvance(self.text()) + theme.px(28) + small.horizontalAdvance(str(self._count.open))
        if self._count.late:
            wide += theme.px(22) + small.horizontalAdvance(str(self._count.late))
        return QSize(wide, theme.px(TARGET))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        painter.setPen(QPen(theme.color("accent" if on else "border"), 1.5 if on else 1))
        painter.setBrush(theme.color("accent_soft" if on else "sunken" if self.underMouse() else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75), 8, 8)
        left = float(theme.px(10))
        painter.setFont(theme.font(14, BOLD if on else NORMAL))
        painter.setPen(theme.color("accent" if on else "text"))
        painter.drawText(QRectF(left, 0, self.width(), self.height()), Qt.AlignmentFlag.AlignVCenter, self.text())
        left += QFontMetrics(theme.font(14, BOLD)).horizontalAdvance(self.text()) + theme.px(8)
        painter.setFont(theme.font(12, BOLD))
        painter.setPen(theme.color("muted"))
        number = str(self._count.open)
        painter.drawText(QRectF(left, 0, self.width(), self.height()), Qt.AlignmentFlag.AlignVCenter, number)
        left += painter.fontMetrics().horizontalAdvance(number) + theme.px(8)
        if self._count.late:
            side = theme.px(9)
            draw_mark(painter, "act", QRectF(left, (self.height() - side) / 2, side, side), theme.color("act"))
            left += side + theme.px(4)
            painter.setPen(theme.color("act"))
            painter.drawText(
                QRectF(left, 0, self.width(), self.height()), Qt.AlignmentFlag.AlignVCenter, str(self._count.late)
            )
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), 8, theme)


class RegisterChips(Flow):
    """All registers; `wanted` tells the one that was pressed. Where they would take the list's room: one to choose."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.chips: dict[str, _Chip] = {}
        for register in REGISTERS:
            chip = self.chips[register.id] = _Chip(register.id)
            chip.clicked.connect(lambda _=False, name=register.id: self.wanted.emit(name))
            self.add(chip)
        self.pick = Choice()
        self.pick.activated.connect(lambda _at: self.wanted.emit(self.pick.currentData()))
        self.add(self.pick)
        self.pick.hide()
        self._compact = False
        self.show_counts({})

    def _lines(self) -> int:
        """How many lines the chips take."""
        lines, x = 1, 0
        for chip in self.chips.values():
            wide = chip.sizeHint().width()
            if x and x + wide > self.width():
                lines, x = lines + 1, 0
            x += wide + self.GAP
        return lines

    def _shape(self) -> None:
        compact = self._lines() > MOST_LINES
        if compact is self._compact:
            return
        had_focus = any(part.hasFocus() for part in (self.pick, *self.chips.values()))
        self._compact = compact
        for chip in self.chips.values():
            chip.setVisible(not compact)
        self.pick.setVisible(compact)
        if had_focus:
            (self.pick if compact else self.chips[self.pick.currentData()]).setFocus()
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._shape()
        super().resizeEvent(event)

    def mark(self, register: str) -> None:
        """Which one is on show."""
        for name, chip in self.chips.items():
            chip.setChecked(name == register)
            chip.update()
        self.pick.setCurrentIndex(max(0, self.pick.findData(register)))

    def show_counts(self, counts: Mapping[str, Count]) -> None:
        for register in REGISTERS:
            chip, count = self.chips[register.id], counts.get(register.id, Count())
            chip.show_count(told(register.title), count)
            words = f"{chip.text()}  {count.open}" + (f"  ■ {count.late}" if count.late else "")
            at = self.pick.findData(register.id)
            if at < 0:
                self.pick.addItem(words, register.id)
            else:
                self.pick.setItemText(at, words)
        self.pick.setAccessibleName(translate("Registers", "Register"))
        self._shape()
        self._arrange(self.width(), True)
        self.updateGeometry()
