"""What the window says in place: lasting strips under the top bar, passing ones that float, and whole pages."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.ui import style
from lobbyconsole.ui.theme import RADIUS
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, IconButton, KeyHint, Label, clear_layout, draw_mark

SHORT_MS = 8_000
LONG_MS = 20_000


class Action(NamedTuple):
    """Something a strip offers: words, its key (the window listens for it, the strip only shows it), what it does."""

    text: str
    keys: str
    call: Callable[[], object]
    primary: bool = False


class Strip(QFrame):
    """One message: sign, words, and what can be done about it."""

    closed = Signal()

    def __init__(self, level: str, closable: bool) -> None:
        super().__init__()
        self.level = level
        self._actions: tuple[Action, ...] = ()
        self._text = Label("", 14, wrap=True)
        self._side = Label("", 14, role="muted")
        self._side.hide()
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._close = IconButton("close")
        if not closable:  # never setVisible(True) here: without a parent it would be a window of its own
            self._close.hide()
        self._close.clicked.connect(self.closed)
        layout = QHBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._side)
        layout.addLayout(self._buttons)
        layout.addWidget(self._close)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._dress()
        self.retranslate()

    def say(self, text: str, actions: Sequence[Action] = (), side: str = "") -> None:
        """New words. Buttons are made again only when they differ, so that the focus stays."""
        if text != self._text.text():
            self._text.setText(text)
            self.setAccessibleName(text)
        self._side.setText(side)
        self._side.setVisible(bool(side))
        same = [(a.text, a.keys, a.primary) for a in actions] == [(a.text, a.keys, a.primary) for a in self._actions]
        self._actions = tuple(actions)
        if not same:
            clear_layout(self._buttons)
            for at, action in enumerate(actions):
                button = Button(action.text, "primary" if action.primary else "secondary")
                button.clicked.connect(lambda _=False, at=at: self._actions[at].call())
                self._buttons.addWidget(button)
                if action.keys:
                    self._buttons.addWidget(KeyHint(action.keys))

    def text(self) -> str:
        return self._text.text()

    def retranslate(self) -> None:
        self._close.set_name(translate("Shell", "Close this message"))

    def _dress(self) -> None:
        theme = style.current()
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(theme.px(36), 6, 8, 6)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()
        elif event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        known = self.level in ("ok", "watch", "act")
        painter.setPen(theme.color(self.level if known else "border"))
        painter.setBrush(theme.color(f"{self.level}_soft" if known else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        side = theme.px(12)
        if known:
            box = QRectF(theme.px(14), (self.height() - side) / 2, side, side)
            draw_mark(painter, self.level, box, theme.level_text(self.level))


class BannerArea(QWidget):
    """Lasting strips under the top bar, each under a key of its own; gone when what they tell is over."""

    RANK = ("act", "watch", "ok", "plain")

    def __init__(self) -> None:
        super().__init__()
        self._strips: dict[str, Strip] = {}
        self._dismissed: dict[str, str] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 12, 16, 0)
        self._layout.setSpacing(8)
        self.hide()

    def put(
        self, key: str, level: str, text: str, actions: Sequence[Action] = (), closable: bool = False, side: str = ""
    ) -> None:
        """Show or renew a strip. A closable one that was closed stays away until its words change."""
        if self._dismissed.get(key) == text:
            return
        self._dismissed.pop(key, None)
        strip = self._strips.get(key)
        if strip is not None and strip.level != level:
            self.drop(key)
            strip = None
        if strip is None:
            strip = self._strips[key] = Strip(level, closable)
            strip.closed.connect(lambda: self._close(key))
            at = sum(1 for other in self._strips.values() if self._rank(other) <= self._rank(strip)) - 1
            self._layout.insertWidget(at, strip)
        strip.say(text, actions, side)
        self.show()

    def drop(self, key: str) -> None:
        """What the strip told is over."""
        strip = self._strips.pop(key, None)
        if strip is not None:
            self._layout.removeWidget(strip)
            strip.hide()
            strip.deleteLater()
        if not self._strips:
            self.hide()

    def keep(self, keys: set[str], family: str) -> None:
        """Drop those of a family ("feed:") that are not in `keys`."""
        for key in [key for key in self._strips if key.startswith(family) and key not in keys]:
            self.drop(key)

    def texts(self) -> dict[str, str]:
        """What is being said, by key."""
        return {key: strip.text() for key, strip in self._strips.items()}

    def _rank(self, strip: Strip) -> int:
        return self.RANK.index(strip.level) if strip.level in self.RANK else len(self.RANK)

    def _close(self, key: str) -> None:
        if key in self._strips:
            self._dismissed[key] = self._strips[key].text()
        self.drop(key)


class Toasts(QWidget):
    """Passing messages, floating low over the content so that nothing on it moves: one sentence, and the undo offer."""

    undo_wanted = Signal()

    def __init__(self, over: QWidget, kept_free: Callable[[], list[QRect]] = list) -> None:
        super().__init__(over)
        self._over, self._kept_free = over, kept_free
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._message: Strip | None = None
        self._undo: Strip | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear_message)
        over.installEventFilter(self)
        self.hide()

    def say(self, text: str, level: str = "watch") -> None:
        """One sentence; a newer one takes its place. Longer for what failed."""
        self.clear_message()
        self._message = Strip(level, closable=True)
        self._message.closed.connect(self.clear_message)
        self._message.say(text)
        self._layout.insertWidget(0, self._message)
        self._timer.start(LONG_MS if level == "act" else SHORT_MS)
        self._place()

    def message(self) -> str:
        """The sentence on show; empty when there is none."""
        return self._message.text() if self._message is not None else ""

    def clear_message(self) -> None:
        self._timer.stop()
        gone, self._message = self._message, None
        self._remove(gone)

    def offer_undo(self, text: str, seconds: int) -> None:
        """What was done and how long it can still be taken back; 0 seconds ends the offer."""
        if seconds <= 0:
            gone, self._undo = self._undo, None
            self._remove(gone)
            return
        if self._undo is None:
            self._undo = Strip("plain", closable=False)
            self._layout.addWidget(self._undo)
        action = Action(translate("Shell", "Undo"), "Ctrl+Z", self.undo_wanted.emit, primary=True)
        self._undo.say(text, [action], translate("Shell", "{seconds} s").format(seconds=seconds))
        self._place()

    def undo_text(self) -> str:
        """What the offer says; empty when there is none."""
        return self._undo.text() if self._undo is not None else ""

    def _remove(self, strip: Strip | None) -> None:
        if strip is not None:
            self._layout.removeWidget(strip)
            strip.hide()
            strip.deleteLater()
            self._place()

    def _place(self) -> None:
        if self._message is None and self._undo is None:
            self.hide()
            return
        theme = style.current()
        # On the left, so that the keys in the lower right corner of the floor stay free.
        width = max(100, min(self._over.width() - 32, theme.px(600)))
        left, width, above = self._gap(width, theme.px(280))
        self.setFixedWidth(width)
        height = self._layout.heightForWidth(width) if self._layout.hasHeightForWidth() else self.sizeHint().height()
        self.setFixedHeight(height)
        self.move(left, self._over.height() - height - 16 - above)
        self.show()
        self.raise_()

    def _gap(self, wanted: int, least: int) -> tuple[int, int, int]:
        """Left edge and width of the first place at the foot, from the left, where nothing in use is covered.

        And how far above the foot: a row of keys that is as wide as the window stays free.
        """
        foot = QRect(0, self._over.height() - 16 - style.current().px(64), self._over.width(), style.current().px(64))
        left = 16
        row = [box for box in self._kept_free() if box.intersects(foot) and box.width() > self._over.width() * 0.8]
        if row:
            return left, wanted, max(0, self._over.height() - 8 - min(box.top() for box in row))
        for box in sorted((box for box in self._kept_free() if box.intersects(foot)), key=QRect.left):
            if box.left() - 8 - left >= min(wanted, least):
                return left, min(wanted, box.left() - 8 - left), 0
            left = max(left, box.right() + 9)
        room = self._over.width() - 16 - left
        return (left, min(wanted, room), 0) if room >= least else (16, wanted, 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear_message()
        else:
            super().keyPressEvent(event)


class Fitting(QScrollArea):
    """As high as what is in it, while there is room for that."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inner)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        inner.installEventFilter(self)

    def sizeHint(self) -> QSize:
        inner = self.widget()
        width = max(self.viewport().width(), 300)
        height = inner.heightForWidth(width) if inner.hasHeightForWidth() else inner.sizeHint().height()
        return QSize(width, height + 2)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self.updateGeometry()
        return super().eventFilter(watched, event)


