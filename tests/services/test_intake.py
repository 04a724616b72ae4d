"""Running sources: lost within the stated time, back again with the gap named, resumed at the cursor, restarted."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from lobbyconsole.domain.facts import Fact, FeedGap, TicketCalled, TicketFinished, TicketIssued
from lobbyconsole.domain.words import Message
from lobbyconsole.feeds.door import Feed, FeedTrouble, Link
from lobbyconsole.services import intake as intake_module
from lobbyconsole.services.intake import Intake
from lobbyconsole.services.live import LinkState
from tests.services.conftest import MORNING, SmallHall
from tests.services.test_live import seen


@dataclass(frozen=True)
class Plan:
    name: str = "fqm"
    kind: str = "sql"
    enabled: bool = True
    lost_after_s: int = 15


class FlakyServer:
    """A vendor's server that can be switched off; its feed delivers one ticket a look, numbered by its cursor."""

    lost_after_s = 15.0

    def __init__(self) -> None:
        self.answers = threading.Event()
        self.answers.set()
        self.looks = 0

    def run(self, link: Link) -> None:
        while not link.wait(0.01):
            self.looks += 1
            if not self.answers.is_set():
                raise FeedTrouble(Message("no answer from {server}", {"server": "10.0.0.9"}))
            number = int(link.cursor or "0") + 1
            fact = TicketIssued(
                id=f"fqm{number}",
                at=MORNING + timedelta(seconds=number),
                source=link.name,
                ticket=f"fqm:{number}",
                number=f"A{number:03d}",
                service="cash",
            )
            link.deliver((fact,), str(number)).result(5)


@pytest.fixture
def server() -> FlakyServer:
    return FlakyServer()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_module, "WATCH_S", 0.02)
    monkeypatch.setattr(intake_module, "FIRST_BACKOFF_S", 0.02)


def link_of(hall: SmallHall) -> LinkState | None:
    links = hall.live.snapshot.health.links
    return links[0] if links else None


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < end, "never happened"
        time.sleep(0.01)


def run_intake(hall: SmallHall, feed: Feed) -> Intake:
    intake = Intake(hall.live, lambda plan: feed)
    intake.start((Plan(),))
    return intake


def test_a_lost_source_is_told_within_its_stated_time_and_its_gap_is_named(
    hall: SmallHall, server: FlakyServer
) -> None:
    intake = run_intake(hall, server)
    try:
        seen(hall, lambda snapshot: bool(snapshot.health.links) and snapshot.health.links[0].state == "up")
        server.answers.clear()
        until(lambda: (state := link_of(hall)) is not None and state.problem is not None)
        hall.time.advance(16)
        lost = seen(hall, lambda snapshot: any(feed.state == "down" for feed in snapshot.picture.feeds))
        assert lost.picture.feeds[0].problem == "no answer from 10.0.0.9"
        hall.time.advance(60)
        server.answers.set()
        back = seen(
            hall, lambda snapshot: any(feed.state == "up" and feed.gaps == 1 for feed in snapshot.picture.feeds)
        )
        assert back.picture.feeds[0].name == "fqm"
    finally:
        intake.stop()


def test_a_restarted_source_goes_on_where_its_cursor_stands(hall: SmallHall, server: FlakyServer) -> None:
    intake = run_intake(hall, server)
    try:
        until(lambda: server.looks > 5)
        intake.restart("fqm")
        looks = server.looks
        until(lambda: server.looks > looks + 5)
    finally:
        intake.stop()
    numbers = sorted(int(key.partition(":")[2]) for key in hall.live.book.lobby().tickets)
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_late_answer_is_not_a_lost_source(hall: SmallHall, server: FlakyServer) -> None:
    intake = run_intake(hall, server)
    try:
        seen(hall, lambda snapshot: bool(snapshot.health.links) and snapshot.health.links[0].state == "up")
        server.answers.clear()
        until(lambda: (state := link_of(hall)) is not None and state.problem is not None)
        hall.time.advance(10)
        seen(hall, lambda snapshot: snapshot.health.links[0].state == "late")
        assert not any(feed.state == "down" for feed in hall.live.snapshot.picture.feeds)
    finally:
        intake.stop()


