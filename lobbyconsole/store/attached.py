"""Files that facts refer to by their content: how they lie, which ones the journal names, their check."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Set
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lobbyconsole.domain.facts import Fact
from lobbyconsole.store.codec import NoFact, decode
from lobbyconsole.store.connection import Connection
from lobbyconsole.store.sealed import Broken, Seal

FOLDER = "attachments"  # beside the database; among backups another of the same name serves all of them
MAGIC = b"lobbyattach1\n"
NAMED = 1_000  # names told of a kind; all are counted
PART = ".part"  # what a power cut left half written ends so
_HEX = frozenset("0123456789abcdef")

Progress = Callable[[str, int, int], None]


class Wrapping:
    """Seals attachments of one hall and opens them. Any thread."""

    def __init__(self, key: bytes) -> None:
        self._seal = Seal(key, b"lobbyconsole attachments")

    def wrapped(self, content: bytes, name: str) -> bytes:
        """What lies on the disk as `name`, which is the content's SHA-256."""
        return MAGIC + self._seal.close(content, name.encode())

    def opened(self, raw: bytes, name: str) -> bytes:
        """The content. Raises Broken."""
        if not raw.startswith(MAGIC):
            raise Broken("no attachment")
        return self._seal.open(raw[len(MAGIC) :], name.encode())

    def is_sound(self, raw: bytes, name: str) -> bool:
        """Whether this is that file, unharmed."""
        with suppress(Broken):
            return hashlib.sha256(self.opened(raw, name)).hexdigest() == name
        return False


def is_name(text: str) -> bool:
    """Whether an attachment can be called so: a SHA-256 in small letters, and never a way to another file."""
    return len(text) == 64 and not set(text) - _HEX


@cache
def _naming_kinds() -> tuple[str, ...]:
    """Kinds of facts that name attachments, whoever adds another: by the fields that do."""
    from lobbyconsole.domain.kinds import all_facts

    return tuple(cls.kind for cls in all_facts() if {"photos", "sha256"} & set(cls.__struct_fields__))


def referred(db: Connection) -> set[str]:
    """The names of all attachments the journal refers to. Reads no facts of tickets, which are nearly all."""
    kinds = _naming_kinds()
    marks = ", ".join("?" * len(kinds))
    query = (
        "SELECT body FROM journal INDEXED BY journal_other "
        f"WHERE kind NOT GLOB 'ticket.*' AND kind IN ({marks})"
    )  # fmt: skip
    found: set[str] = set()
    for (body,) in db.execute(query, kinds):
        with suppress(NoFact):  # `verify` tells of what cannot be read
            found |= named_by(decode(body))
    return found


def named_by(fact: Fact) -> set[str]:
    """The attachments one fact refers to."""
    names = (*getattr(fact, "photos", ()), getattr(fact, "sha256", ""))
    return {name for name in names if is_name(name)}


def names_in(folder: Path) -> set[str]:
    """The attachments that lie in a folder; none when there is no folder."""
    with suppress(OSError):
        return {path.name for path in folder.iterdir() if is_name(path.name)}
    return set()


@dataclass(frozen=True, slots=True)
class AttachmentReport:
    """What the check found. Lists name at most 1,000 each; `orphans` belong to no fact, which does no harm.

    A photo taken for an answer that was never given is an orphan.
    """

    checked: int
    missing: tuple[str, ...]
    missing_count: int
    damaged: tuple[str, ...]
    damaged_count: int
    orphans: tuple[str, ...]
    orphan_count: int
    unfinished: int

    @property
    def ok(self) -> bool:
        """Everything that facts refer to is there and unharmed."""
        return not (self.missing_count or self.damaged_count)


def check(wanted: Set[str], data_folder: Path, key: bytes, progress: Progress = lambda *_: None) -> AttachmentReport:
    """Open every attachment of a hall and compare them with what its facts refer to. Reads all of them."""
    folder, wrapping = data_folder / FOLDER, Wrapping(key)
    there = names_in(folder)
    damaged = []
    for number, name in enumerate(sorted(there)):
        progress(FOLDER, number, len(there))
        if not is_sound_file(folder / name, wrapping):
            damaged.append(name)
    missing, orphans = sorted(wanted - there), sorted(there - wanted)
    half = sum(path.name.endswith(PART) for path in _entries(folder))
    return AttachmentReport(
        len(there), tuple(missing[:NAMED]), len(missing), tuple(damaged[:NAMED]), len(damaged), tuple(orphans[:NAMED]),
        len(orphans), half,
    )  # fmt: skip


def is_sound_file(path: Path, wrapping: Wrapping) -> bool:
    """Whether an attachment's file is there and unharmed; a disk that cannot read it says no."""
    with suppress(OSError):
        return wrapping.is_sound(path.read_bytes(), path.name)
    return False


def _entries(folder: Path) -> Iterable[Path]:
    with suppress(OSError):
        return list(folder.iterdir())
    return ()
