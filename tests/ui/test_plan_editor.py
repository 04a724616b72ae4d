"""A plan is written with keys: outline, graph, both languages, numbers; it is walked to an end; loops are refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication

from lobbyconsole.config import Settings
from lobbyconsole.domain.content.library import dangling
from lobbyconsole.domain.content.plans import Branch, Plan, Rung
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.plan_graph import NEXT
from lobbyconsole.services.library.book import body_of, differences, item_of
from lobbyconsole.services.library.compiled import load_library
from lobbyconsole.services.library.drafts import Drafts
from lobbyconsole.services.work import Work
from lobbyconsole.ui import style
from lobbyconsole.ui.content.bench import Tried
from lobbyconsole.ui.content.blocks import Tile, blocks
from lobbyconsole.ui.content.diff import pairs_of, summary, with_steps
from lobbyconsole.ui.content.words import Names, path_words
from lobbyconsole.ui.plan_graph.bench import PlanBench
from lobbyconsole.ui.plan_graph.scene import Scene
from lobbyconsole.ui.plan_graph.words import Reading
from lobbyconsole.ui.theme import CONTRAST, DARK, LIGHT
from lobbyconsole.ui.translation import Languages
from tests.services.conftest import SmallHall, hall, open_hall  # noqa: F401 - fixtures
from tests.services.rehearsing import shortest_way
from tests.ui.test_content_screen import answer, book_of, dressed, made_screen, opened, quiet, words_of  # noqa: F401

SHIPPED = load_library()


@pytest.fixture
def work(hall: SmallHall) -> Work:  # noqa: F811
    settings = Settings(branch=hall.branch)
    return Work(hall.store, hall.live, lambda: settings)


@pytest.fixture
def screen(hall: SmallHall, work: Work, dressed, qtbot) -> Iterator[Any]:  # noqa: F811
    made = made_screen(hall, work, qtbot)
    yield made
    made.hide()


def bench_of(qtbot, screen: Any, key: str = "plans/power_outage") -> Any:
    opened(qtbot, screen, key, "edit")
    screen._tab_by_key("edit")
    quiet(qtbot, screen)
    bench = screen.edit.form
    assert isinstance(bench, PlanBench)
    return bench


def press(qtbot, widget: Any, key: Any, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(widget, key, held)


def ids(screen: Any) -> list[str]:
    return [step["id"] for step in screen.edit.sheet.tree["steps"]]


# --- the outline and the graph ----------------------------------------------------------------------------------------


def test_the_outline_has_all_steps_and_branches_and_moves_with_the_graph(screen: Any, qtbot) -> None:
    bench = bench_of(qtbot, screen)
    plan = SHIPPED.plans["power_outage"]
    lines = bench.outline.lines()
    assert sum(not line.is_branch for line in lines) == len(plan.steps)
    assert sum(line.is_branch for line in lines) == sum(len(step.branches) for step in plan.steps)
    assert bench.outline.hasFocus()
    press(qtbot, bench.outline, Qt.Key.Key_Down)
    assert (bench.at, bench.graph.canvas.here) == (1, 1)
    press(qtbot, bench.outline, Qt.Key.Key_Down)
    assert (bench.at, bench.branch, bench.graph.canvas.branch) == (1, 0, 0)
    press(qtbot, bench.outline, Qt.Key.Key_G)
    canvas = bench.graph.canvas
    assert canvas.hasFocus()
    press(qtbot, canvas, Qt.Key.Key_Down)
    assert bench.outline.line().row.step == bench.at == 2
    press(qtbot, canvas, Qt.Key.Key_Up)
    assert bench.at == 1
    press(qtbot, canvas, Qt.Key.Key_Home)
    assert bench.at == 0
    before = canvas.zoom
    press(qtbot, canvas, Qt.Key.Key_Plus)
    assert canvas.zoom > before
    press(qtbot, canvas, Qt.Key.Key_0)
    room = bench.graph.area.viewport().size()
    assert canvas.zoom == 0.3 or (canvas.width() <= room.width() + 1 and canvas.height() <= room.height() + 1)
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=bench.graph.point_of(3).toPoint())
    assert bench.at == 3
    press(qtbot, canvas, Qt.Key.Key_Escape)
    assert bench.outline.hasFocus()


def test_every_step_of_every_plan_is_reached_with_arrow_keys_alone(qtbot, dressed) -> None:  # noqa: F811
    from lobbyconsole.services.library.book import plain
    from lobbyconsole.ui.plan_graph.view import GraphView

    names = Names.of(SHIPPED, "bank", "en")
    view = GraphView()
    qtbot.addWidget(view)
    view.resize(500, 500)
    view.chosen.connect(view.stand_on)
    view.show()
    for plan in SHIPPED.plans.values():
        view.show_tree(plain(plan), names, {})
        view.stand_on(0)
        seen, ahead = {(0, NEXT)}, [(0, NEXT)]
        while ahead:
            here = ahead.pop()
            for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Right):
                view.stand_on(*here)
                press(qtbot, view.canvas, key)
                there = (view.canvas.here, view.canvas.branch)
                if there not in seen:
                    seen.add(there)
                    ahead.append(there)
        assert {step for step, _ in seen} == set(range(len(plan.steps))), plan.id


@pytest.mark.parametrize("tongue", ["zh", "en"])
@pytest.mark.parametrize("percent", [100, 200])
def test_every_plan_is_drawn_in_both_languages_without_boxes_on_each_other(qapp, tongue: str, percent: int) -> None:
    from lobbyconsole.services.library.book import plain

    style.load_fonts()
    names = Names.of(SHIPPED, "bank", tongue)
    for plan in SHIPPED.plans.values():
        scene = Scene(Reading(plain(plan), names), LIGHT.scaled(percent).worded(tongue))
        assert len(scene.lines) == sum(len(step.exits) for step in plan.steps)
        boxes = [scene.box(at) for at in range(len(plan.steps))]
        for at, box in enumerate(boxes):
            assert not any(box.intersects(other) for other in boxes[at + 1 :]), plan.id
        assert all(len(points) > 1 for points in scene.layout.lines)


# --- writing ----------------------------------------------------------------------------------------------------------


def test_a_step_is_put_in_written_moved_and_taken_back_with_keys_alone(screen: Any, qtbot) -> None:
    bench = bench_of(qtbot, screen)
    before = ids(screen)
    press(qtbot, bench.outline, Qt.Key.Key_N)
    new = next(name for name in ids(screen) if name not in before)
    at = ids(screen).index(new)
    assert screen.edit.sheet.tree["steps"][0]["next"] == new
    assert screen.edit.sheet.tree["steps"][at]["next"] == "s2"
    text = bench.step_form.edits["text"]
    assert text.halves["en"].hasFocus()
    qtbot.keyClicks(text.halves["en"], "Torch from the drawer")
    assert bench.at == at
    screen.edit.sheet.check()
    line = next(line for line in bench.outline.lines() if line.row.step == at and not line.is_branch)
    assert line.words == "Torch from the drawer"
    assert line.missing == ("zh",)
    assert "The Chinese text is still missing." in text.wrong.text()
    text.halves["zh"].insertPlainText("取手电")
    screen.edit.sheet.check()
    assert screen.edit.sheet.problems == []
    press(qtbot, text.halves["zh"], Qt.Key.Key_Escape)
    assert bench.outline.hasFocus()
    press(qtbot, bench.outline, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert screen.edit.sheet.tree["start"] == new
    assert screen.edit.sheet.problems == []
    press(qtbot, bench.outline, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)  # nothing stands before it
    assert "cannot change places" in bench.said.text()
    press(qtbot, bench.outline, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert screen.edit.sheet.tree["start"] == "s1"
    for _ in range(5):
        press(qtbot, bench.outline, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert ids(screen) == before
    assert screen.edit.sheet.problems == []


def test_a_branch_is_added_and_taken_out_and_the_draft_is_kept(screen: Any, qtbot) -> None:
    bench = bench_of(qtbot, screen)
    press(qtbot, bench.outline, Qt.Key.Key_Down)
    press(qtbot, bench.outline, Qt.Key.Key_B)
    step = screen.edit.sheet.tree["steps"][1]
    assert len(step["branches"]) == 3
    card = bench.step_form.edits["branches"].entries[2]
    assert card[0].halves["en"].hasFocus()
    assert screen.edit.sheet.wrong_below(("steps", 1)) > 0
    qtbot.keyClicks(card[0].halves["en"], "Nobody knows")
    card[0].halves["zh"].insertPlainText("情况不明")
    options = [card[1].control.itemText(at) for at in range(card[1].control.count())]
    assert options[0].startswith("1 · Lights")
    card[1].control.setCurrentIndex(card[1].control.findData("s3"))
    card[1].control.activated.emit(card[1].control.currentIndex())
    screen.edit.sheet.check()
    assert screen.edit.sheet.problems == []
    screen.doing.keep_draft()
    drafts = Drafts(screen.console.folder)
    qtbot.waitUntil(lambda: bool(drafts.all()), timeout=8000)
    qtbot.waitUntil(lambda: drafts.all()[0].value["steps"][1]["branches"][2]["goto"] == "s3", timeout=8000)
    bench.outline.setFocus()
    bench.outline.stand_on(1, 2)
    bench.stand_on(1, 2)
    press(qtbot, bench.outline, Qt.Key.Key_Delete)
    assert len(screen.edit.sheet.tree["steps"][1]["branches"]) == 2


def test_a_loop_is_refused_and_marked_in_outline_and_graph(screen: Any, qtbot) -> None:
    bench = bench_of(qtbot, screen)
    at, back = ids(screen).index("s5"), ids(screen).index("s4")
    screen.edit.sheet.put(("steps", at, "next"), "s4")
    screen.edit.sheet.check()
    number = {step: str(found) for step, found in zip(ids(screen), bench.reading.numbers, strict=True)}
    around = f"{number['s4']} → {number['s5']} → {number['s4']}"
    assert bench.said.text().startswith("It goes round in a circle without a decision or a wait: " + around)
    assert bench.outline.lines()[0].level == ""
    assert next(line for line in bench.outline.lines() if line.row.step == back).level == "act"
    assert bench.graph.canvas.wrong[back] == "act"
    assert screen.edit.sheet.item is None
    screen.edit.want_save()
    assert screen.form is None
    for _ in range(len(screen.edit.sheet.problems)):
        screen.edit.next_wrong()
        if bench.at == back:
            break
    assert bench.at == back
    screen.show_tab("try")
    assert not screen.try_page.empty.isHidden()
    screen.show_tab("edit")
    screen.edit.sheet.put(("steps", at, "next"), "gone")
    screen.edit.sheet.check()
    bench.finish()
    assert any(card.kind == "ghost" for card in bench.graph.canvas.scene.cards)
    assert "leads to gone" in bench.said.text()
    screen.edit.sheet.put(("steps", at, "next"), "s6")
    screen.edit.sheet.check()
    assert bench.said.text() == ""


def test_what_is_still_wrong_elsewhere_is_gone_to(screen: Any, qtbot) -> None:
    bench = bench_of(qtbot, screen)
    screen.edit.sheet.put(("title",), {"en": "Power cut", "zh": ""})
    screen.edit.sheet.check()
    screen.edit.next_wrong()
    assert bench.edits["title"].halves["zh"].hasFocus()
    press(qtbot, bench.edits["title"].halves["zh"], Qt.Key.Key_Escape)
    assert bench.outline.isVisible()


# --- numbers ----------------------------------------------------------------------------------------------------------


def test_a_missing_number_is_said_and_set_here(screen: Any, qtbot) -> None:
    bench = bench_of(qtbot, screen)
    press(qtbot, bench.outline, Qt.Key.Key_P)
    row = bench.numbers.rows[0]
    assert row.number == ""
    assert row.field.hasFocus()
    missing = sum(not row.number for row in bench.numbers.rows)
    assert f"{missing} of {len(bench.numbers.rows)} numbers are missing" in bench.numbers.about.text()
    calls = next(at for at, step in enumerate(bench.reading.steps) if row.name in step["contacts"])
    assert next(line for line in bench.outline.lines() if line.row.step == calls and not line.is_branch).no_number
    qtbot.keyClicks(row.field, "010-55550100")
    press(qtbot, row.field, Qt.Key.Key_Return)
    answer(qtbot, screen, "8001", "asked them")
    assert book_of(screen).library().contacts[row.name].defaults["zh-CN"] == "010-55550100"
    qtbot.waitUntil(
        lambda: any(one.name == row.name and one.number for one in screen.edit.form.numbers.rows), timeout=8000
    )


# --- walking it -------------------------------------------------------------------------------------------------------


def walk_to_end(qtbot, page: Any) -> None:
    plan = page.tried.plan
    way = shortest_way(plan)
    for here, after in pairwise(way):
        step = plan.step(here)
        if step.branches:
            place = [branch.goto for branch in step.branches].index(after)
            press(qtbot, page, getattr(Qt.Key, f"Key_{place + 1}"))
        else:
            press(qtbot, page, Qt.Key.Key_Space)
    press(qtbot, page, Qt.Key.Key_Return)


def test_the_draft_is_walked_with_keys_proposed_with_its_walk_and_approved(screen: Any, qtbot) -> None:
    bench = bench_of(qtbot, screen)
    screen.edit.sheet.put(("review_months",), 3)
    press(qtbot, bench.outline, Qt.Key.Key_T)
    page = screen.try_page
    quiet(qtbot, screen)
    screen.try_page.setFocus()
    assert page.tried.kind == "draft"
    assert "Not yet walked to an end" in page.state.text()
    press(qtbot, page, Qt.Key.Key_Space)
    press(qtbot, page, Qt.Key.Key_1)
    assert page.walk.way == ("s1", "s2", "s3")
    assert "☎" in page.more.text()
    press(qtbot, page, Qt.Key.Key_Backspace)
    assert page.walk.way == ("s1", "s2")
    press(qtbot, page, Qt.Key.Key_Home)
    walk_to_end(qtbot, page)
    assert page.walk.ended
    assert "may be approved" in page.state.text()
    qtbot.waitUntil(lambda: page.found is not None, timeout=8000)
    assert "Ways: " in page.survey.words.text()
    drafts = Drafts(screen.console.folder)
    qtbot.waitUntil(lambda: bool(drafts.all()) and bool(drafts.all()[0].walked), timeout=8000)
    screen.show_tab("edit")
    screen.edit.want_save()
    assert "You have not walked it" not in words_of(screen.form)
    answer(qtbot, screen, "8001", "lesson of the last drill")
    book = book_of(screen)
    version = book.editions("plans", "power_outage").waiting[0].version
    assert book.may_be_approved("plans", "power_outage", version)
    book.approve("plans", "power_outage", version, by="8002")
    assert book.library().plans["power_outage"].review_months == 3


def test_a_draft_changed_after_its_walk_is_walked_again(screen: Any, qtbot) -> None:
    bench_of(qtbot, screen)
    screen.edit.sheet.put(("review_months",), 3)
    screen.show_tab("try")
    walk_to_end(qtbot, screen.try_page)
    screen.show_tab("edit")
    screen.edit.sheet.put(("review_months",), 4)
    screen.edit.want_save()
    assert "You have not walked it to an end" in words_of(screen.form)
    screen.close_form()
    screen.show_tab("try")
    assert "Not yet walked to an end" in screen.try_page.state.text()


def test_a_proposal_is_walked_noted_and_then_approved(screen: Any, qtbot) -> None:
    book = book_of(screen)
    book.propose("plans", replace(SHIPPED.plans["fire"], review_months=3), by="8001", why="closer look")
    qtbot.waitUntil(lambda: any(line.entry and line.entry.waiting for line in screen.listing.lines()), timeout=8000)
    opened(qtbot, screen, "plans/fire", "history")
    card = screen.history.cards.itemAt(0).widget()
    assert "Nobody has walked this version" in words_of(card)
    next(button for button in card.verbs.items() if button.text() == "Walk it…").click()
    page = screen.try_page
    assert page.tried.kind == "proposed"
    walk_to_end(qtbot, page)
    assert page.note.isVisible()
    press(qtbot, page, Qt.Key.Key_Return)
    answer(qtbot, screen, "8002")
    assert "may be approved" in page.state.text()
    version = book.editions("plans", "fire").waiting[0].version
    book.approve("plans", "fire", version, by="8002")
    assert book.library().plans["fire"].review_months == 3


def test_a_plan_is_opened_for_writing_by_its_name(screen: Any, qtbot) -> None:
    assert screen.command("content", "plans/fire/edit")
    qtbot.waitUntil(lambda: screen.opened is not None and screen.opened.key == "plans/fire", timeout=8000)
    quiet(qtbot, screen)
    assert isinstance(screen.edit.form, PlanBench)
    assert screen.left.isHidden()
    assert screen.command("content", "plans/robbery/try")
    qtbot.waitUntil(lambda: screen.opened.key == "plans/robbery", timeout=8000)
    quiet(qtbot, screen)
    assert screen.try_page.tried.plan.id == "robbery"
    press(qtbot, screen, Qt.Key.Key_Escape)
    assert not screen.left.isHidden()


# --- what changed -----------------------------------------------------------------------------------------------------


def said_of(old: Plan, new: Plan, tongue: str = "en") -> tuple[str, dict[str, list[tuple[str, str, str]]]]:
    names = with_steps(Names.of(SHIPPED, "bank", tongue), (new, old))
    changes = differences(old, new)
    told = {
        " › ".join(path_words("plans", change.path, (new, old), tongue)): pairs_of("plans", change, (new, old), names)
        for change in changes
    }
    return summary(changes), told


def test_what_changed_in_a_plan_is_said_step_by_step(qapp) -> None:
    old = SHIPPED.plans["power_outage"]
    steps = list(old.steps)
    at = next(at for at, step in enumerate(steps) if step.branches)
    fork = steps[at]
    first, second = fork.branches
    steps[at] = replace(
        fork, branches=(first, replace(second, goto="s5"), Branch(when=Text("Unknown", "不明"), goto="s3"))
    )
    said, told = said_of(old, replace(old, steps=tuple(steps)))
    assert said == "changed steps: 1 · of these with other ways on: 1"
    turned = told["Steps › Is anyone trapped? › Branches › Nobody trapped › Go to"]
    assert turned == [("", "4 · " + old.step("s4").text.en, "5 · " + old.step("s5").text.en)]
    new = next(pairs for place, pairs in told.items() if place.endswith("› Unknown"))
    assert "Unknown" in new[0][2]
    # A step in another place is said to stand elsewhere; nothing else is.
    moved = [*old.steps]
    moved.insert(2, moved.pop(5))
    said, told = said_of(old, replace(old, steps=tuple(moved)))
    assert said == "the order is another"
    assert told == {"Steps": [(f"Stands elsewhere: {old.steps[5].text.en}", f"behind “{old.steps[4].text.en}”",
                               f"behind “{old.steps[1].text.en}”")]}  # fmt: skip
    # A text put in before others leaves those alone.
    more = replace(old, kit=(Text("Torches", "手电"), *old.kit))
    said, told = said_of(old, more, "zh")
    assert said == ""
    assert list(told.values()) == [[("中文", "", "手电"), ("English", "", "Torches")]]


# --- look -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", [LIGHT, DARK, CONTRAST])
def test_the_bench_stands_in_every_theme_and_size(qapp, screen: Any, qtbot, theme: Any) -> None:
    bench_of(qtbot, screen, "plans/medical_emergency")
    for percent, size in ((100, (1356, 844)), (200, (1356, 844)), (200, (1130, 650)), (100, (700, 600))):
        style.apply(qapp, theme.scaled(percent).worded("en"))
        screen.resize(*size)
        screen.set_theme(style.current())
        QApplication.processEvents()
        quiet(qtbot, screen)
        bench = screen.edit.form
        assert bench.outline.isVisible() or bench.middle.isVisible() or bench.graph.isVisible()
        assert not screen.grab().isNull()
        bench._to_graph()
        assert bench.graph.canvas.hasFocus()
        bench.escape()


def test_the_editor_speaks_chinese(qapp, screen: Any, qtbot) -> None:
    app = QCoreApplication.instance()
    languages = Languages(app)
    languages.use("zh", "bank")
    try:
        screen.retranslate()
        quiet(qtbot, screen)
        bench = bench_of(qtbot, screen)
        assert bench.outline.lines()[0].words.startswith("开灯")
        assert next(iter(bench.step_form.edits["text"].halves)) == "zh"
        assert screen.edit.sheet.steps()[0][1].startswith("1 · 开灯")
        assert bench.outline.lines()[0].row.branch == NEXT
    finally:
        languages.use("en", "bank")
        screen.retranslate()
        quiet(qtbot, screen)


# --- what nobody says, who may decide what --------------------------------------------------------------------------


def test_the_do_not_say_list_and_the_ladder_are_written_shown_as_a_difference_and_rehearsed(screen: Any, qtbot) -> None:
    bench = bench_of(qtbot, screen, "plans/fire")
    assert SHIPPED.plans["fire"].ladder == ()
    sheet, avoid = screen.edit.sheet, bench.step_form.edits["avoid"]
    qtbot.mouseClick(avoid.add_button, Qt.MouseButton.LeftButton)
    said = avoid.entries[0][0]
    assert said.halves["en"].hasFocus()
    qtbot.keyClicks(said.halves["en"], "Nothing is wrong")
    sheet.check()
    assert sheet.said(sheet.problems[0]) == "The Chinese text is still missing."
    said.halves["zh"].insertPlainText("没什么事")
    bench.show_view("rest")
    ladder = bench.rest.edits["ladder"]
    for role, en, zh in (
        ("lobby_manager", "Stop the calling", "暂停叫号"),
        ("superior_duty", "Close the hall", "停业"),
    ):
        qtbot.mouseClick(ladder.add_button, Qt.MouseButton.LeftButton)
        form = ladder.lines[-1].form
        who = form.edits["role"].control
        assert who.findData("superior_duty") >= 0  # who is called may decide as well
        who.setCurrentIndex(who.findData(role))
        who.activated.emit(who.currentIndex())
        form.edits["may"].halves["en"].insertPlainText(en)
        form.edits["may"].halves["zh"].insertPlainText(zh)
    sheet.check()
    assert sheet.problems == []
    assert [row.words() for row in ladder.lines] == [
        "Lobby manager · Stop the calling", "Superior duty line · Close the hall"
    ]  # fmt: skip
    ladder.double_part(1)
    sheet.check()
    assert [problem.path[0] for problem in sheet.problems] == ["ladder"]  # nobody stands on two rungs
    ladder.remove_part(2)
    ladder.move_part(1, -1)
    ladder.move_part(0, 1)
    sheet.check()
    assert sheet.problems == []
    made = item_of("plans", json.dumps(sheet.tree))
    changes = {change.path for change in differences(SHIPPED.plans["fire"], made)}
    assert changes == {"steps[s1].avoid[1]", "ladder[lobby_manager]", "ladder[superior_duty]"}
    assert path_words("plans", "ladder[superior_duty].may", (made,), "en") == [
        "Who may decide what", "Close the hall", "May decide"
    ]  # fmt: skip
    names = sheet.names
    shown = [block for block in blocks("plans", made, names) if isinstance(block, Tile)]
    assert any("✗ Nothing is wrong" in line.words for tile in shown for line in tile.lines)
    assert any(tile.title == "Superior duty line" for tile in shown)
    page = screen.try_page
    page.show_plan(Tried(made, "draft", ""), names)
    assert "✗ Nothing is wrong" in page.more.text()


def test_a_ladder_names_people_there_are() -> None:
    plan = SHIPPED.plans["fire"]
    wrong = replace(plan, ladder=(Rung(role="nobody", may=Text("All", "一切")),))
    library = replace(SHIPPED, plans={**SHIPPED.plans, "fire": wrong})
    assert [(entry.where, entry.name) for entry in dangling(library)] == [("plans/fire", "nobody")]


def test_the_ladder_and_the_do_not_say_list_travel_in_the_file_for_other_branches() -> None:
    plan = SHIPPED.plans["complaint_escalation"]
    assert item_of("plans", body_of(plan)) == plan
    assert plan.ladder[0].role == "lobby_manager"
