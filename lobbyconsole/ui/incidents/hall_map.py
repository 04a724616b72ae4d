"""The hall as a plan drawing: its zones with how many incidents there were, a mark for each that is open."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from lobbyconsole.domain.content.library import Library
from lobbyconsole.ui import style
from lobbyconsole.ui.incidents.words import ZONES, zone_text
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.basics import BOLD, draw_focus, draw_mark

# Where each zone lies, in units of a drawing 12 wide and 11 high: the doors below, the back office above.
PLACES: Mapping[str, tuple[float, float, float, float]] = {
    "back_office": (0, 0, 12, 1.7),
    "counters": (0, 1.7, 8, 2.2),
    "vip": (8, 1.7, 4, 2.2),
    "self_service": (0, 3.9, 4, 2.4),
    "waiting": (4, 3.9, 4, 2.4),
    "experience": (8, 3.9, 4, 2.4),
    "self_service_24h": (0, 6.3, 4, 2.1),
    "reception": (4, 6.3, 4, 2.1),
    "entrance": (8, 6.3, 4, 2.1),
    "exterior": (0, 8.7, 7.4, 1.7),
    "whole_hall": (7.7, 8.7, 4.3, 1.7),
}
WIDE, HIGH = 12.0, 10.5
SIZES = (12, 11, 10)  # of a zone's name: the largest that leaves it whole
MOST_MARKS = 4


class HallMap(QWidget):
    """A press, or Enter, chooses a zone (again: all zones); arrow keys go from one to the next."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.zone = ""
        self._at = 0
        self._library: Library | None = None
        self._counts: Mapping[str, int] = {}
        self._open: Mapping[str, int] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_counts(self, library: Library, counts: Mapping[str, int], still: Mapping[str, int], zone: str) -> None:
        """How many there were by zone, how many are open, and which zone is chosen."""
        self._library, self._counts, self._open, self.zone = library, counts, still, zone
        self.setAccessibleName(translate("Incidents", "Hall plan"))
        said = [self._told(name) for name in ZONES if counts.get(name)]
        self.setAccessibleDescription(", ".join(said))
        self.update()

    def _told(self, zone: str) -> str:
        assert self._library is not None
        return f"{zone_text(self._library, zone)} {self._counts.get(zone, 0)}"

    def sizeHint(self) -> QSize:
        return QSize(300, style.current().px(236))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 0)  # with large text on a small screen the list comes first

    def box(self, zone: str) -> QRectF:
        """Where a zone is drawn."""
        x, y, wide, high = PLACES[zone]
        across, down = (self.width() - 2) / WIDE, (self.height() - 2) / HIGH
        return QRectF(1 + x * across, 1 + y * down, wide * across, high * down).adjusted(1.5, 1.5, -1.5, -1.5)

    def _hit(self, at: QPointF) -> str:
        return next((zone for zone in ZONES if self.box(zone).contains(at)), "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        zone = self._hit(event.position())
        if zone:
            self._at = ZONES.index(zone)
            self._choose(zone)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        zone = self._hit(event.position())
        self.setToolTip(self._told(zone) if zone and self._library is not None else "")

    def _choose(self, zone: str) -> None:
        self.chosen.emit("" if zone == self.zone else zone)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}.get(
            Qt.Key(event.key()), 0
        )
        if step:
            self._at = (self._at + step) % len(ZONES)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(ZONES[self._at])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._library is None or self.height() < style.current().px(110):
            return
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, zone in enumerate(ZONES):
            box, count, still = self.box(zone), self._counts.get(zone, 0), self._open.get(zone, 0)
            here = zone == self.zone
            outside = zone in ("exterior", "whole_hall")
            ground = "accent_soft" if here else "act_soft" if still else "surface" if outside else "sunken"
            pen = QPen(theme.color("accent" if here else "border"), 1.5 if here else 1)
            if outside and not here:
                pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(theme.color(ground))
            painter.drawRoundedRect(box, 5, 5)
            room = box.adjusted(theme.px(7), theme.px(2), -theme.px(7), -theme.px(2))
            right = room.right()
            if count:
                painter.setFont(theme.font(14, BOLD))
                painter.setPen(theme.color("text"))
                painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(count))
                right -= painter.fontMetrics().horizontalAdvance(str(count)) + theme.px(6)
            side = float(theme.px(9))
            for _ in range(min(still, MOST_MARKS)):
                right -= side
                mark = QRectF(right, room.center().y() - side / 2, side, side)
                draw_mark(painter, "act", mark, theme.level_text("act"))
                right -= theme.px(3)
            painter.setPen(theme.color("text" if count or here else "muted"))
            words = zone_text(self._library, zone)
            room.setRight(right)
            wrap, align = int(Qt.TextFlag.TextWordWrap), int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            for size in SIZES:
                painter.setFont(theme.font(size, BOLD if here else theme.font(size).weight()))
                metrics = painter.fontMetrics()
                whole = metrics.boundingRect(room.toRect().adjusted(0, 0, 0, 1000), wrap, words)
                if whole.height() <= room.height() and whole.width() <= room.width():
                    painter.drawText(room, align | wrap, words)
                    break
            else:
                short = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0, int(room.width())))
                painter.drawText(room, align, short)
            if self.hasFocus() and at == self._at:
                draw_focus(painter, box, 5, theme)
