"""When customers of this hall waited longest. Takes a read connection and gives plain values."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from lobbyconsole.store.connection import Connection

FEWEST = 5  # with fewer in an hour one forgotten ticket would make the worst day


class HardHour(NamedTuple):
    """An hour of a day by the clock of the hall: how many of its comers were called, and their mean wait in seconds."""

    day: date
    hour: int
    customers: int
    mean_s: float


def hardest_hour(db: Connection, first: date, last: date) -> HardHour | None:
    """The hour of these business days whose customers waited longest on average; None: no hour has enough of them."""
    row = db.execute(
        "SELECT business_day, hour, sum(wait_n), CAST(sum(wait_ms) AS REAL) / sum(wait_n) AS mean FROM rollup_hour "
        "WHERE business_day BETWEEN ? AND ? GROUP BY business_day, hour HAVING sum(wait_n) >= ? "
        "ORDER BY mean DESC, business_day, hour LIMIT 1",
        (first.isoformat(), last.isoformat(), FEWEST),
    ).fetchone()
    return None if row is None else HardHour(date.fromisoformat(row[0]), row[1], row[2], row[3] / 1000)
