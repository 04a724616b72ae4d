"""Files as technicians bring them: broken, huge, without zones, of newer programs; one bad line harms no other."""

from __future__ import annotations

import gzip
import json
import lzma
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from lobbyconsole.config import Settings
from lobbyconsole.services.console import Console
from lobbyconsole.services.ingest import IngestError, ingest, open_source, report
from lobbyconsole.services.settings import SettingsBook
from tests.services.conftest import SmallHall

AT = "2026-11-20T02:00:00Z"


def issued(number: int, **changes: Any) -> dict[str, Any]:
    ticket = f"t{number}"
    fact = {"kind": "ticket.issued", "v": 1, "at": AT, "id": f"i{number}", "ticket": ticket, "number": f"A{number}"}
    return {**fact, "service": "cash", **changes}


def read(hall: SmallHall, path: Path, lines: list[Any], **how: Any) -> dict[str, Any]:
    content = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    path.write_bytes(b"\n".join(content) + b"\n")
    settings = SettingsBook(None, Settings(set_up=True, branch=hall.branch), hall.live)
    console = cast(Console, SimpleNamespace(live=hall.live, settings=settings))
    return ingest(console, open_source(path, None, None), **how)


def test_facts_of_newer_programs_are_kept_byte_for_byte_and_known_again(hall: SmallHall, tmp_path: Path) -> None:
    strangers = [
        {"kind": "zone.heated", "v": 1, "at": AT, "id": "z1", "about": "zone:5"},
        {"kind": "ticket.blessed", "v": 1, "at": AT, "id": "z2", "ticket": "t1", "colour": 7},
        {"kind": "ticket.issued", "v": 9, "at": AT, "id": "z3", "ticket": "t9", "number": "A9", "service": "cash"},
        {"kind": "counter.opened", "v": 2, "at": AT, "id": "z4", "counter": "1"},
        {"kind": "odd", "v": 1, "at": AT, "id": "z5", "about": "no colon"},
    ]
    path = tmp_path / "new.jsonl"
    assert read(hall, path, [issued(1), *strangers, issued(2)])["new"] == 7
    assert read(hall, path, [issued(1), *strangers, issued(2)])["new"] == 0
    kept = [entry.fact for entry in hall.store.entries_after(0) if entry.fact.id.startswith("z")]
    assert [json.loads(fact.body) for fact in kept if hasattr(fact, "body")] == strangers
    assert all(not fact.body.endswith(b"\n") for fact in kept if hasattr(fact, "body"))
    assert hall.store.verify().ok
    assert {ticket.key for ticket in hall.live.book.tickets()} == {"t1", "t2"}


def test_a_bad_line_is_told_and_its_neighbours_are_recorded(hall: SmallHall, tmp_path: Path) -> None:
    bad = [
        issued(90, at="2026-11-20T10:00:00"),
        issued(91, appointment_at="2026-11-20T10:00:00"),
        issued(92, at="0001-01-01T00:00:00+14:00"),
        issued(93, at="9999-12-31T23:59:59Z"),
        issued(94, ahead=2**70),
        b"[" * 100_000,
        b'{"kind":' * 100_000,
        b"\x00\xff binary",
        b"x" * 3_000_000,
    ]
    lines = [b"\xef\xbb\xbf" + json.dumps(issued(1)).encode(), *bad, issued(2)]
    result = read(hall, tmp_path / "mixed.jsonl", lines)
    assert result["bad_lines"] in (len(bad), len(bad) - 1)  # a huge number may also count as a newer program's
    assert {"t1", "t2"} <= {ticket.key for ticket in hall.live.book.tickets()}
    assert hall.store.verify().ok


@pytest.mark.parametrize("speed", [0.0, -1.0, float("nan"), float("inf")])
def test_a_speed_that_is_none_is_refused(hall: SmallHall, tmp_path: Path, speed: float) -> None:
    with pytest.raises(IngestError):
        read(hall, tmp_path / "one.jsonl", [issued(1)], speed=speed)
    assert hall.store.head()[0] == 0


