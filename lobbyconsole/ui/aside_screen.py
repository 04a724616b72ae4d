"""The emergency's screen before the hall is open: the shipped plans, without floor and photos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal

from lobbyconsole.ui import tasks
from lobbyconsole.ui.emergency.people import People
from lobbyconsole.ui.emergency.watch import Loaded
from lobbyconsole.ui.screens.emergency import EmergencyScreen
from lobbyconsole.ui.translation import translate

if TYPE_CHECKING:
    from lobbyconsole.services.aside import AsideHall
    from lobbyconsole.services.walkthroughs import OpenWalk
    from lobbyconsole.ui.theme import Theme


class AsideScreen(EmergencyScreen):
    """`changed` whenever something was recorded or read."""

    changed = Signal()

    def __init__(self, hall: AsideHall, theme: Theme) -> None:
        super().__init__(hall.console, theme)
        self.hall = hall
        self.page.strip.setFixedHeight(0)  # of the floor nothing is known

    @property
    def running(self) -> list[OpenWalk]:
        """What is being walked, the oldest first."""
        return self._loaded.running if self._loaded is not None else []

    def reload(self) -> None:
        if not self._loading:
            self._loading = True
            tasks.run(self, self._read, self.show_loaded, self._failed)

    def _read(self) -> Loaded:
        """On a worker: the plans, and what runs. Who is here and what else the hall knows is not known."""
        work = self.hall.work
        return Loaded(work.library.library(), work.walkthroughs.plans(), work.walkthroughs.running(), People())

    def show_loaded(self, found: Loaded) -> None:
        super().show_loaded(found)
        self.changed.emit()

    def _recorded(self, state: OpenWalk) -> None:
        super()._recorded(state)
        self.changed.emit()

    def _photo(self, source: str) -> None:
        self.warn(
            translate("Emergency", "Photos can be kept once the hall is open. Keep them on the phone until then.")
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "hall"):
            self.retranslate()  # it is none of the window's own screens
