"""A review is signed, with its incident, or it is not: `kill -9` finds nothing in between."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lobbyconsole.store import emergency as kept
from tests.e2e.walk_until_killed import open_walks

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("REVIEW_KILLS", "12"))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_killed_at_any_moment_a_review_is_signed_with_its_incident_or_not_at_all(tmp_path: Path) -> None:
    moments, key = random.Random(20261122), os.urandom(32)
    (tmp_path / "hall").mkdir()
    signed: set[str] = set()
    for _ in range(KILLS):
        program = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.review_until_killed", str(tmp_path / "hall")],
            cwd=ROOT, env={**os.environ, "HALL_KEY": key.hex()}, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert program.stdout is not None
        lines = [program.stdout.readline()]
        while not lines[-1].startswith("rated"):
            lines.append(program.stdout.readline())
        time.sleep(moments.random() * 0.03)
        program.send_signal(signal.SIGKILL)
        lines += [line for line in program.stdout.readlines() if line.endswith("\n")]
        program.stdout.close()
        assert program.wait(10) == -signal.SIGKILL
        signed |= {line.split()[1] for line in lines if line.startswith("signed")}
    store, live, work = open_walks(tmp_path / "hall", key)
    try:
        with store.reader() as db:
            rows = kept.ended_walks(db)
        found = set()
        for row in rows:
            form = work.reviews.open("walk:" + row.walk)
            assert form.incident is not None
            assert bool(form.incident.rating) == (form.review.signed_at is not None), row
            if form.incident.rating:
                found.add(form.run)
        assert signed <= found
        for run in [run for run in work.reviews.unsigned() if run.startswith("walk:")]:
            form = work.reviews.open(run)
            if form.ended and len(form.review.ratings) == len(form.objectives):
                assert work.reviews.sign(run, "some", words="later", by="8002").review.signed_at is not None
    finally:
        live.stop()
        store.close()
