"""A4 pages laid out once and painted anywhere: a PDF, a printer, a picture. Lengths in tenths of a point."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption

from lobbyconsole.ui.icons import RESOURCES
from lobbyconsole.ui.paper.table import shared_widths
from lobbyconsole.ui.style import FONT_FILES
from lobbyconsole.ui.theme import FAMILIES, LIGHT
from lobbyconsole.ui.widgets.basics import draw_mark

DPI = 720
MM = DPI / 25.4
PT = 10.0
WIDE, HIGH = 210 * MM, 297 * MM
# The type area: as in official documents at the sides, a little more of the page above and below.
LEFT, RIGHT, TOP, BOTTOM = 26 * MM, 24 * MM, 25 * MM, 27 * MM
NARROW = 12 * MM
SMALLEST = 7.0  # points of a table whose words would not fit otherwise
WORD = re.compile(r"[^\s\u2e80-\uffef-]+-?|[\u2e80-\uffef]|-")  # what stays in one line; Chinese breaks anywhere
RED = "#C00000"
THEIR_NAME, OWN_NAME = "Noto Sans CJK SC", "Lobby Sheet Sans"  # of one length: the file is not taken apart
PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "·": "|", "—": "-", "　": "  "})

Op = Callable[[QPainter], None]
Align = Qt.AlignmentFlag


def pen(color: str, thick: float) -> QPen:
    """A pen `thick` units wide."""
    return QPen(QColor(color), thick)


@lru_cache(maxsize=1)
def own_family() -> tuple[str, ...]:
    """The shipped font under a name of its own, so that a like-named one of the system never takes its place."""
    found: tuple[str, ...] = ()
    for name in FONT_FILES:
        try:
            content = (RESOURCES / "fonts" / name).read_bytes()
        except OSError:
            continue
        renamed = content.replace(THEIR_NAME.encode("utf-16-be"), OWN_NAME.encode("utf-16-be"))
        if QFontDatabase.addApplicationFontFromData(QByteArray(renamed)) >= 0:
            found = (OWN_NAME,)
    return found


def face(size: float, bold: bool = False) -> QFont:
    """The shipped font at `size` points."""
    font = QFont([*own_family(), *FAMILIES])  # not QFont(): that begins as the application's, see theme.font
    font.setPixelSize(max(1, round(size * PT)))
    font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    for tag in ("locl", "liga"):  # a glyph no character stands for is lost to whoever copies or searches the text
        font.setFeature(QFont.Tag(tag), 0)
    return font


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a printed table: its words and, before them, a status sign (ok, watch, act)."""

    text: str
    level: str = ""
    bold: bool = False


