"""The list of all standards by family: title, where it stands, and heads between the families; painted, not built."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView

from lobbyconsole.services.library.drafts import Draft
from lobbyconsole.services.library.shelf import Entry
from lobbyconsole.ui import style
from lobbyconsole.ui.content.words import family_title, headline, standings
from lobbyconsole.ui.translation import in_sector, language, translate
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, draw_mark
from lobbyconsole.ui.widgets.line_list import RIGHT, KeptList, LineModel, LinePainter, draw_elided


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


class Lines(LineModel):
    """The lines that are wanted."""

    def heading(self, line: Line) -> str:
        return "" if line.key else line.title(language())

    def spoken(self, line: Line) -> str:
        return f"{line.title(language())} {line.state()[1]}".strip()


class _Painter(LinePainter):
    HEAD_HIGH, HEAD_SIZE = 34, 12

    def draw_heading(self, painter: QPainter, room: QRect, line: Line, model: Lines) -> None:
        super().draw_heading(painter, room, line, model)
        painter.setFont(style.current().font(self.HEAD_SIZE))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, line.state()[1])

    def draw(self, painter: QPainter, area: QRect, line: Line, model: Lines, here: bool) -> None:
        theme = style.current()
        room = area.adjusted(theme.px(8), 0, -theme.px(8), 0)
        level, words = line.state()
        if words:
            painter.setFont(theme.font(12, BOLD if level in ("watch", "accent") else NORMAL))
            metrics, most = painter.fontMetrics(), room.width() // 2
            wide = min(metrics.horizontalAdvance(words), most)
            tone = {"watch": "watch_text", "ok": "ok_text", "accent": "accent"}.get(level, "muted")
            painter.setPen(theme.color(tone))
            painter.drawText(room, RIGHT, metrics.elidedText(words, Qt.TextElideMode.ElideRight, most))
            room.setRight(room.right() - wide - theme.px(6))
            if level == "watch":
                side = theme.px(9)
                spot = QRectF(room.right() - side + 1, area.center().y() - side / 2 + 0.5, side, side)
                draw_mark(painter, level, spot, theme.level_text(level))
                room.setRight(room.right() - side - theme.px(6))
        painter.setFont(theme.font(14, BOLD if here else NORMAL))
        retired = line.entry is not None and line.entry.retired
        painter.setPen(theme.color("muted" if retired else "text"))
        draw_elided(painter, room, line.title(language()))


class Listing(KeptList):
    """Up and down go through it and show the item; Enter goes into it."""

    moved = Signal(str)  # key
    entered = Signal(str)

    def __init__(self) -> None:
        super().__init__(Lines(), _Painter(), even=False)
        self.clicked.connect(lambda index: self._tell(index, self.moved))
        self.doubleClicked.connect(lambda index: self._tell(index, self.entered))

    def same(self, one: Line, other: Line) -> bool:
        return one.key == other.key

    def current_key(self) -> str:
        line = self.line()
        return line.key if line is not None else ""

    def first_key(self) -> str:
        return next((line.key for line in self._lines.lines if line.key), "")

    def stand_on(self, key: str, scroll: bool = True) -> bool:
        """Go to a line; False when it is not in the list."""
        for at, line in enumerate(self._lines.lines):
            if line.key == key:
                self.go_to_row(at, scroll)
                return True
        return False

    def go_to_row(self, row: int, scroll: bool = True) -> None:
        index = self._lines.index(row)
        self.setCurrentIndex(index)
        if scroll and not self.viewport().rect().contains(self.visualRect(index)):
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def step(self, by: int) -> bool:
        """The item above (-1) or below (1), over the heads of families."""
        went = super().step(by)
        if went:
            self.moved.emit(self.current_key())
        elif by < 0:
            self.scrollToTop()
        return went

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
