"""Keeps an open round true to what other faces do to it: another screen, a call pad, a second program on this hall."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from lobbyconsole.services.rounds import OpenRound
from lobbyconsole.ui import tasks

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console
    from lobbyconsole.ui.round_runner import Runner

LOOK_MS = 400  # looked at once for everything that happened in the hall meanwhile


class News(QObject):
    """Tell it the journal's number with every snapshot; it looks at the round in hand when that has moved."""

    def __init__(self, screen: QWidget, console: Callable[[], Console], runner: Runner) -> None:
        super().__init__(screen)
        self._screen, self._console, self._runner = screen, console, runner
        self._seq = -1
        self._looking = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

    def saw(self, seq: int) -> None:
        """A snapshot came."""
        if seq != self._seq and self._runner.shown is not None:
            self._seq = seq
            if not self._timer.isActive():
                self._timer.start()

    def _look(self) -> None:
        shown = self._runner.shown
        if shown is None or not self._screen.isVisible():
            return
        if self._looking or self._runner.saving():
            self._timer.start()
            return
        self._looking = True
        work, key = self._console().work, shown.round.key
        tasks.run(self._screen, lambda: work.rounds.get(key), partial(self._loaded, shown), self._not_loaded)

    def _loaded(self, shown: OpenRound, found: OpenRound | None) -> None:
        self._looking = False
        if shown is not self._runner.shown:
            self._timer.start()  # something was saved here meanwhile: what was read may be older than that
        elif found is not None:
            self._runner.take_over(found)

    def _not_loaded(self, error: BaseException) -> None:
        self._looking = False
        tasks.hub().trouble.emit(error)
