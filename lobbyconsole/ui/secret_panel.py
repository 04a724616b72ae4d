"""Secrets of queue sources: what a webhook's sender signs with, and the passwords of databases. Never shown twice."""

from __future__ import annotations

import base64
import secrets
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout

from lobbyconsole.ui import tasks
from lobbyconsole.ui.device_panel import ROLES, SIGNS, Around, DevicePanel
from lobbyconsole.ui.translation import say, translate
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, Label, clear_layout
from lobbyconsole.ui.widgets.floor_forms import Flow

if TYPE_CHECKING:
    from lobbyconsole.config import FeedSetting

SECRET_BYTES = 24
# Who gets a secret made here, and who logs in with a password that is typed.
KINDS = {"webhook": frozenset({"webhook"}), "sql": frozenset({"sql", "push", "mqtt"})}


def signing_secret() -> str:
    """A secret as the Standard Webhooks specification writes it."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def bearer_token() -> str:
    """A token for senders that cannot sign."""
    return secrets.token_urlsafe(SECRET_BYTES)


class SecretPanel(DevicePanel):
    """A row for each queue source of a kind: "webhook", or "sql" for all that log in with a password."""

    def __init__(self, around: Around, kind: str) -> None:
        super().__init__(around)
        self._kind = kind
        self._shown: object = None
        self.rows: dict[str, SecretRow] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.where = Label("", 14, BOLD, wrap=True)
        self.where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.where.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.where.setVisible(False)
        self.body.addWidget(self.where)
        self.body.addLayout(self._list)
        self.buttons.hide()
        self.words()

    def words(self) -> None:
        if self._kind == "webhook":
            self.title.setText(translate("Secrets", "Secrets of the senders"))
        else:
            self.title.setText(translate("Secrets", "Passwords of the sources"))
        for row in self.rows.values():
            row.words()
        self._shown = None

    def look(self) -> None:
        settings = self.console.settings.current
        feeds = tuple(feed for feed in settings.feeds if feed.kind in KINDS[self._kind])
        if not feeds and self._kind == "sql":
            text = translate(
                "Secrets", "A source that logs in (database, queue server, broker) gets its password here."
            )
        elif not feeds:
            text = translate("Secrets", "Add a webhook under “Queue sources” first; its secret is made here.")
        else:
            text = translate("Secrets", "Kept in this computer's keyring or encrypted; never in the settings file.")
            if self._kind == "webhook":
                text += " " + translate(
                    "Secrets",
                    "A new secret replaces the former one at once: until the sender has it too, its posts are refused.",
                )
        self.show_state("", text)
        door = settings.webhook
        self.where.setVisible(self._kind == "webhook" and bool(feeds))
        host = translate("Secrets", "<this computer>") if door.network else "127.0.0.1"
        address = f"http://{host}:{door.port}/events"
        self.where.setText(translate("Secrets", "Events are posted to {address}").format(address=address))
        names = tuple(feed.name for feed in feeds)
        if list(names) != list(self.rows):
            clear_layout(self._list)
            self.rows = {feed.name: SecretRow(self, feed, self._kind) for feed in feeds}
            for row in self.rows.values():
                self._list.addWidget(row)
        links = {link.name: link for link in self.console.live.snapshot.health.links}
        for feed in feeds:
            link = links.get(feed.name)
            if link is None or not feed.enabled:
                self.rows[feed.name].show_state("", translate("Settings", "not in use"))
            elif link.problem is not None:
                self.rows[feed.name].show_state("watch", say(link.problem))
            elif link.state == "up":
                self.rows[feed.name].show_state("ok", translate("Secrets", "The source works."))
            else:
                self.rows[feed.name].show_state("", translate("Secrets", "The source is being started."))

    def keep(self, row: SecretRow, name: str, secret: str, shown: bool) -> None:
        """Keep a secret; only when it is kept is it shown."""
        console = self.console
        row.set_busy(True)

        def kept(_: object) -> None:
            row.set_busy(False)
            row.kept(secret if shown else "")

        def not_kept(error: BaseException) -> None:
            row.set_busy(False)
            self.failed(error)

        self.answer.say("")
        tasks.run(row, lambda: console.set_secret(name, secret), kept, not_kept)


class SecretRow(Card):
    """One source: a secret is made, or a password typed; it is kept at once."""

    def __init__(self, panel: SecretPanel, feed: FeedSetting, kind: str) -> None:
        super().__init__(ground="sunken")
        self._panel, self._name, self._kind = panel, feed.name, kind
        self._title = Label(feed.name, 14, BOLD)
        self._state = Label("", 12, wrap=True)
        self.made = ""  # the secret on show
        self.secret = Label("", 16, BOLD, wrap=True)  # with places to break the line; "copy" gives it without
        self._said = Label("", 12, role="muted", wrap=True)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaxLength(4000)  # some tokens are long
        self.password.returnPressed.connect(self._keep_password)
        self.buttons = Flow()
        self.sign, self.token, self.copy = Button(), Button(), Button("", "quiet")
        self.hide_secret, self.save = Button("", "quiet"), Button()
        self.sign.clicked.connect(lambda _=False: self._make(signing_secret()))
        self.token.clicked.connect(lambda _=False: self._make(bearer_token()))
        self.copy.clicked.connect(lambda _=False: QApplication.clipboard().setText(self.made))
        self.hide_secret.clicked.connect(lambda _=False: self._forget())
        self.save.clicked.connect(lambda _=False: self._keep_password())
        used = (self.sign, self.token, self.copy, self.hide_secret) if kind == "webhook" else (self.save,)
        for button in used:
            self.buttons.add(button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 8, 14, 10)
        rows.setSpacing(4)
        rows.addWidget(self._title)
        rows.addWidget(self._state)
        rows.addWidget(self.secret)
        rows.addWidget(self._said)
        if kind == "sql":
            rows.addWidget(self.password)
        else:
            self.password.setParent(self)
            self.password.hide()
        rows.addWidget(self.buttons)
        for unused in (self.sign, self.token, self.copy, self.hide_secret, self.save):
            if unused not in used:
                unused.setParent(self)
                unused.hide()
        self._said.hide()
        self._forget()
        self.words()

    def words(self) -> None:
        """Put the words in again; a secret on show stays."""
        self.sign.setText(translate("Secrets", "New signing secret"))
        self.token.setText(translate("Secrets", "New bearer token"))
        self.copy.setText(translate("Secrets", "Copy"))
        self.hide_secret.setText(translate("Secrets", "Noted, hide it"))
        self.save.setText(translate("Secrets", "Keep the password"))
        for button in (self.sign, self.token, self.save):
            button.setAccessibleName(f"{self._name}: {button.text()}")
        self.password.setPlaceholderText(translate("Secrets", "New password"))
        self.password.setAccessibleName(f"{self._name}: {self.password.placeholderText()}")

    def show_state(self, level: str, text: str) -> None:
        """How the source is."""
        self._state.setText(SIGNS.get(level, "") + text)
        self._state.set_role(ROLES.get(level, "muted"))

    def set_busy(self, busy: bool) -> None:
        """While a secret is being kept nothing else can be asked."""
        for part in (self.sign, self.token, self.save, self.password):
            part.setEnabled(not busy)

    def kept(self, secret: str) -> None:
        """It is kept; a made one is shown this once."""
        self.password.clear()
        self._forget()
        if secret:
            self.made = secret
            self.secret.setText("\u200b".join(secret))
            self.secret.setAccessibleName(secret)
            for part in (self.secret, self.copy, self.hide_secret):
                part.setVisible(True)
            words = translate("Secrets", "Shown this once: enter it at the sender now. The former one no longer works.")
        else:
            words = translate("Secrets", "The password is kept; the source connects again.")
        self._said.setText(words)
        self._said.setVisible(True)
        self.buttons.updateGeometry()

    def _make(self, secret: str) -> None:
        self._panel.keep(self, self._name, secret, shown=True)

    def _keep_password(self) -> None:
        if self.password.text():
            self._panel.keep(self, self._name, self.password.text(), shown=False)

    def _forget(self) -> None:
        self.made = ""
        self.secret.setText("")
        self.secret.setAccessibleName("")
        for part in (self.secret, self.copy, self.hide_secret, self._said):
            part.setVisible(False)
        self.buttons.updateGeometry()