class Sheet:
    """Flows text, tables and drawings onto pages; `lying`: A4 on its long side with narrow margins, for the wall.

    `left` and `width` may be set between blocks, for columns.
    """

    def __init__(self, reader: str, lying: bool = False) -> None:
        self.reader = reader
        self.lying = lying
        self.across, self.high = (HIGH, WIDE) if lying else (WIDE, HIGH)
        self.left, self.top, self.end = (
            (NARROW, NARROW, WIDE - NARROW - 6 * MM) if lying else (LEFT, TOP, HIGH - BOTTOM)
        )
        self.width = self.across - self.left - (NARROW if lying else RIGHT)
        self.pages: list[list[Op]] = [[]]
        self.y = self.top
        self.characters: set[str] = set()  # in use on its pages

    # --- pages

    def room(self) -> float:
        """What is left of the page."""
        return self.end - self.y

    def need(self, high: float) -> None:
        """Go to a new page unless so much fits; what is higher than any page stays where it is."""
        if high > self.room() and self.y > self.top:
            self.turn()

    def turn(self) -> None:
        """A new page."""
        self.pages.append([])
        self.y = self.top

    def space(self, points: float) -> None:
        """Some room, but not at the top of a page."""
        if self.y > self.top:
            self.y += points * PT

    def add(self, op: Op) -> None:
        """Paint something on this page."""
        self.pages[-1].append(op)

    # --- text

    def font(self, size: float, bold: bool = False) -> QFont:
        """The font of this sheet."""
        return face(size, bold)

    def plain(self, text: str) -> str:
        """As it is printed: the font has quotes and dots as wide as Chinese signs, which tear English apart."""
        return text.translate(PLAIN) if self.reader == "en" else text

    def lines(self, text: str, size: float, wide: float, bold: bool = False, indent: float = 0.0) -> QTextLayout:
        """The text broken into lines of at most `wide`."""
        layout = QTextLayout(self.seen(text).replace("\n", "\u2028"), self.font(size, bold))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        first = True
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(PT, wide - (indent if first else 0.0)))
            line.setPosition(QPointF(indent if first else 0.0, 0))
            first = False
        layout.endLayout()
        return layout

    def text(
        self, text: str, size: float = 10.5, *, bold: bool = False, align: str = "left", color: str = "#000000",
        indent: float = 0.0, left: float = 0.0, leading: float = 1.5, after: float = 0.0, keep: float = 0.0,
        level: str = "",
    ) -> None:  # fmt: skip
        """A paragraph; `indent` of its first line and `left` in points; `keep`: points wanted below it on its page.

        `level`: a status sign (ok, watch, act) before it.
        """
        if not text:
            return
        mark, left = left, left + size * 1.4 if level else left
        wide = self.width - left * PT
        layout = self.lines(text, size, wide, bold, indent * PT)
        step = size * PT * leading
        self.need(min(layout.lineCount(), 2) * step + keep * PT)
        for at in range(layout.lineCount()):
            self.need(step)
            if level and not at:
                side = size * 0.75 * PT
                self.add(_mark_op(level, QRectF(self.left + mark * PT, self.y + (step - side) / 2, side, side)))
            line = layout.lineAt(at)
            x = self.left + left * PT + line.position().x()
            spare = wide - line.naturalTextWidth()
            x += {"center": spare / 2, "right": spare}.get(align, 0.0)
            self.add(_line_op(layout, at, x, self.y + (step - line.height()) / 2, color))
            self.y += step
        self.y += after * PT

    def rule(self, color: str = "#000000", thick: float = 0.5, after: float = 0.0) -> None:
        """A line across the type area; `thick` and `after` in points."""
        y, left, right = self.y, self.left, self.left + self.width

        def op(painter: QPainter) -> None:
            painter.setPen(pen(color, thick * PT))
            painter.drawLine(QPointF(left, y), QPointF(right, y))

        self.add(op)
        self.y += after * PT

    def seen(self, text: str) -> str:
        """The text as it is printed; its characters are noted."""
        shown = self.plain(text)
        self.characters.update(shown)
        return shown

    def words(
        self, painter: QPainter, box: QRectF, flags: Align, words: str, size: float, bold: bool = False,
        color: str = "#000000",
    ) -> None:  # fmt: skip
        """A line of words in a box, for drawings; ends in … when there is no room."""
        font = self.font(size, bold)
        words = QFontMetricsF(font).elidedText(self.plain(words), Qt.TextElideMode.ElideRight, box.width() + 1)
        # Not painter.drawText: that adds what the application's own font asks for, another thing in each language.
        layout = self.lines(words, size, WIDE + HIGH, bold)
        line = layout.lineAt(0)
        across, down = box.width() - line.naturalTextWidth(), box.height() - line.height()
        x = across if flags & Align.AlignRight else across / 2 if flags & Align.AlignHCenter else 0.0
        y = down if flags & Align.AlignBottom else down / 2 if flags & Align.AlignVCenter else 0.0
        _line_op(layout, 0, box.left() + x, box.top() + y, color)(painter)

    # --- drawings and tables

    def drawing(self, high: float, draw: Callable[[QPainter, QRectF], None]) -> None:
        """A drawing over the whole width, `high` points."""
        self.need(high * PT)
        box = QRectF(self.left, self.y, self.width, high * PT)
        self.add(lambda painter: draw(painter, box))
        self.y += high * PT

    def table(
        self, heads: Sequence[str], rows: Sequence[Sequence[Cell]], right: Sequence[bool] = (), size: float = 9.0,
        least: Sequence[float] = (), given: Sequence[float] = (),
    ) -> None:  # fmt: skip
        """A ruled table. Rows stay whole, heads stand on every page; `right`: columns that end flush right.

        `least` in points; `given`: the widths themselves.
        """
        pad, columns = 4 * PT, len(heads)
        right = [*right, *[False] * columns][:columns]
        while True:
            wanted, words = self._wishes(heads, rows, size, pad, self.width)
            if given or size <= SMALLEST or sum(words) <= self.width:
                break
            size -= 0.5  # smaller rather than words that are cut in two
        widths: list[float] = list(given or word_widths(wanted, words, self.width))
        for at, points in enumerate(least[:columns]):
            short = points * PT - widths[at]
            if short > 0:
                widest = max(range(columns), key=lambda other: widths[other])
                widths[at] += short
                widths[widest] -= short
        head = [Cell(text, bold=True) for text in heads]
        high = self._row_height(head, widths, size, pad)
        first = self._row_height(rows[0], widths, size, pad) if rows else 0.0
        self.need(high + first)
        self._row(head, widths, right, size, pad, ground=True)
        for row in rows:
            tall = self._row_height(row, widths, size, pad)
            if tall > self.room() and self.y > self.top:
                self.turn()
                self._row(head, widths, right, size, pad, ground=True)
            self._row(row, widths, right, size, pad)

    def _wishes(
        self, heads: Sequence[str], rows: Sequence[Sequence[Cell]], size: float, pad: float, room: float
    ) -> tuple[list[float], list[float]]:
        """What each column wants for one line a cell (two for the head, where room is short), and its longest word."""
        wanted, words, folded = [], [], []
        for at, head in enumerate(heads):
            cells = [row[at] for row in rows if at < len(row)]
            texts = {(head, True), *((cell.text, cell.bold) for cell in cells)}
            around = (size * 1.2 * PT if any(cell.level for cell in cells) else 0.0) + 2 * pad + PT
            wanted.append(max(self._wide(text, size, bold) for text, bold in texts) + around)
            parts = {(part, bold) for text, bold in texts for part in WORD.findall(self.plain(text))}
            words.append(max((self._wide(part, size, bold) for part, bold in parts), default=0.0) + around)
            inside = max((self._wide(cell.text, size, cell.bold) for cell in cells), default=0.0) + around
            folded.append(max(inside, words[-1], self._wide(head, size, True) * 0.6 + around))
        return (wanted if sum(wanted) <= room else folded), words

    def _wide(self, text: str, size: float, bold: bool) -> float:
        metrics = QFontMetricsF(self.font(size, bold))
        return max((metrics.horizontalAdvance(part) for part in self.plain(text).split("\n")), default=0.0)

    def _row_height(self, row: Sequence[Cell], widths: Sequence[float], size: float, pad: float) -> float:
        most = 1
        for cell, wide in zip(row, widths, strict=False):
            sign = size * 1.2 * PT if cell.level else 0.0
            most = max(most, self.lines(cell.text, size, wide - 2 * pad - sign, cell.bold).lineCount())
        return most * size * PT * 1.35 + 2 * pad * 0.7

    def _row(
        self, row: Sequence[Cell], widths: Sequence[float], right: Sequence[bool], size: float, pad: float,
        ground: bool = False,
    ) -> None:  # fmt: skip
        high, x, top = self._row_height(row, widths, size, pad), self.left, self.y
        step = size * PT * 1.35
        for at, wide in enumerate(widths):
            box = QRectF(x, top, wide, high)
            self.add(_box_op(box, ground))
            cell = row[at] if at < len(row) else Cell("")
            sign = size * 1.2 * PT if cell.level else 0.0
            layout = self.lines(cell.text, size, wide - 2 * pad - sign, cell.bold)
            y = top + (high - layout.lineCount() * step) / 2
            if cell.level:
                side = size * 0.72 * PT
                mark = QRectF(x + pad, y + (step - side) / 2, side, side)
                self.add(_mark_op(cell.level, mark))
            for number in range(layout.lineCount()):
                line = layout.lineAt(number)
                spare = wide - 2 * pad - sign - line.naturalTextWidth() if right[at] else 0.0
                color = LIGHT.level_text(cell.level).name() if cell.level else "#000000"
                self.add(_line_op(layout, number, x + pad + sign + spare, y + (step - line.height()) / 2, color))
                y += step
            x += wide
        self.y += high


