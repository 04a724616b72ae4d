"""What a CSV file or a workbook would bring: good and bad rows with the reason; taken over only when one says so."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lobbyconsole.services.record_files import Preview
from lobbyconsole.ui.register_words import refusal
from lobbyconsole.ui.translation import listed, translate
from lobbyconsole.ui.widgets.basics import BOLD, Button, Label

MOST = 40  # rows of a kind that are listed


class ImportPreview(QWidget):
    """Stands in the place of a form in the panel."""

    answered = Signal(dict)
    given_up = Signal()

    def __init__(self, name: str, found: Preview) -> None:
        super().__init__()
        good, bad = found.good, found.bad
        title = translate("Registers", "{name}: {good} to take over, {bad} not")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        head = title.format(name=name, good=len(good), bad=len(bad))
        self.setAccessibleName(head)
        rows.addWidget(Label(head, 16, BOLD, wrap=True))
        rows.addWidget(Label(translate("Registers", "Nothing has been taken over yet."), 14, role="muted", wrap=True))
        notes = 2
        if found.left_out:
            text = translate("Registers", "Only the sheet “{name}” is read. Left out: {others}")
            text = text.format(name=found.sheet, others=listed(found.left_out))
            rows.addWidget(Label("▲ " + text, 14, role="watch_text", wrap=True))
            notes += 1
        if found.unknown:
            notes += 1
            text = translate("Registers", "Columns that are left out: {names}").format(names=listed(found.unknown))
            rows.addWidget(Label("▲ " + text, 14, role="watch_text", wrap=True))
        line = QHBoxLayout()
        self.confirm = Button(translate("Registers", "Take over: {count}").format(count=len(good)), "primary")
        self.confirm.setEnabled(bool(good))
        self.confirm.clicked.connect(self.answer)
        self.cancel = Button(translate("Registers", "Cancel"), "quiet")
        self.cancel.clicked.connect(self.given_up)
        line.addWidget(self.confirm)
        line.addWidget(self.cancel)
        line.addStretch(1)
        rows.addLayout(line)
        for part, role, sign in ((bad, "act", "■"), (good, "text", "●")):
            for row in part[:MOST]:
                where = translate("Registers", "Row {line}").format(line=row.line)
                rows.addWidget(Label(f"{sign} {where}  {row.shown}", 14, wrap=True))
                if row.why is not None:
                    rows.addWidget(Label(refusal(row.why), 12, role=role, wrap=True))
            if len(part) > MOST:
                more = translate("Registers", "… and {count} more").format(count=len(part) - MOST)
                rows.addWidget(Label(more, 12, role="muted"))
        self.wrong = Label("", 14, role="act", wrap=True)
        self.wrong.hide()
        rows.insertWidget(notes, self.wrong)

    def begin(self) -> None:
        (self.confirm if self.confirm.isEnabled() else self.cancel).setFocus()

    def answer(self) -> None:
        if self.confirm.isEnabled():
            self.confirm.setEnabled(False)
            self.answered.emit({})

    def say_wrong(self, words: str) -> None:
        """Why it could not be taken over, or how far it has come."""
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif not event.modifiers():
            event.accept()
