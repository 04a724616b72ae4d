"""What can happen to a meeting: begun from its agenda, gone through, edited, attended, closed, and read afterwards."""

from __future__ import annotations

from typing import ClassVar

from lobbyconsole.domain.facts import Fact


class MeetingFact(Fact, frozen=True, kw_only=True):
    """A fact about one meeting. `meeting` is its key."""

    meeting: str

    @property
    def subject(self) -> str:
        return "meeting:" + self.meeting


class MeetingBegun(MeetingFact, frozen=True, kw_only=True):
    """The meeting began with what the program had composed: `paper` is that text with its figures, as JSON.

    `agenda` and `version` name the content item; `day` is the business day it is about (YYYY-MM-DD).
    """

    kind: ClassVar[str] = "meeting.begun"
    rank: ClassVar[int] = 0
    agenda: str
    version: str
    day: str
    paper: str


class SectionEntered(MeetingFact, frozen=True, kw_only=True):
    """The meeting went to this section; the one before ends here."""

    kind: ClassVar[str] = "meeting.section_entered"
    rank: ClassVar[int] = 20
    section: str


class SectionEdited(MeetingFact, frozen=True, kw_only=True):
    """Words written into a section: decisions, remarks, corrections; they take the place of those before."""

    kind: ClassVar[str] = "meeting.section_edited"
    rank: ClassVar[int] = 22
    section: str
    text: str


class AttendanceTaken(MeetingFact, frozen=True, kw_only=True):
    """Somebody (staff number) was there: "present", "late", "absent" with a reason, or "" (taken back)."""

    kind: ClassVar[str] = "meeting.attendance"
    rank: ClassVar[int] = 24
    staff: str
    presence: str
    reason: str = ""
    proof: str = "tick"


class TaskTaken(MeetingFact, frozen=True, kw_only=True):
    """A task was taken on the spot; it became this record (`record:actions/...`)."""

    kind: ClassVar[str] = "meeting.task_taken"
    rank: ClassVar[int] = 26
    section: str
    record: str


class MeetingClosed(MeetingFact, frozen=True, kw_only=True):
    """The minutes are final; what is told of the meeting afterwards changes nothing in them."""

    kind: ClassVar[str] = "meeting.closed"
    rank: ClassVar[int] = 60


class MinutesRead(MeetingFact, frozen=True, kw_only=True):
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
