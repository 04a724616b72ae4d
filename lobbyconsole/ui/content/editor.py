"""The editor's page: what is being written, what is still wrong with it, and the way to keep it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from lobbyconsole.ui import style
from lobbyconsole.ui.content.parts import StructForm
from lobbyconsole.ui.content.sheet import Sheet
from lobbyconsole.ui.content.slices import Slices
from lobbyconsole.ui.content.words import place_words, reason_words
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import Button, Label, Pill, clear_layout
from lobbyconsole.ui.widgets.floor_forms import Flow

KEEP_MS = 700  # after the last keystroke the draft is written


class EditPage(QWidget):
    """`save_wanted` when a person wants to keep what is right; `draft_due` when the draft should be written."""

    save_wanted = Signal()
    drop_wanted = Signal()
    draft_due = Signal()
    wrote = Signal()  # somebody changed something

    def __init__(self) -> None:
        super().__init__()
        self.sheet: Sheet | None = None
        self.form: StructForm | None = None
        self.touched = False  # something was written that the item has not
        self._at = -1  # which of what is wrong was last gone to
        self._slices = Slices(self)
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(KEEP_MS)
        self._keep.timeout.connect(self.draft_due)
        self.save = Button("", "primary")
        self.undo = Button("", "secondary", "undo")
        self.drop = Button("", "quiet")
        self.state = Label("", 12, role="muted")
        self.wrong = Pill("ok", "", pressable=True)
        self.save.clicked.connect(self.want_save)
        self.undo.clicked.connect(self._undo)
        self.drop.clicked.connect(self.drop_wanted)
        self.wrong.clicked.connect(self.next_wrong)
        self.bar = Flow()
        for part in (self.save, self.undo, self.wrong, self.drop):
            self.bar.add(part)
        self._content = QWidget()
        self._rows = QVBoxLayout(self._content)
        self._rows.setContentsMargins(4, 2, 12, 24)
        self._rows.setSpacing(12)
        self.area: QScrollArea = plain_area(self._content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        line = QHBoxLayout()
        line.addWidget(self.bar, 1)
        line.addWidget(self.state, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        whole.addLayout(line)
        whole.addWidget(self.area, 1)
        self.retranslate()

    @property
    def busy(self) -> bool:
        return self._slices.busy

    def finish(self) -> None:
        """Build all of the form now."""
        self._slices.finish()

    def show_sheet(self, sheet: Sheet, touched: bool) -> None:
        """Write on this."""
        self.clear()
        self.sheet, self.touched = sheet, touched
        sheet.changed.connect(self._changed)
        sheet.checked.connect(self._checked)
        self._build()
        sheet.check()

    def clear(self) -> None:
        """Nothing is being written."""
        self._slices.stop()
        self._keep.stop()
        if self.sheet is not None:
            self.sheet.changed.disconnect(self._changed)
            self.sheet.checked.disconnect(self._checked)
            self.sheet.deleteLater()
        self.sheet, self.form, self.touched, self._at = None, None, False, -1
        clear_layout(self._rows)

    def _build(self) -> None:
        assert self.sheet is not None
        clear_layout(self._rows)
        leave = frozenset() if self.sheet.is_new else frozenset({"id"})
        self.form = StructForm(self.sheet, (), self.sheet.shape, leave)
        self._rows.addWidget(self.form)
        self._rows.addStretch(1)
        self._slices.run(self._parts(self.form))

    def _parts(self, form: StructForm) -> Iterator[None]:
        yield from form.build()

    # --- what is told

    def _changed(self) -> None:
        self.touched = True
        self._keep.start()
        self._show_state()
        self.wrote.emit()

    def _checked(self) -> None:
        if self.form is not None:
            self.form.show_wrong()
        self._show_state()

    def kept_draft(self, words: str) -> None:
        """The draft was written, or why not."""
        self.state.setText(words)

    def _show_state(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        count = len(sheet.problems)
        self.undo.setEnabled(sheet.can_undo)
        self.drop.setVisible(self.touched)
        if count:
            words = translate("Content", "{count} to put right").format(count=count)
            first = sheet.problems[0]
            where = place_words(sheet.shape, first.path, sheet.tree, sheet.names.tongue)
            self.wrong.set_status("watch", words, tip=f"{where}: {reason_words(first.reason)}")
        else:
            self.wrong.set_status("ok", translate("Content", "Nothing is missing"))
        self.save.setEnabled(self.touched)
        self.bar.updateGeometry()

    # --- verbs

    def want_save(self) -> None:
        """Ask who and why, or go to what is still wrong."""
        if self.sheet is None or not self.touched:
            return
        self.sheet.check()
        if self.sheet.problems:
            self._at = -1
            self.next_wrong()
        else:
            self.save_wanted.emit()

    def next_wrong(self) -> None:
        """Go to the next thing that is wrong, opening what it stands in."""
        sheet, form = self.sheet, self.form
        if sheet is None or form is None or not sheet.problems:
            return
        self.finish()
        self._at = (self._at + 1) % len(sheet.problems)
        control = form.control_at(sheet.problems[self._at].path)
        if control is not None:
            control.setFocus(Qt.FocusReason.TabFocusReason)
            # What was just opened has no place yet; it has one on the next turn of the loop.
            QTimer.singleShot(0, control, lambda: self.area.ensureWidgetVisible(control, 0, style.current().px(90)))

    def _undo(self) -> None:
        if self.sheet is not None and self.sheet.can_undo:
            self.sheet.undo()
            self._build()
            self.sheet.check()

    def begin(self) -> None:
        """Take the keyboard in the first field."""
        if self.form is not None and self.form.edits:
            next(iter(self.form.edits.values())).first().setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if held and event.key() in (Qt.Key.Key_S, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.want_save()
        elif held and event.key() == Qt.Key.Key_M:
            self.next_wrong()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.save.setText(translate("Content", "Keep…"))
        self.save.setToolTip("Ctrl+S")
        self.undo.setText(translate("Content", "Undo"))
        self.undo.setToolTip(translate("Content", "Takes back adding, taking out and moving"))
        self.drop.setText(translate("Content", "Discard the draft"))
        self.wrong.setAccessibleDescription(translate("Content", "Goes to what is still wrong (Ctrl+M)"))
        self.bar.updateGeometry()
        if self.sheet is not None:
            self._show_state()
