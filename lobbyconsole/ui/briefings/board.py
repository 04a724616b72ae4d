"""What the briefings screen shows, gathered on a worker: meetings due and past, one with its minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.briefings import Agenda
from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.paper import Paper
from lobbyconsole.domain.register import Record
from lobbyconsole.services.briefing.minutes import Minutes, minutes_of
from lobbyconsole.services.meetings import DueMeeting, MeetingRow, OpenMeeting

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console

PAST_DAYS = 120  # what the list reaches back
LATEST_OF_KIND = 40  # days: whose last meeting lends its people to the list of those expected


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list. `state`: see services.meetings.MeetingState, or "day" for a heading."""

    title: str
    state: str
    agenda: str = ""
    key: str = ""  # of the meeting, once there is one
    at: datetime | None = None
    day: date | None = None
    present: int = 0
    absent: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the screen but the meeting in hand."""

    now: datetime
    branch: Branch
    library: Library
    agendas: tuple[Agenda, ...]
    today: tuple[DueMeeting, ...]
    past: tuple[MeetingRow, ...]

    @property
    def day(self) -> date:
        return self.branch.day_of(self.now)

    def title(self, agenda: str, language: str) -> str:
        """What an agenda is called; a retired one by its id."""
        found = self.library.briefings.get(agenda)
        return found.title.say(language) if found else agenda


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may be at a meeting: a staff number, whether it has a PIN, why they are not here today ("": no)."""

    number: str
    has_pin: bool = False
    away: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A meeting to be shown, or (`open` None) the paper of one that has not begun."""

    agenda: Agenda
    paper: Paper | None
    open: OpenMeeting | None = None
    minutes: Minutes | None = None
    people: tuple[Person, ...] = ()

    @property
    def key(self) -> str:
        return self.open.meeting.key if self.open else ""

    @property
    def running(self) -> bool:
        return self.open is not None and self.open.meeting.running


def load_board(console: Console) -> Board:
    """Read all of it. On a worker thread."""
    meetings, now = console.work.meetings, console.live.clock.now()
    branch = console.settings.current.branch if console.settings else console.live.snapshot.branch
    day = branch.day_of(now)
    return Board(
        now=now,
        branch=branch,
        library=console.work.library.library(),
        agendas=tuple(meetings.agendas()),
        today=tuple(meetings.timetable(day, now)),
        past=tuple(meetings.past(day - timedelta(days=PAST_DAYS), day)),
    )


def lines_of(board: Board, language: str) -> list[Line]:
    """What still runs from other days, today in order, then the past by date, the newest first."""
    held = {due.meeting for due in board.today if due.meeting}
    rows = [row for row in board.past if row.meeting not in held]
    today = [_due_line(due, board, language) for due in board.today]
    today += [_row_line(row, board, language) for row in rows if row.day == board.day]
    today.sort(key=lambda line: line.at or board.now)
    left = [_row_line(row, board, language) for row in rows if row.running and row.day != board.day]
    found = [*left, Line("", "day", day=board.day), *today]
    last = board.day
    for row in rows:
        if row.running or row.day == board.day:
            continue
        if row.day != last:
            last = row.day
            found.append(Line("", "day", day=row.day))
        found.append(_row_line(row, board, language))
    return found


def _due_line(due: DueMeeting, board: Board, language: str) -> Line:
    row = next((row for row in board.past if row.meeting == due.meeting), None) if due.meeting else None
    present, absent = (row.present, row.absent) if row else (0, 0)
    return Line(
        due.agenda.title.say(language), due.state, due.agenda.id, due.meeting, due.due_at, board.day, present, absent,
        due.agenda.duration_min,
    )  # fmt: skip


def _row_line(row: MeetingRow, board: Board, language: str) -> Line:
    state = "running" if row.running else "closed"
    return Line(
        board.title(row.agenda, language), state, row.agenda, row.meeting, row.begun_at, row.day, row.present,
        row.absent,
    )  # fmt: skip


def load_preview(console: Console, agenda: str, day: date) -> Shown | None:
    """The paper as it would be now; None when the agenda is not in use here. On a worker thread."""
    meetings = console.work.meetings
    standard = next((entry for entry in meetings.agendas() if entry.id == agenda), None)
    if standard is None:
        return None
    return Shown(standard, meetings.compose(agenda, day, console.live.clock.now()))


def load_meeting(console: Console, key: str) -> Shown | None:
    """One meeting with its minutes as they are now; None when it, or its agenda, is not here. On a worker thread."""
    found = console.work.meetings.get(key)
    return None if found is None else shown_of(console, found)


def shown_of(console: Console, opened: OpenMeeting) -> Shown:
    """A meeting with what its tasks became and who may be there. On a worker thread."""
    records = [record for _, subject in opened.meeting.tasks if (record := _record(console, subject)) is not None]
    minutes = minutes_of(opened.meeting, opened.agenda, opened.paper, records)
    return Shown(opened.agenda, opened.paper, opened, minutes, _people(console, opened))


def _record(console: Console, subject: str) -> Record | None:
    register, _, key = subject.removeprefix("record:").partition("/")
    return console.work.records.record(register, key)


def _people(console: Console, opened: OpenMeeting) -> tuple[Person, ...]:
    """Who works here; whoever was noted already; where nobody is on the roster, who came to the last such meeting."""
    staff = console.work.staff
    away = {number: absence.reason for number, absence in staff.away().items()} if opened.meeting.running else {}
    known = {member.number: Person(member.number, member.has_pin, away.get(member.number, ""))
             for member in staff.roster() if not member.left}  # fmt: skip
    for number in opened.meeting.attendance:
        known.setdefault(number, Person(number))
    if len(known) <= len(opened.meeting.attendance):
        for number in _last_time(console, opened):
            known.setdefault(number, Person(number))
    return tuple(sorted(known.values(), key=lambda person: person.number))


def _last_time(console: Console, opened: OpenMeeting) -> list[str]:
    try:
        day = date.fromisoformat(opened.meeting.day)
    except ValueError:
        return []
    meetings = console.work.meetings
    rows = meetings.past(day - timedelta(days=LATEST_OF_KIND), day)
    last = next((row for row in rows if row.agenda == opened.meeting.agenda and not row.running), None)
    before = meetings.get(last.meeting) if last else None
    return list(before.meeting.attendance) if before else []
