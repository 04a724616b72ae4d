"""Figures for dashboards, from the roll-ups: KPIs, quantiles of waiting, heat map, daily series. Durations in seconds.

All functions take a connection of `Store.reader()`, an inclusive range of business days and the services wanted (none
named: all). Every figure belongs to the day and hour its customer joined the line, as queue science defines it;
customers who still wait are counted where `now` is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from lobbyconsole.store.connection import Connection
from lobbyconsole.store.instants import to_us
from lobbyconsole.store.projection import LEG_COLUMNS, load_yardsticks
from lobbyconsole.store.rows import LAST_MINUTE, HourCell, LegRow, wait_cell

FEWEST_CALLS = 20  # with fewer calls a quantile says more than is known
FEWEST_IN_HALF_HOUR = 8
_SUMS = ", ".join(f"sum({name})" for name in HourCell._fields)


@dataclass(frozen=True, slots=True)
class Quantile:
    """The wait that `share` of the customers do not exceed; with `at_least` it is longer, nobody knows how much.

    `seconds` is None when fewer than 20 were called. Interpolated within one-minute buckets.
    """

    share: float
    seconds: float | None
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Kpis:
    """One period's figures; counts as in rows.HourCell. A rate or mean is None when there is nothing to divide by."""

    counts: HourCell
    waiting: int
    waiting_beyond_target: int
    waiting_over_recovery: int
    mean_wait_s: float | None
    mean_handling_s: float | None
    within_target: float | None
    over_recovery: float | None
    no_show_rate: float | None
    cancel_rate: float | None
    left_rate: float | None
    p80: Quantile
    p90: Quantile


