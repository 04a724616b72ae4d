"""A photo or scan of a round's card, read: finds the corners, lays the sheet flat, says of each item what is marked.

What is not clear is never guessed: a faint mark, two marks, a smudge or a crossed-out circle comes back as doubtful
with a crop of its line. Needs the extra "scan" (OpenCV); without it `missing()` says so. Not for the GUI thread.
"""

from __future__ import annotations

import importlib.util
import itertools
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from lobbyconsole.domain import cards
from lobbyconsole.domain.content.checklists import CheckItem, Checklist
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused
from lobbyconsole.services.attachments import MOST_BYTES, media_of
from lobbyconsole.services.picture_size import picture_size

if TYPE_CHECKING:
    import numpy as np

    Grey = np.ndarray[Any, np.dtype[np.uint8]]
    Dark = np.ndarray[Any, np.dtype[np.float32]]

SCALE = 8  # dots to the millimetre of the flattened sheet
MOST_PIXELS = 60_000_000  # decoded at full size; a larger JPEG is decoded smaller
MOST_PIXELS_JPEG = 320_000_000
LONGEST = 2800  # px; what is larger is scaled down before it is looked at
LEAST_MARK = 17.0  # px a corner mark must have: below, a circle is too few dots to tell a pen from dirt

FULL = 0.38  # share of dark dots in a circle that is filled
SOME = 0.06  # from here there is something in the circle
HAZE = 0.13  # mean darkness above the bare paper: a faint mark or a smudge
RING_ARCS, RING_SHARE = 3, 0.30  # dark crossings around a filled circle: it was crossed out
LEAST_CONTRAST = 0.30  # between paper and print
LEAST_LIGHT = 0.30  # of the sheet's usual brightness: below, a line lies in the dark
HAND = 0.012  # share of dark dots in a box: something is written in it

State = Literal["answer", "doubtful", "written", "empty"]


@dataclass(frozen=True, slots=True)
class ItemRead:
    """What the card says of one item. `given`: with "answer" only. `why`: what is doubtful. `crop`: its line, PNG."""

    number: int
    item: CheckItem
    state: State
    given: cards.Given | None
    confidence: float
    crop: bytes
    why: Message | None = None


@dataclass(frozen=True, slots=True)
class SheetRead:
    """One sheet that was read, with the wording it was printed from. `head`: the date, time and names, PNG."""

    id: cards.CardId
    checklist: Checklist
    version: str
    items: tuple[ItemRead, ...]
    head: bytes


Wording = Callable[[cards.CardId], tuple[Checklist, str] | None]


def missing() -> Message | None:
    """Why nothing can be read on this computer; None when it can."""
    if importlib.util.find_spec("cv2") is None or importlib.util.find_spec("numpy") is None:
        text = QT_TRANSLATE_NOOP(
            "Messages", "Reading pictures needs OpenCV, which is not installed here (the extra “scan”)."
        )
        return Message(text)
    return None


# --- taking in a picture ------------------------------------------------------------------------------------------


def picture_of(path: Path | str) -> Grey:
    """The picture in a file, in shades of grey. Raises Refused, in words."""
    path = Path(path)
    try:
        if not path.is_file():
            raise FileNotFoundError(2, os.strerror(2))
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        text = QT_TRANSLATE_NOOP("Messages", "{name} cannot be read: {reason}.")
        values = {"name": path.name or str(path), "reason": error.strerror or str(error)}
        raise Refused(Message(text, values)) from error
    return picture_in(content, path.name)


def picture_in(content: bytes, name: str) -> Grey:
    """The picture in a file's content. Raises Refused, in words."""
    _need()
    import cv2
    import numpy as np

    if content.startswith(b"%PDF"):
        text = QT_TRANSLATE_NOOP("Messages", "{name} is a PDF. Let the scanner save the card as JPEG or PNG.")
        raise Refused(Message(text, {"name": name}))
    kind = media_of(content, name)
    size = picture_size(content)
    if size is None:
        raise _damaged(name)
    wide, high, scalable = size
    pixels = wide * high
    if not 0 < pixels <= (MOST_PIXELS_JPEG if kind == "image/jpeg" and scalable else MOST_PIXELS):
        text = QT_TRANSLATE_NOOP("Messages", "{name} has {width} × {height} pixels; that is more than can be shown.")
        raise Refused(Message(text, {"name": name, "width": wide, "height": high}))
    flags = cv2.IMREAD_GRAYSCALE
    if pixels > MOST_PIXELS:
        flags = cv2.IMREAD_REDUCED_GRAYSCALE_4
    elif kind == "image/jpeg" and max(wide, high) >= 2 * LONGEST:
        flags = cv2.IMREAD_REDUCED_GRAYSCALE_2
    try:
        found = cv2.imdecode(np.frombuffer(content, np.uint8), flags)
    except (cv2.error, MemoryError) as error:
        raise _damaged(name) from error
    if found is None or found.ndim != 2 or min(found.shape) < 32:
        raise _damaged(name)
    return found.astype(np.uint8, copy=False)


