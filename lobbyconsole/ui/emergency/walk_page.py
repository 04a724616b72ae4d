"""A plan being walked: one step at a time in large type, with its clock, what to say and the ways on."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from lobbyconsole.ui import style
from lobbyconsole.ui.emergency.parts import BigButton, EdgeColumn, RedBar
from lobbyconsole.ui.emergency.side import WalkSide
from lobbyconsole.ui.emergency.way import Mark, Way
from lobbyconsole.ui.emergency.words import OUTCOMES, allowed_text, level_text, role_text, say_text
from lobbyconsole.ui.translation import language, mss, translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, Label

if TYPE_CHECKING:
    from lobbyconsole.domain.branch import Branch
    from lobbyconsole.domain.content.library import Library
    from lobbyconsole.domain.picture import Picture
    from lobbyconsole.services.walkthroughs import OpenWalk


class WalkPage(QWidget):
    """One walkthrough. It says what was pressed; the screen records it."""

    done = Signal(str, int, str)  # step, turn, branch
    skipped = Signal(str, int, str)  # step, turn, reason
    back = Signal(str)  # step
    noted = Signal(str)
    ended = Signal(str)  # reason
    reported = Signal(int)
    called = Signal(str)
    opened = Signal(str)  # another plan
    small = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.state: OpenWalk | None = None
        self._library: Library | None = None
        self._branch: Branch | None = None
        self._asking = ""  # skip, note or end: what the line at the bottom is for
        self.bar = RedBar()
        self.bar.small.connect(self.small)
        self.way, self.side = Way(), WalkSide()
        self.side.reported.connect(self.reported)
        self.side.called.connect(self.called)
        self._way_title = Label("", 14, BOLD, "muted")
        self._where = Label("", 15, role="muted", wrap=True)
        self._text = Label("", 34, BOLD, wrap=True)
        self._say_card, self._say = Card(level="accent"), Label("", 22, wrap=True)
        self._say_title = Label("", 13, role="muted")
        inner = QVBoxLayout(self._say_card)
        inner.setContentsMargins(22, 12, 16, 14)
        inner.addWidget(self._say_title)
        inner.addWidget(self._say)
        self._clock_title, self._clock = Label("", 13, role="muted"), Label("", 40, BOLD)
        self._serving_title, self._serving = Label("", 13, role="muted"), Label("", 20, wrap=True)
        self._others = Label("", 16, wrap=True)
        self._ways = QWidget()
        self._ways_rows = QVBoxLayout(self._ways)
        self._ways_rows.setContentsMargins(0, 0, 0, 0)
        self._ways_rows.setSpacing(10)
        self.ways: list[BigButton] = []
        self._line = QLineEdit()
        self._line.returnPressed.connect(self._answer)
        self._line_ok, self._line_no = Button("", "primary"), Button("")
        self._line_ok.clicked.connect(self._answer)
        self._line_no.clicked.connect(lambda: self._ask(""))
        self.main = BigButton("", " ", "primary")
        self.skip, self.note, self.step_back = BigButton("", "X"), BigButton("", "N"), BigButton("", "B")
        self.end = BigButton("", "E")
        self.main.clicked.connect(lambda: self._press(""))
        self.skip.clicked.connect(lambda: self._ask("skip"))
        self.note.clicked.connect(lambda: self._ask("note"))
        self.step_back.clicked.connect(self._go_back)
        self.end.clicked.connect(self._end)
        self._lay_out()
        self._ask("")
        self.retranslate()

    def _lay_out(self) -> None:
        left = QWidget()
        rows = QVBoxLayout(left)
        rows.setContentsMargins(12, 14, 10, 10)
        rows.addWidget(self._way_title)
        self._way_area: QScrollArea = plain_area(self.way)
        rows.addWidget(self._way_area, 1)
        clocks = QHBoxLayout()
        clocks.setSpacing(36)
        for title, figure in ((self._clock_title, self._clock), (self._serving_title, self._serving)):
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(title)
            column.addWidget(figure)
            column.addStretch(1)
            clocks.addLayout(column, 1 if figure is self._serving else 0)
        middle = QWidget()
        inner = QVBoxLayout(middle)
        inner.setContentsMargins(28, 20, 28, 8)
        inner.setSpacing(14)
        for part in (self._where, self._text, self._say_card):
            inner.addWidget(part)
        inner.addLayout(clocks)
        inner.addWidget(self._ways)
        inner.addWidget(self._others)
        inner.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.main, 5)
        for button in (self.skip, self.note, self.step_back, self.end):
            foot.addWidget(button, 3)
        self._asked = QWidget()
        asked = QHBoxLayout(self._asked)
        asked.setContentsMargins(0, 0, 0, 0)
        asked.addWidget(self._line, 1)
        asked.addWidget(self._line_ok)
        asked.addWidget(self._line_no)
        centre = QVBoxLayout()
        centre.setContentsMargins(0, 0, 0, 0)
        self._area = plain_area(middle)
        centre.addWidget(self._area, 1)
        below = QVBoxLayout()
        below.setContentsMargins(28, 4, 28, 18)
        below.addWidget(self._asked)
        below.addLayout(foot)
        centre.addLayout(below)
        self._left, self._right = EdgeColumn(left, "right"), EdgeColumn(self.side, "left")
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addWidget(self._left)
        columns.addLayout(centre, 1)
        columns.addWidget(self._right)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.bar)
        page.addLayout(columns, 1)
        self._measure()

    def _measure(self) -> None:
        theme = style.current()
        narrow = self.width() < theme.px(1150)
        self._left.setFixedWidth(theme.px(210 if narrow else 290))
        self._right.setFixedWidth(theme.px(250 if narrow else 310))

    # --- showing

    def show_walk(self, state: OpenWalk, library: Library, branch: Branch, now: datetime) -> None:
        """The walkthrough as it stands."""
        new_step = self.state is None or (self.state.walk.key, self.state.walk.step, self.state.walk.turn) != (
            state.walk.key, state.walk.step, state.walk.turn
        )  # fmt: skip
        self.state, self._library, self._branch = state, library, branch
        self._show_way()
        self._show_step(new_step)
        self.side.show_walk(state, library, branch.tz, language())
        self.tick(now)
        if new_step:
            self._ask("")
            self._area.verticalScrollBar().setValue(0)
            rect = self.way.now_rect()
            self._way_area.ensureVisible(0, rect.bottom(), 0, rect.height())

    def _show_way(self) -> None:
        state, library = self.state, self._library
        assert state is not None
        assert library is not None
        marks: list[Mark] = []
        for turn in state.walk.turns:
            step = state.plan.step(turn.step)
            now = turn.left_at is None
            below = role_text(library, step.role)
            if turn.left_at is not None and self._branch is not None:
                below = f"{turn.left_at.astimezone(self._branch.tz):%H:%M:%S}" + (f" · {turn.by}" if turn.by else "")
                if turn.words:
                    below += f" · {turn.words}"
            marks.append(Mark(len(marks) + 1, "now" if now else turn.how, say_text(step.text), below))
        for name in state.path()[len(state.walk.turns) :]:
            step = state.plan.step(name)
            done = name in state.walk.ahead
            marks.append(
                Mark(len(marks) + 1, "done" if done else "later", say_text(step.text), role_text(library, step.role))
            )
        self.way.show_marks(tuple(marks))
        done_count = sum(turn.left_at is not None for turn in state.walk.turns)
        self._way_title.setText(translate("Emergency", "Steps · {done} done").format(done=done_count))

    def _show_step(self, new_step: bool) -> None:
        state, library = self.state, self._library
        assert state is not None
        assert library is not None
        step = state.step
        if step is None:
            self._where.setText(translate("Emergency", "It is over"))
            self._text.setText(translate("Emergency", OUTCOMES.get(state.walk.outcome, state.walk.outcome)))
            self._say_card.hide()
            self._others.setText("\n".join(f"· {say_text(text)}" for text in state.plan.after_action))
            self._set_ways([])
            self.main.set_words(translate("Emergency", "To the floor"))
            for button in (self.skip, self.step_back, self.end):
                button.hide()
            return
        where = translate("Emergency", "Step {n} · {role}").format(
            n=len(state.walk.turns), role=role_text(library, step.role)
        )
        holder = state.walk.roles.get(step.role, "")
        where += f" ({holder})" if holder else ""
        allowed = allowed_text(step)
        self._where.setText(f"{where} · {allowed}" if allowed else where)
        self._text.setText(say_text(step.text))
        self._say_card.setVisible(step.say is not None)
        if step.say is not None:
            self._say.setText(f"“{say_text(step.say)}”")
        others = [task for task in state.tasks() if not task.current]
        words = [
            f"{role_text(library, task.role)}: {say_text(task.step.text)}" + (" ✓" if task.done else "")
            for task in others
        ]
        head = translate("Emergency", "Meanwhile")
        self._others.setText(f"{head}\n" + "\n".join(f"· {line}" for line in words) if words else "")
        if new_step:
            ways = [(say_text(branch.when), branch.goto) for branch in step.branches]
            self._set_ways(ways)
        self.main.setVisible(not step.branches)
        self.main.set_words(
            translate("Emergency", "End the plan") if step.kind == "end" else translate("Emergency", "Done, next step")
        )
        self.skip.setVisible(not step.branches and step.kind != "end")
        self.step_back.setVisible(len(state.walk.turns) > 1)
        self.end.show()

    def _set_ways(self, ways: list[tuple[str, str]]) -> None:
        for button in self.ways:
            self._ways_rows.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.ways = []
        for at, (words, goto) in enumerate(ways, 1):
            button = BigButton(words, str(at), "way")
            button.clicked.connect(lambda _=False, goto=goto: self._press(goto))
            self._ways_rows.addWidget(button)
            self.ways.append(button)
        state = self.state
        if state is not None and state.step is not None and state.step.opens_plan:
            plan = state.step.opens_plan
            found = self._library.plans.get(plan) if self._library is not None else None
            if found is not None:
                words = translate("Emergency", "Start as well: {plan}").format(plan=say_text(found.title))
                button = BigButton(words, "P", "way")
                button.clicked.connect(lambda: self.opened.emit(plan))
                self._ways_rows.addWidget(button)
                self.ways.append(button)
        self._ways.setVisible(bool(self.ways))

    def show_floor(self, picture: Picture) -> None:
        """The tickets that are at a counter now: whoever is served must not be forgotten."""
        numbers = [tile.number for tile in picture.tiles if tile.number and tile.activity in ("serving", "called")]
        self._serving.setText("  ".join(numbers) or "—")

    def tick(self, now: datetime) -> None:
        """The clocks."""
        state = self.state
        if state is None or state.walk.begun_at is None or self._branch is None:
            return
        until = state.walk.ended_at or now
        title = translate("Emergency", "■ Emergency")
        if state.walk.drill:
            title = translate("Emergency", "■ DRILL")
        about = " · ".join([say_text(state.plan.title), level_text(state.walk.level), state.walk.incident])
        self.bar.show_words(title, about, mss((until - state.walk.begun_at).total_seconds()))
        left = state.left_s(now) if state.step is not None else None
        self._clock.setVisible(left is not None)
        self._clock_title.setVisible(left is not None)
        if left is not None:
            over = left < 0
            self._clock_title.setText(translate("Emergency", "Over by") if over else translate("Emergency", "Left"))
            self._clock.setText(mss(abs(left)))
            allowed = (state.step.timer_s or state.step.target_s or 1) if state.step is not None else 1
            self._clock.set_role("act" if over else "watch_text" if left < allowed / 4 else "text")
        self.side.tick(now, self._branch.tz)

    # --- pressing

    def _press(self, goto: str) -> None:
        state = self.state
        if state is None:
            return
        if state.step is None:
            self.closed.emit()
        elif goto or not state.step.branches:
            self.done.emit(state.walk.step, state.walk.turn, goto)

    def _go_back(self) -> None:
        if self.state is not None and len(self.state.walk.turns) > 1:
            self.back.emit(self.state.walk.turns[-2].step)

    def _end(self) -> None:
        self._ask("end")

    def _ask(self, what: str) -> None:
        self._asking = what
        self._asked.setVisible(bool(what))
        if what:
            self._line.clear()
            self._line.setPlaceholderText(self._question(what))
            self._line.setAccessibleName(self._question(what))
            self._line.setFocus()
        elif self.isVisible():
            self.setFocus()

    def _question(self, what: str) -> str:
        if what == "skip":
            return translate("Emergency", "Why can it not be done? Enter goes on")
        if what == "note":
            return translate("Emergency", "What happened? Enter keeps it")
        return translate("Emergency", "Why does it end here? Enter ends the plan")

    def _answer(self) -> None:
        words, state = self._line.text().strip(), self.state
        if not words or state is None:
            return
        asking = self._asking
        self._ask("")
        if asking == "skip":
            self.skipped.emit(state.walk.step, state.walk.turn, words)
        elif asking == "note":
            self.noted.emit(words)
        else:
            self.ended.emit(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._ask("") if self._asking else self.small.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.main.isVisible():
            self.main.click()
            return
        if event.key() == Qt.Key.Key_Backspace and self.step_back.isVisible():
            self._go_back()
            return
        if event.text().upper() == "R":
            owed = next((card for card in self.side.cards if card.owed.made_at is None), None)
            if owed is not None:
                self.reported.emit(owed.owed.place)
            return
        for button in (*self.ways, self.skip, self.note, self.step_back, self.end):
            if button.hit(event):
                button.click()
                return
        super().keyPressEvent(event)

    # --- look

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_left"):
            self._measure()

    def retranslate(self) -> None:
        self._say_title.setText(translate("Emergency", "Say to customers"))
        self._serving_title.setText(translate("Emergency", "At the counters now"))
        self.skip.set_words(translate("Emergency", "Cannot be done …"))
        self.note.set_words(translate("Emergency", "Note"))
        self.step_back.set_words(translate("Emergency", "Back a step"))
        self.end.set_words(translate("Emergency", "End …"))
        self._line_ok.setText(translate("Emergency", "Keep"))
        self._line_no.setText(translate("Emergency", "Cancel"))
        self.bar.minimise.setText(translate("Emergency", "Make small"))
