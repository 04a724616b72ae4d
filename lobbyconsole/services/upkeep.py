"""What must happen by itself: closing the business day, nightly backups, and catching up after the PC was off."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lobbyconsole.config import Safety
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.facts import INFERRED, CounterClosed, Fact, TicketFinished, TicketLeft, natural_id
from lobbyconsole.domain.lobby import AT_COUNTER, COUNTER_CLOSED, Book
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.services.live import Live, Outcome
from lobbyconsole.store.errors import StorageError
from lobbyconsole.store.hall import BACKUPS, Store
from lobbyconsole.store.journal import Head

if TYPE_CHECKING:
    from lobbyconsole.store.attached import AttachmentReport

log = logging.getLogger(__name__)


def close_past_days(live: Live, branch: Branch) -> Future[Any]:
    """End what a past business day left open, dated at that day's end and marked as inferred.

    Tickets of services that carry on overnight stay, and so does the counter that serves one; someone at a counter was
    served, someone in line left. A hall that is open at the cut-over keeps its people and counters for one day more.
    Safe to repeat: the facts have natural ids. The future gives how many were needed.
    """

    def decide(book: Book, now: datetime) -> Outcome:
        today = branch.day_of(now)
        if _open_at(branch, branch.day_span(today)[0]):
            today -= timedelta(days=1)
        facts: list[Fact] = []
        serving: set[str] = set()
        for ticket in book.open_tickets():
            since = ticket.issued_at or ticket.state_since or now
            day = branch.day_of(since)
            service = branch.service(ticket.service)
            if day >= today or (service is not None and service.numbers.restart == "never"):
                if ticket.state in AT_COUNTER:
                    serving.add(ticket.counter)
                continue
            _, end = branch.day_span(day)
            make = TicketFinished if ticket.state in AT_COUNTER else TicketLeft
            facts.append(
                make(
                    id=natural_id("day_closed", ticket.key, day),
                    at=max(end, ticket.state_since or end),
                    source="console",
                    certainty=INFERRED,
                    ticket=ticket.key,
                )
            )
        for counter in book.counters().values():
            if counter.state == COUNTER_CLOSED or counter.since is None or counter.id in serving:
                continue
            day = branch.day_of(counter.since)
            if day >= today:
                continue
            _, end = branch.day_span(day)
            facts.append(
                CounterClosed(
                    id=natural_id("day_closed", "counter", counter.id, day, counter.since),
                    at=end,
                    source="console",
                    certainty=INFERRED,
                    counter=counter.id,
                    reason="day_closed",
                )
            )
        return Outcome(facts, len(facts))

    return live.run(decide)


def _open_at(branch: Branch, at: datetime) -> bool:
    local = at.astimezone(branch.tz)
    hours = branch.hours.week[local.weekday()]
    return hours is not None and hours[0] <= local.time() < hours[1]


class NoSecondFolder(StorageError):
    """The stick is out, or the share is not there. The backup in the data folder was made."""

    TEXT = QT_TRANSLATE_NOOP(
        "Messages",
        "The second backup folder {folder} is not there: is the stick plugged in, the share reachable? The backup in"
        " the data folder was made.",
    )


@dataclass(frozen=True, slots=True)
class BackupState:
    """The backups there are. `last` is when the newest was made; `failed` a later try that did not succeed."""

    folder: Path
    last: datetime | None
    file: str
    kept: int
    failed: datetime | None
    second: Path | None
    in_second: bool  # the newest lies there too


class Backups:
    """Backups of a hall by night and by hand, one at a time. Slow: call it off the main thread."""

    def __init__(self, store: Store, live: Live, safety: Callable[[], Safety], folder: Path) -> None:
        self._store, self._live, self._safety, self._folder = store, live, safety, folder
        self._busy = threading.Lock()

    def make(self) -> Path:
        """One now. Raises StorageError."""
        with self._busy:
            return backup_hall(self._store, self._safety(), self._folder)

    def nightly(self) -> None:
        """The one of the timetable, when nobody stands by: what went wrong is said above the floor."""
        try:
            self.make()
        except StorageError as error:
            log.warning("the nightly backup failed: %s", error)
            self._live.tell(error.message)

    def state(self) -> BackupState:
        """What lies in the folders, and how the last try ended."""
        from lobbyconsole.store.backup import backups_in, made_at

        second = Path(self._safety().second_folder) if self._safety().second_folder else None
        found = backups_in(self._folder / BACKUPS)
        last = made_at(found[0]) if found else None
        run = self._store.last_run("backup")
        return BackupState(
            folder=self._folder / BACKUPS,
            last=last,
            file=found[0].name if found else "",
            kept=len(found),
            failed=run.started_at if run is not None and run.outcome == "failed" else None,
            second=second,
            in_second=second is not None and bool(found) and (second / found[0].name).is_file(),
        )


def backup_hall(store: Store, safety: Safety, folder: Path) -> Path:
    """A verified backup in the data folder and, when set, in a second one; noted as a job run. Raises StorageError."""
    from lobbyconsole.store.anchors import note
    from lobbyconsole.store.backup import backup
    from lobbyconsole.store.companions import list_of, read_list

    run = store.begin_job("backup", store.clock())
    second = Path(safety.second_folder) if safety.second_folder else None
    for place in (folder, *((second,) if second is not None and second.is_dir() else ())):
        with suppress(StorageError):  # noted every day, whatever becomes of the backup
            note(place, store.clock(), Head(*store.head()))
    # A folder to be made lies in one that is there; where that is missing too, the stick itself is.
    there = second is None or second.is_dir() or (second.parent != second and second.parent.is_dir())
    try:
        path = backup(store, folder / BACKUPS, keep=safety.keep, second=second if there else None)
        if second is not None and not there:
            raise NoSecondFolder(second)
    except StorageError as error:
        store.end_job(run, "failed", str(error.message))
        raise
    listed = read_list(list_of(path)) or {}
    lost = sum(size is None for size in listed.values())
    store.end_job(run, "done", f"{path.name}; {lost} attachments lost" if lost else path.name)
    return path


def check_attachments(store: Store) -> AttachmentReport:
    """Open every attachment and compare them with what the facts refer to. Reads all of them: minutes in old halls."""
    from lobbyconsole.store.attached import check, referred

    with store.reader() as db:
        wanted = referred(db)
    return check(wanted, store.folder, store.key)


def backups_lacking(folder: Path, safety: Safety) -> list[str]:
    """Kept backups beside which attachments are missing that were there when they were made. A cheap look."""
    from lobbyconsole.store.backup import backups_in
    from lobbyconsole.store.companions import lacking

    places = (folder / BACKUPS, *((Path(safety.second_folder),) if safety.second_folder else ()))
    return [str(path) for place in places for path in backups_in(place) if lacking(path)]


def journal_notices(store: Store, safety: Safety) -> list[Message]:
    """What to say at the start when the journal is not what was noted of it outside the database. A cheap look."""
    second = (Path(safety.second_folder),) if safety.second_folder else ()
    seq = store.contradicted(store.noted_heads(*second))
    if seq is None:
        return []
    text = QT_TRANSLATE_NOOP(
        "Messages",
        "The journal is not the one that was noted: event {seq} is missing or another. Somebody changed the database or"
        " put an older one in its place. Keep the folder as it is and have it checked (lobbyconsole verify).",
    )
    return [Message(text, {"seq": seq})]


def backup_is_due(store: Store, zone: tzinfo, at: time, now: datetime) -> bool:
    """Whether the last nightly time passed without a good backup, e.g. because the computer was off."""
    local = now.astimezone(zone)
    last_time = datetime.combine(local.date(), at, zone)
    if last_time > local:
        last_time -= timedelta(days=1)
    last = store.last_run("backup", outcome="done")
    if last is None:
        return store.head()[0] > 0
    return last.started_at < last_time
