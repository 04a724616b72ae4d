"""Who signs: a staff number in place and, of those who have one, the PIN; for rounds and for moves of records."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from lobbyconsole.domain.words import Message
from lobbyconsole.ui import tasks
from lobbyconsole.ui.translation import say, translate
from lobbyconsole.ui.widgets.basics import Label
from lobbyconsole.ui.widgets.pin_field import PinField
from lobbyconsole.ui.widgets.round_parts import Ask

if TYPE_CHECKING:
    from lobbyconsole.services.staff import Proof, Staff

Then = Callable[[str, "Proof | None"], object]
HELD_MS = 2000  # longer than this nobody's keys are kept back
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class _HeldKeys(QObject):
    """Keeps back what is typed while it is looked up whether a PIN is wanted, and gives it to whoever has the keyboard
    then: many type number, Enter and PIN in one go, and a digit must not answer the item behind."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent.window()
        self._keys: list[QKeyEvent] = []
        QCoreApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        QTimer.singleShot(HELD_MS, self, self.give_up)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if not event.text() or event.modifiers() & _COMMANDS:
            return False
        self._keys.append(QKeyEvent(event.type(), event.key(), event.modifiers(), event.text()))
        return True

    def give_up(self) -> None:
        """The look-up hangs: the keyboard is free again, and what was typed for the PIN answers nothing else."""
        QCoreApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self._keys.clear()

    def let_go(self) -> None:
        """To whoever has the keyboard now."""
        QCoreApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        keys, self._keys = self._keys, []
        there = QApplication.focusWidget() or self._window.focusWidget()
        if there is not None:
            for key in keys:
                QCoreApplication.postEvent(there, key)


def ask_whether_pin(
    parent: QWidget,
    staff: Callable[[], Staff],
    number: str,
    told: Callable[[bool], object],
    failed: Callable[[BaseException], object],
) -> None:
    """Whether this person signs with a PIN; `told` puts the question up, if so."""
    held = _HeldKeys(parent)

    def then(answer: Callable[[], object]) -> None:
        try:
            answer()
        finally:
            held.let_go()
            held.deleteLater()

    tasks.run(
        parent,
        lambda: staff().has_pin(number),
        lambda has_pin: then(lambda: told(has_pin)),
        lambda error: then(lambda: failed(error)),
    )


class Signing:
    """One signer after the other: `who` gives their number, and the proof of their PIN where they have one."""

    def __init__(
        self, parent: QWidget, staff: Callable[[], Staff], ask: Ask, failed: Callable[[BaseException], object]
    ) -> None:
        self._parent, self._staff, self._ask, self._failed = parent, staff, ask, failed
        self.pin = PinField(staff)
        self.pin.hide()
        self.pin.proved.connect(self._proved)
        self._then: Then | None = None
        self._turn = 0

    def who(self, question: str, verb: str, then: Then, number: str = "") -> None:
        """Ask for a number unless it is known, then for the PIN if there is one; `then` gets both."""
        self.dismiss()
        if number:
            self._known(number, then)
        else:
            self._ask.ask(question, verb, lambda typed: self._known(typed, then))

    def dismiss(self) -> None:
        """Ask nothing more."""
        self._turn += 1
        self._then = None
        self._ask.dismiss()
        self.pin.dismiss()

    def _known(self, number: str, then: Then) -> None:
        turn = self._turn

        def go(has_pin: bool) -> None:
            if turn != self._turn:
                return
            if has_pin:
                self._then = then
                self.pin.ask(number)
            else:
                then(number, None)

        ask_whether_pin(self._parent, self._staff, number, go, self._failed)

    def _proved(self, number: str) -> None:
        then, self._then = self._then, None
        if then is not None:
            then(number, self.pin.proof)


class PinQuestion(QWidget):
    """The PIN in the place of a form in a panel; `proof` is there once it is answered."""

    answered = Signal(dict)
    given_up = Signal()

    def __init__(self, staff: Callable[[], Staff], number: str) -> None:
        super().__init__()
        self._number = number
        self.pin = PinField(staff)
        self.pin.proved.connect(lambda _number: self.answered.emit({}))
        self.pin.given_up.connect(self.given_up)
        self.wrong = Label("", 14, role="act", wrap=True)
        self.wrong.hide()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(self.pin)
        rows.addWidget(self.wrong)
        self.setAccessibleName(translate("People", "PIN of {number}").format(number=number))

    @property
    def proof(self) -> Proof | None:
        return self.pin.proof

    def begin(self) -> None:
        self.pin.ask(self._number)

    def say_wrong(self, words: str) -> None:
        """Why it was not taken; the PIN may be entered again."""
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not event.modifiers():
            event.accept()  # digits mean nothing beneath while the PIN is asked for


def refusal_words(error: BaseException) -> str:
    """Why something was not done, in the reader's words."""
    message = getattr(error, "message", None)
    if isinstance(message, Message):
        return say(message)
    return translate("People", "That was not saved: {reason}").format(reason=str(error) or type(error).__name__)
