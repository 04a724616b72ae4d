"""The serial callers' line: its room is loaded only when a setting opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lobbyconsole.config import Callers as Wish
from lobbyconsole.services.desk import Desk
from lobbyconsole.services.live import Live

if TYPE_CHECKING:
    from lobbyconsole.services.caller_port import FoundPort
    from lobbyconsole.services.callers import Callers, CallerState


class LazyCallers:
    """Opens, moves and shuts the line as the settings say."""

    def __init__(self, desk: Desk, live: Live) -> None:
        self._desk = desk
        self._live = live
        self._callers: Callers | None = None

    def apply(self, wish: Wish) -> None:
        """Bring the line to this setting. Any thread; a line that is given up may take two seconds."""
        if self._callers is None and not wish.enabled:
            return
        if self._callers is None:
            from lobbyconsole.services.callers import Callers

            self._callers = Callers(self._desk, self._live)
        self._callers.apply(wish)

    def stop(self) -> None:
        """Shut it."""
        if self._callers is not None:
            self._callers.stop()

    @property
    def state(self) -> CallerState | None:
        """How the line is; None while no setting has opened it."""
        return None if self._callers is None else self._callers.state

    def learn(self, on: bool) -> None:
        """While learning, a key shows its address and does nothing else."""
        if self._callers is not None:
            self._callers.learn(on)

    def ports(self) -> list[FoundPort]:
        """The serial ports of this computer. May take a while."""
        from lobbyconsole.services.caller_port import ports

        return ports()
