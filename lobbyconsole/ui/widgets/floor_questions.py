"""The forms behind the floor's verbs: where to transfer, why to pause, who opens, which services, whom to call."""

from __future__ import annotations

from datetime import timedelta

from lobbyconsole.domain.branch import PRIORITIES, Branch, Service
from lobbyconsole.domain.calling import services_of
from lobbyconsole.domain.lobby import COUNTER_OPEN, Counter, Ticket
from lobbyconsole.domain.picture import Picture, Tile
from lobbyconsole.ui.translation import clock_text, language, translate
from lobbyconsole.ui.widgets import labels
from lobbyconsole.ui.widgets.floor_forms import Form, Option

PAUSE_MINUTES = (5, 10, 15, 20, 30, 45, 60)
USUAL_PAUSE = 15


def service_options(branch: Branch, without: str = "") -> list[Option]:
    """All services with a key each: the letter on the ticket, or the first free letter or digit."""
    taken: set[str] = set()
    found = []
    for service in branch.services:
        key = next((sign for sign in _key_wishes(service) if sign not in taken), "")
        taken.add(key)
        if service.id != without:
            prefix = service.numbers.prefix
            words = service.title(language())
            found.append(Option(service.id, words if key == prefix else f"{prefix} {words}", key))
    return found


def _key_wishes(service: Service) -> str:
    return service.numbers.prefix.upper() + "ABCDEFGHIJKLMNOPQRSTUVWXYZ123456789"


def counter_options(picture: Picture, without: str = "", open_only: bool = False) -> list[Option]:
    """Counters that work, with their number as key where it is one digit."""
    found = []
    for tile in picture.tiles:
        if tile.id == without or tile.activity == "closed" or not tile.known:
            continue
        counter = picture.counters.get(tile.id)
        if open_only and (counter is None or counter.state != COUNTER_OPEN):
            continue
        key = tile.id if len(tile.id) == 1 else ""
        words = translate("Forms", "Counter {counter}").format(counter=tile.id)
        found.append(Option(tile.id, words, key))
    return found


def reasons(codes: tuple[str, ...], word: object) -> list[Option]:
    """Reason codes with the digits as keys."""
    return [Option(code, word(code), str(at)) for at, code in enumerate(codes, 1)]  # type: ignore[operator]


def transfer_form(picture: Picture, branch: Branch, ticket: Ticket | None, number: str) -> Form:
    """Where to: one press is the answer."""
    form = Form(translate("Forms", "Transfer {number} to").format(number=number))
    here = ticket.service if ticket is not None else ""
    form.choice("to_service", service_options(branch, here), label=translate("Forms", "Service"), at_once=True)
    at = ticket.counter if ticket is not None else ""
    form.choice("to_counter", counter_options(picture, at), label=translate("Forms", "Counter"), at_once=True)
    staff = ticket.leg.staff if ticket is not None else ""
    if not staff and at:
        staff = picture.counters[at].staff if at in picture.counters else ""
    if staff:
        words = translate("Forms", "Back to {staff} later").format(staff=staff)
        form.choice("to_staff", [Option(staff, words, "=")], label=translate("Forms", "Same person"), at_once=True)
    return form


def pause_form(picture: Picture, branch: Branch, tile: Tile) -> Form:
    """Why, and until when."""
    title = translate("Forms", "Pause counter {counter}").format(counter=tile.id)
    form = Form(title, translate("Forms", "Pause"))
    form.choice("reason", reasons(labels.PAUSE_REASONS, labels.pause_reason), "break", translate("Forms", "Reason"))
    times = [Option(0, translate("Forms", "open end"))]
    for minutes in PAUSE_MINUTES:
        back = clock_text(picture.at + timedelta(minutes=minutes), branch.tz)
        words = translate("Forms", "{minutes} min, {time}").format(minutes=minutes, time=back)
        times.append(Option(minutes, words))
    form.choice("minutes", times, USUAL_PAUSE, translate("Forms", "Back in (↑ ↓)"), stepped=True)
    return form


def hold_form(number: str) -> Form:
    """Why it waits: one press is the answer."""
    form = Form(translate("Forms", "Hold {number}: why?").format(number=number))
    form.choice("reason", reasons(labels.HOLD_REASONS, labels.hold_reason), at_once=True)
    return form


def open_form(branch: Branch, counter: Counter, tile: Tile) -> Form:
    """Who sits there, and what the counter takes in which order."""
    form = Form(translate("Forms", "Open counter {counter}").format(counter=tile.id), translate("Forms", "Open"))
    last = next((spell.staff for spell in reversed(counter.spells) if spell.staff), "")
    field = form.line("staff", translate("Forms", "Staff number"), counter.staff or last, longest=20)
    field.setProperty("first", True)
    field.selectAll()
    label = translate("Forms", "Services, in the order taken")
    form.choice("services", service_options(branch), tile.service_ids, label, several=True)
    return form


def services_form(branch: Branch, counter: Counter, tile: Tile) -> Form:
    """What the counter takes in which order; none chosen: as the branch set it up."""
    title = translate("Forms", "Services of counter {counter}").format(counter=tile.id)
    form = Form(title, translate("Forms", "Set"))
    label = translate("Forms", "In the order pressed; none: as set up for the counter")
    form.choice("services", service_options(branch), services_of(branch, counter), label, several=True)
    return form


def staff_form(branch: Branch, counter: Counter, tile: Tile) -> Form:
    """Who sits there from now on, and what this person may do; nobody named: whoever sat there signs off."""
    title = translate("Forms", "Who sits at counter {counter}?").format(counter=tile.id)
    form = Form(title, translate("Forms", "Sign on"))
    hint = translate("Forms", "empty: nobody, signed off")
    field = form.line("staff", translate("Forms", "Staff number"), counter.staff, hint, longest=20)
    field.setProperty("first", True)
    field.selectAll()
    label = translate("Forms", "May do only these; none chosen: everything")
    form.choice("skills", service_options(branch), counter.skills, label, several=True)
    return form


def call_form(picture: Picture, ticket: Ticket) -> Form:
    """To which counter out of order, and why: those overtaken are owed a reason."""
    number = ticket.number or ticket.key
    form = Form(translate("Forms", "Call {number} now").format(number=number), translate("Forms", "Call"))
    counters = counter_options(picture, open_only=True)
    idle = {tile.id for tile in picture.tiles if tile.activity == "idle"}
    takes = {tile.id for tile in picture.tiles if ticket.service in tile.service_ids}
    ranked = sorted(counters, key=lambda option: (option.value not in idle, option.value not in takes))
    best = ranked[0].value if ranked else None
    form.choice("counter", counters, best, translate("Forms", "Counter"))
    why = [Option(code, labels.jump_reason(code)) for code in labels.JUMP_REASONS]
    form.choice("reason", why, labels.JUMP_REASONS[0], translate("Forms", "Reason (↑ ↓)"), stepped=True)
    form.line("words", "", hint=translate("Forms", "or in your own words"))
    return form


def priority_form(ticket: Ticket) -> Form:
    """Which class: one press is the answer."""
    form = Form(translate("Forms", "Priority of {number}").format(number=ticket.number or ticket.key))
    form.choice("priority", priority_options(), at_once=True)
    return form


def priority_options() -> list[Option]:
    """The priority classes with the digits as keys."""
    return [Option(code, labels.priority(code), str(at)) for at, code in enumerate(PRIORITIES)]
