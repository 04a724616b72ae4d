"""Walkthroughs: a plan led step by step, and after any crash back on the same step.

Verbs wait until their facts are durable (a few milliseconds) and raise Refused in words. With a full disk they go on:
the facts wait in memory and in the side file.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from lobbyconsole.domain import incident_facts as told
from lobbyconsole.domain import walkthrough_facts as f
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.library import for_sector
from lobbyconsole.domain.content.plans import Plan, Step
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.head_count import STAFF, TICKET
from lobbyconsole.domain.incidents import updates_over
from lobbyconsole.domain.picture import Picture
from lobbyconsole.domain.walkthrough import (
    LEAD,
    Owed,
    Task,
    Walk,
    commander,
    fold_walk,
    gone_s,
    left_s,
    owed,
    path,
    stood_s,
    tasks,
)
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused
from lobbyconsole.services.incidents import Incidents, clipped, floor_text
from lobbyconsole.services.library.book import LibraryBook
from lobbyconsole.services.subjects import Subjects
from lobbyconsole.store import emergency as kept
from lobbyconsole.store.emergency import WalkRow

SECOND_PRESS = timedelta(seconds=5)  # an update told again so soon is the same one
JUST_NOTED = timedelta(minutes=10)  # a plan begun so soon after an incident was noted is begun for it

SET_BACK = timedelta(minutes=1)  # by less nobody needs to be told
CLOCK_WAS_SET_BACK = (
    "电脑时钟被调慢，时间从最后一条记录接着计算 · the computer's clock was set back, times go on from the last entry"
)
GAVE_WAY = "真实事件开始，演练中止 · a real emergency began"  # kept with the drill, in both languages


@dataclass(frozen=True, slots=True)
class OpenWalk:
    """A walkthrough with the very plan it is led by.

    `over`: contacts who need no further updates, `again`: when its incident was reopened. `ahead`: how far its facts
    lie ahead of the hall's clock, which was set back since; every clock of it counts as if it had not been.
    """

    walk: Walk
    plan: Plan
    over: tuple[str, ...] = ()
    again: datetime | None = None
    ahead: timedelta = timedelta(0)

    @property
    def step(self) -> Step | None:
        """Where it stands; None once it has ended."""
        return self.plan.step(self.walk.step) if self.walk.step else None

    def tasks(self) -> list[Task]:
        """Who does what now."""
        return tasks(self.plan, self.walk)

    def owed(self) -> list[Owed]:
        """The reports of the plan, the most urgent first."""
        return owed(self.plan, self.walk, self.over, self.again, self.heard)

    def path(self) -> list[str]:
        """The way so far and what follows until the next choice."""
        return path(self.plan, self.walk)

    def left_s(self, now: datetime) -> float | None:
        """Seconds left of the step's target or countdown."""
        return left_s(self.plan, self.walk, now + self.ahead)

    def stood_s(self, now: datetime) -> float:
        """Seconds on the present step."""
        return stood_s(self.walk, now + self.ahead)

    def gone_s(self, now: datetime) -> float:
        """Seconds since it was begun, up to its end."""
        return gone_s(self.walk, now + self.ahead)

    def heard(self, at: datetime) -> datetime:
        """An instant of its facts by the hall's clock as it goes now."""
        return at - self.ahead


