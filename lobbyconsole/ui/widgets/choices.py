"""Choices of which all are in sight: a switch, segments in a row, buttons in a column."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from lobbyconsole.ui import style
from lobbyconsole.ui.theme import TARGET
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, Press, clear_layout, draw_focus


def segment_outline(rect: QRect, first: bool, last: bool) -> QPainterPath:
    """The outline of one of several segments: round at the ends of the row, square where it meets its neighbour."""
    box = QRectF(rect).adjusted(0.5, 0.5, -0.5 if last else 0.5, -0.5)
    outline = QPainterPath()
    outline.addRoundedRect(box, 8, 8)
    for meets, part in (
        (not first, QRectF(box.left(), box.top(), 10, box.height())),
        (not last, QRectF(box.right() - 10, box.top(), 10, box.height())),
    ):
        if meets:
            flat = QPainterPath()
            flat.addRect(part)
            outline = outline.united(flat)
    return outline


class Switch(Press):
    """On or off, at once."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        theme = style.current()
        return QSize(theme.px(48), theme.px(TARGET))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = theme.px(24)
        box = QRectF(1, (self.height() - high) / 2, self.width() - 2, high)
        on = self.isChecked()
        painter.setPen(theme.color("accent" if on else "muted"))
        painter.setBrush(theme.color("accent" if on else "sunken"))
        painter.drawRoundedRect(box, high / 2, high / 2)
        knob = high - theme.px(8)
        left = box.right() - knob - theme.px(4) if on else box.left() + theme.px(4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("on_accent" if on else "muted"))
        painter.drawEllipse(QRectF(left, box.center().y() - knob / 2, knob, knob))
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), high / 2, theme)


class _Segment(Press):
    def __init__(self, text: str, first: bool, last: bool) -> None:
        super().__init__()
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self._first, self._last = first, last

    def sizeHint(self) -> QSize:
        theme = style.current()
        width = QFontMetrics(theme.font(14, BOLD)).horizontalAdvance(self.text()) + theme.px(24)
        return QSize(max(width, theme.px(TARGET)), theme.px(TARGET))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        outline = segment_outline(self.rect(), self._first, self._last)
        painter.setPen(theme.color("accent" if on and theme.name == "contrast" else "border"))
        painter.setBrush(theme.color("accent_soft" if on else "surface"))
        painter.drawPath(outline)
        painter.setFont(theme.font(14, BOLD if on else NORMAL))
        painter.setPen(theme.color("accent" if on else "text"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), 8, theme)


class SegmentedChoice(QWidget):
    """One of a few, all in sight. Arrow keys move; `chosen` tells the value."""

    chosen = Signal(object)

    def __init__(self, options: Sequence[tuple[object, str]] = (), value: object = None, name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._values: list[object] = []
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group.idClicked.connect(lambda at: self.chosen.emit(self._values[at]))
        self.set_options(options, value)

    def set_options(self, options: Sequence[tuple[object, str]], value: object) -> None:
        """(value, words) in order; the words may change with the language."""
        if [option for option, _ in options] == self._values:
            for button, (_, words) in zip(self._group.buttons(), options, strict=True):
                button.setText(words)
                button.setAccessibleName(words)
                button.updateGeometry()
        else:
            clear_layout(self._row)
            for button in self._group.buttons():
                self._group.removeButton(button)
            self._values = [option for option, _ in options]
            for at, (_, words) in enumerate(options):
                made = _Segment(words, at == 0, at == len(options) - 1)
                self._group.addButton(made, at)
                self._row.addWidget(made)
        self.set_value(value)

    def value(self) -> object:
        at = self._group.checkedId()
        return self._values[at] if at >= 0 else None

    def set_value(self, value: object) -> None:
        if value in self._values:
            self._group.button(self._values.index(value)).setChecked(True)


class ListButton(Press):
    """One of a column of choices; words that are wider than the column go on a second line."""

    def __init__(self, words: str = "") -> None:
        super().__init__()
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = style.current()
        width = QFontMetrics(theme.font(14, BOLD)).horizontalAdvance(self.text())
        return QSize(width + theme.px(24), theme.px(36))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, style.current().px(36))

    def set_room(self, width: int) -> None:
        """As high as its words need at this width."""
        theme = style.current()
        box = QRect(0, 0, max(20, width - theme.px(20)), 10_000)
        words = QFontMetrics(theme.font(14, BOLD)).boundingRect(box, Qt.TextFlag.TextWordWrap, self.text())
        self.setFixedHeight(max(theme.px(36), words.height() + theme.px(12)))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        if on or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft" if on else "sunken"))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        painter.setFont(theme.font(14, BOLD if on else NORMAL))
        painter.setPen(theme.color("accent" if on else "text"))
        box = self.rect().adjusted(theme.px(12), 0, -theme.px(8), 0)
        upright = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, upright | Qt.TextFlag.TextWordWrap, self.text())
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), 8, theme)
        painter.end()
