"""The queues in words and marks: a row per service, and each waiting customer as a block and how it is painted."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from lobbyconsole.domain.picture import ACT, OK, WATCH, Block, ServiceRow
from lobbyconsole.ui.translation import about_wait, language, minutes_range, mss, translate
from lobbyconsole.ui.widgets import labels
from lobbyconsole.ui.widgets.floor_paint import Ink


class BlockMark(msgspec.Struct, frozen=True):
    """What is painted of a block. `tone` is the percentage of the level's colour."""

    key: str
    level: str
    tone: int
    priority: str
    held: bool
    booked: bool


def block_words(block: Block) -> str:
    """A waiting customer in one line, for hovering and for screen readers."""
    said = [block.number or block.key, labels.level(block.level)]
    said.append(translate("Floor", "waited {wait}").format(wait=mss(block.waited_s)))
    if block.expected is not None:
        said.append(translate("Floor", "still {wait}").format(wait=about_wait(block.expected)))
    if block.priority != "normal":
        said.append(labels.priority(block.priority))
    if block.booked:
        said.append(translate("Floor", "booked"))
    if block.held:
        said.append(labels.ticket_state("held"))
    return " · ".join(said)


class Head(msgspec.Struct, frozen=True):
    """The words above the rows."""

    title: str
    hint: str
    count: str
    longest: str
    newcomer: str


class Row(msgspec.Struct, frozen=True):
    """One service as shown."""

    id: str
    prefix: str
    title: str
    caption: str
    alarm: bool  # the caption tells something wrong
    blocks: tuple[BlockMark, ...]
    count: str
    unit: str
    longest: str
    level: str
    newcomer: str

    def __str__(self) -> str:
        """As a screen reader says it."""
        said = [f"{self.prefix} {self.title}", self.caption, f"{self.count} {self.unit}"]
        if self.longest:
            said.append(translate("Floor", "longest {wait} ({level})").format(wait=self.longest, level=self.said_level))
        if self.newcomer:
            said.append(translate("Floor", "newcomer {range}").format(range=self.newcomer))
        return ", ".join(said)

    @property
    def said_level(self) -> str:
        return labels.level(self.level)


def level_after(level: str, waited_s: float, target_s: float, drift: float) -> str:
    """The level once `drift` seconds have passed with no news: only crossing the target is certain."""
    return ACT if waited_s + drift >= target_s else level


def row_of(row: ServiceRow, drift: float = 0.0) -> Row:
    """A row in words and marks, `drift` seconds after the picture."""
    title = row.title_zh if language() == "zh" and row.title_zh else row.title_en or row.title_zh or row.id
    title = title or translate("Floor", "service unknown")  # heard of by a later fact only
    alarm = bool(row.blocks) and row.counters_open == 0
    if row.closed:
        caption = translate("Floor", "no more numbers")
    elif row.counters_open == 0:
        caption = translate("Floor", "no counter open")
    else:
        caption = translate("Floor", "{count} open").format(count=row.counters_open)
    if row.held:
        caption += " · " + translate("Floor", "{count} on hold").format(count=row.held)
    blocks = tuple(_mark(block, row.target_s, drift) for block in row.blocks)
    level = row.level
    if row.longest_s is not None:
        level = level_after(level, row.longest_s, row.target_s, drift)
    return Row(
        id=row.id,
        prefix=row.prefix,
        title=title,
        caption=caption,
        alarm=alarm,
        blocks=blocks,
        count=str(len(row.blocks)),
        unit=translate("Floor", "people"),
        longest="" if row.longest_s is None else mss(row.longest_s + drift),
        level=level,
        newcomer="" if row.newcomer is None else minutes_range(row.newcomer.p10, row.newcomer.p90),
    )


def _mark(block: Block, target_s: float, drift: float) -> BlockMark:
    waited = block.waited_s + drift
    level = block.level if block.held else level_after(block.level, block.waited_s, target_s, drift)
    # The longer waited, the fuller the colour; in steps, so that a row is not painted anew every second for nothing.
    tone = 70 + 5 * round(6 * min(1.0, waited / (1.4 * target_s)))
    return BlockMark(block.key, level, tone, block.priority, block.held, block.booked)


def draw_block(painter: QPainter, rect: QRectF, ink: Ink, mark: BlockMark) -> None:
    """Draw one block; height and corners tell the level too: red and amber are one grey to many eyes.

    What is to be acted on is tall and has sharp corners; the others are lower, in clear steps, and round.
    """
    lower = {WATCH: 0.2, OK: 0.36}.get(mark.level, 0.0) * rect.height()
    rect = rect.adjusted(0, lower, 0, 0)
    radius = min(4.0, rect.width() / 3) if lower else 0.0
    if mark.held:
        painter.setPen(
            QPen(ink.color(mark.level), 1.5, Qt.PenStyle.DashLine if rect.width() > 10 else Qt.PenStyle.SolidLine)
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -0.75, -0.75), radius, radius)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.toned(mark.level, mark.tone))
        painter.drawRoundedRect(rect, radius, radius)
    if mark.priority == "normal" and not mark.booked:
        return
    sign = ink.color(mark.level) if mark.held else ink.color("surface")
    both = mark.priority != "normal" and mark.booked
    half = min(0.3 * rect.width(), (0.13 if both else 0.17) * rect.height())
    if mark.priority != "normal":
        _draw_priority(
            painter, mark.priority, QPointF(rect.center().x(), rect.top() + half + 0.12 * rect.height()), half, sign
        )
    if mark.booked:
        painter.setPen(QPen(sign, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(
            QPointF(rect.center().x(), rect.bottom() - half - 0.12 * rect.height()), half - 0.5, half - 0.5
        )


def _draw_priority(painter: QPainter, priority: str, center: QPointF, half: float, color: QColor) -> None:
    """A star for VIP, a diamond for those the hall takes special care of."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    x, y = center.x(), center.y()
    if priority == "vip":
        inner = half * 0.42
        points = [(0, -half), (inner, -inner), (half, 0), (inner, inner), (0, half), (-inner, inner), (-half, 0)]
        points.append((-inner, -inner))
    else:
        points = [(0, -half), (half, 0), (0, half), (-half, 0)]
    painter.drawPolygon(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in points]))
