"""What was shown is there after `kill -9`: the process is killed at random moments under load, many times."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from lobbyconsole.domain.lobby import fold
from lobbyconsole.domain.picture import tickets_of_day
from lobbyconsole.services.clock import wall_time
from lobbyconsole.store.hall import Store
from tests.e2e.hall_under_load import digest
from tests.services.conftest import small_branch

ROOT = Path(__file__).resolve().parents[2]
KILLS = 12


def run_and_kill(folder: Path, key: bytes, seconds: float) -> list[tuple[int, str]]:
    """Start the hall, let it work so long, kill it; gives every picture it said it had shown, with its journal seq."""
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.hall_under_load", str(folder)],
        cwd=ROOT,
        env={**os.environ, "HALL_KEY": key.hex()},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    first = program.stdout.readline()  # it works from here on
    time.sleep(seconds)
    program.send_signal(signal.SIGKILL)
    lines = [first, *program.stdout.readlines()]
    program.stdout.close()
    assert program.wait(10) == -signal.SIGKILL
    whole = [line.split() for line in lines if line.endswith("\n")]
    return [(int(seq), told) for seq, told in whole if seq.isdecimal()]


def test_after_a_kill_the_next_start_shows_what_was_shown(tmp_path: Path) -> None:
    key = os.urandom(32)
    moments = random.Random(20261121)
    branch = small_branch()
    for _ in range(KILLS):
        shown = run_and_kill(tmp_path, key, moments.uniform(0.02, 0.5))
        assert shown, "the hall showed nothing"
        seq, told = shown[-1]
        with Store.open(tmp_path, key, branch=branch, clock=wall_time) as store:
            assert store.head()[0] >= seq, "something was shown that a power cut forgot"
            facts = [entry.fact for entry in store.entries_after(0, 1_000_000) if entry.seq <= seq]
            lobby = fold(facts)
            assert lobby.last_at is not None
            assert digest(tickets_of_day(branch, lobby, wall_time())) == told
            numbers = [ticket.number for ticket in lobby.tickets.values()]
            assert len(numbers) == len(set(numbers)), "a number was given twice"
    with Store.open(tmp_path, key, branch=branch, clock=wall_time) as store:
        assert store.verify().ok
