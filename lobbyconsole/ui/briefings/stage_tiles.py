"""What a section on the wall is made of: figures, charts, tables and cards, each knows its height and paints itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from lobbyconsole.domain.paper import Amount, Bars, Figure, Link, Table, Verdict
from lobbyconsole.ui.briefings.words import LEVEL_OF, value_text, words_text
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import headed, language, phrases, sentences, translate
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, draw_mark

WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
TALL = 100_000.0
PAD = 24  # px of the wall inside a card
SIZES = (19.0, 17.0, 15.0)  # of a table's cells


def text_height(text: str, font: QFont, width: float) -> float:
    """How high a text is when it is broken to a width."""
    if not text:
        return 0.0
    return QFontMetricsF(font).boundingRect(QRectF(0, 0, max(1.0, width), TALL), int(WRAP), text).height()


def elided(text: str, font: QFont, width: float) -> str:
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


def card(painter: QPainter, box: QRectF, theme: Theme, level: str = "") -> None:
    """The ground of a tile; `level` colours its left edge."""
    painter.setPen(QPen(theme.color("border"), 1))
    painter.setBrush(theme.color("surface"))
    painter.drawRoundedRect(box, theme.px(10), theme.px(10))
    if level:
        bar = QRectF(box.left() + 1, box.top() + theme.px(12), theme.px(4), box.height() - 2 * theme.px(12))
        painter.fillRect(bar, theme.level(level))


@dataclass
class Tile:
    """One thing on the wall. `theme` is scaled to the wall; sizes are px at 1440 × 900."""

    theme: Theme
    links: list[tuple[QRectF, Link]] = field(default_factory=list, init=False)  # where it was painted last
    flexible = False  # takes what room is left

    def height(self, width: float) -> float:
        raise NotImplementedError

    def paint(self, painter: QPainter, box: QRectF) -> None:
        raise NotImplementedError

    def parts(self, width: float, high: float) -> list[Tile]:
        """The tile in pieces no higher than that, as far as it can be taken apart."""
        return [self]

    def spoken(self) -> str:
        """The same for those who do not see it."""
        raise NotImplementedError


@dataclass
class FigureTile(Tile):
    """One figure: what it is, the number, its target and the same figure of another time."""

    figure: Figure

    def _lines(self) -> list[str]:
        figure = self.figure
        found = []
        if figure.target is not None:
            target = Amount(figure.target, figure.unit).say(language())
            found.append(translate("Meetings", "target {value}").format(value=target))
        for other in figure.against:
            found.append(f"{words_text(other.label)} {Amount(other.value, figure.unit).say(language())}")
        if figure.note is not None:
            found.append(words_text(figure.note))
        return found

    def _fonts(self) -> tuple[QFont, QFont, QFont]:
        return self.theme.font(18), self.theme.font(42, BOLD), self.theme.font(16)

    def height(self, width: float) -> float:
        label, number, small = self._fonts()
        inner = width - 2 * self.theme.px(PAD - 4)
        rows = sum(text_height(line, small, inner) for line in self._lines())
        words = text_height(value_text(self.figure.label), label, inner)
        return words + QFontMetricsF(number).height() + rows + self.theme.px(2 * PAD - 8)

    def value(self) -> str:
        figure = self.figure
        if figure.value is None:
            return "–"
        return Amount(figure.value, figure.unit, figure.at_least).say(language())

    def paint(self, painter: QPainter, box: QRectF) -> None:
        theme, figure = self.theme, self.figure
        level = LEVEL_OF[figure.verdict]
        card(painter, box, theme, level if level != "ok" else "")
        label, number, small = self._fonts()
        inner = box.adjusted(theme.px(PAD - 4), theme.px(PAD - 6), -theme.px(PAD - 4), 0)
        painter.setFont(label)
        painter.setPen(theme.color("muted"))
        words = value_text(figure.label)
        painter.drawText(inner, int(WRAP), words)
        inner.setTop(inner.top() + text_height(words, label, inner.width()))
        metrics = QFontMetricsF(number)
        value = self.value()
        big = QFont(number)
        while metrics.horizontalAdvance(value) > inner.width() - theme.px(26) and big.pixelSize() > theme.px(22):
            big.setPixelSize(big.pixelSize() - 2)
            metrics = QFontMetricsF(big)
        painter.setFont(big)
        painter.setPen(theme.level_text(level) if level else theme.color("text"))
        base = inner.top() + QFontMetricsF(number).ascent()
        painter.drawText(QPointF(inner.left(), base), value)
        if level in ("watch", "act"):
            side = theme.px(15)
            spot = QRectF(inner.left() + metrics.horizontalAdvance(value) + theme.px(10), base - side - theme.px(4),
                          side, side)  # fmt: skip
            draw_mark(painter, level, spot, theme.level_text(level))
        inner.setTop(inner.top() + QFontMetricsF(number).height())
        painter.setFont(small)
        painter.setPen(theme.color("muted"))
        for line in self._lines():
            painter.drawText(inner, int(WRAP), line)
            inner.setTop(inner.top() + text_height(line, small, inner.width()))
        self.links = [(box, figure.link)]

    def spoken(self) -> str:
        return phrases(f"{value_text(self.figure.label)} {self.value()}", *self._lines())


@dataclass
class ChartTile(Tile):
    """Bars as large as there is room, the target as a line."""

    bars: Bars
    flexible = True

    def height(self, width: float) -> float:
        return self.theme.px(270) + text_height(words_text(self.bars.note), self.theme.font(16), width)

    def _tone(self, verdict: Verdict) -> QColor:
        return self.theme.color({"bad": "act", "watch": "watch"}.get(verdict, "accent"))

    def paint(self, painter: QPainter, box: QRectF) -> None:
        theme, bars = self.theme, self.bars
        self.links = [(box, bars.link)]
        head, small, note = theme.font(18, BOLD), theme.font(16), words_text(bars.note)
        painter.setFont(head)
        painter.setPen(theme.color("muted"))
        painter.drawText(QPointF(box.left(), box.top() + QFontMetricsF(head).ascent()),
                         elided(value_text(bars.title), head, box.width()))  # fmt: skip
        low = text_height(note, small, box.width())
        if note:
            painter.setFont(small)
            painter.drawText(QRectF(box.left(), box.bottom() - low, box.width(), low), int(WRAP), note)
        names = theme.font(15)
        room = box.adjusted(0, QFontMetricsF(head).height() + theme.px(6), 0,
                            -low - QFontMetricsF(names).height() - theme.px(8))  # fmt: skip
        self._paint_bars(painter, room, names)

    def _paint_bars(self, painter: QPainter, room: QRectF, names: QFont) -> None:
        theme, bars = self.theme, self.bars
        values = [bar.value for bar in bars.bars if bar.value is not None]
        most = max([*values, bars.target or 0.0], default=0.0) or 1.0
        numbers = theme.font(18)
        over = QFontMetricsF(numbers).height() + theme.px(4)
        high = room.height() - over
        step = room.width() / max(1, len(bars.bars))
        wide = min(step * 0.74, theme.px(96))
        shown = [_bar_text(bar.value, bars.unit, bar.at_least) for bar in bars.bars]
        labels = [value_text(bar.label) for bar in bars.bars]
        # Times of half hours are told by where they begin; the axis has no room for more.
        labels = [text.split("–")[0] if len(text) > 7 and len(labels) > 8 else text for text in labels]
        numbers = _narrower(numbers, shown, step - 2)
        widest = max((QFontMetricsF(names).horizontalAdvance(text) for text in labels), default=0.0)
        every = max(1, round(widest / step + 0.45)) if step else 1
        if bars.target is not None:
            y = room.bottom() - high * bars.target / most
            painter.setPen(QPen(theme.color("muted"), max(1, theme.px(1.5)), Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
        for at, bar in enumerate(bars.bars):
            middle = room.left() + step * (at + 0.5)
            tall = 0.0 if bar.value is None else max(theme.px(2), high * bar.value / most)
            column = QRectF(middle - wide / 2, room.bottom() - tall, wide, tall)
            if bar.value is not None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._tone(bar.verdict))
                painter.drawRoundedRect(column, theme.px(4), theme.px(4))
            painter.setFont(numbers)
            bad = bar.verdict in ("bad", "watch")
            painter.setPen(theme.level_text(LEVEL_OF[bar.verdict]) if bad else theme.color("text"))
            above = QRectF(middle - step, column.top() - over, 2 * step, over)
            words = QFontMetricsF(numbers).boundingRect(above, int(Qt.AlignmentFlag.AlignCenter), shown[at])
            painter.fillRect(words, theme.color("background"))  # the target's line does not run through it
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, shown[at])
            if at % every == 0:
                painter.setFont(names)
                painter.setPen(theme.color("muted"))
                below = QRectF(middle - step * every, room.bottom() + theme.px(6), 2 * step * every, over)
                painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, labels[at])
        painter.setPen(QPen(theme.color("border"), max(1, theme.px(1.5))))
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        if bars.target is not None:
            self._paint_target(painter, room, room.bottom() - high * bars.target / most)

    def _paint_target(self, painter: QPainter, room: QRectF, y: float) -> None:
        theme = self.theme
        text = translate("Meetings", "target {value}").format(
            value=Amount(self.bars.target or 0.0, self.bars.unit).say(language())
        )
        font = theme.font(15)
        metrics = QFontMetricsF(font)
        box = QRectF(room.right() - metrics.horizontalAdvance(text) - theme.px(12), y - metrics.height() - theme.px(2),
                     metrics.horizontalAdvance(text) + theme.px(12), metrics.height())  # fmt: skip
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("background"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(font)
        painter.setPen(theme.color("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def spoken(self) -> str:
        unit = self.bars.unit
        told = [f"{value_text(bar.label)} {_bar_text(bar.value, unit, bar.at_least)}" for bar in self.bars.bars]
        return headed(value_text(self.bars.title), phrases(*told))


def _bar_text(value: float | None, unit: str, at_least: bool) -> str:
    if value is None:
        return "–"
    return Amount(value, unit if unit in ("s", "pct") else "", at_least).say(language())


def _narrower(font: QFont, texts: Sequence[str], width: float) -> QFont:
    """The font, made smaller until every text fits; never below two thirds."""
    made, least = QFont(font), font.pixelSize() * 2 // 3
    while made.pixelSize() > least:
        metrics = QFontMetricsF(made)
        if max((metrics.horizontalAdvance(text) for text in texts), default=0.0) <= width:
            break
        made.setPixelSize(made.pixelSize() - 1)
    return made


@dataclass
class TableTile(Tile):
    """Rows of cells, the first column the widest."""

    table: Table

    size = 19.0  # px of the cells; less where the columns would have to give way

    def _fonts(self) -> tuple[QFont, QFont, QFont]:
        return self.theme.font(20, BOLD), self.theme.font(15), self.theme.font(self.size)

    def _fit(self, width: float) -> None:
        """As large as the columns can stand side by side."""
        for self.size in SIZES:
            if sum(self._wanted()) <= width - 2 * self.theme.px(PAD):
                return

    def _wanted(self) -> list[float]:
        _, head, body = self._fonts()
        gap = self.theme.px(22)
        table = self.table
        cells = [[value_text(cell) for cell in row.cells] for row in table.rows]
        wanted = []
        for at, column in enumerate(table.columns):
            widest = QFontMetricsF(head).horizontalAdvance(value_text(column))
            for row in cells:
                if at < len(row):
                    widest = max(widest, QFontMetricsF(body).horizontalAdvance(row[at]))
            wanted.append(widest + gap)
        if wanted and any(LEVEL_OF[row.verdict] in ("watch", "act") for row in table.rows):
            wanted[0] += self.theme.px(20)  # the sign before the words
        return wanted

    def _widths(self, width: float) -> list[float]:
        """Each column as its widest cell; where that is too much the widest columns give way."""
        wanted = self._wanted()
        room = width - 2 * self.theme.px(PAD)
        spare = room - sum(wanted)
        if spare >= 0:
            return [wanted[0] + spare * 0.5, *[want + spare * 0.5 / max(1, len(wanted) - 1) for want in wanted[1:]]]
        ceiling = max(wanted, default=0.0)
        while ceiling > 1 and sum(min(want, ceiling) for want in wanted) > room:
            ceiling *= 0.97
        return [min(want, ceiling) for want in wanted]

    def _row_height(self) -> float:
        return QFontMetricsF(self._fonts()[2]).height() + self.theme.px(11)

    def parts(self, width: float, high: float) -> list[Tile]:
        self._fit(width)
        rows, lines = self.table.rows, len(self.table.rows) + bool(self.table.left_off)
        most = int((high - self.height(width)) // self._row_height()) + lines  # lines that fit below the heads
        if most >= lines or most < 1:
            return [self]
        found = []
        for at in range(0, lines, most):
            last = at + most >= lines
            found.append(replace(self.table, rows=rows[at : at + most], left_off=self.table.left_off if last else 0))
        return [TableTile(self.theme, piece) for piece in found]

    def height(self, width: float) -> float:
        self._fit(width)
        title, head, _ = self._fonts()
        rows = len(self.table.rows) + bool(self.table.left_off)
        top = QFontMetricsF(title).height() + QFontMetricsF(head).height() + self.theme.px(10)
        return top + rows * self._row_height() + self.theme.px(2 * PAD - 10)

    def paint(self, painter: QPainter, box: QRectF) -> None:
        theme, table = self.theme, self.table
        card(painter, box, theme)
        self.links = []
        self._fit(box.width())
        title, head, body = self._fonts()
        inner = box.adjusted(theme.px(PAD), theme.px(PAD - 6), -theme.px(PAD), 0)
        painter.setFont(title)
        painter.setPen(theme.color("text"))
        y = inner.top() + QFontMetricsF(title).ascent()
        painter.drawText(QPointF(inner.left(), y), elided(value_text(table.title), title, inner.width()))
        self.links.append((QRectF(box.left(), box.top(), box.width(), QFontMetricsF(title).height()), table.link))
        top = inner.top() + QFontMetricsF(title).height() + theme.px(8)
        widths = self._widths(box.width())
        painter.setFont(head)
        painter.setPen(theme.color("muted"))
        x = inner.left()
        for column, wide in zip(table.columns, widths, strict=False):
            words = elided(value_text(column), head, wide - theme.px(10))
            painter.drawText(QPointF(x, top + QFontMetricsF(head).ascent()), words)
            x += wide
        top += QFontMetricsF(head).height() + theme.px(2)
        step = self._row_height()
        for row in table.rows:
            painter.setPen(QPen(theme.color("border"), 1))
            painter.drawLine(QPointF(inner.left(), top), QPointF(inner.right(), top))
            level = LEVEL_OF[row.verdict]
            base = top + theme.px(5) + QFontMetricsF(body).ascent()
            x = inner.left()
            painter.setFont(body)
            for at, (cell, wide) in enumerate(zip(row.cells, widths, strict=False)):
                painter.setPen(theme.color("text" if at == 0 else "muted"))
                room = wide - theme.px(12)
                if level in ("watch", "act") and at == 0:
                    side = theme.px(11)
                    spot = QRectF(x, base - side, side, side)
                    draw_mark(painter, level, spot, theme.level_text(level))
                    painter.drawText(QPointF(x + side + theme.px(9), base),
                                     elided(value_text(cell), body, room - side - theme.px(9)))  # fmt: skip
                else:
                    painter.drawText(QPointF(x, base), elided(value_text(cell), body, room))
                x += wide
            if row.link is not None:
                self.links.append((QRectF(inner.left(), top, inner.width(), step), row.link))
            top += step
        if table.left_off:
            painter.setPen(theme.color("muted"))
            painter.setFont(head)
            more = translate("Meetings", "and {count} more").format(count=table.left_off)
            painter.drawText(QPointF(inner.left(), top + theme.px(8) + QFontMetricsF(head).ascent()), more)

    def spoken(self) -> str:
        rows = [phrases(*(value_text(cell) for cell in row.cells)) for row in self.table.rows]
        return headed(value_text(self.table.title), " / ".join(rows))


@dataclass
class CardTile(Tile):
    """A title and lines of text: what is asked, noted, taken, or not known."""

    title: str
    lines: Sequence[str]
    level: str = ""
    link: Link | None = None
    size: float = 19
    bullets: bool = False

    def _fonts(self) -> tuple[QFont, QFont]:
        return self.theme.font(20, BOLD), self.theme.font(self.size, NORMAL)

    def parts(self, width: float, high: float) -> list[Tile]:
        pieces: list[CardTile] = []
        for line in self.lines:
            if pieces and replace(pieces[-1], lines=[*pieces[-1].lines, line]).height(width) <= high:
                pieces[-1] = replace(pieces[-1], lines=[*pieces[-1].lines, line])
            else:
                pieces.append(replace(self, lines=[line]))
        return list(pieces) or [self]

    def height(self, width: float) -> float:
        title, body = self._fonts()
        inner = width - 2 * self.theme.px(PAD)
        gap = self.theme.px(5)
        indent = self.theme.px(18) if self.bullets else 0
        rows = sum(text_height(line, body, inner - indent) + gap for line in self.lines)
        above = text_height(self.title, title, inner) + self.theme.px(6) if self.title else 0
        return above + rows + self.theme.px(2 * PAD - 12)

    def paint(self, painter: QPainter, box: QRectF) -> None:
        theme = self.theme
        card(painter, box, theme, self.level if self.level in ("watch", "act") else "")
        title, body = self._fonts()
        inner = box.adjusted(theme.px(PAD), theme.px(PAD - 6), -theme.px(PAD), 0)
        if self.title:
            painter.setFont(title)
            painter.setPen(theme.color("text"))
            painter.drawText(inner, int(WRAP), self.title)
            inner.setTop(inner.top() + text_height(self.title, title, inner.width()) + theme.px(6))
        painter.setFont(body)
        for line in self.lines:
            room = QRectF(inner)
            if self.bullets:
                side = theme.px(6)
                middle = inner.top() + QFontMetricsF(body).height() / 2
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("accent"))
                painter.drawEllipse(QRectF(inner.left(), middle - side / 2, side, side))
                room.setLeft(room.left() + theme.px(18))
            painter.setPen(theme.color("text" if self.bullets or not self.title else "muted"))
            painter.drawText(room, int(WRAP), line)
            inner.setTop(inner.top() + text_height(line, body, room.width()) + theme.px(5))
        self.links = [(box, self.link)] if self.link is not None else []

    def spoken(self) -> str:
        return sentences(self.title, *self.lines)
