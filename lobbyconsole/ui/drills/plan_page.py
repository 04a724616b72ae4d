"""One plan's drill in full: where it stands, what can be done, what happens in it, and all that were held."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout

from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.drills import SHIFTS, Drill, roles_of
from lobbyconsole.ui.drills.board import Board
from lobbyconsole.ui.drills.words import (
    LEVELS,
    SIGNS,
    day_text,
    kind_text,
    mode_text,
    moment_text,
    percent_text,
    shift_text,
    standing_text,
    state_text,
    sum_text,
    verdict_text,
)
from lobbyconsole.ui.emergency.words import role_text, say_text
from lobbyconsole.ui.incidents.cards import Part
from lobbyconsole.ui.translation import counted, translate
from lobbyconsole.ui.widgets.asking_page import AskingPage, Head
from lobbyconsole.ui.widgets.basics import BOLD, Label

MOST_HELD = 12
VERBS = (
    ("go_on", "G"), ("begin", "B"), ("table", "T"), ("worst", "W"), ("plan", "N"), ("move", "M"), ("call_off", "X"),
    ("score", "S"), ("review", "R"), ("sheet", "P"),
)  # fmt: skip
WHEN = {  # a drill's states ("": none is on show) in which a verb is there; the others always are
    "go_on": ("running",),
    "begin": ("", "planned", "called_off"),
    "table": ("", "called_off"),
    "worst": ("", "called_off"),
    "plan": ("", "planned", "finished", "called_off"),
    "move": ("planned",),
    "call_off": ("planned", "running"),
    "score": ("running", "finished"),
    "review": ("finished",),
}


class Lines(Part):
    """A card of numbered or dotted lines."""

    def fill(self, title: str, lines: list[tuple[str, str]]) -> None:
        """(mark, words) of each."""
        self.begin(title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        for at, (mark, words) in enumerate(lines):
            grid.addWidget(Label(mark, 14, BOLD, "muted"), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(words, 14, wrap=True), at, 1)
        self.rows.addLayout(grid)


class Injects(Part):
    """What happens when, and what is expected then."""

    def fill(self, plan: Plan) -> None:
        self.begin(translate("Drills", "What happens in it"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for at, inject in enumerate(plan.drill.injects):
            clock = Label(translate("Drills", "+{n} min").format(n=f"{inject.at_min:g}"), 14, BOLD, "accent")
            grid.addWidget(clock, 2 * at, 0, top)
            grid.addWidget(Label(say_text(inject.inject), 14, BOLD, wrap=True), 2 * at, 1)
            expect = translate("Drills", "expected: {words}").format(words=say_text(inject.expect))
            grid.addWidget(Label(expect, 13, role="muted", wrap=True), 2 * at + 1, 1)
        self.rows.addLayout(grid)


class Coverage(Part):
    """The plan's roles by shift: a sign and its day, in every cell."""

    def fill(self, plan: Plan, board: Board) -> None:
        self.begin(translate("Drills", "Who has practised it"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for column, shift in enumerate(SHIFTS, 1):
            grid.addWidget(Label(shift_text(shift), 12, role="muted"), 0, column)
        for row, role in enumerate(roles_of(plan), 1):
            grid.addWidget(Label(role_text(board.library, role), 14, wrap=True), row, 0)
            for column, shift in enumerate(SHIFTS, 1):
                cell = board.cells.get((plan.id, role, shift))
                if cell is None:
                    continue
                words = SIGNS[cell.standing]
                if cell.last is not None:
                    words += f" {cell.last.at:%m-%d}"
                tone = {"act": "act", "watch": "watch_text", "ok": "ok_text"}[LEVELS[cell.standing]]
                shown = Label(words, 13, BOLD, tone)
                shown.setAccessibleName(f"{role_text(board.library, role)}, {shift_text(shift)}: "
                                        f"{standing_text(cell.standing)}")  # fmt: skip
                shown.setToolTip(standing_text(cell.standing))
                grid.addWidget(shown, row, column)
        self.rows.addLayout(grid)


class Held(Part):
    """The plan's drills, the latest first."""

    def fill(self, plan: Plan, board: Board, opened: Callable[[str], object]) -> None:
        drills = board.drills_of(plan.id)
        self.begin(translate("Drills", "Its drills"))
        for drill in drills[:MOST_HELD]:
            at = drill.begun_at or drill.due_at
            when = moment_text(at, board.zone, board.today) if at is not None else ""
            words = " · ".join(part for part in (when, mode_text(drill.mode), state_text(drill)) if part)
            score = board.scores.get(drill.key)
            about = drill.key
            if score is not None:
                about += f" · {percent_text(score)} % · {sum_text(score)}"
            elif drill.why:
                about += f" · {drill.why}"
            press = None
            if drill.begun_at is not None and not drill.called_off:
                press = (translate("Drills", "Open"), lambda key=drill.key: opened(key))
            self.line(words, about, press=press)
        if not drills:
            self.nothing(translate("Drills", "None was held or planned here yet. N plans one, B begins one now."))


class PlanPage(AskingPage):
    """`verb(name)` for the buttons and their keys."""

    ASKS = "accent"
    verb = Signal(str)
    opened = Signal(str)  # a drill

    def __init__(self) -> None:
        super().__init__()
        self.plan: Plan | None = None
        self.drill: Drill | None = None
        self.head = Head(VERBS, 3)
        self.head.verb.connect(self.verb)
        self.buttons = self.head.buttons
        self.objectives, self.criteria, self.injects = Lines(), Lines(), Injects()
        self.cells, self.held = Coverage(), Held()
        self.lay_out((self.injects, self.objectives, self.criteria), (self.cells, self.held), narrow=720)

    def show_plan(self, board: Board, plan: Plan, drill: Drill | None) -> None:
        """A plan, or one of its drills, as it stands."""
        if self.plan is None or self.plan.id != plan.id or (self.drill and self.drill.key) != (drill and drill.key):
            self.begin_anew()
        self.plan, self.drill = plan, drill
        wording = plan.drill
        parts = [
            translate("Drills", "“{title}”").format(title=say_text(wording.title)),
            kind_text(wording.kind),
            translate("Drills", "{n} min").format(n=wording.duration_min),
            counted(
                translate("Drills", "every month"), translate("Drills", "every {n} months"), wording.every_months
            ).format(n=wording.every_months),
        ]
        if drill is not None:
            at = drill.begun_at or drill.due_at
            if at is not None:
                parts.insert(0, moment_text(at, board.zone, board.today))
            if drill.mode != "table" or wording.kind != "tabletop":  # the same said twice
                parts.insert(1, mode_text(drill.mode))
            if drill.floor_at is not None:
                day = day_text(drill.floor_at.astimezone(board.zone).date(), board.today)
                parts.append(translate("Drills", "on the floor of {day}").format(day=day))
            if drill.why:
                parts.append(drill.why)
        self.head.show_words(drill.key if drill is not None else "", say_text(plan.title), " · ".join(parts))
        due, score = board.due.get(plan.id), board.scores.get(drill.key) if drill is not None else None
        stands = standing_text(due.standing) if due is not None else ""
        if due is not None and due.last is not None:
            stands += " · " + translate("Drills", "next by {day}").format(day=day_text(due.due_on, board.today))
        verdict = verdict_text(score) if score is not None else ("", "")
        self.head.show_pills(
            (LEVELS[due.standing] if due is not None else "", stands),
            ("neutral", state_text(drill) if drill is not None else ""),
            (verdict[0], f"{verdict[1]} · {percent_text(score)} %" if score is not None else ""),
        )
        state = drill.state if drill is not None else ""
        main = {"running": "go_on", "finished": "review"}.get(state, "begin")
        self.head.show_verbs(
            {name: words for name, words in _words().items() if state in WHEN.get(name, (state,))}, main
        )
        self.injects.fill(plan)
        self.objectives.fill(
            translate("Drills", "What it is to show"), [("·", say_text(t)) for t in wording.objectives]
        )
        self.criteria.fill(translate("Drills", "Passed when"), [("□", say_text(t)) for t in wording.pass_criteria])
        self.cells.fill(plan, board)
        self.held.fill(plan, board, self.opened.emit)
        self.filled()


def _words() -> dict[str, str]:
    return {
        "go_on": translate("Drills", "Go on with it"),
        "begin": translate("Drills", "Begin now"),
        "table": translate("Drills", "At the table, 3 min"),
        "worst": translate("Drills", "On our worst day"),
        "plan": translate("Drills", "Plan a drill"),
        "move": translate("Drills", "Another time"),
        "call_off": translate("Drills", "Call off"),
        "score": translate("Drills", "Score"),
        "review": translate("Drills", "Review"),
        "sheet": translate("Drills", "Print the drill sheet"),
    }
