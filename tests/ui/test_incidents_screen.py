"""Incidents on screen: noted by keys over another screen, shown in full, reported, corrected, kept over a restart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from lobbyconsole.config import Settings
from lobbyconsole.domain.incidents import Incident
from lobbyconsole.services.console import Console
from lobbyconsole.services.sample_incidents import tell_sample_incidents
from lobbyconsole.services.work import Work
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.incidents.keeper import IncidentKeeper
from lobbyconsole.ui.incidents.words import LETTERS, ZONES
from lobbyconsole.ui.main_window import SCREENS, MainWindow
from lobbyconsole.ui.screens.incidents import IncidentsScreen
from lobbyconsole.ui.theme import DARK, LIGHT
from tests.services.conftest import SmallHall, hall, open_hall  # noqa: F401 - fixtures

RACK = tuple(entry for entry in SCREENS if entry.id in ("settings", "emergency", "incidents"))


class FakeBook:
    """The settings as they are."""

    def __init__(self, settings: Settings) -> None:
        self.current = settings


class Desk:
    """A window over a real hall."""

    def __init__(self, hall: SmallHall, qtbot: Any) -> None:  # noqa: F811
        self.hall, self.qtbot = hall, qtbot
        settings = Settings(branch=hall.branch)
        self.work = Work(hall.store, hall.live, lambda: settings)
        parts: dict[str, Any] = {field.name: None for field in fields(Console)}
        self.console = Console(**(parts | {"live": hall.live, "work": self.work, "settings": FakeBook(settings)}))
        self.window = MainWindow(self.console, RACK)
        qtbot.addWidget(self.window)
        self.window.set_staff("8001")
        self.window.resize(1440, 900)
        self.window.show()
        self.window.show_snapshot(hall.live.snapshot)
        self.window.incidents = self.keeper = IncidentKeeper(self.window)
        self.keeper.start()

    def settle(self) -> None:
        """Nothing is on its way any more."""
        for _ in range(4):
            QApplication.processEvents()
            assert tasks.wait_for_all(8)
            QApplication.processEvents()
            self.qtbot.wait(60)

    def note(self, what: str, **more: Any) -> str:
        return self.work.incidents.note(what, by="8001", **more).key

    def incident(self, key: str) -> Incident:
        found = self.work.incidents.incident(key)
        assert found is not None
        return found

    def screen(self, key: str = "") -> IncidentsScreen:
        self.window.command("incident", key) if key else self.window.go("incidents")
        self.settle()
        made = self.window.built("incidents")
        assert isinstance(made, IncidentsScreen)
        return made

    def fill(self, **values: Any) -> None:
        """Answer the form on show."""
        made = self.window.built("incidents")
        assert isinstance(made, IncidentsScreen)
        form = made.page.form
        assert form is not None
        form.answered.emit({**form.values(), **values})
        self.settle()


@pytest.fixture
def desk(hall: SmallHall, qapp: QApplication, qtbot: Any) -> Iterator[Desk]:  # noqa: F811
    style.load_fonts()
    style.apply(qapp, LIGHT.worded("en"))
    made = Desk(hall, qtbot)
    made.settle()
    yield made
    assert tasks.wait_for_all(8)  # the window is closed by then, and has stopped the keeper
    QApplication.processEvents()


# --- noting


def test_noting_takes_the_words_and_fewer_than_ten_keys_and_stays_on_the_screen(desk: Desk) -> None:
    before = desk.window.here()
    keys = 1  # Ctrl+Shift+I
    desk.window.command("note_incident")
    panel = desk.keeper.panel
    assert panel is not None
    assert not panel.isModal()
    desk.qtbot.keyClicks(panel.line, "old man fell")
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_C, Qt.Key.Key_1, Qt.Key.Key_Y, Qt.Key.Key_Return):
        desk.qtbot.keyClick(desk.window.focusWidget() or panel, key)
        keys += 1
    desk.settle()
    assert keys < 10
    row = desk.work.incidents.open_incidents()[0]
    assert (row.what, row.zone, row.hazard, row.hurt) == ("old man fell", "waiting", "medical_injury", "yes")
    assert '"counters"' in desk.incident(row.incident).floor
    assert desk.incident(row.incident).by == "8001"
    assert desk.window.here() == before
    assert row.incident in panel.said.text()


def test_what_is_noted_lies_in_nobodys_way_once_the_keyboard_is_elsewhere(desk: Desk) -> None:
    desk.window.command("note_incident")
    panel = desk.keeper.panel
    assert panel is not None
    desk.qtbot.keyClicks(panel.line, "no light")
    desk.qtbot.keyClick(panel.line, Qt.Key.Key_Return)
    desk.settle()
    assert panel.isVisible()
    desk.window.command("emergency")
    desk.settle()
    assert not panel.isVisible()


def test_words_and_enter_are_enough(desk: Desk) -> None:
    desk.window.command("note_incident")
    panel = desk.keeper.panel
    assert panel is not None
    desk.qtbot.keyClick(panel.line, Qt.Key.Key_Return)
    desk.settle()
    assert "what happened" in panel.said.text()
    desk.qtbot.keyClicks(panel.line, "smoke")
    desk.qtbot.keyClick(panel.line, Qt.Key.Key_Return)
    desk.settle()
    assert [row.what for row in desk.work.incidents.open_incidents()] == ["smoke"]


def test_a_kind_alone_names_it_and_the_plan_that_fits_starts_for_it(desk: Desk) -> None:
    desk.window.command("note_incident")
    panel = desk.keeper.panel
    assert panel is not None
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_4, Qt.Key.Key_Return):
        desk.qtbot.keyClick(desk.window.focusWidget() or panel, key)
    desk.settle()
    row = desk.work.incidents.open_incidents()[0]
    assert row.what == "Power, water and gas"
    panel.plan_wanted.emit(row.incident, "power_outage")
    desk.settle()
    walks = desk.work.walkthroughs.walks_of(row.incident)
    assert [walk.plan for walk in walks] == ["power_outage"]
    assert len(desk.work.incidents.open_incidents()) == 1


def test_the_button_in_the_bar_opens_and_escape_closes(desk: Desk) -> None:
    desk.keeper.button.click()
    panel = desk.keeper.panel
    assert panel is not None
    assert panel.isVisible()
    assert panel.line.hasFocus() or desk.window.focusWidget() is panel.line
    desk.qtbot.keyClick(panel.line, Qt.Key.Key_Escape)
    assert not panel.isVisible()


# --- reminders


def test_a_report_that_is_owed_escalates_on_every_screen_until_it_is_made(desk: Desk) -> None:
    key = desk.note("smoke", where="waiting")
    desk.work.incidents.grade(key, 2, by="8001")
    desk.keeper.look()
    desk.settle()
    strips = desk.window.banners._strips
    assert "incident:report" not in strips
    desk.hall.pass_minutes(6)
    desk.keeper.tick()
    assert strips["incident:report"].level == "watch"
    desk.hall.pass_minutes(5)
    desk.keeper.tick()
    assert strips["incident:report"].level == "act"
    assert key in strips["incident:report"].text()
    desk.work.incidents.report_up(key, "first", "superior_duty", "smoke", by="8001")
    desk.keeper.look()
    desk.settle()
    assert "incident:report" not in strips


def test_video_reminds_before_it_is_overwritten(desk: Desk) -> None:
    key = desk.note("smoke", where="waiting")
    desk.hall.time.advance(timedelta(days=28).total_seconds())
    desk.keeper.look()
    desk.settle()
    strip = desk.window.banners._strips["incident:video"]
    assert strip.level == "act"
    desk.work.incidents.secure_recording(key, "zone:waiting", by="8003")
    desk.keeper.look()
    desk.settle()
    assert "incident:video" not in desk.window.banners._strips


# --- the screen


def test_filters_and_the_plan_of_the_hall_narrow_the_list(desk: Desk) -> None:
    tell_sample_incidents(desk.work, desk.hall.time())
    screen = desk.screen()
    assert len(screen.list.keys()) == 4
    screen.list.states.chosen.emit("open")
    assert len(screen.list.keys()) == 1
    screen.list.show_all()
    box = screen.list.map.box("waiting")
    desk.qtbot.mouseClick(screen.list.map, Qt.MouseButton.LeftButton, pos=QPointF(box.center()).toPoint())
    assert len(screen.list.keys()) == 1
    desk.qtbot.keyClick(screen, Qt.Key.Key_Escape)
    assert len(screen.list.keys()) == 4
    screen.list.search.setText("0003")
    assert len(screen.list.keys()) == 1


def test_every_verb_is_recorded_and_seen(desk: Desk, tmp_path: Path) -> None:
    key = desk.note("smoke", where="waiting")
    screen = desk.screen(key)
    assert screen.key == key
    desk.qtbot.keyClick(screen.page, Qt.Key.Key_L)
    desk.fill(text="socket off", at="")
    assert "socket off" in [line.words for line in desk.incident(key).log]
    screen.doing.verb("grade")
    desk.fill(level=2, why="smoke in the hall")
    assert desk.incident(key).level == 2
    assert "Grade" in screen.page.grade.text_shown()
    screen.doing.tell("cause")
    desk.fill(value="a socket")
    screen.doing.tell("cause")
    desk.fill(value="a lamp", why="")
    assert desk.incident(key).value("cause") == "a socket"
    assert screen.page.form is not None, "refused: the form stays for the reason"
    assert screen.page.said.text()
    desk.fill(value="a lamp", why="seen again")
    assert [said.value for said in desk.incident(key).said["cause"]] == ["a socket", "a lamp"]
    screen.doing.verb("action")
    desk.fill(finding="replace the lamp", owner="lobby_manager", days="3")
    record = next(link for link in desk.incident(key).links if link.startswith("record:actions/"))
    assert screen.page.sheet is not None
    assert [subject for subject, _ in screen.page.sheet.records] == [record]
    screen.doing.secure(screen.page.sheet.footage[0])
    desk.fill(lost=False)
    assert desk.incident(key).recordings == {"zone:waiting": True}
    screen.doing.verb("end")
    desk.fill(words="all well", at="")
    assert desk.incident(key).state == "ended"
    assert not screen.page.buttons["end"].isVisible()
    screen.doing.verb("reopen")
    desk.fill(why="smoke again")
    assert desk.incident(key).open
    file = tmp_path / "statement.txt"
    file.write_text("seen")
    screen.doing.keep_files([str(file)])
    desk.settle()
    assert [kept.name for kept in desk.incident(key).evidence] == ["statement.txt"]


def test_a_picture_of_the_clipboard_is_evidence(desk: Desk) -> None:
    key = desk.note("smoke")
    screen = desk.screen(key)
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(0x00FF00)
    QGuiApplication.clipboard().setImage(image)
    screen.doing.paste()
    desk.settle()
    assert [kept.origin for kept in desk.incident(key).evidence] == ["clipboard"]


def test_a_late_entry_is_marked_and_a_correction_leaves_the_old_line(desk: Desk) -> None:
    key = desk.note("smoke")
    desk.hall.pass_minutes(30)
    screen = desk.screen(key)
    began = desk.incident(key).noted_at
    assert began is not None
    local = began.astimezone(desk.hall.branch.tz) + timedelta(minutes=2)
    screen.doing.verb("log")
    desk.fill(text="guard came", at=f"{local:%H:%M}")
    assert screen.page.sheet is not None
    late = screen.page.sheet.story[-1]
    assert late.late
    screen.doing.correct(late)
    desk.fill(text="two guards came")
    log = desk.incident(key).log
    assert [line.words for line in log if line.kind == "incident.logged"] == ["guard came", "two guards came"]
    assert log[-1].corrects == late.fact
    assert log[-1].at == late.at


def test_a_report_is_written_filled_copied_made_and_saved(desk: Desk, tmp_path: Path) -> None:
    key = desk.note("smoke", where="waiting")
    desk.work.incidents.grade(key, 3, by="8001")
    screen = desk.screen(f"{key} report")
    assert screen.reporting()
    report = screen.report
    assert report.kind() == "first"
    assert "Not known yet" in report.text.toPlainText()
    report.copy.click()
    assert QGuiApplication.clipboard().text() == report.text.toPlainText()
    report.speech.set_value("zh")
    report.speech.chosen.emit("zh")
    assert "尚不清楚" in report.text.toPlainText()
    for kind in ("first", "ics201", "ics214"):
        for language in ("zh", "en"):
            path = tmp_path / f"{kind}-{language}.pdf"
            screen.doing.write_pdf(kind, language, str(path))
            desk.settle()
            assert path.read_bytes().startswith(b"%PDF")
    report.text.setPlainText("smoke in the waiting area")
    report.sent.click()
    desk.settle()
    assert [(made.stage, made.to, made.text) for made in desk.incident(key).reports] == [
        ("first", "superior_duty", "smoke in the waiting area")
    ]
    assert not screen.reporting()


def test_a_plans_report_made_here_is_made_in_the_plan(desk: Desk) -> None:
    key = desk.note("dark")
    walk = desk.work.walkthroughs.start("power_outage", incident=key, by="8001")
    screen = desk.screen(key)
    screen.doing.reported("first", "superior_duty", "no power", "phone")
    desk.settle()
    again = desk.work.walkthroughs.walk(walk.walk.key)
    assert again is not None
    assert again.owed()[-1].made_at is not None
    assert [made.text for made in desk.incident(key).reports] == ["no power"]


def test_all_is_there_after_a_restart(desk: Desk, open_hall: Callable[[], SmallHall], qtbot: Any) -> None:  # noqa: F811
    key = desk.note("smoke")
    desk.work.incidents.grade(key, 1, by="8001")
    desk.keeper.stop()
    desk.settle()
    again = Desk(open_hall(), qtbot)
    again.hall.pass_minutes(11)
    again.settle()
    again.keeper.tick()
    assert again.window.banners._strips["incident:report"].level == "act"
    assert again.screen(key).page.sheet is not None
    again.keeper.stop()
    again.settle()


@pytest.mark.parametrize("width", [620, 1000, 1440])
def test_it_fits_narrow_and_wide_in_both_themes(desk: Desk, qapp: QApplication, width: int) -> None:
    tell_sample_incidents(desk.work, desk.hall.time())
    screen = desk.screen()
    for theme in (LIGHT, DARK, LIGHT.scaled(200)):
        style.apply(qapp, theme.worded("en"))
        screen.set_theme(style.current())
        desk.window.resize(width, 720)
        desk.settle()
        assert screen.column.isVisible() + screen.pages.isVisible() == (1 if screen.narrow() else 2)
        assert screen.page.area.horizontalScrollBar().maximum() == 0 or not screen.page.isVisible()


def test_every_zone_has_a_letter_and_a_place() -> None:
    from lobbyconsole.ui.incidents.hall_map import PLACES

    assert set(PLACES) == set(ZONES)
    assert len(set(LETTERS)) == len(ZONES)


def test_what_was_asked_of_one_is_not_answered_for_another_that_is_still_being_read(desk: Desk) -> None:
    one, other = desk.note("the lift stands still"), desk.note("a wet floor")
    screen = desk.screen(one)
    for choose in (screen.open_key, lambda key: desk.window.command("incident", key)):
        screen.page.setFocus()
        desk.qtbot.keyClick(screen.page, Qt.Key.Key_L)
        assert screen.page.form is not None
        choose(other)
        assert screen.page.form is None, "Enter would write it into the other's log"
        desk.settle()
        screen = desk.screen(one)


def test_of_an_incident_that_is_not_there_nothing_is_asked(desk: Desk) -> None:
    one = desk.note("a wet floor")
    screen = desk.screen(one)
    desk.window.command("incident", "INC-2019-0001 grade")
    desk.settle()
    assert screen.page.form is None
    assert screen.pages.currentWidget() is screen.nothing
    desk.screen(one + " grade")
    assert screen.page.form is not None
