"""The end of a drill: what was reached line by line, what people still have to say, who took part, and the review."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.drills import Scored, roles_of, scored_lines
from lobbyconsole.services.drills import OpenDrill
from lobbyconsole.ui.drills.words import (
    drill_word,
    mode_text,
    percent_text,
    scored_text,
    sum_text,
    verdict_text,
)
from lobbyconsole.ui.emergency.words import role_text, say_text
from lobbyconsole.ui.incidents.cards import Part
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.asking_page import AskingPage, Head, plain_press
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, Figure, Label, Pill
from lobbyconsole.ui.widgets.floor_forms import Flow, Form, KeyButton

SIGNS = {True: ("●", "ok_text"), False: ("■", "act"), None: ("○", "watch_text")}


class ScorePage(AskingPage):
    """`said_of(kind, place, met)`; `verb(name)`: people, finish, review, call_off, again, closed."""

    ARROWS, ASKS = True, "accent"
    said_of = Signal(str, int, bool)
    verb = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.opened: OpenDrill | None = None
        self._library: Library | None = None
        self.lines: list[Scored] = []
        self.figure = Figure(44, 18)
        self.verdict = Pill()
        self._sum = Label("", 14, BOLD, wrap=True)
        self._how = Label("", 13, role="muted", wrap=True)
        self.head = Head((("finish", "F"), ("review", "R"), ("people", "K"), ("call_off", "X"), ("closed", "Esc")), 0)
        self.head.verb.connect(self.verb)
        self.head.number.set_role("accent")
        self.buttons, self.mark = self.head.buttons, self.head.number
        self.ask_card = Card(level="watch")
        self._ask_title, self._ask = Label("", 13, role="muted"), Label("", 20, BOLD, wrap=True)
        self.yes, self.no = KeyButton("", "Y", "primary"), KeyButton("", "Z")
        self.yes.clicked.connect(lambda: self._say(True))
        self.no.clicked.connect(lambda: self._say(False))
        asked = QVBoxLayout(self.ask_card)
        asked.setContentsMargins(20, 12, 16, 14)
        asked.setSpacing(8)
        asked.addWidget(self._ask_title)
        asked.addWidget(self._ask)
        answers = Flow()
        answers.add(self.yes)
        answers.add(self.no)
        asked.addWidget(answers)
        for words in (self._sum, self._how):
            self.head.words.addWidget(words)
        right = QVBoxLayout()
        right.addWidget(self.figure, 0, Qt.AlignmentFlag.AlignRight)
        right.addWidget(self.verdict, 0, Qt.AlignmentFlag.AlignRight)
        right.addStretch(1)
        self.head.top.addLayout(right)
        self.parts = {kind: Part() for kind in ("criterion", "inject", "step", "people")}
        self.rows.setContentsMargins(16, 12, 16, 14)
        for card in (self.head, self.ask_card, *self.parts.values()):
            self.rows.addWidget(card)
        self.rows.addStretch(1)
        self.retranslate()

    def show_drill(self, opened: OpenDrill, library: Library) -> None:
        """The drill as it stands."""
        if self.opened is None or self.opened.drill.key != opened.drill.key:
            self.begin_anew()
        self.opened, self._library = opened, library
        drill, score = opened.drill, opened.score()
        mark = f"◆ {drill_word()} · {drill.key} · {mode_text(drill.mode)}"
        self.head.show_words(mark, say_text(opened.plan.title), say_text(opened.plan.drill.title))
        level, words = verdict_text(score)
        open_lines = any(line.met is None for line in scored_lines(opened.plan, drill, opened.walked))
        over = drill.state == "finished"
        if not over and open_lines:
            level, words = "watch", translate("Drills", "Not all has been said yet")
        if drill.broken_off or (opened.walked is not None and opened.walked.outcome == "broken_off"):
            level, words = "watch", translate("Drills", "Broken off: it does not count as held")
        self.figure.set_figure(percent_text(score), "%", level)
        self.verdict.set_status(level, words)
        self._sum.setText(sum_text(score))
        how = translate(
            "Drills",
            "Every inject, every step with a target and every pass criterion counts the same. "
            "Passed means: every inject and every criterion.",
        )
        self._how.setText(how)
        self.lines = scored_lines(opened.plan, drill, opened.walked)
        self._show_ask()
        self._show_lines()
        self._show_people(library)
        walking = opened.walked is not None and opened.walked.running
        verbs = {"people": translate("Drills", "Who took part"), "closed": translate("Drills", "Back")}
        if drill.state == "running":
            verbs |= {"finish": translate("Drills", "The drill is over"), "call_off": translate("Drills", "Break off")}
        if over:
            verbs["review"] = translate("Drills", "Review")
        if drill.called_off:
            del verbs["people"]
        self.head.show_verbs(verbs, "" if self.asked() is not None else "review" if over else "finish")
        self.buttons["finish"].setEnabled(not walking)
        self.buttons["finish"].setToolTip(translate("Drills", "Its plan is still being walked.") if walking else "")
        self.filled()

    def asked(self) -> Scored | None:
        """What nobody has said yet and somebody has to; at the table the answers say it."""
        if self.opened is None or self.opened.drill.called_off:
            return None
        table, over = self.opened.drill.mode == "table", self.opened.drill.state == "finished"
        kinds = () if table else ("criterion",) if over else ("inject", "criterion")
        return next((line for line in self.lines if line.met is None and line.kind in kinds), None)

    def _show_ask(self) -> None:
        line = self.asked()
        self.ask_card.setVisible(line is not None and self.form is None)
        if line is None or self.opened is None:
            return
        if line.kind == "inject":
            inject = self.opened.plan.drill.injects[line.place]
            self._ask_title.setText(
                translate("Drills", "When this happened: {inject}").format(inject=say_text(inject.inject))
            )
            self._ask.setText(translate("Drills", "Was it done? {expect}").format(expect=say_text(inject.expect)))
        else:
            self._ask_title.setText(translate("Drills", "Pass criterion {n} of {of}").format(
                n=line.place + 1, of=len(self.opened.plan.drill.pass_criteria)))  # fmt: skip
            self._ask.setText(say_text(line.text))

    def _say(self, met: bool) -> None:
        line = self.asked()
        if line is not None:
            self.said_of.emit(line.kind, line.place, met)

    def _show_lines(self) -> None:
        titles = {
            "criterion": translate("Drills", "Pass criteria"),
            "inject": translate("Drills", "Injects"),
            "step": translate("Drills", "Steps with a target"),
        }
        for kind, title in titles.items():
            part = self.parts[kind]
            found = [line for line in self.lines if line.kind == kind]
            part.setVisible(bool(found))
            part.begin(title)
            grid = QGridLayout()
            grid.setHorizontalSpacing(10)
            grid.setVerticalSpacing(6)
            grid.setColumnStretch(1, 1)
            for at, line in enumerate(found):
                sign, tone = SIGNS[line.met]
                grid.addWidget(Label(sign, 16, BOLD, tone), at, 0, Qt.AlignmentFlag.AlignTop)
                words = QVBoxLayout()
                words.setSpacing(0)
                words.addWidget(Label(say_text(line.text), 14, wrap=True))
                words.addWidget(Label(scored_text(line), 12, role="muted", wrap=True))
                grid.addLayout(words, at, 1)
                if self._may_correct(line):
                    other = translate("Drills", "Change: not met") if line.met else translate("Drills", "Change: met")
                    button = Button(other, "quiet")
                    button.setAccessibleName(f"{other}: {say_text(line.text)}")
                    button.clicked.connect(partial(self._correct, line))
                    grid.addWidget(button, at, 2, Qt.AlignmentFlag.AlignVCenter)
            part.rows.addLayout(grid)

    def _may_correct(self, line: Scored) -> bool:
        if self.opened is None or line.kind == "step" or line.met is None or self.opened.drill.mode == "table":
            return False
        return line.kind == "criterion" or self.opened.drill.state == "running"

    def _correct(self, line: Scored, _checked: bool = False) -> None:
        self.said_of.emit(line.kind, line.place, not line.met)

    def _show_people(self, library: Library) -> None:
        part, opened = self.parts["people"], self.opened
        assert opened is not None
        part.begin(translate("Drills", "Who took part"))
        taken = {**(opened.walked.roles if opened.walked else {}), **opened.drill.took_part}
        known = [role for role in roles_of(opened.plan) if taken.get(role)]
        words = " · ".join(f"{role_text(library, role)} {taken[role]}" for role in known)
        empty = translate("Drills", "Nobody has been named yet (K): the coverage counts roles, and whom by name.")
        part.rows.addWidget(Label(words or empty, 14, role="text" if words else "muted", wrap=True))

    # --- asking

    def ask(self, form: Form, answered: Callable[[dict[str, Any]], object], below: Any = None) -> None:
        super().ask(form, answered, below)
        self.ask_card.hide()

    def close_form(self) -> None:
        super().close_form()
        self._show_ask()

    def take_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.verb.emit("closed")
            return True
        if plain_press(event) and self.asked() is not None:
            for button in (self.yes, self.no):
                if button.hit(event):
                    button.click()
                    return True
        return super().take_key(event)

    def retranslate(self) -> None:
        self.yes.set_words(translate("Drills", "Met"))
        self.no.set_words(translate("Drills", "Not met"))
        if self.opened is not None and self._library is not None:
            self.show_drill(self.opened, self._library)
