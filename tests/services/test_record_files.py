"""Registers as files: formulas made harmless, the same bytes twice, and CSV files of every sort judged row by row."""

from __future__ import annotations

import gc
import os
import sys
import threading
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter

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
        (b"\x89PNG\r\n\x1a\n\0\0\0", "neither a CSV file nor a workbook"),
        (b"PK\x03\x04\0\0\0", "damaged or no workbook"),
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


# --- workbooks


def book(folder: Path, *sheets: tuple[str, list[list[Any]]], name: str = "整改 台账.xlsx", **more: Any) -> Path:
    """A workbook as a spreadsheet program writes one."""
    path = folder / name
    made = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm"})
    for title, rows in sheets:
        sheet = made.add_worksheet(title)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, str) and cell.startswith("="):
                    sheet.write_formula(at, column, cell, None, "算出来的")
                else:
                    sheet.write(at, column, cell)
        for first, last, words in more.get("merged", ()):
            sheet.merge_range(first, 0, last, 0, words)
    if more.get("hide"):
        made.get_worksheet_by_name(more["hide"]).hide()
    made.close()
    return path


HEADS = ["发现的问题", "责任岗位", "期限", "系统性问题"]


def test_what_was_written_as_a_workbook_comes_back(tmp_path: Path) -> None:
    rows = [["=1+1", "保洁员", "2026-11-30 14:30", "是"], ["两行\n文字", "保洁员", "", "否"]]
    write_xlsx(tmp_path / "a.xlsx", "整改", HEADS, rows, NOW)
    found = preview(tmp_path / "a.xlsx", ACTIONS, options, NOW)
    assert [row.values for row in found.good] == [
        {"finding": "=1+1", "owner": "cleaner", "due": "2026-11-30T14:30+08:00", "systemic": True},
        {"finding": "两行\n文字", "owner": "cleaner", "systemic": False},
    ]
    assert found.sheet == "整改"


def test_cells_of_every_kind_are_read_as_one_would_type_them(tmp_path: Path) -> None:
    at = datetime(2026, 11, 30, 14, 30)  # noqa: DTZ001 - a spreadsheet knows no zones
    path = book(tmp_path, ("表", [HEADS, ["漏水", "保洁员", at, True], [1023, "cleaner", at.date(), False],
                                  ["=A1", "保洁员"], [12.5, "保洁员"]]))  # fmt: skip
    found = preview(path, ACTIONS, options, NOW)
    assert not found.bad
    assert [row.values["finding"] for row in found.good] == ["漏水", "1023", "算出来的", "12.5"]
    assert found.good[0].values["due"] == "2026-11-30T14:30+08:00"
    assert found.good[0].values["systemic"] is True
    assert found.good[1].values["due"].startswith("2026-11-30T")
    assert [row.line for row in found.good] == [2, 3, 4, 5]


def test_the_sheet_with_the_heads_is_read_wherever_it_stands_and_the_others_are_named(tmp_path: Path) -> None:
    path = book(
        tmp_path,
        ("说明", [["请勿改动"]]),
        ("隐藏", [HEADS, ["看不见的", "保洁员"]]),
        ("整改台账", [["2026年11月"], [], HEADS, ["漏水", "保洁员"]]),
        ("旧", [HEADS, ["旧的", "保洁员"]]),
        hide="隐藏",
    )
    found = preview(path, ACTIONS, options, NOW)
    assert [(row.line, row.values["finding"]) for row in found.good] == [(4, "漏水")]
    assert (found.sheet, found.left_out) == ("整改台账", ("说明", "旧"))


