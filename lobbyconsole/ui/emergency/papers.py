"""The paper numbers of a hall, for whoever asks how many are left to type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lobbyconsole.services.paper_numbers import PaperNumbers

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console


def papers_of(console: Console) -> PaperNumbers:
    """The paper numbers of a hall."""
    return PaperNumbers(console.work.subjects.store, console.work.subjects.live)
