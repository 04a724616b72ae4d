"""A head count after an evacuation: who was in the hall, who stands at the assembly point, who is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec
from msgspec.structs import replace

from lobbyconsole.domain.content.plans import Step
from lobbyconsole.domain.content.text import Text

STAFF, TICKET = "staff:", "ticket:"
COUNTS = "head_count"  # what a step does on the floor that counts heads


def placed(step: Step, place: str) -> Text:
    """What a step says; where heads are counted, with the place."""
    if step.floor != COUNTS or not place:
        return step.text
    return Text(f"{step.text.en} (assembly point: {place})", f"{step.text.zh}（集合点：{place}）")


class HeadCount(msgspec.Struct, frozen=True):
    """Who is expected ("staff:8001", "ticket:A012"), and when each was seen. `counted`: customers without names."""

    begun_at: datetime
    place: str = ""
    expected: tuple[str, ...] = ()
    seen: Mapping[str, datetime] = {}
    counted: int = 0
    counted_at: datetime | None = None

    def of(self, kind: str) -> tuple[str, ...]:
        """Whom of the staff (STAFF) or of the customers (TICKET) one looks for."""
        return tuple(who for who in self.expected if who.startswith(kind))

    def here(self, kind: str) -> int:
        """How many of them are there. Customers: those seen by number, or the count, whichever is more."""
        known = sum(who in self.seen for who in self.of(kind))
        return max(known, min(self.counted, len(self.of(kind)))) if kind == TICKET else known

    def missing(self, kind: str) -> int:
        """How many of them nobody has seen."""
        return len(self.of(kind)) - self.here(kind)

    @property
    def all_missing(self) -> int:
        return self.missing(STAFF) + self.missing(TICKET)

    def names_missing(self, kind: str) -> tuple[str, ...]:
        """Their numbers; of customers none when the count says that all are there."""
        if not self.missing(kind):
            return ()
        return tuple(who.removeprefix(kind) for who in self.of(kind) if who not in self.seen)

    def with_more(self, place: str, names: Iterable[str]) -> HeadCount:
        """The same with a place, where one is said, and people who were left out."""
        expected = tuple(dict.fromkeys([*self.expected, *names]))
        return replace(self, place=place or self.place, expected=expected)

    def with_one(self, who: str, here: bool, at: datetime) -> HeadCount:
        """Somebody is there, or was marked by mistake. Who was not expected is one more who was in the hall."""
        seen = {name: when for name, when in self.seen.items() if name != who}
        if here:
            seen[who] = self.seen.get(who, at)
        return replace(self, seen=seen, expected=self.expected if who in self.expected else (*self.expected, who))