def test_merged_cells_are_refused_row_by_row_but_not_a_title_above_the_heads(tmp_path: Path) -> None:
    rows = [[""], HEADS, ["", "保洁员"], ["", "保洁员"], ["好", "保洁员"]]
    path = tmp_path / "m.xlsx"
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet("表")
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    sheet.merge_range(0, 0, 0, 3, "整改台账")
    sheet.merge_range(2, 0, 3, 0, "漏水")
    made.close()
    found = preview(path, ACTIONS, options, NOW)
    assert [(row.line, row.why is None) for row in found.rows] == [(3, True), (4, False), (5, True)]
    assert "merged cells" in str(found.bad[0].why)


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.xls", "a"])
def test_a_file_is_what_it_holds_and_not_what_it_is_called(tmp_path: Path, name: str) -> None:
    write_xlsx(tmp_path / name, "t", HEADS[:2], [["漏水", "保洁员"]], NOW)
    assert len(preview(tmp_path / name, ACTIONS, options, NOW).good) == 1
    (tmp_path / name).write_text("发现的问题,责任岗位\n漏水,保洁员\n", encoding="gb18030")
    assert len(preview(tmp_path / name, ACTIONS, options, NOW).good) == 1


def archive(path: Path, parts: Mapping[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return path


def altered(folder: Path, change: Callable[[str, bytes], bytes], **extra: bytes) -> Path:
    """A good workbook with some of its parts changed, or further ones."""
    write_xlsx(folder / "good.xlsx", "t", HEADS[:2], [["漏水", "保洁员"]], NOW)
    with zipfile.ZipFile(folder / "good.xlsx") as good:
        parts = {name: change(name, good.read(name)) for name in good.namelist()}
    return archive(folder / "altered.xlsx", parts | extra)


def in_sheet(old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    return lambda name, content: content.replace(old, new) if name.startswith("xl/worksheets/sheet") else content


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04" + bytes(80), "damaged or no workbook"),
    ],
)
def test_other_office_files_are_told_apart(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(Refused, match=why):
        preview(path, ACTIONS, options, NOW)


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"hello.txt": "x"}, "is no workbook"),
        ({"word/document.xml": "<w/>", "[Content_Types].xml": "<Types/>"}, "is no workbook"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}, "another kind"),
        ({"xl/workbook.bin": "x"}, "another kind"),
        ({"xl/workbook.xml": "<workbook"}, "damaged"),
        ({"xl/workbook.xml": "<workbook/>"}, "damaged|empty"),
        ({"xl/workbook.xml": '<!DOCTYPE x [<!ENTITY a "aaaa">]><workbook>&a;</workbook>'}, "damaged"),
        ({"xl/workbook.xml": '<!DOCTYPE x><workbook/>'.encode("utf-16")}, "damaged"),
        ({"xl/workbook.xml": "<x/>", "xl/sharedStrings.xml": " " * (50 * 1024 * 1024)}, "far more"),
        ({"xl/workbook.xml": "<x/>", "xl/sharedStrings.xml": "<si/>" * 900_000}, "far more"),
        ({"xl/workbook.xml": "<x/>", "xl/worksheets/sheet1.xml": "<c/>" * 4_100_000}, "far more"),
        ({"xl/workbook.xml": "<x/>"} | {f"xl/media/{at}.png": "x" for at in range(5_001)}, "far more"),
    ],
)  # fmt: skip
def test_archives_that_are_no_workbook_or_a_bomb_are_refused_quickly(
    tmp_path: Path, parts: dict[str, bytes | str], why: str
) -> None:
    path = archive(tmp_path / "输入.xlsx", parts)
    began = monotonic()
    with pytest.raises(Refused, match=why):
        preview(path, ACTIONS, options, NOW)
    assert monotonic() - began < 5


