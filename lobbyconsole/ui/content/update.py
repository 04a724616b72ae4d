"""A newer shipped version as a readable difference: taken, or the branch keeps its own. Never forced."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lobbyconsole.services.library.book import differences
from lobbyconsole.ui.content.diff import DiffView
from lobbyconsole.ui.content.words import Names
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import Button, EmptyState, Label
from lobbyconsole.ui.widgets.choices import SegmentedChoice


class UpdatePage(QWidget):
    """What is new in the shipped version, and how it differs from the branch's own."""

    asked = Signal(str)  # take, keep

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[str, Any, Any, Any, Names] | None = None
        self.about = Label("", 14, wrap=True)
        self.which = SegmentedChoice()
        self.which.chosen.connect(lambda _value: self._compare())
        self.take, self.keep = Button("", "primary"), Button("")
        self.take.clicked.connect(lambda: self.asked.emit("take"))
        self.keep.clicked.connect(lambda: self.asked.emit("keep"))
        verbs = QHBoxLayout()
        verbs.setSpacing(8)
        verbs.addWidget(self.take)
        verbs.addWidget(self.keep)
        verbs.addStretch(1)
        self.diff = DiffView()
        self.page = QWidget()
        rows = QVBoxLayout(self.page)
        rows.setContentsMargins(4, 2, 12, 12)
        rows.setSpacing(10)
        rows.addWidget(self.about)
        rows.addLayout(verbs)
        rows.addWidget(self.which)
        rows.addWidget(self.diff)
        rows.addStretch(1)
        self.nothing = EmptyState(icon="check")
        self.area = plain_area(self.page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area, 1)
        self._blank = plain_area(self.nothing)  # large text on a small screen scrolls
        whole.addWidget(self._blank, 1)

    def show_update(
        self, family: str, own: Any, shipped: Any, base: Any, names: Names, offered: bool, changed: bool
    ) -> None:
        """`changed`: the branch has a version of its own; `offered`: nobody has decided about the shipped one yet."""
        there = changed and own is not None and shipped is not None
        self.area.setVisible(there)
        self._blank.setVisible(not there)
        self.take.setText(translate("Content", "Take the shipped version…"))
        self.keep.setText(translate("Content", "Keep our own…"))
        self.keep.setVisible(offered)
        if not there:
            self.nothing.set_texts(
                translate("Content", "Nothing to decide"),
                translate(
                    "Content", "What is as shipped follows the program. Only a version of your own is ever asked about."
                )
                if shipped is not None
                else translate("Content", "This is your own; the program ships nothing like it."),
            )
            self._shown = None
            return
        self.about.setText(
            translate("Content", "The program ships a newer version of this. Yours stays in force until you take it.")
            if offered
            else translate("Content", "Your own version is in force. The shipped one can be taken at any time.")
        )
        self._shown = (family, own, shipped, base, names)
        options: list[tuple[object, str]] = [("own", translate("Content", "Ours → shipped"))]
        if base is not None and offered:
            options.insert(0, ("base", translate("Content", "New in the shipped one")))
        self.which.set_options(options, options[0][0])
        self.which.setVisible(len(options) > 1)
        self._compare()

    def _compare(self) -> None:
        if self._shown is None:
            return
        family, own, shipped, base, names = self._shown
        old = base if self.which.value() == "base" else own
        self.diff.show_changes(family, old, shipped, differences(old, shipped), names)
