"""Which of a subject's facts stand: each once, in its own order, without those that were undone."""

from __future__ import annotations

from collections.abc import Iterable

from lobbyconsole.domain.facts import ActionUndone, Fact, order_key


def undone_ids(facts: Iterable[Fact]) -> frozenset[str]:
    """Ids compensated by an `ActionUndone` among these facts."""
    return frozenset(fact_id for fact in facts if isinstance(fact, ActionUndone) for fact_id in fact.undoes)


def standing_facts(facts: Iterable[Fact]) -> list[Fact]:
    """The facts that stand; facts of one subject, told in any order and any number of times."""
    once = {fact.id: fact for fact in facts}.values()
    undone = undone_ids(once)
    return sorted((fact for fact in once if fact.id not in undone), key=order_key)
