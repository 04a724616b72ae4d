"""The bundle of services that bootstrap builds once and every face (window, command line, call pad) is given."""

from __future__ import annotations

from dataclasses import dataclass

from lobbyconsole.services.announcer import Announcer
from lobbyconsole.services.desk import Desk
from lobbyconsole.services.history import History
from lobbyconsole.services.intake import Intake
from lobbyconsole.services.live import Live
from lobbyconsole.services.settings import SettingsBook
from lobbyconsole.services.slips import SlipService


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
