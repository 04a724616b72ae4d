"""A round led with the mouse: what a press leaves behind must not answer anything else."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from lobbyconsole.services.library.compiled import load_library
from lobbyconsole.services.work import Work
from lobbyconsole.ui.content.asking import Ask
from lobbyconsole.ui.people_cards import PinForm
from lobbyconsole.ui.widgets.pin_field import PinField
from lobbyconsole.ui.widgets.round_item import ItemCard
from tests.services.conftest import SmallHall, hall, open_hall  # noqa: F401 - fixtures
from tests.ui.test_rounds_screen import answers, begun, dressed, make, screen, settle, work_of  # noqa: F401 - fixtures

LEFT = Qt.MouseButton.LeftButton


class Windows(QObject):
    """Remembers every widget that became a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def test_a_round_comes_without_windows_that_flash(screen, qtbot) -> None:  # noqa: F811
    windows, app = Windows(), QApplication.instance()
    assert app is not None
    app.installEventFilter(windows)
    try:
        begun(qtbot, screen, "patrol")
    finally:
        app.removeEventFilter(windows)
    assert windows.seen == []


def test_pressing_on_without_a_number_leaves_the_keyboard_in_the_question(screen, qtbot) -> None:  # noqa: F811
    key = begun(qtbot, screen, "patrol")
    runner = screen.runner
    qtbot.mouseClick(runner.hand_button, LEFT)
    qtbot.mouseClick(runner.ask.yes, LEFT)
    assert not runner.ask.isHidden()
    assert screen.window().focusWidget() is runner.ask.line
    runner.ask.yes.setFocus()
    for sign in "8002":
        qtbot.keyClicks(screen.window().focusWidget(), sign)
    assert runner.ask.line.text() == "8002"
    settle(qtbot, screen)
    assert answers(screen, key) == {}


def test_who_took_a_round_over_signs_it(screen, qtbot) -> None:  # noqa: F811
    key = begun(qtbot, screen, "opening")
    runner = screen.runner
    qtbot.mouseClick(runner.hand_button, LEFT)
    qtbot.keyClicks(runner.ask.line, "8002")
    qtbot.mouseClick(runner.ask.yes, LEFT)
    qtbot.waitUntil(lambda: screen.console.work.rounds.get(key).round.runner == "8002", timeout=3000)
    settle(qtbot, screen)
    qtbot.keyClicks(runner.current(), "1")
    settle(qtbot, screen)
    qtbot.mouseClick(runner.finish_button, LEFT)
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.score, timeout=5000)
    settle(qtbot, screen)
    signed = screen.console.work.rounds.get(key).round.signatures
    assert [entry.by for entry in signed] == ["8002"]


def test_a_wrong_pin_confirmed_with_the_mouse_leaves_the_keyboard_at_the_pin(
    hall: SmallHall,  # noqa: F811
    work_of: Any,  # noqa: F811
    dressed: None,  # noqa: F811
    qtbot: Any,
) -> None:
    work: Work = work_of(hall)
    work.staff.add("8001", by="8001")
    work.staff.set_pin("8001", "2468", by="8001")
    field = PinField(lambda: work.staff)
    qtbot.addWidget(field)
    field.show()
    field.ask("8001")
    qtbot.keyClicks(field, "1111")
    field.yes.setFocus()
    qtbot.mouseClick(field.yes, LEFT)
    qtbot.waitUntil(lambda: field.said.isVisible(), timeout=5000)
    assert field.window().focusWidget() is field


def test_another_number_takes_the_question_for_the_pin_back(
    hall: SmallHall,  # noqa: F811
    work_of: Any,  # noqa: F811
    dressed: None,  # noqa: F811
    qtbot: Any,
) -> None:
    work: Work = work_of(hall)
    for number in ("8001", "8002"):
        work.staff.add(number, by="8001")
        work.staff.set_pin(number, "2468", by=number)
    ask = Ask("Approve", "", "Approve", lambda: work.staff, why=False)
    qtbot.addWidget(ask)
    ask.show()
    got: list[str] = []
    ask.answered.connect(lambda staff, _why: got.append(staff))
    qtbot.keyClicks(ask.staff, "8001")
    qtbot.mouseClick(ask.confirm, LEFT)
    qtbot.waitUntil(lambda: not ask.pin.isHidden(), timeout=5000)
    ask.staff.setFocus()
    ask.staff.selectAll()
    qtbot.keyClicks(ask.staff, "8002")
    assert ask.pin.isHidden()
    qtbot.mouseClick(ask.confirm, LEFT)
    qtbot.waitUntil(lambda: not ask.pin.isHidden(), timeout=5000)
    qtbot.keyClicks(ask.pin, "2468")
    qtbot.mouseClick(ask.pin.yes, LEFT)
    qtbot.waitUntil(lambda: got == ["8002"], timeout=5000)


def test_no_card_of_any_kind_of_item_nor_the_form_for_a_pin_flashes_as_a_window(dressed: None, qtbot: Any) -> None:  # noqa: F811
    items = {item.scale.type: item for found in load_library().checklists.values() for item in found.items}
    assert "photo" in items
    windows, app = Windows(), QApplication.instance()
    assert app is not None
    app.installEventFilter(windows)
    try:
        for number, item in enumerate(items.values(), 1):
            qtbot.addWidget(ItemCard(item, number))
        for has_pin in (False, True):
            qtbot.addWidget(PinForm(has_pin))
    finally:
        app.removeEventFilter(windows)
    assert windows.seen == []
