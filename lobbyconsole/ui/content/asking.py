"""Who does it and why: asked in place before anything is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout

from lobbyconsole.ui.content.fields import mark
from lobbyconsole.ui.people_sign import ask_whether_pin
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, Label
from lobbyconsole.ui.widgets.choices import SegmentedChoice
from lobbyconsole.ui.widgets.pin_field import PinField

if TYPE_CHECKING:
    from lobbyconsole.services.staff import Proof, Staff


class Ask(Card):
    """A staff number and a reason. Enter goes on to the next field, and from the last one answers; Esc gives up."""

    answered = Signal(str, str)  # staff number, why
    given_up = Signal()

    def __init__(
        self, title: str, about: str, confirm: str, known: Callable[[], Staff], staff: str = "", why: bool = True,
        danger: bool = False,
    ) -> None:  # fmt: skip
        """`known`: the staff service, asked on a worker whether a number signs with a PIN."""
        super().__init__(ground="sunken")
        self._known = known
        self.proof: Proof | None = None  # of who answered, where they have a PIN
        self.setAccessibleName(title)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 12, 16, 14)
        rows.setSpacing(8)
        rows.addWidget(Label(title, 16, BOLD, wrap=True))
        if about:
            rows.addWidget(Label(about, 14, role="muted", wrap=True))
        self.staff, self.why = QLineEdit(staff), QLineEdit()
        self.staff.setMaxLength(20)
        self.why.setMaxLength(300)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        for column, (field, words) in enumerate(
            ((self.staff, translate("Content", "Staff number")), (self.why, translate("Content", "Why")))
        ):
            label = Label(words, 12, role="muted")
            field.setAccessibleName(words)
            grid.addWidget(label, 0, column)
            grid.addWidget(field, 1, column)
            if field is self.why and not why:
                label.hide()
                field.hide()
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 3 if why else 2)
        rows.addLayout(grid)
        self._needs_why = why
        self.wrong = Label("", 14, role="act", wrap=True)
        self.wrong.hide()
        rows.addWidget(self.wrong)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.confirm = Button(confirm, "danger" if danger else "primary")
        self.confirm.setToolTip("Ctrl+Enter")
        self.confirm.clicked.connect(self.answer)
        self.cancel = Button(translate("Registers", "Cancel"), "quiet")
        self.cancel.clicked.connect(self.given_up)
        line.addWidget(self.confirm)
        line.addWidget(self.cancel)
        line.addStretch(1)
        rows.addLayout(line)
        self.pin = PinField(known, keys=False)
        self.pin.hide()
        self.pin.proved.connect(lambda _number: self._signed(self.pin.proof))
        self.pin.given_up.connect(lambda: self.say_wrong(""))
        self.staff.textEdited.connect(lambda _text: self._another())
        rows.addWidget(self.pin)

    def begin(self) -> None:
        """Take the keyboard where something is missing."""
        field = self.staff if not self.staff.text() else self.why if self._needs_why else self.confirm
        field.setFocus(Qt.FocusReason.TabFocusReason)

    def answer(self) -> None:
        staff, why = self.staff.text().strip(), self.why.text().strip()
        self.say_wrong("")
        mark(self.staff, not staff)
        mark(self.why, self._needs_why and not why)
        if not staff:
            self.say_wrong(translate("Content", "Please give the staff number."))
            self.staff.setFocus()
        elif self._needs_why and not why:
            self.say_wrong(translate("Content", "Please say why."))
            self.why.setFocus()
        else:
            self.confirm.setEnabled(False)
            ask_whether_pin(self, self._known, staff, self._ask_pin, lambda error: self.say_wrong(str(error)))

    def _ask_pin(self, has_pin: bool) -> None:
        """Whoever has a PIN signs with it."""
        if has_pin:
            self.pin.ask(self.staff.text().strip())
        else:
            self._signed(None)

    def _another(self) -> None:
        """Somebody else after all: the PIN of the number that stood there is not asked for any more."""
        if not self.pin.isHidden():
            self.pin.dismiss()
            self.say_wrong("")

    def _signed(self, proof: Proof | None) -> None:
        self.proof = proof
        self.answered.emit(self.staff.text().strip(), self.why.text().strip())

    def say_wrong(self, words: str) -> None:
        """Why it was not done."""
        self.confirm.setEnabled(True)
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))

    def say_progress(self, words: str) -> None:
        """How far it has come."""
        self.confirm.setText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif enter and (event.modifiers() & Qt.KeyboardModifier.ControlModifier or self.why.hasFocus()):
            self.answer()
        elif enter and self.staff.hasFocus():
            self.why.setFocus(Qt.FocusReason.TabFocusReason) if self._needs_why else self.answer()
        else:
            event.accept()  # letters are not the screen's keys while somebody is asked


class AskExport(Card):
    """Which items go into a file, and whose standard it is called."""

    answered = Signal(str, str)  # which: one, own, all; the name
    given_up = Signal()

    def __init__(self, name: str, options: list[tuple[object, str]]) -> None:
        super().__init__(ground="sunken")
        title = translate("Content", "Save standards as a file")
        self.setAccessibleName(title)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 12, 16, 14)
        rows.setSpacing(8)
        rows.addWidget(Label(title, 16, BOLD, wrap=True))
        about = translate("Content", "Other halls read the file in here, see what it would change, and decide.")
        rows.addWidget(Label(about, 14, role="muted", wrap=True))
        self.which = SegmentedChoice(options, options[0][0], title)
        rows.addWidget(self.which)
        words = translate("Content", "Whose standard it is")
        rows.addWidget(Label(words, 12, role="muted"))
        self.name = QLineEdit(name)
        self.name.setMaxLength(80)
        self.name.setAccessibleName(words)
        rows.addWidget(self.name)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.confirm = Button(translate("Content", "Save as file…"), "primary")
        self.confirm.clicked.connect(self.answer)
        self.cancel = Button(translate("Registers", "Cancel"), "quiet")
        self.cancel.clicked.connect(self.given_up)
        line.addWidget(self.confirm)
        line.addWidget(self.cancel)
        line.addStretch(1)
        rows.addLayout(line)

    def begin(self) -> None:
        self.confirm.setFocus(Qt.FocusReason.TabFocusReason)

    def answer(self) -> None:
        self.answered.emit(str(self.which.value()), self.name.text().strip())

    def say_wrong(self, words: str) -> None:
        """Nothing here can be wrong."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.answer()
        else:
            event.accept()
