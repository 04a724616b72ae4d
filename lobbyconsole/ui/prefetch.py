"""Fetches what the first clicks will need while nobody clicks, so that none of them holds up the floor."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from lobbyconsole.ui import tasks

_UI = "lobbyconsole.ui"
# The screens and panels that are imported where they are used.
SCREENS = (
    f"{_UI}.floor_counter", f"{_UI}.widgets.ticket_panel", f"{_UI}.widgets.note_panel", f"{_UI}.widgets.issue_panel",
    f"{_UI}.search", f"{_UI}.screens.rounds", f"{_UI}.screens.registers", f"{_UI}.screens.history",
    f"{_UI}.screens.fairness", f"{_UI}.screens.feeds", f"{_UI}.screens.content", f"{_UI}.screens.settings",
)  # fmt: skip
GAP_MS = 40  # between two of them: the main thread gets half of the processor at best while one is read
EMERGENCY_MS = 2000  # while the emergency is on show nothing is fetched


def import_emergency() -> None:
    """Read what F12 needs. First of all, on a worker thread: whoever presses it does not wait for the others."""
    import lobbyconsole.ui.screens.emergency  # noqa: F401


def import_screens(window: Any, done: Callable[[], object]) -> None:
    """Read the screens and panels one after the other, each on a worker thread; then `done`, on the main thread."""
    waiting = list(SCREENS)

    def next_one(_: object = None) -> None:
        if not waiting:
            done()
        elif window.here() == "emergency":
            QTimer.singleShot(EMERGENCY_MS, window, next_one)
        else:
            name = waiting.pop(0)
            tasks.run(window, lambda: importlib.import_module(name), pause, pause)

    def pause(_: object) -> None:
        QTimer.singleShot(GAP_MS, window, next_one)

    next_one()


def know_classes(window: QWidget) -> None:
    """Let PySide make all the widget and style classes it knows, in two short steps.

    It does so when it first has to say what a widget of Qt's own is, which every scroll area brings about.
    """
    QTimer.singleShot(0, window, lambda: QScrollArea().viewport())  # 20 ms
    QTimer.singleShot(50, window, QApplication.style)  # 12 ms
