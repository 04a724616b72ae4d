"""The rail holds seventeen screens in the smallest window at every text size: none is cut off or lies over another."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from lobbyconsole.ui import style
from lobbyconsole.ui.rail import Rail, RailButton
from lobbyconsole.ui.theme import LIGHT
from lobbyconsole.ui.widgets.basics import BOLD

TITLES = (
    "Floor", "Rounds", "Briefing", "Playbooks", "Staffing", "Registers", "History", "Sources", "Fairness", "Emergency",
    "Incidents", "Drills", "Reviews", "Risks", "Journey", "Reports",
)  # fmt: skip


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    style.apply(qapp, LIGHT)


def made_rail(qtbot, entries: int, high: int) -> Rail:
    rail = Rail()
    qtbot.addWidget(rail)
    for at, title in enumerate(TITLES[: entries - 1], 1):
        rail.add(title.lower(), title, "floor", f"Ctrl+{at}")
    rail.add("settings", "Settings", "settings", "Ctrl+0", at_bottom=True)
    rail.resize(rail.sizeHint().width(), high)
    rail.show()
    qtbot.waitExposed(rail)
    rail.resize(rail.sizeHint().width(), high)
    QApplication.processEvents()
    return rail


def boxes(rail: Rail) -> list[QRect]:
    return sorted((button.geometry() for button in rail.findChildren(RailButton)), key=lambda box: box.top())


@pytest.mark.parametrize("percent", [100, 125, 150, 175, 200])
@pytest.mark.parametrize(("entries", "high"), [(5, 720), (10, 720), (10, 900), (16, 720), (17, 720)])
def test_every_entry_lies_in_the_rail_and_over_no_other(
    dressed: QApplication, qtbot, percent: int, entries: int, high: int
) -> None:
    theme = LIGHT.scaled(percent)
    style.apply(dressed, theme)
    rail = made_rail(qtbot, entries, high)
    found = boxes(rail)
    assert len(found) == entries
    assert found[-1].bottom() < rail.height()
    assert all(above.bottom() < below.top() for above, below in itertools.pairwise(found))
    line = QFontMetrics(theme.font(12, BOLD))
    for button in rail.findChildren(RailButton):
        assert button.height() >= line.height(), "the word is not cut, in the size that was asked for"
        assert button.width() >= button.sizeHint().width()
        assert button.height() >= 24, "a finger or a shaky hand still hits it"


def test_the_rail_does_not_make_the_window_higher_than_the_screen(dressed: QApplication, qtbot) -> None:
    style.apply(dressed, LIGHT.scaled(200))
    rail = made_rail(qtbot, 17, 720)
    assert rail.minimumSizeHint().height() <= 720
    assert rail.height() == 720


def test_a_rail_with_room_again_goes_back_to_icon_over_word(dressed: QApplication, qtbot) -> None:
    style.apply(dressed, LIGHT.scaled(150))
    rail = made_rail(qtbot, 10, 1400)
    roomy = [box.size() for box in boxes(rail)]
    narrow = rail.sizeHint().width()
    rail.resize(rail.width(), 720)
    QApplication.processEvents()
    assert rail.sizeHint().width() > narrow, "the word stands beside its icon"
    rail.resize(rail.width(), 1400)
    QApplication.processEvents()
    assert rail.sizeHint().width() == narrow
    rail.resize(narrow, 1400)
    QApplication.processEvents()
    assert [box.size() for box in boxes(rail)] == roomy
