"""What a screen is: a widget with a name and an icon that shows snapshots while it is visible."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QSizePolicy, QWidget

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.ui.theme import Theme

if TYPE_CHECKING:  # the services are heavy to import, and a screen may be painted before they are
    from lobbyconsole.domain.words import Message
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.live import Snapshot

__all__ = ["QT_TRANSLATE_NOOP", "Screen", "Shell"]


class Shell(Protocol):
    """What a screen may ask of the window around it."""

    staff: str  # staff number of the person on duty, for `by=` of the desk's verbs; "" when nobody said

    def go(self, screen_id: str) -> None:
        """Show another screen."""

    def say(self, message: Message | str, level: str = "watch") -> None:
        """A sentence in place (ok, watch or act) that goes by itself."""

    def command(self, name: str, argument: str = "") -> bool:
        """Run a command from wherever one is: issue, note, ticket (key), counter (id), service (id), day (ISO date)."""


class Screen(QWidget):
    """Base of all screens. The main window calls `show_snapshot` only while the screen is visible."""

    id: ClassVar[str] = ""
    title: ClassVar[str] = ""  # English, marked with QT_TRANSLATE_NOOP("Screens", ...)
    icon: ClassVar[str] = ""  # file name in resources/icons without .svg

    keys: ClassVar[tuple[tuple[str, str], ...]] = ()  # (key, English words marked under "Screens") for the F1 overlay

    shell: Shell | None = None  # the window, once the screen stands in one

    def __init__(self, console: Console, theme: Theme) -> None:
        super().__init__()
        self.console = console
        self.theme = theme
        # What a screen would like never makes the window larger than its glass: parts give way or scroll instead.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a newer picture. Called on the main thread, at most fifty times a second."""

    def kept_free(self) -> list[QRect]:
        """Where a passing message must not lie, e.g. an open panel whose controls are in use."""
        return []

    def set_theme(self, theme: Theme) -> None:
        """Colours or text size changed."""
        self.theme = theme

    def retranslate(self) -> None:
        """The language changed."""

    def subtitle(self) -> str:
        """Shown beside the title in the top bar; empty: branch and date."""
        return ""

    def command(self, name: str, argument: str = "") -> bool:
        """Do what the window was asked for (see Shell.command). False: not this screen's business."""
        return False
