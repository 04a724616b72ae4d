"""A program that records without end and says what is safe; test_kill.py kills it again and again. Not a test.

It forks for every life, so that fifteen lives cost one start of Python.
"""

from __future__ import annotations

import itertools
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.lobby import Book
from lobbyconsole.store.hall import Store

BEGIN = datetime(2026, 3, 11, 1, 0, tzinfo=UTC)


def say(words: object) -> None:
    os.write(1, f"{words}\n".encode())


def fact_number(number: int) -> f.Fact:
    """Issue, call, finish, and so on with the next ticket."""
    at, ticket = BEGIN + timedelta(seconds=number % 40_000), f"t{number // 3}"
    match number % 3:
        case 0:
            return f.TicketIssued(id=f"f{number}", at=at, ticket=ticket, number=ticket, service="cash")
        case 1:
            return f.TicketCalled(id=f"f{number}", at=at, ticket=ticket, counter="1")
        case _:
            return f.TicketFinished(id=f"f{number}", at=at, ticket=ticket)


def live(folder: Path, first: int) -> None:
    """Record from number `first` on; say the number of each fact once it is durable."""
    with Store.open(folder, bytes(range(32)), branch=Branch(), clock=lambda: BEGIN) as store:
        book = Book(store.day_facts(*Branch().day_span(BEGIN.date())))
        for number in itertools.count(first):
            change = book.add(fact_number(number))
            assert change is not None
            store.append([change], {"machine": str(number)}, change.fact.at)
            say(number)


def main() -> None:
    """Each line of standard input is the number to begin a new life with."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            live(Path(sys.argv[1]), int(line))
        say(f"born {child}")
        os.waitpid(child, 0)
        say("dead")


if __name__ == "__main__":
    main()
