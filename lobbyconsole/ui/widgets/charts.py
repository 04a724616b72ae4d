"""Charts with bars or lines and a target: the one wrapper around pyqtgraph, loaded when a chart is first seen."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import phrases
from lobbyconsole.ui.widgets.basics import BOLD, ElidedLabel, draw_focus

HIGH = 220  # px at 100 %, the plot
BAR = 0.66  # of the room of a point
DATE = 8  # letters: so long is a date or a time, of which every second one says enough
FEW = 4  # with fewer bars they would be slabs
STEPS = 4  # lines across, about


@dataclass(frozen=True, slots=True)
class Point:
    """One bar, or one point of a line. `value` None: not known.

    `said`: the value in words, `short`: what stands over the bar when that is too long, `level`: ok, watch, act,
    `tick`: what stands below when the label is too long for that.
    """

    label: str
    value: float | None
    said: str = ""
    level: str = ""
    link: object = None
    short: str = ""
    tick: str = ""

    @property
    def below(self) -> str:
        """What stands below it."""
        return self.tick or self.label

    @property
    def shown(self) -> str:
        """What stands over the bar."""
        return self.short or self.said


@dataclass(frozen=True, slots=True)
class Series:
    """What a chart shows. `kind`: "bars" or "line". `say` puts a value of the scale in words."""

    points: tuple[Point, ...]
    kind: str = "bars"
    target: float | None = None
    target_said: str = ""
    say: Callable[[float], str] = str
    unit: str = ""  # "s" gets steps of whole minutes
    name: str = ""


class Library(QObject):
    """pyqtgraph, loaded once on a worker thread: it takes a second. One per application, on its thread."""

    ready = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("charts")
        self.pg: Any = None
        self._asked = False

    def ask(self) -> None:
        """Load it unless that is under way; `ready` follows."""
        if not self._asked:
            self._asked = True
            tasks.run(self, _load, self._loaded)

    def _loaded(self, pg: Any) -> None:
        self.pg = pg
        self.ready.emit()


def _load() -> Any:
    import pyqtgraph as pg

    # Its own clean-up at exit walks over every object there is, and takes items of a scene that Qt has deleted.
    pg.setConfigOption("exitCleanup", False)
    return pg


def library() -> Library:
    """The application's copy, made when first asked for."""
    app = QCoreApplication.instance()
    assert app is not None
    found = app.findChild(Library, "charts")
    return found if isinstance(found, Library) else Library(app)


def scale_steps(most: float, unit: str = "") -> list[float]:
    """Round values from 0 up to at least `most`, about `STEPS` of them; seconds in whole minutes where they are."""
    if most <= 0:
        return [0.0, 1.0]
    rough = most / STEPS
    if unit == "s" and most > 60:
        choices = [15.0, 30.0, *(60.0 * n for n in (1, 2, 5, 10, 15, 20, 30, 60, 120, 240))]
        step = next((choice for choice in choices if choice >= rough), 3600.0 * math.ceil(rough / 3600))
    else:
        power = 10.0 ** math.floor(math.log10(rough))
        step = next(power * n for n in (1.0, 2.0, 2.5, 5.0, 10.0) if power * n >= rough - 1e-12)
        if unit not in ("", "pct", "score"):
            step = max(1.0, math.ceil(step))
    return [step * n for n in range(math.ceil(most / step - 1e-9) + 1)]


