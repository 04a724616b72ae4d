"""The published rule: first come first served, head starts that age away, a cap on jumps, and nobody starves."""

from __future__ import annotations

import string
from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.calling import candidates, choose, rule_text, services_of
from lobbyconsole.domain.explain import explain
from lobbyconsole.domain.jumps import jumps_left, ledger, most_in_an_hour, sums_by
from lobbyconsole.domain.lobby import Book, Counter, fold
from tests.domain.strategies import HALL, NINE, Story, any_facts, counters_of, hall, lines, minute, since, waiting

OPEN = counters_of(HALL)
TEN = minute(60)


def order(people, counter="1", branch=HALL, now=TEN, counters=None, left=True):
    """Keys in the order in which this counter would call them."""
    counters = counters or OPEN
    return [c.ticket.key for c in candidates(branch, counters[counter], counters, people, now, left)]


# --- who is next ---


def test_first_come_first_served():
    people = [waiting("late", 30), waiting("early", 10), waiting("middle", 20)]
    assert order(people) == ["early", "middle", "late"]


@given(lines())
@settings(max_examples=50)
def test_inside_one_class_of_one_service_nobody_is_ever_overtaken(people):
    for counter in OPEN:
        found = candidates(HALL, OPEN[counter], OPEN, people, TEN)
        classes: dict[object, list[datetime]] = {}
        for candidate in found:
            ticket = candidate.ticket
            addressed = bool(ticket.leg.to_counter or ticket.leg.to_staff)
            same = (ticket.service, ticket.priority, ticket.appointment_at, addressed)
            classes.setdefault(same, []).append(since(ticket))
        assert all(stood == sorted(stood) for stood in classes.values())


@given(lines(), st.randoms())
@settings(max_examples=50)
def test_the_choice_does_not_depend_on_the_order_in_which_people_are_given(people, random):
    mixed = list(people)
    random.shuffle(mixed)
    for counter in OPEN:
        assert order(mixed, counter) == order(people, counter)
        chosen = choose(HALL, OPEN[counter], OPEN, mixed, TEN)
        assert (chosen.key if chosen else None) == next(iter(order(people, counter)), None)


def test_a_head_start_goes_before_those_who_have_waited_little_longer():
    people = [waiting("plain", 50), waiting("elderly", 55, priority="elderly"), waiting("vip", 56, priority="vip")]
    # Minutes waited and head start: elderly 5 + 10, plain 10, vip 4 + 5.
    assert order(people) == ["elderly", "plain", "vip"]


def test_whoever_has_waited_longer_than_the_head_start_goes_first():
    assert order([waiting("plain", 44), waiting("elderly", 55, priority="elderly")])[0] == "plain"
    assert order([waiting("plain", 46), waiting("elderly", 55, priority="elderly")])[0] == "elderly"


def test_twenty_minutes_go_before_every_head_start():
    branch = hall(head_start_min={"elderly": 60})
    people = [waiting("plain", 40), waiting("elderly", 41, priority="elderly")]
    assert order(people, branch=branch) == ["plain", "elderly"]
    assert order(people, branch=branch, now=minute(59.9)) == ["elderly", "plain"]


def test_without_jumps_left_head_starts_do_not_count():
    people = [waiting("plain", 50), waiting("elderly", 55, priority="elderly"), waiting("b", 56, appointment_at=TEN)]
    assert order(people)[:2] == ["elderly", "b"]
    assert order(people, left=False) == ["plain", "elderly", "b"]


def test_a_booked_customer_is_called_from_five_minutes_before_the_slot():
    booked = waiting("booked", 30, appointment_at=minute(70))
    people = [booked, waiting("plain", 53)]
    assert order(people, now=minute(64.9)) == ["plain", "booked"]  # still early: only if nobody else waits
    assert order(people, now=minute(65)) == ["booked", "plain"]
    assert order([booked], now=minute(40)) == ["booked"]


def test_an_early_customer_does_not_starve_anybody_by_having_come_very_early():
    people = [waiting("booked", 0, appointment_at=minute(90)), waiting("plain", 59)]
    assert order(people) == ["plain", "booked"]


