"""What the panels of devices share: how the device is, what can be tried, and the answer in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from lobbyconsole.ui.translation import say, translate
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, Label
from lobbyconsole.ui.widgets.floor_forms import Flow
from lobbyconsole.ui.widgets.floor_panel import Said

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console
    from lobbyconsole.ui.screen import Shell
    from lobbyconsole.ui.settings_pages import Store

LOOK_MS = 1000
SIGNS = {"ok": "● ", "watch": "▲ ", "act": "■ "}
ROLES = {"ok": "ok_text", "watch": "watch_text", "act": "act"}


@dataclass(frozen=True)
class Around:
    """What a panel may reach: the services, the way to change a setting, and the window, once there is one."""

    console: Console
    store: Store
    shell: Callable[[], Shell | None]


def trouble_text(error: BaseException) -> str:
    """Why something failed, in plain words."""
    message = getattr(error, "message", None)
    if message is not None:
        return say(message)
    if isinstance(error, OSError):
        reason = error.strerror or str(error)
        return translate("Devices", "The computer refused it: {reason}").format(reason=reason)
    return translate("Devices", "That failed; the log says why.")


class DevicePanel(Card):
    """A card under a settings form. It looks at its device once a second while it is on show."""

    def __init__(self, around: Around) -> None:
        super().__init__()
        self.around = around
        self.console = around.console
        self.title = Label("", 16, BOLD)
        self.state = Label("", 14, wrap=True)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self.buttons = Flow()
        self.answer = Said()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 14, 20, 16)
        rows.setSpacing(10)
        rows.addWidget(self.title)
        rows.addWidget(self.state)
        rows.addLayout(self.body)
        rows.addWidget(self.buttons)
        rows.addWidget(self.answer)
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_MS)
        self._looking.timeout.connect(self.look)

    def add_button(self, call: Callable[[], object], kind: str = "secondary", icon: str = "") -> Button:
        """One thing to try."""
        button = Button("", kind, icon)
        button.clicked.connect(lambda _=False: call())
        self.buttons.add(button)
        return button

    def show_state(self, level: str, text: str) -> None:
        """How the device is: a sign and a sentence; level "" is neither good nor bad."""
        self.state.setText(SIGNS.get(level, "") + text)
        self.state.set_role(ROLES.get(level, "muted"))

    def failed(self, error: BaseException) -> None:
        """What was tried did not work."""
        self.answer.say(trouble_text(error), "act")

    def look(self) -> None:
        """See how the device is now; on the main thread, so it may not wait."""

    def words(self) -> None:
        """Put all words in again."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look()
        self._looking.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._looking.stop()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.answer.say("")
            self.words()
            self.look()