@dataclass(frozen=True, slots=True)
class DayFigures:
    """One business day in a series."""

    day: date
    counts: HourCell
    mean_wait_s: float | None
    mean_handling_s: float | None
    p90: Quantile


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One weekday (Monday is 0) and local hour; `days` is how many such weekdays had any customer at all."""

    weekday: int
    hour: int
    days: int
    counts: HourCell
    mean_wait_s: float | None


@dataclass(frozen=True, slots=True)
class HalfHour:
    """A stretch of half hours of one day, merged until at least eight had joined. Minutes after local midnight."""

    begins_min: int
    ends_min: int
    joined: int
    p90: Quantile


@dataclass(frozen=True, slots=True)
class _Open:
    """A leg that is neither called nor over: how long it has waited, and against what."""

    waited_ms: int
    target_ms: int
    recovery_ms: int


def kpis(db: Connection, first: date, last: date, services: Sequence[str] = (), now: datetime | None = None) -> Kpis:
    """The figures of a period. With `now`, those still waiting count as far as they have waited."""
    where, values = _where(first, last, services)
    row = db.execute(f"SELECT {_SUMS} FROM rollup_hour WHERE {where}", values).fetchone()
    counts = _cell(row)
    waiting = _open_legs(db, first, last, services, now)
    late = sum(leg.waited_ms > leg.target_ms for leg in waiting)
    over = sum(leg.waited_ms > leg.recovery_ms for leg in waiting)
    judged = counts.within_target + counts.beyond_target + counts.gone_late + late
    customers = counts.issued - counts.misprints
    buckets = _buckets(db, where, values, waiting)
    return Kpis(
        counts=counts,
        waiting=len(waiting),
        waiting_beyond_target=late,
        waiting_over_recovery=over,
        mean_wait_s=_mean_s(counts.wait_ms, counts.wait_n),
        mean_handling_s=_mean_s(counts.handling_ms, counts.handling_n),
        within_target=_rate(counts.within_target, judged),
        over_recovery=_rate(counts.over_recovery + over, customers),
        no_show_rate=_rate(counts.no_show, counts.called),
        cancel_rate=_rate(counts.cancelled, counts.issued),
        left_rate=_rate(counts.left_unserved, counts.issued),
        p80=quantile(buckets, 0.8),
        p90=quantile(buckets, 0.9),
    )


def wait_quantiles(
    db: Connection,
    first: date,
    last: date,
    services: Sequence[str] = (),
    shares: Sequence[float] = (0.5, 0.8, 0.9),
    now: datetime | None = None,
) -> list[Quantile]:
    """Quantiles of waiting over a period, with those who left or still wait as cut-off observations (Kaplan-Meier)."""
    where, values = _where(first, last, services)
    buckets = _buckets(db, where, values, _open_legs(db, first, last, services, now))
    return [quantile(buckets, share) for share in shares]


def hourly(
    db: Connection, first: date, last: date, services: Sequence[str] = ()
) -> dict[int, tuple[HourCell, Quantile]]:
    """Counts and P90 by local hour. Meant for days to weeks: it reads the fine buckets."""
    where, values = _where(first, last, services)
    cells = {
        row[0]: _cell(row[1:])
        for row in db.execute(
            f"SELECT hour, {_SUMS} FROM rollup_hour WHERE {where} GROUP BY hour ORDER BY hour", values
        )
    }
    buckets: dict[int, dict[int, tuple[int, int]]] = {}
    rows = db.execute(
        f"SELECT hour, minute, sum(called), sum(gone) FROM rollup_wait WHERE {where} GROUP BY hour, minute", values
    )
    for hour, minute, called, gone in rows:
        buckets.setdefault(hour, {})[minute] = (called, gone)
    return {hour: (cell, quantile(buckets.get(hour, {}), 0.9)) for hour, cell in cells.items()}


def daily_series(db: Connection, first: date, last: date, services: Sequence[str] = ()) -> list[DayFigures]:
    """One entry per business day that had customers, oldest first."""
    where, values = _where(first, last, services)
    buckets: dict[str, dict[int, tuple[int, int]]] = {}
    rows = db.execute(
        f"SELECT business_day, minute, sum(called), sum(gone) FROM rollup_wait_day WHERE {where} "
        "GROUP BY business_day, minute",
        values,
    )
    for day, minute, called, gone in rows:
        buckets.setdefault(day, {})[minute] = (called, gone)
    series = []
    for row in db.execute(
        f"SELECT business_day, {_SUMS} FROM rollup_hour WHERE {where} GROUP BY business_day ORDER BY business_day",
        values,
    ):
        counts = _cell(row[1:])
        series.append(
            DayFigures(
                date.fromisoformat(row[0]),
                counts,
                _mean_s(counts.wait_ms, counts.wait_n),
                _mean_s(counts.handling_ms, counts.handling_n),
                quantile(buckets.get(row[0], {}), 0.9),
            )
        )
    return series


def heat_map(db: Connection, first: date, last: date, services: Sequence[str] = ()) -> list[HeatCell]:
    """Sums by weekday and local hour, only where there was anything. Divide by `days` for a usual day."""
    where, values = _where(first, last, services)
    sums: dict[tuple[int, int], list[int]] = {}
    days: dict[int, set[str]] = {}
    weekdays: dict[str, int] = {}
    # Weekdays are told in Python from one row per day and hour; SQLite's strftime costs more than the sums.
    rows = db.execute(
        f"SELECT business_day, hour, {_SUMS} FROM rollup_hour WHERE {where} GROUP BY business_day, hour", values
    )
    for day, hour, *counts in rows:
        weekday = weekdays.get(day)
        if weekday is None:
            weekday = weekdays[day] = date.fromisoformat(day).weekday()
            days.setdefault(weekday, set()).add(day)
        cell = sums.get((weekday, hour))
        sums[weekday, hour] = counts if cell is None else [a + b for a, b in zip(cell, counts, strict=True)]
    cells = []
    for (weekday, hour), total in sorted(sums.items()):
        counts_there = HourCell(*total)
        mean = _mean_s(counts_there.wait_ms, counts_there.wait_n)
        cells.append(HeatCell(weekday, hour, len(days[weekday]), counts_there, mean))
    return cells


def half_hours(db: Connection, day: date, services: Sequence[str] = (), *, last: date | None = None) -> list[HalfHour]:
    """P90 by half hour of one day, from the legs themselves; half hours with under eight are merged with the next.

    The day's peak is the largest; a last stretch that stays under eight joins the one before it. With `last` the same
    half hours of all days up to it are taken together.
    """
    yardsticks = load_yardsticks(db)
    if yardsticks is None:
        return []
    where, values = _where(day, last or day, services)
    slots: dict[int, _Slot] = {}
    minute_of = cache(yardsticks.minute)
    # Nearly all have been called: they are counted where they lie, by the minute they joined and the minutes they
    # waited. The others are read one by one, in the same pass: a day may be wide, and its pages are deciphered anew.
    found = db.execute(
        "SELECT hour, cohort_at / 60000000 * 60000000, min(wait_ms / 60000, ?), count(*), min(rowid) FROM leg "
        f"WHERE {where} GROUP BY 1, 2, 3, CASE WHEN wait_ms IS NULL THEN rowid END",
        [LAST_MINUTE, *values],
    ).fetchall()
    for hour, cohort_at, minute, count, rowid in found:
        slot = slots.setdefault(2 * hour + minute_of(cohort_at) // 30, _Slot())
        if minute is not None:
            slot.add(minute, count, 0)
            continue
        row = LegRow._make(db.execute(f"SELECT {LEG_COLUMNS} FROM leg WHERE rowid = ?", (rowid,)).fetchone())
        wait = wait_cell(row)
        if wait is not None:
            slot.add(*wait)
        elif row.ended_at is None:
            slot.joined += 1  # still waiting, or its joining is unknown
    joined = {number: slot for number, slot in slots.items() if slot.joined}
    return _merged(sorted(joined.items(), key=lambda item: _after_cutover(item[0], yardsticks.newest.cutover.hour)))


def _after_cutover(slot: int, cutover_hour: int) -> int:
    return (slot - 2 * cutover_hour) % 48


class _Slot:
    """How many joined in a half hour, and their waits in buckets of (called, gone) by minute."""

    def __init__(self) -> None:
        self.joined = 0
        self.buckets: dict[int, tuple[int, int]] = {}

    def add(self, minute: int, called: int, gone: int) -> None:
        """So many waits of so many minutes."""
        self.joined += called + gone
        before_called, before_gone = self.buckets.get(minute, (0, 0))
        self.buckets[minute] = (before_called + called, before_gone + gone)

    def take_in(self, other: _Slot) -> None:
        """The stretch grows by another."""
        self.joined += other.joined
        for minute, (called, gone) in other.buckets.items():
            before_called, before_gone = self.buckets.get(minute, (0, 0))
            self.buckets[minute] = (before_called + called, before_gone + gone)


def _merged(slots: Iterable[tuple[int, _Slot]]) -> list[HalfHour]:
    stretches: list[tuple[int, int, _Slot]] = []
    for number, slot in slots:
        if stretches and stretches[-1][2].joined < FEWEST_IN_HALF_HOUR:
            begins, _, before = stretches[-1]
            before.take_in(slot)
            stretches[-1] = (begins, number, before)
        else:
            stretches.append((number, number, slot))
    if len(stretches) > 1 and stretches[-1][2].joined < FEWEST_IN_HALF_HOUR:
        _, end, last = stretches.pop()
        begins, _, before = stretches[-1]
        before.take_in(last)
        stretches[-1] = (begins, end, before)
    return [
        HalfHour(
            30 * begins,
            30 * (end + 1),
            slot.joined,
            quantile(slot.buckets, 0.9, fewest=FEWEST_IN_HALF_HOUR),
        )
        for begins, end, slot in stretches
    ]


# --- arithmetic ------------------------------------------------------------------------------------------------------


def quantile(buckets: dict[int, tuple[int, int]], share: float, *, fewest: int = FEWEST_CALLS) -> Quantile:
    """Kaplan-Meier from one-minute buckets of (called, gone): the smallest wait that `share` do not exceed.

    Those who were gone leave the risk set after the calls of their minute. Between a minute's ends the curve is taken
    as straight. Assumes that leaving does not depend on the wait one would have had.
    """
    calls = sum(called for called, _ in buckets.values())
    if calls < fewest:
        return Quantile(share, None)
    at_risk = calls + sum(gone for _, gone in buckets.values())
    waiting, goal = 1.0, 1.0 - share
    last = 0
    for minute in sorted(buckets):
        called, gone = buckets[minute]
        if called:
            after = waiting * (1 - called / at_risk)
            if after <= goal + 1e-12:
                part = 1.0 if waiting == after else (waiting - goal) / (waiting - after)
                return Quantile(share, 60.0 * (minute + min(1.0, part)))
            waiting = after
        at_risk -= called + gone
        last = minute
    return Quantile(share, 60.0 * (last + 1), at_least=True)


def _buckets(
    db: Connection, where: str, values: Sequence[object], waiting: Iterable[_Open]
) -> dict[int, tuple[int, int]]:
    rows = db.execute(
        f"SELECT minute, sum(called), sum(gone) FROM rollup_wait_day WHERE {where} GROUP BY minute", values
    )
    buckets = {minute: (called, gone) for minute, called, gone in rows}
    for leg in waiting:
        minute = min(leg.waited_ms // 60_000, LAST_MINUTE)
        called, gone = buckets.get(minute, (0, 0))
        buckets[minute] = (called, gone + 1)
    return buckets


def _open_legs(db: Connection, first: date, last: date, services: Sequence[str], now: datetime | None) -> list[_Open]:
    if now is None:
        return []
    yardsticks = load_yardsticks(db)
    if yardsticks is None:
        return []
    where, values = _where(first, last, services)
    now_us = to_us(now)
    rows = db.execute(
        # Few are open, many fall into the days: without the hint SQLite may choose to read the days.
        "SELECT joined_at, cohort_at, service FROM leg INDEXED BY leg_open "
        f"WHERE state IN ('waiting', 'held', 'called', 'serving') AND called_at IS NULL AND {where}",
        values,
    )
    found = []
    for joined_at, cohort_at, service in rows:
        if joined_at is not None:
            target, recovery = yardsticks.limits(cohort_at, service)
            found.append(_Open(max(0, now_us - joined_at) // 1000, target, recovery))
    return found


def _where(first: date, last: date, services: Sequence[str]) -> tuple[str, list[object]]:
    where = "business_day BETWEEN ? AND ?"
    values: list[object] = [first.isoformat(), last.isoformat()]
    if services:
        where += f" AND service IN ({', '.join('?' * len(services))})"
        values += services
    return where, values


def _cell(row: Sequence[int | None]) -> HourCell:
    return HourCell(*(value or 0 for value in row))


def _mean_s(total_ms: int, count: int) -> float | None:
    return total_ms / count / 1000 if count else None


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None
