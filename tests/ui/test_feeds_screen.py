"""The sources screen and the mapping wizard on real services: states, take-over, what is odd, a file read in."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from lobbyconsole.config import Door, FeedSetting, Settings
from lobbyconsole.domain import facts as f
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.words import Message
from lobbyconsole.feeds.folder import preview
from lobbyconsole.services import mapping
from lobbyconsole.services.live import Health, LinkState, Outcome, Snapshot
from lobbyconsole.services.settings import SettingsBook
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.screens.feeds import _ADVICE, FeedsScreen, groups_of
from lobbyconsole.ui.theme import LIGHT
from lobbyconsole.ui.top_bar import feed_status
from lobbyconsole.ui.widgets.floor_story import story_words
from lobbyconsole.ui.widgets.labels import _FLAGS
from tests.services.conftest import MORNING, SmallHall, hall, open_hall  # noqa: F401 - fixtures
from tests.ui.test_history_screen import FakeShell, console_of, dressed  # noqa: F401 - fixtures

PROFILE = """
name = "kiosk"
transport = "folder"
mode = "snapshot"
finish = ["status"]
[folder]
pattern = "*.csv"
[columns]
native = "流水号"
number = "排队号"
service = "业务"
counter = "窗口"
status = "状态"
[times]
created = { column = "取号时间" }
called = { column = "叫号时间" }
ended = { column = "结束时间" }
[status]
"完成" = "finished"
"过号" = "no_show"
[services]
"现金" = "cash"
"""
HEAD = "流水号,排队号,业务,窗口,取号时间,叫号时间,结束时间,状态,客户姓名"


class FakeIntake:
    """Only remembers on which thread it was asked to connect again."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def restart(self, name: str) -> None:
        self.asked.append((name, threading.get_ident()))


def day_at(minutes: float) -> datetime:
    return MORNING + timedelta(minutes=minutes)


def plan(name: str, kind: Any = "sql", **more: Any) -> FeedSetting:
    return FeedSetting(name=name, kind=kind, **more)


class Desk:
    """A hall with its screen."""

    def __init__(self, hall: SmallHall, qtbot: Any, feeds: tuple[FeedSetting, ...] = ()) -> None:  # noqa: F811
        self.hall, self.qtbot = hall, qtbot
        self.intake: Any = FakeIntake()
        settings = Settings(set_up=True, branch=hall.branch, feeds=feeds, webhook=Door(port=8472))
        self.settings = SettingsBook(hall.folder, settings, hall.live)
        services = {"live": hall.live, "desk": hall.desk, "history": hall.history}
        console = console_of(**services, intake=self.intake, settings=self.settings, folder=hall.folder)
        self.screen = FeedsScreen(console, style.current())
        self.shell = FakeShell()
        self.screen.shell = self.shell
        qtbot.addWidget(self.screen)
        self.screen.resize(1356, 844)
        self.screen.show()

    def show(self, *links: LinkState) -> FeedsScreen:
        self.hall.live.run(lambda book, now: Outcome(())).result(5)
        self.qtbot.waitUntil(lambda: self.hall.live.snapshot.seq == self.hall.live._seq, timeout=5000)
        snapshot = self.hall.live.snapshot
        self.screen._asked = None
        before = self.screen.ledger
        seen = Snapshot(snapshot.picture, snapshot.branch, Health(links=links), seq=snapshot.seq + 1)
        self.screen.show_snapshot(seen)
        self.qtbot.waitUntil(lambda: not self.screen._asking and self.screen.ledger is not None, timeout=5000)
        assert before is None or self.screen.ledger is not None
        return self.screen


@pytest.fixture
def desk(hall: SmallHall, dressed, qtbot) -> Desk:  # noqa: F811
    return Desk(hall, qtbot, (plan("machine"), plan("export", "folder"), plan("old", "webhook", enabled=False)))


@pytest.fixture(autouse=True)
def no_work_left() -> Iterator[None]:
    yield
    if QApplication.instance() is not None:
        assert tasks.wait_for_all(10)


def issued(source: str, number: str, minutes: float, service: str = "cash") -> f.TicketIssued:
    key = f"{source}:{number}"
    return f.TicketIssued(id=key, at=day_at(minutes), source=source, ticket=key, number=number, service=service)


