"""Pictures of cards: dozens of bad ones without one wrong answer, marks nobody can be sure of, and hostile files."""

from __future__ import annotations

import importlib.util
import random
import struct
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lobbyconsole.domain import cards
from lobbyconsole.domain.content.checklists import Checklist
from lobbyconsole.domain.words import Refused
from lobbyconsole.services import card_reading
from lobbyconsole.services.card_reading import SheetRead, picture_in, picture_of, read_sheet
from lobbyconsole.services.picture_size import picture_size
from lobbyconsole.ui import style
from lobbyconsole.ui.theme import LIGHT

if importlib.util.find_spec("cv2") is None:
    pytest.skip("OpenCV is not installed (the extra scan)", allow_module_level=True)

import cv2
import numpy as np

from tests.services import paper_cards as pc


@pytest.fixture(autouse=True)
def _fonts(qapp) -> None:
    style.load_fonts()
    style.apply(qapp, LIGHT.worded("en"))


def checklist(name: str = "patrol_hourly") -> Checklist:
    return pc.library().checklists[name]


def read(image: Any, *known: Checklist) -> SheetRead:
    """Through a JPEG, as from a phone."""
    return read_sheet(picture_in(pc.jpeg(image), "card.jpg"), pc.knows(*(known or pc.library().checklists.values())))


def states(sheet: SheetRead) -> dict[str, str]:
    return {entry.item.id: entry.state for entry in sheet.items}


# --- how a picture may look and still be read

Spoil = Callable[[Any, random.Random, int], Any]
SPOILT: dict[str, Spoil] = {
    "scan": lambda image, chance, seed: pc.noisy(image, seed, 4),
    "90": lambda image, chance, seed: pc.noisy(cv2.rotate(image, cv2.ROTATE_90_CLOCKWISE), seed),
    "180": lambda image, chance, seed: pc.noisy(cv2.rotate(image, cv2.ROTATE_180), seed),
    "270": lambda image, chance, seed: pc.blurred(cv2.rotate(image, cv2.ROTATE_90_COUNTERCLOCKWISE), 1.5),
    "skewed": lambda image, chance, seed: pc.on_desk(image, chance, turn=chance.uniform(-14, 14)),
    "slanted": lambda image, chance, seed: pc.on_desk(image, chance, turn=chance.uniform(-6, 6), slant=0.05),
    "blurred": lambda image, chance, seed: pc.blurred(pc.on_desk(image, chance, turn=3), 3),
    "dark": lambda image, chance, seed: pc.noisy((pc.on_desk(image, chance) * 0.3).astype(np.uint8), seed, 5),
    "shadow": lambda image, chance, seed: pc.shaded(pc.on_desk(image, chance, turn=2), 0.35),
    "shadow below": lambda image, chance, seed: pc.shaded(pc.on_desk(image, chance, turn=-2), 0.3, False),
    "small": lambda image, chance, seed: pc.noisy(pc.smaller(pc.on_desk(image, chance, turn=4), 0.45), seed, 5),
    "bent": lambda image, chance, seed: pc.on_desk(pc.bent(image), chance, turn=2),
    "all at once": lambda image, chance, seed: pc.noisy(
        pc.shaded(pc.on_desk(image, chance, turn=chance.uniform(-30, 30), slant=0.05, ground=60), 0.5), seed
    ),
}
LISTS = ("patrol_hourly", "touchpoint_daily", "opening_hall", "self_service_daily")


@pytest.mark.slow
def test_dozens_of_bad_pictures_and_not_one_wrong_answer(record_property):
    """Measured: 52 pictures of four checklists, every circle filled by a shaky hand."""
    told: Counter[str] = Counter()
    mistakes = []
    for seed, name in enumerate(LISTS):
        chance = random.Random(seed)
        image, meant = pc.filled(pc.sheet_of(checklist(name)), chance)
        for how, spoil in SPOILT.items():
            told["pictures"] += 1
            try:
                sheet = read(spoil(image, chance, seed))
            except Refused:
                told["refused"] += 1
                continue
            assert sheet.checklist.id == name
            told.update(entry.state for entry in sheet.items)
            mistakes += [(name, how, wrong) for wrong in pc.wrong(meant, sheet)]
    lines = told["answer"] + told["doubtful"] + told["empty"] + told["written"]
    record_property("read", dict(told))
    assert mistakes == []
    assert told["pictures"] == 52
    assert told["refused"] == 0
    assert told["empty"] == 0
    assert told["doubtful"] <= 0.02 * lines


