"""What a new manager met on the first day: an empty hall, keys only, and nothing known but the screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QToolButton, QWidget

from lobbyconsole.config import Settings
from lobbyconsole.domain.evaluation import chapter_of
from lobbyconsole.domain.rounds import FINISHED, Round, Signature
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.console import Console
from lobbyconsole.services.library.compiled import load_library
from lobbyconsole.services.work import Work
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.main_window import Entry, MainWindow
from lobbyconsole.ui.people_sign import PinQuestion
from lobbyconsole.ui.register_forms import STAFF
from lobbyconsole.ui.screen import Screen
from lobbyconsole.ui.screens.registers import RegistersScreen
from lobbyconsole.ui.widgets.round_finding import Finding
from lobbyconsole.ui.widgets.round_pages import SearchPage
from tests.services.conftest import SmallHall, hall, open_hall  # noqa: F401 - fixtures
from tests.ui.test_registers_screen import FakeShell, dressed, here  # noqa: F401 - fixtures

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def empty(hall: SmallHall, dressed, qtbot) -> Iterator[RegistersScreen]:  # noqa: F811
    """The registers of a hall in which nothing was ever written down."""
    settings = Settings(branch=hall.branch)
    work = Work(hall.store, hall.live, lambda: settings)
    parts: dict[str, Any] = {field.name: None for field in fields(Console)}
    console = Console(**(parts | {"live": hall.live, "work": work, "folder": hall.folder}))
    made = RegistersScreen(console, style.current())
    qtbot.addWidget(made)
    made.shell = FakeShell()
    made.resize(1356, 844)
    made.show()
    made.activateWindow()
    made.setFocus()
    here(qtbot, made, "actions")
    yield made
    made.hide()
    qtbot.waitUntil(lambda: not made.loader.busy, timeout=8000)


def type_to_focus(qtbot, keys: str) -> None:
    qtbot.keyClicks(focus(), keys)


def focus() -> QWidget:
    """Where the keyboard is in the window, which without a window manager need not be the active one."""
    found = QApplication.topLevelWidgets()
    shown = next(top for top in found if isinstance(top, RegistersScreen) and top.isVisible())
    inside = shown.focusWidget()
    assert inside is not None
    return inside


def request(qtbot, screen: RegistersScreen) -> Any:
    """A support request, saved from the choice of the department."""
    screen.show_register("support")
    here(qtbot, screen, "support")
    type_to_focus(qtbot, "n")
    form: Any = screen.panel.form
    assert form is not None
    form.edits["question"].editor.setPlainText("授权系统无响应")
    form.edits["department"].editor.setCurrentIndex(1)
    qtbot.keyClick(form.edits["department"].editor, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: screen.lines.rowCount() == 1 and not screen.loader.busy, timeout=8000)
    qtbot.waitUntil(lambda: screen.panel.shown is not None, timeout=8000)
    shown = screen.panel.shown
    assert shown is not None
    return shown.record


def test_an_empty_register_does_as_it_says_n_begins_a_record(empty, qtbot) -> None:
    assert "N opens a new record" in empty.nothing.accessibleName()
    assert empty.new.hasFocus()
    type_to_focus(qtbot, "n")
    assert empty.panel.form is not None
    assert empty.filter.search.text() == ""
    qtbot.keyClick(focus(), Qt.Key.Key_Escape)
    assert empty.new.hasFocus()
    type_to_focus(qtbot, "]")
    here(qtbot, empty, "support")
    type_to_focus(qtbot, "]")
    here(qtbot, empty, "notices")


def test_esc_leaves_the_search_of_an_empty_register_and_its_cross_goes(empty, qtbot) -> None:
    type_to_focus(qtbot, "f")
    type_to_focus(qtbot, "zz")
    cross = empty.filter.search.findChild(QToolButton)
    qtbot.keyClick(empty.filter.search, Qt.Key.Key_Escape)
    assert empty.filter.search.text() == ""
    assert empty.new.hasFocus()
    if cross is not None:
        qtbot.waitUntil(lambda: not cross.isVisible() or not cross.isEnabled(), timeout=3000)


def test_the_first_record_takes_the_keyboard_from_the_button(empty, qtbot) -> None:
    request(qtbot, empty)
    assert empty.table.hasFocus()


@pytest.mark.parametrize("name", ["question", "department", "urgent"])
def test_ctrl_enter_saves_from_every_kind_of_field(empty, qtbot, name: str) -> None:
    empty.show_register("support")
    here(qtbot, empty, "support")
    type_to_focus(qtbot, "n")
    form = empty.panel.form
    got: list[dict[str, Any]] = []
    form.answered.disconnect()
    form.answered.connect(got.append)
    form.edits["question"].editor.setPlainText("授权系统无响应")
    form.edits["department"].editor.setCurrentIndex(1)
    form.edits[name].begin()
    assert form.edits[name].isAncestorOf(focus())
    qtbot.keyClick(focus(), Qt.Key.Key_Return, CTRL)
    assert got == [{"question": "授权系统无响应", "department": "it"}]  # and no segment was pressed by it


def test_enter_goes_on_from_a_choice_too(empty, qtbot) -> None:
    empty.show_register("support")
    here(qtbot, empty, "support")
    type_to_focus(qtbot, "n")
    form = empty.panel.form
    for _ in range(2):
        qtbot.keyClick(focus(), Qt.Key.Key_Return)
    assert form.edits["urgent"].isAncestorOf(focus())


def test_what_stands_out_is_the_usual_way_on(empty, qtbot) -> None:
    request(qtbot, empty)
    panel = empty.panel

    def head() -> tuple[str, str]:
        return panel.verbs[0][0].text(), panel.verbs[0][0].kind

    def go(words: str, state: str) -> None:
        type_to_focus(qtbot, "1")
        next(iter(panel.form.edits.values())).editor.setPlainText(words)
        panel.form.answer()
        qtbot.waitUntil(lambda: panel.shown.record.state == state and panel.form is None, timeout=8000)

    assert head() == ("Answered", "primary")
    go("已联系", "answered")
    assert head() == ("Solved", "primary")
    go("已恢复", "solved")
    assert head() == ("Reopen", "secondary")
    qtbot.waitUntil(lambda: empty.lines.rowCount() == 0, timeout=8000)
    assert empty.nothing.accessibleName() == (
        "Nothing is open here. Closed records, under “All”: 1. N opens a new one."
    )


def test_a_fault_before_any_machine_is_known_says_where_to_begin(empty, qtbot) -> None:
    empty.show_register("faults")
    here(qtbot, empty, "faults")
    type_to_focus(qtbot, "n")
    edit = next(edit for edit in empty.panel.form.edits.values() if edit.entry.refers == "equipment")
    assert edit._none.isVisible()
    assert "“Equipment”" in edit._none.text()


def test_who_has_read_a_notice_signs_with_the_pin_they_have(empty, qtbot) -> None:
    work = empty.console.work
    work.staff.add("8801")
    work.staff.set_pin("8801", "1357")
    record = work.records.open("notices", {"title": "午间弹性排班", "effective": "2026-11-22"}, by="8002")
    with pytest.raises(Refused, match="signs with a PIN"):
        work.records.read_by(record.subject, "8801")
    empty.open_subject(record.subject)
    qtbot.waitUntil(lambda: empty.panel.shown is not None, timeout=8000)
    empty.setFocus()
    type_to_focus(qtbot, "r")
    form = empty.panel.form
    form.edits[STAFF].editor.setText("8801")
    form.answer()
    qtbot.waitUntil(lambda: isinstance(empty.panel.form, PinQuestion), timeout=8000)
    type_to_focus(qtbot, "1357")
    qtbot.keyClick(focus(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "8801 has read it" in empty.panel.said.text(), timeout=8000)


def test_who_may_not_sign_is_told_before_a_pin_is_asked(empty, qtbot) -> None:
    work = empty.console.work
    for number in ("8801", "8802"):
        work.staff.add(number)
        work.staff.set_pin(number, "1357")
    record = work.records.open("shift_log", {"entry": "换读卡器"}, by="8801")
    record = work.records.move(record.subject, "hand_over", by="8801")
    empty.shell.staff = ""  # nobody said who is at the console
    empty.open_subject(record.subject)
    qtbot.waitUntil(lambda: empty.panel.shown is not None, timeout=8000)
    empty.setFocus()
    type_to_focus(qtbot, "1")
    form = empty.panel.form
    form.edits[STAFF].editor.setText("8801")
    form.answer()
    qtbot.waitUntil(lambda: form.wrong.text() == "Another person must do this.", timeout=8000)
    assert empty.panel.form is form
    form.edits[STAFF].editor.setText("8802")
    form.answer()
    qtbot.waitUntil(lambda: isinstance(empty.panel.form, PinQuestion), timeout=8000)
    qtbot.waitUntil(lambda: empty.panel.form.isAncestorOf(focus()), timeout=3000)


def test_a_search_for_no_round_says_so(dressed, qtbot) -> None:  # noqa: F811
    page = SearchPage()
    qtbot.addWidget(page)
    page.show_lines([], datetime(2026, 11, 22, 9, tzinfo=UTC), UTC)
    assert "There are none yet" in page.nothing.accessibleName()
    assert not page.nothing.isHidden()


class WithForm(Screen):
    """A screen whose form goes away when it is answered."""

    id, title, icon = "with_form", "Floor", "floor"

    def __init__(self, console: Any, theme: Any) -> None:
        super().__init__(console, theme)
        self.list, self.answer = QPushButton("list", self), QPushButton("answer", self)
        self.answer.move(0, 60)
        self.setFocusProxy(self.list)


def test_what_goes_away_leaves_the_keyboard_to_its_screen_and_not_to_the_rail(hall: SmallHall, dressed, qtbot) -> None:  # noqa: F811
    parts: dict[str, Any] = {field.name: None for field in fields(Console)}
    console = Console(**(parts | {"live": hall.live, "folder": hall.folder}))
    window = MainWindow(console, (Entry("with_form", "Floor", "floor", f"{__name__}:WithForm"),))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=3000)
    window.go("with_form")
    screen = window._screens["with_form"]
    assert isinstance(screen, WithForm)
    for away in (lambda: screen.answer.hide(), lambda: screen.answer.setEnabled(False)):
        screen.answer.show()
        screen.answer.setFocus()
        away()
        assert screen.list.hasFocus()
    button = window.rail.findChildren(QAbstractButton)[0]
    button.setFocus(Qt.FocusReason.TabFocusReason)  # one may walk there
    assert button.hasFocus()


def test_what_was_seen_has_room_beside_long_names(dressed, qtbot) -> None:  # noqa: F811
    """A wide rail leaves 590 px, and "Operations supervisor" took them from the field one types in."""
    finding = Finding()
    qtbot.addWidget(finding)
    finding.retranslate()
    library = load_library()
    items = [item for checklist in library.checklists.values() for item in checklist.items]
    finding.fill(items[0].on_fail, library, list(library.roles))
    finding.resize(590, 200)
    finding.show()
    for at in range(finding.owner.count()):
        finding.owner.setCurrentIndex(at)
        QApplication.processEvents()
        assert finding.note.width() >= 200, finding.owner.currentText()


def test_the_item_of_a_finding_is_told_in_its_words_and_kept_by_its_number(empty, qtbot) -> None:
    work = empty.console.work
    item = next(iter(load_library().checklists.values())).items[0]
    record = work.records.open("actions", {"finding": "箱子", "owner": "cleaner", "item": item.id}, by="8801")
    empty.open_subject(record.subject)
    qtbot.waitUntil(lambda: empty.panel.shown is not None, timeout=8000)
    edit = empty.panel.edits["item"]
    assert edit.editor.text() == item.text.en
    assert edit.value() == item.id
    edit._commit()
    assert tasks.wait_for_all(5)
    assert work.records.record("actions", record.key).values["item"] == item.id


def test_a_refused_word_stays_with_its_reason_while_the_record_is_read_anew(empty, qtbot) -> None:
    work = empty.console.work
    first = work.records.open("actions", {"finding": "箱子", "owner": "cleaner"}, by="8801")
    second = work.records.open("actions", {"finding": "灯坏", "owner": "cleaner"}, by="8801")
    empty.open_subject(first.subject)
    qtbot.waitUntil(lambda: empty.panel.shown is not None and empty.panel.shown.record.key == first.key, timeout=8000)
    finding = empty.panel.edits["finding"]
    finding.editor.setPlainText("")
    finding._commit()
    qtbot.waitUntil(lambda: finding.wrong() == "Finding must be filled in.", timeout=8000)
    work.records.edit(first.subject, {"action": "搬走"}, by="8802")  # somebody else, meanwhile
    qtbot.waitUntil(lambda: empty.panel.shown.record.text("action") == "搬走", timeout=8000)
    assert (finding.wrong(), finding.value()) == ("Finding must be filled in.", None)
    finding._commit()  # one leaves it, and nothing was put right
    assert tasks.wait_for_all(5)
    QApplication.processEvents()
    assert finding.wrong() == "Finding must be filled in."
    empty.open_subject(second.subject)
    qtbot.waitUntil(lambda: empty.panel.shown.record.key == second.key, timeout=8000)
    assert (finding.wrong(), finding.value()) == ("", "灯坏")


def test_a_signed_chapter_names_who_signed_it_and_not_who_happened_to_begin() -> None:
    checklist = next(iter(load_library().checklists.values()))
    at = datetime(2026, 11, 22, 9, tzinfo=UTC)
    found = Round("r1", state=FINISHED, runner="", signatures=(Signature("8801", at, "first", "pin"),))
    assert chapter_of(checklist, found).by == "8801"
    assert chapter_of(checklist, Round("r1", state=FINISHED, runner="8802")).by == "8802"
