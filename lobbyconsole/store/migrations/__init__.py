"""The one road to the schema, in order: new and old databases walk it alike. No step is ever edited after release."""

from __future__ import annotations

from lobbyconsole.store.migrations import m0001_hall, m0002_rounds, m0003_emergency

# Each entry brings a database from schema n to n + 1, statement by statement: the driver's executescript would commit.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    m0001_hall.STATEMENTS,
    m0002_rounds.STATEMENTS,
    m0003_emergency.STATEMENTS,
)
