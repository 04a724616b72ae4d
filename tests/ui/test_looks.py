"""What is looked at in large letters: nothing is cut, pushed out of sight or lost, and the window is asked for no more.

The screens are those of the manager's day, in the smallest window with the largest text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from lobbyconsole.bootstrap.hall import OpenHall, closing, open_demo, settle
from lobbyconsole.domain.content.checklists import CheckItem, OnFail, Option, Scale
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import Amount, Link, Missing, Row, Table, words
from lobbyconsole.services.briefing.minutes import MinutesSection
from lobbyconsole.services.sample_walk import LEAVING, OUTAGE, begin_sample_walk
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.briefings.stage_layout import spread
from lobbyconsole.ui.forms import Choice
from lobbyconsole.ui.main_window import MainWindow
from lobbyconsole.ui.paper.table import RowPress, TableBlock
from lobbyconsole.ui.paper.words import flush_right
from lobbyconsole.ui.register_chips import RegisterChips
from lobbyconsole.ui.staged import prepare
from lobbyconsole.ui.theme import CONTRAST, DARK, LIGHT
from lobbyconsole.ui.top_bar import LookPanel
from lobbyconsole.ui.translation import Languages, headed, listed, phrases, sentences, with_aside
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import Button, ElidedLabel, Label
from lobbyconsole.ui.widgets.floor_forms import Flow
from lobbyconsole.ui.widgets.round_answer import parts_of
from lobbyconsole.ui.widgets.round_item import ItemCard

SMALL = (1280, 720)
SCREENS = ("rounds", "registers", "briefings", "touchpoints", "reports", "content", "settings")
URGENT = ("incidents", "drills", "reviews", "risks")


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    style.load_fonts()
    style.apply(qapp, LIGHT.worded("en"))
    yield
    assert tasks.wait_for_all(10)
    QApplication.processEvents()
    style.apply(qapp, LIGHT.worded("en"))


@pytest.fixture(scope="module")
def demo() -> Iterator[OpenHall]:
    with closing(open_demo()) as hall:
        settle(hall)
        yield hall


def cut_off(top: QWidget) -> list[str]:
    """Words that need more room than they have, and contents wider than what shows them."""
    found = []
    for label in top.findChildren(QLabel):
        if not label.isVisible() or not label.text() or isinstance(label, ElidedLabel):
            continue
        short = label.heightForWidth(label.width()) > label.height() + 1 if label.wordWrap() else (
            label.sizeHint().width() > label.width() + 1
        )  # fmt: skip
        if short:
            found.append(f"label {label.text()!r}")
    for button in top.findChildren(QPushButton):
        if button.isVisible() and button.text() and button.sizeHint().width() > button.width() + 1:
            found.append(f"button {button.text()!r}")
    for area in top.findChildren(QScrollArea):
        content = area.widget()
        sideways = area.horizontalScrollBarPolicy() != area.horizontalScrollBarPolicy().ScrollBarAlwaysOff
        if area.isVisible() and content is not None and not sideways and content.width() > area.viewport().width() + 1:
            found.append(f"content of {type(area.parent()).__name__}")
    return found


@pytest.mark.parametrize(("reader", "theme"), [("en", DARK), ("zh", CONTRAST)])
def test_screens_in_the_largest_text_fit_the_smallest_window(demo, qapp, qtbot, reader, theme):
    languages = Languages(qapp)
    languages.use(reader, "bank")
    try:
        style.apply(qapp, theme.scaled(200).worded(reader))
        window = MainWindow(demo.console)
        qtbot.addWidget(window)
        window.resize(*SMALL)
        window.set_theme(style.current())
        window.show()
        window.show_snapshot(demo.console.live.snapshot)
        for name in SCREENS:
            window.go(name)
            assert tasks.wait_for_all(10)
            screen = window.built(name)
            qtbot.waitUntil(lambda screen=screen: cut_off(screen) == [], timeout=8000)
            assert (window.width(), window.height()) == SMALL, name
        window.close()
    finally:
        languages.use("en", "bank")
        languages.deleteLater()


def walks_of(hall: OpenHall) -> tuple[str, str]:
    """Two plans at once, with people to count and slips to type in; told once for the module's hall."""
    running = {state.walk.plan: state.walk.key for state in hall.console.work.walkthroughs.running()}
    if LEAVING not in running:
        now, live = hall.console.live.clock.now(), hall.console.live
        prepare(hall.console, "paper-numbers")
        prepare(hall.console, "head-count")
        running = {OUTAGE: begin_sample_walk(hall.console.work, now)}
        running |= {state.walk.plan: state.walk.key for state in hall.console.work.walkthroughs.running()}
        assert live.snapshot.live
    return running[OUTAGE], running[LEAVING]