# --------------------------------------------------------------------------------------------------------- the cards
def test_each_state_is_said_in_words_with_its_sign(desk: Desk) -> None:
    problem = Message("The database does not answer")
    now = desk.hall.time()
    screen = desk.show(
        LinkState("machine", "sql", now - timedelta(seconds=130), 3.4, state="down", problem=problem),
        LinkState("export", "folder", now, None, state="up"),
    )
    cards = screen.grid.cards
    assert list(cards)[:3] == ["machine", "export", "old"], "what is lost comes first"
    assert cards["machine"].view.level == "act"
    assert "Lost" in cards["machine"].accessibleName()
    assert "2:10 ago" in cards["machine"].accessibleDescription()
    assert "Its clock +3.4 s" in cards["machine"].accessibleDescription()
    assert cards["machine"].problem.text() == "The database does not answer"
    assert (cards["export"].view.level, cards["export"].view.state) == ("ok", "Connected")
    assert (cards["old"].view.level, cards["old"].view.state) == ("neutral", "Switched off")
    assert cards["call_pad"].view.state == "Closed"
    assert cards["desk"].view.state == "Open"
    assert screen.summary.text_shown() == "1 lost or shut"
    assert cards["export"].buttons["take_over"].toolTip()
    assert not cards["export"].buttons["take_over"].isEnabled()


def test_a_source_that_may_not_run_here_is_a_warning_not_a_loss(desk: Desk) -> None:
    refused = LinkState("machine", "replay", state="stopped", problem=Message("Not played here"))
    card = desk.show(refused).grid.cards["machine"]
    assert (card.view.level, card.view.state, card.problem.text()) == ("watch", "Not started", "Not played here")
    assert feed_status(refused, False, None, desk.hall.time())[0] == "watch"
    ended = LinkState("machine", "replay", state="stopped")
    assert desk.show(ended).grid.cards["machine"].view.state == "Ended"
    assert feed_status(ended, False, None, desk.hall.time())[0] == "neutral"


@pytest.mark.parametrize(
    ("skew", "shown", "level"), [(0.2, "exact", ""), (-8, "−8 s", "watch"), (600, "+10:00", "act")]
)
def test_the_clock_of_a_source_is_judged(desk: Desk, skew: float, shown: str, level: str) -> None:
    screen = desk.show(LinkState("machine", "sql", desk.hall.time(), skew, state="up"))
    figure = next(one for one in screen.grid.cards["machine"].view.figures if one.caption == "Its clock")
    assert (figure.value, figure.level) == (shown, level)


