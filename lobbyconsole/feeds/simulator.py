"""A believable day, told as a queue machine would: what was today so far at once, then each fact at its time.

While the hall is open the day is played at its own hours. At night, and on closed days, it is moved so that it is mid
morning (10:42) now. The demo's clock is set to 10:42, which is inside the hours, so there nothing is moved.

People may act on the same hall meanwhile. Before it plays on, the simulator looks at what they did and carries on from
there: a ticket they called, finished or put on hold is not called again, a counter at which they call by hand is
theirs until it pauses or closes, and a counter they open is worked like the others.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec

from lobbyconsole.domain.arrivals import opening
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.facts import CounterFact, Fact, TicketFact
from lobbyconsole.domain.lobby import ENDED, Counter, Lobby, Ticket, step_counter, step_ticket
from lobbyconsole.domain.sample import lively_seed
from lobbyconsole.domain.sample_shared import SharedDay
from lobbyconsole.domain.shift import moved_counter, moved_fact, moved_ticket
from lobbyconsole.feeds.door import Link

START = time(10, 42)
LONGEST_WAIT_S = 1.0  # so often people's doings are looked at, and the clock, which may be corrected
MARGIN = timedelta(minutes=15)  # so shortly after opening or before closing it is night as far as a demo is concerned


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which day is played, and how its time lies on ours: `shown` is the day's time at our time `anchor`."""

    day: date
    seed: int
    anchor: datetime
    shown: datetime
    speed: float
    told: datetime | None = None  # the day's time up to which all facts have been delivered

    def to_day(self, at: datetime) -> datetime:
        since = at - self.anchor
        return self.shown + (since * self.speed if since > timedelta(0) else since)

    def to_ours(self, at: datetime) -> datetime:
        since = at - self.shown
        return self.anchor + (since / self.speed if since > timedelta(0) else since)

    def text(self) -> str:
        """The plan as a cursor."""
        instants = {
            name: getattr(self, name).isoformat() for name in ("anchor", "shown", "told") if getattr(self, name)
        }
        return json.dumps({"day": self.day.isoformat(), "seed": self.seed, "speed": self.speed, **instants})

    @classmethod
    def of(cls, text: str) -> _Plan | None:
        """The plan of a cursor; None when it is none."""
        try:
            found = json.loads(text)
            anchor, shown, told = (datetime.fromisoformat(found[name]) for name in ("anchor", "shown", "told"))
            return cls(date.fromisoformat(found["day"]), int(found["seed"]), anchor, shown, float(found["speed"]), told)
        except (ValueError, TypeError, KeyError):
            return None


class Simulator:
    """The feed. `current` gives the hall as it is, people's doings included; without it the day is played blindly."""

    lost_after_s = 60.0

    def __init__(
        self,
        branch: Branch,
        *,
        speed: float = 1.0,
        start: time = START,
        seed: int | None = None,
        current: Callable[[], Lobby] | None = None,
        lang: str = "zh",
    ) -> None:
        if not 0 < speed <= 3600:
            raise ValueError("speed must be above 0 and at most 3600")
        self._branch = branch
        self._speed = speed
        self._start = start
        self._seed = seed
        self._current = current
        self._lang = lang  # of the notes it writes

    def run(self, link: Link) -> None:
        """Play to the end of the day or until told to stop."""
        plan = self._plan(link)
        played = SharedDay(self._branch, plan.day, plan.seed)
        hall = _Hall(played, plan, self._current)
        if plan.told is None:
            hall.begin()
        else:
            played.run(plan.told)
            hall.look(plan.told, resuming=True)
        recorded: Future[int] | None = None
        while True:
            at = plan.to_day(link.now())
            # What was told last must have arrived in the hall before the hall can contradict it.
            if recorded is None or recorded.done():
                hall.look(at)
            facts = [self._ours(fact, plan, link.name) for fact in self._said(played.run(at))]
            if facts:
                hall.expect(facts)
                recorded = link.deliver(facts, replace(plan, told=at).text())
            link.alive()
            if played.next_at is None:
                return
            due = (plan.to_ours(played.next_at) - link.now()).total_seconds()
            if link.wait(min(max(due, 0.05), LONGEST_WAIT_S)):
                return

    def _said(self, facts: list[Fact]) -> list[Fact]:
        if self._lang == "zh":
            return facts
        from lobbyconsole.domain.sample_words import in_words

        return in_words(facts, self._lang)

    def _ours(self, fact: Fact, plan: _Plan, name: str) -> Fact:
        return msgspec.structs.replace(moved_fact(fact, plan.to_ours), source=name)

    def _plan(self, link: Link) -> _Plan:
        now = link.now()
        day = self._branch.day_of(now)
        before = _Plan.of(link.cursor)
        if before is not None and self._branch.day_of(before.anchor) == day:
            return before  # the same day goes on where it stood
        opens, closes = opening(self._branch, day)
        start = datetime.combine(day, self._start, self._branch.tz)
        if not opens <= start < closes:
            start = opens + (closes - opens) / 5
        closed = self._branch.hours.week[day.weekday()] is None
        shown = start if closed or not opens + MARGIN <= now <= closes - MARGIN else now
        seed = self._seed
        if seed is None:
            seed = lively_seed(self._branch, day, shown) if abs(shown - start) < MARGIN else 0
        return _Plan(day, seed, now, shown, self._speed)


