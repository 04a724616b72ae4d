"""How the wall display looks: two large cards of calls and one of queues, at any size, in both themes, upright too."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from lobbyconsole.ui.wall_view import (
    CALLING,
    LATEST,
    LISTED,
    MISSED,
    NOBODY,
    PAUSED,
    QUEUES,
    RECENT,
    WAITING,
    Pair,
    WallCall,
    WallLine,
    WallView,
)
from lobbyconsole.ui.widgets.floor_paint import Ink

LEAST_SHARE = 12  # the newest number is at least this part of the height: readable from twelve metres


class WallPainter:
    """Paints a view into a rectangle of any size and shape. `number_px` tells how tall the newest number became."""

    def __init__(self, ink: Ink) -> None:
        self.ink = ink
        self.unit = 1.0
        self.place: Pair = ("", "")
        self.number_px = 0.0
        self.listed_px = 0.0

    def layout(self, area: QRectF, view: WallView) -> dict[str, QRectF]:
        """Where each part stands; also sets the unit, a pixel of a 1080-line screen."""
        upright = area.height() > area.width()
        unit = min(area.width() / (1080 if upright else 1920), area.height() / (1920 if upright else 1080))
        self.unit, self.place = unit, view.place
        pad, gap = 36 * unit, 20 * unit
        inner = area.adjusted(pad, pad * 0.6, -pad, -pad * 0.6)
        inner.translate(view.shift[0] * unit, view.shift[1] * unit)
        head = QRectF(inner.left(), inner.top(), inner.width(), 108 * unit)
        foot_high = (84 if view.paused else 56) * unit
        foot = QRectF(inner.left(), inner.bottom() - foot_high, inner.width(), foot_high)
        body = QRectF(inner.left(), head.bottom() + gap * 0.6, inner.width(), foot.top() - head.bottom() - gap * 1.2)
        if upright:
            newest = QRectF(body.left(), body.top(), body.width(), body.height() * 0.27)
            listed = QRectF(body.left(), newest.bottom() + gap, body.width(), body.height() * 0.33)
            queues = QRectF(body.left(), listed.bottom() + gap, body.width(), body.bottom() - listed.bottom() - gap)
        else:
            wide = body.width() * 0.57
            newest = QRectF(body.left(), body.top(), wide, body.height() * 0.45)
            queues = QRectF(body.left(), newest.bottom() + gap, wide, body.bottom() - newest.bottom() - gap)
            listed = QRectF(newest.right() + gap, body.top(), body.right() - newest.right() - gap, body.height())
        return {"head": head, "newest": newest, "listed": listed, "queues": queues, "foot": foot}

    def changed(self, area: QRectF, old: WallView, new: WallView) -> list[QRectF]:
        """What must be painted anew to go from one view to the other."""
        if (old.shift, old.paused, old.place) != (new.shift, new.paused, new.place):
            return [area]
        parts = self.layout(area, new)
        differs = {
            "head": (old.name, old.clock, old.date) != (new.name, new.clock, new.date),
            "newest": old.calls[:1] != new.calls[:1],
            "listed": old.calls[1:] != new.calls[1:],
            "queues": (old.lines, old.page) != (new.lines, new.page),
        }
        return [parts[name].adjusted(-1, -1, 1, 1) for name, is_so in differs.items() if is_so]

    def paint(self, painter: QPainter, area: QRectF, view: WallView, only: QRectF | None = None) -> None:
        """Paint the whole view, or what of it touches `only`."""
        only = only or area
        painter.fillRect(only, self.ink.color("background"))
        parts = self.layout(area, view)
        least = area.height() / LEAST_SHARE
        if parts["head"].intersects(only):
            self._head(painter, parts["head"], view)
        if parts["newest"].intersects(only):
            self._newest(painter, parts["newest"], view, least)
        if parts["listed"].intersects(only):
            self._listed(painter, parts["listed"], view, 2 if area.height() > area.width() else 1, least)
        if parts["queues"].intersects(only):
            self._queues(painter, parts["queues"], view)
        if parts["foot"].intersects(only):
            self._foot(painter, parts["foot"], view)

    # --- parts

    def _card(self, painter: QPainter, rect: QRectF, fill: str = "surface", border: str = "border") -> None:
        ink, wide = self.ink, max(1.0, self.unit * (4 if border == "accent" else 1.5))
        painter.setPen(QPen(ink.color(border), wide))
        painter.setBrush(ink.color(fill))
        painter.drawRoundedRect(rect.adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2), 16 * self.unit, 16 * self.unit)

    def _pair(
        self, painter: QPainter, pair: Pair, x: float, baseline: float, size: float, room: float, tone: str = "muted"
    ) -> None:
        """A caption in both languages on one line."""
        ink = self.ink
        width = ink.draw(painter, ink.fit(pair[0], room, size, True), x, baseline, size, ink.color("text"), True)
        rest = room - width - size * 0.6
        if pair[1] and rest > size * 2:
            small = size * 0.8
            ink.draw(painter, ink.fit(pair[1], rest, small), x + width + size * 0.6, baseline, small, ink.color(tone))

    def _head(self, painter: QPainter, rect: QRectF, view: WallView) -> None:
        ink, unit = self.ink, self.unit
        clock = ink.draw_right(
            painter, view.clock, rect.right(), rect.top() + 82 * unit, 84 * unit, ink.color("text"), True
        )
        right = rect.right() - clock - 32 * unit
        dates = max(ink.width(view.date[0], 30 * unit), ink.width(view.date[1], 24 * unit))
        ink.draw_right(painter, view.date[0], right, rect.top() + 46 * unit, 30 * unit, ink.color("text"))
        ink.draw_right(painter, view.date[1], right, rect.top() + 82 * unit, 24 * unit, ink.color("muted"))
        room = right - dates - rect.left() - 32 * unit
        zh, en = view.name if view.name[0] else (view.name[1], "")
        if en and en != zh:
            text = ink.fit(zh, room, 46 * unit, True)
            ink.draw(painter, text, rect.left(), rect.top() + 50 * unit, 46 * unit, ink.color("text"), True)
            text = ink.fit(en, room, 27 * unit)
            ink.draw(painter, text, rect.left(), rect.top() + 86 * unit, 27 * unit, ink.color("muted"))
        else:
            text = ink.fit(zh, room, 54 * unit, True)
            ink.draw(painter, text, rect.left(), rect.top() + 72 * unit, 54 * unit, ink.color("text"), True)

    def _newest(self, painter: QPainter, rect: QRectF, view: WallView, least: float) -> None:
        ink, unit = self.ink, self.unit
        call = view.calls[0] if view.calls else None
        fresh = call is not None and call.fresh
        self._card(painter, rect, "accent_soft" if fresh else "surface", "accent" if fresh else "border")
        left, room = rect.left() + 36 * unit, rect.width() - 72 * unit
        caption = CALLING if call is not None and call.awaited else LATEST
        self._pair(painter, caption, left, rect.top() + 58 * unit, 34 * unit, room)
        middle = rect.top() + 70 * unit + (rect.height() - 70 * unit) / 2
        if call is None:
            size = 72 * unit
            ink.draw(painter, NOBODY[0], left, middle, size, ink.color("muted"), True)
            ink.draw(painter, NOBODY[1], left, middle + 60 * unit, size * 0.55, ink.color("muted"))
            self.number_px = 0.0
            return
        per_cap = ink.cap(100, True) / 100
        wish = (rect.height() - 110 * unit) * 0.82 / per_cap
        size = self._call_size(call, wish, room)
        if size * per_cap < least:  # a very long number: rather the label goes than the size
            size = least / per_cap
        self.number_px = size * per_cap
        baseline = middle + size * per_cap / 2
        if not self._call(painter, call, left, room, baseline, size, bool(view.paused)):
            size = 40 * unit
            right = rect.right() - 36 * unit
            en = ink.draw_right(painter, view.place[1], right, baseline + size * 1.6, size * 0.75, ink.color("muted"))
            ink.draw_right(
                painter, view.place[0], right - en - size * 0.5, baseline + size * 1.6, size, ink.color("text")
            )

    def _listed(self, painter: QPainter, rect: QRectF, view: WallView, columns: int, cap: float) -> None:
        ink, unit = self.ink, self.unit
        self._card(painter, rect)
        left = rect.left() + 32 * unit
        self._pair(painter, RECENT, left, rect.top() + 58 * unit, 34 * unit, rect.width() - 64 * unit)
        rows = -(-LISTED // columns)
        top = rect.top() + 78 * unit
        high = (rect.bottom() - 14 * unit - top) / rows
        wide = (rect.width() - 24 * unit) / columns
        room = wide - 40 * unit
        calls = view.calls[1:]
        per_cap = ink.cap(100, True) / 100
        wish = min(cap, high * 0.7) / per_cap
        size = min((self._call_size(call, wish, room) for call in calls), default=wish)
        self.listed_px = size * per_cap
        for at in range(LISTED):
            column, row = divmod(at, rows)
            cell = QRectF(rect.left() + 12 * unit + column * wide, top + row * high, wide, high)
            if row:
                painter.setPen(QPen(ink.color("border"), max(1.0, unit)))
                inset = QPointF(20 * unit, 0)
                painter.drawLine(cell.topLeft() + inset, cell.topRight() - inset)
            if at >= len(calls):
                continue
            call = calls[at]
            if call.fresh:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(ink.color("accent_soft"))
                painter.drawRoundedRect(cell.adjusted(0, 5 * unit, 0, -5 * unit), 12 * unit, 12 * unit)
            baseline = cell.center().y() + size * per_cap / 2
            self._call(painter, call, cell.left() + 20 * unit, room, baseline, size, bool(view.paused))

    def _call_parts(self, call: WallCall, size: float) -> tuple[float, float, float, float]:
        """Widths of number, arrow with its margins, counter, label."""
        ink = self.ink
        label = max(ink.width(text, size * share) for text, share in ((self.place[0], 0.3), (self.place[1], 0.2)))
        return ink.width(call.number, size, True), size * 0.85, ink.width(call.counter, size, True), label + size * 0.12

    def _call_size(self, call: WallCall, wish: float, room: float) -> float:
        """The font size at which a call fits into `room`, at most `wish`."""
        whole = sum(self._call_parts(call, 100.0))
        return min(wish, room / whole * 100.0)

    def _call(
        self,
        painter: QPainter,
        call: WallCall,
        x: float,
        room: float,
        baseline: float,
        size: float,
        old: bool,
    ) -> bool:
        """A012 → counter 3: the number at the left, where to go at the right. False: no room for the words."""
        ink = self.ink
        number, arrow, counter, label = self._call_parts(call, size)
        ink.draw(painter, call.number, x, baseline, size, ink.color("muted" if old else "text"), True)
        right = x + room
        begin = right - label - counter
        worded = begin >= x + number + arrow * 0.5
        if not worded:
            begin = right - counter
        ink.draw(painter, call.counter, begin, baseline, size, ink.color("muted" if old else "accent"), True)
        if worded:
            at, cap = begin + counter + size * 0.12, ink.cap(size, True)
            tone = ink.color("muted" if old else "text")
            ink.draw(painter, self.place[0], at, baseline - cap + ink.cap(size * 0.3), size * 0.3, tone)
            ink.draw(painter, self.place[1], at, baseline, size * 0.2, ink.color("muted"))
        middle, y = (x + number + begin) / 2, baseline - ink.cap(size, True) / 2
        reach = min(size * 0.27, (begin - x - number) / 2 - size * 0.08)
        if reach > size * 0.08:
            painter.setPen(QPen(ink.color("muted"), size * 0.06, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            tip, end = size * 0.13, QPointF(middle + reach, y)
            painter.drawLine(QPointF(middle - reach, y), end)
            painter.drawLine(end - QPointF(tip, tip), end)
            painter.drawLine(end - QPointF(tip, -tip), end)
        return worded

    def _queues(self, painter: QPainter, rect: QRectF, view: WallView) -> None:
        ink, unit = self.ink, self.unit
        self._card(painter, rect)
        left, right = rect.left() + 36 * unit, rect.right() - 36 * unit
        self._pair(painter, QUEUES, left, rect.top() + 52 * unit, 32 * unit, right - left)
        top = rect.top() + 70 * unit
        room = rect.bottom() - 10 * unit - top
        most = max(1, int(room // (58 * unit)))
        pages = -(-len(view.lines) // most) or 1
        page = view.page % pages
        if pages > 1:
            text = f"{page + 1}/{pages}"
            ink.draw_right(painter, text, right, rect.top() + 52 * unit, 28 * unit, ink.color("muted"))
        shown = view.lines[page * most : (page + 1) * most]
        high = min(104 * unit, room / max(1, len(shown)))
        big = min(36 * unit, high * 0.44)
        waits = [max(ink.width(line.wait[0], big, True), ink.width(line.wait[1], 22 * unit)) for line in view.lines]
        edge = right - max(waits, default=0.0) - (40 * unit if any(waits) else 0.0)
        for at, line in enumerate(shown):
            if at:
                painter.setPen(QPen(ink.color("border"), max(1.0, unit)))
                painter.drawLine(QPointF(left, top + at * high), QPointF(right, top + at * high))
            self._queue(painter, QRectF(left, top + at * high, right - left, high), line, edge, big, bool(view.paused))

    def _queue(self, painter: QPainter, cell: QRectF, line: WallLine, edge: float, big: float, old: bool) -> None:
        ink, unit = self.ink, self.unit
        text, muted = ink.color("muted" if old else "text"), ink.color("muted")
        middle = cell.center().y()
        side = min(58 * unit, cell.height() - 12 * unit)
        chip = QRectF(cell.left(), middle - side / 2, side * 1.1, side)
        painter.setPen(QPen(ink.color("border"), max(1.0, 1.5 * unit)))
        painter.setBrush(ink.color("sunken"))
        painter.drawRoundedRect(chip, 10 * unit, 10 * unit)
        size = side * (0.58 if len(line.prefix) < 3 else 0.42)
        begin = chip.center().x() - ink.width(line.prefix, size, True) / 2
        ink.draw(painter, line.prefix, begin, middle + ink.cap(size, True) / 2, size, text, True)

        # From the right: the wait, the count, and the title takes what is left.
        small = 22 * unit
        upper, lower = middle + 2 * unit, middle + 2 * unit + small * 1.2
        ink.draw_right(painter, line.wait[0], cell.right(), upper, big, text, True)
        ink.draw_right(painter, line.wait[1], cell.right(), lower, small, muted)
        units = max(ink.width(WAITING[0], 26 * unit), ink.width(WAITING[1], small * 0.9))
        ink.draw(painter, WAITING[0], edge - units, middle, 26 * unit, muted)
        ink.draw(painter, WAITING[1], edge - units, lower, small * 0.9, muted)
        count = min(54 * unit, cell.height() * 0.62)
        edge -= units + 12 * unit
        ink.draw_right(painter, str(line.waiting), edge, middle + ink.cap(count, True) / 2, count, text, True)
        room = edge - ink.width("88", count, True) - chip.right() - 40 * unit
        x = chip.right() + 22 * unit
        if line.title[1]:
            ink.draw(painter, ink.fit(line.title[0], room, big, True), x, upper, big, text, True)
            ink.draw(painter, ink.fit(line.title[1], room, small), x, lower, small, muted)
        else:
            title = ink.fit(line.title[0], room, big, True)
            ink.draw(painter, title, x, middle + ink.cap(big, True) / 2, big, text, True)

    def _foot(self, painter: QPainter, rect: QRectF, view: WallView) -> None:
        ink, unit = self.ink, self.unit
        if not view.paused:
            size = 28 * unit
            self._pair(painter, MISSED, rect.left(), rect.center().y() + ink.cap(size) / 2, size, rect.width())
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.color("muted"))
        painter.drawRoundedRect(rect, 14 * unit, 14 * unit)
        zh, en = (text.format(time=view.paused) for text in PAUSED)
        size, small, tone = 40 * unit, 28 * unit, ink.color("surface")
        left = rect.left() + 32 * unit
        width = ink.draw(painter, zh, left, rect.center().y() + ink.cap(size, True) / 2, size, tone, True)
        en = ink.fit(en, rect.width() - width - 96 * unit, small)
        ink.draw_right(painter, en, rect.right() - 32 * unit, rect.center().y() + ink.cap(small) / 2, small, tone)
