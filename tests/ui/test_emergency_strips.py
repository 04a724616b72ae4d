"""Strips over a walkthrough: its own reports need none, and several plans at once are one strip that counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lobbyconsole.config import Settings
from lobbyconsole.services.console import Console
from lobbyconsole.services.work import Work
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.emergency.tip import KEY, offer, offer_when_live
from lobbyconsole.ui.emergency.watch import WalkWatch
from lobbyconsole.ui.incidents.keeper import IncidentKeeper
from lobbyconsole.ui.main_window import SCREENS, MainWindow
from lobbyconsole.ui.screens.emergency import EmergencyScreen
from lobbyconsole.ui.theme import LIGHT
from tests.services.conftest import SmallHall, hall, open_hall  # noqa: F401 - fixtures

RACK = tuple(entry for entry in SCREENS if entry.id in ("floor", "emergency", "incidents"))


class FakeBook:
    """The settings as they are."""

    def __init__(self, settings: Settings) -> None:
        self.current = settings


class Desk:
    """A window with both of its watches over a real hall."""

    def __init__(self, hall: SmallHall, qtbot: Any) -> None:  # noqa: F811
        self.hall, self.qtbot = hall, qtbot
        settings = Settings(branch=hall.branch)
        self.work = Work(hall.store, hall.live, lambda: settings)
        parts: dict[str, Any] = {field.name: None for field in fields(Console)}
        parts |= {"live": hall.live, "work": self.work, "desk": hall.desk, "settings": FakeBook(settings)}
        self.window = MainWindow(Console(**parts), RACK)
        qtbot.addWidget(self.window)
        self.window.set_staff("8001")
        self.window.resize(1280, 720)
        self.window.show()
        self.window.show_snapshot(hall.live.snapshot)
        self.window.go("floor")
        self.watch = WalkWatch(self.window)
        self.watch.look()
        self.window.incidents = self.keeper = IncidentKeeper(self.window)
        self.keeper.start()
        self.settle()

    def settle(self) -> None:
        """Nothing is on its way any more."""
        for _ in range(3):
            QApplication.processEvents()
            assert tasks.wait_for_all(8)
            QApplication.processEvents()
            self.qtbot.wait(70)

    def screen(self) -> EmergencyScreen:
        made = self.window.built("emergency")
        assert isinstance(made, EmergencyScreen)
        return made

    def strips(self, family: str) -> list[str]:
        return [text for key, text in self.window.banners.texts().items() if key.startswith(family)]

    def look(self) -> None:
        self.keeper.look()
        self.watch.look()
        self.settle()


@pytest.fixture
def desk(hall: SmallHall, qapp: QApplication, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:  # noqa: F811
    monkeypatch.setattr("lobbyconsole.ui.screens.emergency.on_battery", lambda: False)
    style.load_fonts()
    style.apply(qapp, LIGHT.worded("en"))
    yield Desk(hall, qtbot)
    assert tasks.wait_for_all(8)
    QApplication.processEvents()


def test_a_report_of_the_plan_on_show_needs_no_strip_over_it(desk: Desk) -> None:
    key = desk.work.walkthroughs.start("power_outage", by="8001").walk.key
    desk.hall.pass_minutes(12)
    desk.look()
    assert len(desk.strips("incident:report")) == 1
    desk.window.command("emergency", "walk:" + key)
    desk.settle()
    assert desk.screen().page.isVisible()
    assert desk.strips("incident:report") == []
    desk.screen().page.calm_wanted.emit()
    assert desk.screen().calm.isVisible()
    assert desk.strips("incident:report") == []
    assert "Reports" in desk.screen().calm.owed_text()
    assert "2 min over" in desk.screen().calm.owed_text()
    desk.screen().pick()  # among the tiles nobody sees the report
    assert len(desk.strips("incident:report")) == 1
    desk.window.command("emergency", "walk:" + key)
    assert desk.strips("incident:report") == []
    desk.window.go("floor")
    assert len(desk.strips("incident:report")) == 1


def test_a_report_of_another_incident_keeps_its_strip(desk: Desk) -> None:
    other = desk.work.incidents.note("smoke", where="waiting", by="8001").key
    desk.work.incidents.grade(other, 2, by="8001")
    key = desk.work.walkthroughs.start("power_outage", by="8001").walk.key
    desk.hall.pass_minutes(12)
    desk.look()
    assert "And 1 more" in desk.strips("incident:report")[0]
    desk.window.command("emergency", "walk:" + key)
    desk.settle()
    (strip,) = desk.strips("incident:report")
    assert other in strip
    assert "more" not in strip


def test_four_plans_at_once_are_one_strip_that_counts_and_leads_to_the_most_urgent(desk: Desk) -> None:
    walks = desk.work.walkthroughs
    for plan in ("fire", "evacuation", "power_outage", "water_gas_leak"):
        walks.start(plan, by="8001")
        desk.hall.pass_minutes(1)
    desk.look()
    (strip,) = desk.strips("walk:")
    assert "4 plans" in strip
    states = [state for state in walks.running() if state.left_s(desk.hall.time()) is not None]
    urgent = min(states, key=lambda state: state.left_s(desk.hall.time()) or 0.0)
    assert urgent.plan.title.en in strip
    desk.window.banners._strips["walk:many"]._actions[0].call()
    state = desk.screen().page.state
    desk.settle()
    state = desk.screen().page.state
    assert state is not None
    assert state.walk.key == urgent.walk.key
    assert desk.strips("walk:") == []
    for one in walks.running()[1:]:
        walks.end(one.walk.key, "false alarm", by="8001")
    desk.window.go("floor")
    desk.look()
    (strip,) = desk.strips("walk:")
    assert "4 plans" not in strip


def test_who_leads_is_not_offered_the_command(desk: Desk) -> None:
    walks = desk.work.walkthroughs
    key = walks.start("power_outage", by="8001").walk.key
    walks.take_role(key, "incident_lead", "8002", by="8001")
    walks.take_role(key, "usher", "8003", by="8001")
    desk.look()
    desk.window.command("emergency", "walk:" + key)
    desk.settle()
    page = desk.screen().page
    page.people = page.people._replace(seen=("8001", "8002", "8003")) if page.people is not None else None
    page.asking.hand_over()
    offered = [button.text() for button in page.sheet.answers]
    assert "8002" not in offered
    assert "8003" in offered
    assert "8002" in page.sheet.title.text()


def test_a_newcomer_to_the_sample_hall_is_told_of_the_plans_until_they_looked(desk: Desk) -> None:
    offer_when_live("first_paint")
    offer_when_live("live")
    desk.qtbot.waitUntil(lambda: bool(desk.strips("tip:")), timeout=5000)
    (strip,) = desk.strips("tip:")
    assert "F12" in strip
    desk.window.banners._strips[KEY]._actions[0].call()
    desk.settle()
    assert desk.screen().isVisible()
    assert desk.strips("tip:") == []
    offer(desk.window)
    assert desk.strips("tip:") == []


@pytest.mark.parametrize("calm", [False, True])
def test_a_passing_message_lies_on_no_button_of_the_step(desk: Desk, calm: bool) -> None:
    key = desk.work.walkthroughs.start("power_outage", by="8001").walk.key
    desk.look()
    desk.window.command("emergency", "walk:" + key)
    desk.settle()
    screen = desk.screen()
    if calm:
        screen.page.calm_wanted.emit()
    front = screen.calm if calm else screen.page
    QApplication.processEvents()
    desk.window.say("This file is no picture.")
    QApplication.processEvents()
    toasts = desk.window.toasts
    assert toasts.isVisible()
    said = QRect(toasts.mapTo(desk.window, toasts.rect().topLeft()), toasts.size())
    for button in (front.main, front.skip, front.note):
        assert button.isVisible()
        assert not said.intersects(QRect(button.mapTo(desk.window, button.rect().topLeft()), button.size()))


def test_paper_numbers_are_set_aside_once_and_then_the_step_says_so(desk: Desk) -> None:
    walks = desk.work.walkthroughs
    state = walks.start("queue_machine_failure", by="8001")
    for to in ("s2", "s4"):
        assert state.step is not None
        to_where = to if state.step.branches else ""
        state = walks.done(state.walk.key, state.walk.step, state.walk.turn, to=to_where, by="8001")
    assert state.step is not None
    assert state.step.floor == "paper_numbers"
    desk.look()
    desk.window.command("emergency", "walk:" + state.walk.key)
    desk.settle()
    screen = desk.screen()
    screen.show_snapshot(desk.hall.live.snapshot)
    (button,) = screen.page.view.floor
    assert "aside" in button.text()
    desk.qtbot.keyClicks(screen.page, "f")
    desk.qtbot.waitUntil(lambda: not screen._busy and not screen._loading, timeout=8000)
    (button,) = screen.page.view.floor
    assert "100" in button.text()  # two services of fifty numbers: to be typed in, not to be set aside again
    assert "aside" not in button.text()
    desk.qtbot.keyClicks(screen.page, "f")
    desk.settle()
    assert screen.shows("paper")
    after = walks.walk(state.walk.key)
    assert after is not None
    assert len([line for line in after.walk.timeline if "aside" in line.words]) == 1


def test_a_passing_message_lies_on_no_answer_to_a_question_either(desk: Desk) -> None:
    key = desk.work.walkthroughs.start("power_outage", by="8001").walk.key
    desk.look()
    desk.window.command("emergency", "walk:" + key)
    desk.settle()
    sheet = desk.screen().page.sheet
    QTest.keyClick(desk.screen().page, Qt.Key.Key_G)
    QApplication.processEvents()
    assert sheet.isVisible()
    desk.window.say("This file is no picture.")
    QApplication.processEvents()
    toasts = desk.window.toasts
    said = QRect(toasts.mapTo(desk.window, toasts.rect().topLeft()), toasts.size())
    assert not said.intersects(QRect(sheet.cancel.mapTo(desk.window, QPoint()), sheet.cancel.size()))
