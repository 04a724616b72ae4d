"""The briefings screen on a real store: preview, the meeting on the wall by keys alone, minutes, restarts, a kill."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtWidgets import QApplication

from lobbyconsole.domain.paper import Bars, Figure, Link, Missing, Note, Table
from lobbyconsole.domain.sample import sample_branch, simulate_day
from lobbyconsole.services.console import Console
from lobbyconsole.services.live import Snapshot
from lobbyconsole.services.sample_meetings import tell_sample_meetings
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.briefings import where
from lobbyconsole.ui.briefings.presentation import Presentation
from lobbyconsole.ui.briefings.stage_head import StageHead
from lobbyconsole.ui.briefings.stage_layout import spread
from lobbyconsole.ui.floor_today import Today
from lobbyconsole.ui.paper.links import open_link
from lobbyconsole.ui.round_due import load_due
from lobbyconsole.ui.screens.briefings import BriefingsScreen
from lobbyconsole.ui.theme import CONTRAST, DARK, LIGHT
from lobbyconsole.ui.wall import Monitor, Monitors
from tests.fakes import FixedClock
from tests.services.meeting_hall import MeetingHall, instant, open_meeting_hall, workweek

BANK = workweek(sample_branch("bank"))
FRIDAY = date(2026, 11, 20)
THURSDAY = FRIDAY - timedelta(days=1)
ROOT = Path(__file__).resolve().parents[2]
AGENDAS = (
    "annual", "case_share", "closing", "daily_analysis", "department_joint", "half_year_talent", "incident_review",
    "monthly", "morning", "one_to_one", "quarterly", "risk_meeting", "shift_handover", "weekly",
)  # fmt: skip


class FakeShell:
    """The window around the screen: it only remembers what it was asked."""

    staff = "8001"

    def __init__(self) -> None:
        self.gone: list[str] = []
        self.said: list[str] = []
        self.commands: list[tuple[str, str]] = []

    def go(self, screen_id: str) -> None:
        self.gone.append(screen_id)

    def say(self, message: object, level: str = "watch") -> None:
        self.said.append(str(message))

    def command(self, name: str, argument: str = "") -> bool:
        self.commands.append((name, argument))
        return True


@pytest.fixture
def dressed(qapp) -> Iterator[None]:
    style.load_fonts()
    style.apply(qapp, LIGHT.worded("en"))
    yield
    style.apply(qapp, LIGHT.worded("en"))
    assert tasks.wait_for_all(5)
    QApplication.processEvents()


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., MeetingHall]]:
    clock = FixedClock(instant(BANK, FRIDAY, "08:15"))
    halls: list[MeetingHall] = []

    def again(*days: date) -> MeetingHall:
        if halls:
            halls[-1].close()
        facts = [fact for day in days for fact in simulate_day(BANK, day, 3)]
        halls.append(open_meeting_hall(tmp_path, BANK, clock, facts, made=clock() - timedelta(days=30)))
        return halls[-1]

    yield again
    if halls:
        halls[-1].close()


@pytest.fixture
def hall(opened) -> MeetingHall:
    return opened()


def console_of(hall: MeetingHall) -> Console:
    parts: dict[str, Any] = {field.name: None for field in fields(Console)}
    return Console(**(parts | {"live": hall.live, "work": hall.work}))


@pytest.fixture
def make(dressed, qtbot) -> Callable[..., BriefingsScreen]:
    def shown(hall: MeetingHall, size: tuple[int, int] = (1356, 844)) -> BriefingsScreen:
        made = BriefingsScreen(console_of(hall), style.current())
        qtbot.addWidget(made)
        made.shell = FakeShell()
        made.resize(*size)
        made.show()
        made.show_snapshot(Snapshot(hall.live.snapshot.picture, hall.branch, seq=1))
        qtbot.waitUntil(lambda: made.board is not None and made.page.shown is not None, timeout=8000)
        settle(qtbot, made)
        return made

    return shown


@pytest.fixture
def screen(hall, make) -> BriefingsScreen:
    return make(hall)


def settle(qtbot, screen: Any) -> None:
    """Nothing is on its way any more."""

    def quiet() -> bool:
        QApplication.processEvents()
        return screen._looking.task is None and not screen.keeper.saving and screen.page.is_whole()

    for _ in range(2):
        qtbot.waitUntil(quiet, timeout=8000)
        assert tasks.wait_for_all(5)
        QApplication.processEvents()


def begun(qtbot, screen: Any) -> Presentation:
    """The meeting on show, begun and on the wall."""
    qtbot.keyClick(screen.list, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: screen.presented is not None and screen.presented.isVisible(), timeout=8000)
    settle(qtbot, screen)
    assert screen.presented is not None
    return screen.presented


def press(qtbot, wall: Presentation, *keys: Qt.Key | str) -> None:
    """Keys where the keyboard is."""
    for key in keys:
        target = wall.focusWidget() if wall.panel() is not None else wall
        assert target is not None
        if isinstance(key, str):
            qtbot.keyClicks(target, key)
        else:
            qtbot.keyClick(target, key)
        QApplication.processEvents()


def meeting(hall: MeetingHall, wall: Presentation):
    assert wall.shown is not None
    found = hall.meetings.get(wall.shown.key)
    assert found is not None
    return found.meeting


# --- the list and the preview -----------------------------------------------------------------------------------------


def test_todays_meetings_and_the_paper_before_anything_is_begun(hall, screen):
    lines = [(line.agenda, line.state) for line in screen.list.lines() if line.state != "day"]
    assert lines == [("morning", "due"), ("shift_handover", "later"), ("closing", "later"), ("daily_analysis", "later")]
    assert screen.list.texts()[0] == "Today"
    assert screen.page.mode == "preview"
    assert screen.page.shown.agenda.id == "morning"
    assert [view.section.id for view in screen.page.sections][:2] == ["open", "yesterday"]
    assert hall.meetings.past(FRIDAY, FRIDAY) == []


def test_every_kind_of_meeting_can_be_held_at_any_time(hall, screen, qtbot):
    for agenda in AGENDAS:
        qtbot.keyClick(screen.list, Qt.Key.Key_N)
        assert screen.pages.currentWidget() is screen.chooser
        line = next(line for line in screen.chooser.list.lines() if line.checklist == agenda)
        screen.chooser.opened.emit(line)
        qtbot.waitUntil(lambda wanted=agenda: screen.page.shown.agenda.id == wanted, timeout=8000)
        assert screen.page.mode == "preview"
        wall = begun(qtbot, screen)
        assert meeting(hall, wall).agenda == agenda
        for _ in wall.shown.agenda.sections:  # type: ignore[union-attr]
            assert wall.stage.headline()
            assert wall.stage.pages
            press(qtbot, wall, Qt.Key.Key_Right)
        press(qtbot, wall, Qt.Key.Key_Escape)
        settle(qtbot, screen)
    assert len(hall.meetings.running(hall.time())) == len(AGENDAS)


def test_the_paper_is_composed_off_the_gui_thread(hall, screen, qtbot, monkeypatch):
    compose, may_go_on, waited = hall.meetings.compose, threading.Event(), []

    def slow(*args):
        waited.append(may_go_on.wait(8))
        return compose(*args)

    monkeypatch.setattr(hall.meetings, "compose", slow)
    screen.open_preview("closing", FRIDAY)
    may_go_on.set()  # which is never reached in time where the screen composes by itself
    qtbot.waitUntil(lambda: screen.page.shown.agenda.id == "closing", timeout=8000)
    assert waited == [True]
    settle(qtbot, screen)


# --- on the wall ------------------------------------------------------------------------------------------------------


def test_sections_by_keys_and_their_time(hall, screen, qtbot):
    wall = begun(qtbot, screen)
    assert meeting(hall, wall).section == "open"
    hall.time.advance(90)
    wall.tick()
    assert (wall.head.time_text(), wall.head.level()) == ("1:30 / 2:00", "ok")
    hall.time.advance(31)
    wall.tick()
    assert (wall.head.time_text(), wall.head.level()) == ("2:01 / 2:00", "act")
    press(qtbot, wall, Qt.Key.Key_Right)
    settle(qtbot, screen)
    hall.time.advance(20)
    wall.tick()
    assert wall.head.time_text() == "0:20 / 3:00"
    press(qtbot, wall, Qt.Key.Key_Left)
    settle(qtbot, screen)
    state = meeting(hall, wall)
    assert state.section == "open"
    assert dict(state.spent_s) == {"open": 121, "yesterday": 20}
    hall.time.advance(4)
    wall.tick()
    assert wall.head.time_text() == "2:05 / 2:00"  # what it took before counts too


def test_every_block_of_a_section_stands_on_the_wall_once(opened, make, qtbot):
    hall = opened(THURSDAY, THURSDAY - timedelta(days=1), FRIDAY - timedelta(days=7))
    screen = make(hall)
    wall = begun(qtbot, screen)
    for size in ((1440, 900), (1280, 720)):
        wall.resize(*size)
        for at, section in enumerate(wall.shown.minutes.sections):  # type: ignore[union-attr]
            wall.go(at)
            wall.stage.lay_out()
            tiles = [place.tile for page in wall.stage.pages for place in page.places]
            told = " ".join(tile.spoken() for tile in tiles)
            figures = [block for block in section.blocks if isinstance(block, Figure | Bars | Table)]
            assert len([tile for tile in tiles if type(tile).__name__ != "CardTile"]) == len(figures)
            for block in section.blocks:
                if isinstance(block, Missing):
                    assert str(block.reason) in told
                elif isinstance(block, Note):
                    assert str(block.words) in told
            for page in wall.stage.pages:
                boxes = [place.box for place in page.places]
                assert all(box.bottom() <= wall.stage.height() + 1 for box in boxes)
                assert not any(one.intersects(other) for one in boxes for other in boxes if one is not other)
            if section.headline is not None:
                assert wall.stage.headline() == str(section.headline)
        settle(qtbot, screen)


def test_space_turns_the_pages_and_then_goes_on(opened, make, qtbot):
    screen = make(opened(THURSDAY))
    wall = begun(qtbot, screen)
    wall.resize(1280, 720)
    wall.go(1)
    pages = len(wall.stage.pages)
    assert pages > 1
    for page in range(pages):
        assert (wall.at(), wall.stage.page) == (1, page)
        press(qtbot, wall, Qt.Key.Key_Space)
    assert (wall.at(), wall.stage.page) == (2, 0)
    settle(qtbot, screen)


def test_little_stands_large(screen, qtbot):
    wall = begun(qtbot, screen)
    wall.resize(1440, 900)
    QApplication.processEvents()
    card = wall.stage.pages[0].places[0].tile
    assert card.theme.px(card.size) >= 26  # type: ignore[attr-defined]
    assert wall.stage.theme.font(40).pixelSize() >= 34


def test_attendance_by_keys(hall, screen, qtbot):
    for number in ("1001", "1002", "1003"):
        hall.work.staff.add(number)
    wall = begun(qtbot, screen)
    press(qtbot, wall, Qt.Key.Key_A)
    assert wall.panel() is wall.attendance
    press(qtbot, wall, " ")  # 1001 is here
    settle(qtbot, screen)
    press(qtbot, wall, "l")  # 1002 comes late
    settle(qtbot, screen)
    press(qtbot, wall, "x", "1")  # 1003 is on leave
    settle(qtbot, screen)
    wall.attendance.number.setFocus()
    press(qtbot, wall, "2044", Qt.Key.Key_Return)  # from the branch next door
    settle(qtbot, screen)
    noted = {number: (entry.presence, entry.reason) for number, entry in meeting(hall, wall).attendance.items()}
    assert noted == {
        "1001": ("present", ""),
        "1002": ("late", ""),
        "1003": ("absent", "leave"),
        "2044": ("present", ""),
    }
    press(qtbot, wall, Qt.Key.Key_Escape)
    assert wall.panel() is None
    assert wall.there.text() == "Attendance 3 / 4"
    assert "1003 (On leave)" in wall.absent.toolTip()
    press(qtbot, wall, Qt.Key.Key_A)
    wall.attendance.list.choose("1001")
    press(qtbot, wall, " ")  # it was a slip
    settle(qtbot, screen)
    assert "1001" not in meeting(hall, wall).attendance


def test_the_mouse_alone_ticks_turns_pages_and_leaves(opened, make, qtbot):
    hall = opened(THURSDAY)
    for number in ("1001", "1002"):
        hall.work.staff.add(number)
    screen = make(hall)
    wall = begun(qtbot, screen)
    qtbot.mouseClick(wall.buttons["attend"], Qt.MouseButton.LeftButton)
    people = wall.attendance.list
    row = people.visualRect(people.model().index(1, 0))
    box = QPoint(row.left() + 20, row.center().y())
    qtbot.mouseClick(people.viewport(), Qt.MouseButton.LeftButton, pos=box)
    settle(qtbot, screen)
    assert meeting(hall, wall).attendance.keys() == {"1002"}
    qtbot.mouseClick(people.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(row.center().x(), row.center().y()))
    settle(qtbot, screen)
    assert meeting(hall, wall).attendance.keys() == {"1002"}  # the rest of a line only chooses it
    wall.attendance.dismiss()
    assert wall.shown is not None
    for at in range(len(wall.shown.agenda.sections)):
        wall.go(at)
        settle(qtbot, screen)
        if len(wall.stage.pages) > 1:
            break
    assert len(wall.stage.pages) > 1
    qtbot.mouseClick(wall.pages, Qt.MouseButton.LeftButton)
    assert wall.stage.page == 1
    for _ in range(len(wall.stage.pages) - 1):
        qtbot.mouseClick(wall.pages, Qt.MouseButton.LeftButton)
    assert wall.stage.page == 0  # from the last to the first
    qtbot.mouseClick(wall.buttons["leave"], Qt.MouseButton.LeftButton)
    assert not wall.isVisible()
    assert meeting(hall, wall).running


def test_why_somebody_is_absent_can_be_typed_and_is_asked_until_it_is_said(hall, screen, qtbot):
    hall.work.staff.add("1001")
    wall = begun(qtbot, screen)
    press(qtbot, wall, Qt.Key.Key_A, "x")
    assert wall.focusWidget() is wall.attendance._reason  # where an input method writes
    press(qtbot, wall, Qt.Key.Key_Return)
    assert "say why" in wall.attendance.said.text()
    assert wall.focusWidget() is wall.attendance._reason
    press(qtbot, wall, "moved 2 days ago", Qt.Key.Key_Return)  # the digit is text by now
    settle(qtbot, screen)
    assert meeting(hall, wall).attendance["1001"].reason == "moved 2 days ago"


def test_everybody_else_is_here_with_one_key_and_a_wrong_number_is_refused(hall, screen, qtbot):
    for number in ("1001", "1002", "1003"):
        hall.work.staff.add(number)
    wall = begun(qtbot, screen)
    press(qtbot, wall, Qt.Key.Key_A, "x")
    wall.attendance.form._lines["typed"].setFocus()  # type: ignore[union-attr]
    press(qtbot, wall, "dentist", Qt.Key.Key_Return)
    settle(qtbot, screen)
    press(qtbot, wall, "*")
    settle(qtbot, screen)
    noted = {number: (entry.presence, entry.reason) for number, entry in meeting(hall, wall).attendance.items()}
    assert noted == {"1001": ("absent", "dentist"), "1002": ("present", ""), "1003": ("present", "")}
    wall.attendance.number.setFocus()
    press(qtbot, wall, "no", Qt.Key.Key_Return)
    assert wall.attendance.said.text() == "That is no staff number."


def test_attendance_by_pin(hall, screen, qtbot):
    hall.work.staff.add("1001")
    hall.work.staff.set_pin("1001", "7391")
    wall = begun(qtbot, screen)
    press(qtbot, wall, Qt.Key.Key_A, "p")
    press(qtbot, wall, "7391", Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "1001" in meeting(hall, wall).attendance, timeout=8000)
    assert meeting(hall, wall).attendance["1001"].proof == "pin"
    settle(qtbot, screen)


def test_a_task_on_the_spot_is_a_corrective_action(hall, screen, qtbot):
    wall = begun(qtbot, screen)
    press(qtbot, wall, Qt.Key.Key_T)
    press(qtbot, wall, Qt.Key.Key_Return)
    assert "what is to be done" in wall.task.said.text()
    press(qtbot, wall, "No cups at 10:30", Qt.Key.Key_Return)
    settle(qtbot, screen)
    (row,) = hall.work.records.caused_by("meeting:" + wall.shown.key)  # type: ignore[union-attr]
    assert row.summary == "No cups at 10:30"
    assert row.record in wall.task.said.text()
    (task,) = wall.shown.minutes.tasks  # type: ignore[union-attr]
    assert task.owner
    assert task.due
    assert any(task.number in text for text in wall.stage.texts())
    wall.task.record_wanted.emit(task.subject)
    assert not wall.isVisible()
    assert screen.shell.commands[-1] == ("record", task.subject.removeprefix("record:"))
    assert meeting(hall, wall).running


def test_a_task_taken_after_closing_time_is_due_when_the_hall_closes_next(hall, screen, qtbot):
    wall = begun(qtbot, screen)
    press(qtbot, wall, Qt.Key.Key_T)
    assert wall.task.due.currentText() == "today, before closing"
    press(qtbot, wall, Qt.Key.Key_Escape)
    hall.time.advance((9 * 60 + 15) * 60)  # 17:30
    press(qtbot, wall, Qt.Key.Key_T)
    assert wall.task.due.currentText() == "tomorrow, before closing"
    for days in (3, 7):
        due = wall.task._closing(days).astimezone(BANK.tz)
        span = BANK.hours.week[due.weekday()]
        assert span is not None
        assert (due.date(), due.time()) == (FRIDAY + timedelta(days=days), span[1])


def test_words_are_saved_while_one_types(hall, screen, qtbot):
    wall = begun(qtbot, screen)
    press(qtbot, wall, Qt.Key.Key_E, "Two cups more")
    key = wall.shown.key  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: hall.meetings.get(key).meeting.texts.get("open") == "Two cups more", timeout=3000)
    assert wall.panel() is wall.words  # nothing was left for that
    press(qtbot, wall, ", by ten", Qt.Key.Key_Escape)
    settle(qtbot, screen)
    assert meeting(hall, wall).texts == {"open": "Two cups more, by ten"}
    assert any("by ten" in text for text in wall.stage.texts())
    press(qtbot, wall, Qt.Key.Key_Right, Qt.Key.Key_E)
    assert wall.words.text.toPlainText() == ""
    press(qtbot, wall, "next", Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    settle(qtbot, screen)
    assert meeting(hall, wall).texts == {"open": "Two cups more, by ten", "yesterday": "next"}


def test_who_types_without_a_pause_is_saved_within_a_second(hall, screen, qtbot):
    wall = begun(qtbot, screen)
    press(qtbot, wall, Qt.Key.Key_E)
    end = time.monotonic() + 1.6
    while time.monotonic() < end:
        qtbot.keyClicks(wall.words.text, "x")
        qtbot.wait(60)
    typed, saved = wall.words.text.toPlainText(), meeting(hall, wall).texts.get("open", "")
    assert len(typed) - len(saved) <= 17  # a second of it at most
    assert saved
    settle(qtbot, screen)


def test_words_can_be_written_on_the_screen_too(hall, screen, qtbot):
    wall = begun(qtbot, screen)
    press(qtbot, wall, Qt.Key.Key_Escape)
    settle(qtbot, screen)
    assert screen.page.mode == "running"
    field = screen.page.sections[3].field
    qtbot.keyClicks(field, "counter 7 at ten")
    settle(qtbot, screen)
    assert meeting(hall, wall).texts == {"today": "counter 7 at ten"}
    assert field.toPlainText() == "counter 7 at ten"
    assert screen.page.present_button.text() == "Go on at: Opening, line-up and fitness"
    qtbot.keyClick(screen.list, Qt.Key.Key_F)
    assert wall.isVisible()
    assert wall.shown.minutes.sections[3].written == "counter 7 at ten"  # type: ignore[union-attr]


def test_closing_asks_and_needs_to_know_who_was_there(hall, screen, qtbot):
    wall = begun(qtbot, screen)
    qtbot.keyClick(wall, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert wall.panel() is wall.closing
    assert "Not held" in wall.closing.lines.text()
    press(qtbot, wall, Qt.Key.Key_Return)
    settle(qtbot, screen)
    assert wall.closing.said.text() == "Please note first who is here."
    press(qtbot, wall, Qt.Key.Key_Escape)
    assert meeting(hall, wall).running
    hall.meetings.attend(wall.shown.key, "1001", "present")  # type: ignore[union-attr]
    qtbot.keyClick(wall, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, wall, Qt.Key.Key_Return)
    settle(qtbot, screen)
    assert not wall.isVisible()
    assert not meeting(hall, wall).running
    assert screen.page.mode == "closed"


def closed(hall: MeetingHall) -> str:
    key = hall.meetings.begin("morning", by="8001").meeting.key
    hall.meetings.enter(key, "open")
    hall.time.advance(150)
    hall.meetings.enter(key, "today")
    hall.meetings.edit(key, "today", "counter 7 at ten")
    hall.meetings.take_task(key, "today", "Cups", owner="cleaner")
    hall.time.advance(60)
    hall.meetings.attend(key, "1001", "present")
    hall.meetings.attend(key, "1070", "absent", reason="leave")
    hall.meetings.attend(key, "1080", "absent", reason="sick")
    hall.meetings.close(key, by="8001")
    return key


def test_closed_minutes_are_shown_and_cannot_be_changed(hall, make, qtbot):
    key = closed(hall)
    (row,) = hall.work.records.caused_by("meeting:" + key)
    hall.work.records.move("record:actions/" + row.record, "drop", by="8001", reason="not ours")
    screen = make(hall)
    screen.command("meeting", key)
    qtbot.waitUntil(lambda: screen.page.mode == "closed", timeout=8000)
    settle(qtbot, screen)
    assert all(view.field is None for view in screen.page.sections)
    assert screen.page.present_button.isHidden()
    assert screen.page.begin_button.isHidden()
    spent = {view.section.id: view._spent.text() for view in screen.page.sections}
    assert spent["open"] == "2:30 of 2 min"
    assert spent["praise"] == "not held, planned 1 min"
    today = next(view for view in screen.page.sections if view.section.id == "today")
    press_ = today._tasks.itemAt(0).widget()
    assert "Dropped" in press_.accessibleName()  # what became of it since
    qtbot.mouseClick(press_, Qt.MouseButton.LeftButton)
    assert screen.shell.commands[-1][0] == "record"


def test_the_absent_confirm_reading_with_their_pin_if_they_have_one(hall, make, qtbot):
    key = closed(hall)
    hall.work.staff.add("1080")
    hall.work.staff.set_pin("1080", "7391")
    screen = make(hall)
    screen.command("meeting", key)
    qtbot.waitUntil(lambda: screen.page.mode == "closed", timeout=8000)
    assert sorted(screen.page.owed_buttons) == ["1070", "1080"]
    qtbot.mouseClick(screen.page.owed_buttons["1070"], Qt.MouseButton.LeftButton)
    settle(qtbot, screen)
    assert list(hall.meetings.get(key).meeting.read) == ["1070"]
    assert list(screen.page.owed_buttons) == ["1080"]
    qtbot.keyClick(screen.list, Qt.Key.Key_R)
    assert screen.page.pin.isVisible()
    qtbot.keyClicks(screen.page.pin, "7391")
    qtbot.keyClick(screen.page.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "1080" in hall.meetings.get(key).meeting.read, timeout=8000)
    settle(qtbot, screen)
    assert screen.page.owed_buttons == {}
    # The number alone is not enough for who has a PIN, whoever calls.
    screen.page.tell_read("1080", None)
    settle(qtbot, screen)
    assert "PIN" in screen.page.said.text()


def test_what_was_clicked_opens_its_source_and_the_meeting_goes_on(opened, make, qtbot):
    hall = opened(THURSDAY)
    screen = make(hall)
    wall = begun(qtbot, screen)
    wall.resize(1440, 900)
    wall.go(1)
    QApplication.processEvents()
    wall.stage.grab()
    place = wall.stage.pages[0].places[0]
    link = wall.stage.link_at(QPointF(place.box.center()))
    assert isinstance(link, Link)
    qtbot.mouseClick(wall.stage, Qt.MouseButton.LeftButton, pos=place.box.center().toPoint())
    settle(qtbot, screen)
    assert not wall.isVisible()
    asked = FakeShell()
    assert open_link(asked, link)
    assert (screen.shell.commands, screen.shell.gone) == (asked.commands, asked.gone)
    assert meeting(hall, wall).running


def test_the_minutes_as_pdf(hall, make, qtbot, tmp_path):
    key = closed(hall)
    screen = make(hall)
    screen.command("meeting", key)
    qtbot.waitUntil(lambda: screen.page.mode == "closed", timeout=8000)
    path = tmp_path / "晨会 纪要.pdf"
    screen.save_pdf(str(path))
    settle(qtbot, screen)
    assert path.read_bytes().startswith(b"%PDF")
    assert str(path) in screen.page.said.text()


class TwoMonitors(Monitors):
    """The console's own monitor and a television."""

    def all(self) -> list[Monitor]:
        own = super().all()[0]
        return [own, Monitor("tv", "HDMI-2", "TV", QRect(own.geometry.right() + 1, 0, 640, 480))]