def test_a_counter_prefers_its_first_service_by_three_minutes_a_step():
    firms_first = {**OPEN, "3": msgspec.structs.replace(OPEN["3"], services=("firms", "cards", "cash"))}
    people = [waiting("cash", 50, "cash"), waiting("cards", 53.5, "cards"), waiting("firms", 56, "firms")]
    # Minutes waited less three a step: cash 10 - 6, cards 6.5 - 3, firms 4.
    assert order(people, "3", counters=firms_first, now=minute(60.01))[-1] == "cards"
    people = [waiting("cards", 56.9, "cards"), waiting("firms", 59, "firms")]
    assert order(people, "3", counters=firms_first) == ["firms", "cards"]
    people = [waiting("cards", 55.9, "cards"), waiting("firms", 59, "firms")]
    assert order(people, "3", counters=firms_first) == ["cards", "firms"]


def test_what_a_counter_takes_is_its_own_setting_else_the_branchs_limited_to_the_skills_signed_on():
    assert services_of(HALL, OPEN["2"]) == ("cash", "cards")
    assert services_of(HALL, msgspec.structs.replace(OPEN["2"], services=("firms", "cash"))) == ("firms", "cash")
    assert services_of(HALL, msgspec.structs.replace(OPEN["2"], skills=("cards",))) == ("cards",)
    assert services_of(HALL, msgspec.structs.replace(OPEN["2"], skills=("alchemy",))) == ()
    assert services_of(HALL, Counter(id="9")) == ("cash", "cards", "firms")
    assert order([waiting("a", 1, "cash")], "2", counters={**OPEN, "2": Counter(id="2", skills=("cards",))}) == []


def test_only_people_in_line_are_called():
    people = [
        msgspec.structs.replace(waiting(state, 10), state=state)
        for state in ("held", "called", "serving", "finished", "no_show", "cancelled", "left")
    ]
    assert order(people) == []
    assert choose(HALL, OPEN["1"], OPEN, people, TEN) is None


def test_a_ticket_sent_to_a_counter_waits_for_it_unless_it_is_closed():
    person = waiting("a", 50, "cash", to_counter="3")
    assert (order([person], "1"), order([person], "3")) == ([], ["a"])  # even though 3 does not take cash
    paused = {**OPEN, "3": msgspec.structs.replace(OPEN["3"], state="paused")}
    assert order([person], "1", counters=paused) == []
    closed = {**OPEN, "3": msgspec.structs.replace(OPEN["3"], state="closed")}
    assert order([person], "1", counters=closed) == ["a"]
    assert order([waiting("b", 30, "cash", to_counter="77")], "1") == ["b"]  # there is no counter 77


def test_a_ticket_sent_back_to_a_person_follows_that_person():
    person = waiting("a", 50, "cash", to_staff="1021")
    there = {**OPEN, "3": msgspec.structs.replace(OPEN["3"], staff="1021")}
    assert (order([person], "1", counters=there), order([person], "3", counters=there)) == ([], ["a"])
    assert order([person], "1") == ["a"]  # nobody of that number is here


def test_a_ticket_sent_to_this_counter_pays_nothing_for_the_counters_order():
    people = [waiting("cards", 58.5, "cards", to_counter="2"), waiting("cash", 59, "cash")]
    assert order(people, "2") == ["cards", "cash"]


# --- nobody starves ---


@given(
    arrivals=st.lists(
        st.tuples(
            st.integers(0, 8),
            st.sampled_from(("cash", "cards", "firms")),
            st.sampled_from(("normal", "elderly", "vip", "booked")),
        ),
        min_size=5,
        max_size=50,
    ),
    start=st.sampled_from((60, 30)),
    takes=st.permutations(("cash", "cards", "firms")),
)
@settings(max_examples=60)
def test_with_continuous_service_nobody_waits_longer_than_those_before_them_take_plus_the_starving_limit(
    arrivals, start, takes
):
    """One counter, two minutes each: once starving, only people who have waited even longer can still come first."""
    branch = hall(head_start_min={"elderly": start, "vip": start}, jumps_per_hour=600)
    counter = Counter(id="1", state="open", services=tuple(takes))
    at, line = 0.0, []
    for number, (gap, service, kind) in enumerate(arrivals):
        at += gap / 2
        booked = minute(at + 3) if kind == "booked" else None
        priority = "normal" if kind == "booked" else kind
        line.append(waiting(f"t{number:02d}", at, service, priority=priority, appointment_at=booked))
    handling, now, starved_order = 2.0, 0.0, []
    left = list(line)
    while left:
        here = [ticket for ticket in left if since(ticket) <= minute(now)]
        chosen = choose(branch, counter, {"1": counter}, here, minute(now))
        if chosen is None:
            now += 0.5
            continue
        waited = (minute(now) - since(chosen)).total_seconds() / 60
        older = sum(since(ticket) <= since(chosen) for ticket in line) - 1
        assert waited <= branch.calling.starving_min + (older + 1) * handling
        if waited >= branch.calling.starving_min:
            starved_order.append(since(chosen))
        left.remove(chosen)
        now += handling
    assert starved_order == sorted(starved_order)


