"""What a newcomer was told against what came of it: a past day that is told late says nothing about today's words."""

from __future__ import annotations

from datetime import date, timedelta

from lobbyconsole.domain.lobby import Book
from lobbyconsole.domain.sample import sample_branch, simulate_day
from lobbyconsole.domain.waits import Spread
from lobbyconsole.services.promises import Promises

BANK = sample_branch("bank")
FRIDAY = date(2026, 11, 20)
NEWCOMERS = {service.id: 300.0 for service in BANK.services}


def told(promises: Promises, book: Book, day: date) -> None:
    for fact in simulate_day(BANK, day, 1):
        change = book.add(fact)
        if change is not None:
            promises.saw(change, NEWCOMERS)


def test_days_as_they_come_are_learned_from() -> None:
    promises, book = Promises(), Book()
    told(promises, book, FRIDAY - timedelta(days=1))
    assert promises.spread.learned
    first = promises.spread
    told(promises, book, FRIDAY)
    assert promises.spread != first


def test_a_past_day_told_late_is_not() -> None:
    promises, book = Promises(), Book()
    issued = next(fact for fact in simulate_day(BANK, FRIDAY, 1) if fact.kind == "ticket.issued")
    change = book.add(issued)
    assert change is not None
    promises.saw(change, NEWCOMERS)
    told(promises, book, FRIDAY - timedelta(days=1))
    assert promises.spread == Spread()
