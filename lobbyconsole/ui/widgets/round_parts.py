"""Small parts of a running round: how far it is, and one question in place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.ui import style
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.basics import Button, Label


class Progress(QWidget):
    """How many items are answered."""

    def __init__(self) -> None:
        super().__init__()
        self._done, self._total = 0, 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_count(self, done: int, total: int) -> None:
        self._done, self._total = done, max(1, total)
        self.setAccessibleName(f"{done} / {total}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, style.current().px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = theme.px(8)
        track = QRectF(0, (self.height() - high) / 2, self.width(), high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("border"))
        painter.drawRoundedRect(track, high / 2, high / 2)
        if self._done:
            track.setWidth(track.width() * self._done / self._total)
            painter.setBrush(theme.color("accent"))
            painter.drawRoundedRect(track, high / 2, high / 2)


class Ask(QWidget):
    """One question in place: a line and two buttons."""

    def __init__(self) -> None:
        super().__init__()
        self._then: Callable[[str], object] | None = None
        self._label = Label("", 14, wrap=True)
        self.line = QLineEdit()
        self.line.setMaxLength(120)
        self.line.returnPressed.connect(self._yes)
        self.yes, self.no = Button("", "primary"), Button("", "quiet")
        self.yes.clicked.connect(self._yes)
        self.no.clicked.connect(self.dismiss)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        rows.addWidget(self._label)
        rows.addLayout(row)
        self.hide()

    def ask(self, question: str, yes: str, then: Callable[[str], object], value: str = "") -> None:
        """Ask; `then` is given what was typed."""
        self._then = then
        self._label.setText(question)
        self.line.setText(value)
        self.line.setAccessibleName(question)
        self.yes.setText(yes)
        self.no.setText(translate("Rounds", "Cancel"))
        self.show()
        self.line.setFocus()
        self.line.selectAll()

    def dismiss(self) -> None:
        self.hide()
        self._then = None

    def _yes(self) -> None:
        then, text = self._then, self.line.text().strip()
        if then is not None and text:
            self.dismiss()
            then(text)
        else:
            self.line.setFocus()  # the button was pressed: what is typed next belongs here, not to the items behind

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # the line has answered; the items behind must not take it for theirs
        elif event.text().isprintable() and event.text() and self.isVisible():
            self.line.setFocus()
            self.line.insert(event.text())
            event.accept()
        else:
            super().keyPressEvent(event)
