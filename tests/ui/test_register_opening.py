"""A long register opens with what is open; the rest follows, and nothing of it is lost."""

from __future__ import annotations

import pytest

from lobbyconsole.domain.registers import BY_ID
from lobbyconsole.ui import register_loader
from lobbyconsole.ui.register_model import Wanted
from tests.services.conftest import hall, open_hall  # noqa: F401 - fixtures
from tests.ui.test_registers_screen import dressed, here, keys, screen, work  # noqa: F401 - fixtures

CLOSED = 4


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What the loader brought: (register, how many lines)."""
    found: list[tuple[str, int]] = []
    take = register_loader.RegisterLoader._take

    def taking(self, lists, views, loaded) -> None:
        found.append((loaded.register, len(loaded.lines)))
        take(self, lists, views, loaded)

    monkeypatch.setattr(register_loader.RegisterLoader, "_take", taking)
    monkeypatch.setattr(register_loader, "MANY", 3)
    return found


def test_a_long_register_shows_what_is_open_first_and_then_all(told, screen, qtbot) -> None:  # noqa: F811
    everything = len(screen.records.rows("actions"))
    assert told == [("actions", 6), ("actions", everything)]
    assert everything > 6
    assert len(keys(screen)) == 6
    screen.filter.set_wanted(Wanted(show="all"))
    assert len(keys(screen)) == everything
    screen.reload()
    qtbot.waitUntil(lambda: not screen.loader.busy, timeout=8000)
    assert told[2:] == [("actions", everything)], "what is on show is not made shorter by a second look"
    assert len(keys(screen)) == everything


def test_another_register_meanwhile_takes_no_lines_of_the_first(told, screen, qtbot) -> None:  # noqa: F811
    screen.show_register("notices")
    screen.show_register("actions")
    screen.show_register("equipment")
    here(qtbot, screen, "equipment")
    assert told[-1][0] == "equipment"
    assert {line.register for line in screen.lines.lines()} == {"equipment"}


def test_a_record_that_is_done_can_be_asked_for_at_once(told, screen, qtbot) -> None:  # noqa: F811
    done = next(row.record for row in screen.records.rows("support") if not row.is_open)
    assert not BY_ID["support"].state(screen.records.record("support", done).state).open
    screen.command("record", f"support/{done}")
    qtbot.waitUntil(lambda: screen.panel.shown is not None and screen.panel.shown.record.key == done, timeout=8000)
    here(qtbot, screen, "support")
    assert screen.panel.shown.record.key == done
