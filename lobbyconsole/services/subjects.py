"""The facts of one round, record or meeting: what the journal has, and what was told and is not yet in it."""

from __future__ import annotations

import itertools
import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

import msgspec

from lobbyconsole.domain.facts import Fact, order_key
from lobbyconsole.domain.lobby import on_the_floor
from lobbyconsole.services.desk_checks import check_fit
from lobbyconsole.services.live import CLOCK_SET_BACK, Live, Outcome
from lobbyconsole.store.hall import Store

T = TypeVar("T")
MOST_SUBJECTS = 400
# Nobody but this console tells of these: what is told later is later, however far the clock was set back. A computer
# that woke up with the wrong year after a power cut must not leave a plan standing at its step.
ONLY_HERE = ("walk:", "drill:", "incident:", "review:")


def writable(text: str) -> str:
    """The text without half characters, which no file holds: a name from an old stick, half of an emoji."""
    return text.encode("utf-8", "replace").decode() if not text.isascii() else text


def _writable_fact(fact: Fact) -> Fact:
    try:
        msgspec.json.encode(fact)
    except UnicodeEncodeError:
        return msgspec.structs.replace(fact, **{
            name: _writable(getattr(fact, name)) for name in fact.__struct_fields__
        })  # fmt: skip
    return fact


def _writable(value: Any) -> Any:
    if isinstance(value, str):
        return writable(value)
    return tuple(map(_writable, value)) if isinstance(value, tuple) else value


class Subjects:
    """Reads and writes subjects that are not on the floor. Any thread; `decide` runs on the recorder's.

    With a full disk facts wait in memory and in the side file; whoever goes on with a round must see them.
    """

    def __init__(self, store: Store, live: Live) -> None:
        self.store = store
        self.live = live
        self._recent: OrderedDict[str, list[Fact]] = OrderedDict()
        self._lock = threading.Lock()
        self._running = itertools.count(1)
        self._watchers: list[Callable[[frozenset[str]], None]] = []
        live.subscribe_facts(self._saw)
        # What a former run could not write: until the disk takes it, no journal tells of it.
        self._remember([fact for fact in live.waiting if not on_the_floor(fact)])

    def facts(self, subject: str) -> list[Fact]:
        """All facts of a subject, in no particular order."""
        if writable(subject) != subject:
            return []  # no journal can hold such a name
        with self._lock:
            recent = list(self._recent.get(subject, ()))
        found = {fact.id: fact for fact in (*self.store.facts_of(subject), *recent)}
        return list(found.values())

    def recent(self, family: str) -> list[str]:
        """Subjects of a family that were told of lately, whether or not the journal has them yet."""
        with self._lock:
            return [subject for subject in self._recent if subject.startswith(family + ":")]

    def recent_facts(self, family: str) -> list[Fact]:
        """What was told lately of a family, the newest subjects last; what another decides in the same breath too."""
        with self._lock:
            return [fact for subject, told in self._recent.items() if subject.startswith(family + ":") for fact in told]

    def watch(self, callback: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Call `callback` with the subjects that changed, on the recorder's thread; returns the way out."""
        with self._lock:
            self._watchers.append(callback)

        def stop() -> None:
            with self._lock:
                if callback in self._watchers:
                    self._watchers.remove(callback)

        return stop

    def decide(self, decision: Callable[[datetime], tuple[Sequence[Fact], T]]) -> T:
        """Let `decision` look and record what it gives, before anybody else may; waits until that is durable.

        Raises what the decision raises (Refused), and StorageError only for what no journal can hold: with a full disk
        the facts wait and this returns.
        """

        decided: list[Fact] = []

        def command(book: object, now: datetime) -> Outcome:
            self._forget(decided)  # of a first attempt that could not be recorded together with others
            facts, answer = decision(now)
            decided[:] = self._in_order([_writable_fact(fact) for fact in facts])
            for fact in decided:
                check_fit(fact)
            # At once and not after the commit: whoever decides next, in the same transaction, decides on this too.
            self._remember(decided)
            return Outcome(decided, answer)

        try:
            answer: T = self.live.run(command).result()
        except BaseException:
            self._forget(decided)
            raise
        self._remember(decided)  # who asked may look before the recorder has told everybody
        return answer

    def _forget(self, facts: Sequence[Fact]) -> None:
        with self._lock:
            for fact in facts:
                known = self._recent.get(fact.subject, [])
                if fact in known:
                    known.remove(fact)
                    if not known:
                        self._recent.pop(fact.subject)

    def _in_order(self, facts: Sequence[Fact]) -> list[Fact]:
        """Who decides on what a subject says acts after it, also when this computer's clock was set back meanwhile."""
        last: dict[str, Fact] = {}
        found: list[Fact] = []
        for fact in facts:
            before = last.get(fact.subject)
            if before is None and not on_the_floor(fact):
                before = max(self.facts(fact.subject), key=order_key, default=None)
            if before is not None and order_key(before) > order_key(fact) and (
                before.at - fact.at <= CLOCK_SET_BACK or fact.subject.startswith(ONLY_HERE)
            ):  # fmt: skip
                fact = fact.at_time(before.at + timedelta(microseconds=1))
            last[fact.subject] = fact
            found.append(fact)
        return found

    def envelope(self, now: datetime, by: str) -> dict[str, Any]:
        """What a person's own fact carries: a fresh id, the time, a running number, the staff number."""
        return {"id": uuid.uuid4().hex, "at": now, "source": "console", "seq": next(self._running), "by": by}

    def _remember(self, facts: Sequence[Fact]) -> None:
        with self._lock:
            for fact in facts:
                known = self._recent.setdefault(fact.subject, [])
                if fact not in known:
                    known.append(fact)
                self._recent.move_to_end(fact.subject)
            # What waits for the disk must not be forgotten; what is recorded the journal knows.
            while len(self._recent) > MOST_SUBJECTS and not self.live.unsaved[0]:
                self._recent.popitem(last=False)

    def _saw(self, facts: Sequence[Fact]) -> None:
        others = [fact for fact in facts if not on_the_floor(fact)]
        if not others:
            return
        self._remember(others)
        with self._lock:
            watchers = list(self._watchers)
        changed = frozenset(fact.subject for fact in others)
        for watcher in watchers:
            watcher(changed)
