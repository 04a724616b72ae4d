"""A paper as CSV and as a workbook; the same paper gives the same bytes, and no cell becomes a formula."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import VERDICT_WORDS, Amount, Bars, Block, Figure, Missing, Paper, Table, Value, Words
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.files import save_as
from lobbyconsole.services import record_files

# Puts a message into a language ("zh", "en"); only a face has the translations.
Say: TypeAlias = Callable[[Message, str], str]

_HEADS = (
    QT_TRANSLATE_NOOP("Briefing", "Section"),
    QT_TRANSLATE_NOOP("Briefing", "Figure"),
    QT_TRANSLATE_NOOP("Briefing", "Value"),
    QT_TRANSLATE_NOOP("Briefing", "Target"),
    QT_TRANSLATE_NOOP("Briefing", "Judgement"),
    QT_TRANSLATE_NOOP("Briefing", "Before"),
    QT_TRANSLATE_NOOP("Briefing", "Note"),
)
_MISSING = QT_TRANSLATE_NOOP("Briefing", "missing")


def english(message: Message, language: str) -> str:
    """Without a face: the words as they stand in the program."""
    return str(message)


class _Reader:
    """One reader's language."""

    def __init__(self, language: str, say: Say) -> None:
        self.language, self._say = language, say

    def words(self, text: str) -> str:
        return self.said(Words(text)) if text else ""

    def said(self, value: Value | Text | Words | None) -> str:
        if value is None:
            return ""
        if isinstance(value, Words):
            return self._say(value.message(self.language), self.language)
        if isinstance(value, Amount):
            return self.amount(value.n, value.unit, value.at_least)
        return value if isinstance(value, str) else value.say(self.language)

    def amount(self, value: float | None, unit: str, at_least: bool = False) -> str:
        # A spreadsheet takes a hyphen in front for the beginning of a formula; this is the minus sign anyway.
        return "" if value is None else Amount(value, unit, at_least).say(self.language).replace("-", "−")


def _lines(block: Block, reader: _Reader) -> list[list[str]]:
    """A block as lines without the section: figure, value, target, judgement, before, note; tables keep their cells."""
    if isinstance(block, Figure):
        before = "; ".join(
            f"{reader.amount(other.value, block.unit)} ({reader.said(other.label)})" for other in block.against
        )
        return [
            [
                reader.said(block.label), reader.amount(block.value, block.unit, block.at_least),
                reader.amount(block.target, block.unit), reader.words(VERDICT_WORDS[block.verdict]), before,
                reader.said(block.note),
            ]
        ]  # fmt: skip
    if isinstance(block, Table):
        lines = [[reader.said(block.title)], [reader.said(head) for head in block.columns]]
        return lines + [[reader.said(cell) for cell in row.cells] for row in block.rows]
    if isinstance(block, Bars):
        target = reader.amount(block.target, block.unit)
        lines = [[reader.said(block.title), "", target, "", "", reader.said(block.note)]]
        return lines + [
            [reader.said(bar.label), reader.amount(bar.value, block.unit, bar.at_least), target,
             reader.words(VERDICT_WORDS[bar.verdict])]
            for bar in block.bars
        ]  # fmt: skip
    if isinstance(block, Missing):
        return [[reader.said(block.what), "", "", reader.words(_MISSING), "", reader.said(block.reason)]]
    return [[reader.said(block.words)]]


def _head_lines(paper: Paper, reader: _Reader) -> list[list[str]]:
    window = paper.first if paper.first == paper.last else f"{paper.first} – {paper.last}"
    return [[reader.said(paper.title), reader.said(paper.branch), window]]


def write_csv(paper: Paper, path: Path, language: str, say: Say = english) -> None:
    """One table for everything, the section in front of each line. Raises OSError."""
    reader = _Reader(language, say)
    lines = [["", *line] for line in _head_lines(paper, reader)]
    for section in paper.sections:
        title = reader.said(section.title)
        for block in section.blocks:
            lines += [[title, *line] for line in _lines(block, reader)]
    record_files.write_csv(path, [reader.words(head) for head in _HEADS], lines)


# --- a workbook -------------------------------------------------------------------------------------------------------


def _number(value: Value) -> tuple[float, str] | None:
    """(number, format) of a cell that a spreadsheet can calculate with."""
    if not isinstance(value, Amount) or value.at_least:
        return None
    if value.unit == "s":
        return value.n / 86_400, "[m]:ss"
    if value.unit == "pct":
        return value.n / 100, "0.0%"
    return value.n, "0.0" if value.n % 1 else "0"


def write_xlsx(paper: Paper, path: Path, language: str, say: Say = english) -> None:
    """A sheet for each section; figures, shares and durations are numbers. Raises OSError."""
    import xlsxwriter

    reader = _Reader(language, say)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, options)
    title = reader.said(paper.title)
    created = datetime.fromisoformat(paper.made_at).replace(tzinfo=None, microsecond=0)
    book.set_properties({"title": title, "created": created})
    formats = {"": None, "bold": book.add_format({"bold": True})}
    names: set[str] = set()
    for section in paper.sections:
        sheet = book.add_worksheet(_sheet_name(reader.said(section.title), names))
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 12, 16)
        at = 0
        for line in _head_lines(paper, reader):
            sheet.write_row(at, 0, line, formats["bold"])
            at += 1
        for block in section.blocks:
            at = _write(book, sheet, formats, at + isinstance(block, (Table, Bars)), block, reader)
    book.close()
    save_as(path, stream.getvalue())


def _write(book: Any, sheet: Any, formats: dict[str, Any], at: int, block: Block, reader: _Reader) -> int:
    cells: list[list[Value]] = [list(line) for line in _lines(block, reader)]
    bold = 0
    if isinstance(block, Table):
        bold = 2
        cells[2:] = [list(row.cells) for row in block.rows]
    elif isinstance(block, Bars):
        bold = 1
        for line, bar in zip(cells[1:], block.bars, strict=True):
            if bar.value is not None:
                line[1] = Amount(bar.value, block.unit, bar.at_least)
            if block.target is not None:
                line[2] = Amount(block.target, block.unit)
    elif isinstance(block, Figure):
        if block.value is not None:
            cells[0][1] = Amount(block.value, block.unit, block.at_least)
        if block.target is not None:
            cells[0][2] = Amount(block.target, block.unit)
    for number, line in enumerate(cells):
        for column, cell in enumerate(line):
            known = _number(cell)
            if known is None:
                sheet.write_string(at, column, reader.said(cell), formats["bold"] if number < bold else None)
                continue
            value, shape = known
            if shape not in formats:
                formats[shape] = book.add_format({"num_format": shape})
            sheet.write_number(at, column, value, formats[shape])
        at += 1
    return at


def _sheet_name(title: str, taken: set[str]) -> str:
    """Excel allows 31 signs, no []:*?/\\, no quote at an end, and no two names alike but for their case."""
    plain = "".join(" " if sign in "[]:*?/\\'" else sign for sign in title)[:28].strip() or "1"
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain} {number}"
    taken.add(name.casefold())
    return name
