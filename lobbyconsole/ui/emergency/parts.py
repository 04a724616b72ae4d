"""Parts of the emergency in its own size: large buttons, the red bar, the columns, the floor in a strip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from lobbyconsole.ui import style
from lobbyconsole.ui.theme import DARK, LIGHT, Theme
from lobbyconsole.ui.translation import mss, translate
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, ElidedLabel, Label, Press, draw_focus

if TYPE_CHECKING:
    from lobbyconsole.domain.picture import Picture

HIGH = 64  # px: a shaking hand; with larger text it need not grow as fast as that
RED, ON_RED = LIGHT.act, LIGHT.on_act  # an emergency is red in every theme; white on it reads 5 : 1


def high() -> int:
    """How high a large button is at least."""
    return max(HIGH, style.current().px(44))


def dressed(dark: bool) -> Theme:
    """The theme in use, or at the same text size the dark one."""
    theme = style.current()
    return DARK.scaled(round(theme.scale * 100)) if dark else theme


class BigButton(Press):
    """64 px high, words that wrap, its key in a corner. kind: primary, way (a choice), task, secondary."""

    def __init__(self, words: str = "", key: str = "", kind: str = "secondary", *, dark: bool = False) -> None:
        super().__init__()
        self.key, self.kind = key, kind
        self._dark = dark
        self.ticked = self._small = False
        self._measured: tuple[object, ...] = ()  # what the heights below hold for: words, key, kind, size, theme
        self._heights: dict[int, int] = {}
        self.set_words(words)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_words(self, words: str) -> None:
        if words != self.text() or not self.accessibleName():
            self.setText(words)
            self.setAccessibleName(words)
            self.updateGeometry()
            self.update()

    def set_small(self, small: bool) -> None:
        """With little room its words are a size smaller; what is pressed stays as large."""
        if small != self._small:
            self._small = small
            self.updateGeometry()
            self.update()

    def hit(self, event: QKeyEvent) -> bool:
        """Whether a pressed key is this button's."""
        return self.isVisible() and self.isEnabled() and bool(self.key) and event.text().upper() == self.key

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Asked for hundreds of times while a page is laid out: each width is measured once."""
        now = (self.text(), self.key, self.kind, self._small, style.current())
        if now != self._measured:
            self._measured, self._heights = now, {}
        if width not in self._heights:
            self._heights[width] = self._height(width)
        return self._heights[width]

    def _height(self, width: int) -> int:
        theme = style.current()
        room = max(40, width - 2 * self._side() - self._key_width())
        text = QFontMetrics(self._font()).boundingRect(
            QRect(0, 0, room, 10_000), int(Qt.TextFlag.TextWordWrap), self.text()
        )
        return max(high(), text.height() + theme.px(16))

    def sizeHint(self) -> QSize:
        theme = style.current()
        width = QFontMetrics(self._font()).horizontalAdvance(self.text()) + 2 * self._side() + self._key_width() + 4
        width = max(HIGH, min(width, theme.px(420)))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Wide enough for its longest word."""
        metrics = QFontMetrics(self._font())
        longest = max((metrics.horizontalAdvance(word) for word in self.text().split()), default=0)
        least = min(longest, style.current().px(150)) + 2 * self._side() + self._key_width() + 4
        return QSize(max(HIGH, least), high())

    def _side(self) -> int:
        return style.current().px(14 if self.kind in ("way", "task", "primary") else 10)

    def _font(self) -> QFont:
        size = {"way": 19, "primary": 19, "task": 15}.get(self.kind, 16)
        return style.current().font(min(size, 16) if self._small else size, BOLD)

    def _key_width(self) -> int:
        theme = style.current()
        return QFontMetrics(theme.font(13)).horizontalAdvance(self._key_shown()) + theme.px(8) if self.key else 0

    def _key_shown(self) -> str:
        return "␣" if self.key == " " else self.key

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = dressed(self._dark)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        primary = self.kind == "primary"
        ground, ink, edge = ("accent", "on_accent", "accent") if primary else ("surface", "text", "border")
        if self.kind == "way":
            edge = "accent"
        if not primary and (self.underMouse() or self.isDown()):
            ground, edge = "sunken", "muted"
        painter.setPen(QPen(theme.color(edge), 1.5))
        painter.setBrush(theme.color(ground))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 10, 10)
        left = self.kind in ("way", "task")
        room = self.rect().adjusted(self._side(), 4, -self._side(), -4)
        if self.key:
            painter.setFont(theme.font(13))
            painter.setPen(theme.color(ink if primary else "muted"))
            align = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
            painter.drawText(room, align | Qt.AlignmentFlag.AlignVCenter, self._key_shown())
            wide = self._key_width()
            room = room.adjusted(wide, 0, 0, 0) if left else room.adjusted(0, 0, -wide, 0)
        painter.setFont(self._font())
        painter.setPen(theme.color(ink))
        align = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignHCenter
        painter.drawText(room, int(align | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap), self.text())
        if self.hasFocus():
            draw_focus(painter, self.rect().toRectF(), 10, theme)


