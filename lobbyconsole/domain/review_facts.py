"""What can be told of an after-action review: each objective rated, and the whole signed."""

from __future__ import annotations

from typing import ClassVar

from lobbyconsole.domain.facts import Fact


class ReviewFact(Fact, frozen=True, kw_only=True):
    """A fact about the review of a run. `run` is the run's subject, "walk:..." or "drill:..." (at the table)."""

    run: str

    @property
    def subject(self) -> str:
        return "review:" + self.run


class ObjectiveRated(ReviewFact, frozen=True, kw_only=True):
    """An objective (its place in the plan's list, from 0): "performed", "some", "major" or "unable"."""

    kind: ClassVar[str] = "review.rated"
    rank: ClassVar[int] = 20
    place: int
    rating: str
    words: str = ""


class ReviewAnswered(ReviewFact, frozen=True, kw_only=True):
    """What was said to one of the plan's questions for afterwards (its place in the list, from 0)."""

    kind: ClassVar[str] = "review.answered"
    rank: ClassVar[int] = 22
    place: int
    words: str


class ReviewSigned(ReviewFact, frozen=True, kw_only=True):
    """`by` signed the review with an overall rating."""

    kind: ClassVar[str] = "review.signed"
    rank: ClassVar[int] = 60
    rating: str
    words: str = ""


REVIEW_FACTS: tuple[type[Fact], ...] = (ObjectiveRated, ReviewAnswered, ReviewSigned)
