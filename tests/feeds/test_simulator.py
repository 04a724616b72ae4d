"""The simulator: today so far at once, then each fact at its time, and people on the same hall are left alone."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import msgspec
import pytest

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.lobby import AT_COUNTER, CALLED, ENDED, HELD, SERVING, WAITING, Book, Lobby, Ticket
from lobbyconsole.domain.picture import paint
from lobbyconsole.domain.sample import sample_branch, simulate_day
from lobbyconsole.feeds.simulator import Simulator
from tests.fakes import FixedClock
from tests.feeds.links import ListLink

BANK = sample_branch("bank")
DAY = date(2026, 11, 18)


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime.combine(DAY, time(hour, minute, second), BANK.tz).astimezone(UTC)


def link_at(hour: int, minute: int = 0, **options) -> ListLink:
    return ListLink(FixedClock(at(hour, minute)), **options)


# --- the day and its time ---


def test_what_was_today_comes_at_once_and_every_other_fact_at_its_time():
    link = link_at(10, 42)
    Simulator(BANK, seed=4).run(link)
    day = simulate_day(BANK, DAY, 4)
    assert link.facts == day
    first, *others = zip(link.deliveries, link.delivered_at, strict=True)
    assert first[0][0] == [fact for fact in day if fact.at < at(10, 42)]
    for (facts, _), told_at in others:
        assert all(timedelta(0) < told_at - fact.at <= timedelta(seconds=1.1) for fact in facts)
    assert link.clock() > at(17)
    assert max(b - a for a, b in itertools.pairwise(link.alive_at)) <= timedelta(seconds=1)


def test_without_a_seed_the_floor_of_the_demo_is_worth_looking_at():
    link = link_at(10, 42, stop_after=0)
    Simulator(BANK).run(link)
    picture = paint(BANK, link.book.lobby(), at(10, 42))
    assert {block.level for row in picture.rows for block in row.blocks} == {"ok", "watch", "act"}


@pytest.mark.parametrize(("hour", "minute"), [(23, 10), (4, 30), (8, 0), (9, 5), (16, 50)])
def test_at_night_the_day_is_moved_so_that_it_is_mid_morning_now(hour, minute):
    link = link_at(hour, minute, stop_after=600)
    Simulator(BANK, seed=4).run(link)
    offset = at(hour, minute) - at(10, 42)
    expected = simulate_day(BANK, DAY, 4, until=link.clock() - offset)
    assert [fact.at - offset for fact in link.facts] == [fact.at for fact in expected]
    assert all(
        fact.at <= told_at
        for (facts, _), told_at in zip(link.deliveries, link.delivered_at, strict=True)
        for fact in facts
    )
    paused = [fact for fact in link.facts if isinstance(fact, f.CounterPaused)]
    assert paused
    assert all(fact.until is not None and fact.at < fact.until < fact.at + timedelta(minutes=40) for fact in paused)


def test_after_midnight_the_business_day_is_still_yesterday():
    clock = FixedClock(datetime.combine(DAY + timedelta(days=1), time(1), BANK.tz))
    link = ListLink(clock, stop_after=0)
    Simulator(BANK, seed=4).run(link)
    assert json.loads(link.cursor)["day"] == DAY.isoformat()


def test_a_faster_day_is_over_sooner_and_never_told_before_its_time():
    link = link_at(10, 42)
    Simulator(BANK, seed=4, speed=60).run(link)
    assert [fact.id for fact in link.facts] == [fact.id for fact in simulate_day(BANK, DAY, 4)]
    assert timedelta(minutes=6) < link.clock() - at(10, 42) < timedelta(minutes=9)
    assert all(
        fact.at <= told_at
        for (facts, _), told_at in zip(link.deliveries, link.delivered_at, strict=True)
        for fact in facts
    )


def test_facts_carry_the_feeds_name():
    link = link_at(10, 42, name="demo", stop_after=0)
    Simulator(BANK, seed=4).run(link)
    assert {fact.source for fact in link.facts} == {"demo"}


@pytest.mark.parametrize(("lang", "chinese"), [("zh", True), ("en", False)])
def test_a_note_of_the_day_is_written_in_one_language(lang: str, chinese: bool):
    notes = []
    for seed in range(1, 5):
        link = link_at(17)
        Simulator(BANK, seed=seed, lang=lang).run(link)
        notes += [fact.text for fact in link.facts if isinstance(fact, f.EventNoted)]
    assert notes
    for note in notes:
        assert any("\u4e00" <= sign <= "\u9fff" for sign in note) is chinese, note
        assert any("a" <= sign <= "z" for sign in note) is not chinese, note


def test_a_branch_without_counters_is_quiet():
    link = link_at(10, 42)
    Simulator(msgspec.structs.replace(BANK, counters=())).run(link)
    assert link.facts == []


@pytest.mark.parametrize("speed", [0, -1, 1e9, float("nan")])
def test_a_speed_that_cannot_be_is_refused(speed):
    with pytest.raises(ValueError, match="speed"):
        Simulator(BANK, speed=speed)


# --- stopped and started again ---


@pytest.mark.parametrize("stopped_after", [0, 1, 100])
def test_after_a_restart_the_day_goes_on_without_loss_or_repetition(stopped_after):
    link = link_at(10, 42, stop_after=stopped_after)
    Simulator(BANK, seed=4, speed=60).run(link)
    again = ListLink(link.clock, cursor=link.cursor)
    again.clock.advance(90)  # the console was off for so long
    Simulator(BANK, seed=99, speed=1).run(again)  # the plan of the day is kept, whatever is asked for now
    told = [*link.facts, *again.facts]
    assert [fact.id for fact in told] == [fact.id for fact in simulate_day(BANK, DAY, 4)]
    assert [fact.at for fact in told] == sorted(fact.at for fact in told)


def test_a_day_that_is_over_is_not_played_again():
    link = link_at(10, 42)
    Simulator(BANK, seed=4, speed=60).run(link)
    again = ListLink(link.clock, cursor=link.cursor)
    Simulator(BANK, seed=4).run(again)
    assert again.facts == []


@pytest.mark.parametrize("cursor", ["", "nonsense", "[]", '{"day": 3}', '{"told": null}', '"x"'])
def test_a_cursor_that_is_none_begins_a_day(cursor):
    link = link_at(10, 42, cursor=cursor, stop_after=0)
    Simulator(BANK, seed=4).run(link)
    assert link.facts == simulate_day(BANK, DAY, 4, until=at(10, 42))


def test_yesterdays_cursor_begins_a_new_day():
    link = link_at(10, 42, stop_after=0)
    Simulator(BANK, seed=4).run(link)
    link.clock.advance(timedelta(days=1))
    tomorrow = ListLink(link.clock, cursor=link.cursor, stop_after=0)
    Simulator(BANK, seed=4).run(tomorrow)
    assert json.loads(tomorrow.cursor)["day"] == (DAY + timedelta(days=1)).isoformat()
    assert not {fact.id for fact in link.facts} & {fact.id for fact in tomorrow.facts}


# --- beside people ---


class Desk:
    """Somebody at the console of the simulated hall, acting through the same book."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.facts: list[f.Fact] = []

    def __call__(self, now: datetime, kind: Callable[..., f.Fact], **fields) -> f.Fact:
        count = len(self.facts)
        # Decided just before the simulator looks again.
        fact = kind(id=f"desk{count}", at=now - timedelta(milliseconds=1), source="desk", seq=10**6 + count, **fields)
        self.facts.append(fact)
        self.book.add(fact)
        return fact

    def waiting(self) -> Ticket:
        """Whoever has waited longest."""
        line = [ticket for ticket in self.book.open_tickets() if ticket.state == WAITING]
        return min(line, key=lambda ticket: (ticket.line_since or ticket.issued_at, ticket.key))


