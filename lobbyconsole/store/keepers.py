"""Keeps the tables of rounds, records, content, meetings and emergencies: a subject's rows are its facts folded.

These subjects have tens of facts, not thousands, so a subject is folded anew whenever one of its facts comes in.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

import msgspec

from lobbyconsole.domain import rounds
from lobbyconsole.domain.content.checklists import Checklist
from lobbyconsole.domain.content.editions import fold_editions
from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.content_facts import ContentKept, ContentProposed
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.incidents import fold_incident
from lobbyconsole.domain.meetings import fold_meeting
from lobbyconsole.domain.register import fold_record
from lobbyconsole.domain.registers import BY_ID
from lobbyconsole.domain.walkthrough import fold_walk
from lobbyconsole.store.connection import Connection
from lobbyconsole.store.instants import opt_us, to_us
from lobbyconsole.store.journal import facts_of
from lobbyconsole.store.yardstick import Yardsticks

Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Table:
    """A kept table: its columns in order, and which of them, the first ones, name the subject (`keys` of them)."""

    name: str
    columns: tuple[str, ...]
    keys: int

    @property
    def insert(self) -> str:
        marks = ", ".join("?" * len(self.columns))
        return f"INSERT INTO {self.name} ({', '.join(self.columns)}) VALUES ({marks})"

    @property
    def where(self) -> str:
        return " AND ".join(f"{name} = ?" for name in self.columns[: self.keys])

    def stored(self, db: Connection, key: tuple[str, ...]) -> list[tuple[Any, ...]]:
        """The rows of one subject as they stand, in order."""
        found = db.execute(f"SELECT {', '.join(self.columns)} FROM {self.name} WHERE {self.where}", key)
        return sorted((tuple(row) for row in found), key=repr)


@dataclass(frozen=True, slots=True)
class Keeper:
    """One family of subjects: its tables, the columns that a subject's key means, and the rows its facts give.

    `touches`: other subjects whose rows may change with this one's.
    """

    family: str
    tables: tuple[Table, ...]
    key: Callable[[str], tuple[str, ...]]
    rows: Callable[[Connection, str, list[Fact], Yardsticks], Rows]
    touches: Callable[[Connection, Iterable[Fact]], Iterator[str]] = lambda db, facts: iter(())


def _whole(key: str) -> tuple[str, ...]:
    return (key,)


def _halves(key: str) -> tuple[str, ...]:
    first, _, second = key.partition("/")
    return (first, second)


ROUND = Table(
    "round",
    ("round", "checklist", "version", "state", "channel", "runner", "begun_at", "due_at", "ended_at", "business_day",
     "answered", "failed", "critical", "not_applicable", "points", "possible", "red", "flags"),
    1,
)  # fmt: skip
ROUND_ITEM = Table(
    "round_item",
    ("round", "item", "touchpoint", "zone", "verdict", "value", "points", "weight", "critical", "channel", "at",
     "business_day", "opened"),
    1,
)  # fmt: skip
RECORD = Table(
    "record",
    ("register_id", "record", "state", "is_open", "owner", "summary", "zone", "item", "cause", "opened_at",
     "changed_at", "closed_at", "due_at", "body", "flags"),
    2,
)  # fmt: skip
CONTENT_VERSION = Table("content_version", ("family", "item", "version", "body"), 2)
CONTENT_STATE = Table("content_state", ("family", "item", "in_force", "retired", "waiting"), 2)
MEETING = Table(
    "meeting",
    ("meeting", "agenda", "version", "day", "chair", "begun_at", "closed_at", "present", "absent", "tasks", "flags"),
    1,
)
INCIDENT = Table(
    "incident",
    ("incident", "state", "level", "hazard", "what", "zone", "hurt", "drill", "noted_at", "began_at", "ended_at",
     "reports", "rating", "business_day", "flags"),
    1,
)  # fmt: skip
WALK = Table(
    "walk",
    ("walk", "plan", "version", "incident", "drill", "level", "lead", "begun_at", "ended_at", "outcome", "step", "done",
     "skipped", "flags"),
    1,
)  # fmt: skip


# --- rounds -----------------------------------------------------------------------------------------------------------


def checklist_of(body: str) -> Checklist | None:
    """A checklist from the canonical JSON the journal keeps; None for text that is none."""
    try:
        return msgspec.json.decode(body, type=Checklist)
    except (msgspec.DecodeError, RecursionError):
        return None


@cache
def _checklist(family: str, item: str, version: str, body: str) -> Checklist | None:
    return checklist_of(body)


def kept_checklist(db: Connection, item: str, version: str) -> Checklist | None:
    """The very wording a round was made by; None while it has not arrived."""
    row = db.execute(
        "SELECT body FROM content_version WHERE family = 'checklists' AND item = ? AND version = ?", (item, version)
    ).fetchone()
    return None if row is None else _checklist("checklists", item, version, row[0])


def _round_rows(db: Connection, key: str, facts: list[Fact], yardsticks: Yardsticks) -> Rows:
    found = rounds.fold_round(facts)
    if found is None:
        return {}
    first = found.due_at or found.begun_at or facts[0].at
    day = yardsticks.place(to_us(first))[0]
    checklist = kept_checklist(db, found.checklist, found.version)
    finished = found.state == rounds.FINISHED
    scored = None if checklist is None else rounds.score(checklist, found.answers, finished=finished)
    standing = [answer for answer in found.answers.values() if answer.verdict]
    failed = [answer.item for answer in standing if answer.verdict == rounds.FAIL]
    row = (
        found.key, found.checklist, found.version, found.state, found.channel, found.runner, opt_us(found.begun_at),
        opt_us(found.due_at), opt_us(found.ended_at), day, len(standing), len(failed),
        0 if scored is None else len(scored.critical),
        sum(answer.verdict == rounds.NOT_APPLICABLE for answer in standing),
        None if scored is None else scored.points, None if scored is None else scored.possible,
        None if scored is None else int(scored.red), ",".join(found.flags),
    )  # fmt: skip
    items = {} if checklist is None else {item.id: item for item in checklist.items}
    rows = []
    for answer in standing:
        item = items.get(answer.item)
        counts = answer.verdict != rounds.NOT_APPLICABLE
        rows.append((
            found.key, answer.item, item.touchpoint if item else "", item.zone if item else "", answer.verdict,
            answer.value, rounds.points(item, answer) if item and counts else None,
            float(item.weight) if item and counts else None, int(item.critical) if item else 0, found.channel,
            to_us(answer.at), day, answer.opened,
        ))  # fmt: skip
    return {"round": [row], "round_item": rows}


# --- records ----------------------------------------------------------------------------------------------------------


def _record_rows(db: Connection, key: str, facts: list[Fact], yardsticks: Yardsticks) -> Rows:
    # Not as the facts have them: with a "/" in its id a register would stand in other rows than its subject's.
    register_id, record = _halves(key)
    register = BY_ID.get(register_id)
    found = fold_record(register, facts)
    if found is None or found.changed_at is None:
        return {}
    is_open = register is None or register.state(found.state).open
    closed_at = None if is_open else found.state_since
    due = next((clock.due_field for clock in register.clocks if clock.due_field), "") if register else ""
    due_at = _instant(found.text(due)) if due else None
    owner, summary = (register.owner_field, register.summary_field) if register else ("", "")
    return {
        "record": [(
            register_id, record, found.state, int(is_open), found.text(owner), found.text(summary),
            found.text("zone"), found.text("item"), found.cause, opt_us(found.opened_at), to_us(found.changed_at),
            opt_us(closed_at), due_at, json.dumps(dict(found.values), ensure_ascii=False, sort_keys=True),
            ",".join(found.flags),
        )]
    }  # fmt: skip


def _instant(text: str) -> int | None:
    """An ISO time with a zone in microseconds; None for anything else."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if at.tzinfo is None else to_us(at)