def test_take_over_and_hand_back_reach_the_journal(desk: Desk, qtbot) -> None:
    lost = LinkState("machine", "sql", desk.hall.time(), state="down")
    screen = desk.show(lost)
    qtbot.mouseClick(screen.grid.cards["machine"].buttons["take_over"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(desk.shell.commands), timeout=5000)
    told = desk.hall.store.facts_of("feed:machine")
    assert [type(fact) for fact in told] == [f.DeskTookOver]
    assert told[0].by == "8001"
    screen = desk.show(lost)
    card = screen.grid.cards["machine"]
    assert (card.view.level, card.view.state) == ("watch", "Lost, own desk runs")
    assert screen.grid.cards["desk"].view.state == "Stands in for machine"
    screen = desk.show(LinkState("machine", "sql", desk.hall.time(), state="up"))
    assert card.view.state == "Back, own desk still runs"
    desk.shell.commands.clear()
    qtbot.mouseClick(card.buttons["hand_back"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(desk.shell.commands), timeout=5000)
    assert isinstance(desk.hall.store.facts_of("feed:machine")[-1], f.DeskHandedBack)


def test_connecting_again_never_waits_on_the_main_thread(desk: Desk, qtbot) -> None:
    screen = desk.show(LinkState("machine", "sql", desk.hall.time(), state="down"))
    screen.grid.cards["machine"].buttons["restart"].click()
    qtbot.waitUntil(lambda: bool(desk.intake.asked), timeout=5000)
    assert desk.intake.asked[0][0] == "machine"
    assert desk.intake.asked[0][1] != threading.get_ident()


def test_edit_opens_the_settings_of_the_sources_and_of_the_doors(desk: Desk, qtbot) -> None:
    screen = desk.show()
    screen.grid.cards["machine"].buttons["edit"].click()
    screen.grid.cards["webhook"].buttons["edit"].click()
    qtbot.keyClick(screen, Qt.Key.Key_E)
    assert desk.shell.commands == [("setting", "feeds"), ("setting", "webhook"), ("setting", "feeds")]


def test_a_newer_picture_leaves_the_focus_where_it_is(desk: Desk) -> None:
    screen = desk.show(LinkState("machine", "sql", desk.hall.time(), state="down"))
    button = screen.grid.cards["machine"].buttons["edit"]
    button.setFocus()
    screen = desk.show(LinkState("machine", "sql", desk.hall.time(), 9.0, state="down"))
    assert screen.grid.cards["machine"].buttons["edit"] is button


# --------------------------------------------------------------------------------------------------------- the books
def test_after_a_take_over_the_day_adds_up_by_source(desk: Desk) -> None:
    desk.hall.time.advance(3600)
    machine = [issued("machine", f"A{at:03d}", at) for at in range(10)]
    own = [issued("desk", f"A9{at:02d}", 15 + at) for at in range(4)]
    late = [issued("machine", "A050", 17), issued("machine", "A900", 40)]
    feed = [
        f.FeedLost(id="l", at=day_at(12), source="console", feed="machine"),
        f.DeskTookOver(id="t", at=day_at(14), feed="machine"),
        f.FeedRestored(id="r", at=day_at(30), source="console", feed="machine"),
        f.FeedGap(id="g", at=day_at(30), source="console", feed="machine", since=day_at(12)),
        f.DeskHandedBack(id="h", at=day_at(32), feed="machine"),
    ]
    desk.hall.live.record([*machine, *own, *late, *feed]).result(5)
    screen = desk.show(LinkState("machine", "sql", desk.hall.time(), state="up"))
    ledger = screen.ledger
    assert ledger is not None
    assert dict(ledger.tickets) == {"machine": 12, "desk": 4}
    assert ledger.in_all == ledger.counted == 16 == screen._snapshot.picture.figures.counts.issued  # type: ignore[union-attr]
    (stretch,) = ledger.stretches
    assert (stretch.start, stretch.end, stretch.taken_over) == (day_at(12), day_at(32), True)
    assert dict(stretch.tickets) == {"desk": 4, "machine": 1}
    assert ledger.both == ("A900",)
    assert ledger.sources["machine"].gaps == ((day_at(12), day_at(30)),)
    assert ledger.sources["machine"].facts == 12
    words = [screen._book_list.itemAt(at).widget().text() for at in range(screen._book_list.count())]  # type: ignore[attr-defined]
    assert words[0] == "Today: Own desk 4 + machine 12 = 16 tickets"
    assert "that agrees" in words[1]
    assert "stood in for machine" in words[-1]


def test_the_ledger_writes_nothing(desk: Desk) -> None:
    before = desk.hall.store.head()
    desk.show()
    assert desk.hall.store.head() == before


# -------------------------------------------------------------------------------------------- what cannot be right
def test_what_cannot_be_right_is_grouped_with_what_to_do_and_opens_the_ticket(desk: Desk, qtbot) -> None:
    facts = [
        f.TicketCalled(id="1", at=day_at(-3), source="odd", ticket="odd:1", counter="1"),
        f.TicketIssued(id="2", at=day_at(-4), source="odd", ticket="odd:2", number="X1", service="nothing"),
        issued("machine", "A001", -5),
        issued("odd", "A001", -5),
        f.FeedUnmapped(id="u", at=day_at(-2), feed="machine", field="status", value="9"),
    ]
    desk.hall.live.record(facts).result(5)
    screen = desk.show()
    codes = list(screen._groups)
    assert {"issue_unknown", "service_unknown", "number_twice", "unmapped"} <= set(codes)
    assert screen._groups[codes[0]].group.level == "act"  # type: ignore[union-attr]
    row = screen._groups["number_twice"]
    assert "call them by service and time" in row.advice.text()
    qtbot.mouseClick(row.head, Qt.MouseButton.LeftButton)
    button = row.subjects.items()[0]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert desk.shell.commands[-1][0] == "ticket"
    assert desk.shell.commands[-1][1] in ("machine:A001", "odd:A001")
    assert not screen.quality_empty.isVisible()


def test_every_flag_has_its_advice() -> None:
    assert set(_FLAGS) <= set(_ADVICE)
    assert groups_of((), None) == []


def test_without_a_source_the_screen_says_how_to_get_one(hall: SmallHall, dressed, qtbot) -> None:  # noqa: F811
    screen = Desk(hall, qtbot).show()
    assert "the own desk gives the numbers" in screen.hint.text()
    assert screen.hint.isVisible()
    assert screen.quality_empty.isVisible()


@pytest.mark.parametrize(("size", "percent"), [((1196, 664), 100), ((1196, 664), 200)])
def test_nothing_is_cut(hall: SmallHall, dressed, qapp, qtbot, size: tuple[int, int], percent: int) -> None:  # noqa: F811
    style.apply(qapp, LIGHT.scaled(percent).worded("en"))
    made = Desk(hall, qtbot, (plan("machine"), plan("export", "folder")))
    made.screen.resize(*size)
    screen = made.show(LinkState("machine", "sql", hall.time() - timedelta(seconds=99), 3, state="down"))
    QApplication.processEvents()
    assert screen.area.horizontalScrollBar().maximum() == 0
    for card in screen.grid.cards.values():
        assert card.height() >= card.minimumSizeHint().height()
        for button in card.buttons.values():
            assert button.width() >= button.sizeHint().width()
            assert button.geometry().right() <= card.width()


# --------------------------------------------------------------------------------------------------------- the wizard
def export(folder: Path, rows: int = 80, encoding: str = "gb18030") -> Path:
    lines = [HEAD]
    for at in range(rows):
        begun = datetime(2026, 11, 19, 9) + timedelta(minutes=3 * at)  # noqa: DTZ001 - as it stands in such files
        called, ended = begun + timedelta(minutes=4), begun + timedelta(minutes=9)
        status = "9" if at == 7 else "过号" if at % 10 == 9 else "完成"
        lines.append(f"{at + 1},A{at + 1:03d},现金,{at % 3 + 1},{begun},{called},{ended},{status},张三")
    lines.insert(30, "坏行,三个,字段")
    path = folder / "queue.csv"
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder of the queue system's."""
    folder = tmp_path / "exports"
    folder.mkdir()
    return folder


def wizard_of(desk: Desk) -> Any:
    desk.show()
    desk.qtbot.keyClick(desk.screen, Qt.Key.Key_M)
    assert desk.screen.wizard is not None
    return desk.screen.wizard


def tried(qtbot: Any, wizard: Any) -> None:
    qtbot.waitUntil(lambda: wizard.report is not None and not wizard._timer.isActive(), timeout=15000)


def with_profile(desk: Desk, outside: Path) -> Any:
    wizard = wizard_of(desk)
    profile = outside / "kiosk.toml"
    profile.write_text(PROFILE, encoding="utf-8")
    wizard.path = export(outside)
    wizard.open_profile(profile)
    tried(desk.qtbot, wizard)
    return wizard


def test_a_file_is_tried_out_and_nothing_is_recorded_before_use_it(desk: Desk, outside: Path, qtbot) -> None:
    head, files = desk.hall.store.head(), {path.name for path in desk.hall.folder.iterdir()}
    wizard = with_profile(desk, outside)
    assert len(wizard.rows) == 50
    assert wizard.trial.table.rowCount() == 50
    assert "A080" in wizard.trial.table.item(0, 1).text(), "the newest row is on top"
    assert "张三" not in "".join(wizard.trial.table.item(at, 1).text() for at in range(50))
    assert wizard.report.rows == 81
    assert wizard.report.bad_count == 1
    assert dict(wizard.report.unmapped) == {("status", "9"): 1}
    assert "Nothing is recorded yet" in wizard.trial.state.text()
    wizard.set_value("status", "9", "left")
    qtbot.waitUntil(lambda: wizard.report is not None and not wizard.report.unmapped, timeout=15000)
    assert desk.hall.store.head() == head
    assert {path.name for path in desk.hall.folder.iterdir()} == files

    wizard.name.setText("kiosk_2")
    wizard.use_it()
    qtbot.waitUntil(lambda: bool(desk.settings.current.feeds[3:]), timeout=5000)
    made = desk.settings.current.feeds[-1]
    assert (made.name, made.kind, made.address) == ("kiosk_2", "folder", str(outside))
    saved = mapping.read_profile(Path(made.profile))
    assert saved.status["9"] == "left"
    assert Path(made.profile).parent == desk.hall.folder / "profiles"
    qtbot.waitUntil(lambda: bool(desk.shell.commands), timeout=5000)
    assert desk.screen._pages.currentWidget() is desk.screen.area


def test_columns_and_times_can_be_mapped_by_hand(desk: Desk, outside: Path, qtbot) -> None:
    wizard = with_profile(desk, outside)
    box = wizard._boxes["counter"]
    assert box.accessibleName() == "Counter"
    wizard.set_column("counter", "")
    tried(qtbot, wizard)
    qtbot.waitUntil(lambda: wizard.profile.columns.counter == "", timeout=2000)
    wizard.set_time("started", column="叫号时间")
    wizard.set_time("started", format="local")
    assert wizard.profile.times.started.format == "local"
    wizard.set_time("started", column="")
    assert wizard.profile.times.started is None
    qtbot.waitUntil(lambda: wizard.report is not None and not wizard._trying and not wizard._judging, timeout=15000)


def test_a_mapping_that_cannot_be_is_refused_in_place(desk: Desk, outside: Path, qtbot) -> None:
    wizard = with_profile(desk, outside)
    wizard.set_column("native", "")
    qtbot.waitUntil(lambda: "native" in wizard.said.text(), timeout=15000)
    assert not wizard.use.isEnabled()
    assert not wizard.save.isEnabled()
    wizard.set_column("native", "流水号")
    qtbot.waitUntil(lambda: wizard.use.isEnabled(), timeout=15000)
    assert wizard.said.text() == ""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (PROFILE.replace('"过号" = "no_show"', '"过号" = "vanished"'), 20),
        (PROFILE.replace('mode = "snapshot"', 'modus = "snapshot"'), 4),
        (PROFILE + "\nbroken = \n", 24),
    ],
)
def test_a_refused_profile_shows_file_line_and_reason(desk: Desk, outside: Path, qtbot, text: str, line: int) -> None:
    wizard = wizard_of(desk)
    bad = outside / "bad.toml"
    bad.write_text(text, encoding="utf-8")
    wizard.open_profile(bad)
    qtbot.waitUntil(lambda: wizard.said.text() != "", timeout=5000)
    assert "bad.toml" in wizard.said.text()
    assert f"line {line}" in wizard.said.text()


