"""Where the journal ended, noted in small files outside the database: one cut short or rewritten is found by them.

Whoever has the key can forge every hash from a row on. The notes lie in the hall's folder, among the backups and in the
second backup folder; they are plain text and may be printed. A restore is noted too: what came after it is void.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from lobbyconsole.files import begin_file
from lobbyconsole.store.errors import told
from lobbyconsole.store.journal import GENESIS, Head

FILE = "anchors.txt"
HEAD, RESTORED = "head", "restored"
_CONTRADICTED = b""  # two notes of one number say different things: no row can be as both say
_log = logging.getLogger(__name__)


class Anchor(NamedTuple):
    """One line of a file. `what` is "head", or "restored": the journal went on from here, whatever was noted before."""

    at: datetime
    what: str
    head: Head


def note(folder: Path, at: datetime, head: Head, what: str = HEAD) -> None:
    """Add a line to the folder's file, durable when this returns; nothing when it ends with that head already."""
    if what == HEAD and head.seq == 0:
        return
    known = noted(folder)
    if known and known[-1].head == head and what == HEAD:
        return
    line = f"{what} {at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ} {head.seq} {head.hash.hex()}\n"
    begin_file(folder / FILE)
    with told(folder), (folder / FILE).open("a", encoding="ascii") as file:
        if file.tell() and not _ends_a_line(folder / FILE):
            file.write("\n")  # a power cut had torn the last line
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def noted(folder: Path) -> list[Anchor]:
    """The lines of a folder's file that can be read, in their order; none when there is no file."""
    found = []
    with suppress(OSError, UnicodeDecodeError):
        for line in (folder / FILE).read_text("ascii").splitlines():
            try:
                what, at, seq, digest = line.split()
                anchor = Anchor(datetime.fromisoformat(at), what, Head(int(seq), bytes.fromhex(digest)))
            except ValueError:
                _log.info("a line of %s cannot be read", FILE)
                continue
            if what in (HEAD, RESTORED) and anchor.at.tzinfo is not None and len(anchor.head.hash) == len(GENESIS):
                found.append(anchor)
    return found


def known_heads(folders: Iterable[Path]) -> dict[int, bytes]:
    """What `verify` takes as anchors: number to hash, of all these folders together."""
    heads: dict[int, bytes] = {}
    lines: list[tuple[datetime, Anchor]] = []
    for folder in dict.fromkeys(folders):
        latest = datetime.min.replace(tzinfo=UTC)
        for line in noted(folder):
            latest = max(latest, line.at)  # a file's own order counts: this computer's clock may have been set back
            lines.append((latest, line))
    for _, line in sorted(lines, key=lambda item: item[0]):
        if line.what == RESTORED:
            heads = {seq: digest for seq, digest in heads.items() if seq <= line.head.seq}
        seq, digest = line.head.seq, line.head.hash
        if seq:
            heads[seq] = digest if heads.get(seq, digest) == digest else _CONTRADICTED
    return heads


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
