"""What can be done now with a counter or a ticket, why not, and how each thing is asked of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.calling import candidates
from lobbyconsole.domain.lobby import (
    AT_COUNTER,
    CALLED,
    COUNTER_CLOSED,
    COUNTER_OPEN,
    COUNTER_PAUSED,
    HELD,
    NO_SHOW,
    OPEN_STATES,
    SERVING,
    WAITING,
    Counter,
    Ticket,
)
from lobbyconsole.domain.picture import Picture, Tile
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.ui.translation import translate

SPACE = "␣"

# (verb, words, key): always all of them and always in this place, so that hands learn where they are.
COUNTER_VERBS: tuple[tuple[str, str, str], ...] = (
    ("call_next", QT_TRANSLATE_NOOP("Counter", "Call next"), SPACE),
    ("recall", QT_TRANSLATE_NOOP("Counter", "Call again"), "R"),
    ("start", QT_TRANSLATE_NOOP("Counter", "Start"), "S"),
    ("finish", QT_TRANSLATE_NOOP("Counter", "Finish"), "F"),
    ("no_show", QT_TRANSLATE_NOOP("Counter", "No-show"), "N"),
    ("hold", QT_TRANSLATE_NOOP("Counter", "Hold"), "H"),
    ("transfer", QT_TRANSLATE_NOOP("Counter", "Transfer"), "T"),
    ("pause", QT_TRANSLATE_NOOP("Counter", "Pause"), "P"),
    ("services", QT_TRANSLATE_NOOP("Counter", "Services"), "V"),
    ("open", QT_TRANSLATE_NOOP("Counter", "Open"), "O"),
    ("close", QT_TRANSLATE_NOOP("Counter", "Close"), "C"),
    ("answer", QT_TRANSLATE_NOOP("Counter", "Answer"), "A"),
    ("staff", QT_TRANSLATE_NOOP("Counter", "Staff number and skills"), "W"),
)
TICKET_VERBS: tuple[tuple[str, str, str], ...] = (
    ("call", QT_TRANSLATE_NOOP("Ticket", "Call now"), "C"),
    ("prioritise", QT_TRANSLATE_NOOP("Ticket", "Priority"), "P"),
    ("hold", QT_TRANSLATE_NOOP("Ticket", "Hold"), "H"),
    ("transfer", QT_TRANSLATE_NOOP("Ticket", "Transfer"), "T"),
    ("requeue", QT_TRANSLATE_NOOP("Ticket", "Requeue"), "Q"),
    ("left", QT_TRANSLATE_NOOP("Ticket", "Left"), "L"),
    ("cancel", QT_TRANSLATE_NOOP("Ticket", "Cancel"), "X"),
)


@dataclass(frozen=True, slots=True)
class Verb:
    """Something to do: `why_not` empty when it can be done now."""

    id: str
    words: str
    key: str
    why_not: str = ""
    primary: bool = False


def next_number(picture: Picture, branch: Branch, counter_id: str) -> str | None:
    """Whom the counter would call now by waiting time and order; None: nobody. Head starts as while jumps are left."""
    counter = picture.counters.get(counter_id) or Counter(id=counter_id)
    waiting = [ticket for ticket in picture.tickets.values() if ticket.state == WAITING]
    found = candidates(branch, counter, picture.counters, waiting, picture.at)
    return (found[0].ticket.number or found[0].ticket.key) if found else None


def counter_verbs(tile: Tile, counter: Counter, upcoming: str | None) -> tuple[Verb, ...]:
    """All verbs of a counter in their places. `upcoming`: the number it would call next, None when nobody."""
    reasons = _counter_reasons(tile, counter, upcoming)
    first = _likely(tile, counter, upcoming)
    found = []
    for verb, words, key in COUNTER_VERBS:
        text = translate("Counter", words)
        if verb == "pause" and counter.state == COUNTER_PAUSED:
            text = translate("Counter", "Resume")
        found.append(Verb(verb, text, key, reasons.get(verb, ""), verb == first))
    return tuple(found)


def _likely(tile: Tile, counter: Counter, upcoming: str | None) -> str:
    """What one most likely wants: the panel's one primary button."""
    if tile.asked_s is not None:
        return "answer"
    if tile.activity == "called":
        return "start"
    if tile.activity == "serving":
        return "call_next" if upcoming and counter.state == COUNTER_OPEN else "finish"
    return {COUNTER_CLOSED: "open", COUNTER_PAUSED: "pause"}.get(counter.state, "call_next")


def _counter_reasons(tile: Tile, counter: Counter, upcoming: str | None) -> dict[str, str]:
    why: dict[str, str] = {}
    if counter.state == COUNTER_CLOSED:
        closed = translate("Counter", "The counter is closed; open it first (O).")
        why |= dict.fromkeys(("call_next", "pause", "close"), closed)
    elif counter.state == COUNTER_PAUSED:
        why["call_next"] = translate("Counter", "The counter is paused; resume first (P).")
    elif upcoming is None and not tile.ticket:
        why["call_next"] = translate("Counter", "Nobody waits for what this counter takes.")
    if not tile.ticket:
        nobody = translate("Counter", "Nobody is at the counter.")
        why |= dict.fromkeys(("recall", "start", "finish", "no_show", "hold", "transfer"), nobody)
    elif tile.activity == "serving":
        served = translate("Counter", "{number} is being served already.").format(number=tile.number)
        why |= dict.fromkeys(("recall", "start", "no_show"), served)
    if tile.ticket and counter.state != COUNTER_CLOSED:
        why["close"] = translate("Counter", "Finish or transfer {number} first.").format(number=tile.number)
    if counter.state != COUNTER_CLOSED:
        why["open"] = translate("Counter", "The counter is open already.")
    if tile.asked_s is None:
        why["answer"] = translate("Counter", "The counter has not asked for you.")
    return why


