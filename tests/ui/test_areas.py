"""Areas that scroll give what is in them the height it wants, however it was filled."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import Label

WORDS = "A line that does not fit into this width and goes on below it, and once more below that"


def test_an_area_hears_of_lines_that_were_laid_out_already(qtbot):
    inner = QWidget()
    columns = QHBoxLayout(inner)
    column, other = QWidget(), QWidget()
    rows = QVBoxLayout(column)
    for each in (column, other):
        columns.addWidget(each, 1)
    area = plain_area(inner)
    qtbot.addWidget(area)
    area.resize(400, 200)
    area.show()
    QApplication.processEvents()
    for _ in range(20):
        rows.addWidget(Label(WORDS, 14, wrap=True))
    layout = inner.layout()
    assert layout is not None
    layout.activate()  # as pages do that want to know their height: nobody tells the area afterwards
    qtbot.waitUntil(lambda: inner.height() >= layout.totalHeightForWidth(inner.width()) > 1000, timeout=2000)
