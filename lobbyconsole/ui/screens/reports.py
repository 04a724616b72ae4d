"""The rack of reports: a day, a week or a month in figures, charts and tables, the rows behind them, and files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from lobbyconsole.domain.paper import Link, Paper
from lobbyconsole.domain.reporting import PERIODS, Period, ReportKind, Rows, window
from lobbyconsole.domain.words import Refused
from lobbyconsole.ui import tasks
from lobbyconsole.ui.day_picker import CalendarCard
from lobbyconsole.ui.day_screen import GAP, DayScreen, day_of
from lobbyconsole.ui.forms import Choice
from lobbyconsole.ui.paper.links import link_of, open_link
from lobbyconsole.ui.paper.view import PaperView
from lobbyconsole.ui.paper.words import told
from lobbyconsole.ui.report_rack import Rack, period_word, span_text, stepped
from lobbyconsole.ui.report_rows import RowsPage
from lobbyconsole.ui.screen import QT_TRANSLATE_NOOP
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import language, say, say_in, translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Card, EmptyState, IconButton, Label
from lobbyconsole.ui.widgets.choices import SegmentedChoice
from lobbyconsole.ui.widgets.floor_forms import Flow, KeyButton

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.live import Snapshot

SIDE = 252  # px at 100 %, the rack
NARROW, TIGHT = 860, 600  # px at 100 %; with less there is no calendar, then no rack beside the paper
PATIENCE_MS = 250  # so long the report before stays on show
STALE_MS = 60_000  # a report of a time that goes on is made anew when one comes back to it later than this
# What stands somewhere of its own; anything else is looked up among the report's rows.
ELSEWHERE = ("ticket", "record", "register", "round", "touchpoint", "meeting", "calendar")
FILES = {"pdf": "*.pdf", "xlsx": "*.xlsx", "csv": "*.csv"}


class ReportsScreen(DayScreen):
    """One report at a time; making it takes up to a second and happens elsewhere."""

    id: ClassVar[str] = "reports"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("Screens", "Reports")
    icon: ClassVar[str] = "insights"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("↑", QT_TRANSLATE_NOOP("Screens", "The report above; ↓: below (in the list)")),
        ("D", QT_TRANSLATE_NOOP("Screens", "Day; W: week; M: month")),
        ("PgUp", QT_TRANSLATE_NOOP("Screens", "The time before; PgDn: the time after")),
        ("T", QT_TRANSLATE_NOOP("Screens", "Today")),
        ("F", QT_TRANSLATE_NOOP("Screens", "Save as PDF; X: workbook; V: CSV; P: print")),
        ("Esc", QT_TRANSLATE_NOOP("Screens", "From the rows back to the report; then to the floor")),
    )

    def __init__(self, console: Console, theme: Theme) -> None:
        super().__init__(console, theme)
        self._kinds: dict[str, ReportKind] = {}
        self._days: list[date] = []
        self._kind = ""
        self._period: Period = "day"
        self._day: date | None = None  # None: today
        self._loading: tasks.Task | None = None
        self._asked: tuple[str, Period, date] | None = None
        self._shown: tuple[str, Period, date] | None = None
        self._wanted: Link | None = None  # rows to show as soon as the rack is there
        self._reading: Link | None = None  # whose rows are on show, or asked for
        self._trouble = ""
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._show_wait)
        self._stale = QTimer(self)
        self._stale.setSingleShot(True)
        self._stale.setInterval(STALE_MS)
        self._build()
        self.retranslate()

    # --- building

    def _build(self) -> None:
        self.rack = Rack()
        self.rack.chosen.connect(self.show_kind)
        self.calendar = CalendarCard(self.theme)
        self.calendar.picker.chosen.connect(self.show_day)
        self._rack_card = Card()
        rack_rows = QVBoxLayout(self._rack_card)
        rack_rows.setContentsMargins(8, 8, 8, 8)
        rack_rows.addWidget(self.rack)
        around = QWidget()
        side = QVBoxLayout(around)
        side.setContentsMargins(0, 0, 4, 0)
        side.setSpacing(GAP)
        side.addWidget(self._rack_card)
        side.addWidget(self.calendar)
        side.addStretch(1)
        self.side = plain_area(around)
        self.paper = PaperView()
        self.paper.link_wanted.connect(self.follow)
        self.rows = RowsPage()
        self.rows.back_wanted.connect(self.show_report)
        self.rows.link_wanted.connect(self.follow)
        self.empty = EmptyState(icon="insights")
        self._pages_holder = QWidget()
        self.pages = QStackedLayout(self._pages_holder)
        for page in (self.empty, self.paper, self.rows):
            self.pages.addWidget(page)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 16, 16, 16)
        self._grid.setSpacing(GAP)
        self._grid.addWidget(self.side, 0, 0, 2, 1)
        self._grid.addWidget(self._make_head(), 0, 1)
        self._grid.addWidget(self._pages_holder, 1, 1)
        self._grid.setColumnStretch(1, 1)
        self.setFocusProxy(self.rack)
        self.paper.area.installEventFilter(self)
        self.side.installEventFilter(self)

    def _make_head(self) -> QWidget:
        self._head = Card()
        self.period = SegmentedChoice()
        self.period.chosen.connect(self.show_period)
        self.back, self.forth = IconButton("chevron-left"), IconButton("chevron-right")
        self.back.clicked.connect(lambda: self.step(-1))
        self.forth.clicked.connect(lambda: self.step(1))
        self.span = Label("", 16, BOLD)
        self.today = KeyButton("", "T")
        self.pdf, self.xlsx, self.csv = KeyButton("PDF", "F", "primary"), KeyButton("XLSX", "X"), KeyButton("CSV", "V")
        self.print = IconButton("print", tone="text")
        for button, call in (
            (self.today, lambda: self.show_day(None)),
            (self.pdf, lambda: self.ask_file("pdf")),
            (self.xlsx, lambda: self.ask_file("xlsx")),
            (self.csv, lambda: self.ask_file("csv")),
            (self.print, self.print_report),
        ):
            button.clicked.connect(lambda _=False, call=call: call())
        self.pick = Choice()  # the rack, where it has no room of its own
        self.pick.activated.connect(lambda _at: self.show_kind(self.pick.currentData()))
        line = Flow()
        line.GAP = 7
        line.add(self.pick)
        self.pick.hide()
        self._time = QWidget()  # in one line whatever the width
        when = QHBoxLayout(self._time)
        when.setContentsMargins(0, 0, 6, 0)
        when.setSpacing(0)
        for part in (self.back, self.forth, self.span):
            when.addWidget(part)
        for piece in (self.period, self._time, self.today, self.pdf, self.xlsx, self.csv, self.print):
            line.add(piece)
        rows = QVBoxLayout(self._head)
        rows.setContentsMargins(12, 10, 12, 10)
        rows.addWidget(line)
        self._head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        return self._head

    # --- what there is

    def show_snapshot(self, snapshot: Snapshot) -> None:
        turned = self.live_day() != day_of(snapshot)
        self._snapshot = snapshot
        self.paper.set_zone(snapshot.branch.tz)
        if turned:
            self._ask_rack()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place_parts()
        if self._snapshot is not None and self._kinds and not self._stale.isActive() and self._goes_on():
            self._ask(anew=True)

    def _ask_rack(self) -> None:
        console = self.console

        def look() -> tuple[list[ReportKind], list[date]]:
            return list(console.work.reports.rack()), list(console.history.days())

        tasks.run(self, look, self._take_rack)

    def _take_rack(self, found: tuple[list[ReportKind], list[date]]) -> None:
        kinds, self._days = found
        self._kinds = {kind.id: kind for kind in kinds}
        if self._kind not in self._kinds:
            self._kind = next(iter(self._kinds), "")
        self._show_rack()
        self._show_span()
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self._go_to(wanted)
        else:
            self._ask()

    def _show_rack(self) -> None:
        kinds = [(kind.id, told(kind.title)) for kind in self._kinds.values()]
        self.rack.show_kinds(kinds, self._kind)
        self.pick.clear()
        for name, words in kinds:
            self.pick.addItem(words, name)
        self.pick.setCurrentIndex(self.pick.findData(self._kind))

    def day(self) -> date | None:
        """The day the period is chosen by; None before the first picture."""
        return self._day or self.live_day()

    def _goes_on(self) -> bool:
        """Whether the period on show has not ended."""
        day, today = self.day(), self.live_day()
        return day is not None and today is not None and window(self._period, day)[1] >= today

    # --- choosing

    def show_kind(self, kind: str) -> None:
        """Another report of the rack."""
        if kind in self._kinds:
            self._kind = kind
            periods = self._kinds[kind].periods
            if self._period not in periods and periods:
                self._period = periods[0]
            self._choose()
            self._ask()

    def _choose(self) -> None:
        self.rack.choose(self._kind)
        self.pick.setCurrentIndex(self.pick.findData(self._kind))

    def show_period(self, period: Period) -> None:
        """Day, week or month, if the report is made for it."""
        if self._kind in self._kinds and period in self._kinds[self._kind].periods:
            self._period = period
            self._ask()

    def show_day(self, day: date | None) -> None:
        """The period that holds this day; None: today."""
        today = self.live_day()
        self._day = None if day == today else day
        self._ask()

    def step(self, by: int) -> None:
        """The period before (-1) or after (1), never later than today's."""
        day, today = self.day(), self.live_day()
        if day is None or today is None:
            return
        wanted = stepped(self._period, day, by)
        if window(self._period, wanted)[0] <= today:
            self.show_day(min(wanted, today))

    # --- making it

    def _ask(self, anew: bool = False) -> None:
        day = self.day()
        self._reading = None
        self._show_span()
        if day is None or not self._kind:
            self._show_empty()
            return
        wanted = (self._kind, self._period, window(self._period, day)[1] if self._period != "day" else day)
        if wanted == self._shown and not anew:
            self.show_report()
            return
        if self._loading is not None:
            self._loading.cancel()
        self._asked, self._trouble = wanted, ""
        kind, period, reports = self._kind, self._period, self.console.work
        self._loading = tasks.run(self, lambda: reports.reports.make(kind, period, day), self._made, self._failed)
        self._patience.start()
        self._show_empty()

    def _made(self, paper: Paper) -> None:
        self._loading = None
        self._shown = self._asked
        self._stale.start()
        self.paper.show_paper(paper)
        if self._reading is None:
            self.show_report()
        self._show_state()

    def _show_wait(self) -> None:
        """It takes its time: do not leave another report's figures under this one's name."""
        if self._loading is not None and self._asked != self._shown:
            self.paper.clear()
            self._shown = None
            self._show_empty()

    def _failed(self, error: BaseException) -> None:
        self._loading, self._shown = None, None
        if isinstance(error, Refused):
            self._trouble = say(error.message)
        else:
            self._trouble = translate("Reports", "This report could not be made.")
            tasks.hub().trouble.emit(error)
        self.paper.clear()
        self._show_empty()

    def show_report(self) -> None:
        """From the rows back to the report."""
        self._reading = None
        had_focus = self.rows.isAncestorOf(self.focusWidget() or self)
        self.pages.setCurrentWidget(self.paper if self.paper.paper() is not None else self.empty)
        if had_focus:
            self.setFocus()
        self._show_empty()

    def _show_empty(self) -> None:
        if self.paper.paper() is None and self._reading is None:
            if self._trouble:
                self.empty.set_texts(self._trouble, translate("Reports", "Choose another report or another time."))
            else:
                self.empty.set_texts(translate("Reports", "Making the report…"), "")
            self.pages.setCurrentWidget(self.empty)
        self._show_state()

    def _show_state(self) -> None:
        busy = self._loading is not None
        why = "" if self.paper.paper() is not None and not busy else translate("Reports", "There is no report yet.")
        for button in (self.pdf, self.xlsx, self.csv):
            button.set_possible(why)
        self.print.setEnabled(not why)

    # --- what is behind a figure

    def follow(self, link: object) -> None:
        """The rows a figure was computed from, or the place its source is kept."""
        if not isinstance(link, Link):
            return
        if link.kind in ELSEWHERE:
            self._open(link)
        else:
            self.show_link(link)

    def _open(self, link: Link) -> None:
        if self.shell is not None:
            open_link(self.shell, link)

    def show_link(self, link: Link) -> None:
        """The rows behind a link, of the report on show or asked for from elsewhere."""
        day = self.day()
        if not self._kinds or day is None:
            self._wanted = link
            return
        self._reading = link
        kind, period, work = self._kind, self._period, self.console.work
        tasks.run(
            self,
            lambda: work.reports.rows(kind, period, day, link),
            lambda found: self._show_rows(found, link),
            lambda error: self._no_rows(error, link),
        )

    def _show_rows(self, found: Rows, link: Link) -> None:
        if link != self._reading:
            return  # something else was chosen meanwhile
        self.rows.show_rows(self._name_of(link), found)
        self.pages.setCurrentWidget(self.rows)
        self.rows.setFocus()

    def _no_rows(self, error: BaseException, link: Link) -> None:
        if link == self._reading:
            self.show_report()
        if not isinstance(error, Refused):
            tasks.hub().trouble.emit(error)
        elif self.shell is not None:
            self.shell.say(error.message)

    def _name_of(self, link: Link) -> str:
        """What the link stands behind in the report on show."""
        paper = self.paper.paper()
        for block in paper.blocks() if paper is not None else ():
            if getattr(block, "link", None) == link:
                named = getattr(block, "label", None) or getattr(block, "title", None)
                if named is not None:
                    return told(named)
        return ""

    # --- files and paper

    def file_name(self, form: str) -> str:
        """What a file of the report on show is called: kpis-week-2026-11-16.pdf."""
        day = self.day()
        first = window(self._period, day)[0].isoformat() if day is not None else ""
        return f"{self._kind}-{self._period}-{first}.{form}"

    def ask_file(self, form: str) -> None:
        """Ask where, and write the report there."""
        if self.paper.paper() is None or self._loading is not None:
            return
        title = translate("Reports", "Save the report")
        path, _ = QFileDialog.getSaveFileName(self, title, str(Path.home() / self.file_name(form)), FILES[form])
        if path:
            self.write(form, path)

    def write(self, form: str, path: str) -> None:
        """Write the report as "pdf", "xlsx" or "csv"."""
        paper = self.paper.paper()
        if paper is None:
            return
        reader, work = language(), self.console.work
        zone = self._snapshot.branch.tz if self._snapshot is not None else None

        def job() -> None:
            if form == "pdf":
                from lobbyconsole.ui.paper.pdf import paper_pdf

                paper_pdf(paper, path, reader, zone)
            elif form == "xlsx":
                work.reports.write_xlsx(paper, Path(path), reader, say_in)
            else:
                work.reports.write_csv(paper, Path(path), reader, say_in)

        def done(_: object) -> None:
            if self.shell is not None:
                self.shell.say(translate("Reports", "Saved: {path}").format(path=path), "ok")

        tasks.run(self, job, done)

    def print_report(self) -> None:
        """Print the pages of the PDF."""
        paper = self.paper.paper()
        if paper is not None and self._loading is None:
            from lobbyconsole.ui.paper.printing import print_paper

            zone = self._snapshot.branch.tz if self._snapshot is not None else None
            print_paper(self, paper, language(), zone)

    # --- what is shown around it

    def _show_span(self) -> None:
        day, today = self.day(), self.live_day()
        periods = self._kinds[self._kind].periods if self._kind in self._kinds else PERIODS
        self.period.set_options([(period, period_word(period)) for period in periods], self._period)
        self.span.setText(span_text(self._period, day, today) if day is not None else "")
        self.span.setFixedSize(self.span.sizeHint().width() + 1, self.theme.px(36))
        self._time.updateGeometry()
        on = day is not None and today is not None and window(self._period, day)[1] < today
        self.forth.setEnabled(on)
        self.today.setVisible(self._day is not None)
        days = sorted({*self._days, *((today,) if today is not None else ())})
        self.calendar.show_days(days, day, today)

    # --- places

    def _place_parts(self) -> None:
        theme = self.theme
        narrow = self.width() < theme.px(NARROW)
        side = min(theme.px(SIDE), max(190, round(self.width() * 0.27)))
        self.calendar.setVisible(not narrow and side >= theme.px(7 * 30))
        self.side.setFixedWidth(side)
        tight = self.width() < theme.px(TIGHT)
        if tight == self.pick.isHidden():
            had_focus = self.rack.isAncestorOf(self.focusWidget() or self) or self.pick.hasFocus()
            self.pick.setVisible(tight)
            self.side.setVisible(not tight)
            self.setFocusProxy(self.pick if tight else self.rack)
            if had_focus:
                self.setFocus()

    # --- keys and commands

    def press_key(self, key: Qt.Key) -> bool:
        calls: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_D: lambda: self.show_period("day"),
            Qt.Key.Key_W: lambda: self.show_period("week"),
            Qt.Key.Key_M: lambda: self.show_period("month"),
            Qt.Key.Key_PageUp: lambda: self.step(-1),
            Qt.Key.Key_PageDown: lambda: self.step(1),
            Qt.Key.Key_T: lambda: self.show_day(None),
            Qt.Key.Key_F: lambda: self.ask_file("pdf"),
            Qt.Key.Key_X: lambda: self.ask_file("xlsx"),
            Qt.Key.Key_V: lambda: self.ask_file("csv"),
            Qt.Key.Key_P: self.print_report,
            Qt.Key.Key_Escape: self._escape,
        }
        call = calls.get(key)
        if call is not None:
            call()
        return call is not None

    def _escape(self) -> None:
        if self.pages.currentWidget() is self.rows:
            self.show_report()
        elif self.shell is not None:
            self.shell.go("floor")

    def command(self, name: str, argument: str = "") -> bool:
        """`report` shows one: "kpis", "kpis/week/2026-11-20", or the rows behind a link (paper.links.link_argument)."""
        if name != "report":
            return False
        link = link_of(argument)
        if link is not None:
            self._go_to(link)
            return True
        kind, _, rest = argument.partition("/")
        period, _, day = rest.partition("/")
        try:
            self._day = date.fromisoformat(day) if day else self._day
        except ValueError:
            return False
        self._kind = kind or self._kind
        self._period = next((known for known in PERIODS if known == period), self._period)
        if self._kinds:
            self._choose()
            self._ask()
        return True

    def _go_to(self, link: Link) -> None:
        """To the period a link of another paper is about, and the rows behind it."""
        try:
            first, last = date.fromisoformat(link.first), date.fromisoformat(link.last)
        except ValueError:
            first = last = self.day() or date.min
        days = (last - first).days
        self._period = "day" if days == 0 else "week" if days < 7 else "month"
        today = self.live_day()
        self._day = None if last == today or last == date.min else last
        self._show_span()
        self._ask()
        self.show_link(link)

    # --- look and language

    def subtitle(self) -> str:
        """What is shown beside the title."""
        kind = self._kinds.get(self._kind)
        day = self.day()
        return f"{told(kind.title)} · {span_text(self._period, day)}" if kind is not None and day is not None else ""

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.calendar.set_theme(theme)
        self._show_span()
        self._place_parts()

    def retranslate(self) -> None:
        self.back.set_name(translate("Reports", "The time before (PgUp)"))
        self.forth.set_name(translate("Reports", "The time after (PgDn)"))
        self.today.set_words(translate("Reports", "Today"))
        self.print.set_name(translate("Reports", "Print (P)"))
        self.pick.setAccessibleName(translate("Reports", "Report"))
        self.calendar.retranslate()
        self.rows.retranslate()
        self._show_rack()
        self._show_span()
        self._show_empty()
