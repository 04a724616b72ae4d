"""The editor's page: what is being written, what is still wrong with it, and the way to keep it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from lobbyconsole.ui import style
from lobbyconsole.ui.content.bench import Bench, MakeBench
from lobbyconsole.ui.content.parts import StructForm
from lobbyconsole.ui.content.sheet import Sheet
from lobbyconsole.ui.content.slices import Slices
from lobbyconsole.ui.content.words import Names, place_words
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.areas import grow, plain_area
from lobbyconsole.ui.widgets.basics import Button, Label, Pill, clear_layout
from lobbyconsole.ui.widgets.choices import SegmentedChoice
from lobbyconsole.ui.widgets.floor_forms import Flow

KEEP_MS = 700  # after the last keystroke the draft is written


class EditPage(QWidget):
    """`save_wanted` when a person wants to keep what is right; `draft_due` when the draft should be written."""

    save_wanted = Signal()
    drop_wanted = Signal()
    draft_due = Signal()
    wrote = Signal()  # somebody changed something
    number_wanted = Signal(str, str)  # of a plan: a contact, its number here
    try_wanted = Signal()  # of a plan: walk it

    def __init__(self, make_bench: MakeBench) -> None:
        super().__init__()
        self._make_bench = make_bench
        self.sheet: Sheet | None = None
        self.form: StructForm | Bench | None = None
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
        self.views, self.sides = SegmentedChoice(), SegmentedChoice()  # of a plan
        self.views.chosen.connect(lambda view: self._bench().show_view(str(view)))
        self.sides.chosen.connect(lambda side: self._bench().show_side(str(side)))
        self.bar = Flow()
        for part in (self.views, self.sides, self.save, self.undo, self.wrong, self.drop):
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
        self._bench_place = QVBoxLayout()
        whole.addLayout(self._bench_place, 1)
        self.retranslate()

    @property
    def busy(self) -> bool:
        return self._slices.busy or (self._on_bench and self._bench().busy)

    def finish(self) -> None:
        """Build all of the form now."""
        self._slices.finish()
        if self._on_bench:
            self._bench().finish()

    def rename(self, names: Names) -> None:
        """What is referred to is called otherwise, or has another telephone number."""
        if self.sheet is not None and self.sheet.names is not names:
            self.sheet.names = names
            if self._on_bench:
                self._bench().draw()

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
        clear_layout(self._bench_place)

    def _build(self) -> None:
        assert self.sheet is not None
        clear_layout(self._rows)
        clear_layout(self._bench_place)
        leave = frozenset() if self.sheet.is_new else frozenset({"id"})
        plan = self.sheet.family == "plans"
        self.area.setVisible(not plan)
        self.views.setVisible(plan)
        self.sides.setVisible(False)
        if plan:
            bench = self.form = self._make_bench(self.sheet, leave, self.views, self.sides)
            bench.number_wanted.connect(self.number_wanted)
            bench.try_wanted.connect(self.try_wanted)
            assert isinstance(bench, QWidget)
            self._bench_place.addWidget(bench)
            bench.show()
        else:
            self.form = StructForm(self.sheet, (), self.sheet.shape, leave)
            self._rows.addWidget(self.form)
            self._rows.addStretch(1)
        self._slices.run(self._parts(self.form), each=None if plan else lambda: grow(self.area))

    @property
    def _on_bench(self) -> bool:
        return self.form is not None and not isinstance(self.form, StructForm)

    def _bench(self) -> Bench:
        assert self.form is not None
        assert not isinstance(self.form, StructForm)
        return self.form

    def _parts(self, form: StructForm | Bench) -> Iterator[None]:
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
            self.wrong.set_status("watch", words, tip=f"{where}: {sheet.said(first)}")
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
            area = self.area if isinstance(form, StructForm) else form.area_of(control)
            QTimer.singleShot(0, control, lambda: area.ensureWidgetVisible(control, 0, style.current().px(90)))

    def _undo(self) -> None:
        if self.sheet is not None and self.sheet.can_undo:
            self.sheet.undo()
            if self._on_bench:
                self._bench().undone()
            else:
                self._build()
            self.sheet.check()

    def begin(self) -> None:
        """Take the keyboard in the first field."""
        if self._on_bench:
            self._bench().begin()
        elif isinstance(self.form, StructForm) and self.form.edits:
            next(iter(self.form.edits.values())).first().setFocus(Qt.FocusReason.TabFocusReason)

    def event(self, event: QEvent) -> bool:
        """Ctrl+Z takes back what was written here, not what was done at the desk."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.matches(QKeySequence.StandardKey.Undo):
            self._undo()
            return
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
        self.undo.setToolTip(translate("Content", "Takes back the last change (Ctrl+Z)"))
        self.drop.setText(translate("Content", "Discard the draft"))
        self.wrong.setAccessibleDescription(translate("Content", "Goes to what is still wrong (Ctrl+M)"))
        self.bar.updateGeometry()
        if self.sheet is not None:
            self._show_state()
