"""What can be told of an after-action review: objectives and steps rated, the whole signed, corrected afterwards."""

from __future__ import annotations

from typing import ClassVar

from lobbyconsole.domain.facts import Fact


class ReviewFact(Fact, frozen=True, kw_only=True):
    """A fact about the review of a run.

    `run` is the run's subject: "walk:...", "drill:..." (at the table), or "incident:..." where no plan was walked.
    """

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


class StepRated(ReviewFact, frozen=True, kw_only=True):
    """A visit of a step (its id, and which visit from 1): what the run suggests is set right by people."""

    kind: ClassVar[str] = "review.step_rated"
    rank: ClassVar[int] = 21
    step: str
    turn: int
    rating: str
    words: str = ""


class ReviewAnswered(ReviewFact, frozen=True, kw_only=True):
    """What was said to one of the plan's questions for afterwards (its place in the list, from 0)."""

    kind: ClassVar[str] = "review.answered"
    rank: ClassVar[int] = 22
    place: int
    words: str


class ReviewSigned(ReviewFact, frozen=True, kw_only=True):
    """`by` signed the review with an overall rating. `proof`: how they were known, "pin" or "name"."""

    kind: ClassVar[str] = "review.signed"
    rank: ClassVar[int] = 60
    rating: str
    words: str = ""
    proof: str = ""


class ReviewCorrected(ReviewFact, frozen=True, kw_only=True):
    """What was signed is not so: told beside it, for it stays as it was.

    `about`: "" the whole, else "objective:0", "question:1", "step:check:2" (its visit).
    """

    kind: ClassVar[str] = "review.corrected"
    rank: ClassVar[int] = 70
    about: str = ""
    words: str
    proof: str = ""


REVIEW_FACTS: tuple[type[Fact], ...] = (
    ObjectiveRated, StepRated, ReviewAnswered, ReviewSigned, ReviewCorrected,
)  # fmt: skip
