"""Killed at any moment, the hall has exactly what it said was safe, and at most the one fact it was about to."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.store.halls import open_hall

LIVES = 15


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_nothing_that_was_acknowledged_is_lost_by_a_kill(tmp_path: Path) -> None:
    dice = random.Random(2026)
    safe = 0  # facts 0 to safe - 1 must be there
    with subprocess.Popen(
        [sys.executable, "-m", "tests.store.append_until_killed", str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        for _ in range(LIVES):
            program.stdin.write(f"{safe}\n")
            told: list[int] = []
            child, die_at = 0, 0.0
            for line in program.stdout:
                word = line.strip()
                if word.startswith("born"):
                    child = int(word.split()[1])
                elif word == "dead":
                    break
                else:
                    told.append(int(word))
                if child and not die_at and told:
                    die_at = time.monotonic() + dice.uniform(0.0, 0.1)
                if die_at and time.monotonic() >= die_at:
                    os.kill(child, signal.SIGKILL)
                    die_at = float("inf")
            assert told == list(range(safe, safe + len(told)))
            safe += len(told)
            with open_hall(tmp_path) as store:
                known = store.known([f"f{number}" for number in range(safe + 5)])
                # What it was writing when it died may be there or not; it is told again under the same id.
                assert {int(i[1:]) for i in known} in (set(range(safe)), set(range(safe + 1)))
                assert store.cursor("machine") == str(len(known) - 1)
                report = store.verify()
                assert report.ok, report
                safe = len(known)
        program.stdin.close()
    assert safe > LIVES
