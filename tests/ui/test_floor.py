"""What the floor says: read from the screen's own words, in both languages, for good days and bad ones."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.branch import PRIORITIES
from lobbyconsole.domain.waits import Estimate
from lobbyconsole.ui import translation
from lobbyconsole.ui.translation import Languages, about_wait, minutes_between
from lobbyconsole.ui.widgets import labels
from lobbyconsole.ui.widgets.floor_blocks import block_words
from lobbyconsole.ui.widgets.floor_paint import draw_level
from tests.ui.floor_samples import (
    BRANCH,
    BUSY_AT,
    SAMPLES,
    Day,
    Sample,
    busy,
    busy_with_calls,
    empty,
    feed_lost,
    ghosts,
    still,
)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def languages(qapp) -> Iterator[Languages]:
    """Every test begins in English and leaves English behind."""
    known = Languages(qapp)
    qapp.setProperty("language", None)
    known.use("en")
    yield known
    known.use("en")
    known.deleteLater()


@pytest.fixture
def chinese(languages: Languages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The floor's own catalogue, compiled from its source as it stands now."""
    catalogue = ROOT / "i18n" / "lobbyconsole_zh_CN.ts"
    if not catalogue.is_file() or "<name>Floor</name>" not in catalogue.read_text(encoding="utf-8"):
        pytest.skip("the Chinese catalogue does not hold the floor yet")
    compiler = Path(sys.executable).with_name("pyside6-lrelease")
    target = tmp_path / "lobbyconsole_zh_CN.qm"
    subprocess.run([compiler, "-silent", catalogue, "-qm", target], check=True)
    monkeypatch.setattr(translation, "CATALOGUES", tmp_path)
    languages.use("zh")


# --- the words


def test_the_six_figures_in_english(qtbot) -> None:
    floor = still(busy(), qtbot)
    newcomer = floor.sample.picture().figures.newcomer
    assert newcomer is not None
    expected = minutes_between(newcomer.p10, newcomer.p90)
    assert floor.screen.kpi.accessibleDescription().splitlines() == [
        "Waiting: 22 people, 103 today · 75 served",
        "Longest wait: 14:31 A038 (Act now), over the 10 min target",
        f"Newcomers wait: {expected} min (Watch), rough so far",
        "Within target: 87 %, 9 in 10 within 12 min",
        "Counters: 6/8 open, 1 idle · 1 paused",
        "No-show / left: 0 people, 0 % today",
    ]


def test_the_queues_in_english(qtbot) -> None:
    floor = still(busy(), qtbot)
    found = [re.sub(r"\d+–\d+ min", "… min", line) for line in floor.screen.rows.accessibleDescription().splitlines()]
    assert found == [
        "A Personal cash, 3 open, 11 people, longest 14:31 (Act now), newcomer … min",
        "B Personal, no cash, 2 open · 1 on hold, 7 people, longest 8:04 (Watch), newcomer … min",
        "C Corporate, 1 open, 3 people, longest 4:10 (Watch), newcomer … min",
        "V Wealth, 1 open, 1 people, longest 1:19 (OK), newcomer … min",
        "E Cards and e-banking, no counter open, 1 people, longest 3:43 (Act now), newcomer … min",
    ]


def test_the_counters_in_english(qtbot) -> None:
    assert still(busy_with_calls(), qtbot).screen.tiles.accessibleDescription().splitlines() == [
        "Counter 1, Serving, A036, 3:12, Staff 1021 · A",
        "Counter 2, Serving, A037, 6:48, Staff 1034 · A",
        "Counter 3, takes long, B019, 12:04, Staff 1040 · A·B",
        "Counter 4, asks for you, B020, 1:39, Staff 1052 · B",
        "Counter 5, Closed, — · A·B",
        "Counter 6, Serving, C008, 9:30, Staff 1057 · C",
        "Counter 7, Calling, V006, 0:42, Staff 1063 · V",
        "Counter 8, Paused, Lunch, back 11:20, Staff 1070 · E",
    ]


def test_the_floor_in_chinese(qtbot, chinese) -> None:
    screen = still(busy_with_calls(), qtbot).screen
    assert screen.kpi.accessibleDescription().startswith("等候人数: 22 人")
    assert "最长等候: 21:12 A049 (立即处理), 超过 10 分钟目标" in screen.kpi.accessibleDescription()
    assert screen.rows.accessibleDescription().startswith("A 个人现金, 3 个窗口, 12 人")
    assert "8 号窗口, 暂停, 午休 11:20 回, 工号 1070 · E" in screen.tiles.accessibleDescription()
    assert screen.next.cards[0].accessibleName().startswith("4 号窗口呼叫大堂经理")
    assert [button.text() for button in screen.quick.buttons.values()] == ["取号 ^N", "记事件 ^I", "查找 ^K"]


