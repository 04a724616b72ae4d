"""Reviews on screen: by keys alone, in both languages, over a restart, signed with a PIN, a lesson to its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit

from lobbyconsole.config import Settings
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.walkthrough_facts import WalkBegun, WalkEnded
from lobbyconsole.services.console import Console
from lobbyconsole.services.sample_incidents import tell_sample_incidents
from lobbyconsole.services.work import Work
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.learned import LearnedWatch, follow_learning
from lobbyconsole.ui.main_window import SCREENS, MainWindow
from lobbyconsole.ui.people_sign import PinQuestion
from lobbyconsole.ui.reviews.parts import RatedRow
from lobbyconsole.ui.screens.content import ContentScreen
from lobbyconsole.ui.screens.reviews import ReviewsScreen
from lobbyconsole.ui.search import everything, find
from lobbyconsole.ui.theme import DARK, LIGHT
from lobbyconsole.ui.translation import Languages
from tests.services.conftest import SmallHall, hall, open_hall  # noqa: F401 - fixtures
from tests.services.rehearsing import rehearse

RACK = tuple(entry for entry in SCREENS if entry.id in ("settings", "incidents", "reviews", "content", "risks"))


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
        own = {"live": hall.live, "work": self.work, "settings": FakeBook(settings), "folder": hall.store.path.parent}
        self.console = Console(**(parts | own))
        self.window = MainWindow(self.console, RACK)
        qtbot.addWidget(self.window)
        self.window.set_staff("8001")
        self.window.resize(1440, 900)
        self.window.show()
        self.window.show_snapshot(hall.live.snapshot)

    def settle(self) -> None:
        """Nothing is on its way any more."""
        for _ in range(4):
            QApplication.processEvents()
            assert tasks.wait_for_all(8)
            QApplication.processEvents()
            self.qtbot.wait(60)

    def screen(self, argument: str = "") -> ReviewsScreen:
        self.window.command("review", argument) if argument else self.window.go("reviews")
        self.settle()
        made = self.window.built("reviews")
        assert isinstance(made, ReviewsScreen)
        made.setFocus()
        return made

    def key(self, *keys: Any) -> None:
        """To whatever has the keyboard, as the offscreen window has no say in it."""
        for key in keys:
            target = QApplication.focusWidget() or self.window
            if isinstance(key, str):
                self.qtbot.keyClicks(target, key)
            else:
                self.qtbot.keyClick(target, key)
            self.settle()

    def ctrl_enter(self) -> None:
        """Answer the form from within a field for words."""
        target = QApplication.focusWidget()
        assert isinstance(target, QPlainTextEdit)
        control = Qt.KeyboardModifier.ControlModifier
        QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, control))
        self.settle()

    def incident(self, what: str = "a loud dispute") -> str:
        """One that is over, without a plan: its run."""
        key = self.work.incidents.note(what, by="8001").key
        self.work.incidents.end(key, by="8001")
        return "incident:" + key

    def walked(self, plan: str = "power_outage") -> str:
        """A plan walked to an end by its first ways, its incident over."""
        walks = self.work.walkthroughs
        state = walks.start(plan, by="8001")
        for at in range(60):
            if state.step is None:
                break
            step, ways = state.step, state.step.branches
            to = ways[min(at // 4, len(ways) - 1)].goto if ways else ""
            state = walks.done(state.walk.key, step.id, state.walk.turn, to=to, by="8001")
        assert not state.walk.running
        self.work.incidents.end(state.walk.incident, by="8001")
        return "walk:" + state.walk.key

    def fill(self, screen: ReviewsScreen, **values: Any) -> None:
        """Answer the form on show."""
        form = screen.asking().form
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
    assert tasks.wait_for_all(8)
    QApplication.processEvents()
    assert tasks.wait_for_all(8)  # a list that was due to be read anew begins in between


def words(screen: ReviewsScreen) -> str:
    """Everything the page on show says."""
    found = [label.text() for label in screen.asking().findChildren(QLabel) if not label.isHidden()]
    return "\n".join([*found, *(row.text() for row in screen.asking().findChildren(RatedRow))])


def test_a_review_is_rated_answered_and_signed_by_keys_alone(desk: Desk) -> None:
    run = desk.incident()
    screen = desk.screen()
    assert screen.wanted["reviews"] == run
    desk.key("N")
    for _ in range(5):  # each rating goes on to the next that is not rated
        assert isinstance(QApplication.focusWidget(), RatedRow)
        desk.key("1")
    desk.key("2")
    field = QApplication.focusWidget()
    assert isinstance(field, QPlainTextEdit)
    desk.qtbot.keyClicks(field, "the door stood open")
    desk.ctrl_enter()
    form = desk.work.reviews.open(run)
    assert [form.review.ratings[place].rating for place in range(6)] == ["performed"] * 5 + ["some"]
    assert form.review.ratings[5].words == "the door stood open"
    assert "Ready to be signed" in screen.review.head.pills[2].text_shown()
    screen.review.setFocus()
    desk.key("S")
    desk.qtbot.keyClicks(QApplication.focusWidget(), "kept well")
    desk.ctrl_enter()
    review = desk.work.reviews.open(run).review
    assert (review.rating, review.words, review.signed_by, review.proof) == ("some", "kept well", "8001", "name")
    assert "Signed by 8001" in screen.review.head.pills[3].text_shown()
    assert not screen.review.head.buttons["sign"].isVisible()
    assert [line.level for line in screen.list.view.lines()] == ["watch"]  # signed, with some challenges


def test_a_rating_without_its_reason_is_refused_in_place_and_esc_takes_the_question_away(desk: Desk) -> None:
    run = desk.incident()
    screen = desk.screen()
    desk.key("N", "4")
    desk.ctrl_enter()
    assert "say why" in screen.review.said.accessibleName()
    assert screen.review.form is not None
    desk.key(Qt.Key.Key_Escape)
    assert screen.review.form is None
    assert isinstance(QApplication.focusWidget(), RatedRow)  # back where it was asked from
    assert desk.work.reviews.open(run).review.ratings == {}


def test_who_has_a_pin_is_asked_for_it_before_the_review_is_signed(desk: Desk) -> None:
    desk.work.staff.add("8001")
    desk.work.staff.set_pin("8001", "7391")
    run = desk.incident()
    for place in range(6):
        desk.work.reviews.rate(run, place, "performed", by="8001")
    screen = desk.screen()
    desk.key("S")
    form = screen.asking().form
    form._lines["by"].setFocus()
    desk.key(Qt.Key.Key_Tab)
    assert form._confirm.hasFocus()  # not the rail, where Enter would lead away
    next(iter(form.areas.values())).setFocus()
    desk.ctrl_enter()
    assert desk.work.reviews.open(run).review.signed_at is None
    desk.key("7391", Qt.Key.Key_Return)
    review = desk.work.reviews.open(run).review
    assert (review.signed_by, review.proof) == ("8001", "pin")
    assert "with PIN" in words(screen)


def test_what_is_signed_is_corrected_beside_it_and_never_changed(desk: Desk) -> None:
    run = desk.incident()
    for place in range(6):
        desk.work.reviews.rate(run, place, "performed", by="8001")
    desk.work.reviews.sign(run, "performed", words="fine", by="8001")
    screen = desk.screen(run)
    row = screen.review.abilities.rated["objective:2"]
    row.setFocus()
    desk.key("4")  # a rating no longer means one
    assert screen.review.form is None
    row = screen.review.abilities.rated["objective:2"]
    row.click()
    desk.settle()
    desk.qtbot.keyClicks(QApplication.focusWidget(), "8002 led, not 8001")
    desk.ctrl_enter()
    review = desk.work.reviews.open(run).review
    assert [(said.about, said.words) for said in review.corrections] == [("objective:2", "8002 led, not 8001")]
    assert review.ratings[2].rating == "performed"
    assert "Corrected: 8002 led, not 8001" in words(screen)


def test_a_walkthrough_fills_its_form_and_a_step_is_rated_otherwise(desk: Desk) -> None:
    run = desk.walked()
    screen = desk.screen(run)
    form = desk.work.reviews.open(run)
    assert form.record is not None
    assert len(screen.review.steps.rated) == len(form.record.steps) > 3
    name = next(iter(screen.review.steps.rated))
    row = screen.review.steps.rated[name]
    assert (row.rating, row.given) == ("performed", False)
    row.setFocus()
    desk.key("3")
    desk.qtbot.keyClicks(QApplication.focusWidget(), "the torch was flat")
    desk.ctrl_enter()
    row = screen.review.steps.rated[name]
    assert (row.rating, row.given) == ("major", True)
    assert QApplication.focusWidget() is row
    assert "Report to" in words(screen)


def test_an_incident_that_is_over_leads_to_its_review(desk: Desk) -> None:
    run = desk.walked()
    form = desk.work.reviews.open(run)
    assert form.incident is not None
    desk.window.command("incident", form.incident.key)
    desk.settle()
    incidents: Any = desk.window.built("incidents")
    incidents.page.verb.emit("review")
    desk.settle()
    assert desk.window.here() == "reviews"
    screen = desk.screen()
    assert screen.wanted["reviews"] == run
    screen.review.head.verb.emit("incident")
    desk.settle()
    assert desk.window.here() == "incidents"


def test_a_lesson_is_noted_leads_to_the_plans_editor_and_closes_with_the_approved_difference(desk: Desk) -> None:
    run = desk.walked("fire")
    screen = desk.screen(run)
    desk.key("L")
    desk.fill(screen, lesson="A list of names by the door.", owner="teller", days="10")
    lesson = desk.work.records.rows("lessons")[0]
    assert (lesson.summary, lesson.owner, lesson.cause) == ("A list of names by the door.", "teller", run)
    desk.window.command("review", f"lesson:{lesson.record}")
    desk.settle()
    assert not screen.lesson.head.buttons["close"].isVisible()
    desk.key("E")
    assert desk.window.here() == "content"
    editor = desk.window.built("content")
    assert isinstance(editor, ContentScreen)
    assert (editor.key, editor.tab) == ("plans/fire", "edit")
    desk.hall.time.advance(60)
    library = desk.work.library
    fire = library.library().plans["fire"]
    better = replace(fire, kit=(*fire.kit, Text("List of names", "人员名单")))
    version = library.propose("plans", better, by="8001", why="lesson").waiting[0].version
    desk.screen(f"lesson:{lesson.record}")
    assert "waits for a second person" in words(screen)
    rehearse(library, "fire", version)
    library.approve("plans", "fire", version, by="8002")
    desk.settle()
    desk.screen(f"lesson:{lesson.record}")
    assert screen.lesson.head.buttons["close"].isVisible()
    assert [len(card.diff.changes) for card in screen.lesson.cards] == [1]
    assert "List of names" in words(screen)
    screen.lesson.setFocus()
    desk.key("K")
    record = desk.work.records.record("lessons", lesson.record)
    assert record is not None
    assert (record.state, record.text("version")) == ("changed", version)
    assert "Plan changed" in screen.lesson.head.pills[0].text_shown()


def test_whoever_closes_a_lesson_is_asked_for_when_nobody_is_on_duty_and_for_the_pin_they_have(desk: Desk) -> None:
    due = desk.hall.live.clock.now() + timedelta(days=3)
    lesson = desk.work.reviews.add_lesson(desk.incident(), "A list by the door.", "teller", due, plan="fire", by="8001")
    desk.hall.time.advance(60)
    library = desk.work.library
    fire = library.library().plans["fire"]
    better = replace(fire, kit=(*fire.kit, Text("List of names", "人员名单")))
    version = library.propose("plans", better, by="8001", why="lesson").waiting[0].version
    rehearse(library, "fire", version)
    library.approve("plans", "fire", version, by="8002")
    desk.work.staff.add("8001")
    desk.work.staff.set_pin("8001", "7391")
    desk.window.set_staff("")
    screen = desk.screen(f"lesson:{lesson.key}")
    screen.lesson.setFocus()
    desk.key("K")
    assert screen.lesson.form is not None
    desk.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    desk.settle()
    assert "staff number" in screen.lesson.said.accessibleName()
    desk.qtbot.keyClicks(QApplication.focusWidget(), "8001")
    desk.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: isinstance(screen.lesson.form, PinQuestion), timeout=5000)
    desk.settle()
    record = desk.work.records.record("lessons", lesson.key)
    assert record is not None
    assert record.state == "open"
    desk.key("7391", Qt.Key.Key_Return)
    desk.settle()
    record = desk.work.records.record("lessons", lesson.key)
    assert record is not None
    assert (record.state, record.stays[-1].by) == ("changed", "8001")
    assert "–" not in [line for line in words(screen).splitlines() if "Plan changed" in line][-1]


def test_a_lesson_is_refused_by_another_person_with_a_reason(desk: Desk) -> None:
    run = desk.incident()
    due = desk.hall.live.clock.now() + timedelta(days=3)
    lesson = desk.work.reviews.add_lesson(run, "Buy a drone.", "teller", due, plan="fire", by="8001")
    screen = desk.screen(f"lesson:{lesson.key}")
    screen.lesson.setFocus()
    desk.key("X")
    desk.fill(screen, reason="too dear", by="8001")
    assert screen.lesson.form is not None  # who noted it does not refuse it
    assert screen.lesson.said.accessibleName()
    desk.fill(screen, reason="too dear", by="8002")
    record = desk.work.records.record("lessons", lesson.key)
    assert record is not None
    assert (record.state, record.stays[-1].reason, record.stays[-1].by) == ("refused", "too dear", "8002")
    assert "too dear" in words(screen)


def test_a_plan_is_looked_through_and_counts_from_then_on(desk: Desk) -> None:
    screen = desk.screen("plan:fire")
    assert screen.tab == "plans"
    assert {line.badge for line in screen.list.view.lines()} == {"never"}
    screen.plan.setFocus()
    desk.key("S")
    desk.qtbot.keyClicks(QApplication.focusWidget(), "called every number")
    desk.ctrl_enter()
    due = next(due for due in desk.work.reviews.due(desk.hall.live.clock.now()) if due.plan == "fire")
    assert due.standing == "good"
    assert "called every number" in words(screen)
    assert screen.list.view.lines()[-1].key == "fire"


def test_a_restart_in_the_middle_goes_on_where_it_was(
    tmp_path: Path,
    qapp: QApplication,
    qtbot: Any,
    hall: SmallHall,  # noqa: F811
) -> None:
    style.load_fonts()
    style.apply(qapp, LIGHT.worded("en"))
    first = Desk(hall, qtbot)
    run = first.incident()
    first.screen()
    first.key("N", "1", "1")
    first.window.close()
    first.settle()
    again = Desk(hall, qtbot)
    screen = again.screen()
    assert screen.wanted["reviews"] == run
    assert "4" in screen.review.head.pills[2].text_shown()
    again.key("N")
    assert QApplication.focusWidget() is screen.review.abilities.rated["objective:2"]


def test_a_fact_that_arrives_does_not_take_away_what_somebody_is_writing(desk: Desk) -> None:
    run = desk.incident()
    screen = desk.screen()
    desk.key("N", "2")
    field = QApplication.focusWidget()
    assert isinstance(field, QPlainTextEdit)
    desk.qtbot.keyClicks(field, "half a sen")
    desk.work.reviews.answer(run, 0, "told elsewhere", by="8002")
    desk.settle()
    assert screen.review.form is not None
    assert field.toPlainText() == "half a sen"
    desk.key(Qt.Key.Key_Escape)
    screen.reload()
    desk.settle()
    assert "told elsewhere" in words(screen)


def test_the_pdf_is_written_and_the_lists_turn_by_a_key(desk: Desk, tmp_path: Path) -> None:
    desk.walked()
    screen = desk.screen()
    screen.doing.write_pdf(str(tmp_path / "review.pdf"))
    desk.settle()
    assert (tmp_path / "review.pdf").read_bytes().startswith(b"%PDF")
    screen.setFocus()
    for tab in ("lessons", "plans", "reviews"):
        desk.key("T")
        assert screen.tab == tab
    desk.window.command("review", "walk:nothing")
    desk.settle()
    assert screen.wanted["reviews"]  # what does not exist is said; the list stays


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
        screen = desk.screen()
        screen.retranslate()
        seen: list[Callable[[], Any]] = [
            lambda: screen.doing.rate(next(iter(screen.review.rated())), "some"), screen.doing.sign,
            screen.doing.add_lesson,
        ]  # fmt: skip
        for ask in seen:
            ask()
            desk.settle()
            assert screen.review.form is not None
            assert not desk.window.grab().isNull()
            screen.review.close_form()
        for tab in ("lessons", "plans", "reviews"):
            screen.turn(tab)
            desk.settle()
            assert not desk.window.grab().isNull()
            if size[0] < 1400:  # large text on a small screen: the list, then what one enters
                screen._enter(screen.list.view.keys()[0])
                desk.settle()
                assert screen.pages.isVisible()
                assert not desk.window.grab().isNull()
                rows = [row for row in screen.review.findChildren(RatedRow) if row.isVisible()]
                assert bool(rows) == (tab == "reviews")
                assert all(row.height() >= row.heightForWidth(row.width()) - 1 for row in rows)
                desk.key(Qt.Key.Key_Escape)
                assert screen.column.isVisible()
    finally:
        languages.use("en", "bank")
        style.apply(qapp, LIGHT.worded("en"))


def test_the_rail_says_what_is_overdue_and_find_anything_leads_to_risks_and_lessons(desk: Desk) -> None:
    due = desk.hall.live.clock.now() + timedelta(days=3)
    lesson = desk.work.reviews.add_lesson(desk.incident(), "A list by the door.", "teller", due, plan="fire", by="8001")
    risk = next(iter(desk.work.risks.board().risks)).id
    desk.work.risks.rate(risk, 2, 4, by="8001", why="looked at", review_at=due)
    follow_learning(desk.window)
    watch: Any = desk.window.findChild(LearnedWatch)
    buttons = desk.window.rail._buttons
    desk.qtbot.waitUntil(lambda: watch.work is not None, timeout=8000)
    assert (buttons["reviews"]._badge, buttons["risks"]._badge) == (0, 0)
    desk.hall.time.advance(8 * 24 * 3600)
    watch.look()
    desk.qtbot.waitUntil(lambda: watch.work.lessons == 1, timeout=8000)
    assert (watch.work.reviews, watch.work.risks) == (1, 1)
    assert (buttons["reviews"]._badge, buttons["reviews"]._level) == (2, "watch")
    assert buttons["risks"]._badge == 1
    found = everything(desk.window, [(entry.id, entry.title, entry.icon) for entry in SCREENS])
    (one,) = [entry for entry in find(found, "list door") if entry.kind == "lesson"]
    one.act()
    desk.settle()
    screen: Any = desk.window.built("reviews")
    assert (screen.tab, screen.lesson.shown.lesson.record.key) == ("lessons", lesson.key)
    entry = next(entry for entry in found if entry.kind == "risk")
    assert entry in find(found, entry.title)
    entry.act()
    desk.settle()
    assert desk.window.here() == "risks"
    desk.window.closing.emit()


def test_a_walkthrough_that_goes_on_is_no_reason_to_read_every_run(desk: Desk) -> None:
    follow_learning(desk.window)
    watch: Any = desk.window.findChild(LearnedWatch)
    desk.qtbot.waitUntil(lambda: watch.work is not None and not watch._soon.isActive(), timeout=8000)
    incident = desk.incident()
    desk.settle()
    assert not watch._soon.isActive()
    due = desk.hall.live.clock.now() + timedelta(days=3)
    desk.work.reviews.add_lesson(incident, "A list by the door.", "teller", due, plan="fire", by="8001")
    desk.qtbot.waitUntil(lambda: watch._soon.isActive(), timeout=3000)
    desk.window.closing.emit()


def test_a_run_whose_plan_no_longer_reads_is_said_once_and_not_read_for_ever(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    subjects, key = desk.work.subjects, "20261120-00c0ffee"
    incident = desk.work.incidents.note("by a newer program's plan", by="8001").key

    def facts(now: datetime) -> tuple[list[Fact], None]:
        begun = WalkBegun(**subjects.envelope(now, "8001"), walk=key, plan="fire", version="0" * 16, incident=incident)
        return [begun, WalkEnded(**subjects.envelope(now, "8001"), walk=key, reason="over")], None

    subjects.decide(facts)
    reads: list[str] = []
    load = ReviewsScreen._load

    def counted(screen: ReviewsScreen, tab: str, wanted: str) -> Any:
        reads.append(wanted)
        return load(screen, tab, wanted)

    monkeypatch.setattr(ReviewsScreen, "_load", counted)
    screen = desk.screen()
    assert len(reads) <= 3
    assert screen.pages.currentWidget() is screen.nothing
    screen.open_key("walk:" + key)
    desk.settle()
    assert len(reads) <= 6
