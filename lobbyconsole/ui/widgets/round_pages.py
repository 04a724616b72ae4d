"""What stands in the middle when no round is being run: the way to begin one, a finished round, lists to search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lobbyconsole.domain.content.checklists import Checklist
from lobbyconsole.domain.evaluation import KIND as EVALUATION
from lobbyconsole.domain.rounds import FAIL, FINISHED
from lobbyconsole.services.attachments import Attachments
from lobbyconsole.ui import style
from lobbyconsole.ui.round_board import Board, Line, Shown
from lobbyconsole.ui.round_words import about_text, own, state_text, unit_text, when_text
from lobbyconsole.ui.translation import clock_text, counted, date_text, language, listed, translate, with_aside
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Card, EmptyState, Figure, Label, Pill, clear_layout
from lobbyconsole.ui.widgets.floor_forms import Flow, KeyButton
from lobbyconsole.ui.widgets.floor_panel import Said
from lobbyconsole.ui.widgets.round_list import RoundList
from lobbyconsole.ui.widgets.round_thumbs import PhotoStrip


def _page(widget: QWidget) -> QVBoxLayout:
    """A page's layout: one column of cards."""
    inner = QWidget()
    rows = QVBoxLayout(inner)
    rows.setContentsMargins(24, 16, 24, 16)
    rows.setSpacing(10)
    outer = QVBoxLayout(widget)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(plain_area(inner))
    return rows


class StartPage(QWidget):
    """A round that can be begun: what it is, how long it takes, and what will be looked at."""

    wanted = Signal(object)  # the Line
    paper_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.line: Line | None = None
        self._chapter = False  # of the self-evaluation, which is filled in on its own sheet
        self._reading = True  # nobody knows yet whether there is a round in hand
        self.nothing = EmptyState(icon="rounds")
        self._card = Card()
        self._title = Label("", 20, BOLD, wrap=True)
        self._about, self._when = Label("", 14, role="muted", wrap=True), Label("", 14, wrap=True)
        self.said = Said()
        self.begin_button = KeyButton("", "B", "primary")
        self.begin_button.clicked.connect(self._begin)
        self.paper_button = KeyButton("", "C")
        self.paper_button.clicked.connect(self.paper_wanted)
        button = Flow()
        button.add(self.begin_button)
        button.add(self.paper_button)
        rows = QVBoxLayout(self._card)
        rows.setContentsMargins(20, 18, 20, 18)
        rows.setSpacing(8)
        for part in (self._title, self._when, self._about, self.said):
            rows.addWidget(part)
        rows.addWidget(button)
        self._items = Card()
        self._item_rows = QVBoxLayout(self._items)
        self._item_rows.setContentsMargins(20, 14, 20, 14)
        self._item_rows.setSpacing(10)
        page = _page(self)
        page.addWidget(self._card)
        page.addWidget(self._items)
        page.addWidget(self.nothing, 1)
        page.addStretch(0)
        self.show_line(None, None)

    def show_line(self, line: Line | None, board: Board | None) -> None:
        """Show what a line of the list would begin."""
        self.line = line
        self._reading = board is None
        checklist = board.library.checklists.get(line.checklist) if line is not None and board is not None else None
        for part in (self._card, self._items):
            part.setVisible(checklist is not None)
        self.nothing.setVisible(checklist is None)
        self._chapter = checklist is not None and checklist.kind == EVALUATION
        self.said.say("")
        self.retranslate()
        if checklist is None or board is None or line is None:
            return
        self._title.setText(own(checklist.title.say(language())))
        self._about.setText(own(checklist.summary.say(language())))
        self._when.setText(self._facts(checklist, line, board))
        clear_layout(self._item_rows)
        for item in checklist.items:
            row = QWidget()
            words = QVBoxLayout(row)
            words.setContentsMargins(0, 0, 0, 0)
            words.setSpacing(0)
            words.addWidget(Label(own(item.text.say(language())), 14, wrap=True))
            role = "act" if item.critical else "muted"
            words.addWidget(Label(about_text(item, board.library), 12, role=role, wrap=True))
            self._item_rows.addWidget(row)

    def _facts(self, checklist: Checklist, line: Line, board: Board) -> str:
        parts = [when_text(line.at, board.branch.tz, line.day)] if line.at else [translate("Rounds", "voluntary")]
        state = state_text(line, board.now)[0] if line.at else ""
        parts += [state] if state else []
        parts.append(
            counted(
                translate("Rounds", "{count} item"), translate("Rounds", "{count} items"), len(checklist.items)
            ).format(count=len(checklist.items))
        )
        parts.append(translate("Rounds", "about {count} min").format(count=checklist.minutes))
        parts.append(translate("Rounds", "passes at {percent} %").format(percent=f"{checklist.pass_score:g}"))
        return " · ".join(parts)

    def _begin(self) -> None:
        if self.line is not None:
            self.wanted.emit(self.line)

    def retranslate(self) -> None:
        to_sheet = translate("Rounds", "Open in the self-evaluation")
        self.begin_button.set_words(to_sheet if self._chapter else translate("Rounds", "Begin this round"))
        self.paper_button.setVisible(not self._chapter)
        self.paper_button.set_words(translate("Cards", "Paper card"))
        if self._reading:
            self.nothing.set_texts(translate("Rounds", "Reading the rounds …"), "")
            return
        self.nothing.set_texts(
            translate("Rounds", "No round is in hand"),
            translate("Rounds", "Choose one of today's list and press Enter, or begin a voluntary round with V."),
        )


