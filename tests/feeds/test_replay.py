"""The replay: a recorded day again, at any speed, moved to now or kept, and never mixed up with the real one."""

from __future__ import annotations

import json
import math
from datetime import UTC, date, datetime, time, timedelta

import pytest

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.lobby import Book, fold
from lobbyconsole.domain.picture import paint
from lobbyconsole.domain.sample import sample_branch, simulate_day
from lobbyconsole.feeds.replay import Replay
from tests.domain.strategies import Story, minute
from tests.fakes import FixedClock
from tests.feeds.links import ListLink

BANK = sample_branch("bank")
DAY = date(2026, 3, 9)
TEN = datetime.combine(DAY, time(10), BANK.tz).astimezone(UTC)
NOW = datetime(2026, 3, 11, 1, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def recording() -> list[f.Fact]:
    return simulate_day(BANK, DAY, 1)


def replayed(recording, link: ListLink | None = None, **options) -> ListLink:
    link = link or ListLink(FixedClock(NOW), name="drill")
    Replay(recording, **options).run(link)
    return link


def small() -> list[f.Fact]:
    """One customer in ten minutes, with a pause, an appointment and an undone action."""
    story = Story()
    story.open(0)
    story.issue(1, "a", visit="v", appointment_at=minute(3))
    story.undo(2.1, story.call(2, "a"))
    story.call(3, "a")
    story.finish(8, "a")
    story(9, f.CounterPaused, counter="1", until=minute(20))
    story(10, f.FeedGap, feed="fqm", since=minute(4))
    return story.facts


def test_a_day_is_told_again_at_its_own_pace_from_now_on():
    link = replayed(small())
    assert [fact.at - NOW for fact in link.facts] == [fact.at - minute(0) for fact in small()]
    told = [
        told_at - fact.at
        for (facts, _), told_at in zip(link.deliveries, link.delivered_at, strict=True)
        for fact in facts
    ]
    assert all(timedelta(0) <= late <= timedelta(seconds=1) for late in told)
    assert link.clock() - NOW == timedelta(minutes=10)


def test_every_time_in_a_fact_moves_along():
    facts = {fact.kind: fact for fact in replayed(small()).facts}
    issued, paused, gap = facts["ticket.issued"], facts["counter.paused"], facts["feed.gap"]
    assert isinstance(issued, f.TicketIssued)
    assert isinstance(paused, f.CounterPaused)
    assert isinstance(gap, f.FeedGap)
    assert issued.appointment_at == NOW + timedelta(minutes=3)
    assert paused.until == NOW + timedelta(minutes=20)
    assert gap.since == NOW + timedelta(minutes=4)


def test_ten_times_as_fast_takes_a_tenth_of_the_time():
    link = replayed(small(), speed=10)
    assert link.clock() - NOW == timedelta(minutes=1)
    assert [fact.at - NOW for fact in link.facts] == [(fact.at - minute(0)) / 10 for fact in small()]


def test_what_was_before_the_chosen_beginning_comes_at_once():
    link = replayed(small(), start_at=minute(5))
    assert len(link.deliveries[0][0]) == 5
    assert link.delivered_at[0] == NOW
    assert [fact.at - NOW for fact in link.facts] == [fact.at - minute(5) for fact in small()]


def test_kept_times_are_kept_and_everything_may_come_at_once(recording):
    link = replayed(recording, shift=False, speed=math.inf)
    assert [fact.at for fact in link.facts] == [fact.at for fact in recording]
    assert link.clock() == NOW
    assert len(link.deliveries) == math.ceil(len(recording) / 500)


def test_kept_times_can_be_told_at_a_pace_too():
    link = replayed(small(), shift=False, speed=2)
    assert [fact.at for fact in link.facts] == [fact.at for fact in small()]
    assert link.clock() - NOW == timedelta(minutes=5)


def test_the_floor_of_the_replay_is_the_floor_of_the_day(recording):
    link = replayed(recording, start_at=TEN, link=ListLink(FixedClock(NOW), name="drill", stop_after=0))
    then = paint(BANK, fold(fact for fact in recording if fact.at <= TEN), TEN)
    now = paint(BANK, link.book.lobby(), NOW)
    assert [[block.waited_s for block in row.blocks] for row in now.rows] == [
        [block.waited_s for block in row.blocks] for row in then.rows
    ]
    assert [(tile.activity, tile.number, tile.since_s) for tile in now.tiles] == [
        (tile.activity, tile.number, tile.since_s) for tile in then.tiles
    ]
    assert now.flagged == then.flagged == ()


def test_a_replay_in_the_hall_of_the_recording_touches_no_real_ticket(recording):
    real = Book(recording)
    tickets = dict(real.lobby().tickets)
    link = ListLink(FixedClock(NOW), name="drill", book=real)
    Replay(recording, shift=False, speed=math.inf).run(link)
    lobby = real.lobby()
    assert {key: ticket for key, ticket in lobby.tickets.items() if key in tickets} == tickets
    assert len(lobby.tickets) == 2 * len(tickets)
    assert {fact.source for fact in link.facts} == {"drill"}
    assert not {fact.id for fact in link.facts} & {fact.id for fact in recording}


def test_an_undone_action_is_undone_in_the_replay_too():
    link = replayed(small())
    ticket = link.book.lobby().tickets["drill-a"]
    assert (ticket.state, ticket.visit, ticket.leg.calls, ticket.leg.wait_s) == ("finished", "drill-v", 1, 120)


def test_a_recording_may_be_read_when_the_replay_begins_and_in_any_order():
    link = replayed(lambda: reversed(small()))
    assert [fact.at - NOW for fact in link.facts] == [fact.at - minute(0) for fact in small()]


@pytest.mark.parametrize("stopped_after", [0, 100, 300])
def test_after_a_restart_the_replay_goes_on_without_loss_or_repetition(stopped_after):
    link = replayed(small(), link=ListLink(FixedClock(NOW), name="drill", stop_after=stopped_after))
    again = ListLink(link.clock, name="drill", cursor=link.cursor)
    again.clock.advance(45)
    Replay(small()).run(again)
    assert [*link.facts, *again.facts] == replayed(small()).facts


def test_a_replay_that_is_over_is_not_played_again():
    link = replayed(small())
    again = ListLink(link.clock, name="drill", cursor=link.cursor)
    Replay(small()).run(again)
    assert again.facts == []


@pytest.mark.parametrize("cursor", ["nonsense", "{}", "[1]", json.dumps({"told": "x", "anchor": 1})])
def test_a_cursor_that_is_none_begins_at_the_beginning(cursor):
    link = replayed(small(), link=ListLink(FixedClock(NOW), name="drill", cursor=cursor))
    assert len(link.facts) == len(small())


def test_the_source_shows_that_it_is_alive_all_the_time():
    link = replayed(small())
    assert max(b - a for a, b in zip(link.alive_at, link.alive_at[1:], strict=False)) <= timedelta(seconds=1)
    assert replayed([]).alive_at == [NOW]


@pytest.mark.parametrize("options", [{"speed": 0}, {"speed": -1}, {"speed": math.nan}, {"speed": math.inf}])
def test_a_speed_that_cannot_be_is_refused(options):
    with pytest.raises(ValueError, match="speed"):
        Replay([], **options)
