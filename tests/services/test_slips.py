"""Ticket slips: what stands on them, as which bytes, and that no printer's mood leaves a ghost in the queue."""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest

from lobbyconsole.config import Printing, Settings
from lobbyconsole.domain.facts import TicketPrinted
from lobbyconsole.domain.lobby import CALLED, CANCELLED, HELD, WAITING, Leg, Ticket
from lobbyconsole.domain.picture import paint
from lobbyconsole.domain.words import Message, Refused
from lobbyconsole.services import escpos_slip
from lobbyconsole.services.escpos_slip import as_image, as_text, encoded, wrapped
from lobbyconsole.services.slip_text import Line, PrintTrouble, Slip, lines_of, slip_of
from lobbyconsole.services.slips import NOT_PRINTED, SlipResult, SlipService, unprinted
from tests.services.conftest import SmallHall, small_branch

GB = Printing(printer="escpos_network", encoding="gb18030")


def done(future: Future[Any]) -> Any:
    return future.result(timeout=15)


# --- the wire


@dataclass
class FakePrinter:
    """A printer on port 9100 of loopback. It prints what it is sent and answers for its paper, or has its moods."""

    two_way: bool = True
    paper: int = 0x12  # answer to DLE EOT 4; 0x1E nearly out, 0x72 out
    cause: int = 0x12  # answer to DLE EOT 2; 0x16 cover open
    noise: bytes = b""  # said before each answer
    hang_up_after: int = -1  # bytes; then it drops the line
    out_after: int = -1  # bytes; then its paper is out
    silent_after: int = -1  # bytes; then it answers nothing any more
    got: bytearray = field(default_factory=bytearray)
    slips: int = 0

    def __post_init__(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.server.getsockname()[1]}"
        self.thread = threading.Thread(target=self.serve, name="fake printer")
        self.thread.start()

    def serve(self) -> None:
        while True:
            try:
                line, _ = self.server.accept()
            except OSError:
                return
            with line, contextlib.suppress(OSError):
                self.talk(line.recv, line.sendall)
                # Hang up without a word, as a printer does that is switched off.
                if self.hang_up_after >= 0:
                    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def talk(self, read: Callable[[int], bytes], write: Callable[[bytes], object]) -> None:
        questions = (b"\x10\x04\x02", b"\x10\x04\x04", b"\x1dr\x01")
        rest, before = b"", len(self.got)
        while True:
            data = read(4096)
            if not data:
                return
            rest += data
            while rest:
                question = next((one for one in questions if rest.startswith(one)), b"")
                if question:
                    rest = rest[3:]
                    silent = 0 <= self.silent_after <= len(self.got) - before
                    if self.two_way and not silent:
                        answer = {0x02: self.cause, 0x04: self.paper, 0x01: 0x00}[question[2]]
                        if not (question[0] == 0x1D and self.paper & 0x60):
                            write(self.noise + bytes([answer]))
                    continue
                self.got.append(rest[0])
                rest = rest[1:]
                if self.got.endswith(b"\x1dVB\x00"):
                    self.slips += 1
                if len(self.got) - before == self.out_after:
                    self.paper = 0x72
                if len(self.got) - before == self.hang_up_after:
                    return

    def close(self) -> None:
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()
        self.thread.join(5)


class Counterdesk:
    """The small hall with a slip service."""

    def __init__(self, hall: SmallHall) -> None:
        self.hall = hall
        self.settings = Settings(branch=hall.branch)
        self.required = True
        self.service: SlipService | None = None
        self.printers: list[FakePrinter] = []
        self.system: Callable[[Sequence[Line], Printing], None] | None = None

    def start(self, printing: Printing, limit_s: float = 15.0) -> SlipService:
        self.settings = msgspec.structs.replace(self.settings, printing=printing)
        self.service = SlipService(
            self.hall.live,
            self.hall.desk,
            lambda: self.settings,
            self.system,
            required=lambda: self.required,
            limit_s=limit_s,
        )
        self.service.start()
        return self.service

    def printer(self, **moods: Any) -> FakePrinter:
        made = FakePrinter(**moods)
        self.printers.append(made)
        return made

    def to(self, printer: FakePrinter, **printing: Any) -> SlipService:
        return self.start(msgspec.structs.replace(GB, address=printer.address, **printing))

    def ticket(self, key: str) -> Ticket:
        found = self.hall.live.book.ticket(key)
        assert found is not None
        return found

    def said(self, key: str) -> list[tuple[bool, str]]:
        facts = self.hall.live.book.facts_of("ticket:" + key)
        return [(fact.ok, fact.problem) for fact in facts if isinstance(fact, TicketPrinted)]

    def waiting_aside(self) -> list[str]:
        picture = paint(self.hall.branch, self.hall.live.book.lobby(), self.hall.time())
        return [ticket.number for ticket in unprinted(picture)]


