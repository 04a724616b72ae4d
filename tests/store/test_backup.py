"""Backups are checked before they count, rotated by day and week, copied to a stick, and lead back."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lobbyconsole.domain.lobby import Book
from lobbyconsole.store import backup as backup_room
from lobbyconsole.store.backup import ASIDE, backup, backups_in, inspect, restore, rotate
from lobbyconsole.store.connection import beside
from lobbyconsole.store.errors import BadBackup, DamagedDatabase
from lobbyconsole.store.hall import ARRIVING, BACKUPS, DATABASE
from tests.fakes import FixedClock
from tests.store.halls import KEY, a_morning, filled, journal_rows, now, open_hall, record, tables


def test_a_backup_is_one_file_that_opens_as_a_hall(tmp_path: Path) -> None:
    with filled(tmp_path / "hall") as store:
        made = backup(store, tmp_path / "copies")
        made_files = sorted(path.name for path in (tmp_path / "copies").iterdir())
        assert made_files == ["anchors.txt", "hall-20260311-100000.db", "hall-20260311-100000.list"]
        info = inspect(made, KEY)
        assert (info.head.seq, info.head.hash) == store.head()
        assert info.last_at == store.last_at()
        assert made.read_bytes()[:16] != b"SQLite format 3\0"
        kept = tables(store), journal_rows(store)
    (tmp_path / "other").mkdir()
    shutil.copy(made, tmp_path / "other" / DATABASE)
    with open_hall(tmp_path / "other") as store:
        assert (tables(store), journal_rows(store)) == kept
        assert store.verify(anchors={info.head.seq: info.head.hash}).ok


def test_a_backup_is_taken_while_facts_come_in(tmp_path: Path) -> None:
    with open_hall(tmp_path) as store:
        book = Book()
        for number, fact in enumerate(a_morning()):
            record(store, [fact], book)
            if number % 40 == 0:
                assert inspect(backup(store, tmp_path / "copies"), KEY).head.seq == number + 1
        assert len(backups_in(tmp_path / "copies")) == 1  # the newest of the day


def test_two_backups_in_one_second_do_not_fight(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        first, second = backup(store, tmp_path / "copies"), backup(store, tmp_path / "copies")
        assert second.exists()
        assert first != second


@pytest.mark.parametrize("place", [0.0, 0.3, 0.6, 0.99])
def test_a_damaged_backup_is_found_out(tmp_path: Path, place: float) -> None:
    with filled(tmp_path) as store:
        made = backup(store, tmp_path / "copies")
    content = bytearray(made.read_bytes())
    start = int(place * len(content)) // 4096 * 4096
    content[start + 100 : start + 200] = os.urandom(100)
    made.write_bytes(content)
    with pytest.raises(BadBackup, match="not good"):
        inspect(made, KEY)


@pytest.mark.parametrize("content", [b"", b"x" * 10_000])
def test_what_is_no_backup_is_found_out(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "hall-20260311-100000.db").write_bytes(content)
    with pytest.raises(BadBackup):
        inspect(tmp_path / "hall-20260311-100000.db", KEY)
    with pytest.raises(BadBackup):
        inspect(tmp_path / "nothing.db", KEY)


def test_a_backup_with_another_key_is_found_out(tmp_path: Path) -> None:
    with filled(tmp_path) as store, pytest.raises(BadBackup):
        inspect(backup(store, tmp_path / "copies"), bytes(32))


def test_a_copy_that_fails_its_checks_never_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def bad_inspect(path: Path, key: bytes) -> None:
        raise BadBackup(path.parent, "as the test wants it", file=path.name)

    monkeypatch.setattr(backup_room, "inspect", bad_inspect)
    with filled(tmp_path) as store, pytest.raises(BadBackup):
        backup(store, tmp_path / "copies")
    assert list((tmp_path / "copies").iterdir()) == []


def test_a_second_folder_gets_the_checked_copy(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        made = backup(store, tmp_path / "copies", second=tmp_path / "stick" / "lobby")
        copy = tmp_path / "stick" / "lobby" / made.name
        assert copy.read_bytes() == made.read_bytes()
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(Exception, match="cannot be reached"):
            backup(store, tmp_path / "copies", second=tmp_path / "file" / "lobby")
        assert len(backups_in(tmp_path / "copies")) == 1  # the first copy is safe whatever the stick says


def test_rotation_keeps_days_and_weeks(tmp_path: Path) -> None:
    day = datetime(2026, 3, 11, 20, 0, tzinfo=UTC)  # a Wednesday
    for back in range(120):
        for hour in (0, 5):
            at = day - timedelta(days=back, hours=hour)
            (tmp_path / f"hall-{at:%Y%m%d-%H%M%S}.db").touch()
    others = ["hall.db", "before-schema-2-from-1-20260101-000000.db", "hall-holiday.db", "hall-20260101-000000.db.part"]
    for name in others:
        (tmp_path / name).touch()
    gone = rotate(tmp_path, keep=14, weeks=8)
    left = [path.name for path in backups_in(tmp_path)]
    assert len(gone) + len(left) == 240
    daily = [f"hall-{day - timedelta(days=back):%Y%m%d}-200000.db" for back in range(14)]
    assert left[:14] == daily
    sundays = [f"hall-{day - timedelta(days=3 + 7 * week):%Y%m%d}-200000.db" for week in range(7)]
    assert set(left) == {*daily, *sundays}
    assert {path.name for path in tmp_path.iterdir()} == {*left, *others}
    assert rotate(tmp_path, keep=14, weeks=8) == []


def test_a_clock_set_back_does_not_rotate_the_new_copy_away(tmp_path: Path) -> None:
    clock = FixedClock(now())
    with open_hall(tmp_path, clock=clock) as store:
        for _ in range(4):
            clock.advance(timedelta(days=1))
            backup(store, tmp_path / "copies", keep=2, weeks=1)
        clock.set(datetime(2020, 1, 1, tzinfo=UTC))
        made = backup(store, tmp_path / "copies", keep=2, weeks=1)
    assert made.exists()
    assert len(backups_in(tmp_path / "copies")) == 3


def test_rotation_never_deletes_the_last_one(tmp_path: Path) -> None:
    (tmp_path / "hall-20200101-000000.db").touch()
    assert rotate(tmp_path, keep=0, weeks=0) == []


# --- the way back ----------------------------------------------------------------------------------------------------


def test_restore_puts_the_old_database_aside_and_the_backup_in_its_place(tmp_path: Path) -> None:
    clock = FixedClock(now())
    with open_hall(tmp_path, clock=clock) as store:
        book, told = Book(), a_morning()
        record(store, told[:50], book)
        made = backup(store, tmp_path / BACKUPS)
        kept = tables(store), journal_rows(store)
        record(store, told[50:], book)
        whole = journal_rows(store)
    aside = restore(made, tmp_path, KEY, now=now()).aside
    with open_hall(tmp_path) as store:
        assert (tables(store), journal_rows(store)) == kept
        assert store.verify().ok
        book = Book(store.day_facts(told[0].at, told[-1].at + timedelta(days=1)))
        record(store, told[50:], book)  # and life goes on
        assert store.verify().ok
    assert aside is not None
    assert aside.parent == tmp_path / ASIDE
    shutil.move(aside, tmp_path / "moved")
    with open_hall(tmp_path / "moved") as store:
        assert journal_rows(store) == whole


def test_restore_does_not_let_the_old_log_into_the_new_database(tmp_path: Path) -> None:
    with open_hall(tmp_path) as store:
        book, told = Book(), a_morning()
        record(store, told[:50], book)
        made = backup(store, tmp_path / BACKUPS)
        kept = journal_rows(store)
        record(store, told[50:], book)
        shutil.copytree(tmp_path, tmp_path / "killed", ignore=shutil.ignore_patterns(BACKUPS, "killed"))
    hall = tmp_path / "killed"
    assert beside(hall / DATABASE)[0].stat().st_size > 0
    aside = restore(made, hall, KEY, now=now()).aside
    with open_hall(hall) as store:
        assert journal_rows(store) == kept
        assert store.verify().ok
    assert aside is not None
    with open_hall(aside) as store:  # and what was only in the log lies aside with it
        assert len(journal_rows(store)) == len(told)


def test_restore_refuses_a_bad_backup_and_touches_nothing(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        made = backup(store, tmp_path / BACKUPS)
    made.write_bytes(made.read_bytes()[:-4096])
    before = (tmp_path / DATABASE).read_bytes()
    with pytest.raises(BadBackup):
        restore(made, tmp_path, KEY, now=now())
    assert (tmp_path / DATABASE).read_bytes() == before
    assert not (tmp_path / ASIDE).exists()


def test_a_restore_cut_off_by_a_power_cut_is_finished_at_the_next_start(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        made = backup(store, tmp_path / BACKUPS)
        kept = journal_rows(store)
        record(store, a_morning(60)[-20:])
        shutil.copytree(tmp_path, tmp_path / "cut", ignore=shutil.ignore_patterns(BACKUPS, "cut"))
    shutil.copy(made, tmp_path / "cut" / ARRIVING)  # the copy had arrived; its place was not taken yet
    with open_hall(tmp_path / "cut") as store:
        assert journal_rows(store) == kept
        assert store.verify().ok
    assert not (tmp_path / "cut" / ARRIVING).exists()


def test_a_vanished_database_is_not_quietly_begun_anew(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        backup(store, tmp_path / BACKUPS)
    for content in (None, b""):
        (tmp_path / DATABASE).unlink(missing_ok=True)
        if content is not None:
            (tmp_path / DATABASE).write_bytes(content)
        with pytest.raises(DamagedDatabase):
            open_hall(tmp_path)


def test_restore_into_an_empty_folder_moves_a_hall_to_another_pc(tmp_path: Path) -> None:
    with filled(tmp_path / "old") as store:
        made = backup(store, tmp_path / "stick")
        kept = journal_rows(store)
    assert restore(made, tmp_path / "new", KEY, now=now()).aside is None
    with open_hall(tmp_path / "new") as store:
        assert journal_rows(store) == kept
