"""In the sample hall: one line that leads a newcomer to the emergency plans. Gone once they were looked at."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.banner import Action

KEY = "tip:emergency"
AFTER_MS = 1500  # the floor is looked at first


def offer_when_live(moment: str) -> None:
    """For Options.mark of a sample hall."""
    if moment != "live":
        return
    window = next((place for place in QApplication.topLevelWidgets() if hasattr(place, "banners")), None)
    if window is not None:
        QTimer.singleShot(AFTER_MS, window, lambda: offer(window))


def offer(window: Any) -> None:
    """Put the line up on a MainWindow (which leads here), unless they have found the plans by themselves."""
    if window.here() == "emergency":
        return
    text = translate(
        "Emergency",
        "This is a sample hall: nothing is real and nothing is kept. To be led through an emergency plan, press F12 and"
        " choose a tile.",
    )
    action = Action(translate("Emergency", "Try a plan"), "F12", lambda: window.command("emergency"))
    window.banners.put(KEY, "plain", text, [action], closable=True)

    def found() -> None:
        if window.here() == "emergency":
            window.banners.drop(KEY)

    window.stack.currentChanged.connect(found)
