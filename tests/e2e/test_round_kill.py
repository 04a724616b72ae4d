"""A round survives `kill -9` at any moment: every answer that was shown is there, and it goes on at its item."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.round_until_killed import open_rounds, told

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("ROUND_KILLS", "8"))


def until_killed(folder: Path, key: bytes, answers: int, later_s: float) -> tuple[str, str]:
    """The first and the last line of a process killed so long after it told of so many answers."""
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.round_until_killed", str(folder)],
        cwd=ROOT, env={**os.environ, "HALL_KEY": key.hex()}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert program.stdout is not None
    first = program.stdout.readline().strip()
    last = first
    for _ in range(answers):
        last = program.stdout.readline().strip()
    time.sleep(later_s)
    program.send_signal(signal.SIGKILL)
    lines = [last, *(line.strip() for line in program.stdout.readlines() if line.endswith("\n"))]
    program.stdout.close()
    assert program.wait(10) == -signal.SIGKILL
    return first, lines[-1]


def one_further(shown: str, found: str) -> int:
    """How many answers were durable before anybody could be told: none or one. Nothing else may differ."""
    (key, _, before), (again, _, after) = json.loads(shown), json.loads(found)
    assert again == key, "the same round"
    assert before.keys() <= after.keys(), "no answer that was shown is missing"
    return sum(after[item] != before.get(item) for item in after)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_killed_at_any_moment_a_round_goes_on_at_its_item(tmp_path: Path) -> None:
    moments, key, last = random.Random(20261123), os.urandom(32), ""
    for _ in range(KILLS):
        first, shown = until_killed(tmp_path, key, moments.randrange(12), moments.uniform(0.0, 0.03))
        if last:
            assert one_further(last, first) <= 1
        last = shown
    with open_rounds(tmp_path, key) as rounds:
        (row,) = rounds.running()
        state = rounds.get(row.round)
        assert state is not None
        assert one_further(last, told(state.round, state.checklist)) <= 1
