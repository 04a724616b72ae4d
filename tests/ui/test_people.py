"""People and their PINs on screen: the list, roles, choosing and clearing a PIN, and signing with one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from lobbyconsole import credentials
from lobbyconsole.bootstrap.hall import OpenHall, open_demo
from lobbyconsole.domain.round_facts import RoundSigned
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.people_page import PeoplePage
from lobbyconsole.ui.people_sign import _HeldKeys
from lobbyconsole.ui.screens.registers import RegistersScreen
from lobbyconsole.ui.screens.rounds import RoundsScreen
from lobbyconsole.ui.screens.settings import SettingsScreen
from lobbyconsole.ui.theme import DARK, LIGHT
from lobbyconsole.ui.widgets.pin_field import ENTER, ERASE, PinField

PIN, OTHER = "4826", "7304"


@pytest.fixture(autouse=True)
def quick_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(credentials, "_ARGON", {"t": 1, "m": 64, "p": 1})


@pytest.fixture(scope="module")
def demo() -> Iterator[OpenHall]:
    hall = open_demo()
    yield hall
    hall.close()


@pytest.fixture
def hall(demo: OpenHall, qapp: QApplication) -> Iterator[OpenHall]:
    style.load_fonts()
    style.apply(qapp, LIGHT.worded("en"))
    staff = demo.console.work.staff
    for number, pin in (("8001", PIN), ("8002", OTHER)):
        if not staff.has_pin(number):
            staff.set_pin(number, pin)
    yield demo
    assert tasks.wait_for_all(5)
    QApplication.processEvents()


class FakeShell:
    staff = "8001"

    def go(self, screen_id: str) -> None: ...

    def say(self, message: object, level: str = "watch") -> None: ...

    def command(self, name: str, argument: str = "") -> bool:
        return False


@pytest.fixture
def field(hall: OpenHall, qtbot) -> PinField:
    made = PinField(lambda: hall.console.work.staff)
    qtbot.addWidget(made)
    made.resize(420, 640)
    made.show()
    return made


@pytest.fixture
def page(hall: OpenHall, qtbot) -> Iterator[PeoplePage]:
    screen = SettingsScreen(hall.console, LIGHT)
    screen.shell = FakeShell()
    qtbot.addWidget(screen)
    screen.resize(1300, 800)
    screen.show()
    found = screen.page("people")
    assert isinstance(found, PeoplePage)
    qtbot.waitUntil(lambda: "8001" in found.cards, timeout=5000)
    yield found
    screen.hide()


# --- the field


def test_a_pin_is_typed_as_dots_and_proved(field, qtbot):
    field.ask("8001")
    qtbot.keyClicks(field, PIN[:2])
    assert field.count == 2
    assert field.dots.accessibleName() == "2 digits entered"
    assert not field.yes.isEnabled()
    qtbot.keyClicks(field, PIN[2:])
    with qtbot.waitSignal(field.proved, timeout=5000) as told:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert told.args == ["8001"]
    assert field.proof is not None
    assert field.isHidden()
    assert field.count == 0
    assert PIN not in "".join(part.accessibleName() for part in field.keys.values())


def test_the_large_keys_do_the_same_and_the_keyboard_stays(field, qtbot):
    field.ask("8002")
    for digit in (*OTHER[:3], "9", ERASE, OTHER[3]):
        qtbot.mouseClick(field.keys[digit], Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(field.proved, timeout=5000):
        qtbot.mouseClick(field.keys[ENTER], Qt.MouseButton.LeftButton)


def test_wrong_pins_are_said_and_wait_and_letters_mean_nothing(field, hall, qtbot):
    staff = hall.console.work.staff
    staff.add("7001")
    staff.set_pin("7001", PIN)
    field.ask("7001")
    qtbot.keyClicks(field, "ab-")
    assert field.count == 0
    for _ in range(3):
        qtbot.keyClicks(field, OTHER)
        qtbot.keyClick(field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: bool(field.said.text()), timeout=5000)
        assert field.count == 0
    assert "10 seconds" in field.said.text()
    assert not field.keys["1"].isEnabled()
    qtbot.keyClicks(field, PIN)
    assert field.count == 0, "nothing is taken while it waits"
    qtbot.waitUntil(lambda: "9 seconds" in field.said.text(), timeout=3000)
    with qtbot.waitSignal(field.given_up):
        qtbot.keyClick(field, Qt.Key.Key_Escape)
    staff.leave("7001")


def test_an_answer_to_an_earlier_question_means_nothing(field, qtbot):
    told: list[str] = []
    field.proved.connect(told.append)
    field.ask("8001")
    qtbot.keyClicks(field, PIN)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    field.ask("8002")
    assert tasks.wait_for_all(5)
    QApplication.processEvents()
    assert told == []
    assert (field.number, field.proof) == ("8002", None)


def test_in_a_low_window_the_keyboard_must_do(field, qtbot):
    field.resize(420, 300)
    field.ask("8001")
    assert not field.keys["1"].isVisible()
    qtbot.keyClicks(field, PIN)
    with qtbot.waitSignal(field.proved, timeout=5000):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    field.resize(420, 640)
    field.ask("8001")
    assert field.keys["1"].isVisible()


# --- the page


def test_the_list_shows_roles_and_pins_and_offers_numbers_of_the_counters(page):
    card = page.cards["8001"]
    assert card.head.accessibleName() == "8001 Lobby manager"
    assert card.pill.text_shown() == "signs with a PIN"
    assert page.cards["8003"].pill.text_shown() == "no PIN"
    assert page.seen.items()
    assert "1009" not in page.cards, "who has left stands apart"
    assert page.left.items()


def test_somebody_is_added_by_one_click_given_roles_and_taken_off(page, hall, qtbot):
    staff = hall.console.work.staff
    number = staff.seen()[0]
    button = page.seen.items()[0]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: number in page.cards, timeout=5000)
    card = page.cards[number]
    qtbot.waitUntil(lambda: bool(card.role_cards) and card.role_cards["trainer"].height() > 40, timeout=5000)
    for role in ("teller", "trainer"):
        qtbot.mouseClick(card.role_cards[role], Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: staff.member(number).roles == ("teller", "trainer"), timeout=5000)
    qtbot.mouseClick(card.leave_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: number not in page.cards, timeout=5000)
    assert "What was signed stays" in page.said.text()
    page.add_again(number)
    qtbot.waitUntil(lambda: number in page.cards, timeout=5000)
    assert staff.member(number).roles == ("teller", "trainer")


def test_what_cannot_be_added_is_said_in_place(page, qtbot):
    page.number.setText("王五")
    qtbot.keyClick(page.number, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "staff number has" in page.said.text(), timeout=5000)


def test_a_pin_is_chosen_twice_and_changed_with_the_present_one(page, hall, qtbot):
    staff = hall.console.work.staff
    card = page.cards["1034"]
    card.head.setChecked(True)
    card.ask_pin()
    form = card.form
    assert form.old.isHidden()
    assert form.new.echoMode() == QLineEdit.EchoMode.Password
    form.new.setText(PIN)
    form.again.setText(OTHER)
    form.save.click()
    assert "same both times" in form.wrong.text()
    assert form.new.text() == ""
    form.new.setText("1234")
    form.again.setText("1234")
    form.save.click()
    qtbot.waitUntil(lambda: "easy to guess" in form.wrong.text(), timeout=5000)
    form.new.setText(PIN)
    form.again.setText(PIN)
    form.save.click()
    qtbot.waitUntil(lambda: staff.has_pin("1034") and card.pill.text_shown() == "signs with a PIN", timeout=5000)
    card.ask_pin()
    form = card.form
    assert not form.old.isHidden()
    form.old.setText(PIN)
    form.new.setText(OTHER)
    form.again.setText(OTHER)
    qtbot.keyClick(form.again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card.form is None, timeout=5000)
    assert staff.prove("1034", OTHER)
    assert card.window().focusWidget() is card.head  # the keyboard stays with the person, not somewhere on the rail


def test_a_forgotten_pin_is_cleared_by_another_person(page, hall, qtbot):
    staff = hall.console.work.staff
    card = page.cards["8002"]
    card.head.setChecked(True)
    qtbot.waitUntil(lambda: card.clear_button.isVisible(), timeout=5000)
    qtbot.mouseClick(card.clear_button, Qt.MouseButton.LeftButton)
    card.ask.line.setText("8001")
    card.ask.yes.click()
    qtbot.waitUntil(lambda: not card.signing.pin.isHidden(), timeout=5000)
    qtbot.keyClicks(card.signing.pin, PIN)
    qtbot.keyClick(card.signing.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not staff.has_pin("8002") and "is void" in page.said.text(), timeout=5000)
    staff.set_pin("8002", OTHER)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("size", [(1280, 720), (1440, 900)])
def test_nothing_of_a_card_is_cut_off(page, qapp: QApplication, qtbot, theme, size):
    style.apply(qapp, theme.worded("en"))
    page.window().resize(*size)
    card = page.cards["8001"]
    card.head.setChecked(True)
    QApplication.processEvents()
    for role in card.role_cards.values():
        assert role.height() >= role.heightForWidth(role.width())
    style.apply(qapp, LIGHT.worded("en"))


# --- signing


@pytest.fixture
def rounds(hall: OpenHall, qtbot) -> Iterator[RoundsScreen]:
    screen = RoundsScreen(hall.console, LIGHT)
    screen.shell = FakeShell()
    qtbot.addWidget(screen)
    screen.resize(1300, 800)
    screen.show()
    screen.show_snapshot(hall.console.live.snapshot)
    qtbot.waitUntil(lambda: screen.board is not None, timeout=8000)
    yield screen
    screen.hide()


def running(hall, rounds, qtbot) -> str:
    """A round of one's own, every item answered, in hand on the screen."""
    service = hall.console.work.rounds
    key = service.begin("opening_hall", by="8001").round.key
    for item in service.get(key).checklist.items:
        service.answer(key, item.id, said="na", by="8001")
    rounds.command("round", key)
    qtbot.waitUntil(lambda: rounds.runner.shown is not None and rounds.runner.shown.round.key == key, timeout=8000)
    return key


