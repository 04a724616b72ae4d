"""States of the emergency that a picture can be taken of: a sample walkthrough, calm, its head count, paper numbers."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from lobbyconsole.domain.facts import NumbersReserved
from lobbyconsole.services.head_sheet import in_the_hall
from lobbyconsole.services.paper_numbers import TypedRow
from lobbyconsole.services.sample_walk import LEAVING, begin_sample_walk, count_sample_heads
from lobbyconsole.ui.emergency.paper_desk import papers_of
from lobbyconsole.ui.screens.emergency import EmergencyScreen
from lobbyconsole.ui.translation import language

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console
    from lobbyconsole.ui.main_window import MainWindow

STATES = ("walkthrough", "calm", "head-count", "paper-numbers")
PATIENCE_S = 8.0


def prepare(console: Console, state: str) -> None:
    """Tell what the sample hall needs for this picture. Never in a real hall."""
    now, work = console.live.clock.now(), console.work
    if state in ("walkthrough", "calm"):
        begin_sample_walk(work, now, lang=language())
    elif state == "head-count":
        key = begin_sample_walk(work, now, LEAVING, language())
        staff, people = in_the_hall(console.live.snapshot.picture)
        count_sample_heads(work, key, staff, people, language())
    elif state == "paper-numbers":
        since = now - timedelta(minutes=40)
        for service in console.live.snapshot.branch.services[:2]:
            aside = NumbersReserved(id=f"sample-paper-{service.id}", at=since, service=service.id, first=301, last=350)
            console.live.record([aside]).result(PATIENCE_S)
        papers = papers_of(console)
        range_id, zone = papers.ranges()[0].id, console.live.snapshot.branch.tz
        for number in range(301, 307):
            taken = since + timedelta(minutes=2 * (number - 300))
            called, ended = taken + timedelta(minutes=7), taken + timedelta(minutes=12)
            times = [f"{at.astimezone(zone):%H%M}" for at in (taken, called, ended)]
            row = TypedRow(times[0], times[1], str(number % 3 + 1), "3" if number == 304 else "1", times[2])
            papers.save(range_id, number, row, by="8001")


def stage(window: MainWindow, state: str) -> None:
    """Bring the window to it, by what a person would press."""
    window.go("emergency")
    screen = window.built("emergency")
    if not isinstance(screen, EmergencyScreen):
        return
    if state == "paper-numbers":
        screen.show_paper()
        _until(lambda: screen.paper.paper is not None)
        return
    _until(lambda: screen.page.state is not None)
    if state == "calm":
        screen.page.calm_wanted.emit()
    elif state == "head-count":
        screen.page.heads_wanted.emit()


def _until(there: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not there() and time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.01)
