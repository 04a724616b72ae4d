"""The photos of an answer, small; each is read and decoded on a worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from lobbyconsole.domain.words import Message
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.round_photos import decoded
from lobbyconsole.ui.translation import say, translate
from lobbyconsole.ui.widgets.floor_forms import Flow

if TYPE_CHECKING:
    from lobbyconsole.services.attachments import Attachments

THUMB = 56  # px at 100 %


class Thumb(QLabel):
    """One photo, small; a sign while it cannot be shown."""

    def __init__(self, sha256: str) -> None:
        super().__init__()
        self.sha256 = sha256
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setText("…")

    def sizeHint(self) -> QSize:
        side = style.current().px(THUMB)
        return QSize(side, side)

    def show_image(self, image: QImage) -> None:
        side = style.current().px(THUMB)
        ratio = self.devicePixelRatioF()
        scaled = image.scaled(
            QSize(side, side) * ratio, Qt.AspectRatioMode.KeepAspectRatioByExpanding,
            Qt.TransformationMode.SmoothTransformation,
        )  # fmt: skip
        wide = round(side * ratio)
        left, top = (scaled.width() - wide) // 2, (scaled.height() - wide) // 2
        pixmap = QPixmap.fromImage(scaled.copy(left, top, wide, wide))
        pixmap.setDevicePixelRatio(ratio)
        self.setPixmap(pixmap)
        self.setAccessibleName(translate("Rounds", "Photo"))

    def say_trouble(self, error: BaseException) -> None:
        self.setText("!")
        message = getattr(error, "message", None)
        words = say(message) if isinstance(message, Message) else str(error)
        self.setToolTip(words)
        self.setAccessibleName(words)


class PhotoStrip(Flow):
    """The photos of one answer."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[str, ...] = ()
        self.hide()

    def show_photos(self, photos: Sequence[str], attachments: Callable[[], Attachments]) -> None:
        """Show these; each is read and decoded on a worker."""
        if tuple(photos) == self._shown:
            return
        self._shown = tuple(photos)
        self.clear()
        self.setVisible(bool(photos))
        side = style.current().px(THUMB) * 2
        for sha256 in photos:
            thumb = Thumb(sha256)
            self.add(thumb)
            tasks.run(
                thumb,
                lambda sha256=sha256: decoded(attachments().read(sha256), side),
                thumb.show_image,
                thumb.say_trouble,
            )

    def thumbs(self) -> list[QWidget]:
        return self.items()
