"""Risks on screen: the map by keys, a rating questioned by own incidents, gaps that lead to where they are mended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel

from lobbyconsole.services.sample_incidents import tell_sample_incidents
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.main_window import SCREENS
from lobbyconsole.ui.risks.risk_map import RiskMap
from lobbyconsole.ui.screens.risks import RisksScreen
from lobbyconsole.ui.theme import DARK, LIGHT
from lobbyconsole.ui.translation import Languages
from tests.services.conftest import SmallHall, hall, open_hall  # noqa: F401 - fixtures
from tests.ui import test_reviews_screen as reviews

RACK = tuple(entry for entry in SCREENS if entry.id in ("incidents", "drills", "reviews", "risks", "content"))


class Desk(reviews.Desk):
    """The same window with the risks in it."""

    def risks(self, argument: str = "") -> RisksScreen:
        self.window.command("risk", argument)
        self.settle()
        made = self.window.built("risks")
        assert isinstance(made, RisksScreen)
        made.setFocus()
        return made

    def answer(self, screen: RisksScreen, **values: Any) -> None:
        form = screen.risk.form
        assert form is not None
        form.answered.emit({**form.values(), **values})
        self.settle()


@pytest.fixture
def desk(
    hall: SmallHall,  # noqa: F811
    qapp: QApplication,
    qtbot: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Desk]:
    style.load_fonts()
    style.apply(qapp, LIGHT.worded("en"))
    monkeypatch.setattr(reviews, "RACK", RACK)
    made = Desk(hall, qtbot)
    made.settle()
    yield made
    assert tasks.wait_for_all(8)
    QApplication.processEvents()
    assert tasks.wait_for_all(8)  # a list that was due to be read anew begins in between


def words(screen: RisksScreen) -> str:
    """Everything the page on show says."""
    return "\n".join(label.text() for label in screen.risk.findChildren(QLabel) if not label.isHidden())


def test_every_field_of_the_map_is_reached_by_keys_and_opens_its_risks(desk: Desk) -> None:
    screen = desk.risks()
    board = screen.board()
    assert board is not None
    desk.key("M")
    assert QApplication.focusWidget() is screen.list.map
    where = {(risk.rating.likelihood, risk.rating.impact) for risk in board.risks}
    desk.key(*[Qt.Key.Key_Down] * 6, *[Qt.Key.Key_Left] * 6)  # at an edge it stays
    likelihood, impact = min(where)
    desk.key(*[Qt.Key.Key_Up] * (likelihood - 1), *[Qt.Key.Key_Right] * (impact - 1), Qt.Key.Key_Return)
    assert screen.field == (likelihood, impact)
    listed = {risk.id for risk in board.risks if (risk.rating.likelihood, risk.rating.impact) == (likelihood, impact)}
    assert set(screen.list.view.keys()) == listed
    assert screen.key in listed
    assert str(len(listed)) in screen.list.map.told((likelihood, impact))
    desk.key(Qt.Key.Key_Escape)
    assert screen.field == (0, 0)
    assert len(screen.list.view.keys()) == len(board.risks)


def test_a_press_on_a_field_does_the_same_and_a_second_shows_all(desk: Desk) -> None:
    screen = desk.risks()
    place = screen.list.map.box((2, 5)).center().toPoint()
    desk.qtbot.mouseClick(screen.list.map, Qt.MouseButton.LeftButton, pos=place)
    assert screen.field == (2, 5)
    desk.qtbot.mouseClick(screen.list.map, Qt.MouseButton.LeftButton, pos=place)
    assert screen.field == (0, 0)


def test_the_bands_differ_in_greyscale(desk: Desk) -> None:
    """Each band has its own sign; with all colour taken out no two of them draw the same."""
    screen = desk.risks()
    drawn = RiskMap()
    desk.qtbot.addWidget(drawn)
    drawn.resize(420, 360)
    drawn.show_fields({(5, 5): ["a"], (3, 3): ["b"], (1, 1): ["c"]}, (0, 0))
    picture = drawn.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    signs = []
    for field in ((5, 5), (3, 3), (1, 1)):
        box = drawn.box(field).toRect().adjusted(4, 18, -4, -4)
        part = picture.copy(box)
        signs.append([part.pixelColor(x, y).value() < 140 for y in range(part.height()) for x in range(part.width())])
    assert signs[0] != signs[1] != signs[2] != signs[0]
    assert all(any(sign) for sign in signs)
    assert screen.list.map.accessibleDescription()


def test_a_rating_is_questioned_by_own_incidents_and_kept_only_with_a_reason(desk: Desk) -> None:
    desk.work.risks.rate("r_power", 2, 4, by="8001")
    for _ in range(4):
        desk.walked("power_outage")
    screen = desk.risks("r_power")
    assert screen.risk.question.isVisible()
    assert "rated 2, but incidents in 12 months: 4" in words(screen)
    desk.key("R")
    desk.answer(screen, why="")
    assert screen.risk.form is not None
    assert "Please say why" in screen.risk.said.accessibleName()
    desk.answer(screen, why="the new cable lies since June")
    assert not screen.risk.question.isVisible()
    desk.key("R")
    assert screen.risk.form is not None
    desk.answer(screen, likelihood=4, impact=4)
    board = screen.board()
    assert board is not None
    assert board.risks[0].id == "r_power"
    assert [entry.likelihood for entry in board.risks[0].state.history] == [2, 2, 4]
    assert screen.list.view.keys()[0] == "r_power"


def test_each_gap_leads_to_where_it_is_mended(desk: Desk) -> None:
    incident = desk.incident().partition(":")[2]
    desk.hall.time.advance(8 * 86400)
    screen = desk.risks("gaps")
    board = screen.board()
    assert board is not None
    lines = {line.key: line for line in screen.list.view.lines()}
    assert len(lines) == len(board.gaps) > 5
    kinds = {gap.kind: f"gap:{at}" for at, gap in reversed(list(enumerate(board.gaps)))}
    assert {"no_drill", "no_review"} <= set(kinds)
    assert lines[kinds["no_review"]].title.startswith(incident)
    screen._enter(kinds["no_review"])
    desk.settle()
    assert desk.window.here() == "reviews"
    assert desk.screen().wanted["reviews"] == "incident:" + incident
    desk.risks("gaps")
    screen._enter(kinds["no_drill"])
    desk.settle()
    assert desk.window.here() == "drills"
    own = desk.work.risks.add("A crane over the roof", "operational", 4, 4, by="8001")
    desk.risks("gaps")
    board = screen.board()
    assert board is not None
    at = next(at for at, gap in enumerate(board.gaps) if gap.risk == own.id)
    screen._enter(f"gap:{at}")
    desk.settle()
    assert desk.window.here() == "content"


def test_a_risk_of_the_halls_own_a_control_an_action_and_one_set_aside(desk: Desk) -> None:
    screen = desk.risks()
    desk.key("N")
    desk.answer(screen, title="Roof leaks", category="technical", likelihood=None, impact=3)
    assert "choose likelihood" in screen.risk.said.accessibleName()
    desk.answer(screen, title="Roof leaks", category="technical", likelihood=3, impact=3,
                plans=("self_service_failure",))  # fmt: skip
    assert screen.key.startswith("own-")
    assert "Roof leaks" in words(screen)
    screen.risk.setFocus()
    desk.key("K")
    desk.answer(screen, control="preventive", words="look daily")
    assert "look daily" in words(screen)
    screen.risk.setFocus()
    desk.key("C")
    desk.answer(screen, finding="Mend the pipe", owner="lobby_manager", days="9")
    assert [row.summary for row in desk.work.risks.actions(screen.key)] == ["Mend the pipe"]
    assert "Mend the pipe" in words(screen)
    desk.risks("r_robbery")
    screen.risk.setFocus()
    desk.key("X")
    desk.answer(screen, why="no cash here")
    board = screen.board()
    assert board is not None
    assert [risk.id for risk in board.aside] == ["r_robbery"]
    assert screen.list.view.lines()[-1].about == "no cash here"


def test_what_somebody_else_rates_is_seen_and_what_is_being_written_stays(desk: Desk) -> None:
    screen = desk.risks("r_fire")
    desk.key("K")
    assert screen.risk.form is not None
    desk.work.risks.rate("r_fire", 5, 5, by="8002")
    desk.settle()
    assert screen.risk.form is not None
    assert screen.list.view.keys()[0] == "r_fire"
    desk.key(Qt.Key.Key_Escape)
    screen.reload()
    desk.settle()
    assert "5 × 5 = 25" in screen.risk.head.pills[0].text_shown()


@pytest.mark.parametrize(("lang", "percent", "size"), [("zh", 100, (1440, 900)), ("en", 200, (1280, 720)),
                                                       ("zh", 200, (1280, 720))])  # fmt: skip
def test_everything_is_drawn_in_both_languages_and_large(
    desk: Desk, qapp: QApplication, lang: str, percent: int, size: tuple[int, int]
) -> None:
    languages = Languages(qapp)
    try:
        languages.use(lang, "bank")
        style.apply(qapp, (DARK if percent == 100 else LIGHT).scaled(percent).worded(lang))
        tell_sample_incidents(desk.work, desk.hall.live.clock.now())
        desk.window.resize(*size)
        screen = desk.risks()
        screen.retranslate()
        for tab in ("gaps", "risks"):
            screen.turn(tab)
            desk.settle()
            assert screen.list.view.keys()
            assert not desk.window.grab().isNull()
        boxes = [screen.list.map.box((row, column)) for row in range(1, 6) for column in range(1, 6)]
        assert all(box.width() > 24 and box.height() > 20 for box in boxes)
        screen._enter(screen.list.view.keys()[0])
        desk.settle()
        assert screen.pages.isVisible()
        for ask in (screen.doing.rate, screen.doing.control, screen.doing.action, screen.doing.add):
            ask()
            desk.settle()
            assert screen.risk.form is not None
            assert not desk.window.grab().isNull()
            screen.risk.close_form()
    finally:
        languages.use("en", "bank")
        style.apply(qapp, LIGHT.worded("en"))
