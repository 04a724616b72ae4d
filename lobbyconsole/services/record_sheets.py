"""Reads a workbook (.xlsx) as rows of text: values only, and never more than a hostile file may cost.

openpyxl, because it reads a sheet row by row. Faster readers make room for the whole rectangle at once, and a file of
6 KB with one cell in the last corner of its sheet then ends the program.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_PARTS = 5_000  # entries of the archive
MOST_UNPACKED = 40 * 1024 * 1024  # of its XML
MOST_MARKS = 4_000_000  # opening and closing elements of all sheets; a cell has four
MOST_OTHER_MARKS = 800_000  # of shared words and styles, which are dear to read
MOST_COLUMNS = 200
MOST_SHEETS = 50
HEAD_WITHIN = 10  # rows: a title or two may stand above the heads

_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*["']([A-Za-z]{1,3})(\d{1,7}):([A-Za-z]{1,3})(\d{1,7})""")
_DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

TableRows = list[tuple[int, list[str]]]  # (row number in the file, cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a workbook from the head on. `left_out`: sheets that are not read; `merged`: rows in merged cells."""

    title: str
    rows: TableRows
    left_out: tuple[str, ...] = ()
    merged: frozenset[int] = frozenset()


def is_workbook(content: bytes) -> bool:
    """Whether a file is a workbook or another office file, whatever it is called."""
    return content.startswith((ZIP, OLE))


def read_sheet(path: Path, content: bytes, is_head: Callable[[Sequence[str]], bool], most_rows: int) -> Sheet:
    """The first sheet that has a row `is_head` knows among its first rows, else the first one. Raises Refused.

    `content` was read from `path`: the stick may be gone by now. Gives at most `most_rows` and one filled rows more, so
    that the caller sees that there were too many.
    """
    with io.BytesIO(content) as stream:
        start = stream.read(8)
        if start.startswith(OLE):
            raise _ole(path, stream)
        stream.seek(0)
        try:
            with zipfile.ZipFile(stream) as archive:
                _look_through(path, archive)
            stream.seek(0)
            return _read(path, stream, is_head, most_rows)
        except (Refused, OSError, MemoryError):
            raise
        except Exception as error:  # a broken file fails in as many ways as there are to break it
            raise _unreadable(path, error) from error


def _ole(path: Path, stream: IO[bytes]) -> Refused:
    if _ENCRYPTED in stream.read(4 * 1024 * 1024):
        text = QT_TRANSLATE_NOOP("Messages", "{name} is locked with a password. Save it without one and try again.")
    else:
        text = QT_TRANSLATE_NOOP("Messages", "{name} is a workbook of the old kind (.xls). Save it as .xlsx or CSV.")
    return Refused(Message(text, {"name": path.name}))


def _unreadable(path: Path, error: object) -> Refused:
    text = QT_TRANSLATE_NOOP("Messages", "{name} is damaged or no workbook: {reason}.")
    return Refused(Message(text, {"name": path.name, "reason": str(error)[:160].rstrip(".")}))


def _too_much(path: Path) -> Refused:
    text = QT_TRANSLATE_NOOP("Messages", "{name} holds far more than a register. Save only the rows that are wanted.")
    return Refused(Message(text, {"name": path.name}))


def _look_through(path: Path, archive: zipfile.ZipFile) -> None:
    """Refuse what would take too much room or time, before anybody makes objects of it."""
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        if {"xl/workbook.bin", "mimetype"} & names:
            text = QT_TRANSLATE_NOOP("Messages", "{name} is a workbook of another kind. Save it as .xlsx or CSV.")
        else:
            text = QT_TRANSLATE_NOOP("Messages", "{name} is no workbook.")
        raise Refused(Message(text, {"name": path.name}))
    if any(part.flag_bits & 1 for part in parts):
        text = QT_TRANSLATE_NOOP("Messages", "{name} is locked with a password. Save it without one and try again.")
        raise Refused(Message(text, {"name": path.name}))
    xml = [part for part in parts if part.filename.lower().endswith((".xml", ".rels", ".vml"))]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in xml) > MOST_UNPACKED:
        raise _too_much(path)
    marks = other = 0
    for part in xml:
        found = _marks(path, archive, part)
        if part.filename.startswith("xl/worksheets/"):
            marks += found
        else:
            other += found
        if marks > MOST_MARKS or other > MOST_OTHER_MARKS:
            raise _too_much(path)


