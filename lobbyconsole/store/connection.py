"""Connections to one encrypted SQLite file: key, pragmas, a small pool of read connections, page authentication."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2

from lobbyconsole.files import begin_file
from lobbyconsole.store.errors import DamagedDatabase, ReadOnlyFolder, UnfitFolder, WrongKey, storage_error, told

if TYPE_CHECKING:  # the driver ships no types; it is a fork of this module and has the same ones
    from sqlite3 import Connection, Cursor
else:
    Connection, Cursor = dbapi2.Connection, dbapi2.Cursor

__all__ = ["Connection", "Cursor", "Pool", "connect", "connect_reading", "copy_database", "is_our_key", "reading"]

KEY_BYTES = 32
PAGE = 4096  # SQLCipher 4's page: ciphertext, 16 bytes IV, 64 bytes HMAC-SHA512
RESERVED = 80
SALT_BYTES = 16
DAMAGED = "hall.damaged"  # says that damage was met while the hall was open; the next start then recovers
BUSY_MS = 5_000
WAL_PAGES = 4_000  # so long may the write-ahead log get before a commit has to fold it in; see Writer.checkpoint
# Decrypted pages kept in memory. SQLite's own 2 MB for each of four connections buy nothing: what is asked often fits
# into these, and what is asked seldom comes from the system's file cache.
WRITER_CACHE_KB, READER_CACHE_KB = 1_000, 256
WAL_KEPT = 64 * 1024 * 1024  # after a big transaction the write-ahead log shrinks back to this


def salt_of(key: bytes) -> bytes:
    """The salt we give SQLCipher. It follows from the key, so a damaged first page costs no other page.

    SQLCipher keeps the salt in the file's first 16 bytes and needs it to authenticate every page; drawn at random, it
    would be lost with them. With a raw random key the salt hides nothing: it only separates encryption from
    authentication keys.
    """
    return hashlib.sha256(b"lobbyconsole hall.db salt\0" + key).digest()[:SALT_BYTES]


def _open(path: Path, key: bytes, *, busy_ms: int = BUSY_MS, sealed: bool = False) -> Connection:
    if len(key) != KEY_BYTES:
        raise ValueError(f"a database key has {KEY_BYTES} bytes, not {len(key)}")
    # Autocommit (isolation_level=None): the driver's own transactions end before DDL, and then it does not roll back.
    # sealed: nobody can write it, so SQLite may do without the files it would else make beside it.
    place = f"{path.absolute().as_uri()}?immutable=1" if sealed else str(path)
    db: Connection = dbapi2.connect(
        place, isolation_level=None, check_same_thread=False, timeout=busy_ms / 1000, uri=sealed
    )
    try:
        db.execute("PRAGMA cipher_log_level = NONE")  # else SQLCipher writes to standard error by itself
        db.execute(f"PRAGMA key = \"x'{key.hex()}{salt_of(key).hex()}'\"")
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA temp_store = MEMORY")  # a temporary file would not be encrypted
    except BaseException:
        db.close()
        raise
    return db


def connect(path: Path, key: bytes, *, busy_ms: int = BUSY_MS) -> Connection:
    """A connection that may write: WAL, and every commit on the disk before it returns.

    Raises StorageError (wrong key, damage, locked, read-only folder, unfit folder), closing what it opened.
    """
    folder = path.parent
    db: Connection | None = None
    try:
        begin_file(path)
        db = _open(path, key, busy_ms=busy_ms)
        db.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # the first read is what tries the key
        mode = db.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        if mode != "wal":
            raise UnfitFolder(folder, f"journal_mode is {mode}")
        db.execute("PRAGMA synchronous = FULL")
        db.execute(f"PRAGMA journal_size_limit = {WAL_KEPT}")
        db.execute(f"PRAGMA wal_autocheckpoint = {WAL_PAGES}")
        db.execute(f"PRAGMA cache_size = -{WRITER_CACHE_KB}")
        return db
    except BaseException as error:
        if db is not None:
            db.close()
        raise _explained(error, path, key) from error


def connect_reading(path: Path, key: bytes, *, busy_ms: int = BUSY_MS) -> Connection:
    """A connection that cannot write, also in a folder where nothing can be. Raises StorageError as `connect` does."""
    db: Connection | None = None
    try:
        db = _open(path, key, busy_ms=busy_ms)
        try:
            db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except dbapi2.Error as error:
            # A write-ahead log holds facts that would be missing; without one the file is all there is.
            log = beside(path)[0]
            if not isinstance(storage_error(error, path.parent), ReadOnlyFolder) or log.exists():
                raise
            db.close()
            db = _open(path, key, busy_ms=busy_ms, sealed=True)
            db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        db.execute("PRAGMA query_only = ON")
        db.execute(f"PRAGMA cache_size = -{READER_CACHE_KB}")
        return db
    except BaseException as error:
        if db is not None:
            db.close()
        raise _explained(error, path, key) from error


@contextmanager
def guarded(folder: Path) -> Iterator[None]:
    """Around work on an open hall: tells environment errors in words, and remembers damage for the next start.

    Errors of files pass as they are: what our caller reads and writes meanwhile is not ours.
    """
    try:
        with told(folder, files=False):
            yield
    except DamagedDatabase as error:
        condemn(folder, error.detail)
        raise


def condemn(folder: Path, detail: str) -> None:
    """Have the next start recover this hall: the cheap checks of a start would not meet damage in its middle."""
    with suppress(OSError):
        (folder / DAMAGED).write_text(detail, "utf-8")


def _explained(error: BaseException, path: Path, key: bytes) -> BaseException:
    known = storage_error(error, path.parent)
    if isinstance(known, DamagedDatabase) and path.is_file() and not is_our_key(path, key):
        return WrongKey(path.parent, known.detail)
    return known or error


# --- telling a wrong key from damage ---------------------------------------------------------------------------------


def hmac_key(key: bytes) -> bytes:
    """The key SQLCipher 4 authenticates pages with (two rounds, its fixed mask 0x3a)."""
    masked = bytes(byte ^ 0x3A for byte in salt_of(key))
    return hashlib.pbkdf2_hmac("sha512", key, masked, 2, 32)


def is_authentic(page: bytes, number: int, page_key: bytes) -> bool:
    """Whether this page, the `number`th of its file counting from 1, was written with our key and is unharmed."""
    if len(page) != PAGE:
        return False
    start = SALT_BYTES if number == 1 else 0
    signed = page[start : PAGE - 64] + number.to_bytes(4, "little")
    return hmac.compare_digest(hmac.new(page_key, signed, hashlib.sha512).digest(), page[PAGE - 64 :])


def is_our_key(path: Path, key: bytes) -> bool:
    """Whether any page was written with this key: SQLite itself says the same of a wrong key and of damage."""
    with suppress(OSError), path.open("rb") as file:
        if file.read(SALT_BYTES) == salt_of(key):
            return True
        pages = path.stat().st_size // PAGE
        page_key = hmac_key(key)
        for index in range(0, pages, max(1, pages // 64)):
            file.seek(index * PAGE)
            if is_authentic(file.read(PAGE), index + 1, page_key):
                return True
    return False


# --- read connections ------------------------------------------------------------------------------------------------


@contextmanager
def reading(path: Path, key: bytes) -> Iterator[Connection]:
    """A read connection of one's own, in one read transaction."""
    db = connect_reading(path, key)
    try:
        db.execute("BEGIN")
        yield db
    finally:
        db.close()