def test_a_workbook_with_a_part_cut_off_or_changed_is_refused(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "good.xlsx", "t", HEADS[:2], [["漏水", "保洁员"]] * 50, NOW)
    content = (tmp_path / "good.xlsx").read_bytes()
    middle = len(content) // 3
    for broken in (content[: len(content) // 2], content[:middle] + b"\xff" * 40 + content[middle + 40 :]):
        (tmp_path / "bad.xlsx").write_bytes(broken)
        with pytest.raises(Refused, match="damaged"):
            preview(tmp_path / "bad.xlsx", ACTIONS, options, NOW)
    for old, new in ((b"<row", b"<raw"), (b'r="1"', b'r="x"'), (b"</sheetData>", b""), (b't="s"><v>0', b't="s"><v>99')):
        path = altered(tmp_path, in_sheet(old, new))
        with suppress(Refused):  # said in words, or read as far as it makes sense; never anything else
            preview(path, ACTIONS, options, NOW)


def test_a_cell_in_the_last_corner_and_a_lie_about_the_size_cost_nothing(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")  # not on Windows
    path = tmp_path / "far.xlsx"
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet("表")
    sheet.write_row(0, 0, HEADS[:2])
    sheet.write_row(1, 0, ["漏水", "保洁员"])
    sheet.write(1_048_575, 16_383, "far")
    made.close()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # KB
    began = monotonic()
    found = preview(path, ACTIONS, options, NOW)
    assert [row.values["finding"] for row in found.good] == ["漏水"]
    assert monotonic() - began < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024
    liar = altered(tmp_path, in_sheet(b'ref="A1:B2"', b'ref="A1:XFD1048576"'))
    assert len(preview(liar, ACTIONS, options, NOW).good) == 1


def test_too_many_rows_are_refused_and_the_most_are_read(tmp_path: Path) -> None:
    path = tmp_path / "many.xlsx"
    write_xlsx(path, "t", HEADS[:2], [["x", "保洁员"]] * (MOST_ROWS + 1), NOW)
    with pytest.raises(Refused, match="more than 20000 rows"):
        preview(path, ACTIONS, options, NOW)


def test_a_cell_with_a_spreadsheets_error_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "错误.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["发现的问题", "责任岗位", "期限", "备注栏"])
    cells = [("漏水", "#N/A"), ("#REF!", ""), ("漏水", 45000), ("漏水", True), (12, "")]
    for line, (finding, due) in enumerate(cells, 1):
        sheet.write_row(line, 0, [finding, "保洁员", due, "#REF!"])
    sheet.write_formula(6, 0, "=1/0", None, "#DIV/0!")
    sheet.write(6, 1, "保洁员")
    book.close()
    found = preview(path, ACTIONS, options, NOW)
    assert [row.why.text if row.why else "" for row in found.rows] == [
        "{field}: the cell holds the error {error}. Mend it in the file first.",
        "{field}: the cell holds the error {error}. Mend it in the file first.",
        "{field} must be a date or a time.",
        "{field} must be a date or a time.",
        "",  # a number is a text too
        "{field}: the cell holds the error {error}. Mend it in the file first.",
    ]


def test_no_full_collection_holds_up_the_screen_while_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_text("发现的问题,责任岗位\n" + "漏水,保洁员\n" * MOST_ROWS, encoding="utf-8")
    full: list[int] = []

    def told(phase: str, about: dict[str, int]) -> None:
        full.append(about["generation"])

    assert gc.isenabled()
    gc.callbacks.append(told)
    try:
        found = preview(path, ACTIONS, options, NOW)
        assert 2 not in full
    finally:
        gc.callbacks.remove(told)
    assert len(found.good) == MOST_ROWS
    assert gc.isenabled()
    with pytest.raises(Refused):
        preview(tmp_path / "none.csv", ACTIONS, options, NOW)
    assert gc.isenabled()


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes there")
def test_a_stick_that_is_drawn_once_the_file_was_read_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "棒 stick.xlsx"
    write_xlsx(path, "整改", ["发现的问题", "责任岗位"], [["漏水", "保洁员"]], NOW)
    content = path.read_bytes()
    path.unlink()
    os.mkfifo(path)  # gives its content once, and nothing to whoever opens it again
    writer = threading.Thread(target=lambda: path.write_bytes(content))
    writer.start()
    # A pipe has no size and gives what is written to it, once.
    found = preview(path, ACTIONS, options, NOW)
    writer.join()
    assert [row.shown for row in found.good] == ["漏水 · 保洁员"]


def test_names_in_gb18030_within_the_archive_do_no_harm(tmp_path: Path) -> None:
    path = altered(tmp_path, lambda _name, content: content, **{"图片/网点.png": b"x"})
    raw = path.read_bytes().replace("图片".encode(), "图片".encode("gb18030") + b"__")
    path.write_bytes(raw)
    with suppress(Refused):
        assert len(preview(path, ACTIONS, options, NOW).good) == 1
