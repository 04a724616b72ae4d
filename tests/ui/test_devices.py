"""The devices in the window: slips, spoken calls, the wall display, call pads and secrets, with the real services."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from lobbyconsole.bootstrap.hall import OpenHall, open_hall
from lobbyconsole.config import Door, FeedSetting, Printing, Settings, Voice, WallDisplay, save_settings
from lobbyconsole.credentials import create_vault, get_secret
from lobbyconsole.domain.branch import Branch, CounterPlace, Service
from lobbyconsole.feeds.webhook.feed import Keys
from lobbyconsole.services import escpos_slip
from lobbyconsole.services.pairing import PairingRefused
from lobbyconsole.ui import device_panel, style, tasks
from lobbyconsole.ui.app import Options, Program
from lobbyconsole.ui.device_panels import PrinterPanel, VoicePanel, WallPanel
from lobbyconsole.ui.pad_panel import PadPanel
from lobbyconsole.ui.printer_choice import SystemPrinters
from lobbyconsole.ui.screens import settings as screen_module
from lobbyconsole.ui.screens.settings import SettingsScreen
from lobbyconsole.ui.secret_panel import SecretPanel
from lobbyconsole.ui.theme import DARK, LIGHT
from lobbyconsole.ui.wall_keeper import WallKeeper
from tests.services.test_slips import FakePrinter
from tests.ui.floor_samples import busy, busy_with_calls, floor_of, running
from tests.ui.test_wall import FRONT, HALL, FakeMonitors

BRANCH = Branch(
    name_en="East Gate",
    services=(Service(id="cash", title_zh="个人现金", title_en="Cash"),),
    counters=(CounterPlace(id="1", services=("cash",)), CounterPlace(id="2", services=("cash",))),
)


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakePrinter]:
    monkeypatch.setattr(escpos_slip, "ASK_S", 0.15)
    monkeypatch.setattr(escpos_slip, "DONE_S", 0.2)
    made = FakePrinter()
    yield made
    made.close()


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., OpenHall]]:
    halls: list[OpenHall] = []

    def begin(**settings: Any) -> OpenHall:
        key, _ = create_vault(tmp_path, "river bank tower", None)
        wished = Settings(set_up=True, branch=BRANCH, **settings)
        hall = open_hall(tmp_path, key, settings=wished, feeds=False, upkeep=False, running=True)
        halls.append(hall)
        hall.key = key  # type: ignore[attr-defined]
        return hall

    yield begin
    for hall in halls:
        hall.close()


@pytest.fixture
def shown(qapp: QApplication, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """The panel under a group's form, on show."""
    style.apply(qapp, LIGHT)
    monkeypatch.setattr(screen_module, "SAVE_MS", 20)
    monkeypatch.setattr(device_panel, "LOOK_MS", 50)
    screens: list[SettingsScreen] = []

    def show(hall: OpenHall, group: str, kind: type[QWidget], shell: Any = None) -> Any:
        screen = SettingsScreen(hall.console, LIGHT)
        screen.shell = shell
        screens.append(screen)
        qtbot.addWidget(screen)
        screen.resize(1200, 800)
        screen.show()
        panel = screen.page(group).findChild(kind)
        assert panel is not None
        return panel

    yield show
    for screen in screens:
        screen.hide()
    tasks.wait_for_all()


def to(printer: FakePrinter) -> Printing:
    return Printing(printer="escpos_network", address=printer.address, encoding="gb18030")


# --- slips


def test_a_printer_is_asked_and_a_strip_printed(opened, shown, qtbot, printer: FakePrinter) -> None:
    panel = shown(opened(printing=to(printer)), "printing", PrinterPanel)
    assert panel.state.text() == "Nothing has been heard of the printer yet."
    panel.check.click()
    assert not panel.check.isEnabled()
    qtbot.waitUntil(lambda: panel.state.text() == "● The printer is ready and has paper.")
    assert panel.answer.text() == "The printer was asked just now."
    panel.strip.click()
    qtbot.waitUntil(lambda: panel.answer.text().startswith("Sent."), timeout=10_000)
    assert printer.slips == 1
    printer.paper = 0x72
    panel.strip.click()
    qtbot.waitUntil(lambda: panel.answer.text() == "The test strip was not printed.", timeout=10_000)
    assert panel.state.text() == "■ The ticket printer is out of paper."


