"""What one counter's call pad shows, out of the floor's snapshot: plain data with instants instead of running times.

Instants are milliseconds since 1970 of the hall's clock; the page lets the seconds run by itself, so that nothing is
sent while nothing happens.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.lobby import COUNTER_PAUSED, HELD, WAITING, Counter, Ticket
from lobbyconsole.domain.picture import Block, Picture, ServiceRow, Tile

View = dict[str, Any]


def millis(at: datetime | None) -> int | None:
    """An instant for the page."""
    return None if at is None else round(at.timestamp() * 1000)


def tile_of(picture: Picture, counter: str) -> Tile | None:
    """The counter's tile; None when the branch has no such counter any more."""
    return next((tile for tile in picture.tiles if tile.id == counter), None)


def may_fetch(ticket: Ticket, tile: Tile) -> bool:
    """Whether this counter may fetch the ticket back from hold: its own, or nobody's of a service it takes."""
    if ticket.state != HELD:
        return False
    return ticket.leg.counter == tile.id or (not ticket.leg.counter and ticket.service in tile.service_ids)


def held_for(picture: Picture, tile: Tile) -> list[Ticket]:
    """Tickets on hold that this counter may fetch back, its own first."""
    held = (picture.tickets.get(block.key) for row in picture.rows for block in row.blocks if block.held)
    found = [ticket for ticket in held if ticket is not None and may_fetch(ticket, tile)]
    return sorted(found, key=lambda ticket: (ticket.leg.counter != tile.id, ticket.state_since or picture.at))


def view(picture: Picture, branch: Branch, counter: str) -> View | None:
    """Everything the page shows for this counter; None when there is no such counter."""
    tile = tile_of(picture, counter)
    if tile is None or not tile.known:
        return None
    place = picture.counters.get(counter) or Counter(id=counter)
    rows = [row for row in picture.rows if row.id in tile.service_ids]
    rows.sort(key=lambda row: tile.service_ids.index(row.id))
    return {
        "branch": {"zh": branch.name("zh"), "en": branch.name("en"), "sector": branch.sector},
        "zone_s": int(picture.at.astimezone(branch.tz).utcoffset().total_seconds()),  # type: ignore[union-attr]
        "counter": counter,
        "activity": tile.activity,
        "paused": place.state == COUNTER_PAUSED,  # also while the last customer is still there
        "level": tile.level,
        "since": _since(picture, tile, place),
        "staff": tile.staff,
        "reason": place.reason,
        "returns": millis(place.returns_at),
        "asked": millis(place.asked_at),
        "ticket": _present(picture, branch, tile),
        "rows": [_row(row, picture) for row in rows],
        "addressed": _addressed(picture, counter),
        "held": [_held(ticket, tile) for ticket in held_for(picture, tile)],
        "services": [
            {"id": service.id, "prefix": service.numbers.prefix, "zh": service.title("zh"), "en": service.title("en")}
            for service in branch.services
        ],
        "counters": [
            {"id": other.id, "activity": other.activity, "staff": other.staff}
            for other in picture.tiles
            if other.known and other.id != counter
        ],
    }


def _since(picture: Picture, tile: Tile, place: Counter) -> int | None:
    ticket = picture.tickets.get(tile.ticket)
    if ticket is not None:
        leg = ticket.leg
        return millis(leg.started_at if tile.activity == "serving" else leg.called_at)
    if tile.activity == "idle" and tile.since_s is not None:
        # Rounded, since the tile counts from the last customer's end in seconds before the picture.
        return round((picture.at.timestamp() - tile.since_s) * 10) * 100
    return millis(place.since)


def _present(picture: Picture, branch: Branch, tile: Tile) -> View | None:
    ticket = picture.tickets.get(tile.ticket)
    if ticket is None:
        return None
    service = branch.service(ticket.service)
    leg = ticket.leg
    waited = leg.wait_s
    return {
        "key": ticket.key,
        "number": tile.number,
        "service_id": ticket.service,
        "service": {"zh": service.title("zh"), "en": service.title("en")} if service else None,
        "calls": leg.calls,
        "priority": ticket.priority,
        "waited_s": None if waited is None else round(waited),
        "then": len(ticket.then),
    }


def _row(row: ServiceRow, picture: Picture) -> View:
    line = [block for block in row.blocks if not block.held]
    longest = max(line, key=lambda block: block.waited_s, default=None)
    return {
        "id": row.id,
        "prefix": row.prefix,
        "zh": row.title_zh or row.title_en,
        "en": row.title_en or row.title_zh,
        "count": len(line),
        "held": row.held,
        "level": row.level,
        "longest": _joined(longest, picture),
        "number": longest.number if longest else "",
        "target_s": row.target_s,
        "closed": row.closed,
    }


def _joined(block: Block | None, picture: Picture) -> int | None:
    ticket = picture.tickets.get(block.key) if block else None
    return millis(ticket.leg.joined_at) if ticket is not None else None


def _addressed(picture: Picture, counter: str) -> View:
    """Who waits for this very counter after a transfer, and since when."""
    found = [
        ticket
        for row in picture.rows
        for block in row.blocks
        if (ticket := picture.tickets.get(block.key)) is not None
        and ticket.state == WAITING
        and ticket.leg.to_counter == counter
    ]
    joined = [ticket.leg.joined_at for ticket in found if ticket.leg.joined_at is not None]
    return {"count": len(found), "longest": millis(min(joined, default=None))}


def _held(ticket: Ticket, tile: Tile) -> View:
    return {
        "key": ticket.key,
        "number": ticket.number or ticket.key,
        "since": millis(ticket.state_since),
        "reason": ticket.held_reason,
        "own": ticket.leg.counter == tile.id,
    }
