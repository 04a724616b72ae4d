"""What spares the floor work each second: digits measured as signs, words with a wait laid out once, stamped shapes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QTextLayout
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lobbyconsole.ui.floor_side import RunningText
from lobbyconsole.ui.theme import DARK, LIGHT, Theme
from lobbyconsole.ui.widgets.floor_paint import Ink


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("text", ["0:00", "11:11", "1:23:45", "77", "A012", "×2  1:07"])
def test_a_running_wait_is_as_wide_as_its_layout(qtbot: QtBot, theme: Theme, text: str) -> None:
    ink = Ink(theme)
    for size, bold in ((12, False), (16, True), (30, True)):
        layout = QTextLayout(text, ink.font(size, bold))
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        assert ink.width(text, size, bold) == pytest.approx(line.naturalTextWidth(), abs=0.6)


class Requests(QObject):
    """Counts how often a widget is asked to lay out its children anew."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


def test_another_second_lays_nothing_out_and_another_line_does(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    rows = QVBoxLayout(box)
    text = RunningText(14)
    rows.addWidget(text)
    rows.addStretch(1)
    box.resize(220, 400)
    text.setText("A012 has waited 9:59")
    box.show()
    qtbot.waitExposed(box)
    qtbot.wait(20)
    requests = Requests()
    box.installEventFilter(requests)
    one_line = text.height()
    for second in range(10):
        text.setText(f"A012 has waited 8:4{second}")
    qtbot.wait(20)
    assert requests.count == 0
    assert text.text() == text.accessibleName() == "A012 has waited 8:49"
    text.setText("A012 has waited 8:50 and was told that it will be one of the next at counter 4")
    qtbot.waitUntil(lambda: text.height() > one_line)
    text.setText("A012 has waited 8:51")
    qtbot.waitUntil(lambda: text.height() == one_line)
