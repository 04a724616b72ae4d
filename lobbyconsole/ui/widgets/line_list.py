"""Lists whose lines are painted: one look for the line one is on, Enter opens it, letters are left to the screen."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from lobbyconsole.ui import style
from lobbyconsole.ui.widgets.basics import draw_focus


class LineList(QListView):
    """Up and down go through it; what Enter and other keys do, the list itself says."""

    def __init__(self, model: QAbstractListModel, painter: QStyledItemDelegate, *, even: bool = True) -> None:
        super().__init__()
        model.setParent(self)
        painter.setParent(self)
        self.setModel(model)
        self.setItemDelegate(painter)
        self.setUniformItemSizes(even)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    def enter(self, index: QModelIndex) -> None:
        """Enter was pressed on this line."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter(self.currentIndex())
        elif event.text() and event.text().isprintable():
            event.ignore()  # letters are the screen's keys, not a search
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.scheduleDelayedItemsLayout()


def draw_ground(painter: QPainter, option: QStyleOptionViewItem) -> tuple[QRectF, bool]:
    """The ground of a line under the pointer or the keyboard: (its box, whether it is the one one is on)."""
    theme = style.current()
    state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
    area: QRect = option.rect  # type: ignore[attr-defined]
    box = QRectF(area).adjusted(0, 1, 0, -1)
    here = bool(state & QStyle.StateFlag.State_Selected)
    if here or state & QStyle.StateFlag.State_MouseOver:
        painter.setPen(theme.color("accent") if here and theme.name == "contrast" else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent_soft" if here else "sunken"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
    return box, here


def draw_line_focus(painter: QPainter, option: QStyleOptionViewItem, box: QRectF, here: bool) -> None:
    """The ring around the line the keyboard is on."""
    state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
    if here and state & QStyle.StateFlag.State_HasFocus:
        draw_focus(painter, box, 8, style.current())
