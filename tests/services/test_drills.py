"""Drills on a real store: run on the walkthrough's engine, scored, counted; the real floor stays as it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from lobbyconsole.domain import drill_facts as told
from lobbyconsole.domain import facts as floor
from lobbyconsole.domain.drills import answer_id
from lobbyconsole.domain.sample import sample_branch, simulate_day
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.drills import Drills, OpenDrill
from lobbyconsole.services.history import History
from lobbyconsole.services.reports.book import RACK
from lobbyconsole.services.snapshot import Outcome
from lobbyconsole.services.status import picture_as_json
from lobbyconsole.services.walkthroughs import Walkthroughs
from lobbyconsole.store import visits
from lobbyconsole.store.emergency import incidents_between
from tests.fakes import FixedClock
from tests.services.meeting_hall import MeetingHall, instant, open_meeting_hall, workweek

BANK = workweek(sample_branch("bank"))
WEDNESDAY, FRIDAY = date(2026, 11, 18), date(2026, 11, 20)


class Hall:
    """A hall that can be opened again as after a crash; the clock goes on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.clock = FixedClock(instant(BANK, FRIDAY, "10:38"))
        self._open: MeetingHall | None = None
        self.again()

    def again(self) -> Drills:
        if self._open is not None:
            self._open.close()
        self._open = open_meeting_hall(self._folder, BANK, self.clock)
        work = self._open.work
        self.walks: Walkthroughs = work.walkthroughs
        self.drills = Drills(work.subjects, work.library, self.walks, work.incidents, work.workdays, lambda: BANK)
        return self.drills

    @property
    def opened(self) -> MeetingHall:
        assert self._open is not None
        return self._open

    def close(self) -> None:
        self.opened.close()


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path)
    yield made
    made.close()


def walk_through(walks: Walkthroughs, clock: FixedClock, key: str) -> None:
    """To an end, each step in three seconds, the first way on taken at first and the others later."""
    turns: dict[str, int] = {}
    for _ in range(200):
        state = walks.walk(key)
        assert state is not None
        step = state.step
        if step is None:
            return
        turns[step.id] = turns.get(step.id, -1) + 1
        to = step.exits[turns[step.id] % len(step.exits)] if step.branches else ""
        clock.advance(3)
        walks.done(key, step.id, state.walk.turn, to=to, by="8001")
    raise AssertionError("no end")


def held(drills: Drills, walks: Walkthroughs, clock: FixedClock, plan: str = "fire") -> OpenDrill:
    """A drill from beginning to end in which all is well."""
    begun = drills.begin_now(plan, by="8001")
    walk_through(walks, clock, begun.drill.walk)
    key = begun.drill.key
    for inject in begun.injects(clock()):
        drills.inject_met(key, inject.place, True, by="8001")
    for place in range(len(begun.plan.drill.pass_criteria)):
        drills.judge(key, place, True, by="8001")
    return drills.finish(key, by="8001")


def test_a_planned_drill_is_moved_begun_scored_and_counts_as_practice_of_its_shift(hall: Hall) -> None:
    drills = hall.drills
    planned = drills.plan_drill("fire", hall.clock() + timedelta(days=1), shift="", by="8001")
    assert planned.state == "planned"
    assert next(due for due in drills.due(hall.clock()) if due.plan == "fire").planned_at == planned.due_at
    with pytest.raises(Refused):
        drills.move(planned.key, hall.clock(), " ")
    drills.move(planned.key, hall.clock(), "quiet now", by="8001")
    begun = drills.begin(planned.key, by="8001")
    assert begun.walk is not None
    assert begun.walk.walk.drill == planned.key
    assert drills.begin(planned.key) == begun  # pressed twice
    with pytest.raises(Refused):
        drills.finish(planned.key)
    hall.walks.take_role(begun.drill.walk, "caller", "1021", by="8001")
    walk_through(hall.walks, hall.clock, begun.drill.walk)
    for place in range(4):
        drills.inject_met(planned.key, place, place != 2, words="second exit", by="8001")
    drills.judge(planned.key, 0, True)
    done = drills.finish(planned.key, words="good", by="8001")
    found = done.score()
    assert (found.injects.met, found.injects.of, found.criteria.met, found.criteria.of) == (3, 4, 1, 3)
    assert found.steps.of > 0
    assert not found.passed
    cells = drills.coverage(hall.clock())
    caller = cells["fire", "caller", "morning"]
    assert caller.standing == "good"
    assert caller.last is not None
    assert caller.last.staff == "1021"
    assert cells["fire", "caller", "closed"].standing == "never"
    due = next(due for due in drills.due(hall.clock()) if due.plan == "fire")
    assert (due.standing, due.due_on) == ("good", date(2027, 5, 20))


