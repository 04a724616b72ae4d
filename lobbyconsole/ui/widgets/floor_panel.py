"""What the floor's panels share: a card that blocks nothing, says refusals in place and closes on Esc."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from lobbyconsole.domain.words import Refused
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.theme import RADIUS
from lobbyconsole.ui.translation import say, translate
from lobbyconsole.ui.widgets import labels
from lobbyconsole.ui.widgets.basics import IconButton, Label, draw_mark
from lobbyconsole.ui.widgets.floor_forms import Form

log = logging.getLogger(__name__)


class Said(QWidget):
    """One sentence in place: ok, watch or act, with its sign; empty: gone."""

    def __init__(self) -> None:
        super().__init__()
        self._level = "ok"
        self._label = Label("", 14, wrap=True)
        layout = QVBoxLayout(self)
        layout.addWidget(self._label)
        self._dress()
        self.hide()

    def _dress(self) -> None:
        px = style.current().px
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(px(30), px(7), px(10), px(7))

    def say(self, text: str, level: str = "ok") -> None:
        """Show a sentence; a screen reader hears it too."""
        self._level = level
        self._label.setText(text)
        self.setAccessibleName(text)
        self._dress()
        self.setVisible(bool(text))
        self.update()

    def text(self) -> str:
        """What is being said."""
        return self._label.text() if not self.isHidden() else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(f"{self._level}_soft"))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        side = theme.px(11)
        top = theme.px(7) + (self._label.fontMetrics().height() - side) / 2
        draw_mark(painter, self._level, QRectF(theme.px(11), top, side, side), theme.level_text(self._level))


class _Scroller(QScrollArea):
    """Scrolls by wheel and by focus; the arrow keys belong to the panel."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


class FloatingPanel(QFrame):
    """A card with a heading, a body that scrolls, a place for a form and a line for what is to be said."""

    closed = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._before: QWidget | None = None
        self.form: Form | None = None
        self.said = Said()
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.close_button = IconButton("close", translate("Panels", "Close (Esc)"))
        self.close_button.clicked.connect(self.dismiss)
        self._head_row = QHBoxLayout()
        self._head_row.addLayout(self.head, 1)
        self._head_row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.content = QWidget()
        self.content.setProperty("ground", "plain")
        self.body = QVBoxLayout(self.content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(10)
        self.verbs = QWidget()  # gives way while a form is open
        self.verbs.setProperty("ground", "plain")
        self.form_place = QVBoxLayout()
        self.scroller = _Scroller()
        self.scroller.setWidgetResizable(True)
        self.scroller.setFrameShape(QFrame.Shape.NoFrame)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setWidget(self.content)
        self.scroller.viewport().setAutoFillBackground(False)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(14, 10, 8, 12)
        self._rows.setSpacing(8)
        self._rows.addLayout(self._head_row)
        self._rows.addWidget(self.said)
        self._rows.addWidget(self.scroller, 1)
        self.hide()

    # --- opening and closing

    def present(self) -> None:
        """Show it and take the keyboard."""
        if self.isHidden():
            self._before = QApplication.focusWidget()
        self.show()
        self.raise_()
        self.setFocus()

    def dismiss(self) -> None:
        """Hide it; the keyboard goes back to where it was."""
        if self.isHidden():
            return
        now = QApplication.focusWidget()
        had_focus = now is None or now is self or self.isAncestorOf(now)
        self.close_form()
        self.said.say("")
        self.hide()
        before, self._before = self._before, None
        if had_focus and before is not None and isValid(before) and before.isVisible():
            before.setFocus()
        self.closed.emit()

    def wanted_height(self, width: int) -> int:
        """The height at which nothing needs to be scrolled."""
        margins = self._rows.contentsMargins()
        inner = width - margins.left() - margins.right()
        layout = self.content.layout()
        assert layout is not None
        body = layout.heightForWidth(inner) if layout.hasHeightForWidth() else layout.sizeHint().height()
        said = 0
        if not self.said.isHidden():
            said = max(self.said.heightForWidth(inner), self.said.sizeHint().height()) + self._rows.spacing()
        head = self._head_row.sizeHint().height() + self._rows.spacing()
        return margins.top() + head + said + body + margins.bottom() + 2

    # --- forms

    def ask(self, form: Form, answered: Callable[[dict[str, Any]], object]) -> None:
        """Show a form in the place of the verbs; its answer, or Esc, brings them back."""
        self.close_form()
        self.form = form
        self.said.say("")

        def take(values: dict[str, Any]) -> None:
            self.close_form()
            self.setFocus()
            answered(values)

        form.answered.connect(take)
        self.verbs.hide()
        self.form_place.addWidget(form)
        form.show()
        self.place_again()
        form.begin()
        self.scroller.ensureWidgetVisible(form)

    def close_form(self) -> None:
        """Take the form away unanswered."""
        if self.form is not None:
            form, self.form = self.form, None
            form.hide()
            form.setParent(None)
            form.deleteLater()
            self.verbs.show()
            self.place_again()

    def place_again(self) -> None:
        """The wanted size has changed; who places the panel overrides this."""

    # --- doing

    def do(self, ask: Callable[[], Future[Any]], done: Callable[[Any], str | None]) -> None:
        """Ask the desk; `done` words the result (None: it has said so itself). What is refused is said here."""
        try:
            future = ask()
        except Refused as refusal:
            self.refused(refusal)
            return

        def went(result: Any) -> None:
            words = done(result)
            if words is not None:
                self.tell(words)

        tasks.watch(future, went, self.refused, parent=self)

    def tell(self, text: str, level: str = "ok") -> None:
        """Say how it went."""
        self.said.say(text, level)
        self.place_again()

    def refused(self, error: BaseException) -> None:
        """Why it could not be done, in plain words; a defect is the window's business."""
        if isinstance(error, Refused):
            self.tell(say(labels.worded(error.message)), "watch")
        else:
            tasks.hub().trouble.emit(error)

    # --- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.form is not None:
                self.close_form()
                self.setFocus()
            else:
                self.dismiss()
            return
        typing = isinstance(QApplication.focusWidget(), QLineEdit)
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self.form is not None:
            steps = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
            if (not typing or enter or steps) and self.form.take_key(event):
                return
        elif not typing and self.take_key(event):
            return
        super().keyPressEvent(event)

    def take_key(self, event: QKeyEvent) -> bool:
        """A key of the panel itself, when no form is open; False when it means nothing here."""
        return False

    def retranslate(self) -> None:
        """The language changed."""
        self.close_button.set_name(translate("Panels", "Close (Esc)"))
        self.close_form()
        self.said.say("")

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # A stronger edge than a card's: it lies over other cards, without a shadow.
        painter.setPen(QPen(theme.color("accent" if self.hasFocus() else "muted"), 1.5))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75), RADIUS, RADIUS)

    def mousePressEvent(self, event: Any) -> None:
        self.setFocus()
        event.accept()  # a click on the panel is not a click on what lies under it
