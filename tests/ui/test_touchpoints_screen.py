"""The journey's screen on a real store: the path by keys and mouse, blind spots, evidence, self-evaluation."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from lobbyconsole.config import Settings
from lobbyconsole.domain.evaluation import Quarter, Sheet
from lobbyconsole.domain.journey import Point
from lobbyconsole.domain.sample_records import sample_records
from lobbyconsole.services.console import Console
from lobbyconsole.services.journey import Journey
from lobbyconsole.services.sample_rounds import tell_sample_rounds
from lobbyconsole.services.work import Work
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.journey_criterion import CriterionCard
from lobbyconsole.ui.journey_evaluation import SETTLED_MS, EvaluationPage
from lobbyconsole.ui.screens.touchpoints import TouchpointsScreen
from lobbyconsole.ui.theme import CONTRAST, DARK, LIGHT
from lobbyconsole.ui.widgets.journey_rows import EvidenceRow
from lobbyconsole.ui.widgets.journey_sheet import CriterionRow
from tests.services.conftest import SmallHall, hall, open_hall  # noqa: F401 - fixtures


class FakeShell:
    """The window around the screen: it only remembers what it was asked."""

    staff = "8001"

    def __init__(self) -> None:
        self.gone: list[str] = []
        self.commands: list[tuple[str, str]] = []

    def go(self, screen_id: str) -> None:
        self.gone.append(screen_id)

    def say(self, message: object, level: str = "watch") -> None: ...

    def command(self, name: str, argument: str = "") -> bool:
        self.commands.append((name, argument))
        return True


@pytest.fixture
def dressed(qapp) -> Iterator[None]:
    style.load_fonts()
    style.apply(qapp, LIGHT.worded("en"))
    yield
    assert tasks.wait_for_all(8)
    QApplication.processEvents()


@pytest.fixture
def work(hall: SmallHall) -> Work:  # noqa: F811
    settings = Settings(branch=hall.branch)
    return Work(hall.store, hall.live, lambda: settings)


def made(hall: SmallHall, work: Work, qtbot) -> TouchpointsScreen:  # noqa: F811
    parts: dict[str, Any] = {field.name: None for field in fields(Console)}
    console = Console(**(parts | {"live": hall.live, "work": work, "folder": hall.folder}))
    screen = TouchpointsScreen(console, style.current())
    qtbot.addWidget(screen)
    screen.shell = FakeShell()
    screen.resize(1356, 844)
    screen.show()
    screen.show_snapshot(hall.live.snapshot)
    qtbot.waitUntil(lambda: screen.journey is not None and screen._looking.task is None, timeout=8000)
    return screen


@pytest.fixture
def screen(hall: SmallHall, work: Work, dressed, qtbot) -> Iterator[TouchpointsScreen]:  # noqa: F811
    hall.live.record(sample_records(hall.time().astimezone(hall.branch.tz))).result(20)
    tell_sample_rounds(work, hall.time(), days=1, weeks=8)
    shown = made(hall, work, qtbot)
    yield shown
    shown.hide()
    qtbot.waitUntil(lambda: shown._looking.task is None and shown.evaluation._loading is None, timeout=8000)


def shell(screen: TouchpointsScreen) -> FakeShell:
    assert isinstance(screen.shell, FakeShell)
    return screen.shell


def seen(screen: TouchpointsScreen) -> Journey:
    assert screen.journey is not None
    return screen.journey


def _point(screen: TouchpointsScreen, name: str) -> Point:
    found = seen(screen).point(name)
    assert found is not None
    return found


def sheet_of(page: EvaluationPage) -> Sheet:
    assert page.loaded is not None
    return page.loaded.sheet


def press(qtbot, screen: TouchpointsScreen, key: Qt.Key) -> None:
    qtbot.keyClick(QApplication.focusWidget() or screen.path, key)


# --- the path ---------------------------------------------------------------------------------------------------------


def test_it_begins_at_the_widest_blind_spot(screen: TouchpointsScreen) -> None:
    assert screen.point == screen.path.name() == "greeting"
    names = [card.accessibleName().partition(".")[0] for card in screen.spots.cards()]
    assert names[0] == "Greeting"
    assert "Counter service" in names
    assert screen.point_card.verdict.text_shown().startswith("Strangers give")
    assert "blind spot" in screen.path.accessibleName()


def test_the_keys_walk_the_path_and_open_the_evidence(qtbot, screen: TouchpointsScreen) -> None:
    screen.path.setFocus()
    qtbot.waitUntil(screen.path.hasFocus)
    press(qtbot, screen, Qt.Key.Key_Right)
    press(qtbot, screen, Qt.Key.Key_Right)
    assert screen.point == "queueing"
    press(qtbot, screen, Qt.Key.Key_Down)
    assert screen.point == "environment"
    press(qtbot, screen, Qt.Key.Key_Up)
    assert screen.path.name() in [point.name for point in seen(screen).way]
    press(qtbot, screen, Qt.Key.Key_Home)
    assert screen.point == "arrival"
    press(qtbot, screen, Qt.Key.Key_Left)
    assert screen.point == "arrival"
    qtbot.keyClick(screen.path, Qt.Key.Key_B)
    assert screen.point == "greeting"
    press(qtbot, screen, Qt.Key.Key_Return)
    row = QApplication.focusWidget()
    assert isinstance(row, EvidenceRow)
    press(qtbot, screen, Qt.Key.Key_Return)
    assert shell(screen).commands == [(row.evidence.command, row.evidence.argument)]
    assert shell(screen).gone == ["rounds"]
    press(qtbot, screen, Qt.Key.Key_Escape)
    assert screen.path.hasFocus()
    press(qtbot, screen, Qt.Key.Key_Escape)
    assert shell(screen).gone == ["rounds", "floor"]


def test_a_click_chooses_and_every_kind_of_evidence_opens(qtbot, screen: TouchpointsScreen) -> None:
    for name in ("waiting_care", "counter_service", "environment"):
        box = screen.path.rect_of(name).center()
        qtbot.mouseClick(screen.path, Qt.MouseButton.LeftButton, pos=QPoint(round(box.x()), round(box.y())))
        assert screen.point == name
        for part in screen.evidence.lists():
            for row in part.rows():
                row.click()
    homes = {"round": "rounds", "record": "registers", "day": "history"}
    assert shell(screen).gone == [homes[name] for name, _ in shell(screen).commands]
    opened = {argument.partition("/")[0] for name, argument in shell(screen).commands if name == "record"}
    assert opened == {"actions", "outside_checks", "voices"}
    rounds = [argument for name, argument in shell(screen).commands if name == "round"]
    assert rounds
    assert all(screen.console.work.rounds.get(key) is not None for key in rounds)


def test_another_window_of_days(qtbot, screen: TouchpointsScreen) -> None:
    week = _point(screen, "queueing").own.answers
    screen.path.setFocus()
    qtbot.keyClick(screen.path, Qt.Key.Key_W)
    qtbot.waitUntil(
        lambda: screen._looking.task is None and _point(screen, "queueing").own.answers > week, timeout=8000
    )
    assert (seen(screen).last - seen(screen).first).days == 29
    assert screen.point == "greeting"  # the choice stays


def test_what_changes_elsewhere_is_shown_here(qtbot, screen: TouchpointsScreen) -> None:
    values = {"finding": "the mat is wet", "owner": "cleaner", "touchpoint": "arrival"}
    screen.console.work.records.open("actions", values, by="8001")
    qtbot.waitUntil(lambda: len(_point(screen, "arrival").open_actions) == 1, timeout=8000)


def test_a_command_shows_a_touchpoint(screen: TouchpointsScreen) -> None:
    assert screen.command("touchpoint", "departure")
    assert screen.point == "departure"
    assert screen.subtitle() == "Departure"
    assert not screen.command("ticket", "x")


def test_the_path_fits_at_every_size(qapp, qtbot, screen: TouchpointsScreen) -> None:
    for theme, width, scale in ((LIGHT, 1356, 100), (DARK, 1196, 100), (CONTRAST, 1180, 200), (LIGHT, 640, 150)):
        style.apply(qapp, theme.scaled(scale).worded("en"))
        screen.set_theme(style.current())
        screen.resize(width, 640)
        QApplication.processEvents()
        boxes = [screen.path.rect_of(point.name) for point in seen(screen).points]
        for at, box in enumerate(boxes):
            assert screen.path.rect().toRectF().adjusted(-1, -1, 1, 1).contains(box)
            assert not any(box.adjusted(1, 1, -1, -1).intersects(other) for other in boxes[at + 1 :])
        assert screen.width() == width
        assert not screen.grab().isNull()


def test_an_empty_hall_invites(hall: SmallHall, work: Work, dressed, qtbot) -> None:  # noqa: F811
    screen = made(hall, work, qtbot)
    assert screen.spots.cards() == []
    assert len(seen(screen).points) == 12
    assert not any(row for part in screen.evidence.lists() for row in part.rows())
    assert "–" in screen.path.accessibleName()
    screen.hide()


# --- self-evaluation --------------------------------------------------------------------------------------------------


@pytest.fixture
def sheet(qtbot, screen: TouchpointsScreen) -> TouchpointsScreen:
    screen.path.setFocus()
    qtbot.keyClick(screen.path, Qt.Key.Key_T)
    settled(qtbot, screen)
    return screen


def settled(qtbot, screen: TouchpointsScreen) -> None:
    page = screen.evaluation
    qtbot.waitUntil(lambda: page.loaded is not None and page._loading is None, timeout=8000)


def rows(screen: TouchpointsScreen) -> dict[str, CriterionRow]:
    return screen.evaluation._rows


def test_the_sheet_goes_on_where_it_was(qtbot, sheet: TouchpointsScreen) -> None:
    page = sheet.evaluation
    assert page._item == "sg06"  # five of eight were evaluated
    assert len(rows(sheet)) == 30
    rows(sheet)["sg06"].setFocus()
    qtbot.keyClick(rows(sheet)["sg06"], Qt.Key.Key_0)  # full points, and on to the next
    qtbot.waitUntil(lambda: rows(sheet)["sg06"].criterion.given == 3, timeout=8000)
    qtbot.waitUntil(lambda: page._item == "sg07", timeout=8000)


def test_points_are_taken_off_with_a_reason(qtbot, sheet: TouchpointsScreen) -> None:
    page, card = sheet.evaluation, sheet.evaluation.criterion
    assert isinstance(card, CriterionCard)
    row = rows(sheet)["sg06"]
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_3)
    assert card.reason.isVisible()
    card.save()
    assert "say why" in card.said.text()
    before = sheet_of(page).points
    qtbot.keyClicks(card.reason, "two were not checked again")
    qtbot.keyClick(card.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: row.criterion.lost == 1.5, timeout=8000)
    settled(qtbot, sheet)
    assert sheet_of(page).points == before + 1.5
    assert "two were not checked again" in row.accessibleName()
    # Evidence of a criterion that has its points is kept at once.
    page.choose("sg06")
    subject = card.choice.itemData(1)
    card.choice.setCurrentIndex(1)
    card.choice.activated.emit(1)
    qtbot.waitUntil(lambda: row.criterion.evidence == (subject,), timeout=8000)
    settled(qtbot, sheet)
    assert any(proof == subject for _, proof in sheet_of(page).evidence)


def test_what_is_taken_off_may_become_a_corrective_action_once(qtbot, sheet: TouchpointsScreen) -> None:
    page, card = sheet.evaluation, sheet.evaluation.criterion
    page.choose("sg06")
    assert card.act.isHidden()  # nothing was taken off
    rows(sheet)["sg06"].setFocus()
    qtbot.keyClick(rows(sheet)["sg06"], Qt.Key.Key_1)
    qtbot.keyClicks(card.reason, "not checked again")
    assert card.act.isHidden()  # not kept yet
    qtbot.keyClick(card.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: rows(sheet)["sg06"].criterion.lost == 0.5, timeout=8000)
    settled(qtbot, sheet)
    page.choose("sg06")
    assert card.act.isVisible()
    rows(sheet)["sg06"].setFocus()
    qtbot.keyClick(rows(sheet)["sg06"], Qt.Key.Key_A)
    qtbot.waitUntil(lambda: rows(sheet)["sg06"].criterion.opened != "", timeout=8000)
    settled(qtbot, sheet)
    assert card.act.isHidden()
    assert rows(sheet)["sg06"].criterion.opened.startswith("record:actions/ZG")
    row = card._acted.itemAt(0).widget()
    assert isinstance(row, EvidenceRow)
    assert "ZG" in row.accessibleName()
    row.click()
    assert shell(sheet).gone == ["registers"]


def test_a_closed_chapter_cannot_be_changed(qtbot, sheet: TouchpointsScreen) -> None:
    sheet.evaluation.choose("se05")
    card = sheet.evaluation.criterion
    assert "signed and closed" in card.said.text()
    assert not any(chip.isEnabled() for chip in card.chips())
    assert card._proofs
    card.open_wanted.emit(card._proofs[0])
    assert shell(sheet).gone == ["registers"]


def test_a_chapter_is_begun_by_its_first_points_and_signed(qtbot, sheet: TouchpointsScreen) -> None:
    page = sheet.evaluation
    page.choose("sc01")
    page.criterion.chips()[0].click()
    qtbot.waitUntil(lambda: rows(sheet)["sc01"].criterion.given == 4, timeout=8000)
    settled(qtbot, sheet)
    page.finish("self_protection")
    qtbot.waitUntil(lambda: "no answer yet" in page.said.text(), timeout=8000)
    for name in ("sc02", "sc03", "sc04", "sc05", "sc06"):
        page.choose(name)
        page.criterion.chips()[0].click()
        qtbot.waitUntil(lambda name=name: rows(sheet)[name].criterion.given is not None, timeout=8000)
        settled(qtbot, sheet)
    page.finish("self_protection")
    qtbot.waitUntil(lambda: sheet_of(page).chapters[3].finished, timeout=8000)
    assert sheet_of(page).chapters[3].score.points == 20


def test_a_chapter_by_keys_stays_in_sight_and_ends_with_its_signature(qtbot, sheet: TouchpointsScreen) -> None:
    page = sheet.evaluation
    page.choose("sc01")
    rows(sheet)["sc01"].setFocus()
    for name in ("sc01", "sc02", "sc03", "sc04", "sc05"):
        qtbot.waitUntil(lambda name=name: page._item == name, timeout=8000)
        assert page.criterion.finish.isHidden()
        qtbot.keyClick(rows(sheet)[name], Qt.Key.Key_0)
        qtbot.waitUntil(lambda name=name: rows(sheet)[name].criterion.given is not None, timeout=8000)
        settled(qtbot, sheet)
        qtbot.wait(SETTLED_MS + 100)
        if name == "sc01":  # the chapter was begun by it and its lines were made anew
            assert rows(sheet)["sc02"].hasFocus()
            row = rows(sheet)["sc02"]
            area = page._middle_area.viewport()
            assert 0 <= row.mapTo(area, row.rect().topLeft()).y() < area.height()
    page.choose("sc06")
    rows(sheet)["sc06"].setFocus()
    qtbot.keyClick(rows(sheet)["sc06"], Qt.Key.Key_0)
    qtbot.waitUntil(lambda: page.criterion.finish.isVisible(), timeout=8000)
    assert page._item == "sc06"
    settled(qtbot, sheet)
    qtbot.keyClick(rows(sheet)["sc06"], Qt.Key.Key_F)
    qtbot.waitUntil(lambda: sheet_of(page).chapters[3].finished, timeout=8000)
    assert sheet_of(page).chapters[3].by == "8001"
    settled(qtbot, sheet)
    assert page._item == "sg06"  # on to what is still open
    assert rows(sheet)["sg06"].hasFocus()


def test_a_past_quarter_and_the_sheet_as_a_file(qtbot, sheet: TouchpointsScreen, tmp_path: Path) -> None:
    page = sheet.evaluation
    card = next(card for card in page.quarter_cards() if card.quarter == Quarter(2026, 2))
    card.click()
    qtbot.waitUntil(lambda: sheet_of(page).quarter == Quarter(2026, 2), timeout=8000)
    assert sheet_of(page).finished
    path = tmp_path / "自评 2026.csv"
    page.export(str(path))
    qtbot.waitUntil(lambda: "Saved" in page.said.text(), timeout=8000)
    table = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert len(table) == 1 + 30 + 4 + 1
    assert float(table[-1][4]) == sheet_of(page).points
    assert float(table[-1][3]) - float(table[-1][5]) == pytest.approx(float(table[-1][4]))
    page.export(str(tmp_path / "not there" / "x.csv"))
    qtbot.waitUntil(lambda: "cannot be written" in page.said.text(), timeout=8000)
    qtbot.keyClick(rows(sheet)["se01"], Qt.Key.Key_T)
    assert not sheet._on_evaluation()
