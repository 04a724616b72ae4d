"""What can be done from anywhere: one table of commands with their keys, and the overlay on F1 that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QMargins, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.ui import style
from lobbyconsole.ui.theme import RADIUS
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.banner import Fitting
from lobbyconsole.ui.widgets.basics import BOLD, IconButton, KeyHint, Label

if TYPE_CHECKING:
    from collections.abc import Sequence


class Command(NamedTuple):
    """One thing to do. `title` is English and marked for translation; `icon` is for the search list."""

    id: str
    title: str
    keys: str
    icon: str = ""


COMMANDS: tuple[Command, ...] = (
    Command("emergency", QT_TRANSLATE_NOOP("Commands", "Emergency plan: start one, or back to it"), "F12", "emergency"),
    Command("issue", QT_TRANSLATE_NOOP("Commands", "Issue a ticket"), "Ctrl+N", "ticket"),
    Command("note", QT_TRANSLATE_NOOP("Commands", "Note an event"), "Ctrl+I", "note"),
    Command("note_incident", QT_TRANSLATE_NOOP("Commands", "Note an incident"), "Ctrl+Shift+I", "warning"),
    Command("find", QT_TRANSLATE_NOOP("Commands", "Find anything"), "Ctrl+K", "search"),
    Command("undo", QT_TRANSLATE_NOOP("Commands", "Undo the last action"), "Ctrl+Z", "undo"),
    Command("take_over", QT_TRANSLATE_NOOP("Commands", "Take over from a lost queue source"), "F9", "feed"),
    Command("look", QT_TRANSLATE_NOOP("Commands", "Theme, language, text size and sound"), "F8", "theme"),
    Command("full_screen", QT_TRANSLATE_NOOP("Commands", "Full screen on or off"), "F11", "full-screen"),
    Command("keys", QT_TRANSLATE_NOOP("Commands", "Show all keys"), "F1", "keyboard"),
)


class Panel(QWidget):
    """A card that floats over the content near the top without blocking it; Esc closes it and gives the focus back."""

    def __init__(self, over: QWidget, width: int) -> None:
        super().__init__(over)
        self._over, self._width = over, width
        self._before: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        over.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show it and take the keyboard."""
        if self.isHidden():
            self._before = QApplication.focusWidget()
        self.place()
        self.show()
        self.raise_()
        self.setFocus()

    def close_panel(self) -> None:
        """Hide it; the keyboard goes back to where it was."""
        if self.isHidden():
            return
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self) or self.hasFocus()
        self.hide()
        before, self._before = self._before, None
        try:
            if had_focus and before is not None and before.isVisible():
                before.setFocus()
        except RuntimeError:  # the widget has been deleted meanwhile
            pass

    def toggle(self) -> None:
        self.close_panel() if self.isVisible() else self.open()

    def place(self) -> None:
        """Top centre, never larger than the window."""
        theme = style.current()
        width = min(theme.px(self._width), self._over.width() - 32)
        wanted = self.heightForWidth(width) if self.hasHeightForWidth() else self.sizeHint().height()
        top = 16 + theme.px(8)
        self.setGeometry((self._over.width() - width) // 2, top, width, min(wanted, self._over.height() - top - 16))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("muted"))  # a stronger edge than a card's: it lies on other cards, without a shadow
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)


class KeysOverlay(Panel):
    """All keys at a glance: the window's, then those of the screen on show."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over, 720)
        layout = QVBoxLayout(self)
        self._margins = QMargins(24, 16, 16, 24)
        layout.setContentsMargins(self._margins)
        layout.setSpacing(12)
        head = QHBoxLayout()
        self._title = Label("", 16, BOLD)
        self._close = IconButton("close")
        self._close.clicked.connect(self.close_panel)
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        layout.addLayout(head)
        inner = QWidget()
        inner.setProperty("ground", "plain")
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._scroll = Fitting(inner)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self._scroll)  # arrow keys scroll when there is more than fits
        layout.addWidget(self._scroll)

    def fill(self, screens: Sequence[tuple[str, str]], here: str, own: Sequence[tuple[str, str]]) -> None:
        """`screens` and `own` are (keys, words); `here` is the title of the screen on show."""
        self._title.setText(translate("Shell", "Keys"))
        self._close.set_name(translate("Shell", "Close"))
        while self._grid.count():
            item = self._grid.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        everywhere = [(c.keys, translate("Commands", c.title)) for c in COMMANDS]
        everywhere.append(("Esc", translate("Shell", "Close a panel or message")))
        left, right = [(translate("Shell", "Everywhere"), everywhere)], [(translate("Shell", "Screens"), list(screens))]
        if own:  # at the top of their column: they are looked for most, and more than a small window shows
            left, right = left + right, [(here, list(own))]
        for column, groups in ((0, left), (3, right)):
            row = 0
            for title, lines in groups:
                self._grid.addWidget(Label(title, 12, BOLD, "muted"), row, column, 1, 2)
                row += 1
                for keys, words in lines:
                    self._grid.addWidget(KeyHint(keys), row, column, Qt.AlignmentFlag.AlignLeft)
                    self._grid.addWidget(Label(words, 14, wrap=True), row, column + 1)
                    row += 1
        self._grid.setColumnMinimumWidth(2, 16)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(4, 1)

    def sizeHint(self) -> QSize:
        # The column widths are known only now; the first estimate of the wrapped lines is often too low.
        margins = self._margins
        width = min(style.current().px(720), self._over.width() - 32) - margins.left() - margins.right()
        inner = self._scroll.widget()
        high = inner.heightForWidth(width) if inner.hasHeightForWidth() else inner.sizeHint().height()
        return QSize(width, high + self._close.sizeHint().height() + 12 + margins.top() + margins.bottom() + 4)

    def hasHeightForWidth(self) -> bool:
        return False
