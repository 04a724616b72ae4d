"""The rounds screen on a real store: the day's list, every scale by keys and by mouse, findings, ends, restarts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from lobbyconsole.config import Settings
from lobbyconsole.domain.content.checklists import CheckItem, Checklist, OnFail, Option, Scale
from lobbyconsole.domain.content.library import Library, Term
from lobbyconsole.domain.content.lists import Role
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.round_facts import RoundAnswered, RoundBegun, RoundFinished
from lobbyconsole.domain.rounds import FAIL, FINISHED, NOT_APPLICABLE, PASS
from lobbyconsole.domain.words import Message, Refused
from lobbyconsole.services.console import Console
from lobbyconsole.services.live import Snapshot
from lobbyconsole.services.work import Work
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.floor_today import Today, quiet_moment
from lobbyconsole.ui.round_board import Line
from lobbyconsole.ui.round_due import DueWatch, load_due
from lobbyconsole.ui.screens.rounds import RoundsScreen
from lobbyconsole.ui.theme import CONTRAST, DARK, LIGHT
from tests.services.conftest import SmallHall, hall, open_hall  # noqa: F401 - fixtures


def text(words: str) -> Text:
    return Text(words, "项" + words)


def item(name: str, scale: Scale | None = None, **more: Any) -> CheckItem:
    on_fail = OnFail(action=Text("Refill", "补充"), owner="cleaner", due_min=30)
    return CheckItem(
        id=name, text=text(name), touchpoint="queueing", zone="waiting", standard=text("standard of " + name),
        scale=scale or Scale(type="pass_fail"), weight=2, critical=more.pop("critical", False), on_fail=on_fail, **more,
    )  # fmt: skip


def checklist(name: str, when: str, *items: CheckItem) -> Checklist:
    return Checklist(
        id=name, title=text(name), kind="patrol", when=when, zone="whole_hall", owner="lobby_manager", minutes=6,
        pass_score=80, summary=text("about " + name), items=items,
    )  # fmt: skip


def role(name: str, title: str) -> Role:
    return Role(id=name, kind="staff", title=Text(title, title), duty=Text("duty", "职责"))


CHOICE = Scale(type="choice", options=(Option(id="good", ok=True, label=text("Good")),
                                       Option(id="bad", ok=False, label=text("Bad"))))  # fmt: skip
SCALES = (
    item("seats"),
    item("face", Scale(type="score_0_5", min_ok=3)),
    item("cups", Scale(type="number", unit="count", min=10)),
    item("mood", CHOICE),
    item("words", Scale(type="text")),
    item("photo", Scale(type="photo")),
)
LISTS = (
    checklist("patrol", "every 60m 09:00-11:00", *(item(f"i{at}", critical=at == 1) for at in range(10))),
    checklist("opening", "workdays 08:20", item("door")),
    checklist("scales", "on_demand", *SCALES),
    checklist("double", "on_demand", item("vault", second_signature=True)),
)
LIBRARY = Library(
    checklists={entry.id: entry for entry in LISTS},
    roles={"cleaner": role("cleaner", "Cleaner"), "security_guard": role("security_guard", "Guard")},
    vocab={"touchpoints": {"queueing": Term(en="Queue", zh="排队")}, "units": {"count": Term(en="items", zh="个")}},
)


class FakeShell:
    """The window around the screen: it only remembers what it was asked."""

    staff = "8001"

    def __init__(self) -> None:
        self.gone: list[str] = []
        self.said: list[str] = []
        self.commands: list[tuple[str, str]] = []

    def go(self, screen_id: str) -> None:
        self.gone.append(screen_id)

    def say(self, message: object, level: str = "watch") -> None:
        self.said.append(str(message))

    def command(self, name: str, argument: str = "") -> bool:
        self.commands.append((name, argument))
        return True


@pytest.fixture
def dressed(qapp) -> Iterator[None]:
    style.load_fonts()
    style.apply(qapp, LIGHT.worded("en"))
    yield
    assert tasks.wait_for_all(5)
    QApplication.processEvents()


@pytest.fixture
def work_of(monkeypatch: pytest.MonkeyPatch) -> Callable[[SmallHall], Work]:
    monkeypatch.setattr("lobbyconsole.services.library.book.load_library", lambda: LIBRARY)

    def work(place: SmallHall) -> Work:
        place.store.set_meta("made", (place.time() - timedelta(hours=2)).isoformat())  # before the first round was due
        return Work(place.store, place.live, lambda: Settings(branch=place.branch))

    return work


@pytest.fixture
def make(work_of, dressed, qtbot) -> Callable[..., RoundsScreen]:
    def shown(hall: SmallHall, size: tuple[int, int] = (1356, 844)) -> RoundsScreen:  # noqa: F811
        parts: dict[str, Any] = {field.name: None for field in fields(Console)}
        console = Console(**(parts | {"live": hall.live, "work": work_of(hall)}))
        made = RoundsScreen(console, style.current())
        qtbot.addWidget(made)
        made.shell = FakeShell()
        made.resize(*size)
        made.show()
        made.show_snapshot(Snapshot(hall.live.snapshot.picture, hall.branch, seq=1))
        qtbot.waitUntil(lambda: made.board is not None, timeout=8000)
        settle(qtbot, made)
        return made

    return shown


@pytest.fixture
def screen(hall, make) -> RoundsScreen:  # noqa: F811
    return make(hall)


def settle(qtbot, screen: RoundsScreen) -> None:
    """Nothing is on its way any more."""

    def quiet() -> bool:
        QApplication.processEvents()
        return screen._looking.task is None and not screen.runner.saving()

    qtbot.waitUntil(quiet, timeout=8000)
    assert tasks.wait_for_all(5)
    QApplication.processEvents()
    qtbot.waitUntil(quiet, timeout=8000)


def begun(qtbot, screen: RoundsScreen, name: str) -> str:
    """Begin a voluntary round by its name, as one types it."""
    qtbot.keyClick(screen.list, Qt.Key.Key_V)
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.chooser, timeout=5000)
    qtbot.keyClicks(screen.chooser.field, name)
    qtbot.keyClick(screen.chooser.field, Qt.Key.Key_Return)
    assert screen.start.line is not None
    assert screen.start.line.checklist == name
    qtbot.keyClick(screen.start.begin_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.runner.shown is not None, timeout=5000)
    settle(qtbot, screen)
    assert screen.runner.shown is not None
    return screen.runner.shown.round.key


def press(qtbot, screen: RoundsScreen, *keys: Qt.Key | str) -> None:
    """Keys where the keyboard is, as the window would send them."""
    for key in keys:
        target = screen.window().focusWidget() or screen.runner.current()
        if isinstance(key, str):
            qtbot.keyClicks(target, key)
        else:
            qtbot.keyClick(target, key)
        QApplication.processEvents()


def answers(screen: RoundsScreen, key: str) -> dict[str, str]:
    found = screen.console.work.rounds.get(key)
    assert found is not None
    return {name: answer.verdict for name, answer in found.round.answers.items()}


def test_the_days_list_with_its_states(screen):
    told = [(line.checklist, line.state) for line in screen.list.lines() if not line.day]
    assert told == [("opening", "overdue"), ("patrol", "due"), ("patrol", "later"), ("patrol", "later")]
    names = [screen.list.model().index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(2)]
    assert any("opening" in name for name in names)
    # What is due is offered at once; nothing is begun by that.
    assert screen.start.line.state in ("due", "overdue")
    assert screen.console.work.rounds.running() == []


def test_what_earlier_days_left_stands_once_at_the_top(hall, make, qtbot):  # noqa: F811
    screen = make(hall)
    earlier = [line for line in screen.list.lines() if line.day]
    assert [line.checklist for line in earlier] == sorted({line.checklist for line in earlier})
    assert screen.list.lines()[: len(earlier)] == earlier


def test_ten_items_by_keys_alone_are_saved_one_by_one_and_scored(screen, hall, qtbot):  # noqa: F811
    begin = time.perf_counter()
    line = next(line for line in screen.list.lines() if line.checklist == "patrol" and line.state == "due")
    screen.open_line(line)
    press(qtbot, screen, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.runner.shown is not None, timeout=5000)
    key = screen.runner.shown.round.key
    for at in range(10):
        assert screen.runner.current().item.id == f"i{at}"
        press(qtbot, screen, "3" if at == 4 else "1")
    settle(qtbot, screen)
    assert list(answers(screen, key).values()) == [PASS] * 4 + [NOT_APPLICABLE] + [PASS] * 5
    assert screen.runner.count.text().startswith("10 / 10")
    press(qtbot, screen, "f")
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.score, timeout=5000)
    settle(qtbot, screen)
    assert time.perf_counter() - begin < 20
    assert screen.score.pill.text_shown() == "Passed"
    told = [(line.words, line.answer, line.level) for line in screen.answers.list.lines()]
    assert told[3:6] == [("i3", "Met", "ok"), ("i4", "N/A", ""), ("i5", "Met", "ok")]
    assert len(told) == 10
    state = screen.console.work.rounds.get(key).round
    assert (state.state, [signature.by for signature in state.signatures]) == (FINISHED, ["8001"])
    done = next(line for line in screen.list.lines() if line.key == key)
    assert (done.state, done.percent) == ("done", 100.0)


def test_every_scale_by_keys(screen, qtbot):
    key = begun(qtbot, screen, "scales")
    press(qtbot, screen, "1", "4")
    assert screen.runner.current().item.id == "cups"
    press(qtbot, screen, "12", Qt.Key.Key_Return)
    press(qtbot, screen, "1")
    assert screen.runner.current().item.id == "words"
    press(qtbot, screen, "All good", Qt.Key.Key_Return)
    assert screen.runner.current().item.id == "photo"
    press(qtbot, screen, "x")
    settle(qtbot, screen)
    found = screen.console.work.rounds.get(key).round.answers
    assert answers(screen, key) == {
        "seats": PASS, "face": PASS, "cups": PASS, "mood": PASS, "words": PASS, "photo": NOT_APPLICABLE,
    }  # fmt: skip
    assert (found["face"].value, found["cups"].value, found["mood"].choice) == (4, 12, "good")
    assert found["words"].note == "All good"


def test_every_scale_by_mouse(screen, qtbot):
    key = begun(qtbot, screen, "scales")
    cards = screen.runner.cards
    for at, value in ((0, FAIL), (1, "=2"), (2, NOT_APPLICABLE), (3, "=bad"), (4, NOT_APPLICABLE), (5, FAIL)):
        qtbot.mouseClick(cards[at].segments.button(value), Qt.MouseButton.LeftButton)
    settle(qtbot, screen)
    assert answers(screen, key) == {
        "seats": FAIL, "face": FAIL, "cups": NOT_APPLICABLE, "mood": FAIL, "words": NOT_APPLICABLE, "photo": FAIL,
    }  # fmt: skip


@pytest.mark.parametrize("typed", ["twelve", "1e999", "nan", "--", "1,2,3"])
def test_what_is_no_number_is_told_in_place_and_not_saved(screen, qtbot, typed):
    key = begun(qtbot, screen, "scales")
    card = screen.runner.cards[2]
    card.begin()
    card.field.setText(typed)
    qtbot.keyClick(card.field, Qt.Key.Key_Return)
    settle(qtbot, screen)
    assert card.said.text()
    assert "cups" not in answers(screen, key)


def test_a_failed_item_opens_its_finding_and_enter_gives_it_to_its_owner(screen, qtbot):
    key = begun(qtbot, screen, "scales")
    press(qtbot, screen, "2")
    card = screen.runner.cards[0]
    qtbot.waitUntil(lambda: screen.window().focusWidget() is card.finding.note, timeout=2000)
    settle(qtbot, screen)
    work = screen.console.work
    assert answers(screen, key) == {"seats": FAIL}
    assert work.records.rows("actions") == []  # a slip of the finger opens nothing
    assert card.finding.action.text() == "Refill"
    assert card.finding.owner.currentText() == "Cleaner"
    press(qtbot, screen, "two are broken", Qt.Key.Key_Return)
    settle(qtbot, screen)
    assert screen.runner.current().item.id == "face"
    (row,) = work.records.rows("actions")
    assert (row.summary, row.owner) == ("two are broken", "cleaner")
    due = work.rounds.get(key).round.answers["seats"].due_at
    assert due - screen.console.live.clock.now() == timedelta(minutes=30)
    settle(qtbot, screen)
    assert [shown.key for shown in screen.side.cards()] == [row.record]
    qtbot.mouseClick(screen.side.cards()[0], Qt.MouseButton.LeftButton)
    assert screen.shell.gone == ["registers"]
    # Changed to met after all: nobody is sent.
    qtbot.mouseClick(card.segments.button(PASS), Qt.MouseButton.LeftButton)
    settle(qtbot, screen)
    assert work.records.rows("actions", open_only=True) == []


def test_a_failure_left_without_words_is_given_to_its_owner_at_the_end(screen, qtbot):
    key = begun(qtbot, screen, "double")
    qtbot.mouseClick(screen.runner.cards[0].segments.button(FAIL), Qt.MouseButton.LeftButton)
    settle(qtbot, screen)
    qtbot.mouseClick(screen.runner.finish_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not screen.runner.ask.isHidden(), timeout=3000)
    ask = screen.runner.ask
    ask.line.setText("8001")  # the same person is no second person
    ask.yes.click()
    qtbot.waitUntil(lambda: bool(screen.runner.said.text()), timeout=3000)
    assert "Another person" in screen.runner.said.text()
    screen.runner.finish()
    qtbot.waitUntil(lambda: not ask.isHidden(), timeout=3000)
    ask.line.setText("8003")
    qtbot.keyClick(ask.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.score, timeout=3000)
    settle(qtbot, screen)
    assert "Not passed" in screen.score.pill.text_shown()
    assert [row.owner for row in screen.console.work.records.rows("actions")] == ["cleaner"]
    parts = {signature.part: signature.by for signature in screen.console.work.rounds.get(key).round.signatures}
    assert parts == {"second": "8003", "runner": "8001"}


def test_an_answer_that_cannot_be_saved_is_said_in_place_and_taken_back(screen, qtbot, monkeypatch):
    key = begun(qtbot, screen, "scales")
    press(qtbot, screen, "1")
    settle(qtbot, screen)
    rounds = screen.console.work.rounds

    def refuse(*_: Any, **__: Any) -> None:
        raise Refused(Message("The disk is full."))

    monkeypatch.setattr(rounds, "answer", refuse)
    card = screen.runner.cards[0]
    qtbot.mouseClick(card.segments.button(NOT_APPLICABLE), Qt.MouseButton.LeftButton)
    assert card.segments.value() == NOT_APPLICABLE  # shown at once
    settle(qtbot, screen)
    assert card.said.text() == "The disk is full."
    assert card.segments.value() == PASS
    assert answers(screen, key) == {"seats": PASS}


def test_a_restart_goes_on_at_the_item(make, open_hall, qtbot):  # noqa: F811
    screen = make(open_hall())
    key = begun(qtbot, screen, "scales")
    press(qtbot, screen, "1", "5")
    settle(qtbot, screen)
    screen.hide()
    again = make(open_hall())
    qtbot.waitUntil(lambda: again.runner.shown is not None, timeout=5000)
    assert again.runner.shown.round.key == key
    assert again.pages.currentWidget() is again.runner
    assert again.runner.current().item.id == "cups"
    assert again.runner.count.text().startswith("2 / 6")


def test_handed_over_and_given_up(screen, qtbot):
    key = begun(qtbot, screen, "scales")
    runner = screen.runner
    qtbot.mouseClick(runner.hand_button, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(runner.ask.line, "8002")
    qtbot.keyClick(runner.ask.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.console.work.rounds.get(key).round.runner == "8002", timeout=3000)
    settle(qtbot, screen)
    qtbot.mouseClick(runner.drop_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(runner.ask.line, Qt.Key.Key_Return)  # no reason, no end
    assert not runner.ask.isHidden()
    qtbot.keyClick(runner.ask.line, Qt.Key.Key_Escape)
    assert runner.ask.isHidden()
    qtbot.mouseClick(runner.drop_button, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(runner.ask.line, "alarm")
    qtbot.mouseClick(runner.ask.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.score, timeout=3000)
    settle(qtbot, screen)
    assert screen.score.pill.text_shown() == "Given up: alarm"


def picture_file(path: Path, kind: str = "PNG") -> str:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    assert image.save(str(path), kind)  # type: ignore[call-overload]
    return str(path)


def test_photos_from_a_file_and_the_clipboard_are_kept_and_shown(screen, qtbot, tmp_path):
    key = begun(qtbot, screen, "scales")
    screen.runner.add_photo_file(5, picture_file(tmp_path / "等候 区.png"))
    settle(qtbot, screen)
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    QGuiApplication.clipboard().setImage(image)
    screen.runner.cards[5].photos_wanted.emit("clipboard")
    settle(qtbot, screen)
    answer = screen.console.work.rounds.get(key).round.answers["photo"]
    assert (answer.verdict, len(answer.photos)) == (PASS, 2)
    thumbs = screen.runner.cards[5].finding.strip.thumbs()
    qtbot.waitUntil(lambda: all(not thumb.pixmap().isNull() for thumb in thumbs), timeout=3000)
    QGuiApplication.clipboard().clear()
    screen.runner.cards[5].photos_wanted.emit("clipboard")
    assert "no picture" in screen.runner.cards[5].said.text()


@pytest.mark.qt_log_ignore("JPEG", extend=True)  # Qt's reader tells the log what we tell in words
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("x.heic", b"\0\0\0\x18ftypheic" + b"\0" * 40, "HEIC"),
        ("x.jpg", b"\xff\xd8\xff\xe0 broken", "damaged"),
        ("x.png", b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\x7f\xff\xff\xff" * 2 + b"\x08\x02\0\0\0" + b"\0" * 4, ""),
        ("x.txt", b"words", "no photo"),
    ],
)
def test_a_photo_that_cannot_be_shown_is_refused_in_place(screen, qtbot, tmp_path, name, content, words):
    key = begun(qtbot, screen, "scales")
    path = tmp_path / name
    path.write_bytes(content)
    screen.runner.add_photo_file(5, str(path))
    settle(qtbot, screen)
    said = screen.runner.cards[5].said.text()
    assert said
    assert words in said
    assert "photo" not in answers(screen, key)
    assert not (screen.console.live and list(tmp_path.glob("attachments/*")))


def test_ten_thousand_past_rounds_are_listed_and_searched(hall, make, qtbot):  # noqa: F811
    now = hall.time()
    facts: list[Any] = []
    for number in range(10_000):
        at, key = now - timedelta(hours=number * 0.8), f"r{number:05}"
        facts.append(RoundBegun(id=f"b{key}", at=at, by="8001", round=key, checklist="opening", version="v"))
        facts.append(RoundAnswered(id=f"a{key}", at=at, by="8001", round=key, item="door", verdict=PASS))
        facts.append(RoundFinished(id=f"f{key}", at=at, by="8001", round=key))
    for start in range(0, len(facts), 3000):
        hall.live.record(facts[start : start + 3000]).result(60)
    screen = make(hall)
    screen.show_past()
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.history, timeout=8000)
    screen.repaint()
    assert len(screen.history.list.lines()) > 9_000
    screen.history.field.setText("8001 opening")
    qtbot.keyClick(screen.history.field, Qt.Key.Key_Escape)
    assert screen.pages.currentWidget() is screen.start


def test_keys_lead_through_the_screen_and_back_to_the_floor(screen, qtbot):
    screen.list.setFocus()
    qtbot.keyClick(screen.list, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.history, timeout=3000)
    qtbot.keyClick(screen.history.field, Qt.Key.Key_Escape)
    qtbot.keyClick(screen.list, Qt.Key.Key_Escape)
    assert screen.shell.gone == ["floor"]
    settle(qtbot, screen)


def test_a_chapter_of_the_self_evaluation_is_filled_in_on_its_own_sheet(hall, make, qtbot, monkeypatch):  # noqa: F811
    chapter = replace(checklist("chapter", "on_demand", item("c1")), kind="self_evaluation")
    library = replace(LIBRARY, checklists={**LIBRARY.checklists, "chapter": chapter})
    monkeypatch.setattr("lobbyconsole.services.library.book.load_library", lambda: library)
    shown = make(hall)
    press(qtbot, shown, "v")
    qtbot.waitUntil(lambda: shown.pages.currentWidget() is shown.chooser, timeout=5000)
    shown._chosen(Line("Chapter", "later", "chapter"))
    assert shown.start.begin_button.text() == "Open in the self-evaluation"
    assert shown.start.paper_button.isHidden()
    shown.start.begin_button.click()
    assert shown.shell.gone == ["touchpoints"]
    assert shown.shell.commands == [("touchpoint", "evaluation/chapter")]
    assert shown.console.work.rounds.running() == []
    begun_there = shown.console.work.rounds.begin("chapter", by="8001").round.key
    shown.command("round", begun_there)
    qtbot.waitUntil(lambda: len(shown.shell.commands) == 2, timeout=5000)
    assert shown.pages.currentWidget() is not shown.runner


def test_a_command_opens_a_round_by_its_time(screen, qtbot):
    line = next(line for line in screen.list.lines() if line.checklist == "patrol" and line.state == "later")
    assert screen.command("round", f"patrol@{line.due_at.isoformat()}")
    assert screen.start.line == line
    assert not screen.command("round", "patrol@yesterday")
    assert not screen.command("day", "")


@pytest.mark.parametrize(
    ("size", "scale"), [((1356, 844), 1.0), ((1196, 664), 1.0), ((1196, 664), 2.0), ((1356, 844), 1.5)]
)
@pytest.mark.parametrize("theme", [LIGHT, DARK, CONTRAST])
def test_nothing_is_cut_in_any_look(screen, qapp, qtbot, size, scale, theme):
    begun(qtbot, screen, "scales")
    qtbot.mouseClick(screen.runner.cards[0].segments.button(FAIL), Qt.MouseButton.LeftButton)
    settle(qtbot, screen)
    theme = replace(theme, scale=scale).worded("en")
    style.apply(qapp, theme)
    screen.set_theme(theme)
    screen.resize(*size)
    QApplication.processEvents()
    QApplication.processEvents()
    assert not screen.grab().isNull()
    assert screen.width() == size[0]
    assert screen.pages.minimumSizeHint().height() <= 518  # what a window of 1280 x 720 has for them at 200 %
    if screen.pages.isVisible():
        room = screen.runner.area.viewport().width()
        for card in screen.runner.cards:
            assert card.width() <= room
            for button in card.segments.buttons():
                assert button.width() >= button.sizeHint().width()
            assert card._text.height() >= card._text.heightForWidth(card._text.width())
    settle(qtbot, screen)


def test_due_rounds_for_the_floor_and_the_rail(hall, work_of, dressed, qtbot):  # noqa: F811
    parts: dict[str, Any] = {field.name: None for field in fields(Console)}
    console = Console(**(parts | {"live": hall.live, "work": work_of(hall)}))
    today = Today()
    qtbot.addWidget(today)
    watch = DueWatch(today, lambda: console)
    watch.changed.connect(today.show_due)
    today.resize(300, 240)
    today.show()
    today.show_snapshot(Snapshot(hall.live.snapshot.picture, hall.branch, seq=1))
    assert today.due_lines() == []  # nothing is claimed before it is known
    watch.start()
    qtbot.waitUntil(lambda: len(today.due_lines()) == 2, timeout=5000)
    assert [line.state for line in today.due_lines()] == ["40 min late", "due"]
    assert watch.work is not None
    assert watch.work.count >= 2
    wanted: list[str] = []
    today.round_wanted.connect(wanted.append)
    qtbot.mouseClick(today.due_lines()[1], Qt.MouseButton.LeftButton)
    assert wanted == [f"patrol@{load_due(console).rounds[1].at.isoformat()}"]
    due = next(due for due in console.work.rounds.checklists_due(hall.time()) if due.checklist.id == "opening")
    console.work.rounds.begin("opening", by="8001", due_at=due.due_at)
    qtbot.waitUntil(lambda: today.due_lines()[0].state == "in progress", timeout=5000)
    watch.stop()


def test_a_quiet_moment_is_offered_only_when_the_hall_is_quiet(hall, dressed):  # noqa: F811
    picture = hall.live.snapshot.picture
    assert not quiet_moment(picture)  # no counter is open: nobody is there to be spared
    hall.desk.open_counter("1", staff="1021").result(5)
    deadline = time.monotonic() + 5
    while not quiet_moment(hall.live.snapshot.picture) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert quiet_moment(hall.live.snapshot.picture)
    for _ in range(2):
        hall.desk.issue("cash").result(5)
    deadline = time.monotonic() + 5
    while quiet_moment(hall.live.snapshot.picture) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not quiet_moment(hall.live.snapshot.picture)
