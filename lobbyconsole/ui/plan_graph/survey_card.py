"""What the walk along all ways of a plan found: its ends, how long it takes, who has how much to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.services.library.rehearsal import Survey
from lobbyconsole.ui.content.specs import specs_of
from lobbyconsole.ui.content.words import option_words
from lobbyconsole.ui.plan_graph.words import Reading, seconds_words
from lobbyconsole.ui.translation import listed, translate
from lobbyconsole.ui.widgets.basics import BOLD, Card, Label, clear_layout


class SurveyCard(Card):
    """Figures and a small table."""

    def __init__(self) -> None:
        super().__init__()
        self.title, self.words = Label("", 16, BOLD, wrap=True), Label("", 14, wrap=True)
        self.notes = Label("", 14, role="watch_text", wrap=True)
        self.table = QWidget()
        self._grid = QGridLayout(self.table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(3)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 12, 14, 14)
        rows.setSpacing(8)
        for part in (self.title, self.words, self.notes, self.table):
            rows.addWidget(part)
        self.retranslate()
        self.show_nothing()

    def retranslate(self) -> None:
        self.title.setText(translate("PlanGraph", "All ways, walked by the program"))

    def show_nothing(self) -> None:
        """It is still walking."""
        self.words.setText(translate("PlanGraph", "Walking all ways…"))
        self.notes.hide()
        clear_layout(self._grid)

    def show_survey(self, found: Survey, reading: Reading, plan: Plan) -> None:
        """What was found."""
        names = reading.names
        text = translate("PlanGraph", "Ways: {ways} · ends: {ends} · quickest {quick} · slowest {slow}")
        words = text.format(
            ways=found.ways, ends=len(found.endings), quick=seconds_words(found.quickest_s),
            slow=seconds_words(found.slowest_s),
        )  # fmt: skip
        if found.rounds:
            more = translate("PlanGraph", "Branches that lead back: {n}; each of them comes to an end, too.")
            words = f"{words}\n{more.format(n=found.rounds)}"
        self.words.setText(words)
        notes = []
        if not found.whole:
            notes.append(translate("PlanGraph", "There are more ways than can be walked; these are the first of them."))
        if found.unwalked or found.unreached:
            steps = [name for name, _ in found.unwalked] + list(found.unreached)
            numbers = listed(dict.fromkeys(str(reading.numbers[reading.place(name)]) for name in steps))
            notes.append(translate("PlanGraph", "No way came by: step {steps}.").format(steps=numbers))
        if found.untimed:
            numbers = listed(str(reading.numbers[reading.place(name)]) for name in found.untimed)
            notes.append(translate("PlanGraph", "Without a time, counted as 0: step {steps}.").format(steps=numbers))
        if found.late:
            who = listed(names.name("people", plan.reporting[at].to) for at in found.late)
            text = translate("PlanGraph", "Due before even the quickest way is over: the report to {who}.")
            notes.append(text.format(who=who))
        self.notes.setText("\n".join(f"▲ {note}" for note in notes))
        self.notes.setVisible(bool(notes))
        clear_layout(self._grid)
        self._head(0, translate("PlanGraph", "End"), translate("PlanGraph", "Ways"), translate("PlanGraph", "Takes"))
        row = 1
        outcome = next(spec for spec in specs_of(type(plan.steps[0])) if spec.name == "outcome")
        for ending in found.endings:
            number = reading.numbers[reading.place(ending.step)]
            span = seconds_words(ending.quickest_s)
            if ending.slowest_s != ending.quickest_s:
                span = f"{span} – {seconds_words(ending.slowest_s)}"
            self._line(row, f"{number} · {option_words(outcome, ending.outcome, names)}", str(ending.ways), span)
            row += 1
        self._head(
            row, translate("PlanGraph", "Role"), translate("PlanGraph", "Steps"), translate("PlanGraph", "Its time")
        )
        for share in sorted(found.shares, key=lambda share: -share.steps):
            row += 1
            self._line(row, names.name("roles", share.role), str(share.steps), seconds_words(share.seconds))
        self._grid.setColumnStretch(0, 1)

    def _head(self, row: int, *words: str) -> None:
        for column, text in enumerate(words):
            self._put(row, column, Label(text, 12, role="muted"))

    def _line(self, row: int, *words: str) -> None:
        for column, text in enumerate(words):
            self._put(row, column, Label(text, 14, wrap=column == 0))

    def _put(self, row: int, column: int, label: Label) -> None:
        side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
        label.setAlignment(side | Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(label, row, column)
