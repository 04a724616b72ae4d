"""What goes with a backup: the attachments its facts refer to, kept once for all backups of a folder, and the way back.

    backups/hall-20261120-130000.db      the database
    backups/hall-20261120-130000.list    which attachments belong to it; written before the database gets its name
    backups/attachments/<sha256>         sealed as they lie beside the hall's database; never changed, so copied once

The folder as a whole is what a technician carries away. A list ends with a line that says how long it is: a torn one
is no list.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from lobbyconsole.files import make_folder, write_whole
from lobbyconsole.store.attached import FOLDER, PART, Wrapping, is_name, is_sound_file, names_in, referred
from lobbyconsole.store.connection import Connection, beside, reading
from lobbyconsole.store.errors import BadBackup, StorageError

HEADER = "lobbyconsole attachments 1"
MISSING = "missing"  # in the place of a size: the hall itself had lost it when the backup was made
LEFTOVER_S = 24 * 3600.0  # what is half written for longer belongs to nobody any more
TURNS = 7  # a seventh of what lies in a backup folder is read again at each backup
_log = logging.getLogger(__name__)

Sizes = Mapping[str, int | None]  # name to the file's length; None for one that was lost already


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """What a restore did with attachments: how many came, how many were there, and which could not be had."""

    came: int = 0
    there: int = 0
    missing: tuple[str, ...] = ()


def list_of(backup: Path) -> Path:
    """The list that goes with a backup."""
    return backup.with_suffix(".list")


def write_list(path: Path, sizes: Sizes) -> None:
    """Write down what goes with a backup. Raises OSError."""
    lines = [HEADER, *(f"{name} {MISSING if size is None else size}" for name, size in sorted(sizes.items()))]
    write_whole(path, "".join(f"{line}\n" for line in (*lines, f"end {len(sizes)}")).encode("ascii"))


def read_list(path: Path) -> dict[str, int | None] | None:
    """What goes with a backup; None for no list, or a torn one."""
    try:
        lines = path.read_text("ascii").splitlines()
        if lines[0] != HEADER or lines[-1] != f"end {len(lines) - 2}":
            return None
        pairs = [line.split(" ") for line in lines[1:-1]]
        return {name: None if size == MISSING else int(size) for name, size in pairs if is_name(name)}
    except (OSError, ValueError, IndexError):
        return None


class Luggage:
    """Brings attachments to a backup folder. What was added is taken away again when the backup comes to nothing."""

    def __init__(self, source: Path, folder: Path, wrapping: Wrapping | None = None) -> None:
        self._source, self._target, self._wrapping = source / FOLDER, folder / FOLDER, wrapping
        self._added: list[Path] = []

    def bring(self, names: Iterable[str], turn: int = 0) -> dict[str, int | None]:
        """Copy what is not there yet; gives every name with its size. `turn` says which part is read again.

        Raises OSError, and BadBackup when a copy is not what was written. What the hall has lost or what is damaged
        there is None: the backup goes on without it, and says so.
        """
        sizes: dict[str, int | None] = {}
        for name in sorted(names):
            there = _size(self._target / name)
            if there is None or self._is_damaged(name, there, turn):
                there = self._copy(name)
            sizes[name] = there
        return sizes

    def take_away(self) -> None:
        """Remove what was added."""
        for path in self._added:
            with suppress(OSError):
                path.unlink()
        with suppress(OSError):
            self._target.rmdir()  # only when nothing else is in it

    def _copy(self, name: str) -> int | None:
        try:
            raw = (self._source / name).read_bytes()
        except FileNotFoundError:
            raw = b""
        if not raw or (self._wrapping is not None and not self._wrapping.is_sound(raw, name)):
            _log.warning("the attachment %s is missing or damaged in %s", name, self._source.parent)
            return None
        target = self._target / name
        is_new = not target.exists()
        write_whole(target, raw)
        if is_new:
            self._added.append(target)
        if target.read_bytes() != raw:
            raise BadBackup(self._target.parent, "what was read back is not what was written", file=name)
        return len(raw)

    def _is_damaged(self, name: str, size: int, turn: int) -> bool:
        """Whether what was copied once is no longer good; mostly told by its length alone."""
        alike = size == (_size(self._source / name) or size)
        if self._wrapping is None:
            return not alike
        if alike and int(name[:4], 16) % TURNS != turn % TURNS:
            return False
        return not is_sound_file(self._target / name, self._wrapping)


@contextmanager
def opened(backup: Path, key: bytes) -> Iterator[Connection]:
    """A backup for reading; what SQLite puts beside it meanwhile is gone afterwards. Raises StorageError."""
    before = {path for path in beside(backup) if path.exists()}
    try:
        with reading(backup, key) as db:
            yield db
    finally:
        for leftover in beside(backup):
            if leftover not in before:  # a log that was there holds somebody's facts
                leftover.unlink(missing_ok=True)


def names_of(backup: Path, key: bytes) -> set[str]:
    """The attachments a backup's own facts refer to. Raises StorageError."""
    with opened(backup, key) as db:
        return referred(db)


