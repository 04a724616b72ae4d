"""Walks a database to the newest schema: each step in one transaction that truly rolls back, after a backup copy."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlcipher3 import dbapi2

from lobbyconsole.files import make_folder
from lobbyconsole.store.connection import Connection, copy_database
from lobbyconsole.store.errors import DamagedDatabase, MigrationFailed, NewerDatabase, storage_error
from lobbyconsole.store.migrations import SCHEMA, all_steps

COPIES_KEPT = 5  # of the copies made before migrations


def schema_of(db: Connection) -> int:
    """The schema a database stands at; 0 for a new one."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def migrate(
    db: Connection,
    folder: Path,
    key: bytes,
    backups: Path,
    now: datetime,
    steps: Sequence[Sequence[str]] | None = None,
) -> int:
    """Walk `db` (in autocommit mode) to the newest schema; gives the schema it came from.

    Raises NewerDatabase before anything is touched, MigrationFailed after everything of the failed step was rolled
    back, and the environment's StorageError when the disk is full and the like.
    """
    found, known = schema_of(db), SCHEMA if steps is None else len(steps)
    if found > known:
        raise NewerDatabase(folder, found=found, known=known)
    if found == known:
        return found
    if steps is None:
        steps = all_steps()
    if found == 0 and db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        raise DamagedDatabase(folder, "tables without a schema number")
    backup: Path | None = None
    if found > 0:
        backup = backups / f"before-schema-{known}-from-{found}-{now:%Y%m%d-%H%M%S}.db"
        make_folder(backups)
        copy_database(db, folder, backup, key)
        _drop_old_copies(backups)
    for number in range(found, known):
        _walk(db, folder, number, steps[number], backup)
    return found


def _walk(db: Connection, folder: Path, number: int, statements: Sequence[str], backup: Path | None) -> None:
    try:
        db.execute("BEGIN IMMEDIATE")
        if schema_of(db) != number:  # another program walked this step while we waited for the lock
            db.execute("ROLLBACK")
            return
        for statement in statements:
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {number + 1}")  # in the file's header, and so part of the transaction
        db.execute("COMMIT")
    except dbapi2.Error as error:
        with suppress(dbapi2.Error):
            db.execute("ROLLBACK")
        known = storage_error(error, folder)
        if known is not None:
            raise known from error
        copy = "-" if backup is None else backup.name
        raise MigrationFailed(folder, str(error), known=number + 1, backup=copy) from error


def _drop_old_copies(backups: Path) -> None:
    copies = sorted(backups.glob("before-schema-*.db"), key=lambda path: path.stat().st_mtime)
    for old in copies[:-COPIES_KEPT]:
        with suppress(OSError):
            old.unlink()
