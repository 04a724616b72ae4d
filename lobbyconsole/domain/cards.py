"""The paper card of a round on A4: where everything stands, and what its row of bit cells says. Pure; millimetres.

The layout follows from the checklist alone, not from the language: a card printed in one language is read the same in
the other. Four corner marks carry the page, the bit cells name it, and a bar at both ends of each row finds the row
again on paper that is not flat.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lobbyconsole.domain.content.checklists import CheckItem, Checklist
from lobbyconsole.domain.rounds import FAIL, NOT_APPLICABLE, PASS

WIDTH, HEIGHT = 210.0, 297.0
MARK = 8.0  # side of a corner mark: a black frame, a white one, a black core (7 modules)
CORNERS = ((14.0, 14.0), (196.0, 14.0), (196.0, 283.0), (14.0, 283.0))  # centres, clockwise from the top left
CELL, CELLS_A_ROW = 2.6, 60
CELLS_AT = (27.0, (10.8, 15.2))  # left edge, tops of the two rows
FIRST_ROW, PITCH, ROWS_A_PAGE = 72.0, 11.0, 18
BAR = (3.2, 1.8)  # the bars at both ends of a row
BARS_AT = (14.0, 196.0)  # their centres
NUMBER_AT, TEXT_AT, TEXT_WIDE = 18.5, 27.0, 80.0
ANSWERS_AT, ANSWERS_WIDE = 110.0, 82.0
BUBBLE = 2.2  # radius
MOST_ITEMS = 99  # two digits
MOST_CHOICES = 7  # 8 is "later", 9 is "does not apply"

FREE, DUE, ROUND = "free", "due", "round"
_KINDS = (FREE, DUE, ROUND)
_FORMAT = 1
_WORDING = 10  # hexadecimal digits of the wording's version
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_ROUND_KEY = re.compile(r"(\d{4})(\d{2})(\d{2})-([0-9a-f]{8})")
BITS = 2 * CELLS_A_ROW


# --- what a card is -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CardId:
    """What the bit cells say. `moment`: of a free card the minute it was printed, of a due one the minute it is due
    (both since 2000), of a running round its key as a number.
    """

    wording: str
    kind: str
    moment: int
    page: int = 1
    pages: int = 1

    def same_card(self, other: CardId) -> bool:
        """Whether both are pages of one card."""
        return (self.wording, self.kind, self.moment, self.pages) == (
            other.wording, other.kind, other.moment, other.pages,
        )  # fmt: skip

    @property
    def due_at(self) -> datetime | None:
        """The scheduled time this card answers."""
        return _EPOCH + timedelta(minutes=self.moment) if self.kind == DUE else None

    @property
    def round_key(self) -> str:
        """The round this card was printed for."""
        if self.kind != ROUND:
            return ""
        day = _EPOCH.date() + timedelta(days=self.moment >> 32)
        return f"{day:%Y%m%d}-{self.moment & 0xFFFFFFFF:08x}"


def card_id(version: str, printed_at: datetime, *, round_key: str = "", due_at: datetime | None = None) -> CardId:
    """The id of a card that is printed now."""
    wording = version[:_WORDING]
    found = _ROUND_KEY.fullmatch(round_key)
    if found:
        day = datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=UTC)
        return CardId(wording, ROUND, ((day - _EPOCH).days << 32) | int(found[4], 16))
    if due_at is not None:
        return CardId(wording, DUE, _minutes(due_at))
    return CardId(wording, FREE, _minutes(printed_at))


def _minutes(at: datetime) -> int:
    return int((at - _EPOCH).total_seconds() // 60)


_FIELDS = (4, 4, 4, 4, 4 * _WORDING, 48)  # format, page, pages, kind, wording, moment; then 16 bits of checksum


def pack(card: CardId) -> tuple[int, ...]:
    """The bits of a card, the checksum last."""
    values = (_FORMAT, card.page, card.pages, _KINDS.index(card.kind), int(card.wording, 16), card.moment)
    number = 0
    for value, wide in zip(values, _FIELDS, strict=True):
        if not 0 <= value < 1 << wide:
            raise ValueError("does not fit the card's cells")
        number = number << wide | value
    bits = sum(_FIELDS)
    number = number << 16 | _checksum(number.to_bytes(bits // 8, "big"))
    return tuple(number >> at & 1 for at in range(bits + 15, -1, -1))


def unpack(bits: Sequence[int]) -> CardId | None:
    """What the cells say; None when they do not agree with their checksum, or a newer program printed them."""
    if len(bits) != BITS:
        return None
    number = 0
    for bit in bits:
        number = number << 1 | (1 if bit else 0)
    told, number = number & 0xFFFF, number >> 16
    if _checksum(number.to_bytes(sum(_FIELDS) // 8, "big")) != told:
        return None
    values = []
    for wide in reversed(_FIELDS):
        values.append(number & (1 << wide) - 1)
        number >>= wide
    moment, wording, kind, pages, page, form = values
    if form != _FORMAT or kind >= len(_KINDS) or not 1 <= page <= pages:
        return None
    return CardId(f"{wording:0{_WORDING}x}", _KINDS[kind], moment, page, pages)


def _checksum(content: bytes) -> int:
    """CRC-16/CCITT: finds every burst of up to 16 wrong cells."""
    crc = 0xFFFF
    for byte in content:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


# --- the form number, for typing ----------------------------------------------------------------------------------


def form_number(version: str) -> str:
    """Six digits that name a wording on paper: four from its version and two that find a slip of the finger."""
    number = int(version[:_WORDING], 16) % 10_000
    return f"{number:04d}{98 - number * 100 % 97:02d}"


def sound_form_number(text: str) -> bool:
    """Whether six digits are a form number at all."""
    return len(text) == 6 and text.isascii() and text.isdigit() and int(text) % 97 == 1


# --- how an item is answered on paper -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Given:
    """What a card says about one item, in the words of services.rounds.Rounds.answer; `later`: on the screen."""

    item: str
    said: str = ""
    value: float | None = None
    choice: str = ""
    note: str = ""
    later: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """One answer that can be marked: the digit that types it, and what it says."""

    code: str
    given: Given


LATER, DOES_NOT_APPLY = "8", "9"


def marks_of(item: CheckItem) -> tuple[Mark, ...]:
    """The bubbles of an item, left to right."""
    name = item.id
    na = Mark("-" if item.scale.type == "number" else DOES_NOT_APPLY, Given(name, said=NOT_APPLICABLE))
    match item.scale.type:
        case "pass_fail":
            return Mark("1", Given(name, said=PASS)), Mark("2", Given(name, said=FAIL)), na
        case "score_0_5":
            return *(Mark(str(score), Given(name, value=float(score))) for score in range(6)), na
        case "choice":
            options = item.scale.options
            if len(options) > MOST_CHOICES:  # more than digits: it is answered on the screen
                return (na,)
            return *(Mark(str(at + 1), Given(name, choice=option.id)) for at, option in enumerate(options)), na
        case "number":
            return (na,)
    return Mark("2", Given(name, said=FAIL)), na


# --- where it stands ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spot:
    """A bubble: its centre and what it says. `wide`: the room up to the next one, for its words."""

    x: float
    y: float
    wide: float
    mark: Mark


@dataclass(frozen=True, slots=True)
class Row:
    """One item on the page. `y` is its middle; `box` (x, y, width, height) is where something is written by hand."""

    number: int  # 1 to 99, over all pages
    item: CheckItem
    y: float
    spots: tuple[Spot, ...]
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet."""

    id: CardId
    rows: tuple[Row, ...]


