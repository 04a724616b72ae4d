"""A plan being walked survives `kill -9` at any moment: the same step, the clocks right, nothing told is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lobbyconsole.domain.walkthrough_facts import WALK_FACTS
from tests.e2e.walk_until_killed import one_of_each, open_walks, told

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("WALK_KILLS", "60"))  # 1,000 before a release: WALK_KILLS=1000
AT_ONCE = 3  # halls killed side by side: most of a round is Python starting


class Killed:
    """One hall, killed again and again; every start goes on with the walkthrough of the one before."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.key = folder, os.urandom(32)
        folder.mkdir()
        self.last = ""  # the last line known to be durable
        self.starts = 0

    def begin(self) -> None:
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.walk_until_killed", str(self.folder)],
            cwd=ROOT, env={**os.environ, "HALL_KEY": self.key.hex()}, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def first_line(self) -> str:
        assert self._program.stdout is not None
        return self._program.stdout.readline().strip()

    def kill(self) -> None:
        program = self._program
        assert program.stdout is not None
        program.send_signal(signal.SIGKILL)
        lines = [line.strip() for line in program.stdout.readlines() if line.endswith("\n")]
        program.stdout.close()
        assert program.wait(10) == -signal.SIGKILL
        if lines:
            self.last = lines[-1]
        self.starts += 1


def same_or_one_further(before: str, now: str) -> bool:
    """What was told is there; at most one more fact was durable before anybody could be told."""
    if before == now:
        return True
    old, new = before.split(), now.split()
    return old[0] == new[0] and old[4] == new[4] and int(new[1]) == int(old[1]) + 1


@pytest.mark.slow
@pytest.mark.timeout(300 + 3 * KILLS)  # of two busy cores
def test_random_kills_lose_nothing(tmp_path: Path) -> None:
    moments = random.Random(20261122)
    halls = [Killed(tmp_path / str(number)) for number in range(AT_ONCE)]
    for _ in range(-(-KILLS // AT_ONCE)):
        for hall in halls:
            hall.begin()
        for hall in halls:
            first = hall.first_line()
            assert not hall.last or same_or_one_further(hall.last, first), (hall.last, first)
            hall.last = first
        time.sleep(moments.random() * 0.25)
        for hall in halls:
            hall.kill()
    assert all(int(hall.last.split()[1]) > 5 for hall in halls)


def test_after_every_kind_of_fact_a_fresh_start_stands_where_it_stood(tmp_path: Path) -> None:
    """Without an orderly end: the hall is opened a second time from a copy of what is on the disk at that moment."""
    import shutil

    key = os.urandom(32)
    (tmp_path / "hall").mkdir()
    store, live, work = open_walks(tmp_path / "hall", key)
    try:
        walks = work.walkthroughs
        state = walks.start("power_outage", by="8001")
        kinds: set[str] = set()
        for number in range(1, 20):
            state = walks.reported(state.walk.key, 0, by="8001") if number == 3 else one_of_each(walks, state, number)
            kinds |= {line.kind for line in state.walk.timeline}
            copied = tmp_path / f"copy{number}"
            shutil.copytree(tmp_path / "hall", copied)
            again_store, again_live, again = open_walks(copied, key)
            try:
                assert again.walking()
                (found,) = again.walkthroughs.running()
                assert told(found) == told(state)
                assert found.walk == state.walk
            finally:
                again_live.stop()
                again_store.close()
        assert kinds >= {fact.kind for fact in WALK_FACTS} - {"walk.ended"}
        state = walks.end(state.walk.key, "false alarm", by="8001")
        assert not work.walking()
    finally:
        live.stop()
        store.close()