# --- jumps and who pays ---


def jumping_story(priority="elderly", *, reason="", **fields):
    """Three people in line for cash; the last of them is called first and takes six minutes."""
    story = Story()
    story.open(-5, "1")
    story.open(-5, "2")
    story.issue(0, "a")
    story.issue(1, "b")
    story.issue(2, "jumper", priority=priority, **fields)
    story.issue(1, "other", "cards")
    story.call(4, "jumper", "1", reason=reason)
    story.start(5, "jumper", "1")
    story.finish(11, "jumper", "1")
    return story


def test_everybody_overtaken_pays_the_handling_time_shared_by_the_open_counters():
    lobby = jumping_story().lobby
    (jump,) = ledger(HALL, list(lobby.tickets.values()), lobby.counters, NINE, TEN)
    assert (jump.ticket.key, jump.at, jump.counter, jump.because) == ("jumper", minute(4), "1", "priority")
    assert sorted((paid.ticket.key, paid.seconds) for paid in jump.paid) == [("a", 180), ("b", 180)]


def test_a_jump_still_being_served_costs_the_typical_time_and_a_closed_counter_does_not_share_it():
    story = jumping_story()
    story.facts = [fact for fact in story.facts if not isinstance(fact, f.TicketFinished)]
    story(3, f.CounterPaused, counter="2", reason="break")
    lobby = story.lobby
    (jump,) = ledger(HALL, list(lobby.tickets.values()), lobby.counters, NINE, TEN)
    assert {paid.seconds for paid in jump.paid} == {240.0}


@given(lines(), st.integers(1, 3))
@settings(max_examples=50)
def test_the_whole_price_of_a_jump_is_its_handling_per_open_counter_and_person_overtaken(people, open_counters):
    assume(people)
    now = TEN
    anywhere = [msgspec.structs.replace(t.leg, to_counter="", to_staff="") for t in people]
    people = [msgspec.structs.replace(t, legs=(leg,)) for t, leg in zip(people, anywhere, strict=True)]
    jumper = max(people, key=lambda ticket: (since(ticket), ticket.key))
    leg = msgspec.structs.replace(
        jumper.leg,
        called_at=now,
        last_called_at=now,
        ended_at=now + timedelta(seconds=300),
        outcome="finished",
        out_of_order="care",
    )
    done = msgspec.structs.replace(jumper, state="finished", legs=(leg,))
    tickets = [done, *(ticket for ticket in people if ticket is not jumper)]
    story = Story()
    for counter in range(open_counters):
        story.open(-5, str(counter + 1), services=("cash", "cards", "firms"))
    counters = story.lobby.counters
    overtaken = [
        t
        for t in tickets[1:]
        if t.service == jumper.service
        and since(t) < since(jumper)
        and (t.appointment_at is None or t.appointment_at <= now + timedelta(minutes=5))
    ]
    jumps = ledger(HALL, tickets, counters, NINE, now)
    paid = sum(jump.paid_s for jump in jumps)
    assert paid == pytest.approx(300 / open_counters * len(overtaken))
    assert len(jumps) == (1 if overtaken else 0)


def test_no_jump_where_nobody_of_that_service_was_overtaken():
    story = Story()
    story.issue(0, "a", "cards")
    story.issue(1, "b", priority="vip")
    story.call(2, "b")
    story.issue(3, "c")
    lobby = story.lobby
    assert ledger(HALL, list(lobby.tickets.values()), lobby.counters, NINE, TEN) == []


def test_a_jump_stays_in_the_ledger_when_the_ticket_goes_on_to_another_service():
    story = jumping_story("normal", reason="care")
    story.facts.pop()  # not finished but sent on
    story(9, f.TicketTransferred, ticket="jumper", to_service="cards")
    lobby = story.lobby
    (jump,) = ledger(HALL, list(lobby.tickets.values()), lobby.counters, NINE, TEN)
    assert (jump.because, jump.at) == ("out_of_order", minute(4))


