"""An open round follows what another face does to it, a second program too, and nothing that is being typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from lobbyconsole.config import Settings
from lobbyconsole.domain.rounds import FAIL, PASS
from lobbyconsole.services.clock import Clock
from lobbyconsole.services.live import Live
from lobbyconsole.services.work import Work
from lobbyconsole.store.hall import Store
from lobbyconsole.store.sidefile import SideFile
from lobbyconsole.ui import tasks
from lobbyconsole.ui.screens.rounds import RoundsScreen
from tests.services.conftest import SmallHall, hall, open_hall  # noqa: F401 - fixtures
from tests.ui.test_rounds_screen import (  # noqa: F401 - fixtures
    begun,
    dressed,
    make,
    press,
    screen,
    settle,
    work_of,
)


@contextmanager
def another_program(place: SmallHall) -> Iterator[Work]:
    """A second recorder on the same data folder, as a second program has it."""
    with Store.open(place.folder, place.key, branch=place.branch, clock=place.time) as store:
        live = Live(store, place.branch, Clock(wall=place.time, ticks=place.time.monotonic), SideFile((), place.key))
        live.start()
        try:
            yield Work(store, live, lambda: Settings(branch=place.branch))
        finally:
            live.stop()


def until_shown(qtbot, screen: RoundsScreen, holds: Callable[[], bool]) -> None:  # noqa: F811
    """The window hands every snapshot to the screen in front."""

    def seen() -> bool:
        screen.show_snapshot(screen.console.live.snapshot)
        QApplication.processEvents()
        return holds()

    qtbot.waitUntil(seen, timeout=8000)
    assert tasks.wait_for_all(5)


def test_what_a_second_program_answers_is_seen_in_the_open_round(screen, hall, qtbot):  # noqa: F811
    key = begun(qtbot, screen, "scales")
    with another_program(hall) as other:
        other.rounds.answer(key, "seats", said=PASS, by="8002")
        until_shown(qtbot, screen, lambda: screen.runner.cards[0].draft.said == PASS)
        assert screen.runner.count.text().startswith("1 / 6")
        other.rounds.answer(key, "mood", choice="good", by="8002")
        other.rounds.hand_over(key, "8002", by="8001")
        until_shown(qtbot, screen, lambda: "8002" in screen.runner._who.text())
        assert screen.runner.cards[3].draft.choice == "good"
    assert screen.runner.shown.round.runner == "8002"


def test_another_face_of_this_program_is_followed_as_well(screen, hall, work_of, qtbot):  # noqa: F811
    key = begun(qtbot, screen, "scales")
    work_of(hall).rounds.answer(key, "cups", value=12, by="8002")
    until_shown(qtbot, screen, lambda: screen.runner.cards[2].draft.value == 12)
    assert screen.runner.cards[2].field.text() == "12"


def test_what_is_being_typed_stays_and_is_told_what_was_answered_meanwhile(screen, hall, qtbot):  # noqa: F811
    key = begun(qtbot, screen, "scales")
    press(qtbot, screen, "2")  # the first item is not met
    card = screen.runner.cards[0]
    qtbot.waitUntil(lambda: screen.window().focusWidget() is card.finding.note, timeout=2000)
    settle(qtbot, screen)
    press(qtbot, screen, "two are bro")
    words = screen.runner.cards[4]
    words.field.setText("half a sent")
    words.field.setModified(True)
    with another_program(hall) as other:
        other.rounds.answer(key, "seats", said=PASS, by="8002")
        other.rounds.answer(key, "words", note="all said", by="8002")
        other.rounds.answer(key, "face", value=5, by="8002")
        until_shown(qtbot, screen, lambda: screen.runner.cards[1].draft.value == 5)
        assert card.finding.note.text() == "two are bro"
        assert card.draft.said == FAIL, "what is typed belongs to this answer"
        assert "8002" in card.said.text()
        assert words.field.text() == "half a sent"
        press(qtbot, screen, "ken", Qt.Key.Key_Return)
        settle(qtbot, screen)
        found = screen.console.work.rounds.get(key).round.answers["seats"]
        assert (found.verdict, found.note, found.by) == (FAIL, "two are broken", "8001")
        assert not card.said.text()
        words.field.setModified(False)  # given up: the other's answer may be seen
        other.rounds.answer(key, "cups", value=3, by="8002")
        until_shown(qtbot, screen, lambda: screen.runner.cards[2].draft.value == 3)
        assert words.draft.note == "all said"


def test_a_round_that_somebody_else_closes_is_shown_closed(screen, hall, qtbot):  # noqa: F811
    key = begun(qtbot, screen, "scales")
    with another_program(hall) as other:
        other.rounds.give_up(key, by="8002", reason="alarm")
        until_shown(qtbot, screen, lambda: screen.pages.currentWidget() is screen.score)
    settle(qtbot, screen)
    assert "alarm" in screen.score.pill.text_shown()


def test_an_answer_on_its_way_is_not_undone_by_an_older_look(screen, hall, work_of, qtbot):  # noqa: F811
    key = begun(qtbot, screen, "scales")
    stale = screen.console.work.rounds.get(key)
    shown = screen.runner.shown
    press(qtbot, screen, "1")
    settle(qtbot, screen)
    screen.news._loaded(shown, stale)
    assert screen.runner.cards[0].draft.said == PASS
    assert screen.runner.shown.round.answers["seats"].verdict == PASS
