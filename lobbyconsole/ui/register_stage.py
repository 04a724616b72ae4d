"""What the parts of the registers screen know of it: its register, list and panel, and how it shows what they did."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from lobbyconsole.domain.register import Record, Register
from lobbyconsole.ui.register_filter import FilterBar
from lobbyconsole.ui.register_model import Lines
from lobbyconsole.ui.register_panel import RecordPanel
from lobbyconsole.ui.register_words import Words
from lobbyconsole.ui.screen import Screen
from lobbyconsole.ui.widgets.register_table import RegisterTable

if TYPE_CHECKING:
    from lobbyconsole.services.record_lists import RecordLists
    from lobbyconsole.services.records import Records


class RegisterStage(Screen):
    """The screen as its parts see it; screens/registers.py is the one there is."""

    register: Register
    words: Words
    post: str
    key: str
    panel: RecordPanel
    lines: Lines
    table: RegisterTable
    filter: FilterBar

    @property
    def lists(self) -> RecordLists | None:
        """The lists; None before anything was loaded."""
        raise NotImplementedError

    @property
    def records(self) -> Records:
        """The service behind the lists; there once something was loaded."""
        raise NotImplementedError

    def now(self) -> datetime:
        """The hall's time."""
        raise NotImplementedError

    def staff(self) -> str:
        """Who is at the console, as far as anybody said."""
        raise NotImplementedError

    def reload(self) -> None:
        """Bring the register on show from the hall."""
        raise NotImplementedError

    def took(self, record: Record) -> None:
        """A record has changed by what was done here: show it at once."""
        raise NotImplementedError

    def close_record(self, to_list: bool = True) -> None:
        """Put the panel away."""
        raise NotImplementedError

    def to_list(self) -> None:
        """Give the keyboard to the list, or to what begins one."""
        raise NotImplementedError

    def open_subject(self, subject: str) -> bool:
        """Show a record wherever it is; other subjects are the window's business."""
        raise NotImplementedError

    def tell_refused(self, error: BaseException) -> None:
        """What was refused, in place; a defect is the window's business."""
        raise NotImplementedError

    def place(self) -> None:
        """The panel came or went."""
        raise NotImplementedError
