"""Drills on a real store by keyboard alone: planned, played with injects, at the table, scored; what is real first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from lobbyconsole.config import Settings
from lobbyconsole.domain.drills import answer_id
from lobbyconsole.services.console import Console
from lobbyconsole.services.drills import OpenDrill
from lobbyconsole.services.sample_drills import tell_sample_drills
from lobbyconsole.services.status import picture_as_json
from lobbyconsole.services.work import Work
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.drills.doing import future_time
from lobbyconsole.ui.drills.words import SIGNS, drill_word
from lobbyconsole.ui.emergency.watch import WalkWatch
from lobbyconsole.ui.main_window import SCREENS, MainWindow
from lobbyconsole.ui.screens.drills import DrillsScreen
from lobbyconsole.ui.screens.emergency import EmergencyScreen
from lobbyconsole.ui.theme import DARK, LIGHT
from lobbyconsole.ui.translation import Languages
from tests.services.conftest import SmallHall, hall, open_hall  # noqa: F401 - fixtures

RACK = tuple(entry for entry in SCREENS if entry.id in ("floor", "emergency", "drills", "reviews"))


class FakeBook:
    """The settings as they are."""

    def __init__(self, settings: Settings) -> None:
        self.current = settings


class Desk:
    """A window over a real hall."""

    def __init__(self, place: SmallHall, qtbot: Any) -> None:
        self.hall, self.qtbot = place, qtbot
        parts: dict[str, Any] = {field.name: None for field in fields(Console)}
        settings = Settings(branch=place.branch)
        self.work = Work(place.store, place.live, lambda: settings)
        own = {"live": place.live, "work": self.work, "desk": place.desk, "history": place.history}
        console = Console(**(parts | own | {"settings": FakeBook(settings)}))
        self.window = MainWindow(console, RACK)
        qtbot.addWidget(self.window)
        self.window.set_staff("8001")
        self.window.resize(1440, 900)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitActive(self.window)
        self.window.show_snapshot(place.live.snapshot)
        self.watch = WalkWatch(self.window)
        self.watch.look()
        self.window.go("drills")
        self.settle()

    def settle(self) -> None:
        """Nothing is on its way any more."""
        for _ in range(4):
            QApplication.processEvents()
            assert tasks.wait_for_all(8)
            QApplication.processEvents()
            self.qtbot.wait(20)

    def key(self, key: Any, times: int = 1) -> None:
        """A key where the keyboard is."""
        for _ in range(times):
            QTest.keyClick(QApplication.focusWidget() or self.window, key)
            self.settle()

    def type(self, words: str) -> None:
        QTest.keyClicks(QApplication.focusWidget() or self.window, words)
        self.settle()

    @property
    def screen(self) -> DrillsScreen:
        made = self.window.built("drills")
        assert isinstance(made, DrillsScreen)
        return made

    @property
    def emergency(self) -> EmergencyScreen:
        made = self.window.built("emergency")
        assert isinstance(made, EmergencyScreen)
        return made

    def to_plan(self, plan: str) -> None:
        self.window.command("drill", "plan:" + plan)
        self.settle()
        assert self.screen.plan() == plan

    def opened(self) -> OpenDrill:
        """The only drill there is."""
        (drill,) = self.work.drills.drills()
        found = self.work.drills.open(drill.key)
        assert found is not None
        return found

    def tick(self, minutes: float) -> None:
        self.hall.pass_minutes(minutes)
        self.emergency._tick()
        self.screen.tick()
        self.settle()

    def walk_out(self) -> None:
        """To the end of the plan, by its keys."""
        for _ in range(60):
            state = self.emergency.page.state
            assert state is not None
            if state.step is None:
                return
            ways = len(state.step.branches)
            self.key(str(min(state.walk.turn, ways)) if ways else Qt.Key.Key_Space)
        raise AssertionError("no end")


@pytest.fixture
def desk(
    hall: SmallHall,  # noqa: F811
    qapp: QApplication,
    qtbot: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Desk]:
    monkeypatch.setattr("lobbyconsole.ui.screens.emergency.on_battery", lambda: False)
    style.load_fonts()
    style.apply(qapp, LIGHT.worded("en"))
    yield Desk(hall, qtbot)
    assert tasks.wait_for_all(8)
    QApplication.processEvents()
    assert tasks.wait_for_all(8)  # a list that was due to be read anew begins in between


# --- planning


def test_a_drill_is_planned_for_the_second_quiet_time_moved_and_called_off_by_keys(desk: Desk) -> None:
    desk.to_plan("fire")
    desk.key(Qt.Key.Key_N)
    form = desk.screen.page.form
    assert form is not None
    proposed = desk.work.drills.proposals("fire", desk.hall.time())
    desk.key(Qt.Key.Key_2)
    desk.key(Qt.Key.Key_Return)
    drill = desk.opened().drill
    assert (drill.key, drill.plan, drill.state, drill.due_at) == ("DR-2026-0001", "fire", "planned", proposed[1].at)
    assert desk.screen.drill() == drill  # it is on show
    desk.key(Qt.Key.Key_M)
    desk.key(Qt.Key.Key_3)
    desk.key(Qt.Key.Key_Return)  # why is asked
    assert desk.opened().drill.moved == 0
    assert desk.screen.page.form is not None
    line = desk.screen.page.form._lines["why"]
    line.setFocus()
    desk.type("inspection that day")
    desk.key(Qt.Key.Key_Return)
    assert (desk.opened().drill.moved, desk.opened().drill.why) == (1, "inspection that day")
    desk.key(Qt.Key.Key_X)
    desk.screen.page.form._lines["why"].setFocus()
    desk.type("staff is ill")
    desk.key(Qt.Key.Key_Return)
    assert desk.opened().drill.state == "called_off"


def test_an_own_time_may_be_typed_and_nonsense_is_said_in_place(desk: Desk) -> None:
    desk.to_plan("robbery")
    desk.key(Qt.Key.Key_N)
    assert desk.screen.page.form is not None
    desk.screen.page.form._lines["at"].setFocus()
    desk.type("whenever")
    desk.key(Qt.Key.Key_Return)
    assert "whenever" in desk.screen.page.said.text()
    assert desk.work.drills.drills() == []
    line = desk.screen.page.form._lines["at"]
    line.clear()
    line.setFocus()
    desk.type("12-01 15:30")
    desk.key(Qt.Key.Key_Return)
    due = desk.opened().drill.due_at
    assert due is not None
    assert f"{due.astimezone(desk.hall.branch.tz):%m-%d %H:%M}" == "12-01 15:30"


@pytest.mark.parametrize(
    ("typed", "told"),
    [("15:30", "11-20 15:30"), ("11-27 15:30", "11-27 15:30"), ("2026/11/27 8:05", "11-27 08:05"),
     ("1-5 9：00", "01-05 09:00"), ("08:00", ""), ("2-30 9:00", ""), ("", ""), ("- 9:00", "")],
)  # fmt: skip
def test_times_as_people_type_them(hall: SmallHall, typed: str, told: str) -> None:  # noqa: F811
    now = hall.time().astimezone(hall.branch.tz)
    found = future_time(typed, now)
    assert (f"{found:%m-%d %H:%M}" if found else "") == told
    assert found is None or found > now


# --- the player


def test_a_drill_is_played_on_the_plans_own_page_with_its_injects_as_their_time_comes(desk: Desk) -> None:
    before = picture_as_json(desk.hall.branch, desk.hall.live.snapshot.picture)
    desk.to_plan("power_outage")
    desk.key(Qt.Key.Key_B)
    assert desk.window.here() == "emergency"
    assert QApplication.activeWindow() is desk.window  # no part of a page was a window of its own for a moment
    band = desk.emergency.drill
    state = desk.emergency.page.state
    assert state is not None
    assert state.walk.incident == "DR-2026-0001"
    assert band.isVisible()
    assert drill_word() in band.text()
    assert "DRILL" in desk.emergency.page.bar._title.text()
    assert desk.emergency.page.bar._tone == "accent"  # red is for what is real
    assert band.inject(desk.hall.time()).place == 0  # type: ignore[union-attr]
    assert "Expected" not in band.text()
    desk.key(Qt.Key.Key_D)
    assert "Lights, stay seated" in band.text()
    desk.key(Qt.Key.Key_Y)
    assert desk.opened().drill.injects[0].met
    assert "Inject 2 of 4 in 2:00" in band.text()
    desk.tick(2.1)
    assert "A customer is in the lift" in band.text()
    assert "Told by the drill leader" in band.text()
    desk.key(Qt.Key.Key_Z)
    assert not desk.opened().drill.injects[1].met
    assert desk.opened().drill.injects[1].by == "8001"
    desk.window.go("floor")
    desk.settle()
    assert any("DRILL" in strip.accessibleName() or "DRILL" in str(strip.text()) for strip in strips(desk.window))
    after = picture_as_json(desk.hall.branch, desk.hall.live.snapshot.picture)
    assert {**after, "at": 0} == {**before, "at": 0}


def strips(window: MainWindow) -> list[Any]:
    from PySide6.QtWidgets import QLabel

    return [label for label in window.banners.findChildren(QLabel) if label.isVisible()]


def test_keys_of_the_player_are_letters_in_a_note(desk: Desk) -> None:
    desk.to_plan("power_outage")
    desk.key(Qt.Key.Key_B)
    desk.key(Qt.Key.Key_N)
    desk.type("dyz")
    desk.key(Qt.Key.Key_Return)
    assert desk.opened().drill.injects == {}
    state = desk.emergency.page.state
    assert state is not None
    assert any(line.words == "dyz" for line in state.walk.timeline)


def test_one_key_leads_to_the_real_thing_and_a_plan_begun_there_breaks_the_drill_off(desk: Desk) -> None:
    desk.to_plan("power_outage")
    desk.key(Qt.Key.Key_B)
    QTest.keyClick(desk.window, Qt.Key.Key_F12)
    desk.settle()
    assert desk.emergency.pages.currentWidget() is desk.emergency.picker
    assert not desk.emergency.drill.isVisible()
    assert desk.work.walkthroughs.running()[0].walk.drill  # nothing is lost by looking
    desk.key(Qt.Key.Key_Escape)
    assert desk.emergency.drill.isVisible()  # and back
    QTest.keyClick(desk.window, Qt.Key.Key_F12)
    desk.settle()
    desk.type("td")  # the same plan, in earnest
    desk.key(Qt.Key.Key_Return)
    state = desk.emergency.page.state
    assert state is not None
    assert (state.walk.plan, state.walk.drill, state.walk.incident) == ("power_outage", "", "INC-2026-0001")
    assert not desk.emergency.drill.isVisible()
    assert desk.emergency.page.bar._tone == "act"
    assert desk.opened().drill.state == "called_off"
    assert [walk.walk.key for walk in desk.work.walkthroughs.running()] == [state.walk.key]
    desk.key("Y")  # means nothing here
    assert desk.opened().drill.injects == {}


def test_from_the_floor_too_the_key_leads_past_the_drill(desk: Desk) -> None:
    desk.to_plan("fire")
    desk.key(Qt.Key.Key_B)
    desk.window.go("floor")
    desk.settle()
    QTest.keyClick(desk.window, Qt.Key.Key_F12)
    desk.settle()
    assert desk.window.here() == "emergency"
    assert desk.emergency.pages.currentWidget() is desk.emergency.picker


def test_a_walked_drill_is_scored_judged_and_finished_by_keys(desk: Desk) -> None:
    desk.to_plan("lost_property")
    desk.key(Qt.Key.Key_B)
    desk.walk_out()
    desk.key(Qt.Key.Key_Space)  # to the score
    assert desk.window.here() == "drills"
    score = desk.screen.score
    assert desk.screen.pages.currentWidget() is score
    assert "DR-2026-0001" in score.mark.text()
    plan = desk.opened().plan.drill
    asked = len(plan.injects) + len(plan.pass_criteria)
    desk.key("Y", asked)
    assert score.asked() is None
    desk.key("K")
    assert score.form is not None
    score.form._lines["staff"].setFocus()
    desk.type("8003")
    desk.key(Qt.Key.Key_Return)
    assert list(desk.opened().drill.took_part.values()) == ["8003"]
    desk.key("F")
    done = desk.opened()
    assert done.drill.state == "finished"
    assert done.score().passed
    assert not score.buttons["review"].isHidden()
    desk.key(Qt.Key.Key_Escape)
    assert desk.screen.pages.currentWidget() is desk.screen.main
    assert any("100 %" in desk.screen.list._lines.side(line)[0] for line in desk.screen.list.lines())


def test_from_a_finished_drill_its_review_is_one_key_away(desk: Desk) -> None:
    desk.to_plan("robbery")
    desk.key(Qt.Key.Key_T)
    desk.tick(3.1)
    desk.key("R")
    assert desk.window.here() == "reviews"
    reviews: Any = desk.window.built("reviews")
    assert reviews.wanted["reviews"] == "drill:DR-2026-0001"


def test_after_a_restart_the_drill_is_gone_on_with_from_the_list(
    open_hall: Callable[[], SmallHall],  # noqa: F811
    desk: Desk,
    qtbot: Any,
) -> None:
    desk.to_plan("fire")
    desk.key(Qt.Key.Key_B)
    step = desk.opened().walked
    desk.settle()
    desk.window.close()
    assert tasks.wait_for_all(8)  # the hall goes after its readers, as in the program
    again = Desk(open_hall(), qtbot)
    again.window.command("drill", "DR-2026-0001")
    again.settle()
    again.key("G")
    assert again.window.here() == "emergency"
    assert again.emergency.drill.key == "DR-2026-0001"
    assert again.opened().walked == step


# --- at the table


def test_at_the_table_three_minutes_digits_and_space_lead_to_the_score(desk: Desk) -> None:
    desk.to_plan("robbery")
    desk.key(Qt.Key.Key_T)
    table = desk.screen.table
    assert desk.screen.pages.currentWidget() is table
    assert drill_word() in table.bar.text()
    assert table.bar.clock() == "3:00"
    plan = desk.opened().plan
    for place in range(len(plan.drill.injects)):
        options = [option.id for option in table.options[place]]
        right = options.index(answer_id(plan, place)) + 1
        desk.key(str(right if place else right % len(options) + 1))
        desk.key(Qt.Key.Key_Space)
    done = desk.opened()
    assert done.drill.state == "finished"
    assert (done.score().injects.met, done.score().injects.of) == (len(plan.drill.injects) - 1, len(plan.drill.injects))
    assert desk.screen.pages.currentWidget() is desk.screen.score


def test_at_the_table_the_time_is_up_after_three_minutes(desk: Desk) -> None:
    desk.to_plan("robbery")
    desk.key(Qt.Key.Key_T)
    desk.key(Qt.Key.Key_1)
    desk.tick(2.9)
    assert desk.opened().drill.state == "running"
    desk.tick(0.2)
    assert desk.opened().drill.state == "finished"
    assert len(desk.opened().drill.answers) == 1
    assert desk.screen.pages.currentWidget() is desk.screen.score


# --- the worst day


def test_the_worst_days_floor_is_in_the_plan_and_says_that_it_is_not_the_present_one(desk: Desk) -> None:
    for _ in range(8):
        desk.hall.desk.issue("cash").result(5)
    desk.hall.pass_minutes(35)
    desk.hall.desk.open_counter("1", staff="8011").result(5)
    for _ in range(8):
        desk.hall.desk.call_next("1").result(5)
        desk.hall.pass_minutes(1)
        desk.hall.desk.finish("1").result(5)
    desk.hall.pass_minutes(24 * 60)
    desk.settle()
    desk.to_plan("crowd_surge")
    desk.key(Qt.Key.Key_W)
    assert desk.screen.page.form is not None
    desk.key(Qt.Key.Key_Return)
    desk.tick(0.1)
    drill = desk.opened().drill
    assert drill.floor_at is not None
    assert desk.hall.time() - drill.floor_at > timedelta(hours=20)
    band = desk.emergency.drill
    assert band.past is not None
    assert band.past.figures.waiting > 0
    assert "not the present one" in band.text()
    assert f"Waiting {band.past.figures.waiting}" in desk.emergency.page.strip.accessibleName()
    assert "played again" in desk.emergency.page.view.serving.title.text()
    assert desk.hall.live.snapshot.picture.figures.waiting != band.past.figures.waiting


def test_a_drill_that_was_broken_off_stands_there_as_such_and_its_plan_is_still_to_be_practised(desk: Desk) -> None:
    desk.to_plan("fire")
    desk.key(Qt.Key.Key_B)
    opened = desk.opened()
    desk.work.walkthroughs.end(opened.drill.walk, "a customer fell ill", by="8001")
    desk.work.drills.finish(opened.drill.key, by="8001")
    desk.window.go("drills")
    desk.settle()
    assert desk.screen.board is not None
    assert desk.screen.board.due["fire"].standing == "never"
    assert not [cell for (plan, _, _), cell in desk.screen.board.cells.items() if plan == "fire" and cell.last]
    assert any("broken off" in line for line in desk.screen.list.texts())
    desk.screen.open_drill(opened.drill.key)
    desk.settle()
    assert desk.screen.page.head.pills[1].text_shown() == "broken off"
    desk.key(Qt.Key.Key_S)
    desk.settle()
    assert "does not count as held" in desk.screen.score.verdict.text_shown()


# --- coverage and the printed set


def test_the_coverage_says_by_a_sign_what_its_colour_says_and_leads_to_a_drill(desk: Desk) -> None:
    tell_sample_drills(desk.work, desk.hall.time())
    desk.settle()
    desk.key(Qt.Key.Key_2)
    page = desk.screen.coverage
    assert page.grid.hasFocus()
    assert page.area.viewport().width() - page.grid.width() < 60 * len(SIGNS)  # its columns use the room there is
    signs = set()
    for row, plan in enumerate(page.grid.plans):
        for column in range(len(page.grid.roles) * 3):
            page.grid.here = (row, column)
            cell = page.grid.cell()
            if cell is not None:
                page._moved()
                assert page.cell_text().startswith(SIGNS[cell.standing])
                signs.add(cell.standing)
        page._moved()
        assert page._board is not None
        assert page._board.plans[plan].title.say("en") in page.cell_text()
    assert signs >= {"never", "overdue", "good"}
    page.grid._go(0, 0)
    desk.key(Qt.Key.Key_Down)
    desk.key(Qt.Key.Key_Right)
    assert page.grid.here == (1, 1)
    plan = page.grid.plans[1]
    desk.key(Qt.Key.Key_N)
    assert desk.screen.plan() == plan
    assert desk.screen.page.form is not None
    assert desk.screen.page.form.values()["slot"] is not None


def test_in_grey_a_red_cell_is_told_from_a_green_one(desk: Desk) -> None:
    tell_sample_drills(desk.work, desk.hall.time())
    desk.settle()
    desk.key(Qt.Key.Key_2)
    grid = desk.screen.coverage.grid
    seen: dict[str, bytes] = {}
    for row in range(len(grid.plans)):
        for column in range(len(grid.roles) * 3):
            grid.here = (row, column)
            cell = grid.cell()
            if cell is not None and cell.standing not in seen:
                grid.here = (0, 0)
                box = grid.box(row, column)
                image = grid.grab(box).toImage().convertToFormat(grid.grab().toImage().Format.Format_Grayscale8)
                dark = [
                    (x, y) for x in range(image.width()) for y in range(image.height())
                    if image.pixelColor(x, y).lightness() < 140
                ]  # fmt: skip
                assert dark, cell.standing
                seen[cell.standing] = repr(dark).encode()
    assert len(set(seen.values())) == len(seen) >= 3


def test_the_filters_of_the_coverage_narrow_it(desk: Desk) -> None:
    desk.key(Qt.Key.Key_2)
    page = desk.screen.coverage
    everything = len(page.grid.plans)
    desk.key(Qt.Key.Key_F)
    desk.type("td")
    assert "power_outage" in page.grid.plans
    assert 0 < len(page.grid.plans) < everything
    desk.key(Qt.Key.Key_Escape)
    assert len(page.grid.plans) == everything
    page.shift.set_value("morning")
    page._show()
    assert page.grid.shifts == ("morning",)


def test_what_is_out_of_date_is_listed_printed_and_carried_away(desk: Desk, tmp_path: Path) -> None:
    tell_sample_drills(desk.work, desk.hall.time())
    desk.settle()
    desk.key(Qt.Key.Key_3)
    page = desk.screen.prints
    desk.qtbot.waitUntil(lambda: any(text.startswith("■ Fire in the hall") for text in page.texts()), timeout=5000)
    assert any("a number has changed since" in text for text in page.texts() if text.startswith("■"))
    names = [text.partition(":")[0] for text in page.texts() if "All plans" not in text]
    assert names == sorted(names, key=lambda name: (name[0] != "■", name.lower()))  # as one reads
    wanted = desk.screen.doing._wanted("outdated", "")
    parts = desk.screen.doing._parts(wanted, desk.hall.time())
    assert {(plan, kind) for plan, kind, _ in parts} == {pair for pair in wanted if pair[1] != "file"}
    desk.screen.doing.note_printed(parts)
    desk.settle()
    assert [paper.papers for paper in desk.work.plan_prints.outdated(desk.hall.time())] == ["file"]
    desk.screen.doing.save_file(str(tmp_path / "plans.html"))
    desk.settle()
    assert "停电" in (tmp_path / "plans.html").read_text("utf-8")
    assert desk.work.plan_prints.outdated(desk.hall.time()) == []
    assert "Everything" in page.state.text_shown()


def test_papers_of_both_directions_go_into_one_job(desk: Desk, tmp_path: Path) -> None:
    from PySide6.QtPrintSupport import QPrinter

    from lobbyconsole.ui.drills.printing import print_sheets, save_drill
    from lobbyconsole.ui.paper.plan_sheet import SHEETS

    parts = desk.work.plan_prints.papers(desk.hall.time(), "fire")
    sheets = [SHEETS[kind](paper, "zh", desk.hall.branch.tz) for _, kind, paper in parts]
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "job.pdf"))
    assert print_sheets(sheets, printer)
    made = (tmp_path / "job.pdf").read_bytes()
    assert made.count(b"/Type /Page\n") == sum(len(sheet.pages) for sheet in sheets)
    from lobbyconsole.services.drill_sheet import drill_sheet

    library = desk.work.library.library()
    paper = drill_sheet(library.plans["fire"], None, library, desk.hall.branch, desk.hall.time())
    save_drill(paper, tmp_path / "sheet.pdf", "zh", desk.hall.branch.tz)
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")


# --- looks


def test_both_languages_on_every_page_while_a_drill_runs(desk: Desk, qapp: QApplication) -> None:
    tell_sample_drills(desk.work, desk.hall.time())
    desk.to_plan("fire")
    desk.key(Qt.Key.Key_B)
    languages = Languages(qapp)
    try:
        languages.use("zh")
        desk.settle()
        assert desk.emergency.drill._what.text() == "柜面打印机冒烟"
        desk.window.go("drills")
        desk.settle()
        assert any("停电" in text for text in desk.screen.list.texts())
        for page in ("coverage", "prints", "list"):
            desk.window.command("drill", page)
            desk.settle()
    finally:
        languages.use("en")
        languages.deleteLater()
        desk.settle()
    assert any("Power cut" in text for text in desk.screen.list.texts())


@pytest.mark.parametrize("scale", [100, 200])
def test_every_page_fits_a_small_window(desk: Desk, qapp: QApplication, scale: int) -> None:
    tell_sample_drills(desk.work, desk.hall.time())
    style.apply(qapp, DARK.scaled(scale).worded("en"))
    desk.window.set_theme(style.current())
    desk.window.resize(1280, 720)
    desk.settle()
    pages: tuple[QWidget, ...] = (
        desk.screen.main, desk.screen.coverage, desk.screen.prints, desk.screen.score, desk.screen.table,
    )  # fmt: skip
    for page in pages:
        need = page.minimumSizeHint()
        assert need.width() <= 1280 - 225, page
        assert need.height() <= 720 - 110 - desk.screen._head.sizeHint().height(), page
