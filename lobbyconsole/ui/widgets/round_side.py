"""The right column of the rounds screen: this week's touchpoints and the open corrective actions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.services.rounds import RecordRow, instant
from lobbyconsole.ui import style
from lobbyconsole.ui.round_board import Bar, Board
from lobbyconsole.ui.round_words import due_text, own
from lobbyconsole.ui.translation import language, phrases, sentences, translate
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, ElidedLabel, Label, clear_layout, draw_mark
from lobbyconsole.ui.widgets.card_press import CardPress

MOST_ACTIONS = 12


class Bars(QWidget):
    """One line a touchpoint: name, bar, percent, coloured by how far it is from its target."""

    ROW = 32

    def __init__(self) -> None:
        super().__init__()
        self._bars: tuple[Bar, ...] = ()
        self._names: list[str] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar], names: Sequence[str]) -> None:
        self._bars, self._names = tuple(bars), list(names)
        told = [f"{name} {bar.percent:.0f}%" for name, bar in zip(names, bars, strict=True)]
        self.setAccessibleName(phrases(*told))
        self.setToolTip("\n".join(told))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, style.current().px(self.ROW) * len(self._bars))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font, bold = theme.font(14), theme.font(14, BOLD)
        metrics = QFontMetrics(font)
        most = max((metrics.horizontalAdvance(name) for name in self._names), default=0)
        words = min(most, round(self.width() * 0.5)) + theme.px(12)
        figures = QFontMetrics(bold).horizontalAdvance("100%") + theme.px(18)
        high = theme.px(self.ROW)
        middle = Qt.AlignmentFlag.AlignVCenter
        for at, (bar, name) in enumerate(zip(self._bars, self._names, strict=True)):
            row = QRectF(0, at * high, self.width(), high)
            painter.setFont(font)
            painter.setPen(theme.color("text"))
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, words - theme.px(8))
            painter.drawText(row, middle | Qt.AlignmentFlag.AlignLeft, text)
            track = QRectF(words, row.center().y() - theme.px(4), self.width() - words - figures, theme.px(8))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("border" if theme.name == "contrast" else "sunken"))
            painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
            filled = QRectF(track)
            filled.setWidth(max(track.height(), track.width() * bar.percent / 100))
            painter.setBrush(theme.level(bar.level))
            painter.drawRoundedRect(filled, track.height() / 2, track.height() / 2)
            if bar.level != "ok":
                side = theme.px(8)
                spot = QRectF(track.right() + theme.px(5), row.center().y() - side / 2, side, side)
                draw_mark(painter, bar.level, spot, theme.level_text(bar.level))
            painter.setFont(bold)
            painter.setPen(theme.level_text(bar.level) if bar.level == "act" else theme.color("text"))
            painter.drawText(row, middle | Qt.AlignmentFlag.AlignRight, f"{bar.percent:.0f}%")


class ActionCard(CardPress):
    """One open corrective action: what, who, how much time is left."""

    def __init__(self, key: str, finding: str, about: str, level: str) -> None:
        super().__init__()
        self.key, self.level = key, level
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(sentences(finding, about))
        self.setToolTip(finding)
        rows = QVBoxLayout(self)
        rows.setSpacing(2)
        self._finding = ElidedLabel(finding, 14)
        self.about = Label(about, 12, role=level if level == "act" else "muted", wrap=True)
        for label in (self._finding, self.about):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            rows.addWidget(label)
        self._dress()

    def _dress(self) -> None:
        px = style.current().px
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(px(15), px(9), px(10), px(9))

    def sizeHint(self) -> QSize:
        layout = self.layout()
        assert layout is not None
        return QSize(120, layout.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hasHeightForWidth(self) -> bool:
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        self.paint_edged(self.level or "muted")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()


class RoundSide(QWidget):
    """`action_wanted(key)` when a corrective action is pressed."""

    action_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "plain")
        self._board: Board | None = None
        self._week, self._kept = Label("", 14, BOLD, "muted"), Label("", 12, NORMAL, "muted", wrap=True)
        self.bars = Bars()
        self._no_bars = Label("", 14, role="muted", wrap=True)
        self._open = Label("", 14, BOLD, "muted")
        self._no_actions = Label("", 14, role="muted", wrap=True)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(8)
        self._more = Label("", 12, role="muted", wrap=True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 16, 16, 16)
        rows.setSpacing(8)
        for part in (self._week, self.bars, self._no_bars, self._kept):
            rows.addWidget(part)
        rows.addSpacing(12)
        rows.addWidget(self._open)
        rows.addWidget(self._no_actions)
        rows.addLayout(self._cards)
        rows.addWidget(self._more)
        rows.addStretch(1)
        self._shown: tuple[object, ...] = ()
        self.retranslate()

    def show_board(self, board: Board) -> None:
        """Show the week and the open actions of a newer board."""
        self._board = board
        names = [own(board.library.term("touchpoints", bar.name, language())) for bar in board.bars]
        self.bars.show_bars(board.bars, names)
        self.bars.setVisible(bool(board.bars))
        self._no_bars.setVisible(not board.bars)
        done, counted = board.kept
        self._kept.setText(
            translate("Rounds", "{done} of {count} scheduled rounds done").format(done=done, count=counted)
        )
        self._kept.setVisible(counted > 0)
        count = len(board.actions)
        self._open.setText(translate("Rounds", "Open corrective actions") + (f" {count}" if count else ""))
        self._no_actions.setVisible(not count)
        told = [self._told(row, board) for row in board.actions[:MOST_ACTIONS]]
        if tuple(told) != self._shown:
            self._shown = tuple(told)
            clear_layout(self._cards)
            for key, finding, about, level in told:
                card = ActionCard(key, finding, about, level)
                card.clicked.connect(lambda _=False, key=key: self.action_wanted.emit(key))
                self._cards.addWidget(card)
        self._more.setVisible(count > MOST_ACTIONS)
        self._more.setText(translate("Rounds", "and {count} more").format(count=count - MOST_ACTIONS))

    def _told(self, row: RecordRow, board: Board) -> tuple[str, str, str, str]:
        who = own(board.library.role_title(row.owner, language()))
        if row.state == "done":
            waits = translate("Rounds", "to be checked again")
            return row.record, row.summary, f"{who} · {waits}", ""
        due = instant(row.due_at)
        if due is None:
            return row.record, row.summary, who, ""
        left, level = due_text(due, board.now, board.branch.tz)
        return row.record, row.summary, f"{who} · {left}", level

    def cards(self) -> list[ActionCard]:
        found = [self._cards.itemAt(at).widget() for at in range(self._cards.count())]
        return [card for card in found if isinstance(card, ActionCard)]

    def retranslate(self) -> None:
        self._week.setText(translate("Rounds", "Touchpoints this week"))
        self._no_bars.setText(
            translate(
                "Rounds",
                "After the first round you see here how well each touchpoint keeps its standard.",
            )
        )
        self._no_actions.setText(
            translate("Rounds", "Nothing is open. A failed item appears here with who puts it right and until when.")
        )
        if self._board is not None:
            self.show_board(self._board)
