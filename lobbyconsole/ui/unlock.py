"""What stands in the floor's place while a hall cannot be opened: its passphrase, its recovery key, trouble."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from lobbyconsole.ui import style
from lobbyconsole.ui.emergency.parts import ON_RED, RED, BigButton
from lobbyconsole.ui.forms import Row
from lobbyconsole.ui.translation import say, translate
from lobbyconsole.ui.widgets.banner import Page
from lobbyconsole.ui.widgets.basics import BOLD, Label, draw_focus

SHORTEST_PASSPHRASE = 8


def recovery_words() -> str:
    """The way on for who has neither keyring nor passphrase."""
    return translate("SetUp", "Use the recovery key")


class PlansButton(BigButton):
    """Red and large: the emergency plans need neither the records nor their key."""

    def __init__(self) -> None:
        super().__init__("", "F12", "primary")
        self.retranslate()

    def retranslate(self) -> None:
        self.set_words(translate("SetUp", "Emergency plans"))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("act") if self.isDown() else QColor(RED))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 10, 10)
        painter.setPen(QColor(ON_RED))
        room = self.rect().adjusted(self._side(), 4, -self._side(), -4)
        painter.setFont(theme.font(13))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.key)
        painter.setFont(self._font())
        wide = self._key_width()
        words = room.adjusted(wide, 0, -wide, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), self.text())
        if self.hasFocus():
            draw_focus(painter, self.rect().toRectF(), 10, theme)


class LockedPage(Page):
    """A page before a hall that is not open: the emergency plans are there all the same."""

    plans_wanted = Signal()
    recovery_wanted = Signal()

    def _offer_plans(self) -> None:
        self.plans = PlansButton()
        self.plans.clicked.connect(self.plans_wanted)
        self.body.addSpacing(16)
        self.body.addWidget(self.plans)


class PassphrasePage(LockedPage):
    """Asks for the passphrase in place; `given(passphrase)`. Who has forgotten it takes the recovery key."""

    given = Signal(str)

    def __init__(self, wrong: bool = False, recovery: bool = False) -> None:
        super().__init__(560)
        self._was_wrong = wrong
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self._row = Row(self.field)
        self.body.addWidget(self._row)
        self._offer_plans()
        self.onward.clicked.connect(self._give)
        self.other.clicked.connect(self.recovery_wanted)
        self.other.setVisible(recovery)
        self.step.hide()
        self.setFocusProxy(self.field)
        self.retranslate()

    def _give(self) -> None:
        if self.field.text():
            self.onward.setEnabled(False)
            self.say_wrong("")
            self.about.setText(translate("SetUp", "Opening…"))
            self.given.emit(self.field.text())

    def retranslate(self) -> None:
        self.title.setText(translate("SetUp", "The records are locked"))
        self.about.setText(translate("SetUp", "This computer keeps no keys. Enter the passphrase of this hall."))
        self._row.set_words(translate("SetUp", "Passphrase"), "")
        self.onward.setText(translate("SetUp", "Open"))
        self.other.setText(recovery_words())
        self.plans.retranslate()
        if self._was_wrong:
            self.say_wrong(translate("SetUp", "That passphrase does not fit. Try again."))


class TroublePage(LockedPage):
    """What keeps the hall from being opened, what is safe, and a way to try again."""

    again = Signal()

    def __init__(self, error: BaseException, file: str = "", recovery: bool = False) -> None:
        super().__init__(640)
        self._error, self._file = error, file
        self._report = Label("", 12, role="muted", wrap=True)
        self._report.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(self._report)
        self._offer_plans()
        self.onward.clicked.connect(self._try)
        self.other.clicked.connect(self.recovery_wanted)
        self.other.setVisible(recovery)
        self.step.hide()
        self.setFocusProxy(self.onward)
        self.retranslate()

    def _try(self) -> None:
        self.onward.setEnabled(False)
        self.about.setText(translate("SetUp", "Opening…"))
        self.again.emit()

    def retranslate(self) -> None:
        self.title.setText(translate("SetUp", "The hall could not be opened"))
        self.about.setText(reason_of(self._error))
        self._report.setVisible(bool(self._file))
        if self._file:
            self._report.setText(translate("SetUp", "A report was kept: {file}").format(file=self._file))
        self.onward.setText(translate("SetUp", "Try again"))
        self.other.setText(recovery_words())
        self.plans.retranslate()


class RecoveryPage(Page):
    """Asks for the recovery key on the printed sheet; `given(key)`. A slip is said while it is being typed."""

    given = Signal(str)
    back = Signal()

    def __init__(self, problem: str = "", typed: str = "") -> None:
        super().__init__(640)
        self._problem = problem
        self.field = QLineEdit(typed)
        self.field.setMaxLength(120)
        self.field.setInputMethodHints(Qt.InputMethodHint.ImhLatinOnly | Qt.InputMethodHint.ImhNoPredictiveText)
        self._name = Label("", 14)  # above the field, which needs the whole width
        self.read = Label("", 20, BOLD, wrap=True)
        self.state = Label("", 14, role="muted", wrap=True)
        for part in (self._name, self.field, self.read, self.state):
            self.body.addWidget(part)
        self.field.textChanged.connect(self._typed)
        self.onward.clicked.connect(self._give)
        self.other.clicked.connect(self.back)
        self.step.hide()
        self.setFocusProxy(self.field)
        self.retranslate()
        self.say_wrong(problem)

    def _typed(self) -> None:
        self._problem = ""
        self.say_wrong("")
        self._look()

    def _look(self) -> bool:
        """Say how far one has come; whether the key is whole and its check sign fits."""
        from lobbyconsole.credentials import RECOVERY_SIGNS, WrongRecoveryKey, read_recovery_key, recovery_signs

        signs, unknown = recovery_signs(self.field.text())
        self.read.setText("-".join(signs[at : at + 4] for at in range(0, len(signs), 4)))
        self.read.setVisible(bool(signs))
        whole = False
        if unknown:
            words = translate("SetUp", "No recovery key has the sign {sign}. Compare it with the sheet.")
            self._tell(words.format(sign=unknown), "act")
        elif len(signs) > RECOVERY_SIGNS:
            words = translate("SetUp", "That is {count} signs; a recovery key has {all}.")
            self._tell(words.format(count=len(signs), all=RECOVERY_SIGNS), "act")
        elif len(signs) < RECOVERY_SIGNS:
            words = translate("SetUp", "{count} of {all} signs. Capitals, spaces and dashes do not matter.")
            self._tell(words.format(count=len(signs), all=RECOVERY_SIGNS), "muted")
        else:
            try:
                read_recovery_key(self.field.text())
            except WrongRecoveryKey:
                self._tell(
                    translate(
                        "SetUp",
                        "One of the signs is wrong: the check sign at the end does not fit. Compare each group.",
                    ),
                    "act",
                )
            else:
                whole = True
                self._tell(
                    "✓ " + translate("SetUp", "All {all} signs are there.").format(all=RECOVERY_SIGNS), "ok_text"
                )
        self.state.setVisible(not self._problem)
        self.onward.setEnabled(whole)
        return whole

    def _tell(self, words: str, role: str) -> None:
        self.state.setText(("■ " if role == "act" else "") + words)
        self.state.set_role(role)

    def _give(self) -> None:
        if self._look():
            self.onward.setEnabled(False)
            self.other.setEnabled(False)
            self.about.setText(translate("SetUp", "Checking…"))
            self.given.emit(self.field.text())

    def retranslate(self) -> None:
        self.title.setText(translate("SetUp", "Open with the recovery key"))
        self.about.setText(
            translate("SetUp", "It is on the sheet printed when this hall was set up, in groups of four signs.")
        )
        self._name.setText(translate("SetUp", "Recovery key"))
        self.field.setAccessibleName(self._name.text())
        self.onward.setText(translate("SetUp", "Next"))
        self.other.setText(translate("SetUp", "Back"))
        self.say_wrong(self._problem)
        self._look()


class KeepPage(Page):
    """The recovery key fitted: how the key is kept from now on. `kept(passphrase)`; "" is this computer's keyring."""

    kept = Signal(str)

    def __init__(self, keyring: bool, problem: str = "") -> None:
        super().__init__(640)
        self._keyring, self._problem = keyring, problem
        self.passphrase, self.again = QLineEdit(), QLineEdit()
        self._rows = [Row(self.passphrase), Row(self.again)]
        for field, row in zip((self.passphrase, self.again), self._rows, strict=True):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.textChanged.connect(lambda _: self.say_wrong(""))
            row.setVisible(not keyring)
            self.body.addWidget(row)
        self.onward.clicked.connect(self._keep)
        self.other.clicked.connect(self._turn)
        self.other.setVisible(keyring)
        self.step.hide()
        self.setFocusProxy(self.onward if keyring else self.passphrase)
        self.retranslate()
        self.say_wrong(problem)

    def _turn(self) -> None:
        """The other way of keeping it."""
        self._keyring = not self._keyring
        for row in self._rows:
            row.setVisible(not self._keyring)
        self._problem = ""
        self.retranslate()
        (self.onward if self._keyring else self.passphrase).setFocus()

    def _keep(self) -> None:
        words = "" if self._keyring else self.passphrase.text()
        if not self._keyring and len(words) < SHORTEST_PASSPHRASE:
            text = translate("SetUp", "The passphrase needs at least {count} characters.")
            self.say_wrong(text.format(count=SHORTEST_PASSPHRASE))
        elif not self._keyring and words != self.again.text():
            self.say_wrong(translate("SetUp", "The two passphrases differ."))
        else:
            self.say_wrong("")
            self.onward.setEnabled(False)
            self.other.setEnabled(False)
            self.about.setText(translate("SetUp", "Opening…"))
            self.kept.emit(words)

    def retranslate(self) -> None:
        self.title.setText(translate("SetUp", "The recovery key fits"))
        sheet = translate("SetUp", "The sheet stays valid: lock it away again.")
        if self._keyring:
            about = translate(
                "SetUp", "From now on this computer's keyring keeps the key, and the hall opens by itself."
            )
            self.onward.setText(translate("SetUp", "Keep it in the keyring"))
            self.other.setText(translate("SetUp", "Set a passphrase instead"))
        else:
            about = translate("SetUp", "Set a new passphrase; it is asked at every start. The former one is void.")
            self.onward.setText(translate("SetUp", "Set it and open"))
            self.other.setText(translate("SetUp", "Use the keyring instead"))
        self.about.setText(f"{about} {sheet}")
        self._rows[0].set_words(translate("SetUp", "New passphrase"), "")
        self._rows[1].set_words(translate("SetUp", "Passphrase again"), "")
        self.say_wrong(self._problem)


def reason_of(error: BaseException) -> str:
    """An error in the reader's words."""
    message = getattr(error, "message", None)
    if message is not None and hasattr(message, "context"):
        return say(message)
    if isinstance(error, OSError):
        words = translate("SetUp", "{path} cannot be used: {reason}")
        return words.format(path=error.filename or "", reason=error.strerror or error)
    return translate("SetUp", "The program met a defect. What was recorded is safe in the data folder.")
