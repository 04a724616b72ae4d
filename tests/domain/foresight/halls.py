"""Halls made up by hypothesis, once for the engine and once for the oracle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st

from lobbyconsole.domain.foresight.crowd import Crowd, People, line_up
from lobbyconsole.domain.foresight.rules import NEVER_S, Desk, Line, Rules
from tests.domain.foresight import oracle

DAY_S = 3 * 3600.0


@dataclass
class Made:
    """A hall with its draws; `seed` makes the draws, the rest is what hypothesis chose."""

    rules: Rules
    people: list[People]
    ready_s: np.ndarray[Any, Any]

    @property
    def crowd(self) -> Crowd:
        return line_up(self.people)

    def told(self, row: int) -> tuple[oracle.Hall, list[oracle.Customer]]:
        """One replication in the oracle's words."""
        ms = lambda seconds: round(seconds * 1000)  # noqa: E731
        customers = []
        for k, (line, people) in enumerate(zip(self.rules.lines, self.people, strict=True)):
            for i in range(people.at.shape[1]):
                if people.at[row, i] >= NEVER_S:
                    continue
                customer = oracle.Customer((k, i), ms(people.at[row, i]), line.service, ms(people.work[row, i]))
                customer.head = ms(line.head_s)
                customer.sent_to = line.own if line.own >= 0 else None
                if people.limit is not None and people.limit[row, i] < NEVER_S:
                    assert people.cost is not None
                    customer.patience = ms(people.limit[row, i])
                    customer.vain = ms(people.cost[row, i]) if people.cost[row, i] >= 0 else None
                customers.append(customer)
        counters = [
            oracle.Counter(
                j, desk.takes, desk.speed, tuple((ms(a), ms(b)) for a, b in desk.spans if b > a),
                ms(self.ready_s[j, row]),
            )
            for j, desk in enumerate(self.rules.desks)
        ]  # fmt: skip
        hall = oracle.Hall(counters, ms(self.rules.starving_s), ms(self.rules.order_step_s), self.rules.jumps_per_hour)
        return hall, customers


def draw_people(
    rng: np.random.Generator, rows: int, n: int, mean_s: float, ghosts: float, leavers: float, early: int
) -> People:
    """Up to n people a replication, some of whom will not wait for ever; `early` of them stand there at time 0."""
    at = np.sort(np.round(rng.uniform(0, DAY_S, (rows, n)), 3), axis=1)
    at[:, :early] = np.sort(np.round(-rng.uniform(0, 1500, (rows, min(early, n))), 3), axis=1)
    comes = rng.integers(0, n + 1, rows)
    at[np.arange(n)[None, :] >= comes[:, None]] = NEVER_S
    work = np.round(rng.lognormal(np.log(mean_s), 0.8, (rows, n)), 3)
    kind = rng.random((rows, n))
    limit = np.where(kind < ghosts + leavers, np.round(rng.exponential(600, (rows, n)), 3), NEVER_S)
    cost = np.where(kind < ghosts, np.round(rng.uniform(20, 120, (rows, n)), 3), -1.0)
    return People(at, work, limit, cost)


@st.composite
def halls(draw: st.DrawFn, rows: int = 3, leaving: bool = True, capped: bool = False) -> Made:
    """1 to 8 counters, 1 to 6 services, priorities, own lines, breaks, ghosts and leavers."""
    services = draw(st.integers(1, 6))
    n_desks = draw(st.integers(1, 8))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    lines = []
    for service in range(services):
        heads = draw(st.lists(st.sampled_from([0.0, 300.0, 600.0]), min_size=1, max_size=3, unique=True))
        lines += [Line(service, head) for head in heads]
    desks = []
    for j in range(n_desks):
        takes = draw(st.lists(st.integers(0, services - 1), unique=True, max_size=services))
        if j == 0:
            takes += [service for service in range(services) if service not in takes]
        cuts = sorted(draw(st.lists(st.integers(0, int(DAY_S * 1.2)), unique=True, max_size=5)))
        edges = [0.0 if draw(st.booleans()) else -NEVER_S, *map(float, cuts)]
        edges = sorted(set(edges))
        spans = tuple(
            (begin, edges[i + 1] if i + 1 < len(edges) else NEVER_S) for i, begin in enumerate(edges) if i % 2 == 0
        )
        if j == 0 and (not spans or spans[-1][1] < NEVER_S):
            spans = (*spans, (DAY_S * 1.3, NEVER_S))  # somebody is there in the end
        speed = draw(st.sampled_from([1.0, 1.0, 0.8, 1.13, 0.957]))
        desks.append(Desk(tuple(takes), speed, spans))
        if draw(st.integers(0, 3)) == 0 and takes:
            lines.append(Line(takes[0], draw(st.sampled_from([0.0, 600.0])), j))
    people = [
        draw_people(
            rng, rows, draw(st.integers(0, 25)), draw(st.sampled_from([30.0, 120.0, 400.0])),
            0.15, 0.15 if leaving else 0.0, draw(st.integers(0, 4)),
        )
        for _ in lines
    ]  # fmt: skip
    ready = np.round(rng.uniform(-100, 900, (n_desks, rows)), 3)
    rules = Rules(
        tuple(lines), tuple(desks),
        starving_s=draw(st.sampled_from([300.0, 1200.0, 14400.0])),
        order_step_s=draw(st.sampled_from([0.0, 180.0])),
        jumps_per_hour=draw(st.sampled_from([0, 1, 3, 6])) if capped else None,
    )  # fmt: skip
    return Made(rules, people, ready)
