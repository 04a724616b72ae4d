"""Starts the window. Imports nothing heavy: the first paint must not wait for the hall."""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from lobbyconsole.bootstrap.in_use import sit_down
from lobbyconsole.bootstrap.place import folder_of
from lobbyconsole.bootstrap.slim import lacking, no_desktop, no_window

if TYPE_CHECKING:
    from lobbyconsole.bootstrap.hall import OpenHall
    from lobbyconsole.services.console import Console


class Door:
    """The ways into the hall of a window; each is called on a worker thread."""

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self._options, self._folder = options, folder
        self._recovered: bytes | None = None  # the key, once the recovery key has given it
        self.halls: list[OpenHall] = []

    def open(self, passphrase: str | None = None) -> Console:
        """Open the hall with its key from the keyring, a passphrase, or as recovered."""
        from lobbyconsole.bootstrap import hall

        if self._options.demo:
            from lobbyconsole.ui.translation import resolved

            lang = resolved(self._options.lang or "system")
            self.halls.append(hall.open_demo(self._options.sector, running=True, lang=lang))
        else:
            if passphrase is not None:
                self._options.passphrase = passphrase
            key = self._recovered or hall.key_of(self._options, ask=False)[1]
            self.halls.append(hall.open_hall(self._folder, key, running=True))
        return self.halls[-1].console

    def make_vault(self, passphrase: str | None) -> str:
        """Make the key of a new hall; gives its recovery key."""
        from lobbyconsole.bootstrap.keys import vault_at_setup

        return vault_at_setup(self._folder, passphrase)

    def try_recovery(self, recovery_key: str) -> bool:
        """Whether this computer has a keyring. Raises WrongRecoveryKey."""
        from lobbyconsole.credentials import find_keyring, open_vault

        open_vault(self._folder, recovery_key=recovery_key)
        return find_keyring() is not None

    def keep_key(self, recovery_key: str, passphrase: str | None) -> None:
        """Keep the key under a new passphrase, or in the keyring for None. Raises CredentialError."""
        from lobbyconsole.bootstrap.keys import keep_anew
        from lobbyconsole.credentials import open_vault

        key = open_vault(self._folder, recovery_key=recovery_key)
        keep_anew(self._folder, key, passphrase)
        self._recovered = key

    def close(self) -> None:
        for opened in self.halls:
            opened.close()


def run_window(options: argparse.Namespace) -> int:
    """Open the window; returns when it is closed."""
    # What a start makes is there to stay: to look through it for rubbish again and again takes 4 % of the start.
    # The window collects again some seconds later.
    gc.disable()
    trouble = no_desktop()
    if not trouble:
        try:
            from lobbyconsole.ui.app import Options, run
            from lobbyconsole.ui.qt import cannot_load
        except ImportError as error:
            if not lacking(error):
                raise
            trouble = lacking(error)
        else:
            trouble = no_window(cannot_load)
    if trouble:
        sys.stderr.write(f"{trouble}\n")
        return 3

    scratch = tempfile.TemporaryDirectory(prefix="lobbyconsole-demo-") if options.demo else None
    folder = Path(scratch.name) if scratch is not None else folder_of(options)
    door = Door(options, folder)
    try:
        return run(
            Options(
                folder=folder,
                demo=options.demo,
                language=options.lang or "",
                make_vault=None if options.demo else door.make_vault,
                try_recovery=None if options.demo else door.try_recovery,
                keep_key=None if options.demo else door.keep_key,
                hold=lambda: sit_down(folder),
                mark=_tip if options.demo else lambda name: None,
            ),
            door.open,
        )
    finally:
        gc.enable()
        door.close()
        if scratch is not None:
            scratch.cleanup()


def _tip(moment: str) -> None:
    """A newcomer to the sample hall is told of the emergency plans, once the floor is live."""
    if moment == "live":
        from lobbyconsole.ui.emergency.tip import offer_when_live

        offer_when_live(moment)
