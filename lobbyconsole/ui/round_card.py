"""A round's card on A4, painted as vectors: to a PDF, a printer or a picture, all by the same hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from lobbyconsole.domain import cards
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.checklists import CheckItem, Checklist
from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused
from lobbyconsole.files import save_as
from lobbyconsole.ui.round_words import limits_text, own, unit_text, verdict_text
from lobbyconsole.ui.theme import font_of
from lobbyconsole.ui.translation import clock_text, date_text, language, translate

INK, GREY, PALE = QColor("#000000"), QColor("#8A8A8A"), QColor("#DDDDDD")
DPI = 600  # of the PDF's own coordinates; everything in it is a vector
LEFT, RIGHT = 20.0, 190.0  # of the words, inside the corner marks


@dataclass(frozen=True, slots=True)
class CardSheet:
    """Everything that is printed."""

    checklist: Checklist
    version: str
    pages: tuple[cards.Page, ...]
    branch: Branch
    library: Library
    printed_at: datetime


class _Pen:
    """Draws in millimetres on whatever has `dots` to one of them."""

    def __init__(self, painter: QPainter, dots: float) -> None:
        self.painter, self.dots = painter, dots

    def box(self, x: float, y: float, wide: float, high: float) -> QRectF:
        return QRectF(x * self.dots, y * self.dots, wide * self.dots, high * self.dots)

    def fill(self, x: float, y: float, wide: float, high: float, colour: QColor = INK) -> None:
        self.painter.fillRect(self.box(x, y, wide, high), colour)

    def line(self, x: float, y: float, to_x: float, to_y: float, thick: float = 0.2, colour: QColor = GREY) -> None:
        self.painter.setPen(QPen(colour, thick * self.dots))
        self.painter.drawLine(QPointF(x * self.dots, y * self.dots), QPointF(to_x * self.dots, to_y * self.dots))

    def font(self, high: float, bold: bool = False) -> QFont:
        weight = QFont.Weight.Bold if bold else QFont.Weight.Normal
        return font_of(max(1, round(high * self.dots)), weight, narrow=language() == "en")

    def words(
        self, text: str, x: float, y: float, wide: float, high: float, size: float, *, bold: bool = False,
        colour: QColor = INK, right: bool = False, middle: bool = True, least: float = 1.7,
    ) -> None:  # fmt: skip
        """Text in a box, in as many lines as fit; what does not fit is set smaller, and cut off only below `least`."""
        box = self.box(x, y, wide, high)
        flags = (
            Qt.TextFlag.TextWordWrap.value
            | (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft).value
        )
        flags |= (Qt.AlignmentFlag.AlignVCenter if middle else Qt.AlignmentFlag.AlignTop).value
        while True:
            font = self.font(size, bold)
            needs = QFontMetricsF(font).boundingRect(box, flags, text)
            if size <= least or (needs.height() <= box.height() + 0.5 and needs.width() <= box.width() + 0.5):
                break
            size = max(least, size * 0.93)
        self.painter.setFont(font)
        self.painter.setPen(colour)
        self.painter.setClipRect(box.adjusted(-1, -1, 1, 1))
        self.painter.drawText(box, flags, text)
        self.painter.setClipping(False)


def paint_page(painter: QPainter, dots: float, sheet: CardSheet, page: cards.Page) -> None:
    """One sheet, `dots` to the millimetre."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = _Pen(painter, dots)
    for x, y in cards.CORNERS:
        _corner(pen, x, y)
    for at, bit in enumerate(cards.pack(page.id)):
        if bit:
            pen.fill(*cards.cell_box(at), cards.CELL, cards.CELL)
    _head(pen, sheet, page)
    for row in page.rows:
        _row(pen, sheet, row)
    _foot(pen, sheet, page)


def _corner(pen: _Pen, x: float, y: float) -> None:
    """A mark of seven modules: nothing else on a desk looks like it from every side."""
    module = cards.MARK / 7
    for modules, colour in ((7, INK), (5, QColor("#FFFFFF")), (3, INK)):
        side = modules * module
        pen.fill(x - side / 2, y - side / 2, side, side, colour)


