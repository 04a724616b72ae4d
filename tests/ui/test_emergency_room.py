"""The step in large type has the room it needs: smallest window, largest text, longest words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from lobbyconsole.bootstrap.hall import OpenHall, closing, open_demo, settle
from lobbyconsole.domain.content.plans import Plan, Step
from lobbyconsole.domain.walkthrough import Turn, Walk
from lobbyconsole.services.walkthroughs import OpenWalk
from lobbyconsole.ui import style
from lobbyconsole.ui.drills.table_page import TablePage
from lobbyconsole.ui.emergency.calm import CalmPage
from lobbyconsole.ui.emergency.walk_page import WalkPage
from lobbyconsole.ui.theme import LIGHT
from lobbyconsole.ui.translation import Languages

LONGEST = 6
ROOM = (1050, 610)  # what a window of 1280 x 720 leaves at 200 %
DRILL_ROOM = (1050, 383)  # below the band of a drill with an inject in hand


@pytest.fixture(scope="module")
def demo() -> Iterator[OpenHall]:
    with closing(open_demo()) as hall:
        settle(hall)
        yield hall


@pytest.fixture(params=["en", "zh"])
def reader(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    languages = Languages(qapp)
    languages.use(request.param, "bank")
    style.load_fonts()
    style.apply(qapp, LIGHT.scaled(200).worded(request.param))
    yield request.param
    languages.use("en", "bank")
    languages.deleteLater()
    style.apply(qapp, LIGHT.worded("en"))


def standing(hall: OpenHall, plan: Plan, step: Step, drill: str = "") -> OpenWalk:
    now = hall.console.live.clock.now()
    walk = Walk(
        key="walk", plan=plan.id, version="shipped", incident="INC-2026-0117", drill=drill, level=3,
        begun_at=now - timedelta(minutes=5), step=step.id, since=now, turns=(Turn(step.id, 1, now),),
    )  # fmt: skip
    return OpenWalk(walk, plan)


def wordiest(hall: OpenHall, reader: str, kinds: tuple[str, ...]) -> list[tuple[Plan, Step]]:
    plans = hall.console.work.walkthroughs.plans()
    steps = [(plan, step) for plan in plans for step in plan.steps if step.kind in kinds]
    return sorted(steps, key=lambda one: -len(one[1].text.say(reader)))[:LONGEST]


def below(area: QScrollArea, part: QWidget) -> int:
    """How many px of it are below what is in sight."""
    bottom = part.mapTo(area.viewport(), QPoint(0, part.height())).y()
    return max(0, bottom - area.viewport().height())


def shown(page: QWidget, size: tuple[int, int]) -> None:
    page.resize(*size)
    page.show()
    for _ in range(4):
        QApplication.processEvents()


def test_the_words_of_a_step_are_in_sight_in_the_largest_text(demo, qtbot, reader):
    page, calm = WalkPage(), CalmPage()
    now, library = demo.console.live.clock.now(), demo.console.work.library.library()
    for each in (page, calm):
        qtbot.addWidget(each)
        each.retranslate()
    for plan, step in wordiest(demo, reader, ("action", "call", "decision")):
        state = standing(demo, plan, step)
        page.show_walk(state, library, demo.console.live.snapshot.branch, now)
        shown(page, ROOM)
        assert below(page.view.area, page.view._text) == 0, f"{plan.id} {step.id}: {page.view.text()}"
        calm.show_walk(state, library, now)
        shown(calm, ROOM)
        assert below(calm._area, calm._text) == 0, f"{plan.id} {step.id}: {calm.text()}"


def test_choices_stand_two_in_a_row_where_room_is_short(demo, qtbot, reader):
    page = WalkPage()
    qtbot.addWidget(page)
    page.retranslate()
    now, library = demo.console.live.clock.now(), demo.console.work.library.library()
    plan = demo.console.work.walkthroughs.plan("complaint_escalation")
    step = next(step for step in plan.steps if len(step.branches) == 4)
    page.show_walk(standing(demo, plan, step), library, demo.console.live.snapshot.branch, now)
    shown(page, ROOM)
    first, second, third, fourth = page.view.ways
    assert first.y() == second.y() < third.y() == fourth.y()
    assert below(page.view.area, fourth) == 0
    shown(page, (1500, 1400))
    assert first.x() == second.x() == third.x() == fourth.x()


def test_a_drill_in_a_small_window_leaves_the_step_in_sight(demo, qtbot, reader):
    page = WalkPage()
    qtbot.addWidget(page)
    page.retranslate()
    now, library = demo.console.live.clock.now(), demo.console.work.library.library()
    plan = demo.console.work.walkthroughs.plan("power_outage")
    step = plan.step(plan.start)
    page.show_walk(standing(demo, plan, step, "DR-2026-0001"), library, demo.console.live.snapshot.branch, now)
    shown(page, DRILL_ROOM)
    assert page.bar.isHidden()  # the striped band above says DRILL
    assert below(page.view.area, page.view._text) == 0
    page.show_walk(standing(demo, plan, step), library, demo.console.live.snapshot.branch, now)
    shown(page, DRILL_ROOM)
    assert not page.bar.isHidden()  # what is real is always red


def test_the_answers_at_the_table_are_in_sight(demo, qtbot, reader):
    drills, now = demo.console.work.drills, demo.console.live.clock.now()
    opened = drills.begin_now("power_outage", mode="table", by="8001")
    options = {at: drills.options(opened.drill.key, at) for at in range(len(opened.plan.drill.injects))}
    page = TablePage()
    qtbot.addWidget(page)
    page.retranslate()
    page.show_drill(opened, options, now)
    shown(page, ROOM)
    assert len(page.ways) == 3
    assert below(page.area, page._inject) == 0
    assert all(below(page.area, way) <= way.height() // 2 for way in page.ways)
    drills.call_off(opened.drill.key, "looked at", by="8001")
