"""The present step in large type: who, what, what to say, the clock, who is at the counters, and the ways on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QVBoxLayout, QWidget

from lobbyconsole.domain.head_count import placed
from lobbyconsole.services.floor_actions import FloorChange
from lobbyconsole.ui import style
from lobbyconsole.ui.emergency.guide import Avoid, Ladder
from lobbyconsole.ui.emergency.parts import BigButton, Large, fit, high_at, low_columns, rows_high
from lobbyconsole.ui.emergency.words import OUTCOMES, allowed_text, floor_text, role_text, say_text
from lobbyconsole.ui.translation import headed, in_a_row, mss, translate, with_aside
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Card, Label, clear_layout
from lobbyconsole.ui.widgets.floor_forms import Flow

if TYPE_CHECKING:
    from lobbyconsole.domain.content.library import Library
    from lobbyconsole.domain.picture import Picture
    from lobbyconsole.services.walkthroughs import OpenWalk


BETWEEN = 28  # px beside a clock
WIDE, TIGHT = (32, 29, 26, 23), (23, 21, 19)  # sizes of the step's own words, the largest that leaves them whole


class Clocked(QWidget):
    """A large figure under its name, as wide as it will ever be: a running clock moves nothing else."""

    def __init__(self, size: float) -> None:
        super().__init__()
        self._size = size
        self.title, self.figure = Label("", 13, role="muted"), Label("", size, BOLD)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, BETWEEN, 0)
        rows.setSpacing(0)
        rows.addWidget(self.title)
        rows.addWidget(self.figure)

    def sizeHint(self) -> QSize:
        longest = "0" * max(0, len(self.figure.text()) - 6) + ":00:00"  # a day has one digit more
        widest = QFontMetrics(style.current().font(self._size, BOLD)).horizontalAdvance(
            max(longest, "0:00:00", key=len)
        )
        width = max(widest, self.title.sizeHint().width()) + BETWEEN
        return QSize(width, self.title.sizeHint().height() + self.figure.sizeHint().height())

    def say(self, title: str, figure: str, role: str = "text") -> None:
        for label, words in ((self.title, title), (self.figure, figure)):
            if label.text() != words:
                longer = len(label.text()) != len(words)
                label.setText(words)
                if longer:
                    self.updateGeometry()
        self.figure.set_role(role)


class StepView(QWidget):
    """One step. It says what was pressed; the page passes it on."""

    chosen = Signal(str)  # a branch
    opened = Signal(str)  # another plan
    task_done = Signal(str)  # a step another role may do now
    role_wanted = Signal(str)
    floor_wanted = Signal(object, bool)  # FloorChange, whether it is taken back

    def __init__(self) -> None:
        super().__init__()
        self.ways: list[BigButton] = []
        self.tasks: list[BigButton] = []
        self.floor: list[BigButton] = []
        self._ways_shown: object = None
        self._tasks_shown: object = None
        self._floor_shown: object = None
        self._where = Label("", 15, role="muted", wrap=True)
        self._narrow, self._across = False, 0
        self._text = Large("", WIDE[0], BOLD, wrap=True)
        self._say_card, self._say = Card(level="accent"), Large("", 20, wrap=True)
        self._say_title = Label("", 13, role="muted")
        inner = QVBoxLayout(self._say_card)
        inner.setContentsMargins(20, 10, 14, 12)
        inner.setSpacing(2)
        inner.addWidget(self._say_title)
        inner.addWidget(self._say)
        self.avoid, self.ladder = Avoid(), Ladder()
        self.clock, self.stay, self.serving = Clocked(40), Clocked(40), Clocked(20)
        self.serving.figure.setWordWrap(True)
        self._clocks = Flow()
        for clock in (self.clock, self.stay):
            self._clocks.add(clock)
        self._after = Label("", 16, wrap=True)
        self._meanwhile = Label("", 14, BOLD, "muted", wrap=True)
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(28, 16, 24, 8)
        rows.setSpacing(12)
        self._boxes: dict[str, QBoxLayout] = {}
        self._grid = QGridLayout()  # of the choices: where room is short, two in a row
        self._grid.setSpacing(8)
        for part in (self._where, self._text, self._say_card):
            rows.addWidget(part)
        rows.addLayout(self._grid)
        rows.addWidget(self.avoid)
        rows.addWidget(self._clocks)
        rows.addWidget(self.serving)
        rows.addLayout(self._box("floor"))
        rows.addWidget(self._meanwhile)
        rows.addLayout(self._box("tasks"))
        rows.addWidget(self.ladder)
        rows.addWidget(self._after)
        rows.addStretch(1)
        self.area = plain_area(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)

    def _box(self, name: str) -> QBoxLayout:
        self._boxes[name] = QVBoxLayout()
        self._boxes[name].setSpacing(8)
        return self._boxes[name]

    def set_room(self, narrow: bool) -> None:
        """With little room the words give way to the buttons below them."""
        self._narrow = narrow
        self._say.set_size(17 if narrow else 20)
        rows = self.area.widget().layout()
        assert rows is not None
        rows.setContentsMargins(28, 8 if narrow else 16, 24, 8)
        rows.setSpacing(8 if narrow else 12)
        for button in self.ways:
            button.set_small(narrow)
        self._fit()

    def _place_ways(self, columns: int) -> None:
        if columns == self._across and all(self._grid.indexOf(button) >= 0 for button in self.ways):
            return
        self._across = columns
        for button in self.ways:
            self._grid.removeWidget(button)
        for at, button in enumerate(self.ways):
            self._grid.addWidget(button, at // columns, at % columns)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _fit(self) -> None:
        """The step's words whole, and with them what to say and the choices as far as there is room."""
        rows = self.area.widget().layout()
        if rows is None:
            return
        around = rows.contentsMargins()
        width = self.width() - self.area.verticalScrollBar().sizeHint().width() - around.left() - around.right()
        if width <= 0:
            return
        needed = around.top() + max(0, self._where.heightForWidth(width)) + rows.spacing()
        if not self._say_card.isHidden():
            needed += self._say_card.heightForWidth(width) + rows.spacing()
        sizes = TIGHT if self._narrow else WIDE
        left = self.height() - needed
        least = high_at(self._text.text(), sizes[-1], width)
        across = low_columns(self.ways, width, left - least) if self._narrow else 1
        self._place_ways(across)
        fit(self._text, sizes, width, left - rows_high(self.ways, width, across))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def text(self) -> str:
        """The step as it is written large."""
        return self._text.text()

    # --- showing

    def show_walk(self, state: OpenWalk, library: Library, next_one: str = "", place: str = "") -> None:
        """The step it stands at, or what is left to do when it is over.

        `next_one`: who would take the role. `place`: where people gather.
        """
        step = state.step
        self._say_title.setText(translate("Emergency", "Say to customers"))
        self._show_tasks(state, library)
        self._show_ways(state, library)
        self.avoid.show_step(step)
        self.ladder.show_step(state.plan, step, library)
        if step is None:
            self._where.setText(translate("Emergency", "It is over · what comes now"))
            self._text.setText(translate("Emergency", OUTCOMES.get(state.walk.outcome, state.walk.outcome)))
            self._after.setText("\n".join(f"· {say_text(text)}" for text in state.plan.after_action))
            for part in (self._say_card, self._clocks, self.serving):
                part.hide()
            self.show_floor_change(None)
            self._fit()
            return
        where = translate("Emergency", "Step {n} · {role}").format(
            n=len(state.walk.turns), role=role_text(library, step.role)
        )
        holder = state.walk.roles.get(step.role, "")
        if holder:
            where = with_aside(where, holder)
        if next_one:
            words = translate("Emergency", "(next: {staff})")
            if holder:
                words = translate("Emergency", "(not here, next: {staff})")
            where = in_a_row(where, words.format(staff=next_one))
        allowed = allowed_text(step)
        self._where.setText(f"{where} · {allowed}" if allowed else where)
        self._text.setText(say_text(placed(step, place)))
        self._say_card.setVisible(step.say is not None)
        if step.say is not None:
            self._say.setText(f"“{say_text(step.say)}”")
        self._after.setText("")
        self._clocks.show()
        self._fit()

    def _show_ways(self, state: OpenWalk, library: Library) -> None:
        step = state.step
        opens = step.opens_plan if step is not None else ""
        shown = (state.walk.key, state.walk.step, state.walk.turn, state.plan, library.plans.get(opens), say_text)
        words = [say_text(branch.when) for branch in step.branches] if step is not None else []
        if (shown, words) == self._ways_shown:
            return
        self._ways_shown = (shown, words)
        clear_layout(self._grid)
        self.ways = []
        for branch in step.branches if step is not None else ():
            button = self._button("ways", say_text(branch.when), str(len(self.ways) + 1), "way")
            button.clicked.connect(lambda _=False, goto=branch.goto: self.chosen.emit(goto))
            self.ways.append(button)
        found = library.plans.get(opens)
        if found is not None:
            title = translate("Emergency", "Start as well: {plan}").format(plan=say_text(found.title))
            button = self._button("ways", title, str(len(self.ways) + 1), "way")
            button.clicked.connect(lambda: self.opened.emit(opens))
            self.ways.append(button)
        self._across = 0

    def _show_tasks(self, state: OpenWalk, library: Library) -> None:
        others = [task for task in state.tasks() if not task.current]
        shown = [
            (task.step.id, task.done, headed(role_text(library, task.role), say_text(task.step.text)))
            for task in others
        ]
        self._meanwhile.setText(translate("Emergency", "Meanwhile · press what is done"))
        self._meanwhile.setVisible(bool(shown))
        if shown == self._tasks_shown:
            return
        self._tasks_shown = shown
        clear_layout(self._boxes["tasks"])
        self.tasks = []
        for name, done, words in shown:
            button = self._button("tasks", ("✓ " if done else "○ ") + words, "", "task")
            button.setEnabled(not done)
            button.clicked.connect(lambda _=False, name=name: self.task_done.emit(name))
            self.tasks.append(button)

    def show_floor_change(self, change: FloorChange | None, service: str = "") -> None:
        """What the step may do on the floor now, and its way back. `service`: what is diverted, in words."""
        if change == self._floor_shown:
            return
        self._floor_shown = change
        clear_layout(self._boxes["floor"])
        self.floor = []
        if change is None:
            return
        for back, names in ((False, change.ahead), (True, change.back)):
            if names:
                words = floor_text(change.kind, len(names), back, service)
                button = self._button("floor", words, "F" if not back else "U", "way")
                button.clicked.connect(lambda _=False, back=back: self.floor_wanted.emit(change, back))
                self.floor.append(button)

    def _button(self, box: str, words: str, key: str, kind: str) -> BigButton:
        button = BigButton(words, key, kind)
        if box == "ways":
            button.set_small(self._narrow)
            self._grid.addWidget(button, len(self.ways), 0)
        else:
            self._boxes[box].addWidget(button)
        button.show()  # at once: a key may be pressed before Qt would show it
        return button

    def show_floor(self, picture: Picture) -> None:
        """The tickets at a counter now: whoever is served must not be forgotten."""
        numbers = [tile.number for tile in picture.tiles if tile.number and tile.activity in ("serving", "called")]
        self.serving.say(translate("Emergency", "At the counters now (live)"), "   ".join(numbers) or "—")

    def tick(self, state: OpenWalk, now: datetime) -> None:
        """The clock of the step: what is left of its target, and since when it stands here."""
        step = state.step
        if step is None or state.walk.since is None:
            return
        left = state.left_s(now)
        self.clock.setVisible(left is not None)
        if left is not None:
            over = left < 0
            allowed = step.timer_s or step.target_s or 1
            role = "act" if over else "watch_text" if left < allowed / 4 else "text"
            title = translate("Emergency", "■ Over by") if over else translate("Emergency", "Left for this step")
            self.clock.say(title, mss(abs(left)), role)
        role = "muted" if left is not None else "text"
        self.stay.say(translate("Emergency", "On this step since"), mss(state.stood_s(now)), role)

    def buttons(self) -> Sequence[BigButton]:
        """All that can be pressed by a key."""
        return (*self.ways, *self.floor)
