"""A plan as a graph, also one that is still being written: what is wrong with it and where, its outline, its numbers.

Pure. What is wrong is said here only: the model of a plan, the checks of a draft and the drawing all ask `faults`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal

import msgspec

NEXT = -1  # the place of a step's only way on; branches are counted from 0
Kind = Literal["start", "missing", "nowhere", "unreachable", "no_end", "loop"]


class Exit(msgspec.Struct, frozen=True):
    """One way on: to which step ("": not said yet). `place`: NEXT, or which branch."""

    to: str
    place: int = NEXT


class Node(msgspec.Struct, frozen=True):
    """One step, as far as the graph is concerned."""

    id: str
    kind: str
    exits: tuple[Exit, ...] = ()

    @property
    def free(self) -> bool:
        """Whether somebody or a clock decides here; a loop needs such a step."""
        return self.kind in ("decision", "timer")


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong. `step`: where; `to`, `place`: of the exit, where it is about one; `circle`: the steps
    that go round, in the order they are walked."""

    kind: Kind
    step: str = ""
    to: str = ""
    place: int = NEXT
    circle: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """In plain English, for files and refusals."""
        match self.kind:
            case "start":
                return f"the first step {self.to} does not exist"
            case "missing":
                return f"step {self.step} leads to {self.to}, which does not exist"
            case "nowhere":
                return f"step {self.step} leads to no step"
            case "unreachable":
                return f"step {self.step} cannot be reached"
            case "no_end":
                return f"no end can be reached from step {self.step}{self._round()}"
        return f"step {self.step} is in a loop without a decision or a timer{self._round()}"

    def _round(self) -> str:
        return f": {' > '.join(self.circle)}" if self.circle else ""


class Graph:
    """Steps by place in their list; of two with one id the first is meant."""

    def __init__(self, start: str, nodes: Sequence[Node]) -> None:
        self.start, self.nodes = start, tuple(nodes)
        self.at: dict[str, int] = {}
        for place, node in enumerate(self.nodes):
            self.at.setdefault(node.id, place)
        self.first = self.at.get(start, -1)
        self.after: tuple[tuple[int, ...], ...] = tuple(
            tuple(self.at[way.to] for way in node.exits if way.to in self.at) for node in self.nodes
        )

    def before(self, place: int) -> list[int]:
        """The steps that lead to a step, in the order of the list."""
        return [other for other, targets in enumerate(self.after) if place in targets]


# --- what is wrong ----------------------------------------------------------------------------------------------------


def faults(graph: Graph) -> Iterator[Fault]:
    """Everything that is wrong, each with its place; what merely follows from it is not repeated."""
    nodes, after = graph.nodes, graph.after
    if graph.first < 0:
        yield Fault("start", to=graph.start)
    broken: list[int] = []
    for place, node in enumerate(nodes):
        if not node.exits and node.kind != "end":
            broken.append(place)
            yield Fault("nowhere", node.id)
        for way in node.exits:
            if way.to not in graph.at:
                broken.append(place)
                yield Fault("missing" if way.to else "nowhere", node.id, way.to, way.place)
    if graph.first >= 0:
        reached = _closure([graph.first], after)
        for place, node in enumerate(nodes):
            if place not in reached:
                yield Fault("unreachable", node.id)
    plain = {place: after[place] for place, node in enumerate(nodes) if not node.free}
    round_: set[int] = set()
    for place in plain:
        if place not in round_ and (found := _circle(place, plain)):
            round_.update(found)
            yield Fault("loop", nodes[place].id, circle=tuple(nodes[one].id for one in found))
    back: dict[int, list[int]] = {}
    for place, targets in enumerate(after):
        for target in targets:
            back.setdefault(target, []).append(place)
    ends = [place for place, node in enumerate(nodes) if node.kind == "end"]
    # Whoever comes to a broken step has been told so there; whoever only comes to a loop, too.
    ending = _closure([*ends, *broken, *round_], back)
    told: set[int] = set()
    for place in range(len(nodes)):
        if place in ending or place in told:
            continue
        found = _circle(place, {one: after[one] for one in range(len(nodes))})
        if found:  # a step that only leads to the circle follows from it
            told.update(_closure([place], after))
            yield Fault("no_end", nodes[place].id, circle=tuple(nodes[one].id for one in found))


