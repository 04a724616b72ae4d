"""The preview: an item as it will be read, painted from blocks, a slice at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.ui import style
from lobbyconsole.ui.content.blocks import Block, Bullets, Facts, Heading, Paragraph, Tile, blocks
from lobbyconsole.ui.content.slices import Slices
from lobbyconsole.ui.content.words import Names
from lobbyconsole.ui.widgets.areas import grow, plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Card, Label, clear_layout

PAIR = 200  # px at 100 %: least width of a name and its value


class Answers(QWidget):
    """The keys of an answer, as they look in a round; they cannot be pressed here."""

    def __init__(self, answers: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self._answers = answers
        self.setAccessibleName(" / ".join(words for words, _ in answers))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _widths(self) -> list[int]:
        theme = style.current()
        metrics = QFontMetrics(theme.font(13))
        return [max(metrics.horizontalAdvance(words) + theme.px(20), theme.px(32)) for words, _ in self._answers]

    def sizeHint(self) -> QSize:
        return QSize(min(sum(self._widths()), style.current().px(360)), style.current().px(32))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        widths = self._widths()
        shrink = min(1.0, self.width() / max(1, sum(widths)))
        left = 0.0
        painter.setFont(theme.font(13))
        for (words, level), full in zip(self._answers, widths, strict=True):
            wide = full * shrink
            box = QRectF(left + 0.5, 0.5, wide - 1, self.height() - 1)
            painter.setPen(theme.color("border"))
            painter.setBrush(theme.color(f"{level}_soft" if level else "surface"))
            painter.drawRoundedRect(box, 6, 6)
            painter.setPen(theme.level_text(level) if level else theme.color("muted"))
            room = box.adjusted(4, 0, -4, 0)
            text = QFontMetrics(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
            left += wide


class TileCard(Card):
    """One card of the preview."""

    def __init__(self, tile: Tile) -> None:
        super().__init__(level=tile.level)
        theme = style.current()
        outer = QHBoxLayout(self)
        outer.setContentsMargins(14, 10, 14, 10)
        outer.setSpacing(10)
        if tile.lead:
            lead = Label(tile.lead, 14, BOLD, "muted")
            lead.setMinimumWidth(theme.px(26))
            outer.addWidget(lead, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(4)
        self.answers = Answers(tile.answers) if tile.answers else None
        words.addWidget(Label(tile.title, 14, BOLD if tile.lines or tile.answers else style_weight(tile), wrap=True))
        if tile.about:
            words.addWidget(Label(tile.about, 12, role="muted", wrap=True))
        for line in tile.lines:
            if not line.lead:
                words.addWidget(Label(line.words, 13, role=line.role, wrap=True))
                continue
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Label(line.lead, 12, role="muted"), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Label(line.words, 13, role=line.role, wrap=True), 1)
            words.addLayout(row)
        outer.addLayout(words, 1)
        self._words, self._outer = words, outer
        self._below = False
        if self.answers is not None:
            outer.addWidget(self.answers, 0, Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.answers is None:
            return
        below = self.width() < self.answers.sizeHint().width() + style.current().px(330)
        if below != self._below:
            self._below = below
            if below:
                self._outer.removeWidget(self.answers)
                self._words.addWidget(self.answers, 0, Qt.AlignmentFlag.AlignLeft)
            else:
                self._words.removeWidget(self.answers)
                self._outer.addWidget(self.answers, 0, Qt.AlignmentFlag.AlignTop)


def style_weight(tile: Tile) -> Any:
    """A card of one text reads as text, not as a title."""
    from lobbyconsole.ui.widgets.basics import NORMAL

    return BOLD if tile.lead.isdigit() else NORMAL


class FactsGrid(QWidget):
    """Names and values; as many columns as fit."""

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self._cells = [
            (Label(name, 12, role="muted", wrap=True), Label(value, 14, wrap=True)) for name, value in facts.pairs
        ]
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(2)
        self._place(3)

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        while self._grid.count():
            self._grid.takeAt(0)
        for at, (name, value) in enumerate(self._cells):
            self._grid.addWidget(name, at // columns * 2, at % columns, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, at // columns * 2 + 1, at % columns, Qt.AlignmentFlag.AlignTop)
            value.setContentsMargins(0, 0, 0, 8)
        for at in range(3):
            self._grid.setColumnStretch(at, 1 if at < columns else 0)
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(max(1, min(3, self.width() // style.current().px(PAIR))))


def widget_of(block: Block) -> QWidget:
    """A block as a widget."""
    if isinstance(block, Tile):
        return TileCard(block)
    if isinstance(block, Facts):
        return FactsGrid(block)
    if isinstance(block, Heading):
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 10, 0, 0)
        row.setSpacing(10)
        row.addWidget(Label(block.words, 16, BOLD, wrap=True), 0 if block.about else 1)
        if block.about:
            row.addWidget(Label(block.about, 12, role="muted", wrap=True), 1)
        return line
    if isinstance(block, Bullets):
        text = "\n".join(
            f"{at}. {words}" if block.numbered else f"· {words}" for at, words in enumerate(block.lines, 1)
        )
        return Label(text, 14, wrap=True)
    assert isinstance(block, Paragraph)
    return Label(block.words, 14, role=block.role, wrap=True)


class Preview(QWidget):
    """The page: built in slices, begun anew when another item comes."""

    def __init__(self) -> None:
        super().__init__()
        self._slices = Slices(self)
        content = QWidget()
        self._rows = QVBoxLayout(content)
        self._rows.setContentsMargins(4, 2, 12, 12)
        self._rows.setSpacing(8)
        self.area = plain_area(content)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)
        self.setFocusProxy(self.area)

    @property
    def busy(self) -> bool:
        return self._slices.busy

    def show_item(self, family: str, item: Any, names: Names) -> None:
        """Another item, or the same in another language."""
        self.clear()
        self.area.verticalScrollBar().setValue(0)
        self._slices.run(self._build(family, item, names), each=lambda: grow(self.area))

    def clear(self) -> None:
        self._slices.stop()
        clear_layout(self._rows)

    def _build(self, family: str, item: Any, names: Names) -> Iterator[None]:
        for block in blocks(family, item, names):
            self._rows.addWidget(widget_of(block))
            yield
        self._rows.addStretch(1)
        yield
