"""Expected waits on the live floor: a thread that learns the hall from its days and plays the present queue on.

It looks at the recorder's pictures, keeps the newest, and tells what it found back to the recorder. Whatever fails here
costs the floor its better figures and nothing else. What counts with numpy is imported on the thread, after the start.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.entities import AT_COUNTER, COUNTER_CLOSED, WAITING, Ticket
from lobbyconsole.domain.waits import TOLD_FOR_S, Told, calmed
from lobbyconsole.services.live import Live
from lobbyconsole.services.snapshot import Snapshot
from lobbyconsole.store.errors import StorageError
from lobbyconsole.store.hall import Store

if TYPE_CHECKING:
    from lobbyconsole.domain.foresight.expect import Track
    from lobbyconsole.domain.foresight.learn import Memory
    from lobbyconsole.domain.foresight.model import HallModel

log = logging.getLogger(__name__)

AFTER_S = 4.0  # behind the live floor
AT_MOST_S = 2.0  # between two looks, however much happens
AT_LEAST_S = 15.0  # between two looks while somebody waits or is served
TODAY_S = 300.0  # between two times that today's ended tickets are joined
SHARE = 6  # while days are learned, so many times as long as that took is left to the others
SHARE_OF_LOOKS = 40  # the same of looks: those at a hall of many hundreds take longer and come less often
LEAST_PAUSE_S = 0.05
AFTER_TROUBLE_S = 60.0
LOOK_AGAIN_S = 300.0  # of one ticket's promised range, for the track


class Foresight:
    """Start it once the floor is live. Nothing here ever raises into another's thread."""

    def __init__(
        self,
        store: Store,
        live: Live,
        *,
        after_s: float = AFTER_S,
        at_most_s: float = AT_MOST_S,
        sample: bool = False,
    ) -> None:
        """`sample`: a hall without a past; it learns days that are made up."""
        self._store, self._live, self._sample = store, live, sample
        self._after_s, self._at_most_s = after_s, at_most_s
        self._newest: Snapshot | None = None
        self._done: Snapshot | None = None
        self._wake = threading.Event()
        self._over = threading.Event()
        self._anew = threading.Event()
        self._thread = threading.Thread(target=self._run, name="foresight", daemon=True)
        self._leave: Callable[[], None] = _nothing
        self.spent_s = 0.0  # processor time of this thread for the last look

    def start(self) -> None:
        """Begin, some seconds from now."""
        self._leave = self._live.subscribe(self._saw)
        self._thread.start()

    def stop(self) -> None:
        """Stop and wait for the thread. Safe to repeat."""
        self._leave()
        self._over.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()

    def nightly(self) -> None:
        """The business day has turned: learn the last ones anew, with what came late. Returns at once."""
        self._anew.set()
        self._wake.set()

    @property
    def settled(self) -> bool:
        """Whether every known day is learned and the newest picture is told of."""
        done = self._done
        return done is not None and not self._anew.is_set() and not _differ(done, self._live.snapshot)

    def _saw(self, snapshot: Snapshot) -> None:
        """On the recorder's thread: note it and be gone."""
        before, self._newest = self._newest, snapshot
        if before is None or _differ(before, snapshot):
            self._wake.set()

    # --- the thread ---

    def _run(self) -> None:
        if self._over.wait(self._after_s):
            return
        work: _Work | None = None
        trouble = ""
        while not self._over.is_set():
            self._wake.clear()
            try:
                work = work or _Work(self._store, self._live, self._at_most_s, self._sample)
                if self._anew.is_set():
                    work.look_back()
                    self._anew.clear()
                snapshot = self._newest or self._live.snapshot
                pause = work.step(snapshot)
                self.spent_s, trouble = work.spent_s, ""
                if pause is not None:  # busy with the past
                    self._over.wait(pause)
                    continue
                self._done = snapshot
            except Exception as error:  # noqa: BLE001 - the floor has its own figures; try later, complain once
                if trouble != repr(error):
                    trouble = repr(error)
                    complain(error)
                self._over.wait(AFTER_TROUBLE_S)
                continue
            self._wake.wait(AT_LEAST_S)
            self._over.wait(max(0.0, work.looked_at + work.pause_s - time.monotonic()))
        if work is not None:
            work.close()


def _nothing() -> None:
    pass


def complain(error: Exception) -> None:
    """Into the log: trouble of the disk as what it is, our own with its trace."""
    if isinstance(error, StorageError):
        log.info("no expected waits: %s", error)
    else:
        log.error("no expected waits", exc_info=error)


def _differ(before: Snapshot, after: Snapshot) -> bool:
    """Whether anything has happened but that time passed."""
    return (
        before.seq != after.seq
        or before.branch is not after.branch
        or before.health.unsaved != after.health.unsaved
        or before.picture.figures.counts != after.picture.figures.counts
    )


