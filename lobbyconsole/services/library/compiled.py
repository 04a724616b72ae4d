"""The library in one compiled file: 90 YAML files take the better part of a second to read, one compiled file 40 ms."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from lobbyconsole.config import asset
from lobbyconsole.domain.content.library import Library
from lobbyconsole.files import save_as

if TYPE_CHECKING:
    from lobbyconsole.services.library.reading import ContentError

log = logging.getLogger(__name__)

COMPILED = "library.bin"
FORMAT = 1  # of the compiled file; another number is compiled anew


class _Compiled(msgspec.Struct, array_like=True):
    format: int
    stamp: str
    library: msgspec.Raw


def shipped_folder() -> Path:
    """Where the content stands that came with the program."""
    return asset("resources", "content")


def load_library(folder: Path | None = None) -> Library:
    """The shipped library, compiled anew when a file changed. A wrong file is left out and logged.

    Reading the sources takes 0.6 s and loads PyYAML: call this from a worker, never from the screen's thread.
    """
    folder = folder or shipped_folder()
    stamp = _stamp(folder)
    try:
        found = msgspec.msgpack.decode((folder / COMPILED).read_bytes(), type=_Compiled)
        # Without sources (the frozen program has none) the compiled file is all there is.
        if found.format == FORMAT and stamp in ("", found.stamp):
            return msgspec.msgpack.decode(found.library, type=Library)
    except (OSError, msgspec.DecodeError):
        pass
    return compile_library(folder)


def refused_files(folder: Path | None = None) -> list[ContentError]:
    """The shipped files that could not be used. Quick unless there are any; not for the screen's thread."""
    folder = folder or shipped_folder()
    stamp = _stamp(folder)
    try:
        found = msgspec.msgpack.decode((folder / COMPILED).read_bytes(), type=_Compiled)
    except (OSError, msgspec.DecodeError):
        found = None
    if found is not None and found.format == FORMAT and stamp in ("", found.stamp):
        return []  # only a library without mistakes is kept compiled
    from lobbyconsole.services.library.reading import read_folder

    return read_folder(folder).refused


def compile_library(folder: Path | None = None) -> Library:
    """Read the sources and keep them compiled beside them, where that folder can be written."""
    from lobbyconsole.services.library.reading import read_folder

    folder = folder or shipped_folder()
    stamp = _stamp(folder)
    reading = read_folder(folder)
    for refused in reading.refused:
        log.warning("content left out: %s", refused)
    # A file with mistakes is looked at again next time, so that its message is not lost.
    if not reading.refused:
        packed = _Compiled(FORMAT, stamp, msgspec.Raw(msgspec.msgpack.encode(reading.library)))
        with contextlib.suppress(OSError):
            save_as(folder / COMPILED, msgspec.msgpack.encode(packed))
    return reading.library


def _stamp(folder: Path) -> str:
    """Changes whenever a content file changes: names, sizes and times of all of them. Empty without any."""
    found = hashlib.sha256()
    empty = True
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.endswith(".yaml"):
                empty = False
                state = (Path(place) / name).stat()
                found.update(f"{place[len(str(folder)) :]}/{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return "" if empty else found.hexdigest()
