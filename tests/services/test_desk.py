"""The own desk: what each verb does, what it refuses and in which words, numbers, undo, two callers at once."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from lobbyconsole.domain.branch import PRIORITIES
from lobbyconsole.domain.facts import TicketFinished, TicketIssued
from lobbyconsole.domain.lobby import (
    AT_COUNTER,
    CALLED,
    CANCELLED,
    FINISHED,
    HELD,
    LEFT,
    NO_SHOW,
    SERVING,
    WAITING,
    Book,
    Ticket,
)
from lobbyconsole.domain.words import Message, Refused
from lobbyconsole.services.desk import Desk
from lobbyconsole.services.live import LinkState, Outcome, Undo
from lobbyconsole.services.upkeep import close_past_days
from tests.services.conftest import MORNING, SmallHall


def done(future: Future[Any]) -> Any:
    return future.result(timeout=10)


def ticket(hall: SmallHall, key: str) -> Ticket:
    found = hall.live.book.ticket(key)
    assert found is not None
    return found


def wait_until(there: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not there():
        assert time.monotonic() < end
        time.sleep(0.002)


def undo(hall: SmallHall) -> Any:
    """Take back what is offered at this moment."""
    return done(hall.desk.undo(hall.live.last_action or Undo(Message(""), hall.time(), ())))


def test_numbers_run_per_service_and_nobody_gets_one_twice(hall: SmallHall) -> None:
    assert [done(hall.desk.issue("cash")).number for _ in range(3)] == ["A001", "A002", "A003"]
    assert done(hall.desk.issue("corporate")).number == "C001"


def test_numbers_go_on_after_a_restart_and_begin_again_the_next_day(open_hall: Callable[[], SmallHall]) -> None:
    hall = open_hall()
    done(hall.desk.issue("cash"))
    hall = open_hall()
    assert done(hall.desk.issue("cash")).number == "A002"
    hall.pass_minutes(24 * 60)
    done(close_past_days(hall.live, hall.branch))
    assert done(hall.desk.issue("cash")).number == "A001"


def test_reserved_numbers_are_never_given(hall: SmallHall) -> None:
    done(hall.desk.reserve_numbers("cash", 2, 4))
    assert [done(hall.desk.issue("cash")).number for _ in range(2)] == ["A001", "A005"]


def test_while_a_queue_machine_gives_numbers_the_desk_keeps_to_the_standby_range(hall: SmallHall) -> None:
    vendor = TicketIssued(id="v1", at=hall.time(), source="fqm", ticket="fqm:1", number="A001", service="cash")
    done(hall.live.record((vendor,)))
    assert done(hall.desk.issue("cash")).number == "A900"
    assert done(hall.desk.issue("corporate")).number == "C001"


def test_a_day_of_one_customer(hall: SmallHall) -> None:
    done(hall.desk.open_counter("1", staff="1021"))
    issued = done(hall.desk.issue("cash"))
    hall.pass_minutes(4)
    called = done(hall.desk.call_next("1"))
    assert (called.key, called.state, called.counter, called.leg.staff) == (issued.key, CALLED, "1", "1021")
    assert called.leg.wait_s == pytest.approx(240)
    assert done(hall.desk.recall("1")).leg.calls == 2
    assert done(hall.desk.start("1")).state == SERVING
    hall.pass_minutes(3)
    finished = done(hall.desk.finish("1"))
    assert finished.state == FINISHED
    assert finished.leg.handling_s == pytest.approx(180)


def test_calling_next_finishes_whom_the_counter_serves(hall: SmallHall) -> None:
    done(hall.desk.open_counter("1"))
    first, second = done(hall.desk.issue("cash")), done(hall.desk.issue("cash"))
    done(hall.desk.call_next("1"))
    assert done(hall.desk.call_next("1")).key == second.key
    assert ticket(hall, first.key).state == FINISHED
    assert done(hall.desk.call_next("1")) is None
    assert ticket(hall, second.key).state == FINISHED


def test_a_visit_with_two_services_goes_on_after_the_first(hall: SmallHall) -> None:
    done(hall.desk.open_counter("2"))
    issued = done(hall.desk.issue("cash", then=("corporate",)))
    done(hall.desk.call_next("2"))
    hall.pass_minutes(5)
    again = done(hall.desk.call_next("2"))
    assert again.key == issued.key
    assert [leg.service for leg in again.legs] == ["cash", "corporate"]
    assert again.issued_at == issued.issued_at


@pytest.mark.parametrize("verb", ["call_next", "recall", "start", "finish", "no_show"])
def test_a_closed_or_empty_counter_refuses_in_words(hall: SmallHall, verb: str) -> None:
    with pytest.raises(Refused) as refusal:
        done(getattr(hall.desk, verb)("1"))
    assert "1" in str(refusal.value.message)


def test_a_paused_counter_does_not_call_until_it_is_back(hall: SmallHall) -> None:
    done(hall.desk.open_counter("1"))
    done(hall.desk.issue("cash"))
    done(hall.desk.pause_counter("1", "lunch", hall.time() + timedelta(minutes=30)))
    with pytest.raises(Refused, match="paused"):
        done(hall.desk.call_next("1"))
    done(hall.desk.resume_counter("1"))
    assert done(hall.desk.call_next("1")) is not None


def test_a_counter_that_serves_somebody_cannot_be_closed(hall: SmallHall) -> None:
    done(hall.desk.open_counter("1"))
    done(hall.desk.issue("cash"))
    done(hall.desk.call_next("1"))
    with pytest.raises(Refused, match="A001"):
        done(hall.desk.close_counter("1"))


def test_hold_resume_requeue_and_their_limits(hall: SmallHall) -> None:
    hall.with_rule(requeue_limit=1)
    done(hall.desk.open_counter("1"))
    key = done(hall.desk.issue("cash")).key
    assert done(hall.desk.hold(key, "form")).state == HELD
    assert done(hall.desk.call_next("1")) is None
    assert done(hall.desk.resume(key)).state == WAITING
    done(hall.desk.call_next("1"))
    assert done(hall.desk.no_show("1")).state == NO_SHOW
    assert done(hall.desk.requeue(key)).state == WAITING
    done(hall.desk.call_next("1"))
    with pytest.raises(Refused, match="rule"):
        done(hall.desk.requeue(key))


def test_recalls_end_at_the_limit(hall: SmallHall) -> None:
    hall.with_rule(recall_limit=2)
    done(hall.desk.open_counter("1"))
    done(hall.desk.issue("cash"))
    done(hall.desk.call_next("1"))
    done(hall.desk.recall("1"))
    done(hall.desk.recall("1"))
    with pytest.raises(Refused, match="no-show"):
        done(hall.desk.recall("1"))


def test_transfer_to_a_counter_keeps_the_time_already_waited(hall: SmallHall) -> None:
    done(hall.desk.open_counter("1"))
    done(hall.desk.open_counter("3"))
    key = done(hall.desk.issue("cash")).key
    hall.pass_minutes(5)
    done(hall.desk.issue("corporate"))
    done(hall.desk.call_next("1"))
    done(hall.desk.transfer(key, to_counter="3", reason="needs the safe"))
    assert done(hall.desk.call_next("3")).key == key


def test_transfer_needs_a_place_that_exists(hall: SmallHall) -> None:
    key = done(hall.desk.issue("cash")).key
    for wrong in ({}, {"to_counter": "9"}, {"to_service": "nothing"}):
        with pytest.raises(Refused):
            done(hall.desk.transfer(key, **wrong))


def test_out_of_order_needs_a_reason_and_is_told(hall: SmallHall) -> None:
    done(hall.desk.open_counter("1"))
    done(hall.desk.issue("cash"))
    second = done(hall.desk.issue("cash"))
    with pytest.raises(Refused, match="reason"):
        done(hall.desk.call(second.key, "1", reason=" "))
    assert done(hall.desk.call(second.key, "1", reason="unwell")).leg.out_of_order == "unwell"


def test_cancel_and_left_end_a_ticket_once(hall: SmallHall) -> None:
    first, second = done(hall.desk.issue("cash")), done(hall.desk.issue("cash"))
    assert done(hall.desk.cancel(first.key)).state == CANCELLED
    assert done(hall.desk.left(second.key)).state == LEFT
    with pytest.raises(Refused):
        done(hall.desk.cancel(first.key))


def test_undo_takes_back_the_last_action_within_ten_seconds(hall: SmallHall) -> None:
    done(hall.desk.open_counter("1"))
    first, second = done(hall.desk.issue("cash")), done(hall.desk.issue("cash"))
    done(hall.desk.call_next("1"))
    done(hall.desk.call_next("1"))
    offer = hall.live.last_action
    assert offer is not None
    undo(hall)
    assert ticket(hall, first.key).state == CALLED
    assert ticket(hall, second.key).state == WAITING
    with pytest.raises(Refused, match="nothing to undo"):
        done(hall.desk.undo(offer))


def test_undo_refuses_after_ten_seconds_and_after_something_followed(hall: SmallHall) -> None:
    done(hall.desk.open_counter("1"))
    key = done(hall.desk.issue("cash")).key
    hall.time.advance(11)
    with pytest.raises(Refused, match="ten seconds"):
        undo(hall)
    done(hall.desk.call_next("1"))
    done(hall.desk.recall("1"))
    with pytest.raises(Refused, match="followed"):
        undo(hall)
    assert ticket(hall, key).state == CALLED


def test_what_could_not_be_undone_is_not_offered(hall: SmallHall) -> None:
    done(hall.desk.open_counter("1"))
    done(hall.desk.issue("cash"))
    done(hall.desk.call_next("1"))
    called = hall.live.last_action
    wait_until(lambda: hall.live.snapshot.undo == called)
    done(hall.desk.start("1"))
    wait_until(lambda: hall.live.snapshot.undo is None)


def test_an_undone_issue_leaves_no_ticket_and_its_number_is_not_given_again(hall: SmallHall) -> None:
    key = done(hall.desk.issue("cash")).key
    undo(hall)
    assert hall.live.book.ticket(key) is None
    assert done(hall.desk.issue("cash")).number == "A002"


def test_a_repeated_request_calls_nobody_a_second_time(hall: SmallHall) -> None:
    done(hall.desk.open_counter("1"))
    first = done(hall.desk.issue("cash"))
    done(hall.desk.issue("cash"))
    answers = [done(hall.desk.call_next("1", request_id="click-1")) for _ in range(3)]
    assert {answer.key for answer in answers} == {first.key}
    assert ticket(hall, first.key).state == CALLED


def test_a_repeated_request_is_known_even_after_a_restart(open_hall: Callable[[], SmallHall]) -> None:
    hall = open_hall()
    done(hall.desk.open_counter("1"))
    first = done(hall.desk.issue("cash"))
    done(hall.desk.issue("cash"))
    done(hall.desk.call_next("1", request_id="click-1"))
    hall = open_hall()
    assert done(hall.desk.call_next("1", request_id="click-1")).key == first.key
    assert sum(1 for found in hall.live.book.tickets() if found.state == WAITING) == 1


def test_eight_callers_at_once_give_no_number_twice_and_call_no_ticket_twice(hall: SmallHall) -> None:
    for counter in ("1", "2", "3"):
        done(hall.desk.open_counter(counter))
    with ThreadPoolExecutor(8) as pool:
        issued = list(pool.map(lambda _: done(hall.desk.issue("cash")), range(80)))
        called = list(pool.map(lambda at: done(hall.desk.call_next(str(at % 3 + 1))), range(60)))
    assert len({found.number for found in issued}) == 80
    assert len({found.key for found in called}) == 60


def test_queue_closed_gives_no_numbers_until_opened(hall: SmallHall) -> None:
    done(hall.desk.close_queue("cash", "system down"))
    with pytest.raises(Refused):
        done(hall.desk.issue("cash"))
    done(hall.desk.open_queue("cash"))
    assert done(hall.desk.issue("cash")).number == "A001"


def test_lobby_manager_please_is_shown_until_answered(hall: SmallHall) -> None:
    done(hall.desk.open_counter("1"))
    assert done(hall.desk.ask_help("1", "angry customer")).asked_at == hall.time()
    hall.pass_minutes(2)
    assert done(hall.desk.answer_help("1")).answered_s == pytest.approx(120)


def test_nonsense_is_refused_in_words(hall: SmallHall) -> None:
    for attempt in (
        lambda: hall.desk.issue("nothing"),
        lambda: hall.desk.issue("cash", priority="king"),
        lambda: hall.desk.open_counter("99"),
        lambda: hall.desk.hold("no such ticket"),
        lambda: hall.desk.note("   "),
        lambda: hall.desk.hand_back("fqm"),
    ):
        with pytest.raises(Refused) as refusal:
            done(attempt())
        assert str(refusal.value.message).strip()


def vendor(number: int, hall: SmallHall, **changes: Any) -> TicketIssued:
    fields: dict[str, Any] = {"at": hall.time(), "source": "fqm", "number": f"A{number:03d}", "service": "cash"}
    return TicketIssued(id=f"v{number}", ticket=f"fqm:{number}", **(fields | changes))


def test_a_machine_s_numbers_are_not_given_again_when_its_customers_are_served_already(hall: SmallHall) -> None:
    done(hall.desk.open_counter("1"))
    assert done(hall.desk.issue("cash")).number == "A001"
    for number in (2, 3):
        done(hall.live.record((vendor(number, hall),)))
        gone = TicketFinished(id=f"x{number}", at=hall.time(), source="fqm", ticket=f"fqm:{number}", counter="2")
        done(hall.live.record((gone,)))
    assert done(hall.desk.issue("cash")).number == "A900"


def test_before_the_machine_s_first_number_of_a_day_the_desk_keeps_out_of_its_range(hall: SmallHall) -> None:
    vendor = TicketIssued(id="v1", at=hall.time(), source="fqm", ticket="fqm:1", number="A001", service="cash")
    done(hall.live.record((vendor,)))
    hall.pass_minutes(24 * 60)
    done(close_past_days(hall.live, hall.branch))
    assert done(hall.desk.issue("cash")).number == "A001", "no source is connected any more"
    hall.pass_minutes(24 * 60)
    hall.live.set_links((LinkState("fqm", "sql", state="up"),))
    done(hall.live.run(lambda book, now: Outcome(())))
    wait_until(lambda: bool(hall.live.snapshot.health.links))
    assert done(hall.desk.issue("cash")).number == "A900"
    assert done(hall.desk.issue("corporate")).number == "C001", "the machine has never given this service's numbers"


def test_after_taking_over_all_numbers_are_of_the_standby_range(open_hall: Callable[[], SmallHall]) -> None:
    hall = open_hall()
    done(hall.desk.take_over("fqm"))
    assert done(hall.desk.issue("cash")).number == "A900"
    hall = open_hall()
    assert done(hall.desk.issue("corporate")).number == "C900"
    done(hall.desk.hand_back("fqm"))
    assert done(hall.desk.issue("corporate")).number == "C001"


def test_a_clock_set_back_gives_no_number_twice(open_hall: Callable[[], SmallHall]) -> None:
    hall = open_hall()
    given = [done(hall.desk.issue("cash")).number for _ in range(3)]
    for _ in range(2):
        for ticket in list(hall.live.book.open_tickets()):
            done(hall.desk.cancel(ticket.key))
        hall.time.advance(-1800)
        hall = open_hall()
        given += [done(hall.desk.issue("cash")).number for _ in range(2)]
    assert len(set(given)) == len(given) == 7


def test_two_services_with_one_prefix_share_no_number(hall: SmallHall) -> None:
    cash, corporate = hall.branch.services
    hall.branch = replace(hall.branch, services=(cash, replace(corporate, numbers=cash.numbers)))
    hall.live.set_branch(hall.branch)
    given = [done(hall.desk.issue(service)).number for service in ("cash", "corporate", "cash", "corporate")]
    assert len(set(given)) == 4


def test_what_a_person_does_counts_after_the_clock_was_set_back(open_hall: Callable[[], SmallHall]) -> None:
    hall = open_hall()
    done(hall.desk.open_counter("1"))
    waiting = done(hall.desk.issue("cash"))
    done(hall.desk.call_next("1"))
    done(hall.desk.start("1"))
    hall.time.advance(-3600)
    hall = open_hall()
    assert done(hall.desk.finish("1")).state == FINISHED
    assert done(hall.desk.close_counter("1")).state == "closed"
    assert undo(hall) is not None
    assert hall.live.book.counter("1").state == "open"  # type: ignore[union-attr]
    assert not ticket(hall, waiting.key).flags
    assert hall.store.verify().ok


def test_undo_means_the_action_that_was_offered_and_no_other(hall: SmallHall) -> None:
    first = done(hall.desk.issue("cash"))
    offer = hall.live.last_action
    assert offer is not None
    gate = threading.Event()

    def wait(book: Book, now: Any) -> Outcome:
        gate.wait(5)
        return Outcome(())

    hall.live.run(wait)  # so that those below are decided in one batch
    second, back, again = hall.desk.issue("cash"), hall.desk.undo(offer), hall.desk.undo(offer)
    gate.set()
    for asked in (back, again):
        with pytest.raises(Refused, match=r"Nothing was undone: .* A002 was issued\."):
            done(asked)
    assert [found.key for found in hall.live.book.open_tickets()] == [first.key, done(second).key]
    assert "A002" in str(undo(hall))
    assert [found.number for found in hall.live.book.open_tickets()] == ["A001"]


def test_undo_of_an_action_that_could_not_be_recorded_takes_back_nothing(
    hall: SmallHall, monkeypatch: pytest.MonkeyPatch, expected_log: Any
) -> None:
    first = done(hall.desk.issue("cash"))
    before = hall.live.last_action
    expected_log("recording failed")
    with monkeypatch.context() as patch:
        patch.setattr(hall.store, "append_all", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            done(hall.desk.issue("cash"))
    assert hall.live.last_action is before
    undo(hall)
    assert hall.live.book.ticket(first.key) is None


@pytest.mark.parametrize("verb", ["call_next", "recall", "start", "finish", "no_show"])
def test_a_verb_meant_for_another_customer_is_refused_in_words(hall: SmallHall, verb: str) -> None:
    done(hall.desk.open_counter("1"))
    first, second = done(hall.desk.issue("cash")), done(hall.desk.issue("cash"))
    act = getattr(hall.desk, verb)
    with pytest.raises(Refused, match=r"A001 is not at counter 1 any more\. Nothing was done"):
        done(act("1", expect=first.key))
    done(hall.desk.call_next("1", expect=""))
    done(hall.desk.call_next("1", expect=first.key))
    for seen in (first.key, ""):
        with pytest.raises(Refused, match=r"Counter 1 now has A002\. Nothing was done"):
            done(act("1", expect=seen))
    assert (ticket(hall, first.key).state, ticket(hall, second.key).state) == (FINISHED, CALLED)
    assert ticket(hall, second.key).leg.calls == 1
    done(act("1", expect=second.key))


def test_two_presses_on_one_picture_call_one_customer(hall: SmallHall) -> None:
    done(hall.desk.open_counter("1"))
    first, second = done(hall.desk.issue("cash")), done(hall.desk.issue("cash"))
    presses = [hall.desk.call_next("1", expect="") for _ in range(2)]
    assert done(presses[0]).key == first.key
    with pytest.raises(Refused, match="now has A001"):
        done(presses[1])
    assert ticket(hall, second.key).state == WAITING


def test_a_request_that_could_not_be_recorded_is_not_taken_for_done(
    hall: SmallHall, monkeypatch: pytest.MonkeyPatch, expected_log: Any
) -> None:
    expected_log("recording failed")
    append = hall.store.append_all

    def broken(*_: Any) -> Any:
        raise ValueError("a defect")

    monkeypatch.setattr(hall.store, "append_all", broken)
    with pytest.raises(ValueError, match="a defect"):
        done(hall.desk.issue("cash", request_id="click-1"))
    monkeypatch.setattr(hall.store, "append_all", append)
    issued = done(hall.desk.issue("cash", request_id="click-1"))
    assert issued.number
    assert hall.store.head()[0] == 1


def test_numbers_carry_on_over_midnight_where_they_never_restart(open_hall: Callable[[], SmallHall]) -> None:
    hall = open_hall()
    cash, corporate = hall.branch.services
    hall.branch = replace(
        hall.branch, services=(replace(cash, numbers=replace(cash.numbers, restart="never", last=5)), corporate)
    )
    hall.live.set_branch(hall.branch)
    done(hall.desk.open_counter("1", staff="7"))
    kept = [done(hall.desk.issue("cash")) for _ in range(3)]
    called = done(hall.desk.call_next("1"))
    hall.pass_minutes(20 * 60)
    done(close_past_days(hall.live, hall.branch))
    assert done(hall.desk.issue("cash")).number == "A004"
    assert done(hall.desk.finish("1")).key == called.key
    assert hall.live.book.counter("1").state == "open", "it was serving when the day turned"  # type: ignore[union-attr]
    assert done(hall.desk.call_next("1")).key == kept[1].key
    hall = open_hall()
    assert done(hall.desk.issue("cash")).number == "A005"
    assert done(hall.desk.issue("cash")).number == "A001"
    assert hall.store.verify().ok


def any_verb(desk: Desk, dice: random.Random, key: str, counter: str) -> Future[Any]:
    verbs: list[Callable[[], Future[Any]]] = [
        lambda: desk.call_next(counter),
        lambda: desk.hold(key),
        lambda: desk.resume(key),
        lambda: desk.requeue(key),
        lambda: desk.transfer(key, to_counter=counter),
        lambda: desk.call(key, counter, reason="asked"),
        lambda: desk.finish(counter),
        lambda: desk.no_show(counter),
        lambda: desk.cancel(key),
        lambda: desk.undo(desk._live.last_action or Undo(Message(""), MORNING, ())),
    ]
    return dice.choice(verbs)()


def test_eight_hands_at_once_leave_every_ticket_in_one_place(hall: SmallHall) -> None:
    for counter in ("1", "2", "3"):
        done(hall.desk.open_counter(counter))
    issued: list[Ticket] = []

    def hand(seed: int) -> None:
        dice = random.Random(seed)
        for _ in range(40):
            service, priority, counter = dice.choice(["cash", "corporate"]), dice.choice(PRIORITIES), dice.choice("123")
            try:
                issued.append(done(hall.desk.issue(service, priority=priority)))
                done(any_verb(hall.desk, dice, dice.choice(issued[-12:]).key, counter))
            except Refused:
                continue

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(hand, range(8)))
    book = hall.live.book
    there = [ticket for ticket in book.open_tickets() if ticket.state in AT_COUNTER]
    assert len({ticket.counter for ticket in there}) == len(there), "two tickets at one counter"
    living = [found for made in issued if (found := book.ticket(made.key)) is not None]
    numbers = [found.number for found in living]
    assert len(set(numbers)) == len(numbers), "a number twice"
    assert not any("called_at_two_counters" in found.flags for found in living)
    picture = hall.history.picture_at(hall.time())
    assert {key: found.state for key, found in picture.tickets.items()} == {t.key: t.state for t in living}
    counts = picture.figures.counts
    assert counts.issued + counts.misprints == len(living), "cancelled before it was called: as if never given"
    assert hall.store.verify().ok


def test_numbers_that_never_restart_go_on_behind_a_day_of_takeover(open_hall: Callable[[], SmallHall]) -> None:
    hall = open_hall()
    cash, corporate = hall.branch.services
    endless = replace(cash, numbers=replace(cash.numbers, restart="never"))
    hall.branch = replace(hall.branch, services=(endless, corporate))
    assert [done(hall.desk.issue("cash")).number for _ in range(2)] == ["A001", "A002"]
    hall.pass_minutes(24 * 60)
    vendor = TicketIssued(id="v1", at=hall.time(), source="fqm", ticket="fqm:1", number="A777", service="cash")
    done(hall.live.record((vendor,)))
    assert done(hall.desk.issue("cash")).number == "A900"
    hall.pass_minutes(24 * 60)
    for ticket in list(hall.live.book.open_tickets()):
        done(hall.desk.left(ticket.key))
    assert done(hall.desk.issue("cash")).number == "A003"
