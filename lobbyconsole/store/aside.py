"""Where the facts of an emergency plan wait that is walked while the hall cannot be opened: a file of plain lines.

No key is at hand then, so nothing is sealed: steps, staff numbers and notes, readable by the user alone. It lies in the
data folder; where that cannot be written, in the temporary folder. A line is a checksum, a blank and one batch as JSON;
a line without its end was never promised and does not count.

Each batch names its hall, so that a file copied from another one is not taken for our own. The name lies in the
database and, for the time when that cannot be read, in a small file beside it.
"""

from __future__ import annotations

import base64
import errno
import hashlib
import json
import logging
import os
import tempfile
import zlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from lobbyconsole.domain.facts import Fact
from lobbyconsole.files import write_whole
from lobbyconsole.store.codec import NoFact, decode, encode
from lobbyconsole.store.errors import StorageError, storage_error
from lobbyconsole.store.instants import from_us, to_us
from lobbyconsole.store.sidefile import append_whole

NAME = "emergency-plans.side"
TAKEN = ".taken"  # a file whose facts are in the journal; it goes once a later opening has found them there
SPOILT = ".spoilt"  # the same, with lines nobody can read: nothing is thrown away unread
FOREIGN = ".foreign"  # what was walked in another hall
MOST_TAKEN = 10
IDENTITY = "hall.id"
HEAD = b"# lobbyconsole: plans walked while the hall could not be opened; taken over at the next start\n"
_CHUNK = 65_536
_HEX = frozenset("0123456789abcdef")
_log = logging.getLogger(__name__)


class AsideBatch(NamedTuple):
    """Facts of one press, in the order they were told."""

    facts: tuple[Fact, ...]
    told_at: datetime
    hall: str = ""  # "": written before halls had a name, or where it could not be read

    def belongs_to(self, hall: str) -> bool:
        """Whether it may be of this hall; where one of the two is not known nothing speaks against it."""
        return not self.hall or not hall or self.hall == hall


def identity(folder: Path) -> str:
    """The name of the hall whose database lies in a folder, without opening that; "" when it is not known.

    What somebody else wrote there is no name: it would make the hall's own plans those of another.
    """
    try:
        with open(folder / IDENTITY, "rb") as file:
            found = file.read(64).decode("ascii").strip()
    except (OSError, ValueError):
        return ""
    return found if len(found) == 32 and set(found) <= _HEX else ""


def keep_identity(folder: Path, name: str) -> None:
    """Put the name beside the database. Raises OSError."""
    if identity(folder) != name:
        write_whole(folder / IDENTITY, name.encode() + b"\n")


def places(folder: Path) -> list[Path]:
    """Where the file of a data folder may lie, the best place first."""
    mark = hashlib.sha256(str(folder.absolute()).encode()).hexdigest()[:16]
    return [folder / NAME, Path(tempfile.gettempdir()) / f"lobbyconsole-{mark}.side"]


def waiting(folder: Path) -> list[Path]:
    """Files whose facts are not known to be in the journal: first those nobody has taken over."""
    fresh = places(folder)
    return [path for path in (*fresh, *(taken for path in fresh for taken in _names(path, TAKEN))) if path.exists()]


def _names(path: Path, ending: str) -> list[Path]:
    return [path.with_name(f"{path.name}{ending}{number or ''}") for number in range(MOST_TAKEN)]


class Read(NamedTuple):
    """The batches of one file, and whether no line of it was spoilt."""

    batches: tuple[AsideBatch, ...]
    whole: bool

    def facts(self, hall: str = "") -> list[Fact]:
        """What may be of this hall."""
        return [fact for batch in self.batches if batch.belongs_to(hall) for fact in batch.facts]

    def foreign(self, hall: str) -> int:
        """How many facts are of another hall."""
        return sum(len(batch.facts) for batch in self.batches if not batch.belongs_to(hall))


