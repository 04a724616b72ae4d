"""Do not say, and who may decide what: at the steps where it matters, in the full and in the calm view."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lobbyconsole.services.library.compiled import load_library
from tests.services.conftest import SmallHall, hall, open_hall  # noqa: F401 - fixtures
from tests.ui.test_emergency_screen import Made, dressed, make, press, start  # noqa: F401 - fixtures

DISPUTES = ("complaint_escalation", "media_visit", "mass_complaint", "online_rumour", "violent_customer")


@pytest.mark.parametrize("plan", DISPUTES)
def test_disputes_ship_with_a_ladder_whose_rungs_are_known_and_with_what_not_to_say(plan: str) -> None:
    library = load_library()
    shipped = library.plans[plan]
    assert len(shipped.ladder) >= 3
    assert all(rung.role in library.roles or rung.role in library.contacts for rung in shipped.ladder)
    assert any(rung.role == step.role for rung in shipped.ladder for step in shipped.steps)
    assert any(step.avoid for step in shipped.steps)


def test_the_box_and_the_lit_rung_follow_the_step(qtbot: Any, hall: SmallHall, make: Made) -> None:  # noqa: F811
    window = make(hall)
    screen = start(qtbot, window, "complaint_esc")
    view = screen.page.view
    assert view.avoid.isVisible()
    assert "Calm down" in view.avoid.accessibleName()
    assert [rung.here for rung in view.ladder.rungs] == [True, False, False, False]
    assert "2 yuan" in view.ladder.rungs[0].accessibleName()
    press(qtbot, screen, Qt.Key.Key_Space)
    press(qtbot, screen, Qt.Key.Key_Space)  # what is it about?
    assert not view.avoid.isVisible()
    press(qtbot, screen, Qt.Key.Key_3)  # a rule or a fee: the supervisor
    assert [rung.here for rung in view.ladder.rungs] == [False, True, False, False]
    QTest.keyClicks(screen.page, "c")
    assert screen.calm._avoid.isVisible()
    assert "✗" in screen.calm._avoid.text()


def test_a_plan_without_a_ladder_shows_none(qtbot: Any, hall: SmallHall, make: Made) -> None:  # noqa: F811
    view = start(qtbot, make(hall), "td").page.view
    assert not view.ladder.isVisible()
    assert not view.avoid.isVisible()
