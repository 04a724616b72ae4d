"""Attachments go with every backup: complete, copied once, checked, retired with the last backup, brought back."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.register_facts import RecordAttached
from lobbyconsole.domain.round_facts import RoundAnswered
from lobbyconsole.services.attachments import Attachments
from lobbyconsole.store.attached import FOLDER, check, referred
from lobbyconsole.store.backup import ASIDE, backup, backups_in, restore
from lobbyconsole.store.companions import (
    LEFTOVER_S,
    Luggage,
    lacking,
    list_of,
    names_of,
    read_list,
    retire,
    write_list,
)
from lobbyconsole.store.errors import DiskFull, NoRoom, StorageError
from lobbyconsole.store.hall import BACKUPS, DATABASE, Store
from lobbyconsole.store.recover import recover
from tests.conftest import ExpectedLog
from tests.domain.strategies import HALL, minute
from tests.fakes import FixedClock
from tests.store.halls import KEY, a_morning, filled, now, open_hall, record

LIVES = 12


def picture(number: int, size: int = 400) -> bytes:
    return b"\xff\xd8\xff" + random.Random(number).randbytes(size)


def keep(folder: Path, number: int, size: int = 400) -> str:
    return Attachments(folder, KEY).keep(picture(number, size)).sha256


def answered(number: int, *photos: str) -> Fact:
    return RoundAnswered(
        id=f"answer{number}", at=minute(number), round="r1", item=f"i{number}", verdict="fail", photos=photos
    )


def with_photos(folder: Path, count: int = 3, size: int = 400) -> tuple[Store, list[str]]:
    """A hall whose rounds and records have photos; the last one is a record's."""
    store = filled(folder, a_morning(6))
    names = [keep(folder, number, size) for number in range(count)]
    facts = [answered(number, name) for number, name in enumerate(names[:-1])]
    filed = RecordAttached(
        id="filed", at=minute(9), register="actions", record="A1", sha256=names[-1], name="a.jpg", size=size
    )
    record(store, [*facts, filed])
    return store, sorted(names)


def lie_in(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / FOLDER).iterdir()) if (folder / FOLDER).exists() else []


# --- complete --------------------------------------------------------------------------------------------------------


def test_every_attachment_that_facts_name_goes_with_the_backup_and_to_the_stick(tmp_path: Path) -> None:
    store, names = with_photos(tmp_path / "hall")
    with store:
        orphan = keep(tmp_path / "hall", 99)
        made = backup(store, tmp_path / "copies", second=tmp_path / "stick")
    for place in (tmp_path / "copies", tmp_path / "stick"):
        assert lie_in(place) == names
        assert orphan not in lie_in(place)
        sizes = read_list(list_of(place / made.name))
        assert sizes == {name: (tmp_path / "hall" / FOLDER / name).stat().st_size for name in names}
        assert names_of(place / made.name, KEY) == set(names)
        assert lacking(place / made.name) == ()
        for name in names:
            assert (place / FOLDER / name).read_bytes() == (tmp_path / "hall" / FOLDER / name).read_bytes()
            assert b"\xff\xd8\xff" not in (place / FOLDER / name).read_bytes()[:16], "sealed there as well"


def test_what_is_there_already_is_not_copied_again(tmp_path: Path) -> None:
    store, names = with_photos(tmp_path / "hall")
    with store:
        backup(store, tmp_path / "copies")
        before = {name: (tmp_path / "copies" / FOLDER / name).stat() for name in names}
        more = keep(tmp_path / "hall", 7)
        record(store, [answered(50, more)])
        made = backup(store, tmp_path / "copies")
    for name in names:
        after = (tmp_path / "copies" / FOLDER / name).stat()
        assert (after.st_ino, after.st_mtime_ns) == (before[name].st_ino, before[name].st_mtime_ns)
    assert lie_in(tmp_path / "copies") == sorted([*names, more])
    assert set(read_list(list_of(made)) or ()) == {*names, more}


