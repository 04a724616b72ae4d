"""After a start: whether a plan is being walked, asked before anything else, so that its step is what comes first."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # nothing here may make a usual start slower: what is heavy is imported only when a plan runs
    from lobbyconsole.services.console import Console
    from lobbyconsole.ui.emergency.watch import Loaded

log = logging.getLogger(__name__)


def what_runs(console: Console) -> Loaded | None:
    """What the emergency screen needs to go on; None when no plan runs, which one look into an index tells.

    On the worker that opened the hall. A trouble here must not keep the hall shut: the screen says it later.
    """
    try:
        if not console.work.walking():
            return None
        from lobbyconsole.ui.emergency.watch import load

        found = load(console)
    except Exception:  # the hall is open, and that comes first
        log.exception("what was being walked cannot be read")
        return None
    return found if found.running else None
