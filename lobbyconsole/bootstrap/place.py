"""Where a user's hall lies. Imports next to nothing: the window asks before its first paint."""

from __future__ import annotations

import argparse
from pathlib import Path


def folder_of(options: argparse.Namespace) -> Path:
    """The data folder these arguments mean: --data-dir, else this user's own."""
    folder: Path | None = options.data_dir
    if folder is None:
        from platformdirs import user_data_path

        folder = user_data_path("lobbyconsole", appauthor=False)
    return folder.expanduser().resolve()
