"""Registers in the reader's words: values, deadlines, history, refusals. Made once per language; any thread."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from lobbyconsole.domain import register_facts as r
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.register import Field, Reading, Record, Register, State
from lobbyconsole.domain.words import Message
from lobbyconsole.ui.translation import in_sector, language, say, translate

if TYPE_CHECKING:
    from lobbyconsole.domain.content.library import Library
    from lobbyconsole.services.record_lists import Line

NOTHING = "–"


def told(text: Text) -> str:
    """A text of a register in the reader's language and the words of the hall."""
    words = text.say(language())
    return in_sector(words) if language() == "zh" else words


def refusal(message: Message) -> str:
    """Why something was refused; the names of fields come as texts in both languages."""
    values = {name: told(value) if isinstance(value, Text) else value for name, value in message.values.items()}
    return say(Message(message.text, values))


@dataclass(frozen=True)
class Words:
    """Names of roles, zones, touchpoints, plans and records, as called in one language; and the hall's zone."""

    zone: tzinfo = UTC
    roles: Mapping[str, str] = field(default_factory=dict)
    zones: Mapping[str, str] = field(default_factory=dict)
    touchpoints: Mapping[str, str] = field(default_factory=dict)
    posts: tuple[str, ...] = ()  # the roles one can give work to: no hats worn only in an emergency
    items: Mapping[str, str] = field(default_factory=dict)  # of checklists, by id
    records: dict[str, str] = field(default_factory=dict)  # subject -> name
    plans: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, library: Library, sector: str, zone: tzinfo) -> Words:
        """The names as the library has them."""
        from lobbyconsole.domain.content.library import for_sector

        tongue = language()

        def named(text: Any) -> str:
            words: str = text.say(tongue)
            return in_sector(words, sector) if tongue == "zh" else words

        vocab = library.vocab
        roles = for_sector(library.roles, sector)
        return cls(
            zone,
            {name: named(role.title) for name, role in roles.items()},
            {name: named(term) for name, term in vocab.get("zones", {}).items()},
            {name: named(term) for name, term in vocab.get("touchpoints", {}).items()},
            tuple(name for name, role in roles.items() if role.kind != "incident"),
            {item.id: named(item.text) for checklist in library.checklists.values() for item in checklist.items},
            plans={name: named(plan.title) for name, plan in for_sector(library.plans, sector).items()},
        )

    # --- values

    def options(self, entry: Field) -> list[tuple[Any, str]]:
        """What a field can be, for kinds with a list of it."""
        if entry.kind == "choice":
            return [(choice.id, told(choice.label)) for choice in entry.choices]
        if entry.kind == "yes_no":
            return [(True, translate("Registers", "Yes")), (False, translate("Registers", "No"))]
        if entry.kind == "reference" and entry.refers:
            start = f"record:{entry.refers}/"
            return [(subject, name) for subject, name in self.records.items() if subject.startswith(start)]
        if entry.kind == "role":
            return [(name, self.roles[name]) for name in self.posts]
        known = {"zone": self.zones, "touchpoint": self.touchpoints, "plan": self.plans}.get(entry.kind)
        return list(known.items()) if known is not None else []

    def value(self, entry: Field, value: Any) -> str:
        """A value as it is read; empty when it is not filled."""
        if value is None or value == "":
            return ""
        if entry.kind in ("date", "time"):
            return self.time(str(value), entry.kind == "date")
        if entry.kind == "choice":
            return next((told(choice.label) for choice in entry.choices if choice.id == value), str(value))
        if entry.kind == "yes_no":
            return translate("Registers", "Yes") if value is True else translate("Registers", "No")
        if entry.kind == "reference":
            return self.records.get(str(value)) or self.items.get(str(value), str(value).rpartition("/")[2])
        if entry.kind == "number":
            return f"{value:g}" if isinstance(value, float) else str(value)
        named = {"role": self.roles, "zone": self.zones, "touchpoint": self.touchpoints, "plan": self.plans}
        known = named.get(entry.kind, {})
        return known.get(str(value), str(value))

    def time(self, text: str, day_only: bool = False) -> str:
        """An ISO date or instant as one reads it."""
        try:
            if day_only:
                return date.fromisoformat(text).isoformat()
            return self.instant(datetime.fromisoformat(text))
        except ValueError:
            return text

    def instant(self, at: datetime | None) -> str:
        """Month, day and time of day in the hall."""
        return f"{at.astimezone(self.zone):%m-%d %H:%M}" if at is not None and at.tzinfo else ""

    def owner(self, register: Register, line: Line) -> str:
        entry = register.field(register.owner_field)
        return self.value(entry, line.values.get(entry.name)) if entry else line.owner

    def searched(self, register: Register, line: Line) -> str:
        """Everything about a record that one may look for, in small letters."""
        parts = [line.key, told(register.state(line.state).title)]
        parts += [self.value(entry, line.values[entry.name]) for entry in register.fields if entry.name in line.values]
        return "\n".join(parts).casefold()


# --- time left --------------------------------------------------------------------------------------------------------


