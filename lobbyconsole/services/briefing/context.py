"""What every data source is asked with: the hall, the day, the days looked back on. Made once for a paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.briefings import Agenda
from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.naming import days_link as days_link
from lobbyconsole.domain.naming import span as span
from lobbyconsole.domain.paper import Block, Missing, Verdict, Words, words
from lobbyconsole.domain.schedule import due_times, parse_when
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.domain.workdays import WorkCalendar
from lobbyconsole.domain.working_time import OpenSpans
from lobbyconsole.services.figures import Figures
from lobbyconsole.services.records import Records
from lobbyconsole.services.rounds import Rounds
from lobbyconsole.store import visits
from lobbyconsole.store.connection import Connection
from lobbyconsole.store.dashboards import Kpis

MOST_ROWS = 8  # a table on a wall is read by people who stand
LONGEST_WINDOW = 400  # days looked back for the meeting of the same kind before this one
SAME_WEEKDAYS = 4
ENDS_BEFORE_CLOSING = timedelta(minutes=60)  # from then on "the day ahead" is the next one


@dataclass(frozen=True, slots=True)
class Found:
    """What a data source gives. `headline` is a sentence for the top of its section, `verdict` how serious it is."""

    blocks: tuple[Block, ...]
    headline: Words | None = None
    verdict: Verdict = "none"


Source = Callable[["Context", str], Found]


@dataclass
class Context(Figures):
    """The same context gives the same paper. `now` may be any time, also of a day long past."""

    db: Connection
    branch: Branch
    calendar: WorkCalendar
    open_spans: OpenSpans
    library: Library
    records: Records
    rounds: Rounds
    agenda: Agenda
    day: date
    now: datetime
    _kpis: dict[tuple[date, date], Kpis] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.previous = self.calendar.previous_open(self.day)
        spans = self.open_spans(self.day)
        before_opening = self._meant_at() < spans[0][0] if spans else self.branch.day_of(self.now) <= self.day
        # Before the doors open a meeting looks back on the last open day, afterwards on this one.
        self.reviewed = self.previous if before_opening else self.day
        self.window = self._window()
        late = bool(spans) and self.now >= spans[-1][1] - ENDS_BEFORE_CLOSING
        self.ahead = self.day if spans and not late else self.calendar.next_open(self.day) or self.day

    def _meant_at(self) -> datetime:
        """The time this meeting belongs to: a morning briefing held late is still the morning's."""
        try:
            times = due_times(parse_when(self.agenda.when), self.day, self.day, self.calendar.is_open)
        except ValueError:
            return self.now
        planned = [self.instant(local) for local in times]
        return min(self.now, max((at for at in planned if at <= self.now), default=self.now))

    def _window(self) -> tuple[date, date] | None:
        """The days this meeting looks back on: for a rare one all since the last of its kind was due."""
        single = None if self.reviewed is None else (self.reviewed, self.reviewed)
        try:
            schedule = parse_when(self.agenda.when)
        except ValueError:
            return single
        if schedule.kind in ("workdays", "every", "on_demand", "random"):
            return single
        start, end = self.day - timedelta(days=LONGEST_WINDOW), self.day - timedelta(days=1)
        times = due_times(schedule, start, end, self.calendar.is_open)
        return (times[-1].date(), end) if times else single

    # --- figures ---

    def same_weekdays(self, day: date) -> list[date]:
        """The last four days before this one that were of its weekday and had customers, oldest first."""
        last = min(day, self.day) - timedelta(days=1)
        came = visits.customers(self.db, last - timedelta(days=62), last)
        found = [other for other in sorted(came) if other.weekday() == day.weekday()]
        return [other for other in found if self.calendar.is_open(other)][-SAME_WEEKDAYS:]

    def instant(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self.branch.tz).astimezone(UTC)


def missing(at: Context, source: str, reason: Words) -> Found:
    """Said, not invented."""
    return Found((Missing(source, at.title(source), reason),))


def no_day(at: Context, source: str) -> Found:
    return missing(at, source, words(QT_TRANSLATE_NOOP("Briefing", "The calendar has no open day before this one.")))


def nobody(at: Context, source: str, first: date, last: date) -> Found:
    text = QT_TRANSLATE_NOOP("Briefing", "No ticket is recorded for {days}: nobody came, or no queue source was heard.")
    return missing(at, source, words(text, days=span(first, last)))
