"""The parts with which a past day is steered: the time bar, the calendar, the moments worth seeing, the projector."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy

from lobbyconsole.domain.picture import Picture
from lobbyconsole.services.day_film import DayFilm, whole_minutes
from lobbyconsole.ui import tasks
from lobbyconsole.ui.theme import RADIUS, Theme
from lobbyconsole.ui.translation import clock_text, translate
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
