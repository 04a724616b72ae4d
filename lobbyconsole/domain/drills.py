"""Drills: one folded from its facts, its injects and score, who has practised what when, what is due, the quiet hour.

Pure. A drill changes nothing of the real hall: its facts are about subjects of their own.
"""

from __future__ import annotations

import hashlib
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

import msgspec
from msgspec.structs import replace

from lobbyconsole.domain import drill_facts as f
from lobbyconsole.domain.content.plans import Inject, Plan
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.standing import standing_facts
from lobbyconsole.domain.walkthrough import Walk

MODES = ("walk", "table")
SHIFTS = ("morning", "afternoon", "closed")  # opening until midday, after it, and while the hall is closed
MIDDAY_HOUR = 12.5
SOON = timedelta(days=30)
SLOT_MIN = 30


class Word(msgspec.Struct, frozen=True):
    """What was said of an inject or a criterion last."""

    met: bool
    at: datetime
    words: str = ""
    by: str = ""


class Drill(msgspec.Struct, frozen=True):
    """One drill as its facts tell it. `state`: "planned", "running", "finished" or "called_off".

    `broken_off`: it is over, its plan was not walked to an end; None: the facts do not say, its walkthrough does.
    `flags`: "never_planned" (told of, but neither planned nor begun), "told_late" (something after the end).
    """

    key: str
    plan: str = ""
    exercise: str = ""
    mode: str = "walk"
    shift: str = ""
    version: str = ""
    walk: str = ""
    by: str = ""
    words: str = ""
    why: str = ""
    due_at: datetime | None = None
    floor_at: datetime | None = None
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    called_off: bool = False
    broken_off: bool | None = None
    moved: int = 0
    injects: Mapping[int, Word] = {}
    answers: Mapping[int, str] = {}
    criteria: Mapping[int, Word] = {}
    took_part: Mapping[str, str] = {}
    flags: tuple[str, ...] = ("never_planned",)

    @property
    def state(self) -> str:
        """ "planned", "running", "finished" or "called_off"."""
        if self.called_off:
            return "called_off"
        return "finished" if self.ended_at else "running" if self.begun_at else "planned"

    @property
    def held(self) -> bool:
        """Whether it counts as practised."""
        return self.state == "finished" and self.begun_at is not None and not self.broken_off


def fold_drill(facts: Iterable[Fact]) -> Drill | None:
    """The drill that these facts tell, whatever their order; None when nothing valid is known."""
    found: Drill | None = None
    for fact in standing_facts(facts):
        if isinstance(fact, f.DrillFact):
            found = _step(found or Drill(fact.drill), fact)
    return found


def judged_by(drill: Drill, walk: Callable[[str], Walk | None]) -> Drill:
    """The drill with `broken_off` known: where its own facts do not say, its walkthrough is asked for by its key."""
    if drill.state != "finished" or drill.broken_off is not None or not drill.walk:
        return drill
    walked = walk(drill.walk)
    return replace(drill, broken_off=walked is not None and walked.outcome == "broken_off")


