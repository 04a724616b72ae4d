"""The dark rail on the left: the screens with icon, name and badge; settings at the bottom."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.ui import icons, style
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, Press

WIDTH = 84


class RailButton(Press):
    """One screen."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self._badge, self._level = 0, "act"
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard to the screen it opens
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_badge(self, count: int, level: str = "act") -> None:
        """How many things there ask for attention; 0 shows none."""
        if (count, level) != (self._badge, self._level):
            self._badge, self._level = count, level
            self.update()

    def set_words(self, title: str, keys: str) -> None:
        self.setText(title)
        self.setAccessibleName(title)
        self.setToolTip(f"{title}  {keys}" if keys else title)

    def sizeHint(self) -> QSize:
        theme = style.current()
        width = QFontMetrics(theme.font(12, BOLD)).horizontalAdvance(self.text())
        return QSize(max(WIDTH - 12, width + 16), theme.px(56))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        active = self.isChecked() and self.isEnabled()
        if not self.isEnabled():
            painter.setOpacity(0.5)
        if active or (self.underMouse() and self.isEnabled()):
            painter.setPen(theme.color("accent") if theme.name == "contrast" and active else Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("rail_active"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        tone = theme.color("on_rail" if active or self.underMouse() else "rail_text")
        side = theme.px(22)
        top = theme.px(8)
        left = (self.width() - side) // 2
        painter.drawPixmap(left, top, icons.pixmap(self._icon, tone, side, self.devicePixelRatioF()))
        painter.setPen(tone)
        painter.setFont(theme.font(12, BOLD if active else NORMAL))
        words = QRectF(0, top + side, self.width(), self.height() - top - side - theme.px(2))
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())
        if self._badge:
            text = str(self._badge) if self._badge < 100 else "99+"
            font = theme.font(11, BOLD)
            high = theme.px(17)
            wide = max(high, QFontMetrics(font).horizontalAdvance(text) + theme.px(8))
            box = QRectF(left + side - theme.px(4), top - theme.px(5), wide, high)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.level_text(self._level))
            painter.drawRoundedRect(box, high / 2, high / 2)
            painter.setPen(theme.color("on_act"))
            painter.setFont(font)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        if self.hasFocus():
            ring = theme.color("on_rail")
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(ring)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 9, 9)


class _Logo(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = style.current()
        return QSize(theme.px(40), theme.px(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.px(40)
        box = QRectF((self.width() - side) / 2, 0, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(box, 10, 10)
        painter.setPen(theme.color("on_accent"))
        painter.setFont(theme.font(14, BOLD))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "LC")


class Rail(QWidget):
    """`wanted(id)` when a screen is asked for."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._titles: dict[str, tuple[str, str]] = {}  # id -> (English title, keys)
        self._buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(6, 12, 6, 12)
        self._layout.setSpacing(5)
        self._layout.addWidget(_Logo())
        self._layout.addSpacing(8)
        self._layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def add(self, screen_id: str, title: str, icon: str, keys: str, at_bottom: bool = False) -> None:
        """One more screen, below the former ones or at the foot of the rail."""
        button = RailButton(icon)
        button.clicked.connect(lambda: self.wanted.emit(screen_id))
        self._group.addButton(button)
        stretch = next(at for at in range(self._layout.count()) if self._layout.itemAt(at).spacerItem() and at > 1)
        if at_bottom:
            self._layout.addWidget(button)
        else:
            self._layout.insertWidget(stretch, button)
        self._titles[screen_id] = (title, keys)
        self._buttons[screen_id] = button
        button.set_words(translate("Screens", title), keys)

    def mark(self, screen_id: str) -> None:
        """This screen is on show."""
        if screen_id in self._buttons:
            self._buttons[screen_id].setChecked(True)

    def set_badge(self, screen_id: str, count: int, level: str = "act") -> None:
        if screen_id in self._buttons:
            self._buttons[screen_id].set_badge(count, level)

    def set_open(self, is_open: bool) -> None:
        """Before there is a hall to look at, there is nothing to switch to."""
        for button in self._buttons.values():
            button.setEnabled(is_open)

    def retranslate(self) -> None:
        for screen_id, (title, keys) in self._titles.items():
            self._buttons[screen_id].set_words(translate("Screens", title), keys)
            self._buttons[screen_id].updateGeometry()
        self.setAccessibleName(translate("Shell", "Screens"))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("rail"))
        if theme.name == "contrast":
            painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.color("border"))
