"""On which monitor the presentation was last wanted: a word in the hall's folder, so that a restart does not ask again.

It is a matter of looking, not of record: losing the file loses nothing but convenience. Not for the GUI thread.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path

from lobbyconsole.files import write_whole

log = logging.getLogger(__name__)

FILE = "presentation.json"
HERE, OTHER = "", "other"


def kept(folder: Path) -> str:
    """The last choice; this monitor where nobody chose."""
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return HERE
    return OTHER if isinstance(found, dict) and found.get("monitor") == OTHER else HERE


def keep(folder: Path, monitor: str) -> None:
    """Remember the choice; a full disk is no reason to hold up a meeting."""
    try:
        write_whole(folder / FILE, json.dumps({"monitor": monitor}).encode())
    except OSError as error:
        log.info("the presentation's monitor was not kept: %s", error)
