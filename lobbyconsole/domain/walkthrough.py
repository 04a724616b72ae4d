"""A walkthrough folded from its facts along the graph of its plan: where it stands, since when, and how it came there.

Pure, and the same whatever the order in which the facts were told: a crash after any of them loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec
from msgspec.structs import replace

from lobbyconsole.domain import walkthrough_facts as f
from lobbyconsole.domain.content.plans import Plan, Reporting, Step
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.head_count import STAFF, TICKET, HeadCount
from lobbyconsole.domain.standing import standing_facts

How = Literal["done", "skipped", "back"]
LEAD = "incident_lead"
MOST_AHEAD = 6  # steps looked at beyond the present one for other roles


class Turn(msgspec.Struct, frozen=True):
    """One visit of a step. `left_at` None: it is the present one. `how`: "" while it is; "back": it was left for an
    earlier step."""

    step: str
    turn: int
    came_at: datetime
    left_at: datetime | None = None
    how: How | Literal[""] = ""
    by: str = ""
    to: str = ""
    words: str = ""
    photos: tuple[str, ...] = ()
    ahead: bool = False  # done by another role before its turn had come

    @property
    def spent_s(self) -> float | None:
        """Seconds from becoming current to being left; None while it is current."""
        return None if self.left_at is None else (self.left_at - self.came_at).total_seconds()


class Line(msgspec.Struct, frozen=True):
    """One line of the timeline. `kind` is that of the fact; `late`: told more than five minutes after it happened."""

    at: datetime
    kind: str
    by: str = ""
    step: str = ""
    to: str = ""
    words: str = ""
    photos: tuple[str, ...] = ()
    told_at: datetime | None = None
    reached: bool = True  # of a call: whether somebody answered

    @property
    def late(self) -> bool:
        return self.told_at is not None and self.told_at - self.at > LATE


LATE = timedelta(minutes=5)


class Walk(msgspec.Struct, frozen=True):
    """One walkthrough as its facts tell it.

    `step` is where it stands; "" once it has ended. `outcome`: that of the end reached, or "broken_off". `roles`: who
    has which. `reports`: place in the plan's list -> when first made; `sent`: each time it was. `flags`: "never_begun",
    "told_late" (something after the end), "off_the_plan" (a fact about a step it was not at: kept in the timeline,
    moves nothing).
    """

    key: str
    plan: str = ""
    version: str = ""
    incident: str = ""
    parent: str = ""
    drill: str = ""
    level: int = 0
    lead: str = ""
    begun_at: datetime | None = None
    told_at: datetime | None = None  # the last of its facts
    ended_at: datetime | None = None
    outcome: str = ""
    reason: str = ""
    step: str = ""
    since: datetime | None = None
    turns: tuple[Turn, ...] = ()
    roles: Mapping[str, str] = {}
    reports: Mapping[int, datetime] = {}
    sent: Mapping[int, tuple[datetime, ...]] = {}
    calls: tuple[Line, ...] = ()
    timeline: tuple[Line, ...] = ()
    flags: tuple[str, ...] = ()
    ahead: Mapping[str, Turn] = {}  # done before their turn, by step
    heads: HeadCount | None = None

    @property
    def running(self) -> bool:
        return self.begun_at is not None and self.ended_at is None

    @property
    def turn(self) -> int:
        """Which visit of the present step this is, from 1."""
        return self.turns[-1].turn if self.turns else 0


class Task(msgspec.Struct, frozen=True):
    """What somebody can do now: the present step, or one further on that waits for nothing but its turn."""

    step: Step
    role: str
    staff: str
    current: bool
    done: bool = False


class Owed(msgspec.Struct, frozen=True):
    """A report of the plan: to whom, until when, and when it was made.

    `repeat`: minutes between updates, 0: owed once. An update stays owed (`made_at` None, `due_at` its next time) as
    long as they go on; `sent` is each time it was told, `since` when its countdown began.
    """

    place: int
    to: str
    due_at: datetime
    made_at: datetime | None = None
    repeat: int = 0
    sent: tuple[datetime, ...] = ()
    since: datetime | None = None

    def left_s(self, now: datetime) -> float:
        """Seconds until it is due; negative when it is overdue."""
        return (self.due_at - now).total_seconds()


def fold_walk(facts: Iterable[Fact], plan: Plan | None) -> Walk | None:
    """The walkthrough that these facts tell, whatever their order; None when nothing valid is known.

    Without the plan's wording (it has not arrived) the timeline is all that is known.
    """
    found: Walk | None = None
    for fact in standing_facts(facts):
        if isinstance(fact, f.WalkFact):
            found = _step(found or Walk(fact.walk, flags=("never_begun",)), fact, plan)
    return found


def _step(state: Walk, fact: f.WalkFact, plan: Plan | None) -> Walk:
    state = replace(state, timeline=(*state.timeline, _line(fact)), told_at=fact.at)
    if isinstance(fact, (f.HeadCountBegun, f.HeadSeen, f.CustomersCounted)):
        return replace(state, heads=_counted(state.heads or HeadCount(fact.at), fact))  # after the end as well
    if state.ended_at is not None and not isinstance(fact, (f.WalkNoted, f.CallMade, f.ReportMade)):
        return _flagged(state, "told_late")
    match fact:
        case f.WalkBegun():
            begun = replace(
                state,
                plan=fact.plan,
                version=fact.version,
                incident=fact.incident,
                parent=fact.parent,
                drill=fact.drill,
                level=fact.level or state.level,
                lead=state.lead or fact.by,
                begun_at=fact.at,
                flags=tuple(flag for flag in state.flags if flag != "never_begun"),
            )
            return begun if plan is None else _come_to(begun, plan, plan.start, fact.at)
        case f.StepDone():
            return _leave(state, plan, fact, "done", fact.to, fact.words, fact.photos)
        case f.StepSkipped():
            return _leave(state, plan, fact, "skipped", fact.to, fact.reason, ())
        case f.SteppedBack():
            return _back(state, plan, fact)
        case f.RoleTaken():
            return replace(state, roles={**state.roles, fact.role: fact.staff})
        case f.CommandHandedOver():
            return replace(state, lead=fact.to)
        case f.LevelSet():
            return replace(state, level=fact.level)
        case f.CallMade():
            return replace(state, calls=(*state.calls, _line(fact)))
        case f.ReportMade():
            return replace(
                state,
                reports={**state.reports, fact.owed: state.reports.get(fact.owed, fact.at)},
                sent={**state.sent, fact.owed: (*state.sent.get(fact.owed, ()), fact.at)},
            )
        case f.WalkEnded():
            left = _left(state, fact.at, "skipped", fact.by, "", fact.reason, ())
            return replace(left, ended_at=fact.at, outcome="broken_off", reason=fact.reason, step="", since=None)
    return state


def _leave(
    state: Walk, plan: Plan | None, fact: f.StepDone | f.StepSkipped, how: How, to: str, words: str,
    photos: tuple[str, ...],
) -> Walk:  # fmt: skip
    if plan is None or not state.running:
        return _flagged(state, "off_the_plan")
    if fact.step != state.step or fact.turn != state.turn:
        if how == "done" and fact.step in {step.id for step in further(plan, state)}:
            done = Turn(fact.step, 1, fact.at, fact.at, "done", fact.by, "", words, photos, ahead=True)
            return replace(state, ahead={**state.ahead, fact.step: done})
        return _flagged(state, "off_the_plan")
    step = plan.step(fact.step)
    target = step.next or to
    if step.kind != "end" and target not in step.exits:
        return _flagged(state, "off_the_plan")
    left = _left(state, fact.at, how, fact.by, target, words, photos)
    if step.kind == "end":
        return replace(left, ended_at=fact.at, outcome=step.outcome, step="", since=None)
    return _come_to(left, plan, target, fact.at)


def _back(state: Walk, plan: Plan | None, fact: f.SteppedBack) -> Walk:
    visited = {turn.step for turn in state.turns[:-1]}
    if plan is None or not state.running or fact.step not in visited:
        return _flagged(state, "off_the_plan")
    left = _left(state, fact.at, "back", fact.by, fact.step, "", ())
    # Whoever goes back means to do it again: what was done ahead of its turn stands, the steps since then do not.
    return _arrive(replace(left, ahead={}), fact.step, fact.at)


def _counted(heads: HeadCount, fact: f.HeadCountBegun | f.HeadSeen | f.CustomersCounted) -> HeadCount:
    match fact:
        case f.HeadCountBegun():
            names = [*(STAFF + name for name in fact.staff), *(TICKET + name for name in fact.people)]
            return heads.with_more(fact.place, names)
        case f.HeadSeen():
            return heads.with_one(fact.who, fact.here, fact.at)
        case f.CustomersCounted():
            return replace(heads, counted=fact.count, counted_at=fact.at)


def _left(
    state: Walk, at: datetime, how: How, by: str, to: str, words: str, photos: tuple[str, ...]
) -> Walk:  # fmt: skip
    if not state.turns:
        return state
    present = replace(state.turns[-1], left_at=at, how=how, by=by, to=to, words=words, photos=photos)
    return replace(state, turns=(*state.turns[:-1], present))


def _come_to(state: Walk, plan: Plan, step: str, at: datetime) -> Walk:
    """To a step, past those that other roles have done already. A plan's graph has no loop without a choice."""
    while step in state.ahead and (following := plan.step(step).next):
        early = state.ahead[step]
        turn = replace(early, turn=_visits(state, step) + 1, came_at=early.came_at, to=following)
        rest = {name: done for name, done in state.ahead.items() if name != step}
        state = replace(state, turns=(*state.turns, turn), ahead=rest)
        step = following
    return _arrive(state, step, at)