@pytest.fixture
def front(hall: SmallHall, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counterdesk]:
    monkeypatch.setattr(escpos_slip, "ASK_S", 0.15)
    monkeypatch.setattr(escpos_slip, "DONE_S", 0.2)
    done(hall.desk.open_counter("1"))
    made = Counterdesk(hall)
    yield made
    if made.service is not None:
        made.service.stop()
    for printer in made.printers:
        printer.close()


# --- contents


def sample(**changes: Any) -> Slip:
    ticket = Ticket(key="k", number="A012", issued_at=None, source="desk", legs=())
    base = slip_of(
        msgspec.structs.replace(ticket, legs=(leg("cash"),), promise_s=(480, 700, 1080)),
        small_branch(),
        ahead=11,
        wait_s=(480, 700, 1080),
    )
    return msgspec.structs.replace(base, **{"issued": base.issued.replace(2026, 11, 21, 10, 42), **changes})


def leg(service: str) -> Leg:
    return Leg(service=service, joined_at=None, line_since=None)


def words(slip: Slip) -> list[str]:
    return [line.text for line in lines_of(slip) if line.text]


def test_a_slip_tells_number_place_and_wait_in_both_languages() -> None:
    assert words(sample()) == [
        "示例网点",
        "Sample branch",
        "个人现金",
        "Cash",
        "A012",
        "您前面还有 11 人",
        "11 ahead of you",
        "预计等候约 8–18 分钟",
        "Expected wait about 8–18 min",
        "2026-11-21 10:42  周六",
        "当日有效，过号请找大堂经理",
        "Valid today. Missed it? Ask our staff.",
    ]
    number = next(line for line in lines_of(sample()) if line.text == "A012")
    assert number.mm == max(line.mm for line in lines_of(sample())) >= 3 * 5.0


def test_what_is_not_known_is_not_on_the_slip() -> None:
    text = "\n".join(words(sample(ahead=None, wait_min=None)))
    assert "前面" not in text
    assert "等候" not in text
    assert "您是下一位" in "\n".join(words(sample(ahead=0)))
    assert "约 1 分钟" in "\n".join(words(sample(wait_min=(1, 1))))


def test_a_slip_of_the_standby_range_and_a_reprint_are_marked() -> None:
    ticket = Ticket(key="k", number="A901", source="desk", legs=(leg("cash"),), priority="elderly", then=("corporate",))
    slip = slip_of(ticket, small_branch(), now=sample().issued)
    assert "备用  STANDBY" in words(slip)
    assert "补打 Reprint 10:42" in words(slip)
    assert "之后办理：对公业务" in words(slip)
    assert not slip_of(msgspec.structs.replace(ticket, source="fqm"), small_branch(), now=sample().issued).standby
    assert "elderly" not in str(words(slip)), "a slip says nothing about the person"


# --- bytes


def test_gb18030_switches_the_printer_to_chinese_first() -> None:
    data = as_text(lines_of(sample()), GB)
    assert data.startswith(b"\x1b@\x1c\x26")
    assert "个人现金".encode("gb18030") in data
    assert "约 8-18 分钟".encode("gb18030") in data, "not every printer has the en dash"


def test_utf8_leaves_the_printers_chinese_mode() -> None:
    data = as_text(lines_of(sample()), Printing(encoding="utf-8"))
    assert data.startswith(b"\x1b@\x1c\x2e")
    assert "个人现金".encode() in data


