"""The recorder: durable before shown, bursts collapsed, late and doubled facts, a full disk, a moved clock."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from lobbyconsole.domain.facts import (
    CounterClosed,
    CounterOpened,
    CounterPaused,
    EventNoted,
    Fact,
    FeedContradicted,
    TicketCalled,
    TicketFinished,
    TicketIssued,
)
from lobbyconsole.domain.lobby import FINISHED, Book, Change
from lobbyconsole.services import live as live_module
from lobbyconsole.services.live import Outcome, Snapshot
from lobbyconsole.store.errors import DiskFull
from lobbyconsole.store.hall import Store
from lobbyconsole.store.sidefile import SideFile
from tests.services.conftest import MORNING, SmallHall


def issued(number: int, minute: float = 0) -> TicketIssued:
    return TicketIssued(
        id=f"i{number}",
        at=MORNING + timedelta(minutes=minute),
        source="fqm",
        ticket=f"t{number}",
        number=f"A{number:03d}",
        service="cash",
    )


def seen(hall: SmallHall, wanted: Callable[[Snapshot], bool]) -> Snapshot:
    """The first published snapshot that is as wanted."""
    found: list[Snapshot] = []
    event = threading.Event()

    def look(snapshot: Snapshot) -> None:
        if wanted(snapshot) and not found:
            found.append(snapshot)
            event.set()

    leave = hall.live.subscribe(look)
    look(hall.live.snapshot)
    assert event.wait(5), "never shown"
    leave()
    return found[0]


def test_a_fact_is_durable_when_its_future_is_done_and_shown_after(hall: SmallHall) -> None:
    assert hall.live.record((issued(1),)).result(5) == 1
    assert [entry.fact.id for entry in hall.store.entries("ticket:t1")] == ["i1"]
    assert seen(hall, lambda snapshot: snapshot.picture.figures.waiting == 1).seq == 1


def test_the_same_fact_counts_once_however_often_it_comes(hall: SmallHall) -> None:
    assert hall.live.record((issued(1), issued(1))).result(5) == 1
    assert hall.live.record((issued(1),)).result(5) == 0
    assert hall.store.head()[0] == 1


def test_something_else_told_under_a_known_id_counts_for_nothing_and_is_said(hall: SmallHall) -> None:
    assert hall.live.record((issued(1), issued(2))).result(5) == 2
    again = replace(issued(1), at=MORNING + timedelta(seconds=3), clock="arrival", seq=7)
    assert hall.live.record((again,)).result(5) == 0, "the same, noticed later"
    other = replace(issued(1), number="A777")
    stolen = TicketIssued(id="i2", at=MORNING, source="fqm", ticket="t9", number="A009", service="cash")
    for told in ((other,), (other, stolen), (stolen,)):
        assert hall.live.record(told).result(5) == 0
    seen(hall, lambda snapshot: snapshot.seq == 4)
    picture = seen(hall, lambda snapshot: len(snapshot.picture.flagged) == 2).picture
    assert sorted((one.code, one.subject, one.key) for one in picture.flagged) == [
        ("told_otherwise", "A001", "t1"),
        ("told_otherwise", "t9", ""),
    ]
    assert sorted(ticket.number for ticket in picture.tickets.values()) == ["A001", "A002"]
    kept = [entry.fact for entry in hall.store.entries("feed:fqm")]
    assert sorted((fact.told_id, fact.told_kind) for fact in kept if isinstance(fact, FeedContradicted)) == [
        ("i1", "ticket.issued"),
        ("i2", "ticket.issued"),
    ]
    assert hall.store.verify().ok


def test_a_counter_s_old_facts_told_again_count_for_nothing(open_hall: Callable[[], SmallHall]) -> None:
    hall = open_hall()
    done = [
        CounterOpened(id="o1", at=MORNING, source="fqm", counter="1"),
        CounterPaused(id="p1", at=MORNING + timedelta(hours=1), source="fqm", counter="1"),
        CounterClosed(id="x1", at=MORNING + timedelta(hours=2), source="fqm", counter="1"),
    ]
    assert hall.live.record(done).result(5) == 3
    hall.pass_minutes(3 * 24 * 60)
    hall = open_hall()
    assert hall.live.record(done).result(5) == 0
    assert hall.store.head()[0] == 3


def test_a_burst_is_shown_in_a_few_pictures(hall: SmallHall) -> None:
    shown: list[Snapshot] = []
    leave = hall.live.subscribe(shown.append)
    futures = [hall.live.record((issued(number),)) for number in range(1, 801)]
    for future in futures:
        future.result(20)
    final = seen(hall, lambda snapshot: snapshot.picture.figures.waiting == 800)
    leave()
    assert final.seq == 800
    assert len(shown) < 200


def test_late_facts_of_an_earlier_day_join_their_ticket(open_hall: Callable[[], SmallHall]) -> None:
    hall = open_hall()
    hall.live.record((issued(1),)).result(5)
    hall.pass_minutes(26 * 60)
    hall = open_hall()
    late: Sequence[Fact] = (
        TicketCalled(id="c1", at=MORNING + timedelta(minutes=3), source="fqm", ticket="t1", counter="1"),
        TicketFinished(id="f1", at=MORNING + timedelta(minutes=7), source="fqm", ticket="t1", counter="1"),
    )
    assert hall.live.record(late).result(5) == 2
    yesterday = hall.history.picture_at(MORNING + timedelta(minutes=8))
    assert yesterday.tickets["t1"].state == FINISHED
    assert yesterday.tickets["t1"].leg.wait_s == pytest.approx(180)
    assert hall.store.verify().ok


def test_a_command_that_fails_harms_nobody_else(hall: SmallHall) -> None:
    def broken(book: Book, now: Any) -> Outcome:
        raise ZeroDivisionError

    failing, good = hall.live.run(broken), hall.live.record((issued(1),))
    with pytest.raises(ZeroDivisionError):
        failing.result(5)
    assert good.result(5) == 1


def test_a_fact_that_no_journal_can_hold_does_not_take_its_neighbours_with_it(
    hall: SmallHall, expected_log: Any
) -> None:
    expected_log("recording failed")
    gate = threading.Event()

    def wait(book: Book, now: Any) -> Outcome:
        gate.wait(5)
        return Outcome(())

    hall.live.run(wait)  # so that the three below come in one batch
    first = hall.live.record((issued(1),))
    bad = hall.live.record((EventNoted(id="n1", at=MORNING, text="half a \ud83d pair"),))
    second = hall.live.record((issued(2),))
    gate.set()
    assert (first.result(5), second.result(5)) == (1, 1)
    with pytest.raises(ValueError, match="surrogate"):
        bad.result(5)
    assert hall.store.head()[0] == 2


def test_facts_wait_while_the_disk_is_full_and_are_written_when_it_is_not(
    hall: SmallHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_module, "RETRY_S", 0.05)
    append = hall.store.append_all

    def full(changes: Sequence[Change], cursors: Any, recorded_at: Any) -> Any:
        raise DiskFull(hall.folder)

    monkeypatch.setattr(hall.store, "append_all", full)
    hall.live.record((issued(1),)).result(5)
    hall.live.record((issued(2),)).result(5)
    told = seen(hall, lambda snapshot: snapshot.health.unsaved == 2)
    assert told.picture.figures.waiting == 2, "what the manager did stays on the floor"
    assert told.health.storage is not None
    monkeypatch.setattr(hall.store, "append_all", append)
    seen(hall, lambda snapshot: snapshot.health.unsaved == 0 and snapshot.health.storage is None)
    assert hall.store.head()[0] == 2


def test_facts_in_the_side_file_survive_a_crash(hall: SmallHall, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(changes: Sequence[Change], cursors: Any, recorded_at: Any) -> Any:
        raise DiskFull(hall.folder)

    monkeypatch.setattr(hall.store, "append_all", full)
    hall.live.record((issued(1),)).result(5)
    with SideFile((hall.folder,), hall.key).drained() as batches:
        assert [fact.id for batch in batches for fact in batch.facts] == ["i1"]


def test_a_moved_pc_clock_bends_no_wait_and_is_told(hall: SmallHall) -> None:
    hall.live.record((issued(1),)).result(5)
    hall.pass_minutes(5)
    hall.time.set(hall.time() + timedelta(minutes=10))
    told = seen(hall, lambda snapshot: bool(snapshot.health.notices))
    assert "600" in str(told.health.notices[0])
    assert told.picture.figures.longest_s == pytest.approx(300)


def test_the_floor_is_empty_after_the_cut_over_and_yesterday_is_kept(hall: SmallHall) -> None:
    from lobbyconsole.services.upkeep import close_past_days

    hall.live.record((issued(1),)).result(5)
    hall.pass_minutes(20 * 60)
    assert close_past_days(hall.live, hall.branch).result(5) == 1
    assert close_past_days(hall.live, hall.branch).result(5) == 0
    seen(hall, lambda snapshot: snapshot.picture.figures.waiting == 0 and not snapshot.picture.tickets)
    evening = hall.history.picture_at(MORNING + timedelta(hours=8))
    assert evening.figures.waiting == 1


def test_a_subscriber_that_fails_is_logged_and_does_not_stop_the_others(hall: SmallHall, expected_log: Any) -> None:
    expected_log("a subscriber failed")

    def broken(snapshot: Snapshot) -> None:
        raise RuntimeError("screen")

    leave = hall.live.subscribe(broken)
    hall.live.record((EventNoted(id="n1", at=MORNING, text="tea"),)).result(5)
    seen(hall, lambda snapshot: bool(snapshot.picture.notes))
    leave()


def test_stopping_records_what_is_in_the_queue(hall: SmallHall) -> None:
    futures = [hall.live.record((issued(number),)) for number in range(1, 51)]
    hall.live.stop()
    assert all(future.done() for future in futures)
    assert hall.store.head()[0] == 50


def test_a_ticket_told_under_another_fact_s_id_is_not_shown(hall: SmallHall) -> None:
    hall.live.record((issued(1),)).result(5)
    twin = TicketIssued(id="i1", at=MORNING, source="fqm", ticket="t2", number="A002", service="cash")
    assert hall.live.record((twin,)).result(5) == 0
    assert hall.live.book.ticket("t2") is None, "the journal does not have it, so the floor must not"


def test_a_fact_without_a_zone_does_not_stop_its_source(hall: SmallHall, expected_log: Any) -> None:
    expected_log("cannot be recorded")
    naive = TicketIssued(
        id="i2", at=MORNING.replace(tzinfo=None), source="fqm", ticket="t2", number="A002", service="cash"
    )
    assert hall.live.record((issued(1), naive, issued(3)), ("fqm", "3")).result(5) == 2
    assert hall.live.cursor("fqm") == "3"
    with pytest.raises(ValueError, match="zone"):
        hall.live.record((naive,)).result(5)


def test_what_is_asked_after_the_end_is_answered(hall: SmallHall) -> None:
    hall.live.stop()
    with pytest.raises(CancelledError):
        hall.live.record((issued(1),)).result(5)


def test_nobody_can_cancel_what_the_recorder_works_on(hall: SmallHall) -> None:
    gate = threading.Event()

    def wait(book: Book, now: Any) -> Outcome:
        gate.wait(5)
        return Outcome(())

    hall.live.run(wait)
    gone = hall.live.record((issued(1),))
    assert not gone.cancel()
    gate.set()
    assert hall.live.record((issued(2),)).result(5) == 1
    assert gone.result(5) == 1


def test_the_recorder_outlives_a_midnight_it_cannot_read(
    hall: SmallHall, monkeypatch: pytest.MonkeyPatch, expected_log: Any
) -> None:
    expected_log("there is no new picture")

    def unreadable(start: Any, end: Any) -> Any:
        raise DiskFull(hall.folder)

    day_facts = hall.store.day_facts
    monkeypatch.setattr(hall.store, "day_facts", unreadable)
    hall.pass_minutes(24 * 60)
    hall.live.record((issued(1, 24 * 60),)).result(5)
    time.sleep(0.1)
    monkeypatch.setattr(hall.store, "day_facts", day_facts)
    assert hall.live.record((issued(2, 24 * 60),)).result(5) == 1
    seen(hall, lambda snapshot: snapshot.picture.figures.waiting == 2)


def test_facts_in_the_side_file_are_shown_at_the_next_start_while_the_disk_is_still_full(
    open_hall: Callable[[], SmallHall], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Store, changes: Sequence[Change], cursors: Any, recorded_at: Any) -> Any:
        raise DiskFull(self.folder)

    hall = open_hall()
    with monkeypatch.context() as patch:
        patch.setattr(Store, "append_all", full)
        patch.setattr(live_module, "RETRY_S", 0.05)
        hall.live.record((issued(1),), ("fqm", "1")).result(5)
        hall = open_hall()
        assert hall.live.record(()).result(5) == 0
        assert seen(hall, lambda snapshot: snapshot.health.unsaved == 1).picture.figures.waiting == 1
    hall = open_hall()
    assert hall.live.record(()).result(5) == 0
    assert hall.live.unsaved[0] == 0
    assert (hall.store.head()[0], hall.live.cursor("fqm")) == (1, "1")
    assert not SideFile((hall.folder,), hall.key).waiting


def test_what_another_program_records_is_shown_too(hall: SmallHall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_module, "TICK_S", 0.05)
    hall.live.record((issued(1),)).result(5)
    with Store.open(hall.folder, hall.key, branch=hall.branch, clock=hall.time) as other:
        other.append([Change(issued(2), None, None)], {}, hall.time())
    assert seen(hall, lambda snapshot: snapshot.picture.figures.waiting == 2).seq == 2
    assert hall.live.record((issued(2),)).result(5) == 0


def test_the_log_is_folded_in_while_nobody_asks_for_anything(hall: SmallHall, monkeypatch: pytest.MonkeyPatch) -> None:
    folded = threading.Event()
    monkeypatch.setattr(live_module, "TICK_S", 0.05)
    monkeypatch.setattr(hall.store, "checkpoint", folded.set)
    hall.live.record((issued(1),)).result(5)
    assert folded.wait(5)


def test_a_log_that_cannot_be_folded_in_does_not_stop_the_recorder(
    hall: SmallHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = threading.Event()

    def full() -> None:
        tried.set()
        raise DiskFull(hall.folder, "full")

    monkeypatch.setattr(live_module, "TICK_S", 0.05)
    monkeypatch.setattr(hall.store, "checkpoint", full)
    hall.live.record((issued(1),)).result(5)
    assert tried.wait(5)
    assert hall.live.record((issued(2),)).result(5) == 1
