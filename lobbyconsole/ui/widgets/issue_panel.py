"""Giving a number: a letter is enough; priority, booking and further services by key before it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lobbyconsole.domain.lobby import WAITING, Ticket
from lobbyconsole.ui.floor_forms import Choice, KeyButton
from lobbyconsole.ui.floor_panel import FloatingPanel
from lobbyconsole.ui.floor_questions import priority_options, service_options
from lobbyconsole.ui.translation import language, minutes_range, translate
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, ElidedLabel, Label

if TYPE_CHECKING:
    from lobbyconsole.services.live import Snapshot


class Given(Card):
    """The number just given, large enough to be read out from the hall."""

    def __init__(self) -> None:
        super().__init__(ground="accent_soft")
        self.number = Label("", 40, BOLD)
        self.about = Label("", 14, role="text", wrap=True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 8, 14, 10)
        rows.setSpacing(0)
        rows.addWidget(self.number)
        rows.addWidget(self.about)
        self.hide()

    def show_ticket(self, ticket: Ticket, service: str, ahead: int) -> None:
        """Number, how many are ahead, and the wait to promise."""
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


class IssuePanel(FloatingPanel):
    """Ctrl+N, A gives the next A number."""

    def __init__(self, over: QWidget, desk: Callable[[], Any], by: Callable[[], str]) -> None:
        super().__init__(over)
        self._desk, self._by = desk, by
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
            lambda: self._desk().issue(
                chosen[0], priority=priority, then=tuple(chosen[1:]), appointment_at=booked, by=self._by()
            ),
            self._was_given,
        )
        if not self.several.isChecked():
            self.services.set_value(())

    def _booked_at(self) -> datetime | None:
        text = self.booked.text().strip()
        if not text:
            return None
        found = re.fullmatch(r"(\d{1,2})[:：.]?(\d{2})", text)
        if found is None or self._snapshot is None:
            raise ValueError(text)
        branch, now = self._snapshot.branch, self._snapshot.picture.at
        return now.astimezone(branch.tz).replace(hour=int(found[1]), minute=int(found[2]), second=0, microsecond=0)

    def _was_given(self, ticket: Ticket) -> str:
        assert self._snapshot is not None
        service = self._snapshot.branch.service(ticket.service)
        ahead = sum(
            1
            for other in self._snapshot.picture.tickets.values()
            if other.state == WAITING and other.service == ticket.service and other.key != ticket.key
        )
        self.given.show_ticket(ticket, service.title(language()) if service else "", ahead)
        self._clear()
        self.setFocus()
        return ""

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
