"""The branches of a choice, all in sight: when each is taken, in both languages, and where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from lobbyconsole.services.library.plan_draft import add_branch
from lobbyconsole.ui.content.entries import EntriesEdit
from lobbyconsole.ui.content.fields import ChoiceEdit, TextEdit
from lobbyconsole.ui.content.specs import blank, specs_of
from lobbyconsole.ui.widgets.basics import BOLD, Card, Label


class BranchesEdit(EntriesEdit):
    """One card a branch."""

    def entry(self, at: int) -> Sequence[Any]:
        specs = {spec.name: spec for spec in specs_of(self.spec.shape)}
        when = TextEdit(self.sheet, (*self.path, at, "when"), specs["when"])
        goto = ChoiceEdit(self.sheet, (*self.path, at, "goto"), specs["goto"])
        card = Card(ground="sunken")
        rows = QVBoxLayout(card)
        rows.setContentsMargins(12, 8, 6, 10)
        rows.setSpacing(6)
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(Label(chr(ord("A") + at % 26), 14, BOLD), 1)
        self.verbs(at, line)
        rows.addLayout(line)
        rows.addWidget(when)
        rows.addWidget(goto)
        self.list.addWidget(card)
        return when, goto

    def made(self) -> int:
        place = self.path[-2]
        assert isinstance(place, int)
        one = blank(self.spec.shape)
        return int(self.sheet.change(lambda tree: add_branch(tree, place, one)))
