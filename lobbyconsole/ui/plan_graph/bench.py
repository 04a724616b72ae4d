"""Writing a plan: its outline, the step one is on in both languages, the drawn graph; its numbers and all the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lobbyconsole.domain.content.plans import Branch, Plan, Step
from lobbyconsole.domain.plan_graph import NEXT
from lobbyconsole.services.library.checks import Path, Problem
from lobbyconsole.services.library.plan_draft import add_after, add_branch, double, move, remove
from lobbyconsole.ui import style
from lobbyconsole.ui.content.fields import Edit
from lobbyconsole.ui.content.parts import StructForm
from lobbyconsole.ui.content.sheet import Sheet
from lobbyconsole.ui.content.slices import Slices
from lobbyconsole.ui.content.specs import blank, free_id
from lobbyconsole.ui.plan_graph.numbers import NumbersPage
from lobbyconsole.ui.plan_graph.outline import Outline
from lobbyconsole.ui.plan_graph.view import GraphView
from lobbyconsole.ui.plan_graph.words import Reading, kind_words, missing_numbers, role_words
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.areas import WIDEST, plain_area
from lobbyconsole.ui.widgets.basics import BOLD, IconButton, Label, Press, clear_layout
from lobbyconsole.ui.widgets.choices import SegmentedChoice
from lobbyconsole.ui.widgets.floor_forms import Flow, KeyButton
from lobbyconsole.ui.widgets.floor_panel import Said

DRAW_MS = 60  # after a change the graph is drawn again
THREE, TWO = 1060, 600  # px at 100 %: from these widths on so many columns stand side by side
OUTLINE, OUTLINE_LEAST = 330, 260
_MISSING = ("the English text is missing", "the Chinese text is missing", "a text needs both languages")


class PlanBench(QWidget):
    """The form of a plan, as the editor's page sees it: `edits`, `build`, `show_wrong`, `control_at`, `begin`."""

    number_wanted = Signal(str, str)  # contact, its number here
    try_wanted = Signal()

    def __init__(
        self, sheet: Sheet, leave_out: frozenset[str], views: SegmentedChoice, sides: SegmentedChoice
    ) -> None:  # fmt: skip
        """`views`, `sides`: stand in the page's bar, which has room for them; what is chosen there is told here."""
        super().__init__()
        self.views, self.sides = views, sides
        views.set_value("steps")
        self.sheet = sheet
        self.at, self.branch = 0, NEXT
        self.reading = Reading(sheet.tree, sheet.names)
        self.rest = StructForm(sheet, (), Plan, leave_out | {"steps"})
        self.step_form: StructForm | None = None
        self._slices = Slices(self)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(DRAW_MS)
        self._later.timeout.connect(self.draw)
        self._columns = 0
        self._build()
        sheet.changed.connect(self._later.start)

    @property
    def edits(self) -> dict[str, Edit]:
        """The fields of the plan itself."""
        return self.rest.edits

    @property
    def busy(self) -> bool:
        return self._slices.busy or self._later.isActive()

    # --- building

    def _build(self) -> None:
        self.side = "fields"
        self.outline, self.graph, self.numbers = Outline(), GraphView(), NumbersPage()
        self.said = Said()
        self.outline.chosen.connect(self.stand_on)
        self.outline.entered.connect(lambda step, branch: self._into(step, branch))
        self.outline.move_wanted.connect(self.move_step)
        self.outline.remove_wanted.connect(self.remove_step)
        self.graph.chosen.connect(self.stand_on)
        self.graph.entered.connect(lambda step: self._into(step, NEXT))
        self.numbers.set_wanted.connect(self.number_wanted)
        self._build_steps()
        rest = QWidget()
        inner = QVBoxLayout(rest)
        inner.setContentsMargins(4, 2, 12, 24)
        inner.addWidget(self.rest)
        inner.addStretch(1)
        self.rest_area = plain_area(rest)
        self.pages = QStackedWidget()
        self._pages: dict[str, QWidget] = {"steps": self.steps_page, "numbers": self.numbers, "rest": self.rest_area}
        for page in self._pages.values():
            self.pages.addWidget(page)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(self.said)
        rows.addWidget(self.pages, 1)
        self.setFocusProxy(self.outline)
        self._name_views()

    def _build_steps(self) -> None:
        self.steps_page = QWidget()
        self.left = QWidget()
        self.verbs = Flow()
        self.buttons: dict[str, Press] = {}
        calls: tuple[tuple[str, str, str, Callable[[], object]], ...] = (
            ("new", translate("PlanGraph", "New step"), "N", self.add_step),
            ("branch", translate("PlanGraph", "Branch"), "B", self.add_branch),
            ("double", translate("Content", "Copy"), "D", self.double_step),
            ("up", translate("PlanGraph", "Earlier (Alt+Up)"), "chevron-up", lambda: self.move_step(-1)),
            ("down", translate("PlanGraph", "Later (Alt+Down)"), "chevron-down", lambda: self.move_step(1)),
            ("remove", translate("Content", "Take out (Del)"), "trash", self.remove_step),
        )
        moving = QWidget()  # the small ones stay together when the line is full
        signs = QHBoxLayout(moving)
        signs.setContentsMargins(0, 0, 0, 0)
        signs.setSpacing(2)
        for name, words, key, call in calls:
            button = self.buttons[name] = KeyButton(words, key) if len(key) == 1 else IconButton(key, words)
            button.clicked.connect(lambda _=False, call=call: call())
            self.verbs.add(button) if len(key) == 1 else signs.addWidget(button)
        self.verbs.add(moving)
        rows = QVBoxLayout(self.left)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        rows.addWidget(self.outline, 1)
        rows.addWidget(self.verbs)
        self.middle = QWidget()
        self.step_title = Label("", 16, BOLD, wrap=True)
        content = QWidget()
        self._form_rows = QVBoxLayout(content)
        self._form_rows.setContentsMargins(4, 2, 12, 20)
        self._form_rows.setSpacing(8)
        self.area = plain_area(content)
        rows = QVBoxLayout(self.middle)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        rows.addWidget(self.step_title)
        rows.addWidget(self.area, 1)
        beside = QHBoxLayout(self.steps_page)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(14)
        beside.addWidget(self.left)
        beside.addWidget(self.middle, 6)
        beside.addWidget(self.graph, 6)

    def build(self) -> Iterator[Any]:
        """Make the fields one by one: a generator."""
        self.outline.show_reading(self.reading, {})
        yield
        self.draw()
        yield
        self._show_step()
        yield
        yield from self.rest.build()

    def finish(self) -> None:
        """Build what is still being built, and draw what was changed."""
        self._slices.finish()
        self._drawn()

    def _drawn(self) -> None:
        if self._later.isActive():
            self._later.stop()
            self.draw()

    # --- showing

    def draw(self) -> None:
        """Outline, graph and numbers from what is written now."""
        sheet = self.sheet
        self.reading = Reading(sheet.tree, sheet.names)
        self.at = max(0, min(self.at, len(self.reading.steps) - 1))
        wrong = self.wrong_steps()
        self.outline.show_reading(self.reading, wrong)
        self.graph.show_tree(sheet.tree, sheet.names, wrong)
        self.numbers.show_sheet(sheet, self.reading)
        self._name_step()
        self._name_views()
        self._stand()

    def wrong_steps(self) -> dict[int, str]:
        """Level of what is wrong, by step: watch where only words are missing."""
        found: dict[int, str] = {}
        for problem in self.sheet.problems:
            if len(problem.path) > 1 and problem.path[0] == "steps" and isinstance(problem.path[1], int):
                level = "watch" if problem.reason in _MISSING else "act"
                if found.get(problem.path[1]) != "act":
                    found[problem.path[1]] = level
        return found

    def _graph_problems(self) -> list[Problem]:
        """What is wrong with the ways, the causes before what follows from them."""
        signs = ("loop", "no end", "leads to", "first step", "cannot be reached")
        return [problem for sign in signs for problem in self.sheet.problems if sign in problem.reason]

    def show_wrong(self) -> None:
        """Mark what is wrong, in the fields, the outline and the graph; say what is wrong with the ways."""
        self.rest.show_wrong()
        if self.step_form is not None:
            self.step_form.show_wrong()
        self._drawn()
        wrong = self.wrong_steps()
        self.outline.show_reading(self.reading, wrong)
        self.graph.show_wrong(wrong)
        graph = self._graph_problems()
        words = [self.sheet.said(problem) for problem in graph[:2]]
        if len(graph) > 2:
            words.append(translate("PlanGraph", "and {n} more").format(n=len(graph) - 2))
        self.said.say("  ".join(words), "act")

    def stand_on(self, step: int, branch: int = NEXT) -> None:
        """Another step, or a branch of it."""
        changed = step != self.at
        self.at, self.branch = step, branch
        self._stand()
        if changed or self.step_form is None:
            self._show_step()

    def _stand(self) -> None:
        if not self.outline.stand_on(self.at, self.branch):
            self.branch = NEXT
            self.outline.stand_on(self.at)
        self.graph.stand_on(self.at, self.branch)
        for name in ("branch", "double", "up", "down", "remove"):
            self.buttons[name].setEnabled(bool(self.reading.steps))

    def _name_step(self) -> None:
        if not self.reading.steps:
            self.step_title.setText(translate("PlanGraph", "No step yet. N makes one."))
            return
        step, names = self.reading.steps[self.at], self.sheet.names
        title = translate("PlanGraph", "Step {n}").format(n=self.reading.numbers[self.at])
        self.step_title.setText(f"{title} · {kind_words(step, names)} · {role_words(step, names)}")

    def _show_step(self) -> None:
        self._slices.stop()
        if self.step_form is not None:
            if self._form_rows.indexOf(self.step_form) < 0:
                self.step_form.deleteLater()  # another step was chosen before it was there
            self.step_form = None
        self._name_step()
        if not self.reading.steps:
            clear_layout(self._form_rows)
            return
        for at in range(self._form_rows.count()):
            shown = self._form_rows.itemAt(at).widget()
            if shown is not None:
                shown.setEnabled(
                    False
                )  # of another step; it stays until the new one is there, so that nothing flickers
        # The id of a step is nobody's business: who leads to it chooses it by its number and words.
        form = self.step_form = StructForm(self.sheet, ("steps", self.at), Step, frozenset({"id", "source"}))
        form.hide()
        form.setParent(self.area.widget())

        def built() -> None:
            clear_layout(self._form_rows)
            self._form_rows.addWidget(form)
            self._form_rows.addStretch(1)
            form.show()
            self.area.verticalScrollBar().setValue(0)

        self._slices.run(form.build(), built)

    def _into(self, step: int, branch: int) -> None:
        """The keyboard goes into the fields."""
        self.stand_on(step, branch)
        self._slices.finish()
        self.show_side("fields")
        form = self.step_form
        if form is None:
            return
        path: Path = ("steps", step, "text")
        if branch != NEXT:
            path = ("steps", step, "branches", branch, "when")
        control = form.control_at(path)
        if control is not None:
            control.setFocus(Qt.FocusReason.TabFocusReason)
            QTimer.singleShot(0, control, lambda: self.area.ensureWidgetVisible(control, 0, style.current().px(80)))

    def show_view(self, view: str) -> None:
        """Steps, numbers, or everything else."""
        self.views.set_value(view)
        self.pages.setCurrentWidget(self._pages[view])
        self._place()

    def _name_views(self) -> None:
        missing = {name for step in self.reading.steps for name in missing_numbers(step, self.sheet.names)}
        numbers = translate("PlanGraph", "Numbers")
        if missing:
            numbers = translate("PlanGraph", "Numbers ({n} missing)").format(n=len(missing))
        current = self.views.value() or "steps"
        self.views.set_options(
            [("steps", translate("Content", "Steps")), ("numbers", numbers),
             ("rest", translate("PlanGraph", "Everything else"))],
            current,
        )  # fmt: skip
        self.views.setAccessibleName(translate("PlanGraph", "What of the plan to write"))
        self._bar_changed()

    def _bar_changed(self) -> None:
        bar = self.views.parentWidget()
        if bar is not None:
            bar.updateGeometry()

    # --- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """As many columns as there is room for; of the others one is chosen."""
        px = style.current().px
        columns = 3 if self.width() >= px(THREE) else 2 if self.width() >= px(TWO) else 1
        if columns != self._columns:
            self._columns = columns
            options = [("fields", translate("PlanGraph", "Step")), ("graph", translate("PlanGraph", "Graph"))]
            if columns == 1:  # one row of choices for everything: there is little room
                options = [
                    ("outline", translate("PlanGraph", "Outline")), *options,
                    ("numbers", translate("PlanGraph", "Numbers")), ("rest", translate("PlanGraph", "The rest")),
                ]  # fmt: skip
            self.sides.set_options(options, self.side if self.side in dict(options) else "fields")
        steps = self.pages.currentWidget() is self.steps_page
        self.views.setVisible(columns > 1)
        self.sides.setVisible(columns == 1 or (columns == 2 and steps))
        if columns == 1:
            self.sides.set_value(self.side if steps else "numbers" if self.numbers.isVisibleTo(self.pages) else "rest")
        wide = px(OUTLINE if columns == 3 else OUTLINE_LEAST)
        self.left.setMinimumWidth(wide if columns > 1 else 0)
        self.left.setMaximumWidth(wide if columns > 1 else WIDEST)
        self.left.setVisible(columns > 1 or self.side == "outline")
        self.middle.setVisible(columns == 3 or self.side == "fields" or (columns == 2 and self.side == "outline"))
        self.graph.setVisible(columns == 3 or self.side == "graph")
        self._bar_changed()

    def show_side(self, side: str) -> None:
        if side in ("numbers", "rest"):
            self.show_view(side)
            return
        self.side = side
        self.sides.set_value(side)
        if self.pages.currentWidget() is not self.steps_page:
            self.show_view("steps")
        self._place()

    # --- verbs

    def _new_id(self) -> str:
        return free_id([str(step.get("id", "")) for step in self.reading.steps], "steps")

    def _blank_step(self) -> dict[str, Any]:
        steps = self.reading.steps
        like = steps[self.at] if steps else None
        return {**blank(Step), "id": self._new_id(), "role": str(like.get("role") or "") if like is not None else ""}

    def _after(self, step: int, branch: int = NEXT, enter: bool = False) -> None:
        """What was changed is drawn at once, with the keyboard where it was changed."""
        self._later.stop()
        self.sheet.check()
        self.reading = Reading(self.sheet.tree, self.sheet.names)
        self.at, self.branch = step, branch
        self.draw()
        self._show_step()
        if enter:
            self._into(step, branch)
        else:
            self.outline.setFocus()

    def add_step(self) -> None:
        """A new step after this one, or into this branch."""
        made = self._blank_step()
        at = self.sheet.change(lambda tree: add_after(tree, self.at, self.branch, made))
        self._after(at, enter=True)

    def add_branch(self) -> None:
        """One more way on; a step becomes a choice by it. An end has none."""
        if not self.reading.steps or self.reading.graph.nodes[self.at].kind == "end":
            return
        made = blank(Branch)
        branch = self.sheet.change(lambda tree: add_branch(tree, self.at, made))
        self._after(self.at, branch, enter=True)

    def double_step(self) -> None:
        """A copy after this one."""
        if self.reading.steps:
            name = self._new_id()
            at = self.sheet.change(lambda tree: double(tree, self.at, name))
            self._after(at)

    def remove_step(self) -> None:
        """Take this step out, or this branch."""
        if not self.reading.steps:
            return
        if self.branch != NEXT:
            at, branch = self.at, self.branch
            self.sheet.remove(("steps", at, "branches"), branch)
            self._after(at)
            return
        way = self.reading.graph.before(self.at)
        name = str(self.reading.steps[way[0]].get("id")) if way else ""
        self.sheet.change(lambda tree: remove(tree, self.at))
        self._after(max(0, Reading(self.sheet.tree, self.sheet.names).place(name)))

    def move_step(self, by: int) -> None:
        """Earlier or later on the way; a branch before or behind its neighbour."""
        if not self.reading.steps:
            return
        if self.branch != NEXT:
            if self.sheet.move(("steps", self.at, "branches"), self.branch, by):
                self._after(self.at, self.branch + by)
            return
        name = str(self.reading.steps[self.at].get("id"))
        if self.sheet.change(lambda tree: move(tree, self.at, by)):
            self._after(Reading(self.sheet.tree, self.sheet.names).place(name))
        else:
            text = translate("PlanGraph", "This cannot change places: a choice, an end or several ways stand there.")
            self.said.say(text, "watch")

    def undone(self) -> None:
        """What was written is as it was before."""
        for edit in self.rest.edits.values():
            edit.refresh()
        self._after(min(self.at, max(0, len(self.sheet.tree.get("steps") or ()) - 1)))

    # --- as a form

    def control_at(self, path: Path) -> QWidget | None:
        """The control of a place, brought to sight."""
        if len(path) > 1 and path[0] == "steps" and isinstance(path[1], int):
            self.show_view("steps")
            self.show_side("fields")
            branch = path[3] if len(path) > 3 and path[2] == "branches" and isinstance(path[3], int) else NEXT
            self.stand_on(path[1], branch)
            self._slices.finish()
            return self.step_form.control_at(path) if self.step_form is not None else None
        self.show_view("rest")
        return self.rest.control_at(path)

    def area_of(self, control: QWidget) -> Any:
        """What scrolls a control into sight."""
        return self.area if self.area.isAncestorOf(control) else self.rest_area

    def begin(self) -> None:
        """Take the keyboard in the outline."""
        self.outline.setFocus(Qt.FocusReason.TabFocusReason)

    def escape(self) -> bool:
        """From the fields and the graph back to the outline; False when one is there."""
        focus = QApplication.focusWidget()
        if self.pages.currentWidget() is not self.steps_page:
            self.show_view("steps")
        elif focus is None or focus is self.outline or not self.isAncestorOf(focus):
            return False
        if self._columns == 1:
            self.show_side("outline")
        self.outline.setFocus()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        calls: dict[str, Callable[[], object]] = {
            "N": self.add_step, "B": self.add_branch, "D": self.double_step, "G": self._to_graph,
            "T": self.try_wanted.emit, "P": lambda: self._to_view("numbers"), "E": lambda: self._to_view("rest"),
            "O": lambda: self._to_view("steps"),
        }  # fmt: skip
        focus = QApplication.focusWidget()
        on_steps = focus is not None and (self.left.isAncestorOf(focus) or self.graph.isAncestorOf(focus))
        name = event.text().upper() if not held else ""
        call = calls.get(name) if on_steps or name not in ("N", "B", "D") else None
        if event.key() == Qt.Key.Key_Escape and self.escape():
            return
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_step(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() == Qt.Key.Key_Delete and on_steps:
            self.remove_step()
        elif call is not None:
            call()
        else:
            super().keyPressEvent(event)

    def _to_graph(self) -> None:
        self.show_view("steps")
        self.show_side("graph")
        self.graph.canvas.setFocus(Qt.FocusReason.TabFocusReason)

    def _to_view(self, view: str) -> None:
        self.show_view(view)
        if view == "numbers":
            self.numbers.begin()
        elif view == "rest":
            next(iter(self.rest.edits.values())).first().setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.outline.setFocus()
