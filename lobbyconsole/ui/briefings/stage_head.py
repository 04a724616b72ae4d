"""The upper edge of a presentation: which meeting, the sections and which of them is on, and the section's time."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from lobbyconsole.ui.briefings.stage import wall_theme
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import mss, phrases, translate
from lobbyconsole.ui.widgets.basics import BOLD, draw_mark

HIGH = 64  # px of the wall
SHORT = 44  # px of the wall: less shows nothing of a section's title, then its number alone stands there
NEAR = 0.8  # of the section's minutes: from here on it is nearly over


@dataclass(frozen=True, slots=True)
class Step:
    """A section on the way through the meeting."""

    title: str
    minutes: int
    done: bool  # was on once


class StageHead(QWidget):
    """`wanted(n)`: a section was clicked."""

    wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._title = self._about = ""
        self._steps: tuple[Step, ...] = ()
        self._at = -1
        self.spent_s = 0.0
        self._boxes: list[QRectF] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def theme(self) -> Theme:
        window = self.window()
        return wall_theme(window.width(), window.height())

    def show_meeting(self, title: str, about: str, steps: tuple[Step, ...], at: int) -> None:
        """Which meeting, its sections, and which of them is on."""
        if (title, about, steps, at) != (self._title, self._about, self._steps, self._at):
            self._title, self._about, self._steps, self._at = title, about, steps, at
            self.setAccessibleName(phrases(title, about))
            self.update()

    def show_time(self, seconds: float) -> None:
        """How long the section has lasted."""
        if int(seconds) != int(self.spent_s):
            self.update()
        self.spent_s = seconds
        self.setAccessibleDescription(self.time_text())

    def level(self) -> str:
        """How the section's time stands: ok, watch (nearly over) or act (over); nothing without a section."""
        if not 0 <= self._at < len(self._steps):
            return ""
        planned = 60 * self._steps[self._at].minutes
        return "act" if self.spent_s > planned else "watch" if self.spent_s > NEAR * planned else "ok"

    def time_text(self) -> str:
        """The section's time, e.g. 1:22 of 2:00."""
        if not 0 <= self._at < len(self._steps):
            return ""
        return f"{mss(self.spent_s)} / {mss(60 * self._steps[self._at].minutes)}"

    def sizeHint(self) -> QSize:
        return QSize(400, self.theme.px(HIGH))

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self.theme.px(HIGH))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("background"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))
        right = self._paint_time(painter, theme)
        left = self._paint_title(painter, theme, right)
        self._paint_steps(painter, theme, left + theme.px(24), right - theme.px(24))

    def _paint_title(self, painter: QPainter, theme: Theme, right: float) -> float:
        font, small = theme.font(20, BOLD), theme.font(15)
        box = QRectF(theme.px(36), 0, self.width(), self.height())
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        wide = QFontMetricsF(font).horizontalAdvance(self._title)
        room = (right - box.left()) * 0.42
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                         QFontMetricsF(font).elidedText(self._title, Qt.TextElideMode.ElideRight, room))  # fmt: skip
        end = box.left() + min(wide, room)
        about = QFontMetricsF(small).horizontalAdvance(self._about)
        if end + theme.px(18) + about < box.left() + room:
            painter.setFont(small)
            painter.setPen(theme.color("muted"))
            box.setLeft(end + theme.px(18))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._about)
            end += theme.px(18) + about
        return end

    def _paint_time(self, painter: QPainter, theme: Theme) -> float:
        if not 0 <= self._at < len(self._steps):
            return float(self.width() - theme.px(36))
        big, small = theme.font(25, BOLD), theme.font(15)
        level, text = self.level(), mss(self.spent_s)
        wide = QFontMetricsF(big).horizontalAdvance(text)
        box = QRectF(0, 0, self.width() - theme.px(36), self.height())
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.setFont(big)
        painter.setPen(theme.level_text(level) if level in ("watch", "act") else theme.color("text"))
        painter.drawText(box, right, text)
        box.setRight(box.right() - wide - theme.px(14))
        if level in ("watch", "act"):
            side = theme.px(14)
            spot = QRectF(box.right() - side, box.center().y() - side / 2, side, side)
            draw_mark(painter, level, spot, theme.level_text(level))
            box.setRight(spot.left() - theme.px(12))
        painter.setFont(small)
        painter.setPen(theme.color("muted"))
        planned = mss(60 * self._steps[self._at].minutes)
        words = translate("Meetings", "section {time}").format(time=planned)
        painter.drawText(box, right, words)
        return box.right() - QFontMetricsF(small).horizontalAdvance(words)

    def _paint_steps(self, painter: QPainter, theme: Theme, left: float, right: float) -> None:
        font, bold = theme.font(15), theme.font(15, BOLD)
        pad, gap = theme.px(13), theme.px(4)
        room = max(0.0, right - left)

        steps = range(len(self._steps))
        metrics = QFontMetricsF(bold)
        signs = ["✓" if self._steps[at].done and at != self._at else str(at + 1) for at in steps]
        titles = [metrics.horizontalAdvance(self._steps[at].title) + 1 for at in steps]
        around = [metrics.horizontalAdvance(f"{sign} ") + 2 * pad + gap for sign in signs]
        shares = self._shares(titles, room - sum(around) + gap, theme.px(SHORT))
        texts = [
            f"{signs[at]} {metrics.elidedText(self._steps[at].title, Qt.TextElideMode.ElideRight, shares[at])}"
            if shares[at] else signs[at]
            for at in steps
        ]  # fmt: skip
        widths = [metrics.horizontalAdvance(text) + 2 * pad for text in texts]
        total = sum(widths) + gap * max(0, len(widths) - 1)
        x = left + max(0.0, (room - total) / 2)
        high = theme.px(34)
        self._boxes = []
        for at, (text, wide) in enumerate(zip(texts, widths, strict=True)):
            box = QRectF(x, (self.height() - high) / 2, wide, high)
            self._boxes.append(box)
            if at == self._at:
                painter.setPen(theme.color("accent") if theme.name == "contrast" else Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("accent_soft"))
                painter.drawRoundedRect(box, high / 2, high / 2)
            painter.setFont(bold if at == self._at else font)
            tone = "accent" if at == self._at else "text" if self._steps[at].done else "muted"
            painter.setPen(theme.color(tone))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            x += wide + gap

    def _shares(self, titles: list[float], room: float, least: float) -> list[float]:
        """How wide each title may be: the present section's first, then the others alike; 0 where none fits."""
        own = titles[self._at] if 0 <= self._at < len(titles) else 0.0
        left = room - own
        others = sorted(wide for at, wide in enumerate(titles) if at != self._at)
        most = 10_000.0
        for at, wide in enumerate(others):
            share = left / (len(others) - at)
            if wide > share:
                most = share
                break
            left -= wide
        if most < least:
            return [max(least, min(wide, room)) if at == self._at else 0.0 for at, wide in enumerate(titles)]
        return [wide if at == self._at else min(wide, most) for at, wide in enumerate(titles)]

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = next((at for at, box in enumerate(self._boxes) if box.contains(event.pos().toPointF())), -1)
            QToolTip.showText(event.globalPos(), self._steps[at].title if 0 <= at < len(self._steps) else "", self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for at, box in enumerate(self._boxes):
            if box.contains(event.position()):
                self.wanted.emit(at)
                return