# --- content ----------------------------------------------------------------------------------------------------------


def _content_rows(db: Connection, key: str, facts: list[Fact], yardsticks: Yardsticks) -> Rows:
    family, item = _halves(key)
    bodies = {
        fact.version: fact.body
        for fact in sorted(facts, key=lambda fact: (fact.at, fact.id))
        if isinstance(fact, (ContentKept, ContentProposed))
    }
    found = fold_editions(facts)
    if found is None:
        return {}
    return {
        "content_version": [(family, item, version, body) for version, body in bodies.items()],
        "content_state": [(family, item, found.in_force, int(found.retired), len(found.waiting))],
    }


def _made_by_versions(db: Connection, facts: Iterable[Fact]) -> Iterator[str]:
    """Rounds and walkthroughs that were told before the wording they were made by."""
    versions = {fact.version for fact in facts if isinstance(fact, (ContentKept, ContentProposed))}
    for version in versions:
        for (key,) in db.execute("SELECT round FROM round WHERE version = ? AND possible IS NULL", (version,)):
            yield f"round:{key}"
        for (key,) in db.execute("SELECT walk FROM walk WHERE version = ? AND done + skipped = 0", (version,)):
            yield f"walk:{key}"


# --- meetings ---------------------------------------------------------------------------------------------------------