def test_being_put_to_the_end_of_the_line_later_does_not_make_an_honest_call_a_jump():
    story = Story()
    story.issue(0, "vip", priority="vip")
    story.issue(1, "plain")
    story.call(2, "vip")
    story(4, f.TicketRequeued, ticket="vip", keep_place=False)
    lobby = story.lobby
    assert ledger(HALL, list(lobby.tickets.values()), lobby.counters, NINE, TEN) == []


def jumps_of(story: Story, branch=HALL):
    lobby = story.lobby
    return ledger(branch, list(lobby.tickets.values()), lobby.counters, NINE - timedelta(hours=2), minute(600))


def told_jumps(story: Story, branch=HALL):
    return [
        (jump.ticket.key, jump.because, jump.reason, [paid.ticket.key for paid in jump.paid])
        for jump in jumps_of(story, branch)
    ]


def test_the_second_call_of_somebody_who_missed_the_first_is_a_jump_of_its_own():
    story = Story()
    story.open(-5, "1")
    story.issue(0, "late")
    story.issue(1, "a")
    story.call(2, "late")
    story(3, f.TicketNoShow, ticket="late", counter="1")
    story.issue(4, "b")
    story(10, f.TicketRequeued, ticket="late", keep_place=False)
    assert told_jumps(story) == []
    story.call(12, "late", reason="care")
    story.start(12, "late")
    story.finish(15, "late")
    assert told_jumps(story) == [("late", "out_of_order", "care", ["a", "b"])]
    assert [paid.seconds for paid in jumps_of(story)[0].paid] == [180, 180]
    assert told(story, "late", 20) == "LATE was called out of order to counter 1: care."


def test_who_comes_back_to_the_end_of_the_line_and_is_called_in_turn_has_not_jumped():
    story = Story()
    story.issue(0, "vip", priority="vip")
    story.call(1, "vip")
    story.issue(2, "a")
    story(3, f.TicketRequeued, ticket="vip", keep_place=False)
    story.call(4, "a", "2")
    story.call(5, "vip")
    assert told_jumps(story) == []


def test_who_had_left_and_is_called_later_was_not_in_line_meanwhile():
    story = Story()
    story.issue(0, "gone")
    story.issue(1, "vip", priority="vip")
    story(2, f.TicketLeft, ticket="gone")
    story.call(3, "vip")
    story.call(9, "gone", "2")  # came back after all
    assert told_jumps(story) == []


def test_who_is_on_hold_is_not_passed_over_and_who_is_back_is():
    story = jumping_story()
    story(2.5, f.TicketHeld, ticket="a", reason="form")
    assert told_jumps(story) == [("jumper", "priority", "elderly", ["b"])]
    assert told(story, "jumper").startswith("JUMPER was called to counter 1 ahead of 1 people")
    story(3, f.TicketResumed, ticket="a")
    assert told_jumps(story) == [("jumper", "priority", "elderly", ["a", "b"])]
    story(3.5, f.TicketHeld, ticket="a", reason="form")
    story(20, f.TicketResumed, ticket="a")
    assert told_jumps(story) == [("jumper", "priority", "elderly", ["b"])]


def test_a_call_from_hold_by_hand_passes_over_those_who_had_waited_longer():
    story = Story()
    story.issue(0, "a")
    story.issue(1, "b")
    story(2, f.TicketHeld, ticket="b", reason="form")
    story.call(5, "b", reason="short")
    assert told_jumps(story) == [("b", "out_of_order", "short", ["a"])]


def test_who_is_booked_for_later_is_owed_no_place_yet():
    story = jumping_story()
    story.issue(0.5, "k", appointment_at=minute(60))
    story.issue(0.6, "soon", appointment_at=minute(8))
    assert told_jumps(story) == [("jumper", "priority", "elderly", ["a", "soon", "b"])]


def test_who_waits_for_another_counter_is_not_passed_over_unless_for_too_long():
    story = jumping_story()
    story.issue(-1, "sent", to_counter="2")
    story.issue(-20, "starved", to_counter="2")
    story.issue(-1, "gone", to_counter="9")  # nobody sits at 9
    story.issue(-1, "here", to_counter="1")
    (jump,) = jumps_of(story)
    assert {paid.ticket.key for paid in jump.paid} == {"starved", "gone", "here", "a", "b"}


