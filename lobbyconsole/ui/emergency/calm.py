"""The calm view of a walkthrough: large and dark, three buttons, numbers to call; only its clock is painted again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lobbyconsole.domain.head_count import placed
from lobbyconsole.ui import style
from lobbyconsole.ui.emergency.guide import avoid_texts
from lobbyconsole.ui.emergency.heads_desk import offer
from lobbyconsole.ui.emergency.parts import BigButton, ClockFace, OwnLabel, RedBar, fit
from lobbyconsole.ui.emergency.sheet import Answer, Sheet
from lobbyconsole.ui.emergency.side import SOON_S, left_text
from lobbyconsole.ui.emergency.words import (
    OUTCOMES,
    contact_number,
    contact_text,
    floor_text,
    level_text,
    role_text,
    say_text,
)
from lobbyconsole.ui.theme import DARK
from lobbyconsole.ui.translation import mss, translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, clear_layout

SIZES = (44, 38, 33, 28, 24, 20)  # of the step's own words: the largest that leaves them whole, with the choices
NARROW = 700  # px at 100 %: with less, the bar leaves out what a key does as well
ONE_HAND: dict[int, str] = {
    Qt.Key.Key_F2: "X", Qt.Key.Key_F3: "N", Qt.Key.Key_F6: "F", Qt.Key.Key_0: "M",
}  # fmt: skip

HEADS = ("head_count", "heads_missing")

if TYPE_CHECKING:
    from lobbyconsole.domain.content.library import Library
    from lobbyconsole.services.floor_actions import FloorChange
    from lobbyconsole.services.walkthroughs import OpenWalk


class CalmPage(QWidget):
    """One step, and done, cannot, note. It says what was pressed, as the full page does."""

    done = Signal(str, int, str)
    skipped = Signal(str, int, str)
    noted = Signal(str)
    small = Signal()
    full = Signal()  # back to the full view
    heads_wanted = Signal()
    floor_wanted = Signal(object, bool)  # FloorChange, whether it is taken back
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.state: OpenWalk | None = None
        self._library: Library | None = None
        self._shown: object = None
        self.ways: list[BigButton] = []
        self.floor: BigButton | None = None
        self._floor_shown: object = None
        self.bar = RedBar()
        self.bar.small.connect(self.small)
        self.bar.pick.connect(self.full)
        self._where = OwnLabel(18, DARK.muted, wrap=True)
        self._text = OwnLabel(SIZES[0], DARK.text, BOLD, wrap=True)
        self._say = OwnLabel(26, DARK.text, wrap=True)
        self._calls = OwnLabel(26, DARK.text, BOLD, wrap=True)
        self._avoid = OwnLabel(22, DARK.act, wrap=True)
        self._owed = OwnLabel(22, DARK.text, BOLD, wrap=True)
        self._clock = ClockFace(56, DARK.text, DARK.background)
        self.main = BigButton("", " ", "primary", dark=True)
        self.skip, self.note = BigButton("", "X", dark=True), BigButton("", "N", dark=True)
        self.main.clicked.connect(lambda: self._press(""))
        self.skip.clicked.connect(self._ask_skip)
        self.note.clicked.connect(self._ask_note)
        self.sheet = Sheet(dark=True)
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(40, 24, 40, 12)
        rows.setSpacing(16)
        self._ways = QVBoxLayout()
        self._ways.setSpacing(10)
        self._floor = QVBoxLayout()
        for part in (self._where, self._text, self._say, self._calls, self._avoid):
            rows.addWidget(part)
        rows.addLayout(self._ways)
        rows.addLayout(self._floor)
        rows.addWidget(self._owed)
        rows.addWidget(self._clock)
        rows.addStretch(1)
        self._area = plain_area(content)
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(40, 8, 40, 24)
        foot.setSpacing(12)
        foot.addWidget(self.main, 5)
        foot.addWidget(self.skip, 3)
        foot.addWidget(self.note, 3)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.bar)
        page.addWidget(self._area, 1)
        page.addWidget(self.sheet, 1)
        page.addWidget(self._foot)
        self.retranslate()

    def text(self) -> str:
        """The step as it is written large."""
        return self._text.text()

    def owed_text(self) -> str:
        """The most urgent report that is owed; "" when there is none."""
        return "" if self._owed.isHidden() else self._owed.text()

    def show_walk(self, state: OpenWalk, library: Library, now: datetime, place: str = "") -> None:
        """The walkthrough as it stands; painted anew only when the step changed."""
        self.state, self._library = state, library
        step = state.step
        outcome = OUTCOMES.get(state.walk.outcome, state.walk.outcome)
        words = say_text(placed(step, place)) if step is not None else outcome
        counts = offer(state)
        shown = (state.walk.key, state.walk.step, state.walk.turn, words, counts)
        if shown != self._shown:
            self._shown = shown
            self.sheet.close_sheet()
            clear_layout(self._ways)
            self.ways = []
            self._where.setText(role_text(library, step.role) if step is not None else "")
            self._text.setText(words if step is not None else translate("Emergency", words))
            self._say.setVisible(step is not None and step.say is not None)
            if step is not None and step.say is not None:
                self._say.setText(f"“{say_text(step.say)}”")
            calls = [
                "  ".join(part for part in (contact_number(library, name), contact_text(library, name)) if part)
                for name in (step.contacts if step is not None else ())
            ]
            self._calls.setVisible(bool(calls))
            self._calls.setText("\n".join(calls))
            avoid = avoid_texts(step)
            self._avoid.setVisible(bool(avoid))
            self._avoid.setText("\n".join([translate("Emergency", "Do not say"), *(f"✗ {words}" for words in avoid)]))
            for at, branch in enumerate(step.branches if step is not None else (), 1):
                button = BigButton(say_text(branch.when), str(at), "way", dark=True)
                button.clicked.connect(lambda _=False, goto=branch.goto: self._press(goto))
                self._ways.addWidget(button)
                button.show()
                self.ways.append(button)
            if counts is not None:
                button = BigButton(floor_text(counts.kind, len(counts.ahead), False), "F", "way", dark=True)
                button.clicked.connect(self.heads_wanted)
                self._ways.addWidget(button)
                button.show()
                self.ways.append(button)
            self.main.setVisible(step is None or not step.branches)
            self.skip.setVisible(step is not None and step.kind != "end" and not step.branches)
            ends = step is not None and step.kind == "end"
            over = translate("Emergency", "To the floor") if step is None else translate("Emergency", "End the plan")
            self.main.set_words(over if step is None or ends else translate("Emergency", "Done, next"))
            self._area.verticalScrollBar().setValue(0)
            self._fit()
        self.tick(now)

    def show_floor_change(self, change: FloorChange | None, service: str = "") -> None:
        """The one thing to do on the floor now, or its way back; heads are counted by their own button."""
        if change is not None and (change.kind in HEADS or not (change.ahead or change.back)):
            change = None
        if (change, service) == self._floor_shown:
            return
        self._floor_shown = (change, service)
        clear_layout(self._floor)
        self.floor = None
        if change is None:
            return
        back = not change.ahead
        words = floor_text(change.kind, len(change.back if back else change.ahead), back, service)
        self.floor = BigButton(words, "U" if back else "F", "way", dark=True)
        self.floor.clicked.connect(lambda: self.floor_wanted.emit(change, back))
        self._floor.addWidget(self.floor)
        self.floor.show()

    def tick(self, now: datetime) -> None:
        """The two clocks; the words of a label that did not change are not painted again."""
        state = self.state
        if state is None or state.walk.begun_at is None:
            return
        self.bar.set_drill(bool(state.walk.drill))
        title = translate("Emergency", "■ DRILL") if state.walk.drill else translate("Emergency", "■ Emergency")
        about = f"{say_text(state.plan.title)} · {level_text(state.walk.level)}"
        self.bar.show_words(title, about, mss(state.gone_s(now)))
        left = state.left_s(now) if state.step is not None else None
        self._clock.setVisible(left is not None)
        if left is not None:
            over = left < 0
            words = ("■ +" if over else "") + mss(abs(left))
            self._clock.show_words(words, DARK.act if over else DARK.text)
        self._tick_owed(state, now)

    def _tick_owed(self, state: OpenWalk, now: datetime) -> None:
        """To the minute until the last two: nothing is painted in between."""
        owed = next((report for report in state.owed() if report.made_at is None), None)
        self._owed.setVisible(owed is not None)
        if owed is None or self._library is None:
            self._owed.setText("")
            return
        left = owed.left_s(now)
        said = left_text(left)
        if left >= SOON_S:
            said = translate("Emergency", "{count} min left").format(count=int(left // 60))
        elif left <= -60:
            said = "■ " + translate("Emergency", "{count} min over").format(count=int(-left // 60))
        words = translate("Emergency", "Reports · {left}").format(left=said)
        words += " · " + contact_text(self._library, owed.to)
        if words != self._owed.text():
            self._owed.setText(words)
        self._owed.set_color(DARK.act if left < 0 else DARK.watch if left < SOON_S else DARK.text)

    # --- pressing

    def _press(self, goto: str) -> None:
        state = self.state
        if state is None:
            return
        if state.step is None:
            self.closed.emit()
        elif goto or not state.step.branches:
            self.done.emit(state.walk.step, state.walk.turn, goto)

    def _ask_skip(self) -> None:
        state = self.state
        if state is None or state.step is None:
            return
        step, turn = state.walk.step, state.walk.turn
        title = translate("Emergency", "Why can it not be done?")
        self._ask(title, lambda why: self.skipped.emit(step, turn, why))

    def _ask_note(self) -> None:
        self._ask(translate("Emergency", "What happened?"), self.noted.emit)

    def ask(self, title: str, then: Callable[[str], object], answers: Sequence[Answer]) -> None:
        """Ask something in the place of the step."""
        self._area.hide()
        self._foot.hide()
        self.sheet.ask(title, then, answers, closed=self._answered)

    def _ask(self, title: str, then: object) -> None:
        self._area.hide()
        self._foot.hide()
        words = translate("Emergency", "In a few words, then Enter")
        self.sheet.ask(title, then, (), words, closed=self._answered)  # type: ignore[arg-type]

    def _answered(self) -> None:
        self._area.show()
        self._foot.show()
        if self.isVisible():
            self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.sheet.isVisible():
            self.sheet.keyPressEvent(event)
            return
        key = ONE_HAND.get(event.key(), event.text().upper())
        if event.key() == Qt.Key.Key_Escape:
            self.small.emit()
        elif event.isAutoRepeat():
            return
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not self.main.isHidden():
            self._press("")
        elif key in ("C", "M"):
            self.full.emit()
        elif key == "L":
            self.heads_wanted.emit()
        else:
            for button in (*self.ways, self.floor, self.skip, self.note):
                if button is not None and not button.isHidden() and key and button.key == key:
                    button.click()
                    return
            super().keyPressEvent(event)

    # --- look

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), DARK.color("background"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        self.bar.set_narrow(self.width() / style.current().scale < NARROW)
        self._fit()

    def _fit(self) -> None:
        rows = self._area.widget().layout()
        width = self.width() - self._area.verticalScrollBar().sizeHint().width() - 80
        if rows is None or width <= 0:
            return
        high = self.height() - self.bar.sizeHint().height() - self._foot.sizeHint().height()
        needed = rows.contentsMargins().top() + self._where.heightForWidth(width) + rows.spacing()
        needed += sum(10 + button.heightForWidth(width) for button in self.ways)
        fit(self._text, SIZES, width, high - needed)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._shown = self._floor_shown = None
            self._measure()

    def retranslate(self) -> None:
        self._shown = self._floor_shown = None
        self.bar.retranslate()
        self.bar.another.setText(translate("Emergency", "Full view (C)"))
        self.skip.set_words(translate("Emergency", "Cannot…"))
        self.note.set_words(translate("Emergency", "Note"))
        self.sheet.retranslate()
