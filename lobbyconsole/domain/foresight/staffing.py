"""How many counters, and which, in each half hour: the fewest that keep the promise, found by playing the day.

Erlang C gives the first guess; then a counter is added at the first half hour that fails, then whatever is not needed
is taken away, then two are taken away for one put elsewhere. What the search found lucky is seen on fresh draws and
mended. Erlang C alone takes each half hour for one that has lasted for ever: with a queue left by the half hour before,
or services that vary a lot, it is wrong in both directions. Origin: queue-science note, 4.1 and 4.5.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from lobbyconsole.domain.foresight.model import HallModel
from lobbyconsole.domain.foresight.plan_search import Days, Goal, Look, Search, spans_of
from lobbyconsole.domain.foresight.scene import SLOT_S, Scene, Spans

Bools = NDArray[np.bool_]

__all__ = ["Goal", "Suggestion", "erlang_c", "erlang_counters", "shares", "suggest"]

SEARCH_ROWS, CHECK_ROWS = 300, 1000
SLACK = 0.02  # under the goal that chance alone may make of a half hour in so many replications
MARGIN = 0.005
MOST_PLAYS = 400  # of one search


class Suggestion(msgspec.Struct, frozen=True):
    """A plan. `spans` by counter in seconds from the scene's moment; `open`: counters by half hour.

    `share`: called in time by half hour, on draws the search never saw; `risk`: share of single days with a half hour
    whose P90 is beyond the goal; `over_recovery`: people a day beyond 20 minutes. `met`: no half hour is more than
    SLACK under the goal.
    """

    spans: Mapping[str, Spans]
    open: tuple[int, ...]
    counter_hours: float
    share: tuple[float, ...]
    risk: float
    over_recovery: float
    met: bool
    erlang: tuple[int, ...]
    erlang_hours: float
    plays: int


def erlang_c(load: float, servers: int) -> float:
    """Share that waits at all with so many counters and so much work (Erlang); 1 when it can never be done."""
    if servers <= load:
        return 1.0
    blocked = 1.0
    for n in range(1, servers + 1):
        blocked = load * blocked / (n + load * blocked)
    return servers * blocked / (servers - load * (1 - blocked))


def erlang_counters(expected: Sequence[float], mean_s: float, goal: Goal, slot_s: float = SLOT_S) -> tuple[int, ...]:
    """Counters by Erlang C, each half hour alone: the fewest with P(wait <= within) >= share."""
    found = []
    for number in expected:
        load = number * mean_s / slot_s
        servers = max(1, math.floor(load) + 1)
        while 1 - erlang_c(load, servers) * math.exp(-(servers - load) * goal.within_s / mean_s) < goal.share:
            servers += 1
        found.append(servers)
    return tuple(found)


def suggest(
    scene: Scene,
    model: HallModel,
    arrivals: Mapping[str, Sequence[float]],
    *,
    goal: Goal | None = None,
    possible: Bools | None = None,
    stint: int = 2,
    margin: float = 0.0,
    seed: int = 1,
    rows: int = SEARCH_ROWS,
    check_rows: int = CHECK_ROWS,
    slot_s: float = SLOT_S,
    most_plays: int = MOST_PLAYS,
) -> Suggestion:
    """The cheapest plan found. `arrivals`: expected by service and slot from the scene's moment.

    `possible` (counters, slots): where a counter can be staffed (all by default); `stint`: fewest slots at a stretch;
    `margin`: search for so much more than the goal. Spans of the scene itself are not looked at. Without anybody
    expected the plan is empty. Deterministic for a seed.
    """
    goal = goal or Goal()
    slots = max((len(means) for means in arrivals.values()), default=0)
    expected = np.zeros(slots)
    work = 0.0
    for service, means in arrivals.items():
        expected[: len(means)] += means
        work += sum(means) * (model.service(service).mean_s + model.gap_s)
    if not expected.sum():
        return Suggestion({place.id: () for place in scene.places}, (0,) * slots, 0.0, (1.0,) * slots, 0.0, 0.0, True,
                          (0,) * slots, 0.0, 0)  # fmt: skip
    able = np.ones((len(scene.places), slots), bool) if possible is None else possible
    guess = erlang_counters(expected.tolist(), work / float(expected.sum()), goal, slot_s)
    search = Search(scene, model, arrivals, goal, able, stint, slots, slot_s, expected)
    days = Days(scene, model, arrivals, goal, slots, slot_s, seed, rows)
    plan = search.first(guess)
    plan = search.mend(days, plan, goal.share + margin)
    plan = search.trim(days, plan, goal.share + margin, most_plays)
    fresh = Days(scene, model, arrivals, goal, slots, slot_s, seed + 1, check_rows)
    plan = search.mend(fresh, plan, goal.share + MARGIN)
    plan = search.trim(fresh, plan, goal.share + MARGIN, most_plays)
    final = Days(scene, model, arrivals, goal, slots, slot_s, seed + 2, check_rows).look(plan)
    groups = search.groups
    return Suggestion(
        {place.id: spans for place, spans in zip(scene.places, spans_of(plan, slot_s), strict=True)},
        tuple(int(n) for n in plan.sum(axis=0)), float(plan.sum()) * slot_s / 3600,
        tuple(float(x) for x in final.share), _risk(final, groups, goal), final.over_recovery,
        bool((search.grouped(final) >= goal.share - SLACK).all()), guess, sum(guess) * slot_s / 3600, search.plays,
    )  # fmt: skip


def shares(
    scene: Scene,
    model: HallModel,
    arrivals: Mapping[str, Sequence[float]],
    spans: Mapping[str, Spans],
    *,
    goal: Goal | None = None,
    seed: int = 1,
    rows: int = CHECK_ROWS,
    slot_s: float = SLOT_S,
) -> tuple[float, ...]:
    """Share called in time by half hour of coming under a plan, on draws of their own."""
    slots = max(len(means) for means in arrivals.values())
    days = Days(scene, model, arrivals, goal or Goal(), slots, slot_s, seed, rows)
    return tuple(float(share) for share in days.under([spans.get(place.id, ()) for place in scene.places]).share)


def _risk(look: Look, groups: Sequence[Sequence[int]], goal: Goal) -> float:
    """Share of days on which some half hour fails."""
    bad = np.zeros(len(look.people), bool)
    for group in groups:
        people, good = look.people[:, group].sum(axis=1), look.in_time[:, group].sum(axis=1)
        bad |= (people > 0) & (good < goal.share * people)
    return float(bad.mean())
