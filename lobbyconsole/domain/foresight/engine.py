"""The one simulator of the hall: the published calling rule played forward in many replications at once.

A replication is one possible course of the day on given draws. People stand in lines, first come first served inside a
line; a line is a service with one head start, or one counter's own line of those sent to it. A free counter calls by
the rule of calling.py: whoever waited `starving_s` first, else who waited longest with head start and less
`order_step_s` for each later place in the counter's own order. Several counters free at once call in the order in which
they became free.

All replications take their next step together: one call, or one counter found closed. Times are whole milliseconds
in int64, with the number of the line or counter in the low bits, so that a minimum finds who it is as well as when, and
every result is exact: tests/domain/foresight/oracle.py plays the same rule event by event and must agree to the
millisecond. Origin: queue-science note, appendix A.

Not exact, each for a reason: equal points go to the line listed first (the rule has no other opinion); who was sent to
one counter waits for it however long it takes; who is booked and comes early is, once it is their time, starving only
when they have waited that long since then; somebody seen leaving still counts as passed over for the jumps of an hour
until the number would have come up.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from lobbyconsole.domain.foresight.crowd import Course, Crowd, Floats, in_ms
from lobbyconsole.domain.foresight.rules import (
    FAR,
    LOW,
    LOW_BITS,
    MOST,
    NEVER,
    NEVER_S,
    Ints,
    Rules,
    calls_of,
    takes_of,
)

HOUR_MS = 3_600_000
LOOK = 8  # steps between two looks whether all is done
LOGGED = 32  # steps noted before they are written to the result: so many stay in the cache


def play(
    rules: Rules,
    crowd: Crowd,
    ready_s: Floats | Sequence[float] | float = -NEVER_S,
    *,
    present: Sequence[int] | None = None,
    jumped_s: Sequence[float] = (),
) -> Course:
    """Play the rule to the end; results in the columns of the crowd.

    `ready_s`: seconds at which each counter is done with whom it serves now, (S,) or (S, R). `present`: stop once so
    many of each line have been called (or gone) in every replication; who comes later may then be left uncalled.
    `jumped_s`: calls of the last hour that used a head start. Deterministic: no random numbers are drawn here.
    """
    return _Play(rules, crowd, ready_s, present, jumped_s).run()


def play_both(
    rules: tuple[Rules, Rules],
    crowds: tuple[Crowd, Crowd],
    ready_s: Floats,
    *,
    jumped_s: Sequence[float] = (),
) -> tuple[Course, Course]:
    """Two halls with the same lines and counters, changed in what counters take, how fast and when, or in who comes;
    for less than two plays cost. `ready_s` (S, R) is of both. Raises ValueError where lines or shapes differ."""
    one, other = rules
    n_desks, (rows, _) = len(one.desks), crowds[0].at.shape
    if one.lines != other.lines or n_desks != len(other.desks) or crowds[0].edges != crowds[1].edges:
        raise ValueError("two halls played together need the same lines and counters")
    first, second = crowds
    alike = (first.limit is None) == (second.limit is None)
    if 2 * n_desks > MOST or not alike or any(line.own >= 0 for line in one.lines):
        return play(one, first, ready_s, jumped_s=jumped_s), play(other, second, ready_s, jumped_s=jumped_s)
    # One hall with the counters of both, in which those of the one are never free in the replications of the other.
    never = np.full((n_desks, rows), NEVER_S)
    ready = np.block([[ready_s, never], [never, ready_s]])
    crowd = Crowd(
        np.concatenate((first.at, second.at)), np.concatenate((first.work, second.work)),
        _stacked(first.limit, second.limit), _stacked(first.cost, second.cost), first.edges,
    )  # fmt: skip
    course = play(msgspec.structs.replace(one, desks=one.desks + other.desks), crowd, ready, jumped_s=jumped_s)
    desk = course.desk
    desk[desk >= n_desks] -= n_desks
    return (
        Course(course.call[:rows], desk[:rows], first, course.steps),
        Course(course.call[rows:], desk[rows:], second, course.steps),
    )


def _stacked(one: Ints | None, other: Ints | None) -> Ints | None:
    return None if one is None or other is None else np.concatenate((one, other))


class _Play:
    """The state of all replications: counters by row in the order of their kinds, lines by row."""

    def __init__(
        self,
        rules: Rules,
        crowd: Crowd,
        ready_s: Floats | Sequence[float] | float,
        present: Sequence[int] | None,
        jumped_s: Sequence[float],
    ) -> None:
        self.rules, self.crowd = rules, crowd
        self.takes = takes = takes_of(rules)
        self.spans = spans = calls_of(rules.desks)
        self.rows, columns = crowd.at.shape
        rows, n_desks, n_lines = self.rows, len(rules.desks), len(rules.lines)
        if len(crowd.edges) != n_lines + 1:
            raise ValueError("the crowd has other lines than the hall")
        coded = crowd.at << LOW_BITS
        for k in range(n_lines):
            coded[:, crowd.edges[k] : crowd.edges[k + 1]] |= k
        self.coded = coded.ravel()
        self.upcoming = np.arange(rows) * columns + np.array(crowd.edges[:-1])[:, None]
        self.heads = self.coded.take(self.upcoming)
        # Counters of one kind lie together, with rows that are never free where a kind has fewer than others.
        self.widest = max(len(desks) for desks in takes.desks)
        place = {j: p * self.widest + i for p, desks in enumerate(takes.desks) for i, j in enumerate(desks)}
        self.row_of = np.array([place[j] * rows for j in range(n_desks)])
        ready = np.asarray(ready_s, np.float64)
        ready = np.broadcast_to(ready if ready.ndim == 2 else ready.reshape(-1, 1), (n_desks, rows))
        free = np.maximum(np.maximum(in_ms(ready), -NEVER), spans.begins[spans.first][:, None])
        self.free = np.full((len(takes.desks) * self.widest, rows), FAR, np.int64)
        self.span = np.zeros(self.free.shape, np.int64)
        for j, row in place.items():
            self.free[row] = (free[j] << LOW_BITS) | j
            self.span[row] = spans.first[j]
        self.shuts = spans.ends[self.span] << LOW_BITS
        self.present = None
        if present is not None:
            self.present = np.arange(rows) * columns + (np.array(crowd.edges[:-1]) + np.array(present))[:, None]
        self.most = int((crowd.at < NEVER).sum(axis=1).max()) + len(spans.begins) + LOOK
        self.jumps = None
        cap = rules.jumps_per_hour
        if cap and any(line.head_s > 0 for line in rules.lines):
            past = sorted(jumped_s)[-cap:]
            ring = np.full((cap, rows), -FAR, np.int64)
            ring[: len(past)] = (in_ms(np.array(past))[:, None] << LOW_BITS) | LOW
            self.jumps = ring.ravel()
            self.jump_at = np.arange(rows) + rows * (len(past) % cap)  # the oldest, which the next one replaces
            self.granted = np.array([line.head_s > 0 for line in rules.lines])
            self.own = np.array([line.own for line in rules.lines])
            self.any_own = bool((self.own >= 0).any())
            same = [[k for k, one in enumerate(rules.lines) if one.service == line.service] for line in rules.lines]
            widest = max(len(others) for others in same)
            # By line: the lines of its service, itself among them; filled up with itself.
            self.others = np.array([some + [k] * (widest - len(some)) for k, some in enumerate(same)]).T.copy()
            self.others_row = self.others * rows

    def run(self) -> Course:
        """All steps. Every array is one a replication wide and kept; `out` spares the making of new ones."""
        crowd, takes, spans, rows = self.crowd, self.takes, self.spans, self.rows
        add, least, either, both, above, copy = (
            np.add, np.minimum.reduce, np.bitwise_or, np.bitwise_and, np.greater, np.copyto,
        )  # fmt: skip
        heads, free, upcoming, coded = self.heads, self.free, self.upcoming, self.coded
        heads_flat, free_flat, next_flat = heads.ravel(), free.ravel(), upcoming.ravel()
        shuts_flat, row_of, column, kinds = self.shuts.ravel(), self.row_of, np.arange(rows), len(takes.runs)
        closes = bool((spans.ends < NEVER).any())
        speeds = np.array([desk.speed for desk in self.rules.desks])
        paced = bool((speeds != 1.0).any())
        # What is asked of a person lies together in memory: work, until when they stay, what they cost if not.
        limited = crowd.limit is not None and crowd.cost is not None
        leavers = False
        asked = np.empty((crowd.at.size, 4 if limited else 1), np.int64)
        asked[:, 0] = crowd.work.ravel() if paced else (crowd.work << LOW_BITS).ravel()
        if crowd.limit is not None and crowd.cost is not None:
            asked[:, 1] = (((crowd.at + crowd.limit) << LOW_BITS) | LOW).ravel()
            asked[:, 2] = (crowd.cost << LOW_BITS).ravel()
            leavers = bool((crowd.cost < 0).any())
        person = np.empty((rows, asked.shape[1]), np.int64)
        work, until, cost = person[:, 0], person[:, 1 % asked.shape[1]], person[:, 2 % asked.shape[1]]
        # Numbers as arrays: to make one of a Python number costs as much as to use it.
        low, not_low, never, far = (np.array(x) for x in (LOW, ~LOW, NEVER << LOW_BITS, FAR))
        hour, sign, one = np.array(HOUR_MS << LOW_BITS), np.array(63), np.array(1)
        unit, wide = np.array(float(1 << LOW_BITS)), np.array(rows)
        starving = np.array(round(self.rules.starving_s * 1000) << LOW_BITS)
        delays, n_desks = np.concatenate((takes.delay, takes.plain), axis=1), len(self.rules.desks)
        alike = bool((takes.delay == takes.delay[:, :1]).all())

        log_who = np.empty((LOGGED, rows), np.int64)
        log_call = np.empty((LOGGED, rows), np.int64)  # time and counter
        called = np.full(crowd.at.size, NEVER << LOW_BITS, np.int64)
        earliest = np.full((kinds, rows), NEVER << LOW_BITS, np.int64)
        first_free, when = np.empty_like(earliest), np.empty_like(earliest)
        later = np.empty_like(earliest)
        points, delay, late = np.empty_like(heads), np.empty_like(heads), np.empty_like(heads)
        over, absent = np.empty(rows, bool), np.empty(rows, bool)
        spare, able, now, desk, desk_row, line, line_row, frees, following, kind = (
            np.empty(rows, np.int64) for _ in range(10)
        )
        paces, lasts = np.empty(rows), np.empty(rows)
        by_kind = free.reshape(kinds, self.widest, rows)
        line_runs = [(earliest[p], [heads[first:end] for first, end in runs]) for p, runs in enumerate(takes.runs)]
        earliest_flat = earliest.ravel()

        step = 0
        while step < self.most:
            at = step % LOGGED
            who, call = log_who[at], log_call[at]
            # When the next call is, and by whom: the earliest moment at which some kind of counter is free and somebody
            # it takes is there; of those counters the one that has been free for longest.
            for out, runs in line_runs:
                if runs:
                    least(runs[0], axis=0, out=out)
                    for run in runs[1:]:
                        least(run, axis=0, out=spare)
                        np.minimum(out, spare, out=out)
            if kinds == 1:
                head = earliest[0]
                least(free, axis=0, out=able)
                np.maximum(able, head, out=now)
                either(now, low, out=now)
                both(able, low, out=desk)
            else:
                least(by_kind, axis=1, out=first_free)
                np.maximum(first_free, earliest, out=when)
                least(when, axis=0, out=now)
                either(now, low, out=now)
                # Below 0 for kinds that can call now. The sign alone is turned into FAR or far below 0, for masks are
                # slow where they are irregular.
                np.subtract(when, now, out=later)
                np.subtract(later, one, out=later)
                np.right_shift(later, sign, out=later)
                np.bitwise_xor(later, far, out=later)
                np.maximum(first_free, later, out=first_free)
                least(first_free, axis=0, out=able)
                both(able, low, out=desk)
                takes.kind.take(desk, out=kind, mode="clip")
                np.multiply(kind, wide, out=spare)
                add(spare, column, out=spare)
                head = earliest_flat.take(spare)
            either(able, not_low, out=call)
            both(call, now, out=call)
            row_of.take(desk, out=desk_row, mode="clip")
            add(desk_row, column, out=desk_row)
            np.greater_equal(call, never, out=over)
            shut = (call >= shuts_flat.take(desk_row)).nonzero()[0] if closes else None
            # Whom it calls.
            if takes.fifo:
                both(head, low, out=line)
            else:
                if self.jumps is not None:
                    # Where this hour's jumps are used up head starts do not count.
                    np.subtract(now, hour, out=spare)
                    above(self.jumps.take(self.jump_at), spare, out=absent)
                    np.multiply(absent, n_desks, out=spare)
                    add(spare, desk, out=spare)
                    delays.take(spare, axis=1, out=delay, mode="clip")
                    add(heads, delay, out=points)
                elif alike:
                    add(heads, takes.delay[:, :1], out=points)
                else:
                    delays.take(desk, axis=1, out=delay, mode="clip")
                    add(heads, delay, out=points)
                np.subtract(heads, now, out=late)  # below 0 where somebody is there, as LOW is no line's number
                np.right_shift(late, sign, out=late)
                np.bitwise_xor(late, far, out=late)
                np.maximum(points, late, out=points)
                least(points, axis=0, out=line)
                np.subtract(now, starving, out=spare)
                copy(line, head, where=head <= spare)
                both(line, low, out=line)
            np.multiply(line, wide, out=line_row)
            add(line_row, column, out=line_row)
            next_flat.take(line_row, out=who, mode="clip")
            # For how long.
            asked.take(who, axis=0, out=person, mode="clip")
            if paced:
                speeds.take(desk, out=paces, mode="clip")
                np.multiply(work, paces, out=lasts)
                np.rint(lasts, out=lasts)
                np.multiply(lasts, unit, out=lasts)
                copy(frees, lasts, casting="unsafe")
            else:
                copy(frees, work)
            left = None
            if limited:
                above(call, until, out=absent)
                copy(frees, cost, where=absent)
                add(frees, call, out=frees)
                if leavers:
                    left = absent & (cost < 0)
                    copy(frees, able, where=left)
            else:
                add(frees, call, out=frees)
            if self.jumps is not None:
                self._note_jumps(line, line_row, call, desk, shut, left)
            add(who, one, out=following)
            if shut is not None and len(shut):
                following[shut] = who[shut]
                frees[shut] = self._reopen(desk_row[shut], desk[shut], able[shut])
                call[shut] = NEVER << LOW_BITS
            copy(following, who, where=over)
            next_flat[line_row] = following
            heads_flat[line_row] = coded.take(following)
            free_flat[desk_row] = frees
            step += 1
            if step % LOGGED == 0:
                called[log_who.ravel()] = log_call.ravel()
            if step % LOOK == 0:
                done = over if self.present is None else (upcoming >= self.present) | over
                if bool(done.all()):
                    break
        rest = step % LOGGED
        called[log_who[:rest].ravel()] = log_call[:rest].ravel()
        return self._course(called, step)

    def _reopen(self, desk_row: Ints, desk: Ints, able: Ints) -> Ints:
        """When these counters, found closed, are free again."""
        span = self.span.ravel()
        span[desk_row] += 1
        self.shuts.ravel()[desk_row] = self.spans.ends[span[desk_row]] << LOW_BITS
        found: Ints = np.maximum((self.spans.begins[span[desk_row]] << LOW_BITS) | desk, able)
        return found

    def _note_jumps(
        self, line: Ints, line_row: Ints, call: Ints, desk: Ints, shut: Ints | None, left: NDArray[np.bool_] | None
    ) -> None:
        """A call with a head start while somebody of the same service, whom the counter might have called, has waited
        for longer."""
        assert self.jumps is not None
        granted = self.granted.take(line)
        if shut is not None and len(shut):
            granted[shut] = False
        if left is not None:
            np.greater(granted, left, out=granted)  # granted and not left
        maybe = granted.nonzero()[0]
        if not len(maybe):
            return
        heads = self.heads.ravel()
        k = line.take(maybe)
        beside = heads.take(self.others_row.take(k, axis=1) + maybe)
        if self.any_own:
            own = self.own.take(self.others.take(k, axis=1))
            beside[(own >= 0) & (own != desk[maybe])] = FAR
        mine = heads.take(line_row.take(maybe)) & ~LOW
        jumped = maybe[np.minimum.reduce(beside, axis=0) < mine]
        if len(jumped):
            at = self.jump_at.take(jumped)
            self.jumps[at] = call.take(jumped) | LOW
            self.jump_at[jumped] = (at + self.rows) % len(self.jumps)

    def _course(self, call: Ints, steps: int) -> Course:
        # A counter found closed was told as a call at NEVER of whoever stood first; the true call came later and won.
        crowd = self.crowd
        by = (call & LOW).astype(np.int8)
        call >>= LOW_BITS
        at = crowd.at.ravel()
        nobody = (call >= NEVER) | (at >= NEVER)
        if crowd.limit is not None and crowd.cost is not None:
            nobody |= (call - at > crowd.limit.ravel()) & (crowd.cost.ravel() < 0)
        call[nobody], by[nobody] = NEVER, -1
        return Course(call.reshape(crowd.at.shape), by.reshape(crowd.at.shape), crowd, steps)
