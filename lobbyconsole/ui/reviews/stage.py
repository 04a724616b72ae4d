"""What the verbs of reviews and risks ask of the screen they are done on."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from lobbyconsole.ui.reviews.parts import AskingPage
from lobbyconsole.ui.screen import Screen
from lobbyconsole.ui.widgets.floor_panel import Said


class AskingStage(Screen):
    """Base of the screens of reviews and of risks."""

    def by(self) -> str:
        """The staff number on duty."""
        return self.shell.staff.strip() if self.shell is not None else ""

    def now(self) -> datetime:
        """The hall's present."""
        return self.console.live.clock.now()

    def zone(self) -> tzinfo:
        """The hall's clock."""
        return self.console.settings.current.branch.tz

    def asking(self) -> AskingPage:
        """The page on show, which asks in place."""
        raise NotImplementedError

    def said(self) -> Said:
        """Where a sentence is said on it."""
        raise NotImplementedError

    def recorded(self, words: str = "") -> None:
        """A verb is done: read anew, then say so."""
        raise NotImplementedError

    def go_to(self, command: str, argument: str) -> None:
        """Another screen's matter."""
        if self.shell is not None:
            self.shell.command(command, argument)

    def edit_plan(self, plan: str) -> None:
        """The plan in its editor; whoever has changed it comes back for the lesson."""
        if self.shell is None:
            return
        built: Any = getattr(self.shell, "built", None)
        screen = built("content") if built is not None else None
        self.shell.command("content", f"plans/{plan}")
        if screen is not None:
            screen.open_key(f"plans/{plan}", "edit", True)
