"""Paper numbers typed in by keys only: from the step that set them aside, from the tiles, refused in place, resumed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from lobbyconsole.services.paper_numbers import PaperNumbers
from lobbyconsole.ui import tasks
from lobbyconsole.ui.emergency.paper_page import PaperPage
from lobbyconsole.ui.main_window import MainWindow
from lobbyconsole.ui.screens.emergency import EmergencyScreen
from tests.services.conftest import SmallHall, hall, open_hall  # noqa: F401 - fixtures
from tests.ui.test_emergency_screen import Made, dressed, make, press, screen_of, start  # noqa: F401 - fixtures


@pytest.fixture
def after(hall: SmallHall) -> SmallHall:  # noqa: F811
    """A001–A050 and C001–C050 were set aside at 09:00; by now it is noon."""
    hall.desk.reserve_numbers("cash", 1, 50, "paper").result()
    hall.desk.reserve_numbers("corporate", 1, 50, "paper").result()
    hall.pass_minutes(180)
    return hall


def opened(qtbot: Any, window: MainWindow) -> EmergencyScreen:
    QTest.keyClick(window, Qt.Key.Key_F12)
    screen = screen_of(window)
    qtbot.waitUntil(lambda: screen.picker.papers.isVisible(), timeout=8000)
    QTest.keyClick(screen.picker, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: not screen.paper.busy and screen.paper.paper is not None, timeout=8000)
    return screen


def here(page: PaperPage) -> QLineEdit:
    line = page.focusWidget()
    assert isinstance(line, QLineEdit)
    return line


def keys(qtbot: Any, page: PaperPage, typed: str) -> None:
    """Digits; a space stands for Enter."""
    for sign in typed:
        QTest.keyClick(here(page), Qt.Key.Key_Return) if sign == " " else QTest.keyClicks(here(page), sign)
    qtbot.waitUntil(lambda: not page.busy, timeout=8000)


def rows(place: SmallHall) -> list[list[int]]:
    return [sorted(paper.rows) for paper in PaperNumbers(place.store, place.live).ranges(done=True)]


def test_a_slip_is_five_fields_of_digits_and_the_next_one_follows(qtbot: Any, after: SmallHall, make: Made) -> None:  # noqa: F811
    page = opened(qtbot, make(after)).paper
    assert (page.number, here(page).objectName()) == (1, "taken")
    keys(qtbot, page, "0932 0947 2   ")  # outcome and end as they stand
    assert (page.number, here(page).objectName(), here(page).text()) == (2, "taken", "")
    keys(qtbot, page, "0940  2 1005 ")  # never called: they left
    keys(qtbot, page, " ")  # number 3 was never given
    keys(qtbot, page, "++++")  # as above: there was no counter
    assert rows(after)[0] == [1, 2, 4]
    keys(qtbot, page, "0950 1010 1 3  1000 1003 2 1 1012 ")  # faster than the disk: two slips in one breath
    assert rows(after)[0] == [1, 2, 4, 5, 6]
    states = {ticket.number: ticket.state for ticket in after.live.book.tickets()}
    assert states == {"A001": "finished", "A002": "left", "A004": "left", "A005": "no_show", "A006": "finished"}


def test_what_cannot_be_is_said_at_the_row_and_nothing_typed_is_lost(qtbot: Any, after: SmallHall, make: Made) -> None:  # noqa: F811
    page = opened(qtbot, make(after)).paper
    keys(qtbot, page, "0932 0931 2   ")
    assert page._says.text().startswith("■")
    assert "09:32" in page._says.text()
    assert here(page).objectName() == "called"
    keys(qtbot, page, "0947    ")
    assert rows(after)[0] == [1]


def test_up_takes_back_and_page_down_is_the_next_service(qtbot: Any, after: SmallHall, make: Made) -> None:  # noqa: F811
    page = opened(qtbot, make(after)).paper
    keys(qtbot, page, "0932 0947 2   ")
    QTest.keyClick(here(page), Qt.Key.Key_Up)
    assert (page.number, here(page).text()) == (1, "0932")
    QTest.keyClicks(here(page), "-")
    qtbot.waitUntil(lambda: not page.busy, timeout=8000)
    assert rows(after)[0] == []
    QTest.keyClick(here(page), Qt.Key.Key_PageDown)
    assert page.paper is not None
    assert page.paper.service == "corporate"
    keys(qtbot, page, "0932 0947 3   ")
    assert rows(after)[1] == [1]


def test_the_unused_are_given_back_after_a_question(qtbot: Any, after: SmallHall, make: Made) -> None:  # noqa: F811
    page = opened(qtbot, make(after)).paper
    keys(qtbot, page, "0932 0947 2   ")
    QTest.keyClicks(here(page), "*")
    assert page.sheet.isVisible()
    assert "A002–A050" in page.sheet.title.text()
    QTest.keyClicks(page.sheet, "2")  # no
    assert not page.sheet.isVisible()
    QTest.keyClicks(here(page), "*")
    QTest.keyClicks(page.sheet, "1")
    qtbot.waitUntil(lambda: not page.busy and len(rows(after)[0]) == 1, timeout=8000)
    qtbot.waitUntil(lambda: page.paper is not None and page.paper.service == "corporate", timeout=8000)


def test_after_a_restart_the_grid_goes_on(
    qtbot: Any, after: SmallHall, make: Made, open_hall: Callable[[], SmallHall]  # noqa: F811
) -> None:  # fmt: skip
    window = make(after)
    page = opened(qtbot, window).paper
    keys(qtbot, page, "0932 0947 2   ")
    window.close()
    assert tasks.wait_for_all(8)
    again = open_hall()
    page = opened(qtbot, make(again)).paper
    assert page.number == 2
    keys(qtbot, page, "0940 0950 1   ")
    assert rows(again)[0] == [1, 2]


def test_a_later_step_of_the_plan_leads_there_and_esc_leads_back(qtbot: Any, hall: SmallHall, make: Made) -> None:  # noqa: F811
    window = make(hall)
    screen = start(qtbot, window, "jh")  # the queue machine
    state = screen.page.state
    assert state is not None
    for _ in range(12):
        assert screen.page.state is not None
        assert screen.page.state.step is not None
        if screen.page.state.step.floor == "paper_numbers":
            break
        key = (
            Qt.Key(Qt.Key.Key_0 + len(screen.page.state.step.branches))
            if screen.page.state.step.branches
            else Qt.Key.Key_Space
        )
        press(qtbot, screen, key)
    assert screen.page.state is not None
    assert screen.page.state.step is not None
    assert screen.page.state.step.floor == "paper_numbers"
    window.show_snapshot(hall.live.snapshot)
    QTest.keyClicks(screen.page, "f")
    qtbot.waitUntil(lambda: not screen._busy, timeout=8000)
    press(qtbot, screen, Qt.Key.Key_Space)
    screen.reload()
    qtbot.waitUntil(lambda: screen._loaded is not None and screen._loaded.papers == 100, timeout=8000)
    window.show_snapshot(hall.live.snapshot)
    assert [button.key for button in screen.page.view.floor] == ["F"]
    QTest.keyClicks(screen.page, "f")
    assert screen.pages.currentWidget() is screen.paper
    qtbot.waitUntil(lambda: not screen.paper.busy and screen.paper.paper is not None, timeout=8000)
    QTest.keyClick(here(screen.paper), Qt.Key.Key_Escape)
    assert screen.pages.currentWidget() is screen.page
    QApplication.processEvents()
