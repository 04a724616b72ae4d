"""The fairness screen: today and past days, sums that add up, a story for every line, files, keys, and a busy day."""

from __future__ import annotations

import csv
import threading
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.sample import sample_branch, simulate_day
from lobbyconsole.services.console import Console
from lobbyconsole.services.fairness import ledger_of, ledger_of_past
from lobbyconsole.services.live import Snapshot
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.screens import fairness as fairness_screen
from lobbyconsole.ui.screens.fairness import FairnessScreen
from lobbyconsole.ui.theme import DARK, LIGHT
from tests.services.conftest import SmallHall, hall, open_hall  # noqa: F401 - fixtures

ZONE = ZoneInfo("Asia/Shanghai")
BRANCH = sample_branch()
DAYS = (date(2026, 11, 18), date(2026, 11, 19))
TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 10, 42, tzinfo=ZONE).astimezone(UTC)


class FakeShell:
    """The window around the screen: it only remembers what it was asked."""

    staff = "8001"

    def __init__(self) -> None:
        self.gone: list[str] = []
        self.said: list[str] = []

    def go(self, screen_id: str) -> None:
        self.gone.append(screen_id)

    def say(self, message: object, level: str = "watch") -> None:
        self.said.append(str(message))

    def command(self, name: str, argument: str = "") -> bool:
        return True


def at(clock: str, day: date = TODAY) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def jumped(day: date = TODAY) -> list[f.Fact]:
    """One call by hand, whose reason a spreadsheet would take for a formula, over somebody who starves."""
    tell: list[f.Fact] = [
        f.CounterOpened(id=f"o{day}", at=at("08:30", day), counter="1", staff="1021"),
        f.TicketIssued(id=f"a{day}", at=at("09:00", day), ticket=f"a{day}", number="A901", service="cash"),
        f.TicketIssued(id=f"b{day}", at=at("09:20", day), ticket=f"b{day}", number="A902", service="cash"),
        f.TicketIssued(id=f"c{day}", at=at("09:24", day), ticket=f"c{day}", number="A903", service="cash"),
    ]
    tell.append(
        f.TicketCalled(id=f"d{day}", at=at("09:30", day), ticket=f"c{day}", counter="1", staff="1021", reason="=1+1")
    )
    tell.append(f.TicketFinished(id=f"e{day}", at=at("09:34", day), ticket=f"c{day}", counter="1"))
    return tell


@pytest.fixture
def dressed(qapp) -> Iterator[None]:
    style.load_fonts()
    style.apply(qapp, LIGHT.worded("en"))
    yield
    assert tasks.wait_for_all(5)
    QApplication.processEvents()


@pytest.fixture
def book(hall: SmallHall) -> SmallHall:  # noqa: F811
    """Two recorded days and one jump of today."""
    hall.branch = BRANCH
    hall.live.set_branch(BRANCH)
    hall.time.set(NOW)
    for day in DAYS:
        hall.live.record(simulate_day(BRANCH, day, day.day)).result(20)
    hall.live.record(jumped()).result(20)
    return hall


def pictured(hall: SmallHall, qtbot, ticket: str, state: str) -> None:  # noqa: F811
    """Wait until the live picture has it."""

    def there() -> bool:
        found = hall.live.snapshot.picture.tickets.get(ticket)
        return found is not None and found.state == state

    qtbot.waitUntil(there, timeout=20_000)


def console_of(**services: Any) -> Console:
    """A console of which a screen needs only these services."""
    parts: dict[str, Any] = {field.name: None for field in fields(Console)}
    return Console(**(parts | services))


def shown(hall: SmallHall, qtbot, size: tuple[int, int] = (1356, 844)) -> FairnessScreen:  # noqa: F811
    made = FairnessScreen(console_of(live=hall.live, desk=hall.desk, history=hall.history), style.current())
    qtbot.addWidget(made)
    made.shell = FakeShell()
    made.resize(*size)
    made.show()
    made.show_snapshot(Snapshot(hall.live.snapshot.picture, hall.branch, seq=1))
    qtbot.waitUntil(lambda: made.ledger is not None and bool(made._days), timeout=8000)
    return made


@pytest.fixture
def screen(book: SmallHall, dressed, qtbot) -> FairnessScreen:
    return shown(book, qtbot)


def on_day(qtbot, screen: FairnessScreen, day: date) -> None:
    qtbot.waitUntil(lambda: screen.ledger is not None and screen.ledger.day == day, timeout=8000)


