"""What the own desk asks of the past: a fact by its id, the last number given, when anything happened last."""

from __future__ import annotations

from datetime import datetime

from lobbyconsole.domain.facts import Fact
from lobbyconsole.store.hall import Store
from lobbyconsole.store.instants import opt_datetime
from lobbyconsole.store.journal import COLUMNS, JournalRow, fact_of


class DeskMemory:
    """Answers from the journal and the leg table; any thread."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def fact(self, fact_id: str) -> Fact | None:
        """A recorded fact by its id."""
        with self._store.reader() as db:
            row = db.execute(f"SELECT {COLUMNS} FROM journal WHERE fact_id = ?", (fact_id,)).fetchone()
            return None if row is None else fact_of(JournalRow(*row))

    def last_desk_numbers(self, service: str) -> list[str]:
        """Numbers the desk printed for this service, e.g. "A118", newest first; a few days' worth."""
        with self._store.reader() as db:
            rows = db.execute(
                "SELECT number FROM leg WHERE service = ? AND source = 'desk' AND issued_at IS NOT NULL"
                " ORDER BY issued_at DESC LIMIT 2000",
                (service,),
            ).fetchall()
            return [str(row[0]) for row in rows]

    def services_of_others(self) -> frozenset[str]:
        """Services for which other sources than the desk gave numbers lately: among the last 3,000 tickets."""
        with self._store.reader() as db:
            rows = db.execute(
                "SELECT DISTINCT service FROM (SELECT service, source, issued_at FROM leg ORDER BY id DESC LIMIT 3000)"
                " WHERE source <> 'desk' AND issued_at IS NOT NULL"
            ).fetchall()
            return frozenset(str(row[0]) for row in rows)

    def last_happened_at(self) -> datetime | None:
        """When a ticket or counter was last heard of; changed settings and feed states do not count."""
        with self._store.reader() as db:
            row = db.execute(
                "SELECT at FROM journal WHERE subject GLOB 'ticket:*' OR subject GLOB 'counter:*'"
                " ORDER BY at DESC LIMIT 1"
            ).fetchone()
            return None if row is None else opt_datetime(row[0])
