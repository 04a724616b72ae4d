"""The sample branch: a believable day, the same for the same seed, called by the published rule and without a flaw."""

from __future__ import annotations

import statistics
import time as clock
from collections import Counter as Tally
from datetime import date, datetime, time, timedelta
from itertools import islice
from random import Random

import msgspec
import pytest

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.arrivals import customers, day_level, half_hours, handling_s, opening, reserve_counter
from lobbyconsole.domain.branch import Branch, CounterPlace, NumberRule, OpeningHours, Service
from lobbyconsole.domain.calling import choose
from lobbyconsole.domain.explain import explain
from lobbyconsole.domain.jumps import jumps_left
from lobbyconsole.domain.lobby import ENDED, WAITING, Book, fold
from lobbyconsole.domain.measures import handling_times
from lobbyconsole.domain.picture import ACT, OK, WATCH, paint
from lobbyconsole.domain.sample import lively_seed, sample_branch, simulate_day
from lobbyconsole.domain.sample_day import SampleDay
from tests.domain.strategies import HALL

BANK = sample_branch("bank")
ORDINARY = date(2026, 11, 18)  # a Wednesday
SECTORS = pytest.mark.parametrize("branch", [BANK, sample_branch("telecom")], ids=lambda branch: branch.sector)


def at(hour: int, minute: int = 0, day: date = ORDINARY, branch: Branch = BANK) -> datetime:
    return datetime.combine(day, time(hour, minute), branch.tz)


@pytest.fixture(scope="module")
def days() -> dict[tuple[date, int], list[f.Fact]]:
    """Three ordinary days, and a month's end."""
    found = {(ORDINARY + timedelta(days=n), 0): simulate_day(BANK, ORDINARY + timedelta(days=n)) for n in range(3)}
    found[date(2026, 11, 30), 0] = simulate_day(BANK, date(2026, 11, 30))
    return found


# --- the branch ---


def test_the_bank_is_the_one_in_the_pictures():
    assert (BANK.name("zh"), BANK.name("en")) == ("城东支行", "East Gate branch")
    prefixes = {service.id: service.numbers.prefix for service in BANK.services}
    assert "".join(prefixes.values()) == "ABCVE"
    takes = ["·".join(prefixes[service] for service in place.services) for place in BANK.counters]
    assert takes == ["A", "A", "A·B", "B", "A·B", "C", "V", "E"]


@SECTORS
def test_services_have_names_in_both_languages_and_numbers_of_their_own(branch):
    assert all(service.title_zh and service.title_en for service in branch.services)
    assert len({service.numbers.prefix for service in branch.services}) == len(branch.services)
    assert len(branch.counters) == 8


# --- the day ---


def test_the_same_arguments_give_the_same_facts_and_others_give_others():
    early = at(10)
    day = simulate_day(BANK, ORDINARY, 3, until=early)
    assert day == simulate_day(BANK, ORDINARY, 3, until=early)
    assert day != simulate_day(BANK, ORDINARY, 4, until=early)
    renamed = simulate_day(msgspec.structs.replace(BANK, code="0999"), ORDINARY, 3, until=early)
    assert not {fact.id for fact in day} & {fact.id for fact in renamed}


def test_a_day_up_to_an_instant_is_the_beginning_of_the_whole_day(days):
    noon = at(12)
    assert simulate_day(BANK, ORDINARY, until=noon) == [fact for fact in days[ORDINARY, 0] if fact.at < noon]


def test_a_day_played_in_pieces_is_the_day_played_at_once(days):
    played = SampleDay(BANK, ORDINARY)
    pieces = [played.run(at(8) + timedelta(minutes=7 * n)) for n in range(200)]
    assert [fact for piece in pieces for fact in piece] == days[ORDINARY, 0]
    assert played.next_at is None
    assert played.run() == []


def test_facts_are_told_in_order_and_each_has_an_id_of_its_own(days):
    for facts in days.values():
        assert [fact.at for fact in facts] == sorted(fact.at for fact in facts)
        assert len({fact.id for fact in facts}) == len(facts)
        assert {fact.source for fact in facts} == {"simulator"}


def test_at_the_end_everybody_has_gone_every_counter_is_closed_and_nothing_is_flagged(days):
    for (day, _), facts in days.items():
        lobby = fold(facts)
        assert {ticket.state for ticket in lobby.tickets.values()} <= ENDED
        assert {counter.state for counter in lobby.counters.values()} == {"closed"}
        assert all(counter.asked_at is None for counter in lobby.counters.values())
        # A day must leave nothing behind for the next one.
        assert all(set(c.services) <= set(BANK.counter(c.id).services) for c in lobby.counters.values())  # type: ignore[union-attr]
        assert paint(BANK, lobby, at(20, day=day)).flagged == ()


def test_nobody_is_called_to_a_counter_that_is_not_open_or_has_somebody(days):
    for facts in days.values():
        book = Book()
        for told in facts:
            if isinstance(told, f.TicketCalled):
                assert book.counters()[told.counter].state == "open"
                assert all(ticket.counter != told.counter for ticket in book.open_tickets())
            book.add(told)


