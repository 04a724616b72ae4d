"""The customer's journey with its figures: scores, trends, strangers' marks, complaints, actions, waits by touchpoint.

Reads only; not for the GUI thread. The rule for blind spots stands in domain/journey.py.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.journey import (
    COMPARED_DAYS,
    DayTally,
    OutsideMark,
    Point,
    Tally,
    Voice,
    Waits,
    WeakItem,
    Week,
    judged,
    of_days,
    outside_score,
    split,
    weeks,
)
from lobbyconsole.services.evaluations import Evaluations
from lobbyconsole.services.library.book import LibraryBook
from lobbyconsole.services.rounds import Rounds
from lobbyconsole.services.subjects import Subjects
from lobbyconsole.services.workdays import Workdays
from lobbyconsole.store import dashboards, reads
from lobbyconsole.store.connection import Connection
from lobbyconsole.store.instants import opt_datetime, to_us
from lobbyconsole.store.reads import RecordRow

WEEKS = 13  # of the series: a quarter
EVERYWHERE = "whole_hall"  # a touchpoint that is nowhere in particular goes along the whole way
MOST_WEAK = 8


@dataclass(frozen=True, slots=True)
class OpenAction:
    """A corrective action that is still to be done."""

    key: str
    finding: str
    owner: str
    state: str
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Visit:
    """What a stranger's round gave one touchpoint."""

    round: str
    checklist: str
    day: date
    touchpoint: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Journey:
    """All of it, for the days from `first` to `last`. `way`: from the door to the door; `along`: on the whole way."""

    first: date
    last: date
    compared_from: date
    now: datetime
    library: Library
    branch: Branch
    way: tuple[Point, ...]
    along: tuple[Point, ...]
    actions: Mapping[str, OpenAction]
    marks: tuple[OutsideMark, ...]  # since compared_from, the newest first
    voices: tuple[Voice, ...]
    items: Mapping[str, Text]  # what an item asks
    visits: tuple[Visit, ...]  # by strangers since compared_from, the newest first
    homeless: tuple[str, ...]  # open actions that name no touchpoint
    keeps_voices: bool

    @property
    def points(self) -> tuple[Point, ...]:
        return self.way + self.along

    def point(self, name: str) -> Point | None:
        return next((point for point in self.points if point.name == name), None)


class Journeys:
    """The journeys of one hall, and its self-evaluations."""

    def __init__(
        self, subjects: Subjects, library: LibraryBook, rounds: Rounds, workdays: Workdays, branch: Callable[[], Branch]
    ) -> None:
        self._subjects = subjects
        self._library = library
        self._branch = branch
        self.evaluations = Evaluations(subjects, library, rounds, workdays, branch)

    def look(self, days: int, now: datetime) -> Journey:
        """The last `days` days up to the business day of `now`."""
        branch, library = self._branch(), self._library.library()
        last = branch.day_of(now)
        first = last - timedelta(days=days - 1)
        before = first - timedelta(days=days)
        compared = min(first, last - timedelta(days=COMPARED_DAYS - 1))
        series_from = last - timedelta(days=last.weekday()) - timedelta(weeks=WEEKS - 1)
        start = min(before, compared, series_from)
        since = to_us(branch.day_span(start)[0])
        with self._subjects.store.reader() as db:
            tallies = [
                DayTally(date.fromisoformat(day), name, bool(outside), Tally(points, possible, answers, failed))
                for day, name, outside, points, possible, answers, failed in reads.touchpoint_days(
                    db, start.isoformat(), last.isoformat()
                )
            ]
            weak = _weak(reads.weakest_items(db, first.isoformat(), last.isoformat()))
            # Written down late is written down too: what counts is the day it was about.
            marks = outside_marks(reads.records_opened(db, "outside_checks", since), start, last)
            voices = voices_of(reads.records_opened(db, "voices", since), last)
            keeps = reads.has_records(db, "voices")
            open_actions = reads.records(db, "actions", open_only=True)
            strangers = [
                Visit(key, checklist, date.fromisoformat(day), name, Tally(points, possible, answers))
                for key, checklist, day, name, points, possible, answers in reads.outside_visits(
                    db, compared.isoformat(), last.isoformat()
                )
            ]
            waits = _waits(db, first, last, now)
        points_of_items = {
            item.id: item.touchpoint for checklist in library.checklists.values() for item in checklist.items
        }
        actions = _actions(open_actions, points_of_items)
        own, earlier = split(tallies, first, last, outside=False), split(tallies, before, first - _DAY, outside=False)
        long_own, long_out = (split(tallies, compared, last, outside=side) for side in (False, True))
        compared_marks = [mark for mark in marks if mark.day >= compared]
        by_name: dict[str, list[Voice]] = {}
        for voice in voices:
            by_name.setdefault(voice.touchpoint, []).append(voice)
        heard, long_heard = of_days(by_name, first, last), of_days(by_name, compared, last)
        series = weeks(tallies, marks, last, WEEKS)
        none = _no_weeks(last)

        def point(name: str) -> Point:
            strange = outside_score(
                long_out.get(name, Tally()), [mark for mark in compared_marks if mark.touchpoint == name]
            )
            complained = long_heard.get(name, (0, 0))[0] if keeps else None
            todo = actions.get(name, [])
            return Point(
                name,
                own.get(name, Tally()),
                earlier.get(name, Tally()),
                series.get(name, none),
                judged(long_own.get(name, Tally()), strange, complained),
                heard.get(name, (0, 0))[0] if keeps else None,
                heard.get(name, (0, 0))[1],
                tuple(action.key for action in todo),
                sum(action.due is not None and action.due < now and action.state == "open" for action in todo),
                waits.get(name),
                tuple(weak.get(name, ())[:MOST_WEAK]),
            )

        along = [name for name, entry in library.touchpoints.items() if entry.zones == (EVERYWHERE,)]
        return Journey(
            first=first, last=last, compared_from=compared, now=now, library=library, branch=branch,
            way=tuple(point(name) for name in library.touchpoints if name not in along),
            along=tuple(point(name) for name in along),
            actions={action.key: action for todo in actions.values() for action in todo},
            marks=tuple(sorted(compared_marks, key=lambda mark: (mark.day, mark.key), reverse=True)),
            voices=tuple(voice for voice in voices if voice.day >= compared),
            items={item.id: item.text for checklist in library.checklists.values() for item in checklist.items},
            visits=tuple(strangers),
            homeless=tuple(action.key for action in actions.get("", ())),
            keeps_voices=keeps,
        )  # fmt: skip


