"""The floor's parts when they show the past: to be read, with nothing to do."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtGui import QKeyEvent

from lobbyconsole.domain.lobby import Ticket
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.counter_tiles import CounterTiles
from lobbyconsole.ui.widgets.ticket_panel import TicketPanel


class PastTiles(CounterTiles):
    """The counters of the past: nothing there can be opened any more."""

    def tick(self, drift: float) -> None:
        super().tick(drift)
        self.set_cells(tuple(replace(face, prompt="") for face in self.cells))


class StoryPanel(TicketPanel):
    """A ticket's story to read; what was done is done."""

    def _show_parts(self, ticket: Ticket | None) -> None:
        super()._show_parts(ticket)
        for part in (self.marks, self._marks_title, *self.buttons.values()):
            part.hide()

    def _show_unknown(self) -> None:
        super()._show_unknown()
        self.state.set_status("neutral", translate("History", "not there yet"))
        for part in (self.marks, self._marks_title, *self.buttons.values()):
            part.hide()

    def take_key(self, event: QKeyEvent) -> bool:
        return False

    def act(self, verb_id: str) -> None:
        """Nothing can be done to the past."""