def span(seconds: float) -> str:
    """A span in the two units that matter: 3 d 4 h, 2 h 10 min, 12 min."""
    minutes = int(max(0.0, seconds) // 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days and not hours:
        return translate("Registers", "{days} d").format(days=days)
    if days:
        return translate("Registers", "{days} d {hours} h").format(days=days, hours=hours)
    if hours:
        return translate("Registers", "{hours} h {minutes} min").format(hours=hours, minutes=minutes)
    return translate("Registers", "{minutes} min").format(minutes=minutes)


SOON_S = 60 * 60


def left(line: Line, now: datetime) -> tuple[str, str]:
    """What the list says about the deadline, and its level ("" plain, watch within the hour, act when late)."""
    if line.paused:
        return translate("Registers", "stands still"), ""
    if line.due is None:
        return ("" if not line.is_open else NOTHING), ""
    seconds = (line.due - now).total_seconds()
    if seconds < 0:
        return translate("Registers", "{span} late").format(span=span(-seconds)), "act"
    return translate("Registers", "{span} left").format(span=span(seconds)), "watch" if seconds <= SOON_S else ""


def clock_words(register: Register, reading: Reading, words: Words, now: datetime) -> tuple[str, str]:
    """A clock in the panel and its level. Late time is working time where only that counts."""
    clock = next((entry for entry in register.clocks if entry.id == reading.clock), None)
    name = told(clock.title) if clock else reading.clock
    due = words.instant(reading.due_at)
    if reading.stopped_at is not None:
        if reading.late:
            text = translate("Registers", "{clock}: {span} too late ({at})")
            return text.format(clock=name, span=span(reading.late_s), at=words.instant(reading.stopped_at)), "watch"
        text = translate("Registers", "{clock}: kept ({at})")
        return text.format(clock=name, at=words.instant(reading.stopped_at)), "ok"
    if not reading.running:
        text = translate("Registers", "{clock}: stands still, {span} used")
        return text.format(clock=name, span=span(reading.used_s)), ""
    if reading.due_at is None:
        return translate("Registers", "{clock}: no deadline set").format(clock=name), ""
    if reading.due_at < now:
        text = translate("Registers", "{clock}: {span} late, was due {at}")
        return text.format(clock=name, span=span(reading.late_s), at=due), "act"
    seconds = (reading.due_at - now).total_seconds()
    text = translate("Registers", "{clock}: {span} left, until {at}")
    return text.format(clock=name, span=span(seconds), at=due), "watch" if seconds <= SOON_S else "ok"


# --- history ----------------------------------------------------------------------------------------------------------


def tone_level(state: State) -> str:
    """The status level a state's tone is shown with."""
    return {"good": "ok", "watch": "watch", "bad": "act"}.get(state.tone, "neutral")


def history(register: Register, record: Record, words: Words) -> list[tuple[str, str]]:
    """(when and who, what) of everything that happened to a record, the newest first."""
    found: list[tuple[str, str]] = []
    before: dict[str, Any] = {}
    state = register.first
    for fact in record.history:
        text = _happened(register, fact, before, state, words)
        if isinstance(fact, r.RecordMoved):
            state = fact.to
        if isinstance(fact, (r.RecordEdited, r.RecordOpened)):
            before.update(_pairs(fact.values))
        if text:
            who = f"  {fact.by}" if fact.by else ""
            found.append((words.instant(fact.at) + who, text))
    return found[::-1]


def _happened(register: Register, fact: Fact, before: Mapping[str, Any], state: str, words: Words) -> str:
    match fact:
        case r.RecordOpened():
            return translate("Registers", "Opened")
        case r.RecordEdited():
            lines = [_changed(register, name, before.get(name), value, words) for name, value in _pairs(fact.values)]
            return "\n".join(lines)
        case r.RecordMoved():
            old, new = told(register.state(state).title), told(register.state(fact.to).title)
            text = translate("Registers", "{old} → {new}").format(old=old, new=new)
            return f"{text}\n{fact.reason}" if fact.reason else text
        case r.RecordNoted():
            return translate("Registers", "Note: {text}").format(text=fact.text)
        case r.RecordAttached():
            return translate("Registers", "File added: {name}").format(name=fact.name)
        case r.RecordLinked():
            if fact.role == "read_by":
                return translate("Registers", "{staff} has read it").format(staff=fact.to.rpartition(":")[2])
            return translate("Registers", "Belongs to {other}").format(other=link_words(fact.role, fact.to, words))
    return ""


def _changed(register: Register, name: str, old: Any, new: Any, words: Words) -> str:
    entry = register.field(name)
    title = told(entry.title) if entry else name
    was, now = (words.value(entry, value) if entry else str(value or "") for value in (old, new))
    if not was:
        return translate("Registers", "{field}: {new}").format(field=title, new=now or NOTHING)
    return translate("Registers", "{field}: {old} → {new}").format(field=title, old=was, new=now or NOTHING)


def _pairs(values: tuple[tuple[str, str], ...]) -> list[tuple[str, Any]]:
    found = []
    for name, text in values:
        try:
            found.append((name, json.loads(text)))
        except ValueError:
            found.append((name, text))
    return found


def link_words(role: str, to: str, words: Words) -> str:
    """Another subject by its name."""
    kind, _, name = to.partition(":")
    if kind == "record":
        shown = name.rpartition("/")[2]
    elif kind == "round":
        shown = translate("Registers", "the round it was found in")
    elif kind == "meeting":
        shown = translate("Registers", "the meeting it was taken in")
    elif kind == "ticket":
        shown = translate("Registers", "ticket {name}").format(name=name)
    else:
        shown = to
    if role == "repeats":
        return translate("Registers", "the same as {other}").format(other=shown)
    return shown
