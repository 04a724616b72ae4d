"""The tables as SQLModel classes, for queries of reports and history. Imported by nobody who opens or replays.

The schema is made by the migrations alone; a test compares it with these classes. Times are microseconds since 1970.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from sqlalchemy import REAL, Column, Index, Integer, LargeBinary, Text, create_engine, event, text
from sqlalchemy.pool import NullPool
from sqlcipher3 import dbapi2
from sqlmodel import Field, Session, SQLModel

from lobbyconsole.store.connection import connect_reading
from lobbyconsole.store.hall import Store

_OPEN = text("state IN ('waiting', 'held', 'called', 'serving')")


def _text(**options: Any) -> Any:
    return Field(sa_column=Column(Text, nullable=False, **options))


class JournalTable(SQLModel, table=True):
    """One fact; never changed."""

    __tablename__ = "journal"
    __table_args__: ClassVar[Any] = (
        Index("journal_fact", "fact_id", unique=True),
        Index("journal_subject", "subject", "at"),
        Index("journal_at", "at"),
        Index("journal_services", "subject", "at", sqlite_where=text("instr(body, '\"services\":')")),
        Index("journal_other", "subject", "kind", "at", sqlite_where=text("kind NOT GLOB 'ticket.*'")),
    )
    seq: int = Field(primary_key=True)
    fact_id: str = _text()
    kind: str = _text()
    subject: str = _text()
    at: int
    recorded_at: int
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class LegTable(SQLModel, table=True):
    """One stage of a visit; see rows.LegRow."""

    __tablename__ = "leg"
    __table_args__: ClassVar[Any] = (
        Index("leg_ticket", "ticket", "leg", unique=True),
        Index("leg_day", "business_day", "service"),
        Index("leg_cohort", "cohort_at", "number"),
        Index("leg_number", "number", "cohort_at"),
        Index("leg_desk", "service", "issued_at", sqlite_where=text("source = 'desk'")),
        Index("leg_open", "service", "cohort_at", sqlite_where=_OPEN),
    )
    id: int | None = Field(default=None, primary_key=True)
    ticket: str = _text()
    leg: int
    visit: str = _text()
    number: str = Field(sa_column=Column(Text(collation="NOCASE"), nullable=False))
    service: str = _text()
    priority: str = _text()
    channel: str = _text()
    source: str = _text()
    state: str = _text()
    issued_at: int | None
    joined_at: int | None
    called_at: int | None
    last_called_at: int | None
    calls: int
    counter: str = _text()
    staff: str = _text()
    started_at: int | None
    ended_at: int | None
    outcome: str = _text()
    to_counter: str = _text()
    to_staff: str = _text()
    reason: str = _text()
    requeues: int
    marks: str = _text()
    rating: int | None
    flags: str = _text()
    promise_s: str = _text()
    appointment_at: int | None
    cohort_at: int
    business_day: str = _text()
    hour: int
    wait_ms: int | None
    handling_ms: int | None


class SpellTable(SQLModel, table=True):
    """A stretch of one counter state."""

    __tablename__ = "spell"
    __table_args__: ClassVar[Any] = (
        Index("spell_counter", "counter", "since"),
        Index("spell_day", "business_day"),
    )
    id: int | None = Field(default=None, primary_key=True)
    counter: str = _text()
    since: int
    until: int | None
    state: str = _text()
    staff: str = _text()
    reason: str = _text()
    business_day: str = _text()


def _real() -> Any:
    return Field(sa_column=Column(REAL, nullable=True))


def _key(kind: Any = Text) -> Any:
    return Field(sa_column=Column(kind, primary_key=True, nullable=False, autoincrement=False))


class RollupHourTable(SQLModel, table=True):
    """Sums by day, hour and service; see rows.HourCell."""

    __tablename__ = "rollup_hour"
    business_day: str = _key()
    hour: int = _key(Integer)
    service: str = _key()
    issued: int
    tickets: int
    misprints: int
    called: int
    finished: int
    no_show: int
    cancelled: int
    left_unserved: int
    transferred: int
    wait_n: int
    wait_ms: int
    within_target: int
    beyond_target: int
    gone_early: int
    gone_late: int
    over_recovery: int
    handling_n: int
    handling_ms: int
    handling_odd: int
    jumped: int
    flagged: int


class RollupWaitTable(SQLModel, table=True):
    """Waits in one-minute buckets by day, hour and service."""

    __tablename__ = "rollup_wait"
    business_day: str = _key()
    hour: int = _key(Integer)
    service: str = _key()
    minute: int = _key(Integer)
    called: int
    gone: int


class RollupWaitDayTable(SQLModel, table=True):
    """The same by day and service."""

    __tablename__ = "rollup_wait_day"
    business_day: str = _key()
    service: str = _key()
    minute: int = _key(Integer)
    called: int
    gone: int


class FeedCursorTable(SQLModel, table=True):
    """How far each feed has been read."""

    __tablename__ = "feed_cursor"
    feed: str = _key()
    cursor: str = _text()
    at: int


class JobRunTable(SQLModel, table=True):
    """What the timetable has run."""

    __tablename__ = "job_run"
    __table_args__: ClassVar[Any] = (Index("job_run_job", "job", "due_at"),)
    id: int | None = Field(default=None, primary_key=True)
    job: str = _text()
    due_at: int
    started_at: int
    ended_at: int | None
    outcome: str = _text()
    note: str = _text()


class YardstickTable(SQLModel, table=True):
    """Targets, zone and cut-over with the instant they begin at."""

    __tablename__ = "yardstick"
    since: int = Field(primary_key=True)
    body: str = _text()


class MetaTable(SQLModel, table=True):
    """Small texts about this hall."""

    __tablename__ = "meta"
    key: str = _key()
    value: str = _text()


class RoundTable(SQLModel, table=True):
    """One round of checks and its score; see keepers.py."""

    __tablename__ = "round"
    __table_args__: ClassVar[Any] = (
        Index("round_day", "business_day", "checklist"),
        Index("round_due", "checklist", "due_at"),
        Index("round_running", "begun_at", sqlite_where=text("state = 'running'")),
        Index("round_version", "version"),
    )
    round: str = _key()
    checklist: str = _text()
    version: str = _text()
    state: str = _text()
    channel: str = _text()
    runner: str = _text()
    begun_at: int | None
    due_at: int | None
    ended_at: int | None
    business_day: str = _text()
    answered: int
    failed: int
    critical: int
    not_applicable: int
    points: float | None = _real()
    possible: float | None = _real()
    red: int | None
    flags: str = _text()


class RoundItemTable(SQLModel, table=True):
    """One answered item of a round."""

    __tablename__ = "round_item"
    __table_args__: ClassVar[Any] = (
        Index("round_item_day", "business_day", "touchpoint"),
        Index("round_item_item", "item", "business_day"),
    )
    round: str = _key()
    item: str = _key()
    touchpoint: str = _text()
    zone: str = _text()
    verdict: str = _text()
    value: float | None = _real()
    points: float | None = _real()
    weight: float | None = _real()
    critical: int
    channel: str = _text()
    at: int
    business_day: str = _text()
    opened: str = _text()


class RecordTable(SQLModel, table=True):
    """One record of any register; `body` are its values as JSON."""

    __tablename__ = "record"
    __table_args__: ClassVar[Any] = (
        Index("record_open", "register_id", "changed_at", sqlite_where=text("is_open = 1")),
        Index("record_opened", "register_id", "opened_at"),
        Index("record_item", "item", "opened_at", sqlite_where=text("item <> ''")),
        Index("record_cause", "cause", sqlite_where=text("cause <> ''")),
    )
    register_id: str = _key()
    record: str = _key()
    state: str = _text()
    is_open: int
    owner: str = _text()
    summary: str = _text()
    zone: str = _text()
    item: str = _text()
    cause: str = _text()
    opened_at: int | None
    changed_at: int
    closed_at: int | None
    due_at: int | None
    body: str = _text()
    flags: str = _text()


class ContentVersionTable(SQLModel, table=True):
    """Every wording anything was recorded by."""

    __tablename__ = "content_version"
    family: str = _key()
    item: str = _key()
    version: str = _key()
    body: str = _text()


class ContentStateTable(SQLModel, table=True):
    """Which of the branch's own versions of an item is in force."""

    __tablename__ = "content_state"
    family: str = _key()
    item: str = _key()
    in_force: str = _text()
    retired: int
    waiting: int


