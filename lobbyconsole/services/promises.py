"""How expected waits come out: remembered when told, compared when called, so that the range stays honest."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

from lobbyconsole.domain.lobby import OPEN_STATES, Change, Ticket
from lobbyconsole.domain.waits import Spread, spread_of

LATE = timedelta(hours=1)  # behind the newest issue: told afterwards, e.g. a past day's export, when nobody promised


class Promises:
    """Remembers what a newcomer was told (or would have been) and how it came out, to keep the range honest."""

    def __init__(self) -> None:
        self._told: dict[str, float] = {}
        self._outcomes: deque[tuple[float, float]] = deque(maxlen=2_000)
        self._resolved = 0
        self._newest: datetime | None = None
        self.spread = Spread()

    def saw(self, change: Change, newcomers: dict[str, float]) -> None:
        after = change.after
        if not isinstance(after, Ticket) or len(after.legs) != 1:
            return
        if change.before is None:
            if self._is_late(after):
                return
            told = after.promise_s[1] if len(after.promise_s) == 3 else newcomers.get(after.service)
            if told is not None:
                self._told[after.key] = float(told)
        elif after.leg.wait_s is not None and after.key in self._told:
            self._outcomes.append((self._told.pop(after.key), after.leg.wait_s))
            self._resolved += 1
            if self._resolved % (20 if self._resolved < 400 else 200) == 0:
                self.spread = spread_of(tuple(self._outcomes))
        elif after.state not in OPEN_STATES:
            self._told.pop(after.key, None)

    def _is_late(self, ticket: Ticket) -> bool:
        """Whether it was issued long before the newest one: today's expected wait was never told for it."""
        if ticket.issued_at is None:
            return False
        if self._newest is None or ticket.issued_at > self._newest:
            self._newest = ticket.issued_at
        return self._newest - ticket.issued_at > LATE
