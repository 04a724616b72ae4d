"""The queues: one row per service, one block per waiting customer in calling order, painted by one widget."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QToolTip

from lobbyconsole.domain.picture import ACT, OK, Block, Picture, ServiceRow
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.floor_blocks import BlockMark, Head, Row, block_words, draw_block, row_of
from lobbyconsole.ui.widgets.floor_paint import Painted, draw_card, draw_level

LEAST_PITCH = 7  # px from block to block; what does not fit even so is told as a number


class ServiceRows(Painted):
    """The queue card. Click or Enter on a block opens its ticket, on a letter the giving of a number."""

    ticket_chosen = Signal(str)
    service_chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._rows: tuple[ServiceRow, ...] = ()
        self._current: tuple[int, int] = (0, 0)  # row, block
        self._hovered: tuple[int, int] | None = None
        # Places, see laid_out: heights of heading and row, width of the letters, of the names; where the blocks begin,
        # from one block to the next, how many of each row are shown; right edges of count, longest and newcomer.
        self._head, self._high, self._badge, self._title_width = 1, 1, 0, 0
        self._left, self._pitch, self._shown = 0, LEAST_PITCH, tuple[int, ...]()
        self._columns = (0, 0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(translate("Floor", "Queues"))

    # --- what is shown

    def show_picture(self, picture: Picture) -> None:
        """Show the rows of a newer picture."""
        self._rows = picture.rows
        self._show(0.0)
        self._clamp()
        self.refresh_summary()

    def tick(self, drift: float) -> None:
        """`drift` seconds have passed since the picture, and nothing else is known."""
        self._show(drift)

    def _show(self, drift: float) -> None:
        rows = tuple(row_of(row, drift) for row in self._rows)
        old = self.cells
        before = (self._title_width, self._columns, self._pitch)
        head = Head(
            title=translate("Floor", "Queues"),
            hint=translate("Floor", "one block a customer, the left one is next; colour: expected wait"),
            count=translate("Floor", "People"),
            longest=translate("Floor", "Longest"),
            newcomer=translate("Floor", "Newcomer"),
        )
        self.set_cells((head, *rows))
        if old != self.cells:
            self.laid_out()
            if before != (self._title_width, self._columns, self._pitch):
                self.update()

    def retranslate(self) -> None:
        self._show(0.0)
        self.refresh_summary()
        self._announce()

    def summary(self) -> str:
        return "\n".join(str(row) for row in self.cells[1:])

    # --- where it is shown

    def heights(self, width: int) -> tuple[int, int]:
        """Least and comfortable height."""
        count, px = max(1, len(self._rows)), self.theme.px
        return px(32) + count * px(31 if count > 8 else 36), px(41) + count * px(47 if count <= 8 else 42)

    def laid_out(self) -> None:
        """Work out all places once; painting two hundred blocks asks for them often."""
        if not self.cells:
            return
        px, ink = self.theme.px, self.ink
        head: Head = self.cells[0]
        rows: Sequence[Row] = self.cells[1:]
        lines = max(1, len(rows))
        least, comfortable = self.heights(self.width())
        share = max(0.0, min(1.0, (self.height() - least) / max(1, comfortable - least)))
        self._head = round(px(32) + share * (px(41) - px(32)))
        self._high = max(1, (self.height() - self._head) // lines)
        badge = max((ink.width(row.prefix, 14, True) for row in rows), default=0)
        self._badge = max(px(28), round(badge) + px(10))

        newcomer = max([ink.width(head.newcomer, 12), px(70), *(ink.width(row.newcomer, 14) for row in rows)])
        waits = [ink.width(row.longest, 16, True) + px(18) for row in rows]
        longest = max([ink.width(head.longest, 12), px(66), *waits])
        counts = [ink.width(row.count, 20, True) + px(18) for row in rows]
        right = self.width() - px(15)
        edge = round(right - newcomer - longest - 2 * px(16))
        self._columns = (edge, round(right - newcomer - px(16)), right)

        room = edge - max([ink.width(head.count, 12), *counts]) - px(16)
        titles = max((max(ink.width(row.title, 14), ink.width(row.caption, 12)) for row in rows), default=0)
        left = px(15) + self._badge + px(12)
        most = max((len(row.blocks) for row in rows), default=0)
        # Names in full as long as the blocks keep a fair size beside them.
        spare = room - left - px(18) - most * 1.5 * LEAST_PITCH
        self._title_width = math.ceil(min(titles, max(px(84), 0.38 * (room - left), spare))) + 1
        self._left = left + self._title_width + px(18)
        # Whole pixels, or the gaps between blocks would differ.
        self._pitch = max(LEAST_PITCH, min(px(18), int((room - self._left) / max(1, most))))
        more = ink.width("+888", 13, True) + px(6)
        self._shown = tuple(
            self._fitting(len(row.blocks), edge - count - px(16) - self._left, more)
            for row, count in zip(rows, counts, strict=True)
        )

    def _fitting(self, blocks: int, space: float, more: float) -> int:
        """How many of a row's blocks have room, kept free the place for "+37" when not all have."""
        return blocks if blocks * self._pitch <= space + 1 else max(0, int((space - more) // self._pitch))

    def cell_rect(self, at: int) -> QRect:
        if at == 0:
            return QRect(0, 0, self.width(), self._head)
        return QRect(0, self._head + (at - 1) * self._high, self.width(), self._high)

    def shown_blocks(self, row: int) -> int:
        """How many blocks of this row fit; the rest is told as a number."""
        return self._shown[row]

    def block_rect(self, row: int, at: int) -> QRect:
        """The block of one waiting customer."""
        cell = self.cell_rect(row + 1)
        high = min(self.theme.px(28), cell.height() - 2 * max(4, round(cell.height() * 0.16)))
        gap = 3 if self._pitch >= 12 else 2 if self._pitch >= 9 else 1
        top = cell.top() + (cell.height() - high + 1) // 2
        return QRect(self._left + at * self._pitch, top, self._pitch - gap, high)

    def block_at(self, point: QPointF) -> tuple[int, int] | None:
        """Row and place of the block under a point."""
        for row in range(len(self._rows)):
            if not self.cell_rect(row + 1).contains(point.toPoint()):
                continue
            at = int((point.x() - self._left) // self._pitch)
            return (row, at) if 0 <= at < self.shown_blocks(row) else None
        return None

    def _badge_at(self, point: QPointF) -> int | None:
        for row in range(len(self._rows)):
            if self.cell_rect(row + 1).contains(point.toPoint()):
                return row if point.x() < self.theme.px(15) + self._badge + 4 else None
        return None

    # --- painting

    def paint_ground(self, painter: QPainter) -> None:
        draw_card(painter, QRectF(self.rect()), self.ink)

    def paint_cell(self, painter: QPainter, at: int) -> None:
        if at == 0:
            self._paint_head(painter)
        else:
            self._paint_row(painter, at - 1)

    def _paint_head(self, painter: QPainter) -> None:
        ink, px = self.ink, self.theme.px
        head: Head = self.cells[0]
        rect = self.cell_rect(0)
        muted = ink.color("muted")
        middle = rect.center().y() + 0.5
        used = px(15) + ink.draw(painter, head.title, px(15), middle + ink.cap(14, True) / 2, 14, muted, True) + px(10)
        line = middle + ink.cap(12) / 2
        if used + ink.width(head.hint, 12) < self._columns[0] - ink.width(head.count, 12) - px(12):
            ink.draw(painter, head.hint, used, line, 12, muted)
        for text, right in zip((head.count, head.longest, head.newcomer), self._columns, strict=True):
            ink.draw_right(painter, text, right, line, 12, muted)

    def _paint_row(self, painter: QPainter, at: int) -> None:
        row: Row = self.cells[at + 1]
        rect = self.cell_rect(at + 1)
        # All but the wait, which alone changes every second.
        lasting = (row.prefix, row.title, row.caption, row.alarm, row.blocks, row.count, row.unit, row.newcomer)
        places = (self._left, self._pitch, self._shown[at], self._columns)
        self.stamped(painter, at, (lasting, places), rect, lambda inner: self._draw_row(inner, at))
        self._paint_rings(painter, at)
        self._paint_longest(painter, row, rect.y() + rect.height() / 2 + 0.5)

    def _draw_row(self, painter: QPainter, at: int) -> None:
        ink, px = self.ink, self.theme.px
        row: Row = self.cells[at + 1]
        rect = QRectF(self.cell_rect(at + 1))
        middle = rect.center().y() + 0.5
        painter.setPen(QPen(ink.color("border"), 1))
        painter.drawLine(QPointF(1, rect.top() + 0.5), QPointF(rect.right() - 1, rect.top() + 0.5))

        side = min(px(28), rect.height() - 6)
        badge = QRectF(px(15), middle - side / 2, self._badge, side)
        painter.setBrush(ink.color("sunken"))
        painter.drawRoundedRect(badge.adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
        x = badge.center().x() - ink.width(row.prefix, 14, True) / 2
        ink.draw(painter, row.prefix, x, middle + ink.cap(14, True) / 2, 14, ink.color("text"), True)

        left = badge.right() + px(12)
        tone = ink.level(ACT) if row.alarm else ink.color("muted")
        if rect.height() >= px(38):
            title_line, caption_line = middle - px(4), middle + px(13)
            ink.draw(painter, ink.fit(row.caption, self._title_width, 12), left, caption_line, 12, tone)
        else:
            title_line = middle + ink.cap(14) / 2
        color = tone if row.alarm and rect.height() < px(38) else ink.color("text")
        ink.draw(painter, ink.fit(row.title, self._title_width, 14), left, title_line, 14, color)

        shown = self.shown_blocks(at)
        if shown:
            self._draw_blocks(painter, self.block_rect(at, 0), row.blocks[:shown])
        if shown < len(row.blocks):
            more = f"+{len(row.blocks) - shown}"
            x = self._left + shown * self._pitch + px(4)
            ink.draw(painter, more, x, middle + ink.cap(13, True) / 2, 13, ink.color("text"), True)
        self._draw_figures(painter, row, middle)

    def _draw_blocks(self, painter: QPainter, rect: QRect, marks: Sequence[BlockMark]) -> None:
        ratio = self.devicePixelRatioF()
        for mark in marks:
            look = (mark.level, mark.tone, mark.priority, mark.held, mark.booked)
            if ratio.is_integer():
                self.ink.stamp(painter, look, rect, ratio, partial(draw_block, ink=self.ink, mark=mark))
            else:  # between two pixels a stamp would lose its edge
                draw_block(painter, QRectF(rect), self.ink, mark)
            rect.translate(self._pitch, 0)

    def _draw_figures(self, painter: QPainter, row: Row, middle: float) -> None:
        ink, px = self.ink, self.theme.px
        count, _, newcomer = self._columns
        line = middle + ink.cap(20, True) / 2
        unit = ink.width(row.unit, 12) + px(4)
        if unit > px(20):  # a long word would push the number about; the heading says what is counted
            unit = 0
        else:
            ink.draw_right(painter, row.unit, count, line, 12, ink.color("muted"))
        color = ink.color("text") if row.blocks else ink.color("muted")
        ink.draw_right(painter, row.count, count - unit, line, 20, color, True)
        text = row.newcomer or "—"
        ink.draw_right(painter, text, newcomer, middle + ink.cap(14) / 2, 14, ink.color("muted"))

    def _paint_longest(self, painter: QPainter, row: Row, middle: float) -> None:
        if not row.longest:
            return
        ink, px = self.ink, self.theme.px
        right, strong = self._columns[1], row.level != OK
        line = middle + ink.cap(16) / 2
        width = ink.draw_right(painter, row.longest, right, line, 16, ink.level(row.level), strong)
        size = px(11) if strong else px(9)
        draw_level(painter, row.level, QPointF(right - width - px(11), middle), size, ink.color(row.level))

    def _paint_rings(self, painter: QPainter, at: int) -> None:
        for place, color in ((self._hovered, "text"), (self._current if self.hasFocus() else None, "accent")):
            if place is not None and place[0] == at and place[1] < self.shown_blocks(at):
                painter.setPen(QPen(self.ink.color(color), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.block_rect(*place)).adjusted(-2, -2, 2, 2), 5, 5)
        if self.hasFocus() and self._current[0] == at and not self.shown_blocks(at):
            painter.setPen(QPen(self.ink.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.cell_rect(at + 1)).adjusted(3, 3, -3, -3), 7, 7)

    # --- mouse and keys

    @property
    def current(self) -> Block | None:
        """The block that has the keyboard."""
        row, at = self._current
        if row < len(self._rows) and at < len(self._rows[row].blocks):
            return self._rows[row].blocks[at]
        return None

    def _clamp(self) -> None:
        row = max(0, min(self._current[0], len(self._rows) - 1))
        blocks = len(self._rows[row].blocks) if self._rows else 0
        self._move_to(row, max(0, min(self._current[1], blocks - 1)))

    def _move_to(self, row: int, at: int) -> None:
        before, self._current = self._current, (row, at)
        if before != self._current and self.hasFocus():
            self.update(self.cell_rect(before[0] + 1))
            self.update(self.cell_rect(row + 1))
        if self.hasFocus():
            self._announce()

    def _announce(self) -> None:
        block = self.current
        if block is not None and self.hasFocus():
            self.announce(block_words(block))
        elif self._rows and self.hasFocus():
            self.announce(str(self.cells[self._current[0] + 1]))
        else:
            self.announce(translate("Floor", "Queues"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._rows:
            super().keyPressEvent(event)
            return
        row, at = self._current
        last = max(0, len(self._rows[row].blocks) - 1)
        moves = {
            Qt.Key.Key_Right: (row, min(last, at + 1)),
            Qt.Key.Key_Left: (row, max(0, at - 1)),
            Qt.Key.Key_Home: (row, 0),
            Qt.Key.Key_End: (row, last),
        }
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            row = max(0, min(len(self._rows) - 1, row + (1 if event.key() == Qt.Key.Key_Down else -1)))
            self._move_to(row, max(0, min(at, len(self._rows[row].blocks) - 1)))
        elif event.key() in moves:
            self._move_to(*moves[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.current is not None:
            self.ticket_chosen.emit(self.current.key)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self.block_at(event.position())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self._move_to(*found)
            self.ticket_chosen.emit(self._rows[found[0]].blocks[found[1]].key)
            return
        badge = self._badge_at(event.position())
        if badge is not None and event.button() == Qt.MouseButton.LeftButton:
            self.service_chosen.emit(self._rows[badge].id)
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.block_at(event.position()))
        hand = self._hovered is not None or self._badge_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)
        super().leaveEvent(event)

    def _hover(self, place: tuple[int, int] | None) -> None:
        if place != self._hovered:
            before, self._hovered = self._hovered, place
            for one in (before, place):
                if one is not None:
                    self.update(self.cell_rect(one[0] + 1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update(self.cell_rect(self._current[0] + 1))
        self._announce()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update(self.cell_rect(self._current[0] + 1))
        self.announce(translate("Floor", "Queues"))
        super().focusOutEvent(event)

    def event(self, event: Any) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self.words_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), text, self) if text else QToolTip.hideText()
            return True
        return bool(super().event(event))

    def words_at(self, point: QPointF) -> str:
        """What hovering there says: a customer, or a service in full."""
        found = self.block_at(point)
        if found is not None and found[1] < len(self._rows[found[0]].blocks):
            return block_words(self._rows[found[0]].blocks[found[1]])
        for at in range(1, len(self.cells)):
            if self.cell_rect(at).contains(point.toPoint()):
                return str(self.cells[at])
        return ""

    def count_left(self, row: int) -> float:
        """Where the count of a row begins."""
        shown: Row = self.cells[row + 1]
        unit = self.ink.width(shown.unit, 12) + self.theme.px(4)
        return self._columns[0] - self.ink.width(shown.count, 20, True) - (unit if unit <= self.theme.px(20) else 0)

    def cut_texts(self) -> list[str]:
        """Names shown with an ellipsis (their whole is the tooltip), and figures without room."""
        found = [row.title for row in self.cells[1:] if self.ink.width(row.title, 14) > self._title_width]
        if self._left >= min((self.count_left(row) for row in range(len(self._rows))), default=self._left + 1):
            found.append("blocks")
        return found

    def level_of(self, row: int) -> str:
        """ok, watch or act as shown in a row's longest wait; empty when nobody waits."""
        shown: Row = self.cells[row + 1]
        return shown.level if shown.longest else ""
