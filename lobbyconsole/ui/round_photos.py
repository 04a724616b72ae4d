"""Photos of a round: taken from a file or the clipboard once it is known that they can be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused

if TYPE_CHECKING:
    from lobbyconsole.services.attachments import Attachments, Kept

LARGEST = 12_000  # px a side; a small file may claim to be a wall of pixels
PATTERNS = "*.jpg *.jpeg *.png *.webp *.gif *.bmp *.heic *.heif"


def decoded(content: bytes, side: int, name: str = "") -> QImage:
    """The picture at most `side` pixels wide and high. Raises Refused, in words. On a worker thread."""
    data = QByteArray(content)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > LARGEST:
        text = QT_TRANSLATE_NOOP("Messages", "{name} has {width} × {height} pixels; that is more than can be shown.")
        raise Refused(Message(text, {"name": name or "?", "width": size.width(), "height": size.height()}))
    if size.isValid():
        reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        text = QT_TRANSLATE_NOOP("Messages", "{name} is damaged or not a photo that can be shown.")
        raise Refused(Message(text, {"name": name or "?"}))
    return image


def keep_file(attachments: Attachments, path: str) -> Kept:
    """Take in a photo from a file if it can be shown. On a worker thread."""
    return attachments.keep_file(path, lambda content, name: decoded(content, 64, name))


def keep_image(attachments: Attachments, image: QImage) -> Kept:
    """Take in a picture of the clipboard. On a worker thread."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPG", 88)  # type: ignore[call-overload]
    return attachments.keep(bytes(data.data()), "clipboard.jpg")
