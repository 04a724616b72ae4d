"""A paper on the screen: sections with figures, tables, charts and what is missing, each with the way to its source."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lobbyconsole.domain.paper import Bars, Block, Figure, Missing, Note, Paper, PaperSection, Table
from lobbyconsole.ui.paper import blocks
from lobbyconsole.ui.paper.order import Group, arranged
from lobbyconsole.ui.paper.words import definition_words, held_words, made_words, told, window_words
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Label, clear_layout

GAP = 10


class PaperView(QWidget):
    """Shows a whole paper or one section of one. `scale`: larger words, for presenting; `zone`: of the hall's clock."""

    link_wanted = Signal(object)  # domain.paper.Link

    def __init__(
        self, parent: QWidget | None = None, *, head: bool = True, scale: float = 1.0, zone: tzinfo | None = None
    ) -> None:
        super().__init__(parent)
        self._with_head, self._scale, self._zone = head, scale, zone
        self._paper: Paper | None = None
        self._section: PaperSection | None = None
        self._waiting: list[PaperSection] = []
        content = QWidget()
        self._rows = QVBoxLayout(content)
        self._rows.setContentsMargins(2, 2, 6, 16)
        self._rows.setSpacing(GAP)
        self.area = plain_area(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        self._next = QTimer(self)
        self._next.setInterval(0)
        self._next.timeout.connect(self._add_one)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(0)
        self._again.timeout.connect(self._show)

    # --- what is shown

    def show_paper(self, paper: Paper) -> None:
        """The whole paper; the first section at once, the others in the next turns of the loop."""
        same = self._paper is not None and (self._paper.agenda, self._paper.day) == (paper.agenda, paper.day)
        self._paper, self._section = paper, None
        self._show(keep_place=same)

    def show_section(self, section: PaperSection) -> None:
        """This section alone."""
        self._paper, self._section = None, section
        self._show(keep_place=False)

    def clear(self) -> None:
        """Show nothing."""
        self._paper = self._section = None
        self._show(keep_place=False)

    def paper(self) -> Paper | None:
        """The paper on show, if it is a whole one."""
        return self._paper

    def set_zone(self, zone: tzinfo) -> None:
        """The zone of the hall's clock."""
        self._zone = zone

    def is_whole(self) -> bool:
        """Whether everything stands that is to be shown."""
        return not self._waiting and not self._again.isActive()

    def _show(self, keep_place: bool = True) -> None:
        bar = self.area.verticalScrollBar()
        place = bar.value()
        clear_layout(self._rows)
        self._waiting = []
        self._next.stop()
        paper = self._paper
        if self._section is not None:
            self._add_section(self._section, 0)
        elif paper is not None:
            if self._with_head:
                self._add_head(paper)
            self._waiting = list(paper.sections)
            if self._waiting:
                self._add_section(self._waiting.pop(0), 1)
        self._rows.addStretch(1)
        if self._waiting:
            self._next.start()
        bar.setValue(place if keep_place else 0)

    def _add_one(self) -> None:
        assert self._paper is not None
        section = self._waiting.pop(0)
        stretch = self._rows.takeAt(self._rows.count() - 1)
        self._add_section(section, len(self._paper.sections) - len(self._waiting))
        self._rows.addItem(stretch)
        if not self._waiting:
            self._next.stop()

    # --- parts

    def _add_head(self, paper: Paper) -> None:
        scale = self._scale
        self._rows.addWidget(Label(told(paper.title), 20 * scale, BOLD, wrap=True))
        parts = (
            told(paper.branch), held_words(paper), window_words(paper), definition_words(paper),
            made_words(paper, zone=self._zone),
        )  # fmt: skip
        self._rows.addWidget(Label("  ·  ".join(part for part in parts if part), 12 * scale, role="muted", wrap=True))

    def _add_section(self, section: PaperSection, number: int) -> None:
        scale = self._scale
        several = self._paper is not None and len(self._paper.sections) > 1
        if several or self._section is not None:
            title = Label(told(section.title), (16 if several else 20) * scale, BOLD, wrap=True)
            title.setContentsMargins(0, 10 if several and number else 0, 0, 0)
            self._rows.addWidget(title)
        if section.headline is not None:
            self._rows.addWidget(blocks.headline(section.headline, scale))
        for group in arranged(section.blocks):
            self._rows.addWidget(self._group(group))

    def _group(self, group: Group) -> QWidget:
        wanted, scale = self.link_wanted.emit, self._scale
        figures = [block for block in group if isinstance(block, Figure)]
        charts = [block for block in group if isinstance(block, Bars)]
        missing = [block for block in group if isinstance(block, Missing)]
        if figures:
            return blocks.FigureGrid([blocks.FigureCard(entry, wanted, scale) for entry in figures])
        if charts:
            return blocks.FigureGrid([blocks.bars_block(entry, wanted, scale) for entry in charts], blocks.CHART, True)
        if missing:
            return blocks.MissingLines(missing, scale)
        return self._widget(group[0])

    def _widget(self, block: Block) -> QWidget:
        wanted, scale = self.link_wanted.emit, self._scale
        if isinstance(block, Table):
            return blocks.table_block(block, wanted, scale)
        assert isinstance(block, Note)
        return blocks.NoteLine(block, wanted, scale)

    # --- Qt

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if blocks.restyled(event) and (self._paper is not None or self._section is not None):
            self._again.start()
