"""One person in the list of people: roles as cards in plain words, the PIN, and leaving."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.staff import LONGEST, Absence, StaffMember
from lobbyconsole.ui import icons, style, tasks
from lobbyconsole.ui.people_absence import AbsenceBox, reason_text, short_text
from lobbyconsole.ui.people_sign import Signing, refusal_words
from lobbyconsole.ui.settings_pages import ItemHead
from lobbyconsole.ui.translation import headed, translate
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, Label, Pill, Press, clear_layout, draw_focus
from lobbyconsole.ui.widgets.floor_forms import Flow
from lobbyconsole.ui.widgets.round_parts import Ask

if TYPE_CHECKING:
    from lobbyconsole.services.staff import Proof, Staff

BESIDE = 700  # px at 100 %: with less, a person's signs stand below the number


@dataclass(frozen=True, slots=True)
class RoleWords:
    """A role in the reader's language."""

    id: str
    title: str
    duty: str

    @property
    def short(self) -> str:
        """The first sentence of the duty."""
        first = self.duty.split("。")[0].split(". ")[0].rstrip(".")
        return first + ("。" if "。" in self.duty else ".")


class Around(Protocol):
    """What a card may ask of the page it stands on."""

    def staff(self) -> Staff:
        """The service; not on the GUI thread."""

    def by(self) -> str:
        """Who is at the console, as far as anybody said."""

    def set_roles(self, number: str, roles: Sequence[str]) -> None:
        """Give a person other roles."""

    def leave(self, number: str) -> None:
        """Take a person off the list."""

    def mark_away(self, number: str, reason: str, since: datetime | None, until: datetime | None) -> None:
        """Not here; from now and for the day unless said."""

    def mark_back(self, number: str, mark: str = "") -> None:
        """Here again; `mark`: only what this one says."""

    def wrong(self, words: str) -> None:
        """Say what was not understood."""

    def did(self, words: str) -> None:
        """It is done; say so and show it."""

    def failed(self, error: BaseException) -> None:
        """Say why it was not done."""


class RoleCard(Press):
    """A role to be taken or laid down: its title and what it answers for."""

    def __init__(self, role: RoleWords) -> None:
        super().__init__()
        self.role = role
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(role.title)
        self.setAccessibleDescription(role.duty)
        self.setToolTip(role.duty)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _duty(self, width: int) -> QRect:
        theme = style.current()
        left = theme.px(40)
        metrics = QFontMetrics(theme.font(12))
        box = QRect(0, 0, max(40, width - left - theme.px(10)), 10_000)
        return metrics.boundingRect(box, Qt.TextFlag.TextWordWrap, self.role.short)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        theme = style.current()
        return QFontMetrics(theme.font(14, BOLD)).height() + self._duty(width).height() + theme.px(20)

    def sizeHint(self) -> QSize:
        wide = style.current().px(280)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(style.current().px(110), style.current().px(52))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        painter.setPen(QPen(theme.color("accent" if on else "border"), 1.5 if on else 1))
        painter.setBrush(theme.color("accent_soft" if on else "sunken" if self.underMouse() else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75), 8, 8)
        side, top = theme.px(18), theme.px(10)
        box = QRectF(theme.px(12), top, side, side)
        painter.setPen(QPen(theme.color("accent" if on else "muted"), 1.5))
        painter.setBrush(theme.color("accent") if on else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 4, 4)
        if on:
            inner = theme.px(14)
            tick = icons.pixmap("check", theme.color("on_accent"), inner, self.devicePixelRatioF())
            gap = (side - inner) // 2
            painter.drawPixmap(int(box.left()) + gap, int(box.top()) + gap, tick)
        left = theme.px(40)
        font = theme.font(14, BOLD)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        room = self.width() - left - theme.px(10)
        title = metrics.elidedText(self.role.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, theme.px(8), room, metrics.height()), Qt.AlignmentFlag.AlignLeft, title)
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("muted"))
        words = QRect(left, theme.px(10) + metrics.height(), room, self.height())
        painter.drawText(words, Qt.TextFlag.TextWordWrap, self.role.short)
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), 8, theme)


