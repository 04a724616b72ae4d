"""Picking a plan: two letters or a tile, then Enter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.initials import rank
from lobbyconsole.ui import style
from lobbyconsole.ui.emergency.words import say_text
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, Button, Label, Press, draw_focus

LEAST_TILE = 190  # px at 100 %
TILE_HEIGHT = 76


class PlanTile(Press):
    """One plan: its name in large type, its summary below."""

    def __init__(self, plan: Plan, parent: QWidget) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setParent(parent)  # before it is ever shown: else it would be a window of its own
        self.plan = plan
        self.best = False  # Enter starts this one
        self.running = False
        self.show_words()

    def show_words(self) -> None:
        self.setText(say_text(self.plan.title))
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(say_text(self.plan.summary))
        self.setToolTip(say_text(self.plan.summary))
        self.update()

    def sizeHint(self) -> QSize:
        theme = style.current()
        return QSize(theme.px(LEAST_TILE), theme.px(TILE_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, edge = ("accent_soft", "accent") if self.best else ("surface", "border")
        if self.running:
            ground, edge = "act_soft", "act"
        if self.underMouse() and not self.best:
            ground = "sunken"
        painter.setPen(QPen(theme.color(edge), 2 if self.best or self.running else 1))
        painter.setBrush(theme.color(ground))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 10, 10)
        side = theme.px(14)
        room = self.rect().adjusted(side, theme.px(10), -side, -theme.px(9))
        wraps = int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)
        small = theme.font(12, NORMAL)
        line = QFontMetrics(small).height()
        for size in (17, 15, 13):  # a long name is written smaller rather than cut, or over what is said below it
            title = theme.font(size, BOLD)
            used = QFontMetrics(title).boundingRect(room, wraps, self.text())
            if used.height() + (line if self.running else 0) <= room.height():
                break
        painter.setFont(title)
        painter.setPen(theme.color("text"))
        painter.drawText(room, wraps, self.text())
        if self.running or used.height() + line <= room.height():  # a long name has the room of its summary
            painter.setFont(small)
            painter.setPen(theme.color("act" if self.running else "muted"))
            below = say_text(self.plan.summary)
            if self.running:
                below = translate("Emergency", "running: Enter goes on")
            painter.drawText(
                room, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft,
                QFontMetrics(small).elidedText(below, Qt.TextElideMode.ElideRight, room.width()),
            )  # fmt: skip
        if self.hasFocus():
            draw_focus(painter, self.rect().toRectF(), 10, theme)


class PlanPicker(QWidget):
    """All plans as tiles, a field that narrows them; Enter starts the best one."""

    chosen = Signal(str)  # plan
    left = Signal()  # Esc in an empty field
    papers_wanted = Signal()  # to type paper numbers in

    def __init__(self) -> None:
        super().__init__()
        self._tiles: dict[str, PlanTile] = {}
        self._found: list[str] = []
        self._running: frozenset[str] = frozenset()
        self._columns = 0
        self._pressed = False  # Enter came before the plans did
        self._title = Label("", 20, BOLD)
        self.wish = QLineEdit()
        self.wish.textChanged.connect(lambda _: self._narrow())
        self.wish.returnPressed.connect(self._start_best)
        self._none = Label("", 16, role="muted", wrap=True)
        self._none.hide()
        self.papers = Button("")
        self.papers.clicked.connect(self.papers_wanted)
        self.papers.hide()
        self._papers = 0
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self._title)
        head.addWidget(self.wish, 1)
        inner = self._inner = QWidget()
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(0, 0, 8, 8)
        self._grid.setSpacing(10)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 18, 12, 12)
        rows.setSpacing(14)
        rows.addLayout(head)
        rows.addWidget(self.papers, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(self._none)
        rows.addWidget(plain_area(inner), 1)
        self.retranslate()

    def show_plans(self, plans: Sequence[Plan], running: frozenset[str]) -> None:
        """The plans in force; those that are running are marked."""
        if running == self._running and [tile.plan for tile in self._tiles.values()] == list(plans) and plans:
            return
        self._running = running
        wanted = {plan.id: plan for plan in plans}
        for name in [name for name, tile in self._tiles.items() if wanted.get(name) is not tile.plan]:
            tile = self._tiles.pop(name)
            self._grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        for plan in plans:
            if plan.id not in self._tiles:
                tile = self._tiles[plan.id] = PlanTile(plan, self._inner)
                tile.clicked.connect(lambda _=False, name=plan.id: self.chosen.emit(name))
        self._narrow()
        if self._pressed and self._tiles:
            self._pressed = False
            self._start_best()

    def show_papers(self, count: int) -> None:
        """How many paper numbers nobody has typed in yet."""
        self._papers = count
        words = translate("Emergency", "Type in the paper numbers: {count} left (F6)")
        self.papers.setText(words.format(count=count))
        self.papers.setVisible(count > 0)

    def begin(self) -> None:
        """Ready for two letters."""
        self._pressed = False
        self.wish.clear()
        self.wish.setFocus()

    @property
    def found(self) -> list[str]:
        """The plans on show, the best first."""
        return list(self._found)

    def _narrow(self) -> None:
        typed = self.wish.text().strip()
        ranked = [
            (place, at, name)
            for at, (name, tile) in enumerate(self._tiles.items())
            if (place := rank(typed, tile.plan.title.zh, tile.plan.title.en, name)) is not None
        ]
        ranked.sort(key=lambda entry: (entry[2] not in self._running and not typed, *entry))
        self._found = [name for _, _, name in ranked]
        for name, tile in self._tiles.items():
            tile.best = bool(typed) and name == self._found[0] if self._found else False
            tile.running = name in self._running
            tile.setVisible(name in self._found)
            tile.update()
        self._none.setVisible(not self._found and bool(self._tiles))
        self._columns = 0
        self._arrange()

    def _arrange(self) -> None:
        theme = style.current()
        columns = max(1, (self.width() - theme.px(50)) // (theme.px(LEAST_TILE) + 10))
        if columns == self._columns:
            return
        self._columns = columns
        for tile in self._tiles.values():
            self._grid.removeWidget(tile)
        for column in range(20):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for at, name in enumerate(self._found):
            self._grid.addWidget(self._tiles[name], at // columns, at % columns)

    def _start_best(self) -> None:
        if not self._tiles:
            self._pressed = True  # just after the start: the hand is quicker than the plans
        elif self._found and self.wish.text().strip():
            self.chosen.emit(self._found[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F6:
            self.papers_wanted.emit()
        elif event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.wish.text():
            self.begin()
        else:
            self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def retranslate(self) -> None:
        self._title.setText(translate("Emergency", "Which plan?"))
        self.wish.setPlaceholderText(translate("Emergency", "Two letters (td, po …), then Enter"))
        self.wish.setAccessibleName(translate("Emergency", "Find a plan"))
        self._none.setText(translate("Emergency", "No plan fits. Esc clears; Ctrl+I notes the event at once."))
        self.show_papers(self._papers)
        for tile in self._tiles.values():
            tile.show_words()