def word_widths(wanted: Sequence[float], words: Sequence[float], room: float) -> list[float]:
    """Widths that fill the room: no word is cut in two while there is any way; narrow columns get what they want."""
    if sum(wanted) <= room or sum(words) > room:
        shared = shared_widths(wanted, room, 42 * PT)
        over = sum(shared) / room
        return [width / over for width in shared] if over > 1 else list(map(float, shared))
    low, high = 0.0, room
    for _ in range(30):
        share = (low + high) / 2
        total = sum(min(want, max(word, share)) for want, word in zip(wanted, words, strict=True))
        low, high = (share, high) if total <= room else (low, share)
    return [min(want, max(word, low)) for want, word in zip(wanted, words, strict=True)]


def _line_op(layout: QTextLayout, at: int, x: float, y: float, color: str) -> Op:
    def op(painter: QPainter) -> None:
        line = layout.lineAt(at)
        painter.setPen(QColor(color))
        line.draw(painter, QPointF(x - line.position().x(), y - line.position().y()))

    return op


def _box_op(box: QRectF, ground: bool) -> Op:
    def op(painter: QPainter) -> None:
        painter.setPen(pen("#7F7F7F", 0.5 * PT))
        painter.setBrush(LIGHT.color("background") if ground else Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    return op


def _mark_op(level: str, box: QRectF) -> Op:
    return lambda painter: draw_mark(painter, level, box, LIGHT.level(level))
