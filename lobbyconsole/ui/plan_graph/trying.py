"""Walking a plan before it is approved: step by step with the times it allows, and all its ways by the program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.plan_graph import NEXT
from lobbyconsole.services.library.book import plain
from lobbyconsole.services.library.rehearsal import Rehearsal, Survey, survey
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.content.bench import Tried
from lobbyconsole.ui.content.specs import specs_of
from lobbyconsole.ui.content.words import Names, option_words
from lobbyconsole.ui.emergency.parts import BigButton
from lobbyconsole.ui.plan_graph.survey_card import SurveyCard
from lobbyconsole.ui.plan_graph.view import GraphView
from lobbyconsole.ui.plan_graph.words import Reading, allowed_words, extras, kind_words, role_words, seconds_words
from lobbyconsole.ui.translation import in_a_row, language, translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, EmptyState, Label, clear_layout
from lobbyconsole.ui.widgets.floor_forms import Flow, KeyButton
from lobbyconsole.ui.widgets.floor_panel import Said

WIDE = 880  # px at 100 %: from this width on the graph stands beside


class TryPage(QWidget):
    """`came_to_end`: the plan was walked to an end by these steps. `note_wanted`: note it for a proposal."""

    came_to_end = Signal(object, object)  # Tried, way
    note_wanted = Signal(object, object)
    edit_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tried: Tried | None = None
        self.walk: Rehearsal | None = None
        self.found: Survey | None = None
        self._names = Names()
        self._task: tasks.Task | None = None
        self.ways: list[BigButton] = []
        self.head, self.state = Label("", 14, role="muted", wrap=True), Said()
        self.where, self.text = Label("", 14, role="muted", wrap=True), Label("", 24, BOLD, wrap=True)
        self.quote, self.more = Label("", 16, role="accent", wrap=True), Label("", 14, wrap=True)
        self.figures = Label("", 14, BOLD, wrap=True)
        self.others = Label("", 14, wrap=True)
        self.reports = Label("", 14, wrap=True)
        self.back, self.again, self.note = KeyButton("", "⌫"), KeyButton("", "Home"), Button("", "primary")
        self.back.clicked.connect(self.go_back)
        self.again.clicked.connect(self.begin_again)
        self.note.clicked.connect(self._want_note)
        self.survey = SurveyCard()
        self.graph = GraphView()
        self.empty = EmptyState(icon="warning")
        self._build()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.retranslate()

    def _build(self) -> None:
        card = Card()
        rows = QVBoxLayout(card)
        rows.setContentsMargins(18, 12, 16, 14)
        rows.setSpacing(8)
        self._ways = QVBoxLayout()
        self._ways.setSpacing(8)
        for part in (self.where, self.text, self.quote, self.more):
            rows.addWidget(part)
        rows.addLayout(self._ways)
        line = Flow()
        for button in (self.note, self.back, self.again):
            line.add(button)
        self._line = line
        rows.addWidget(line)
        side = Card(ground="sunken")
        inner = QVBoxLayout(side)
        inner.setContentsMargins(16, 10, 14, 12)
        inner.setSpacing(4)
        self.titles = [Label("", 12, role="muted") for _ in range(3)]
        for title, label in zip(self.titles, (self.figures, self.others, self.reports), strict=True):
            inner.addWidget(title)
            inner.addWidget(label)
            inner.addSpacing(4)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(2, 2, 10, 12)
        column.setSpacing(10)
        for widget in (self.head, self.state, card, side, self.survey):
            column.addWidget(widget)
        column.addStretch(1)
        self.area = plain_area(content)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.beside.setSpacing(14)
        self.beside.addWidget(self.area, 6)
        self.beside.addWidget(self.graph, 5)
        self.shown = QWidget()
        held = QHBoxLayout(self.shown)
        held.setContentsMargins(0, 0, 0, 0)
        held.addLayout(self.beside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.shown)
        whole.addWidget(self.empty)
        self.empty.hide()

    @property
    def busy(self) -> bool:
        return self._task is not None

    # --- what is walked

    def show_plan(self, tried: Tried, names: Names) -> None:
        """Walk another version, or the same in another language."""
        same = self.tried is not None and self.walk is not None and self.tried.plan == tried.plan
        self.tried, self._names = tried, names
        self.shown.show()
        self.empty.hide()
        if not same:
            self.walk, self.found = Rehearsal(tried.plan), None
            self._survey(tried.plan)
        self._tree = plain(tried.plan)
        self.graph.show_tree(self._tree, names, {})
        self._show()
        if self.found is not None:
            self.survey.show_survey(self.found, self._reading(), tried.plan)

    def show_nothing(self, title: str, how: str) -> None:
        """It cannot be walked, and why."""
        self.tried, self.walk = None, None
        self.shown.hide()
        self.empty.set_texts(title, how)
        self.empty.show()

    def _survey(self, plan: Plan) -> None:
        if self._task is not None:
            self._task.cancel()
        self.survey.show_nothing()

        def found(result: Survey) -> None:
            self._task = None
            self.found = result
            self.survey.show_survey(result, self._reading(), plan)

        self._task = tasks.run(self, lambda: survey(plan), found)

    def _reading(self) -> Reading:
        return Reading(self._tree, self._names)

    # --- the walk

    def done(self, way: int = 0) -> None:
        """The step is done; `way`: which branch, from 0."""
        walk = self.walk
        step = walk.step if walk is not None else None
        if walk is None or step is None or self.tried is None:
            return
        if step.branches and not 0 <= way < len(step.branches):
            return
        walk.do(step.branches[way].goto if step.branches else "")
        self._show()
        if walk.ended:
            self.came_to_end.emit(self.tried, walk.way)
            self._name_state()
        self.setFocus()

    def go_back(self) -> None:
        if self.walk is not None:
            self.walk.back()
            self._show()
            self.setFocus()

    def begin_again(self) -> None:
        if self.tried is not None:
            self.walk = Rehearsal(self.tried.plan)
            self._show()
            self.setFocus()

    def noted(self, tried: Tried) -> None:
        """What is walked stands otherwise now, e.g. it was noted that it came to an end."""
        self.tried = tried
        self._name_state()

    def _want_note(self) -> None:
        if self.tried is not None and self.walk is not None and self.walk.ended:
            self.note_wanted.emit(self.tried, self.walk.way)

    # --- showing

    def _show(self) -> None:
        walk, tried = self.walk, self.tried
        if walk is None or tried is None:
            return
        reading, names = self._reading(), self._names
        way = tuple(reading.place(name) for name in walk.way)
        self.graph.stand_on(way[-1] if way else -1, NEXT, way)
        step = walk.step
        at = way[-1]
        values: Mapping[str, Any] = reading.steps[at]
        number = translate("PlanGraph", "Step {n}").format(n=reading.numbers[at])
        clear_layout(self._ways)
        self.ways = []
        if step is None:
            self.where.setText(translate("PlanGraph", "The end"))
            end = next(spec for spec in specs_of(type(tried.plan.steps[0])) if spec.name == "outcome")
            self.text.setText(option_words(end, walk.walk.outcome, names))
            self.quote.hide()
            text = translate("PlanGraph", "{span} by the plan's own times · steps: {n}")
            self.more.setText(text.format(n=len(walk.way), span=seconds_words(walk.spent_s)))
        else:
            parts = (number, kind_words(values, names), role_words(values, names), allowed_words(values))
            self.where.setText(" · ".join(part for part in parts if part))
            self.text.setText(names.said(step.text))
            self.quote.setVisible(step.say is not None)
            self.quote.setText(f"“{names.said(step.say)}”" if step.say is not None else "")
            self.more.setText("\n".join(self._more(values)))
            for place, branch in enumerate(step.branches):
                self._button(names.said(branch.when), str(place + 1), "way", place)
            if not step.branches:
                words = translate("PlanGraph", "It is over") if step.kind == "end" else translate("PlanGraph", "Done")
                self._button(words, " ", "primary", 0)
        self.more.setVisible(bool(self.more.text()))
        self.back.setEnabled(len(walk.way) > 1 or walk.ended)
        self._name_state()
        self._name_rest(reading)

    def _button(self, words: str, key: str, kind: str, place: int) -> None:
        button = BigButton(words, key, kind)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.done(place))
        self._ways.addWidget(button)
        button.show()
        self.ways.append(button)

    def _more(self, values: Mapping[str, Any]) -> list[str]:
        """Calls with their numbers, and what else the step brings."""
        names = self._names
        lines = self._guide()
        for name in values.get("contacts") or ():
            number = names.groups.get("numbers", {}).get(name) or "▲ " + translate("PlanGraph", "number missing")
            lines.append(f"☎ {names.name('contacts', name)}  {number}")
        calls = translate("PlanGraph", "calls {n}").format(n=len(values.get("contacts") or ()))
        lines += [extra for extra in extras(values, names) if extra != calls]
        return lines

    def _guide(self) -> list[str]:
        """What nobody says at this step, and who may decide what where it is decided."""
        walk, tried, names = self.walk, self.tried, self._names
        if walk is None or walk.step is None or tried is None:
            return []
        lines = [f"✗ {names.said(words)}" for words in walk.step.avoid]
        if lines:
            lines.insert(0, translate("Emergency", "Do not say"))
        if walk.step.role in {rung.role for rung in tried.plan.ladder}:
            lines.append(translate("Emergency", "Who may decide what · more than that goes one rung up"))
            for rung in tried.plan.ladder:
                mark = "▶" if rung.role == walk.step.role else "○"
                lines.append(f"{mark} {names.name('people', rung.role)} · {names.said(rung.may)}")
        return lines

    def _name_rest(self, reading: Reading) -> None:
        walk, names = self.walk, self._names
        assert walk is not None
        text = translate("PlanGraph", "{span} by the plan's own times · steps: {n}")
        self.figures.setText(text.format(span=seconds_words(walk.spent_s), n=len(walk.way)))
        lines = []
        for task in walk.tasks():
            number = reading.numbers[reading.place(task.step.id)]
            colon = "：" if language() == "zh" else ": "
            mark = "●" if task.current else "○"
            lines.append(f"{mark} {names.name('roles', task.role)}{colon}{number} · {names.said(task.step.text)}")
        self.others.setText("\n".join(lines) or "–")
        lines = []
        for report in walk.owed():
            plan_report = walk.plan.reporting[report.place]
            left = plan_report.within_min * 60 - walk.spent_s
            who = names.name("people", report.to)
            due = (
                translate("PlanGraph", "due in {span}").format(span=seconds_words(left))
                if left >= 0
                else "■ " + translate("PlanGraph", "due {span} ago").format(span=seconds_words(-left))
            )
            every = translate("PlanGraph", "every {n} min").format(n=report.repeat) if report.repeat else ""
            lines.append(" · ".join(part for part in (who, due, every) if part))
        self.reports.setText("\n".join(lines) or "–")

    def _name_state(self) -> None:
        tried, walk = self.tried, self.walk
        if tried is None or walk is None:
            return
        kinds = {
            "draft": translate("PlanGraph", "The draft as it is written now."),
            "proposed": translate("PlanGraph", "The version {staff} proposes.").format(staff=tried.by),
            "in_force": translate("PlanGraph", "The version in force."),
        }
        aside = translate("PlanGraph", "Nothing here is recorded and nobody is called.")
        self.head.setText(in_a_row(kinds[tried.kind], aside))
        if tried.walked and tried.kind != "in_force":
            self.state.say(translate("PlanGraph", "Walked to an end in this version: it may be approved."), "ok")
        elif tried.kind == "proposed" and walk.ended:
            self.state.say(translate("PlanGraph", "You came to an end. Note it, and it may be approved."), "watch")
        elif tried.kind != "in_force":
            text = translate("PlanGraph", "Not yet walked to an end in this version; without that it is not approved.")
            self.state.say(text, "watch")
        else:
            self.state.say("")
        self.note.setVisible(tried.kind == "proposed" and walk.ended and not tried.walked)
        self._line.updateGeometry()

    # --- keys and room

    def keyPressEvent(self, event: QKeyEvent) -> None:
        walk = self.walk
        step = walk.step if walk is not None else None
        text = event.text()
        if event.key() == Qt.Key.Key_Backspace:
            self.go_back()
        elif event.key() == Qt.Key.Key_Home:
            self.begin_again()
        elif step is not None and step.branches and text.isdigit() and 1 <= int(text) <= len(step.branches):
            self.done(int(text) - 1)
        elif step is not None and not step.branches and event.key() in (
            Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter,
        ):  # fmt: skip
            self.done()
        elif self.note.isVisible() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._want_note()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.graph.setVisible(self.width() >= style.current().px(WIDE))

    def retranslate(self) -> None:
        self.back.set_words(translate("PlanGraph", "One step back"))
        self.again.set_words(translate("PlanGraph", "From the beginning"))
        self.note.setText(translate("PlanGraph", "Note this walk…"))
        for title, words in zip(
            self.titles,
            (translate("PlanGraph", "So far"), translate("PlanGraph", "Who does what now"),
             translate("PlanGraph", "Reports owed")),
            strict=True,
        ):  # fmt: skip
            title.setText(words)
        self.graph.retranslate()
        self.survey.retranslate()
