"""Parts of the emergency in its own size: large buttons, the red bar, the columns."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.ui import style
from lobbyconsole.ui.widgets.basics import BOLD, Button, Label, Press, draw_focus

HIGH = 64  # px: a shaking hand


class BigButton(Press):
    """64 px high, words that wrap, its key in a corner."""

    def __init__(self, words: str = "", key: str = "", kind: str = "secondary") -> None:
        super().__init__()
        self.key, self.kind = key, kind
        self.set_words(words)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_words(self, words: str) -> None:
        self.setText(words)
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def hit(self, event: QKeyEvent) -> bool:
        """Whether a pressed key is this button's."""
        return self.isVisible() and self.isEnabled() and bool(self.key) and event.text().upper() == self.key

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        theme = style.current()
        room = max(40, width - theme.px(32) - self._key_width())
        text = QFontMetrics(self._font()).boundingRect(
            QRect(0, 0, room, 10_000), int(Qt.TextFlag.TextWordWrap), self.text()
        )
        return max(theme.px(HIGH), text.height() + theme.px(24))

    def sizeHint(self) -> QSize:
        theme = style.current()
        width = QFontMetrics(self._font()).horizontalAdvance(self.text()) + theme.px(36) + self._key_width()
        return QSize(min(width, theme.px(420)), theme.px(HIGH))

    def minimumSizeHint(self) -> QSize:
        return QSize(style.current().px(110), style.current().px(HIGH))

    def _font(self) -> QFont:
        return style.current().font(20 if self.kind == "way" else 17, BOLD)

    def _key_width(self) -> int:
        theme = style.current()
        return QFontMetrics(theme.font(14)).horizontalAdvance(self._key_shown()) + theme.px(12) if self.key else 0

    def _key_shown(self) -> str:
        return "␣" if self.key == " " else self.key

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        primary = self.kind == "primary"
        ground, ink, edge = ("accent", "on_accent", "accent") if primary else ("surface", "text", "border")
        if not primary and (self.underMouse() or self.isDown()):
            ground, edge = "sunken", "muted"
        painter.setPen(QPen(theme.color(edge), 1.5))
        painter.setBrush(theme.color(ground))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 10, 10)
        side = theme.px(16)
        room = self.rect().adjusted(side, 4, -side, -4)
        if self.key:
            painter.setFont(theme.font(14))
            painter.setPen(theme.color(ink if primary else "muted"))
            align = Qt.AlignmentFlag.AlignLeft if self.kind == "way" else Qt.AlignmentFlag.AlignRight
            painter.drawText(room, align | Qt.AlignmentFlag.AlignVCenter, self._key_shown())
            wide = self._key_width()
            room = room.adjusted(wide, 0, 0, 0) if self.kind == "way" else room.adjusted(0, 0, -wide, 0)
        painter.setFont(self._font())
        painter.setPen(theme.color(ink))
        align = Qt.AlignmentFlag.AlignLeft if self.kind == "way" else Qt.AlignmentFlag.AlignHCenter
        painter.drawText(room, int(align | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap), self.text())
        if self.hasFocus():
            draw_focus(painter, self.rect().toRectF(), 10, theme)


class RedBar(QFrame):
    """What is running, since when; the way back to the floor."""

    small = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._level = "act"
        self._title = Label("", 16, BOLD, "on_act")
        self._about = Label("", 14, role="on_act")
        self._clock = Label("", 22, BOLD, "on_act")
        self.minimise = Button("")
        self.minimise.clicked.connect(self.small)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 6, 16, 6)
        row.setSpacing(14)
        row.addWidget(self._title)
        row.addWidget(self._about, 1)
        row.addWidget(self._clock)
        row.addWidget(self.minimise)

    def show_words(self, title: str, about: str, clock: str) -> None:
        for label, words in ((self._title, title), (self._about, about), (self._clock, clock)):
            if label.text() != words:
                label.setText(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), style.current().color("act"))


class EdgeColumn(QFrame):
    """A column with the ground of a card and a line at its inner edge."""

    def __init__(self, inner: QWidget, edge: str) -> None:
        super().__init__()
        self._edge = edge
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(inner)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        at = self.width() - 1 if self._edge == "right" else 0
        painter.fillRect(at, 0, 1, self.height(), theme.color("border"))
