"""Rounds on paper through the real screen: the printed page, typing it back, reading its picture, the camera."""

from __future__ import annotations

import importlib.util
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from lobbyconsole.domain import cards
from lobbyconsole.domain.rounds import FAIL, FINISHED, NOT_APPLICABLE, PASS
from lobbyconsole.domain.words import Refused
from lobbyconsole.services import camera, card_reading
from lobbyconsole.ui.round_card import card_image, write_card
from lobbyconsole.ui.screens.rounds import RoundsScreen
from tests.services.conftest import hall, open_hall  # noqa: F401 - fixtures
from tests.ui.test_rounds_screen import (  # noqa: F401 - fixtures among them
    LISTS,
    answers,
    begun,
    dressed,
    make,
    press,
    screen,
    settle,
    work_of,
)

with_opencv = pytest.mark.skipif(
    importlib.util.find_spec("cv2") is None, reason="OpenCV is not installed (the extra scan)"
)


def paper(qtbot, screen: RoundsScreen, name: str = "patrol") -> None:  # noqa: F811
    """Show the card of what is due."""
    line = next(line for line in screen.list.lines() if line.checklist == name and line.state in ("due", "overdue"))
    screen.open_line(line)
    press(qtbot, screen, "c")
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.cards.page, timeout=5000)
    settle(qtbot, screen)


def typing(qtbot, screen: RoundsScreen, name: str = "patrol") -> None:  # noqa: F811
    paper(qtbot, screen, name)
    press(qtbot, screen, "t")
    assert screen.pages.currentWidget() is screen.cards.typing


def shown_round(qtbot, screen: RoundsScreen) -> str:  # noqa: F811
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.runner, timeout=5000)
    settle(qtbot, screen)
    assert screen.runner.shown is not None
    return screen.runner.shown.round.key


# --- printing


def test_the_page_has_its_marks_cells_and_bars(screen, qtbot):  # noqa: F811
    paper(qtbot, screen)
    sheet = screen.cards.page.sheet
    image = card_image(sheet, 0, 8)

    def ink(x: float, y: float) -> bool:
        return QColor(image.pixel(round(x * 8), round(y * 8))).lightness() < 100

    for x, y in cards.CORNERS:
        assert ink(x, y)
        assert not ink(x + cards.MARK * 2 / 7, y)
        assert ink(x + cards.MARK * 3 / 7, y)
    told = [1 if ink(*(part + cards.CELL / 2 for part in cards.cell_box(at))) else 0 for at in range(cards.BITS)]
    card = cards.unpack(told)
    assert card is not None
    assert card == sheet.pages[0].id
    assert card.due_at == screen.cards.due_at
    for row in sheet.pages[0].rows:
        assert all(ink(x, row.y) for x in cards.BARS_AT)
        assert not any(ink(spot.x, spot.y) for spot in row.spots)


def test_the_card_is_saved_as_vectors_and_a_disk_that_is_gone_is_said(screen, qtbot, tmp_path):  # noqa: F811
    paper(qtbot, screen)
    target = tmp_path / "巡检 卡片.pdf"
    screen.cards.write(str(target))
    qtbot.waitUntil(lambda: screen.cards.page.said.text() != "", timeout=5000)
    content = target.read_bytes()
    assert content.startswith(b"%PDF")
    assert b"/Subtype /Image" not in content
    assert b"/MediaBox [0 0 595" in content
    with pytest.raises(Refused, match="cannot be written"):
        write_card(screen.cards.page.sheet, str(tmp_path / "gone" / "card.pdf"))
    screen.cards.write(str(tmp_path / "gone" / "card.pdf"))
    qtbot.waitUntil(lambda: "cannot be written" in screen.cards.page.said.text(), timeout=5000)


def test_escape_leads_back(screen, qtbot):  # noqa: F811
    typing(qtbot, screen)
    press(qtbot, screen, Qt.Key.Key_Escape)
    assert screen.pages.currentWidget() is screen.cards.page
    press(qtbot, screen, Qt.Key.Key_Escape)
    assert screen.pages.currentWidget() is screen.start


# --- typing


