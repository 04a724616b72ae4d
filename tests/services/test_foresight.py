"""Expected waits on a live hall: a real store, a real recorder, days as a queue machine tells them, and bad days."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cache

import pytest
from msgspec.structs import replace

from lobbyconsole.domain.branch import CounterPlace
from lobbyconsole.domain.entities import ENDED
from lobbyconsole.domain.facts import CounterOpened, Fact, TicketCalled, TicketFinished, TicketIssued
from lobbyconsole.domain.foresight.learn import Memory
from lobbyconsole.domain.lobby import fold
from lobbyconsole.domain.measures import is_misprint
from lobbyconsole.domain.picture import Picture
from lobbyconsole.domain.sample import simulate_day
from lobbyconsole.services import hall_memory
from lobbyconsole.services.foresight import Foresight
from lobbyconsole.services.kept_promises import Kept, kept_promises
from lobbyconsole.services.status import breaches, picture_as_json, picture_with_waits
from tests.conftest import ExpectedLog
from tests.services.conftest import MORNING, SmallHall, small_branch

Opened = Callable[[], SmallHall]
TODAY = MORNING.date()
BUSY = MORNING + timedelta(minutes=102)  # 10:42


@cache
def facts_of(day: date) -> tuple[Fact, ...]:
    return tuple(simulate_day(small_branch(), day, 1))


def past(days: int) -> list[Fact]:
    return [fact for back in range(days, 0, -1) for fact in facts_of(TODAY - timedelta(days=back))]


def until(at: datetime) -> list[Fact]:
    return [fact for fact in facts_of(TODAY) if fact.at <= at]


def fill(hall: SmallHall, facts: Sequence[Fact]) -> None:
    hall.live.record(facts).result()


@pytest.fixture
def looking() -> Iterator[Callable[[SmallHall], Foresight]]:
    """Starts foresight at once on a hall; stopped before the hall is."""
    started: list[Foresight] = []

    def start(hall: SmallHall, after_s: float = 0.0) -> Foresight:
        for one in started:
            one.stop()
        foresight = Foresight(hall.store, hall.live, after_s=after_s, at_most_s=0.05)
        started.append(foresight)
        foresight.start()
        return foresight

    yield start
    for one in started:
        one.stop()
        one.stop()  # safe to repeat


def wait_for(done: Callable[[], object], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.02)


def picture_of(hall: SmallHall, foresight: Foresight) -> Picture:
    """The first picture painted after all is learned and told."""
    recorded = hall.store.head()[0]
    wait_for(lambda: hall.live.snapshot.seq >= recorded)
    wait_for(lambda: foresight.settled)
    painted = hall.live.snapshot
    hall.live.record(()).result()
    wait_for(lambda: hall.live.snapshot is not painted)
    return hall.live.snapshot.picture


def assert_honest(picture: Picture) -> None:
    for row in picture.rows:
        for wait in (row.newcomer, *(block.expected for block in row.blocks)):
            assert wait is None or 0 <= wait.p10 <= wait.p50 <= wait.p90


def test_a_hall_of_some_days_tells_ranges_and_remembers_them(open_hall: Opened, looking) -> None:
    hall = open_hall()
    hall.pass_minutes(102)
    fill(hall, past(6) + until(BUSY))
    picture = picture_of(hall, looking(hall))
    assert not picture.learning
    assert_honest(picture)
    waits = [block.expected for row in picture.rows for block in row.blocks if not block.held]
    assert all(wait.learned for wait in waits if wait)
    assert any(wait.p10 < wait.p50 < wait.p90 for wait in waits if wait)
    kept = hall_memory.recalled(hall.store, TODAY)
    assert [day.day for day in kept.days] == [day for day in hall.store.days() if day < TODAY]
    # Once more, as after a restart: only yesterday is looked at again, and nothing changes.
    hall = open_hall()
    assert hall_memory.to_learn(hall.store, kept, TODAY) == [TODAY - timedelta(days=1)]
    again = picture_of(hall, looking(hall))
    assert [row.newcomer for row in again.rows] == [row.newcomer for row in picture.rows]
    assert hall_memory.recalled(hall.store, TODAY) == kept, "a day learned twice is known once"


def test_the_tables_teach_what_the_facts_tell_and_each_ticket_on_one_day(hall: SmallHall) -> None:
    fill(hall, past(3))
    seen = 0
    for back in (3, 2, 1):
        day = TODAY - timedelta(days=back)
        _, end = hall.branch.day_span(day)
        tickets = fold(past(3)).tickets.values()
        assert hall_memory.learned(hall.store, hall.branch, day) == hall_memory.present_day(
            hall.branch, tickets, end - timedelta(seconds=1)
        )
        seen += sum(hall_memory.learned(hall.store, hall.branch, day).mix.values())
    ended = [ticket for ticket in fold(past(3)).tickets.values() if ticket.state in ENDED]
    assert seen == sum(not is_misprint(ticket) for ticket in ended)
    assert any(len(ticket.legs) > 1 for ticket in ended), "transfers are among them"


def test_who_came_in_the_night_and_was_served_after_the_day_turned_is_learned_then(hall: SmallHall) -> None:
    late = MORNING - timedelta(hours=6)  # 03:00, an hour before the day turns
    fill(
        hall,
        [
            TicketIssued(id="1", at=late, source="m", ticket="t", number="A1", service="cash"),
            TicketCalled(id="2", at=late + timedelta(hours=2), source="m", ticket="t", counter="1"),
            TicketFinished(id="3", at=late + timedelta(hours=2, minutes=5), source="m", ticket="t"),
        ],
    )
    days = [hall_memory.learned(hall.store, hall.branch, TODAY - timedelta(days=back)) for back in (1, 0)]
    assert [sum(day.mix.values()) for day in days] == [0, 1]
    assert days[1].times == {"cash": {"1": (300,)}}


@pytest.mark.parametrize("broken", ["", "{", '{"days": 3}', '{"days": [{"day": "2026-13-40"}]}', "[" * 100_000])
def test_a_memory_that_cannot_be_read_is_learned_anew(hall: SmallHall, looking, broken: str) -> None:
    fill(hall, past(1))
    hall.store.set_meta(hall_memory.META, broken)
    hall.store.set_meta(hall_memory.META_TRACK, broken)
    foresight = looking(hall)
    wait_for(lambda: foresight.settled)
    assert [day.day for day in hall_memory.recalled(hall.store, TODAY).days] == [TODAY - timedelta(days=1)]


def test_days_that_have_not_been_yet_push_out_nothing(hall: SmallHall, looking) -> None:
    fill(hall, past(2))
    ahead = hall_memory.learned(hall.store, hall.branch, TODAY + timedelta(days=400))
    hall_memory.keep(hall.store, Memory((ahead,)))
    foresight = looking(hall)
    wait_for(lambda: foresight.settled)
    assert len(hall_memory.recalled(hall.store, TODAY).days) == len(hall.store.days())


def test_an_empty_hall(hall: SmallHall, looking) -> None:
    picture = picture_of(hall, looking(hall))
    assert picture.learning
    assert all(row.newcomer is None for row in picture.rows)
    status = picture_as_json(hall.branch, picture_with_waits(hall.store, hall.branch, hall.history, BUSY))
    assert (status["learning"], status["breaches"], status["waiting"]) == (True, [], [])


def test_a_young_hall_is_still_learning(hall: SmallHall, looking) -> None:
    hall.pass_minutes(102)
    fill(hall, past(2) + until(BUSY))
    picture = picture_of(hall, looking(hall))
    assert picture.learning
    assert_honest(picture)
    assert not any(block.expected.learned for row in picture.rows for block in row.blocks if block.expected)
    status = picture_as_json(hall.branch, picture_with_waits(hall.store, hall.branch, hall.history, BUSY))
    etas = [ticket["eta"] for ticket in status["waiting"] if ticket["eta"]]
    assert status["learning"]
    assert etas
    assert all(eta["p10"] is None and eta["p90"] is None and eta["p50"] >= 0 for eta in etas)


def test_a_source_that_tells_calls_alone(hall: SmallHall, looking) -> None:
    calls = [
        TicketCalled(
            id=f"{back}-{i}", at=MORNING - timedelta(days=back) + timedelta(minutes=4 * i), source="display",
            ticket=f"{back}-{i}", counter=str(1 + i % 3),
        )
        for back in range(7)
        for i in range(30)
    ]  # fmt: skip
    fill(hall, [fact for fact in calls if fact.at <= MORNING])
    picture = picture_of(hall, looking(hall))
    assert_honest(picture)
    assert picture_with_waits(hall.store, hall.branch, hall.history, MORNING).learning


def test_a_queue_left_overnight(hall: SmallHall, looking) -> None:
    evening = MORNING - timedelta(hours=16)
    left = [
        TicketIssued(id=f"t{i}", at=evening + timedelta(minutes=i), source="machine", ticket=f"t{i}", number=f"A{i:03}",
                     service="cash")
        for i in range(5)
    ]  # fmt: skip
    fill(hall, [*past(6), *left, CounterOpened(id="o", at=MORNING, source="desk", counter="1")])
    picture = picture_of(hall, looking(hall))
    assert_honest(picture)
    blocks = {block.key: block for row in picture.rows for block in row.blocks}
    found = [blocks[f"t{i}"].expected for i in range(5)]
    assert all(found)
    assert [wait.p50 for wait in found if wait] == sorted(wait.p50 for wait in found if wait)
    assert all(block.waited_s > 15 * 3600 for key, block in blocks.items() if key.startswith("t"))


def test_what_happens_is_told_of_and_who_is_called_is_forgotten(hall: SmallHall, looking) -> None:
    hall.pass_minutes(102)
    fill(hall, past(6) + until(BUSY))
    foresight = looking(hall)
    picture_of(hall, foresight)
    number = hall.desk.issue("cash").result()
    assert len(number.promise_s) == 3, "the promised range is journalled with the ticket"
    assert number.promise_s == tuple(sorted(number.promise_s))
    picture = picture_of(hall, foresight)
    block = next(block for row in picture.rows for block in row.blocks if block.key == number.key)
    assert block.expected is not None
    assert block.expected.learned
    hall.desk.cancel(number.key).result()
    picture = picture_of(hall, foresight)
    assert not [block for row in picture.rows for block in row.blocks if block.key == number.key]


def test_ranges_are_tracked_once_somebody_is_called(hall: SmallHall, looking) -> None:
    hall.pass_minutes(102)
    fill(hall, past(6) + until(BUSY))
    foresight = looking(hall)
    picture_of(hall, foresight)
    hall.pass_minutes(3)
    fill(hall, [fact for fact in facts_of(TODAY) if BUSY < fact.at <= BUSY + timedelta(minutes=3)])
    picture_of(hall, foresight)
    foresight.stop()
    assert hall_memory.recalled_track(hall.store).seen > 0


def test_a_clock_set_back_and_a_night(hall: SmallHall, looking) -> None:
    fill(hall, past(6))
    foresight = looking(hall)
    picture_of(hall, foresight)
    hall.time.set(MORNING - timedelta(hours=30))  # nobody waits: the hall takes it over
    wait_for(lambda: hall.live.snapshot.picture.at < MORNING - timedelta(hours=29))
    assert hall.live.snapshot.picture.learning, "what was told is of a time to come"
    foresight.nightly()
    wait_for(lambda: foresight.settled)
    hall.time.set(MORNING + timedelta(days=1))
    wait_for(lambda: hall.live.snapshot.picture.at > MORNING + timedelta(hours=23))
    foresight.nightly()
    wait_for(lambda: foresight.settled)
    assert_honest(hall.live.snapshot.picture)
    assert max(day.day for day in hall_memory.recalled(hall.store, date(2027, 1, 1)).days) < TODAY


def test_it_can_be_stopped_at_any_moment(hall: SmallHall, looking) -> None:
    fill(hall, past(6))
    unstarted = Foresight(hall.store, hall.live)
    unstarted.stop()
    for after_s in (60.0, 0.0, 0.0):
        foresight = looking(hall, after_s)
        begun = time.monotonic()
        foresight.stop()
        assert time.monotonic() - begun < 2.0


def test_more_counters_than_it_can_play_cost_the_ranges_alone(
    hall: SmallHall, looking, expected_log: ExpectedLog
) -> None:
    expected_log("no expected waits")
    places = tuple(CounterPlace(id=str(i), services=("cash",)) for i in range(1, 201))
    hall.branch = replace(hall.branch, counters=places)
    hall.live.set_branch(hall.branch)
    fill(hall, [*past(1), *(CounterOpened(id=f"o{i}", at=MORNING, source="m", counter=str(i)) for i in range(1, 201))])
    looking(hall)
    wait_for(lambda: expected_log.records)
    assert len(expected_log.records) == 1
    picture = picture_with_waits(hall.store, hall.branch, hall.history, MORNING)
    assert picture.learning
    assert next(row for row in picture.rows if row.id == "cash").newcomer is not None


def test_a_past_instant_does_not_know_what_came_after_it(hall: SmallHall) -> None:
    fill(hall, past(6) + until(BUSY))
    known = picture_with_waits(hall.store, hall.branch, hall.history, BUSY)
    assert not known.learning
    status = picture_as_json(hall.branch, known)
    eta = next(ticket["eta"] for ticket in status["waiting"] if ticket["eta"])
    assert 0 <= eta["p10"] <= eta["p50"] <= eta["p90"]
    fill(hall, [fact for fact in facts_of(TODAY) if fact.at > BUSY])
    fill(hall, facts_of(TODAY + timedelta(days=3)))
    assert picture_with_waits(hall.store, hall.branch, hall.history, BUSY).rows == known.rows
    # Nor does what the hall has kept by itself meanwhile change it.
    memory = Memory()
    for day in hall_memory.to_learn(hall.store, memory, TODAY + timedelta(days=9)):
        memory = memory.with_day(hall_memory.learned(hall.store, hall.branch, day))
    hall_memory.keep(hall.store, memory)
    assert picture_with_waits(hall.store, hall.branch, hall.history, BUSY).rows == known.rows


def test_breaches_are_those_to_come_soonest_first(hall: SmallHall) -> None:
    fill(hall, past(6) + until(BUSY))
    found: list[dict[str, object]] = []
    for minutes in range(0, 300, 20):
        at = BUSY + timedelta(minutes=minutes)
        fill(hall, [fact for fact in facts_of(TODAY) if at - timedelta(minutes=20) < fact.at <= at])
        picture = picture_with_waits(hall.store, hall.branch, hall.history, at)
        some = breaches(hall.branch, picture)
        blocks = {block.key: (block, row.target_s) for row in picture.rows for block in row.blocks}
        for one in some:
            block, target = blocks[str(one["ticket"])]
            assert block.projected_s is not None
            if one["target_in_min"] is not None:
                assert block.waited_s < target <= block.projected_s
                assert one["target_in_min"] == pytest.approx((target - block.waited_s) / 60, abs=0.01)
        soon = [min(v for k, v in one.items() if k.endswith("_in_min") and v is not None) for one in some]
        assert soon == sorted(soon)
        found += some
    assert found


def test_promises_are_measured_by_week_and_service(hall: SmallHall) -> None:
    def promised(key: str, day: datetime, waited_s: float | None, service: str = "cash") -> list[Fact]:
        told: list[Fact] = [
            TicketIssued(id=f"i{key}", at=day, source="desk", ticket=key, number=key, service=service,
                         promise_s=(310, 500, 700))
        ]  # fmt: skip
        if waited_s is not None:
            called = TicketCalled(
                id=f"c{key}", at=day + timedelta(seconds=waited_s), source="desk", ticket=key, counter="1"
            )
            told.append(called)
        return told

    before = MORNING - timedelta(days=7)
    fill(
        hall,
        [
            *promised("a", before, 310),
            *promised("b", before, 305),  # sooner than told, within the minutes of the slip
            *promised("c", before, 719),  # later, within the minutes
            *promised("d", before, 900),
            *promised("e", before, 200, "corporate"),
            *promised("f", MORNING, None),
            *promised("g", MORNING, 400),
        ],
    )
    known = kept_promises(hall.store, hall.branch, MORNING + timedelta(minutes=1))
    week = date(2026, 11, 9)
    assert known == [Kept(week, "cash", 4, 1, 1, 2, 3), Kept(week, "corporate", 1, 0, 1, 0, 0)], "no look ahead"
    later = kept_promises(hall.store, hall.branch, MORNING + timedelta(minutes=30))
    assert later[0] == Kept(date(2026, 11, 16), "cash", 2, 1, 0, 1, 1), "who waits beyond the range counts"
    assert kept_promises(hall.store, hall.branch, MORNING - timedelta(days=300)) == []
    assert later[0].to_json() == {
        "week": "2026-11-16", "service": "cash", "judged": 2, "inside": 0.5, "sooner": 0.0, "later": 0.5,
        "kept_as_printed": 0.5,
    }  # fmt: skip


def test_a_sample_hall_has_a_past_that_is_made_up(hall: SmallHall) -> None:
    fill(hall, [CounterOpened(id="o", at=MORNING, source="m", counter="1")])
    foresight = Foresight(hall.store, hall.live, after_s=0.0, at_most_s=0.05, sample=True)
    foresight.start()
    try:
        picture = picture_of(hall, foresight)
    finally:
        foresight.stop()
    assert not picture.learning
    assert len(hall_memory.recalled(hall.store, TODAY).days) == 8
    assert hall.store.days() == [], "the journal has none of it"
