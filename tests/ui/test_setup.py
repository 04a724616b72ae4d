"""The first set-up: three times Enter opens a sensible hall; everything can be chosen; trouble is told in place."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QVBoxLayout, QWidget

from lobbyconsole.config import Settings, load_settings, save_settings
from lobbyconsole.credentials import NeedsPassphrase
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.words import Message, Refused
from lobbyconsole.ui import icons, setup_pages
from lobbyconsole.ui.forms import Row
from lobbyconsole.ui.setup import SetupWizard
from lobbyconsole.ui.unlock import KeepPage, PassphrasePage, TroublePage

KEY = "K7QF-29XM-WD4H-PT8C"


@pytest.fixture
def wizard(qtbot) -> Callable[..., Any]:
    def make(maker: Callable[[str | None], str] = lambda passphrase: KEY, settings: Settings | None = None) -> Any:
        made: Any = SetupWizard(settings or Settings(), maker)
        qtbot.addWidget(made)
        made.resize(1100, 800)
        made.show()
        qtbot.waitExposed(made)
        made.finished = []
        made.done.connect(lambda settings, passphrase: made.finished.append((settings, passphrase)))
        return made

    return make


def enter(qtbot, wizard: SetupWizard) -> None:
    target = wizard.window().focusWidget() or wizard
    qtbot.keyClick(target, Qt.Key.Key_Return)


def test_three_times_enter_opens_a_sensible_hall(qtbot, wizard) -> None:
    made = wizard()
    enter(qtbot, made)
    assert made.step() == 1
    enter(qtbot, made)
    assert made.step() == 2
    qtbot.waitUntil(lambda: made.source.key.text() == KEY)
    enter(qtbot, made)
    ((settings, passphrase),) = made.finished
    assert passphrase is None
    assert settings.set_up
    branch = settings.branch
    assert [service.numbers.prefix for service in branch.services] == ["A", "B", "C", "D", "V"]
    assert len(branch.counters) == 6
    assert all(place.services for place in branch.counters)
    assert {service.id for service in branch.services} == {id for place in branch.counters for id in place.services}
    assert branch.hours.week[0] is not None
    assert settings.feeds == ()


def test_what_comes_out_can_be_saved_and_read(qtbot, wizard, tmp_path: Path) -> None:
    made = wizard()
    for _ in range(2):
        enter(qtbot, made)
    qtbot.waitUntil(lambda: made.source.key.text() == KEY)
    enter(qtbot, made)
    settings = made.finished[0][0]
    save_settings(tmp_path, settings)
    assert load_settings(tmp_path) == settings


def test_a_telecom_hall_has_its_own_queues(qtbot, wizard) -> None:
    made = wizard()
    made.hall.sector.set_value("telecom")
    enter(qtbot, made)
    branch = made.queues.branch(Branch())
    assert branch.sector == "telecom"
    assert [service.numbers.prefix for service in branch.services] == ["A", "B", "F", "D", "E", "V"]
    assert branch.service("broadband").typical_s == 12 * 60


def test_enter_in_a_field_goes_on_too(qtbot, wizard) -> None:
    made = wizard()
    made.hall.name.setFocus()
    qtbot.keyClick(made.hall.name, Qt.Key.Key_Return)
    assert made.step() == 1
    qtbot.keyClick(made.queues.count, Qt.Key.Key_Return)
    assert made.step() == 2


def test_a_hall_without_a_name_or_queue_is_told_in_place(qtbot, wizard) -> None:
    made = wizard()
    made.hall.name.setText("  ")
    enter(qtbot, made)
    assert made.step() == 0
    assert made.hall.wrong.isVisible()
    made.hall.name.setText("East")
    enter(qtbot, made)
    for use in made.queues._uses:
        use.setChecked(False)
    enter(qtbot, made)
    assert made.step() == 1
    assert made.queues.wrong.text() == "Switch on at least one queue."


def test_hours_have_to_rise(qtbot, wizard) -> None:
    made = wizard()
    enter(qtbot, made)
    made.queues.closes.setTime(made.queues.opens.time())
    enter(qtbot, made)
    assert made.step() == 1
    assert "before" in made.queues.wrong.text()


def test_one_can_go_back_and_the_key_is_made_once(qtbot, wizard) -> None:
    asked: list[str | None] = []

    def maker(passphrase: str | None) -> str:
        asked.append(passphrase)
        return KEY

    made = wizard(maker)
    enter(qtbot, made)
    enter(qtbot, made)
    qtbot.waitUntil(lambda: bool(made.source.key.text()))
    made.source.other.click()
    assert made.step() == 1
    enter(qtbot, made)
    enter(qtbot, made)
    assert len(made.finished) == 1
    assert asked == [None]


def test_a_hasty_enter_does_not_skip_the_key(qtbot, wizard) -> None:
    go = threading.Event()

    def slow(_: str | None) -> str:
        go.wait(5)
        return KEY

    made = wizard(slow)
    for _ in range(3):
        enter(qtbot, made)
    assert made.finished == []
    go.set()
    qtbot.waitUntil(lambda: made.source.key.text() == KEY)
    assert made.finished == []  # it has to be seen first
    enter(qtbot, made)
    assert len(made.finished) == 1


def needs_passphrase(passphrase: str | None) -> str:
    if passphrase is None:
        raise NeedsPassphrase
    return KEY


@pytest.mark.parametrize("make", [lambda: PassphrasePage(wrong=True, recovery=True), lambda: KeepPage(keyring=False)])
def test_tab_leads_through_a_page_from_its_first_field_to_the_ways_on(qtbot, make) -> None:
    window = QWidget()
    below = QVBoxLayout(window)
    below.addWidget(before := QLineEdit())
    page = make()
    below.addWidget(page)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    page.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    seen = [QApplication.focusWidget()]
    while seen[-1] is not before and len(seen) < 12:
        qtbot.keyClick(seen[-1], Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert isinstance(seen[0], QLineEdit)
    ways_on = [way for way in (page.other, page.onward) if not way.isHidden()]
    assert seen[-1 - len(ways_on) : -1] == ways_on


def test_without_a_keyring_a_passphrase_is_asked_for(qtbot, wizard) -> None:
    made = wizard(needs_passphrase)
    enter(qtbot, made)
    enter(qtbot, made)
    qtbot.waitUntil(lambda: made.source.passphrase.isVisible())
    made.source.passphrase.setText("short")
    enter(qtbot, made)
    assert "8" in made.source.wrong.text()
    made.source.passphrase.setText("long enough")
    made.source.passphrase.setFocus()
    enter(qtbot, made)
    assert made.source.again.hasFocus(), "on to the second field, without a reproach"
    assert made.source.wrong.text() == ""
    made.source.again.setText("long enouhg")
    enter(qtbot, made)
    assert "differ" in made.source.wrong.text()
    made.source.again.setText("long enough")
    made.source.onward.click()
    qtbot.waitUntil(lambda: made.source.key.text() == KEY)
    made.source.onward.click()
    assert made.finished[0][1] == "long enough"


def test_with_a_keyring_nobody_is_asked_for_a_passphrase(qtbot, wizard) -> None:
    made = wizard()
    enter(qtbot, made)
    enter(qtbot, made)
    qtbot.waitUntil(lambda: bool(made.source.key.text()))
    assert not made.source.passphrase.isVisible()


def test_a_key_that_cannot_be_made_is_told_and_tried_again(qtbot, wizard) -> None:
    tries: list[int] = []

    def maker(_: str | None) -> str:
        tries.append(1)
        if len(tries) == 1:
            raise Refused(Message("The keyring is locked."))
        return KEY

    made = wizard(maker)
    enter(qtbot, made)
    enter(qtbot, made)
    qtbot.waitUntil(lambda: made.source.wrong.isVisible())
    assert made.source.wrong.text() == "The keyring is locked."
    made.source.onward.click()
    qtbot.waitUntil(lambda: made.source.key.text() == KEY)


def test_a_queue_machine_is_remembered_but_off_until_it_is_filled_in(qtbot, wizard) -> None:
    made = wizard()
    enter(qtbot, made)
    enter(qtbot, made)
    qtbot.waitUntil(lambda: bool(made.source.key.text()))
    made.source.source.set_value("machine")
    enter(qtbot, made)
    (feed,) = made.finished[0][0].feeds
    assert not feed.enabled
    assert feed.profile in [name for name, *_ in setup_pages.shipped_profiles()]


def test_the_look_changes_while_choosing(qtbot, wizard) -> None:
    made = wizard()
    seen: list[Any] = []
    made.look_changed.connect(seen.append)
    made.hall._set_look(theme="dark")
    assert seen[0].theme == "dark"
    for _ in range(2):
        enter(qtbot, made)
    qtbot.waitUntil(lambda: bool(made.source.key.text()))
    enter(qtbot, made)
    assert made.finished[0][0].look.theme == "dark"


def test_the_key_can_be_saved_and_a_full_disk_is_told(qtbot, wizard, tmp_path: Path, monkeypatch) -> None:
    made = wizard()
    enter(qtbot, made)
    enter(qtbot, made)
    qtbot.waitUntil(lambda: bool(made.source.key.text()))
    target = tmp_path / "key.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    made.source.save_key.click()
    assert KEY in target.read_text(encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "key.txt"), ""))
    made.source.save_key.click()
    assert made.source.wrong.isVisible()


def test_proposed_queues_come_from_the_content_library() -> None:
    queues = json.loads((icons.RESOURCES / "content" / "services.json").read_text(encoding="utf-8"))["queues"]
    for queue in queues:
        assert queue["title"]["zh"]
        assert queue["title"]["en"]
        assert set(queue["typical_min"]) <= {"bank", "telecom"}
    for sector in ("bank", "telecom"):
        proposed = setup_pages.proposed_queues(sector)
        services = setup_pages.services_from(proposed, sector, [queue["target_min"] for queue in proposed])
        replace(Branch(), services=services, counters=setup_pages.counters_for(services, 9))  # the model accepts it


# ----------------------------------------------------------------------------------------------- passphrase and trouble
def test_the_passphrase_is_asked_in_place(qtbot) -> None:
    page = PassphrasePage(wrong=True)
    qtbot.addWidget(page)
    page.show()
    given: list[str] = []
    page.given.connect(given.append)
    assert page.field.echoMode() == QLineEdit.EchoMode.Password
    assert page.wrong.isVisible()
    page.onward.click()
    assert given == []  # nothing was typed
    page.field.setText("secret words")
    qtbot.keyClick(page.field, Qt.Key.Key_Return)
    assert given == ["secret words"]
    assert not page.onward.isEnabled()


def test_trouble_says_what_is_wrong_and_can_be_tried_again(qtbot) -> None:
    page = TroublePage(OSError(28, "No space left on device", "/data"))
    qtbot.addWidget(page)
    page.show()
    assert page.about.text() == "/data cannot be used: No space left on device"
    with qtbot.waitSignal(page.again):
        page.onward.click()


def test_a_defect_is_told_without_a_stack_trace(qtbot) -> None:
    page = TroublePage(ZeroDivisionError("division by zero"), "/data/crash/crash-1.txt")
    qtbot.addWidget(page)
    assert "division" not in page.about.text()
    assert "Traceback" not in page.about.text()
    assert "/data/crash/crash-1.txt" in page._report.text()


@pytest.mark.parametrize(("width", "height", "percent"), [(1196, 664, 100), (1130, 608, 200)])
def test_nothing_is_wider_than_the_window(
    qapp: QApplication, qtbot, wizard, width: int, height: int, percent: int
) -> None:
    from lobbyconsole.ui import style
    from lobbyconsole.ui.theme import LIGHT

    style.apply(qapp, LIGHT.scaled(percent))
    try:
        made = wizard(needs_passphrase)
        made.resize(width, height)
        for page in made._pages:
            made._go(made._pages.index(page))
            if page is made.queues:
                made.queues.set_sector("bank")
            QApplication.processEvents()
            assert made.width() <= width
            for row in page.findChildren(Row):
                if row.isVisible():
                    assert row.editor.geometry().right() <= row.width(), type(row.editor).__name__
    finally:
        style.apply(qapp, LIGHT)
