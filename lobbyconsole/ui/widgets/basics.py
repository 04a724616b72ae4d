"""The small parts every screen is made of; they dress in the theme in use and follow its changes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from lobbyconsole.ui import icons, style
from lobbyconsole.ui.theme import RADIUS, TARGET, Theme
from lobbyconsole.ui.translation import sentences

BOLD = QFont.Weight.Bold
NORMAL = QFont.Weight.Normal
LEVELS = ("ok", "watch", "act")


# ------------------------------------------------------------------------------------------------------------- painting
def draw_mark(painter: QPainter, level: str, box: QRectF, color: QColor) -> None:
    """The sign of a status, never colour alone: ● ok, ▲ watch, ■ act; fills `box`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    if level == "act":
        painter.drawRect(
            box.adjusted(box.width() * 0.06, box.height() * 0.06, -box.width() * 0.06, -box.height() * 0.06)
        )
    elif level == "watch":
        painter.drawPolygon(QPolygonF([QPointF(box.center().x(), box.top()), box.bottomRight(), box.bottomLeft()]))
    else:
        painter.drawEllipse(box)
    painter.restore()


def draw_focus(painter: QPainter, box: QRectF, radius: float, theme: Theme) -> None:
    """The ring around what the keyboard is on."""
    width = 3 if theme.name == "contrast" else 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("accent"), width))
    inset = width / 2
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)


def clear_layout(layout: Any) -> None:
    """Take everything out of a layout and delete it."""
    while layout.count():
        item = layout.takeAt(0)
        if item.widget() is not None:
            item.widget().hide()
            item.widget().deleteLater()
        elif item.layout() is not None:
            clear_layout(item.layout())


# ----------------------------------------------------------------------------------------------------------------- text
class Label(QLabel):
    """A line or paragraph of text: `size` 12, 14, 16, 20, 30 px, a weight, and a token for its colour."""

    def __init__(
        self,
        text: str = "",
        size: float = 14,
        weight: QFont.Weight = NORMAL,
        role: str = "text",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._size, self._weight, self._role = size, weight, role
        self.setTextFormat(Qt.TextFormat.PlainText)  # names and reasons come from outside; they are never markup
        self.setWordWrap(wrap)
        self._dress()

    def set_role(self, role: str) -> None:
        """Another colour token, e.g. "muted" or "act"."""
        if role != self._role:
            self._role = role
            self._dress()

    def _dress(self) -> None:
        theme = style.current()
        self.setFont(theme.font(self._size, self._weight))
        colors = self.palette()
        colors.setColor(QPalette.ColorRole.WindowText, theme.color(self._role))
        self.setPalette(colors)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and style.is_dressing():
            self._dress()


class ElidedLabel(Label):
    """One line that ends in … when there is no room; the whole text is then its tooltip."""

    def __init__(
        self, text: str = "", size: float = 14, weight: QFont.Weight = NORMAL, role: str = "text", least_em: float = 3
    ) -> None:
        self._least_em = least_em
        super().__init__(text, size, weight, role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._tell()
        self.updateGeometry()

    def _tell(self) -> None:
        short = self.fontMetrics().horizontalAdvance(self.text()) > self.width()
        self.setToolTip(self.text() if short else "")

    def minimumSizeHint(self) -> QSize:
        width = min(round(self.fontMetrics().height() * self._least_em), self.sizeHint().width())
        return QSize(width, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), self.alignment() | Qt.AlignmentFlag.AlignVCenter, text)


class Figure(QWidget):
    """A large number with its unit small beside it, on one baseline."""

    def __init__(self, size: float = 30, unit_size: float = 14) -> None:
        super().__init__()
        self._size, self._unit_size = size, unit_size
        self._value, self._unit, self._level = "–", "", ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_figure(self, value: str, unit: str = "", level: str = "") -> None:
        """`level` colours the number: ok, watch, act, or "" for plain text."""
        if (value, unit, level) != (self._value, self._unit, self._level):
            wider = (value, unit) != (self._value, self._unit)
            self._value, self._unit, self._level = value, unit, level
            if wider:
                self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        theme = style.current()
        number = QFontMetrics(theme.font(self._size, BOLD))
        unit = QFontMetrics(theme.font(self._unit_size)).horizontalAdvance(self._unit)
        gap = theme.px(4) if self._unit else 0
        return QSize(number.horizontalAdvance(self._value) + gap + unit, number.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        font = theme.font(self._size, BOLD)
        metrics = QFontMetrics(font)
        base = (self.height() - metrics.height()) / 2 + metrics.ascent()
        painter.setFont(font)
        painter.setPen(theme.level_text(self._level) if self._level else theme.color("text"))
        painter.drawText(QPointF(0, base), self._value)
        if self._unit:
            painter.setFont(theme.font(self._unit_size))
            painter.setPen(theme.color("muted"))
            painter.drawText(QPointF(metrics.horizontalAdvance(self._value) + theme.px(4), base), self._unit)


class KeyHint(QLabel):
    """A key on the keyboard, e.g. Ctrl+N."""

    def __init__(self, keys: str = "") -> None:
        super().__init__()
        self.set_keys(keys)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_keys(self, keys: str) -> None:
        self.setText(keys)

    def sizeHint(self) -> QSize:
        theme = style.current()
        metrics = QFontMetrics(theme.font(12))
        return QSize(metrics.horizontalAdvance(self.text()) + theme.px(12), metrics.height() + theme.px(4))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("border"))
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(4), theme.px(4))
        painter.setPen(theme.color("muted"))
        painter.setFont(theme.font(12))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


