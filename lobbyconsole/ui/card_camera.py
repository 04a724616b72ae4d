"""Taking a picture with a camera, in place: what it sees, one key to take it, and it is let go at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QHideEvent, QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from lobbyconsole.domain.words import Message
from lobbyconsole.services.camera import Camera, Frame
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.translation import say, translate
from lobbyconsole.ui.widgets.basics import Card
from lobbyconsole.ui.widgets.floor_forms import Flow, KeyButton
from lobbyconsole.ui.widgets.floor_panel import Said


class Picture(QWidget):
    """A picture as large as there is room, in its own shape."""

    def __init__(self, high: int, fit: bool = False) -> None:
        super().__init__()
        self._high, self._fit = high, fit  # fit: as wide as there is room, and no higher than its shape asks for
        self._image = QImage()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(fit)
        self.setSizePolicy(policy)

    def show_image(self, image: QImage) -> None:
        shaped = image.size() != self._image.size()
        self._image = image
        if shaped:
            self.updateGeometry()
        self.update()

    def image(self) -> QImage:
        return self._image

    def hasHeightForWidth(self) -> bool:
        return self._fit

    def heightForWidth(self, width: int) -> int:
        if self._image.isNull():
            return style.current().px(self._high)
        return round(width * self._image.height() / self._image.width())

    def sizeHint(self) -> QSize:
        return QSize(style.current().px(240), style.current().px(self._high))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._fit:
            painter.fillRect(self.rect(), style.current().color("sunken"))
        if self._image.isNull():
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        painter.drawImage(QRectF(left, top, size.width(), size.height()), self._image)


class CameraPanel(Card):
    """Hidden until asked; `source` may be a film, for trying it out."""

    def __init__(self, source: int | str = 0) -> None:
        super().__init__()
        self.source = source
        self._camera: Camera | None = None
        self._then: Callable[[bytes], object] | None = None
        self._coming = False  # a frame is on its way to this thread
        self.picture = Picture(260)
        self.said = Said()
        self.take, self.cancel = KeyButton("", "Enter", "primary"), KeyButton("", "Esc")
        self.take.clicked.connect(self._take)
        self.cancel.clicked.connect(self.dismiss)
        line = Flow()
        line.add(self.take)
        line.add(self.cancel)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 12, 12, 12)
        rows.setSpacing(8)
        rows.addWidget(self.picture)
        rows.addWidget(self.said)
        rows.addWidget(line)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    def ask(self, then: Callable[[bytes], object]) -> None:
        """Show what the camera sees; `then` is given the picture that was taken, as JPEG."""
        self.release()
        self._then = then
        self.take.set_words(translate("Cards", "Take the picture"))
        self.cancel.set_words(translate("Rounds", "Cancel"))
        self.take.setEnabled(False)
        self.picture.show_image(QImage())
        self.said.say(translate("Cards", "The camera is being opened…"), "watch")
        self.show()
        self.setFocus()
        centre = tasks.hub()

        def seen(frame: Frame) -> None:
            if not self._coming:
                self._coming = True
                centre.on_main_thread(lambda: self._seen(camera, frame) if isValid(self) else None)

        def troubled(message: Message) -> None:
            centre.on_main_thread(lambda: self._troubled(camera, message) if isValid(self) else None)

        camera = Camera(seen, troubled, self.source)
        self._camera = camera
        self._coming = False
        camera.start()

    def _seen(self, camera: Camera, frame: Frame) -> None:
        self._coming = False
        if camera is not self._camera:
            return
        image = QImage(frame.content, frame.width, frame.height, frame.width * 3, QImage.Format.Format_RGB888)
        self.picture.show_image(image.copy())
        if not self.take.isEnabled():
            self.take.setEnabled(True)
            self.said.say("")

    def _troubled(self, camera: Camera, message: Message) -> None:
        if camera is self._camera:
            self.take.setEnabled(False)
            self.said.say(say(message), "act")

    def _take(self) -> None:
        content = self._camera.take() if self._camera is not None else None
        then = self._then
        if content is not None and then is not None:
            self.dismiss()
            then(content)

    def dismiss(self) -> None:
        """Close it and let the camera go."""
        self._then = None
        self.hide()
        self.release()

    def release(self) -> None:
        """Let the camera go."""
        camera, self._camera = self._camera, None
        if camera is not None:
            camera.stop()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.release()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._take()
        elif event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        event.accept()  # no other key may answer an item behind
