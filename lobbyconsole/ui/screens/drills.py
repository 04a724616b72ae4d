"""Drills: what is due and planned, who has practised what, the printed set; each drill played, scored and reviewed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

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
from lobbyconsole.ui.screen import QT_TRANSLATE_NOOP, Screen
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.areas import EdgeColumn
from lobbyconsole.ui.widgets.basics import EmptyState
from lobbyconsole.ui.widgets.choices import SegmentedChoice
from lobbyconsole.ui.widgets.floor_panel import Said

if TYPE_CHECKING:
    from lobbyconsole.domain.drills import Drill
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.drills import OpenDrill
    from lobbyconsole.services.live import Snapshot

TICK_MS, SOON_MS = 500, 200
LIST_WIDE = 320  # px at 100 %
WIDEST = 16_777_215  # Qt's own limit
ALONE = 780  # px at 100 %: with less, the list or the plan, not both
MONTH_HIGH = 560  # px at 100 %: with less, the list needs the room
PAGES = ("list", "coverage", "prints")


class DrillsScreen(Screen):
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
        ("Y Z", QT_TRANSLATE_NOOP("Screens", "In a drill: met, not met; D shows what is expected")),
        ("F12", QT_TRANSLATE_NOOP("Screens", "A real emergency: away from the drill at once")),
        ("F", QT_TRANSLATE_NOOP("Screens", "Find a plan")),
        ("Esc", QT_TRANSLATE_NOOP("Screens", "Back: form, score, search")),
    )

    def __init__(self, console: Console, theme: Theme) -> None:
        super().__init__(console, theme)
        self.board: Board | None = None
        self._loading = self._again = False
        self._words = ""
        self._wanted = ("", "")  # a plan and drill to go to once they are there
        self._line: Line | None = None
        self._on_list = True  # in a narrow window: the list, not the plan
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
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.reload)
        self._leave: Callable[[], None] | None = None
        self._centre = tasks.hub()
        self._arrange()  # before anything is shown: list and page side by side would ask the window for more
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
        self.column = EdgeColumn()
        left = QVBoxLayout(self.column)
        left.setContentsMargins(10, 10, 10, 8)
        left.setSpacing(6)
        left.addWidget(self.search)
        left.addWidget(self.month)
        left.addWidget(self.list, 1)
        self._right = QStackedWidget()
        self._right.addWidget(self.nothing)
        self._right.addWidget(self.page)
        main = QWidget()
        row = QHBoxLayout(main)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.column)
        row.addWidget(self._right, 1)
        self.main = main
        self.pages = QStackedWidget()
        for part in (main, self.coverage, self.prints, self.score, self.table):
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

    def by(self) -> str:
        """The staff number on duty."""
        return self.shell.staff if self.shell is not None else ""

    def now(self) -> datetime:
        return self.console.live.clock.now()

    def zone(self) -> tzinfo:
        return self.console.live.snapshot.branch.tz

    def today(self) -> date:
        return self.now().astimezone(self.zone()).date()

    def plan(self) -> str | None:
        """The plan on show."""
        return self._line.plan if self._line is not None else None

    def drill(self) -> Drill | None:
        """The drill on show; None where the line is a plan's."""
        line = self._line
        return self.board.drill(line.drill) if line is not None and line.drill and self.board is not None else None

    def asking_page(self) -> Any:
        """Where a question is asked: the score, or the plan."""
        return self.score if self.pages.currentWidget() is self.score else self.page

    def said(self) -> Said:
        """Where something is said."""
        here = self.pages.currentWidget()
        return self.score.said if here is self.score else self.prints.said if here is self.prints else self.page.said

    def close_forms(self) -> None:
        self.page.close_form()
        self.score.close_form()

    # --- loading

    def reload(self) -> None:
        """Read everything anew."""
        if self._loading:
            self._again = True
            return
        self._loading = True
        tasks.run(self, lambda: load(self.console), self._show_board, self._failed)

    def _failed(self, error: BaseException) -> None:
        self._loading = False
        tasks.hub().trouble.emit(error)

    def _show_board(self, board: Board) -> None:
        self._loading = False
        if self._leave is None:
            self._leave = self.console.work.subjects.watch(self._saw)
        self.board = board
        self.month.show_board(board)
        self._show_lines()
        self.coverage.show_board(board)
        self.prints.show_board(board)
        if self._words:
            self.said().say(self._words)
            self._words = ""
        if self._again:
            self._again = False
            self._soon.start()

    def _saw(self, subjects: frozenset[str]) -> None:
        """On the recorder's thread."""
        if any(subject.startswith(("drill:", "plan:", "content:")) for subject in subjects):
            self._centre.on_main_thread(lambda: self._soon.start() if isValid(self) and self.isVisible() else None)

    def recorded(self, words: str = "") -> None:
        """A verb is done: read it anew, then say so."""
        self._words = words
        self.reload()

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
            self.list.choose(plan, drill)
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
        self._on_list = False
        self._arrange()

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
        if self.board is None or not self.list.choose(plan):
            self._wanted = (plan, "")
        self._on_list = False
        self._arrange()

    def open_drill(self, key: str) -> None:
        """Show a drill's line, also one that has just been planned."""
        self.search.clear()
        self.show_page("list")
        if self.board is None or self.board.drill(key) is None or not self.list.choose("", key):
            self._wanted = ("", key)
            self.reload()
        self._on_list = False
        self._arrange()

    def _plan_for(self, plan: str, shift: str) -> None:
        self.open_plan(plan)
        self.doing.plan(plan, shift)

    def _to_day(self, day: date) -> None:
        line = next((line for line in self.list.lines() if line.day == day), None)
        if line is not None:
            self.list.choose(line.plan, line.drill)

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
                QTimer.singleShot(SOON_MS, self, lambda: self._show_score(opened))  # the first look is still on its way
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
        built: Any = getattr(self.shell, "built", None)
        screen = built("reviews") if built is not None else None
        if screen is None:
            self.said().say(translate("Drills", "The reviews have no screen here."), "watch")
            return
        self.shell.go("reviews")
        screen.command("review", "drill:" + key)

    def _tick(self) -> None:
        if self.pages.currentWidget() is self.table:
            self.table.tick(self.now())

    # --- room

    def _arrange(self) -> None:
        px = style.current().px
        narrow = self.width() < px(ALONE)
        self.column.setVisible(not narrow or self._on_list)
        self._right.setVisible(not narrow or not self._on_list)
        self.column.setMinimumWidth(0 if narrow else px(LIST_WIDE))
        self.column.setMaximumWidth(WIDEST if narrow else px(LIST_WIDE))
        self.month.setVisible(self.height() >= px(MONTH_HIGH))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

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

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Drills have no figures of the floor."""

    def setFocus(self, *_: Any) -> None:
        """The keyboard belongs to the page on show."""
        here = self.pages.currentWidget()
        if here is self.main:
            (self.page if self.page.form is not None else self.list).setFocus()
        else:
            (self.coverage.grid if here is self.coverage else here).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typing = isinstance(QApplication.focusWidget(), QLineEdit)
        here = self.pages.currentWidget()
        asking = here is self.main and self.page.form is not None
        text = event.text().upper()
        if here is self.score or here is self.table:
            here.keyPressEvent(event) if not here.hasFocus() else super().keyPressEvent(event)
        elif asking:
            if not self.page.hasFocus():
                self.page.keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self._back()
        elif typing:
            if here is self.main and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.list.setFocus()
            else:
                super().keyPressEvent(event)
        elif text in ("1", "2", "3") and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.show_page(PAGES[int(text) - 1])
        elif here is self.main:
            self._list_key(event)
        else:
            super().keyPressEvent(event)

    def _list_key(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.list.step(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.text().upper() == "F" and not event.modifiers():
            self.search.setFocus()
        elif not self.page.hasFocus() and self.page.isVisible():
            self.page.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _back(self) -> None:
        if self.pages.currentWidget() is not self.main:
            self.show_list()
        elif self.search.text() or self.search.hasFocus():
            self.search.clear()
            self.list.setFocus()
        elif self.width() < style.current().px(ALONE) and not self._on_list:
            self._on_list = True
            self._arrange()
            self.list.setFocus()
        elif self.shell is not None:
            self.shell.go("floor")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self._arrange()
        self.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._arrange()

    def retranslate(self) -> None:
        options: list[tuple[object, str]] = [
            ("list", translate("Drills", "Calendar 1")),
            ("coverage", translate("Drills", "Coverage 2")),
            ("prints", translate("Drills", "Printed set 3")),
        ]
        self.switch.set_options(options, self.switch.value() or "list")
        self.search.setPlaceholderText(translate("Drills", "Find a plan (F)"))
        self.search.setAccessibleName(translate("Drills", "Find a plan"))
        self.nothing.set_texts(
            translate("Drills", "No plan fits this search"),
            translate("Drills", "Esc clears it. Plans are found by their name or their first letters."),
        )
        for part in (self.month, self.page, self.coverage, self.prints, self.score, self.table):
            part.retranslate()
        if self.board is not None:
            self._show_board(self.board)
