"""One sentence for any ticket: why it was, or was not yet, called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.calling import Candidate, candidates
from lobbyconsole.domain.jumps import APPOINTMENT, SENT, UNKNOWN, because_of, jumps_left, overtaken
from lobbyconsole.domain.lobby import AT_COUNTER, COUNTER_CLOSED, ENDED, FINISHED, HELD, WAITING, Counter, Ticket
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message


def explain(
    branch: Branch, tickets: Mapping[str, Ticket], counters: Mapping[str, Counter], key: str, now: datetime
) -> Message:
    """One sentence: why this ticket was, or was not yet, called."""
    ticket = tickets.get(key)
    if ticket is None:
        return Message(QT_TRANSLATE_NOOP("Messages", "This ticket is not known."))
    values: dict[str, object] = {"number": ticket.number or ticket.key}
    leg = ticket.leg
    if ticket.state == HELD:
        values["reason"] = ticket.held_reason or "–"
        return Message(
            QT_TRANSLATE_NOOP("Messages", "{number} is on hold ({reason}) and is not called until resumed."), values
        )
    if ticket.state in AT_COUNTER or (ticket.state in ENDED and leg.called_at is not None):
        return _explain_call(branch, list(tickets.values()), counters, ticket, values)
    if ticket.state == FINISHED:
        return Message(QT_TRANSLATE_NOOP("Messages", "{number} was served; its call is not known."), values)
    if ticket.state in ENDED and any(earlier.called_at is not None for earlier in ticket.legs):
        return Message(QT_TRANSLATE_NOOP("Messages", "{number} was gone before its next call."), values)
    if ticket.state in ENDED:
        return Message(QT_TRANSLATE_NOOP("Messages", "{number} ended without being called."), values)
    return _explain_wait(branch, tickets, counters, ticket, values, now)


def _explain_call(
    branch: Branch,
    tickets: Sequence[Ticket],
    counters: Mapping[str, Counter],
    ticket: Ticket,
    values: dict[str, object],
) -> Message:
    leg = ticket.leg
    stand = next((stand for stand in reversed(leg.line) if stand.called), leg.line[-1])
    wait = leg.wait_s
    if leg.stands and stand.until is not None and stand.place is not None:
        wait = (stand.until - stand.place).total_seconds()
    values["counter"] = stand.counter
    values["minutes"] = "–" if wait is None else round(wait / 60)
    if stand.reason:
        values["reason"] = stand.reason
        return Message(
            QT_TRANSLATE_NOOP("Messages", "{number} was called out of order to counter {counter}: {reason}."), values
        )
    people = len(overtaken(branch, counters, tickets, ticket, leg))
    because = because_of(branch.calling, ticket, leg, stand)
    if people and because == UNKNOWN:
        values["people"] = people
        return Message(
            QT_TRANSLATE_NOOP(
                "Messages",
                "{number} was called to counter {counter} after {minutes} min, before {people} who had waited longer.",
            ),
            values,
        )
    if not people:
        return Message(
            QT_TRANSLATE_NOOP(
                "Messages",
                "{number} was called to counter {counter} after {minutes} min: nobody of that service had waited"
                " longer.",
            ),
            values,
        )
    values["people"] = people
    text = (
        QT_TRANSLATE_NOOP(
            "Messages",
            "{number} was called to counter {counter} ahead of {people} people because it was booked for this time.",
        )
        if because == APPOINTMENT
        else QT_TRANSLATE_NOOP(
            "Messages",
            "{number} was called to counter {counter} ahead of {people} people because it had been sent there.",
        )
        if because == SENT
        else QT_TRANSLATE_NOOP(
            "Messages",
            "{number} was called to counter {counter} ahead of {people} people by the head start of its priority.",
        )
    )
    return Message(text, values)


def _explain_wait(
    branch: Branch,
    tickets: Mapping[str, Ticket],
    counters: Mapping[str, Counter],
    ticket: Ticket,
    values: dict[str, object],
    now: datetime,
) -> Message:
    waiting = [other for other in tickets.values() if other.state == WAITING]
    left = jumps_left(branch, tickets.values(), counters, now)
    places: list[tuple[int, str, list[Candidate]]] = []
    for counter in counters.values():
        if counter.state == COUNTER_CLOSED:
            continue
        found = candidates(branch, counter, counters, waiting, now, left)
        place = next((at for at, candidate in enumerate(found) if candidate.ticket.key == ticket.key), None)
        if place is not None:
            places.append((place, counter.id, found))
    if not places:
        return Message(
            QT_TRANSLATE_NOOP("Messages", "{number} waits because no open counter takes its service."), values
        )
    place, counter_id, found = min(places, key=lambda item: item[0])
    values["counter"] = counter_id
    if found[place].early:
        return Message(
            QT_TRANSLATE_NOOP(
                "Messages", "{number} is booked for later and is called early only if nobody else waits."
            ),
            values,
        )
    if place == 0:
        return Message(QT_TRANSLATE_NOOP("Messages", "{number} is the next that counter {counter} will call."), values)
    values["people"] = place
    ahead = found[:place]
    if any(candidate.waited < found[place].waited for candidate in ahead):
        return Message(
            QT_TRANSLATE_NOOP(
                "Messages",
                "{number} waits: {people} come first at counter {counter}, by longer waiting, head start or the"
                " counter's order.",
            ),
            values,
        )
    return Message(
        QT_TRANSLATE_NOOP("Messages", "{number} waits: {people} at counter {counter} have waited longer."), values
    )
