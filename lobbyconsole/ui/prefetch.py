"""Fetches what the first clicks will need while nobody clicks, so that none of them holds up the floor."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QScrollArea

from lobbyconsole.ui import tasks


def import_screens() -> None:
    """Read the screens and panels that are imported where they are used. On a worker thread."""
    import lobbyconsole.ui.floor_counter
    import lobbyconsole.ui.screens.content
    import lobbyconsole.ui.screens.emergency
    import lobbyconsole.ui.screens.fairness
    import lobbyconsole.ui.screens.feeds
    import lobbyconsole.ui.screens.history
    import lobbyconsole.ui.screens.registers
    import lobbyconsole.ui.screens.rounds
    import lobbyconsole.ui.screens.settings
    import lobbyconsole.ui.search
    import lobbyconsole.ui.widgets.issue_panel
    import lobbyconsole.ui.widgets.note_panel
    import lobbyconsole.ui.widgets.ticket_panel  # noqa: F401


def know_classes() -> None:
    """Let PySide make all the widget and style classes it knows, in two short steps.

    It does so when it first has to say what a widget of Qt's own is, which every scroll area brings about.
    """
    QTimer.singleShot(0, tasks.hub(), lambda: QScrollArea().viewport())  # 20 ms
    QTimer.singleShot(50, tasks.hub(), QApplication.style)  # 12 ms
