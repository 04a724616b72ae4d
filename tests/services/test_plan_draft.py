"""A plan that is being written: its verbs keep the ways whole; it is walked before anybody may approve it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.content_facts import ContentRehearsed
from lobbyconsole.domain.plan_graph import NEXT
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.library.book import LibraryBook, body_of, plain
from lobbyconsole.services.library.checks import examine
from lobbyconsole.services.library.compiled import load_library
from lobbyconsole.services.library.plan_draft import (
    add_after,
    add_branch,
    contacts_of,
    double,
    fault_places,
    graph_of_values,
    move,
    remove,
    rename,
)
from lobbyconsole.services.library.rehearsal import Rehearsal, survey, walked
from lobbyconsole.services.subjects import Subjects
from tests.services.conftest import SmallHall
from tests.services.rehearsing import rehearse, shortest_way


@cache
def plans() -> dict[str, Plan]:
    return dict(load_library().plans)


PLANS = sorted(plans())


def draft(name: str) -> dict[str, Any]:
    return plain(plans()[name])


def new_step(name: str) -> dict[str, Any]:
    return {"id": name, "kind": "action", "role": "caller", "text": {"en": "New", "zh": "新"}, "next": ""}


def new_branch() -> dict[str, Any]:
    return {"when": {"en": "Else", "zh": "其他"}, "goto": ""}


def wrong(tree: dict[str, Any]) -> list[str]:
    return [fault.reason for _, fault in fault_places(tree)]


# --- verbs ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PLANS)
def test_a_step_put_in_anywhere_leaves_a_whole_plan(name: str) -> None:
    tree = draft(name)
    for at in range(len(tree["steps"])):
        for branch in range(max(1, len(tree["steps"][at]["branches"]))):
            made = copy.deepcopy(tree)
            place = add_after(made, at, branch, new_step("brand_new"))
            assert made["steps"][place]["id"] == "brand_new"
            assert examine(made, Plan)[1] == []
            remove(made, place)
            assert made == tree


@pytest.mark.parametrize("name", PLANS)
def test_a_step_is_copied_moved_and_renamed_without_losing_a_way(name: str) -> None:
    tree = draft(name)
    moved = 0
    for at, step in enumerate(tree["steps"]):
        made = copy.deepcopy(tree)
        if step["next"]:
            place = double(made, at, "copied")
            assert made["steps"][place]["text"] == step["text"]
            assert wrong(made) == []
        made = copy.deepcopy(tree)
        rename(made, at, "other_name")
        assert wrong(made) == []
        assert (made["start"] == "other_name") is (tree["start"] == step["id"])
        for by in (-1, 1):
            made = copy.deepcopy(tree)
            if move(made, at, by):
                moved += 1
                assert wrong(made) == []
                assert sorted(one["id"] for one in made["steps"]) == sorted(one["id"] for one in tree["steps"])
            else:
                assert made == tree
    assert moved


def test_moving_changes_who_comes_first() -> None:
    tree = draft("power_outage")
    ids = [step["id"] for step in tree["steps"]]
    at = ids.index("s5")
    assert tree["steps"][at - 1]["next"] == "s5"
    assert move(tree, at, -1)
    steps = {step["id"]: step for step in tree["steps"]}
    assert (steps["s5"]["next"], steps["s4"]["next"]) == ("s4", "s6")
    assert [step["id"] for step in tree["steps"]].index("s5") < [step["id"] for step in tree["steps"]].index("s4")
    assert steps["s2"]["branches"][1]["goto"] == "s5"
    assert steps["s3"]["next"] == "s5"


@given(st.data())
def test_no_row_of_verbs_breaks_the_draft(data: st.DataObject) -> None:
    tree = draft(data.draw(st.sampled_from(PLANS)))
    for number in range(data.draw(st.integers(1, 12))):
        count = len(tree["steps"])
        if not count:
            add_after(tree, 0, 0, new_step(f"n{number}"))
            continue
        at = data.draw(st.integers(0, count - 1))
        match data.draw(st.sampled_from(("add", "remove", "double", "up", "down", "rename", "branch"))):
            case "add":
                add_after(tree, at, data.draw(st.integers(NEXT, 4)), new_step(f"n{number}"))
            case "remove":
                remove(tree, at)
            case "double":
                double(tree, at, f"n{number}")
            case "up" | "down" as way:
                move(tree, at, -1 if way == "up" else 1)
            case "rename":
                rename(tree, at, f"n{number}")
            case "branch":
                add_branch(tree, at, new_branch())
        ids = [step["id"] for step in tree["steps"]]
        assert len(set(ids)) == len(ids)
        # Nothing points to what is gone; at worst a way on is not said any more, and that is shown.
        assert {fault.kind for _, fault in fault_places(tree)} <= {"nowhere", "unreachable", "loop", "no_end", "start"}
        for place, _ in fault_places(tree):
            assert place == ("start",) or tree["steps"][place[1]]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=4),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["start", "steps", "id", "kind", "next", "branches", "goto", "contacts", "reporting"]),
                inner,
                max_size=5,
            )
        ),
        max_leaves=25,
    )
)
def test_any_values_have_a_graph(tree: Any) -> None:
    list(fault_places(tree))
    contacts_of(tree)


def test_a_loop_is_refused_with_its_place() -> None:
    tree = draft("power_outage")
    ids = [step["id"] for step in tree["steps"]]
    at = ids.index("s5")
    tree["steps"][at]["next"] = "s4"
    item, problems = examine(tree, Plan)
    assert item is None
    assert ("steps", ids.index("s4"), "text") in [problem.path for problem in problems]
    loop = next(problem for problem in problems if "loop" in problem.reason)
    assert loop.reason == "step s4 is in a loop without a decision or a timer: s4 > s5"
    tree["steps"][at]["next"] = "gone"
    tree["title"]["zh"] = ""  # what else is wrong hides nothing
    problems = examine(tree, Plan)[1]
    assert [problem.path for problem in problems][:2] == [("title", "zh"), ("steps", at, "next")]
    assert graph_of_values(tree).at["s1"] == 0


# --- walked before it is approved -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PLANS)
def test_all_ways_of_a_shipped_plan_are_walked_by_the_engine(name: str) -> None:
    plan = plans()[name]
    found = survey(plan)
    assert found.whole
    assert found.unwalked == ()
    assert found.unreached == ()
    assert {ending.step for ending in found.endings} == {step.id for step in plan.steps if step.kind == "end"}
    assert 0 < found.quickest_s <= found.slowest_s
    for way, spent in ((found.quickest, found.quickest_s), (found.slowest, found.slowest_s)):
        made = walked(plan, way)
        assert made is not None
        assert made.spent_s == spent
        allowed = [plan.step(name) for name in way]
        assert spent == sum((step.timer_s if step.kind == "timer" else step.target_s) or 0 for step in allowed)


def test_a_person_walks_step_by_step_and_back() -> None:
    plan = plans()["power_outage"]
    made = Rehearsal(plan)
    assert made.step is not None
    assert made.step.id == "s1"
    made.do()
    assert made.spent_s == 60
    assert {task.role for task in made.tasks()} == {"security_guard"}
    made.do("s3")
    assert (made.step.id, made.way) == ("s3", ("s1", "s2", "s3"))
    made.back()
    assert made.step.id == "s2"
    assert made.spent_s == 60
    made.do("s4")
    assert made.way == ("s1", "s2", "s4")
    made.back()
    made.back()
    made.back()
    assert len(made.way) == 1
    assert made.spent_s == 0
    for name in shortest_way(plan)[1:]:
        made.do(name)
    assert not made.ended
    made.do()
    assert made.ended
    assert made.way == shortest_way(plan)
    assert [report.place for report in made.owed()]


@pytest.fixture
def book(open_hall: Callable[[], SmallHall]) -> LibraryBook:
    hall = open_hall()
    return LibraryBook(Subjects(hall.store, hall.live))


def test_a_plan_nobody_walked_to_an_end_cannot_be_approved(book: LibraryBook) -> None:
    mine = replace(plans()["fire"], review_months=3)
    version = book.propose("plans", mine, by="8001", why="closer look").waiting[0].version
    with pytest.raises(Refused, match="walked this version to an end"):
        book.approve("plans", "fire", version, by="8002")
    way = shortest_way(mine)
    for broken in ((), way[:-1], (*way, way[-1]), way[1:], (way[0], way[-1]), ("nobody",)):
        with pytest.raises(Refused, match="does not come to an end"):
            book.rehearse("plans", "fire", version, broken, by="8002")
    with pytest.raises(Refused, match="staff number"):
        book.rehearse("plans", "fire", version, way, by="")
    with pytest.raises(Refused, match="does not come to an end"):
        book.rehearse("plans", "fire", "no version", way, by="8002")
    assert not book.may_be_approved("plans", "fire", version)
    rehearse(book, "fire", version)
    assert book.approve("plans", "fire", version, by="8002").current is not None
    # Another version has to be walked again.
    other = book.propose("plans", replace(mine, review_months=4), by="8001", why="x", way=()).waiting[-1].version
    assert not book.may_be_approved("plans", "fire", other)


def test_who_walked_the_draft_proposes_it_with_the_walk(book: LibraryBook) -> None:
    mine = replace(plans()["fire"], review_months=3)
    version = book.propose("plans", mine, by="8001", why="x", way=shortest_way(mine)).waiting[0].version
    assert book.may_be_approved("plans", "fire", version)
    other = replace(mine, review_months=4)
    version = book.propose("plans", other, by="8001", why="x", way=("s1",)).waiting[-1].version
    assert not book.may_be_approved("plans", "fire", version)


def test_a_walk_of_other_words_does_not_count(book: LibraryBook) -> None:
    mine = replace(plans()["fire"], review_months=3)
    version = book.propose("plans", mine, by="8001", why="x").waiting[0].version
    for number, way in enumerate((("s1",), ("s1", "gone"), ())):
        told = ContentRehearsed(
            id=f"x{number}", at=book._subjects.live.clock.now(), source="hq", by="8003", family="plans", item="fire",
            version=version, way=way, outcome="resolved",
        )  # fmt: skip
        book._subjects.live.record([told]).result(10)
    assert not book.may_be_approved("plans", "fire", version)


def test_what_the_program_ships_has_been_walked(book: LibraryBook) -> None:
    mine = replace(plans()["fire"], review_months=3)
    version = book.propose("plans", mine, by="8001", why="x", way=shortest_way(mine)).waiting[0].version
    book.approve("plans", "fire", version, by="8002")
    back = book.revert("plans", "fire", "", by="8001", why="as shipped").waiting[0].version
    assert book.may_be_approved("plans", "fire", back)
    assert msgspec.json.decode(body_of(plans()["fire"]))["id"] == "fire"
