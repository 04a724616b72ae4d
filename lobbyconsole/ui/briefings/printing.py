"""The minutes on paper: as a PDF file, or by the system's print dialogue."""

from __future__ import annotations

from dataclasses import replace
from datetime import tzinfo
from typing import TYPE_CHECKING

from lobbyconsole.services.briefing.minutes import Minutes
from lobbyconsole.ui.briefings.board import Shown
from lobbyconsole.ui.briefings.words import reason_text
from lobbyconsole.ui.paper.pdf import minutes_pdf
from lobbyconsole.ui.translation import language

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def worded(minutes: Minutes) -> Minutes:
    """The minutes with the reasons in words, as the screen says them."""
    late, absent = (
        tuple(replace(entry, reason=reason_text(entry.reason)) for entry in entries)
        for entries in (minutes.late, minutes.absent)
    )
    return replace(minutes, late=late, absent=absent)


def write_pdf(shown: Shown, path: str, zone: tzinfo) -> None:
    """Write the minutes in the screen's language. Not for the GUI thread. Raises OSError."""
    assert shown.minutes is not None
    minutes_pdf(worded(shown.minutes), path, language(), shown.paper, zone)


def print_minutes(parent: QWidget, shown: Shown, zone: tzinfo) -> None:
    """Ask for a printer and print the same pages."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    from lobbyconsole.ui.paper.minutes import minutes_sheet
    from lobbyconsole.ui.paper.printing import print_sheet

    assert shown.minutes is not None
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if QPrintDialog(printer, parent).exec() == QPrintDialog.DialogCode.Accepted:
        print_sheet(minutes_sheet(worded(shown.minutes), language(), shown.paper, zone), printer)
