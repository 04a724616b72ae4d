"""Who takes a role of a plan: whoever has it and is here, else a deputy, and nobody twice while others are free."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Protocol

MOST_DEPUTIES = 6  # deputies of deputies; the content may point in a circle


class Member(Protocol):
    """What is asked of somebody on the roster."""

    @property
    def number(self) -> str: ...
    @property
    def roles(self) -> tuple[str, ...]: ...


class HasDeputy(Protocol):
    """What is asked of a role of the content."""

    @property
    def deputy(self) -> str: ...


def chain(role: str, roles: Mapping[str, HasDeputy]) -> list[str]:
    """A role and those that stand in for it, in order."""
    found: list[str] = []
    while role and role not in found and len(found) < MOST_DEPUTIES:
        found.append(role)
        known = roles.get(role)
        role = known.deputy if known is not None else ""
    return found


def candidates(
    role: str,
    roles: Mapping[str, HasDeputy],
    roster: Iterable[Member],
    busy: Iterable[str] = (),
    away: Container[str] = (),
) -> list[tuple[str, str]]:
    """(staff number, the role they stand on), the best first: the role's own people, then deputies, then the rest.

    Who is `busy` with another role of the plan comes after the others of the same kind; who is `away` is not named.
    "" as the role: not by skill.
    """
    taken = set(busy)
    members = [member for member in roster if member.number not in away]
    found: dict[str, str] = {}
    for name in chain(role, roles):
        mine = [member.number for member in members if name in member.roles]
        for number in sorted(mine, key=lambda number: number in taken):
            found.setdefault(number, name)
    free = [pair for pair in found.items() if pair[0] not in taken]
    rest = [member.number for member in members if member.number not in found]
    others = [(number, "") for number in sorted(rest, key=lambda number: number in taken)]
    return [*free, *(pair for pair in found.items() if pair[0] in taken), *others]


def stands_in(role: str, roles: Mapping[str, HasDeputy], roster: Iterable[Member], away: Container[str]) -> str:
    """The role that answers for this one now: itself, unless all its people are away and those of a deputy are not."""
    members = list(roster)
    for name in chain(role, roles):
        mine = [member.number for member in members if name in member.roles]
        if any(number not in away for number in mine) or (name == role and not mine):
            return name
    return role
