"""What the verbs of the standards screen know of it; screens/content.py is the one there is."""

from __future__ import annotations

from typing import Any

from lobbyconsole.ui.content.arrivals import ArrivalsPage
from lobbyconsole.ui.content.editor import EditPage
from lobbyconsole.ui.content.history import HistoryPage
from lobbyconsole.ui.content.listing import Listing
from lobbyconsole.ui.content.loader import Loaded, Opened
from lobbyconsole.ui.content.words import Names
from lobbyconsole.ui.screen import Screen


class ContentStage(Screen):
    """The screen as its verbs see it."""

    loaded: Loaded | None
    opened: Opened | None
    listing: Listing
    edit: EditPage
    history: HistoryPage
    arrivals: ArrivalsPage
    try_page: Any  # ui/plan_graph/trying.py

    @property
    def names(self) -> Names:
        """Names in the language of the preview."""
        raise NotImplementedError

    def staff(self) -> str:
        """Who is at the console, as far as anybody said."""
        raise NotImplementedError

    def ask(self, form: Any) -> None:
        """A question in place."""
        raise NotImplementedError

    def close_form(self) -> None:
        """The question was answered or given up."""
        raise NotImplementedError

    def say(self, words: str, level: str = "ok") -> None:
        """A sentence in place."""
        raise NotImplementedError

    def tell_refused(self, error: BaseException) -> None:
        """What was refused, in place; a defect is the window's business."""
        raise NotImplementedError

    def reload(self) -> None:
        """Bring everything anew."""
        raise NotImplementedError

    def open_key(self, key: str, tab: str = "", to_edit: bool = False) -> None:
        """Show an item."""
        raise NotImplementedError

    def show_tab(self, tab: str) -> None:
        """Preview, edit, history, update."""
        raise NotImplementedError

    def show_arrivals(self) -> None:
        """What a file would bring, in the place of the item."""
        raise NotImplementedError

    def leave_arrivals(self) -> None:
        """Back to the item."""
        raise NotImplementedError
