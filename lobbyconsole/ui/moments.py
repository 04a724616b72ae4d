"""What a past day has to show: the moments worth looking at, and the day in one line."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from lobbyconsole.services.day_film import DayFilm, Span
from lobbyconsole.ui import style
from lobbyconsole.ui.translation import counted, mss, translate
from lobbyconsole.ui.widgets.basics import Press, draw_focus, draw_mark


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
            draw_focus(painter, QRectF(self.rect()), 8, theme)
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
        counted(
            translate("History", "{issued} ticket"), translate("History", "{issued} tickets"), counts.issued
        ).format(issued=counts.issued),
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
