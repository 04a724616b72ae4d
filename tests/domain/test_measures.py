"""Waits and handling times: those still waiting count, misprints do not, and every edge is where the book says."""

from __future__ import annotations

from fractions import Fraction

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.lobby import Leg, fold
from lobbyconsole.domain.measures import (
    DayCounts,
    Stay,
    day_counts,
    handling_times,
    is_misprint,
    mean_wait,
    minutes_in_line,
    shrunk_mean,
    stays,
    time_in_hall,
    wait_percentile,
    within_target,
)
from tests.domain.strategies import NINE, Story, any_facts, minute, waiting


def leg(joined: float | None = 0, called: float | None = None, ended: float | None = None, **fields) -> Leg:
    """A leg by minutes after nine."""
    at = [None if when is None else minute(when) for when in (joined, called, ended)]
    return Leg(
        service="cash",
        joined_at=at[0],
        line_since=at[0],
        called_at=at[1],
        last_called_at=at[1],
        ended_at=at[2],
        **fields,
    )


# --- percentiles ---

# Freireich et al. 1963, 6-MP arm: the example of most textbooks on Kaplan and Meier. True: relapse; False: censored.
REMISSIONS = [(6, True)] * 3 + [(6, False), (7, True), (9, False), (10, True), (10, False), (11, False), (13, True)]
REMISSIONS += [(16, True), (17, False), (19, False), (20, False), (22, True), (23, True), (25, False)]
REMISSIONS += [(32, False), (32, False), (34, False), (35, False)]


@pytest.mark.parametrize(
    ("share", "weeks"),
    [(0.14, 6), (0.15, 7), (0.19, 7), (0.20, 10), (0.24, 10), (0.25, 13), (0.37, 16), (0.46, 22), (0.55, 23)],
)
def test_kaplan_meier_gives_the_textbooks_curve(share, weeks):
    observed = [Stay(seconds, called) for seconds, called in REMISSIONS] * 3  # 27 calls: enough for a percentile
    assert wait_percentile(observed, share) == weeks


def test_a_curve_that_never_falls_so_low_gives_the_longest_observation():
    observed = [Stay(seconds, called) for seconds, called in REMISSIONS] * 3
    assert wait_percentile(observed, 0.9) == 35


def product_limit(observed: list[Stay], share: Fraction) -> float | None:
    """Kaplan-Meier by its definition, in fractions, one distinct time after the other."""
    if sum(stay.called for stay in observed) < 20:
        return None
    surviving = Fraction(1)
    for time in sorted({stay.seconds for stay in observed}):
        at_risk = sum(stay.seconds >= time for stay in observed)
        calls = sum(stay.called and stay.seconds == time for stay in observed)
        surviving *= Fraction(at_risk - calls, at_risk)
        if calls and surviving <= 1 - share:
            return time
    return max(stay.seconds for stay in observed)


@given(
    st.lists(st.builds(Stay, st.integers(0, 30).map(float), st.booleans()), min_size=15, max_size=60),
    st.sampled_from((Fraction(1, 2), Fraction(4, 5), Fraction(9, 10))),
)
def test_percentiles_equal_the_product_limit_worked_out_in_fractions(observed, share):
    assert wait_percentile(observed, float(share)) == product_limit(observed, share)


def test_people_still_waiting_push_the_percentile_up():
    called = [Stay(60.0 * wait, True) for wait in range(1, 21)]
    waiting_longer = [Stay(1200.0, False)] * 5
    assert wait_percentile(called, 0.5) == 600
    assert wait_percentile(called + waiting_longer, 0.5) == 780


def test_fewer_than_twenty_calls_have_no_percentile():
    assert wait_percentile([Stay(1.0, True)] * 19 + [Stay(1.0, False)] * 50, 0.5) is None
    assert wait_percentile([Stay(1.0, True)] * 20, 0.5) == 1.0
    assert wait_percentile([], 0.9) is None


def test_stays_are_cut_off_by_now_or_by_leaving_and_unknown_beginnings_are_left_out():
    legs = [leg(0, 5), leg(0, None, 7), leg(3), leg(None, 5), leg(5, 4)]
    assert stays(legs, minute(10)) == [Stay(300, True), Stay(420, False), Stay(420, False), Stay(0, True)]


# --- share within target ---


@pytest.mark.parametrize(
    ("what", "counted"),
    [
        (leg(0, 10), (1, 1)),  # called at the very end of the target: good
        (leg(0, 10.01), (0, 1)),
        (leg(0), (0, 1)),  # still waiting after 30 minutes: a failure already
        (leg(25), (0, 0)),  # still waiting, not yet to be judged
        (leg(20), (0, 0)),  # exactly at the target: not yet
        (leg(0, None, 9), (0, 0)),  # gone before the target
        (leg(0, None, 11), (0, 1)),  # gone after it
        (leg(None, 5), (0, 0)),  # nobody knows
        (leg(5, 4), (1, 1)),  # a skewed clock: not a wait
    ],
)
def test_who_is_judged_by_a_target_of_ten_minutes_at_half_past_nine(what, counted):
    assert within_target([(what, 600.0)], minute(30)) == counted


