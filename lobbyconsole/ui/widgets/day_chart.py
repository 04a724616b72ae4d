"""People waiting through the day, painted by hand.

Not with pyqtgraph: for one line it would cost 50 MB of memory and half a second of imports (measured: 0.4 to 1.0 s,
+50 MB PSS), and its axes follow neither our text sizes nor our themes by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.picture import Picture
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import clock_text, translate
from lobbyconsole.ui.widgets.floor_paint import Painted, draw_card, draw_focus

TICK_STEPS_MIN = (30, 60, 120, 180, 240)
COUNT_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000)


class Curve(msgspec.Struct, frozen=True):
    """What is drawn: people each minute since `start`, and the span of the axis."""

    values: tuple[int, ...]
    start: datetime
    left: datetime
    right: datetime
    now: datetime
    limit: float | None  # people at which a newcomer waits as long as the target
    target_min: int
    words: tuple[str, ...]  # so that a new language repaints


def people_at_target(picture: Picture, branch: Branch) -> float | None:
    """How many may wait before the newest waits as long as the target, at the pace of the counters now open.

    Little's law: people in line = wait x pace; the pace of a counter is one customer per mean handling time.
    """
    means: Mapping[str, float] = picture.handling_s
    pace = 0.0
    for tile in picture.tiles:
        if tile.activity in ("idle", "called", "serving"):
            times = [means[service] for service in tile.service_ids if service in means]
            pace += len(times) / sum(times) if times else 0.0
    return pace * picture.figures.target_s if pace else None


def axis_of(picture: Picture, branch: Branch) -> tuple[datetime, datetime]:
    """From opening to closing, stretched to what happened outside of the opening hours."""
    begun = picture.at - timedelta(minutes=len(picture.through_day))
    begun = max(picture.day_start, begun) if picture.through_day else picture.at
    day = branch.day_of(picture.at)
    hours = branch.hours.week[day.weekday()]
    if hours is None:
        return begun, max(picture.at, begun + timedelta(hours=1))
    opening = datetime.combine(day, hours[0], branch.tz)
    closing = datetime.combine(day, hours[1], branch.tz)
    return min(opening, begun), max(closing, picture.at)


class DayChart(Painted):
    """The line of the day so far; the axis shows the whole day, and nothing is drawn beyond now."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._shown: tuple[Picture, Branch] | None = None
        self._reading: int | None = None  # minute under the pointer or the keyboard
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(translate("Floor", "People waiting through the day"))

    def show_picture(self, picture: Picture, branch: Branch) -> None:
        """Show the day as a newer picture tells it."""
        self._shown = (picture, branch)
        left, right = axis_of(picture, branch)
        values = picture.through_day if any(picture.through_day) or picture.figures.counts.issued else ()
        limit = people_at_target(picture, branch)
        self.set_cells(
            (
                Curve(
                    values=values,
                    start=picture.day_start,
                    left=left,
                    right=right,
                    now=picture.at.replace(second=0, microsecond=0),
                    limit=None if limit is None else round(limit, 1),
                    target_min=round(picture.figures.target_s / 60),
                    words=_words(),
                ),
            )
        )
        self.refresh_summary()

    def retranslate(self) -> None:
        self.setAccessibleName(translate("Floor", "People waiting through the day"))
        if self._shown is not None:
            self.show_picture(*self._shown)

    def summary(self) -> str:
        if not self.cells or not self.cells[0].values:
            return translate("Floor", "The line begins with the first ticket of the day.")
        curve: Curve = self.cells[0]
        top = max(curve.values)
        at = curve.start + timedelta(minutes=curve.values.index(top))
        return translate("Floor", "{now} waiting now; most: {most} at {time}").format(
            now=curve.values[-1], most=top, time=self._clock(at)
        )

    def heights(self, width: int) -> tuple[int, int]:
        """Least and comfortable height."""
        return self.theme.px(124), self.theme.px(200)

    # --- where things are

    def cell_rect(self, at: int) -> QRect:
        return self.rect()

    def plot(self) -> QRectF:
        """The field inside the axes."""
        px, ink = self.theme.px, self.ink
        left = px(15) + ink.width(str(self._top()), 11) + px(8)
        top = px(44)
        return QRectF(left, top, self.width() - left - px(15), max(8.0, self.height() - top - px(30)))

    def _top(self) -> int:
        curve: Curve | None = self.cells[0] if self.cells else None
        if curve is None:
            return 5
        most = max([*curve.values, 4])
        if curve.limit is not None:
            most = max(most, min(round(curve.limit), 3 * most))
        step = self._step(most)
        return step * (most // step + 1)

    def _step(self, most: int) -> int:
        lines = max(2, int((self.height() - self.theme.px(74)) // self.theme.px(34)))
        return next((step for step in COUNT_STEPS if most / step <= lines), COUNT_STEPS[-1])

    def _x(self, at: datetime, plot: QRectF) -> float:
        curve: Curve = self.cells[0]
        span = (curve.right - curve.left).total_seconds() or 1.0
        return plot.left() + plot.width() * (at - curve.left).total_seconds() / span

    def _y(self, people: float, plot: QRectF) -> float:
        return plot.bottom() - plot.height() * people / self._top()

    def _clock(self, at: datetime) -> str:
        assert self._shown is not None
        return clock_text(at, self._shown[1].tz)

    # --- painting

    def paint_ground(self, painter: QPainter) -> None:
        draw_card(painter, QRectF(self.rect()), self.ink)

    def paint_cell(self, painter: QPainter, at: int) -> None:
        curve: Curve = self.cells[0]
        self.stamped(painter, 0, curve, self.rect(), self._draw_day)
        if self._reading is not None and self._reading < len(curve.values):
            self._paint_reading(painter, curve, self.plot(), self._reading)
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), self.ink)

    def _draw_day(self, painter: QPainter) -> None:
        curve: Curve = self.cells[0]
        plot = self.plot()
        self._paint_head(painter, curve)
        self._paint_axes(painter, curve, plot)
        if curve.values:
            self._paint_limit(painter, curve, plot)
            self._paint_line(painter, curve, plot)
        else:
            text = translate("Floor", "The line begins with the first ticket of the day.")
            width = self.ink.width(text, 14)
            x = max(plot.left(), plot.center().x() - width / 2)
            self.ink.draw(
                painter, self.ink.fit(text, plot.width(), 14), x, plot.center().y(), 14, self.ink.color("muted")
            )
        self._paint_now(painter, curve, plot)

    def _paint_head(self, painter: QPainter, curve: Curve) -> None:
        ink, px = self.ink, self.theme.px
        line = px(22) + ink.cap(14, True) / 2
        muted = ink.color("muted")
        title = translate("Floor", "People waiting through the day")
        used = ink.draw(painter, title, px(15), line, 14, muted, True)
        right = self.width() - px(15)
        legend = translate("Floor", "people in line, each minute")
        width = ink.width(legend, 12) + px(26)
        if px(15) + used + px(16) + width < right:
            ink.draw_right(painter, legend, right, px(22) + ink.cap(12) / 2, 12, muted)
            painter.setPen(QPen(ink.color("text"), 2))
            painter.drawLine(QPointF(right - width, px(22)), QPointF(right - width + px(18), px(22)))

    def _paint_axes(self, painter: QPainter, curve: Curve, plot: QRectF) -> None:
        ink, px = self.ink, self.theme.px
        muted = ink.color("muted")
        top = self._top()
        step = self._step(top - 1)
        # Where borders are white the lines of the grid must not outshine the curve.
        grid = ink.toned("border", 35) if self.theme.name == "contrast" else ink.color("border")
        for people in range(0, top + 1, step):
            y = round(self._y(people, plot)) + 0.5
            painter.setPen(QPen(grid, 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            ink.draw_right(painter, str(people), plot.left() - px(6), y + ink.cap(11) / 2, 11, muted)
        line = plot.bottom() + px(8) + ink.cap(12)
        ticks, wide = self.ticks()
        for at in ticks:
            x = self._x(at, plot)
            painter.setPen(QPen(ink.color("border"), 1))
            painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 4))
            left = min(max(x - wide / 2, 4.0), self.width() - wide - px(6))
            ink.draw(painter, self._clock(at), left, line, 12, muted)

    def ticks(self) -> tuple[list[datetime], float]:
        """Times written under the axis, and the width of one."""
        curve: Curve = self.cells[0]
        wide = self.ink.width("00:00", 12)
        span = (curve.right - curve.left).total_seconds() / 60
        room = max(1.0, self.plot().width() / (wide + self.theme.px(18)))
        step = next((step for step in TICK_STEPS_MIN if span / step <= room), TICK_STEPS_MIN[-1])
        assert self._shown is not None
        midnight = curve.left.astimezone(self._shown[1].tz).replace(hour=0, minute=0, second=0, microsecond=0)
        first = int(-(-(curve.left - midnight).total_seconds() // (60 * step))) * step
        found = []
        at = midnight + timedelta(minutes=first)
        while at <= curve.right:
            found.append(at)
            at += timedelta(minutes=step)
        return found, wide

    def _paint_limit(self, painter: QPainter, curve: Curve, plot: QRectF) -> None:
        if curve.limit is None or curve.limit > self._top():
            return
        ink = self.ink
        y = round(self._y(curve.limit, plot)) + 0.5
        painter.setPen(QPen(ink.color("act"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        text = translate("Floor", "{minutes} min wait at the present pace").format(minutes=curve.target_min)
        ink.draw_right(painter, text, plot.right(), y - self.theme.px(5), 11, ink.color("act"))

    def _paint_line(self, painter: QPainter, curve: Curve, plot: QRectF) -> None:
        points = self._points(curve, plot)
        ink = self.ink
        painter.save()
        painter.setClipRect(plot.adjusted(-1, -2, 1, 1))
        area = QPolygonF([QPointF(points[0].x(), plot.bottom()), *points, QPointF(points[-1].x(), plot.bottom())])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.toned("accent", 10))
        painter.drawPolygon(area)
        painter.setPen(QPen(ink.color("text"), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        painter.restore()

    def _points(self, curve: Curve, plot: QRectF) -> list[QPointF]:
        """One point a minute; when minutes are narrower than a pixel, the highest of each pixel."""
        span = (curve.right - curve.left).total_seconds() / 60 or 1.0
        every = max(1, int(span / max(1.0, plot.width())))
        values: Sequence[int] = curve.values
        begin = (curve.start - curve.left).total_seconds() / 60
        scale, unit = plot.width() / span, plot.height() / self._top()
        found = []
        for at in range(0, len(values), every):
            people = max(values[at : at + every])
            found.append(QPointF(plot.left() + (begin + at) * scale, plot.bottom() - people * unit))
        return found

    def _paint_now(self, painter: QPainter, curve: Curve, plot: QRectF) -> None:
        ink, px = self.ink, self.theme.px
        x = round(self._x(curve.now, plot)) + 0.5
        painter.setPen(QPen(ink.color("muted"), 1.5))
        painter.drawLine(QPointF(x, plot.top() - px(12)), QPointF(x, plot.bottom()))
        text = translate("Floor", "now {time}").format(time=self._clock(curve.now))
        width = ink.width(text, 12)
        left = x + px(5) if x + px(5) + width < plot.right() else x - px(5) - width
        ink.draw(painter, text, left, plot.top() - px(12) + ink.cap(12), 12, ink.color("text"))

    def _paint_reading(self, painter: QPainter, curve: Curve, plot: QRectF, minute: int) -> None:
        ink, px = self.ink, self.theme.px
        x = self._x(curve.start + timedelta(minutes=minute), plot)
        y = self._y(curve.values[minute], plot)
        painter.setPen(QPen(ink.color("accent"), 1))
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
        painter.setBrush(ink.color("accent"))
        painter.drawEllipse(QPointF(x, y), 3.5, 3.5)
        text = self.reading()
        wide, high = ink.width(text, 14, True) + px(16), px(26)
        left = min(max(plot.left(), x + px(8)), plot.right() - wide)
        if x + px(8) + wide > plot.right():
            left = x - px(8) - wide
        box = QRectF(left, plot.top(), wide, high)
        painter.setPen(QPen(ink.color("accent"), 1))
        painter.setBrush(ink.color("surface"))
        painter.drawRoundedRect(box, 6, 6)
        ink.draw(painter, text, left + px(8), box.center().y() + ink.cap(14, True) / 2, 14, ink.color("text"), True)

    # --- reading values

    def reading(self) -> str:
        """The value under the pointer or the keyboard, e.g. 10:15 · 12 people."""
        if self._reading is None or not self.cells or self._reading >= len(self.cells[0].values):
            return ""
        curve: Curve = self.cells[0]
        at = curve.start + timedelta(minutes=self._reading)
        people = translate("Floor", "{count} waiting").format(count=curve.values[self._reading])
        return f"{self._clock(at)} · {people}"

    def _read(self, minute: int | None) -> None:
        if minute != self._reading:
            self._reading = minute
            self.update()
            if minute is not None:
                self.announce(self.reading())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self.cells or not self.cells[0].values:
            return
        curve: Curve = self.cells[0]
        plot = self.plot()
        if not plot.adjusted(0, -10, 0, 20).contains(event.position()):
            self._read(None)
            return
        share = (event.position().x() - plot.left()) / max(1.0, plot.width())
        at = curve.left + share * (curve.right - curve.left)
        minute = round((at - curve.start).total_seconds() / 60)
        self._read(minute if 0 <= minute < len(curve.values) else None)

    def leaveEvent(self, event: QEvent) -> None:
        self._read(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -5, Qt.Key.Key_Right: 5}.get(Qt.Key(event.key()))
        last = len(self.cells[0].values) - 1 if self.cells else -1
        if step is None or last < 0:
            super().keyPressEvent(event)
            return
        self._read(max(0, min(last, (last if self._reading is None else self._reading + step))))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: Any) -> None:
        self._read(None)
        self.update()
        super().focusOutEvent(event)


def _words() -> tuple[str, ...]:
    return (translate("Floor", "People waiting through the day"), translate("Floor", "now {time}"))
