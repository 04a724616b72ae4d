"""Parts of a self-evaluation's sheet: a line per criterion, and a card per quarter of its history."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from lobbyconsole.domain.evaluation import Criterion, Quarter, Total
from lobbyconsole.domain.rounds import NOT_APPLICABLE
from lobbyconsole.ui import style
from lobbyconsole.ui.round_words import own
from lobbyconsole.ui.translation import language, sentences, translate
from lobbyconsole.ui.widgets.basics import BOLD, Press, draw_focus, draw_mark


def quarter_text(quarter: Quarter) -> str:
    """2026 Q4, 2026年第4季度."""
    return translate("Journey", "{year} Q{number}").format(year=quarter.year, number=quarter.number)


def points_text(points: float) -> str:
    """Points without a needless decimal."""
    return f"{points:g}"


class CriterionRow(Press):
    """One criterion: its sign, what it asks, why points were taken off, and points of full points."""

    def __init__(self, criterion: Criterion) -> None:
        super().__init__()
        self.criterion = criterion
        self.chosen = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_criterion(criterion)

    def show_criterion(self, criterion: Criterion) -> None:
        self.criterion = criterion
        self.words = own(criterion.item.text.say(language()))
        if criterion.lost:
            self.about = f"−{points_text(criterion.lost)}  {criterion.reason}"
        else:
            self.about = own(criterion.item.standard.say(language()))
        if criterion.verdict == NOT_APPLICABLE:
            self.figure = translate("Journey", "n/a")
        else:
            given = "–" if criterion.given is None else points_text(criterion.given)
            self.figure = f"{given} / {points_text(criterion.full)}"
        self.setAccessibleName(sentences(self.words, self.figure, self.about))
        self.setToolTip(f"{self.words}\n{self.about}")
        self.update()

    def choose(self, chosen: bool) -> None:
        if chosen != self.chosen:
            self.chosen = chosen
            self.update()

    @property
    def level(self) -> str:
        """Its sign; none while it is not evaluated."""
        criterion = self.criterion
        if criterion.given is None:
            return ""
        share = criterion.given / criterion.full
        return "ok" if not criterion.lost else "watch" if share >= 0.5 else "act"

    def sizeHint(self) -> QSize:
        theme = style.current()
        high = QFontMetrics(theme.font(14)).height() + QFontMetrics(theme.font(12)).height()
        return QSize(theme.px(200), high + theme.px(14))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, criterion = style.current(), self.criterion
        px = theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.chosen or self.underMouse():
            painter.setPen(QPen(theme.color("accent" if self.chosen else "sunken"), 1))
            painter.setBrush(theme.color("accent_soft" if self.chosen else "sunken"))
            painter.drawRoundedRect(box, 8, 8)
        left, side = box.left() + px(10), px(9)
        spot = QRectF(left, box.center().y() - side / 2, side, side)
        if self.level:
            draw_mark(painter, self.level, spot, theme.level_text(self.level))
        elif not criterion.verdict:
            painter.setPen(QPen(theme.color("muted"), 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(spot)
        left += px(19)
        font = theme.font(16, BOLD)
        wide = max(QFontMetrics(font).horizontalAdvance("4.5 / 5"), QFontMetrics(font).horizontalAdvance(self.figure))
        room = QRectF(box.right() - wide - px(12), box.top(), wide + 2, box.height())
        painter.setFont(font)
        painter.setPen(theme.color("muted" if criterion.given is None else "text"))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.figure)
        right = room.left() - px(10)
        count = len(criterion.evidence) + len(criterion.photos)
        if count:
            small = theme.font(12)
            words = translate("Journey", "evidence {count}").format(count=count)
            width = QFontMetrics(small).horizontalAdvance(words)
            painter.setFont(small)
            painter.setPen(theme.color("muted"))
            place = QRectF(right - width, box.top(), width + 2, box.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
            right -= width + px(10)
        upper, lower = QFontMetrics(theme.font(14)), QFontMetrics(theme.font(12))
        top = box.center().y() - (upper.height() + lower.height()) / 2
        role = "watch_text" if criterion.lost else "muted"
        for words, size, color, high in (
            (self.words, 14, "text", upper.height()), (self.about, 12, role, lower.height()),
        ):  # fmt: skip
            painter.setFont(theme.font(size))
            painter.setPen(theme.color(color))
            metrics = painter.fontMetrics()
            text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, round(right - left))
            painter.drawText(QRectF(left, top, right - left, high), Qt.AlignmentFlag.AlignVCenter, text)
            top += high
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), 8, theme)


class QuarterCard(Press):
    """A quarter of the history: what it came to, as a number and a bar."""

    def __init__(self, quarter: Quarter, total: Total | None, chapters: int) -> None:
        super().__init__()
        self.quarter, self._total, self._chapters = quarter, total, chapters
        self.chosen = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(sentences(quarter_text(quarter), self._figure(), self._about()))

    def _figure(self) -> str:
        if self._total is None or self._total.percent is None:
            return "–"
        return f"{self._total.percent:.1f}%"

    def _about(self) -> str:
        done = self._total.chapters if self._total is not None else 0
        said = translate("Journey", "{done} of {count} chapters").format(done=done, count=self._chapters)
        if self._total is None or not self._total.possible:
            return said
        points = translate("Journey", "{points} of {possible} points").format(
            points=points_text(self._total.points), possible=points_text(self._total.possible)
        )
        return points if done >= self._chapters else f"{points} · {said}"

    def choose(self, chosen: bool) -> None:
        if chosen != self.chosen:
            self.chosen = chosen
            self.update()

    def sizeHint(self) -> QSize:
        theme = style.current()
        high = QFontMetrics(theme.font(20, BOLD)).height() + QFontMetrics(theme.font(12)).height()
        return QSize(theme.px(160), high + theme.px(34))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        px = theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(theme.color("accent" if self.chosen else "border"), 1))
        painter.setBrush(theme.color("accent_soft" if self.chosen else "sunken" if self.underMouse() else "surface"))
        painter.drawRoundedRect(box, 10, 10)
        inner = box.adjusted(px(12), px(9), -px(12), -px(9))
        large, small = QFontMetrics(theme.font(20, BOLD)), QFontMetrics(theme.font(12))
        painter.setFont(theme.font(14, BOLD))
        painter.setPen(theme.color("text"))
        row = QRectF(inner.left(), inner.top(), inner.width(), large.height())
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, quarter_text(self.quarter))
        painter.setFont(theme.font(20, BOLD))
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._figure())
        track = QRectF(inner.left(), row.bottom() + px(4), inner.width(), px(6))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("border"))
        painter.drawRoundedRect(track, px(3), px(3))
        percent = self._total.percent if self._total is not None else None
        if percent is not None:
            filled = QRectF(track)
            filled.setWidth(max(px(6), track.width() * percent / 100))
            painter.setBrush(theme.color("ok" if percent >= 90 else "watch" if percent >= 75 else "act"))
            painter.drawRoundedRect(filled, px(3), px(3))
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("muted"))
        place = QRectF(inner.left(), track.bottom() + px(3), inner.width(), small.height())
        text = small.elidedText(self._about(), Qt.TextElideMode.ElideRight, round(place.width()))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), 10, theme)
