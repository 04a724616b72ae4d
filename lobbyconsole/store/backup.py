"""Verified copies of the hall's database and its attachments, their rotation, a second folder, and the way back."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from lobbyconsole.files import copy_file, make_folder, sync_folder
from lobbyconsole.store import anchors, journal
from lobbyconsole.store.attached import Wrapping
from lobbyconsole.store.companions import (
    BroughtBack,
    Luggage,
    bring_back,
    list_of,
    names_of,
    opened,
    read_list,
    retire,
    write_list,
)
from lobbyconsole.store.connection import (
    DAMAGED,
    Connection,
    beside,
    copy_database,
    guarded,
    reading,
    sync_file,
)
from lobbyconsole.store.errors import BadBackup, DamagedDatabase, DiskFull, NoRoom, StorageError, told
from lobbyconsole.store.hall import ARRIVING, DATABASE, Store, settle
from lobbyconsole.store.instants import from_us
from lobbyconsole.store.journal import Head
from lobbyconsole.store.migrations import SCHEMA
from lobbyconsole.store.schema import schema_of

ASIDE = "aside"  # where replaced and damaged databases lie; nothing in it is ever deleted by us
WEEKS_KEPT = 8
_NAME = re.compile(r"hall-(\d{8}-\d{6})(?:-(\d+))?\.db")
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """What a good backup holds: where its journal ends, and the time of its latest fact."""

    path: Path
    schema: int
    head: Head
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did. `aside`: where the database lies that was there; None when there was none."""

    aside: Path | None
    attachments: BroughtBack


def backup(store: Store, folder: Path, *, keep: int = 14, weeks: int = WEEKS_KEPT, second: Path | None = None) -> Path:
    """Copy the open database into `folder`, check the copy, and only then let it count; old ones are rotated.

    What its facts refer to is brought to the folder's attachments before the database gets its name, see companions.py:
    killed at any moment this leaves no backup, or one that is whole. Kept are the newest copy of each of the last
    `keep` days and of the last `weeks` weeks that have one. With `second` (a stick, a share) the checked copy goes
    there too; what goes wrong there is raised after the first copy is safe.
    Raises StorageError: DamagedDatabase when the hall itself turns out to be damaged (the next start then recovers it),
    BadBackup when the copy does not pass its checks, NoRoom.
    """
    with _with_room(folder):
        make_folder(folder)
        target = _free_name(folder, store.clock())
        partial = target.with_name(target.name + ".part")
        luggage = Luggage(store.folder, folder, Wrapping(store.key))
        try:
            with store.reader() as db:
                head = journal.stored_head(db)
                copy_database(db, store.folder, partial, store.key)
            info = inspect(partial, store.key)
            if info.head != head:
                raise BadBackup(folder, f"ends at {info.head.seq}, not at {head.seq}", file=partial.name)
            names = names_of(partial, store.key)
            write_list(list_of(target), luggage.bring(names, store.clock().toordinal()))
            os.replace(partial, target)
        except BaseException as error:
            for begun in (partial, list_of(target)):
                begun.unlink(missing_ok=True)
            luggage.take_away()
            if isinstance(error, BadBackup):
                _look_at_source(store)
            raise
        sync_folder(folder)
        _note_everywhere(store, folder, info.head)
        rotate(folder, keep=keep, weeks=weeks, made=target)
        retire(folder, store.key)
    if second is not None:
        copy_backup(target, second, store.key, keep=keep, weeks=weeks)
        with told(second):
            anchors.note(second, store.clock(), info.head)
    return target


def _note_everywhere(store: Store, folder: Path, head: Head) -> None:
    """Among the backups and, whatever folder that is, beside the hall's own database, where `verify` looks."""
    anchors.note(folder, store.clock(), head)
    with suppress(StorageError):  # the backup is safe
        anchors.note(store.folder, store.clock(), head)


