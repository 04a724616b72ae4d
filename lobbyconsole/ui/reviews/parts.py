"""Parts of a review: a form with room for words, and a row that is rated by a key."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from lobbyconsole.domain.incidents import RATINGS
from lobbyconsole.ui import style
from lobbyconsole.ui.reviews.words import TONES, rating_text
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, Press, draw_focus, draw_mark
from lobbyconsole.ui.widgets.floor_forms import Form, Option

LONGEST = 500
AREA = 3  # lines of a field for words


class LongForm(Form):
    """A form that also has fields for several lines; Ctrl+Enter answers from within one."""

    def __init__(self, title: str, confirm: str = "") -> None:
        super().__init__(title, confirm)
        self.areas: dict[str, QPlainTextEdit] = {}
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            sent = QShortcut(QKeySequence(keys), self)
            sent.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            sent.activated.connect(self.answer)

    def area(self, name: str, label: str, value: str = "") -> QPlainTextEdit:
        """A field of several lines."""
        field = QPlainTextEdit(value)
        field.setTabChangesFocus(True)
        field.setAccessibleName(label)
        field.setFixedHeight(QFontMetrics(style.current().font(14)).lineSpacing() * AREA + style.current().px(18))
        field.installEventFilter(self)
        self.areas[name] = field
        self._add(field, label)
        return field

    def values(self) -> dict[str, Any]:
        said = {name: field.toPlainText().strip()[:LONGEST] for name, field in self.areas.items()}
        return super().values() | said

    def begin(self) -> None:
        """Take the keyboard where typing begins."""
        if self.areas and (not self._choices or any(field.property("first") for field in self.areas.values())):
            field = next(iter(self.areas.values()))
            field.setFocus()
            field.moveCursor(field.textCursor().MoveOperation.End)
        elif self._choices:
            group = next(iter(self._choices.values()))
            target = group.button(group.value()) or next(iter(group.items()), None)
            if target is not None:
                target.setFocus()
        else:
            super().begin()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if entered and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.answer()
                return True
        return False


def rating_form(title: str, confirm: str, value: str, words: str, label: str) -> LongForm:
    """One of four, with words."""
    form = LongForm(title, confirm)
    options = [Option(rating, rating_text(rating), str(at)) for at, rating in enumerate(RATINGS, 1)]
    form.choice("rating", options, value or None)
    form.area("words", label, words).setProperty("first", bool(value))
    return form


class RatedRow(Press):
    """Something to be rated: words, what is known below, its rating at the right. 1 to 4 rate it, Enter asks.

    `wanted(rating)`: "" when it was only pressed. `given`: people rated it; else the run suggests.
    """

    wanted = Signal(str)

    def __init__(self, words: str, about: str, rating: str, given: bool, level: str = "", closed: bool = False) -> None:
        super().__init__()
        self.rating, self.given = rating, given
        self._about, self._level, self._closed = about, level, closed
        self.setText(words)
        said = rating_text(rating) if rating else translate("Reviews", "not rated")
        self.setAccessibleName(f"{words}: {said}")
        self.setAccessibleDescription(about)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if not closed:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda: self.wanted.emit(""))

    def _badge(self) -> str:
        if self.rating:
            return rating_text(self.rating)
        return translate("Reviews", "Rate")

    def _badge_width(self) -> int:
        theme = style.current()
        mark = theme.px(16) if self.rating else 0
        return QFontMetrics(theme.font(12, BOLD)).horizontalAdvance(self._badge()) + mark + theme.px(24)

    def _under(self, width: int) -> bool:
        """Whether the rating stands below the words: there is no room beside them."""
        return width - self._badge_width() < style.current().px(190)

    def _words_room(self, width: int) -> int:
        theme = style.current()
        beside = 0 if self._under(width) else self._badge_width() + theme.px(10)
        return max(60, width - theme.px(8 + 18 + 8) - beside)

    def _heights(self, width: int) -> tuple[int, int]:
        theme, room = style.current(), self._words_room(width)
        wrap = int(Qt.TextFlag.TextWordWrap)
        box = QRect(0, 0, room, 10_000)
        words = QFontMetrics(theme.font(14)).boundingRect(box, wrap, self.text()).height()
        about = QFontMetrics(theme.font(12)).boundingRect(box, wrap, self._about).height() if self._about else 0
        return words, about

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        theme = style.current()
        words, about = self._heights(width)
        badge = theme.px(26)
        high = words + about + (theme.px(2) if about else 0) + theme.px(14)
        return max(theme.px(40), high + (badge + theme.px(4) if self._under(width) else 0), badge + theme.px(10))

    def sizeHint(self) -> QSize:
        width = max(self.width(), style.current().px(240))
        return QSize(style.current().px(240), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(max(120, self.width())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.text()
        if not self._closed and not event.modifiers() and key in ("1", "2", "3", "4"):
            self.wanted.emit(RATINGS[int(key) - 1])
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if not self._closed and (self.underMouse() or self.hasFocus()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("sunken"))
            painter.drawRoundedRect(box, 8, 8)
        words, about = self._heights(self.width())
        under = self._under(self.width())
        left, room = theme.px(8 + 18), self._words_room(self.width())
        high = theme.px(26)
        whole = words + (about + theme.px(2) if about else 0)
        free = self.height() - (high + theme.px(4) if under else 0)
        top = max(theme.px(5), (free - whole) // 2)
        if self._level:
            side = theme.px(10)
            line = QFontMetrics(theme.font(14)).height()
            spot = QRectF(theme.px(8), top + (line - side) / 2, side, side)
            draw_mark(painter, self._level, spot, theme.level_text(self._level))
        painter.setFont(theme.font(14))
        painter.setPen(theme.color("text"))
        wrap = int(Qt.TextFlag.TextWordWrap)
        painter.drawText(QRect(left, top, room, words + 4), wrap, self.text())
        if self._about:
            painter.setFont(theme.font(12))
            painter.setPen(theme.level_text(self._level) if self._level in ("watch", "act") else theme.color("muted"))
            painter.drawText(QRect(left, top + words + theme.px(2), room, about + 4), wrap, self._about)
        wide = min(self._badge_width(), self.width() - left)
        place = (
            QRectF(left, self.height() - high - theme.px(5), wide, high)
            if under
            else QRectF(self.width() - wide - theme.px(8), (self.height() - high) / 2, wide, high)
        )
        self._draw_badge(painter, place)
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), 8, theme)

    def _draw_badge(self, painter: QPainter, place: QRectF) -> None:
        theme, tone = style.current(), TONES.get(self.rating, "")
        if self.given and tone:
            painter.setPen(theme.level(tone) if theme.name == "contrast" else Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(f"{tone}_soft"))
        elif self.rating:  # what the run suggests is drawn with a broken edge
            painter.setPen(QPen(theme.color("muted"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setPen(QPen(theme.color("accent"), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), place.height() / 2, place.height() / 2)
        room = place.adjusted(theme.px(12), 0, -theme.px(8), 0)
        if tone:
            side = theme.px(10)
            draw_mark(painter, tone, QRectF(room.left(), room.center().y() - side / 2, side, side),
                      theme.level_text(tone))  # fmt: skip
            room.setLeft(room.left() + side + theme.px(6))
        painter.setFont(theme.font(12, BOLD if self.given or not self.rating else NORMAL))
        painter.setPen(theme.level_text(tone) if tone and self.given else theme.color("muted" if tone else "accent"))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self._badge())
