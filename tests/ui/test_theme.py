"""Colours are readable in every theme, sizes follow the text size, and the parts react to a change of either."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from lobbyconsole.ui import icons, style
from lobbyconsole.ui.theme import LIGHT, THEMES, Theme
from lobbyconsole.ui.widgets.basics import Button, ElidedLabel, Figure, IconButton, Label, Pill
from lobbyconsole.ui.widgets.choices import SegmentedChoice, Switch

every_theme = pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)


def luminance(color: str) -> float:
    """Relative luminance of #RRGGBB, by the definition of WCAG 2."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_everybody_does() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@every_theme
@pytest.mark.parametrize(("text", "ground"), style.TEXT_PAIRS, ids=lambda name: name)
def test_words_are_readable(theme: Theme, text: str, ground: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= 4.5


@every_theme
@pytest.mark.parametrize("level", ["ok", "watch", "act", "accent"])
def test_marks_and_edges_of_a_status_stand_out(theme: Theme, level: str) -> None:
    # Not words: 3 : 1 is what signs and edges need. In every place a number or a word says the same.
    assert contrast(getattr(theme, level), theme.surface) >= 3


@every_theme
def test_the_colour_of_words_for_a_level_is_readable_on_its_soft_ground(theme: Theme) -> None:
    for level in ("ok", "watch", "act"):
        assert contrast(theme.level_text(level).name(), getattr(theme, f"{level}_soft")) >= 4.5


@every_theme
@pytest.mark.parametrize("percent", [100, 150, 200])
def test_a_stylesheet_has_no_hole(theme: Theme, percent: int) -> None:
    sheet = style.sheet(theme.scaled(percent))
    assert "%(" not in sheet
    assert "px-" not in sheet
    assert sheet.count("{") == sheet.count("}")


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    style.load_fonts()
    style.apply(qapp, LIGHT)
    return qapp


@pytest.fixture(autouse=True)
def undressed(qapp: QApplication):
    yield
    style.apply(qapp, LIGHT)


def test_the_bundled_font_is_in_use(dressed: QApplication) -> None:
    from PySide6.QtGui import QFontInfo

    assert QFontInfo(LIGHT.font(14)).family() == "Noto Sans CJK SC"


@every_theme
@pytest.mark.parametrize("percent", [100, 200])
def test_what_can_be_pressed_is_large_enough(dressed: QApplication, qtbot, theme: Theme, percent: int) -> None:
    scaled = theme.scaled(percent)
    style.apply(dressed, scaled)
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    parts = [
        Button("Go", "primary"),
        Button("Go"),
        Button("Go", "quiet"),
        IconButton("more", "More"),
        Switch("On"),
        SegmentedChoice([("a", "A"), ("b", "B")], "a"),
        Pill("ok", "Connected", pressable=True),
    ]
    for part in parts:
        column.addWidget(part)
    holder.show()
    for part in parts:
        assert part.height() >= 36 * percent / 100 - 1, type(part).__name__


def test_parts_follow_theme_and_text_size_at_once(dressed: QApplication, qtbot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    label, figure = Label("Waiting"), Figure()
    figure.set_figure("14:32", "A047", "act")
    column.addWidget(label)
    column.addWidget(figure)
    holder.show()
    small, narrow = label.fontMetrics().height(), figure.sizeHint().width()

    style.apply(dressed, THEMES["dark"].scaled(200))

    assert label.fontMetrics().height() == pytest.approx(small * 2, abs=2)
    assert figure.sizeHint().width() == pytest.approx(narrow * 2, rel=0.1)
    assert label.palette().color(QPalette.ColorRole.WindowText).name().upper() == THEMES["dark"].text


def test_an_elided_label_tells_the_rest_when_pointed_at(dressed: QApplication, qtbot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    label = ElidedLabel("a branch with a very long name indeed")
    QVBoxLayout(holder).addWidget(label)
    holder.setFixedWidth(120)
    holder.show()
    assert label.toolTip() == label.text()
    holder.setFixedWidth(900)
    assert label.toolTip() == ""


def test_names_from_outside_are_never_markup(dressed: QApplication, qtbot) -> None:
    from PySide6.QtCore import Qt

    label = Label("<b>A</b>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_every_icon_can_be_drawn_in_a_colour(dressed: QApplication) -> None:
    # "app" is the program's own picture, in its own colours.
    names = [path.stem for path in (icons.RESOURCES / "icons").glob("*.svg") if path.stem != "app"]
    assert len(names) > 40
    for name in names:
        assert icons.pixmap(name, "#C42B35", 22, 2.0).width() == 44, name


def test_icons_asked_for_in_the_program_are_there() -> None:
    import re

    source = "".join(path.read_text(encoding="utf-8") for path in Path(style.__file__).parent.rglob("*.py"))
    asked = set(re.findall(r'icon="([a-z-]+)"', source)) | set(re.findall(r'IconButton\("([a-z-]+)"', source))
    assert asked
    assert [name for name in asked if not (icons.RESOURCES / "icons" / f"{name}.svg").is_file()] == []


def test_a_plain_qt_label_has_the_theme_too(dressed: QApplication, qtbot) -> None:
    style.apply(dressed, THEMES["dark"])
    label = QLabel("x")
    qtbot.addWidget(label)
    assert label.palette().color(QPalette.ColorRole.WindowText).name().upper() == THEMES["dark"].text


def test_chinese_is_as_wide_after_english_as_before(qapp: QApplication) -> None:
    text = "城东支行，11月22日（周日）"

    def wide(language: str) -> int:
        style.apply(qapp, LIGHT.worded(language))
        return QFontMetrics(LIGHT.worded(language).font(14)).horizontalAdvance(text)

    style.load_fonts()
    before = wide("zh")
    assert wide("en") < before
    assert wide("zh") == before
    style.apply(qapp, LIGHT)


RUBBISH = """
import gc, sys
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from lobbyconsole.ui import style
from lobbyconsole.ui.widgets.basics import Label
app = QApplication([])
gc.set_threshold(0)  # on, and it runs when this says so

class Allocating(Label):
    # Whatever allocates may make the collector run, if it is on.

    def changeEvent(self, event):
        super().changeEvent(event)
        if gc.isenabled():
            gc.collect()

kept = [Allocating("kept") for _ in range(20)]
for label in kept:
    label.show()
style.apply(app, style.LIGHT)
for turn in range(6):
    for _ in range(300):
        widget = QWidget()
        widget.itself = widget  # only the collector can free it
        QLabel("x", widget)
        widget.show()
    del widget
    style.apply(app, style.LIGHT if turn % 2 else style.DARK)
    assert gc.isenabled()
print("alive", flush=True)
import os
os._exit(0)
"""


def test_widgets_freed_by_the_collector_do_not_take_the_program_with_them() -> None:
    """Qt walks over a list of all widgets while it dresses them; a crash of the whole process, so in one of its own."""
    done = subprocess.run(
        [sys.executable, "-c", RUBBISH],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.stdout.strip() == "alive", done.stderr[-500:]
