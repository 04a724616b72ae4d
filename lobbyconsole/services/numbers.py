"""Which number a ticket gets: the range of its service, reserved ranges, overnight carry, the standby range."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Protocol

from lobbyconsole.domain.branch import Branch, NumberRule, Service
from lobbyconsole.domain.facts import DeskHandedBack, DeskTookOver, Fact, TicketIssued
from lobbyconsole.domain.lobby import Book, Queue, Ticket
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused

DESK = "desk"
_EVER = datetime.max.replace(tzinfo=UTC)


class NumberMemory(Protocol):
    """What is asked of the store about numbers given before today."""

    def last_desk_numbers(self, service: str) -> list[str]:
        """Numbers the desk printed for this service, e.g. "A118", newest first."""

    def services_of_others(self) -> frozenset[str]:
        """Services for which other sources gave numbers lately."""


class Numbers:
    """Gives numbers. Used by one thread, the recorder's, so that no number is given twice."""

    def __init__(self, memory: NumberMemory) -> None:
        self._memory = memory
        self._day: date | None = None
        self._last: dict[tuple[str, bool], int] = {}
        self._foreign: set[str] = set()
        self._expected: frozenset[str] | None = None  # services whose first number of today a source may give yet
        self._taken_over: set[str] = set()  # sources whose customers the desk serves now
        self._span = (_EVER, _EVER)  # of the business day
        self._given: set[str] = set()  # printed numbers of this business day, of all services and sources

    def saw(self, facts: Sequence[Fact]) -> None:
        """Facts were recorded: other sources give numbers too, and theirs may be finished before we look again."""
        if self._day is None:
            return
        for fact in facts:
            match fact:
                case TicketIssued() if fact.source != DESK and self._span[0] <= fact.at < self._span[1]:
                    self._foreign.add(fact.service)
                    self._given.add(fact.number)
                case DeskTookOver():
                    self._taken_over.add(fact.feed)
                case DeskHandedBack():
                    self._taken_over.discard(fact.feed)
                case _:
                    pass

    def next(self, book: Book, branch: Branch, service: Service, now: datetime, sources: bool = False) -> str:
        """The next free number as printed. Raises Refused when a whole range is in use.

        While another source gives this service's numbers today, or the desk has taken over from a lost one, the desk
        keeps to the standby range: no clash. The same when `sources` are connected and one gave this service's numbers
        on the last days: its first of today may be printed at any moment. A number comes twice in a day only when its
        whole range was given.
        """
        day = branch.day_of(now)
        if day != self._day:
            self._begin(book, branch, day)
        in_use = set()  # two services may share a prefix
        for ticket in book.open_tickets():
            in_use.add(ticket.number)
            if ticket.source != DESK and ticket.legs[0].service == service.id:
                self._foreign.add(service.id)
        if sources and self._expected is None:
            self._expected = self._memory.services_of_others()
        expected = sources and self._expected is not None and service.id in self._expected
        standby = service.id in self._foreign or bool(self._taken_over) or expected
        rule = service.numbers
        first, last = rule.standby if standby else (rule.first, rule.last)
        slot = (service.id, standby)
        if slot not in self._last:
            self._last[slot] = self._remembered(rule, service, (first, last))
        queue = book.entity("queue:" + service.id)
        reserved = [(low, high) for low, high, _ in queue.reserved] if isinstance(queue, Queue) else []
        reserved.extend(rule.reserved)
        for given in (self._given, ()) if self._given else ((),):
            number = self._last[slot]
            for _ in range(last - first + 1):
                number = number + 1 if first <= number < last else first
                shown = rule.show(number)
                if shown in given or shown in in_use or any(low <= number <= high for low, high in reserved):
                    continue
                self._last[slot] = number
                self._given.add(shown)
                return shown
        raise Refused(
            Message(
                QT_TRANSLATE_NOOP("Messages", "All numbers of {service} are in use; widen its range in the settings."),
                {"service": rule.prefix},
            )
        )

    def _begin(self, book: Book, branch: Branch, day: date) -> None:
        """A business day begins, or the program started in it: see what was given already."""
        self._day = day
        self._last.clear()
        self._foreign.clear()
        self._expected = None
        self._given.clear()
        start, end = self._span = branch.day_span(day)
        self._taken_over = {feed.id for feed in book.lobby().feeds.values() if feed.taken_over_at is not None}
        given: dict[tuple[str, bool], Ticket] = {}
        for ticket in book.tickets():
            issued = ticket.issued_at
            if issued is None or not start <= issued < end:
                continue
            self._given.add(ticket.number)
            service_id = ticket.legs[0].service
            service = branch.service(service_id)
            if service is None:
                continue
            if ticket.source != DESK:
                self._foreign.add(service_id)
                continue
            number = _digits(service.numbers, ticket.number)
            if number is None:
                continue
            low, high = service.numbers.standby
            slot = (service_id, low <= number <= high)
            latest = given.get(slot)
            if latest is None or latest.issued_at is None or latest.issued_at <= issued:
                given[slot] = ticket
                self._last[slot] = number

    def _remembered(self, rule: NumberRule, service: Service, band: tuple[int, int]) -> int:
        """Where to go on when nothing was given today: at the beginning, or after the last one of an earlier day."""
        if rule.restart == "never":
            # Days of a takeover left numbers of the standby range in between.
            numbers = (_digits(rule, text) for text in self._memory.last_desk_numbers(service.id))
            number = next((found for found in numbers if found is not None and band[0] <= found <= band[1]), None)
            if number is not None:
                return number
        return band[0] - 1


def _digits(rule: NumberRule, text: str) -> int | None:
    digits = text.removeprefix(rule.prefix)
    return int(digits) if digits.isdecimal() and digits.isascii() else None
