"""Emergency plans while the hall cannot be opened: the same engine over the shipped plans, its facts in a side file.

Once the hall is open aside_taken.py puts them into its journal, each once, and the walkthrough goes on there.
"""

from __future__ import annotations

import itertools
import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.editions import version_of
from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.content_facts import ContentKept
from lobbyconsole.domain.facts import Fact, order_key
from lobbyconsole.domain.lobby import Book
from lobbyconsole.domain.picture import paint
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused
from lobbyconsole.services.aside_taken import SOURCE
from lobbyconsole.services.clock import Clock, wall_time
from lobbyconsole.services.incidents import Incidents
from lobbyconsole.services.library.book import LibraryBook, body_of
from lobbyconsole.services.snapshot import Snapshot
from lobbyconsole.services.subjects import Subjects
from lobbyconsole.services.walkthroughs import Walkthroughs
from lobbyconsole.store.aside import AsideFile
from lobbyconsole.store.emergency import WalkRow
from lobbyconsole.store.errors import StorageError

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.live import Live
    from lobbyconsole.store.hall import Store

T = TypeVar("T")

log = logging.getLogger(__name__)


def not_open() -> Refused:
    """What needs the hall's own records has to wait."""
    return Refused(Message(QT_TRANSLATE_NOOP("Messages", "The hall is still being opened. Try again in a moment.")))


class Shut:
    """A part of the hall that cannot be had yet: whatever is asked of it is refused in words."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)

        def refuse(*_: object, **__: object) -> Any:
            raise not_open()

        return refuse


class Nobody(Shut):
    """The staff of a hall that is not open: nobody is known, every number is taken as typed.

    Its answers have the shapes of `services.staff.Staff`; whatever else is asked of it is refused.
    """

    def roster(self) -> list[Any]:
        """No `StaffMember`: the list lies in the hall."""
        return []

    def seen(self) -> list[str]:
        """No staff number signed on at a counter that anybody could know of."""
        return []

    def away(self, now: datetime | None = None) -> dict[str, Any]:
        """Staff number -> `Absence`: none is known."""
        return {}


class AsideSubjects(Subjects):
    """The facts of the side file, in memory too; `decide` is durable on return, or `kept_in` says that nothing is.

    Subjects are "family:key" as in the journal, each with its facts by id, none told before the last one. `kept_in`:
    the file that took the last batch, `usual`: the one that should have.
    """

    def __init__(self, file: AsideFile, live: AsideLive, facts: Iterable[Fact]) -> None:
        self.live = cast("Live", live)
        self.store = cast("Store", Shut())
        self._file = file
        self._told: dict[str, dict[str, Fact]] = defaultdict(dict)
        self._deciding = threading.RLock()
        self._running = itertools.count(1)
        self._sealed = False
        self._unkept: list[Fact] = []  # no folder took them: they go before what is told next
        self.kept_in: Path | None = file.usual  # None: nothing can be written, memory is all there is
        self.usual = file.usual
        for fact in facts:
            self._told[fact.subject][fact.id] = fact

    def facts(self, subject: str) -> list[Fact]:
        with self._deciding:
            return list(self._told[subject].values()) if subject in self._told else []

    def everything(self) -> list[Fact]:
        """All facts that were told."""
        with self._deciding:
            return [fact for told in self._told.values() for fact in told.values()]

    def recent(self, family: str) -> list[str]:
        with self._deciding:
            return [subject for subject in self._told if subject.startswith(family + ":")]

    def recent_facts(self, family: str) -> list[Fact]:
        return [fact for subject in self.recent(family) for fact in self.facts(subject)]

    def watch(self, callback: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        return lambda: None

    def envelope(self, now: datetime, by: str) -> dict[str, Any]:
        return super().envelope(now, by) | {"source": SOURCE}

    def decide(self, decision: Callable[[datetime], tuple[Sequence[Fact], T]]) -> T:
        with self._deciding:
            if self._sealed:
                raise not_open()
            now = self.live.clock.now()
            facts, answer = decision(now)
            told = self._after_the_last(facts)
            if told:
                self._unkept += told
                try:
                    self.kept_in = self._file.append(self._unkept, now)
                    self._unkept = []
                except StorageError as error:
                    log.info("no side file: %s", error)
                    self.kept_in = None
            for fact in told:
                self._told[fact.subject][fact.id] = fact
            return answer

    def seal(self) -> list[Fact]:
        """From now on the hall itself is asked. Waits for a verb under way; gives all that was told."""
        with self._deciding:
            self._sealed = True
            return self.everything()

    def _after_the_last(self, facts: Sequence[Fact]) -> list[Fact]:
        """Nobody else tells of these subjects: what is told later is later, whatever the clock says meanwhile."""
        last: dict[str, Fact] = {}
        found: list[Fact] = []
        for fact in facts:
            before = last.get(fact.subject) or max(self.facts(fact.subject), key=order_key, default=None)
            if before is not None and order_key(before) > order_key(fact):
                fact = fact.at_time(before.at + timedelta(microseconds=1))
            last[fact.subject] = fact
            found.append(fact)
        return found


class ShippedBook(LibraryBook):
    """The library as it came with the program: what the branch changed lies in the hall."""

    def _with_own(self, shipped: Library) -> Library:
        return shipped

    def keeping(self, family: str, item: Any, now: datetime, by: str = "") -> tuple[str, tuple[Fact, ...]]:
        body = body_of(item)
        version = version_of(body)
        told = self._subjects.facts(f"content:{family}/{item.id}")
        if any(isinstance(fact, ContentKept) and fact.version == version for fact in told):
            return version, ()
        envelope = self._subjects.envelope(now, by)
        return version, (ContentKept(**envelope, family=family, item=item.id, version=version, body=body),)


class AsideIncidents(Incidents):
    """Incidents whose number the hall cannot have given: the journal's last one is not known."""

    def next_number(self, now: datetime, series: str = "INC") -> str:
        local = now.astimezone(self._branch().tz)
        number = wanted = f"{series}-{local:%Y}-S{local:%m%d%H%M%S}"
        for again in itertools.count(2):
            if not self._subjects.facts("incident:" + number):
                break
            number = f"{wanted}.{again}"
        return number

    def _walked(self, incident: str) -> bool:
        return False


