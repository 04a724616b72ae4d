"""What is looked up before anybody acts: the book, or a refusal in words; and whether a fact can be recorded at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from lobbyconsole.domain.branch import Branch, Service
from lobbyconsole.domain.facts import CounterPaused, Fact, FeedGap, TicketFinished, TicketIssued
from lobbyconsole.domain.lobby import (
    AT_COUNTER,
    CALLED,
    COUNTER_CLOSED,
    COUNTER_PAUSED,
    Book,
    Counter,
    Ticket,
    step_ticket,
)
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused

# States in the middle of a sentence.
STATE_WORDS: dict[str, Message] = {
    "waiting": Message(QT_TRANSLATE_NOOP("Messages", "waiting")),
    "held": Message(QT_TRANSLATE_NOOP("Messages", "on hold")),
    "called": Message(QT_TRANSLATE_NOOP("Messages", "called")),
    "serving": Message(QT_TRANSLATE_NOOP("Messages", "being served")),
    "finished": Message(QT_TRANSLATE_NOOP("Messages", "finished")),
    "no_show": Message(QT_TRANSLATE_NOOP("Messages", "a no-show")),
    "cancelled": Message(QT_TRANSLATE_NOOP("Messages", "cancelled")),
    "left": Message(QT_TRANSLATE_NOOP("Messages", "gone")),
    "open": Message(QT_TRANSLATE_NOOP("Messages", "open")),
    "paused": Message(QT_TRANSLATE_NOOP("Messages", "paused")),
    "closed": Message(QT_TRANSLATE_NOOP("Messages", "closed")),
}
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def refused(text: str, **values: object) -> Refused:
    """A refusal; `text` is marked for translation where it is written."""
    return Refused(Message(text, values))


def known_service(branch: Branch, service_id: str) -> Service:
    """The service, or a refusal."""
    service = branch.service(service_id)
    if service is None:
        raise refused(QT_TRANSLATE_NOOP("Messages", "There is no service {service}."), service=service_id)
    return service


def known_ticket(book: Book, key: str) -> Ticket:
    """The ticket, or a refusal."""
    ticket = book.ticket(key)
    if ticket is None:
        raise refused(QT_TRANSLATE_NOOP("Messages", "This ticket is not known."))
    return ticket


def known_counter(branch: Branch, book: Book, counter_id: str) -> Counter:
    """The counter as it stands (closed when nothing happened there yet), or a refusal."""
    known = book.counter(counter_id)
    if known is None and branch.counter(counter_id) is None:
        raise refused(QT_TRANSLATE_NOOP("Messages", "There is no counter {counter}."), counter=counter_id)
    return known or Counter(id=counter_id)


def open_counter(book: Book, counter_id: str) -> Counter:
    """The counter if it may call, or a refusal."""
    counter = book.counter(counter_id)
    if counter is None or counter.state == COUNTER_CLOSED:
        raise refused(QT_TRANSLATE_NOOP("Messages", "Counter {counter} is closed: open it first."), counter=counter_id)
    if counter.state == COUNTER_PAUSED:
        raise refused(
            QT_TRANSLATE_NOOP("Messages", "Counter {counter} is paused: resume it first."), counter=counter_id
        )
    return counter


def present_at(book: Book, counter_id: str) -> list[Ticket]:
    """Tickets called to or served at a counter; more than one only where a feed says so."""
    return [ticket for ticket in book.open_tickets() if ticket.state in AT_COUNTER and ticket.counter == counter_id]


def someone_at(book: Book, counter_id: str) -> Ticket:
    """The ticket last called to a counter, or a refusal."""
    present = present_at(book, counter_id)
    if not present:
        raise refused(QT_TRANSLATE_NOOP("Messages", "Nobody is at counter {counter}."), counter=counter_id)
    return _last_called(present)


def _last_called(present: Sequence[Ticket]) -> Ticket:
    return max(present, key=lambda ticket: ticket.leg.last_called_at or ticket.leg.started_at or LONG_AGO)


def called_at(book: Book, counter_id: str) -> Ticket:
    """The ticket called to a counter and not yet served, or a refusal."""
    ticket = someone_at(book, counter_id)
    if ticket.state != CALLED:
        raise refused(
            QT_TRANSLATE_NOOP("Messages", "{number} is already being served at counter {counter}."),
            number=ticket.number,
            counter=counter_id,
        )
    return ticket


def as_expected(book: Book, counter_id: str, expect: str | None) -> None:
    """Refuses when the counter has not the ticket the person saw there; "" is nobody, None: they did not look."""
    if expect is None:
        return
    present = present_at(book, counter_id)
    there = _last_called(present) if present else None
    if there is not None and there.key != expect:
        raise refused(
            QT_TRANSLATE_NOOP("Messages", "Counter {counter} now has {number}. Nothing was done; look again."),
            counter=counter_id,
            number=there.number or there.key,
        )
    if there is None and expect:
        gone = book.ticket(expect)
        raise refused(
            QT_TRANSLATE_NOOP(
                "Messages", "{number} is not at counter {counter} any more. Nothing was done; look again."
            ),
            counter=counter_id,
            number=(gone.number or gone.key) if gone is not None else expect,
        )


def waiting_again(book: Book, done: Sequence[TicketFinished]) -> list[Ticket]:
    """Tickets that, once finished here, wait for the next service of their visit and may be the very next called."""
    tickets = ((fact, book.ticket(fact.ticket)) for fact in done)
    return [step_ticket(ticket, fact) for fact, ticket in tickets if ticket is not None and ticket.then]


def check_fit(fact: Fact) -> None:
    """Raises ValueError for a fact that cannot be set beside others: a time without a zone, or beyond all calendars."""
    times: list[datetime | None] = [fact.at]
    match fact:
        case TicketIssued():
            times.append(fact.appointment_at)
        case CounterPaused():
            times.append(fact.until)
        case FeedGap():
            times.append(fact.since)
        case _:
            pass
    for at in times:
        if at is None:
            continue
        if at.tzinfo is None:
            raise ValueError(f"a time without a zone: {at.isoformat()}")
        if not 2 <= at.year <= 9990:  # a day and a zone further must still be a date
            raise ValueError(f"a time beyond all calendars: {at.isoformat()}")
