"""Registers as lists: a line per record with its nearest deadline, many changed at once, and a machine's failures."""

from __future__ import annotations

import contextlib
import itertools
import json
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from lobbyconsole.domain.register import Reading, Record, Register, fold_record
from lobbyconsole.domain.registers import BY_ID, REGISTERS
from lobbyconsole.domain.words import Message, Refused
from lobbyconsole.services.records import Records
from lobbyconsole.store.instants import opt_datetime
from lobbyconsole.store.reads import RecordRow


@dataclass(frozen=True, slots=True)
class Line:
    """One record in a list. `due`: the nearest deadline still running; `clock`: which; `paused`: it stands still."""

    register: str
    key: str
    state: str
    is_open: bool
    owner: str
    values: Mapping[str, Any]
    cause: str = ""
    opened_at: datetime | None = None
    changed_at: datetime | None = None
    due: datetime | None = None
    clock: str = ""
    paused: bool = False
    ends: str = ""  # the last day it holds, ISO
    flags: str = ""

    @property
    def subject(self) -> str:
        return f"record:{self.register}/{self.key}"

    def late(self, now: datetime) -> bool:
        return self.due is not None and self.due < now

    def current(self, today: date) -> bool:
        """Whether it still holds; only registers with a last day tell."""
        return not self.ends or self.ends >= today.isoformat()


@dataclass(frozen=True, slots=True)
class Count:
    """How much of a register is open and how much of that is late."""

    open: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class Failures:
    """What the faults of one machine come to: `between_s` from one's end to the next one's beginning, on average."""

    faults: tuple[Line, ...] = ()
    open: int = 0
    down_s: float = 0.0
    between_s: float | None = None


@dataclass(frozen=True, slots=True)
class Refusals:
    """What became of a change to many: how many took it, and why the others did not."""

    done: int = 0
    refused: tuple[tuple[str, Message], ...] = ()  # (number, why)


@dataclass
class RecordLists:
    """Lines of the registers. Not for the GUI thread; any other."""

    records: Records
    _timed: dict[str, tuple[Line, Line]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def lines(self, register: str, now: datetime, *, open_only: bool = False) -> list[Line]:
        """Every record of a register, the last changed first."""
        declared = BY_ID[register]
        return [self._line(declared, row, now) for row in self.records.rows(register, open_only=open_only)]

    def line(self, register: str, key: str, now: datetime) -> Line | None:
        """One record as it now stands."""
        found = self.records.record(register, key)
        return None if found is None else self.line_of(found, now)

    def line_of(self, record: Record, now: datetime) -> Line:
        """A record that is at hand already."""
        declared = BY_ID.get(record.register)
        line = Line(
            record.register, record.key, record.state, declared is None or declared.state(record.state).open,
            record.text(declared.owner_field) if declared else "", record.values, record.cause, record.opened_at,
            record.changed_at, ends=record.text(declared.ends_field) if declared and declared.ends_field else "",
            flags=",".join(record.flags),
        )  # fmt: skip
        return _timed(line, self.records.clocks(record, now)) if declared else line

    def counts(self, now: datetime, today: date) -> dict[str, Count]:
        """How much is open and late in each register."""
        found = {}
        for register in REGISTERS:
            lines = [line for line in self.lines(register.id, now, open_only=True) if line.current(today)]
            found[register.id] = Count(len(lines), sum(line.late(now) for line in lines))
        return found

    def failures(self, equipment: str, now: datetime) -> Failures:
        """The faults of one machine (its subject), newest first. A fault called mistaken is none."""
        about = [
            line for line in self.lines("faults", now)
            if line.values.get("equipment") == equipment and line.state != "mistaken"
        ]  # fmt: skip
        spans = sorted(self._span(line, now) for line in about)
        down = sum(((end - begin).total_seconds() for begin, end, stands in spans if stands), 0.0)
        gaps = [
            max(0.0, (later[0] - earlier[1]).total_seconds())
            for earlier, later in itertools.pairwise(spans)
        ]  # fmt: skip
        return Failures(
            tuple(sorted(about, key=lambda line: line.opened_at or now, reverse=True)),
            sum(line.is_open for line in about),
            down,
            sum(gaps) / len(gaps) if gaps else None,
        )

    def change_each(
        self, lines: Iterable[Line], change: Callable[[Line], object], cancelled: Callable[[], bool] = lambda: False
    ) -> Refusals:
        """Do the same to many records; each that refuses is left as it is and named."""
        done, refused = 0, []
        for line in lines:
            if cancelled():
                break
            try:
                change(line)
                done += 1
            except Refused as error:
                refused.append((line.key, error.message))
        return Refusals(done, tuple(refused))

    # --- inside

    def _line(self, register: Register, row: RecordRow, now: datetime) -> Line:
        values = _values(row.body)
        line = Line(
            register.id, row.record, row.state, bool(row.is_open), row.owner, values, row.cause,
            opt_datetime(row.opened_at), opt_datetime(row.changed_at),
            ends=str(values.get(register.ends_field) or "") if register.ends_field else "", flags=row.flags,
        )  # fmt: skip
        if not row.is_open or not register.clocks:
            return line
        if all(clock.due_field for clock in register.clocks):
            running = next((clock for clock in register.clocks if row.state not in clock.stops), None)
            due = opt_datetime(row.due_at) if running else None
            return replace(line, due=due, clock=running.id if running and due else "")
        return self._from_history(line, now)

    def _from_history(self, line: Line, now: datetime) -> Line:
        """Clocks that can stand still are read from the story of the record; kept until that goes on."""
        with self._lock:
            known = self._timed.get(line.subject)
        if known is not None and known[0] == line:
            return known[1]
        record = fold_record(BY_ID.get(line.register), self.records.facts(line.subject))
        found = line if record is None else _timed(line, self.records.clocks(record, now))
        with self._lock:
            self._timed[line.subject] = (line, found)
        return found

    def _span(self, line: Line, now: datetime) -> tuple[datetime, datetime, bool]:
        """From when to when a fault lasted, and whether the machine stood still meanwhile."""
        begun = line.opened_at or now
        with contextlib.suppress(ValueError, TypeError):
            begun = min(begun, datetime.fromisoformat(str(line.values.get("since") or "")))
        ended = now if line.is_open else (line.changed_at or now)
        record = None if line.is_open else self.records.record(line.register, line.key)
        if record is not None and record.state_since is not None:
            ended = record.state_since  # a note written later does not lengthen it
        return begun, max(begun, ended), bool(line.values.get("down"))


def _timed(line: Line, readings: Sequence[Reading]) -> Line:
    """A line with the nearest of its record's clocks; late ones first, standing ones last."""
    left = [reading for reading in readings if reading.stopped_at is None]
    running = sorted((reading.due_at, reading.clock) for reading in left if reading.running and reading.due_at)
    if running:
        return replace(line, due=running[0][0], clock=running[0][1])
    standing = [reading for reading in left if not reading.running]
    return replace(line, paused=bool(standing), clock=standing[0].clock if standing else "")


def _values(body: str) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def staff_who_read(record: Record) -> list[tuple[str, datetime | None]]:
    """Staff numbers that have signed, with when, in that order."""
    found: dict[str, datetime | None] = {}
    for fact in record.history:
        role, to = getattr(fact, "role", ""), str(getattr(fact, "to", ""))
        if role == "read_by" and to.startswith("staff:"):
            found.setdefault(to.removeprefix("staff:"), fact.at)
    return list(found.items())
