"""One window per data folder, told by a lock that dies with its program; commands work beside it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from lobbyconsole.bootstrap.hall import open_hall
from lobbyconsole.bootstrap.in_use import WINDOW_LOCK, sit_down
from lobbyconsole.credentials import open_vault
from tests.e2e.test_cli import PASSPHRASE, Run, day_file, run

__all__ = ["day_file", "run"]

SITTING = """
import sys, time
from pathlib import Path
from lobbyconsole.bootstrap.in_use import sit_down
print(sit_down(Path(sys.argv[1])) is not None, flush=True)
time.sleep(60)
"""


def start(folder: Path) -> subprocess.CompletedProcess[str]:
    """The program as a person starts it, without a screen; it ends by itself only when it is turned away."""
    return subprocess.run(
        [sys.executable, "-m", "lobbyconsole", "--data-dir", str(folder)],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_there_is_one_window_until_it_leaves(tmp_path: Path) -> None:
    leave = sit_down(tmp_path)
    assert leave is not None
    assert sit_down(tmp_path) is None
    (tmp_path / "other").mkdir()
    elsewhere = sit_down(tmp_path / "other")
    assert elsewhere is not None
    elsewhere()
    leave()
    again = sit_down(tmp_path)
    assert again is not None, "the file left behind is no obstacle"
    assert (tmp_path / WINDOW_LOCK).exists()
    again()


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_killed_window_is_no_obstacle(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", SITTING, str(tmp_path)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        assert sit_down(tmp_path) is None
        os.kill(other.pid, signal.SIGKILL)
        other.wait(10)
    leave = sit_down(tmp_path)
    assert leave is not None
    leave()


def test_a_lock_file_of_a_former_program_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / WINDOW_LOCK).write_text("4711\nlobbyconsole\nsome-pc\n")  # as QLockFile wrote it
    leave = sit_down(tmp_path)
    assert leave is not None
    leave()


@pytest.mark.skipif(sys.platform == "win32", reason="there a folder cannot be locked")
def test_where_the_file_cannot_be_written_there_is_still_one_window(tmp_path: Path) -> None:
    (tmp_path / WINDOW_LOCK).mkdir()
    leave = sit_down(tmp_path)
    assert leave is not None
    assert sit_down(tmp_path) is None
    done = start(tmp_path)
    assert (done.returncode, "is open in another window" in done.stderr) == (3, True), done.stderr
    leave()


def test_a_second_program_is_turned_away_in_words_when_the_first_window_does_not_answer(tmp_path: Path) -> None:
    leave = sit_down(tmp_path)
    assert leave is not None
    before = sorted(tmp_path.iterdir())
    done = start(tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert "is open in another window, which does not answer" in done.stderr
    assert str(tmp_path) in done.stderr
    assert sorted(tmp_path.iterdir()) == before
    leave()


def test_commands_work_beside_an_open_window(run: Run, day_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "数据 folder"
    run("create", "--sample")
    leave = sit_down(folder)
    assert leave is not None
    with closing(open_hall(folder, open_vault(folder, PASSPHRASE), feeds=False, upkeep=False)) as hall:
        code, taken, _ = run("ingest", day_file)
        assert (code, taken["new"]) == (0, taken["read"])
        assert hall.store.head()[0] >= taken["new"], "and the window's own hall has them"
        for command in (("status",), ("verify",), ("backup",), ("export", "--out", tmp_path / "facts.jsonl")):
            assert run(*command)[0] == 0, command
    leave()


@pytest.mark.parametrize("arguments", [("--selftest",), ("screenshot", "--demo", "--screen", "floor", "--out")])
def test_nothing_harmless_is_said_by_what_paints_without_a_screen(
    run: Run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    code, _, words = run(*arguments, *([tmp_path / "f.png"] if "--out" in arguments else []), data=False)
    assert (code, words) == (0, "")


def test_what_qt_says_besides_is_still_heard(tmp_path: Path) -> None:
    script = "from PySide6.QtCore import qWarning\nfrom lobbyconsole.ui.shot import chinese_families, HARMLESS\n"
    script += "chinese_families()\nqWarning(HARMLESS)\nqWarning('a word of warning')"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "a word of warning\n")