class Page(QWidget):
    """A card of limited width in the middle, with a title and, at its foot, the ways on. Enter takes the first."""

    def __init__(self, width: int = 760) -> None:
        super().__init__()
        self._wide = width
        self.card = Card()
        self.step = Label("", 12, role="muted")
        self.title = Label("", 20, BOLD, wrap=True)
        self.about = Label("", 14, role="muted", wrap=True)
        self.wrong = Label("", 14, role="act", wrap=True)
        self.wrong.hide()
        self.body = QVBoxLayout()
        self.body.setSpacing(4)
        self.onward = Button("", "primary")
        self.other = Button("", "quiet")
        foot = QHBoxLayout()
        foot.addWidget(self.other)
        foot.addStretch(1)
        foot.addWidget(self.onward)
        inner = QWidget()
        inner.setProperty("ground", "plain")
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(28, 24, 28, 8)
        inside.setSpacing(8)
        for part in (self.step, self.title, self.about):
            inside.addWidget(part)
        inside.addSpacing(8)
        inside.addLayout(self.body)
        inside.addWidget(self.wrong)
        inside.addStretch(1)
        scroll = Fitting(inner)
        whole = QVBoxLayout(self.card)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.addWidget(scroll, 1)
        holder = QWidget()
        holder.setLayout(foot)
        foot.setContentsMargins(28, 8, 28, 20)
        whole.addWidget(holder)
        self._inner, self._foot = inner, holder
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.card, 1000)
        middle.addStretch(1)
        upright = QVBoxLayout(self)
        upright.setContentsMargins(16, 16, 16, 16)
        upright.addStretch(1)
        upright.addLayout(middle, 1000)
        upright.addStretch(2)
        self._dress()

    def showEvent(self, event: QShowEvent) -> None:
        """Tab goes from the fields to the ways on: they were made first, and Qt would pass them by."""
        super().showEvent(event)
        tab = Qt.FocusPolicy.TabFocus
        inner = [part for part in self._inner.findChildren(QWidget) if part.focusPolicy() & tab == tab]
        fields = [part for part in inner if part.focusProxy() is None and part.window() is self.window()]  # no pop-ups
        order = [*sorted(fields, key=self._place_of), self.other, self.onward]
        for former, latter in itertools.pairwise(order):
            QWidget.setTabOrder(former, latter)

    def _place_of(self, part: QWidget) -> tuple[int, int]:
        at = part.mapTo(self._inner, part.rect().center())
        return at.y(), at.x()

    def say_wrong(self, words: str) -> None:
        """Say in place what keeps one from going on; empty: nothing does."""
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))

    def _dress(self) -> None:
        self.card.setMaximumWidth(style.current().px(self._wide))
        self.card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()
        elif event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Put all words in again."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.onward.isEnabled():
            self.onward.click()
        else:
            super().keyPressEvent(event)
