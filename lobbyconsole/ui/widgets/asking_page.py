"""A page about one thing: its head with the verbs, questions asked in place, cards in two columns or in one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from lobbyconsole.ui import style
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Card, IconButton, Label, Pill
from lobbyconsole.ui.widgets.floor_forms import Flow, KeyButton
from lobbyconsole.ui.widgets.floor_panel import Said

LINE = 40  # px an arrow key scrolls


def plain_press(event: QKeyEvent) -> bool:
    """Whether a key was pressed once and alone; those of the number block count."""
    return not event.isAutoRepeat() and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


def spread(left: QWidget, *parts: QWidget) -> QVBoxLayout:
    """Cards one below another."""
    column = QVBoxLayout(left)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return column


class Head(Card):
    """Number, title, what it is about, signs, verbs with their keys, and what was said last. `verb(name)`."""

    verb = Signal(str)
    closed = Signal()

    def __init__(self, verbs: Sequence[tuple[str, str]], pills: int) -> None:
        super().__init__()
        self.number = Label("", 14, role="muted", wrap=True)
        self.title = Label("", 20, BOLD, wrap=True)
        self.about = Label("", 14, role="muted", wrap=True)
        self.back = IconButton("chevron-left")
        self.back.clicked.connect(self.closed)
        self.back.hide()
        self.pills = [Pill() for _ in range(pills)]
        self.verbs, signs = Flow(), Flow()
        self.buttons = {name: KeyButton("", key) for name, key in verbs}
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _=False, name=name: self.verb.emit(name))
            self.verbs.add(button)
        for pill in self.pills:
            signs.add(pill)
        self.said = Said()
        self.words = QVBoxLayout()
        self.words.setSpacing(3)
        for part in (self.number, self.title, self.about):
            self.words.addWidget(part)
        self.top = QHBoxLayout()
        self.top.setSpacing(8)
        self.top.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        self.top.addLayout(self.words, 1)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 14)
        inside.setSpacing(10)
        inside.addLayout(self.top)
        if pills:
            inside.addWidget(signs)
        inside.addWidget(self.verbs)
        inside.addWidget(self.said)

    def show_words(self, number: str, title: str, about: str) -> None:
        """What it is about; "" as number: it has none."""
        self.number.setText(number)
        self.number.setVisible(bool(number))
        self.title.setText(title)
        self.about.setText(about)

    def show_pills(self, *pills: tuple[str, str]) -> None:
        """(level, words) of each sign; "" words: none."""
        for pill, (level, words) in zip(self.pills, [*pills, *[("", "")] * len(self.pills)], strict=False):
            pill.setVisible(bool(words))
            pill.set_status(level or "neutral", words)

    def show_verbs(self, shown: dict[str, str], primary: str = "") -> None:
        """Which verbs there are, with their words; one of them is what is next."""
        for name, button in self.buttons.items():
            button.setVisible(name in shown)
            button.set_kind("primary" if name == primary else "secondary")
            if name in shown:
                button.set_words(shown[name])
        self.verbs.updateGeometry()

    def hit(self, event: QKeyEvent) -> str:
        """The verb of a pressed key; "" for none."""
        if not plain_press(event):
            return ""
        return next((name for name, button in self.buttons.items() if not button.isHidden() and button.hit(event)), "")


class AskingPage(QWidget):
    """A page that scrolls and asks in place: below the head, or below what was pressed. Esc takes the question away."""

    ARROWS: ClassVar[bool] = False  # up and down scroll it; else they are its list's
    ASKS: ClassVar[str] = ""  # the edge of a question below the head
    head: Head

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.form: Any = None
        self._frame: Card | None = None
        self._asked_from: QWidget | None = None
        self._columns: QBoxLayout | None = None
        self._narrow = 0
        self.content = QWidget()
        self.rows = QVBoxLayout(self.content)
        self.rows.setContentsMargins(8, 12, 16, 14)
        self.rows.setSpacing(12)
        self.area: QScrollArea = plain_area(self.content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)

    @property
    def said(self) -> Said:
        """Where a sentence is said on it."""
        return self.head.said

    def lay_out(
        self, left: Sequence[QWidget], right: Sequence[QWidget], shares: tuple[int, int] = (1, 1), narrow: int = 760
    ) -> None:
        """The head above two columns of cards; one where it is narrower than so many px at 100 %."""
        self._narrow = narrow
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(12)
        for cards, share in zip((left, right), shares, strict=True):
            column = QWidget()
            spread(column, *cards)
            self._columns.addWidget(column, share)
        self.rows.addWidget(self.head)
        self.rows.addLayout(self._columns)
        self.rows.addStretch(1)

    def arrange(self) -> None:
        """One column, or two."""
        if self._columns is None:
            return
        narrow = self.width() < style.current().px(self._narrow)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._columns.direction() != way:
            self._columns.setDirection(way)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def may_fill(self, same: bool) -> bool:
        """Before it is filled anew. False: a question stands in the middle of the same thing; its answer reads anew."""
        if not same:
            self.begin_anew()
        return self.form is None

    def begin_anew(self) -> None:
        """Another thing: no question, nothing said, from the top."""
        self.close_form()
        self.head.said.say("")
        self.area.verticalScrollBar().setValue(0)

    def filled(self) -> None:
        """After the cards were filled: the area asks anew how high they are, for it does not hear of wrapped lines."""
        self.arrange()
        for part in self.content.findChildren(QWidget):  # Qt shows them on the next turn: a frame of empty cards
            if part.isHidden() and not part.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
                part.show()
        for after_ms in (0, 60):
            QTimer.singleShot(after_ms, self.content, self._fit)

    def _fit(self) -> None:
        self.rows.activate()
        QApplication.sendEvent(self.area, QEvent(QEvent.Type.LayoutRequest))

    # --- questions

    def ask(self, form: Any, answered: Callable[[dict[str, Any]], object], below: QWidget | None = None) -> None:
        """Show a form; Enter answers, Esc takes it away."""
        self.close_form()
        self.form = form
        form.answered.connect(answered)
        given_up = getattr(form, "given_up", None)
        if given_up is not None:
            given_up.connect(self.close_form)
        level = self.ASKS if below is None else ""
        frame = Card(ground="sunken" if below is not None else "surface", level=level)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(18 if level else 16, 12, 16, 14)
        inside.addWidget(form)
        self._frame, self._asked_from = frame, below
        parent = below.parentWidget() if below is not None else None
        layout = parent.layout() if parent is not None else None
        place = _find(layout, below) if layout is not None and below is not None else None
        if place is not None:
            place[0].insertWidget(place[1] + 1, frame)
        else:
            self.rows.insertWidget(1, frame)
        frame.show()
        form.begin()
        if not form.isAncestorOf(self.focusWidget() or self):
            self.setFocus()  # the form is answered by letters
        if below is None:
            self.area.verticalScrollBar().setValue(0)
        QTimer.singleShot(0, frame, lambda: self._bring(frame))  # once it has its place

    def _bring(self, frame: QWidget) -> None:
        """The whole question into sight; of one that is too high its beginning."""
        bar, top = self.area.verticalScrollBar(), frame.mapTo(self.content, frame.rect().topLeft()).y()
        high = self.area.viewport().height()
        if top + frame.height() + 12 > bar.value() + high or top < bar.value():
            bar.setValue(min(top - 12, max(0, top + frame.height() + 12 - high)) if frame.height() < high else top - 12)

    def close_form(self) -> None:
        """Take the form away; the keyboard goes back to what asked."""
        if self.form is None:
            return
        form, frame, asked = self.form, self._frame, self._asked_from
        self.form, self._frame, self._asked_from = None, None, None
        form.hide()
        if frame is not None:
            frame.hide()
            frame.deleteLater()
        target: QWidget = self
        try:
            if asked is not None and asked.isVisible():
                target = asked
        except RuntimeError:  # drawn anew meanwhile
            pass
        target.setFocus()

    # --- keys

    def take_form_key(self, event: QKeyEvent) -> bool:
        """A key while a form is open; False when there is none or it means nothing to it."""
        if self.form is None:
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
            return True
        focus = QApplication.focusWidget()
        typing = isinstance(focus, (QLineEdit, QPlainTextEdit))
        take = getattr(self.form, "take_key", None)
        ways = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Up, Qt.Key.Key_Down)
        sent = event.key() in ways and isinstance(focus, QLineEdit)
        return bool(take is not None and (not typing or sent) and take(event))

    def take_key(self, event: QKeyEvent) -> bool:
        """A key that is nobody's question: a verb, or one that scrolls. False: it means nothing here."""
        name = self.head.hit(event)
        if name:
            self.head.verb.emit(name)
        return bool(name) or self.scroll_by_key(event)

    def scroll_by_key(self, event: QKeyEvent) -> bool:
        """By a page, or by lines where the arrow keys are this page's."""
        steps = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        if self.ARROWS:
            steps |= {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        by = steps.get(Qt.Key(event.key()))
        if by is None:
            return False
        bar = self.area.verticalScrollBar()
        whole = event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
        bar.setValue(bar.value() + by * (bar.pageStep() if whole else LINE))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.take_form_key(event) and (self.form is not None or not self.take_key(event)):
            super().keyPressEvent(event)


def _find(layout: Any, widget: QWidget) -> tuple[QVBoxLayout, int] | None:
    """The column a widget stands in, and where."""
    if isinstance(layout, QVBoxLayout) and layout.indexOf(widget) >= 0:
        return layout, layout.indexOf(widget)
    for at in range(layout.count()):
        inner = layout.itemAt(at).layout()
        found = _find(inner, widget) if inner is not None else None
        if found is not None:
            return found
    return None
