"""What of reviews, lessons, plans and risks is overdue, and what they are called: for the rail and for finding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from lobbyconsole.domain.content.text import Text
from lobbyconsole.services.review_desk import ReviewDesk

if TYPE_CHECKING:
    from lobbyconsole.services.work import Work


@dataclass(frozen=True, slots=True)
class Named:
    """Something that can be found. `about`: of a lesson its plan, of a risk its category's id; `open`: still to do."""

    key: str
    title: Text
    about: Text | None = None
    open: bool = True


@dataclass(frozen=True, slots=True)
class Overdue:
    """How many reviews have waited for more than a week, lessons and looks at plans and risks are past their date."""

    reviews: int = 0
    lessons: int = 0
    plans: int = 0
    risks: int = 0
    known_risks: tuple[Named, ...] = ()
    known_lessons: tuple[Named, ...] = ()

    @property
    def learning(self) -> int:
        """What the reviews screen has that is overdue."""
        return self.reviews + self.lessons + self.plans


def overdue(work: Work, now: datetime) -> Overdue:
    """Look; on a worker."""
    desk = ReviewDesk(work)
    board, lessons = work.risks.board(now), desk.lessons(now)
    risks = [
        Named(risk.id, risk.title if isinstance(risk.title, Text) else Text(risk.title, risk.title))
        for risk in (*board.risks, *board.aside)
    ]
    return Overdue(
        sum(review.state == "late" for review in desk.reviews(now)),
        sum(lesson.late(now) for lesson in lessons),
        sum(due.standing == "overdue" for due in work.reviews.due(now)),
        sum(risk.look_at is not None and risk.look_at < now for risk in board.risks),
        tuple(risks),
        tuple(
            Named(entry.record.key, Text(words, words), entry.plan, entry.open)
            for entry in lessons if (words := entry.record.text("lesson"))
        ),
    )  # fmt: skip
