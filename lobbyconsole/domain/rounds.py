"""A round of checks: folded from its facts in any order, and scored by its checklist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from lobbyconsole.domain import round_facts as f
from lobbyconsole.domain.content.checklists import CheckItem, Checklist
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.staff import same_number
from lobbyconsole.domain.standing import standing_facts

RUNNING = "running"
FINISHED = "finished"
GIVEN_UP = "given_up"

PASS, FAIL, NOT_APPLICABLE = "pass", "fail", "na"


@dataclass(frozen=True, slots=True)
class Answer:
    """The standing answer to one item; see RoundAnswered."""

    item: str
    verdict: str
    at: datetime
    by: str = ""
    value: float | None = None
    choice: str = ""
    note: str = ""
    photos: tuple[str, ...] = ()
    action: str = ""
    owner: str = ""
    due_at: datetime | None = None
    opened: str = ""
    deducted: float | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed for what `part`; `proof`: how they proved it."""

    by: str
    at: datetime
    part: str
    proof: str


@dataclass(frozen=True, slots=True)
class Round:
    """One round as its facts tell it. `runner` is the staff number of whoever has it in hand.

    `flags` name what cannot be right: "never_begun", "answered_late" (after the end), "ended_twice".
    """

    key: str
    checklist: str = ""
    version: str = ""
    state: str = RUNNING
    begun_at: datetime | None = None
    due_at: datetime | None = None
    ended_at: datetime | None = None
    channel: str = "screen"
    inspector: str = ""
    runner: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    signatures: tuple[Signature, ...] = ()
    note: str = ""
    flags: tuple[str, ...] = ()

    def next_item(self, checklist: Checklist) -> CheckItem | None:
        """The first item without an answer: where a broken-off round goes on."""
        return next((item for item in checklist.items if not self.answered(item.id)), None)

    def answered(self, item: str) -> bool:
        """Whether an item has a standing answer."""
        answer = self.answers.get(item)
        return answer is not None and answer.verdict != ""


def fold_round(facts: Iterable[Fact]) -> Round | None:
    """The round that these facts tell, whatever their order; None when nothing valid is known."""
    found: Round | None = None
    for fact in standing_facts(facts):
        if isinstance(fact, f.RoundFact):
            found = _step(found or Round(fact.round, flags=("never_begun",)), fact)
    return found


def _step(state: Round, fact: f.RoundFact) -> Round:
    match fact:
        case f.RoundBegun():
            return replace(
                state,
                checklist=fact.checklist,
                version=fact.version,
                begun_at=fact.at,
                due_at=fact.due_at,
                channel=fact.channel,
                inspector=fact.inspector,
                runner=state.runner or fact.by,
                flags=tuple(flag for flag in state.flags if flag != "never_begun"),
            )
        case f.RoundAnswered() if state.state != RUNNING:
            return _flagged(state, "answered_late")
        case f.RoundAnswered():
            answer = Answer(
                fact.item, fact.verdict, fact.at, fact.by, fact.value, fact.choice, fact.note, fact.photos, fact.action,
                fact.owner, fact.due_at, fact.opened, fact.deducted, fact.evidence,
            )  # fmt: skip
            return replace(state, answers={**state.answers, fact.item: answer})
        case f.RoundHandedOver():
            return replace(state, runner=fact.to)
        case f.RoundSigned():
            signature = Signature(fact.by, fact.at, fact.part, fact.proof)
            return replace(state, signatures=(*state.signatures, signature))
        case f.RoundFinished() | f.RoundGivenUp() if state.state != RUNNING:
            return _flagged(state, "ended_twice")
        case f.RoundFinished():
            return replace(state, state=FINISHED, ended_at=fact.at, note=fact.note)
        case f.RoundGivenUp():
            return replace(state, state=GIVEN_UP, ended_at=fact.at, note=fact.reason)
    return state


