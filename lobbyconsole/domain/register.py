"""The one animal behind every register: fields, states and who may move them, an owner, clocks, history, links.

A register is a declaration (`Register`); a record is folded from its facts in any order; what is allowed is asked of
`refusal` before a fact is made, and what came in anyway (a merged file, a late fact) is kept and flagged.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from lobbyconsole.domain import register_facts as f
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.standing import standing_facts
from lobbyconsole.domain.working_time import OpenSpans, after_worked, worked_s

_STAFF = re.compile(r"[A-Za-z0-9-]{1,16}", re.ASCII)
FieldKind = Literal[
    "text", "long", "choice", "number", "date", "time", "yes_no", "role", "staff", "zone", "touchpoint", "plan",
    "reference",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the values of a field: the id is kept, the label shown."""

    id: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field. `kind` "time" is an instant; "reference" the subject of something else. `unit` for numbers.

    `listed`: a column of the list; `asked`: asked for when a record is opened; `frozen`: never changed once filled;
    `refers`: the register whose records a "reference" names.
    """

    name: str
    title: Text
    kind: FieldKind = "text"
    required: bool = False
    asked: bool = True
    listed: bool = False
    frozen: bool = False
    choices: tuple[Choice, ...] = ()
    unit: str = ""
    longest: int = 500
    refers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One state. `open`: work is left; `tone` is its colour: "plain", "watch", "good" or "bad"."""

    id: str
    title: Text
    open: bool = True
    tone: Literal["plain", "watch", "good", "bad"] = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A way on. `by`: "anyone", "owner", "other" (not the owner: a second pair of eyes) or a role's id.

    `needs`: fields that must be filled first; `reason`: words must be given; `fills`: a field that gets the staff
    number of whoever does it, closed fields or not. `proof`: what a service must find to be so (Records.provers).
    """

    id: str
    title: Text
    sources: tuple[str, ...]
    to: str
    by: str = "anyone"
    needs: tuple[str, ...] = ()
    reason: bool = False
    key: str = ""
    fills: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A deadline: from opening (or from `starts` states) until one of `stops`; stands still in `pauses`.

    Due after `minutes`, or at the instant in the field `due_field` where that is filled. `working`: only opening hours
    count.
    """

    id: str
    title: Text
    stops: tuple[str, ...]
    starts: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    minutes: int = 0
    due_field: str = ""
    working: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The declaration of one register. `summary_field` is what a record is called in one line."""

    id: str
    title: Text
    prefix: str
    fields: tuple[Field, ...]
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    first: str
    summary_field: str
    clocks: tuple[Clock, ...] = ()
    owner_field: str = "owner"
    freezes: tuple[str, ...] = ()  # states in which fields are closed for good
    freeze_after: timedelta | None = None  # and so long after the opening
    author_field: str = ""  # gets the staff number of who opens the record
    ends_field: str = ""  # a date after which the record is no longer current, whatever its state
    signed: bool = False  # people say with their staff number that they have read it
    about: Text | None = None
    open_word: Text | None = None  # for what is not over, where nothing of it waits to be done

    def __post_init__(self) -> None:
        names = [entry.name for entry in self.fields]
        states = {state.id for state in self.states}
        if len(set(names)) != len(names) or len(states) != len(self.states):
            raise ValueError(f"{self.id}: a field or state stands twice")
        if self.first not in states or self.summary_field not in names:
            raise ValueError(f"{self.id}: its first state or its summary does not exist")
        for move in self.moves:
            if {*move.sources, move.to} - states or {*move.needs, *filter(None, [move.fills])} - set(names):
                raise ValueError(f"{self.id}: the move {move.id} names what does not exist")
        if {*filter(None, (self.author_field, self.ends_field))} - set(names):
            raise ValueError(f"{self.id}: its author or its last day is no field")
        if set(self.freezes) - states:
            raise ValueError(f"{self.id}: it freezes in states that do not exist")
        for clock in self.clocks:
            if {*clock.starts, *clock.stops, *clock.pauses} - states or (
                clock.due_field and clock.due_field not in names
            ):
                raise ValueError(f"{self.id}: the clock {clock.id} names what does not exist")

    def field(self, name: str) -> Field | None:
        return next((entry for entry in self.fields if entry.name == name), None)

    def state(self, name: str) -> State:
        """The state of that id; a state of a newer program is shown by its bare id and counts as open."""
        found = next((state for state in self.states if state.id == name), None)
        return found or State(id=name, title=Text(name.strip() or "?", name.strip() or "?"))

    def moves_from(self, state: str) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if state in move.sources)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A sealed file of a record, named by its content; `size` in bytes, `media` its type."""

    sha256: str
    name: str
    size: int
    media: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Stay:
    """A stretch in one state."""

    state: str
    since: datetime
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One record as its facts tell it. `values` are JSON values by field; `flags` name what cannot be right."""

    register: str
    key: str
    values: Mapping[str, Any] = field(default_factory=dict)
    state: str = ""
    opened_at: datetime | None = None
    opened_by: str = ""
    cause: str = ""
    changed_at: datetime | None = None
    stays: tuple[Stay, ...] = ()
    notes: tuple[tuple[datetime, str, str], ...] = ()
    attachments: tuple[Attachment, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    history: tuple[Fact, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        return f"record:{self.register}/{self.key}"

    @property
    def state_since(self) -> datetime | None:
        return self.stays[-1].since if self.stays else None

    def text(self, name: str) -> str:
        """A field as plain text; empty when it is not filled."""
        value = self.values.get(name)
        return "" if value is None else str(value)


def fold_record(register: Register | None, facts: Iterable[Fact]) -> Record | None:
    """The record that these facts tell, whatever their order; None when nothing valid is known.

    `register` None: its declaration is gone; the record is folded all the same, starting in no state.
    """
    found: Record | None = None
    for fact in standing_facts(facts):
        if isinstance(fact, f.RecordFact):
            found = _step(register, found or Record(fact.register, fact.record, flags=("never_opened",)), fact)
    return found


def _step(register: Register | None, record: Record, fact: f.RecordFact) -> Record:
    record = replace(record, history=(*record.history, fact), changed_at=fact.at)
    match fact:
        case f.RecordOpened():
            if record.opened_at is not None:
                return _flagged(record, "opened_twice")
            first = register.first if register else ""
            return replace(
                record,
                values={**_values(fact.values), **record.values},
                state=record.state or first,
                opened_at=fact.at,
                opened_by=fact.by,
                cause=fact.cause,
                stays=(Stay(first, fact.at, fact.by), *record.stays),
                flags=tuple(flag for flag in record.flags if flag != "never_opened"),
            )
        case f.RecordEdited():
            return replace(record, values={**record.values, **_values(fact.values)})
        case f.RecordMoved():
            if register is not None and not any(move.to == fact.to for move in register.moves_from(record.state)):
                record = _flagged(record, "odd_move")
            return replace(record, state=fact.to, stays=(*record.stays, Stay(fact.to, fact.at, fact.by, fact.reason)))
        case f.RecordNoted():
            return replace(record, notes=(*record.notes, (fact.at, fact.by, fact.text)))
        case f.RecordAttached():
            attachment = Attachment(fact.sha256, fact.name, fact.size, fact.media, fact.at, fact.by)
            return replace(record, attachments=(*record.attachments, attachment))
        case f.RecordLinked():
            return replace(record, links=(*record.links, (fact.role, fact.to)))
    return record


def _values(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, text in pairs:
        try:
            found[name] = json.loads(text)
        except ValueError:
            found[name] = text  # kept as it came; a form shows it as text
    return found


def _flagged(record: Record, flag: str) -> Record:
    return record if flag in record.flags else replace(record, flags=(*record.flags, flag))


# --- what is allowed --------------------------------------------------------------------------------------------------

# Why something is not allowed, as (code, field or state it is about).
Refusal = tuple[
    Literal["required", "not_a_choice", "not_a_number", "not_a_time", "not_staff", "too_long", "frozen",
            "no_such_field", "not_from_here", "not_you", "needs", "reason"],
    str,
]  # fmt: skip


def value_refusal(entry: Field, value: Any) -> Refusal | None:
    """Why a value does not fit its field; None when it does. Empty values fit every field here."""
    if value is None or value == "":
        return None
    match entry.kind:
        case "choice":
            return None if value in {choice.id for choice in entry.choices} else ("not_a_choice", entry.name)
        case "number":
            good = isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e15
            return None if good else ("not_a_number", entry.name)
        case "yes_no":
            return None if isinstance(value, bool) else ("not_a_choice", entry.name)
        case "date" | "time":
            try:
                if entry.kind == "date":
                    date.fromisoformat(value)
                elif datetime.fromisoformat(value).tzinfo is None:
                    return ("not_a_time", entry.name)
            except (TypeError, ValueError):
                return ("not_a_time", entry.name)
            return None
    if not isinstance(value, str) or len(value) > entry.longest:
        return ("too_long", entry.name)
    if entry.kind == "staff" and not is_staff_number(value):
        return ("not_staff", entry.name)
    return None


def is_staff_number(text: str) -> bool:
    """Whether it may be a staff number: letters, digits and hyphens of ASCII, at least one digit; never a name."""
    return bool(_STAFF.fullmatch(text)) and any(sign.isdigit() for sign in text)


def opening_refusal(register: Register, values: Mapping[str, Any]) -> Refusal | None:
    """Why a record may not be opened with these values."""
    for name, value in values.items():
        entry = register.field(name)
        if entry is None:
            return ("no_such_field", name)
        if wrong := value_refusal(entry, value):
            return wrong
    for entry in register.fields:
        if entry.required and values.get(entry.name) in (None, ""):
            return ("required", entry.name)
    return None


def edit_refusal(register: Register, record: Record, values: Mapping[str, Any], now: datetime) -> Refusal | None:
    """Why these fields may not be changed so."""
    if frozen(register, record, now):
        return ("frozen", record.state)
    for name, value in values.items():
        entry = register.field(name)
        if entry is None:
            return ("no_such_field", name)
        if entry.frozen and record.values.get(name) not in (None, "", value):
            return ("frozen", name)
        if entry.required and value in (None, ""):
            return ("required", name)
        if wrong := value_refusal(entry, value):
            return wrong
    return None


def move_refusal(
    register: Register, record: Record, move: Move, *, by: str, roles: Iterable[str] = (), reason: str = ""
) -> Refusal | None:
    """Why `by` (a staff number with these roles) may not take a record this way."""
    if record.state not in move.sources:
        return ("not_from_here", record.state)
    owner = record.text(register.owner_field).casefold()
    mine = {name.casefold() for name in (by, *roles)}  # the staff number "a7" is A7
    if move.by == "owner" and owner and owner not in mine:
        return ("not_you", move.id)
    if move.by == "other" and (not by or owner in mine or _did_the_work(record, by)):
        return ("not_you", move.id)
    if move.by not in ("anyone", "owner", "other") and move.by not in mine:
        return ("not_you", move.id)
    for name in move.needs:
        if record.values.get(name) in (None, "") and not (name == "evidence" and record.attachments):
            return ("needs", name)
    if move.reason and not reason.strip():
        return ("reason", move.id)
    return None


def _did_the_work(record: Record, by: str) -> bool:
    """Whether this person brought the record to where it is: nobody checks their own work."""
    return bool(record.stays) and record.stays[-1].by.casefold() == by.casefold()


def frozen(register: Register, record: Record, now: datetime) -> bool:
    """Whether the record's fields are closed for good; notes may still be added."""
    if record.state in register.freezes:
        return True
    if register.freeze_after is None or record.opened_at is None:
        return False
    return now - record.opened_at >= register.freeze_after