def test_ten_items_are_typed_back_with_32_keys(screen, hall, qtbot):  # noqa: F811
    typing(qtbot, screen)
    page = screen.cards.typing
    begin = time.perf_counter()
    keys: list[Qt.Key | str] = [Qt.Key.Key_Return]  # the time on the card is the one it was due
    for at in range(10):
        keys += f"{at + 1:02d}{9 if at == 4 else 1}"
    keys.append(Qt.Key.Key_Return)
    seen = []
    for key in keys:
        press(qtbot, screen, key)
        seen.append(page.said.text())
    assert len(keys) == 32
    assert time.perf_counter() - begin < 5  # a person's second or two a code is what is left
    assert "03 i2 → 1 Met  2 Not met  9 N/A" in seen  # the item is echoed as soon as its two digits are there
    assert "03 i2 → Met" in seen
    key = shown_round(qtbot, screen)
    assert answers(screen, key) == {f"i{at}": NOT_APPLICABLE if at == 4 else PASS for at in range(10)}
    kept = screen.console.work.rounds.get(key).round
    assert (kept.channel, kept.runner) == ("paper", "8001")
    assert kept.begun_at == kept.due_at == screen.cards.due_at
    assert screen.runner.finish_button.isEnabled()
    press(qtbot, screen, "f")
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.score, timeout=5000)
    settle(qtbot, screen)
    assert screen.console.work.rounds.get(key).round.state == FINISHED
    done = next(line for line in screen.list.lines() if line.key == key)
    assert (done.state, done.percent) == ("done", 100.0)


def test_what_failed_on_paper_is_asked_in_place_one_after_the_other(screen, qtbot):  # noqa: F811
    typing(qtbot, screen)
    press(qtbot, screen, Qt.Key.Key_Return)
    codes = "".join(f"{at + 1:02d}{2 if at in (3, 7) else 1}" for at in range(10))
    press(qtbot, screen, codes, Qt.Key.Key_Return)
    key = shown_round(qtbot, screen)
    assert screen.window().focusWidget() is screen.runner.cards[3].finding.note
    press(qtbot, screen, "a lamp is out", Qt.Key.Key_Return)
    assert screen.window().focusWidget() is screen.runner.cards[7].finding.note
    press(qtbot, screen, Qt.Key.Key_Return)
    settle(qtbot, screen)
    kept = screen.console.work.rounds.get(key).round.answers
    assert (kept["i3"].verdict, kept["i3"].note, kept["i3"].owner) == (FAIL, "a lamp is out", "cleaner")
    assert kept["i3"].opened
    assert kept["i7"].opened
    assert len(screen.console.work.records.rows("actions", open_only=True)) == 2


def test_what_was_not_typed_is_open_on_the_screen(screen, qtbot):  # noqa: F811
    typing(qtbot, screen)
    press(qtbot, screen, Qt.Key.Key_Return, "011021 031 ", Qt.Key.Key_Return)
    key = shown_round(qtbot, screen)
    assert answers(screen, key) == {"i0": PASS, "i1": PASS, "i2": PASS}
    assert screen.runner.current().item.id == "i3"


def test_mistakes_are_said_while_typing_and_nothing_is_recorded(screen, qtbot):  # noqa: F811
    typing(qtbot, screen)
    page = screen.cards.typing
    press(qtbot, screen, Qt.Key.Key_Return, "37")
    assert "no item 37" in page.said.text()
    press(qtbot, screen, Qt.Key.Key_Return)
    assert screen.pages.currentWidget() is page
    assert page.codes.selectedText() == "37"  # typing now puts it right
    press(qtbot, screen, "017")
    assert "cannot be answered with 7" in page.said.text()
    press(qtbot, screen, Qt.Key.Key_Backspace, "2")
    assert page.said.text() == "01 i0 → Not met"
    press(qtbot, screen, "02", Qt.Key.Key_Return)
    assert "not finished" in page.said.text()
    press(qtbot, screen, Qt.Key.Key_Backspace, Qt.Key.Key_Backspace, Qt.Key.Key_Backspace, "1")
    assert page.list.answers() == {1: "Met"}
    assert screen.console.work.rounds.running() == []


def test_a_time_that_lies_ahead_or_is_none_is_asked_again(screen, qtbot):  # noqa: F811
    typing(qtbot, screen)
    page = screen.cards.typing
    page.time.selectAll()
    press(qtbot, screen, "2359", Qt.Key.Key_Return)
    assert "later than now" in page.said.text()
    press(qtbot, screen, "noon", Qt.Key.Key_Return)
    assert "time on the card" in page.said.text()
    press(qtbot, screen, "11-19 16:30", Qt.Key.Key_Return, "011", Qt.Key.Key_Return)
    key = shown_round(qtbot, screen)
    begun_at = screen.console.work.rounds.get(key).round.begun_at
    assert f"{begun_at.astimezone(screen.board.branch.tz):%m-%d %H:%M}" == "11-19 16:30"


