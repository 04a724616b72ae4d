"""A link that keeps what a feed tells it; time passes only while the feed waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime, timedelta

from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.lobby import Book
from tests.fakes import FixedClock


class ListLink:
    """What a feed under test is given. `deliveries` holds (facts, cursor); `book` is the hall they make.

    `stop_after` seconds of waiting the link says stop. `between` is called before each wait with the hall's clock.
    """

    def __init__(
        self,
        clock: FixedClock | None = None,
        *,
        name: str = "simulator",
        cursor: str = "",
        book: Book | None = None,
        stop_after: float | None = None,
        between: Callable[[datetime], None] | None = None,
    ) -> None:
        self.clock = clock or FixedClock()
        self.name = name
        self.cursor = cursor
        self.book = Book() if book is None else book
        self.deliveries: list[tuple[list[Fact], str | None]] = []
        self.delivered_at: list[datetime] = []
        self.alive_at: list[datetime] = []
        self.skews: list[float] = []
        self.waits: list[float] = []
        self._began = self.clock()
        self._stop_after = stop_after
        self._between = between

    @property
    def facts(self) -> list[Fact]:
        """Everything told so far, in the order of telling."""
        return [fact for facts, _ in self.deliveries for fact in facts]

    def deliver(self, facts: Sequence[Fact], cursor: str | None = None) -> Future[int]:
        self.deliveries.append((list(facts), cursor))
        self.delivered_at.append(self.clock())
        if cursor is not None:
            self.cursor = cursor
        future: Future[int] = Future()
        future.set_result(sum(self.book.add(fact) is not None for fact in facts))
        return future

    def alive(self) -> None:
        self.alive_at.append(self.clock())

    def skew(self, seconds: float) -> None:
        self.skews.append(seconds)

    def now(self) -> datetime:
        return self.clock()

    def wait(self, seconds: float) -> bool:
        assert seconds > 0, "a feed that waits for nothing spins"
        self.waits.append(seconds)
        self.clock.advance(seconds)
        if self._between is not None:
            self._between(self.clock())
        return self._stop_after is not None and self.clock() - self._began >= timedelta(seconds=self._stop_after)
