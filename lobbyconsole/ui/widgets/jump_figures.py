"""The figures on top of the fairness ledger: how often, whom, at what price, against the cap, and nobody too late."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from lobbyconsole.services.fairness import DayLedger
from lobbyconsole.ui import style
from lobbyconsole.ui.translation import mss, translate
from lobbyconsole.ui.widgets.basics import LEVELS, Card, Figure, Label, draw_mark

LEAST = 150  # px at 100 %, the width of a figure
GAP = 12


class FigureCard(Card):
    """One large number with what it is, and a line about it; a sign beside the words when it has a level."""

    def __init__(self) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 8, 12, 8)
        rows.setSpacing(2)
        self.title, self.about = Label("", 13, role="muted", wrap=True), Label("", 12, role="muted", wrap=True)
        self.figure = Figure(26, 14)
        self._mark = ""
        rows.addWidget(self.title)
        rows.addWidget(self.figure)
        rows.addWidget(self.about)
        rows.addStretch(1)

    def tell(self, title: str, value: str, unit: str, about: str, level: str = "") -> None:
        """`level`: ok, watch, act, or "" for a number that is neither good nor bad."""
        self.title.setText(title)
        self.figure.set_figure(value, unit, level if level != "ok" else "")
        self.about.setText(about)
        self._mark = level
        self.setAccessibleName(f"{title} {value} {unit}. {about}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._mark in LEVELS:
            theme = style.current()
            side = theme.px(10)
            box = QRectF(self.width() - side - 12, 8 + theme.px(5), side, side)
            draw_mark(QPainter(self), self._mark, box, theme.level(self._mark))


class JumpFigures(QWidget):
    """Five figures side by side, or in as many lines as the width asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.cards = {name: FigureCard() for name in ("jumps", "people", "paid", "hour", "starved")}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)

    def lay_out(self, width: int) -> None:
        """Fit into so many pixels."""
        across = max(1, min(len(self.cards), (width + GAP) // (style.current().px(LEAST) + GAP)))
        across = 3 if across == 4 else across  # 3 + 2 rather than 4 + 1
        for column in range(len(self.cards)):
            self._grid.setColumnStretch(column, int(column < across))
        for at, card in enumerate(self.cards.values()):
            self._grid.addWidget(card, at // across, at % across)

    def show_ledger(self, ledger: DayLedger | None) -> None:
        """The figures of a day; dashes while it is being looked through."""
        times, people = translate("Fairness", "times"), translate("Fairness", "people")
        titles = {
            "jumps": translate("Fairness", "Called ahead"),
            "people": translate("Fairness", "Passed over"),
            "paid": translate("Fairness", "Time they paid"),
            "hour": translate("Fairness", "Fullest hour"),
            "starved": translate("Fairness", "Passed over too late"),
        }
        if ledger is None:
            for name, card in self.cards.items():
                card.tell(titles[name], "–", "", " ")
            return
        cap, limit = ledger.branch.calling.jumps_per_hour, ledger.branch.calling.starving_min
        of_calls = translate("Fairness", "of {calls} calls").format(calls=ledger.calls)
        self.cards["jumps"].tell(titles["jumps"], str(len(ledger.jumps)), times, of_calls)
        each = mss(ledger.paid_s / ledger.people) if ledger.people else "0:00"
        self.cards["people"].tell(
            titles["people"],
            str(ledger.people),
            people,
            translate("Fairness", "{time} each, on average").format(time=each),
        )
        minutes = translate("Fairness", "min")
        told = translate("Fairness", "by all of them together")
        self.cards["paid"].tell(titles["paid"], str(round(ledger.paid_s / 60)), minutes, told)
        level = "ok" if ledger.fullest_hour < cap else "watch" if ledger.fullest_hour == cap else "act"
        within = translate("Fairness", "in any 60 min; limit {count}").format(count=cap)
        self.cards["hour"].tell(titles["hour"], str(ledger.fullest_hour), times, within, level)
        longest = translate("Fairness", "after {minutes} min of waiting; longest {time}")
        self.cards["starved"].tell(
            titles["starved"],
            str(ledger.starved),
            people,
            longest.format(minutes=limit, time=mss(ledger.longest_s)),
            "act" if ledger.starved else "ok",
        )
