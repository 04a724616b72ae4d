"""What sources that are looked at again and again share: patience with a late one, doubt about a frozen one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.feeds.door import FeedTrouble
from lobbyconsole.feeds.profile import Profile
from lobbyconsole.feeds.telling import State, day_of

MISSED = 3  # looks in a row that may fail ...
LATE_S = 15.0  # ... and for so long at least, before a source is lost


class Patience:
    """Late is not down: a web queue system stalls for seconds while somebody opens a page in it."""

    def __init__(self, lost_after_s: float, clock: Callable[[], float]) -> None:
        self._lost_after_s = max(LATE_S, lost_after_s)
        self._clock = clock
        self._missed = 0
        self._good: float | None = None

    def answered(self) -> None:
        """It is there."""
        self._missed, self._good = 0, self._clock()

    def missed(self) -> bool:
        """One look failed. True when that is enough: three in a row and the time is over, or it never answered."""
        self._missed += 1
        if self._good is None:
            return True
        return self._missed >= MISSED and self._clock() - self._good >= self._lost_after_s


def stands_still(
    state: State, rows: Iterable[object], now: datetime, *, profile: Profile, source: str
) -> FeedTrouble | None:
    """A source that answers and never changes while people wait is not up: it may be a frozen copy.

    What was seen last, and since when, is noted in `state`, so that neither a new connection nor a new start of the
    console begins to count anew; another business day does.
    """
    digest = hashlib.blake2b(digest_size=8)
    for row in sorted(repr(row) for row in rows):
        digest.update(row.encode(errors="replace"))
    picture = digest.hexdigest()
    since = state.moved
    if picture != state.picture or since is None or since > now or day_of(since, profile) != day_of(now, profile):
        state.picture, state.moved = picture, now
        return None
    still = (now - since).total_seconds()
    if not profile.stale_after_s or not state.waiting or still < profile.stale_after_s:
        return None
    text = QT_TRANSLATE_NOOP(
        "Messages", "{name} answers, but nothing has moved for {minutes} minutes while {count} wait"
    )
    return FeedTrouble(Message(text, {"name": source, "minutes": int(still // 60), "count": state.waiting}))
