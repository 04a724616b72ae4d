"""Parts of an item: forms of fields, lists one opens line by line, lists of texts. Built when they are opened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.services.library.checks import Path
from lobbyconsole.ui import icons, style
from lobbyconsole.ui.content.branches import BranchesEdit
from lobbyconsole.ui.content.fields import (
    ChoiceEdit,
    Edit,
    LineEdit,
    NamesEdit,
    NumberEdit,
    PairsEdit,
    ScheduleEdit,
    SwitchEdit,
    TextEdit,
)
from lobbyconsole.ui.content.sheet import Sheet
from lobbyconsole.ui.content.specs import Spec, blank, specs_of
from lobbyconsole.ui.content.text_list import WordsEdit
from lobbyconsole.ui.content.titles import SHOWN_FOR
from lobbyconsole.ui.content.words import field_title, headline, option_words
from lobbyconsole.ui.theme import TARGET
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.basics import (
    BOLD,
    NORMAL,
    Button,
    Card,
    IconButton,
    Label,
    Press,
    draw_focus,
    draw_mark,
)

COLUMN = 210  # px at 100 %: least width of a short field


def make_edit(sheet: Sheet, path: Path, spec: Spec) -> Edit:
    """The control of a field."""
    if spec.kind == "names" and not spec.source and not spec.choices:
        return LineEdit(sheet, path, spec)
    if spec.key == "Step.branches":
        return BranchesEdit(sheet, path, spec)
    made = {
        "text": TextEdit, "line": LineEdit, "number": NumberEdit, "switch": SwitchEdit, "choice": ChoiceEdit,
        "schedule": ScheduleEdit, "names": NamesEdit, "pairs": PairsEdit, "parts": PartsEdit, "words": WordsEdit,
        "group": GroupEdit,
    }[spec.kind]  # fmt: skip
    return made(sheet, path, spec)


class _Grid(QWidget):
    """Short fields side by side, in as many columns as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self.edits: list[Edit] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(8)

    def add(self, edit: Edit) -> None:
        self.edits.append(edit)
        edit.setParent(self)

    def place(self, again: bool = False) -> None:
        """Put those that are shown in order."""
        columns = max(1, min(3, (self.width() + 14) // (style.current().px(COLUMN) + 14)))
        if columns == self._columns and not again:
            return
        self._columns = columns
        while self._grid.count():
            self._grid.takeAt(0)
        shown = [edit for edit in self.edits if not edit.isHidden()]
        for at, edit in enumerate(shown):
            self._grid.addWidget(edit, at // columns, at % columns, Qt.AlignmentFlag.AlignTop)
        for at in range(3):
            self._grid.setColumnStretch(at, 1 if at < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()


class StructForm(QWidget):
    """The fields of one part."""

    def __init__(self, sheet: Sheet, path: Path, shape: Any, leave_out: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.sheet, self.path, self.shape = sheet, path, shape
        self.edits: dict[str, Edit] = {}
        self._grids: list[_Grid] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(12)
        self._specs = [spec for spec in specs_of(shape) if spec.name not in leave_out]

    def build(self) -> Iterator[Any]:
        """Make the fields one by one, so that whoever builds a long form can pause: a generator."""
        grid: _Grid | None = None
        for spec in self._specs:
            edit = make_edit(self.sheet, (*self.path, spec.name), spec)
            self.edits[spec.name] = edit
            if any(rule[0] == spec.name and key.startswith(f"{spec.owner}.") for key, rule in SHOWN_FOR.items()):
                edit.settled.connect(self._settle)
            if spec.wide:
                grid = None
                self._rows.addWidget(edit)
            else:
                if grid is None:
                    grid = _Grid()
                    self._grids.append(grid)
                    self._rows.addWidget(grid)
                grid.add(edit)
            yield edit
            yield from edit.grow()
        self._show_fitting()
        self.show_wrong()

    def build_now(self) -> None:
        for _ in self.build():
            pass

    def _settle(self) -> None:
        self.sheet.settle(self.path, self.shape)
        for edit in self.edits.values():
            edit.refresh()
        self._show_fitting()

    def _show_fitting(self) -> None:
        part = self.sheet.get(self.path) or {}
        for spec in self._specs:
            edit = self.edits.get(spec.name)
            if edit is not None:
                edit.setVisible(spec.shown(part))
        for grid in self._grids:
            grid.place(again=True)

    def show_wrong(self) -> None:
        for edit in self.edits.values():
            edit.show_wrong()

    def control_at(self, path: Path) -> QWidget | None:
        """The control of a place, opened on the way if need be."""
        edit = self.edits.get(str(path[len(self.path)])) if len(path) > len(self.path) else None
        if edit is None:
            return None
        deeper = getattr(edit, "control_at", None)
        found = deeper(path) if deeper is not None else None
        return found if found is not None else edit.first()


class GroupEdit(Edit):
    """A part within a part, in a frame; one that need not be there can be added and taken away."""

    grows = True
    form: StructForm | None = None

    def grow(self) -> Iterator[None]:
        if self.value() is not None:
            self.form = self._make_form()
            yield from self.form.build()
        self.refresh()

    def _make_form(self) -> StructForm:
        # Where it comes from is the business of the whole item.
        form = StructForm(self.sheet, self.path, self.spec.shape, frozenset({"source"}))
        self.body.addWidget(form)
        return form

    def build(self) -> None:
        self.title.hide()
        self.card = Card(ground="sunken")
        self.body = QVBoxLayout(self.card)
        self.body.setContentsMargins(14, 10, 14, 12)
        self.body.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(Label(field_title(self.spec.owner, self.spec.name), 14, BOLD, wrap=True), 1)
        self.turn = Button("", "quiet")
        self.turn.clicked.connect(self._turn)
        head.addWidget(self.turn)
        self.body.addLayout(head)
        self.turn.setVisible(self.spec.optional)
        self.rows.addWidget(self.card)

    def refresh(self) -> None:
        there = self.value() is not None
        self.turn.setText(translate("Content", "Take away") if there else translate("Content", "Add"))
        if there and self.form is None:
            self.form = self._make_form()
            self.form.build_now()
        elif not there and self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        elif self.form is not None:
            for edit in self.form.edits.values():
                edit.refresh()

    def _turn(self) -> None:
        self.put(None if self.value() is not None else blank(self.spec.shape))
        self.refresh()

    def show_wrong(self) -> None:
        super().show_wrong()
        if self.form is not None:
            self.form.show_wrong()

    def control_at(self, path: Path) -> QWidget | None:
        return self.form.control_at(path) if self.form is not None else None

    def first(self) -> QWidget:
        if self.form is not None and self.form.edits:
            return next(iter(self.form.edits.values())).first()
        return self.turn


class _Head(Press):
    """A line of a list of parts: number, words, a few facts, and whether something is wrong in it."""

    def __init__(self, row: PartRow) -> None:
        super().__init__()
        self.row = row
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(120, style.current().px(TARGET))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.row.owner.move_part(self.row.at, -1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() == Qt.Key.Key_Delete:
            self.row.owner.remove_part(self.row.at)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("sunken"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        side = theme.px(16)
        arrow = icons.pixmap(
            "chevron-down" if self.row.is_open else "chevron-right", theme.color("muted"), side,
            self.devicePixelRatioF(),
        )  # fmt: skip
        painter.drawPixmap(theme.px(6), (self.height() - side) // 2, arrow)
        left, right = theme.px(28), self.width() - theme.px(8)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(13))
        painter.setPen(theme.color("muted"))
        number = str(self.row.at + 1)
        wide = max(theme.px(22), QFontMetrics(painter.font()).horizontalAdvance(number) + theme.px(8))
        painter.drawText(QRectF(left, 0, wide, self.height()), middle | Qt.AlignmentFlag.AlignLeft, number)
        left += wide
        wrong, about = self.row.wrong(), self.row.about()
        if wrong:
            spot = theme.px(10)
            box = QRectF(right - spot, (self.height() - spot) / 2, spot, spot)
            draw_mark(painter, "watch", box, theme.level_text("watch"))
            right -= spot + theme.px(8)
        if about:
            painter.setFont(theme.font(12))
            metrics, most = QFontMetrics(painter.font()), (right - left) // 2
            room = metrics.horizontalAdvance(about)
            if room > most:
                room, about = most, metrics.elidedText(about, Qt.TextElideMode.ElideRight, most)
            place = QRectF(right - room - 4, 0, room + 4, self.height())
            painter.drawText(place, middle | Qt.AlignmentFlag.AlignRight, about)
            right -= room + theme.px(10)
        font = theme.font(14, BOLD if self.row.is_open else NORMAL)
        painter.setFont(font)
        words = self.row.words()
        painter.setPen(theme.color("text" if words else "muted"))
        shown = words or translate("Content", "(still empty)")
        text = QFontMetrics(font).elidedText(shown, Qt.TextElideMode.ElideRight, max(0, right - left))
        painter.drawText(QRectF(left, 0, right - left, self.height()), middle | Qt.AlignmentFlag.AlignLeft, text)
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), 8, theme)


class PartRow(QWidget):
    """One part of a list: its line, its verbs, and its fields while it is open."""

    def __init__(self, owner: PartsEdit, at: int) -> None:
        super().__init__()
        self.owner, self.at = owner, at
        self.is_open = False
        self.form: StructForm | None = None
        self.head = _Head(self)
        self.head.clicked.connect(lambda: owner.turn(self.at))
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(self.head, 1)
        for icon, words, call in (
            ("chevron-up", translate("Content", "Up (Alt+Up)"), lambda: owner.move_part(self.at, -1)),
            ("chevron-down", translate("Content", "Down (Alt+Down)"), lambda: owner.move_part(self.at, 1)),
            ("plus", translate("Content", "Copy below"), lambda: owner.double_part(self.at)),
            ("trash", translate("Content", "Take out (Del)"), lambda: owner.remove_part(self.at)),
        ):
            button = IconButton(icon, words)
            button.clicked.connect(lambda _=False, call=call: call())
            line.addWidget(button)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(4)
        self.body.addLayout(line)
        self.tell()

    @property
    def path(self) -> Path:
        return (*self.owner.path, self.at)

    def part(self) -> Any:
        return self.owner.sheet.get(self.path) or {}

    def words(self) -> str:
        sheet, part = self.owner.sheet, self.part()
        words = headline(part, sheet.names.tongue)
        if self.owner.spec.shape.__name__ in ("PlanRole", "Rung"):
            who = sheet.names.name("people", part.get("role", ""))
            words = " · ".join(said for said in (who, words) if said)
        return words.replace("\n", " ")

    def about(self) -> str:
        """A few facts that tell one part from another."""
        sheet, part, found = self.owner.sheet, self.part(), []
        for spec in specs_of(self.owner.spec.shape):
            value = part.get(spec.name)
            if spec.key in ("CheckItem.touchpoint", "Step.kind", "Step.role", "Section.lead", "FormField.type"):
                found.append(option_words(spec, value, sheet.names))
            elif spec.key in ("CheckItem.weight", "Section.minutes", "Severity.level") and value:
                found.append(f"{field_title(spec.owner, spec.name)} {value}")
            elif spec.key == "CheckItem.critical" and value:
                found.append(translate("Rounds", "critical"))
        return " · ".join(found)

    def wrong(self) -> int:
        return self.owner.sheet.wrong_below(self.path)

    def tell(self) -> None:
        """Words changed."""
        wrong = translate("Content", "something is wrong") if self.wrong() else ""
        parts = [str(self.at + 1), self.words(), self.about(), wrong]
        self.head.setAccessibleName(" ".join(part for part in parts if part))
        self.head.update()

    def open(self, wanted: bool) -> None:
        """Show its fields, or put them away."""
        if wanted == self.is_open:
            return
        self.is_open = wanted
        if wanted:
            card = self.card = Card(ground="surface")
            inner = QVBoxLayout(card)
            inner.setContentsMargins(14, 12, 14, 14)
            self.form = StructForm(self.owner.sheet, self.path, self.owner.spec.shape)
            self.form.build_now()
            inner.addWidget(self.form)
            self.body.addWidget(card)
        elif self.form is not None:
            self.card.hide()
            self.card.deleteLater()
            self.form = None
        self.tell()


class PartsEdit(Edit):
    """A list of parts: add, take out, copy, move up and down; one is open at a time."""

    grows = True

    def grow(self) -> Iterator[None]:
        for _ in range(len(self.lines), len(self.value() or ())):
            self._line()
            yield
        self.refresh()

    def _line(self) -> None:
        row = PartRow(self, len(self.lines))
        self.lines.append(row)
        self.list.addWidget(row)

    def build(self) -> None:
        self.title.hide()
        head = QHBoxLayout()
        self.name = Label("", 14, BOLD, wrap=True)
        self.add_button = Button(translate("Content", "Add"), "secondary", "plus")
        self.add_button.clicked.connect(self.add_part)
        head.addWidget(self.name, 1)
        head.addWidget(self.add_button)
        self.rows.addLayout(head)
        self.lines: list[PartRow] = []
        self.list = QVBoxLayout()
        self.list.setSpacing(2)
        self.rows.addLayout(self.list)

    def refresh(self) -> None:
        count = len(self.value() or ())
        open_at = next((row.at for row in self.lines if row.is_open), -1)
        while len(self.lines) > count:
            row = self.lines.pop()
            row.hide()
            row.deleteLater()
        while len(self.lines) < count:
            self._line()
        title = field_title(self.spec.owner, self.spec.name)
        self.name.setText(translate("Content", "{field} ({count})").format(field=title, count=count))
        self.add_button.setAccessibleName(translate("Content", "Add to {field}").format(field=title))
        for row in self.lines:
            if row.is_open:
                row.open(False)
                row.open(row.at == open_at)
            row.tell()

    def turn(self, at: int) -> None:
        """Open a line, or close it."""
        for row in self.lines:
            row.open(row.at == at and not row.is_open)

    def add_part(self) -> None:
        at = self.sheet.add(self.path, self.spec.shape)
        self.refresh()
        self._go(at)

    def double_part(self, at: int) -> None:
        to = self.sheet.double(self.path, at)
        self.refresh()
        self._go(to)

    def remove_part(self, at: int) -> None:
        self.sheet.remove(self.path, at)
        for row in self.lines:
            row.open(False)
        self.refresh()
        if self.lines:
            self.lines[min(at, len(self.lines) - 1)].head.setFocus()
        else:
            self.add_button.setFocus()

    def move_part(self, at: int, by: int) -> None:
        was_open = self.lines[at].is_open
        if not self.sheet.move(self.path, at, by):
            return
        for row in self.lines:
            row.open(False)
        self.refresh()
        self.lines[at + by].open(was_open)
        self.lines[at + by].head.setFocus()

    def _go(self, at: int) -> None:
        for row in self.lines:
            row.open(row.at == at)
        row = self.lines[at]
        if row.form is not None and row.form.edits:
            first = [edit for name, edit in row.form.edits.items() if name != "id"] or [*row.form.edits.values()]
            first[0].first().setFocus(Qt.FocusReason.TabFocusReason)

    def show_wrong(self) -> None:
        super().show_wrong()
        for row in self.lines:
            row.tell()
            if row.form is not None:
                row.form.show_wrong()

    def control_at(self, path: Path) -> QWidget | None:
        depth = len(self.path)
        if len(path) <= depth or not isinstance(path[depth], int) or not path[depth] < len(self.lines):  # type: ignore[operator]
            return None
        row = self.lines[path[depth]]  # type: ignore[index]
        for other in self.lines:
            other.open(other is row)
        assert row.form is not None
        return row.form.control_at(path) or row.head

    def first(self) -> QWidget:
        return self.lines[0].head if self.lines else self.add_button