def seen_whole(qtbot: Any, window: MainWindow, screen: QWidget, name: str) -> None:
    """Nothing is cut, nothing squeezed, and no part asks for more than there is."""
    assert tasks.wait_for_all(10)
    try:
        qtbot.waitUntil(lambda: cut_off(screen) == [], timeout=5000)
    except Exception as error:
        raise AssertionError(f"{name}: {cut_off(screen)}") from error
    assert (window.width(), window.height()) == SMALL, name
    wanted = screen.minimumSizeHint()
    assert wanted.width() <= screen.width(), name
    assert wanted.height() <= screen.height(), name


@pytest.mark.parametrize(("reader", "theme"), [("en", LIGHT), ("zh", CONTRAST)])
def test_emergencies_in_the_largest_text_fit_the_smallest_window(demo, qapp, qtbot, reader, theme):
    languages = Languages(qapp)
    languages.use(reader, "bank")
    try:
        style.apply(qapp, theme.scaled(200).worded(reader))
        window: Any = MainWindow(demo.console)
        qtbot.addWidget(window)
        window.resize(*SMALL)
        window.set_theme(style.current())
        window.show()
        window.show_snapshot(demo.console.live.snapshot)
        for name in URGENT:
            window.go(name)
            screen = window.built(name)
            seen_whole(qtbot, window, screen, name)
            if hasattr(screen, "_on_list"):
                screen._on_list = False  # in a narrow window: what the list leads to
                screen._arrange()
                seen_whole(qtbot, window, screen, f"{name}: page")
        drills, incidents = window.built("drills"), window.built("incidents")
        window.go("drills")
        for page in ("coverage", "prints", "list"):
            drills.show_page(page)
            seen_whole(qtbot, window, drills, page)
        window.go("incidents")
        qtbot.waitUntil(lambda: incidents.page.sheet is not None, timeout=5000)
        incidents.doing.report()
        seen_whole(qtbot, window, incidents, "report")
        outage, leaving = walks_of(demo)
        window.go("emergency")
        screen = window.built("emergency")
        screen.reload()
        seen_whole(qtbot, window, screen, "plans")
        for key, calm in ((outage, False), (outage, True), (leaving, False)):
            screen.show_key(key)
            screen._set_calm(calm)
            seen_whole(qtbot, window, screen, f"{key} {calm}")
        screen.page.heads_wanted.emit()
        seen_whole(qtbot, window, screen, "heads")
        screen._leave_paper()
        screen.show_paper()
        seen_whole(qtbot, window, screen, "paper")
        window.close()
    finally:
        languages.use("en", "bank")
        languages.deleteLater()


def test_a_page_filled_while_it_was_hidden_has_its_lines_whole(qtbot):
    inner = QWidget()
    rows = QVBoxLayout(inner)
    card = QWidget()
    lines = QVBoxLayout(card)
    rows.addWidget(card)
    rows.addStretch(1)
    area = plain_area(inner)
    qtbot.addWidget(area)
    area.resize(260, 200)
    area.show()
    area.hide()
    for at in range(30):
        lines.addWidget(Label(f"A line {at} that does not fit into this width and goes on below it", 14, wrap=True))
    area.show()
    qtbot.waitUntil(lambda: cut_off(area) == [], timeout=3000)
    assert inner.height() > 1000


