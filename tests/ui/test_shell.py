"""The window around the screens: pictures arrive in time, failures are told in place, keys work, starts in order."""

from __future__ import annotations

import gc
import itertools
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget

from lobbyconsole.bootstrap.hall import OpenHall, open_hall
from lobbyconsole.config import Settings, load_settings, save_settings
from lobbyconsole.credentials import NeedsPassphrase, WrongPassphrase
from lobbyconsole.domain.branch import Branch, CounterPlace, NumberRule, Service
from lobbyconsole.domain.picture import FeedState
from lobbyconsole.domain.words import Message, Refused
from lobbyconsole.services.live import Health, LinkState, Snapshot, Undo
from lobbyconsole.ui import app as app_module
from lobbyconsole.ui import qt, style, tasks
from lobbyconsole.ui.app import Options, Program, keep_crash, recall, remember
from lobbyconsole.ui.bridge import Bridge
from lobbyconsole.ui.main_window import SCREENS, Entry, MainWindow
from lobbyconsole.ui.screen import Screen
from lobbyconsole.ui.search import Entry as Found
from lobbyconsole.ui.search import find
from lobbyconsole.ui.setup import SetupWizard
from lobbyconsole.ui.shortcuts import KeysOverlay
from lobbyconsole.ui.theme import LIGHT, THEMES
from lobbyconsole.ui.unlock import PassphrasePage, TroublePage
from lobbyconsole.ui.widgets.basics import Label, Press

ROOT = Path(__file__).resolve().parents[2]
BRANCH = Branch(
    name_en="East Gate",
    services=(
        Service(id="cash", title_zh="个人现金", title_en="Cash"),
        Service(id="corporate", title_zh="对公业务", title_en="Corporate", numbers=NumberRule(prefix="C")),
    ),
    counters=(CounterPlace(id="1", services=("cash",)), CounterPlace(id="2", services=("corporate", "cash"))),
)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[OpenHall]:
    opened = open_small(tmp_path)
    yield opened
    opened.close()


def open_small(folder: Path) -> OpenHall:
    return open_hall(folder, os.urandom(32), settings=Settings(set_up=True, branch=BRANCH), feeds=False, upkeep=False)


class Watching(Screen):
    """A screen that remembers what it was given."""

    id, title, icon = "watching", "Floor", "floor"

    def __init__(self, console: Any, theme: Any) -> None:
        super().__init__(console, theme)
        self.given: list[Snapshot] = []
        self.commands: list[tuple[str, str]] = []
        self.retranslated = 0

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self.given.append(snapshot)

    def command(self, name: str, argument: str = "") -> bool:
        self.commands.append((name, argument))
        return name != "issue" or self.shell is not None

    def retranslate(self) -> None:
        self.retranslated += 1


class Other(Watching):
    id, title, icon = "other", "History", "history"

    def command(self, name: str, argument: str = "") -> bool:
        return False


class Broken(Screen):
    id, title, icon = "broken", "Settings", "settings"

    def __init__(self, console: Any, theme: Any) -> None:
        raise ZeroDivisionError("a screen with a defect")


RACK = (
    Entry("floor", "Floor", "floor", f"{__name__}:Watching"),
    Entry("other", "History", "history", f"{__name__}:Other"),
    Entry("broken", "Settings", "settings", f"{__name__}:Broken", at_bottom=True),
)


@pytest.fixture
def window(hall: OpenHall, qapp: QApplication, qtbot) -> Iterator[MainWindow]:
    style.apply(qapp, LIGHT)
    made = MainWindow(hall.console, RACK)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    qtbot.waitExposed(made)
    made.show_snapshot(hall.console.live.snapshot)
    made.go("floor")
    yield made
    tasks.wait_for_all()


def screen_of(window: MainWindow, name: str) -> Any:
    return window._screens[name]


# --------------------------------------------------------------------------------------------------------------- bridge
def snapshots(count: int) -> list[Any]:
    return [type("S", (), {"seq": at})() for at in range(count)]


def test_the_first_change_comes_at_once_and_a_burst_collapses(qtbot) -> None:
    bridge = Bridge(least_between_ms=100)
    got: list[tuple[float, int]] = []
    bridge.arrived.connect(lambda s: got.append((time.monotonic(), s.seq)))
    burst_of = snapshots(2000)
    begun = time.monotonic()

    def burst() -> None:
        for snapshot in burst_of:
            bridge.offer(snapshot)

    thread = threading.Thread(target=burst)
    thread.start()
    qtbot.waitUntil(lambda: bool(got) and got[-1][1] == 1999, timeout=3000)
    thread.join()
    assert got[0][0] - begun < 0.3  # at once, on a machine with other things to do
    assert len(got) <= 2 + (got[-1][0] - begun) / 0.09
    bridge.leave()


def test_the_last_of_a_burst_is_never_lost_and_arrives_on_this_thread(qtbot) -> None:
    bridge = Bridge(least_between_ms=20)
    got: list[Any] = []
    bridge.arrived.connect(lambda s: got.append((s.seq, threading.current_thread())))
    for at, snapshot in enumerate(snapshots(50)):
        threading.Thread(target=bridge.offer, args=(snapshot,)).run() if at % 2 else bridge.offer(snapshot)
        if at % 10 == 0:
            qtbot.wait(5)
    qtbot.waitUntil(lambda: bool(got) and got[-1][0] == 49)
    assert {thread for _, thread in got} == {threading.current_thread()}
    bridge.leave()


def test_after_leaving_nothing_arrives(qtbot) -> None:
    bridge = Bridge()
    got: list[Any] = []
    left: list[int] = []
    bridge.arrived.connect(got.append)
    bridge.follow(lambda callback: lambda: left.append(1))
    bridge.offer(snapshots(1)[0])
    bridge.leave()
    qtbot.wait(50)
    assert (got, left) == ([], [1])


