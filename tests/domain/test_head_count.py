"""A head count is what its facts tell, in any order; nobody is counted twice and nobody is lost."""

from __future__ import annotations

import random

from lobbyconsole.domain import walkthrough_facts as f
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.head_count import STAFF, TICKET, HeadCount
from lobbyconsole.domain.walkthrough import fold_walk
from tests.domain.test_walkthrough import Telling, plans


def counted(telling: Telling) -> HeadCount:
    heads = telling.state.heads
    assert heads is not None
    return heads


def begun() -> Telling:
    telling = Telling(plans()["evacuation"])
    telling.tell(f.HeadCountBegun, staff=("8001", "8002"), people=("A001", "A002", "C001"), place="north")
    return telling


def test_ticked_off_taken_back_and_somebody_nobody_knew() -> None:
    telling = begun()
    telling.tell(f.HeadSeen, who="staff:8001")
    telling.tell(f.HeadSeen, who="ticket:A001")
    telling.tell(f.HeadSeen, who="ticket:A001", here=False)
    telling.tell(f.HeadSeen, who="staff:7777")
    heads = counted(telling)
    assert (heads.here(STAFF), heads.missing(STAFF), heads.missing(TICKET)) == (2, 1, 3)
    assert heads.names_missing(STAFF) == ("8002",)
    assert heads.place == "north"


def test_a_count_without_numbers_never_makes_more_than_there_were() -> None:
    telling = begun()
    telling.tell(f.HeadSeen, who="ticket:A001")
    telling.tell(f.CustomersCounted, count=2)
    assert counted(telling).missing(TICKET) == 1
    telling.tell(f.CustomersCounted, count=9)
    assert counted(telling).missing(TICKET) == 0
    assert counted(telling).names_missing(TICKET) == ()
    telling.tell(f.CustomersCounted, count=0)  # counted anew
    assert counted(telling).missing(TICKET) == 2


def test_the_second_beginning_adds_whom_the_first_left_out_and_keeps_the_place() -> None:
    telling = begun()
    telling.tell(f.HeadCountBegun, staff=("8003",), people=("A001",))
    heads = counted(telling)
    assert heads.of(STAFF) == ("staff:8001", "staff:8002", "staff:8003")
    assert len(heads.of(TICKET)) == 3
    assert heads.place == "north"


def test_it_goes_on_after_the_plan_has_ended_and_whatever_the_order_told() -> None:
    telling = begun()
    telling.tell(f.WalkEnded, reason="over")
    telling.tell(f.HeadSeen, who="staff:8002")
    assert "told_late" not in telling.state.flags
    facts: list[Fact] = list(telling.facts)
    for seed in range(20):
        random.Random(seed).shuffle(facts)
        assert fold_walk(facts, telling.plan) == telling.state
