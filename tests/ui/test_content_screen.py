"""The standards screen with real services: read, written, kept, approved, compared, exchanged; with keys, in words."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea

from lobbyconsole.config import Settings
from lobbyconsole.domain.content.library import Library, for_sector
from lobbyconsole.domain.content.text import Text
from lobbyconsole.services.console import Console
from lobbyconsole.services.library.book import FAMILIES, LibraryBook
from lobbyconsole.services.library.compiled import load_library
from lobbyconsole.services.library.drafts import FOLDER, Drafts
from lobbyconsole.services.library.exchange import pack
from lobbyconsole.services.library.reading import ContentError
from lobbyconsole.services.sample_content import tell_sample_content
from lobbyconsole.services.work import Work
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.content.asking import Ask
from lobbyconsole.ui.content.blocks import blocks
from lobbyconsole.ui.content.diff import marked, pairs_of
from lobbyconsole.ui.content.specs import begin, specs_of
from lobbyconsole.ui.content.titles import FAMILY_TITLES, TITLES
from lobbyconsole.ui.content.words import Names, reason_words, when_words
from lobbyconsole.ui.screens.content import ContentScreen
from lobbyconsole.ui.theme import CONTRAST, DARK, LIGHT
from tests.services.conftest import SmallHall, hall, open_hall  # noqa: F401 - fixtures
from tests.services.rehearsing import rehearse
from tests.ui.test_registers_screen import FakeShell


@pytest.fixture(scope="module")
def shipped() -> Library:
    return load_library()


@pytest.fixture
def dressed(qapp) -> Iterator[None]:
    style.load_fonts()
    style.apply(qapp, LIGHT.worded("en"))
    yield
    assert tasks.wait_for_all(5)
    QApplication.processEvents()


@pytest.fixture
def work(hall: SmallHall) -> Work:  # noqa: F811
    settings = Settings(branch=hall.branch)
    return Work(hall.store, hall.live, lambda: settings)


def made_screen(hall: SmallHall, work: Work, qtbot) -> ContentScreen:  # noqa: F811
    parts: dict[str, Any] = {field.name: None for field in fields(Console)}
    console = Console(**(parts | {"live": hall.live, "work": work, "folder": hall.folder}))
    made = ContentScreen(console, style.current())
    qtbot.addWidget(made)
    made.shell = FakeShell()
    made.resize(1356, 844)
    made.show_snapshot(hall.live.snapshot)
    made.show()
    quiet(qtbot, made)
    return made


@pytest.fixture
def screen(hall: SmallHall, work: Work, dressed, qtbot) -> Iterator[ContentScreen]:  # noqa: F811
    made = made_screen(hall, work, qtbot)
    yield made
    made.hide()
    quiet(qtbot, made)


def quiet(qtbot, screen: Any) -> None:
    """Until everything asked for is there."""

    def there() -> bool:
        if (
            screen.loaded is None
            or screen.loader.busy
            or screen._opening is not None
            or screen.loader._gather.isActive()
        ):
            return False
        pages = (screen.preview, screen.edit, screen.arrivals, screen.history.diff, screen.update_page.diff)
        return not any(page.busy for page in pages)

    qtbot.waitUntil(there, timeout=8000)


def opened(qtbot, screen: Any, key: str, tab: str = "preview") -> None:
    screen.open_key(key, tab)
    qtbot.waitUntil(lambda: screen.opened is not None and screen.opened.key == key, timeout=8000)
    quiet(qtbot, screen)


def answer(qtbot, screen: Any, staff: str, why: str = "") -> None:
    """Fill in who and why, with keys."""
    form = screen.form
    assert isinstance(form, Ask)
    form.staff.setText(staff)
    form.why.setText(why)
    qtbot.keyClick(form.why if why else form.confirm, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.form is None or bool(form.wrong.text()), timeout=8000)
    quiet(qtbot, screen)


def book_of(screen: Any) -> LibraryBook:
    assert screen.loaded is not None
    return screen.loaded.book


def words_of(widget: Any) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


# --- the list and the preview -----------------------------------------------------------------------------------------


def test_all_items_by_family_with_filter_and_standing(screen: Any, qtbot, work: Work, shipped) -> None:
    lines = screen.listing.lines()
    assert [line.family for line in lines if not line.key] == list(FAMILIES)
    fitting = {f"{name}/{item.id}" for name in FAMILIES for item in for_sector(getattr(shipped, name), "bank").values()}
    assert {line.key for line in lines if line.key} == fitting
    screen.search.setText("停电")
    assert "plans/power_outage" in [line.key for line in screen.listing.lines()]
    screen.search.setText("no such words at all")
    assert screen.listing.lines() == []
    assert not screen.left.nothing.isHidden()
    screen.search.setFocus()
    qtbot.keyClick(screen.search, Qt.Key.Key_Escape)
    assert len(screen.listing.lines()) == len(lines)
    tell_sample_content(work, work.subjects.live.clock.now())
    qtbot.waitUntil(lambda: any(line.entry and line.entry.waiting for line in screen.listing.lines()), timeout=8000)
    found = {state: [] for state in ("own", "waiting", "update", "retired")}  # type: ignore[var-annotated]
    for state in found:
        screen.state.setCurrentIndex(screen.state.findData(state))
        screen._filter()
        found[state] = [line.key for line in screen.listing.lines() if line.key]
    assert found["waiting"] == ["plans/power_outage"]
    assert found["update"] == ["scripts/greet_open"]
    assert found["retired"] == ["forms/witness_description"]
    assert found["own"] == ["checklists/patrol_vip_room", "scripts/greet_open", "roles/lobby_assistant"]


def test_every_item_can_be_read_in_both_languages(shipped: Library) -> None:
    for tongue in ("zh", "en"):
        names = Names.of(shipped, "bank", tongue)
        for family in FAMILIES:
            for item in getattr(shipped, family).values():
                assert list(blocks(family, item, names))


def test_keys_go_through_the_list_the_tabs_and_the_languages(screen: Any, qtbot) -> None:
    first = screen.key
    screen.listing.setFocus()
    qtbot.keyClick(screen.listing, Qt.Key.Key_Down)
    quiet(qtbot, screen)
    assert screen.key != first
    qtbot.keyClick(screen.listing, "]")
    quiet(qtbot, screen)
    assert screen.key.startswith("plans/")
    english = words_of(screen.preview)
    qtbot.keyClick(screen.listing, "l")
    quiet(qtbot, screen)
    assert words_of(screen.preview) != english
    qtbot.keyClick(screen.listing, "3")
    quiet(qtbot, screen)
    assert screen.pages.currentWidget() is screen.history
    qtbot.keyClick(screen.history, Qt.Key.Key_Escape)
    assert screen.listing.hasFocus()
    assert screen.shell.gone == ["floor"]  # the keyboard never left the list
    assert screen.command("content", "scripts/greet_open")
    quiet(qtbot, screen)
    assert screen.key == "scripts/greet_open"
    assert not screen.command("content", "spells/x")
    assert not screen.command("round", "x")


# --- writing ----------------------------------------------------------------------------------------------------------


def test_a_change_is_written_checked_kept_and_in_force(screen: Any, qtbot) -> None:
    opened(qtbot, screen, "checklists/patrol_hourly", "edit")
    sheet, form = screen.edit.sheet, screen.edit.form
    assert sheet is not None
    assert form is not None
    assert not screen.edit.save.isEnabled()
    line = form.edits["minutes"].line
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "many")
    sheet.check()
    assert form.edits["minutes"].wrong.text() == "Please give a number."
    line.selectAll()
    qtbot.keyClicks(line, "7")
    sheet.check()
    assert form.edits["minutes"].wrong.isHidden()
    qtbot.keyClick(line, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(screen.form, Ask)
    assert screen.form.staff.text() == "8001"
    answer(qtbot, screen, "8001", "shorter here")
    assert book_of(screen).library().checklists["patrol_hourly"].minutes == 7
    qtbot.waitUntil(lambda: screen.opened.entry.origin == "changed", timeout=8000)
    assert Drafts(screen.console.folder).all() == []


def test_an_empty_other_language_is_said_and_never_filled_in(screen: Any, qtbot) -> None:
    opened(qtbot, screen, "scripts/greet_open", "edit")
    edit = screen.edit.form.edits["title"]
    edit.halves["zh"].setPlainText("")
    edit.halves["en"].setPlainText("A new greeting")
    screen.edit.sheet.check()
    assert edit.wrong.text() == "The Chinese text is still missing."
    assert screen.edit.wrong.text_shown() == "1 to put right"
    screen.edit.want_save()
    assert screen.form is None
    assert edit.halves["zh"].hasFocus()
    assert edit.halves["zh"].toPlainText() == ""


def test_parts_are_added_copied_moved_and_taken_out_with_keys(screen: Any, qtbot) -> None:
    opened(qtbot, screen, "checklists/patrol_hourly", "edit")
    items = screen.edit.form.edits["items"]
    before = [part["id"] for part in items.value()]
    head = items.lines[0].head
    head.setFocus()
    qtbot.keyClick(head, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [part["id"] for part in items.value()][:2] == [before[1], before[0]]
    assert items.lines[1].head.hasFocus()
    qtbot.keyClick(items.lines[1].head, Qt.Key.Key_Delete)
    assert before[0] not in [part["id"] for part in items.value()]
    screen.edit.undo.click()
    screen.edit.finish()
    items = screen.edit.form.edits["items"]
    assert len(items.value()) == len(before)
    items.add_part()
    new = items.value()[-1]
    assert new["id"] not in before
    assert new["touchpoint"] == items.value()[-2]["touchpoint"]
    assert items.lines[-1].is_open
    screen.edit.sheet.check()
    assert screen.edit.sheet.wrong_below(items.lines[-1].path) > 0
    items.lines[0].owner.turn(0)
    row = items.lines[0]
    row.form.edits["scale"].form.edits["type"]._chosen("choice")
    scale = row.form.edits["scale"].form
    assert not scale.edits["options"].isHidden()
    assert scale.edits["min"].isHidden()
    screen.edit.sheet.check()
    assert scale.edits["options"].wrong.text() == "At least one good and one bad choice are needed."


def test_fields_of_all_families_have_names_and_controls(screen: Any, qtbot, shipped) -> None:
    seen: set[str] = set()

    def look(shape: Any) -> None:
        for spec in specs_of(shape):
            assert spec.key in TITLES or spec.name in TITLES, spec.key
            if spec.shape is not None and spec.key not in seen:
                seen.add(spec.key)
                look(spec.shape)

    assert list(FAMILIES) == list(FAMILY_TITLES)
    for family, shape in FAMILIES.items():
        look(shape)
        assert begin(family)
        key = f"{family}/{next(iter(getattr(shipped, family)))}"
        opened(qtbot, screen, key, "edit")
        assert screen.edit.sheet.problems == [], key
        for edit in screen.edit.form.edits.values():
            if hasattr(edit, "turn") and getattr(edit, "lines", None):
                edit.turn(0)
        screen.edit.sheet.check()
        assert not screen.edit.touched, key


def test_a_draft_survives_a_crash_and_can_be_given_up(hall, work, dressed, qtbot) -> None:  # noqa: F811
    screen = made_screen(hall, work, qtbot)
    opened(qtbot, screen, "briefings/closing", "edit")
    screen.edit.form.edits["duration_min"].line.setText("20")  # type: ignore[union-attr]
    screen.edit.form.edits["duration_min"]._typed("20")  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: bool(list((hall.folder / FOLDER).glob("*.json"))), timeout=8000)
    again = made_screen(hall, work, qtbot)  # the first one is gone without a word
    opened(qtbot, again, "briefings/closing", "edit")
    assert again.edit.touched
    assert again.edit.sheet.tree["duration_min"] == 20  # type: ignore[union-attr]
    assert again.edit.form.edits["duration_min"].wrong.text() == "The minutes of the parts do not add up to this."  # type: ignore[union-attr]
    assert [line.state()[1] for line in again.listing.lines() if line.key == "briefings/closing"] == [""]
    again.doing.drop_draft()
    qtbot.waitUntil(lambda: Drafts(hall.folder).all() == [] and not again.edit.touched, timeout=8000)
    quiet(qtbot, again)
    for made in (screen, again):
        made.hide()
        made.edit.clear()


def test_enter_in_find_opens_what_was_found(screen: Any, qtbot) -> None:
    opened(qtbot, screen, "plans/fire")
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Down):
        screen.search.setFocus()
        screen.search.setText("patrol_hourly" if key == Qt.Key.Key_Return else "opening_hall")
        qtbot.keyClick(screen.search, key)
        quiet(qtbot, screen)
        assert screen.key == f"checklists/{screen.search.text()}"  # what keys mean is what the list shows
        assert screen.listing.hasFocus()


def test_a_new_item_given_up_leaves_nothing_behind(screen: Any, qtbot) -> None:
    screen.doing.new("checklists")
    qtbot.waitUntil(lambda: screen.key.startswith("checklists/+") and screen.edit.sheet is not None, timeout=8000)
    quiet(qtbot, screen)
    screen.doing.drop_draft()
    qtbot.waitUntil(lambda: screen.opened is not None and screen.opened.entry is not None, timeout=8000)
    quiet(qtbot, screen)
    assert screen.pages.currentWidget() is screen.preview
    assert not any("+" in line.key for line in screen.listing.lines())


def test_a_copy_gets_a_new_id_and_a_new_item_says_what_it_needs(screen: Any, qtbot) -> None:
    opened(qtbot, screen, "checklists/patrol_hourly")
    screen.listing.setFocus()
    qtbot.keyClicks(screen.listing, "c")
    qtbot.waitUntil(lambda: screen.key.startswith("checklists/+") and screen.edit.sheet is not None, timeout=8000)
    quiet(qtbot, screen)
    sheet = screen.edit.sheet
    assert sheet.tree["id"] == "patrol_hourly_1"
    assert sheet.problems == []
    sheet.put(("id",), "opening_hall")
    sheet.put(("id",), "patrol_hourly")
    sheet.check()
    assert screen.edit.form.edits["id"].wrong.text() == "patrol_hourly stands twice."
    sheet.put(("id",), "patrol_vip")
    sheet.put(("title",), {"en": "VIP patrol", "zh": "贵宾室巡检"})
    screen.edit.want_save()
    answer(qtbot, screen, "8001", "we have a VIP room")
    qtbot.waitUntil(lambda: screen.key == "checklists/patrol_vip", timeout=8000)
    assert book_of(screen).library().checklists["patrol_vip"].title == Text("VIP patrol", "贵宾室巡检")
    screen.doing.new("plans")
    qtbot.waitUntil(lambda: screen.key.startswith("plans/+") and screen.edit.sheet is not None, timeout=8000)
    quiet(qtbot, screen)
    assert len(screen.edit.sheet.problems) > 3
    screen.edit.next_wrong()
    assert screen.edit.form.edits["id"].line.hasFocus()


# --- versions ---------------------------------------------------------------------------------------------------------


def test_a_plan_is_approved_by_another_person_and_taken_back(screen: Any, qtbot, shipped) -> None:
    book = book_of(screen)
    book.propose("plans", replace(shipped.plans["fire"], review_months=3), by="8001", why="closer look")
    qtbot.waitUntil(lambda: any(line.entry and line.entry.waiting for line in screen.listing.lines()), timeout=8000)
    opened(qtbot, screen, "plans/fire", "history")
    assert "closer look" in screen.head.notice.text()
    card = screen.history.cards.itemAt(0).widget()
    assert [button.text() for button in card.verbs.items()][:2] == ["Approve…", "Do not approve…"]
    assert "Reviewed every (months)" in words_of(screen.history.diff)
    screen.listing.setFocus()
    qtbot.keyClicks(screen.listing, "a")
    asked: Any = screen.form
    assert asked is None  # said before anybody types a PIN, with the way to the walk at hand
    assert screen.said.text() == "Nobody has walked this version to an end yet (5)."
    assert [button.text() for button in card.verbs.items() if button.hasFocus()] == ["Walk it…"]
    rehearse(book, "fire", book.editions("plans", "fire").waiting[0].version)
    opened(qtbot, screen, "plans/fire", "history")
    qtbot.waitUntil(lambda: screen.opened.versions[0].walked is True, timeout=8000)
    screen.listing.setFocus()
    qtbot.keyClicks(screen.listing, "a")
    assert screen.form.staff.text() == ""  # the one at the console proposed it
    answer(qtbot, screen, "8001")
    assert screen.form is not None
    assert screen.form.wrong.text() == "Another person must do this."
    answer(qtbot, screen, "8002")
    assert book.library().plans["fire"].review_months == 3
    opened(qtbot, screen, "plans/fire", "history")
    qtbot.waitUntil(lambda: screen.opened.entry.origin == "changed", timeout=8000)
    quiet(qtbot, screen)
    screen.history.asked.emit("back", screen.history.versions[-1])
    answer(qtbot, screen, "8002", "too often")
    assert book.library().plans["fire"].review_months == 3
    assert book.editions("plans", "fire").waiting[0].why == "too often"


def test_an_update_is_shown_and_kept_out_or_taken(screen: Any, qtbot, work: Work, shipped) -> None:
    tell_sample_content(work, work.subjects.live.clock.now())
    qtbot.waitUntil(lambda: any(line.entry and line.entry.update for line in screen.listing.lines()), timeout=8000)
    opened(qtbot, screen, "scripts/greet_open", "update")
    page = screen.update_page
    assert page.which.value() == "base"
    assert [change.path for change in page.diff.changes] == ["avoid"]
    page.which.set_value("own")
    page._compare()
    assert {change.path for change in page.diff.changes} == {"avoid", "do"}
    page.keep.click()
    answer(qtbot, screen, "8002")
    assert book_of(screen).updates() == []
    assert book_of(screen).library().scripts["greet_open"] != shipped.scripts["greet_open"]
    opened(qtbot, screen, "scripts/greet_open", "update")
    page.take.click()
    answer(qtbot, screen, "8002", "good after all")
    assert book_of(screen).library().scripts["greet_open"] == shipped.scripts["greet_open"]


def test_an_item_is_retired_and_used_again(screen: Any, qtbot) -> None:
    opened(qtbot, screen, "forms/activity_log")
    screen.listing.setFocus()
    qtbot.keyClicks(screen.listing, "r")
    answer(qtbot, screen, "8001", "the region's form is used")
    assert "activity_log" not in book_of(screen).library().forms
    qtbot.waitUntil(lambda: screen.opened.entry.retired, timeout=8000)
    screen.doing.retire()
    answer(qtbot, screen, "8001")
    assert "activity_log" in book_of(screen).library().forms


def test_the_second_persons_pin_goes_with_the_approval(screen: Any, qtbot, work: Work) -> None:
    book = book_of(screen)
    fire = book.library().plans["fire"]
    version = book.propose("plans", replace(fire, summary=Text("Out.", "撤。")), by="8001", why="x")
    rehearse(book, "fire", version.waiting[0].version, by="8001")
    for number in ("8001", "8002"):
        work.staff.add(number)
    work.staff.set_pin("8002", "271828")
    opened(qtbot, screen, "plans/fire", "history")
    screen.doing.approve(next(one for one in screen.opened.versions if one.standing == "proposed"))
    form = screen.form
    form.staff.setText("8002")
    form.answer()
    qtbot.waitUntil(form.pin.isVisible, timeout=8000)
    qtbot.keyClicks(form.pin, "271828")
    qtbot.keyClick(form.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.form is None, timeout=8000)
    quiet(qtbot, screen)
    assert book.library().plans["fire"].summary.en == "Out."


def test_whoever_has_a_pin_signs_with_it(screen: Any, qtbot, work: Work) -> None:
    work.staff.add("8002")
    work.staff.set_pin("8002", "271828")
    opened(qtbot, screen, "forms/activity_log")
    screen.doing.retire()
    form = screen.form
    form.staff.setText("8002")
    form.why.setText("x")
    form.answer()
    qtbot.waitUntil(form.pin.isVisible, timeout=8000)
    assert "activity_log" in book_of(screen).library().forms
    qtbot.keyClicks(form.pin, "271828")
    qtbot.keyClick(form.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.form is None, timeout=8000)
    quiet(qtbot, screen)
    assert "activity_log" not in book_of(screen).library().forms


# --- files ------------------------------------------------------------------------------------------------------------


def test_standards_go_out_and_come_in_after_a_look(screen: Any, qtbot, tmp_path: Path, shipped) -> None:
    region = [("checklists", replace(shipped.checklists["patrol_hourly"], minutes=9)),
              ("plans", replace(shipped.plans["fire"], review_months=3)),
              ("scripts", shipped.scripts["greet_open"])]  # fmt: skip
    path = tmp_path / "区域标准 2026.lcstandard"
    path.write_bytes(pack("East region", region))
    screen.porting.load_from(str(path))
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.arrivals, timeout=8000)
    quiet(qtbot, screen)
    assert "0 new, 2 changed, 1 the same, 0 refused" in screen.arrivals.about.text()
    assert book_of(screen).library().checklists["patrol_hourly"].minutes != 9
    screen.arrivals.cards[0].more.click()
    assert [card.arrival.id for card in screen.arrivals.cards] == ["patrol_hourly", "fire", "greet_open"]
    screen.arrivals.take.click()
    answer(qtbot, screen, "8001", "region's standard of 2026")
    assert book_of(screen).library().checklists["patrol_hourly"].minutes == 9
    assert book_of(screen).library().plans["fire"] == shipped.plans["fire"]
    assert screen.said.text() == "2 standards proposed."
    out = tmp_path / "ours.lcstandard"
    screen.porting.export_to(str(out), "own", "East Gate")
    qtbot.waitUntil(out.exists, timeout=8000)
    assert out.read_bytes() == pack("East Gate", region[:1])


def test_a_hostile_file_is_refused_in_words_and_nothing_is_left(screen: Any, qtbot, tmp_path: Path) -> None:
    for content, words in ((b"{}", "no file with standards"), (b'{"format":"lobbyconsole-content"', "not whole")):
        path = tmp_path / "bad.lcstandard"
        path.write_bytes(content)
        screen.porting.load_from(str(path))
        qtbot.waitUntil(lambda words=words: words in screen.said.text(), timeout=8000)
    screen.porting.load_from(str(tmp_path / "not there"))
    qtbot.waitUntil(lambda: "No such file" in screen.said.text(), timeout=8000)
    assert screen.pages.currentWidget() is not screen.arrivals


def test_a_wrong_shipped_file_is_shown_with_line_and_reason(screen: Any, qtbot) -> None:
    refused = [ContentError("weight is 1 to 5", "checklists/opening.yaml", 31)]
    screen._show_loaded(replace(screen.loaded, refused=refused))
    quiet(qtbot, screen)
    assert screen.left.wrong.text() == "Content files left out: 1"
    screen.left.wrong.click()
    said = words_of(screen.wrong_files)
    assert "checklists/opening.yaml, line 31" in said
    assert "The weight is 1 to 5." in said


# --- words ------------------------------------------------------------------------------------------------------------


def test_differences_mark_what_changed_and_escape_the_rest(shipped: Library) -> None:
    old, new = marked("Water is <b>there</b> for all", "Water is <b>here</b> for all", "#000000")
    assert "<b>" not in old + new
    assert "&lt;b&gt;" in old
    assert "line-through" in old
    assert "here" in new
    from lobbyconsole.services.library.book import differences

    before = shipped.checklists["patrol_hourly"]
    first, second, *rest = before.items
    after = replace(before, items=(replace(second, weight=1), first, *rest[1:]))
    names = Names.of(shipped, "bank", "en")
    said = {
        change.path: pairs_of("checklists", change, (after, before), names) for change in differences(before, after)
    }
    assert said[f"items[{second.id}].weight"] == [("", str(second.weight), "1")]
    assert said[f"items[{rest[0].id}]"][0][2] == ""
    assert said["items"][0][0].startswith("Stands elsewhere: ")


def test_schedules_and_reasons_are_said_in_words(shipped: Library) -> None:
    assert when_words("workdays 08:10,13:00") == "Every open day at 08:10, 13:00"
    assert when_words("weekly fri 15:30") == "Every Fri at 15:30"
    assert when_words("now and then") == "now and then"
    for item in (*shipped.checklists.values(), *shipped.briefings.values()):
        assert when_words(item.when) != item.when or item.when == "on_demand"  # type: ignore[attr-defined]
    assert reason_words("step s3 leads to s9, which does not exist") == "Step s3 leads to s9, which does not exist."
    assert reason_words("nobody foresaw this") == "nobody foresaw this"


# --- look -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("theme", "percent", "size"), [(DARK, 100, (1196, 664)), (CONTRAST, 200, (1100, 640))])
def test_nothing_asks_for_more_room_than_there_is(screen, qtbot, qapp, theme, percent, size) -> None:
    style.apply(qapp, theme.scaled(percent).worded("en"))
    screen.set_theme(style.current())
    screen.resize(*size)
    for tab in ("preview", "edit", "history", "update"):
        opened(qtbot, screen, "plans/fire", tab)
        QApplication.processEvents()
        assert screen.minimumSizeHint().width() <= size[0], tab
        assert screen.left.isVisible() or screen.right.isVisible()
        for area in screen.findChildren(QScrollArea):
            if area.isVisible():
                assert area.widget().width() <= area.viewport().width(), tab


def test_a_form_has_its_room_while_it_is_being_made(screen, qtbot) -> None:
    screen.resize(1196, 500)
    screen.open_key("checklists/patrol_hourly", "edit")
    end, seen = time.monotonic() + 8, 0
    while time.monotonic() < end and (screen.edit.sheet is None or screen.edit.busy or not seen):
        QApplication.processEvents()
        inner = screen.edit.area.widget()
        if screen.edit.form is not None and inner.layout().count() > 1:
            seen += 1
            assert inner.height() >= inner.layout().totalHeightForWidth(inner.width())
    assert seen
    quiet(qtbot, screen)


def test_no_step_of_opening_holds_the_window_up(hall, work, dressed, qtbot) -> None:  # noqa: F811
    screen = made_screen(hall, work, qtbot)
    worst = 0.0
    for tab in ("preview", "edit", "history"):
        screen.open_key("plans/fire", tab)
        end = time.monotonic() + 0.6
        while time.monotonic() < end:
            begun = time.thread_time()  # this thread's own work: the machine may have other things to do
            QApplication.processEvents()
            worst = max(worst, time.thread_time() - begun)
            time.sleep(0.001)
    assert worst < 0.12
    screen.hide()
    quiet(qtbot, screen)


def test_large_text_asks_for_no_more_than_a_small_window_has(screen, qapp, qtbot) -> None:
    style.apply(qapp, replace(LIGHT, scale=2.0).worded("en"))
    screen.set_theme(style.current())
    QApplication.processEvents()
    assert screen.right.minimumSizeHint().height() <= 582  # of 1280 x 720, without the top bar and the edges


def test_what_is_called_as_one_asks_comes_first_and_its_family_before_the_others(screen: Any) -> None:
    screen.search.setText("power cut")
    lines = screen.listing.lines()
    assert lines[0].family == "plans"  # not the checklists that mention one
    assert lines[1].key == "plans/power_outage"
    assert len(lines) > 3
    screen.search.setText("")
    assert screen.listing.lines()[0].family == "checklists"


def test_enter_answers_from_the_last_field_there_is(screen: Any, qtbot) -> None:
    said: list[tuple[str, str]] = []
    form = Ask("Approve", "", "Approve", lambda: screen.console.work.staff, why=False)
    qtbot.addWidget(form)
    form.answered.connect(lambda staff, why: said.append((staff, why)))
    form.show()
    form.activateWindow()
    form.begin()
    qtbot.waitUntil(form.staff.hasFocus, timeout=4000)
    qtbot.keyClicks(form.staff, "3002")
    qtbot.keyClick(form.staff, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: said == [("3002", "")], timeout=4000)
