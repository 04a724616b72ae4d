"""Charts: loaded on a worker and only when seen, read by pointer and keys, their links, scales, themes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.theme import CONTRAST, DARK, LIGHT
from lobbyconsole.ui.widgets.charts import Chart, Point, Series, scale_steps


@pytest.fixture(autouse=True)
def dressed(qapp) -> Iterator[None]:
    style.load_fonts()
    style.apply(qapp, LIGHT.worded("en"))
    yield
    assert tasks.wait_for_all(10)
    QApplication.processEvents()


def series(count: int = 6, kind: str = "bars") -> Series:
    values = [3.0, 9.0, None, 22.0, 26.0, 14.0] * (count // 6 + 1)
    levels = ["", "", "", "watch", "act", "ok"] * (count // 6 + 1)
    points = tuple(
        Point(f"{9 + at}:00", values[at], "–" if values[at] is None else f"{values[at]:.0f} people", levels[at], at)
        for at in range(count)
    )
    return Series(points, kind, 20.0, "Target 20", lambda value: f"{value:.0f}", "people", "People waiting")


def shown(qtbot, made: Chart, width: int = 720) -> Chart:
    qtbot.addWidget(made)
    made.resize(width, made.sizeHint().height())
    made.show()
    qtbot.waitUntil(made.is_built, timeout=20_000)
    QApplication.processEvents()
    return made


def middle_of(chart: Chart, at: int) -> QPoint:
    """Where a bar stands, found by asking the chart itself."""
    y = chart.height() // 2
    found = [x for x in range(chart.width()) if chart._at(QPoint(x, y).toPointF()) == at]
    return QPoint(found[len(found) // 2], y)


def test_the_program_and_the_charts_module_start_without_it():
    program = (
        "import sys, lobbyconsole.ui.widgets.charts, lobbyconsole.ui.paper.view; print('pyqtgraph' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "False"


def test_a_chart_out_of_sight_is_not_built(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    QVBoxLayout(holder).addWidget(chart := Chart(series()))
    qtbot.wait(50)
    assert not chart.is_built()


def test_before_it_is_loaded_the_frame_stands_at_its_size(qtbot):
    chart = Chart(series())
    qtbot.addWidget(chart)
    chart.resize(600, chart.sizeHint().height())
    chart.show()
    before = chart.sizeHint()
    assert not chart.grab().isNull()
    qtbot.waitUntil(chart.is_built, timeout=20_000)
    assert chart.sizeHint() == before


def test_the_pointer_reads_a_bar_and_a_click_follows_its_link(qtbot):
    chart = shown(qtbot, Chart(series()))
    with qtbot.waitSignal(chart.link_wanted) as caught:
        qtbot.mouseMove(chart, middle_of(chart, 4))
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=middle_of(chart, 4))
    assert caught.args == [4]
    assert "13:00" in chart.reading.text()
    assert "26 people" in chart.reading.text()
    assert "Target 20" in chart.reading.text()


def test_keys_alone_do(qtbot):
    chart = shown(qtbot, Chart(series()))
    chart.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(chart, key)
    assert chart.reading.text().startswith("11:00   –")  # not known is said, not skipped
    qtbot.keyClick(chart, Qt.Key.Key_End)
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.marked() == 5
    with qtbot.waitSignal(chart.link_wanted) as caught:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert caught.args == [5]
    assert "26 people" not in chart.accessibleDescription()
    chart.mark(-1)
    assert "26 people" in chart.accessibleDescription()
    assert chart.accessibleName() == "People waiting"


def test_a_bar_without_a_link_says_nothing(qtbot):
    chart = shown(qtbot, Chart(Series((Point("a", 1.0, "1"),))))
    with qtbot.assertNotEmitted(chart.link_wanted):
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.rect().center())


@pytest.mark.parametrize("given", [series(1), series(48), series(30, "line"), Series(()), Series((Point("a", None),))])
def test_any_number_of_points_in_every_theme_and_size(qtbot, given):
    chart = shown(qtbot, Chart(given), 360)
    for theme in (DARK, CONTRAST, LIGHT.scaled(200)):
        style.apply(QApplication.instance(), theme.worded("zh"))  # type: ignore[arg-type]
        QApplication.processEvents()
        chart.resize(900, chart.sizeHint().height())
        assert not chart.grab().isNull()
    chart.show_series(series(3))
    qtbot.keyClick(chart, Qt.Key.Key_End)
    assert chart.marked() == 2


def test_bars_are_painted_in_the_colours_of_the_theme(qtbot):
    chart = shown(qtbot, Chart(series()))
    for theme in (LIGHT, DARK):
        style.apply(QApplication.instance(), theme)  # type: ignore[arg-type]
        QApplication.processEvents()
        image = chart.grab().toImage()
        spot = middle_of(chart, 4)
        assert image.pixelColor(spot).name() == theme.color("act").name()
        assert image.pixelColor(chart.width() - 8, spot.y()).name() == theme.color("surface").name()


@pytest.mark.parametrize("most", [0, 0.4, 1, 7, 26, 99, 101, 4321])
@pytest.mark.parametrize("unit", ["", "people", "pct"])
def test_a_scale_holds_the_greatest_value_in_few_equal_steps(most, unit):
    steps = scale_steps(most, unit)
    assert steps[0] == 0
    assert steps[-1] >= most
    assert 2 <= len(steps) <= 7
    gaps = {round(b - a, 9) for a, b in pairwise(steps)}
    assert len(gaps) == 1
    assert unit != "people" or all(step == int(step) for step in steps)


@pytest.mark.parametrize("most", [61, 600, 2412, 9000, 40_000])
def test_a_scale_of_time_goes_in_minutes(most):
    steps = scale_steps(most, "s")
    assert steps[-1] >= most
    assert len(steps) <= 7
    assert all(step % 15 == 0 for step in steps)
