"""A PDF file of Qt's made the same each time: its dates, its characters, and the order in which its objects stand."""

from __future__ import annotations

import re
from datetime import datetime

from PySide6.QtGui import QRawFont

_DATES = re.compile(rb"/(CreationDate|ModDate) \((D:[^)]*)\)")
_ZONED = re.compile(rb"(/(?:CreationDate|ModDate) \(D:\d{14})\+00'00'\)")
_TABLE = re.compile(rb"beginbfrange\n.*?endbfrange", re.DOTALL)
_RANGE = re.compile(rb"(<[0-9A-F]{4}> <[0-9A-F]{4}> )(\[[^\]]*\]|<[0-9A-F]{4}>)")
_CODE = re.compile(rb"<([0-9A-F]{4})>")
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_TAG = re.compile(rb"(/FontName /)([A-Z]{6})(?=\+)")
_PLACE = re.compile(rb"(\d{10}) \d{5} n")


def with_dates(content: bytes, at: datetime) -> bytes:
    """Qt writes the time of writing and lets nobody set it: put `at` (UTC) in its place, as long as it was."""

    def dated(found: re.Match[bytes]) -> bytes:
        there = found[2]
        said = f"D:{at:%Y%m%d%H%M%S}".encode() + (b"Z" if there.endswith(b"Z") else b"+00'00'")
        return b"/" + found[1] + b" (" + said.ljust(len(there))[: len(there)] + b")"

    # Before the first stream, or else a page's content could be taken for a date.
    head, stream, rest = content.partition(b"stream")
    return _DATES.sub(dated, head) + stream + rest


def with_characters(content: bytes, font: QRawFont, used: set[str]) -> bytes:
    """Qt tells readers the first character that looks like a glyph (a radical for 支): put the one that was meant."""
    meant: dict[int, str] = {}
    for character in sorted(used):
        glyphs = font.glyphIndexesForString(character)
        if len(glyphs) == 1 and glyphs[0]:
            meant.setdefault(glyphs[0], character)

    def code(found: re.Match[bytes]) -> bytes:
        said = chr(int(found[1], 16))
        if said in used or (glyphs := font.glyphIndexesForString(said)) == [] or glyphs[0] not in meant:
            return found[0]
        there = ord(meant[glyphs[0]])
        return f"<{there:04X}>".encode() if there <= 0xFFFF else found[0]

    def table(found: re.Match[bytes]) -> bytes:
        # <first> <last> [<code> <code> ...], or <first> <first> <code>
        return found[1] + _CODE.sub(code, found[2])

    return _TABLE.sub(lambda found: _RANGE.sub(table, found[0]), content)


def in_order(content: bytes) -> bytes:
    """The objects in the order in which they are come to from the trailer: Qt writes fonts in that of a hash."""
    start = int(content.rpartition(b"startxref\n")[2].split()[0])
    places = sorted(int(place) for place in _PLACE.findall(content, start))
    objects: dict[int, tuple[bytes, bytes]] = {}
    for place, end in zip(places, [*places[1:], start], strict=True):
        digits, _, body = content[place:end].partition(b" 0 obj\n")
        head, stream, rest = body.partition(b"stream\n")
        objects[int(digits)] = (head, stream + rest)  # what looks like a reference in a stream is none
    trailer = content[content.index(b"trailer", start) : content.rindex(b"startxref\n")]

    numbers: dict[int, int] = {}
    waiting = [trailer]
    while waiting:
        found = [int(digits) for digits in _REFERENCE.findall(waiting.pop())]
        new = [number for number in dict.fromkeys(found) if number not in numbers and number in objects]
        for number in new:
            numbers[number] = len(numbers) + 1
        waiting += [objects[number][0] for number in reversed(new)]

    tags = (b"AAAAA%c" % letter for letter in range(ord("A"), ord("Z")))  # of the fonts: Qt's tell its own numbers

    def renumbered(text: bytes) -> bytes:
        text = _TAG.sub(lambda found: found[1] + next(tags, found[2]), text)
        return _REFERENCE.sub(lambda found: b"%d 0 R" % numbers.get(int(found[1]), 0), text)

    made = bytearray(content[: places[0]])
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(numbers) + 1)
    for number in sorted(numbers, key=lambda number: numbers[number]):
        table += b"%010d 00000 n \n" % len(made)
        head, rest = objects[number]
        # On a computer whose zone is not UTC Qt writes its dates longer: here the lengths may change.
        made += b"%d 0 obj\n" % numbers[number] + renumbered(_ZONED.sub(rb"\1Z)", head)) + rest
    trailer = re.sub(rb"/Size \d+", b"/Size %d" % (len(numbers) + 1), renumbered(trailer))
    return bytes(made) + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(made)
