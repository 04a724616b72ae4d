"""The printed set: what hangs on the wall and no longer holds, printed anew or carried away as files."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from lobbyconsole.domain.initials import initials_of
from lobbyconsole.services.plan_prints import Outdated
from lobbyconsole.services.plan_sheets import PLACE
from lobbyconsole.ui.drills.board import Board
from lobbyconsole.ui.drills.words import OUTDATED, PAPERS, moment_text
from lobbyconsole.ui.emergency.words import contact_text, say_text
from lobbyconsole.ui.translation import counted, listed, translate
from lobbyconsole.ui.widgets.asking_page import AskingPage, Head
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, Label, clear_layout

MOST_NAMES = 4


def order_of(titles: dict[str, str], plan: str) -> tuple[bool, str]:
    """Where a plan stands among the others: all plans first, then by its first letters."""
    title = titles.get(plan, plan)
    return bool(plan), "".join(initials_of(sign)[:1] or sign for sign in title).lower() + title


class PrintsPage(AskingPage):
    """`wanted(what, plan)`: print "outdated", "phones", "page", "roles", "both"; save "pdf" or "file"."""

    ARROWS = True
    wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._board: Board | None = None
        self.head = Head((("outdated", "A"), ("phones", "O"), ("pdf", "D"), ("file", "H")), 1)
        self.head.verb.connect(lambda name: self.wanted.emit(name, ""))
        self.buttons, (self.state,) = self.head.buttons, self.head.pills
        body = Card()
        self._rows = QVBoxLayout(body)
        self._rows.setContentsMargins(16, 10, 16, 12)
        self.rows.addWidget(self.head)
        self.rows.addWidget(body)
        self.rows.addStretch(1)
        self._lines: list[str] = []
        self.retranslate()

    def show_board(self, board: Board) -> None:
        """What is out of date now; the same as before is left as it is, for the place in it."""
        before, self._board = self._board, board
        if before is not None and before.outdated == board.outdated and before.library is board.library and self._lines:
            return
        if before is not None and before.outdated != board.outdated:
            self.said.say("")  # what was said was of the set as it was
        self._show()

    def texts(self) -> list[str]:
        """The lines as they read."""
        return list(self._lines)

    def _show(self) -> None:
        board = self._board
        if board is None:
            return
        clear_layout(self._rows)
        self._lines = []
        stale = [paper for paper in board.outdated if paper.why != "never_printed"]
        if stale:
            words = counted(
                translate("Drills", "{n} paper on the wall no longer holds"),
                translate("Drills", "{n} papers on the wall no longer hold"),
                len(stale),
            ).format(n=len(stale))
            self.state.set_status("act", words)
        elif board.outdated:
            text = counted(
                translate("Drills", "{n} paper was never printed"),
                translate("Drills", "{n} papers were never printed"),
                len(board.outdated),
            ).format(n=len(board.outdated))
            self.state.set_status("watch", text)
        else:
            self.state.set_status("ok", translate("Drills", "Everything on the wall holds"))
        self.buttons["outdated"].setEnabled(any(paper.papers != "file" for paper in board.outdated))
        by_plan: dict[tuple[str, str, str], list[Outdated]] = {}
        for paper in board.outdated:
            alone = "" if paper.plan else paper.papers
            key = (paper.plan, "new" if paper.why == "never_printed" else "old", alone)
            by_plan.setdefault(key, []).append(paper)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        titles = {name: say_text(plan.title) for name, plan in board.plans.items()}
        titles[""] = translate("Drills", "All plans")
        # What is out of date first, then what was never printed; each in the order one reads.
        ordered = sorted(by_plan.items(), key=lambda entry: (entry[0][1] == "new", order_of(titles, entry[0][0])))
        for at, ((plan, _, _), papers) in enumerate(ordered):
            title = titles.get(plan, plan)
            sign = "▲" if papers[0].why == "never_printed" else "■"
            mark = Label(sign, 14, BOLD, "watch_text" if sign == "▲" else "act")
            grid.addWidget(mark, at, 0, Qt.AlignmentFlag.AlignTop)
            words = "\n".join(self._words(board, paper) for paper in papers)
            told = QVBoxLayout()
            told.setSpacing(1)
            told.addWidget(Label(title, 14, BOLD, wrap=True))
            told.addWidget(Label(words, 13, role="muted", wrap=True))
            grid.addLayout(told, at, 1)
            self._lines.append(f"{sign} {title}: {words}")
            what = "phones" if papers[0].papers == "phones" else "file" if papers[0].papers == "file" else "both"
            if papers[0].why != "not_in_use":
                button = Button(
                    translate("Drills", "Save…") if what == "file" else translate("Drills", "Print"), "quiet"
                )
                button.setAccessibleName(f"{button.text()}: {title}")
                button.clicked.connect(lambda _=False, what=what, plan=plan: self.wanted.emit(what, plan))
                grid.addWidget(button, at, 2, Qt.AlignmentFlag.AlignVCenter)
        if by_plan:
            self._rows.addLayout(grid)
        else:
            self._rows.addWidget(Label(translate("Drills", "Nothing to print."), 14, role="muted"))

    def _words(self, board: Board, paper: Outdated) -> str:
        parts = [translate("Drills", PAPERS[paper.papers]), translate("Drills", OUTDATED[paper.why])]
        if paper.why == "numbers_changed":
            names = [
                translate("Drills", "assembly point") if name == PLACE else contact_text(board.library, name)
                for name in paper.names[:MOST_NAMES]
            ]
            parts.append(listed(names) + ("…" if len(paper.names) > MOST_NAMES else ""))
        if paper.printed_at is not None:
            at = moment_text(paper.printed_at, board.zone, board.today)
            parts.append(translate("Drills", "printed {at}").format(at=at))
        return " · ".join(parts)

    def retranslate(self) -> None:
        about = translate(
            "Drills",
            "With the power out only paper is left: a page and role cards for each plan, a phone sheet, "
            "and all plans in one file for a phone.",
        )
        self.head.show_words("", translate("Drills", "The printed set"), about)
        words = {
            "outdated": translate("Drills", "Print what is out of date"),
            "phones": translate("Drills", "Phone sheet"),
            "pdf": translate("Drills", "All as PDF files…"),
            "file": translate("Drills", "The file for phones…"),
        }
        self.head.show_verbs(words, "outdated")
        self._show()
