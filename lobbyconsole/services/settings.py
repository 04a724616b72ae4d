"""The settings as they are, and the one way to change them: saved whole, told to everybody, recorded as a fact."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from lobbyconsole.config import Settings, changed_settings, save_settings
from lobbyconsole.domain.facts import SettingsChanged
from lobbyconsole.services.live import Live


class SettingsBook:
    """Current settings of a data folder. `folder` None keeps them in memory (demo)."""

    def __init__(self, folder: Path | None, settings: Settings, live: Live) -> None:
        self._folder = folder
        self._current = settings
        self._live = live
        self._lock = threading.Lock()
        self._subscribers: list[Callable[[Settings, Settings], None]] = []

    @property
    def current(self) -> Settings:
        """The settings in force."""
        return self._current

    def change(self, new: Settings, *, by: str = "") -> Future[int]:
        """Save and put in force. Raises OSError when the folder cannot be written (nothing changes then)."""
        with self._lock:
            old = self._current
            changes = changed_settings(old, new)
            if self._folder is not None and changes:
                save_settings(self._folder, new)
            self._current = new
            subscribers = list(self._subscribers)
            self._live.set_branch(new.branch)  # under the lock: of two changes at once the last one must win here too
        fact = SettingsChanged(id=uuid.uuid4().hex, at=self._live.clock.now(), by=by, changes=changes)
        recorded = self._live.record((fact,) if changes else ())
        for callback in subscribers:
            callback(old, new)
        return recorded

    def subscribe(self, callback: Callable[[Settings, Settings], None]) -> Callable[[], None]:
        """Call `callback(old, new)` after each change, on the thread that changed them; returns the way out."""
        with self._lock:
            self._subscribers.append(callback)

        def unsubscribe() -> None:
            with self._lock:
                if callback in self._subscribers:
                    self._subscribers.remove(callback)

        return unsubscribe