def _step(state: Drill, fact: f.DrillFact) -> Drill:
    if state.state in ("finished", "called_off") and not isinstance(fact, (f.DrillJudged, f.DrillTookPart)):
        return state if "told_late" in state.flags else replace(state, flags=(*state.flags, "told_late"))
    known = tuple(flag for flag in state.flags if flag != "never_planned")
    match fact:
        case f.DrillPlanned():
            return replace(
                state, plan=state.plan or fact.plan, exercise=state.exercise or fact.exercise,
                mode=fact.mode if state.begun_at is None else state.mode, shift=state.shift or fact.shift,
                due_at=fact.due_at if not state.moved else state.due_at, words=state.words or fact.words,
                by=state.by or fact.by, floor_at=state.floor_at or fact.floor_at, flags=known,
            )  # fmt: skip
        case f.DrillMoved():
            return replace(state, due_at=fact.due_at, why=fact.why, moved=state.moved + 1)
        case f.DrillBegun():
            if state.begun_at is not None:
                return state  # begun once more after a crash
            return replace(
                state, plan=fact.plan, exercise=fact.exercise, version=fact.version, mode=fact.mode,
                shift=fact.shift or state.shift, walk=fact.walk, begun_at=fact.at, by=state.by or fact.by, flags=known,
            )  # fmt: skip
        case f.DrillTookPart():
            return replace(state, took_part={**state.took_part, fact.role: fact.staff})
        case f.DrillInjectMet():
            return replace(state, injects={**state.injects, fact.place: Word(fact.met, fact.at, fact.words, fact.by)})
        case f.DrillAnswered():
            return replace(state, answers={**state.answers, fact.place: fact.answer})
        case f.DrillJudged():
            return replace(state, criteria={**state.criteria, fact.place: Word(fact.met, fact.at, fact.words, fact.by)})
        case f.DrillFinished():
            return replace(state, ended_at=fact.at, words=fact.words or state.words, broken_off=fact.broken_off)
        case f.DrillCalledOff():
            return replace(state, called_off=True, ended_at=fact.at, why=fact.why)
    return state


# --- injects and answers ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InjectDue:
    """An inject at its time: `shown` once that has come. `met` None: nobody has said yet."""

    place: int
    at: datetime
    inject: Text
    expect: Text
    shown: bool
    met: bool | None = None


def injects_of(plan: Plan, drill: Drill, now: datetime) -> list[InjectDue]:
    """The injects of a running or finished drill; their times count from its beginning, so a restart moves nothing."""
    if drill.begun_at is None:
        return []
    found = []
    for place, inject in enumerate(plan.drill.injects):
        at = drill.begun_at + timedelta(minutes=inject.at_min)
        said = _met(plan, drill, place)
        found.append(InjectDue(place, at, inject.inject, inject.expect, drill.mode == "table" or now >= at, said))
    return found


def _met(plan: Plan, drill: Drill, place: int) -> bool | None:
    if drill.mode == "table" and place in drill.answers:
        return drill.answers[place] == answer_id(plan, place)
    word = drill.injects.get(place)
    return None if word is None else word.met


@dataclass(frozen=True, slots=True)
class Option:
    """An answer to choose at the table."""

    id: str
    text: Text


def answer_id(plan: Plan, place: int) -> str:
    """The answer that an inject's own expectation is."""
    return f"{plan.id}/{place}"


def options(plan: Plan, others: Iterable[Plan], key: str, place: int, most: int = 3) -> list[Option]:
    """What may be chosen for an inject: what is expected, among what other injects expect; the same for one drill."""
    right = plan.drill.injects[place]
    own = [(answer_id(plan, at), inject) for at, inject in enumerate(plan.drill.injects) if at != place]
    foreign = [
        (answer_id(other, at), inject)
        for other in others if other.id != plan.id
        for at, inject in enumerate(other.drill.injects)
    ]  # fmt: skip

    def draw(entries: Sequence[tuple[str, Inject]]) -> list[tuple[str, Inject]]:
        return sorted(entries, key=lambda entry: _die(key, place, entry[0]))

    chosen, texts = [(answer_id(plan, place), right)], {right.expect.en}
    for name, inject in (*draw(own), *draw(foreign)):
        if len(chosen) < most and inject.expect.en not in texts:
            chosen.append((name, inject))
            texts.add(inject.expect.en)
    return [Option(name, inject.expect) for name, inject in sorted(chosen, key=lambda e: _die(key, place, "o" + e[0]))]


def _die(*parts: object) -> bytes:
    return hashlib.sha256("\n".join(map(str, parts)).encode()).digest()


