"""Every answer of a round that is closed, one line each."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from lobbyconsole.domain.rounds import FAIL, NOT_APPLICABLE
from lobbyconsole.ui.card_list import CardLine, CardList
from lobbyconsole.ui.round_board import Board, Shown
from lobbyconsole.ui.round_words import own, unit_text, verdict_text
from lobbyconsole.ui.translation import language
from lobbyconsole.ui.widgets.round_pages import Answers

LEVELS = {FAIL: "act", NOT_APPLICABLE: ""}


class RoundAnswers(Answers):
    """The list of a paper card, with what was answered in place of the codes."""

    def __init__(self) -> None:
        super().__init__()
        self.list = CardList()
        held = QVBoxLayout(self)
        held.setContentsMargins(8, 6, 8, 6)
        held.addWidget(self.list)

    def show_round(self, shown: Shown, board: Board) -> None:
        state, lines = shown.open.round, []
        for number, item in enumerate(shown.open.checklist.items, 1):
            answer = state.answers.get(item.id)
            words, level = "–", ""
            if answer is not None:
                words, level = verdict_text(answer.verdict) or "–", LEVELS.get(answer.verdict, "ok")
                if answer.value is not None:
                    words = f"{answer.value:g}{unit_text(item, board.library)}"
            lines.append(CardLine(number, own(item.text.say(language())), "", words, level))
        self.list.show_lines(lines)
