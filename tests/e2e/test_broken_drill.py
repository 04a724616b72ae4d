"""What broke an exercise hall once: each found by trying to, and mended."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lobbyconsole.bootstrap.exercise import make_exercise
from lobbyconsole.bootstrap.hall import is_exercise, open_hall
from lobbyconsole.config import FeedSetting, Settings, load_settings
from lobbyconsole.credentials import open_vault
from lobbyconsole.domain.facts import TicketFact
from lobbyconsole.domain.sample import sample_branch, simulate_day
from lobbyconsole.store.hall import DATABASE
from tests.conftest import ExpectedLog
from tests.e2e.test_cli import PASSPHRASE

BANK = sample_branch("bank")
PLAN = FeedSetting(name="replay", kind="replay", lost_after_s=60)


def exercise(folder: Path, days_ahead: int) -> tuple[int, object]:
    today = BANK.day_of(datetime.now(UTC))
    facts = simulate_day(BANK, today + timedelta(days=days_ahead), 7)
    return make_exercise(folder, PASSPHRASE, Settings(set_up=True, branch=BANK), facts, PLAN, lambda words: None)


def test_the_customers_of_today_do_not_stand_among_the_replayed_ones(tmp_path: Path) -> None:
    for ahead, kept in ((-1, -1), (0, -7), (6, -1), (7, -7)):
        folder = tmp_path / str(ahead)
        _, told = exercise(folder, ahead)
        today = BANK.day_of(datetime.now(UTC))
        assert told == today + timedelta(days=ahead), "a person is told the day that was asked for"
        assert load_settings(folder).feeds[0].address == (today + timedelta(days=kept)).isoformat()
        with closing(open_hall(folder, open_vault(folder, PASSPHRASE), feeds=False, upkeep=False)) as hall:
            assert not list(hall.console.live.book.tickets())
            facts = [entry.fact for entry in hall.store.entries_after(0, 100_000)]
            days = {BANK.day_of(fact.at) for fact in facts if isinstance(fact, TicketFact)}
            assert days == {today + timedelta(days=kept)}


def test_an_exercise_hall_that_was_damaged_is_still_one(tmp_path: Path, expected_log: ExpectedLog) -> None:
    exercise(tmp_path, -1)
    with (tmp_path / DATABASE).open("rb+") as file:
        file.write(os.urandom(3 * 4096))
    with closing(open_hall(tmp_path, open_vault(tmp_path, PASSPHRASE), feeds=False, upkeep=False)) as hall:
        assert expected_log.text
        assert is_exercise(hall.store)
        assert any("exercise hall" in str(notice) for notice in hall.console.live.snapshot.health.notices)
