"""Sums beside the fairness ledger: rows to filter by, and the jumps of each hour against the cap."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from lobbyconsole.domain.jumps import Sum
from lobbyconsole.ui import style
from lobbyconsole.ui.translation import mss, translate
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, Press, draw_focus


class SumRow(Press):
    """One service or reason with its sums; pressed, the list shows only that."""

    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.sum = Sum(0, 0, 0.0)
        self._most = 1.0

    def tell(self, text: str, total: Sum, most: float) -> None:
        """`most`: the seconds at which the bar is full."""
        self.setText(text)
        self.sum, self._most = total, max(1.0, most)
        words = translate("Fairness", "{name}: {jumps} called ahead, {people} passed over, {sum} paid")
        said = words.format(name=text, jumps=total.jumps, people=total.people, sum=mss(total.paid_s))
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.update()

    def sizeHint(self) -> QSize:
        theme = style.current()
        return QSize(theme.px(180), theme.px(42))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme_px(120), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            painter.setBrush(theme.color("accent_soft" if self.isChecked() else "sunken"))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        left, right, line = theme.px(8), self.width() - theme.px(8), theme.px(28)
        price = f"{self.sum.jumps} · {mss(self.sum.paid_s)}"
        bold = QFontMetrics(theme.font(14, BOLD))
        wide = bold.horizontalAdvance(price)
        painter.setFont(theme.font(14, BOLD))
        painter.setPen(theme.color("text"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(left, 0, right - left, line), middle | Qt.AlignmentFlag.AlignRight, price)
        font = theme.font(14, BOLD if self.isChecked() else NORMAL)
        room = int(right - left - wide - theme.px(10))
        text = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.drawText(QRectF(left, 0, room, line), middle | Qt.AlignmentFlag.AlignLeft, text)
        track = QRectF(left, line + theme.px(3), right - left, theme.px(5))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("sunken" if not self.isChecked() else "surface"))
        painter.drawRoundedRect(track, 3, 3)
        track.setWidth(max(track.height(), track.width() * self.sum.paid_s / self._most))
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(track, 3, 3)
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), 8, theme)


def theme_px(size: float) -> int:
    """A length at this text size."""
    return style.current().px(size)


class HourBars(QWidget):
    """Jumps of each hour of the day: those the cap counts below, others in grey above; the cap as a line."""

    def __init__(self) -> None:
        super().__init__()
        self._hours: list[tuple[int, int, int]] = []
        self._cap = 0
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_hours(self, hours: Mapping[int, tuple[int, int]], first: int, last: int, cap: int) -> None:
        """`hours` as of services.fairness.jumps_by_hour; `first` to `last` are shown at least."""
        begin, end = min([first, *hours]), max([last, *hours])
        self._hours = [(hour, *hours.get(hour, (0, 0))) for hour in range(begin, end + 1)]
        self._cap = cap
        parts = [f"{hour}:00 {counted + other}" for hour, counted, other in self._hours if counted + other]
        name = translate("Fairness", "Called ahead, by hour")
        self.setAccessibleName(f"{name}. {', '.join(parts)}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme_px(200), theme_px(132))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme_px(120), theme_px(132))

    def _plot(self) -> QRectF:
        px = theme_px
        left = px(24)
        return QRectF(left, px(20), max(1, self.width() - left - px(4)), max(1, self.height() - px(42)))

    def _top(self) -> int:
        return max([self._cap, 4, *(counted + other for _, counted, other in self._hours)])

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = style.current(), theme_px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot, top = self._plot(), self._top()
        painter.setFont(theme.font(11))
        metrics = painter.fontMetrics()
        step = max(1, -(-top // 3))
        for value in range(0, top + 1, step):
            y = plot.bottom() - plot.height() * value / top
            painter.fillRect(QRectF(plot.left(), y, plot.width(), 1), theme.color("border"))
            painter.setPen(theme.color("muted"))
            painter.drawText(
                QRectF(0, y - px(8), plot.left() - px(6), px(16)),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                str(value),
            )
        slot = plot.width() / max(1, len(self._hours))
        every = max(1, -(-metrics.horizontalAdvance("00:00   ") // max(1, int(slot))))
        for at, (hour, counted, other) in enumerate(self._hours):
            wide = min(slot * 0.62, px(26))
            x = plot.left() + slot * (at + 0.5) - wide / 2
            unit = plot.height() / top
            painter.fillRect(
                QRectF(x, plot.bottom() - unit * counted, wide, unit * counted),
                theme.color("watch" if counted >= self._cap else "accent"),
            )
            painter.fillRect(
                QRectF(x, plot.bottom() - unit * (counted + other), wide, unit * other), theme.color("muted")
            )
            if at % every == 0:
                painter.setPen(theme.color("muted"))
                painter.drawText(
                    QRectF(plot.left() + slot * (at + 0.5) - px(30), plot.bottom() + px(3), px(60), px(18)),
                    Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop,
                    f"{hour}:00",
                )
        y = plot.bottom() - plot.height() * self._cap / top
        painter.setPen(QPen(theme.color("act"), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        painter.setPen(theme.color("act"))
        words = translate("Fairness", "limit {count} an hour").format(count=self._cap)
        painter.drawText(
            QRectF(plot.left(), y - px(17), plot.width(), px(16)),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            words,
        )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        plot = self._plot()
        at = int((event.position().x() - plot.left()) / plot.width() * len(self._hours)) if self._hours else -1
        if plot.contains(event.position()) and 0 <= at < len(self._hours):
            hour, counted, other = self._hours[at]
            words = translate("Fairness", "{hour}:00 to {next}:00: {counted} counted, {other} other")
            text = words.format(hour=hour, next=hour + 1, counted=counted, other=other)
            QToolTip.showText(event.globalPosition().toPoint(), text, self)
        else:
            QToolTip.hideText()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
            self.update()