def test_after_a_crash_at_any_moment_the_drill_goes_on_where_it_was(hall: Hall) -> None:
    planned = hall.drills.plan_drill("power_outage", hall.clock(), by="8001")
    # The walkthrough was begun, then the lights went out before the drill was told to have begun.
    orphan = hall.walks.start("power_outage", by="8001", drill=planned.key)
    begun = hall.again().begin(planned.key, by="8001")
    assert begun.drill.walk == orphan.walk.key
    hall.drills.inject_met(planned.key, 0, True)
    hall.clock.advance(120)
    again = hall.again().open(planned.key)
    assert again is not None
    assert again.drill.injects[0].met
    shown = [inject.shown for inject in again.injects(hall.clock())]
    assert shown == [inject.at_min <= 2 for inject in again.plan.drill.injects]


def test_a_drill_waits_while_a_plan_is_walked_in_earnest_and_one_broken_off_ends_its_walkthrough(hall: Hall) -> None:
    real = hall.walks.start("fire", by="8001")
    planned = hall.drills.plan_drill("fire", hall.clock(), by="8001")
    with pytest.raises(Refused):
        hall.drills.begin(planned.key)
    hall.walks.end(real.walk.key, "false alarm", by="8001")
    begun = hall.drills.begin(planned.key)
    hall.drills.call_off(planned.key, "a real alarm", by="8001")
    walk = hall.walks.walk(begun.drill.walk)
    assert walk is not None
    assert not walk.walk.running
    states = {row.incident: row.state for row in hall.opened.work.incidents.open_incidents()}
    assert states == {"INC-2026-0001": "open", planned.key: "ended"}
    assert hall.drills.practised() == []
    with pytest.raises(Refused):
        hall.drills.inject_met(planned.key, 0, True)


def test_at_the_table_answers_are_chosen_once_and_scored(hall: Hall) -> None:
    drills = hall.drills
    begun = drills.begin_now("robbery", mode="table", by="8001")
    key, plan = begun.drill.key, begun.plan
    assert begun.walk is None
    assert hall.walks.running() == []
    for place in range(len(plan.drill.injects)):
        offered = [option.id for option in drills.options(key, place)]
        right = answer_id(plan, place)
        wrong = next(name for name in offered if name != right)
        drills.answer(key, place, right if place else wrong, by="8001")
        drills.answer(key, place, right, by="8001")  # too late
        with pytest.raises(ValueError, match="no answer"):
            drills.answer(key, place, "robbery/99")
    drills.took_part(key, "security_guard", "1031", by="8001")
    done = hall.again().finish(key)
    of = len(plan.drill.injects)
    assert (done.score().injects.met, done.score().injects.of) == (of - 1, of)
    assert {entry.role for entry in hall.drills.practised()} == {"security_guard"}


def test_the_quietest_time_is_that_of_the_same_weekday(tmp_path: Path) -> None:
    clock = FixedClock(instant(BANK, FRIDAY, "08:20"))
    opened = open_meeting_hall(tmp_path, BANK, clock, simulate_day(BANK, WEDNESDAY))
    work = opened.work
    drills = work.drills
    found = drills.quietest(WEDNESDAY + timedelta(days=7), 20)
    with opened.store.reader() as db:
        came = visits.arrivals(db, WEDNESDAY)
    assert found is not None
    assert found.days == 1
    assert found.expected == pytest.approx(min(came.get(slot, 0) for slot in range(18, 34)) * 20 / 30)
    nobody_knows = drills.quietest(WEDNESDAY + timedelta(days=8), 20)
    assert nobody_knows is not None
    assert nobody_knows.days == 0
    assert drills.quietest(WEDNESDAY + timedelta(days=3), 20) is None  # closed
    opened.close()