def _closure(begin: Sequence[int], edges: Mapping[int, Sequence[int]] | Sequence[Sequence[int]]) -> set[int]:
    found, ahead = set(begin), list(begin)
    while ahead:
        here = ahead.pop()
        targets = edges.get(here, ()) if isinstance(edges, Mapping) else edges[here]
        for target in targets:
            if target not in found:
                found.add(target)
                ahead.append(target)
    return found


def _circle(place: int, edges: Mapping[int, Sequence[int]]) -> tuple[int, ...]:
    """The shortest way from a step back to it, along these edges; empty when there is none."""
    came: dict[int, int] = {}
    ring = [place]
    while ring:
        following = []
        for here in ring:
            for target in edges.get(here, ()):
                if target == place:
                    way = [here]
                    while way[-1] != place:
                        way.append(came[way[-1]])
                    return tuple(reversed(way))
                if target not in came and target in edges:
                    came[target] = here
                    following.append(target)
        ring = following
    return ()


# --- reading it -------------------------------------------------------------------------------------------------------


def numbers(graph: Graph) -> tuple[int, ...]:
    """Each step's number as it stands on paper, from 1: the straight way first, then the branches in their order."""
    found: dict[int, int] = {}
    waiting = [graph.first] if graph.first >= 0 else []
    while waiting:
        here = waiting.pop(0)
        while here not in found:
            found[here] = len(found) + 1
            targets = graph.after[here]
            if not targets or graph.nodes[here].exits[0].place != NEXT:
                waiting.extend(targets)
                break
            here = targets[0]
    for place in range(len(graph.nodes)):
        found.setdefault(place, len(found) + 1)
    return tuple(found[place] for place in range(len(graph.nodes)))


def way_to(graph: Graph, place: int) -> tuple[int, ...]:
    """The shortest way from the first step to a step, both with it; empty when there is none."""
    if graph.first < 0:
        return ()
    came = {graph.first: -1}
    ring = [graph.first]
    while ring and place not in came:
        following = []
        for here in ring:
            for target in graph.after[here]:
                if target not in came:
                    came[target] = here
                    following.append(target)
        ring = following
    if place not in came:
        return ()
    way = [place]
    while came[way[-1]] >= 0:
        way.append(came[way[-1]])
    return tuple(reversed(way))


def straight_on(graph: Graph, place: int) -> tuple[int, ...]:
    """A step and what follows it until the next choice or end."""
    way = [place]
    while len(graph.nodes[way[-1]].exits) == 1 and graph.after[way[-1]] and graph.after[way[-1]][0] not in way:
        way.append(graph.after[way[-1]][0])
    return tuple(way)


class Row(msgspec.Struct, frozen=True):
    """One line of the outline: a step, or a branch of it (`branch` 0 and up). `leads`: the step that follows where it
    is not the one in the next line; -1 otherwise."""

    step: int
    branch: int = NEXT
    depth: int = 0
    leads: int = -1


def outline(graph: Graph) -> tuple[Row, ...]:
    """Every step once: along its way, its branches below it with what belongs to them, what nobody comes to last."""
    rows: list[tuple[int, int, int]] = []
    seen: set[int] = set()
    if graph.first >= 0:
        _lines(graph, graph.first, 0, frozenset(), seen, rows)
    for place in range(len(graph.nodes)):
        if place not in seen:
            _lines(graph, place, 0, frozenset(), seen, rows)
    found = []
    for at, (step, branch, depth) in enumerate(rows):
        targets = {way.place: graph.at.get(way.to, -1) for way in graph.nodes[step].exits}
        leads = -1
        if branch != NEXT or (NEXT in targets and not any(place >= 0 for place in targets)):
            following = rows[at + 1] if at + 1 < len(rows) else (-1, NEXT, 0)
            target = targets.get(branch, -1)
            leads = -1 if following[:2] == (target, NEXT) else target
        found.append(Row(step, branch, depth, leads))
    return tuple(found)