def test_without_a_printer_there_is_nothing_to_try(opened, shown) -> None:
    panel = shown(opened(), "printing", PrinterPanel)
    assert "numbers are told" in panel.state.text()
    assert not panel.check.isEnabled()
    assert not panel.strip.isEnabled()


def test_a_number_is_shown_before_its_slip_and_stays_said_when_that_fails(
    qtbot, tmp_path: Path, qapp, printer: FakePrinter
) -> None:
    printer.paper = 0x72
    with running(busy_with_calls(), tmp_path / "hall", to(printer)) as hall:
        floor = floor_of(hall, qtbot)
        floor.command("issue")
        qtbot.keyClicks(floor.issue_panel, "A")
        given = floor.issue_panel.given
        qtbot.waitUntil(given.choices.isVisible)
        assert given.number.text() == "A050"
        assert given.slip.text() == "The ticket printer is out of paper."
        printer.paper = 0x12
        again = given.choices.button("reprint")
        assert again is not None
        qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: printer.slips == 1, timeout=10_000)
        qtbot.waitUntil(lambda: _state_of(floor, "A050") == "waiting", timeout=10_000)


@pytest.mark.parametrize(("what", "state"), [("reprint", "waiting"), ("tell", "waiting"), ("void", "cancelled")])
def test_a_ticket_without_slip_offers_three_ways_on(
    qtbot, tmp_path: Path, qapp, printer: FakePrinter, what: str, state: str
) -> None:
    printer.paper = 0x72
    with running(busy_with_calls(), tmp_path / "hall", to(printer)) as hall:
        floor = floor_of(hall, qtbot)
        result = hall.console.slips.issue_and_print("personal").result(15)
        assert result.ticket is not None
        assert result.held
        qtbot.waitUntil(lambda: _state_of(floor, result.ticket.number) == "held")
        floor.open_ticket(result.ticket.key)
        panel = floor.ticket_panel
        qtbot.waitUntil(panel.slip.isVisible)
        assert "Slip not printed" not in panel.slip.about.text()
        printer.paper = 0x12
        button = panel.slip.choices.button(what)
        assert button is not None
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not panel.slip.isVisible(), timeout=10_000)
        qtbot.waitUntil(lambda: _state_of(floor, result.ticket.number) == state)


def _state_of(floor: Any, number: str) -> str:
    return next((one.state for one in floor.picture.tickets.values() if one.number == number), "")


# --- spoken calls


