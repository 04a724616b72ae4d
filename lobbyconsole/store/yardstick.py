"""Which targets, zone and cut-over judge which tickets: a change counts from now on and never rewrites former days.

Roll-ups are kept by taking a row's old contribution away and adding its new one. Both must be measured alike although
somebody may have changed the target in between, and `verify` must arrive at the same figures years later: therefore
every set of figures is kept with the instant it begins at, and a ticket is judged by the set of the time it joined.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from datetime import time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from lobbyconsole.domain.branch import Branch, Service
from lobbyconsole.store.instants import from_us

BEGINNING = -(2**62)  # before every fact
_DEFAULT_TARGET_S = Service(id="-", title_zh="", title_en="").target_s
_ONE_DAY = timedelta(days=1)
_MINUTE_US = 60_000_000
_PLACES = 512


class Yardstick(msgspec.Struct, frozen=True):
    """The branch's figures that decide day, hour and limits. Limits in milliseconds."""

    zone: ZoneInfo
    cutover: time
    recovery_ms: int
    targets_ms: dict[str, int]

    @classmethod
    def of(cls, branch: Branch) -> Yardstick:
        targets = {service.id: service.target_s * 1000 for service in branch.services}
        return cls(branch.tz, branch.cutover, branch.recovery_s * 1000, targets)

    @classmethod
    def from_json(cls, text: str) -> Yardstick:
        kept = json.loads(text)
        return cls(ZoneInfo(kept["zone"]), time.fromisoformat(kept["cutover"]), kept["recovery_ms"], kept["targets_ms"])

    def to_json(self) -> str:
        """The same figures always give the same text."""
        kept = {
            "zone": self.zone.key,
            "cutover": self.cutover.isoformat(),
            "recovery_ms": self.recovery_ms,
            "targets_ms": self.targets_ms,
        }
        return json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class Yardsticks:
    """All figures that ever were in force, oldest first. The first is in force from the beginning of time."""

    def __init__(self, kept: list[tuple[int, Yardstick]]) -> None:
        if not kept:
            raise ValueError("a hall has at least one yardstick")
        self._since = [since for since, _ in kept]
        self._sticks = [stick for _, stick in kept]
        self._places: dict[tuple[int, int], tuple[str, int]] = {}  # by yardstick and minute, the busy ones

    @property
    def newest(self) -> Yardstick:
        return self._sticks[-1]

    def at(self, us: int) -> Yardstick:
        """The figures in force at an instant."""
        if len(self._sticks) == 1:
            return self._sticks[0]
        return self._sticks[max(0, bisect_right(self._since, us) - 1)]

    def place(self, us: int) -> tuple[str, int]:
        """Business day (ISO) and local hour of an instant."""
        stick = self.at(us)
        minute = (id(stick), us // _MINUTE_US)  # the sticks live as long as we do
        place = self._places.get(minute)
        if place is not None:
            return place
        instant = from_us(us)
        try:
            local = instant.astimezone(stick.zone)
            day = local.date() - _ONE_DAY if local.time() < stick.cutover else local.date()
        except OverflowError:  # a clock gone mad, at either end of the calendar: still a fact, still a row
            return instant.date().isoformat(), instant.hour
        place = (day.isoformat(), local.hour)
        # Zones of former centuries were odd seconds from UTC: there a minute here is not one minute there.
        if local.second == instant.second and not stick.cutover.second and not stick.cutover.microsecond:
            if len(self._places) >= _PLACES:
                self._places.clear()
            self._places[minute] = place
        return place

    def minute(self, us: int) -> int:
        """The minute of the local hour of an instant; some zones are not whole hours from UTC."""
        try:
            return from_us(us).astimezone(self.at(us).zone).minute
        except OverflowError:
            return from_us(us).minute

    def limits(self, us: int, service: str) -> tuple[int, int]:
        """Target and recovery limit of somebody who joined this service's line at that instant, in milliseconds."""
        stick = self.at(us)
        return stick.targets_ms.get(service, _DEFAULT_TARGET_S * 1000), stick.recovery_ms
