"""Noting an event: one line, a zone, Enter; recorded in place within seconds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets import labels
from lobbyconsole.ui.widgets.basics import BOLD, Button, Label
from lobbyconsole.ui.widgets.floor_forms import Choice, Option
from lobbyconsole.ui.widgets.floor_panel import FloatingPanel

CLOSES_MS = 2500  # after the note was recorded, unless another is begun


class NotePanel(FloatingPanel):
    """Type, Enter, done. The up and down keys choose the zone without leaving the line."""

    def __init__(self, over: QWidget, desk: Callable[[], Any], by: Callable[[], str]) -> None:
        super().__init__(over)
        self._desk, self._by = desk, by
        self._closing = QTimer(self)
        self._closing.setSingleShot(True)
        self._closing.setInterval(CLOSES_MS)
        self._closing.timeout.connect(self.dismiss)
        self._title = Label("", 16, BOLD)
        self.head.addWidget(self._title, 1)
        self.line = QLineEdit()
        self.line.setMaxLength(500)
        self.line.returnPressed.connect(self.send)
        self.line.textEdited.connect(lambda _: self._closing.stop())
        self.zones = Choice([])
        self._zone_title = Label("", 12, role="muted")
        self._send = Button("", "primary")
        self._send.clicked.connect(self.send)
        for widget in (self.line, self._zone_title, self.zones, self._send):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.retranslate()

    def present(self) -> None:
        self._closing.stop()
        self.said.say("")
        super().present()
        self.line.setFocus()

    def send(self) -> None:
        """Record what was typed; the words stay until they are recorded."""
        text, zone = self.line.text(), self.zones.value() or ""
        self.do(lambda: self._desk().note(text, zone, by=self._by()), lambda _: self._recorded(text))

    def _recorded(self, text: str) -> str:
        if self.line.text() == text:
            self.line.clear()
        self.zones.set_value(None)
        self._closing.start()
        return translate("NotePanel", "Recorded: {text}").format(text=text.strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.zones.step(1 if event.key() == Qt.Key.Key_Down else -1)
            return
        super().keyPressEvent(event)

    def dismiss(self) -> None:
        self._closing.stop()
        super().dismiss()

    def retranslate(self) -> None:
        super().retranslate()
        self._title.setText(translate("NotePanel", "Note an event"))
        self.setAccessibleName(self._title.text())
        hint = translate("NotePanel", "What happened? No names, no card numbers")
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(hint)
        self._zone_title.setText(translate("NotePanel", "Where (↑ ↓)"))
        self.zones.set_options([Option(code, labels.zone(code)) for code in labels.NOTE_ZONES])
        self._send.setText(translate("NotePanel", "Record (Enter)"))
