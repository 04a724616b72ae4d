"""Opening the rounds and the registers in the real window over years of them: from the click on the rail to the paint.

The hall is a real encrypted one: 10,000 past rounds of the shipped checklists, by their own timetable, and 50,000
corrective actions, all taken in by the real recorder. "Opened" is when the list with its scores is painted.
"""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import random
import statistics
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lobbyconsole.bootstrap.hall import OpenHall
from lobbyconsole.domain.content.checklists import CheckItem, Checklist
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.register_facts import RecordMoved, RecordOpened
from lobbyconsole.domain.round_facts import RoundAnswered, RoundBegun, RoundFinished, RoundSigned
from lobbyconsole.domain.sample import sample_branch
from lobbyconsole.domain.schedule import due_times, parse_when
from lobbyconsole.services.clock import Clock
from tests.bench.registers import WHAT, WHO
from tests.bench.result import Result
from tests.bench.window import Watched, window
from tests.fakes import FixedClock

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "10000"))
RECORDS = int(os.environ.get("BENCH_RECORDS", "50000"))
NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)  # a Friday, 14:00 in the hall
OPENINGS = 9
BAR_MS = 200.0
BATCH = 500
IN_FLIGHT = 8


def measure() -> list[Result]:
    """The first opening builds the screen; the later ones only look anew, as a manager does all day."""
    with tempfile.TemporaryDirectory() as name:
        clock = FixedClock(NOW)
        hall_clock = Clock(wall=clock, ticks=clock.monotonic)
        with window(Path(name), sample_branch("bank"), hall_clock, _fill) as watched:
            _rest(watched, 3.0)  # the window has fetched its screens' modules by then
            cpu: list[float] = []
            rounds = [_opened(watched, "rounds", _rounds_are_there, cpu) for _ in range(OPENINGS)]
            past = _past_rounds(watched)
            open_ones = _opened(watched, "registers", _records_are_there)
            started = time.perf_counter()
            _until(watched, lambda: not _register_loads(watched))
            all_of_them = open_ones + time.perf_counter() - started
            again = [_opened(watched, "registers", _records_are_there) for _ in range(5)]
            watched.program.window.go("floor")
    return [
        Result(f"opening the rounds screen with {ROUNDS:,} past rounds", 1000 * statistics.median(rounds[1:]), "ms",
               BAR_MS),
        Result("… the first time, with building the screen", 1000 * rounds[0], "ms", BAR_MS),
        Result("… in CPU time, which a busy machine stretches less", 1000 * statistics.median(cpu[1:]), "ms"),
        Result("… the first time in CPU time", 1000 * cpu[0], "ms"),
        Result(f"… the list of all {ROUNDS:,} past rounds", 1000 * past, "ms"),
        Result(f"opening a register of {RECORDS:,} records, the first time", 1000 * open_ones, "ms"),
        Result("… until those that are done are in as well", 1000 * all_of_them, "ms"),
        Result("… the next time", 1000 * statistics.median(again), "ms"),
    ]  # fmt: skip


# --- the hall --------------------------------------------------------------------------------------------------------


def _fill(hall: OpenHall) -> None:
    waiting: deque[Any] = deque()
    batch: list[Fact] = []
    for subject in (*_past_rounds_facts(hall), *_record_facts()):
        batch += subject
        if len(batch) >= BATCH:
            waiting.append(hall.console.live.record(batch))
            batch = []
        if len(waiting) > IN_FLIGHT:
            waiting.popleft().result()
    waiting.append(hall.console.live.record(batch))
    while waiting:
        waiting.popleft().result()
    hall.store.checkpoint()


def _past_rounds_facts(hall: OpenHall) -> Iterator[list[Fact]]:
    """Each round's facts, the latest round first: what the timetable asked for, now and then one missed."""
    work, branch, dice = hall.console.work, hall.console.settings.current.branch, random.Random(11)
    checklists = work.rounds.checklists()
    versions = {}
    for checklist in checklists:
        versions[checklist.id], kept = work.library.keeping("checklists", checklist, NOW - timedelta(days=900))
        yield list(kept)
    made, day = 0, NOW.astimezone(branch.tz).date()
    while made < ROUNDS:
        for checklist, due in _due_on(day, checklists, work.workdays.calendar.is_open):
            at = due.replace(tzinfo=branch.tz).astimezone(UTC)
            if made < ROUNDS and at < NOW - timedelta(hours=1) and dice.random() > 0.04:
                yield _round(f"{day:%Y%m%d}-{made:05d}", checklist, versions[checklist.id], at, dice)
                made += 1
        day -= timedelta(days=1)