def _arrive(state: Walk, step: str, at: datetime) -> Walk:
    came = Turn(step, _visits(state, step) + 1, at)
    return replace(state, step=step, since=at, turns=(*state.turns, came))


def _visits(state: Walk, step: str) -> int:
    return next((turn.turn for turn in reversed(state.turns) if turn.step == step), 0)


def _flagged(state: Walk, flag: str) -> Walk:
    return state if flag in state.flags else replace(state, flags=(*state.flags, flag))


def _line(fact: f.WalkFact) -> Line:
    step = getattr(fact, "step", "")
    photos = getattr(fact, "photos", ())
    match fact:
        case f.WalkNoted():
            at = fact.at if fact.happened_at is None else min(fact.happened_at, fact.at)
            return Line(at, fact.kind, fact.by, words=fact.text, photos=photos, told_at=fact.at)
        case f.StepDone():
            return Line(fact.at, fact.kind, fact.by, step, fact.to, fact.words, photos)
        case f.StepSkipped():
            return Line(fact.at, fact.kind, fact.by, step, fact.to, fact.reason)
        case f.StepAdded():
            return Line(fact.at, fact.kind, fact.by, to=fact.role, words=fact.text)
        case f.CallMade():
            return Line(fact.at, fact.kind, fact.by, step, fact.contact, fact.number, reached=fact.reached)
        case f.ReportMade():
            return Line(fact.at, fact.kind, fact.by, to=str(fact.owed), words=fact.words)
        case f.RoleTaken():
            return Line(fact.at, fact.kind, fact.by, to=fact.role, words=fact.staff)
        case f.CommandHandedOver():
            return Line(fact.at, fact.kind, fact.by, to=fact.to, words=fact.briefing)
        case f.LevelSet():
            return Line(fact.at, fact.kind, fact.by, to=str(fact.level), words=fact.why)
        case f.HeadCountBegun():
            return Line(fact.at, fact.kind, fact.by, to=f"{len(fact.staff)}+{len(fact.people)}", words=fact.place)
        case f.HeadSeen():
            return Line(fact.at, fact.kind, fact.by, words=fact.who.partition(":")[2], reached=fact.here)
        case f.CustomersCounted():
            return Line(fact.at, fact.kind, fact.by, words=str(fact.count))
        case f.WalkEnded():
            return Line(fact.at, fact.kind, fact.by, words=fact.reason)
    return Line(fact.at, fact.kind, fact.by, step)