class Chart(QWidget):
    """A chart with its reading line on top; hover or arrow keys read a point, a click or Enter follows its link."""

    link_wanted = Signal(object)
    built = Signal()  # the plot stands in its frame

    def __init__(self, series: Series | None = None, high: int = HIGH) -> None:
        super().__init__()
        self._series = series or Series(())
        self._high = high
        self._plot: Any = None
        self._marked = -1
        self._asked = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.reading = ElidedLabel("", 12, role="muted")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(4, 2, 4, 2)
        self._rows.setSpacing(0)
        self._rows.addWidget(self.reading)
        self._rows.addStretch(1)
        self._tell()

    # --- what is shown

    def show_series(self, series: Series) -> None:
        """Show this instead."""
        self._series, self._marked = series, -1
        if self._plot is not None:
            self._fill()
        self._tell()
        self.update()

    def series(self) -> Series:
        """What is on show."""
        return self._series

    def is_built(self) -> bool:
        """Whether the plot stands, or only its frame."""
        return self._plot is not None

    def mark(self, at: int) -> None:
        """Read one point; -1 none."""
        at = at if 0 <= at < len(self._series.points) else -1
        if at != self._marked:
            self._marked = at
            if self._plot is not None:
                self._show_marked()
            self._tell()
            self.update()

    def marked(self) -> int:
        """Which point is being read, -1 none."""
        return self._marked

    def _tell(self) -> None:
        series = self._series
        target = f"- - {series.target_said}" if series.target is not None else ""
        if self._marked >= 0:
            point = series.points[self._marked]
            text = f"{point.label}   {point.said}"
            self.reading.setText(f"{text}    {target}" if target else text)
        else:
            self.reading.setText(target)
        self.reading.set_role("text" if self._marked >= 0 else "muted")
        told = phrases(*(f"{point.label} {point.said}" for point in series.points))
        self.setAccessibleName(series.name)
        self.setAccessibleDescription(self.reading.text() if self._marked >= 0 else told)

    # --- the plot

    def sizeHint(self) -> QSize:
        theme = style.current()
        return QSize(theme.px(320), theme.px(self._high) + self.reading.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(style.current().px(160), self.sizeHint().height())

    def _build(self) -> None:
        if self._plot is not None or not isValid(self):
            return
        made = library()
        if made.pg is None:
            made.ready.connect(self._build, Qt.ConnectionType.SingleShotConnection)
            made.ask()
            return
        pg = made.pg
        self._plot = pg.PlotWidget(background=style.current().color("surface"))
        self._plot.setFrameShape(self._plot.Shape.NoFrame)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # The chart itself takes pointer and wheel: the page scrolls, and nothing is dragged out of sight.
        self._plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        item = self._plot.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.getViewBox().setMouseEnabled(x=False, y=False)
        self._rows.takeAt(1)
        self._rows.addWidget(self._plot, 1)
        self._fill()
        self.built.emit()

    def _fill(self) -> None:
        series, theme, pg = self._series, style.current(), library().pg
        item = self._plot.getPlotItem()
        item.clear()
        self._plot.setBackground(theme.color("surface"))
        values = [point.value for point in series.points if point.value is not None]
        steps = scale_steps(max([*values, series.target or 0.0], default=0.0), series.unit)
        font = theme.font(12)
        left, bottom = item.getAxis("left"), item.getAxis("bottom")
        for axis in (left, bottom):
            axis.setStyle(tickFont=font, tickLength=0)
            axis.setPen(pg.mkPen(theme.color("border")))
            axis.setTextPen(pg.mkPen(theme.color("muted")))
        left.setPen(pg.mkPen(None))
        left.setTicks([[(step, series.say(step)) for step in steps]])
        left.setWidth(max(QFontMetrics(font).horizontalAdvance(series.say(step)) for step in steps) + theme.px(10))
        bottom.setHeight(QFontMetrics(font).height() + theme.px(6))
        room = steps[-1] * (1.12 if series.kind == "bars" else 1.04)
        item.setXRange(-0.5, max(0.5, len(series.points) - 0.5), padding=0)
        item.setYRange(0, room, padding=0)
        for step in steps[1:]:
            item.addItem(pg.InfiniteLine(step, angle=0, pen=pg.mkPen(theme.color("border"), width=1)))
        draw = self._draw_line if series.kind == "line" else self._draw_bars
        draw(pg, item, theme)
        if series.target is not None:
            pen = pg.mkPen(theme.color("text"), width=1.5, style=Qt.PenStyle.DashLine)
            item.addItem(pg.InfiniteLine(series.target, angle=0, pen=pen))
        self._spot = pg.InfiniteLine(0, angle=90, pen=pg.mkPen(theme.color("accent"), width=1))
        self._spot.setZValue(-5)
        item.addItem(self._spot)
        self._place_labels()
        self._show_marked()

    def _draw_bars(self, pg: Any, item: Any, theme: Theme) -> None:
        known = [(at, point) for at, point in enumerate(self._series.points) if point.value is not None]
        item.addItem(
            pg.BarGraphItem(
                x=[at for at, _ in known],
                height=[point.value for _, point in known],
                width=min(BAR, BAR * len(self._series.points) / FEW),
                brushes=[pg.mkBrush(_color(theme, point.level)) for _, point in known],
                pen=pg.mkPen(None),
            )
        )
        self._values = []
        for at, point in enumerate(self._series.points):
            sign = {"watch": "▲ ", "act": "■ "}.get(point.level, "")
            color = theme.level_text(point.level) if point.level in ("watch", "act") else theme.color("text")
            ground = pg.mkBrush(theme.color("surface")) if point.value else None  # lines do not run through it
            text = pg.TextItem(f"{sign}{point.shown}", color=color, anchor=(0.5, 1.0), fill=ground)
            text.setZValue(5)
            text.textItem.document().setDocumentMargin(1)
            text.setFont(theme.font(12, BOLD if sign else theme.font(12).weight()))
            text.setPos(at, point.value or 0.0)
            item.addItem(text)
            self._values.append(text)

    def _draw_line(self, pg: Any, item: Any, theme: Theme) -> None:
        points = self._series.points
        y = [math.nan if point.value is None else point.value for point in points]
        pen = pg.mkPen(theme.color("accent"), width=2)
        brushes = [pg.mkBrush(_color(theme, point.level)) for point in points]
        signs = [{"act": "s", "watch": "t1"}.get(point.level, "o") for point in points]
        item.addItem(
            pg.PlotDataItem(
                x=list(range(len(points))), y=y, pen=pen, connect="finite", antialias=True, symbol=signs,
                symbolSize=theme.px(8), symbolPen=pg.mkPen(None), symbolBrush=brushes,
            )
        )  # fmt: skip
        self._values = []

    def _place_labels(self) -> None:
        """Labels and values where they do not touch; of the labels every second, third ... when they would."""
        if self._plot is None or not self._series.points:
            return
        theme, points = style.current(), self._series.points
        metrics = QFontMetrics(theme.font(12))
        item = self._plot.getPlotItem()
        room = max(1.0, (self.width() - item.getAxis("left").width() - 8) / len(points))
        widest = max(metrics.horizontalAdvance(point.below) for point in points) + theme.px(8)
        every = math.ceil(widest / room)
        named = max(len(point.below) for point in points) > DATE
        if every > 1 and named and len(points) <= 12 and room > theme.px(34):  # better short than left out
            labels = [metrics.elidedText(p.below, Qt.TextElideMode.ElideRight, int(room) - 4) for p in points]
            every = 1
        else:
            labels = [point.below for point in points]
        item.getAxis("bottom").setTicks([[(at, label) for at, label in enumerate(labels) if at % every == 0]])
        bold = QFontMetrics(theme.font(12, BOLD))
        fits = all(bold.horizontalAdvance(text.textItem.toPlainText()) + 4 <= room for text in self._values)
        for text in self._values:
            text.setVisible(fits)

    def _show_marked(self) -> None:
        self._spot.setVisible(self._marked >= 0)
        if self._marked >= 0:
            self._spot.setPos(self._marked)

    # --- pointer and keys

    def _at(self, position: QPointF) -> int:
        if self._plot is None or not self._series.points:
            return -1
        box = self._plot.getPlotItem().getViewBox()
        inner = self._plot.mapFrom(self, position.toPoint())
        if not self._plot.rect().contains(inner):
            return -1
        x = box.mapSceneToView(self._plot.mapToScene(inner)).x()
        return round(x) if -0.5 <= x <= len(self._series.points) - 0.5 else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position())
        self.mark(at)
        linked = at >= 0 and self._series.points[at].link is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if linked else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self.mark(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and at >= 0:
            self.mark(at)
            self._follow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._series.points) - 1
        moves = {
            Qt.Key.Key_Left: max(0, self._marked - 1),
            Qt.Key.Key_Right: min(last, self._marked + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if event.key() in moves:
            self.mark(moves[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._marked >= 0:
            self._follow()
        else:
            super().keyPressEvent(event)

    def _follow(self) -> None:
        link = self._series.points[self._marked].link
        if link is not None:
            self.link_wanted.emit(link)

    # --- Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_labels()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
            if self._plot is not None:
                self._fill()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._asked:  # only what is in sight costs anything
            self._asked = True
            QTimer.singleShot(0, self, self._build)
        theme = style.current()
        painter = QPainter(self)
        if self._plot is None:
            self._paint_frame(painter, theme)
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), 8, theme)

    def _paint_frame(self, painter: QPainter, theme: Theme) -> None:
        """Where the plot will stand, while it is being loaded."""
        top, base = self.reading.geometry().bottom() + theme.px(10), self.height() - theme.px(26)
        painter.setPen(QPen(theme.color("border"), 1))
        for step in range(STEPS + 1):
            y = round(base - (base - top) * step / STEPS) + 0.5
            painter.drawLine(QPointF(theme.px(40), y), QPointF(self.width() - 8, y))


def _color(theme: Theme, level: str) -> QColor:
    return theme.level(level) if level in ("ok", "watch", "act") else theme.color("accent")
