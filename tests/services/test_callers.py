"""The serial callers over a real pseudo-terminal, with the real desk and journal behind them."""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import serial
import serial.tools.list_ports

from lobbyconsole.config import Callers as Wish
from lobbyconsole.config import addresses_text, parse_addresses
from lobbyconsole.domain import facts as f
from lobbyconsole.domain.lobby import Ticket
from lobbyconsole.feeds.caller_frames import SHOW, Frame
from lobbyconsole.services import callers as module
from lobbyconsole.services.caller_echoes import ECHOES, READ_BACK_S
from lobbyconsole.services.caller_port import PortTrouble, device_of, open_port, ports
from lobbyconsole.services.callers import Callers
from lobbyconsole.services.live import Outcome
from lobbyconsole.store.errors import StorageError
from lobbyconsole.store.sidefile import SideFile
from tests.services.caller_line import (
    NEXT,
    OK,
    PAUSE,
    RATE,
    RECALL,
    TRANSFER,
    FarEnd,
    code,
    shows,
    text,
    tone,
)
from tests.services.conftest import SmallHall

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals")

AGAIN_S = 0.4  # longer than the same key counts once
TABLE = "1=1, 2=2, 3=3"


@dataclass
class Keypads:
    hall: SmallHall
    line: FarEnd
    callers: Callers

    def press(self, address: int, *data: int) -> None:
        """Press, and leave the time a person takes before the same key again."""
        self.line.press(address, *data)

    def issue(self, service: str = "cash") -> Ticket:
        return self.hall.desk.issue(service).result(10)

    def open(self, *counters: str) -> None:
        for counter in counters:
            self.hall.desk.open_counter(counter, staff=f"10{counter}1").result(10)

    def ticket(self, key: str) -> Ticket:
        found = self.hall.live.run(lambda book, now: Outcome((), book.ticket(key))).result(10)
        assert isinstance(found, Ticket)
        return found

    def facts(self, kind: type[f.Fact]) -> list[Any]:
        """What the journal has, read from the disk."""
        told = [fact for ticket in self.keys() for fact in self.hall.store.facts_of("ticket:" + ticket)]
        return [fact for fact in told if isinstance(fact, kind)]

    def keys(self) -> list[str]:
        return self.hall.live.run(lambda book, now: Outcome((), [t.key for t in book.tickets()])).result(10)


@pytest.fixture
def start(hall: SmallHall, tmp_path: Path) -> Iterator[Callable[..., Keypads]]:
    made: list[Keypads] = []

    def begin(**wishes: Any) -> Keypads:
        line = FarEnd(tmp_path)
        callers = Callers(hall.desk, hall.live)
        pads = Keypads(hall, line, callers)
        made.append(pads)
        callers.apply(Wish(enabled=True, port=str(line.name), **({"addresses": TABLE} | wishes)))
        until(lambda: callers.state.state == "open")
        return pads

    yield begin
    for pads in made:
        pads.callers.stop()
        pads.line.unplug()


@pytest.fixture
def pads(start: Callable[..., Keypads]) -> Keypads:
    """Three callers whose displays show their first picture, on an adapter that is known not to hear itself."""
    return settled(start())


def settled(pads: Keypads) -> Keypads:
    pads.line.wait_for(shows(1, "000    "), shows(2, "000    "), shows(3, "000    "))
    pads.line.listen(READ_BACK_S + 0.1)
    return pads


