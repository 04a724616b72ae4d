"""Who comes and what became of them, in many replications at once: people, the crowd of all lines, a day's course."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lobbyconsole.domain.foresight.rules import NEVER, Ints

Floats = NDArray[np.float64]


class People(NamedTuple):
    """Who comes in one line, in R replications: arrays (R, n), in seconds from the origin of time, which is free.

    `at` ascends in each row, NEVER_S fills up. `work` is from call to the next possible call at a counter of speed 1.
    Optional: whoever has waited longer than `limit` is gone; `cost` is how long calling them in vain keeps a counter
    busy (scaled by no speed), below 0: seen leaving, not called at all.
    """

    at: Floats
    work: Floats
    limit: Floats | None = None
    cost: Floats | None = None


class Crowd(NamedTuple):
    """The people of all lines side by side: (R, M) int64 ms; line k is columns edges[k] to edges[k+1], the last of
    which holds nobody."""

    at: Ints
    work: Ints
    limit: Ints | None
    cost: Ints | None
    edges: tuple[int, ...]


class Course(NamedTuple):
    """What happened: `call` (R, M) ms of the call (NEVER: not called), `desk` (R, M) who called (-1: nobody),
    `crowd` whose columns these are. `steps` is how many it took."""

    call: Ints
    desk: NDArray[np.int8]
    crowd: Crowd
    steps: int

    def gone(self) -> NDArray[np.bool_]:
        """(R, M): called in vain, nobody came."""
        return _over(self)

    def wait_s(self) -> Floats:
        """(R, M) seconds from coming to the call, no-shows included; nan where there was no call."""
        at = self.crowd.at
        return np.where(self.call < NEVER, (self.call - at) / 1000, np.nan)

    def line(self, k: int) -> slice:
        """The columns of a line, without the one that holds nobody."""
        return slice(self.crowd.edges[k], self.crowd.edges[k + 1] - 1)


def _over(course: Course) -> NDArray[np.bool_]:
    crowd = course.crowd
    called = course.call < NEVER
    if crowd.limit is None:
        return np.zeros_like(called)
    return called & (course.call - crowd.at > crowd.limit)


def in_ms(seconds: Floats) -> Ints:
    """Whole milliseconds; what is NEVER_S or more stays NEVER."""
    found: Ints = np.rint(np.asarray(seconds, np.float64) * 1000).astype(np.int64)
    return np.minimum(found, NEVER, out=found)


def line_up(lines: Sequence[People]) -> Crowd:
    """One crowd of the people of each line, in the order of the lines. Raises ValueError if rows do not match."""
    rows = {len(people.at) for people in lines}
    if len(rows) != 1:
        raise ValueError("every line needs the same number of replications")
    (rows_n,) = rows
    edges = [0]
    for people in lines:
        edges.append(edges[-1] + people.at.shape[1] + 1)
    at = np.full((rows_n, edges[-1]), NEVER, np.int64)
    work = np.zeros_like(at)
    limit = cost = None
    if any(people.limit is not None for people in lines):
        limit, cost = np.full_like(at, NEVER), np.zeros_like(at)
    for people, first, end in zip(lines, edges, edges[1:], strict=False):
        where = (slice(None), slice(first, end - 1))
        at[where] = in_ms(people.at)
        work[where] = in_ms(people.work)
        if limit is not None and cost is not None and people.limit is not None:
            limit[where] = in_ms(people.limit)
            if people.cost is not None:
                cost[where] = in_ms(people.cost)
    return Crowd(at, work, limit, cost, tuple(edges))