def signatures(hall: OpenHall, key: str) -> list[tuple[str, str, str]]:
    facts = hall.console.work.subjects.facts("round:" + key)
    return sorted((fact.part, fact.by, fact.proof) for fact in facts if isinstance(fact, RoundSigned))


def enter(qtbot, field: PinField, pin: str) -> None:
    qtbot.waitUntil(lambda: not field.isHidden(), timeout=5000)
    qtbot.keyClicks(field, pin)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_a_round_is_signed_with_the_pin_and_no_digit_answers_an_item(hall, rounds, qtbot):
    key = running(hall, rounds, qtbot)
    before = hall.console.work.rounds.get(key).round.answers
    rounds.runner.finish()
    enter(qtbot, rounds.runner.signing.pin, PIN)
    qtbot.waitUntil(lambda: hall.console.work.rounds.get(key).round.state == "finished", timeout=5000)
    assert signatures(hall, key) == [("runner", "8001", "pin")]
    assert hall.console.work.rounds.get(key).round.answers == before
    qtbot.waitUntil(lambda: rounds.pages.currentWidget() is rounds.score, timeout=5000)


def test_a_pin_typed_before_the_question_is_there_is_not_lost(hall, rounds, qtbot):
    """Many type on without looking; what comes too early must neither be lost nor answer an item."""
    key = running(hall, rounds, qtbot)
    before = hall.console.work.rounds.get(key).round.answers
    rounds.activateWindow()
    rounds.runner.finish()
    assert rounds.runner.signing.pin.isHidden()
    qtbot.keyClicks(rounds.runner, PIN)
    qtbot.keyClick(rounds.runner, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: hall.console.work.rounds.get(key).round.state == "finished", timeout=5000)
    assert signatures(hall, key) == [("runner", "8001", "pin")]
    assert hall.console.work.rounds.get(key).round.answers == before