def until(true: Callable[[], object], seconds: float = 8.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to be"
        time.sleep(0.01)


# --- one press -------------------------------------------------------------------------------------------------------


def test_next_is_echoed_carried_out_and_durable_before_the_display_says_so(pads: Keypads) -> None:
    pads.open("1")
    first, _ = pads.issue(), pads.issue()
    sent = pads.line.press(1, NEXT)
    pads.line.wait_for(shows(1, "001 001"))
    assert pads.line.frames[-1] == shows(1, "001 001")
    called = pads.facts(f.TicketCalled)
    assert [(fact.ticket, fact.counter, fact.staff, fact.by) for fact in called] == [(first.key, "1", "1011", "1011")]
    heard = [frame.encoded() for frame in pads.line.frames if frame.function != SHOW]
    assert heard == [sent]


def test_one_press_is_one_call_however_often_the_key_bounces(start: Callable[..., Keypads]) -> None:
    pads = settled(start(once_ms=1000))  # so that a busy computer does not make two presses of one
    pads.open("1")
    for _ in range(4):
        pads.issue()
    for _ in range(6):
        pads.line.press(1, NEXT)
        time.sleep(0.05)
    pads.line.wait_for(shows(1, "003 001"))
    pads.line.listen(0.3)
    assert len(pads.facts(f.TicketCalled)) == 1
    time.sleep(1.1)
    pads.line.press(1, NEXT)
    pads.line.wait_for(shows(1, "002 002"))
    assert len(pads.facts(f.TicketCalled)) == 2


def test_a_caller_that_missed_the_echo_is_answered_again_and_calls_nobody_else(start: Callable[..., Keypads]) -> None:
    pads = settled(start(once_ms=1000))
    pads.open("1")
    pads.issue(), pads.issue()
    raw = pads.line.press(1, NEXT)
    pads.line.wait_for(shows(1, "001 001"))
    pads.line.press(1, NEXT)
    pads.line.listen(0.2)
    echoes = [frame for frame in pads.line.frames if frame.encoded() == raw]
    assert len(echoes) == 2
    assert len(pads.facts(f.TicketCalled)) == 1


def test_two_hosts_answering_each_other_come_to_an_end(start: Callable[..., Keypads]) -> None:
    pads = settled(start(once_ms=1000))
    pads.open("1")
    raw = pads.line.press(1, NEXT)
    for _ in range(8):
        pads.line.wait_for(Frame(1, 1, bytes((NEXT,))), seconds=0.2) if _ < 2 else pads.line.listen(0.02)
        pads.line.send(raw)  # a second host gives back whatever looks like a key
    pads.line.listen(0.2)
    assert sum(frame.encoded() == raw for frame in pads.line.frames) == ECHOES


def test_an_adapter_that_hears_itself_presses_no_keys(start: Callable[..., Keypads]) -> None:
    pads = start()
    pads.line.hears_itself = True
    pads.line.wait_for(shows(1, "000    "), shows(2, "000    "), shows(3, "000    "))
    pads.open("1")
    for _ in range(3):
        pads.issue()
    pads.line.press(1, NEXT)
    pads.line.wait_for(shows(1, "002 001"))
    pads.line.listen(0.5)
    raw = Frame(1, 1, bytes((NEXT,)))
    assert pads.line.frames.count(raw) == 1
    assert len(pads.facts(f.TicketCalled)) == 1
    assert not pads.callers.state.other_host
    assert pads.callers.state.frames == 1
    pads.line.press(1, NEXT)
    pads.line.wait_for(shows(1, "001 002"))


def test_a_slow_line_gives_back_late_and_is_no_other_host(start: Callable[..., Keypads]) -> None:
    pads = start(baud=1200)
    frames = pads.line.wait_for(shows(1, "000    "))
    time.sleep(0.35)  # fifteen bytes take an eighth of a second, and the adapter some time of its own
    pads.line.send(frames[0].encoded())
    pads.line.listen(0.3)
    assert not pads.callers.state.other_host


def test_the_same_line_can_be_told_to_take_repeated_keys_for_longer(start: Callable[..., Keypads]) -> None:
    pads = start(once_ms=1500)
    pads.open("1")
    pads.issue(), pads.issue()
    pads.line.press(1, NEXT)
    pads.line.wait_for(shows(1, "001 001"))
    pads.line.listen(0.8)
    pads.line.press(1, NEXT)
    pads.line.listen(0.3)
    assert len(pads.facts(f.TicketCalled)) == 1


# --- what the keys do ------------------------------------------------------------------------------------------------


def test_nobody_waits(pads: Keypads) -> None:
    pads.open("1")
    ticket = pads.issue()
    pads.press(1, NEXT)
    pads.line.wait_for(shows(1, "000 001"))
    time.sleep(AGAIN_S)
    pads.press(1, NEXT)
    pads.line.wait_for(shows(1, "000    "), tone(1))
    assert pads.ticket(ticket.key).state == "finished"


def test_a_closed_counter_is_not_opened_by_a_call_but_by_its_pause_key(pads: Keypads) -> None:
    pads.issue()
    pads.line.wait_for(shows(1, "001    "))
    pads.press(1, NEXT)
    pads.line.wait_for(code(1, 1), tone(1))
    pads.press(1, PAUSE)
    pads.line.wait_for(shows(1, "001    "))
    time.sleep(AGAIN_S)
    pads.press(1, NEXT)
    pads.line.wait_for(shows(1, "000 001"))
    pads.press(1, PAUSE)
    pads.line.wait_for(shows(1, "000 001"))
    time.sleep(AGAIN_S)
    pads.press(1, NEXT)
    pads.line.wait_for(code(1, 2))
    pads.press(1, PAUSE)
    pads.line.wait_for(shows(1, "000 001"))
    place = pads.hall.live.run(lambda book, now: Outcome((), book.counter("1"))).result(10)
    assert [spell.state for spell in place.spells] == ["open", "paused", "open"]


def test_a_code_goes_by_itself(pads: Keypads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CODE_S", 0.3)
    pads.press(1, NEXT)
    pads.line.wait_for(code(1, 1), shows(1, "000    "))


def test_recall_as_often_as_the_rule_allows(pads: Keypads) -> None:
    pads.hall.with_rule(recall_limit=1)
    pads.open("1")
    pads.press(1, RECALL)
    pads.line.wait_for(code(1, 3))
    ticket = pads.issue()
    pads.press(1, NEXT)
    pads.line.wait_for(shows(1, "000 001"))
    pads.press(1, RECALL)
    pads.line.wait_for(shows(1, "000 001"))
    time.sleep(AGAIN_S)
    pads.press(1, RECALL)
    pads.line.wait_for(code(1, 5), tone(1))
    assert pads.ticket(ticket.key).leg.calls == 2
    refused = pads.callers.state.refused
    assert refused is not None
    assert refused[0] == "1"
    assert "no-show" in str(refused[1])


def test_no_show_hold_and_call_back(pads: Keypads) -> None:
    pads.open("1")
    gone, kept, third = pads.issue(), pads.issue(), pads.issue()
    pads.press(1, NEXT)
    pads.line.wait_for(shows(1, "002 001"))
    pads.press(1, 6, OK)
    pads.line.wait_for(shows(1, "002    "))
    assert pads.ticket(gone.key).state == "no_show"
    pads.press(1, NEXT)
    pads.line.wait_for(shows(1, "001 002"))
    pads.press(1, 0, OK)
    pads.line.wait_for(shows(1, "001    "))
    assert pads.ticket(kept.key).state == "held"
    pads.press(1, NEXT)
    pads.line.wait_for(shows(1, "000 003"))
    pads.press(1, 3, OK)
    pads.line.wait_for(shows(1, "000 002"))
    assert pads.ticket(kept.key).leg.calls >= 1
    assert pads.ticket(third.key).state == "finished"
    pads.press(2, 3, OK)
    pads.line.wait_for(code(2, 1))
    pads.press(1, 0, OK)
    pads.line.wait_for(shows(1, "000    "))
    pads.press(1, 0, OK)
    pads.line.listen(AGAIN_S)
    pads.press(1, 0, OK)
    pads.line.wait_for(code(1, 3))


def test_transfer_back_into_the_line_to_a_counter_and_to_a_service(pads: Keypads) -> None:
    pads.open("1", "2")
    ticket = pads.issue()
    pads.press(1, NEXT)
    pads.line.wait_for(shows(1, "000 001"))
    pads.press(1, TRANSFER)
    pads.line.wait_for(shows(1, "001    "))
    assert (pads.ticket(ticket.key).state, pads.ticket(ticket.key).requeues) == ("waiting", 1)
    pads.press(1, NEXT)
    pads.line.wait_for(shows(1, "000 001"))
    for target in ((9,), (1,), (0, 9)):
        pads.press(1, *target, TRANSFER)
        pads.line.wait_for(code(1, 6))
    pads.press(1, 2, TRANSFER)
    pads.line.wait_for(shows(1, "000    "))
    assert pads.ticket(ticket.key).leg.to_counter == "2"
    pads.press(2, NEXT)
    pads.line.wait_for(shows(2, "000 001"))
    pads.press(2, 0, 2, TRANSFER)
    pads.line.wait_for(shows(2, "001    "))
    assert pads.ticket(ticket.key).service == "corporate"
    pads.press(1, TRANSFER)
    pads.line.wait_for(code(1, 3))


@pytest.mark.parametrize("data", [(1, 2, NEXT), (5, OK), (0x77,)])
def test_a_key_that_means_nothing_here_is_said_and_not_guessed(pads: Keypads, data: tuple[int, ...]) -> None:
    pads.open("1")
    pads.issue()
    pads.press(1, *data)
    pads.line.wait_for(code(1, 6), tone(1))
    assert pads.facts(f.TicketCalled) == []


def test_digits_alone_are_only_echoed(pads: Keypads) -> None:
    pads.line.press(1, 7)
    pads.line.wait_for(Frame(1, 1, b"\x07"))
    assert [frame for frame in pads.line.listen(0.3) if frame.address == 1] == []


# --- ratings ---------------------------------------------------------------------------------------------------------


def rate(pads: Keypads, value: int, address: int = 1) -> None:
    pads.line.press(address, value, function=0x11)
    pads.line.wait_for(Frame(address, 0x01, bytes((value,))))
    pads.line.listen(0.2)


def test_a_rating_belongs_to_whom_the_rate_key_finished_also_when_the_next_is_called(pads: Keypads) -> None:
    pads.open("1")
    first, second = pads.issue(), pads.issue()
    pads.press(1, NEXT)
    pads.line.wait_for(shows(1, "001 001"))
    pads.press(1, RATE)
    pads.line.wait_for(shows(1, "001    "))
    assert pads.ticket(first.key).state == "finished"
    pads.press(1, NEXT)
    pads.line.wait_for(shows(1, "000 002"))
    rate(pads, 2)
    assert (pads.ticket(first.key).rating, pads.ticket(second.key).rating) == (4, None)
    assert [fact.score for fact in pads.facts(f.TicketRated)] == [4]
    rate(pads, 3)
    assert (pads.ticket(first.key).rating, pads.ticket(second.key).rating) == (4, 5)
    rate(pads, 0)
    assert (pads.ticket(first.key).rating, pads.ticket(second.key).rating) == (4, 5), "the first answer counts"


def test_a_rating_during_service_belongs_to_who_is_there(pads: Keypads) -> None:
    pads.open("1")
    first, second = pads.issue(), pads.issue()
    pads.press(1, NEXT)
    pads.line.wait_for(shows(1, "001 001"))
    time.sleep(AGAIN_S)
    pads.press(1, NEXT)
    pads.line.wait_for(shows(1, "000 002"))
    pads.hall.pass_minutes(3)
    rate(pads, 0)
    assert (pads.ticket(first.key).rating, pads.ticket(second.key).rating) == (None, 1)


def test_a_rating_for_nobody_or_of_no_known_value_is_dropped(pads: Keypads) -> None:
    pads.open("1")
    rate(pads, 1)
    pads.issue()
    pads.press(1, NEXT)
    pads.line.wait_for(shows(1, "000 001"))
    rate(pads, 9)
    assert pads.facts(f.TicketRated) == []


# --- addresses -------------------------------------------------------------------------------------------------------


def test_an_unknown_address_is_told_here_and_there_until_it_has_a_counter(pads: Keypads) -> None:
    pads.open("3")
    pads.press(17, NEXT)
    pads.line.wait_for(Frame(17, 1, bytes((NEXT,))), code(17, 8))
    assert [address for address, _ in pads.callers.state.unknown] == [17]
    wish = Wish(enabled=True, port=str(pads.line.name), addresses="17=3")
    pads.callers.apply(wish)
    assert pads.callers.state.unknown == ()
    assert pads.callers.state.state == "open", "another table does not shut the line"
    time.sleep(AGAIN_S)
    pads.press(17, NEXT)
    pads.line.wait_for(shows(17, "000    "), tone(17))


def test_a_counter_that_was_taken_out_is_nobodys(start: Callable[..., Keypads]) -> None:
    pads = start(addresses="5=99")
    pads.press(5, NEXT)
    pads.line.wait_for(code(5, 8))


def test_learning_shows_the_address_and_calls_nobody(pads: Keypads) -> None:
    pads.open("1")
    pads.issue()
    pads.callers.learn(True)
    assert pads.callers.state.learning
    pads.press(1, NEXT)
    pads.line.wait_for(shows(1, "    001"))
    pads.press(44, 7)
    pads.line.wait_for(shows(44, "    044"))
    heard = pads.callers.state.heard
    assert heard is not None
    assert heard[0] == 44
    assert pads.facts(f.TicketCalled) == []
    pads.callers.learn(False)
    time.sleep(AGAIN_S)
    pads.press(1, NEXT)
    pads.line.wait_for(shows(1, "000 001"))


def test_another_host_on_the_line_is_noticed_and_its_callers_are_left_alone(pads: Keypads) -> None:
    pads.line.send(shows(40, "003 017").encoded())
    until(lambda: pads.callers.state.other_host)
    pads.press(40, NEXT)
    assert [frame for frame in pads.line.listen(0.5) if frame.address == 40] == []
    assert [address for address, _ in pads.callers.state.unknown] == [40]


@pytest.mark.parametrize(
    ("text_of_it", "found"),
    [
        ("", {}),
        ("1=1, 2=2", {1: "1", 2: "2"}),
        (" 17 = 5；3＝A2、 4=4 ", {17: "5", 3: "A2", 4: "4"}),
    ],
)
def test_addresses_as_people_write_them(text_of_it: str, found: dict[int, str]) -> None:
    assert parse_addresses(text_of_it) == found
    assert parse_addresses(addresses_text(found)) == found


@pytest.mark.parametrize("wrong", ["1", "1=", "=1", "256=1", "a=1", "1=1 1=2", "1==2"])
def test_addresses_that_cannot_be(wrong: str) -> None:
    with pytest.raises(ValueError, match="address"):
        Wish(addresses=wrong)


# --- many, late, changed ---------------------------------------------------------------------------------------------


def test_callers_pressing_at_once_never_call_one_ticket_twice(start: Callable[..., Keypads]) -> None:
    pads = start(once_ms=100)
    pads.open("1", "2", "3")
    for _ in range(30):
        pads.issue()
    for turn in range(8):
        pads.line.send(b"".join(Frame(at, 1, bytes((NEXT,))).encoded() for at in (1, 2, 3)))
        until(lambda turn=turn: len(pads.facts(f.TicketCalled)) == 3 * (turn + 1))  # type: ignore[misc]
        pads.line.listen(0.4)
    called = [fact.ticket for fact in pads.facts(f.TicketCalled)]
    assert len(called) == len(set(called)) == 24
    last = {frame.address: text(frame) for frame in pads.line.frames if frame.function == SHOW}
    present = {t.counter: t.number for t in pads.hall.live.snapshot.picture.tickets.values() if t.counter}
    assert {last[at][4:] for at in (1, 2, 3)} == {number[1:] for number in present.values()}


def test_what_the_manager_does_is_on_the_display(pads: Keypads) -> None:
    pads.open("1")
    ticket = pads.issue()
    pads.line.wait_for(shows(1, "001    "))
    pads.hall.desk.call_next("1").result(10)
    pads.line.wait_for(shows(1, "000 001"))
    pads.hall.desk.finish("1").result(10)
    pads.line.wait_for(shows(1, "000    "))
    assert pads.ticket(ticket.key).state == "finished"


def test_a_key_pressed_on_an_old_display_ends_nobodys_service(pads: Keypads) -> None:
    pads.open("1")
    ticket = pads.issue()
    pads.issue()
    pads.hall.desk.call_next("1").result(10)
    pads.line.wait_for(shows(1, "001 001"))
    pads.press(1, NEXT)
    pads.line.wait_for(code(1, 4))
    assert pads.ticket(ticket.key).state == "called"
    time.sleep(AGAIN_S)
    pads.press(1, NEXT)
    pads.line.wait_for(code(1, 4))  # the code still hides who is there
    pads.line.wait_for(shows(1, "001 001"))
    pads.press(1, NEXT)
    pads.line.wait_for(shows(1, "000 002"))


def test_what_was_pressed_while_nothing_could_be_recorded_is_not_done_later(
    pads: Keypads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOOK_S", 0.5)
    monkeypatch.setattr(module, "STALE_S", 0.3)
    pads.open("1", "2")
    for _ in range(3):
        pads.issue()
    pads.line.wait_for(shows(1, "003    "), shows(2, "003    "))
    go_on = threading.Event()
    blocked = pads.hall.live.run(lambda book, now: Outcome((), go_on.wait(20)))
    pads.press(1, NEXT)
    pads.press(2, NEXT)
    pads.line.wait_for(code(1, 7), code(2, 7))
    go_on.set()
    assert blocked.result(10)
    pads.line.listen(0.6)
    assert pads.facts(f.TicketCalled) == []
    assert pads.callers.state.late == 2
    time.sleep(AGAIN_S)
    pads.press(1, NEXT)
    pads.line.wait_for(shows(1, "002 001"))


def test_on_a_full_disk_the_display_answers_once_the_press_is_in_the_side_file(
    pads: Keypads, monkeypatch: pytest.MonkeyPatch
) -> None:
    pads.open("1")
    ticket = pads.issue()
    pads.line.wait_for(shows(1, "001    "))

    def full(*_: Any) -> None:
        raise StorageError(pads.hall.folder)

    monkeypatch.setattr(pads.hall.store, "append_all", full)
    pads.line.press(1, NEXT)
    pads.line.wait_for(shows(1, "000 001"))
    with SideFile((pads.hall.folder,), pads.hall.key).drained() as batches:
        waiting = [fact for batch in batches for fact in batch.facts]
    assert [type(fact) for fact in waiting] == [f.TicketCalled]
    assert pads.ticket(ticket.key).state == "called"
    monkeypatch.undo()


def test_keys_pressed_before_the_line_was_opened_are_dropped(hall: SmallHall, tmp_path: Path) -> None:
    line = FarEnd(tmp_path)
    hall.desk.open_counter("1").result(10)
    hall.desk.issue("cash").result(10)
    line.press(1, NEXT)
    callers = Callers(hall.desk, hall.live)
    try:
        callers.apply(Wish(enabled=True, port=str(line.name), addresses=TABLE))
        line.wait_for(shows(1, "001    "))
        line.listen(0.3)
        assert callers.state.frames == 0
    finally:
        callers.stop()
        line.unplug()


# --- the line --------------------------------------------------------------------------------------------------------


def test_five_hundred_frames_with_noise_in_pieces(pads: Keypads) -> None:
    chance = random.Random(41)
    sent = [Frame(1 + at % 3, 1, bytes((at // 100, at // 10 % 10, at % 10))) for at in range(500)]
    wrong = set(chance.sample(range(500), 10))
    stream = bytearray()
    for at, frame in enumerate(sent):
        raw = bytearray(frame.encoded())
        if at in wrong:
            raw[-2] ^= 0x21
        stream += bytes(chance.randrange(255) for _ in range(chance.randrange(4))) + raw
    pads.line.frames.clear()

    def play() -> None:
        while stream:
            size = chance.randrange(1, 14)
            pads.line.send(bytes(stream[:size]))
            del stream[:size]

    with ThreadPoolExecutor(1) as pool:
        playing = pool.submit(play)
        good = [frame for at, frame in enumerate(sent) if at not in wrong]
        pads.line.wait_for(*good, seconds=30)
        playing.result()
    assert [frame for frame in pads.line.frames if frame.function == 1] == good
    assert pads.callers.state.frames == 490
    until(lambda: pads.callers.state.damaged == 10)


def test_an_adapter_is_pulled_out_and_plugged_in_again(pads: Keypads) -> None:
    pads.open("1")
    pads.issue(), pads.issue()
    pads.press(1, NEXT)
    pads.line.wait_for(shows(1, "001 001"))
    pads.line.unplug()
    until(lambda: pads.callers.state.state == "lost")
    state = pads.callers.state
    assert str(pads.line.name) in str(state.message)
    assert "plug its adapter in" in str(state.message)
    pads.hall.desk.finish("1").result(10)
    pads.line.plug_in()
    pads.line.wait_for(shows(1, "001    "))
    assert pads.callers.state.state == "open"
    assert pads.callers.state.message is None
    pads.press(1, NEXT)
    pads.line.wait_for(shows(1, "000 002"))


def test_endless_garbage_stops_neither_the_callers_nor_the_end(pads: Keypads) -> None:
    pads.open("1")
    pads.issue()
    pads.line.wait_for(shows(1, "001    "))
    chance, on = random.Random(3), threading.Event()

    def shout() -> None:
        while not on.is_set():
            rubbish = bytearray(chance.randbytes(400))
            rubbish += b"\xff\x68" + bytes((chance.choice((0, 1, 9, 16, 255)), chance.choice((0, 9, 16, 255)), 0x68))
            try:
                pads.line.send(bytes(rubbish))
            except OSError:
                return
            time.sleep(0.001)

    with ThreadPoolExecutor(1) as pool:
        shouting = pool.submit(shout)
        try:
            time.sleep(0.3)
            pads.line.send(bytes(40))
            pads.press(1, NEXT)
            pads.line.wait_for(shows(1, "000 001"))
            assert pads.callers.state.damaged > 0
            began = time.monotonic()
            pads.callers.stop()
            assert time.monotonic() - began < 2.0
        finally:
            on.set()
            pads.line.listen(0.01)
            shouting.result(10)
    assert pads.callers.state.state == "off"


def test_a_line_nobody_reads_any_more_is_shut_in_time(pads: Keypads) -> None:
    for at in range(1_200):  # and never listen, so that our echoes fill the line up
        pads.line.press(1, at // 100 % 10, at // 10 % 10, at % 10)
    began = time.monotonic()
    pads.callers.stop()
    assert time.monotonic() - began < 2.0


def test_it_is_off_until_switched_on_and_gives_the_port_back(hall: SmallHall, tmp_path: Path) -> None:
    line = FarEnd(tmp_path)
    callers = Callers(hall.desk, hall.live)
    try:
        callers.apply(Wish(port=str(line.name), addresses=TABLE))
        assert callers.state.state == "off"
        assert line.listen(0.2) == []
        callers.apply(Wish(enabled=True, port=str(line.name), addresses=TABLE))
        line.wait_for(shows(1, "000    "))
        with pytest.raises(PortTrouble) as taken:
            open_port(str(line.name), 9600)
        assert "Another program" in str(taken.value)
        callers.apply(Wish(port=str(line.name), addresses=TABLE))
        assert callers.state.state == "off"
        open_port(str(line.name), 9600).close()
    finally:
        callers.stop()
        line.unplug()


def test_a_line_begins_when_its_port_comes_to_be(hall: SmallHall, tmp_path: Path) -> None:
    callers = Callers(hall.desk, hall.live)
    try:
        callers.apply(Wish(enabled=True, port=str(tmp_path / "ttyUSB7"), addresses=TABLE))
        until(lambda: callers.state.state == "lost")
        line = FarEnd(tmp_path)
        line.wait_for(shows(1, "000    "))
        assert callers.state.state == "open"
    finally:
        callers.stop()
        line.unplug()


def test_a_hall_that_is_closed_under_its_callers(start: Callable[..., Keypads]) -> None:
    pads = start()
    pads.open("1")
    pads.hall.live.stop()
    pads.press(1, NEXT)
    pads.line.wait_for(code(1, 7))


# --- ports -----------------------------------------------------------------------------------------------------------


def usb(device: str, vid: int | None = 0x1A86, pid: int | None = 0x7523, number: str | None = None) -> Any:
    return SimpleNamespace(device=device, vid=vid, pid=pid, serial_number=number, description="USB Serial")


def test_a_usb_adapter_is_found_wherever_it_is_plugged_in(monkeypatch: pytest.MonkeyPatch) -> None:
    plugged = [usb("/dev/ttyUSB4", number="A1"), usb("/dev/ttyS0", None, None), usb("/dev/ttyUSB5", 0x0403, 0x6001)]
    monkeypatch.setattr(serial.tools.list_ports, "comports", lambda: plugged)
    assert device_of("1a86:7523") == "/dev/ttyUSB4"
    assert device_of("1A86:7523:A1") == "/dev/ttyUSB4"
    assert [(port.wish, port.device) for port in ports()] == [
        ("/dev/ttyS0", "/dev/ttyS0"),
        ("1A86:7523:A1", "/dev/ttyUSB4"),
        ("0403:6001", "/dev/ttyUSB5"),
    ]
    with pytest.raises(PortTrouble) as gone:
        device_of("1A86:7523:B2")
    assert gone.value.gone
    plugged.append(usb("/dev/ttyUSB6"))
    with pytest.raises(PortTrouble) as several:
        device_of("1A86:7523")
    assert not several.value.gone
    plugged[0] = usb("/dev/ttyUSB4")
    assert [port.wish for port in ports()] == ["/dev/ttyS0", "/dev/ttyUSB4", "0403:6001", "/dev/ttyUSB6"]


def test_names_of_ports() -> None:
    assert device_of("ttyUSB0") == "/dev/ttyUSB0"
    assert device_of("/dev/serial/by-id/usb-1a86-port0") == "/dev/serial/by-id/usb-1a86-port0"


@pytest.mark.parametrize(
    ("error", "gone", "words"),
    [
        (serial.SerialException(2, "could not open port"), True, "plug its adapter in"),
        (serial.SerialException(13, "could not open port"), False, "dialout"),
        (serial.SerialException(16, "busy"), False, "Another program"),
        (serial.SerialException("could not open port 'COM3': FileNotFoundError(2, '…')"), True, "plug its adapter in"),
        (serial.SerialException("could not open port 'COM3': PermissionError(13, '…')"), False, "Another program"),
        (ValueError("invalid baud rate"), False, "invalid baud rate"),
    ],
)
def test_why_a_port_cannot_be_opened(monkeypatch: pytest.MonkeyPatch, error: Exception, gone: bool, words: str) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(serial, "Serial", refuse)
    with pytest.raises(PortTrouble) as trouble:
        open_port("/dev/ttyUSB0", 9600)
    assert trouble.value.gone == gone
    assert words in str(trouble.value)


def test_no_port_chosen() -> None:
    with pytest.raises(PortTrouble, match="No serial port"):
        open_port("", 9600)
