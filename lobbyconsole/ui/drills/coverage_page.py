"""The coverage: every plan by role and shift, a sign in each cell; what was never practised is red and crossed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from lobbyconsole.domain.drills import SHIFTS, Cell, roles_of
from lobbyconsole.ui import style
from lobbyconsole.ui.drills.board import Board, matching
from lobbyconsole.ui.drills.words import LEVELS, SIGNS, day_text, shift_text, standing_text
from lobbyconsole.ui.emergency.words import role_text, say_text
from lobbyconsole.ui.translation import language, translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, Card, Label, draw_focus
from lobbyconsole.ui.widgets.choices import SegmentedChoice, Switch
from lobbyconsole.ui.widgets.floor_forms import Flow, KeyButton

LOW = 440  # px at 100 %: with less, the grid needs the room
GRID_LEAST = 200  # px at 100 %: the roles and a few plans
NAME, CELL, ROW, SLIM = 172, 15, 30, 15  # px at 100 %
INK = {"never": "act", "overdue": "act", "soon": "watch_text", "good": "ok_text"}


class Grid(QWidget):
    """Plans down, roles across, in each the shifts side by side. Arrow keys go through it."""

    moved = Signal()
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._board: Board | None = None
        self.plans: list[str] = []
        self.roles: list[str] = []
        self.shifts: tuple[str, ...] = SHIFTS
        self.here = (0, 0)  # row, column counted over shifts
        self.room = self.high = 0  # px in sight

    def show_cells(self, board: Board, plans: Sequence[str], shifts: tuple[str, ...]) -> None:
        at = self.place()
        self._board, self.plans, self.shifts = board, list(plans), shifts
        named: dict[str, int] = {}
        for plan in plans:
            for role in roles_of(board.plans[plan]):
                named[role] = named.get(role, 0) + 1
        self.roles = sorted(named, key=lambda role: (-named[role], role))
        row = self.plans.index(at[0]) if at and at[0] in self.plans else 0
        column = 0
        if at and at[1] in self.roles and at[2] in shifts:
            column = self.roles.index(at[1]) * len(shifts) + shifts.index(at[2])
        self.here = (row, column)
        self.updateGeometry()
        self.resize(self.sizeHint().expandedTo(QSize(self.room, 0)))
        self.update()

    def place(self) -> tuple[str, str, str] | None:
        """(plan, role, shift) one is on."""
        row, column = self.here
        if row >= len(self.plans) or not self.shifts or column // len(self.shifts) >= len(self.roles):
            return None
        return self.plans[row], self.roles[column // len(self.shifts)], self.shifts[column % len(self.shifts)]

    def cell(self) -> Cell | None:
        place = self.place()
        return self._board.cells.get(place) if self._board is not None and place is not None else None

    # --- measures

    def _name(self) -> int:
        return style.current().px(NAME if language() == "en" else NAME * 0.72)

    def _wide(self) -> int:
        """Of one sub-column: what there is room for, at least what a sign needs."""
        theme = style.current()
        columns = max(1, len(self.roles) * len(self.shifts))
        least = theme.px(CELL if len(self.shifts) > 1 else 40)
        return max(least, (self.room - self._name() - theme.px(4)) // columns)

    def head_height(self) -> int:
        theme = style.current()
        metrics = QFontMetrics(theme.font(12, BOLD))
        widest = max((metrics.horizontalAdvance(self._role(role)) for role in self.roles), default=40)
        return min(widest + theme.px(14), theme.px(160), max(theme.px(60), self.high * 2 // 5))

    def _role(self, role: str) -> str:
        return role_text(self._board.library, role) if self._board is not None else role

    def sizeHint(self) -> QSize:
        theme = style.current()
        width = self._name() + self._wide() * len(self.roles) * len(self.shifts) + theme.px(4)
        return QSize(width, self.head_height() + theme.px(ROW) * len(self.plans) + theme.px(4))

    def box(self, row: int, column: int) -> QRect:
        theme = style.current()
        return QRect(
            self._name() + column * self._wide(), self.head_height() + row * theme.px(ROW), self._wide(), theme.px(ROW)
        )

    def at(self, point: QPoint) -> tuple[int, int] | None:
        column = (point.x() - self._name()) // max(1, self._wide())
        row = (point.y() - self.head_height()) // max(1, style.current().px(ROW))
        inside = 0 <= row < len(self.plans) and 0 <= column < len(self.roles) * len(self.shifts)
        return (row, column) if inside else None

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        board = self._board
        if board is None:
            return
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        head, wide, high, shifts = self.head_height(), self._wide(), theme.px(ROW), len(self.shifts)
        for row, name in enumerate(self.plans):
            top = head + row * high
            if not event.rect().intersects(QRect(0, top, self.width(), high)):
                continue
            if row % 2 == 0:
                painter.fillRect(0, top, self.width(), high, theme.color("sunken"))
            for column, role in enumerate(self.roles):
                self._paint_role(painter, board, name, role, self.box(row, column * shifts))
        painter.setPen(QPen(theme.color("border"), 1))
        for at in range(len(self.roles) + 1):
            x = self._name() + at * wide * shifts
            painter.drawLine(x, head - theme.px(4), x, head + high * len(self.plans))
        if self.hasFocus() and self.place() is not None:
            draw_focus(painter, QRectF(self.box(*self.here)), 3, theme)
        self._paint_names(painter, board)
        self._paint_head(painter)

    def _paint_names(self, painter: QPainter, board: Board) -> None:
        """The plans at the left edge of what is in sight."""
        theme = style.current()
        left, head, high = -self.x(), self.head_height(), theme.px(ROW)
        for row, name in enumerate(self.plans):
            top = head + row * high
            painter.fillRect(left, top, self._name(), high, theme.color("sunken" if row % 2 == 0 else "surface"))
            font = theme.font(13, BOLD if row == self.here[0] else NORMAL)
            painter.setFont(font)
            painter.setPen(theme.color("text"))
            room = self._name() - theme.px(14)
            elide = Qt.TextElideMode.ElideRight
            title = QFontMetrics(font).elidedText(say_text(board.plans[name].title), elide, room)
            painter.drawText(QRect(left + theme.px(8), top, room, high), Qt.AlignmentFlag.AlignVCenter, title)

    def _paint_head(self, painter: QPainter) -> None:
        """The roles at the upper edge of what is in sight, written upwards."""
        theme = style.current()
        top, head, wide = -self.y(), self.head_height(), self._wide() * len(self.shifts)
        painter.fillRect(0, top, self.width(), head, theme.color("surface"))
        here = self.here[1] // max(1, len(self.shifts))
        for at, role in enumerate(self.roles):
            left = self._name() + at * wide
            if left < self._name() - self.x() - wide // 2:
                continue
            font = theme.font(12, BOLD if at == here else NORMAL)
            painter.save()
            painter.setFont(font)
            painter.setPen(theme.color("text"))
            painter.translate(left + wide / 2, top + head - theme.px(6))
            painter.rotate(-90)
            room = head - theme.px(10)
            words = QFontMetrics(font).elidedText(self._role(role), Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(0, -wide / 2, room, wide), Qt.AlignmentFlag.AlignVCenter, words)
            painter.restore()
        painter.fillRect(-self.x(), top, self._name(), head, theme.color("surface"))
        painter.setPen(QPen(theme.color("border"), 1))
        painter.drawLine(0, top + head - 1, self.width(), top + head - 1)

    def _paint_role(self, painter: QPainter, board: Board, plan: str, role: str, first: QRect) -> None:
        """The shifts of one role in one plan; nothing where the role has no part in it."""
        theme = style.current()
        for at, shift in enumerate(self.shifts):
            cell = board.cells.get((plan, role, shift))
            if cell is None:
                continue
            box = first.translated(at * first.width(), 0)
            inner = QRectF(box).adjusted(1, 2, -1, -2)
            level = LEVELS[cell.standing]
            painter.setPen(theme.level(level) if theme.name == "contrast" else Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(f"{level}_soft"))
            painter.drawRoundedRect(inner, 3, 3)
            painter.setPen(theme.color(INK[cell.standing]))
            painter.setFont(theme.font(SLIM if cell.standing == "never" else 12, BOLD))
            words = SIGNS[cell.standing]
            if len(self.shifts) == 1 and cell.last is not None and box.width() >= theme.px(48):
                words += f" {cell.last.at:%m-%d}"
                painter.setFont(theme.font(12))
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, words)

    # --- moving

    def _go(self, row: int, column: int) -> None:
        columns = len(self.roles) * len(self.shifts)
        self.here = (max(0, min(len(self.plans) - 1, row)), max(0, min(columns - 1, column)))
        self.update()
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, column = self.here
        steps = {
            Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_PageUp: (-10, 0), Qt.Key.Key_PageDown: (10, 0),
            Qt.Key.Key_Home: (0, -999), Qt.Key.Key_End: (0, 999),
        }  # fmt: skip
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self._go(row + step[0], column + step[1])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        found = self.at(event.position().toPoint())
        if found is not None:
            self._go(*found)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.at(event.position().toPoint()) is not None:
            self.opened.emit()

    def focusInEvent(self, event: QEvent) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.update()


class CoveragePage(QWidget):
    """The grid with its filter, its sums and the cell one is on in words."""

    opened = Signal(str)  # a plan
    plan_wanted = Signal(str, str)  # plan a drill of a plan for a shift

    def __init__(self) -> None:
        super().__init__()
        self._board: Board | None = None
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._show)
        self.shift = SegmentedChoice()
        self.shift.chosen.connect(lambda _: self._show())
        self.red = Switch()
        self.red.toggled.connect(self._show)
        self._red_words = Label("", 14)
        red = QWidget()
        row = QHBoxLayout(red)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.red)
        row.addWidget(self._red_words)
        self._filters = Flow()
        self.search.setMinimumWidth(style.current().px(200))
        for part in (self.search, self.shift, red):
            self._filters.add(part)
        self._sums = Label("", 14, wrap=True)
        self._legend = Label("", 12, role="muted", wrap=True)
        self.grid = Grid()
        self.grid.moved.connect(self._moved)
        self.grid.opened.connect(self._open)
        self.area = QScrollArea()
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setWidget(self.grid)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.viewport().setAutoFillBackground(False)
        self.area.viewport().installEventFilter(self)
        self.grid.setAutoFillBackground(False)
        for bar in (self.area.verticalScrollBar(), self.area.horizontalScrollBar()):
            bar.valueChanged.connect(lambda _: self.grid.update())  # head and names stay in sight
        card = self._card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(6, 6, 6, 6)
        inside.addWidget(self.area)
        foot = Card()
        self._cell = Label("", 16, BOLD, wrap=True)
        self._about = Label("", 14, role="muted", wrap=True)
        self.plan = KeyButton("", "N", "primary")
        self.plan.clicked.connect(self.plan_drill)
        bottom = QHBoxLayout(foot)
        bottom.setContentsMargins(16, 8, 12, 8)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._cell)
        words.addWidget(self._about)
        bottom.addLayout(words, 1)
        bottom.addWidget(self.plan, 0, Qt.AlignmentFlag.AlignVCenter)
        inner = QWidget()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._page = plain_area(inner)  # large text on a small screen: the grid keeps its height, the page scrolls
        whole.addWidget(self._page)
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(12, 10, 16, 12)
        rows.setSpacing(8)
        rows.addWidget(self._filters)
        rows.addWidget(self._sums)
        rows.addWidget(card, 1)
        rows.addWidget(self._legend)
        rows.addWidget(foot)
        self.retranslate()

    def show_board(self, board: Board) -> None:
        self._board = board
        self._show()

    def _show(self) -> None:
        board = self._board
        if board is None:
            return
        shift = self.shift.value()
        shifts = (str(shift),) if shift in SHIFTS else SHIFTS
        found = matching(board, self.search.text())
        plans = [name for name in board.plans if found is None or name in found]
        cells = {place: cell for place, cell in board.cells.items() if place[2] in shifts}
        if self.red.isChecked():
            bad = {place[0] for place, cell in cells.items() if LEVELS[cell.standing] == "act"}
            plans = [name for name in plans if name in bad]
        counts = dict.fromkeys(SIGNS, 0)
        for place, cell in cells.items():
            if place[0] in plans:
                counts[cell.standing] += 1
        total = sum(counts.values())
        parts = [f"{SIGNS[name]} {standing_text(name)} {counts[name]}" for name in SIGNS]
        share = 100 * (counts["good"] + counts["soon"]) / total if total else 0
        text = translate("Drills", "{share} % of {n} places practised in time").format(share=round(share), n=total)
        self._sums.setText(text + "   " + "   ".join(parts))
        self.grid.room, self.grid.high = self.area.viewport().width(), self.area.viewport().height()
        self.grid.show_cells(board, plans, shifts)
        self._moved()

    def _moved(self) -> None:
        board, place, cell = self._board, self.grid.place(), self.grid.cell()
        self.plan.setEnabled(place is not None)
        if board is None or place is None:
            self._cell.setText(translate("Drills", "No plan fits these filters"))
            self._about.setText("")
            return
        box = self.grid.box(*self.grid.here)
        self._see(box)
        if self.grid.hasFocus():
            self._page.ensureWidgetVisible(self._card, 0, 0)
        title = (
            f"{say_text(board.plans[place[0]].title)} · {role_text(board.library, place[1])} · {shift_text(place[2])}"
        )
        if cell is None:
            self._cell.setText(title)
            self._about.setText(translate("Drills", "This role has no part in the plan."))
        else:
            self._cell.setText(f"{SIGNS[cell.standing]} {title}")
            words = standing_text(cell.standing)
            if cell.last is not None and cell.due_on is not None:
                text = translate("Drills", "{words}: last {last} by {staff}, next by {due}")
                words = text.format(
                    words=words, last=day_text(cell.last.at.date(), board.today),
                    staff=cell.last.staff or translate("Drills", "nobody named"),
                    due=day_text(cell.due_on, board.today),
                )  # fmt: skip
            self._about.setText(words)
        self.grid.setAccessibleName(f"{self._cell.text()}: {self._about.text()}")

    def _see(self, box: QRect) -> None:
        """Scroll so that the cell stands beside the names and below the head."""
        across, down = self.area.horizontalScrollBar(), self.area.verticalScrollBar()
        room = self.area.viewport().size()
        left, top = box.left() - self.grid.box(0, 0).left(), box.top() - self.grid.head_height()
        across.setValue(min(left, max(across.value(), box.right() + 4 - room.width())))
        down.setValue(min(top, max(down.value(), box.bottom() + 4 - room.height())))

    def _open(self) -> None:
        place = self.grid.place()
        if place is not None:
            self.opened.emit(place[0])

    def plan_drill(self) -> None:
        place = self.grid.place()
        if place is not None:
            self.plan_wanted.emit(place[0], place[2])

    def cell_text(self) -> str:
        """The cell one is on, in words."""
        return f"{self._cell.text()} {self._about.text()}"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.search.hasFocus() and event.text().upper() == "N" and not event.modifiers():
            self.plan_drill()
        elif not self.search.hasFocus() and event.text().upper() == "F" and not event.modifiers():
            self.search.setFocus()
        elif event.key() == Qt.Key.Key_Escape and (self.search.text() or self.search.hasFocus()):
            self.search.clear()
            self.grid.setFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down) and self.search.hasFocus():
            self.grid.setFocus()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < style.current().px(LOW)
        for part in (self._sums, self._legend, self._about):
            part.setVisible(not low)
        self._card.setMinimumHeight(style.current().px(GRID_LEAST))
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """How wide and high the cells may be follows from what is in sight."""
        if event.type() == QEvent.Type.Resize and watched is self.area.viewport() and hasattr(self, "plan"):
            QTimer.singleShot(0, self, self._show)
        return False

    def minimumSizeHint(self) -> QSize:
        return QSize(style.current().px(300), style.current().px(200))  # the grid scrolls

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "plan"):
            self._show()

    def retranslate(self) -> None:
        self.search.setPlaceholderText(translate("Drills", "Find a plan (F)"))
        self.search.setAccessibleName(translate("Drills", "Find a plan"))
        options: list[tuple[object, str]] = [("", translate("Drills", "all shifts"))]
        options += [(shift, shift_text(shift)) for shift in SHIFTS]
        self.shift.set_options(options, self.shift.value() or "")
        words = translate("Drills", "Only with gaps")
        self._red_words.setText(words)
        self.red.setAccessibleName(words)
        order = " · ".join(shift_text(shift) for shift in SHIFTS)
        text = translate("Drills", "In each field from left to right: {shifts}. Arrow keys move, Enter opens the plan.")
        self._legend.setText(text.format(shifts=order))
        self.plan.set_words(translate("Drills", "Plan a drill"))
        self._show()
