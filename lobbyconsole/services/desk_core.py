"""How the desk's verbs are made: decided on the recorder's thread, recorded, answered; repeated requests found out."""

from __future__ import annotations

import itertools
import os
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from datetime import datetime
from typing import Any, Protocol

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.lobby import Book, Counter, Ticket
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.services.desk_checks import STATE_WORDS, known_counter, known_service, known_ticket, refused
from lobbyconsole.services.live import Live, Outcome
from lobbyconsole.services.numbers import DESK, NumberMemory, Numbers

REMEMBERED_REQUESTS = 2_000


class Memory(NumberMemory, Protocol):
    """What the desk asks of the store."""

    def fact(self, fact_id: str) -> f.Fact | None:
        """A recorded fact by its id."""


class DeskCore:
    """What all verbs share. `_ids` and `_answered` are touched on the recorder's thread only."""

    def __init__(self, live: Live, memory: Memory, branch: Callable[[], Branch]) -> None:
        self._live = live
        self._memory = memory
        self._numbers = Numbers(memory)
        self._branch = branch
        self._running = itertools.count(1)
        self._ids = _fresh_ids()
        self._answered: OrderedDict[str, tuple[object, Sequence[f.Fact]]] = OrderedDict()
        live.subscribe_facts(self._numbers.saw)

    def _envelope(self, now: datetime, by: str) -> dict[str, Any]:
        return {"id": next(self._ids), "at": now, "source": DESK, "seq": next(self._running), "by": by}

    def _promise(self, service: str) -> tuple[int, ...]:
        row = next((row for row in self._live.snapshot.picture.rows if row.id == service), None)
        if row is None or row.newcomer is None:
            return ()
        return (round(row.newcomer.p10), round(row.newcomer.p50), round(row.newcomer.p90))

    def _sources_run(self) -> bool:
        return any(link.state != "stopped" for link in self._live.snapshot.health.links)

    def _ticket(self, decide: Callable[[Book, datetime], Outcome], request_id: str) -> Future[Any]:
        """Run a decision whose answer is a ticket key, and answer with the ticket as it then stands."""
        return self._once(decide, request_id, lambda book, key: None if key is None else known_ticket(book, str(key)))

    def _once(
        self,
        decide: Callable[[Book, datetime], Outcome],
        request_id: str,
        answer: Callable[[Book, object], object],
    ) -> Future[Any]:
        outer: Future[Any] = Future()
        outer.set_running_or_notify_cancel()  # decided is decided: a page that went away cannot take it back

        def command(book: Book, now: datetime) -> Outcome:
            if not request_id:
                self._ids = _fresh_ids()
                return decide(book, now)
            if request_id in self._answered:
                known, facts = self._answered[request_id]
                if all(book.knows(fact) for fact in facts):
                    return Outcome((), known)
                # What was decided then could not be recorded, or another day has begun: see what the journal says.
                del self._answered[request_id]
            recorded = self._recorded(request_id)
            if recorded is not None:
                return Outcome((), recorded)
            self._ids = _request_ids(request_id)
            outcome = decide(book, now)
            self._answered[request_id] = (outcome.result, outcome.facts)
            while len(self._answered) > REMEMBERED_REQUESTS:
                self._answered.popitem(last=False)
            return outcome

        def settle(inner: Future[Any]) -> None:
            # Runs on the recorder's thread right after the commit, so the book is the one the answer belongs to.
            try:
                result = answer(self._live.book, inner.result())
            except Exception as error:  # noqa: BLE001 - a refusal; or undone in the same breath, so there is no ticket
                outer.set_exception(error)
            else:
                outer.set_result(result)

        self._live.run(command).add_done_callback(settle)
        return outer

    def _recorded(self, request_id: str) -> str | None:
        """The answer to a request carried out before the last restart: whom its last fact was about."""
        last: f.Fact | None = None
        for fact_id in _request_ids(request_id):
            fact = self._memory.fact(fact_id)
            if fact is None:
                return None if last is None else last.subject.partition(":")[2]
            last = fact
        return None

    def _on_ticket(
        self,
        ticket_key: str,
        states: frozenset[str],
        make: type[f.TicketFact],
        label: str,
        by: str,
        request_id: str,
        check: Callable[[Ticket], None] | None = None,
        **fields: Any,
    ) -> Future[Ticket]:
        def decide(book: Book, now: datetime) -> Outcome:
            ticket = known_ticket(book, ticket_key)
            if ticket.state not in states:
                raise refused(
                    QT_TRANSLATE_NOOP("Messages", "That is not possible: {number} is {state} now."),
                    number=ticket.number or ticket.key,
                    state=STATE_WORDS[ticket.state],
                )
            if check is not None:
                check(ticket)
            fact = make(**self._envelope(now, by), ticket=ticket_key, **fields)
            undo = Message(label, {"number": ticket.number or ticket.key}) if label else None
            return Outcome((fact,), ticket_key, undo)

        return self._ticket(decide, request_id)

    def _on_counter(
        self,
        counter: str,
        states: frozenset[str] | None,
        facts: Sequence[dict[str, Any]],
        label: str,
        by: str,
        request_id: str,
        check: Callable[[Book], None] | None = None,
        **values: object,
    ) -> Future[Counter]:
        def decide(book: Book, now: datetime) -> Outcome:
            place = known_counter(self._branch(), book, counter)
            if states is not None and place.state not in states:
                raise refused(
                    QT_TRANSLATE_NOOP("Messages", "That is not possible: counter {counter} is {state} now."),
                    counter=counter,
                    state=STATE_WORDS[place.state],
                )
            if check is not None:
                check(book)
            made = []
            for recipe in facts:
                fields = dict(recipe)
                make: type[f.CounterFact] = fields.pop("make")
                made.append(make(**self._envelope(now, by), counter=counter, **fields))
            return Outcome(made, counter, Message(label, {"counter": counter, **values}) if label else None)

        return self._once(decide, request_id, lambda book, key: book.counter(str(key)))

    def _hall(self, decide: Callable[[Book, datetime], Outcome]) -> Future[Any]:
        return self._once(decide, "", lambda book, result: result)

    def _on_queue(self, service: str, make: type[f.QueueFact], by: str, **fields: Any) -> Future[None]:
        def decide(book: Book, now: datetime) -> Outcome:
            known_service(self._branch(), service)
            return Outcome((make(**self._envelope(now, by), service=service, **fields),))

        return self._hall(decide)


def fresh_id() -> str:
    """An id nobody else has. It begins with the time, so that what is new stands side by side in every index.

    Random ones alone touch a page of their own each, and a commit writes, encrypts and signs every page it touched.
    """
    return f"{time.time_ns() // 1_000_000:012x}{os.urandom(10).hex()}"


def _fresh_ids() -> Iterator[str]:
    while True:
        yield fresh_id()


def _request_ids(request_id: str) -> Iterator[str]:
    """The ids of the facts of one request: the same for the same request, so a repeated click is found out."""
    return (f.natural_id("request", request_id, at) for at in itertools.count())
