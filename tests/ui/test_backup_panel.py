"""Backups in the settings: what there is, one more at a press, and why one could not be made."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from lobbyconsole.config import Safety
from lobbyconsole.services.upkeep import Backups
from lobbyconsole.ui import backup_panel
from lobbyconsole.ui.backup_panel import BackupPanel
from tests.ui.test_devices import opened, shown  # noqa: F401 - fixtures


@pytest.fixture(autouse=True)
def seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup_panel, "ASK_S", 60.0)  # what is shown after a press must not wait for the next look


def test_one_is_made_at_a_press_and_is_the_last(opened: Any, shown: Any, qtbot: Any, tmp_path: Path) -> None:  # noqa: F811
    panel = shown(opened(), "safety", BackupPanel)
    qtbot.waitUntil(lambda: panel.state.text() == "▲ There is no backup yet.")
    assert panel.second.text().startswith("No second folder is set")
    panel.make.click()
    assert not panel.make.isEnabled()
    qtbot.waitUntil(lambda: panel.answer.text().startswith("Backed up and checked: hall-"), timeout=10_000)
    assert panel.make.isEnabled()
    qtbot.waitUntil(lambda: panel.state.text().startswith("● Last backup: "))
    (made,) = (tmp_path / "backups").glob("hall-*.db")
    assert panel.answer.text().endswith(made.name)
    assert str(made.parent) in panel.where.text()


def test_a_stick_that_is_out_is_said_in_place(opened: Any, shown: Any, qtbot: Any, tmp_path: Path) -> None:  # noqa: F811
    stick = tmp_path / "media" / "stick"
    panel = shown(opened(safety=Safety(second_folder=str(stick))), "safety", BackupPanel)
    panel.make.click()
    qtbot.waitUntil(lambda: "is the stick plugged in" in panel.answer.text(), timeout=10_000)
    qtbot.waitUntil(lambda: panel.state.text().startswith("■ The backup of "))
    assert panel.second.text() == f"Second folder: {stick} · does not have the last backup"
    stick.parent.mkdir()
    panel.make.click()
    qtbot.waitUntil(lambda: panel.answer.text().startswith("Backed up"), timeout=10_000)
    qtbot.waitUntil(lambda: panel.second.text() == f"Second folder: {stick} · has the last backup")
    assert panel.state.text().startswith("● Last backup: ")


def test_neither_looking_nor_backing_up_is_done_on_the_main_thread(
    opened: Any, shown: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    where: dict[str, threading.Thread] = {}
    for name in ("state", "make"):
        work = getattr(Backups, name)

        def noted(self: Backups, name: str = name, work: Any = work) -> Any:
            where[name] = threading.current_thread()
            return work(self)

        monkeypatch.setattr(Backups, name, noted)
    panel = shown(opened(), "safety", BackupPanel)
    panel.make.click()
    qtbot.waitUntil(lambda: panel.answer.text().startswith("Backed up"), timeout=10_000)
    assert set(where) == {"state", "make"}
    assert threading.main_thread() not in where.values()
