"""The parts with which a past day is steered: the time bar, the calendar, the moments worth seeing, the projector."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import QEvent, QLocale, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from lobbyconsole.domain.picture import Picture
from lobbyconsole.services.day_film import DayFilm, Span, whole_minutes
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.theme import RADIUS, Theme
from lobbyconsole.ui.translation import clock_text, date_text, mss, translate, weekday_text
from lobbyconsole.ui.widgets.basics import Press, draw_mark
from lobbyconsole.ui.widgets.basics import draw_focus as draw_ring
from lobbyconsole.ui.widgets.floor_paint import Ink, draw_focus

STEP_S, STRIDE_S = 60, 900  # arrow keys, and with Shift
TICKS_MIN = (30, 60, 120, 180, 240)
COUNT_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000)


class TimeBar(QAbstractSlider):
    """The opening hours with the waiting curve behind; drag or arrow keys scrub. The value is seconds since `left`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._ink = Ink(theme)
        self._film: DayFilm | None = None
        self._hovered: float | None = None
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.valueChanged.connect(self._moved)
        self.retranslate()

    # --- what is shown

    def show_film(self, film: DayFilm | None) -> None:
        """Show another day; the value stays where it is if it can."""
        self._film = film
        if film is not None:
            self.setRange(0, round((film.last - film.left).total_seconds()))
            self.setSingleStep(STEP_S)
            self.setPageStep(STRIDE_S)
        self.setEnabled(film is not None)
        self._moved()
        self.update()

    def at(self) -> datetime | None:
        """The instant under the cursor."""
        return None if self._film is None else self._film.left + timedelta(seconds=self.value())

    def set_at(self, at: datetime) -> None:
        """Put the cursor there."""
        if self._film is not None:
            self.setValue(round((at - self._film.left).total_seconds()))

    def set_theme(self, theme: Theme) -> None:
        self._ink = Ink(theme)
        self.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        self.setToolTip(translate("History", "Drag, or arrow keys: a minute; with Shift a quarter of an hour"))
        self._moved()
        self.update()

    def _moved(self) -> None:
        name = translate("History", "Time of the day")
        at = self.at()
        self.setAccessibleName(name if at is None else f"{name} {self._clock(at)}")

    def heights(self, width: int) -> tuple[int, int]:
        """Least and comfortable height."""
        return self._ink.theme.px(104), self._ink.theme.px(210)

    def sizeHint(self) -> QSize:
        return QSize(400, self._ink.theme.px(104))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._ink.theme.px(200), self._ink.theme.px(104))

    # --- where things are

    def plot(self) -> QRectF:
        """The field of the curve."""
        px = self._ink.theme.px
        left = px(14) + self._ink.width(str(self._top()[0]), 11) + px(6)
        below = px(30) + (px(22) if self._has_legend() else 0)
        return QRectF(left, px(28), max(1.0, self.width() - left - px(16)), max(8, self.height() - px(28) - below))

    def _has_legend(self) -> bool:
        return self.height() >= self._ink.theme.px(140)

    def _top(self) -> tuple[int, int]:
        """People at the top of the field, and from line to line."""
        most = max([*(self._film.final.through_day if self._film is not None else ()), 4])
        step = next((step for step in COUNT_STEPS if most / step <= (4 if self._has_legend() else 2)), COUNT_STEPS[-1])
        return -(-most // step) * step, step

    def x_of(self, at: datetime) -> float:
        """Where an instant stands."""
        assert self._film is not None
        plot = self.plot()
        span = (self._film.right - self._film.left).total_seconds()
        return plot.left() + plot.width() * (at - self._film.left).total_seconds() / span

    def _seconds_at(self, x: float) -> float:
        assert self._film is not None
        plot = self.plot()
        span = (self._film.right - self._film.left).total_seconds()
        return span * (x - plot.left()) / plot.width()

    def _clock(self, at: datetime) -> str:
        return "" if self._film is None else clock_text(at, self._film.branch.tz)

    def _people(self, at: datetime) -> int:
        assert self._film is not None
        curve = self._film.final.through_day
        minute = int((at - self._film.final.day_start).total_seconds() // 60)
        return curve[minute] if 0 <= minute < len(curve) else 0

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, plot = self._ink, self.plot()
        painter.setPen(QPen(ink.color("border"), 1))
        painter.setBrush(ink.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        if self._film is not None:
            self._paint_axis(painter, plot, self._film)
            self._paint_spans(painter, plot, self._film)
            self._paint_curve(painter, plot, self._film)
            self._paint_marks(painter, plot, self._film)
            self._paint_cursor(painter, plot)
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), ink)
        painter.end()

    def _paint_axis(self, painter: QPainter, plot: QRectF, film: DayFilm) -> None:
        ink, px = self._ink, self._ink.theme.px
        wide = ink.width("00:00", 12)
        minutes = (film.right - film.left).total_seconds() / 60
        room = plot.width() / (wide + px(18))
        step = next((step for step in TICKS_MIN if minutes / step <= room), TICKS_MIN[-1])
        line = plot.bottom() + px(13) + ink.cap(12)
        top, people = self._top()
        for count in range(0, top + 1, people):
            y = round(plot.bottom() - plot.height() * count / top) + 0.5
            painter.setPen(QPen(ink.color("border"), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            ink.draw_right(painter, str(count), plot.left() - px(6), y + ink.cap(11) / 2, 11, ink.color("muted"))
        at = whole_minutes(film.left, step)
        while at <= film.right:
            x = round(self.x_of(at)) + 0.5
            painter.setPen(QPen(ink.color("border"), 1))
            painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + px(8)))
            left = min(max(x - wide / 2, px(4)), self.width() - wide - px(4))
            ink.draw(painter, self._clock(at), left, line, 12, ink.color("muted"))
            at += timedelta(minutes=step)

    def _paint_spans(self, painter: QPainter, plot: QRectF, film: DayFilm) -> None:
        """Gaps as hatched fields, time beyond the target as a strip on the axis."""
        ink, px = self._ink, self._ink.theme.px
        for gap in film.gaps:
            field = QRectF(self.x_of(gap.start), plot.top(), 0, plot.height())
            field.setRight(max(self.x_of(min(gap.end, film.right)), field.left() + 3))
            self._paint_gap(painter, field)
        for spell in film.breaches:
            left = self.x_of(spell.start)
            painter.fillRect(
                QRectF(left, plot.bottom() + 1, max(3.0, self.x_of(spell.end) - left), px(5)), ink.color("act")
            )

    def _paint_curve(self, painter: QPainter, plot: QRectF, film: DayFilm) -> None:
        ink = self._ink
        points = self._points(plot, film)
        if not points:
            return
        cut = self.x_of(self.at() or film.left)
        area = QPolygonF([QPointF(points[0].x(), plot.bottom()), *points, QPointF(points[-1].x(), plot.bottom())])
        for field, share, tone in (
            (QRectF(plot.left(), plot.top() - 2, cut - plot.left(), plot.height() + 2), 22, "accent"),
            (QRectF(cut, plot.top() - 2, plot.right() - cut + 1, plot.height() + 2), 10, "muted"),
        ):
            painter.save()
            painter.setClipRect(field)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink.toned(tone, share))
            painter.drawPolygon(area)
            painter.setPen(QPen(ink.color("text" if tone == "accent" else "muted"), 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygonF(points))
            painter.restore()

    def _points(self, plot: QRectF, film: DayFilm) -> list[QPointF]:
        curve: Sequence[int] = film.final.through_day
        most = self._top()[0]
        minutes = (film.right - film.left).total_seconds() / 60
        every = max(1, int(minutes / max(1.0, plot.width())))
        begin = (film.final.day_start - film.left).total_seconds() / 60
        scale = plot.width() / minutes
        return [
            QPointF(
                plot.left() + (begin + at) * scale,
                plot.bottom() - plot.height() * max(curve[at : at + every]) / most,
            )
            for at in range(0, len(curve), every)
            if begin + at >= 0
        ]

    def _paint_marks(self, painter: QPainter, plot: QRectF, film: DayFilm) -> None:
        """Notes as small flags on top, the longest wait as the square of act."""
        px = self._ink.theme.px
        for note in film.notes:
            self._paint_flag(painter, self.x_of(note.start), px(18))
        if film.longest is not None:
            self._paint_square(painter, self.x_of(film.longest.at), px(18))
        if self._has_legend():
            self._paint_legend(painter, film)

    def _paint_flag(self, painter: QPainter, x: float, y: float) -> None:
        half = self._ink.theme.px(5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ink.color("accent"))
        points = [QPointF(x - half, y - half), QPointF(x + half, y - half), QPointF(x, y + 0.8 * half)]
        painter.drawPolygon(QPolygonF(points))

    def _paint_square(self, painter: QPainter, x: float, y: float) -> None:
        half = self._ink.theme.px(5)
        painter.fillRect(QRectF(x - half, y - half, 2 * half, 2 * half), self._ink.color("act"))

    def _paint_legend(self, painter: QPainter, film: DayFilm) -> None:
        """What the signs mean; as many of them as there is room for."""
        ink, px = self._ink, self._ink.theme.px
        x, middle = self.plot().left(), self.height() - px(17)
        signs = [("line", translate("History", "people waiting"))]
        signs += [("strip", translate("History", "someone beyond the target"))] if film.breaches else []
        signs += [("square", translate("History", "longest wait"))] if film.longest is not None else []
        signs += [("flag", translate("History", "note"))] if film.notes else []
        signs += [("gap", translate("History", "source not seen"))] if film.gaps else []
        for sign, words in signs:
            if x + px(24) + ink.width(words, 12) > self.width() - px(12):
                break
            if sign == "flag":
                self._paint_flag(painter, x + px(8), middle)
            elif sign == "square":
                self._paint_square(painter, x + px(8), middle)
            elif sign == "strip":
                painter.fillRect(QRectF(x, middle - px(2), px(16), px(5)), ink.color("act"))
            elif sign == "gap":
                self._paint_gap(painter, QRectF(x, middle - px(6), px(16), px(12)))
            else:
                painter.setPen(QPen(ink.color("text"), 1.6))
                painter.drawLine(QPointF(x, middle), QPointF(x + px(16), middle))
            x += px(22)
            x += ink.draw(painter, words, x, middle + ink.cap(12) / 2, 12, ink.color("muted")) + px(18)

    def _paint_gap(self, painter: QPainter, field: QRectF) -> None:
        painter.fillRect(field, self._ink.color("sunken"))
        painter.fillRect(field, QBrush(self._ink.color("muted"), Qt.BrushStyle.BDiagPattern))

    def _paint_cursor(self, painter: QPainter, plot: QRectF) -> None:
        ink, px = self._ink, self._ink.theme.px
        at = self.at()
        assert at is not None
        if self._hovered is not None and not self.isSliderDown():
            self._paint_hover(painter, plot)
        x = self.x_of(at)
        painter.setPen(QPen(ink.color("accent"), 2))
        painter.drawLine(QPointF(x, plot.top() - px(2)), QPointF(x, plot.bottom()))
        text = self._clock(at)
        wide, high = ink.width(text, 13, True) + px(14), px(21)
        left = min(max(x - wide / 2, 2), self.width() - wide - 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.color("accent"))
        painter.drawRoundedRect(QRectF(left, px(4), wide, high), high / 2, high / 2)
        ink.draw(
            painter, text, left + px(7), px(4) + high / 2 + ink.cap(13, True) / 2, 13, ink.color("on_accent"), True
        )
        painter.setPen(QPen(ink.color("surface"), 2))
        painter.setBrush(ink.color("accent"))
        painter.drawEllipse(QPointF(x, plot.bottom()), px(6), px(6))

    def _paint_hover(self, painter: QPainter, plot: QRectF) -> None:
        """What the curve says under the pointer."""
        ink, px = self._ink, self._ink.theme.px
        assert self._film is not None and self._hovered is not None  # noqa: PT018
        at = self._film.left + timedelta(seconds=self._seconds_at(self._hovered))
        people = translate("Floor", "%n people", None, self._people(at))
        text = f"{self._clock(at)} · {people}"
        wide, high = ink.width(text, 12) + px(12), px(20)
        left = self._hovered + px(8)
        if left + wide > plot.right():
            left = self._hovered - px(8) - wide
        painter.setPen(QPen(ink.color("muted"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(self._hovered, plot.top()), QPointF(self._hovered, plot.bottom()))
        painter.setPen(QPen(ink.color("border"), 1))
        painter.setBrush(ink.color("surface"))
        box = QRectF(left, plot.top() + px(2), wide, high)
        painter.drawRoundedRect(box, 6, 6)
        ink.draw(painter, text, left + px(6), box.center().y() + ink.cap(12) / 2, 12, ink.color("text"))

    # --- mouse and keys

    def _drag(self, x: float) -> None:
        if self._film is not None:
            self.setValue(round(self._seconds_at(x)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._film is not None:
            self.setFocus()
            self.setSliderDown(True)
            self._drag(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._drag(event.position().x())
            return
        inside = self._film is not None and self.plot().adjusted(0, -10, 0, 20).contains(event.position())
        self._hovered = event.position().x() if inside else None
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        stride = STRIDE_S if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP_S
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.setValue(self.value() + (stride if event.key() == Qt.Key.Key_Right else -stride))
        elif event.key() == Qt.Key.Key_Home:
            self.setValue(self.minimum())
        elif event.key() == Qt.Key.Key_End:
            self.setValue(self.maximum())
        else:
            event.ignore()  # other keys are the screen's


class DayPicker(QWidget):
    """A month as a grid; only days with tickets can be chosen. Left and right: a day, up and down: a week."""

    chosen = Signal(object)  # date

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._ink = Ink(theme)
        self._days: list[date] = []
        self._day: date | None = None
        self._today: date | None = None
        self._month = (1, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    def show_days(self, days: Sequence[date], day: date | None, today: date | None) -> None:
        """The days there are, the one on show, and today."""
        self._days, self._day, self._today = sorted(days), day, today
        if day is not None:
            self._month = (day.year, day.month)
        name = translate("History", "Day")
        self.setAccessibleName(f"{name} {date_text(day, year=True)}" if day is not None else name)
        self.updateGeometry()
        self.update()

    def turn(self, by: int) -> None:
        """Look at another month; the day stays."""
        number = self._month[0] * 12 + self._month[1] - 1 + by
        self._month = (number // 12, number % 12 + 1)
        self.updateGeometry()
        self.update()

    def month_text(self) -> str:
        """The month on show."""
        month = QLocale().standaloneMonthName(self._month[1])
        return translate("History", "{month} {year}").format(month=month, year=self._month[0])

    def step(self, by: int) -> None:
        """The next (1) or previous (-1) day that has tickets."""
        if self._day in self._days:
            at = self._days.index(self._day) + by
            if 0 <= at < len(self._days):
                self.chosen.emit(self._days[at])

    def set_theme(self, theme: Theme) -> None:
        self._ink = Ink(theme)
        self.updateGeometry()
        self.update()

    def _weeks(self) -> list[list[date]]:
        return calendar.Calendar().monthdatescalendar(*self._month)

    def sizeHint(self) -> QSize:
        px = self._ink.theme.px
        return QSize(px(7 * 36), px(22) + len(self._weeks()) * px(36))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._ink.theme.px(7 * 26), self.sizeHint().height())

    def rect_of(self, day: date) -> QRectF:
        """Where a day of the month on show stands; empty when it is not on show."""
        px = self._ink.theme.px
        wide = self.width() / 7
        for row, week in enumerate(self._weeks()):
            if day in week:
                return QRectF(week.index(day) * wide, px(22) + row * px(36), wide, px(36))
        return QRectF()

    def paintEvent(self, event: QPaintEvent) -> None:
        ink, px = self._ink, self._ink.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = self.width() / 7
        for column in range(7):
            text = weekday_text(column)
            left = (column + 0.5) * wide - ink.width(text, 12) / 2
            ink.draw(painter, text, left, px(14), 12, ink.color("muted"))
        known = set(self._days)
        for week in self._weeks():
            for day in week:
                if day.month == self._month[1]:
                    self._paint_day(painter, day, day in known)
        painter.end()

    def _paint_day(self, painter: QPainter, day: date, known: bool) -> None:
        ink = self._ink
        cell = self.rect_of(day)
        side = min(cell.width(), cell.height()) - 2
        box = QRectF(cell.center().x() - side / 2, cell.center().y() - side / 2, side, side)
        chosen = day == self._day
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen:
            painter.setBrush(ink.color("accent"))
            painter.drawRoundedRect(box, 8, 8)
        elif known:
            painter.setBrush(ink.color("accent_soft"))
            painter.drawRoundedRect(box, 8, 8)
        if day == self._today:
            painter.setPen(QPen(ink.color("accent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        text = str(day.day)
        color = ink.color("on_accent" if chosen else "text" if known else "muted")
        left = box.center().x() - ink.width(text, 14, known) / 2
        ink.draw(painter, text, left, box.center().y() + ink.cap(14) / 2, 14, color, known)
        if chosen and self.hasFocus():
            draw_focus(painter, box.adjusted(-2, -2, 2, 2), ink, 9)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        for day in self._days:
            if (day.year, day.month) == self._month and self.rect_of(day).contains(event.position()):
                self.chosen.emit(day)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        weeks = {Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.step(1 if event.key() == Qt.Key.Key_Right else -1)
        elif weeks is not None and self._day is not None and self._days:
            aim = self._day + timedelta(days=weeks)
            later = [day for day in self._days if (day - self._day).days * weeks > 0]
            if later:
                self.chosen.emit(min(later, key=lambda day: abs((day - aim).days)))
        else:
            event.ignore()


class MomentRow(Press):
    """One moment of the day: its time, its sign, what it was. Pressed, the bar goes there."""

    def __init__(self, level: str, time: str, text: str) -> None:
        super().__init__()
        self.level, self.time = level, time
        self.setText(text)
        self.setAccessibleName(f"{time} {text}")
        self.setToolTip(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = style.current()
        return QSize(theme.px(180), theme.px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("sunken"))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        side = theme.px(10)
        middle = self.height() / 2
        color = theme.color(self.level) if self.level in ("ok", "watch", "act") else theme.color("accent")
        draw_mark(painter, self.level, QRectF(theme.px(8), middle - side / 2, side, side), color)
        painter.setFont(theme.font(13))
        painter.setPen(theme.color("muted"))
        metrics = painter.fontMetrics()
        left = theme.px(26)
        painter.drawText(QPointF(left, middle + metrics.capHeight() / 2), self.time)
        left += metrics.horizontalAdvance("00:00") + theme.px(10)
        painter.setPen(theme.color("text"))
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - left - theme.px(6))
        painter.drawText(QPointF(left, middle + metrics.capHeight() / 2), text)
        if self.hasFocus():
            draw_ring(painter, QRectF(self.rect()), 8, theme)
        painter.end()


def moments_of(film: DayFilm) -> list[tuple[datetime, str, str]]:
    """(instant, level, words) of everything worth looking at, in order."""
    second = timedelta(seconds=1)
    found = []
    if film.longest is not None:
        text = translate("History", "Longest wait {wait}, {number}")
        text = text.format(wait=mss(film.longest.seconds), number=film.longest.number)
        found.append((film.longest.at, "act", text))
    for span in film.breaches:
        text = translate("History", "Over target: {count} in {minutes} min")
        found.append((span.start + second, "act", text.format(count=span.count, minutes=_minutes(span))))
    found += [(span.start + second, "note", span.text) for span in film.notes]
    for span in film.gaps:
        text = translate("History", "{source} not seen for {minutes} min")
        found.append((span.start + second, "watch", text.format(source=span.text, minutes=_minutes(span))))
    return sorted(found)


def _minutes(span: Span) -> int:
    return max(1, round((span.end - span.start).total_seconds() / 60))


def day_words(film: DayFilm) -> str:
    """The day in one line."""
    counts, figures = film.final.figures.counts, film.final.figures
    parts = [
        translate("History", "{issued} tickets").format(issued=counts.issued),
        translate("History", "{served} served").format(served=counts.finished),
        translate("History", "{lost} no-show or left").format(lost=counts.no_show + counts.left),
    ]
    if figures.share_within is not None:
        share = round(figures.share_within * 100)
        parts.append(translate("History", "{share} % within target").format(share=share))
    if figures.p90_s is not None:
        minutes = -int(-figures.p90_s // 60)
        parts.append(translate("History", "9 in 10 within {minutes} min").format(minutes=minutes))
    return " · ".join(parts)


class Projector(QObject):
    """Pictures of a film, made off the main thread one at a time; of several wishes only the newest is served."""

    arrived = Signal(object)  # Picture

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._wish: tuple[DayFilm, datetime] | None = None
        self._busy = False
        self._film: DayFilm | None = None

    def show(self, film: DayFilm, at: datetime) -> None:
        """Ask for the picture at an instant; `arrived` follows unless something newer is asked for meanwhile."""
        self._film, self._wish = film, (film, at)
        self._next()

    def drop(self) -> None:
        """Another day is being loaded: nothing of the old one is to arrive."""
        self._film = self._wish = None

    def _next(self) -> None:
        if self._busy or self._wish is None:
            return
        (film, at), self._wish, self._busy = self._wish, None, True
        tasks.run(self, lambda: film.picture(at), lambda picture: self._done(film, picture), self._failed)

    def _done(self, film: DayFilm, picture: Picture) -> None:
        self._busy = False
        if film is self._film:
            self.arrived.emit(picture)
        self._next()

    def _failed(self, error: BaseException) -> None:
        self._busy = False
        tasks.hub().trouble.emit(error)
        self._next()
