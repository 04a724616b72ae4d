"""Tickets of a range of days as plain rows, for CSV and for whoever analyses them elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from lobbyconsole.store.hall import Store

_COLUMNS = (
    "business_day", "ticket", "leg", "visit", "number", "service", "priority", "channel", "source", "state",
    "issued_at", "joined_at", "called_at", "last_called_at", "calls", "counter", "staff", "started_at", "ended_at",
    "outcome", "requeues", "marks", "rating", "flags", "wait_ms", "handling_ms",
)  # fmt: skip
_TIMES = frozenset(name for name in _COLUMNS if name.endswith("_at"))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def legs_between(store: Store, first: date, last: date) -> Iterator[dict[str, object]]:
    """One row per leg of tickets of these business days, a day at a time; times in ISO format, UTC."""
    day = first
    while day <= last:
        with store.reader() as db:
            rows = db.execute(
                f"SELECT {', '.join(_COLUMNS)} FROM leg WHERE business_day = ? ORDER BY cohort_at, ticket, leg",
                (day.isoformat(),),
            ).fetchall()
        for row in rows:
            leg = dict(zip(_COLUMNS, row, strict=True))
            for name in _TIMES:
                if leg[name] is not None:
                    leg[name] = (_EPOCH + timedelta(microseconds=leg[name])).isoformat(timespec="milliseconds")
            yield leg
        day += timedelta(days=1)
