"""The panel at a counter's tile: everything one does with a counter, on a click or a key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from lobbyconsole.domain.lobby import COUNTER_PAUSED, Counter, Ticket
from lobbyconsole.domain.picture import OK, Tile
from lobbyconsole.ui import style
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets import floor_questions as questions
from lobbyconsole.ui.widgets import labels
from lobbyconsole.ui.widgets.basics import BOLD, Button, ElidedLabel, Label
from lobbyconsole.ui.widgets.counter_tiles import Face, face_of
from lobbyconsole.ui.widgets.floor_actions import (
    COUNTER_VERBS,
    SPACE,
    Verb,
    counter_verbs,
    do_with_counter,
    next_number,
)
from lobbyconsole.ui.widgets.floor_forms import Form, KeyButton
from lobbyconsole.ui.widgets.floor_panel import FloatingPanel

if TYPE_CHECKING:
    from lobbyconsole.services.live import Snapshot

WIDTH = 396  # px at 100 %
COLUMNS = 3


class CounterPanel(FloatingPanel):
    """Opens at a tile and stays until Esc, so that one key follows another."""

    ticket_chosen = Signal(str)
    moved = Signal(int)  # an arrow key: to the tile so many further

    def __init__(self, over: QWidget, desk: Callable[[], Any], by: Callable[[], str]) -> None:
        super().__init__(over)
        self._desk, self._by = desk, by
        self.counter = ""
        self._snapshot: Snapshot | None = None
        self._anchor = QRect()
        self._bounds = QRect()
        self._verbs: tuple[Verb, ...] = ()
        self._next: str | None = None
        self._face: Face | None = None
        self.title = Label("", 20, BOLD)
        self._about = ElidedLabel("", 12, role="muted")
        self._state = Label("", 12)
        names = QVBoxLayout()
        names.setSpacing(0)
        first = QHBoxLayout()
        first.addWidget(self.title)
        first.addStretch(1)
        first.addWidget(self._state, 0, Qt.AlignmentFlag.AlignVCenter)
        names.addLayout(first)
        names.addWidget(self._about)
        self.head.addLayout(names, 1)
        self._present = Button("", "quiet")
        self._present.clicked.connect(self._open_ticket)
        self._coming = Label("", 14, role="muted", wrap=True)
        self._line = QWidget()
        line = QHBoxLayout(self._line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self._present)
        line.addWidget(self._coming, 1)
        self.body.addWidget(self._line)
        grid = QGridLayout(self.verbs)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        self.buttons: dict[str, KeyButton] = {}
        for at, (verb, _, key) in enumerate(COUNTER_VERBS):
            button = KeyButton("", key)
            button.clicked.connect(lambda _=False, verb=verb: self.act(verb))
            self.buttons[verb] = button
            alone = at == len(COUNTER_VERBS) - 1 and at % COLUMNS == 0
            grid.addWidget(button, at // COLUMNS, at % COLUMNS, 1, COLUMNS if alone else 1)
        self.body.addWidget(self.verbs)
        self.body.addLayout(self.form_place)
        self.body.addStretch(1)

    # --- what is shown

    def open_at(self, counter: str, snapshot: Snapshot, anchor: QRect, bounds: QRect) -> None:
        """Show the panel of a counter beside its tile, `anchor`; all rectangles in the parent's coordinates."""
        if counter != self.counter or self.isHidden():
            self.close_form()
            self.said.say("")
        self.counter = counter
        self._anchor, self._bounds = anchor, bounds
        self.show_snapshot(snapshot)
        self.present()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """A newer picture."""
        self._snapshot = snapshot
        tile = self.tile
        if tile is None:
            self.dismiss()
            return
        self._next = next_number(snapshot.picture, snapshot.branch, self.counter)
        self._show_head(tile)
        self._verbs = counter_verbs(tile, self._counter(), self._next)
        for verb in self._verbs:
            button = self.buttons[verb.id]
            if button.text() != verb.words:
                button.set_words(verb.words)
            button.set_possible(verb.why_not)
            button.set_kind("primary" if verb.primary and not verb.why_not else "secondary")
        self.setAccessibleDescription(str(self._face))
        self.place_again()

    def _show_head(self, tile: Tile) -> None:
        assert self._snapshot is not None
        face = self._face = face_of(tile, self._snapshot.branch.tz)
        self.title.setText(translate("Counter", "Counter {counter}").format(counter=tile.id))
        self.setAccessibleName(self.title.text())
        self._about.setText(face.about)
        sign = {"watch": "▲ ", "act": "■ "}.get(tile.level, "")
        self._state.setText(sign + face.state)
        tones = {"ok": "muted", "watch": "watch_text", "act": "act"}
        self._state.set_role("ok_text" if face.idle and tile.level == OK else tones[tile.level])
        self._present.setVisible(bool(tile.ticket))
        self._present.setText(tile.number)
        self._present.setAccessibleName(translate("Counter", "Ticket {number}").format(number=tile.number))
        self.tick(0.0)

    def tick(self, drift: float) -> None:
        """`drift` seconds have passed since the picture."""
        tile = self.tile
        if tile is None or self._snapshot is None:
            return
        said = []
        if tile.activity != "closed":
            clock = face_of(tile, self._snapshot.branch.tz, drift).clock
            said += [clock] if clock else []
            said.append(
                translate("Counter", "next: {number}").format(number=self._next)
                if self._next
                else translate("Counter", "nobody waits for it")
            )
        text = " · ".join(said)
        if text != self._coming.text():
            self._coming.setText(text)
        self._line.setVisible(bool(text or tile.ticket))

    @property
    def tile(self) -> Tile | None:
        """The counter as last seen."""
        if self._snapshot is None:
            return None
        return next((tile for tile in self._snapshot.picture.tiles if tile.id == self.counter), None)

    def _counter(self) -> Counter:
        assert self._snapshot is not None
        return self._snapshot.picture.counters.get(self.counter) or Counter(id=self.counter)

    def _open_ticket(self) -> None:
        tile = self.tile
        if tile is not None and tile.ticket:
            self.ticket_chosen.emit(tile.ticket)

    # --- where it is shown

    def place_again(self) -> None:
        """Below the tile, else above it, else beside it; never beyond the floor."""
        if self._bounds.isEmpty():
            return
        px = style.current().px
        room = self._bounds.adjusted(6, 6, -6, -6)
        wide = min(px(WIDTH), room.width())
        high = min(self.wanted_height(wide), room.height())
        left = max(room.left(), min(self._anchor.left(), room.right() - wide + 1))
        below, above = self._anchor.bottom() + 6, self._anchor.top() - 6 - high
        if below + high <= room.bottom() + 1:
            top = below
        elif above >= room.top():
            top = above
        else:
            # Neither fits: beside the tile, so that it stays in sight.
            right = self._anchor.right() + 6
            if right + wide <= room.right() + 1:
                left = right
            elif self._anchor.left() - 6 - wide >= room.left():
                left = self._anchor.left() - 6 - wide
            top = max(room.top(), min(self._anchor.top(), room.bottom() - high + 1))
        self.setGeometry(left, top, wide, high)

    def move_to(self, anchor: QRect, bounds: QRect) -> None:
        """The floor was scrolled or resized."""
        self._anchor, self._bounds = anchor, bounds
        self.place_again()

    # --- what is done

    def take_key(self, event: QKeyEvent) -> bool:
        step = {
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: 100,
            Qt.Key.Key_Up: -100,
        }.get(Qt.Key(event.key()))
        if step is not None:
            self.moved.emit(step)
            return True
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        call = event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        for verb in self._verbs:
            if (call and verb.key == SPACE) or (not call and event.text().upper() == verb.key):
                self.act(verb.id)
                return True
        return False

    def act(self, verb_id: str) -> None:
        """Do a verb, or ask first what it needs to know, or say why it cannot be done."""
        tile, snapshot = self.tile, self._snapshot
        if tile is None or snapshot is None:
            return
        verb = next(verb for verb in self._verbs if verb.id == verb_id)
        if verb.why_not:
            self.close_form()
            self.tell(verb.why_not, "watch")
            return
        form = self._question(verb_id, tile, snapshot)
        if form is None:
            self._do(verb_id, tile, {})
        else:  # the customer that was asked about, whoever is at the counter when the answer comes
            self.ask(form, lambda values: self._do(verb_id, tile, values))

    def _question(self, verb: str, tile: Tile, snapshot: Snapshot) -> Form | None:
        picture, branch, counter = snapshot.picture, snapshot.branch, self._counter()
        if verb == "transfer":
            return questions.transfer_form(picture, branch, picture.tickets.get(tile.ticket), tile.number)
        if verb == "hold":
            return questions.hold_form(tile.number)
        if verb == "pause" and counter.state != COUNTER_PAUSED:
            return questions.pause_form(picture, branch, tile)
        if verb == "open":
            return questions.open_form(branch, counter, tile)
        if verb == "staff":
            return questions.staff_form(branch, counter, tile)
        if verb == "services":
            return questions.services_form(branch, counter, tile)
        return None

    def _do(self, verb: str, tile: Tile, values: dict[str, Any]) -> None:
        snapshot = self._snapshot
        if snapshot is None:
            return
        counter = self._counter()
        self.do(
            lambda: do_with_counter(self._desk(), verb, tile, counter, values, snapshot.picture.at, self._by()),
            lambda result: self._worded(verb, result),
        )

    def _worded(self, verb: str, result: Any) -> str:
        """How it went, in few words: the tile itself shows the rest."""
        if verb == "call_next" and result is None:
            return translate("Counter", "Nobody waits for what this counter takes.")
        if isinstance(result, Ticket):
            number = result.number or result.key
            return f"{number} · {labels.ticket_state(result.state)}"
        if isinstance(result, Counter):
            return f"{self.title.text()} · {labels.activity(result.state)}"
        return translate("Counter", "Done.")

    def retranslate(self) -> None:
        super().retranslate()
        if self._snapshot is not None and self.counter:
            self.show_snapshot(self._snapshot)