class Pool:
    """Keeps a few idle read connections; opening one with its cold page cache costs about a millisecond."""

    def __init__(self, path: Path, key: bytes, *, kept: int = 3) -> None:
        self._path = path
        self._key = key
        self._kept = kept
        self._idle: list[Connection] = []
        self._lock = Lock()
        self._closed = False

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection inside one read transaction: all its queries see the same moment. Keep it short."""
        with guarded(self._path.parent):
            with self._lock:
                if self._closed:
                    raise RuntimeError("the store is closed")
                db = self._idle.pop() if self._idle else None
            db = db or connect_reading(self._path, self._key)
            sound = False
            try:
                db.execute("BEGIN")
                yield db
                sound = True
            finally:
                self._put_back(db, sound)

    def _put_back(self, db: Connection, sound: bool) -> None:
        try:
            if db.in_transaction:
                db.execute("ROLLBACK")
        except dbapi2.Error:
            sound = False
        with self._lock:
            if sound and not self._closed and len(self._idle) < self._kept:
                self._idle.append(db)
                return
        db.close()

    def close(self) -> None:
        """Close what is idle; connections in use are closed when they come back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for db in idle:
            db.close()


# --- copies ----------------------------------------------------------------------------------------------------------


def copy_database(source: Connection, source_folder: Path, target: Path, key: bytes) -> None:
    """A consistent copy of an open database as one file without a write-ahead log, durable when this returns.

    One backup step copies everything inside one read transaction, so a busy writer cannot make it start over.
    Raises StorageError of the folder concerned; what was begun is removed.
    """
    with told(target.parent):
        try:
            begin_file(target)
            copy = _open(target, key)
            try:
                try:
                    source.backup(copy)
                except dbapi2.Error as error:
                    known = storage_error(error, source_folder)
                    raise known if isinstance(known, DamagedDatabase) else error from error
                copy.execute("PRAGMA journal_mode = DELETE")
            finally:
                copy.close()
            sync_file(target)
        except BaseException:
            for leftover in (target, *beside(target)):
                with suppress(OSError):
                    leftover.unlink(missing_ok=True)
            raise


def beside(path: Path) -> tuple[Path, Path]:
    """The write-ahead log and the shared-memory file of a database."""
    return path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")


def sync_file(path: Path) -> None:
    """Wait until a file's bytes are on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