def test_a_profile_that_is_not_for_files_says_so(hall: SmallHall, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    with pytest.raises(IngestError):
        list(open_source(tmp_path / "x.csv", "fqm", None).facts)


KIOSK = """
name = "kiosk"
transport = "folder"
[folder]
format = "csv"
[columns]
native = "id"
number = "number"
service = "queue"
[times.created]
column = "taken"
[times.ended]
column = "done"
"""


def export(folder: Path, rows: list[str]) -> tuple[Path, str]:
    """A vendor's export and its profile."""
    path, profile = folder / "day.csv", folder / "kiosk.toml"
    path.write_text("\n".join(["id,number,queue,taken,done", *rows]) + "\n", "utf-8")
    profile.write_text(KIOSK, "utf-8")
    return path, str(profile)


def test_bad_lines_of_a_vendors_export_are_counted_and_told_with_their_reasons(hall: SmallHall, tmp_path: Path) -> None:
    good = "1,A001,cash,2026-11-20T10:00:00,2026-11-20T10:05:00"
    path, profile = export(tmp_path, [good, "2,A002,cash", ",A003,cash,2026-11-20T10:01:00,", *["x"] * 40])
    told: list[str] = []
    settings = SettingsBook(None, Settings(set_up=True, branch=hall.branch), hall.live)
    console = cast(Console, SimpleNamespace(live=hall.live, settings=settings))
    source = open_source(path, profile, None)
    result = ingest(console, source, told=lambda words: told.append(str(words)))
    assert (result["new"] > 0, result["bad_lines"]) == (True, 42)
    assert result["bad"][:2] == [
        {"line": 3, "reason": "The line has 3 fields instead of 5"},
        {"line": 4, "reason": "The key of the ticket is empty"},
    ]
    assert len(result["bad"]) == 20
    assert told[0] == "42 lines could not be read, the first:"
    assert told[1] == "  line 3: The line has 3 fields instead of 5"
    assert len(told) == 21


def test_a_file_of_facts_and_an_export_are_reported_alike(tmp_path: Path) -> None:
    path, profile = export(tmp_path, ["x"])
    facts = tmp_path / "facts.jsonl"
    facts.write_bytes(b"no json\n")
    for told in (report(path, profile), report(facts, None)):
        assert (told["bad_count"], told["bad"][0]["line"]) in {(1, 2), (1, 1)}
        assert told["bad"][0]["reason"]


@pytest.mark.parametrize("name", ["cut.csv.gz", "cut.csv.xz"])
def test_a_compressed_file_that_is_cut_off_is_told_in_words(hall: SmallHall, tmp_path: Path, name: str) -> None:
    rows = [f"{n},A{n:03},cash,2026-11-20T10:00:{n % 60:02}," for n in range(5_000)]
    path, profile = export(tmp_path, rows)
    packed = (gzip.compress if name.endswith("gz") else lzma.compress)(path.read_bytes())
    cut = tmp_path / name
    cut.write_bytes(packed[: len(packed) // 2])
    with pytest.raises(IngestError, match="ends too early"):
        list(open_source(cut, profile, None).facts)
    with pytest.raises(IngestError, match="ends too early"):
        report(cut, profile)


def vendor_words(hall: SmallHall, path: Path, profile: str) -> str:
    told: list[str] = []
    settings = SettingsBook(None, Settings(set_up=True, branch=hall.branch), hall.live)
    console = cast(Console, SimpleNamespace(live=hall.live, settings=settings))
    assert ingest(console, open_source(path, profile, None), told=lambda words: told.append(str(words)))["new"] == 0
    return "\n".join(told)


def test_a_file_of_other_offices_says_of_which(hall: SmallHall, tmp_path: Path) -> None:
    head = "office,date,time,queue_id,letter,status,open_counters,waiting,current_ticket,announced_min"
    rows = [f"{office},2020-01-07,0{at}:58,1,A,,5,0,," for at in range(8, 10) for office in ("UD_Mokotow", "UD_Praga")]
    path = tmp_path / "warsaw_queues_other.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    words = vendor_words(hall, path, "warsaw")
    assert "All 4 lines" in words
    assert "office is UD_Wola" in words
    assert "UD_Mokotow, UD_Praga" in words
    many = [f"UD_{at},2020-01-07,08:58,1,A,,5,0,," for at in range(300)]
    path.write_text("\n".join([head, *many]) + "\n", encoding="utf-8")
    words = vendor_words(hall, path, "warsaw")
    assert "UD_19 …" in words
    assert "UD_20" not in words
    for nothing in ("", head + "\n", "a,b\n1,2\n"):
        path.write_text(nothing, encoding="utf-8")
        assert "of others" not in vendor_words(hall, path, "warsaw")
