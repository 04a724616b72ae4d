"""Running sources: lost within the stated time, back again with the gap named, resumed at the cursor, restarted."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from lobbyconsole.domain.facts import TicketIssued
from lobbyconsole.domain.words import Message
from lobbyconsole.feeds.door import Feed, FeedTrouble, Link
from lobbyconsole.services import intake as intake_module
from lobbyconsole.services.intake import Intake
from lobbyconsole.services.live import LinkState
from tests.services.conftest import MORNING, SmallHall
from tests.services.test_live import seen


@dataclass(frozen=True)
class Plan:
    name: str = "fqm"
    kind: str = "sql"
    enabled: bool = True
    lost_after_s: int = 15


class FlakyServer:
    """A vendor's server that can be switched off; its feed delivers one ticket a look, numbered by its cursor."""

    lost_after_s = 15.0

    def __init__(self) -> None:
        self.answers = threading.Event()
        self.answers.set()
        self.looks = 0

    def run(self, link: Link) -> None:
        while not link.wait(0.01):
            self.looks += 1
            if not self.answers.is_set():
                raise FeedTrouble(Message("no answer from {server}", {"server": "10.0.0.9"}))
            number = int(link.cursor or "0") + 1
            fact = TicketIssued(
                id=f"fqm{number}",
                at=MORNING + timedelta(seconds=number),
                source=link.name,
                ticket=f"fqm:{number}",
                number=f"A{number:03d}",
                service="cash",
            )
            link.deliver((fact,), str(number)).result(5)


@pytest.fixture
def server() -> FlakyServer:
    return FlakyServer()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_module, "WATCH_S", 0.02)
    monkeypatch.setattr(intake_module, "FIRST_BACKOFF_S", 0.02)


def link_of(hall: SmallHall) -> LinkState | None:
    links = hall.live.snapshot.health.links
    return links[0] if links else None


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < end, "never happened"
        time.sleep(0.01)


def run_intake(hall: SmallHall, feed: Feed) -> Intake:
    intake = Intake(hall.live, lambda plan: feed)
    intake.start((Plan(),))
    return intake


def test_a_lost_source_is_told_within_its_stated_time_and_its_gap_is_named(
    hall: SmallHall, server: FlakyServer
) -> None:
    intake = run_intake(hall, server)
    try:
        seen(hall, lambda snapshot: bool(snapshot.health.links) and snapshot.health.links[0].state == "up")
        server.answers.clear()
        until(lambda: (state := link_of(hall)) is not None and state.problem is not None)
        hall.time.advance(16)
        lost = seen(hall, lambda snapshot: any(feed.state == "down" for feed in snapshot.picture.feeds))
        assert lost.picture.feeds[0].problem == "no answer from 10.0.0.9"
        hall.time.advance(60)
        server.answers.set()
        back = seen(
            hall, lambda snapshot: any(feed.state == "up" and feed.gaps == 1 for feed in snapshot.picture.feeds)
        )
        assert back.picture.feeds[0].name == "fqm"
    finally:
        intake.stop()


def test_a_restarted_source_goes_on_where_its_cursor_stands(hall: SmallHall, server: FlakyServer) -> None:
    intake = run_intake(hall, server)
    try:
        until(lambda: server.looks > 5)
        intake.restart("fqm")
        looks = server.looks
        until(lambda: server.looks > looks + 5)
    finally:
        intake.stop()
    numbers = sorted(int(key.partition(":")[2]) for key in hall.live.book.lobby().tickets)
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_late_answer_is_not_a_lost_source(hall: SmallHall, server: FlakyServer) -> None:
    intake = run_intake(hall, server)
    try:
        seen(hall, lambda snapshot: bool(snapshot.health.links) and snapshot.health.links[0].state == "up")
        server.answers.clear()
        until(lambda: (state := link_of(hall)) is not None and state.problem is not None)
        hall.time.advance(10)
        seen(hall, lambda snapshot: snapshot.health.links[0].state == "late")
        assert not any(feed.state == "down" for feed in hall.live.snapshot.picture.feeds)
    finally:
        intake.stop()
