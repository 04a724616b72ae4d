"""The reports screen on a real store: the rack, periods, rows behind figures, files, keys, links from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from lobbyconsole.config import Settings
from lobbyconsole.domain.paper import Link
from lobbyconsole.domain.sample import sample_branch, simulate_day
from lobbyconsole.services.console import Console
from lobbyconsole.services.live import Snapshot
from lobbyconsole.services.work import Work
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.paper.blocks import FigureCard
from lobbyconsole.ui.paper.links import link_argument
from lobbyconsole.ui.report_rack import span_text, stepped
from lobbyconsole.ui.screens.reports import ReportsScreen
from lobbyconsole.ui.theme import DARK, LIGHT
from lobbyconsole.ui.translation import Languages
from tests.services.conftest import SmallHall, hall, open_hall  # noqa: F401 - fixtures

ZONE = ZoneInfo("Asia/Shanghai")
BRANCH = sample_branch()
YESTERDAY, TODAY = date(2026, 11, 19), date(2026, 11, 20)


class FakeShell:
    """The window around the screen: it only remembers what it was asked."""

    staff = "8001"

    def __init__(self) -> None:
        self.gone: list[str] = []
        self.said: list[str] = []
        self.asked: list[tuple[str, str]] = []

    def go(self, screen_id: str) -> None:
        self.gone.append(screen_id)

    def say(self, message: object, level: str = "watch") -> None:
        self.said.append(str(message))

    def command(self, name: str, argument: str = "") -> bool:
        self.asked.append((name, argument))
        return True


@pytest.fixture
def dressed(qapp) -> Iterator[None]:
    style.load_fonts()
    style.apply(qapp, LIGHT.worded("en"))
    yield
    assert tasks.wait_for_all(10)
    QApplication.processEvents()


@pytest.fixture
def screen(hall: SmallHall, dressed, qtbot) -> ReportsScreen:  # noqa: F811
    hall.branch = BRANCH
    hall.live.set_branch(BRANCH)
    hall.time.set(datetime(2026, 11, 20, 10, 42, tzinfo=ZONE).astimezone(UTC))
    hall.live.record(simulate_day(BRANCH, YESTERDAY, 7)).result(20)
    work = Work(hall.store, hall.live, lambda: Settings(branch=BRANCH))
    parts: dict[str, Any] = {field.name: None for field in fields(Console)}
    made = ReportsScreen(Console(**(parts | {"live": hall.live, "history": hall.history, "work": work})), LIGHT)
    qtbot.addWidget(made)
    made.shell = FakeShell()
    made.resize(1300, 800)
    made.show()
    made.show_snapshot(Snapshot(hall.live.snapshot.picture, BRANCH, seq=1))
    qtbot.waitUntil(lambda: made.paper.paper() is not None, timeout=20_000)
    return made


def paper_of(qtbot, screen: ReportsScreen, agenda: str, last: date) -> None:
    def there() -> bool:
        paper = screen.paper.paper()
        return paper is not None and paper.agenda == f"report/{agenda}" and paper.last == last.isoformat()

    qtbot.waitUntil(there, timeout=20_000)
    qtbot.waitUntil(screen.paper.is_whole, timeout=5000)


def test_the_rack_is_there_and_the_first_report_is_todays(qtbot, screen):
    assert len(screen.rack.names()) >= 8
    paper_of(qtbot, screen, "key_figures/day", TODAY)
    assert screen.pages.currentWidget() is screen.paper


def test_periods_and_days_by_keys(qtbot, screen):
    qtbot.keyClick(screen, Qt.Key.Key_W)
    paper_of(qtbot, screen, "key_figures/week", date(2026, 11, 22))
    qtbot.keyClick(screen, Qt.Key.Key_PageUp)
    paper_of(qtbot, screen, "key_figures/week", date(2026, 11, 15))
    qtbot.keyClick(screen, Qt.Key.Key_M)
    paper_of(qtbot, screen, "key_figures/month", date(2026, 11, 30))
    qtbot.keyClick(screen, Qt.Key.Key_T)
    qtbot.keyClick(screen, Qt.Key.Key_D)
    paper_of(qtbot, screen, "key_figures/day", TODAY)
    qtbot.keyClick(screen, Qt.Key.Key_PageDown)  # there is no report of tomorrow
    assert screen.day() == TODAY
    assert not screen.forth.isEnabled()


def test_the_list_is_walked_with_the_arrows(qtbot, screen):
    screen.rack.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    paper_of(qtbot, screen, "waiting/day", TODAY)
    assert QApplication.focusWidget().text() == "Waiting"  # type: ignore[union-attr]


def test_a_figure_leads_to_its_rows_a_row_to_its_ticket_and_escape_back(qtbot, screen):
    screen.show_kind("waiting")
    screen.show_day(YESTERDAY)
    paper_of(qtbot, screen, "waiting/day", YESTERDAY)
    card = next(card for card in screen.findChildren(FigureCard) if card.figure.link.key == "all")
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.rows, timeout=10_000)
    table = screen.rows.table
    assert table.rows.rowCount() > 100
    assert screen.rows.title.text() == "Customers"
    assert str(table.rows.rowCount()) in screen.rows.count.text()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert screen.shell.asked[-1][0] == "ticket"
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert screen.pages.currentWidget() is screen.paper
    qtbot.keyClick(screen, Qt.Key.Key_Escape)
    assert screen.shell.gone == ["floor"]


def test_a_figure_with_nothing_behind_it_says_so(qtbot, screen):
    screen.follow(Link("tickets", "over_recovery", "2026-01-05", "2026-01-05"))
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.rows, timeout=10_000)
    assert screen.rows.table.isHidden()
    assert not screen.rows.nothing.isHidden()


def test_what_is_kept_elsewhere_is_opened_there(screen):
    screen.follow(Link("record", "actions/ZG26-0001"))
    screen.follow(Link("register", "faults"))
    assert screen.shell.asked == [("record", "actions/ZG26-0001"), ("record", "faults")]


def test_a_link_of_a_briefing_opens_the_rows_of_its_own_days(qtbot, screen):
    day = YESTERDAY.isoformat()
    assert screen.command("report", link_argument(Link("kpi", "wait_avg", day, day)))
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.rows, timeout=10_000)
    assert screen.rows.table.rows.rowCount() > 100
    assert screen.day() == YESTERDAY
    qtbot.wait(400)  # the report of that day is made behind it, and does not push the rows away
    assert screen.pages.currentWidget() is screen.rows


def test_a_command_names_report_period_and_day(qtbot, screen):
    assert screen.command("report", "rounds/week/2026-11-12")
    paper_of(qtbot, screen, "rounds/week", date(2026, 11, 15))
    assert not screen.command("report", "rounds/week/someday")
    assert not screen.command("ticket", "x")


@pytest.mark.parametrize("form", ["pdf", "xlsx", "csv"])
def test_each_file_is_written_and_the_same_each_time(qtbot, screen, tmp_path, form):
    paths = [tmp_path / f"报表 {number}.{form}" for number in (1, 2)]
    for path in paths:
        screen.write(form, str(path))
        qtbot.waitUntil(lambda path=path: f"Saved: {path}" in screen.shell.said, timeout=20_000)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert paths[0].stat().st_size > 300


def test_a_file_that_cannot_be_written_is_said(qtbot, screen, tmp_path):
    with qtbot.waitSignal(tasks.hub().trouble, timeout=10_000) as caught:
        screen.write("pdf", str(tmp_path / "nowhere" / "a.pdf"))
    assert isinstance(caught.args[0], OSError)
    assert not screen.shell.said


def test_the_key_asks_for_a_name_that_says_what_it_is(qtbot, screen, monkeypatch, tmp_path):
    asked: list[str] = []

    def answer(parent: object, title: str, path: str, kinds: str) -> tuple[str, str]:
        asked.append(Path(path).name)
        return str(tmp_path / "a.csv"), kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    qtbot.keyClick(screen, Qt.Key.Key_V)
    assert asked == ["key_figures-day-2026-11-20.csv"]
    qtbot.waitUntil(lambda: (tmp_path / "a.csv").exists(), timeout=10_000)


def test_quick_choosing_ends_with_the_last_choice(qtbot, screen):
    for name in screen.rack.names():
        screen.show_kind(name)
    screen.show_period("week")
    paper_of(qtbot, screen, f"{screen.rack.names()[-1]}/week", date(2026, 11, 22))


def test_every_report_in_both_languages_in_the_dark_at_twice_the_size(qtbot, qapp, screen):
    languages = Languages(qapp)
    try:
        for reader in ("zh", "en"):
            languages.use(reader)
            style.apply(qapp, DARK.scaled(200).worded(reader))
            screen.set_theme(style.current())
            screen.retranslate()
            for name in screen.rack.names():
                screen.show_kind(name)
                paper_of(qtbot, screen, f"{name}/day", TODAY)
                assert screen.paper.area.widget().width() <= screen.paper.area.viewport().width()
    finally:
        languages.use("en")


def test_periods_step_over_the_ends_of_months_and_leap_days():
    assert stepped("month", date(2028, 3, 31), -1) == date(2028, 2, 29)
    assert stepped("month", date(2026, 12, 31), 1) == date(2027, 1, 31)
    assert stepped("week", date(2026, 12, 31), 1) == date(2027, 1, 7)
    assert stepped("day", date(2028, 2, 28), 1) == date(2028, 2, 29)
    assert span_text("week", date(2026, 11, 20), date(2026, 11, 22)) == "16 Nov – 22 Nov"
    assert span_text("week", date(2026, 12, 31), date(2026, 11, 22)).endswith("3 Jan 2027")
    assert span_text("month", date(2026, 11, 20)) == "Nov 2026"


def test_what_is_chosen_by_a_command_stands_in_both_lists_and_the_time_keeps_its_distance(qtbot, screen):
    screen.resize(1000, 600)
    assert screen.command("report", "rounds/week")
    qtbot.waitUntil(lambda: screen._loading is None, timeout=20_000)
    assert screen.pick.currentData() == "rounds"
    end = screen.span.mapTo(screen, screen.span.rect().topRight()).x()
    assert screen.pdf.mapTo(screen, screen.pdf.rect().topLeft()).x() - end >= 6 or screen.pdf.y() > screen._time.y()
    assert screen.back.parentWidget() is screen.forth.parentWidget() is screen.span.parentWidget()
