"""How one item is answered: segments for verdicts, scores and choices, a field for numbers and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from lobbyconsole.domain.content.checklists import CheckItem
from lobbyconsole.domain.rounds import FAIL, NOT_APPLICABLE, PASS
from lobbyconsole.ui import style
from lobbyconsole.ui.round_words import own, verdict_text
from lobbyconsole.ui.translation import language
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, Press, clear_layout
from lobbyconsole.ui.widgets.choices import segment_outline

SIGNS = {PASS: "✓", FAIL: "✕", NOT_APPLICABLE: "–"}
TONES = {PASS: ("ok_soft", "ok_text"), FAIL: ("act_soft", "act"), NOT_APPLICABLE: ("sunken", "muted")}


@dataclass(frozen=True, slots=True)
class Part:
    """One possible answer: its value, words, the key that gives it and what it means."""

    value: str
    words: str
    key: str
    verdict: str


class _Segment(Press):
    def __init__(self, part: Part) -> None:
        super().__init__()
        self.part = part
        self._first, self._last = True, True
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the card has the keyboard; its keys answer
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(part.words)
        self.setAccessibleName(part.words)
        self.setCheckable(True)
        self.setToolTip(f"{part.words}  {part.key}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_ends(self, first: bool, last: bool) -> None:
        """Which of its sides are round."""
        self._first, self._last = first, last
        self.update()

    def _words(self) -> str:
        sign = SIGNS.get(self.part.verdict, "") if self.isChecked() else ""
        return f"{sign} {self.text()}" if sign else self.text()

    def sizeHint(self) -> QSize:
        theme = style.current()
        metrics = QFontMetrics(theme.font(14, BOLD))
        short = len(self.text()) <= 2 and self.text().isascii()
        words = metrics.horizontalAdvance(("" if short else "✓ ") + self.text()) + theme.px(16 if short else 28)
        return QSize(max(words, theme.px(40)), theme.px(38))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        ground, ink = TONES.get(self.part.verdict, ("accent_soft", "accent")) if on else ("surface", "muted")
        if not on and self.underMouse():
            ground, ink = "sunken", "text"
        outline = segment_outline(self.rect(), self._first, self._last)
        painter.setPen(QPen(theme.color(ink if on and theme.name == "contrast" else "border"), 1))
        painter.setBrush(theme.color(ground))
        painter.drawPath(outline)
        painter.setFont(theme.font(14, BOLD if on else NORMAL))
        painter.setPen(theme.color(ink))
        words = self._words()
        if len(self.text()) <= 2 and self.text().isascii():
            words = self.text()
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)


class Segments(QWidget):
    """One of a few answers, in sight at once; below each other where a row has no room."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[Part, ...] = ()
        self._stacked = False
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """As if they stood below each other: or else the card could never be as narrow as it takes to stack them."""
        widest = max((button.sizeHint().width() for button in self.buttons()), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def set_parts(self, parts: Sequence[Part]) -> None:
        if tuple(parts) == self._parts:
            return
        self._parts = tuple(parts)
        clear_layout(self._row)
        for part in parts:
            made = _Segment(part)
            made.clicked.connect(lambda _=False, value=part.value: self._press(value))
            self._row.addWidget(made)
        self._shape()

    def width_wanted(self) -> int:
        """What the answers take in a row."""
        return sum(button.sizeHint().width() for button in self.buttons())

    def stand(self, room: int) -> None:
        """In a row if it has this room, else one below the other."""
        stacked = self.width_wanted() > room
        if stacked != self._stacked:
            self._stacked = stacked
            self._shape()

    def _shape(self) -> None:
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(down if self._stacked else across)
        self._row.setSpacing(4 if self._stacked else 0)
        buttons = self.buttons()
        for at, button in enumerate(buttons):
            button.set_ends(self._stacked or at == 0, self._stacked or at == len(buttons) - 1)
        self.updateGeometry()

    def buttons(self) -> list[_Segment]:
        found = [self._row.itemAt(at).widget() for at in range(self._row.count())]
        return [button for button in found if isinstance(button, _Segment)]

    def button(self, value: str) -> _Segment:
        return next(button for button in self.buttons() if button.part.value == value)

    def _press(self, value: str) -> None:
        self.set_value(value)
        self.chosen.emit(value)

    def set_value(self, value: str | None) -> None:
        for button in self.buttons():
            button.setChecked(button.part.value == value)

    def value(self) -> str:
        return next((button.part.value for button in self.buttons() if button.isChecked()), "")

    def take_key(self, text: str) -> bool:
        """Press the answer whose key it is."""
        for part in self._parts:
            if part.key and text.upper() == part.key:
                self._press(part.value)
                return True
        return False


NA_KEY = "X"


def parts_of(item: CheckItem) -> list[Part]:
    """The segments that an item's scale offers. Values: a verdict, or "=" and a score or the id of a choice."""
    na = Part(NOT_APPLICABLE, verdict_text(NOT_APPLICABLE), NA_KEY, NOT_APPLICABLE)
    match item.scale.type:
        case "pass_fail":
            return [
                Part(PASS, verdict_text(PASS), "1", PASS),
                Part(FAIL, verdict_text(FAIL), "2", FAIL),
                Part(NOT_APPLICABLE, verdict_text(NOT_APPLICABLE), "3", NOT_APPLICABLE),
            ]
        case "score_0_5":
            least = item.scale.min_ok or 0
            scores = [Part(f"={score}", str(score), str(score), PASS if score >= least else FAIL) for score in range(6)]
            return [*scores, na]
        case "choice":
            options = item.scale.options
            return [
                Part(f"={option.id}", own(option.label.say(language())), str(at + 1), PASS if option.ok else FAIL)
                for at, option in enumerate(options)
            ] + [na]
        case "number":
            return [na]
    return [Part(FAIL, verdict_text(FAIL), "", FAIL), na]
