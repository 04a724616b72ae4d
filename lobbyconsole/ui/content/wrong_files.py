"""Shipped content files that could not be used: which, in which line, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lobbyconsole.ui.content.words import reason_words
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Card, Label, clear_layout

if TYPE_CHECKING:
    from lobbyconsole.services.library.reading import ContentError


class WrongFilesPage(QWidget):
    """One card a file."""

    def __init__(self) -> None:
        super().__init__()
        self.head = Label("", 16, BOLD, wrap=True)
        self.about = Label("", 14, role="muted", wrap=True)
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(4, 2, 12, 12)
        rows.setSpacing(8)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        for part in (self.head, self.about):
            rows.addWidget(part)
        rows.addLayout(self._rows)
        rows.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(plain_area(content))

    def show_files(self, refused: Sequence[ContentError]) -> None:
        """What the reader refused."""
        self.head.setText(translate("Content", "Content files that are left out"))
        self.about.setText(
            translate(
                "Content", "Everything else works. Put the file right, or fetch it again, and restart the program."
            )
        )
        clear_layout(self._rows)
        for error in refused:
            card = Card(level="act")
            rows = QVBoxLayout(card)
            rows.setContentsMargins(14, 10, 14, 10)
            rows.setSpacing(3)
            where = translate("Content", "{file}, line {line}").format(file=error.file, line=error.line)
            rows.addWidget(Label(where if error.line else error.file, 14, BOLD, wrap=True))
            rows.addWidget(Label(reason_words(error.reason), 14, wrap=True))
            self._rows.addWidget(card)
