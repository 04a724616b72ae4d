"""One field of a record: its name, a control for its kind, and what is wrong with it, in place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.domain.register import Field
from lobbyconsole.domain.registers import BY_ID
from lobbyconsole.domain.said_time import said_date, said_time
from lobbyconsole.ui import style
from lobbyconsole.ui.forms import Choice
from lobbyconsole.ui.register_words import Words, told
from lobbyconsole.ui.theme import TARGET
from lobbyconsole.ui.translation import translate, with_aside
from lobbyconsole.ui.widgets.basics import Label
from lobbyconsole.ui.widgets.choices import SegmentedChoice

MOST_LINES = 6


class Wrong(ValueError):
    """What was typed is nothing the field could be; its words say so."""


class LongText(QPlainTextEdit):
    """Several lines, as high as what is in it. Enter is the answer; with Shift it begins a new line."""

    done = Signal()

    def __init__(self, longest: int) -> None:
        super().__init__()
        self._longest = longest
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._grown)

    def _grown(self) -> None:
        more = self.document().size().height() > MOST_LINES
        bars = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(bars.ScrollBarAsNeeded if more else bars.ScrollBarAlwaysOff)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().lineSpacing()
        lines = max(1, min(MOST_LINES, int(self.document().size().height())))
        return QSize(200, max(lines * line + style.current().px(18), style.current().px(TARGET)))

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.done.emit()
            return
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.done.emit()


class FieldEdit(QWidget):
    """A field to fill in. `edited(value)` when a person has given it another value; `wrong` when it cannot be one."""

    edited = Signal(object)
    entered = Signal()  # Enter was pressed: on to the next

    def __init__(self, entry: Field, words: Words, now: Callable[[], datetime], required: bool | None = None) -> None:
        super().__init__()
        self.entry = entry
        self._words, self._now = words, now
        self._value: Any = None
        self._given: Any = None  # as the record has it
        self._required = entry.required if required is None else required
        self.title = Label("", 12, role="muted", wrap=True)
        self._wrong = Label("", 12, role="act", wrap=True)
        self._wrong.hide()
        self._none = Label("", 12, role="watch_text", wrap=True)
        self._none.hide()
        self.editor = self._make()
        self.setFocusProxy(self.editor)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(3)
        for part in (self.title, self.editor, self._none, self._wrong):
            rows.addWidget(part)
        if isinstance(self.editor, SegmentedChoice):
            rows.setAlignment(self.editor, Qt.AlignmentFlag.AlignLeft)
        self.retranslate(words)

    def _make(self) -> QWidget:
        entry = self.entry
        if entry.kind == "yes_no":
            segments = SegmentedChoice(self._words.options(entry))
            segments.chosen.connect(lambda _value: self._commit())
            return segments
        if entry.kind in ("choice", "role", "zone", "touchpoint", "plan") or entry.refers:
            choice = Choice()
            choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(4)
            choice.activated.connect(lambda _at: self._commit())
            return choice
        if entry.kind == "long":
            text = LongText(entry.longest)
            text.done.connect(self._commit)
            text.installEventFilter(self)
            return text
        line = QLineEdit()
        line.setMaxLength(max(entry.longest, 40))
        line.editingFinished.connect(self._commit)
        line.installEventFilter(self)
        return line

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and not event.modifiers():
                self._commit()
                self.entered.emit()
                return True
        return False

    # --- values

    def value(self) -> Any:
        """What stands in the field now. Raises Wrong."""
        editor, entry = self.editor, self.entry
        if isinstance(editor, SegmentedChoice):
            return editor.value()
        if isinstance(editor, Choice):
            return editor.currentData()
        text = editor.toPlainText().strip() if isinstance(editor, LongText) else self._line().text().strip()
        if not text:
            return None
        if entry.kind == "reference" and text == self._words.value(entry, self._value):
            return self._value  # what is shown is its name
        if entry.kind == "number":
            try:
                number = float(text.replace(",", "").replace("，", ""))
            except ValueError:
                raise Wrong(translate("Registers", "Please give a number.")) from None
            return int(number) if number.is_integer() else number
        if entry.kind == "date":
            day = said_date(text, self._now().astimezone(self._words.zone).date())
            if day is None:
                raise Wrong(translate("Registers", "Please give a date such as 2026-11-30, 11-30 or +3 (days)."))
            return day.isoformat()
        if entry.kind == "time":
            if text == self._words.value(entry, self._value):
                return self._value
            at = said_time(text, self._now().astimezone(self._words.zone))
            if at is None:
                raise Wrong(translate("Registers", "Please give a time such as 14:30, 11-30 14:30 or +30 (minutes)."))
            return at.isoformat(timespec="minutes")
        return text

    def set_value(self, value: Any) -> None:
        """Show a value. What somebody is typing is left alone."""
        editor = self.editor
        typing = editor.hasFocus() and not isinstance(editor, (Choice, SegmentedChoice))
        if typing and value == self._value:
            return
        if self._wrong.text() and value == self._given:
            return  # what was refused stays to be put right, whatever else of the record is read anew
        self._value = self._given = value
        self.set_wrong("")
        if isinstance(editor, SegmentedChoice):
            if value is None:
                _uncheck(editor)
            else:
                editor.set_value(value)
        elif isinstance(editor, Choice):
            self._fill(editor)
        elif isinstance(editor, LongText):
            editor.setPlainText("" if value is None else str(value))
        else:
            self._line().setText(self._words.value(self.entry, value))
            self._line().setCursorPosition(0)  # of a long text the head is read, not the tail

    def begin(self) -> None:
        """Take the keyboard; of several segments the chosen one does, or the first."""
        editor = self.editor
        if isinstance(editor, SegmentedChoice):
            buttons = editor._group.buttons()
            chosen = next((button for button in buttons if button.isChecked()), buttons[0])
            chosen.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            editor.setFocus(Qt.FocusReason.TabFocusReason)

    def set_open(self, is_open: bool) -> None:
        """Whether it may be changed."""
        editor = self.editor
        if isinstance(editor, (QLineEdit, QPlainTextEdit)):
            editor.setReadOnly(not is_open)
        else:
            editor.setEnabled(is_open)

    def set_wrong(self, words: str) -> None:
        self._wrong.setText(words)
        self._wrong.setVisible(bool(words))
        if self.editor.property("wrong") != bool(words):
            self.editor.setProperty("wrong", bool(words))
            self.editor.style().unpolish(self.editor)
            self.editor.style().polish(self.editor)

    def refuse(self, words: str) -> None:
        """It was not taken: it is tried again when one leaves the field again."""
        self._value = self._given
        self.set_wrong(words)

    def wrong(self) -> str:
        return self._wrong.text()

    def _line(self) -> QLineEdit:
        assert isinstance(self.editor, QLineEdit)
        return self.editor

    def _fill(self, editor: Choice) -> None:
        options = [(None, "–"), *self._words.options(self.entry)]
        source = BY_ID.get(self.entry.refers)
        if source is not None:  # a new hall has no machine yet that could be out of order
            words = translate("Registers", "Nothing to choose yet: first write it into the register “{register}”.")
            self._none.setText(words.format(register=told(source.title)))
            self._none.setVisible(len(options) == 1)
        if self._value is not None and self._value not in [value for value, _ in options]:
            options.append((self._value, self._words.value(self.entry, self._value)))
        editor.clear()
        for value, text in options:
            editor.addItem(text, value)
        editor.setCurrentIndex(next(at for at, (value, _) in enumerate(options) if value == self._value))

    def _commit(self) -> None:
        try:
            value = self.value()
        except Wrong as wrong:
            self.set_wrong(str(wrong))
            return
        if value == self._value or (value is None and self._value in (None, "")):
            self.set_wrong("")
            return
        self._value = value
        self.set_wrong("")
        self.edited.emit(value)

    def retranslate(self, words: Words) -> None:
        """Other words; the value stays."""
        self._words = words
        entry = self.entry
        title = told(entry.title)
        unit = translate("Registers", "yuan") if entry.unit == "yuan" else entry.unit
        shown = with_aside(title, unit)
        self.title.setText(f"{shown} *" if self._required else shown)
        self.editor.setAccessibleName(title)
        if isinstance(self.editor, QLineEdit):
            hints = {
                "time": translate("Registers", "14:30, 11-30 14:30, +30 (minutes)"),
                "date": translate("Registers", "2026-11-30, 11-30, +3 (days)"),
                "staff": translate("Registers", "Staff number"),
            }
            self.editor.setPlaceholderText(hints.get(entry.kind, ""))
        if isinstance(self.editor, SegmentedChoice):
            value = self.editor.value()
            self.editor.set_options(words.options(entry), value)
        if isinstance(self.editor, Choice):
            self._fill(self.editor)


def _uncheck(segments: SegmentedChoice) -> None:
    """A yes-or-no nobody has answered shows neither."""
    group = segments._group
    group.setExclusive(False)
    for button in group.buttons():
        button.setChecked(False)
    group.setExclusive(True)
