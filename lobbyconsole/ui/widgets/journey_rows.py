"""Rows of evidence: one line to press, with its sign, what it is, and its figure at the right end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.ui import style
from lobbyconsole.ui.translation import sentences
from lobbyconsole.ui.widgets.basics import BOLD, Label, Press, clear_layout, draw_focus, draw_mark


class Evidence(NamedTuple):
    """What a row says, and the window's command that opens what it stands for."""

    words: str
    about: str = ""
    figure: str = ""
    level: str = ""
    command: str = ""
    argument: str = ""


class EvidenceRow(Press):
    """Two lines: what, and about it; a figure at the right."""

    def __init__(self, evidence: Evidence) -> None:
        super().__init__()
        self.evidence = evidence
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        parts = [part for part in (evidence.words, evidence.about, evidence.figure) if part]
        self.setAccessibleName(sentences(*parts))
        self.setToolTip("\n".join(parts))

    def sizeHint(self) -> QSize:
        theme = style.current()
        high = QFontMetrics(theme.font(14)).height()
        if self.evidence.about:
            high += QFontMetrics(theme.font(12)).height()
        return QSize(theme.px(140), max(theme.px(36), high + theme.px(12)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, said = style.current(), self.evidence
        px = theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("sunken"))
            painter.drawRoundedRect(box, 8, 8)
        left, right = box.left() + px(8), box.right() - px(8)
        if said.level:
            side = px(9)
            spot = QRectF(left, box.center().y() - side / 2, side, side)
            draw_mark(painter, said.level, spot, theme.level_text(said.level))
        left += px(18)
        if said.figure:
            font = theme.font(14, BOLD)
            wide = min(QFontMetrics(font).horizontalAdvance(said.figure), round(box.width() * 0.45))
            painter.setFont(font)
            painter.setPen(theme.level_text(said.level) if said.level == "act" else theme.color("text"))
            room = QRectF(right - wide, box.top(), wide + 1, box.height())
            figure = QFontMetrics(font).elidedText(said.figure, Qt.TextElideMode.ElideRight, wide + 1)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, figure)
            right -= wide + px(10)
        upper = QFontMetrics(theme.font(14))
        lower = QFontMetrics(theme.font(12))
        high = upper.height() + (lower.height() if said.about else 0)
        top = box.center().y() - high / 2
        self._line(painter, said.words, 14, "text", QRectF(left, top, right - left, upper.height()))
        if said.about:
            place = QRectF(left, top + upper.height(), right - left, lower.height())
            self._line(painter, said.about, 12, "muted", place)
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), 8, theme)

    def _line(self, painter: QPainter, words: str, size: float, role: str, box: QRectF) -> None:
        theme = style.current()
        font = theme.font(size)
        painter.setFont(font)
        painter.setPen(theme.color(role))
        text = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, round(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


class EvidenceList(QWidget):
    """A heading and its rows, or a sentence in their place. Emits the command of the row that is pressed."""

    wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "plain")
        self._title = Label("", 12, BOLD, "muted", wrap=True)
        self._nothing = Label("", 12, role="muted", wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._shown: tuple[Evidence, ...] | None = None
        held = QVBoxLayout(self)
        held.setContentsMargins(0, 0, 0, 0)
        held.setSpacing(2)
        for label in (self._title, self._nothing):
            label.setContentsMargins(8, 0, 8, 0)
        held.addWidget(self._title)
        held.addLayout(self._rows)
        held.addWidget(self._nothing)

    def show_rows(self, title: str, rows: Sequence[Evidence], nothing: str) -> None:
        """Show newer rows; without any, say why."""
        self._title.setText(title)
        self._nothing.setText(nothing)
        self._nothing.setVisible(not rows and bool(nothing))
        if tuple(rows) != self._shown:
            had = next((at for at, row in enumerate(self.rows()) if row.hasFocus()), None)
            self._shown = tuple(rows)
            clear_layout(self._rows)
            for evidence in rows:
                row = EvidenceRow(evidence)
                row.clicked.connect(lambda _=False, said=evidence: self.wanted.emit(said.command, said.argument))
                self._rows.addWidget(row)
                row.show()  # at once: the keyboard may be sent here before the layout has its turn
            if had is not None and (there := self.rows()):
                there[min(had, len(there) - 1)].setFocus()

    def rows(self) -> list[EvidenceRow]:
        found = [self._rows.itemAt(at).widget() for at in range(self._rows.count())]
        return [row for row in found if isinstance(row, EvidenceRow)]
