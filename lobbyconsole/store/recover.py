"""A damaged database comes back: moved aside, the last good backup in its place, and all that can still be read."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.files import sync_folder
from lobbyconsole.store import anchors
from lobbyconsole.store.attached import referred
from lobbyconsole.store.backup import (
    ASIDE,
    BackupInfo,
    backups_in,
    bring_attachments,
    inspect,
    newest_first,
    place,
    put_aside,
)
from lobbyconsole.store.companions import opened
from lobbyconsole.store.connection import DAMAGED, beside, sync_file
from lobbyconsole.store.errors import BadBackup, told
from lobbyconsole.store.hall import BACKUPS, DATABASE, RECOVERING, Clock, Store
from lobbyconsole.store.instants import from_us
from lobbyconsole.store.journal import GENESIS, Head, JournalRow, NewFact, fact_of, rows_after
from lobbyconsole.store.salvage import Salvage

_log = logging.getLogger(__name__)
_WINDOW = 250_000  # rows sorted in memory at a time; the damaged file is read once for each window
_BATCH = 500


@dataclass(frozen=True, slots=True)
class RecoveryReport:
    """What a recovery did. Times are aware UTC; `missing` are (first, last) numbers of rows that could not be read.

    `linked` rows continue the journal exactly as it was. `anew` were appended behind a gap under new numbers, with the
    time at which they were first recorded. What was recorded after the last readable row cannot be known.
    """

    aside: Path | None
    backup: Path | None
    backup_seq: int
    backup_last_at: datetime | None
    pages: int
    bad_pages: int
    read: int
    linked: int
    anew: int
    missing: tuple[tuple[int, int], ...]
    last_recorded_at: datetime | None
    last_at: datetime | None

    @property
    def missing_count(self) -> int:
        """How many rows are known to be lost."""
        return sum(last - first + 1 for first, last in self.missing)

    def messages(self) -> list[Message]:
        """The report in sentences for the manager."""
        return list(self._sentences())

    def _sentences(self) -> Iterator[Message]:
        if self.aside is not None:
            text = QT_TRANSLATE_NOOP(
                "Messages", "The database was damaged. It was moved to {folder}; nothing was deleted."
            )
            yield Message(text, {"folder": str(self.aside)})
        if self.backup is not None:
            text = QT_TRANSLATE_NOOP(
                "Messages", "The backup {file} was put in its place; its latest event is of {time}."
            )
            yield Message(text, {"file": self.backup.name, "time": _shown(self.backup_last_at)})
        else:
            yield Message(
                QT_TRANSLATE_NOOP("Messages", "No good backup was found; the hall begins with what could be read.")
            )
        text = QT_TRANSLATE_NOOP(
            "Messages", "{count} later events could be read from the damaged file and are in again."
        )
        yield Message(text, {"count": self.linked + self.anew})
        if self.missing:
            text = QT_TRANSLATE_NOOP(
                "Messages", "{count} events in between are lost. Compare today's floor with the hall before you go on."
            )
            yield Message(text, {"count": self.missing_count})
        text = QT_TRANSLATE_NOOP("Messages", "The latest event is of {time}. Anything recorded after it is lost.")
        yield Message(text, {"time": _shown(self.last_at)})


def recover(
    data_folder: Path,
    key: bytes,
    backups: Sequence[Path] = (),
    *,
    branch: Callable[[], Branch] | Branch,
    clock: Clock,
    progress: Callable[[str, int, int], None] | None = None,
) -> RecoveryReport:
    """Bring a damaged or vanished hall back as far as possible. Nobody may have it open.

    `backups` are folders besides the hall's own. A power cut in between is harmless: `Store.open` refuses until this
    has been run again to its end. Takes minutes on years of data: not in the GUI thread. Raises StorageError.
    """
    with told(data_folder):
        marker = data_folder / RECOVERING
        aside = _taken_aside(data_folder, marker, clock())
        good = _best_backup([data_folder / BACKUPS, *backups], key, aside)
        if good is None:
            for file in (data_folder / DATABASE, *beside(data_folder / DATABASE), data_folder / DAMAGED):
                file.unlink(missing_ok=True)  # it was linked aside before
        else:
            place(good.path, data_folder)
        with Store.open(data_folder, key, branch=branch, clock=clock, recovering=True) as store:
            # What is read back may end elsewhere or, where rows are lost, have other hashes than were noted.
            begin = Head(0, GENESIS) if good is None else good.head
            anchors.note(data_folder, clock(), begin, anchors.RESTORED)
            report = _refill(store, aside, good, progress or (lambda *_: None))
            anchors.note(data_folder, clock(), Head(*store.head()))
            _bring_attachments(store, [data_folder / BACKUPS, *backups])
        marker.unlink(missing_ok=True)
        sync_folder(data_folder)
    _log.warning("recovered: %s", "; ".join(map(str, report.messages())))
    return report


def _bring_attachments(store: Store, folders: Sequence[Path]) -> None:
    """What hit the database may have hit the photos beside it. What cannot be had `verify` tells."""
    try:
        with store.reader() as db:
            names = referred(db)
        back = bring_attachments(names, folders, store.folder, store.key, store.clock())
    except OSError as error:
        _log.warning("attachments were not brought back: %s", error)
        return
    if back.came or back.missing:
        _log.warning("%d attachments came back, %d are missing", back.came, len(back.missing))


def _taken_aside(data_folder: Path, marker: Path, now: datetime) -> Path | None:
    """Where the damaged files lie: linked there now, or by the recovery that was interrupted."""
    with suppress(FileNotFoundError):
        name = marker.read_text("utf-8").strip()
        return data_folder / ASIDE / name if name else None
    aside = put_aside(data_folder, now)
    marker.write_text("" if aside is None else aside.name, "utf-8")
    sync_file(marker)
    sync_folder(data_folder)
    return aside


def _best_backup(folders: Sequence[Path], key: bytes, aside: Path | None) -> BackupInfo | None:
    """The newest good backup of all folders that the damaged journal went on from."""
    paths = newest_first({path for folder in folders for path in backups_in(folder)})
    for path in paths:
        try:
            info = inspect(path, key)
        except BadBackup as error:
            _log.warning("%s", error)
            continue
        if aside is None or not _given_up(info, aside, key):
            return info
        _log.warning("%s is of a journal that was given up when an older backup was restored", path.name)
    return None


def _given_up(info: BackupInfo, aside: Path, key: bytes) -> bool:
    """Whether the damaged journal says otherwise than this backup: its later rows would then go under."""
    last: JournalRow | None = None
    for row in Salvage(aside / DATABASE, key).rows():
        if row.seq <= info.head.seq and (last is None or row.seq > last.seq):
            last = row
    if last is None:
        return False
    with opened(info.path, key) as db:
        kept = next(rows_after(db, last.seq - 1), None)
    return kept is None or kept.hash != last.hash


def _refill(
    store: Store, aside: Path | None, good: BackupInfo | None, progress: Callable[[str, int, int], None]
) -> RecoveryReport:
    first = store.head()[0] + 1
    read = linked = anew = pages = bad_pages = 0
    missing: list[tuple[int, int]] = []
    last_recorded: int | None = None
    if aside is not None:
        salvage = Salvage(aside / DATABASE, store.key)
        numbers = {row.seq for row in salvage.rows() if row.seq >= first}
        pages, bad_pages, read = salvage.pages, salvage.bad_pages, len(numbers)
        missing = _gaps(first, numbers)
        done = 0
        for low in range(first, max(numbers, default=0) + 1, _WINDOW):
            found = {row.seq: row for row in salvage.rows() if low <= row.seq < low + _WINDOW}
            rows = [found[seq] for seq in sorted(found)]
            for start in range(0, len(rows), _BATCH):
                batch = rows[start : start + _BATCH]
                kept = store.writer.append_again([_again(row) for row in batch], keep_tables=good is not None)
                same = {row.seq: row.hash for row in kept}
                linked += sum(same.get(row.seq) == row.hash for row in batch)
                anew += len(kept) - sum(same.get(row.seq) == row.hash for row in batch)
                last_recorded = batch[-1].recorded_at
                done += len(batch)
                progress("journal", done, read)
    if good is None:
        store.rebuild_tables(progress=progress)
    return RecoveryReport(
        aside=aside,
        backup=None if good is None else good.path,
        backup_seq=0 if good is None else good.head.seq,
        backup_last_at=None if good is None else good.last_at,
        pages=pages,
        bad_pages=bad_pages,
        read=read,
        linked=linked,
        anew=anew,
        missing=tuple(missing),
        last_recorded_at=None if last_recorded is None else from_us(last_recorded),
        last_at=store.last_at(),
    )


def _again(row: JournalRow) -> NewFact:
    return NewFact(fact_of(row), row.body, row.recorded_at)


def _gaps(first: int, numbers: set[int]) -> list[tuple[int, int]]:
    gaps: list[tuple[int, int]] = []
    wanted = first
    for seq in sorted(numbers):
        if seq > wanted:
            gaps.append((wanted, seq - 1))
        wanted = seq + 1
    return gaps


def _shown(at: datetime | None) -> str:
    return "-" if at is None else f"{at.astimezone():%Y-%m-%d %H:%M:%S}"
