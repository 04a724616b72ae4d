"""Registers as files: CSV and XLSX out, and in, with every row judged before anything is taken over. No Qt."""

from __future__ import annotations

import csv
import gc
import hashlib
import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from lobbyconsole.domain.register import Field, Register, opening_refusal, value_refusal
from lobbyconsole.domain.said_time import said_date, said_time
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused
from lobbyconsole.files import save_as
from lobbyconsole.services import record_sheets
from lobbyconsole.services.records import Records, said

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 20_000
AT_ONCE = 200  # rows recorded in one go
# What a spreadsheet leaves in a cell whose formula failed.
CELL_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"})
NUMBER_HEADS = ("number", "编号")
YES, NO = ("是", "有", "yes", "true", "y", "1", "√"), ("否", "无", "no", "false", "n", "0")

# What a field may be called in a file: (value, words) in the reader's language.
Options = Callable[[Field], Sequence[tuple[Any, str]]]


# --- out --------------------------------------------------------------------------------------------------------------


def csv_of(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A table as CSV. What a spreadsheet would take for a formula gets an apostrophe in front."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    return out.getvalue()


def _guarded(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def write_csv(path: Path, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write the table. Spreadsheets take UTF-8 for what it is only with its mark in front. Raises OSError."""
    save_as(path, csv_of(head, rows).encode("utf-8-sig"))


def write_xlsx(path: Path, title: str, head: Sequence[str], rows: Sequence[Sequence[Any]], made_at: datetime) -> None:
    """Write the table as a workbook of one sheet; the same table gives the same bytes. Raises OSError."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
               "constant_memory": True}  # fmt: skip
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"title": title, "created": made_at.replace(tzinfo=None, microsecond=0)})
    sheet = book.add_worksheet(_sheet_name(title))
    bold = book.add_format({"bold": True, "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for at, name in enumerate(head):
        widest = max([_width(name), *(_width(row[at]) for row in rows[:500])])
        sheet.set_column(at, at, min(60, widest + 2))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(rows)), max(0, len(head) - 1))
    sheet.write_row(0, 0, head, bold)
    for number, row in enumerate(rows, 1):
        for at, cell in enumerate(row):
            sheet.write(number, at, cell, wrapped if isinstance(cell, str) and "\n" in cell else None)
    book.close()
    save_as(path, stream.getvalue())


def _width(cell: Any) -> int:
    return sum(2 if ord(sign) > 0x2E80 else 1 for sign in str(cell).partition("\n")[0])


def _sheet_name(title: str) -> str:
    return "".join(" " if sign in "[]:*?/\\'" else sign for sign in title)[:31].strip() or "1"


# --- in ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file as it would be taken over. `why`: it will not be, and the reason.

    `id`: this line of this very file; what was taken over by it is not taken over again.
    """

    line: int
    values: Mapping[str, Any]
    shown: str
    why: Message | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would do to a register. `unknown`: heads that no field is called by.

    Of a workbook: the sheet that was read, and those that were left out.
    """

    rows: tuple[Row, ...]
    unknown: tuple[str, ...] = ()
    sheet: str = ""
    left_out: tuple[str, ...] = ()

    @property
    def good(self) -> list[Row]:
        return [row for row in self.rows if row.why is None]

    @property
    def bad(self) -> list[Row]:
        return [row for row in self.rows if row.why is not None]


