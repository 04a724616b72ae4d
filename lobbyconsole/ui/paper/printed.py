"""A paper's blocks, and whole papers and minutes, flowed onto a sheet in the layout of an official document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import tzinfo
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from lobbyconsole.domain.paper import Bars, Block, Figure, Missing, Note, Paper, Table
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.ui.paper.blocks import missing_words, series_of
from lobbyconsole.ui.paper.order import arranged
from lobbyconsole.ui.paper.sheet import BOTTOM, HIGH, LEFT, MM, PT, RED, Align, Cell, Sheet, pen
from lobbyconsole.ui.paper.words import (
    LEVELS,
    against_words,
    amount,
    definition_words,
    fixed,
    flush_right,
    held_words,
    left_off_words,
    made_words,
    target_words,
    told,
    verdict_words,
    window_words,
)
from lobbyconsole.ui.theme import LIGHT
from lobbyconsole.ui.widgets.basics import draw_mark
from lobbyconsole.ui.widgets.charts import Series, scale_steps

CHINESE_NUMBERS = "零一二三四五六七八九十"
CHART = 128  # pt
MUTED = "#555555"
SMALL = 7.5  # pt, in charts
SIGNS = {"watch": "▲ ", "act": "■ "}


def paper_sheet(paper: Paper, reader: str, zone: tzinfo | None = None) -> Sheet:
    """The whole paper."""
    sheet = Sheet(reader)
    flag(sheet, told(paper.branch, reader))
    title(sheet, told(paper.title, reader))
    parts = (held_words(paper, reader), window_words(paper, reader), made_words(paper, reader, zone))
    sheet.text("　".join(part for part in parts if part), 9, align="center", color=MUTED, after=8)
    several = len(paper.sections) > 1
    for number, section in enumerate(paper.sections, 1):
        if several:
            heading(sheet, number, told(section.title, reader), keep=first_height(section.blocks))
        if section.headline is not None:
            body(sheet, told(section.headline, reader))
        add_blocks(sheet, section.blocks, told(section.title, reader) if several else "")
    name = (told(paper.title, reader), definition_words(paper, reader))
    add_foot(sheet, (*name, window_words(paper, reader, short=True), made_words(paper, reader, zone)))
    return sheet


# --- head, headings, foot ---------------------------------------------------------------------------------------------


def flag(sheet: Sheet, words: str) -> None:
    """The branch's head in red with its line."""
    sheet.space(4)
    size = 26.0
    wide = QFontMetricsF(sheet.font(size, True)).horizontalAdvance(words)
    size = min(size, size * sheet.width / max(1.0, wide) * 0.98)
    sheet.text(words, size, bold=True, align="center", color=RED, leading=1.35, after=4)
    sheet.rule(RED, 1.5, after=14)


def title(sheet: Sheet, words: str) -> None:
    """The document's title."""
    sheet.text(words, 20, bold=True, align="center", leading=1.3, after=2)


def first_height(blocks: Sequence[Block]) -> float:
    """Points that what stands first under a heading wants on the heading's page."""
    first = blocks[0] if blocks else None
    return CHART + 60 if isinstance(first, Bars) else 20 if isinstance(first, Note) else 64


def heading(sheet: Sheet, number: int, words: str, side: str = "", keep: float = 64) -> None:
    """A numbered heading, with small words at its right end."""
    sheet.space(8)
    chinese = sheet.reader == "zh"
    ordinal = f"{_chinese(number)}、" if chinese else f"{number}. "
    top = sheet.y
    sheet.text(f"{ordinal}{words}", 13, bold=True, leading=1.5, keep=keep, after=1)
    if side:
        top = sheet.y - 13 * PT * 1.5 - PT if sheet.y < top else top
        box = QRectF(LEFT, top, sheet.width, 13 * PT * 1.5)
        flags = Align.AlignRight | Align.AlignVCenter
        sheet.add(lambda painter: sheet.words(painter, box, flags, side, 9, color=MUTED))


def _chinese(number: int) -> str:
    if number <= 10:
        return CHINESE_NUMBERS[number]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else CHINESE_NUMBERS[tens]) + "十" + (CHINESE_NUMBERS[ones] if ones else "")


def body(sheet: Sheet, words: str) -> None:
    """Paragraphs of running text."""
    for part in words.splitlines():
        sheet.text(part, 10.5, indent=21 if sheet.reader == "zh" else 0, leading=1.6, after=2)