class OwnLabel(Label):
    """A label in colours of its own, whatever the theme: on the red bar, in calm mode."""

    def __init__(self, size: float, color: str, weight: QFont.Weight = NORMAL, wrap: bool = False) -> None:
        self._own = color
        super().__init__("", size, weight, wrap=wrap)

    def set_size(self, size: float) -> None:
        if size != self._size:
            self._size = size
            self._dress()

    def set_color(self, color: str) -> None:
        if color != self._own:
            self._own = color
            self._dress()

    def _dress(self) -> None:
        super()._dress()
        _paint_in(self, self._own)


class Large(Label):
    """The step's own words: as large as there is room for."""

    def set_size(self, size: float) -> None:
        if size != self._size:
            self._size = size
            self._dress()


def fit(label: Large | OwnLabel, sizes: Sequence[float], width: int, room: int) -> None:
    """The largest of these sizes at which its words are whole in `room`; where none is, the smallest."""
    label.set_size(next((size for size in sizes if high_at(label.text(), size, width) <= room), sizes[-1]))


def high_at(words: str, size: float, width: int) -> int:
    """How high bold words are in a column so wide; a word wider than that fits nowhere."""
    box = QRect(0, 0, max(40, width), 10_000)
    metrics = QFontMetrics(style.current().font(size, BOLD))
    rect = metrics.boundingRect(box, int(Qt.TextFlag.TextWordWrap), words)
    return rect.height() if rect.width() <= box.width() else 10_000


def low_columns(buttons: Sequence[BigButton], width: int, room: int, gap: int = 8) -> int:
    """In how many columns choices stand where room is short: two, or three where only those leave all in sight."""
    if len(buttons) < 3:
        return 1
    return next((n for n in (2, 3) if rows_high(buttons, width, n, gap) <= room), 0) or min(
        (2, 3), key=lambda n: rows_high(buttons, width, n, gap)
    )


def rows_high(buttons: Sequence[BigButton], width: int, columns: int, gap: int = 8) -> int:
    """How high choices are, so many in a row, each row with the gap above it."""
    wide = (width - gap * (columns - 1)) // columns
    heights = [button.heightForWidth(wide) for button in buttons]
    return sum(max(heights[at : at + columns]) + gap for at in range(0, len(heights), columns))


class ClockFace(QWidget):
    """A running clock on one ground. A second that passes paints these few digits and moves nothing else: a label would
    have the whole page laid out anew."""

    def __init__(self, size: float, color: str, ground: str) -> None:
        super().__init__()
        self._size, self._color, self._ground = size, color, ground
        self._words = ""
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        return self._words

    def show_words(self, words: str, color: str = "") -> None:
        """What the clock says, in its colour or another one."""
        color = color or self._color
        if (words, color) == (self._words, self._color):
            return
        longer = len(words) != len(self._words)
        self._words, self._color = words, color
        if longer:
            self.updateGeometry()
            self.setAccessibleName(words)
        self.update()

    def set_ground(self, ground: str) -> None:
        if ground != self._ground:
            self._ground = ground
            self.update()

    def _font(self) -> QFont:
        return style.current().font(self._size, BOLD)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._font())
        widest = "".join("0" if sign.isdigit() else sign for sign in self._words) or "0:00"
        return QSize(metrics.horizontalAdvance(widest) + 4, metrics.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._ground))
        painter.setFont(self._font())
        painter.setPen(QColor(self._color))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._words)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()


class _OnRed(ElidedLabel):
    """One line on the red bar."""

    def _dress(self) -> None:
        super()._dress()
        _paint_in(self, ON_RED)


def _paint_in(label: QLabel, color: str) -> None:
    colors = label.palette()
    colors.setColor(QPalette.ColorRole.WindowText, color)
    label.setPalette(colors)


