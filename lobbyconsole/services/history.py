"""The past: any day's floor at any minute, a ticket's story, and finding things. Slow: call off the main thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import msgspec

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.lobby import fold
from lobbyconsole.domain.picture import Picture, paint
from lobbyconsole.domain.standing import undone_ids
from lobbyconsole.store.hall import Store


class StoryLine(msgspec.Struct, frozen=True):
    """One fact of a ticket's story. `late_s`: seconds between its happening and its recording."""

    at: datetime
    recorded_at: datetime
    fact: Fact
    undone: bool

    @property
    def late_s(self) -> float:
        return (self.recorded_at - self.at).total_seconds()


class Hit(msgspec.Struct, frozen=True):
    """Something found. `kind` is ticket, counter or service; `detail` is for the eye."""

    kind: str
    key: str
    title: str
    detail: str = ""


class History:
    """Read side of the journal."""

    def __init__(self, store: Store, branch: Callable[[], Branch]) -> None:
        self._store = store
        self._branch = branch

    def days(self) -> list[date]:
        """Business days with tickets, oldest first."""
        return self._store.days()

    def facts_of_day(self, day: date) -> list[Fact]:
        """Everything needed to show that business day, oldest first."""
        start, end = self._branch().day_span(day)
        return sorted(self._store.day_facts(start, end), key=lambda fact: fact.at)

    def picture_at(self, at: datetime) -> Picture:
        """The floor as it stood at that instant, from all facts known today (late ones included)."""
        branch = self._branch()
        facts = [fact for fact in self.facts_of_day(branch.day_of(at)) if fact.at <= at]
        return paint(branch, fold(facts), at)

    def story(self, ticket_key: str) -> list[StoryLine]:
        """Every fact of one ticket in its own order, undone ones marked."""
        entries = self._store.entries("ticket:" + ticket_key)
        undone = undone_ids(entry.fact for entry in entries)
        lines = [StoryLine(entry.fact.at, entry.recorded_at, entry.fact, entry.fact.id in undone) for entry in entries]
        return sorted(lines, key=lambda line: (line.at, line.fact.seq, line.fact.rank, line.fact.id))

    def search(self, text: str, limit: int = 20) -> list[Hit]:
        """Tickets by number (any day, newest first), counters and services of the branch."""
        words = text.strip().lower()
        if not words:
            return []
        branch = self._branch()
        hits = [
            Hit("counter", place.id, place.id)
            for place in branch.counters
            if place.id.lower() == words or (len(words) > 1 and words in place.id.lower())
        ]
        hits += [
            Hit("service", service.id, service.title_zh, service.title_en)
            for service in branch.services
            if words in f"{service.id} {service.title_zh} {service.title_en} {service.numbers.prefix}".lower()
        ]
        for row in self._store.search_tickets(text.strip(), limit):
            hits.append(Hit("ticket", row.ticket, row.number, row.day.isoformat()))
        return hits[:limit]
