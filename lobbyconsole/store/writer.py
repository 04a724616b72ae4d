"""The one connection that writes: transactions, the journal's end, the figures in force, the batch that keeps all."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from threading import Lock

import msgspec
from sqlcipher3 import dbapi2

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.facts import ActionUndone, Fact
from lobbyconsole.store import journal, projection
from lobbyconsole.store.connection import Connection, guarded
from lobbyconsole.store.errors import DamagedDatabase
from lobbyconsole.store.instants import to_us
from lobbyconsole.store.journal import Head, JournalRow, NewFact
from lobbyconsole.store.projection import Step, Written
from lobbyconsole.store.yardstick import Yardstick, Yardsticks

_log = logging.getLogger(__name__)
COMMITS_FOLDED_IN = 100
_ENDS_CHECKED = 20  # rows at the journal's end whose chain is checked at every start


class Appended(msgspec.Struct, frozen=True):
    """What became of a batch: how many facts were new, and the ids that were in the journal already."""

    new: int
    known: tuple[str, ...] = ()


class Writer:
    """Owns the writing connection. Every method that writes takes the same lock, whatever thread it runs on."""

    def __init__(self, db: Connection, folder: Path, branch: Callable[[], Branch]) -> None:
        self._db = db
        self._folder = folder
        self._branch = branch
        self._lock = Lock()
        self._measured: Branch | None = None  # the branch whose figures `_yardsticks` ends with
        self._yardsticks: Yardsticks | None = None
        self._head = Head(0, journal.GENESIS)
        self._data_version = -1
        self._written = Written()
        self._commits = 0  # since the write-ahead log was last folded in

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A write transaction under the lock, rolled back when the block raises. Raises StorageError."""
        with self._lock, guarded(self._folder):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
                self._commits += 1
            except BaseException:
                self.forget()  # what we believe of the database may be of this lost transaction
                with suppress(dbapi2.Error):  # SQLite may have rolled back by itself already
                    self._db.execute("ROLLBACK")
                raise

    def forget(self) -> None:
        """Look at everything anew in the next transaction."""
        self._data_version = -1
        self._measured = None
        self._written.clear()

    def checkpoint(self, least: int = COMMITS_FOLDED_IN) -> None:
        """Fold the write-ahead log into the database, if that many commits stand in it. For idle moments.

        SQLite does it by itself only when the log has grown long: inside a commit, while somebody waits for it.
        Raises StorageError; nothing is lost then, the log keeps all.
        """
        if self._commits < least:
            return
        with self._lock, guarded(self._folder):
            self._commits = 0
            self._db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def close(self) -> None:
        """Fold the write-ahead log into the database and close."""
        with self._lock:
            with suppress(dbapi2.Error):
                self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            self._db.close()

    def head(self) -> Head:
        """Where the journal ends, as of the last transaction of this writer."""
        return self._head

    def check_end(self, at: int) -> None:
        """The cheap check of every start: the journal ends where it should, and its last rows hold together."""
        with self.transaction() as db:
            self.look_around(at)
            last = db.execute(
                f"SELECT {journal.COLUMNS} FROM journal ORDER BY seq DESC LIMIT {_ENDS_CHECKED}"
            ).fetchall()
            rows = [JournalRow(*row) for row in reversed(last)]
            end = Head(rows[-1].seq, rows[-1].hash) if rows else Head(0, journal.GENESIS)
            if end != self._head:
                raise DamagedDatabase(self._folder, f"the journal ends at {end.seq}, not at {self._head.seq}")
            for before, row in pairwise(rows):
                if journal.link(before.hash, row.seq, row.recorded_at, row.body) != row.hash:
                    raise DamagedDatabase(self._folder, f"the journal's chain is broken at {row.seq}")

    def look_around(self, at: int) -> Yardsticks:
        """Inside a transaction: what another connection may have changed, and figures somebody may have set since."""
        version = self._db.execute("PRAGMA data_version").fetchone()[0]
        if version != self._data_version:
            self._head = journal.stored_head(self._db)
            self._yardsticks = projection.load_yardsticks(self._db)
            self._data_version = version
            self._measured = None
            self._written.clear()
        branch = self._branch()
        if branch is not self._measured or self._yardsticks is None:
            stick = Yardstick.of(branch)
            if self._yardsticks is None or stick != self._yardsticks.newest:
                self._yardsticks = projection.change_yardstick(self._db, self._yardsticks, stick, at)
                self._written.clear()
            self._measured = branch
        return self._yardsticks

    def append(
        self,
        new: Sequence[NewFact],
        steps: Mapping[str, Step],
        cursors: Mapping[str, str],
        at: int,
    ) -> Appended:
        """Journal, tables and cursors in one transaction. Tickets whose subject is not in `steps` are refolded."""
        with self.transaction():
            return self.append_within(new, steps, cursors, at)

    def append_again(self, new: Sequence[NewFact], *, keep_tables: bool = True) -> list[JournalRow]:
        """Append facts with the line and time of recording they once had (recovery); gives the rows they now have.

        Where they follow the journal's end without a gap they get the very numbers and hashes they had before.
        Without `keep_tables` the caller rebuilds the tables afterwards.
        """
        with self.transaction() as db:
            at = max((fact.recorded_at for fact in new), default=0)
            yardsticks = self.look_around(at)
            before = self._head.seq
            fresh, _ = self._sorted_out(new)
            rows, head = journal.chained(self._head, fresh)
            db.executemany(journal.INSERT, rows)
            if keep_tables:
                self._keep_tables([fact.fact for fact in fresh], {}, yardsticks)
            db.execute("UPDATE meta SET value = ? WHERE key = 'head'", (str(head),))
            self._head = head
            return list(journal.rows_after(db, before))

    def append_within(
        self,
        new: Sequence[NewFact],
        steps: Mapping[str, Step],
        cursors: Mapping[str, str],
        at: int,
    ) -> Appended:
        """The same inside a transaction that is open already."""
        db = self._db
        yardsticks = self.look_around(at)
        known: list[NewFact] = []
        rows, head = journal.chained(self._head, new)
        try:
            db.execute("SAVEPOINT facts")
            db.executemany(journal.INSERT, rows)
        except dbapi2.IntegrityError:
            db.execute("ROLLBACK TO facts")
            new, known = self._sorted_out(new)
            if not known:
                raise
            _log.info("%d facts were in the journal already", len(known))
            rows, head = journal.chained(self._head, new)
            db.executemany(journal.INSERT, rows)
        # Whoever did not know a fact of the journal is not to be believed about its subject.
        mistaken = {fact.fact.subject for fact in known}
        believed = {subject: step for subject, step in steps.items() if subject not in mistaken}
        self._keep_tables([fact.fact for fact in new], believed, yardsticks)
        if rows:
            db.execute("UPDATE meta SET value = ? WHERE key = 'head'", (str(head),))
        if cursors:
            db.executemany(
                "INSERT INTO feed_cursor (feed, cursor, at) VALUES (?, ?, ?) "
                "ON CONFLICT (feed) DO UPDATE SET cursor = excluded.cursor, at = excluded.at",
                [(feed, cursor, at) for feed, cursor in cursors.items()],
            )
        self._head = head
        return Appended(len(rows), tuple(fact.fact.id for fact in known))

    def _sorted_out(self, facts: Sequence[NewFact]) -> tuple[list[NewFact], list[NewFact]]:
        """Which of these are new, each once, and which the journal (or this batch) has already."""
        seen = journal.known_ids(self._db, [new.fact.id for new in facts])
        fresh: list[NewFact] = []
        known: list[NewFact] = []
        for new in facts:
            (known if new.fact.id in seen else fresh).append(new)
            seen.add(new.fact.id)
        return fresh, known

    def _keep_tables(self, facts: Sequence[Fact], steps: Mapping[str, Step], yardsticks: Yardsticks) -> None:
        tickets: dict[str, Step | None] = {}
        counters: dict[str, int] = {}
        others: list[Fact] = []
        for fact in facts:
            subject = fact.subject
            family, _, key = subject.partition(":")
            if family == "ticket":
                tickets[key] = steps.get(subject)
            elif family == "counter":
                counters[key] = min(counters.get(key, 2**63), self._touches(fact))
            elif family not in projection.FAMILIES:
                others.append(fact)
        if tickets:
            projection.keep_tickets(self._db, tickets, yardsticks, self._written)
        for key, touched in counters.items():
            projection.keep_counter(self._db, key, touched, yardsticks)
        if others:
            from lobbyconsole.store import keepers  # rounds and the like; the floor starts without them

            keepers.keep(self._db, others, yardsticks)

    def _touches(self, fact: Fact) -> int:
        """The earliest moment whose meaning this fact can change, in microseconds."""
        ids = fact.undoes if isinstance(fact, ActionUndone) else ()
        times: list[int] = [
            row[0] for i in ids for row in self._db.execute("SELECT at FROM journal WHERE fact_id = ?", (i,))
        ]
        return min([to_us(fact.at), *times])