def test_with_two_monitors_one_chooses(screen, qtbot):
    assert screen.page.monitors.isHidden()
    screen.__dict__["monitors"] = TwoMonitors(screen)
    wall = begun(qtbot, screen)
    own = TwoMonitors(screen).all()[0]
    assert own.geometry.intersects(wall.geometry())
    assert not wall.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    press(qtbot, wall, Qt.Key.Key_Escape)
    settle(qtbot, screen)
    assert screen.page.monitors.isVisible()
    screen.page.monitors.set_value("other")
    qtbot.keyClick(screen.list, Qt.Key.Key_F)
    assert wall.isVisible()
    assert wall.geometry().left() > own.geometry.right()
    assert wall.windowFlags() & Qt.WindowType.WindowStaysOnTopHint  # above the wall display that may be there
    press(qtbot, wall, Qt.Key.Key_Escape)
    settle(qtbot, screen)


def test_the_choice_of_the_monitor_is_kept_over_a_restart(tmp_path, screen, qtbot):
    screen.console = replace(screen.console, folder=tmp_path)
    screen._get_ready()
    settle(qtbot, screen)
    assert screen.page.monitors.value() != where.OTHER
    screen.page.monitors.chosen.emit(where.OTHER)
    assert tasks.wait_for_all(5)
    assert where.kept(tmp_path) == where.OTHER
    screen.page.use_monitor(where.HERE)
    screen._get_ready()
    settle(qtbot, screen)
    screen.__dict__["monitors"] = TwoMonitors(screen)
    wall = begun(qtbot, screen)
    assert wall.windowFlags() & Qt.WindowType.WindowStaysOnTopHint  # only on the other one
    press(qtbot, wall, Qt.Key.Key_Escape)
    screen.page.monitors.chosen.emit(where.HERE)
    assert tasks.wait_for_all(5)
    assert where.kept(tmp_path) == where.HERE
    (tmp_path / where.FILE).write_text("[", encoding="utf-8")
    assert where.kept(tmp_path) == where.HERE


