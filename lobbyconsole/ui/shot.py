"""Paints a real screen of an open hall into a PNG file; for `screenshot`, the self-test and the README's pictures."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from lobbyconsole.domain.words import Message, Refused
from lobbyconsole.services.console import Console
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.main_window import SCREENS, MainWindow
from lobbyconsole.ui.translation import Languages

SCREEN_NAMES = tuple(entry.id for entry in SCREENS)
BUSY_S = 0.05  # a turn of the event loop that takes longer made something

HARMLESS = "This plugin does not support propagateSizeHints()"  # Qt's offscreen platform says so for every window


def application() -> QApplication:
    """The Qt application of a command without a window, with the bundled fonts."""
    _leave_out_the_harmless()
    app = QApplication.instance() or QApplication(["lobbyconsole"])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    style.load_fonts()
    return app


def _leave_out_the_harmless() -> None:
    """Let every message of Qt through but the one; whoever listens already (a test) goes on hearing them all."""
    before = qInstallMessageHandler(_told_by_qt)
    if before is not None:
        qInstallMessageHandler(before)


def _told_by_qt(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    if message != HARMLESS and sys.stderr is not None:
        sys.stderr.write(f"{message}\n")


def chinese_families() -> list[str]:
    """Families that can show Simplified Chinese, the bundled one included."""
    application()
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
    sample: bool = False,
) -> None:
    """Show the window with this screen at `size` pixels and save it. Raises Refused for an unknown screen or file.

    In the `sample` hall the states of the emergency are screens as well: walkthrough, calm, head-count, paper-numbers.
    """
    from lobbyconsole.ui.staged import STATES, prepare, stage

    staged = screen in STATES and sample
    if screen not in SCREEN_NAMES and not staged:
        known = ", ".join((*SCREEN_NAMES, *(STATES if sample else ())))
        raise Refused(Message("There is no screen {name}. There are: {known}", {"name": screen, "known": known}))
    app = application()
    languages = Languages(app)
    languages.use(language, console.live.snapshot.branch.sector)
    style.apply(app, style.pick(theme, text_scale, language))
    if staged:
        prepare(console, screen)
    window = MainWindow(console)
    defects: list[BaseException] = []
    window.defect = defects.append  # type: ignore[method-assign, assignment]
    try:
        window.resize(*size)
        window.set_theme(style.current())
        window.top_bar.set_state("ok")
        window.show()
        window.show_snapshot(console.live.snapshot)
        stage(window, screen) if staged else window.go(screen)
        window.follow_due()
        # Lazily built parts (charts) come on later turns of the loop.
        end, latest = time.monotonic() + 0.8, time.monotonic() + 8
        while (turn := time.monotonic()) < end:
            app.processEvents()
            now = time.monotonic()
            if tasks.hub().pool.activeThreadCount() or now - turn > BUSY_S:  # a long turn has left layouts behind
                end = min(latest, max(end, now + 0.3))
            time.sleep(0.01)
        if defects:
            raise defects[0]  # a picture without its screen is none
        if not window.grab().save(str(out), "PNG"):
            raise Refused(Message("The picture cannot be written to {path}.", {"path": out}))
    finally:
        window.close()
        window.deleteLater()
        app.processEvents()
