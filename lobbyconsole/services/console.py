"""The bundle of services that bootstrap builds once and every face (window, command line, call pad) is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # the window asks for this bundle's shape before it can afford what is in it
    from lobbyconsole.domain.words import Message
    from lobbyconsole.services.announcer import Announcer
    from lobbyconsole.services.caller_port import FoundPort
    from lobbyconsole.services.callers import CallerState
    from lobbyconsole.services.desk import Desk
    from lobbyconsole.services.history import History
    from lobbyconsole.services.intake import Intake
    from lobbyconsole.services.live import Live
    from lobbyconsole.services.pairing import PadBook
    from lobbyconsole.services.settings import SettingsBook
    from lobbyconsole.services.slips import SlipService
    from lobbyconsole.services.upkeep import Backups
    from lobbyconsole.services.work import Work


class PadDoor(Protocol):
    """The call pads' door on the network, see web/server.py; shut unless a setting opens it."""

    @property
    def trouble(self) -> Message | None:
        """What is wrong with it and what to do."""

    @property
    def open(self) -> bool:
        """Whether pads can reach it now."""

    @property
    def online(self) -> frozenset[str]:
        """Ids of the pads heard of in the last moments."""

    @property
    def addresses(self) -> Sequence[str]:
        """What a teller types into the browser."""


class CallerLine(Protocol):
    """The serial callers, see callers.py; shut unless a setting opens it."""

    @property
    def state(self) -> CallerState | None:
        """How the line is; None while no setting has opened it."""

    def learn(self, on: bool) -> None:
        """While learning, a key shows its address and does nothing else."""

    def ports(self) -> list[FoundPort]:
        """The serial ports of this computer. May take a while."""


@dataclass(frozen=True)
class Console:
    """Everything a face may ask for. See each service's module for its verbs."""

    live: Live
    desk: Desk
    history: History
    intake: Intake
    settings: SettingsBook
    slips: SlipService
    announcer: Announcer
    pads: PadBook
    folder: Path
    call_pad: PadDoor
    work: Work  # library, calendar, registers, rounds; made when first asked for
    set_secret: Callable[[str, str], None]  # (queue source, password or token); slow, raises CredentialError or OSError
    callers: CallerLine | None = None  # only where a window stands before the hall
    backups: Backups | None = None
