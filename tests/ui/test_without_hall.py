"""Emergency plans while the hall is not open: from trouble, from the passphrase, from a slow start; then taken over."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lobbyconsole.bootstrap.hall import OpenHall, open_hall
from lobbyconsole.config import Settings, save_settings
from lobbyconsole.credentials import NeedsPassphrase, WrongPassphrase
from lobbyconsole.domain.words import Message, Refused
from lobbyconsole.store.aside import NAME, places
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.app import Options, Program
from lobbyconsole.ui.theme import LIGHT
from lobbyconsole.ui.unlock import PassphrasePage, TroublePage
from tests.services.conftest import small_branch

KEY = os.urandom(32)


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


class Way:
    """What stands between the window and its hall: each opening takes the next of `before`; None lets it through."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.before: list[BaseException | threading.Event | None] = []
        self.halls: list[OpenHall] = []

    def __call__(self, passphrase: str | None = None) -> Any:
        if passphrase == "wrong words":
            raise WrongPassphrase
        step = self.before.pop(0) if self.before else None
        if isinstance(step, threading.Event):
            step.wait(20)
        elif step is not None:
            raise step
        self.halls.append(
            open_hall(self.folder, KEY, settings=Settings(set_up=True, branch=small_branch()), feeds=False,
                      upkeep=False, in_memory_settings=True)
        )  # fmt: skip
        return self.halls[-1].console


@pytest.fixture
def way(tmp_path: Path) -> Way:
    save_settings(tmp_path, Settings(set_up=True, branch=small_branch()))
    return Way(tmp_path)


@pytest.fixture
def start(qapp: QApplication, way: Way) -> Iterator[Callable[..., Program]]:
    runs: list[Program] = []

    def begin(language: str = "en") -> Program:
        program = Program(qapp, Options(way.folder, language=language), way)
        runs.append(program)
        program.start()
        program.window.activateWindow()
        return program

    yield begin
    for program in runs:
        program._languages.use("en", "bank")
        program.stop()
    for hall in way.halls:
        hall.close()
    assert tasks.wait_for_all(5)
    style.apply(qapp, LIGHT)


def refused() -> Refused:
    return Refused(Message("The database is damaged."))


def page(qtbot: Any, program: Program, kind: type) -> Any:
    qtbot.waitUntil(lambda: isinstance(program.window.page(), kind), timeout=15_000)
    return program.window.page()


def screen_of(program: Program) -> Any:
    return program._without._screen


def f12(program: Program) -> None:
    QTest.keyClick(program.window, Qt.Key.Key_F12)


def begin_plan(qtbot: Any, program: Program, letters: str = "td") -> Any:
    """Two letters and Enter, as a hand that knows them; gives the screen."""
    screen = screen_of(program)
    QTest.keyClicks(screen.picker.wish, letters)
    QTest.keyClick(screen.picker.wish, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.page.state is not None and not screen._busy, timeout=10_000)
    return screen


def press(qtbot: Any, screen: Any) -> None:
    """Space, or the first way on."""
    before = (screen.page.state.walk.step, screen.page.state.walk.turn)
    branches = screen.page.state.step.branches
    QTest.keyClick(screen.page, Qt.Key.Key_1 if branches else Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: (screen.page.state.walk.step, screen.page.state.walk.turn) != before, timeout=5000)


def live_screen(qtbot: Any, program: Program) -> Any:
    qtbot.waitUntil(lambda: program.opened is not None and program.window.here() != "", timeout=15_000)
    screen: Any = program.window.built("emergency")
    qtbot.waitUntil(lambda: screen.page.state is not None, timeout=5000)
    return screen


def test_trouble_leaves_the_plans_and_the_hall_takes_them_over_on_the_same_step(
    start: Callable[..., Program], way: Way, qtbot: Any
) -> None:
    way.before = [refused()]
    program = start()
    trouble = page(qtbot, program, TroublePage)
    assert trouble.plans.isVisible()
    f12(program)
    screen = begin_plan(qtbot, program)
    assert screen.isVisible()
    press(qtbot, screen)
    press(qtbot, screen)
    step = (screen.page.state.walk.key, screen.page.state.walk.step, screen.page.state.walk.since)
    assert "file" in program.window.banners.texts()["aside:kept"]
    assert (way.folder / NAME).exists()
    QTest.keyClick(screen.page, Qt.Key.Key_Escape)
    assert trouble.isVisible()
    (banner,) = [text for key, text in program.window.banners.texts().items() if key.startswith("aside:")]
    assert "Power" in banner
    f12(program)
    assert screen.isVisible()
    QTest.keyClick(screen.page, Qt.Key.Key_Escape)
    trouble.onward.click()
    real = live_screen(qtbot, program)
    walk = real.page.state.walk
    assert (walk.key, walk.step, walk.since) == step
    assert program.window.here() == "emergency"
    assert real.page.isVisible()
    assert not [key for key in program.window.banners.texts() if key.startswith("aside:")]
    assert not (way.folder / NAME).exists()
    f12(program)  # from now on the window's own
    assert program.window.here() == "emergency"
    press(qtbot, real)