def _due_on(
    day: date, checklists: list[Checklist], is_open: Callable[[date], bool]
) -> Iterator[tuple[Checklist, datetime]]:
    for checklist in checklists:
        for due in due_times(parse_when(checklist.when), day, day, is_open, checklist.id):
            yield checklist, due


def _round(key: str, checklist: Checklist, version: str, at: datetime, dice: random.Random) -> list[Fact]:
    by = f"800{dice.randrange(1, 7)}"

    def envelope(number: int) -> dict[str, Any]:
        return {"id": f"{key}-{number}", "at": at + timedelta(seconds=20 * number), "source": "console", "by": by}

    facts: list[Fact] = [
        RoundBegun(**envelope(0), round=key, checklist=checklist.id, version=version, due_at=at),
        *(_answer(envelope(number), key, item, dice) for number, item in enumerate(checklist.items, 1)),
    ]
    end = len(facts)
    return [
        *facts,
        RoundSigned(**envelope(end), round=key, part="runner", proof="name"),
        RoundFinished(**envelope(end + 1), round=key),
    ]


def _answer(envelope: dict[str, Any], key: str, item: CheckItem, dice: random.Random) -> RoundAnswered:
    verdict = "fail" if dice.random() < 0.05 else "pass"
    value = 4.0 if item.scale.type == "score_0_5" else (item.scale.min or 0.0) if item.scale.type == "number" else None
    note = dice.choice(WHAT) if verdict == "fail" else ""
    return RoundAnswered(**envelope, round=key, item=item.id, verdict=verdict, value=value, note=note)


def _record_facts() -> Iterator[list[Fact]]:
    """Corrective actions, one every ten minutes of the hall's life; one in two hundred is still open."""
    dice = random.Random(7)
    for number in range(RECORDS):
        key, opened = f"ZG26-{number:05d}", NOW - timedelta(minutes=10 * (number + 1))
        values = {
            "finding": f'"{dice.randrange(1, 40)}号位{dice.choice(WHAT)}"',
            "action": '"立即处理并复查，由当班人员确认"',
            "owner": f'"{dice.choice(WHO)}"',
            "due": f'"{(opened + timedelta(hours=dice.randrange(1, 80))).isoformat()}"',
            "zone": f'"{dice.choice(("waiting", "entrance", "counters", "reception"))}"',
        }
        common: dict[str, Any] = {"source": "console", "by": "8001", "register": "actions", "record": key}
        facts: list[Fact] = [RecordOpened(id=f"{key}-0", at=opened, values=tuple(sorted(values.items())), **common)]
        if dice.random() > 0.005:
            facts.append(RecordMoved(id=f"{key}-1", at=opened + timedelta(hours=1), to="verified", **common))
        yield facts


# --- the clicks ------------------------------------------------------------------------------------------------------


def _opened(watched: Watched, screen: str, there: Callable[[Any, Any], bool], cpu: list[float] | None = None) -> float:
    """Seconds from the click on the rail until what the screen shows anew is painted."""
    window = watched.program.window
    window.go("floor")
    _rest(watched, 0.5)
    before = getattr(window._screens.get(screen), "board", None)
    button = window.rail._buttons[screen]
    started, worked = time.perf_counter(), time.process_time()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    _until(watched, lambda: there(window.built(screen), before))
    if cpu is not None:
        cpu.append(time.process_time() - worked)
    return time.perf_counter() - started


def _past_rounds(watched: Watched) -> float:
    window = watched.program.window
    window.go("rounds")
    _rest(watched, 0.5)
    screen: Any = window.built("rounds")
    started = time.perf_counter()
    QTest.mouseClick(screen.past, Qt.MouseButton.LeftButton)
    _until(watched, lambda: screen.pages.currentWidget() is screen.history and len(screen.history.list.lines()) > 0)
    return time.perf_counter() - started


def _rounds_are_there(screen: Any, before: Any) -> bool:
    return screen.board is not None and screen.board is not before and bool(screen.list.lines())


def _records_are_there(screen: Any, _: Any) -> bool:
    return bool(screen.lines.rowCount())


def _register_loads(watched: Watched) -> bool:
    screen: Any = watched.program.window.built("registers")
    return bool(screen.loader.busy)


def _until(watched: Watched, holds: Callable[[], bool]) -> None:
    """Until something holds and everything that is to be painted for it is."""
    end = time.monotonic() + 60
    while not holds():
        watched.app.processEvents()
        if time.monotonic() > end:
            raise RuntimeError("it never came to be shown")
        time.sleep(0.0005)
    watched.app.processEvents()
    watched.app.sendPostedEvents()
    watched.program.window.repaint()


def _rest(watched: Watched, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        watched.app.processEvents()
        time.sleep(0.005)
