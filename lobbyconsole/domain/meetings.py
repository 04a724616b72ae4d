"""A meeting folded from its facts in any order: where it is, what was written, who was there, how long it took."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from lobbyconsole.domain import meeting_facts as f
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.standing import standing_facts


@dataclass(frozen=True, slots=True)
class Attendance:
    """`presence`: "present", "late" or "absent"; `proof`: "pin" or "tick"."""

    staff: str
    presence: str
    at: datetime
    reason: str = ""
    proof: str = "tick"


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting as its facts tell it. `spent_s`: seconds in each section that is over.

    `flags`: "never_begun", "told_late" (something of it came after the close and is not in the minutes).
    """

    key: str
    agenda: str = ""
    version: str = ""
    day: str = ""
    paper: str = ""
    chair: str = ""
    begun_at: datetime | None = None
    closed_at: datetime | None = None
    section: str = ""
    section_since: datetime | None = None
    spent_s: Mapping[str, float] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    attendance: Mapping[str, Attendance] = field(default_factory=dict)
    tasks: tuple[tuple[str, str], ...] = ()
    read: Mapping[str, datetime] = field(default_factory=dict)
    flags: tuple[str, ...] = ()

    @property
    def running(self) -> bool:
        return self.begun_at is not None and self.closed_at is None

    def here(self) -> tuple[Attendance, ...]:
        """Those who were there, in the order of staff numbers."""
        found = (entry for entry in self.attendance.values() if entry.presence in ("present", "late"))
        return tuple(sorted(found, key=lambda entry: entry.staff))

    def owed(self, staff: Iterable[str]) -> tuple[str, ...]:
        """Of these staff numbers, those who were not there and have not read the minutes."""
        there = {entry.staff for entry in self.here()}
        return tuple(sorted(number for number in staff if number not in there and number not in self.read))


def fold_meeting(facts: Iterable[Fact]) -> Meeting | None:
    """The meeting that these facts tell, whatever their order; None when nothing valid is known."""
    found: Meeting | None = None
    for fact in standing_facts(facts):
        if isinstance(fact, f.MeetingFact):
            found = _step(found or Meeting(fact.meeting, flags=("never_begun",)), fact)
    return found


def _step(state: Meeting, fact: f.MeetingFact) -> Meeting:
    if isinstance(fact, f.MinutesRead):
        return replace(state, read={**state.read, fact.staff: fact.at})
    if state.closed_at is not None:
        return state if "told_late" in state.flags else replace(state, flags=(*state.flags, "told_late"))
    match fact:
        case f.MeetingBegun():
            return replace(
                state,
                agenda=fact.agenda,
                version=fact.version,
                day=fact.day,
                paper=fact.paper,
                chair=fact.by,
                begun_at=fact.at,
                flags=tuple(flag for flag in state.flags if flag != "never_begun"),
            )
        case f.SectionEntered():
            return replace(_leave_section(state, fact.at), section=fact.section, section_since=fact.at)
        case f.SectionEdited():
            return replace(state, texts={**state.texts, fact.section: fact.text})
        case f.AttendanceTaken():
            attendance = dict(state.attendance)
            attendance.pop(fact.staff, None)
            if fact.presence:
                attendance[fact.staff] = Attendance(fact.staff, fact.presence, fact.at, fact.reason, fact.proof)
            return replace(state, attendance=attendance)
        case f.TaskTaken():
            return replace(state, tasks=(*state.tasks, (fact.section, fact.record)))
        case f.MeetingClosed():
            return replace(_leave_section(state, fact.at), closed_at=fact.at)
    return state


def _leave_section(state: Meeting, at: datetime) -> Meeting:
    if not state.section or state.section_since is None:
        return state
    spent = state.spent_s.get(state.section, 0.0) + (at - state.section_since).total_seconds()
    return replace(state, spent_s={**state.spent_s, state.section: spent}, section="", section_since=None)