def test_no_english_is_left_on_the_chinese_floor(qtbot, chinese) -> None:
    screen = still(busy_with_calls(), qtbot).screen
    screen.open_counter("3")
    screen.open_ticket("desk:A049")
    screen.command("issue")
    shown = [part.summary() for part in (screen.kpi, screen.rows, screen.tiles, screen.chart)]
    for widget in screen.findChildren(QWidget):
        shown += [widget.accessibleName(), widget.toolTip()]
        if isinstance(widget, QAbstractButton):
            shown.append(widget.text())
        if hasattr(widget, "text") and not isinstance(widget, QLineEdit):
            shown.append(widget.text())
    words = {word for text in shown for word in re.findall(r"[A-Za-z]{3,}", text)}
    assert words <= {"Ctrl", "Esc", "Enter"}


def test_the_language_changes_on_the_spot(qtbot, chinese, languages: Languages) -> None:
    screen = still(busy(), qtbot).screen
    screen.open_counter("3")
    assert screen.next.accessibleName() == "下一步"
    assert screen.counter_panel.buttons["finish"].text() == "办结"
    languages.use("en")
    screen.retranslate()
    assert screen.next.accessibleName() == "Next"
    assert screen.counter_panel.buttons["finish"].text() == "Finish"
    assert "Personal cash" in screen.rows.accessibleDescription()


def test_an_empty_hall_says_so_and_invents_nothing(qtbot) -> None:
    screen = still(empty(), qtbot).screen
    assert screen.kpi.accessibleDescription().splitlines() == [
        "Waiting: 0 people, 0 today · 0 served",
        "Longest wait: —, nobody waits",
        "Newcomers wait: —, no counter open",
        "Within target: —, nobody called yet",
        "Counters: 0/8 open, 0 idle · 0 paused",
        "No-show / left: 0 people, 0 % today",
    ]
    assert screen.chart.accessibleDescription() == "The line begins with the first ticket of the day."
    assert screen.next.cards == []
    assert screen.tiles.accessibleDescription().splitlines()[0] == "Counter 1, Closed, — · A"
    assert [screen.rows.level_of(row) for row in range(5)] == [""] * 5


def test_nonsense_from_a_feed_is_shown_and_explained(qtbot) -> None:
    screen = still(ghosts(), qtbot).screen
    assert "Counter 99, not set up" in screen.tiles.accessibleDescription()
    assert any("nothing_known" in line for line in screen.rows.accessibleDescription().splitlines())
    screen.open_ticket("odd:2")
    assert screen.ticket_panel.flags.text().splitlines() == [
        "It was never seen issued",
        "It ended before it was called",
        "Its service is not set up here",
    ]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_can_be_shown_ticked_and_opened(qtbot, name: str) -> None:
    floor = still(SAMPLES[name](), qtbot)
    floor.pass_seconds(61)
    for tile in floor.screen.picture.tiles:
        assert floor.screen.open_counter(tile.id)
    for key in list(floor.screen.picture.tickets)[-5:]:
        floor.screen.open_ticket(key)
        assert floor.screen.ticket_panel.why.text()
    floor.screen.open_ticket("unheard of")
    assert floor.screen.ticket_panel.state.accessibleName() == "not of today"
    assert not floor.screen.grab().isNull()


def test_a_lost_feed_changes_nothing_of_what_is_known(qtbot) -> None:
    assert still(feed_lost(), qtbot).screen.rows.summary() == still(busy(), qtbot).screen.rows.summary()


def test_the_last_known_picture_is_shown_and_does_not_pretend_to_be_live(qtbot) -> None:
    floor = still(busy(), qtbot)
    known = floor.sample.snapshot()
    picture = replace(known.picture, tickets={}, counters={}, notes=())
    floor.screen.show_snapshot(replace(known, picture=picture, live=False))
    assert floor.screen.subtitle() == "last known picture, 10:42"
    before = floor.screen.kpi.summary()
    floor.pass_seconds(300)
    assert floor.screen.kpi.summary() == before
    assert floor.screen.open_counter("3")
    floor.screen.open_ticket("desk:A038")


# --- time and levels


def test_the_waits_go_on_without_news(qtbot) -> None:
    floor = still(busy(), qtbot)
    floor.pass_seconds(29)
    assert "Longest wait: 15:00 A038" in floor.screen.kpi.summary()
    assert "longest 15:00 (Act now)" in floor.screen.rows.summary()
    assert "Counter 1, Serving, A036, 3:41" in floor.screen.tiles.summary()


def test_a_row_turns_to_act_when_its_longest_wait_passes_the_target_and_the_tone_sounds_once(qtbot) -> None:
    floor = still(busy(), qtbot)
    tones: list[int] = []
    floor.screen.act_now.connect(lambda: tones.append(1))
    assert floor.screen.rows.level_of(1) == "watch"
    floor.pass_seconds(115)  # 8:04 and 1:55 is still within ten minutes
    assert (floor.screen.rows.level_of(1), tones) == ("watch", [])
    floor.pass_seconds(2)
    assert (floor.screen.rows.level_of(1), tones) == ("act", [1])
    floor.pass_seconds(5)
    floor.screen.show_snapshot(floor.sample.snapshot(122))
    assert tones == [1]