def floor_bytes(opened: MeetingHall, at: FixedClock) -> dict[str, str]:
    """Everything that says something about the real floor, as text."""
    history = History(opened.store, lambda: BANK)
    found = {
        "live": repr(opened.live.run(lambda book, now: Outcome((), repr(book.lobby()))).result()),
        "then": json.dumps(picture_as_json(BANK, history.picture_at(at())), default=str),
        "day": repr(history.facts_of_day(WEDNESDAY)),
        "kpis": json.dumps(asdict(opened.store.kpis((WEDNESDAY, FRIDAY))), default=str),
    }
    for shelf in RACK:
        for period in shelf.kind.periods:
            made = opened.work.reports.make(shelf.kind.id, period, WEDNESDAY, at())
            found[f"report {shelf.kind.id} {period}"] = made.to_json()
    for agenda in opened.work.meetings.agendas():
        paper = opened.work.meetings.compose(agenda.id, FRIDAY, at())
        blocks = [repr(block) for block in paper.blocks() if block.source != "drills_due"]
        found[f"meeting {agenda.id}"] = "\n".join(blocks)
    return found


def test_with_a_drill_and_without_one_the_real_floor_its_figures_and_papers_are_the_same_bytes(tmp_path: Path) -> None:
    facts: list[floor.Fact] = simulate_day(BANK, WEDNESDAY)
    results = []
    for name in ("without", "with"):
        (tmp_path / name).mkdir()
        clock = FixedClock(instant(BANK, FRIDAY, "10:38"))
        opened = open_meeting_hall(tmp_path / name, BANK, clock, facts)
        work = opened.work
        if name == "with":
            drills = work.drills
            held(drills, work.walkthroughs, clock)
            held(drills, work.walkthroughs, clock, "robbery")
            with opened.store.reader() as db:
                rows = incidents_between(db, "2026-11-20", "2026-11-20")
            assert len(rows) == 2
            assert all(row.drill for row in rows)  # marked, every one
        clock.advance(instant(BANK, FRIDAY, "12:00") - clock())
        results.append(floor_bytes(opened, clock))
        assert opened.store.verify().ok
        opened.close()
    assert results[0].keys() == results[1].keys()
    for name in results[0]:
        assert results[0][name] == results[1][name], name


def test_a_drill_whose_walk_was_broken_off_is_not_held_though_somebody_ends_it(hall: Hall) -> None:
    drills, walks, clock = hall.drills, hall.walks, hall.clock
    begun = drills.begin_now("fire", by="8001")
    walk = walks.walk(begun.drill.walk)
    assert walk is not None
    assert walk.step is not None
    clock.advance(3)
    walks.done(walk.walk.key, walk.step.id, walk.walk.turn, to=walk.step.exits[0] if walk.step.branches else "")
    walks.end(begun.drill.walk, "a customer fell ill", by="8001")
    over = drills.finish(begun.drill.key, by="8001")
    assert (over.drill.state, over.drill.broken_off, over.drill.held) == ("finished", True, False)
    now = clock()
    assert drills.practised() == []
    assert next(due for due in drills.due(now) if due.plan == "fire").standing == "never"
    assert {cell.standing for place, cell in drills.coverage(now).items() if place[0] == "fire"} == {"never"}
    assert hall.opened.work.risks.board(now).practised.get("fire") is None
    drills = hall.again()
    held(drills, hall.walks, clock)
    assert next(due for due in drills.due(clock()) if due.plan == "fire").standing == "good"


def test_at_the_table_nobody_answered_and_the_time_ran_out_is_no_drill_held(hall: Hall) -> None:
    drills, now = hall.drills, hall.clock()
    begun = drills.begin_now("fire", mode="table", by="8001")
    over = drills.finish(begun.drill.key, by="8001")
    assert (over.drill.state, over.drill.broken_off, over.drill.held) == ("finished", True, False)
    assert next(due for due in drills.due(now) if due.plan == "fire").standing == "never"
    assert hall.opened.work.risks.board(now).practised.get("fire") is None
    begun = drills.begin_now("fire", mode="table", by="8001")
    drills.answer(begun.drill.key, 0, drills.options(begun.drill.key, 0)[0].id, by="8001")
    assert drills.finish(begun.drill.key, by="8001").drill.held, "what was answered counts"


def test_of_a_drill_that_was_ended_before_this_was_recorded_its_walk_tells(hall: Hall) -> None:
    drills, walks, clock = hall.drills, hall.walks, hall.clock
    begun = drills.begin_now("fire", by="8001")
    clock.advance(3)
    walks.end(begun.drill.walk, "the alarm was real", by="8001")
    subjects = hall.opened.work.subjects
    old = told.DrillFinished(**subjects.envelope(clock(), "8001"), drill=begun.drill.key)
    assert old.broken_off is None
    subjects.decide(lambda _now: ((old,), None))
    found = drills.drill(begun.drill.key)
    assert found is not None
    assert (found.state, found.held) == ("finished", False)
