"""Noting an incident over whatever screen is on show: words, where, hurt, Enter; then what can come next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.incident_desk import COMMON
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.incidents.words import HURT, LETTERS, ZONES, hazard_text, own, zone_text
from lobbyconsole.ui.translation import say, translate
from lobbyconsole.ui.widgets.basics import BOLD, Button, Label
from lobbyconsole.ui.widgets.floor_forms import Choice, Option
from lobbyconsole.ui.widgets.floor_panel import FloatingPanel

if TYPE_CHECKING:
    from lobbyconsole.domain.content.plans import Plan
    from lobbyconsole.domain.incidents import Incident

WIDE = 660  # px at 100 %
STAYS_MS = 20_000  # what can come next is offered for so long
HURT_KEYS = {"no": "N", "yes": "Y", "unknown": "U"}

Note = Callable[[str, str, str, str], tuple["Incident", Sequence["Plan"]]]  # what, where, hurt, hazard; on a worker


class Tiles(Choice):
    """Each as wide as its words: the panel stays small."""

    def __init__(self) -> None:
        super().__init__([])
        self._even = False


class IncidentNote(FloatingPanel):
    """`opened(key)` and `plan_wanted(key, plan)` once it is noted. Never modal: the floor goes on beneath."""

    opened = Signal(str)
    plan_wanted = Signal(str, str)

    def __init__(self, over: QWidget, note: Note) -> None:
        super().__init__(over)
        self._over, self._note = over, note
        self._library = Library()
        self._busy = False
        self.title = Label("", 16, BOLD)
        self.head.addWidget(self.title, 1)
        self.line = QLineEdit()
        self.line.setMaxLength(300)
        self.line.returnPressed.connect(self.send)
        self.hazards, self.zones, self.hurt = Tiles(), Tiles(), Tiles()
        self._titles = [Label("", 12, role="muted") for _ in range(3)]
        self.record = Button("", "primary")
        self.record.clicked.connect(self.send)
        self.asking = QWidget()
        self.asking.setProperty("ground", "plain")
        rows = QVBoxLayout(self.asking)
        rows.setContentsMargins(0, 0, 6, 0)
        rows.setSpacing(7)
        rows.addWidget(self.line)
        for label, choice in zip(self._titles, (self.hazards, self.zones, self.hurt), strict=True):
            rows.addWidget(label)
            if choice is not self.hurt:
                rows.addWidget(choice)
        last = QHBoxLayout()
        last.setSpacing(8)
        last.addWidget(self.hurt, 1)
        last.addWidget(self.record, 0, Qt.AlignmentFlag.AlignBottom)
        rows.addLayout(last)
        self.next = QWidget()
        self.next.setProperty("ground", "plain")
        self._next_row = QHBoxLayout(self.next)
        self._next_row.setContentsMargins(0, 0, 6, 0)
        self._next_row.setSpacing(8)
        self.body.addWidget(self.asking)
        self.body.addWidget(self.next)
        self.next.hide()
        self._going = QTimer(self)
        self._going.setSingleShot(True)
        self._going.setInterval(STAYS_MS)
        self._going.timeout.connect(self.dismiss)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(0)
        self._settling.timeout.connect(self._settle)
        over.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._went_on)
        self.retranslate()

    def show_library(self, library: Library) -> None:
        """The names of zones and hazards, once they are loaded."""
        self._library = library
        self._options()

    def present(self) -> None:
        """A fresh note; one half written is gone on with."""
        self._going.stop()
        self.said.say("")
        self.next.hide()
        self.asking.show()
        super().present()
        self.place_again()
        self.line.setFocus()

    def send(self) -> None:
        """Record it; without words the kind says what it is."""
        if self._busy or self.next.isVisible():
            return
        hazard, where = self.hazards.value() or "", self.zones.value() or ""
        hurt = self.hurt.value() or "unknown"
        what = self.line.text().strip() or (hazard_text(self._library, hazard) if hazard else "")
        self._busy = True
        tasks.run(self, lambda: self._note(what, where, hurt, hazard), self._noted, self._refused)

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        if isinstance(error, Refused):
            self.tell(say(error.message), "watch")
            self.line.setFocus()
        else:
            tasks.hub().trouble.emit(error)

    def _noted(self, made: tuple[Incident, Sequence[Plan]]) -> None:
        self._busy = False
        incident, plans = made
        self.line.clear()
        for choice in (self.hazards, self.zones, self.hurt):
            choice.set_value(None)
        self.asking.hide()
        while self._next_row.count():
            item = self._next_row.takeAt(0)
            part = item.widget() if item is not None else None
            if part is not None:
                part.hide()
                part.deleteLater()
        first: Button | None = None
        for plan in plans[:2]:
            text = translate("Incidents", "Start: {plan}").format(plan=own(plan.title))
            button = Button(text, "danger" if first is None else "secondary")
            button.clicked.connect(lambda _=False, plan=plan.id: self._start(incident.key, plan))
            self._next_row.addWidget(button)
            first = first or button
        opening = Button(translate("Incidents", "Open it"), "secondary")
        opening.clicked.connect(lambda: self._open(incident.key))
        self._next_row.addWidget(opening)
        self._next_row.addStretch(1)
        self.next.show()
        self.tell(translate("Incidents", "Noted as {number}, with the hall as it was.").format(number=incident.key))
        opening.setFocus()
        self._going.start()

    def _went_on(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Once it is noted the panel lies in nobody's way: the keyboard went elsewhere, say to the plans."""
        if now is not None and now is not self and not self.isAncestorOf(now) and self.next.isVisible():
            self.dismiss()

    def _open(self, key: str) -> None:
        self.dismiss()
        self.opened.emit(key)

    def _start(self, key: str, plan: str) -> None:
        self.dismiss()
        self.plan_wanted.emit(key, plan)

    def dismiss(self) -> None:
        self._going.stop()
        super().dismiss()

    # --- keys and place

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.asking.isVisible():
            self.send()
            return
        super().keyPressEvent(event)

    def take_key(self, event: QKeyEvent) -> bool:
        """Outside the line letters choose the zone, digits the kind, N Y U whether people are hurt."""
        if not self.asking.isVisible() or event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            return False
        taken = next((c for c in (self.zones, self.hurt, self.hazards) if c.take_key(event)), None)
        if taken is not None:
            self.scroller.ensureWidgetVisible(taken, 0, 0)
        return taken is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self.place_again()
        return False

    def place_again(self) -> None:
        """Top right, as high as it needs to be."""
        theme = style.current()
        width = min(theme.px(WIDE), self._over.width() - 24)
        # Flows know their height only at their width: lay out once, then ask.
        self.resize(width, self.height())
        layout = self.layout()
        if layout is not None:
            layout.activate()
        for part in (self.hazards, self.zones, self.hurt):
            part.updateGeometry()
        high = min(self.wanted_height(width - theme.px(24)) + 6, self._over.height() - 20)
        self.setGeometry(self._over.width() - width - 12, 10, width, high)
        self._settling.start()

    def _settle(self) -> None:
        """Once more with what the flows need at this width."""
        high = min(self.wanted_height(self.width() - style.current().px(24)) + 6, self._over.height() - 20)
        if high != self.height():
            self.resize(self.width(), high)

    def focusNextPrevChild(self, forward: bool) -> bool:
        if forward and QApplication.focusWidget() is self.line:
            self.setFocus()  # Tab from the line: from now on keys choose
            return True
        return super().focusNextPrevChild(forward)

    # --- words

    def _options(self) -> None:
        library = self._library
        hazards = library.vocab.get("hazards", {})
        self.hazards.set_options([Option(name, hazard_text(library, name), str(at)) for at, name in
                                  enumerate((name for name in COMMON if name in hazards), 1)])  # fmt: skip
        self.zones.set_options([Option(zone, zone_text(library, zone), letter)
                                for zone, letter in zip(ZONES, LETTERS, strict=True)])  # fmt: skip
        self.hurt.set_options([Option(name, translate("Incidents", words), HURT_KEYS[name])
                               for name, words in HURT.items()])  # fmt: skip
        if self.isVisible():
            self.place_again()

    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(translate("Incidents", "Note an incident"))
        self.setAccessibleName(self.title.text())
        hint = translate("Incidents", "What happened, in a few words; no names (Tab: choose by keys)")
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(hint)
        words: Sequence[Any] = (
            translate("Incidents", "Kind"), translate("Incidents", "Where"), translate("Incidents", "People hurt?"),
        )  # fmt: skip
        for label, text in zip(self._titles, words, strict=True):
            label.setText(text)
        self.record.setText(translate("Incidents", "Note it (Enter)"))
        self._options()
