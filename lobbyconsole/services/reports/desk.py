"""What every gathering of a report asks: the hall, the instant, and figures kept while one paper is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.paper import Value
from lobbyconsole.domain.reporting import Asked
from lobbyconsole.domain.workdays import WorkCalendar
from lobbyconsole.domain.working_time import OpenSpans
from lobbyconsole.services.figures import Figures, peak_of
from lobbyconsole.services.history import History
from lobbyconsole.services.meetings import DueMeeting, Meetings
from lobbyconsole.services.records import Records
from lobbyconsole.services.rounds import Due, Rounds
from lobbyconsole.store.connection import Connection
from lobbyconsole.store.dashboards import Kpis, Quantile, half_hours
from lobbyconsole.store.visits import Rated, ratings_by_marks

Days = tuple[date, date]


@dataclass
class Desk(Figures):
    """The same desk gives the same paper."""

    db: Connection
    branch: Branch
    calendar: WorkCalendar
    open_spans: OpenSpans
    library: Library
    records: Records
    rounds: Rounds
    meetings: Meetings
    history: History
    now: datetime
    asked: Asked
    _kpis: dict[Days, Kpis] = field(default_factory=dict)
    _dues: dict[date, list[Due]] = field(default_factory=dict)
    _meetings: dict[date, list[DueMeeting]] = field(default_factory=dict)
    _peaks: dict[date, Quantile | None] = field(default_factory=dict)
    _marks: dict[Days, list[Rated]] = field(default_factory=dict)

    @property
    def days(self) -> Days:
        """The period."""
        return self.asked.first, self.asked.last

    def dues(self, first: date, last: date) -> list[Due]:
        """Every scheduled time of every checklist on these days, with what became of it."""
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        if any(day not in self._dues for day in days):
            self._dues.update({day: [] for day in days})
            for due in self.rounds.dues(first, last, self.now):
                self._dues[self.branch.day_of(due.due_at)].append(due)
        return [due for day in days for due in self._dues[day]]

    def meeting_times(self, first: date, last: date) -> list[DueMeeting]:
        """Every scheduled meeting of these days, with what became of it."""
        found: list[DueMeeting] = []
        day = first
        while day <= last:
            if day not in self._meetings:
                self._meetings[day] = self.meetings.timetable(day, self.now)
            found += self._meetings[day]
            day += timedelta(days=1)
        return found

    def peak(self, day: date) -> Quantile | None:
        """The wait in the worst half hour of a day."""
        if day not in self._peaks:
            peak = peak_of(half_hours(self.db, day))
            self._peaks[day] = None if peak is None else peak.p90
        return self._peaks[day]

    def marks(self, first: date, last: date) -> list[Rated]:
        """Visits and ratings by marks."""
        if (first, last) not in self._marks:
            self._marks[first, last] = ratings_by_marks(self.db, first, last)
        return self._marks[first, last]

    def passed(self, first: date, last: date, checklist: str = "") -> tuple[int, int]:
        """(scheduled rounds done, scheduled rounds whose time has passed); of one checklist or of all."""
        counted = [due for due in self.dues(first, last) if due.passed and checklist in ("", due.checklist.id)]
        return sum(due.state == "done" for due in counted), len(counted)

    def checklist_title(self, name: str) -> Value:
        """What a checklist is called."""
        found = self.library.checklists.get(name)
        return found.title if found else name

    def agenda_title(self, name: str) -> Value:
        """What a meeting is called."""
        found = self.library.briefings.get(name)
        return found.title if found else name
