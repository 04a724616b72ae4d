"""Photos kept beside the database: encrypted, checked, refused in words, and never lost over a full disk."""

from __future__ import annotations

import errno
import os
import struct
import zlib
from pathlib import Path

import pytest

from lobbyconsole.domain.words import Refused
from lobbyconsole.services.attachments import FOLDER, MOST_BYTES, Attachments, media_of


def png(side: int = 4) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + b"\x20\x80\xc0" * side for _ in range(side))
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.fixture
def kept(tmp_path: Path) -> Attachments:
    return Attachments(tmp_path, bytes(range(32)))


def test_a_photo_comes_back_as_it_was_and_lies_encrypted(kept: Attachments, tmp_path: Path) -> None:
    found = kept.keep(png(), "a.png")
    assert kept.read(found.sha256) == png()
    (file,) = (tmp_path / FOLDER).iterdir()
    assert file.name == found.sha256
    assert b"PNG" not in file.read_bytes()
    assert (found.media, found.size, found.name) == ("image/png", len(png()), "a.png")


def test_the_same_content_is_kept_once_and_a_damaged_file_is_written_anew(kept: Attachments, tmp_path: Path) -> None:
    found = kept.keep(png(), "a.png")
    file = tmp_path / FOLDER / found.sha256
    first = file.read_bytes()
    assert kept.keep(png(), "b.png").sha256 == found.sha256
    assert file.read_bytes() == first
    for damaged in (first[:-1], first[:-1] + bytes([first[-1] ^ 1]), b"", b"something else"):
        file.write_bytes(damaged)
        with pytest.raises(Refused, match="damaged"):
            kept.read(found.sha256)
    kept.keep(png(), "c.png")
    assert kept.read(found.sha256) == png()


def test_another_halls_key_and_another_files_place_open_nothing(kept: Attachments, tmp_path: Path) -> None:
    one, two = kept.keep(png(4)), kept.keep(png(5))
    with pytest.raises(Refused, match="damaged"):
        Attachments(tmp_path, bytes(32)).read(one.sha256)
    folder = tmp_path / FOLDER
    (folder / one.sha256).write_bytes((folder / two.sha256).read_bytes())
    with pytest.raises(Refused, match="damaged"):
        kept.read(one.sha256)


@pytest.mark.parametrize("name", ["", "..", "../hall.db", "A" * 64, "0" * 63, "/etc/passwd"])
def test_a_name_that_is_no_content_is_no_path(kept: Attachments, name: str) -> None:
    with pytest.raises(Refused, match="no such photo"):
        kept.read(name)


def test_a_photo_that_is_not_here_says_so(kept: Attachments) -> None:
    with pytest.raises(Refused, match="not on this computer"):
        kept.read("0" * 64)


def test_a_path_with_chinese_and_spaces(kept: Attachments, tmp_path: Path) -> None:
    path = tmp_path / "等候区 照片 (1)" / "饮水机 缺杯.PNG"
    path.parent.mkdir()
    path.write_bytes(png())
    assert kept.keep_file(path).name == "饮水机 缺杯.PNG"
    assert kept.keep_file(str(path)).media == "image/png"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7", "no photo"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "HEIC"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0", "no photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no photo"),
        (b"MZ" + b"\0" * 100, "no photo"),
    ],
)
def test_what_is_no_photo_is_refused_whatever_it_is_called(kept: Attachments, content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        kept.keep(content, "photo.jpg")


def test_kinds_are_told_by_content() -> None:
    assert media_of(b"\xff\xd8\xff\xe0" + b"\0" * 20, "x.txt") == "image/jpeg"
    assert media_of(b"RIFF\0\0\0\0WEBPVP8 ") == "image/webp"
    assert media_of(b"GIF89a") == "image/gif"
    assert media_of(b"BM" + b"\0" * 60) == "image/bmp"


def test_a_file_without_end_is_refused_before_it_is_read_whole(kept: Attachments, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="20 MB"):
        kept.keep_file("/dev/zero")
    large = tmp_path / "large.jpg"
    with large.open("wb") as stream:
        stream.truncate(MOST_BYTES + 1)
    with pytest.raises(Refused, match="20 MB"):
        kept.keep_file(large)
    assert not (tmp_path / FOLDER).exists()


@pytest.mark.parametrize("name", ["gone.jpg", ""])
def test_a_file_that_cannot_be_read_says_why(kept: Attachments, tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        kept.keep_file(tmp_path / name)


@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, "disk is full"), (errno.EROFS, "could not be kept")])
def test_a_disk_that_takes_nothing_is_told_and_leaves_nothing_behind(
    kept: Attachments, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def full(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match=words):
        kept.keep(png())
    assert list((tmp_path / FOLDER).iterdir()) == []