def test_todays_jump_with_its_reason_its_price_and_who_starved(screen):
    (jump,) = screen.list.jumps()
    assert (jump.ticket.number, jump.because, jump.reason) == ("A903", "out_of_order", "=1+1")
    assert [(paid.ticket.number, paid.seconds, paid.waited_s) for paid in jump.paid] == [
        ("A901", 240, 1800),
        ("A902", 240, 600),
    ]
    figures = screen.figures.cards
    assert figures["jumps"].accessibleName() == "Called ahead 1 times. of 1 calls"
    assert figures["people"].accessibleName() == "Passed over 2 people. 4:00 each, on average"
    assert figures["paid"].accessibleName().startswith("Time they paid 8 min")
    assert figures["starved"].accessibleName() == (
        "Passed over too late 1 people. after 20 min of waiting; longest 30:00"
    )
    assert screen.figures.cards["starved"]._mark == "act"


def test_todays_list_grows_as_the_day_goes_on(screen, book, qtbot):
    more = [
        f.TicketIssued(id="x", at=at("10:00"), ticket="x", number="A950", service="cash", priority="elderly"),
        f.TicketCalled(id="y", at=at("10:05"), ticket="x", counter="1", staff="1021"),
    ]
    book.live.record(more).result(10)
    pictured(book, qtbot, "x", "called")
    screen.show_snapshot(Snapshot(book.live.snapshot.picture, book.branch, seq=2))
    qtbot.waitUntil(lambda: len(screen.list.jumps()) == 2, timeout=5000)
    assert screen.list.current().ticket.number == "A903"  # the line one was on stays


def test_a_past_day_is_what_its_journal_says(screen, book, qtbot):
    screen.command("ledger", DAYS[0].isoformat())
    on_day(qtbot, screen, DAYS[0])
    expected = ledger_of_past(book.history, BRANCH, DAYS[0], NOW)
    assert expected.jumps
    assert screen.list.jumps() == expected.jumps
    rows = {kind: [row.sum for key, row in screen.around.sums.items() if key[0] == kind] for kind in SUMMED}
    for sums in rows.values():
        assert sum(total.jumps for total in sums) == len(expected.jumps)
        assert sum(total.people for total in sums) == expected.people
        assert sum(total.paid_s for total in sums) == pytest.approx(expected.paid_s)
    assert screen.command("ledger", "no day") is False


SUMMED = ("reason", "service")


def test_days_are_stepped_through_with_keys_and_today_is_one_key_away(screen, qtbot):
    qtbot.keyClick(screen.list, Qt.Key.Key_PageUp)
    on_day(qtbot, screen, DAYS[1])
    qtbot.keyClick(screen.list, Qt.Key.Key_PageUp)
    on_day(qtbot, screen, DAYS[0])
    qtbot.keyClick(screen.list, Qt.Key.Key_PageUp)
    assert screen.day() == DAYS[0]
    assert not screen.back.isEnabled()
    qtbot.keyClick(screen.list, Qt.Key.Key_T)
    on_day(qtbot, screen, TODAY)
    qtbot.keyClick(screen.list, Qt.Key.Key_C)
    assert not screen.calendar.isHidden()
    screen.calendar.picker.chosen.emit(DAYS[1])
    on_day(qtbot, screen, DAYS[1])


def test_enter_opens_the_tickets_story_and_esc_goes_back_step_by_step(screen, qtbot):
    screen.list.setFocus()
    qtbot.keyClick(screen.list, Qt.Key.Key_Return)
    assert screen.panel.isVisible()
    assert screen.panel.number.text() == "A903"
    assert "out of order to counter 1" in screen.panel.why.text()
    qtbot.waitUntil(lambda: screen.panel.story.isVisible(), timeout=3000)
    qtbot.keyClick(screen.panel, Qt.Key.Key_Escape)
    assert not screen.panel.isVisible()
    screen.filter(("reason", "out_of_order"))
    qtbot.keyClick(screen.list, Qt.Key.Key_Escape)
    assert screen._filter is None
    qtbot.keyClick(screen.list, Qt.Key.Key_Escape)
    assert screen.shell.gone == ["floor"]


def test_a_sum_limits_the_list_to_itself(screen, book, qtbot):
    screen.show_day(DAYS[0])
    on_day(qtbot, screen, DAYS[0])
    key, row = next((key, row) for key, row in screen.around.sums.items() if key[0] == "service")
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert {jump.service for jump in screen.list.jumps()} == {key[1]}
    assert len(screen.list.jumps()) == row.sum.jumps
    assert row.isChecked()
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert len(screen.list.jumps()) == len(screen.ledger.jumps)


