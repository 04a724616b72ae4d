"""Walks at once, with everything that can be told of them, arriving in any order, twice and late: the same state."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from lobbyconsole.config import Settings
from lobbyconsole.domain.content.plans import Step
from lobbyconsole.domain.facts import ActionUndone, Fact
from lobbyconsole.domain.lobby import Change
from lobbyconsole.services.clock import Clock
from lobbyconsole.services.live import Live
from lobbyconsole.services.paper_numbers import PaperNumbers, TypedRow
from lobbyconsole.services.walkthroughs import OpenWalk
from lobbyconsole.services.work import Work
from lobbyconsole.store import emergency as kept
from lobbyconsole.store.hall import Store
from lobbyconsole.store.sidefile import SideFile
from tests.fakes import FixedClock
from tests.services.conftest import SmallHall, small_branch

ACTS = ["do"] * 6 + ["skip", "back", "add", "note", "late", "call", "report", "role", "hand", "grade", "heads", "seen",
                     "customers", "ahead", "paper"]  # fmt: skip


def work_of(store: Store, live: Live) -> Work:
    return Work(store, live, lambda: Settings(branch=small_branch()))


def way_on(step: Step, dice: random.Random) -> str:
    return dice.choice(step.branches).goto if step.branches else ""


def act(hall: SmallHall, work: Work, state: OpenWalk, dice: random.Random, number: int) -> None:
    walks, key, by = work.walkthroughs, state.walk.key, str(dice.randint(8001, 8005))
    step, turn, name = state.step, state.walk.turn, dice.choice(ACTS)
    assert step is not None
    if name == "do":
        walks.done(key, step.id, turn, to=way_on(step, dice), words=f"w{number}", by=by)
    elif name == "skip":
        walks.skip(key, step.id, turn, "nobody free", to=way_on(step, dice), by=by)
    elif name == "back" and len(state.walk.turns) > 1:
        walks.back(key, dice.choice(state.walk.turns[:-1]).step, by=by)
    elif name == "add":
        walks.add(key, f"added {number}", role="caller", by=by)
    elif name == "note":
        walks.note(key, f"note {number}", by=by)
    elif name == "late":
        from datetime import timedelta

        walks.note(key, f"late {number}", happened_at=hall.time() - timedelta(minutes=dice.randint(1, 20)), by=by)
    elif name == "call":
        walks.called(key, "property_mgmt", reached=dice.random() < 0.5, by=by)
    elif name == "report" and state.plan.reporting:
        walks.reported(key, dice.randrange(len(state.plan.reporting)), by=by)
    elif name == "role":
        walks.take_role(key, step.role, by, by=by)
    elif name == "hand":
        walks.hand_over(key, by, briefing="all well", by=by)
    elif name == "grade":
        walks.set_level(key, dice.randint(1, 4), by=by)
    elif name == "heads":
        walks.count_heads(key, [by], [f"A{number:03}"], place="car park", by=by)
    elif name == "seen" and state.walk.heads is not None and state.walk.heads.expected:
        walks.seen(key, dice.choice(state.walk.heads.expected), dice.random() < 0.7, by=by)
    elif name == "customers":
        walks.customers(key, dice.randint(0, 30), by=by)
    elif name == "ahead":
        early = [task for task in state.tasks() if not task.current and not task.done]
        if early:
            walks.done(key, early[0].step.id, 1, by=by)
    elif name == "paper":
        paper = PaperNumbers(hall.store, hall.live)
        found = paper.ranges(done=True)
        if not found:
            hall.desk.reserve_numbers("cash", 1, 20, "paper").result(10)
        else:
            local = f"{hall.time().astimezone(hall.branch.tz):%H%M}"
            paper.save(found[0].id, dice.randint(1, 20), TypedRow(local, local, "1", dice.choice("13"), ""), by=by)


def everything(store: Store, live: Live, work: Work) -> object:
    with store.reader() as db:
        rows = (kept.running_walks(db), kept.ended_walks(db), kept.open_incidents(db))
    return (
        rows,
        [work.walkthroughs.walk(row.walk) for found in rows[:2] for row in found],
        [work.incidents.incident(row.incident) for row in rows[2]],
        PaperNumbers(store, live).ranges(done=True),
    )


def taken_back(facts: list[Fact], dice: random.Random) -> list[Fact]:
    """Some things were told by mistake: undone, one of them twice."""
    some = [
        fact for fact in facts if fact.kind in ("walk.noted", "walk.role_taken", "walk.head_seen", "walk.step_done")
    ]
    chosen = dice.sample(some, min(4, len(some)))
    return [
        ActionUndone(id=f"u{at}", at=fact.at, seq=at, undoes=(fact.id,), about=fact.subject)
        for at, fact in enumerate([*chosen, *chosen[:1]])
    ]


@pytest.mark.parametrize("seed", range(int(os.environ.get("WALK_REPLAYS", "6"))))
def test_any_order_tells_the_same_state(open_hall: Callable[[], SmallHall], tmp_path: Path, seed: int) -> None:
    dice, hall = random.Random(seed), open_hall()
    work = work_of(hall.store, hall.live)
    first = work.walkthroughs.start(dice.choice(["fire", "power_outage"]), by="8001")
    keys = [first.walk.key]
    for number in range(70):
        hall.time.advance(dice.random() * 40)
        if number == 12:
            keys.append(work.walkthroughs.start("evacuation", parent=keys[0], by="8002").walk.key)
        state = work.walkthroughs.walk(dice.choice(keys))
        assert state is not None
        if state.walk.running:
            act(hall, work, state, dice, number)
    with hall.store.reader() as db:
        subjects = [row[0] for row in db.execute("SELECT DISTINCT subject FROM journal")]
    facts = [fact for subject in subjects for fact in hall.store.facts_of(subject)]
    undone = taken_back(facts, dice)
    hall.store.append([Change(fact, None, None) for fact in undone], {}, hall.time())
    facts += undone
    fresh = open_hall()  # what is on the disk, without anything remembered
    wanted = everything(fresh.store, fresh.live, work_of(fresh.store, fresh.live))
    assert fresh.store.verify().ok
    for again in range(2):
        folder = tmp_path / f"replay{again}"
        folder.mkdir()
        key, time = os.urandom(32), FixedClock(hall.time())
        store = Store.open(folder, key, branch=small_branch(), clock=time)
        told = [*facts, *dice.sample(facts, len(facts) // 3)]  # some twice
        dice.shuffle(told)
        while told:
            size = dice.randint(1, 25)
            store.append([Change(fact, None, None) for fact in told[:size]], {}, time())
            del told[:size]
        live = Live(store, small_branch(), Clock(wall=time, ticks=time.monotonic), SideFile((folder,), key))
        live.start()
        try:
            assert everything(store, live, work_of(store, live)) == wanted
            assert store.verify().ok
        finally:
            live.stop()
            store.close()
