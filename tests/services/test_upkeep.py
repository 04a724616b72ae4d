"""The end of a business day: what is ended, and what a hall that never closes keeps."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import time
from pathlib import Path

from lobbyconsole.config import Safety
from lobbyconsole.domain.branch import OpeningHours
from lobbyconsole.services.upkeep import backup_hall, close_past_days, journal_notices
from tests.services.conftest import SmallHall


def test_a_hall_open_at_the_cut_over_keeps_those_who_wait_there(hall: SmallHall) -> None:
    hall.branch = replace(hall.branch, hours=OpeningHours(week=((time(0), time(23, 59)),) * 7))
    hall.live.set_branch(hall.branch)
    hall.pass_minutes(18.9 * 60)  # 03:54, six minutes before the business day turns
    hall.desk.open_counter("1").result(5)
    waiting = hall.desk.issue("cash").result(5)
    hall.pass_minutes(10)
    assert close_past_days(hall.live, hall.branch).result(5) == 0
    assert hall.desk.call_next("1").result(5) == hall.live.book.ticket(waiting.key)
    hall.pass_minutes(24 * 60)
    assert close_past_days(hall.live, hall.branch).result(5) == 2, "forgotten ones are ended a day later"
    assert hall.store.verify().ok


def test_a_hall_that_closes_ends_its_day_and_repeating_adds_nothing(hall: SmallHall) -> None:
    hall.desk.open_counter("1").result(5)
    hall.desk.issue("cash").result(5)
    hall.desk.issue("cash").result(5)
    hall.desk.call_next("1").result(5)
    hall.pass_minutes(20 * 60)
    assert close_past_days(hall.live, hall.branch).result(5) == 3
    assert close_past_days(hall.live, hall.branch).result(5) == 0
    assert not list(hall.live.book.open_tickets())


def test_the_journal_s_head_is_noted_with_every_nightly_backup_and_looked_for_at_the_start(
    open_hall: Callable[[], SmallHall], tmp_path: Path
) -> None:
    hall = open_hall()
    hall.desk.issue("cash").result(5)
    early = shutil.copytree(tmp_path, tmp_path.with_name("early"))
    hall.desk.issue("cash").result(5)
    stick = tmp_path.with_name("stick")
    safety = Safety(second_folder=str(stick))
    backup_hall(hall.store, safety, tmp_path)
    assert hall.store.noted_heads() == hall.store.noted_heads(stick) == dict([hall.store.head()])
    assert journal_notices(hall.store, safety) == []
    hall.live.stop()
    hall.store.close()
    for name in ("hall.db", "hall.db-wal"):
        (tmp_path / name).unlink(missing_ok=True)
        shutil.copy(early / name, tmp_path / name)
    hall = open_hall()
    (notice,) = journal_notices(hall.store, safety)
    assert "event 2 is missing or another" in str(notice)
    shutil.rmtree(tmp_path / "backups")
    (tmp_path / "anchors.txt").unlink()
    assert journal_notices(hall.store, Safety()) == []
    assert journal_notices(hall.store, safety) == [notice], "the stick remembers"
