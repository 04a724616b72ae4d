"""A hall whose keyring or passphrase is lost opens with its recovery key; a set-up broken off loses nothing."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keyring
import keyring.errors
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from lobbyconsole.bootstrap.hall import open_hall
from lobbyconsole.bootstrap.keys import has_records, vault_at_setup
from lobbyconsole.bootstrap.window import Door
from lobbyconsole.config import Settings, load_settings, save_settings
from lobbyconsole.credentials import (
    VAULT,
    KeyringUnavailable,
    NeedsPassphrase,
    NoVault,
    create_vault,
    open_vault,
    recovery_signs,
)
from lobbyconsole.domain.branch import Branch, CounterPlace, Service
from lobbyconsole.ui import style
from lobbyconsole.ui.app import Options, Program
from lobbyconsole.ui.setup import SetupWizard
from lobbyconsole.ui.theme import LIGHT
from lobbyconsole.ui.unlock import KeepPage, PassphrasePage, RecoveryPage, TroublePage
from tests.fakes import DictKeyring

BRANCH = Branch(
    services=(Service(id="cash", title_zh="个人现金", title_en="Cash"),),
    counters=(CounterPlace(id="1", services=("cash",)),),
)
PASSPHRASE = "the former passphrase"


class Ring(DictKeyring):
    """A keyring of the desktop, as far as anybody can tell; `locked`: its unlock dialog is closed by the person."""

    locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise keyring.errors.KeyringLocked("the dialog was closed")
        return super().get_password(service, username)


Ring.__module__ = "keyring.backends.SecretService"


@pytest.fixture
def ring() -> Iterator[Ring]:
    before = keyring.get_keyring()
    made = Ring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def no_ring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(DictKeyring())  # not one we trust
    yield
    keyring.set_keyring(before)


def arguments(folder: Path) -> argparse.Namespace:
    return argparse.Namespace(data_dir=folder, demo=False, passphrase_file=None, sector="bank")


def recorded(folder: Path, passphrase: str | None, backend: Any) -> str:
    """A hall with one ticket, closed again; gives its recovery key."""
    key, recovery = create_vault(folder, passphrase, backend)
    save_settings(folder, Settings(set_up=True, branch=BRANCH))
    opened = open_hall(folder, key, feeds=False, upkeep=False)
    try:
        opened.console.desk.issue("cash").result(10)
    finally:
        opened.close()
    return recovery


@pytest.fixture
def start(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[[], Program]]:
    """Start the program on the folder as the command line does."""
    runs: list[tuple[Program, Door]] = []

    def begin() -> Program:
        door = Door(arguments(tmp_path), tmp_path)
        options = Options(tmp_path, make_vault=door.make_vault, try_recovery=door.try_recovery, keep_key=door.keep_key)
        program = Program(qapp, options, door.open)
        runs.append((program, door))
        program.start()
        return program

    yield begin
    for program, door in runs:
        program.stop()
        door.close()
    style.apply(qapp, LIGHT)


def page(qtbot, program: Program, kind: type) -> Any:
    qtbot.waitUntil(lambda: isinstance(program.window.page(), kind), timeout=15_000)
    return program.window.page()


def floor(qtbot, program: Program) -> None:
    qtbot.waitUntil(lambda: program.opened is not None and program.window.page() is None, timeout=20_000)
    assert program.window.snapshot is not None
    qtbot.waitUntil(lambda: program.window.snapshot.picture.figures.waiting == 1, timeout=10_000)


def test_a_keyring_that_forgot_the_key_is_given_it_again(start, ring: Ring, qtbot, tmp_path: Path) -> None:
    recovery = recorded(tmp_path, None, ring)
    ring.secrets.clear()
    program = start()
    trouble = page(qtbot, program, TroublePage)
    assert trouble.other.text() == "Use the recovery key"
    trouble.other.click()
    asked = page(qtbot, program, RecoveryPage)
    asked.field.setText(recovery)
    qtbot.keyClick(asked.field, Qt.Key.Key_Return)
    keep = page(qtbot, program, KeepPage)
    assert not keep.passphrase.isVisible()
    keep.onward.click()
    floor(qtbot, program)
    assert open_vault(tmp_path, keyring=ring) == open_vault(tmp_path, recovery_key=recovery)


def test_a_forgotten_passphrase_is_replaced(start, no_ring, qtbot, tmp_path: Path) -> None:
    recovery = recorded(tmp_path, PASSPHRASE, None)
    program = start()
    asks = page(qtbot, program, PassphrasePage)
    asks.field.setText("not that one")
    asks.onward.click()
    qtbot.waitUntil(lambda: program.window.page() is not asks and isinstance(program.window.page(), PassphrasePage))
    page(qtbot, program, PassphrasePage).other.click()
    asked = page(qtbot, program, RecoveryPage)
    asked.field.setText(recovery.lower().replace("-", " ").replace("0", "o").replace("1", "l"))
    asked.onward.click()
    keep = page(qtbot, program, KeepPage)
    assert keep.other.isHidden()  # there is no keyring to choose
    keep.passphrase.setText("short")
    keep.onward.click()
    assert "8" in keep.wrong.text()
    keep.passphrase.setText("the new passphrase")
    keep.again.setText("the new passphrasf")
    keep.onward.click()
    assert "differ" in keep.wrong.text()
    keep.again.setText("the new passphrase")
    keep.onward.click()
    floor(qtbot, program)
    assert open_vault(tmp_path, "the new passphrase") == open_vault(tmp_path, recovery_key=recovery)
    with pytest.raises(Exception, match="not the passphrase"):
        open_vault(tmp_path, PASSPHRASE)


def test_a_passphrase_can_be_chosen_though_there_is_a_keyring(start, ring: Ring, qtbot, tmp_path: Path) -> None:
    recovery = recorded(tmp_path, None, ring)
    ring.secrets.clear()
    program = start()
    page(qtbot, program, TroublePage).other.click()
    asked = page(qtbot, program, RecoveryPage)
    asked.field.setText(recovery)
    asked.onward.click()
    keep = page(qtbot, program, KeepPage)
    keep.other.click()
    assert keep.passphrase.isVisible()
    for field in (keep.passphrase, keep.again):
        field.setText("chosen words")
    keep.onward.click()
    floor(qtbot, program)
    assert ring.secrets == {}


def test_a_keyring_that_locks_meanwhile_is_told_and_the_passphrase_offered(
    start, ring: Ring, qtbot, tmp_path: Path
) -> None:
    recovery = recorded(tmp_path, None, ring)
    before = (tmp_path / VAULT).read_bytes()
    ring.locked = True
    program = start()
    page(qtbot, program, TroublePage).other.click()
    asked = page(qtbot, program, RecoveryPage)
    asked.field.setText(recovery)
    asked.onward.click()
    keep = page(qtbot, program, KeepPage)
    keep.onward.click()
    qtbot.waitUntil(lambda: isinstance(program.window.page(), KeepPage) and program.window.page() is not keep)
    again = page(qtbot, program, KeepPage)
    assert "nothing was changed" in again.wrong.text()
    assert again.passphrase.isVisible()
    assert (tmp_path / VAULT).read_bytes() == before


def test_slips_are_said_while_the_key_is_being_typed(qtbot, tmp_path: Path) -> None:
    _, recovery = create_vault(tmp_path, PASSPHRASE, None)
    asked = RecoveryPage()
    qtbot.addWidget(asked)
    asked.show()
    given: list[str] = []
    asked.given.connect(given.append)
    assert asked.state.text().startswith("0 of 33")
    assert not asked.onward.isEnabled()
    asked.field.setText(recovery[:11].lower())
    assert asked.state.text().startswith("9 of 33")
    assert asked.read.text() == recovery[:11]
    asked.field.setText(recovery[:5] + "#")
    assert "the sign #" in asked.state.text()
    wrong = "0" if recovery[2] != "0" else "7"
    asked.field.setText(recovery[:2] + wrong + recovery[3:])
    assert "check sign" in asked.state.text()
    asked.field.setText(recovery + "7")
    assert "34 signs" in asked.state.text()
    qtbot.keyClick(asked.field, Qt.Key.Key_Return)
    assert given == []
    asked.field.setText(f"  {recovery.replace('-', '–').lower()} ")
    assert asked.state.text().startswith("✓")
    qtbot.keyClick(asked.field, Qt.Key.Key_Return)
    assert len(given) == 1


def test_the_whole_key_of_another_hall_is_told_from_a_slip(start, ring: Ring, qtbot, tmp_path: Path) -> None:
    recorded(tmp_path, None, ring)
    ring.secrets.clear()
    _, other = create_vault(tmp_path / "other", PASSPHRASE, None)
    program = start()
    page(qtbot, program, TroublePage).other.click()
    asked = page(qtbot, program, RecoveryPage)
    asked.field.setText(other)
    asked.onward.click()
    qtbot.waitUntil(lambda: isinstance(program.window.page(), RecoveryPage) and program.window.page() is not asked)
    again = page(qtbot, program, RecoveryPage)
    assert "another hall" in again.wrong.text()
    assert again.field.text() == other
    again.other.click()  # back: the keyring is asked once more
    page(qtbot, program, TroublePage)


def test_signs_are_read_as_they_stand_on_the_sheet() -> None:
    assert recovery_signs("k7qf 29xm—oil1") == ("K7QF29XM0111", "")
    assert recovery_signs("K7QF-U") == ("K7QFU", "U")  # only the check sign may be one
    assert recovery_signs("") == ("", "")


# --- a set-up that is broken off ---


def test_a_program_killed_right_after_the_key_was_made_sets_up_again(start, no_ring, qtbot, tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("there is no SIGKILL")
    code = (
        "import os, signal, pathlib, keyring\n"
        "from lobbyconsole.bootstrap.keys import vault_at_setup\n"
        "from keyring.backends.null import Keyring\n"
        "keyring.set_keyring(Keyring())\n"
        f"vault_at_setup(pathlib.Path({str(tmp_path)!r}), 'words of the first try')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    before = (tmp_path / VAULT).read_bytes()
    program = start()
    wizard = page(qtbot, program, SetupWizard)
    for _ in range(2):
        qtbot.keyClick(program.window.focusWidget() or wizard, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.source.passphrase.isVisible(), timeout=10_000)
    assert (tmp_path / VAULT).read_bytes() == before  # nothing happens before there is another
    for field in (wizard.source.passphrase, wizard.source.again):
        field.setText("words of the second")
    wizard.source.onward.click()
    qtbot.waitUntil(lambda: bool(wizard.source.key.text()), timeout=10_000)
    recovery = wizard.source.key.text()
    wizard.source.onward.click()
    qtbot.waitUntil(lambda: program.opened is not None, timeout=20_000)
    assert open_vault(tmp_path, "words of the second") == open_vault(tmp_path, recovery_key=recovery)
    (aside,) = tmp_path.glob(f"{VAULT}.before-*")
    assert aside.read_bytes() == before


def test_what_was_answered_before_a_broken_off_set_up_is_still_there(start, ring: Ring, qtbot, tmp_path: Path) -> None:
    first = start()
    wizard = page(qtbot, first, SetupWizard)
    wizard.hall.name.setText("South Gate")
    wizard.hall._typed()
    wizard.hall.sector.set_value("telecom")
    wizard.hall.onward.click()
    wizard.queues._uses[1].setChecked(False)
    wizard.queues._targets[0].setValue(7)
    wizard.queues.count.setValue(9)
    wizard.queues.onward.click()
    qtbot.waitUntil(lambda: bool(wizard.source.key.text()), timeout=10_000)
    first.stop()  # before "Open the floor"
    assert not load_settings(tmp_path).set_up
    second = start()
    wizard = page(qtbot, second, SetupWizard)
    assert wizard.hall.name.text() == "South Gate"
    wizard.hall.onward.click()
    assert wizard.hall.sector.value() == "telecom"
    assert not wizard.queues._uses[1].isChecked()
    assert wizard.queues._targets[0].value() == 7
    assert wizard.queues.count.value() == 9
    wizard.queues.onward.click()
    qtbot.waitUntil(lambda: bool(wizard.source.key.text()), timeout=10_000)
    assert "it is void" in wizard.source._key_about.text()
    assert open_vault(tmp_path, keyring=ring) == open_vault(tmp_path, recovery_key=wizard.source.key.text())


def test_records_whose_settings_are_lost_keep_their_key(start, ring: Ring, qtbot, tmp_path: Path) -> None:
    recovery = recorded(tmp_path, None, ring)
    (tmp_path / "settings.json").unlink()
    before = (tmp_path / VAULT).read_bytes()
    program = start()
    wizard = page(qtbot, program, SetupWizard)
    wizard.hall.onward.click()
    wizard.queues.onward.click()
    qtbot.waitUntil(lambda: wizard.source.stays, timeout=10_000)
    assert "key already" in wizard.source._key_about.text()
    assert wizard.source.onward.text() == "Open the floor"
    wizard.source.onward.click()
    floor(qtbot, program)
    assert (tmp_path / VAULT).read_bytes() == before
    assert open_vault(tmp_path, recovery_key=recovery) == open_vault(tmp_path, keyring=ring)


def test_records_without_a_key_never_get_a_new_one(ring: Ring, tmp_path: Path) -> None:
    recorded(tmp_path, None, ring)
    assert has_records(tmp_path)
    (tmp_path / VAULT).unlink()
    with pytest.raises(NoVault):
        vault_at_setup(tmp_path, None)
    assert not (tmp_path / VAULT).exists()


def test_a_key_that_cannot_be_made_again_leaves_the_former_in_place(ring: Ring, tmp_path: Path) -> None:
    vault_at_setup(tmp_path, None)
    before = (tmp_path / VAULT).read_bytes()
    ring.locked = True
    with pytest.raises(KeyringUnavailable):
        vault_at_setup(tmp_path, None)
    assert (tmp_path / VAULT).read_bytes() == before
    keyring.set_keyring(DictKeyring())
    with pytest.raises(NeedsPassphrase):
        vault_at_setup(tmp_path, None)
    assert (tmp_path / VAULT).read_bytes() == before
