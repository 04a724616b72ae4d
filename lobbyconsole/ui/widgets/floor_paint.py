"""What the painted widgets of the floor share: cached text, level shapes, cards, and repainting only what changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QStaticText,
    QTextLayout,
)
from PySide6.QtWidgets import QWidget

from lobbyconsole.domain.picture import ACT, WATCH
from lobbyconsole.ui.theme import RADIUS, Theme

_MOST_TEXTS = 500  # beyond this all are forgotten and made anew as needed
_MOST_STAMPS = 200
_MOST_WIDTHS = 1000
_CLOCK = frozenset("0123456789:")  # what a running wait is made of


def mix(color: QColor, other: QColor, share: float) -> QColor:
    """`share` of the first colour, the rest of the other; opaque, so that overlapping edges stay clean."""
    rest = 1 - share
    return QColor(
        round(color.red() * share + other.red() * rest),
        round(color.green() * share + other.green() * rest),
        round(color.blue() * share + other.blue() * rest),
    )


def blank(size: QSize, ratio: float, ground: QColor | Qt.GlobalColor) -> QPixmap:
    """An empty picture of this size in widget pixels, on a screen with `ratio` device pixels to each."""
    made = QPixmap(size * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(ground)
    return made


class Ink:
    """Fonts, widths, laid-out texts and small stamps of one theme.

    Laying text out is what painting costs most; it is done once. A running wait is a new text every second: its digits
    come from one font and never join, so it is as wide as they are together and is drawn as it is.
    """

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._fonts: dict[tuple[float, bool], tuple[QFont, QFontMetricsF, float]] = {}
        self._texts: dict[tuple[str, float, bool], tuple[QStaticText, float, float]] = {}
        self._widths: dict[tuple[str, float, bool], float] = {}
        self._digits: dict[tuple[float, bool], dict[str, float]] = {}
        self._stamps: dict[Hashable, QPixmap] = {}
        self._colors: dict[str, QColor] = {}
        self._mixed: dict[tuple[str, int], QColor] = {}

    def color(self, role: str) -> QColor:
        found = self._colors.get(role)
        if found is None:
            found = self._colors[role] = self.theme.color(role)
        return found

    def level(self, level: str) -> QColor:
        """The tone of a level for words and numbers."""
        return self.color({"ok": "ok_text", "watch": "watch_text"}.get(level, level))

    def toned(self, role: str, percent: int) -> QColor:
        """`percent` of a token over the card's surface."""
        found = self._mixed.get((role, percent))
        if found is None:
            found = self._mixed[role, percent] = mix(self.color(role), self.color("surface"), percent / 100)
        return found

    def font(self, size: float, bold: bool = False) -> QFont:
        return self._font(size, bold)[0]

    def metrics(self, size: float, bold: bool = False) -> QFontMetricsF:
        return self._font(size, bold)[1]

    def cap(self, size: float, bold: bool = False) -> float:
        """Height of a capital letter: what the eye centres on, digits are as tall."""
        return self._font(size, bold)[2]

    def width(self, text: str, size: float, bold: bool = False) -> float:
        found = self._widths.get((text, size, bold))
        if found is None:
            if len(self._widths) >= _MOST_WIDTHS:
                self._widths.clear()
            found = self._widths[text, size, bold] = self._measure(text, size, bold)
        return found

    def fit(self, text: str, width: float, size: float, bold: bool = False) -> str:
        """The text, with an ellipsis when it is wider than `width`."""
        if not text or self.width(text, size, bold) <= width:
            return text
        return self.metrics(size, bold).elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, width))

    def draw(
        self, painter: QPainter, text: str, x: float, baseline: float, size: float, color: QColor, bold: bool = False
    ) -> float:
        """Draw from `x` to the right; returns the width."""
        if not text:
            return 0.0
        painter.setPen(color)
        if _CLOCK.issuperset(text):
            width = self.width(text, size, bold)
            painter.setFont(self._fonts[size, bold][0])
            painter.drawText(QPointF(x, baseline), text)
            return width
        static, width, ascent = self._text(text, size, bold)
        painter.setFont(self._fonts[size, bold][0])
        painter.drawStaticText(QPointF(x, baseline - ascent), static)
        return width

    def draw_right(
        self,
        painter: QPainter,
        text: str,
        right: float,
        baseline: float,
        size: float,
        color: QColor,
        bold: bool = False,
    ) -> float:
        """Draw so that the text ends at `right`; returns the width."""
        width = self.width(text, size, bold) if text else 0.0
        self.draw(painter, text, right - width, baseline, size, color, bold)
        return width

    def stamp(
        self, painter: QPainter, key: Hashable, rect: QRect, ratio: float, draw: Callable[[QPainter, QRectF], None]
    ) -> None:
        """A small shape that stands in many places alike, drawn once per `key` and size; `rect` is in whole pixels."""
        full = (key, rect.width(), rect.height(), ratio)
        found = self._stamps.get(full)
        if found is None:
            if len(self._stamps) >= _MOST_STAMPS:
                self._stamps.clear()
            found = self._stamps[full] = blank(rect.size(), ratio, Qt.GlobalColor.transparent)
            inner = QPainter(found)
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw(inner, QRectF(0, 0, rect.width(), rect.height()))
            inner.end()
        painter.drawPixmap(rect.topLeft(), found)

    def _measure(self, text: str, size: float, bold: bool) -> float:
        if not _CLOCK.issuperset(text):
            return self._text(text, size, bold)[1]
        digits = self._digits.get((size, bold))
        if digits is None:
            metrics = self._font(size, bold)[1]
            digits = self._digits[size, bold] = {sign: metrics.horizontalAdvance(sign) for sign in _CLOCK}
        return sum(digits[sign] for sign in text)

    def _font(self, size: float, bold: bool) -> tuple[QFont, QFontMetricsF, float]:
        found = self._fonts.get((size, bold))
        if found is None:
            font = self.theme.font(size, QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
            metrics = QFontMetricsF(font)
            found = self._fonts[size, bold] = (font, metrics, metrics.capHeight())
        return found

    def _text(self, text: str, size: float, bold: bool) -> tuple[QStaticText, float, float]:
        found = self._texts.get((text, size, bold))
        if found is None:
            if len(self._texts) >= _MOST_TEXTS:
                self._texts.clear()
            font = self._font(size, bold)[0]
            # The line's own ascent: a character from a fallback font may stand higher than the first font's.
            layout = QTextLayout(text, font)
            layout.beginLayout()
            line = layout.createLine()
            layout.endLayout()
            static = QStaticText(text)
            static.setTextFormat(Qt.TextFormat.PlainText)
            static.prepare(font=font)
            found = self._texts[text, size, bold] = (static, line.naturalTextWidth(), line.ascent())
        return found


def draw_level(painter: QPainter, level: str, center: QPointF, size: float, color: QColor) -> None:
    """The shape of a level, so that it is never colour alone: ● ok, ▲ watch, ■ act. `size` is its width."""
    half = size / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    if level == ACT:
        painter.drawRect(QRectF(center.x() - half * 0.88, center.y() - half * 0.88, size * 0.88, size * 0.88))
    elif level == WATCH:
        top, bottom = center.y() - half * 0.95, center.y() + half * 0.85
        painter.drawPolygon(
            QPolygonF(
                [QPointF(center.x(), top), QPointF(center.x() + half, bottom), QPointF(center.x() - half, bottom)]
            )
        )
    else:
        painter.drawEllipse(center, half * 0.82, half * 0.82)


def draw_card(painter: QPainter, rect: QRectF, ink: Ink, fill: str = "surface", border: str = "border") -> None:
    """A card: surface, one pixel of border, rounded, no shadow."""
    painter.setPen(QPen(ink.color(border), 1))
    painter.setBrush(ink.color(fill))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)


