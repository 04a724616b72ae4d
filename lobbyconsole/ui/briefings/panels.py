"""What lies over the wall for a moment: attendance, a task, the words of the section, and the question at the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.register import is_staff_number
from lobbyconsole.ui import style
from lobbyconsole.ui.briefings.board import Shown
from lobbyconsole.ui.briefings.keeper import Keeper
from lobbyconsole.ui.briefings.people_list import PeopleList
from lobbyconsole.ui.briefings.words import REASONS, reason_text, task_line
from lobbyconsole.ui.round_words import own
from lobbyconsole.ui.translation import language, mss, translate
from lobbyconsole.ui.widgets.basics import BOLD, Button, Label
from lobbyconsole.ui.widgets.floor_forms import Flow, Form, KeyButton, Option
from lobbyconsole.ui.widgets.floor_panel import FloatingPanel
from lobbyconsole.ui.widgets.pin_field import PinField
from lobbyconsole.ui.widgets.round_finding import Picker

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.staff import Proof

DAYS = (3, 7, 14)  # besides today and tomorrow


class StagePanel(FloatingPanel):
    """A panel over the wall; the presentation places it."""

    placed = Signal()  # its size has changed
    wide = 620  # px at 100 %

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.title = Label("", 20, BOLD, wrap=True)
        self.head.addWidget(self.title, 1)
        self._rows.setContentsMargins(22, 16, 16, 18)

    def place_again(self) -> None:
        self.placed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setAccessibleName(self.title.text())

    def fitted(self, width: int, most: int) -> int:
        """Its height at a width, where there is room for `most`."""
        return min(self.wanted_height(width), most)


class AttendancePanel(StagePanel):
    """Space: here or not; L late, X absent with a reason, P by PIN; a number not on the list is typed."""

    def __init__(self, over: QWidget, keeper: Keeper, console: Callable[[], Console], by: Callable[[], str]) -> None:
        super().__init__(over)
        self._keeper, self._by = keeper, by
        self._shown: Shown | None = None
        self._reason: QLineEdit | None = None
        self.number = QLineEdit()
        self.number.setMaxLength(16)
        self.number.returnPressed.connect(self._add)
        self.list = PeopleList()
        self.list.doubleClicked.connect(lambda _: self._toggle())
        self.list.ticked.connect(self._toggle)
        self.pin = PinField(lambda: console().work.staff)
        self.pin.proved.connect(self._proved)
        self.pin.given_up.connect(self._back)
        self.pin.hide()
        self.keys = Flow()
        self.buttons = {name: KeyButton("", key) for name, key in
                        (("here", "Space"), ("late", "L"), ("absent", "X"), ("pin", "P"), ("all", "*"))}  # fmt: skip
        for name, button in self.buttons.items():
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, name=name: self._do(name))
            self.keys.add(button)
        held = QHBoxLayout(self.verbs)
        held.setContentsMargins(0, 0, 0, 0)
        held.addWidget(self.keys, 1)
        self.body.addWidget(self.number)
        self.body.addWidget(self.list)
        self.body.addWidget(self.pin)
        self.body.addLayout(self.form_place)
        self.body.addWidget(self.verbs)
        self.retranslate()

    def show_meeting(self, shown: Shown) -> None:
        """The people of the meeting, and who of them is here."""
        self._shown = shown
        if shown.open is None:
            return
        noted = shown.open.meeting.attendance
        self.list.show_people(shown.people, noted)
        here = len(shown.open.meeting.here())
        self.title.setText(
            translate("Meetings", "Attendance {here} / {all}").format(here=here, all=max(len(shown.people), here))
        )
        self.place_again()

    def fitted(self, width: int, most: int) -> int:
        """A long list gives way, so that the keys below it stay in sight."""
        wanted = self.list.wanted_height()
        self.list.setFixedHeight(wanted)
        over = self.wanted_height(width) - most
        if over > 0:
            self.list.setFixedHeight(max(style.current().px(80), wanted - over))
        return super().fitted(width, most)

    def present(self) -> None:
        super().present()
        self._back()

    def _back(self) -> None:
        self.pin.hide()
        self.list.setVisible(bool(self._shown and self._shown.people))
        self.verbs.setVisible(self.form is None)
        (self.list if self._shown and self._shown.people else self.number).setFocus()
        self.place_again()

    def _do(self, what: str) -> None:
        person = self.list.person()
        if what == "all":
            self._all_here()
        elif person is None:
            self.tell(translate("Meetings", "Type a staff number first."), "watch")
        elif what == "here":
            self._toggle()
        elif what == "late":
            self._note(person.number, "late")
        elif what == "absent":
            self._ask_reason(person.number)
        elif what == "pin":
            self.list.hide()
            self.verbs.hide()
            self.pin.ask(person.number)
            self.place_again()

    def _toggle(self) -> None:
        person = self.list.person()
        if person is None or self._shown is None or self._shown.open is None:
            return
        entry = self._shown.open.meeting.attendance.get(person.number)
        self._note(person.number, "" if entry is not None and entry.presence == "present" else "present")

    def _all_here(self) -> None:
        """Everybody nobody has said anything about is here."""
        if self._shown is None or self._shown.open is None:
            return
        for person in self._shown.people:
            if person.number not in self._shown.open.meeting.attendance:
                self._note(person.number, "present", step=False)

    def _note(
        self, number: str, presence: str, reason: str = "", proof: Proof | None = None, step: bool = True
    ) -> None:
        if self._shown is None:
            return
        key, by = self._shown.key, self._by()
        self.said.say("")
        self._keeper.do(lambda meetings: meetings.attend(key, number, presence, reason=reason, proof=proof, by=by))
        if step:
            self.list.step()

    def _ask_reason(self, number: str) -> None:
        form = Form(
            translate("Meetings", "Why is {number} absent?").format(number=number), translate("Meetings", "Note it")
        )
        options = [Option(code, reason_text(code), str(at)) for at, code in enumerate(REASONS, 1)]
        form.choice("code", options, at_once=True)
        self._reason = form.line("typed", translate("Meetings", "Another reason"))
        self._reason.installEventFilter(self)

        def take(values: dict[str, Any]) -> None:
            reason = values["code"] or values["typed"]
            if reason:
                self._back()
                self._note(number, "absent", reason)
            else:
                self._ask_reason(number)
                self.tell(translate("Meetings", "Please say why."), "watch")

        self.ask(form, take)
        self._reason.setFocus()  # an input method writes nowhere else

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A digit in the empty line is a reason's key; after the first letter it is text."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self._reason:
            digit = event.text() in tuple("123456789") and not self._reason.text()
            if digit and self.form is not None and self.form.take_key(event):
                return True
        return super().eventFilter(watched, event)

    def _proved(self, number: str) -> None:
        self._note(number, "present", proof=self.pin.proof)
        self._back()

    def _add(self) -> None:
        number = self.number.text().strip()
        if not is_staff_number(number):
            self.tell(translate("Meetings", "That is no staff number."), "watch")
            return
        self.number.clear()
        self._note(number, "present", step=False)

    def take_key(self, event: QKeyEvent) -> bool:
        if self.pin.isVisible():
            return False
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._toggle()
            return True
        name = {"L": "late", "X": "absent", "P": "pin", "*": "all"}.get(event.text().upper())
        if name is None:
            return False
        self._do(name)
        return True

    def retranslate(self) -> None:
        super().retranslate()
        hint = translate("Meetings", "Staff number of somebody not on the list, then Enter")
        self.number.setPlaceholderText(hint)
        self.number.setAccessibleName(hint)
        self.list.setAccessibleName(translate("Meetings", "Attendance"))
        for name, words in (
            ("here", translate("Meetings", "Here")),
            ("late", translate("Meetings", "Late")),
            ("absent", translate("Meetings", "Absent")),
            ("pin", translate("Meetings", "By PIN")),
            ("all", translate("Meetings", "All others here")),
        ):
            self.buttons[name].set_words(words)
        if self._shown is not None:
            self.show_meeting(self._shown)


class TaskPanel(StagePanel):
    """What, who, until when: it becomes a corrective action at once."""

    record_wanted = Signal(str)  # its subject

    def __init__(self, over: QWidget, keeper: Keeper, now: Callable[[], datetime], by: Callable[[], str]) -> None:
        super().__init__(over)
        self._keeper, self._now, self._by = keeper, now, by
        self._shown: Shown | None = None
        self._section = ""
        self._branch: Branch | None = None
        self._library: Library | None = None
        self.finding, self.action = QLineEdit(), QLineEdit()
        for line in (self.finding, self.action):
            line.setMaxLength(300)
            line.returnPressed.connect(self.take)
        self.owner, self.due = Picker(), Picker()
        self._labels = [Label("", 12, role="muted") for _ in range(4)]
        self.yes = Button("", "primary")
        self.yes.clicked.connect(self.take)
        self.taken = Flow()
        for label, field in zip(self._labels, (self.finding, self.action, self.owner, self.due), strict=True):
            self.body.addWidget(label)
            self.body.addWidget(field)
        row = QHBoxLayout()
        row.addWidget(self.yes)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self.taken)
        self.retranslate()

    def show_meeting(self, shown: Shown, section: str, library: Library, branch: Branch) -> None:
        """The section the task is taken in, and what was taken before."""
        self._shown, self._section = shown, section
        fresh = self._library is None
        self._library, self._branch = library, branch
        if fresh:
            self._fill()
        self.taken.clear()
        for task in shown.minutes.tasks if shown.minutes else ():
            button = Button(task_line(task, library), "quiet")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, subject=task.subject: self.record_wanted.emit(subject))
            self.taken.add(button)

    def _fill(self) -> None:
        if self._library is None:
            return
        kept = (self.owner.currentData(), self.due.currentData())
        self.owner.clear()
        for name, role in self._library.roles.items():
            if role.kind in ("staff", "support"):
                self.owner.addItem(own(role.title.say(language())), name)
        self.due.clear()
        if self._closing(0) > self._now():  # the closing meeting is held when the doors are shut
            self.due.addItem(translate("Meetings", "today, before closing"), 0)
        self.due.addItem(translate("Meetings", "tomorrow, before closing"), 1)
        for days in DAYS:
            self.due.addItem(translate("Meetings", "in {count} days").format(count=days), days)
        self.owner.setCurrentIndex(max(0, self.owner.findData(kept[0])))
        self.due.setCurrentIndex(max(0, self.due.findData(kept[1])))

    def present(self) -> None:
        self._fill()
        super().present()
        self.finding.setFocus()

    def take(self) -> None:
        """Take the task."""
        finding = self.finding.text().strip()
        if not finding:
            self.tell(translate("Meetings", "Please say what is to be done about what."), "watch")
            self.finding.setFocus()
            return
        if self._shown is None or self._branch is None:
            return
        key, section, by = self._shown.key, self._section, self._by()
        owner, action = str(self.owner.currentData() or ""), self.action.text().strip()
        due = self._closing(int(self.due.currentData() or 0))

        def done(shown: Shown) -> None:
            self.finding.clear()
            self.action.clear()
            number = shown.minutes.tasks[-1].number if shown.minutes and shown.minutes.tasks else ""
            words = translate("Meetings", "{number} stands in the register of corrective actions.")
            self.tell(words.format(number=number))
            self.finding.setFocus()

        self._keeper.do(
            lambda meetings: meetings.take_task(key, section, finding, owner=owner, action=action, due_at=due, by=by),
            done,
        )

    def _closing(self, days: int) -> datetime:
        """When the hall closes on that day; on a day it stays shut, when the day ends."""
        assert self._branch is not None
        day = self._branch.day_of(self._now()) + timedelta(days=days)
        span = self._branch.hours.week[day.weekday()]
        if span is None:
            return self._branch.day_span(day)[1] - timedelta(minutes=1)
        return datetime.combine(day, span[1], self._branch.tz)

    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(translate("Meetings", "A task"))
        names = (translate("Meetings", "What was found"), translate("Meetings", "What is to be done (may stay empty)"),
                 translate("Meetings", "Who"), translate("Meetings", "Until when"))  # fmt: skip
        fields: tuple[QWidget, ...] = (self.finding, self.action, self.owner, self.due)
        for label, name, field in zip(self._labels, names, fields, strict=True):
            label.setText(name)
            field.setAccessibleName(name)
        self.yes.setText(translate("Meetings", "Take the task (Enter)"))
        self._fill()


class WordsPanel(StagePanel):
    """The words of the section: decided, remarked, corrected. Saved while one types."""

    wide = 1200

    def __init__(self, over: QWidget, keeper: Keeper) -> None:
        super().__init__(over)
        self._keeper = keeper
        self.key = self.section = ""
        self._ours = False
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._typed)
        self.state = Label("", 12, role="muted")
        self.body.addWidget(self.text, 1)
        self.body.addWidget(self.state)
        keeper.saved.connect(self._saved)
        self.retranslate()
        self._dress()

    def _dress(self) -> None:
        theme = style.current()
        self.text.setFont(theme.font(20))
        self.text.setMinimumHeight(theme.px(110))

    def show_section(self, key: str, section: str, title: str, written: str) -> None:
        """Another section's words, or what was saved of this one's; what is being typed stays."""
        self.title.setText(title)
        typed = self._keeper.typed(key, section)
        if (key, section) == (self.key, self.section) and self.isVisible():
            return
        self.key, self.section = key, section
        self._ours = True
        self.text.setPlainText(written if typed is None else typed)
        self._ours = False
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self.state.setText("")

    def _typed(self) -> None:
        if not self._ours and self.key:
            self._keeper.type(self.key, self.section, self.text.toPlainText())
            self.state.setText(translate("Meetings", "typing…"))

    def _saved(self) -> None:
        if self.state.text():
            self.state.setText(translate("Meetings", "saved"))

    def present(self) -> None:
        super().present()
        self.text.setFocus()

    def dismiss(self) -> None:
        self._keeper.flush()
        super().dismiss()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        else:
            event.accept()  # what is typed is no verb of the presentation

    def retranslate(self) -> None:
        super().retranslate()
        hint = translate("Meetings", "Decisions and remarks on this section")
        self.text.setPlaceholderText(hint)
        self.text.setAccessibleName(hint)


class ClosePanel(StagePanel):
    """The question at the end: closed minutes never change."""

    confirmed = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.lines = Label("", 16, wrap=True)
        self._final = Label("", 14, role="muted", wrap=True)
        self.yes, self.no = Button("", "primary"), Button("")
        self.yes.clicked.connect(self.confirmed)
        self.no.clicked.connect(self.dismiss)
        row = QHBoxLayout()
        row.addWidget(self.yes)
        row.addWidget(self.no)
        row.addStretch(1)
        self.body.addWidget(self.lines)
        self.body.addWidget(self._final)
        self.body.addLayout(row)
        self.retranslate()

    def show_meeting(self, shown: Shown, now: datetime) -> None:
        """How the meeting stands."""
        if shown.open is None or shown.minutes is None:
            return
        meeting = shown.open.meeting
        lines = [
            translate("Meetings", "{here} here, {absent} absent, {open} not noted").format(
                here=len(meeting.here()),
                absent=sum(entry.presence == "absent" for entry in meeting.attendance.values()),
                open=sum(person.number not in meeting.attendance for person in shown.people),
            ),
            translate("Meetings", "Tasks taken: {count}").format(count=len(meeting.tasks)),
        ]
        held = {*meeting.spent_s, meeting.section}
        left = [own(entry.title.say(language())) for entry in shown.agenda.sections if entry.id not in held]
        if left:
            comma = translate("Meetings", ", ")
            lines.append(translate("Meetings", "Not held: {sections}").format(sections=comma.join(left)))
        if meeting.begun_at is not None:
            spent = mss((now - meeting.begun_at).total_seconds())
            lines.append(translate("Meetings", "Length: {time}").format(time=spent))
        self.lines.setText("\n".join(lines))
        self.place_again()

    def present(self) -> None:
        super().present()
        self.yes.setFocus()

    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(translate("Meetings", "End the meeting?"))
        self._final.setText(translate("Meetings", "The minutes are closed and cannot be changed afterwards."))
        self.yes.setText(translate("Meetings", "End and close the minutes"))
        self.no.setText(translate("Meetings", "Go on"))