def add_foot(sheet: Sheet, parts: Iterable[str]) -> None:
    """The foot of every page: version and data window on the left, the page on the right."""
    left, total = "　".join(part for part in parts if part), len(sheet.pages)
    for number, page in enumerate(sheet.pages, 1):
        right = fixed(QT_TRANSLATE_NOOP("Paper", "Page {page} of {pages}"), sheet.reader, page=number, pages=total)

        def op(painter: QPainter, right: str = right) -> None:
            y = HIGH - BOTTOM + 8 * MM
            painter.setPen(pen("#7F7F7F", 0.5 * PT))
            painter.drawLine(QPointF(LEFT, y), QPointF(LEFT + sheet.width, y))
            box = QRectF(LEFT, y + 3 * PT, sheet.width, 14 * PT)
            flags = Align.AlignVCenter
            sheet.words(painter, box.adjusted(0, 0, -70 * PT, 0), Align.AlignLeft | flags, left, 8, color=MUTED)
            sheet.words(painter, box, Align.AlignRight | flags, right, 8, color=MUTED)

        page.append(op)


# --- blocks -----------------------------------------------------------------------------------------------------------


def add_blocks(sheet: Sheet, blocks: Sequence[Block], above: str = "") -> None:
    """Figures in a row become one table; what is missing stands together at the end. `above`: the heading over it."""
    for group in arranged(blocks):
        first = group[0]
        if isinstance(first, Figure):
            _figures(sheet, [block for block in group if isinstance(block, Figure)])
        elif isinstance(first, Bars):
            for block in group:
                if isinstance(block, Bars):
                    _bars(sheet, block)
        elif isinstance(first, Missing):
            _missing(sheet, [block for block in group if isinstance(block, Missing)])
        elif isinstance(first, Table):
            _table(sheet, first, above)
        elif isinstance(first, Note):
            sheet.text(told(first.words, sheet.reader), 10.5, level=LEVELS[first.verdict], leading=1.6, after=2)


def _missing(sheet: Sheet, missing: Sequence[Missing]) -> None:
    sheet.space(3)
    sheet.text(fixed(QT_TRANSLATE_NOOP("Paper", "Not known"), sheet.reader), 9, bold=True, color=MUTED, keep=14)
    for entry in missing:
        sheet.text(missing_words(entry, sheet.reader), 9, color=MUTED, left=9, leading=1.4)


def _figures(sheet: Sheet, figures: Sequence[Figure]) -> None:
    reader = sheet.reader
    heads = [
        fixed(QT_TRANSLATE_NOOP("Paper", "Figure"), reader),
        fixed(QT_TRANSLATE_NOOP("Paper", "Value"), reader),
        fixed(QT_TRANSLATE_NOOP("Paper", "Target"), reader),
        fixed(QT_TRANSLATE_NOOP("Paper", "Verdict"), reader),
        fixed(QT_TRANSLATE_NOOP("Paper", "Compared with"), reader),
    ]
    rows = []
    for figure in figures:
        value = fixed(QT_TRANSLATE_NOOP("Paper", "not known"), reader)
        if figure.value is not None:
            value = amount(figure.value, figure.unit, figure.at_least, reader)
        target = target_words(figure, reader).removeprefix(
            fixed(QT_TRANSLATE_NOOP("Paper", "Target {value}"), reader, value="")
        )
        more = [against_words(figure, other, reader) for other in figure.against]
        more += [told(figure.note, reader)] if figure.note is not None else []
        rows.append(
            [
                Cell(told(figure.label, reader)),
                Cell(value, bold=figure.value is not None),
                Cell(target or "–"),
                Cell(verdict_words(figure.verdict, reader, figure.target is not None) or "–", LEVELS[figure.verdict]),
                Cell("\n".join(more) or "–"),
            ]
        )
    sheet.space(3)
    sheet.table(heads, rows)
    sheet.space(5)


def _table(sheet: Sheet, table: Table, above: str = "") -> None:
    reader = sheet.reader
    sheet.space(3)
    if (name := told(table.title, reader)) != above:  # what the heading has just said is not said again
        sheet.text(name, 10.5, bold=True, keep=36)
    if not table.rows:
        sheet.text(fixed(QT_TRANSLATE_NOOP("Paper", "None."), reader), 9.5, left=9)
        return
    signs = any(row.verdict != "none" for row in table.rows)
    heads = [told(column, reader) for column in table.columns]
    right = [flush_right(row.cells[at] for row in table.rows if at < len(row.cells)) for at in range(len(heads))]
    rows = []
    for row in table.rows:
        cells = [Cell(told(cell, reader)) for cell in row.cells]
        if signs:
            cells.append(Cell(verdict_words(row.verdict, reader) or "–", LEVELS[row.verdict]))
        rows.append(cells)
    if signs:
        heads.append(fixed(QT_TRANSLATE_NOOP("Paper", "Verdict"), reader))
    sheet.table(heads, rows, right)
    if table.left_off:
        sheet.text(left_off_words(table.left_off, reader), 8.5, color=MUTED)
    sheet.space(5)


def _bars(sheet: Sheet, bars: Bars) -> None:
    reader = sheet.reader
    sheet.space(3)
    known = any(bar.value is not None for bar in bars.bars)
    sheet.text(told(bars.title, reader), 10.5, bold=True, keep=CHART if known else 14)
    if known:
        series = series_of(bars, reader)
        sheet.drawing(CHART, lambda painter, box: draw_chart(painter, box, series, sheet))
    else:
        sheet.text(fixed(QT_TRANSLATE_NOOP("Paper", "Nothing is known of it."), reader), 9.5, left=9)
    if bars.note is not None:
        sheet.text(told(bars.note, reader), 8.5, color=MUTED)
    sheet.space(5)