def _meeting_rows(db: Connection, key: str, facts: list[Fact], yardsticks: Yardsticks) -> Rows:
    found = fold_meeting(facts)
    if found is None:
        return {}
    here = len(found.here())
    return {
        "meeting": [(
            found.key, found.agenda, found.version, found.day, found.chair, opt_us(found.begun_at),
            opt_us(found.closed_at), here, len(found.attendance) - here, len(found.tasks), ",".join(found.flags),
        )]
    }  # fmt: skip


# --- emergencies ------------------------------------------------------------------------------------------------------


def _incident_rows(db: Connection, key: str, facts: list[Fact], yardsticks: Yardsticks) -> Rows:
    found = fold_incident(facts)
    if found is None:
        return {}
    day = yardsticks.place(to_us(found.noted_at or facts[0].at))[0]
    return {
        "incident": [(
            found.key, found.state, found.level, found.value("hazard"), found.value("what"), found.value("where"),
            found.value("hurt"), found.drill, opt_us(found.noted_at), opt_us(found.began_at), opt_us(found.ended_at),
            len(found.reports), found.rating, day, ",".join(found.flags),
        )]
    }  # fmt: skip


def kept_plan(db: Connection, item: str, version: str) -> Plan | None:
    """The very wording a walkthrough was made by; None while it has not arrived."""
    row = db.execute(
        "SELECT body FROM content_version WHERE family = 'plans' AND item = ? AND version = ?", (item, version)
    ).fetchone()
    return None if row is None else _plan(row[0])


@lru_cache(maxsize=8)
def _plan(body: str) -> Plan | None:
    try:
        return msgspec.json.decode(body, type=Plan)
    except (msgspec.DecodeError, RecursionError):
        return None


def _walk_rows(db: Connection, key: str, facts: list[Fact], yardsticks: Yardsticks) -> Rows:
    found = fold_walk(facts, None)
    if found is None:
        return {}
    found = fold_walk(facts, kept_plan(db, found.plan, found.version)) or found
    return {
        "walk": [(
            found.key, found.plan, found.version, found.incident, found.drill, found.level, found.lead,
            opt_us(found.begun_at), opt_us(found.ended_at), found.outcome, found.step,
            sum(turn.how == "done" for turn in found.turns), sum(turn.how == "skipped" for turn in found.turns),
            ",".join(found.flags),
        )]
    }  # fmt: skip


# Content first: rounds are scored, and walkthroughs led, by the wording they were made by.
KEEPERS: tuple[Keeper, ...] = (
    Keeper("content", (CONTENT_VERSION, CONTENT_STATE), _halves, _content_rows, _made_by_versions),
    Keeper("round", (ROUND, ROUND_ITEM), _whole, _round_rows),
    Keeper("record", (RECORD,), _halves, _record_rows),
    Keeper("meeting", (MEETING,), _whole, _meeting_rows),
    Keeper("incident", (INCIDENT,), _whole, _incident_rows),
    Keeper("walk", (WALK,), _whole, _walk_rows),
)
BY_FAMILY: Mapping[str, Keeper] = {keeper.family: keeper for keeper in KEEPERS}


def keep(db: Connection, facts: Iterable[Fact], yardsticks: Yardsticks) -> None:
    """Bring the tables up to date after these facts came into the journal."""
    groups: dict[str, dict[str, list[Fact]]] = {}
    for fact in facts:
        family, _, _ = fact.subject.partition(":")
        groups.setdefault(family, {}).setdefault(fact.subject, []).append(fact)
    for keeper in KEEPERS:
        for subject, new in groups.get(keeper.family, {}).items():
            keep_subject(db, keeper, subject, yardsticks)
            for other in keeper.touches(db, new):
                if other not in groups.get(other.partition(":")[0], {}):
                    keep_subject(db, BY_FAMILY[other.partition(":")[0]], other, yardsticks)


def keep_subject(db: Connection, keeper: Keeper, subject: str, yardsticks: Yardsticks) -> None:
    """Fold one subject anew and write what changed of its rows."""
    key = subject.partition(":")[2]
    new = rows_of(db, keeper, key, facts_of(db, subject), yardsticks)
    for table in keeper.tables:
        wanted, there = new[table.name], table.stored(db, keeper.key(key))
        if wanted != there:
            db.execute(f"DELETE FROM {table.name} WHERE {table.where}", keeper.key(key))
            db.executemany(table.insert, wanted)


def rows_of(db: Connection, keeper: Keeper, key: str, facts: list[Fact], yardsticks: Yardsticks) -> Rows:
    """The rows a subject's facts give, by table, in the order in which `Table.stored` gives them."""
    found = keeper.rows(db, key, facts, yardsticks) if facts else {}
    return {table.name: sorted(found.get(table.name, ()), key=repr) for table in keeper.tables}
