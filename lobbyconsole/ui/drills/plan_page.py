"""One plan's drill in full: where it stands, what can be done, what happens in it, and all that were held."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.drills import SHIFTS, Drill, roles_of
from lobbyconsole.ui import style
from lobbyconsole.ui.drills.board import Board
from lobbyconsole.ui.drills.words import (
    LEVELS,
    SIGNS,
    day_text,
    kind_text,
    mode_text,
    moment_text,
    percent_text,
    shift_text,
    standing_text,
    state_text,
    sum_text,
    verdict_text,
)
from lobbyconsole.ui.emergency.words import role_text, say_text
from lobbyconsole.ui.incidents.cards import Part
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Card, Label, Pill, clear_layout
from lobbyconsole.ui.widgets.floor_forms import Flow, Form, KeyButton
from lobbyconsole.ui.widgets.floor_panel import Said

NARROW = 720  # px at 100 %: below, one column
MOST_HELD = 12
VERBS = (
    ("go_on", "G"), ("begin", "B"), ("table", "T"), ("worst", "W"), ("plan", "N"), ("move", "M"), ("call_off", "X"),
    ("score", "S"), ("review", "R"), ("sheet", "P"),
)  # fmt: skip


class Lines(Part):
    """A card of numbered or dotted lines."""

    def fill(self, title: str, lines: list[tuple[str, str]]) -> None:
        """(mark, words) of each."""
        self.begin(title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        for at, (mark, words) in enumerate(lines):
            grid.addWidget(Label(mark, 14, BOLD, "muted"), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(words, 14, wrap=True), at, 1)
        self.rows.addLayout(grid)


class Injects(Part):
    """What happens when, and what is expected then."""

    def fill(self, plan: Plan) -> None:
        self.begin(translate("Drills", "What happens in it"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for at, inject in enumerate(plan.drill.injects):
            clock = Label(translate("Drills", "+{n} min").format(n=f"{inject.at_min:g}"), 14, BOLD, "accent")
            grid.addWidget(clock, 2 * at, 0, top)
            grid.addWidget(Label(say_text(inject.inject), 14, BOLD, wrap=True), 2 * at, 1)
            expect = translate("Drills", "expected: {words}").format(words=say_text(inject.expect))
            grid.addWidget(Label(expect, 13, role="muted", wrap=True), 2 * at + 1, 1)
        self.rows.addLayout(grid)


class Coverage(Part):
    """The plan's roles by shift: a sign and its day, in every cell."""

    def fill(self, plan: Plan, board: Board) -> None:
        self.begin(translate("Drills", "Who has practised it"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for column, shift in enumerate(SHIFTS, 1):
            grid.addWidget(Label(shift_text(shift), 12, role="muted"), 0, column)
        for row, role in enumerate(roles_of(plan), 1):
            grid.addWidget(Label(role_text(board.library, role), 14, wrap=True), row, 0)
            for column, shift in enumerate(SHIFTS, 1):
                cell = board.cells.get((plan.id, role, shift))
                if cell is None:
                    continue
                words = SIGNS[cell.standing]
                if cell.last is not None:
                    words += f" {cell.last.at:%m-%d}"
                tone = {"act": "act", "watch": "watch_text", "ok": "ok_text"}[LEVELS[cell.standing]]
                shown = Label(words, 13, BOLD, tone)
                shown.setAccessibleName(f"{role_text(board.library, role)}, {shift_text(shift)}: "
                                        f"{standing_text(cell.standing)}")  # fmt: skip
                shown.setToolTip(standing_text(cell.standing))
                grid.addWidget(shown, row, column)
        self.rows.addLayout(grid)


class Held(Part):
    """The plan's drills, the latest first."""

    def fill(self, plan: Plan, board: Board, opened: Callable[[str], object]) -> None:
        drills = board.drills_of(plan.id)
        self.begin(translate("Drills", "Its drills"))
        for drill in drills[:MOST_HELD]:
            at = drill.begun_at or drill.due_at
            when = moment_text(at, board.zone, board.today) if at is not None else ""
            words = " · ".join(part for part in (when, mode_text(drill.mode), state_text(drill)) if part)
            score = board.scores.get(drill.key)
            about = drill.key
            if score is not None:
                about += f" · {percent_text(score)} % · {sum_text(score)}"
            elif drill.why:
                about += f" · {drill.why}"
            press = None
            if drill.begun_at is not None and not drill.called_off:
                press = (translate("Drills", "Open"), lambda key=drill.key: opened(key))
            self.line(words, about, press=press)
        if not drills:
            self.nothing(translate("Drills", "None was held or planned here yet. N plans one, B begins one now."))


class PlanPage(QWidget):
    """`verb(name)` for the buttons and their keys."""

    verb = Signal(str)
    opened = Signal(str)  # a drill

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.form: Form | None = None
        self.plan: Plan | None = None
        self.drill: Drill | None = None
        self._number = Label("", 14, role="muted", wrap=True)
        self._title = Label("", 20, BOLD, wrap=True)
        self._about = Label("", 14, role="muted", wrap=True)
        self.standing, self.state, self.result = Pill(), Pill(), Pill()
        self.verbs = Flow()
        self.buttons = {name: KeyButton("", key) for name, key in VERBS}
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _=False, name=name: self.verb.emit(name))
            self.verbs.add(button)
        self.said = Said()
        self.form_card = Card(level="accent")
        self._form_place = QVBoxLayout(self.form_card)
        self._form_place.setContentsMargins(18, 12, 16, 14)
        self.form_card.hide()
        head = Card()
        pills = Flow()
        for pill in (self.standing, self.state, self.result):
            pills.add(pill)
        inside = QVBoxLayout(head)
        inside.setContentsMargins(16, 12, 16, 14)
        inside.setSpacing(8)
        for part in (self._number, self._title, self._about, pills, self.verbs, self.said):
            inside.addWidget(part)
        self.objectives, self.criteria, self.injects = Lines(), Lines(), Injects()
        self.cells, self.held = Coverage(), Held()
        left, right = QWidget(), QWidget()
        for column, parts in ((left, (self.injects, self.objectives, self.criteria)), (right, (self.cells, self.held))):
            box = QVBoxLayout(column)
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(12)
            for card in parts:
                box.addWidget(card)
            box.addStretch(1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(12)
        self._columns.addWidget(left, 1)
        self._columns.addWidget(right, 1)
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(12, 12, 16, 14)
        rows.setSpacing(12)
        rows.addWidget(head)
        rows.addWidget(self.form_card)
        rows.addLayout(self._columns)
        rows.addStretch(1)
        self.area = plain_area(content)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)
        self.retranslate()

    def show_plan(self, board: Board, plan: Plan, drill: Drill | None) -> None:
        """A plan, or one of its drills, as it stands."""
        if self.plan is None or self.plan.id != plan.id or (self.drill and self.drill.key) != (drill and drill.key):
            self.close_form()
            self.said.say("")
            self.area.verticalScrollBar().setValue(0)
        self.plan, self.drill = plan, drill
        wording = plan.drill
        self._number.setText(drill.key if drill is not None else "")
        self._number.setVisible(drill is not None)
        self._title.setText(say_text(plan.title))
        parts = [
            translate("Drills", "“{title}”").format(title=say_text(wording.title)),
            kind_text(wording.kind),
            translate("Drills", "{n} min").format(n=wording.duration_min),
            translate("Drills", "every {n} months").format(n=wording.every_months),
        ]
        if drill is not None:
            at = drill.begun_at or drill.due_at
            if at is not None:
                parts.insert(0, moment_text(at, board.zone, board.today))
            parts.insert(1, mode_text(drill.mode))
            if drill.floor_at is not None:
                day = day_text(drill.floor_at.astimezone(board.zone).date(), board.today)
                parts.append(translate("Drills", "on the floor of {day}").format(day=day))
            if drill.why:
                parts.append(drill.why)
        self._about.setText(" · ".join(parts))
        due = board.due.get(plan.id)
        self.standing.setVisible(due is not None)
        if due is not None:
            words = standing_text(due.standing)
            if due.last is not None:
                words += " · " + translate("Drills", "next by {day}").format(day=day_text(due.due_on, board.today))
            self.standing.set_status(LEVELS[due.standing], words)
        self.state.setVisible(drill is not None)
        if drill is not None:
            self.state.set_status("neutral", state_text(drill))
        score = board.scores.get(drill.key) if drill is not None else None
        self.result.setVisible(score is not None)
        if score is not None:
            level, words = verdict_text(score)
            self.result.set_status(level, f"{words} · {percent_text(score)} %")
        self._show_verbs(drill)
        self.injects.fill(plan)
        self.objectives.fill(
            translate("Drills", "What it is to show"), [("·", say_text(t)) for t in wording.objectives]
        )
        self.criteria.fill(translate("Drills", "Passed when"), [("□", say_text(t)) for t in wording.pass_criteria])
        self.cells.fill(plan, board)
        self.held.fill(plan, board, self.opened.emit)

    def _show_verbs(self, drill: Drill | None) -> None:
        state = drill.state if drill is not None else ""
        wanted = {
            "go_on": state == "running",
            "begin": state not in ("running", "finished"),
            "table": state not in ("running", "finished", "planned"),
            "worst": state not in ("running", "finished", "planned"),
            "plan": state != "running",
            "move": state == "planned",
            "call_off": state in ("planned", "running"),
            "score": state in ("running", "finished"),
            "review": state == "finished",
            "sheet": True,
        }
        main = {"running": "go_on", "finished": "review"}.get(state, "begin")
        for name, button in self.buttons.items():
            button.setVisible(wanted[name])
            button.set_kind("primary" if name == main else "secondary")
        self.verbs.updateGeometry()

    # --- asking

    def ask(self, form: Form, answered: Callable[[dict[str, Any]], object]) -> None:
        """A question in place of nothing: below the head, and the keyboard goes there."""
        self.close_form()
        self.form = form
        form.answered.connect(answered)
        self._form_place.addWidget(form)
        self.form_card.show()
        form.show()
        form.begin()
        self.area.verticalScrollBar().setValue(0)
        if not form.isAncestorOf(self.focusWidget() or self):
            self.setFocus()

    def close_form(self) -> None:
        had = self.form is not None
        self.form = None
        clear_layout(self._form_place)
        self.form_card.hide()
        if had and self.isVisible():
            self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.form is not None:
            if event.key() == Qt.Key.Key_Escape:
                self.close_form()
                return
            if self.form.take_key(event):
                return
        elif not event.isAutoRepeat() and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            for button in self.buttons.values():
                if not button.isHidden() and button.hit(event):
                    button.click()
                    return
        super().keyPressEvent(event)

    def _arrange(self) -> None:
        wide = self.width() >= style.current().px(NARROW)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(direction)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def retranslate(self) -> None:
        words = {
            "go_on": translate("Drills", "Go on with it"),
            "begin": translate("Drills", "Begin now"),
            "table": translate("Drills", "At the table, 3 min"),
            "worst": translate("Drills", "On our worst day"),
            "plan": translate("Drills", "Plan a drill"),
            "move": translate("Drills", "Another time"),
            "call_off": translate("Drills", "Call off"),
            "score": translate("Drills", "Score"),
            "review": translate("Drills", "Review"),
            "sheet": translate("Drills", "Print the drill sheet"),
        }
        for name, button in self.buttons.items():
            button.set_words(words[name])
        self._arrange()
