"""The slips of one range as painted rows: number, taken, called, counter, how it ended, when, and the wait."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.ui import style
from lobbyconsole.ui.translation import clock_text, mss, translate
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL
from lobbyconsole.ui.widgets.line_list import LineList, draw_ground

if TYPE_CHECKING:
    from lobbyconsole.domain.branch import NumberRule
    from lobbyconsole.services.paper_numbers import PaperRange, PaperRow

ROW = 34  # px at 100 %
SHARES = (18, 14, 14, 12, 16, 12, 14)
COLUMNS = (
    QT_TRANSLATE_NOOP("Emergency", "Number"),
    QT_TRANSLATE_NOOP("Emergency", "Taken"),
    QT_TRANSLATE_NOOP("Emergency", "Called"),
    QT_TRANSLATE_NOOP("Emergency", "Counter"),
    QT_TRANSLATE_NOOP("Emergency", "How it ended"),
    QT_TRANSLATE_NOOP("Emergency", "Ended"),
    QT_TRANSLATE_NOOP("Emergency", "Wait"),
)
HOW = {
    "finished": QT_TRANSLATE_NOOP("Emergency", "served"),
    "left": QT_TRANSLATE_NOOP("Emergency", "left"),
    "no_show": QT_TRANSLATE_NOOP("Emergency", "did not come"),
}


def cells(row: PaperRow | None, shown: str, zone: tzinfo) -> tuple[str, ...]:
    """A row as it is written; nothing but its number where nobody has typed it."""
    if row is None:
        return (shown, "", "", "", "", "", "")

    def at(when: datetime | None) -> str:
        return "" if when is None else clock_text(when, zone)

    until = row.called or row.ended
    wait = "" if until is None else mss((until - row.taken).total_seconds())
    return (shown, at(row.taken), at(row.called), row.counter, translate("Emergency", HOW[row.outcome]),
            at(row.ended), wait)  # fmt: skip


def _boxes(area: QRect) -> list[QRect]:
    left, found, whole = area.left(), [], sum(SHARES)
    for share in SHARES:
        wide = area.width() * share // whole
        found.append(QRect(left, area.top(), wide, area.height()))
        left += wide
    return found


class PaperHead(QWidget):
    """What the columns are."""

    def sizeHint(self) -> QSize:
        return QSize(200, style.current().px(26))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, style.current().px(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setFont(theme.font(12, BOLD))
        painter.setPen(theme.color("muted"))
        metrics = QFontMetrics(painter.font())
        side = theme.px(10)
        for box, words in zip(_boxes(self.rect().adjusted(side, 0, -side, 0)), COLUMNS, strict=True):
            text = metrics.elidedText(translate("Emergency", words), Qt.TextElideMode.ElideRight, box.width() - 4)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


class _Rows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.paper: PaperRange | None = None
        self.rule: NumberRule | None = None
        self.zone: tzinfo = UTC

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        if self.paper is None or (parent is not None and parent.isValid()):
            return 0
        return self.paper.last - self.paper.first + 1

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        if self.paper is None or self.rule is None or not index.isValid():
            return None
        number = self.paper.first + index.row()
        if role == Qt.ItemDataRole.UserRole:
            return cells(self.paper.rows.get(number), self.rule.show(number), self.zone)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " · ".join(part for part in self.data(index, Qt.ItemDataRole.UserRole) if part)
        return None

    def put(self, paper: PaperRange | None, rule: NumberRule | None, zone: tzinfo) -> None:
        self.beginResetModel()
        self.paper, self.rule, self.zone = paper, rule, zone
        self.endResetModel()


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, style.current().px(ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        found = index.data(Qt.ItemDataRole.UserRole)
        if found is None:
            return
        theme = style.current()
        painter.save()
        draw_ground(painter, option)
        side = theme.px(10)
        area: QRect = option.rect  # type: ignore[attr-defined]
        typed = any(found[1:])
        for at, (box, words) in enumerate(zip(_boxes(area.adjusted(side, 0, -side, 0)), found, strict=True)):
            painter.setFont(theme.font(14, BOLD if at == 0 and typed else NORMAL))
            painter.setPen(theme.color("text" if typed else "muted"))
            text = QFontMetrics(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, box.width() - 4)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()


class PaperRows(LineList):
    """All numbers of a range; a click goes to one."""

    def __init__(self) -> None:
        self._rows = _Rows()
        super().__init__(self._rows, _Painter())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the fields have the keyboard: up and down come from there

    def show_range(self, paper: PaperRange | None, rule: NumberRule | None, zone: tzinfo) -> None:
        """The rows as they are typed so far."""
        self._rows.put(paper, rule, zone)

    def go(self, number: int) -> None:
        """Mark this number and have it in sight."""
        paper = self._rows.paper
        if paper is not None:
            index = self._rows.index(number - paper.first)
            self.setCurrentIndex(index)
            self.scrollTo(index)