class AsideWalks(Walkthroughs):
    """Walkthroughs found by their facts alone."""

    def walks_of(self, incident: str) -> list[WalkRow]:
        return []

    def _running_keys(self) -> list[str]:
        return [subject.partition(":")[2] for subject in self._subjects.recent("walk")]

    def last_place(self) -> str:
        return ""

    def _just_noted(self, plan: Plan, now: datetime) -> str:
        return ""  # what was noted before lies in the hall


class AsideLive:
    """The clock and an empty floor: nothing of the hall is known."""

    unsaved = (0, None)
    waiting: tuple[Fact, ...] = ()

    def __init__(self, branch: Branch, clock: Clock) -> None:
        self.clock = clock
        self.branch = branch

    @property
    def snapshot(self) -> Snapshot:
        now = self.clock.now()
        return Snapshot(paint(self.branch, Book().lobby(), now), self.branch, live=False)


class AsideWork:
    """What the emergency needs of the manager's own work; the rest is refused."""

    def __init__(self, subjects: AsideSubjects, branch: Branch) -> None:
        self.subjects = subjects
        self.library = ShippedBook(subjects)
        self.incidents = AsideIncidents(subjects, lambda: branch)
        self.walkthroughs = AsideWalks(subjects, self.library, self.incidents, lambda: branch)
        self.staff = Nobody()
        self.attachments = Shut()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Shut()


class AsideHall:
    """What stands for the hall until it can be opened."""

    def __init__(self, folder: Path, branch: Branch, clock: Clock | None = None) -> None:
        file = AsideFile(folder)
        told = [fact for batch in file.read() for fact in batch.facts]
        self.folder = folder
        self.live = AsideLive(branch, clock or clock_not_before(_latest(folder, told)))
        self.subjects = AsideSubjects(file, self.live, told)
        self.work = AsideWork(self.subjects, branch)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Shut()

    @property
    def console(self) -> Console:
        """For the screen, which asks no more of a console than is here."""
        return cast("Console", self)


def clock_not_before(known: datetime | None, wall: Callable[[], datetime] = wall_time) -> Clock:
    """The PC's clock; where it is behind what is known to have been, time goes on from there.

    A computer whose battery is empty wakes up years ago after a power cut, and that is when plans are walked.
    """
    now = wall()
    behind = known is not None and timedelta(0) < known - now
    return Clock(wall=wall, offset=known - now if behind and known is not None else timedelta(0))


def _latest(folder: Path, told: Sequence[Fact]) -> datetime | None:
    """The latest instant this computer is known to have lived through."""
    now = wall_time()
    found = [fact.at for fact in told]
    for name in ("hall.db", "hall.db-wal", "last_picture.json", "window.json", "settings.json"):
        try:
            changed = datetime.fromtimestamp((folder / name).stat().st_mtime, now.tzinfo)
        except (OSError, ValueError, OverflowError):
            continue
        found.append(changed)
    return max(found, default=None)