def test_a_pin_kept_back_too_long_answers_nothing_else(qtbot):
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    line.setFocus()
    held = _HeldKeys(line)
    qtbot.keyClicks(line, "12")
    held.give_up()
    held.let_go()
    QApplication.processEvents()
    assert line.text() == ""
    qtbot.keyClicks(line, "3")
    assert line.text() == "3"


def test_who_gives_up_the_pin_has_signed_nothing(hall, rounds, qtbot):
    key = running(hall, rounds, qtbot)
    rounds.runner.finish()
    qtbot.waitUntil(lambda: not rounds.runner.signing.pin.isHidden(), timeout=5000)
    qtbot.keyClick(rounds.runner.signing.pin, Qt.Key.Key_Escape)
    assert signatures(hall, key) == []
    assert hall.console.work.rounds.get(key).round.state == "running"


def test_a_running_round_is_taken_over_with_the_receivers_pin(hall, rounds, qtbot):
    key = running(hall, rounds, qtbot)
    rounds.runner.hand_over()
    rounds.runner.ask.line.setText("8002")
    rounds.runner.ask.yes.click()
    enter(qtbot, rounds.runner.signing.pin, OTHER)
    qtbot.waitUntil(lambda: hall.console.work.rounds.get(key).round.runner == "8002", timeout=5000)