def ticket_verbs(ticket: Ticket, branch: Branch) -> tuple[Verb, ...]:
    """All verbs of a ticket in their places."""
    why: dict[str, str] = {}
    if ticket.state not in (WAITING, HELD, NO_SHOW):
        why["call"] = translate("Ticket", "It is not waiting any more.")
    if ticket.state not in OPEN_STATES:
        over = translate("Ticket", "It has ended.")
        why |= dict.fromkeys(("prioritise", "hold", "transfer"), over)
    if ticket.state == WAITING:
        why["requeue"] = translate("Ticket", "It is in the line.")
    elif ticket.state not in (CALLED, SERVING, NO_SHOW, HELD):
        why["requeue"] = translate("Ticket", "It has ended.")
    elif ticket.requeues >= branch.calling.requeue_limit:
        why["requeue"] = translate("Ticket", "It went back into the line {count} times; more is not allowed.").format(
            count=ticket.requeues
        )
    if ticket.state == SERVING:
        why["cancel"] = why["left"] = translate("Ticket", "It is being served; finish it at the counter.")
    elif ticket.state not in (WAITING, HELD, CALLED, NO_SHOW):
        why["cancel"] = why["left"] = translate("Ticket", "It has ended.")
    found = []
    for verb, words, key in TICKET_VERBS:
        text = translate("Ticket", words)
        if verb == "hold" and ticket.state == HELD:
            text = translate("Ticket", "Resume")
        found.append(Verb(verb, text, key, why.get(verb, ""), verb == "call" and ticket.state not in AT_COUNTER))
    return tuple(found)


# --- asking the desk


def do_with_counter(
    desk: Any, verb: str, tile: Tile, counter: Counter, values: Mapping[str, Any], now: datetime, by: str
) -> Future[Any]:
    """Ask the desk for one verb of a counter. May raise Refused at once."""
    made: Future[Any]
    match verb:
        case "call_next" | "recall" | "start" | "finish" | "no_show":
            made = getattr(desk, verb)(tile.id, expect=tile.ticket, by=by)
        case "hold":
            made = desk.hold(tile.ticket, values.get("reason") or "", by=by)
        case "transfer":
            made = desk.transfer(tile.ticket, **_where(values), by=by)
        case "pause" if counter.state == COUNTER_PAUSED:
            made = desk.resume_counter(tile.id, by=by)
        case "pause":
            minutes = values.get("minutes")
            until = now + timedelta(minutes=int(minutes)) if minutes else None
            made = desk.pause_counter(tile.id, values.get("reason") or "", until, by=by)
        case "services":
            made = desk.set_services(tile.id, values.get("services") or (), by=by)
        case "open":
            services = values.get("services") or ()
            made = desk.open_counter(tile.id, staff=values.get("staff") or "", services=services, by=by)
        case "staff" if values.get("staff"):
            made = desk.sign_on(tile.id, values["staff"], values.get("skills") or (), by=by)
        case "staff":
            made = desk.sign_off(tile.id, by=by)
        case "close":
            made = desk.close_counter(tile.id, by=by)
        case "answer":
            made = desk.answer_help(tile.id, by=by)
        case _:
            raise ValueError(f"no such verb: {verb}")
    return made


def do_with_ticket(desk: Any, verb: str, ticket: Ticket, values: Mapping[str, Any], by: str) -> Future[Any]:
    """Ask the desk for one verb of a ticket. May raise Refused at once."""
    made: Future[Any]
    match verb:
        case "call":
            reason = values.get("words") or values.get("reason") or ""
            made = desk.call(ticket.key, values.get("counter") or "", reason=reason, by=by)
        case "prioritise":
            made = desk.prioritise(ticket.key, values["priority"], by=by)
        case "hold" if ticket.state == HELD:
            made = desk.resume(ticket.key, by=by)
        case "hold":
            made = desk.hold(ticket.key, values.get("reason") or "", by=by)
        case "transfer":
            made = desk.transfer(ticket.key, **_where(values), by=by)
        case "requeue":
            made = desk.requeue(ticket.key, by=by)
        case "cancel":
            made = desk.cancel(ticket.key, by=by)
        case "left":
            made = desk.left(ticket.key, by=by)
        case "mark":
            made = desk.mark(ticket.key, values["mark"], removed=bool(values.get("removed")), by=by)
        case _:
            raise ValueError(f"no such verb: {verb}")
    return made


def _where(values: Mapping[str, Any]) -> dict[str, str]:
    """The one place a transfer form was answered with."""
    return {
        name: str(values[name]) for name in ("to_service", "to_counter", "to_staff") if values.get(name) is not None
    }
