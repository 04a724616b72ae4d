"""What a step of an emergency plan may do on the floor, by the desk's own verbs, and its way back.

Nothing here is done by itself: a person presses. Each verb is a fact of its own, so that half of it is no harm.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused

if TYPE_CHECKING:
    from lobbyconsole.domain.branch import Branch
    from lobbyconsole.domain.lobby import Counter
    from lobbyconsole.services.desk import Desk
    from lobbyconsole.services.snapshot import Snapshot

PAPER_NUMBERS = 50  # set aside for each service at a time
ANSWER_S = 10.0


class FloorChange(msgspec.Struct, frozen=True):
    """What one press would change now: counters or services, and those it can give back.

    `service`: what is diverted; `own`: for each of `back`, the services it had before.
    """

    kind: str
    ahead: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    service: str = ""
    own: tuple[tuple[str, ...], ...] = ()


def change_of(kind: str, why: str, snapshot: Snapshot) -> FloorChange:
    """What `kind` would act on as the floor stands. `why` is the reason told with it: it tells ours from others'."""
    picture = snapshot.picture
    known = [tile for tile in picture.tiles if tile.known]
    ours = [tile for tile in known if tile.reason == why]
    if kind == "pause_calling":
        ahead = [tile.id for tile in known if tile.activity in ("idle", "called", "serving") and tile not in ours]
        return FloorChange(kind, tuple(ahead), tuple(tile.id for tile in ours if tile.activity != "closed"))
    if kind == "close_counters":
        ahead = [tile.id for tile in known if tile.activity in ("idle", "paused")]
        return FloorChange(kind, tuple(ahead), tuple(tile.id for tile in ours if tile.activity == "closed"))
    if kind == "stop_numbers":
        ahead = [row.id for row in picture.rows if not row.closed]
        return FloorChange(kind, tuple(ahead), tuple(row.id for row in picture.rows if row.closed_why == why))
    if kind == "divert_service":
        return _diversion(kind, snapshot)
    if kind == "paper_numbers":
        return FloorChange(kind, tuple(service.id for service in snapshot.branch.services))
    return FloorChange(kind)


def _diversion(kind: str, snapshot: Snapshot) -> FloorChange:
    """The line in need, to every open counter whose clerk may take it. A line that no open counter takes needs it most.

    Customers keep their ticket, their place and the time they have waited: the calling rule then does the rest.
    """
    branch, picture = snapshot.branch, snapshot.picture
    open_now = [tile for tile in picture.tiles if tile.known and tile.activity != "closed"]
    ours = {tile.id: own for tile in open_now if (own := _own_services(branch, picture.counters[tile.id]))}
    lines = [row for row in picture.rows if row.blocks and branch.service(row.id) is not None]
    if not lines:
        return FloorChange(kind, (), tuple(ours), own=tuple(ours.values()))
    row = max(lines, key=lambda row: (not row.counters_open, len(row.blocks), row.longest_s or 0.0))
    ahead = [
        tile.id
        for tile in open_now
        if row.id not in tile.service_ids and tile.id not in ours and _may_take(picture.counters[tile.id], row.id)
    ]
    return FloorChange(kind, tuple(ahead), tuple(ours), row.id, tuple(ours.values()))


def _may_take(counter: Counter, service: str) -> bool:
    return not counter.skills or service in counter.skills


def _own_services(branch: Branch, counter: Counter) -> tuple[str, ...]:
    """What a counter took before a line was diverted to it; () when none was: its last service is its own."""
    usual = _usual(branch, counter.id)
    return counter.services[:-1] if usual and counter.services and counter.services[-1] not in usual else ()


def _usual(branch: Branch, counter: str) -> tuple[str, ...]:
    place = branch.counter(counter)
    return place.services if place is not None else ()


def act(desk: Desk, change: FloorChange, why: str, snapshot: Snapshot, by: str = "") -> Message:
    """Do it; gives the sentence for the timeline. Raises Refused when nothing could be done. On a worker."""
    done: list[str] = []
    refused: Refused | None = None
    for name in change.ahead:
        try:
            done.append(_one(desk, change, name, why, snapshot, by))
        except Refused as error:  # somebody was quicker at this counter; the others must not wait for it
            refused = error
    if not done:
        raise refused or Refused(Message(QT_TRANSLATE_NOOP("Messages", "There is nothing to change on the floor.")))
    values = {"what": ", ".join(done)}
    if change.service:
        service = snapshot.branch.service(change.service)
        values["service"] = service.numbers.prefix if service is not None else change.service
    return Message(_DONE[change.kind], values)


