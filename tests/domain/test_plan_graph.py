"""What is wrong with a plan's graph is found with its place; outline, numbers and ways hold for any graph."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobbyconsole.domain.content.plans import Plan, Step, graph_of, graph_problem
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.plan_graph import (
    NEXT,
    Exit,
    Fault,
    Graph,
    Node,
    faults,
    numbers,
    outline,
    straight_on,
    way_out,
    way_to,
    ways,
)
from lobbyconsole.services.library.compiled import load_library
from lobbyconsole.services.plan_sheets import step_numbers


@cache
def plans() -> dict[str, Plan]:
    return dict(load_library().plans)


PLANS = sorted(plans())


def drawn(name: str) -> Graph:
    return graph_of(plans()[name].start, plans()[name].steps)


def graph(*steps: str, start: str = "a") -> Graph:
    """ "a>b" a step, "a?b,c" a decision, "a~b,c" a timer with branches, "a." an end; "a>" leads nowhere."""
    nodes = []
    for step in steps:
        name, sign, rest = step[0], step[1], step[2:]
        if sign == ">":
            nodes.append(Node(name, "action", (Exit(rest),)))
        elif sign == ".":
            nodes.append(Node(name, "end"))
        else:
            exits = tuple(Exit(to, place) for place, to in enumerate(rest.split(",")))
            nodes.append(Node(name, {"?": "decision", "~": "timer"}[sign], exits))
    return Graph(start, nodes)


@st.composite
def graphs(draw: st.DrawFn, most: int = 12) -> Graph:
    """Any graph, broken ones included: missing targets, unreachable steps, loops, no first step, an id twice."""
    count = draw(st.integers(1, most))
    ids = [f"s{at}" for at in range(count)]
    target = st.sampled_from([*ids, *ids, *ids, "s99", ""])
    nodes = []
    for at, name in enumerate(ids):
        kind = draw(st.sampled_from(("action", "action", "call", "decision", "decision", "timer", "end")))
        exits: tuple[Exit, ...] = ()
        if kind == "decision" or (kind == "timer" and draw(st.booleans())):
            targets = draw(st.lists(target, min_size=1, max_size=4))
            exits = tuple(Exit(to, place) for place, to in enumerate(targets))
        elif kind != "end" and draw(st.integers(0, 9)):
            exits = (Exit(draw(target)),)
        nodes.append(Node(name if at or not draw(st.booleans()) else "s1", kind, exits))
    return Graph(draw(st.sampled_from([ids[0], ids[0], ids[0], "s99"])), nodes)


@st.composite
def sound(draw: st.DrawFn, most: int = 12) -> Graph:
    """A graph in which nothing is wrong: mostly forward, back only where somebody decides."""
    count = draw(st.integers(1, most))
    nodes = []
    for at in range(count):
        later = [f"s{other}" for other in range(at + 1, count)]
        following = Exit(f"s{at + 1}", 0)
        if not later or (at and draw(st.integers(0, 9)) == 0):
            nodes.append(Node(f"s{at}", "end"))
        elif draw(st.booleans()):
            nodes.append(Node(f"s{at}", draw(st.sampled_from(("action", "call", "timer"))), (Exit(f"s{at + 1}"),)))
        else:
            others = draw(st.lists(st.integers(0, count - 1), min_size=1, max_size=3))
            more = tuple(Exit(f"s{other}", place) for place, other in enumerate(others, 1))
            nodes.append(Node(f"s{at}", "decision", (following, *more)))
    made = Graph("s0", nodes)
    # What stands behind an end and is led to by nobody is left out.
    reached, ahead = {0}, [0]
    while ahead:
        for target in made.after[ahead.pop()]:
            if target not in reached:
                reached.add(target)
                ahead.append(target)
    return Graph("s0", [node for at, node in enumerate(nodes) if at in reached])


# --- what is wrong ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PLANS)
def test_nothing_is_wrong_with_a_shipped_plan(name: str) -> None:
    assert list(faults(drawn(name))) == []


@pytest.mark.parametrize(
    ("made", "wanted"),
    [
        (graph("a>b", "b."), []),
        (graph("a>b", "b.", start="x"), [Fault("start", to="x")]),
        (graph("a>x", "b."), [Fault("missing", "a", "x"), Fault("unreachable", "b")]),
        (graph("a?b,x", "b."), [Fault("missing", "a", "x", 1)]),
        (graph("a?b,", "b."), [Fault("nowhere", "a", "", 1)]),
        (graph("a>b", "b.", "c>b"), [Fault("unreachable", "c")]),
        (graph("a>b", "b>a"), [Fault("loop", "a", circle=("a", "b"))]),
        (graph("a?b,e", "b>c", "c>d", "d>b", "e."), [Fault("loop", "b", circle=("b", "c", "d"))]),
        (graph("a?b,c", "b>a", "c>a"), [Fault("no_end", "a", circle=("a", "b"))]),
        (graph("a?b,c", "b>a", "c."), []),
        (graph("a>b", "b~a,c", "c."), []),
        (graph("a>a"), [Fault("loop", "a", circle=("a",))]),
        (graph("a>b", "b?c,d", "c?b,d", "d?b,c"), [Fault("no_end", "a")]),
    ],
)  # fmt: skip
def test_each_fault_is_named_with_its_place(made: Graph, wanted: list[Fault]) -> None:
    found = list(faults(made))
    if wanted == [Fault("no_end", "a")]:  # a leads into the circle; the circle is what is wrong
        assert [(one.kind, one.step) for one in found] == [("no_end", "b")]
        return
    assert found == wanted


def old_opinion(made: Graph) -> bool:
    """Whether something is wrong, said as shortly as can be: every walk leads to an end, no plain circle."""
    ids = {node.id for node in made.nodes}
    if made.start not in ids or any(way.to not in ids for node in made.nodes for way in node.exits):
        return True
    if any(not node.exits and node.kind != "end" for node in made.nodes):
        return True
    reach = {at: {at} for at in range(len(made.nodes))}
    plain = {at: set(made.after[at]) if not made.nodes[at].free else set() for at in reach}
    for _ in made.nodes:
        for at in reach:
            reach[at] |= {far for target in made.after[at] for far in reach[target]}
            plain[at] |= {far for target in plain[at] for far in plain[target]}
    ends = {at for at, node in enumerate(made.nodes) if node.kind == "end"}
    return (
        reach[made.first] != set(reach)
        or any(not reach[at] & ends for at in reach)
        or any(at in plain[at] for at in plain if not made.nodes[at].free)
    )


@given(graphs())
def test_something_is_said_exactly_when_something_is_wrong(made: Graph) -> None:
    found = list(faults(made))
    assert bool(found) == old_opinion(made)
    ids = {node.id for node in made.nodes}
    assert all(fault.step in ids or fault.kind == "start" for fault in found)
    for fault in found:
        assert fault.reason
        steps = [made.at[name] for name in fault.circle]
        assert all(after in made.after[here] for here, after in zip(steps, [*steps[1:], *steps[:1]], strict=True))


@given(sound())
def test_nothing_is_said_of_a_sound_graph(made: Graph) -> None:
    assert [fault for fault in faults(made) if fault.kind != "no_end"] == []


def test_the_model_says_the_first_of_them() -> None:
    said = Text("x", "x")
    steps = (Step(id="a", kind="action", role="r", text=said, next="b"),
             Step(id="b", kind="action", role="r", text=said, next="a"))  # fmt: skip
    assert graph_problem("a", steps) == "step a is in a loop without a decision or a timer: a > b"


# --- reading it -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PLANS)
def test_the_numbers_are_those_on_paper(name: str) -> None:
    made = drawn(name)
    assert {made.nodes[at].id: number for at, number in enumerate(numbers(made))} == step_numbers(plans()[name])


@given(graphs())
def test_the_outline_has_every_step_and_branch_once(made: Graph) -> None:
    rows = outline(made)
    steps = [row.step for row in rows if row.branch == NEXT]
    assert sorted(steps) == list(range(len(made.nodes)))
    branches = [(row.step, row.branch) for row in rows if row.branch != NEXT]
    wanted = [(at, way.place) for at, node in enumerate(made.nodes) for way in node.exits if way.place != NEXT]
    assert sorted(branches) == sorted(wanted)
    assert sorted(numbers(made)) == list(range(1, len(made.nodes) + 1))
    place = {(row.step, row.branch): at for at, row in enumerate(rows)}
    for at, row in enumerate(rows):
        if row.branch != NEXT:  # below its step, one deeper
            head = rows[place[row.step, NEXT]]
            assert (place[row.step, NEXT] < at, row.depth) == (True, head.depth + 1)
        exits = {way.place: made.at.get(way.to, -1) for way in made.nodes[row.step].exits}
        if row.branch in exits and row.leads < 0 <= exits[row.branch]:
            assert (rows[at + 1].step, rows[at + 1].branch) == (exits[row.branch], NEXT)


@pytest.mark.parametrize("name", PLANS)
def test_the_outline_of_a_shipped_plan_is_not_a_staircase(name: str) -> None:
    rows = outline(drawn(name))
    assert rows[0] == (rows[0].__class__(0, NEXT, 0, rows[0].leads))
    assert max(row.depth for row in rows) <= 6


@pytest.mark.parametrize("name", PLANS)
def test_every_branch_of_a_shipped_plan_is_on_one_of_its_ways(name: str) -> None:
    made = drawn(name)
    found, whole = ways(made)
    assert whole
    assert {(way[at], way[at + 1]) for way in found for at in range(len(way) - 1)} == {
        (place, target) for place, targets in enumerate(made.after) for target in targets
    }


@given(graphs())
def test_ways_begin_at_the_first_step_and_finish_at_an_end(made: Graph) -> None:
    found, _ = ways(made, most=50)
    for way in found:
        assert way[0] == made.first
        assert made.nodes[way[-1]].kind == "end"
        assert all(after in made.after[here] for here, after in pairwise(way))
    for place in range(len(made.nodes)):
        there, out = way_to(made, place), way_out(made, place)
        assert not there or (there[0], there[-1]) == (made.first, place)
        assert not out or (out[0] == place and made.nodes[out[-1]].kind == "end")
        assert straight_on(made, place)[0] == place
