"""The rounds: today's list, the round in hand with its items, this week's touchpoints and open corrective actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lobbyconsole.domain.evaluation import KIND as EVALUATION
from lobbyconsole.domain.rounds import RUNNING
from lobbyconsole.services.rounds import OpenRound
from lobbyconsole.ui import tasks
from lobbyconsole.ui.card_desk import CardDesk
from lobbyconsole.ui.round_answers import RoundAnswers
from lobbyconsole.ui.round_board import Board, Line, Shown, load_board, load_past, load_round, today_lines
from lobbyconsole.ui.round_news import News
from lobbyconsole.ui.round_runner import Runner
from lobbyconsole.ui.round_words import own, when_text
from lobbyconsole.ui.screen import QT_TRANSLATE_NOOP, Screen
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import language, say, translate
from lobbyconsole.ui.widgets.areas import WIDEST, EdgeColumn, plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Label
from lobbyconsole.ui.widgets.choices import SegmentedChoice
from lobbyconsole.ui.widgets.floor_forms import KeyButton
from lobbyconsole.ui.widgets.round_list import RoundList, same_time
from lobbyconsole.ui.widgets.round_pages import ScorePage, SearchPage, StartPage, searched
from lobbyconsole.ui.widgets.round_side import RoundSide

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.live import Snapshot

FRESH_MS = 60_000  # "in 18 min" must not grow old
LIST, SIDE, LEAST = 292, 312, 480  # px at 100 %: the columns, and what the round itself needs
ABOVE = 3  # lines kept in sight before the one that is due


class RoundsScreen(Screen):
    """What is looked at in the hall every day, and what came of it."""

    id: ClassVar[str] = "rounds"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("Screens", "Rounds")
    icon: ClassVar[str] = "rounds"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("1 2 3", QT_TRANSLATE_NOOP("Screens", "Met, not met, does not apply; a score or choice by its digit")),
        ("X", QT_TRANSLATE_NOOP("Screens", "Does not apply, where digits are the answer")),
        ("↑ ↓ Tab", QT_TRANSLATE_NOOP("Screens", "The item above or below")),
        ("N", QT_TRANSLATE_NOOP("Screens", "A note on the item")),
        ("Ctrl+V", QT_TRANSLATE_NOOP("Screens", "A photo from the clipboard")),
        ("F", QT_TRANSLATE_NOOP("Screens", "Sign and finish the round")),
        ("H G", QT_TRANSLATE_NOOP("Screens", "Hand over, give up")),
        ("B", QT_TRANSLATE_NOOP("Screens", "Begin the round that is chosen")),
        ("C", QT_TRANSLATE_NOOP("Screens", "On paper: print, type in or read the card")),
        ("V", QT_TRANSLATE_NOOP("Screens", "A voluntary round")),
        ("P", QT_TRANSLATE_NOOP("Screens", "Past rounds")),
        ("Esc", QT_TRANSLATE_NOOP("Screens", "To today's list; then back to the floor")),
    )

    def __init__(self, console: Console, theme: Theme) -> None:
        super().__init__(console, theme)
        self.board: Board | None = None
        self._snapshot: Snapshot | None = None
        self._looking = tasks.OneLook(self, lambda: load_board(self.console), self._loaded)
        self._first = True
        self._wanted: tuple[str, str] | None = None  # a round asked for before the list was there
        self._mode = ""
        self._timer = QTimer(self)
        self._timer.setInterval(FRESH_MS)
        self._timer.timeout.connect(self.reload)
        self._build()
        self._place()  # all three columns at once would ask the window for more room than it has
        self.retranslate()

    # --- building

    def _build(self) -> None:
        self._today = Label("", 14, BOLD, "muted")
        self.list = RoundList()
        self.list.opened.connect(self.open_line)
        self.voluntary, self.past = KeyButton("", "V"), KeyButton("", "P")
        self.voluntary.clicked.connect(self.choose_voluntary)
        self.past.clicked.connect(self.show_past)
        self.left = EdgeColumn()
        rows = QVBoxLayout(self.left)
        rows.setContentsMargins(10, 16, 10, 14)
        rows.setSpacing(8)
        self._today.setContentsMargins(8, 0, 0, 0)
        for part in (self._today, self.list, self.voluntary, self.past):
            rows.addWidget(part)
        rows.setStretchFactor(self.list, 1)
        self.runner = Runner(lambda: self.console, self._by)
        self.runner.changed.connect(self.reload)
        self.runner.closed.connect(self._closed)
        self.news = News(self, lambda: self.console, self.runner)
        self.start = StartPage()
        self.start.wanted.connect(self.begin)
        self.answers = RoundAnswers()
        self.score = ScorePage(lambda: self.console.work.attachments, self.answers)
        self.chooser, self.history = SearchPage(), SearchPage(people=True)
        self.chooser.opened.connect(self._chosen)
        self.history.opened.connect(self.open_line)
        self.pages = QStackedWidget()
        self.cards = CardDesk(self, lambda: self.console, self._by)
        self.cards.shown.connect(self._show_page)
        self.cards.left.connect(self._escape)
        self.cards.recorded.connect(self._recorded)
        self.start.paper_wanted.connect(self.paper)
        self.runner.paper_wanted.connect(self.paper)
        for page in (self.start, self.runner, self.score, self.chooser, self.history, *self.cards.pages):
            self.pages.addWidget(page)
        for search in (self.chooser, self.history):
            search.left.connect(self._escape)
        self.side = RoundSide()
        self.side.action_wanted.connect(self._open_action)
        self.right = EdgeColumn(edge="left")
        held = QVBoxLayout(self.right)
        held.setContentsMargins(1, 0, 0, 0)
        held.addWidget(plain_area(self.side))
        self.tabs = SegmentedChoice()
        self.tabs.chosen.connect(self._show_tab)
        self._above = QWidget()
        above = QHBoxLayout(self._above)
        above.setContentsMargins(16, 10, 16, 10)
        above.addWidget(self.tabs)
        above.addStretch(1)
        self._row = QHBoxLayout()
        self._row.setSpacing(0)
        self._row.addWidget(self.left)
        self._row.addWidget(self.pages, 1)
        self._row.addWidget(self.right)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._above)
        whole.addLayout(self._row, 1)
        self.setFocusProxy(self.list)

    def _by(self) -> str:
        return self.shell.staff if self.shell is not None else ""

    # --- what there is

    def show_snapshot(self, snapshot: Snapshot) -> None:
        first, self._snapshot = self._snapshot is None, snapshot
        if first and snapshot.live:
            self.reload()
        if snapshot.live:
            self.news.saw(snapshot.seq)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self._place()
        self.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def reload(self) -> None:
        """Look anew at what is due and done."""
        if self._snapshot is not None and self._snapshot.live:
            self._looking.wish()

    def _loaded(self, board: Board) -> None:
        self.board = board
        self._show_board()
        if self._first:
            self._first = False
            self._begin_at_what_runs()
        if self._wanted is not None:
            self.command("round", "@".join(self._wanted))

    def _show_board(self) -> None:
        if self.board is None:
            return
        fresh = not self.list.lines()
        lines = today_lines(self.board, language())
        self.list.show_lines(lines, self.board.now, self.board.branch.tz)
        in_hand = self.runner.shown
        if in_hand is not None and self.pages.currentWidget() is self.runner:
            self.list.choose(Line("", "", key=in_hand.round.key), scroll=False)  # begun just now, it has a line now
        self.side.show_board(self.board)
        if fresh:
            ripe = (at for at, line in enumerate(lines) if line.state in ("running", "due", "overdue") and not line.day)
            QTimer.singleShot(0, self.list, partial(self.list.show_row, max(0, next(ripe, 0) - ABOVE)))

    def _begin_at_what_runs(self) -> None:
        """What a crash or a busy hour left behind goes on where it was; else what is due is offered."""
        assert self.board is not None
        lines = self.list.lines()
        running = [row for row in self.board.running if not self._is_chapter(row.checklist)]
        if running:
            key = running[-1].round
            line = next((line for line in lines if line.key == key), None)
            if line is not None:
                self.list.choose(line)
                self.open_line(line, take_keyboard=self.isVisible() and self.list.hasFocus())
                return
        ripe = next((line for line in lines if line.state in ("due", "overdue") and not line.day), None)
        ripe = ripe or next((line for line in lines if line.state == "later"), None)
        if ripe is not None:
            self.list.choose(ripe)
            self.start.show_line(ripe, self.board)

    # --- one round

    def open_line(self, line: Line, take_keyboard: bool = True) -> None:
        """Show a line's round, or the way to begin it."""
        if self.board is None:
            return
        self.list.choose(line)
        if line.key:
            self._load(line.key, take_keyboard)
            return
        self.start.show_line(line, self.board)
        self._show_page(self.start)
        if take_keyboard:
            self.start.begin_button.setFocus()

    def _load(self, key: str, take_keyboard: bool = True) -> None:
        console = self.console
        done = partial(self._show_round, take_keyboard=take_keyboard)
        tasks.run(self, lambda: load_round(console, key), done)

    def _show_round(self, shown: Shown | None, take_keyboard: bool = True) -> None:
        if self.board is None:
            return
        if shown is None:
            if self.shell is not None:
                self.shell.say(translate("Rounds", "The wording of this round is not on this computer."))
            return
        if shown.open.round.state == RUNNING and shown.open.checklist.kind == EVALUATION:
            if take_keyboard:
                self._to_evaluation(shown.open.checklist.id)
        elif shown.open.round.state == RUNNING:
            self.runner.show_round(shown, self.board)
            self.runner.show_photos()
            self._show_page(self.runner)
            if take_keyboard:
                self.runner.take_up()
        else:
            self.score.show_round(shown, self.board)
            self._show_page(self.score)
            if take_keyboard:
                self.list.setFocus()

    def _is_chapter(self, checklist: str) -> bool:
        found = self.board.library.checklists.get(checklist) if self.board is not None else None
        return found is not None and found.kind == EVALUATION

    def _to_evaluation(self, chapter: str) -> None:
        """Points are taken off with reasons and evidence, and only the sheet of the quarter has room for that."""
        if self.shell is not None:
            self.shell.go("touchpoints")
            self.shell.command("touchpoint", f"evaluation/{chapter}")

    def begin(self, line: Line) -> None:
        """Begin the round of a line; without a time it is a voluntary one."""
        if self._is_chapter(line.checklist):
            self._to_evaluation(line.checklist)
            return
        work, by = self.console.work, self._by()
        self.start.begin_button.setEnabled(False)

        def begun(opened: OpenRound) -> None:
            self.start.begin_button.setEnabled(True)
            self._show_round(Shown(opened, ()))
            self.reload()

        def refused(error: BaseException) -> None:
            self.start.begin_button.setEnabled(True)
            message = getattr(error, "message", None)
            self.start.said.say(say(message) if message is not None else str(error), "act")

        tasks.run(self, lambda: work.rounds.begin(line.checklist, by=by, due_at=line.due_at), begun, refused)

    def _closed(self, key: str) -> None:
        self._load(key)
        self.reload()

    def paper(self) -> None:
        """The card of the round in hand, or of the one that is on offer."""
        if self.board is None:
            return
        shown, line = self.runner.shown, self.start.line
        if line is not None and self.pages.currentWidget() is not self.runner and self._is_chapter(line.checklist):
            return
        if self.pages.currentWidget() is self.runner and shown is not None:
            self.cards.open(shown.round.checklist, self.board.branch, round_key=shown.round.key)
        elif line is not None:
            self.cards.open(line.checklist, self.board.branch, due_at=line.due_at)

    def _recorded(self, key: str) -> None:
        """A card became a round, or went on with the one in hand: show all of it anew."""
        self.runner.shown, self.runner.carded = None, key
        self._closed(key)

    # --- lists to choose from

    def choose_voluntary(self) -> None:
        """Any checklist of the sector, found by a few letters."""
        if self.board is None:
            return
        board, console = self.board, self.console

        def show(checklists: list[Line]) -> None:
            self.chooser.show_lines(checklists, board.now, board.branch.tz)
            self._show_page(self.chooser)
            self.chooser.begin()

        def find() -> list[Line]:
            found = console.work.rounds.checklists()
            return [Line(entry.title.say(language()), "later", entry.id, minutes=entry.minutes) for entry in found]

        tasks.run(self, find, show)

    def _chosen(self, line: Line) -> None:
        self.start.show_line(line, self.board)
        self._show_page(self.start)
        self.start.begin_button.setFocus()

    def show_past(self) -> None:
        """The rounds of the last year."""
        if self.board is None:
            return
        board, console, words = self.board, self.console, language()

        def find() -> tuple[list[Line], list[str]]:
            lines = load_past(console, board, words)
            return lines, searched(lines, board.branch.tz)

        def show(found: tuple[list[Line], list[str]]) -> None:
            lines, texts = found
            self.history.show_lines(lines, board.now, board.branch.tz, texts)
            self._show_page(self.history)
            self.history.begin()

        tasks.run(self, find, show)

    def _open_action(self, key: str) -> None:
        if self.shell is not None:
            self.shell.go("registers")
            self.shell.command("record", f"actions/{key}")

    # --- places

    def _show_page(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        if self._mode == "narrow":
            self.tabs.set_value("round")
            self._show_tab("round")

    def _place(self) -> None:
        """Three columns; with less room the sides share one; with little, one thing at a time."""
        px, width = self.theme.px, self.width()
        sides = px(LIST) + px(SIDE)
        mode = "wide" if width >= sides + px(LEAST) else "middle" if width >= px(LIST + LEAST) else "narrow"
        if mode != self._mode:
            self._mode = mode
            self._name_tabs()
            self._show_tab(self.tabs.value() or "today")  # first: nothing may ask for room it will not have
        for column, wide in ((self.left, px(LIST)), (self.right, px(SIDE if mode == "wide" else LIST))):
            column.setMinimumWidth(0 if mode == "narrow" else wide)
            column.setMaximumWidth(WIDEST if mode == "narrow" else wide)

    def _name_tabs(self) -> None:
        names = [("today", translate("Rounds", "Today")), ("week", translate("Rounds", "This week"))]
        if self._mode == "narrow":
            names.insert(1, ("round", translate("Rounds", "Round")))
        value = self.tabs.value()
        known = value in [name for name, _ in names]
        self.tabs.set_options(names, value if known else "today")
        self._above.setVisible(self._mode != "wide")

    def _show_tab(self, tab: object) -> None:
        narrow, wide = self._mode == "narrow", self._mode == "wide"
        self.left.setVisible(wide or tab == "today" or (not narrow and tab != "week"))
        self.pages.setVisible(not narrow or tab == "round")
        self.right.setVisible(wide or tab == "week")
        self._row.removeWidget(self.right)
        self._row.insertWidget(2 if wide else 0, self.right)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    # --- keys and commands

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
            return
        calls: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_V: self.choose_voluntary,
            Qt.Key.Key_P: self.show_past,
            Qt.Key.Key_Escape: self._escape,
        }
        key = Qt.Key(event.key())
        page = self.pages.currentWidget()
        if key in calls:
            calls[key]()
        elif page is self.start and key == Qt.Key.Key_B and self.start.line is not None:
            self.begin(self.start.line)
        elif page is self.start and key == Qt.Key.Key_C and self.start.line is not None:
            self.paper()
        elif page is self.runner and self.runner.take_key(event):
            self.runner.begin()
        else:
            super().keyPressEvent(event)

    def _escape(self) -> None:
        if self.pages.currentWidget() in (self.chooser, self.history, *self.cards.pages):
            running = self.runner.shown is not None
            self._show_page(self.runner if running else self.start)
        elif self.list.hasFocus() and self.shell is not None:
            self.shell.go("floor")
            return
        if self._mode == "narrow":
            self.tabs.set_value("today")
            self._show_tab("today")
        self.list.setFocus()

    def command(self, name: str, argument: str = "") -> bool:
        """`round` opens a round by its key, or a checklist's time as id@ISO time."""
        if name != "round":
            return False
        checklist, _, at = argument.partition("@")
        if self.board is None:
            self._wanted = (checklist, at)
            return True
        self._wanted = None
        try:
            due = datetime.fromisoformat(at) if at else None
        except ValueError:
            return False
        wanted = Line("", "", checklist, "" if at else argument, due, due)
        for line in self.list.lines():
            if (line.key and line.key == wanted.key) or same_time(line, wanted):
                self.open_line(line)
                return True
        if not at:
            self._load(argument)
        return True

    def subtitle(self) -> str:
        shown = self.runner.shown
        if shown is None or self.board is None or self.pages.currentWidget() is not self.runner:
            return ""
        title = own(shown.checklist.title.say(language()))
        at = when_text(shown.round.due_at or shown.round.begun_at, self.board.branch.tz, False)
        return f"{title} · {at}" if at else title

    # --- look and language

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._mode = ""
        self._place()

    def retranslate(self) -> None:
        self._today.setText(translate("Rounds", "Today"))
        self.list.setAccessibleName(translate("Rounds", "Today"))
        self.voluntary.set_words(translate("Rounds", "Voluntary round"))
        self.past.set_words(translate("Rounds", "Past rounds"))
        back = translate("Rounds", "Back")
        self.chooser.retitle(self.voluntary.text(), translate("Rounds", "Part of a checklist's name"), back)
        self.history.retitle(self.past.text(), translate("Rounds", "Name, day, staff number or state"), back)
        self._name_tabs()
        self.side.retranslate()
        self.runner.retranslate()
        self.cards.retranslate()
        self.start.show_line(self.start.line, self.board)
        self._show_board()
