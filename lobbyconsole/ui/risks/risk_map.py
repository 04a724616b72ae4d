"""The 5 × 5 map: likelihood upward, impact to the right, how many risks stand in each field; legible in greyscale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from lobbyconsole.domain.risks import band_of
from lobbyconsole.ui import style
from lobbyconsole.ui.risks.words import BANDS, LEVELS
from lobbyconsole.ui.translation import counted, translate
from lobbyconsole.ui.widgets.basics import BOLD, draw_focus, draw_mark

SIDE = 5
Field = tuple[int, int]  # likelihood, impact


class RiskMap(QWidget):
    """`chosen(field)` for a press or Enter ((0, 0): all of them again); arrow keys go from field to field."""

    chosen = Signal(tuple)

    def __init__(self) -> None:
        super().__init__()
        self.field: Field = (0, 0)
        self._at: Field = (SIDE, 1)
        self._names: Mapping[Field, Sequence[str]] = {}
        self._unrated: Mapping[Field, int] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_fields(self, names: Mapping[Field, Sequence[str]], field: Field) -> None:
        """The titles of the risks in each field, and which field is chosen."""
        self._names, self.field = names, field
        if field[0]:
            self._at = field
        self.setAccessibleName(translate("Risks", "Risk map"))
        told = [self.told(where) for where in sorted(names, reverse=True)]
        self.setAccessibleDescription("; ".join(told))
        self.update()

    def told(self, field: Field) -> str:
        """Likelihood 4, impact 3: 5 risks (12 points)."""
        likelihood, impact = field
        text = counted(
            translate("Risks", "likelihood {likelihood}, impact {impact}, {score} points: {count} risk"),
            translate("Risks", "likelihood {likelihood}, impact {impact}, {score} points: {count} risks"),
            len(self._names.get(field, ())),
        )
        return text.format(likelihood=likelihood, impact=impact, score=likelihood * impact,
                           count=len(self._names.get(field, ())))  # fmt: skip

    def sizeHint(self) -> QSize:
        px = style.current().px
        return QSize(px(330), px(292))

    def minimumSizeHint(self) -> QSize:
        px = style.current().px
        return QSize(px(230), px(190))

    # --- where things are

    def _edges(self) -> QRectF:
        """The fields without the scales at the left and below."""
        theme = style.current()
        line = QFontMetrics(theme.font(12)).height()
        left, below = line + theme.px(20), 2 * line + theme.px(10)
        legend = line * len(self._legend())
        return QRectF(left, 2, self.width() - left - 2, self.height() - below - legend - theme.px(4))

    def box(self, field: Field) -> QRectF:
        """Where a field is drawn."""
        edges = self._edges()
        wide, high = edges.width() / SIDE, edges.height() / SIDE
        likelihood, impact = field
        left, top = edges.left() + (impact - 1) * wide, edges.top() + (SIDE - likelihood) * high
        return QRectF(left, top, wide, high).adjusted(1.5, 1.5, -1.5, -1.5)

    def _hit(self, at: QPointF) -> Field:
        for likelihood in range(1, SIDE + 1):
            for impact in range(1, SIDE + 1):
                if self.box((likelihood, impact)).contains(at):
                    return likelihood, impact
        return 0, 0

    # --- doing

    def mousePressEvent(self, event: QMouseEvent) -> None:
        field = self._hit(event.position())
        if field[0]:
            self._at = field
            self._choose(field)

    def _choose(self, field: Field) -> None:
        self.chosen.emit((0, 0) if field == self.field else field)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        up, right = {
            Qt.Key.Key_Up: (1, 0), Qt.Key.Key_Down: (-1, 0), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Left: (0, -1),
        }.get(Qt.Key(event.key()), (0, 0))  # fmt: skip
        if up or right:
            likelihood, impact = self._at[0] + up, self._at[1] + right
            self._at = (max(1, min(SIDE, likelihood)), max(1, min(SIDE, impact)))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self._at)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            field = self._hit(QPointF(event.pos()))
            names = "\n".join(f"· {name}" for name in self._names.get(field, ()))
            QToolTip.showText(event.globalPos(), f"{self.told(field)}\n{names}".strip() if field[0] else "", self)
            return True
        return super().event(event)

    # --- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for likelihood in range(1, SIDE + 1):
            for impact in range(1, SIDE + 1):
                self._draw_field(painter, (likelihood, impact))
        edges, line = self._edges(), QFontMetrics(theme.font(12)).height()
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("muted"))
        middle = Qt.AlignmentFlag.AlignCenter
        for level in range(1, SIDE + 1):
            row, column = self.box((level, 1)), self.box((1, level))
            painter.drawText(QRectF(edges.left() - theme.px(18), row.top(), theme.px(16), row.height()), middle,
                             str(level))  # fmt: skip
            painter.drawText(QRectF(column.left(), edges.bottom(), column.width(), line), middle, str(level))
        painter.setFont(theme.font(12, BOLD))
        below = QRectF(edges.left(), edges.bottom() + line - 2, edges.width(), line)
        painter.drawText(below, middle, translate("Risks", "Impact →"))
        painter.save()
        painter.translate(line / 2, edges.center().y())
        painter.rotate(-90)
        painter.drawText(QRectF(-edges.height() / 2, -line / 2, edges.height(), line), middle,
                         translate("Risks", "Likelihood →"))  # fmt: skip
        painter.restore()
        self._draw_legend(painter, QRectF(0, self.height() - line - 1, self.width(), line))

    def _draw_field(self, painter: QPainter, field: Field) -> None:
        theme, box = style.current(), self.box(field)
        count, score = len(self._names.get(field, ())), field[0] * field[1]
        level = LEVELS[band_of(score)]
        chosen = field == self.field
        ground = theme.color(f"{level}_soft")
        if not count:
            ground.setAlpha(120)
        edge = theme.color("accent") if chosen else theme.level(level) if count else theme.color("border")
        painter.setPen(QPen(edge, 2.5 if chosen else 1.2 if count else 1))
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 6, 6)
        small = theme.font(11)
        painter.setFont(small)
        painter.setPen(theme.color("muted"))
        inner = box.adjusted(theme.px(5), theme.px(2), -theme.px(5), -theme.px(2))
        roomy = box.height() > theme.px(44)
        if roomy or not count:  # in a low field the count has the room for itself
            painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, str(score))
        if count:
            font = theme.font(18 if roomy else 16, BOLD)
            metrics = QFontMetrics(font)
            side, gap = float(theme.px(9)), theme.px(5)
            wide = side + gap + metrics.horizontalAdvance(str(count))
            left = box.center().x() - wide / 2
            middle = box.center().y() + (theme.px(3) if roomy else 0)
            draw_mark(painter, level, QRectF(left, middle - side / 2, side, side), theme.level_text(level))
            painter.setFont(font)
            painter.setPen(theme.color("text"))
            place = QRectF(left + side + gap, middle - metrics.height() / 2, wide, metrics.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, str(count))
        if self.hasFocus() and field == self._at:
            draw_focus(painter, box, 6, theme)

    def _legend(self) -> list[list[tuple[str, str]]]:
        """(Sign, words) of the bands, in as many lines as the width asks for."""
        theme, metrics = style.current(), QFontMetrics(style.current().font(11))
        lines: list[list[tuple[str, str]]] = [[]]
        left = 0
        for band, range_text in (("red", "15–25"), ("yellow", "8–14"), ("green", "1–7")):
            words = f"{range_text} {translate('Risks', BANDS[band])}"
            wide = theme.px(8 + 4 + 10) + metrics.horizontalAdvance(words)
            if left and left + wide > self.width():
                lines.append([])
                left = 0
            lines[-1].append((LEVELS[band], words))
            left += wide
        return lines

    def _draw_legend(self, painter: QPainter, room: QRectF) -> None:
        theme, font = style.current(), style.current().font(11)
        painter.setFont(font)
        metrics, side, high = QFontMetrics(font), float(theme.px(8)), room.height()
        lines = self._legend()
        for row, line in enumerate(lines):
            left, top = room.left() + theme.px(2), room.bottom() - (len(lines) - row) * high
            for level, words in line:
                mark = QRectF(left, top + (high - side) / 2, side, side)
                draw_mark(painter, level, mark, theme.level_text(level))
                painter.setPen(theme.color("muted"))
                place = QRectF(left + side + theme.px(4), top, metrics.horizontalAdvance(words) + 2, high)
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
                left = place.right() + theme.px(8)