def test_a_file_that_is_gone_is_told_in_words(desk: Desk, outside: Path, qtbot) -> None:
    wizard = wizard_of(desk)
    wizard.open_file(outside / "nothing.csv")
    qtbot.waitUntil(lambda: "nothing.csv" in wizard.said.text(), timeout=5000)
    assert "cannot be read" in wizard.said.text()


def test_a_first_proposal_comes_from_the_file_itself(desk: Desk, outside: Path, qtbot) -> None:
    wizard = wizard_of(desk)
    wizard.open_file(export(outside))
    tried(qtbot, wizard)
    assert wizard.profile.columns.number == "排队号"
    assert wizard.profile.times.created.columns == ("取号时间",)
    assert wizard.report.facts["ticket.issued"] > 60


def test_escape_leads_back_to_the_cards(desk: Desk, qtbot) -> None:
    wizard = wizard_of(desk)
    qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    assert desk.screen._pages.currentWidget() is desk.screen.area


# --------------------------------------------------------------------------------------------------------- the service
def test_trying_out_a_short_file_gives_what_the_feed_would_give(tmp_path: Path) -> None:
    path = export(tmp_path)
    (tmp_path / "p.toml").write_text(PROFILE, encoding="utf-8")
    profile = mapping.read_profile(tmp_path / "p.toml")
    assert mapping.try_out(path, profile) == preview(path, profile)


