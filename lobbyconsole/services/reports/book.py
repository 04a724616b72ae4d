"""The reports of a hall: which there are, making one, the rows behind a figure, and files. Not for the GUI thread."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import Block, Link, Moment, Note, Paper, PaperSection, words
from lobbyconsole.domain.reporting import PERIODS, Asked, ReportKind, Rows, window
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused
from lobbyconsole.reports import (
    actions,
    desks,
    equipment,
    fairness,
    key_figures,
    meetings,
    rounds,
    support,
    touchpoints,
    waiting,
)
from lobbyconsole.services.history import History
from lobbyconsole.services.library.book import LibraryBook, body_of
from lobbyconsole.services.meetings import Meetings
from lobbyconsole.services.records import Records
from lobbyconsole.services.reports import drill, files, queue, rooms
from lobbyconsole.services.reports.desk import Desk
from lobbyconsole.services.reports.files import Say, english
from lobbyconsole.services.reports.measures import gather_key_figures
from lobbyconsole.services.rounds import Rounds
from lobbyconsole.services.subjects import Subjects
from lobbyconsole.services.workdays import Workdays
from lobbyconsole.store import visits

EARLIEST, LATEST = 2, 9990  # years in which a period, and the one before, are still dates


@dataclass(frozen=True, slots=True)
class Shelf:
    """A report of the rack: what it is, where its figures come from, and how they are laid out."""

    kind: ReportKind
    gather: Callable[[Desk], Any]
    make: Callable[[Asked, Any], tuple[PaperSection, ...]]


RACK: tuple[Shelf, ...] = (
    Shelf(key_figures.KIND, gather_key_figures, key_figures.make),
    Shelf(waiting.KIND, queue.gather_waiting, waiting.make),
    Shelf(desks.KIND, queue.gather_desks, desks.make),
    Shelf(touchpoints.KIND, rooms.gather_touchpoints, touchpoints.make),
    Shelf(rounds.KIND, rooms.gather_rounds, rounds.make),
    Shelf(actions.KIND, rooms.gather_actions, actions.make),
    Shelf(support.KIND, rooms.gather_support, support.make),
    Shelf(equipment.KIND, rooms.gather_equipment, equipment.make),
    Shelf(meetings.KIND, rooms.gather_meetings, meetings.make),
    Shelf(fairness.KIND, queue.gather_fairness, fairness.make),
)

_DEFINED = QT_TRANSLATE_NOOP("Briefing", "Key figures as defined in version {version} of the library.")
_WINDOW = QT_TRANSLATE_NOOP("Briefing", "Business days looked at: {first} to {last}.")
_UNTIL = QT_TRANSLATE_NOOP("Briefing", "The period goes on: counted up to {time}.")
_COMPARED = QT_TRANSLATE_NOOP("Briefing", "Compared with {first} to {last}.")
_ALONE = QT_TRANSLATE_NOOP("Briefing", "Compared with nothing: no earlier open day is known.")


class Reports:
    """The reports of one hall."""

    def __init__(
        self, subjects: Subjects, library: LibraryBook, records: Records, rounds: Rounds, meetings: Meetings,
        workdays: Workdays, branch: Callable[[], Branch],
    ) -> None:  # fmt: skip
        self._subjects = subjects
        self._library = library
        self._records = records
        self._rounds = rounds
        self._meetings = meetings
        self._workdays = workdays
        self._branch = branch

    def rack(self) -> list[ReportKind]:
        """Every report, in the order in which they are offered."""
        return [shelf.kind for shelf in RACK]

    def make(self, kind_id: str, period: str, day: date, now: datetime | None = None) -> Paper:
        """The report of the period that holds `day`; same store, period and instant, same bytes. Raises Refused."""
        shelf = self._shelf(kind_id, period)
        instant = now or self._subjects.live.clock.now()
        with self._subjects.store.reader() as db:
            at = self._desk(db, period, day, instant)
            sections = shelf.make(at.asked, shelf.gather(at))
        asked, branch = at.asked, at.branch
        return Paper(
            agenda=f"report/{kind_id}/{period}",
            title=shelf.kind.title,
            branch=Text(branch.name("en"), branch.name("zh")),
            day=asked.last.isoformat(),
            made_at=instant.isoformat(),
            first=asked.first.isoformat(),
            last=asked.last.isoformat(),
            sections=(*sections, _basis(asked, instant)),
        )

    def rows(self, kind_id: str, period: str, day: date, link: Link) -> Rows:
        """What the figure behind a link was computed from; no rows for a link that leads elsewhere. Refused."""
        self._shelf(kind_id, period)
        with self._subjects.store.reader() as db:
            return drill.rows(self._desk(db, period, day, self._subjects.live.clock.now()), link)

    def write_csv(self, paper: Paper, path: Path, language: str, say: Say = english) -> None:
        """All blocks of the paper in one table. `say` puts words into the reader's language. Raises OSError."""
        files.write_csv(paper, path, language, say)

    def write_xlsx(self, paper: Paper, path: Path, language: str, say: Say = english) -> None:
        """A workbook with a sheet for each section. Raises OSError."""
        files.write_xlsx(paper, path, language, say)

    # --- shared ---

    def _shelf(self, kind_id: str, period: str) -> Shelf:
        found = next((shelf for shelf in RACK if shelf.kind.id == kind_id), None)
        if found is None:
            known = ", ".join(shelf.kind.id for shelf in RACK)
            text = QT_TRANSLATE_NOOP("Messages", "There is no report {name}. There are: {known}")
            raise Refused(Message(text, {"name": kind_id, "known": known}))
        if period not in found.kind.periods:
            text = QT_TRANSLATE_NOOP("Messages", "This report is not made for that period.")
            raise Refused(Message(text))
        return found

    def _desk(self, db: Any, period: str, day: date, now: datetime) -> Desk:
        if period not in PERIODS or not EARLIEST <= day.year <= LATEST:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "There is no such period.")))
        branch, library, calendar = self._branch(), self._library.library(), self._workdays.calendar
        first, last = window(period, day)
        if period == "day":
            earlier = calendar.previous_open(first)
            before = None if earlier is None else (earlier, earlier)
        else:
            before = window(period, first - timedelta(days=1))
        came = visits.customers(db, first, last)
        days = tuple(
            at for at in (first + timedelta(days=number) for number in range((last - first).days + 1))
            if at in came or calendar.is_open(at)
        )  # fmt: skip
        until = min(now, branch.day_span(last)[1])
        asked = Asked(branch, library, period, first, last, before, days, until)
        history = History(self._subjects.store, lambda: branch)
        return Desk(
            db, branch, calendar, self._workdays.open_spans, library, self._records, self._rounds, self._meetings,
            history, now, asked,
        )  # fmt: skip


def definition_version(library: Library) -> str:
    """A short mark of the wording of all key figures: the same definitions give the same mark in every branch."""
    return hashlib.sha256(body_of(library.kpis).encode()).hexdigest()[:12]


def _basis(asked: Asked, now: datetime) -> PaperSection:
    first, last = asked.first.isoformat(), asked.last.isoformat()
    notes: list[Block] = [
        Note("basis", words(_DEFINED, version=definition_version(asked.library))),
        Note("basis", words(_WINDOW, first=first, last=last)),
    ]
    if asked.before is None:
        notes.append(Note("basis", words(_ALONE)))
    else:
        then = [day.isoformat() for day in asked.before]
        notes.append(Note("basis", words(_COMPARED, first=then[0], last=then[1])))
    if now < asked.branch.day_span(asked.last)[1]:
        local = Moment(f"{now.astimezone(asked.branch.tz):%Y-%m-%dT%H:%M}")
        notes.append(Note("basis", words(_UNTIL, time=local)))
    return PaperSection("basis", Text("What this is based on", "统计口径"), 0, None, tuple(notes))