def draw_chart(painter: QPainter, box: QRectF, series: Series, sheet: Sheet) -> None:
    """A series as lines and rectangles: its scale, bars or a line, its target, and then the words."""
    metrics, bold = QFontMetricsF(sheet.font(SMALL)), QFontMetricsF(sheet.font(SMALL, True))
    values = [point.value for point in series.points if point.value is not None]
    steps = scale_steps(max([*values, series.target or 0.0]), series.unit)
    left = max(metrics.horizontalAdvance(series.say(step)) for step in steps) + 5 * PT
    plot = QRectF(box.left() + left, box.top() + 12 * PT, box.width() - left - 2 * PT, box.height() - 30 * PT)
    room = plot.width() / max(1, len(series.points))

    def y(value: float) -> float:
        return plot.bottom() - value / steps[-1] * plot.height()

    for step in steps:
        painter.setPen(pen("#BFBFBF" if step else "#404040", 0.4 * PT))
        painter.drawLine(QPointF(plot.left(), y(step)), QPointF(plot.right(), y(step)))
        scale = QRectF(box.left(), y(step) - 6 * PT, left - 3 * PT, 12 * PT)
        sheet.words(painter, scale, Align.AlignRight | Align.AlignVCenter, series.say(step), SMALL, color=MUTED)
    spots = [
        None if point.value is None else QPointF(plot.left() + (at + 0.5) * room, y(point.value))
        for at, point in enumerate(series.points)
    ]
    draw = _draw_line if series.kind == "line" else _draw_bars
    draw(painter, series, spots, plot, room)
    if series.target is not None:
        dashes = pen("#000000", 0.9 * PT)
        dashes.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(dashes)
        painter.drawLine(QPointF(plot.left(), y(series.target)), QPointF(plot.right(), y(series.target)))
        named = QRectF(plot.left(), box.top(), plot.width(), 10 * PT)
        flags = Align.AlignRight | Align.AlignVCenter
        sheet.words(painter, named, flags, f"- - {series.target_said}", SMALL)
    shown = [f"{SIGNS.get(point.level, '')}{point.shown}" for point in series.points]
    fits = max(bold.horizontalAdvance(words) for words in shown) + 2 * PT <= room
    widest = max(metrics.horizontalAdvance(point.below) for point in series.points) + 3 * PT
    every = int(-(-widest // room)) if widest > room and len(series.points) > 12 else 1
    for at, point in enumerate(series.points):
        middle, spot = plot.left() + (at + 0.5) * room, spots[at]
        if fits and series.kind == "bars":
            top = (plot.bottom() if spot is None else spot.y()) - 11 * PT
            serious = point.level in SIGNS
            tone = LIGHT.level_text(point.level).name() if serious else "#000000"
            wide = bold.horizontalAdvance(shown[at]) + 2 * PT
            painter.fillRect(QRectF(middle - wide / 2, top + PT, wide, 9.5 * PT), QColor("#FFFFFF"))
            over = QRectF(middle - room / 2, top, room, 10.5 * PT)
            sheet.words(painter, over, Align.AlignHCenter | Align.AlignBottom, shown[at], SMALL, serious, tone)
        if at % every == 0:
            below = QRectF(middle - room * every / 2 + PT, plot.bottom() + 2 * PT, room * every - 2 * PT, 12 * PT)
            sheet.words(painter, below, Align.AlignHCenter | Align.AlignTop, point.below, SMALL)


def _draw_bars(painter: QPainter, series: Series, spots: Sequence[QPointF | None], plot: QRectF, room: float) -> None:
    wide = min(room * 0.66, 60 * PT)
    for point, spot in zip(series.points, spots, strict=True):
        if spot is not None:
            bar = QRectF(spot.x() - wide / 2, spot.y(), wide, plot.bottom() - spot.y())
            painter.fillRect(bar, LIGHT.level(point.level) if point.level else LIGHT.color("accent"))


def _draw_line(painter: QPainter, series: Series, spots: Sequence[QPointF | None], plot: QRectF, room: float) -> None:
    del plot, room
    painter.setPen(QPen(LIGHT.color("accent"), 1.2 * PT))
    for before, after in pairwise(spots):
        if before is not None and after is not None:
            painter.drawLine(before, after)
    for point, spot in zip(series.points, spots, strict=True):
        if spot is not None:
            color = LIGHT.level(point.level) if point.level else LIGHT.color("accent")
            side = (5.5 if point.level in SIGNS else 4) * PT
            box = QRectF(spot.x() - side / 2, spot.y() - side / 2, side, side)
            draw_mark(painter, point.level if point.level in SIGNS else "ok", box, color)
