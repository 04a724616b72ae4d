"""The end of a business day: what is ended, and what a hall that never closes keeps."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import time
from pathlib import Path

from msgspec.structs import replace

from lobbyconsole.config import Safety
from lobbyconsole.domain.branch import OpeningHours
from lobbyconsole.domain.round_facts import RoundAnswered
from lobbyconsole.services.attachments import Attachments
from lobbyconsole.services.upkeep import (
    backup_hall,
    backups_lacking,
    check_attachments,
    close_past_days,
    journal_notices,
)
from tests.conftest import ExpectedLog
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


def test_the_nightly_backup_takes_photos_to_both_folders_and_notes_what_was_lost(
    open_hall: Callable[[], SmallHall], tmp_path: Path, expected_log: ExpectedLog
) -> None:
    hall, stick = open_hall(), tmp_path.with_name("stick")
    kept = [Attachments(tmp_path, hall.key).keep(b"\xff\xd8\xff" + bytes([number] * 50)).sha256 for number in (1, 2)]
    facts = [
        RoundAnswered(id=f"a{at}", at=hall.time(), round="r", item=f"i{at}", verdict="fail", photos=(name,))
        for at, name in enumerate(kept)
    ]
    hall.live.record(facts).result(5)
    safety = Safety(second_folder=str(stick))
    made = backup_hall(hall.store, safety, tmp_path)
    for place in (tmp_path / "backups", stick):
        assert sorted(path.name for path in (place / "attachments").iterdir()) == sorted(kept)
    assert check_attachments(hall.store).ok
    assert backups_lacking(tmp_path, safety) == []
    run = hall.store.last_run("backup", outcome="done")
    assert run is not None
    assert run.note == made.name
    (stick / "attachments" / kept[0]).unlink()
    assert backups_lacking(tmp_path, safety) == [str(stick / made.name)]
    for place in (tmp_path / "backups", tmp_path):
        (place / "attachments" / kept[1]).unlink()
    made = backup_hall(hall.store, safety, tmp_path)
    expected_log("missing or damaged")
    run = hall.store.last_run("backup", outcome="done")
    assert run is not None
    assert run.note == f"{made.name}; 1 attachments lost"
    assert (stick / "attachments" / kept[0]).exists(), "what was missing on the stick is there again"
    assert check_attachments(hall.store).missing == (kept[1],)
