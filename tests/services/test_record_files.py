"""Registers as files: formulas made harmless, the same bytes twice, and CSV files of every sort judged row by row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from lobbyconsole.domain.register import Field
from lobbyconsole.domain.registers import BY_ID
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.record_files import MOST_ROWS, csv_of, preview, write_csv, write_xlsx

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
ACTIONS, FAULTS = BY_ID["actions"], BY_ID["faults"]


def options(entry: Field) -> Sequence[tuple[Any, str]]:
    return {"role": [("cleaner", "保洁员")], "zone": [("waiting", "等候区")]}.get(entry.kind, [])


def given(folder: Path, content: str | bytes) -> Path:
    path = folder / "输入 文件.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_what_a_spreadsheet_would_run_gets_an_apostrophe_and_comes_back_without(tmp_path: Path) -> None:
    text = csv_of(["发现的问题", "责任岗位"], [["=cmd|' /C calc'!A0", "保洁员"], ["+1", "@x"]])
    assert "'=cmd" in text
    assert "'+1,'@x" in text
    found = preview(given(tmp_path, text), ACTIONS, options, NOW)
    assert found.good[0].values["finding"].startswith("=cmd")


def test_the_same_table_is_the_same_workbook(tmp_path: Path) -> None:
    rows = [["=1+1", 3.5, "两行\n文字"], ["http://x", 1, ""]]
    for name in ("a.xlsx", "b.xlsx"):
        write_xlsx(tmp_path / name, "整改[1]:*?/很长" * 9, ["甲", "乙", "丙"], rows, datetime(2026, 1, 1, tzinfo=UTC))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize("write", [write_csv, lambda path, head, rows: write_xlsx(path, "t", head, rows, NOW)])
def test_a_folder_that_is_not_there_is_an_os_error(tmp_path: Path, write: Any) -> None:
    with pytest.raises(OSError, match="No such file"):
        write(tmp_path / "none" / "a", ["a"], [["b"]])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_every_usual_encoding_and_separator(tmp_path: Path, encoding: str, mark: str) -> None:
    text = "\r\n".join(
        [
            mark.join(["发现的问题", "责任岗位", "期限", "系统性问题"]),
            mark.join(["漏水", "保洁员", "11月30日 14:30", "是"]),
        ]
    )
    found = preview(given(tmp_path, text.encode(encoding)), ACTIONS, options, NOW)
    assert found.good[0].values == {
        "finding": "漏水",
        "owner": "cleaner",
        "due": "2026-11-30T14:30+08:00",
        "systemic": True,
    }


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",保洁员,", "must be filled in"),
        ("漏水,,", "must be filled in"),
        ("漏水,月亮,", "choose one"),
        ("漏水,保洁员,明天", "date or a time"),
        ("漏水,保洁员,2026-02-30 10:00", "date or a time"),
        ("漏水,保洁员,25:00", "date or a time"),
        (f"{'x' * 501},保洁员,", "too long"),
        ("漏水,保洁员,14:00,more", "more cells"),
    ],
)
def test_a_bad_row_says_why_and_the_good_one_beside_it_stays(tmp_path: Path, row: str, why: str) -> None:
    found = preview(given(tmp_path, f"finding,owner,due\n{row}\n\n好,cleaner,+30\n"), ACTIONS, options, NOW)
    assert [line.line for line in found.good] == [4]
    assert why in str(found.bad[0].why)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "empty"),
        ("colour,size\nred,3\n", "No column"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "no CSV file"),
        (b"PK\x03\x04\0\0\0", "no CSV file"),
        ("finding\n" + "x\n" * (MOST_ROWS + 1), "rows"),
        ('finding\n"' + "x" * 200_000, "cannot be read as CSV"),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, content: str | bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        preview(given(tmp_path, content), ACTIONS, options, NOW)


def test_a_file_that_cannot_be_read_is_refused_in_words(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(Refused, match="cannot be read"):
            preview(path, ACTIONS, options, NOW)


def test_what_is_in_the_register_already_is_not_taken_twice(tmp_path: Path) -> None:
    path = given(tmp_path, "编号,发现的问题,责任岗位,颜色\nZG26-0001,漏水,cleaner,x\n,灯坏,cleaner,y\n")
    found = preview(path, ACTIONS, options, NOW, frozenset({"ZG26-0001"}))
    assert (len(found.good), len(found.bad), found.unknown) == (1, 1, ("颜色",))


def test_numbers_and_references(tmp_path: Path) -> None:
    def machines(entry: Field) -> Sequence[tuple[Any, str]]:
        return [("record:equipment/SB26-0001", "1号终端")] if entry.refers else []

    path = given(tmp_path, 'equipment,fault,cost\n1号终端,卡纸,"1,200.50"\n9号终端,卡纸,1\n1号终端,卡纸,许多\n')
    found = preview(path, FAULTS, machines, NOW)
    assert found.good[0].values["cost"] == 1200.5
    assert len(found.bad) == 2