def test_an_ordinary_day_has_about_five_hundred_tickets_and_the_months_end_more(days):
    counts = {day: sum(isinstance(fact, f.TicketIssued) for fact in facts) for (day, _), facts in days.items()}
    weekdays = [count for day, count in counts.items() if day.weekday() < 5 and day.day < 28]
    assert all(420 <= count <= 580 for count in weekdays)
    assert 440 <= statistics.mean(weekdays) <= 550
    assert counts[date(2026, 11, 30)] > max(weekdays)


def test_the_morning_is_the_peak_and_noon_is_quiet(days):
    hours: Tally[int] = Tally()
    for (day, _), facts in days.items():
        if day.weekday() < 5:
            hours.update(fact.at.astimezone(BANK.tz).hour for fact in facts if isinstance(fact, f.TicketIssued))
    assert max(hours, key=hours.__getitem__) == 10
    assert hours[10] > 1.25 * hours[12]
    assert hours[15] > hours[12]


def test_everything_that_can_happen_to_a_customer_happens_now_and_then(days):
    kinds = Tally(type(fact) for facts in days.values() for fact in facts)
    wanted = {kind for kind in f.FACTS if kind.kind.startswith("ticket.")} - {f.TicketPrinted}
    wanted |= {f.CounterOpened, f.CounterPaused, f.CounterResumed, f.CounterClosed, f.StaffSignedOn, f.HelpAsked}
    wanted |= {f.HelpAnswered, f.EventNoted, f.QueueOpened, f.QueueClosed, f.CounterServicesSet}
    assert wanted <= set(kinds)
    tickets = [ticket for facts in days.values() for ticket in fold(facts).tickets.values()]
    assert {"elderly", "vip", "infant"} <= {ticket.priority for ticket in tickets}
    assert any(ticket.appointment_at for ticket in tickets)
    assert any(len(ticket.legs) == 2 for ticket in tickets)
    states = Tally(ticket.state for ticket in tickets)
    assert 0.005 < states["no_show"] / len(tickets) < 0.04
    assert states["left"] / len(tickets) < 0.03


def test_pauses_say_why_and_when_the_counter_is_back(days):
    paused = [fact for facts in days.values() for fact in facts if isinstance(fact, f.CounterPaused)]
    assert {fact.reason for fact in paused} == {"lunch", "break", "cash"}
    assert all(fact.until is not None and fact.at < fact.until <= fact.at + timedelta(minutes=40) for fact in paused)


def test_staff_are_numbers_with_skills_and_sign_on_before_their_counter_opens(days):
    book = Book(fact for fact in days[ORDINARY, 0] if fact.at < at(9, 30))
    for place in BANK.counters:
        counter = book.counter(place.id)
        if place is reserve_counter(BANK):
            assert counter is None
            continue
        assert counter is not None
        assert (counter.state, counter.staff.isdigit()) == ("open", True)
        assert set(place.services) < set(counter.skills)


def test_handling_times_are_lognormal_with_the_mean_of_the_service_and_a_variation_of_four_fifths():
    random = Random(1)
    drawn = [handling_s(random, 300) for _ in range(20_000)]
    assert statistics.mean(drawn) == pytest.approx(300, rel=0.03)
    assert statistics.stdev(drawn) / statistics.mean(drawn) == pytest.approx(0.8, abs=0.06)


def test_measured_handling_times_are_near_those_set_up(days):
    legs = [leg for facts in days.values() for ticket in fold(facts).tickets.values() for leg in ticket.legs]
    for service in BANK.services:
        times = handling_times(leg for leg in legs if leg.service == service.id)
        assert statistics.mean(times) == pytest.approx(service.typical_s, rel=0.2)


# --- the rule ---


def test_whoever_is_called_is_whom_the_rule_chooses(days):
    for facts in islice(days.values(), 1):
        book = Book()
        calls = 0
        for told in facts:
            if isinstance(told, f.TicketCalled):
                counter = book.counter(told.counter)
                assert counter is not None
                waiting = [ticket for ticket in book.open_tickets() if ticket.state == WAITING]
                left = jumps_left(BANK, book.tickets(), book.counters(), told.at)
                chosen = choose(BANK, counter, book.counters(), waiting, told.at, left)
                assert chosen is not None
                assert chosen.key == told.ticket
                calls += 1
            book.add(told)
        assert calls > 400


def test_every_ticket_of_a_day_can_be_explained(days):
    facts = [fact for fact in days[ORDINARY, 0] if fact.at < at(10, 42)]
    lobby = fold(facts)
    for key, ticket in islice(lobby.tickets.items(), 0, None, 3):
        assert ticket.number in str(explain(BANK, lobby.tickets, lobby.counters, key, at(10, 42)))


# --- the floor of the demo ---


