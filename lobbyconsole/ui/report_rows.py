"""The rows behind a figure of a report: a table of any length, each row with the way to where it came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
)

from lobbyconsole.domain.paper import Row, Words
from lobbyconsole.domain.reporting import Rows
from lobbyconsole.ui import style
from lobbyconsole.ui.paper.table import shared_widths
from lobbyconsole.ui.paper.words import LEVELS, flush_right, left_off_words, told, verdict_words
from lobbyconsole.ui.translation import phrases, translate
from lobbyconsole.ui.widgets.basics import BOLD, Card, EmptyState, Label, draw_focus, draw_mark
from lobbyconsole.ui.widgets.floor_forms import KeyButton

LOOKED_AT = 200  # rows that decide on the widths of the columns

Index = QModelIndex | QPersistentModelIndex


class RowsModel(QAbstractTableModel):
    """Rows as a paper has them; a cell is put in words when it is looked at."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[Words, ...] = ()
        self._rows: Sequence[Row] = ()

    def show_rows(self, columns: tuple[Words, ...], rows: Sequence[Row]) -> None:
        """Show these."""
        self.beginResetModel()
        self._columns, self._rows = columns, rows
        self.endResetModel()

    def row(self, at: int) -> Row:
        """One row."""
        return self._rows[at]

    def head(self, column: int) -> str:
        """The words of a head."""
        return told(self._columns[column])

    def cell(self, row: int, column: int) -> str:
        """The words of a cell."""
        cells = self._rows[row].cells
        return told(cells[column]) if column < len(cells) else ""

    def is_number(self, column: int) -> bool:
        """Whether the column ends flush right."""
        return flush_right(row.cells[column] for row in self._rows[:LOOKED_AT] if column < len(row.cells))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = verdict_words(self._rows[index.row()].verdict)
            return phrases(self.cell(index.row(), index.column()), words)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.head(section)
        return None


class _Cell(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        table = self.parent()
        assert isinstance(table, RowsTable)
        theme, model = style.current(), table.rows
        box = QRectF(option.rect)  # type: ignore[attr-defined]
        row = model.row(index.row())
        here = index.row() == table.currentIndex().row()
        if here:
            painter.fillRect(box, theme.color("accent_soft"))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.color("border"))
        left, level = box.left() + theme.px(8), LEVELS[row.verdict]
        if index.column() == 0 and table.has_signs():
            if level:
                side = theme.px(10)
                sign = QRectF(left, box.center().y() - side / 2, side, side)
                draw_mark(painter, level, sign, theme.level_text(level))
            left += theme.px(18)
        font = theme.font(14)
        painter.setFont(font)
        painter.setPen(theme.color("accent" if index.column() == 0 and row.link is not None else "text"))
        room = QRectF(left, box.top(), box.right() - theme.px(8) - left, box.height())
        across = Qt.AlignmentFlag.AlignRight if table.is_number(index.column()) else Qt.AlignmentFlag.AlignLeft
        text = model.cell(index.row(), index.column())
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, across | Qt.AlignmentFlag.AlignVCenter, shown)
        if here and table.hasFocus():
            painter.save()
            painter.setClipRect(box)
            whole = QRectF(0, box.top(), table.viewport().width(), box.height()).adjusted(1, 1, -1, -2)
            draw_focus(painter, whole, 6, theme)
            painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(10, style.current().px(36))


