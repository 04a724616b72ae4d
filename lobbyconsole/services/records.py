"""The registers: open, edit, move, note and attach records, with what is refused said in words. Not for the GUI thread.

The machinery is domain/register.py; the registers themselves stand in domain/registers/.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from lobbyconsole.domain.facts import Fact, natural_id
from lobbyconsole.domain.register import (
    Move,
    Reading,
    Record,
    Refusal,
    Register,
    edit_refusal,
    fold_record,
    is_staff_number,
    move_refusal,
    opening_refusal,
    read_clock,
)
from lobbyconsole.domain.register_facts import (
    RecordAttached,
    RecordEdited,
    RecordLinked,
    RecordMoved,
    RecordNoted,
    RecordOpened,
)
from lobbyconsole.domain.registers import BY_ID
from lobbyconsole.domain.registers.actions import SYSTEMIC_WITHIN_DAYS
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused
from lobbyconsole.services.staff import Proof, Staff, plain_number
from lobbyconsole.services.subjects import Subjects
from lobbyconsole.services.workdays import Workdays
from lobbyconsole.store import reads
from lobbyconsole.store.instants import to_us
from lobbyconsole.store.reads import RecordRow

_REASONS: Mapping[str, str] = {
    "required": QT_TRANSLATE_NOOP("Messages", "{field} must be filled in."),
    "not_a_choice": QT_TRANSLATE_NOOP("Messages", "{field}: please choose one of the list."),
    "not_a_number": QT_TRANSLATE_NOOP("Messages", "{field} must be a number."),
    "not_a_time": QT_TRANSLATE_NOOP("Messages", "{field} must be a date or a time."),
    "not_staff": QT_TRANSLATE_NOOP("Messages", "{field} must be a staff number."),
    "too_long": QT_TRANSLATE_NOOP("Messages", "{field} is too long."),
    "frozen": QT_TRANSLATE_NOOP("Messages", "This can no longer be changed; add a note instead."),
    "no_such_field": QT_TRANSLATE_NOOP("Messages", "There is no field {field}."),
    "not_from_here": QT_TRANSLATE_NOOP("Messages", "That is not possible from its present state."),
    "not_you": QT_TRANSLATE_NOOP("Messages", "Another person must do this."),
    "needs": QT_TRANSLATE_NOOP("Messages", "Please fill in {field} first."),
    "reason": QT_TRANSLATE_NOOP("Messages", "Please say why."),
}


def said(register: Register, refusal: Refusal) -> Refused:
    """A refusal in words; the field's name is put in by the face, in its language."""
    code, about = refusal
    entry = register.field(about)
    return Refused(Message(_REASONS[code], {"field": entry.title if entry else about}))


def signed(move: Move) -> bool:
    """Whether a move is somebody's word for it: a second pair of eyes, a signature, or what is proven to be done."""
    return move.by == "other" or bool(move.fills or move.proof)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a service opens together with something else: the record's subject, and its facts to be recorded."""

    subject: str
    facts: tuple[Fact, ...]


