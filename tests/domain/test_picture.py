"""The floor as it is read: rows, tiles, figures, levels, and what is flagged."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.lobby import OPEN_STATES, fold
from lobbyconsole.domain.picture import ACT, OK, WATCH, Picture, paint, tickets_of_day, wait_level
from lobbyconsole.domain.waits import Spread
from tests.domain.strategies import HALL, NINE, Story, any_facts, minute


def floor(story: Story, now: float = 30, branch=HALL) -> Picture:
    return paint(branch, story.lobby, minute(now))


def row(picture: Picture, service: str = "cash"):
    return next(row for row in picture.rows if row.id == service)


def tile(picture: Picture, counter: str = "1"):
    return next(tile for tile in picture.tiles if tile.id == counter)


def codes(picture: Picture) -> set[tuple[str, str]]:
    return {(flagged.code, flagged.subject) for flagged in picture.flagged}


# --- whatever comes ---


@given(any_facts(), st.integers(-10, 60 * 24))
@settings(max_examples=80)
def test_the_figures_of_any_picture_agree_with_one_another(facts, now):
    lobby = fold(facts)
    picture = paint(HALL, lobby, minute(now))
    blocks = [block for row in picture.rows for block in row.blocks]
    assert sorted(block.key for block in blocks if not block.held) == sorted(
        key for key, ticket in picture.tickets.items() if ticket.state == "waiting"
    )
    assert picture.figures.waiting == sum(not block.held for block in blocks)
    assert all(block.waited_s >= 0 for block in blocks)
    assert all(block.projected_s is None or block.projected_s >= block.waited_s for block in blocks)
    assert all(tile.since_s is None or tile.since_s >= 0 for tile in picture.tiles)
    assert len({tile.id for tile in picture.tiles}) == len(picture.tiles) == picture.figures.counters_total
    # Except where counters hold two tickets, or one nobody named, everybody called is on a tile.
    shown = {tile.ticket for tile in picture.tiles} - {""}
    called = {key: t.counter for key, t in picture.tickets.items() if t.state in ("called", "serving") and t.counter}
    assert shown <= set(called)
    assert {called[key] for key in shown} == set(called.values())
    if picture.figures.share_within is not None:
        assert 0 <= picture.figures.share_within <= 1
    assert all(people >= 0 for people in picture.through_day)
    for ticket in picture.tickets.values():
        for flag in ticket.flags:
            assert (flag, ticket.number or ticket.key) in codes(picture)


# --- rows ---


@pytest.mark.parametrize(
    ("elapsed", "projected", "level"),
    [
        (0, 0, OK),
        (599, 599, OK),
        (0, 600, WATCH),
        (600, 600, ACT),  # the target is passed
        (100, 1200, ACT),  # twenty minutes are in sight
        (0, None, WATCH),  # nobody takes this service now
        (600, None, ACT),
    ],
)
def test_levels_of_a_ten_minute_target(elapsed, projected, level):
    assert wait_level(elapsed, projected, 600, 1200) == level


def test_a_row_shows_its_people_in_calling_order_with_what_each_will_have_waited():
    story = Story()
    story.open(0, "1")
    story.issue(10, "a")
    story.issue(19, "b")
    story.issue(25, "c")
    story.issue(20, "e", priority="elderly")
    cash = row(floor(story))
    assert [(block.key, block.waited_s, block.projected_s, block.level) for block in cash.blocks] == [
        ("a", 1200, 1200, ACT),
        ("e", 600, 840, ACT),
        ("b", 660, 1140, ACT),
        ("c", 300, 1020, WATCH),
    ]
    assert (cash.longest_s, cash.longest_number, cash.level, cash.counters_open, cash.prefix) == (
        1200,
        "A",
        ACT,
        1,
        "A",
    )
    assert cash.newcomer is not None
    assert (cash.newcomer.p50, cash.newcomer.learned) == (960, False)
    assert floor(story).figures.longest_level == ACT


def test_a_customer_booked_for_later_stands_behind_the_others():
    story = Story()
    story.open(0, "1")
    story.issue(0, "booked", appointment_at=minute(90))
    story.issue(29, "a")
    assert [(block.key, block.booked) for block in row(floor(story)).blocks] == [("a", False), ("booked", True)]


def test_who_is_on_hold_is_shown_last_and_counts_neither_as_waiting_nor_as_the_longest():
    story = Story()
    story.open(0, "1")
    story.issue(0, "a")
    story.issue(28, "b")
    story(1, f.TicketHeld, ticket="a", reason="form")
    picture = floor(story)
    assert [(block.key, block.held) for block in row(picture).blocks] == [("b", False), ("a", True)]
    assert (row(picture).held, row(picture).longest_s, picture.figures.waiting) == (1, 120, 1)


def test_a_service_nobody_takes_promises_nothing():
    story = Story()
    story.open(0, "1")
    story.issue(29, "a", "firms")
    firms = row(floor(story), "firms")
    assert (firms.newcomer, firms.counters_open, firms.blocks[0].projected_s, firms.level) == (None, 0, None, WATCH)


def test_people_of_a_service_nobody_set_up_are_not_hidden():
    story = Story()
    story.issue(29, "a", "alchemy")
    picture = floor(story)
    assert [shown.id for shown in picture.rows] == ["cash", "cards", "firms", "alchemy"]
    assert picture.figures.waiting == 1
    assert ("service_unknown", "A") in codes(picture)


def test_a_row_says_that_no_numbers_are_given():
    story = Story()
    story(0, f.QueueClosed, service="cash")
    assert row(floor(story)).closed
    assert not row(floor(story), "cards").closed


# --- tiles ---


def test_what_a_counter_does():
    story = Story()
    story.open(0, "1", staff="1021")
    assert (tile(floor(story)).activity, tile(floor(story)).since_s, tile(floor(story)).staff) == ("idle", 1800, "1021")
    story.issue(10, "a")
    story.call(20, "a", "1")
    shown = tile(floor(story, 22))
    assert (shown.activity, shown.number, shown.since_s, shown.level, shown.calls) == ("called", "A", 120, OK, 1)
    assert tile(floor(story, 24)).level == WATCH  # nobody has answered the call for three minutes
    story.start(24, "a", "1")
    assert (tile(floor(story)).activity, tile(floor(story)).since_s, tile(floor(story)).level) == ("serving", 360, OK)
    assert tile(floor(story, 40)).level == WATCH  # three times the mean
    story.finish(41, "a", "1")
    assert (tile(floor(story, 43)).activity, tile(floor(story, 43)).since_s) == ("idle", 120)
    story(44, f.CounterPaused, counter="1", reason="lunch", until=minute(60))
    shown = tile(floor(story, 50))
    assert (shown.activity, shown.reason, shown.returns_at, shown.since_s) == ("paused", "lunch", minute(60), 360)
    assert (shown.level, tile(floor(story, 61)).level) == (OK, WATCH)  # overdue
    story(62, f.CounterClosed, counter="1")
    assert (tile(floor(story, 63)).activity, tile(floor(story, 63)).staff) == ("closed", "")


def test_a_second_call_after_going_back_into_the_line_counts_from_the_second_call():
    story = Story()
    story.open(0, "1")
    story.issue(0, "a")
    story.call(5, "a", "1")
    story(6, f.TicketRequeued, ticket="a")
    story.call(29, "a", "1")
    assert (tile(floor(story)).activity, tile(floor(story)).since_s, tile(floor(story)).level) == ("called", 60, OK)


def test_a_counter_that_asked_for_the_manager_stands_out_until_answered():
    story = Story()
    story.open(0, "1")
    story(28, f.HelpAsked, counter="1", reason="dispute")
    assert (tile(floor(story)).asked_s, tile(floor(story)).level) == (120, ACT)
    story(29, f.HelpAnswered, counter="1")
    assert (tile(floor(story)).asked_s, tile(floor(story)).level) == (None, OK)


def test_a_counter_nobody_set_up_is_shown_and_flagged():
    story = Story()
    story.issue(0, "a")
    story.call(5, "a", "77")
    picture = floor(story)
    assert (tile(picture, "77").known, tile(picture, "77").number) == (False, "A")
    assert {("counter_unknown", "A"), ("counter_not_open", "A")} <= codes(picture)


def test_tiles_name_the_services_a_counter_takes_by_their_letters():
    story = Story()
    story.open(0, "2")
    story(1, f.CounterServicesSet, counter="2", services=("cards", "cash", "alchemy"))
    assert tile(floor(story), "2").services == ("B", "A", "?")
    assert tile(floor(story), "3").services == ("B", "C")


# --- figures ---


def test_the_figures_on_top():
    story = Story()
    story.open(0, "1")
    story.open(0, "2")
    story(5, f.CounterPaused, counter="2")
    for at, wait in ((0, 4), (1, 14)):
        story.issue(at, f"t{at}")
        story.call(at + wait, f"t{at}")
        story.finish(at + wait + 1, f"t{at}")
    story.issue(5, "gone")
    story(12, f.TicketLeft, ticket="gone")
    story.issue(29, "a")
    figures = floor(story).figures
    assert (figures.waiting, figures.longest_s, figures.longest_number, figures.longest_target_s) == (1, 60, "A", 600)
    assert (figures.share_within, figures.judged, figures.target_s) == (0.5, 2, 600)
    assert (figures.counters_open, figures.counters_total, figures.counters_idle, figures.counters_paused) == (
        1,
        3,
        1,
        1,
    )
    assert (figures.counts.issued, figures.counts.left, figures.p90_s) == (4, 1, None)
    assert figures.newcomer is not None
    assert figures.newcomer.p50 > 0


def test_an_empty_hall_has_nothing_to_measure():
    figures = floor(Story()).figures
    assert (figures.longest_s, figures.newcomer, figures.share_within, figures.p90_s) == (None, None, None, None)
    assert figures.longest_level == figures.newcomer_level == OK


def test_the_newcomers_figure_is_that_of_the_fullest_line_and_warns_by_its_upper_end():
    story = Story()
    story.open(0, "1")
    story.open(0, "3")
    story.issue(29, "a")
    story.issue(29.5, "b")
    picture = paint(HALL, story.lobby, minute(30), Spread(0.5, 2.0, True))
    assert picture.figures.newcomer == row(picture).newcomer
    assert (picture.figures.newcomer_level, row(picture).level) == (WATCH, OK)


def test_people_waiting_are_counted_minute_by_minute_since_the_first_ticket():
    story = Story()
    story.issue(0.5, "a")
    story.issue(2, "b")
    story.call(3, "a")
    picture = floor(story, 5)
    assert (picture.day_start, picture.through_day) == (NINE, (0, 1, 2, 1, 1, 1))


def test_feeds_and_notes_are_passed_on():
    story = Story()
    story(0, f.FeedLost, feed="fqm", problem="no answer")
    story(1, f.DeskTookOver, feed="fqm")
    story(2, f.EventNoted, text="the door is stuck", zone="entrance")
    picture = floor(story)
    (feed,) = picture.feeds
    assert (feed.name, feed.state, feed.problem, feed.taken_over) == ("fqm", "down", "no answer", True)
    assert [note.text for note in picture.notes] == ["the door is stuck"]


# --- what cannot be right ---


def test_a_number_given_twice_is_two_tickets_and_one_flag():
    story = Story()
    story(0, f.TicketIssued, ticket="k1", number="A001", service="cash")
    story(5, f.TicketIssued, ticket="k2", number="A001", service="cash")
    story(5, f.TicketIssued, ticket="k3", number="A001", service="cards")
    picture = floor(story)
    assert picture.figures.waiting == 3
    assert [flagged for flagged in picture.flagged if flagged.code == "number_twice"] == [
        flagged for flagged in picture.flagged if flagged.subject == "A001" and flagged.key == "k1"
    ]


def test_two_people_at_one_counter_are_flagged_and_the_later_call_is_shown():
    story = Story()
    story.open(0, "1")
    for at, key in enumerate("ab"):
        story.issue(at, key)
        story.call(at + 5, key, "1")
    picture = floor(story)
    assert ("two_at_counter", "1") in codes(picture)
    assert tile(picture).number == "B"


def test_a_ticket_from_the_future_is_flagged():
    story = Story()
    story.issue(33, "a")
    assert ("issued_in_future", "A") in codes(floor(story, 30))
    assert codes(floor(story, 31)) == set()


def test_counters_carry_their_own_flags():
    story = Story()
    story(0, f.CounterResumed, counter="1")
    assert ("resumed_not_paused", "1") in codes(floor(story))


# --- days ---


def test_yesterdays_tickets_are_gone_at_the_cut_over_except_those_still_open():
    story = Story()
    story.issue(0, "served")
    story.call(1, "served")
    story.finish(2, "served")
    story.issue(0, "forgotten")
    tomorrow = minute(19 * 60)  # 04:00 in Shanghai
    assert set(tickets_of_day(HALL, story.lobby, minute(19 * 60 - 1))) == {"served", "forgotten"}
    assert set(tickets_of_day(HALL, story.lobby, tomorrow)) == {"forgotten"}


@given(any_facts())
@settings(max_examples=40)
def test_nobody_who_is_still_in_the_hall_falls_off_the_floor_at_the_cut_over(facts):
    lobby = fold(facts)
    present = {key for key, ticket in lobby.tickets.items() if ticket.state in OPEN_STATES}
    assert present <= set(tickets_of_day(HALL, lobby, minute(60 * 24)))


def test_targets_and_the_recovery_line_are_the_branchs():
    strict = msgspec.structs.replace(
        HALL, recovery_s=300, services=tuple(msgspec.structs.replace(s, target_s=120) for s in HALL.services)
    )
    story = Story()
    story.open(0, "1")
    story.issue(27, "a")
    assert (row(floor(story)).level, row(floor(story, branch=strict)).level) == (OK, ACT)
    assert floor(story, branch=strict).figures.target_s == 120
