"""A month of drills: planned ones, held ones, and the days on which something falls due; the signs say which."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.ui import style
from lobbyconsole.ui.drills.board import Board
from lobbyconsole.ui.emergency.words import say_text
from lobbyconsole.ui.translation import date_text, headed, language, listed, translate, weekday_text
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, IconButton, Label

ROW = 27  # px at 100 %
# What a day says loudest comes first.
MARKS = (
    ("overdue", "■", "act", QT_TRANSLATE_NOOP("Drills", "overdue")),
    ("planned", "◆", "accent", QT_TRANSLATE_NOOP("Drills", "planned")),
    ("soon", "▲", "watch_text", QT_TRANSLATE_NOOP("Drills", "due")),
    ("held", "●", "ok_text", QT_TRANSLATE_NOOP("Drills", "held")),
)


class _Days(QWidget):
    pressed = Signal(object)  # a date

    def __init__(self) -> None:
        super().__init__()
        self.first = date(2000, 1, 1)
        self.today = date(2000, 1, 1)
        self.marks: dict[date, list[str]] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(style.current().px(220), style.current().px(ROW) * (self._weeks() + 1))

    def _begin(self) -> date:
        return self.first - timedelta(days=self.first.weekday())

    def _weeks(self) -> int:
        after = (self.first.replace(day=28) + timedelta(days=4)).replace(day=1)
        return -(-((after - self._begin()).days) // 7)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = int(event.position().y() // style.current().px(ROW)) - 1
        column = int(event.position().x() // (self.width() / 7))
        if row >= 0:
            self.pressed.emit(self._begin() + timedelta(days=7 * row + min(6, column)))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, high, middle = self.width() / 7, theme.px(ROW), Qt.AlignmentFlag.AlignCenter
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("muted"))
        for column in range(7):
            painter.drawText(QRectF(column * wide, 0, wide, high), middle, weekday_text(column)[-3:])
        signs = {name: (sign, tone) for name, sign, tone, _ in MARKS}
        for at in range(7 * self._weeks()):
            day = self._begin() + timedelta(days=at)
            if day.month != self.first.month:
                continue
            box = QRectF(at % 7 * wide, (at // 7 + 1) * high, wide, high)
            if day == self.today:
                painter.setPen(theme.color("accent"))
                painter.setBrush(theme.color("accent_soft"))
                painter.drawRoundedRect(box.adjusted(1.5, 1.5, -1.5, -1.5), 6, 6)
            marks = self.marks.get(day, [])
            painter.setFont(theme.font(13, BOLD if marks or day == self.today else NORMAL))
            painter.setPen(theme.color("text" if marks or day == self.today else "muted"))
            if not marks:
                painter.drawText(box, middle, str(day.day))
                continue
            name = next(name for name, *_ in MARKS if name in marks)
            more = str(len(marks)) if len(marks) > 1 else ""
            number, small = QFontMetrics(painter.font()), QFontMetrics(theme.font(12, BOLD))
            wide_number, sign = number.horizontalAdvance(str(day.day)), signs[name][0] + more
            gap = theme.px(3) if not more else theme.px(1)
            left = box.center().x() - (wide_number + gap + small.horizontalAdvance(sign)) / 2
            lies = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(QRectF(left, box.top(), wide, high), lies, str(day.day))
            painter.setFont(theme.font(12, BOLD))
            painter.setPen(theme.color(signs[name][1]))
            painter.drawText(QRectF(left + wide_number + gap, box.top(), wide, high), lies, sign)


class Month(QWidget):
    """One month, those before and after by its arrows."""

    day_pressed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._board: Board | None = None
        self._title = Label("", 14, BOLD)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.before, self.after = IconButton("chevron-left"), IconButton("chevron-right")
        self.before.clicked.connect(lambda: self._turn(-1))
        self.after.clicked.connect(lambda: self._turn(1))
        self.days = _Days()
        self.days.pressed.connect(self.day_pressed)
        self._legend = Label("", 12, role="muted")
        self._legend.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head = QHBoxLayout()
        head.addWidget(self.before)
        head.addWidget(self._title, 1)
        head.addWidget(self.after)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(8, 6, 8, 4)
        rows.setSpacing(2)
        rows.addLayout(head)
        rows.addWidget(self.days)
        rows.addWidget(self._legend)
        self.hide()  # which month it is, is known with the board
        self.retranslate()

    def show_board(self, board: Board) -> None:
        """The days of a board; at first the present month."""
        if self._board is None:
            self.days.first = board.today.replace(day=1)
        self._board = board
        self.show()
        self.days.today = board.today
        marks: dict[date, list[str]] = {}
        names: dict[date, list[str]] = {}

        def mark(day: date, name: str, plan: str) -> None:
            marks.setdefault(day, []).append(name)
            if plan in board.plans:
                names.setdefault(day, []).append(say_text(board.plans[plan].title))

        for drill in board.drills:
            at = drill.begun_at or drill.due_at
            if at is None or drill.state == "called_off" or drill.broken_off:
                continue
            day = at.astimezone(board.zone).date()
            late = drill.state == "planned" and day < board.today
            mark(
                day, "held" if drill.state in ("finished", "running") else "overdue" if late else "planned", drill.plan
            )
        for due in board.due.values():
            if due.standing in ("overdue", "soon", "good") and due.planned_at is None:
                mark(due.due_on, "overdue" if due.standing == "overdue" else "soon", due.plan)
        self.days.marks = marks
        told = [headed(date_text(day), listed(found)) for day, found in sorted(names.items())
                if day.month == self.days.first.month]  # fmt: skip
        self.days.setToolTip("\n".join(told[:12]))
        self.days.setAccessibleName("; ".join(told))
        self._show()

    def _turn(self, by: int) -> None:
        months = self.days.first.year * 12 + self.days.first.month - 1 + by
        self.days.first = date(months // 12, months % 12 + 1, 1)
        self.days.updateGeometry()
        if self._board is not None:
            self.show_board(self._board)

    def _show(self) -> None:
        first = self.days.first
        words = translate("Drills", "{year}-{month}").format(year=first.year, month=f"{first.month:02}")
        if language() == "en":
            words = f"{QLocale.c().standaloneMonthName(first.month)} {first.year}"
        self._title.setText(words)
        self.days.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "days"):
            self.days.updateGeometry()

    def retranslate(self) -> None:
        self.before.set_name(translate("Drills", "The month before"))
        self.after.set_name(translate("Drills", "The month after"))
        self._legend.setText("  ".join(f"{sign} {translate('Drills', words)}" for _, sign, _, words in MARKS))
        if self._board is not None:
            self.show_board(self._board)