@pytest.mark.qt_log_ignore("This plugin does not support")  # of a popup, on a platform without a screen
def test_a_list_that_opens_shows_its_last_line_whole(qtbot):
    choice = Choice()
    qtbot.addWidget(choice)
    for scale in (100, 200):
        style.apply(QApplication.instance(), LIGHT.scaled(scale).worded("en"))  # type: ignore[arg-type]
        choice.clear()
        choice.addItems([f"Entry {at}" for at in range(5)])
        choice.show()
        choice.showPopup()
        QApplication.processEvents()
        view = choice.view()
        assert view.viewport().height() >= sum(view.sizeHintForRow(at) for at in range(5))
        choice.hidePopup()


def test_the_quick_switches_go_away_with_a_press_elsewhere(qtbot):
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(900, 600)
    below = QPushButton("Below", over)
    below.setGeometry(10, 500, 120, 40)
    panel = LookPanel(over)
    over.show()
    panel.open()
    qtbot.mouseClick(panel, Qt.MouseButton.LeftButton)
    assert panel.isVisible()
    with qtbot.waitSignal(below.clicked):
        qtbot.mouseClick(below, Qt.MouseButton.LeftButton)
    assert panel.isHidden()


# --- answers, tables, cards -------------------------------------------------------------------------------------------


def test_long_answers_stand_below_each_other_where_a_row_has_no_room(qtbot):
    style.apply(QApplication.instance(), LIGHT.scaled(200).worded("en"))  # type: ignore[arg-type]
    named = ("In service", "Limited service with sign", "Out of service, being repaired")
    options = tuple(Option(id=str(at), ok=at < 2, label=Text(words_, words_)) for at, words_ in enumerate(named))
    item = CheckItem(
        id="machine", text=Text("State", "状态"), touchpoint="self_service", zone="waiting",
        standard=Text("Working", "正常"), scale=Scale(type="choice", options=options), weight=1, critical=False,
        on_fail=OnFail(action=Text("Repair", "报修"), owner="cleaner", due_min=30),
    )  # fmt: skip
    card = ItemCard(item, 1)
    qtbot.addWidget(card)
    card.segments.set_parts(parts_of(item))
    card.show()
    for wide, stacked in ((900, True), (1700, False)):
        card.resize(wide, 400)
        QApplication.processEvents()
        buttons = card.segments.buttons()
        qtbot.waitUntil(
            lambda buttons=buttons: all(button.width() >= button.sizeHint().width() for button in buttons), timeout=3000
        )
        assert all(button.mapTo(card, button.rect().bottomRight()).x() < wide for button in buttons)
        assert (len({button.y() for button in buttons}) == len(buttons)) is stacked


def test_a_table_without_room_for_its_columns_stands_as_cards_and_loses_nothing(qtbot):
    heads = tuple(words(head) for head in ("Meeting", "Due", "Held (with attendance)", "Attendance", "Judgement"))
    cells = ("Weekly analysis", Amount(3), Amount(12), "–", "INC-2026-0002")
    table = Table("x", Text("All", "全部"), heads, (Row(cells, Link("tickets", "x"), "watch"),), Link("tickets", "x"))
    block = TableBlock(table, lambda _link: None)
    qtbot.addWidget(block)
    block.show()
    heights = []
    for wide in (900, 320, 150):
        block.resize(wide, 600)
        QApplication.processEvents()
        row = block.findChildren(RowPress)[0]
        heights.append(row.height())
        assert (row._stack == []) is (wide == 900)
        for said, place, _ in row._stack:
            assert place.right() <= wide
            assert said
    assert heights == sorted(heights)
    assert [said for said, _, head in row._stack if not head] == [*row.cells]
    assert flush_right((Amount(1), "–")) is True
    assert flush_right(("–",)) is False
    assert flush_right((Amount(1), "x")) is False