def test_who_waits_for_one_person_is_passed_over_only_where_that_person_sits():
    story = jumping_story()
    story(-4, f.StaffSignedOn, counter="2", staff="1021")
    story.issue(-1, "regular", to_staff="1021")
    story.issue(-1, "lost", to_staff="1099")
    (jump,) = jumps_of(story)
    assert {paid.ticket.key for paid in jump.paid} == {"lost", "a", "b"}


def test_nobody_pays_for_longer_than_they_stood_in_line_afterwards():
    story = jumping_story()
    story.call(4.5, "a", "2")
    story(5, f.TicketLeft, ticket="b")
    assert [paid.seconds for paid in jumps_of(story)[0].paid] == [30, 60]


def test_a_jumper_who_never_came_costs_only_the_time_the_counter_waited():
    story = jumping_story()
    story.facts = [fact for fact in story.facts if not isinstance(fact, f.TicketFinished | f.TicketStarted)]
    story(5, f.TicketNoShow, ticket="jumper", counter="1")
    assert [paid.seconds for paid in jumps_of(story)[0].paid] == [30, 30]
    story(9, f.TicketRequeued, ticket="jumper")
    assert [paid.seconds for paid in jumps_of(story)[0].paid] == [30, 30]


def test_what_becomes_of_a_no_show_later_costs_nobody_anything():
    story = jumping_story()
    story.facts = [fact for fact in story.facts if not isinstance(fact, f.TicketFinished | f.TicketStarted)]
    story(5, f.TicketNoShow, ticket="jumper", counter="1")
    story(300, f.TicketLeft, ticket="jumper")
    assert [paid.seconds for paid in jumps_of(story)[0].paid] == [30, 30]


def test_the_ledger_knows_for_how_long_those_passed_over_had_waited():
    assert [paid.waited_s for paid in jumps_of(jumping_story())[0].paid] == [240, 180]


def test_back_to_the_counter_one_was_sent_to_and_an_order_nobody_explained():
    assert told_jumps(jumping_story("normal", to_counter="1")) == [("jumper", "sent", "", ["a", "b"])]
    assert told_jumps(jumping_story("normal")) == [("jumper", "unknown", "", ["a", "b"])]
    assert told_jumps(jumping_story("elderly", appointment_at=minute(5)))[0][1] == "appointment"
    assert told_jumps(jumping_story("elderly", appointment_at=minute(50)))[0][1] == "priority"
    assert "because it had been sent there" in told(jumping_story("normal", to_counter="1"), "jumper")


def test_an_order_nobody_explained_does_not_use_up_the_head_starts():
    story = Story()
    for at in range(8):
        story.issue(at, f"plain{at}")
        story.issue(at + 0.1, f"other{at}")
        story.call(at + 0.5, f"other{at}")
    assert len(jumps_of(story)) == 8
    lobby = story.lobby
    assert jumps_left(HALL, lobby.tickets.values(), lobby.counters, minute(9))
    assert most_in_an_hour(jumps_of(story)) == 0


def test_sums_by_reason_and_the_fullest_hour():
    story = Story()
    for number, at in enumerate((0, 10, 50, 65, 69)):
        story.issue(at, f"plain{number}")
        story.issue(at + 0.1, f"vip{number}", priority="vip")
        story.call(at + 0.5, f"vip{number}")
        story.finish(at + 1.5, f"vip{number}")
    found = jumps_of(story)
    assert most_in_an_hour(found) == 4  # 10, 50, 65 and 69
    sums = sums_by(found, lambda jump: jump.because)
    assert list(sums) == ["priority"]
    assert (sums["priority"].jumps, sums["priority"].people) == (5, 1 + 2 + 3 + 4 + 5)
    assert sums["priority"].paid_s == pytest.approx(60 * 15)
    assert sums_by([], lambda jump: jump.service) == {}


