"""Where things stand on the floor, at every window and text size: nothing cut, overlapped or painted in vain."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from lobbyconsole.ui.floor_ground import shared
from lobbyconsole.ui.screens.floor import FloorScreen
from lobbyconsole.ui.theme import CONTRAST, DARK
from lobbyconsole.ui.translation import Languages
from lobbyconsole.ui.widgets.basics import ElidedLabel
from lobbyconsole.ui.widgets.floor_forms import KeyButton
from tests.ui.floor_samples import SAMPLES, Still, busy, busy_with_calls, huge, still

# The room a screen has in windows of 1280x720, 1440x900 and 3840x2160 beside the rail and under the bar.
SIZES = ((1196, 664), (1356, 844), (3756, 2104))
SCALES = (100, 125, 150, 200)


@pytest.fixture(autouse=True)
def english(qapp) -> Iterator[None]:
    """Long words; what fits in English fits in Chinese."""
    languages = Languages(qapp)
    languages.use("en")
    yield
    languages.deleteLater()


def cards(screen: FloorScreen) -> dict[str, QWidget]:
    found: dict[str, QWidget] = {"kpi": screen.kpi, "rows": screen.rows, "tiles": screen.tiles, "chart": screen.chart}
    found |= {"today": screen.today, "quick": screen.quick}
    return found | ({"next": screen.next} if screen.next.isVisibleTo(screen) else {})


def place(widget: QWidget, of: QWidget) -> QRect:
    return QRect(widget.mapTo(of, QPoint(0, 0)), widget.size())


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("percent", SCALES)
@pytest.mark.parametrize("name", ["busy", "calls", "empty", "ghosts", "huge"])
def test_cards_never_overlap_and_nothing_painted_is_cut(qtbot, size, percent, name) -> None:
    if size[0] > 2000 and percent not in (100, 200):
        pytest.skip("in between on a large screen tells nothing new")
    screen = still(SAMPLES[name](), qtbot, size, percent).screen
    places = {name: place(widget, screen) for name, widget in cards(screen).items()}
    for (one, first), (other, second) in combinations(places.items(), 2):
        # In the scrolled column a card may lie below the fold, where the fixed buttons stand.
        if "quick" not in (one, other) or not screen.column.isAncestorOf(screen.today):
            assert not first.intersects(second), f"{one} {first} lies on {other} {second}"
    for one, rect in places.items():
        assert rect.width() > 0, one
        assert rect.left() >= 0, one
        assert rect.right() < screen.width(), one
    for slot in screen.column.slots:
        assert slot.widget.height() >= slot.heights(slot.widget.width())[0], f"{slot.widget} is squeezed"
    assert screen.kpi.cut_texts() == []
    assert screen.tiles.cut_texts() == []
    assert screen.rows.cut_texts() == []
    # What is below the fold can be scrolled to.
    assert screen.column.ground.width() <= screen.column.viewport().width()  # nothing to push to the side
    bottom = max(rect.bottom() for one, rect in places.items() if screen.column.isAncestorOf(cards(screen)[one]))
    if bottom >= screen.column.height():
        assert screen.column.verticalScrollBar().maximum() > 0


def test_the_reference_window_needs_no_scrolling(qtbot) -> None:
    for size in SIZES:
        screen = still(busy(), qtbot, size).screen
        assert screen.column.verticalScrollBar().maximum() == 0
        assert place(screen.next, screen).left() > place(screen.rows, screen).right()


def test_with_large_text_the_side_stands_below_and_needs_come_first(qtbot) -> None:
    screen = still(busy_with_calls(), qtbot, (1196, 664), 200).screen
    places = {name: place(widget, screen) for name, widget in cards(screen).items()}
    assert places["kpi"].bottom() < places["next"].top() < places["rows"].top() < places["today"].top()
    assert places["quick"].bottom() < screen.height()  # the buttons stay in reach
    assert screen.quick.y() >= screen.column.geometry().bottom()


def test_many_blocks_shrink_and_the_rest_is_told_as_a_number(qtbot) -> None:
    screen = still(huge(), qtbot, (1196, 664)).screen
    rows = screen.picture.rows
    assert len(rows[0].blocks) > 60
    assert screen.rows.shown_blocks(2) == len(rows[2].blocks)
    for at, row in enumerate(rows):
        shown = screen.rows.shown_blocks(at)
        assert 0 < shown <= len(row.blocks)
        last = screen.rows.block_rect(at, shown - 1)
        assert last.width() >= 5
        assert last.right() < screen.rows.count_left(at), "a block lies under the count"
    narrow = still(huge(), qtbot, (1196, 664), 200).screen
    assert narrow.rows.shown_blocks(0) < len(rows[0].blocks)


def test_blocks_of_a_row_lie_side_by_side_and_can_be_hit(qtbot) -> None:
    screen = still(busy(), qtbot).screen
    rects = [screen.rows.block_rect(0, at) for at in range(screen.rows.shown_blocks(0))]
    assert all(not one.intersects(other) for one, other in combinations(rects, 2))
    assert [screen.rows.block_at(rect.center().toPointF()) for rect in rects] == [(0, at) for at in range(len(rects))]


@pytest.mark.parametrize("size", SIZES[:2], ids=str)
@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("counter", ["1", "4", "5", "8"])
def test_panels_stay_on_the_floor_and_their_words_are_whole(qtbot, size, percent, counter) -> None:
    screen = still(busy_with_calls(), qtbot, size, percent).screen
    for panel, verbs in (
        (screen.counter_panel, ("transfer", "pause", "open", "services", "hold")),
        (screen.ticket_panel, ("call", "prioritise", "transfer", "hold")),
    ):
        for verb in ("", *verbs):
            screen.open_counter(counter) if panel is screen.counter_panel else screen.open_ticket("desk:A049")
            if verb and (not panel.buttons[verb].isEnabled() or panel.buttons[verb].text() == "Resume"):
                continue
            if verb:
                panel.act(verb)
            qtbot.wait(1)
            assert screen.rect().contains(panel.geometry()), f"{verb} leaves the floor"
            assert_whole(panel)
            panel.close_form()
    for name in ("issue", "note"):
        screen.command(name)
        qtbot.wait(1)
        side = screen.issue_panel if name == "issue" else screen.note_panel
        assert screen.rect().contains(side.geometry())
        assert_whole(side)


def assert_whole(panel: QWidget) -> None:
    """Every button and label inside has the room its words need."""
    for button in panel.findChildren(KeyButton):
        if button.isVisible():
            assert button.width() >= button.sizeHint().width(), f"{button.text()!r} is cut"
            assert button.height() >= button.sizeHint().height()
    for label in panel.findChildren(QLabel):
        if not label.isVisible() or isinstance(label, ElidedLabel) or not label.text():
            continue
        if label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width()), f"{label.text()!r} is cut"
        else:
            assert label.width() >= label.sizeHint().width(), f"{label.text()!r} is cut"


def test_side_panels_lie_at_the_right_edge_from_the_first_time_on(qtbot) -> None:
    screen = still(busy(), qtbot, (1196, 664), 150).screen
    screen.open_ticket("desk:A038")
    assert screen.ticket_panel.geometry().right() > screen.width() - 20
    screen.command("note")
    assert screen.note_panel.geometry().right() > screen.width() - 20
    screen.command("issue")
    assert screen.issue_panel.geometry().right() > screen.width() - 20


def test_a_panel_at_a_tile_does_not_hide_that_tile(qtbot) -> None:
    for size in SIZES:
        screen = still(busy(), qtbot, size).screen
        for tile in screen.picture.tiles:
            screen.open_counter(tile.id)
            rect = screen.tiles.rect_of(tile.id)
            rect.moveTopLeft(screen.tiles.mapTo(screen, rect.topLeft()))
            assert not screen.counter_panel.geometry().intersects(rect), f"counter {tile.id} at {size}"


def test_a_chosen_counter_is_scrolled_into_sight(qtbot) -> None:
    screen = still(huge(), qtbot, (1196, 664)).screen
    screen.open_counter("30")
    rect = screen.tiles.rect_of("30")
    assert screen.column.geometry().contains(QRect(screen.tiles.mapTo(screen, rect.topLeft()), rect.size()))


@pytest.mark.parametrize("theme", [DARK, CONTRAST], ids=lambda theme: theme.name)
def test_themes_and_text_size_change_on_the_spot(qtbot, theme) -> None:
    screen = still(busy(), qtbot).screen
    before = screen.grab().toImage()
    screen.set_theme(theme)
    assert screen.grab().toImage() != before
    screen.set_theme(theme.scaled(200))
    assert screen.kpi.cut_texts() == []
    assert screen.kpi.height() >= screen.kpi.heights(screen.kpi.width())[0]


# --- sharing out the height


def test_heights_are_shared_what_grows_gives_way_first() -> None:
    wanted = [(80, 100, False), (110, 200, True), (50, 70, False)]
    assert shared(wanted, 400) == [100, 230, 70]
    assert shared(wanted, 320) == [100, 150, 70]
    assert shared(wanted, 280) == [100, 110, 70]
    assert shared(wanted, 260) == [90, 110, 60]
    assert shared(wanted, 100) == [80, 110, 50]


# --- painting only what changed


class Paints(QObject):
    """Counts what is repainted, and how much of it."""

    def __init__(self, floor: Still) -> None:
        super().__init__()
        screen = floor.screen
        self.parts = {screen.kpi: "kpi", screen.rows: "rows", screen.tiles: "tiles", screen.chart: "chart"}
        self.seen: dict[str, int] = {}
        for part in self.parts:
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(event, QPaintEvent) and isinstance(watched, QWidget):
            area = sum(rect.width() * rect.height() for rect in event.region())  # type: ignore[attr-defined]
            share = round(100 * area / max(1, watched.width() * watched.height()))
            name = self.parts[watched]  # type: ignore[index]
            self.seen[name] = max(share, self.seen.get(name, 0))
        return False


@pytest.fixture
def floor(qtbot) -> Still:
    made = still(busy(), qtbot)
    qtbot.waitExposed(made.screen)
    qtbot.wait(20)
    return made


def test_the_same_picture_again_paints_nothing(floor: Still, qtbot) -> None:
    paints = Paints(floor)
    floor.screen.show_snapshot(floor.sample.snapshot())
    qtbot.wait(20)
    assert paints.seen == {}


def test_a_second_later_only_what_tells_time_is_painted(floor: Still, qtbot) -> None:
    paints = Paints(floor)
    floor.pass_seconds(1)
    qtbot.wait(20)
    assert set(paints.seen) == {"kpi", "rows", "tiles"}
    assert paints.seen["kpi"] <= 20  # one card of six
    assert paints.seen["rows"] < 95  # not the heading
    assert paints.seen["tiles"] <= 75  # closed and paused ones stand


def test_hovering_a_block_paints_its_row_alone(floor: Still, qtbot) -> None:
    paints = Paints(floor)
    qtbot.mouseMove(floor.screen.rows, floor.screen.rows.block_rect(1, 1).center())
    qtbot.wait(20)
    assert set(paints.seen) <= {"rows"}
    assert paints.seen.get("rows", 0) <= 20


def test_nothing_ticks_while_the_screen_is_hidden(floor: Still) -> None:
    assert floor.screen._ticking.isActive()
    floor.screen.hide()
    assert not floor.screen._ticking.isActive()


def test_the_focus_ring_is_seen(floor: Still, qtbot) -> None:
    screen = floor.screen
    screen.activateWindow()
    for part in (screen.rows, screen.tiles, screen.chart):
        before = part.grab().toImage()
        part.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.wait(5)
        assert part.hasFocus()
        assert part.grab().toImage() != before
