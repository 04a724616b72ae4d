"""Who has a data folder open: many programs may read and write it, one may be its window, one alone may replace it."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

# The window asks before its first paint: what words are made of is imported where something is refused.

LOCK_FILE = "hall.lock"
WINDOW_LOCK = "window.lock"
SEATS = 64  # Windows has no shared lock: whoever is there holds one byte of so many, whoever is alone holds all


def join(folder: Path) -> Callable[[], None]:
    """Say that this program has the folder open; gives the way out. Raises Refused while it is being replaced.

    A folder that cannot be written gets no lock: the store then says in words what is wrong with it.
    """
    try:
        handle = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return lambda: None
    if not _lock(handle, shared=True):
        from lobbyconsole.domain.words import Message, Refused

        os.close(handle)
        raise Refused(Message("A backup is being restored in {folder}. Try again in a moment.", {"folder": folder}))
    return lambda: os.close(handle)  # the system lets go of the lock, also when the program is killed


def sit_down(folder: Path) -> Callable[[], None] | None:
    """Be the one window of this folder; gives the way out, None while another program is that.

    Commands (ingest, status, backup ...) do not sit down: they work beside the window. Where the lock's file cannot be
    written it is locked as it is, and where there is none the folder itself.
    """
    handle = _to_be_locked(folder)
    if handle is None:
        return lambda: None
    if not _lock(handle, shared=False):
        os.close(handle)
        return None
    return lambda: os.close(handle)


def _to_be_locked(folder: Path) -> int | None:
    for path, flags in (
        (folder / WINDOW_LOCK, os.O_RDWR | os.O_CREAT),
        (folder / WINDOW_LOCK, os.O_RDONLY),
        (folder, os.O_RDONLY),
    ):
        with contextlib.suppress(OSError):
            return os.open(path, flags, 0o600)
    return None


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Have the folder for this program alone. Raises Refused while any program has it open."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _lock(handle, shared=False):
            from lobbyconsole.domain.words import Message, Refused

            raise Refused(
                Message(
                    "The hall in {folder} is open in another window or command. Close it first; nothing was changed.",
                    {"folder": folder},
                )
            )
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int, *, shared: bool) -> bool:
        for seat in range(SEATS if shared else 1):
            os.lseek(handle, seat, os.SEEK_SET)
            with contextlib.suppress(OSError):
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1 if shared else SEATS)
                return True
        return False

else:
    import fcntl

    def _lock(handle: int, *, shared: bool) -> bool:
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a file system without locks: better a hall without this guard than no hall
        return True
