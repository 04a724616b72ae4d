"""The printed set as pages: a plan on one lying page where 7 points allow it, and nothing beyond the margins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from lobbyconsole.domain.sample import sample_branch
from lobbyconsole.services.library.compiled import load_library
from lobbyconsole.services.plan_sheets import one_page, phone_sheet, role_cards
from lobbyconsole.ui import style
from lobbyconsole.ui.paper.plan_sheet import SHEETS, plan_pdf
from lobbyconsole.ui.paper.sheet import NARROW, Sheet
from lobbyconsole.ui.theme import LIGHT
from lobbyconsole.ui.written import Writer

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
BANK = sample_branch("bank")
SCALE = 0.05
SPOKEN: list[Writer] = []


@pytest.fixture(autouse=True)
def english_afterwards(qapp: QApplication) -> Iterator[None]:
    yield
    while SPOKEN:
        qapp.setProperty("language", None)  # each has translators of its own in the program, whoever spoke last
        SPOKEN.pop()._languages.use("en", "bank")
    style.apply(qapp, LIGHT)


def speak(language: str) -> None:
    SPOKEN.append(Writer(BANK, language))


def sheet_of(kind: str, name: str, language: str) -> Sheet:
    speak(language)
    library = load_library()
    plan = library.plans[name]
    made = {"page": one_page, "roles": role_cards}
    paper = (
        phone_sheet(list(library.plans.values()), library, BANK, NOW)
        if kind == "phones"
        else made[kind](plan, library, BANK, NOW)
    )
    return SHEETS[kind](paper, language, BANK.tz)


def dark(sheet: Sheet, page: int) -> list[tuple[int, int]]:
    """Where something is printed, in units of the sheet."""
    image = QImage(round(sheet.across * SCALE), round(sheet.high * SCALE), QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    painter.scale(SCALE, SCALE)
    for op in sheet.pages[page]:
        op(painter)
    painter.end()
    return [
        (round(x / SCALE), round(y / SCALE))
        for y in range(image.height()) for x in range(image.width())
        if image.pixelColor(x, y).value() < 200
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["fire", "power_outage", "armed_attack", "bank_run", "medical_emergency"])
def test_nothing_is_printed_beyond_the_margins_and_every_page_has_something(name: str, language: str) -> None:
    for kind in ("page", "roles", "phones"):
        sheet = sheet_of(kind, name, language)
        assert len(sheet.pages) <= 2 or kind == "roles"
        for at in range(len(sheet.pages)):
            found = dark(sheet, at)
            assert len(found) > 100
            assert min(x for x, _ in found) >= min(NARROW, sheet.left) - 60
            assert max(x for x, _ in found) <= sheet.left + sheet.width + 60
            assert max(y for _, y in found) <= sheet.high - NARROW + 100


def test_in_chinese_every_plan_is_one_page() -> None:
    for name in sorted(load_library().plans):
        assert len(sheet_of("page", name, "zh").pages) == 1, name


def test_the_file_is_a_lying_page_and_the_same_bytes_again(tmp_path: Path) -> None:
    speak("zh")
    library = load_library()
    paper = one_page(library.plans["fire"], library, BANK, NOW)
    assert plan_pdf("page", paper, tmp_path / "a.pdf", "zh", BANK.tz) == 1
    plan_pdf("page", paper, tmp_path / "b.pdf", "zh", BANK.tz)
    content = (tmp_path / "a.pdf").read_bytes()
    assert content == (tmp_path / "b.pdf").read_bytes()
    assert b"/MediaBox [0 0 842" in content or b"/MediaBox [0 0 841" in content