def take_back(desk: Desk, change: FloorChange, by: str = "") -> Message:
    """The way back. Raises Refused when nothing could be done. On a worker."""
    done: list[str] = []
    refused: Refused | None = None
    for name in change.back:
        try:
            if change.kind == "pause_calling":
                desk.resume_counter(name, by=by).result(ANSWER_S)
            elif change.kind == "close_counters":
                desk.open_counter(name, by=by).result(ANSWER_S)
            elif change.kind == "divert_service":
                desk.set_services(name, change.own[change.back.index(name)], by=by).result(ANSWER_S)
            else:
                desk.open_queue(name, by=by).result(ANSWER_S)
            done.append(name)
        except Refused as error:
            refused = error
    if not done:
        raise refused or Refused(Message(QT_TRANSLATE_NOOP("Messages", "There is nothing to change on the floor.")))
    return Message(_BACK[change.kind], {"what": ", ".join(done)})


_DONE = {
    "pause_calling": QT_TRANSLATE_NOOP("Messages", "Calling paused at counters {what}."),
    "close_counters": QT_TRANSLATE_NOOP("Messages", "Counters closed: {what}."),
    "stop_numbers": QT_TRANSLATE_NOOP("Messages", "No more numbers for {what}."),
    "divert_service": QT_TRANSLATE_NOOP("Messages", "Counters {what} take {service} too."),
    "paper_numbers": QT_TRANSLATE_NOOP("Messages", "Set aside for paper: {what}."),
}
_BACK = {
    "pause_calling": QT_TRANSLATE_NOOP("Messages", "Calling goes on at counters {what}."),
    "close_counters": QT_TRANSLATE_NOOP("Messages", "Counters open again: {what}."),
    "stop_numbers": QT_TRANSLATE_NOOP("Messages", "Numbers are given again for {what}."),
    "divert_service": QT_TRANSLATE_NOOP("Messages", "Counters {what} take only their own services again."),
}


def _one(desk: Desk, change: FloorChange, name: str, why: str, snapshot: Snapshot, by: str) -> str:
    kind = change.kind
    if kind == "pause_calling":
        desk.pause_counter(name, why, by=by).result(ANSWER_S)
        return name
    if kind == "close_counters":
        desk.close_counter(name, why, by=by).result(ANSWER_S)
        return name
    if kind == "divert_service":
        taken = snapshot.picture.counters[name].services or _usual(snapshot.branch, name)
        desk.set_services(name, (*taken, change.service), by=by).result(ANSWER_S)
        return name
    service = snapshot.branch.service(name)
    assert service is not None
    if kind == "stop_numbers":
        desk.close_queue(name, why, by=by).result(ANSWER_S)
        return service.numbers.prefix
    first, last = paper_range(snapshot, name)
    desk.reserve_numbers(name, first, last, "paper", by=by).result(ANSWER_S)
    return f"{service.numbers.show(first)}–{service.numbers.show(last)}"


def paper_range(snapshot: Snapshot, name: str) -> tuple[int, int]:
    """The numbers after the last one given today: paper goes on where the machine stopped. Raises Refused."""
    service = snapshot.branch.service(name)
    assert service is not None
    rule = service.numbers
    given = _given([ticket.number for ticket in snapshot.picture.tickets.values()], rule.prefix)
    latest = max((number for number in given if rule.first <= number <= rule.last), default=rule.first - 1)
    first, last = latest + 1, min(latest + PAPER_NUMBERS, rule.last)
    if first > last:
        text = QT_TRANSLATE_NOOP("Messages", "All numbers of {service} are in use; widen its range in the settings.")
        raise Refused(Message(text, {"service": rule.prefix}))
    return first, last


def _given(numbers: Sequence[str], prefix: str) -> list[int]:
    rest = [shown.removeprefix(prefix) for shown in numbers if shown.startswith(prefix)]
    return [int(digits) for digits in rest if digits.isdecimal()]
