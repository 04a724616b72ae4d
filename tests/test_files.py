"""Files written whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from lobbyconsole.files import make_folder, save_as, write_whole

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has its own ways with rights")
writers = pytest.mark.parametrize("write", [write_whole, save_as])


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@writers
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_file_that_cannot_be_written_stays_as_it_was(
    write: Callable[[Path, bytes], None], step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.json"
    write(path, b"before")

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os if step == "fsync" else Path, step, full)
    with pytest.raises(OSError, match="No space"):
        write(path, b"after")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("a.json", b"before")]


@posix
def test_ours_are_private_with_their_folders_and_what_is_saved_somewhere_is_not(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_whole(tmp_path / "data" / "kept" / "a", b"1")
        save_as(tmp_path / "b", b"2")
        save_as(tmp_path / "c", b"3", private=True)
    finally:
        os.umask(before)
    assert [mode(tmp_path / "data" / "kept" / "a"), mode(tmp_path / "data" / "kept")] == [0o600, 0o700]
    assert [mode(tmp_path / "b"), mode(tmp_path / "c")] == [0o644, 0o600]


@posix
def test_a_file_others_may_read_is_private_once_we_write_it_anew(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"")
    path.chmod(0o644)
    write_whole(path, b"1")
    assert mode(path) == 0o600


def test_a_folder_that_is_there_keeps_its_rights_and_a_place_to_save_in_is_not_made(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    make_folder(tmp_path)
    assert os.name == "nt" or mode(tmp_path) == 0o750
    with pytest.raises(FileNotFoundError):
        save_as(tmp_path / "nowhere" / "a", b"1")
