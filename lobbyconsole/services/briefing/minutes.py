"""The minutes of a meeting in the order in which they are printed or shown. Pure: from meeting, agenda and paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lobbyconsole.domain.content.briefings import Agenda
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.meetings import Attendance, Meeting
from lobbyconsole.domain.paper import Block, Paper, Words
from lobbyconsole.domain.register import Record


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task taken in the meeting. What stands here is the record as it is now; its own history is in the register."""

    subject: str
    number: str
    finding: str
    action: str
    owner: str
    due: str
    state: str


@dataclass(frozen=True, slots=True)
class MinutesSection:
    """`planned_min` as the agenda says, `spent_s` as it went; `written` is what was decided and remarked."""

    id: str
    title: Text
    lead: str
    planned_min: int
    spent_s: float
    prompts: tuple[Text, ...]
    headline: Words | None
    blocks: tuple[Block, ...]
    written: str
    tasks: tuple[TaskLine, ...]


@dataclass(frozen=True, slots=True)
class Minutes:
    """Everything on the sheet. `final` False: the meeting goes on, this is a draft. `missing_from`: flags of the fold.

    `chair` is who began it (staff number), `chair_role` who should by the agenda.
    """

    key: str
    title: Text
    branch: Text
    day: str
    version: str
    chair: str
    chair_role: str
    begun_at: datetime | None
    closed_at: datetime | None
    final: bool
    present: tuple[Attendance, ...]
    late: tuple[Attendance, ...]
    absent: tuple[Attendance, ...]
    read: tuple[tuple[str, datetime], ...]
    sections: tuple[MinutesSection, ...]
    flags: tuple[str, ...]

    @property
    def tasks(self) -> tuple[TaskLine, ...]:
        """All tasks in the order of the sections."""
        return tuple(task for section in self.sections for task in section.tasks)

    @property
    def owed(self) -> tuple[str, ...]:
        """Who was absent and has not read them."""
        read = {staff for staff, _ in self.read}
        return tuple(entry.staff for entry in self.absent if entry.staff not in read)


def minutes_of(meeting: Meeting, agenda: Agenda, paper: Paper | None, records: Iterable[Record] = ()) -> Minutes:
    """The minutes; `records` are those the meeting's tasks became (one that is unknown stands with its number only)."""
    known = {record.subject: record for record in records}

    def of(presence: str) -> tuple[Attendance, ...]:
        found = (entry for entry in meeting.attendance.values() if entry.presence == presence)
        return tuple(sorted(found, key=lambda entry: entry.staff))

    sections = []
    for section in agenda.sections:
        filled = paper.section(section.id) if paper else None
        sections.append(
            MinutesSection(
                id=section.id,
                title=section.title,
                lead=section.lead,
                planned_min=section.minutes,
                spent_s=meeting.spent_s.get(section.id, 0.0),
                prompts=section.prompts,
                headline=filled.headline if filled else None,
                blocks=filled.blocks if filled else (),
                written=meeting.texts.get(section.id, ""),
                tasks=tuple(_task(subject, known.get(subject)) for at, subject in meeting.tasks if at == section.id),
            )
        )
    return Minutes(
        key=meeting.key,
        title=agenda.title,
        branch=paper.branch if paper else agenda.title,
        day=meeting.day,
        version=meeting.version,
        chair=meeting.chair,
        chair_role=agenda.chair,
        begun_at=meeting.begun_at,
        closed_at=meeting.closed_at,
        final=meeting.closed_at is not None,
        present=of("present"),
        late=of("late"),
        absent=of("absent"),
        read=tuple(sorted(meeting.read.items())),
        sections=tuple(sections),
        flags=meeting.flags,
    )


def _task(subject: str, record: Record | None) -> TaskLine:
    number = subject.rpartition("/")[2]
    if record is None:
        return TaskLine(subject, number, "", "", "", "", "")
    return TaskLine(
        subject,
        number,
        record.text("finding"),
        record.text("action"),
        record.text("owner"),
        record.text("due"),
        record.state,
    )