@given(any_facts())
@settings(max_examples=150)
def test_the_ledger_is_what_the_picture_at_each_call_says(facts):
    """Told without skew, one fact at a time: who waits when a call comes, for longer, has been passed over."""
    kept: list[f.Fact] = [
        f.TicketIssued(id=f"i{key}", at=minute(at), ticket=key, number=key, service="cash")
        for at, key in enumerate(("a", "b", "c"))
    ]
    kept += [fact for fact in facts if isinstance(fact, f.TicketFact) and not isinstance(fact, f.TicketIssued)]
    told_so_far = [msgspec.structs.replace(fact, at=minute(at), seq=0) for at, fact in enumerate(kept)]
    expected = []
    for at, fact in enumerate(told_so_far):
        before, after = fold(told_so_far[:at]), fold(told_so_far[: at + 1])
        if not isinstance(fact, f.TicketFact) or at < 3:
            continue
        was, now = before.tickets[fact.ticket], after.tickets[fact.ticket]
        came = was.state not in ("called", "serving", "finished") and now.state in ("called", "serving")
        if not came or was.leg.line_since is None:
            continue
        passed = [
            other.key
            for other in before.tickets.values()
            if other.state == "waiting"
            and other.key != was.key
            and other.service == was.service
            and (other.line_since or was.leg.line_since) < was.leg.line_since
            and not (other.leg.to_staff or other.leg.to_counter)
        ]
        if passed:
            expected.append((was.key, fact.at, sorted(passed)))
    lobby = fold(told_so_far)
    # Whoever was sent to a counter or a person waits by other rules for a while; they are left out on both sides.
    sent = {key for key, one in lobby.tickets.items() if any(leg.to_counter or leg.to_staff for leg in one.legs)}
    found = [
        (jump.ticket.key, jump.at, sorted(paid.ticket.key for paid in jump.paid if paid.ticket.key not in sent))
        for jump in ledger(HALL, list(lobby.tickets.values()), lobby.counters, NINE, minute(600))
    ]
    meant = [(key, called_at, [other for other in passed if other not in sent]) for key, called_at, passed in expected]
    assert [jump for jump in found if jump[2]] == [jump for jump in meant if jump[2]]


def test_after_six_jumps_an_hour_head_starts_are_spent():
    story = Story()
    for at in range(6):
        story.issue(at, f"plain{at}")
        story.issue(at + 0.1, f"vip{at}", priority="vip")
        story.call(at + 0.5, f"vip{at}")
        lobby = story.lobby
        assert jumps_left(HALL, lobby.tickets.values(), lobby.counters, minute(at + 0.6)) == (at < 5)
    assert jumps_left(HALL, lobby.tickets.values(), lobby.counters, minute(60.4)) is False
    assert jumps_left(HALL, lobby.tickets.values(), lobby.counters, minute(60.6)) is True
    assert jumps_left(hall(jumps_per_hour=7), lobby.tickets.values(), lobby.counters, minute(30)) is True


# --- one sentence for any ticket ---


def told(story: Story, key: str = "a", now: float = 30, branch=HALL) -> str:
    lobby = story.lobby
    return str(explain(branch, lobby.tickets, lobby.counters, key, minute(now)))


@given(any_facts(), st.integers(0, 20))
@settings(max_examples=80)
def test_every_ticket_in_every_state_gets_one_whole_sentence(facts, now):
    lobby = fold(facts)
    for key in [*lobby.tickets, "nobody"]:
        text = str(explain(HALL, lobby.tickets, lobby.counters, key, minute(now)))
        assert text.endswith(".")
        assert "{" not in text
        assert "None" not in text
        assert key == "nobody" or (lobby.tickets[key].number or key) in text


@given(any_facts())
@settings(max_examples=80)
def test_nobody_is_told_that_nobody_waited_longer_when_somebody_did(facts):
    lobby = fold(facts)
    for key, ticket in lobby.tickets.items():
        text = str(explain(HALL, lobby.tickets, lobby.counters, key, minute(20)))
        stands = [stand for stand in ticket.leg.line if stand.called]
        if "nobody of that service had waited longer" not in text or not stands:
            continue
        called, place = stands[-1].until, stands[-1].place
        if called is None or place is None or place > called:
            continue
        assert not [
            other
            for other in lobby.tickets.values()
            for leg in other.legs
            for stand in leg.line
            if other.key != key
            and leg.service == ticket.service
            and stand.since is not None
            and stand.place is not None
            and stand.place < place
            and stand.since <= called
            and (stand.until is None or stand.until > called)
            and (other.appointment_at is None or other.appointment_at <= called + timedelta(minutes=5))
            and not (leg.to_counter or leg.to_staff)
        ]