def _need() -> None:
    lacks = missing()
    if lacks is not None:
        raise Refused(lacks)


def _damaged(name: str) -> Refused:
    text = QT_TRANSLATE_NOOP("Messages", "{name} is damaged or not a photo that can be shown.")
    return Refused(Message(text, {"name": name or "?"}))


# --- reading a sheet ----------------------------------------------------------------------------------------------


def read_sheet(picture: Grey, wording: Wording) -> SheetRead:
    """Read one sheet; `wording` knows what it was printed from. Raises Refused, in words."""
    _need()
    picture = _handy(picture)
    marks = _marks(picture)
    if len(marks) < 4:
        text = QT_TRANSLATE_NOOP(
            "Messages",
            "Only {count} of the card's four corner marks can be seen. The whole sheet must be in the picture, flat,"
            " sharp and with light on it.",
        )
        raise Refused(Message(text, {"count": len(marks)}))
    small = False
    for corners, side in _quads(marks):
        if side < LEAST_MARK:
            small = True
            continue
        for turn in range(4):
            flat = _flat(picture, [*corners[turn:], *corners[:turn]])
            sheet = _Sheet(flat)
            card = sheet.id()
            if card is not None:
                return _read(sheet, card, wording)
    if small:
        text = QT_TRANSLATE_NOOP("Messages", "The card is too small in this picture. Go nearer, or scan it at 150 dpi.")
        raise Refused(Message(text))
    text = QT_TRANSLATE_NOOP(
        "Messages",
        "The row of squares at the card's top cannot be read. Take the picture again: flat, sharp, no glare.",
    )
    raise Refused(Message(text))


def _read(sheet: _Sheet, card: cards.CardId, wording: Wording) -> SheetRead:
    known = wording(card)
    if known is None:
        text = QT_TRANSLATE_NOOP(
            "Messages", "This card was printed elsewhere, or from a wording that is not on this computer."
        )
        raise Refused(Message(text))
    checklist, version = known
    pages = cards.lay_out(checklist, card)
    if card.pages != len(pages) or card.page > len(pages):
        text = QT_TRANSLATE_NOOP("Messages", "This card does not fit the checklist it names.")
        raise Refused(Message(text))
    if sheet.contrast < LEAST_CONTRAST:
        text = QT_TRANSLATE_NOOP("Messages", "Print and paper can hardly be told apart here. Take it again with light.")
        raise Refused(Message(text))
    items = tuple(sheet.row(row) for row in pages[card.page - 1].rows)
    return SheetRead(card, checklist, version, items, sheet.crop(16, 34, 178, 15))


def _handy(picture: Grey) -> Grey:
    import cv2

    longest = max(picture.shape)
    if longest <= LONGEST:
        return picture
    factor = LONGEST / longest
    return cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA).astype(picture.dtype)


@dataclass(frozen=True, slots=True)
class _MarkSeen:
    x: float
    y: float
    side: float


