"""What becomes of a ticket that stands aside because its slip never came: print again, number told, take it out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lobbyconsole.domain.lobby import HELD, Ticket
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets import labels
from lobbyconsole.ui.widgets.basics import BOLD, Label
from lobbyconsole.ui.widgets.floor_forms import Choice, Option


class SlipChoices(QWidget):
    """Shown only while the ticket has no slip; `chosen` tells reprint, tell or void."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.about = Label("", 14, BOLD, "watch_text", wrap=True)
        self.choices = Choice([], at_once=True)
        self.choices.chosen.connect(lambda what: self.chosen.emit(str(what)))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        rows.addWidget(self.about)
        rows.addWidget(self.choices)
        self.hide()

    def show_ticket(self, ticket: Ticket | None) -> None:
        """A newer state of the ticket, or another language."""
        aside = ticket is not None and ticket.state == HELD and ticket.held_reason == labels.NOT_PRINTED
        self.setVisible(aside)
        if not aside:
            return
        self.about.setText("▲ " + translate("Issue", "Its slip did not come out. It is called once you choose:"))
        self.choices.set_options(
            [
                Option("reprint", translate("Issue", "Print again")),
                Option("tell", translate("Issue", "Number told")),
                Option("void", translate("Issue", "Take it out")),
            ]
        )
