"""The database cannot be opened and the power fails, again and again: the plan goes on, and the hall gets all of it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from lobbyconsole.bootstrap.hall import open_hall
from lobbyconsole.config import Settings, save_settings
from lobbyconsole.credentials import create_vault
from lobbyconsole.store.aside import NAME
from tests.e2e.test_walk_kill import same_or_one_further
from tests.services.conftest import small_branch

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("ASIDE_KILLS", "4"))
PASSPHRASE = "four words of somebody"


class Starts:
    """Real starts of the program on one folder, each ended by a kill."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.temporary = folder.parent / "temporary"
        self.temporary.mkdir()

    def lines(self, wanted: int) -> list[str]:
        """Start, wait until so many states were told, kill; gives them all."""
        program = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.walk_aside_until_killed", str(self.folder)], cwd=ROOT,
            env={**os.environ, "TMPDIR": str(self.temporary), "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
                 "LOBBYCONSOLE_PASSPHRASE": PASSPHRASE},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert program.stdout is not None
        assert program.stderr is not None
        guard = threading.Timer(60, program.kill)
        guard.start()
        found = [program.stdout.readline() for _ in range(wanted)]
        program.send_signal(signal.SIGKILL)
        found += program.stdout.readlines()
        guard.cancel()
        errors = program.stderr.read()
        program.stdout.close()
        program.stderr.close()
        assert program.wait(10) == -signal.SIGKILL, errors
        whole = [line.strip() for line in found if line.endswith("\n")]
        assert len(whole) >= wanted, errors
        return whole


@pytest.mark.timeout(300)
@pytest.mark.skipif(os.name != "posix", reason="a kill is POSIX")
def test_a_damaged_database_and_kills_lose_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "hall"
    folder.mkdir()
    (tmp_path / "passphrase").write_text(PASSPHRASE, encoding="utf-8")
    key, _ = create_vault(folder, PASSPHRASE, None)
    save_settings(folder, Settings(set_up=True, branch=small_branch()))
    hall = open_hall(folder, key, feeds=False, upkeep=False)
    hall.console.desk.issue("cash").result(10)
    hall.close()
    database = folder / "hall.db"
    content = database.read_bytes()
    database.unlink()
    database.mkdir()  # nothing can be opened there, and nothing recovered
    starts, moments = Starts(folder), random.Random(4)
    last = ""
    for _ in range(KILLS):
        told = starts.lines(2 + moments.randrange(12))
        assert all(line.startswith("side ") for line in told)
        assert not last or same_or_one_further(last, told[0][5:]), (last, told[0])
        last = told[-1][5:]
    database.rmdir()
    database.write_bytes(content[:-2000] + bytes(2000))  # the disk is there again; its last pages are not
    told = starts.lines(3)
    assert all(line.startswith("hall ") for line in told)
    before, first = last.split(), told[0][5:].split()
    assert first[0] == before[0]
    assert first[4] == before[4]  # begun when it was begun
    assert int(first[1]) - int(before[1]) in (1, 2)  # the note that it was taken over; one more may have been durable
    # The damage showed when the first fact was written: what was told waits in the other side file, as always then.
    again = starts.lines(3)
    assert all(line.startswith("hall ") for line in again)
    assert same_or_one_further(told[-1][5:], again[0][5:])
    assert not (folder / NAME).exists()
    assert (folder / (NAME + ".taken")).exists()
    hall = open_hall(folder, key, feeds=False, upkeep=False)
    try:
        (state,) = hall.console.work.walkthroughs.running()
        words = [line.words for line in state.walk.timeline]
        assert sum("taken over from the side file" in text for text in words) == 1
        ids = [fact.id for fact in hall.store.facts_of("walk:" + state.walk.key)]
        assert len(ids) == len(set(ids))
    finally:
        hall.close()