@contextmanager
def _no_collector() -> Iterator[None]:
    """A full collection over ten thousand rows holds up every thread, the screen's too, for 0.2 s."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def preview(
    path: Path, register: Register, options: Options, now: datetime, known: frozenset[str] = frozenset(),
    taken: Callable[[Sequence[str]], Collection[str]] = lambda ids: (),
) -> Preview:  # fmt: skip
    """Read a CSV file or a workbook; nothing is recorded. `now` in the hall's zone, `known`: numbers there already.

    `taken`: of ids of rows those that were taken over before. Raises Refused.
    """
    with _no_collector():
        return _preview(path, register, options, now, known, taken)


def _preview(
    path: Path, register: Register, options: Options, now: datetime, known: frozenset[str],
    taken: Callable[[Sequence[str]], Collection[str]],
) -> Preview:  # fmt: skip
    content = _content(path)
    digest = hashlib.sha256(content).hexdigest()
    sheet: record_sheets.Sheet | None = None
    if record_sheets.is_workbook(content):
        sheet = record_sheets.read_sheet(
            path, content,
            lambda cells: any(_field_called(register, cell.strip()) for cell in cells if cell.strip()), MOST_ROWS,
        )  # fmt: skip
        lines = sheet.rows
    else:
        lines = list(enumerate(_table(_text(path, content)), 1))
    if not lines:
        raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "The file is empty.")))
    if len(lines) - 1 > MOST_ROWS:
        text = QT_TRANSLATE_NOOP("Messages", "The file has more than {most} rows; that is the most at once.")
        raise Refused(Message(text, {"most": MOST_ROWS}))
    head = [cell.strip() for cell in lines[0][1]]
    fields = [_field_called(register, name) for name in head]
    if not any(fields):
        text = QT_TRANSLATE_NOOP(
            "Messages", "No column is called like a field of this register. The first row must name the columns."
        )
        raise Refused(Message(text))
    numbers = next((at for at, name in enumerate(head) if name.casefold() in NUMBER_HEADS), None)
    names = {entry.name: _names(entry, options) for entry in fields if entry is not None}
    rows = [
        _row(register, at, cells, fields, names, now, known if numbers is not None else frozenset(), numbers)
        for at, cells in lines[1:]
        if any(cell.strip() for cell in cells)
    ]
    if sheet is not None:
        merged = Message(QT_TRANSLATE_NOOP("Messages", "The row has merged cells. Split them in the file first."))
        rows = [replace(row, why=merged) if row.line in sheet.merged else row for row in rows]
    rows = [replace(row, id=f"{digest}:{row.line}") for row in rows]
    before = frozenset(taken([row.id for row in rows if row.why is None]))
    if before:  # an import that was broken off, or done twice
        text = QT_TRANSLATE_NOOP("Messages", "This row of this very file was taken over before.")
        rows = [replace(row, why=Message(text)) if row.why is None and row.id in before else row for row in rows]
    unknown = tuple(
        name for name, entry in zip(head, fields, strict=True) if entry is None and name and name.casefold()
        not in (*NUMBER_HEADS, "state", "状态", "changed", "变更时间", "opened", "登记时间", "time left", "剩余时间")
    )  # fmt: skip
    return Preview(tuple(rows), unknown, sheet.title if sheet else "", sheet.left_out if sheet else ())


def take_over(
    records: Records, register: str, rows: Sequence[Row], *, by: str = "",
    progress: Callable[[int, int], None] = lambda done, all_: None,
) -> int:  # fmt: skip
    """Open a record for every good row; gives how many. Raises Refused.

    Broken off in the middle and begun again with the same file, it goes on behind what was taken over.
    """
    good = [row for row in rows if row.why is None]
    count = 0
    for start in range(0, len(good), AT_ONCE):
        part = good[start : start + AT_ONCE]
        count += records.open_many(register, [row.values for row in part], by=by, ids=[row.id for row in part])
        progress(min(len(good), start + AT_ONCE), len(good))
    return count


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            text = QT_TRANSLATE_NOOP("Messages", "{name} is larger than {limit} MB.")
            raise Refused(Message(text, {"name": path.name, "limit": MOST_BYTES // (1024 * 1024)}))
        return path.read_bytes()
    except OSError as error:
        text = QT_TRANSLATE_NOOP("Messages", "{name} cannot be read: {reason}.")
        raise Refused(Message(text, {"name": path.name, "reason": error.strerror or str(error)})) from error


def _text(path: Path, content: bytes) -> str:
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            found = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in found:
            return found
    raise Refused(
        Message(QT_TRANSLATE_NOOP("Messages", "{name} is neither a CSV file nor a workbook."), {"name": path.name})
    )


def _table(text: str) -> list[list[str]]:
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text.lstrip("\r\n"), newline=""), delimiter=delimiter))
    except csv.Error as error:
        text = QT_TRANSLATE_NOOP("Messages", "The file cannot be read as CSV: {reason}.")
        raise Refused(Message(text, {"reason": str(error)})) from error
    return rows if any(rows) else []


def _field_called(register: Register, name: str) -> Field | None:
    plain = name.casefold().rstrip(" *＊")
    return next(
        (
            entry for entry in register.fields
            if plain in (entry.name.casefold(), entry.title.en.casefold(), entry.title.zh.casefold())
        ),
        None,
    )  # fmt: skip


def _names(entry: Field, options: Options) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for value, words in options(entry):
        found[words.casefold()] = value
        found[str(value).casefold()] = value
    for choice in entry.choices:
        found |= {text.casefold(): choice.id for text in (choice.id, choice.label.en, choice.label.zh)}
    if entry.kind == "yes_no":
        found = {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)}
    return found


def _row(
    register: Register, line: int, cells: Sequence[str], fields: Sequence[Field | None],
    names: Mapping[str, Mapping[str, Any]], now: datetime, known: frozenset[str], numbers: int | None,
) -> Row:  # fmt: skip
    values: dict[str, Any] = {}
    why: Message | None = None
    for entry, cell in zip(fields, cells, strict=False):
        text = cell.strip()
        if len(text) > 1 and text[0] == "'" and text[1] in "=+-@":
            text = text[1:]
        if entry is None or not text:
            continue
        if text in CELL_ERRORS:
            broken = QT_TRANSLATE_NOOP(
                "Messages", "{field}: the cell holds the error {error}. Mend it in the file first."
            )
            why = why or Message(broken, {"field": entry.title, "error": text})
            continue
        value = _value(entry, text, names[entry.name], now)
        values[entry.name] = value
        if why is None and value is None:
            codes: dict[str, Any] = {"date": "not_a_time", "time": "not_a_time", "number": "not_a_number"}
            code = codes.get(entry.kind, "not_a_choice")
            why = said(register, (code, entry.name)).message
        elif why is None and (wrong := value_refusal(entry, value)):
            why = said(register, wrong).message
    if why is None and (missing := opening_refusal(register, values)):
        why = said(register, missing).message
    if len(cells) > len(fields) and any(cell.strip() for cell in cells[len(fields) :]):
        why = Message(QT_TRANSLATE_NOOP("Messages", "The row has more cells than the head."))
    if numbers is not None and numbers < len(cells) and cells[numbers].strip() in known:
        text = QT_TRANSLATE_NOOP("Messages", "{number} is in the register already.")
        why = Message(text, {"number": cells[numbers].strip()})
    return Row(line, values, " · ".join(cell.strip() for cell in cells if cell.strip())[:160], why)


def _value(entry: Field, text: str, names: Mapping[str, Any], now: datetime) -> Any:
    """A cell as a value of its field; None when it cannot be one."""
    if entry.kind == "number":
        try:
            number = float(text.replace(",", "").replace("，", ""))
        except ValueError:
            return None
        return int(number) if number.is_integer() else number
    if entry.kind == "date":
        day = said_date(text.replace("T", " ").split(" ")[0], now.date())
        return None if day is None else day.isoformat()
    if entry.kind == "time":
        at = said_time(text, now)
        return None if at is None else at.isoformat(timespec="minutes")
    if entry.kind in ("choice", "yes_no", "role", "zone", "touchpoint", "plan") or entry.refers:
        return names.get(text.casefold())
    return text
