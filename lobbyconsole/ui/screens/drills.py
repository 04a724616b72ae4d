"""Drills: what is due and planned, who has practised what, the printed set; each drill played, scored and reviewed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.drills.board import Board, Line, lines_of, load, matching
from lobbyconsole.ui.drills.coverage_page import CoveragePage
from lobbyconsole.ui.drills.doing import DrillDoing
from lobbyconsole.ui.drills.drill_list import DrillList
from lobbyconsole.ui.drills.month import Month
from lobbyconsole.ui.drills.plan_page import PlanPage
from lobbyconsole.ui.drills.prints_page import PrintsPage
from lobbyconsole.ui.drills.score_page import ScorePage
from lobbyconsole.ui.drills.table_page import TablePage
from lobbyconsole.ui.list_and_page import ListAndPage, plain
from lobbyconsole.ui.screen import QT_TRANSLATE_NOOP
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.areas import EdgeColumn
from lobbyconsole.ui.widgets.asking_page import AskingPage
from lobbyconsole.ui.widgets.basics import EmptyState
from lobbyconsole.ui.widgets.choices import SegmentedChoice
from lobbyconsole.ui.widgets.floor_panel import Said

if TYPE_CHECKING:
    from lobbyconsole.domain.drills import Drill
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.drills import OpenDrill

MONTH_HIGH = 560  # px at 100 %: with less, the list needs the room
PAGES = ("list", "coverage", "prints")
TO_THE_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DrillsScreen(ListAndPage):
    """What is practised, when and by whom."""

    id: ClassVar[str] = "drills"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("Screens", "Drills")
    icon: ClassVar[str] = "calendar"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("1 2 3", QT_TRANSLATE_NOOP("Screens", "Calendar, coverage, printed set")),
        ("↑", QT_TRANSLATE_NOOP("Screens", "The drill above; ↓: below")),
        ("N", QT_TRANSLATE_NOOP("Screens", "Plan a drill for the quietest time")),
        ("B T W", QT_TRANSLATE_NOOP("Screens", "Begin now, at the table, on the worst day")),
        ("G M X", QT_TRANSLATE_NOOP("Screens", "Go on, another time, call off")),
        ("S R P", QT_TRANSLATE_NOOP("Screens", "Score, review, drill sheet")),
        ("A O D H", QT_TRANSLATE_NOOP("Screens", "Printed set: print what is out of date, phones, PDFs, one file")),
        ("Y Z", QT_TRANSLATE_NOOP("Screens", "In a drill: met, not met; D shows what is expected")),
        ("F K", QT_TRANSLATE_NOOP("Screens", "In a score: the drill is over, who took part")),
        ("F12", QT_TRANSLATE_NOOP("Screens", "A real emergency: away from the drill at once")),
        ("F", QT_TRANSLATE_NOOP("Screens", "Find a plan")),
        ("Esc", QT_TRANSLATE_NOOP("Screens", "Back: form, score, search")),
    )
    LIST_WIDE, SOON_MS, TICK_MS = 320, 200, 500
    WATCHED = ("drill:", "plan:", "content:")

    def __init__(self, console: Console, theme: Theme) -> None:
        super().__init__(console, theme)
        self.board: Board | None = None
        self._wanted = ("", "")  # a plan and drill to go to once they are there
        self._line: Line | None = None
        self.doing = DrillDoing(self)
        self.list, self.month, self.page = DrillList(), Month(), PlanPage()
        self.coverage, self.prints = CoveragePage(), PrintsPage()
        self.score, self.table = ScorePage(), TablePage()
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.nothing = EmptyState(icon="calendar")
        self.switch = SegmentedChoice()
        self._connect()
        self._lay_out()
        self._arrange()
        self.retranslate()
        self.reload()

    def _connect(self) -> None:
        self.switch.chosen.connect(lambda name: self.show_page(str(name)))
        self.search.textChanged.connect(self._show_lines)
        self.list.chosen.connect(self._show_line)
        self.month.day_pressed.connect(self._to_day)
        self.page.verb.connect(self.doing.verb)
        self.page.opened.connect(self.show_score)
        self.coverage.opened.connect(self.open_plan)
        self.coverage.plan_wanted.connect(self._plan_for)
        self.prints.wanted.connect(self.doing.prints)
        self.score.verb.connect(self.doing.score_verb)
        self.score.said_of.connect(self.doing.say_met)
        self.table.answered.connect(self.doing.answer)
        self.table.over.connect(self.doing.table_over)
        self.table.broken_off.connect(self._break_off_table)
        self.table.small.connect(self.show_list)

    def _lay_out(self) -> None:
        column = EdgeColumn()
        left = QVBoxLayout(column)
        left.setContentsMargins(10, 10, 10, 8)
        left.setSpacing(6)
        left.addWidget(self.search)
        left.addWidget(self.month)
        left.addWidget(self.list, 1)
        self.main = QWidget()
        self.put_beside(column, (self.page,), self.main)
        self.pages = QStackedWidget()
        for part in (self.main, self.coverage, self.prints, self.score, self.table):
            self.pages.addWidget(part)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(12, 10, 16, 2)
        head.addWidget(self.switch)
        head.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._head)
        rows.addWidget(self.pages, 1)

    # --- what the verbs ask

    def today(self) -> date:
        return self.now().astimezone(self.zone()).date()

    def plan(self) -> str | None:
        """The plan on show."""
        return self._line.plan if self._line is not None else None

    def drill(self) -> Drill | None:
        """The drill on show; None where the line is a plan's."""
        line = self._line
        return self.board.drill(line.drill) if line is not None and line.drill and self.board is not None else None

    def asking(self) -> AskingPage:
        here = self.pages.currentWidget()
        return self.score if here is self.score else self.page

    def said(self) -> Said:
        here = self.pages.currentWidget()
        return self.prints.said if here is self.prints else self.asking().said

    def close_forms(self) -> None:
        self.page.close_form()
        self.score.close_form()

    # --- loading

    def reading(self) -> Callable[[], Board]:
        return lambda: load(self.console)

    def _name_nothing(self) -> None:
        if self.board is None:
            self.nothing.set_texts(translate("Drills", "Reading the drills …"), "")
            return
        self.nothing.set_texts(
            translate("Drills", "No plan fits this search"),
            translate("Drills", "Esc clears it. Plans are found by their name or their first letters."),
        )

    def show_read(self, found: Board) -> bool:
        self.board = found
        self._name_nothing()
        self.month.show_board(found)
        self._show_lines()
        self.coverage.show_board(found)
        self.prints.show_board(found)
        return True

    # --- the list and the plan

    def _show_lines(self) -> None:
        board = self.board
        if board is None:
            return
        self.list.show_lines(lines_of(board, matching(board, self.search.text())), board)
        on_list = self._on_list
        plan, drill = self._wanted
        if plan or drill:
            self._wanted = ("", "")
            self.list.choose_plan(plan, drill)
        if self.list.line() is None:
            self.list.step(1)
        line = self.list.line()
        self._on_list = on_list  # nobody chose: in a narrow window the list stays in front
        self._arrange()
        if line is not None:
            self._put_line(line)
        else:
            self._line = None
            self._right.setCurrentWidget(self.nothing)

    def _show_line(self, line: Line) -> None:
        self._put_line(line)
        self.show_side(on_list=False)

    def _put_line(self, line: Line) -> None:
        board = self.board
        if board is None or line.plan not in board.plans:
            return
        self._line = line
        self.page.show_plan(board, board.plans[line.plan], board.drill(line.drill) if line.drill else None)
        self._right.setCurrentWidget(self.page)

    def open_plan(self, plan: str) -> None:
        """Show a plan's line."""
        self.search.clear()
        self.show_page("list")
        if self.board is None or not self.list.choose_plan(plan):
            self._wanted = (plan, "")
        self.show_side(on_list=False)

    def open_drill(self, key: str) -> None:
        """Show a drill's line, also one that has just been planned."""
        self.search.clear()
        self.show_page("list")
        if self.board is None or self.board.drill(key) is None or not self.list.choose_plan("", key):
            self._wanted = ("", key)
            self.reload()
        self.show_side(on_list=False)

    def _plan_for(self, plan: str, shift: str) -> None:
        self.open_plan(plan)
        self.doing.plan(plan, shift)

    def _to_day(self, day: date) -> None:
        line = next((line for line in self.list.lines() if line.day == day), None)
        if line is not None:
            self.list.choose_plan(line.plan, line.drill)

    # --- pages

    def show_page(self, name: str) -> None:
        """list, coverage or prints."""
        pages: dict[str, QWidget] = {"list": self.main, "coverage": self.coverage, "prints": self.prints}
        self.pages.setCurrentWidget(pages.get(name, self.main))
        self.switch.set_value(name if name in pages else "list")
        self._head.show()
        self.setFocus()

    def show_list(self) -> None:
        self.show_page("list")

    def lead(self, opened: OpenDrill | None) -> None:
        """Go where a running drill is played: the plan's own page, the table, or the score once it was walked."""
        if opened is None:
            return
        drill = opened.drill
        if self.list.line() is not None:
            self._wanted = (drill.plan, drill.key)
        if drill.mode == "table":
            if drill.state == "running":
                self.show_table(opened)
            else:
                self.show_score(drill.key)
        elif opened.walked is not None and opened.walked.running and self.shell is not None:
            self.shell.command("emergency", "walk:" + opened.walked.key)
        else:
            self.show_score(drill.key)

    def show_table(self, opened: OpenDrill) -> None:
        """The drill at the table as it stands."""
        key, places = opened.drill.key, range(len(opened.plan.drill.injects))
        drills = self.console.work.drills

        def show(options: Any) -> None:
            self.table.show_drill(opened, options, self.now())
            if self.pages.currentWidget() is not self.table:
                self._head.hide()
                self.pages.setCurrentWidget(self.table)
                self.table.setFocus()

        known = self.table.options if self.table.opened is not None and self.table.opened.drill.key == key else None
        if known:
            show(known)
        else:
            tasks.run(self, lambda: {place: drills.options(key, place) for place in places}, show, self.doing.refused)

    def _break_off_table(self) -> None:
        opened = self.table.opened
        if opened is not None:
            self.open_drill(opened.drill.key)
            self.doing.call_off(opened.drill.key)

    def show_score(self, key: str) -> None:
        """The score of a drill."""
        tasks.run(self, lambda: self.console.work.drills.open(key), self._show_score, self.doing.refused)

    def _show_score(self, opened: OpenDrill | None) -> None:
        if opened is None or self.board is None:
            if opened is not None:
                QTimer.singleShot(
                    self.SOON_MS, self, lambda: self._show_score(opened)
                )  # the first look is still on its way
            return
        self._head.hide()
        self.pages.setCurrentWidget(self.score)
        self.score.show_drill(opened, self.board.library)
        self.score.setFocus()

    def score_again(self, opened: OpenDrill) -> None:
        """Something was said of it."""
        if self.board is not None:
            self.score.show_drill(opened, self.board.library)
            if self.pages.currentWidget() is self.score:
                self.score.setFocus()

    def review(self, key: str) -> None:
        """To its after-action review."""
        if self.shell is None:
            return
        screen = self.screen_of("reviews")
        if screen is None:
            self.said().say(translate("Drills", "The reviews have no screen here."), "watch")
            return
        self.shell.go("reviews")
        screen.command("review", "drill:" + key)

    def tick(self) -> None:
        if self.pages.currentWidget() is self.table:
            self.table.tick(self.now())

    def _arrange(self) -> None:
        super()._arrange()
        self.month.setVisible(self.board is not None and self.height() >= style.current().px(MONTH_HIGH))

    # --- the window

    def command(self, name: str, argument: str = "") -> bool:
        """`drill` opens one by its number, "KEY score" its score, "plan:ID" a plan; coverage and prints their pages."""
        if name != "drill":
            return False
        key, _, more = argument.partition(" ")
        if key in PAGES:
            self.show_page(key)
        elif key.startswith("plan:"):
            self.open_plan(key.partition(":")[2])
        elif key and more == "score":
            self.show_score(key)
        elif key:
            self.open_drill(key)
        else:
            self.show_list()
        return True

    def setFocus(self, *_: Any) -> None:
        """The keyboard belongs to the page on show."""
        here = self.pages.currentWidget()
        if here is self.main:
            (self.page if self.page.form is not None else self.list).setFocus()
        else:
            (self.coverage.grid if here is self.coverage else here).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here, key = self.pages.currentWidget(), event.key()
        asking = here is self.main and self.page.form is not None
        if here is self.score or here is self.table:
            here.keyPressEvent(event) if not here.hasFocus() else event.ignore()
        elif not asking and here is self.main and self.search.hasFocus() and key in TO_THE_LIST:
            self.list.setFocus()
        elif not asking and event.text() in ("1", "2", "3") and plain(event):
            self.show_page(PAGES[int(event.text()) - 1])
        elif here is self.main:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Escape:
            self.show_list()
        else:
            event.ignore()

    def own_key(self, event: QKeyEvent) -> bool:
        if event.text().upper() != "F":
            return False
        self.search.setFocus()
        return True

    def back(self) -> None:
        if self.search.text() or self.search.hasFocus():
            self.search.clear()
            self.list.setFocus()
        elif self.narrow() and not self._on_list:
            self._to_list()
        else:
            self.leave()

    def step(self, by: int) -> None:
        self.list.step(by)

    def list_view(self) -> QWidget:
        return self.list

    def retranslate(self) -> None:
        super().retranslate()
        options: list[tuple[object, str]] = [
            ("list", translate("Drills", "Calendar 1")),
            ("coverage", translate("Drills", "Coverage 2")),
            ("prints", translate("Drills", "Printed set 3")),
        ]
        self.switch.set_options(options, self.switch.value() or "list")
        self.search.setPlaceholderText(translate("Drills", "Find a plan (F)"))
        self.search.setAccessibleName(translate("Drills", "Find a plan"))
        self._name_nothing()
        for part in (self.month, self.coverage, self.prints, self.score, self.table):
            part.retranslate()
        if self.board is not None:
            self.show_read(self.board)
