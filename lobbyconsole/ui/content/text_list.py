"""A list of texts in both languages: added, moved, taken out."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lobbyconsole.services.library.checks import Path
from lobbyconsole.ui import style
from lobbyconsole.ui.content.fields import Edit, TextEdit
from lobbyconsole.ui.content.specs import Spec
from lobbyconsole.ui.content.words import field_title
from lobbyconsole.ui.theme import TARGET
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.basics import BOLD, Button, IconButton, Label, clear_layout


class WordsEdit(Edit):
    """A list of texts."""

    grows = True

    def grow(self) -> Iterator[None]:
        for at in range(len(self.edits), len(self.value() or ())):
            self._line(at)
            yield
        self.refresh()

    def build(self) -> None:
        self.title.hide()
        head = QHBoxLayout()
        self.name = Label("", 14, BOLD, wrap=True)
        self.add_button = Button(translate("Content", "Add"), "secondary", "plus")
        self.add_button.clicked.connect(self._add)
        head.addWidget(self.name, 1)
        head.addWidget(self.add_button)
        self.rows.addLayout(head)
        self.list = QVBoxLayout()
        self.list.setSpacing(6)
        self.rows.addLayout(self.list)
        self.edits: list[TextEdit] = []

    def refresh(self) -> None:
        count = len(self.value() or ())
        title = field_title(self.spec.owner, self.spec.name)
        self.name.setText(translate("Content", "{field} ({count})").format(field=title, count=count))
        self.add_button.setAccessibleName(translate("Content", "Add to {field}").format(field=title))
        if len(self.edits) != count:
            clear_layout(self.list)
            self.edits = []
            for at in range(count):
                self._line(at)
        for edit in self.edits:
            edit.refresh()

    def _line(self, at: int) -> None:
        edit = TextEdit(self.sheet, (*self.path, at), Spec(self.spec.owner, self.spec.name, "text"))
        edit.title.hide()
        self.edits.append(edit)
        line = QHBoxLayout()
        line.setSpacing(2)
        number = Label(str(at + 1), 13, role="muted")
        number.setMinimumWidth(style.current().px(22))
        number.setMinimumHeight(style.current().px(TARGET))
        line.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(edit, 1)
        for icon, words, call in (
            ("chevron-up", translate("Content", "Up (Alt+Up)"), lambda: self._move(at, -1)),
            ("chevron-down", translate("Content", "Down (Alt+Down)"), lambda: self._move(at, 1)),
            ("trash", translate("Content", "Take out (Del)"), lambda: self._remove(at)),
        ):
            button = IconButton(icon, words)
            button.clicked.connect(lambda _=False, call=call: call())
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.list.addLayout(line)

    def _add(self) -> None:
        at = self.sheet.add_words(self.path)
        self.refresh()
        self.edits[at].first().setFocus(Qt.FocusReason.TabFocusReason)

    def _move(self, at: int, by: int) -> None:
        if self.sheet.move(self.path, at, by):
            self.refresh()

    def _remove(self, at: int) -> None:
        self.sheet.remove(self.path, at)
        self.refresh()

    def show_wrong(self) -> None:
        super().show_wrong()
        for edit in self.edits:
            edit.show_wrong()

    def control_at(self, path: Path) -> QWidget | None:
        at = path[len(self.path)] if len(path) > len(self.path) else None
        return self.edits[at].first() if isinstance(at, int) and at < len(self.edits) else None

    def first(self) -> QWidget:
        return self.edits[0].first() if self.edits else self.add_button