def retire(folder: Path, key: bytes) -> list[str]:
    """Delete lists without a backup and attachments no backup in this folder refers to; gives the latter's names.

    Nothing is deleted while a backup cannot be asked what it refers to, or while another one is being made.
    """
    _sweep(folder)
    if any(folder.glob("hall-*.db" + PART)):
        return []
    for path in folder.glob("hall-*.list"):
        if not path.with_suffix(".db").exists():
            with suppress(OSError):
                path.unlink()
    # Other databases may lie in the folder; they are nobody's business here.
    backups = {*folder.glob("hall-*.db"), *folder.glob("before-schema-*.db")}
    backups |= {path.with_suffix(".db") for path in folder.glob("*.list") if path.with_suffix(".db").exists()}
    wanted: set[str] = set()
    for backup in backups:
        sizes: Sizes | None = read_list(list_of(backup))
        if sizes is None:
            sizes = _listed_now(backup, key)
        if sizes is None:
            return []
        wanted |= sizes.keys()
    gone = []
    for name in sorted(names_in(folder / FOLDER) - wanted):
        with suppress(OSError):  # somebody looks at it just now: next night
            (folder / FOLDER / name).unlink()
            gone.append(name)
    return gone


def _listed_now(backup: Path, key: bytes) -> Sizes | None:
    """The list of a backup that was made without one, e.g. by a former program."""
    try:
        sizes = {name: _size(backup.parent / FOLDER / name) for name in names_of(backup, key)}
        write_list(list_of(backup), sizes)
    except (StorageError, OSError) as error:
        _log.info("%s cannot be asked for its attachments: %s", backup.name, error)
        return None
    return sizes


def _sweep(folder: Path) -> None:
    """Half-written files of runs that were killed."""
    ours = [path for place in (folder, folder / FOLDER) for path in place.glob("." + "?" * 32 + PART)]
    for path in (*folder.glob("hall-*.db" + PART), *ours):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > LEFTOVER_S:
                path.unlink()


def lacking(backup: Path) -> tuple[str, ...]:
    """Attachments of a backup's list that do not lie beside it in full, though they once did. A cheap look."""
    sizes = read_list(list_of(backup)) or {}
    return tuple(
        name
        for name, size in sorted(sizes.items())
        if size is not None and _size(backup.parent / FOLDER / name) != size
    )


def bring_back(
    names: Iterable[str], sources: Sequence[Path], data_folder: Path, key: bytes, aside: Path
) -> BroughtBack:
    """Copy attachments from backup folders to a hall that lacks them. Nothing that is there is deleted.

    A damaged one is moved to the folder `aside` before a sound one takes its place. Raises OSError; then what
    had come already is taken away again.
    """
    wrapping, folder = Wrapping(key), data_folder / FOLDER
    came: list[Path] = []
    there, missing = 0, []
    try:
        for name in sorted(names):
            target = folder / name
            if is_sound_file(target, wrapping):
                there += 1
                continue
            raw = _first_sound(name, sources, wrapping)
            if raw is None:
                missing.append(name)
                continue
            if target.exists():
                make_folder(aside / FOLDER)
                os.replace(target, aside / FOLDER / name)
            write_whole(target, raw)
            came.append(target)
    except OSError:
        for path in came:
            with suppress(OSError):
                path.unlink()
        raise
    return BroughtBack(len(came), there, tuple(missing))


def _first_sound(name: str, sources: Sequence[Path], wrapping: Wrapping) -> bytes | None:
    for source in sources:
        with suppress(OSError):
            raw = (source / FOLDER / name).read_bytes()
            if wrapping.is_sound(raw, name):
                return raw
    return None


def _size(path: Path) -> int | None:
    with suppress(OSError):
        return path.stat().st_size if path.is_file() else None
    return None