def test_nothing_on_the_wall_is_higher_than_the_wall(demo, qapp):
    library = demo.console.work.library.library()
    missing = tuple(Missing("x", words(f"What is asked for and not known, number {at}"), words("Nobody keeps it here"))
                    for at in range(12))  # fmt: skip
    rows = tuple(Row((f"Row {at}", Amount(at)), None) for at in range(40))
    heads = (words("What"), words("Count"))
    table = Table("x", Text("Many", "许多"), heads, rows, Link("tickets", "x"), left_off=3)
    filled = MinutesSection("many", Text("Many", "许多"), "", 3, 0.0, (), None, (*missing, table), "", ())
    room = QRectF(40, 200, 1100, 190)
    pages = spread(filled, LIGHT.scaled(120), library, room)
    places = [place for page in pages for place in page.places]
    assert all(place.tile.height(place.box.width()) <= place.box.height() + 1 for place in places)
    said = " ".join(place.tile.spoken() for place in places)
    assert all(f"Row {at}" in said for at in range(40))
    assert all(f"number {at}" in said for at in range(12))


def test_one_long_choice_pushes_nothing_out_of_sight(qtbot):
    choice = Choice()
    qtbot.addWidget(choice)
    choice.addItem("x" * 200)
    assert choice.minimumSizeHint().width() <= style.current().px(160) < choice.sizeHint().width()


def test_registers_are_chosen_from_a_list_where_the_chips_would_take_its_room(qtbot):
    chips = RegisterChips()
    qtbot.addWidget(chips)
    chips.mark("support")
    chips.resize(1300, 60)
    chips.show()
    QApplication.processEvents()
    assert chips.pick.isHidden()
    chips.resize(360, 60)
    QApplication.processEvents()
    assert chips.pick.isVisible()
    assert chips.heightForWidth(360) <= chips.pick.sizeHint().height()
    assert chips.pick.currentData() == "support"
    with qtbot.waitSignal(chips.wanted) as caught:
        chips.pick.setCurrentIndex(2)
        chips.pick.activated.emit(2)
    assert caught.args == ["notices"]
    chips.resize(1300, 60)
    QApplication.processEvents()
    assert all(chip.isVisible() for chip in chips.chips.values())


# --- words ------------------------------------------------------------------------------------------------------------


def test_each_language_sets_words_apart_in_its_own_way(qapp):
    languages = Languages(qapp)
    told = {}
    for reader in ("zh", "en"):
        languages.use(reader, "bank")
        told[reader] = (listed(("甲", "乙")), phrases("甲", "", "乙"), sentences("甲", "乙"), headed("甲", "乙"),
                        with_aside("甲", "乙"), with_aside("甲", ""), headed("甲", ""))  # fmt: skip
    languages.deleteLater()
    assert told["zh"] == ("甲、乙", "甲，乙", "甲。乙", "甲：乙", "甲（乙）", "甲", "甲")
    assert told["en"] == ("甲, 乙", "甲, 乙", "甲. 乙", "甲: 乙", "甲 (乙)", "甲", "甲")


def test_a_wish_during_a_look_is_granted_after_it(qtbot):
    owner = QObject()
    seen: list[int] = []
    looks = tasks.OneLook(owner, lambda: len(seen), seen.append)
    for _ in range(3):
        looks.wish()
    qtbot.waitUntil(lambda: looks.task is None and len(seen) == 2, timeout=5000)
    assert seen == [0, 1]


def test_what_was_added_out_of_sight_lies_side_by_side(qtbot):
    """As the verbs of a record are when the panel opens on it: the same room as before, other verbs."""
    flow = Flow()
    qtbot.addWidget(flow)
    flow.resize(600, 80)
    flow.show()
    flow.hide()
    buttons = [Button("Report done"), Button("Drop"), Button("Print")]
    for button in buttons:
        flow.add(button)
    flow.show()
    QApplication.processEvents()
    lefts = [button.x() for button in buttons]
    assert lefts == sorted(set(lefts)), lefts
