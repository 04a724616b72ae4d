"""The printed set of emergency plans as pages for the wall: a plan on one lying page, role cards, the phone sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, tzinfo
from functools import partial
from math import ceil
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter

from lobbyconsole.domain.paper import Amount, Note, Paper, PaperSection, Table
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.files import save_as
from lobbyconsole.ui.paper.pdf import pdf_bytes
from lobbyconsole.ui.paper.printed import MUTED
from lobbyconsole.ui.paper.sheet import MM, PT, RED, Align, Cell, Sheet, pen
from lobbyconsole.ui.paper.words import fixed, told

SIZES = (9.0, 8.5, 8.0, 7.5)  # points; the largest that stays on one page
DENSE = (8.5, 8.0, 7.5, 7.0, 6.5)  # with what is said and where it goes on in one column: no empty cells
PHONES = (10.5, 10.0, 9.5, 9.0, 8.5)
MANY = 8.5  # a plan that does not fit on one page at any readable size goes on two
GAP = 6 * MM
SIDE = 0.29  # of the page's width for what stands beside the steps

Made = Callable[[], Sheet]


def page_sheet(paper: Paper, reader: str, zone: tzinfo | None = None) -> Sheet:
    """The whole plan: steps on the right, when it applies, what to do at once and what to have at hand on the left."""
    ways = [partial(_page, paper, reader, zone, size, False) for size in SIZES]
    ways += [partial(_page, paper, reader, zone, size, True) for size in DENSE]
    return _fitting(ways) or _page(paper, reader, zone, MANY, False)


def cards_sheet(paper: Paper, reader: str, zone: tzinfo | None = None) -> Sheet:
    """A card for each role; a card stays whole, to be cut off and worn."""
    sheet = Sheet(reader, lying=True)
    _head(sheet, paper, zone)
    for section in paper.sections:
        high = _height(lambda trial, section=section: _card(trial, section), reader)  # type: ignore[misc]
        sheet.need(high)
        _card(sheet, section)
    _foot(sheet, paper, zone)
    return sheet


def phones_sheet(paper: Paper, reader: str, zone: tzinfo | None = None) -> Sheet:
    """Whom to call, the number in large type; a missing one is a line to write on."""
    made = partial(_phones, paper, reader, zone)
    return _fitting([partial(made, size) for size in PHONES]) or made(PHONES[0])


def _phones(paper: Paper, reader: str, zone: tzinfo | None, size: float) -> Sheet:
    sheet = Sheet(reader)
    _head(sheet, paper, zone)
    for section in paper.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                heads = [told(column, reader) for column in block.columns]
                rows = [[Cell(told(row.cells[0], reader), bold=True), *_number(told(row.cells[1], reader)),
                         Cell(told(row.cells[2], reader))] for row in block.rows]  # fmt: skip
                sheet.table(heads, rows, size=size, least=(110, 110))
    _foot(sheet, paper, zone)
    return sheet


SHEETS: dict[str, Callable[[Paper, str, tzinfo | None], Sheet]] = {
    "page": page_sheet,
    "roles": cards_sheet,
    "phones": phones_sheet,
}


def plan_pdf(kind: str, paper: Paper, path: Path, reader: str, zone: tzinfo | None = None) -> int:
    """Write a paper of the printed set ("page", "roles", "phones") and say how many pages. Raises OSError."""
    sheet = SHEETS[kind](paper, reader, zone)
    identity = f"{kind}\n{reader}\n{paper.to_json()}"
    save_as(path, pdf_bytes(sheet, told(paper.title, reader), told(paper.branch, reader), paper.made_at, identity))
    return len(sheet.pages)


# --- parts ------------------------------------------------------------------------------------------------------------


def _fitting(ways: Iterable[Made]) -> Sheet | None:
    """The first of these that is one page."""
    return next((sheet for made in ways if len((sheet := made()).pages) == 1), None)


def _page(paper: Paper, reader: str, zone: tzinfo | None, size: float, dense: bool) -> Sheet:
    sheet = Sheet(reader, lying=True)
    _head(sheet, paper, zone)
    top, left, width = sheet.y, sheet.left, sheet.width
    sheet.width = width * SIDE
    # What is looked for first stands first; the steps have the right side for themselves.
    for section in paper.sections:
        if section.id != "steps":
            _side(sheet, section, size)
    beside = len(sheet.pages)
    first = Sheet(reader, lying=True)
    first.y = top
    first.left, first.width = left + width * SIDE + GAP, width * (1 - SIDE) - GAP
    steps = paper.section("steps")
    for block in steps.blocks if steps else ():
        if isinstance(block, Table):
            _steps(first, block, size, dense)
    for at, page in enumerate(first.pages):
        if at >= beside:
            sheet.pages.append([])
        sheet.pages[at].extend(page)
    sheet.characters |= first.characters
    sheet.left, sheet.width = left, width
    _foot(sheet, paper, zone)
    return sheet


def _head(sheet: Sheet, paper: Paper, zone: tzinfo | None) -> None:
    """One line: whose plan, which, from which version; then a red rule."""
    top, reader = sheet.y, sheet.reader
    box = QRectF(sheet.left, top, sheet.width, 22 * PT)
    branch, title, made = told(paper.branch, reader), told(paper.title, reader), _made(paper, reader, zone)
    sheet.seen(branch + title + made + "…")
    beside = max(0.0, (box.width() - QFontMetricsF(sheet.font(17, True)).horizontalAdvance(title)) / 2 - 8 * PT)

    def op(painter: QPainter) -> None:
        middle = Align.AlignVCenter
        left, right = box.adjusted(0, 0, beside - box.width(), 0), box.adjusted(box.width() - beside, 0, 0, 0)
        sheet.words(painter, left, Align.AlignLeft | middle, branch, 12, True, RED)
        sheet.words(painter, box, Align.AlignHCenter | middle, title, 17, True)
        sheet.words(painter, right, Align.AlignRight | middle, made, 8, color=MUTED)

    sheet.add(op)
    sheet.y = top + 24 * PT
    sheet.rule(RED, 1.2, after=6)


def _made(paper: Paper, reader: str, zone: tzinfo | None) -> str:
    version = paper.agenda.partition("@")[2][:8]
    at = datetime.fromisoformat(paper.made_at)
    day = f"{at if zone is None else at.astimezone(zone):%Y-%m-%d}"
    return fixed(QT_TRANSLATE_NOOP("Paper", "Version {version}, printed {day}"), reader, version=version, day=day)


def _foot(sheet: Sheet, paper: Paper, zone: tzinfo | None) -> None:
    total, reader = len(sheet.pages), sheet.reader
    left = f"{told(paper.title, reader)}　{_made(paper, reader, zone)}"
    for number, page in enumerate(sheet.pages, 1):
        right = fixed(QT_TRANSLATE_NOOP("Paper", "Page {page} of {pages}"), reader, page=number, pages=total)
        sheet.seen(left + right)

        def op(painter: QPainter, right: str = right, edge: float = sheet.left, wide: float = sheet.width) -> None:
            y = sheet.end + 2 * MM
            painter.setPen(pen("#7F7F7F", 0.5 * PT))
            painter.drawLine(QPointF(edge, y), QPointF(edge + wide, y))
            box = QRectF(edge, y + 2 * PT, wide, 12 * PT)
            middle = Align.AlignVCenter
            sheet.words(painter, box.adjusted(0, 0, -70 * PT, 0), Align.AlignLeft | middle, left, 7.5, color=MUTED)
            sheet.words(painter, box, Align.AlignRight | middle, right, 7.5, color=MUTED)

        page.append(op)


def _side(sheet: Sheet, section: PaperSection, size: float) -> None:
    reader = sheet.reader
    sheet.text(told(section.title, reader), size + 1.5, bold=True, leading=1.4, keep=16, after=1)
    for block in section.blocks:
        if isinstance(block, Note):
            sheet.text(f"• {told(block.words, reader)}", size, left=4, leading=1.35, after=1)
        elif isinstance(block, Table):
            heads = [told(column, reader) for column in block.columns]
            sheet.table(heads, _cells(block, reader), _flush(block), size=size - 0.5, least=(26,))
    sheet.space(5)


def _steps(sheet: Sheet, table: Table, size: float, dense: bool = False) -> None:
    reader = sheet.reader
    heads, cells, flush = [told(column, reader) for column in table.columns], _cells(table, reader), _flush(table)
    # What is done, what is said and where it goes on need the room; a number, a role or a time is a word.
    wordy: tuple[int, ...] = (1, 3, 5) if len(heads) == 6 else (1, 2, 4)
    if dense:
        say, then = wordy[1:]
        heads[say] = f"{heads[say]} · {heads.pop(then)}"
        for row in cells:
            onward, said = row.pop(then).text, row[say].text
            row[say] = Cell("\n".join(part for part in (said, onward) if part))
        flush.pop(then)
        wordy = wordy[:2]
    sheet.table(heads, cells, flush, size=size, given=_widths(sheet, heads, cells, wordy, size))


def _widths(
    sheet: Sheet, heads: Sequence[str], cells: Sequence[Sequence[Cell]], wordy: tuple[int, ...], size: float
) -> list[float]:
    """Widths of the columns: words as wide as they are, and the wordy columns so that the table is low."""
    metrics, bold = QFontMetricsF(sheet.font(size)), QFontMetricsF(sheet.font(size, True))
    pad = 9 * PT
    texts = [[sheet.plain(row[at].text) for row in cells] for at in range(len(heads))]
    widths = [
        min(max([bold.horizontalAdvance(head), *(metrics.horizontalAdvance(text) for text in column)]), 84 * PT) + pad
        for head, column in zip(heads, texts, strict=True)
    ]
    room = sheet.width - sum(wide for at, wide in enumerate(widths) if at not in wordy)
    long = [[[metrics.horizontalAdvance(line) for line in text.split("\n")] for text in texts[at]] for at in wordy]
    # A column with words gets a sixth at least: a tall, thin sentence is not read in a hurry.
    least = [room / 6 if any(map(any, column)) else 0.0 for column in long]
    narrow = [max(bold.horizontalAdvance(heads[at]) + pad, wide) for at, wide in zip(wordy, least, strict=True)]

    def lines(shares: tuple[float, ...]) -> float:
        inside = [max(PT, room * share - pad) for share in shares]
        return sum(
            max(sum(max(1, ceil(wide * 1.06 / inside[at])) for wide in long[at][row]) for at in range(len(wordy)))
            for row in range(len(cells))
        )

    some = [
        (first / 20, second / 20, (20 - first - second) / 20)
        for first in range(6, 17) for second in range(2, 20 - first - 1)
    ] if len(wordy) == 3 else [(first / 20, (20 - first) / 20) for first in range(6, 15)]  # fmt: skip
    trials = [shares for shares in some
              if all(room * share >= least for share, least in zip(shares, narrow, strict=True))]  # fmt: skip
    best = min(trials, key=lambda shares: (lines(shares), -shares[0]), default=some[len(some) // 2])
    for at, share in zip(wordy, best, strict=True):
        widths[at] = room * share
    return widths


def _card(sheet: Sheet, section: PaperSection) -> None:
    reader = sheet.reader
    sheet.space(4)
    sheet.text(told(section.title, reader), 14, bold=True, leading=1.35, keep=30)
    for block in section.blocks:
        if isinstance(block, Note):
            sheet.text(told(block.words, reader), 10.5, leading=1.4, after=3)
        elif isinstance(block, Table):
            _steps(sheet, block, 10.0)
    sheet.space(8)


def _height(draw: Callable[[Sheet], None], reader: str) -> float:
    """How high something is, laid out on an endless page."""
    trial = Sheet(reader, lying=True)
    trial.end = 1e9
    begin = trial.y = trial.top + 1  # not at the top of a page, where room before a heading is left out
    draw(trial)
    return trial.y - begin


def _cells(table: Table, reader: str) -> list[list[Cell]]:
    return [[Cell(told(cell, reader)) for cell in row.cells] for row in table.rows]


def _flush(table: Table) -> list[bool]:
    return [
        all(isinstance(row.cells[at], Amount) for row in table.rows if at < len(row.cells))
        for at in range(len(table.columns))
    ]


def _number(text: str) -> Sequence[Cell]:
    return (Cell(text or "________________", bold=bool(text)),)
