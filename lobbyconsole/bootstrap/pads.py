"""The call pads' door: the web room is loaded only when a setting opens it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from lobbyconsole.config import Door, Settings
from lobbyconsole.domain.words import Message
from lobbyconsole.services.desk import Desk
from lobbyconsole.services.live import Live
from lobbyconsole.services.pairing import PadBook

if TYPE_CHECKING:
    from lobbyconsole.web.callpad import CallPad
    from lobbyconsole.web.server import PadDoor


class ShutDoor:
    """No door at all: the hall is looked at from the command line."""

    @property
    def trouble(self) -> Message | None:
        return None

    @property
    def open(self) -> bool:
        return False

    @property
    def online(self) -> frozenset[str]:
        return frozenset()

    @property
    def addresses(self) -> Sequence[str]:
        return ()


class LazyPadDoor:
    """Opens, moves and shuts the door as the settings say."""

    def __init__(self, desk: Desk, live: Live, pads: PadBook, settings: Callable[[], Settings]) -> None:
        self._desk = desk
        self._live = live
        self._pads = pads
        self._settings = settings
        self._door: PadDoor | None = None

    def apply(self, door: Door) -> None:
        """Bring the door to this setting. Any thread; under a second; trouble is kept in words."""
        if self._door is None and not door.enabled:
            return
        if self._door is None:
            from lobbyconsole.web.server import PadDoor

            self._door = PadDoor(self._pad)
        self._door.apply(door)

    def stop(self) -> None:
        """Shut it."""
        if self._door is not None:
            self._door.stop()

    @property
    def trouble(self) -> Message | None:
        return None if self._door is None else self._door.trouble

    @property
    def open(self) -> bool:
        return self._door is not None and self._door.open

    @property
    def online(self) -> frozenset[str]:
        return frozenset() if self._door is None else self._door.online

    @property
    def addresses(self) -> Sequence[str]:
        return () if self._door is None else self._door.addresses

    def _pad(self) -> CallPad:
        from lobbyconsole.ui.translation import resolved, say_in
        from lobbyconsole.web.callpad import CallPad

        return CallPad(
            self._desk,
            self._live,
            self._pads,
            language=lambda: resolved(self._settings().look.language),
            say=say_in,
        )
