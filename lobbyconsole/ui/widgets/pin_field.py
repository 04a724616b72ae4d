"""Asks one person for their PIN: typed or pressed on large keys, shown as dots, kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.domain.staff import LONGEST, SHORTEST, plain_pin
from lobbyconsole.domain.words import Message
from lobbyconsole.ui import icons, style, tasks
from lobbyconsole.ui.translation import say, translate
from lobbyconsole.ui.widgets.basics import BOLD, Button, Label, Press
from lobbyconsole.ui.widgets.floor_panel import Said

if TYPE_CHECKING:
    from lobbyconsole.services.staff import Proof, Staff

LEAST_HIGH = 600  # of the window, for the pad to be shown
ERASE, ENTER = "erase", "enter"
_KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", ERASE, "0", ENTER)
_ICONS = {ERASE: "chevron-left", ENTER: "check"}


class PinField(QWidget):
    """`ask(number)`, then `proved(number)` with the service's `proof` at hand, or `given_up()`.

    `staff` gives the service (console.work.staff); it is called off the GUI thread. With `keys` False only the line of
    dots is shown, for forms where there is little room.
    """

    proved = Signal(str)
    given_up = Signal()

    def __init__(self, staff: Callable[[], Staff], keys: bool = True) -> None:
        super().__init__()
        self._staff = staff
        self._number = self._typed = self._question = ""
        self._busy = False
        self._asked = 0  # an answer to an earlier question means nothing
        self._left_s = 0
        self.proof: Proof | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # digits, never candidates of a word
        self.title = Label("", 14, BOLD, wrap=True)
        self.dots = _Dots(self)
        self.said = Said()
        self.yes, self.no = Button("", "primary"), Button("", "quiet")
        self.yes.clicked.connect(self._try)
        self.no.clicked.connect(self._give_up)
        self.keys: dict[str, PinKey] = {}
        self._pad = QWidget()
        self._pad.setProperty("ground", "plain")
        grid = QGridLayout(self._pad)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        for at, name in enumerate(_KEYS):
            key = self.keys[name] = PinKey(name)
            key.clicked.connect(self._try if name == ENTER else partial(self._press, name))
            grid.addWidget(key, at // 3, at % 3)
        grid.setColumnStretch(3, 1)
        self._keys = keys
        if not keys:  # shown before it has a place it would be a window of its own for a moment
            self._pad.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.yes)
        buttons.addWidget(self.no)
        buttons.addStretch(1)
        rows = QVBoxLayout()
        rows.setSpacing(8)
        for part in (self.title, self.dots, self.said):
            rows.addWidget(part)
        rows.addLayout(buttons)
        rows.addStretch(1)
        self._sides = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)  # the pad goes beside where there is room
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(16)
        self._sides.addLayout(rows, 1)
        self._sides.addWidget(self._pad)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._count_down)
        self.retranslate()

    # --- asking

    def ask(self, number: str, question: str = "") -> None:
        """Ask the person of this staff number; `question` in place of the usual words."""
        self._asked += 1
        self._number, self._question, self._typed = number, question, ""
        self._busy, self.proof, self._left_s = False, None, 0
        self._second.stop()
        self.said.say("")
        self.retranslate()
        # In a low window with large text the pad would push out what is to be signed; the keyboard is there.
        self._pad.setVisible(self._keys and self.window().height() >= style.current().px(LEAST_HIGH))
        if not self.isVisible():  # before it takes room, so that nothing around it has to grow for a moment
            around = self.parentWidget()
            self._arrange(around.width() - style.current().px(40) if around is not None else self.width())
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()

    def dismiss(self) -> None:
        """Take the question back without a word."""
        self._asked += 1
        self._number = self._typed = ""
        self._second.stop()
        self.hide()

    @property
    def number(self) -> str:
        """Who is asked."""
        return self._number

    @property
    def count(self) -> int:
        """How many digits are typed."""
        return len(self._typed)

    def _give_up(self) -> None:
        self.dismiss()
        self.given_up.emit()

    def _try(self, _checked: bool = False) -> None:
        if self._busy or self._left_s or not self._number or len(self._typed) < SHORTEST:
            return
        number, pin, staff, asked = self._number, self._typed, self._staff, self._asked
        self._typed, self._busy = "", True
        self.said.say("")
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # not on to Cancel, which is next to a button that goes grey
        self._show()
        tasks.run(self, lambda: staff().prove(number, pin), lambda proof: self._done(asked, proof),
                  lambda error: self._refused(asked, error))  # fmt: skip

    def _done(self, asked: int, proof: Proof) -> None:
        if asked != self._asked:
            return
        self._busy, self.proof = False, proof
        number = self._number
        self.dismiss()
        self.proved.emit(number)

    def _refused(self, asked: int, error: BaseException) -> None:
        if asked != self._asked:
            return
        self._busy = False
        message = getattr(error, "message", None)
        text = say(message) if isinstance(message, Message) else translate("People", "The PIN could not be checked.")
        wait = float(getattr(error, "wait_s", 0.0))
        self._left_s = int(wait) + (1 if wait > int(wait) else 0)
        self.said.say(text, "act")
        if self._left_s:
            self._second.start()
        self._show()

    def _count_down(self) -> None:
        self._left_s = max(0, self._left_s - 1)
        if self._left_s:
            words = translate("People", "Too many wrong tries. The next one is possible in {seconds} seconds.")
            self.said.say(words.format(seconds=self._left_s), "act")
        else:
            self._second.stop()
            self.said.say(translate("People", "You may try again now."), "watch")
        self._show()

    # --- keys

    def _press(self, name: str, _checked: bool = False) -> None:
        if self._busy or self._left_s:
            return
        if name == ERASE:
            self._typed = self._typed[:-1]
        elif len(self._typed) < LONGEST:
            self._typed += name
            self.said.say("")
        self._show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Everything typed here ends here: a digit must not also answer the item behind."""
        sign = plain_pin(event.text())
        if event.key() == Qt.Key.Key_Escape:
            self._give_up()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._try()
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._press(ERASE)
        elif len(sign) == 1 and sign in "0123456789":
            self._press(sign)
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) or event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        ):
            super().keyPressEvent(event)
            return
        event.accept()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._typed = ""  # nobody finds half a PIN when the screen comes back

    # --- looks

    def _arrange(self, width: int) -> None:
        wide = width >= style.current().px(400)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._sides.direction() != way:
            self._sides.setDirection(way)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self.width())

    def _show(self) -> None:
        ready = not self._busy and not self._left_s
        self.yes.setEnabled(ready and len(self._typed) >= SHORTEST)
        for name, key in self.keys.items():
            key.setEnabled(self.yes.isEnabled() if name == ENTER else ready)
        self.dots.show_count(len(self._typed), self._busy)
        self.dots.setAccessibleName(translate("People", "{count} digits entered").format(count=len(self._typed)))

    def retranslate(self) -> None:
        usual = translate("People", "PIN of {number}").format(number=self._number)
        self.title.setText(self._question or usual)
        self.setAccessibleName(self.title.text())
        self.yes.setText(translate("People", "Confirm"))
        self.no.setText(translate("People", "Cancel"))
        self.keys[ERASE].setAccessibleName(translate("People", "Erase the last digit"))
        self.keys[ENTER].setAccessibleName(self.yes.text())
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