def test_from_the_passphrase_in_chinese_and_a_wrong_one_does_not_hide_the_step(
    start: Callable[..., Program], way: Way, qtbot: Any
) -> None:
    way.before = [NeedsPassphrase()]
    program = start("zh")
    locked = page(qtbot, program, PassphrasePage)
    assert "应急" in locked.plans.text() or locked.plans.text() == "Emergency plans"  # until the catalogue has it
    locked.plans.click()
    screen = begin_plan(qtbot, program)
    assert "停电" in screen.page.bar._about.text()
    press(qtbot, screen)
    locked.given.emit("wrong words")
    qtbot.waitUntil(lambda: program.window.page() is not locked, timeout=5000)
    assert isinstance(program.window.page(), PassphrasePage)
    assert screen.isVisible()
    step = screen.page.state.walk.step
    page(qtbot, program, PassphrasePage).given.emit("right words")
    real = live_screen(qtbot, program)
    assert real.page.state.walk.step == step
    program._languages.use("en", "bank")


def test_while_the_hall_is_being_opened(start: Callable[..., Program], way: Way, qtbot: Any) -> None:
    go = threading.Event()
    way.before = [go]
    program = start()
    qtbot.waitUntil(lambda: program.settings is not None, timeout=5000)
    program._without._slow.setInterval(10)
    program._without.wait()
    qtbot.waitUntil(lambda: "aside:slow" in program.window.banners.texts(), timeout=5000)
    f12(program)
    screen = begin_plan(qtbot, program)
    key, step = screen.page.state.walk.key, screen.page.state.walk.step
    go.set()
    real = live_screen(qtbot, program)
    assert (real.page.state.walk.key, real.page.state.walk.step) == (key, step)
    assert program.window.here() == "emergency"


def test_letters_typed_when_the_hall_opens_are_not_lost(start: Callable[..., Program], way: Way, qtbot: Any) -> None:
    go = threading.Event()
    way.before = [go]
    program = start()
    qtbot.waitUntil(lambda: program.settings is not None, timeout=5000)
    f12(program)
    QTest.keyClicks(screen_of(program).picker.wish, "td")
    go.set()
    qtbot.waitUntil(lambda: program.opened is not None and program.window.here() == "emergency", timeout=15_000)
    real: Any = program.window.built("emergency")
    qtbot.waitUntil(lambda: real.picker.wish.text() == "td", timeout=5000)
    QTest.keyClick(real.picker.wish, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: real.page.state is not None, timeout=5000)
    assert not (way.folder / NAME).exists()


def test_a_start_after_a_kill_goes_on_without_the_hall(start: Callable[..., Program], way: Way, qtbot: Any) -> None:
    way.before = [refused(), refused()]
    first = start()
    page(qtbot, first, TroublePage)
    f12(first)
    screen = begin_plan(qtbot, first)
    press(qtbot, screen)
    walk = screen.page.state.walk
    again = start()  # the first one is not ended: what is on the disk is what a kill leaves
    page(qtbot, again, TroublePage)
    f12(again)
    other = screen_of(again)
    qtbot.waitUntil(lambda: other.page.state is not None, timeout=10_000)
    assert other.page.isVisible()
    assert other.page.state.walk == walk


def test_a_folder_that_cannot_be_written_is_said_with_the_place(
    start: Callable[..., Program], way: Way, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    way.before = [refused()]
    (way.folder / NAME).mkdir()
    program = start()
    page(qtbot, program, TroublePage)
    f12(program)
    screen = begin_plan(qtbot, program)
    assert str(places(way.folder)[1]) in program.window.banners.texts()["aside:kept"]
    monkeypatch.setattr("lobbyconsole.store.aside.append_whole", _full)
    press(qtbot, screen)
    assert "paper" in program.window.banners.texts()["aside:kept"]


def _full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_photos_wait_and_say_so(start: Callable[..., Program], way: Way, qtbot: Any) -> None:
    way.before = [refused()]
    program = start()
    page(qtbot, program, TroublePage)
    f12(program)
    screen = begin_plan(qtbot, program)
    screen.page.photo_wanted.emit("clipboard")
    assert "Photos" in program.window.toasts.message()


def test_a_hall_that_is_being_set_up_has_no_plans_yet(qapp: QApplication, tmp_path: Path, qtbot: Any) -> None:
    program = Program(qapp, Options(tmp_path, language="en", make_vault=lambda _: "A"), lambda _=None: None)  # type: ignore[arg-type]
    program.start()
    try:
        qtbot.waitUntil(lambda: program.window.page() is not None, timeout=5000)
        f12(program)
        assert program._without._screen is None
    finally:
        program.stop()


def test_the_first_press_finds_everything_prepared(start: Callable[..., Program], way: Way, qtbot: Any) -> None:
    way.before = [refused()]
    program = start()
    page(qtbot, program, TroublePage)
    qtbot.waitUntil(lambda: program._without._hall is not None, timeout=10_000)
    began = time.thread_time()
    f12(program)
    assert time.thread_time() - began < 1.0
    assert screen_of(program).picker.wish.hasFocus() or not program.window.isActiveWindow()