class MeetingTable(SQLModel, table=True):
    """One meeting."""

    __tablename__ = "meeting"
    __table_args__: ClassVar[Any] = (Index("meeting_day", "day", "agenda"),)
    meeting: str = _key()
    agenda: str = _text()
    version: str = _text()
    day: str = _text()
    chair: str = _text()
    begun_at: int | None
    closed_at: int | None
    present: int
    absent: int
    tasks: int
    flags: str = _text()


class IncidentTable(SQLModel, table=True):
    """One incident."""

    __tablename__ = "incident"
    __table_args__: ClassVar[Any] = (
        Index("incident_day", "business_day"),
        Index("incident_open", "noted_at", sqlite_where=text("state <> 'reviewed'")),
    )
    incident: str = _key()
    state: str = _text()
    level: int
    hazard: str = _text()
    what: str = _text()
    zone: str = _text()
    hurt: str = _text()
    drill: str = _text()
    noted_at: int | None
    began_at: int | None
    ended_at: int | None
    reports: int
    rating: str = _text()
    business_day: str = _text()
    flags: str = _text()


class WalkTable(SQLModel, table=True):
    """One walkthrough of a plan."""

    __tablename__ = "walk"
    __table_args__: ClassVar[Any] = (
        Index("walk_running", "begun_at", sqlite_where=text("ended_at IS NULL")),
        Index("walk_plan", "plan", "begun_at"),
        Index("walk_incident", "incident", sqlite_where=text("incident <> ''")),
    )
    walk: str = _key()
    plan: str = _text()
    version: str = _text()
    incident: str = _text()
    drill: str = _text()
    level: int
    lead: str = _text()
    begun_at: int | None
    ended_at: int | None
    outcome: str = _text()
    step: str = _text()
    done: int
    skipped: int
    flags: str = _text()


@contextmanager
def reading_session(store: Store) -> Iterator[Session]:
    """An SQLModel session in one read transaction, on a connection of its own that cannot write."""
    engine = create_engine(
        "sqlite://", creator=lambda: connect_reading(store.path, store.key), module=dbapi2, poolclass=NullPool
    )
    # Our connections are in autocommit mode, so SQLAlchemy's transaction has to be begun in words.
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    try:
        with Session(engine) as session:
            yield session
    finally:
        engine.dispose()