class BarButton(Press):
    """A button on the red bar, or on that of a drill."""

    tone = "act"

    def sizeHint(self) -> QSize:
        theme = style.current()
        metrics = QFontMetrics(theme.font(14, BOLD))
        return QSize(metrics.horizontalAdvance(self.text()) + theme.px(24), theme.px(40))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(LIGHT.color("on_act"), 3 if self.hasFocus() else 1.2))
        ground = LIGHT.color(self.tone)
        painter.setBrush(ground.darker(118) if self.underMouse() or self.isDown() else ground)
        painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), 8, 8)
        painter.setFont(theme.font(14, BOLD))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class RedBar(QFrame):
    """What is running, since when; the way back to the floor."""

    small = Signal()
    pick = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = _OnRed("", 16, BOLD)
        self._about = _OnRed("", 14, least_em=6)
        self._since = _OnRed("", 13)
        self._clock = ClockFace(28, ON_RED, RED)
        self._tone = "act"
        self.another, self.minimise = BarButton(), BarButton()
        self.another.clicked.connect(self.pick)
        self.minimise.clicked.connect(self.small)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 4, 12, 4)
        row.setSpacing(12)
        row.addWidget(self._title)
        row.addWidget(self._about, 1)
        row.addWidget(self._since)
        row.addWidget(self._clock)
        row.addWidget(self.another)
        row.addWidget(self.minimise)

    def show_words(self, title: str, about: str, clock: str) -> None:
        for label, words in ((self._title, title), (self._about, about)):
            if label.text() != words:
                label.setText(words)
        self._clock.show_words(clock)

    def set_drill(self, drill: bool) -> None:
        """Red is for what is real."""
        tone = "accent" if drill else "act"
        if tone != self._tone:
            self._tone = self.another.tone = self.minimise.tone = tone
            self._clock.set_ground(getattr(LIGHT, tone))
            self.update()

    def set_narrow(self, narrow: bool) -> None:
        self._since.setVisible(not narrow)
        self.another.setVisible(not narrow)

    def clock(self) -> str:
        return self._clock.text()

    def retranslate(self) -> None:
        self._since.setText(translate("Emergency", "elapsed"))
        self.another.setText(translate("Emergency", "Another plan"))
        self.minimise.setText(translate("Emergency", "Make small"))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), LIGHT.color(self._tone))


class FloorStrip(QWidget):
    """The floor goes on: its six figures on one line; with little room the last ones are left out."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._figures: tuple[tuple[str, str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_floor(self, picture: Picture) -> None:
        f = picture.figures
        empty = "–"
        counters = f"{f.counters_open}/{f.counters_total}"
        within = empty if f.share_within is None else f"{f.share_within:.0%}"
        serving = sum(1 for tile in picture.tiles if tile.activity in ("called", "serving"))
        figures = (
            (translate("Emergency", "Waiting"), str(f.waiting), ""),
            (translate("Emergency", "Longest"), empty if f.longest_s is None else mss(f.longest_s // 60 * 60),
             f.longest_level),
            (translate("Emergency", "At counters"), str(serving), ""),
            (translate("Emergency", "Counters open"), counters, ""),
            (translate("Emergency", "Paused"), str(f.counters_paused), ""),
            (translate("Emergency", "In time"), within, ""),
        )  # fmt: skip
        if figures != self._figures:
            self._figures = figures
            self.setAccessibleName(" · ".join(f"{name} {value}" for name, value, _ in figures))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(style.current().px(300), style.current().px(30))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, style.current().px(30))

    def mouseReleaseEvent(self, event: QEvent) -> None:
        self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))
        small, strong = theme.font(13), theme.font(14, BOLD)
        at, gap = 20, theme.px(18)
        for name, value, level in self._figures:
            first = QFontMetrics(small).horizontalAdvance(name)
            second = QFontMetrics(strong).horizontalAdvance(value)
            if at + first + theme.px(6) + second > self.width() - 12:
                return
            painter.setFont(small)
            painter.setPen(theme.color("muted"))
            row = QRect(at, 0, first + 4, self.height())
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
            painter.setFont(strong)
            painter.setPen(theme.level_text(level) if level in ("watch", "act") else theme.color("text"))
            row = QRect(at + first + theme.px(6), 0, second + 4, self.height())
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, value)
            at += first + theme.px(6) + second + gap


class TabRow(QWidget):
    """What is on show where there is no room for all columns side by side."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 4, 12, 0)
        self._row.setSpacing(6)
        self._tabs: dict[str, _Tab] = {}
        self.here = ""

    def show_tabs(self, tabs: dict[str, str], here: str) -> None:
        if list(tabs) != list(self._tabs):
            for tab in self._tabs.values():
                tab.hide()
                self._row.removeWidget(tab)
                tab.deleteLater()
            self._tabs = {}
            for name in tabs:
                tab = self._tabs[name] = _Tab()
                tab.clicked.connect(lambda _=False, name=name: self.chosen.emit(name))
                self._row.addWidget(tab, 1)
        self.here = here
        for name, words in tabs.items():
            tab = self._tabs[name]
            if tab.text() != words:
                tab.setText(words)
                tab.setAccessibleName(words)
                tab.updateGeometry()
            tab.here = name == here
            tab.update()


class _Tab(Press):
    here = False

    def sizeHint(self) -> QSize:
        theme = style.current()
        wide = QFontMetrics(theme.font(14, BOLD)).horizontalAdvance(self.text())
        return QSize(wide + theme.px(16), max(40, theme.px(32)))

    def minimumSizeHint(self) -> QSize:
        return QSize(style.current().px(60), max(40, style.current().px(32)))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setFont(theme.font(14, BOLD if self.here else NORMAL))
        painter.setPen(theme.color("accent" if self.here else "text"))
        metrics = QFontMetrics(painter.font())
        words = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - theme.px(8))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
        if self.here:
            painter.fillRect(0, self.height() - 3, self.width(), 3, theme.color("accent"))
        if self.hasFocus():
            draw_focus(painter, self.rect().toRectF(), 6, theme)
