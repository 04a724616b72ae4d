"""A ticket slip on a printer of the operating system, or as a PDF, through Qt. Runs on the slips' own thread."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QPointF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPageLayout, QPageSize, QPainter, QPen
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.services.escpos_slip import wrapped
from lobbyconsole.services.slip_text import PrintTrouble
from lobbyconsole.ui import style
from lobbyconsole.ui.theme import font_of

if TYPE_CHECKING:
    from lobbyconsole.config import Printing
    from lobbyconsole.services.slip_text import Line

PRINTABLE_MM = {58: 48.0, 80: 72.0}
MARGIN_MM = 4.0
RULE_MM = 2.0
LEADING = 1.25


def printers() -> list[str]:
    """Names of the system's printers, for the settings."""
    return list(QPrinterInfo.availablePrinterNames())


def print_lines(lines: Sequence[Line], printing: Printing, pdf: Path | None = None) -> None:
    """Print one slip. Raises PrintTrouble. The driver decides on the cut and may add its own margins."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if pdf is not None:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(pdf))
    else:
        found = QPrinterInfo.printerInfo(printing.address) if printing.address else QPrinterInfo.defaultPrinter()
        if found.isNull():
            text = QT_TRANSLATE_NOOP("Messages", "This computer has no printer named {name}.")
            raise PrintTrouble("unreachable", Message(text, {"name": printing.address or "—"}))
        printer.setPrinterName(found.printerName())
        if found.state() == QPrinter.PrinterState.Error:
            text = QT_TRANSLATE_NOOP("Messages", "The printer {name} reports a fault.")
            raise PrintTrouble("fault", Message(text, {"name": found.printerName()}))
    width = PRINTABLE_MM[printing.paper_mm]
    height = _lay_out(lines, width, 10.0)[1] / 10.0  # mm
    # A page as long as the slip: a driver that knows only fixed pages takes the nearest it has.
    page = QPageSize(QSizeF(float(printing.paper_mm), height + 2 * MARGIN_MM), QPageSize.Unit.Millimeter, "slip")
    side = (printing.paper_mm - width) / 2
    margins = QMarginsF(side, MARGIN_MM, side, MARGIN_MM)
    printer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter))
    printer.setDocName("lobbyconsole")
    painter = QPainter()
    if not painter.begin(printer):
        text = QT_TRANSLATE_NOOP("Messages", "The printer {name} does not accept the slip.")
        raise PrintTrouble("refused", Message(text, {"name": printing.address or printer.printerName()}))
    per_mm = printer.resolution() / 25.4
    placed, _ = _lay_out(lines, width, per_mm)
    for x, y, piece, font in placed:
        if font is None:
            painter.setPen(QPen(Qt.GlobalColor.black, 0.25 * per_mm))
            painter.drawLine(QPointF(0, y), QPointF(width * per_mm, y))
        else:
            painter.setFont(font)
            painter.drawText(QPointF(x, y), piece)
    if not painter.end() or printer.printerState() == QPrinter.PrinterState.Error:
        text = QT_TRANSLATE_NOOP("Messages", "The printer {name} reports a fault.")
        raise PrintTrouble("failed", Message(text, {"name": printer.printerName()}), uncertain=True)


def _lay_out(
    lines: Sequence[Line], width_mm: float, per_mm: float
) -> tuple[list[tuple[float, float, str, QFont | None]], float]:
    """(x, baseline, text, font) of every piece, and the whole height, in dots of `per_mm`."""
    placed: list[tuple[float, float, str, QFont | None]] = []
    width, y = width_mm * per_mm, 0.0
    for line in lines:
        y += line.above * per_mm
        if not line.text:
            placed.append((0.0, y + RULE_MM * per_mm / 2, "", None))
            y += RULE_MM * per_mm
            continue
        size = line.mm * per_mm
        weight = QFont.Weight.Bold if line.bold else QFont.Weight.Normal
        font = font_of(max(1, round(size)), weight, narrow=style.current().narrow_quotes)
        if line.mm >= 8:  # the number stands in one line, whatever its length
            size = min(size, size * width / max(1.0, QFontMetricsF(font).horizontalAdvance(line.text)))
            font.setPixelSize(max(1, int(size)))
        metrics = QFontMetricsF(font)
        for piece in wrapped(line.text, width, metrics.horizontalAdvance):
            x = (width - metrics.horizontalAdvance(piece)) / 2 if line.centre else 0.0
            placed.append((x, y + size * 1.05, piece, font))
            y += size * LEADING
    return placed, y
