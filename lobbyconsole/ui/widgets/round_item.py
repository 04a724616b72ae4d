"""One item of a running round: what is looked at, its standard, the answer, and what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.checklists import CheckItem
from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.rounds import FAIL, NOT_APPLICABLE, PASS, Answer, verdict
from lobbyconsole.ui import style
from lobbyconsole.ui.round_words import about_text, limits_text, own, unit_text
from lobbyconsole.ui.theme import RADIUS
from lobbyconsole.ui.translation import language, translate
from lobbyconsole.ui.widgets.areas import WIDEST
from lobbyconsole.ui.widgets.basics import Card, Label, draw_focus
from lobbyconsole.ui.widgets.floor_panel import Said
from lobbyconsole.ui.widgets.round_answer import Segments, parts_of
from lobbyconsole.ui.widgets.round_finding import Finding, due_instant

SIDE = 17  # px left and right of what stands on a card
WORDS = 264  # px at 100 % the words need; with less the answers stand below them


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer as it stands on the screen; `said` is what a person said, "" where the scale decides."""

    said: str = ""
    value: float | None = None
    choice: str = ""
    note: str = ""
    photos: tuple[str, ...] = ()
    action: str = ""
    owner: str = ""
    due_at: datetime | None = None

    def verdict(self, item: CheckItem) -> str:
        """What it means."""
        if self.said in (NOT_APPLICABLE, FAIL) or item.scale.type == "pass_fail":
            return self.said
        return verdict(item, value=self.value, choice=self.choice, note=self.note, photos=len(self.photos))

    def arguments(self) -> dict[str, Any]:
        """The words of services.rounds.Rounds.answer."""
        return {name: getattr(self, name) for name in self.__slots__}


def draft_of(answer: Answer | None, item: CheckItem) -> Draft:
    """The standing answer as a draft."""
    if answer is None or not answer.verdict:
        return Draft()
    said = answer.verdict if item.scale.type in ("pass_fail", "text", "photo") else ""
    if answer.verdict == NOT_APPLICABLE:
        said = NOT_APPLICABLE
    if said == PASS and item.scale.type != "pass_fail":
        said = ""
    return Draft(
        said, answer.value, answer.choice, answer.note, answer.photos, answer.action, answer.owner, answer.due_at
    )


