"""Forms of a register: a new record, and what a move, a note or a signature asks for in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.register import Field, Move, Record, Register, move_refusal
from lobbyconsole.ui.register_fields import FieldEdit, Wrong
from lobbyconsole.ui.register_words import Words, told
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.basics import BOLD, Button, Label
from lobbyconsole.ui.widgets.floor_forms import KeyButton

REASON, STAFF, POST = "__reason", "__staff", "__post"


class AskForm(QWidget):
    """Fields to fill in, with one answer. Enter goes to the next field, and from the last one answers."""

    answered = Signal(dict)
    given_up = Signal()

    def __init__(
        self, title: str, confirm: str, fields: Sequence[Field], words: Words, now: Callable[[], datetime],
        values: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setAccessibleName(title)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(Label(title, 16, BOLD, wrap=True))
        self.edits: dict[str, FieldEdit] = {}
        for entry in fields:
            edit = self.edits[entry.name] = FieldEdit(entry, words, now)
            if values and entry.name in values:
                edit.set_value(values[entry.name])
            edit.entered.connect(lambda name=entry.name: self._next(name))
            rows.addWidget(edit)
        self.wrong = Label("", 14, role="act", wrap=True)
        self.wrong.hide()
        rows.addWidget(self.wrong)
        line = QHBoxLayout()
        self.confirm = KeyButton(confirm, "Ctrl+Enter", "primary")
        self.confirm.clicked.connect(self.answer)
        self.cancel = Button(translate("Registers", "Cancel"), "quiet")
        self.cancel.clicked.connect(self.given_up)
        line.addWidget(self.confirm)
        line.addWidget(self.cancel)
        line.addStretch(1)
        rows.addLayout(line)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):  # from any field: texts and choices would take Enter for themselves
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.answer)

    def begin(self) -> None:
        """Take the keyboard where filling in begins."""
        first = next(iter(self.edits.values()), None)
        if first is not None:
            first.begin()
        else:
            self.confirm.setFocus()

    def values(self) -> dict[str, Any]:
        """What is filled in. Raises Wrong, and says so at the field."""
        found: dict[str, Any] = {}
        bad: Wrong | None = None
        for name, edit in self.edits.items():
            try:
                found[name] = edit.value()
                edit.set_wrong("")
            except Wrong as wrong:
                edit.set_wrong(str(wrong))
                bad = bad or wrong
        if bad is not None:
            raise bad
        return found

    def answer(self) -> None:
        """Give the answer as it stands; what is missing is said at its field."""
        try:
            values = self.values()
        except Wrong:
            return
        for name, edit in self.edits.items():
            if edit.entry.required and values[name] in (None, ""):
                edit.set_wrong(translate("Registers", "This must be filled in."))
                edit.editor.setFocus()
                return
        self.say_wrong("")
        self.answered.emit({name: value for name, value in values.items() if value not in (None, "")})

    def say_wrong(self, words: str) -> None:
        """Why the answer was not taken."""
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))

    def _next(self, name: str) -> None:
        names = list(self.edits)
        at = names.index(name) + 1
        if at < len(names):
            self.edits[names[at]].begin()
        else:
            self.answer()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.answer()
        elif enter and not event.modifiers():  # a choice leaves Enter to the form
            here = next((name for name, edit in self.edits.items() if edit.editor.hasFocus()), "")
            if here:
                self._next(here)
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            event.ignore()  # digits and letters mean nothing beneath while a form is open
            if not event.modifiers():
                event.accept()


class PhotoView(QWidget):
    """A photo where forms stand; any of Esc, Enter or the button puts it away."""

    answered = Signal(dict)
    given_up = Signal()

    def __init__(self, name: str, image: QImage) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        self.picture = QLabel()
        self.picture.setPixmap(QPixmap.fromImage(image))
        self.picture.setAccessibleName(name)
        self.confirm = Button(translate("Panels", "Close (Esc)"), "quiet")
        self.confirm.clicked.connect(self.given_up)
        rows.addWidget(self.picture)
        rows.addWidget(Label(name, 12, role="muted", wrap=True))
        rows.addWidget(self.confirm, 0, Qt.AlignmentFlag.AlignLeft)

    def begin(self) -> None:
        self.confirm.setFocus()

    def say_wrong(self, words: str) -> None:
        """Nothing can be wrong with looking."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()


def opening_form(register: Register, words: Words, now: Callable[[], datetime], staff: str) -> AskForm:
    """A new record: the required fields first."""
    asked = [entry for entry in register.fields if entry.asked]
    asked.sort(key=lambda entry: not entry.required)
    title = translate("Registers", "{register}: a new record").format(register=told(register.title))
    return AskForm(title, translate("Registers", "Save"), asked, words, now)


def move_form(
    register: Register, record: Record, move: Move, words: Words, now: Callable[[], datetime], staff: str
) -> AskForm | None:
    """What a move asks for; None when nothing is missing."""
    fields: list[Field] = []
    for name in move.needs:
        entry = register.field(name)
        if entry is not None and record.values.get(name) in (None, ""):
            if name == "evidence" and record.attachments:
                continue
            fields.append(_required(entry))
    if move.reason:
        fields.append(Field(name=REASON, title=Text("Why", "原因"), kind="long", required=True))
    asks_person = move_refusal(register, record, move, by=staff, reason="x") == ("not_you", move.id)
    if asks_person and move.by == "other":
        fields.append(staff_field(Text("Staff number of another person", "另一人的工号")))
    elif not staff and any(way.by == "other" for way in register.moves_from(move.to)):
        # Somebody else is going to check this: then it must be known who did it.
        text = Text("Your staff number (another person signs next)", "您的工号（之后由另一人签字）")
        fields.append(staff_field(text))
    elif asks_person:
        title = Text("As which post", "以何岗位办理")
        fields.append(Field(name=POST, title=title, kind="role", required=True))
    if not fields:
        return None
    return AskForm(told(move.title), told(move.title), fields, words, now)


def staff_field(title: Text) -> Field:
    """A staff number to be typed in."""
    return Field(name=STAFF, title=title, kind="staff", required=True)


def note_form(words: Words, now: Callable[[], datetime]) -> AskForm:
    """A few words added to a record."""
    title = Text("Note (no customer's personal data)", "备注（勿写客户个人信息）")
    entry = Field(name=REASON, title=title, kind="long", required=True)
    return AskForm(translate("Registers", "Add a note"), translate("Registers", "Add"), [entry], words, now)


def read_form(words: Words, now: Callable[[], datetime], staff: str) -> AskForm:
    """Somebody signs that they have read it."""
    entry = staff_field(Text("Staff number of who has read it", "阅知人工号"))
    title = translate("Registers", "Sign as read")
    return AskForm(title, translate("Registers", "Sign"), [entry], words, now, {STAFF: staff})


def _required(entry: Field) -> Field:
    return replace(entry, required=True)