def test_what_the_hall_has_lost_is_listed_as_missing_and_what_the_backup_has_stays(
    tmp_path: Path, expected_log: ExpectedLog
) -> None:
    store, names = with_photos(tmp_path / "hall")
    with store:
        first = backup(store, tmp_path / "copies")
        more = keep(tmp_path / "hall", 7)
        record(store, [answered(50, more)])
        for name in (names[0], more):
            (tmp_path / "hall" / FOLDER / name).unlink()
        made = backup(store, tmp_path / "copies")
        expected_log("missing or damaged")
        sizes = read_list(list_of(made))
        assert sizes is not None
        assert (sizes[more], sizes[names[0]]) == (None, (tmp_path / "copies" / FOLDER / names[0]).stat().st_size)
        assert lacking(made) == () == lacking(first)
        (tmp_path / "copies" / FOLDER / names[1]).unlink()
        assert lacking(made) == (names[1],)


def test_a_copy_that_rotted_is_copied_anew_within_a_week_and_a_rotten_original_never_takes_its_place(
    tmp_path: Path, expected_log: ExpectedLog
) -> None:
    store, names = with_photos(tmp_path / "hall")
    with store:
        backup(store, tmp_path / "copies")
        copy, original = (tmp_path / place / FOLDER / names[0] for place in ("copies", "hall"))
        good = copy.read_bytes()
        copy.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
        for turn in range(7):
            Luggage(tmp_path / "hall", tmp_path / "copies", wrapping()).bring(names, turn)
        assert copy.read_bytes() == good
        original.write_bytes(good[:-1])
        for turn in range(7):
            sizes = Luggage(tmp_path / "hall", tmp_path / "copies", wrapping()).bring(names, turn)
            assert sizes[names[0]] == len(good)
        assert copy.read_bytes() == good
        copy.unlink()
        assert Luggage(tmp_path / "hall", tmp_path / "copies", wrapping()).bring(names)[names[0]] is None
        expected_log("missing or damaged")
        assert not copy.exists()


def wrapping():
    from lobbyconsole.store.attached import Wrapping

    return Wrapping(KEY)