def _marks(picture: Grey) -> list[_MarkSeen]:
    """Whatever looks like a corner mark: a dark frame around a light one around a dark core."""
    import cv2

    found: list[_MarkSeen] = []
    calm = cv2.GaussianBlur(picture, (3, 3), 0)
    blocks = [max(3, max(picture.shape) // part) | 1 for part in (12, 30, 60)]
    for block in blocks:
        dark = cv2.adaptiveThreshold(calm, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 8)
        _nested(dark, found)
    _, dark = cv2.threshold(calm, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    _nested(dark, found)
    found.sort(key=lambda mark: -mark.side)
    return found[:16]


def _nested(dark: Any, found: list[_MarkSeen]) -> None:
    import cv2

    contours, tree = cv2.findContours(dark, cv2.RETR_TREE, cv2.CHAIN_APPROX_NONE)
    if tree is None:
        return
    for outer, link in enumerate(tree[0]):
        hole = int(link[2])
        if hole < 0 or len(contours[outer]) < 24:
            continue
        while hole >= 0:
            core = int(tree[0][hole][2])
            if core >= 0:
                seen = _as_mark(contours[outer], contours[hole], contours[core])
                if seen is not None and all(
                    abs(seen.x - other.x) + abs(seen.y - other.y) > seen.side / 2 for other in found
                ):
                    found.append(seen)
            hole = int(tree[0][hole][0])


def _as_mark(outer: Any, hole: Any, core: Any) -> _MarkSeen | None:
    import cv2

    areas = [cv2.contourArea(contour) for contour in (outer, hole, core)]
    if areas[2] < 6 or areas[0] < 60:
        return None
    # 49 : 25 : 9 in print; blur and the threshold eat from one and give to the other.
    if not (1.25 < areas[0] / max(areas[1], 1) < 4.5 and 1.4 < areas[1] / areas[2] < 8):
        return None
    (_, _), (wide, high), _ = cv2.minAreaRect(outer)
    if min(wide, high) < 8 or max(wide, high) > 3.0 * min(wide, high) or areas[0] < 0.6 * wide * high:
        return None
    middles = []
    for contour in (outer, hole, core):
        moments = cv2.moments(contour)
        middles.append((moments["m10"] / moments["m00"], moments["m01"] / moments["m00"]))
    side = float(areas[0]) ** 0.5
    if any(abs(x - middles[0][0]) + abs(y - middles[0][1]) > 0.22 * side for x, y in middles[1:]):
        return None
    x = sum(middle[0] for middle in middles) / 3
    y = sum(middle[1] for middle in middles) / 3
    return _MarkSeen(x, y, side)


def _quads(marks: Sequence[_MarkSeen]) -> Iterator[tuple[list[tuple[float, float]], float]]:
    """Four marks that could be a sheet's corners, clockwise, the likeliest first; and the smallest one's side."""
    found = []
    wanted = cards.MARK**2 / ((cards.CORNERS[1][0] - cards.CORNERS[0][0]) * (cards.CORNERS[3][1] - cards.CORNERS[0][1]))
    for four in itertools.combinations(marks, 4):
        sides = [mark.side for mark in four]
        if max(sides) > 2.2 * min(sides):
            continue
        x = sum(mark.x for mark in four) / 4
        y = sum(mark.y for mark in four) / 4
        turn = sorted(four, key=lambda mark: _angle(mark.x - x, mark.y - y))
        corners = [(mark.x, mark.y) for mark in turn]
        if not _convex(corners):
            continue
        area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise([*corners, corners[0]]))) / 2
        share = sum(side**2 for side in sides) / 4 / max(area, 1.0) / wanted
        if not 0.45 < share < 2.2:
            continue
        found.append((abs(share - 1) + max(sides) / min(sides), corners, min(sides)))
    found.sort(key=lambda quad: quad[0])
    for _, corners, side in found[:6]:
        yield corners, side


def _angle(x: float, y: float) -> float:
    import math

    return math.atan2(y, x)  # rises clockwise, since y points down


def _convex(corners: Sequence[tuple[float, float]]) -> bool:
    signs = []
    for at in range(4):
        a, b, c = corners[at], corners[(at + 1) % 4], corners[(at + 2) % 4]
        signs.append((b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0]) > 0)
    return all(signs) or not any(signs)


