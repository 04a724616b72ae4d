"""Papers and minutes as PDF: read back as text, sound as a file, the same bytes each time, whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
import threading
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QPainter

from lobbyconsole.domain.paper import Bar, Bars, Note, PaperSection, words
from lobbyconsole.ui import style
from lobbyconsole.ui.paper.minutes import minutes_sheet
from lobbyconsole.ui.paper.pdf import minutes_pdf, paper_pdf
from lobbyconsole.ui.paper.pdf_file import with_dates
from lobbyconsole.ui.paper.printed import paper_sheet
from lobbyconsole.ui.paper.sheet import BOTTOM, HIGH, LEFT, RIGHT, TOP, WIDE, Cell, Sheet
from lobbyconsole.ui.theme import LIGHT
from tests.ui.paper_samples import KPI, ZONE, sample_minutes, sample_paper

SCALE = 0.05
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(autouse=True)
def dressed(qapp) -> None:
    style.load_fonts()
    style.apply(qapp, LIGHT.worded("en"))


class Read:
    """As much of a PDF reader as Qt's files need: objects, fonts with their characters, and the text of each page."""

    def __init__(self, path: Path) -> None:
        self.bytes = path.read_bytes()
        assert self.bytes.startswith(b"%PDF-")
        assert self.bytes.rstrip().endswith(b"%%EOF")
        self.objects = {
            int(found[1]): found[2] for found in re.finditer(rb"(\d+) 0 obj\n(.*?)endobj", self.bytes, re.S)
        }
        self.fonts = {}
        for name, number in {
            pair for text in self.objects.values() for pair in re.findall(rb"/(F\d+) (\d+) 0 R", text)
        }:
            table = re.search(rb"/ToUnicode (\d+) 0 R", self.objects[int(number)])
            assert table is not None
            self.fonts[name.decode()] = self._characters(int(table[1]))

    def stream(self, number: int) -> bytes:
        head, _, rest = self.objects[number].partition(b"stream\n")
        content = rest.rpartition(b"\nendstream")[0]
        return zlib.decompress(content) if b"/FlateDecode" in head else content

    def _characters(self, number: int) -> dict[int, str]:
        known: dict[int, str] = {}
        for first, codes in re.findall(rb"<(....)> <....> (\[[^\]]*\]|<....>)", self.stream(number)):
            for at, code in enumerate(re.findall(rb"<([0-9A-F]+)>", codes)):
                known[int(first, 16) + at] = chr(int(code, 16))
        return known

    def pages(self) -> list[str]:
        found = []
        for content in self.objects.values():
            if b"/Type /Page\n" in content:
                number = re.search(rb"/Contents (\d+) 0 R", content)
                assert number is not None
                found.append(self._text(self.stream(int(number[1])).decode("latin1")))
        return found

    def _text(self, content: str) -> str:
        lines = []
        for block in re.findall(r"BT\n(.*?)ET", content, re.S):
            font = self.fonts[re.search(r"/(F\d+) ", block)[1]]  # type: ignore[index]
            glyphs = "".join(re.findall(r"<([0-9A-Fa-f]+)> Tj", block))
            lines.append("".join(font.get(int(glyphs[at : at + 4], 16), "\0") for at in range(0, len(glyphs), 4)))
        return "\n".join(lines)

    def check_places(self) -> None:
        """Every object lies where the table of places says."""
        start = int(re.search(rb"startxref\n(\d+)", self.bytes)[1])  # type: ignore[index]
        entries = re.findall(rb"(\d{10}) (\d{5}) ([nf])", self.bytes[start:])
        for number, (offset, _, kind) in enumerate(entries):
            if kind == b"n":
                assert self.bytes[int(offset) :].startswith(b"%d 0 obj" % number)


def written(path: Path, reader: str = "zh") -> Read:
    paper_pdf(sample_paper(), path, reader, ZONE)
    return Read(path)


def test_it_is_a_sound_file_whose_text_can_be_searched(tmp_path):
    read = written(tmp_path / "晨会 1.pdf")
    read.check_places()
    text = "\n".join(read.pages())
    # 支 and 行 look like radicals, the digits of English have shapes of their own: both are lost without care.
    for expected in (
        "城东支行",
        "晨会",
        "一、昨日回顾",
        "2026年11月21日 周六",
        "40:12",
        "平均等候时间",
        "缺饮用水",
        "11:00",
    ):
        assert expected in text, expected
    assert "\0" not in text


def test_the_english_one_too(tmp_path):
    text = "\n".join(written(tmp_path / "a.pdf", "en").pages())
    for expected in (
        "East Gate Branch",
        "1. Yesterday",
        "Sat 21 Nov 2026",
        "88.4 %",
        "Page 1 of 2",
        "Forecast: Nobody",
    ):
        assert expected in text, expected
    assert "\0" not in text