# ------------------------------------------------------------------------------------------------------------- surfaces
class Card(QFrame):
    """A surface: 10 px radius, 1 px border, no shadow. `level` adds the coloured edge on the left."""

    def __init__(self, parent: QWidget | None = None, ground: str = "surface", level: str = "") -> None:
        super().__init__(parent)
        self._ground, self._level = ground, level

    def set_level(self, level: str) -> None:
        if level != self._level:
            self._level = level
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(theme.color("border"))
        painter.setBrush(theme.color(self._ground))
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        if self._level:
            outline = QPainterPath()
            outline.addRoundedRect(box, RADIUS, RADIUS)
            painter.setClipPath(outline)
            painter.fillRect(QRectF(0, 0, 4, self.height()), theme.color(self._level))


class EmptyState(QWidget):
    """What will appear here and how to get it."""

    def __init__(self, title: str = "", how: str = "", icon: str = "info") -> None:
        super().__init__()
        self._icon = icon
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = Label(title, 16, BOLD, wrap=True)
        self._how = Label(how, 14, role="muted", wrap=True)
        for label in (self._title, self._how):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(8)
        layout.addStretch(1)
        for part in (self._picture, self._title, self._how):
            layout.addWidget(part)
        layout.addStretch(1)
        self._draw()

    def set_texts(self, title: str, how: str) -> None:
        self._title.setText(title)
        self._how.setText(how)
        self.setAccessibleName(sentences(title, how))

    def _draw(self) -> None:
        theme = style.current()
        self._picture.setPixmap(icons.pixmap(self._icon, theme.color("muted"), theme.px(32), self.devicePixelRatioF()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._draw()


# ---------------------------------------------------------------------------------------------------------------- press
class Button(QPushButton):
    """kind: primary (one on a card), secondary, quiet, danger. 36 px high at least; `icon` and `keys` are optional."""

    def __init__(self, text: str = "", kind: str = "secondary", icon: str = "", keys: str = "") -> None:
        super().__init__(text)
        self._icon = icon
        self._tone = {"primary": "on_accent", "danger": "on_act", "quiet": "accent"}.get(kind, "text")
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        if keys:
            self.setShortcut(QKeySequence(keys))
        self._draw()

    def set_icon(self, icon: str) -> None:
        self._icon = icon
        self._draw()

    def _draw(self) -> None:
        if self._icon:
            theme = style.current()
            size = theme.px(18)
            self.setIcon(icons.icon(self._icon, theme.color(self._tone), size, self.devicePixelRatioF()))
            self.setIconSize(QSize(size, size))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()  # Qt leaves Enter to dialogs' default buttons; there are no dialogs here
        else:
            super().keyPressEvent(event)


class Press(QAbstractButton):
    """Base of the painted buttons: keyboard focus, Enter presses like Space, and the pointer is shown to be on it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # repaint when the pointer comes and goes

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class IconButton(Press):
    """A square of 36 px with an icon; its name is told to screen readers and shown as tooltip."""

    def __init__(self, icon: str, name: str = "", tone: str = "muted") -> None:
        super().__init__()
        self._icon, self._tone = icon, tone
        self.set_name(name)

    def set_name(self, name: str) -> None:
        self.setAccessibleName(name)
        self.setToolTip(name)

    def set_icon(self, icon: str) -> None:
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        side = style.current().px(TARGET)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft" if self.isDown() else "sunken"))
            painter.drawRoundedRect(self.rect(), 8, 8)
        side = theme.px(20)
        tone = "border" if not self.isEnabled() else "text" if self.underMouse() else self._tone
        picture = icons.pixmap(self._icon, theme.color(tone), side, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, picture)
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), 8, theme)


class Pill(Press):
    """A status in a rounded field: sign and words. Several wordings, long to short, for when room is scarce."""

    def __init__(self, level: str = "neutral", *texts: str, pressable: bool = False) -> None:
        super().__init__()
        self._level = level
        self._texts: tuple[str, ...] = texts or ("",)
        self._short = 0
        self._pressable = pressable
        if pressable:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def wordings(self) -> int:
        """How many wordings there are; 0 is the longest."""
        return len(self._texts)

    def set_status(self, level: str, *texts: str, tip: str = "") -> None:
        """ok, watch, act or neutral, and what to say, long first; "" leaves the sign alone."""
        changed = texts != self._texts or level != self._level
        if changed:
            self._level, self._texts = level, texts
            self._short = min(self._short, len(texts) - 1)
            self.setAccessibleName(texts[0])
            self.updateGeometry()
            self.update()
        self.setToolTip(tip or texts[0])

    def set_short(self, wording: int) -> None:
        wording = min(wording, len(self._texts) - 1)
        if wording != self._short:
            self._short = wording
            self.updateGeometry()
            self.update()

    def text_shown(self) -> str:
        return self._texts[self._short]

    def width_for(self, wording: int) -> int:
        """The width (px) it would take with one of its wordings."""
        theme = style.current()
        metrics = QFontMetrics(theme.font(12))
        text = self._texts[min(wording, len(self._texts) - 1)]
        mark = theme.px(10) if self._level in LEVELS else 0
        gap = theme.px(6) if mark and text else 0
        return metrics.horizontalAdvance(text) + mark + gap + theme.px(24)

    def sizeHint(self) -> QSize:
        theme = style.current()
        height = TARGET if self._pressable else 28
        return QSize(self.width_for(self._short), theme.px(height))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = theme.px(28)
        box = QRectF(0.5, (self.height() - high) / 2 + 0.5, self.width() - 1, high - 1)
        status = self._level in LEVELS
        painter.setBrush(theme.color(f"{self._level}_soft" if status else "sunken"))
        edge = theme.level(self._level) if status and theme.name == "contrast" else theme.color("border")
        painter.setPen(Qt.PenStyle.NoPen if status and theme.name != "contrast" else edge)
        painter.drawRoundedRect(box, high / 2, high / 2)
        if self.hasFocus():
            draw_focus(painter, box, high / 2, theme)
        color = theme.level_text(self._level) if status else theme.color("muted")
        left = float(theme.px(12))
        text = self._texts[self._short]
        if status:
            side = theme.px(10)
            draw_mark(painter, self._level, QRectF(left, box.center().y() - side / 2, side, side), color)
            left += side + theme.px(6)
        painter.setPen(color)
        painter.setFont(theme.font(12))
        room = QRectF(left, box.top(), self.width() - left - theme.px(8), box.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