class ItemCard(Card):
    """`answered` with the draft to be saved, `done` when one may go on to the next item."""

    answered = Signal(object)  # Draft
    done = Signal()
    entered = Signal()  # the keyboard came here
    photos_wanted = Signal(str)

    def __init__(self, item: CheckItem, number: int) -> None:
        super().__init__()
        self.item = item
        self.number = number
        self.draft = Draft()
        self._library = Library()
        self._branch: Branch | None = None
        self._now = datetime.now().astimezone
        self.current = False
        self._noting = False
        self._due_chosen = False  # another time than the one that was saved
        self._narrow: bool | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._text = Label("", 16, wrap=True)
        self._about = Label("", 12, role="act" if item.critical else "muted", wrap=True)
        self._standard = Label("", 12, role="muted", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._text, self._standard, self._about):
            words.addWidget(label)
        words.addStretch(1)
        self.segments = Segments()
        self.segments.chosen.connect(self._chosen)
        self.field: QLineEdit | None = None
        self._unit = Label("", 14, role="muted")
        answer = QHBoxLayout()
        answer.setSpacing(8)
        if item.scale.type in ("number", "text"):
            self.field = QLineEdit()
            self.field.editingFinished.connect(self._left)
            self.field.installEventFilter(self)
            answer.addWidget(self.field, 1)
            if item.scale.type == "number":
                self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
                answer.addWidget(self._unit)
        answer.addWidget(self.segments)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(14)
        self._head.addLayout(words, 1)
        self._answer = QWidget()
        self._answer.setLayout(answer)
        answer.setContentsMargins(0, 0, 0, 0)
        self._head.addWidget(self._answer, 0, Qt.AlignmentFlag.AlignVCenter)
        self.said = Said()
        self.finding = Finding()
        self.finding.changed.connect(self._found)
        self.finding.due.activated.connect(self._choose_due)
        self.finding.photos_wanted.connect(self.photos_wanted)
        for field in (self.finding.note, self.finding.action, self.finding.owner, self.finding.due, self.finding.photo):
            field.installEventFilter(self)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(SIDE, 13, SIDE, 13)
        rows.setSpacing(10)
        rows.addLayout(self._head)
        rows.addWidget(self.said)
        rows.addWidget(self.finding)
        self.finding.setVisible(item.scale.type == "photo")  # in its place: alone it would be a window for a moment

    # --- showing

    def dress(self, library: Library, branch: Branch, roles: Sequence[str], now: Any) -> None:
        """Words of the library, and whose clock and roles."""
        self._library, self._branch, self._now = library, branch, now
        item = self.item
        self._text.setText(own(item.text.say(language())))
        self._about.setText(about_text(item, library))
        self._standard.setText(own(item.standard.say(language())))
        self.segments.set_parts(parts_of(item))
        self.finding.fill(item.on_fail, library, roles)
        self.finding.retranslate()
        if self.field is not None:
            if item.scale.type == "number":
                self.field.setPlaceholderText(limits_text(item))
                self._unit.setText(unit_text(item, library).strip())
            else:
                self.field.setPlaceholderText(translate("Rounds", "In a few words (Enter)"))
            self.field.setAccessibleName(own(item.text.say(language())))
        self._size_field()
        self.show_draft(self.draft)

    def show_draft(self, draft: Draft) -> None:
        """Show an answer; nothing is saved by this."""
        self.draft = draft
        means = draft.verdict(self.item)
        kind = self.item.scale.type
        shown: str | None = means if means == NOT_APPLICABLE or kind == "pass_fail" else None
        if kind == "score_0_5" and draft.value is not None and means != NOT_APPLICABLE:
            shown = f"={draft.value:.0f}"
        elif kind == "choice" and draft.choice and means != NOT_APPLICABLE:
            shown = f"={draft.choice}"
        elif kind in ("text", "photo") and means == FAIL:
            shown = FAIL
        self.segments.set_value(shown)
        if self.field is not None and not self.field.hasFocus():
            typed = f"{draft.value:g}" if kind == "number" and draft.value is not None else ""
            self.field.setText(draft.note if kind == "text" else typed)
            self.field.setModified(False)
        failed = means == FAIL
        self.finding.set_full(failed)
        if not self.finding.note.isModified():
            self.finding.note.setText(draft.note)
        if draft.action:
            self.finding.action.setText(draft.action)
        if draft.owner:
            self.finding.owner.setCurrentIndex(max(0, self.finding.owner.findData(draft.owner)))
        shows_note = bool(draft.note) and kind != "text"
        self.finding.setVisible(failed or shows_note or bool(draft.photos) or kind == "photo" or self._noting)
        self._tell()

    def open_note(self) -> None:
        """N: a note on whatever the answer is."""
        self._noting = True
        self.finding.show()
        self.finding.note.setFocus()

    def set_current(self, current: bool) -> None:
        if current != self.current:
            self.current = current
            self.update()

    def say_trouble(self, text: str) -> None:
        """What went wrong with this answer; "" when all is well."""
        self.said.say(text, "act")

    def _tell(self) -> None:
        means = self.draft.verdict(self.item)
        parts = [f"{self.number}.", self._text.text(), self._standard.text(), self._about.text()]
        state = {PASS: translate("Rounds", "Met"), FAIL: translate("Rounds", "Not met")}.get(means)
        if means == NOT_APPLICABLE:
            state = translate("Rounds", "Does not apply")
        parts.append(state or translate("Rounds", "not answered"))
        self.setAccessibleName(" ".join(part for part in parts if part))

    # --- answering

    def begin(self) -> None:
        """Take the keyboard where the answer is typed or pressed."""
        if self.field is not None and not self.draft.verdict(self.item):
            self.field.setFocus()
        else:
            self.setFocus()

    def _chosen(self, value: str) -> None:
        draft = self.draft
        if value.startswith("="):
            if self.item.scale.type == "score_0_5":
                draft = replace(draft, said="", value=float(value[1:]), choice="")
            else:
                draft = replace(draft, said="", choice=value[1:])
        else:
            draft = replace(draft, said=value)
            if value == NOT_APPLICABLE:
                draft = replace(draft, value=None, choice="")
        self._give(draft)

    def _typed(self) -> None:
        if self._take_typed():
            self._after(self.draft)

    def _take_typed(self) -> bool:
        assert self.field is not None
        text = self.field.text().strip()
        if not text:
            return False
        if self.item.scale.type == "text":
            draft = replace(self.draft, said="" if self.draft.said == NOT_APPLICABLE else self.draft.said, note=text)
        else:
            try:
                value = float(text.replace(",", ".").replace("，", ".").replace("。", "."))
            except ValueError:
                self._wrong(True)
                self.say_trouble(translate("Rounds", "Please type a number, e.g. 12 or 3.5."))
                return False
            if not abs(value) < 1e9:  # also what is no number at all
                self._wrong(True)
                self.say_trouble(translate("Rounds", "That number is out of all measure."))
                return False
            draft = replace(self.draft, said="", value=value)
        self._wrong(False)
        self.field.setModified(False)
        if draft != self.draft or not self.draft.verdict(self.item):
            self._save(draft)
        return True

    def _left(self) -> None:
        if self.field is not None and self.field.isModified() and not self.field.hasFocus():
            self._take_typed()

    def _wrong(self, wrong: bool) -> None:
        assert self.field is not None
        if bool(self.field.property("wrong")) != wrong:
            self.field.setProperty("wrong", wrong)
            self.field.style().polish(self.field)

    def _give(self, draft: Draft) -> None:
        self._save(draft)
        self._after(draft)

    def _save(self, draft: Draft) -> None:
        self.say_trouble("")
        self.show_draft(draft)
        self.answered.emit(draft)

    def _after(self, draft: Draft) -> None:
        """Go on to the next item, or stay to say what was found."""
        if draft.verdict(self.item) == FAIL:
            self.finding.show()
            # The layout has to place the fields before one of them can be scrolled to.
            QTimer.singleShot(0, self.finding.note, self.finding.note.setFocus)
        else:
            self.done.emit()

    def add_photo(self, sha256: str) -> None:
        """A photo was kept: it belongs to the answer."""
        if sha256 not in self.draft.photos:
            self._save(replace(self.draft, photos=(*self.draft.photos, sha256)))

    def _found(self) -> None:
        self._save(self.with_finding())
        self.finding.settled()

    def _choose_due(self) -> None:
        self._due_chosen = True
        self._found()

    def _settle(self) -> None:
        self._found()
        self.setFocus()
        self.done.emit()

    def with_finding(self) -> Draft:
        """The draft with what stands in the fields; a failed item gets its owner, time and action by this."""
        finding = self.finding
        note = finding.note.text().strip() or (self.draft.note if self.item.scale.type == "text" else "")
        draft = replace(self.draft, note=note)
        if draft.verdict(self.item) != FAIL or self._branch is None:
            return draft
        chosen = finding.due.currentData()
        due = self.draft.due_at
        if due is None or self._due_chosen:
            due = due_instant(chosen if chosen is not None else self.item.on_fail.due_min, self._now(), self._branch)
            self._due_chosen = False
        return replace(draft, action=finding.action.text().strip(), owner=finding.owner.currentData() or "", due_at=due)

    def unassigned(self) -> bool:
        """Failed, and nobody has been told to put it right."""
        return self.draft.verdict(self.item) == FAIL and not self.draft.owner

    # --- keys, focus, looks

    def take_key(self, event: QKeyEvent) -> bool:
        """A key pressed while this is the current item."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.photos_wanted.emit("clipboard")
            return True
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.field is not None:
                self.field.setFocus()
            elif self.item.scale.type == "photo" and not self.draft.photos:
                self.photos_wanted.emit("file")
            else:
                self.done.emit()
            return True
        if event.key() == Qt.Key.Key_N:
            self.open_note()
            return True
        text = event.text()
        if self.field is not None and self.item.scale.type == "number" and text and text in "0123456789-.":
            self.field.setFocus()
            self.field.setText(text)
            self.field.setModified(True)
            return True
        return self.segments.take_key(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.setFocus()
                return True
            # A line of text leaves Enter to its parents as well, who would take it for the next item's.
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if watched is self.field:
                    self._typed()
                    return True
                if watched in (self.finding.note, self.finding.action):
                    self._settle()
                    return True
            text = event.text().upper()
            if watched is self.field and self.item.scale.type == "number" and text == "X":
                self.segments.take_key("X")
                return True
        return super().eventFilter(watched, event)

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.current:
            draw_focus(QPainter(self), QRectF(self.rect()), RADIUS, style.current())

    def _size_field(self) -> None:
        if self.field is not None:
            px = style.current().px
            hint = self.field.fontMetrics().horizontalAdvance(self.field.placeholderText()) + px(24)
            self.field.setMinimumWidth(px(96) if self.item.scale.type == "number" else max(px(150), hint))
            self.field.setMaximumWidth(px(120) if self.item.scale.type == "number" else WIDEST)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - 2 * SIDE
        narrow = room < self.segments.width_wanted() + self._beside_segments() + style.current().px(WORDS)
        self.segments.stand(room - self._beside_segments() if narrow else room)
        if narrow is not self._narrow:
            self._narrow = narrow
            direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
            self._head.setDirection(direction)
            wide = narrow and self.item.scale.type == "text"  # words are typed over the whole width
            side = Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag.AlignVCenter
            self._head.setAlignment(self._answer, Qt.AlignmentFlag(0) if wide else side)

    def _beside_segments(self) -> int:
        """What the field, its unit and the gaps between them take."""
        parts = [] if self.field is None else [self.field.minimumWidth()]
        if self._unit.text():
            parts.append(self._unit.sizeHint().width())
        return sum(part + 8 for part in parts)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._size_field()
            self._narrow = None
