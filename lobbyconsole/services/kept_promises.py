"""The kept-promise meter: how often the wait told with a number came true, by week and service."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from lobbyconsole.domain.branch import Branch
from lobbyconsole.store.hall import Store
from lobbyconsole.store.instants import to_us
from lobbyconsole.store.past_tickets import Promise, promised_between

WEEKS = 4


class Kept(msgspec.Struct, frozen=True):
    """One week (its Monday) of one service. Of `judged` promises so many waits were `inside` the 10-90 % range,
    `sooner` or `later`; `kept` are those inside the whole minutes that the slip said, which is a little wider."""

    week: date
    service: str
    judged: int
    inside: int
    sooner: int
    later: int
    kept: int

    def to_json(self) -> dict[str, Any]:
        """For `status --json`; shares from 0 to 1."""
        return {
            "week": self.week.isoformat(),
            "service": self.service,
            "judged": self.judged,
            "inside": round(self.inside / self.judged, 4),
            "sooner": round(self.sooner / self.judged, 4),
            "later": round(self.later / self.judged, 4),
            "kept_as_printed": round(self.kept / self.judged, 4),
        }


def kept_promises(store: Store, branch: Branch, at: datetime, weeks: int = WEEKS) -> list[Kept]:
    """The week of `at` and those before it, as they were known then; the newest first. Off the main thread.

    Whoever was not called counts once the range has passed, and not before: leaving early breaks no promise.
    """
    today = branch.day_of(at)
    first = today - timedelta(days=today.weekday() + 7 * (weeks - 1))
    with store.reader() as db:
        promises = list(promised_between(db, branch.day_span(first)[0], at))
    count: dict[tuple[date, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for promise in promises:
        found = _judged(promise, to_us(at))
        if found is not None:
            day = date.fromisoformat(promise.business_day)
            row = count[day - timedelta(days=day.weekday()), promise.service]
            row[found[0]] += 1
            row[3] += found[1]
    rows = sorted(count.items(), key=lambda item: (-item[0][0].toordinal(), item[0][1]))
    return [
        Kept(week, service, inside + sooner + later, inside, sooner, later, kept)
        for (week, service), (inside, sooner, later, kept) in rows
    ]


def _judged(promise: Promise, at_us: int) -> tuple[int, bool] | None:
    """(0 inside, 1 sooner, 2 later; whether inside what was printed); None while nobody can tell."""
    low, _, high = promise.told_s
    called = promise.called_at is not None and promise.called_at <= at_us
    until = promise.called_at if called else min(at_us, promise.ended_at or at_us)
    assert until is not None
    waited = (until - promise.joined_at) / 1e6
    printed_low, printed_high = 60 * (low // 60), max(60, -(-high // 60) * 60)
    if not called:
        return (2, False) if waited > printed_high else None
    return (1 if waited < low else 2 if waited > high else 0), printed_low <= waited <= printed_high
