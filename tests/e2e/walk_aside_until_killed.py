"""Run as a program: the real window on a folder whose hall may not open; walks a plan by keys until it is killed."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lobbyconsole.bootstrap.window import Door
from lobbyconsole.ui.app import Options, run
from lobbyconsole.ui.main_window import MainWindow
from lobbyconsole.ui.unlock import TroublePage
from tests.e2e.walk_until_killed import told


class Hand:
    """Presses what stands there; tells every state it has seen, and where it was seen."""

    def __init__(self) -> None:
        self._said = ""
        self._count = 0

    def act(self) -> None:
        window = next((w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)), None)
        if window is None:
            return
        screen: Any = window.stack.currentWidget()
        if not hasattr(screen, "picker"):
            if isinstance(window.page(), TroublePage):
                QTest.keyClick(window, Qt.Key.Key_F12)
            return
        state = screen.page.state
        if screen._busy or screen._loaded is None:
            return
        if state is None:
            if not screen._loaded.running:
                screen.picker.wish.setText("td")
                QTest.keyClick(screen.picker.wish, Qt.Key.Key_Return)
            return
        line = ("hall " if hasattr(screen.console, "intake") and window.page() is None else "side ") + told(state)
        if line != self._said:
            self._said = line
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
        self._press(screen, state)

    def _press(self, screen: Any, state: Any) -> None:
        self._count += 1
        ends = state.step is None or state.step.kind == "end"
        if self._count % 2 or ends:
            screen.page.noted.emit(f"note {self._count}")
        elif len(state.walk.turns) > 4:
            screen.page.back.emit(state.walk.turns[0].step)
        else:
            screen.page.done.emit(state.walk.step, state.walk.turn, (state.step.branches or [_Nowhere])[0].goto)


class _Nowhere:
    goto = ""


def main(folder: Path) -> int:
    app = QApplication([sys.argv[0], "-style", "Fusion"])
    hand = Hand()
    timer = QTimer(app)
    timer.setInterval(10)
    timer.timeout.connect(hand.act)
    timer.start()
    arguments = argparse.Namespace(
        data_dir=folder, demo=False, passphrase_file=folder.parent / "passphrase", sector="bank", passphrase=None
    )
    return run(Options(folder, language="en"), Door(arguments, folder).open)


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
