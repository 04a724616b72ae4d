"""The hall once more, one event after the other in plain Python, written from the words of the calling rule.

It shares nothing with the engine but the draws: people and counters are plain values, the clock is whole milliseconds,
and whoever is called is looked for among all who stand there.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

MINUTE = 60_000
HOUR = 60 * MINUTE


@dataclass
class Customer:
    """All times in ms. `patience`: how long they stay; `vain`: what calling them costs then, None if seen leaving."""

    name: tuple[int, int]  # line and place in it, which is also the order among equals
    at: int
    service: int
    work: int
    head: int = 0
    sent_to: int | None = None
    patience: int | None = None
    vain: int | None = None

    def here(self, now: int) -> bool:
        return self.patience is None or now - self.at <= self.patience


@dataclass
class Counter:
    number: int
    services: tuple[int, ...]
    speed: float
    spans: tuple[tuple[int, int], ...]
    free_at: int

    def calls_from(self, at: int) -> int | None:
        """The first moment from `at` on at which it may call; None when there is none."""
        for begin, end in self.spans:
            if at < end:
                return max(at, begin)
        return None


@dataclass
class Hall:
    counters: list[Counter]
    starving: int
    order_step: int
    jumps_per_hour: int | None = None
    jumps: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Called:
    at: int
    counter: int
    came: bool


Pick = Callable[[Hall, Counter, Sequence[Customer], int], Customer | None]


def next_customer(hall: Hall, counter: Counter, waiting: Sequence[Customer], now: int) -> Customer | None:
    """The rule: the starving by time waited; else by time waited with head start, less a step a place."""
    capped = hall.jumps_per_hour is not None and (
        sum(now - HOUR < jump <= now for jump in hall.jumps) >= hall.jumps_per_hour
    )
    ranked = []
    for customer in waiting:
        mine = customer.sent_to == counter.number
        if not mine and (customer.sent_to is not None or customer.service not in counter.services):
            continue
        waited = now - customer.at
        place = 0 if mine else counter.services.index(customer.service)
        points = waited + (0 if capped else customer.head) - place * hall.order_step
        starving = waited >= hall.starving
        ranked.append(((not starving, -(waited if starving else points), customer.name), customer))
    return min(ranked, key=lambda one: one[0])[1] if ranked else None


def simulate(hall: Hall, customers: Sequence[Customer], pick: Pick = next_customer) -> dict[tuple[int, int], Called]:
    """Who was called when, by which counter, and whether they came. Who is missing was never called."""
    times = [customer.at for customer in customers]
    times += [counter.free_at for counter in hall.counters]
    times += [begin for counter in hall.counters for begin, _ in counter.spans]
    heapq.heapify(times)
    coming = sorted(customers, key=lambda customer: (customer.at, customer.name))
    waiting: list[Customer] = []
    found: dict[tuple[int, int], Called] = {}
    came_in = 0
    while times:
        now = heapq.heappop(times)
        while times and times[0] == now:
            heapq.heappop(times)
        while came_in < len(coming) and coming[came_in].at <= now:
            waiting.append(coming[came_in])
            came_in += 1
        while True:
            waiting = [customer for customer in waiting if customer.here(now) or customer.vain is not None]
            ready = []
            for counter in hall.counters:
                since = counter.calls_from(counter.free_at)
                # Free at some moment and shut since: it is ready anew when it opens again.
                if since is not None and since <= now:
                    again = counter.calls_from(now)
                    if again == now:
                        ready.append((_ready_since(counter, now), counter.number, counter))
            for _, _, counter in sorted(ready, key=lambda one: one[:2]):
                customer = pick(hall, counter, waiting, now)
                if customer is None:
                    continue
                _call(hall, counter, customer, waiting, now, found)
                heapq.heappush(times, counter.free_at)
                break
            else:
                break
    return found


def _ready_since(counter: Counter, now: int) -> int:
    """Since when it has been free and open without a break."""
    begin = max(begin for begin, end in counter.spans if begin <= now < end)
    return max(begin, counter.free_at)


def _call(
    hall: Hall,
    counter: Counter,
    customer: Customer,
    waiting: list[Customer],
    now: int,
    found: dict[tuple[int, int], Called],
) -> None:
    if customer.head and any(
        other.service == customer.service and other.at < customer.at and other.sent_to in (None, counter.number)
        for other in waiting
    ):
        hall.jumps.append(now)
    waiting.remove(customer)
    came = customer.here(now)
    found[customer.name] = Called(now, counter.number, came)
    counter.free_at = now + (round(customer.work * counter.speed) if came else customer.vain or 0)
