"""One incident in full: head and verbs, then its cards in two columns, or one where there is little room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lobbyconsole.services.incident_desk import Sheet
from lobbyconsole.ui import style
from lobbyconsole.ui.incidents import cards
from lobbyconsole.ui.incidents.words import (
    HURT,
    grade_text,
    grade_tone,
    hazard_text,
    left_text,
    moment_text,
    state_text,
    state_tone,
    zone_text,
)
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Card, IconButton, Label, Pill
from lobbyconsole.ui.widgets.floor_forms import Flow, Form, KeyButton
from lobbyconsole.ui.widgets.floor_panel import Said

NARROW = 760  # px at 100 %: below, one column


class IncidentPage(QWidget):
    """`verb(name)` for the buttons and their keys; `dropped(paths)` for files."""

    verb = Signal(str)
    dropped = Signal(list)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.sheet: Sheet | None = None
        self.form: Form | None = None
        self.setAcceptDrops(True)
        self._number = Label("", 14, role="muted")
        self._what = Label("", 20, BOLD, wrap=True)
        self._about = Label("", 14, role="muted", wrap=True)
        self.grade, self.state, self.hurt, self.drill = Pill(), Pill(), Pill(), Pill()
        self.back = IconButton("chevron-left")
        self.back.clicked.connect(self.closed)
        self.verbs = Flow()
        self.buttons = {name: KeyButton("", key) for name, key in (
            ("log", "L"), ("report", "R"), ("plan", "P"), ("grade", "G"), ("end", "E"), ("reopen", "O"),
            ("action", "C"), ("evidence", "V"), ("print", "D"), ("review", "A"),
        )}  # fmt: skip
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _=False, name=name: self.verb.emit(name))
            self.verbs.add(button)
        self.said = Said()
        self.form_card = Card()
        self._form_place = QVBoxLayout(self.form_card)
        self._form_place.setContentsMargins(16, 12, 16, 14)
        self.form_card.hide()
        head = Card()
        pills = Flow()
        for pill in (self.grade, self.state, self.hurt, self.drill):
            pills.add(pill)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(3)
        for part in (self._number, self._what, self._about):
            words.addWidget(part)
        top.addLayout(words, 1)
        inside = QVBoxLayout(head)
        inside.setContentsMargins(16, 12, 16, 14)
        inside.setSpacing(10)
        inside.addLayout(top)
        inside.addWidget(pills)
        inside.addWidget(self.verbs)
        inside.addWidget(self.said)
        self.fields, self.story, self.dues = cards.Fields(), cards.Story(), cards.Dues()
        self.video, self.proof, self.links = cards.Video(), cards.Proof(), cards.Links()
        self.proof.add.clicked.connect(lambda: self.verb.emit("evidence"))
        left, right = QWidget(), QWidget()
        cards.spread(left, self.story, self.fields)
        self.links.add.clicked.connect(lambda: self.verb.emit("link"))
        cards.spread(right, self.dues, self.video, self.proof, self.links)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(12)
        self._columns.addWidget(left, 3)
        self._columns.addWidget(right, 2)
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(8, 12, 16, 14)
        rows.setSpacing(12)
        rows.addWidget(head)
        rows.addWidget(self.form_card)
        rows.addLayout(self._columns)
        rows.addStretch(1)
        self.area = plain_area(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)
        self.retranslate()

    def show_sheet(self, sheet: Sheet, now: datetime, doing: Any) -> None:
        """Everything anew; `doing` has what the cards' buttons do."""
        if self.sheet is None or self.sheet.incident.key != sheet.incident.key:
            self.close_form()
            self.said.say("")
            self.area.verticalScrollBar().setValue(0)
        self.sheet = sheet
        incident = sheet.incident
        self._number.setText(incident.key)
        self._what.setText(incident.value("what") or "–")
        where = zone_text(sheet.library, incident.value("where"))
        self._about.setText(f"{where} · {hazard_text(sheet.library, incident.value('hazard'))} · {self._since(now)}")
        self.grade.set_status(grade_tone(incident.level), grade_text(incident.level))
        self.state.set_status(state_tone(incident.state), state_text(incident.state))
        hurt = incident.value("hurt")
        tone = {"yes": "act", "no": "ok"}.get(hurt, "neutral")
        self.hurt.set_status(tone, translate("Incidents", HURT.get(hurt, HURT["unknown"])))
        self.drill.setVisible(bool(incident.drill) or "ended_before_it_began" in incident.flags)
        drill = translate("Incidents", "DRILL") if incident.drill else translate("Incidents", "Clock was set back")
        self.drill.set_status("watch", drill)
        for name, there in (
            ("end", incident.open), ("reopen", not incident.open), ("plan", incident.open),
            ("review", not incident.open and not incident.drill),
        ):  # fmt: skip
            self.buttons[name].setVisible(there)
        self.buttons["report"].set_kind("primary" if any(due.made_at is None for due in sheet.dues) else "secondary")
        self.verbs.updateGeometry()
        self.fields.show_sheet(sheet, now, doing.tell)
        self.story.show_sheet(sheet, now, doing.correct)
        self.dues.show_sheet(sheet, now, doing.report_due)
        self.video.show_sheet(sheet, now, doing.secure)
        self.proof.show_sheet(sheet, now, doing.save_copy)
        self.links.show_sheet(sheet, now, doing.open_link)
        self._arrange()

    def _since(self, now: datetime) -> str:
        assert self.sheet is not None
        incident, zone = self.sheet.incident, self.sheet.branch.tz
        begun = moment_text(incident.began_at, zone, now)
        if incident.ended_at is not None:
            text = translate("Incidents", "{begun} to {ended}")
            return text.format(begun=begun, ended=moment_text(incident.ended_at, zone, now))
        return translate("Incidents", "since {begun}").format(begun=begun)

    def tick(self, now: datetime) -> None:
        """Count down."""
        if self.sheet is not None:
            self.dues.tick(now)

    def next_left(self, now: datetime) -> str:
        """The most urgent report's countdown; "" without one."""
        due = next((due for due in self.sheet.dues if due.made_at is None), None) if self.sheet else None
        return left_text(due.left_s(now)) if due is not None else ""

    # --- forms in place

    def ask(self, form: Form, answered: Callable[[dict[str, Any]], object]) -> None:
        """Show a form under the head; Enter answers, Esc takes it away."""
        self.close_form()
        self.said.say("")
        self.form = form

        def take(values: dict[str, Any]) -> None:
            answered(values)

        form.answered.connect(take)
        self._form_place.addWidget(form)
        self.form_card.show()
        form.show()
        form.begin()
        self.area.verticalScrollBar().setValue(0)

    def close_form(self) -> None:
        """Take the form away."""
        if self.form is not None:
            form, self.form = self.form, None
            form.hide()
            self._form_place.removeWidget(form)
            form.deleteLater()
            self.form_card.hide()
            self.setFocus()

    # --- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typing = isinstance(QApplication.focusWidget(), QLineEdit)
        if self.form is not None:
            if event.key() == Qt.Key.Key_Escape:
                self.close_form()
                return
            sent = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Up, Qt.Key.Key_Down)
            if (not typing or sent) and self.form.take_key(event):
                return
        elif not typing and not event.modifiers():
            for name, button in self.buttons.items():
                if button.isVisible() and button.hit(event):
                    self.verb.emit(name)
                    return
            if event.text().upper() == "K" and self.sheet is not None:
                self.verb.emit("link")
                return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.width() < style.current().px(NARROW)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._columns.direction() != way:
            self._columns.setDirection(way)

    def retranslate(self) -> None:
        for name, words in {
            "log": translate("Incidents", "Write in the log"),
            "report": translate("Incidents", "Report upward"),
            "plan": translate("Incidents", "Start a plan"),
            "grade": translate("Incidents", "Grade"),
            "end": translate("Incidents", "It is over"),
            "reopen": translate("Incidents", "Not over after all"),
            "action": translate("Incidents", "Corrective action"),
            "evidence": translate("Incidents", "Evidence"),
            "print": translate("Incidents", "ICS pages"),
            "review": translate("Incidents", "Review"),
        }.items():
            self.buttons[name].set_words(words)
        self.back.set_name(translate("Incidents", "Back to the list"))
