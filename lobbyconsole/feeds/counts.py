"""Mode counts: from pictures of each queue (people waiting, counters open, number called) to inferred tickets."""

from __future__ import annotations

import copy
import re
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.facts import INFERRED, Fact, natural_id
from lobbyconsole.feeds.mapping import Observation
from lobbyconsole.feeds.profile import Profile

MAX_STEP = 50  # numbers one picture of a queue may move on; more is a renumbering
MAX_PAUSE = timedelta(minutes=30)  # pictures further apart say nothing about the time between them


class Line(msgspec.Struct, array_like=True):
    """One queue in mode counts: numbers thought to be waiting, and (number, place) of those thought to be served."""

    service: str
    day: str
    at: datetime
    run: int = 0
    prefix: str = ""
    width: int = 0
    current: int = 0
    last: int = 0
    open: int = 0
    waiting: list[int] = []
    called: list[tuple[int, int]] = []


def split_number(number: str) -> tuple[str, int]:
    """Letters and number of a ticket number; 0 when it has no digits."""
    found = re.search(r"\d{1,9}$", number)
    return (number[: found.start()], int(found.group())) if found else (number, 0)


def business_day(at: datetime, zone: ZoneInfo, cutover: time) -> date:
    """The local date of an instant, with the hours before the cut-over counted to the day before."""
    local = at.astimezone(zone)
    return local.date() - timedelta(days=1) if local.time() < cutover else local.date()


class Counting:
    """Follows the queues of one source. `lines` (service -> Line) is changed in place, facts are added to `facts`."""

    def __init__(self, source: str, profile: Profile, lines: dict[str, Line], facts: list[Fact]) -> None:
        self.source = source
        self.channel = profile.channel
        self.zone = profile.tz
        self.cutover = profile.cutover_time
        self.lines = lines
        self.facts = facts

    def picture(self, seen: Observation) -> None:
        """One queue as counted at one time: counters open, people waiting, number called.

        Which customer is which is inferred from the numbers, so every fact is marked so. Calls and arrivals between two
        pictures are spread evenly over the time between them; with pictures every 5 minutes they are right within
        about 2.5 minutes. How many wait and how many counters are open is exact at every picture.
        """
        at, line = seen.at, self.lines.get(seen.service)
        if at is None:
            return
        if line is not None and at <= line.at:
            return
        first = line is None
        line = copy.deepcopy(line) if line is not None else None
        day = business_day(at, self.zone, self.cutover).isoformat()
        if line is not None and line.day != day:
            self.close_line(seen.service, line)
            line, first = None, True
        since = at if line is None or at - line.at > MAX_PAUSE else line.at
        line = line or Line(service=seen.service, day=day, at=at)
        self.lines[seen.service] = line
        counters = line.open if seen.open_counters is None else max(0, seen.open_counters)
        self.counters(seen.service, line, counters, at)
        prefix, number = split_number(seen.current)
        line.prefix, line.width = prefix or line.prefix, len(seen.current) - len(prefix) or line.width
        called: list[int] = []
        if number and number != line.current:
            step = number - max(line.last, line.current)
            if first:
                line.last = number  # those before the first picture of a day are not ours to tell
            elif number < line.current - MAX_STEP or step > MAX_STEP:
                self.close_line(seen.service, line, counters=False)
                line.run, line.last = line.run + 1, number
            elif number > line.last or number in line.waiting:
                called = [waiting for waiting in line.waiting if waiting <= number]
                called += range(line.last + 1, number + 1)
            line.current = number
        people = max(0, seen.waiting or 0)
        unseen = [waiting for waiting in called if waiting > line.last]
        line.last = max(line.last, *called, 0) if called else line.last
        stay = [waiting for waiting in line.waiting if waiting not in called]
        # Fewer wait than the numbers say: the first in line were called without being shown (or, with no counter
        # open, left).
        missing = stay[: max(0, len(stay) - people)]
        new = list(range(line.last + 1, line.last + 1 + max(0, people - len(stay))))
        for index, ticket in enumerate([*unseen, *new]):
            # Who was called between two pictures came between them too, shortly before.
            then = _spread(since, at, index, len(unseen) + len(new)) if ticket in new else since + (at - since) / 1000
            shown = f"{line.prefix}{ticket:0{line.width}d}"
            self.ticket_fact(
                f.TicketIssued, line, ticket, then, number=shown, service=seen.service, channel=self.channel
            )
        calls = sorted({*called, *(missing if counters else ())})
        for index, ticket in enumerate(calls):
            self.call(seen.service, line, ticket, _spread(since, at, index, len(calls)), counters)
        if not counters:
            for ticket in missing:
                self.ticket_fact(f.TicketLeft, line, ticket, at, reason="count")
            self.finish(seen.service, line, len(line.called), at)
        line.waiting = [*stay[len(missing) :], *new]
        line.last = max(line.last, *new, 0) if new else line.last
        line.at = at

    def counters(self, service: str, line: Line, counters: int, at: datetime) -> None:
        """As many are open as the source says; which ones nobody knows, so the last of them open and close."""
        for place in range(min(line.open, counters) + 1, max(line.open, counters) + 1):
            opened = counters > line.open
            cls: type[f.CounterFact] = f.CounterOpened if opened else f.CounterClosed
            fields: dict[str, Any] = {"services": (service,)} if opened else {}
            counter = f"{service}-{place}"
            fact_id = natural_id(self.source, cls.kind, counter, at.isoformat())
            self.facts.append(
                cls(
                    id=fact_id, at=at, source=self.source, certainty=INFERRED, clock="vendor", counter=counter, **fields
                )
            )  # fmt: skip
        line.open = counters

    def call(self, service: str, line: Line, ticket: int, at: datetime, counters: int) -> None:
        """A number is called to the first free of the counters."""
        places = max(1, counters)
        self.finish(service, line, len(line.called) - places + 1, at)
        taken = {place for _, place in line.called}
        place = next(place for place in range(1, places + len(taken) + 1) if place not in taken)
        self.ticket_fact(f.TicketCalled, line, ticket, at, counter=f"{service}-{place}")
        line.called.append((ticket, place))

    def finish(self, service: str, line: Line, many: int, at: datetime) -> None:
        """The longest served are taken to have finished when others are called in their place."""
        for ticket, place in line.called[: max(0, many)]:
            self.ticket_fact(f.TicketFinished, line, ticket, at, counter=f"{service}-{place}")
        line.called = line.called[max(0, many) :]

    def close_line(self, service: str, line: Line, *, counters: bool = True) -> None:
        """The day (or the run of numbers) is over: nobody of it waits any more."""
        over = line.at + timedelta(seconds=1)  # at the time of the last picture itself they were still there
        for ticket in line.waiting:
            self.ticket_fact(f.TicketLeft, line, ticket, over, reason="day_over")
        self.finish(service, line, len(line.called), over)
        line.waiting = []
        if counters:
            self.counters(service, line, 0, over)

    def ticket_fact(self, cls: type[f.TicketFact], line: Line, ticket: int, at: datetime, **fields: Any) -> None:
        key = natural_id(self.source, "count", line.service, line.day, line.run, ticket)
        fact_id = natural_id(self.source, key, cls.kind)
        self.facts.append(
            cls(id=fact_id, at=at, source=self.source, certainty=INFERRED, clock="vendor", ticket=key, **fields)
        )


def _spread(since: datetime, at: datetime, index: int, many: int) -> datetime:
    """The middle of the index-th of `many` equal parts of the time between two pictures."""
    return since + (at - since) * ((index + 0.5) / many)
