"""What the hall has learned about itself, kept with it, and the waits that follow. Loads numpy: not for the start."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

import msgspec

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.entities import ENDED, Counter, Ticket
from lobbyconsole.domain.foresight.expect import REPLICATIONS, Track, Wait, expect
from lobbyconsole.domain.foresight.learn import Day, Memory, day_of, model_of
from lobbyconsole.domain.foresight.model import HallModel
from lobbyconsole.domain.foresight.scene import scene_of
from lobbyconsole.domain.lobby import fold
from lobbyconsole.domain.waits import Estimate, Spread, Told, estimate
from lobbyconsole.store.hall import Store
from lobbyconsole.store.past_tickets import ended_between

log = logging.getLogger(__name__)

META = "foresight"  # what the days told
META_TRACK = "foresight_track"  # how far the simulated ranges are moved; small, because it is kept more often
MOST_DAYS = 60
CLI_DAYS = 28

__all__ = [
    "keep",
    "keep_track",
    "learned",
    "made_up",
    "model_of",
    "present_day",
    "recalled",
    "to_learn",
    "to_make_up",
    "told_at",
    "told_of",
]


def recalled(store: Store, today: date) -> Memory:
    """What is kept of the days before `today`; nothing of it when it cannot be read: it is then learned anew."""
    text = store.meta(META)
    if text is None:
        return Memory()
    try:
        memory = Memory.from_json(text.encode())
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        log.info("what the hall had learned cannot be read; it is learned anew")
        return Memory()
    # A clock that was ahead for a while left days that have not been yet; they would push out the real ones.
    return Memory(tuple(day for day in memory.days if day.day < today and today - day.day <= timedelta(MOST_DAYS)))


def recalled_track(store: Store) -> Track:
    """How the ranges are moved; not at all when nothing readable is kept."""
    text = store.meta(META_TRACK)
    try:
        return Track() if text is None else msgspec.json.decode(text, type=Track)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return Track()


def keep(store: Store, memory: Memory) -> None:
    """Keep it with the hall. Raises StorageError."""
    store.set_meta(META, memory.to_json().decode())


def keep_track(store: Store, track: Track) -> None:
    """Keep it with the hall. Raises StorageError."""
    store.set_meta(META_TRACK, msgspec.json.encode(track).decode())


def to_learn(store: Store, memory: Memory, today: date, back: int = MOST_DAYS, anew: int = 1) -> list[date]:
    """Days with customers before `today` that are not known yet, the newest first; and the last `anew` in any case,
    since of them late facts may have come."""
    known = {day.day for day in memory.days}
    days = [day for day in store.days() if timedelta(0) < today - day <= timedelta(back)]
    return [day for day in reversed(days) if day not in known or today - day <= timedelta(anew)]


def learned(store: Store, branch: Branch, day: date) -> Day:
    """What the tickets tell that ended on that business day. Reads a day of the tables: off the main thread."""
    start, end = branch.day_span(day)
    with store.reader() as db:
        tickets = ended_between(db, start, end)
    return day_of(day, tickets)


def to_make_up(branch: Branch, memory: Memory, today: date, days: int = 8) -> list[date]:
    """The last days on which a sample hall would have been open."""
    known = {day.day for day in memory.days}
    back = (today - timedelta(days) for days in range(1, 2 * days))
    return [day for day in back if branch.hours.week[day.weekday()] is not None and day not in known][:days]


def made_up(branch: Branch, day: date) -> Day:
    """A day of a sample hall, played quickly."""
    from lobbyconsole.domain.sample import simulate_day

    _, end = branch.day_span(day)
    tickets = fold(simulate_day(branch, day, day.toordinal())).tickets
    return present_day(branch, tickets.values(), end - timedelta(seconds=1))


def present_day(branch: Branch, tickets: Iterable[Ticket], at: datetime) -> Day:
    """What today's tickets tell that ended until `at`."""
    day = branch.day_of(at)
    start, _ = branch.day_span(day)
    ended = (ticket for ticket in tickets if ticket.state in ENDED and ticket.leg.ended_at is not None)
    return day_of(day, [ticket for ticket in ended if start <= (ticket.leg.ended_at or start) <= at])


def told_of(
    branch: Branch,
    model: HallModel,
    tickets: Iterable[Ticket],
    counters: Mapping[str, Counter],
    at: datetime,
    *,
    track: Track | None = None,
    spread: Spread | None = None,
    rows: int = REPLICATIONS,
) -> Told:
    """Play the hall on from `at`. `spread` makes the rough range that a young hall must do with."""
    targets = {service.id: float(service.target_s) for service in branch.services}
    scene = scene_of(branch, tickets, counters, at)
    found = expect(scene, model, targets_s=targets, recovery_s=branch.recovery_s, track=track, rows=rows)
    rough = spread or Spread()
    return Told(
        at,
        {key: _estimate(wait, rough) for key, wait in found.tickets.items()},
        {service: _estimate(wait, rough) for service, wait in found.newcomers.items()},
        found.learning,
    )


def _estimate(wait: Wait, rough: Spread) -> Estimate:
    if wait.p10_s is None or wait.p90_s is None:
        return estimate(wait.p50_s, Spread(rough.low, rough.high))
    return Estimate(wait.p10_s, wait.p50_s, wait.p90_s, True)


def told_at(
    store: Store, branch: Branch, tickets: Sequence[Ticket], counters: Mapping[str, Counter], at: datetime
) -> Told:
    """The waits as they would have been told at a past instant: nothing that ended later is known to the model.

    `tickets` and `counters` as they stood then. What is kept with the hall spares reading those days again.
    """
    today = branch.day_of(at)
    memory = recalled(store, today)
    for day in to_learn(store, memory, today, CLI_DAYS, anew=0):
        memory = memory.with_day(learned(store, branch, day))
    model = model_of(branch, memory, present_day(branch, tickets, at))
    return told_of(branch, model, tickets, counters, at)
