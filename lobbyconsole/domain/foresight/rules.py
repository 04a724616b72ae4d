"""What a hall is to the engine: its lines, its counters, and what follows from them for every step.

Times are whole milliseconds in int64, with the number of the line or counter in the low bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

LOW_BITS = 7
LOW = (1 << LOW_BITS) - 1
MOST = LOW  # lines, or counters; LOW itself is nobody's number
NEVER = 1 << 40  # ms, 35 years
NEVER_S = NEVER / 1000
FAR = 1 << 60


class Line(msgspec.Struct, frozen=True):
    """People called in the order of their coming: a service's index, their head start (s), and the index of the
    counter they were sent to (-1: any that takes the service)."""

    service: int
    head_s: float = 0.0
    own: int = -1


class Desk(msgspec.Struct, frozen=True):
    """A counter: services by index in its order, factor on handling times, and when it calls: (from, to) in seconds,
    ascending and apart. A service begun before `to` is finished; no spans: it never calls."""

    takes: tuple[int, ...]
    speed: float = 1.0
    spans: tuple[tuple[float, float], ...] = ((-NEVER_S, NEVER_S),)


class Rules(msgspec.Struct, frozen=True):
    """A hall as the engine sees it. `jumps_per_hour` None: head starts always count."""

    lines: tuple[Line, ...]
    desks: tuple[Desk, ...]
    starving_s: float = 1200.0
    order_step_s: float = 180.0
    jumps_per_hour: int | None = None

    def __post_init__(self) -> None:
        if not self.lines or not self.desks or len(self.lines) > MOST or len(self.desks) > MOST:
            raise ValueError(f"a hall needs 1 to {MOST} lines and counters")


class Takes(NamedTuple):
    """What counters take. A kind is all counters that take the same lines, in whatever order."""

    delay: Ints  # (lines, counters) ms << LOW_BITS: how much later a line counts there; FAR where not taken
    plain: Ints  # the same without head starts
    kind: Ints  # of each counter
    desks: list[list[int]]  # by kind
    runs: list[list[tuple[int, int]]]  # by kind, rows of its lines as slices
    fifo: bool  # no head starts, no order: who has waited longest is next everywhere


def takes_of(rules: Rules) -> Takes:
    delay = np.full((len(rules.lines), len(rules.desks)), FAR, np.int64)
    plain = delay.copy()
    for j, desk in enumerate(rules.desks):
        for k, line in enumerate(rules.lines):
            if line.own != j and (line.own >= 0 or line.service not in desk.takes):
                continue
            place = 0 if line.own == j else desk.takes.index(line.service)
            plain[k, j] = round(place * rules.order_step_s * 1000) << LOW_BITS
            delay[k, j] = round((place * rules.order_step_s - line.head_s) * 1000) << LOW_BITS
    if rules.jumps_per_hour == 0:
        delay = plain
    kinds, kind = np.unique(delay < FAR, axis=1, return_inverse=True)
    kind = kind.ravel().astype(np.int64)
    runs = []
    for taken in (np.flatnonzero(column) for column in kinds.T):
        cuts = np.split(taken, np.flatnonzero(np.diff(taken) > 1) + 1) if len(taken) else []
        runs.append([(int(cut[0]), int(cut[-1]) + 1) for cut in cuts])
    fifo = all(len(set(column[column < FAR].tolist())) <= 1 for column in delay.T)
    desks = [np.flatnonzero(kind == p).tolist() for p in range(len(runs))]
    return Takes(delay, plain, kind, desks, runs, fifo)


class Calls(NamedTuple):
    """When counters call, one after the other; a counter's part ends in one that begins at NEVER."""

    begins: Ints
    ends: Ints
    first: Ints  # by counter


def calls_of(desks: Sequence[Desk]) -> Calls:
    begins: list[int] = []
    ends: list[int] = []
    first = []
    for desk in desks:
        first.append(len(begins))
        for begin, end in desk.spans:
            if end > begin:
                begins.append(max(-NEVER, round(begin * 1000)))
                ends.append(round(end * 1000) if end < NEVER_S else 2 * NEVER)
        begins.append(NEVER)
        ends.append(2 * NEVER)
    return Calls(np.array(begins), np.array(ends), np.array(first))
