"""`lobbyconsole standards`: a region's standard from one branch to another, by the real program."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.e2e.test_report_cli import run


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("region") / "分行"
    assert run(folder, "create", "--sample")[0] == 0
    return folder


def test_a_standard_goes_out_and_comes_in_once(hall: Path, tmp_path: Path) -> None:
    out = tmp_path / "标准 2026.lcstandard"
    assert run(hall, "standards", "--out", out)[0] == 3  # nothing of its own yet
    assert not out.exists()
    code, told, _ = run(hall, "standards", "--out", out, "--all")
    assert (code, told["file"]) == (0, str(out))
    assert told["items"] > 100
    again = tmp_path / "again.lcstandard"
    assert run(hall, "standards", "--out", again, "--all")[0] == 0
    assert again.read_bytes() == out.read_bytes()

    code, told, _ = run(hall, "standards", out, "--look")
    assert code == 0
    assert {item["kind"] for item in told["items"]} == {"same"}

    changed = out.read_text("utf-8").replace('"minutes":', '"minutes":1', 1)  # 15 minutes become 115
    (tmp_path / "bent.lcstandard").write_text(changed, "utf-8")
    code, told, _ = run(hall, "standards", tmp_path / "bent.lcstandard", "--look")
    assert [item["kind"] for item in told["items"] if item["kind"] != "same"] == ["refused"]


def test_what_is_new_is_proposed_by_somebody_for_a_reason(hall: Path, tmp_path: Path) -> None:
    from lobbyconsole.services.library.compiled import load_library
    from lobbyconsole.services.library.exchange import pack

    script = next(iter(load_library().scripts.values()))
    from dataclasses import replace

    from lobbyconsole.domain.content.text import Text

    own = replace(script, id="region_greeting", title=Text("Greeting of the region", "全区问候语"))
    file = tmp_path / "region.lcstandard"
    file.write_bytes(pack("East region", [("scripts", own)]))
    assert run(hall, "standards", file)[0] == 3
    code, told, _ = run(hall, "standards", file, "--by", "8001", "--why", "new standard")
    assert code == 0
    assert (told["origin"], told["proposed"]) == ("East region", 1)
    out = tmp_path / "own.lcstandard"
    code, told, _ = run(hall, "standards", "--out", out)
    assert (code, told["items"]) == (0, 1)
    assert json.loads(out.read_text("utf-8"))["items"][0]["body"]["id"] == "region_greeting"
    code, told, _ = run(hall, "standards", file, "--by", "8001", "--why", "again")
    assert [item["kind"] for item in told["items"]] == ["same"]


@pytest.mark.parametrize("content", [b"", b"{", b"\x00" * 40, b'{"format":"lobbyconsole-content","version":99}'])
def test_a_file_that_is_none_is_refused_in_words(hall: Path, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.lcstandard"
    file.write_bytes(content)
    code, _, words = run(hall, "standards", file, "--by", "8001", "--why", "x")
    assert code == 3
    assert words.strip()
    assert run(hall, "standards", tmp_path / "missing.lcstandard", "--look")[0] == 3


def test_who_has_a_pin_signs_with_it(tmp_path: Path) -> None:
    from dataclasses import replace

    from lobbyconsole.bootstrap.hall import closing, open_demo
    from lobbyconsole.bootstrap.standards import take_standards
    from lobbyconsole.cli import _pin
    from lobbyconsole.domain.content.text import Text
    from lobbyconsole.domain.words import Refused
    from lobbyconsole.services.library.compiled import load_library
    from lobbyconsole.services.library.exchange import pack

    script = replace(
        next(iter(load_library().scripts.values())), id="region_greeting", title=Text("Greeting", "全区问候语")
    )
    file, pin_file = tmp_path / "region.lcstandard", tmp_path / "pin.txt"
    file.write_bytes(pack("East region", [("scripts", script)]))
    pin_file.write_text("739164\n", "utf-8")
    asked: list[str] = []

    def taken(pin: str, look: bool = False) -> int:
        def given(number: str) -> str:
            asked.append(number)
            return pin or _pin(pin_file, number)

        told = take_standards(branch, file, by="8001", why="new standard", look=look, pin=given)
        proposed: int = told["proposed"]
        return proposed

    with closing(open_demo()) as branch:
        branch.console.work.staff.set_pin("8001", "739164")
        assert taken("", look=True) == 0
        assert asked == []
        with pytest.raises(Refused):
            taken("000000")
        assert taken("") == 1
        assert asked == ["8001", "8001"]
    with pytest.raises(Refused, match="--pin-file"):
        _pin(None, "8001")
