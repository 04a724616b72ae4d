"""A self-evaluation: chapters of criteria with full points, what was taken off and why, and what proves it.

A chapter is a checklist of the kind "self_evaluation"; evaluating it is a round like any other. A sheet is what the
rounds of one quarter come to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lobbyconsole.domain.content.checklists import CheckItem, Checklist
from lobbyconsole.domain.rounds import FINISHED, NOT_APPLICABLE, Answer, Round, Score, points, score

KIND = "self_evaluation"
STEP = 0.5  # points are taken off in halves


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Ordered in time."""

    year: int
    number: int  # 1 to 4

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """The last day that belongs to it."""
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> Quarter:
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)


def quarter_of(day: date) -> Quarter:
    """The quarter a day lies in."""
    return Quarter(day.year, (day.month + 2) // 3)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion and what it was given. `given` None: not yet evaluated, or it does not apply here."""

    item: CheckItem
    answer: Answer | None = None

    @property
    def full(self) -> float:
        """Points it can have."""
        return float(self.item.weight)

    @property
    def verdict(self) -> str:
        return self.answer.verdict if self.answer is not None else ""

    @property
    def given(self) -> float | None:
        """Points it has; None while nothing is said of it, or where it does not apply."""
        if self.answer is None or self.verdict in ("", NOT_APPLICABLE):
            return None
        return points(self.item, self.answer)

    @property
    def lost(self) -> float:
        """Points that were taken off."""
        return 0.0 if self.given is None else self.full - self.given

    @property
    def reason(self) -> str:
        return self.answer.note if self.answer is not None else ""

    @property
    def evidence(self) -> tuple[str, ...]:
        return self.answer.evidence if self.answer is not None else ()

    @property
    def opened(self) -> str:
        """The corrective action for what was taken off; empty when none was opened."""
        return self.answer.opened if self.answer is not None and self.lost > 0 else ""

    @property
    def photos(self) -> tuple[str, ...]:
        return self.answer.photos if self.answer is not None else ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of a sheet. `round` is empty and `state` None while nobody has begun it this quarter."""

    checklist: Checklist
    criteria: tuple[Criterion, ...]
    score: Score
    round: str = ""
    state: str = ""
    by: str = ""
    ended_at: datetime | None = None

    @property
    def finished(self) -> bool:
        return self.state == FINISHED

    @property
    def full(self) -> float:
        """What could be reached if everything applied."""
        return float(sum(item.weight for item in self.checklist.items))


def chapter_of(checklist: Checklist, found: Round | None) -> Chapter:
    """A chapter by the wording it was evaluated with."""
    answers: Mapping[str, Answer] = found.answers if found is not None else {}
    state = found.state if found is not None else ""
    scored = score(checklist, answers, finished=state == FINISHED)
    criteria = tuple(Criterion(item, answers.get(item.id)) for item in checklist.items)
    if found is None:
        return Chapter(checklist, criteria, scored)
    by = found.signatures[-1].by if found.signatures else found.runner  # who answers for it once it is signed
    return Chapter(checklist, criteria, scored, found.key, state, by, found.ended_at)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The self-evaluation of one quarter."""

    quarter: Quarter
    chapters: tuple[Chapter, ...]

    @property
    def points(self) -> float:
        """What was reached, of `possible`."""
        return sum(chapter.score.points for chapter in self.chapters)

    @property
    def possible(self) -> float:
        """Of what was evaluated; what does not apply is not in it."""
        return sum(chapter.score.possible for chapter in self.chapters)

    @property
    def percent(self) -> float | None:
        return None if not self.possible else 100 * self.points / self.possible

    @property
    def open(self) -> int:
        """Criteria without an answer."""
        return sum(chapter.score.open for chapter in self.chapters if not chapter.finished)

    @property
    def finished(self) -> bool:
        return bool(self.chapters) and all(chapter.finished for chapter in self.chapters)

    @property
    def lost(self) -> tuple[Criterion, ...]:
        """Where points were taken off, the most first."""
        return tuple(sorted((c for c in self.criteria if c.lost > 0), key=lambda c: (-c.lost, c.item.id)))

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(criterion for chapter in self.chapters for criterion in chapter.criteria)

    @property
    def evidence(self) -> tuple[tuple[Criterion, str], ...]:
        """(criterion, subject) of everything that proves something, photos as "photo:" and their name."""
        return tuple(
            (criterion, proof)
            for criterion in self.criteria
            for proof in (*criterion.evidence, *("photo:" + name for name in criterion.photos))
        )


@dataclass(frozen=True, slots=True)
class Total:
    """What a quarter came to, for the history. `chapters`: how many of them were finished."""

    quarter: Quarter
    points: float
    possible: float
    chapters: int

    @property
    def percent(self) -> float | None:
        return None if not self.possible else 100 * self.points / self.possible
