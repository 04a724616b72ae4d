"""Whom a plan calls or reports to, and by which of the hall's own numbers; a missing one is set here."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lobbyconsole.services.library.plan_draft import contacts_of
from lobbyconsole.ui import style
from lobbyconsole.ui.content.sheet import Sheet
from lobbyconsole.ui.plan_graph.words import Reading
from lobbyconsole.ui.translation import listed, translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, Label, Pill, clear_layout

LONGEST = 60


class _Field(QLineEdit):
    """A number; Enter keeps it."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class NumberRow(Card):
    """One contact: where the plan calls it, and its number."""

    def __init__(self, name: str, title: str, where: str, number: str) -> None:
        super().__init__(level="" if number else "watch")
        self.name, self.number = name, number
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 8, 14, 10)
        rows.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(title, 14, BOLD, wrap=True), 1)
        if not number:
            head.addWidget(Pill("watch", translate("PlanGraph", "Number missing")))
        rows.addLayout(head)
        if where:
            rows.addWidget(Label(where, 12, role="muted", wrap=True))
        self.field = _Field(number)
        self.field.setMaxLength(LONGEST)
        self.field.setPlaceholderText(translate("PlanGraph", "The hall's own number"))
        self.field.setAccessibleName(translate("PlanGraph", "Number of {who}").format(who=title))
        self.keep = Button(translate("Content", "Keep…"), "secondary")
        self.keep.setAccessibleName(translate("PlanGraph", "Keep the number of {who}").format(who=title))
        self.keep.setEnabled(False)
        self.field.textEdited.connect(lambda text: self.keep.setEnabled(text.strip() != self.number))
        line = QHBoxLayout()
        line.setSpacing(8)
        self.field.setMaximumWidth(style.current().px(420))
        line.addWidget(self.field, 1)
        line.addWidget(self.keep)
        line.addStretch(1)
        rows.addLayout(line)


class NumbersPage(QWidget):
    """All of them; those that are missing first. `set_wanted`: contact, number."""

    set_wanted = Signal(str, str)
    open_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.about = Label("", 14, role="muted", wrap=True)
        self.rows: list[NumberRow] = []
        content = QWidget()
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        inner = QVBoxLayout(content)
        inner.setContentsMargins(4, 4, 12, 12)
        inner.setSpacing(8)
        inner.addWidget(self.about)
        inner.addLayout(self._list)
        inner.addStretch(1)
        self.area = plain_area(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)
        self._shown: object = None

    def show_sheet(self, sheet: Sheet, reading: Reading) -> None:
        """The calls of a draft, with the numbers in force here."""
        names = sheet.names
        known = names.groups.get("numbers", {})
        wanted = []
        for name in contacts_of(sheet.tree):
            if name not in known:
                continue  # a post of the hall: one goes there
            steps = [str(reading.numbers[at]) for at, step in enumerate(reading.steps) if name in (step.get("contacts")
                     or ())]  # fmt: skip
            where = translate("PlanGraph", "step {steps}").format(steps=listed(steps)) if steps else ""
            if any(isinstance(report, dict) and report.get("to") == name for report in sheet.tree.get("reporting", ())):
                told = translate("PlanGraph", "a report is owed to it")
                where = f"{where} · {told}" if where else told
            wanted.append((name, names.name("contacts", name), where, known[name]))
        wanted.sort(key=lambda row: bool(row[3]))
        missing = sum(not row[3] for row in wanted)
        if missing:
            text = translate("PlanGraph", "{missing} of {count} numbers are missing. They hold for this hall only.")
            self.about.setText(text.format(missing=missing, count=len(wanted)))
        elif wanted:
            text = translate("PlanGraph", "All {count} numbers are there. They hold for this hall only.")
            self.about.setText(text.format(count=len(wanted)))
        else:
            self.about.setText(translate("PlanGraph", "The plan calls nobody. A step says whom it calls."))
        shown = (wanted, names.tongue)
        if shown == self._shown:
            return
        self._shown = shown
        clear_layout(self._list)
        self.rows = []
        for row in wanted:
            made = NumberRow(*row)
            made.keep.clicked.connect(lambda _=False, made=made: self._keep(made))
            made.field.entered.connect(lambda made=made: self._keep(made))
            self._list.addWidget(made)
            self.rows.append(made)

    def _keep(self, row: NumberRow) -> None:
        number = row.field.text().strip()
        if number != row.number:
            self.set_wanted.emit(row.name, number)

    def begin(self) -> None:
        """Take the keyboard at the first that is missing."""
        if self.rows:
            self.rows[0].field.setFocus(Qt.FocusReason.TabFocusReason)
