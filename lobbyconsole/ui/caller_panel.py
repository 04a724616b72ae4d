"""Serial callers: port and line, which address stands for which counter, and learning addresses by pressing a key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from lobbyconsole.config import addresses_text, parse_addresses
from lobbyconsole.ui import tasks
from lobbyconsole.ui.caller_words import line_words
from lobbyconsole.ui.device_panel import Around, DevicePanel
from lobbyconsole.ui.forms import Choice as Fold
from lobbyconsole.ui.translation import clock_text, mss, say, translate
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, Label, clear_layout
from lobbyconsole.ui.widgets.floor_forms import Choice, Option

if TYPE_CHECKING:
    from lobbyconsole.services.caller_port import FoundPort
    from lobbyconsole.services.callers import CallerState


class CallerPanel(DevicePanel):
    """Everything a technician needs beside the form."""

    def __init__(self, around: Around) -> None:
        super().__init__(around)
        self._ports: list[FoundPort] | None = None
        self._offered: object = None
        self._taken = ("", "")  # what was written last, and over what; the settings follow a moment later
        self._shown: object = None
        self._port_title = Label("", 14, BOLD)
        self.ports = Choice([])
        self.ports.changed.connect(self._choose_port)
        self._how = Label("", 12, role="muted", wrap=True)
        self._note = Label("", 12, role="muted", wrap=True)
        self.rows: dict[int, AddressRow] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self._services = Label("", 12, role="muted", wrap=True)
        self._codes = Label("", 12, role="muted", wrap=True)
        for part in (self._port_title, self.ports, self._how):
            self.body.addWidget(part)
        self.body.addLayout(self._list)
        self.body.addWidget(self._note)
        self.body.addWidget(self._services)
        self.body.addWidget(self._codes)
        self.learn = self.add_button(self.switch_learning)
        self.again = self.add_button(self.find_ports, "quiet", icon="refresh")
        self.words()

    def words(self) -> None:
        self.title.setText(translate("Callers", "The serial line now"))
        self._port_title.setText(translate("Callers", "Ports of this computer"))
        self._how.setText(
            translate(
                "Callers",
                "Learn: press any key on a caller. Its address appears here and on its own display, and nobody is"
                " called. Then choose its counter.",
            )
        )
        self._codes.setText(
            translate(
                "Callers",
                "A single digit on a display: 1 counter closed (its pause key opens it), 2 paused, 3 nobody there,"
                " 4 look again: somebody else is there, 5 against the rule, 6 key or target unknown, 7 cannot be"
                " recorded now, 8 address without a counter.",
            )
        )
        self.again.setText(translate("Callers", "Look for ports again"))
        self._offered = self._shown = None

    # --- how it is

    @property
    def caller_state(self) -> CallerState | None:
        """The line, if a setting has opened it."""
        return self.console.callers.state if self.console.callers is not None else None

    def look(self) -> None:
        wish, state = self.console.settings.current.callers, self.caller_state
        now = self.console.live.clock.now()
        if self._ports is None:
            self._ports = []
            self.find_ports()
        self.show_state(*line_words(state, wish.enabled, now))
        learning = state is not None and state.learning
        self.learn.setText(
            translate("Callers", "Stop learning") if learning else translate("Callers", "Learn addresses")
        )
        self.learn.setEnabled(state is not None and state.state == "open")
        if learning and state is not None:
            self._say_heard(state)
        self._note.setText(self._refused(state))
        self._note.setVisible(bool(self._note.text()))
        self._show_ports(wish.port, state is not None and state.state == "open")
        self._show_rows(state, now)

    def _say_heard(self, state: CallerState) -> None:
        if state.heard is None:
            self.answer.say(translate("Callers", "Learning: press a key on the caller."), "watch")
            return
        text = translate("Callers", "Learning: the last key came from address {address}.")
        self.answer.say(text.format(address=state.heard[0]), "ok")

    def _refused(self, state: CallerState | None) -> str:
        if state is None or state.refused is None:
            return ""
        counter, why, at = state.refused
        text = translate("Callers", "{time}, counter {counter} could not: {reason}")
        zone = self.console.settings.current.branch.tz
        return text.format(time=clock_text(at, zone), counter=counter, reason=say(why))

    def _show_ports(self, wish: str, is_open: bool) -> None:
        found = self._ports or []
        offered = (wish, is_open, tuple(found))
        if offered == self._offered:
            return
        self._offered = offered
        options = [
            Option(port.wish, port.device if not port.about else f"{port.device} · {port.about}") for port in found
        ]
        chosen = next((port.wish for port in found if wish and wish in (port.wish, port.device)), wish)
        if chosen and chosen not in [port.wish for port in found]:
            missing = translate("Callers", "{port} (not found)").format(port=chosen)
            options.append(Option(chosen, chosen if is_open else missing))
        self.ports.set_options(options)
        self.ports.set_value(chosen or None)
        self.ports.setVisible(bool(options))
        title = translate("Callers", "Ports of this computer")
        if not options:
            title = translate("Callers", "This computer has no serial port: plug the adapter in.")
        self._port_title.setText(title)

    def _show_rows(self, state: CallerState | None, now: datetime) -> None:
        branch, table = self.console.settings.current.branch, self._table()
        counters = tuple(place.id for place in branch.counters)
        heard = dict(state.pads) if state is not None else {}
        known = sorted({*table, *heard})
        shown = (known, counters, tuple(table.items()))
        if shown != self._shown:
            self._shown = shown
            if list(self.rows) != known:
                clear_layout(self._list)
                self.rows = {address: AddressRow(self, address) for address in known}
                for row in self.rows.values():
                    self._list.addWidget(row)
            for address, row in self.rows.items():
                row.show_counters(counters, table.get(address, ""))
            self._services.setText(self._targets())
            self._services.setVisible(bool(known))
        for address, row in self.rows.items():
            row.show_heard(heard.get(address), now)

    def _targets(self) -> str:
        services = self.console.settings.current.branch.services[:9]
        told = ", ".join(f"0{at} {service.numbers.prefix or service.id}" for at, service in enumerate(services, 1))
        text = translate(
            "Callers",
            "Transfer key: alone, back into the line; after a number, to that counter; after 01, 02 …, to a service:"
            " {services}.",
        )
        return text.format(services=told)

    # --- what is done

    def find_ports(self) -> None:
        """Ask the computer for its ports, which may take a while."""
        line = self.console.callers
        if line is not None:
            tasks.run(self, line.ports, self._found_ports, self.failed)

    def _found_ports(self, found: list[FoundPort]) -> None:
        self._ports = found
        self.look()

    def _choose_port(self) -> None:
        chosen = self.ports.value()
        if chosen:
            self.answer.say(self.around.store("callers.port", chosen), "act")

    def switch_learning(self) -> None:
        """Keys show their address, or call again."""
        state = self.caller_state
        if self.console.callers is not None and state is not None:
            self.console.callers.learn(not state.learning)
            self.answer.say("")
            self.look()

    def assign(self, address: int, counter: str) -> None:
        """This address stands for that counter from now on; "" for none."""
        table = self._table()
        table.pop(address, None)
        if counter:
            table[address] = counter
        before = self.console.settings.current.callers.addresses
        text = addresses_text(table)
        wrong = self.around.store("callers.addresses", text)
        self.answer.say(wrong, "act")
        if not wrong:
            self._taken = (text, before)
        self.look()

    def _table(self) -> dict[int, str]:
        now = self.console.settings.current.callers.addresses
        text, over = self._taken
        return parse_addresses(text if now == over else now)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        # Nobody looks any more; a hall whose keys only show their addresses would stand still.
        state = self.caller_state
        if self.console.callers is not None and state is not None and state.learning:
            self.console.callers.learn(False)


class AddressRow(Card):
    """One address: its counter, and when it was heard."""

    def __init__(self, panel: CallerPanel, address: int) -> None:
        super().__init__(ground="sunken")
        self._panel, self._address = panel, address
        self._counters: tuple[str, ...] = ()
        self._title = Label("", 14, BOLD)
        self.heard = Label("", 12, role="muted", wrap=True)
        self.counter = Fold()
        self.counter.activated.connect(self._chosen)
        self.out = Button("", "quiet")
        self.out.clicked.connect(lambda _=False: panel.assign(address, ""))
        policy = self.out.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.out.setSizePolicy(policy)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self.heard)
        row.addLayout(words, 1)
        row.addWidget(self.counter)
        row.addWidget(self.out)

    def show_counters(self, counters: Sequence[str], chosen: str) -> None:
        """The counters to choose from; one that was taken out stays to be seen."""
        self._title.setText(translate("Callers", "Address {address}").format(address=self._address))
        offered = tuple(dict.fromkeys(("", *counters, *((chosen,) if chosen else ()))))
        self._counters = offered
        self.counter.clear()
        for counter in offered:
            title = translate("Settings", "Counter {counter}").format(counter=counter)
            self.counter.addItem(title if counter else translate("Callers", "no counter"))
        self.counter.setCurrentIndex(offered.index(chosen))
        self.counter.setAccessibleName(self._title.text())
        self.out.setText(translate("Callers", "Take out"))
        self.out.setAccessibleName(f"{self._title.text()}: {self.out.text()}")
        self.out.setVisible(bool(chosen))

    def show_heard(self, at: datetime | None, now: datetime) -> None:
        """When its last key came."""
        words = translate("Callers", "not heard yet")
        if at is not None:
            words = translate("Callers", "last key {age} ago").format(age=mss((now - at).total_seconds()))
        self.heard.setText(words)

    def _chosen(self, at: int) -> None:
        self._panel.assign(self._address, self._counters[at])
