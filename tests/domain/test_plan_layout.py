"""A drawn plan: no box on another, every line from its box to its box and through none, the same every time."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobbyconsole.domain.content.plans import Plan, graph_of
from lobbyconsole.domain.plan_graph import Graph
from lobbyconsole.domain.plan_layout import Layout, Line, Size, lay_out
from lobbyconsole.services.library.compiled import load_library
from tests.domain.test_plan_graph import graphs


@cache
def plans() -> dict[str, Plan]:
    return dict(load_library().plans)


def parts(made: Graph, wide: float = 210) -> tuple[list[Size], list[Line]]:
    """As the screen draws it: wider boxes for choices, a way out for each branch."""
    sizes, lines = [], []
    for place, node in enumerate(made.nodes):
        count = max(1, len(node.exits))
        size = Size(max(wide, 110.0 * count), 90 + 40 * (count > 1))
        sizes.append(size)
        for number, way in enumerate(node.exits):
            if way.to in made.at:
                lines.append(Line(place, made.at[way.to], size.wide * (number + 0.5) / count))
    return sizes, lines


def check(sizes: list[Size], lines: list[Line], found: Layout) -> None:
    assert len(found.boxes) == len(sizes)
    assert len(found.lines) == len(lines)
    for at, box in enumerate(found.boxes):
        assert (box.wide, box.high) == (sizes[at].wide, sizes[at].high)
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.wide <= found.wide
        assert box.y + box.high <= found.high
        for other in found.boxes[at + 1 :]:
            apart = (
                box.x + box.wide < other.x or other.x + other.wide < box.x
                or box.y + box.high < other.y or other.y + other.high < box.y
            )  # fmt: skip
            assert apart, "two boxes lie on each other"
    for line, points in zip(lines, found.lines, strict=True):
        source, target = found.boxes[line.source], found.boxes[line.target]
        assert points[0] == pytest.approx((source.x + line.port, source.y + source.high), abs=0.2)
        assert points[-1][1] == pytest.approx(target.y)
        assert target.x <= points[-1][0] <= target.x + target.wide
        assert len(points) > 1
        for (x, y), (to_x, to_y) in pairwise(points):
            assert x == pytest.approx(to_x) or y == pytest.approx(to_y), "a line is slanted"
            assert max(x, to_x) <= found.wide
            assert max(y, to_y) <= found.high
            for box in found.boxes:
                through = (
                    min(x, to_x) < box.x + box.wide - 0.5 and max(x, to_x) > box.x + 0.5
                    and min(y, to_y) < box.y + box.high - 0.5 and max(y, to_y) > box.y + 0.5
                )  # fmt: skip
                assert not through, "a line runs through a box"


@pytest.mark.parametrize("name", sorted(plans()))
def test_every_shipped_plan_is_drawn(name: str) -> None:
    sizes, lines = parts(graph_of(plans()[name].start, plans()[name].steps))
    found = lay_out(sizes, lines)
    check(sizes, lines, found)
    assert found == lay_out(sizes, lines)
    assert found.wide < 5 * 330, "wider than five choices"


@given(graphs())
def test_any_graph_is_drawn(made: Graph) -> None:
    sizes, lines = parts(made)
    found = lay_out(sizes, lines)
    check(sizes, lines, found)
    assert found == lay_out(sizes, lines)


@given(st.integers(1, 9), st.data())
def test_many_lines_between_few_boxes_are_all_drawn(count: int, data: st.DataObject) -> None:
    sizes = [Size(data.draw(st.integers(40, 400)), data.draw(st.integers(20, 200))) for _ in range(count)]
    pair = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    lines = [
        Line(one, other, sizes[one].wide * data.draw(st.floats(0.05, 0.95)))
        for one, other in data.draw(st.lists(pair, max_size=25))
    ]
    check(sizes, lines, lay_out(sizes, lines))


def test_nothing_is_drawn_of_nothing() -> None:
    assert lay_out([], []).boxes == ()
