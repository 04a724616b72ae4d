"""The fold: the picture depends on the set of facts alone, nothing is lost, and what cannot be right is flagged."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise, permutations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lobbyconsole.domain import facts as f
from lobbyconsole.domain import lobby
from lobbyconsole.domain.lobby import (
    AT_COUNTER,
    CALLED,
    CANCELLED,
    ENDED,
    FINISHED,
    HELD,
    LEFT,
    MAX_NOTES,
    NO_SHOW,
    OPEN_STATES,
    SERVING,
    TRANSFERRED,
    WAITING,
    Book,
    Ticket,
    fold,
    fold_subject,
)
from lobbyconsole.domain.measures import time_in_hall
from lobbyconsole.domain.picture import paint
from tests.domain.strategies import HALL, HAPPENING, NINE, Story, any_facts, minute, shuffled

STATES = OPEN_STATES | ENDED


# --- properties of the fold ---


@given(shuffled(any_facts()))
@settings(max_examples=80)
def test_the_picture_does_not_depend_on_the_order_of_arrival_nor_on_facts_that_come_twice(arrival):
    told, arrived = arrival
    assert fold(arrived) == fold(sorted(told, key=f.order_key))


@given(shuffled(any_facts()))
@settings(max_examples=60)
def test_even_the_painted_floor_does_not_depend_on_the_order_of_arrival(arrival):
    told, arrived = arrival
    assert paint(HALL, fold(arrived), minute(20)) == paint(HALL, fold(told), minute(20))


@given(shuffled(any_facts(most=14)))
@settings(max_examples=60)
def test_a_book_kept_up_to_date_is_at_every_moment_what_a_fold_from_scratch_gives(arrival):
    _, arrived = arrival
    book = Book()
    for at, fact in enumerate(arrived):
        known = book.knows(fact)
        change = book.add(fact)
        assert (change is None) == known
        fresh = fold(arrived[: at + 1])
        assert book.lobby() == fresh
        assert {ticket.key: ticket for ticket in book.open_tickets()} == {
            key: ticket for key, ticket in fresh.tickets.items() if ticket.state in OPEN_STATES
        }
        assert dict(book.counters()) == dict(fresh.counters)
        if change is not None:
            assert change.after == book.entity(fact.subject)


@given(any_facts())
@settings(max_examples=80)
def test_no_fact_is_dropped_and_every_issued_ticket_is_in_exactly_one_state(facts):
    book = Book(facts)
    lobby = book.lobby()
    assert lobby.facts == len(facts) == sum(len(book.facts_of(subject)) for subject in {x.subject for x in facts})
    undone = {fact_id for fact in facts if isinstance(fact, f.ActionUndone) for fact_id in fact.undoes}
    issued = {fact.ticket for fact in facts if isinstance(fact, f.TicketIssued) and fact.id not in undone}
    assert issued <= set(lobby.tickets)
    for ticket in lobby.tickets.values():
        assert ticket.state in STATES
        assert ticket.legs
        assert (ticket.leg.outcome == ticket.state) == (ticket.state in ENDED)
        assert (ticket.leg.ended_at is not None) == (ticket.state in ENDED)
        if ticket.state in AT_COUNTER:
            assert ticket.leg.called_at is not None
            assert ticket.leg.calls >= 1
        for leg in ticket.legs[:-1]:
            assert leg.ended_at is not None
            assert leg.outcome


@given(any_facts())
@settings(max_examples=80)
def test_no_wait_and_no_handling_time_is_ever_negative(facts):
    for ticket in fold(facts).tickets.values():
        assert all(leg.wait_s is None or leg.wait_s >= 0 for leg in ticket.legs)
        assert all(leg.handling_s is None or leg.handling_s >= 0 for leg in ticket.legs)
        stay = time_in_hall([ticket], minute(20))
        assert stay is None or stay >= 0


@given(any_facts())
@settings(max_examples=80)
def test_spells_of_a_counter_follow_one_another_and_only_the_last_may_be_open(facts):
    for counter in fold(facts).counters.values():
        assert all(spell.until is None or spell.since <= spell.until for spell in counter.spells)
        assert all(one.until is not None and one.until <= two.since for one, two in pairwise(counter.spells))
        if counter.spells and counter.state != "closed":
            assert counter.spells[-1].until is None
            assert counter.spells[-1].state == counter.state
            assert counter.spells[-1].staff == counter.staff


@given(any_facts(), st.data())
def test_an_undone_fact_leaves_the_picture_as_if_it_had_never_been(facts, data):
    fact = msgspec.structs.replace(data.draw(any_facts(most=1).filter(bool).map(lambda told: told[0])), id="last")
    if isinstance(fact, f.ActionUndone):
        return
    undo = f.ActionUndone(id="undo", at=minute(30), undoes=("last",), about=fact.subject)
    before = fold(facts)
    after = fold(data.draw(st.permutations([*facts, fact, undo])))
    if isinstance(fact, f.TicketIssued) and before.tickets.get(fact.ticket) != after.tickets.get(fact.ticket):
        # The one exception: a ticket that only its printer or a mark ever named goes with its undone issue.
        assert fact.ticket not in after.tickets
        assert before.tickets[fact.ticket].issued_at is None
        return
    assert msgspec.structs.replace(after, facts=0, last_at=None) == msgspec.structs.replace(
        before, facts=0, last_at=None
    )


@given(any_facts())
@settings(max_examples=40)
def test_a_subject_can_be_forgotten_and_read_in_again(facts):
    book = Book(facts)
    before = book.lobby()
    for subject in sorted({fact.subject for fact in facts}):
        known = book.facts_of(subject)
        book.forget(subject)
        assert subject not in book
        assert book.entity(subject) is None
        for fact in reversed(known):
            book.add(fact)
    assert msgspec.structs.replace(book.lobby(), facts=before.facts) == before


@pytest.mark.parametrize("kind", HAPPENING, ids=lambda kind: kind.kind)
def test_any_kind_of_fact_may_be_the_first_and_only_one(kind):
    values = {"first": 1, "last": 2, "score": 3, "ok": True, "since": NINE, "services": (), "changes": ()}
    fields = {
        field.name: values.get(field.name, "x")
        for field in msgspec.structs.fields(kind)
        if field.required and field.name not in ("id", "at")
    }
    lobby = fold([kind(id="only", at=NINE, **fields)])
    assert lobby.facts == 1
    assert paint(HALL, lobby, minute(1)).at == minute(1)


def test_what_somebody_undid_about_nothing_we_know_is_kept_and_changes_nothing():
    for about in ("", "moon", "moon:1", "ticket:z", "counter:1", "hall:"):
        book = Book([f.ActionUndone(id="undo", at=NINE, undoes=("never",), about=about)])
        assert book.facts_of(about)
        lobby = book.lobby()
        assert (dict(lobby.tickets), dict(lobby.counters), lobby.facts) == ({}, {}, 1)


def test_a_fact_that_could_not_be_taken_in_may_be_told_again(monkeypatch):
    story = Story()
    issued, called = story.issue(0, "a"), story.call(1, "a")
    book = Book([issued])
    before = book.lobby()
    with monkeypatch.context() as patch:
        patch.setitem(lobby._STEPS, "ticket", lambda ticket, fact: 1 / 0)
        for fact in (called, story.undo(2, called), story.issue(0, "b")):
            with pytest.raises(ZeroDivisionError):
                book.add(fact)
    assert book.lobby() == before
    assert not book.knows(called)
    assert "ticket:b" not in book
    assert book.facts_of("ticket:a") == (issued,)
    assert book.add(called) is not None
    assert book.lobby() == Book([issued, called]).lobby()


def test_nothing_gives_nothing():
    assert fold_subject([]) is None
    assert fold([]).facts == 0
    assert paint(HALL, fold([]), NINE).figures.waiting == 0


# --- one visit ---


def test_a_customer_waits_is_called_served_and_gone():
    story = Story()
    story.issue(0, "a", priority="elderly", channel="kiosk", promise_s=(60, 120, 300), ahead=2)
    assert story.ticket().state == WAITING
    story.call(6, "a", staff="1021")
    assert (story.ticket().state, story.ticket().counter) == (CALLED, "1")
    story.start(7, "a")
    assert story.ticket().state == SERVING
    story.finish(12, "a")
    ticket = story.ticket()
    assert (ticket.state, ticket.counter, ticket.flags) == (FINISHED, "", ())
    assert (ticket.leg.wait_s, ticket.leg.handling_s) == (360, 300)
    assert (ticket.leg.counter, ticket.leg.staff, ticket.priority, ticket.promise_s) == (
        "1",
        "1021",
        "elderly",
        (60, 120, 300),
    )


def test_a_recall_counts_but_neither_the_wait_nor_the_call_begins_anew():
    story = Story()
    story.issue(0, "a")
    story.call(5, "a")
    story(6, f.TicketRecalled, ticket="a")
    ticket = story.ticket()
    assert (ticket.state, ticket.state_since, ticket.counter) == (CALLED, minute(5), "1")
    assert (ticket.leg.calls, ticket.leg.called_at, ticket.leg.last_called_at) == (2, minute(5), minute(6))
    assert ticket.leg.wait_s == 300


def test_a_recall_of_somebody_who_is_being_served_does_not_send_them_back():
    story = Story()
    story.issue(0, "a")
    story.call(5, "a")
    story.start(6, "a")
    story(7, f.TicketRecalled, ticket="a")
    assert story.ticket().state == SERVING


def test_put_back_into_the_line_with_the_place_kept():
    story = Story()
    story.issue(0, "a")
    story.call(5, "a")
    story(7, f.TicketRequeued, ticket="a", keep_place=True)
    ticket = story.ticket()
    assert (ticket.state, ticket.line_since, ticket.counter, ticket.requeues) == (WAITING, minute(0), "", 1)


def test_put_back_into_the_line_at_its_end():
    story = Story()
    story.issue(0, "a")
    story.call(5, "a")
    story(7, f.TicketRequeued, ticket="a", keep_place=False)
    ticket = story.ticket()
    assert (ticket.line_since, ticket.leg.joined_at, ticket.leg.wait_s) == (minute(7), minute(0), 300)


def test_waiting_after_being_put_back_is_not_handling():
    story = Story()
    story.issue(0, "a")
    story.call(5, "a")
    story(7, f.TicketRequeued, ticket="a")
    story(27, f.TicketTransferred, ticket="a", to_service="cards")
    assert story.ticket().legs[0].handling_s is None


def test_a_ticket_transferred_to_a_service_keeps_its_time_in_the_hall():
    story = Story()
    story.issue(0, "a")
    story.call(5, "a")
    story.start(6, "a")
    story(8, f.TicketTransferred, ticket="a", to_service="cards")
    ticket = story.ticket()
    assert (ticket.state, ticket.service, len(ticket.legs)) == (WAITING, "cards", 2)
    assert (ticket.legs[0].outcome, ticket.legs[0].handling_s) == (TRANSFERRED, 120)
    assert (ticket.line_since, ticket.leg.joined_at) == (minute(0), minute(8))
    story.call(20, "a", "2")
    story.finish(25, "a", "2")
    ticket = story.ticket()
    assert [leg.wait_s for leg in ticket.legs] == [300, 720]
    assert time_in_hall([ticket], minute(60)) == 25 * 60


def test_a_ticket_transferred_to_a_counter_or_a_person_keeps_its_service():
    story = Story()
    story.issue(0, "a")
    story.call(5, "a")
    story(8, f.TicketTransferred, ticket="a", to_counter="2")
    assert (story.ticket().service, story.ticket().leg.to_counter) == ("cash", "2")
    story(9, f.TicketTransferred, ticket="a", to_staff="1034")
    assert (story.ticket().service, story.ticket().leg.to_counter, story.ticket().leg.to_staff) == ("cash", "", "1034")


def test_several_services_in_one_visit_are_done_one_after_the_other():
    story = Story()
    story.issue(0, "a", then=("cards", "firms"))
    story.call(5, "a")
    story.finish(10, "a")
    ticket = story.ticket()
    assert (ticket.state, ticket.service, ticket.then) == (WAITING, "cards", ("firms",))
    assert ticket.line_since == minute(0)
    story.call(12, "a", "2")
    story.finish(20, "a", "2")
    story.call(21, "a", "3")
    story.finish(30, "a", "3")
    ticket = story.ticket()
    assert (ticket.state, [leg.outcome for leg in ticket.legs]) == (FINISHED, [FINISHED] * 3)
    assert [leg.wait_s for leg in ticket.legs] == [300, 120, 60]
    assert time_in_hall([ticket], minute(60)) == 30 * 60
    assert ticket.flags == ()


def test_on_hold_is_not_called_until_resumed_to_the_old_place():
    story = Story()
    story.issue(0, "a")
    story(3, f.TicketHeld, ticket="a", reason="form")
    assert (story.ticket().state, story.ticket().held_reason) == (HELD, "form")
    story(9, f.TicketResumed, ticket="a")
    ticket = story.ticket()
    assert (ticket.state, ticket.line_since, ticket.held_reason) == (WAITING, minute(0), "")


def test_the_time_away_on_hold_is_not_the_counters_handling():
    story = Story()
    story.issue(0, "a")
    story.call(5, "a")
    story.start(6, "a")
    story(8, f.TicketHeld, ticket="a", reason="papers")
    story(40, f.TicketResumed, ticket="a")
    story.call(41, "a")
    story.start(42, "a")
    story.finish(45, "a")
    ticket = story.ticket()
    assert (ticket.leg.wait_s, ticket.leg.handling_s) == (300, 180)


def test_called_straight_from_hold():
    story = Story()
    story.issue(0, "a")
    story(3, f.TicketHeld, ticket="a", reason="form")
    story(5, f.TicketRecalled, ticket="a", counter="2")
    assert (story.ticket().state, story.ticket().counter, story.ticket().held_reason) == (CALLED, "2", "")


def test_a_no_show_who_comes_back_and_is_called_again():
    story = Story()
    story.issue(0, "a")
    story.call(5, "a")
    story(7, f.TicketNoShow, ticket="a")
    assert (story.ticket().state, story.ticket().leg.ended_at) == (NO_SHOW, minute(7))
    story.call(10, "a", "2")
    ticket = story.ticket()
    assert (ticket.state, ticket.counter, ticket.leg.ended_at, ticket.flags) == (CALLED, "2", None, ())
    story.finish(15, "a", "2")
    assert (story.ticket().state, story.ticket().leg.wait_s) == (FINISHED, 300)


def test_cancelled_and_left_are_ends_of_their_own():
    story = Story()
    story.issue(0, "a")
    story.issue(0, "b")
    story(1, f.TicketCancelled, ticket="a")
    story(9, f.TicketLeft, ticket="b")
    assert (story.ticket("a").state, story.ticket("b").state) == (CANCELLED, LEFT)
    assert story.ticket("b").leg.wait_s is None


def test_marks_are_set_once_and_taken_off_and_the_priority_may_change():
    story = Story()
    story.issue(0, "a")
    story(1, f.TicketMarked, ticket="a", mark="water")
    story(2, f.TicketMarked, ticket="a", mark="water")
    story(3, f.TicketMarked, ticket="a", mark="recovery")
    assert story.ticket().marks == ("water", "recovery")
    story(4, f.TicketMarked, ticket="a", mark="water", removed=True)
    story(5, f.TicketPrioritised, ticket="a", priority="pregnant")
    story(6, f.TicketPrinted, ticket="a", ok=False, problem="no paper")
    story(7, f.TicketRated, ticket="a", score=5)
    ticket = story.ticket()
    assert (ticket.marks, ticket.priority, ticket.printed, ticket.rating) == (("recovery",), "pregnant", False, 5)
    assert ticket.state == WAITING


# --- what cannot be right ---


def test_a_ghost_is_kept_flagged_and_whole_once_its_issue_arrives_late():
    story = Story()
    story.call(5, "a")
    ghost = story.ticket()
    assert (ghost.state, ghost.flags, ghost.issued_at, ghost.leg.wait_s) == (CALLED, ("issue_unknown",), None, None)
    story.issue(0, "a", then=("cards",))  # told last, happened first
    ticket = story.ticket()
    assert (ticket.flags, ticket.number, ticket.leg.wait_s, ticket.then) == ((), "A", 300, ("cards",))


def test_an_issue_with_a_clock_that_runs_ahead_keeps_all_it_says():
    story = Story()
    story.call(5, "a")
    story.start(6, "a")
    story.issue(7, "a", then=("cards",), priority="vip", printed=True, to_staff="1021", visit="v")
    ticket = story.ticket()
    assert (ticket.state, ticket.flags) == (SERVING, ("issued_after_event",))
    assert (ticket.service, ticket.then, ticket.priority, ticket.visit) == ("cash", ("cards",), "vip", "v")
    assert (ticket.printed, ticket.leg.to_staff, ticket.leg.wait_s) == (True, "1021", 0)
    story.finish(12, "a")
    assert (story.ticket().state, story.ticket().service) == (WAITING, "cards")


def test_a_ghost_sent_to_another_counter_learns_its_service_from_the_late_issue():
    story = Story()
    story.call(1, "a")
    story(2, f.TicketTransferred, ticket="a", to_counter="2")
    story.issue(3, "a", "cards")
    assert [leg.service for leg in story.ticket().legs] == ["cards", "cards"]


def test_issued_twice_is_flagged_and_the_first_issue_counts():
    story = Story()
    story.issue(0, "a", "cash")
    story.issue(2, "a", "cards")
    assert (story.ticket().service, story.ticket().issued_at) == ("cash", minute(0))
    assert story.ticket().flags == ("issued_twice",)


@pytest.mark.parametrize("order", list(permutations(("call", "start", "finish"))), ids="-".join)
def test_whatever_the_clocks_say_a_finished_ticket_is_finished(order):
    story = Story()
    story.issue(0, "a")
    for at, what in enumerate(order, 1):
        getattr(story, what)(at, "a")
    ticket = story.ticket()
    assert ticket.state == FINISHED
    assert (ticket.leg.called_at is not None, ticket.leg.counter) == (True, "1")
    assert bool(ticket.flags) == (order != ("call", "start", "finish"))


def test_a_call_dated_after_the_start_does_not_take_the_customer_from_the_counter():
    story = Story()
    story.issue(0, "a")
    story.start(5, "a")
    story.call(5.1, "a", staff="1021")
    ticket = story.ticket()
    assert (ticket.state, ticket.counter, ticket.leg.staff) == (SERVING, "1", "1021")
    assert ticket.flags == ("called_after_start",)


@pytest.mark.parametrize("end", [f.TicketNoShow, f.TicketCancelled, f.TicketLeft])
def test_an_end_after_the_finish_changes_nothing_but_the_flags(end):
    story = Story()
    story.issue(0, "a")
    story.call(5, "a")
    story.finish(9, "a")
    story(10, end, ticket="a")
    assert (story.ticket().state, story.ticket().leg.ended_at) == (FINISHED, minute(9))
    assert story.ticket().flags == ("ended_twice",)


def test_a_finish_after_another_end_wins():
    story = Story()
    story.issue(0, "a")
    story.call(5, "a")
    story(6, f.TicketNoShow, ticket="a")
    story.finish(9, "a")
    assert (story.ticket().state, story.ticket().flags) == (FINISHED, ("ended_twice",))


def test_called_at_two_counters_is_flagged_and_the_later_call_holds():
    story = Story()
    story.issue(0, "a")
    story.call(5, "a", "1")
    story.call(6, "a", "2")
    assert (story.ticket().counter, story.ticket().flags) == ("2", ("called_at_two_counters",))
    assert story.ticket().leg.wait_s == 300


@pytest.mark.parametrize(
    ("kind", "flag"),
    [
        (f.TicketCalled, "called_after_end"),
        (f.TicketRecalled, "called_after_end"),
        (f.TicketHeld, "held_after_end"),
        (f.TicketResumed, "resumed_not_held"),
        (f.TicketRequeued, "requeued_after_end"),
        (f.TicketTransferred, "transferred_after_end"),
    ],
)
def test_what_happens_after_leaving_is_flagged(kind, flag):
    story = Story()
    story.issue(0, "a")
    story(5, f.TicketLeft, ticket="a")
    story(6, kind, ticket="a", **({"counter": "1"} if kind is f.TicketCalled else {}))
    assert story.ticket().flags == (flag,)


def test_an_end_that_does_not_fit_is_flagged():
    story = Story()
    story.issue(0, "a")
    story(1, f.TicketNoShow, ticket="a")
    assert (story.ticket().state, story.ticket().flags) == (NO_SHOW, ("end_before_call",))
    story.issue(0, "b")
    story.call(1, "b")
    story.start(2, "b")
    story(3, f.TicketCancelled, ticket="b")
    assert (story.ticket("b").state, story.ticket("b").flags) == (CANCELLED, ("end_unexpected",))


# --- undo ---


def test_an_undone_call_puts_the_ticket_back_where_it_was():
    story = Story()
    story.issue(0, "a")
    before = story.ticket()
    story.undo(5.1, story.call(5, "a"))
    assert story.ticket() == before


def test_an_undo_that_arrives_before_what_it_undoes_still_undoes_it():
    story = Story()
    story.issue(0, "a")
    story.undo(5.1, story.call(5, "a"))
    book = Book(reversed(story.facts))
    assert book.lobby() == story.lobby
    assert book.lobby().tickets["a"].state == WAITING


def test_an_undone_issue_leaves_no_ghost_whatever_the_printer_says_afterwards():
    story = Story()
    issued = story.issue(0, "a")
    story.undo(0.1, issued)
    story(0.2, f.TicketPrinted, ticket="a", ok=False, problem="no paper")
    book = Book(story.facts)
    assert (book.ticket("a"), list(book.open_tickets())) == (None, [])
    assert len(book.facts_of("ticket:a")) == 3


def test_an_undone_issue_of_somebody_who_was_called_all_the_same_stays_a_ghost():
    story = Story()
    story.undo(0.1, story.issue(0, "a"))
    story.call(1, "a")
    assert (story.ticket().state, story.ticket().flags) == (CALLED, ("issue_unknown",))


def test_a_counter_whose_only_opening_was_undone_is_not_open_to_the_desk():
    story = Story()
    opened = story.open(0)
    book = Book([opened])
    assert book.counters()["1"].state == "open"
    book.add(story.undo(0.1, opened))
    assert dict(book.counters()) == {}
    assert (book.counter("1"), dict(book.lobby().counters)) == (None, {})


# --- counters ---


def test_spells_tell_a_counters_day():
    story = Story()
    story(-5, f.StaffSignedOn, counter="1", staff="1021", skills=("cash",))
    story.open(0, staff="1021")
    story(60, f.CounterPaused, counter="1", reason="lunch", until=minute(90))
    assert (story.counter().state, story.counter().reason, story.counter().returns_at) == (
        "paused",
        "lunch",
        minute(90),
    )
    story(92, f.CounterResumed, counter="1")
    assert (story.counter().state, story.counter().returns_at, story.counter().skills) == ("open", None, ("cash",))
    story(400, f.CounterClosed, counter="1")
    counter = story.counter()
    assert (counter.state, counter.staff, counter.skills) == ("closed", "", ())
    assert [(s.state, s.since, s.until, s.staff, s.reason) for s in counter.spells] == [
        ("open", minute(0), minute(60), "1021", ""),
        ("paused", minute(60), minute(92), "1021", "lunch"),
        ("open", minute(92), minute(400), "1021", ""),
    ]
    assert counter.flags == ()


def test_a_change_of_staff_begins_a_new_spell_and_brings_its_own_skills():
    story = Story()
    story.open(0, staff="1021")
    story(0, f.StaffSignedOn, counter="1", staff="1021", skills=("cash",))
    story.open(60, staff="1034")
    counter = story.counter()
    assert (counter.staff, counter.skills) == ("1034", ())
    story(90, f.StaffSignedOn, counter="1", staff="1040", skills=("cards",))
    counter = story.counter()
    assert [(spell.staff, spell.since) for spell in counter.spells] == [
        ("1021", minute(0)),
        ("1034", minute(60)),
        ("1040", minute(90)),
    ]
    assert (counter.state, counter.since, counter.skills) == ("open", minute(60), ("cards",))


def test_signing_off_ends_the_persons_spell_but_not_the_counters():
    story = Story()
    story.open(0, staff="1021")
    story(30, f.StaffSignedOff, counter="1", staff="1021")
    counter = story.counter()
    assert (counter.state, counter.staff) == ("open", "")
    assert [(spell.staff, spell.until) for spell in counter.spells] == [("1021", minute(30)), ("", None)]


def test_signing_off_after_the_next_person_signed_on_does_not_sign_them_off():
    story = Story()
    story.open(0, staff="1021")
    story(30, f.StaffSignedOn, counter="1", staff="1034", skills=("cash",))
    story(30.1, f.StaffSignedOff, counter="1", staff="1021")
    counter = story.counter()
    assert (counter.staff, counter.skills, counter.flags) == ("1034", ("cash",), ("signed_off_elsewhere",))


def test_a_pause_or_return_that_cannot_be_is_flagged():
    story = Story()
    story(0, f.CounterPaused, counter="1", reason="lunch")
    assert (story.counter().state, story.counter().flags) == ("closed", ("paused_while_closed",))
    story.open(1)
    story(2, f.CounterResumed, counter="1")
    assert (story.counter().state, story.counter().flags) == ("open", ("paused_while_closed", "resumed_not_paused"))


def test_opening_again_is_how_some_machines_say_resumed():
    story = Story()
    story.open(0, staff="1021")
    story(5, f.CounterPaused, counter="1", until=minute(10))
    story.open(9)
    assert (story.counter().state, story.counter().returns_at, story.counter().staff) == ("open", None, "1021")


def test_services_and_closing_twice():
    story = Story()
    story.open(0, services=("cash",))
    story(1, f.CounterServicesSet, counter="1", services=("cards", "cash"))
    assert story.counter().services == ("cards", "cash")
    story(5, f.CounterClosed, counter="1")
    story(6, f.CounterClosed, counter="1")
    assert (story.counter().since, len(story.counter().spells)) == (minute(5), 1)


def test_a_counter_that_asks_for_help_is_answered_after_so_many_seconds():
    story = Story()
    story.open(0)
    story(10, f.HelpAsked, counter="1", reason="cash")
    story(11, f.HelpAsked, counter="1", reason="dispute")
    assert (story.counter().asked_at, story.counter().asked_reason) == (minute(10), "dispute")
    story(12, f.HelpAnswered, counter="1")
    assert (story.counter().asked_at, story.counter().answered_s) == (None, 120)
    story(13, f.HelpAnswered, counter="1")
    assert story.counter().answered_s == 120


# --- queues, feeds, the hall ---


def test_a_queue_closes_opens_and_keeps_reserved_numbers():
    story = Story()
    story(0, f.NumbersReserved, service="cash", first=500, last=550)
    story(1, f.QueueClosed, service="cash", reason="too late")
    queue = story.lobby.queues["cash"]
    assert (queue.closed, queue.reason, queue.reserved) == (True, "too late", ((500, 550, "paper"),))
    story(2, f.QueueOpened, service="cash")
    assert (story.lobby.queues["cash"].closed, story.lobby.queues["cash"].reason) == (False, "")


def test_a_feed_is_lost_taken_over_and_comes_back():
    story = Story()
    story(0, f.FeedRestored, feed="fqm")
    story(10, f.FeedLost, feed="fqm", problem="no answer")
    feed = story.lobby.feeds["fqm"]
    assert (feed.state, feed.since, feed.problem, feed.taken_over_at) == ("down", minute(10), "no answer", None)
    story(11, f.DeskTookOver, feed="fqm")
    assert story.lobby.feeds["fqm"].taken_over_at == minute(11)
    story(30, f.FeedRestored, feed="fqm")
    story(30, f.FeedReset, feed="fqm", epoch="2", cause="numbers restarted")
    story(30, f.FeedGap, feed="fqm", since=minute(10))
    story(30, f.FeedUnmapped, feed="fqm", field="status", value="7")
    story(31, f.FeedUnmapped, feed="fqm", field="status", value="7")
    story(32, f.DeskHandedBack, feed="fqm")
    feed = story.lobby.feeds["fqm"]
    assert (feed.state, feed.problem, feed.taken_over_at, feed.epoch, feed.resets) == ("up", "", None, "2", 1)
    assert (feed.gaps, feed.unmapped) == (((minute(10), minute(30)),), (("status", "7"),))


def test_notes_are_kept_in_their_own_order_and_only_so_many_are_shown():
    story = Story()
    for at in range(MAX_NOTES + 3):
        story(at, f.EventNoted, text=f"note {at}", zone="entrance", by="8001")
    hall = fold(reversed(story.facts)).hall
    assert len(hall.notes) == MAX_NOTES
    assert (hall.notes[0].text, hall.notes[-1].text, hall.notes[-1].by) == ("note 3", f"note {MAX_NOTES + 2}", "8001")
    story(0, f.SettingsChanged, changes=(("look.theme", '"light"', '"dark"'),))
    assert story.lobby.hall.settings_changes == 1


def test_the_lobby_knows_the_latest_instant_it_heard_of():
    story = Story()
    story.issue(30, "a")
    story.issue(10, "b")
    assert story.lobby.last_at == minute(30)


def test_four_thousand_facts_arriving_backwards_are_folded_without_delay():
    story = Story()
    for at in range(500):
        key = f"t{at}"
        story.issue(at, key)
        story.call(at + 5, key)
        story.start(at + 6, key)
        story.finish(at + 9, key)
        for mark in ("water", "preaccept", "recovery", "diverted"):
            story(at + 2, f.TicketMarked, ticket=key, mark=mark)
    arrived = list(reversed(story.facts))
    assert len(arrived) == 4000
    lobby = fold(arrived)
    assert lobby == story.lobby
    assert all(isinstance(ticket, Ticket) and ticket.flags == () for ticket in lobby.tickets.values())
    assert lobby.last_at == NINE + timedelta(minutes=499 + 9)
