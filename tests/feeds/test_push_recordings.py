"""Recordings of real queue servers, read over HTTP and heard over Socket.IO, give the facts that stand beside them."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.lobby import fold
from lobbyconsole.feeds.observe import load
from lobbyconsole.feeds.profile import load_profile
from lobbyconsole.feeds.push import Push
from lobbyconsole.feeds.push.feed import _Book
from lobbyconsole.feeds.push.pull import Picture
from tests.feeds.doubles import HallLink, Nobody

HERE = Path(__file__).parent
PROFILES = HERE.parents[1] / "resources" / "profiles"
RECORDINGS = ["fqm_api", "mado_display", "theq_push"]
DONE = {
    "issued": "ticket.issued", "called": "ticket.called", "recalled": "ticket.recalled", "started": "ticket.started",
    "held": "ticket.held", "requeued": "ticket.requeued", "transferred": "ticket.transferred",
    "finished": "ticket.finished", "left": "ticket.left", "no_show": "ticket.no_show", "cancelled": "ticket.cancelled",
}  # fmt: skip


class PlayedLink(HallLink):
    """A link whose clock is the recording's."""

    at: datetime

    def now(self) -> datetime:
        return self.at


class Recording:
    """What a server said, and what was done to it meanwhile."""

    def __init__(self, name: str) -> None:
        lines = (HERE / "recordings" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        self.header = json.loads(lines[0])
        self.name = name
        self.lines = [json.loads(line) for line in lines[1:]]
        self.profile = load_profile(PROFILES / f"{name}.toml")

    @property
    def expected(self) -> list[dict[str, Any]]:
        text = (HERE / "recordings" / f"{self.name}.facts.jsonl").read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()]

    def play(self, cursor: str = "", start: int = 0, stop: int | None = None) -> PlayedLink:
        link = PlayedLink(self.name, cursor)
        link.at = datetime.fromisoformat(self.lines[start]["at"])
        feed, book = Push(self.profile), _Book(link, self.profile)
        feed._values = {f"@{name}": value for name, value in self.header.get("values", {}).items()}
        rows: list[Any] = [] if not start else next(
            (line["rows"] for line in reversed(self.lines[:start]) if "rows" in line), []
        )  # fmt: skip

        async def work() -> None:
            nonlocal rows
            for line in self.lines[start:stop]:
                link.at = datetime.fromisoformat(line["at"])
                if "heard" in line:
                    feed._bodies = list(line["heard"])
                    feed._take_bodies(book)
                else:
                    rows = line.get("rows", rows)
                    picture = Picture(list(rows), line.get("ahead"))
                    await feed._take(book, Nobody(), picture, time.monotonic())

        asyncio.run(work())
        if link.cursor == "":
            link.cursor = cursor
        return link


@pytest.fixture(scope="module", params=RECORDINGS)
def recording(request):
    return Recording(request.param)


def as_line(fact: Fact) -> dict[str, Any]:
    line: dict[str, Any] = {"kind": fact.kind}
    for name, value in msgspec.structs.asdict(fact).items():
        if value not in ("", (), None) and name != "source":
            line[name] = value.isoformat() if isinstance(value, datetime) else value
    found: dict[str, Any] = json.loads(json.dumps(line))
    return found


def test_a_recording_gives_the_facts_beside_it(recording):
    assert [as_line(fact) for fact in recording.play().facts] == recording.expected


def test_a_restart_anywhere_tells_nothing_twice_and_ends_with_the_same_board(recording):
    whole = recording.play()
    board = {ticket.number: ticket.state for ticket in fold(whole.facts).tickets.values()}
    for stop in range(1, len(recording.lines) - 1, 4):
        first = recording.play(stop=stop)
        second = recording.play(cursor=first.cursor, start=stop)
        told = {fact.id: fact for fact in [*first.facts, *second.facts]}
        assert {ticket.number: ticket.state for ticket in fold(told.values()).tickets.values()} == board, stop


def test_what_was_done_is_told_once():
    """TheQ tells every change as a whole object, so nothing is missed or told twice."""
    recording = Recording("theq_push")
    done = Counter(DONE[what] for _, what, _ in recording.header["operations"])
    kinds = Counter(fact.kind for fact in recording.play().facts)
    # who left after being invited did not come; back from hold, and going on with another service, is a new call there
    done["ticket.no_show"] += 1
    done["ticket.left"] -= 1
    done["ticket.called"] += 2
    done["ticket.started"] += 1
    assert kinds == done
    assert load(recording.play().cursor).unmapped == []


def test_what_was_done_to_fqm_is_told_as_far_as_its_list_shows_it():
    recording = Recording("fqm_api")
    done = Counter(DONE.get(what, what) for _, what, _ in recording.header["operations"])
    link = recording.play()
    kinds = Counter(fact.kind for fact in link.facts)
    assert kinds["ticket.issued"] == done["ticket.issued"]
    assert kinds["ticket.called"] == done["ticket.called"]
    assert kinds["feed.reset"] == 1
    plain = [fact for fact in link.facts if fact.kind == "ticket.cancelled" and getattr(fact, "reason", "") != "reset"]
    assert len(plain) == done["ticket.cancelled"]
    # the newest row was deleted; its id and number were given again and are another ticket
    numbers = Counter(getattr(fact, "number", "") for fact in link.facts if fact.kind == "ticket.issued")
    assert max(numbers.values()) == 2


def test_no_person_and_no_secret_stands_in_a_recording(recording):
    text = json.dumps([recording.header, recording.lines]).lower()
    for word in ("citizen_name", "username", "phone", "email", "bearer", "token", "password"):
        assert word not in text