def test_the_same_card_is_not_entered_twice(screen, qtbot):  # noqa: F811
    codes = "".join(f"{at + 1:02d}1" for at in range(10))
    typing(qtbot, screen)
    press(qtbot, screen, Qt.Key.Key_Return, codes, Qt.Key.Key_Return)
    first = shown_round(qtbot, screen)
    press(qtbot, screen, "f")
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.score, timeout=5000)
    settle(qtbot, screen)
    due = screen.cards.due_at
    screen.cards.open("patrol", screen.board.branch, due_at=due)
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.cards.page, timeout=5000)
    press(qtbot, screen, "t", Qt.Key.Key_Return, "011", Qt.Key.Key_Return)
    page = screen.cards.typing
    qtbot.waitUntil(lambda: "done already" in page.said.text(), timeout=5000)
    press(qtbot, screen, Qt.Key.Key_Return)  # as a voluntary round, as the words say
    second = shown_round(qtbot, screen)
    assert second != first
    assert screen.console.work.rounds.get(second).round.due_at is None
    screen.cards.open("patrol", screen.board.branch)
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.cards.page, timeout=5000)
    press(qtbot, screen, "t", Qt.Key.Key_Return, "011", Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "entered already" in page.said.text(), timeout=5000)


def test_the_card_of_a_round_in_hand_goes_on_with_it(screen, qtbot):  # noqa: F811
    key = begun(qtbot, screen, "patrol")
    press(qtbot, screen, "1", "1")
    settle(qtbot, screen)
    press(qtbot, screen, "c")
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.cards.page, timeout=5000)
    assert screen.cards.page.sheet.pages[0].id.round_key == key
    press(qtbot, screen, "t", Qt.Key.Key_Return, "031042", Qt.Key.Key_Return)
    assert shown_round(qtbot, screen) == key
    assert answers(screen, key) == {"i0": PASS, "i1": PASS, "i2": PASS, "i3": FAIL}
    assert screen.runner.cards[3].draft.said == FAIL
    assert screen.runner.current().item.id == "i4"  # the first that is open; the finding is asked at the end
    assert screen.console.work.rounds.get(key).round.channel == "screen"


def test_a_form_number_brings_the_wording_it_was_printed_from(screen, qtbot):  # noqa: F811
    paper(qtbot, screen)
    before = screen.cards.page.sheet
    number = cards.form_number(before.version)
    library = screen.console.work.library
    shorter = replace(LISTS[0], items=LISTS[0].items[:4])
    library.propose("checklists", shorter, by="8001", why="fewer")
    screen.reload()
    settle(qtbot, screen)
    typing(qtbot, screen)
    page = screen.cards.typing
    assert len(page.list.lines()) == 4
    page.form.setFocus()
    page.form.selectAll()
    press(qtbot, screen, number[:5] + str((int(number[5]) + 1) % 10), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "no form number" in page.said.text(), timeout=5000)
    page.form.setFocus()
    page.form.selectAll()
    press(qtbot, screen, number, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.list.lines()) == 10, timeout=5000)
    press(qtbot, screen, Qt.Key.Key_Return, "091", Qt.Key.Key_Return)
    key = shown_round(qtbot, screen)
    kept = screen.console.work.rounds.get(key)
    assert (kept.round.version, len(kept.checklist.items)) == (before.version, 10)
    assert answers(screen, key) == {"i8": PASS}


# --- reading a picture


def marked(screen: RoundsScreen, codes: dict[int, str], path: Path) -> None:  # noqa: F811
    """The printed card with filled circles, as a scan on the disk."""
    from PySide6.QtGui import QPainter

    sheet = screen.cards.page.sheet
    assert sheet is not None
    image = card_image(sheet, 0, 8)
    painter = QPainter(image)
    painter.setBrush(QColor("#222222"))
    painter.setPen(Qt.PenStyle.NoPen)
    for row in sheet.pages[0].rows:
        for spot in row.spots:
            if spot.mark.code in codes.get(row.number, ""):
                painter.drawEllipse(round((spot.x - 2) * 8), round((spot.y - 2) * 8), 32, 32)
    painter.end()
    assert image.save(str(path))


@with_opencv
def test_a_scan_is_read_and_two_marks_are_asked_with_their_line_beside(screen, qtbot, tmp_path):  # noqa: F811
    paper(qtbot, screen)
    scan = tmp_path / "扫描 件.png"
    marked(screen, dict.fromkeys(range(1, 10), "1") | {4: "12", 10: "2"}, scan)
    press(qtbot, screen, "r")
    reader = screen.cards.reader
    assert screen.pages.currentWidget() is reader
    screen.cards.read_files([str(scan)])
    qtbot.waitUntil(lambda: bool(reader.sheets), timeout=20000)
    assert reader.asking().number == 4
    assert "More than one" in reader.why.text()
    assert not reader.crop.image().isNull()
    assert screen.console.work.rounds.running() == []
    press(qtbot, screen, "9")
    assert reader.asking() is None
    assert not reader.head.image().isNull()
    press(qtbot, screen, Qt.Key.Key_Return)
    key = shown_round(qtbot, screen)
    kept = screen.console.work.rounds.get(key).round
    assert kept.channel == "paper"
    assert kept.due_at == kept.begun_at
    told = {f"i{at}": PASS for at in range(9)} | {"i3": NOT_APPLICABLE, "i9": FAIL}
    assert answers(screen, key) == told


