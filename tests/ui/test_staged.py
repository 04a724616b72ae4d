"""Pictures of the emergency's states are taken of the sample hall only, and show what they are called."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from lobbyconsole.bootstrap.hall import OpenHall, closing, open_demo, settle
from lobbyconsole.domain.walkthrough_facts import WalkNoted
from lobbyconsole.domain.words import Refused
from lobbyconsole.ui import style
from lobbyconsole.ui.shot import take_shot
from lobbyconsole.ui.theme import LIGHT


@pytest.fixture
def sample(qapp: QApplication) -> Iterator[OpenHall]:
    with closing(open_demo()) as hall:
        settle(hall)
        yield hall
    style.apply(qapp, LIGHT.worded("en"))


def taken(hall: OpenHall, state: str, out: Path, **more: Any) -> QImage:
    take_shot(hall.console, state, language="en", theme="light", size=(1280, 720), out=out, **more)
    return QImage(str(out))


def test_states_are_shown_and_a_real_hall_is_left_alone(sample: OpenHall, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        taken(sample, "walkthrough", tmp_path / "x.png")
    assert sample.console.work.walkthroughs.running() == []
    walk = taken(sample, "walkthrough", tmp_path / "walk.png", sample=True)
    assert walk.pixelColor(700, 60) == QColor(LIGHT.act)  # the red bar
    (running,) = sample.console.work.walkthroughs.running()
    assert running.step is not None
    assert running.step.floor == "pause_calling"
    told = sample.console.work.subjects.facts("walk:" + running.walk.key)
    assert [fact.text.isascii() for fact in told if isinstance(fact, WalkNoted)] == [True]  # the window speaks English
    papers = taken(sample, "paper-numbers", tmp_path / "papers.png", sample=True)
    assert (papers.width(), papers.height()) == (1280, 720)


def test_a_screen_that_fails_gives_no_picture(
    sample: OpenHall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("lobbyconsole.ui.screens.floor.FloorScreen.show_snapshot", fail)
    with pytest.raises(ZeroDivisionError):
        taken(sample, "floor", tmp_path / "x.png")
    assert not (tmp_path / "x.png").exists()
