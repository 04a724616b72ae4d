"""Runs the queue sources: a thread each, backoff, freshness, and the facts that say one was lost or came back."""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from datetime import datetime
from typing import Protocol

from lobbyconsole.domain.facts import Fact, FeedGap, FeedLost, FeedRestored
from lobbyconsole.domain.lobby import Feed as FeedEntity
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.feeds.door import Feed, FeedTrouble
from lobbyconsole.services.live import LinkState, Live

log = logging.getLogger(__name__)

FIRST_BACKOFF_S = 1.0
LONGEST_BACKOFF_S = 5.0  # a server that is back is seen within seconds; one look costs it little
WATCH_S = 1.0
STOP_S = 5.0  # all sources together may take so long to stop


class FeedPlan(Protocol):
    """The set-up of one source, see config.FeedSetting."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def enabled(self) -> bool: ...
    @property
    def lost_after_s(self) -> int: ...


class _Link:
    """What a running feed sees of the console; see feeds/door.py."""

    def __init__(self, live: Live, plan: FeedPlan) -> None:
        self._live = live
        self._stopping = threading.Event()
        self.plan = plan
        self.last_ok: datetime | None = None
        self.last_ok_tick: float | None = None
        self.skew_s: float | None = None
        self.problem: Message | None = None
        self.lost = False
        self.unseen_since: datetime | None = None  # when it was last heard of before it was lost
        self.stopped = False
        self.cut_off = False  # it did not stop in time: what it still tells must not meddle with its successor
        self.started_tick = live.clock.monotonic()

    @property
    def name(self) -> str:
        return self.plan.name

    @property
    def cursor(self) -> str:
        return self._live.cursor(self.plan.name)

    def deliver(self, facts: Sequence[Fact], cursor: str | None = None) -> Future[int]:
        if self.cut_off:
            gone: Future[int] = Future()
            gone.set_exception(CancelledError("this source was stopped"))
            return gone
        self.alive()
        return self._live.record(facts, None if cursor is None else (self.plan.name, cursor))

    def alive(self) -> None:
        self.last_ok = self._live.clock.now()
        self.last_ok_tick = self._live.clock.monotonic()
        self.problem = None

    def skew(self, seconds: float) -> None:
        self.skew_s = seconds

    def now(self) -> datetime:
        return self._live.clock.now()

    def wait(self, seconds: float) -> bool:
        return self._stopping.wait(seconds)

    def stop(self) -> None:
        self._stopping.set()

    @property
    def stopping(self) -> bool:
        return self._stopping.is_set()

    def silent_s(self) -> float:
        """Seconds since the source last answered (or since we began to ask)."""
        return self._live.clock.monotonic() - (self.last_ok_tick or self.started_tick)

    def state(self) -> LinkState:
        silent = self.silent_s()
        if self.stopped:
            state = "stopped"
        elif self.lost:
            state = "down"
        elif self.last_ok is None:
            state = "starting"
        else:
            state = "up" if silent < self.plan.lost_after_s / 2 else "late"
        return LinkState(
            self.plan.name, self.plan.kind, self.last_ok, self.skew_s, self.plan.lost_after_s, state, self.problem
        )


class Intake:
    """All queue sources of the branch. `build` makes the feed of a plan; only bootstrap knows the rack."""

    def __init__(self, live: Live, build: Callable[[FeedPlan], Feed]) -> None:
        self._live = live
        self._build = build
        self._links: dict[str, _Link] = {}
        self._threads: dict[str, threading.Thread] = {}
        self._closing = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="intake-watch", daemon=True)

    def start(self, plans: Sequence[FeedPlan]) -> None:
        """Run every enabled source."""
        for plan in plans:
            if plan.enabled:
                self._start(plan)
        self._watcher.start()

    def stop(self) -> None:
        """Stop all sources; waits a moment for them, together and not one after the other."""
        self._closing.set()
        for link in self._links.values():
            link.stop()
        until = time.monotonic() + STOP_S
        for name, thread in self._threads.items():
            thread.join(timeout=max(0.0, until - time.monotonic()))
            self._links[name].cut_off = True
        if self._watcher.is_alive():
            self._watcher.join(timeout=5)

    def change(self, plans: Sequence[FeedPlan]) -> None:
        """Take over a changed set-up: stop what went or changed, start what is new."""
        wanted = {plan.name: plan for plan in plans if plan.enabled}
        for name, link in list(self._links.items()):
            if wanted.get(name) != link.plan:
                self._stop(name)
        for name, plan in wanted.items():
            if name not in self._links:
                self._start(plan)

    def restart(self, name: str) -> None:
        """Connect this source again, now."""
        link = self._links.get(name)
        if link is not None:
            self._stop(name)
            self._start(link.plan)

    def _start(self, plan: FeedPlan) -> None:
        link = _Link(self._live, plan)
        entity = self._live.book.entity("feed:" + plan.name)
        link.lost = isinstance(entity, FeedEntity) and entity.state == "down"
        thread = threading.Thread(target=self._run, args=(link,), name=f"feed-{plan.name}", daemon=True)
        self._links[plan.name] = link
        self._threads[plan.name] = thread
        thread.start()

    def _stop(self, name: str) -> None:
        link = self._links.pop(name)
        link.stop()
        self._threads.pop(name).join(timeout=STOP_S)
        link.cut_off = True

    def _run(self, link: _Link) -> None:
        backoff = FIRST_BACKOFF_S
        while not link.stopping:
            began, rest = link.last_ok_tick, 0.0
            try:
                feed = self._build(link.plan)
                feed.run(link)
                link.stopped = True
                return
            except FeedTrouble as trouble:
                link.problem = trouble.message
                log.info("feed %s: %s", link.name, trouble)
                rest = trouble.again_in_s
                if trouble.for_good:
                    link.stopped = True
                    return
            except Exception:
                if link.cut_off:
                    return
                log.exception("feed %s failed", link.name)
                link.problem = Message(
                    QT_TRANSLATE_NOOP(
                        "Messages", "The queue source {feed} met a defect of this program; it is tried again."
                    ),
                    {"feed": link.name},
                )
            if link.last_ok_tick != began:
                backoff = FIRST_BACKOFF_S
            if link.wait(max(backoff, rest)):
                return
            backoff = min(LONGEST_BACKOFF_S, 2 * backoff)

    def _watch(self) -> None:
        shown: tuple[LinkState, ...] | None = None
        while not self._closing.wait(WATCH_S):
            for link in list(self._links.values()):
                self._judge(link)
            states = tuple(link.state() for link in list(self._links.values()))
            # Ages are told by last_ok; a new picture is only worth it when something else changed or once a while.
            if shown is None or states != shown:
                shown = states
                self._live.set_links(states)

    def _judge(self, link: _Link) -> None:
        now = self._live.clock.now()
        if link.stopped:
            return
        silent = link.silent_s()
        if not link.lost and silent >= link.plan.lost_after_s:
            link.lost = True
            link.unseen_since = link.last_ok
            problem = str(link.problem) if link.problem else ""
            self._live.record(
                (FeedLost(id=uuid.uuid4().hex, at=now, source="console", feed=link.name, problem=problem),)
            )
        elif link.lost and link.last_ok is not None and silent < link.plan.lost_after_s:
            link.lost = False
            facts: list[Fact] = [FeedRestored(id=uuid.uuid4().hex, at=now, source="console", feed=link.name)]
            entity = self._live.book.entity("feed:" + link.name)
            if isinstance(entity, FeedEntity) and entity.state == "down" and entity.since is not None:
                # Unseen since the last answer: the seconds until it was called lost are part of the gap.
                since = min(entity.since, link.unseen_since or entity.since)
                facts.append(FeedGap(id=uuid.uuid4().hex, at=now, source="console", feed=link.name, since=since))
            self._live.record(facts)