def _head(pen: _Pen, sheet: CardSheet, page: cards.Page) -> None:
    words = language()
    count = f"{page.id.page} / {page.id.pages}"
    pen.words(own(sheet.checklist.title.say(words)), LEFT, 20.5, 140, 8, 5.4, bold=True)
    pen.words(count, 165, 20.5, RIGHT - 165, 8, 4.2, right=True)
    zone = sheet.branch.tz
    if page.id.due_at is not None:
        due = page.id.due_at.astimezone(zone)
        when = translate("Cards", "due {day} {time}").format(
            day=date_text(due.date(), year=True), time=clock_text(due, zone)
        )
    elif page.id.round_key:
        when = translate("Cards", "round {round}").format(round=page.id.round_key)
    else:
        when = translate("Cards", "voluntary round")
    version = translate("Cards", "version {version}").format(version=sheet.version[:8])
    pen.words(f"{sheet.branch.name(words)} · {when} · {version}", LEFT, 29, 138, 5, 3.2, colour=QColor("#333333"))
    number = cards.form_number(sheet.version)
    form = translate("Cards", "Form {number}").format(number=f"{number[:4]} {number[4:]}")
    pen.words(form, 150, 28.5, RIGHT - 150, 6, 3.8, bold=True, right=True)
    fields = (
        (translate("Cards", "Date"), 42.0),
        (translate("Cards", "Time"), 28.0),
        (translate("Cards", "Staff number"), 46.0),
        (translate("Cards", "Signature"), 54.0),
    )
    x = LEFT
    for name, wide in fields:
        pen.words(name, x, 37, wide - 2, 4, 2.8, colour=QColor("#333333"))
        pen.line(x, 47.5, x + wide - 4, 47.5, 0.25, INK)
        x += wide
    how = translate(
        "Cards",
        "Fill the circle with a dark pen, one in each line. A wrong mark: cross it out and fill another; the program"
        " will ask. Numbers and words go on the line and are typed in later.",
    )
    code = translate(
        "Cards",
        "To type it in: the item's two digits, then the digit at the circle, e.g. 01 1. Nothing else is needed; 8 means"
        " later on the screen. A number is typed after its item and ended with a space.",
    )
    pen.words(how, LEFT, 50, RIGHT - LEFT, 7, 2.75, middle=False)
    pen.words(code, LEFT, 57.2, RIGHT - LEFT, 7, 2.75, middle=False)
    pen.line(LEFT - 2, 66.2, 192, 66.2, 0.3, INK)


def _row(pen: _Pen, sheet: CardSheet, row: cards.Row) -> None:
    wide, high = cards.BAR
    for x in cards.BARS_AT:
        pen.fill(x - wide / 2, row.y - high / 2, wide, high)
    half = cards.PITCH / 2
    pen.line(LEFT - 2, row.y + half, 192, row.y + half, 0.12, GREY)
    pen.words(f"{row.number:02d}", cards.NUMBER_AT, row.y - 3, 8, 6, 4.2, bold=True)
    item = row.item
    text = own(item.text.say(language()))
    if item.critical:
        text = f"★ {text}"
    top, standard = row.y - half + 0.6, own(item.standard.say(language()))
    pen.words(text, cards.TEXT_AT, top, cards.TEXT_WIDE, 6.2 if standard else 9.8, 3.3, least=2.2)
    pen.words(standard, cards.TEXT_AT, row.y + 1.5, cards.TEXT_WIDE, 3.6, 2.4, colour=QColor("#555555"))
    if row.box is not None:
        x, y, box_wide, box_high = row.box
        if item.scale.type == "number":
            pen.painter.setBrush(Qt.BrushStyle.NoBrush)
            pen.painter.setPen(QPen(GREY, 0.25 * pen.dots))
            pen.painter.drawRect(pen.box(x, y, box_wide * 0.55, box_high))
            limits = limits_text(item, sheet.library)
            pen.words(
                limits, x + box_wide * 0.55 + 1, y, box_wide * 0.45 - 0.5, box_high, 2.8, colour=QColor("#333333")
            )
        else:
            pen.line(x, y + box_high - 0.8, x + box_wide, y + box_high - 0.8, 0.25, INK)
    elif item.scale.type in ("photo", "choice") and len(row.spots) <= 2:
        told = translate("Cards", "take the photo later on the screen")
        if item.scale.type == "choice":
            told = translate("Cards", "answered on the screen")
        pen.words(told, cards.ANSWERS_AT, row.y - 4, 34, 8, 2.7, colour=QColor("#333333"))
    for spot in row.spots:
        _bubble(pen, spot, item.scale.type, sheet)


