"""One record in full: its moves as keys, clocks, fields edited in place, who read it, files, links and its story."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.domain.register import Reading, Record, Register, frozen
from lobbyconsole.services.record_lists import Failures, staff_who_read
from lobbyconsole.ui import style
from lobbyconsole.ui.people_sign import PinQuestion
from lobbyconsole.ui.register_fields import FieldEdit
from lobbyconsole.ui.register_forms import AskForm, PhotoView
from lobbyconsole.ui.register_import import ImportPreview
from lobbyconsole.ui.register_words import Words, clock_words, history, link_words, span, told, tone_level
from lobbyconsole.ui.translation import listed, translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, IconButton, Label, Pill, clear_layout
from lobbyconsole.ui.widgets.floor_forms import Flow, KeyButton
from lobbyconsole.ui.widgets.floor_panel import Said

ROUTES = ("record", "round", "meeting", "ticket")  # kinds of subjects that can be opened
Question = AskForm | PhotoView | ImportPreview | PinQuestion


@dataclass(frozen=True)
class Shown:
    """What the panel shows: a record with its clocks, and for a machine its failures."""

    record: Record
    clocks: Sequence[Reading] = ()
    failures: Failures | None = None
    caused: Sequence[tuple[str, str]] = ()  # (subject, what it is called) of records that came of this one


class RecordPanel(Card):
    """The right column. Emits what the person wants; the screen asks the services and shows the result."""

    edited = Signal(str, object)  # field, value
    move_wanted = Signal(object)  # Move
    verb_wanted = Signal(str)  # note, read, print, attach
    follow = Signal(str)  # a subject
    file_wanted = Signal(object)  # Attachment
    closed = Signal()

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._now = now
        self.register: Register | None = None
        self.shown: Shown | None = None
        self.words = Words()
        self.on_duty: frozenset[str] = frozenset()
        self.form: Question | None = None
        self._alone = False  # the form is not about the record beneath it
        self.edits: dict[str, FieldEdit] = {}
        self._filled = ""  # the record they show
        self.verbs: list[tuple[KeyButton, Callable[[], None]]] = []
        self._build()

    def _build(self) -> None:
        self.number, self.state = Label("", 14, BOLD, "muted"), Pill("neutral", "")
        self.close_button = IconButton("close")
        self.close_button.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.number)
        head.addWidget(self.state)
        head.addStretch(1)
        head.addWidget(self.close_button)
        self.summary = Label("", 16, BOLD, wrap=True)
        self.said = Said()
        self.moves = Flow()
        self.form_place = QVBoxLayout()
        self.clocks, self.extra, self.fields = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self.ties, self.story = QVBoxLayout(), QVBoxLayout()
        self.titles = {name: Label("", 12, BOLD, "muted") for name in ("fields", "ties", "story")}
        content = QWidget()
        body = QVBoxLayout(content)
        body.setContentsMargins(0, 0, 8, 0)
        body.setSpacing(10)
        body.addWidget(self.summary)
        body.addWidget(self.said)
        body.addWidget(self.moves)
        body.addLayout(self.form_place)
        self.details = QWidget()
        inner = QVBoxLayout(self.details)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        for part in (self.clocks, self.extra, "fields", self.fields, "ties", self.ties, "story", self.story):
            if isinstance(part, str):
                inner.addWidget(self.titles[part])
            else:
                part.setSpacing(6)
                inner.addLayout(part)
        body.addWidget(self.details)
        body.addStretch(1)
        self.area = plain_area(content)
        self.area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 10, 6, 12)
        rows.setSpacing(8)
        rows.addLayout(head)
        rows.addWidget(self.area, 1)

    # --- what is shown

    def show_record(self, register: Register, shown: Shown, words: Words) -> None:
        """Show a record; the same one is refreshed in place, and what somebody types stays."""
        same = self.shown is not None and self.shown.record.subject == shown.record.subject
        anew = register is not self.register or words is not self.words
        self.register, self.shown, self.words = register, shown, words
        if not same:
            self.close_form()
            self.say("")
            self.area.verticalScrollBar().setValue(0)
        self.show_head()
        if anew:
            self._make_fields()
        self._fill_fields(shown.record)
        self._show_moves()
        self._show_extra()
        self._show_ties()
        self._show_story()
        self.show_details()

    def show_head(self) -> None:
        """Number, state and clocks; also when only time has gone on."""
        if self.register is None or self.shown is None:
            return
        record = self.shown.record
        self.number.setText(record.key)
        state = self.register.state(record.state)
        self.state.set_status(tone_level(state), told(state.title))
        entry = self.register.field(self.register.summary_field)
        summary = self.words.value(entry, record.values.get(self.register.summary_field)) if entry else ""
        self.summary.setText(summary or record.key)
        clear_layout(self.clocks)
        for reading in self.shown.clocks:
            text, level = clock_words(self.register, reading, self.words, self._now())
            sign = {"ok": "● ", "watch": "▲ ", "act": "■ "}.get(level, "")
            role = {"ok": "ok_text", "watch": "watch_text", "act": "act"}.get(level, "muted")
            self.clocks.addWidget(Label(sign + text, 14, role=role, wrap=True))
        for flag in record.flags:
            self.clocks.addWidget(Label("▲ " + _flag_words(flag), 12, role="watch_text", wrap=True))

    def show_nothing(self) -> None:
        """No record is open."""
        self.shown = None
        self.close_form()

    def show_details(self) -> None:
        """The record beneath a form, or without one."""
        opening = self.form is not None and self.shown is None
        alone = self.form is not None and (opening or self._alone)
        self.details.setVisible(self.shown is not None and not alone)
        self.summary.setVisible(not alone)
        self.moves.setVisible(self.form is None and self.shown is not None)
        if opening:
            self.number.setText("")
        self.number.setVisible(not alone)
        self.state.setVisible(not alone and self.shown is not None)

    def _make_fields(self) -> None:
        assert self.register is not None
        clear_layout(self.fields)
        self.edits = {}
        for entry in self.register.fields:
            edit = self.edits[entry.name] = FieldEdit(entry, self.words, self._now)
            edit.edited.connect(lambda value, name=entry.name: self.edited.emit(name, value))
            self.fields.addWidget(edit)

    def _fill_fields(self, record: Record) -> None:
        assert self.register is not None
        closed = frozen(self.register, record, self._now())
        if record.subject != self._filled:
            self._filled = record.subject
            for edit in self.edits.values():
                edit.set_wrong("")  # that was another record's
        for name, edit in self.edits.items():
            edit.set_value(record.values.get(name))
            fixed = edit.entry.frozen and record.values.get(name) not in (None, "")
            edit.set_open(not closed and not fixed)
            # What is asked for later stays out of sight until it is filled or the record has come so far.
            wanted = {field for move in self.register.moves_from(record.state) for field in move.needs}
            filled = record.values.get(name) not in (None, "")
            why = name == "cause" and bool(record.values.get("systemic"))
            edit.setVisible(edit.entry.asked or filled or name in wanted or why)
        self.titles["fields"].setText(
            translate("Registers", "Closed: can no longer be changed, notes can be added")
            if closed
            else translate("Registers", "Fields (each is saved when you leave it)")
        )

    def _show_moves(self) -> None:
        assert self.register is not None
        assert self.shown is not None
        self.moves.clear()
        self.verbs = []
        found: list[tuple[str, str, Callable[[], None]]] = []
        for at, move in enumerate(self.register.moves_from(self.shown.record.state), 1):
            found.append((told(move.title), str(at), lambda move=move: self.move_wanted.emit(move)))  # type: ignore[misc]
        found.append((translate("Registers", "Note"), "A", lambda: self.verb_wanted.emit("note")))
        if self.register.signed:
            found.append((translate("Registers", "Sign as read"), "R", lambda: self.verb_wanted.emit("read")))
        found.append((translate("Registers", "Photo"), "G", lambda: self.verb_wanted.emit("attach")))
        found.append((translate("Registers", "Print"), "P", lambda: self.verb_wanted.emit("print")))
        state = self.shown.record.state
        # The usual way on stands out. One that asks why (retire, drop), or that opens what is over, is no usual way.
        onward = next(iter(self.register.moves_from(state)), None)
        usual = onward is not None and not onward.reason and self.register.state(state).open
        for at, (text, key, call) in enumerate(found):
            button = KeyButton(text, key, "primary" if at == 0 and usual else "secondary")
            button.clicked.connect(lambda _=False, call=call: call())
            self.moves.add(button)
            self.verbs.append((button, call))

    def _show_extra(self) -> None:
        """Failures of a machine; who has read a notice."""
        assert self.register is not None
        assert self.shown is not None
        clear_layout(self.extra)
        failures = self.shown.failures
        if failures is not None:
            between = span(failures.between_s) if failures.between_s is not None else "–"
            text = translate(
                "Registers",
                "{count} faults, {open} of them open; out of order {down} in all; {between} between failures",
            ).format(count=len(failures.faults), open=failures.open, down=span(failures.down_s), between=between)
            self.extra.addWidget(Label(text, 14, wrap=True))
            for line in failures.faults[:6]:
                words = f"{self.words.instant(line.opened_at)}  {line.key}  {line.values.get('fault') or ''}"
                self._add_link(self.extra, words, line.subject)
        if self.register.signed:
            read = staff_who_read(self.shown.record)
            signed = listed(staff for staff, _ in read) if read else "–"
            text = translate("Registers", "Read by {count}: {staff}").format(count=len(read), staff=signed)
            self.extra.addWidget(Label(text, 14, wrap=True))
            missing = sorted(self.on_duty - {staff for staff, _ in read})
            if missing and self.register.state(self.shown.record.state).id != "expired":
                text = translate("Registers", "On duty and not yet signed: {staff}").format(staff=listed(missing))
                self.extra.addWidget(Label("▲ " + text, 14, role="watch_text", wrap=True))

    def _show_ties(self) -> None:
        assert self.shown is not None
        record = self.shown.record
        clear_layout(self.ties)
        for file in record.attachments:
            text = translate("Registers", "File: {name} ({size} KB)").format(
                name=file.name, size=max(1, round(file.size / 1024))
            )
            button = Button(text, "quiet")
            button.clicked.connect(lambda _=False, file=file: self.file_wanted.emit(file))
            self.ties.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if record.cause:
            text = translate("Registers", "Came of {other}").format(other=link_words("", record.cause, self.words))
            self._add_link(self.ties, text, record.cause)
        for role, to in record.links:
            if role != "read_by":
                text = translate("Registers", "Belongs to {other}").format(other=link_words(role, to, self.words))
                self._add_link(self.ties, text, to)
        for subject, name in self.shown.caused:
            self._add_link(self.ties, translate("Registers", "Led to {other}").format(other=name), subject)
        self.titles["ties"].setVisible(self.ties.count() > 0)
        self.titles["ties"].setText(translate("Registers", "Files and links"))

    def _add_link(self, place: QVBoxLayout, text: str, subject: str) -> None:
        if subject.partition(":")[0] not in ROUTES:
            place.addWidget(Label(text, 14, wrap=True))
            return
        button = Button(text, "quiet")
        button.clicked.connect(lambda _=False: self.follow.emit(subject))
        place.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_story(self) -> None:
        assert self.register is not None
        assert self.shown is not None
        clear_layout(self.story)
        self.titles["story"].setText(translate("Registers", "History"))
        for head, text in history(self.register, self.shown.record, self.words)[:60]:
            self.story.addWidget(Label(head, 12, role="muted", wrap=True))
            self.story.addWidget(Label(text, 14, wrap=True))

    # --- forms and what is said

    def ask(self, form: Question, answered: Callable[[dict[str, Any]], object], alone: bool = False) -> None:
        """A form in the place of the moves; Esc takes it away. `alone`: the record is out of sight meanwhile."""
        self.close_form()
        self.form, self._alone = form, alone
        self.say("")
        form.answered.connect(answered)
        form.given_up.connect(self.give_up)
        self.form_place.addWidget(form)
        form.show()
        self.show_details()
        form.begin()
        self.area.verticalScrollBar().setValue(0)

    def give_up(self) -> None:
        """Esc in a form."""
        self.close_form()
        if self.shown is None:
            self.closed.emit()
        else:
            self.setFocus()

    def close_form(self) -> None:
        if self.form is not None:
            form, self.form = self.form, None
            had_focus = form.isAncestorOf(self.window().focusWidget() or self)
            form.hide()
            form.setParent(None)
            form.deleteLater()
            self.show_details()
            if had_focus:
                self.setFocus()

    def say(self, text: str, level: str = "ok") -> None:
        """A sentence in place."""
        self.said.say(text, level)

    def refuse(self, field: str, words: str) -> None:
        """Why a field was not taken; what was typed stays, with the reason."""
        if field in self.edits:
            self.edits[field].refuse(words)
        self.say(words, "watch")

    def edit_first(self) -> None:
        """Go to the first field."""
        first = next((edit for edit in self.edits.values() if edit.isVisibleTo(self)), None)
        if first is not None:
            first.editor.setFocus(Qt.FocusReason.TabFocusReason)
            self.area.ensureWidgetVisible(first)

    def take_key(self, event: QKeyEvent) -> bool:
        """A key of one of its buttons."""
        if self.form is not None or self.shown is None:
            return False
        for button, call in self.verbs:
            if button.hit(event):
                call()
                return True
        return False

    def retranslate(self) -> None:
        self.close_button.set_name(translate("Panels", "Close (Esc)"))
        self.setAccessibleName(translate("Registers", "The record"))

    def wanted_width(self) -> int:
        return style.current().px(392)


def _flag_words(flag: str) -> str:
    return {
        "never_opened": translate("Registers", "The beginning of this record has not arrived yet."),
        "opened_twice": translate("Registers", "This number was given twice; the first one counts."),
        "odd_move": translate("Registers", "It took a way that is not foreseen."),
    }.get(flag, flag)
