"""One section of a meeting on the screen: its figures, what is asked, what was written, and the tasks taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.domain.paper import Bars, Figure, Missing, Note, Table
from lobbyconsole.services.briefing.minutes import MinutesSection
from lobbyconsole.ui import style
from lobbyconsole.ui.briefings.board import Board
from lobbyconsole.ui.briefings.words import task_about
from lobbyconsole.ui.paper import blocks
from lobbyconsole.ui.round_words import own
from lobbyconsole.ui.translation import headed, language, mss, translate
from lobbyconsole.ui.widgets.basics import BOLD, Card, Label, Pill, Press, draw_focus
from lobbyconsole.ui.widgets.floor_forms import Flow

LINES = 3  # of the field for words, when little is in it
MOST_LINES = 14


class WordsField(QPlainTextEdit):
    """As high as what is in it. Tab leaves it."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.textChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().lineSpacing()
        lines = max(LINES, min(MOST_LINES, self.document().lineCount() + 1))
        return QSize(200, line * lines + style.current().px(20))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())


class TaskPress(Press):
    """A task; pressed, its record opens in the register."""

    def __init__(self, number: str, finding: str, about: str) -> None:
        super().__init__()
        self._number, self._finding, self._about = number, finding, about
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(" · ".join(part for part in (number, finding, about) if part))
        self.setToolTip(self.accessibleName())

    def sizeHint(self) -> QSize:
        return QSize(120, style.current().px(48))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("border"))
        painter.setBrush(theme.color("sunken" if self.underMouse() else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        room = self.rect().adjusted(theme.px(12), theme.px(5), -theme.px(12), -theme.px(5))
        elide = Qt.TextElideMode.ElideRight
        painter.setFont(theme.font(14, BOLD))
        painter.setPen(theme.color("accent"))
        painter.drawText(room, Qt.AlignmentFlag.AlignTop, self._number)
        left = painter.fontMetrics().horizontalAdvance(self._number) + theme.px(10)
        painter.setFont(theme.font(14))
        painter.setPen(theme.color("text"))
        words = painter.fontMetrics().elidedText(self._finding, elide, room.width() - left)
        painter.drawText(room.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignTop, words)
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("muted"))
        about = painter.fontMetrics().elidedText(self._about, elide, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignBottom, about)
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), 8, theme)


class SectionView(QWidget):
    """`typed(section, text)` while somebody writes; `record_wanted(subject)`; `link_wanted(Link)`."""

    typed = Signal(str, str)
    record_wanted = Signal(str)
    link_wanted = Signal(object)

    def __init__(self, section: MinutesSection, board: Board, number: int, mode: str, written: str) -> None:
        """`mode`: "preview", "running" or "closed"; `written`: also what is typed and not saved yet."""
        super().__init__()
        self.section, self._board = section, board
        self.field: WordsField | None = None
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 6)
        rows.setSpacing(8)
        rows.addLayout(self._heading(number, mode))
        if section.headline is not None:
            rows.addWidget(blocks.headline(section.headline))
        self._blocks = QVBoxLayout()
        self._blocks.setSpacing(8)
        self._steps = iter(self._parts())
        rows.addLayout(self._blocks)
        if section.prompts and mode != "closed":
            asked = "\n".join(f"· {own(prompt.say(language()))}" for prompt in section.prompts)
            rows.addWidget(Label(asked, 14, role="muted", wrap=True))
        if mode == "running":
            self.field = WordsField(written)
            hint = translate("Meetings", "Decisions and remarks on this section")
            self.field.setPlaceholderText(hint)
            self.field.setAccessibleName(headed(own(section.title.say(language())), hint))
            self.field.textChanged.connect(self._typed)
            rows.addWidget(self.field)
        elif written:
            rows.addWidget(_quoted(written))
        self._tasks = QVBoxLayout()
        self._tasks.setSpacing(6)
        rows.addLayout(self._tasks)
        self._show_tasks()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())  # a long note must not make the page wider than its place

    def _heading(self, number: int, mode: str) -> QHBoxLayout:
        section = self.section
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(Label(f"{number} {own(section.title.say(language()))}", 16, BOLD, wrap=True), 1)
        self._spent = Label("", 14, role="muted")
        line.addWidget(self._spent, 0, Qt.AlignmentFlag.AlignTop)
        self.show_spent(section.spent_s, mode)
        return line

    def show_spent(self, seconds: float, mode: str) -> None:
        """How long the section took, beside what was planned; `mode` "on": it is the one in hand."""
        planned = translate("Meetings", "{count} min").format(count=self.section.planned_min)
        if mode == "preview":
            self._spent.setText(planned)
            return
        if mode == "on":
            self._spent.setText(translate("Meetings", "running") + f" · {planned}")
            self._spent.set_role("accent")
            return
        if not seconds:
            text = translate("Meetings", "not held, planned {planned}")
            self._spent.setText(text.format(planned=planned))
            self._spent.set_role("muted")
            return
        text = translate("Meetings", "{time} of {planned}")
        self._spent.setText(text.format(time=mss(seconds), planned=planned))
        self._spent.set_role("watch_text" if seconds > 60 * self.section.planned_min else "muted")

    def more(self) -> bool:
        """Make the next of its blocks; False when all are there. One at a time: a table takes a frame."""
        made = next(self._steps, None)
        if made is not None:
            self._blocks.addWidget(made)
        return made is not None

    def _parts(self) -> Iterator[QWidget]:
        wanted: Callable[[object], object] = self.link_wanted.emit
        cards: list[QWidget] = []
        missing: list[Missing] = []
        for block in self.section.blocks:
            if isinstance(block, Figure):
                cards.append(blocks.FigureCard(block, wanted))
                continue
            if cards:
                yield blocks.FigureGrid(cards)
                cards = []
            if isinstance(block, Missing):
                missing.append(block)
            elif isinstance(block, Table):
                yield blocks.table_block(block, wanted)
            elif isinstance(block, Bars):
                yield blocks.bars_block(block, wanted)
            elif isinstance(block, Note):
                yield blocks.NoteLine(block, wanted)
        if cards:
            yield blocks.FigureGrid(cards)
        if missing:
            yield blocks.MissingLines(missing)

    def show_section(self, section: MinutesSection, mode: str) -> None:
        """The same section later: its time (see show_spent) and tasks; the words are those being typed here."""
        tasks = section.tasks != self.section.tasks
        self.section = section
        self.show_spent(section.spent_s, mode)
        if tasks:
            self._show_tasks()
        if self.field is not None and not self.field.hasFocus() and self.field.toPlainText().strip() != section.written:
            self.field.blockSignals(True)
            self.field.setPlainText(section.written)
            self.field.blockSignals(False)
            self.field.updateGeometry()

    def _show_tasks(self) -> None:
        while self._tasks.count():
            widget = self._tasks.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for task in self.section.tasks:
            about = task_about(task, self._board.library, self._board.branch.tz)
            press = TaskPress(task.number, task.finding, about)
            press.clicked.connect(lambda _=False, subject=task.subject: self.record_wanted.emit(subject))
            self._tasks.addWidget(press)

    def _typed(self) -> None:
        if self.field is not None:
            self.typed.emit(self.section.id, self.field.toPlainText())


def _quoted(text: str) -> QWidget:
    card = Card(ground="sunken", level="ok")
    rows = QVBoxLayout(card)
    rows.setContentsMargins(18, 10, 16, 10)
    rows.addWidget(Label(text, 14, wrap=True))
    return card


def pills(texts: list[str]) -> Flow:
    """Short texts side by side."""
    flow = Flow()
    for text in texts:
        flow.add(Pill("neutral", text))
    return flow
