"""The branches of a choice, all in sight: when each is taken, in both languages, and where it leads."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lobbyconsole.services.library.checks import Path
from lobbyconsole.services.library.plan_draft import add_branch
from lobbyconsole.ui.content.fields import ChoiceEdit, Edit, TextEdit
from lobbyconsole.ui.content.specs import blank, specs_of
from lobbyconsole.ui.content.words import field_title
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, IconButton, Label, clear_layout


class BranchesEdit(Edit):
    """One card a branch."""

    grows = True

    def build(self) -> None:
        self.title.hide()
        head = QHBoxLayout()
        self.name = Label("", 14, BOLD, wrap=True)
        self.add_button = Button(translate("Content", "Add"), "secondary", "plus")
        self.add_button.clicked.connect(self.add_branch)
        head.addWidget(self.name, 1)
        head.addWidget(self.add_button)
        self.rows.addLayout(head)
        self.list = QVBoxLayout()
        self.list.setSpacing(6)
        self.rows.addLayout(self.list)
        self.cards: list[tuple[TextEdit, ChoiceEdit]] = []

    def grow(self) -> Iterator[None]:
        for at in range(len(self.cards), len(self.value() or ())):
            self._card(at)
            yield
        self.refresh()

    def refresh(self) -> None:
        count = len(self.value() or ())
        title = field_title(self.spec.owner, self.spec.name)
        self.name.setText(translate("Content", "{field} ({count})").format(field=title, count=count))
        self.add_button.setAccessibleName(translate("Content", "Add to {field}").format(field=title))
        if len(self.cards) != count:
            clear_layout(self.list)
            self.cards = []
            for at in range(count):
                self._card(at)
        for when, goto in self.cards:
            when.refresh()
            goto.refresh()

    def _card(self, at: int) -> None:
        specs = {spec.name: spec for spec in specs_of(self.spec.shape)}
        when = TextEdit(self.sheet, (*self.path, at, "when"), specs["when"])
        goto = ChoiceEdit(self.sheet, (*self.path, at, "goto"), specs["goto"])
        self.cards.append((when, goto))
        card = Card(ground="sunken")
        rows = QVBoxLayout(card)
        rows.setContentsMargins(12, 8, 6, 10)
        rows.setSpacing(6)
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(Label(chr(ord("A") + at % 26), 14, BOLD), 1)
        for icon, words, call in (
            ("chevron-up", translate("Content", "Up (Alt+Up)"), lambda: self._move(at, -1)),
            ("chevron-down", translate("Content", "Down (Alt+Down)"), lambda: self._move(at, 1)),
            ("trash", translate("Content", "Take out (Del)"), lambda: self._remove(at)),
        ):
            button = IconButton(icon, words)
            button.clicked.connect(lambda _=False, call=call: call())
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        rows.addLayout(line)
        rows.addWidget(when)
        rows.addWidget(goto)
        self.list.addWidget(card)

    def add_branch(self) -> None:
        """One more; the keyboard goes to its words."""
        place = self.path[-2]
        assert isinstance(place, int)
        made = blank(self.spec.shape)
        at = self.sheet.change(lambda tree: add_branch(tree, place, made))
        self.refresh()
        self.cards[at][0].first().setFocus(Qt.FocusReason.TabFocusReason)

    def _move(self, at: int, by: int) -> None:
        if self.sheet.move(self.path, at, by):
            self.refresh()

    def _remove(self, at: int) -> None:
        self.sheet.remove(self.path, at)
        self.refresh()
        (self.cards[min(at, len(self.cards) - 1)][0].first() if self.cards else self.add_button).setFocus()

    def show_wrong(self) -> None:
        super().show_wrong()
        for when, goto in self.cards:
            when.show_wrong()
            goto.show_wrong()

    def control_at(self, path: Path) -> QWidget | None:
        depth = len(self.path)
        at = path[depth] if len(path) > depth else None
        if not isinstance(at, int) or not at < len(self.cards):
            return self.add_button
        when, goto = self.cards[at]
        if len(path) > depth + 1 and path[depth + 1] == "goto":
            return goto.first()
        return when.control_at(path)

    def first(self) -> QWidget:
        return self.cards[0][0].first() if self.cards else self.add_button
