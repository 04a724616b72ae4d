"""One new picture of a hall as full as it gets: 200 waiting, 30 counters. The domain's part and the widgets' part."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import statistics
import time
from datetime import timedelta
from types import SimpleNamespace

from PySide6.QtWidgets import QApplication

from lobbyconsole.domain.facts import Fact, TicketCalled, TicketFinished, TicketIssued, TicketStarted
from lobbyconsole.domain.lobby import SERVING, WAITING
from lobbyconsole.domain.picture import paint
from lobbyconsole.domain.settled import Settled
from lobbyconsole.domain.waits import Spread
from lobbyconsole.services.clock import Clock
from lobbyconsole.services.live import Snapshot
from lobbyconsole.ui import style
from lobbyconsole.ui.screens.floor import FloorScreen
from lobbyconsole.ui.theme import LIGHT
from tests.bench.result import Result
from tests.fakes import FixedClock
from tests.ui.floor_samples import huge

ROUNDS = 150
WARM = 20


def measure() -> list[Result]:
    """Every picture follows a second and a change (one comes, one is called, one goes); the whole screen is painted."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    style.load_fonts()
    style.apply(app, LIGHT)
    sample = huge()
    clock = FixedClock(sample.now)
    console = SimpleNamespace(live=SimpleNamespace(clock=Clock(wall=clock, ticks=clock.monotonic)), desk=None)
    screen = FloorScreen(console, LIGHT)  # type: ignore[arg-type]
    screen.resize(1356, 844)
    screen.show()
    book = sample.book()
    settled = Settled(sample.branch, sample.branch.day_span(sample.branch.day_of(sample.now))[0])
    snapshots, updates, paints, together, cpu = [], [], [], [], []
    for at in range(ROUNDS + WARM):
        now = sample.now + timedelta(seconds=at)
        clock.advance(1)
        lobby = book.lobby()
        waiting = [ticket for ticket in lobby.tickets.values() if ticket.state == WAITING]
        served = [ticket for ticket in lobby.tickets.values() if ticket.state == SERVING]
        common = {"at": now, "source": "bench"}
        facts: list[Fact] = [
            TicketIssued(id=f"i{at}", ticket=f"b{at}", number=f"X{at:03d}", service=waiting[0].service, **common),  # type: ignore[arg-type]
        ]
        facts += [
            TicketFinished(id=f"f{at}", ticket=served[0].key, **common),  # type: ignore[arg-type]
            TicketCalled(id=f"c{at}", ticket=waiting[0].key, counter=served[0].leg.counter, **common),  # type: ignore[arg-type]
            TicketStarted(id=f"s{at}", ticket=waiting[0].key, **common),  # type: ignore[arg-type]
        ]
        for fact in facts:
            book.add(fact)
        begun, worked = time.perf_counter(), time.thread_time()
        picture = paint(sample.branch, book.lobby(), now, Spread(), settled)
        painted = time.perf_counter()
        screen.show_snapshot(Snapshot(picture, sample.branch, seq=at))
        shown = time.perf_counter()
        screen.repaint()
        done, work = time.perf_counter(), time.thread_time() - worked
        app.processEvents()
        if at >= WARM:
            snapshots.append(painted - begun)
            updates.append(shown - painted)
            paints.append(done - shown)
            together.append(done - begun)
            cpu.append(work)
    waiting_now = picture.figures.waiting
    screen.close()

    def row(name: str, times: list[float], bar: float | None = None) -> Result:
        return Result(name, 1000 * statistics.median(times), "ms", bar)

    return [
        row(f"floor snapshot and paint, {waiting_now} waiting, {len(picture.tiles)} counters", together, 16),
        row("… in CPU time, which a busy machine stretches less", cpu),
        row("… domain snapshot", snapshots),
        row("… widgets take it", updates),
        row("… whole screen painted, offscreen", paints),
    ]
