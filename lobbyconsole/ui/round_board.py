"""What the rounds screen shows, gathered on a worker: today's list, what runs, the week's touchpoints, open actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.rounds import FINISHED
from lobbyconsole.services.rounds import Due, OpenRound, RecordRow, RoundRow, instant

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console

GOOD, FAIR = 90.0, 75.0  # percent: what a touchpoint should reach, and below which it is act
PAST_DAYS = 400  # how far back the list of past rounds goes


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list of rounds. `state`: see services.rounds.DueState, or given_up, or heading."""

    title: str
    state: str
    checklist: str = ""
    key: str = ""  # of the round, once there is one
    at: datetime | None = None
    due_at: datetime | None = None
    percent: float | None = None
    red: bool = False
    day: bool = False  # the day stands before the time
    minutes: int = 0
    runner: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """What a touchpoint came to this week."""

    name: str
    percent: float
    answers: int
    failed: int

    @property
    def level(self) -> str:
        return "ok" if self.percent >= GOOD else "watch" if self.percent >= FAIR else "act"


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the screen but the round in hand."""

    now: datetime
    branch: Branch
    library: Library
    today: tuple[Due, ...]
    overdue: tuple[Due, ...]  # of earlier days, each checklist once
    others: tuple[RoundRow, ...]  # today's rounds that answer no scheduled time
    running: tuple[RoundRow, ...]
    bars: tuple[Bar, ...]
    actions: tuple[RecordRow, ...]
    kept: tuple[int, int]

    def title(self, checklist: str, language: str) -> str:
        """What a checklist is called; a retired one by its id."""
        found = self.library.checklists.get(checklist)
        return found.title.say(language) if found else checklist


def load_board(console: Console) -> Board:
    """Read all of it. On a worker thread."""
    rounds, now = console.work.rounds, console.live.clock.now()
    branch = console.settings.current.branch if console.settings else console.live.snapshot.branch
    day = branch.day_of(now)
    begin = branch.day_span(day)[0]
    today = tuple(rounds.timetable(day, now))
    answered = {due.round for due in today}
    others = tuple(row for row in rounds.past(day, day) if row.round not in answered and row.due_at is None)
    monday = day - timedelta(days=day.weekday())
    actions = console.work.records.rows("actions", open_only=True)
    return Board(
        now=now,
        branch=branch,
        library=console.work.library.library(),
        today=today,
        overdue=tuple(due for due in rounds.overdue(now) if due.due_at < begin),
        others=others,
        running=tuple(rounds.running()),
        bars=week_bars(console, monday, day),
        actions=tuple(sorted(actions, key=lambda row: (row.due_at is None, row.due_at or 0, row.record))),
        kept=rounds.kept(monday, day, now),
    )


def week_bars(console: Console, first: date, last: date) -> tuple[Bar, ...]:
    """The touchpoints in the order of the customer's journey; visits from outside are not our own rounds."""
    sums: dict[str, list[float]] = {}
    for row in console.work.rounds.touchpoints(first, last):
        if row.channel != "outside" and row.possible:
            kept = sums.setdefault(row.touchpoint, [0.0, 0.0, 0, 0])
            for at, value in enumerate((row.points, row.possible, row.answers, row.failed)):
                kept[at] += value
    order = list(console.work.library.library().touchpoints)
    names = sorted(sums, key=lambda name: order.index(name) if name in order else len(order))
    return tuple(
        Bar(name, 100 * sums[name][0] / sums[name][1], int(sums[name][2]), int(sums[name][3])) for name in names
    )


def today_lines(board: Board, language: str) -> list[Line]:
    """Today's list: what earlier days left, what runs beside the schedule, then the day in order."""
    lines = [_line(due, language, day=True) for due in board.overdue]
    here = {due.round for due in (*board.today, *board.overdue)} | {row.round for row in board.others}
    lines += [past_line(row, board, language, day=True) for row in board.running if row.round not in here]
    rest = [_line(due, language) for due in board.today]
    rest += [past_line(row, board, language) for row in board.others]
    return lines + sorted(rest, key=lambda line: line.at or board.now)


def _line(due: Due, language: str, day: bool = False) -> Line:
    list_ = due.checklist
    return Line(
        list_.title.say(language), due.state, list_.id, due.round, due.due_at, due.due_at, due.percent, due.red, day,
        list_.minutes,
    )  # fmt: skip


def past_line(row: RoundRow, board: Board, language: str, day: bool = False) -> Line:
    """A kept round as a line."""
    at = row.due_at or row.begun_at
    state = "done" if row.state == FINISHED else row.state
    return Line(
        board.title(row.checklist, language), state, row.checklist, row.round, instant(at),
        instant(row.due_at), row.percent, bool(row.red), day, 0, row.runner,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A round to be shown, with what it opened."""

    open: OpenRound
    actions: tuple[RecordRow, ...]


def load_round(console: Console, key: str) -> Shown | None:
    """One round. On a worker thread."""
    found = console.work.rounds.get(key)
    return None if found is None else Shown(found, tuple(console.work.records.caused_by("round:" + key)))


def load_past(console: Console, board: Board, language: str) -> list[Line]:
    """All rounds of the last year, newest first. On a worker thread."""
    day = board.branch.day_of(board.now)
    rows = console.work.rounds.past(day - timedelta(days=PAST_DAYS), day)
    return [past_line(row, board, language, day=True) for row in rows]
