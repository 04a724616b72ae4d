"""Meetings: what is due, composing the paper, and holding a meeting that a crash leaves where it was.

Verbs wait until their facts are durable (a few milliseconds; composing up to a second: not for the GUI thread) and
raise Refused in words.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.briefings import Agenda
from lobbyconsole.domain.content.library import for_sector
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.meeting_facts import (
    AttendanceTaken,
    MeetingBegun,
    MeetingClosed,
    MeetingFact,
    MinutesRead,
    SectionEdited,
    SectionEntered,
    TaskTaken,
)
from lobbyconsole.domain.meetings import Meeting, fold_meeting
from lobbyconsole.domain.paper import Paper
from lobbyconsole.domain.register import is_staff_number
from lobbyconsole.domain.schedule import due_times, parse_when
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused
from lobbyconsole.services.briefing.composing import compose
from lobbyconsole.services.briefing.context import Context
from lobbyconsole.services.library.book import LibraryBook
from lobbyconsole.services.records import Records
from lobbyconsole.services.rounds import Rounds
from lobbyconsole.services.staff import Proof, Staff, plain_number
from lobbyconsole.services.subjects import Subjects
from lobbyconsole.services.workdays import Workdays
from lobbyconsole.store import reads
from lobbyconsole.store.instants import from_us

OPENS_BEFORE = timedelta(minutes=60)
GRACE = timedelta(minutes=10)
PRESENCES = ("present", "late", "absent", "")

MeetingState = Literal["later", "due", "overdue", "missed", "running", "closed"]


class MeetingRow(NamedTuple):
    """A meeting as kept; times in UTC."""

    meeting: str
    agenda: str
    version: str
    day: date
    chair: str
    begun_at: datetime | None
    closed_at: datetime | None
    present: int
    absent: int
    tasks: int
    flags: str

    @property
    def running(self) -> bool:
        return self.begun_at is not None and self.closed_at is None


@dataclass(frozen=True, slots=True)
class DueMeeting:
    """One scheduled time of an agenda and what became of it. `meeting` is the key of the one that was held.

    `lapsed`: begun and never closed, and its day is over: there are no minutes of it.
    """

    agenda: Agenda
    due_at: datetime
    state: MeetingState
    meeting: str = ""
    lapsed: bool = False

    @property
    def passed(self) -> bool:
        """Whether it counts for the meetings held: closed, or its time has passed."""
        return self.lapsed or self.state in ("closed", "overdue", "missed")


@dataclass(frozen=True, slots=True)
class OpenMeeting:
    """A meeting with the very agenda it is held by and its paper; `paper` None: what came in is none."""

    meeting: Meeting
    agenda: Agenda
    paper: Paper | None


class Meetings:
    """The meetings of one hall."""

    def __init__(
        self, subjects: Subjects, library: LibraryBook, records: Records, rounds: Rounds, workdays: Workdays,
        branch: Callable[[], Branch], staff: Staff | None = None,
    ) -> None:  # fmt: skip
        self._staff = staff
        self._subjects = subjects
        self._library = library
        self._records = records
        self._rounds = rounds
        self._workdays = workdays
        self._branch = branch
        self._begun: dict[tuple[str, date], str] = {}  # what waits for a full disk stands in no table yet

    # --- what is due ---

    def agendas(self) -> list[Agenda]:
        """Agendas that fit this hall, in the library's order."""
        return list(for_sector(self._library.library().briefings, self._branch().sector).values())

    def timetable(self, day: date, now: datetime) -> list[DueMeeting]:
        """Every meeting scheduled for a business day, in order, with what became of it."""
        branch = self._branch()
        first, begun = self._rounds.begun_on(now), self._rounds.begun_at(now)
        if day < first:
            return []
        held: dict[str, list[MeetingRow]] = {}
        for row in reversed(self.past(day, day)):
            held.setdefault(row.agenda, []).append(row)
        ends = branch.day_span(day)[1]
        usable = {agenda.id for agenda in self.agendas()}
        found = []
        for name, told in self._library.spells("briefings").items():
            times = [
                (at, agenda)
                for (since, agenda), (until, _) in pairwise((*told, (None, None)))
                if agenda is not None and for_sector({name: agenda}, branch.sector)
                for at in self._times(agenda, day, branch)
                if (since is None or since <= at) and (until is None or at < until)
            ]
            rows = held.get(name, [])
            if day == first:  # of the first day only what was due after the console came, or was held all the same
                asked = max(sum(at >= begun for at, _ in times), len(rows))
                times = times[max(0, len(times) - asked) :]
            for number, (at, agenda) in enumerate(times):
                if number < len(rows):
                    state: MeetingState = "running" if rows[number].running else "closed"
                    lapsed = state == "running" and now >= ends
                    found.append(DueMeeting(agenda, at, state, rows[number].meeting, lapsed))
                    continue
                if now < at - OPENS_BEFORE:
                    state = "later"
                elif now <= at + GRACE:
                    state = "due"
                else:
                    state = "overdue" if now < ends and name in usable else "missed"
                if state == "missed" or name in usable:  # what was taken out of use before its time is not asked for
                    found.append(DueMeeting(agenda, at, state))
        return sorted(found, key=lambda due: (due.due_at, due.agenda.id))

    def _times(self, agenda: Agenda, day: date, branch: Branch) -> list[datetime]:
        """The instants at which an agenda is due on a business day; before the cut-over: in the night after it."""
        try:
            times = due_times(parse_when(agenda.when), day, day, self._workdays.calendar.is_open, agenda.id)
        except ValueError:
            return []  # a branch's own slip must not hide all other meetings
        local = (at if at.time() >= branch.cutover else at + timedelta(days=1) for at in times)
        # In the night of a clock change two local times may be one instant.
        return sorted({at.replace(tzinfo=branch.tz).astimezone(UTC) for at in local})

    def due(self, now: datetime) -> list[DueMeeting]:
        """What could be held now: running, due or overdue, the oldest first."""
        today = self.timetable(self._branch().day_of(now), now)
        return [due for due in today if due.state in ("running", "due", "overdue")]

    # --- the paper ---

    def compose(self, agenda: str, day: date, now: datetime) -> Paper:
        """The paper as it would be at that instant: the same store, day and instant give the same bytes."""
        return self._compose(self._agenda(agenda), day, now)

    def _compose(self, agenda: Agenda, day: date, now: datetime) -> Paper:
        with self._subjects.store.reader() as db:
            context = Context(
                db, self._branch(), self._workdays.calendar, self._workdays.open_spans, self._library.library(),
                self._records, self._rounds, agenda, day, now,
            )  # fmt: skip
            return compose(context)

    # --- holding it ---

    def begin(self, agenda: str, *, by: str = "", day: date | None = None) -> OpenMeeting:
        """Begin a meeting with its paper, or go on with the one of this agenda and day that is running."""
        started = self._subjects.live.clock.now()
        about = day or self._branch().day_of(started)
        # Composed before the recorder is asked: it must not wait a second for a paper.
        running = self._running_of(agenda, about)
        standard = None if running else self._agenda(agenda)  # one that runs goes on, also when it was retired
        paper = "" if standard is None else self._compose(standard, about, started).to_json()

        def decision(now: datetime) -> tuple[Sequence[Fact], str]:
            there = self._running_of(agenda, about)
            if there or standard is None:
                return (), there
            version, kept = self._library.keeping("briefings", standard, now, by)
            key = f"{now.astimezone(self._branch().tz):%Y%m%d}-{uuid.uuid4().hex[:8]}"
            begun = MeetingBegun(
                **self._subjects.envelope(now, by), meeting=key, agenda=agenda, version=version, day=about.isoformat(),
                paper=paper,
            )  # fmt: skip
            self._begun[agenda, about] = key  # who begins it in the same breath finds it
            return (*kept, begun), key

        key = self._subjects.decide(decision) or running
        self._begun[agenda, about] = key
        return self._known(key)

    def enter(self, key: str, section: str, *, by: str = "") -> OpenMeeting:
        """Go to a section, forwards or back; the one before ends here."""

        def facts(state: OpenMeeting, envelope: dict[str, Any]) -> Sequence[Fact]:
            self._section(state, section)
            if state.meeting.section == section:
                return ()
            return (SectionEntered(**envelope, meeting=key, section=section),)

        return self._told(key, by, facts)

    def edit(self, key: str, section: str, text: str, *, by: str = "") -> OpenMeeting:
        """Write into a section; it takes the place of what was written there. The composed figures stay as they are."""

        def facts(state: OpenMeeting, envelope: dict[str, Any]) -> Sequence[Fact]:
            self._section(state, section)
            if state.meeting.texts.get(section, "") == text.strip():
                return ()
            return (SectionEdited(**envelope, meeting=key, section=section, text=text.strip()),)

        return self._told(key, by, facts)

    def attend(
        self, key: str, staff: str, presence: str, *, reason: str = "", proof: Proof | None = None, by: str = ""
    ) -> OpenMeeting:
        """Note who is there: "present", "late", "absent" with a reason, or "" to take it back.

        `proof`: what Staff.prove gave; the chair's tick needs none.
        """
        staff = self._number(staff)
        if presence not in PRESENCES:
            raise ValueError(f"{presence!r} is no presence")
        if presence == "absent" and not reason.strip():
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please say why somebody is absent.")))
        how = "tick" if proof is None else self._signed(staff, proof)

        def facts(state: OpenMeeting, envelope: dict[str, Any]) -> Sequence[Fact]:
            there = state.meeting.attendance.get(staff)
            known = (there.presence, there.reason, there.proof) if there else ("", "", how)
            if known == (presence, reason.strip(), how):
                return ()
            taken = AttendanceTaken(
                **envelope, meeting=key, staff=staff, presence=presence, reason=reason.strip(), proof=how
            )
            return (taken,)

        return self._told(key, by, facts)

    def take_task(
        self, key: str, section: str, finding: str, *, owner: str, action: str = "", due_at: datetime | None = None,
        by: str = "",
    ) -> OpenMeeting:  # fmt: skip
        """A task taken on the spot: it becomes a corrective action in the same breath."""

        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            state = self._running(key)
            self._section(state, section)
            values: dict[str, Any] = {"finding": finding.strip(), "action": action.strip(), "owner": owner.strip()}
            if due_at is not None:
                values["due"] = due_at.isoformat()
            opened = self._records.opening("actions", values, now, by=by, cause="meeting:" + key)
            taken = TaskTaken(**self._subjects.envelope(now, by), meeting=key, section=section, record=opened.subject)
            return (*opened.facts, taken), None

        self._subjects.decide(decision)
        return self._known(key)

    def close(self, key: str, *, by: str = "") -> OpenMeeting:
        """The minutes are final. Refused while nobody is noted as present: minutes say who was there."""

        def facts(state: OpenMeeting, envelope: dict[str, Any]) -> Sequence[Fact]:
            if not state.meeting.here():
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please note first who is here.")))
            return (MeetingClosed(**envelope, meeting=key),)

        return self._told(key, by, facts)

    def minutes_read(self, key: str, staff: str, *, proof: Proof | None = None) -> OpenMeeting:
        """Somebody who was not there has read the minutes. Refused without the PIN of whoever has one."""
        staff = self._number(staff)
        how = self._signed(staff, proof)

        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            state = self._known(key).meeting
            if state.closed_at is None:
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "The minutes are not closed yet.")))
            if staff in state.read:
                return (), None
            envelope = self._subjects.envelope(now, staff)
            return (MinutesRead(**envelope, meeting=key, staff=staff, proof=how),), None

        self._subjects.decide(decision)
        return self._known(key)

    # --- looking at them ---

    def get(self, key: str) -> OpenMeeting | None:
        """A meeting with its agenda and paper; None when there is none, or its agenda has not arrived."""
        found = fold_meeting(self._subjects.facts("meeting:" + key))
        if found is None:
            return None
        agenda = self._library.wording("briefings", found.agenda, found.version)
        if not isinstance(agenda, Agenda):
            return None
        try:
            paper: Paper | None = Paper.from_json(found.paper)
        except ValueError:
            paper = None
        return OpenMeeting(found, agenda, paper)

    def past(self, first: date, last: date) -> list[MeetingRow]:
        """Meetings about these business days, newest first."""
        with self._subjects.store.reader() as db:
            rows = reads.meetings_between(db, first.isoformat(), last.isoformat())
        found = []
        for row in rows:
            with suppress(ValueError):  # of a day that is none: a merged file must not take all others away
                found.append(_row(row))
        return found

    def running(self, now: datetime) -> list[MeetingRow]:
        """Meetings nobody has closed, of the last week: what a crash left behind."""
        today = self._branch().day_of(now)
        return [row for row in self.past(today - timedelta(days=7), today + timedelta(days=7)) if row.running]

    # --- shared ---

    def _agenda(self, name: str) -> Agenda:
        found = self._library.library().briefings.get(name)
        if found is None:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This agenda is not in use here.")))
        return found

    def _number(self, typed: str) -> str:
        """A staff number as it stands on the list; as typed when nobody has it. Raises Refused for a name."""
        number = plain_number(typed)
        if not is_staff_number(number):
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please give the staff number.")))
        known = self._staff.member(number) if self._staff is not None else None
        return number if known is None else known.number

    def _signed(self, number: str, proof: Proof | None) -> str:
        """How somebody who signs for themselves is known: "pin", or "tick"."""
        known = self._staff.signature(number, proof) if self._staff is not None else "name"
        return "pin" if known == "pin" else "tick"

    def _running_of(self, agenda: str, day: date) -> str:
        known = self._begun.get((agenda, day), "")
        if known and (state := self.get(known)) is not None and state.meeting.running:
            return known
        return next((row.meeting for row in self.past(day, day) if row.agenda == agenda and row.running), "")

    def _section(self, state: OpenMeeting, section: str) -> None:
        if all(entry.id != section for entry in state.agenda.sections):
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This section is not in the agenda.")))

    def _known(self, key: str) -> OpenMeeting:
        found = self.get(key)
        if found is None:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "There is no such meeting.")))
        return found

    def _running(self, key: str) -> OpenMeeting:
        found = self._known(key)
        if not found.meeting.running:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This meeting is closed; its minutes cannot change.")))
        return found

    def _told(
        self, key: str, by: str, facts: Callable[[OpenMeeting, dict[str, Any]], Sequence[MeetingFact | Fact]]
    ) -> OpenMeeting:
        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            return facts(self._running(key), self._subjects.envelope(now, by)), None

        self._subjects.decide(decision)
        return self._known(key)


def _row(row: Sequence[Any]) -> MeetingRow:
    meeting, agenda, version, day, chair, begun_at, closed_at, present, absent, tasks, flags = row
    return MeetingRow(
        meeting, agenda, version, date.fromisoformat(day), chair, None if begun_at is None else from_us(begun_at),
        None if closed_at is None else from_us(closed_at), present, absent, tasks, flags,
    )  # fmt: skip
