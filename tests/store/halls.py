"""What the store's tests share: a key that protects nothing, a hall to open, and a recorder in a few lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.lobby import Book, Change, on_the_floor
from lobbyconsole.store.connection import Connection, connect
from lobbyconsole.store.hall import DATABASE, Store
from tests.domain.strategies import HALL, NINE

KEY = bytes(range(32))  # a test key
KEPT = {  # the tables kept from the journal, without row numbers
    "leg": "SELECT {0} FROM leg ORDER BY ticket, leg",
    "spell": "SELECT counter, since, until, state, staff, reason, business_day FROM spell ORDER BY counter, since, id",
    "rollup_hour": "SELECT * FROM rollup_hour ORDER BY business_day, hour, service",
    "rollup_wait": "SELECT * FROM rollup_wait ORDER BY business_day, hour, service, minute",
    "rollup_wait_day": "SELECT * FROM rollup_wait_day ORDER BY business_day, service, minute",
}


def now() -> datetime:
    return datetime(2026, 3, 11, 10, 0, tzinfo=UTC)


def open_hall(folder: Path, branch: Any = HALL, clock: Any = now, key: bytes = KEY) -> Store:
    return Store.open(folder, key, branch=branch, clock=clock)


def record(
    store: Store, facts: Iterable[f.Fact], book: Book | None = None, cursors: Mapping[str, str] | None = None
) -> int:
    """Add facts to a book and append the changes in one batch, as the recorder does."""
    book = Book() if book is None else book
    changes: list[Change] = []
    for fact in facts:
        change = book.add(fact) if on_the_floor(fact) else Change(fact, None, None)
        if change is not None:
            changes.append(change)
    return store.append(changes, cursors or {}, now())


def served(
    key: str, at: float, *, wait: float = 5, handle: float = 4, counter: str = "1", **fields: Any
) -> list[f.Fact]:
    """The usual life of a ticket that joins so many minutes after nine."""
    begin = NINE + timedelta(minutes=at)
    called = begin + timedelta(minutes=wait)
    fields.setdefault("service", "cash")
    fields.setdefault("number", key.upper())
    return [
        f.TicketIssued(id=f"{key}-issued", at=begin, ticket=key, **fields),
        f.TicketCalled(id=f"{key}-called", at=called, ticket=key, counter=counter),
        f.TicketStarted(id=f"{key}-started", at=called + timedelta(seconds=20), ticket=key),
        f.TicketFinished(id=f"{key}-finished", at=called + timedelta(minutes=handle), ticket=key),
    ]


def a_morning(tickets: int = 40) -> list[f.Fact]:
    """Two counters, tickets every three minutes, some who leave or do not come; in the order of happening."""
    facts: list[f.Fact] = [
        f.CounterOpened(id=f"open{counter}", at=NINE, counter=counter, staff=f"10{counter}") for counter in ("1", "2")
    ]
    for number in range(tickets):
        story = served(f"a{number:03d}", 3 * number, wait=2 + number % 17, counter=str(1 + number % 2))
        if number % 9 == 4:
            left = f.TicketLeft(id=f"a{number:03d}-left", at=story[1].at, ticket=f"a{number:03d}")
            story = [story[0], left]
        elif number % 9 == 7:
            gone = f.TicketNoShow(id=f"a{number:03d}-gone", at=story[2].at, ticket=f"a{number:03d}")
            story = [*story[:2], gone]
        facts += story
    end = max(fact.at for fact in facts) + timedelta(minutes=1)
    facts += [f.CounterClosed(id=f"close{counter}", at=end, counter=counter) for counter in ("1", "2")]
    return sorted(facts, key=f.order_key)


def filled(folder: Path, facts: Sequence[f.Fact] | None = None, batch: int = 25) -> Store:
    """A hall that has recorded a morning."""
    store, book = open_hall(folder), Book()
    facts = a_morning() if facts is None else facts
    for start in range(0, len(facts), batch):
        record(store, facts[start : start + batch], book, {"machine": str(start)})
    return store


def tables(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Everything kept from the journal."""
    from lobbyconsole.store.projection import LEG_COLUMNS

    with store.reader() as db:
        return {name: db.execute(query.format(LEG_COLUMNS)).fetchall() for name, query in KEPT.items()}


def journal_rows(store: Store) -> list[tuple[Any, ...]]:
    with store.reader() as db:
        return db.execute("SELECT * FROM journal ORDER BY seq").fetchall()


@contextmanager
def behind_its_back(folder: Path, key: bytes = KEY) -> Iterator[Connection]:
    """A connection for tampering with a hall that nobody has open."""
    db = connect(folder / DATABASE, key)
    try:
        yield db
    finally:
        db.close()
