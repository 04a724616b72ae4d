"""Reads of rounds, records, content and meetings. Every function takes a read connection and gives plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lobbyconsole.domain.registers import BY_ID
from lobbyconsole.store.connection import Connection

_FIRSTS = (
    "SELECT recorded_at FROM journal ORDER BY seq LIMIT 1",
    "SELECT min(at) FROM journal WHERE subject >= 'staff:' AND subject < 'staff;'",
    "SELECT min(begun_at) FROM round WHERE business_day = (SELECT min(business_day) FROM round)",
    "SELECT min(begun_at) FROM meeting WHERE day = (SELECT min(day) FROM meeting)",
)


def begun_at(db: Connection) -> int | None:
    """When the first fact was recorded or, where work of earlier days came in with a file, when the first of it was
    done. What a queue machine tells of earlier days is not ours: nobody here could have done a round then."""
    found = [row[0] for query in _FIRSTS if (row := db.execute(query).fetchone()) is not None]
    for register in BY_ID:
        query = "SELECT min(opened_at) FROM record WHERE register_id = ?"
        found.append(db.execute(query, (register,)).fetchone()[0])
    return min((int(at) for at in found if at is not None), default=None)


class RoundRow(NamedTuple):
    """A round as kept: times in microseconds since 1970, points by weights; see migrations/m0002_rounds.py."""

    round: str
    checklist: str
    version: str
    state: str
    channel: str
    runner: str
    begun_at: int | None
    due_at: int | None
    ended_at: int | None
    business_day: str
    answered: int
    failed: int
    critical: int
    not_applicable: int
    points: float | None
    possible: float | None
    red: int | None
    flags: str

    @property
    def percent(self) -> float | None:
        """0 to 100; None while nothing that counts was answered, or its wording is missing."""
        return None if self.points is None or not self.possible else 100 * self.points / self.possible


class RecordRow(NamedTuple):
    """A record as kept; `body` are its values as JSON."""

    register_id: str
    record: str
    state: str
    is_open: int
    owner: str
    summary: str
    zone: str
    item: str
    cause: str
    opened_at: int | None
    changed_at: int
    closed_at: int | None
    due_at: int | None
    body: str
    flags: str


class TouchpointRow(NamedTuple):
    """What the answers about one touchpoint came to: points of possible, how many answers, how many failed."""

    touchpoint: str
    channel: str
    points: float
    possible: float
    answers: int
    failed: int


_ROUND = ", ".join(RoundRow._fields)
_RECORD = ", ".join(RecordRow._fields)


def rounds_between(db: Connection, first: str, last: str, *, limit: int = 20_000) -> list[RoundRow]:
    """Rounds of the business days from the first to the last (YYYY-MM-DD), newest first."""
    query = (
        f"SELECT {_ROUND} FROM round WHERE business_day BETWEEN ? AND ? "
        "ORDER BY business_day DESC, coalesce(due_at, begun_at) DESC, round DESC LIMIT ?"
    )
    return [RoundRow(*row) for row in db.execute(query, (first, last, limit))]


def rounds_due(db: Connection, checklists: Sequence[str], start: int, end: int) -> list[RoundRow]:
    """Scheduled rounds of these checklists that answer a time in [start, end)."""
    places = ",".join("?" * len(checklists))  # without them no index would help, and years would be read
    query = (
        f"SELECT {_ROUND} FROM round INDEXED BY round_due WHERE checklist IN ({places}) AND due_at >= ? AND due_at < ? "
        "ORDER BY due_at, round"
    )
    return [RoundRow(*row) for row in db.execute(query, (*checklists, start, end))]


def running_rounds(db: Connection) -> list[RoundRow]:
    """Rounds nobody has finished, oldest first."""
    query = f"SELECT {_ROUND} FROM round INDEXED BY round_running WHERE state = 'running' ORDER BY begun_at, round"
    return [RoundRow(*row) for row in db.execute(query)]


# A round's items lie together, those of a day lie all over the table: by way of the rounds is ten times as fast.
_ANSWERED = (
    "FROM round r CROSS JOIN round_item i ON i.round = r.round WHERE r.business_day BETWEEN ? AND ? "
    "AND r.state = 'finished' AND i.touchpoint <> '' AND i.verdict IN ('pass', 'fail')"
)


def touchpoints_between(db: Connection, first: str, last: str) -> list[TouchpointRow]:
    """Sums over the answered items of finished rounds of these business days, by touchpoint and channel."""
    query = (
        "SELECT i.touchpoint, r.channel, coalesce(sum(i.points), 0), coalesce(sum(i.weight), 0), count(*), "
        f"sum(i.verdict = 'fail') {_ANSWERED} GROUP BY i.touchpoint, r.channel ORDER BY i.touchpoint, r.channel"
    )
    return [TouchpointRow(*row) for row in db.execute(query, (first, last))]


def touchpoint_days(db: Connection, first: str, last: str) -> list[tuple[str, str, int, float, float, int, int]]:
    """(day, touchpoint, by a stranger, points, possible, answers, failed) of finished rounds, by day."""
    query = (
        "SELECT r.business_day, i.touchpoint, r.channel = 'outside', coalesce(sum(i.points), 0), "
        f"coalesce(sum(i.weight), 0), count(*), sum(i.verdict = 'fail') {_ANSWERED} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    )
    return [tuple(row) for row in db.execute(query, (first, last))]


def outside_visits(db: Connection, first: str, last: str) -> list[tuple[str, str, str, str, float, float, int]]:
    """(round, checklist, day, touchpoint, points, possible, answers) of finished rounds by strangers, newest first."""
    query = (
        "SELECT r.round, r.checklist, r.business_day, i.touchpoint, coalesce(sum(i.points), 0), "
        f"coalesce(sum(i.weight), 0), count(*) {_ANSWERED} AND r.channel = 'outside' GROUP BY r.round, i.touchpoint "
        "ORDER BY r.business_day DESC, r.round, i.touchpoint"
    )
    return [tuple(row) for row in db.execute(query, (first, last))]


def weakest_items(db: Connection, first: str, last: str) -> list[tuple[str, str, int, int, str]]:
    """(touchpoint, item, answers, failed, the round it failed in last) of own finished rounds, the most failed first.

    Items that never failed are left out.
    """
    query = (
        "SELECT i.touchpoint, i.item, count(*), sum(i.verdict = 'fail') AS bad, "
        "max(CASE i.verdict WHEN 'fail' THEN printf('%020d ', i.at) || i.round ELSE '' END) "
        f"{_ANSWERED} AND r.channel <> 'outside' GROUP BY i.touchpoint, i.item HAVING bad > 0 "
        "ORDER BY i.touchpoint, bad DESC, count(*), i.item"
    )
    return [
        (point, item, answers, failed, last_one.partition(" ")[2])
        for point, item, answers, failed, last_one in db.execute(query, (first, last))
    ]


def rounds_of(db: Connection, checklists: Sequence[str], first: str, last: str) -> list[RoundRow]:
    """Rounds of these checklists between two business days, newest first."""
    places = ",".join("?" * len(checklists))
    query = (
        f"SELECT {_ROUND} FROM round WHERE checklist IN ({places}) AND business_day BETWEEN ? AND ? "
        "ORDER BY business_day DESC, begun_at DESC, round DESC"
    )
    return [RoundRow(*row) for row in db.execute(query, (*checklists, first, last))]


def failed_items(db: Connection, first: str, last: str, touchpoint: str = "") -> list[tuple[str, str, str, int]]:
    """(round, item, zone, at) of failed items, newest first; of one touchpoint or of all."""
    query = (
        "SELECT round, item, zone, at FROM round_item WHERE business_day BETWEEN ? AND ? AND verdict = 'fail' "
        "AND (? = '' OR touchpoint = ?) ORDER BY at DESC LIMIT 1000"
    )
    return [tuple(row) for row in db.execute(query, (first, last, touchpoint, touchpoint))]


def records(db: Connection, register: str, *, open_only: bool = False, limit: int = 60_000) -> list[RecordRow]:
    """Records of a register, the last changed first."""
    if open_only:
        query = (
            f"SELECT {_RECORD} FROM record INDEXED BY record_open WHERE register_id = ? AND is_open = 1 "
            "ORDER BY changed_at DESC LIMIT ?"
        )
    else:
        query = f"SELECT {_RECORD} FROM record WHERE register_id = ? ORDER BY changed_at DESC LIMIT ?"
    return [RecordRow(*row) for row in db.execute(query, (register, limit))]


def records_opened(db: Connection, register: str, since: int) -> list[RecordRow]:
    """Records of a register opened since then, the last opened first."""
    query = (
        f"SELECT {_RECORD} FROM record INDEXED BY record_opened WHERE register_id = ? AND opened_at >= ? "
        "ORDER BY opened_at DESC"
    )
    return [RecordRow(*row) for row in db.execute(query, (register, since))]


def has_records(db: Connection, register: str) -> bool:
    """Whether anything was ever written down in a register."""
    found = db.execute("SELECT 1 FROM record WHERE register_id = ? LIMIT 1", (register,)).fetchone()
    return found is not None


def has_more_records(db: Connection, register: str, than: int) -> bool:
    """Whether a register has more records than so many; quick however many there are."""
    query = "SELECT 1 FROM record INDEXED BY record_opened WHERE register_id = ? LIMIT 1 OFFSET ?"
    return db.execute(query, (register, than)).fetchone() is not None


def last_record(db: Connection, register: str, start: str) -> str:
    """The greatest key of a register that begins so; empty when there is none."""
    row = db.execute(
        "SELECT record FROM record WHERE register_id = ? AND record >= ? AND record < ? "
        "ORDER BY length(record) DESC, record DESC LIMIT 1",
        (register, start, start + "\U0010ffff"),
    ).fetchone()
    return "" if row is None else str(row[0])


def records_about(db: Connection, item: str, since: int) -> list[RecordRow]:
    """Records of any register about one checklist item, opened since then, newest first."""
    query = (
        f"SELECT {_RECORD} FROM record INDEXED BY record_item WHERE item = ? AND item <> '' AND opened_at >= ? "
        "ORDER BY opened_at DESC"
    )
    return [RecordRow(*row) for row in db.execute(query, (item, since))]


def records_caused_by(db: Connection, cause: str) -> list[RecordRow]:
    """Records that came of a subject, e.g. "round:..."."""
    query = f"SELECT {_RECORD} FROM record INDEXED BY record_cause WHERE cause = ? AND cause <> '' ORDER BY record"
    return [RecordRow(*row) for row in db.execute(query, (cause,))]


def content_body(db: Connection, family: str, item: str, version: str) -> str | None:
    """The very wording of a version; None while it has not arrived."""
    row = db.execute(
        "SELECT body FROM content_version WHERE family = ? AND item = ? AND version = ?", (family, item, version)
    ).fetchone()
    return None if row is None else str(row[0])


def content_states(db: Connection) -> list[tuple[str, str, str, bool, int]]:
    """(family, item, version in force, retired, proposals waiting) of everything the branch has a hand in."""
    query = "SELECT family, item, in_force, retired, waiting FROM content_state ORDER BY family, item"
    return [
        (family, item, force, bool(retired), waiting) for family, item, force, retired, waiting in db.execute(query)
    ]


def meetings_between(db: Connection, first: str, last: str) -> Sequence[tuple[object, ...]]:
    """Rows of meetings about these business days, newest first."""
    query = (
        "SELECT meeting, agenda, version, day, chair, begun_at, closed_at, present, absent, tasks, flags FROM meeting "
        "WHERE day BETWEEN ? AND ? ORDER BY day DESC, begun_at DESC"
    )
    return db.execute(query, (first, last)).fetchall()
