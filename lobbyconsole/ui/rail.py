"""The dark rail on the left: the screens with icon, name and badge; settings at the bottom."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.ui import icons, style
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, Press

WIDTH = 84
ROOMY, BESIDE = "roomy", "beside"  # icon over word; where the height is short (many screens, large text) beside it
GAP = {ROOMY: 5, BESIDE: 1}


def screen_keys(at: int) -> str:
    """The keys of the screen at place `at`, from 1; the eleventh has none."""
    return f"Ctrl+{at % 10}" if at <= 10 else ""


class RailButton(Press):
    """One screen."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self._badge, self._level = 0, "act"
        self._shape, self._row = ROOMY, 0
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

    def set_shape(self, shape: str, row: int = 0) -> None:
        """`row`: how high it may be with the icon beside the word."""
        if (shape, row) != (self._shape, self._row):
            self._shape, self._row = shape, row
            self.updateGeometry()
            self.update()

    def size_as(self, shape: str) -> QSize:
        """How much room it needs in a shape."""
        theme = style.current()
        words = QFontMetrics(theme.font(12, BOLD))
        width = words.horizontalAdvance(self.text())
        if shape == ROOMY:
            return QSize(max(WIDTH - 12, width + 16), theme.px(56))
        badge = theme.px(22)  # at the end of the row
        return QSize(theme.px(18 + 8) + width + 20 + badge, max(words.height() + 2, 28))

    def sizeHint(self) -> QSize:
        needed = self.size_as(self._shape)
        return QSize(needed.width(), max(needed.height(), self._row)) if self._shape == BESIDE else needed

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
        lit = active or (self.underMouse() and self.isEnabled())
        tone = theme.color("on_rail" if lit else "rail_text")
        roomy = self._shape == ROOMY
        side = theme.px(22 if roomy else 18)
        top = theme.px(8) if roomy else (self.height() - side) // 2
        left = (self.width() - side) // 2 if roomy else 10
        painter.drawPixmap(left, top, icons.pixmap(self._icon, tone, side, self.devicePixelRatioF()))
        painter.setPen(tone)
        painter.setFont(theme.font(12, BOLD if active else NORMAL))
        if roomy:
            words = QRectF(0, top + side, self.width(), self.height() - top - side - theme.px(2))
            painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())
        else:
            begin = left + side + theme.px(8)
            words = QRectF(begin, 0, self.width() - begin, self.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        if self._badge:
            text = str(self._badge) if self._badge < 100 else "99+"
            font = theme.font(11, BOLD)
            high = theme.px(17)
            wide = max(high, QFontMetrics(font).horizontalAdvance(text) + theme.px(8))
            if roomy:
                box = QRectF(left + side - theme.px(4), top - theme.px(5), wide, high)
            else:
                box = QRectF(self.width() - wide - 6, (self.height() - high) / 2, wide, high)
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
        self._shape = ROOMY
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_shape(self, shape: str) -> None:
        if shape != self._shape:
            self._shape = shape
            self.updateGeometry()

    def side_as(self, shape: str) -> int:
        """Its height in a shape; the mark does not grow with the text where the height is short."""
        return style.current().px(40) if shape == ROOMY else 32

    def sizeHint(self) -> QSize:
        side = self.side_as(self._shape)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self.height()
        box = QRectF((self.width() - side) / 2, 0, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(box, 10, 10)
        painter.setPen(theme.color("on_accent"))
        font = theme.font(14, BOLD)
        font.setPixelSize(max(12, round(side * 0.35)))
        painter.setFont(font)
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
        # A long list must not make the window higher than the screen: the shape follows the height, not the other way.
        self._layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self._shape = ROOMY
        self._logo = _Logo()
        self._layout.addWidget(self._logo)
        self._layout.addSpacing(8)
        self._layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def add(self, screen_id: str, title: str, icon: str, keys: str, at_bottom: bool = False) -> None:
        """One more screen, below the former ones or at the foot of the rail. `retranslate` when all are there."""
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

    def _height_as(self, shape: str) -> int:
        margins = self._layout.contentsMargins()
        buttons = [button.size_as(shape).height() + GAP[shape] for button in self._buttons.values()]
        around = margins.top() + margins.bottom() + 8 + 2 * GAP[shape]
        return around + self._logo.side_as(shape) + sum(buttons)

    def _fit(self) -> None:
        """Icon over word while all of them fit, else icon beside word, in rows as high as there is room."""
        shape = ROOMY if self._height_as(ROOMY) <= self.height() else BESIDE
        row = 0
        if shape == BESIDE and self._buttons:
            needed = max(button.size_as(shape).height() for button in self._buttons.values())
            spare = (self.height() - self._height_as(shape)) // len(self._buttons)
            row = needed + max(0, min(spare, style.current().px(44) - needed))
        self._shape = shape
        self._layout.setSpacing(GAP[shape])
        self._logo.set_shape(shape)
        self._logo.setVisible(self._height_as(shape) <= self.height())  # the screens come first
        for button in self._buttons.values():
            button.set_shape(shape, row)
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        beside = self._height_as(BESIDE) - self._logo.side_as(BESIDE) - GAP[BESIDE]
        return QSize(self.sizeHint().width(), min(self._height_as(ROOMY), beside))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

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
        self._fit()  # the text size may have changed with the words
        self.setAccessibleName(translate("Shell", "Screens"))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("rail"))
        if theme.name == "contrast":
            painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.color("border"))
