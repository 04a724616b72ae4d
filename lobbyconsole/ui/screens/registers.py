"""All registers on one screen: which register, its list, and one record in full beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from lobbyconsole.domain.register import Record, Register
from lobbyconsole.domain.registers import BY_ID, REGISTERS
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.record_lists import Count, Line, RecordLists
from lobbyconsole.services.record_views import View
from lobbyconsole.ui import tasks
from lobbyconsole.ui.register_chips import RegisterChips
from lobbyconsole.ui.register_doing import RegisterDoing
from lobbyconsole.ui.register_filter import FilterBar
from lobbyconsole.ui.register_loader import Loaded, RegisterLoader
from lobbyconsole.ui.register_many import RegisterMany
from lobbyconsole.ui.register_model import Lines, Wanted
from lobbyconsole.ui.register_panel import RecordPanel, Shown
from lobbyconsole.ui.register_stage import RegisterStage
from lobbyconsole.ui.register_words import Words, refusal, told
from lobbyconsole.ui.screen import QT_TRANSLATE_NOOP
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import counted, language, translate
from lobbyconsole.ui.widgets.areas import WIDEST, plain_area
from lobbyconsole.ui.widgets.basics import Card, EmptyState, Label
from lobbyconsole.ui.widgets.floor_forms import Flow, KeyButton
from lobbyconsole.ui.widgets.register_table import RegisterTable

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.live import Snapshot
    from lobbyconsole.services.records import Records

NARROW = 940  # px at 100 %; with less the record takes the place of the list
TICK_MS = 20_000  # deadlines are read anew this often
GAP = 12


class RegistersScreen(RegisterStage):
    """The list and the panel; the verbs are in register_doing.py."""

    id: ClassVar[str] = "registers"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("Screens", "Registers")
    icon: ClassVar[str] = "registers"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("N", QT_TRANSLATE_NOOP("Screens", "A new record; Ctrl+Enter saves it")),
        ("↑", QT_TRANSLATE_NOOP("Screens", "The record above; ↓: below; Enter: fill in its fields")),
        ("[", QT_TRANSLATE_NOOP("Screens", "The register before; ]: the next one")),
        ("F", QT_TRANSLATE_NOOP("Screens", "Find in this register")),
        ("1", QT_TRANSLATE_NOOP("Screens", "The first way on of the open record; 2, 3: the others")),
        ("A", QT_TRANSLATE_NOOP("Screens", "Add a note")),
        ("P", QT_TRANSLATE_NOOP("Screens", "Print the record")),
        ("B", QT_TRANSLATE_NOOP("Screens", "Change all selected records (Shift+Down or Ctrl+A selects)")),
        ("X", QT_TRANSLATE_NOOP("Screens", "Save the list as CSV or XLSX; I: read records from such a file")),
        ("Esc", QT_TRANSLATE_NOOP("Screens", "Close the record; show all again; then back to the floor")),
    )

    def __init__(self, console: Console, theme: Theme) -> None:
        super().__init__(console, theme)
        self.register: Register = REGISTERS[0]
        self.words = Words()
        self.counts: Mapping[str, Count] = {}
        self.post = ""
        self.key = ""  # of the open record
        self._opening: tasks.Task | None = None
        self._asked_for = ""  # a subject to be opened once its register is here
        self._loaded = ("", "")  # register and language on show
        self.loader = RegisterLoader(self)
        self.loader.loaded.connect(self._show_loaded)
        self.loader.changed.connect(self._show_changed)
        self.loader.counted.connect(self._show_counts)
        self._ticking = QTimer(self)
        self._ticking.setInterval(TICK_MS)
        self._ticking.timeout.connect(self._tick)
        self._build()
        self.doing = RegisterDoing(self)
        self.many_doing = RegisterMany(self)
        self.retranslate()

    def _build(self) -> None:
        self.chips = RegisterChips()
        self.chips.wanted.connect(self.show_register)
        self.filter = FilterBar()
        self.filter.changed.connect(self._want)
        self.filter.view_wanted.connect(self._use_view)
        self.filter.save_wanted.connect(self._save_view)
        self.filter.drop_wanted.connect(self._drop_view)
        self.filter.post_chosen.connect(self._choose_post)
        self.lines = Lines(self)
        self.table = RegisterTable(self.lines)
        self.table.moved.connect(self.open_key)
        self.table.moved.connect(lambda _key: self.area.ensureWidgetVisible(self.table, 0, GAP))
        self.table.opened.connect(lambda key: self.open_key(key, edit=True))
        self.table.picked.connect(self._show_picked)
        self.nothing = EmptyState(icon="registers")
        self.about = Label("", 12, role="muted", wrap=True)
        self.new, self.many = KeyButton("", "N", "primary"), KeyButton("", "B")
        self.save, self.load = KeyButton("", "X"), KeyButton("", "I")
        for button, call in (
            (self.new, lambda: self.doing.new()), (self.many, lambda: self.many_doing.bulk()),
            (self.save, lambda: self.many_doing.export()), (self.load, lambda: self.many_doing.load()),
        ):  # fmt: skip
            button.clicked.connect(lambda _=False, call=call: call())
        verbs = Flow()
        for verb in (self.new, self.many, self.filter.view, self.filter.name, self.save, self.load):
            verbs.add(verb)
        self.filter.name.hide()
        self.list_card = Card()
        rows = QVBoxLayout(self.list_card)
        rows.setContentsMargins(1, 10, 1, 6)
        rows.setSpacing(8)
        inner = QVBoxLayout()
        inner.setContentsMargins(11, 0, 11, 0)
        inner.setSpacing(8)
        for part in (self.about, self.filter, verbs):
            inner.addWidget(part)
        rows.addLayout(inner)
        rows.addWidget(self.table, 1)
        rows.addWidget(self.nothing, 1)
        self.panel = RecordPanel(self.now)
        self.panel.closed.connect(self.close_record)
        self.panel.hide()
        beside = QHBoxLayout()
        beside.setSpacing(GAP)
        beside.addWidget(self.list_card, 1)
        beside.addWidget(self.panel)
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(16, 14, 16, 14)
        inside.setSpacing(10)
        inside.addWidget(self.chips)
        inside.addLayout(beside, 1)
        self.area: QScrollArea = plain_area(content)  # with large text on a small screen the heads alone fill it
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)
        self.setFocusProxy(self.table)

    # --- time and pictures

    def now(self) -> datetime:
        """The hall's time."""
        return self.console.live.clock.now()

    def staff(self) -> str:
        """Who is at the console, as far as anybody said."""
        return self.shell.staff.strip() if self.shell is not None else ""

    def show_snapshot(self, snapshot: Snapshot) -> None:
        on_duty = {tile.staff for tile in snapshot.picture.tiles if tile.staff}
        self.panel.on_duty = frozenset(on_duty)
        if self._loaded[0] == "" and not self.loader.busy:
            self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ticking.start()
        self.place()
        self.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ticking.stop()
        self.loader.stop()

    def _tick(self) -> None:
        self.lines.tick(self.now())
        self.panel.show_head()
        self.loader.count()

    # --- loading

    @property
    def lists(self) -> RecordLists | None:
        """The lists; None before anything was loaded."""
        return self.loader.lists

    @property
    def records(self) -> Records:
        """The service behind the lists; there once something was loaded."""
        assert self.loader.lists is not None
        return self.loader.lists.records

    def reload(self) -> None:
        """Bring the register on show from the hall."""
        self.loader.load()

    def _show_loaded(self, loaded: Loaded) -> None:
        another = self._loaded != (loaded.register, loaded.language)
        self._loaded = (loaded.register, loaded.language)
        self.words, self.post = loaded.words, loaded.post
        self._show_counts(loaded.counts)
        self.lines.show_register(self.register, self.words, loaded.lines, self.now())
        self.filter.show_register(self.register, self.words, self.lines.owners(), self.post)
        self.filter.show_views(loaded.views)
        self._want(self.filter.wanted())
        if self._asked_for:
            self.open_subject(self._asked_for)
        elif another and not self.key and self.panel.form is None and not self._narrow():
            self.open_key(self.table.current_key())
        elif self.key:
            self.open_key(self.key)

    def _show_changed(self, found: Sequence[tuple[Line, str]], keys: Sequence[str]) -> None:
        picked = [line.key for line in self.table.chosen()]
        current, at = self.table.current_key(), self.table.verticalScrollBar().value()
        self.lines.put(found)
        self._after_lines(current)
        self.table.choose_keys(picked if len(picked) > 1 else ())
        self.table.verticalScrollBar().setValue(at)
        if self.key in keys:
            self.open_key(self.key)

    def _show_counts(self, counts: Mapping[str, Count]) -> None:
        self.counts = counts
        self.chips.show_counts(counts)

    # --- which register, which lines

    def show_register(self, register: str) -> None:
        """Another register."""
        if register not in BY_ID or register == self.register.id:
            return
        self.register = BY_ID[register]
        self.close_record(to_list=False)
        self.filter.search.clear()
        self._show_about()
        self.reload()

    def step_register(self, by: int) -> None:
        """The next (1) or the previous (-1) one."""
        at = REGISTERS.index(self.register) + by
        if 0 <= at < len(REGISTERS):
            self.show_register(REGISTERS[at].id)

    def _want(self, wanted: Wanted) -> None:
        current = self.table.current_key()
        self.lines.want(wanted, frozenset(filter(None, (self.staff(), self.post))))
        self._after_lines(current)

    def _after_lines(self, current: str) -> None:
        self.table.stand_on(current or self.key)
        there = self.lines.rowCount() > 0
        had_focus = self.table.hasFocus()
        waited = self.new.hasFocus() and self.table.isHidden()
        self.table.setVisible(there)
        self.nothing.setVisible(not there)
        self.setFocusProxy(self.table if there else self.new)
        if (had_focus and not there) or (waited and there):
            self.to_list()
        self._say_nothing()
        self._show_picked(len(self.table.chosen()))

    def to_list(self) -> None:
        """Give the keyboard to the list; where nothing stands in it, to what begins one, never to a field of text."""
        (self.table if self.lines.rowCount() else self.new).setFocus()

    def _say_nothing(self) -> None:
        if self._loaded[0] != self.register.id:
            self.nothing.set_texts(translate("Registers", "Reading the register…"), "")
        elif self.lines.total() and self.filter.usual():
            self.nothing.set_texts(
                translate("Registers", "Nothing is open here"),
                translate("Registers", "Closed records, under “All”: {count}. N opens a new one.").format(
                    count=self.lines.total()
                ),
            )
        elif self.lines.total():
            self.nothing.set_texts(
                translate("Registers", "Nothing here is like that"),
                counted(
                    translate("Registers", "{count} record is in this register. Esc shows the open ones again."),
                    translate("Registers", "{count} records are in this register. Esc shows the open ones again."),
                    self.lines.total(),
                ).format(count=self.lines.total()),
            )
        else:
            self.nothing.set_texts(
                translate("Registers", "Nothing is written down here yet"),
                translate("Registers", "N opens a new record; I reads records from an XLSX or CSV file."),
            )

    def _show_picked(self, count: int) -> None:
        why_not = "" if count > 1 else translate("Registers", "Select several first: Shift+Down, Ctrl+click or Ctrl+A.")
        self.many.set_possible(why_not)
        words = translate("Registers", "Change {count}") if count > 1 else translate("Registers", "Change several")
        self.many.set_words(words.format(count=count))
        self.save.set_possible("" if self.lines.rowCount() else translate("Registers", "There is nothing to save."))

    # --- views and posts

    def _use_view(self, view: View) -> None:
        self.lines.sort_by(view.sort, view.descending)
        self.filter.set_wanted(Wanted(view.text, view.show, view.state, view.owner))

    def _save_view(self, name: str) -> None:
        wanted, (column, descending) = self.filter.wanted(), self.lines.sorted_by
        view = View(name, wanted.text, wanted.show, wanted.state, wanted.owner, column, descending)
        views, register = self.loader.views, self.register.id
        if views is not None:
            tasks.run(self, lambda: views.keep(register, view), self.filter.show_views)

    def _drop_view(self, name: str) -> None:
        views, register = self.loader.views, self.register.id
        if views is not None:
            tasks.run(self, lambda: views.drop(register, name), self.filter.show_views)

    def _choose_post(self, post: str) -> None:
        self.post = post or ""
        views, staff = self.loader.views, self.staff()
        if views is not None and staff:
            tasks.run(self, lambda: views.keep_post(staff, post or ""))
        self._want(self.filter.wanted())

    # --- one record

    def open_key(self, key: str, edit: bool = False) -> None:
        """Show a record of this register beside the list."""
        if not key or self.lists is None:
            return
        lists, register, now = self.lists, self.register, self.now()
        if self._opening is not None:
            self._opening.cancel()
        self.key = key

        def look() -> Shown | None:
            record = lists.records.record(register.id, key)
            if record is None:
                return None
            failures = lists.failures(record.subject, now) if register.id == "equipment" else None
            caused = [
                (f"record:{row.register_id}/{row.record}", f"{row.record} {row.summary}")
                for row in lists.records.caused_by(record.subject)
            ]
            return Shown(record, lists.records.clocks(record, now), failures, caused)

        def show(shown: Shown | None) -> None:
            self._opening = None
            if shown is None or register is not self.register or self.key != key:
                return
            if self.panel.form is not None and self.panel.shown is None:
                return  # a new record is being filled in; the list may move on beneath it
            self.panel.show_record(register, shown, self.words)
            self.panel.show()
            self.place()
            if edit:
                self.panel.edit_first()

        self._opening = tasks.run(self, look, show)

    def open_subject(self, subject: str) -> bool:
        """Show a record wherever it is; other subjects are the window's business."""
        kind, _, name = subject.partition(":")
        if kind != "record":
            return self.shell is not None and self.shell.command(kind, name)
        register, _, key = name.partition("/")
        if register not in BY_ID:
            return False
        self._asked_for = ""
        if register != self.register.id or self.lists is None:
            if register != self.register.id:
                self.show_register(register)
            self._asked_for = subject
            return True
        if self.lines.row_of(key) < 0:
            self.filter.set_wanted(Wanted(show="all"))
        self.table.stand_on(key)
        self.open_key(key)
        return True

    def took(self, record: Record) -> None:
        """A record has changed by what was done here: show it at once."""
        self.loader.note_changes({record.subject})
        if record.register == self.register.id:
            self.open_key(record.key)

    def close_record(self, to_list: bool = True) -> None:
        """Put the panel away."""
        focus = QApplication.focusWidget()
        had_focus = focus is not None and (focus is self.panel or self.panel.isAncestorOf(focus))
        self.key = ""
        self.panel.close_form()
        self.panel.show_nothing()
        self.panel.hide()
        self.place()
        if to_list or had_focus:
            self.to_list()

    # --- places

    def _narrow(self) -> bool:
        return self.width() < self.theme.px(NARROW)

    def place(self) -> None:
        narrow, open_ = self._narrow(), not self.panel.isHidden()
        self.about.setVisible(not narrow)
        self.list_card.setVisible(not (narrow and open_))
        self.panel.setMinimumHeight(self.theme.px(320))
        self.table.setMinimumHeight(self.theme.px(150))
        if narrow:
            self.panel.setMinimumWidth(0)
            self.panel.setMaximumWidth(WIDEST)
        else:
            self.panel.setFixedWidth(self.panel.wanted_width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()

    # --- keys and commands

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        focus = QApplication.focusWidget()
        typing = isinstance(focus, (QLineEdit, QPlainTextEdit)) and not focus.isReadOnly()
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._escape()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter) and focus is self.filter.search:
            self.to_list()
        elif held or typing or isinstance(focus, QComboBox) or not self._key(event):
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent) -> bool:
        if self.panel.form is not None:
            return False
        if self.panel.isVisible() and self.panel.take_key(event):
            return True
        for button in (self.new, self.many, self.save, self.load):
            if button.hit(event):
                button.click()
                return True
        calls: dict[str, Callable[[], object]] = {
            "F": self.filter.search.setFocus, "/": self.filter.search.setFocus,
            "[": lambda: self.step_register(-1), "]": lambda: self.step_register(1),
        }  # fmt: skip
        call = calls.get(event.text().upper())
        if call is None and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            call = self.to_list
        if call is None:
            return False
        call()
        return True

    def _escape(self) -> None:
        focus = QApplication.focusWidget()
        if self.panel.form is not None:
            self.panel.give_up()
        elif focus is not None and self.panel.isAncestorOf(focus):
            if self._narrow():
                self.close_record()
            else:
                self.to_list()
        elif self.filter.clear():
            self.to_list()
        elif self._narrow() and self.panel.isVisible():
            self.close_record()
        elif focus is self.filter.search:
            self.to_list()
        elif self.shell is not None:
            self.shell.go("floor")

    def command(self, name: str, argument: str = "") -> bool:
        """`record` opens one: "actions/ZG26-0001", or a register's list: "actions"."""
        if name != "record":
            return False
        register, _, key = argument.partition("/")
        if register not in BY_ID:
            return False
        if key:
            return self.open_subject(f"record:{argument}")
        self.show_register(register)
        return True

    def tell_refused(self, error: BaseException) -> None:
        """What was refused, in place; a defect is the window's business."""
        if not isinstance(error, Refused):
            tasks.hub().trouble.emit(error)
        elif self.panel.form is not None:
            self.panel.form.say_wrong(refusal(error.message))
        elif self.panel.isVisible():
            self.panel.say(refusal(error.message), "watch")
        elif self.shell is not None:
            self.shell.say(refusal(error.message))

    # --- look and language

    def _show_about(self) -> None:
        self.chips.mark(self.register.id)
        self.about.setText(told(self.register.about) if self.register.about else "")

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.filter.retranslate()
        self.place()

    def retranslate(self) -> None:
        self.new.set_words(translate("Registers", "New"))
        self.save.set_words(translate("Registers", "Save as file"))
        self.load.set_words(translate("Registers", "Read a file"))
        self.chips.show_counts(self.counts)
        self._show_about()
        self.filter.retranslate()
        self.table.retranslate()
        self.panel.retranslate()
        self._say_nothing()
        self._show_picked(len(self.table.chosen()))
        if self._loaded[0] and self._loaded[1] != language():
            self.reload()
