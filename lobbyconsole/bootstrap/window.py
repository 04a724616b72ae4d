"""Starts the window. Imports nothing heavy: the first paint must not wait for the hall."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from lobbyconsole.bootstrap.place import folder_of

if TYPE_CHECKING:
    from lobbyconsole.bootstrap.hall import OpenHall
    from lobbyconsole.services.console import Console


def run_window(options: argparse.Namespace) -> int:
    """Open the window; returns when it is closed."""
    from lobbyconsole.ui.app import Options, run

    halls: list[OpenHall] = []
    scratch = tempfile.TemporaryDirectory(prefix="lobbyconsole-demo-") if options.demo else None
    folder = Path(scratch.name) if scratch is not None else folder_of(options)

    def open_console(passphrase: str | None = None) -> Console:
        from lobbyconsole.bootstrap import hall

        if options.demo:
            halls.append(hall.open_demo(options.sector, running=True))
        else:
            if passphrase is not None:
                options.passphrase = passphrase
            _, key = hall.key_of(options, ask=False)
            halls.append(hall.open_hall(folder, key, running=True))
        return halls[-1].console

    def make_vault(passphrase: str | None) -> str:
        from lobbyconsole.bootstrap import hall

        _, recovery_key = hall.make_vault(folder, passphrase)
        return recovery_key

    try:
        return run(
            Options(
                folder=folder,
                demo=options.demo,
                language=options.lang or "",
                make_vault=None if options.demo else make_vault,
            ),
            open_console,
        )
    finally:
        for opened in halls:
            opened.close()
        if scratch is not None:
            scratch.cleanup()