def test_of_a_long_file_only_the_end_is_folded_and_the_lines_are_right(tmp_path: Path) -> None:
    path = export(tmp_path, 3000)
    (tmp_path / "p.toml").write_text(PROFILE, encoding="utf-8")
    rows = mapping.try_out(path, mapping.read_profile(tmp_path / "p.toml"))
    assert rows[-1].line == 3002
    assert rows[-1].raw["流水号"] == "3000"
    assert [fact.kind for fact in rows[-1].facts] == ["ticket.issued", "ticket.called", "ticket.no_show"]


@pytest.mark.parametrize(
    ("text", "name"), [("Kiosk 2", "kiosk_2"), ("desk", "file_desk"), ("2026-11", "file_2026_11"), ("排队机", "file")]
)
def test_a_source_gets_a_name_the_settings_take(text: str, name: str) -> None:
    assert mapping.feed_name(text) == name
    assert plan(mapping.feed_name(text)).name == name


def test_a_source_of_the_same_name_is_replaced(tmp_path: Path) -> None:
    settings = Settings(feeds=(plan("a"), plan("kiosk"), plan("b")))
    new = mapping.with_folder_feed(settings, "kiosk", tmp_path / "k.toml", tmp_path, 9999)
    assert [feed.name for feed in new.feeds] == ["a", "kiosk", "b"]
    assert (new.feeds[1].kind, new.feeds[1].lost_after_s) == ("folder", 600)
    assert msgspec.json.decode(msgspec.json.encode(new), type=Settings) == new


def test_a_call_without_a_counter_is_told_without_one() -> None:
    """Exports of call centres and small servers do not say which counter it was."""
    called = f.TicketCalled(id="f1", at=MORNING, source="t", ticket="17", counter="")
    assert story_words(called, Branch()) == "Called"
