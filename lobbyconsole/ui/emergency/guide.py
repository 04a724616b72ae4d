"""What guards the words of a step: what nobody says now, and who may decide what, the present rung lit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.ui import style
from lobbyconsole.ui.emergency.words import contact_text, say_text
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, Card, Label, clear_layout

if TYPE_CHECKING:
    from lobbyconsole.domain.content.library import Library
    from lobbyconsole.domain.content.plans import Plan, Step

BESIDE = 480  # px at 100 %: from here on who and what stand beside each other


class Avoid(Card):
    """Do not say: one line each, with a cross, in the colour of what must not be."""

    def __init__(self) -> None:
        super().__init__(level="act")
        self._title = Label("", 13, BOLD, "act")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self._shown: object = None
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 8, 14, 10)
        rows.setSpacing(2)
        rows.addWidget(self._title)
        rows.addLayout(self._lines)
        self.hide()

    def show_step(self, step: Step | None) -> None:
        """The words of this step that nobody says; hidden where there are none."""
        said = avoid_texts(step)
        self.setVisible(bool(said))
        title = translate("Emergency", "Do not say")
        self._title.setText(title)
        self.setAccessibleName(f"{title}: {' · '.join(said)}")
        if said == self._shown:
            return
        self._shown = said
        clear_layout(self._lines)
        for words in said:
            self._lines.addWidget(Label(f"✗ {words}", 16, wrap=True))


class _Rung(QWidget):
    """One rung: who, and what they may decide."""

    def __init__(self, who: str, may: str, here: bool) -> None:
        super().__init__()
        self._who, self._may, self.here = who, may, here
        self.setAccessibleName(f"{who}: {may}" + (" · " + translate("Emergency", "now") if here else ""))
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def _parts(self, width: int) -> tuple[QRect, QRect, int]:
        theme = style.current()
        side, wraps, top = theme.px(26), int(Qt.TextFlag.TextWordWrap), theme.px(5)
        room = max(60, width - side - theme.px(10))
        beside = width >= theme.px(BESIDE)
        own = room * 3 // 10 if beside else room
        head = QFontMetrics(theme.font(14, BOLD)).boundingRect(0, 0, own, 9999, wraps, self._who)
        first = QRect(side, top, own, head.height())
        left = side + own + theme.px(8) if beside else side
        rest = width - left - theme.px(10)
        body = QFontMetrics(theme.font(14)).boundingRect(0, 0, rest, 9999, wraps, self._may)
        second = QRect(left, top if beside else first.bottom() + 1, rest, body.height())
        return first, second, max(first.bottom(), second.bottom()) + top

    def heightForWidth(self, width: int) -> int:
        return self._parts(width)[2]

    def sizeHint(self) -> QSize:
        wide = style.current().px(300)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, style.current().px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, second, _ = self._parts(self.width())
        if self.here:
            painter.setPen(theme.color("accent"))
            painter.setBrush(theme.color("accent_soft"))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)
        wraps = int(Qt.TextFlag.TextWordWrap)
        painter.setPen(theme.color("text" if self.here else "muted"))
        painter.setFont(theme.font(14, BOLD))
        mark = "▶" if self.here else "○"
        painter.drawText(QRect(theme.px(8), first.top(), theme.px(18), first.height()), wraps, mark)
        painter.drawText(first, wraps, self._who)
        painter.setFont(theme.font(14, NORMAL))
        painter.drawText(second, wraps, self._may)


class Ladder(QWidget):
    """The authority ladder of a plan, the lowest rung first; the rung of who acts at this step is lit."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Label("", 14, BOLD, "muted", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self._shown: object = None
        self.rungs: list[_Rung] = []
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(self._title)
        rows.addLayout(self._lines)
        self.hide()

    def show_step(self, plan: Plan, step: Step | None, library: Library) -> None:
        """The ladder, where this step is one at which somebody decides; else hidden."""
        wanted = step is not None and step.role in {rung.role for rung in plan.ladder}
        self.setVisible(wanted)
        if not wanted or step is None:
            return
        self._title.setText(translate("Emergency", "Who may decide what · more than that goes one rung up"))
        shown = [(contact_text(library, rung.role), say_text(rung.may), rung.role == step.role) for rung in plan.ladder]
        if shown == self._shown:
            return
        self._shown = shown
        clear_layout(self._lines)
        self.rungs = []
        for who, may, here in shown:
            rung = _Rung(who, may, here)
            self.rungs.append(rung)
            self._lines.addWidget(rung)


def avoid_texts(step: Step | None) -> list[str]:
    """What nobody says at a step."""
    return [say_text(text) for text in step.avoid] if step is not None else []
