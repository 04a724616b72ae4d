"""The shape of every queue source: it runs against a link, delivers facts with its cursor, and tells its trouble."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from datetime import datetime
from typing import Protocol

from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.words import Message


class FeedTrouble(Exception):
    """The source does not answer or answers nonsense. The intake waits, backs off and runs the feed again.

    again_in_s: not before so many seconds.  for_good: trying again mends nothing; it rests until it is set up anew.
    """

    def __init__(self, message: Message, *, again_in_s: float = 0.0, for_good: bool = False) -> None:
        super().__init__(str(message))
        self.message = message
        self.again_in_s = again_in_s
        self.for_good = for_good


class Link(Protocol):
    """What the console gives to a running feed. All methods may be called from any thread."""

    @property
    def name(self) -> str:
        """The feed's name in this branch; facts carry it as `source`."""

    @property
    def cursor(self) -> str:
        """The last cursor saved together with its facts; "" at the very first run."""

    def deliver(self, facts: Sequence[Fact], cursor: str | None = None) -> Future[int]:
        """Hand over facts and the new cursor: durable in one transaction. The future gives how many were new."""

    def alive(self) -> None:
        """The source answered just now, even if nothing was new."""

    def skew(self, seconds: float) -> None:
        """The source's clock minus ours, as measured just now; shown on the floor."""

    def now(self) -> datetime:
        """Our clock, aware UTC."""

    def wait(self, seconds: float) -> bool:
        """Sleep up to so long; True when the feed must stop now."""


class Feed(Protocol):
    """One queue source. `lost_after_s` is the stated time after which the floor says that it is lost."""

    lost_after_s: float

    def run(self, link: Link) -> None:
        """Work until the link says stop (return) or the source is in trouble (raise FeedTrouble)."""
