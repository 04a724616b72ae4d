"""The head count: from the step that counts, by digits and F keys only, also in the calm view; on A4; resumed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lobbyconsole.domain.head_count import STAFF, TICKET
from lobbyconsole.ui import tasks
from lobbyconsole.ui.emergency.side import together
from lobbyconsole.ui.main_window import MainWindow
from lobbyconsole.ui.screens.emergency import EmergencyScreen
from tests.services.conftest import SmallHall, hall, open_hall  # noqa: F401 - fixtures
from tests.ui.test_emergency_screen import Made, dressed, make, press, screen_of, start  # noqa: F401 - fixtures


@pytest.fixture
def full(hall: SmallHall) -> SmallHall:  # noqa: F811
    """Two at counters, three customers in the hall, one gone."""
    hall.desk.open_counter("1", staff="8011").result()
    hall.desk.open_counter("2", staff="8012").result()
    for service in ("cash", "cash", "cash", "corporate"):
        hall.desk.issue(service).result()
    hall.desk.call_next("1").result()
    hall.desk.finish("1").result()
    return hall


def settled(qtbot: Any, screen: EmergencyScreen) -> None:
    qtbot.waitUntil(lambda: not screen._busy and not screen._loading, timeout=8000)


def counting(qtbot: Any, window: MainWindow, place: SmallHall) -> EmergencyScreen:
    """The evacuation, led to the step that counts."""
    screen = start(qtbot, window, "qtss")
    assert screen.page.state is not None
    assert screen.page.state.plan.id == "evacuation"
    for _ in range(8):
        step = screen.page.state.step
        assert step is not None
        if step.floor == "head_count":
            break
        press(qtbot, screen, Qt.Key.Key_1 if step.branches else Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: place.live.snapshot.picture.figures.waiting == 3, timeout=8000)
    window.show_snapshot(place.live.snapshot)
    return screen


def typed(qtbot: Any, screen: EmergencyScreen, words: str) -> None:
    QTest.keyClicks(screen.heads.line, words)
    QTest.keyClick(screen.heads.line, Qt.Key.Key_Return)
    settled(qtbot, screen)


def test_digits_tick_off_and_the_missing_stand_in_large_type(qtbot: Any, full: SmallHall, make: Made) -> None:  # noqa: F811
    screen = counting(qtbot, make(full), full)
    assert [button.key for button in screen.page.view.floor] == ["F"]
    QTest.keyClicks(screen.page, "f")
    settled(qtbot, screen)
    page = screen.heads
    assert screen.pages.currentWidget() is page
    assert page.state is not None
    assert page.state.walk.heads is not None
    assert page.state.walk.heads.of(STAFF) == ("staff:8001", "staff:8011", "staff:8012")
    assert page.state.walk.heads.of(TICKET) == ("ticket:A002", "ticket:A003", "ticket:C001")
    assert page.missing_text() == "■ 6 missing"
    for words in ("8001", "8011", "8012", "2", "3"):
        typed(qtbot, screen, words)
    assert page.missing_text() == "■ 1 missing"
    typed(qtbot, screen, "3")  # twice: nothing happens but a word
    assert "A003" in page._says.text()
    typed(qtbot, screen, "c001")
    assert page.missing_text() == "✓ All are there"
    lost = next(tile for tile in page.tiles if tile.who == "ticket:A003")
    lost.click()  # a mistake
    settled(qtbot, screen)
    assert page.missing_text() == "■ 1 missing"
    QTest.keyClick(page.line, Qt.Key.Key_Escape)
    assert screen.pages.currentWidget() is screen.page
    assert screen.page.view.floor[0].text() == "Head count: 1 missing"


def test_somebody_nobody_knew_of_and_a_count_without_numbers(qtbot: Any, full: SmallHall, make: Made) -> None:  # noqa: F811
    screen = counting(qtbot, make(full), full)
    QTest.keyClicks(screen.page, "f")
    settled(qtbot, screen)
    page = screen.heads
    typed(qtbot, screen, "7777")
    assert page.sheet.isVisible()
    QTest.keyClicks(page.sheet, "2")  # somebody at work here
    settled(qtbot, screen)
    assert page.state is not None
    assert page.state.walk.heads is not None
    assert "staff:7777" in page.state.walk.heads.seen
    QTest.keyClick(page.line, Qt.Key.Key_F2)
    QTest.keyClicks(page.sheet.line, "3")
    QTest.keyClick(page.sheet.line, Qt.Key.Key_Return)
    settled(qtbot, screen)
    assert page.missing_text() == "■ 3 missing"  # the staff
    QTest.keyClick(page.line, Qt.Key.Key_F3)
    QTest.keyClicks(page.sheet.line, "north car park")
    QTest.keyClick(page.sheet.line, Qt.Key.Key_Return)
    settled(qtbot, screen)
    assert "north car park" in page._title.text()
    lines = [line.kind for line in page.state.walk.timeline]
    assert {"walk.head_count_begun", "walk.head_seen", "walk.customers_counted"} <= set(lines)


def test_many_ticked_off_in_a_row_are_one_line_of_the_timeline(qtbot: Any, full: SmallHall, make: Made) -> None:  # noqa: F811
    screen = counting(qtbot, make(full), full)
    QTest.keyClicks(screen.page, "f")
    settled(qtbot, screen)
    for words in ("8001", "8011", "2"):
        full.pass_minutes(0.1)
        typed(qtbot, screen, words)
    assert screen.page.state is not None
    newest_first = sorted(screen.page.state.walk.timeline, key=lambda line: line.at, reverse=True)
    assert together(newest_first)[0].words == "8001, 8011, A002"


def test_the_same_digits_of_two_services_are_asked(qtbot: Any, full: SmallHall, make: Made) -> None:  # noqa: F811
    full.desk.issue("corporate").result()  # C002 beside A002
    screen = start(qtbot, make(full), "qtss")
    qtbot.waitUntil(lambda: full.live.snapshot.picture.figures.waiting == 4, timeout=8000)
    screen.show_snapshot(full.live.snapshot)
    QTest.keyClicks(screen.page, "l")  # at any step
    settled(qtbot, screen)
    typed(qtbot, screen, "2")
    assert screen.heads.sheet.isVisible()
    QTest.keyClicks(screen.heads.sheet, "2")
    settled(qtbot, screen)
    assert screen.heads.state is not None
    assert screen.heads.state.walk.heads is not None
    assert set(screen.heads.state.walk.heads.seen) == {"ticket:C002"}


def test_in_the_calm_view_it_is_dark_and_goes_on_after_a_restart(
    qtbot: Any, full: SmallHall, make: Made, open_hall: Callable[[], SmallHall]  # noqa: F811
) -> None:  # fmt: skip
    screen = counting(qtbot, make(full), full)
    QTest.keyClicks(screen.page, "c")
    assert screen.pages.currentWidget() is screen.calm
    QTest.keyClicks(screen.calm, "f")
    settled(qtbot, screen)
    assert screen.pages.currentWidget() is screen.heads
    assert screen.heads._dark
    typed(qtbot, screen, "8011")
    QTest.keyClick(screen.heads.line, Qt.Key.Key_Escape)
    assert screen.pages.currentWidget() is screen.calm
    screen.window().close()
    assert tasks.wait_for_all(8)
    again = open_hall()
    window = make(again)
    QTest.keyClick(window, Qt.Key.Key_F12)
    screen = screen_of(window)
    qtbot.waitUntil(lambda: screen.page.state is not None, timeout=8000)
    QTest.keyClicks(screen.page, "f")
    settled(qtbot, screen)
    assert screen.heads.missing_text() == "■ 5 missing"


def test_the_roll_call_is_one_page_of_a4(qtbot: Any, full: SmallHall, make: Made, tmp_path: Path) -> None:  # noqa: F811
    screen = counting(qtbot, make(full), full)
    QTest.keyClicks(screen.page, "f")
    settled(qtbot, screen)
    typed(qtbot, screen, "8011")
    path = tmp_path / "roll.pdf"
    screen._heads_desk.write_pdf(str(path))
    qtbot.waitUntil(path.exists, timeout=8000)
    qtbot.waitUntil(lambda: "roll.pdf" in screen.heads._says.text(), timeout=8000)
    assert path.read_bytes().count(b"/Type /Page\n") + path.read_bytes().count(b"/Type/Page") <= 2


def test_one_hand_reaches_everything_with_digits_enter_and_f_keys(qtbot: Any, full: SmallHall, make: Made) -> None:  # noqa: F811
    screen = start(qtbot, make(full), "td")
    page = screen.page
    QTest.keyClick(page, Qt.Key.Key_F3)
    assert page.sheet.isVisible()
    QTest.keyClick(page.sheet.line, Qt.Key.Key_Escape)
    QTest.keyClick(page, Qt.Key.Key_F2)
    QTest.keyClicks(page.sheet.line, "1")  # not needed here
    settled(qtbot, screen)
    assert page.state is not None
    assert page.state.walk.turns[0].how == "skipped"
    QTest.keyClick(page, Qt.Key.Key_F5)
    settled(qtbot, screen)
    assert page.state.walk.step == page.state.plan.start
    QTest.keyClick(page, Qt.Key.Key_F4)
    settled(qtbot, screen)
    assert page.state.walk.reports
    QTest.keyClicks(page, "0")
    assert page.sheet.isVisible()
    place = next(at for at, button in enumerate(page.sheet.answers, 1) if button.key == "G")
    QTest.keyClicks(page.sheet, str(place))
    QTest.keyClicks(page.sheet, "3")
    settled(qtbot, screen)
    assert page.state.walk.level == 3
