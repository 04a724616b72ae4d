"""Beside the fairness ledger: the calendar, the hours, the sums one can filter by, and the rule itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.jumps import Jump, Sum, sums_by
from lobbyconsole.services.fairness import DayLedger, jumps_by_hour
from lobbyconsole.ui.day_picker import CalendarCard
from lobbyconsole.ui.rule_sheet import rule_lines, rule_title
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.basics import BOLD, Card, Label
from lobbyconsole.ui.widgets.jump_sums import HourBars, SumRow
from lobbyconsole.ui.widgets.jump_words import kind_text, service_text

GAP = 12
Filter = tuple[str, object]  # ("reason" or "service", its value)

SORTS: Mapping[str, Callable[[Jump], str]] = {
    "reason": lambda jump: jump.because,
    "service": lambda jump: jump.service,
}


class JumpSide(QWidget):
    """The right column."""

    wanted = Signal(object)  # a Filter

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        side = QVBoxLayout(self)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(GAP)
        self.calendar = CalendarCard(theme)
        self.calendar.hide()
        side.addWidget(self.calendar)
        self.bars = HourBars()
        self._branch = Branch()
        self._titles: dict[str, Label] = {}
        self._cards: dict[str, Card] = {}
        self._rows: dict[str, QVBoxLayout] = {}
        self.sums: dict[Filter, SumRow] = {}
        side.addWidget(self._card("hours", self.bars))
        for name in SORTS:
            holder = QWidget()
            self._rows[name] = QVBoxLayout(holder)
            self._rows[name].setContentsMargins(0, 0, 0, 0)
            self._rows[name].setSpacing(2)
            side.addWidget(self._card(name, holder))
        self.rule = Label("", 12, role="text", wrap=True)
        self.how = Label("", 12, role="muted", wrap=True)
        for label in (self.rule, self.how):
            label.setContentsMargins(8, 0, 8, 0)
        side.addWidget(self._card("rule", self.rule))
        side.addWidget(self._card("how", self.how))
        side.addStretch(1)

    def _card(self, name: str, inside: QWidget) -> Card:
        card = self._cards[name] = Card()
        rows = QVBoxLayout(card)
        rows.setContentsMargins(8, 10, 8, 8)
        rows.setSpacing(4)
        self._titles[name] = Label("", 14, BOLD, "muted")
        self._titles[name].setContentsMargins(8, 0, 0, 0)
        rows.addWidget(self._titles[name])
        rows.addWidget(inside)
        return card

    def wanted_height(self, width: int) -> int:
        """The height at which nothing needs to be scrolled."""
        layout = self.layout()
        assert layout is not None
        return layout.heightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()

    def show_ledger(self, ledger: DayLedger | None, chosen: Filter | None) -> None:
        """The sums of a day; `chosen` is what the list is limited to."""
        if ledger is not None:
            start, end = _hours_of(ledger)
            cap = ledger.branch.calling.jumps_per_hour
            self.bars.show_hours(jumps_by_hour(ledger.branch, ledger.jumps), start, end, cap)
            if ledger.branch != self._branch:
                self._branch = ledger.branch
                self._show_rule()
        for kind, sort in SORTS.items():
            sums = sums_by(ledger.jumps, sort) if ledger is not None else {}
            self._show_rows(kind, sums, chosen)
            self._cards[kind].setVisible(bool(sums))

    def _show_rows(self, kind: str, sums: Mapping[object, Sum], chosen: Filter | None) -> None:
        for known in [known for known in self.sums if known[0] == kind and known[1] not in sums]:
            row = self.sums.pop(known)
            row.hide()
            row.deleteLater()
        most = max((total.paid_s for total in sums.values()), default=0.0)
        for at, (value, total) in enumerate(sums.items()):
            row = self.sums.get((kind, value)) or self._new_row(kind, value)
            if self._rows[kind].indexOf(row) != at:
                self._rows[kind].insertWidget(at, row)
            name = kind_text(str(value)) if kind == "reason" else service_text(self._branch, str(value))
            row.tell(name, total, most)
            row.setChecked(chosen == (kind, value))

    def _new_row(self, kind: str, value: object) -> SumRow:
        row = self.sums[kind, value] = SumRow()
        row.clicked.connect(lambda _=False: self.wanted.emit((kind, value)))
        return row

    def _show_rule(self) -> None:
        self.rule.setText("\n".join(f"{at}. {line}" for at, line in enumerate(rule_lines(self._branch), 1)))

    def retranslate(self) -> None:
        self.calendar.retranslate()
        self._titles["hours"].setText(translate("Fairness", "Called ahead, by hour"))
        self._titles["reason"].setText(translate("Fairness", "By reason"))
        self._titles["service"].setText(translate("Fairness", "By service"))
        self._titles["rule"].setText(rule_title())
        self._titles["how"].setText(translate("Fairness", "What a jump costs"))
        self.how.setText(
            translate(
                "Fairness",
                "The time it kept a counter busy, shared by the counters then open for that service. Nobody pays for"
                " longer than they still stood in line.",
            )
        )
        self._show_rule()


def _hours_of(ledger: DayLedger) -> tuple[int, int]:
    """The first and last hour in which the hall was open that day; nine to five when it was shut."""
    span = ledger.branch.hours.week[ledger.day.weekday()]
    return (span[0].hour, max(span[0].hour, span[1].hour - (span[1].minute == 0))) if span else (9, 16)