_DAY = timedelta(days=1)


def _no_weeks(last: date) -> tuple[Week, ...]:
    newest = last - timedelta(days=last.weekday())
    return tuple(Week(newest - timedelta(weeks=back)) for back in range(WEEKS - 1, -1, -1))


def _weak(rows: Iterable[tuple[str, str, int, int, str]]) -> dict[str, list[WeakItem]]:
    found: dict[str, list[WeakItem]] = {}
    for point, item, answers, failed, last_round in rows:
        found.setdefault(point, []).append(WeakItem(item, answers, failed, last_round))
    return found


def _values(row: RecordRow) -> dict[str, Any]:
    try:
        found = json.loads(row.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _day(values: Mapping[str, Any], name: str = "date") -> date | None:
    try:
        return date.fromisoformat(str(values.get(name) or ""))
    except ValueError:
        return None


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def outside_marks(rows: Iterable[RecordRow], first: date, last: date) -> list[OutsideMark]:
    """What was typed or imported about these days; what was taken back, and what is no mark, counts for nothing."""
    found = []
    for row in rows:
        values = _values(row)
        day, points, out_of = _day(values), _number(values.get("score")), _number(values.get("out_of"))
        if row.state == "withdrawn" or day is None or points is None or not out_of or out_of < 0:
            continue
        if first <= day <= last:
            texts = [str(values.get(name) or "") for name in ("touchpoint", "source", "about", "remark")]
            found.append(OutsideMark(row.record, day, texts[0], points, out_of, texts[1], texts[2], texts[3]))
    return found


def voices_of(rows: Iterable[RecordRow], last: date) -> list[Voice]:
    """Complaints and praise up to a day, the newest first; what was dropped counts for nothing."""
    found = []
    for row in rows:
        values = _values(row)
        day, kind = _day(values), values.get("kind")
        if row.state == "dropped" or day is None or day > last or kind not in ("complaint", "praise"):
            continue
        point, words = str(values.get("touchpoint") or ""), str(values.get("words") or "")
        found.append(Voice(row.record, day, point, kind == "praise", words))
    return sorted(found, key=lambda voice: (voice.day, voice.key), reverse=True)


def _actions(rows: Iterable[RecordRow], points_of_items: Mapping[str, str]) -> dict[str, list[OpenAction]]:
    """Open actions by the touchpoint they name, or their item's; "" for those that have neither."""
    found: dict[str, list[OpenAction]] = {}
    for row in rows:
        name = str(_values(row).get("touchpoint") or "") or points_of_items.get(row.item, "")
        action = OpenAction(row.record, row.summary, row.owner, row.state, opt_datetime(row.due_at))
        found.setdefault(name, []).append(action)
    for todo in found.values():
        todo.sort(key=lambda action: (action.due is None, action.due.timestamp() if action.due else 0.0, action.key))
    return found


def _waits(db: Connection, first: date, last: date, now: datetime) -> dict[str, Waits]:
    """The figures of the queue at the touchpoints that are a place in it; the same as the key figures elsewhere."""
    kpis = dashboards.kpis(db, first, last, now=now)
    counts = kpis.counts
    customers = counts.issued - counts.misprints
    if customers <= 0:
        return {}
    return {
        "queueing": Waits("wait", kpis.mean_wait_s, counts.wait_n, kpis.left_rate),
        "waiting_care": Waits("over", kpis.over_recovery, customers),
        "counter_service": Waits("handling", kpis.mean_handling_s, counts.handling_n),
    }
