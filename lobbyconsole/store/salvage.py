"""Reads journal rows out of a damaged database page by page, whatever has happened to the other pages.

Every SQLCipher page carries its own authentication code: it is exactly as it was written, or it is passed over.
Formats: https://www.sqlite.org/fileformat.html (b-tree leaves, records, write-ahead log), SQLCipher 4's page layout.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from lobbyconsole.store.connection import PAGE, RESERVED, SALT_BYTES, beside, hmac_key, is_authentic
from lobbyconsole.store.journal import JournalRow

_USABLE = PAGE - RESERVED
_MAX_LOCAL = _USABLE - 35
_MIN_LOCAL = (_USABLE - 12) * 32 // 255 - 23
_TABLE_LEAF = 0x0D
_WAL_HEADER, _FRAME_HEADER = 32, 24
_INT_BYTES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_COLUMNS = 8

PlainPage = Callable[[int], bytes | None]


class Salvage:
    """Goes through a database file and its write-ahead log. `pages` and `bad_pages` are known when `rows` has ended."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.pages = 0
        self.bad_pages = 0
        self._path = path
        self._wal = beside(path)[0]
        self._key = key
        self._page_key = hmac_key(key)

    def rows(self) -> Iterator[JournalRow]:
        """Every journal row that can still be read, each perhaps twice, in no particular order."""
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        with ExitStack() as files:
            main = files.enter_context(self._path.open("rb")) if self._path.exists() else None
            log = files.enter_context(self._wal.open("rb")) if self._wal.exists() else None
            latest = {} if log is None else self._committed(log)

            def plain(number: int) -> bytes | None:
                page = self._authentic(main, (number - 1) * PAGE, number)
                if number in latest:
                    page = self._authentic(log, latest[number], number) or page
                if page is None:
                    return None
                start = SALT_BYTES if number == 1 else 0
                opened = Cipher(algorithms.AES(self._key), modes.CBC(page[_USABLE : _USABLE + 16])).decryptor()
                return bytes(start) + opened.update(page[start:_USABLE]) + opened.finalize()

            size = self._path.stat().st_size if main is not None else 0
            self.pages = max([-(-size // PAGE), *latest])
            self.bad_pages = 0
            for number in range(1, self.pages + 1):
                page = plain(number)
                if page is None:
                    self.bad_pages += 1
                else:
                    yield from _leaf_rows(page, 100 if number == 1 else 0, plain)

    def _authentic(self, file: BinaryIO | None, offset: int, number: int) -> bytes | None:
        if file is None:
            return None
        try:
            file.seek(offset)
            page = file.read(PAGE)
        except OSError:  # a sector of a dying disk: the next page may be readable again
            return None
        return page if is_authentic(page, number, self._page_key) else None

    def _committed(self, log: BinaryIO) -> dict[int, int]:
        """Where the log holds the newest committed version of which page.

        The log ends at the first frame that is not whole; what was never committed was never shown, and must not
        appear now.
        """
        latest: dict[int, int] = {}
        pending: dict[int, int] = {}
        salts = log.read(_WAL_HEADER)[16:24]
        offset = _WAL_HEADER
        while len(frame := log.read(_FRAME_HEADER + PAGE)) == _FRAME_HEADER + PAGE:
            number, committed = struct.unpack(">II", frame[:8])
            if frame[8:16] != salts or not is_authentic(frame[_FRAME_HEADER:], number, self._page_key):
                break
            pending[number] = offset + _FRAME_HEADER
            if committed:
                latest |= pending
                pending = {}
            offset += len(frame)
        return latest


def _leaf_rows(page: bytes, start: int, plain: PlainPage) -> Iterator[JournalRow]:
    """The journal rows on one decrypted page; none if it is a page of something else."""
    if page[start] != _TABLE_LEAF:
        return
    cells = int.from_bytes(page[start + 3 : start + 5], "big")
    for index in range(cells):
        place = start + 8 + 2 * index
        pointer = int.from_bytes(page[place : place + 2], "big")
        try:
            row = _row(page, pointer, plain)
        except (IndexError, ValueError, KeyError):  # ValueError also stands for a text that is no UTF-8
            continue
        if row is not None:
            yield row


def _row(page: bytes, at: int, plain: PlainPage) -> JournalRow | None:
    size, at = _varint(page, at)
    seq, at = _varint(page, at)
    payload = _payload(page, at, size, plain)
    if payload is None:
        return None
    header_end, place = _varint(payload, 0)
    types: list[int] = []
    while place < header_end:
        kind, place = _varint(payload, place)
        types.append(kind)
    # seq (kept as NULL, it is the row's number), three texts, two whole numbers, two blobs, the last of 32 bytes
    if len(types) != _COLUMNS or types[0] != 0 or types[7] != 12 + 2 * 32:
        return None
    values = []
    for kind in types[1:]:
        value, place = _value(payload, place, kind)
        values.append(value)
    fact_id, name, subject, happened_at, recorded_at, body, digest = values
    if not (
        isinstance(fact_id, str)
        and isinstance(name, str)
        and isinstance(subject, str)
        and isinstance(happened_at, int)
        and isinstance(recorded_at, int)
        and isinstance(body, bytes)
        and isinstance(digest, bytes)
    ):
        return None
    return JournalRow(seq, fact_id, name, subject, happened_at, recorded_at, body, digest)


def _payload(page: bytes, at: int, size: int, plain: PlainPage) -> bytes | None:
    """A cell's payload, following its overflow pages; None when one of those is lost."""
    if size <= _MAX_LOCAL:
        return page[at : at + size]
    local = _MIN_LOCAL + (size - _MIN_LOCAL) % (_USABLE - 4)
    if local > _MAX_LOCAL:
        local = _MIN_LOCAL
    payload = page[at : at + local]
    following = int.from_bytes(page[at + local : at + local + 4], "big")
    while len(payload) < size:
        more = plain(following) if following else None
        if more is None:
            return None
        following = int.from_bytes(more[:4], "big")
        payload += more[4 : 4 + size - len(payload)]
    return payload


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for index in range(8):
        byte = data[at + index]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + index + 1
    value = value << 8 | data[at + 8]
    return (value - (1 << 64) if value >= 1 << 63 else value), at + 9


def _value(data: bytes, at: int, kind: int) -> tuple[int | str | bytes | None, int]:
    if kind == 0:
        return None, at
    if kind in (8, 9):
        return kind - 8, at
    if kind in _INT_BYTES:
        end = at + _INT_BYTES[kind]
        return int.from_bytes(data[at:end], "big", signed=True), end
    if kind < 12:
        raise ValueError("a number with a point, where the journal has none")
    end = at + (kind - 12) // 2
    if end > len(data):
        raise ValueError("a value beyond its row")
    raw = data[at:end]
    return (raw.decode() if kind % 2 else raw), end
