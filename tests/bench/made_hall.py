"""A made-up hall with a hidden truth, played by the oracle and never by the engine: what the engine is judged on.

Seven counters, four services of 2.6 to 13 minutes, skills, counters and days faster or slower than others, VIPs
with 15 minutes of head start, people who have gone when they are called, lunch by roster. Queue-science note, 2.4.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np

from lobbyconsole.domain.branch import Branch, CallingRule, CounterPlace, Service
from lobbyconsole.domain.entities import FINISHED, NO_SHOW, Leg, Ticket
from tests.domain.foresight import oracle

MEANS_S = (156.0, 270.0, 480.0, 780.0)
SHARES = (0.48, 0.29, 0.155, 0.075)
CV = (0.7, 0.8, 0.9, 0.8)
TAKES = ((0, 1), (0, 1), (0, 1), (1, 0, 2), (2, 1), (3, 2), (2, 3, 0))
SPEEDS = (0.88, 1.0, 1.14, 0.95, 1.05, 1.1, 0.92)
LUNCH_S = ((9000, 10800), (10800, 12600), (9000, 10800), (10800, 12600), (9900, 11700), (11700, 13500), (10800, 12600))
OPEN_S = 8 * 3600
VIP = 0.08
STARVING_MIN = 240  # of this hall: its head starts hold however long others have waited
GAP_S = 10.0


def branch() -> Branch:
    """The hall as its manager set it up; typical times are a guess."""
    return Branch(
        services=tuple(
            Service(id=f"s{s}", title_zh="业务", title_en="Service", typical_s=300) for s in range(len(MEANS_S))
        ),
        counters=tuple(
            CounterPlace(id=str(j + 1), services=tuple(f"s{s}" for s in takes)) for j, takes in enumerate(TAKES)
        ),
        calling=CallingRule(
            head_start_min={"vip": 15}, order_step_min=0, jumps_per_hour=600, starving_min=STARVING_MIN
        ),
    )


@dataclass(frozen=True)
class Visit:
    """One customer of a day: seconds from opening. `end`: of the service, or when the counter gave them up."""

    key: str
    service: int
    vip: bool
    at: float
    call: float
    end: float
    counter: int
    came: bool


@dataclass(frozen=True)
class MadeDay:
    day: date
    opens: datetime
    visits: tuple[Visit, ...]

    def tickets(self) -> list[Ticket]:
        """The day as a full feed would have told it."""
        when = lambda seconds: self.opens + timedelta(seconds=seconds)  # noqa: E731
        return [
            Ticket(
                key=visit.key, number=visit.key, state=FINISHED if visit.came else NO_SHOW, issued_at=when(visit.at),
                priority="vip" if visit.vip else "normal",
                legs=(
                    Leg(
                        service=f"s{visit.service}", joined_at=when(visit.at), line_since=when(visit.at),
                        called_at=when(visit.call), last_called_at=when(visit.call), calls=1,
                        counter=str(visit.counter + 1), started_at=when(visit.call) if visit.came else None,
                        ended_at=when(visit.end), outcome=FINISHED if visit.came else NO_SHOW,
                    ),
                ),
            )
            for visit in self.visits
        ]  # fmt: skip


def profile() -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Expected share of the day's customers by half hour: a peak in the morning and a smaller one after lunch."""
    x = np.arange(16)
    shape = 0.5 + np.exp(-(((x - 3) / 2.2) ** 2)) + 0.7 * np.exp(-(((x - 11) / 2.5) ** 2))
    return shape / shape.sum()


def play_day(number: int, rng: np.random.Generator, volume: float) -> MadeDay:
    """One day's truth."""
    weekday = (1.15, 1.0, 0.95, 0.95, 1.05)[number % 5]
    day = date(2027, 1, 4) + timedelta(days=7 * (number // 5) + number % 5)
    total = volume * weekday * rng.gamma(70.0, 1 / 70.0)
    pace = float(np.exp(rng.normal(0, 0.05)))  # a slow day for everybody
    own = np.exp(rng.normal(0, 0.04, len(TAKES)))  # and for each counter
    at = np.sort(np.interp(rng.random(rng.poisson(total)), np.r_[0, np.cumsum(profile())], np.arange(17) * 1800.0))
    customers = []
    service_of, vip_of = rng.choice(4, len(at), p=SHARES), rng.random(len(at)) < VIP
    for i, arrives in enumerate(at):
        service = int(service_of[i])
        sigma = np.sqrt(np.log(1 + CV[service] ** 2))
        work = MEANS_S[service] * pace * np.exp(rng.normal(0, sigma) - sigma**2 / 2)
        customer = oracle.Customer((0, i), round(1000 * arrives), service, round(1000 * (max(20.0, work) + GAP_S)))
        customer.head = 900_000 if vip_of[i] else 0
        if rng.random() < 0.35:  # the others stay whatever happens
            customer.patience, customer.vain = round(1000 * rng.exponential(4500)), round(1000 * rng.uniform(40, 90))
        customers.append(customer)
    counters = [
        oracle.Counter(
            j, takes, float(SPEEDS[j] * own[j]), ((0, 1000 * LUNCH_S[j][0]), (1000 * LUNCH_S[j][1], 10**9)), 0
        )
        for j, takes in enumerate(TAKES)
    ]
    hall = oracle.Hall(counters, STARVING_MIN * oracle.MINUTE, 0)
    called = oracle.simulate(hall, customers)
    visits = []
    for i, customer in enumerate(customers):
        call = called[customer.name]
        speed = counters[call.counter].speed
        lasts = (customer.work - 1000 * GAP_S) * speed if call.came else float(customer.vain or 0)
        visits.append(
            Visit(
                f"{number}-{i}", customer.service, bool(vip_of[i]), customer.at / 1000, call.at / 1000,
                (call.at + lasts) / 1000, call.counter, call.came,
            )
        )  # fmt: skip
    opens = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
    return MadeDay(day, opens, tuple(visits))