def play(
    act: Callable[[Desk, datetime], object], *, minutes: float = 15, current: Callable[[Book], Lobby] | None = None
):
    """Play from 10:42 on with somebody who acts once, a minute later; gives the link and the desk."""
    book = Book()
    desk = Desk(book)
    pending = [act]

    def between(now: datetime) -> None:
        if pending and now >= at(10, 43):
            pending.pop()(desk, now)

    link = link_at(10, 42, book=book, stop_after=minutes * 60, between=between)
    look = current or (lambda hall: hall.lobby())
    Simulator(BANK, seed=4, current=lambda: look(book)).run(link)
    assert desk.facts
    return link, desk


def told_of(link: ListLink, ticket: str, since: datetime) -> list[f.Fact]:
    return [fact for fact in link.facts if isinstance(fact, f.TicketFact) and fact.ticket == ticket and fact.at > since]


def test_a_ticket_called_by_hand_is_not_called_again():
    def act(desk: Desk, now: datetime) -> None:
        desk(now, f.CounterOpened, counter="5", staff="8001")
        desk(now, f.TicketCalled, ticket=desk.waiting().key, counter="5")

    link, desk = play(act, minutes=9)
    call = desk.facts[-1]
    assert isinstance(call, f.TicketCalled)
    assert told_of(link, call.ticket, call.at) == []
    assert link.book.lobby().tickets[call.ticket].state == CALLED
    assert [fact for fact in link.facts if getattr(fact, "counter", "") == "5"] == []


