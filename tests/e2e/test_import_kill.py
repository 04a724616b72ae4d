"""An import survives `kill -9` at any moment: done again with the same file it brings what is missing, not twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.e2e.import_until_killed import REGISTER, open_records

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("IMPORT_KILLS", "5"))
ROWS = 2_000


def run(folder: Path, file: Path, key: bytes, kill_after: int, later_s: float) -> tuple[int, bool]:
    """(rows still to be taken over at its start, whether it came to its end before it was killed)."""
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.import_until_killed", str(folder), str(file)],
        cwd=ROOT, env={**os.environ, "HALL_KEY": key.hex()}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert program.stdout is not None
    left = int(program.stdout.readline().split()[1])
    lines = [program.stdout.readline().strip() for _ in range(kill_after)]
    time.sleep(later_s)
    program.send_signal(signal.SIGKILL)
    lines += [line.strip() for line in program.stdout.readlines()]
    program.stdout.close()
    program.wait(10)
    return left, "-1 -1" in lines


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_killed_at_any_moment_an_import_is_done_again_and_brings_nothing_twice(tmp_path: Path, kind: str) -> None:
    moments, key, file = random.Random(20261122), os.urandom(32), tmp_path / f"导入 文件.{kind}"
    texts = [f"事项 {n // 2}" for n in range(ROWS)]  # each twice: two rows of one file are two records
    if kind == "csv":
        file.write_text("事项\n" + "\n".join(texts) + "\n", encoding="utf-8-sig")
    else:
        import xlsxwriter

        book = xlsxwriter.Workbook(str(file))
        book.add_worksheet().write_column(0, 0, ["事项", *texts])
        book.close()
    folder, left = tmp_path / "hall", []
    for _ in range(KILLS):
        still, done = run(folder, file, key, moments.randrange(1, 3), moments.uniform(0.0, 0.05))
        left.append(still)
        if done:
            break
    assert left[0] == ROWS
    assert left == sorted(left, reverse=True)
    assert len(left) == 1 or left[1] < ROWS, "it was killed in the middle"
    for _ in range(2):  # to the end, and once more for nothing
        run(folder, file, key, 10**4, 0.0)
    with open_records(folder, key) as records:
        found = Counter(row.summary for row in records.rows(REGISTER))
        assert found == Counter(texts)
        numbers = sorted(row.record for row in records.rows(REGISTER))
        assert len(set(numbers)) == ROWS