class Answers(Card):
    """Every answer of a round; made by whoever has a list for it."""

    def show_round(self, shown: Shown, board: Board) -> None:
        """Show those of a round that is closed."""
        raise NotImplementedError


class ScorePage(QWidget):
    """A round that is closed: its score, what failed, and every answer."""

    def __init__(self, attachments: Callable[[], Attachments], answers: Answers) -> None:
        super().__init__()
        self._attachments = attachments
        self._show_answers = answers.show_round
        self.figure = Figure(40, 16)
        self.pill = Pill("ok", "")
        self._title, self._about = Label("", 16, BOLD, wrap=True), Label("", 14, role="muted", wrap=True)
        self._counts = Label("", 14, wrap=True)
        card = Card()
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.figure)
        head.addWidget(self.pill)
        head.addStretch(1)
        rows = QVBoxLayout(card)
        rows.setContentsMargins(20, 16, 20, 16)
        rows.setSpacing(6)
        rows.addWidget(self._title)
        rows.addLayout(head)
        rows.addWidget(self._counts)
        rows.addWidget(self._about)
        self._heading = Label("", 14, BOLD, "muted")
        self._failed = QVBoxLayout()
        self._failed.setSpacing(8)
        self._all = Label("", 14, BOLD, "muted")
        page = _page(self)
        page.addWidget(card)
        page.addWidget(self._heading)
        page.addLayout(self._failed)
        page.addWidget(self._all)
        page.addWidget(answers)
        page.addStretch(1)

    def show_round(self, shown: Shown, board: Board) -> None:
        """Show a round that is closed."""
        state, checklist, score = shown.open.round, shown.open.checklist, shown.open.score
        self._title.setText(own(checklist.title.say(language())))
        level = "act" if score.red else "ok"
        done = state.state == FINISHED
        percent = "–" if score.percent is None else f"{score.percent:.0f}"
        self.figure.set_figure(percent, "%" if score.percent is not None else "", level if done else "")
        if not done:
            self.pill.set_status("neutral", translate("Rounds", "Given up: {reason}").format(reason=state.note))
        elif score.critical:
            self.pill.set_status("act", translate("Rounds", "Not passed: a critical item failed"))
        elif score.red:
            words = translate("Rounds", "Not passed: below {percent} %")
            self.pill.set_status("act", words.format(percent=f"{score.pass_score:g}"))
        else:
            self.pill.set_status("ok", translate("Rounds", "Passed"))
        total = len(checklist.items)
        met = total - len(score.failed) - score.not_applicable - score.open
        words = translate("Rounds", "{met} met, {failed} not met, {na} not applicable")
        self._counts.setText(words.format(met=met, failed=len(score.failed), na=score.not_applicable))
        zone = board.branch.tz
        parts = []
        if state.begun_at is not None:
            day = state.begun_at.astimezone(zone).date()
            span = clock_text(state.begun_at, zone) + (f"–{clock_text(state.ended_at, zone)}" if state.ended_at else "")
            parts.append(f"{date_text(day)} {span}")
        parts.append(translate("Rounds", "in the hands of {staff}").format(staff=state.runner) if state.runner else "")
        names = [with_aside(signature.by, "PIN" if signature.proof == "pin" else "") for signature in state.signatures]
        if names:
            parts.append(translate("Rounds", "signed: {staff}").format(staff=listed(dict.fromkeys(names))))
        self._about.setText(" · ".join(part for part in parts if part))
        self._all.setText(translate("Rounds", "All answers"))
        self._show_answers(shown, board)
        clear_layout(self._failed)
        failed = [item for item in checklist.items if item.id in score.failed]
        self._heading.setText(translate("Rounds", "What was not met"))
        self._heading.setVisible(bool(failed))
        for item in failed:
            answer = state.answers[item.id]
            entry = Card(level="act" if item.critical else "watch")
            lines = QVBoxLayout(entry)
            lines.setContentsMargins(18, 10, 16, 10)
            lines.setSpacing(2)
            lines.addWidget(Label(own(item.text.say(language())), 14, BOLD, wrap=True))
            value = "" if answer.value is None else f"{answer.value:g}{unit_text(item, board.library)}"
            found = " · ".join(part for part in (value, answer.note) if part)
            if found:
                lines.addWidget(Label(found, 14, wrap=True))
            if answer.action or answer.owner:
                who = own(board.library.role_title(answer.owner, language())) if answer.owner else ""
                todo = " · ".join(part for part in (who, answer.action) if part)
                lines.addWidget(Label(todo, 12, role="muted", wrap=True))
            assert answer.verdict == FAIL
            if answer.photos:
                strip = PhotoStrip()
                lines.addWidget(strip)
                strip.show_photos(answer.photos, self._attachments)
            self._failed.addWidget(entry)