class Walkthroughs:
    """The walkthroughs of one hall."""

    def __init__(
        self, subjects: Subjects, library: LibraryBook, incidents: Incidents, branch: Callable[[], Branch]
    ) -> None:
        self._subjects = subjects
        self._incidents = incidents
        self._library = library
        self._branch = branch
        self._wordings: dict[tuple[str, str], Plan] = {}
        self._ahead: dict[str, timedelta] = {}  # of walkthroughs from before the clock was set back
        self.in_earnest: list[Callable[[str], object]] = []  # told when a plan is begun that is no drill, and by whom

    # --- plans ---

    def plans(self) -> list[Plan]:
        """Plans that fit this hall, in the library's order."""
        return list(for_sector(self._library.library().plans, self._branch().sector).values())

    def plan(self, name: str) -> Plan:
        """The plan in force. Raises Refused."""
        found = self._library.library().plans.get(name)
        if found is None:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This plan is not in use here.")))
        return found

    # --- walking ---

    def start(
        self, plan: str, *, by: str = "", incident: str = "", level: int = 0, parent: str = "", drill: str = "",
        picture: Picture | None = None, tongue: str = "zh",
    ) -> OpenWalk:  # fmt: skip
        """Start a plan, or go on with it where it is running. Without an `incident` one is noted, named in `tongue`."""
        wording = self.plan(plan)
        before = self.walk(parent) if parent and not drill else None
        if before is not None:
            drill = before.walk.drill  # what a drill leads to is one
            incident = incident or before.walk.incident

        def decision(now: datetime) -> tuple[Sequence[Fact], str]:
            others = self.running()
            running = next((one.walk.key for one in others if (one.walk.plan, one.walk.drill) == (plan, drill)), "")
            if running:
                return (), running
            if drill and any(not other.walk.drill for other in others):
                text = QT_TRANSLATE_NOOP("Messages", "A plan is being walked in earnest. A drill waits.")
                raise Refused(Message(text))
            broken = () if drill else self._give_way([one for one in others if one.walk.drill], now, by)
            version, facts = self._library.keeping("plans", wording, now, by)
            noted: tuple[Fact, ...] = ()
            about = incident or ("" if drill else self._just_noted(wording, now))
            if not about:
                about = self._incidents.number_for(drill, now)
                noted = (
                    told.IncidentNoted(
                        **self._subjects.envelope(now, by), incident=about, what=wording.title.say(tongue), drill=drill,
                        hazard=wording.hazard, floor="" if picture is None else floor_text(picture),
                    ),
                )  # fmt: skip
            key = f"{now.astimezone(self._branch().tz):%Y%m%d}-{uuid.uuid4().hex[:8]}"
            at = now + self._incidents.ahead.get(about, timedelta(0))  # one incident, one time
            begun = f.WalkBegun(
                **self._subjects.envelope(at, by), walk=key, plan=plan, version=version, incident=about, level=level,
                parent=parent, drill=drill,
            )  # fmt: skip
            linked = told.IncidentLinked(**self._subjects.envelope(at, by), incident=about, to="walk:" + key)
            return (*broken, *facts, *noted, begun, linked), key

        key = self._subjects.decide(decision)
        if not drill:
            for told_of in self.in_earnest:
                told_of(by)
        return self._known(key)

    def done(
        self, key: str, step: str, turn: int, *, to: str = "", words: str = "", photos: Sequence[str] = (), by: str = ""
    ) -> OpenWalk:
        """A step is done; `turn` is the visit the face showed, so that a second press changes nothing."""

        def facts(state: OpenWalk, envelope: dict[str, Any]) -> Sequence[Fact]:
            ahead = any(task.step.id == step and not task.current and not task.done for task in state.tasks())
            if not ahead and (state.walk.step, state.walk.turn) != (step, turn):
                return ()
            self._check_branch(state, step, to, ahead)
            return (
                f.StepDone(**envelope, walk=key, step=step, turn=1 if ahead else turn, to=to, words=clipped(words),
                           photos=tuple(photos)),
            )  # fmt: skip

        return self._told(key, by, facts)

    def skip(self, key: str, step: str, turn: int, reason: str, *, to: str = "", by: str = "") -> OpenWalk:
        """A step cannot be done, and why."""
        if not reason.strip():
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please say why.")))

        def facts(state: OpenWalk, envelope: dict[str, Any]) -> Sequence[Fact]:
            if (state.walk.step, state.walk.turn) != (step, turn):
                return ()
            self._check_branch(state, step, to, False)
            return (f.StepSkipped(**envelope, walk=key, step=step, turn=turn, to=to, reason=clipped(reason)),)

        return self._told(key, by, facts)

    def back(self, key: str, step: str, *, by: str = "") -> OpenWalk:
        """Open a step again that has been left."""

        def facts(state: OpenWalk, envelope: dict[str, Any]) -> Sequence[Fact]:
            if step not in {turn.step for turn in state.walk.turns[:-1]}:
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This step has not been done yet.")))
            return (f.SteppedBack(**envelope, walk=key, step=step),)

        return self._told(key, by, facts)

    def add(self, key: str, text: str, *, role: str = "", by: str = "") -> OpenWalk:
        """Something the plan does not have was done."""
        return self._worded(key, text, by, lambda words, more: f.StepAdded(**more, walk=key, text=words, role=role))

    def note(
        self, key: str, text: str = "", *, photos: Sequence[str] = (), happened_at: datetime | None = None, by: str = ""
    ) -> OpenWalk:
        """A note or photos; also after the end."""
        if not text.strip() and not photos:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please write something.")))

        def facts(state: OpenWalk, envelope: dict[str, Any]) -> Sequence[Fact]:
            return (
                f.WalkNoted(**envelope, walk=key, text=clipped(text), photos=tuple(photos), happened_at=happened_at),
            )

        return self._told(key, by, facts, ended_too=True)

    def called(self, key: str, contact: str, *, number: str = "", reached: bool = True, by: str = "") -> OpenWalk:
        """Somebody was telephoned."""

        def facts(state: OpenWalk, envelope: dict[str, Any]) -> Sequence[Fact]:
            made = f.CallMade(
                **envelope, walk=key, contact=contact, number=number, reached=reached, step=state.walk.step
            )
            return (made,)

        return self._told(key, by, facts, ended_too=True)

    def reported(self, key: str, place: int, *, channel: str = "phone", words: str = "", by: str = "") -> OpenWalk:
        """A report of the plan has been made; also after the end. One that is repeated may be made again and again."""

        def facts(state: OpenWalk, envelope: dict[str, Any]) -> Sequence[Fact]:
            if not 0 <= place < len(state.plan.reporting):
                raise ValueError(f"{state.plan.id} owes no report {place}")
            sent, repeat = state.walk.sent.get(place, ()), state.plan.reporting[place].repeat
            if sent and (repeat is None or timedelta(0) <= envelope["at"] - sent[-1] < SECOND_PRESS):
                return ()
            made: list[Fact] = [f.ReportMade(**envelope, walk=key, owed=place, channel=channel, words=clipped(words))]
            if state.walk.incident:
                stage = "follow_up" if state.walk.reports else "first"
                to, text = state.plan.reporting[place].to, words or state.plan.reporting[place].content.zh
                more = self._subjects.envelope(envelope["at"], by)
                made.append(
                    told.IncidentReported(
                        **more, incident=state.walk.incident, stage=stage, to=to, text=clipped(text), channel=channel
                    )
                )
            return made

        return self._told(key, by, facts, ended_too=True)

    def take_role(self, key: str, role: str, staff: str, *, by: str = "") -> OpenWalk:
        """A staff number takes a role; "" leaves it to nobody."""

        def facts(state: OpenWalk, envelope: dict[str, Any]) -> Sequence[Fact]:
            if state.walk.roles.get(role, "") == staff.strip():
                return ()
            return (f.RoleTaken(**envelope, walk=key, role=role, staff=staff.strip()),)

        return self._told(key, by, facts)

    def hand_over(self, key: str, to: str, *, briefing: str = "", by: str = "") -> OpenWalk:
        """The command goes to somebody else."""
        if not to.strip():
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please give the staff number.")))

        def facts(state: OpenWalk, envelope: dict[str, Any]) -> Sequence[Fact]:
            if commander(state.walk) == to.strip():
                return ()
            handed = f.CommandHandedOver(**envelope, walk=key, to=to.strip(), briefing=clipped(briefing))
            if state.walk.roles.get(LEAD, to.strip()) == to.strip():
                return (handed,)
            return handed, f.RoleTaken(**self._subjects.envelope(handed.at, by), walk=key, role=LEAD, staff=to.strip())

        return self._told(key, by, facts)

    def set_level(self, key: str, level: int, *, why: str = "", by: str = "") -> OpenWalk:
        """Grade the event anew, 1 (the most serious) to 4; the incident with it."""
        if level not in (1, 2, 3, 4):
            raise ValueError(f"{level} is no level")

        def facts(state: OpenWalk, envelope: dict[str, Any]) -> Sequence[Fact]:
            made: list[Fact] = []
            if state.walk.level != level:
                made.append(f.LevelSet(**envelope, walk=key, level=level, why=clipped(why)))
            about = self._incidents.incident(state.walk.incident) if state.walk.incident else None
            if about is not None and about.level != level:
                more = self._subjects.envelope(envelope["at"], by)
                made.append(told.IncidentGraded(**more, incident=state.walk.incident, level=level, why=clipped(why)))
            return made

        return self._told(key, by, facts)

    # --- head count ---

    def count_heads(
        self, key: str, staff: Sequence[str] = (), people: Sequence[str] = (), *, place: str = "", by: str = ""
    ) -> OpenWalk:
        """Begin a head count, or add to it whom it lacks; also after the end."""

        def facts(state: OpenWalk, envelope: dict[str, Any]) -> Sequence[Fact]:
            heads = state.walk.heads
            known = set(heads.expected) if heads is not None else set()
            more = [name for name in dict.fromkeys(staff) if name and STAFF + name not in known]
            others = [name for name in dict.fromkeys(people) if name and TICKET + name not in known]
            where = clipped(place)
            if heads is not None and not more and not others and where in ("", heads.place):
                return ()
            return (f.HeadCountBegun(**envelope, walk=key, staff=tuple(more), people=tuple(others), place=where),)

        return self._told(key, by, facts, ended_too=True)

    def seen(self, key: str, who: str, here: bool = True, *, by: str = "") -> OpenWalk:
        """Somebody of the head count is there, or was marked by mistake."""

        def facts(state: OpenWalk, envelope: dict[str, Any]) -> Sequence[Fact]:
            heads = state.walk.heads
            if heads is None or not who.startswith((STAFF, TICKET)) or (who in heads.seen) == here:
                return ()
            return (f.HeadSeen(**envelope, walk=key, who=clipped(who), here=here),)

        return self._told(key, by, facts, ended_too=True)

    def customers(self, key: str, count: int, *, by: str = "") -> OpenWalk:
        """So many customers were counted, without asking for numbers."""
        if not 0 <= count <= 9999:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "How many? A number from 0 to 9999.")))

        def facts(state: OpenWalk, envelope: dict[str, Any]) -> Sequence[Fact]:
            return (f.CustomersCounted(**envelope, walk=key, count=count),)

        return self._told(key, by, facts, ended_too=True)

    def assembly_point(self) -> str:
        """Where people gather: as the settings say, else where they were counted the last time; "" when never."""
        return self._branch().assembly or self.last_place()

    def last_place(self) -> str:
        """Where people were counted the last time; "" when they never were."""
        with self._subjects.store.reader() as db:
            names = [row.walk for row in (*kept.running_walks(db), *kept.ended_walks(db, 30))]
        for name in names:
            state = self.walk(name)
            if state is not None and state.walk.heads is not None and state.walk.heads.place:
                return state.walk.heads.place
        return ""

    def end(self, key: str, reason: str, *, by: str = "") -> OpenWalk:
        """End it before its end: a false alarm, another plan took over."""
        return self._worded(key, reason, by, lambda words, more: f.WalkEnded(**more, walk=key, reason=words))

    # --- looking ---

    def walk(self, key: str) -> OpenWalk | None:
        """A walkthrough with its plan; None when there is none, or its wording has not arrived."""
        facts = self._subjects.facts("walk:" + key)
        bare = fold_walk((fact for fact in facts if isinstance(fact, f.WalkBegun)), None)
        if bare is None:
            return None
        plan = self._wording(bare.plan, bare.version)
        if plan is None:
            return None
        state = fold_walk(facts, plan)
        if state is None:
            return None
        repeats = any(report.repeat is not None for report in plan.reporting)
        incident = self._incidents.incident(state.incident) if repeats and state.incident else None
        over, again = updates_over(incident, plan) if incident is not None else ((), None)
        return OpenWalk(state, plan, over, again, self._ahead_of(state))

    def running(self) -> list[OpenWalk]:
        """What is being walked now, the oldest first: also what a crash left."""
        found = [walk for key in self._running_keys() if (walk := self.walk(key)) is not None and walk.walk.running]
        return sorted(found, key=lambda walk: (walk.walk.begun_at or datetime.min.replace(tzinfo=UTC), walk.walk.key))

    def walks_of(self, incident: str) -> list[WalkRow]:
        """The walkthroughs of an incident."""
        with self._subjects.store.reader() as db:
            return kept.walks_of(db, incident)

    # --- shared ---

    def _give_way(self, drilled: Sequence[OpenWalk], now: datetime, by: str) -> tuple[Fact, ...]:
        """What breaks off these exercises, in the same breath as the real plan begins: no kill leaves both running."""
        if not drilled:
            return ()
        from lobbyconsole.domain.drill_facts import DrillCalledOff
        from lobbyconsole.domain.drills import fold_drill

        found: list[Fact] = [
            f.WalkEnded(**self._subjects.envelope(now, by), walk=one.walk.key, reason=GAVE_WAY) for one in drilled
        ]
        for key in dict.fromkeys(one.walk.drill for one in drilled):
            drill = fold_drill(self._subjects.facts("drill:" + key))
            if drill is not None and drill.state in ("planned", "running"):
                found.append(DrillCalledOff(**self._subjects.envelope(now, by), drill=key, why=GAVE_WAY))
        for name in dict.fromkeys(one.walk.incident for one in drilled):
            incident = self._incidents.incident(name) if name else None
            if incident is not None and incident.drill and incident.ended_at is None:
                found.append(told.IncidentEnded(**self._subjects.envelope(now, by), incident=name))
        return tuple(found)

    def _wording(self, plan: str, version: str) -> Plan | None:
        """The very plan; a version is a hash of its words, so that what was found once stays right."""
        found = self._wordings.get((plan, version))
        if found is None:
            read = self._library.wording("plans", plan, version)
            if not isinstance(read, Plan):
                return None  # it may arrive yet
            found = self._wordings[plan, version] = read
        return found

    def _ahead_of(self, walk: Walk) -> timedelta:
        """How far it lies ahead of the hall's clock. What was told last is the latest that is known to have been: from
        there its time goes on, by the steady ticks that carry the hall's clock, which is held as long as it runs."""
        clock = self._subjects.live.clock
        clock.hold("walk:" + walk.key, walk.running)
        known = self._ahead.get(walk.key, timedelta(0))
        if walk.told_at is not None and walk.told_at - known > (now := clock.now()):
            known = self._ahead[walk.key] = walk.told_at - now
            self._incidents.ahead[walk.incident] = max(known, self._incidents.ahead.get(walk.incident, known))
        return known

    def _running_keys(self) -> list[str]:
        with self._subjects.store.reader() as db:
            found = [row.walk for row in kept.running_walks(db)]
        recent = [subject.partition(":")[2] for subject in self._subjects.recent("walk")]  # a full disk keeps them off
        return list(dict.fromkeys([*found, *recent]))

    def _just_noted(self, plan: Plan, now: datetime) -> str:
        """The incident this plan is begun for: noted minutes ago, of its hazard or by its name, no plan yet; or ""."""
        since = (now - JUST_NOTED).timestamp() * 1e6
        with self._subjects.store.reader() as db:
            for row in kept.open_incidents(db):
                if row.noted_at is None or row.noted_at < since:
                    break  # the newest come first
                of_it = row.hazard == plan.hazard or any(name in row.what for name in (plan.title.zh, plan.title.en))
                if of_it and not row.drill and row.ended_at is None and not kept.walks_of(db, row.incident):
                    return row.incident
        return ""

    def _check_branch(self, state: OpenWalk, step: str, to: str, ahead: bool) -> None:
        branches = state.plan.step(step).branches
        if branches and not ahead and to not in {branch.goto for branch in branches}:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please choose one of the ways on.")))

    def _worded(self, key: str, text: str, by: str, make: Callable[[str, dict[str, Any]], Fact]) -> OpenWalk:
        if not text.strip():
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please write something.")))
        return self._told(key, by, lambda state, envelope: (make(clipped(text), envelope),))

    def _told(
        self, key: str, by: str, facts: Callable[[OpenWalk, dict[str, Any]], Sequence[Fact]], ended_too: bool = False
    ) -> OpenWalk:
        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            state = self._known(key)
            if not state.walk.running and not ended_too:
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This walkthrough has ended.")))
            told = facts(state, self._subjects.envelope(now + state.ahead, by))
            return (*self._clock_told(state, now), *told) if told else (), None

        self._subjects.decide(decision)
        return self._known(key)

    def _clock_told(self, state: OpenWalk, now: datetime) -> Sequence[Fact]:
        """With the first press after the clock was set back: a line in the timeline that says so, once."""
        if state.ahead < SET_BACK or any(line.words == CLOCK_WAS_SET_BACK for line in state.walk.timeline):
            return ()
        envelope = self._subjects.envelope(now + state.ahead, "")
        return (f.WalkNoted(**envelope, walk=state.walk.key, text=CLOCK_WAS_SET_BACK),)

    def _known(self, key: str) -> OpenWalk:
        found = self.walk(key)
        if found is None:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "There is no such walkthrough.")))
        return found
