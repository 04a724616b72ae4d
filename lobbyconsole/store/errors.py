"""What the world does to a database (disk full, locked, damaged), told in words; our own bugs stay ordinary errors."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlcipher3 import dbapi2

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message

_LOW_SPACE = 2 * 1024 * 1024  # with less than this free, a failed write is a full disk whatever SQLite calls it


class StorageError(Exception):
    """The environment kept us from reading or writing. `message` says what happened, what still works, what to do."""

    TEXT = QT_TRANSLATE_NOOP(
        "Messages",
        "The data in {folder} cannot be used just now. The floor goes on with what it knows; new facts wait in memory "
        "and in a side file. Start the program again; if it stays so, call your technician.",
    )

    def __init__(self, folder: Path | str, detail: str = "", **values: object) -> None:
        self.folder = Path(folder)
        self.detail = detail
        self.message = Message(self.TEXT, {"folder": str(folder), **values})
        super().__init__(f"{self.message}{f' [{detail}]' if detail else ''}")


class DiskFull(StorageError):
    """No room for another fact."""

    TEXT = QT_TRANSLATE_NOOP(
        "Messages",
        "The disk that holds {folder} is full. The floor goes on; new facts wait in memory and in a side file. "
        "Free some space: they are then written by themselves.",
    )


class NoRoom(DiskFull):
    """No room for a backup, or for what a restore would bring back."""

    TEXT = QT_TRANSLATE_NOOP(
        "Messages",
        "The disk that holds {folder} has no room for this copy. What was begun of it does not count, and what was "
        "there is untouched. Free some space, or choose another folder.",
    )


class DatabaseLocked(StorageError):
    """Another program holds the database (a second console, a virus scanner, a copy in progress)."""

    TEXT = QT_TRANSLATE_NOOP(
        "Messages",
        "Another program holds the database in {folder}. The floor goes on; new facts wait until it lets go. "
        "Close the other program, or the copy that is running.",
    )


class ReadOnlyFolder(StorageError):
    """We may read but not write here."""

    TEXT = QT_TRANSLATE_NOOP(
        "Messages",
        "The folder {folder} may be read but not written. The floor goes on with what it knows; new facts wait in "
        "memory and in a side file. Give this user the right to write there.",
    )


class FolderUnavailable(StorageError):
    """The folder or the database in it cannot be reached (drive unplugged, share lost, no permission)."""

    TEXT = QT_TRANSLATE_NOOP(
        "Messages",
        "The folder {folder} cannot be reached. The floor goes on with what it knows; new facts wait in memory and in "
        "a side file. Connect the drive again, or choose another folder.",
    )


class DiskFailing(StorageError):
    """The disk refused to read or write: often the first sign of its end."""

    TEXT = QT_TRANSLATE_NOOP(
        "Messages",
        "The disk that holds {folder} reports errors. The floor goes on; new facts wait in memory and in a side file. "
        "Copy the newest backup to another disk and have this one looked at.",
    )


class UnfitFolder(StorageError):
    """This file system cannot keep the database safe (a network share without shared memory)."""

    TEXT = QT_TRANSLATE_NOOP(
        "Messages",
        "The folder {folder} lies on a drive that cannot keep the database safe, most likely a network share. "
        "Nothing was written. Choose a folder on this computer's own disk.",
    )


class DamagedDatabase(StorageError):
    """The database file is damaged or gone although it was there; see recover.py."""

    TEXT = QT_TRANSLATE_NOOP(
        "Messages",
        "The database in {folder} is damaged. It will be moved aside, never deleted, and the last good backup put in "
        "its place together with everything that can still be read.",
    )


class WrongKey(StorageError):
    """The file is whole, but this is not its key."""

    TEXT = QT_TRANSLATE_NOOP(
        "Messages",
        "The database in {folder} cannot be opened with the key of this computer. Nothing was changed. "
        "Use the recovery key printed at set-up.",
    )


class NewerDatabase(StorageError):
    """A newer program wrote this database; reading it with old eyes could spoil it."""

    TEXT = QT_TRANSLATE_NOOP(
        "Messages",
        "The database in {folder} was written by a newer version of this program (schema {found}, this one knows "
        "{known}). Nothing was changed. Install the newer version.",
    )


class MigrationFailed(StorageError):
    """The step to a newer schema did not go through and was rolled back."""

    TEXT = QT_TRANSLATE_NOOP(
        "Messages",
        "The database in {folder} could not be brought to schema {known}. It is as it was before, and a copy lies in "
        "{backup}. Keep using the former version and send the crash file to your technician.",
    )


class BadBackup(StorageError):
    """A backup file does not pass its checks."""

    TEXT = QT_TRANSLATE_NOOP(
        "Messages",
        "The backup {file} in {folder} is not good and was not used. Take another one.",
    )


_TOLD_IN_WORDS = {  # sqlite3_errstr: the driver's backup() gives words without a code
    "database is locked": 5,
    "attempt to write a readonly database": 8,
    "disk I/O error": 10,
    "database disk image is malformed": 11,
    "database or disk is full": 13,
    "unable to open database file": 14,
    "file is not a database": 26,
}


def result_code(error: BaseException) -> int:
    """SQLite's primary result code of a driver error, see sqlite.org/rescode.html; 0 when there is none."""
    code = getattr(error, "sqlite_errorcode", None)
    return _TOLD_IN_WORDS.get(str(error), 0) if code is None else int(code) & 0xFF


