"""What the page of paper numbers asks for, done on a worker, with the answer at the row."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from lobbyconsole.domain.words import Message, Refused
from lobbyconsole.services.paper_numbers import PaperNumbers, RefusedAt
from lobbyconsole.ui import tasks
from lobbyconsole.ui.emergency.paper_page import PaperPage
from lobbyconsole.ui.emergency.papers import papers_of as papers_of
from lobbyconsole.ui.translation import say

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.paper_numbers import PaperRange, TypedRow


class PaperDesk(QObject):
    """Between the page and the hall."""

    changed = Signal()  # how many are left is another number now

    def __init__(self, page: PaperPage, console: Console, by: Callable[[], str]) -> None:
        super().__init__(page)
        self._page, self._console, self._by = page, console, by
        page.saved.connect(self._save)
        page.forgotten.connect(lambda name, number: self._do(lambda it, by: it.forget(name, number, by=by)))
        page.given_back.connect(lambda name: self._do(lambda it, by: it.give_back(name, by=by)))

    def open(self) -> None:
        """Read what is left to type and begin."""
        self._do(lambda it, by: None)

    def _save(self, name: str, number: int, row: TypedRow) -> None:
        self._do(lambda it, by: it.save(name, number, row, by=by), self._page.next_row)

    def _do(self, work: Callable[[PaperNumbers, str], Any], then: Callable[[], object] | None = None) -> None:
        page = self._page
        if page.busy:
            return
        page.set_busy(True)
        place, by = papers_of(self._console), self._by()
        at = page.paper.id if page.paper is not None else ""

        def job() -> tuple[Any, list[PaperRange]]:
            answer = work(place, by)
            # The last row of a range makes it complete; it stays on show so that its last rows can be put right.
            return answer, [paper for paper in place.ranges(done=True) if paper.missing or paper.id == at]

        def done(found: tuple[Any, list[PaperRange]]) -> None:
            answer, ranges = found
            page.show_ranges(ranges, self._console.live.snapshot.branch)
            if then is not None:
                then()
            page.set_busy(False)
            if isinstance(answer, Message):
                page.told(say(answer))
            self.changed.emit()

        def failed(error: BaseException) -> None:
            if isinstance(error, Refused):
                page.say(say(error.message), error.field if isinstance(error, RefusedAt) else "")
            else:
                tasks.hub().trouble.emit(error)
            page.set_busy(False)

        tasks.run(page, job, done, failed)
