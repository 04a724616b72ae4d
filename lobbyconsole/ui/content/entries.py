"""Base of fields that are a list with all entries in sight: added, moved, taken out, with controls of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lobbyconsole.services.library.checks import Path
from lobbyconsole.ui.content.fields import Edit, TextEdit
from lobbyconsole.ui.content.words import field_title
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.basics import BOLD, Button, IconButton, Label, clear_layout


class EntriesEdit(Edit):
    """A list; an entry has a control or several (`entry`), of which the first takes the keyboard."""

    grows = True

    def build(self) -> None:
        self.title.hide()
        head = QHBoxLayout()
        self.name = Label("", 14, BOLD, wrap=True)
        self.add_button = Button(translate("Content", "Add"), "secondary", "plus")
        self.add_button.clicked.connect(self.add_entry)
        head.addWidget(self.name, 1)
        head.addWidget(self.add_button)
        self.rows.addLayout(head)
        self.list = QVBoxLayout()
        self.list.setSpacing(6)
        self.rows.addLayout(self.list)
        self.entries: list[Sequence[Any]] = []

    def entry(self, at: int) -> Sequence[Any]:
        """Make one and put it into `list`; its controls, the first of them a TextEdit."""
        raise NotImplementedError

    def made(self) -> int:
        """Write one more, empty; its place."""
        raise NotImplementedError

    def verbs(self, at: int, line: QHBoxLayout) -> None:
        """The buttons of one: up, down, out."""
        for icon, words, call in (
            ("chevron-up", translate("Content", "Up (Alt+Up)"), lambda: self._move(at, -1)),
            ("chevron-down", translate("Content", "Down (Alt+Down)"), lambda: self._move(at, 1)),
            ("trash", translate("Content", "Take out (Del)"), lambda: self._remove(at)),
        ):
            button = IconButton(icon, words)
            button.clicked.connect(lambda _=False, call=call: call())
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def grow(self) -> Iterator[None]:
        for at in range(len(self.entries), len(self.value() or ())):
            self.entries.append(self.entry(at))
            yield
        self.refresh()

    def refresh(self) -> None:
        count = len(self.value() or ())
        title = field_title(self.spec.owner, self.spec.name)
        self.name.setText(translate("Content", "{field} ({count})").format(field=title, count=count))
        self.add_button.setAccessibleName(translate("Content", "Add to {field}").format(field=title))
        if len(self.entries) != count:
            clear_layout(self.list)
            self.entries = []
            for at in range(count):
                self.entries.append(self.entry(at))
        for edit in self._edits():
            edit.refresh()

    def _edits(self) -> Iterator[Edit]:
        for controls in self.entries:
            yield from controls

    def add_entry(self) -> None:
        """One more; the keyboard goes to its words."""
        at = self.made()
        self.refresh()
        self.entries[at][0].first().setFocus(Qt.FocusReason.TabFocusReason)

    def _move(self, at: int, by: int) -> None:
        if self.sheet.move(self.path, at, by):
            self.refresh()

    def _remove(self, at: int) -> None:
        self.sheet.remove(self.path, at)
        self.refresh()
        near = self.entries[min(at, len(self.entries) - 1)][0].first() if self.entries else self.add_button
        near.setFocus()

    def show_wrong(self) -> None:
        super().show_wrong()
        for edit in self._edits():
            edit.show_wrong()

    def control_at(self, path: Path) -> QWidget | None:
        """The control a path ends in; of one that is not there, the button that makes it."""
        depth = len(self.path)
        at = path[depth] if len(path) > depth else None
        if not isinstance(at, int) or not at < len(self.entries):
            return self.add_button
        name = path[depth + 1] if len(path) > depth + 1 else ""
        edit = next((edit for edit in self.entries[at] if edit.path[-1] == name), self.entries[at][0])
        return edit.control_at(path) if isinstance(edit, TextEdit) else edit.first()

    def first(self) -> QWidget:
        return self.entries[0][0].first() if self.entries else self.add_button
