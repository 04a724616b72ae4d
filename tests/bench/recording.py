"""The journal: one durable fact at a time and in batches against raw sqlcipher3, and a day's replay at start."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from lobbyconsole.domain.facts import Fact, TicketCalled, TicketFinished, TicketIssued, TicketStarted
from lobbyconsole.domain.lobby import Book, Change
from lobbyconsole.store.connection import Connection, connect
from lobbyconsole.store.hall import DATABASE, Store
from tests.bench.result import Result
from tests.services.conftest import small_branch

MORNING = datetime(2026, 11, 20, 1, tzinfo=UTC)
SINGLES = 400
TABLES = ("journal", "leg", "rollup_hour", "rollup_wait", "rollup_wait_day")
ROUNDS = 5
MEMORY_DISK = Path("/dev/shm")  # where commits cost nothing: only what our own Python adds is left


def a_day(tickets: int) -> Iterator[Fact]:
    """Four facts a ticket, in the order of happening."""
    facts: list[Fact] = []
    for number in range(tickets):
        at = MORNING + timedelta(seconds=28 * number)
        key, counter = f"t{number}", str(number % 3 + 1)
        common: dict[str, Any] = {"source": "bench", "ticket": key}
        facts += [
            TicketIssued(id=f"i{number}", at=at, number=f"A{number:04d}", service="cash", **common),
            TicketCalled(id=f"c{number}", at=at + timedelta(minutes=6), counter=counter, **common),
            TicketStarted(id=f"s{number}", at=at + timedelta(minutes=6, seconds=20), counter=counter, **common),
            TicketFinished(id=f"f{number}", at=at + timedelta(minutes=11), counter=counter, **common),
        ]
    facts.sort(key=lambda fact: fact.at)
    return iter(facts)


def _ours(folder: Path, key: bytes, facts: list[Fact], size: int) -> float:
    """Seconds to fold and record all facts in transactions of `size`."""
    with Store.open(folder, key, branch=small_branch(), clock=lambda: MORNING) as store:
        started = time.perf_counter()
        _record(store, facts, size)
        return time.perf_counter() - started


def _record(store: Store, facts: list[Fact], size: int) -> None:
    book = Book()
    for at in range(0, len(facts), size):
        changes: list[Change] = []
        for fact in facts[at : at + size]:
            change = book.add(fact)
            assert change is not None
            changes.append(change)
        store.append(changes, {}, MORNING)


class _Noting:
    """Stands in for the store's writing connection and notes what it writes; reading is not part of the floor."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self.written: list[tuple[str, list[Any]]] = []

    def execute(self, sql: str, values: Sequence[Any] = ()) -> Any:
        if not sql.lstrip().startswith(("SELECT", "PRAGMA", "SAVEPOINT")):
            self.written.append((sql, [tuple(values)]))
        return self._db.execute(sql, values)

    def executemany(self, sql: str, values: Iterable[Sequence[Any]]) -> Any:
        rows = [tuple(row) for row in values]
        if rows:
            self.written.append((sql, rows))
        return self._db.executemany(sql, rows)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._db, name)


def _statements(key: bytes, facts: list[Fact], size: int) -> list[tuple[str, list[Any]]]:
    """What recording these facts writes, statement by statement, transactions included."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder), key, branch=small_branch(), clock=lambda: MORNING)
        with store:
            noting = _Noting(store.writer._db)
            store.writer._db = noting  # type: ignore[assignment]
            _record(store, facts, size)
    return noting.written


def _raw(folder: Path, key: bytes, statements: list[tuple[str, list[Any]]]) -> float:
    """Seconds to write the very same rows by the very same statements on a plain connection with our pragmas."""
    with Store.open(folder, key, branch=small_branch(), clock=lambda: MORNING):
        pass  # the same schema and indexes
    db = connect(folder / DATABASE, key)
    started = time.perf_counter()
    for sql, rows in statements:
        if len(rows) == 1:
            db.execute(sql, rows[0])
        else:
            db.executemany(sql, rows)
    spent = time.perf_counter() - started
    db.close()
    return spent


def _rows(folder: Path, key: bytes) -> list[list[Any]]:
    """Everything recorded, to see that ours and the floor did the same work."""
    db = connect(folder / DATABASE, key)
    try:
        return [db.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3, 4").fetchall() for table in TABLES]
    finally:
        db.close()


def measure() -> list[Result]:
    """Durable recording and replay."""
    results = []
    for where in (None, MEMORY_DISK):
        for size, count in ((1, SINGLES), (100, 4000)):
            if where is not None and not where.is_dir():
                continue
            name = "durable facts, one a transaction" if size == 1 else f"durable facts, {size} a transaction"
            ours, raw = [], []
            key = os.urandom(32)
            facts = list(a_day(count // 4))
            statements = _statements(key, facts, size)
            for _ in range(ROUNDS):
                with tempfile.TemporaryDirectory(dir=where) as first, tempfile.TemporaryDirectory(dir=where) as second:
                    ours.append(count / _ours(Path(first), key, facts, size))
                    raw.append(count / _raw(Path(second), key, statements))
                    if _rows(Path(first), key) != _rows(Path(second), key):
                        raise RuntimeError("the floor did not write the rows we write")
            results.append(
                Result(
                    name if where is None else f"… the same on a memory disk ({size} a transaction)",
                    statistics.median(ours),
                    "facts/s",
                    bar=0.5 if where is None and size == 1 else None,
                    at_most=False,
                    floor=statistics.median(raw),
                    floor_name="raw sqlcipher3, same statements, rows and pragmas",
                    by_ratio=True,
                )
            )
    with tempfile.TemporaryDirectory() as folder:
        key = os.urandom(32)
        _ours(Path(folder), key, list(a_day(1000)), 500)
        start, end = small_branch().day_span(MORNING.date())
        times = []
        for _ in range(5):
            with Store.open(Path(folder), key, branch=small_branch(), clock=lambda: MORNING) as store:
                started = time.perf_counter()
                Book(store.day_facts(start, end)).lobby()
                times.append(time.perf_counter() - started)
        results.append(Result("replay of a day of 4,000 facts", statistics.median(times), "s", bar=0.3))
    return results
