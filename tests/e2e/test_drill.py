"""Replays as a queue source: in an exercise hall they run, among real customers they do not; with a real database."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from lobbyconsole.bootstrap.hall import OpenHall, open_hall
from lobbyconsole.bootstrap.replays import replay_of
from lobbyconsole.config import FeedSetting, Settings, load_settings, save_settings
from lobbyconsole.credentials import open_vault
from lobbyconsole.domain.facts import Fact, FeedLost, TicketFact, TicketIssued
from lobbyconsole.domain.sample import sample_branch, simulate_day
from lobbyconsole.feeds.door import FeedTrouble
from lobbyconsole.store.codec import encode
from tests.e2e.test_cli import PASSPHRASE, Run, day_file, run

__all__ = ["day_file", "run"]

BANK = sample_branch("bank")
DAY = date(2026, 11, 18)
KEY = b"k" * 32


@pytest.fixture(scope="module")
def recording() -> list[Fact]:
    return simulate_day(BANK, DAY, 7)


def replaying(address: str, **wishes: Any) -> FeedSetting:
    return FeedSetting(name="drill", kind="replay", address=address, lost_after_s=60, **wishes)


def opened(folder: Path, *feeds: FeedSetting, throwaway: bool = True) -> OpenHall:
    settings = Settings(set_up=True, branch=BANK, feeds=feeds)
    return open_hall(folder, KEY, settings=settings, upkeep=False, in_memory_settings=throwaway)


def until(holds: Callable[[], Any], seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.02)


def link_of(hall: OpenHall) -> Any:
    return next((link for link in hall.console.live.snapshot.health.links), None)


def told_by(hall: OpenHall, source: str) -> list[Fact]:
    return [entry.fact for entry in hall.store.entries_after(0, 100_000) if entry.fact.source == source]


def test_a_recorded_day_of_this_hall_runs_again_as_of_now(tmp_path: Path, recording: list[Fact]) -> None:
    with closing(opened(tmp_path)) as hall:
        hall.console.live.record(recording).result()
    with closing(opened(tmp_path, replaying(DAY.isoformat(), start_at="10:30", speed=60))) as hall:
        until(lambda: hall.console.live.snapshot.picture.figures.waiting)
        until(lambda: link_of(hall))
        assert (link_of(hall).name, link_of(hall).kind) == ("drill", "replay")
        told = told_by(hall, "drill")
        now = hall.console.live.clock.now()
        waiting = [ticket for ticket in hall.console.live.book.tickets() if ticket.state == "waiting"]
        assert waiting
        assert all(ticket.key.startswith("drill-") and ticket.source == "drill" for ticket in waiting)
        assert all(now - timedelta(hours=4) < fact.at for fact in told if isinstance(fact, TicketFact))
        assert not {fact.id for fact in told} & {fact.id for fact in recording}
        assert hall.store.verify().ok
    with closing(opened(tmp_path)) as hall:
        then = [fact for fact in hall.store.entries_after(0, 100_000) if fact.fact.source != "drill"]
        assert len(then) == len(recording), "the recorded day is as it was"


def test_a_file_of_facts_is_a_recording_too_and_begins_with_its_first_customer(
    tmp_path: Path, recording: list[Fact]
) -> None:
    path = tmp_path / "day.jsonl"
    path.write_bytes(b"no fact\n" + b"".join(encode(fact) + b"\n" for fact in reversed(recording)))
    with closing(opened(tmp_path / "hall", replaying(str(path), speed=600))) as hall:
        until(lambda: any(isinstance(fact, TicketIssued) for fact in told_by(hall, "drill")))
        first = next(fact for fact in told_by(hall, "drill") if isinstance(fact, TicketIssued))
        assert abs(first.at - hall.console.live.clock.now()) < timedelta(minutes=1)
        until(lambda: any(tile.activity != "closed" for tile in hall.console.live.snapshot.picture.tiles))


def test_a_hall_with_real_customers_plays_nothing_and_says_what_to_do(tmp_path: Path, recording: list[Fact]) -> None:
    with closing(opened(tmp_path, throwaway=False)) as hall:
        hall.console.live.record(recording).result()
        before = hall.store.head()
    with closing(opened(tmp_path, replaying(DAY.isoformat()), throwaway=False)) as hall:
        until(lambda: link_of(hall) and link_of(hall).state == "stopped")
        assert "lobbyconsole exercise" in str(link_of(hall).problem)
        time.sleep(1.2)
        assert hall.store.head() == before, "neither a replayed fact nor a source that was lost"
        assert not any(isinstance(entry.fact, FeedLost) for entry in hall.store.entries_after(0, 100_000))


@pytest.mark.parametrize("address", ["2020-01-01", "", "/no/such/file.jsonl", "."])
def test_a_recording_that_is_none_is_told_once_and_for_all(tmp_path: Path, address: str) -> None:
    with closing(opened(tmp_path)) as hall, pytest.raises(FeedTrouble) as caught:
        replay_of(replaying(address), BANK, hall.store, exercise=True)
    assert caught.value.for_good
    assert str(caught.value.message)


def test_a_replay_is_no_recording_of_itself(tmp_path: Path, recording: list[Fact]) -> None:
    path = tmp_path / "day.jsonl"
    path.write_bytes(b"".join(encode(fact) + b"\n" for fact in recording))
    with closing(opened(tmp_path / "hall", replaying(str(path), speed=600, start_at="12:00"))) as hall:
        until(lambda: len(told_by(hall, "drill")) > 100)
        today = BANK.day_of(hall.console.live.clock.now()).isoformat()
        with pytest.raises(FeedTrouble, match="no customer"):
            replay_of(replaying(today), BANK, hall.store, exercise=True)


def test_an_exercise_hall_is_made_from_a_day_and_tells_that_it_is_one(run: Run, day_file: Path, tmp_path: Path) -> None:
    real, target = tmp_path / "数据 folder", tmp_path / "演练"
    run("create", "--sample")
    assert run("exercise", "--to", target)[0] == 3, "no day yet"
    run("ingest", day_file)
    with_outside = load_settings(real)
    save_settings(
        real,
        Settings(
            set_up=True,
            branch=with_outside.branch,
            feeds=(FeedSetting(name="vendor", kind="webhook"),),
            safety=type(with_outside.safety)(second_folder=str(tmp_path / "second")),
        ),
    )
    _, before, _ = run("verify")
    code, made, words = run("exercise", "--to", target, "--speed", "60", "--start", "10:30")
    assert (code, made["day"]) == (0, "2026-11-20")
    assert "recovery key" in words
    assert "lobbyconsole --data-dir" in words
    assert run("verify")[1]["head"] == before["head"], "the hall itself was only read"
    assert run("exercise", "--to", target)[0] == 3, "it is not empty any more"
    assert run("drill", "--to", real)[0] == 3, "its former name"
    assert run("exercise", "--to", tmp_path / "x", "--speed", "0")[0] == 2
    assert run("exercise", "--to", tmp_path / "x", "--start", "noon")[0] == 2
    assert run("exercise", "--to", tmp_path / "x", "--day", "2026-11-19")[0] == 3
    assert not (tmp_path / "x").exists()
    settings = load_settings(target)
    assert settings.branch.name_zh.startswith("演练")
    assert settings.branch.name_en.startswith("Drill")
    assert [feed.kind for feed in settings.feeds] == ["replay"]
    assert (settings.voice.enabled, settings.safety.second_folder) == (False, "")
    with closing(open_hall(target, open_vault(target, PASSPHRASE), upkeep=False)) as hall:
        assert "exercise hall" in str(hall.console.live.snapshot.health.notices[0])
        until(lambda: hall.console.live.snapshot.picture.figures.waiting)
        assert {ticket.source for ticket in hall.console.live.book.tickets() if ticket.state == "waiting"} == {"replay"}
    assert json.dumps(made)