def _marks(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """How many elements a part has, more or less. A part is never longer than it says; its checksum must fit."""
    found, tail = 0, b""
    with archive.open(part) as stream:
        while piece := stream.read(1 << 20):
            if any(mark in tail + piece for mark in _DOCTYPES):
                raise _unreadable(path, "DOCTYPE")  # no spreadsheet writes one; what it could unfold has no end
            found += piece.count(b"<")
            tail = piece[-32:]
    return found


def _read(path: Path, stream: IO[bytes], is_head: Callable[[Sequence[str]], bool], most_rows: int) -> Sheet:
    from openpyxl import load_workbook

    # It warns of everything it leaves out, such as colours and drop-down lists.
    warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\b")
    book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    try:
        sheets = [sheet for sheet in book.worksheets[:MOST_SHEETS] if sheet.sheet_state == "visible"]
        chosen, at = None, 0
        for sheet in sheets:
            at = next((line for line, cells in _rows(sheet, HEAD_WITHIN) if is_head(cells)), 0)
            if at:
                chosen = sheet
                break
        if chosen is None:
            if not sheets:
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "The file is empty.")))
            chosen = sheets[0]
            at = next((line for line, cells in _rows(chosen, HEAD_WITHIN) if any(cells)), 1)
        rows: TableRows = []
        for line, cells in _rows(chosen):
            if line >= at and any(cell.strip() for cell in cells):
                rows.append((line, cells))
                if len(rows) > most_rows + 1:
                    break
        others = tuple(sheet.title for sheet in sheets if sheet is not chosen)
        return Sheet(chosen.title, rows, others, _merged_rows(book, chosen, at))
    finally:
        book.close()


def _rows(sheet: Any, most: int | None = None) -> Iterator[tuple[int, list[str]]]:
    sheet.reset_dimensions()  # what a file says of its own size may be wrong
    for line, cells in enumerate(sheet.iter_rows(max_row=most, max_col=MOST_COLUMNS, values_only=True), 1):
        if cells.count(None) == len(cells):
            continue  # a gap may be a million rows long
        texts = [_text(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        yield line, texts


def _text(cell: Any) -> str:
    """A cell as one would type it."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case datetime():
            if cell.time() == time():
                return cell.date().isoformat()
            # A spreadsheet counts in days: half a second of rounding is not what was typed.
            return (cell + timedelta(milliseconds=500)).isoformat(" ", "minutes")
        case date():
            return cell.isoformat()
        case time():
            return cell.isoformat("minutes")
        case timedelta():
            return f"{cell.total_seconds() / 60:g}"
        case float():
            return f"{int(cell)}" if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    return str(cell).replace("_x000D_", "").replace("\r\n", "\n")


def _merged_rows(book: Any, sheet: Any, head: int) -> frozenset[int]:
    """Rows below the head that lie in merged cells and are not the first of them: their cells are empty in the file."""
    found: set[int] = set()
    tail = b""
    with book._archive.open(sheet._worksheet_path) as stream:
        while piece := stream.read(1 << 20):
            for match in _MERGED.finditer(tail + piece):
                first, last = int(match[2]), int(match[4])
                if first > head - 1 and last > first:
                    found.update(range(max(first, head) + 1, min(last, first + 20_000) + 1))
            tail = piece[-200:]
            if len(found) > 200_000:
                break
    return frozenset(found)