# --- clocks -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reading:
    """A clock read at some instant. `due_at` moves while it stands still; `stopped_at` None: it still runs.

    `used_s`: working seconds so far (or until it stopped); `late_s`: by how much the deadline was or is passed.
    """

    clock: str
    running: bool
    due_at: datetime | None
    stopped_at: datetime | None
    used_s: float
    late_s: float

    @property
    def late(self) -> bool:
        return self.late_s > 0


def read_clock(clock: Clock, record: Record, now: datetime, open_spans: OpenSpans | None = None) -> Reading | None:
    """What a clock of this record shows; None before it starts. `open_spans` is used by working clocks only."""
    spans = open_spans if clock.working else None
    stretches = _counted(clock, record)
    if stretches is None:
        return None
    stopped = None
    for stay in reversed(record.stays):  # done in time stays in time, however late it was checked
        if stay.state not in clock.stops:
            break
        stopped = stay.since
    running = bool(stretches) and stretches[-1][1] is None
    used = sum(worked_s(begin, end or now, spans) for begin, end in stretches)
    due, late = _fixed_due(clock, record), 0.0
    if due is not None:
        late = worked_s(due, stopped or now, spans)
    elif clock.minutes:
        due = _runs_out(clock.minutes * 60.0, stretches, spans)
        late = max(0.0, used - clock.minutes * 60)
    return Reading(clock.id, running, due, stopped, used, late)


def _counted(clock: Clock, record: Record) -> list[tuple[datetime, datetime | None]] | None:
    """The stretches a clock counts, the last perhaps without an end; None before it starts."""
    found: list[tuple[datetime, datetime | None]] = []
    started = False
    ends = [*(stay.since for stay in record.stays[1:]), None]
    for stay, end in zip(record.stays, ends, strict=True) if record.stays else ():
        started = started or not clock.starts or stay.state in clock.starts
        if started and stay.state not in clock.stops and stay.state not in clock.pauses:
            found.append((stay.since, end))
    return found if started else None


def _runs_out(
    seconds: float, stretches: Iterable[tuple[datetime, datetime | None]], spans: OpenSpans | None
) -> datetime | None:
    """When so much counted time is used up, past or to come; None while the clock stands still before that."""
    for begin, end in stretches:
        out = after_worked(begin, seconds, spans)
        if end is None or (out is not None and out <= end):
            return out
        seconds -= worked_s(begin, end, spans)
    return None


def _fixed_due(clock: Clock, record: Record) -> datetime | None:
    try:
        found = datetime.fromisoformat(record.text(clock.due_field)) if clock.due_field else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