def test_a_ticket_finished_by_hand_is_finished_and_its_counter_goes_on():
    def act(desk: Desk, now: datetime) -> None:
        served = next(
            ticket for ticket in desk.book.open_tickets() if ticket.state == SERVING and ticket.counter == "1"
        )
        desk(now, f.TicketFinished, ticket=served.key, counter="1")

    link, desk = play(act, minutes=5)
    done = desk.facts[0]
    assert isinstance(done, f.TicketFinished)
    assert told_of(link, done.ticket, done.at) == []
    calls = [fact.at for fact in link.facts if isinstance(fact, f.TicketCalled) and fact.counter == "1"]
    assert timedelta(0) < min(call for call in calls if call > done.at) - done.at < timedelta(seconds=40)


def test_a_ticket_put_on_hold_by_hand_stays_there():
    link, desk = play(lambda desk, now: desk(now, f.TicketHeld, ticket=desk.waiting().key, reason="form"))
    held = desk.facts[0]
    assert isinstance(held, f.TicketHeld)
    assert told_of(link, held.ticket, held.at) == []
    assert link.book.lobby().tickets[held.ticket].state == HELD


def test_a_mark_set_by_hand_does_not_stop_the_ticket_from_being_called():
    link, desk = play(lambda desk, now: desk(now, f.TicketMarked, ticket=desk.waiting().key, mark="preaccept"))
    marked = desk.facts[0]
    assert isinstance(marked, f.TicketMarked)
    assert link.book.lobby().tickets[marked.ticket].state in ENDED | AT_COUNTER


def test_a_counter_opened_by_hand_is_worked_like_the_others():
    link, desk = play(lambda desk, now: desk(now, f.CounterOpened, counter="5", staff="8001"), minutes=10)
    calls = [fact for fact in link.facts if isinstance(fact, f.TicketCalled) and fact.counter == "5"]
    assert len(calls) > 1
    assert timedelta(seconds=10) < calls[0].at - desk.facts[0].at < timedelta(seconds=30)
    assert link.book.counters()["5"].staff == "8001"


@pytest.mark.parametrize("kind", [f.CounterPaused, f.CounterClosed])
def test_at_a_counter_paused_or_closed_by_hand_nobody_is_called(kind):
    link, desk = play(lambda desk, now: desk(now, kind, counter="1"))
    calls = [fact for fact in link.facts if isinstance(fact, f.TicketCalled) and fact.counter == "1"]
    assert [fact for fact in calls if fact.at > desk.facts[0].at] == []