def pages_of(checklist: Checklist) -> int:
    """How many sheets a checklist takes."""
    return max(1, -(-min(len(checklist.items), MOST_ITEMS) // ROWS_A_PAGE))


def lay_out(checklist: Checklist, card: CardId) -> tuple[Page, ...]:
    """The sheets of a card. Items beyond the 99th have no code and are answered on the screen."""
    items = checklist.items[:MOST_ITEMS]
    count = pages_of(checklist)
    pages = []
    for page in range(count):
        first = page * ROWS_A_PAGE
        rows = tuple(
            _row(first + at + 1, item, FIRST_ROW + at * PITCH)
            for at, item in enumerate(items[first : first + ROWS_A_PAGE])
        )
        pages.append(Page(CardId(card.wording, card.kind, card.moment, page + 1, count), rows))
    return tuple(pages)


def _row(number: int, item: CheckItem, y: float) -> Row:
    marks = marks_of(item)
    kind = item.scale.type
    by_hand = kind in ("number", "text", "photo") or len(marks) == 1
    left = ANSWERS_AT + (36.0 if by_hand else 0.0)
    last = 19.0 if len(marks) > 4 else (ANSWERS_AT + ANSWERS_WIDE - left) / len(marks)  # "does not apply" has words
    room = (ANSWERS_AT + ANSWERS_WIDE - last - left) / max(1, len(marks) - 1)
    spots = tuple(
        Spot(left + at * room + BUBBLE + 0.6, y, last if mark is marks[-1] else room, mark)
        for at, mark in enumerate(marks)
    )
    box = (ANSWERS_AT, y - 3.9, 33.0, 7.8) if kind in ("number", "text") else None
    return Row(number, item, y, spots, box)


def cell_box(index: int) -> tuple[float, float]:
    """The top left corner of a bit cell."""
    left, tops = CELLS_AT
    return left + index % CELLS_A_ROW * CELL, tops[index // CELLS_A_ROW]
