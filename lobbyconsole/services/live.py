"""The one door: facts and commands in, one transaction, one fold, one snapshot out. Owns the only writer thread."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from msgspec.structs import replace

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.facts import (
    REPORTED,
    CounterFact,
    Fact,
    FeedContradicted,
    TicketIssued,
    contradicts,
    natural_id,
)
from lobbyconsole.domain.lobby import Book, Change, Feed, on_the_floor, order_key
from lobbyconsole.domain.picture import paint
from lobbyconsole.domain.settled import Settled
from lobbyconsole.domain.waits import Told
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.services.clock import TELLING_DRIFT_S, Clock
from lobbyconsole.services.desk_checks import check_fit
from lobbyconsole.services.promises import Promises
from lobbyconsole.services.snapshot import Command, Health, LinkState, Outcome, Snapshot, Undo
from lobbyconsole.store.errors import StorageError
from lobbyconsole.store.journal import foldable
from lobbyconsole.store.sidefile import SideBatch, SideFile
from lobbyconsole.store.writer import Appended

# Whoever talks to the recorder needs these.
__all__ = ["Command", "Health", "Journal", "LinkState", "Live", "Outcome", "Snapshot", "Undo"]

log = logging.getLogger(__name__)

BATCH = 500  # requests taken into one transaction
CROWD = 4  # requests taken at once: callers queue up
LINGER_S = 0.0005  # at most waited for each further caller of a crowd
MOST_LINGERED_FOR = 32
LEAST_BETWEEN_PICTURES_S = 0.005
TICK_S = 1.0
RETRY_S = 2.0
MOST_CONTRADICTIONS = 200  # of one source, on record
UNDO_FOR = timedelta(seconds=10)
ROOM_FOR_OTHER_DAYS = 5_000  # subjects of other days kept in memory while history is read in
CLOCK_SET_BACK = timedelta(hours=2)  # how far behind the last fact of a subject a person's own act may seem to be


class Journal(Protocol):
    """What the recorder needs of the store."""

    def append_all(self, changes: Sequence[Change], cursors: dict[str, str], recorded_at: datetime) -> Appended: ...
    def facts_of(self, subject: str) -> list[Fact]: ...
    def day_facts(self, start: datetime, end: datetime) -> list[Fact]: ...
    def cursor(self, feed: str) -> str: ...
    def head(self) -> tuple[int, bytes]: ...
    def checkpoint(self) -> None: ...


@dataclass(slots=True)
class _Request:
    facts: Sequence[Fact]
    command: Command | None
    cursor: tuple[str, str] | None
    future: Future[Any]
    answer: Any = None
    undo: Message | None = None
    new: list[Fact] = field(default_factory=list)


class _Keep(Exception):
    """Leaves the side file as it is."""


class Live:
    """The recorder and its latest snapshot. `record` and `run` may be called from any thread."""

    def __init__(
        self,
        store: Journal,
        branch: Branch,
        clock: Clock,
        side_file: SideFile,
        *,
        notices: Sequence[Message] = (),
    ) -> None:
        self.clock = clock
        self._store = store
        self._branch = branch
        self._side_file = side_file
        self._requests: queue.SimpleQueue[_Request | None] = queue.SimpleQueue()
        self._subscribers: list[Callable[[Snapshot], None]] = []
        self._fact_subscribers: list[Callable[[Sequence[Fact]], None]] = []
        self._lock = threading.Lock()
        self._ended = False
        self._unsaved: list[Change] = []
        self._unsaved_cursors: dict[str, str] = {}
        self._retry_at = 0.0
        self._health = Health(notices=tuple(notices))
        self._drift: Message | None = None
        self._undo: Undo | None = None
        self._promises = Promises()
        self._told: Told | None = None
        self._seq = store.head()[0]
        self._day = branch.day_of(clock.now())
        self._book = self._read_day(self._day)
        self._looked_at = time.monotonic()
        self._take_in_waiting()
        self._settled = Settled(branch, branch.day_span(self._day)[0])
        self._snapshot = self._paint()
        self._thread = threading.Thread(target=self._work, name="recorder", daemon=True)

    # --- for everybody ---

    @property
    def snapshot(self) -> Snapshot:
        """The latest picture. Everything in it is durable, or counted in `health.unsaved`."""
        return self._snapshot

    @property
    def unsaved(self) -> tuple[int, Message | None]:
        """How many facts wait for the database at this very moment, and why."""
        return len(self._unsaved), self._health.storage

    @property
    def waiting(self) -> list[Fact]:
        """Facts that are not in the database yet: of this run, or left by a run that could not write them."""
        return [change.fact for change in list(self._unsaved)]

    def start(self) -> None:
        """Begin to record."""
        self._thread.start()

    def stop(self) -> None:
        """Record what is in the queue, then end the thread."""
        if self._thread.is_alive():
            self._requests.put(None)
            self._thread.join()

    def subscribe(self, callback: Callable[[Snapshot], None]) -> Callable[[], None]:
        """Call `callback` on the recorder's thread with every snapshot from now on; returns the way out."""
        with self._lock:
            self._subscribers.append(callback)

        def unsubscribe() -> None:
            with self._lock:
                if callback in self._subscribers:
                    self._subscribers.remove(callback)

        return unsubscribe

    def subscribe_facts(self, callback: Callable[[Sequence[Fact]], None]) -> Callable[[], None]:
        """Call `callback` on the recorder's thread with facts just recorded; returns the way out."""
        with self._lock:
            self._fact_subscribers.append(callback)

        def unsubscribe() -> None:
            with self._lock:
                if callback in self._fact_subscribers:
                    self._fact_subscribers.remove(callback)

        return unsubscribe

    def record(self, facts: Sequence[Fact], cursor: tuple[str, str] | None = None) -> Future[int]:
        """Record facts (and a feed's cursor) in one transaction; the future gives how many were new."""
        return self._ask(_Request(facts, None, cursor, Future()))

    def run(self, command: Command) -> Future[Any]:
        """Let `command` decide on the present book and record its facts, before anybody else may decide."""
        return self._ask(_Request((), command, None, Future()))

    def _ask(self, request: _Request) -> Future[Any]:
        # From here on nobody can cancel it: what is asked will be done, and a web page that went away must not
        # surprise the recorder.
        request.future.set_running_or_notify_cancel()
        self._requests.put(request)
        if self._ended:
            self._refuse_the_rest()
        return request.future

    def _refuse_the_rest(self) -> None:
        """After the end nobody records any more; whoever still asks must not wait for ever."""
        with suppress(queue.Empty):
            while True:
                request = self._requests.get_nowait()
                if request is not None:
                    request.future.set_exception(CancelledError("the hall is closed"))

    def cursor(self, feed: str) -> str:
        """The last cursor saved with facts of this feed."""
        return self._store.cursor(feed)

    def set_branch(self, branch: Branch) -> None:
        """The set-up changed; the next picture uses it."""

        def command(book: Book, now: datetime) -> Outcome:
            self._branch = branch
            return Outcome(())

        self.run(command)

    def set_links(self, links: tuple[LinkState, ...]) -> None:
        """The intake tells how its sources are."""

        def command(book: Book, now: datetime) -> Outcome:
            self._health = replace(self._health, links=links)
            return Outcome(())

        self.run(command)

    def tell(self, notice: Message) -> None:
        """Say something above the floor, until it is closed there; said again it stands once."""

        def command(book: Book, now: datetime) -> Outcome:
            if notice not in self._health.notices:
                self._health = replace(self._health, notices=(*self._health.notices, notice))
            return Outcome(())

        self.run(command)

    def tell_outlook(self, told: Told) -> None:
        """Expected waits, worked out beside: the pictures from now on show them while they are fresh."""
        self._told = told

    # --- for commands, on the recorder's thread only ---

    @property
    def book(self) -> Book:
        """The book as the last commit left it."""
        return self._book

    @property
    def last_action(self) -> Undo | None:
        """The last action that may be taken back."""
        return self._undo

    def forget_last_action(self) -> None:
        """It was taken back."""
        self._undo = None

    # --- the recorder's thread ---

    def _read_day(self, day: date) -> Book:
        start, end = self._branch.day_span(day)
        return Book(self._store.day_facts(start, end))

    def _take_in_waiting(self) -> None:
        """What an earlier run could not write is shown at once, and written as soon as the disk takes it."""
        if not self._side_file.waiting:
            return
        batches: list[SideBatch] = []
        with suppress(_Keep), self._side_file.drained() as found:
            batches.extend(found)
            raise _Keep  # not deleted before it is in the journal
        for batch in batches:
            self._unsaved_cursors.update(batch.cursors)
            for fact in batch.facts:
                change = self._add(fact)
                if change is not None:
                    self._unsaved.append(change)
        self._health = replace(self._health, unsaved=len(self._unsaved))
        if not self._unsaved:
            with self._side_file.drained():
                pass  # the journal has all of it

    def _work(self) -> None:
        # Paced by the machine's own ticks: a replay may run its hall's clock at any speed.
        shown_at = time.monotonic()
        least = LEAST_BETWEEN_PICTURES_S
        stale = False
        running = True
        crowd = 0  # callers thought to be there, by the last batches
        while running:
            wait = max(0.0, least - (time.monotonic() - shown_at)) if stale else TICK_S
            batch: list[_Request] = []
            try:
                item = self._requests.get(timeout=wait)
                while True:
                    if item is None:
                        running = False
                    else:
                        batch.append(item)
                    if not running or len(batch) >= BATCH:
                        break
                    if len(batch) < crowd and self._requests.empty():
                        # Those just answered ask again at once: one commit for all instead of one for each half.
                        item = self._requests.get(timeout=LINGER_S)
                    else:
                        item = self._requests.get_nowait()
            except queue.Empty:
                pass
            crowd = min(MOST_LINGERED_FOR, max(len(batch), crowd - 1)) if len(batch) >= CROWD else 0
            if batch or self._unsaved:
                try:
                    self._record(batch)
                except Exception as error:
                    log.exception("recording failed")
                    for request in batch:
                        if not request.future.done():
                            request.future.set_exception(error)
            elif not stale and running:
                self._tidy()  # nobody has asked for anything for a whole tick
            stale = stale or bool(batch)
            tick = time.monotonic()
            since = tick - shown_at
            if (stale and since >= least) or since >= TICK_S or not running:
                spent = time.thread_time()
                try:
                    self._turn_day()
                    self._watch_clock()
                    self._publish()
                except Exception:  # the recorder must outlive whatever cannot be read or painted
                    log.exception("there is no new picture")
                shown_at, stale = tick, False
                # Painting takes a fifth of the time at most; while callers queue up, a twelfth: they go first. Its own
                # time, not that of whoever had the processor meanwhile: that made pictures late when it mattered.
                share = 12 if len(batch) >= CROWD else 4
                least = max(LEAST_BETWEEN_PICTURES_S, share * (time.thread_time() - spent))
        self._ended = True
        self._refuse_the_rest()

    def _tidy(self) -> None:
        try:
            self._store.checkpoint()
        except StorageError as error:
            log.info("the log stays as it is: %s", error)
        except Exception:
            log.exception("the log stays as it is")

    def _record(self, batch: list[_Request]) -> None:
        for request in self._record_together(batch):
            self._one_by_one(request)

    def _record_together(self, batch: list[_Request]) -> list[_Request]:
        """One transaction; gives the requests that must be taken apart because of a fact no journal can hold."""
        now = self.clock.now()
        apart: list[_Request] = []
        changes: list[Change] = []
        cursors: dict[str, str] = {}
        open_requests: list[_Request] = []
        undo_before = self._undo
        newcomers = {row.id: row.newcomer.p50 for row in self._snapshot.picture.rows if row.newcomer is not None}
        for request in batch:
            try:
                facts = request.facts
                if request.command is not None:
                    outcome = request.command(self._book, now)
                    facts, request.answer, request.undo = outcome.facts, outcome.result, outcome.undo
                for fact in facts:
                    check_fit(fact)
                for fact in facts:
                    taken = fact if request.command is None else self._in_order(fact)
                    # A ticket that a command has just numbered cannot be in the journal.
                    born = request.command is not None and isinstance(taken, TicketIssued)
                    change = self._book.add(taken) if born else self._add(taken)
                    if change is None and request.command is None:
                        changes += self._contradiction(taken, now)
                    if change is not None:
                        changes.append(change)
                        request.new.append(taken)
                        self._promises.saw(change, newcomers)
                if request.undo is not None and request.new:
                    # At once and not after the commit: whoever undoes in the same breath means this action.
                    self._undo = Undo(request.undo, now + UNDO_FOR, tuple(request.new))
            except Exception as error:  # noqa: BLE001 - whatever a command raises belongs to who asked for it
                if request.command is None and len(request.facts) > 1 and not request.new:
                    apart.append(request)
                else:
                    request.future.set_exception(error)
                continue
            if request.cursor is not None:
                cursors[request.cursor[0]] = request.cursor[1]
            open_requests.append(request)
        try:
            known = self._save(changes, cursors, now)
        except Exception as error:
            # What the book believes is not in the journal, so it is read anew. One fact that no journal can hold must
            # not take its neighbours with it: each request is then tried alone.
            self._undo = undo_before
            self._book = self._read_day(self._day)
            for change in self._unsaved:
                self._add(change.fact)
            for request in open_requests:
                request.new = []
            if len(open_requests) > 1:
                for request in open_requests:
                    self._record([request])
                return apart
            if open_requests and open_requests[0].command is None and len(open_requests[0].facts) > 1:
                return [*apart, *open_requests]
            log.exception("recording failed")
            for request in open_requests:
                request.future.set_exception(error)
            return apart
        if known:
            self._believe_the_journal([change.fact for change in changes if change.fact.id in known])
        for request in open_requests:
            # The book knows a counter's last days only, the journal all of them.
            request.new = [fact for fact in request.new if fact.id not in known]
            request.future.set_result(request.answer if request.command is not None else len(request.new))
        if changes:
            self._tell_facts([change.fact for change in changes if change.fact.id not in known])
        return apart

    def _one_by_one(self, request: _Request) -> None:
        """One fact that no journal can hold must not stop a source for ever: its neighbours are recorded without it."""
        new, good = 0, 0
        trouble: BaseException | None = None
        for at, fact in enumerate(request.facts, 1):
            cursor = request.cursor if at == len(request.facts) else None
            alone = _Request((fact,), None, None, Future())
            self._record([alone])
            failed = alone.future.exception()
            if failed is None:
                good += 1
                new += alone.future.result()
            else:
                trouble = failed
                log.warning("a fact of %s cannot be recorded: %s", fact.source, failed)
            if cursor is not None:
                self._record([_Request((), None, cursor, Future())])
        if trouble is not None and not good:
            request.future.set_exception(trouble)
        else:
            request.future.set_result(new)

    def _in_order(self, fact: Fact) -> Fact:
        """Who decides on what the book says acts after it, also when this computer's clock was set back meanwhile."""
        known = self._book.facts_of(fact.subject)
        if not known or fact.clock != "own" or fact.certainty != REPORTED or order_key(known[-1]) <= order_key(fact):
            return fact
        last = known[-1].at
        return fact.at_time(last + timedelta(microseconds=1)) if last - fact.at <= CLOCK_SET_BACK else fact

    def _believe_the_journal(self, refused: Sequence[Fact]) -> None:
        """An id the journal has for another subject: what the book took in under it is not so.

        Counters are left out: the book knows their last days only, so old facts told again are nothing unusual.
        """
        floor = [fact for fact in refused if foldable(fact) and on_the_floor(fact)]
        refused = [fact for fact in floor if not isinstance(fact, CounterFact)]
        others: list[Fact] = []
        for subject in {fact.subject for fact in refused}:
            recorded = self._store.facts_of(subject)
            ids = {fact.id for fact in recorded}
            if all(fact.id in ids for fact in refused if fact.subject == subject):
                continue
            log.info("%s was told under ids of other facts", subject)
            others += [fact for fact in refused if fact.subject == subject and fact.id not in ids]
            self._book.forget(subject)
            for fact in recorded:
                self._book.add(fact)
        if others:
            changes = [change for fact in others for change in self._told_otherwise(fact, self.clock.now())]
            self._save(changes, {}, self.clock.now())

    def _contradiction(self, told: Fact, now: datetime) -> list[Change]:
        """What to record when a source tells something else under an id that it has used: once for each id."""
        if not foldable(told):
            return []
        first = next((fact for fact in self._book.facts_of(told.subject) if fact.id == told.id), None)
        return [] if first is None or not contradicts(first, told) else self._told_otherwise(told, now)

    def _told_otherwise(self, told: Fact, now: datetime) -> list[Change]:
        feed = self._book.entity("feed:" + told.source)
        if isinstance(feed, Feed) and len(feed.contradicted) >= MOST_CONTRADICTIONS:
            return []  # a source without ids worth the name: enough is known
        change = self._add(
            FeedContradicted(
                id=natural_id("contradicted", told.source, told.id),
                at=now,
                source=told.source,
                feed=told.source,
                told_id=told.id,
                told_kind=told.kind,
                told_about=told.subject,
            )
        )
        return [] if change is None else [change]

    def _tell_facts(self, facts: Sequence[Fact]) -> None:
        with self._lock:
            subscribers = list(self._fact_subscribers)
        for callback in subscribers:
            try:
                callback(facts)
            except Exception:
                log.exception("a subscriber failed")

    def _add(self, fact: Fact) -> Change | None:
        if not foldable(fact) or not on_the_floor(fact):
            # Of a newer program, or of a round and the like: kept in the journal, never in the floor's picture.
            return Change(fact, None, None)
        subject = fact.subject
        if subject not in self._book:
            # A late fact of an earlier day, or a feed that repeats itself: the journal knows the rest of the subject.
            for known in self._store.facts_of(subject):
                self._book.add(known)
        return self._book.add(fact)

    def _save(self, changes: list[Change], cursors: dict[str, str], now: datetime) -> frozenset[str]:
        """Write, or keep what cannot be written; gives the ids that the journal had already."""
        if self._unsaved:
            if time.monotonic() < self._retry_at:
                self._keep(changes, cursors)
                return frozenset()
            changes, cursors = [*self._unsaved, *changes], {**self._unsaved_cursors, **cursors}
        if not changes and not cursors:
            return frozenset()
        fresh = changes[len(self._unsaved) :]
        try:
            appended = self._store.append_all(changes, cursors, now)
        except StorageError as error:
            log.info("facts wait: %s", error)
            self._retry_at = time.monotonic() + RETRY_S
            self._health = replace(self._health, storage=error.message)
            self._keep(fresh, cursors)
            return frozenset()
        self._seq += appended.new
        if self._unsaved:
            self._unsaved, self._unsaved_cursors = [], {}
            with self._side_file.drained():
                pass  # all of it has just been recorded
            self._health = replace(self._health, storage=None, unsaved=0)
        return frozenset(appended.known)

    def _keep(self, changes: list[Change], cursors: dict[str, str]) -> None:
        """Facts that the database does not take now wait in memory and, for a crash meanwhile, in the side file."""
        if changes:
            try:
                self._side_file.append([change.fact for change in changes], cursors, self.clock.now())
            except StorageError as error:
                log.info("no side file either: %s", error)
        self._unsaved.extend(changes)
        self._unsaved_cursors.update(cursors)
        self._health = replace(self._health, unsaved=len(self._unsaved))

    def _turn_day(self) -> None:
        day = self._branch.day_of(self.clock.now())
        changed_outside = False
        if time.monotonic() - self._looked_at >= TICK_S:
            # Another program may have written into this hall, e.g. a technician's `ingest` beside the open window.
            self._looked_at = time.monotonic()
            seq = self._store.head()[0]
            changed_outside, self._seq = seq != self._seq, seq
        crowded = len(self._book) > ROOM_FOR_OTHER_DAYS + len(self._snapshot.picture.tickets)
        if (day != self._day or crowded or changed_outside) and not self._unsaved:
            self._day = day
            self._book = self._read_day(day)

    def _watch_clock(self) -> None:
        drift = self.clock.drift_s()
        if abs(drift) < TELLING_DRIFT_S or (not any(self._book.open_tickets()) and self.clock.resync()):
            self._drift = None
        else:
            self._drift = Message(
                QT_TRANSLATE_NOOP(
                    "Messages",
                    "This computer's clock was changed by {seconds} s. Waits and plans go on rightly; the clock is"
                    " taken over when nobody waits and no plan is running.",
                ),
                {"seconds": round(drift)},
            )

    def _paint(self) -> Snapshot:
        now = self.clock.now()
        undo = self._undo
        if undo is not None and (undo.until <= now or undo.overtaken(self._book)):
            undo = None  # nothing is offered that would be refused
        health = self._health
        if self._drift is not None:
            health = replace(health, notices=(*health.notices, self._drift))
        day_start, _ = self._branch.day_span(self._branch.day_of(now))
        if self._settled.branch is not self._branch or self._settled.start != day_start:
            self._settled = Settled(self._branch, day_start)
        picture = paint(self._branch, self._book.lobby(), now, self._promises.spread, self._settled, self._told)
        return Snapshot(picture, self._branch, health, undo, True, self._seq)

    def _publish(self) -> None:
        self._snapshot = self._paint()
        with self._lock:
            subscribers = list(self._subscribers)
        for callback in subscribers:
            try:
                callback(self._snapshot)
            except Exception:
                log.exception("a subscriber failed")