def test_marks_nobody_can_be_sure_of_are_never_answers(record_property):
    """A bold tick is a clear mark; a faint, crossed-out, smudged or second one is asked."""
    told: Counter[str] = Counter()
    mistakes = []
    for seed in range(6):
        chance = random.Random(100 + seed)
        sheet = pc.sheet_of(checklist("opening_hall" if seed % 2 else "patrol_hourly"))
        image = pc.painted(sheet)
        kinds = {}
        meant = {}
        for row in sheet.pages[0].rows:
            how = chance.choice(["faint", "tick", "smudge", "crossed", "two", "fill", "none"])
            spots = list(row.spots)
            chance.shuffle(spots)
            meant[row.item.id] = spots[0].mark.given
            kinds[row.item.id] = how if how != "two" or len(spots) > 1 else "none"
            if how == "two" and len(spots) > 1:
                pc.pen(image, spots[0], chance)
                pc.pen(image, spots[1], chance, 60)
            elif how not in ("none", "two"):
                pc.pen(image, spots[0], chance, how=how)
        spoilt = pc.noisy(pc.on_desk(image, chance, turn=chance.uniform(-5, 5), slant=0.02), seed, 5)
        sheet_read = read(spoilt)
        mistakes += pc.wrong(meant, sheet_read)
        for item, state in states(sheet_read).items():
            told[f"{kinds[item]}: {state}"] += 1
    record_property("read", dict(told))
    assert mistakes == []
    for how in ("faint", "smudge", "crossed", "two"):
        assert told[f"{how}: answer"] == 0, how
        assert told[f"{how}: empty"] == 0, how
        assert told[f"{how}: doubtful"] > 0, how
    assert {key for key in told if key.startswith("none")} == {"none: empty"}
    assert told["fill: empty"] == told["tick: empty"] == 0


def test_a_crossed_out_mark_beside_a_new_one_is_asked():
    chance = random.Random(7)
    sheet = pc.sheet_of(checklist("conduct_daily"))
    image = pc.painted(sheet)
    row = sheet.pages[0].rows[0]
    pc.pen(image, row.spots[0], chance, how="crossed")
    pc.pen(image, row.spots[1], chance)
    found = read(image).items[0]
    assert (found.state, found.given) == ("doubtful", None)
    assert found.crop.startswith(b"\x89PNG")
    assert "More than one" in str(found.why)


def test_what_is_written_by_hand_is_asked_for():
    sheet = pc.sheet_of(checklist("patrol_hourly"))
    image = pc.painted(sheet)
    row = next(row for row in sheet.pages[0].rows if row.item.scale.type == "number")
    assert row.box is not None
    x, y = round((row.box[0] + 3) * pc.DOTS), round((row.y + 2) * pc.DOTS)
    cv2.putText(image, "12", (x, y), cv2.FONT_HERSHEY_SIMPLEX, 1.1, 30, 3, cv2.LINE_AA)
    found = read(image)
    assert states(found)[row.item.id] == "written"
    assert Counter(states(found).values())["empty"] == len(found.items) - 1
    pc.pen(image, row.spots[0], random.Random(1))
    assert states(read(image))[row.item.id] == "doubtful"


def test_the_second_sheet_is_known_as_such():
    sheet = pc.sheet_of(checklist("touchpoint_daily"))
    image, meant = pc.filled(sheet, random.Random(3), page=1)
    found = read(image)
    assert (found.id.page, found.id.pages) == (2, 2)
    assert [entry.number for entry in found.items] == [19, 20, 21, 22]
    assert pc.wrong(meant, found) == []
    assert found.id.same_card(sheet.pages[0].id)


# --- cards that are not what one thinks


def test_an_older_wording_is_read_as_it_was_printed():
    old = checklist("opening_hall")
    new = replace(old, items=tuple(reversed(old.items)))
    image, meant = pc.filled(pc.sheet_of(old), random.Random(5))
    found = read(image, new, old)
    assert found.version == pc.version(old)
    assert pc.wrong(meant, found) == []
    with pytest.raises(Refused, match="printed elsewhere"):
        read(image, new)


def test_a_card_that_claims_other_pages_than_its_wording_has_is_refused():
    one = checklist("conduct_daily")
    image = pc.painted(pc.sheet_of(one))
    longer = checklist("touchpoint_daily")
    with pytest.raises(Refused, match="does not fit"):
        read_sheet(picture_in(pc.jpeg(image), "a.jpg"), lambda card: (longer, pc.version(one)))