def _lines(
    graph: Graph, here: int, depth: int, stops: frozenset[int], seen: set[int], rows: list[tuple[int, int, int]]
) -> None:
    while here >= 0 and here not in stops and here not in seen:
        seen.add(here)
        rows.append((here, NEXT, depth))
        node = graph.nodes[here]
        branches = [way for way in node.exits if way.place != NEXT]
        if not branches:
            here = graph.after[here][0] if graph.after[here] else -1
            continue
        join = _join(graph, here, seen | stops)
        for way in branches:
            rows.append((here, way.place, depth + 1))
            _lines(graph, graph.at.get(way.to, -1), depth + 2, stops | {join}, seen, rows)
        here = join


def _join(graph: Graph, fork: int, seen: set[int] | frozenset[int]) -> int:
    """Where the way goes on after a choice: the nearest step that most branches come to; with none, the longest one."""
    far: list[dict[int, int]] = [_distances(graph, target, seen) for target in graph.after[fork]]
    count: dict[int, int] = {}
    for distances in far:
        for place in distances:
            count[place] = count.get(place, 0) + 1
    several = [place for place, times in count.items() if times > 1]
    if several:
        return min(
            several,
            key=lambda place: (max(one[place] for one in far if place in one), -count[place], place),
        )
    longest = max(far, key=len, default={})
    return next(iter(longest), -1)


def _distances(graph: Graph, begin: int, walls: set[int] | frozenset[int]) -> dict[int, int]:
    if begin in walls:
        return {}
    found, ring, steps = {begin: 0}, [begin], 0
    while ring:
        steps += 1
        following = []
        for here in ring:
            for target in graph.after[here]:
                if target not in found and target not in walls:
                    found[target] = steps
                    following.append(target)
        ring = following
    return found


# --- all ways through it ----------------------------------------------------------------------------------------------


def ways(graph: Graph, most: int = 2000) -> tuple[list[tuple[int, ...]], bool]:
    """(ways from the first step to an end, whether that is all of them). None goes round twice; a last few go back
    once, so that every branch is walked by one of them."""
    found: list[tuple[int, ...]] = []
    if graph.first < 0:
        return found, True
    whole = True
    stack: list[tuple[int, ...]] = [(graph.first,)]
    tries = 0
    while stack:
        way = stack.pop()
        tries += 1
        if len(found) >= most or tries > most * 40:
            whole = False
            break
        if graph.nodes[way[-1]].kind == "end":
            found.append(way)
            continue
        stack.extend((*way, target) for target in reversed(graph.after[way[-1]]) if target not in way)
    walked = {(way[at], way[at + 1]) for way in found for at in range(len(way) - 1)}
    for place in range(len(graph.nodes)):
        for target in graph.after[place]:
            if (place, target) not in walked:
                way = (*way_to(graph, place), *way_out(graph, target))
                if way and way[0] == graph.first and graph.nodes[way[-1]].kind == "end":
                    found.append(way)
                    walked.update(pairwise(way))
    return found, whole


def way_out(graph: Graph, place: int) -> tuple[int, ...]:
    """The shortest way from a step to an end, both with it; empty when there is none."""
    came, ring = {place: -1}, [place]
    while ring:
        following = []
        for here in ring:
            if graph.nodes[here].kind == "end":
                way = [here]
                while came[way[-1]] >= 0:
                    way.append(came[way[-1]])
                return tuple(reversed(way))
            for target in graph.after[here]:
                if target not in came:
                    came[target] = here
                    following.append(target)
        ring = following
    return ()
