"""Finding by two typed letters: the initials of English words and of the pinyin of Chinese characters."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

# The 3,755 common characters of GB 2312 (its level 1) stand in the order of their pinyin: where each initial begins.
_BEGINS = (
    0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC, 0xC2E8, 0xC4C3, 0xC5B6,
    0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1,
)  # fmt: skip
_LETTERS = "abcdefghjklmnopqrstwxyz"
_LAST = 0xD7F9
# Read in two ways; the order of the standard knows one of them. And words of a hall that are not in level 1.
_ALSO = {"行": "h", "长": "z", "重": "z", "会": "k", "调": "t", "单": "s", "曾": "z", "传": "z", "降": "x", "厦": "x"}


@lru_cache(maxsize=4096)
def initials_of(character: str) -> str:
    """The letters a character's pinyin may begin with; the character itself for anything that is not one."""
    try:
        code = character.encode("gb2312")
    except UnicodeEncodeError:
        return character.lower()
    if len(code) != 2:
        return character.lower()
    value = code[0] << 8 | code[1]
    if not _BEGINS[0] <= value <= _LAST:
        return character.lower()
    return _LETTERS[bisect_right(_BEGINS, value) - 1] + _ALSO.get(character, "")


def fits_initials(text: str, typed: str) -> bool:
    """Whether the letters typed are the initials of characters that follow each other in a Chinese text."""
    letters = typed.casefold()
    choices = [initials_of(character) for character in text]
    return bool(letters) and any(
        all(letter in choices[at + place] for place, letter in enumerate(letters))
        for at in range(len(choices) - len(letters) + 1)
    )


def rank(typed: str, title_zh: str, title_en: str, name: str = "") -> int | None:
    """How well a title fits what was typed, 0 the best; None when it does not fit at all.

    0: it begins so; 1: its initials begin so (td for 停电, po for Power outage); 2: a word begins so, or its last
    characters do, which say what it is (hz for 营业厅火灾); 3: it is inside.
    """
    wish = typed.strip().casefold()
    if not wish:
        return 3
    english = title_en.casefold()
    words = english.replace("-", " ").split()
    if title_zh.casefold().startswith(wish) or english.startswith(wish) or name.casefold().startswith(wish):
        return 0
    begins = title_zh[: len(wish)]
    if fits_initials(begins, wish) or "".join(word[0] for word in words).startswith(wish):
        return 1
    named = title_zh.partition("（")[0]
    if any(word.startswith(wish) for word in words) or fits_initials(named[-len(wish) :], wish):
        return 2
    if wish in title_zh.casefold() or wish in english or fits_initials(title_zh, wish):
        return 3
    return None
