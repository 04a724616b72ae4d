"""What can happen to a meeting: begun from its agenda, gone through, edited, attended, closed, and read afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lobbyconsole.domain.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFact(Fact):
    """A fact about one meeting. `meeting` is its key."""

    meeting: str

    @property
    def subject(self) -> str:
        return "meeting:" + self.meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingBegun(MeetingFact):
    """The meeting began with what the program had composed: `paper` is that text with its figures, as JSON.

    `agenda` and `version` name the content item; `day` is the business day it is about (YYYY-MM-DD).
    """

    kind: ClassVar[str] = "meeting.begun"
    rank: ClassVar[int] = 0
    agenda: str
    version: str
    day: str
    paper: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionEntered(MeetingFact):
    """The meeting went to this section; the one before ends here."""

    kind: ClassVar[str] = "meeting.section_entered"
    rank: ClassVar[int] = 20
    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionEdited(MeetingFact):
    """Words written into a section: decisions, remarks, corrections; they take the place of those before."""

    kind: ClassVar[str] = "meeting.section_edited"
    rank: ClassVar[int] = 22
    section: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceTaken(MeetingFact):
    """Somebody (staff number) was there: "present", "late", "absent" with a reason, or "" (taken back)."""

    kind: ClassVar[str] = "meeting.attendance"
    rank: ClassVar[int] = 24
    staff: str
    presence: str
    reason: str = ""
    proof: str = "tick"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskTaken(MeetingFact):
    """A task was taken on the spot; it became this record (`record:actions/...`)."""

    kind: ClassVar[str] = "meeting.task_taken"
    rank: ClassVar[int] = 26
    section: str
    record: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingClosed(MeetingFact):
    """The minutes are final; what is told of the meeting afterwards changes nothing in them."""

    kind: ClassVar[str] = "meeting.closed"
    rank: ClassVar[int] = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesRead(MeetingFact):
    """Somebody who was not there has read the minutes."""

    kind: ClassVar[str] = "meeting.minutes_read"
    rank: ClassVar[int] = 70
    staff: str
    proof: str = "tick"


MEETING_FACTS: tuple[type[Fact], ...] = (
    MeetingBegun,
    SectionEntered,
    SectionEdited,
    AttendanceTaken,
    TaskTaken,
    MeetingClosed,
    MinutesRead,
)
