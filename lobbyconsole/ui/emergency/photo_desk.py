"""Photos of the present step: from a file, the clipboard or a camera, kept sealed and noted in the timeline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from lobbyconsole.ui.emergency.words import say_text
from lobbyconsole.ui.round_photos import PATTERNS, keep_file, keep_image
from lobbyconsole.ui.translation import translate


class PhotoDesk(QObject):
    """Between the page and the hall (an EmergencyScreen, which makes this and so cannot be imported here)."""

    def __init__(self, screen: Any) -> None:
        super().__init__(screen)
        self._screen = screen

    def take(self, source: str) -> None:
        """One from "clipboard", "camera" or "file"."""
        screen, attachments = self._screen, self._screen.console.work.attachments
        if source == "clipboard":
            image = QGuiApplication.clipboard().image()
            if image.isNull():
                screen.warn(translate("Rounds", "There is no picture on the clipboard."))
                return
            self._keep(lambda: keep_image(attachments, image))
        elif source == "camera":
            screen.page.camera.ask(lambda taken: self._keep(lambda: attachments.keep(taken, "camera.jpg")))
        else:
            title, kinds = translate("Rounds", "Choose a photo"), translate("Rounds", "Photos")
            path, _ = QFileDialog.getOpenFileName(screen, title, "", f"{kinds} ({PATTERNS})")
            if path:
                self.add_file(path)

    def add_file(self, path: str) -> None:
        """Keep a file as a photo of the present step."""
        attachments = self._screen.console.work.attachments
        self._keep(lambda: keep_file(attachments, path))

    def _keep(self, keep: Callable[[], Any]) -> None:
        screen = self._screen
        key, by, state = screen._key, screen._by(), screen.page.state
        step = say_text(state.step.text) if state is not None and state.step is not None else ""
        if key:
            screen._run(lambda: screen._walks.note(key, step, photos=(keep().sha256,), by=by))
