"""Any recorded day again, at any speed: for drills, for looking back, and for filling a hall with what once happened.

Tickets get keys of their own and facts get ids of their own, so that a replay in the hall where the day was recorded
never touches the real ones. Under the same name the same recording is the same facts, told once: what was told before a
restart is not told again. To play it a second time, give the replay another name.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from lobbyconsole.domain.facts import ActionUndone, Fact, TicketFact, TicketIssued, natural_id, order_key
from lobbyconsole.domain.shift import moved_fact
from lobbyconsole.feeds.door import Link

LONGEST_WAIT_S = 1.0
MOST_AT_ONCE = 500


class Replay:
    """The feed. `facts` are the recording, or a function that reads it when the feed starts.

    From `start_at` on (None: from the first fact) each fact is told at its time, `speed` times as fast as it was; what
    was before is told at once. `shift` moves all times so that `start_at` is now; without it facts keep their times,
    and `speed` may be infinite: everything at once.
    """

    lost_after_s = 60.0

    def __init__(
        self,
        facts: Iterable[Fact] | Callable[[], Iterable[Fact]],
        *,
        speed: float = 1.0,
        start_at: datetime | None = None,
        shift: bool = True,
    ) -> None:
        if not speed > 0 or (shift and math.isinf(speed)):
            raise ValueError("speed must be above 0, and finite where times are moved")
        self._facts = facts
        self._speed = speed
        self._start_at = start_at
        self._shift = shift

    def run(self, link: Link) -> None:
        """Tell the recording to its end or until told to stop."""
        recording = sorted(self._facts() if callable(self._facts) else self._facts, key=order_key)
        if not recording:
            link.alive()
            return
        start = self._start_at or recording[0].at
        done, anchor = _cursor(link.cursor) or (0, link.now())

        def ours(at: datetime) -> datetime:
            if not self._shift:
                return at
            since = at - start
            return anchor + (since / self._speed if since > timedelta(0) else since)

        while done < len(recording):
            now = link.now()
            ready = done
            while (
                ready < len(recording)
                and ready - done < MOST_AT_ONCE
                and self._due(recording[ready], start) <= (now - anchor).total_seconds()
            ):
                ready += 1
            if ready > done:
                told = [_renamed(moved_fact(fact, ours), link.name) for fact in recording[done:ready]]
                link.deliver(told, json.dumps({"told": ready, "anchor": anchor.isoformat()}))
                done = ready
            link.alive()
            wait = (
                self._due(recording[done], start) - (link.now() - anchor).total_seconds()
                if done < len(recording)
                else 0
            )
            if wait > 0 and link.wait(min(wait, LONGEST_WAIT_S)):
                return

    def _due(self, fact: Fact, start: datetime) -> float:
        """Seconds after the beginning of the replay at which a fact is told."""
        return (fact.at - start).total_seconds() / self._speed


def _cursor(text: str) -> tuple[int, datetime] | None:
    try:
        found: Any = json.loads(text)
        return int(found["told"]), datetime.fromisoformat(found["anchor"])
    except (ValueError, TypeError, KeyError):
        return None


def _renamed(fact: Fact, name: str) -> Fact:
    """The fact as one of this replay's own."""
    changes: dict[str, Any] = {"id": natural_id("replay", name, fact.id), "source": name}
    if isinstance(fact, TicketFact):
        changes["ticket"] = _key(fact.ticket, name)
    if isinstance(fact, TicketIssued) and fact.visit:
        changes["visit"] = _key(fact.visit, name)
    if isinstance(fact, ActionUndone):
        family, _, key = fact.about.partition(":")
        changes["about"] = f"ticket:{_key(key, name)}" if family == "ticket" else fact.about
        changes["undoes"] = tuple(natural_id("replay", name, undone) for undone in fact.undoes)
    return replace(fact, **changes)


def _key(ticket: str, name: str) -> str:
    return f"{name}-{ticket}"
