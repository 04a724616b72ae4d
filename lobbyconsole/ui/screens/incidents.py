"""Incidents: the list with the hall's plan on the left, one incident in full on the right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPlainTextEdit, QStackedWidget
from shiboken6 import isValid

from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.incident_desk import IncidentDesk, Listed, Sheet
from lobbyconsole.services.incident_dues import Due
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.incidents.doing import IncidentDoing
from lobbyconsole.ui.incidents.incident_list import DAYS, IncidentList
from lobbyconsole.ui.incidents.page import IncidentPage
from lobbyconsole.ui.incidents.report_page import ReportPage
from lobbyconsole.ui.incidents.stage import IncidentStage
from lobbyconsole.ui.screen import QT_TRANSLATE_NOOP
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.areas import EdgeColumn
from lobbyconsole.ui.widgets.basics import EmptyState

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.live import Snapshot

TICK_MS = 1_000
SOON_MS = 150
LIST_WIDE = 340  # px at 100 %
WIDEST = 16_777_215  # Qt's own limit
ALONE = 780  # px at 100 %: with less, the list or the incident, not both


class Loaded(NamedTuple):
    """The list, and the incident on show."""

    rows: list[Listed]
    library: Library
    sheet: Sheet | None


class IncidentsScreen(IncidentStage):
    """What happened, what is owed for it, and what came of it."""

    id: ClassVar[str] = "incidents"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("Screens", "Incidents")
    icon: ClassVar[str] = "warning"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("↑", QT_TRANSLATE_NOOP("Screens", "The incident above; ↓: below")),
        ("L", QT_TRANSLATE_NOOP("Screens", "Write in its log")),
        ("R", QT_TRANSLATE_NOOP("Screens", "Report upward; D: the ICS pages")),
        ("G E O", QT_TRANSLATE_NOOP("Screens", "Grade it, it is over, not over after all")),
        ("P C V", QT_TRANSLATE_NOOP("Screens", "Start a plan, corrective action, evidence")),
        ("K", QT_TRANSLATE_NOOP("Screens", "Link it with a ticket, a record, a risk")),
        ("A", QT_TRANSLATE_NOOP("Screens", "Its after-action review, once it is over")),
        ("Ctrl+V", QT_TRANSLATE_NOOP("Screens", "Keep a picture or files of the clipboard as evidence")),
        ("F", QT_TRANSLATE_NOOP("Screens", "Find an incident")),
        ("Esc", QT_TRANSLATE_NOOP("Screens", "Back: form, report, filters")),
    )

    def __init__(self, console: Console, theme: Theme) -> None:
        super().__init__(console, theme)
        self.key = ""
        self.days = DAYS[0]
        self._loaded: Loaded | None = None
        self._loading = self._again = False
        self._after: Callable[[], None] | None = None
        self._words = ""
        self.list, self.page, self.report = IncidentList(), IncidentPage(), ReportPage()
        self.doing = IncidentDoing(self)
        self.nothing = EmptyState(icon="check")
        self.list.chosen.connect(self.open_key)
        self.list.days_changed.connect(self._use_days)
        self.page.verb.connect(self.doing.verb)
        self.page.dropped.connect(self.doing.keep_files)
        self.page.closed.connect(self._to_list)
        self.report.made.connect(self.doing.reported)
        self.report.pdf.connect(self.doing.save_pdf)
        self.report.printed.connect(self.doing.print_page)
        self.report.fill.connect(self.doing.tell)
        self.report.closed.connect(self.show_incident)
        self.column = EdgeColumn(self.list, "right")
        self.pages = QStackedWidget()
        for page in (self.nothing, self.page, self.report):
            self.pages.addWidget(page)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.column)
        row.addWidget(self.pages, 1)
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
        self._on_list = True  # in a narrow window: the list, not the incident
        self._arrange()  # before anything is shown: list and page side by side would ask the window for more
        self.retranslate()
        self.reload()

    def reporting(self) -> bool:
        """Whether a report is on show."""
        return self.pages.currentWidget() is self.report

    # --- loading

    def reload(self) -> None:
        """Read the list and the incident on show."""
        if self._loading:
            self._again = True
            return
        self._loading = True
        key, days, now = self.key, self.days, self.now()
        tasks.run(self, lambda: self._load(key, days, now), self._show_loaded, self._failed)

    def _load(self, key: str, days: int, now: datetime) -> Loaded:
        settings = self.console.settings.current
        desk = IncidentDesk(self.console.work, settings.incidents, settings.branch)
        today = settings.branch.day_of(now)
        rows = desk.rows(today - timedelta(days=days), today)
        key = key or next((row.incident for row in rows), "")
        try:
            sheet = desk.sheet(key) if key else None
        except Refused:
            sheet = None
        return Loaded(rows, self.console.work.library.library(), sheet)

    def _failed(self, error: BaseException) -> None:
        self._loading = False
        tasks.hub().trouble.emit(error)

    def _show_loaded(self, found: Loaded) -> None:
        self._loading = False
        if self._leave is None:
            self._leave = self.console.work.subjects.watch(self._saw)
        asked = self.key  # another may have been chosen while this one was read
        if found.sheet is not None and (not asked or asked == found.sheet.incident.key):
            self.key = found.sheet.incident.key
        self._loaded = found
        self.list.show_rows(found.rows, found.library, self.zone(), self.now(), self.key)
        self._show_sheet(found.sheet)
        if self._words:
            self.page.said.say(self._words)
            self._words = ""
        if self._again or (asked and found.sheet is not None and asked != found.sheet.incident.key):
            self._again = False
            self.reload()
            return
        after, self._after = self._after, None
        if after is not None:
            after()

    def _show_sheet(self, sheet: Sheet | None) -> None:
        if sheet is None:
            self.pages.setCurrentWidget(self.nothing)
            return
        if sheet.incident.key != self.key:
            return
        self.page.show_sheet(sheet, self.now(), self.doing)
        if self.reporting():
            self.report.again(sheet, self.now())
        else:
            self.pages.setCurrentWidget(self.page)
        self._arrange()

    def _saw(self, subjects: frozenset[str]) -> None:
        """On the recorder's thread."""
        if any(subject.startswith(("incident:", "walk:", "record:")) for subject in subjects):
            self._centre.on_main_thread(lambda: self._soon.start() if isValid(self) and self.isVisible() else None)

    def recorded(self, words: str = "") -> None:
        """A verb is done: read it anew, then say so."""
        self._words = words
        self.reload()

    # --- showing

    def open_key(self, key: str) -> None:
        """Show one incident."""
        if key != self.key or self.pages.currentWidget() is not self.page:
            self.key = key
            self.list.select(key)
            self.pages.setCurrentWidget(self.page)
        self._on_list = False
        self._arrange()
        self.reload()

    def show_report(self, kind: str, due: Due | None) -> None:
        """Write a report in the place of the incident."""
        if self.page.sheet is not None:
            self.report.show_report(self.page.sheet, kind, self.now(), self.by(), due)
            self.pages.setCurrentWidget(self.report)
            self._on_list = False
            self._arrange()

    def show_incident(self) -> None:
        """Back from a report."""
        self.pages.setCurrentWidget(self.page)
        self.page.setFocus()

    def start_plan(self, key: str, plan: str) -> None:
        """On the emergency screen, for this incident."""
        if self.shell is None:
            return
        built: Any = getattr(self.shell, "built", None)
        screen = built("emergency") if built is not None else None
        self.shell.go("emergency")
        if plan and screen is not None and hasattr(screen, "start"):
            screen.start(plan, incident=key)
        elif plan or screen is None:
            self.shell.command("emergency", plan)
        else:
            screen.pick()

    def open_link(self, subject: str) -> None:
        """A plan walked, a record, a ticket, a round, a risk."""
        if self.shell is None:
            return
        kind, _, key = subject.partition(":")
        if kind == "walk":
            built: Any = getattr(self.shell, "built", None)
            screen = built("emergency") if built is not None else None
            sheet = self.page.sheet
            state = next((state for state in sheet.walks if state.walk.key == key), None) if sheet is not None else None
            if state is not None and state.walk.running and screen is not None:
                self.shell.go("emergency")
                screen.show_key(key)
            elif state is not None:
                self.shell.command("review", "walk:" + key)
        else:
            self.shell.command(kind, key)

    def _use_days(self, days: int) -> None:
        self.days = days
        self.reload()

    def _to_list(self) -> None:
        self._on_list = True
        self._arrange()
        self.list.view.setFocus()

    def _arrange(self) -> None:
        px = style.current().px
        narrow = self.width() < px(ALONE)
        self.column.setVisible(not narrow or self._on_list)
        self.pages.setVisible(not narrow or not self._on_list)
        self.page.back.setVisible(narrow)
        self.column.setMinimumWidth(0 if narrow else px(LIST_WIDE))
        self.column.setMaximumWidth(WIDEST if narrow else px(LIST_WIDE))

    def _tick(self) -> None:
        self.page.tick(self.now())

    # --- the window

    def command(self, name: str, argument: str = "") -> bool:
        """`incident` opens one by its number; "KEY report" with the report that is owed; "" the list."""
        if name != "incident":
            return False
        key, _, more = argument.partition(" ")
        if key:
            if more == "report":
                self._after = self.doing.report
            self.key = key
            self.pages.setCurrentWidget(self.page)
            self._on_list = False
            self._arrange()
            self.reload()
        return True

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Incidents have no figures of the floor."""

    def subtitle(self) -> str:
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typing = isinstance(QApplication.focusWidget(), (QLineEdit, QPlainTextEdit))
        if event.matches(QKeySequence.StandardKey.Paste) and not typing and self.page.sheet is not None:
            self.doing.paste()
        elif event.key() == Qt.Key.Key_Escape:
            if self.reporting():
                self.show_incident()
            elif self.list.search.text() or self.list.wanted != type(self.list.wanted)():
                self.list.show_all()
            elif self.width() < style.current().px(ALONE) and not self._on_list:
                self._to_list()
            elif self.shell is not None:
                self.shell.go("floor")
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not typing and not self.reporting():
            self._step(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.text().upper() == "F" and not typing and not event.modifiers():
            self.list.search.setFocus()
        elif not typing and not self.reporting() and self.page.isVisible() and not self.page.hasFocus():
            self.page.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        keys = self.list.keys()
        if keys:
            at = keys.index(self.key) + by if self.key in keys else 0
            self.open_key(keys[max(0, min(len(keys) - 1, at))])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self._arrange()
        self.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._arrange()
        self.list.map.updateGeometry()

    def retranslate(self) -> None:
        self.nothing.set_texts(
            translate("Incidents", "No incident in these days"),
            translate("Incidents", "Ctrl+Shift+I notes one in ten seconds, from every screen."),
        )
        for part in (self.list, self.page, self.report):
            part.retranslate()
        if self._loaded is not None:
            self.list.show_rows(self._loaded.rows, self._loaded.library, self.zone(), self.now(), self.key)
            self._show_sheet(self._loaded.sheet)
