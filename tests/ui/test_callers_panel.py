"""The serial callers in the window: the panel under their settings, the card among the sources, the floor strips."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtWidgets import QApplication

from lobbyconsole.bootstrap.hall import OpenHall
from lobbyconsole.config import Callers as Wish
from lobbyconsole.domain.words import Message
from lobbyconsole.services.callers import CallerState
from lobbyconsole.ui import style
from lobbyconsole.ui.caller_card import caller_view
from lobbyconsole.ui.caller_panel import CallerPanel
from lobbyconsole.ui.caller_words import caller_banners, line_words
from lobbyconsole.ui.forms import Choice
from lobbyconsole.ui.main_window import MainWindow
from lobbyconsole.ui.theme import LIGHT
from tests.services.caller_line import NEXT, FarEnd, shows
from tests.ui.test_devices import opened, shown  # noqa: F401

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals")

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def line(tmp_path: Path) -> Iterator[FarEnd]:
    folder = tmp_path / "dev"
    folder.mkdir()
    far = FarEnd(folder)
    yield far
    far.unplug()


def on(line: FarEnd, **wishes: Any) -> Wish:
    return Wish(enabled=True, port=str(line.name), **wishes)


def current(hall: OpenHall) -> Wish:
    return hall.console.settings.current.callers


# --- the panel -------------------------------------------------------------------------------------------------------


def test_callers_are_off_until_switched_on(opened: Any, shown: Any, line: FarEnd) -> None:  # noqa: F811
    hall = opened()
    assert hall.console.callers.state is None
    panel = shown(hall, "callers", CallerPanel)
    assert "switched off" in panel.state.text()
    assert not panel.learn.isEnabled()
    assert line.listen(0.2) == []


def test_an_address_is_learnt_by_a_key_and_given_a_counter(
    opened: Any,  # noqa: F811
    shown: Any,  # noqa: F811
    qtbot: Any,
    line: FarEnd,
) -> None:
    hall = opened(callers=on(line))
    hall.console.desk.open_counter("2").result(10)
    ticket = hall.console.desk.issue("cash").result(10)
    panel = shown(hall, "callers", CallerPanel)
    qtbot.waitUntil(panel.learn.isEnabled, timeout=10_000)
    assert "No key has come yet" in panel.state.text()
    panel.learn.click()
    qtbot.waitUntil(lambda: "press a key" in panel.answer._label.text())
    line.press(17, NEXT)
    qtbot.waitUntil(lambda: "address 17" in panel.answer._label.text(), timeout=5_000)
    assert line.wait_for(shows(17, "    017"))
    assert list(panel.rows) == [17]
    fold = panel.rows[17].counter
    assert isinstance(fold, Choice)
    assert [fold.itemText(at) for at in range(fold.count())] == ["no counter", "Counter 1", "Counter 2"]
    fold.setCurrentIndex(2)
    fold.activated.emit(2)
    qtbot.waitUntil(lambda: current(hall).counters() == {17: "2"}, timeout=10_000)
    panel.learn.click()
    qtbot.waitUntil(lambda: not hall.console.callers.state.learning)
    line.wait_for(shows(17, "001    "))
    line.press(17, NEXT)
    line.wait_for(shows(17, f"000 {ticket.number[1:]}"))
    qtbot.waitUntil(lambda: panel.window()._state.text() == "✓ Saved", timeout=10_000)
    QApplication.processEvents()  # the settings screen has heard of its own change
    panel.rows[17].out.click()
    qtbot.waitUntil(lambda: current(hall).addresses == "", timeout=10_000)


def test_leaving_the_page_ends_learning(opened: Any, shown: Any, qtbot: Any, line: FarEnd) -> None:  # noqa: F811
    hall = opened(callers=on(line))
    panel = shown(hall, "callers", CallerPanel)
    qtbot.waitUntil(panel.learn.isEnabled, timeout=10_000)
    panel.learn.click()
    assert hall.console.callers.state.learning
    panel.hide()
    assert not hall.console.callers.state.learning


def test_switching_on_off_and_to_another_port_while_the_hall_runs(
    opened: Any,  # noqa: F811
    shown: Any,  # noqa: F811
    qtbot: Any,
    line: FarEnd,
) -> None:
    hall = opened()
    book = hall.console.settings

    def change(wish: Wish) -> None:
        book.change(msgspec.structs.replace(book.current, callers=wish)).result(10)

    change(on(line, addresses="1=1"))
    line.wait_for(shows(1, "000    "))
    panel = shown(hall, "callers", CallerPanel)
    change(msgspec.structs.replace(current(hall), port=str(line.name) + "x"))
    qtbot.waitUntil(lambda: "is not there" in panel.state.text(), timeout=10_000)
    assert panel.state.text().startswith("■")
    change(Wish())
    qtbot.waitUntil(lambda: "switched off" in panel.state.text(), timeout=10_000)


def test_the_panel_is_readable_at_200_percent(
    opened: Any,  # noqa: F811
    shown: Any,  # noqa: F811
    qapp: QApplication,
    line: FarEnd,
) -> None:
    hall = opened(callers=on(line, addresses="1=1, 2=2, 17=1"))
    panel = shown(hall, "callers", CallerPanel)
    style.apply(qapp, LIGHT.scaled(200))
    try:
        panel.window().resize(1155, 608)
        QApplication.processEvents()
        assert panel.width() <= 1155
        page = panel.parentWidget()
        assert page.width() <= page.parentWidget().parentWidget().width()
    finally:
        style.apply(qapp, LIGHT)


# --- words -----------------------------------------------------------------------------------------------------------


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


LOST = Message("The callers' serial port {port} is not there: plug its adapter in.", {"port": "COM3"})


@pytest.mark.parametrize(
    ("state", "level", "words"),
    [
        (None, "watch", "being opened"),
        (CallerState(state="lost", message=LOST), "act", "COM3 is not there"),
        (CallerState(state="open", device="COM3"), "ok", "COM3 is open. No key"),
        (CallerState(state="open", device="COM3", last_frame_at=ago(61)), "ok", "came 1:01 ago"),
        (CallerState(state="open", unknown=((17, ago(5)),)), "watch", "address 17, which has no counter"),
        (CallerState(state="open", other_host=True), "watch", "Another queue host"),
    ],
)
def test_the_line_in_words(state: CallerState | None, level: str, words: str) -> None:
    told = line_words(state, True, NOW)
    assert told[0] == level
    assert words in told[1]


def test_the_card() -> None:
    off = caller_view(Wish(), None, NOW)
    assert (off.level, off.state, off.figures) == ("neutral", "Switched off", ())
    wish = Wish(enabled=True, port="COM3", addresses="1=1, 2=2")
    state = CallerState(state="open", device="COM3", last_frame_at=ago(3), frames=40, damaged=12, pads=((1, ago(3)),))
    view = caller_view(wish, state, NOW)
    figures = {figure.caption: (figure.value, figure.level) for figure in view.figures}
    assert (view.level, view.state) == ("ok", "Open")
    assert figures["Last key"] == ("just now", "")
    assert figures["Damaged frames"] == ("12", "watch")
    assert figures["Callers heard"] == ("1 / 2", "")
    lost = caller_view(wish, CallerState(state="lost", message=LOST), NOW)
    assert (lost.level, lost.state) == ("act", "Unplugged")
    assert "plug its adapter in" in lost.problem


def test_the_strips() -> None:
    assert caller_banners(CallerState(state="open"), NOW) == []
    (lost,) = caller_banners(CallerState(state="lost", message=LOST), NOW)
    assert lost[:2] == ("callers:line", "act")
    state = CallerState(state="open", unknown=((17, ago(5)), (18, ago(3600))))
    assert [(key, text) for key, _, text, _ in caller_banners(state, NOW)] == [
        ("callers:17", "A key was pressed on the serial caller with address 17, which has no counter.")
    ]
    assert caller_banners(replace(state, learning=True), NOW) == []


def test_the_window_says_it_whatever_screen_is_on_show(
    opened: Any,  # noqa: F811
    qtbot: Any,
    qapp: QApplication,
    line: FarEnd,
) -> None:
    style.apply(qapp, LIGHT)
    hall = opened(callers=on(line))
    window = MainWindow()
    qtbot.addWidget(window)
    window.use(hall.console)
    line.press(33, NEXT)

    def told() -> bool:
        window.show_snapshot(hall.console.live.snapshot)
        return "callers:33" in window.banners.texts()

    qtbot.waitUntil(told, timeout=10_000)
    line.unplug()

    def lost() -> bool:
        window.show_snapshot(hall.console.live.snapshot)
        return "plug its adapter in" in window.banners.texts().get("callers:line", "")

    qtbot.waitUntil(lost, timeout=10_000)
    assert "callers:33" not in window.banners.texts()