class _Hall:
    """Finds what people did: tickets and counters that are not as the told facts made them at some moment.

    At some moment, and not at the last: the hall we are shown may lag behind what we told.
    """

    def __init__(self, played: SharedDay, plan: _Plan, current: Callable[[], Lobby] | None) -> None:
        self._played = played
        self._plan = plan
        self._current = current
        self._tickets: dict[str, list[Ticket]] = {}
        self._counters: dict[str, list[Counter]] = {}
        self._taken: set[str] = set()  # tickets of others

    def begin(self) -> None:
        """Before anything is told: what is there now is nobody's doing of today."""
        lobby = self._lobby()
        if lobby is not None:
            self._counters = {key: [counter] for key, counter in lobby.counters.items()}
            self._tickets = {key: [ticket] for key, ticket in lobby.tickets.items()}

    def expect(self, facts: list[Fact]) -> None:
        """These facts are told now."""
        for fact in facts:
            if isinstance(fact, TicketFact):
                tickets = self._tickets.setdefault(fact.ticket, [])
                tickets.append(step_ticket(tickets[-1] if tickets else None, fact))
            elif isinstance(fact, CounterFact):
                counters = self._counters.setdefault(fact.counter, [])
                counters.append(step_counter(counters[-1] if counters else None, fact))

    def look(self, at: datetime, resuming: bool = False) -> None:
        """Let the played day know what others did up to the day's time `at`."""
        lobby = self._lobby()
        if lobby is None:
            return
        for counter_id, counter in sorted(lobby.counters.items()):
            if _news(self._counters, counter_id, counter):
                self._played.take_counter(moved_counter(counter, self._plan.to_day), at)
        for key, ticket in sorted(lobby.tickets.items()):
            if _news(self._tickets, key, ticket):
                self._taken.add(key)
                self._played.take_ticket(moved_ticket(ticket, self._plan.to_day), at, resuming)
        for key in self._taken - lobby.tickets.keys():
            self._taken.discard(key)
            self._played.lose_ticket(key)

    def _lobby(self) -> Lobby | None:
        try:
            return self._current() if self._current is not None else None
        except RuntimeError:
            return None  # the hall changed while we looked; we look again in a moment


def _news(seen: dict[str, list[Any]], key: str, entity: Any) -> bool:
    """Whether this is news to us; it is none the next time."""
    known = seen.setdefault(key, [])
    if known and isinstance(entity, Ticket) and entity.state in ENDED and known[-1].state in ENDED:
        return False  # gone is gone, however it came about
    if entity in reversed(known):
        return False
    known.append(entity)
    return True
