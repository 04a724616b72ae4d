"""The history screen: its pictures equal a fold of the journal, scrubbing never blocks, and everything has a key."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.sample import sample_branch, simulate_day
from lobbyconsole.services.console import Console
from lobbyconsole.services.day_film import DayFilm
from lobbyconsole.services.history import History
from lobbyconsole.services.live import Snapshot
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.screens.history import HistoryScreen
from lobbyconsole.ui.theme import DARK, LIGHT
from lobbyconsole.ui.time_bar import TimeBar
from tests.services.conftest import SmallHall, hall, open_hall  # noqa: F401 - fixtures

ZONE = ZoneInfo("Asia/Shanghai")
BRANCH = sample_branch()
DAYS = (date(2026, 11, 18), date(2026, 11, 19))
NOW = datetime(2026, 11, 20, 10, 42, tzinfo=ZONE).astimezone(UTC)


def at_time(day: date, clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def extras(day: date) -> list[f.Fact]:
    """A lost source, a note, and an action that was taken back later."""
    return [
        f.FeedLost(id=f"lost{day}", at=at_time(day, "13:30"), source="console", feed="machine", problem="timeout"),
        f.FeedRestored(id=f"up{day}", at=at_time(day, "13:42"), source="console", feed="machine"),
        f.EventNoted(id=f"note{day}", at=at_time(day, "11:11"), text="停电五分钟", by="8001"),
        f.TicketIssued(id=f"i{day}", at=at_time(day, "14:00"), ticket=f"undone:{day}", number="A700", service="cash"),
        f.TicketCalled(id=f"c{day}", at=at_time(day, "14:01"), ticket=f"undone:{day}", counter="1"),
        f.ActionUndone(id=f"u{day}", at=at_time(day, "14:03"), undoes=(f"c{day}",), about=f"ticket:undone:{day}"),
    ]


class FakeShell:
    """The window around the screen: it only remembers what it was asked."""

    staff = "8001"

    def __init__(self) -> None:
        self.gone: list[str] = []
        self.commands: list[tuple[str, str]] = []

    def go(self, screen_id: str) -> None:
        self.gone.append(screen_id)

    def say(self, message: object, level: str = "watch") -> None:
        self.commands.append(("say", str(message)))

    def command(self, name: str, argument: str = "") -> bool:
        self.commands.append((name, argument))
        return True


@pytest.fixture
def dressed(qapp) -> Iterator[None]:
    style.load_fonts()
    style.apply(qapp, LIGHT.worded("en"))
    yield
    assert tasks.wait_for_all(5)
    QApplication.processEvents()


@pytest.fixture
def past(hall: SmallHall) -> SmallHall:  # noqa: F811
    """Two recorded days before today."""
    hall.branch = BRANCH
    hall.live.set_branch(BRANCH)
    hall.time.set(NOW)
    for day in DAYS:
        hall.live.record([*simulate_day(BRANCH, day, day.day), *extras(day)]).result(20)
    return hall


@pytest.fixture
def screen(past: SmallHall, dressed, qtbot) -> HistoryScreen:
    return shown(past, qtbot)


def console_of(**services: Any) -> Console:
    """A console of which a screen needs only these services."""
    parts: dict[str, Any] = {field.name: None for field in fields(Console)}
    return Console(**(parts | services))


def shown(hall: SmallHall, qtbot, size: tuple[int, int] = (1356, 844)) -> HistoryScreen:  # noqa: F811
    console = console_of(live=hall.live, desk=hall.desk, history=hall.history)
    made = HistoryScreen(console, style.current())
    qtbot.addWidget(made)
    made.shell = FakeShell()
    made.resize(*size)
    snapshot = hall.live.snapshot
    made.show_snapshot(Snapshot(snapshot.picture, hall.branch, seq=1))
    made.show()
    qtbot.waitUntil(lambda: made._days is not None and (not made._days or made.picture is not None), timeout=8000)
    return made


def settled(qtbot, screen: HistoryScreen) -> None:
    """Wait for the picture of where the bar stands."""
    qtbot.waitUntil(
        lambda: screen.picture is not None and screen.film is not None and screen.picture.at == screen.at(),
        timeout=8000,
    )


# --------------------------------------------------------------------------------------------------------- the film
def test_a_film_shows_at_every_instant_what_a_fold_of_the_journal_shows(past: SmallHall) -> None:
    history = History(past.store, lambda: BRANCH)
    for day in DAYS:
        film = DayFilm(BRANCH, day, history.facts_of_day(day), NOW)
        assert len(film) > 1000
        for minutes in range(0, int((film.last - film.left).total_seconds() / 60), 47):
            at = film.left + timedelta(minutes=minutes, seconds=minutes % 60)
            assert film.picture(at) == history.picture_at(at)
        for clock, state in (("14:00", "waiting"), ("14:02", "called"), ("14:04", "waiting")):
            assert film.picture(at_time(day, clock)).tickets[f"undone:{day}"].state == state


def test_a_film_knows_what_there_is_to_jump_to(past: SmallHall) -> None:
    day = DAYS[0]
    film = DayFilm(BRANCH, day, past.history.facts_of_day(day), NOW)
    tickets = film.final.tickets.values()
    waits = [leg.wait_s for ticket in tickets for leg in ticket.legs if leg.wait_s is not None]
    assert film.longest is not None
    assert film.longest.seconds >= max(waits)
    longest = film.picture(film.longest.at).figures
    assert longest.longest_number == film.longest.number
    targets = {service.id: service.target_s for service in BRANCH.services}
    for spell in film.breaches:
        middle = film.picture(spell.start + timedelta(seconds=1))
        assert any(block.waited_s >= targets[row.id] for row in middle.rows for block in row.blocks), (
            "nobody was beyond the target there"
        )
    assert "停电五分钟" in [note.text for note in film.notes]
    assert [(gap.start, gap.end, gap.text) for gap in film.gaps] == [
        (at_time(day, "13:30"), at_time(day, "13:42"), "machine")
    ]


def test_a_day_that_still_runs_ends_now(past: SmallHall) -> None:
    today = NOW.astimezone(ZONE).date()
    film = DayFilm(BRANCH, today, simulate_day(BRANCH, today, 3, until=NOW), NOW)
    assert film.last == NOW
    assert film.right >= at_time(today, "17:00")
    assert film.picture(film.right).at == NOW


def test_a_film_that_nobody_wants_is_not_made_to_its_end(past: SmallHall) -> None:
    from lobbyconsole.services.day_film import Stopped

    with pytest.raises(Stopped):
        DayFilm(BRANCH, DAYS[0], past.history.facts_of_day(DAYS[0]), NOW, stop=lambda: True)


# --------------------------------------------------------------------------------------------------------- scrubbing
def test_scrubbing_shows_the_newest_wish_and_never_works_on_the_main_thread(
    screen: HistoryScreen, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(qtbot, screen)
    threads: set[int] = set()
    made = 0
    real = DayFilm.picture

    def picture(self: DayFilm, at: datetime) -> object:
        nonlocal made
        made += 1
        threads.add(threading.get_ident())
        return real(self, at)

    monkeypatch.setattr(DayFilm, "picture", picture)
    for step in range(300):
        screen.bar.setValue(1000 + step * 60)
    settled(qtbot, screen)
    assert screen.picture is not None
    assert screen.picture.at == screen.at()
    assert made < 100, "every wish was served"
    assert threading.get_ident() not in threads


def test_a_scrub_of_a_day_of_4000_facts_answers_at_once(screen: HistoryScreen, qtbot) -> None:
    day = DAYS[1]
    facts = simulate_day(BRANCH, day, 1)
    more: list[f.Fact] = []
    for copy in range(-(-4000 // len(facts)) - 1):
        for fact in facts:
            if isinstance(fact, f.TicketFact):
                made = fact.at_time(fact.at + timedelta(seconds=7))
                more.append(_renamed(made, copy))
    film = DayFilm(BRANCH, day, [*facts, *more][:4200], NOW)
    assert len(film) >= 3900
    screen._show_film(film)
    settled(qtbot, screen)
    # Processor time: on two shared cores the clock on the wall tells of the neighbours.
    spans = []
    for step in range(25):
        screen.bar.blockSignals(True)
        screen.bar.setValue(500 + step * 7919 % 26_000)
        screen.bar.blockSignals(False)
        begun = time.thread_time()
        screen._seek()
        assert time.thread_time() - begun < 0.03, "asking kept the main thread busy"
        settled(qtbot, screen)
        elsewhere = film.left + timedelta(seconds=(500 + step * 4973) % 26_000)
        begun = time.thread_time()
        film.picture(elsewhere)
        spans.append(time.thread_time() - begun)
    assert sorted(spans)[len(spans) // 2] < 0.05


def _renamed(fact: f.TicketFact, copy: int) -> f.TicketFact:
    return msgspec.structs.replace(fact, id=f"{copy}-{fact.id}", ticket=f"{copy}-{fact.ticket}")


def test_the_mouse_drags_the_cursor(screen: HistoryScreen, qtbot) -> None:
    bar = screen.bar
    middle = bar.plot().center().toPoint()
    qtbot.mousePress(bar, Qt.MouseButton.LeftButton, pos=middle)
    first = bar.value()
    qtbot.mouseMove(bar, middle + QPoint(120, 0))
    qtbot.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=middle + QPoint(120, 0))
    assert bar.value() > first
    assert abs(first - bar.maximum() / 2) < bar.maximum() * 0.03
    settled(qtbot, screen)


def test_keys_scrub_jump_and_choose_the_speed(screen: HistoryScreen, qtbot) -> None:
    settled(qtbot, screen)
    film = screen.film
    assert film is not None
    screen.bar.setFocus()
    before = screen.bar.value()
    qtbot.keyClick(screen.bar, Qt.Key.Key_Right)
    assert screen.bar.value() == before + 60
    qtbot.keyClick(screen.bar, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert screen.bar.value() == before + 60 - 900
    qtbot.keyClick(screen.bar, Qt.Key.Key_Home)
    assert screen.at() == film.left
    assert film.longest is not None
    qtbot.keyClick(screen.bar, Qt.Key.Key_L)
    assert abs((screen.at() - film.longest.at).total_seconds()) < 1  # type: ignore[operator]
    qtbot.keyClick(screen.bar, Qt.Key.Key_Home)
    qtbot.keyClick(screen.bar, Qt.Key.Key_G)
    assert screen.at() == film.gaps[0].start + timedelta(seconds=1)
    seen = []
    for _ in film.notes:
        qtbot.keyClick(screen.bar, Qt.Key.Key_N)
        seen.append(screen.at())
    assert len(set(seen)) == len(film.notes)
    qtbot.keyClick(screen.bar, Qt.Key.Key_3)
    assert screen.speed.value() == 60


def test_playing_goes_on_by_itself_and_ends_with_the_day_or_when_one_leaves(screen: HistoryScreen, qtbot) -> None:
    settled(qtbot, screen)
    screen.speed.set_value(60)
    begun = screen.bar.value()
    qtbot.keyClick(screen.bar, Qt.Key.Key_Space)
    assert screen.playing
    qtbot.waitUntil(lambda: screen.bar.value() > begun + 10, timeout=5000)
    screen.bar.setValue(screen.bar.maximum() - 5)
    qtbot.waitUntil(lambda: not screen.playing, timeout=5000)
    screen.bar.setValue(0)
    screen.toggle_play()
    screen.hide()
    assert not screen.playing


# --------------------------------------------------------------------------------------------------------- days
def test_the_last_past_day_comes_first_and_keys_walk_through_the_days(screen: HistoryScreen, qtbot) -> None:
    settled(qtbot, screen)
    assert screen._day == DAYS[1]
    stood = screen.time.sizeHint()
    assert stood.width() > 0
    qtbot.keyClick(screen.bar, Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: screen.film is not None and screen.film.day == DAYS[0], timeout=8000)
    assert not screen.back.isEnabled()
    assert screen.forth.isEnabled()
    screen.picker.setFocus()
    qtbot.keyClick(screen.picker, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: screen.film is not None and screen.film.day == DAYS[1], timeout=8000)
    assert screen.command("day", DAYS[0].isoformat())
    assert not screen.command("day", "2001-01-01")
    qtbot.waitUntil(lambda: screen.film is not None and screen.film.day == DAYS[0], timeout=8000)


def test_the_time_of_day_stays_when_the_day_changes(screen: HistoryScreen, qtbot) -> None:
    settled(qtbot, screen)
    screen.seek(at_time(DAYS[1], "10:15"))
    screen.choose_day(DAYS[0])
    qtbot.waitUntil(lambda: screen.film is not None and screen.film.day == DAYS[0], timeout=8000)
    assert screen.at() == at_time(DAYS[0], "10:15")


def test_hurrying_through_days_shows_only_the_last_one(screen: HistoryScreen, qtbot) -> None:
    settled(qtbot, screen)
    for day in (*DAYS, *DAYS, DAYS[0]):
        screen.choose_day(day)
    qtbot.waitUntil(lambda: screen.film is not None and screen.film.day == DAYS[0], timeout=8000)
    settled(qtbot, screen)
    assert screen.film is not None
    assert screen.film.day == DAYS[0]


def test_without_a_recorded_day_the_screen_says_how_to_get_one(hall: SmallHall, dressed, qtbot) -> None:  # noqa: F811
    screen = shown(hall, qtbot)
    assert screen.empty.isVisible()
    assert "every day is kept here" in screen.empty.accessibleName()
    qtbot.keyClick(screen, Qt.Key.Key_Space)
    qtbot.keyClick(screen, Qt.Key.Key_L)
    assert not screen.playing


def test_the_picture_before_the_journal_is_read_asks_for_nothing(past: SmallHall, dressed, qtbot) -> None:
    screen = HistoryScreen(SimpleNamespace(history=None), style.current())  # type: ignore[arg-type]
    qtbot.addWidget(screen)
    screen.show_snapshot(Snapshot(past.live.snapshot.picture, BRANCH, live=False))
    screen.show()
    assert screen._days is None


# ------------------------------------------------------------------------------------------------- the past is past
def test_it_says_that_it_is_not_live_and_one_key_leads_back(screen: HistoryScreen, qtbot) -> None:
    assert screen.mark.text_shown() == "History, not live"
    assert "not live" in screen.subtitle()
    qtbot.keyClick(screen.bar, Qt.Key.Key_Escape)
    assert isinstance(screen.shell, FakeShell)
    assert screen.shell.gone == ["floor"]


def test_a_ticket_opens_its_story_and_nothing_can_be_done_to_it(screen: HistoryScreen, qtbot) -> None:
    settled(qtbot, screen)
    assert screen.film is not None
    assert screen.film.longest is not None
    screen.jump("longest")
    settled(qtbot, screen)
    screen.open_ticket(screen.film.longest.key)
    qtbot.waitUntil(lambda: len(screen.panel.story.texts()) >= 2, timeout=5000)
    assert screen.panel.number.text() == screen.film.longest.number
    assert not any(button.isVisible() for button in screen.panel.buttons.values())
    assert not screen.panel.marks.isVisible()
    qtbot.keyClick(screen.panel, Qt.Key.Key_C)
    assert screen.panel.form is None
    qtbot.keyClick(screen.panel, Qt.Key.Key_Escape)
    assert not screen.panel.isVisible()
    assert isinstance(screen.shell, FakeShell)
    assert not screen.shell.gone


def test_a_ticket_found_by_search_is_shown_where_it_began(screen: HistoryScreen, qtbot) -> None:
    settled(qtbot, screen)
    assert screen.film is not None
    ticket = list(screen.film.final.tickets.values())[-1]
    screen.bar.setValue(0)
    settled(qtbot, screen)
    assert screen.command("ticket", ticket.key)
    assert ticket.issued_at is not None
    assert screen.at() == ticket.issued_at.replace(microsecond=0)
    assert screen.panel.isVisible()
    assert not screen.command("ticket", "nobody")


def test_no_counter_of_the_past_offers_to_be_opened(screen: HistoryScreen, qtbot) -> None:
    screen.bar.setValue(0)
    settled(qtbot, screen)
    assert any(face.closed for face in screen.tiles.cells)
    assert not any(face.prompt for face in screen.tiles.cells)


# --------------------------------------------------------------------------------------------------------- look
@pytest.mark.parametrize(("size", "percent"), [((1196, 664), 100), ((1196, 664), 200), ((1356, 844), 150)])
def test_nothing_is_cut_in_small_windows_and_large_text(
    past: SmallHall, dressed, qapp, qtbot, size: tuple[int, int], percent: int
) -> None:
    style.apply(qapp, LIGHT.scaled(percent).worded("en"))
    screen = shown(past, qtbot, size)
    settled(qtbot, screen)
    assert screen.kpis.cut_texts() == []
    for part in (screen.bar, screen.kpis, screen.rows, screen.tiles):
        least, _ = part.heights(part.width())
        assert part.height() >= least
    for label in (screen.day_name, screen.mark, screen.live, screen.play):
        assert label.width() >= label.sizeHint().width() - 1
    if percent == 100:
        assert screen.area.verticalScrollBar().maximum() == 0, "1280 x 720 shows all of it"
    assert screen.area.horizontalScrollBar().maximum() == 0


def test_theme_and_language_switch_while_it_is_shown(
    screen: HistoryScreen, qapp, qtbot, chinese: Callable[[], None]
) -> None:
    settled(qtbot, screen)
    style.apply(qapp, DARK.worded("en"))
    screen.set_theme(DARK.worded("en"))
    chinese()
    screen.retranslate()
    assert screen.mark.text_shown() == "历史,非实时"
    assert screen.jumps["longest"].text() == "最长等候"
    assert not screen.grab().isNull()


@pytest.fixture
def chinese(qapp) -> Iterator[Callable[[], None]]:
    """A translator with two words is enough to see whether all parts listen."""
    from PySide6.QtCore import QTranslator

    class Words(QTranslator):
        def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str | None:  # type: ignore[override]
            return {"History, not live": "历史,非实时", "Longest": "最长等候"}.get(text)

        def isEmpty(self) -> bool:
            return False

    words = Words()
    yield lambda: qapp.installTranslator(words)
    qapp.removeTranslator(words)


def test_an_empty_bar_can_be_painted(dressed, qtbot) -> None:
    bar = TimeBar(LIGHT)
    qtbot.addWidget(bar)
    bar.resize(600, 140)
    bar.show_film(None)
    assert bar.at() is None
    assert not bar.isEnabled()
    assert not bar.grab().isNull()


def test_one_key_leads_from_a_past_day_to_who_was_called_ahead_then(screen, qtbot) -> None:
    assert screen._day == DAYS[1]
    qtbot.keyClick(screen, Qt.Key.Key_A)
    qtbot.mouseClick(screen.ahead, Qt.MouseButton.LeftButton)
    assert screen.shell.commands == [("ledger", DAYS[1].isoformat())] * 2
