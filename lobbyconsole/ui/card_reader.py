"""A card read from a picture: what was read, and a question with its line beside it for whatever is not clear."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.domain import cards
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.card_codes import card_time, plain
from lobbyconsole.domain.content.checklists import Checklist
from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.rounds import FAIL, NOT_APPLICABLE
from lobbyconsole.domain.words import Message
from lobbyconsole.services.card_reading import ItemRead, SheetRead
from lobbyconsole.services.round_cards import meaning
from lobbyconsole.ui.card_camera import CameraPanel, Picture
from lobbyconsole.ui.card_list import CardLine, CardList
from lobbyconsole.ui.round_card import given_text
from lobbyconsole.ui.round_words import limits_text, own
from lobbyconsole.ui.translation import language, say, translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Card, EmptyState, Label
from lobbyconsole.ui.widgets.floor_forms import Flow, KeyButton
from lobbyconsole.ui.widgets.floor_panel import Said


class ReaderPage(QWidget):
    """`files_wanted` and `camera_wanted` for sheets; `wanted(checklist, id, time, answers)` when all is answered."""

    files_wanted = Signal()
    camera_wanted = Signal()
    wanted = Signal(object, object, object, object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._library, self._branch, self._now = Library(), Branch(), datetime.now().astimezone()
        self.sheets: dict[int, SheetRead] = {}
        self.given: dict[int, cards.Given] = {}
        self.open: list[ItemRead] = []  # to be asked
        self._asking: ItemRead | None = None
        self.title, self.about = Label("", 20, BOLD, wrap=True), Label("", 14, role="muted", wrap=True)
        self.back = KeyButton("", "Esc")
        self.back.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.back.clicked.connect(self.left)
        self.files, self.camera = KeyButton("", "R"), KeyButton("", "C")
        self.files.clicked.connect(self.files_wanted)
        self.camera.clicked.connect(self.camera_wanted)
        self.said = Said()
        sources = Flow()
        sources.add(self.files)
        sources.add(self.camera)
        self.taking = CameraPanel()
        self._question = Card(level="watch")
        self.question, self.why = Label("", 16, BOLD, wrap=True), Label("", 14, role="watch_text", wrap=True)
        self.crop = Picture(54, fit=True)
        self.answers = Flow()
        self.field = QLineEdit()
        self.field.setMaxLength(300)
        asked = QVBoxLayout(self._question)
        asked.setContentsMargins(18, 12, 16, 12)
        asked.setSpacing(8)
        for asks in (self.question, self.crop, self.why, self.field, self.answers):
            asked.addWidget(asks)
        self._end = Card()
        self.head = Picture(92, fit=True)
        self.time_name, self.time = Label("", 14), QLineEdit()
        self.time.setMaxLength(20)
        self.record = KeyButton("", "Enter", "primary")
        self.record.clicked.connect(self._record)
        self.record.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        last = QHBoxLayout()
        last.addWidget(self.time_name)
        last.addWidget(self.time, 1)
        ended = QVBoxLayout(self._end)
        ended.setContentsMargins(16, 12, 16, 12)
        ended.setSpacing(8)
        ended.addWidget(self.head)
        ended.addLayout(last)
        ended.addWidget(self.record, 0, Qt.AlignmentFlag.AlignRight)
        self.nothing = EmptyState(icon="import")
        self.list = CardList()
        self.list.pressed.connect(self._ask_again)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.back)
        card = Card()
        above = QVBoxLayout(card)
        above.setContentsMargins(16, 12, 16, 12)
        above.setSpacing(8)
        for tells in (self.about, sources, self.said):
            above.addWidget(tells)
        self._listed = Card()
        inside = QVBoxLayout(self._listed)
        inside.setContentsMargins(10, 10, 10, 10)
        inside.addWidget(self.list)
        inner = QWidget()
        held = QVBoxLayout(inner)
        held.setContentsMargins(0, 0, 0, 0)
        held.setSpacing(10)
        for part in (card, self.taking, self._question, self._end, self._listed):
            held.addWidget(part)
        held.addWidget(self.nothing, 1)
        held.addStretch(0)
        self.area: QScrollArea = plain_area(inner)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 16, 24, 16)
        rows.setSpacing(10)
        rows.addLayout(head)
        rows.addWidget(self.area, 1)
        for field in (self.field, self.time):
            field.installEventFilter(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clear()

    # --- sheets

    def clear(self) -> None:
        """Nothing read yet."""
        self.sheets, self.given, self.open, self._asking = {}, {}, [], None
        self.said.say("")
        self.time.clear()
        self._show()

    def dress(self, library: Library, branch: Branch, now: datetime, no_camera: str) -> None:
        """Words of the library; why there is no camera, or ""."""
        self._library, self._branch, self._now = library, branch, now
        self.camera.set_possible(no_camera)
        self.retranslate()

    @property
    def checklist(self) -> Checklist | None:
        return next((sheet.checklist for sheet in self.sheets.values()), None)

    def add_sheet(self, sheet: SheetRead, name: str = "") -> None:
        """One sheet more; a sheet of another card is said and left out."""
        first = next(iter(self.sheets.values()), None)
        if first is not None and not first.id.same_card(sheet.id):
            words = translate("Cards", "{name} belongs to another card: {title}. It was left out.")
            self.said.say(words.format(name=name, title=own(sheet.checklist.title.say(language()))), "act")
            return
        before = self.sheets.get(sheet.id.page)
        self.sheets[sheet.id.page] = sheet
        for read in before.items if before else ():
            self.given.pop(read.number, None)
        self.open = [read for read in self.open if before is None or read not in before.items]
        for read in sheet.items:
            if read.state == "answer" and read.given is not None:
                self.given[read.number] = read.given
            elif read.state != "empty":
                self.open.append(read)
        self.open.sort(key=lambda read: read.number)
        if not self.time.text():
            due = sheet.id.due_at
            local = self._now.astimezone(self._branch.tz)
            when = due.astimezone(self._branch.tz) if due is not None and due <= self._now else local
            self.time.setText(f"{when:%H:%M}" if when.date() == local.date() else f"{when:%m-%d %H:%M}")
        self._ask_next()

    def say_trouble(self, text: str) -> None:
        """What is wrong with a picture."""
        self.said.say(text, "act")

    # --- questions

    def _ask_next(self) -> None:
        self._asking = self.open[0] if self.open else None
        self._show()
        self.begin()

    def _ask_again(self, number: int) -> None:
        found = next((read for sheet in self.sheets.values() for read in sheet.items if read.number == number), None)
        if found is not None:
            self._asking = found
            self._show()
            self.begin()

    def asking(self) -> ItemRead | None:
        """The item that is being asked about."""
        return self._asking

    def begin(self) -> None:
        """Take the keyboard where it is needed."""
        if self._asking is not None:
            (self.field if self.field.isVisibleTo(self) else self).setFocus()
        elif self.sheets:
            self.time.setFocus()
            self.time.selectAll()
        else:
            self.files.setFocus()

    def _give(self, given: cards.Given) -> None:
        read = self._asking
        if read is None:
            return
        self.given[read.number] = given
        self.open = [entry for entry in self.open if entry.number != read.number]
        self._ask_next()

    def _typed(self) -> None:
        read = self._asking
        text = self.field.text().strip()
        if read is None or not text:
            return
        if read.item.scale.type == "text":
            self._give(cards.Given(read.item.id, note=text))
            return
        try:
            value = float(plain(text).replace(",", "."))
        except ValueError:
            value = float("nan")
        if not abs(value) < 1e9:
            self.say_trouble(translate("Rounds", "Please type a number, e.g. 12 or 3.5."))
            return
        self.said.say("")
        self._give(cards.Given(read.item.id, value=value))

    # --- showing

    def _show(self) -> None:
        checklist, read = self.checklist, self._asking
        self._question.setVisible(read is not None)
        self._end.setVisible(bool(self.sheets) and read is None)
        self._listed.setVisible(bool(self.sheets))
        self.nothing.setVisible(not self.sheets)
        lines: list[CardLine] = []
        if checklist is not None:
            waiting = {entry.number for entry in self.open}
            for number, item in enumerate(checklist.items[: cards.MOST_ITEMS], 1):
                answer = self.given.get(number)
                words, level = translate("Cards", "nothing marked"), ""
                if number in waiting:
                    words, level = translate("Cards", "to be asked"), "watch"
                elif answer is not None:
                    means = meaning(item, answer)
                    words = given_text(answer, checklist, self._library)
                    level = "" if answer.later or means == NOT_APPLICABLE else "act" if means == FAIL else "ok"
                told = words if answer is not None or level else ""
                lines.append(CardLine(number, own(item.text.say(language())), words, told, level))
        self.list.show_lines(lines, read.number if read else 0)
        if read is not None and checklist is not None:
            self.area.verticalScrollBar().setValue(0)  # the question stands above the list
            self._show_question(read, checklist)
        self._show_state()

    def _show_question(self, read: ItemRead, checklist: Checklist) -> None:
        self.question.setText(f"{read.number:02d} {own(read.item.text.say(language()))}")
        self.why.setText(say(read.why) if isinstance(read.why, Message) else "")
        self.why.setVisible(read.why is not None)
        self.crop.show_image(QImage.fromData(read.crop))
        self.crop.setAccessibleName(translate("Cards", "This line of the card"))
        kind = read.item.scale.type
        self.field.setVisible(kind in ("number", "text"))
        self.field.clear()
        hint = (
            limits_text(read.item, self._library) if kind == "number" else translate("Rounds", "In a few words (Enter)")
        )
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(self.question.text())
        self.answers.clear()
        for mark in cards.marks_of(read.item):
            button = KeyButton(given_text(mark.given, checklist, self._library), mark.code)
            button.clicked.connect(lambda _=False, given=mark.given: self._give(given))
            self.answers.add(button)
        later = KeyButton(translate("Cards", "Later, on the screen"), cards.LATER)
        later.clicked.connect(lambda: self._give(cards.Given(read.item.id, later=True)))
        self.answers.add(later)

    def _show_state(self) -> None:
        checklist = self.checklist
        self.title.setText(own(checklist.title.say(language())) if checklist else translate("Cards", "Read a card"))
        self.setAccessibleName(self.title.text())
        if checklist is None:
            self.about.setText(translate("Cards", "A photo or scan of each sheet: JPEG, PNG, WebP, GIF or BMP."))
            return
        first = next(iter(self.sheets.values()))
        self.head.show_image(QImage.fromData(first.head))
        left = [page for page in range(1, first.id.pages + 1) if page not in self.sheets]
        words = translate("Cards", "Sheets read: {read} of {pages}. Lines to be asked: {open}.")
        text = words.format(read=len(self.sheets), pages=first.id.pages, open=len(self.open))
        if left:
            missing = translate("Cards", "Sheet {page} is still missing.")
            text += " " + missing.format(page=", ".join(map(str, left)))
        self.about.setText(text)

    # --- recording

    def _record(self) -> None:
        sheet = next(iter(self.sheets.values()), None)
        if sheet is None:
            return
        now = self._now.astimezone(self._branch.tz)
        at = card_time(self.time.text(), now)
        if at is None:
            self.say_trouble(
                translate("Cards", "Please type the time on the card: 09:40, or 11-20 09:40 for another day.")
            )
        elif at > now + timedelta(minutes=1):
            self.say_trouble(
                translate("Cards", "The card's time is later than now. For another day type it too: 11-20 09:40.")
            )
        else:
            given: Sequence[cards.Given] = tuple(self.given[number] for number in sorted(self.given))
            self.wanted.emit(sheet.checklist, sheet.id, at, given)
            return
        self.time.setFocus()
        self.time.selectAll()

    def set_now(self, now: datetime) -> None:
        """The clock goes on meanwhile."""
        self._now = now

    # --- keys and words

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if watched is self.field:
                    self._typed()
                else:
                    self._record()
                return True
            if watched is self.field and self._asking is not None and not self.field.text():
                # A number may begin with 8, so only signs answer here.
                sign = {"*": cards.LATER}.get(event.text(), event.text())
                if self._asking.item.scale.type == "number" and sign in ("-", cards.LATER) and event.text() in "-*":
                    return self._press(sign)
        return super().eventFilter(watched, event)

    def _press(self, sign: str) -> bool:
        for button in self.answers.items():
            if isinstance(button, KeyButton) and button.key == sign:
                button.click()
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
            return
        if self._asking is not None and event.text() and self._press(event.text()):
            return
        for button in (self.files, self.camera):
            if button.hit(event):
                button.click()
                return
        super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.back.set_words(translate("Rounds", "Back"))
        self.files.set_words(translate("Cards", "Choose pictures"))
        self.camera.set_words(translate("Cards", "With the camera"))
        self.time_name.setText(translate("Cards", "Time on the card"))
        self.time.setAccessibleName(self.time_name.text())
        self.head.setAccessibleName(translate("Cards", "Date, time and names on the card"))
        self.record.set_words(translate("Cards", "Record the card"))
        self.nothing.set_texts(
            translate("Cards", "No picture has been read yet"),
            translate(
                "Cards",
                "The whole sheet with its four corner marks, flat, sharp, with light. What is unclear is asked.",
            ),
        )
        self._show()
