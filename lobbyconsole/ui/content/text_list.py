"""A list of texts in both languages: added, moved, taken out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from lobbyconsole.ui import style
from lobbyconsole.ui.content.entries import EntriesEdit
from lobbyconsole.ui.content.fields import TextEdit
from lobbyconsole.ui.content.specs import Spec
from lobbyconsole.ui.theme import TARGET
from lobbyconsole.ui.widgets.basics import Label


class WordsEdit(EntriesEdit):
    """A list of texts."""

    def entry(self, at: int) -> Sequence[Any]:
        edit = TextEdit(self.sheet, (*self.path, at), Spec(self.spec.owner, self.spec.name, "text"))
        edit.title.hide()
        line = QHBoxLayout()
        line.setSpacing(2)
        number = Label(str(at + 1), 13, role="muted")
        number.setMinimumWidth(style.current().px(22))
        number.setMinimumHeight(style.current().px(TARGET))
        line.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(edit, 1)
        self.verbs(at, line)
        self.list.addLayout(line)
        return (edit,)

    def made(self) -> int:
        return self.sheet.add_words(self.path)
