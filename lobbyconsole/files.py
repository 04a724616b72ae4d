"""Files written whole or not at all, and private from their first byte unless they are for others to read.

What is there already keeps its rights where it is written in place: somebody may have given them on purpose. Windows
has its own ways with rights.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

FOLDER_MODE, FILE_MODE, SHARED_MODE = 0o700, 0o600, 0o666  # the last one less what the user's umask takes away
_FLAGS = os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0)


def make_folder(folder: Path) -> None:
    """Make a folder nobody else may look into, and those it must lie in, unless they are there. Raises OSError."""
    if not folder.parent.exists():
        make_folder(folder.parent)
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)


def begin_file(path: Path) -> None:
    """Make an empty file for what will be written to it by its name, unless it is there. Never raises.

    What SQLite puts beside a database takes over the rights of the database.
    """
    with suppress(OSError):
        os.close(os.open(path, _FLAGS | os.O_EXCL, FILE_MODE))


def copy_file(source: Path, target: Path) -> None:
    """Copy what is in a file; a new target is private. Raises OSError."""
    begin_file(target)
    shutil.copyfile(source, target)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, durable and private, its folder made when it is not there. Raises OSError."""
    make_folder(path.parent)
    _replace(path, content, FILE_MODE)
    sync_folder(path.parent)


def save_as(path: Path, content: bytes, *, private: bool = False) -> None:
    """The same where the user said: in a folder that is there, with the user's usual rights. Raises OSError."""
    _replace(path, content, FILE_MODE if private else SHARED_MODE)


def _replace(path: Path, content: bytes, mode: int) -> None:
    half = path.with_name(f".{os.urandom(16).hex()}.part")
    try:
        with os.fdopen(os.open(half, _FLAGS | os.O_EXCL, mode), "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        half.replace(path)
    except BaseException:
        with suppress(OSError):
            half.unlink()
        raise


def sync_folder(folder: Path) -> None:
    """Wait until a folder's entries (a rename in it) are on the disk; Windows does that by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
