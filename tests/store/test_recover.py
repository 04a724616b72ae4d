"""Damage at any place: what can be read comes back, what cannot is named, nothing is thrown away."""

from __future__ import annotations

import os
import random
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.lobby import Book, Change
from lobbyconsole.store.backup import ASIDE, backup, restore
from lobbyconsole.store.codec import OpaqueFact
from lobbyconsole.store.errors import DamagedDatabase
from lobbyconsole.store.hall import BACKUPS, DATABASE, RECOVERING, Store
from lobbyconsole.store.recover import RecoveryReport, recover
from lobbyconsole.store.salvage import Salvage
from tests.conftest import ExpectedLog
from tests.domain.strategies import HALL, minute
from tests.store.halls import KEY, a_morning, journal_rows, now, open_hall, record, served, tables

TOLD = a_morning(150)


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    """A hall with a morning, half of it in a backup."""
    folder = tmp_path / "hall"
    with open_hall(folder) as store:
        book = Book()
        half = len(TOLD) // 2
        for start in range(0, half, 25):
            record(store, TOLD[start : min(half, start + 25)], book, {"machine": str(start)})
        backup(store, folder / BACKUPS)
        for start in range(half, len(TOLD), 25):
            record(store, TOLD[start : start + 25], book, {"machine": str(start)})
    return folder


def spoil(folder: Path, *pages: int) -> None:
    with (folder / DATABASE).open("rb+") as file:
        for page in pages:
            file.seek((page - 1) * 4096)
            file.write(os.urandom(4096))


def back(folder: Path, log: ExpectedLog, *extra: Path) -> tuple[RecoveryReport, list[tuple[object, ...]]]:
    """Recover, check that the hall is whole, and give its journal."""
    report = recover(folder, KEY, extra, branch=HALL, clock=now)
    assert log.text
    with open_hall(folder) as store:
        checked = store.verify()
        assert checked.ok, checked
        return report, journal_rows(store)


@pytest.fixture
def whole(hall: Path) -> list[tuple[object, ...]]:
    with open_hall(hall) as store:
        return journal_rows(store)


def test_a_lost_first_page_costs_nothing(
    hall: Path, whole: list[tuple[object, ...]], expected_log: ExpectedLog
) -> None:
    spoil(hall, 1)
    with pytest.raises(DamagedDatabase):
        open_hall(hall)
    report, rows = back(hall, expected_log)
    assert rows == whole  # the same rows under the same numbers with the same hashes
    assert (report.anew, report.missing, report.bad_pages) == (0, (), 1)
    assert report.linked == len(TOLD) - report.backup_seq
    assert report.last_at == TOLD[-1].at
    assert report.aside is not None
    assert (report.aside / DATABASE).exists()
    assert report.backup is not None
    said = [str(message) for message in report.messages()]
    assert any(str(report.aside) in text for text in said)
    assert not any("lost" in text and "events in between" in text for text in said)


