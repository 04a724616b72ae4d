"""A plan that is being written, as plain values: its graph, what is wrong with it and in which field, and its verbs.

A verb changes the values in place and keeps the ways whole: who takes a step out joins what stood before and after it.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from lobbyconsole.domain.plan_graph import NEXT, Exit, Fault, Graph, Node, faults

Path = tuple[str | int, ...]
Values = dict[str, Any]


def _steps(tree: Any) -> list[Values]:
    steps = tree.get("steps") if isinstance(tree, dict) else None
    return [step if isinstance(step, dict) else {} for step in steps] if isinstance(steps, list) else []


def _branches(step: Values) -> list[Values]:
    branches = step.get("branches")
    return [branch if isinstance(branch, dict) else {} for branch in branches] if isinstance(branches, list) else []


def _name(value: Any) -> str:
    return value if isinstance(value, str) else ""


def graph_of_values(tree: Any) -> Graph:
    """The graph of a draft, whatever else is wrong with it."""
    nodes = []
    for step in _steps(tree):
        following, branches = _name(step.get("next")), _branches(step)
        exits = (
            (Exit(following),) if following
            else tuple(Exit(_name(branch.get("goto")), place) for place, branch in enumerate(branches))
        )  # fmt: skip
        nodes.append(Node(_name(step.get("id")), _name(step.get("kind")), exits))
    return Graph(_name(tree.get("start")) if isinstance(tree, dict) else "", nodes)


def fault_places(tree: Any) -> Iterator[tuple[Path, Fault]]:
    """What is wrong with the graph of a draft, each with the field to look at."""
    graph = graph_of_values(tree)
    for fault in faults(graph):
        if fault.kind == "start":
            yield ("start",), fault
            continue
        at = graph.at[fault.step]
        if fault.place != NEXT:
            yield ("steps", at, "branches", fault.place, "goto"), fault
        elif fault.kind in ("missing", "nowhere"):
            yield ("steps", at, "branches" if graph.nodes[at].kind == "decision" else "next"), fault
        else:
            yield ("steps", at, "text"), fault


# --- verbs ------------------------------------------------------------------------------------------------------------


def add_after(tree: Values, at: int, branch: int, made: Values) -> int:
    """Put a new step after a step, or into one of its branches, before an end; where it is in the list now."""
    steps = tree["steps"]
    if not steps:
        tree["start"] = made["id"]
        steps.append(made)
        return 0
    step = steps[at]
    if step.get("kind") == "end":
        _redirect(tree, step["id"], made["id"])
        made["next"] = step["id"]
        steps.insert(at, made)
        return at
    branches = step.get("branches") or []
    if branches:
        branch = max(0, min(branch, len(branches) - 1))
        made["next"], branches[branch]["goto"] = branches[branch].get("goto", ""), made["id"]
    else:
        made["next"], step["next"] = step.get("next", ""), made["id"]
    steps.insert(at + 1, made)
    return at + 1


def remove(tree: Values, at: int) -> None:
    """Take a step out; whoever led to it leads to what followed it, by its first way on."""
    steps = tree["steps"]
    gone = steps.pop(at)
    exits = [gone.get("next") or ""] if gone.get("next") else [branch.get("goto", "") for branch in _branches(gone)]
    following = next((name for name in exits if name and name != gone["id"]), "")
    if not any(step.get("id") == gone["id"] for step in steps):
        _redirect(tree, gone["id"], following)


def double(tree: Values, at: int, name: str) -> int:
    """A copy of a step after it, on its way where it has a single one; where it is."""
    steps = tree["steps"]
    made = copy.deepcopy(steps[at])
    made["id"] = name
    if steps[at].get("next"):
        steps[at]["next"] = name
    steps.insert(at + 1, made)
    return at + 1


def move(tree: Values, at: int, by: int) -> bool:
    """A step before the one that leads to it (-1), or behind the one that follows (1). False where that has no clear
    meaning: a step with branches or without a way on, or several ways meeting between the two."""
    graph = graph_of_values(tree)
    if by > 0:
        after = graph.after[at]
        return bool(after) and after[0] != at and _single(graph, at) and _swap(tree, graph, at, after[0])
    before = graph.before(at)
    if len(before) != 1 or before[0] == at or not _single(graph, at):
        return False
    if _single(graph, before[0]):
        return _swap(tree, graph, before[0], at)
    # Out of a branch: before the choice itself.
    fork, step = tree["steps"][before[0]], tree["steps"][at]
    ways = [branch for branch in _branches(fork) if branch.get("goto") == step["id"]]
    if len(ways) != 1:
        return False
    ways[0]["goto"] = step["next"]
    _redirect(tree, fork["id"], step["id"])
    step["next"] = fork["id"]
    _place(tree, at, before[0])
    return True


def _single(graph: Graph, at: int) -> bool:
    exits = graph.nodes[at].exits
    return len(exits) == 1 and exits[0].place == NEXT


def _swap(tree: Values, graph: Graph, first: int, second: int) -> bool:
    if not _single(graph, second) or graph.before(second) != [first]:
        return False
    one, other = tree["steps"][first], tree["steps"][second]
    beyond = other["next"]
    if beyond == one["id"]:
        return False  # the two go round
    _redirect(tree, one["id"], other["id"])
    one["next"], other["next"] = beyond, one["id"]
    _place(tree, second, first)
    return True


def _place(tree: Values, at: int, to: int) -> None:
    """Stand before another in the list, so that the order one reads is the order one walks."""
    steps = tree["steps"]
    if to < at:
        steps.insert(to, steps.pop(at))


def _redirect(tree: Values, name: str, to: str) -> None:
    """Whoever leads to one step leads to another."""
    if tree.get("start") == name:
        tree["start"] = to
    for step in _steps(tree):
        if step.get("next") == name:
            step["next"] = to if step.get("id") != to else ""
        for branch in _branches(step):
            if branch.get("goto") == name:
                branch["goto"] = to


def rename(tree: Values, at: int, name: str) -> None:
    """Another id for a step; whoever leads to it goes on leading to it."""
    step = tree["steps"][at]
    old, step["id"] = step.get("id", ""), name
    if old and not any(other.get("id") == old for other in tree["steps"]):
        _redirect(tree, old, name)


def add_branch(tree: Values, at: int, made: Values) -> int:
    """One more branch of a choice, to the step its last one leads to; which it is. A step becomes a choice by it."""
    step = tree["steps"][at]
    branches = step.setdefault("branches", [])
    if not branches and step.get("next"):
        first = copy.deepcopy(made)
        first["goto"], step["next"] = step["next"], ""
        branches.append(first)
    made["goto"] = branches[-1].get("goto", "") if branches else ""
    branches.append(made)
    if step.get("kind") not in ("decision", "timer"):
        step["kind"] = "decision"
        step["floor"] = ""
    return len(branches) - 1


def contacts_of(tree: Any) -> list[str]:
    """Everybody a draft calls or reports to, in the order of its steps, each once."""
    found: list[str] = []
    for step in _steps(tree):
        contacts = step.get("contacts")
        found += [_name(name) for name in contacts] if isinstance(contacts, list) else []
    reports = tree.get("reporting") if isinstance(tree, dict) else None
    if isinstance(reports, list):
        found += [_name(report.get("to")) for report in reports if isinstance(report, dict)]
    return [name for name in dict.fromkeys(found) if name]
