"""The customer's way through the hall, drawn: a station per touchpoint, and below it what goes along all the way."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from lobbyconsole.domain.journey import Point
from lobbyconsole.services.journey import Journey
from lobbyconsole.ui import style
from lobbyconsole.ui.journey_words import ARROWS, name_of, open_text, score_text, told_aloud, waits_short
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import headed, translate
from lobbyconsole.ui.widgets.basics import BOLD, draw_focus, draw_mark
from lobbyconsole.ui.widgets.journey_series import draw_spark

LEAST = 106  # px at 100 %: a station needs so much
RING, ROAD = 84, 14
STATION, ALONG, GAP = 228, 60, 10
NAME_LINES = 2


class JourneyPath(QWidget):
    """Left and Right walk the path, Up and Down go to what is above or below, Enter opens. Emits touchpoints' ids."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._journey: Journey | None = None
        self._name = ""
        self._over = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    # --- what is shown

    def show_journey(self, journey: Journey, name: str) -> None:
        """Show newer figures; `name` is the touchpoint that is chosen."""
        self._journey, self._name = journey, name
        self._fit()
        self._tell()
        self.update()

    def choose(self, name: str) -> None:
        """Another touchpoint."""
        if name != self._name:
            self._name = name
            self._tell()
            self.update()

    def name(self) -> str:
        return self._name

    def _tell(self) -> None:
        point = self._journey.point(self._name) if self._journey is not None else None
        title = translate("Journey", "The customer's journey")
        if self._journey is None or point is None:
            self.setAccessibleName(title)
            return
        self.setAccessibleName(headed(title, told_aloud(self._journey, point)))

    def _points(self) -> tuple[Point, ...]:
        return self._journey.points if self._journey is not None else ()

    # --- places

    def _columns(self) -> int:
        """Stations in a row: as many as fit, the rows as even as can be."""
        count = len(self._journey.way) if self._journey is not None else 10
        fit = max(1, self.width() // style.current().px(LEAST))
        rows = -(-count // fit)
        return max(1, -(-count // rows))

    def _along_columns(self) -> int:
        return 2 if self.width() >= style.current().px(560) else 1

    def _fit(self) -> None:
        self.setFixedHeight(self._high())

    def _high(self) -> int:
        px = style.current().px
        if self._journey is None:
            return px(STATION + GAP + ALONG)
        rows = -(-len(self._journey.way) // self._columns())
        bands = -(-len(self._journey.along) // self._along_columns())
        return rows * px(STATION) + bands * px(ALONG + GAP)

    def sizeHint(self) -> QSize:
        return QSize(style.current().px(5 * LEAST), self._high())

    def minimumSizeHint(self) -> QSize:
        return QSize(style.current().px(LEAST), self._high())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def rect_of(self, name: str) -> QRectF:
        """Where a touchpoint stands; every other row of the path runs back."""
        if self._journey is None:
            return QRectF()
        px, columns = style.current().px, self._columns()
        names = [point.name for point in self._journey.way]
        if name in names:
            row, column = divmod(names.index(name), columns)
            if row % 2:
                column = columns - 1 - column
            edge = self._edge()
            wide = (self.width() - 2 * edge) / columns
            return QRectF(edge + column * wide, row * px(STATION), wide, px(STATION))
        others = [point.name for point in self._journey.along]
        if name not in others:
            return QRectF()
        across = self._along_columns()
        row, column = divmod(others.index(name), across)
        rows = -(-len(names) // columns)
        wide = (self.width() - (across - 1) * px(GAP)) / across
        top = rows * px(STATION) + px(GAP) + row * px(ALONG + GAP)
        return QRectF(column * (wide + px(GAP)), top, wide, px(ALONG))

    def _edge(self) -> float:
        """Left and right of the stations: where the road turns it keeps clear of their words."""
        turns = self._journey is not None and len(self._journey.way) > self._columns()
        return style.current().px(ROAD + 6) if turns else 0.0

    def _at(self, place: QPointF) -> str:
        return next((point.name for point in self._points() if self.rect_of(point.name).contains(place)), "")

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._journey is None:
            return
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_grounds(painter, theme)
        self._paint_road(painter, theme, [self._centre(point.name) for point in self._journey.way])
        for number, point in enumerate(self._journey.way, 1):
            self._paint_station(painter, theme, point, number)
        for point in self._journey.along:
            self._paint_along(painter, theme, point)

    def _centre(self, name: str) -> QPointF:
        theme, box = style.current(), self.rect_of(name)
        return QPointF(box.center().x(), box.top() + theme.px(22) + theme.px(RING) / 2)

    def _paint_grounds(self, painter: QPainter, theme: Theme) -> None:
        for name, ground, edge in ((self._over, "sunken", "border"), (self._name, "accent_soft", "accent")):
            box = self.rect_of(name).adjusted(2.5, 1.5, -2.5, -1.5)
            if name and not box.isEmpty() and (name != self._name or ground == "accent_soft"):
                painter.setPen(QPen(theme.color(edge), 1))
                painter.setBrush(theme.color(ground))
                painter.drawRoundedRect(box, 10, 10)
                if name == self._name and self.hasFocus():
                    draw_focus(painter, box, 10, theme)

    def _paint_road(self, painter: QPainter, theme: Theme, stops: Sequence[QPointF]) -> None:
        if not stops:
            return
        road = QPainterPath(QPointF(stops[0].x() - theme.px(RING) * 0.72, stops[0].y()))
        road.lineTo(stops[0])
        for before, here in itertools.pairwise(stops):
            if abs(before.y() - here.y()) < 1:
                road.lineTo(here)
            else:  # the way turns back
                right = before.x() > self.width() / 2 or len(stops) == 1
                beside = self.width() - before.x() if right else before.x()
                room = beside - theme.px(ROAD) / 2 - 1
                side = (1 if right else -1) * room / 1.125
                out = side * 1.5
                road.cubicTo(QPointF(before.x() + out, before.y()), QPointF(here.x() + out, here.y()), here)
        last, towards = stops[-1], 1 if len(stops) < 2 or stops[-1].x() >= stops[-2].x() else -1
        end = QPointF(last.x() + towards * theme.px(RING) * 0.72, last.y())
        road.lineTo(end)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(theme.color("border"), theme.px(ROAD))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(road)
        self._paint_chevrons(painter, theme, stops, end, towards)

    def _paint_chevrons(
        self, painter: QPainter, theme: Theme, stops: Sequence[QPointF], end: QPointF, towards: int
    ) -> None:
        """Which way the customer goes, between the stations."""
        size = theme.px(4)
        pen = QPen(theme.color("surface" if theme.name == "contrast" else "text"), max(1.5, theme.px(1.6)))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        places: list[tuple[QPointF, int]] = [(end, towards)]
        for before, here in itertools.pairwise(stops):
            if abs(before.y() - here.y()) < 1:
                places.append((QPointF((before.x() + here.x()) / 2, here.y()), 1 if here.x() > before.x() else -1))
        for at, way in places:
            tip = QPointF(at.x() + way * size / 2, at.y())
            painter.drawLine(QPointF(tip.x() - way * size, at.y() - size), tip)
            painter.drawLine(QPointF(tip.x() - way * size, at.y() + size), tip)

    def _paint_station(self, painter: QPainter, theme: Theme, point: Point, number: int) -> None:
        assert self._journey is not None
        px, box, centre = theme.px, self.rect_of(point.name), self._centre(point.name)
        ring = QRectF(0, 0, px(RING), px(RING))
        ring.moveCenter(centre)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("surface"))
        painter.drawEllipse(ring.adjusted(-2, -2, 2, 2))
        thick = px(7)
        arc = ring.adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("border"), thick))
        painter.drawEllipse(arc)
        percent = point.own.percent
        if percent is not None and point.level:
            pen = QPen(theme.level(point.level), thick)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawArc(arc, 90 * 16, -round(360 * 16 * min(100.0, percent) / 100))
        self._paint_score(painter, theme, point, ring)
        if point.judgement.verdict == "blind":
            self._paint_badge(painter, theme, QPointF(centre.x(), ring.top() - px(8)))
        top = ring.bottom() + px(4)
        name = name_of(self._journey, point.name)
        font = theme.font(14, BOLD)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        words = QRectF(box.left() + px(4), top, box.width() - px(8), QFontMetrics(font).height() * NAME_LINES)
        _paint_lines(painter, name, words)
        spark = QRectF(box.left() + px(14), words.bottom() + px(4), box.width() - px(28), px(24))
        draw_spark(painter, theme, [week.own.percent for week in point.series], spark, point.level)
        self._paint_facts(painter, theme, point, QRectF(box.left(), spark.bottom() + px(2), box.width(), px(36)))

    def _paint_score(self, painter: QPainter, theme: Theme, point: Point, ring: QRectF) -> None:
        """The number, large; under it its sign and where it goes."""
        px = theme.px
        painter.setFont(theme.font(26, BOLD))
        painter.setPen(theme.color("text" if point.level else "muted"))
        upper = ring.adjusted(0, px(4), 0, -px(16))
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, score_text(point.own.percent))
        side, arrow = px(9), ARROWS[point.direction]
        font = theme.font(14, BOLD)
        wide = QFontMetricsF(font).horizontalAdvance(arrow) if arrow else 0.0
        left = ring.center().x() - (side + (px(4) + wide if arrow else 0)) / 2
        middle = ring.bottom() - px(22)
        if point.level:
            mark = QRectF(left, middle - side / 2, side, side)
            draw_mark(painter, point.level, mark, theme.level_text(point.level))
        if arrow:
            painter.setFont(font)
            painter.setPen(theme.color("muted"))
            room = QRectF(left + side + px(4), middle - px(10), wide + 2, px(20))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, arrow)

    def _paint_badge(self, painter: QPainter, theme: Theme, centre: QPointF) -> None:
        words = translate("Journey", "blind spot")
        font = theme.font(12, BOLD)
        wide = QFontMetricsF(font).horizontalAdvance(words)
        box = QRectF(0, 0, wide + theme.px(14), theme.px(20))
        box.moveCenter(centre)
        painter.setPen(QPen(theme.color("act"), 1))
        painter.setBrush(theme.color("act_soft"))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setFont(font)
        painter.setPen(theme.level_text("act"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_facts(self, painter: QPainter, theme: Theme, point: Point, box: QRectF) -> None:
        """What is open there, and what the queue says."""
        facts: list[tuple[str, str]] = []
        if point.open_actions:
            facts.append((open_text(point), "act" if point.late_actions else "text"))
        if short := waits_short(point.waits):
            facts.append((short, "muted"))
        painter.setFont(theme.font(12))
        metrics = painter.fontMetrics()
        for number, (words, role) in enumerate(facts):
            line = QRectF(box.left() + 4, box.top() + number * metrics.height(), box.width() - 8, metrics.height())
            painter.setPen(theme.level_text("act") if role == "act" else theme.color(role))
            text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, round(line.width()))
            if role == "act":
                side = theme.px(7)
                half = metrics.horizontalAdvance(text) / 2
                spot = QRectF(line.center().x() - half - side - 3, line.center().y() - side / 2, side, side)
                draw_mark(painter, "act", spot, theme.level_text("act"))
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_along(self, painter: QPainter, theme: Theme, point: Point) -> None:
        """A band under the path: what the customer meets on the whole way."""
        assert self._journey is not None
        px, box = theme.px, self.rect_of(point.name)
        if point.name not in (self._name, self._over):
            painter.setPen(QPen(theme.color("border"), 1))
            painter.setBrush(theme.color("sunken"))
            painter.drawRoundedRect(box.adjusted(2.5, 1.5, -2.5, -1.5), 10, 10)
        edge = QRectF(box.left() + px(16), box.center().y() - px(20), px(4), px(40))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.level(point.level) if point.level else theme.color("muted"))
        painter.drawRoundedRect(edge, px(2), px(2))
        left, middle = edge.right() + px(12), Qt.AlignmentFlag.AlignVCenter
        score = QRectF(left, box.top(), px(46), box.height())
        painter.setFont(theme.font(26, BOLD))
        painter.setPen(theme.color("text" if point.level else "muted"))
        painter.drawText(score, middle | Qt.AlignmentFlag.AlignLeft, score_text(point.own.percent))
        side = px(9)
        if point.level:
            spot = QRectF(score.right() + px(4), box.center().y() - side / 2, side, side)
            draw_mark(painter, point.level, spot, theme.level_text(point.level))
        painter.setFont(theme.font(14, BOLD))
        painter.setPen(theme.color("muted"))
        arrow = QRectF(score.right() + px(17), box.top(), px(18), box.height())
        painter.drawText(arrow, middle | Qt.AlignmentFlag.AlignLeft, ARROWS[point.direction])
        wide = min(px(170), box.width() * 0.3)
        spark = QRectF(box.right() - wide - px(16), box.center().y() - px(14), wide, px(28))
        words = QRectF(arrow.right() + px(6), box.top(), spark.left() - arrow.right() - px(16), box.height())
        metrics = QFontMetrics(theme.font(14, BOLD))
        high = metrics.height()
        painter.setPen(theme.color("text"))
        name = metrics.elidedText(
            name_of(self._journey, point.name), Qt.TextElideMode.ElideRight, round(words.width())
        )  # fmt: skip
        painter.drawText(QRectF(words.left(), box.center().y() - high, words.width(), high), middle, name)
        painter.setFont(theme.font(12))
        parts = [translate("Journey", "on the whole way")]
        parts += [translate("Journey", "blind spot")] if point.judgement.verdict == "blind" else []
        parts += [open_text(point)] if point.open_actions else []
        painter.setPen(theme.level_text("act") if point.late_actions else theme.color("muted"))
        text = painter.fontMetrics().elidedText(" · ".join(parts), Qt.TextElideMode.ElideRight, round(words.width()))
        painter.drawText(QRectF(words.left(), box.center().y(), words.width(), high), middle, text)
        draw_spark(painter, theme, [week.own.percent for week in point.series], spark, point.level)

    # --- keyboard and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        names = [point.name for point in self._points()]
        if not names:
            super().keyPressEvent(event)
            return
        at = names.index(self._name) if self._name in names else 0
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        if key in steps:
            self._go(names[max(0, min(len(names) - 1, at + steps[key]))])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(names[0 if key == Qt.Key.Key_Home else -1])
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._go(self._beyond(names, key == Qt.Key.Key_Down))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(names[at])
        else:
            super().keyPressEvent(event)

    def _beyond(self, names: Sequence[str], down: bool) -> str:
        """The nearest one below or above; itself where there is none."""
        here = self.rect_of(self._name)
        found = []
        for name in names:
            there = self.rect_of(name)
            off = there.center().y() - here.center().y()
            if (off > 1) if down else (off < -1):
                found.append((abs(off), abs(there.center().x() - here.center().x()), name))
        return min(found)[2] if found else self._name

    def _go(self, name: str) -> None:
        if name != self._name:
            self.choose(name)
            self.chosen.emit(name)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (name := self._at(event.position())) and event.button() == Qt.MouseButton.LeftButton:
            self._go(name)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if name := self._at(event.position()):
            self.opened.emit(name)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._at(event.position())
        if over != self._over:
            self._over = over
            point = self._journey.point(over) if self._journey is not None and over else None
            self.setToolTip(told_aloud(self._journey, point) if self._journey and point else "")
            self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._over = ""
        self.update()


def _paint_lines(painter: QPainter, text: str, box: QRectF) -> None:
    """Words in two lines at most, centred; what does not fit is cut with an ellipsis."""
    metrics = painter.fontMetrics()
    wide = round(box.width())
    lines = [text]
    if metrics.horizontalAdvance(text) > wide and " " in text:
        words, first = text.split(" "), ""
        while words and metrics.horizontalAdvance(f"{first} {words[0]}".strip()) <= wide:
            first = f"{first} {words.pop(0)}".strip()
        lines = [first, " ".join(words)] if first else [text]
    for number, line in enumerate(line for line in lines if line):
        row = QRectF(box.left(), box.top() + number * metrics.height(), box.width(), metrics.height())
        painter.drawText(row, Qt.AlignmentFlag.AlignCenter, metrics.elidedText(line, Qt.TextElideMode.ElideRight, wide))
