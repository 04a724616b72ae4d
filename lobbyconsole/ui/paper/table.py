"""A table of a paper: heads, wrapped cells and a press per row that leads to what the row was made of.

Where the columns have no room, each row stands as a card of its own: its name, then head and value line by line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.domain.paper import Row, Table
from lobbyconsole.ui import style
from lobbyconsole.ui.paper.words import LEVELS, flush_right, told, verdict_words
from lobbyconsole.ui.translation import phrases
from lobbyconsole.ui.widgets.basics import Label, Press, draw_focus, draw_mark

LINES = 3  # of a cell; longer ones end in …
_UNBROKEN = re.compile(r"[^\s\u2e80-\uffee]+")

Wanted = Callable[[object], object]


class RowPress(Press):
    """One row of a table; the columns' places come from the table."""

    stepped = Signal(int)

    def __init__(self, row: Row, cells: list[str], right: list[bool], scale: float) -> None:
        super().__init__()
        self.row, self.cells = row, cells
        self._right, self._scale = right, scale
        self._edges: list[tuple[int, int]] = []
        self._stack: list[tuple[str, QRectF, bool]] = []  # (words, place, whether they are a head), as a card
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        words = verdict_words(row.verdict)
        self.setAccessibleName(phrases(*cells, words))
        self.setToolTip(words)
        if row.link is None:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        else:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def place(self, edges: list[tuple[int, int]]) -> None:
        """Left edge and width of every column."""
        self._edges, self._stack = edges, []
        theme = style.current()
        metrics = QFontMetrics(theme.font(14 * self._scale))
        flags = Qt.TextFlag.TextWordWrap
        high = max(
            (
                min(metrics.boundingRect(0, 0, wide, 9999, flags, cell).height(), metrics.lineSpacing() * LINES)
                for (_, wide), cell in zip(edges, self.cells, strict=False)
            ),
            default=0,
        )
        self.setFixedHeight(max(theme.px(34), high + theme.px(12)))
        self.update()

    def stand(self, left: int, width: int, heads: Sequence[str]) -> None:
        """As a card: what it is about, and below it the heads beside their values."""
        theme = style.current()
        body, small = QFontMetrics(theme.font(14 * self._scale)), QFontMetrics(theme.font(12 * self._scale))
        gap, flags = theme.px(12), Qt.TextFlag.TextWordWrap
        named = max((small.horizontalAdvance(head) for head in heads[1:]), default=0)
        named = min(named + 2, (width - gap) // 2)

        def room(metrics: QFontMetrics, at: int, wide: int, words: str) -> QRectF:
            return QRectF(at, top, wide, metrics.boundingRect(0, 0, wide, 9999, flags, words).height())

        top = theme.px(8)
        first = room(body, left, width, self.cells[0])
        self._stack = [(self.cells[0], first, False)]
        top += round(first.height()) + theme.px(2)
        for head, cell in zip(heads[1:], self.cells[1:], strict=False):
            if not cell:
                continue
            name, value = room(small, left, named, head), room(body, left + named + gap, width - named - gap, cell)
            name.moveTop(top + max(0, body.ascent() - small.ascent()))
            self._stack += [(head, name, True), (cell, value, False)]
            top += round(max(name.bottom() - top, value.height())) + theme.px(2)
        self.setFixedHeight(top + theme.px(8))
        self.update()

    def _paint_card(self, painter: QPainter) -> None:
        theme = style.current()
        for at, (words, place, head) in enumerate(self._stack):
            painter.setFont(theme.font((12 if head else 14) * self._scale))
            linked = at == 0 and self.row.link is not None
            painter.setPen(theme.color("muted" if head else "accent" if linked else "text"))
            painter.drawText(place, int(Qt.TextFlag.TextWordWrap), words)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, level = style.current(), LEVELS[self.row.verdict]
        painter = QPainter(self)
        linked = self.row.link is not None
        if linked and self.underMouse():
            painter.fillRect(self.rect(), theme.color("accent_soft"))
        painter.setPen(theme.color("border"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        font = theme.font(14 * self._scale)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        if level:
            side = theme.px(10)
            middle = self._stack[0][1].top() + metrics.height() / 2 if self._stack else self.height() / 2
            draw_mark(painter, level, QRectF(theme.px(4), middle - side / 2, side, side), theme.level_text(level))
        self._paint_card(painter)
        pad = theme.px(6)
        for at, ((left, wide), cell) in enumerate(zip(() if self._stack else self._edges, self.cells, strict=False)):
            color: QColor = theme.color("accent" if at == 0 and linked else "text")
            painter.setPen(color)
            across = Qt.AlignmentFlag.AlignRight if self._right[at] else Qt.AlignmentFlag.AlignLeft
            box = QRectF(left, pad, wide, self.height() - 2 * pad)
            painter.drawText(
                box, int(across | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap),
                _clipped(cell, metrics, wide),
            )  # fmt: skip
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), 4, theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()


class TableBlock(QWidget):
    """Heads and rows; a row with a link is pressed, up and down go through them."""

    def __init__(self, table: Table, wanted: Wanted, scale: float = 1.0) -> None:
        super().__init__()
        self.table, self._scale = table, scale
        self._right = [
            flush_right(row.cells[at] for row in table.rows if at < len(row.cells)) for at in range(len(table.columns))
        ]
        self._heads = [Label(told(column), 12 * scale, role="muted", wrap=True) for column in table.columns]
        self.rows = [RowPress(row, [told(cell) for cell in row.cells], self._right, scale) for row in table.rows]
        self._signs = any(row.verdict != "none" for row in table.rows)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._head = QWidget()
        for head in self._heads:
            head.setParent(self._head)
        rows.addWidget(self._head)
        for press in self.rows:
            press.clicked.connect(lambda _=False, link=press.row.link: wanted(link) if link is not None else None)
            press.stepped.connect(lambda by, press=press: self.step(press, by))
            rows.addWidget(press)
        self._widths()

    def step(self, row: RowPress, by: int) -> None:
        """Put the keyboard on the next row that can be pressed."""
        linked = [press for press in self.rows if press.row.link is not None]
        at = linked.index(row) + by if row in linked else -1
        if 0 <= at < len(linked):
            linked[at].setFocus()
            around = self.parentWidget()
            while around is not None and not isinstance(around, QScrollArea):
                around = around.parentWidget()
            if around is not None:
                around.ensureWidgetVisible(linked[at], 0, 8)

    def _widths(self) -> None:
        theme = style.current()
        body, head = QFontMetrics(theme.font(14 * self._scale)), QFontMetrics(theme.font(12 * self._scale))
        self._wanted, self._least = [], []
        for at, label in enumerate(self._heads):
            cells = [press.cells[at] for press in self.rows if at < len(press.cells)]
            widest = max((body.horizontalAdvance(cell) for cell in cells), default=0)
            self._wanted.append(max(widest, head_width(label.text(), head, theme.px(96))) + 2)
            self._least.append(max((longest_word(words, metrics) for words, metrics in (
                *((cell, body) for cell in cells), (label.text(), head))), default=0))  # fmt: skip

    def _place(self) -> None:
        theme = style.current()
        gap, start = theme.px(16), theme.px(22 if self._signs else 6)
        # Words after a number at the right edge of its column would stand close to it.
        parted = [at for at in range(len(self._right) - 1) if self._right[at] and not self._right[at + 1]]
        apart = theme.px(16)
        room = self.width() - start - theme.px(6) - gap * (len(self._wanted) - 1) - apart * len(parted)
        room = max(50, room)
        widths = shared_widths(self._wanted, room, theme.px(56))
        if sum(widths) > room or any(least > wide for least, wide in zip(self._least, widths, strict=True)):
            self._head.setFixedHeight(0)
            heads = [label.text() for label in self._heads]
            for press in self.rows:
                press.stand(start, max(50, self.width() - start - theme.px(6)), heads)
            return
        edges, left = [], start
        for at, width in enumerate(widths):
            edges.append((left, width))
            left += width + gap + (apart if at in parted else 0)
        for label, right in zip(self._heads, self._right, strict=True):
            across = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            label.setAlignment(across | Qt.AlignmentFlag.AlignBottom)
        high = max(label.heightForWidth(wide) for (_, wide), label in zip(edges, self._heads, strict=True))
        for (at, wide), label in zip(edges, self._heads, strict=True):
            label.setGeometry(at, 0, wide, high)
        self._head.setFixedHeight(high + theme.px(6))
        for press in self.rows:
            press.place(edges)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()


def longest_word(words: str, metrics: QFontMetrics) -> int:
    """What words need that are broken between them; Chinese is broken anywhere."""
    return max((metrics.horizontalAdvance(word) for word in _UNBROKEN.findall(words)), default=0)


def head_width(words: str, metrics: QFontMetrics, most: float) -> int:
    """What a head asks for: all of it up to `most`, beyond that it is broken between its words."""
    longest = max((metrics.horizontalAdvance(word) for word in words.split()), default=0)
    return int(max(longest, min(metrics.horizontalAdvance(words), most)))


def shared_widths(wanted: Sequence[float], room: float, least: float) -> list[int]:
    """The narrow ones get what they want, the wide ones share what is left; room to spare goes to all."""
    if not wanted:
        return []
    total = sum(wanted)
    if total <= room:
        widths = [int(width * room / max(1, total)) for width in wanted]
        widths[0] += int(room) - sum(widths)
        return widths
    fixed_width: dict[int, float] = {}
    while True:
        open_ones = [at for at in range(len(wanted)) if at not in fixed_width]
        share = max(least, (room - sum(fixed_width.values())) / max(1, len(open_ones)))
        narrow = [at for at in open_ones if wanted[at] <= share]
        if not narrow or len(narrow) == len(open_ones):
            break
        fixed_width |= {at: wanted[at] for at in narrow}
    return [int(fixed_width.get(at, share)) for at in range(len(wanted))]


def _clipped(text: str, metrics: QFontMetrics, width: int) -> str:
    flags = Qt.TextFlag.TextWordWrap
    most = metrics.lineSpacing() * LINES
    if metrics.boundingRect(0, 0, width, 9999, flags, text).height() <= most:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if metrics.boundingRect(0, 0, width, 9999, flags, text[:middle] + "…").height() <= most:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"
