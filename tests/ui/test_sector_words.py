"""A telecom hall reads 台席 where a bank reads 窗口: on every screen, in every literal, and in what Qt is told."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from lobbyconsole.bootstrap.hall import OpenHall, open_demo
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.app import Options, Program
from lobbyconsole.ui.main_window import SCREENS, MainWindow
from lobbyconsole.ui.theme import LIGHT
from lobbyconsole.ui.translation import Languages

ROOT = Path(__file__).resolve().parents[2]
# Words for both kinds of hall side by side, what a vendor's file may call a column, and what speaks by itself.
SIDE_BY_SIDE = {
    "lobbyconsole/ui/translation.py",
    "lobbyconsole/ui/wall_view.py",
    "lobbyconsole/feeds/guess.py",
    "lobbyconsole/services/recordings.py",
    "lobbyconsole/services/slip_text.py",  # a strip that shows whether Chinese is printed
}


def said(window: QWidget) -> Iterator[tuple[str, str]]:
    """Everything a person could read or hear of the widgets of a window."""
    for part in window.findChildren(QWidget):
        texts = [part.accessibleName(), part.accessibleDescription(), part.toolTip(), part.windowTitle()]
        if isinstance(part, QLabel | QAbstractButton):
            texts.append(part.text())
        if isinstance(part, QLineEdit):
            texts.append(part.placeholderText())
        cells = getattr(part, "cells", ())  # of a painted list; a page may call a part of its own so
        texts += [repr(cell) for cell in cells] if isinstance(cells, Iterable) else []
        for text in texts:
            yield type(part).__name__, text


@pytest.fixture(params=["bank", "telecom"])
def demo(request, qapp: QApplication) -> Iterator[tuple[str, OpenHall]]:
    opened = open_demo(request.param)
    yield request.param, opened
    opened.close()


def test_no_screen_says_the_other_kind_of_halls_word(demo, qapp: QApplication, qtbot) -> None:
    sector, hall = demo
    other = {"bank": ("台席", "厅店"), "telecom": ("窗口", "网点")}[sector]
    own = {"bank": ("窗口", "网点"), "telecom": ("台席", "厅店")}[sector]
    languages = Languages(qapp)
    languages.use("zh", sector)
    style.apply(qapp, LIGHT)
    window = MainWindow(hall.console)
    qtbot.addWidget(window)
    try:
        window.resize(1440, 900)
        window.show()
        window.show_snapshot(hall.console.live.snapshot)
        heard = ""
        for entry in SCREENS:
            window.go(entry.id)
            qtbot.wait(60)
            screen: Any = window.built(entry.id)
            for name in getattr(screen, "_makers", ()):
                screen.show_group(name)
            wrong = [(kind, text) for kind, text in said(window) if any(word in text for word in other)]
            assert wrong == [], entry.id
            heard += "".join(text for _, text in said(window))
        assert all(word in heard for word in own)
    finally:
        window.close()
        assert tasks.wait_for_all()
        languages.use("en", "bank")
        languages.deleteLater()


def test_a_change_of_the_kind_of_hall_is_read_at_once(qapp: QApplication, qtbot, tmp_path: Path) -> None:
    hall = open_demo("bank")
    program = Program(qapp, Options(tmp_path, demo=True, language="zh"), lambda passphrase=None: hall.console)
    try:
        program.start()
        qtbot.waitUntil(lambda: program.opened is not None, timeout=10_000)
        settings = hall.console.settings.current
        assert "窗口" in "".join(text for _, text in said(program.window))
        branch = replace(settings.branch, sector="telecom")
        hall.console.settings.change(msgspec.structs.replace(settings, branch=branch)).result(10)
        qtbot.waitUntil(lambda: not [text for _, text in said(program.window) if "窗口" in text], timeout=5000)
        assert "台席" in "".join(text for _, text in said(program.window))
    finally:
        program.stop()
        program._languages.use("en", "bank")
        hall.close()
        style.apply(qapp, LIGHT)


def test_no_chinese_word_for_a_counter_stands_in_the_program_itself() -> None:
    """What is not in the catalogue would not change with the kind of hall."""
    found = []
    for room in ("ui", "services", "web", "bootstrap"):
        for path in sorted((ROOT / "lobbyconsole" / room).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if name in SIDE_BY_SIDE:
                continue
            tree = ast.parse(path.read_text(encoding="utf-8"))
            words = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
            found += [(name, word) for word in words if isinstance(word, str) and ("窗口" in word or "台席" in word)]
    assert found == []
