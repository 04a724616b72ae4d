"""`lobbyconsole report`: the real program in its own process; the same asking gives the same bytes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lobbyconsole.domain.sample import sample_branch, simulate_day
from lobbyconsole.store.codec import encode

PASSPHRASE = "correct horse battery"
FRIDAY = date(2026, 11, 20)


def run(folder: Path, *arguments: object, **environment: str) -> tuple[int, Any, str]:
    done = subprocess.run(
        [sys.executable, "-m", "lobbyconsole", *map(str, arguments), "--data-dir", str(folder)],
        env={**os.environ, "LOBBYCONSOLE_PASSPHRASE": PASSPHRASE, "QT_QPA_PLATFORM": "offscreen", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, json.loads(done.stdout) if done.stdout.strip() else None, done.stderr


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("report")
    folder = place / "数据 folder"
    day = place / "day.jsonl"
    day.write_bytes(b"".join(encode(fact) + b"\n" for fact in simulate_day(sample_branch("bank"), FRIDAY, 7)))
    assert run(folder, "create", "--sample")[0] == 0
    assert run(folder, "ingest", day)[0] == 0
    return folder


def test_the_list_needs_no_hall(tmp_path: Path) -> None:
    code, found, _ = run(tmp_path / "none", "report", "--list")
    assert code == 0
    assert {"report": "waiting", "en": "Waiting", "zh": "等候分析", "periods": ["day", "week", "month"]} in found
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json", "pdf"])
def test_a_report_is_written_and_twice_the_same(hall: Path, tmp_path: Path, ending: str) -> None:
    written = []
    for name in ("一.", "二."):
        out = tmp_path / (name + ending)
        code, told, words = run(
            hall, "report", "waiting", "--period", "week", "--day", FRIDAY, "--at", "2026-11-23T08:00", "--out", out
        )
        assert (code, told["from"], told["to"]) == (0, "2026-11-16", "2026-11-22"), words
        written.append(out.read_bytes())
    assert written[0] == written[1]
    assert len(written[0]) > 500


@pytest.mark.parametrize(("kind", "ending"), [("key_figures", "json"), ("desks", "csv"), ("waiting", "pdf")])
def test_neither_hash_seed_nor_locale_nor_the_computers_zone_change_a_byte(
    hall: Path, tmp_path: Path, kind: str, ending: str
) -> None:
    written = []
    places: tuple[dict[str, str], ...] = (
        {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC"},
        {"PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8", "TZ": "America/New_York"},
    )
    for number, place in enumerate(places):
        out = tmp_path / f"{number}.{ending}"
        asking = ("report", kind, "--period", "month", "--day", FRIDAY, "--at", "2026-11-23T08:00", "--out", out)
        code, _, words = run(hall, *asking, **place)
        assert code == 0, words
        written.append(out.read_bytes())
    assert written[0] == written[1]


def test_without_a_day_it_is_the_last_with_customers(hall: Path, tmp_path: Path) -> None:
    code, told, _ = run(hall, "report", "key_figures", "--out", tmp_path / "k.json")
    assert (code, told["from"]) == (0, "2026-11-20")


def test_what_cannot_be_done_is_said(hall: Path, tmp_path: Path) -> None:
    for arguments, code, words in (
        (("nothing", "--out", tmp_path / "a.csv"), 3, "There is no report nothing"),
        (("waiting", "--out", tmp_path / "a.doc"), 3, "the ending must be one of"),
        (("waiting", "--day", "yesterday", "--out", tmp_path / "a.csv"), 3, "is not a day"),
        (("waiting", "--out", hall / "settings.json"), 3, "among the hall's own files"),
        (("waiting",), 2, "--list names the reports"),
        (("waiting", "--out", tmp_path / "no" / "folder" / "a.csv"), 3, "folder"),
    ):
        found = run(hall, "report", *arguments)
        assert found[0] == code, found
        assert words in found[2]
