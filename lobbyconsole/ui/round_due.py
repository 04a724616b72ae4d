"""What rounds and meetings are due, for the rail's badges and the floor's side: looked up on a worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from lobbyconsole.ui import tasks

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console


@dataclass(frozen=True, slots=True)
class DueRound:
    """One round (or meeting) somebody should do or is doing. `title` by language; `checklist`: or the agenda."""

    checklist: str
    title: dict[str, str]
    at: datetime
    state: str  # due, overdue, running, later
    minutes: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class DueWork:
    """What is due, oldest first; `next` is the round that comes after it; `count` what the badge says.

    `meetings` due, overdue or running stand apart: a quiet moment is no time to call everybody together.
    """

    now: datetime
    rounds: tuple[DueRound, ...]
    next: DueRound | None
    count: int
    meetings: tuple[DueRound, ...] = ()

    @property
    def meetings_due(self) -> int:
        """How many meetings ask to be held now."""
        return sum(meeting.state != "running" for meeting in self.meetings)


def load_due(console: Console) -> DueWork:
    """On a worker thread: this loads the content."""
    rounds, now = console.work.rounds, console.live.clock.now()
    today = rounds.timetable(rounds.day_of(now), now)
    here = [due for due in today if due.state in ("due", "overdue", "running")]
    begin = min((due.due_at for due in today), default=now)
    earlier = [due for due in rounds.overdue(now) if due.due_at < begin]

    def told(due: object) -> DueRound:
        from lobbyconsole.services.rounds import Due

        assert isinstance(due, Due)
        names = {language: due.checklist.title.say(language) for language in ("en", "zh")}
        return DueRound(due.checklist.id, names, due.due_at, due.state, due.checklist.minutes, due.round)

    later = next((due for due in today if due.state == "later"), None)
    count = len(earlier) + sum(due.state != "running" for due in here)
    return DueWork(now, tuple(map(told, here)), told(later) if later else None, count, _meetings(console, now))


def _meetings(console: Console, now: datetime) -> tuple[DueRound, ...]:
    found = []
    for due in console.work.meetings.due(now):
        names = {language: due.agenda.title.say(language) for language in ("en", "zh")}
        minutes = due.agenda.duration_min
        found.append(DueRound(due.agenda.id, names, due.due_at, due.state, minutes, due.meeting))
    return tuple(found)


class Watch(QObject):
    """Reads something on a worker: at first, when a subject of WATCHED changes, and as time goes by. `changed(it)`."""

    changed = Signal(object)
    WATCHED: ClassVar[tuple[str, ...]] = ()  # what subjects begin with
    FRESH_MS: ClassVar[int] = 60_000
    SOON_MS: ClassVar[int] = 400  # after a change: the answers of one round come one upon the other

    def __init__(self, parent: QObject, console: Callable[[], Console | None]) -> None:
        super().__init__(parent)
        self._console = console
        self.work: Any = None  # what was read last
        self._busy = False
        self._centre = tasks.hub()
        self._leave: Callable[[], None] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(self.FRESH_MS)
        self._timer.timeout.connect(self.look)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(self.SOON_MS)
        self._soon.timeout.connect(self.look)

    def start(self) -> None:
        """Look now, and again from time to time."""
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()
        self._soon.stop()
        if self._leave is not None:
            self._leave()
            self._leave = None

    def look(self) -> None:
        if self._busy:
            self._soon.start()
            return
        console = self._console()
        if console is None:
            return
        self._busy = True
        tasks.run(self, lambda: self.load(console), self._found, self._not_found)

    def load(self, console: Console) -> Any:
        """Read it; on a worker thread."""
        raise NotImplementedError

    def _found(self, work: Any) -> None:
        self._busy = False
        if self._leave is None and self._timer.isActive():
            console = self._console()
            self._leave = console.work.subjects.watch(self._saw) if console is not None else None
        self.work = work
        self.changed.emit(work)

    def _not_found(self, error: BaseException) -> None:
        self._busy = False  # its screen says what is wrong; here nothing is shown rather than something false

    def _saw(self, subjects: frozenset[str]) -> None:
        """On the recorder's thread."""
        if any(subject.startswith(self.WATCHED) for subject in subjects):
            self._centre.on_main_thread(lambda: self._soon.start() if isValid(self) else None)


class DueWatch(Watch):
    """`changed(DueWork)`."""

    WATCHED = ("round:", "meeting:")

    def load(self, console: Console) -> DueWork:
        return load_due(console)
