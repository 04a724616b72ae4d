"""Run as a program: walks a plan with every kind of fact, telling what is durable, until it is killed."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

from lobbyconsole.config import Settings
from lobbyconsole.services.clock import Clock, wall_time
from lobbyconsole.services.live import Live
from lobbyconsole.services.walkthroughs import OpenWalk, Walkthroughs
from lobbyconsole.services.work import Work
from lobbyconsole.store.hall import Store
from lobbyconsole.store.sidefile import SideFile
from tests.services.conftest import small_branch

PLAN = "power_outage"


def open_walks(folder: Path, key: bytes) -> tuple[Store, Live, Work]:
    """The hall as the window opens it, without its floor."""
    branch = small_branch()
    store = Store.open(folder, key, branch=branch, clock=wall_time)
    live = Live(store, branch, Clock(), SideFile((folder,), key))
    live.start()
    return store, live, Work(store, live, lambda: Settings(branch=branch))


def told(state: OpenWalk) -> str:
    """Where it stands, in one line: what must be the same after a kill, or further on."""
    walk = state.walk
    assert walk.begun_at is not None
    since = walk.since.isoformat() if walk.since is not None else "-"
    return f"{walk.key} {len(walk.timeline)} {walk.step or '-'} {walk.turn} {walk.begun_at.isoformat()} {since}"


def show(state: OpenWalk) -> OpenWalk:
    sys.stdout.write(told(state) + "\n")
    sys.stdout.flush()
    return state


def one_of_each(walks: Walkthroughs, state: OpenWalk, number: int) -> OpenWalk:
    """The facts of a walkthrough in turn, so that a kill comes after any of them."""
    key, step, turn = state.walk.key, state.walk.step, state.walk.turn
    found = state.step
    to = found.branches[number % len(found.branches)].goto if found is not None and found.branches else ""
    kind = number % 12
    if kind == 0:
        return walks.note(key, f"note {number}", by="8001")
    if kind == 1:
        return walks.called(key, "property_mgmt", number="8000", reached=bool(number % 2), by="8001")
    if kind == 2:
        return walks.take_role(key, "caller", f"80{number % 50 + 10}", by="8001")
    if kind == 3:
        return walks.set_level(key, 1 + number % 4, by="8001")
    if kind == 4:
        return walks.hand_over(key, f"80{number % 50 + 10}", briefing="all well", by="8001")
    if kind == 5:
        return walks.add(key, f"step {number}", by="8001")
    if kind == 9:
        return walks.count_heads(key, [f"80{number % 90 + 10}"], [f"A{number:03}"], place="car park", by="8001")
    if kind == 10 and state.walk.heads is not None:
        who = state.walk.heads.expected[0]
        return walks.seen(key, who, who not in state.walk.heads.seen, by="8001")
    if kind == 11:
        return walks.customers(key, number % 40, by="8001")
    if kind == 6 and len(state.walk.turns) > 1:
        return walks.back(key, state.walk.turns[-2].step, by="8001")
    if kind == 7 and not to and found is not None and found.kind != "end":
        return walks.skip(key, step, turn, "nobody is free", by="8001")
    if found is not None and found.kind == "end" and len(state.walk.turns) > 1:
        return walks.back(key, state.walk.turns[-2].step, by="8001")  # it must not end while it is being killed
    return walks.done(key, step, turn, to=to, by="8001")


def main(folder: Path, key: bytes) -> None:
    _, _, work = open_walks(folder, key)
    walks = work.walkthroughs
    running = walks.running()
    state = show(running[-1] if running else walks.start(PLAN, by="8001"))
    number = len(state.walk.timeline)
    while len(state.walk.timeline) < 3_000:
        state = show(one_of_each(walks, state, number))
        number += 1
    threading.Event().wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]), bytes.fromhex(os.environ["HALL_KEY"]))