def test_the_wall_is_made_before_it_is_wanted(screen, qtbot):
    qtbot.waitUntil(lambda: screen.presented is not None and not screen._making.isActive(), timeout=8000)
    assert screen.presented is not None
    assert len(screen.presented._panels) == 4
    assert not screen.presented.isVisible()


def test_what_is_held_every_day_comes_first_among_the_others(screen, qtbot):
    qtbot.keyClick(screen.list, Qt.Key.Key_N)
    order = [line.checklist for line in screen.chooser.list.lines()]
    assert order[:5] == ["morning", "shift_handover", "closing", "daily_analysis", "weekly"]
    assert order[-1] == "incident_review"


# --- restarts ---------------------------------------------------------------------------------------------------------


def test_after_a_restart_it_is_offered_and_goes_on_where_it_was(opened, make, qtbot):
    hall = opened()
    key = hall.meetings.begin("morning", by="8001").meeting.key
    hall.meetings.enter(key, "open")
    hall.time.advance(100)
    hall.meetings.enter(key, "yesterday")
    hall.time.advance(65)
    hall = opened()
    screen = make(hall)
    assert screen.page.shown.key == key
    assert screen.page.present_button.text() == "Go on at: Yesterday in figures"
    qtbot.keyClick(screen.list, Qt.Key.Key_F)
    wall = screen.presented
    assert wall.at() == 1
    assert wall.head.time_text() == "1:05 / 3:00"
    wall.go(0)
    settle(qtbot, screen)
    assert wall.head.time_text().startswith("1:40")