class SearchPage(QWidget):
    """A line to type in and a list below it that follows: checklists to begin, or past rounds."""

    opened = Signal(object)  # the Line
    left = Signal()

    def __init__(self, people: bool = False) -> None:
        super().__init__()
        self._all: list[tuple[Line, str]] = []
        self._now: datetime | None = None
        self._zone: tzinfo | None = None
        self.title = Label("", 16, BOLD)
        self.field = QLineEdit()
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.back = KeyButton("", "Esc")
        self.back.clicked.connect(self.left)
        self.count = Label("", 12, role="muted")
        self.list = RoundList(people)
        self.list.opened.connect(self.opened)
        self.field.returnPressed.connect(self.list.open_current)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(8, 8, 8, 8)
        inside.addWidget(self.list)
        self.nothing = EmptyState(icon="search")
        self.nothing.hide()
        inside.addWidget(self.nothing)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.count)
        head.addWidget(self.back)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 16, 24, 16)
        rows.setSpacing(10)
        rows.addLayout(head)
        rows.addWidget(self.field)
        rows.addWidget(card, 1)

    def show_lines(
        self, lines: Sequence[Line], now: datetime, zone: tzinfo, texts: Sequence[str] | None = None
    ) -> None:
        """The lines to choose from; `texts` are what may be looked for in each, from a worker where they are many."""
        self._now, self._zone = now, zone
        self._all = list(zip(lines, searched(lines, zone) if texts is None else texts, strict=True))
        self._filter()

    def begin(self) -> None:
        """Take the keyboard, with nothing typed."""
        self.field.clear()
        self.field.setFocus()

    def _filter(self) -> None:
        if self._now is None or self._zone is None:
            return
        words = self.field.text().lower().split()
        shown = [line for line, text in self._all if all(word in text for word in words)]
        self.list.show_lines(shown, self._now, self._zone)
        self.count.setText(f"{len(shown)}")
        self.list.setVisible(bool(shown))
        self.nothing.setVisible(not shown)
        if not shown and self._all:
            self.nothing.set_texts(
                translate("Rounds", "Nothing is found for “{words}”").format(words=self.field.text().strip()),
                translate("Rounds", "Fewer letters find more. Esc goes back."),
            )
        elif not shown:
            self.nothing.set_texts(
                translate("Rounds", "There are none yet"), translate("Rounds", "Finished rounds are found here later.")
            )

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if step is not None:
                self.list.step(step)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def retitle(self, title: str, hint: str, back: str) -> None:
        self.title.setText(title)
        self.list.setAccessibleName(title)
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(hint)
        self.back.set_words(back)
        self.back.setMinimumWidth(style.current().px(60))


def searched(lines: Sequence[Line], zone: tzinfo) -> list[str]:
    """What may be looked for in each line. Any thread."""
    states = {state: _state_words(state) for state in {line.state for line in lines}}
    titles = {title: own(title) for title in {line.title for line in lines}}
    return [
        f"{titles[line.title]} {when_text(line.at, zone, True)} {line.runner} {states[line.state]}".lower()
        for line in lines
    ]


def _state_words(state: str) -> str:
    return {
        "done": translate("Rounds", "done"),
        "running": translate("Rounds", "running"),
        "given_up": translate("Rounds", "given up"),
    }.get(state, "")