def test_a_counter_at_which_somebody_calls_by_hand_is_theirs_until_ten_minutes_of_nothing():
    def act(desk: Desk, now: datetime) -> None:
        desk(now, f.CounterOpened, counter="5")
        key = desk.waiting().key
        desk(now, f.TicketCalled, ticket=key, counter="5")
        desk(now + timedelta(seconds=1), f.TicketFinished, ticket=key, counter="5")

    link, desk = play(act, minutes=14)
    calls = [fact for fact in link.facts if isinstance(fact, f.TicketCalled) and fact.counter == "5"]
    assert calls
    assert timedelta(minutes=9) < calls[0].at - desk.facts[0].at < timedelta(minutes=12)


def test_a_ticket_left_at_a_counter_by_hand_is_served_after_ten_minutes():
    def act(desk: Desk, now: datetime) -> None:
        desk(now, f.CounterOpened, counter="5")
        desk(now, f.TicketCalled, ticket=desk.waiting().key, counter="5")

    link, desk = play(act)
    call = desk.facts[1]
    assert isinstance(call, f.TicketCalled)
    begun = told_of(link, call.ticket, call.at)[0]
    assert isinstance(begun, f.TicketStarted)
    assert timedelta(minutes=10) <= begun.at - call.at <= timedelta(minutes=11, seconds=2)


def test_a_ticket_issued_by_hand_is_served_with_the_others_and_one_taken_back_is_not_called():
    def act(desk: Desk, now: datetime) -> None:
        desk(now, f.TicketIssued, ticket="walk-in", number="A900", service="cash")
        taken_back = desk(now, f.TicketIssued, ticket="slip", number="A901", service="cash")
        pending.append(taken_back)

    pending: list[f.Fact] = []
    book = Book()
    desk = Desk(book)
    acts = [
        (at(10, 43), act),
        (at(10, 43, 5), lambda desk, now: desk(now, f.ActionUndone, undoes=(pending[0].id,), about="ticket:slip")),
    ]

    def between(now: datetime) -> None:
        if acts and now >= acts[0][0]:
            acts.pop(0)[1](desk, now)

    link = link_at(10, 42, book=book, stop_after=1500, between=between)
    Simulator(BANK, seed=4, current=book.lobby).run(link)
    assert book.lobby().tickets["walk-in"].state in ENDED | AT_COUNTER
    assert "slip" not in book.lobby().tickets
    assert told_of(link, "slip", at(0)) == []


def test_a_hall_that_is_shown_late_is_not_taken_for_peoples_doing():
    shown: list[tuple[int, Lobby]] = []

    def late(book: Book) -> Lobby:
        """The hall as it was some looks ago."""
        shown.append((len(shown), book.lobby()))
        return shown[max(0, len(shown) - 7)][1]

    book = Book()
    link = link_at(10, 42, book=book, stop_after=600)
    Simulator(BANK, seed=4, current=lambda: late(book)).run(link)
    assert link.facts == simulate_day(BANK, DAY, 4, until=link.clock())


def test_a_hall_that_changes_while_it_is_looked_at_is_looked_at_again():
    looks = itertools.count()
    book = Book()

    def current() -> Lobby:
        if next(looks) % 2 == 0:
            raise RuntimeError("dictionary changed size during iteration")
        return book.lobby()

    link = link_at(10, 42, book=book, stop_after=300)
    Simulator(BANK, seed=4, current=current).run(link)
    assert link.facts == simulate_day(BANK, DAY, 4, until=link.clock())


