"""The drill sheet and the printed set, on the system's printer and as files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from lobbyconsole.domain.paper import Paper
from lobbyconsole.ui.paper.pdf import paper_pdf
from lobbyconsole.ui.paper.plan_sheet import SHEETS, plan_pdf

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

    from lobbyconsole.ui.paper.sheet import Sheet

Part = tuple[str, str, Paper]  # plan, which paper, the paper


def print_parts(parent: QWidget, parts: Sequence[Part], language: str, zone: tzinfo) -> bool:
    """Ask for a printer once and print them all; whether they were."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if not parts or QPrintDialog(printer, parent).exec() != QPrintDialog.DialogCode.Accepted:
        return False
    return print_sheets([SHEETS[kind](paper, language, zone) for _, kind, paper in parts], printer)


def print_sheets(sheets: Sequence[Sheet], printer: QPrinter) -> bool:
    """One job for all of them, lying pages turned: a printer that writes a file would else keep the last one only."""
    from PySide6.QtCore import QMarginsF
    from PySide6.QtGui import QPageLayout, QPageSize, QPainter

    from lobbyconsole.ui.paper.pdf import paint
    from lobbyconsole.ui.paper.sheet import DPI

    painter = QPainter()
    for at, sheet in enumerate(sheets):
        turned = QPageLayout.Orientation.Landscape if sheet.lying else QPageLayout.Orientation.Portrait
        printer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), turned, QMarginsF()))
        printer.setFullPage(True)
        if at:
            printer.newPage()
        elif not painter.begin(printer):
            return False
        painter.resetTransform()
        scale = printer.resolution() / DPI
        painter.scale(scale, scale)
        paint(painter, sheet, printer)
    return painter.end()


def save_parts(parts: Sequence[Part], folder: Path, language: str, zone: tzinfo) -> int:
    """One PDF each into a folder; how many. Not for the GUI thread. Raises OSError."""
    for plan, kind, paper in parts:
        plan_pdf(kind, paper, folder / f"{plan or 'all'}-{kind}.pdf", language, zone)
    return len(parts)


def print_drill(parent: QWidget, paper: Paper, language: str, zone: tzinfo) -> bool:
    """Ask for a printer and print the drill sheet."""
    from lobbyconsole.ui.paper.printing import print_paper

    return print_paper(parent, paper, language, zone)


def save_drill(paper: Paper, path: Path, language: str, zone: tzinfo) -> None:
    """The drill sheet as a PDF. Not for the GUI thread. Raises OSError."""
    paper_pdf(paper, path, language, zone)
