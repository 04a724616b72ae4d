"""The counters: one tile each with what it is doing, painted by one widget."""

from __future__ import annotations

from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QToolTip

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.picture import ACT, OK, WATCH, Picture, Tile
from lobbyconsole.ui.theme import RADIUS, Theme
from lobbyconsole.ui.translation import clock_text, mss, translate
from lobbyconsole.ui.widgets import labels
from lobbyconsole.ui.widgets.floor_paint import Painted, draw_focus, draw_level

EDGE = 4  # px, the coloured left edge
_EDGES = {"serving": "accent", "called": "accent", "idle": "ok", "paused": "muted", "closed": "muted"}


class Face(msgspec.Struct, frozen=True):
    """One counter as shown."""

    id: str
    about: str  # who sits there and what they take
    state: str
    level: str
    edge: str  # token of the left edge
    number: str
    clock: str
    short_clock: str
    prompt: str  # in the place of the number when there is something to press
    closed: bool
    idle: bool

    def __str__(self) -> str:
        """As a screen reader says it."""
        said = [translate("Floor", "Counter {counter}").format(counter=self.id), self.state, self.number]
        return ", ".join(word for word in (*said, self.clock, self.about) if word and word != "—")


def face_of(tile: Tile, zone: ZoneInfo, drift: float = 0.0) -> Face:
    """A counter in words, `drift` seconds after the picture."""
    staff = translate("Floor", "Staff {staff}").format(staff=tile.staff) if tile.staff else "—"
    services = "·".join(tile.services)
    since = "" if tile.since_s is None else mss(tile.since_s + drift)
    return Face(
        id=tile.id,
        about=f"{staff} · {services}" if services else staff,
        state=_state(tile),
        level=tile.level,
        edge=tile.level if tile.level != OK else _EDGES.get(tile.activity, "muted"),
        number=tile.number or "—",
        clock=_clock(tile, zone, since, drift),
        short_clock=clock_text(tile.returns_at, zone) if tile.activity == "paused" and tile.returns_at else "",
        prompt=translate("Floor", "Open counter") if tile.activity == "closed" else "",
        closed=tile.activity == "closed" or not tile.known,
        idle=tile.activity == "idle",
    )


def _state(tile: Tile) -> str:
    if tile.asked_s is not None:
        return translate("Floor", "asks for you")
    if not tile.known:
        return translate("Floor", "not set up")
    if tile.level == WATCH and tile.activity == "serving":
        return translate("Floor", "takes long")
    if tile.level == WATCH and tile.activity == "called":
        return translate("Floor", "nobody comes")
    if tile.level == WATCH and tile.activity == "paused":
        return translate("Floor", "not back yet")
    return labels.activity(tile.activity)


def _clock(tile: Tile, zone: ZoneInfo, since: str, drift: float) -> str:
    if tile.asked_s is not None and not tile.number:
        return mss(tile.asked_s + drift)
    if tile.activity == "paused":
        reason = labels.pause_reason(tile.reason) if tile.reason else ""
        if tile.returns_at is not None:
            back = clock_text(tile.returns_at, zone)
            if reason:
                return translate("Floor", "{reason}, back {time}").format(reason=reason, time=back)
            return translate("Floor", "back {time}").format(time=back)
        return f"{reason} {since}".strip()
    if tile.activity == "closed":
        return ""
    if tile.activity == "called" and tile.calls > 1:
        return f"×{tile.calls}  {since}"
    return since


