"""A start after a crash: the emergency comes first, on the same step, and a usual start asks only one index."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from lobbyconsole.bootstrap.hall import OpenHall, open_hall
from lobbyconsole.config import Settings
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.app import Options, Program
from lobbyconsole.ui.emergency.resume import what_runs
from lobbyconsole.ui.theme import LIGHT
from tests.services.conftest import small_branch

KEY = os.urandom(32)


def opened(folder: Path) -> OpenHall:
    return open_hall(
        folder, KEY, settings=Settings(set_up=True, branch=small_branch()), feeds=False, upkeep=False,
        in_memory_settings=True,
    )  # fmt: skip


@pytest.fixture
def start(qapp: QApplication) -> Iterator[Callable[[Path], Program]]:
    runs: list[Any] = []

    def begin(folder: Path) -> Program:
        hall = opened(folder)
        marks: list[str] = []
        program = Program(qapp, Options(folder, demo=True, mark=marks.append), lambda _=None: hall.console)
        runs.append((program, hall))
        program.start()
        end = time.monotonic() + 20
        while "live" not in marks and time.monotonic() < end:
            qapp.processEvents()
            time.sleep(0.002)
        assert "live" in marks
        return program

    yield begin
    for program, hall in runs:
        program.stop()
        hall.close()
    assert tasks.wait_for_all(5)
    style.apply(qapp, LIGHT)


def killed(folder: Path, plan: str = "") -> Path:
    """What a kill leaves behind: the folder as it is on the disk while the hall is open."""
    (folder / "hall").mkdir()
    hall = opened(folder / "hall")
    if plan:
        walks = hall.console.work.walkthroughs
        state = walks.start(plan, by="8001")
        walks.done(state.walk.key, state.walk.step, state.walk.turn, by="8001")
    shutil.copytree(folder / "hall", folder / "left")
    hall.close()
    return folder / "left"


def test_the_emergency_comes_first_on_the_same_step(
    tmp_path: Path, start: Callable[[Path], Program], qtbot: Any
) -> None:  # fmt: skip
    folder = killed(tmp_path, "power_outage")
    began = time.monotonic()
    program = start(folder)
    assert time.monotonic() - began < 3
    assert program.window.here() == "emergency"
    screen: Any = program.window.built("emergency")
    assert (screen.page.state.walk.step, screen.page.state.walk.turn) == ("s2", 1)  # at once, without another look
    assert screen.page.isVisible()
    assert program.window.rail is not None


def test_without_a_plan_the_floor_comes_as_always(tmp_path: Path, start: Callable[[Path], Program]) -> None:
    assert start(killed(tmp_path)).window.here() == "floor"


def test_a_usual_start_makes_nothing_of_the_managers_own_work(tmp_path: Path) -> None:
    hall = opened(tmp_path)
    try:
        assert what_runs(hall.console) is None
        assert hall.console.work._first is None
    finally:
        hall.close()


def test_a_walkthrough_that_cannot_be_read_does_not_keep_the_hall_shut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_log: Any
) -> None:  # fmt: skip
    folder = killed(tmp_path, "fire")
    hall = opened(folder)

    def broken(_: object) -> object:
        raise ValueError("no")

    expected_log("what was being walked cannot be read")
    monkeypatch.setattr("lobbyconsole.ui.emergency.watch.load", broken)
    try:
        assert what_runs(hall.console) is None
    finally:
        hall.close()