def _flagged(state: Round, flag: str) -> Round:
    return state if flag in state.flags else replace(state, flags=(*state.flags, flag))


# --- scoring ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Score:
    """What a round is worth. `points` of `possible` weight over the items that were answered and applied.

    `open` counts items without an answer: they leave the sum while the round runs; of a finished round they count as
    failed, so that leaving out is never better than failing.
    """

    points: float
    possible: float
    failed: tuple[str, ...]
    critical: tuple[str, ...]
    open: int
    not_applicable: int
    pass_score: float

    @property
    def percent(self) -> float | None:
        """0 to 100; None while nothing that counts was answered."""
        return None if self.possible == 0 else 100 * self.points / self.possible

    @property
    def red(self) -> bool:
        """Below its pass score, or a critical item failed."""
        return bool(self.critical) or (self.percent is not None and self.percent < self.pass_score - 1e-9)


def verdict(item: CheckItem, *, value: float | None = None, choice: str = "", note: str = "", photos: int = 0) -> str:
    """What an answer on an item's own scale means: PASS, FAIL, or "" while it says nothing.

    Items of pass or fail have their verdict given and are not asked here.
    """
    scale = item.scale
    match scale.type:
        case "score_0_5":
            return "" if value is None else PASS if value >= (scale.min_ok or 0) else FAIL
        case "number":
            if value is None:
                return ""
            low = scale.min is None or value >= scale.min
            high = scale.max is None or value <= scale.max
            return PASS if low and high else FAIL
        case "choice":
            option = next((option for option in scale.options if option.id == choice), None)
            return "" if option is None else PASS if option.ok else FAIL
        case "text":
            return PASS if note.strip() else ""
        case "photo":
            return PASS if photos else ""
    return ""


def points(item: CheckItem, answer: Answer) -> float:
    """What an answer earns of the item's weight."""
    if answer.deducted is not None:
        return max(0.0, min(float(item.weight), item.weight - answer.deducted))
    if item.scale.type == "score_0_5" and answer.value is not None:
        return item.weight * min(5.0, max(0.0, answer.value)) / 5
    return float(item.weight) if answer.verdict == PASS else 0.0


def score(checklist: Checklist, answers: Mapping[str, Answer], *, finished: bool) -> Score:
    """The score of a round by its checklist; see Score."""
    return _score(checklist.items, answers, checklist.pass_score, finished)


def touchpoint_scores(checklist: Checklist, answers: Mapping[str, Answer], *, finished: bool) -> dict[str, Score]:
    """The same for each touchpoint the checklist looks at."""
    groups: dict[str, list[CheckItem]] = {}
    for item in checklist.items:
        groups.setdefault(item.touchpoint, []).append(item)
    return {name: _score(items, answers, checklist.pass_score, finished) for name, items in groups.items()}


def _score(items: Iterable[CheckItem], answers: Mapping[str, Answer], pass_score: float, finished: bool) -> Score:
    earned = possible = 0.0
    failed: list[str] = []
    critical: list[str] = []
    unanswered = beside = 0
    for item in items:
        answer = answers.get(item.id)
        if answer is None or not answer.verdict:
            unanswered += 1
            possible += item.weight if finished else 0
            continue
        if answer.verdict == NOT_APPLICABLE:
            beside += 1
            continue
        possible += item.weight
        earned += points(item, answer)
        if answer.verdict == FAIL:
            failed.append(item.id)
            if item.critical:
                critical.append(item.id)
    return Score(earned, possible, tuple(failed), tuple(critical), unanswered, beside, pass_score)


def wants_second(checklist: Checklist, state: Round) -> tuple[str, ...]:
    """Items that ask for a second person's signature and still lack it (another person than the runner)."""
    if any(entry.part == "second" and not same_number(entry.by, state.runner) for entry in state.signatures):
        return ()
    return tuple(item.id for item in checklist.items if item.second_signature and state.answered(item.id))