def test_tickets_forgotten_in_the_hall_since_yesterday_are_not_called():
    book = Book()
    old = f.TicketIssued(id="old", at=at(10) - timedelta(days=1), ticket="old", number="A001", service="cash")
    closed = [
        f.CounterOpened(id="opened", at=at(9) - timedelta(days=1), counter="1", staff="1021"),
        f.CounterClosed(id="closed", at=at(17) - timedelta(days=1), counter="1"),
    ]
    for fact in (old, *closed):
        book.add(fact)
    link = link_at(10, 42, book=book, stop_after=300)
    Simulator(BANK, seed=4, current=book.lobby).run(link)
    assert book.lobby().tickets["old"].state == WAITING
    assert link.facts == simulate_day(BANK, DAY, 4, until=link.clock())


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_people_do_the_hall_stays_in_order_to_the_end_of_the_day(seed):
    """A restless manager: every few minutes something, at random. Nobody is called twice, nobody is left behind."""
    random = Random(seed)
    book = Book()
    desk = Desk(book)
    held: set[str] = set()
    due = [at(10, 43)]

    def between(now: datetime) -> None:
        occupied = [ticket.counter for ticket in book.open_tickets() if ticket.counter]
        assert len(set(occupied)) == len(occupied)
        if now < due[0] or now > at(10, 48):  # the day is played sixty times as fast: closing time
            return
        due[0] = now + timedelta(seconds=random.uniform(0, 4))
        counter = random.choice(BANK.counters).id
        state = book.counters()[counter].state if counter in book.counters() else "closed"
        line = [ticket for ticket in book.open_tickets() if ticket.state == WAITING]
        present = [ticket for ticket in book.open_tickets() if ticket.counter == counter]
        deed = random.choice(
            ("call", "call", "finish", "pause", "open", "close", "hold", "cancel", "issue", "mark", "no_show")
        )
        if deed == "call" and state == "open" and line:
            for ticket in present:
                desk(now, f.TicketFinished, ticket=ticket.key, counter=counter)
            desk(now, f.TicketCalled, ticket=random.choice(line).key, counter=counter)
        elif deed == "finish" and present:
            desk(now, f.TicketFinished, ticket=present[0].key, counter=counter)
        elif deed == "no_show" and present and present[0].state == CALLED:
            desk(now, f.TicketNoShow, ticket=present[0].key, counter=counter)
        elif deed == "pause" and state == "open" and not present:
            desk(now, f.CounterPaused, counter=counter, reason="other", until=now + timedelta(seconds=5))
        elif deed == "open" and state != "open":
            desk(now, f.CounterOpened, counter=counter, staff="8001")
        elif deed == "close" and state == "open" and not present and random.random() < 0.3:
            desk(now, f.CounterClosed, counter=counter)
        elif deed == "hold" and line and random.random() < 0.3:
            held.add(random.choice(line).key)
            desk(now, f.TicketHeld, ticket=sorted(held)[-1], reason="form")
        elif deed == "cancel" and line and random.random() < 0.3:
            desk(now, f.TicketCancelled, ticket=random.choice(line).key)
        elif deed == "issue":
            desk(now, f.TicketIssued, ticket=f"desk{len(desk.facts)}", number=f"X{len(desk.facts)}", service="cash")
        elif deed == "mark" and line:
            desk(now, f.TicketMarked, ticket=random.choice(line).key, mark="water")

    link = link_at(10, 42, book=book, between=between)
    Simulator(BANK, seed=seed, speed=60, current=book.lobby).run(link)
    assert len(desk.facts) > 50
    lobby = book.lobby()
    assert not {flag for ticket in lobby.tickets.values() for flag in ticket.flags}
    assert {ticket.state for ticket in lobby.tickets.values()} <= ENDED
    assert {counter.state for counter in lobby.counters.values()} == {"closed"}


def test_after_a_restart_the_hall_is_taken_as_it_is_and_no_counter_is_forgotten():
    def act(desk: Desk, now: datetime) -> None:
        desk(now, f.CounterOpened, counter="5")
        desk(now, f.TicketCalled, ticket=desk.waiting().key, counter="5")

    link, _ = play(act, minutes=8)
    link.clock.advance(30)
    again = ListLink(link.clock, cursor=link.cursor, book=link.book, stop_after=1200)
    Simulator(BANK, current=link.book.lobby).run(again)
    assert paint(BANK, link.book.lobby(), link.clock()).flagged == ()
    calls = {fact.counter for fact in again.facts if isinstance(fact, f.TicketCalled)}
    assert {"1", "2", "3", "4", "5", "6"} <= calls
