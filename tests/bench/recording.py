"""The journal: one durable fact at a time and in batches against raw sqlcipher3, and a day's replay at start."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from lobbyconsole.domain.facts import Fact, TicketCalled, TicketFinished, TicketIssued, TicketStarted
from lobbyconsole.domain.lobby import Book, Change
from lobbyconsole.store.connection import connect
from lobbyconsole.store.hall import DATABASE, Store
from tests.bench.result import Result
from tests.services.conftest import small_branch

MORNING = datetime(2026, 11, 20, 1, tzinfo=UTC)
SINGLES = 600
TABLES = ("journal", "leg", "rollup_hour", "rollup_wait", "rollup_wait_day", "meta")


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
        book = Book()
        started = time.perf_counter()
        for at in range(0, len(facts), size):
            changes: list[Change] = []
            for fact in facts[at : at + size]:
                change = book.add(fact)
                assert change is not None
                changes.append(change)
            store.append(changes, {}, MORNING)
        return time.perf_counter() - started


def _raw(source: Path, folder: Path, key: bytes, size: int) -> float:
    """Seconds to write the very rows our run left behind, with the same pragmas and transactions, by plain SQL."""
    with Store.open(folder, key, branch=small_branch(), clock=lambda: MORNING):
        pass  # the same schema and indexes
    reading = connect(source / DATABASE, key)
    rows: dict[str, list[tuple[object, ...]]] = {
        table: reading.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES
    }
    reading.close()
    db = connect(folder / DATABASE, key)
    journal, legs = rows["journal"], rows["leg"]
    upserts = [*rows["rollup_hour"][:1], *rows["rollup_wait"][:1], *rows["rollup_wait_day"][:1]]
    insert = {
        table: f"INSERT OR REPLACE INTO {table} VALUES ({','.join('?' * len(rows[table][0]))})"
        for table in TABLES
        if rows[table]
    }
    started = time.perf_counter()
    for at in range(0, len(journal), size):
        db.execute("BEGIN IMMEDIATE")
        db.executemany(insert["journal"], journal[at : at + size])
        db.executemany(insert["leg"], [legs[row % len(legs)] for row in range(at, min(at + size, len(journal)))])
        for table, row in zip(("rollup_hour", "rollup_wait", "rollup_wait_day"), upserts, strict=False):
            db.execute(insert[table], row)
        if rows["meta"]:
            db.execute(insert["meta"], rows["meta"][0])
        db.execute("COMMIT")
    spent = time.perf_counter() - started
    db.close()
    return spent


def measure() -> list[Result]:
    """Durable recording and replay."""
    results = []
    for size, count in ((1, SINGLES), (100, 4000)):
        ours, raw = [], []
        for _ in range(3):
            with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
                key = os.urandom(32)
                facts = list(a_day(count // 4))
                ours.append(len(facts) / _ours(Path(first), key, facts, size))
                raw.append(len(facts) / _raw(Path(first), Path(second), key, size))
        name = "durable facts, one a transaction" if size == 1 else f"durable facts, {size} a transaction"
        results.append(
            Result(
                name,
                statistics.median(ours),
                "facts/s",
                bar=0.5,
                at_most=False,
                floor=statistics.median(raw),
                floor_name="raw sqlcipher3, same rows and pragmas",
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
