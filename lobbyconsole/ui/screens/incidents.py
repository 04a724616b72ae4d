"""Incidents: the list with the hall's plan on the left, one incident in full on the right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.incident_desk import IncidentDesk, Listed, Sheet
from lobbyconsole.services.incident_dues import Due
from lobbyconsole.ui.incidents.doing import IncidentDoing
from lobbyconsole.ui.incidents.incident_list import DAYS, IncidentList
from lobbyconsole.ui.incidents.page import IncidentPage
from lobbyconsole.ui.incidents.report_page import ReportPage
from lobbyconsole.ui.incidents.stage import IncidentStage
from lobbyconsole.ui.screen import QT_TRANSLATE_NOOP
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.areas import EdgeColumn

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console


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
    LIST_WIDE = 340
    WATCHED = ("incident:", "walk:", "record:")
    TICK_MS = 1_000

    def __init__(self, console: Console, theme: Theme) -> None:
        super().__init__(console, theme)
        self.key = ""
        self.days = DAYS[0]
        self._loaded: Loaded | None = None
        self._after: Callable[[], None] | None = None
        self.list, self.page, self.report = IncidentList(), IncidentPage(), ReportPage()
        self.doing = IncidentDoing(self)
        self.list.chosen.connect(self.open_key)
        self.list.days_changed.connect(self._use_days)
        self.page.verb.connect(self.doing.verb)
        self.page.dropped.connect(self.doing.keep_files)
        self.report.made.connect(self.doing.reported)
        self.report.pdf.connect(self.doing.save_pdf)
        self.report.printed.connect(self.doing.print_page)
        self.report.fill.connect(self.doing.tell)
        self.report.closed.connect(self.show_incident)
        self.pages = self.put_beside(EdgeColumn(self.list, "right"), (self.page, self.report))
        self._arrange()
        self.retranslate()
        self.reload()

    def reporting(self) -> bool:
        """Whether a report is on show."""
        return self.pages.currentWidget() is self.report

    def asking(self) -> IncidentPage:
        return self.page

    # --- loading

    def reading(self) -> Callable[[], Loaded]:
        key, days, now = self.key, self.days, self.now()
        return lambda: self._load(key, days, now)

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

    def show_read(self, found: Loaded) -> bool:
        asked = self.key  # another may have been chosen while this one was read
        late = bool(asked) and found.sheet is not None and asked != found.sheet.incident.key
        if found.sheet is not None and not late:
            self.key = found.sheet.incident.key
        self._loaded = found
        self.list.show_rows(found.rows, found.library, self.zone(), self.now(), self.key)
        self._show_sheet(found.sheet)
        return not late

    def settled(self) -> None:
        after, self._after = self._after, None
        if after is not None and self.pages.currentWidget() is not self.nothing:
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

    # --- showing

    def open_key(self, key: str) -> None:
        """Show one incident."""
        self._leave_form(key)
        if key != self.key or self.pages.currentWidget() is not self.page:
            self.key = key
            self.list.select(key)
            self.pages.setCurrentWidget(self.page)
        self.show_side(on_list=False)
        self.reload()

    def _leave_form(self, key: str) -> None:
        """What was asked of one incident is not answered for another, which is read yet."""
        if key != self.key:
            self.page.close_form()

    def show_report(self, kind: str, due: Due | None) -> None:
        """Write a report in the place of the incident."""
        if self.page.sheet is not None:
            self.report.show_report(self.page.sheet, kind, self.now(), self.by(), due)
            self.pages.setCurrentWidget(self.report)
            self.show_side(on_list=False)

    def show_incident(self) -> None:
        """Back from a report."""
        self.pages.setCurrentWidget(self.page)
        self.page.setFocus()

    def start_plan(self, key: str, plan: str) -> None:
        """On the emergency screen, for this incident."""
        if self.shell is None:
            return
        screen = self.screen_of("emergency")
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
            screen = self.screen_of("emergency")
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

    def tick(self) -> None:
        self.page.tick(self.now())

    # --- the window

    def command(self, name: str, argument: str = "") -> bool:
        """`incident` opens one by its number; "KEY report" with the report that is owed; "" the list."""
        if name != "incident":
            return False
        key, _, more = argument.partition(" ")
        if key:
            wanted = {"report": self.doing.report, "grade": self.doing.grade, "end": self.doing.end}.get(more)
            if wanted is not None:
                self._after = wanted
            self._leave_form(key)
            self.key = key
            self.pages.setCurrentWidget(self.page)
            self.show_side(on_list=False)
            self.reload()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typing = isinstance(QApplication.focusWidget(), (QLineEdit, QPlainTextEdit))
        if event.matches(QKeySequence.StandardKey.Paste) and not typing and self.page.sheet is not None:
            self.doing.paste()
        elif not self.reporting():
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.show_incident()
        else:
            event.ignore()

    def own_key(self, event: QKeyEvent) -> bool:
        if event.text().upper() != "F":
            return False
        self.list.search.setFocus()
        return True

    def back(self) -> None:
        if self.list.search.text() or self.list.wanted != type(self.list.wanted)():
            self.list.show_all()
        elif self.narrow() and not self._on_list:
            self._to_list()
        else:
            self.leave()

    def listed(self) -> list[str]:
        return self.list.keys()

    def here(self) -> str:
        return self.key

    def list_view(self) -> QWidget:
        return self.list.view

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.list.map.updateGeometry()

    def retranslate(self) -> None:
        super().retranslate()
        self.nothing.set_texts(
            translate("Incidents", "No incident in these days"),
            translate("Incidents", "Ctrl+Shift+I notes one in ten seconds, from every screen."),
        )
        for part in (self.list, self.report):
            part.retranslate()
        if self._loaded is not None:
            self.list.show_rows(self._loaded.rows, self._loaded.library, self.zone(), self.now(), self.key)
            self._show_sheet(self._loaded.sheet)
