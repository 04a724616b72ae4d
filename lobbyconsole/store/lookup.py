"""Questions to the past: a ticket's story, a stretch of the journal, a number somebody reads out, the runs of jobs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from lobbyconsole.store.connection import Connection
from lobbyconsole.store.instants import DAY_US, from_us, opt_datetime, to_us
from lobbyconsole.store.journal import COLUMNS, Entry, JournalRow, entry_of

_RECENT_US = 31 * DAY_US  # a part of a number is looked for in the last month, a whole number in all years


@dataclass(frozen=True, slots=True)
class TicketHit:
    """A ticket found by its number, on its current leg. `day` is the business day it belongs to."""

    ticket: str
    number: str
    day: date
    service: str
    state: str
    counter: str
    issued_at: datetime | None


@dataclass(frozen=True, slots=True)
class JobRun:
    """One run of a timed job. `outcome` is "running", "done" or "failed"; `note` says more in a few words."""

    id: int
    job: str
    due_at: datetime
    started_at: datetime
    ended_at: datetime | None
    outcome: str
    note: str


def search_tickets(db: Connection, text: str, limit: int) -> list[TicketHit]:
    """Tickets whose printed number contains `text` (last month) or equals it (any time), newest first."""
    wanted = unicodedata.normalize("NFKC", text).strip()  # a Chinese input method types full-width letters
    if not wanted or limit <= 0:
        return []
    pattern = "%" + wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    found: dict[str, TicketHit] = {}
    columns = "ticket, number, business_day, service, state, counter, issued_at"
    last = db.execute("SELECT max(cohort_at) FROM leg").fetchone()[0]
    if last is None:
        return []
    # Exact numbers first come from an index that is sorted by time; the month is a short stretch of another one.
    queries: tuple[tuple[str, tuple[object, ...]], ...] = (
        (
            f"SELECT {columns} FROM leg WHERE cohort_at > ? AND number LIKE ? ESCAPE '\\' "
            "ORDER BY cohort_at DESC LIMIT ?",
            (last - _RECENT_US, pattern, 2 * limit),
        ),
        (f"SELECT {columns} FROM leg WHERE number = ? ORDER BY cohort_at DESC LIMIT ?", (wanted, 2 * limit)),
        (f"SELECT {columns} FROM leg WHERE ticket = ? ORDER BY leg DESC LIMIT 1", (wanted,)),
    )
    for query, values in queries:
        for row in db.execute(query, values):
            if row[0] not in found:
                found[row[0]] = _hit(
                    db.execute(f"SELECT {columns} FROM leg WHERE ticket = ? ORDER BY leg DESC", (row[0],))
                )
    newest = sorted(found.values(), key=lambda hit: (hit.day, hit.number.upper() == wanted.upper()), reverse=True)
    return newest[:limit]


def _hit(rows: Iterator[tuple[str, str, str, str, str, str, int | None]]) -> TicketHit:
    ticket, number, day, service, state, counter, issued_at = next(rows)
    return TicketHit(ticket, number, date.fromisoformat(day), service, state, counter, opt_datetime(issued_at))


def entries_of(db: Connection, subject: str) -> list[Entry]:
    """Everything the journal has of one subject, in the order of its facts; a ticket's whole story."""
    rows = db.execute(f"SELECT {COLUMNS} FROM journal WHERE subject = ? ORDER BY at, seq", (subject,))
    return [entry_of(JournalRow(*row)) for row in rows]


def entries_between(db: Connection, start: datetime, end: datetime) -> list[Entry]:
    """What happened in [start, end), in the order of happening."""
    rows = db.execute(
        f"SELECT {COLUMNS} FROM journal WHERE at >= ? AND at < ? ORDER BY at, seq", (to_us(start), to_us(end))
    )
    return [entry_of(JournalRow(*row)) for row in rows]


def entries_after(db: Connection, seq: int, limit: int) -> list[Entry]:
    """What was recorded behind a number of the journal, in the order of recording, at most `limit`."""
    rows = db.execute(f"SELECT {COLUMNS} FROM journal WHERE seq > ? ORDER BY seq LIMIT ?", (seq, limit))
    return [entry_of(JournalRow(*row)) for row in rows]


def business_days(db: Connection) -> list[date]:
    """The days on which anybody came, oldest first; jumps from day to day in the index."""
    days: list[date] = []
    last = ""
    while True:
        row = db.execute(
            "SELECT business_day FROM rollup_hour WHERE business_day > ? ORDER BY business_day LIMIT 1", (last,)
        ).fetchone()
        if row is None:
            return days
        last = row[0]
        days.append(date.fromisoformat(last))


def last_run(db: Connection, job: str, *, outcome: str | None = None) -> JobRun | None:
    """The run of a job that was due last, of any outcome or of one."""
    query, values = "SELECT id, job, due_at, started_at, ended_at, outcome, note FROM job_run WHERE job = ?", [job]
    if outcome is not None:
        query += " AND outcome = ?"
        values.append(outcome)
    row = db.execute(query + " ORDER BY due_at DESC, id DESC LIMIT 1", values).fetchone()
    if row is None:
        return None
    run_id, name, due_at, started_at, ended_at, result, note = row
    return JobRun(run_id, name, from_us(due_at), from_us(started_at), opt_datetime(ended_at), result, note)


def keys_of(db: Connection, family: str) -> list[str]:
    """The keys of all subjects of a family, e.g. the staff numbers of "staff"; from an index alone."""
    rows = db.execute(
        "SELECT DISTINCT subject FROM journal WHERE subject >= ? AND subject < ?", (family + ":", family + ";")
    )
    return [subject[len(family) + 1 :] for (subject,) in rows]


def staff_seen(db: Connection, since: date) -> list[str]:
    """Staff numbers that were signed on at a counter on these business days."""
    rows = db.execute("SELECT DISTINCT staff FROM spell WHERE business_day >= ? AND staff <> ''", (since.isoformat(),))
    return [number for (number,) in rows]
