"""A register of 50,000 records on the screen: a keystroke of the filter until it is painted, and a frame of scrolling.

The floor is a plain loop of this Python over the same texts: no filter that looks at every one can be quicker.
"""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import gc
import random
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from lobbyconsole.domain.registers import BY_ID
from lobbyconsole.services.record_lists import Line
from lobbyconsole.ui import style
from lobbyconsole.ui.register_filter import FilterBar
from lobbyconsole.ui.register_model import Lines, Wanted
from lobbyconsole.ui.register_words import Words
from lobbyconsole.ui.theme import LIGHT
from lobbyconsole.ui.widgets.register_table import RegisterTable
from tests.bench.result import Result, percentile, seconds

ROWS = 50_000
BAR_MS = 50.0
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
WHAT = (
    "饮水机缺杯",
    "座椅扶手松动",
    "叫号音量过低",
    "填单台缺单据",
    "灯管闪烁",
    "地面有水渍",
    "宣传折页过期",
    "自助机无人引导",
)
WHO = ("cleaner", "lobby_manager", "lobby_assistant", "security_guard", "facilities", "teller")
TYPED = ("饮水机缺杯", "zg26-4", "lobby", "座椅 3号", "没有这样的词", "自助机无人")


def lines(words: Words) -> list[tuple[Line, str]]:
    """Records as a hall would have after many years, each text its own."""
    chance, register, found = random.Random(7), BY_ID["actions"], []
    for number in range(ROWS):
        opened = NOW - timedelta(minutes=number * 7)
        is_open = chance.random() < 0.1
        due = opened + timedelta(hours=chance.randrange(1, 80))
        values = {
            "finding": f"{chance.randrange(1, 40)}号位{chance.choice(WHAT)}",
            "action": f"立即处理并在{chance.randrange(8, 18)}点前复查，由当班人员确认",
            "owner": chance.choice(WHO),
            "due": due.isoformat(),
            "zone": chance.choice(("waiting", "entrance", "counters", "reception")),
        }
        line = Line(
            "actions", f"ZG26-{number:05d}", "open" if is_open else "verified", is_open, values["owner"], values, "",
            opened, opened, due if is_open else None, "due" if is_open else "",
        )  # fmt: skip
        found.append((line, words.searched(register, line)))
    return found


def measure() -> list[Result]:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    style.load_fonts()
    style.apply(app, LIGHT)
    words = Words(UTC, {name: name.replace("_", " ") for name in WHO}, {"waiting": "等候区", "entrance": "入口"})
    model, bar = Lines(), FilterBar()
    table = RegisterTable(model)
    all_lines = lines(words)
    table.resize(920, 700)
    table.show()
    shown = seconds(lambda: model.show_register(BY_ID["actions"], words, all_lines, NOW))
    bar.show_register(BY_ID["actions"], words, model.owners(), "")
    bar.changed.connect(model.want)
    bar.changed.connect(lambda _wanted: table.stand_on(""))
    bar.set_wanted(Wanted(show="all"))
    _painted(app)
    gc.collect()
    keys, floors = [], []
    texts = [text for _, text in all_lines]
    for typed in TYPED * 4:
        for end in (*range(1, len(typed) + 1), 0):
            keys.append(_timed(app, partial(bar.search.setText, typed[:end])))
            floors.append(seconds(partial(_loop, texts, typed[:end])))
    frames = []
    scroll = table.verticalScrollBar()
    for step in range(300):
        frames.append(_timed(app, partial(scroll.setValue, scroll.maximum() * step // 300)))
    table.close()
    floor = 1000 * percentile(floors, 0.99)
    return [
        Result("register of 50,000: keystroke until painted, p99", 1000 * percentile(keys, 0.99), "ms", BAR_MS,
               floor=floor, floor_name="a plain loop over the same texts"),
        Result("register of 50,000: a scrolled frame, p99", 1000 * percentile(frames, 0.99), "ms", BAR_MS),
        Result("register of 50,000: put on show and in order", 1000 * shown, "ms"),
    ]  # fmt: skip


def _loop(texts: list[str], term: str) -> int:
    return sum(1 for text in texts if term in text)


def _timed(app: Any, act: Any) -> float:
    started = time.perf_counter()
    act()
    _painted(app)
    return time.perf_counter() - started


def _painted(app: Any) -> None:
    """Until everything that is to be laid out and painted is."""
    app.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    app.sendPostedEvents()