def test_fonts_are_in_the_file_and_nothing_is_a_picture(tmp_path):
    read = written(tmp_path / "a.pdf")
    descriptors = [content for content in read.objects.values() if b"/Type /FontDescriptor" in content]
    assert descriptors
    assert all(b"/FontFile" in content for content in descriptors)
    assert not any(b"/Subtype /Image" in content for content in read.objects.values())


def test_window_version_and_page_stand_in_the_foot_of_every_page(tmp_path):
    basis = Note("basis", words("Defined in {version}.", version="8885046c"))
    section = PaperSection("basis", sample_paper().title, 0, None, (basis,))
    paper = sample_paper(rows=90)
    paper_pdf(replace(paper, sections=(*paper.sections, section)), tmp_path / "a.pdf", "en", ZONE)
    pages = Read(tmp_path / "a.pdf").pages()
    assert len(pages) >= 4
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Definitions 8885046c" in page
        assert "Data: 2026-11-20" in page
        assert "Composed 2026-11-21 08:25" in page
    assert sum("Finding" in page or "Owner" in page for page in pages) >= 3  # the heads come again


def test_the_same_paper_gives_the_same_bytes_on_any_thread(tmp_path):
    written(tmp_path / "a.pdf")
    thread = threading.Thread(target=lambda: written(tmp_path / "b.pdf"))
    thread.start()
    thread.join()
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_the_same_bytes_from_another_start_of_the_program(tmp_path):
    written(tmp_path / "a.pdf")
    program = (
        "import sys; from pathlib import Path; from PySide6.QtWidgets import QApplication; app = QApplication([]);"
        "from lobbyconsole.ui import style; style.load_fonts(); from tests.ui.test_paper_pdf import written;"
        "written(Path(sys.argv[1]))"
    )
    for name in ("b", "c"):
        path = tmp_path / f"{name}.pdf"
        subprocess.run([sys.executable, "-c", program, str(path)], check=True, cwd=ROOT)
        assert path.read_bytes() == (tmp_path / "a.pdf").read_bytes()


def test_another_paper_or_language_is_another_document(tmp_path):
    first = written(tmp_path / "a.pdf").bytes
    paper_pdf(replace(sample_paper(), day="2026-11-22"), tmp_path / "b.pdf", "zh", ZONE)
    named = re.compile(rb"/ID \[ <([0-9a-f]+)>")
    second = (tmp_path / "b.pdf").read_bytes()
    assert named.search(first)[1] != named.search(second)[1]  # type: ignore[index]
    assert named.search(first)[1] != named.search(written(tmp_path / "c.pdf", "en").bytes)[1]  # type: ignore[index]


def test_the_dates_are_those_of_the_paper(tmp_path):
    content = written(tmp_path / "a.pdf").bytes
    assert b"/CreationDate (D:20261121002500Z)" in content
    assert b"/ModDate (D:20261121002500Z)" in content
    assert b'xmp:CreateDate="2026-11-21T00:25:00+00:00"' in content
    assert f"{datetime.now(UTC):%Y%m%d}".encode() not in content.replace(b"20261121002500", b"")


def test_dates_with_a_zone_keep_their_length():
    at = datetime(2026, 11, 21, 0, 25, tzinfo=UTC)
    there = b"<<\n/CreationDate (D:20300101000000+08'00')\n>>\nstream\n/ModDate (D:20300101000000Z)"
    got = with_dates(there, at)
    assert len(got) == len(there)
    assert b"/CreationDate (D:20261121002500+00'00')" in got
    assert b"/ModDate (D:20300101000000Z)" in got  # what stands in a stream is not ours


def test_minutes_say_who_was_there_what_was_decided_and_have_room_to_sign(tmp_path):
    minutes_pdf(sample_minutes(), tmp_path / "m.pdf", "en", sample_paper(), ZONE)
    read = Read(tmp_path / "m.pdf")
    read.check_places()
    text = "\n".join(read.pages())
    for expected in ("East Gate Branch: minutes", "2026-11-21 08:35", "08:49", "1012 (by PIN)", "1033 (traffic)",
                  "1070 (on leave)", "Counter 7 opens at 10:00.", "ZG26-0101", "Order a repair", "11-22 10:00",
                  "Chair (signature)", "Read by those who were not there", "Final minutes", "Agenda version 3",
                  "planned 3 min, took 3:25", "Data: 2026-11-20"):  # fmt: skip
        assert expected in text, expected
    minutes_pdf(sample_minutes(), tmp_path / "n.pdf", "en", sample_paper(), ZONE)
    assert (tmp_path / "n.pdf").read_bytes() == read.bytes


