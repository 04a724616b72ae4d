"""The command line as a technician uses it: the real program in its own process, JSON out, words and exit codes."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from lobbyconsole.domain.sample import sample_branch, simulate_day
from lobbyconsole.store.codec import encode

PASSPHRASE = "correct horse battery"
Run = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run lobbyconsole on a data folder of its own; gives exit code, JSON answer (None for none), and the words."""

    def call(*arguments: object, passphrase: str | None = PASSPHRASE, data: bool = True) -> tuple[int, Any, str]:
        environment = {name: value for name, value in os.environ.items() if name != "LOBBYCONSOLE_PASSPHRASE"}
        if passphrase is not None:
            environment["LOBBYCONSOLE_PASSPHRASE"] = passphrase
        folder = ("--data-dir", str(tmp_path / "数据 folder")) if data else ()
        done = subprocess.run(
            [sys.executable, "-m", "lobbyconsole", *map(str, arguments), *folder],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, json.loads(done.stdout) if done.stdout.strip() else None, done.stderr

    return call


@pytest.fixture
def day_file(tmp_path: Path) -> Path:
    """A sample day as `export` writes it, in a shuffled order."""
    facts = simulate_day(sample_branch("bank"), date(2026, 11, 20), 7)
    facts.sort(key=lambda fact: fact.id)
    path = tmp_path / "day.jsonl"
    path.write_bytes(b"".join(encode(fact) + b"\n" for fact in facts))
    return path


def test_a_hall_is_made_filled_asked_checked_saved_and_restored(run: Run, day_file: Path, tmp_path: Path) -> None:
    code, _, words = run("create", "--sample")
    assert (code, "recovery key" in words) == (0, True)
    code, taken, _ = run("ingest", day_file)
    assert (code, taken["new"], taken["bad_lines"]) == (0, taken["read"], 0)
    code, again, _ = run("ingest", day_file)
    assert (code, again["new"]) == (0, 0), "repeating an ingest adds nothing"
    code, then, _ = run("status", "--json", "--at", "2026-11-20T10:42")
    assert code == 0
    assert then["figures"]["waiting"] == sum(service["waiting"] for service in then["services"]) > 0
    assert {"p10", "p50", "p90"} == set(then["waiting"][0]["eta"] or {"p10", "p50", "p90"})
    assert all(ticket["why"] for ticket in then["waiting"])
    etas = [ticket["eta"] for ticket in then["waiting"] if ticket["eta"]]
    assert then["learning"], "a hall of one day"
    assert etas
    assert all(eta["p10"] is None and eta["p90"] is None and eta["p50"] >= 0 for eta in etas)
    assert {one["ticket"] for one in then["breaches"]} <= {ticket["ticket"] for ticket in then["waiting"]}
    code, end, _ = run("status")
    assert (code, end["business_day"]) == (0, "2026-11-20")
    code, checked, _ = run("verify")
    assert (code, checked["ok"], checked["facts"] >= taken["new"]) == (0, True, True)
    code, saved, _ = run("backup")
    assert code == 0
    code, back, _ = run("restore", saved["backup"])
    assert (code, back["seq"]) == (0, checked["head"]["seq"])
    out = tmp_path / "facts.jsonl"
    code, written, _ = run("export", "--out", out)
    assert code == 0
    assert sorted(out.read_bytes().splitlines())[:1] != []
    code, none, _ = run("ingest", out)
    assert (code, none["new"]) == (0, 0)
    table = tmp_path / "tickets.csv"
    code, written, _ = run("export", "--what", "tickets", "--out", table)
    with table.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert (code, len(rows)) == (0, written["rows"])


def test_a_hall_without_set_up_learns_its_places_from_the_facts(run: Run, day_file: Path) -> None:
    code, _, _ = run("ingest", day_file)
    assert code == 0
    _, status, _ = run("status", "--at", "2026-11-20T10:42")
    assert {service["service"] for service in status["services"]} >= {s.id for s in sample_branch("bank").services}
    assert not any(flag["code"] == "service_unknown" for flag in status["data_quality"])


def test_what_cannot_be_done_is_said_with_its_exit_code(run: Run, tmp_path: Path) -> None:
    junk = tmp_path / "junk.jsonl"
    junk.write_bytes(b"\x00\xffno json\n{}\n")
    code, _, words = run("status")
    assert (code, "There is no hall in" in words) == (3, True), "nothing there yet"
    assert run("create", passphrase=None)[0] == 5, "no keyring and no passphrase"
    assert run("create")[0] == 0
    assert run("status", passphrase="wrong")[0] == 5
    assert run("status", passphrase=None)[0] == 5
    code, report, _ = run("ingest", junk)
    assert (code, report["bad_lines"]) == (0, 2)
    for attempt in (
        ("ingest", tmp_path / "nothing.jsonl"),
        ("ingest", junk, "--profile", "no-such-profile"),
        ("status", "--at", "yesterday"),
        ("export", "--out", tmp_path / "x.jsonl", "--from", "2026-13-45"),
        ("screenshot", "--screen", "moon", "--out", tmp_path / "x.png"),
    ):
        code, _, words = run(*attempt)
        assert (code, bool(words.strip())) == (3, True), attempt
    assert run("restore", junk)[0] == 4
    assert run("fly")[0] == 2


def test_an_altered_journal_is_found(run: Run, day_file: Path, tmp_path: Path) -> None:
    run("create", "--sample")
    run("ingest", day_file)
    database = tmp_path / "数据 folder" / "hall.db"
    content = bytearray(database.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 64] = bytes(64)
    database.write_bytes(content)
    code, found, words = run("verify")
    assert code in (4, 6)
    assert words.strip()
    assert code == 4 or not found["ok"]


def test_the_self_test_passes_here(run: Run) -> None:
    code, answer, words = run("--selftest", data=False)
    assert (code, answer["ok"]) == (0, True), words


def test_a_screenshot_of_the_demo_is_a_picture_of_the_wanted_size(run: Run, tmp_path: Path) -> None:
    from PySide6.QtGui import QImage

    out = tmp_path / "floor.png"
    code, _, _ = run("screenshot", "--demo", "--lang", "zh", "--theme", "dark", "--size", "1280x720", "--out", out)
    image = QImage(str(out))
    assert (code, image.width(), image.height()) == (0, 1280, 720)
    colours = {image.pixel(x, y) for x in range(0, 1280, 40) for y in range(0, 720, 40)}
    assert len(colours) > 5, "a picture of something"


@pytest.mark.parametrize("size", ["99999x99999", "7681x900", "1440x4321", "100x900", "big", "1440", "-1x5", "१४४०x९००"])
def test_a_picture_nobody_can_hold_is_refused_before_it_is_painted(run: Run, tmp_path: Path, size: str) -> None:
    code, _, words = run("screenshot", "--demo", f"--size={size}", "--out", tmp_path / "x.png")
    assert (code, "7680x4320" in words) == (2, True)
    assert not (tmp_path / "x.png").exists()


class ReadOnly:
    """A folder nobody may write: by its mode, or by a mount where we are above modes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> None:
        if os.geteuid() != 0:
            for path in (self.folder, *self.folder.rglob("*")):
                path.chmod(0o500 if path.is_dir() else 0o400)
            return
        for options in (["--bind"], ["-o", "remount,bind,ro"]):
            if subprocess.run(["mount", *options, str(self.folder), str(self.folder)], check=False).returncode:
                pytest.skip("may not mount here")

    def __exit__(self, *exc: object) -> None:
        if os.geteuid() == 0:
            subprocess.run(["umount", str(self.folder)], check=True)
            return
        for path in (self.folder, *self.folder.rglob("*")):
            path.chmod(0o700 if path.is_dir() else 0o600)


def test_a_folder_that_may_not_be_written_can_be_read(run: Run, day_file: Path, tmp_path: Path) -> None:
    run("create", "--sample")
    run("ingest", day_file)
    asked = ("status", "--at", "2026-11-20T10:42")
    before = run(*asked)[1]
    facts = run("export", "--out", tmp_path / "before.jsonl")[1]["rows"]
    with ReadOnly(tmp_path / "数据 folder"):
        code, status, words = run(*asked)
        assert (code, status, "only read" in words) == (0, before, True)
        code, report, words = run("verify")
        assert (code, report["ok"], report["complete"], "only read" in words) == (0, True, True, True)
        code, written, words = run("export", "--out", tmp_path / "after.jsonl")
        assert (code, written["rows"], "only read" in words) == (0, facts, True)
        code, _, words = run("ingest", day_file)
        assert (code, "may be read but not written" in words) == (4, True), "what must write still says so"
        assert not list((tmp_path / "数据 folder").glob("hall.db-*"))
    assert (tmp_path / "after.jsonl").read_bytes() == (tmp_path / "before.jsonl").read_bytes()
    assert run("verify")[0] == 0


def test_a_hall_that_is_open_elsewhere_can_be_read_by_who_may_not_write(
    run: Run, day_file: Path, tmp_path: Path
) -> None:
    from lobbyconsole.bootstrap.hall import open_hall
    from lobbyconsole.credentials import open_vault
    from lobbyconsole.domain.facts import EventNoted

    folder = tmp_path / "数据 folder"
    run("create", "--sample")
    run("ingest", day_file)
    hall = open_hall(folder, open_vault(folder, PASSPHRASE), feeds=False, upkeep=False)
    try:
        note = EventNoted(id="n1", at=datetime(2026, 11, 20, 3, 0, tzinfo=UTC), source="manager", text="just now")
        hall.console.live.record([note]).result()  # still in the write-ahead log
        with ReadOnly(folder):
            code, report, words = run("verify")
            assert (code, report["ok"], "only read" in words) == (0, True, True)
            assert report["head"]["seq"] == hall.store.head()[0], "what the log holds counts too"
    finally:
        hall.close()


def test_help_names_every_command_and_exit_code(run: Run) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lobbyconsole", "--help"], capture_output=True, text=True, check=True, timeout=60
    )
    for word in ["ingest", "status", "verify", "backup", "restore", "export", "screenshot", "create", "exercise"]:
        assert word in done.stdout
    assert "exit codes" in done.stdout


def test_no_command_line_however_wrong_is_answered_with_a_traceback(run: Run, day_file: Path, tmp_path: Path) -> None:
    run("create", "--sample")
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xd0\x00\xff")
    for attempt in (
        ("status", "--at", "0001-01-01T00:00"),
        ("status", "--at", "9999-12-31T23:59"),
        ("status", "--passphrase-file", binary),
        ("ingest", day_file, "--speed", "0"),
        ("ingest", day_file, "--profile", "fqm"),
        ("export", "--out", tmp_path / "x.jsonl", "--from", "0001-01-01"),
        ("export", "--out", tmp_path / "x.jsonl", "--from", "2026-11-21", "--to", "2026-11-20"),
    ):
        code, _, words = run(*attempt)
        assert (code, bool(words.strip())) == (3, True), attempt


def test_a_hall_that_is_there_is_not_made_anew(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "数据 folder"
    run("create", "--sample")
    before = (folder / "settings.json").read_bytes()
    assert run("create", "--sample", "--sector", "telecom")[0] == 3
    assert (folder / "settings.json").read_bytes() == before
    (folder / "key.json").rename(tmp_path / "key.json")
    code, _, words = run("create")
    assert (code, "recovery key" in words) == (5, False), "a new key would hide that the old one is missing"
    assert not (folder / "key.json").exists()
    (tmp_path / "key.json").rename(folder / "key.json")
    assert run("status")[0] == 0


def test_no_backup_is_restored_under_an_open_hall(run: Run, tmp_path: Path) -> None:
    from lobbyconsole.bootstrap.in_use import join

    folder = tmp_path / "数据 folder"
    run("create", "--sample")
    _, saved, _ = run("backup")
    leave = join(folder)
    code, _, words = run("restore", saved["backup"])
    assert (code, "open in another window" in words) == (3, True)
    leave()
    assert run("restore", saved["backup"])[0] == 0


def test_an_export_holds_the_days_on_which_nobody_came_too(run: Run, tmp_path: Path) -> None:
    note = {"kind": "hall.noted", "v": 1, "at": "2026-11-22T02:00:00Z", "id": "n1", "text": "closed for cleaning"}
    newer = {"kind": "zone.heated", "v": 3, "at": "2026-11-23T02:00:00Z", "id": "z1", "about": "zone:1"}
    given, out = tmp_path / "given.jsonl", tmp_path / "out.jsonl"
    given.write_text("".join(json.dumps(fact) + "\n" for fact in (note, newer)), encoding="utf-8")
    run("create", "--sample")
    assert run("ingest", given)[1]["new"] == 2
    assert run("export", "--out", out)[1]["rows"] == 2
    assert [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()] == ["n1", "z1"]
    assert json.loads(out.read_text(encoding="utf-8").splitlines()[1]) == newer
    assert run("verify")[0] == 0
