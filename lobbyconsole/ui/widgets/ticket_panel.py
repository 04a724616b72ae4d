"""One ticket with its whole story, why it was or was not called, and everything one does to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from lobbyconsole.domain.explain import explain
from lobbyconsole.domain.lobby import HELD, IN_LINE, Counter, Ticket
from lobbyconsole.domain.picture import ACT, OK, Block
from lobbyconsole.domain.waits import Estimate, aged
from lobbyconsole.ui import tasks
from lobbyconsole.ui.translation import about_wait, clock_text, language, minutes_between, mss, say, translate
from lobbyconsole.ui.widgets import floor_questions as questions
from lobbyconsole.ui.widgets import labels
from lobbyconsole.ui.widgets.basics import BOLD, ElidedLabel, Label, Pill
from lobbyconsole.ui.widgets.floor_actions import TICKET_VERBS, Verb, do_with_ticket, ticket_verbs
from lobbyconsole.ui.widgets.floor_forms import Flow, Form, KeyButton
from lobbyconsole.ui.widgets.floor_panel import FloatingPanel, Said
from lobbyconsole.ui.widgets.floor_story import Facts, Legs, Story
from lobbyconsole.ui.widgets.slip_choices import SlipChoices

if TYPE_CHECKING:
    from lobbyconsole.services.live import Snapshot

MARK_KEYS = {"water": "1", "preaccept": "2", "recovery": "3"}


class TicketPanel(FloatingPanel):
    """Lies over the right column until Esc."""

    number_changed = Signal(str)

    def __init__(
        self,
        over: QWidget,
        desk: Callable[[], Any],
        history: Callable[[], Any],
        by: Callable[[], str],
        slips: Callable[[], Any] = lambda: None,
    ) -> None:
        super().__init__(over)
        self._desk, self._history, self._by, self._slips = desk, history, by, slips
        self.key = ""
        self._snapshot: Snapshot | None = None
        self._told: tuple[object, ...] = ()  # what the story and the sentence were made for
        self._verbs: tuple[Verb, ...] = ()
        self.number = Label("", 34, BOLD)
        self.state = Pill()
        self._service = ElidedLabel("", 14, role="muted")
        names = QVBoxLayout()
        names.setSpacing(0)
        first = QHBoxLayout()
        first.setSpacing(10)
        first.addWidget(self.number)
        first.addWidget(self.state, 0, Qt.AlignmentFlag.AlignVCenter)
        first.addStretch(1)
        names.addLayout(first)
        names.addWidget(self._service)
        self.head.addLayout(names, 1)
        self.facts = Facts()
        self.flags = Said()
        self.why = Label("", 14, wrap=True)
        self.slip = SlipChoices()
        self.slip.chosen.connect(lambda what: self.do_slip(what, self._slips()))
        self.body.addWidget(self.facts)
        self.body.addWidget(self.flags)
        self.body.addWidget(self.slip)
        self.body.addWidget(self.why)
        self.buttons: dict[str, KeyButton] = {}
        grid = QGridLayout(self.verbs)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        for at, (verb, _, key) in enumerate(TICKET_VERBS):
            button = KeyButton("", key)
            button.clicked.connect(lambda _=False, verb=verb: self.act(verb))
            self.buttons[verb] = button
            # The first verb has a line of its own: it is the one that others pay for.
            row, column = (0, 0) if at == 0 else ((at + 1) // 2, (at + 1) % 2)
            grid.addWidget(button, row, column, 1, 2 if at == 0 else 1)
        self.body.addWidget(self.verbs)
        self.body.addLayout(self.form_place)
        self._marks_title = Label("", 12, role="muted")
        self.marks = Flow()
        self.mark_buttons: dict[str, KeyButton] = {}
        for mark in labels.MARKS_BY_HAND:
            button = KeyButton("", MARK_KEYS[mark])
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, mark=mark: self.toggle_mark(mark))
            self.mark_buttons[mark] = button
            self.marks.add(button)
        self.body.addWidget(self._marks_title)
        self.body.addWidget(self.marks)
        self.legs = Legs()
        self.story = Story()
        self.body.addWidget(self.legs)
        self.body.addWidget(self.story)
        self.body.addStretch(1)
        self.retranslate()

    # --- what is shown

    def open_ticket(self, key: str, snapshot: Snapshot) -> None:
        """Show a ticket and take the keyboard."""
        if key != self.key:
            self.close_form()
            self.said.say("")
            self.story.clear()
            self._told = ()
            self.scroller.verticalScrollBar().setValue(0)
        self.key = key
        self.show_snapshot(snapshot)
        self.present()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """A newer picture."""
        self._snapshot = snapshot
        if not self.key:
            return
        ticket = snapshot.picture.tickets.get(self.key)
        told = (self.key, ticket, snapshot.seq, language())
        if ticket is None:
            self._show_unknown()
        else:
            self._show_head(ticket)
            self.tick(0.0)
        if told != self._told:
            if self._told[:2] != told[:2] or self._told[3:] != told[3:]:
                self._show_parts(ticket)
                self._ask_story()
            self._told = told
            if ticket is not None:
                # Others move: whether it is next changes though nothing happened to it.
                picture = snapshot.picture
                why = explain(snapshot.branch, picture.tickets, picture.counters, self.key, picture.at)
                self.why.setText(say(labels.worded(why)))
                self.why.show()

    @property
    def ticket(self) -> Ticket | None:
        """The ticket as last seen; None when it is not of this day."""
        return self._snapshot.picture.tickets.get(self.key) if self._snapshot is not None else None

    def _block(self) -> Block | None:
        assert self._snapshot is not None
        rows = self._snapshot.picture.rows
        return next((block for row in rows for block in row.blocks if block.key == self.key), None)

    def _show_head(self, ticket: Ticket) -> None:
        assert self._snapshot is not None
        branch = self._snapshot.branch
        self.number.setText(ticket.number or "?")
        block = self._block()
        level = block.level if block is not None and not block.held else "neutral"
        words = labels.ticket_state(ticket.state)
        if ticket.counter:
            words += " · " + translate("Ticket", "counter {counter}").format(counter=ticket.counter)
        self.state.set_status(level, words)
        service = branch.service(ticket.service)
        said = [service.title(language()) if service else translate("Ticket", "service unknown")]
        said.append(labels.priority(ticket.priority) if ticket.priority != "normal" else "")
        said.append(labels.channel(ticket.channel) if ticket.channel else "")
        self._service.setText(" · ".join(part for part in said if part))
        self.setAccessibleName(translate("Ticket", "Ticket {number}").format(number=ticket.number or ticket.key))
        self.number_changed.emit(ticket.number)

    def _show_unknown(self) -> None:
        self.number.setText("…")
        self.state.set_status("neutral", translate("Ticket", "not of today"))
        self._service.setText("")
        self.facts.show_facts([])
        self.flags.say("")
        self.why.hide()
        self._verbs = ()

    def _show_parts(self, ticket: Ticket | None) -> None:
        assert self._snapshot is not None
        for part in (self.marks, self._marks_title, self.legs, self.verbs):
            part.setVisible(ticket is not None)
        self.slip.show_ticket(ticket)
        if ticket is None:
            return
        picture, branch = self._snapshot.picture, self._snapshot.branch
        flags = [labels.flag(flag.code) for flag in picture.flagged if flag.key == self.key]
        self.flags.say("\n".join(flags), "watch")
        self._verbs = ticket_verbs(ticket, branch)
        for verb in self._verbs:
            button = self.buttons[verb.id]
            button.set_words(verb.words)
            button.set_possible(verb.why_not)
            button.set_kind("primary" if verb.primary and not verb.why_not else "secondary")
        for mark, button in self.mark_buttons.items():
            button.set_words(labels.mark(mark))
            button.setChecked(mark in ticket.marks)
        self.legs.show_ticket(ticket, branch)

    def tick(self, drift: float) -> None:
        """`drift` seconds have passed since the picture."""
        ticket, snapshot = self.ticket, self._snapshot
        if ticket is None or snapshot is None:
            return
        block = self._block()
        found: list[tuple[str, ...]] = []
        if block is not None:
            waited = block.waited_s + drift
            service = snapshot.branch.service(ticket.service)
            over = service is not None and waited >= service.target_s
            level = ACT if over else "" if block.level == OK else block.level
            found.append((translate("Ticket", "waited"), mss(waited), level))
            if not block.held:
                found.append((translate("Ticket", "still expected"), *_expected(block.expected, drift)))
        elif ticket.leg.wait_s is not None:
            found.append((translate("Ticket", "waited"), mss(ticket.leg.wait_s), ""))
            if ticket.leg.handling_s is not None:
                found.append((translate("Ticket", "served in"), mss(ticket.leg.handling_s), ""))
            elif ticket.leg.started_at is not None and ticket.leg.ended_at is None:
                served = (snapshot.picture.at - ticket.leg.started_at).total_seconds() + drift
                found.append((translate("Ticket", "being served"), mss(served), ""))
        if ticket.appointment_at is not None:
            found.append((translate("Ticket", "booked for"), clock_text(ticket.appointment_at, snapshot.branch.tz), ""))
        self.facts.show_facts(found)

    # --- the story

    def _ask_story(self) -> None:
        key, history = self.key, self._history()
        if history is None:
            return
        tasks.run(self, lambda: history.story(key), lambda lines: self._show_story(key, lines))

    def _show_story(self, key: str, lines: Sequence[Any]) -> None:
        if key == self.key and self._snapshot is not None:
            self.story.show_lines(lines, self._snapshot.branch)
            if self.ticket is None and lines:
                number = next((line.fact.number for line in lines if hasattr(line.fact, "number")), "?")
                self.number.setText(number)

    # --- what is done

    def take_key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        for verb in self._verbs:
            if event.text().upper() == verb.key:
                self.act(verb.id)
                return True
        for mark, key in MARK_KEYS.items():
            if event.text() == key:
                self.toggle_mark(mark)
                return True
        return False

    def act(self, verb_id: str) -> None:
        """Do a verb, or ask first what it needs to know, or say why it cannot be done."""
        ticket, snapshot = self.ticket, self._snapshot
        verb = next((verb for verb in self._verbs if verb.id == verb_id), None)
        if ticket is None or snapshot is None or verb is None:
            return
        if verb.why_not:
            self.close_form()
            self.tell(verb.why_not, "watch")
            return
        form = self._question(verb_id, ticket, snapshot)
        if form is None:
            self._do(verb_id, {})
        else:
            self.ask(form, lambda values: self._do(verb_id, values))

    def _question(self, verb: str, ticket: Ticket, snapshot: Snapshot) -> Form | None:
        if verb == "call":
            return questions.call_form(snapshot.picture, ticket)
        if verb == "prioritise":
            return questions.priority_form(ticket)
        if verb == "transfer":
            number = ticket.number or ticket.key
            return questions.transfer_form(snapshot.picture, snapshot.branch, ticket, number)
        if verb == "hold" and ticket.state != HELD:
            return questions.hold_form(ticket.number or ticket.key)
        return None

    def toggle_mark(self, mark: str) -> None:
        """Set a mark, or take it off."""
        ticket = self.ticket
        if ticket is None:
            return
        set_now = mark in ticket.marks
        self.mark_buttons[mark].setChecked(set_now)  # shown when it is recorded, not before
        self._do("mark", {"mark": mark, "removed": set_now})

    def do_slip(self, what: str, slips: Any) -> None:
        """Print the slip again, note that the number was told without one, or take the ticket out."""
        key = self.key
        if what == "reprint":
            self.do(lambda: slips.reprint(key), self._slip_words)
        else:
            self.do(lambda: getattr(slips, what)(key, by=self._by()), self._worded)

    def _slip_words(self, result: Any) -> str | None:
        if result.problem is None:
            return self._worded(result.ticket)
        self.tell(say(labels.worded(result.problem)), "watch")
        return None

    def _do(self, verb: str, values: dict[str, Any]) -> None:
        ticket = self.ticket
        if ticket is not None:
            self.do(lambda: do_with_ticket(self._desk(), verb, ticket, values, self._by()), self._worded)

    def _worded(self, result: Any) -> str:
        if isinstance(result, Ticket):
            words = labels.ticket_state(result.state)
            if result.state not in IN_LINE and result.counter:
                words += " · " + translate("Ticket", "counter {counter}").format(counter=result.counter)
            return f"{result.number or result.key} · {words}"
        return translate("Ticket", "Done.") if not isinstance(result, Counter) else ""

    def retranslate(self) -> None:
        super().retranslate()
        self._marks_title.setText(translate("Ticket", "Marks"))
        self.legs.retranslate()
        self.story.retranslate()
        self._told = ()
        if self._snapshot is not None and self.key:
            self.show_snapshot(self._snapshot)


def _expected(wait: Estimate | None, drift: float) -> tuple[str, ...]:
    """Value, level, unit with the range, and how it is said."""
    if wait is None:
        return "—", ""
    later = aged(wait, drift)
    unit = translate("Ticket", "min ({range})") if wait.learned else translate("Ticket", "min, rough")
    unit = unit.format(range=minutes_between(later.p10, later.p90))
    return str(-int(-later.p50 // 60)), "", unit, about_wait(wait, drift)