class _Dots(QWidget):
    """A dot for each digit typed, rings for the fewest there must be."""

    def __init__(self, field: PinField) -> None:
        super().__init__()
        self._field = field
        self._count, self._busy = 0, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_count(self, count: int, busy: bool) -> None:
        self._count, self._busy = count, busy
        self.update()

    def sizeHint(self) -> QSize:
        theme = style.current()
        return QSize(theme.px(200), theme.px(44))

    def minimumSizeHint(self) -> QSize:
        return QSize(style.current().px(160), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self._field.hasFocus()
        painter.setPen(QPen(theme.color("accent" if focused else "border"), 2 if focused else 1))
        painter.setBrush(theme.color("surface"))
        wide = min(self.width(), theme.px(280))
        painter.drawRoundedRect(QRectF(1, 1, wide - 2, self.height() - 2), 8, 8)
        size, step = theme.px(12), theme.px(28)
        for at in range(max(self._count, SHORTEST)):
            filled = at < self._count
            painter.setPen(QPen(theme.color("text" if filled else "muted"), 1.5))
            painter.setBrush(theme.color("text") if filled else Qt.BrushStyle.NoBrush)
            middle = QPointF(theme.px(24) + at * step, self.height() / 2)
            painter.drawEllipse(middle, size / 2, size / 2)


class PinKey(Press):
    """A large key of the pad; the keyboard stays with the field."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        theme = style.current()
        return QSize(theme.px(64), theme.px(48))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pressed = self.isDown()
        painter.setPen(theme.color("accent" if pressed else "border"))
        painter.setBrush(theme.color("accent_soft" if pressed else "sunken" if self.underMouse() else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        color = theme.color("text" if self.isEnabled() else "muted")
        if self._name in _ICONS:
            side = theme.px(20)
            picture = icons.pixmap(_ICONS[self._name], color, side, self.devicePixelRatioF())
            painter.drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, picture)
            return
        painter.setPen(color)
        painter.setFont(theme.font(20, BOLD))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._name)
