"""Minutes in which a counter stood idle while another line was long: one sweep over a day's comings and goings."""

from __future__ import annotations

from collections.abc import Iterable

from lobbyconsole.domain.lobby import COUNTER_OPEN
from lobbyconsole.store.desks import Passing
from lobbyconsole.store.rows import SpellRow

OPEN, BUSY, LINE = range(3)  # kinds of change at one instant, in this order
LONG = 5  # kpis: idle_counter: more than so many in a line


def idle_us(legs: Iterable[Passing], spells: Iterable[SpellRow], until: int) -> int | None:
    """Microseconds with at least one open counter serving nobody and a line of more than five. None: no counter ever
    told that it was open.

    Who was called is with that counter until the end of the leg, also while walking there.
    """
    events: list[tuple[int, int, str, int]] = []
    told = False
    for spell in spells:
        if spell.state == COUNTER_OPEN:
            told = True
            events.append((spell.since, OPEN, spell.counter, 1))
            events.append((min(until, spell.until or until), OPEN, spell.counter, -1))
    if not told:
        return None
    for leg in legs:
        if leg.joined_at is not None:
            events.append((leg.joined_at, LINE, leg.service, 1))
            events.append((max(leg.joined_at, leg.called_at or leg.ended_at or until), LINE, leg.service, -1))
        if leg.called_at is not None and leg.counter:
            events.append((leg.called_at, BUSY, leg.counter, 1))
            events.append((max(leg.called_at, leg.ended_at or until), BUSY, leg.counter, -1))
    events.sort()
    opened: dict[str, int] = {}
    busy: dict[str, int] = {}
    lines: dict[str, int] = {}
    total, last, idle, long = 0, 0, 0, 0
    for at, kind, key, change in events:
        if at > until:
            break
        if idle > 0 and long > 0:
            total += at - last
        last = at
        if kind == LINE:
            before = lines.get(key, 0)
            lines[key] = before + change
            long += (before + change > LONG) - (before > LONG)
            continue
        was = opened.get(key, 0) > 0 and busy.get(key, 0) <= 0
        level = opened if kind == OPEN else busy
        level[key] = level.get(key, 0) + change
        idle += (opened.get(key, 0) > 0 and busy.get(key, 0) <= 0) - was
    return total
