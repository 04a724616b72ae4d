"""The staff list of the sample hall: staff numbers with roles, nobody real, nobody with a PIN that nobody knows."""

from __future__ import annotations

from datetime import datetime, timedelta

from lobbyconsole.domain.facts import Fact, natural_id
from lobbyconsole.domain.staff_facts import StaffAdded, StaffAway, StaffLeft

_ROLES = {
    "8001": ("lobby_manager",),
    "8002": ("lobby_assistant",),
    "8005": ("shift_leader", "trainer"),
    "8003": ("ops_supervisor",),
    "1021": ("teller",),
    "1034": ("teller",),
    "1040": ("teller", "kb_keeper"),
    "1052": ("teller",),
    "6001": ("security_guard", "safety_officer"),
    "1009": ("teller",),
}
_LEFT = "1009"
_H, _D = timedelta(hours=1), timedelta(days=1)
# Number, why, told, from, until: each counted from now.
_AWAY = (
    ("6001", "sick", -2 * _H, -2 * _H, 30 * _H),
    ("8002", "sick", -16 * _D, -16 * _D, -14 * _D),
    ("1040", "training", -_D, 6 * _D, 7 * _D),
)


def sample_staff(now: datetime) -> list[Fact]:
    """The facts of the list, told some weeks ago."""
    begun = now - timedelta(days=40)
    facts: list[Fact] = [
        StaffAdded(
            id=natural_id("sample staff", number), at=begun + timedelta(minutes=at), source="sample", by="8001",
            staff=number, roles=roles,
        )
        for at, (number, roles) in enumerate(_ROLES.items())
    ]  # fmt: skip
    left = natural_id("sample staff left", _LEFT)
    away = [
        StaffAway(
            id=natural_id(f"sample staff away {reason}", number), at=now + told, source="sample", by="8001",
            staff=number, reason=reason, since=now + since, until=now + until,
        )
        for number, reason, told, since, until in _AWAY
    ]  # fmt: skip
    return [*facts, StaffLeft(id=left, at=now - timedelta(days=9), source="sample", by="8001", staff=_LEFT), *away]
