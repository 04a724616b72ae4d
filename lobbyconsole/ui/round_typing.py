"""A paper card typed back: the time on the card, then one code after the other on the number pad."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.domain import cards
from lobbyconsole.domain.card_codes import Codes, card_time, plain, read_codes
from lobbyconsole.domain.rounds import FAIL, NOT_APPLICABLE
from lobbyconsole.services.round_cards import meaning
from lobbyconsole.ui import style
from lobbyconsole.ui.card_list import CardLine, CardList
from lobbyconsole.ui.round_card import CardSheet, codes_text, given_text
from lobbyconsole.ui.round_words import own
from lobbyconsole.ui.translation import language, say, translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Card, Label
from lobbyconsole.ui.widgets.floor_forms import KeyButton
from lobbyconsole.ui.widgets.floor_panel import Said


class TypingPage(QWidget):
    """`wanted(time, answers)` when the card is to be recorded; `form_wanted(digits)` for another wording."""

    wanted = Signal(object, object)  # datetime, tuple[Given, ...]
    form_wanted = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sheet: CardSheet | None = None
        self._now: datetime | None = None
        self._read = Codes(())
        self._typed = ""
        self._asked_open = ""  # codes for which it was said that items are open
        self.title = Label("", 20, BOLD, wrap=True)
        self.about = Label("", 14, role="muted", wrap=True)
        self.back = KeyButton("", "Esc")
        self.back.clicked.connect(self.left)
        self.form, self.time, self.codes = QLineEdit(), QLineEdit(), QLineEdit()
        self._names = [Label("", 12, role="muted") for _ in range(3)]
        self.form.setMaxLength(9)
        self.time.setMaxLength(20)
        self.codes.setMaxLength(1000)
        self.form.editingFinished.connect(self._form_left)
        self.codes.textEdited.connect(self._edited)
        self.codes.textChanged.connect(lambda _: self._show())
        for field in (self.form, self.time, self.codes):
            field.installEventFilter(self)
        self.said = Said()
        self.list = CardList()
        self.list.pressed.connect(self._go_to)
        inner = QWidget()
        held = QVBoxLayout(inner)
        held.setContentsMargins(8, 8, 8, 8)
        held.addWidget(self.list)
        held.addStretch(1)
        self.area: QScrollArea = plain_area(inner)
        self.count = Label("", 14, role="muted")
        self.record = KeyButton("", "Enter", "primary")
        self.record.clicked.connect(self._record)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.back)
        fields = QGridLayout()
        fields.setHorizontalSpacing(10)
        fields.setVerticalSpacing(2)
        for at, field in enumerate((self.form, self.time, self.codes)):
            row, column, wide = (2, 0, 3) if field is self.codes else (0, at, 1)
            fields.addWidget(self._names[at], row, column, 1, wide)
            fields.addWidget(field, row + 1, column, 1, wide)
            self._names[at].setBuddy(field)
        for column in range(3):
            fields.setColumnStretch(column, 1)
        card = Card()
        above = QVBoxLayout(card)
        above.setContentsMargins(16, 12, 16, 12)
        above.setSpacing(8)
        above.addWidget(self.about)
        above.addLayout(fields)
        above.addWidget(self.said)
        listed = Card()
        inside = QVBoxLayout(listed)
        inside.setContentsMargins(2, 2, 2, 2)
        inside.addWidget(self.area)
        foot = QHBoxLayout()
        foot.addWidget(self.count, 1)
        foot.addWidget(self.record)
        for button in (self.back, self.record):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        body = QWidget()  # large text on a small screen scrolls; the window is asked for no more than it has
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(plain_area(body))
        rows = QVBoxLayout(body)
        rows.setContentsMargins(24, 16, 24, 16)
        rows.setSpacing(10)
        rows.addLayout(head)
        rows.addWidget(card)
        rows.addWidget(listed, 1)
        rows.addLayout(foot)
        QWidget.setTabOrder(self.time, self.codes)
        self._dress()
        self.retranslate()

    # --- showing

    def show_sheet(self, sheet: CardSheet, now: datetime) -> None:
        """Take a card in hand; what was typed stays when only the wording changes."""
        anew = self.sheet is None or self.sheet.pages[0].id != sheet.pages[0].id
        self.sheet, self._now = sheet, now
        card = sheet.pages[0].id
        if anew:
            local = now.astimezone(sheet.branch.tz)
            due = card.due_at.astimezone(sheet.branch.tz) if card.due_at else None
            when = due if due is not None and due <= local else local
            if due is not None and when.date() != local.date():
                self.time.setText(f"{when:%m-%d %H:%M}")
            else:
                self.time.setText(f"{when:%H:%M}")
            self.codes.clear()
            self.say("")
        number = cards.form_number(sheet.version)
        self.form.setText(f"{number[:4]} {number[4:]}")
        self.form.setModified(False)
        self.retranslate()

    def begin(self) -> None:
        """Take the keyboard: the time on the card comes first."""
        self.time.setFocus()
        self.time.selectAll()

    def say(self, text: str, level: str = "act") -> None:
        """Something about the card as a whole."""
        self.said.say(text, level)

    def _show(self) -> None:
        if self.sheet is None:
            return
        checklist = self.sheet.checklist
        self._read = read_codes(checklist.items, self.codes.text())
        given = self._read.given()
        lines = []
        for number, item in enumerate(checklist.items[: cards.MOST_ITEMS], 1):
            answer = given.get(number)
            hint = codes_text(item, checklist, self.sheet.library)
            words, level = "", ""
            if answer is not None:
                words = given_text(answer, checklist, self.sheet.library)
                means = meaning(item, answer)
                level = "" if answer.later or means == NOT_APPLICABLE else "act" if means == FAIL else "ok"
            lines.append(CardLine(number, own(item.text.say(language())), hint, words, level))
        trouble = self._read.trouble
        at = trouble.number if trouble else self._read.pending
        if not at and self._read.codes:
            at = self._read.codes[-1].number
        self.list.show_lines(lines, at)
        if at:
            top, high = self.list.place(at)
            self.area.ensureVisible(0, top + high + 16, 0, high + 16)
        done = sum(not entry.later for entry in given.values())
        self.count.setText(translate("Cards", "{count} of {total} answered").format(count=done, total=len(lines)))
        if trouble is not None:
            self.say(say(trouble.message))
        elif at:
            line = lines[at - 1]
            self.say(f"{at:02d} {line.words} → {line.answer or line.codes}", "ok" if line.answer else "watch")
        else:
            self.say("")
        self.codes.setProperty("wrong", trouble is not None)
        self.codes.style().polish(self.codes)

    def _edited(self, text: str) -> None:
        """A finished code is set off by a space; deleting takes the space with it."""
        grown = len(text) > len(self._typed) and self.codes.cursorPosition() == len(text)
        self._typed = text
        read = self._read  # textChanged came first
        if grown and read.trouble is None and not read.half and read.codes and not text.endswith(" "):
            last = max(read.codes, key=lambda code: code.end)
            if not last.open and last.end == len(plain(text)):
                self.codes.setText(text + " ")
                self._typed = text + " "

    def _go_to(self, number: int) -> None:
        """A click on a line: its code is typed next, or marked when it is there."""
        self.codes.setFocus()
        code = next((code for code in self._read.codes if code.number == number), None)
        if code is not None:
            self.codes.setSelection(code.start, code.end - code.start)
            return
        text = self.codes.text()
        self.codes.setText(f"{text}{' ' if text and not text.endswith(' ') else ''}{number:02d}")
        self._typed = self.codes.text()

    # --- recording

    def card_at(self) -> datetime | None:
        """The time on the card; says so in place when it is none, or lies ahead."""
        if self.sheet is None or self._now is None:
            return None
        now = self._now.astimezone(self.sheet.branch.tz)
        at = card_time(self.time.text(), now)
        if at is None:
            self.say(translate("Cards", "Please type the time on the card: 09:40, or 11-20 09:40 for another day."))
        elif at > now + timedelta(minutes=1):
            self.say(translate("Cards", "The card's time is later than now. For another day type it too: 11-20 09:40."))
            at = None
        if at is None:
            self.time.setFocus()
            self.time.selectAll()
        return at

    def set_now(self, now: datetime) -> None:
        """The clock goes on while one types."""
        self._now = now

    def _record(self) -> None:
        trouble = self._read.trouble
        if trouble is not None:
            self.codes.setFocus()
            self.codes.setSelection(trouble.start, trouble.end - trouble.start)
            return
        if self._read.half:
            last = self.codes.text().strip()[-2:]
            self.say(translate("Cards", "The last code is not finished: {code}").format(code=last))
            self.codes.setFocus()
            return
        given = tuple(code.given for code in self._read.codes)
        if not given:
            self.say(translate("Cards", "Nothing has been typed yet."))
            self.codes.setFocus()
            return
        at = self.card_at()
        if at is not None:
            self.wanted.emit(at, given)

    def _form_left(self) -> None:
        if self.form.isModified():
            self.form.setModified(False)
            self.form_wanted.emit(self.form.text())

    # --- keys, words, looks

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if watched is self.codes:
                    self._record()
                elif watched is self.form:
                    self._form_left()
                    self.begin()
                elif self.card_at() is not None:
                    self.codes.setFocus()
                    self._show()
                return True
            at_end = not self.codes.hasSelectedText() and self.codes.cursorPosition() == len(self.codes.text())
            if watched is self.codes and event.key() == Qt.Key.Key_Backspace and at_end:
                self.codes.setText(self.codes.text().rstrip())  # the space was ours
        return super().eventFilter(watched, event)

    def retranslate(self) -> None:
        for label, field, text in zip(
            self._names,
            (self.form, self.time, self.codes),
            (
                translate("Cards", "Form number"),
                translate("Cards", "Time on the card"),
                translate("Cards", "Codes: item, then answer"),
            ),
            strict=True,
        ):
            label.setText(text)
            field.setAccessibleName(text)
        self.codes.setPlaceholderText("01 1  02 2  05 9")
        self.back.set_words(translate("Rounds", "Back"))
        self.record.set_words(translate("Cards", "Record the card"))
        self.about.setText(
            translate("Cards", "Keys only: 011 022 059. 8: later on the screen, a number ends with a space or +.")
        )
        if self.sheet is not None:
            title = own(self.sheet.checklist.title.say(language()))
            self.title.setText(translate("Cards", "Type in: {title}").format(title=title))
        self._show()

    def _dress(self) -> None:
        theme = style.current()
        for field in (self.form, self.time, self.codes):
            field.setMinimumWidth(theme.px(80))
        self.codes.setFont(theme.font(20, BOLD))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()