class _Work:
    """What the thread does, a step at a time."""

    def __init__(self, store: Store, live: Live, at_most_s: float, sample: bool) -> None:
        from lobbyconsole.services import hall_memory

        self._rules = hall_memory
        self._store, self._live, self._at_most_s, self._sample = store, live, at_most_s, sample
        self._today: date | None = None
        self._memory: Memory | None = None
        self._track: Track = hall_memory.recalled_track(store)
        self._kept_track = self._track
        self._pending: list[date] = []
        self._retry_at = 0.0
        self._fresh = False  # days learned that are not kept yet
        self._anew = 1
        self._model: HallModel | None = None
        self._model_of: Branch | None = None
        self._model_at = 0.0
        self._looked: Snapshot | None = None
        self._told: Told | None = None
        self._plan: object = None
        self._looks: dict[str, list[_Look]] = {}
        self.looked_at = 0.0
        self.spent_s = 0.0

    @property
    def pause_s(self) -> float:
        """The least time between two looks."""
        return max(self._at_most_s, min(SHARE_OF_LOOKS * self.spent_s, TOLD_FOR_S / 3))

    def look_back(self) -> None:
        """Learn the last two days anew."""
        self._anew = 2
        self._today = None

    def step(self, snapshot: Snapshot) -> float | None:
        """Do what is due; seconds to leave to the others before the next step, None when all is done for now."""
        today = snapshot.branch.day_of(snapshot.picture.at)
        if today != self._today:
            self._memory = self._rules.recalled(self._store, today)
            if self._sample:
                self._pending = self._rules.to_make_up(snapshot.branch, self._memory, today)
            else:
                self._pending = self._rules.to_learn(self._store, self._memory, today, anew=self._anew)
            self._today, self._anew, self._model, self._fresh = today, 1, None, False
        now = time.monotonic()
        if self._is_due(snapshot, now):
            self._look(snapshot, now)
        if not self._pending or now < self._retry_at:
            return None
        begun = time.thread_time()
        self._learn(snapshot)
        return max(LEAST_PAUSE_S, SHARE * (time.thread_time() - begun))

    def close(self) -> None:
        """Keep what was learned."""
        try:
            self._keep()
        except Exception as error:  # noqa: BLE001 - it is learned anew at the next start
            complain(error)

    def _learn(self, snapshot: Snapshot) -> None:
        assert self._memory is not None
        day = self._pending[0]
        try:
            if self._sample:
                found = self._rules.made_up(snapshot.branch, day)
            else:
                found = self._rules.learned(self._store, snapshot.branch, day)
            self._memory = self._memory.with_day(found)
            self._fresh = True
        except StorageError as error:
            self._retry_at = time.monotonic() + AFTER_TROUBLE_S
            complain(error)
            return
        except Exception as error:  # noqa: BLE001 - what is odd about one day must not keep the others away
            complain(error)
        self._pending.pop(0)
        if not self._pending:
            self._model = self._told = None  # what was told on a few days is no measure for what all of them say
            self._keep()

    def _keep(self) -> None:
        if self._fresh and self._memory is not None:
            self._rules.keep(self._store, self._memory)
            self._fresh = False
        if self._track != self._kept_track:
            self._rules.keep_track(self._store, self._track)
            self._kept_track = self._track

    def _is_due(self, snapshot: Snapshot, now: float) -> bool:
        if self._looked is None or self._model is None:
            return True
        since = now - self.looked_at
        if _differ(self._looked, snapshot):
            return since >= self.pause_s
        return since >= AT_LEAST_S - 0.5 and bool(_open(snapshot))

    def _look(self, snapshot: Snapshot, now: float) -> None:
        picture, branch = snapshot.picture, snapshot.branch
        if self._model is None or self._model_of is not branch or now - self._model_at >= TODAY_S:
            assert self._memory is not None
            self._model = self._rules.model_of(
                branch, self._memory, self._rules.present_day(branch, picture.tickets.values(), picture.at)
            )
            self._model_of, self._model_at = branch, now
            if not self._pending:
                self._keep()
        self._resolve(snapshot)
        begun = time.thread_time()
        told = self._rules.told_of(
            branch, self._model, _open(snapshot), picture.counters, picture.at, track=self._track, spread=picture.spread
        )
        self.spent_s = time.thread_time() - begun
        plan = [
            (counter.id, counter.state, counter.services, counter.returns_at)
            for counter in picture.counters.values()
            if counter.state != COUNTER_CLOSED
        ]
        self._told = told if plan != self._plan else calmed(told, self._told)
        self._plan, self._looked, self.looked_at = plan, snapshot, now
        self._note(snapshot, self._told)
        self._live.tell_outlook(self._told)

    # How the ranges come out, so that they stay honest.

    def _note(self, snapshot: Snapshot, told: Told) -> None:
        if told.learning:
            self._looks.clear()
            return
        for key, wait in told.tickets.items():
            looks = self._looks.setdefault(key, [])
            if not looks or (told.at - looks[-1].at).total_seconds() >= LOOK_AGAIN_S:
                looks.append(_Look(told.at, wait.p10, wait.p90, len(snapshot.picture.tickets[key].legs)))

    def _resolve(self, snapshot: Snapshot) -> None:
        for key in list(self._looks):
            ticket = snapshot.picture.tickets.get(key)
            if ticket is not None and ticket.state == WAITING:
                continue
            looks = self._looks.pop(key)
            outcomes = [] if ticket is None else [found for look in looks if (found := look.outcome(ticket))]
            if outcomes:
                self._track = self._track.told(outcomes)


class _Look(NamedTuple):
    """The range shown for a ticket on its leg `legs` at `at`."""

    at: datetime
    p10: float
    p90: float
    legs: int

    def outcome(self, ticket: Ticket) -> tuple[float, float, float] | None:
        """(p10, p90, the wait from then on) if it ended in a call."""
        called = ticket.legs[self.legs - 1].called_at if len(ticket.legs) >= self.legs else None
        if called is None or called < self.at:
            return None
        return self.p10, self.p90, (called - self.at).total_seconds()


def _open(snapshot: Snapshot) -> list[Ticket]:
    return [t for t in snapshot.picture.tickets.values() if t.state == WAITING or t.state in AT_COUNTER]
