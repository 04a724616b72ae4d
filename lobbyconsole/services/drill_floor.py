"""The floor of the hall's own worst day, for a drill: found in the journal, shown again minute by minute.

Only read: nothing of that day, and nothing of the present one, is changed by it. Slow; not for the GUI thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.picture import Picture
from lobbyconsole.services.day_film import DayFilm
from lobbyconsole.services.history import History
from lobbyconsole.store.hall import Store
from lobbyconsole.store.hardest import hardest_hour

BACK = timedelta(days=366)  # so far back the worst day is looked for
STEP = timedelta(minutes=5)
WITHIN = timedelta(hours=2)  # who comes in an hour may still wait in the one after it


@dataclass(frozen=True, slots=True)
class WorstDay:
    """The hour whose customers waited longest, and the instant near it at which most waiting was in the hall."""

    day: date
    hour: int
    customers: int
    mean_s: float
    at: datetime
    waiting: int
    longest_s: float


class DrillFloor:
    """Floors of past days, by the time that has passed in a drill."""

    def __init__(self, store: Store, branch: Callable[[], Branch]) -> None:
        self._store = store
        self._branch = branch
        self._history = History(store, branch)
        self._lock = threading.Lock()
        self._film: DayFilm | None = None

    def worst(self, today: date) -> WorstDay | None:
        """The worst day before `today`; None where no day has enough customers."""
        with self._store.reader() as db:
            found = hardest_hour(db, today - BACK, today - timedelta(days=1))
        if found is None:
            return None
        branch = self._branch()
        film = self.film(found.day)
        begin = datetime(found.day.year, found.day.month, found.day.day, found.hour, tzinfo=branch.tz)
        pictures = [film.picture(begin + STEP * step) for step in range(int(WITHIN / STEP) + 1)]
        hardest = max(pictures, key=lambda picture: (_waited(picture), -picture.at.timestamp()))
        longest = max((block.waited_s for row in hardest.rows for block in row.blocks), default=0.0)
        return WorstDay(
            found.day, found.hour, found.customers, found.mean_s, hardest.at, hardest.figures.waiting, longest
        )

    def picture(self, floor_at: datetime, passed: timedelta) -> Picture:
        """That floor, so long after the instant a drill begins at."""
        return self.film(self._branch().day_of(floor_at)).picture(floor_at + passed)

    def film(self, day: date) -> DayFilm:
        """A day ready to be looked at; the last one is kept."""
        with self._lock:
            film, branch = self._film, self._branch()
            if film is None or (film.day, film.branch) != (day, branch):
                _, end = branch.day_span(day)
                film = self._film = DayFilm(branch, day, self._history.facts_of_day(day), end)
            return film


def _waited(picture: Picture) -> float:
    return sum(block.waited_s for row in picture.rows for block in row.blocks)
