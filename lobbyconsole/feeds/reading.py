"""Records of CSV and JSON-lines files, read in pieces from any place: broken lines, quotes, encodings, compression."""

from __future__ import annotations

import contextlib
import csv
import gzip
import json
import lzma
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.feeds.mapping import BadRecord, decode, without_persons
from lobbyconsole.feeds.profile import FolderSource

MAX_RECORD = 256 * 1024  # bytes; what is longer is no record
MAX_LINES = 20  # of one record


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that gave nothing, shortened and without persons, and why."""

    line: int
    text: str
    reason: Message


@dataclass(frozen=True, slots=True)
class Piece:
    """One record as it stands in a file: first and last line, where it ends (decompressed bytes), fields or problem."""

    line: int
    last: int
    end: int
    record: Mapping[str, Any] | None
    bad: BadLine | None = None


def open_file(path: Path) -> IO[bytes]:
    """The bytes of a file, unpacked where its name ends in .xz or .gz. Raises OSError."""
    if path.suffix == ".xz":
        return cast(IO[bytes], lzma.open(path))
    return cast(IO[bytes], gzip.open(path)) if path.suffix == ".gz" else path.open("rb")


def raw_records(stream: IO[bytes], offset: int, quoted: bool, whole: bool) -> Iterator[tuple[int, bytes]]:
    """(end, bytes) of each record from `offset` on. An unfinished last line only counts when the file is `whole`."""
    stream.seek(offset)
    lines: list[bytes] = []
    while line := stream.readline(MAX_RECORD):
        if not line.endswith(b"\n") and not whole and len(line) < MAX_RECORD:
            return
        lines.append(line)
        # A quoted field may hold line breaks; a stray quotation mark may not swallow the rest of the file.
        if quoted and sum(part.count(b'"') for part in lines) % 2 and len(lines) < MAX_LINES:
            continue
        if len(lines) == MAX_LINES:
            for part in lines:
                offset += len(part)
                yield offset, part
        else:
            offset += sum(map(len, lines))
            yield offset, b"".join(lines)
        lines = []
    for part in lines if whole else ():
        offset += len(part)
        yield offset, part


def pieces_of(path: Path, source: FolderSource, offset: int = 0, line: int = 0, whole: bool = True) -> Iterator[Piece]:
    """The records of a file after `offset`, before which stand `line` lines. Raises OSError, EOFError, LZMAError."""
    with open_file(path) as stream:
        is_csv = source.format == "csv"
        names = list(source.fields)
        if is_csv and source.header:
            end, raw = next(raw_records(stream, 0, True, whole), (0, b""))
            if not raw:
                return
            with contextlib.suppress(csv.Error):  # a header that is none: every line will be told to be wrong
                heads = next(csv.reader([_text(raw, source)], delimiter=source.delimiter), [])
                names = [name.strip() for name in heads]
            offset, line = (end, 1) if offset == 0 else (offset, line)
        for end, raw in raw_records(stream, offset, is_csv, whole):
            parts = re.findall(rb"[^\n]*\n|[^\n]+", raw)
            first = _piece(raw, line, end, names, source)
            if first is not None and first.record is None and len(parts) > 1:
                # Lines that only seemed to belong together.
                begun = end - len(raw)
                for number, part in enumerate(parts):
                    begun += len(part)
                    piece = _piece(part, line + number, begun, names, source)
                    if piece is not None:
                        yield piece
            elif first is not None:
                yield first
            line += max(1, len(parts))


def _piece(raw: bytes, before: int, end: int, names: list[str], source: FolderSource) -> Piece | None:
    text = _text(raw, source)
    if not text.strip():
        return None
    last = before + max(1, raw.count(b"\n"))
    try:
        record = csv_record(text, names, source) if source.format == "csv" else json_record(text)
    except BadRecord as error:
        shown = without_persons(text[:200]).strip()
        return Piece(before + 1, last, end, None, BadLine(before + 1, shown, error.message))
    return Piece(before + 1, last, end, record)


def _text(raw: bytes, source: FolderSource) -> str:
    return decode(raw, source.encoding).replace("\x00", "")


def csv_record(text: str, names: list[str], source: FolderSource) -> Mapping[str, Any]:
    """A line by its columns; empty cells too many at its end are overlooked. Raises BadRecord."""
    try:
        values = next(csv.reader([text], delimiter=source.delimiter, strict=True), [])
    except csv.Error as error:
        raise BadRecord(Message("{reason}", {"reason": str(error)})) from error
    while len(values) > len(names) and not values[-1]:
        values.pop()
    if len(values) != len(names):
        reason = QT_TRANSLATE_NOOP("Messages", "The line has {many} fields instead of {right}")
        raise BadRecord(Message(reason, {"many": len(values), "right": len(names)}))
    return dict(zip(names, values, strict=True))


def json_record(text: str) -> Mapping[str, Any]:
    """A line that is one JSON object. Raises BadRecord."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadRecord(Message(QT_TRANSLATE_NOOP("Messages", "The line is no JSON"))) from error
    if not isinstance(found, dict):
        raise BadRecord(Message(QT_TRANSLATE_NOOP("Messages", "The line is no JSON object")))
    return found