# --- score ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """So many of so many."""

    met: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """Every inject, every step that has a target and every pass criterion counts the same.

    `passed`: every inject and every criterion was met. `percent` None: there was nothing to be scored.
    """

    injects: Part
    steps: Part
    criteria: Part

    @property
    def percent(self) -> float | None:
        of = self.injects.of + self.steps.of + self.criteria.of
        return None if not of else 100 * (self.injects.met + self.steps.met + self.criteria.met) / of

    @property
    def passed(self) -> bool:
        of = self.injects.of + self.criteria.of
        return of > 0 and self.injects.met + self.criteria.met == of


def score(plan: Plan, drill: Drill, walk: Walk | None) -> Score:
    """What was reached; whatever nobody has said counts as not met. At the table only the injects are asked."""
    places = range(len(plan.drill.injects))
    injects = Part(sum(_met(plan, drill, place) is True for place in places), len(places))
    if drill.mode == "table":
        return Score(injects, Part(), Part())
    criteria = range(len(plan.drill.pass_criteria))
    said = [drill.criteria.get(place) for place in criteria]
    return Score(
        injects, step_part(plan, walk), Part(sum(word is not None and word.met for word in said), len(criteria))
    )


def step_part(plan: Plan, walk: Walk | None) -> Part:
    """Steps with a target that were done within it, of those that came up."""
    judged = [scored.met for scored in scored_lines(plan, None, walk)]
    return Part(sum(met is True for met in judged), len(judged))


@dataclass(frozen=True, slots=True)
class Scored:
    """One thing the score counts: an "inject", a "step" with a target or a "criterion"; the same for all of them.

    `met` None: nobody has said. `target_s` and `spent_s` are a step's, `place` that of an inject or criterion.
    """

    kind: Literal["inject", "step", "criterion"]
    text: Text
    met: bool | None
    place: int = -1
    target_s: int | None = None
    spent_s: float | None = None
    how: str = ""  # of a step: done or skipped
    words: str = ""


def scored_lines(plan: Plan, drill: Drill | None, walk: Walk | None) -> list[Scored]:
    """What the score is made of, line by line; without a drill only the steps."""
    found: list[Scored] = []
    if drill is not None:
        for place, inject in enumerate(plan.drill.injects):
            word = drill.injects.get(place)
            found.append(
                Scored("inject", inject.inject, _met(plan, drill, place), place, words=word.words if word else "")
            )
    for turn in walk.turns if walk else ():
        step = next((step for step in plan.steps if step.id == turn.step), None)
        if step is None or step.target_s is None or step.kind in ("timer", "end") or turn.how in ("", "back"):
            continue
        met = turn.how == "done" and (turn.ahead or (turn.spent_s or 0) <= step.target_s)
        spent = None if turn.ahead else turn.spent_s
        found.append(Scored("step", step.text, met, -1, step.target_s, spent, turn.how, turn.words))
    if drill is not None and drill.mode != "table":
        for place, text in enumerate(plan.drill.pass_criteria):
            word = drill.criteria.get(place)
            found.append(Scored("criterion", text, word.met if word else None, place, words=word.words if word else ""))
    return found


# --- who has practised what -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Practised:
    """A role of a plan was practised by a shift; `staff` "" where nobody's number was said."""

    plan: str
    role: str
    shift: str
    at: datetime
    staff: str = ""
    drill: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """How a role of a plan stands for a shift: "never", "overdue", "soon" (due within 30 days) or "good"."""

    standing: Literal["never", "overdue", "soon", "good"]
    last: Practised | None = None
    due_on: date | None = None


def roles_of(plan: Plan) -> list[str]:
    """Everybody who has something to do in a plan, in its order."""
    doing = [step.role for step in plan.steps if step.kind != "end"]
    return list(dict.fromkeys([*(role.role for role in plan.roles), *doing]))


