"""F12 finds its screen built: piece by piece after the start, and never in the way of who is quicker."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lobbyconsole.bootstrap.hall import open_hall
from lobbyconsole.config import Settings
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.app import Options, Program
from lobbyconsole.ui.emergency.ahead import Ahead, made
from lobbyconsole.ui.emergency.picker import PlanPicker
from lobbyconsole.ui.theme import DARK, LIGHT
from tests.services.conftest import small_branch


@pytest.fixture
def program(qapp: QApplication, tmp_path: Path) -> Iterator[Program]:
    hall = open_hall(
        tmp_path, os.urandom(32), settings=Settings(set_up=True, branch=small_branch()), feeds=False, upkeep=False,
        in_memory_settings=True,
    )  # fmt: skip
    marks: list[str] = []
    running = Program(qapp, Options(tmp_path, demo=True, mark=marks.append), lambda _=None: hall.console)
    running.start()
    until(qapp, lambda: "live" in marks)
    yield running
    running.stop()
    hall.close()
    assert tasks.wait_for_all(5)
    style.apply(qapp, LIGHT)


def until(app: QApplication, holds: Callable[[], bool], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        app.processEvents()
        time.sleep(0.002)
        assert time.monotonic() < end


def built(program: Program) -> bool:
    found = program.window.findChildren(Ahead)
    return bool(found) and not found[0].isActive()


def test_the_screen_is_there_before_anybody_asks_and_shows_nobodys_step(qapp: QApplication, program: Program) -> None:
    until(qapp, lambda: built(program))
    assert program.window.here() == "floor"
    screen: Any = program.window._screens["emergency"]
    assert screen.page.state is None
    assert not screen.isVisible()
    assert len(screen.picker.found) > 30
    QTest.keyClick(program.window, Qt.Key.Key_F12)
    assert screen.picker.isVisible()
    QTest.keyClicks(screen.picker.wish, "td")
    QTest.keyClick(screen.picker.wish, Qt.Key.Key_Return)
    until(qapp, lambda: screen.page.state is not None and not screen._busy)
    walked: Any = screen.page.state
    assert walked.walk.plan == "power_outage"
    assert len(screen.console.work.walkthroughs.running()) == 1


@pytest.mark.parametrize("moment", [0, 1, 2, 4, 6, 9])
def test_who_presses_in_the_middle_of_it_gets_one_whole_screen(
    qapp: QApplication, program: Program, moment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    until(qapp, lambda: bool(program.window.findChildren(Ahead)))
    (ahead,) = program.window.findChildren(Ahead)
    ahead.stop()
    for _ in range(moment):
        ahead._go_on()
    QTest.keyClick(program.window, Qt.Key.Key_F12)
    screen: Any = program.window.built("emergency")
    ahead.start()
    until(qapp, lambda: screen._loaded is not None and not ahead.isActive())
    assert screen.picker.isVisible()
    assert screen.page.state is None
    made_once: Any = program.window._screens["emergency"]
    assert made_once is screen
    QTest.keyClicks(screen.picker.wish, "fi")
    QTest.keyClick(screen.picker.wish, Qt.Key.Key_Return)
    until(qapp, lambda: screen.page.state is not None and not screen._busy)


def test_a_page_that_was_built_in_another_look_is_not_used(qapp: QApplication, program: Program) -> None:
    until(qapp, lambda: bool(program.window.findChildren(Ahead)))
    (ahead,) = program.window.findChildren(Ahead)
    ahead.stop()
    ahead._go_on()
    ahead._go_on()
    stale = program.window.findChildren(PlanPicker)
    style.apply(qapp, DARK)
    fresh = made(PlanPicker)
    assert fresh not in stale
    fresh.deleteLater()