def test_the_first_picture_makes_no_noise(qtbot) -> None:
    floor = still(quiet_then := empty(), qtbot)
    tones: list[int] = []
    floor.screen.act_now.connect(lambda: tones.append(1))
    day = Day(BRANCH, quiet_then.now)
    day.issue("cash", 11)
    floor.screen.show_snapshot(Sample(BRANCH, day.facts, quiet_then.now).snapshot())
    assert tones == [1]  # but a row that newly needs somebody does


def test_each_level_has_its_own_shape() -> None:
    def corners(level: str) -> tuple[bool, bool]:
        image = QImage(40, 40, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        draw_level(painter, level, QPointF(20, 20), 40, QColor("black"))
        painter.end()
        return image.pixelColor(5, 5).value() < 128, image.pixelColor(5, 34).value() < 128

    assert corners("act") == (True, True)  # ■
    assert corners("watch") == (False, True)  # ▲
    assert corners("ok") == (False, False)  # ●


def test_blocks_tell_their_level_by_height_and_held_ones_are_hollow(qtbot) -> None:
    screen = still(busy(), qtbot).screen
    image = screen.rows.grab().toImage()
    ratio = image.devicePixelRatio()

    def filled(row: int, at: int) -> int:
        rect = screen.rows.block_rect(row, at)
        ground = image.pixelColor(round((rect.right() + 2) * ratio), round(rect.center().y() * ratio))
        x = round(rect.center().x() * ratio)
        column = [image.pixelColor(x, y) for y in range(round(rect.top() * ratio), round(rect.bottom() * ratio))]
        return sum(color != ground for color in column)

    act, watch, ok = filled(0, 2), filled(1, 1), filled(2, 1)
    assert act > watch > ok > 10
    held = [block.held for block in screen.picture.rows[1].blocks].index(True)
    assert filled(1, held) < ok / 2


def test_hovering_a_block_tells_the_customer(qtbot) -> None:
    screen = still(busy(), qtbot).screen
    wait = screen.picture.rows[0].blocks[0].expected
    assert wait is not None
    known = Estimate(480.0, 700.0, 1061.0, True)
    assert " · still about 12 min (8–18) · " in block_words(replace(screen.picture.rows[0].blocks[0], expected=known))
    assert about_wait(known, 120.0) == "about 10 min (6–16)"
    assert about_wait(known, 2000.0) == "less than a minute"
    words = screen.rows.words_at(QPointF(screen.rows.block_rect(0, 0).center()))
    assert words == f"A044 · OK · waited 7:36 · still {about_wait(wait)} · Elderly"


def test_hovering_the_chart_reads_the_value(qtbot) -> None:
    screen = still(busy(), qtbot).screen
    chart = screen.chart
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert chart.reading() == "10:42 · 23 waiting"
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert chart.reading().startswith("10:37 · ")
    assert chart.accessibleName() == chart.reading()
    first, _ = chart.ticks()
    assert first[0].astimezone(BRANCH.tz).strftime("%H:%M") == "08:30"


# --- names


def test_everything_that_takes_the_keyboard_has_a_name(qtbot) -> None:
    screen = still(busy_with_calls(), qtbot).screen
    screen.command("note")
    screen.command("issue")
    screen.open_counter("2")
    screen.counter_panel.act("transfer")
    screen.open_ticket("desk:A049")
    screen.ticket_panel.act("call")
    nameless = [
        repr(widget)
        for widget in screen.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not (widget.accessibleName() or _text_of(widget))
    ]
    assert nameless == []


def _text_of(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QAbstractButton) else ""


def test_tab_goes_as_one_reads(qtbot) -> None:
    screen = still(busy(), qtbot).screen
    wanted = [screen.rows, screen.tiles, screen.chart, *screen.quick.buttons.values()]
    found: list[QWidget] = []
    widget = screen.nextInFocusChain()
    while widget is not None and widget is not screen:
        if widget in wanted:
            found.append(widget)
        widget = widget.nextInFocusChain()
    assert found == wanted


def test_every_code_of_the_domain_has_a_word() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "lobbyconsole" / "domain").glob("*.py"))
    flags = set(re.findall(r'_flagged\([a-z.]*flags, "([a-z_]+)"', source))
    flags |= set(re.findall(r'Flagged\(\s*"([a-z_]+)"', source)) | {"issue_unknown", "end_unexpected"}
    assert len(flags) > 12
    assert [code for code in sorted(flags) if labels.flag(code) == code] == []
    assert [code for code in PRIORITIES if labels.priority(code) == code] == []
    kinds = [fact.kind for fact in f.FACTS if fact.kind.startswith(("ticket.", "action."))]
    assert [kind for kind in kinds if labels.fact_kind(kind) == kind] == []
    states = ("waiting", "held", "called", "serving", "finished", "no_show", "cancelled", "left", "transferred")
    assert [state for state in states if labels.ticket_state(state) == state] == []


def test_the_business_day_of_the_sample_is_the_reference_day() -> None:
    assert BUSY_AT.astimezone(BRANCH.tz).isoformat() == "2026-11-21T10:42:00+08:00"