class PinForm(QWidget):
    """Chooses a PIN: the present one where there is one, the new one twice. Nothing of it is shown or kept here."""

    chosen = Signal(str, str)  # new PIN, present PIN
    given_up = Signal()

    def __init__(self, has_pin: bool) -> None:
        super().__init__()
        self.old, self.new, self.again = QLineEdit(), QLineEdit(), QLineEdit()
        words = (
            (self.old, translate("People", "Present PIN")),
            (self.new, translate("People", "New PIN, 4 to 8 digits")),
            (self.again, translate("People", "New PIN again")),
        )
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        hint = translate("People", "Let the person enter it themselves; nobody else should see it.")
        rows.addWidget(Label(hint, 12, role="muted", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        rows.addLayout(grid)  # first: a field that belongs to nobody is shown as a window of its own
        for at, (field, name) in enumerate(words):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setMaxLength(LONGEST)
            field.setFixedWidth(style.current().px(130))
            field.setAccessibleName(name)
            hints = Qt.InputMethodHint
            field.setInputMethodHints(hints.ImhDigitsOnly | hints.ImhSensitiveData | hints.ImhHiddenText)
            field.returnPressed.connect(self._answer)
            label = Label(name, 14)
            grid.addWidget(label, at, 0)
            grid.addWidget(field, at, 1)
            for part in (label, field):
                part.setVisible(has_pin or field is not self.old)
        self.wrong = Label("", 14, role="act", wrap=True)
        self.wrong.hide()
        rows.addWidget(self.wrong)
        self.save, self.cancel = Button(translate("People", "Save the PIN"), "primary"), Button("", "quiet")
        self.cancel.setText(translate("People", "Cancel"))
        self.save.clicked.connect(self._answer)
        self.cancel.clicked.connect(self.given_up)
        line = QHBoxLayout()
        line.addWidget(self.save)
        line.addWidget(self.cancel)
        line.addStretch(1)
        rows.addLayout(line)
        self._has_pin = has_pin

    def begin(self) -> None:
        (self.old if self._has_pin else self.new).setFocus()

    def say_wrong(self, words: str) -> None:
        """Why it was not taken; everything is to be entered again."""
        for field in (self.old, self.new, self.again):
            field.clear()
        self.save.setEnabled(True)
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))
        self.begin()

    def _answer(self) -> None:
        fields = [field for field in (self.old, self.new, self.again) if self._has_pin or field is not self.old]
        empty = next((field for field in fields if not field.text()), None)
        if empty is not None:
            empty.setFocus()
        elif self.new.text() != self.again.text():
            self.say_wrong(translate("People", "The new PIN was not the same both times."))
        elif self.save.isEnabled():
            self.save.setEnabled(False)
            self.chosen.emit(self.new.text(), self.old.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


def reveal(part: QWidget) -> None:
    """Scroll so far that the whole of a part is in sight, if it fits."""
    around = part.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    if isinstance(around, QScrollArea):
        around.ensureWidgetVisible(part, 0, style.current().px(16))


class PersonCard(Card):
    """A line that opens to the person's roles and PIN."""

    def __init__(self, page: Around, number: str) -> None:
        super().__init__()
        self._page, self.number = page, number
        self.member: StaffMember | None = None
        self._roles: tuple[RoleWords, ...] = ()
        self.head = ItemHead()
        self.pill, self.away_pill = Pill("neutral", ""), Pill("watch", "")
        self.away_pill.hide()
        self.away_button = Button(kind="quiet")
        self.away_button.clicked.connect(self._toggle_away)
        self._away: Absence | None = None
        self.absences = AbsenceBox(partial(page.mark_away, number), partial(page.mark_back, number), page.wrong)
        self.body = QWidget()
        self.body.setProperty("ground", "plain")
        self.role_cards: dict[str, RoleCard] = {}
        self._role_title = Label("", 12, role="muted", wrap=True)
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        self._columns = 2
        self.set_button, self.clear_button, self.leave_button = Button(), Button(kind="quiet"), Button(kind="quiet")
        self.set_button.clicked.connect(self.ask_pin)
        self.clear_button.clicked.connect(self.ask_clear)
        self.leave_button.clicked.connect(lambda: page.leave(number))
        buttons = Flow()
        for button in (self.set_button, self.clear_button, self.leave_button):
            buttons.add(button)
        self.form: PinForm | None = None
        self._place = QVBoxLayout()
        self.ask = Ask()
        self.signing = Signing(self, page.staff, self.ask, page.failed)
        below = QVBoxLayout(self.body)
        below.setContentsMargins(16, 0, 16, 14)
        below.setSpacing(10)
        below.addWidget(buttons)
        below.addLayout(self._place)
        below.addWidget(self.ask)
        below.addWidget(self.signing.pin)
        below.addWidget(self.absences)
        below.addWidget(self._role_title)
        below.addLayout(self._grid)
        self.body.hide()
        self.head.toggled.connect(self._opened)
        signs = QHBoxLayout()
        signs.setContentsMargins(12, 0, 12, 0)
        signs.setSpacing(8)
        signs.addStretch(1)
        for part in (self.away_pill, self.away_button, self.pill):
            signs.addWidget(part)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(4)
        self._line.addWidget(self.head, 1)
        self._line.addLayout(signs)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(4, 4, 4, 4)
        rows.setSpacing(4)
        rows.addLayout(self._line)
        rows.addWidget(self.body)
        self.retranslate()

    def show_member(self, member: StaffMember, roles: Sequence[RoleWords], is_open: bool) -> None:
        """The person as they stand."""
        if self.member is not None and member.has_pin != self.member.has_pin:
            self._close_form()
        self.member = member
        if tuple(roles) != self._roles:
            self._roles = tuple(roles)
            self._make_roles()
        for name, card in self.role_cards.items():
            card.setChecked(name in member.roles)
        self.retranslate()
        self.head.setChecked(is_open)

    def show_absence(self, away: Absence | None, branch: Branch, now: datetime) -> None:
        """Whether they are here now, and what was told of it; `show_member` comes first."""
        self._away = away
        if self.member is not None:
            self.absences.show_member(self.member, branch, now)
        self.away_pill.setVisible(away is not None)
        if away is not None:
            self.away_pill.set_status("watch", short_text(away, branch, now), reason_text(away.reason))
            self._arrange()
        self._name_away()

    def _name_away(self) -> None:
        words = translate("People", "Here again") if self._away else translate("People", "Not here today")
        self.away_button.setText(words)
        self.away_button.setAccessibleName(headed(self.number, words))

    def _toggle_away(self) -> None:
        if self._away is not None:
            self._page.mark_back(self.number)
        else:
            self._page.mark_away(self.number, "out", None, None)

    def _make_roles(self) -> None:
        clear_layout(self._grid)
        self.role_cards = {}
        for at, role in enumerate(self._roles):
            card = self.role_cards[role.id] = RoleCard(role)
            card.clicked.connect(self._roles_changed)
            self._grid.addWidget(card, at // self._columns, at % self._columns)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, self._columns - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        columns = 2 if self.width() >= style.current().px(480) else 1
        if columns != self._columns:
            self._columns = columns
            for at, card in enumerate(self.role_cards.values()):
                self._grid.addWidget(card, at // columns, at % columns)
            self._grid.setColumnStretch(1, columns - 1)

    def _arrange(self) -> None:
        """Large text on a small screen: the signs below the number, and shorter."""
        narrow = self.width() < style.current().px(BESIDE)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._line.direction() != way:
            self._line.setDirection(way)
        self.away_pill.set_short(1 if narrow else 0)

    def _roles_changed(self) -> None:
        known = {role.id for role in self._roles}
        kept = [name for name in (self.member.roles if self.member else ()) if name not in known]
        self._page.set_roles(self.number, [*kept, *(n for n, card in self.role_cards.items() if card.isChecked())])

    def _opened(self, on: bool) -> None:
        self.body.setVisible(on)
        if not on:
            self._close_form()

    # --- the PIN

    def ask_pin(self) -> None:
        """Choose a PIN in place."""
        self._close_form()
        form = self.form = PinForm(self.member is not None and self.member.has_pin)
        form.given_up.connect(self._close_form)
        form.chosen.connect(self._set_pin)
        self._place.addWidget(form)
        form.begin()
        QTimer.singleShot(0, form, lambda: reveal(form))

    def _set_pin(self, pin: str, old: str) -> None:
        form, page, staff, number = self.form, self._page, self._page.staff, self.number
        by = page.by()

        def refused(error: BaseException) -> None:
            if form is not None and form is self.form:
                form.say_wrong(refusal_words(error))

        def done(_: object) -> None:
            self._close_form()
            page.did(translate("People", "{number} has a PIN now.").format(number=number))

        tasks.run(self, lambda: staff().set_pin(number, pin, by, old), done, refused)

    def ask_clear(self) -> None:
        """A forgotten PIN: another person confirms that it becomes void."""
        self._close_form()
        question = translate("People", "The PIN of {number} becomes void. Staff number of another person who confirms:")
        verb = translate("People", "Confirm")
        self.signing.who(question.format(number=self.number), verb, self._clear)
        QTimer.singleShot(0, self.ask, lambda: reveal(self.ask))

    def _clear(self, who: str, proof: Proof | None) -> None:
        page, staff, number = self._page, self._page.staff, self.number
        words = translate("People", "The PIN of {number} is void. They may choose another one.").format(number=number)
        tasks.run(self, lambda: staff().clear_pin(number, proof or who), lambda _: page.did(words), page.failed)

    def _close_form(self) -> None:
        self.signing.dismiss()
        if self.form is not None:
            form, self.form = self.form, None
            focus = self.window().focusWidget()
            if focus is not None and form.isAncestorOf(focus):
                self.head.setFocus(Qt.FocusReason.OtherFocusReason)  # else it lands on the rail, where Tab would go
            form.hide()
            form.deleteLater()

    def retranslate(self) -> None:
        member = self.member
        if member is None:
            return
        titles = {role.id: role.title for role in self._roles}
        separator = " · "
        roles = separator.join(titles.get(name, name) for name in member.roles)
        self.head.set_words(self.number, roles or translate("People", "no role yet"))
        if member.has_pin:
            self.pill.set_status("ok", translate("People", "signs with a PIN"))
        else:
            self.pill.set_status("neutral", translate("People", "no PIN"))
        self._role_title.setText(translate("People", "What this person does here; several are possible."))
        change, new = translate("People", "Change the PIN"), translate("People", "Set a PIN")
        for button, text in (
            (self.set_button, change if member.has_pin else new),
            (self.clear_button, translate("People", "PIN forgotten")),
            (self.leave_button, translate("People", "No longer here")),
        ):
            button.setText(text)
            button.setAccessibleName(headed(self.number, text))
        self.clear_button.setVisible(member.has_pin)
        self._name_away()
        self.absences.retranslate()
