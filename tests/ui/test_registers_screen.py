"""The registers screen with real services: lists, forms in place, moves by the right people, many at once, files."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from PySide6.QtCore import QMarginsF, Qt
from PySide6.QtGui import QPageSize, QPdfWriter
from PySide6.QtWidgets import QApplication

from lobbyconsole.config import Settings
from lobbyconsole.domain.registers import BY_ID, REGISTERS
from lobbyconsole.domain.sample_records import sample_records
from lobbyconsole.services.console import Console
from lobbyconsole.services.work import Work
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.register_forms import REASON, STAFF
from lobbyconsole.ui.register_import import ImportPreview
from lobbyconsole.ui.register_many import MOVE, NOTE
from lobbyconsole.ui.register_model import Wanted
from lobbyconsole.ui.screens.registers import RegistersScreen
from lobbyconsole.ui.theme import CONTRAST, DARK, LIGHT
from lobbyconsole.ui.widgets.basics import Label
from tests.services.conftest import SmallHall, hall, open_hall  # noqa: F401 - fixtures


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
def work(hall: SmallHall) -> Work:  # noqa: F811
    hall.live.record(sample_records(hall.time().astimezone(hall.branch.tz))).result(20)
    settings = Settings(branch=hall.branch)
    return Work(hall.store, hall.live, lambda: settings)


@pytest.fixture
def screen(hall: SmallHall, work: Work, dressed, qtbot) -> Iterator[RegistersScreen]:  # noqa: F811
    parts: dict[str, Any] = {field.name: None for field in fields(Console)}
    console = Console(**(parts | {"live": hall.live, "work": work, "folder": hall.folder}))
    made = RegistersScreen(console, style.current())
    qtbot.addWidget(made)
    made.shell = FakeShell()
    made.resize(1356, 844)
    made.show()
    here(qtbot, made, "actions")
    yield made
    made.hide()
    qtbot.waitUntil(lambda: not made.loader.busy, timeout=8000)


def here(qtbot, screen: RegistersScreen, register: str) -> None:
    qtbot.waitUntil(lambda: screen._loaded[0] == register and not screen.loader.busy, timeout=8000)


def keys(screen: RegistersScreen) -> list[str]:
    return [line.key for line in screen.lines.lines()]


def opened(qtbot, screen: RegistersScreen, key: str) -> None:
    register = screen.register.id
    screen.open_subject(f"record:{register}/{key}")
    qtbot.waitUntil(
        lambda: screen.panel.shown is not None and screen.panel.shown.record.key == key, timeout=8000
    )  # fmt: skip


def record(screen: RegistersScreen, key: str) -> Any:
    return screen.records.record(screen.register.id, key)


def press(qtbot, screen: RegistersScreen, text: str) -> None:
    screen.table.setFocus()
    qtbot.keyClicks(screen.table, text)


# --- the list -----------------------------------------------------------------------------------------------------


def test_open_records_with_what_is_late_and_the_counts_of_all(screen) -> None:
    assert keys(screen)[0] == "ZG26-0012"
    assert len(keys(screen)) == 6
    assert screen.chips.chips["actions"].accessibleName() == "Corrective actions: 6 open, 2 late"
    assert screen.chips.chips["notices"].accessibleName() == "Notices: 3 open, 0 late"
    column = [column.id for column in screen.lines.columns].index("clock")
    late = screen.lines.cell(screen.lines.line(screen.lines.row_of("ZG26-0007")), screen.lines.columns[column])
    assert late == ("22 min late", "act")


def test_filters_by_words_state_owner_and_what_is_mine(screen, qtbot) -> None:
    screen.filter.search.setText("饮水")  # an input method does not press keys
    assert keys(screen) == ["ZG26-0007"]
    screen.filter.search.setText("饮水 没有这样的")
    assert keys(screen) == []
    assert not screen.nothing.isHidden()
    screen.filter.clear()
    assert len(keys(screen)) == 6
    screen.filter.set_wanted(Wanted(show="late"))
    assert set(keys(screen)) == {"ZG26-0007", "ZG26-0011"}
    screen.filter.set_wanted(Wanted(show="all", state="verified"))
    assert len(keys(screen)) == 6
    screen.filter.set_wanted(Wanted(show="mine"))
    assert keys(screen) == []
    screen._choose_post("cleaner")
    assert keys(screen) == ["ZG26-0007"]
    screen.filter.set_wanted(Wanted(text="cleaner"))  # as it is called on the screen
    assert keys(screen) == ["ZG26-0007"]


def test_machines_in_use_are_not_called_pending(screen, qtbot) -> None:
    screen.show_register("equipment")
    here(qtbot, screen, "equipment")
    words = [button.text() for button in screen.filter.show_which._group.buttons()]
    assert words == ["Not retired", "Mine", "All"]
    assert screen.chips.chips["equipment"].accessibleName() == "Equipment: 8 (Not retired)"


def test_a_lesson_names_its_plan_and_offers_those_there_are(screen, qtbot) -> None:
    screen.show_register("lessons")
    here(qtbot, screen, "lessons")
    plan = screen.register.field("plan")
    assert screen.words.value(plan, "fire") == "Fire in the hall"
    assert ("fire", screen.words.value(plan, "fire")) in screen.words.options(plan)


def test_sorted_by_a_click_on_the_head_the_line_stays_the_same(screen) -> None:
    screen.table.stand_on("ZG26-0009")
    at = [column.id for column in screen.lines.columns].index("clock")
    screen.table._sort(at)
    assert keys(screen)[0] == "ZG26-0011"  # the latest first
    assert screen.table.current_key() == "ZG26-0009"
    screen.table._sort(at)
    assert keys(screen)[-1] == "ZG26-0011"


def test_notices_that_have_expired_leave_the_list_of_what_holds(screen, qtbot) -> None:
    screen.show_register("notices")
    here(qtbot, screen, "notices")
    assert screen.filter.wanted().show == "current"
    assert set(keys(screen)) == {"TZ26-0002", "TZ26-0003", "TZ26-0004"}
    screen.filter.set_wanted(Wanted(show="all"))
    assert "TZ26-0001" in keys(screen)


def test_a_view_is_saved_used_and_forgotten(screen, qtbot) -> None:
    screen.filter.set_wanted(Wanted(text="座椅", show="all"))
    screen._save_view("座椅")
    qtbot.waitUntil(lambda: [view.name for view in screen.filter.views] == ["座椅"], timeout=4000)
    screen.filter.clear()
    screen._use_view(screen.filter.views[0])
    assert keys(screen) == ["ZG26-0009"]
    screen._drop_view("座椅")
    qtbot.waitUntil(lambda: screen.filter.views == [], timeout=4000)


# --- one record ---------------------------------------------------------------------------------------------------


def test_a_new_record_with_keys_only(screen, qtbot) -> None:
    press(qtbot, screen, "n")
    form = screen.panel.form
    assert form is not None
    assert list(form.edits)[:2] == ["finding", "owner"]  # required first
    form.edits["finding"].editor.setPlainText("地面有水")
    qtbot.keyClick(form.edits["finding"].editor, Qt.Key.Key_Return)
    assert form.edits["owner"].editor.hasFocus()
    qtbot.keyClicks(form.edits["owner"].editor, "Cleaner")
    form.edits["due"].editor.setText("soon")
    qtbot.keyClick(form.edits["due"].editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "+30" in form.edits["due"].wrong()
    form.edits["due"].editor.setText("+30")
    qtbot.keyClick(form.edits["due"].editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "ZG26-0013" in keys(screen), timeout=8000)
    made = record(screen, "ZG26-0013")
    assert (made.text("finding"), made.text("owner"), made.opened_by) == ("地面有水", "cleaner", "8001")
    assert made.text("due").endswith("09:30+08:00")
    qtbot.waitUntil(lambda: screen.chips.chips["actions"].accessibleName().startswith("Corrective actions: 7"))


def test_what_is_missing_is_said_at_its_field(screen, qtbot) -> None:
    screen.doing.new()
    form = screen.panel.form
    form.answer()
    assert form.edits["finding"].wrong() == "This must be filled in."
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert screen.panel.form is None


def test_a_field_is_saved_in_place_and_a_wrong_one_refused_in_words(screen, qtbot) -> None:
    opened(qtbot, screen, "ZG26-0007")
    edit = screen.panel.edits["action"]
    edit.editor.setPlainText("每半小时补杯")
    edit._commit()
    qtbot.waitUntil(lambda: record(screen, "ZG26-0007").text("action") == "每半小时补杯", timeout=8000)
    due = screen.panel.edits["due"]
    due.editor.setText("someday")
    due._commit()
    assert "14:30" in due.wrong()
    finding = screen.panel.edits["finding"]
    finding.editor.setPlainText("")
    finding._commit()
    qtbot.waitUntil(lambda: finding.wrong() == "Finding must be filled in.", timeout=8000)
    long = screen.panel.edits["action"]
    long.editor.setPlainText("x" * 600)
    long._commit()
    qtbot.waitUntil(lambda: long.wrong() == "Action is too long.", timeout=8000)


def test_nobody_checks_their_own_work_and_another_number_is_asked_in_place(screen, qtbot) -> None:
    opened(qtbot, screen, "ZG26-0007")
    press(qtbot, screen, "1")
    form = screen.panel.form
    assert list(form.edits) == ["evidence"]
    form.edits["evidence"].editor.setPlainText("已补杯")
    form.answer()
    qtbot.waitUntil(lambda: record(screen, "ZG26-0007").state == "done", timeout=8000)
    qtbot.waitUntil(lambda: screen.panel.shown.record.state == "done", timeout=8000)
    press(qtbot, screen, "1")  # verify: 8001 did the work
    form = screen.panel.form
    assert list(form.edits) == [STAFF]
    form.edits[STAFF].editor.setText("8001")
    form.answer()
    qtbot.waitUntil(lambda: form.wrong.text() == "Another person must do this.", timeout=8000)
    form.edits[STAFF].editor.setText("8003")
    form.answer()
    qtbot.waitUntil(lambda: record(screen, "ZG26-0007").state == "verified", timeout=8000)
    assert record(screen, "ZG26-0007").stays[-1].by == "8003"


def test_who_did_the_work_is_asked_when_nobody_has_signed_on(screen, qtbot) -> None:
    screen.shell.staff = ""
    opened(qtbot, screen, "ZG26-0007")
    press(qtbot, screen, "1")
    form = screen.panel.form
    assert list(form.edits) == ["evidence", STAFF]
    form.edits["evidence"].editor.setPlainText("已补杯")
    form.edits[STAFF].editor.setText("8005")
    form.answer()
    qtbot.waitUntil(lambda: record(screen, "ZG26-0007").state == "done", timeout=8000)
    assert record(screen, "ZG26-0007").stays[-1].by == "8005"


def test_the_story_says_who_changed_what_from_what_to_what(screen, qtbot) -> None:
    from lobbyconsole.ui.register_words import history

    screen.records.edit("record:actions/ZG26-0008", {"zone": "entrance"}, by="8005")
    opened(qtbot, screen, "ZG26-0008")
    head, text = history(BY_ID["actions"], screen.panel.shown.record, screen.words)[0]
    assert head.endswith("8005")
    assert text == "Zone: Reception and enquiry desk → Entrance and ticket point"


def test_who_has_read_a_notice_signs_with_a_staff_number(screen, qtbot) -> None:
    screen.show_register("notices")
    here(qtbot, screen, "notices")
    opened(qtbot, screen, "TZ26-0003")
    press(qtbot, screen, "r")
    form = screen.panel.form
    form.edits[STAFF].editor.setText("张三")
    form.answer()
    qtbot.waitUntil(lambda: form.wrong.text() == "Please give a staff number.", timeout=8000)
    form.edits[STAFF].editor.setText("1002")
    form.answer()
    qtbot.waitUntil(lambda: ("read_by", "staff:1002") in record(screen, "TZ26-0003").links, timeout=8000)


def test_a_machine_shows_its_failures_and_leads_to_them(screen, qtbot) -> None:
    screen.show_register("equipment")
    here(qtbot, screen, "equipment")
    opened(qtbot, screen, "SB26-0003")
    failures = screen.panel.shown.failures
    assert (len(failures.faults), failures.open) == (4, 1)
    assert failures.down_s == pytest.approx((5 + 26 + 7) * 3600 + 55 * 60, abs=60)
    screen.open_subject(failures.faults[0].subject)
    here(qtbot, screen, "faults")
    qtbot.waitUntil(lambda: screen.panel.shown is not None and screen.panel.shown.record.key == "GZ26-0005")
    assert screen.open_subject("round:r1")
    assert screen.shell.commands == [("round", "r1")]


def test_the_shift_is_handed_over_signed_by_the_next_and_closed(screen, qtbot) -> None:
    screen.show_register("shift_log")
    here(qtbot, screen, "shift_log")
    chosen = screen.lines.lines()
    assert len(chosen) == 2
    screen.many_doing.change(chosen, {MOVE: "hand_over"})
    qtbot.waitUntil(lambda: all(record(screen, line.key).state == "handed_over" for line in chosen), timeout=8000)
    screen.many_doing.change(chosen, {MOVE: "sign"})  # by 8001, who wrote it
    qtbot.waitUntil(lambda: "Another person must do this." in screen.panel.said.text(), timeout=8000)
    screen.many_doing.change(chosen, {MOVE: "sign", STAFF: "8002"})
    qtbot.waitUntil(lambda: all(record(screen, line.key).state == "signed" for line in chosen), timeout=8000)
    assert record(screen, chosen[0].key).text("successor") == "8002"
    opened(qtbot, screen, chosen[0].key)
    qtbot.waitUntil(lambda: screen.panel.edits["entry"].editor.isReadOnly(), timeout=8000)


# --- many ---------------------------------------------------------------------------------------------------------


def test_several_are_changed_and_each_refusal_is_named(screen, qtbot) -> None:
    screen.table.selectAll()
    assert screen.many.isEnabled()
    press(qtbot, screen, "b")
    form = screen.panel.form
    assert {"owner", MOVE, "evidence", REASON, NOTE, STAFF} == set(form.edits)
    screen.many_doing.change(screen.lines.lines(), {MOVE: "report", "evidence": "统一整改", NOTE: "例会布置"})
    qtbot.waitUntil(lambda: "changed" in screen.panel.said.text(), timeout=8000)
    words = screen.panel.said.text().splitlines()
    assert words[0] == "5 changed."
    assert words[2] == "ZG26-0009  That is not possible from its present state."
    assert record(screen, "ZG26-0010").notes[-1][2] == "例会布置"


def test_the_list_as_csv_and_xlsx_and_the_csv_back_in(screen, qtbot, tmp_path: Path) -> None:
    screen.filter.set_wanted(Wanted(show="all"))
    table, book, again = tmp_path / "整 改.csv", tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    for path in (table, book, again):
        screen.many_doing.write(str(path))
    qtbot.waitUntil(lambda: len(screen.shell.said) == 3, timeout=8000)
    rows = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0][:4] == ["Number", "State", "Finding", "Action"]
    assert len(rows) == 13
    assert book.read_bytes() == again.read_bytes()
    assert "饮水机缺杯" in zipfile.ZipFile(book).read("xl/worksheets/sheet1.xml").decode()
    screen.many_doing.read(str(table))  # all of them are there already
    qtbot.waitUntil(lambda: isinstance(screen.panel.form, ImportPreview), timeout=8000)
    assert not screen.panel.form.confirm.isEnabled()


def test_a_csv_is_shown_before_anything_is_taken_over(screen, qtbot, tmp_path: Path) -> None:
    path = tmp_path / "来自 Excel.csv"
    path.write_bytes(
        "发现的问题,责任岗位,期限,备用\n地砖松动,保洁员,2026/11/30,x\n,保洁员,,\n灯坏,月亮,,\n".encode("gb18030")
    )
    screen.many_doing.read(str(path))
    qtbot.waitUntil(lambda: isinstance(screen.panel.form, ImportPreview), timeout=8000)
    # Posts are known by the words of the reader's language and by their id; this reader's is English.
    assert screen.panel.form.accessibleName() == "来自 Excel.csv: 0 to take over, 3 not"
    path.write_text(
        "finding;owner;due;spare\n地砖松动;Cleaner;2026/11/30;x\n;Cleaner;;\n灯坏;moon;;\n", encoding="utf-8"
    )
    screen.many_doing.read(str(path))
    qtbot.waitUntil(lambda: screen.panel.form.accessibleName().endswith("1 to take over, 2 not"), timeout=8000)
    assert screen.records.rows("actions")[0].record == "ZG26-0012"  # nothing yet
    screen.panel.form.confirm.click()
    qtbot.waitUntil(lambda: "ZG26-0013" in keys(screen), timeout=8000)
    assert record(screen, "ZG26-0013").text("due") == "2026-11-30T18:00+08:00"


def test_a_record_on_a4_holds_no_markup_of_others(screen, qtbot, tmp_path: Path) -> None:
    screen.records.edit("record:actions/ZG26-0007", {"action": "<b>bold</b> & <img src=x>"}, by="8001")
    opened(qtbot, screen, "ZG26-0007")
    document = screen.doing.document()
    assert "<b>bold</b> & <img src=x>" in document.toPlainText()
    path = tmp_path / "record.pdf"
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(15, 15, 15, 15))
    document.print_(writer)
    assert path.read_bytes().startswith(b"%PDF")


# --- keys, looks --------------------------------------------------------------------------------------------------


def test_keys_go_through_registers_and_esc_back_to_the_floor(screen, qtbot) -> None:
    press(qtbot, screen, "]")
    here(qtbot, screen, "support")
    press(qtbot, screen, "[")
    here(qtbot, screen, "actions")
    press(qtbot, screen, "f")
    assert screen.filter.search.hasFocus()
    qtbot.keyClicks(screen.filter.search, "n1")  # letters are text here
    assert screen.panel.form is None
    qtbot.keyClick(screen.filter.search, Qt.Key.Key_Escape)
    assert screen.filter.search.text() == ""
    qtbot.keyClick(screen.table, Qt.Key.Key_Escape)
    assert screen.shell.gone == ["floor"]


@pytest.mark.parametrize("register", [register.id for register in REGISTERS])
def test_every_register_opens_its_form_and_a_record(screen, qtbot, register: str) -> None:
    if register != "actions":
        screen.show_register(register)
        here(qtbot, screen, register)
    opened(qtbot, screen, keys(screen)[0])
    assert screen.panel.verbs
    assert screen.doing.document() is not None
    screen.doing.new()
    assert [name for name, edit in screen.panel.form.edits.items() if edit.entry.required]


@pytest.mark.parametrize("theme", [LIGHT, DARK, CONTRAST])
@pytest.mark.parametrize(("percent", "size"), [(100, (1196, 664)), (200, (1160, 600)), (150, (1356, 844))])
def test_nothing_is_cut_at_any_text_size(screen, qtbot, qapp, theme, percent: int, size: tuple[int, int]) -> None:
    style.apply(qapp, theme.scaled(percent).worded("en"))
    screen.set_theme(style.current())
    screen.resize(*size)
    opened(qtbot, screen, "ZG26-0007")
    QApplication.processEvents()
    assert screen.size().toTuple() == size
    assert screen.area.widget().width() <= screen.area.viewport().width()
    for button, _ in screen.panel.verbs:
        assert button.width() >= button.sizeHint().width()
    style.apply(qapp, LIGHT.worded("en"))


def test_somebody_elses_change_comes_in_by_itself(screen, qtbot) -> None:
    screen.records.open("actions", {"finding": "门口积雪", "owner": "cleaner"}, by="8002")
    qtbot.waitUntil(lambda: "ZG26-0013" in keys(screen), timeout=8000)
    screen.records.move("record:actions/ZG26-0012", "drop", by="8002", reason="重复")
    qtbot.waitUntil(lambda: "ZG26-0012" not in keys(screen), timeout=8000)


def test_what_a_workbook_holds_besides_is_said_before_anything_is_taken_over(screen, qtbot, tmp_path):
    path = tmp_path / "整改 台账.xlsx"
    made = xlsxwriter.Workbook(path)
    made.add_worksheet("说明").write(0, 0, "请勿改动")
    sheet = made.add_worksheet("整改")
    sheet.write_row(0, 0, ["发现的问题", "责任岗位"])
    sheet.write_row(1, 0, ["漏水", "cleaner"])
    made.close()
    before = len(screen.records.rows("actions"))
    screen.many_doing.read(str(path))
    qtbot.waitUntil(lambda: isinstance(screen.panel.form, ImportPreview), timeout=8000)
    said = " ".join(label.text() for label in screen.panel.form.findChildren(Label))
    assert "Only the sheet “整改” is read. Left out: 说明" in said
    assert len(screen.records.rows("actions")) == before
    screen.panel.form.answer()
    qtbot.waitUntil(lambda: len(screen.records.rows("actions")) == before + 1, timeout=8000)


def cut_cells(screen: RegistersScreen) -> list[str]:
    """Words of the list, heads among them, that have less room than they need."""
    found = []
    table, head = screen.table, screen.table.horizontalHeader()
    for at, column in enumerate(screen.lines.columns):
        room = 0 if head.isSectionHidden(at) else head.sectionSize(at)
        if room and table._cells.wide(column, screen.lines.lines()) > room:
            found.append(screen.lines.title(column))
    return found


@pytest.mark.parametrize("register", ["equipment", "outside_checks", "shift_log", "support", "voices", "lessons"])
def test_no_column_is_cut_while_the_name_has_room_to_spare(screen, qtbot, register: str) -> None:
    screen.resize(1356, 844)
    screen.show_register(register)
    here(qtbot, screen, register)
    screen.close_record()
    QApplication.processEvents()
    assert cut_cells(screen) == []
