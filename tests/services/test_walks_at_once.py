"""Two plans at once, one leading into the other, a command handed over late: probed with all that can go wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lobbyconsole.config import Settings
from lobbyconsole.domain.walkthrough_roles import candidates
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.work import Work
from tests.services.conftest import SmallHall


def work_of(hall: SmallHall) -> Work:
    return Work(hall.store, hall.live, lambda: Settings(branch=hall.branch))


def test_one_leads_into_the_other_and_they_end_in_any_order(
    hall: SmallHall, open_hall: Callable[[], SmallHall]
) -> None:
    work = work_of(hall)
    walks = work.walkthroughs
    fire = walks.start("fire", by="8001").walk
    away = walks.start("evacuation", by="8002", parent=fire.key, incident=fire.incident).walk
    assert away.incident == fire.incident
    again = walks.start("evacuation", by="8003", parent=fire.key).walk  # both press it
    assert again.key == away.key
    walks.done(fire.key, "s1", 1, by="8001")
    hall.pass_minutes(1)
    walks.done(away.key, "s1", 1, to="s2", by="8002")
    walks.end(fire.key, "false alarm", by="8001")  # the parent first
    assert [state.walk.key for state in walks.running()] == [away.key]
    back = work_of(open_hall()).walkthroughs
    (state,) = back.running()
    assert (state.walk.key, state.walk.step, state.walk.lead) == (away.key, "s2", "8002")
    with pytest.raises(Refused):
        back.done(fire.key, "s2", 1, by="8001")


def test_an_incident_is_not_over_while_one_of_its_plans_runs(hall: SmallHall) -> None:
    work = work_of(hall)
    fire = work.walkthroughs.start("fire", by="8001").walk
    away = work.walkthroughs.start("evacuation", parent=fire.key, incident=fire.incident).walk
    work.walkthroughs.end(fire.key, "false alarm")
    with pytest.raises(Refused):
        work.incidents.end(fire.incident)
    work.walkthroughs.end(away.key, "all back")
    work.incidents.end(fire.incident)


def test_a_plan_begun_for_an_ended_parent_still_runs_and_belongs_to_the_same_incident(hall: SmallHall) -> None:
    walks = work_of(hall).walkthroughs
    fire = walks.start("fire", by="8001").walk
    walks.end(fire.key, "handed over")
    late = walks.start("evacuation", by="8001", parent=fire.key, incident=fire.incident).walk
    assert (late.running, late.incident) == (True, fire.incident)


def test_the_child_of_a_running_plan_takes_over_its_incident_without_being_told(hall: SmallHall) -> None:
    walks = work_of(hall).walkthroughs
    fire = walks.start("fire", by="8001").walk
    away = walks.start("evacuation", by="8002", parent=fire.key).walk  # whoever started it named no incident
    assert away.incident == fire.incident


def test_command_goes_on_to_the_child_and_a_late_hand_over_changes_the_one_it_is_about(hall: SmallHall) -> None:
    walks = work_of(hall).walkthroughs
    fire = walks.start("fire", by="8001").walk
    away = walks.start("evacuation", by="8001", parent=fire.key, incident=fire.incident).walk
    walks.hand_over(fire.key, "8009", briefing="two engines here", by="8001")
    known = {state.walk.plan: state.walk.lead for state in walks.running()}
    assert known == {"fire": "8009", "evacuation": "8001"}
    before = len(walks.walk(away.key).walk.timeline)  # type: ignore[union-attr]
    walks.hand_over(away.key, "8001", by="8001")  # to whom has it: nothing is recorded
    assert len(walks.walk(away.key).walk.timeline) == before  # type: ignore[union-attr]
    with pytest.raises(Refused):
        walks.hand_over(away.key, "  ")
    walks.end(away.key, "all back")
    with pytest.raises(Refused):
        walks.hand_over(away.key, "8009")


def test_the_absent_holder_is_followed_by_the_roster_and_nobody_twice_while_others_are_free() -> None:
    class Person:
        def __init__(self, number: str, *roles: str) -> None:
            self.number, self.roles = number, roles

    class Post:
        def __init__(self, deputy: str) -> None:
            self.deputy = deputy

    posts = {
        "first_aider": Post("lobby_assistant"),
        "lobby_assistant": Post("lobby_manager"),
        "lobby_manager": Post(""),
    }
    roster = [Person("1", "first_aider"), Person("2", "lobby_assistant"), Person("3", "lobby_manager"), Person("4")]
    order = candidates("first_aider", posts, roster)
    assert [number for number, _ in order] == ["1", "2", "3", "4"]
    without = candidates("first_aider", posts, roster[1:])  # the holder is not here today
    assert without[0] == ("2", "lobby_assistant")
    busy = candidates("first_aider", posts, roster[1:], busy=["2", "3"])
    assert {number for number, _ in busy} == {"2", "3", "4"}


def test_a_head_count_belongs_to_the_plan_it_was_begun_in_and_says_the_place_again(hall: SmallHall) -> None:
    walks = work_of(hall).walkthroughs
    fire = walks.start("fire", by="8001").walk
    away = walks.start("evacuation", parent=fire.key, incident=fire.incident).walk
    walks.count_heads(fire.key, ["8001"], ["A001"], place="north car park")
    with_none = walks.walk(away.key)
    assert with_none is not None
    assert with_none.walk.heads is None
    assert walks.last_place() == "north car park"
    walks.seen(fire.key, "ticket:A001")
    walks.seen(fire.key, "ticket:A001")  # twice: nothing
    walks.seen(fire.key, "nobody")  # no kind: nothing
    state = walks.walk(fire.key)
    assert state is not None
    assert sum(line.kind == "walk.head_seen" for line in state.walk.timeline) == 1
    with pytest.raises(Refused):
        walks.customers(fire.key, -1)