# --- what a face asks -------------------------------------------------------------------------------------------------


def further(plan: Plan, state: Walk) -> list[Step]:
    """Steps beyond the present one that another role may do already: up to the next choice, timer, check or end."""
    if not state.running or not state.step:
        return []
    found: list[Step] = []
    step = plan.step(state.step)
    while step.next and step.kind in ("action", "call", "note") and len(found) < MOST_AHEAD:
        step = plan.step(step.next)
        if step.kind not in ("action", "call", "note"):
            break
        found.append(step)
    return found


def tasks(plan: Plan, state: Walk) -> list[Task]:
    """Who does what now: the present step first, then for each other role the first step that waits for it."""
    if not state.running or not state.step:
        return []
    present = plan.step(state.step)
    found = [Task(present, present.role, holder(state, present.role), True)]
    busy = {present.role}
    for step in further(plan, state):
        done = step.id in state.ahead
        if not done and step.role in busy:
            continue
        busy.add(step.role)
        found.append(Task(step, step.role, holder(state, step.role), False, done))
    return found


def holder(state: Walk, role: str) -> str:
    """The staff number that has a role in this walkthrough; "" when nobody does."""
    return state.roles.get(role, "")


def commander(state: Walk) -> str:
    """Who leads: whoever has that role, else who began the plan or took the command over; "" when nobody said."""
    return state.roles.get(LEAD, "") or state.lead


