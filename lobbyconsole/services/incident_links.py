"""What an incident has to do with, found by what a person types: a ticket's number, a record's, or words of a risk."""

from __future__ import annotations

import re

from lobbyconsole.domain.entities import Ticket
from lobbyconsole.domain.facts import TicketFact
from lobbyconsole.domain.registers import REGISTERS
from lobbyconsole.domain.standing import standing_facts
from lobbyconsole.domain.steps import step_ticket
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused
from lobbyconsole.services.work import Work

_RECORD = re.compile(r"([A-Z]{2})\d{2}-\d{1,6}")


def find_link(work: Work, typed: str) -> str:
    """The subject meant: "ticket:KEY", "record:voices/SY26-0012", "risk:r_fire". Raises Refused. On a worker."""
    words = typed.strip()
    if not words:
        raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please write something.")))
    record = _RECORD.fullmatch(words.upper())
    if record is not None:
        register = next((register for register in REGISTERS if register.prefix == record[1]), None)
        if register is not None and work.records.record(register.id, words.upper()) is not None:
            return f"record:{register.id}/{words.upper()}"
    today = work.subjects.live.snapshot.picture.tickets
    tickets = [ticket for ticket in today.values() if ticket.number.upper() == words.upper()]
    if tickets:
        newest = max(tickets, key=lambda ticket: (ticket.issued_at is not None, ticket.issued_at, ticket.key))
        return "ticket:" + newest.key
    library = work.library.library()
    risks = library.risks.items if library.risks is not None else ()
    wanted = words.lower()
    named = [risk for risk in risks if wanted in (risk.id, risk.title.zh, risk.title.en.lower())]
    found = named or [risk for risk in risks if wanted in risk.title.zh or wanted in risk.title.en.lower()]
    if len(found) == 1:
        return "risk:" + found[0].id
    if found:
        text = QT_TRANSLATE_NOOP("Messages", "Several risks are meant: {which}.")
        raise Refused(Message(text, {"which": " · ".join(f"{risk.title.zh} {risk.title.en}" for risk in found[:4])}))
    text = QT_TRANSLATE_NOOP("Messages", "No ticket of today, record or risk is called {what}.")
    raise Refused(Message(text, {"what": words}))


def ticket_numbers(work: Work, links: tuple[str, ...]) -> dict[str, str]:
    """link -> the number printed on the ticket. On a worker."""
    found: dict[str, str] = {}
    for link in links:
        if link.startswith("ticket:"):
            ticket: Ticket | None = None
            for fact in standing_facts(work.subjects.store.facts_of(link)):
                if isinstance(fact, TicketFact):
                    ticket = step_ticket(ticket, fact)
            if ticket is not None and ticket.number:
                found[link] = ticket.number
    return found