def storage_error(error: BaseException, folder: Path) -> StorageError | None:
    """The environment error behind a driver or operating-system error; None when it is a bug of ours."""
    detail = f"{getattr(error, 'sqlite_errorname', type(error).__name__)}: {error}"
    if isinstance(error, StorageError):
        return error
    if isinstance(error, OSError):
        return _of_os_error(error, folder, detail)
    if not isinstance(error, dbapi2.Error):
        return None
    match result_code(error):
        case 5 | 6:  # BUSY, LOCKED
            return DatabaseLocked(folder, detail)
        case 13:  # FULL
            return DiskFull(folder, detail)
        case 10:  # IOERR: a full disk also shows up here, when the shared-memory file cannot grow
            return DiskFull(folder, detail) if _no_room(folder) else DiskFailing(folder, detail)
        case 3 | 8:  # PERM, READONLY
            return ReadOnlyFolder(folder, detail)
        case 14:  # CANTOPEN
            return _cannot_open(folder, detail)
        case 11 | 26:  # CORRUPT, NOTADB
            return DamagedDatabase(folder, detail)
        case _:
            return None


def _of_os_error(error: OSError, folder: Path, detail: str) -> StorageError:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return DiskFull(folder, detail)
        case errno.EROFS | errno.EACCES | errno.EPERM:
            return ReadOnlyFolder(folder, detail)
        case errno.EIO:
            return DiskFailing(folder, detail)
        case _:
            return FolderUnavailable(folder, detail)


def _no_room(folder: Path) -> bool:
    with suppress(OSError):
        return shutil.disk_usage(folder).free < _LOW_SPACE
    return False


def _cannot_open(folder: Path, detail: str) -> StorageError:
    if folder.is_dir() and not os.access(folder, os.W_OK):
        return ReadOnlyFolder(folder, detail)
    return DiskFull(folder, detail) if _no_room(folder) else FolderUnavailable(folder, detail)


@contextmanager
def told(folder: Path, *, files: bool = True) -> Iterator[None]:
    """Turns environment errors of the driver, and of `files`, into `StorageError`; lets bugs pass as they are."""
    caught = (dbapi2.Error, OSError) if files else (dbapi2.Error,)
    try:
        yield
    except caught as error:
        known = storage_error(error, folder)
        if known is None:
            raise
        raise known from error
