"""Paints a real screen of an open hall into a PNG file; for `screenshot`, the self-test and the README's pictures."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from lobbyconsole.domain.words import Message, Refused
from lobbyconsole.services.console import Console
from lobbyconsole.ui import style
from lobbyconsole.ui.main_window import SCREENS, MainWindow
from lobbyconsole.ui.translation import Languages

SCREEN_NAMES = tuple(entry.id for entry in SCREENS)


def _application() -> QApplication:
    app = QApplication.instance() or QApplication(["lobbyconsole"])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    style.load_fonts()
    return app


def chinese_families() -> list[str]:
    """Families that can show Simplified Chinese, the bundled one included."""
    _application()
    return QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)


def take_shot(
    console: Console,
    screen: str,
    *,
    language: str,
    theme: str,
    size: tuple[int, int],
    out: Path,
    text_scale: int = 100,
) -> None:
    """Show the window with this screen at `size` pixels and save it. Raises Refused for an unknown screen or file."""
    if screen not in SCREEN_NAMES:
        raise Refused(
            Message("There is no screen {name}. There are: {known}", {"name": screen, "known": ", ".join(SCREEN_NAMES)})
        )
    app = _application()
    languages = Languages(app)
    languages.use(language, console.live.snapshot.branch.sector)
    style.apply(app, style.pick(theme, text_scale, language))
    window = MainWindow(console)
    try:
        window.resize(*size)
        window.set_theme(style.current())
        window.top_bar.set_state("ok")
        window.show()
        window.show_snapshot(console.live.snapshot)
        window.go(screen)
        window.follow_due()
        # Lazily built parts (charts) come on later turns of the loop.
        end = time.monotonic() + 0.8
        while time.monotonic() < end:
            app.processEvents()
            time.sleep(0.01)
        if not window.grab().save(str(out), "PNG"):
            raise Refused(Message("The picture cannot be written to {path}.", {"path": out}))
    finally:
        window.close()
        window.deleteLater()
        app.processEvents()
