"""One criterion of a self-evaluation: its points by one key, the reason for what is taken off, and what proves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lobbyconsole.domain.evaluation import STEP, Criterion
from lobbyconsole.domain.rounds import NOT_APPLICABLE
from lobbyconsole.ui.round_photos import PATTERNS
from lobbyconsole.ui.round_words import own
from lobbyconsole.ui.translation import language, translate
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, IconButton, Label, clear_layout
from lobbyconsole.ui.widgets.floor_forms import Flow, KeyButton
from lobbyconsole.ui.widgets.floor_panel import Said
from lobbyconsole.ui.widgets.journey_rows import Evidence, EvidenceRow
from lobbyconsole.ui.widgets.journey_sheet import points_text

NOT_HERE = "X"
PHOTO = "photo:"


class CriterionCard(Card):
    """Emits what was given; the page records it and shows what came of it."""

    given = Signal(float, str, object, bool)  # points lost, reason, evidence and photos as subjects, whether it applies
    photo_wanted = Signal(str)  # path of a picture
    open_wanted = Signal(str)  # a subject
    action_wanted = Signal(str)  # what shall be done about what was taken off
    finish_wanted = Signal()  # every criterion of its chapter has points: sign it

    def __init__(self) -> None:
        super().__init__()
        self._criterion: Criterion | None = None
        self._closed = ""
        self._proofs: list[str] = []
        self._names: Mapping[str, str] = {}
        self._lost = 0.0
        self._words = Label("", 16, BOLD, wrap=True)
        self._standard = Label("", 14, role="muted", wrap=True)
        self._full = Label("", 12, BOLD, "muted", wrap=True)
        self._chips = Flow(even=True)
        self._chip_box = QVBoxLayout()
        self._chip_box.addWidget(self._chips)
        self._why = Label("", 12, BOLD, "muted", wrap=True)
        self.reason = QLineEdit()
        self.reason.setMaxLength(300)
        self.reason.returnPressed.connect(self.save)
        self.keep = Button("", "primary")
        self.keep.clicked.connect(self.save)
        self.act = Button("", icon="registers")
        self.act.clicked.connect(self._ask_action)
        self._acted = QVBoxLayout()
        self._proof_title = Label("", 12, BOLD, "muted", wrap=True)
        self._proof_rows = QVBoxLayout()
        self._proof_rows.setSpacing(2)
        self.choice = QComboBox()
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(8)
        self.choice.activated.connect(self._add_chosen)
        self.photo = Button("", icon="camera")
        self.photo.clicked.connect(self._ask_photo)
        self.said = Said()
        self._complete = Label("", 14, BOLD, wrap=True)
        self.finish = KeyButton("", "F", "primary")
        self.finish.clicked.connect(self.finish_wanted)
        self.show_complete(False)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 14, 16, 14)
        rows.setSpacing(8)
        for part in (self._complete, self.finish, self._words, self._standard, self._full):
            rows.addWidget(part)
        rows.addLayout(self._chip_box)
        rows.addWidget(self._why)
        line = QHBoxLayout()
        line.addWidget(self.reason, 1)
        line.addWidget(self.keep)
        rows.addLayout(line)
        rows.addWidget(self.said)
        rows.addWidget(self.act)
        rows.addLayout(self._acted)
        rows.addWidget(self._proof_title)
        rows.addLayout(self._proof_rows)
        rows.addWidget(self.choice)
        rows.addWidget(self.photo)
        rows.addStretch(1)
        self.retranslate()

    # --- what is shown

    def show_criterion(self, criterion: Criterion | None, closed: str, names: Mapping[str, str]) -> None:
        """Show one; `closed` says why it cannot be changed. `names`: what may prove it, by subject."""
        self._criterion, self._closed, self._names = criterion, closed, names
        self.setVisible(criterion is not None)
        if criterion is None:
            return
        self._lost = criterion.lost
        self._proofs = [*criterion.evidence, *(PHOTO + name for name in criterion.photos)]
        self._words.setText(own(criterion.item.text.say(language())))
        standard = own(criterion.item.standard.say(language()))
        self._standard.setText(translate("Journey", "Standard: {words}").format(words=standard))
        self.reason.setText(criterion.reason)
        self.reason.setCursorPosition(0)  # its beginning is shown
        self.said.say(closed, "ok")
        self._make_chips(criterion)
        self._show_reason()
        self._show_action()
        self._show_proofs()
        for part in (self.reason, self.keep, self.choice, self.photo, self.act):
            part.setEnabled(not closed)

    def _make_chips(self, criterion: Criterion) -> None:
        fresh = Flow(even=True)
        given = criterion.given is not None
        for number in range(int(criterion.full / STEP) + 1):
            lost = number * STEP
            words = translate("Journey", "Full") if not lost else f"−{points_text(lost)}"
            chip = KeyButton(words, str(number) if number < 10 else "")
            chip.setCheckable(True)
            chip.setChecked(given and lost == criterion.lost)
            chip.clicked.connect(partial(self._press, lost))
            fresh.add(chip)
        out = KeyButton(translate("Journey", "Does not apply"), NOT_HERE)
        out.setCheckable(True)
        out.setChecked(criterion.verdict == NOT_APPLICABLE)
        out.clicked.connect(lambda _=False: self._give(0.0, applies=False))
        fresh.add(out)
        for chip in fresh.findChildren(KeyButton):
            chip.set_possible(self._closed)
        self._chip_box.replaceWidget(self._chips, fresh)
        self._chips.hide()
        self._chips.deleteLater()
        self._chips = fresh
        full = translate("Journey", "Full points {points}: what is taken off?")
        self._full.setText(full.format(points=points_text(criterion.full)))

    def show_complete(self, complete: bool) -> None:
        """Whether the chapter only waits for its signature; said here, where one looks after the last criterion."""
        self._complete.setVisible(complete)
        self.finish.setVisible(complete)

    def set_brief(self, brief: bool) -> None:
        """With little room the line in the sheet says what is asked for."""
        self._standard.setVisible(not brief)

    def chips(self) -> list[KeyButton]:
        return self._chips.findChildren(KeyButton)

    def _show_reason(self) -> None:
        for part in (self._why, self.reason, self.keep):
            part.setVisible(self._lost > 0)

    def _show_action(self) -> None:
        """The corrective action of what was taken off, or the offer to open one."""
        criterion = self._criterion
        clear_layout(self._acted)
        subject = criterion.opened if criterion is not None else ""
        lost = criterion is not None and criterion.lost > 0 and criterion.lost == self._lost
        self.act.setVisible(lost and not subject and not self._closed)
        if subject:
            words = translate("Journey", "Corrective action {number}")
            row = EvidenceRow(Evidence(words.format(number=subject.rpartition("/")[2])))
            row.clicked.connect(lambda: self.open_wanted.emit(subject))
            self._acted.addWidget(row)

    def _ask_action(self) -> None:
        if self._criterion is not None:
            self.action_wanted.emit(own(self._criterion.item.on_fail.action.say(language())))

    def _show_proofs(self) -> None:
        clear_layout(self._proof_rows)
        for proof in self._proofs:
            line = QWidget()
            held = QHBoxLayout(line)
            held.setContentsMargins(0, 0, 0, 0)
            held.setSpacing(2)
            row = EvidenceRow(Evidence(proof_text(proof, self._names)))
            row.clicked.connect(lambda _=False, proof=proof: self.open_wanted.emit(proof))
            held.addWidget(row, 1)
            if not self._closed:
                away = IconButton("close", translate("Journey", "Take this evidence away"))
                away.clicked.connect(lambda _=False, proof=proof: self._drop(proof))
                held.addWidget(away)
            self._proof_rows.addWidget(line)
        self.choice.clear()
        self.choice.addItem(translate("Journey", "Add a round or record as evidence…"), "")
        for subject, name in self._names.items():
            if subject not in self._proofs:
                self.choice.addItem(name, subject)
        self.choice.setCurrentIndex(0)

    # --- what is done

    def _press(self, lost: float, _: bool = False) -> None:
        for number, chip in enumerate(self.chips()):
            chip.setChecked(number * STEP == lost and number < len(self.chips()) - 1)
        self._lost = lost
        self._show_reason()
        self._show_action()
        if lost:
            self.reason.setFocus()
            self.reason.selectAll()
        else:
            self._give(0.0)

    def save(self) -> None:
        """Keep what is typed."""
        if self._lost and not self.reason.text().strip():
            self.said.say(translate("Journey", "Please say why points are taken off."), "watch")
            self.reason.setFocus()
            return
        self._give(self._lost)

    def _give(self, lost: float, applies: bool = True) -> None:
        reason = self.reason.text().strip() if lost else ""
        self.given.emit(lost, reason, tuple(self._proofs), applies)

    def _add_chosen(self, at: int) -> None:
        if subject := self.choice.itemData(at):
            self.add_proof(subject)

    def add_proof(self, subject: str) -> None:
        """One more thing that proves it; kept at once where the criterion has its points already."""
        if subject not in self._proofs:
            self._proofs.append(subject)
            self._proofs_changed()

    def _drop(self, proof: str) -> None:
        self._proofs.remove(proof)
        self._proofs_changed()

    def _proofs_changed(self) -> None:
        self._show_proofs()
        criterion = self._criterion
        if criterion is not None and criterion.given is not None and (not self._lost or self.reason.text().strip()):
            self._give(self._lost)

    def _ask_photo(self) -> None:
        kinds = translate("Journey", "Pictures")
        path, _ = QFileDialog.getOpenFileName(self, self.photo.text(), "", f"{kinds} ({PATTERNS})")
        if path:
            self.photo_wanted.emit(path)

    def take_key(self, event: QKeyEvent) -> bool:
        """A digit takes off so many halves, X: it does not apply, E: to the evidence, A: a corrective action."""
        if self.isHidden() or self._closed:
            return False
        for button in [*self.chips(), *([] if self.finish.isHidden() else [self.finish])]:
            if button.hit(event):
                button.click()
                return True
        if event.text().upper() == "A" and not self.act.isHidden():
            self.act.click()
            return True
        if event.text().upper() == "E":
            self.choice.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        return False

    def retranslate(self) -> None:
        self._why.setText(translate("Journey", "Why points are taken off"))
        self.reason.setPlaceholderText(translate("Journey", "What was seen, where, how often"))
        self.reason.setAccessibleName(translate("Journey", "Why points are taken off"))
        self.keep.setText(translate("Journey", "Keep"))
        self._complete.setText(translate("Journey", "All criteria of this chapter have their points."))
        self.finish.set_words(translate("Journey", "Sign and finish"))
        self._proof_title.setText(translate("Journey", "Evidence"))
        self.choice.setAccessibleName(translate("Journey", "Add a round or record as evidence…"))
        self.photo.setText(translate("Journey", "Add a photo"))
        self.act.setText(translate("Journey", "Open a corrective action (A)"))
        self.show_criterion(self._criterion, self._closed, self._names)


def proof_text(proof: str, names: Mapping[str, str]) -> str:
    """What a piece of evidence is called."""
    if proof.startswith(PHOTO):
        return translate("Journey", "Photo {name}").format(name=proof.removeprefix(PHOTO)[:8])
    return names.get(proof) or proof.partition(":")[2]


def divided(proofs: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(subjects, names of photos)."""
    photos = tuple(proof.removeprefix(PHOTO) for proof in proofs if proof.startswith(PHOTO))
    return tuple(proof for proof in proofs if not proof.startswith(PHOTO)), photos
