"""Backups under their settings: the last one and where it lies, what went wrong since, and one made at a press."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from lobbyconsole.ui import tasks
from lobbyconsole.ui.device_panel import Around, DevicePanel
from lobbyconsole.ui.translation import clock_text, date_text, translate
from lobbyconsole.ui.widgets.basics import Label

if TYPE_CHECKING:
    from lobbyconsole.services.upkeep import BackupState

ASK_S = 5.0  # the folders are looked into so often while the card is on show
OLD = timedelta(hours=48)


class BackupPanel(DevicePanel):
    """How the backups are, and a button for one more."""

    def __init__(self, around: Around) -> None:
        super().__init__(around)
        self._state: BackupState | None = None
        self._asking = self._outdated = False
        self._asked = float("-inf")
        self.where = Label("", 14, role="muted", wrap=True)
        self.second = Label("", 14, role="muted", wrap=True)
        for label in (self.where, self.second):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.body.addWidget(label)
        self.make = self.add_button(self.back_up, icon="export")
        self.words()

    def words(self) -> None:
        self.title.setText(translate("Backups", "Backups now"))
        self.make.setText(translate("Backups", "Back up now"))
        self._show()

    def look(self) -> None:
        if self.console.backups is None or self._asking or time.monotonic() - self._asked < ASK_S:
            return
        self._asking = True
        tasks.run(self, self.console.backups.state, self._known, self._not_known)

    def _known(self, state: BackupState) -> None:
        self._state = state
        self._show()
        self._looked()

    def _not_known(self, error: BaseException) -> None:
        self.failed(error)
        self._looked()

    def _looked(self) -> None:
        self._asking, self._asked = False, float("-inf") if self._outdated else time.monotonic()
        if self._outdated:  # a backup ended while the folders were being looked into
            self._outdated = False
            self.look()

    def _when(self, at: datetime) -> str:
        zone = self.console.settings.current.branch.tz
        return f"{date_text(at.astimezone(zone).date())} {clock_text(at, zone)}"

    def _show(self) -> None:
        state = self._state
        self.where.setVisible(state is not None)
        self.second.setVisible(state is not None)
        if state is None:
            self.show_state("", translate("Backups", "Looking at the backups…"))
            return
        if state.failed is not None:
            text = translate("Backups", "The backup of {when} failed. “Back up now” says why.")
            self.show_state("act", text.format(when=self._when(state.failed)))
        elif state.last is None:
            self.show_state("watch", translate("Backups", "There is no backup yet."))
        else:
            late = self.console.live.clock.now() - state.last > OLD
            text = translate("Backups", "Last backup: {when}").format(when=self._when(state.last))
            self.show_state("watch" if late else "ok", text)
        text = translate("Backups", "Folder: {folder} · backups kept: {count}")
        self.where.setText(text.format(folder=state.folder, count=state.kept))
        self.second.setText(self._second_text(state.second, state.in_second))

    def _second_text(self, folder: Path | None, there: bool) -> str:
        if folder is None:
            return translate("Backups", "No second folder is set: if this disk fails, its backups are lost with it.")
        if there:
            return translate("Backups", "Second folder: {folder} · has the last backup").format(folder=folder)
        return translate("Backups", "Second folder: {folder} · does not have the last backup").format(folder=folder)

    def back_up(self) -> None:
        """Make a backup, checked and counted like the nightly one."""
        if self.console.backups is None:
            return
        self.make.setEnabled(False)
        self.answer.say(translate("Backups", "Backing up…"), "ok")
        tasks.run(self, self.console.backups.make, self._made, self._failed)

    def _made(self, path: Path) -> None:
        self._over()
        self.answer.say(translate("Backups", "Backed up and checked: {file}").format(file=path.name), "ok")

    def _failed(self, error: BaseException) -> None:
        self._over()
        self.failed(error)

    def _over(self) -> None:
        self.make.setEnabled(True)
        self._outdated = self._asking
        self._asked = float("-inf")
        self.look()
