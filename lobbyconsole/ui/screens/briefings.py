"""The briefings: today's meetings and past ones, the paper of the one in hand, and the way onto the wall."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lobbyconsole.domain.words import Message
from lobbyconsole.services.meetings import OpenMeeting
from lobbyconsole.ui import tasks
from lobbyconsole.ui.briefings.board import (
    Board,
    Line,
    Shown,
    lines_of,
    load_board,
    load_meeting,
    load_preview,
    shown_of,
)
from lobbyconsole.ui.briefings.keeper import Keeper
from lobbyconsole.ui.briefings.meeting_list import MeetingList
from lobbyconsole.ui.briefings.meeting_page import MeetingPage
from lobbyconsole.ui.paper.links import open_link
from lobbyconsole.ui.round_board import Line as Choice
from lobbyconsole.ui.round_words import own
from lobbyconsole.ui.screen import QT_TRANSLATE_NOOP, Screen
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import language, say, translate
from lobbyconsole.ui.wall import Monitors
from lobbyconsole.ui.widgets.areas import WIDEST, EdgeColumn
from lobbyconsole.ui.widgets.choices import SegmentedChoice
from lobbyconsole.ui.widgets.floor_forms import KeyButton
from lobbyconsole.ui.widgets.round_pages import SearchPage

if TYPE_CHECKING:
    from lobbyconsole.domain.content.briefings import Agenda
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.live import Snapshot
    from lobbyconsole.services.staff import Proof
    from lobbyconsole.ui.briefings.presentation import Presentation

READY_MS = 40  # between two steps of what is made before it is wanted
FRESH_MS = 60_000  # "in 18 min" must not grow old
OFTEN = ("daily", "workdays", "weekly", "half_monthly", "monthly", "quarterly", "yearly")
LIST, LEAST = 292, 480  # px at 100 %: the list, and what a paper needs beside it


class BriefingsScreen(Screen):
    """Meetings composed from what the hall recorded, held on the wall, kept as minutes."""

    id: ClassVar[str] = "briefings"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("Screens", "Briefings")
    icon: ClassVar[str] = "briefing"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("B", QT_TRANSLATE_NOOP("Screens", "Begin the meeting that is chosen")),
        ("F", QT_TRANSLATE_NOOP("Screens", "Go on with it, full screen")),
        ("N", QT_TRANSLATE_NOOP("Screens", "Another meeting")),
        ("R", QT_TRANSLATE_NOOP("Screens", "Who was absent confirms having read the minutes")),
        ("P D", QT_TRANSLATE_NOOP("Screens", "Print the minutes, save them as PDF")),
        ("← → Space", QT_TRANSLATE_NOOP("Screens", "Presenting: the section before, the next, the next page")),
        ("A T E", QT_TRANSLATE_NOOP("Screens", "Presenting: attendance, a task, words on the section")),
        ("Ctrl+Enter", QT_TRANSLATE_NOOP("Screens", "Presenting: end the meeting")),
        ("Esc", QT_TRANSLATE_NOOP("Screens", "Leave the presentation; to the list; then back to the floor")),
    )

    def __init__(self, console: Console, theme: Theme) -> None:
        super().__init__(console, theme)
        self.board: Board | None = None
        self.presented: Presentation | None = None
        self._snapshot: Snapshot | None = None
        self._looking = tasks.OneLook(self, lambda: load_board(self.console), self._loaded)
        self._first = True
        self._wanted = ""  # a meeting asked for before the list was there
        self._asked = 0  # which paper was asked for last; a slower one before it is not shown
        self._mode = ""
        self._timer = QTimer(self)
        self._timer.setInterval(FRESH_MS)
        self._timer.timeout.connect(self.reload)
        self._making = QTimer(self)  # the presentation, a panel at a time
        self._making.setInterval(READY_MS)
        self._making.timeout.connect(self._make_more)
        self.keeper = Keeper(self, lambda: self.console, self._by)
        self.keeper.changed.connect(self._kept)
        self.keeper.refused.connect(self._refused)
        self._build()
        self._place()
        self.retranslate()

    @cached_property
    def monitors(self) -> Monitors:
        return Monitors(self)

    def _build(self) -> None:
        self.list = MeetingList()
        self.list.opened.connect(self.open_line)
        self.other = KeyButton("", "N")
        self.other.clicked.connect(self.choose_other)
        self.left = EdgeColumn()
        rows = QVBoxLayout(self.left)
        rows.setContentsMargins(10, 10, 10, 14)
        rows.setSpacing(8)
        rows.addWidget(self.list, 1)
        rows.addWidget(self.other)
        self.page = MeetingPage(self.keeper, lambda: self.console, lambda: self.monitors)
        self.page.begin_wanted.connect(self.begin)
        self.page.present_wanted.connect(self.present)
        self.page.print_wanted.connect(self.print_minutes)
        self.page.pdf_wanted.connect(self.ask_pdf)
        self.page.read_told.connect(self._tell_read)
        self.page.link_wanted.connect(self._open_link)
        self.page.record_wanted.connect(self._open_record)
        self.page.monitor_chosen.connect(self._keep_monitor)
        self.chooser = SearchPage()
        self.chooser.opened.connect(self._chosen)
        self.chooser.left.connect(self._escape)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.page)
        self.pages.addWidget(self.chooser)
        self.tabs = SegmentedChoice()
        self.tabs.chosen.connect(self._show_tab)
        self._above = QWidget()
        above = QHBoxLayout(self._above)
        above.setContentsMargins(16, 10, 16, 10)
        above.addWidget(self.tabs)
        above.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.left)
        row.addWidget(self.pages, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._above)
        whole.addLayout(row, 1)
        self.setFocusProxy(self.list)

    def _by(self) -> str:
        return self.shell.staff if self.shell is not None else ""

    # --- what there is

    def show_snapshot(self, snapshot: Snapshot) -> None:
        first, self._snapshot = self._snapshot is None, snapshot
        if first and snapshot.live:
            self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self._place()
        self.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        self.keeper.flush()

    def reload(self) -> None:
        """Look anew at what is due and was held."""
        if self._snapshot is not None and self._snapshot.live:
            self._looking.wish()

    def _loaded(self, board: Board) -> None:
        self.board = board
        self.list.show_lines(lines_of(board, language()), board.now, board.branch.tz)
        if self.page.shown is not None and self.page.shown.key:
            self.list.choose(Line("", "", key=self.page.shown.key))  # begun just now, it has a line of its own
        if self._first:
            self._first = False
            self._begin_at_what_runs()
            self._get_ready()
        if self._wanted:
            self.command("meeting", self._wanted)

    def _begin_at_what_runs(self) -> None:
        """What a crash or a busy morning left behind is offered first; else what is due, else the last minutes."""
        lines = [line for line in self.list.lines() if line.state != "day"]
        for states in (("running",), ("overdue", "due"), ("later",), ("closed",)):
            line = next((line for line in lines if line.state in states), None)
            if line is not None:
                self.open_line(line, take_keyboard=False)
                return
        self.page.show_nothing()

    # --- the wall, before it is wanted

    def _get_ready(self) -> None:
        """What B needs: its code is read and its choice looked up on a worker, its widgets are made one by one."""
        folder = self.console.folder

        def read() -> str:
            import lobbyconsole.ui.briefings.presentation  # noqa: F401
            from lobbyconsole.ui.briefings import where

            return where.kept(folder) if folder is not None else where.HERE

        def known(monitor: str) -> None:
            self.page.use_monitor(monitor)
            self._making.start()

        tasks.run(self, read, known)

    def _make_more(self) -> None:
        if not self.page.is_whole():
            return  # the paper comes first
        if self.presented is None:
            self._make_presentation()
        elif not self.presented.make_more():
            self._making.stop()

    def _make_presentation(self) -> Presentation:
        from lobbyconsole.ui.briefings.presentation import Presentation

        self.presented = made = Presentation(self, self.keeper, lambda: self.console, self._by)
        made.left.connect(self._back)
        made.ended.connect(self._ended)
        made.link_wanted.connect(self._open_link)
        made.record_wanted.connect(self._open_record)
        return made

    def _keep_monitor(self, monitor: str) -> None:
        folder = self.console.folder

        def keep() -> None:
            from lobbyconsole.ui.briefings import where

            where.keep(folder, monitor)

        tasks.run(self, keep)

    # --- one meeting

    def open_line(self, line: Line, take_keyboard: bool = True) -> None:
        """Show a line's minutes or draft, or the paper of what could begin."""
        self.list.choose(line)
        if line.key:
            self.open_meeting(line.key)
        elif self.board is not None:
            self.open_preview(line.agenda, line.day or self.board.day)
        if take_keyboard:
            self._show_page(self.page)
            if self._mode != "narrow":
                self.list.setFocus()

    def open_meeting(self, key: str) -> None:
        """One meeting."""
        console = self.console
        self._ask(lambda: load_meeting(console, key), None)

    def open_preview(self, agenda: str, day: date) -> None:
        """The paper of a meeting nobody has begun, as it would be now."""
        console = self.console
        self._ask(lambda: load_preview(console, agenda, day), day)

    def _ask(self, load: Callable[[], Shown | None], day: date | None) -> None:
        self.keeper.flush()
        self._asked += 1
        asked = self._asked

        def show(shown: Shown | None) -> None:
            if asked != self._asked or self.board is None:
                return
            if shown is None:
                if self.shell is not None:
                    self.shell.say(translate("Meetings", "The agenda of this meeting is not on this computer."))
                return
            self.page.show_meeting(shown, self.board, day)
            self.pages.setCurrentWidget(self.page)

        tasks.run(self, load, show)

    def begin(self) -> None:
        """Begin the meeting whose paper is on show, and put it on the wall."""
        shown, by, day, console = self.page.shown, self._by(), self.page.day, self.console
        if shown is None or shown.open is not None:
            return
        agenda = shown.agenda
        self.page.begin_button.setEnabled(False)

        def work() -> Shown:
            opened: OpenMeeting = console.work.meetings.begin(agenda.id, by=by, day=day)
            if not opened.meeting.section and opened.agenda.sections:
                opened = console.work.meetings.enter(opened.meeting.key, opened.agenda.sections[0].id, by=by)
            return shown_of(console, opened)

        def begun(found: Shown) -> None:
            self.page.begin_button.setEnabled(True)
            if self.board is not None:
                self.page.set_covered(True)
                self.page.show_meeting(found, self.board)
                self.present()
            self.reload()

        def refused(error: BaseException) -> None:
            self.page.begin_button.setEnabled(True)
            self._refused(error)

        tasks.run(self, work, begun, refused)

    def present(self) -> None:
        """The meeting on the wall, at the section where it is."""
        shown = self.page.shown
        if shown is None or not shown.running or self.board is None:
            return
        presented = self.presented or self._make_presentation()
        self._making.stop()
        self.keeper.flush()
        presented.show_meeting(shown, self.board)
        here = self.window().screen().name()
        others = [monitor for monitor in self.monitors.all() if monitor.name != here]
        ours = next((monitor for monitor in self.monitors.all() if monitor.name == here), None)
        over = self.page.monitors.value() == "other" and bool(others)
        self.page.set_covered(not over)
        presented.show_on(others[0] if over else ours, self.monitors, over)

    def _back(self) -> None:
        """The presentation was put away; the meeting goes on."""
        self.page.set_covered(False)
        self.window().activateWindow()
        self.page.present_button.setFocus()

    def _ended(self, key: str) -> None:
        self.open_meeting(key)
        self.reload()
        self.list.setFocus()

    def _kept(self, shown: Shown) -> None:
        on_show = self.page.shown
        if on_show is not None and on_show.key == shown.key and self.board is not None:
            self.page.show_meeting(shown, self.board)

    def _refused(self, error: BaseException) -> None:
        message = getattr(error, "message", None)
        if not isinstance(message, Message):
            tasks.hub().trouble.emit(error)
        elif self.presented is None or not self.presented.isVisible():
            self.page.said.say(say(message), "watch")

    def _tell_read(self, number: str, proof: Proof | None) -> None:
        shown = self.page.shown
        if shown is None:
            return
        key = shown.key
        self.page.said.say("")
        self.keeper.do(lambda meetings: meetings.minutes_read(key, number, proof=proof))

    # --- others

    def choose_other(self) -> None:
        """Any agenda of the sector, found by a few letters: also the rare ones, and those without a time."""
        if self.board is None:
            return
        board = self.board
        lines = [Choice(entry.title.say(language()), "later", entry.id, minutes=entry.duration_min)
                 for entry in sorted(board.agendas, key=_how_often)]  # fmt: skip
        self.chooser.show_lines(lines, board.now, board.branch.tz)
        self._show_page(self.chooser)
        self.chooser.begin()

    def _chosen(self, line: Choice) -> None:
        if self.board is not None:
            self.open_preview(line.checklist, self.board.day)
            self._show_page(self.page)
            self.page.begin_button.setFocus()

    # --- paper

    def print_minutes(self) -> None:
        """On paper, by the system's own dialogue."""
        shown = self.page.shown
        if shown is None or shown.minutes is None or self.board is None:
            return
        from lobbyconsole.ui.briefings.printing import print_minutes

        print_minutes(self, shown, self.board.branch.tz)

    def ask_pdf(self) -> None:
        """As a file."""
        shown = self.page.shown
        if shown is None or shown.minutes is None:
            return
        name = f"{own(shown.agenda.title.say(language()))}-{shown.minutes.day}.pdf"
        path, _ = QFileDialog.getSaveFileName(self, translate("Meetings", "Save as PDF"), name, "PDF (*.pdf)")
        if path:
            self.save_pdf(path)

    def save_pdf(self, path: str) -> None:
        """The minutes as a PDF, written off the GUI thread."""
        shown = self.page.shown
        if shown is None or shown.minutes is None or self.board is None:
            return
        zone = self.board.branch.tz

        def work() -> None:
            from lobbyconsole.ui.briefings.printing import write_pdf

            write_pdf(shown, path, zone)

        def done(_: object) -> None:
            self.page.said.say(translate("Meetings", "Saved: {path}").format(path=path))

        tasks.run(self, work, done)

    # --- elsewhere

    def _open_link(self, link: object) -> None:
        if self.shell is not None:
            open_link(self.shell, link)  # type: ignore[arg-type]

    def _open_record(self, subject: str) -> None:
        if self.shell is not None:
            self.shell.go("registers")
            self.shell.command("record", subject.removeprefix("record:"))

    def command(self, name: str, argument: str = "") -> bool:
        """`meeting` opens one by its key, or the paper of an agenda by its id (also id@time)."""
        if name != "meeting":
            return False
        if self.board is None:
            self._wanted = argument
            return True
        self._wanted = ""
        agenda = argument.partition("@")[0]
        for line in self.list.lines():
            if line.key == argument or (line.agenda == agenda and line.day == self.board.day and line.state != "day"):
                self.open_line(line)
                return True
        if any(entry.id == agenda for entry in self.board.agendas):
            self.open_preview(agenda, self.board.day)
        else:
            self.open_meeting(argument)
        return True

    # --- places

    def _show_page(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        if self._mode == "narrow":
            self.tabs.set_value("paper")
            self._show_tab("paper")

    def _place(self) -> None:
        px = self.theme.px
        mode = "wide" if self.width() >= px(LIST + LEAST) else "narrow"
        if mode != self._mode:
            self._mode = mode
            self._show_tab(self.tabs.value() or "list")
        self._above.setVisible(mode == "narrow")
        self.left.setMinimumWidth(0 if mode == "narrow" else px(LIST))
        self.left.setMaximumWidth(WIDEST if mode == "narrow" else px(LIST))

    def _show_tab(self, tab: object) -> None:
        narrow = self._mode == "narrow"
        self.left.setVisible(not narrow or tab == "list")
        self.pages.setVisible(not narrow or tab == "paper")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
            return
        mode = self.page.mode
        calls: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_N: self.choose_other,
            Qt.Key.Key_Escape: self._escape,
        }
        if self.page.shown is not None and mode == "preview":
            calls[Qt.Key.Key_B] = self.begin
        if mode == "running":
            calls |= {Qt.Key.Key_B: self.present, Qt.Key.Key_F: self.present}
        if self.page.shown is not None and mode != "preview":
            calls |= {Qt.Key.Key_P: self.print_minutes, Qt.Key.Key_D: self.ask_pdf}
        if mode == "closed":
            calls[Qt.Key.Key_R] = self.page.read_next
        call = calls.get(Qt.Key(event.key()))
        if call is not None:
            call()
        else:
            super().keyPressEvent(event)

    def _escape(self) -> None:
        if self.pages.currentWidget() is self.chooser:
            self._show_page(self.page)
        elif self.list.hasFocus() and self.shell is not None:
            self.shell.go("floor")
            return
        if self._mode == "narrow":
            self.tabs.set_value("list")
            self._show_tab("list")
        self.list.setFocus()

    def subtitle(self) -> str:
        shown = self.page.shown
        if shown is None or shown.open is None:
            return ""
        title = own(shown.agenda.title.say(language()))
        state = translate("Meetings", "running") if shown.running else translate("Meetings", "Minutes")
        return f"{title} · {state}"

    # --- look and language

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._mode = ""
        self._place()

    def retranslate(self) -> None:
        self.list.setAccessibleName(translate("Meetings", "Meetings"))
        self.other.set_words(translate("Meetings", "Another meeting"))
        self.chooser.retitle(
            self.other.text(), translate("Meetings", "Part of a meeting's name"), translate("Meetings", "Back")
        )
        names = [("list", translate("Meetings", "Meetings")), ("paper", translate("Meetings", "Paper"))]
        self.tabs.set_options(names, self.tabs.value() or "list")
        self.page.retranslate()
        if self.presented is not None:
            self.presented.retranslate()
        if self.board is not None:
            self.list.show_lines(lines_of(self.board, language()), self.board.now, self.board.branch.tz)


def _how_often(agenda: Agenda) -> tuple[int, str]:
    """What is held every day is looked for most; the order of a day is that of its hours."""
    often, _, rest = agenda.when.partition(" ")
    return (OFTEN.index(often) if often in OFTEN else len(OFTEN), rest)
