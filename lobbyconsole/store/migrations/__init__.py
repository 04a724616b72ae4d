"""The one road to the schema, in order: new and old databases walk it alike. No step is ever edited after release."""

from __future__ import annotations

SCHEMA = 3  # the schema they lead to


def all_steps() -> tuple[tuple[str, ...], ...]:
    """Each brings a database from schema n to n + 1, statement by statement: the driver's executescript would commit.

    Read only where there is a step to walk: hardly ever at a start.
    """
    from lobbyconsole.store.migrations import m0001_hall, m0002_rounds, m0003_emergency

    return m0001_hall.STATEMENTS, m0002_rounds.STATEMENTS, m0003_emergency.STATEMENTS
