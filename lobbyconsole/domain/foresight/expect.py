"""Expected waits by simulation of the present queue: a median and a 10-90 % range for each ticket and each newcomer.

The range's ends are kept honest by watching how often they hold (`Track`), the figure on screen moves calmly
(`shown_minutes`), and each ticket's chance to pass its target or 20 minutes comes from the same replications.
Origin: queue-science note, 2.4 and 2.5.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from lobbyconsole.domain.foresight.crowd import line_up
from lobbyconsole.domain.foresight.engine import play
from lobbyconsole.domain.foresight.model import HallModel
from lobbyconsole.domain.foresight.rules import NEVER
from lobbyconsole.domain.foresight.scene import SLOT_S, Scene, lines_of, ready_of, rules_of

REPLICATIONS = 200
STEP, FIRST_STEP = 0.001, 0.03
LOW, HIGH = 0.1, 0.9
MOST_MOVE_MIN = 2
RECOVERY_S = 1200.0


class Wait(msgspec.Struct, frozen=True):
    """Seconds until called: median and 10-90 % range; None where the model is still learning.

    `late`: probability to pass the target in the end, `recovery` the same for `recovery_s`; `late_in_s` and
    `recovery_in_s`: how soon that would be (0: passed already).
    """

    p50_s: float
    p10_s: float | None
    p90_s: float | None
    late: float = 0.0
    late_in_s: float = 0.0
    recovery: float = 0.0
    recovery_in_s: float = 0.0


class Expectation(msgspec.Struct, frozen=True):
    """By ticket key and, for somebody who comes now, by service. Absent: nobody would call them any more today."""

    tickets: Mapping[str, Wait]
    newcomers: Mapping[str, Wait]
    learning: bool = False

    def breaches(self, at_least: float = 0.5) -> list[tuple[str, float]]:
        """Tickets that will probably pass their target but have not: (key, seconds until they do), soonest first."""
        soon = [
            (key, wait.late_in_s) for key, wait in self.tickets.items() if wait.late_in_s > 0 and wait.late >= at_least
        ]
        return sorted(soon, key=lambda one: (one[1], one[0]))


class Track(msgspec.Struct, frozen=True):
    """By how much (in log seconds) the simulated ends of the range are moved; `seen` outcomes so far."""

    low: float = 0.0
    high: float = 0.0
    seen: int = 0

    def moved(self, p10_s: float, p50_s: float, p90_s: float) -> tuple[float, float]:
        """The range to show around this median (s)."""
        low = math.expm1(math.log1p(p10_s) + self.low)
        high = math.expm1(math.log1p(p90_s) + self.high)
        return max(0.0, min(low, p50_s)), max(high, p50_s)

    def told(self, shown: Sequence[tuple[float, float, float]], step: float | None = None) -> Track:
        """After a call: each range that was shown for it as (p10, p90, what the wait from then on really was), s.

        Each end moves so that in the long run a tenth falls outside it: by FIRST_STEP at first, less with every outcome
        and by STEP from some thousands on (or always by `step`). Give at most one a ticket and five minutes: looks at
        the same ticket seconds apart tell the same thing many times.
        """
        low, high, seen = self.low, self.high, self.seen
        for p10, p90, waited in shown:
            by = max(STEP, FIRST_STEP / (1 + seen / 100)) if step is None else step
            low += by * (LOW - (waited <= p10))
            high += by * (HIGH - (waited <= p90))
            seen += 1
        return Track(min(1.0, max(-2.0, low)), min(2.0, max(-1.0, high)), seen)


def expect(
    scene: Scene,
    model: HallModel,
    *,
    targets_s: Mapping[str, float] | None = None,
    recovery_s: float = RECOVERY_S,
    arrivals: Mapping[str, Sequence[float]] | None = None,
    track: Track | None = None,
    seed: int = 1,
    rows: int = REPLICATIONS,
) -> Expectation:
    """Play the present queue out. `targets_s` by service (600 otherwise); `arrivals` as in `scene.lines_of`.

    Deterministic for a seed. Give the same seed at every refresh: figures then move because the hall does.
    """
    track = track or Track()
    lines = lines_of(scene, model, seed, rows, _near(scene, model, arrivals or {}), probes=True)
    if not scene.places or not lines.lines:
        return Expectation({}, {}, model.learning)
    rules = rules_of(scene, model, lines.lines, jumps=any(one.head_s for one in scene.waiting))
    course = play(
        rules, line_up(lines.people), ready_of(scene, model, seed, rows), present=lines.present,
        jumped_s=scene.jumped_s,
    )  # fmt: skip
    since = {one.key: one.since_s for one in scene.waiting}
    service_of = {one.key: one.service for one in scene.waiting}
    tickets: dict[str, Wait] = {}
    newcomers: dict[str, Wait] = {}
    for k, keys in enumerate(lines.keys):
        if not keys:
            continue
        first = course.crowd.edges[k]
        calls = course.call[:, first : first + len(keys)]
        # Who left in a replication was not called there; their wait is that of the others.
        rest = np.sort(np.where(calls < NEVER, calls / 1000, np.inf), axis=0)
        known = (calls < NEVER).sum(axis=0)
        for i, key in enumerate(keys):
            n = int(known[i])
            if n < rows / 20:
                continue
            some = np.maximum(rest[:n, i], 0.0)
            p10, p50, p90 = (float(some[min(n - 1, int(share * n))]) for share in (LOW, 0.5, HIGH))
            service = key[1:] if key not in since else service_of[key]
            target = (targets_s or {}).get(service, 600.0)
            waited = since.get(key, 0.0)
            low, high = track.moved(p10, p50, p90)
            wait = Wait(
                p50, None if model.learning else low, None if model.learning else high,
                _share_over(some, target - waited), max(0.0, target - waited),
                _share_over(some, recovery_s - waited), max(0.0, recovery_s - waited),
            )  # fmt: skip
            if key in since:
                tickets[key] = wait
            else:
                newcomers[service] = wait
    return Expectation(tickets, newcomers, model.learning)


def _near(scene: Scene, model: HallModel, arrivals: Mapping[str, Sequence[float]]) -> dict[str, Sequence[float]]:
    """Arrivals while those who wait now may still be there: whoever comes later cannot stand in their way."""
    work = sum(model.service(one.service).mean_s + model.gap_s for one in scene.waiting)
    begins = [max(0.0, place.spans[0][0]) for place in scene.places if place.spans]
    if not begins:
        return {}
    slots = math.ceil((2 * work / len(begins) + max(begins) + SLOT_S) / SLOT_S)
    return {service: means[:slots] for service, means in arrivals.items()}


def _share_over(ordered: np.ndarray[tuple[int], np.dtype[np.float64]], limit: float) -> float:
    """Share of an ascending sample above a limit."""
    return 1.0 - float(np.searchsorted(ordered, limit, side="right")) / len(ordered)


def shown_minutes(seconds: float, before: int | None = None, plan_changed: bool = False) -> int:
    """Whole minutes for the screen, rounded up; at most MOST_MOVE_MIN from what stood there before, unless the plan of
    counters changed."""
    minutes = math.ceil(seconds / 60 - 1e-9)
    if before is None or plan_changed:
        return minutes
    return max(before - MOST_MOVE_MIN, min(before + MOST_MOVE_MIN, minutes))