class AsideFile:
    """The file of one data folder. Any thread may call."""

    def __init__(self, folder: Path) -> None:
        self._places = places(folder)
        self._hall = identity(folder)
        self._lock = Lock()
        self._active: Path | None = None

    @property
    def usual(self) -> Path:
        """Where it should lie."""
        return self._places[0]

    def append(self, facts: Sequence[Fact], told_at: datetime) -> Path:
        """Put a batch on disk, durable on return; gives the file. Raises StorageError when no folder takes it."""
        bodies = [encode(fact) for fact in facts]
        batch: dict[str, object] = {"at": to_us(told_at), "facts": [_text(body) for body in bodies]}
        if self._hall:
            batch["hall"] = self._hall
        plain = json.dumps(batch, ensure_ascii=False, separators=(",", ":")).encode()
        line = b"%08x %s\n" % (zlib.crc32(plain), plain)
        trouble: StorageError | None = None
        with self._lock:
            for path in sorted(self._places, key=lambda path: path != self._active):
                try:
                    append_whole(path, line, HEAD, _last_line_end)
                except OSError as error:
                    trouble = trouble or storage_error(error, path.parent)
                else:
                    self._active = path
                    return path
        raise trouble or StorageError(self._places[0].parent)

    def read(self) -> list[AsideBatch]:
        """Everything of this hall that waits, of both places, in the order of time."""
        read = [found for path in self._places if (found := read_batches(path)) is not None]
        ours = [batch for found in read for batch in found.batches if batch.belongs_to(self._hall)]
        return sorted(ours, key=lambda batch: batch.told_at)


def read_batches(path: Path) -> Read | None:
    """What a file holds; None where there is none, or it is somebody else's. A spoilt line hides no other."""
    try:
        with path.open("rb") as file:
            _check_own(file.fileno())
            content = file.read()
    except OSError as error:
        if error.errno != errno.ENOENT:
            _log.info("%s is not read: %s", path, error)
        return None
    if not content.startswith(HEAD):
        return Read((), True) if HEAD.startswith(content) else None
    lines = content[len(HEAD) :].split(b"\n")[:-1]
    found = tuple(batch for line in lines if (batch := _batch(line)) is not None)
    if len(found) < len(lines):
        _log.warning("%d lines in %s are spoilt", len(lines) - len(found), path)
    return Read(found, len(found) == len(lines))


def set_aside(path: Path, ending: str) -> Path:
    """Its facts are in the journal: TAKEN stays until a later opening has found them there, the others for ever.

    Gives its new place. Raises OSError.
    """
    before = path.with_name(path.name.partition(TAKEN)[0])
    for target in _names(before, ending):
        if not target.exists():
            os.replace(path, target)
            return target
    raise FileExistsError(errno.EEXIST, "too many files were taken over")


def is_taken(path: Path) -> bool:
    """Whether the file was taken over by an earlier opening."""
    return TAKEN in path.name


def _text(body: bytes) -> str:
    """The fact as text: whoever opens the file by hand can read it."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return "base64:" + base64.b64encode(body).decode()


def _body(text: str) -> bytes:
    return base64.b64decode(text[7:]) if text.startswith("base64:") else text.encode()


def _batch(line: bytes) -> AsideBatch | None:
    mark, _, plain = line.partition(b" ")
    if mark != b"%08x" % zlib.crc32(plain):
        return None
    try:
        read = json.loads(plain)
        facts = tuple(decode(_body(text)) for text in read["facts"])
        return AsideBatch(facts, from_us(read["at"]), str(read.get("hall", "")))
    except (ValueError, TypeError, KeyError, OverflowError, NoFact):
        return None


def _check_own(handle: int) -> None:
    """In a shared temporary folder anybody may lay a file of this name."""
    if hasattr(os, "getuid") and os.fstat(handle).st_uid != os.getuid():
        raise PermissionError(errno.EACCES, "the file belongs to another user")


def _last_line_end(handle: int) -> int:
    """Where the last whole line ends; what a power cut left half written is written over. Raises OSError."""
    _check_own(handle)
    size = os.fstat(handle).st_size
    begin = os.read(handle, len(HEAD))
    if begin != HEAD:
        if HEAD.startswith(begin):
            return 0  # not even its first line was whole
        raise FileExistsError(errno.EEXIST, "the file is none of ours")
    end = size
    while end > len(HEAD):
        start = max(len(HEAD), end - _CHUNK)
        os.lseek(handle, start, os.SEEK_SET)
        at = os.read(handle, end - start).rfind(b"\n")
        if at >= 0:
            return start + at + 1
        end = start
    return len(HEAD)