def test_a_draft_says_so_on_every_page_and_needs_no_paper(tmp_path):
    minutes_pdf(sample_minutes(final=False), tmp_path / "m.pdf", "en", None, ZONE)
    pages = Read(tmp_path / "m.pdf").pages()
    assert all("Draft" in page.splitlines() for page in pages)
    assert "Draft: the meeting is not closed" in pages[0]


def test_what_cannot_be_written_leaves_the_old_file_alone(tmp_path, monkeypatch):
    path = tmp_path / "kept.pdf"
    path.write_bytes(b"before")

    def full(handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            paper_pdf(sample_paper(), path, "zh", ZONE)
    assert [(file, file.read_bytes()) for file in tmp_path.iterdir()] == [(path, b"before")]
    with pytest.raises(FileNotFoundError):
        paper_pdf(sample_paper(), tmp_path / "nowhere" / "a.pdf", "zh", ZONE)


def test_a_paper_with_nothing_in_it_is_a_page(tmp_path):
    paper_pdf(replace(sample_paper(), sections=(), first="", last="", made_at=""), tmp_path / "a.pdf", "zh")
    read = Read(tmp_path / "a.pdf")
    assert len(read.pages()) == 1
    assert b"D:19700101000000Z" in read.bytes


def test_a_series_of_which_nothing_is_known_is_said_in_words(tmp_path):
    bars = Bars("x", sample_paper().title, "s", (Bar("09:00", None), Bar("09:30", None)), KPI)
    section = PaperSection("a", sample_paper().title, 1, None, (bars,))
    paper_pdf(replace(sample_paper(), sections=(section,)), tmp_path / "a.pdf", "en")
    assert "Nothing is known of it." in Read(tmp_path / "a.pdf").pages()[0]


def inked(sheet: Sheet, page: int) -> QImage:
    """A page as a small grey picture."""
    image = QImage(round(WIDE * SCALE), round(HIGH * SCALE), QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    painter.scale(SCALE, SCALE)
    for op in sheet.pages[page]:
        op(painter)
    painter.end()
    return image


@pytest.mark.parametrize("reader", ["zh", "en"])
def test_nothing_stands_outside_the_type_area(reader):
    for sheet in (paper_sheet(sample_paper(rows=30), reader, ZONE), minutes_sheet(sample_minutes(), reader)):
        for page in range(len(sheet.pages)):
            image = inked(sheet, page)
            dark = [
                (x / SCALE, y / SCALE)
                for y in range(image.height())
                for x, tone in enumerate(bytes(image.constScanLine(y))[: image.width()])  # type: ignore[call-overload]
                if tone < 200
            ]
            assert min(x for x, _ in dark) >= LEFT - 60
            assert max(x for x, _ in dark) <= WIDE - RIGHT + 60
            assert min(y for _, y in dark) >= TOP - 60
            assert max(y for _, y in dark) <= HIGH - BOTTOM + 500  # with the foot


def test_a_long_paper_is_quick(tmp_path):
    started = datetime.now(UTC)
    paper_pdf(sample_paper(rows=400), tmp_path / "a.pdf", "zh", ZONE)
    assert datetime.now(UTC) - started < timedelta(seconds=8)


class LookedAt(Sheet):
    """Remembers the widths of its last table."""

    widths: list[float]
    size = 0.0

    def _row_height(self, row, widths, size, pad):
        self.widths, self.size = list(widths), size
        return super()._row_height(row, widths, size, pad)


DESKS = ["Counter", "Called", "Calls made", "Served", "No-shows", "Sent on", "Mean handling time", "Good ratings",
         "Hours open", "Busy", "Pauses", "Paused"]  # fmt: skip
ROUNDS = ["Round", "Due", "Done", "Of them late", "Missed", "Kept", "Mean score", "Failed rounds", "Voluntary"]


@pytest.mark.parametrize(
    ("heads", "first"),
    [(DESKS, "1"), (ROUNDS, "Touchpoint observation by the shift leader"), (ROUNDS, "班长接触点检查")],
)
def test_a_table_keeps_its_margin_and_cuts_no_word_in_two(heads: list[str], first: str) -> None:
    sheet = LookedAt("en")
    sheet.table(heads, [[Cell(first), *(Cell("100 %") for _ in heads[1:])]])
    assert sum(sheet.widths) <= sheet.width + 1
    assert sheet.size >= 7
    for text, wide in zip([*heads, first], [*sheet.widths, sheet.widths[0]], strict=True):
        layout = sheet.lines(text, sheet.size, wide - 80, True)
        parts = [
            text[line.textStart() : line.textStart() + line.textLength()]
            for line in map(layout.lineAt, range(layout.lineCount()))
        ]
        if text.isascii():
            assert all(part.endswith((" ", "-")) for part in parts[:-1]), parts