def test_the_saved_list_has_a_line_for_everybody_who_paid_and_no_formula(screen, tmp_path):
    path = tmp_path / "list.csv"
    screen.write_list(str(path))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert len(rows) == 3
    cash = BRANCH.service("cash")
    assert cash is not None
    assert rows[1][:4] == ["2026-11-20", "09:30:00", "A903", cash.title_en]
    assert rows[1][4:] == ["1", "By hand: =1+1", "A901", "1800", "240"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert screen.shell.said == [f"Saved: {path}"]
    heard: list[object] = []
    tasks.hub().trouble.connect(heard.append)
    screen.write_list(str(tmp_path / "no" / "folder.csv"))
    assert isinstance(heard[0], OSError)


def test_a_day_without_jumps_says_so_in_words(hall, dressed, qtbot):  # noqa: F811
    hall.branch = BRANCH
    hall.live.set_branch(BRANCH)
    hall.time.set(NOW)
    hall.live.record(jumped()[:4]).result(10)
    screen = shown(hall, qtbot)
    assert not screen.list.isVisible()
    assert screen.nothing.accessibleName().startswith("Nobody was called ahead of others. Whenever")
    assert not screen.save.isEnabled()
    assert screen.figures.cards["starved"]._mark == "ok"


def test_every_line_is_said_whole_to_who_cannot_see_it(screen):
    index = screen.list.model().index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == (
        "09:30:00: A903 to counter 1. By hand: =1+1. 2 passed over: A901 +4:00 · A902 +4:00. Together 8:00."
    )


@pytest.mark.parametrize(("size", "scale"), [((1356, 844), 1.0), ((1196, 664), 1.0), ((1154, 608), 2.0)])
@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_nothing_lies_over_anything_else(screen, qapp, size, scale, theme):
    theme = replace(theme, scale=scale).worded("en")
    style.apply(qapp, theme)
    screen.resize(*size)
    screen.set_theme(theme)
    QApplication.processEvents()
    assert not screen.grab().isNull()
    cards = list(screen.figures.cards.values())
    assert all(not one.geometry().intersects(two.geometry()) for one in cards for two in cards if one is not two)
    for card in cards:
        assert card.title.height() >= card.title.heightForWidth(card.title.width())
        assert card.figure.width() >= card.figure.sizeHint().width()
    content = screen.area.widget()
    assert content.width() <= screen.area.viewport().width()


def test_two_thousand_tickets_are_counted_off_the_main_thread(hall, dressed, qtbot, monkeypatch):  # noqa: F811
    hall.branch = BRANCH
    hall.live.set_branch(BRANCH)
    hall.time.set(NOW)
    start = at("05:00")
    facts: list[f.Fact] = [f.CounterOpened(id="open", at=start, counter="1", staff="1021")]
    for number in range(2000):
        moment = start + timedelta(seconds=9 * number)
        key = f"t{number:04}"
        vip = number % 6 == 5
        facts.append(
            f.TicketIssued(
                id=f"i{number}", at=moment, ticket=key, number=f"A{number:04}", service="cash",
                priority="vip" if vip else "normal",
            )
        )  # fmt: skip
        for called in (number if vip else -1, number - 10):
            if called < 0 or (called == number - 10 and called % 6 == 5):
                continue
            key, later = f"t{called:04}", moment + timedelta(seconds=2 if called == number else 4)
            facts.append(f.TicketCalled(id=f"c{key}", at=later, ticket=key, counter="1", staff="1021"))
            later += timedelta(seconds=1)
            facts.append(f.TicketFinished(id=f"f{key}", at=later, ticket=key, counter="1"))
    hall.live.record(facts).result(60)
    pictured(hall, qtbot, "t1985", "finished")
    # The recorder may have read the clock before it was set: a picture of 09:00 with the calls of 10:00 in it.
    qtbot.waitUntil(lambda: hall.live.snapshot.picture.at >= NOW, timeout=20_000)
    ledger = ledger_of(BRANCH, TODAY, hall.live.snapshot.picture)
    assert len(ledger.jumps) >= 300
    counted: list[threading.Thread] = []

    def counting(*given: Any) -> Any:
        counted.append(threading.current_thread())
        return ledger_of(*given)

    monkeypatch.setattr(fairness_screen, "ledger_of", counting)
    screen = shown(hall, qtbot)
    assert screen.list.jumps() == ledger.jumps
    assert counted
    assert threading.main_thread() not in counted
    line = type(screen.list.itemDelegate())
    painted: list[int] = []
    paint = line.paint

    def painting(self: Any, painter: Any, option: Any, index: Any) -> None:
        painted.append(index.row())
        paint(self, painter, option, index)

    monkeypatch.setattr(line, "paint", painting)
    screen.list.show_jumps(BRANCH, ledger.jumps[1:])
    screen.list.viewport().repaint()
    assert 0 < len(painted) < 40, "only what is in sight"