def draw_focus(painter: QPainter, rect: QRectF, ink: Ink, radius: float = RADIUS) -> None:
    """The ring around what has the keyboard."""
    painter.setPen(QPen(ink.color("accent"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)


class Painted(QWidget):
    """A widget painted as numbered cells; a cell is repainted only when what it shows has changed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.ink = Ink(theme)
        self._cells: tuple[Hashable, ...] = ()
        self._stamps: dict[Hashable, tuple[Hashable, QPixmap]] = {}
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    # --- for subclasses

    def cell_rect(self, at: int) -> QRect:
        """Where cell `at` is painted."""
        raise NotImplementedError

    def paint_cell(self, painter: QPainter, at: int) -> None:
        """Paint cell `at`."""
        raise NotImplementedError

    def paint_ground(self, painter: QPainter) -> None:
        """What lies under the cells."""

    def stamped(
        self,
        painter: QPainter,
        slot: Hashable,
        key: Hashable,
        rect: QRect,
        draw: Callable[[QPainter], None],
        ground: QColor | Qt.GlobalColor = Qt.GlobalColor.transparent,
    ) -> None:
        """Paint what `draw` draws inside `rect`, from the stamp of last time as long as `key` is the same.

        Most of a cell does not change with the seconds, and copying costs a tenth of drawing. A slot keeps one stamp.
        With the colour that lies under it everywhere, `ground`, copying is cheaper still.
        """
        ratio = self.devicePixelRatioF()
        if not ratio.is_integer():  # between two pixels a stamp would lose its edge
            draw(painter)
            return
        full = (key, rect.getRect(), ratio)
        known = self._stamps.get(slot)
        if known is None or known[0] != full:
            stamp = blank(rect.size(), ratio, ground)
            inner = QPainter(stamp)
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            inner.translate(-rect.x(), -rect.y())
            draw(inner)
            inner.end()
            known = self._stamps[slot] = (full, stamp)
        painter.drawPixmap(rect.topLeft(), known[1])

    def summary(self) -> str:
        """What is shown, in words, for a screen reader."""
        return ""

    def laid_out(self) -> None:
        """Cells were added or removed: compute their places anew."""

    # --- for users

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.ink = Ink(theme)
        self._stamps.clear()
        self.laid_out()
        self.updateGeometry()
        self.update()

    def set_cells(self, cells: Sequence[Hashable]) -> None:
        """Show these cells; only those that differ from what is shown are repainted."""
        new = tuple(cells)
        old, self._cells = self._cells, new
        if len(old) != len(new):
            self.laid_out()
            self.updateGeometry()
            self.update()
            return
        for at, (before, after) in enumerate(zip(old, new, strict=True)):
            if before != after:
                self.update(self.cell_rect(at))

    @property
    def cells(self) -> tuple[Any, ...]:
        return self._cells

    def refresh_summary(self) -> None:
        """Give the words of the whole widget to assistive technology."""
        text = self.summary()
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)

    def announce(self, name: str) -> None:
        """The current cell changed: let a screen reader say it."""
        if name != self.accessibleName():
            self.setAccessibleName(name)
        elif self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    # --- Qt

    def resizeEvent(self, event: Any) -> None:
        self.laid_out()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.EnabledChange, QEvent.Type.FontChange):
            self.update()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        region = event.region()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter)
        for at in range(len(self._cells)):
            if region.intersects(self.cell_rect(at)):
                self.paint_cell(painter, at)
        painter.end()