class Machine:
    """A queue machine that goes on while the cable is pulled, and then tells all of it late, twice and shuffled."""

    lost_after_s = 15.0

    def __init__(self) -> None:
        self.cable = threading.Event()
        self.cable.set()
        self.told: list[Fact] = []
        self.dice = random.Random(7)

    def customer(self, number: int, at: datetime, counter: str = "") -> None:
        name, key = f"fqm{number}", f"fqm:{number}"
        self.told.append(
            TicketIssued(id=f"{name}i", at=at, source="fqm", ticket=key, number=f"A{number:03d}", service="cash")
        )
        if counter:
            called, gone = at + timedelta(minutes=2), at + timedelta(minutes=5)
            self.told.append(TicketCalled(id=f"{name}c", at=called, source="fqm", ticket=key, counter=counter))
            self.told.append(TicketFinished(id=f"{name}f", at=gone, source="fqm", ticket=key, counter=counter))

    def run(self, link: Link) -> None:
        while not link.wait(0.01):
            if not self.cable.is_set():
                raise FeedTrouble(Message("no answer"))
            read = int(link.cursor or "0")
            # As after a reconnect: some of the old again, the missing facts in any order.
            fresh = [*self.told[max(0, read - 3) :]] * 2
            self.dice.shuffle(fresh)
            end = len(self.told)
            link.deliver(fresh, str(end)).result(5)


def test_a_machine_lost_taken_over_and_back_leaves_figures_that_add_up(hall: SmallHall) -> None:
    machine = Machine()
    intake = run_intake(hall, machine)
    desk = hall.desk
    try:
        desk.open_counter("2").result(5)
        for number in range(1, 11):
            machine.customer(number, MORNING + timedelta(seconds=number), "1" if number <= 6 else "")
        seen(hall, lambda snapshot: snapshot.picture.figures.counts.issued == 10)
        hall.pass_minutes(10)
        machine.cable.clear()
        until(lambda: (state := link_of(hall)) is not None and state.problem is not None)
        heard = link_of(hall)
        assert heard is not None
        hall.time.advance(16)
        seen(hall, lambda snapshot: any(feed.state == "down" for feed in snapshot.picture.feeds))
        desk.take_over("fqm").result(5)
        own = [desk.issue("cash").result(5) for _ in range(5)]
        assert [ticket.number for ticket in own] == ["A900", "A901", "A902", "A903", "A904"]
        # Behind the pulled cable the machine goes on: two new numbers, and it serves out one that we see waiting.
        machine.customer(11, hall.time() + timedelta(seconds=5), "1")
        machine.customer(12, hall.time() + timedelta(seconds=6))
        late = hall.time() + timedelta(seconds=30)
        machine.told.append(TicketCalled(id="fqm7c", at=late, source="fqm", ticket="fqm:7", counter="1"))
        machine.told.append(
            TicketFinished(id="fqm7f", at=late + timedelta(minutes=1), source="fqm", ticket="fqm:7", counter="1")
        )
        hall.pass_minutes(8)
        first = [ticket.number for _ in range(3) if (ticket := desk.call_next("2").result(5)) is not None]
        assert first == ["A007", "A008", "A009"], "the desk serves whom it sees waiting, in their order"
        machine.cable.set()
        back = seen(
            hall,
            lambda snapshot: (
                any(feed.state == "up" and feed.gaps == 1 for feed in snapshot.picture.feeds)
                and snapshot.picture.figures.counts.issued == 17
            ),
        )
        assert back.picture.feeds[0].taken_over
        gaps = [entry.fact for entry in hall.store.entries("feed:fqm") if isinstance(entry.fact, FeedGap)]
        assert [gap.since for gap in gaps] == [heard.last_ok], "unseen since the last answer, not since it was noticed"
        assert desk.issue("cash").result(5).number == "A905", "taken over until handed back"
        desk.hand_back("fqm").result(5)
        hall.pass_minutes(1)
        served = []
        while (ticket := desk.call_next("2").result(5)) is not None:
            served.append(ticket.number)
            hall.pass_minutes(1)
        assert served == ["A010", "A900", "A901", "A902", "A903", "A904", "A012", "A905"]
    finally:
        intake.stop()
    picture = hall.history.picture_at(hall.time())
    sources = [ticket.source for ticket in picture.tickets.values()]
    assert (sources.count("fqm"), sources.count("desk")) == (12, 6)
    numbers = [ticket.number for ticket in picture.tickets.values()]
    assert len(set(numbers)) == len(numbers)
    counts = picture.figures.counts
    assert (counts.issued, counts.called, counts.finished, picture.figures.waiting) == (18, 18, 18, 0)
    told = {ticket.key for ticket in picture.tickets.values() if "ended_twice" in ticket.flags or ticket.flags}
    assert told <= {"fqm:7"}, "served by both, which is told and not hidden"
    assert hall.store.verify().ok