def _flat(picture: Grey, corners: Sequence[tuple[float, float]]) -> Grey:
    """The sheet as if it lay under a scanner, SCALE dots to the millimetre."""
    import cv2
    import numpy as np

    wanted = np.array([(x * SCALE, y * SCALE) for x, y in cards.CORNERS], np.float32)
    turn = cv2.getPerspectiveTransform(np.array(corners, np.float32), wanted)
    size = (round(cards.WIDTH * SCALE), round(cards.HEIGHT * SCALE))
    flat = cv2.warpPerspective(picture, turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return flat.astype(np.uint8, copy=False)


class _Sheet:
    """A flattened sheet: its darkness, 0 the paper and 1 the print, whatever light fell on it."""

    def __init__(self, flat: Grey) -> None:
        import cv2
        import numpy as np

        self._flat = flat
        high, wide = flat.shape
        rough = cv2.resize(flat, (wide // SCALE, high // SCALE), interpolation=cv2.INTER_AREA)
        paper = cv2.morphologyEx(rough, cv2.MORPH_CLOSE, np.ones((13, 13), np.uint8))
        paper = cv2.GaussianBlur(paper, (0, 0), 4)
        self._light = cv2.resize(paper, (wide, high), interpolation=cv2.INTER_LINEAR).astype(np.float32)
        self._light = np.maximum(self._light, 4.0)
        self._usual = float(np.median(paper))
        dark = np.clip(1.0 - flat.astype(np.float32) / self._light, 0.0, 1.0)
        # Print is as dark as the cores of the corner marks, each corner for its own part of the sheet.
        cores = np.array([self._core(dark, x, y) for x, y in cards.CORNERS], np.float32)
        self.contrast = float(cores.min())
        ink = np.array([[cores[0], cores[1]], [cores[3], cores[2]]], np.float32)
        print_ = cv2.resize(ink, (wide, high), interpolation=cv2.INTER_LINEAR)
        self._dark: Dark = np.clip(dark / np.maximum(print_, 0.15), 0.0, 1.2).astype(np.float32)

    def _core(self, dark: Any, x: float, y: float) -> float:
        return float(self._patch(dark, x, y, 1.1, 1.1).mean())

    def _patch(self, image: Any, x: float, y: float, half_wide: float, half_high: float) -> Any:
        left, right = round((x - half_wide) * SCALE), round((x + half_wide) * SCALE)
        top, bottom = round((y - half_high) * SCALE), round((y + half_high) * SCALE)
        return image[max(0, top) : max(1, bottom), max(0, left) : max(1, right)]

    def id(self) -> cards.CardId | None:
        """What the bit cells say; None when they do not agree with themselves."""
        half = cards.CELL / 2
        seen = []
        for at in range(cards.BITS):
            x, y = cards.cell_box(at)
            seen.append(float(self._patch(self._dark, x + half, y + half, 0.6, 0.6).mean()))
        for limit in (0.5, 0.38, 0.62):
            found = cards.unpack([1 if value > limit else 0 for value in seen])
            if found is not None:
                return found
        return None

    def crop(self, x: float, y: float, wide: float, high: float) -> bytes:
        """A part of the sheet as PNG."""
        import cv2

        part = self._patch(self._flat, x + wide / 2, y + high / 2, wide / 2, high / 2)
        done, content = cv2.imencode(".png", part)
        return bytes(content.tobytes()) if done else b""

    # --- one line

    def row(self, row: cards.Row) -> ItemRead:
        """What is marked in a line."""
        crop = self.crop(cards.ANSWERS_AT - 4, row.y - cards.PITCH / 2, 87, cards.PITCH)

        def told(state: State, given: cards.Given | None, sure: float, why: Message | None = None) -> ItemRead:
            return ItemRead(row.number, row.item, state, given, round(max(0.0, min(1.0, sure)), 2), crop, why)

        first, last = (self._bar(x, row.y) for x in cards.BARS_AT)
        if first is None or last is None:
            text = QT_TRANSLATE_NOOP("Messages", "This line is hidden, folded or not in the picture.")
            return told("doubtful", None, 0, Message(text))
        light = float(self._patch(self._light, 150, row.y, 40, 4).min())
        if light < LEAST_LIGHT * self._usual:
            return told("doubtful", None, 0, Message(QT_TRANSLATE_NOOP("Messages", "This line lies in the dark.")))
        span = cards.BARS_AT[1] - cards.BARS_AT[0]

        def moved(x: float) -> tuple[float, float]:
            part = (x - cards.BARS_AT[0]) / span
            return first[0] + part * (last[0] - first[0]), first[1] + part * (last[1] - first[1])

        circles = []
        for spot in row.spots:
            dx, dy = moved(spot.x)
            circles.append(self._circle(spot.x + dx, spot.y + dy))
        hand = self._hand(row, moved)
        marked = [at for at, circle in enumerate(circles) if circle.share >= FULL]
        touched = [at for at, circle in enumerate(circles) if circle.share >= SOME or circle.mean >= HAZE]
        if not touched:
            if hand:
                text = QT_TRANSLATE_NOOP("Messages", "Something is written here; please type it.")
                return told("written", None, 0, Message(text))
            return told("empty", None, 1 - max((circle.mean for circle in circles), default=0) / HAZE)
        if len(touched) > 1:
            text = QT_TRANSLATE_NOOP("Messages", "More than one circle has something in it.")
            return told("doubtful", None, 0, Message(text))
        circle = circles[touched[0]]
        if not marked:
            return told("doubtful", None, 0, Message(QT_TRANSLATE_NOOP("Messages", "This mark is faint or small.")))
        if circle.arcs >= RING_ARCS or circle.ring >= RING_SHARE:
            return told("doubtful", None, 0, Message(QT_TRANSLATE_NOOP("Messages", "This mark may be crossed out.")))
        if hand:
            text = QT_TRANSLATE_NOOP("Messages", "A circle is marked and something is written.")
            return told("doubtful", None, 0, Message(text))
        rest = max((other.share for at, other in enumerate(circles) if at != marked[0]), default=0.0)
        sure = min((circle.share - SOME) / (0.9 - SOME), 1.0) * (1 - rest / SOME * 0.5)
        return told("answer", row.spots[marked[0]].mark.given, sure)

    def _bar(self, x: float, y: float) -> tuple[float, float] | None:
        """How far the bar at a line's end lies from its place (millimetres); None when there is none."""
        import numpy as np

        wide, high = cards.BAR[0] / 2 + 1.6, cards.BAR[1] / 2 + 2.4
        patch = self._patch(self._dark, x, y, wide, high)
        ink = patch > 0.5
        mass = float(ink.sum()) / SCALE**2
        wanted = cards.BAR[0] * cards.BAR[1]
        if not 0.55 * wanted < mass < 1.7 * wanted:
            return None
        rows, columns = np.nonzero(ink)
        spread = float(rows.std() / SCALE), float(columns.std() / SCALE)
        if spread[0] > cards.BAR[1] * 0.55 or spread[1] > cards.BAR[0] * 0.5:
            return None  # a scribble, not a bar
        dx = float(columns.mean() + 0.5) / SCALE - patch.shape[1] / SCALE / 2
        dy = float(rows.mean() + 0.5) / SCALE - patch.shape[0] / SCALE / 2
        return dx, dy

    def _circle(self, x: float, y: float) -> _Circle:
        import numpy as np

        reach = cards.BUBBLE * 1.75
        patch = self._patch(self._dark, x, y, reach, reach)
        rows, columns = np.indices(patch.shape, dtype=np.float32)
        away = np.hypot(
            (columns + 0.5) / SCALE - patch.shape[1] / SCALE / 2, (rows + 0.5) / SCALE - patch.shape[0] / SCALE / 2
        )
        inside = patch[away < cards.BUBBLE * 0.72]
        share = float((inside > 0.5).mean())
        # The ring around the circle, as seen walking around it once.
        steps = np.arange(0, 2 * np.pi, 0.06)
        around = np.zeros(len(steps), bool)
        for radius in (1.38, 1.48):
            across = np.clip(
                ((np.cos(steps) * radius * cards.BUBBLE) * SCALE + patch.shape[1] / 2).astype(int),
                0,
                patch.shape[1] - 1,
            )
            down = np.clip(
                ((np.sin(steps) * radius * cards.BUBBLE) * SCALE + patch.shape[0] / 2).astype(int),
                0,
                patch.shape[0] - 1,
            )
            around |= patch[down, across] > 0.45
        arcs = int((around & ~np.roll(around, 1)).sum())
        return _Circle(share, float(inside.mean()), float(around.mean()), arcs)

    def _hand(self, row: cards.Row, moved: Callable[[float], tuple[float, float]]) -> bool:
        """Whether something is written in the line's box."""
        if row.box is None:
            return False
        x, y, wide, high = row.box
        wide = wide * 0.55 if row.item.scale.type == "number" else wide
        dx, dy = moved(x)
        patch = self._patch(self._dark, x + wide / 2 + dx, y + high / 2 - 0.6 + dy, wide / 2 - 1.2, high / 2 - 1.7)
        return bool((patch > 0.45).mean() > HAND)


@dataclass(frozen=True, slots=True)
class _Circle:
    share: float  # of dark dots inside
    mean: float  # darkness inside
    ring: float  # share of the ring around it that is dark
    arcs: int  # how often something crosses that ring