def test_half_a_page_is_refused_and_a_hidden_line_is_asked():
    image, meant = pc.filled(pc.sheet_of(checklist()), random.Random(2))
    with pytest.raises(Refused, match="corner marks"):
        read(image[: image.shape[0] // 2])
    covered = image.copy()
    covered[round(100 * pc.DOTS) : round(130 * pc.DOTS), round(150 * pc.DOTS) :] = 90  # a thumb
    found = read(covered)
    assert pc.wrong(meant, found) == []
    assert Counter(states(found).values())["doubtful"] >= 2


@pytest.mark.parametrize("how", ["too blurred", "too small", "too dark", "cells hidden", "nothing there", "not a card"])
def test_what_cannot_be_read_is_refused_in_words(how):
    image = pc.filled(pc.sheet_of(checklist()), random.Random(2))[0]
    if how == "too blurred":
        image = pc.blurred(image, 14)
    elif how == "too small":
        image = pc.smaller(image, 0.16)
    elif how == "too dark":
        image = pc.noisy((image * 0.02).astype(np.uint8), 1, 3)
    elif how == "cells hidden":
        image[: round(19 * pc.DOTS), round(60 * pc.DOTS) : round(90 * pc.DOTS)] = 0
    elif how == "nothing there":
        image[:] = 255
    else:
        image = np.random.default_rng(1).integers(0, 255, image.shape).astype(np.uint8)
    with pytest.raises(Refused) as refused:
        read(image)
    assert len(str(refused.value)) > 20


def test_the_dark_paper_of_a_photo_at_night_gives_no_wrong_answer():
    image, meant = pc.filled(pc.sheet_of(checklist()), random.Random(9))
    for factor in (0.2, 0.12, 0.08):
        try:
            found = read(pc.noisy((image * factor).astype(np.uint8), 3, 4))
        except Refused:
            continue
        assert pc.wrong(meant, found) == []


# --- hostile files


def png_claiming(wide: int, high: int) -> bytes:
    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + head
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + bytes(40)


def test_a_picture_of_200_megapixels_is_read_small_or_refused():
    with pytest.raises(Refused, match=r"20000 × 10000 pixels"):
        picture_in(png_claiming(20_000, 10_000), "wall.png")
    image, meant = pc.filled(pc.sheet_of(checklist()), random.Random(4))
    huge = cv2.resize(image, (11_600, 16_400), interpolation=cv2.INTER_NEAREST)  # 190 megapixels
    content = pc.jpeg(huge, 30)
    assert len(content) < 20 * 1024 * 1024
    picture = picture_in(content, "huge.jpg")
    assert picture.size < 15_000_000
    assert pc.wrong(meant, read_sheet(picture, pc.knows(checklist()))) == []


@pytest.mark.parametrize("cut", [0, 1, 2, 20, 200, 2000])
def test_a_file_that_breaks_off_is_refused_or_doubted(cut):
    image, meant = pc.filled(pc.sheet_of(checklist()), random.Random(4))
    content = pc.jpeg(image)[:cut] if cut < 2000 else pc.jpeg(image)[: len(pc.jpeg(image)) // 2]
    with pytest.raises(Refused):
        read_sheet(picture_in(content, "broken.jpg"), pc.knows(checklist()))
    assert meant


@pytest.mark.parametrize("seed", range(12))
def test_bytes_that_were_changed_give_no_wrong_answer(seed):
    chance = random.Random(seed)
    image, meant = pc.filled(pc.sheet_of(checklist()), chance)
    content = bytearray(pc.jpeg(image))
    for _ in range(12):
        content[chance.randrange(len(content))] = chance.randrange(256)
    try:
        found = read_sheet(picture_in(bytes(content), "bent.jpg"), pc.knows(checklist()))
    except Refused:
        return
    assert pc.wrong(meant, found) == []


def test_other_kinds_of_file_are_said_by_name():
    for content, words in (
        (b"\x00\x00\x00\x18ftypheic" + bytes(50), "HEIC"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"", "empty"),
        (b"MZ\x90" + bytes(100), "no photo"),
        (b"\x89PNG\r\n\x1a\n", "damaged"),
    ):
        with pytest.raises(Refused, match=words):
            picture_in(content, "名字 1.jpg")


def test_files_are_read_from_any_path_and_a_stick_that_was_pulled_is_said(tmp_path: Path, monkeypatch):
    folder = tmp_path / "网点 巡检"
    folder.mkdir()
    path = folder / "卡片 1.png"
    image = pc.painted(pc.sheet_of(checklist()), dots=4)
    path.write_bytes(cv2.imencode(".png", image)[1].tobytes())
    assert picture_of(path).shape == image.shape
    with pytest.raises(Refused, match="cannot be read"):
        picture_of(folder)
    with pytest.raises(Refused, match="cannot be read"):
        picture_of(folder / "gone.png")

    class Pulled:
        def __enter__(self) -> Pulled:
            return self

        def __exit__(self, *left: object) -> None:
            pass

        def read(self, most: int) -> bytes:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", lambda self, mode: Pulled())
    with pytest.raises(Refused, match="Input/output error"):
        picture_of(path)


def test_every_kind_of_picture_says_its_size():
    image = np.zeros((30, 40), np.uint8)
    assert picture_size(b"GIF89a" + struct.pack("<HH", 40, 30)) == (40, 30, False)
    for kind in (".png", ".jpg", ".bmp", ".webp"):
        done, content = cv2.imencode(kind, image)
        assert done
        size = picture_size(content.tobytes())
        assert size is not None
        assert size[:2] == (40, 30), kind
    done, content = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_PROGRESSIVE, 1])
    assert picture_size(content.tobytes()) == (40, 30, False)
    assert picture_size(b"\xff\xd8\xff\xe0") is None


def test_nothing_is_missing_here():
    assert card_reading.missing() is None
    assert cards.BITS == 120