class CounterTiles(Painted):
    """The grid of counters. Click, Enter or a digit selects one; what is done with it is the screen's business."""

    chosen = Signal(str)  # counter id
    ticket_chosen = Signal(str)  # key of the ticket whose number was clicked
    key_pressed = Signal(str, int)  # counter id, key: a verb's key pressed while a tile has the keyboard

    GAP = 10

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._tiles: tuple[Tile, ...] = ()
        self._zone = ZoneInfo("UTC")
        self._columns = 1
        self._places: list[QRect] = []
        self._current = 0
        self._hovered = -1
        self._selected = ""  # its panel is open
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(translate("Floor", "Counters"))

    # --- what is shown

    def show_picture(self, picture: Picture, branch: Branch) -> None:
        """Show the counters of a newer picture."""
        self._tiles, self._zone = picture.tiles, branch.tz
        self._current = max(0, min(self._current, len(self._tiles) - 1))
        self.tick(0.0)
        self.refresh_summary()

    def tick(self, drift: float) -> None:
        """`drift` seconds have passed since the picture, and nothing else is known."""
        self.set_cells(tuple(face_of(tile, self._zone, drift) for tile in self._tiles))

    def retranslate(self) -> None:
        self.tick(0.0)
        self.refresh_summary()
        self._announce()

    def summary(self) -> str:
        return "\n".join(str(face) for face in self.cells)

    # --- where it is shown

    def _fitting(self, width: int) -> int:
        count = max(1, len(self._tiles))
        least = self.theme.px(190 if count <= 12 else 148)
        most = max(1, min(count, (width + self.GAP) // (least + self.GAP)))
        lines = -(-count // most)
        return -(-count // lines)

    def heights(self, width: int) -> tuple[int, int]:
        """Least and comfortable height at this width."""
        if not self._tiles:
            return 0, 0
        lines = -(-len(self._tiles) // self._fitting(width))
        gaps = (lines - 1) * self.GAP
        comfortable = 82 if lines <= 2 else 70
        return lines * self.theme.px(58) + gaps, lines * self.theme.px(comfortable) + gaps

    def laid_out(self) -> None:
        self._columns = max(1, self._fitting(self.width()))
        self._places = [self._place(at) for at in range(len(self._tiles))]

    def cell_rect(self, at: int) -> QRect:
        return self._places[at] if at < len(self._places) else self._place(at)

    def _place(self, at: int) -> QRect:
        columns = self._columns
        lines = max(1, -(-len(self._tiles) // columns))
        column, line = at % columns, at // columns
        wide, high = (self.width() + self.GAP) / columns, (self.height() + self.GAP) / lines
        left, top = round(column * wide), round(line * high)
        return QRect(left, top, round((column + 1) * wide) - self.GAP - left, round((line + 1) * high) - self.GAP - top)

    def rect_of(self, counter: str) -> QRect:
        """Where a counter's tile is."""
        return next((self.cell_rect(at) for at, tile in enumerate(self._tiles) if tile.id == counter), QRect())

    def tile(self, counter: str) -> Tile | None:
        """A counter as last shown."""
        return next((tile for tile in self._tiles if tile.id == counter), None)

    def neighbour(self, counter: str, by: int) -> str:
        """The counter so many tiles further; +-100 is a line down or up. Empty: there is none."""
        at = next((at for at, tile in enumerate(self._tiles) if tile.id == counter), 0)
        at += by if abs(by) < 100 else self._columns * (1 if by > 0 else -1)
        return self._tiles[at].id if 0 <= at < len(self._tiles) else ""

    def select(self, counter: str) -> None:
        """Mark the tile whose panel is open; empty: none."""
        before, self._selected = self._selected, counter
        for at, tile in enumerate(self._tiles):
            if tile.id in (before, counter):
                self.update(self.cell_rect(at))
            if counter and tile.id == counter:
                self._current = at

    # --- painting

    def paint_cell(self, painter: QPainter, at: int) -> None:
        face: Face = self.cells[at]
        rect = self.cell_rect(at)
        hovered = at == self._hovered
        # All but the clock, which alone changes every second.
        lasting = (face.id, face.about, face.state, face.level, face.edge, face.number, face.prompt, face.closed)
        draw = partial(self._draw_tile, at=at, hovered=hovered)
        self.stamped(painter, at, (lasting, face.idle, hovered), rect, draw, self.ink.color("background"))
        if face.id == self._selected or (at == self._current and self.hasFocus()):
            draw_focus(painter, QRectF(rect), self.ink)
        if face.clock and not face.prompt:
            self._paint_clock(painter, face, QRectF(rect))

    def _draw_tile(self, painter: QPainter, at: int, hovered: bool) -> None:
        face: Face = self.cells[at]
        ink, px = self.ink, self.theme.px
        rect = QRectF(self.cell_rect(at))
        self._draw_ground(painter, rect, face, hovered)
        left, right = rect.left() + px(16), rect.right() - px(13)
        muted = ink.color("muted")

        middle = rect.top() + rect.height() * 0.285
        strong = face.level != OK
        state_color = ink.level(face.level if strong else OK) if strong or face.idle else muted
        if not face.closed and not face.idle and not strong and face.edge == "accent":
            state_color = ink.color("text")
        line = middle + ink.cap(12) / 2
        number_width = ink.width(face.id, 18, True)
        shape = px(13) if strong else 0
        state = ink.fit(face.state, right - left - number_width - px(8) - shape, 12)
        used = ink.draw_right(painter, state, right, line, 12, state_color, strong)
        if strong:
            draw_level(painter, face.level, QPointF(right - used - px(8), middle), px(9), ink.color(face.level))
            used += shape
        ink.draw(painter, face.id, left, middle + ink.cap(18, True) / 2, 18, ink.color("text"), True)
        room = right - used - px(8) - (left + number_width + px(8))
        ink.draw(painter, self._about(face.about, room), left + number_width + px(8), line, 12, muted)

        middle = rect.top() + rect.height() * 0.66
        if face.prompt:
            color = ink.color("accent")
            line = middle + ink.cap(14, True) / 2
            self._draw_plus(painter, QPointF(left + px(6), middle))
            ink.draw(painter, face.prompt, left + px(17), line, 14, color, True)
            return
        line = middle + ink.cap(20, True) / 2
        ink.draw(painter, face.number, left, line, 20, ink.color("text") if face.number != "—" else muted, True)

    def _paint_clock(self, painter: QPainter, face: Face, rect: QRectF) -> None:
        ink, px = self.ink, self.theme.px
        right = rect.right() - px(13)
        color = ink.level(face.level) if face.level != OK or face.idle else ink.color("muted")
        # A customer's number is why one looks; the words beside it give way.
        room = right - rect.left() - px(16) - ink.width(face.number, 20, True) - px(8)
        clock = face.clock
        size = 16 if clock[:1] in "0123456789×" and ink.width(clock, 16) <= room else 13
        if face.short_clock and ink.width(clock, size) > room:
            clock = face.short_clock
        line = rect.top() + rect.height() * 0.66 + ink.cap(size) / 2
        ink.draw_right(painter, ink.fit(clock, room, size), right, line, size, color)

    def _about(self, text: str, room: float) -> str:
        """Who and what, as much of it as fits: first the word for staff goes, then the services."""
        staff, _, services = text.partition(" · ")
        number = staff.split(" ")[-1]
        for attempt in (text, f"{number} · {services}" if services else number, number):
            if self.ink.width(attempt, 12) <= room:
                return attempt
        return ""

    def _draw_plus(self, painter: QPainter, center: QPointF) -> None:
        half = self.theme.px(6)
        painter.setPen(QPen(self.ink.color("accent"), max(2, self.theme.px(2))))
        painter.drawLine(center - QPointF(half, 0), center + QPointF(half, 0))
        painter.drawLine(center - QPointF(0, half), center + QPointF(0, half))

    def _draw_ground(self, painter: QPainter, rect: QRectF, face: Face, hovered: bool) -> None:
        ink = self.ink
        body = rect.adjusted(0.5, 0.5, -0.5, -0.5)
        fill = ink.color("sunken" if face.closed else "surface")
        if face.level == ACT:
            fill = ink.color("act_soft")
        border = ink.color("muted" if hovered else "border")
        pen = QPen(border, 1, Qt.PenStyle.CustomDashLine if face.closed else Qt.PenStyle.SolidLine)
        if face.closed:
            pen.setDashPattern([4, 3])
        # The edge is the card's own rounded left side: the whole card in its colour, the body laid over it.
        shape = QPainterPath()
        shape.addRoundedRect(body, RADIUS, RADIUS)
        painter.save()
        painter.setClipRect(QRectF(rect.left(), rect.top(), EDGE, rect.height()))
        painter.fillPath(shape, ink.color(face.edge))
        painter.setClipRect(QRectF(rect.left() + EDGE, rect.top(), rect.width() - EDGE, rect.height()))
        painter.fillPath(shape, fill)
        painter.strokePath(shape, pen)
        painter.restore()

    # --- mouse and keys

    def index_at(self, point: QPointF) -> int:
        """The tile under a point, or -1."""
        return next(
            (at for at in range(len(self._tiles)) if self.cell_rect(at).contains(point.toPoint())),
            -1,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: self._columns,
            Qt.Key.Key_Up: -self._columns,
        }.get(Qt.Key(event.key()))
        if not self._tiles:
            super().keyPressEvent(event)
        elif step is not None:
            self._move_to(self._current + step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self._tiles[self._current].id)
        elif event.text().isalpha() and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.key_pressed.emit(self._tiles[self._current].id, event.key())
        else:
            super().keyPressEvent(event)

    def _move_to(self, at: int) -> None:
        if 0 <= at < len(self._tiles) and at != self._current:
            before, self._current = self._current, at
            self.update(self.cell_rect(before))
            self.update(self.cell_rect(at))
            self._announce()

    def _announce(self) -> None:
        if self.hasFocus() and self._current < len(self.cells):
            self.announce(str(self.cells[self._current]))
        else:
            self.announce(translate("Floor", "Counters"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self.index_at(event.position())
        if at < 0 or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self._move_to(at)
        if self._on_number(at, event.position()):
            self.ticket_chosen.emit(self._tiles[at].ticket)
        else:
            self.chosen.emit(self._tiles[at].id)

    def _on_number(self, at: int, point: QPointF) -> bool:
        if not self._tiles[at].ticket:
            return False
        rect = self.cell_rect(at)
        left = rect.left() + self.theme.px(16)
        wide = self.ink.width(self.cells[at].number, 20, True)
        return left - 4 <= point.x() <= left + wide + 4 and point.y() > rect.top() + rect.height() * 0.48

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.index_at(event.position()))
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._hovered >= 0 else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, at: int) -> None:
        if at != self._hovered:
            before, self._hovered = self._hovered, at
            for one in (before, at):
                if 0 <= one < len(self._tiles):
                    self.update(self.cell_rect(one))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update(self.cell_rect(self._current))
        self._announce()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update(self.cell_rect(self._current))
        self.announce(translate("Floor", "Counters"))
        super().focusOutEvent(event)

    def event(self, event: Any) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self.index_at(QPointF(event.pos()))
            text = str(self.cells[at]) if at >= 0 else ""
            QToolTip.showText(event.globalPos(), text, self) if text else QToolTip.hideText()
            return True
        return bool(super().event(event))

    def cut_texts(self) -> list[str]:
        """Texts shown with an ellipsis; tests want none."""
        found = []
        px, ink = self.theme.px, self.ink
        for at, face in enumerate(self.cells):
            wide = self.cell_rect(at).width() - px(29)
            room = wide - ink.width(face.id, 18, True) - px(8) - (px(13) if face.level != OK else 0)
            if ink.width(face.state, 12) > room:
                found.append(face.state)
            clock = face.short_clock or face.clock
            if not face.prompt and ink.width(clock, 13) > wide - ink.width(face.number, 20, True) - px(8):
                found.append(face.clock)
        return found
