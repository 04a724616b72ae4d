"""A touchpoint's score week by week: own answers as a line, strangers' as diamonds, the target drawn."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from lobbyconsole.domain.journey import FEWEST_OWN, GOOD, Week
from lobbyconsole.ui import style
from lobbyconsole.ui.journey_words import answers_text, score_text
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import headed, phrases, translate, with_aside

STEPS = (0, 20, 40, 60, 80, 100)


def draw_spark(
    painter: QPainter, theme: Theme, values: Sequence[float | None], box: QRectF, level: str, least: float = 70.0
) -> None:
    """A small line of percents without axes; gaps stay gaps, the last one is a dot."""
    known = [value for value in values if value is not None]
    if len(values) < 2 or not known:
        return
    low = max(0.0, min([least, *known]) - 4)
    points: list[QPointF | None] = [
        None
        if value is None
        else QPointF(
            box.left() + box.width() * at / (len(values) - 1), box.bottom() - box.height() * (value - low) / (100 - low)
        )
        for at, value in enumerate(values)
    ]
    color = theme.level(level) if level else theme.color("muted")
    pen = QPen(color, max(1.5, theme.px(1.6)))
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    stretch: list[QPointF] = []
    for point in [*points, None]:
        if point is not None:
            stretch.append(point)
        elif stretch:
            painter.drawPolyline(QPolygonF(stretch))
            stretch = []
    if (last := points[-1]) is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(last, theme.px(3), theme.px(3))


class SeriesChart(QWidget):
    """The chart of one touchpoint. A hollow dot stands on few answers; pointing at a week reads its numbers."""

    def __init__(self) -> None:
        super().__init__()
        self._weeks: tuple[Week, ...] = ()
        self._over = -1
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_weeks(self, weeks: Sequence[Week], name: str) -> None:
        self._weeks = tuple(weeks)
        told = (
            f"{week.monday:%m-%d} {score_text(week.own.percent)}"
            for week in self._weeks
            if week.own.percent is not None
        )
        self.setAccessibleName(headed(name, phrases(*told)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(style.current().px(380), style.current().px(190))

    def minimumSizeHint(self) -> QSize:
        return QSize(style.current().px(200), style.current().px(120))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def _low(self) -> float:
        known = [week.own.percent for week in self._weeks] + [week.outside.percent for week in self._weeks]
        least = min([value for value in known if value is not None], default=60.0)
        return max(step for step in STEPS if step <= min(60.0, least))

    def _plot(self) -> QRectF:
        theme = style.current()
        small = QFontMetrics(theme.font(12))
        left = small.horizontalAdvance("100") + theme.px(10)
        legend = small.height() + theme.px(8)
        return QRectF(
            left, legend, self.width() - left - theme.px(14), self.height() - legend - small.height() - theme.px(8)
        )

    def _x(self, plot: QRectF, at: int) -> float:
        inset = style.current().px(10)
        return plot.left() + inset + (plot.width() - 2 * inset) * at / max(1, len(self._weeks) - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, plot = style.current(), self._plot()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if len(self._weeks) < 2 or plot.height() < 20:
            return
        low = self._low()

        def y(percent: float) -> float:
            return plot.bottom() - plot.height() * (percent - low) / (100 - low)

        self._paint_axes(painter, theme, plot, [step for step in STEPS if step >= low], y(GOOD))
        line = [
            QPointF(self._x(plot, at), y(week.own.percent))
            for at, week in enumerate(self._weeks)
            if week.own.percent is not None
        ]
        accent = theme.color("accent")
        painter.setPen(QPen(accent, max(2, theme.px(2))))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(line))
        for at, week in enumerate(self._weeks):
            if week.own.percent is not None:
                spot = QPointF(self._x(plot, at), y(week.own.percent))
                painter.setPen(QPen(accent, max(1.5, theme.px(1.6))))
                painter.setBrush(accent if week.own.answers >= FEWEST_OWN else theme.color("surface"))
                size = theme.px(5 if at == self._over else 3.5)
                painter.drawEllipse(spot, size, size)
            if week.outside.percent is not None:
                self._paint_diamond(painter, theme, QPointF(self._x(plot, at), y(week.outside.percent)))
        self._paint_legend(painter, theme, plot)

    def _paint_axes(self, painter: QPainter, theme: Theme, plot: QRectF, steps: list[int], target: float) -> None:
        painter.setFont(theme.font(12))
        small = painter.fontMetrics()
        low = steps[0]
        for step in steps:
            level = plot.bottom() - plot.height() * (step - low) / (100 - low)
            painter.setPen(QPen(theme.color("border"), 1))
            painter.drawLine(QPointF(plot.left(), level), QPointF(plot.right(), level))
            painter.setPen(theme.color("muted"))
            box = QRectF(0, level - small.height() / 2, plot.left() - theme.px(8), small.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(step))
        pen = QPen(theme.color("ok"), max(1.2, theme.px(1.2)))
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(QPointF(plot.left(), target), QPointF(plot.right(), target))
        wide = small.horizontalAdvance("00-00") + theme.px(14)
        room = max(1, int((plot.width() - theme.px(20)) / max(1, wide)))
        every = max(1, -(-len(self._weeks) // room))
        painter.setPen(theme.color("muted"))
        for at in range(len(self._weeks) - 1, -1, -every):
            box = QRectF(self._x(plot, at) - wide / 2, plot.bottom() + theme.px(6), wide, small.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{self._weeks[at].monday:%m-%d}")

    def _paint_diamond(self, painter: QPainter, theme: Theme, at: QPointF) -> None:
        size = theme.px(5.5)
        painter.setPen(QPen(theme.color("surface"), 1.2))
        painter.setBrush(theme.color("watch"))
        painter.drawPolygon(
            QPolygonF(
                [at + QPointF(0, -size), at + QPointF(size, 0), at + QPointF(0, size), at + QPointF(-size, 0)]
            )
        )  # fmt: skip

    def _paint_legend(self, painter: QPainter, theme: Theme, plot: QRectF) -> None:
        painter.setFont(theme.font(12))
        small = painter.fontMetrics()
        left, middle = plot.left(), small.height() / 2
        entries = (
            ("own", translate("Journey", "own rounds")), ("outside", translate("Journey", "from outside")),
            ("target", translate("Journey", "target {score}").format(score=f"{GOOD:.0f}")),
        )  # fmt: skip
        for kind, words in entries:
            wide = small.horizontalAdvance(words)
            if left + wide + theme.px(24) > self.width():
                return
            at = QPointF(left + theme.px(7), middle)
            if kind == "outside":
                self._paint_diamond(painter, theme, at)
            elif kind == "own":
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("accent"))
                painter.drawEllipse(at, theme.px(4), theme.px(4))
            else:
                pen = QPen(theme.color("ok"), max(1.2, theme.px(1.2)))
                pen.setStyle(Qt.PenStyle.DashLine)
                painter.setPen(pen)
                painter.drawLine(at - QPointF(theme.px(7), 0), at + QPointF(theme.px(7), 0))
            painter.setPen(theme.color("muted"))
            room = QRectF(left + theme.px(18), 0, wide + 2, small.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
            left += theme.px(18) + wide + theme.px(16)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        plot = self._plot()
        there = range(len(self._weeks))
        over = min(there, key=lambda at: abs(self._x(plot, at) - event.position().x()), default=-1)
        if over != self._over:
            self._over = over
            self.setToolTip(self.week_text(self._weeks[over]) if over >= 0 else "")
            self.update()

    def week_text(self, week: Week) -> str:
        """A week's numbers, as pointing at it reads them."""
        said = translate("Journey", "Week of {day}").format(day=f"{week.monday:%m-%d}")
        mine = translate("Journey", "own rounds")
        said += "\n" + with_aside(f"{mine} {score_text(week.own.percent)}", answers_text(week.own.answers))
        if week.outside.answers:
            theirs = translate("Journey", "from outside")
            theirs = f"{theirs} {score_text(week.outside.percent)}"
            said += "\n" + with_aside(theirs, answers_text(week.outside.answers))
        return said

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._over = -1
        self.update()