class _Head(QHeaderView):
    def __init__(self, table: RowsTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHighlightSections(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSectionSize(20)

    def paintSection(self, painter: QPainter, rect: object, section: int) -> None:
        theme = style.current()
        box = QRectF(rect)  # type: ignore[call-overload]
        painter.fillRect(box, theme.color("surface"))
        painter.fillRect(QRectF(box.left(), box.bottom(), box.width(), 1), theme.color("border"))
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("muted"))
        left = theme.px(26 if section == 0 and self._table.has_signs() else 8)
        room = box.adjusted(left, 0, -theme.px(8), 0)
        number = self._table.is_number(section)
        across = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
        text = QFontMetrics(painter.font()).elidedText(
            self._table.rows.head(section), Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, across | Qt.AlignmentFlag.AlignVCenter, text)


class RowsTable(QTableView):
    """The rows; Enter or a click follows a row's link."""

    link_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.rows = RowsModel(self)
        self._numbers: list[bool] = []
        self._signs = False
        self.setModel(self.rows)
        self.setItemDelegate(_Cell(self))
        self.setHorizontalHeader(_Head(self))
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.dress()

    def show_rows(self, found: Rows) -> None:
        """Show these from the top."""
        self.rows.show_rows(found.columns, found.rows)
        self._numbers = [self.rows.is_number(column) for column in range(self.rows.columnCount())]
        self._signs = any(row.verdict != "none" for row in found.rows)
        self._place()
        self.scrollToTop()
        if found.rows:
            self.setCurrentIndex(self.rows.index(0, 0))

    def is_number(self, column: int) -> bool:
        """Whether the column ends flush right."""
        return column < len(self._numbers) and self._numbers[column]

    def has_signs(self) -> bool:
        """Whether any row has a verdict."""
        return self._signs

    def dress(self) -> None:
        """Heights in the theme in use."""
        theme = style.current()
        self.verticalHeader().setDefaultSectionSize(theme.px(36))
        self.horizontalHeader().setFixedHeight(theme.px(28))
        self._place()

    def _place(self) -> None:
        theme, model = style.current(), self.rows
        body, head = QFontMetrics(theme.font(14)), QFontMetrics(theme.font(12))
        wanted = []
        for column in range(model.columnCount()):
            texts = [model.cell(row, column) for row in range(min(LOOKED_AT, model.rowCount()))]
            widest = max((body.horizontalAdvance(text) for text in texts), default=0)
            signs = theme.px(18) if column == 0 and self._signs else 0
            wanted.append(max(widest, head.horizontalAdvance(model.head(column))) + theme.px(18) + signs)
        widths = shared_widths(wanted, self.viewport().width(), theme.px(60))
        if any(width < min(want, theme.px(110)) for width, want in zip(widths, wanted, strict=True)):
            widths = [round(min(want, theme.px(240))) for want in wanted]  # then it scrolls to the side
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "rows"):
            self.dress()

    def _follow(self, index: Index) -> None:
        link = self.rows.row(index.row()).link if index.isValid() else None
        if link is not None:
            self.link_wanted.emit(link)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._follow(self.currentIndex())
        elif event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Up, Qt.Key.Key_Down,
                             Qt.Key.Key_Home, Qt.Key.Key_End):  # fmt: skip
            super().keyPressEvent(event)
            self.viewport().update()  # the ring goes round the whole row
        else:
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.viewport().update()
        if event.button() == Qt.MouseButton.LeftButton:
            self._follow(self.indexAt(event.position().toPoint()))


class RowsPage(Card):
    """The rows with the way back to the report."""

    back_wanted = Signal()
    link_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.back = KeyButton("", "Esc")
        self.title, self.count = Label("", 16, BOLD, wrap=True), Label("", 12, role="muted", wrap=True)
        self.table, self.nothing = RowsTable(), EmptyState(icon="check")
        self.nothing.hide()
        self.back.clicked.connect(self.back_wanted)
        self.table.link_wanted.connect(self.link_wanted)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addWidget(self.count)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addLayout(names, 1)
        head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 10, 12, 8)
        rows.setSpacing(6)
        rows.addLayout(head)
        rows.addWidget(self.table, 1)
        rows.addWidget(self.nothing, 1)
        self._found: Rows | None = None
        self.retranslate()

    def show_rows(self, title: str, found: Rows) -> None:
        """Show the rows behind what `title` names."""
        self._found = found
        self.title.setText(title)
        self.title.setVisible(bool(title))
        self.table.setAccessibleName(title or translate("Reports", "Rows"))
        self.table.show_rows(found)
        there = bool(found.rows)
        self.table.setVisible(there)
        self.nothing.setVisible(not there)
        self.setFocusProxy(self.table if there else self.back)
        self.retranslate()

    def retranslate(self) -> None:
        self.back.set_words(translate("Reports", "Back to the report"))
        self.back.setSizePolicy(self.back.sizePolicy().Policy.Fixed, self.back.sizePolicy().Policy.Fixed)
        self.nothing.set_texts(
            translate("Reports", "No rows"),
            translate("Reports", "Nothing was recorded in this time that this figure is made of."),
        )
        if self._found is not None:
            words = translate("Reports", "Rows: {count}").format(count=len(self._found.rows))
            if self._found.left_off:
                words += f" · {left_off_words(self._found.left_off)}"
            self.count.setText(words)
            self.table.viewport().update()