def practised_in(plan: Plan, drill: Drill, walk: Walk | None, shift: str) -> list[Practised]:
    """What a finished drill has practised: roles somebody took, and roles whose steps were done."""
    if not drill.held or drill.begun_at is None:
        return []
    staff = {**(walk.roles if walk else {}), **drill.took_part}
    known = {step.id: step.role for step in plan.steps if step.kind != "end"}
    done = {known[turn.step] for turn in (walk.turns if walk else ()) if turn.how == "done" and turn.step in known}
    roles = [role for role in roles_of(plan) if role in done or staff.get(role)]
    return [Practised(plan.id, role, shift, drill.begun_at, staff.get(role, ""), drill.key) for role in roles]


def coverage(
    plans: Iterable[Plan], practised: Iterable[Practised], today: date, shifts: Sequence[str] = SHIFTS
) -> dict[tuple[str, str, str], Cell]:
    """(plan, role, shift) -> how it stands."""
    last: dict[tuple[str, str, str], Practised] = {}
    for entry in practised:
        place = (entry.plan, entry.role, entry.shift)
        if place not in last or (last[place].at, last[place].drill) < (entry.at, entry.drill):
            last[place] = entry
    found = {}
    for plan in plans:
        for role in roles_of(plan):
            for shift in shifts:
                latest = last.get((plan.id, role, shift))
                found[plan.id, role, shift] = _cell(latest, plan.drill.every_months, today)
    return found


def _cell(last: Practised | None, months: int, today: date) -> Cell:
    if last is None:
        return Cell("never")
    due = add_months(last.at.date(), months)
    return Cell(standing(due, today), last, due)


def standing(due: date, today: date) -> Literal["overdue", "soon", "good"]:
    """Red, soon or good."""
    return "overdue" if due < today else "soon" if due - today <= SOON else "good"


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class PlanDue:
    """When a plan's drill is due. `last` None: it was never held here, and is due now."""

    plan: str
    standing: Literal["never", "overdue", "soon", "good"]
    due_on: date
    last: date | None = None
    planned_at: datetime | None = None


def plans_due(
    plans: Iterable[Plan], last: Mapping[str, date], planned: Mapping[str, datetime], today: date
) -> list[PlanDue]:
    """Every plan's next drill, the most urgent first; the never practised by how often they should be."""
    found = []
    for plan in plans:
        held = last.get(plan.id)
        due = today if held is None else add_months(held, plan.drill.every_months)
        how = "never" if held is None else standing(due, today)
        found.append((plan.drill.every_months, PlanDue(plan.id, how, due, held, planned.get(plan.id))))
    order = ("overdue", "never", "soon", "good")
    found.sort(key=lambda e: (order.index(e[1].standing), e[1].due_on, e[0], e[1].plan))
    return [due for _, due in found]


# --- when -------------------------------------------------------------------------------------------------------------


def shift_of(at: datetime, spans: Sequence[tuple[datetime, datetime]]) -> str:
    """The part of the day an instant falls in; `at` and the day's opening hours in the hall's own zone."""
    if not any(start <= at < end for start, end in spans):
        return "closed"
    return "morning" if at.hour + at.minute / 60 < MIDDAY_HOUR else "afternoon"


def quietest(arrivals: Mapping[int, float], spans: Sequence[tuple[int, int]], minutes: int) -> tuple[int, float] | None:
    """(minute of the day, expected customers) of the quietest time for so many minutes; the earliest of equals.

    `arrivals`: half hour of the day -> customers; `spans`: opening hours in minutes. None: no span is long enough.
    """
    best: tuple[int, float] | None = None
    for start, end in spans:
        for begin in range(-(-start // SLOT_MIN) * SLOT_MIN, end - minutes + 1, SLOT_MIN):
            expected = round(
                sum(
                    arrivals.get(slot, 0.0)
                    * (min(begin + minutes, (slot + 1) * SLOT_MIN) - max(begin, slot * SLOT_MIN)) / SLOT_MIN
                    for slot in range(begin // SLOT_MIN, -(-(begin + minutes) // SLOT_MIN))
                ),
                6,
            )  # fmt: skip
            if best is None or (expected, begin) < (best[1], best[0]):
                best = (begin, expected)
    return best
