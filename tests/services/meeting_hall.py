"""A hall with the manager's own work in it, for tests of meetings and their papers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

import msgspec
from msgspec.structs import replace

from lobbyconsole.config import Settings, WorkingCalendar
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.lobby import Book
from lobbyconsole.domain.paper import Block, Figure, Paper
from lobbyconsole.services.clock import Clock
from lobbyconsole.services.live import Live
from lobbyconsole.services.meetings import Meetings
from lobbyconsole.services.work import Work
from lobbyconsole.store.hall import Store
from lobbyconsole.store.sidefile import SideFile
from tests.fakes import FixedClock

KEY = bytes(range(32))  # a test key


def workweek(branch: Branch) -> Branch:
    """The branch with week ends off."""
    hours = replace(branch.hours, week=((time(9), time(17)),) * 5 + (None, None))
    return replace(branch, hours=hours)


@dataclass
class MeetingHall:
    """Open until `close`; open the same folder again for a restart."""

    store: Store
    live: Live
    time: FixedClock
    branch: Branch
    settings: Settings
    work: Work

    @property
    def meetings(self) -> Meetings:
        return self.work.meetings

    def close(self) -> None:
        self.live.stop()
        self.store.close()


def open_meeting_hall(
    folder: Path,
    branch: Branch,
    clock: FixedClock,
    facts: Iterable[Fact] = (),
    own_days: str = "",
    made: datetime | None = None,
) -> MeetingHall:
    """`made`: when the hall was set up, if not now."""
    if made is not None:
        Store.open(folder, KEY, branch=lambda: branch, clock=lambda: made).close()
    store = Store.open(folder, KEY, branch=lambda: branch, clock=clock)
    book = Book()
    changes = [change for fact in facts if (change := book.add(fact)) is not None]
    if changes:
        store.append(changes, {}, clock())
    live = Live(store, branch, Clock(wall=clock, ticks=clock.monotonic), SideFile((folder,), KEY))
    live.start()
    settings = msgspec.structs.replace(Settings(branch=branch), calendar=WorkingCalendar(own_days=own_days))
    return MeetingHall(store, live, clock, branch, settings, Work(store, live, lambda: settings))


def instant(branch: Branch, day: date, clock: str) -> datetime:
    """A local wall-clock time of a day as an instant."""
    return datetime.combine(day, time.fromisoformat(clock), branch.tz).astimezone(UTC)


def of(paper: Paper, source: str) -> list[Block]:
    """The blocks of one data source, once."""
    found: list[Block] = []
    for section in paper.sections:
        blocks = [block for block in section.blocks if block.source == source]
        if blocks and not found:
            found = blocks
    return found


def figure(paper: Paper, source: str, key: str) -> Figure:
    """The figure of a data source that links to this key."""
    return next(block for block in of(paper, source) if isinstance(block, Figure) and block.link.key == key)
