"""Facts that the database cannot take wait on disk, encrypted, and come back once."""

from __future__ import annotations

import os
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest

from lobbyconsole.domain import facts as f
from lobbyconsole.store.errors import StorageError
from lobbyconsole.store.sidefile import MAGIC, RESERVE, RESERVE_BYTES, SideBatch, SideFile
from tests.conftest import ExpectedLog
from tests.domain.strategies import minute
from tests.store.halls import KEY, a_morning, now, served


@pytest.fixture(autouse=True)
def temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of the test's own."""
    folder = tmp_path / "temp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "hall"
    folder.mkdir()
    return folder


def drained(side: SideFile) -> list[SideBatch]:
    with side.drained() as batches:
        return batches


def test_what_waits_comes_back_once_with_its_cursors(folder: Path) -> None:
    side = SideFile([folder], KEY)
    assert not side.waiting
    assert drained(side) == []
    story = served("a", 0)
    side.append(story[:2], {"machine": "2"}, minute(1))
    side.append(story[2:], {}, minute(2))
    side = SideFile([folder], KEY)  # the next start
    assert side.waiting
    assert drained(side) == [
        SideBatch(tuple(story[:2]), {"machine": "2"}, minute(1)),
        SideBatch(tuple(story[2:]), {}, minute(2)),
    ]
    assert not side.waiting
    assert drained(side) == []


def test_what_could_not_be_recorded_stays(folder: Path) -> None:
    side = SideFile([folder], KEY)
    side.append(served("a", 0), {}, now())
    with suppress(StorageError), side.drained() as batches:
        assert batches
        raise StorageError(folder)
    assert len(drained(side)) == 1


def test_nothing_of_it_can_be_read_without_the_key(folder: Path) -> None:
    side = SideFile([folder], KEY)
    path = side.append([f.EventNoted(id="n", at=minute(0), text="seldom words")], {}, now())
    assert b"seldom" not in path.read_bytes()
    if os.name != "nt":
        assert path.stat().st_mode & 0o077 == 0
    assert drained(SideFile([folder], bytes(32))) == []
    assert side.waiting  # another hall's facts are not ours to delete


def test_the_temporary_folder_helps_when_the_data_folder_does_not(tmp_path: Path, temp: Path) -> None:
    side = SideFile([tmp_path / "gone"], KEY)
    path = side.append(served("a", 0), {}, minute(0))
    assert path.parent == temp
    (tmp_path / "gone").mkdir()  # the drive is back: later batches still follow the first
    assert side.append(served("b", 0), {}, minute(1)) == path
    assert len(drained(SideFile([tmp_path / "gone"], KEY))) == 2


def test_without_any_folder_it_is_said(tmp_path: Path, temp: Path) -> None:
    temp.rmdir()
    with pytest.raises(StorageError, match="cannot be reached"):
        SideFile([tmp_path / "gone"], KEY).append(served("a", 0), {}, now())


def test_files_of_both_folders_come_back_in_the_order_of_recording(folder: Path, temp: Path) -> None:
    SideFile([], KEY).append(served("b", 0), {}, minute(2))
    SideFile([folder], KEY).append(served("a", 0), {}, minute(1))
    assert [batch.recorded_at for batch in drained(SideFile([folder], KEY))] == [minute(1), minute(2)]
    assert list(temp.iterdir()) == []


@pytest.mark.parametrize("kept", range(0, 300, 29))
def test_a_record_torn_by_a_power_cut_costs_only_itself(folder: Path, kept: int) -> None:
    side = SideFile([folder], KEY)
    path = side.append(served("a", 0), {}, minute(0))
    whole = path.stat().st_size
    side.append(served("b", 0), {}, minute(1))
    content = path.read_bytes()
    path.write_bytes(content[: min(whole + kept, len(content) - 1)])
    again = SideFile([folder], KEY)
    again.append(served("c", 0), {}, minute(2))
    assert [batch.recorded_at for batch in drained(again)] == [minute(0), minute(2)]


def test_a_spoilt_record_does_not_hide_those_behind_it(folder: Path, expected_log: ExpectedLog) -> None:
    side = SideFile([folder], KEY)
    path = side.append(served("a", 0), {}, minute(0))
    first = path.stat().st_size
    side.append(served("b", 0), {}, minute(1))
    content = bytearray(path.read_bytes())
    content[first - 5] ^= 1
    path.write_bytes(content)
    assert [batch.recorded_at for batch in drained(side)] == [minute(1)]
    assert [path.suffix for path in folder.iterdir()] == [".spoilt"]  # kept for whoever can make something of it
    expected_log("is spoilt")


@pytest.mark.parametrize("content", [b"", b"lobby", MAGIC, MAGIC + b"\xff\xff\xff\xff", os.urandom(5000)])
def test_a_strange_file_in_its_place_does_no_harm(folder: Path, content: bytes) -> None:
    side = SideFile([folder], KEY)
    path = side.append(served("a", 0), {}, minute(0))
    path.write_bytes(content)
    side.append(served("b", 0), {}, minute(1))
    assert [batch.recorded_at for batch in drained(side)] == [minute(1)]


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="no symbolic links to fear")
def test_a_link_laid_in_the_temporary_folder_is_not_followed(tmp_path: Path, folder: Path, temp: Path) -> None:
    side = SideFile([tmp_path / "gone"], KEY)
    path = side.append(served("a", 0), {}, now())
    path.unlink()
    victim = tmp_path / "victim"
    victim.write_text("precious")
    path.symlink_to(victim)
    with pytest.raises(StorageError):
        side.append(served("a", 0), {}, now())
    assert victim.read_text() == "precious"


def test_a_reserve_makes_room_on_a_full_disk(tmp_path: Path, temp: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(small)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("may not mount a small disk here")
    try:
        side = SideFile([small], KEY)
        side.hold_reserve()
        assert (small / RESERVE).stat().st_size == RESERVE_BYTES
        with suppress(OSError), (small / "filler").open("wb", buffering=0) as file:
            while True:  # until there is no room
                file.write(os.urandom(65536))
        assert side.append(a_morning(), {}, now()).parent == small
        assert not (small / RESERVE).exists()
        assert len(drained(side)) == 1
        (small / "filler").unlink()
        side.hold_reserve()
        assert (small / RESERVE).exists()
    finally:
        subprocess.run(["umount", "-l", str(small)], check=False)


def test_a_reserve_that_cannot_be_held_is_no_trouble(tmp_path: Path) -> None:
    SideFile([tmp_path / "gone"], KEY).hold_reserve()


def test_a_full_disk_leaves_the_records_before_whole(tmp_path: Path, temp: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("may not mount a small disk here")
    try:
        side = SideFile([small], KEY)
        for number in range(40):  # some here, and when it is full the rest in the temporary folder
            side.append([f.EventNoted(id=f"n{number}", at=minute(0), text="x" * 3000)], {}, minute(number))
        assert len(list(temp.iterdir())) == 1
        batches = drained(SideFile([small], KEY))
        assert [batch.facts[0].id for batch in batches] == [f"n{number}" for number in range(40)]
    finally:
        subprocess.run(["umount", "-l", str(small)], check=False)
