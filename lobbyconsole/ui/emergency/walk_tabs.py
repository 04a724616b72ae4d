"""With two plans at once: which is on show, and the others with one press."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout

from lobbyconsole.ui.emergency.words import say_text
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.basics import BOLD, Button, Label
from lobbyconsole.ui.widgets.floor_forms import Flow

if TYPE_CHECKING:
    from lobbyconsole.services.walkthroughs import OpenWalk


class WalkTabs(QObject):
    """A row of buttons; there is none while one plan runs and its step is on show."""

    chosen = Signal(str)  # a walkthrough

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.flow = Flow()
        self.row = QVBoxLayout()
        self.row.addWidget(self.flow)

    def show_walks(self, running: Sequence[OpenWalk], here: str, drill: str) -> None:
        """`here`: the walkthrough whose step is on show; "" among the tiles. `drill`: what marks a drill."""
        wanted = len(running) > 1 or (bool(running) and not here)
        self.flow.clear()
        self.flow.setVisible(wanted)
        around = (20, 10, 20, 0) if not here else (12, 8, 12, 8) if len(running) > 1 else (0, 0, 0, 0)
        self.row.setContentsMargins(*around)
        for state in running if wanted else ():
            title = f"◆ {drill} · " if state.walk.drill else ""
            button = Button(title + say_text(state.plan.title), "danger" if state.walk.key == here else "secondary")
            button.clicked.connect(lambda _=False, key=state.walk.key: self.chosen.emit(key))
            self.flow.add(button)
        if not here and any(state.walk.drill for state in running):
            words = translate("Emergency", "Here it is in earnest: a plan begun now breaks the drill off.")
            warned = Label(words, 14, BOLD, "act")
            warned.setMinimumHeight(self.flow.items()[-1].sizeHint().height())
            self.flow.add(warned)
