"""The list of all standards by family: title, where it stands, and heads between the families; painted, not built."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from lobbyconsole.services.library.drafts import Draft
from lobbyconsole.services.library.shelf import Entry
from lobbyconsole.ui import style
from lobbyconsole.ui.content.words import family_title, headline, standings
from lobbyconsole.ui.translation import in_sector, language, translate
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, draw_mark
from lobbyconsole.ui.widgets.line_list import LineList, draw_ground, draw_line_focus

ROW, HEAD = 38, 34  # px at 100 %


@dataclass(frozen=True)
class Line:
    """A line: the head of a family, an item, or a draft of one that is new."""

    family: str
    entry: Entry | None = None
    draft: Draft | None = None
    count: int = 0

    @property
    def key(self) -> str:
        """family/id, or the key of a draft; empty for heads."""
        if self.entry is not None:
            return f"{self.entry.family}/{self.entry.id}"
        return self.draft.key if self.draft is not None else ""

    def title(self, tongue: str) -> str:
        if self.entry is not None:
            words = self.entry.title.say(tongue)
            return in_sector(words) if tongue == "zh" else words
        if self.draft is not None:
            return headline(self.draft.value, tongue) or translate("Content", "(not named yet)")
        return family_title(self.family)

    def state(self) -> tuple[str, str]:
        """(level, words) at the right end; plain shipped items say nothing."""
        if self.draft is not None:
            return "accent", translate("Content", "Draft")
        if self.entry is None:
            return "", str(self.count)
        level, words = standings(self.entry)[0]
        plain = self.entry.origin == "shipped" and level == "neutral" and not self.entry.retired
        return ("", "") if plain else (level, words)


class Lines(QAbstractListModel):
    """The lines that are wanted."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return line
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{line.title(language())} {line.state()[1]}".strip()
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        line = self.lines[index.row()] if index.isValid() else None
        if line is None or not line.key:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def put(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        line = index.data(Qt.ItemDataRole.UserRole)
        return QSize(100, style.current().px(ROW if isinstance(line, Line) and line.key else HEAD))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(line, Line):
            return
        theme = style.current()
        area: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = Qt.AlignmentFlag.AlignVCenter
        room = area.adjusted(theme.px(8), 0, -theme.px(8), 0)
        level, words = line.state()
        if not line.key:
            painter.setFont(theme.font(12, BOLD))
            painter.setPen(theme.color("muted"))
            below = room.adjusted(0, theme.px(8), 0, 0)
            painter.drawText(below, middle | Qt.AlignmentFlag.AlignLeft, line.title(language()))
            painter.setFont(theme.font(12))
            painter.drawText(below, middle | Qt.AlignmentFlag.AlignRight, words)
            painter.restore()
            return
        box, here = draw_ground(painter, option)
        if words:
            font = theme.font(12, BOLD if level in ("watch", "accent") else NORMAL)
            painter.setFont(font)
            metrics, most = QFontMetrics(font), room.width() // 2
            wide = metrics.horizontalAdvance(words)
            if wide > most:
                wide, words = most, metrics.elidedText(words, Qt.TextElideMode.ElideRight, most)
            tone = {"watch": "watch_text", "ok": "ok_text", "accent": "accent"}.get(level, "muted")
            painter.setPen(theme.color(tone))
            painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, words)
            room.setRight(room.right() - wide - theme.px(6))
            if level == "watch":
                side = theme.px(9)
                spot = QRectF(room.right() - side + 1, area.center().y() - side / 2 + 0.5, side, side)
                draw_mark(painter, level, spot, theme.level_text(level))
                room.setRight(room.right() - side - theme.px(6))
        font = theme.font(14, BOLD if here else NORMAL)
        painter.setFont(font)
        retired = line.entry is not None and line.entry.retired
        painter.setPen(theme.color("muted" if retired else "text"))
        text = QFontMetrics(font).elidedText(line.title(language()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, text)
        draw_line_focus(painter, option, box, here)
        painter.restore()


class Listing(LineList):
    """Up and down go through it and show the item; Enter goes into it."""

    moved = Signal(str)  # key
    entered = Signal(str)

    def __init__(self) -> None:
        self._lines = Lines()
        super().__init__(self._lines, _Painter(), even=False)
        self.clicked.connect(lambda index: self._tell(index, self.moved))
        self.doubleClicked.connect(lambda index: self._tell(index, self.entered))

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Other lines; the one the keyboard is on stays."""
        key, place = self.current_key(), self.verticalScrollBar().value()
        self._lines.put(lines)
        if key:
            self.stand_on(key, scroll=False)
        self.verticalScrollBar().setValue(place)

    def lines(self) -> list[Line]:
        return list(self._lines.lines)

    def current_key(self) -> str:
        line = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        return line.key if isinstance(line, Line) else ""

    def first_key(self) -> str:
        return next((line.key for line in self._lines.lines if line.key), "")

    def stand_on(self, key: str, scroll: bool = True) -> bool:
        """Go to a line; False when it is not in the list."""
        for at, line in enumerate(self._lines.lines):
            if line.key == key:
                index = self._lines.index(at)
                self.setCurrentIndex(index)
                if scroll and not self.viewport().rect().contains(self.visualRect(index)):
                    self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
                return True
        return False

    def step(self, by: int) -> None:
        """The item above (-1) or below (1), over the heads of families."""
        at, lines = self.currentIndex().row() + by, self._lines.lines
        while 0 <= at < len(lines) and not lines[at].key:
            at += by
        if 0 <= at < len(lines):
            self.stand_on(lines[at].key)
            self.moved.emit(lines[at].key)
        elif by < 0:
            self.scrollToTop()

    def step_family(self, by: int) -> None:
        """The first item of the family before (-1) or after (1)."""
        here = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        families = list(dict.fromkeys(line.family for line in self._lines.lines))
        if not families:
            return
        at = families.index(here.family) + by if isinstance(here, Line) else 0
        if 0 <= at < len(families):
            key = next(line.key for line in self._lines.lines if line.family == families[at] and line.key)
            self.stand_on(key)
            row = self.currentIndex().row()
            self.scrollTo(self._lines.index(max(0, row - 1)), QAbstractItemView.ScrollHint.PositionAtTop)
            self.moved.emit(key)

    def _tell(self, index: QModelIndex, signal: Any) -> None:
        line = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(line, Line) and line.key:
            signal.emit(line.key)

    def enter(self, index: QModelIndex) -> None:
        self._tell(index, self.entered)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            for _ in range(8):
                before = self.current_key()
                self.blockSignals(True)
                self.step(-1 if key == Qt.Key.Key_PageUp else 1)
                self.blockSignals(False)
                if self.current_key() == before:
                    break
            self.moved.emit(self.current_key())
        else:
            super().keyPressEvent(event)
