"""What broke the command line once: each found by trying to, and mended."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from lobbyconsole.bootstrap.hall import first_line
from lobbyconsole.domain.words import Refused
from tests.e2e.test_cli import PASSPHRASE, Run, day_file, run

__all__ = ["day_file", "run"]


def program(*arguments: object, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LOBBYCONSOLE_PASSPHRASE": PASSPHRASE, "HOME": str(home), "XDG_DATA_HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-m", "lobbyconsole", *map(str, arguments)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_the_data_folder_counts_before_the_command_too(tmp_path: Path) -> None:
    hall, home = tmp_path / "hall", tmp_path / "home"
    done = program("--data-dir", hall, "create", home=home)
    assert done.returncode == 0, done.stderr
    assert (hall / "hall.db").exists()
    assert not home.exists(), "this user's own hall was not meant"
    assert program("--data-dir", hall, "verify", home=home).returncode == 0


def test_other_options_count_before_the_command_too() -> None:
    from lobbyconsole.__main__ import _options

    shot = _options(["--demo", "--sector", "telecom", "--lang", "en", "screenshot", "--out", "x.png"])
    assert (shot.demo, shot.sector, shot.lang) == (True, "telecom", "en")
    plain = _options(["--passphrase-file", "p", "screenshot", "--out", "x.png"])
    assert (plain.demo, plain.sector, plain.lang, str(plain.passphrase_file)) == (False, "bank", None, "p")
    after = _options(["create", "--sector", "telecom", "--data-dir", "here"])
    assert (after.sector, str(after.data_dir)) == ("telecom", "here")


@pytest.mark.parametrize("name", ["hall.db", "key.json", "settings.json", "hall.db-wal", "backups/hall-1.db"])
def test_an_export_never_lands_on_the_halls_own_files(run: Run, day_file: Path, tmp_path: Path, name: str) -> None:
    run("create", "--sample")
    run("ingest", day_file)
    folder = tmp_path / "数据 folder"
    before = run("verify")[1]["facts"]
    for command in (("export",), ("export", "--what", "tickets"), ("screenshot",)):
        code, _, words = run(*command, "--out", folder / name)
        assert (code, "own files" in words) == (3, True)
    assert run("verify")[1]["facts"] == before
    assert run("export", "--out", folder / "day.jsonl")[0] == 0, "beside them it may lie"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_a_file_without_end_is_no_passphrase() -> None:
    with pytest.raises(Refused, match="no text file"):
        first_line(Path("/dev/zero"))


def test_a_passphrase_may_come_through_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writing = threading.Thread(target=lambda: pipe.write_bytes("密码 one\ntwo".encode()))
    writing.start()
    assert first_line(pipe) == "密码 one"
    writing.join()