def test_trouble_that_no_second_try_mends_is_told_and_left_alone(hall: SmallHall) -> None:
    class Unfit:
        lost_after_s, runs = 15.0, 0

        def run(self, link: Link) -> None:
            self.runs += 1
            raise FeedTrouble(Message("not in this hall"), for_good=True)

    feed = Unfit()
    intake = run_intake(hall, feed)
    try:
        until(lambda: (state := link_of(hall)) is not None and state.state == "stopped")
        hall.time.advance(60)
        time.sleep(0.2)
        state = link_of(hall)
        assert state is not None
        assert (feed.runs, state.state, str(state.problem)) == (1, "stopped", "not in this hall")
        assert hall.store.facts_of("feed:fqm") == [], "what never ran is not lost"
        intake.restart("fqm")
        until(lambda: feed.runs == 2)
    finally:
        intake.stop()


def test_trouble_may_ask_for_a_longer_rest_and_a_person_may_cut_it_short(hall: SmallHall) -> None:
    class Clashing:
        lost_after_s, runs = 15.0, 0

        def run(self, link: Link) -> None:
            self.runs += 1
            link.alive()
            raise FeedTrouble(Message("two with one name"), again_in_s=60.0)

    feed = Clashing()
    intake = run_intake(hall, feed)
    try:
        until(lambda: (state := link_of(hall)) is not None and state.problem is not None)
        time.sleep(0.3)
        assert feed.runs == 1, "the backoff of 20 ms would have tried many times"
        intake.restart("fqm")
        until(lambda: feed.runs == 2)
    finally:
        begun = time.monotonic()
        intake.stop()
        assert time.monotonic() - begun < 2


class StuckInAConnection:
    """A feed whose driver hears no stop, and that goes on where it was when its server answers at last."""

    lost_after_s = 15.0

    def __init__(self) -> None:
        self.answers = threading.Event()
        self.ended = threading.Event()
        self.waiting = threading.Semaphore(0)

    def run(self, link: Link) -> None:
        self.waiting.release()
        self.answers.wait(20)
        fact = TicketIssued(id="old", at=MORNING, source=link.name, ticket="fqm:old", number="A001", service="cash")
        try:
            link.deliver((fact,), "the cursor of long ago").result(5)
        finally:
            self.ended.set()


def test_a_source_that_does_not_stop_in_time_tells_nothing_afterwards(
    hall: SmallHall, server: FlakyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_module, "STOP_S", 0.1)
    stuck = StuckInAConnection()
    feeds: list[Feed] = [stuck, server]
    intake = Intake(hall.live, lambda plan: feeds.pop(0))
    intake.start((Plan(),))
    try:
        assert stuck.waiting.acquire(timeout=5)
        intake.restart("fqm")
        until(lambda: hall.live.cursor("fqm").isdecimal())
        stuck.answers.set()
        assert stuck.ended.wait(5)
        until(lambda: int(hall.live.cursor("fqm")) > 3)
    finally:
        intake.stop()
    assert hall.live.cursor("fqm").isdecimal(), "a stopped feed set the cursor back"
    assert "fqm:old" not in hall.live.snapshot.picture.tickets


def test_many_sources_that_do_not_stop_are_not_waited_for_one_after_the_other(
    hall: SmallHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_module, "STOP_S", 0.5)
    stuck = StuckInAConnection()
    intake = Intake(hall.live, lambda plan: stuck)
    intake.start([Plan(name=f"feed{at}") for at in range(6)])
    for _ in range(6):
        assert stuck.waiting.acquire(timeout=5)
    begun = time.monotonic()
    intake.stop()
    took = time.monotonic() - begun
    stuck.answers.set()
    until(lambda: not any(thread.name.startswith("feed-feed") for thread in threading.enumerate()))
    assert took < 1.5
