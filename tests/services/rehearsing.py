"""Walks a plan to an end, as whoever wants to approve it must."""

from __future__ import annotations

from lobbyconsole.domain.content.plans import Plan, graph_of
from lobbyconsole.domain.plan_graph import way_out
from lobbyconsole.services.library.book import LibraryBook


def shortest_way(plan: Plan) -> tuple[str, ...]:
    """The way with the fewest steps to an end."""
    graph = graph_of(plan.start, plan.steps)
    return tuple(graph.nodes[place].id for place in way_out(graph, graph.first))


def rehearse(book: LibraryBook, plan: str, version: str, by: str = "8002") -> None:
    """Walk a version of a plan to its nearest end and note it."""
    wording = book.wording("plans", plan, version)
    assert isinstance(wording, Plan)
    book.rehearse("plans", plan, version, shortest_way(wording), by=by)