@SECTORS
def test_the_demo_opens_on_a_floor_with_all_three_levels_and_a_counter_left_to_open(branch):
    for day in (date(2026, 11, 21), date(2026, 11, 30)):
        now = at(10, 42, day, branch)
        facts = simulate_day(branch, day, lively_seed(branch, day, now), until=now)
        picture = paint(branch, fold(facts), now)
        assert {block.level for row in picture.rows for block in row.blocks} == {OK, WATCH, ACT}
        assert picture.figures.longest_s is not None
        assert 12 * 60 <= picture.figures.longest_s <= 18 * 60
        assert 10 <= picture.figures.waiting <= 34
        assert {tile.activity for tile in picture.tiles} >= {"closed", "serving"}


# --- any branch ---


@pytest.mark.parametrize(
    "branch",
    [
        HALL,
        Branch(services=HALL.services[:1], counters=(CounterPlace(id="only"),)),
        msgspec.structs.replace(HALL, hours=OpeningHours(week=((time(14), time(22)),) * 7)),
        msgspec.structs.replace(HALL, hours=OpeningHours(week=((time(9), time(9, 20)),) * 7)),
        msgspec.structs.replace(HALL, hours=OpeningHours(week=(None,) * 7)),
        msgspec.structs.replace(HALL, zone="America/New_York"),
        msgspec.structs.replace(
            HALL,
            services=tuple(
                msgspec.structs.replace(s, numbers=NumberRule(last=20, width=2, reserved=((3, 18),), restart="never"))
                for s in HALL.services
            ),
        ),
    ],
    ids=["three counters", "one counter", "evenings", "twenty minutes", "never open", "New York", "few numbers"],
)
def test_any_branch_gets_a_day_without_a_flaw(branch):
    facts = simulate_day(branch, ORDINARY)
    lobby = fold(facts)
    assert lobby.tickets
    assert {ticket.state for ticket in lobby.tickets.values()} <= ENDED
    flagged = {flag.code for flag in paint(branch, lobby, at(23, 30, branch=branch)).flagged}
    assert flagged <= ({"number_twice"} if branch.services[0].numbers.last == 20 else set())
    opens, closes = opening(branch, ORDINARY)
    issued = [fact.at for fact in facts if isinstance(fact, f.TicketIssued)]
    assert opens - timedelta(minutes=10) <= min(issued) <= max(issued) < closes


@pytest.mark.parametrize("branch", [Branch(), Branch(services=HALL.services), Branch(counters=(CounterPlace(id="1"),))])
def test_a_branch_without_services_or_counters_has_no_day(branch):
    assert simulate_day(branch, ORDINARY) == []


def test_reserved_numbers_are_not_given():
    rule = NumberRule(reserved=((1, 30),), last=120)
    branch = msgspec.structs.replace(
        HALL, services=(msgspec.structs.replace(HALL.services[0], numbers=rule), *HALL.services[1:])
    )
    given = [fact.number for fact in simulate_day(branch, ORDINARY) if isinstance(fact, f.TicketIssued)]
    assert "A031" in given
    assert not {rule.show(number) for number in range(1, 31)} & {n for n in given if n.startswith("A")}


# --- demand ---


def test_paydays_and_the_months_end_are_busier():
    assert day_level(date(2026, 11, 30)) > 1.1
    assert day_level(date(2026, 6, 15)) > day_level(date(2026, 6, 22))
    assert day_level(date(2026, 11, 22)) < day_level(date(2026, 11, 18)) < day_level(date(2026, 11, 16))


def test_expected_half_hours_add_up_and_arrivals_follow_them():
    expected = half_hours(BANK, ORDINARY)
    assert expected[0][0] == opening(BANK, ORDINARY)[0] - timedelta(minutes=10)
    total = sum(sum(by_service.values()) for _, by_service in expected)
    drawn = [len(customers(BANK, ORDINARY, Random(n))) for n in range(20)]
    assert statistics.mean(drawn) == pytest.approx(total * day_level(ORDINARY), rel=0.06)


def test_a_service_nobody_takes_gets_no_customers():
    extra = Service(id="closed", title_zh="停办", title_en="Stopped")
    branch = msgspec.structs.replace(HALL, services=(*HALL.services, extra))
    assert "closed" not in {customer.service for customer in customers(branch, ORDINARY, Random(1))}


# --- histories ---


def test_no_ticket_is_of_two_days():
    small = msgspec.structs.replace(BANK, hours=OpeningHours(week=((time(9), time(10)),) * 7))
    history = [simulate_day(small, day, 5) for day in (ORDINARY, ORDINARY + timedelta(days=1))]
    keys = [{fact.ticket for fact in facts if isinstance(fact, f.TicketIssued)} for facts in history]
    assert not keys[0] & keys[1]


def test_two_days_in_one_journal_do_not_disturb_each_other(days):
    first, second = days[ORDINARY, 0], days[ORDINARY + timedelta(days=1), 0]
    lobby = fold([*first, *second])
    assert paint(BANK, lobby, at(20, 0, ORDINARY + timedelta(days=1))).flagged == ()
    assert {ticket.state for ticket in lobby.tickets.values()} <= ENDED


def test_a_day_is_played_in_well_under_half_a_second():
    took = []
    for seed in range(3):
        began = clock.process_time()
        simulate_day(BANK, ORDINARY, seed)
        took.append(clock.process_time() - began)
    assert min(took) < 0.5  # 0.13 s when written
