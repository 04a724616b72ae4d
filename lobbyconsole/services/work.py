"""The manager's own work (library, calendar, registers, rounds, meetings), made when a face first asks for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lobbyconsole.services.live import Live
from lobbyconsole.store.hall import Store

if TYPE_CHECKING:
    from lobbyconsole.config import Settings
    from lobbyconsole.services.attachments import Attachments
    from lobbyconsole.services.drills import Drills
    from lobbyconsole.services.incidents import Incidents
    from lobbyconsole.services.journey import Journeys
    from lobbyconsole.services.library.book import LibraryBook
    from lobbyconsole.services.meetings import Meetings
    from lobbyconsole.services.plan_prints import PlanPrints
    from lobbyconsole.services.records import Records
    from lobbyconsole.services.reports.book import Reports
    from lobbyconsole.services.reviews import Reviews
    from lobbyconsole.services.risks import Risks
    from lobbyconsole.services.rounds import Rounds
    from lobbyconsole.services.staff import Staff
    from lobbyconsole.services.subjects import Subjects
    from lobbyconsole.services.walkthroughs import Walkthroughs
    from lobbyconsole.services.workdays import Workdays


class Work:
    """One of each, made once, on whatever thread asks first. Making them loads modules (0.3 s): ask from a worker."""

    def __init__(self, store: Store, live: Live, settings: Callable[[], Settings]) -> None:
        self._store = store
        self._live = live
        self._settings = settings
        self._lock = threading.RLock()
        self._first: _First | None = None
        self._made: _Made | None = None

    @property
    def library(self) -> LibraryBook:
        """The content in force."""
        return self._emergency().library

    @property
    def workdays(self) -> Workdays:
        """The working calendar."""
        return self._all().workdays

    @property
    def records(self) -> Records:
        """The registers."""
        return self._all().records

    @property
    def rounds(self) -> Rounds:
        """The rounds."""
        return self._all().rounds

    @property
    def attachments(self) -> Attachments:
        """The photos."""
        return self._all().attachments

    @property
    def meetings(self) -> Meetings:
        """The meetings and their papers."""
        return self._all().meetings

    @property
    def journey(self) -> Journeys:
        """The touchpoints' figures and the self-evaluations."""
        return self._all().journey

    @property
    def subjects(self) -> Subjects:
        """The facts behind them, and who changed."""
        return self._emergency().subjects

    @property
    def staff(self) -> Staff:
        """Who works here, and their PINs."""
        return self._emergency().staff

    @property
    def reports(self) -> Reports:
        """The reports."""
        return self._all().reports

    @property
    def incidents(self) -> Incidents:
        """What happened in the hall."""
        return self._emergency().incidents

    @property
    def walkthroughs(self) -> Walkthroughs:
        """The emergency plans being walked."""
        return self._emergency().walkthroughs

    @property
    def drills(self) -> Drills:
        """The drills of emergency plans."""
        return self._all().drills

    @property
    def reviews(self) -> Reviews:
        """What was learned from runs of plans."""
        return self._all().reviews

    @property
    def plan_prints(self) -> PlanPrints:
        """What of the plans hangs on the wall."""
        return self._all().plan_prints

    @property
    def risks(self) -> Risks:
        """The risk register."""
        return self._all().risks

    @property
    def store(self) -> Store:
        """The hall's own, for what every start asks: nothing of this is made for it."""
        return self._store

    def walking(self) -> bool:
        """Whether an emergency plan is being walked: one look into an index, and nothing of this is made for it."""
        return self._store.walking() or any(fact.subject.startswith("walk:") for fact in self._live.waiting)

    def _all(self) -> _Made:
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made

    def _emergency(self) -> _First:
        """What an emergency needs, without the rest: F12 just after the start must not wait for all of it."""
        if self._first is None:  # once it is there nobody waits for whoever makes the rest
            with self._lock:
                if self._first is None:
                    self._first = self._make_first()
        return self._first

    def _make_first(self) -> _First:
        from lobbyconsole.services.incidents import Incidents
        from lobbyconsole.services.library.book import LibraryBook
        from lobbyconsole.services.staff import Staff
        from lobbyconsole.services.subjects import Subjects
        from lobbyconsole.services.walkthroughs import Walkthroughs

        subjects = Subjects(self._store, self._live)
        staff = Staff(subjects, self._store.key)
        library = LibraryBook(subjects, staff)
        incidents = Incidents(subjects, lambda: self._settings().branch)
        walks = Walkthroughs(subjects, library, incidents, lambda: self._settings().branch)

        def drills_give_way(_by: str) -> None:
            # The drills are told by themselves once they are made; here it is seen to that they are, if one is walked.
            if self._made is None and any(state.walk.drill for state in walks.running()):
                self._all()

        walks.in_earnest.append(drills_give_way)
        return _First(subjects, library, staff, incidents, walks)

    def _make(self) -> _Made:
        first = self._emergency()
        from lobbyconsole.services.attachments import Attachments
        from lobbyconsole.services.drills import Drills
        from lobbyconsole.services.journey import Journeys
        from lobbyconsole.services.meetings import Meetings
        from lobbyconsole.services.plan_prints import PlanPrints
        from lobbyconsole.services.records import Records
        from lobbyconsole.services.reports.book import Reports
        from lobbyconsole.services.reviews import Reviews
        from lobbyconsole.services.risks import Risks
        from lobbyconsole.services.rounds import Rounds
        from lobbyconsole.services.workdays import Workdays

        subjects, library, staff, incidents, walks = (
            first.subjects, first.library, first.staff, first.incidents, first.walkthroughs
        )  # fmt: skip
        workdays = Workdays(self._settings)
        records = Records(subjects, workdays, lambda: self._settings().branch.tz, staff)
        rounds = Rounds(
            subjects, library, records, workdays, lambda: self._settings().branch, staff, self._store.begun_at
        )
        attachments = Attachments(self._store.path.parent, self._store.key)
        meetings = Meetings(subjects, library, records, rounds, workdays, lambda: self._settings().branch, staff)
        journey = Journeys(subjects, library, rounds, workdays, lambda: self._settings().branch)
        reports = Reports(subjects, library, records, rounds, meetings, workdays, lambda: self._settings().branch)
        drills = Drills(subjects, library, walks, incidents, workdays, lambda: self._settings().branch)
        reviews = Reviews(subjects, library, walks, incidents, drills, records, lambda: self._settings().branch, staff)
        risks = Risks(subjects, library, walks, incidents, drills, records, lambda: self._settings().branch)
        prints = PlanPrints(subjects, library, lambda: self._settings().branch)
        return _Made(workdays, records, rounds, meetings, attachments, journey, reports, drills, reviews, prints, risks)


@dataclass(frozen=True, slots=True)
class _First:
    subjects: Subjects
    library: LibraryBook
    staff: Staff
    incidents: Incidents
    walkthroughs: Walkthroughs


@dataclass(frozen=True, slots=True)
class _Made:
    workdays: Workdays
    records: Records
    rounds: Rounds
    meetings: Meetings
    attachments: Attachments
    journey: Journeys
    reports: Reports
    drills: Drills
    reviews: Reviews
    plan_prints: PlanPrints
    risks: Risks
