"""Where facts wait on disk while the database cannot be written: an encrypted file beside it or in the temp folder.

A record is a length (4 bytes, big end first) and an envelope (see sealed.py) with one batch. Its tag tells a torn last
record, which is as if it had never been written: nobody was told that it was safe.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import struct
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from threading import Lock

import msgspec

from lobbyconsole.domain.facts import Fact
from lobbyconsole.files import sync_folder
from lobbyconsole.store.codec import decode, encode
from lobbyconsole.store.errors import StorageError, storage_error
from lobbyconsole.store.instants import from_us, to_us
from lobbyconsole.store.sealed import NONCE, Broken, Seal

MAGIC = b"lobbyside1\n"
LOCK_S = 2.0
_FAR = 2**31 - 2  # where no record ever is: what Windows locks nobody else may read
RESERVE = "hall.reserve"
RESERVE_BYTES = 2 * 1024 * 1024  # some 5,000 facts
_log = logging.getLogger(__name__)


class SideBatch(msgspec.Struct, frozen=True):
    """What could not be written at `recorded_at`: facts and the feeds' cursors that belong to them."""

    facts: tuple[Fact, ...]
    cursors: Mapping[str, str]
    recorded_at: datetime


class SideFile:
    """The side file of one hall. `folders` are tried in order; the system's temporary folder always comes last.

    Append a batch when `Store.append` has raised StorageError, and keep it in memory as well. Once the database can be
    written again (also at the next start) record what `drained` gives. Facts that were recorded meanwhile do no harm:
    they have the same ids. Any thread may call.
    """

    def __init__(self, folders: Sequence[Path], key: bytes) -> None:
        self._seal = Seal(key, b"lobbyconsole side file")
        # The name follows from the key: in a shared temporary folder each hall finds its own.
        name = f"lobbyconsole-{self._seal.mark}.side"
        self._paths = [folder / name for folder in dict.fromkeys([*folders, Path(tempfile.gettempdir())])]
        self._lock = Lock()
        self._active: Path | None = None  # where this run has written last; later batches follow there

    @property
    def waiting(self) -> bool:
        """Whether any batch waits on disk."""
        return any(_size(path) > len(MAGIC) for path in self._paths)

    def append(self, facts: Sequence[Fact], cursors: Mapping[str, str], recorded_at: datetime) -> Path:
        """Put a batch on disk, durable on return; gives the file. Raises StorageError when no folder takes it."""
        line = json.dumps(
            {
                "at": to_us(recorded_at),
                "cursors": dict(cursors),
                "facts": [base64.b64encode(encode(fact)).decode() for fact in facts],
            },
            separators=(",", ":"),
        )
        record = self._sealed(line.encode())
        trouble: StorageError | None = None
        with self._lock:
            ordered = sorted(self._paths, key=lambda path: path != self._active)
            for path in ordered:
                for _ in range(2):
                    try:
                        append_whole(path, record, MAGIC, _whole_end)
                    except OSError as error:
                        trouble = trouble or storage_error(error, path.parent)
                        if not self._give_up_reserve(path.parent):
                            break
                    else:
                        self._active = path
                        return path
        raise trouble or StorageError(self._paths[0].parent)

    def hold_reserve(self) -> None:
        """Keep a little room in the first folder for the day its disk is full; call at start. Never raises.

        The disk is mostly full for the side file as well: then the reserve is deleted and makes room for it.
        """
        reserve = self._paths[0].parent / RESERVE
        with self._lock, suppress(OSError):
            if _size(reserve) < RESERVE_BYTES:
                reserve.write_bytes(os.urandom(RESERVE_BYTES))  # zeros could be packed away to nothing

    def _give_up_reserve(self, folder: Path) -> bool:
        try:
            (folder / RESERVE).unlink()
        except OSError:
            return False
        return True

    @contextmanager
    def drained(self) -> Iterator[list[SideBatch]]:
        """The waiting batches, oldest first. Leaving the block without an exception deletes them: record them in it."""
        with self._lock:
            batches: list[SideBatch] = []
            read: list[tuple[Path, bool]] = []
            for path in self._paths:
                with suppress(OSError):  # missing, or somebody else's in the temporary folder
                    found, whole = self._read(path)
                    batches += found
                    read.append((path, whole))
            batches.sort(key=lambda batch: batch.recorded_at)
            yield batches
            for path, whole in read:
                with suppress(OSError):
                    if whole:
                        path.unlink()
                    else:
                        os.replace(path, path.with_suffix(".spoilt"))  # nothing is thrown away unread
            self._active = None

    def _sealed(self, plain: bytes) -> bytes:
        sealed = self._seal.close(plain, MAGIC)
        return struct.pack(">I", len(sealed)) + sealed

    def _read(self, path: Path) -> tuple[list[SideBatch], bool]:
        """The batches in a file, and whether that was everything; a torn end does not count, it was never promised."""
        content = path.read_bytes()
        if not content.startswith(MAGIC):
            return [], not content
        at, whole = len(MAGIC), True
        batches: list[SideBatch] = []
        while at + 4 <= len(content):
            (length,) = struct.unpack_from(">I", content, at)
            sealed = content[at + 4 : at + 4 + length]
            if length <= NONCE or len(sealed) < length:
                break
            at += 4 + length
            try:
                batches.append(_batch(self._seal.open(sealed, MAGIC)))
            except Broken:  # one spoilt record must not hide those behind it
                whole = False
                _log.warning("a record in %s is spoilt", path)
        return batches, whole


def _batch(plain: bytes) -> SideBatch:
    line = json.loads(plain)
    facts = tuple(decode(base64.b64decode(body)) for body in line["facts"])
    return SideBatch(facts, line["cursors"], from_us(line["at"]))


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0


def append_whole(path: Path, record: bytes, head: bytes, whole_end: Callable[[int], int]) -> None:
    """Append all of it or nothing: on a full disk what was begun is cut off again. Raises OSError.

    `head` begins a new file; `whole_end` tells of an open file where its last whole record ends.
    """
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o600)  # never through a link somebody laid in the temporary folder
    try:
        _keep_others_off(handle)
        end = whole_end(handle)
        os.ftruncate(handle, end)
        os.lseek(handle, end, os.SEEK_SET)
        try:
            _write(handle, record if end else head + record)
            os.fsync(handle)
        except OSError:
            with suppress(OSError):
                os.ftruncate(handle, end)
            raise
    finally:
        os.close(handle)
    with suppress(OSError):
        sync_folder(path.parent)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> None:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(handle, 0, os.SEEK_SET)

else:
    import fcntl

    def _try_lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _keep_others_off(handle: int) -> None:
    """Two programs that append at once would write over each other's record; closing the file lets the next one in.

    Never raises: where nothing can be locked, or a program that hangs has the lock, writing is still the best to do.
    """
    until = time.monotonic() + LOCK_S
    while True:
        try:
            _try_lock(handle)
        except (BlockingIOError, PermissionError):
            if time.monotonic() > until:
                return
            time.sleep(0.002)
        except OSError:
            return
        else:
            return


def _whole_end(handle: int) -> int:
    """Where the last whole record ends: a torn one from a power cut would otherwise swallow what follows it."""
    size = os.fstat(handle).st_size
    if size < len(MAGIC) or os.read(handle, len(MAGIC)) != MAGIC:
        return 0
    at = len(MAGIC)
    while at + 4 <= size:
        os.lseek(handle, at, os.SEEK_SET)
        (length,) = struct.unpack(">I", os.read(handle, 4))
        if at + 4 + length > size:
            break
        at += 4 + length
    return at


def _write(handle: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]