def test_each_leg_is_judged_by_its_own_target():
    assert within_target([(leg(0, 8), 300.0), (leg(0, 8), 600.0)], minute(30)) == (1, 2)


# --- handling ---


def test_slips_and_forgotten_sign_offs_do_not_enter_the_mean():
    served = [leg(0, 0, minutes, outcome="finished") for minutes in (0.1, 10 / 60, 5, 240, 241)]
    assert handling_times(served) == [10, 300, 4 * 3600]
    assert handling_times([leg(0, 5, 9, outcome="no_show"), leg(0, 5)]) == []


def test_a_mean_of_few_is_drawn_to_the_typical_time():
    assert shrunk_mean(0, 0, 300) == 300
    assert shrunk_mean(600.0 * 20, 20, 300) == 450
    assert shrunk_mean(600.0 * 2000, 2000, 300) == pytest.approx(597, abs=1)


def test_the_mean_wait_is_of_those_called():
    assert mean_wait([leg(0, 5), leg(0, 7), leg(0), leg(None, 3)]) == 360
    assert mean_wait([leg(0)]) is None


# --- tickets ---


def test_a_ticket_cancelled_within_a_minute_is_a_misprint_and_counted_apart():
    story = Story()
    for key, seconds in (("a", 60), ("b", 61)):
        story.issue(0, key)
        story(seconds / 60, f.TicketCancelled, ticket=key)
    story.issue(0, "c")
    story(0.5, f.TicketLeft, ticket="c")
    assert [is_misprint(story.ticket(key)) for key in "abc"] == [True, False, False]
    assert day_counts(story.lobby.tickets.values()) == DayCounts(issued=2, cancelled=1, left=1, misprints=1)


def test_a_day_counts_tickets_and_not_legs():
    story = Story()
    story.issue(0, "a", then=("cards",))
    story.call(1, "a")
    story.finish(2, "a")
    story.call(3, "a", "2")
    story.finish(4, "a", "2")
    story.issue(0, "b")
    story.call(5, "b")
    story(6, f.TicketNoShow, ticket="b")
    story.issue(0, "c")
    counts = day_counts(story.lobby.tickets.values())
    assert counts == DayCounts(issued=3, called=2, finished=1, no_show=1, waiting=1)


@given(any_facts())
@settings(max_examples=50)
def test_every_ticket_is_counted_exactly_once(facts):
    tickets = fold(facts).tickets
    counts = day_counts(tickets.values())
    assert counts.issued + counts.misprints == len(tickets)
    ended = counts.finished + counts.no_show + counts.left + counts.cancelled
    assert ended + counts.waiting == counts.issued


def test_a_stay_of_two_tickets_goes_from_the_first_to_the_end_of_the_last():
    story = Story()
    story.issue(0, "a", visit="v")
    story.finish(10, "a")
    story.issue(5, "b", visit="v")
    tickets = list(story.lobby.tickets.values())
    assert time_in_hall(tickets, minute(30)) == 30 * 60
    story.finish(20, "b")
    assert time_in_hall(list(story.lobby.tickets.values()), minute(30)) == 20 * 60
    story.call(1, "ghost")
    assert time_in_hall([story.ticket("ghost")], minute(30)) is None
    assert time_in_hall([], minute(30)) is None


# --- people waiting through the day ---


@given(
    st.lists(
        st.tuples(
            st.none() | st.integers(-300, 900),
            st.none() | st.integers(-300, 900),
            st.none() | st.integers(-300, 900),
        ),
        max_size=12,
    ),
    st.integers(-120, 700),
    st.sampled_from((60, 7, 300)),
)
def test_people_waiting_equals_a_count_at_every_instant(stretches, until, step):
    tickets = []
    for number, (joined, called, ended) in enumerate(stretches):
        stage = leg(*(None if second is None else second / 60 for second in (joined, called, ended)))
        tickets.append(msgspec.structs.replace(waiting(f"t{number}", 0), legs=(stage,)))
    counted = []
    for second in range(0, max(until, 0) + 1, step):
        at = minute(second / 60)
        counted.append(0)
        for ticket in tickets:
            end = ticket.leg.called_at or ticket.leg.ended_at
            joined_at = ticket.leg.joined_at
            counted[-1] += joined_at is not None and joined_at <= at and (end is None or at < end)
    spans = [span for ticket in tickets for span in minutes_in_line(ticket, NINE, minute(until / 60), step)]
    assert [sum(first <= at < behind for first, behind in spans) for at in range(len(counted))] == counted