def test_pages_lost_in_the_middle_are_named_and_everything_else_comes_back(
    hall: Path, whole: list[tuple[object, ...]], expected_log: ExpectedLog
) -> None:
    pages = (hall / DATABASE).stat().st_size // 4096
    dice = random.Random(7)
    lost = dice.sample(range(2, pages), pages // 3)
    spoil(hall, *lost)
    report, rows = back(hall, expected_log)
    assert report.bad_pages == len(lost)
    assert rows[: report.backup_seq] == whole[: report.backup_seq]
    missing = {seq for first, last in report.missing for seq in range(first, last + 1)}
    assert missing
    assert report.missing_count == len(missing)
    there = {row[1] for row in rows}
    # Everything readable is there, also beyond the gap; the rest is named. The very end nobody can know.
    last_read = max(row[0] for row in whole if row[1] in there)  # type: ignore[type-var]
    for row in whole[: int(str(last_read))]:
        assert (row[1] in there) != (row[0] in missing)
    assert report.linked + report.anew == report.read
    for row in rows:
        before = next(old for old in whole if old[1] == row[1])
        assert (row[2:7]) == before[2:7]  # kind, subject, time, time of recording and body are as they were


def test_without_any_backup_the_whole_journal_is_read_from_the_damaged_file(
    hall: Path, whole: list[tuple[object, ...]], expected_log: ExpectedLog
) -> None:
    shutil.rmtree(hall / BACKUPS)
    with open_hall(hall) as store:
        kept = tables(store)
    spoil(hall, 1)
    report, rows = back(hall, expected_log)
    assert rows == whole
    assert report.backup is None
    with open_hall(hall) as store:
        assert tables(store) == kept


def test_a_bad_backup_is_passed_over_for_an_older_one(
    hall: Path, whole: list[tuple[object, ...]], expected_log: ExpectedLog, tmp_path: Path
) -> None:
    good = next((hall / BACKUPS).glob("*.db"))
    stick = tmp_path / "stick"
    stick.mkdir()
    shutil.copy(good, stick / "hall-20260310-100000.db")
    good.write_bytes(good.read_bytes()[:-5000])
    spoil(hall, 1, 2, 3)
    report, _ = back(hall, expected_log, stick)
    assert report.backup == stick / "hall-20260310-100000.db"
    assert "not good" in expected_log.text


def test_a_file_that_is_only_noise_leaves_the_backup(
    hall: Path, whole: list[tuple[object, ...]], expected_log: ExpectedLog
) -> None:
    (hall / DATABASE).write_bytes(os.urandom(50_000))
    report, rows = back(hall, expected_log)
    assert rows == whole[: report.backup_seq]
    assert report.read == 0


@pytest.mark.parametrize("there", [False, True])
def test_a_database_that_vanished_leaves_the_backup(
    hall: Path, whole: list[tuple[object, ...]], expected_log: ExpectedLog, there: bool
) -> None:
    (hall / DATABASE).unlink()
    if there:
        (hall / DATABASE).touch()
    report, rows = back(hall, expected_log)
    assert rows == whole[: report.backup_seq]
    assert (report.aside is None) is not there


def test_a_file_cut_short_gives_what_is_left(
    hall: Path, whole: list[tuple[object, ...]], expected_log: ExpectedLog
) -> None:
    content = (hall / DATABASE).read_bytes()
    (hall / DATABASE).write_bytes(content[: len(content) * 2 // 3 + 1000])
    report, rows = back(hall, expected_log)
    assert len(rows) >= report.backup_seq
    assert {row[1] for row in rows} <= {row[1] for row in whole}


def _killed(store: Store, folder: Path) -> Path:
    """A copy of a hall as a power cut would leave it: with its write-ahead log."""
    copy = folder / "killed"
    shutil.copytree(store.folder, copy)
    return copy


def test_what_stands_only_in_the_write_ahead_log_comes_back_too(tmp_path: Path, expected_log: ExpectedLog) -> None:
    with open_hall(tmp_path / "hall") as store:
        record(store, TOLD[:100])
        store.writer._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        book = Book(TOLD[:100])
        for fact in TOLD[100:160]:
            record(store, [fact], book)
        rows = journal_rows(store)
        hall = _killed(store, tmp_path)
    spoil(hall, 1, 2)
    with (hall / (DATABASE + "-wal")).open("ab") as log:  # and a torn frame at its end
        log.write(os.urandom(3000))
    numbers = {row.seq: tuple(row) for row in Salvage(hall / DATABASE, KEY).rows()}
    assert [numbers[seq] for seq in sorted(numbers)] == rows
    _, back_again = back(hall, expected_log)
    assert back_again == rows


def test_what_was_never_committed_does_not_appear(tmp_path: Path) -> None:
    with open_hall(tmp_path / "hall") as store:
        record(store, TOLD[:20])
        db = store.writer._db
        db.execute("PRAGMA cache_size = 5")  # so that pages of the open transaction spill into the log
        db.execute("BEGIN IMMEDIATE")
        for number in range(300):
            db.execute(
                "INSERT INTO journal VALUES (?, ?, 'k', 's', 0, 0, ?, ?)",
                (1000 + number, f"x{number}", os.urandom(500), bytes(32)),
            )
        hall = _killed(store, tmp_path)
        db.execute("ROLLBACK")
    assert (hall / (DATABASE + "-wal")).stat().st_size > 100_000
    assert {row.seq for row in Salvage(hall / DATABASE, KEY).rows()} == set(range(1, 21))


def test_facts_longer_than_a_page_are_read_from_their_overflow_pages(tmp_path: Path) -> None:
    with open_hall(tmp_path) as store:
        for number, length in enumerate((3000, 3700, 3981, 4100, 9000, 70_000)):
            note = f.EventNoted(id=f"n{number}", at=minute(number), text="好" * length)
            store.append([Change(note, None, None)], {}, now())
        rows = journal_rows(store)
    assert sorted(tuple(row) for row in Salvage(tmp_path / DATABASE, KEY).rows()) == rows


def test_facts_of_a_newer_program_survive_a_recovery(hall: Path, expected_log: ExpectedLog) -> None:
    body = b'{"kind":"plan.begun","v":1,"at":"2026-03-11T09:00:00Z","id":"plan","mood":"blue"}'
    plan = OpaqueFact(id="plan", at=minute(480), name="plan.begun", about="hall:", body=body)
    with open_hall(hall) as store:
        store.append([Change(plan, None, None)], {}, now())
    spoil(hall, 1)
    _, rows = back(hall, expected_log)
    assert rows[-1][6] == body


def test_a_recovery_cut_off_by_a_power_cut_is_begun_again(
    hall: Path, whole: list[tuple[object, ...]], expected_log: ExpectedLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(hall, 1)

    def cut(stage: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        recover(hall, KEY, branch=HALL, clock=now, progress=cut)
    assert (hall / RECOVERING).exists()
    with pytest.raises(DamagedDatabase, match="interrupted"):
        open_hall(hall)
    report, rows = back(hall, expected_log)
    assert rows == whole
    assert report.linked == len(TOLD) - report.backup_seq
    assert len(list((hall / ASIDE).iterdir())) == 1


def test_the_tables_count_for_nothing_in_a_damaged_file(
    hall: Path, whole: list[tuple[object, ...]], expected_log: ExpectedLog
) -> None:
    # Indexes and tables can be made again: only what hits the journal's own pages is a loss.
    with open_hall(hall) as store, store.reader() as db:
        names = "'leg', 'leg_ticket', 'leg_day', 'rollup_hour', 'journal_fact', 'journal_subject', 'spell', 'meta'"
        roots = [row[0] for row in db.execute(f"SELECT rootpage FROM sqlite_schema WHERE name IN ({names})")]
    assert len(roots) == 8
    spoil(hall, *roots)
    _, rows = back(hall, expected_log)
    assert rows == whole


def middle_page(folder: Path) -> int:
    """A page of the leg table: no start looks at it."""
    with open_hall(folder) as store, store.reader() as db:
        return int(db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'leg'").fetchone()[0])


def test_damage_met_by_the_nightly_backup_is_recovered_at_the_next_start(
    hall: Path, whole: list[tuple[object, ...]], expected_log: ExpectedLog, tmp_path: Path
) -> None:
    spoil(hall, middle_page(hall))
    with open_hall(hall) as store, pytest.raises(DamagedDatabase) as told:
        backup(store, tmp_path / "stick")
    assert told.value.folder == hall  # and not the stick's
    assert list((tmp_path / "stick").iterdir()) == []
    with pytest.raises(DamagedDatabase):
        open_hall(hall)
    _, rows = back(hall, expected_log)
    assert rows == whole


def test_damage_met_by_the_deep_check_is_told_and_recovered_at_the_next_start(
    hall: Path, whole: list[tuple[object, ...]], expected_log: ExpectedLog
) -> None:
    spoil(hall, middle_page(hall))
    with open_hall(hall) as store:
        report = store.verify()
        assert report.bad_pages
        assert not report.ok
    with pytest.raises(DamagedDatabase):
        open_hall(hall)
    _, rows = back(hall, expected_log)
    assert rows == whole


def test_damage_met_by_a_question_is_told_and_recovered_at_the_next_start(
    hall: Path, whole: list[tuple[object, ...]], expected_log: ExpectedLog
) -> None:
    spoil(hall, middle_page(hall))
    with open_hall(hall) as store, pytest.raises(DamagedDatabase):
        store.search_tickets("a007")
    with pytest.raises(DamagedDatabase):
        open_hall(hall)
    _, rows = back(hall, expected_log)
    assert rows == whole


def test_a_backup_that_a_restore_has_left_behind_does_not_take_the_place_of_what_came_after_it(
    hall: Path, tmp_path: Path, expected_log: ExpectedLog
) -> None:
    """The first backup was restored on purpose; a later one, of the journal that was given up, is longer."""
    first = tmp_path / "stick" / "hall-20260310-100000.db"
    first.parent.mkdir()
    shutil.move(next((hall / BACKUPS).glob("hall-*.db")), first)
    with open_hall(hall, clock=lambda: now() - timedelta(hours=1)) as store:
        backup(store, hall / BACKUPS)
    restore(first, hall, KEY, now=now() + timedelta(minutes=1))
    with open_hall(hall) as store:
        record(store, served("since", 300))
        wanted = journal_rows(store)
    spoil(hall, 1)
    report = recover(hall, KEY, (first.parent,), branch=HALL, clock=lambda: now() + timedelta(hours=1))
    assert "given up" in expected_log.text
    assert report.backup == first
    with open_hall(hall) as store:
        assert journal_rows(store) == wanted
        assert store.verify(anchors=store.noted_heads()).ok
    assert report.missing == ()