def _bubble(pen: _Pen, spot: cards.Spot, scale: str, sheet: CardSheet) -> None:
    radius = cards.BUBBLE
    pen.painter.setBrush(Qt.BrushStyle.NoBrush)
    pen.painter.setPen(QPen(GREY, 0.22 * pen.dots))
    pen.painter.drawEllipse(pen.box(spot.x - radius, spot.y - radius, 2 * radius, 2 * radius))
    x = spot.x + 1.6 * radius  # nearer to its own circle than to the next, and outside what is read around it
    wide = spot.wide - 2.6 * radius - 1.6
    name = (
        ""
        if scale == "score_0_5" and not spot.mark.given.said
        else given_text(spot.mark.given, sheet.checklist, sheet.library)
    )
    if wide < 8:
        both = f"{spot.mark.code}\n{name}" if name else spot.mark.code
        pen.words(both, x, spot.y - 4, max(wide, 4.2), 8, 2.9 if not name else 2.3, bold=not name)
        return
    pen.words(spot.mark.code, x, spot.y - 3, 3, 6, 3.2, bold=True)
    pen.words(name, x + 3, spot.y - 4.2, wide - 2.4, 8.4, 2.8)


def _foot(pen: _Pen, sheet: CardSheet, page: cards.Page) -> None:
    printed = sheet.printed_at.astimezone(sheet.branch.tz)
    parts = [translate("Cards", "★ critical: not met fails the whole round")]
    if page.id.page == page.id.pages and len(sheet.checklist.items) > cards.MOST_ITEMS:
        parts.append(translate("Cards", "items after the 99th are answered on the screen"))
    parts.append(translate("Cards", "printed {at}").format(at=f"{printed:%Y-%m-%d %H:%M}"))
    pen.words(" · ".join(parts), LEFT, 279, RIGHT - LEFT, 8, 2.6, colour=QColor("#333333"))


# --- where it is painted ------------------------------------------------------------------------------------------


def card_image(sheet: CardSheet, page: int = 0, dots: float = 4.0) -> QImage:
    """A sheet as a picture, for the screen."""
    size = QSize(round(cards.WIDTH * dots), round(cards.HEIGHT * dots))
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_page(painter, dots, sheet, sheet.pages[page])
    painter.end()
    return image


def write_card(sheet: CardSheet, path: str) -> None:
    """All sheets as a PDF on A4. Raises Refused where it cannot be written. On a worker thread."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    writer.setTitle(own(sheet.checklist.title.say(language())))
    print_card(sheet, writer, DPI / 25.4)
    try:
        save_as(Path(path), bytes(content.data()))  # Qt's own writer would not say that the disk is full
    except OSError as error:
        text = QT_TRANSLATE_NOOP("Messages", "{name} cannot be written: {reason}.")
        values = {"name": Path(path).name, "reason": error.strerror or str(error)}
        raise Refused(Message(text, values)) from error


def print_card(sheet: CardSheet, device: QPagedPaintDevice, dots: float) -> None:
    """All sheets to a printer or a PDF; the whole paper belongs to the card, at its true size."""
    device.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    )
    painter = QPainter()
    if not painter.begin(device):
        raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "The printer does not accept the card.")))
    for at, page in enumerate(sheet.pages):
        if at:
            device.newPage()
        paint_page(painter, dots, sheet, page)
    if not painter.end():
        raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "The printer does not accept the card.")))


def pages_text(pages: Sequence[cards.Page]) -> str:
    """How many sheets: 2 × A4."""
    return f"{len(pages)} × A4"


def codes_text(item: CheckItem, checklist: Checklist, library: Library) -> str:
    """What can be typed for an item: 1 Met, 2 Not met, 9 N/A."""
    parts = [
        f"{mark.code} {given_text(mark.given, checklist, library)}"
        for mark in cards.marks_of(item)
        if mark.given.value is None
    ]
    if item.scale.type == "score_0_5":
        parts.insert(0, "0–5")
    elif item.scale.type == "number":
        parts.insert(0, translate("Cards", "a number"))
    return "  ".join(parts)


def given_text(given: cards.Given, checklist: Checklist, library: Library) -> str:
    """An answer in words: Met, 4, 12 minutes, Limited service."""
    item = next(item for item in checklist.items if item.id == given.item)
    if given.later:
        return translate("Cards", "later, on the screen")
    if given.said:
        return verdict_text(given.said)
    if given.choice:
        found = next(option for option in item.scale.options if option.id == given.choice)
        return own(found.label.say(language()))
    if given.value is not None:
        return f"{given.value:g}{unit_text(item, library) if item.scale.type == 'number' else ''}"
    return given.note
