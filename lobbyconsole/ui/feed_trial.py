"""A file that is tried out: its last records beside the facts they gave, and the quality of the whole file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHeaderView,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from lobbyconsole.domain.facts import Fact, TicketFact, TicketIssued
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import date_text, say, translate
from lobbyconsole.ui.widgets import labels
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Card, Label, clear_layout
from lobbyconsole.ui.widgets.choices import SegmentedChoice
from lobbyconsole.ui.widgets.floor_story import story_words

if TYPE_CHECKING:
    from lobbyconsole.domain.branch import Branch
    from lobbyconsole.feeds.folder import PreviewRow, QualityReport

_FACTS: Mapping[str, str] = {
    "counter.opened": QT_TRANSLATE_NOOP("Feeds", "Counter opened"),
    "counter.paused": QT_TRANSLATE_NOOP("Feeds", "Counter paused"),
    "counter.resumed": QT_TRANSLATE_NOOP("Feeds", "Counter back from pause"),
    "counter.closed": QT_TRANSLATE_NOOP("Feeds", "Counter closed"),
    "staff.signed_on": QT_TRANSLATE_NOOP("Feeds", "Staff signed on"),
    "staff.signed_off": QT_TRANSLATE_NOOP("Feeds", "Staff signed off"),
    "feed.unmapped": QT_TRANSLATE_NOOP("Feeds", "Unknown value"),
    "feed.reset": QT_TRANSLATE_NOOP("Feeds", "Numbers began anew"),
    "feed.gap": QT_TRANSLATE_NOOP("Feeds", "Gap"),
    "help.asked": QT_TRANSLATE_NOOP("Feeds", "Asked for the lobby manager"),
}


def fact_kind(kind: str) -> str:
    """What happened, for facts of all subjects."""
    return translate("Feeds", _FACTS[kind]) if kind in _FACTS else labels.fact_kind(kind)


def fact_words(fact: Fact, branch: Branch) -> str:
    """One fact in the preview: when, what, of what number."""
    at = f"{fact.at.astimezone(branch.tz):%H:%M:%S}"
    number = f" {fact.number}" if isinstance(fact, TicketIssued) else ""
    known = labels.certainty(fact.certainty)
    words = story_words(fact, branch) if isinstance(fact, TicketFact) else fact_kind(fact.kind)
    return f"{at} {words}{number}" + (f" ({known})" if known else "")


class TrialCard(Card):
    """The last records of a file beside the facts they gave; and, on the other page, the quality of the whole file."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.pages = QStackedWidget()
        self.view = SegmentedChoice([("rows", ""), ("report", "")], "rows")
        self.view.chosen.connect(lambda value: self.pages.setCurrentIndex(0 if value == "rows" else 1))
        self.state = Label("", 13, role="muted", wrap=True)
        self.table = QTableWidget(0, 3)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setVerticalScrollMode(QTableWidget.ScrollMode.ScrollPerPixel)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        inner = QWidget()
        self._report_rows = QVBoxLayout(inner)
        self._report_rows.setContentsMargins(0, 0, 6, 0)
        self._report_rows.setSpacing(4)
        self.pages.addWidget(self.table)
        self.pages.addWidget(plain_area(inner))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 12, 14, 12)
        rows.setSpacing(8)
        rows.addWidget(self.view)
        rows.addWidget(self.state)
        rows.addWidget(self.pages, 1)
        self.retranslate()

    def retranslate(self) -> None:
        shown = [("rows", translate("Wizard", "Last 50 rows")), ("report", translate("Wizard", "Quality of the file"))]
        self.view.set_options(shown, self.view.value())
        heads = (translate("Wizard", "Line"), translate("Wizard", "As it stands in the file"))
        self.table.setHorizontalHeaderLabels([*heads, translate("Wizard", "Facts")])
        self.table.setAccessibleName(translate("Wizard", "Rows beside the facts they give"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.resizeRowsToContents()

    def show_trial(self, trial: Sequence[PreviewRow], report: QualityReport | None, branch: Branch) -> None:
        """The newest record on top."""
        self.table.setRowCount(len(trial))
        for at, row in enumerate(reversed(trial)):
            raw = "  ".join(f"{name}={value}" if name else value for name, value in row.raw.items())
            if row.bad is not None:
                gave = "▲ " + say(row.bad)
            elif row.ignored:
                gave = translate("Wizard", "left out by the profile")
            else:
                gave = "\n".join(fact_words(fact, branch) for fact in row.facts) or translate("Wizard", "nothing new")
            for column, text in enumerate((str(row.line), raw, gave)):
                item = QTableWidgetItem(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
                if column == 2 and not row.facts:
                    item.setForeground(self.theme.color("watch_text" if row.bad is not None else "muted"))
                self.table.setItem(at, column, item)
        self.table.resizeRowsToContents()
        clear_layout(self._report_rows)
        if report is not None:
            words = translate("Wizard", "{rows} rows give {facts} facts. Unknown values: {unmapped}, bad lines: {bad}.")
            facts, unmapped = sum(report.facts.values()), len(report.unmapped)
            words = words.format(rows=report.rows, facts=facts, unmapped=unmapped, bad=report.bad_count)
            self.state.setText(words + " " + translate("Wizard", "Nothing is recorded yet."))
            self._show_report(report, branch)

    def _show_report(self, report: QualityReport, branch: Branch) -> None:
        period = "—"
        if report.since is not None and report.until is not None:
            first, last = report.since.astimezone(branch.tz), report.until.astimezone(branch.tz)
            period = f"{date_text(first.date(), True)} {first:%H:%M} – {date_text(last.date(), True)} {last:%H:%M}"

        def odd(count: int) -> tuple[str, str]:
            return str(count), "watch_text" if count else ""

        whole = [
            (translate("Wizard", "Period"), period, ""),
            (translate("Wizard", "Rows"), str(report.rows), ""),
            (translate("Wizard", "Left out by the profile"), str(report.ignored), ""),
            (translate("Wizard", "Bad lines"), *odd(report.bad_count)),
            (translate("Wizard", "Impossible times"), *odd(report.impossible)),
            (translate("Wizard", "Numbers given twice a day"), *odd(len(report.duplicates))),
        ]
        kinds = [(fact_kind(kind), str(count), "") for kind, count in sorted(report.facts.items())]
        unknown = sorted(report.unmapped.items(), key=lambda one: -one[1])[:40]
        line = translate("Wizard", "line {line}")
        bad = [(line.format(line=one.line), f"{say(one.reason)}: {one.text[:80]}", "act") for one in report.bad[:20]]
        for title, lines in (
            (translate("Wizard", "The whole file"), whole),
            (translate("Wizard", "Facts it gives"), kinds),
            (translate("Wizard", "Unknown values"), [(f"{name} = {value}", *odd(n)) for (name, value), n in unknown]),
            (translate("Wizard", "Not readable"), [(code, *odd(n)) for code, n in report.problems.items()]),
            (translate("Wizard", "The first bad lines"), bad),
        ):
            self._section(title, lines)
        self._report_rows.addStretch(1)

    def _section(self, title: str, lines: Sequence[tuple[str, str, str]]) -> None:
        if not lines:
            return
        self._report_rows.addWidget(Label(title, 14, BOLD, "muted"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for row, (caption, value, role) in enumerate(lines):
            grid.addWidget(Label(caption, 14, role="muted", wrap=True), row, 0)
            grid.addWidget(Label(("▲ " if role else "") + value, 14, BOLD, role or "text", wrap=True), row, 1)
        self._report_rows.addLayout(grid)
        self._report_rows.addSpacing(8)