def as_told(at: datetime) -> datetime:
    """An instant as the facts have it."""
    return at


def owed(
    plan: Plan,
    state: Walk,
    over: Collection[str] = (),
    again: datetime | None = None,
    heard: Callable[[datetime], datetime] = as_told,
) -> list[Owed]:
    """The plan's reports, the most urgent first; those made last.

    `over`: contacts who need no further updates; `again`: when the incident was reopened, which begins their countdown
    anew. `heard` brings an instant from before the clock was set back to where this clock can count from it.
    """
    if state.begun_at is None:
        return []
    begun = heard(state.begun_at)
    found = []
    for at, report in enumerate(plan.reporting):
        due = begun + timedelta(minutes=report.within_min)
        if report.repeat is None:
            found.append(Owed(at, report.to, due, state.reports.get(at), since=begun))
            continue
        update = going_on(at, report, begun, state.sent.get(at, ()), report.to in over, again, heard)
        if update is not None:
            found.append(update)
    return sorted(found, key=lambda report: (report.made_at is not None, report.due_at, report.place))


def going_on(
    place: int, report: Reporting, begun: datetime, sent: Sequence[datetime], over: bool,
    again: datetime | None = None, heard: Callable[[datetime], datetime] = as_told,
) -> Owed | None:  # fmt: skip
    """An update that is owed again and again: its next time; once it is over the last one, or None."""
    sends, every = tuple(sorted(set(sent))), timedelta(minutes=report.repeat or 0)
    if over:
        return Owed(place, report.to, sends[-1], sends[-1], report.repeat or 0, sends, begun) if sends else None
    starts = [heard(at) for at in (*sends[-1:], again) if at is not None]
    since = max(starts, default=begun)
    due = since + every if starts else begun + timedelta(minutes=report.within_min)
    return Owed(place, report.to, due, None, report.repeat or 0, sends, since)


def worst_late_s(first_due: datetime, repeat: int, sent: Sequence[datetime], until: datetime) -> float:
    """By how many seconds the latest of all updates until then came too late, or is missing; 0 when none was late."""
    due, worst = first_due, 0.0
    for at in sorted(at for at in sent if at <= until):
        worst = max(worst, (at - due).total_seconds())
        due = at + timedelta(minutes=repeat)
    return max(worst, (until - due).total_seconds())


def left_s(plan: Plan, state: Walk, now: datetime) -> float | None:
    """Seconds left of the present step's target or countdown; negative when it is over; None where it has none."""
    if not state.step or state.since is None:
        return None
    step = plan.step(state.step)
    allowed = step.timer_s if step.kind == "timer" else step.target_s
    # After a clock was set back no time has passed yet: nobody has more than the plan gives.
    return None if allowed is None else allowed - max(0.0, (now - state.since).total_seconds())


def stood_s(state: Walk, now: datetime) -> float:
    """Seconds on the present step; 0 when it has ended."""
    return 0.0 if state.since is None else max(0.0, (now - state.since).total_seconds())


def gone_s(state: Walk, now: datetime) -> float:
    """Seconds since it was begun, up to its end."""
    return 0.0 if state.begun_at is None else max(0.0, ((state.ended_at or now) - state.begun_at).total_seconds())


def path(plan: Plan, state: Walk) -> list[str]:
    """Step ids to show as the way: those left, the present one, and what follows until the next choice."""
    found = [turn.step for turn in state.turns]
    if not state.step:
        return found
    step = plan.step(state.step)
    seen = {step.id}
    while step.next and step.next not in seen:
        seen.add(step.next)
        found.append(step.next)
        step = plan.step(step.next)
    return found