# ---------------------------------------------------------------------------------------------------------------- tasks
def test_slow_work_is_done_elsewhere_and_told_here(qtbot) -> None:
    parent = QObject()
    told: list[Any] = []
    tasks.run(parent, threading.current_thread, lambda there: told.append((there, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(told))
    there, here = told[0]
    assert here is threading.current_thread()
    assert there is not here


def test_progress_is_told_and_a_cancelled_task_is_silent(qtbot) -> None:
    parent = QObject()
    steps: list[tuple[int, int]] = []
    done: list[Any] = []

    def work(task: tasks.Task) -> str:
        for at in range(3):
            task.report(at + 1, 3)
        return "all"

    tasks.run(parent, work, done.append, progress=lambda at, total: steps.append((at, total)))
    qtbot.waitUntil(lambda: done == ["all"])
    assert steps == [(1, 3), (2, 3), (3, 3)]
    go = threading.Event()
    task = tasks.run(parent, lambda: go.wait(5), done.append)
    task.cancel()
    go.set()
    tasks.wait_for_all()
    qtbot.wait(20)
    assert done == ["all"]


def test_work_for_a_parent_that_is_gone_is_not_told(qtbot) -> None:
    parent = QObject()
    go = threading.Event()
    told: list[Any] = []
    tasks.run(parent, lambda: go.wait(5), told.append)
    parent.deleteLater()
    qtbot.wait(10)
    go.set()
    tasks.wait_for_all()
    qtbot.wait(20)
    assert told == []


def test_a_refusal_is_said_by_the_window(window: MainWindow, qtbot) -> None:
    future: Future[Any] = Future()
    tasks.watch(future, parent=window)
    threading.Thread(
        target=lambda: future.set_exception(Refused(Message("Counter {counter} is closed.", {"counter": 3})))
    ).start()
    qtbot.waitUntil(lambda: window.toasts.message() == "Counter 3 is closed.")


def test_a_failure_somebody_takes_care_of_is_not_said_twice(window: MainWindow, qtbot) -> None:
    future: Future[Any] = Future()
    future.set_exception(Refused(Message("No.")))
    heard: list[BaseException] = []
    tasks.watch(future, failed=heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert window.toasts.message() == ""


def test_a_real_refusal_of_the_real_desk(window: MainWindow, hall: OpenHall, qtbot) -> None:
    tasks.watch(hall.console.desk.call_next("1"), parent=window)
    qtbot.waitUntil(lambda: "closed" in window.toasts.message().lower())


# -------------------------------------------------------------------------------------------------------------- screens
def test_only_the_screen_on_show_is_painted_and_others_catch_up(window: MainWindow, hall: OpenHall) -> None:
    floor = screen_of(window, "floor")
    assert "other" not in window._screens  # built when first shown
    window.go("other")
    other = screen_of(window, "other")
    assert len(other.given) == 1
    seen = len(floor.given)
    newer = replace(hall.console.live.snapshot, seq=99)
    window.show_snapshot(newer)
    assert other.given[-1].seq == 99
    assert len(floor.given) == seen
    window.go("floor")
    assert floor.given[-1].seq == 99
    assert len(floor.given) == seen + 1
    window.go("other")
    assert len(other.given) == 2  # nothing new meanwhile


def test_a_broken_screen_does_not_take_the_others_with_it(window: MainWindow, expected_log) -> None:
    expected_log("defect")
    window.go("broken")
    assert window.here() == "floor"
    assert "failed" in window.toasts.message()
    assert "division" not in window.toasts.message().lower()


def test_a_screen_that_does_not_exist_yet_is_left_out(hall: OpenHall, qtbot) -> None:
    made = MainWindow(hall.console, (*RACK, Entry("new", "History", "history", "lobbyconsole.ui.screens.not_yet:X")))
    qtbot.addWidget(made)
    assert list(made._rack) == ["floor", "other", "broken"]


def test_every_screen_of_the_rack_is_there_and_opens(hall: OpenHall, qapp: QApplication, qtbot) -> None:
    made = MainWindow(hall.console)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    made.show_snapshot(hall.console.live.snapshot)
    for entry in SCREENS:
        made.go(entry.id)
        assert made.here() == entry.id
        assert made.toasts.message() == ""
        qtbot.wait(20)
    tasks.wait_for_all()


def test_keys_lead_to_screens(window: MainWindow, qtbot) -> None:
    qtbot.keyClick(window, "2", Qt.KeyboardModifier.ControlModifier)
    assert window.here() == "other"
    qtbot.keyClick(window, "1", Qt.KeyboardModifier.ControlModifier)
    assert window.here() == "floor"


def test_the_keyboard_goes_along_to_the_screen_its_keys_lead_to(window: MainWindow, qtbot) -> None:
    """The rail's first entry has the keyboard when a window opens; the screen's own keys must work all the same."""
    window.rail.findChildren(Press)[0].setFocus()
    qtbot.keyClick(window, "2", Qt.KeyboardModifier.ControlModifier)
    assert screen_of(window, "other").hasFocus()


def test_the_keyboard_is_the_screens_again_when_a_page_leaves(window: MainWindow, qtbot) -> None:
    window.show_page(PassphrasePage())
    window.show_page(None)
    assert screen_of(window, "floor").hasFocus()


def test_a_passing_message_lies_beside_what_is_in_use(window: MainWindow, qtbot, monkeypatch) -> None:
    screen = screen_of(window, "floor")
    panel = QRect(20, screen.height() - 300, 360, 290)
    monkeypatch.setattr(screen, "kept_free", lambda: [panel], raising=False)
    window.toasts.offer_undo("A012 called to 3", 8)
    assert not window.toasts.geometry().intersects(panel.translated(screen.mapTo(window._below, QPoint(0, 0))))
    keys = QRect(16, screen.height() - 52, screen.width() - 32, 36)  # as wide as the window: large text
    monkeypatch.setattr(screen, "kept_free", lambda: [keys], raising=False)
    window.toasts.offer_undo("A012 called to 3", 8)
    assert not window.toasts.geometry().intersects(keys.translated(screen.mapTo(window._below, QPoint(0, 0))))
    monkeypatch.setattr(screen, "kept_free", list, raising=False)
    window.toasts.offer_undo("A012 called to 3", 7)
    assert window.toasts.x() == 16


def test_a_command_goes_to_the_screen_one_is_on_or_home(window: MainWindow, qtbot) -> None:
    qtbot.keyClick(window, "N", Qt.KeyboardModifier.ControlModifier)
    assert screen_of(window, "floor").commands == [("issue", "")]
    window.go("other")
    qtbot.keyClick(window, "I", Qt.KeyboardModifier.ControlModifier)
    assert window.here() == "floor"  # the other screen has no notes
    assert screen_of(window, "floor").commands[-1] == ("note", "")


def test_the_title_says_where_and_when(window: MainWindow, hall: OpenHall) -> None:
    assert window.top_bar._title.text() == "Floor"
    assert window.top_bar._subtitle.text().startswith("East Gate · ")
    assert window.windowTitle().startswith("Floor · East Gate")


def test_the_keyboard_goes_around_everything_with_a_name(window: MainWindow) -> None:
    names = []
    widget: QWidget | None = window.nextInFocusChain()
    while widget is not None and widget is not window:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled():
            names.append((type(widget).__name__, widget.accessibleName()))
        widget = widget.nextInFocusChain()
    assert names
    assert [kind for kind, name in names if not name] == []
    # Reading order: the rail, then the bar.
    assert [name for _, name in names][:3] == ["Floor", "History", "Settings"]


# --------------------------------------------------------------------------------------------------- what it has to say
def with_link(hall: OpenHall, state: str, taken: bool = False, **health: Any) -> Snapshot:
    snapshot = hall.console.live.snapshot
    now = snapshot.picture.at
    link = LinkState("kiosk", "sql", now - timedelta(seconds=83), 0.0, 15.0, state, None)
    feed = FeedState("kiosk", "down" if state == "down" else "up", now - timedelta(seconds=83), "", taken, 0, 0)
    picture = replace(snapshot.picture, feeds=(feed,))
    return replace(snapshot, picture=picture, health=Health(links=(link,), **health))


@pytest.mark.parametrize(
    ("state", "taken", "level", "words"),
    [
        ("up", False, "ok", "Queue machine connected"),
        ("late", False, "watch", "Queue machine late 1:23"),
        ("down", False, "act", "Queue machine lost 1:23"),
        ("down", True, "watch", "Queue machine lost 1:23, own desk runs"),
        ("starting", False, "neutral", "Queue machine connecting"),
        ("stopped", False, "neutral", "Queue machine ended"),
    ],
)
def test_each_source_tells_its_state_and_age(
    window: MainWindow, hall: OpenHall, state: str, taken: bool, level: str, words: str
) -> None:
    window.show_snapshot(with_link(hall, state, taken))
    pill = window.top_bar._feeds["kiosk"]
    assert (pill._level, pill._texts[0]) == (level, words)
    assert "kiosk" in pill.toolTip()
    window.show_snapshot(hall.console.live.snapshot)
    assert window.top_bar._feeds == {}


def test_a_lost_source_offers_one_key(window: MainWindow, hall: OpenHall, qtbot, monkeypatch) -> None:
    taken: list[tuple[str, str]] = []

    def take_over(_desk: object, feed: str, by: str = "") -> Future[None]:
        taken.append((feed, by))
        done: Future[None] = Future()
        done.set_result(None)
        return done

    monkeypatch.setattr(type(hall.console.desk), "take_over", take_over)
    window.set_staff("8001")
    window.show_snapshot(with_link(hall, "down"))
    assert "no answer" in window.banners.texts()["feed:kiosk"]
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert taken == [("kiosk", "8001")]
    qtbot.waitUntil(lambda: window.toasts.message() == "The own desk runs now.")
    window.show_snapshot(with_link(hall, "down", taken=True))
    assert "reserved numbers" in window.banners.texts()["feed:kiosk"]
    window.show_snapshot(with_link(hall, "up", taken=True))
    assert "is back" in window.banners.texts()["feed:kiosk"]
    window.show_snapshot(with_link(hall, "up"))
    assert window.banners.texts() == {}


def test_f9_without_a_lost_source_says_so(window: MainWindow, qtbot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert window.toasts.message() == "No queue source is lost."


def test_unsaved_facts_and_notices_are_told_until_they_are_over(window: MainWindow, hall: OpenHall) -> None:
    trouble = replace(
        hall.console.live.snapshot,
        health=Health(unsaved=42, storage=Message("The disk is full."), notices=(Message("Restored."),)),
    )
    window.show_snapshot(trouble)
    assert window.banners.texts() == {"storage": "The disk is full.", "notice:0": "Restored."}
    assert window.top_bar._storage._texts[0] == "Not saved yet: 42"
    window.banners._strips["notice:0"].closed.emit()
    window.show_snapshot(trouble)
    assert window.banners.texts() == {"storage": "The disk is full."}  # a closed notice stays away
    window.show_snapshot(hall.console.live.snapshot)
    assert window.banners.isHidden()
    assert window.top_bar._storage.isHidden()


def test_undo_is_offered_with_its_seconds_and_goes(window: MainWindow, hall: OpenHall, qtbot) -> None:
    now = hall.console.live.clock.now()
    offer = Undo(Message("A012 called to 3"), now + timedelta(seconds=1.2), ())
    window.show_snapshot(replace(hall.console.live.snapshot, undo=offer))
    assert window.toasts.undo_text() == "A012 called to 3"
    assert not window.toasts.isWindow()
    qtbot.waitUntil(lambda: window.toasts.undo_text() == "", timeout=4000)
    assert not window._ticking.isActive()


def test_ctrl_z_takes_a_real_action_back(window: MainWindow, hall: OpenHall, qtbot) -> None:
    hall.console.desk.issue("cash").result(10)
    qtbot.waitUntil(lambda: hall.console.live.snapshot.undo is not None)
    window.show_snapshot(hall.console.live.snapshot)
    qtbot.keyClick(window, "Z", Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: hall.console.live.snapshot.picture.figures.waiting == 0)
    window.show_snapshot(hall.console.live.snapshot)
    qtbot.keyClick(window, "Z", Qt.KeyboardModifier.ControlModifier)
    assert window.toasts.message() == "There is nothing to undo."


def test_ctrl_z_in_the_moment_the_offer_changed_asks_to_look_first(window: MainWindow, hall: OpenHall, qtbot) -> None:
    live = hall.console.live
    hall.console.desk.issue("cash").result(10)
    qtbot.waitUntil(lambda: live.snapshot.undo is not None)
    window.show_snapshot(live.snapshot)
    other = hall.console.desk.issue("cash").result(10)  # somewhere else, between the offer and the key
    qtbot.waitUntil(lambda: live.snapshot.picture.figures.waiting == 2)
    window.show_snapshot(live.snapshot)
    qtbot.keyClick(window, "Z", Qt.KeyboardModifier.ControlModifier)
    assert window.toasts.message().startswith(f"Something else was done just now: {other.number} was issued.")
    window._offer_changed_at -= 1
    qtbot.keyClick(window, "Z", Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: live.snapshot.picture.figures.waiting == 1)
    assert live.book.ticket(other.key) is None


def test_a_passing_message_never_takes_the_keyboard(window: MainWindow) -> None:
    before = QApplication.focusWidget()
    window.say("Saved", "ok")
    assert QApplication.focusWidget() is before
    window.toasts.clear_message()


def test_one_tone_when_a_queue_newly_needs_somebody(window: MainWindow, hall: OpenHall) -> None:
    played: list[Path] = []
    fields = {name: getattr(hall.console, name) for name in ("live", "desk", "history", "intake", "settings")}
    announcer = type("Announcer", (), {"tone": lambda self, path: played.append(path)})()
    window.console = type("Console", (), {**fields, "announcer": announcer})()
    snapshot = hall.console.live.snapshot
    rows = snapshot.picture.rows

    def level(name: str) -> Snapshot:
        return replace(snapshot, picture=replace(snapshot.picture, rows=(replace(rows[0], level=name), *rows[1:])))

    for name in ("ok", "act", "act", "ok"):
        window.show_snapshot(level(name))
    assert len(played) == 1
    assert played[0].is_file()
    window.quiet()
    window.show_snapshot(level("act"))
    assert len(played) == 1
    window.toasts.clear_message()


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1440, 900)])
@pytest.mark.parametrize("percent", [100, 150, 200])
def test_the_bar_fits_whatever_it_has_to_say(
    window: MainWindow, hall: OpenHall, qapp: QApplication, width: int, height: int, percent: int
) -> None:
    style.apply(qapp, LIGHT.scaled(percent))
    try:
        window.set_theme(style.current())
        window.set_staff("8001")
        window.resize(width, height)
        snapshot = with_link(hall, "down", unsaved=42, storage=Message("The disk is full."))
        links = tuple(replace(snapshot.health.links[0], name=f"kiosk{at}") for at in range(3))
        window.show_snapshot(replace(snapshot, health=replace(snapshot.health, links=links)))
        QApplication.processEvents()
        QApplication.processEvents()
        assert (window.width(), window.height()) == (width, height)
        parts = [window.top_bar._title, window.top_bar._clock, window.top_bar._look, *window.top_bar._feeds.values()]
        boxes = sorted((part.geometry() for part in parts), key=lambda box: box.left())
        assert boxes[-1].right() <= window.top_bar.width()
        for left, right in itertools.pairwise(boxes):
            assert left.right() < right.left()
    finally:
        style.apply(qapp, LIGHT)


def test_the_first_window_leaves_the_screen_room_for_its_frame(start, hall: OpenHall, qapp, qtbot, tmp_path):
    set_up(tmp_path)
    room = qapp.primaryScreen().availableSize()
    under_way = start(lambda *_: hall.console)
    qtbot.waitUntil(lambda: "live" in under_way.marks, timeout=10_000)
    window = under_way.window
    assert window.width() <= max(room.width() - 16, window.minimumWidth())
    assert window.height() <= max(room.height() - 40, window.minimumHeight())


# --------------------------------------------------------------------------------------------------------------- panels
def test_ctrl_k_finds_and_enter_goes_there(window: MainWindow, hall: OpenHall, qtbot) -> None:
    ticket = hall.console.desk.issue("cash").result(10)
    qtbot.waitUntil(lambda: ticket.key in hall.console.live.snapshot.picture.tickets)
    window.show_snapshot(hall.console.live.snapshot)
    qtbot.keyClick(window, "K", Qt.KeyboardModifier.ControlModifier)
    panel = window._find_panel
    assert panel.isVisible()
    assert not panel.isWindow()
    qtbot.keyClicks(panel._field, ticket.number)
    assert panel.found()[0].title == ticket.number
    qtbot.keyClick(panel._field, Qt.Key.Key_Return)
    assert not panel.isVisible()
    assert screen_of(window, "floor").commands == [("ticket", ticket.key)]


@pytest.mark.parametrize(
    ("words", "kind", "title"),
    [
        ("issue", "command", "Issue a ticket"),
        ("counter 2", "counter", "Counter 2"),
        ("对公", "service", "C Corporate"),
        ("volume", "setting", "Volume (%)"),
        ("history", "screen", "History"),
    ],
)
def test_everything_can_be_found(hall: OpenHall, qtbot, words: str, kind: str, title: str) -> None:
    made = MainWindow(hall.console)
    qtbot.addWidget(made)
    made.show_snapshot(hall.console.live.snapshot)
    first = find(made._findable(), words)[0]
    assert (first.kind, first.title) == (kind, title)


def test_what_is_not_found_is_said_with_a_reason(window: MainWindow, qtbot) -> None:
    window.command("find")
    panel = window._find_panel
    qtbot.keyClicks(panel._field, "zzzz")
    qtbot.waitUntil(lambda: panel._empty.isVisible())
    assert "zzzz" in panel._empty.accessibleName()
    assert "number" in panel._empty.accessibleName()
    qtbot.keyClick(panel._field, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    tasks.wait_for_all()
    qtbot.wait(20)


def test_arrows_go_through_the_list_and_around(window: MainWindow, qtbot) -> None:
    window.command("find")
    panel = window._find_panel
    rows = len(panel.found())
    qtbot.keyClick(panel._field, Qt.Key.Key_Up)
    assert panel._list.currentIndex().row() == rows - 1
    qtbot.keyClick(panel._field, Qt.Key.Key_Down)
    assert panel._list.currentIndex().row() == 0
    panel.close_panel()


def test_the_better_match_comes_first() -> None:
    def entry(title: str, words: str = "") -> Found:
        return Found("setting", title, "", "settings", lambda: None, words)

    entries = [entry("Languages of a call"), entry("Other", "language"), entry("Language")]
    assert [found.title for found in find(entries, "language")] == ["Language", "Languages of a call", "Other"]
    assert find(entries, "lang zzz") == []


def test_f1_shows_all_keys_and_closes(window: MainWindow, qtbot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    panel = window._keys_panel
    assert panel is not None
    assert panel.isVisible()
    qtbot.keyClick(QApplication.focusWidget() or panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_f1_shows_the_keys_of_the_screen_in_front_at_the_top(window: MainWindow, qtbot) -> None:
    panel = KeysOverlay(window)
    panel.fill([("Ctrl+1", "Floor")], "Drills", [("N", "Plan a drill")])
    tops = [label.text() for label in panel.findChildren(Label) if label.text() in ("Everywhere", "Screens", "Drills")]
    assert tops == ["Everywhere", "Screens", "Drills"]
    top = panel._grid.itemAtPosition(0, 3)
    assert top is not None
    found = top.widget()
    assert isinstance(found, Label)
    assert found.text() == "Drills"


def test_the_quick_switches_tell_what_was_chosen(window: MainWindow, qtbot) -> None:
    chosen: list[tuple[str, object]] = []
    window.look_changed.connect(lambda name, value: chosen.append((name, value)))
    window.show_look({"theme": "light", "language": "en", "text_scale": 100, "sound": True})
    window.command("look")
    panel = window._look_panel
    assert panel is not None
    panel._choices["theme"]._group.buttons()[2].click()
    panel._choices["text_scale"]._group.buttons()[4].click()
    panel._sound.click()
    assert chosen == [("theme", "dark"), ("text_scale", 200), ("sound", False)]
    panel.close_panel()


def test_who_is_on_duty_is_typed_in_place(window: MainWindow, qtbot) -> None:
    heard: list[str] = []
    window.staff_changed.connect(heard.append)
    window.top_bar.staff.pill.click()
    field = window.top_bar.staff._field
    assert field.isVisible()
    qtbot.keyClicks(field, "8001")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (window.staff, heard) == ("8001", ["8001"])
    assert window.top_bar.staff.pill.text_shown() == "On duty 8001"


def test_enter_presses_what_has_the_focus(window: MainWindow, qtbot) -> None:
    presses: list[int] = []
    for part in window.findChildren(Press):
        if part.isVisible() and part.isEnabled():
            part.clicked.connect(lambda: presses.append(1))
            qtbot.keyClick(part, Qt.Key.Key_Return)
            break
    assert presses == [1]


# ------------------------------------------------------------------------------------------------------------- programs
class Run:
    """A program under way in this process, closed in the end."""

    def __init__(self, qapp: QApplication, folder: Path, opener: Callable[..., Any], **options: Any) -> None:
        self.marks: list[str] = []
        self.program = Program(qapp, Options(folder, mark=self.marks.append, **options), opener)
        self.program.start()

    @property
    def window(self) -> MainWindow:
        return self.program.window


@pytest.fixture
def start(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., Run]]:
    runs: list[Run] = []

    def begin(opener: Callable[..., Any], **options: Any) -> Run:
        runs.append(Run(qapp, tmp_path, opener, **options))
        return runs[-1]

    yield begin
    for under_way in runs:
        under_way.program.stop()
        under_way.program._languages.use("en")  # takes its translators out again
    style.apply(qapp, LIGHT)


def set_up(folder: Path, **look: Any) -> Settings:
    settings = Settings(set_up=True, branch=BRANCH)
    if look:
        settings = Settings(set_up=True, branch=BRANCH, look=type(settings.look)(**look))
    save_settings(folder, settings)
    return settings


def test_the_window_opens_first_and_the_hall_behind_it(start, hall: OpenHall, qtbot, tmp_path: Path) -> None:
    set_up(tmp_path)
    go = threading.Event()
    threads: list[threading.Thread] = []

    def opener(passphrase: str | None = None) -> Any:
        threads.append(threading.current_thread())
        go.wait(10)
        return hall.console

    under_way = start(opener)
    qtbot.waitUntil(lambda: bool(threads), timeout=10_000)
    assert under_way.marks == ["first_paint"]
    assert under_way.window.isVisible()
    assert threads[0] is not threading.main_thread()
    go.set()
    qtbot.waitUntil(lambda: "live" in under_way.marks, timeout=10_000)
    assert under_way.window.here() == "floor"
    before = under_way.window.snapshot
    hall.console.desk.issue("cash").result(10)
    qtbot.waitUntil(lambda: under_way.window.snapshot.picture.figures.waiting == 1)
    assert under_way.window.snapshot is not before


def test_what_a_start_made_is_looked_through_no_more(start, hall: OpenHall, qtbot, tmp_path: Path) -> None:
    """A full collection over all that was imported held up the window for 50 ms while facts came in."""
    set_up(tmp_path)
    gc.disable()  # as the command that opens the window does
    try:
        under_way = start(lambda passphrase=None: hall.console)
        qtbot.waitUntil(lambda: "live" in under_way.marks, timeout=10_000)
        assert gc.get_freeze_count() == 0
        qtbot.waitUntil(lambda: gc.get_freeze_count() > 50_000, timeout=10_000)
        qtbot.waitUntil(gc.isenabled, timeout=10_000)
    finally:
        gc.enable()
        gc.unfreeze()


def test_the_last_known_picture_is_shown_until_it_is_live(start, hall: OpenHall, qtbot, tmp_path: Path) -> None:
    set_up(tmp_path)
    hall.console.desk.issue("cash").result(10)
    qtbot.waitUntil(lambda: hall.console.live.snapshot.picture.figures.waiting == 1)
    remember(tmp_path, hall.console.live.snapshot)
    go = threading.Event()

    def opener(passphrase: str | None = None) -> Any:
        go.wait(10)
        return hall.console

    under_way = start(opener)
    qtbot.waitUntil(lambda: "last_known" in under_way.marks, timeout=10_000)
    window = under_way.window
    assert window.snapshot is not None
    assert not window.snapshot.live
    assert window.snapshot.picture.figures.waiting == 1
    assert window.top_bar._state.text_shown().startswith("Last known")
    window.go("settings")
    assert window.here() == "floor"  # only the floor can be looked at
    tasks.watch(window.console.desk.issue("cash"))
    qtbot.waitUntil(lambda: "still being opened" in window.toasts.message())
    go.set()
    qtbot.waitUntil(lambda: "live" in under_way.marks, timeout=10_000)
    assert window.top_bar._state.isHidden()


def test_the_picture_that_is_kept_has_no_notes_and_no_stories(hall: OpenHall, tmp_path: Path, qtbot) -> None:
    hall.console.desk.note("A customer named Wang fell").result(10)
    hall.console.desk.issue("cash").result(10)
    qtbot.waitUntil(lambda: hall.console.live.snapshot.picture.figures.waiting == 1)
    snapshot = hall.console.live.snapshot
    assert snapshot.picture.notes
    remember(tmp_path, snapshot)
    kept = tmp_path / app_module.LAST_PICTURE
    assert "Wang" not in kept.read_text(encoding="utf-8")
    if os.name == "posix":
        assert kept.stat().st_mode & 0o077 == 0
    back = recall(tmp_path)
    assert back is not None
    assert back.picture.rows == snapshot.picture.rows
    assert back.picture.tiles == snapshot.picture.tiles
    assert back.branch == snapshot.branch
    assert not back.live


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"picture": 1}', b"\xff\xfe"])
def test_a_picture_that_cannot_be_read_is_no_picture(tmp_path: Path, content: bytes) -> None:
    (tmp_path / app_module.LAST_PICTURE).write_bytes(content)
    assert recall(tmp_path) is None


def test_a_passphrase_is_asked_in_place_until_it_fits(start, hall: OpenHall, qtbot, tmp_path: Path) -> None:
    set_up(tmp_path)
    tried: list[str | None] = []

    def opener(passphrase: str | None = None) -> Any:
        tried.append(passphrase)
        if passphrase is None:
            raise NeedsPassphrase
        if passphrase != "right words":
            raise WrongPassphrase
        return hall.console

    window = start(opener).window
    qtbot.waitUntil(lambda: isinstance(window.page(), PassphrasePage), timeout=10_000)
    page = window.page()
    assert isinstance(page, PassphrasePage)
    assert not page.isWindow()
    page.field.setText("wrong words")
    qtbot.keyClick(page.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.page() is not page and window.page() is not None, timeout=5000)
    page = window.page()
    assert isinstance(page, PassphrasePage)
    assert page.wrong.isVisible()
    page.field.setText("right words")
    qtbot.keyClick(page.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.page() is None, timeout=5000)
    assert tried == [None, "wrong words", "right words"]
    assert window.here() == "floor"


def test_a_hall_that_cannot_be_opened_says_why_and_can_be_tried_again(
    start, hall: OpenHall, qtbot, tmp_path: Path
) -> None:
    set_up(tmp_path)
    answers: list[Any] = [
        Refused(Message("The database is locked by another program.")),
        ZeroDivisionError("oops"),
        None,
    ]

    def opener(passphrase: str | None = None) -> Any:
        answer = answers.pop(0)
        if answer is not None:
            raise answer
        return hall.console

    window = start(opener).window
    qtbot.waitUntil(lambda: isinstance(window.page(), TroublePage), timeout=10_000)
    first = window.page()
    assert isinstance(first, TroublePage)
    assert first.about.text() == "The database is locked by another program."
    assert not (tmp_path / "crash").exists()
    first.onward.click()
    qtbot.waitUntil(lambda: isinstance(window.page(), TroublePage) and window.page() is not first)
    second = window.page()
    assert isinstance(second, TroublePage)
    assert "oops" not in second.about.text()
    (crash,) = (tmp_path / "crash").glob("*.txt")
    assert "ZeroDivisionError: oops" in crash.read_text(encoding="utf-8")
    assert str(crash) in second._report.text()
    second.onward.click()
    qtbot.waitUntil(lambda: window.page() is None, timeout=5000)


def test_a_settings_file_that_is_not_valid_is_told_in_place(start, qtbot, tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"look": {"theme": "dark"}, "wrong": 1}', encoding="utf-8")
    window = start(lambda passphrase=None: None).window
    qtbot.waitUntil(lambda: isinstance(window.page(), TroublePage), timeout=10_000)
    page = window.page()
    assert isinstance(page, TroublePage)
    assert "settings.json" in page.about.text()
    assert style.current().name == "dark"  # what could be read is used


def test_a_first_start_sets_the_hall_up_and_ends_on_the_floor(start, qtbot, tmp_path: Path) -> None:
    opened: list[OpenHall] = []
    key = os.urandom(32)

    def opener(passphrase: str | None = None) -> Any:
        opened.append(open_hall(tmp_path, key, feeds=False, upkeep=False))
        return opened[-1].console

    under_way = start(opener, make_vault=lambda passphrase: "AAAA-BBBB")
    window = under_way.window
    qtbot.waitUntil(lambda: isinstance(window.page(), SetupWizard), timeout=10_000)
    wizard = window.page()
    assert isinstance(wizard, SetupWizard)
    for _ in range(2):
        qtbot.keyClick(window.focusWidget() or wizard, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.source.key.text() == "AAAA-BBBB")
    qtbot.keyClick(window.focusWidget() or wizard, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "live" in under_way.marks, timeout=10_000)
    assert window.page() is None
    assert window.here() == "floor"
    assert load_settings(tmp_path).set_up
    assert [row.prefix for row in window.snapshot.picture.rows] == ["A", "B", "C", "D", "V"]
    under_way.program.stop()
    opened[0].close()


def test_a_quick_switch_is_seen_at_once_and_saved(start, hall: OpenHall, qtbot, tmp_path: Path) -> None:
    set_up(tmp_path)
    under_way = start(lambda passphrase=None: hall.console)
    qtbot.waitUntil(lambda: "live" in under_way.marks, timeout=10_000)
    under_way.window.look_changed.emit("theme", "dark")
    assert style.current().name == "dark"
    under_way.window.look_changed.emit("text_scale", 150)
    assert style.current().scale == 1.5
    qtbot.waitUntil(lambda: hall.console.settings.current.look.text_scale == 150)
    under_way.window.look_changed.emit("language", "zh")
    assert under_way.program.app.property("language") == "zh"
    qtbot.waitUntil(lambda: hall.console.settings.current.look.language == "zh")
    under_way.window.look_changed.emit("language", "en")
    qtbot.waitUntil(lambda: hall.console.settings.current.look.language == "en")


def test_the_command_line_overrules_until_something_is_chosen(start, hall: OpenHall, qtbot, tmp_path: Path) -> None:
    set_up(tmp_path, theme="dark", language="en")
    under_way = start(lambda passphrase=None: hall.console, theme="contrast")
    assert style.current().name == "contrast"
    under_way.window.look_changed.emit("theme", "light")
    assert style.current().name == "light"
    qtbot.waitUntil(lambda: "live" in under_way.marks, timeout=10_000)


def test_the_system_theme_is_followed_while_it_runs(start, hall: OpenHall, qtbot, tmp_path: Path, monkeypatch) -> None:
    set_up(tmp_path)
    under_way = start(lambda passphrase=None: hall.console)
    qtbot.waitUntil(lambda: "live" in under_way.marks, timeout=10_000)
    monkeypatch.setattr(style, "pick", lambda wish, percent, language: THEMES["dark"])
    under_way.program._scheme_changed()
    assert style.current().name == "dark"


def test_the_window_remembers_its_place_and_who_is_on_duty(start, hall: OpenHall, qtbot, tmp_path: Path) -> None:
    set_up(tmp_path)
    first = start(lambda passphrase=None: hall.console)
    qtbot.waitUntil(lambda: "live" in first.marks, timeout=10_000)
    first.window.resize(1000, 640)
    first.window.top_bar.staff.set_staff("8001")
    first.window._staff_changed("8001")
    first.program.stop()
    kept = json.loads((tmp_path / app_module.WINDOW_STATE).read_text(encoding="utf-8"))
    assert kept == {"size": [1000, 640], "maximized": False, "staff": "8001"}
    assert (tmp_path / app_module.LAST_PICTURE).is_file()


def test_a_defect_is_kept_in_a_file_and_said_in_plain_words(
    start, hall: OpenHall, qtbot, tmp_path: Path, expected_log
) -> None:
    expected_log("defect")
    set_up(tmp_path)
    under_way = start(lambda passphrase=None: hall.console)
    qtbot.waitUntil(lambda: "live" in under_way.marks, timeout=10_000)
    hooks = app_module.Hooks(under_way.program)
    before = (sys.excepthook, threading.excepthook)
    with hooks:
        for _ in range(60):  # a defect in a paint event comes back with every frame
            try:
                raise ZeroDivisionError("customer 13")
            except ZeroDivisionError as error:
                sys.excepthook(type(error), error, error.__traceback__)
        thread = threading.Thread(target=lambda: int("missing"))
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: len(list((tmp_path / "crash").glob("*.txt"))) == 2)
    assert (sys.excepthook, threading.excepthook) == before
    assert "What is recorded is safe" in under_way.window.toasts.message()
    assert "customer 13" not in under_way.window.toasts.message()


def test_old_crash_files_make_room(tmp_path: Path) -> None:
    for _ in range(app_module.MOST_CRASH_FILES + 5):
        assert keep_crash(tmp_path, ValueError("x"))
    assert len(list((tmp_path / "crash").glob("*.txt"))) == app_module.MOST_CRASH_FILES
    (tmp_path / "blocked").write_text("", encoding="utf-8")
    assert keep_crash(tmp_path / "blocked", ValueError("x")) == ""


TWICE = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtNetwork import QLocalServer
from PySide6.QtWidgets import QApplication
from lobbyconsole.bootstrap.hall import open_demo
from lobbyconsole.bootstrap.in_use import sit_down
from lobbyconsole.ui.app import Options, run
from lobbyconsole.ui.main_window import MainWindow
folder, console, app = Path(sys.argv[1]), open_demo(at=None).console, QApplication([])
result = []
def look():
    windows = [w for w in app.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()]
    if not windows or windows[0].findChild(QLocalServer) is None:  # it listens soon after the live floor stands
        QTimer.singleShot(50, app, look)
        return
    windows[0].showMinimized()
    result.append(run(Options(folder, hold=lambda: sit_down(folder)), lambda passphrase=None: console))
    QTimer.singleShot(300, app, lambda: end(windows[0]))
def end(window):
    print(result, window.isMinimized(), flush=True)
    os._exit(0)
QTimer.singleShot(50, app, look)
run(Options(folder, hold=lambda: sit_down(folder)), lambda passphrase=None: console)
"""


def test_a_second_start_raises_the_first_window(tmp_path: Path) -> None:
    """In a process of its own: a start leaves the application changed, and tests after it would stand on that."""
    set_up(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", TWICE, str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (0, "[0] False\n"), done.stderr


# ---------------------------------------------------------------------------------------------------------------- start
STARTING = """
import os, sys
from pathlib import Path
from lobbyconsole.ui.app import Options, run
HEAVY = ("pyqtgraph", "sqlalchemy", "sqlmodel", "pydantic", "keyring", "apscheduler", "numpy", "starlette", "msgspec",
         "sqlcipher3", "lobbyconsole.store", "lobbyconsole.services", "lobbyconsole.config", "PySide6.QtNetwork",
         "PySide6.QtPrintSupport")
def mark(name):
    assert name == "first_paint", name
    print(*sorted(name for name in HEAVY if name in sys.modules), flush=True)
    os._exit(0)
run(Options(Path(sys.argv[1]), mark=mark), lambda passphrase=None: None)
"""


def test_nothing_heavy_is_imported_before_the_first_paint(tmp_path: Path) -> None:
    set_up(tmp_path, theme="dark")
    result = subprocess.run(
        [sys.executable, "-c", STARTING, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (result.returncode, result.stdout.strip()) == (0, ""), result.stderr


LIVE = """
import enum, os, sys
from pathlib import Path
from lobbyconsole.bootstrap.hall import open_hall
from lobbyconsole.ui.app import Options, run
LATE = ("sqlalchemy", "sqlmodel", "pydantic", "numpy", "pyqtgraph", "keyring", "cryptography", "argon2", "apscheduler",
        "asyncio", "multiprocessing", "starlette", "uvicorn", "jmespath", "tomllib", "PySide6.QtNetwork",
        "PySide6.QtPrintSupport", "lobbyconsole.jobs", "lobbyconsole.web", "lobbyconsole.reports", "lobbyconsole.hq",
        "lobbyconsole.feeds.profile", "lobbyconsole.store.dashboards", "lobbyconsole.store.lookup",
        "lobbyconsole.store.verify", "lobbyconsole.store.refold", "lobbyconsole.store.backup", "lobbyconsole.ui.setup",
        "lobbyconsole.ui.search", "lobbyconsole.ui.player", "lobbyconsole.ui.wall", "lobbyconsole.ui.floor_counter",
        "lobbyconsole.ui.widgets.ticket_panel", "lobbyconsole.ui.widgets.issue_panel",
        "lobbyconsole.ui.widgets.note_panel")
SCREENS = ("history", "feeds", "settings", "fairness")
# Enums of classes nobody here uses: PySide makes them, with every class it knows, when it has to find out what a QStyle
# (setStyle) or a widget (viewport) of Qt's own is.
ENUMS = {"PrimitiveElement", "WizardPixmap"}
def mark(name):
    if name == "live":
        late = {name for name in LATE if name in sys.modules}
        late |= {name for name in SCREENS if "lobbyconsole.ui.screens." + name in sys.modules}
        print(*sorted(late | ENUMS & {kind.__name__ for kind in enum.Enum.__subclasses__()}), flush=True)
        os._exit(0)
folder = Path(sys.argv[1])
run(Options(folder, mark=mark), lambda passphrase=None: open_hall(folder, bytes(range(32)), running=True).console)
"""


def test_the_live_floor_waits_for_nothing_it_does_not_show(tmp_path: Path) -> None:
    set_up(tmp_path)
    result = subprocess.run(
        [sys.executable, "-c", LIVE, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (result.returncode, result.stdout.strip()) == (0, ""), result.stderr


def test_a_damaging_pyside_is_refused_at_start(monkeypatch) -> None:
    qt.check_none()
    counts = iter((50_000, 49_000))
    monkeypatch.setattr(sys, "getrefcount", lambda _: next(counts))
    with pytest.raises(SystemExit, match="make setup"):
        qt.check_none()
