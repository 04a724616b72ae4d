"""Time that counts for a deadline: all of it, or only while the hall is open. Spans are aware UTC instants."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

# The open stretches that begin on a local day, in order and not overlapping; empty on a closed day.
OpenSpans = Callable[[date], list[tuple[datetime, datetime]]]
FARTHEST = timedelta(days=400)  # a deadline is looked for no farther than this


def _spans(start: datetime, open_spans: OpenSpans) -> Iterator[tuple[datetime, datetime]]:
    day = start.date() - timedelta(days=1)  # the local day may be another one than the UTC day
    while day <= (start + FARTHEST).date():
        for begin, end in open_spans(day):
            if end > start:
                yield max(begin, start), end
        day += timedelta(days=1)


def worked_s(start: datetime, end: datetime, open_spans: OpenSpans | None = None) -> float:
    """Seconds of working time from start to end; without `open_spans` every second counts. Never negative."""
    if end <= start:
        return 0.0
    if open_spans is None:
        return (end - start).total_seconds()
    total = 0.0
    for begin, until in _spans(start, open_spans):
        if begin >= end:
            break
        total += (min(until, end) - begin).total_seconds()
    return total


def after_worked(start: datetime, seconds: float, open_spans: OpenSpans | None = None) -> datetime | None:
    """The instant at which so many seconds of working time have passed; None in a hall that hardly ever opens."""
    if open_spans is None:
        return start + timedelta(seconds=seconds)
    left = seconds
    for begin, until in _spans(start, open_spans):
        length = (until - begin).total_seconds()
        if left <= length:
            return begin + timedelta(seconds=left)
        left -= length
    return None
