"""The oracle's rule is the published one: at every call it chooses whom `calling.choose` chooses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from hypothesis import assume, given, settings

from lobbyconsole.domain.branch import CallingRule, CounterPlace, NumberRule, Service
from lobbyconsole.domain.calling import choose
from lobbyconsole.domain.entities import COUNTER_OPEN, WAITING, Counter, Leg, Ticket
from tests.domain.foresight import oracle
from tests.domain.foresight.halls import Made, halls
from tests.domain.strategies import HALL, NINE

PRIORITY = {0: "normal", 300_000: "vip", 600_000: "elderly"}


@settings(max_examples=25, deadline=None)
@given(halls(rows=1, leaving=False, capped=True))
def test_the_oracle_chooses_as_the_program_does(made: Made) -> None:
    hall, customers = made.told(0)
    # The program lets everybody call whom one counter has kept waiting for too long; the simulator does not.
    assume(all(customer.sent_to is None for customer in customers))
    services = max(line.service for line in made.rules.lines) + 1
    branch = msgspec.structs.replace(
        HALL,
        services=tuple(
            Service(id=f"s{i}", title_zh="业", title_en="S", numbers=NumberRule(prefix=f"{i}")) for i in range(services)
        ),
        counters=tuple(
            CounterPlace(id=str(counter.number), services=tuple(f"s{i}" for i in counter.services))
            for counter in hall.counters
        ),
        calling=CallingRule(
            head_start_min={"elderly": 10, "vip": 5}, order_step_min=hall.order_step // 60_000,
            starving_min=hall.starving // 60_000, jumps_per_hour=hall.jumps_per_hour or 0,
        ),
    )  # fmt: skip
    counters = {str(counter.number): Counter(id=str(counter.number), state=COUNTER_OPEN) for counter in hall.counters}
    asked = 0

    def when(ms: int) -> datetime:
        return NINE + timedelta(milliseconds=ms)

    def pick(
        hall: oracle.Hall, counter: oracle.Counter, waiting: Sequence[oracle.Customer], now: int
    ) -> oracle.Customer | None:
        nonlocal asked
        ours = oracle.next_customer(hall, counter, waiting, now)
        if not counter.services:  # to the program a counter without services takes all
            return ours
        tickets = {
            f"{one.name[0]:03d}-{one.name[1]:03d}": Ticket(
                key=f"{one.name[0]:03d}-{one.name[1]:03d}", state=WAITING, priority=PRIORITY[one.head],
                legs=(Leg(f"s{one.service}", when(one.at), when(one.at)),),
            )
            for one in waiting
        }  # fmt: skip
        left = sum(now - oracle.HOUR < jump <= now for jump in hall.jumps) < (hall.jumps_per_hour or 0)
        theirs = choose(branch, counters[str(counter.number)], counters, tickets.values(), when(now), left)
        name = None if ours is None else f"{ours.name[0]:03d}-{ours.name[1]:03d}"
        assert name == (None if theirs is None else theirs.key)
        asked += 1
        return ours

    oracle.simulate(hall, customers, pick)
