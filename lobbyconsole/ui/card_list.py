"""The items of a card with what was typed or read for each, in one painted list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lobbyconsole.ui import style
from lobbyconsole.ui.translation import headed, phrases
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, draw_mark

HIGH = 32  # px at 100 %


@dataclass(frozen=True, slots=True)
class CardLine:
    """One item: its number, words, the answer in words and how it stands (ok, act, watch, "" for nothing)."""

    number: int
    words: str
    codes: str
    answer: str = ""
    level: str = ""


class CardList(QWidget):
    """Read it, and click a line to go there."""

    pressed = Signal(int)  # item number

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[CardLine, ...] = ()
        self._at = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_lines(self, lines: Sequence[CardLine], at: int = 0) -> None:
        """`at`: the item one is on; 0 for none."""
        grown = len(lines) != len(self._lines)
        self._lines, self._at = tuple(lines), at
        if grown:
            self.updateGeometry()
        told = (headed(f"{line.number:02d} {line.words}", line.answer) for line in lines)
        self.setAccessibleDescription(phrases(*told))
        self.update()

    def lines(self) -> tuple[CardLine, ...]:
        return self._lines

    def answers(self) -> Mapping[int, str]:
        """What stands beside each item."""
        return {line.number: line.answer for line in self._lines if line.answer}

    def place(self, number: int) -> tuple[int, int]:
        """(top, height) of an item's line, to scroll to."""
        high = style.current().px(HIGH)
        at = next((at for at, line in enumerate(self._lines) if line.number == number), 0)
        return at * high, high

    def sizeHint(self) -> QSize:
        return QSize(style.current().px(320), style.current().px(HIGH) * max(1, len(self._lines)))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = int(event.position().y()) // style.current().px(HIGH)
        if 0 <= at < len(self._lines):
            self.pressed.emit(self._lines[at].number)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        px = theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high, wide = px(HIGH), self.width()
        answer_wide = min(px(190), round(wide * 0.4))
        fonts = theme.font(14), theme.font(14, BOLD)
        if all(line.answer for line in self._lines):  # no codes to be shown: the words of the items get the room
            metrics = QFontMetrics(fonts[1])
            widest = max((metrics.horizontalAdvance(line.answer) for line in self._lines), default=0)
            answer_wide = min(answer_wide, widest + px(32))
        for at, line in enumerate(self._lines):
            top = at * high
            if top > event.rect().bottom() or top + high < event.rect().top():
                continue
            if line.number == self._at:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("accent_soft"))
                painter.drawRoundedRect(QRectF(0, top + 1, wide, high - 2), 6, 6)
            elif at:
                painter.fillRect(QRectF(px(10), top, wide - px(20), 1), theme.color("border"))
            painter.setFont(fonts[1])
            painter.setPen(theme.color("text" if line.answer else "muted"))
            painter.drawText(QRectF(px(10), top, px(26), high), Qt.AlignmentFlag.AlignVCenter, f"{line.number:02d}")
            left = px(42)
            right = wide - answer_wide - px(8)
            painter.setFont(fonts[0])
            painter.setPen(theme.color("text"))
            text = QFontMetrics(fonts[0]).elidedText(line.words, Qt.TextElideMode.ElideRight, right - left - px(6))
            painter.drawText(QRectF(left, top, right - left, high), Qt.AlignmentFlag.AlignVCenter, text)
            words, tone = line.answer or line.codes, theme.color("muted")
            if line.answer:
                tone = theme.level_text(line.level) if line.level else theme.color("text")
            font = theme.font(14, BOLD if line.answer else NORMAL)
            painter.setFont(font)
            x = right
            if line.level:
                side = px(11)
                draw_mark(painter, line.level, QRectF(x, top + (high - side) / 2, side, side), tone)
                x += side + px(7)
            painter.setPen(tone)
            room = QRectF(x, top, wide - px(10) - x, high)
            shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