@pytest.fixture
def register(hall: OpenHall, qtbot) -> Iterator[Callable[[str, str], RegistersScreen]]:
    shown: list[RegistersScreen] = []

    def at(register: str, key: str) -> RegistersScreen:
        screen = RegistersScreen(hall.console, LIGHT)
        screen.shell = FakeShell()
        qtbot.addWidget(screen)
        screen.resize(1300, 800)
        screen.show()
        shown.append(screen)
        subject = f"record:{register}/{key}"
        qtbot.waitUntil(lambda: screen.lists is not None, timeout=8000)
        screen.open_subject(subject)
        qtbot.waitUntil(lambda: screen.panel.shown is not None and screen.panel.shown.record.key == key, timeout=8000)
        return screen

    yield at
    for screen in shown:
        screen.hide()


def test_a_recheck_asks_the_pin_of_the_other_person(hall, register, qtbot):
    records = hall.console.work.records
    made = records.open("actions", {"finding": "x", "owner": "8002"}, by="8002")
    made = records.move(made.subject, "report", by="8002", values={"evidence": "y"})
    screen = register("actions", made.key)
    verify = next(move for move in records.moves(made) if move.id == "verify")
    screen.doing.move(verify)
    qtbot.waitUntil(lambda: screen.panel.form is not None, timeout=5000)
    enter(qtbot, screen.panel.form.pin, PIN)
    qtbot.waitUntil(lambda: records.record("actions", made.key).state == "verified", timeout=5000)
    moved = records.record("actions", made.key).history[-1]
    assert (moved.by, moved.proof) == ("8001", "pin")


def test_who_is_not_here_is_marked_by_one_press_and_back_by_another(page: PeoplePage, hall: OpenHall, qtbot) -> None:
    staff, card = hall.console.work.staff, page.cards["1034"]
    qtbot.mouseClick(card.away_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "1034" in staff.away(), timeout=5000)
    qtbot.waitUntil(card.away_pill.isVisible, timeout=5000)
    assert "Out" in card.away_pill.text_shown()
    card.head.setChecked(True)
    assert "Out since" in card.absences.texts()[0]
    assert "told by 8001" in card.absences.texts()[0]
    qtbot.mouseClick(card.absences.reasons["sick"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Sick" in card.away_pill.text_shown(), timeout=5000)
    assert staff.away()["1034"].reason == "sick"
    qtbot.mouseClick(card.away_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.away_pill.isHidden(), timeout=5000)
    assert "1034" not in staff.away()
    assert all("Out since" not in text for text in card.absences.texts())
    card.absences.since.setText("+3")
    card.absences.until.setText("+5")
    qtbot.mouseClick(card.absences.reasons["training"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any("In training from" in text for text in card.absences.texts()), timeout=5000)
    assert "1034" not in staff.away()
    card.absences.since.setText("never")
    qtbot.mouseClick(card.absences.reasons["training"], Qt.MouseButton.LeftButton)
    assert "such as 11-25" in page.said.text()
    card.absences.since.clear()
    member = staff.member("1034")
    assert member is not None
    ahead = member.away_next(hall.console.live.clock.now())
    assert ahead is not None
    page.mark_back("1034", ahead.mark)
    qtbot.waitUntil(lambda: any("taken back" in text for text in card.absences.texts()), timeout=5000)
