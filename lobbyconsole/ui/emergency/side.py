"""Beside the step: reports that are owed, whom to call, and the timeline that writes itself."""

from __future__ import annotations

from datetime import datetime, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.walkthrough import Owed
from lobbyconsole.services.walkthroughs import OpenWalk
from lobbyconsole.ui.emergency.words import contact_number, contact_text, line_text, say_text, time_text
from lobbyconsole.ui.translation import mss, translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, Button, Card, Label

SOON_S = 120
MOST_LINES = 60
ALWAYS = ("police", "fire_service", "ambulance")


class OwedCard(Card):
    """One report: to whom, until when, and the button that says it was made."""

    made = Signal(int)

    def __init__(self, owed: Owed, who: str, number: str, what: str) -> None:
        super().__init__()
        self.owed = owed
        self._left = Label("", 14, BOLD)
        head = QHBoxLayout()
        head.addWidget(Label(who, 14, BOLD, wrap=True), 1)
        head.addWidget(self._left, 0, Qt.AlignmentFlag.AlignTop)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 10, 12, 10)
        rows.setSpacing(4)
        rows.addLayout(head)
        rows.addWidget(Label(what if not number else f"{number} · {what}", 13, role="muted", wrap=True))
        self.button = Button(translate("Emergency", "Reported"), keys="R")
        self.button.clicked.connect(lambda: self.made.emit(owed.place))
        self.button.setVisible(owed.made_at is None)
        rows.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setAccessibleName(f"{who}. {what}")

    def tick(self, now: datetime, zone: tzinfo) -> None:
        """The countdown."""
        if self.owed.made_at is not None:
            self._left.setText(f"✓ {self.owed.made_at.astimezone(zone):%H:%M}")
            self._left.set_role("ok_text")
            self.set_level("")
            return
        left = self.owed.left_s(now)
        level = "act" if left < 0 else "watch" if left < SOON_S else ""
        text = translate("Emergency", "{span} left") if left >= 0 else translate("Emergency", "{span} over")
        self._left.setText(text.format(span=mss(abs(left))))
        self._left.set_role({"act": "act", "watch": "watch_text"}.get(level, "text"))
        self.set_level(level)


class WalkSide(QWidget):
    """The right column of a walkthrough."""

    reported = Signal(int)
    called = Signal(str)  # contact

    def __init__(self) -> None:
        super().__init__()
        self._shown: object = None
        self._cards: list[OwedCard] = []
        inner = QWidget()
        self._rows = QVBoxLayout(inner)
        self._rows.setContentsMargins(16, 14, 12, 14)
        self._rows.setSpacing(8)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(plain_area(inner))

    @property
    def cards(self) -> list[OwedCard]:
        """The reports on show, the most urgent first."""
        return list(self._cards)

    def show_walk(self, state: OpenWalk, library: Library, zone: tzinfo, language: str) -> None:
        """Reports, contacts and timeline of a walkthrough; made anew only when it changed."""
        shown = (state.walk, language)
        if shown == self._shown:
            return
        self._shown = shown
        while self._rows.count():
            item = self._rows.takeAt(0)
            part = item.widget() if item is not None else None
            if part is not None:
                part.hide()
                part.deleteLater()
        self._cards = []
        owed = state.owed()
        if owed:
            self._head(translate("Emergency", "Reports owed"))
            for report in owed:
                plan = state.plan.reporting[report.place]
                card = OwedCard(
                    report, contact_text(library, plan.to), contact_number(library, plan.to), say_text(plan.content)
                )
                card.made.connect(self.reported)
                self._cards.append(card)
                self._rows.addWidget(card)
        step = state.step
        names = list(dict.fromkeys([*(step.contacts if step is not None else ()), *_contacts(state), *ALWAYS]))
        self._head(translate("Emergency", "Contacts"))
        for name in names:
            if name in library.contacts:
                self._contact(library, name, step is not None and name in step.contacts)
        self._head(translate("Emergency", "Timeline"))
        lines = sorted(state.walk.timeline, key=lambda line: line.at, reverse=True)[:MOST_LINES]
        for line in lines:
            text = Label(f"{time_text(line, zone)}  {line_text(line, state.plan, library)}", 13, wrap=True)
            if line.late:
                text.set_role("watch_text")
            self._rows.addWidget(text)
        self._rows.addStretch(1)

    def _head(self, words: str) -> None:
        self._rows.addWidget(Label(words, 14, BOLD, "muted"))

    def _contact(self, library: Library, name: str, wanted: bool) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 2, 0, 2)
        number = contact_number(library, name)
        who = Label(contact_text(library, name), 14, BOLD if wanted else NORMAL, wrap=True)
        row.addWidget(who, 1)
        row.addWidget(Label(number or translate("Emergency", "no number yet"), 16 if number else 13,
                            BOLD if number else NORMAL, "text" if number else "muted"))  # fmt: skip
        button = Button(translate("Emergency", "Called"))
        button.setAccessibleName(translate("Emergency", "Called {who}").format(who=contact_text(library, name)))
        button.clicked.connect(lambda: self.called.emit(name))
        row.addWidget(button)
        self._rows.addWidget(line)

    def tick(self, now: datetime, zone: tzinfo) -> None:
        """The countdowns of the reports."""
        for card in self._cards:
            card.tick(now, zone)


def _contacts(state: OpenWalk) -> list[str]:
    return [contact for step in state.plan.steps for contact in step.contacts]
