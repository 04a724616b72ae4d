"""The after-action review: what was done against what the plan says, how each objective was rated, what is overdue.

Pure. The run fills the form; people rate, and say why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

import msgspec
from msgspec.structs import replace

from lobbyconsole.domain import review_facts as f
from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.drills import add_months, standing
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.incidents import RATINGS
from lobbyconsole.domain.standing import standing_facts
from lobbyconsole.domain.walkthrough import Line, Owed, Walk, owed, worst_late_s

SOME = 0.25  # up to so much of what there was to do went wrong: some challenges; beyond: major ones
LATE_SOME = 1.0  # a step up to so many times its target late: some challenges; beyond: major ones
REVIEWED_WITHIN = timedelta(days=7)  # a review comes within a week, lest nobody remembers

# What is rated and asked where no plan was walked. Their places are kept in the journal: only ever added to.
CAPABILITIES = (
    Text("Noticed and told at once", "及时发现与报告"),
    Text("People kept safe and looked after", "人员安全与客户安抚"),
    Text("Roles clear, command clear", "分工与指挥"),
    Text("Reported upward in time", "按时限上报"),
    Text("Evidence and video secured", "证据与录像保全"),
    Text("Business back to normal", "业务恢复"),
)
QUESTIONS = (
    Text("What should have happened?", "预期应如何处置？"),
    Text("What did happen?", "实际如何处置？"),
    Text("Why was there a difference?", "差异原因是什么？"),
    Text("What is kept, what is changed?", "哪些做法保留，哪些需要改进？"),
)


# --- plan against what was done ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StepRow:
    """One visit of a step. `target_s` None: it has none; `reason`: why it was skipped."""

    step: str
    turn: int
    role: str
    target_s: int | None
    spent_s: float | None
    how: str
    by: str = ""
    reason: str = ""
    ahead: bool = False

    @property
    def late_s(self) -> float:
        """By how much its target was passed; 0 when it was not, or it has none."""
        if self.target_s is None or self.spent_s is None or self.ahead or self.how != "done":
            return 0.0
        return max(0.0, self.spent_s - self.target_s)

    @property
    def suggested(self) -> str:
        """The rating that its time, or its being skipped, speaks for."""
        if self.how == "skipped":
            return "unable"
        if not self.late_s or self.target_s is None:
            return "performed"
        return "some" if self.late_s <= LATE_SOME * self.target_s else "major"


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report of the plan: `late_s` above 0: made or still missing so long after it was due.

    Of a report that is repeated: `due_at` of the first, `made_at` of the last, `late_s` of the latest of them.
    """

    place: int
    to: str
    due_at: datetime
    made_at: datetime | None
    late_s: float


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What a run did against its plan. `added`: what the plan does not have; `unreached`: calls nobody answered."""

    steps: tuple[StepRow, ...]
    reports: tuple[ReportRow, ...]
    added: tuple[Line, ...]
    unreached: tuple[Line, ...]
    told_late: tuple[Line, ...]
    outcome: str
    took_s: float | None

    @property
    def skipped(self) -> tuple[StepRow, ...]:
        return tuple(row for row in self.steps if row.how == "skipped")

    @property
    def late(self) -> tuple[StepRow, ...]:
        return tuple(row for row in self.steps if row.late_s > 0)

    @property
    def suggested(self) -> str:
        """A rating to begin with; people decide."""
        if self.outcome in ("", "broken_off"):
            return "unable"
        wrong = len(self.skipped) + len(self.late) + sum(report.late_s > 0 for report in self.reports)
        of = len(self.steps) + len(self.reports)
        return "performed" if not wrong else "some" if wrong <= SOME * of else "major"


def run_record(plan: Plan, walk: Walk, now: datetime) -> RunRecord:
    """What the run did; `now` is asked only while it goes on, or a report is still missing."""
    steps = {step.id: step for step in plan.steps}
    rows = []
    for turn in walk.turns:
        step = steps.get(turn.step)
        if step is None or turn.how == "" or (step.kind == "end" and turn.how == "done"):
            continue
        target = step.target_s if step.kind != "timer" else None
        reason = turn.words if turn.how == "skipped" else ""
        rows.append(
            StepRow(turn.step, turn.turn, step.role, target, turn.spent_s, turn.how, turn.by, reason, turn.ahead)
        )
    return RunRecord(
        tuple(rows),
        tuple(
            row
            for report in sorted(owed(plan, walk), key=lambda report: report.place)
            if (row := _report(plan, walk, report, now)) is not None
        ),
        tuple(line for line in walk.timeline if line.kind == "walk.step_added"),
        tuple(line for line in walk.calls if not line.reached),
        tuple(line for line in walk.timeline if line.late),
        walk.outcome,
        None if walk.begun_at is None or walk.ended_at is None else (walk.ended_at - walk.begun_at).total_seconds(),
    )


def _report(plan: Plan, walk: Walk, report: Owed, now: datetime) -> ReportRow | None:
    """None: an update of which none had fallen due when the run was over."""
    if report.repeat and walk.begun_at is not None:
        first_due = walk.begun_at + timedelta(minutes=plan.reporting[report.place].within_min)
        late = worst_late_s(first_due, report.repeat, report.sent, walk.ended_at or now)
        made = report.sent[-1] if report.sent else None
        return None if made is None and late == 0 else ReportRow(report.place, report.to, first_due, made, late)
    made_at = report.made_at or now
    return ReportRow(report.place, report.to, report.due_at, report.made_at,
                     max(0.0, (made_at - report.due_at).total_seconds()))  # fmt: skip


# --- the form ---------------------------------------------------------------------------------------------------------


class Rated(msgspec.Struct, frozen=True):
    """How an objective was rated, by whom."""

    rating: str
    words: str = ""
    by: str = ""


class Correction(msgspec.Struct, frozen=True):
    """What was said after the signature; `about` as in the fact."""

    about: str
    words: str
    at: datetime
    by: str = ""
    proof: str = ""


class Review(msgspec.Struct, frozen=True):
    """A review as its facts tell it. `flags`: "told_late" (changed after it was signed: does not count)."""

    run: str
    ratings: Mapping[int, Rated] = {}
    steps: Mapping[tuple[str, int], Rated] = {}
    answers: Mapping[int, str] = {}
    rating: str = ""
    words: str = ""
    signed_at: datetime | None = None
    signed_by: str = ""
    proof: str = ""
    corrections: tuple[Correction, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def begun(self) -> bool:
        """Whether anybody has said anything yet."""
        return bool(self.ratings or self.steps or self.answers or self.signed_at)


def fold_review(run: str, facts: Iterable[Fact], since: datetime | None = None) -> Review:
    """The review of a run from its facts, whatever their order; an empty form when there are none.

    `since`: what was said before belongs to an earlier review.
    """
    state = Review(run)
    for fact in standing_facts(facts):
        if not isinstance(fact, f.ReviewFact) or (since is not None and fact.at <= since):
            continue
        if state.signed_at is not None:
            if isinstance(fact, f.ReviewCorrected):
                said = Correction(fact.about, fact.words, fact.at, fact.by, fact.proof)
                state = replace(state, corrections=(*state.corrections, said))
            else:
                state = replace(state, flags=("told_late",))
            continue
        match fact:
            case f.ObjectiveRated() if fact.rating in RATINGS:
                rated = Rated(fact.rating, fact.words, fact.by)
                state = replace(state, ratings={**state.ratings, fact.place: rated})
            case f.StepRated() if fact.rating in RATINGS:
                rated = Rated(fact.rating, fact.words, fact.by)
                state = replace(state, steps={**state.steps, (fact.step, fact.turn): rated})
            case f.ReviewAnswered():
                state = replace(state, answers={**state.answers, fact.place: fact.words})
            case f.ReviewSigned():
                state = replace(
                    state, rating=fact.rating, words=fact.words, signed_at=fact.at, signed_by=fact.by, proof=fact.proof
                )  # fmt: skip
    return state


# --- when a plan is to be looked through ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlanReviewDue:
    """When a plan is to be looked through again. `last` None: nobody here ever did."""

    plan: str
    standing: Literal["never", "overdue", "soon", "good"]
    due_on: date | None
    last: date | None = None


def reviews_due(plans: Iterable[Plan], last: Mapping[str, date], today: date) -> list[PlanReviewDue]:
    """Every plan's next look, the most urgent first."""
    found = []
    for plan in plans:
        seen = last.get(plan.id)
        due = None if seen is None else add_months(seen, plan.review_months)
        found.append(PlanReviewDue(plan.id, "never" if due is None else standing(due, today), due, seen))
    order = ("overdue", "never", "soon", "good")
    return sorted(found, key=lambda e: (order.index(e.standing), e.due_on or date.max, e.plan))
