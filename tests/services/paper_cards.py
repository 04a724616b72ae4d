"""Cards as they come back: painted by the program, marked with a pen, then photographed badly. Needs OpenCV."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from PySide6.QtGui import QImage

from lobbyconsole.domain import cards
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.checklists import Checklist
from lobbyconsole.domain.content.editions import version_of
from lobbyconsole.domain.content.library import Library
from lobbyconsole.services.library.book import body_of
from lobbyconsole.services.library.compiled import load_library
from lobbyconsole.ui.round_card import CardSheet, card_image

DOTS = 6.0  # to the millimetre: a scan of 150 dpi
PRINTED = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@lru_cache
def library() -> Library:
    return load_library()


def version(checklist: Checklist) -> str:
    return version_of(body_of(checklist))


def sheet_of(checklist: Checklist, due_at: datetime | None = PRINTED) -> CardSheet:
    name = version(checklist)
    pages = cards.lay_out(checklist, cards.card_id(name, PRINTED, due_at=due_at))
    return CardSheet(checklist, name, pages, Branch(), library(), PRINTED)


def knows(*checklists: Checklist) -> Callable[[cards.CardId], tuple[Checklist, str] | None]:
    """What a hall with these checklists makes of a card."""
    known = {version(entry): entry for entry in checklists}

    def wording(card: cards.CardId) -> tuple[Checklist, str] | None:
        return next(((entry, name) for name, entry in known.items() if name.startswith(card.wording)), None)

    return wording


def painted(sheet: CardSheet, page: int = 0, dots: float = DOTS) -> Any:
    """A printed sheet, in shades of grey."""
    import numpy as np

    image = card_image(sheet, page, dots).convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width()].copy()


def pen(image: Any, spot: cards.Spot, chance: random.Random, ink: int = 40, how: str = "fill") -> None:
    """Mark a circle as a person does: not quite in the middle and not quite round."""
    import cv2
    import numpy as np

    def dot(x: float, y: float) -> tuple[int, int]:
        return round(x * DOTS), round(y * DOTS)

    x, y = spot.x + chance.uniform(-0.35, 0.35), spot.y + chance.uniform(-0.35, 0.35)
    radius = cards.BUBBLE
    if how in ("fill", "crossed"):
        angles = np.linspace(0, 2 * np.pi, 14, endpoint=False)
        edges = [radius * chance.uniform(0.78, 1.08) for _ in angles]
        points = [dot(x + np.cos(at) * far, y + np.sin(at) * far) for at, far in zip(angles, edges, strict=True)]
        cv2.fillPoly(image, [np.array(points, np.int32)], ink, cv2.LINE_AA)
    if how == "crossed":
        reach = radius * 1.9
        for turn in (-1, 1):
            cv2.line(
                image,
                dot(x - reach, y - turn * reach),
                dot(x + reach, y + turn * reach),
                ink,
                round(0.5 * DOTS),
                cv2.LINE_AA,
            )
    elif how == "tick":
        cv2.line(image, dot(x - 1.4, y), dot(x - 0.3, y + 1.5), ink, round(0.6 * DOTS), cv2.LINE_AA)
        cv2.line(image, dot(x - 0.3, y + 1.5), dot(x + 2.4, y - 2.6), ink, round(0.6 * DOTS), cv2.LINE_AA)
    elif how == "faint":
        cv2.circle(image, dot(x, y), round(radius * DOTS * 0.9), 190, -1, cv2.LINE_AA)
    elif how == "smudge":
        patch = np.full_like(image, 255)
        cv2.circle(patch, dot(x + 1.2, y + 0.8), round(3.5 * DOTS), 165, -1)
        np.minimum(image, cv2.GaussianBlur(patch, (0, 0), 8), out=image)


def filled(sheet: CardSheet, chance: random.Random, page: int = 0, ink: int = 40) -> tuple[Any, dict[str, cards.Given]]:
    """A sheet with one clear mark for each item, and what was meant."""
    image = painted(sheet, page)
    meant: dict[str, cards.Given] = {}
    for row in sheet.pages[page].rows:
        spot = chance.choice(row.spots)
        pen(image, spot, chance, ink + chance.randint(0, 40))
        meant[row.item.id] = spot.mark.given
    return image, meant


# --- what cameras and desks do to it --------------------------------------------------------------------------------


def on_desk(image: Any, chance: random.Random, *, turn: float = 0.0, slant: float = 0.0, ground: int = 120) -> Any:
    """Photographed from above: on a desk, turned by degrees, seen from a side."""
    import cv2
    import numpy as np

    high, wide = image.shape
    room = round(0.12 * max(high, wide))
    size = (wide + 2 * room, high + 2 * room)
    base = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    middle = np.array([wide / 2, high / 2])
    angle = np.radians(turn)
    spin = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    seen = (base - middle) @ spin.T
    shrink = min(1.0, (wide + 1.6 * room) / np.ptp(seen[:, 0]), (high + 1.6 * room) / np.ptp(seen[:, 1]))
    seen = seen * shrink
    for corner in seen:
        corner += [chance.uniform(-slant, slant) * wide, chance.uniform(-slant, slant) * high]
    seen = (seen + middle + room).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(base, seen)
    desk = np.full((size[1], size[0]), ground, np.uint8)
    paper = cv2.warpPerspective(image, matrix, size, flags=cv2.INTER_AREA, borderValue=0)
    where = cv2.warpPerspective(np.full_like(image, 255), matrix, size)
    return np.where(where > 127, paper, desk).astype(np.uint8)


def shaded(image: Any, dark: float = 0.45, across: bool = True) -> Any:
    """A shadow that grows from one side to the other."""
    import numpy as np

    high, wide = image.shape
    ramp = np.linspace(1.0, dark, wide if across else high)
    light = np.tile(ramp, (high, 1)) if across else np.tile(ramp[:, None], (1, wide))
    return (image * light).astype(np.uint8)


def noisy(image: Any, seed: int, sigma: float = 8.0) -> Any:
    import numpy as np

    noise = np.random.default_rng(seed).normal(0, sigma, image.shape)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


def blurred(image: Any, sigma: float) -> Any:
    import cv2

    return cv2.GaussianBlur(image, (0, 0), sigma)


def smaller(image: Any, factor: float) -> Any:
    import cv2

    return cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)


def bent(image: Any, by: float = 1.7) -> Any:
    """Paper that does not lie flat: its middle is pushed up the picture by some millimetres."""
    import cv2
    import numpy as np

    high, wide = image.shape
    down, across = np.indices((high, wide), dtype=np.float32)
    lift = np.sin(across / wide * np.pi) * by * DOTS
    return cv2.remap(image, across, down + lift, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def jpeg(image: Any, quality: int = 80) -> bytes:
    import cv2

    done, content = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    return bytes(content.tobytes())


def wrong(meant: Mapping[str, cards.Given], read: Any) -> list[str]:
    """Items that were read as something else than was marked."""
    answered = [entry for entry in read.items if entry.state == "answer"]
    return [entry.item.id for entry in answered if entry.given != meant.get(entry.item.id)]
