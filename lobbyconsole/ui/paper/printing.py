"""A paper on the system's printer: the pages of its PDF."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from lobbyconsole.domain.paper import Paper
from lobbyconsole.ui.paper.pdf import paint
from lobbyconsole.ui.paper.printed import paper_sheet
from lobbyconsole.ui.paper.sheet import DPI, Sheet


def print_paper(parent: QWidget, paper: Paper, language: str, zone: tzinfo | None = None) -> bool:
    """Ask for the printer (the system's own dialog, with its "to file") and print; whether it was."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    return print_sheet(paper_sheet(paper, language, zone), printer)


def print_sheet(sheet: Sheet, printer: QPrinter) -> bool:
    """The pages as they were laid out, whatever the printer's own margins."""
    a4 = QPageSize(QPageSize.PageSizeId.A4)
    printer.setPageLayout(QPageLayout(a4, QPageLayout.Orientation.Portrait, QMarginsF()))
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    scale = printer.resolution() / DPI
    painter.scale(scale, scale)
    paint(painter, sheet, printer)
    return painter.end()
