"""Photos that belong to rounds and records: kept encrypted beside the database, named by their content.

How they lie there is in store/attached.py. What is in is checked when it is read: a damaged file is refused and never
shown as something else. Backups take along what facts refer to, see store/companions.py.
"""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused
from lobbyconsole.files import write_whole
from lobbyconsole.store.attached import FOLDER as FOLDER
from lobbyconsole.store.attached import Wrapping, is_name
from lobbyconsole.store.sealed import Broken

MOST_BYTES = 20 * 1024 * 1024
MOST_FILE_BYTES = 50 * 1024 * 1024  # of evidence that is no picture
_CHUNK = 1024 * 1024
_HEIF = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")


@dataclass(frozen=True, slots=True)
class Kept:
    """An attachment that is safe on the disk."""

    sha256: str
    name: str
    size: int
    media: str


class Attachments:
    """The attachments of one hall. Any thread, and not the GUI's: files are read, written and synced."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder / FOLDER
        self._wrapping = Wrapping(key)

    def keep_file(self, path: Path | str, check: Callable[[bytes, str], object] | None = None) -> Kept:
        """Take in a picture from a file; `check` may look at it first. Raises Refused, in words."""
        path = Path(path)
        try:
            with path.open("rb") as stream:
                content = _read(stream)
        except OSError as error:
            raise Refused(
                Message(
                    QT_TRANSLATE_NOOP("Messages", "{name} cannot be read: {reason}."),
                    {"name": path.name or str(path), "reason": error.strerror or str(error)},
                )
            ) from error
        media_of(content, path.name)
        if check is not None:
            check(content, path.name)
        return self.keep(content, path.name)

    def keep_evidence(self, path: Path | str) -> Kept:
        """Take in any file as evidence: a document, a sound, a short film. Raises Refused, in words."""
        path = Path(path)
        try:
            with path.open("rb") as stream:
                content = stream.read(MOST_FILE_BYTES + 1)  # a pipe may be without end
        except OSError as error:
            raise Refused(
                Message(
                    QT_TRANSLATE_NOOP("Messages", "{name} cannot be read: {reason}."),
                    {"name": path.name or str(path), "reason": error.strerror or str(error)},
                )
            ) from error
        if len(content) > MOST_FILE_BYTES:
            text = QT_TRANSLATE_NOOP(
                "Messages", "{name} is larger than {limit} MB. Keep it elsewhere and note in the log where it lies."
            )
            raise Refused(Message(text, {"name": path.name, "limit": MOST_FILE_BYTES // (1024 * 1024)}))
        if not content:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "{name} is empty."), {"name": path.name}))
        try:
            media = media_of(content, path.name)
        except Refused:
            media = "application/octet-stream"
        return self._kept(content, path.name, media)

    def keep(self, content: bytes, name: str = "") -> Kept:
        """Take in a picture. The same content twice is kept once. Raises Refused, in words."""
        return self._kept(content, name, media_of(content, name))

    def _kept(self, content: bytes, name: str, media: str) -> Kept:
        sha256 = hashlib.sha256(content).hexdigest()
        kept = Kept(sha256, name, len(content), media)
        target = self._folder / sha256
        if not self._sound(target):
            self._write(target, self._wrapping.wrapped(content, sha256))
        return kept

    def read(self, sha256: str) -> bytes:
        """What was kept. Raises Refused when it is not here or damaged."""
        if not is_name(sha256):
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "There is no such photo.")))
        try:
            return self._wrapping.opened((self._folder / sha256).read_bytes(), sha256)
        except FileNotFoundError as error:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This photo is not on this computer."))) from error
        except (Broken, OSError) as error:
            raise Refused(
                Message(QT_TRANSLATE_NOOP("Messages", "This photo's file is damaged; the answer itself is safe."))
            ) from error

    def _sound(self, target: Path) -> bool:
        """Whether it is there already and can be read: a damaged one is written anew."""
        with suppress(Refused):
            return bool(target.is_file() and self.read(target.name))
        return False

    def _write(self, target: Path, sealed: bytes) -> None:
        try:
            write_whole(target, sealed)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                text = QT_TRANSLATE_NOOP(
                    "Messages", "The disk is full: the photo was not kept. Answers are safe; free some space first."
                )
                raise Refused(Message(text)) from error
            raise Refused(
                Message(
                    QT_TRANSLATE_NOOP("Messages", "The photo could not be kept: {reason}."),
                    {"reason": error.strerror or str(error)},
                )
            ) from error


def _read(stream: BinaryIO) -> bytes:
    """All of it, but never more than is allowed: a pipe or a film may be without end."""
    parts: list[bytes] = []
    size = 0
    while part := stream.read(_CHUNK):
        size += len(part)
        if size > MOST_BYTES:
            raise Refused(_too_large())
        parts.append(part)
    return b"".join(parts)


def _too_large() -> Message:
    text = QT_TRANSLATE_NOOP("Messages", "A photo may have {limit} MB at most. Take it in a smaller size.")
    return Message(text, {"limit": MOST_BYTES // (1024 * 1024)})


def media_of(content: bytes, name: str = "") -> str:
    """What kind of picture it is, told by its first bytes and never by its name. Raises Refused for anything else."""
    values = {"name": name or "?"}
    if len(content) > MOST_BYTES:
        raise Refused(_too_large())
    if not content:
        raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "{name} is empty."), values))
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[:6] in (b"GIF87a", b"GIF89a"):
        return "image/gif"
    if content[:2] == b"BM" and len(content) > 26:
        return "image/bmp"
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF:
        text = QT_TRANSLATE_NOOP(
            "Messages", "{name} is a HEIC photo, which cannot be shown here. Let the phone save photos as JPEG."
        )
        raise Refused(Message(text, values))
    text = QT_TRANSLATE_NOOP("Messages", "{name} is no photo that can be read here (JPEG, PNG, WebP, GIF or BMP).")
    raise Refused(Message(text, values))
