"""The printed set: what hangs on the wall and no longer holds, printed anew or carried away as files."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from lobbyconsole.services.plan_prints import Outdated
from lobbyconsole.ui.drills.board import Board
from lobbyconsole.ui.drills.words import OUTDATED, PAPERS, moment_text
from lobbyconsole.ui.emergency.words import contact_text, say_text
from lobbyconsole.ui.translation import listed, translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, Label, Pill, clear_layout
from lobbyconsole.ui.widgets.floor_forms import Flow, KeyButton
from lobbyconsole.ui.widgets.floor_panel import Said

MOST_NAMES = 4


class PrintsPage(QWidget):
    """`wanted(what, plan)`: print "outdated", "phones", "page", "roles", "both"; save "pdf" or "file"."""

    wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._board: Board | None = None
        self._title, self._about = Label("", 20, BOLD, wrap=True), Label("", 14, role="muted", wrap=True)
        self.state = Pill()
        self.buttons = {name: KeyButton("", key, kind) for name, key, kind in (
            ("outdated", "A", "primary"), ("phones", "O", "secondary"), ("pdf", "D", "secondary"),
            ("file", "H", "secondary"),
        )}  # fmt: skip
        verbs = Flow()
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _=False, name=name: self.wanted.emit(name, ""))
            verbs.add(button)
        self.said = Said()
        head = Card()
        inside = QVBoxLayout(head)
        inside.setContentsMargins(16, 12, 16, 14)
        inside.setSpacing(8)
        pills = Flow()
        pills.add(self.state)
        for part in (self._title, self._about, pills, verbs, self.said):
            inside.addWidget(part)
        body = Card()
        self._rows = QVBoxLayout(body)
        self._rows.setContentsMargins(16, 10, 16, 12)
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(12, 12, 16, 14)
        rows.setSpacing(12)
        rows.addWidget(head)
        rows.addWidget(body)
        rows.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self.area = plain_area(content)
        whole.addWidget(self.area)
        self._lines: list[str] = []
        self.retranslate()

    def show_board(self, board: Board) -> None:
        """What is out of date now; the same as before is left as it is, for the place in it."""
        before, self._board = self._board, board
        if before is not None and before.outdated == board.outdated and before.library is board.library and self._lines:
            return
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
            words = translate("Drills", "{n} papers on the wall no longer hold").format(n=len(stale))
            self.state.set_status("act", words)
        elif board.outdated:
            text = translate("Drills", "{n} papers were never printed").format(n=len(board.outdated))
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
        for at, ((plan, _, _), papers) in enumerate(by_plan.items()):
            title = say_text(board.plans[plan].title) if plan in board.plans else plan
            title = title or translate("Drills", "All plans")
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
            names = [contact_text(board.library, name) for name in paper.names[:MOST_NAMES]]
            parts.append(listed(names) + ("…" if len(paper.names) > MOST_NAMES else ""))
        if paper.printed_at is not None:
            at = moment_text(paper.printed_at, board.zone, board.today)
            parts.append(translate("Drills", "printed {at}").format(at=at))
        return " · ".join(parts)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        for button in self.buttons.values():
            if button.hit(event) and not event.isAutoRepeat() and not event.modifiers():
                button.click()
                return
        bar = self.area.verticalScrollBar()
        if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Down, Qt.Key.Key_Up):
            down = event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_Down)
            step = bar.pageStep() if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp) else 40
            bar.setValue(bar.value() + (step if down else -step))
            return
        super().keyPressEvent(event)

    def retranslate(self) -> None:
        self._title.setText(translate("Drills", "The printed set"))
        about = translate(
            "Drills",
            "With the power out only paper is left: a page and role cards for each plan, a phone sheet, "
            "and all plans in one file for a phone.",
        )
        self._about.setText(about)
        words = {
            "outdated": translate("Drills", "Print what is out of date"),
            "phones": translate("Drills", "Phone sheet"),
            "pdf": translate("Drills", "All as PDF files…"),
            "file": translate("Drills", "The file for phones…"),
        }
        for name, button in self.buttons.items():
            button.set_words(words[name])
        self._show()
