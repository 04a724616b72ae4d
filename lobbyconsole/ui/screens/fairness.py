"""The fairness ledger: who was called ahead of others, why, and how many minutes each person passed over paid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from lobbyconsole.domain.jumps import Jump
from lobbyconsole.files import save_as
from lobbyconsole.services.fairness import DayLedger, ledger_of, ledger_of_past
from lobbyconsole.ui import tasks
from lobbyconsole.ui.day_screen import GAP, StoryScreen, day_of
from lobbyconsole.ui.forms import print_document
from lobbyconsole.ui.jump_side import SORTS, Filter, JumpSide
from lobbyconsole.ui.past import StoryPanel
from lobbyconsole.ui.rule_sheet import rule_document
from lobbyconsole.ui.screen import QT_TRANSLATE_NOOP
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import date_text, translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Card, EmptyState, IconButton, Label, Pill
from lobbyconsole.ui.widgets.floor_forms import Flow, KeyButton
from lobbyconsole.ui.widgets.jump_figures import JumpFigures
from lobbyconsole.ui.widgets.jump_list import JumpHead, JumpList
from lobbyconsole.ui.widgets.jump_words import csv_text, kind_text, service_text

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.live import Snapshot

FRESH_MS = 2000  # today's list is made anew this often at most


class FairnessScreen(StoryScreen):
    """The jumps of a day; today's come in by themselves."""

    id: ClassVar[str] = "fairness"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("Screens", "Fairness")
    icon: ClassVar[str] = "fairness"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("↑", QT_TRANSLATE_NOOP("Screens", "The line above; ↓: below; Enter: the ticket's story")),
        ("PgUp", QT_TRANSLATE_NOOP("Screens", "The day before; PgDn: the day after")),
        ("T", QT_TRANSLATE_NOOP("Screens", "Today")),
        ("C", QT_TRANSLATE_NOOP("Screens", "Choose a day from the calendar")),
        ("E", QT_TRANSLATE_NOOP("Screens", "Save the list as a file")),
        ("P", QT_TRANSLATE_NOOP("Screens", "Print the calling rule for the wall")),
        ("Esc", QT_TRANSLATE_NOOP("Screens", "Show all again; then back to the floor")),
    )

    def __init__(self, console: Console, theme: Theme) -> None:
        super().__init__(console, theme)
        self._days: list[date] = []
        self._day: date | None = None  # None: today
        self._asked: tuple[date, int] | None = None
        self._loading: tasks.Task | None = None
        self._filter: Filter | None = None  # ("reason" or "service", its value)
        self.ledger: DayLedger | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FRESH_MS)
        self._timer.timeout.connect(self._ask)
        self._build()
        self.retranslate()

    # --- building

    def _build(self) -> None:
        self.figures = JumpFigures()
        self.list = JumpList()
        self.list.chosen.connect(self.open_ticket)
        self.list.stepped.connect(self._follow_keyboard)
        self.head = JumpHead(self.list)
        self.nothing = EmptyState(icon="check")
        self._list_title = Label("", 14, BOLD, "muted")
        self._list_about = Label("", 12, role="muted", wrap=True)
        self._list_card = Card()
        rows = QVBoxLayout(self._list_card)
        rows.setContentsMargins(1, 10, 1, 8)
        rows.setSpacing(0)
        for label in (self._list_title, self._list_about):
            label.setContentsMargins(15, 0, 15, 0)
            rows.addWidget(label)
        rows.addWidget(self.head)
        rows.addWidget(self.list, 1)
        rows.addWidget(self.nothing, 1)
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(self._make_head())
        left.addWidget(self.figures)
        left.addWidget(self._list_card, 1)
        self._content = QWidget()
        self._grid = QGridLayout(self._content)
        self._grid.setContentsMargins(16, 16, 16, 16)
        self._grid.setSpacing(GAP)
        self._grid.addLayout(left, 0, 0)
        self.around = JumpSide(self.theme)
        self.around.wanted.connect(self.filter)
        self.calendar = self.around.calendar
        self.calendar.picker.chosen.connect(self.show_day)
        self.side = plain_area(self.around)
        self._grid.addWidget(self.side, 0, 1)
        self._grid.setColumnStretch(0, 1)
        self.area = plain_area(self._content)
        self.area.installEventFilter(self)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.area)
        self.panel = StoryPanel(self, lambda: None, lambda: self.console.history, lambda: "")
        self.setFocusProxy(self.list)

    def _follow_keyboard(self) -> None:
        """When the text is large the list begins below what is in sight."""
        self.area.ensureWidgetVisible(self._list_card, 0, GAP)

    def _make_head(self) -> QWidget:
        self._head_card = Card()
        self.back, self.forth = IconButton("chevron-left"), IconButton("chevron-right")
        self.back.clicked.connect(lambda: self.step(-1))
        self.forth.clicked.connect(lambda: self.step(1))
        self.day_name = Label("", 16, BOLD)
        self.mark = Pill("ok", "")
        self.today, self.choose = KeyButton("", "T"), KeyButton("", "C")
        self.choose.setCheckable(True)
        self.save, self.print = KeyButton("", "E"), KeyButton("", "P", "primary")
        for button, call in (
            (self.today, lambda: self.show_day(None)),
            (self.choose, self.toggle_calendar),
            (self.save, self.save_list),
            (self.print, self.print_rule),
        ):
            button.clicked.connect(lambda _=False, call=call: call())
        line = Flow()
        line.GAP = 7
        for part in (
            self.back,
            self.forth,
            self.day_name,
            self.mark,
            self.today,
            self.choose,
            self.save,
            self.print,
        ):
            line.add(part)
        rows = QVBoxLayout(self._head_card)
        rows.setContentsMargins(12, 10, 12, 10)
        rows.addWidget(line)
        return self._head_card

    # --- days

    def show_snapshot(self, snapshot: Snapshot) -> None:
        turned = self.live_day() != day_of(snapshot)
        self._snapshot = snapshot
        if turned:
            self._ask_days()
        if not self._timer.isActive():
            self._ask()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._snapshot is not None:
            self._ask_days()
        self._place_parts()

    def _ask_days(self) -> None:
        tasks.run(self, self.console.history.days, self._show_days)

    def _show_days(self, days: list[date]) -> None:
        self._days = days
        self._show_day()

    def day(self) -> date | None:
        """The day on show; None before the first picture."""
        return self._day or self.live_day()

    def _known_days(self) -> list[date]:
        """Days one can go to: those with tickets, and today."""
        today = self.live_day()
        return sorted({day for day in self._days if today is None or day <= today} | ({today} if today else set()))

    def show_day(self, day: date | None) -> None:
        """Show a day; None: today, as it goes on."""
        if self._snapshot is not None and day == self.live_day():
            day = None
        if day != self._day:
            self._day = day
            self._filter = None
            self.panel.dismiss()
            self.ledger = None
            self._asked = None
        self._show()
        self._ask()

    def step(self, by: int) -> None:
        """The next (1) or the previous (-1) day with tickets."""
        days, day = self._known_days(), self.day()
        if day in days and 0 <= days.index(day) + by < len(days):
            self.show_day(days[days.index(day) + by])

    def _ask(self) -> None:
        snapshot, day = self._snapshot, self.day()
        if snapshot is None or day is None or not self.isVisible():
            return
        wanted = (day, snapshot.seq if self._day is None else 0)
        if wanted == self._asked and self.ledger is not None:
            return
        if self._loading is not None:
            self._loading.cancel()
        self._asked = wanted
        branch, now, history = snapshot.branch, snapshot.picture.at, self.console.history
        picture = snapshot.picture if self._day is None else None

        def count() -> DayLedger:
            if picture is not None:
                return ledger_of(branch, day, picture)
            return ledger_of_past(history, branch, day, now)

        self._loading = tasks.run(self, count, self._counted)
        if self._day is None:
            self._timer.start()

    def _counted(self, ledger: DayLedger) -> None:
        self._loading = None
        self.ledger = ledger
        self._show()

    # --- what is shown

    def jumps(self) -> list[Jump]:
        """The lines asked for: all, or those of one reason or service."""
        if self.ledger is None:
            return []
        if self._filter is None:
            return list(self.ledger.jumps)
        kind, value = self._filter
        return [jump for jump in self.ledger.jumps if SORTS[kind](jump) == value]

    def _show(self) -> None:
        self._show_day()
        ledger = self.ledger
        self.figures.show_ledger(ledger)
        self.around.show_ledger(ledger, self._filter)
        jumps = self.jumps()
        if ledger is not None:
            self.list.show_jumps(ledger.branch, jumps)
            if self.panel.isVisible():
                self.panel.show_snapshot(self._past(ledger))
        there = bool(jumps)
        had_focus = self.list.hasFocus()
        self.head.setVisible(there)
        self.list.setVisible(there)
        self.nothing.setVisible(not there)
        if had_focus and not there:
            self._head_card.setFocus()
        self._say_nothing()
        self._list_title.setText(self._title_text(len(jumps)))
        self.save.set_possible("" if there else translate("Fairness", "There is nothing to save."))

    def _title_text(self, count: int) -> str:
        if self._filter is None:
            return translate("Fairness", "Called ahead of others")
        kind, value = self._filter
        assert self.ledger is not None
        name = kind_text(str(value)) if kind == "reason" else service_text(self.ledger.branch, str(value))
        return translate("Fairness", "Only {name}: {count} (Esc: all)").format(name=name, count=count)

    def _say_nothing(self) -> None:
        if self.ledger is None:
            self.nothing.set_texts(translate("Fairness", "Looking through the day…"), "")
            return
        self.nothing.set_texts(
            translate("Fairness", "Nobody was called ahead of others"),
            translate(
                "Fairness",
                "Whenever a priority class, an appointment or a call by hand passes over somebody who has waited"
                " longer, it is listed here: who was called, why, and how many minutes it cost each of them.",
            ),
        )

    def _show_day(self) -> None:
        day, days = self.day(), self._known_days()
        today = self.live_day()
        if day is not None:
            self.day_name.setText(date_text(day, today is None or day.year != today.year))
        if self._day is None:
            self.mark.set_status("ok", translate("Fairness", "Today so far"))
        else:
            self.mark.set_status("watch", translate("Fairness", "A past day"))
        at = days.index(day) if day in days else -1
        self.back.setEnabled(at > 0)
        self.forth.setEnabled(0 <= at < len(days) - 1)
        self.today.set_possible("" if self._day is not None else translate("Fairness", "Today is on show."))
        self.calendar.show_days(days, day, today)
        for part in (self.mark, self.day_name):
            part.setFixedHeight(self.theme.px(36))

    def filter(self, wanted: Filter | None) -> None:
        """Show one reason or one service only; the same again, or None: all."""
        self._filter = None if wanted == self._filter else wanted
        self._show()

    # --- tickets, files, paper

    def open_ticket(self, key: str) -> None:
        """The ticket's story over the right column."""
        if self.ledger is not None:
            self._place_panel()
            self.panel.open_ticket(key, self._past(self.ledger))

    def _past(self, ledger: DayLedger) -> Snapshot:
        from lobbyconsole.services.live import Snapshot

        return Snapshot(ledger.picture, ledger.branch, live=False)

    def save_list(self) -> None:
        """Ask where, and write the list as CSV."""
        if self.ledger is None or not self.jumps():
            return
        name = f"called-ahead-{self.ledger.day.isoformat()}.csv"
        title = translate("Fairness", "Save the list")
        path, _ = QFileDialog.getSaveFileName(self, title, str(Path.home() / name), "*.csv")
        if path:
            self.write_list(path)

    def write_list(self, path: str) -> None:
        """Write what is listed. Spreadsheets take UTF-8 for what it is only with its mark in front."""
        assert self.ledger is not None
        try:
            save_as(Path(path), csv_text(self.ledger, self.jumps()).encode("utf-8-sig"))
        except OSError as error:
            tasks.hub().trouble.emit(error)
            return
        if self.shell is not None:
            self.shell.say(translate("Fairness", "Saved: {path}").format(path=path), "ok")

    def print_rule(self) -> None:
        """The calling rule for the public wall."""
        if self._snapshot is not None:
            print_document(self, rule_document(self._snapshot.branch))

    def toggle_calendar(self) -> None:
        """Show or hide the month to choose a day from."""
        shown = self.calendar.isHidden()
        self.calendar.setVisible(shown)
        self.choose.setChecked(shown)
        (self.calendar.picker if shown else self.list).setFocus()

    # --- places

    def _place_parts(self) -> None:
        column = self._place_side()
        below = self.around.wanted_height(self.area.viewport().width() - 32) if self._narrow else 0
        self.side.setMinimumHeight(below)
        policy = QSizePolicy.Policy.Preferred if self._narrow else QSizePolicy.Policy.Ignored
        self.side.setSizePolicy(QSizePolicy.Policy.Preferred, policy)
        self.figures.lay_out(column)
        self._list_card.setMinimumHeight(self.theme.px(300))
        self.list.redraw()
        self._place_panel()

    # --- keys and commands

    def press_key(self, key: Qt.Key) -> bool:
        calls: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_PageUp: lambda: self.step(-1),
            Qt.Key.Key_PageDown: lambda: self.step(1),
            Qt.Key.Key_T: lambda: self.show_day(None),
            Qt.Key.Key_C: self.toggle_calendar,
            Qt.Key.Key_E: self.save_list,
            Qt.Key.Key_P: self.print_rule,
            Qt.Key.Key_Escape: self._escape,
        }
        if key in calls:
            calls[key]()
            return True
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not self.list.isHidden():
            self.list.setFocus()
            return True
        return False

    def _escape(self) -> None:
        if self.panel.isVisible():
            self.panel.dismiss()
        elif self._filter is not None:
            self.filter(None)
        elif not self.calendar.isHidden():
            self.toggle_calendar()
        elif self.shell is not None:
            self.shell.go("floor")

    def command(self, name: str, argument: str = "") -> bool:
        """`ledger` shows a day (ISO date), or today."""
        if name != "ledger":
            return False
        try:
            self.show_day(date.fromisoformat(argument) if argument else None)
        except ValueError:
            return False
        return True

    # --- look and language

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.calendar.set_theme(theme)
        self._show_day()
        self._place_parts()

    def retranslate(self) -> None:
        self.back.set_name(translate("History", "The day before (PgUp)"))
        self.forth.set_name(translate("History", "The day after (PgDn)"))
        self.today.set_words(translate("Fairness", "Today"))
        self.choose.set_words(translate("Fairness", "Calendar"))
        self.save.set_words(translate("Fairness", "Save as CSV"))
        self.print.set_words(translate("Fairness", "Print the rule"))
        self._list_about.setText(
            translate(
                "Fairness", "One line for every call that passed over people who had waited longer for that service."
            )
        )
        self.list.retranslate()
        self.head.update()
        self.around.retranslate()
        self.panel.retranslate()
        self._show()
        self._place_parts()
