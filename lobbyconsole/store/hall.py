"""The store of one hall: opens its encrypted database, appends facts with everything kept from them, and answers reads.

One thread writes; any thread may read, each on a short connection of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.lobby import Change
from lobbyconsole.files import make_folder, sync_folder
from lobbyconsole.store import journal, replay
from lobbyconsole.store.connection import (
    DAMAGED,
    Connection,
    Pool,
    beside,
    condemn,
    connect,
    connect_reading,
    guarded,
    reading,
)
from lobbyconsole.store.errors import DamagedDatabase, FolderUnavailable, NewerDatabase, ReadOnlyFolder, told
from lobbyconsole.store.instants import opt_datetime, to_us
from lobbyconsole.store.journal import Entry, NewFact
from lobbyconsole.store.migrations import SCHEMA
from lobbyconsole.store.projection import Step
from lobbyconsole.store.rows import RULES
from lobbyconsole.store.schema import migrate, schema_of
from lobbyconsole.store.writer import Appended, Writer

if TYPE_CHECKING:
    from lobbyconsole.store.dashboards import Kpis
    from lobbyconsole.store.lookup import JobRun, TicketHit
    from lobbyconsole.store.refold import Cancelled, Progress
    from lobbyconsole.store.verify import VerifyReport

# What the live floor does not ask for (figures, finding, checking, refolding) is imported where it is used.

DATABASE = "hall.db"
BACKUPS = "backups"
ARRIVING = "hall.db.new"  # a restored database, whole and durable, that only has to take its place
RECOVERING = "hall.recovering"  # names the damaged files while a recovery is under way

Clock = Callable[[], datetime]
_RULES = "rules"
_MADE = "made"  # when this database was
_SET_META = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"


class Store:
    """One hall's database, open. Made by `Store.open`; close it, or use it as a context manager."""

    def __init__(self, path: Path, key: bytes, db: Connection, branch: Callable[[], Branch], clock: Clock) -> None:
        self.path = path
        self.key = key
        self.clock = clock
        self.writer = Writer(db, path.parent, branch)
        self._pool = Pool(path, key)

    @classmethod
    def open(
        cls, folder: Path, key: bytes, *, branch: Callable[[], Branch] | Branch, clock: Clock, recovering: bool = False
    ) -> Self:
        """Open the hall in `folder`, or begin a new one, and walk it to the newest schema.

        `branch` gives the branch as it is set up at the time of asking, `clock` the time as aware UTC. Only cheap
        checks are made (key, schema, the journal's end); see verify.py for the deep ones. Raises StorageError:
        WrongKey, NewerDatabase, DamagedDatabase (then see recover.py), DatabaseLocked, DiskFull, ReadOnlyFolder, ...
        """
        with told(folder):
            make_folder(folder)
            settle(folder)
            path = folder / DATABASE
            if not recovering:
                _refuse_what_needs_recovery(path)
            db = connect(path, key)
            try:
                came_from = migrate(db, folder, key, folder / BACKUPS, clock())
                store = cls(path, key, db, (lambda: branch) if isinstance(branch, Branch) else branch, clock)
                store.writer.check_end(to_us(clock()))
                if came_from == 0:
                    store.set_meta(_RULES, RULES)
                    store.set_meta(_MADE, clock().isoformat())
            except BaseException:
                db.close()
                raise
        return store

    @classmethod
    def open_reading(cls, folder: Path, key: bytes, *, branch: Callable[[], Branch], clock: Clock) -> Self:
        """Open a hall whose folder may not be written: everything can be asked, nothing appended or brought up to date.

        Raises StorageError; ReadOnlyFolder for a hall that cannot be read before something is written (older schema,
        a log left by a crash, an unfinished restore or recovery).
        """
        with told(folder):
            path = folder / DATABASE
            if not path.exists():
                raise FolderUnavailable(folder, "there is no database")
            if any((folder / name).exists() for name in (ARRIVING, RECOVERING, DAMAGED)):
                raise ReadOnlyFolder(folder, "something must be finished first")
            db = connect_reading(path, key)
            found, known = schema_of(db), SCHEMA
            if found != known:
                db.close()
                if found > known:
                    raise NewerDatabase(folder, found=found, known=known)
                raise ReadOnlyFolder(folder, f"schema {found} is older than {known}")
        return cls(path, key, db, branch, clock)

    def close(self) -> None:
        """Fold the write-ahead log into the database and close everything."""
        self._pool.close()
        self.writer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @property
    def folder(self) -> Path:
        return self.path.parent

    @property
    def outdated(self) -> bool:
        """Whether the tables were kept by former rules of counting; `rebuild_tables` brings them up to date."""
        return self.meta(_RULES) != RULES

    # --- writing -----------------------------------------------------------------------------------------------------

    def append(self, changes: Sequence[Change], cursors: Mapping[str, str], recorded_at: datetime) -> int:
        """Make facts durable together with the tables kept from them and the feeds' cursors: all or nothing.

        Gives the number of facts that were new (`append_all` also says which were not). When it returns, a power cut
        cannot undo it. Raises StorageError (then nothing was written) and ValueError for a fact that no journal can
        hold (a time without a zone, text with half a surrogate pair).
        """
        return self.append_all(changes, cursors, recorded_at).new

    def append_all(self, changes: Sequence[Change], cursors: Mapping[str, str], recorded_at: datetime) -> Appended:
        """As `append`. A ticket's change should come of all its facts; Change(fact, None, None) asks for a refold.

        A change whose `before` is not what the tables say is not believed: its ticket is refolded from the journal.
        Counters always are, so the caller needs to know only their last days.
        """
        at = to_us(recorded_at)
        new = [NewFact.of(change.fact, at) for change in changes]
        steps: dict[str, Step] = {}
        for change in changes:
            before = steps[change.fact.subject][0] if change.fact.subject in steps else change.before
            steps[change.fact.subject] = (before, change.after)
        for change in changes:
            if change.before is None and change.after is None:
                steps.pop(change.fact.subject, None)
        return self.writer.append(new, steps, cursors, at)

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the database, if that is worth while; for idle moments. Raises StorageError."""
        self.writer.checkpoint()

    def begin_job(self, job: str, due_at: datetime) -> int:
        """Note that a timed job has begun; gives the number to end it with."""
        with self.writer.transaction() as db:
            cursor = db.execute(
                "INSERT INTO job_run (job, due_at, started_at, outcome, note) VALUES (?, ?, ?, 'running', '')",
                (job, to_us(due_at), to_us(self.clock())),
            )
            return int(cursor.lastrowid or 0)

    def end_job(self, run: int, outcome: str, note: str = "") -> None:
        """Note how it ended: "done" or "failed", with a few words."""
        with self.writer.transaction() as db:
            db.execute(
                "UPDATE job_run SET ended_at = ?, outcome = ?, note = ? WHERE id = ?",
                (to_us(self.clock()), outcome, note, run),
            )

    def rebuild_tables(self, *, progress: Progress | None = None, cancelled: Cancelled | None = None) -> None:
        """Fold the whole journal into the tables again, in one transaction. Raises refold.Stopped when cancelled."""
        from lobbyconsole.store import refold

        with self.writer.transaction() as db, self.reader() as source:
            self.writer.forget()
            refold.rebuild(db, source, progress, cancelled)
            db.execute(_SET_META, (_RULES, RULES))

    def set_meta(self, name: str, value: str) -> None:
        """Keep a small text about this hall (its id, the last backup); ValueError for a name the store itself uses."""
        if name == "head":
            raise ValueError("the journal's head is the store's own")
        with self.writer.transaction() as db:
            db.execute(_SET_META, (name, value))

    # --- checking ----------------------------------------------------------------------------------------------------

    def verify(
        self,
        *,
        anchors: Mapping[int, bytes] | None = None,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> VerifyReport:
        """The deep check of pages, chain and tables; see verify.verify. Takes minutes on years of data.

        Without `anchors` those noted in the hall's folder and among its backups. When it meets damaged pages the next
        start recovers the hall.
        """
        from lobbyconsole.store import verify

        if anchors is None:
            anchors = self.noted_heads()
        with guarded(self.folder), reading(self.path, self.key) as db:  # its own: with an empty page cache
            report = verify.verify(db, anchors=anchors, progress=progress, cancelled=cancelled)
        if report.bad_pages:
            condemn(self.folder, report.bad_pages[0])
        return report

    def noted_heads(self, *others: Path) -> dict[int, bytes]:
        """Number and hash of the journal's heads as noted outside the database, also in `others`, e.g. on a stick."""
        from lobbyconsole.store.anchors import known_heads

        return known_heads((self.folder, self.folder / BACKUPS, *others))

    def contradicted(self, heads: Mapping[int, bytes]) -> int | None:
        """The number of the latest noted head that the journal does not have; None when it has them all. Cheap."""
        with self.reader() as db:
            for seq in sorted(heads, reverse=True):
                row = db.execute("SELECT hash FROM journal WHERE seq = ?", (seq,)).fetchone()
                if row is None or row[0] != heads[seq]:
                    return seq
        return None

    # --- reading, from any thread ------------------------------------------------------------------------------------

    def reader(self) -> AbstractContextManager[Connection]:
        """A connection in one read transaction, for the query functions of this room. Hold it for moments only."""
        return self._pool.reading()

    def facts_of(self, subject: str) -> list[Fact]:
        """All facts of one subject that this program can fold, in the order of happening."""
        with self.reader() as db:
            return journal.facts_of(db, subject)

    def day_facts(self, start: datetime, end: datetime) -> list[Fact]:
        """What `fold` needs to show the picture of [start, end); see replay.picture_facts."""
        with self.reader() as db:
            return replay.picture_facts(db, to_us(start), to_us(end))

    def known(self, ids: Sequence[str]) -> set[str]:
        """Which of these fact ids the journal has."""
        with self.reader() as db:
            return journal.known_ids(db, ids)

    def walking(self) -> bool:
        """Whether a walkthrough is under way; asked at every start, before what reads them is imported."""
        with self.reader() as db:
            found = db.execute("SELECT 1 FROM walk WHERE ended_at IS NULL AND begun_at IS NOT NULL LIMIT 1").fetchone()
        return found is not None

    def begun_at(self) -> datetime | None:
        """Since when there is a console here: what was due before it nobody has missed. See reads.begun_at."""
        from lobbyconsole.store import reads

        with self.reader() as db:
            first = opt_datetime(reads.begun_at(db))
        made = self.meta(_MADE)
        known = [at for at in (first, datetime.fromisoformat(made) if made else None) if at is not None]
        return min(known, default=None)

    def last_at(self) -> datetime | None:
        """The time of the latest fact; None in an empty hall."""
        with self.reader() as db:
            return opt_datetime(replay.last_fact_at(db))

    def head(self) -> tuple[int, bytes]:
        """The number and hash the journal ends with; (0, 32 zero bytes) in an empty hall."""
        with self.reader() as db:
            head = journal.stored_head(db)
            return head.seq, head.hash

    def cursor(self, feed: str) -> str:
        """How far a feed has been read; "" before its first run."""
        with self.reader() as db:
            row = db.execute("SELECT cursor FROM feed_cursor WHERE feed = ?", (feed,)).fetchone()
            return "" if row is None else str(row[0])

    def meta(self, name: str) -> str | None:
        """A small text kept with `set_meta`."""
        with self.reader() as db:
            row = db.execute("SELECT value FROM meta WHERE key = ?", (name,)).fetchone()
            return None if row is None else str(row[0])

    def days(self) -> list[date]:
        """The business days on which anybody came, oldest first."""
        from lobbyconsole.store import lookup

        with self.reader() as db:
            return lookup.business_days(db)

    def search_tickets(self, text: str, limit: int = 20) -> list[TicketHit]:
        """Tickets by printed number, newest first; see lookup.search_tickets."""
        from lobbyconsole.store import lookup

        with self.reader() as db:
            return lookup.search_tickets(db, text, limit)

    def entries(
        self, subject: str | None = None, *, start: datetime | None = None, end: datetime | None = None
    ) -> list[Entry]:
        """The journal's entries of one subject, or of all in [start, end)."""
        from lobbyconsole.store import lookup

        with self.reader() as db:
            if subject is not None:
                return lookup.entries_of(db, subject)
            if start is None or end is None:
                raise ValueError("a subject, or a start and an end")
            return lookup.entries_between(db, start, end)

    def entries_after(self, seq: int, limit: int = 1000) -> list[Entry]:
        """Entries behind a number, in the order of recording: for exports and the outbox."""
        from lobbyconsole.store import lookup

        with self.reader() as db:
            return lookup.entries_after(db, seq, limit)

    def kpis(self, days: tuple[date, date], services: Sequence[str] = (), now: datetime | None = None) -> Kpis:
        """Key figures of the business days from the first to the last; further queries are in dashboards.py."""
        from lobbyconsole.store import dashboards

        with self.reader() as db:
            return dashboards.kpis(db, *days, services, now)

    def last_run(self, job: str, *, outcome: str | None = None) -> JobRun | None:
        """The last run of a timed job."""
        from lobbyconsole.store import lookup

        with self.reader() as db:
            return lookup.last_run(db, job, outcome=outcome)


def settle(folder: Path) -> None:
    """Finish a restore that a power cut interrupted: the new database is whole and takes the old one's place.

    The old one was linked aside before. A write-ahead log must never survive the database it belongs to: SQLite would
    write its pages into the new one.
    """
    arriving = folder / ARRIVING
    if not arriving.exists():
        return
    path = folder / DATABASE
    for leftover in beside(path):
        leftover.unlink(missing_ok=True)
    sync_folder(folder)
    os.replace(arriving, path)
    sync_folder(folder)


def _refuse_what_needs_recovery(path: Path) -> None:
    """An interrupted recovery must be finished; an empty hall must not quietly take the place of one that was lost."""
    folder = path.parent
    if (folder / RECOVERING).exists():
        raise DamagedDatabase(folder, "a recovery was interrupted")
    if (folder / DAMAGED).exists():
        raise DamagedDatabase(folder, (folder / DAMAGED).read_text("utf-8", "replace"))
    log = beside(path)[0]
    if (path.exists() and path.stat().st_size > 0) or (log.exists() and log.stat().st_size > 0):
        return
    if any((folder / BACKUPS).glob("hall-*.db")):  # backups say that there was a hall
        raise DamagedDatabase(folder, "the database is gone, its backups are there")