@with_opencv
def test_what_cannot_be_read_is_said_and_the_next_picture_can_be_tried(screen, qtbot, tmp_path):  # noqa: F811
    paper(qtbot, screen)
    press(qtbot, screen, "r")
    reader = screen.cards.reader
    white = tmp_path / "white.png"
    image = QImage(900, 1200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    image.save(str(white))
    heic = tmp_path / "IMG_0001.heic"
    heic.write_bytes(b"\x00\x00\x00\x18ftypheic" + bytes(200))
    for path, words in ((white, "corner marks"), (heic, "HEIC"), (tmp_path / "gone.jpg", "cannot be read")):
        screen.cards.read_files([str(path)])
        qtbot.waitUntil(lambda words=words: words in reader.said.text(), timeout=20000)
    assert reader.sheets == {}


def test_without_opencv_the_button_says_what_is_missing(screen, qtbot, monkeypatch):  # noqa: F811
    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *a: None if name == "cv2" else real(name, *a))
    paper(qtbot, screen)
    assert not screen.cards.page.read_button.isEnabled()
    assert "OpenCV" in screen.cards.page.read_button.toolTip()
    assert "OpenCV" in str(camera.missing())
    with pytest.raises(Refused, match="OpenCV"):
        card_reading.picture_in(b"\xff\xd8\xff", "a.jpg")


# --- the camera in the finding


@pytest.fixture
def film(tmp_path: Path) -> Path:
    cv2 = pytest.importorskip("cv2", reason="OpenCV is not installed (the extra scan)")
    import numpy as np

    path = tmp_path / "film.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 20, (320, 240))
    for at in range(400):
        writer.write(np.full((240, 320, 3), (40, 80, at % 200), np.uint8))
    writer.release()
    return path


def test_a_picture_is_taken_with_the_camera_and_the_camera_let_go(screen, qtbot, film):  # noqa: F811
    key = begun(qtbot, screen, "patrol")
    press(qtbot, screen, "2")
    panel = screen.runner.camera
    panel.source = str(film)
    screen.runner.cards[0].finding.photos_wanted.emit("camera")
    qtbot.waitUntil(lambda: panel.take.isEnabled(), timeout=10000)
    held = panel._camera
    assert not panel.picture.image().isNull()
    press(qtbot, screen, Qt.Key.Key_Return)
    assert panel.isHidden()
    assert held.join(2)
    qtbot.waitUntil(lambda: bool(screen.runner.cards[0].draft.photos), timeout=5000)
    settle(qtbot, screen)
    (photo,) = screen.console.work.rounds.get(key).round.answers["i0"].photos
    assert screen.console.work.attachments.read(photo).startswith(b"\xff\xd8\xff")


def test_leaving_the_round_lets_the_camera_go(screen, qtbot, film):  # noqa: F811
    begun(qtbot, screen, "patrol")
    panel = screen.runner.camera
    panel.source = str(film)
    panel.ask(lambda content: None)
    qtbot.waitUntil(lambda: panel.take.isEnabled(), timeout=10000)
    held = panel._camera
    screen.pages.setCurrentWidget(screen.score)
    assert panel._camera is None
    assert held.join(2)
    QApplication.processEvents()


@with_opencv
def test_a_camera_that_is_not_there_or_ends_is_said(screen, qtbot, film, tmp_path):  # noqa: F811
    begun(qtbot, screen, "patrol")
    panel = screen.runner.camera
    for source, words in ((str(tmp_path / "none.avi"), "cannot be opened"), (str(film), "unplugged")):
        panel.source = source
        panel.ask(lambda content: None)
        qtbot.waitUntil(lambda words=words: words in panel.said.text(), timeout=40000)
        assert not panel.take.isEnabled()
        press(qtbot, screen, Qt.Key.Key_Escape)
        assert panel.isHidden()


def test_the_menu_says_why_there_is_no_camera(screen, qtbot):  # noqa: F811
    begun(qtbot, screen, "patrol")
    finding = screen.runner.cards[0].finding
    finding._offer_camera()
    lacks = camera.missing()
    assert finding._from_camera.isEnabled() is (lacks is None)
    assert (finding._from_camera.toolTip() != "") is (lacks is not None)
