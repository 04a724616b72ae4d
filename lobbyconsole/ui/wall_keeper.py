"""Keeps the wall display beside the window: made when the settings ask for it, fed, dressed and closed with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lobbyconsole.ui import style
from lobbyconsole.ui.translation import translate

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from lobbyconsole.config import WallDisplay
    from lobbyconsole.services.live import Snapshot
    from lobbyconsole.ui.theme import Theme
    from lobbyconsole.ui.wall import Monitors, Wall

# The wall's own module is imported when it is switched on: most halls start without one.


class WallKeeper(QObject):
    """One wall display at most. `window` is the manager's, whose monitor is never covered."""

    changed = Signal()  # status() may say something else now

    def __init__(self, window: QWidget, monitors: Monitors | None = None) -> None:
        super().__init__(window)
        self._window, self._monitors = window, monitors
        self._snapshot: Snapshot | None = None
        self.wall: Wall | None = None

    def use(self, wish: WallDisplay) -> None:
        """The settings, when the hall is open and whenever they change."""
        if self.wall is None:
            if not wish.enabled:
                return
            from lobbyconsole.ui.wall import Wall

            self.wall = Wall(style.current(), self, monitors=self._monitors)
            self.wall.changed.connect(self.changed)
            self.wall.follow(self._window)
        self.wall.use(wish)
        if self._snapshot is not None:
            self.wall.show_snapshot(self._snapshot)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """A newer picture."""
        self._snapshot = snapshot
        if self.wall is not None:
            self.wall.show_snapshot(snapshot)

    def dress(self, theme: Theme) -> None:
        """Theme, text size or language changed."""
        if self.wall is not None:
            self.wall.set_theme(theme)
            self.wall.retranslate()

    @property
    def state(self) -> str:
        """off, shown, alone, missing or occupied."""
        return self.wall.state if self.wall is not None else "off"

    def status(self) -> str:
        """The same in words."""
        return self.wall.status() if self.wall is not None else translate("Wall", "The wall display is off.")

    def close(self) -> None:
        """Away with it, at the end of the program."""
        if self.wall is not None:
            self.wall.close()
            self.wall = None
