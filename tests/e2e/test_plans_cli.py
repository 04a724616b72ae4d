"""`lobbyconsole plans`: the real program in its own process prints the set and knows what of it is out of date."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.test_report_cli import run


def test_the_set_is_written_remembered_and_only_what_was_not_printed_is_said(tmp_path: Path) -> None:
    hall = tmp_path / "数据"
    assert run(hall, "create", "--sample")[0] == 0
    code, told, words = run(hall, "plans")
    assert (code, {entry["why"] for entry in told["outdated"]}) == (0, {"never_printed"}), words
    code, told, words = run(hall, "plans", "--pdf", tmp_path / "set", "--plan", "fire", "--lang", "en")
    assert (code, told["files"]) == (0, 2), words
    assert "fire" not in {entry["plan"] for entry in told["outdated"]}
    assert (tmp_path / "set" / "fire-page.pdf").read_bytes().startswith(b"%PDF")
    code, told, words = run(hall, "plans", "--html", tmp_path / "plans.html")
    assert (code, "file" in {entry["papers"] for entry in told["outdated"]}) == (0, False), words
    assert "119" in (tmp_path / "plans.html").read_text("utf-8")
    assert run(hall, "verify")[0] == 0


def test_an_unknown_plan_or_a_wrong_ending_is_refused_in_words(tmp_path: Path) -> None:
    hall = tmp_path / "hall"
    assert run(hall, "create", "--sample")[0] == 0
    for wrong in (["--pdf", tmp_path / "x", "--plan", "no_such"], ["--html", tmp_path / "hall.db"]):
        code, _, words = run(hall, "plans", *wrong)
        assert code == 3
        assert words.strip()
    assert not (tmp_path / "hall.db").exists()
    assert not (tmp_path / "x").exists()