def test_a_test_call_tells_whether_it_was_spoken(opened, shown, qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    played = threading.Event()

    class Speaker:
        def play(self, sound: bytes) -> None:
            played.set()

        def stop(self) -> None: ...

    monkeypatch.setattr("lobbyconsole.bootstrap.hall.find_player", lambda device: Speaker())
    monkeypatch.setattr("lobbyconsole.bootstrap.hall.find_voice", lambda player: None)
    panel = shown(opened(voice=Voice(repeats=1)), "voice", VoicePanel)
    panel.test.click()
    qtbot.waitUntil(lambda: panel.answer.text().startswith("The test call was spoken."), timeout=10_000)
    assert played.is_set()
    panel.mute.click()
    assert panel.state.text().startswith("▲ Calls are muted. It stays so until")
    assert panel.mute.text() == "Sound again"
    assert not panel.test.isEnabled()
    panel.mute.click()
    assert panel.state.text() == "● Calls are spoken."


def test_a_hall_without_loudspeaker_says_so(opened, shown, qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    panel = shown(opened(), "voice", VoicePanel)
    panel.test.click()
    qtbot.waitUntil(lambda: panel.answer.text() == "The test call was not spoken.", timeout=10_000)
    assert panel.state.text().startswith("■ ")


# --- the wall display


def test_the_wall_is_made_when_it_is_switched_on_and_never_over_the_console(qapp, qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    monitors = FakeMonitors(FRONT, HALL)
    keeper = WallKeeper(window, monitors)
    keeper.use(WallDisplay())
    assert keeper.wall is None
    keeper.show_snapshot(busy().snapshot())
    keeper.use(WallDisplay(enabled=True))
    assert keeper.wall is not None
    assert (keeper.state, keeper.wall.window.geometry()) == ("shown", HALL.geometry)
    assert "B020" in keeper.wall.window.accessibleDescription()
    keeper.dress(DARK)
    keeper.use(WallDisplay(enabled=True, screen=FRONT.id))
    assert keeper.state == "occupied"
    assert not keeper.wall.window.isVisible()
    keeper.use(WallDisplay())
    assert keeper.state == "off"
    keeper.close()


def test_the_settings_say_where_the_wall_is_and_choose_its_monitor(opened, shown, qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    hall = opened(wall=WallDisplay(enabled=True, screen="HDMI-9"))
    keeper = WallKeeper(window, FakeMonitors(FRONT, HALL))
    keeper.use(hall.console.settings.current.wall)
    shell = type("Shell", (), {"staff": "", "wall": keeper})()
    panel = shown(hall, "wall", WallPanel, shell)
    assert panel.state.text() == "▲ The monitor HDMI-9 is not connected. The wall display comes back with it."
    assert panel.choice.value() == "HDMI-9"
    whichever = panel.choice.button("")
    assert whichever is not None
    whichever.click()
    qtbot.waitUntil(lambda: hall.console.settings.current.wall.screen == "")
    keeper.close()


def test_the_program_puts_the_wall_up_and_takes_it_down(opened, qapp, qtbot, tmp_path: Path) -> None:
    hall = opened()
    save_settings(tmp_path, hall.console.settings.current)
    program = Program(qapp, Options(tmp_path), lambda passphrase=None: hall.console)
    program.start()
    try:
        qtbot.waitUntil(lambda: program.opened is not None, timeout=10_000)
        keeper = program.wall
        assert keeper is not None
        assert keeper.wall is None
        book = hall.console.settings
        book.change(msgspec.structs.replace(book.current, wall=WallDisplay(enabled=True))).result(10)
        qtbot.waitUntil(lambda: keeper.wall is not None)
        assert keeper.state == "alone"  # the offscreen platform has one monitor
        wall = keeper.wall
        assert wall is not None
        assert wall._snapshot is not None
    finally:
        program.stop()
    assert program.wall is None


# --- call pads


def test_a_code_is_shown_large_and_a_paired_pad_can_be_revoked(opened, shown, qtbot) -> None:
    hall = opened()
    pads = hall.console.pads
    panel = shown(hall, "call_pad", PadPanel)
    assert panel.state.text() == "The door is shut. Open it above; codes can be made before."
    row = panel.rows["2"]
    row.make.click()
    assert row.make.text() == "Making a code…"
    qtbot.waitUntil(row.code.isVisible, timeout=10_000)
    code = row.code.text().replace(" ", "")
    assert code == pads.code_of("2")
    qtbot.waitUntil(lambda: row._until.text().startswith("For one PC, until "))
    pad, token = pads.pair(code, "10.1.2.33")
    qtbot.waitUntil(lambda: pad.id in row.revokes)
    assert not row.code.isVisible()
    row.revokes[pad.id].click()
    qtbot.waitUntil(lambda: not row.revokes)
    assert pads.pad(token) is None
    qtbot.waitUntil(lambda: panel.answer.text() == "10.1.2.33 may no longer call for counter 2.")


def test_a_code_is_withdrawn(opened, shown, qtbot) -> None:
    hall = opened()
    panel = shown(hall, "call_pad", PadPanel)
    code = hall.console.pads.new_code("1")
    panel.look()
    row = panel.rows["1"]
    qtbot.waitUntil(row.code.isVisible)
    row.close_code.click()
    qtbot.waitUntil(lambda: not row.code.isVisible())
    with pytest.raises(PairingRefused):
        hall.console.pads.pair(code, "10.1.2.33")


def test_the_doors_address_and_its_trouble_are_told(opened, shown, qtbot) -> None:
    taken = FakePrinter()  # something listens there
    try:
        port = int(taken.address.rpartition(":")[2])
        panel = shown(opened(call_pad=Door(enabled=True, port=port)), "call_pad", PadPanel)
        assert panel.state.text().startswith("■ ")
        assert str(port) in panel.state.text()
        book = panel.console.settings
        free = port + 1 if port < 65_000 else port - 1
        book.change(msgspec.structs.replace(book.current, call_pad=Door(enabled=True, port=free))).result(10)
        qtbot.waitUntil(lambda: panel.where.text() == f"http://127.0.0.1:{free}/", timeout=10_000)
        assert panel.state.text().startswith("▲ Open to this computer only.")
    finally:
        taken.close()


# --- secrets


def test_a_webhooks_secret_is_made_kept_and_shown_once(opened, shown, qtbot, tmp_path: Path) -> None:
    hall = opened(feeds=(FeedSetting(name="qmatic", kind="webhook"),))
    panel = shown(hall, "webhook", SecretPanel)
    row = panel.rows["qmatic"]
    row.sign.click()
    qtbot.waitUntil(row.secret.isVisible, timeout=10_000)
    secret = row.made
    assert secret.startswith("whsec_")
    assert row.secret.text().replace("\u200b", "") == secret
    Keys(secret)  # the feed takes it
    assert get_secret(tmp_path, hall.key, "feed:qmatic") == secret
    row.copy.click()
    assert QApplication.clipboard().text() == secret
    row.hide_secret.click()
    assert row.secret.text() == row.made == ""
    row.token.click()
    qtbot.waitUntil(row.secret.isVisible, timeout=10_000)
    Keys(row.made)
    assert get_secret(tmp_path, hall.key, "feed:qmatic") == row.made


def test_a_databases_password_is_kept_and_never_shown(opened, shown, qtbot, tmp_path: Path) -> None:
    hall = opened(feeds=(FeedSetting(name="fqm", kind="sql", profile="fqm", enabled=False),))
    panel = shown(hall, "feeds", SecretPanel)
    row = panel.rows["fqm"]
    row.password.setText("hunter2")
    row.save.click()
    qtbot.waitUntil(lambda: row._said.text().startswith("The password is kept"), timeout=10_000)
    assert row.password.text() == ""
    assert get_secret(tmp_path, hall.key, "feed:fqm") == "hunter2"


def test_a_secret_that_cannot_be_kept_is_not_shown(opened, shown, qtbot, tmp_path: Path) -> None:
    hall = opened(feeds=(FeedSetting(name="qmatic", kind="webhook"),))
    (tmp_path / "key.json").unlink()
    panel = shown(hall, "webhook", SecretPanel)
    row = panel.rows["qmatic"]
    row.sign.click()
    qtbot.waitUntil(lambda: panel.answer.text() != "", timeout=10_000)
    assert "key file" in panel.answer.text()
    assert not row.secret.isVisible()
    assert row.sign.isEnabled()


# ------------------------------------------------------------------------------------------------------ system printers
def test_the_systems_printers_are_offered_only_when_slips_go_there(opened, shown, qtbot, monkeypatch) -> None:
    asked: list[threading.Thread] = []

    def printers() -> list[str]:
        asked.append(threading.current_thread())
        return ["Front desk", "Back office"]

    monkeypatch.setattr("lobbyconsole.ui.print_system.printers", printers)
    hall = opened(printing=Printing(printer="none"))
    panel = shown(hall, "printing", SystemPrinters)
    assert panel.isHidden()
    screen = panel.window()
    screen.page("printing").form.edited.emit("printer", "system")
    assert not panel.isHidden()
    qtbot.waitUntil(lambda: panel.choice.button("Back office") is not None, timeout=5000)
    assert asked[0] is not threading.main_thread()
    panel.choice.button("Back office").click()
    qtbot.waitUntil(lambda: hall.console.settings.current.printing.address == "Back office", timeout=5000)
    assert hall.console.settings.current.printing.printer == "system"
    screen.page("printing").form.edited.emit("printer", "none")
    assert panel.isHidden()


def test_a_printer_that_is_gone_is_named_and_no_printer_is_said(opened, shown, qtbot, monkeypatch) -> None:
    monkeypatch.setattr("lobbyconsole.ui.print_system.printers", lambda: [])
    hall = opened(printing=Printing(printer="system", address="Gone"))
    panel = shown(hall, "printing", SystemPrinters)
    qtbot.waitUntil(lambda: "has no printer" in panel.state.text(), timeout=5000)
    assert panel.choice.button("Gone").text() == "Gone (not found)"
