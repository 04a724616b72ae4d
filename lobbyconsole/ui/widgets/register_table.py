"""The list of a register: painted cells, columns that fit the width there is, sorted by a click on the head."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from lobbyconsole.services.record_lists import Line
from lobbyconsole.ui import style
from lobbyconsole.ui.register_model import Column, Lines
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.basics import BOLD, LEVELS, NORMAL, draw_focus, draw_mark

ROW = 38  # px at 100 %
LEAST = 170  # px at 100 % for what a record is called
MOST, OWN = 260, 420  # px at 100 %: no other column grows beyond, and what a record is called keeps as far as it needs
MEASURED = 60  # lines that say how much room a column needs
WIDTHS = {"number": 98, "state": 122, "clock": 138, "changed": 92, "owner": 118}
KIND_WIDTHS = {"yes_no": 74, "date": 92, "time": 96, "role": 118, "zone": 124, "choice": 104, "staff": 84,
               "text": 130, "long": 170, "reference": 124, "number": 80, "touchpoint": 118, "plan": 150}  # fmt: skip


class _Cell(QStyledItemDelegate):
    """Dressed once per theme: a page of cells is painted at every keystroke of the filter."""

    def __init__(self, table: RegisterTable) -> None:
        super().__init__(table)
        self._table = table
        self.dress()

    def wide(self, column: Column, lines: Sequence[Line]) -> int:
        """The room a column needs for these lines and its head."""
        table, theme = self._table, style.current()
        weight = BOLD if column.id == table.main_column() else NORMAL
        title = QFontMetrics(theme.font(12, BOLD)).horizontalAdvance(f"{table.lines.title(column)} ▾") + theme.px(13)
        widest = 0
        for text, level in {table.lines.cell(line, column) for line in lines}:
            mark = self._side + self._gap if level in self._levels else 0
            widest = max(widest, self._metrics[weight].horizontalAdvance(text) + mark)
        return max(title, widest + self._pad + self._gap + 2)

    def dress(self) -> None:
        """Fonts, measures and colours of the theme in use."""
        theme = style.current()
        self._fonts = {weight: theme.font(14, weight) for weight in (NORMAL, BOLD)}
        self._metrics = {weight: QFontMetrics(font) for weight, font in self._fonts.items()}
        self._colors = {role: theme.color(role) for role in ("text", "muted", "border", "accent_soft")}
        self._levels = {level: theme.level_text(level) for level in LEVELS}
        self._pad, self._side, self._gap = theme.px(8), theme.px(9), theme.px(6)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        lines = self._table.lines
        line = lines.line(index.row())
        if line is None:
            return
        box = QRectF(option.rect)  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        column = lines.columns[index.column()]
        text, level = lines.cell(line, column)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, self._colors["accent_soft"])
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), self._colors["border"])
        if text:
            left, right, color = box.left() + self._pad, box.right() - self._gap, self._levels.get(level)
            if color is not None:
                top = box.center().y() - self._side / 2
                draw_mark(painter, level, QRectF(left, top, self._side, self._side), color)
                left += self._side + self._gap
            weight = BOLD if column.id == self._table.main_column() else NORMAL
            painter.setFont(self._fonts[weight])
            painter.setPen(color or self._colors["muted" if column.id in ("number", "changed") else "text"])
            room = QRectF(left, box.top(), right - left, box.height())
            shown = self._metrics[weight].elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        if self._table.hasFocus() and index.row() == self._table.currentIndex().row():
            self._draw_ring(painter, box, index.column())

    def _draw_ring(self, painter: QPainter, box: QRectF, column: int) -> None:
        """The ring goes round the whole row; every cell paints its part of it."""
        table = self._table
        whole = QRectF(0, box.top(), table.viewport().width(), box.height()).adjusted(1, 1, -1, -2)
        painter.save()
        painter.setClipRect(box)
        draw_focus(painter, whole, 6, style.current())
        painter.restore()


class _Head(QHeaderView):
    def __init__(self, table: RegisterTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSectionSize(20)

    def paintSection(self, painter: QPainter, rect: object, section: int) -> None:
        theme, lines = style.current(), self._table.lines
        if section >= len(lines.columns):
            return
        box = QRectF(rect)  # type: ignore[call-overload]
        column = lines.columns[section]
        painter.fillRect(box, theme.color("surface"))
        painter.fillRect(QRectF(box.left(), box.bottom(), box.width(), 1), theme.color("border"))
        name, descending = lines.sorted_by
        text = lines.title(column)
        if column.id == name:
            text += " ▾" if descending else " ▴"
        painter.setFont(theme.font(12, BOLD if column.id == name else NORMAL))
        painter.setPen(theme.color("text" if column.id == name else "muted"))
        room = box.adjusted(theme.px(8), 0, -theme.px(4), 0)
        shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class RegisterTable(QTableView):
    """Lines of a register. `opened(key)`: Enter or a click; `moved(key)`: the keyboard went to another line."""

    opened = Signal(str)
    moved = Signal(str)
    picked = Signal(int)  # how many lines are chosen

    def __init__(self, lines: Lines, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = lines
        self._needs: dict[str, int] = {}
        self._stamp: tuple[object, ...] | None = None  # what they were looked at for
        self.setModel(lines)
        self._cells = _Cell(self)
        self.setItemDelegate(self._cells)
        self.setHorizontalHeader(_Head(self))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.viewport().setAutoFillBackground(False)
        self.horizontalHeader().sectionClicked.connect(self._sort)
        lines.modelReset.connect(self.fit)
        self.selectionModel().selectionChanged.connect(lambda *_: self.picked.emit(len(self.chosen())))
        self._dress()

    # --- lines

    def current_key(self) -> str:
        """The number of the line the keyboard is on."""
        line = self.lines.line(self.currentIndex().row())
        return line.key if line else ""

    def chosen(self) -> list[Line]:
        """The lines that are selected, from top to bottom."""
        rows: set[int] = set()
        for part in self.selectionModel().selection().toList():
            rows.update(range(part.top(), part.bottom() + 1))
        return [line for row in sorted(rows) if (line := self.lines.line(row)) is not None]

    def stand_on(self, key: str, tell: bool = False) -> None:
        """Put the keyboard on a record's line, if it is there; else on the first."""
        row = max(0, self.lines.row_of(key))
        if self.lines.rowCount():
            at = self.lines.index(row, 0)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(at, flags)
            self.scrollTo(at)
            if tell:
                self.moved.emit(self.current_key())

    def choose_keys(self, keys: Sequence[str]) -> None:
        """Select these again after the lines were put in anew."""
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        wanted = set(keys)
        for row, line in enumerate(self.lines.lines()):
            if line.key in wanted:
                self.selectionModel().select(self.lines.index(row, 0), flags)

    # --- columns

    def main_column(self) -> str:
        """The column of what a record is called."""
        return self.lines.register.summary_field if self.lines.register else ""

    def fit(self) -> None:
        """Give the columns the width there is; some give way when there is too little."""
        theme, columns = style.current(), self.lines.columns
        if not columns:
            return
        wide = {column.id: theme.px(self._width(column)) for column in columns}
        main = self.main_column()
        room = self.viewport().width()
        order = self._first_to_go(main)
        shown = {column.id for column in columns}
        repeats = ("changed", *self._told_twice())
        own = max(theme.px(LEAST), min(self._measured().get(main, 0), theme.px(OWN)))
        for name in [*order, "number", "clock"]:
            rest = sum(width for other, width in wide.items() if other in shown and other != main)
            if room - rest >= (own if name in repeats else theme.px(LEAST)):
                break
            shown.discard(name)
        rest = sum(width for other, width in wide.items() if other in shown and other != main)
        wide[main] = max(theme.px(80), room - rest)
        self._share(wide, main, shown)
        head = self.horizontalHeader()
        for at, column in enumerate(columns):
            head.setSectionHidden(at, column.id not in shown)
            if column.id in shown:
                head.resizeSection(at, wide[column.id])

    def _share(self, wide: dict[str, int], main: str, shown: set[str]) -> None:
        """Who has room to spare lends it: others to what a record is called, and that to what would be cut."""
        theme, needs = style.current(), self._measured()
        for name in shown - {main}:
            given = min(wide[name] - needs.get(name, wide[name]), needs.get(main, 0) - wide[main])
            if given > 0:  # wider than what stands in it, while what the record is called is cut
                wide[name] -= given
                wide[main] += given
        spare = wide[main] - max(theme.px(LEAST), min(needs.get(main, 0), theme.px(OWN)))
        wishes = {name: min(needs[name], theme.px(MOST)) - wide[name] for name in shown if name in needs}
        for name, wish in sorted(wishes.items(), key=lambda item: item[1]):
            given = min(wish, spare)
            if name != main and given > 0:
                wide[name] += given
                wide[main] -= given
                spare -= given

    def _measured(self) -> dict[str, int]:
        """The room each column needs, looked at once for each reading of a register: not while somebody types."""
        lines = self.lines
        stamp = (lines.register, lines.words, style.current())
        if self._stamp is None or any(old is not new for old, new in zip(self._stamp, stamp, strict=True)):
            some = lines.lines()[:MEASURED]
            if not some:
                return {}
            self._stamp = stamp
            self._needs = {column.id: self._cells.wide(column, some) for column in lines.columns}
        return self._needs

    def _told_twice(self) -> list[str]:
        """Fields that say what a clock says too."""
        register = self.lines.register
        return [clock.due_field for clock in register.clocks if clock.due_field] if register is not None else []

    def _first_to_go(self, main: str) -> list[str]:
        """Columns as they give way: the last change, what the clock says too, the listed fields from the last."""
        register, columns = self.lines.register, self.lines.columns
        if register is None:
            return []
        told_twice = self._told_twice()
        rest = [column.id for column in reversed(columns) if column.entry is not None]
        kept = {main, register.owner_field, *told_twice}
        owner = [register.owner_field] if register.owner_field != main else []
        return ["changed", *told_twice, *(name for name in rest if name not in kept), *owner]

    def _width(self, column: Column) -> int:
        if column.id in WIDTHS:
            return WIDTHS[column.id]
        return KIND_WIDTHS.get(column.entry.kind, 110) if column.entry else 110

    def _sort(self, section: int) -> None:
        column = self.lines.columns[section].id
        name, descending = self.lines.sorted_by
        key = self.current_key()
        self.lines.sort_by(column, not descending if name == column else column in ("changed", "number"))
        self.stand_on(key)
        self.horizontalHeader().viewport().update()

    # --- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, before = Qt.Key(event.key()), self.currentIndex().row()
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.current_key())
        elif key in _STEPS or (held and key == Qt.Key.Key_A) or key == Qt.Key.Key_Space:
            super().keyPressEvent(event)
            if self.currentIndex().row() != before:
                self.moved.emit(self.current_key())
        else:
            event.ignore()  # letters are the screen's

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not event.modifiers() and self.current_key():
            self.moved.emit(self.current_key())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()

    def _dress(self) -> None:
        theme = style.current()
        self._cells.dress()
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW))
        self.verticalHeader().setMinimumSectionSize(theme.px(ROW))
        self.horizontalHeader().setFixedHeight(theme.px(32))
        self.fit()
        self.viewport().update()

    def retranslate(self) -> None:
        self.setAccessibleName(translate("Registers", "Records"))
        self.viewport().update()
        self.horizontalHeader().viewport().update()


_STEPS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End}
