"""How large a picture claims to be, from its first bytes alone: known before a single pixel is decoded."""

from __future__ import annotations

import struct

_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})  # its coefficients are held in memory at full size


def picture_size(content: bytes) -> tuple[int, int, bool] | None:
    """(width, height, whether it can be decoded smaller without holding all of it); None when it cannot be told."""
    try:
        if content.startswith(b"\x89PNG\r\n\x1a\n"):
            return *struct.unpack(">II", content[16:24]), False
        if content.startswith(b"\xff\xd8"):
            return _jpeg(content)
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _webp(content)
        if content[:4] == b"GIF8":
            return *struct.unpack("<HH", content[6:10]), False
        if content.startswith(b"BM"):
            wide, high = struct.unpack("<ii", content[18:26])
            return abs(wide), abs(high), False
    except (struct.error, IndexError):
        pass
    return None


def _jpeg(content: bytes) -> tuple[int, int, bool] | None:
    at = 2
    while at + 9 < len(content):
        if content[at] != 0xFF:
            return None
        kind = content[at + 1]
        if kind == 0xFF:
            at += 1
            continue
        if kind in (0x01, *range(0xD0, 0xD9)):
            at += 2
            continue
        if kind in _FRAMES:
            high, wide = struct.unpack(">HH", content[at + 5 : at + 9])
            return wide, high, kind not in _PROGRESSIVE
        at += 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
    return None


def _webp(content: bytes) -> tuple[int, int, bool] | None:
    kind = content[12:16]
    if kind == b"VP8X":
        wide = int.from_bytes(content[24:27], "little") + 1
        return wide, int.from_bytes(content[27:30], "little") + 1, False
    if kind == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, False
    if kind == b"VP8 ":
        wide, high = struct.unpack("<HH", content[26:30])
        return wide & 0x3FFF, high & 0x3FFF, False
    return None
