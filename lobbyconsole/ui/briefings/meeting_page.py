"""The right side: a meeting's paper before it begins, its draft while it runs, its minutes once it is closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.domain.meetings import Meeting
from lobbyconsole.services.briefing.minutes import Minutes, MinutesSection, minutes_of
from lobbyconsole.ui.briefings.board import Board, Shown
from lobbyconsole.ui.briefings.keeper import Keeper
from lobbyconsole.ui.briefings.section_view import SectionView, pills
from lobbyconsole.ui.briefings.words import day_text, presence_text, when_text
from lobbyconsole.ui.round_words import own
from lobbyconsole.ui.translation import clock_text, date_text, language, mss, translate, with_aside
from lobbyconsole.ui.wall import Monitors
from lobbyconsole.ui.widgets.areas import grow, plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Card, EmptyState, Label, Pill, clear_layout
from lobbyconsole.ui.widgets.choices import SegmentedChoice
from lobbyconsole.ui.widgets.floor_forms import Flow, KeyButton
from lobbyconsole.ui.widgets.floor_panel import Said
from lobbyconsole.ui.widgets.pin_field import PinField

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.staff import Proof


class MeetingPage(QWidget):
    """Verbs are signals: the screen does them. `monitor` is where the presentation is to stand ("" the usual one)."""

    begin_wanted = Signal()
    present_wanted = Signal()
    print_wanted = Signal()
    pdf_wanted = Signal()
    read_told = Signal(str, object)  # staff number, Proof or None
    link_wanted = Signal(object)
    monitor_chosen = Signal(str)
    record_wanted = Signal(str)

    def __init__(self, keeper: Keeper, console: Callable[[], Console], monitors: Callable[[], Monitors]) -> None:
        super().__init__()
        self._keeper, self._console, self._monitors = keeper, console, monitors
        self.shown: Shown | None = None
        self._board: Board | None = None
        self.day: date | None = None
        self.sections: list[SectionView] = []
        self._waiting: list[tuple[int, MinutesSection]] = []
        self._building: SectionView | None = None
        self._covered = False
        self.owed_buttons: dict[str, KeyButton] = {}
        self.nothing = EmptyState(icon="briefing")
        self._title, self._when = Label("", 20, BOLD, wrap=True), Label("", 14, wrap=True)
        self._about = Label("", 14, role="muted", wrap=True)
        self.pill = Pill("neutral", "")
        self.said = Said()
        self.begin_button, self.present_button = KeyButton("", "B", "primary"), KeyButton("", "F", "primary")
        self.print_button, self.pdf_button = KeyButton("", "P"), KeyButton("", "D")
        self.monitors = SegmentedChoice()
        self.monitors.chosen.connect(self._choose_monitor)
        self._monitor = ""  # the other one too, while there is but one to choose
        self.verbs = Flow()
        for button, signal in (
            (self.begin_button, self.begin_wanted), (self.present_button, self.present_wanted),
            (self.print_button, self.print_wanted), (self.pdf_button, self.pdf_wanted),
        ):  # fmt: skip
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            button.clicked.connect(signal)
            self.verbs.add(button)
        self.verbs.add(self.monitors)
        self._people = QWidget()
        self._people_rows = QVBoxLayout(self._people)
        self._people_rows.setContentsMargins(0, 0, 0, 0)
        self._people_rows.setSpacing(8)
        self.number = QLineEdit()
        self.number.setMaxLength(16)
        self.number.returnPressed.connect(lambda: self._read(self.number.text().strip()))
        self.pin = PinField(lambda: console().work.staff)
        self.pin.proved.connect(self._proved)
        self.pin.hide()
        self._head = Card()
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._title, 1)
        top.addWidget(self.pill)
        rows = QVBoxLayout(self._head)
        rows.setContentsMargins(20, 16, 20, 16)
        rows.setSpacing(8)
        rows.addLayout(top)
        for part in (self._when, self._about, self.said, self.verbs, self._people, self.number, self.pin):
            rows.addWidget(part)
        inner = QWidget()
        self._rows = QVBoxLayout(inner)
        self._rows.setContentsMargins(24, 16, 24, 24)
        self._rows.setSpacing(14)
        self._rows.addWidget(self._head)
        self._rows.addWidget(self.nothing, 1)
        self._list = QVBoxLayout()
        self._list.setSpacing(14)
        self._rows.addLayout(self._list)
        self._rows.addStretch(1)
        self.area = plain_area(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        self._next = QTimer(self)
        self._next.setInterval(0)
        self._next.timeout.connect(self._add_one)
        self.retranslate()

    # --- showing

    @property
    def mode(self) -> str:
        """preview, running or closed."""
        if self.shown is None or self.shown.open is None:
            return "preview"
        return "running" if self.shown.running else "closed"

    def show_nothing(self) -> None:
        """No meeting is chosen."""
        self.shown = None
        self._refresh(anew=True)

    def show_meeting(self, shown: Shown, board: Board, day: date | None = None) -> None:
        """A meeting, or the paper of one that could begin about a `day`."""
        before, mode = self.shown, self.mode
        self.shown, self._board, self.day = shown, board, day
        same = before is not None and (before.key, before.agenda.id) == (shown.key, shown.agenda.id)
        anew = not same or mode != self.mode or before is None or before.paper != shown.paper
        if not same:
            self.said.say("")
            self.pin.dismiss()
            self.number.clear()
        self._refresh(anew)

    def is_whole(self) -> bool:
        """Whether every section stands."""
        return not self._waiting and self._building is None

    def set_covered(self, covered: bool) -> None:
        """While the presentation lies over it nothing is built here; afterwards all of it is."""
        if covered != self._covered:
            self._covered = covered
            if not covered:
                self._refresh(anew=True)

    def _minutes(self) -> Minutes | None:
        shown = self.shown
        if shown is None:
            return None
        if shown.minutes is not None:
            return shown.minutes
        return minutes_of(Meeting("", agenda=shown.agenda.id, flags=()), shown.agenda, shown.paper)

    def _refresh(self, anew: bool) -> None:
        if self._covered:
            return
        minutes = self._minutes()
        self._head.setVisible(minutes is not None)
        self.nothing.setVisible(minutes is None)
        if anew:
            place = 0
            clear_layout(self._list)
            self.sections = []
            if self._building is not None:
                self._building.deleteLater()
                self._building = None
            self._waiting = list(enumerate(minutes.sections, 1)) if minutes else []
            self.area.verticalScrollBar().setValue(place)
            if self._waiting:
                self._next.start()
        if minutes is None or self._board is None or self.shown is None:
            return
        if not anew:
            for view in (*self.sections, *([self._building] if self._building else ())):
                later = next((entry for entry in minutes.sections if entry.id == view.section.id), None)
                if later is not None:
                    view.show_section(later, self._time_mode(later))
            self._waiting = [(at, next(entry for entry in minutes.sections if entry.id == old.id))
                             for at, old in self._waiting]  # fmt: skip
        self._show_head(minutes)
        self._show_people(minutes)

    def _add_one(self) -> None:
        """A step: begin a section, make one of its blocks, or put it where it belongs."""
        if self._building is not None:
            if not self._building.more():
                view, self._building = self._building, None
                self.sections.append(view)
                self._list.addWidget(view)
                view.show()
                grow(self.area)
        elif self._waiting and self._board is not None:
            self._building = self._view(*self._waiting.pop(0))
        else:
            self._next.stop()

    def _view(self, number: int, section: MinutesSection) -> SectionView:
        assert self._board is not None
        typed = self._keeper.typed(self.shown.key, section.id) if self.shown else None
        written = section.written if typed is None else typed
        view = SectionView(section, self._board, number, self.mode, written)
        view.show_spent(section.spent_s, self._time_mode(section))
        view.typed.connect(self._typed)
        view.link_wanted.connect(self.link_wanted)
        view.record_wanted.connect(self.record_wanted)
        return view

    def _time_mode(self, section: MinutesSection) -> str:
        opened = self.shown.open if self.shown else None
        on = opened is not None and opened.meeting.running and opened.meeting.section == section.id
        return "on" if on else self.mode

    def _typed(self, section: str, text: str) -> None:
        if self.shown is not None:
            self._keeper.type(self.shown.key, section, text)

    def _show_head(self, minutes: Minutes) -> None:
        assert self._board is not None
        assert self.shown is not None
        zone, agenda = self._board.branch.tz, self.shown.agenda
        self._title.setText(own(agenda.title.say(language())))
        parts = [day_text(minutes.day) if minutes.day else date_text(self.day or self._board.day, year=True)]
        if minutes.begun_at is not None:
            parts.append(when_text(minutes.begun_at, minutes.closed_at, zone))
        if minutes.begun_at is not None and minutes.closed_at is not None:
            spent = mss((minutes.closed_at - minutes.begun_at).total_seconds())
            parts.append(translate("Meetings", "{time}, planned {count} min").format(
                time=spent, count=agenda.duration_min))  # fmt: skip
        else:
            parts.append(translate("Meetings", "{count} min").format(count=agenda.duration_min))
        role = own(self._board.library.role_title(agenda.chair, language()))
        chair = with_aside(minutes.chair, role) if minutes.chair else role
        parts.append(translate("Meetings", "chair: {who}").format(who=chair))
        self._when.setText(" · ".join(part for part in parts if part))
        about = own(agenda.summary.say(language()))
        if self.mode == "closed":
            told = translate("Meetings", "Minutes closed {at}; they cannot be changed. Agenda version {version}.")
            at = minutes.closed_at
            assert at is not None
            about = told.format(at=f"{date_text(at.astimezone(zone).date())} {clock_text(at, zone)}",
                                version=minutes.version[:12])  # fmt: skip
        self._about.setText(about)
        level, words = {
            "preview": ("neutral", translate("Meetings", "Preview")),
            "running": ("ok", translate("Meetings", "running")),
            "closed": ("neutral", translate("Meetings", "Minutes")),
        }[self.mode]
        self.pill.set_status(level, words)
        running = self.mode == "running"
        self.begin_button.setVisible(self.mode == "preview")
        self.present_button.setVisible(running)
        self.print_button.setVisible(self.mode != "preview")
        self.pdf_button.setVisible(self.mode != "preview")
        if running and self.shown.open is not None:
            at_section = self.shown.open.meeting.section
            title = next((own(entry.title.say(language())) for entry in agenda.sections if entry.id == at_section), "")
            go_on = translate("Meetings", "Go on at: {section}").format(section=title)
            self.present_button.set_words(go_on if title else translate("Meetings", "Present"))
        self._show_monitors()

    def use_monitor(self, value: str) -> None:
        """The choice of an earlier day."""
        self._monitor = value
        self.monitors.set_value(value)

    def _choose_monitor(self, value: object) -> None:
        self._monitor = str(value or "")
        self.monitor_chosen.emit(self._monitor)

    def _show_monitors(self) -> None:
        here = self._monitors().choices() if self.mode != "closed" else []
        options = [("", translate("Meetings", "This monitor")), ("other", translate("Meetings", "The other monitor"))]
        self.monitors.set_options(options, self.monitors.value() or self._monitor)
        self.monitors.setVisible(len(here) > 1)
        self.verbs.updateGeometry()

    # --- people

    def _show_people(self, minutes: Minutes) -> None:
        clear_layout(self._people_rows)
        self.owed_buttons = {}
        assert self.shown is not None
        meeting = self.shown.open.meeting if self.shown.open else None
        self._people.setVisible(meeting is not None)
        owed = minutes.owed if self.mode == "closed" else ()
        self.number.setVisible(self.mode == "closed")
        if meeting is None:
            return
        here = [entry.staff for entry in minutes.present]
        comma = translate("Meetings", ", ")
        line = translate("Meetings", "Here: {people}").format(people=comma.join(here) or "–")
        self._people_rows.addWidget(Label(line, 14, wrap=True))
        others = [f"{entry.staff} {presence_text(entry)}" for entry in (*minutes.late, *minutes.absent)]
        if others:
            self._people_rows.addWidget(pills(others))
        if self.mode != "closed" or self._board is None:
            return
        zone = self._board.branch.tz
        read = [f"{staff} {date_text(at.astimezone(zone).date())} {clock_text(at, zone)}" for staff, at in minutes.read]
        if read:
            text = translate("Meetings", "Read afterwards: {people}").format(people=comma.join(read))
            self._people_rows.addWidget(Label(text, 14, role="ok_text", wrap=True))
        if owed:
            flow = Flow()
            for number in owed:
                words = translate("Meetings", "{number} has read them").format(number=number)
                button = self.owed_buttons[number] = KeyButton(words, "" if self.owed_buttons else "R")
                button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
                button.clicked.connect(partial(self._read, number))
                flow.add(button)
            waits = translate(
                "Meetings", "Absent and not read yet: each confirms here, with the PIN where there is one."
            )
            self._people_rows.addWidget(Label(waits, 14, role="watch_text", wrap=True))
            self._people_rows.addWidget(flow)

    def _read(self, number: str, _: bool = False) -> None:
        if self.shown is None or not number:
            return
        person = next((person for person in self.shown.people if person.number == number), None)
        if person is not None and person.has_pin:
            self.pin.ask(number)
        else:
            self.tell_read(number, None)

    def _proved(self, number: str) -> None:
        self.setFocus()
        self.tell_read(number, self.pin.proof)

    def read_next(self) -> None:
        """The first of those who were absent confirms; without one, whoever types a number."""
        if self.owed_buttons:
            next(iter(self.owed_buttons.values())).click()
        else:
            self.number.setFocus()

    def tell_read(self, number: str, proof: Proof | None) -> None:
        """This person has read the minutes."""
        self.number.clear()
        self.read_told.emit(number, proof)

    # --- looks

    def retranslate(self) -> None:
        self.begin_button.set_words(translate("Meetings", "Begin and present"))
        self.present_button.set_words(translate("Meetings", "Present"))
        self.print_button.set_words(translate("Meetings", "Print"))
        self.pdf_button.set_words(translate("Meetings", "Save as PDF"))
        hint = translate("Meetings", "Staff number of somebody who has read the minutes, then Enter")
        self.number.setPlaceholderText(hint)
        self.number.setAccessibleName(hint)
        self.monitors.setAccessibleName(translate("Meetings", "Where to present"))
        self.nothing.set_texts(
            translate("Meetings", "No meeting is chosen"),
            translate("Meetings", "Choose one of today's list and press Enter, or hold another one with N."),
        )
        self._refresh(anew=True)
