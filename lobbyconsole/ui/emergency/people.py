"""Who is here, for roles and command: read once with the plans, on a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lobbyconsole.domain.staff import StaffMember
    from lobbyconsole.services.console import Console


class People(NamedTuple):
    """The roster, who sits at a counter now, and who is marked as not here (staff numbers)."""

    roster: tuple[StaffMember, ...] = ()
    seen: tuple[str, ...] = ()
    away: frozenset[str] = frozenset()


def load_people(console: Console) -> People:
    """On a worker. Who is signed on at a counter stands first: they are here for certain."""
    staff = console.work.staff
    here = [tile.staff for tile in console.live.snapshot.picture.tiles if tile.staff and tile.activity != "closed"]
    roster = sorted(staff.roster(), key=lambda member: member.number not in here)
    return People(tuple(roster), tuple(dict.fromkeys([*here, *staff.seen()])), frozenset(staff.away()))
