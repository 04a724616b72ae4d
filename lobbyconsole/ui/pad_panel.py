"""Call pads: the addresses tellers type in, a pairing code for each counter, and the PCs that are paired."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from lobbyconsole.services.pairing import CODE_LIFE
from lobbyconsole.ui import tasks
from lobbyconsole.ui.device_panel import Around, DevicePanel
from lobbyconsole.ui.translation import clock_text, date_text, say, translate
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, Label, clear_layout

if TYPE_CHECKING:
    from lobbyconsole.services.pairing import Pad


class PadPanel(DevicePanel):
    """The door, and a row for each counter."""

    def __init__(self, around: Around) -> None:
        super().__init__(around)
        self._addresses: tuple[str, ...] = ()
        self._asked: object = None  # what the addresses were asked for
        self._shown: object = None  # what the rows were made for
        self._until: dict[str, datetime] = {}
        self._making: set[str] = set()
        self.where = Label("", 20, BOLD, "accent", wrap=True)
        self.where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.where.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._how = Label("", 12, role="muted", wrap=True)
        self.rows: dict[str, CounterRow] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.body.addWidget(self.where)
        self.body.addWidget(self._how)
        self.body.addLayout(self._list)
        self.buttons.hide()
        pads = self.console.pads
        leave = pads.on_change(lambda: tasks.hub().on_main_thread(lambda: self.look() if isValid(self) else None))
        self.destroyed.connect(lambda _=None: leave())
        self.words()

    def words(self) -> None:
        self.title.setText(translate("Pads", "Call pads now"))
        self._how.setText(
            translate(
                "Pads",
                "Each teller opens this address in a browser and types the code of the counter. A code pairs one PC.",
            )
        )
        self._shown = None

    def look(self) -> None:
        self._look_at_door()
        settings, book = self.console.settings.current, self.console.pads
        counters = tuple(place.id for place in settings.branch.counters)
        codes = tuple(book.code_of(counter) for counter in counters)
        pads = book.pads()
        online = frozenset(self.console.call_pad.online)
        shown = (counters, codes, pads, online, frozenset(self._making), tuple(self._until.items()))
        if shown == self._shown:
            return
        self._shown = shown
        known = (*counters, *sorted({pad.counter for pad in pads} - set(counters)))  # a counter that was taken out
        if list(known) != list(self.rows):
            clear_layout(self._list)
            self.rows = {counter: CounterRow(self, counter) for counter in known}
            for row in self.rows.values():
                self._list.addWidget(row)
        for counter, row in self.rows.items():
            code = codes[counters.index(counter)] if counter in counters else ""
            mine = [pad for pad in pads if pad.counter == counter]
            row.show_pads(code, self._told_until(counter), mine, online, counter in self._making)

    def _look_at_door(self) -> None:
        door, wish = self.console.call_pad, self.console.settings.current.call_pad
        notice = self.console.pads.notice
        if door.trouble is not None:
            self.show_state("act", say(door.trouble))
        elif not wish.enabled:
            self.show_state("", translate("Pads", "The door is shut. Open it above; codes can be made before."))
        elif not door.open:
            self.show_state("watch", translate("Pads", "The door is being opened…"))
        elif not wish.network:
            text = translate("Pads", "Open to this computer only. For the counters, tick the local network above.")
            self.show_state("watch", text)
        else:
            self.show_state("ok", translate("Pads", "Open to the local network."))
        if notice is not None:
            self.answer.say(say(notice), "watch")
        asked = (door.open, wish)
        if asked != self._asked:
            self._asked = asked
            # Asks the system for its names, which may take a while.
            tasks.run(self, lambda: tuple(door.addresses), self._show_addresses)
        self.where.setVisible(bool(self._addresses))
        self._how.setVisible(bool(self._addresses))

    def _show_addresses(self, addresses: tuple[str, ...]) -> None:
        self._addresses = addresses
        self.where.setText("\n".join(addresses))
        self.where.setVisible(bool(addresses))
        self._how.setVisible(bool(addresses))

    def _told_until(self, counter: str) -> str:
        until = self._until.get(counter)
        if until is None:
            return translate("Pads", "For one PC, at most twelve hours.")
        at = clock_text(until, self.console.settings.current.branch.tz)
        return translate("Pads", "For one PC, until {time}.").format(time=at)

    # --- what is done

    def new_code(self, counter: str) -> None:
        """Draw a code; hashing it is slow on purpose."""
        if counter in self._making:
            return
        self._making.add(counter)
        self.answer.say("")
        self.look()
        book = self.console.pads

        def made(_: object) -> None:
            self._making.discard(counter)
            self._until[counter] = self.console.live.clock.now() + CODE_LIFE
            self.look()

        def not_made(error: BaseException) -> None:
            self._making.discard(counter)
            self.look()
            self.failed(error)

        tasks.run(self, lambda: book.new_code(counter), made, not_made)

    def withdraw(self, counter: str) -> None:
        """Close the counter's code."""
        self._until.pop(counter, None)
        book = self.console.pads
        tasks.run(self, lambda: book.withdraw(counter), lambda _: self.look(), self.failed)

    def revoke(self, pad: Pad) -> None:
        """This PC may call no more."""
        book = self.console.pads
        words = translate("Pads", "{address} may no longer call for counter {counter}.").format(
            address=pad.peer or pad.id, counter=pad.counter
        )

        def revoked(_: object) -> None:
            self.look()
            self.answer.say(words, "ok")

        tasks.run(self, lambda: book.revoke(pad.id), revoked, self.failed)

    def since(self, at: datetime) -> str:
        """When a PC was paired, in the hall's time."""
        zone = self.console.settings.current.branch.tz
        return f"{date_text(at.astimezone(zone).date())} {clock_text(at, zone)}"


