"""Backups by night and by hand: at the set time, also when it is changed; a stick that is out is said, and no more."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import msgspec
import pytest

from lobbyconsole.bootstrap.hall import OpenHall, open_hall, start_timetable
from lobbyconsole.config import Safety, Settings
from lobbyconsole.domain.sample import sample_branch
from lobbyconsole.jobs import Job, Timetable
from lobbyconsole.services.upkeep import Backups, NoSecondFolder, backup_is_due
from tests.conftest import ExpectedLog
from tests.services.conftest import SmallHall

BRANCH = sample_branch()


def of(hall: SmallHall, safety: Safety | None = None) -> Backups:
    wished = safety or Safety()
    return Backups(hall.store, hall.live, lambda: wished, hall.folder)


def test_what_there_is_is_told_from_the_folders(hall: SmallHall) -> None:
    backups = of(hall)
    empty = backups.state()
    assert (empty.last, empty.kept, empty.failed, empty.second) == (None, 0, None, None)
    hall.desk.issue("cash").result(5)
    made = backups.make()
    state = backups.state()
    assert (state.file, state.last, state.kept) == (made.name, hall.time(), 1)
    assert state.folder == made.parent
    made.unlink()
    assert backups.state().last is None, "somebody deleted it: the job's note alone is no backup"


def test_a_stick_that_is_out_is_said_and_the_first_backup_is_made_all_the_same(
    hall: SmallHall, tmp_path: Path, expected_log: ExpectedLog
) -> None:
    expected_log("the nightly backup failed")
    stick = tmp_path / "media" / "stick"
    backups = of(hall, Safety(second_folder=str(stick)))
    with pytest.raises(NoSecondFolder, match="is the stick plugged in"):
        backups.make()
    backups.nightly()
    backups.nightly()
    hall.live.record(()).result(5)
    told = [str(notice) for notice in hall.live.snapshot.health.notices]
    assert len(told) == 1, "said again it stands once"
    assert str(stick) in told[0]
    state = backups.state()
    assert (state.kept, state.in_second, state.failed) == (1, False, hall.time())
    assert not stick.parent.exists(), "no folder is made up in the place of the stick"
    stick.parent.mkdir()  # it is plugged in; its own folder is still to be made
    hall.pass_minutes(1)
    made = backups.make()
    assert (stick / made.name).is_file()
    state = backups.state()
    assert (state.in_second, state.failed) == (True, None)


def test_a_missed_night_is_made_up_for(hall: SmallHall) -> None:
    zone, at = hall.branch.tz, time(19, 30)
    assert not backup_is_due(hall.store, zone, at, hall.time()), "nothing has happened yet"
    hall.desk.issue("cash").result(5)
    assert backup_is_due(hall.store, zone, at, hall.time())
    of(hall).make()  # 09:00
    assert not backup_is_due(hall.store, zone, at, hall.time() + timedelta(hours=10))
    assert backup_is_due(hall.store, zone, at, hall.time() + timedelta(hours=11)), "20:00 and nothing since 19:30"


def test_a_job_runs_daily_at_its_time_also_at_another() -> None:
    table = Timetable(BRANCH.tz, (Job("backup", lambda: None, at=time(19, 30)),))
    table.start()
    try:
        first = table.next_run("backup")
        assert first is not None
        assert (first.hour, first.minute, first.utcoffset()) == (19, 30, timedelta(hours=8))
        table.move("backup", time(7, 5))
        moved = table.next_run("backup")
        assert moved is not None
        assert (moved.hour, moved.minute) == (7, 5)
    finally:
        table.stop()


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[OpenHall]:
    settings = Settings(set_up=True, branch=BRANCH)
    made = open_hall(tmp_path, os.urandom(32), settings=settings, feeds=False, upkeep=False)
    yield made
    made.close()


def test_another_time_in_the_settings_holds_at_once(opened: OpenHall, monkeypatch: pytest.MonkeyPatch) -> None:
    tables: list[Timetable] = []
    begin = Timetable.start

    def started(table: Timetable) -> None:
        tables.append(table)
        begin(table)

    monkeypatch.setattr(Timetable, "start", started)
    console = opened.console
    assert console.backups is not None
    stop = start_timetable(opened.store, console.live, console.settings, console.backups)
    try:
        new = msgspec.structs.replace(console.settings.current, safety=Safety(backup_at="06:40"))
        console.settings.change(new)
        moved = tables[0].next_run("backup")
        assert moved is not None
        assert (moved.hour, moved.minute) == (6, 40)
    finally:
        stop()
    assert tables[0].next_run("backup") is None
