"""What has the keyboard and goes away gives it to its screen: Qt would hand it to the rail, where no key is heard."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid


class FocusHome(QObject):
    """Watches where the keyboard goes. One walks to the rail with Tab; one is not thrown there by an answered form."""

    def __init__(self, window: QWidget, screens: QStackedWidget) -> None:
        super().__init__(window)
        self._window, self._screens = window, screens
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._moved)

    def _moved(self, old: QWidget | None, now: QWidget | None) -> None:
        if old is None or now is None or not isValid(old) or (old.isVisible() and old.isEnabled()):
            return
        here = self._screens.currentWidget()
        if here is None or not self._window.isAncestorOf(now) or self._screens.isAncestorOf(now):
            return
        if here.isAncestorOf(old) and here.isVisible():
            here.setFocus()