class CounterRow(Card):
    """One counter: its code, and the PCs that call for it."""

    def __init__(self, panel: PadPanel, counter: str) -> None:
        super().__init__(ground="sunken")
        self._panel, self._counter = panel, counter
        self._title = Label("", 14, BOLD)
        self.code = Label("", 30, BOLD)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.code.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._until = Label("", 12, role="muted", wrap=True)
        self.make = Button("")
        self.make.clicked.connect(lambda _=False: panel.new_code(counter))
        self.close_code = Button("", "quiet")
        self.close_code.clicked.connect(lambda _=False: panel.withdraw(counter))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(self.close_code)
        head.addWidget(self.make)
        self._pads = QVBoxLayout()
        self._pads.setSpacing(4)
        self.revokes: dict[str, Button] = {}
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 8, 14, 8)
        rows.setSpacing(2)
        rows.addLayout(head)
        rows.addWidget(self.code)
        rows.addWidget(self._until)
        rows.addLayout(self._pads)

    def show_pads(self, code: str, until: str, pads: Sequence[Pad], online: frozenset[str], making: bool) -> None:
        """What is known of this counter's pads now."""
        title = translate("Settings", "Counter {counter}").format(counter=self._counter)
        self._title.setText(title)
        self.code.setText(f"{code[:3]} {code[3:]}")
        self.code.setAccessibleName(translate("Pads", "Code of counter {counter}").format(counter=self._counter))
        self.code.setVisible(bool(code))
        self._until.setText(until)
        self._until.setVisible(bool(code))
        self.make.setText(translate("Pads", "Making a code…") if making else translate("Pads", "New code"))
        self.make.setAccessibleName(f"{title}: {self.make.text()}")
        self.make.setEnabled(not making)
        self.close_code.setText(translate("Pads", "Withdraw"))
        self.close_code.setAccessibleName(f"{title}: {self.close_code.text()}")
        self.close_code.setVisible(bool(code))
        clear_layout(self._pads)
        self.revokes = {}
        for pad in pads:
            self._pads.addWidget(self._pad_row(pad, pad.id in online))
        if not pads:
            self._pads.addWidget(Label(translate("Pads", "No PC is paired."), 12, role="muted"))

    def _pad_row(self, pad: Pad, online: bool) -> QWidget:
        row = QWidget()
        row.setProperty("ground", "plain")
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        said = translate("Pads", "{address}, paired {since}").format(
            address=pad.peer or pad.id, since=self._panel.since(pad.paired_at)
        )
        state = translate("Pads", "connected") if online else translate("Pads", "not connected")
        line.addWidget(Label(said, 14, wrap=True), 1)
        line.addWidget(Label(("● " if online else "") + state, 12, role="ok_text" if online else "muted"))
        word = translate("Pads", "Revoke")
        revoke = Button(word, "quiet")
        revoke.setAccessibleName(f"{word} {said}")
        revoke.clicked.connect(lambda _=False: partial(self._panel.revoke, pad)())
        self.revokes[pad.id] = revoke
        line.addWidget(revoke)
        return row
