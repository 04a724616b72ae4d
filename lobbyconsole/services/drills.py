"""Drills: planned for a quiet time, run on the walkthrough's engine or at the table, scored, counted as practice.

Verbs wait until their facts are durable and raise Refused in words. Nothing here touches the floor: a drill's facts
are about the drill, its walkthrough and its incident, and all three are marked.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from lobbyconsole.domain import drill_facts as f
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.drills import (
    MODES,
    Cell,
    Drill,
    InjectDue,
    Option,
    PlanDue,
    Practised,
    Score,
    coverage,
    fold_drill,
    injects_of,
    judged_by,
    options,
    plans_due,
    practised_in,
    quietest,
    score,
    shift_of,
)
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.picture import Picture
from lobbyconsole.domain.register import is_staff_number
from lobbyconsole.domain.walkthrough import Walk
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused
from lobbyconsole.services.drill_floor import DrillFloor, WorstDay
from lobbyconsole.services.drill_slots import LOOK_BACK, Proposal, like_days, mean_arrivals, proposals, uncovered
from lobbyconsole.services.incidents import DRILL, Incidents, clipped
from lobbyconsole.services.library.book import LibraryBook
from lobbyconsole.services.subjects import Subjects
from lobbyconsole.services.walkthroughs import GAVE_WAY, OpenWalk, Walkthroughs
from lobbyconsole.services.workdays import Workdays
from lobbyconsole.store import lookup, visits

TABLE_MIN = 3  # a drill at the table


@dataclass(frozen=True, slots=True)
class Quiet:
    """The quietest time of a day for a drill. `days`: how many past days say so; 0: nobody knows."""

    at: datetime
    expected: float
    days: int


@dataclass(frozen=True, slots=True)
class OpenDrill:
    """A drill with the plan it is held by and, unless at the table, its walkthrough."""

    drill: Drill
    plan: Plan
    walk: OpenWalk | None = None

    def injects(self, now: datetime) -> list[InjectDue]:
        """The injects with their times."""
        return injects_of(self.plan, self.drill, now)

    def score(self) -> Score:
        """What has been reached so far."""
        return score(self.plan, self.drill, self.walked)

    @property
    def walked(self) -> Walk | None:
        return self.walk.walk if self.walk else None


class Drills:
    """The drills of one hall."""

    def __init__(
        self, subjects: Subjects, library: LibraryBook, walks: Walkthroughs, incidents: Incidents, workdays: Workdays,
        branch: Callable[[], Branch],
    ) -> None:  # fmt: skip
        self._subjects = subjects
        self._library = library
        self._walks = walks
        self._incidents = incidents
        self._workdays = workdays
        self._branch = branch
        self._floor = DrillFloor(subjects.store, branch)
        walks.in_earnest.append(self.give_way)

    # --- planning ---

    def plan_drill(
        self, plan: str, due_at: datetime, *, mode: str = "walk", shift: str = "", words: str = "",
        floor_at: datetime | None = None, by: str = "",
    ) -> Drill:  # fmt: skip
        """Put a drill of a plan into the calendar. `floor_at`: on the floor of a past day, from that instant on."""
        wording = self._walks.plan(plan)
        if mode not in MODES:
            raise ValueError(f"{mode!r} is not one of {MODES}")

        def decision(now: datetime) -> tuple[Sequence[Fact], str]:
            key = self._incidents.next_number(now, DRILL)
            planned = f.DrillPlanned(
                **self._subjects.envelope(now, by), drill=key, plan=plan, exercise=wording.drill.id, due_at=due_at,
                mode=mode, shift=shift, words=clipped(words), floor_at=floor_at,
            )  # fmt: skip
            return (planned,), key

        return self._known(self._subjects.decide(decision))

    def move(self, key: str, due_at: datetime, why: str, *, by: str = "") -> Drill:
        """Hold it at another time."""
        self._need(why)

        def facts(state: Drill, envelope: dict[str, Any]) -> Sequence[Fact]:
            if state.state != "planned":
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This drill has begun already.")))
            return (f.DrillMoved(**envelope, drill=key, due_at=due_at, why=clipped(why)),)

        return self._told(key, by, facts)

    def call_off(self, key: str, why: str, *, by: str = "") -> Drill:
        """Do not hold it, or break it off; its walkthrough ends with it."""
        self._need(why)
        found = self.open(key)
        if found and found.walk and found.walk.walk.running:
            self._walks.end(found.walk.walk.key, why, by=by)
        self._told(key, by, lambda _, envelope: (f.DrillCalledOff(**envelope, drill=key, why=clipped(why)),))
        self._end_incident(found, by)
        return self._known(key)

    # --- running ---

    def begin(self, key: str, *, by: str = "", tongue: str = "zh") -> OpenDrill:
        """Begin a planned drill, or go on with it. Refused while a real emergency is being walked."""
        state = self._known(key)
        if state.state == "running":
            return self._opened(key)
        if state.state != "planned":
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This drill is over.")))
        self._must_be_quiet()
        # After a crash between the two the walkthrough is found running and gone on with.
        walk = self._walks.start(state.plan, by=by, drill=key, tongue=tongue) if state.mode == "walk" else None

        def facts(now_state: Drill, envelope: dict[str, Any]) -> Sequence[Fact]:
            if now_state.state != "planned":
                return ()
            plan = walk.plan if walk else self._walks.plan(state.plan)
            version, kept = self._library.keeping("plans", plan, envelope["at"], by)
            shift = now_state.shift or self._shift(envelope["at"])
            begun = f.DrillBegun(
                **envelope, drill=key, plan=plan.id, version=version, exercise=plan.drill.id, mode=now_state.mode,
                shift=shift, walk=walk.walk.key if walk else "",
            )  # fmt: skip
            return (*kept, begun)

        self._told(key, by, facts)
        return self._opened(key)

    def begin_now(
        self, plan: str, *, mode: str = "walk", shift: str = "", floor_at: datetime | None = None, by: str = "",
        tongue: str = "zh",
    ) -> OpenDrill:  # fmt: skip
        """Plan a drill for now and begin it. Refused as `begin` is, and then nothing is planned."""
        self._must_be_quiet()
        now = self._subjects.live.clock.now()
        planned = self.plan_drill(plan, now, mode=mode, shift=shift, floor_at=floor_at, by=by)
        return self.begin(planned.key, by=by, tongue=tongue)

    def _must_be_quiet(self) -> None:
        """Nobody practises while a real emergency is being walked."""
        if any(not walk.walk.drill for walk in self._walks.running()):
            text = QT_TRANSLATE_NOOP("Messages", "A plan is being walked in earnest. A drill waits.")
            raise Refused(Message(text))

    def give_way(self, by: str = "") -> list[str]:
        """A real emergency has begun: every drill that is being walked is broken off; which."""
        broken = []
        for walk in self._walks.running():
            if walk.walk.drill:
                with contextlib.suppress(Refused):
                    self._walks.end(walk.walk.key, GAVE_WAY, by=by)
                if walk.walk.drill not in broken and self._stands(walk.walk.drill):
                    broken.append(walk.walk.drill)
        for key in broken:
            with contextlib.suppress(Refused):
                self.call_off(key, GAVE_WAY, by=by)
        return broken

    def _stands(self, key: str) -> bool:
        state = self.drill(key)
        return state is not None and state.state in ("planned", "running")

    def inject_met(self, key: str, place: int, met: bool, *, words: str = "", by: str = "") -> OpenDrill:
        """Whether what an inject expects was done."""

        def facts(state: Drill, envelope: dict[str, Any]) -> Sequence[Fact]:
            self._running(state)
            self._place(place, len(self._plan(state).drill.injects))
            return (f.DrillInjectMet(**envelope, drill=key, place=place, met=met, words=clipped(words)),)

        self._told(key, by, facts)
        return self._opened(key)

    def options(self, key: str, place: int) -> list[Option]:
        """What may be answered to an inject at the table."""
        state = self._known(key)
        plan = self._plan(state)
        self._place(place, len(plan.drill.injects))
        return options(plan, self._walks.plans(), key, place)

    def answer(self, key: str, place: int, answer: str, *, by: str = "") -> OpenDrill:
        """Choose an answer at the table; the first one counts."""

        def facts(state: Drill, envelope: dict[str, Any]) -> Sequence[Fact]:
            self._running(state)
            if answer not in {option.id for option in self.options(key, place)}:
                raise ValueError(f"{answer!r} is no answer to inject {place} of {key}")
            if place in state.answers:
                return ()
            return (f.DrillAnswered(**envelope, drill=key, place=place, answer=answer),)

        self._told(key, by, facts)
        return self._opened(key)

    def judge(self, key: str, place: int, met: bool, *, words: str = "", by: str = "") -> OpenDrill:
        """Whether a pass criterion was met; also after the end, until the review is signed."""

        def facts(state: Drill, envelope: dict[str, Any]) -> Sequence[Fact]:
            if state.begun_at is None or state.called_off:
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This drill is not running.")))
            self._place(place, len(self._plan(state).drill.pass_criteria))
            return (f.DrillJudged(**envelope, drill=key, place=place, met=met, words=clipped(words)),)

        self._told(key, by, facts)
        return self._opened(key)

    def took_part(self, key: str, role: str, staff: str, *, by: str = "") -> OpenDrill:
        """A staff number practised a role; "" takes that back."""
        if staff and not is_staff_number(staff):
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please give the staff number.")))

        def facts(state: Drill, envelope: dict[str, Any]) -> Sequence[Fact]:
            if state.called_off:
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This drill is over.")))
            if state.took_part.get(role, "") == staff:
                return ()
            return (f.DrillTookPart(**envelope, drill=key, role=role, staff=staff),)

        self._told(key, by, facts)
        return self._opened(key)

    def finish(self, key: str, *, words: str = "", by: str = "") -> OpenDrill:
        """It is over. Refused while its walkthrough goes on."""

        def facts(state: Drill, envelope: dict[str, Any]) -> Sequence[Fact]:
            if state.state == "finished":
                return ()
            self._running(state)
            walk = self._walks.walk(state.walk) if state.walk else None
            if walk is not None and walk.walk.running:
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Its plan is still being walked. End that first.")))
            # At the table its three minutes may run out with nobody there.
            silent = state.mode == "table" and not state.answers and bool(self._plan(state).drill.injects)
            broken = silent or (walk is not None and walk.walk.outcome == "broken_off")
            return (f.DrillFinished(**envelope, drill=key, words=clipped(words), broken_off=broken),)

        self._told(key, by, facts)
        found = self._opened(key)
        self._end_incident(found, by)
        return found

    # --- looking ---

    def drill(self, key: str) -> Drill | None:
        """A drill; None when there is none."""
        found = fold_drill(self._subjects.facts("drill:" + key))
        return None if found is None else judged_by(found, self._walked)

    def _walked(self, key: str) -> Walk | None:
        walk = self._walks.walk(key)
        return walk.walk if walk is not None else None

    def open(self, key: str) -> OpenDrill | None:
        """A drill with its plan in the version it was begun with, and its walkthrough."""
        state = self.drill(key)
        if state is None:
            return None
        walk = self._walks.walk(state.walk) if state.walk else None
        try:
            return OpenDrill(state, self._plan(state), walk)
        except Refused:
            return None

    def drills(self) -> list[Drill]:
        """Every drill there is or was, the latest first."""
        with self._subjects.store.reader() as db:
            keys = lookup.keys_of(db, "drill")
        keys += [subject.partition(":")[2] for subject in self._subjects.recent("drill")]
        found = [drill for key in dict.fromkeys(keys) if (drill := self.drill(key)) is not None]
        return sorted(found, key=lambda drill: (_when(drill), drill.key), reverse=True)

    def practised(self) -> list[Practised]:
        """Every role that a drill that was held has practised, its time in the hall's zone."""
        found = []
        for drill in self.drills():
            opened = self.open(drill.key) if drill.held else None
            if opened is not None and drill.begun_at is not None:
                shift = drill.shift or self._shift(drill.begun_at)
                local = drill.begun_at.astimezone(self._branch().tz)
                found += [
                    replace(entry, at=local) for entry in practised_in(opened.plan, drill, opened.walked, shift)
                ]  # fmt: skip
        return found

    def coverage(self, now: datetime) -> dict[tuple[str, str, str], Cell]:
        """(plan, role, shift) -> how it stands; see domain/drills.SHIFTS."""
        return coverage(self._walks.plans(), self.practised(), self._today(now))

    def due(self, now: datetime) -> list[PlanDue]:
        """Every plan's next drill, the most urgent first."""
        zone, drills = self._branch().tz, self.drills()
        return due_of(self._walks.plans(), drills, self._today(now), lambda at: at.astimezone(zone).date())

    def quietest(self, day: date, minutes: int) -> Quiet | None:
        """The quietest time of a day, as the same weekday has lately been; None on a closed day."""
        spans = [
            tuple(at.astimezone(self._branch().tz) for at in span) for span in self._workdays.open_spans(day)
        ]  # fmt: skip
        with self._subjects.store.reader() as db:
            came = visits.customers(db, day - LOOK_BACK, day - timedelta(days=1))
            like = like_days(came, day)
            counts = mean_arrivals(like, lambda other: visits.arrivals(db, other))
        found = quietest(counts, [(_minute(start), _minute(end)) for start, end in spans], minutes)
        if found is None:
            return None
        midnight = datetime(day.year, day.month, day.day, tzinfo=self._branch().tz)
        return Quiet(midnight + timedelta(minutes=found[0]), found[1], len(like))

    def proposals(self, plan: str, now: datetime) -> list[Proposal]:
        """The best times of the coming two weeks for a plan's drill, the best first."""
        wording, today, zone = self._walks.plan(plan), self._today(now), self._branch().tz
        with self._subjects.store.reader() as db:
            came = visits.customers(db, today - LOOK_BACK, today - timedelta(days=1))

            @cache
            def usual(weekday: int) -> tuple[dict[int, float], int]:
                like = like_days(came, next(d for d in came if d.weekday() == weekday)) if weekday in known else []
                return mean_arrivals(like, lambda other: visits.arrivals(db, other)), len(like)

            known = {day.weekday() for day in came}
            return proposals(
                today + timedelta(days=1), wording.drill.duration_min, zone, self._workdays.open_spans,
                lambda day: usual(day.weekday()), uncovered(self.coverage(now), plan),
            )  # fmt: skip

    def worst_day(self, now: datetime) -> WorstDay | None:
        """The hall's own worst day, as the journal has it."""
        return self._floor.worst(self._today(now))

    def floor(self, drill: Drill, now: datetime) -> Picture | None:
        """The floor of the past day a running drill is held on; None: it is held on its own day's."""
        if drill.floor_at is None or drill.begun_at is None:
            return None
        # A clock that was set back does not play the past day backwards.
        return self._floor.picture(drill.floor_at, max(timedelta(0), (drill.ended_at or now) - drill.begun_at))

    # --- shared ---

    def _end_incident(self, found: OpenDrill | None, by: str) -> None:
        """The exercise's own incident is over with it."""
        key = found.walked.incident if found and found.walked else ""
        incident = self._incidents.incident(key) if key else None
        if incident is not None and incident.drill and incident.ended_at is None:
            self._incidents.end(key, by=by)

    def _today(self, now: datetime) -> date:
        return now.astimezone(self._branch().tz).date()

    def _shift(self, at: datetime) -> str:
        zone = self._branch().tz
        local = at.astimezone(zone)
        spans = [(a.astimezone(zone), b.astimezone(zone)) for a, b in self._workdays.open_spans(local.date())]
        return shift_of(local, spans)

    def _plan(self, state: Drill) -> Plan:
        found = self._library.wording("plans", state.plan, state.version) if state.version else None
        return found if isinstance(found, Plan) else self._walks.plan(state.plan)

    def _known(self, key: str) -> Drill:
        found = self.drill(key)
        if found is None:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "There is no such drill.")))
        return found

    def _opened(self, key: str) -> OpenDrill:
        self._known(key)
        found = self.open(key)
        if found is None:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This plan is not in use here.")))
        return found

    def _told(self, key: str, by: str, facts: Callable[[Drill, dict[str, Any]], Sequence[Fact]]) -> Drill:
        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            return facts(self._known(key), self._subjects.envelope(now, by)), None

        self._subjects.decide(decision)
        return self._known(key)

    def _running(self, state: Drill) -> None:
        if state.state != "running":
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This drill is not running.")))

    def _place(self, place: int, of: int) -> None:
        if not 0 <= place < of:
            raise ValueError(f"there is no place {place} of {of}")

    def _need(self, why: str) -> None:
        if not why.strip():
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please say why.")))


def due_of(
    plans: Sequence[Plan], drills: Sequence[Drill], today: date, day_of: Callable[[datetime], date]
) -> list[PlanDue]:
    """Every plan's next drill as these drills have it; a drill at the table counts like any other."""
    last: dict[str, date] = {}
    planned: dict[str, datetime] = {}
    for drill in drills:
        if drill.held and drill.begun_at is not None:
            held = day_of(drill.begun_at)
            last[drill.plan] = max(held, last.get(drill.plan, held))
        elif drill.state == "planned" and drill.due_at is not None:
            planned[drill.plan] = min(drill.due_at, planned.get(drill.plan, drill.due_at))
    return plans_due(plans, last, planned, today)


def _when(drill: Drill) -> float:
    at = drill.begun_at or drill.due_at
    return at.timestamp() if at else 0.0


def _minute(at: datetime) -> int:
    return at.hour * 60 + at.minute
