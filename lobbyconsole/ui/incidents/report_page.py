"""A report upward, a briefing or the activity log: the text to copy or change, as PDF, and that it was made."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from lobbyconsole.services.incident_desk import Sheet
from lobbyconsole.services.incident_dues import SUPERIOR, Due
from lobbyconsole.services.incident_papers import KINDS, draft, text_of
from lobbyconsole.services.incident_words import STAGES, contact
from lobbyconsole.ui import style
from lobbyconsole.ui.forms import Choice
from lobbyconsole.ui.incidents.note_panel import Tiles
from lobbyconsole.ui.incidents.words import CHANNELS, own
from lobbyconsole.ui.incidents.words import KINDS as TITLES
from lobbyconsole.ui.translation import in_sector, language, translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, IconButton, Label
from lobbyconsole.ui.widgets.choices import SegmentedChoice
from lobbyconsole.ui.widgets.floor_forms import Flow, Option
from lobbyconsole.ui.widgets.floor_panel import Said

TEXT = 130  # px at 100 %: less shows nothing of a report


class _Line(Choice):
    def sizeHint(self) -> QSize:
        return QSize(min(320, super().sizeHint().width()), super().sizeHint().height())


class ReportPage(QWidget):
    """`made(stage, to, text, channel)`; `pdf(kind, language)`; `printed(kind, language)`; `closed`."""

    made = Signal(str, str, str, str)
    pdf = Signal(str, str)
    printed = Signal(str, str)
    fill = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sheet: Sheet | None = None
        self._now: datetime | None = None
        self._by = ""
        self._due: Due | None = None
        self.title = Label("", 16, BOLD)
        self.close_button = IconButton("close")
        self.close_button.clicked.connect(self.closed)
        self.kinds, self.speech = Tiles(), SegmentedChoice()
        self.kinds.changed.connect(self._write)
        self.speech.chosen.connect(lambda _value: self._write())
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.missing = Label("", 14, role="watch_text", wrap=True)
        self.fills = Flow()
        self.to, self.channel = _Line(), _Line()
        self.copy, self.save, self.print = Button("", icon="note"), Button("", icon="export"), Button("", icon="print")
        self.sent = Button("", "primary")
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(lambda: self.pdf.emit(self.kind(), self.reader()))
        self.print.clicked.connect(lambda: self.printed.emit(self.kind(), self.reader()))
        self.sent.clicked.connect(self._made)
        self.said = Said()
        self.to_title, self.channel_title = Label("", 12, role="muted"), Label("", 12, role="muted")
        card = Card()
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.speech)
        head.addWidget(self.close_button)
        verbs = Flow()
        for button in (self.copy, self.save, self.print):
            verbs.add(button)
        self.sending = Flow()
        for name, field in ((self.to_title, self.to), (self.channel_title, self.channel), (Label("", 12), self.sent)):
            part = QWidget()
            column = QVBoxLayout(part)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(2)
            column.addWidget(name)
            column.addWidget(field)
            self.sending.add(part)
        rows = QVBoxLayout(card)
        rows.setContentsMargins(16, 12, 16, 14)
        rows.setSpacing(10)
        rows.addLayout(head)
        for part in (self.kinds, self.missing, self.fills):
            rows.addWidget(part)
        rows.addWidget(self.text, 1)
        rows.addWidget(self.said)
        rows.addWidget(verbs)
        rows.addWidget(self.sending)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 12, 16, 14)
        inner = QWidget()  # large text on a small screen scrolls; the window is asked for no more
        around = QVBoxLayout(inner)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(card)
        whole.addWidget(plain_area(inner))
        self._dress()
        self.retranslate()

    def _dress(self) -> None:
        self.text.setMinimumHeight(style.current().px(TEXT))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "text"):
            self._dress()

    def kind(self) -> str:
        return str(self.kinds.value() or "first")

    def reader(self) -> str:
        """The language of the text: "zh" or "en"."""
        return str(self.speech.value() or language())

    def show_report(self, sheet: Sheet, kind: str, now: datetime, by: str, due: Due | None = None) -> None:
        """Write one anew."""
        self.sheet, self._now, self._by, self._due = sheet, now, by, due
        self.kinds.set_value(kind)
        self.speech.set_value(language())
        self._fill_contacts(due.to if due is not None else SUPERIOR)
        self.said.say("")
        self._write()
        self.text.setFocus()

    def again(self, sheet: Sheet, now: datetime) -> None:
        """The incident has changed; what somebody wrote into the text stays."""
        if self.text.document().isModified():
            self.sheet = sheet
            return
        self.sheet, self._now = sheet, now
        self._write()

    def _fill_contacts(self, to: str) -> None:
        assert self.sheet is not None
        names = dict.fromkeys([to, *(due.to for due in self.sheet.dues), SUPERIOR, *self.sheet.library.contacts])
        self.to.clear()
        for name in names:
            self.to.addItem(own(contact(self.sheet.library, name)), name)

    def _write(self) -> None:
        if self.sheet is None or self._now is None:
            return
        kind = self.kind()
        self.title.setText(f"{translate('Incidents', TITLES[kind])} · {self.sheet.incident.key}")
        words = text_of(self.sheet, kind, self._now, self.reader(), self._by)
        self.text.setPlainText(in_sector(words) if self.reader() == "zh" else words)
        self.text.document().setModified(False)
        self.fills.clear()
        upward = kind in STAGES
        self.sending.setVisible(upward)
        lines = draft(self.sheet, kind, self._now, self._by).missing if upward else ()
        self.missing.setVisible(bool(lines))
        self.fills.setVisible(bool(lines))
        if lines:
            self.missing.setText(translate("Incidents", "Not known yet; the report says so. Say it here:"))
        for line in lines:
            button = Button(own(line.label), "secondary")
            button.setEnabled(line.field not in ("", "ended", "review"))
            button.clicked.connect(lambda _=False, field=line.field: self.fill.emit(field))
            self.fills.add(button)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.said.say(translate("Incidents", "Copied."))

    def _made(self) -> None:
        self.made.emit(self.kind(), str(self.to.currentData() or SUPERIOR), self.text.toPlainText(),
                       str(self.channel.currentData() or "phone"))  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.kinds.set_options([Option(kind, translate("Incidents", TITLES[kind])) for kind in KINDS])
        self.speech.set_options([("zh", "中文"), ("en", "English")], self.reader())
        self.kinds.setAccessibleName(translate("Incidents", "Which report"))
        self.speech.setAccessibleName(translate("Incidents", "Language of the report"))
        self.text.setAccessibleName(translate("Incidents", "Text of the report"))
        self.copy.setText(translate("Incidents", "Copy the text"))
        self.save.setText(translate("Incidents", "Save as PDF"))
        self.print.setText(translate("Incidents", "Print"))
        self.sent.setText(translate("Incidents", "It has been reported"))
        self.to_title.setText(translate("Incidents", "To"))
        self.channel_title.setText(translate("Incidents", "How"))
        self.close_button.set_name(translate("Incidents", "Back to the incident (Esc)"))
        before: Any = self.channel.currentData()
        self.channel.clear()
        for name, words in CHANNELS.items():
            self.channel.addItem(translate("Incidents", words), name)
        self.channel.setCurrentIndex(max(0, self.channel.findData(before)))
        if self.sheet is not None:
            self._write()