# --- killed, full ----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_killed_at_any_moment_there_is_no_backup_that_looks_whole_and_is_not(tmp_path: Path) -> None:
    dice = random.Random(2026)
    hall, copies, stick = (tmp_path / name for name in ("hall", "copies", "stick"))
    store, names = with_photos(hall, 24, 300_000)
    store.close()
    whole_s, fates = 1.0, []
    with subprocess.Popen(
        [sys.executable, "-m", "tests.store.backup_until_killed", str(hall), str(copies), str(stick)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
    ) as program:  # fmt: skip
        assert program.stdin is not None
        assert program.stdout is not None
        for life in range(LIVES):
            if life % 3 == 0:  # from the beginning: with everything still to be copied
                for place in (copies, stick):
                    shutil.rmtree(place, ignore_errors=True)
            program.stdin.write(f"{life}\n")
            child, begun = 0, 0.0
            told: list[str] = []
            for line in program.stdout:
                word = line.strip()
                told.append(word)
                if word.startswith("born"):
                    child = int(word.split()[1])
                elif word == "ready":
                    begun = time.monotonic()
                    if life:  # the first one may live, and says how long it takes
                        time.sleep(dice.uniform(0.0, 1.2 * whole_s))
                        with suppress(ProcessLookupError):
                            os.kill(child, signal.SIGKILL)
                elif word == "lived" and not life:
                    whole_s = time.monotonic() - begun
                elif word == "dead":
                    break
            fates.append(any(word.startswith("whole") for word in told))
            for place in (copies, stick):
                for made in backups_in(place):
                    assert names_of(made, KEY) == set(names)
                    assert set(read_list(list_of(made)) or ()) == set(names)
                    assert lacking(made) == ()
                    for name in names:
                        assert wrapping().is_sound((place / FOLDER / name).read_bytes(), name)
        program.stdin.close()
    assert len(set(fates)) == 2, "some died before the backup was whole, some after"
    with open_hall(hall, clock=FixedClock(now() + timedelta(days=1))) as store:
        made = backup(store, copies, second=stick)
    assert lacking(made) == () == lacking(stick / made.name)
    assert restore(stick / made.name, tmp_path / "new", KEY, now=now()).attachments.came == len(names)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("may not mount a small disk here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False)


def test_a_disk_that_fills_up_with_photos_is_told_and_left_as_it_was(tmp_path: Path, small_disk: Path) -> None:
    hall = tmp_path / "hall"
    store, _ = with_photos(hall, 3)
    with store:
        first = backup(store, small_disk)
        before = {path: path.read_bytes() for path in small_disk.rglob("*") if path.is_file()}
        record(store, [answered(60 + number, keep(hall, 60 + number, 400_000)) for number in range(5)])
        with pytest.raises(NoRoom, match="no room for this copy") as told:
            backup(store, small_disk)
        assert isinstance(told.value, DiskFull)
        assert told.value.folder == small_disk
        made = backup(store, tmp_path / "copies")  # elsewhere there is room
        with pytest.raises(NoRoom):
            backup(store, tmp_path / "copies", second=small_disk)
    assert {path: path.read_bytes() for path in small_disk.rglob("*") if path.is_file()} == before
    assert lacking(first) == ()
    assert lacking(made) == ()


def test_a_restore_to_a_full_disk_is_told_and_changes_nothing(tmp_path: Path, small_disk: Path) -> None:
    store, _ = with_photos(tmp_path / "hall", 8, 400_000)
    with store:
        made = backup(store, tmp_path / "copies")
    with pytest.raises(NoRoom):
        restore(made, small_disk, KEY, now=now())
    assert not (small_disk / DATABASE).exists()
    assert lie_in(small_disk) == []


# --- retired ---------------------------------------------------------------------------------------------------------


def test_an_attachment_goes_with_the_last_backup_that_names_it(tmp_path: Path) -> None:
    clock = FixedClock(now())
    store, names = with_photos(tmp_path / "hall")
    store.close()
    with open_hall(tmp_path / "hall", clock=clock) as store:
        first = backup(store, tmp_path / "copies", keep=2, weeks=0)
        more = keep(tmp_path / "hall", 7)
        record(store, [answered(50, more)])
        clock.advance(24 * 3600)
        given_up = backup(store, tmp_path / "copies", keep=2, weeks=0)
    assert restore(first, tmp_path / "hall", KEY, now=clock()).attachments.missing == ()
    assert more in lie_in(tmp_path / "hall"), "a restore deletes nothing"
    with open_hall(tmp_path / "hall", clock=clock) as store:
        clock.advance(24 * 3600)
        backup(store, tmp_path / "copies", keep=2, weeks=0)
        assert not first.exists()
        assert given_up.exists()
        assert lie_in(tmp_path / "copies") == sorted([*names, more])
        clock.advance(24 * 3600)
        last = backup(store, tmp_path / "copies", keep=2, weeks=0)
        clock.advance(24 * 3600)
        backup(store, tmp_path / "copies", keep=2, weeks=0)
        assert not given_up.exists()
        assert not list_of(given_up).exists()
        assert lie_in(tmp_path / "copies") == names
        assert lacking(last) == ()


def test_nothing_is_retired_while_a_backup_cannot_say_what_it_needs(tmp_path: Path) -> None:
    store, names = with_photos(tmp_path / "hall")
    with store:
        made = backup(store, tmp_path / "copies")
        orphan = tmp_path / "copies" / FOLDER / ("0" * 64)
        orphan.write_bytes(b"x")
        strange = tmp_path / "copies" / "hall-20200101-000000.db"  # of another hall
        strange.write_bytes(b"x" * 8192)
        assert retire(tmp_path / "copies", KEY) == []
        strange.unlink()
        list_of(made).write_bytes(list_of(made).read_bytes()[:-4])  # torn: then the backup itself is asked
        assert read_list(list_of(made)) is None
        (tmp_path / "copies" / "notes.db").write_text("somebody else's file on the stick")
        (tmp_path / "copies" / "songs.list").write_text("somebody else's as well")
        assert retire(tmp_path / "copies", KEY) == ["0" * 64]
    assert lie_in(tmp_path / "copies") == names
    assert set(read_list(list_of(made)) or ()) == set(names)
    assert (tmp_path / "copies" / "songs.list").exists()


def test_what_a_killed_backup_left_behind_is_swept_away_after_a_day(tmp_path: Path) -> None:
    store, names = with_photos(tmp_path / "hall")
    with store:
        backup(store, tmp_path / "copies")
        left = [
            tmp_path / "copies" / "hall-20260310-100000.db.part",
            tmp_path / "copies" / FOLDER / f".{'a' * 32}.part",
        ]
        for path in (*left, tmp_path / "copies" / "film.part"):
            path.write_bytes(b"half")
        backup(store, tmp_path / "copies")
        assert all(path.exists() for path in left), "it may be another program's, at work just now"
        for path in (*left, tmp_path / "copies" / "film.part"):
            os.utime(path, (time.time() - LEFTOVER_S - 60,) * 2)
        backup(store, tmp_path / "copies")
    assert not any(path.exists() for path in left)
    assert (tmp_path / "copies" / "film.part").exists()
    assert lie_in(tmp_path / "copies") == names


# --- brought back ----------------------------------------------------------------------------------------------------


def test_a_restore_brings_back_what_is_missing_and_deletes_nothing(tmp_path: Path) -> None:
    hall = tmp_path / "hall"
    store, names = with_photos(hall)
    with store:
        made = backup(store, hall / BACKUPS)
    later = keep(hall, 8)
    (hall / FOLDER / names[0]).unlink()
    spoilt = (hall / FOLDER / names[1]).read_bytes()[:-1] + b"?"
    (hall / FOLDER / names[1]).write_bytes(spoilt)
    done = restore(made, hall, KEY, now=now())
    assert (done.attachments.came, done.attachments.there, done.attachments.missing) == (2, 1, ())
    assert lie_in(hall) == sorted([*names, later])
    assert [Attachments(hall, KEY).read(name)[:3] for name in names] == [b"\xff\xd8\xff"] * 3
    (aside,) = (hall / ASIDE).glob(f"*/{FOLDER}/{names[1]}")
    assert aside.read_bytes() == spoilt


def test_a_backup_carried_without_its_attachments_is_restored_and_says_what_is_missing(tmp_path: Path) -> None:
    store, names = with_photos(tmp_path / "hall")
    with store:
        made = backup(store, tmp_path / "copies")
    (tmp_path / "stick").mkdir()
    alone = Path(shutil.copy(made, tmp_path / "stick" / "ours.db"))  # as former programs made them, under any name
    done = restore(alone, tmp_path / "new", KEY, now=now())
    assert (done.aside, done.attachments.came, list(done.attachments.missing)) == (None, 0, names)
    with open_hall(tmp_path / "new") as store, store.reader() as db:
        assert referred(db) == set(names)


def test_a_recovered_hall_has_its_photos_again(tmp_path: Path, expected_log: ExpectedLog) -> None:
    expected_log("recovered", "came back")
    store, names = with_photos(tmp_path)
    with store:
        backup(store, tmp_path / BACKUPS)
    shutil.rmtree(tmp_path / FOLDER)
    (tmp_path / DATABASE).write_bytes(b"x" * 8192)
    recover(tmp_path, KEY, branch=HALL, clock=now)
    assert lie_in(tmp_path) == names


# --- checked ---------------------------------------------------------------------------------------------------------


def test_the_check_finds_what_is_missing_damaged_and_nobodys(tmp_path: Path) -> None:
    store, names = with_photos(tmp_path, 4)
    with store, store.reader() as db:
        orphan = keep(tmp_path, 77)
        report = check(referred(db), tmp_path, KEY)
        assert (report.ok, report.checked, report.orphans, report.unfinished) == (True, 5, (orphan,), 0)
        (tmp_path / FOLDER / names[0]).unlink()
        raw = (tmp_path / FOLDER / names[1]).read_bytes()
        (tmp_path / FOLDER / names[1]).write_bytes(raw[:20] + bytes([raw[20] ^ 1]) + raw[21:])
        (tmp_path / FOLDER / names[2]).write_bytes((tmp_path / FOLDER / names[3]).read_bytes())
        (tmp_path / FOLDER / ".x.part").write_bytes(b"")
        report = check(referred(db), tmp_path, KEY)
    assert not report.ok
    assert report.missing == (names[0],)
    assert report.damaged == tuple(sorted(names[1:3]))
    assert (report.orphans, report.unfinished) == ((orphan,), 1)


def test_a_hall_without_photos_is_checked_too(tmp_path: Path) -> None:
    with filled(tmp_path) as store, store.reader() as db:
        report = check(referred(db), tmp_path, KEY)
    assert (report.ok, report.checked) == (True, 0)
    assert not (tmp_path / FOLDER).exists()


@pytest.mark.parametrize(
    "spoilt", [b"", b"\xff", b"lobbyconsole attachments 1\n", b"lobbyconsole attachments 1\nend 1\n"]
)
def test_a_list_that_is_none(tmp_path: Path, spoilt: bytes) -> None:
    path = tmp_path / "hall-20260311-100000.list"
    assert read_list(path) is None
    path.write_bytes(spoilt)
    assert read_list(path) is None
    write_list(path, {"a" * 64: 7, "b" * 64: None})
    assert read_list(path) == {"a" * 64: 7, "b" * 64: None}


# --- private ---------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="Windows has its own rights")
def test_nobody_else_may_read_what_we_make(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        store, _ = with_photos(tmp_path / "hall")
        with store:
            assert (tmp_path / "hall" / (DATABASE + "-wal")).exists()
            made = backup(store, tmp_path / "hall" / BACKUPS, second=tmp_path / "stick")
            assert rights(tmp_path / "hall") == []
        done = restore(made, tmp_path / "hall", KEY, now=now())
        restore(tmp_path / "stick" / made.name, tmp_path / "new", KEY, now=now())
        assert done.aside is not None
        (tmp_path / "hall" / DATABASE).write_bytes(b"x" * 8192)
        with pytest.raises(StorageError):
            open_hall(tmp_path / "hall")
    finally:
        os.umask(before)
    assert rights(tmp_path / "hall") == rights(tmp_path / "stick") == rights(tmp_path / "new") == []


def rights(folder: Path) -> list[str]:
    """What others may read, write or enter."""
    return [
        f"{path.name} {path.stat().st_mode & 0o777:o}"
        for path in (folder, *folder.rglob("*"))
        if path.stat().st_mode & 0o077
    ]


def test_what_was_there_keeps_the_rights_somebody_gave_it(tmp_path: Path) -> None:
    filled(tmp_path).close()
    (tmp_path / DATABASE).chmod(0o640)
    with open_hall(tmp_path) as store:
        record(store, [answered(1)])
    assert (tmp_path / DATABASE).stat().st_mode & 0o777 == 0o640


def test_a_backup_to_any_folder_is_noted_beside_the_data(tmp_path: Path) -> None:
    with filled(tmp_path / "hall") as store:
        backup(store, tmp_path / "anywhere")
        assert store.noted_heads() == dict([store.head()])
        assert store.verify().anchors == 1
