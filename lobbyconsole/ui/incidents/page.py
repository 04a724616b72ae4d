"""One incident in full: head and verbs, then its cards in two columns, or one where there is little room."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent

from lobbyconsole.services.incident_desk import Sheet
from lobbyconsole.ui.incidents import cards
from lobbyconsole.ui.incidents.words import (
    HURT,
    grade_text,
    grade_tone,
    hazard_text,
    moment_text,
    state_text,
    state_tone,
    zone_text,
)
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.asking_page import AskingPage, Head
from lobbyconsole.ui.widgets.floor_forms import Form

VERBS = (
    ("log", "L"), ("report", "R"), ("plan", "P"), ("grade", "G"), ("end", "E"), ("reopen", "O"), ("action", "C"),
    ("evidence", "V"), ("print", "D"), ("review", "A"),
)  # fmt: skip


class IncidentPage(AskingPage):
    """`verb(name)` for the buttons and their keys; `dropped(paths)` for files."""

    verb = Signal(str)
    dropped = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.sheet: Sheet | None = None
        self.setAcceptDrops(True)
        self.head = Head(VERBS, 4)
        self.head.verb.connect(self.verb)
        self.buttons = self.head.buttons
        self.grade, self.state, self.hurt, self.drill = self.head.pills
        self.fields, self.story, self.dues = cards.Fields(), cards.Story(), cards.Dues()
        self.video, self.proof, self.links = cards.Video(), cards.Proof(), cards.Links()
        self.proof.add.clicked.connect(lambda: self.verb.emit("evidence"))
        self.links.add.clicked.connect(lambda: self.verb.emit("link"))
        self.asks = cards.Asks()
        self.lay_out((self.story, self.fields), (self.asks, self.dues, self.video, self.proof, self.links), (3, 2))

    def show_sheet(self, sheet: Sheet, now: datetime, doing: Any) -> None:
        """Everything anew; `doing` has what the cards' buttons do."""
        if self.sheet is None or self.sheet.incident.key != sheet.incident.key:
            self.begin_anew()
        self.sheet = sheet
        incident = sheet.incident
        where = zone_text(sheet.library, incident.value("where"))
        about = f"{where} · {hazard_text(sheet.library, incident.value('hazard'))} · {self._since(now)}"
        self.head.show_words(incident.key, incident.value("what") or "–", about)
        hurt = incident.value("hurt")
        tone = {"yes": "act", "no": "ok"}.get(hurt, "neutral")
        drill = translate("Incidents", "DRILL") if incident.drill else ""
        set_back = "ended_before_it_began" in incident.flags
        self.head.show_pills(
            (grade_tone(incident.level), grade_text(incident.level)),
            (state_tone(incident.state), state_text(incident.state)),
            (tone, translate("Incidents", HURT.get(hurt, HURT["unknown"]))),
            ("watch", drill or (translate("Incidents", "Clock was set back") if set_back else "")),
        )  # fmt: skip
        owed = any(due.made_at is None for due in sheet.dues)
        self.head.show_verbs(_verbs(sheet), "report" if owed else "")
        self.fields.show_sheet(sheet, now, doing.tell)
        self.story.show_sheet(sheet, now, doing.correct)
        self.asks.show_sheet(sheet, now, doing.grade, doing.end_at)
        self.dues.show_sheet(sheet, now, doing.report_due)
        self.video.show_sheet(sheet, now, doing.secure)
        self.proof.show_sheet(sheet, now, doing.save_copy)
        self.links.show_sheet(sheet, now, doing.open_link)
        self.filled()

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

    def ask(self, form: Form, answered: Any, below: Any = None) -> None:
        """A question in place; what was said of the last one goes."""
        self.said.say("")
        super().ask(form, answered, below)

    # --- Qt

    def take_key(self, event: QKeyEvent) -> bool:
        if event.text().upper() == "K" and not event.modifiers() and self.sheet is not None:
            self.verb.emit("link")
            return True
        return super().take_key(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)


def _verbs(sheet: Sheet) -> dict[str, str]:
    """What can be done with it as it stands, in words."""
    incident = sheet.incident
    words = {
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
    }
    gone = ("reopen", "review") if incident.open else ("end", "plan", "review") if incident.drill else ("end", "plan")
    return {name: said for name, said in words.items() if name not in gone}
