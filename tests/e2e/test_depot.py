"""What a technician does with backups, photos and exports, by the real command line."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from lobbyconsole.bootstrap.hall import open_hall
from lobbyconsole.credentials import open_vault
from lobbyconsole.services.attachments import FOLDER
from tests.e2e.test_cli import PASSPHRASE, Run, day_file, run
from tests.store.test_companions import answered, picture

__all__ = ["day_file", "run"]

HALL = "数据 folder"


def with_photo(folder: Path) -> str:
    """Let a round's answer have a photo; gives its name."""
    with closing(open_hall(folder, open_vault(folder, PASSPHRASE), feeds=False, upkeep=False)) as hall:
        kept = hall.console.work.attachments.keep(picture(1))
        hall.console.live.record([answered(1, kept.sha256)]).result()
    return kept.sha256


def test_photos_go_with_the_backup_are_missed_by_verify_and_come_back(run: Run, tmp_path: Path) -> None:
    hall, stick = tmp_path / HALL, tmp_path / "stick"
    run("create", "--sample")
    name = with_photo(hall)
    code, saved, _ = run("backup", "--to", stick)
    assert (code, saved["attachments"], saved["lost"]) == (0, 1, 0)
    assert (stick / FOLDER / name).exists()
    code, _, words = run("export", "--out", tmp_path / "facts.jsonl")
    assert (code, "1 attachments belong to these facts" in words) == (0, True)
    code, checked, _ = run("verify")
    assert (code, checked["ok"], checked["attachments"]["checked"], checked["noted_heads"]) == (0, True, 1, 1)
    file = hall / FOLDER / name
    whole = file.read_bytes()
    file.write_bytes(whole[:-1])
    code, checked, words = run("verify")
    assert (code, checked["ok"], checked["attachments"]["damaged"]) == (6, False, [name])
    assert "1 are damaged" in words
    file.unlink()
    code, checked, words = run("verify")
    assert (code, checked["attachments"]["missing"], "1 attachments are missing" in words) == (6, [name], True)
    code, saved, words = run("backup")
    assert (code, saved["attachments"], saved["lost"], "not in this backup" in words) == (0, 0, 1, True)
    code, back, _ = run("restore", next(stick.glob("*.db")))
    assert (code, back["attachments"]) == (0, {"brought_back": 1, "there": 0, "missing": 0})
    assert file.read_bytes() == whole
    assert run("verify")[0] == 0
    (hall / FOLDER / ("0" * 64)).write_bytes(whole)
    code, checked, _ = run("verify")
    assert (code, checked["attachments"]["orphan_count"], checked["attachments"]["damaged_count"]) == (6, 1, 1)
    (hall / FOLDER / ("0" * 64)).unlink()
    shutil.rmtree(stick / FOLDER)
    file.unlink()
    code, back, words = run("restore", next(stick.glob("*.db")))
    assert (code, back["attachments"]["missing"], "beside the backup" in words) == (0, 1, True)


def test_photos_missing_beside_a_kept_backup_are_a_finding(run: Run, tmp_path: Path) -> None:
    hall = tmp_path / HALL
    run("create", "--sample")
    name = with_photo(hall)
    _, saved, _ = run("backup")
    assert run("verify")[0] == 0
    (hall / "backups" / FOLDER / name).unlink()
    code, checked, words = run("verify")
    assert (code, checked["backups_lacking_attachments"]) == (6, [saved["backup"]])
    assert saved["backup"] in words
    assert run("backup")[0] == 0
    assert run("verify")[0] == 0, "the next backup has it again, and so has the one before"


def test_what_an_exercise_hall_exports_is_no_history_of_a_real_hall(run: Run, day_file: Path, tmp_path: Path) -> None:
    run("create", "--sample")
    run("ingest", day_file)
    target, out, plain = tmp_path / "演练", tmp_path / "drill.jsonl", tmp_path / "real.jsonl"
    assert run("exercise", "--to", target)[0] == 0
    assert run("--data-dir", target, "export", "--out", out, data=False)[0] == 0
    lines = out.read_bytes().splitlines()
    assert all(json.loads(line)["exercise"] is True for line in lines)
    before = run("verify")[1]["head"]
    some = tmp_path / "some.jsonl"
    spaced = tmp_path / "spaced.jsonl"
    some.write_bytes(day_file.read_bytes() + lines[-1] + b"\n")  # one line of it among others
    spaced.write_text(json.dumps(json.loads(lines[0]), indent=None, separators=(" , ", " : ")))
    for file in (out, some, spaced):
        code, _, words = run("ingest", file)
        assert (code, "exercise hall" in words) == (3, True), file
    assert run("verify")[1]["head"] == before, "and nothing of it was recorded"
    code, said, _ = run("ingest", some, "--report")
    assert (code, said["exercise"], sum(said["facts"].values()) > 1) == (0, True, True)
    code, again, _ = run("--data-dir", target, "ingest", out, data=False)
    assert (code, again["new"], again["bad_lines"]) == (0, 0, 0), "an exercise hall may have it back"
    assert run("--data-dir", target, "export", "--out", plain, data=False)[0] == 0
    assert plain.read_bytes() == out.read_bytes(), "marked once"
    assert run("export", "--out", plain)[0] == 0
    assert b"exercise" not in plain.read_bytes()
    assert run("ingest", plain)[0] == 0


@pytest.mark.parametrize("line", [b'{"exercise":true}', b"exercise true", b'{"exercise":', b'"exercise"'])
def test_a_line_that_only_looks_marked_is_an_ordinary_bad_line(run: Run, tmp_path: Path, line: bytes) -> None:
    from lobbyconsole.services.ingest import is_of_an_exercise

    (tmp_path / "x.jsonl").write_bytes(line + b"\n")
    assert is_of_an_exercise(tmp_path / "x.jsonl") is (line == b'{"exercise":true}')
