"""What stands in the floor's place before there is one: the first set-up."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from lobbyconsole.config import Settings
from lobbyconsole.ui import tasks
from lobbyconsole.ui.setup_pages import HallPage, QueuesPage, SourcePage, is_draft
from lobbyconsole.ui.translation import language, translate
from lobbyconsole.ui.unlock import SHORTEST_PASSPHRASE, reason_of
from lobbyconsole.ui.widgets.banner import Page


class SetupWizard(QWidget):
    """Three screens, each with sound defaults: three times Enter opens the floor.

    `vault_maker(passphrase)` makes the key of the hall and gives the recovery key; it raises NeedsPassphrase when it
    is given None and the computer has no keyring. It runs off the main thread.
    """

    done = Signal(object, object)  # Settings, passphrase or None
    drafted = Signal(object)  # Settings not yet in force, to be kept in case the set-up is broken off
    look_changed = Signal(object)  # Look

    def __init__(self, settings: Settings, vault_maker: Callable[[str | None], str]) -> None:
        super().__init__()
        self._settings, self._vault_maker = settings, vault_maker
        self._passphrase: str | None = None
        self._making = False
        self._wants_on = False  # Enter was pressed while the key was still being made
        self.hall, self.queues, self.source = HallPage(settings), QueuesPage(), SourcePage()
        if is_draft(settings):
            self.queues.take(settings.branch)
            self.source.was_broken_off = True
        self._pages: tuple[Page, ...] = (self.hall, self.queues, self.source)
        self._at = 0
        layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        layout.setContentsMargins(0, 0, 0, 0)
        for page in self._pages:
            layout.addWidget(page)
        self.hall.look_changed.connect(self.look_changed)
        self.hall.onward.clicked.connect(self._from_hall)
        self.queues.onward.clicked.connect(self._from_queues)
        self.queues.other.clicked.connect(lambda: self._go(0))
        self.source.onward.clicked.connect(self._from_source)
        self.source.other.clicked.connect(lambda: self._go(1))
        self.retranslate()
        self._go(0)

    def retranslate(self) -> None:
        self.setWindowTitle(translate("SetUp", "First set-up"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def step(self) -> int:
        """0 to 2."""
        return self._at

    def _go(self, at: int) -> None:
        self._at = at
        for page in self._pages:
            page.setVisible(page is self._pages[at])
        self.setFocusProxy(self._pages[at].onward)
        self._pages[at].onward.setFocus()

    def _from_hall(self) -> None:
        if not self.hall.name.text().strip():
            self.hall.say_wrong(translate("SetUp", "The hall needs a name."))
            return
        self.queues.set_sector(str(self.hall.sector.value()))
        self._go(1)

    def _from_queues(self) -> None:
        problem = self.queues.problem()
        self.queues.say_wrong(problem)
        if not problem:
            self._go(2)
            self.drafted.emit(msgspec.structs.replace(self._answers(), set_up=False))
            if not self.source.has_key() and not self.source.asks:
                self._make(None)

    def _from_source(self) -> None:
        page = self.source
        if page.has_key():
            self._finish()
        elif self._making:
            self._wants_on = True
        elif not page.asks:
            self._make(None)
        else:
            words = page.passphrase.text()
            if len(words) < SHORTEST_PASSPHRASE:
                text = translate("SetUp", "The passphrase needs at least {count} characters.")
                page.say_wrong(text.format(count=SHORTEST_PASSPHRASE))
            elif not page.again.text() and page.passphrase.hasFocus():
                page.say_wrong("")
                page.again.setFocus()  # Enter after the first of the two means: on to the second
            elif words != page.again.text():
                page.say_wrong(translate("SetUp", "The two passphrases differ."))
            else:
                self._make(words)

    def _make(self, passphrase: str | None) -> None:
        self._making = True
        self._passphrase = passphrase
        self.source.say_wrong("")
        tasks.run(self, lambda: self._vault_maker(passphrase), self._made, self._not_made)

    def _made(self, recovery_key: str) -> None:
        self._making = False
        self.source.ask_passphrase(False)
        self.source.stays = not recovery_key
        self.source.show_key(recovery_key)
        self.source.onward.setFocus()
        # Nobody has seen the key yet: a hasty Enter does not skip it, the next one does.
        self._wants_on = False

    def _not_made(self, error: BaseException) -> None:
        from lobbyconsole.credentials import NeedsPassphrase

        self._making = False
        if isinstance(error, NeedsPassphrase):
            self.source.ask_passphrase(True)
            self.source.passphrase.setFocus()
        else:
            self.source.say_wrong(reason_of(error))

    def _finish(self) -> None:
        self.done.emit(self._answers(), self._passphrase)

    def _answers(self) -> Settings:
        name = self.hall.name.text().strip()
        zh, en = (name, "") if language() == "zh" else ("", name)  # whoever reads the other language sees this one too
        feed = self.source.feed()
        return msgspec.structs.replace(
            self._settings,
            set_up=True,
            branch=replace(self.queues.branch(self._settings.branch), name_zh=zh, name_en=en),
            look=self.hall.look(),
            feeds=(feed,) if feed is not None else (),
        )
