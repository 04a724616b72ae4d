"""Giving a number: a letter is enough; priority, booking and further services by key before it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from lobbyconsole.domain.lobby import WAITING, Ticket
from lobbyconsole.ui import tasks
from lobbyconsole.ui.translation import language, minutes_range, say, translate
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, ElidedLabel, Label
from lobbyconsole.ui.widgets.floor_forms import Choice, KeyButton, Option
from lobbyconsole.ui.widgets.floor_panel import FloatingPanel
from lobbyconsole.ui.widgets.floor_questions import priority_options, service_options

if TYPE_CHECKING:
    from lobbyconsole.services.live import Snapshot


class Given(Card):
    """The number just given, large enough to be read out from the hall."""

    def __init__(self) -> None:
        super().__init__(ground="accent_soft")
        self.number = Label("", 40, BOLD)
        self.about = Label("", 14, role="text", wrap=True)
        self.key = ""
        self.slip = Label("", 14, BOLD, "watch_text", wrap=True)
        self.choices = Choice([], at_once=True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 8, 14, 10)
        rows.setSpacing(4)
        rows.addWidget(self.number)
        rows.addWidget(self.about)
        rows.addWidget(self.slip)
        rows.addWidget(self.choices)
        self.hide()

    def show_ticket(self, ticket: Ticket, service: str, ahead: int) -> None:
        """Number, how many are ahead, and the wait to promise."""
        self.key = ticket.key
        self.show_slip("", False)
        self.number.setText(ticket.number)
        said = [service, translate("Issue", "{count} ahead").format(count=ahead)]
        if len(ticket.promise_s) == 3:
            wait = minutes_range(ticket.promise_s[0], ticket.promise_s[2])
            said.append(translate("Issue", "wait {range}").format(range=wait))
        else:
            said.append(translate("Issue", "no counter takes it now"))
        self.about.setText(" · ".join(said))
        self.setAccessibleName(f"{ticket.number}, {self.about.text()}")
        self.show()

    def show_slip(self, text: str, aside: bool) -> None:
        """What the printer said. `aside`: the ticket waits aside until one of the choices is made."""
        self.slip.setText(text)
        self.slip.setVisible(bool(text))
        self.choices.setVisible(aside)
        self.choices.set_options(
            [
                Option("reprint", translate("Issue", "Print again")),
                Option("tell", translate("Issue", "Number told")),
                Option("void", translate("Issue", "Take it out")),
            ]
        )


class IssuePanel(FloatingPanel):
    """Ctrl+N, A gives the next A number."""

    def __init__(self, over: QWidget, slips: Callable[[], Any], by: Callable[[], str]) -> None:
        super().__init__(over)
        self._slips, self._by = slips, by
        self._snapshot: Snapshot | None = None
        self._services_of: object = None
        self._title = Label("", 16, BOLD)
        self._hint = ElidedLabel("", 12, role="muted")
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._title)
        names.addWidget(self._hint)
        self.head.addLayout(names, 1)
        self.given = Given()
        self.given.choices.chosen.connect(self._choose)
        self.services = Choice([], several=True)
        self.services.changed.connect(self._picked)
        self.priorities = Choice(priority_options(), "normal")
        self._priority_title = Label("", 12, role="muted")
        self._more_title = Label("", 12, role="muted")
        self.several = KeyButton("", "+")
        self.several.setCheckable(True)
        self.several.clicked.connect(lambda _=False: self._switch_several(self.several.isChecked()))
        self.booked = QLineEdit()
        self.booked.setMaxLength(5)
        more = QHBoxLayout()
        more.setSpacing(6)
        more.addWidget(self.several, 3)
        more.addWidget(self.booked, 2)
        self._send = Button("", "primary")
        self._send.clicked.connect(self.send)
        self.body.addWidget(self.given)
        self.body.addWidget(self.services)
        self.body.addWidget(self._priority_title)
        self.body.addWidget(self.priorities)
        self.body.addWidget(self._more_title)
        self.body.addLayout(more)
        self.body.addWidget(self._send)
        self.body.addStretch(1)
        self._switch_several(False)
        self.retranslate()

    # --- what is shown

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """A newer picture; only the services matter here."""
        self._snapshot = snapshot
        if snapshot.branch.services != self._services_of:
            self._services_of = snapshot.branch.services
            self.services.set_options(service_options(snapshot.branch))

    def present(self) -> None:
        if self.isHidden():
            self._clear()
            self.given.hide()
        self.said.say("")
        super().present()

    def offer(self, service: str) -> None:
        """Open with a service chosen; it is issued with Enter, so that a click elsewhere gives nothing away."""
        self.present()
        self._switch_several(True)
        self.services.set_value((service,))

    def _clear(self) -> None:
        self.services.set_value(())
        self.priorities.set_value("normal")
        self.booked.clear()
        self._switch_several(False)

    def _switch_several(self, on: bool) -> None:
        self.several.setChecked(on)
        self._send.setVisible(on)
        if not on:
            self.services.set_value(())

    def _picked(self) -> None:
        if not self.several.isChecked():
            self.send()

    # --- what is done

    def send(self) -> None:
        """Give the number as chosen."""
        chosen = self.services.value()
        if not chosen:
            self.tell(translate("Issue", "Choose a service first."), "watch")
            return
        try:
            booked = self._booked_at()
        except ValueError:
            self.services.set_value(chosen if self.several.isChecked() else ())
            self.tell(translate("Issue", "Write the booked time as 15:30."), "watch")
            self.booked.setFocus()
            return
        priority = self.priorities.value() or "normal"
        self.do(
            lambda: self._slips().issue_and_print(
                chosen[0],
                issued=self._heard,
                priority=priority,
                then=tuple(chosen[1:]),
                appointment_at=booked,
                by=self._by(),
            ),
            self._was_printed,
        )
        if not self.several.isChecked():
            self.services.set_value(())

    def _heard(self, ticket: Ticket) -> None:
        """On the recorder's thread: the number stands, whatever the printer will say."""
        tasks.hub().on_main_thread(lambda: self._was_given(ticket) if isValid(self) else None)

    def _was_printed(self, result: Any) -> None:
        if result.ticket is None or result.ticket.key != self.given.key or result.printed is None:
            return  # no printer: the number is told; or another number has been given since
        problem = "" if result.problem is None else say(result.problem)
        self.given.show_slip(problem, result.held)
        self.place_again()

    def _choose(self, what: str) -> None:
        """What becomes of a ticket whose slip did not come out."""
        key = self.given.key
        self.given.show_slip("", False)
        if what == "reprint":
            self.do(lambda: self._slips().reprint(key), self._was_printed)
            return
        words = translate("Issue", "Back in the line.") if what == "tell" else translate("Issue", "Taken out.")
        self.do(lambda: getattr(self._slips(), what)(key, by=self._by()), lambda _: words)

    def _booked_at(self) -> datetime | None:
        text = self.booked.text().strip()
        if not text:
            return None
        found = re.fullmatch(r"(\d{1,2})[:：.]?(\d{2})", text)
        if found is None or self._snapshot is None:
            raise ValueError(text)
        branch, now = self._snapshot.branch, self._snapshot.picture.at
        return now.astimezone(branch.tz).replace(hour=int(found[1]), minute=int(found[2]), second=0, microsecond=0)

    def _was_given(self, ticket: Ticket) -> None:
        assert self._snapshot is not None
        service = self._snapshot.branch.service(ticket.service)
        ahead = sum(
            1
            for other in self._snapshot.picture.tickets.values()
            if other.state == WAITING and other.service == ticket.service and other.key != ticket.key
        )
        self.given.show_ticket(ticket, service.title(language()) if service else "", ahead)
        self._clear()
        self.tell("")
        self.setFocus()

    def take_key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.send()
            return True
        if event.text() in ("+", "="):
            self._switch_several(not self.several.isChecked())
            return True
        return self.services.take_key(event) or self.priorities.take_key(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and QApplication.focusWidget() is self.booked:
            # The time is written; the letter that follows gives the number.
            self.send() if self.services.value() else self.setFocus()
            return
        super().keyPressEvent(event)

    def retranslate(self) -> None:
        super().retranslate()
        self._title.setText(translate("Issue", "Issue a ticket"))
        self.setAccessibleName(self._title.text())
        self._hint.setText(translate("Issue", "press a letter"))
        self._priority_title.setText(translate("Issue", "Priority, before the letter"))
        self._more_title.setText(translate("Issue", "Several services, booked time"))
        self.several.set_words(translate("Issue", "Several"))
        self.booked.setPlaceholderText("15:30")
        self.booked.setAccessibleName(translate("Issue", "Booked time"))
        self._send.setText(translate("Issue", "Issue (Enter)"))
        self.priorities.set_options(priority_options())
        if self._snapshot is not None:
            self.services.set_options(service_options(self._snapshot.branch))
