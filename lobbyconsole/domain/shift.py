"""Moving what happened, and what it made of tickets and counters, to another time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, TypeVar, get_type_hints

from msgspec.structs import replace

from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.lobby import Counter, Ticket

Move = Callable[[datetime], datetime]

FactT = TypeVar("FactT", bound=Fact)


@cache
def _instants(kind: Any) -> tuple[str, ...]:
    """The fields of a class that hold an instant or None."""
    return tuple(name for name, hint in get_type_hints(kind).items() if hint in (datetime, datetime | None))


def _moved(thing: Any, move: Move) -> dict[str, Any]:
    found = ((name, getattr(thing, name)) for name in _instants(thing.__class__))
    return {name: move(at) for name, at in found if at is not None}


def moved_fact(fact: FactT, move: Move) -> FactT:
    """The same fact with all its times moved."""
    return replace(fact, **_moved(fact, move))


def moved_ticket(ticket: Ticket, move: Move) -> Ticket:
    """The same ticket with all its times moved."""
    legs = tuple(replace(leg, **_moved(leg, move)) for leg in ticket.legs)
    return replace(ticket, legs=legs, **_moved(ticket, move))


def moved_counter(counter: Counter, move: Move) -> Counter:
    """The same counter with its times moved, without the past of its spells."""
    return replace(counter, spells=(), **_moved(counter, move))