@contextmanager
def _with_room(folder: Path) -> Iterator[None]:
    """As `told`; a disk without room for a copy is another matter than one without room for facts."""
    try:
        with told(folder):
            yield
    except NoRoom:
        raise
    except DiskFull as error:
        raise NoRoom(error.folder, error.detail) from error


def _look_at_source(store: Store) -> None:
    """SQLite copies an unreadable page as an empty one: a bad copy may be the first to tell of a damaged hall."""
    with guarded(store.folder), reading(store.path, store.key) as db:
        check = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if check != "ok":
            raise DamagedDatabase(store.folder, str(check))


def copy_backup(source: Path, folder: Path, key: bytes, *, keep: int = 14, weeks: int = WEEKS_KEPT) -> Path:
    """Copy a backup with its attachments to a second folder, read it back and compare, and rotate there.

    Raises StorageError: BadBackup, NoRoom.
    """
    with _with_room(folder):
        make_folder(folder)
        target = folder / source.name
        partial = target.with_name(target.name + ".part")
        luggage = Luggage(source.parent, folder)
        is_new = not target.exists()
        try:
            copy_file(source, partial)
            sync_file(partial)
            if _digest(partial) != _digest(source):
                raise BadBackup(folder, "what was read back is not what was written", file=source.name)
            listed = read_list(list_of(source))
            if listed is not None:
                brought = luggage.bring(name for name, size in listed.items() if size is not None)
                write_list(list_of(target), dict.fromkeys(listed) | brought)
            os.replace(partial, target)
        except BaseException:
            for begun in (partial, *((list_of(target),) if is_new else ())):
                with suppress(OSError):
                    begun.unlink(missing_ok=True)
            luggage.take_away()
            raise
        sync_folder(folder)
        rotate(folder, keep=keep, weeks=weeks, made=target)
        retire(folder, key)
    return target


def inspect(path: Path, key: bytes) -> BackupInfo:
    """Open a backup, check every page and that its journal ends where it says. Raises BadBackup."""
    folder, name = path.parent, path.name
    try:
        if not path.is_file():
            raise BadBackup(folder, "no such file", file=name)
        with opened(path, key) as db:
            return _inspected(db, path)
    except (StorageError, OSError) as error:
        if isinstance(error, BadBackup):
            raise
        raise BadBackup(folder, str(error), file=name) from error


