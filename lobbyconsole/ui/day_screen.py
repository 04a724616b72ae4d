"""Base of the screens that look at a chosen day: their keys, the live day, the column beside and the story over it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from lobbyconsole.ui.past import StoryPanel
from lobbyconsole.ui.screen import Screen
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.widgets.areas import WIDEST

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.live import Snapshot

SIDE = 316  # px at 100 %, the right column
NARROW = 900  # px at 100 %; with less the right column stands below
GAP = 12


class DayScreen(Screen):
    """A screen says what its keys do (`press_key`) and where its parts stand (`_place_parts`).

    It installs itself as the event filter of its scroll areas: they would take arrows and page keys for themselves.
    """

    def __init__(self, console: Console, theme: Theme) -> None:
        super().__init__(console, theme)
        self._snapshot: Snapshot | None = None

    def live_day(self) -> date | None:
        """The day it is in the hall; None before the first picture."""
        return day_of(self._snapshot) if self._snapshot is not None else None

    def press_key(self, key: Qt.Key) -> bool:
        """A key without Ctrl or Alt. False: not this screen's business."""
        raise NotImplementedError

    def _place_parts(self) -> None:
        raise NotImplementedError

    def _take(self, event: QKeyEvent) -> bool:
        other = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        return event.type() == QEvent.Type.KeyPress and not other and self.press_key(Qt.Key(event.key()))

    # --- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._take(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return isinstance(event, QKeyEvent) and self._take(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_parts()


class StoryScreen(DayScreen):
    """One page in a scroll area with a column beside it, and a ticket's story over that column."""

    area: QScrollArea
    side: QWidget
    panel: StoryPanel
    _grid: QGridLayout  # the page at 0, 0; the column beside or below

    def __init__(self, console: Console, theme: Theme) -> None:
        super().__init__(console, theme)
        self._narrow = False

    def _place_side(self) -> int:
        """Side by side, or one below the other when the text is large or the window small; the page's width in px."""
        theme, width = self.theme, self.area.viewport().width()
        self._narrow = width < theme.px(NARROW)
        self._grid.addWidget(self.side, *((1, 0) if self._narrow else (0, 1)))
        side = min(theme.px(SIDE), max(theme.px(280), width // 4))
        self.side.setMinimumWidth(0 if self._narrow else side)
        self.side.setMaximumWidth(WIDEST if self._narrow else side)
        return max(200, width - 32 - (0 if self._narrow else side + GAP))

    def _place_panel(self) -> None:
        if self._narrow:
            wide = min(self.width() - 32, self.theme.px(SIDE + 40))
            self.panel.setGeometry(QRect(self.width() - wide - 16, 16, wide, self.height() - 32))
        else:
            wide = self.side.width() + 8
            self.panel.setGeometry(QRect(self.width() - wide - 12, 12, wide, self.height() - 24))


def day_of(snapshot: Snapshot) -> date:
    """The day a picture is of."""
    return snapshot.branch.day_of(snapshot.picture.at)
