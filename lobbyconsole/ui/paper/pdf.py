"""Papers and minutes as PDF files and on the printer. The same paper gives the same bytes. Call it from a worker."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QUuid
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter, QRawFont

from lobbyconsole.domain.paper import Paper
from lobbyconsole.files import save_as
from lobbyconsole.ui.paper.minutes import minutes_sheet
from lobbyconsole.ui.paper.pdf_file import in_order, with_characters, with_dates
from lobbyconsole.ui.paper.printed import paper_sheet
from lobbyconsole.ui.paper.sheet import DPI, Sheet, face
from lobbyconsole.ui.paper.words import told

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from lobbyconsole.services.briefing.minutes import Minutes

# Documents of one and the same content have one and the same name in this space.
SPACE = uuid.UUID("6f0c9d8e-6a2f-5b07-9c35-2b1a4f7d1e90")


def paper_pdf(paper: Paper, path: str | Path, language: str, zone: tzinfo | None = None) -> None:
    """Write the paper. `zone`: of the hall's clock, else this computer's. Raises OSError."""
    sheet = paper_sheet(paper, language, zone)
    content = f"{language}\n{paper.to_json()}"
    save_as(
        Path(path), pdf_bytes(sheet, told(paper.title, language), told(paper.branch, language), paper.made_at, content)
    )


def minutes_pdf(
    minutes: Minutes, path: str | Path, language: str, paper: Paper | None = None, zone: tzinfo | None = None
) -> None:
    """Write the minutes; `paper` gives the data window for the foot. Raises OSError."""
    sheet = minutes_sheet(minutes, language, paper, zone)
    at = minutes.closed_at or minutes.begun_at
    made_at = at.isoformat() if at is not None else paper.made_at if paper is not None else ""
    content = f"{language}\n{minutes!r}"
    save_as(
        Path(path), pdf_bytes(sheet, told(minutes.title, language), told(minutes.branch, language), made_at, content)
    )


def pdf_bytes(sheet: Sheet, title: str, author: str, made_at: str, identity: str) -> bytes:
    """The pages as a PDF whose dates are those of `made_at` (ISO) and whose name is made from `identity`."""
    at = _instant(made_at)
    name = uuid.uuid5(SPACE, identity)
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    turned = QPageLayout.Orientation.Landscape if sheet.lying else QPageLayout.Orientation.Portrait
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), turned, QMarginsF()))
    writer.setTitle(title)
    writer.setCreator("lobbyconsole")
    writer.setDocumentId(QUuid(str(name)))
    writer.setDocumentXmpMetadata(QByteArray(_metadata(title, author, at, name)))
    painter = QPainter(writer)
    paint(painter, sheet, writer)
    painter.end()
    buffer.close()
    content = with_characters(bytes(kept.data()), QRawFont.fromFont(face(10)), sheet.characters)
    return in_order(with_dates(content, at))


def paint(painter: QPainter, sheet: Sheet, device: QPdfWriter | QPrinter) -> None:
    """All pages, one after another."""
    for number, page in enumerate(sheet.pages):
        if number:
            device.newPage()
        for op in page:
            op(painter)


def _instant(made_at: str) -> datetime:
    try:
        return datetime.fromisoformat(made_at).astimezone(UTC)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)


def _metadata(title: str, author: str, at: datetime, name: uuid.UUID) -> bytes:
    when = f"{at:%Y-%m-%dT%H:%M:%S}+00:00"
    return f"""<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:RDF><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmp:CreatorTool="lobbyconsole" xmp:CreateDate="{when}" xmp:ModifyDate="{when}" xmpMM:DocumentID="uuid:{name}">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{escape(author)}</rdf:li></rdf:Seq></dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end='w'?>
""".encode()