@pytest.mark.parametrize(("mm", "dots"), [(58, 384), (80, 576)])
def test_a_picture_fits_the_paper_and_goes_in_bands(mm: int, dots: int) -> None:
    image = as_image(lines_of(sample(number="VIP0123")), mm)
    assert image.size[0] == dots
    left, top, right, bottom = image.convert("L").point(lambda value: 255 - value).getbbox() or (0, 0, 0, 0)
    assert 0 <= left < right <= dots
    assert 0 < top < bottom < image.size[1]
    data = encoded(lines_of(sample()), Printing(encoding="bitmap", paper_mm=mm))  # type: ignore[arg-type]
    assert data.startswith(b"\x1b@\x1dv0\x00" + (dots // 8).to_bytes(2, "little") + (256).to_bytes(2, "little"))
    assert data.endswith(b"\x1dVB\x00")


def test_long_lines_break_at_words_and_between_characters() -> None:
    assert wrapped("Valid today. Ask our staff.", 13) == ["Valid today.", "Ask our", "staff."]
    assert wrapped("个人现金 Personal", 6) == ["个人现", "金", "Person", "al"]
    assert wrapped("", 10) == []


# --- the good road


def test_issue_and_print(front: Counterdesk) -> None:
    printer = front.printer()
    service = front.to(printer)
    heard: list[str] = []
    result = done(service.issue_and_print("cash", issued=lambda ticket: heard.append(ticket.number)))
    assert (result.printed, result.held, result.problem) == (True, False, None)
    assert heard == ["A001"]
    assert "A001".encode("gb18030") in printer.got
    assert printer.slips == 1
    assert front.said(result.ticket.key) == [(False, "printing"), (True, "")]
    assert front.ticket(result.ticket.key).printed is True
    assert service.state.state == "ok"


def test_people_ahead_are_counted(front: Counterdesk) -> None:
    printer = front.printer()
    service = front.to(printer)
    for _ in range(3):
        done(service.issue_and_print("cash"))
        front.hall.time.advance(1)
    assert "您前面还有 2 人".encode("gb18030") in printer.got


def test_without_a_printer_the_number_is_told(front: Counterdesk) -> None:
    service = front.start(Printing())
    result = done(service.issue_and_print("cash"))
    assert (result.printed, result.ticket.state) == (None, WAITING)
    assert service.state.state == "none"
    assert done(service.test_strip()).printed is None


def test_a_refusal_to_issue_is_the_answer(front: Counterdesk) -> None:
    service = front.to(front.printer())
    with pytest.raises(Refused):
        done(service.issue_and_print("nothing"))
    with pytest.raises(Refused, match="not known"):
        done(service.reprint("nobody"))


def test_the_same_request_twice_is_one_slip(front: Counterdesk) -> None:
    printer = front.printer()
    service = front.to(printer)
    first = service.issue_and_print("cash", request_id="r1")
    second = service.issue_and_print("cash", request_id="r1")
    assert done(first).ticket.key == done(second).ticket.key
    assert done(service.issue_and_print("cash", request_id="r1")).printed is True
    assert printer.slips == 1


def test_a_one_way_line_is_believed_and_said_to_be_one(front: Counterdesk) -> None:
    printer = front.printer(two_way=False)
    service = front.to(printer)
    assert done(service.issue_and_print("cash")).printed is True
    assert str(service.state.message) == "This printer does not tell whether it has paper."


def test_a_slip_as_a_picture_over_the_network(front: Counterdesk) -> None:
    printer = front.printer(two_way=False)
    service = front.to(printer, encoding="bitmap")
    assert done(service.issue_and_print("cash")).printed is True
    assert printer.got.startswith(b"\x1b@\x1dv0")
    assert printer.slips == 1


def test_paper_running_low_is_said_and_noise_is_not_an_answer(front: Counterdesk) -> None:
    printer = front.printer(paper=0x1E, noise=b"\x14\x00\x00\x0f")
    service = front.to(printer)
    assert done(service.issue_and_print("cash")).printed is True
    assert (service.state.state, str(service.state.message)) == (
        "paper_low",
        "The ticket printer is nearly out of paper.",
    )


# --- the bad roads: no ghost


def aside(front: Counterdesk, result: SlipResult, code: str) -> Ticket:
    """The ticket stands aside, nobody can call it, and the journal knows why."""
    assert (result.printed, result.held, result.code) == (False, True, code)
    assert result.ticket is not None
    ticket = front.ticket(result.ticket.key)
    assert (ticket.state, ticket.held_reason, ticket.printed) == (HELD, NOT_PRINTED, False)
    assert front.said(ticket.key)[-1] == (False, code)
    assert done(front.hall.desk.call_next("1")) is None
    assert front.waiting_aside() == [ticket.number]
    return ticket


def test_out_of_paper_nothing_is_sent_and_after_a_new_roll_the_place_is_kept(front: Counterdesk) -> None:
    printer = front.printer(paper=0x72)
    service = front.to(printer)
    result = done(service.issue_and_print("cash"))
    ticket = aside(front, result, "paper_out")
    assert str(result.problem) == "The ticket printer is out of paper."
    assert (bytes(printer.got), result.uncertain) == (b"", False)
    assert service.state.state == "trouble"
    front.hall.pass_minutes(2)
    printer.paper = 0x12
    later = done(service.issue_and_print("cash"))
    again = done(service.reprint(ticket.key))
    assert (again.printed, again.held, again.ticket.state) == (True, False, WAITING)
    assert "补打".encode("gb18030") not in printer.got, "it is this customer's first slip"
    assert done(front.hall.desk.call_next("1")).key == ticket.key
    assert done(front.hall.desk.call_next("1")).key == later.ticket.key


def test_paper_that_runs_out_within_a_slip(front: Counterdesk) -> None:
    service = front.to(front.printer(out_after=80))
    result = done(service.issue_and_print("cash"))
    aside(front, result, "paper_out")
    assert result.uncertain


def test_an_open_cover(front: Counterdesk) -> None:
    service = front.to(front.printer(cause=0x16))
    result = done(service.issue_and_print("cash"))
    aside(front, result, "cover")


def test_a_printer_that_hangs_up_in_the_middle(front: Counterdesk) -> None:
    service = front.to(front.printer(hang_up_after=60))
    result = done(service.issue_and_print("cash"))
    assert result.uncertain
    aside(front, result, result.code)
    assert result.code in ("closed", "timeout")


def test_a_one_way_printer_that_hangs_up_in_the_middle(front: Counterdesk) -> None:
    service = front.to(front.printer(two_way=False, hang_up_after=60))
    aside(front, done(service.issue_and_print("cash")), "closed")


def test_a_printer_that_falls_silent(front: Counterdesk) -> None:
    service = front.to(front.printer(silent_after=10))
    result = done(service.issue_and_print("cash"))
    aside(front, result, "timeout")
    assert result.uncertain


def test_a_printer_that_is_off(front: Counterdesk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    service = front.start(msgspec.structs.replace(GB, address=f"127.0.0.1:{port}"))
    result = done(service.issue_and_print("cash"))
    aside(front, result, "unreachable")
    assert f"127.0.0.1:{port}" in str(result.problem)
    assert done(service.check()).state == "trouble"


def test_a_line_that_takes_nothing_is_given_up(front: Counterdesk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        begun = time.monotonic()
        until = begun + 0.3
        line = escpos_slip.NetworkLine(f"127.0.0.1:{deaf.getsockname()[1]}", until)
        with pytest.raises(PrintTrouble, match="did not finish") as caught:
            line.send(bytes(64_000_000), until)
        line.close()
    assert caught.value.uncertain
    assert time.monotonic() - begun < 2


def test_no_address_in_the_settings(front: Counterdesk) -> None:
    service = front.start(GB)
    aside(front, done(service.issue_and_print("cash")), "setup")


def test_the_number_told_instead(front: Counterdesk) -> None:
    service = front.to(front.printer(paper=0x72))
    ticket = aside(front, done(service.issue_and_print("cash")), "paper_out")
    told = done(service.tell(ticket.key))
    assert (told.state, told.printed) == (WAITING, False)
    assert front.said(ticket.key)[-1] == (False, "told")
    assert done(front.hall.desk.call_next("1")).key == ticket.key


def test_the_ticket_taken_out(front: Counterdesk) -> None:
    printer = front.printer(paper=0x72)
    service = front.to(printer)
    ticket = aside(front, done(service.issue_and_print("cash")), "paper_out")
    assert done(service.void(ticket.key)).state == CANCELLED
    printer.paper = 0x12
    assert done(service.issue_and_print("cash")).ticket.number == "A002"


def test_where_slips_are_not_required_the_line_goes_on(front: Counterdesk) -> None:
    front.required = False
    service = front.to(front.printer(paper=0x72))
    result = done(service.issue_and_print("cash"))
    assert (result.printed, result.held, result.ticket.state) == (False, False, WAITING)
    assert done(front.hall.desk.call_next("1")).key == result.ticket.key


def test_a_reprint_that_fails_takes_nobody_out_of_the_line(front: Counterdesk) -> None:
    printer = front.printer()
    service = front.to(printer)
    ticket = done(service.issue_and_print("cash")).ticket
    front.hall.pass_minutes(3)
    assert done(service.reprint(ticket.key)).printed is True
    assert "补打 Reprint 09:03".encode("gb18030") in printer.got
    printer.paper = 0x72
    result = done(service.reprint(ticket.key))
    assert (result.printed, result.held, result.ticket.state) == (False, False, WAITING)


class Driver:
    """A system printer that takes as long as it is told to."""

    def __init__(self, trouble: Exception | None = None) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.trouble = trouble
        self.lines: list[Sequence[Line]] = []

    def __call__(self, lines: Sequence[Line], printing: Printing) -> None:
        self.lines.append(lines)
        self.begun.set()
        self.go_on.wait(10)
        if self.trouble is not None:
            raise self.trouble


def test_who_was_called_while_the_printer_failed_stays_at_the_counter(front: Counterdesk) -> None:
    front.system = driver = Driver(PrintTrouble("fault", Message("no")))
    service = front.start(Printing(printer="system"))
    future = service.issue_and_print("cash")
    assert driver.begun.wait(5)
    called = done(front.hall.desk.call_next("1"))  # the recorder does not wait for the printer
    driver.go_on.set()
    result = done(future)
    assert (result.printed, result.held, result.ticket.key) == (False, False, called.key)
    assert front.ticket(called.key).state == CALLED


def test_an_issue_undone_while_it_prints_leaves_a_void_slip(front: Counterdesk) -> None:
    front.system = driver = Driver()
    service = front.start(Printing(printer="system"))
    future = service.issue_and_print("cash")
    assert driver.begun.wait(5)
    offer = front.hall.live.last_action
    assert offer is not None
    done(front.hall.desk.undo(offer))
    driver.go_on.set()
    assert (done(future).code, str(done(future).problem)) == ("void", "This ticket is not known.")
    assert list(front.hall.live.book.tickets()) == []


def test_a_driver_that_hangs_is_left_behind(front: Counterdesk) -> None:
    front.system = driver = Driver()
    service = front.start(Printing(printer="system"), limit_s=0.2)
    first = done(service.issue_and_print("cash"))
    assert (first.code, first.uncertain, first.held) == ("no_answer", True, True)
    second = done(service.issue_and_print("cash"))
    assert (second.code, second.uncertain) == ("busy", False)
    driver.go_on.set()


def test_a_defect_of_ours_is_logged_and_leaves_no_ghost_either(front: Counterdesk, expected_log: Any) -> None:
    expected_log("the slip of A001")
    front.system = driver = Driver(ValueError("a defect"))
    driver.go_on.set()
    service = front.start(Printing(printer="system"))
    aside(front, done(service.issue_and_print("cash")), "failed")


def test_what_has_not_begun_when_the_program_closes_is_not_printed(front: Counterdesk) -> None:
    front.system = driver = Driver()
    service = front.start(Printing(printer="system"))
    first, second = service.issue_and_print("cash"), service.issue_and_print("cash")
    assert driver.begun.wait(5)
    stopping = threading.Thread(target=service.stop)
    stopping.start()
    while not service._stopping:
        time.sleep(0.001)
    driver.go_on.set()
    stopping.join(10)
    assert done(first).printed is True
    assert done(front.hall.desk.call_next("1")).key == done(first).ticket.key
    aside(front, done(second), "closing")


def test_a_crash_between_issue_and_paper_is_found_at_the_next_start(open_hall: Callable[[], SmallHall]) -> None:
    hall = open_hall()
    ticket = done(hall.desk.issue("cash", slip_owed=True))
    told = done(hall.desk.issue("cash", slip_owed=True))
    done(hall.desk.printed(told.key, False, "told"))
    hall.pass_minutes(1)
    hall = open_hall()
    front = Counterdesk(hall)
    service = front.start(GB)
    done(service.check())  # the next in line: recovery is behind us
    service.stop()
    hall.live.stop()
    assert front.ticket(ticket.key).held_reason == NOT_PRINTED
    assert front.ticket(told.key).state == WAITING


# --- devices, test strip, the operating system's printers


def test_a_serial_printer_is_asked_for_its_paper(front: Counterdesk) -> None:
    master, slave = os.openpty()
    printer = front.printer(paper=0x72)
    printing = Printing(printer="escpos_device", address=f"{os.ttyname(slave)}:19200", encoding="gb18030")
    ours = threading.Thread(target=talk_on, args=(master, printer))
    ours.start()
    try:
        service = front.start(printing)
        ticket = aside(front, done(service.issue_and_print("cash")), "paper_out")
        printer.paper = 0x12
        assert done(service.check()).state == "ok"
        assert done(service.reprint(ticket.key)).printed is True
        assert "A001".encode("gb18030") in printer.got
    finally:
        os.close(slave)
        ours.join(5)
        os.close(master)


def talk_on(master: int, printer: FakePrinter) -> None:
    with contextlib.suppress(OSError):  # what the last one to close the other side leaves us
        printer.talk(lambda count: os.read(master, count), lambda data: os.write(master, data))


def test_a_pipe_to_a_spooler_is_a_device_too(front: Counterdesk, tmp_path: Path) -> None:
    pipe = tmp_path / "lp0"
    os.mkfifo(pipe)
    service = front.start(Printing(printer="escpos_device", address=str(pipe), encoding="gb18030"))
    aside(front, done(service.issue_and_print("cash")), "unreachable")  # nobody reads it
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert done(service.test_strip()).printed is True
        assert "叫号".encode("gb18030") in os.read(reader, 65536)
    finally:
        os.close(reader)


@pytest.mark.parametrize("name", ["missing", "file", ""])
def test_what_is_no_device_is_not_written_to(front: Counterdesk, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "file":
        path.write_bytes(b"")
    service = front.start(Printing(printer="escpos_device", address=str(path)))
    result = done(service.test_strip())
    assert (result.printed, result.code) == (False, "unreachable")
    assert name != "missing" or not path.exists()


def test_a_speed_no_line_has(front: Counterdesk) -> None:
    master, slave = os.openpty()
    try:
        service = front.start(Printing(printer="escpos_device", address=f"{os.ttyname(slave)}:12345"))
        assert "no such speed" in str(done(service.test_strip()).problem)
    finally:
        os.close(master)
        os.close(slave)


def test_a_test_strip_uses_the_settings_being_tried(front: Counterdesk) -> None:
    printer = front.printer()
    service = front.start(Printing())
    assert done(service.test_strip(msgspec.structs.replace(GB, address=printer.address))).printed is True
    assert "gb18030 · 80 mm".encode("gb18030") in printer.got


@pytest.mark.parametrize("mm", [58, 80])
def test_a_slip_for_the_systems_printers_is_one_page_of_its_paper(
    qapp: Any, front: Counterdesk, tmp_path: Path, mm: Any
) -> None:
    from lobbyconsole.ui.print_system import print_lines

    pdf = tmp_path / "slip.pdf"
    front.system = lambda lines, printing: print_lines(lines, printing, pdf)
    service = front.start(Printing(printer="system", paper_mm=mm))
    assert done(service.issue_and_print("cash")).printed is True
    data = pdf.read_bytes()
    assert data.startswith(b"%PDF")
    assert data.count(b"/Type /Page\n") == 1
    width = float(data.split(b"/MediaBox [")[1].split(b"]")[0].split()[2])
    assert width == pytest.approx(mm / 25.4 * 72, abs=1)


def test_a_system_printer_that_is_not_there_is_said(qapp: Any) -> None:
    from lobbyconsole.ui.print_system import print_lines

    with pytest.raises(PrintTrouble, match="no printer named Nowhere"):
        print_lines(lines_of(sample()), Printing(printer="system", address="Nowhere"))
