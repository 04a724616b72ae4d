"""A plan being walked: the step in the middle, the way and what is owed beside it, or in tabs where room is short."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from lobbyconsole.ui import style
from lobbyconsole.ui.card_camera import CameraPanel
from lobbyconsole.ui.emergency.asking import Asking
from lobbyconsole.ui.emergency.parts import BigButton, FloorStrip, RedBar, TabRow
from lobbyconsole.ui.emergency.sheet import Sheet
from lobbyconsole.ui.emergency.side import WalkSide, left_text
from lobbyconsole.ui.emergency.step_view import StepView
from lobbyconsole.ui.emergency.way import Mark, Way
from lobbyconsole.ui.emergency.words import level_text, place_of, role_text, say_text
from lobbyconsole.ui.translation import language, mss, translate
from lobbyconsole.ui.widgets.areas import WIDEST, EdgeColumn, plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Label

if TYPE_CHECKING:
    from lobbyconsole.domain.branch import Branch
    from lobbyconsole.domain.content.library import Library
    from lobbyconsole.services.floor_actions import FloorChange
    from lobbyconsole.services.live import Snapshot
    from lobbyconsole.services.walkthroughs import OpenWalk
    from lobbyconsole.ui.emergency.people import People

THREE, TWO = 1060, 700  # px at 100 %: from here on three, two columns
LOW = 300  # px at 100 %: in a drill with less, the bar of the plan is left out
STEP, WAY, SIDE = "step", "way", "side"
# One hand, or gloves: what the letters do, from the keys that are found without looking.
ONE_HAND: dict[int, str] = {
    Qt.Key.Key_F2: "X", Qt.Key.Key_F3: "N", Qt.Key.Key_F4: "R", Qt.Key.Key_F5: "B", Qt.Key.Key_F6: "F",
    Qt.Key.Key_F7: "K", Qt.Key.Key_0: "M",
}  # fmt: skip


class WalkPage(QWidget):
    """One walkthrough. It says what was pressed; the screen records it."""

    done = Signal(str, int, str)  # step, turn, branch
    skipped = Signal(str, int, str)  # step, turn, reason
    back = Signal(str)  # step
    noted = Signal(str)
    added = Signal(str)  # something the plan does not have
    ended = Signal(str)  # reason
    reported = Signal(int)
    called = Signal(str, str, bool)  # contact, number, whether somebody answered
    opened = Signal(str)  # another plan
    graded = Signal(int)
    role_taken = Signal(str, str)  # role, staff
    absent = Signal(str, str)  # role that is being given, staff number that is not here
    handed_over = Signal(str, str)  # staff, briefing
    photo_wanted = Signal(str)  # file, clipboard or camera
    floor_wanted = Signal(object, bool)  # FloorChange, whether it is taken back
    heads_wanted = Signal()
    small = Signal()
    pick = Signal()
    calm_wanted = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.state: OpenWalk | None = None
        self.people: People | None = None
        self._library: Library | None = None
        self._branch: Branch | None = None
        self._columns, self._tab = 0, STEP
        self._now: datetime | None = None
        self.bar, self.strip, self.tabs = RedBar(), FloorStrip(), TabRow()
        self.bar.small.connect(self.small)
        self.bar.pick.connect(self.pick)
        self.strip.pressed.connect(self.small)
        self.tabs.chosen.connect(self.show_tab)
        self.way, self.side, self.view, self.sheet = Way(), WalkSide(), StepView(), Sheet()
        self.camera = CameraPanel()
        self.asking = Asking(self)
        self.side.reported.connect(self.reported)
        self.side.called.connect(self.called)
        self.side.role_wanted.connect(self.asking.role)
        self.view.chosen.connect(self._press)
        self.view.opened.connect(self.opened)
        self.view.task_done.connect(lambda step: self.done.emit(step, 1, ""))
        self.view.floor_wanted.connect(self.floor_wanted)
        self._way_title = Label("", 14, BOLD, "muted", wrap=True)
        self.main = BigButton("", " ", "primary")
        self.skip, self.note = BigButton("", "X"), BigButton("", "N")
        self.photo, self.more = BigButton("", "P"), BigButton("", "M")
        self.main.clicked.connect(lambda: self._press(""))
        self.skip.clicked.connect(self.asking.skip)
        self.note.clicked.connect(self.asking.note)
        self.photo.clicked.connect(self.asking.photo)
        self.more.clicked.connect(self.asking.more)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        left = QWidget()
        rows = QVBoxLayout(left)
        rows.setContentsMargins(12, 14, 10, 10)
        rows.addWidget(self._way_title)
        self._way_area: QScrollArea = plain_area(self.way)
        rows.addWidget(self._way_area, 1)
        self._middle = QWidget()
        centre = QVBoxLayout(self._middle)
        centre.setContentsMargins(0, 0, 0, 0)
        centre.setSpacing(0)
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(24, 6, 20, 14)
        foot.setSpacing(8)
        foot.addWidget(self.main, 5)
        for button in (self.skip, self.note, self.photo, self.more):
            foot.addWidget(button, 3)
        centre.addWidget(self.view, 1)
        centre.addWidget(self.sheet, 1)
        centre.addWidget(self.camera)
        centre.addWidget(self._foot)
        self._left, self._right = EdgeColumn(left, "right"), EdgeColumn(self.side, "left")
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addWidget(self._left)
        columns.addWidget(self._middle, 1)
        columns.addWidget(self._right)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        for part in (self.bar, self.strip, self.tabs):
            page.addWidget(part)
        page.addLayout(columns, 1)
        self._measure()

    # --- room

    def _measure(self) -> None:
        theme = style.current()
        wide = self.width() / theme.scale
        columns = 3 if wide >= THREE else 2 if wide >= TWO else 1
        if columns != self._columns:
            self._columns, self._tab = columns, SIDE if columns == 2 else STEP
        self.bar.set_narrow(wide < 900)
        self._show_bar()
        self.strip.setVisible(self.height() / theme.scale >= 460)
        for column, share in ((self._left, 270 if wide >= 1250 else 216), (self._right, 310 if wide >= 1250 else 274)):
            if columns == 1:
                column.setMinimumWidth(0)
                column.setMaximumWidth(WIDEST)
            else:
                column.setFixedWidth(theme.px(share))
        self.photo.setVisible(columns == 3)  # its key works all the same, and it stands behind "more"
        self.view.set_room(columns == 1 or self.height() / theme.scale < 480)
        self._show_columns()

    def _show_bar(self) -> None:
        """In a drill with very little room its striped band is enough: the step's words need the line."""
        drill = self.state is not None and bool(self.state.walk.drill)
        high = self.height() / style.current().scale
        self.bar.setVisible(not (drill and self._columns == 1 and high < LOW))

    def _show_columns(self) -> None:
        one, two = self._columns == 1, self._columns == 2
        self.tabs.setVisible(self._columns < 3)
        self._left.setVisible(self._columns == 3 or self._tab == WAY)
        self._right.setVisible(self._columns == 3 or self._tab == SIDE or (two and self._tab == STEP))
        self._middle.setVisible(not one or self._tab == STEP)
        self._show_tabs()

    def show_tab(self, name: str) -> None:
        """Where columns stand behind each other: which one is in front."""
        self._tab = name
        self._show_columns()
        self.setFocus()

    def _show_tabs(self) -> None:
        names = {WAY: translate("Emergency", "The way"), SIDE: translate("Emergency", "Reports, calls, log")}
        if self._columns == 1:
            names = {STEP: translate("Emergency", "The step"), **names}
        owed = next((card for card in self.side.cards if card.owed.made_at is None), None)
        if owed is not None and self._now is not None:
            names[SIDE] = translate("Emergency", "Reports · {left}").format(left=left_text(owed.owed.left_s(self._now)))
        self.tabs.show_tabs(names, self._tab)

    # --- showing

    def show_walk(self, state: OpenWalk, library: Library, branch: Branch, now: datetime) -> None:
        """The walkthrough as it stands."""
        new_step = self.state is None or (self.state.walk.key, self.state.walk.step, self.state.walk.turn) != (
            state.walk.key, state.walk.step, state.walk.turn
        )  # fmt: skip
        self.state, self._library, self._branch = state, library, branch
        self._show_way(state, library, branch)
        self.view.show_walk(state, library, self._next_one(state), place_of(state, branch))
        self._show_foot(state)
        self._show_bar()
        QTimer.singleShot(0, self, self.show_side)  # the step is painted first: what stands beside it can wait for that
        if new_step:
            self.sheet.close_sheet()
            self.view.area.verticalScrollBar().setValue(0)
            if self._columns == 1:
                self.show_tab(STEP)
            QTimer.singleShot(0, self, self._look_at_step)
        self.tick(now)

    def _next_one(self, state: OpenWalk) -> str:
        """Who takes the step's role while nobody has: by the roster, skill or as a deputy."""
        step = state.step
        if step is None or self.people is None:
            return ""
        holder = state.walk.roles.get(step.role)
        if holder and holder not in self.people.away:
            return ""
        return next((number for number, on_what in self.asking.people_for(step.role) if on_what), "")

    def show_side(self) -> None:
        """The column of reports, calls and timeline as the walkthrough stands; nothing when it does already."""
        if self.state is not None and self._library is not None and self._branch is not None:
            self.side.away = self.people.away if self.people is not None else frozenset()
            self.side.show_walk(self.state, self._library, self._branch.tz, language())
            if self._now is not None:
                self.side.tick(self._now, self._branch.tz)

    def _look_at_step(self) -> None:
        rect = self.way.now_rect()
        self._way_area.ensureVisible(0, rect.bottom(), 0, rect.height())

    def _show_way(self, state: OpenWalk, library: Library, branch: Branch) -> None:
        marks: list[Mark] = []
        for turn in state.walk.turns:
            step = state.plan.step(turn.step)
            below = role_text(library, step.role)
            if turn.left_at is not None:
                below = f"{turn.left_at.astimezone(branch.tz):%H:%M:%S}" + (f" · {turn.by}" if turn.by else "")
                below += f" · {turn.words}" if turn.words else ""
            how = "now" if turn.left_at is None else turn.how
            marks.append(Mark(len(marks) + 1, how, say_text(step.text), below))
        for name in state.path()[len(state.walk.turns) :]:
            step = state.plan.step(name)
            ahead = "done" if name in state.walk.ahead else "later"
            marks.append(Mark(len(marks) + 1, ahead, say_text(step.text), role_text(library, step.role)))
        self.way.show_marks(tuple(marks))
        count = sum(turn.left_at is not None for turn in state.walk.turns)
        self._way_title.setText(translate("Emergency", "Steps · {done} done").format(done=count))

    def _show_foot(self, state: OpenWalk) -> None:
        step = state.step
        if step is None:
            self.main.set_words(translate("Emergency", "To the floor"))
            if state.walk.drill:
                self.main.set_words(translate("Emergency", "To the score"))
        elif step.kind == "end":
            self.main.set_words(translate("Emergency", "End the plan"))
        else:
            self.main.set_words(translate("Emergency", "Done, next"))
        self.main.setVisible(step is None or not step.branches)
        self.skip.setVisible(step is not None and step.kind != "end" and not step.branches)
        self.more.setVisible(step is not None)

    def show_floor(self, snapshot: Snapshot, change: FloorChange | None, diverted: str = "") -> None:
        """The floor in its strip, who is at the counters, and what the step may do there."""
        self.strip.show_floor(snapshot.picture)
        self.view.show_floor(snapshot.picture)
        self.view.show_floor_change(change, diverted)

    def tick(self, now: datetime) -> None:
        """The clocks."""
        self._now = now
        state = self.state
        if state is None or state.walk.begun_at is None or self._branch is None:
            return
        title = translate("Emergency", "■ DRILL") if state.walk.drill else translate("Emergency", "■ Emergency")
        about = " · ".join(
            part for part in (say_text(state.plan.title), level_text(state.walk.level), state.walk.incident) if part
        )
        self.bar.show_words(title, about, mss(state.gone_s(now)))
        self.bar.set_drill(bool(state.walk.drill))
        self.view.tick(state, now)
        self.side.tick(now, self._branch.tz)
        if self._columns < 3:
            self._show_tabs()

    # --- pressing

    def _press(self, goto: str) -> None:
        state = self.state
        if state is None:
            return
        if state.step is None:
            self.closed.emit()
        elif goto or not state.step.branches:
            self.done.emit(state.walk.step, state.walk.turn, goto)

    def go_back(self) -> None:
        """To the step before, if there was one."""
        way: list[str] = []  # what led here, without what has been gone back on
        for turn in self.state.walk.turns if self.state is not None else ():
            if turn.step in way:
                del way[way.index(turn.step) :]
            way.append(turn.step)
        if len(way) > 1:
            self.back.emit(way[-2])

    def say_reported(self) -> None:
        """The most urgent report has been made."""
        owed = next((card for card in self.side.cards if card.owed.made_at is None), None)
        if owed is not None:
            self.reported.emit(owed.owed.place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.sheet.isVisible():
            self.sheet.keyPressEvent(event)
            return
        self.show_side()  # its keys mean what stands there now
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.show_tab(STEP) if self._columns == 1 and self._tab != STEP else self.small.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not self.main.isHidden():
            if not event.isAutoRepeat():  # a key that is leaned on must not run through the plan
                self._press("")
        elif key == Qt.Key.Key_Backspace:
            self.go_back()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Up, Qt.Key.Key_Down):
            bar = self.view.area.verticalScrollBar()
            step = bar.pageStep() if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) else bar.singleStep() * 3
            bar.setValue(bar.value() + (step if key in (Qt.Key.Key_PageDown, Qt.Key.Key_Down) else -step))
        elif event.isAutoRepeat() or not self._letter(letter_of(event)):
            super().keyPressEvent(event)

    def _letter(self, letter: str) -> bool:
        if letter == self.photo.key:
            self.photo.click()
            return True
        for button in (*self.view.buttons(), self.skip, self.note, self.more):
            if not button.isHidden() and button.key and letter == button.key:
                button.click()
                return True
        for call in (self.side.reached, self.side.no_answer):
            if call is not None and letter == call.key:
                call.click()
                return True
        if letter == "T" and self._columns < 3:
            names = [STEP, WAY, SIDE] if self._columns == 1 else [WAY, SIDE]
            self.show_tab(names[(names.index(self._tab) + 1) % len(names)] if self._tab in names else names[0])
            return True
        return self.asking.by_key(letter)

    # --- look

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_right"):
            self._measure()

    def retranslate(self) -> None:
        self.skip.set_words(translate("Emergency", "Cannot…"))
        self.note.set_words(translate("Emergency", "Note"))
        self.photo.set_words(translate("Emergency", "Photo"))
        self.more.set_words(translate("Emergency", "More"))
        self.bar.retranslate()
        self.sheet.retranslate()
        self._show_tabs()


def letter_of(event: QKeyEvent) -> str:
    """The letter a key stands for; the key's own where it has no other meaning."""
    return ONE_HAND.get(event.key(), event.text().upper())
