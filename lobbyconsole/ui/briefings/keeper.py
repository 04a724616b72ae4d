"""Saves what happens in a meeting: one verb after the other, words as they are typed, never on the GUI thread."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from lobbyconsole.services.meetings import Meetings, OpenMeeting
from lobbyconsole.ui import tasks
from lobbyconsole.ui.briefings.board import Shown, shown_of

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console

PAUSE_MS = 350  # without a key: the words are saved
LONGEST_S = 0.7  # who types without a pause is saved all the same; with the write itself this stays below a second

Verb = Callable[[Meetings], OpenMeeting]


class Keeper(QObject):
    """`changed(Shown)` after every verb; `refused(error)` when one was not taken."""

    changed = Signal(object)
    refused = Signal(object)
    saved = Signal()  # nothing is on its way any more

    def __init__(self, parent: QObject, console: Callable[[], Console], by: Callable[[], str]) -> None:
        super().__init__(parent)
        self._console, self._by = console, by
        self._waiting: deque[tuple[Verb, Callable[[Shown], object] | None]] = deque()
        self._busy = False
        self._typed: dict[tuple[str, str], str] = {}
        self._since = 0.0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.flush)

    # --- words

    def type(self, key: str, section: str, text: str) -> None:
        """The words of a section as they are now; saved after a short pause, or a longer while of typing."""
        if not self._typed:
            self._since = time.monotonic()
        self._typed[key, section] = text
        left = LONGEST_S - (time.monotonic() - self._since)
        self._pause.start(max(0, min(PAUSE_MS, round(1000 * left))))

    def flush(self) -> None:
        """Save the words now."""
        self._pause.stop()
        by = self._by()
        for (key, section), text in self._typed.items():
            self._waiting.append((_edit(key, section, text, by), None))
        self._typed.clear()
        self._next()

    def typed(self, key: str, section: str) -> str | None:
        """Words not saved yet."""
        return self._typed.get((key, section))

    # --- verbs

    def do(self, verb: Verb, then: Callable[[Shown], object] | None = None) -> None:
        """Let a verb happen after all that was asked before; `then` follows on the main thread when it was taken."""
        self.flush()
        self._waiting.append((verb, then))
        self._next()

    @property
    def saving(self) -> bool:
        """Whether something is not in the journal yet."""
        return self._busy or bool(self._waiting) or bool(self._typed)

    def _next(self) -> None:
        if self._busy or not self._waiting:
            return
        verb, then = self._waiting.popleft()
        console = self._console()
        self._busy = True

        def work() -> Shown:
            return shown_of(console, verb(console.work.meetings))

        def done(shown: Shown) -> None:
            self._busy = False
            self.changed.emit(shown)
            if then is not None:
                then(shown)
            self._next()
            if not self.saving:
                self.saved.emit()

        def failed(error: BaseException) -> None:
            self._busy = False
            self.refused.emit(error)
            self._next()

        tasks.run(self, work, done, failed)


def _edit(key: str, section: str, text: str, by: str) -> Verb:
    return lambda meetings: meetings.edit(key, section, text, by=by)
