"""Figures that briefings and reports both show, each computed in this one place. Reads only, no SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lobbyconsole.domain.naming import Naming
from lobbyconsole.domain.paper import Moment
from lobbyconsole.domain.register import Reading
from lobbyconsole.domain.workdays import WorkCalendar
from lobbyconsole.domain.working_time import OpenSpans, worked_s
from lobbyconsole.services.records import Records
from lobbyconsole.services.rounds import Rounds
from lobbyconsole.store.connection import Connection
from lobbyconsole.store.dashboards import HalfHour, Kpis, kpis
from lobbyconsole.store.instants import from_us, to_us
from lobbyconsole.store.reads import RecordRow
from lobbyconsole.store.visits import Rated


class Figures(Naming):
    """Mixed into what a paper is made with: the hall, the instant, and figures kept while that paper is made."""

    db: Connection
    calendar: WorkCalendar
    open_spans: OpenSpans
    records: Records
    rounds: Rounds
    now: datetime
    _kpis: dict[tuple[date, date], Kpis]

    def kpis(self, first: date, last: date) -> Kpis:
        """The key figures of these days. Who waits still counts up to now, or up to the end of a past day."""
        if (first, last) not in self._kpis:
            self._kpis[first, last] = kpis(self.db, first, last, now=self.until(last))
        return self._kpis[first, last]

    def until(self, last: date) -> datetime:
        """The instant up to which a waiting that goes on is counted."""
        return min(self.now, self.branch.day_span(last)[1])

    def goes_on(self, day: date) -> bool:
        """Whether the hall has not closed yet on that day."""
        spans = self.open_spans(day)
        return bool(spans) and self.now < spans[-1][1]

    def moment(self, us: int) -> Moment:
        """An instant of the store as a local wall-clock time."""
        return Moment(f"{from_us(us).astimezone(self.branch.tz):%Y-%m-%dT%H:%M}")

    def clock(self, us: int) -> str:
        """The time of day of an instant of the store."""
        return f"{from_us(us).astimezone(self.branch.tz):%H:%M}"


# --- waiting ----------------------------------------------------------------------------------------------------------


def peak_of(stretches: Iterable[HalfHour]) -> HalfHour | None:
    """The half hour in which nine in ten waited longest; None when none had enough customers."""
    known = [stretch for stretch in stretches if stretch.p90.seconds is not None]
    return max(known, key=lambda stretch: stretch.p90.seconds or 0.0, default=None)


def marked_of(rows: Sequence[Rated], *marks: str) -> tuple[int, int, int]:
    """(visits, ratings, sum of the scores) of visits with any of these marks; without marks: of those with none."""
    held = [row for row in rows if (set(row.marks.split(",")) & set(marks) if marks else not row.marks)]
    return sum(row.visits for row in held), sum(row.rated for row in held), sum(row.score for row in held)


# --- registers --------------------------------------------------------------------------------------------------------


def values_of(row: RecordRow) -> dict[str, Any]:
    """The values of a record."""
    found = json.loads(row.body)
    return found if isinstance(found, dict) else {}


def stopped_by(row: RecordRow) -> datetime | None:
    """Since when a fault stopped its machine; None when it did not."""
    values = values_of(row)
    if not values.get("down") or row.opened_at is None or row.state == "mistaken":
        return None
    return _instant(values.get("since")) or from_us(row.opened_at)


@dataclass(frozen=True, slots=True)
class Uptime:
    """Share in percent of the opening hours in which machines were not stopped; `lost_s` by machine, also of those
    that are gone; `own_s`: together, of those that are counted."""

    share: float
    machines: int
    open_s: float
    lost_s: Mapping[str, float]
    own_s: float = 0.0


def uptime(at: Figures, first: date, last: date) -> Uptime | None:
    """Of the registered machines, by the faults reported. None without any machine or any opening hour."""
    machines = [row for row in at.records.rows("equipment") if row.state != "retired"]
    begin, end = at.branch.day_span(first)[0], at.until(last)
    each = worked_s(begin, end, at.open_spans) if begin < end else 0.0
    if not machines or not each:
        return None
    stopped: dict[str, list[tuple[datetime, datetime]]] = {}
    for row in at.records.rows("faults"):
        down_since = stopped_by(row)
        if down_since is None:
            continue
        since, until = max(begin, down_since), min(end, end if row.closed_at is None else from_us(row.closed_at))
        if since < until:
            stopped.setdefault(str(values_of(row).get("equipment", "")), []).append((since, until))
    lost = {
        name: sum(worked_s(a, b, at.open_spans) for a, b in _joined(spans)) for name, spans in sorted(stopped.items())
    }
    # What stopped a machine that is gone, or never was on the list, stopped none of those that are counted.
    listed = {row.record for row in machines}
    own_s = sum(seconds for name, seconds in lost.items() if machine_key(name) in listed)
    return Uptime(100 * max(0.0, 1 - own_s / (each * len(machines))), len(machines), each, lost, own_s)


def machine_key(reference: str) -> str:
    """The key of the machine a fault refers to."""
    return reference.removeprefix("record:").removeprefix("equipment/")


def _instant(text: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo is not None else None


def _joined(spans: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Two faults of one machine at a time stop it once."""
    found: list[tuple[datetime, datetime]] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found


@dataclass
class Timely:
    """Requests measured by one clock: how many, how many have their answer, of them in time, and the time it took.

    `late`: unanswered still, and too late already. Seconds of working time.
    """

    asked: int = 0
    met: int = 0
    in_time: int = 0
    used_s: float = 0.0
    late: int = 0

    def count(self, reading: Reading) -> None:
        """Add a request."""
        self.asked += 1
        if reading.stopped_at is not None:  # a clock that only stands still has not got there
            self.met += 1
            self.in_time += not reading.late
            self.used_s += reading.used_s
        else:
            self.late += reading.late

    @property
    def mean_min(self) -> float | None:
        """Mean working minutes of those that have their answer."""
        return self.used_s / 60 / self.met if self.met else None


def timely(at: Figures, register: str, clock: str, first: date, last: date, by: str) -> dict[str, Timely]:
    """How one clock of a register was kept, by the value of a field, for records opened on these days."""
    begin, until = to_us(at.branch.day_span(first)[0]), to_us(at.until(last))
    found: dict[str, Timely] = {}
    for row in at.records.rows(register):
        if row.opened_at is None or not begin <= row.opened_at < until:
            continue
        record = at.records.record(register, row.record)
        readings = at.records.clocks(record, at.now) if record else ()
        reading = next((entry for entry in readings if entry.clock == clock), None)
        if reading is not None:
            found.setdefault(str(values_of(row).get(by, "")), Timely()).count(reading)
    return found


def together(cells: Iterable[Timely]) -> Timely:
    """All of them as one."""
    total = Timely()
    for cell in cells:
        total.asked += cell.asked
        total.met += cell.met
        total.in_time += cell.in_time
        total.used_s += cell.used_s
        total.late += cell.late
    return total