def test_told_to_who_waits():
    story = Story()
    story.issue(0, "a")
    assert told(story) == "A waits because no open counter takes its service."
    story.open(0, "1")
    assert told(story) == "A is the next that counter 1 will call."
    story.issue(1, "b")
    assert told(story, "b") == "B waits: 1 at counter 1 have waited longer."
    story.issue(26, "v", priority="elderly")
    story.issue(24, "c")
    assert "3 come first at counter 1" in told(story, "c")
    story.issue(2, "k", appointment_at=minute(90))
    assert told(story, "k") == "K is booked for later and is called early only if nobody else waits."
    story(3, f.TicketHeld, ticket="b", reason="form")
    assert told(story, "b") == "B is on hold (form) and is not called until resumed."
    assert told(story, "zzz") == "This ticket is not known."


def test_told_to_who_was_called():
    story = jumping_story()
    assert told(story, "jumper") == (
        "JUMPER was called to counter 1 ahead of 2 people by the head start of its priority."
    )
    story = jumping_story("normal", reason="care")
    assert told(story, "jumper") == "JUMPER was called out of order to counter 1: care."
    story = jumping_story("normal", appointment_at=minute(5))
    assert told(story, "jumper") == (
        "JUMPER was called to counter 1 ahead of 2 people because it was booked for this time."
    )
    story.call(12, "a", "2")
    assert told(story, "a") == ("A was called to counter 2 after 12 min: nobody of that service had waited longer.")


def test_a_queue_machine_that_calls_in_its_own_order_is_not_excused():
    story = jumping_story("normal")
    assert told(story, "jumper") == "JUMPER was called to counter 1 after 2 min, before 2 who had waited longer."


def test_told_to_who_was_served_without_a_call_and_to_who_was_gone_before_the_next_call():
    story = Story()
    story.issue(0, "a")
    story.finish(9, "a")
    assert told(story) == "A was served; its call is not known."
    story.issue(0, "b", then=("cards",))
    story.call(5, "b")
    story.finish(9, "b")
    story(20, f.TicketLeft, ticket="b")
    assert told(story, "b") == "B was gone before its next call."
    story.issue(0, "c")
    story(20, f.TicketLeft, ticket="c")
    assert told(story, "c") == "C ended without being called."


# --- for the wall ---


def test_the_printed_rule_names_every_figure_of_the_rule():
    rule = msgspec.structs.replace(
        HALL.calling,
        head_start_min={"elderly": 31, "disabled": 32, "pregnant": 33, "infant": 34, "vip": 35},
        appointment_head_start_min=36,
        appointment_early_min=37,
        order_step_min=38,
        jumps_per_hour=39,
        starving_min=40,
        requeue_limit=41,
        recall_limit=42,
    )
    figures = {str(figure) for figure in (*rule.head_start_min.values(), *range(36, 43))}
    assert len(figures) == sum(
        len(v) if isinstance(v, dict) else 1 for v in map(rule.__getattribute__, rule.__struct_fields__)
    )
    words = " ".join(str(line) for line in rule_text(msgspec.structs.replace(HALL, calling=rule)))
    assert figures <= set(words.translate(str.maketrans(string.punctuation, " " * 32)).split())


def test_a_class_without_a_head_start_is_printed_as_none():
    text = " ".join(str(line) for line in rule_text(hall(head_start_min={})))
    assert "Elderly (0 min)" in text


def test_the_desk_can_ask_with_a_book_alone():
    story = jumping_story()
    book = Book(story.facts)
    chosen = choose(HALL, book.counters()["1"], book.counters(), book.open_tickets(), minute(12))
    assert chosen is not None
    assert chosen.key == "a"


def test_a_ticket_sent_to_a_paused_counter_waits_for_it_but_never_beyond_the_starving_limit():
    counters = counters_of(HALL)
    counters["2"] = msgspec.structs.replace(counters["2"], state="paused")
    sent = waiting("sent", -30)
    sent = msgspec.structs.replace(sent, legs=(msgspec.structs.replace(sent.leg, joined_at=minute(0), to_counter="2"),))
    limit = HALL.calling.starving_min
    assert choose(HALL, counters["1"], counters, [sent], minute(limit - 1)) is None
    assert choose(HALL, counters["1"], counters, [sent], minute(limit)) is sent
    counters["2"] = msgspec.structs.replace(counters["2"], state="closed")
    assert choose(HALL, counters["1"], counters, [sent], minute(1)) is sent
