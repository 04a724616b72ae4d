"""What a step of an emergency plan may do on the floor, by the desk's own verbs, and its way back.

Nothing here is done by itself: a person presses. Each verb is a fact of its own, so that half of it is no harm.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused

if TYPE_CHECKING:
    from lobbyconsole.services.desk import Desk
    from lobbyconsole.services.snapshot import Snapshot

PAPER_NUMBERS = 50  # set aside for each service at a time
ANSWER_S = 10.0


class FloorChange(msgspec.Struct, frozen=True):
    """What one press would change now: counters or prefixes, and those it can give back."""

    kind: str
    ahead: tuple[str, ...] = ()
    back: tuple[str, ...] = ()


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
        return FloorChange(kind, tuple(ahead), tuple(row.id for row in picture.rows if row.closed))
    if kind == "paper_numbers":
        return FloorChange(kind, tuple(service.id for service in snapshot.branch.services))
    return FloorChange(kind)


def act(desk: Desk, change: FloorChange, why: str, snapshot: Snapshot, by: str = "") -> Message:
    """Do it; gives the sentence for the timeline. Raises Refused when nothing could be done. On a worker."""
    done: list[str] = []
    refused: Refused | None = None
    for name in change.ahead:
        try:
            done.append(_one(desk, change.kind, name, why, snapshot, by))
        except Refused as error:  # somebody was quicker at this counter; the others must not wait for it
            refused = error
    if not done:
        raise refused or Refused(Message(QT_TRANSLATE_NOOP("Messages", "There is nothing to change on the floor.")))
    return Message(_DONE[change.kind], {"what": ", ".join(done)})


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
    "paper_numbers": QT_TRANSLATE_NOOP("Messages", "Set aside for paper: {what}."),
}
_BACK = {
    "pause_calling": QT_TRANSLATE_NOOP("Messages", "Calling goes on at counters {what}."),
    "close_counters": QT_TRANSLATE_NOOP("Messages", "Counters open again: {what}."),
    "stop_numbers": QT_TRANSLATE_NOOP("Messages", "Numbers are given again for {what}."),
}


def _one(desk: Desk, kind: str, name: str, why: str, snapshot: Snapshot, by: str) -> str:
    if kind == "pause_calling":
        desk.pause_counter(name, why, by=by).result(ANSWER_S)
        return name
    if kind == "close_counters":
        desk.close_counter(name, why, by=by).result(ANSWER_S)
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