class Records:
    """The registers of one hall. Verbs wait until their fact is durable and raise Refused in words."""

    def __init__(
        self, subjects: Subjects, workdays: Workdays, zone: Callable[[], ZoneInfo], staff: Staff | None = None
    ) -> None:
        self._subjects = subjects
        self._staff = staff
        self._workdays = workdays
        self._zone = zone
        self.provers: dict[str, Callable[[Record], None]] = {}  # what a move asks for -> raises Refused when not so
        self._last: dict[str, int] = {}  # the last number given by register and year; on the recorder's thread only

    # --- reading ---

    def rows(self, register: str, *, open_only: bool = False) -> list[RecordRow]:
        """Records of a register, the last changed first."""
        with self._subjects.store.reader() as db:
            return reads.records(db, register, open_only=open_only)

    def has_more_than(self, register: str, count: int) -> bool:
        """Whether a register has more records than so many."""
        with self._subjects.store.reader() as db:
            return reads.has_more_records(db, register, count)

    def record(self, register: str, key: str) -> Record | None:
        """One record with its whole history."""
        return fold_record(BY_ID.get(register), self._subjects.facts(f"record:{register}/{key}"))

    def facts(self, subject: str) -> list[Fact]:
        """What was told of a record."""
        return self._subjects.facts(subject)

    def watch(self, callback: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Hear of every subject that changes, see Subjects.watch."""
        return self._subjects.watch(callback)

    def open_spans(self, day: date) -> list[tuple[datetime, datetime]]:
        """The working time of a day."""
        return self._workdays.open_spans(day)

    def clocks(self, record: Record, now: datetime) -> tuple[Reading, ...]:
        """The record's clocks as they stand."""
        register = BY_ID.get(record.register)
        found = (
            (read_clock(clock, record, now, self._workdays.open_spans) for clock in register.clocks) if register else ()
        )
        return tuple(reading for reading in found if reading is not None)

    def caused_by(self, subject: str) -> list[RecordRow]:
        """Records that came of a round, a meeting or another record."""
        with self._subjects.store.reader() as db:
            return reads.records_caused_by(db, subject)

    # --- writing ---

    def open(self, register: str, values: Mapping[str, Any], *, by: str = "", cause: str = "") -> Record:
        """A new record. Raises Refused."""

        def decision(now: datetime) -> tuple[Sequence[Fact], str]:
            opened = self.opening(register, values, now, by=by, cause=cause)
            return opened.facts, opened.subject

        subject = self._subjects.decide(decision)
        return self._known(subject)

    def open_many(
        self, register: str, rows: Sequence[Mapping[str, Any]], *, by: str = "", ids: Sequence[str] = ()
    ) -> int:
        """Open many records, all or, when one is refused, none of them; gives how many. Raises Refused.

        `ids`: one for each row, "" for none. What was opened with that id before is not opened again.
        """

        def decision(now: datetime) -> tuple[Sequence[Fact], int]:
            there = self.opened_before(register, ids)
            facts: list[Fact] = []
            count = 0
            for values, name in zip(rows, ids or [""] * len(rows), strict=True):
                if not name or name not in there:
                    facts += self.opening(register, values, now, by=by, id=name).facts
                    there |= {name}
                    count += 1
            return facts, count

        return self._subjects.decide(decision)

    def opened_before(self, register: str, ids: Sequence[str]) -> set[str]:
        """Those of the ids that records of a register were opened with; also while the disk is full."""
        wanted = {natural_id("opened as", register, name): name for name in ids if name}
        found: set[str] = set()
        if wanted:
            found |= self._subjects.store.known(list(wanted))
            found |= {fact.id for fact in self._subjects.recent_facts("record")} & wanted.keys()
        return {wanted[name] for name in found}

    def opening(
        self, register: str, values: Mapping[str, Any], now: datetime, *, by: str = "", cause: str = "", id: str = ""
    ) -> Opened:
        """The facts that open a record, for a service that records more in the same breath. Recorder's thread only."""
        declared = BY_ID[register]
        filled = {name: value for name, value in values.items() if value not in (None, "")}
        if declared.author_field and by:
            filled.setdefault(declared.author_field, by)
        if refusal := opening_refusal(declared, filled):
            raise said(declared, refusal)
        earlier = self._same_again(declared, filled, now)
        if earlier:
            filled["systemic"] = True
        key = self._next_key(declared, now)
        envelope = self._subjects.envelope(now, by)
        if id:
            envelope["id"] = natural_id("opened as", register, id)
        facts: list[Fact] = [
            RecordOpened(**envelope, register=register, record=key, values=_pairs(filled), cause=cause)
        ]
        facts += [
            RecordLinked(**self._subjects.envelope(now, by), register=register, record=key, to=subject, role="repeats")
            for subject in earlier[:1]
        ]
        return Opened(f"record:{register}/{key}", tuple(facts))

    def edit(self, subject: str, values: Mapping[str, Any], *, by: str = "", why: str = "") -> Record:
        """Give fields other values. Raises Refused."""
        self._subjects.decide(lambda now: (self.editing(subject, values, now, by=by, why=why), None))
        return self._known(subject)

    def editing(
        self, subject: str, values: Mapping[str, Any], now: datetime, *, by: str = "", why: str = ""
    ) -> list[Fact]:
        """The facts of `edit`, for a service that records more in the same breath. Recorder's thread only."""
        record, declared = self._for_change(subject)
        changed = {name: value for name, value in values.items() if record.values.get(name) != value}
        if refusal := edit_refusal(declared, record, changed, now):
            raise said(declared, refusal)
        if not changed:
            return []
        return [
            RecordEdited(
                **self._subjects.envelope(now, by), register=record.register, record=record.key, values=_pairs(changed),
                why=why,
            )
        ]  # fmt: skip

    def move(
        self, subject: str, move: str, *, by: str = "", roles: Sequence[str] = (), reason: str = "",
        values: Mapping[str, Any] | None = None, proof: Proof | None = None,
    ) -> Record:  # fmt: skip
        """Take a record on; `values` are filled in at the same time (what was done, the answer). Raises Refused.

        Where another person or a signature is asked for, who has a PIN gives the `proof` of it.
        """
        self._subjects.decide(
            lambda now: (
                self.moving(subject, move, now, by=by, roles=roles, reason=reason, values=values, proof=proof),
                None,
            )
        )
        return self._known(subject)

    def moving(
        self, subject: str, move: str, now: datetime, *, by: str = "", roles: Sequence[str] = (), reason: str = "",
        values: Mapping[str, Any] | None = None, proof: Proof | None = None,
    ) -> list[Fact]:  # fmt: skip
        """The facts of `move`, for a service that records more in the same breath. Recorder's thread only."""
        record, declared = self._for_change(subject)
        facts: list[Fact] = []
        changed = {name: value for name, value in (values or {}).items() if record.values.get(name) != value}
        if changed:
            if refusal := edit_refusal(declared, record, changed, now):
                raise said(declared, refusal)
            facts.append(
                RecordEdited(
                    **self._subjects.envelope(now, by), register=record.register, record=record.key,
                    values=_pairs(changed),
                )
            )  # fmt: skip
            after = fold_record(declared, [*record.history, *facts])
            assert after is not None
            record = after
        way = next((found for found in declared.moves_from(record.state) if found.id == move), None)
        if way is None:
            raise said(declared, ("not_from_here", record.state))
        if signed(way):
            by = plain_number(by)
            if by and not is_staff_number(by):
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please give your staff number.")))
        if refusal := move_refusal(declared, record, way, by=by, roles=roles, reason=reason):
            raise said(declared, refusal)
        if way.proof:
            if not is_staff_number(plain_number(by)):  # closed for good by nobody: who would answer for it?
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please give your staff number.")))
            prover = self.provers.get(way.proof)
            if prover is None:
                raise said(declared, ("not_from_here", record.state))
            prover(record)
        if way.by == "other" and self._staff is not None:
            self._staff.must_be_listed(by)
        how = self._staff.signature(by, proof) if self._staff is not None and by and signed(way) else ""
        if way.fills and by:  # the machinery's own entry: a signature, also under what is closed
            facts.append(
                RecordEdited(
                    **self._subjects.envelope(now, by), register=record.register, record=record.key,
                    values=_pairs({way.fills: by}),
                )
            )  # fmt: skip
        facts.append(
            RecordMoved(
                **self._subjects.envelope(now, by), register=record.register, record=record.key, to=way.to,
                reason=reason.strip(), proof=how,
            )
        )  # fmt: skip
        return facts

    def note(self, subject: str, text: str, *, by: str = "") -> Record:
        """Add a few words. Raises Refused for none."""

        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            record, declared = self._for_change(subject)
            if not text.strip():
                raise said(declared, ("reason", ""))
            envelope = self._subjects.envelope(now, by)
            return (RecordNoted(**envelope, register=record.register, record=record.key, text=text.strip()),), None

        self._subjects.decide(decision)
        return self._known(subject)

    def attach(self, subject: str, sha256: str, name: str, size: int, media: str, *, by: str = "") -> Record:
        """Add a file that is kept already, see attachments.py."""

        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            record, _ = self._for_change(subject)
            fact = RecordAttached(
                **self._subjects.envelope(now, by), register=record.register, record=record.key, sha256=sha256,
                name=name, size=size, media=media,
            )  # fmt: skip
            return (fact,), None

        self._subjects.decide(decision)
        return self._known(subject)

    def link(self, subject: str, to: str, role: str = "", *, by: str = "") -> Record:
        """Say that a record has to do with another subject."""

        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            record, _ = self._for_change(subject)
            if (role, to) in record.links:
                return (), None
            envelope = self._subjects.envelope(now, by)
            return (RecordLinked(**envelope, register=record.register, record=record.key, to=to, role=role),), None

        self._subjects.decide(decision)
        return self._known(subject)

    def read_by(self, subject: str, by: str, proof: Proof | None = None) -> Record:
        """Somebody has read it and signs with their staff number, and the PIN of who has one. Raises Refused.

        A link of the role "read_by" to "staff:<number>": who signs twice is told once, and the link's fact says when.
        """
        by = plain_number(by)
        if not is_staff_number(by):
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please give a staff number.")))
        if self._staff is not None:
            self._staff.signature(by, proof)
        return self.link(subject, f"staff:{by}", "read_by", by=by)

    def moves(self, record: Record) -> tuple[Move, ...]:
        """The ways on from where a record is."""
        register = BY_ID.get(record.register)
        return register.moves_from(record.state) if register else ()

    # --- shared ---

    def _for_change(self, subject: str) -> tuple[Record, Register]:
        register, _, key = subject.removeprefix("record:").partition("/")
        record = self.record(register, key)
        if record is None or register not in BY_ID:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "There is no record {key}."), {"key": key}))
        return record, BY_ID[register]

    def _known(self, subject: str) -> Record:
        return self._for_change(subject)[0]

    def _next_key(self, register: Register, now: datetime) -> str:
        start = f"{register.prefix}{now.astimezone(self._zone()):%y}-"
        if start not in self._last:
            with self._subjects.store.reader() as db:
                last = reads.last_record(db, register.id, start).removeprefix(start)
            self._last[start] = int(last) if last.isdecimal() else 0
        while True:
            self._last[start] += 1
            key = f"{start}{self._last[start]:04d}"
            # What waits for a full disk, and what another program wrote beside us, has its number too.
            if not self._subjects.facts(f"record:{register.id}/{key}"):
                return key

    def _same_again(self, register: Register, values: Mapping[str, Any], now: datetime) -> list[str]:
        """Earlier records of this register about the same item in the same zone, within the systemic window."""
        item = values.get("item")
        if not item or register.field("systemic") is None:
            return []
        since = to_us(now - timedelta(days=SYSTEMIC_WITHIN_DAYS))
        with self._subjects.store.reader() as db:
            rows = reads.records_about(db, str(item), since)
        zone = str(values.get("zone", ""))
        return [
            f"record:{row.register_id}/{row.record}"
            for row in rows
            if row.register_id == register.id and row.zone == zone and row.state != "dropped"
        ]


def _pairs(values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((name, json.dumps(value, ensure_ascii=False)) for name, value in sorted(values.items()))
