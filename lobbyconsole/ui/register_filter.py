"""Above the list of a register: what to look for, which records, in which state, of whom, and the saved views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from lobbyconsole.domain.register import Register
from lobbyconsole.services.record_views import View
from lobbyconsole.ui import style
from lobbyconsole.ui.forms import Choice
from lobbyconsole.ui.register_model import Wanted
from lobbyconsole.ui.register_words import Words, told
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.choices import SegmentedChoice
from lobbyconsole.ui.widgets.floor_forms import Flow

SAVE, DROP = "\0save", "\0drop"


class _Line(QLineEdit):
    """A line of text as wide as it asks for: the flow it stands in goes by the hint."""

    def __init__(self, wide: float) -> None:
        super().__init__()
        self._wide = wide

    def sizeHint(self) -> QSize:
        return QSize(style.current().px(self._wide), super().sizeHint().height())


class FilterBar(QWidget):
    """`changed(Wanted)` at every keystroke and choice; `view_wanted(View)`, `save_wanted` and `drop_wanted(name)`."""

    changed = Signal(object)
    post_chosen = Signal(str)
    view_wanted = Signal(object)
    save_wanted = Signal(str)
    drop_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.register: Register | None = None
        self.words = Words()
        self.views: list[View] = []
        self._wanted = Wanted()
        self._owners: list[str] = []
        self._setting = False
        self.search = _Line(232)
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(60)
        self.search.textChanged.connect(lambda text: self._change(text=text))
        self.show_which = SegmentedChoice()
        self.show_which.chosen.connect(lambda value: self._change(show=str(value)))
        self.state, self.owner, self.post, self.view = Choice(), Choice(), Choice(), Choice()
        self.state.activated.connect(lambda _at: self._change(state=self.state.currentData()))
        self.owner.activated.connect(lambda _at: self._change(owner=self.owner.currentData()))
        self.post.activated.connect(lambda _at: self.post_chosen.emit(self.post.currentData()))
        self.view.activated.connect(self._choose_view)
        self.name = _Line(200)  # of a view to be saved
        self.name.setMaxLength(24)
        self.name.returnPressed.connect(self._save)
        self.name.hide()
        self.line = Flow()
        for part in (self.search, self.show_which, self.post, self.state, self.owner):
            self.line.add(part)
        self.post.hide()
        self.name.hide()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.line)

    # --- what is shown

    def show_register(self, register: Register, words: Words, owners: Sequence[str], post: str) -> None:
        """Another register, or its owners have changed."""
        if register is not self.register:
            self._wanted = Wanted(text=self.search.text(), show="current" if register.ends_field else "open")
        self.register, self.words, self._owners = register, words, list(owners)
        self._fill(post)

    def wanted(self) -> Wanted:
        return self._wanted

    def set_wanted(self, wanted: Wanted) -> None:
        """Show other filters, and tell."""
        self._wanted = wanted
        self._setting = True  # its signals stay on: Qt's own cross in the field comes and goes by them
        self.search.setText(wanted.text)
        self._setting = False
        self._fill(self.post.currentData() or "")
        self.changed.emit(wanted)

    def show_views(self, views: Sequence[View]) -> None:
        """The saved ones."""
        self.views = list(views)
        self._fill_views()

    def _fill(self, post: str) -> None:
        register, words = self.register, self.words
        if register is None:
            return
        options: list[tuple[object, str]] = [
            ("open", told(register.open_word) if register.open_word else translate("Registers", "Open"))
        ]
        if register.ends_field:
            options.insert(0, ("current", translate("Registers", "In force")))
        options += [
            ("mine", translate("Registers", "Mine")),
            *([("late", translate("Registers", "Late"))] if register.clocks else []),
            ("all", translate("Registers", "All")),
        ]
        self.show_which.set_options(options, self._wanted.show)
        _fill(
            self.state, self._wanted.state,
            [("", translate("Registers", "Any state")), *((s.id, told(s.title)) for s in register.states)],
        )  # fmt: skip
        entry = register.field(register.owner_field)
        named = [(owner, words.value(entry, owner) if entry else owner) for owner in self._owners]
        _fill(self.owner, self._wanted.owner, [("", translate("Registers", "Any owner")), *named])
        _fill(
            self.post,
            post,
            [("", translate("Registers", "My post: none")), *((name, words.roles[name]) for name in words.posts)],
        )
        self.post.setVisible(self._wanted.show == "mine" and bool(entry and entry.kind == "role"))
        self._fill_views()
        self.line.updateGeometry()

    def _fill_views(self) -> None:
        rows: list[tuple[object, str]] = [("", translate("Registers", "Views"))]
        rows += [(view.name, view.name) for view in self.views]
        rows.append((SAVE, translate("Registers", "Save this view…")))
        rows += [(DROP + v.name, translate("Registers", "Forget “{name}”").format(name=v.name)) for v in self.views]
        _fill(self.view, "", rows)

    # --- changes

    def _change(self, **values: str) -> None:
        if self._setting:
            return
        self._wanted = replace(self._wanted, **values)
        if "show" in values:
            self._fill(self.post.currentData() or "")
        self.changed.emit(self._wanted)

    def _choose_view(self, _at: int) -> None:
        chosen = str(self.view.currentData())
        self.view.setCurrentIndex(0)
        if chosen == SAVE:
            self.name.show()
            self.name.setFocus()
            self.line.updateGeometry()
        elif chosen.startswith(DROP):
            self.drop_wanted.emit(chosen.removeprefix(DROP))
        elif chosen:
            self.view_wanted.emit(next(view for view in self.views if view.name == chosen))

    def _save(self) -> None:
        name = self.name.text().strip()
        self.name.clear()
        self.name.hide()
        if name:
            self.save_wanted.emit(name)

    def clear(self) -> bool:
        """Back to the usual; False when nothing was filtered."""
        if not self.name.isHidden():
            self.name.clear()
            self.name.hide()
            return True
        if self.usual():
            return False
        self.set_wanted(self._usual())
        return True

    def usual(self) -> bool:
        """Whether nothing is filtered but what is over."""
        return self._wanted == self._usual()

    def _usual(self) -> Wanted:
        return Wanted(show="current" if self.register and self.register.ends_field else "open")

    def retranslate(self) -> None:
        self.search.setPlaceholderText(translate("Registers", "Find (F): number, words, owner…"))
        self.search.setAccessibleName(translate("Registers", "Find in this register"))
        self.name.setPlaceholderText(translate("Registers", "Name of the view, Enter"))
        self.name.setAccessibleName(translate("Registers", "Name of the view"))
        self.show_which.setAccessibleName(translate("Registers", "Which records"))
        self.state.setAccessibleName(translate("Registers", "State"))
        self.owner.setAccessibleName(translate("Registers", "Owner"))
        self.post.setAccessibleName(translate("Registers", "My post"))
        self.view.setAccessibleName(translate("Registers", "Saved views"))
        self._fill(self.post.currentData() or "")


def _fill(choice: Choice, value: object, options: Sequence[tuple[object, str]]) -> None:
    choice.blockSignals(True)
    choice.clear()
    for option, words in options:
        choice.addItem(words, option)
    at = next((at for at, (option, _) in enumerate(options) if option == value), 0)
    choice.setCurrentIndex(at)
    choice.blockSignals(False)