def _inspected(db: Connection, path: Path) -> BackupInfo:
    folder, name = path.parent, path.name
    with told(folder):
        schema = schema_of(db)
        if not 1 <= schema <= SCHEMA:
            raise BadBackup(folder, f"schema {schema}", file=name)
        pages = db.execute("PRAGMA cipher_integrity_check").fetchone()
        check = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if pages is not None or check != "ok":
            raise BadBackup(folder, str(pages[0] if pages else check), file=name)
        said = journal.stored_head(db)
        row = db.execute("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
        if (Head(row[0], row[1]) if row else Head(0, journal.GENESIS)) != said:
            raise BadBackup(folder, f"the journal does not end at {said.seq}", file=name)
        last = db.execute("SELECT max(at) FROM journal").fetchone()[0]
        return BackupInfo(path, schema, said, None if last is None else from_us(last))


def backups_in(folder: Path) -> list[Path]:
    """The nightly copies in a folder, newest first by their names."""
    with suppress(OSError):
        return newest_first(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
    return []


def newest_first(backups: Iterable[Path]) -> list[Path]:
    """Backups, perhaps of several folders, in the order of the times in their names."""
    return sorted(backups, key=_made, reverse=True)


def rotate(folder: Path, *, keep: int, weeks: int = WEEKS_KEPT, made: Path | None = None) -> list[Path]:
    """Delete copies beyond the newest of each of the last `keep` days and `weeks` weeks; gives what was deleted.

    The one just `made` stays whatever its name says: this computer's clock may have been set back.
    """
    days: dict[date, Path] = {}
    by_week: dict[tuple[int, int], Path] = {}
    found = backups_in(folder)
    for path in found:  # newest first, so the first of a day is its newest
        day = _made(path)[0].date()
        days.setdefault(day, path)
        year, week, _ = day.isocalendar()
        by_week.setdefault((year, week), path)
    kept = {*list(days.values())[: max(1, keep)], *list(by_week.values())[:weeks]}
    gone = [path for path in found if path not in kept and path != made]
    for path in gone:
        with suppress(OSError):  # somebody looks at it just now: next night
            path.unlink()
    return gone


def restore(backup_file: Path, data_folder: Path, key: bytes, *, now: datetime) -> Restored:
    """Put a checked backup in the place of the hall's database, which must be closed, and bring attachments back.

    What was there is linked aside, never deleted. A power cut at any point leaves the old database or the new one. A
    backup that was carried without its attachments is restored all the same; the answer says what is missing.
    Raises BadBackup before anything is touched, StorageError (NoRoom).
    """
    info = inspect(backup_file, key)
    with _with_room(data_folder):
        make_folder(data_folder)
        settle(data_folder)
        back = bring_attachments(names_of(backup_file, key), (backup_file.parent,), data_folder, key, now)
        aside = put_aside(data_folder, now)
        anchors.note(data_folder, now, info.head, anchors.RESTORED)  # what was noted behind it is no reproach
        place(backup_file, data_folder)
        return Restored(aside, back)


def bring_attachments(
    names: Iterable[str], sources: Iterable[Path], data_folder: Path, key: bytes, now: datetime
) -> BroughtBack:
    """Copy attachments a hall lacks from backup folders; a damaged one in their place is put aside. Raises OSError."""
    aside = _aside_folder(data_folder, now)
    return bring_back(names, tuple(sources), data_folder, key, aside)


def place(backup_file: Path, data_folder: Path) -> None:
    """Put a checked backup in the place of a database that is closed and lies aside already."""
    partial = data_folder / (ARRIVING + ".part")
    copy_file(backup_file, partial)
    sync_file(partial)
    os.replace(partial, data_folder / ARRIVING)  # from here on the new database wins, see settle
    sync_folder(data_folder)
    settle(data_folder)
    (data_folder / DAMAGED).unlink(missing_ok=True)  # it was said of the one that lies aside now


def put_aside(data_folder: Path, now: datetime) -> Path | None:
    """Link the hall's database files into a folder of their own (copy where links are unknown); None without any."""
    path = data_folder / DATABASE
    there = [file for file in (path, *beside(path)) if file.exists() and not file.name.endswith("-shm")]
    if not there:
        return None
    aside = _aside_folder(data_folder, now)
    make_folder(aside)
    for file in there:
        try:
            os.link(file, aside / file.name)
        except OSError:
            copy_file(file, aside / file.name)
            sync_file(aside / file.name)
    sync_folder(aside)
    return aside


def _aside_folder(data_folder: Path, now: datetime) -> Path:
    """A folder of its own for what is put aside now."""
    aside = data_folder / ASIDE / f"{now.astimezone(UTC):%Y%m%d-%H%M%S}"
    number = 1
    while aside.exists():
        aside = aside.with_name(f"{aside.name.split('.')[0]}.{number}")
        number += 1
    return aside


def _free_name(folder: Path, now: datetime) -> Path:
    """A name behind all others of this second, also behind those that have been rotated away."""
    stem = f"hall-{now.astimezone(UTC):%Y%m%d-%H%M%S}"
    numbers = [_made(path)[1] for path in backups_in(folder) if path.name.startswith(stem)]
    return folder / (f"{stem}-{max(numbers) + 1}.db" if numbers else f"{stem}.db")


def made_at(path: Path) -> datetime:
    """When a backup was made, as its name says."""
    return _made(path)[0]


def _made(path: Path) -> tuple[datetime, int]:
    match = _NAME.fullmatch(path.name)
    if match is None:
        raise ValueError(f"not a backup's name: {path.name}")
    return datetime.strptime(match[1], "%Y%m%d-%H%M%S").replace(tzinfo=UTC), int(match[2] or 0)


def _digest(path: Path) -> bytes:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.digest()
