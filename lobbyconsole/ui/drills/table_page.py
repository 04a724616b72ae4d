"""A drill at the table: three minutes, a compressed clock, one inject after another, one answer of three."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.domain.drills import Option, answer_id
from lobbyconsole.services.drills import TABLE_MIN, OpenDrill
from lobbyconsole.ui import style
from lobbyconsole.ui.drills.bar import DrillBar
from lobbyconsole.ui.drills.words import inject_title
from lobbyconsole.ui.emergency.parts import BigButton, Large, fit, high_at, low_columns, rows_high
from lobbyconsole.ui.emergency.words import say_text
from lobbyconsole.ui.translation import mss, translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Card, Label, clear_layout

ALLOWED_S = TABLE_MIN * 60
LOW = 400  # px at 100 %: with less, two answers stand in a row and the words give way to them
SIZES = (30, 26, 23, 20, 18)  # of what happens: the largest that leaves the answers in sight


class Progress(QWidget):
    """The time of the story from its beginning to its end, with its injects on it."""

    def __init__(self) -> None:
        super().__init__()
        self._share, self._done = 0.0, 0
        self._marks: tuple[float, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float, marks: tuple[float, ...], done: int) -> None:
        if (share, marks, done) != (self._share, self._marks, self._done):
            self._share, self._marks, self._done = share, marks, done
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, style.current().px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high, side = theme.px(6), theme.px(7)
        middle, wide = self.height() / 2, self.width() - 2 * side
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("border"))
        painter.drawRoundedRect(QRectF(side, middle - high / 2, wide, high), high / 2, high / 2)
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(QRectF(side, middle - high / 2, wide * min(1.0, self._share), high), high / 2, high / 2)
        for at, share in enumerate(self._marks):
            painter.setPen(theme.color("accent"))
            painter.setBrush(theme.color("accent" if at < self._done else "surface"))
            painter.drawEllipse(QRectF(wide * share, middle - side, 2 * side, 2 * side))


class TablePage(QWidget):
    """`answered(place, answer)`; `over()` when the time is up or everything is answered and was read."""

    answered = Signal(int, str)
    over = Signal()
    broken_off = Signal()
    small = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.opened: OpenDrill | None = None
        self.options: dict[int, list[Option]] = {}
        self.place = -1  # the inject on show; as many as there are: all is answered
        self._looked_at = False  # the answer that stands there has not been gone on from yet
        self._ended = False
        self.ways: list[BigButton] = []
        self.bar = DrillBar()
        self.bar.left.connect(self.small)
        self.progress = Progress()
        self._story = Label("", 16, BOLD, "muted")
        self._tells = Label("", 15, role="muted", wrap=True)
        self._inject = Large("", SIZES[0], BOLD, wrap=True)
        self._ask = Label("", 16, role="muted", wrap=True)
        self.result = Card(level="ok")
        self._result = Label("", 18, BOLD, wrap=True)
        self._right = Label("", 16, wrap=True)
        inside = QVBoxLayout(self.result)
        inside.setContentsMargins(20, 12, 16, 12)
        inside.addWidget(self._result)
        inside.addWidget(self._right)
        self._ways = QGridLayout()
        self._ways.setSpacing(10)
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(32, 18, 32, 10)
        rows.setSpacing(14)
        rows.addWidget(self.progress)
        for part in (self._story, self._inject, self._tells, self._ask):
            rows.addWidget(part)
        rows.addLayout(self._ways)
        rows.addWidget(self.result)
        rows.addStretch(1)
        self.area = plain_area(content)
        self.next = BigButton("", " ", "primary")
        self.next.clicked.connect(self._next)
        self.stop = BigButton("", "X")
        self.stop.clicked.connect(self.broken_off)
        foot = QHBoxLayout()
        foot.setContentsMargins(32, 6, 32, 16)
        foot.setSpacing(10)
        foot.addWidget(self.next, 4)
        foot.addWidget(self.stop, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.bar)
        page.addWidget(self.area, 1)
        page.addLayout(foot)
        self.retranslate()

    def show_drill(self, opened: OpenDrill, options: dict[int, list[Option]], now: datetime) -> None:
        """The drill as it stands: at the first inject without an answer, or at the answer just given."""
        other = self.opened is None or self.opened.drill.key != opened.drill.key
        self.opened, self.options = opened, options
        injects = opened.plan.drill.injects
        first = next((at for at in range(len(injects)) if at not in opened.drill.answers), len(injects))
        if other:
            self.place, self._looked_at, self._ended = first, False, False
        elif self.place in opened.drill.answers:
            self._looked_at = True
        self._show()
        self.tick(now)

    def _show(self) -> None:
        opened = self.opened
        if opened is None:
            return
        injects = opened.plan.drill.injects
        clear_layout(self._ways)
        self.ways = []
        answered = self.place in opened.drill.answers
        if self.place >= len(injects):
            self._story.setText("")
            self._inject.setText(translate("Drills", "All injects are answered"))
            self._tells.setText("")
            self._ask.setText("")
            self.result.hide()
            self.next.set_words(translate("Drills", "To the score"))
            self.next.show()
            return
        inject = injects[self.place]
        self._story.setText(inject_title(inject.at_min, self.place, len(injects)))
        self._inject.setText(say_text(inject.inject))
        self._tells.setText(translate("Drills", "Told by the drill leader, to the whole table"))
        self._ask.setText(translate("Drills", "What is to be done first?"))
        chosen = opened.drill.answers.get(self.place, "")
        for at, option in enumerate(self.options.get(self.place, ()), 1):
            words = say_text(option.text)
            right = option.id == answer_id(opened.plan, self.place)
            if answered:
                words = ("● " if right else "■ " if option.id == chosen else "   ") + words
            button = BigButton(words, str(at), "way")
            button.setEnabled(not answered)
            button.clicked.connect(lambda _=False, name=option.id: self.answered.emit(self.place, name))
            self._ways.addWidget(button, at, 0)
            button.show()
            self.ways.append(button)
        self.result.setVisible(answered)
        self.next.setVisible(answered)
        if answered:
            right = chosen == answer_id(opened.plan, self.place)
            self.result.set_level("ok" if right else "act")
            self._result.setText(
                translate("Drills", "● Right") if right else translate("Drills", "■ Not what the plan says")
            )
            self._right.setText(translate("Drills", "The plan expects: {words}").format(words=say_text(inject.expect)))
            last = self.place == len(injects) - 1
            self.next.set_words(
                translate("Drills", "To the score") if last else translate("Drills", "What happens next")
            )
        self._fit()
        self.area.verticalScrollBar().setValue(0)
        if answered:  # where room is short it stands below what is in sight
            QTimer.singleShot(60, self, self._look_at_result)

    def _look_at_result(self) -> None:
        if self.result.isVisible():
            self.area.ensureWidgetVisible(self.result, 0, 8)

    def _low(self) -> bool:
        return self.height() < style.current().px(LOW)

    def _fit(self) -> None:
        """What happens is as large as it can be with the answers below it in sight."""
        rows = self.area.widget().layout()
        width = self.width() - self.area.verticalScrollBar().sizeHint().width() - 64
        if rows is None or width <= 0:
            return
        low = self._low()
        rows.setContentsMargins(32, 6 if low else 18, 32, 10)
        rows.setSpacing(6 if low else 14)
        self._tells.setVisible(not low and bool(self._tells.text()))
        self._ask.setVisible(not low and self.result.isHidden() and bool(self._ask.text()))
        needed = rows.contentsMargins().top() + sum(
            part.sizeHint().height() + rows.spacing()
            for part in (self.progress, self._story, self._tells, self._ask) if not part.isHidden()
        ) + rows.spacing()  # fmt: skip
        for button in self.ways:
            button.set_small(low)
            self._ways.removeWidget(button)
        left = self.height() - self.bar.sizeHint().height() - self.stop.sizeHint().height() - 22 - needed
        least = high_at(self._inject.text(), SIZES[-1], width)
        across = low_columns(self.ways, width, left - least, 10) if low else 1
        for at, button in enumerate(self.ways):
            self._ways.addWidget(button, at // across, at % across)
        for column in range(3):
            self._ways.setColumnStretch(column, 1 if column < across else 0)
        fit(self._inject, SIZES, width, left - rows_high(self.ways, width, across, 10))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def tick(self, now: datetime) -> None:
        """The clock: what is left of the three minutes, and how late it is in the story."""
        opened = self.opened
        if opened is None or opened.drill.begun_at is None:
            return
        spent = max(0.0, ((opened.drill.ended_at or now) - opened.drill.begun_at).total_seconds())
        minutes = opened.plan.drill.duration_min
        story = min(1.0, spent / ALLOWED_S) * minutes
        injects = opened.plan.drill.injects
        if 0 <= self.place < len(injects):
            story = max(story, injects[self.place].at_min)
        beside = translate("Drills", "left · minute {n} of {of} in the story").format(n=int(story), of=minutes)
        left = mss(max(0.0, ALLOWED_S - spent))
        self.bar.show_words(say_text(opened.plan.title), opened.drill.key, left, beside)
        marks = tuple(inject.at_min / max(1, minutes) for inject in injects)
        self.progress.show_share(story / max(1, minutes), marks, len(opened.drill.answers))
        if spent >= ALLOWED_S and not self._ended and opened.drill.state == "running":
            self._ended = True
            self.over.emit()

    def _next(self) -> None:
        opened = self.opened
        if opened is None:
            return
        self._looked_at = False
        if self.place >= len(opened.plan.drill.injects) - 1:
            if not self._ended:
                self._ended = True
                self.over.emit()
            return
        self.place += 1
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.small.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if not self.next.isHidden():
                self._next()
        else:
            for button in (*self.ways, self.stop):
                if button.isEnabled() and button.key and event.text().upper() == button.key:
                    button.click()
                    return
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.bar.retranslate()
        self.stop.set_words(translate("Drills", "Break off"))
        self._show()