KILLED = """
import os, signal, sys, time
from datetime import date
from pathlib import Path
from dataclasses import fields
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from lobbyconsole.domain.sample import sample_branch
from lobbyconsole.services.console import Console
from lobbyconsole.services.live import Snapshot
from lobbyconsole.ui import style
from lobbyconsole.ui.screens.briefings import BriefingsScreen
from lobbyconsole.ui.theme import LIGHT
from tests.fakes import FixedClock
from tests.services.meeting_hall import instant, open_meeting_hall, workweek

def until(what):
    end = time.monotonic() + 20
    while not what():
        assert time.monotonic() < end
        app.processEvents()
        time.sleep(0.005)

app = QApplication([])
style.load_fonts()
style.apply(app, LIGHT.worded("en"))
branch = workweek(sample_branch("bank"))
clock = FixedClock(instant(branch, date(2026, 11, 20), "08:15"))
hall = open_meeting_hall(Path(sys.argv[1]), branch, clock)
console = Console(**({field.name: None for field in fields(Console)} | {"live": hall.live, "work": hall.work}))
screen = BriefingsScreen(console, style.current())
screen.show()
screen.show_snapshot(Snapshot(hall.live.snapshot.picture, branch, seq=1))
until(lambda: screen.page.shown is not None)
screen.begin()
until(lambda: screen.presented is not None and screen.presented.isVisible() and not screen.keeper.saving)
wall = screen.presented
clock.advance(70)
QTest.keyClick(wall, Qt.Key.Key_Right)
until(lambda: not screen.keeper.saving)
clock.advance(20)
QTest.keyClick(wall, Qt.Key.Key_E)
begun, text = time.monotonic(), ""
while time.monotonic() - begun < 2.0:
    QTest.keyClicks(wall.words.text, str(len(text) % 10))
    text += str(len(text) % 10)
    print(len(text), round(time.monotonic() - begun, 3), flush=True)
    app.processEvents()
    time.sleep(0.02)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_killed_while_somebody_types_it_goes_on_there_and_lost_a_second_at_most(opened, make, qtbot, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, timeout=90, check=False
    )
    assert done.returncode == -9, done.stderr
    typed = [(int(count), float(at)) for count, at in (line.split() for line in done.stdout.splitlines())]
    hall = opened()
    hall.time.advance(130)
    screen = make(hall)
    state = screen.page.shown.open.meeting
    assert (state.running, state.section) == (True, "yesterday")
    kept = len(state.texts.get("yesterday", ""))
    lost_since = next((at for count, at in typed if count > kept), typed[-1][1])
    assert typed[-1][1] - lost_since <= 1.0
    assert state.texts["yesterday"] == "".join(str(at % 10) for at in range(kept))
    qtbot.keyClick(screen.list, Qt.Key.Key_F)
    assert screen.presented.at() == 1
    assert screen.presented.head.time_text() == "1:00 / 3:00"
    settle(qtbot, screen)


# --- due, samples, looks ----------------------------------------------------------------------------------------------


def test_what_is_due_stands_on_the_floor_and_the_rail(hall, dressed, qtbot):
    work = load_due(console_of(hall))
    assert [(due.checklist, due.state) for due in work.meetings] == [("morning", "due")]
    assert work.meetings_due == 1
    today = Today()
    qtbot.addWidget(today)
    today.show_snapshot(Snapshot(hall.live.snapshot.picture, hall.branch, seq=1))
    today.show_due(work)
    line = today.due_lines()[0]
    assert line.state == "in 5 min"
    wanted: list[str] = []
    today.meeting_wanted.connect(wanted.append)
    line.click()
    assert wanted == ["morning"]
    key = hall.meetings.begin("morning").meeting.key
    work = load_due(console_of(hall))
    assert work.meetings_due == 0
    today.show_due(work)
    today.due_lines()[0].click()
    assert wanted == ["morning", key]
    hall.meetings.attend(key, "1001", "present")
    hall.meetings.close(key)
    hall.time.advance((instant(BANK, FRIDAY, "17:50") - hall.time()).total_seconds())
    states = [(due.checklist, due.state) for due in load_due(console_of(hall)).meetings]
    assert ("closing", "overdue") in states
    assert "morning" not in dict(states)


def test_the_sample_hall_has_held_its_meetings(hall, make, qtbot):
    hall.time.advance(8820)
    newcomer = hall.live.snapshot.picture.figures.newcomer
    assert tell_sample_meetings(hall.work, hall.time()) == 9
    assert tell_sample_meetings(hall.work, hall.time()) == 0
    rows = hall.meetings.past(FRIDAY - timedelta(days=3), THURSDAY)
    assert {row.agenda for row in rows} == {"morning", "closing", "daily_analysis"}
    assert all(row.closed_at and row.present > 8 and row.absent == 1 and not row.flags for row in rows)
    # What past days brought says nothing about what today's customers were promised.
    assert hall.live.snapshot.picture.figures.newcomer == newcomer
    screen = make(hall)
    screen.command("meeting", rows[0].meeting)
    qtbot.waitUntil(lambda: screen.page.mode == "closed", timeout=8000)
    settle(qtbot, screen)


@pytest.mark.parametrize(
    ("size", "scale", "theme"),
    [((1440, 900), 100, LIGHT), ((1280, 720), 100, CONTRAST), ((1440, 900), 200, LIGHT), ((1280, 720), 200, DARK)],
    ids=["wide", "narrow", "wide-large", "narrow-large"],
)
def test_nothing_leaves_the_wall_in_any_look(size, scale, theme, opened, make, qtbot, qapp):
    screen = make(opened(THURSDAY), size)
    style.apply(qapp, theme.worded("en").scaled(scale))
    screen.set_theme(style.current())
    screen.retranslate()
    wall = begun(qtbot, screen)
    wall.resize(*size)
    panel_keys = (Qt.Key.Key_A, Qt.Key.Key_T, Qt.Key.Key_E)
    QApplication.processEvents()
    room = QRect(0, 0, wall.width(), wall.height())
    for button in wall.buttons.values():
        box = QRect(button.mapTo(wall, button.rect().topLeft()), button.size())
        assert room.contains(box), button.text()
        assert button.width() >= button.sizeHint().width()
    assert wall.stage.height() > wall.height() * 0.45
    for key in panel_keys:
        press(qtbot, wall, key)
        panel = wall.panel()
        assert room.contains(panel.geometry())  # type: ignore[union-attr]
        press(qtbot, wall, Qt.Key.Key_Escape)
    section = wall.shown.minutes.sections[1]  # type: ignore[union-attr]
    box = QRect(0, 0, wall.stage.width(), wall.stage.height()).toRectF()  # type: ignore[assignment]
    assert spread(section, wall.stage.theme, screen.board.library, box)  # type: ignore[arg-type]
    wall.grab()
    screen.grab()
    press(qtbot, wall, Qt.Key.Key_Escape)
    settle(qtbot, screen)


@pytest.mark.parametrize("room", [200, 500, 760, 1100, 3000])
def test_the_titles_of_the_sections_share_the_room_there_is(room, qapp):
    head = StageHead()
    head._at = 1
    titles = [230.0, 150.0, 90.0, 180.0, 80.0, 210.0, 260.0]
    shares = head._shares(titles, room, 44)
    if any(share for at, share in enumerate(shares) if at != 1):
        assert shares[1] == 150
        assert sum(shares) <= room + 0.01
        assert sum(shares) >= min(room, sum(titles)) - 0.01
        assert all(share >= min(44, wide) for share, wide in zip(shares, titles, strict=True))
    else:
        assert shares[1] == min(150, room)
