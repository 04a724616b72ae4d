"""The codes of a paper card, typed back: two digits for the item, then its answer. Pure.

"01 1, 02 0, 05 8" and the bare "011020058" of a number pad are the same. The digit is the one printed at the bubble:
1 met, 2 not met (0 too), 9 does not apply, 8 answered later on the screen; a score or a choice by its own digit. A
number is typed as it is and ends with a space, a comma, + or the end; "-" alone says that the item does not apply.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lobbyconsole.domain.cards import LATER, MOST_ITEMS, Given, marks_of
from lobbyconsole.domain.content.checklists import CheckItem
from lobbyconsole.domain.rounds import FAIL, NOT_APPLICABLE
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message

_BETWEEN = " ,;+\n\t、。/"
_NUMBER = re.compile(r"-?\d{1,8}(?:\.\d{0,4})?|-?\.\d{1,4}")


@dataclass(frozen=True, slots=True)
class Code:
    """One code and where it stands in the text. `open`: a number that could still go on."""

    number: int
    start: int
    end: int
    given: Given
    open: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong, and where."""

    start: int
    end: int
    message: Message
    number: int = 0  # of the item, where one was named


@dataclass(frozen=True, slots=True)
class Codes:
    """What was typed so far. `pending`: the item whose answer comes next (0: none), `half`: a code is not finished."""

    codes: tuple[Code, ...]
    trouble: Trouble | None = None
    pending: int = 0
    half: bool = False

    def given(self) -> dict[int, Given]:
        """By item number."""
        return {code.number: code.given for code in self.codes}


def plain(text: str) -> str:
    """Full-width digits and signs as the keys of a number pad give them; every sign stays one sign."""
    folded = (unicodedata.normalize("NFKC", sign) for sign in text)
    return "".join(sign if len(sign) == 1 else " " for sign in folded).replace("−", "-").replace("–", "-")


def read_codes(items: Sequence[CheckItem], text: str) -> Codes:
    """Read a line of codes up to the first thing that is wrong."""
    text = plain(text)
    last = min(len(items), MOST_ITEMS)
    found: list[Code] = []
    at = 0
    while True:
        at = _skip(text, at)
        if at >= len(text):
            return Codes(tuple(found))
        start = at
        if not _digit(text, at):
            return Codes(tuple(found), Trouble(start, start + 1, _no_code(text[start])))
        if start + 1 >= len(text):
            return Codes(tuple(found), half=True)
        if not _digit(text, at + 1):
            two = QT_TRANSLATE_NOOP("Messages", "An item has two digits: type {code} for item {number}.")
            values = {"code": f"0{text[start]}", "number": text[start]}
            return Codes(tuple(found), Trouble(start, start + 1, Message(two, values)))
        number = int(text[start : start + 2])
        if not 1 <= number <= last:
            text_ = QT_TRANSLATE_NOOP("Messages", "There is no item {code}: this card goes up to {last}.")
            message = Message(text_, {"code": f"{number:02d}", "last": f"{last:02d}"})
            return Codes(tuple(found), Trouble(start, start + 2, message))
        at = _skip(text, start + 2)
        if at >= len(text):
            return Codes(tuple(found), pending=number, half=True)
        read = _answer(items[number - 1], text, at)
        if read is None:
            message = _wrong_answer(items[number - 1], number, text[at])
            return Codes(tuple(found), Trouble(start, at + 1, message, number))
        given, at, is_open = read
        before = next((code for code in found if code.number == number), None)
        if before is not None and before.given != given:
            twice = QT_TRANSLATE_NOOP("Messages", "Item {code} was typed twice, with two answers. Delete one of them.")
            return Codes(tuple(found), Trouble(start, at, Message(twice, {"code": f"{number:02d}"}), number))
        if before is None:
            found.append(Code(number, start, at, given, is_open))


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BETWEEN:
        at += 1
    return at


def _digit(text: str, at: int) -> bool:
    return at < len(text) and text[at] in "0123456789"


def _answer(item: CheckItem, text: str, at: int) -> tuple[Given, int, bool] | None:
    """(what it says, where it ends, whether it could go on); None when it is no answer to this item."""
    sign = text[at].lower()
    if sign == "*":
        return Given(item.id, later=True), at + 1, False
    if item.scale.type == "number":
        number = _NUMBER.match(text, at)
        if number is not None and number[0] not in ("", "-", "."):
            value = float(number[0])
            ends = number.end()
            if ends < len(text) and text[ends] not in _BETWEEN:
                return None
            return Given(item.id, value=value), ends, ends == len(text)
        return (Given(item.id, said=NOT_APPLICABLE), at + 1, at + 1 == len(text)) if sign in "-x" else None
    if sign in "-x":
        return Given(item.id, said=NOT_APPLICABLE), at + 1, False
    for mark in marks_of(item):
        if mark.code == sign:
            return mark.given, at + 1, False
    if sign == LATER:
        return Given(item.id, later=True), at + 1, False
    if item.scale.type == "pass_fail" and sign in "03":  # 0 for no, and the screen's own key
        return Given(item.id, said=FAIL if sign == "0" else NOT_APPLICABLE), at + 1, False
    return None


def _no_code(sign: str) -> Message:
    text = QT_TRANSLATE_NOOP("Messages", "“{sign}” is no code. A code is the item's two digits and its answer: 01 1.")
    return Message(text, {"sign": sign})


def _wrong_answer(item: CheckItem, number: int, sign: str) -> Message:
    code = f"{number:02d}"
    if item.scale.type == "number":
        text = QT_TRANSLATE_NOOP("Messages", "Item {code} asks for a number, then a space; “-” if it does not apply.")
        return Message(text, {"code": code})
    codes = " ".join(mark.code for mark in marks_of(item))
    text = QT_TRANSLATE_NOOP(
        "Messages", "Item {code} cannot be answered with {sign}. It takes {codes}, or 8 for later."
    )
    return Message(text, {"code": code, "sign": sign, "codes": codes})


# --- when the card was filled in ----------------------------------------------------------------------------------

_WHEN = re.compile(r"(?:(?:(\d{4})[-/.])?(\d{1,2})[-/.](\d{1,2})\s+)?(\d{1,2})[:.]?(\d{2})")


def card_time(text: str, now: datetime) -> datetime | None:
    """09:40, 0940, 11-20 09:40: the time written on a card, in the zone of `now`, a day without a year in the last
    twelve months. None when it is none; whether it lies ahead is for the caller to see.
    """
    found = _WHEN.fullmatch(plain(text).strip())
    if not found:
        return None
    year, month, day, hour, minute = (None if part is None else int(part) for part in found.groups())
    if hour is None or minute is None:
        return None
    try:
        at = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
        if month is not None and day is not None:
            at = at.replace(year=year or now.year, month=month, day=day)
            if year is None and at > now + timedelta(days=1):
                at = at.replace(year=now.year - 1)
    except ValueError:
        return None
    return at
