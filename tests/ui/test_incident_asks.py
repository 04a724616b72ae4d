"""What incidents ask for on screen: a grade, an end, an update again; and who is not here, from the walkthrough."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lobbyconsole.domain.staff_facts import StaffAdded
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.main_window import SCREENS, MainWindow
from lobbyconsole.ui.screens.emergency import EmergencyScreen
from lobbyconsole.ui.screens.floor import FloorScreen
from lobbyconsole.ui.theme import DARK, LIGHT
from tests.services.conftest import SmallHall, hall, open_hall  # noqa: F401 - fixtures
from tests.ui import test_incidents_screen as incidents
from tests.ui.test_emergency_screen import Made, dressed, make, start, step_of, window  # noqa: F401 - fixtures
from tests.ui.test_incidents_screen import Desk

RACK = tuple(entry for entry in SCREENS if entry.id in ("floor", "emergency", "incidents"))


@pytest.fixture
def desk(
    hall: SmallHall,  # noqa: F811
    qapp: QApplication,
    qtbot: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Desk]:
    monkeypatch.setattr(incidents, "RACK", RACK)
    style.load_fonts()
    style.apply(qapp, LIGHT.worded("en"))
    made = Desk(hall, qtbot)
    made.window.go("floor")
    made.window.show_snapshot(hall.live.snapshot)
    made.settle()
    yield made
    assert tasks.wait_for_all(8)
    QApplication.processEvents()


def cards(desk: Desk) -> dict[tuple[str, str], Any]:
    floor = desk.window.built("floor")
    assert isinstance(floor, FloorScreen)
    return {(card.need.kind, card.need.key): card for card in floor.next.cards if card.need.kind in ("grade", "over")}


def look(desk: Desk) -> None:
    """Read what presses; a look that was under way saw what was before, so a second one follows it."""
    desk.settle()
    desk.qtbot.waitUntil(lambda: not desk.keeper._busy and not desk.keeper._soon.isActive(), timeout=8000)
    desk.keeper.look()
    desk.qtbot.waitUntil(lambda: not desk.keeper._busy and not desk.keeper._soon.isActive(), timeout=8000)
    desk.settle()


def test_a_grade_is_asked_for_on_the_floor_more_and_more_urgently(desk: Desk) -> None:
    quiet = desk.note("a quarrel", hurt="no")
    look(desk)
    card = cards(desk)["grade", quiet]
    assert (card.need.level, card.need.reason) == ("", "Treated as Grade III until somebody grades it.")
    desk.hall.pass_minutes(6)
    desk.keeper.tick()
    assert cards(desk)["grade", quiet].need.level == "watch"
    desk.hall.pass_minutes(10)
    desk.keeper.tick()
    assert cards(desk)["grade", quiet].need.level == "act"
    hurt = desk.note("somebody fell", hurt="yes")
    look(desk)
    card = cards(desk)["grade", hurt]
    assert (card.need.level, card.need.reason) == (
        "act",
        "Somebody is hurt: treated as Grade II until somebody grades it.",
    )
    card.buttons["grade"].click()
    desk.settle()
    screen = desk.screen(hurt)
    assert screen.key == hurt
    desk.window.command("incident", f"{hurt} grade")
    desk.settle()
    desk.fill(level=2)
    assert desk.incident(hurt).level == 2
    look(desk)
    assert list(cards(desk)) == [("grade", quiet)]


def test_the_page_says_what_it_is_treated_as_and_asks_until_it_is_said(desk: Desk) -> None:
    key = desk.note("somebody fell", hurt="yes")
    page = desk.screen(key).page
    assert page.asks.isVisibleTo(page)
    assert [due.assumed for due in page.sheet.dues] == [2, 2] if page.sheet else False
    desk.work.incidents.grade(key, 3, by="8001")
    desk.settle()
    page = desk.screen(key).page
    assert not page.asks.isVisibleTo(page)
    page.verb.emit("grade")
    desk.fill(level=2)
    assert desk.incident(key).level == 3, "a correction says why"
    assert "why" in page.said.text()
    desk.fill(level=2, why="taken to hospital")
    assert desk.incident(key).level == 2


def test_a_plan_that_ended_keeps_asking_whether_its_incident_has(desk: Desk) -> None:
    state = desk.work.walkthroughs.start("power_outage", by="8001")
    key = state.walk.incident
    desk.hall.pass_minutes(3)
    ended = desk.hall.time()
    desk.work.walkthroughs.end(state.walk.key, "lights are back", by="8001")
    desk.hall.pass_minutes(20)
    look(desk)
    card = cards(desk)["over", key]
    assert card.need.level == "watch"
    assert key in card.need.reason
    page = desk.screen(key).page
    assert page.asks.isVisibleTo(page)
    card.buttons["over"].click()
    desk.settle()
    assert desk.incident(key).ended_at == ended
    look(desk)
    assert ("over", key) not in cards(desk)
    assert ("grade", key) in cards(desk), "over, and nobody has said how serious it was"


def test_an_update_is_owed_again_on_every_screen(desk: Desk) -> None:
    key = desk.note("a queue out to the street", hurt="no")
    desk.work.incidents.grade(key, 3, by="8001")
    walk = desk.work.walkthroughs.start("bank_run", incident=key, by="8001").walk.key
    for place in (0, 1, 2):
        desk.work.walkthroughs.reported(walk, place, by="8001")
    look(desk)
    strips = desk.window.banners._strips
    assert "incident:report" not in strips
    page = desk.screen(key).page
    assert any("every 15 min until it is over, last told" in text for text in texts(page.dues))
    desk.hall.pass_minutes(9)
    desk.keeper.tick()
    assert strips["incident:report"].level == "watch"
    desk.hall.pass_minutes(7)
    desk.keeper.tick()
    assert strips["incident:report"].level == "act"
    desk.work.walkthroughs.reported(walk, 1, by="8001")
    look(desk)
    assert "incident:report" not in strips
    desk.work.walkthroughs.end(walk, "over", by="8001")
    desk.work.incidents.end(key, by="8001")
    desk.hall.pass_minutes(60)
    look(desk)
    assert "incident:report" not in strips, "after the end no update is owed"


def texts(part: Any) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [label.text() for label in part.findChildren(QLabel)]


@pytest.mark.parametrize("width", [1440, 1000])
def test_cards_and_page_fit_in_both_themes(desk: Desk, qapp: QApplication, width: int) -> None:
    key = desk.note("a very long story of what happened at the counter in the morning", hurt="yes")
    look(desk)
    desk.window.resize(width, 720)
    desk.screen(key)
    for theme in (LIGHT, DARK):
        style.apply(qapp, theme.worded("en"))
        desk.window.grab()


# --- the walkthrough ---------------------------------------------------------------------------------------------


def settle(qtbot: Any, screen: EmergencyScreen) -> None:
    for _ in range(4):
        QApplication.processEvents()
        assert tasks.wait_for_all(8)
        qtbot.wait(20)
    qtbot.waitUntil(lambda: not screen._busy and not screen._loading, timeout=8000)


def test_at_the_end_of_a_plan_grade_and_end_are_offered(window: MainWindow, qtbot: Any) -> None:  # noqa: F811
    screen = start(qtbot, window)
    state = screen.page.state
    assert state is not None
    work, key = screen.console.work, state.walk.incident
    screen.page.ended.emit("lights are back")
    qtbot.waitUntil(screen.page.sheet.isVisible, timeout=8000)
    assert "treated as Grade II" in screen.page.sheet.title.text()
    QTest.keyClick(screen.page, Qt.Key.Key_3)
    settle(qtbot, screen)
    assert screen.page.sheet.isVisible()
    assert "Is the incident over too?" in screen.page.sheet.title.text()
    QTest.keyClick(screen.page, Qt.Key.Key_1)
    settle(qtbot, screen)
    found = work.incidents.incident(key)
    assert found is not None
    ended = screen.page.state.walk.ended_at if screen.page.state is not None else None
    assert (found.level, found.ended_at) == (3, ended)
    assert not screen.page.sheet.isVisible()


def test_whoever_answers_nothing_is_asked_no_more_here(window: MainWindow, qtbot: Any) -> None:  # noqa: F811
    screen = start(qtbot, window)
    state = screen.page.state
    assert state is not None
    screen.page.ended.emit("lights are back")
    qtbot.waitUntil(screen.page.sheet.isVisible, timeout=8000)
    QTest.keyClick(screen.page, Qt.Key.Key_Escape)
    settle(qtbot, screen)
    assert not screen.page.sheet.isVisible()
    found = screen.console.work.incidents.incident(state.walk.incident)
    assert found is not None
    assert (found.level, found.open) == (0, True)


def test_who_is_not_here_is_marked_and_the_next_is_named(
    hall: SmallHall,  # noqa: F811
    make: Made,  # noqa: F811
    qtbot: Any,
) -> None:
    now = hall.time()
    people = (("7001", ("branch_manager", "lobby_manager", "safety_officer")), ("7002", ("shift_leader",)))
    facts = [StaffAdded(id=n, at=now, staff=n, by="8001", roles=roles) for n, roles in people]
    hall.live.record(facts).result(10)
    screen = start(qtbot, make(hall))
    state = screen.page.state
    assert state is not None
    role = "lobby_manager"
    screen._do(lambda key, by: screen._walks.take_role(key, role, "7001", by=by))
    settle(qtbot, screen)
    before = step_of(screen.window())  # type: ignore[arg-type]
    screen.page.asking.role(role)
    words = [button.text() for button in screen.page.sheet.answers]
    assert words[-1] == "7001 is not here today"
    screen.page.sheet.answers[-1].click()
    settle(qtbot, screen)
    assert list(screen.console.work.staff.away()) == ["7001"]
    assert screen.page.sheet.isVisible(), "asked again who takes it"
    offered = [button.text() for button in screen.page.sheet.answers]
    assert offered[0].startswith("7002")
    assert not any(text.startswith("7001") for text in offered)
    assert "not here" in screen.page.sheet.title.text()
    screen.page.sheet.answers[0].click()
    settle(qtbot, screen)
    shown = screen.page.state
    assert shown is not None
    assert shown.walk.roles[role] == "7002"
    assert step_of(screen.window()) == before  # type: ignore[arg-type]
