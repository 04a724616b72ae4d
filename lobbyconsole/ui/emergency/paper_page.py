"""Paper numbers typed in afterwards: one number at a time by digits and Enter, what is typed below as a grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lobbyconsole.services.paper_numbers import OUTCOMES, PaperRow, TypedRow, shown_runs
from lobbyconsole.ui import style
from lobbyconsole.ui.emergency.paper_rows import PaperHead, PaperRows
from lobbyconsole.ui.emergency.parts import BigButton
from lobbyconsole.ui.emergency.sheet import Answer, Sheet
from lobbyconsole.ui.translation import counted, language, translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, Label
from lobbyconsole.ui.widgets.floor_forms import Flow

if TYPE_CHECKING:
    from lobbyconsole.domain.branch import Branch
    from lobbyconsole.services.paper_numbers import PaperRange

LOW = 420  # px at 100 %
FIELDS = ("taken", "called", "counter", "outcome", "ended")
DIGIT = {how: digit for digit, how in OUTCOMES.items()}


class _Field(QWidget):
    """One field under its name."""

    def __init__(self, wide: int) -> None:
        super().__init__()
        self._wide = wide
        self.title = Label("", 12, role="muted")
        self.line = QLineEdit()
        self.line.setMaxLength(8)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        rows.addWidget(self.title)
        rows.addWidget(self.line)
        self.dress()

    def dress(self) -> None:
        theme = style.current()
        self.line.setFont(theme.font(20, BOLD))
        self.setFixedWidth(max(theme.px(self._wide), self.title.sizeHint().width() + 4))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self.minimumWidth(), super().sizeHint().height())


class PaperPage(QWidget):
    """It says what was typed; its desk (see paper_desk.py) records it."""

    left = Signal()
    saved = Signal(str, int, object)  # range, number, TypedRow
    forgotten = Signal(str, int)
    given_back = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._ranges: list[PaperRange] = []
        self._branch: Branch | None = None
        self._at = ""  # the range
        self.number = 0
        self._busy = False
        self._early: list[QKeyEvent] = []  # pressed while a row was being recorded: they mean the next one
        self._title = Label("", 20, BOLD, wrap=True)
        self.back = Button("")
        self.back.clicked.connect(self.left)
        self._tabs = Flow()
        self._card = Card()
        self._shown = Label("", 30, BOLD)
        self.fields = {name: _Field(160 if name == "outcome" else 92) for name in FIELDS}
        self._flow = Flow()
        self._flow.add(self._shown)
        for name, field in self.fields.items():
            field.line.installEventFilter(self)
            field.line.setObjectName(name)
            self._flow.add(field)
        self._says = Label("", 14, BOLD, "act", wrap=True)
        self._hint = Label("", 13, role="muted", wrap=True)
        inner = QVBoxLayout(self._card)
        inner.setContentsMargins(16, 10, 16, 10)
        inner.setSpacing(6)
        for part in (self._flow, self._says, self._hint):
            inner.addWidget(part)
        self.head, self.rows = PaperHead(), PaperRows()
        self.rows.clicked.connect(self._clicked)
        self.forget, self.give = BigButton("", "-"), BigButton("", "*")
        self.forget.clicked.connect(self._forget)
        self.give.clicked.connect(self._give)
        self.sheet = Sheet()
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.forget, 1)
        foot.addWidget(self.give, 1)
        self._none = Label("", 16, role="muted", wrap=True)
        self._top = QWidget()
        top = QHBoxLayout(self._top)
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self._title, 1)
        top.addWidget(self.back)
        inner_page = QWidget()
        above = QVBoxLayout(inner_page)
        above.setContentsMargins(0, 0, 4, 0)
        above.setSpacing(8)
        beside: tuple[QWidget, ...] = (self._top, self._tabs, self._card, self._none, self.head)
        for one in beside:
            above.addWidget(one)
        above.addWidget(self.rows, 1)
        self._area = plain_area(inner_page)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 14, 16, 12)
        rows.setSpacing(8)
        rows.addWidget(self._area, 1)
        rows.addWidget(self.sheet, 1)
        rows.addWidget(self._foot)
        self.retranslate()

    # --- showing

    @property
    def paper(self) -> PaperRange | None:
        """The range on show."""
        return next((paper for paper in self._ranges if paper.id == self._at), None)

    def show_ranges(self, ranges: Sequence[PaperRange], branch: Branch) -> None:
        """The ranges that are not done, and the one on show."""
        self._ranges, self._branch = list(ranges), branch
        if self.paper is None:
            self._at = ranges[0].id if ranges else ""
            self.number = 0
        paper = self.paper
        if paper is not None and not paper.first <= self.number <= paper.last:
            self.number = paper.missing[0] if paper.missing else paper.first
        self._show_tabs()
        self._show_range()
        self._fill()

    def _name(self, paper: PaperRange) -> str:
        assert self._branch is not None
        service = self._branch.service(paper.service)
        title = service.title(language()) if service is not None else paper.service
        done, count = len(paper.rows), paper.last - paper.first + 1
        return f"{title} · {paper.day:%m-%d} · {done}/{count}"

    def _show_tabs(self) -> None:
        self._tabs.clear()
        for paper in self._ranges:
            button = Button(self._name(paper), "primary" if paper.id == self._at else "secondary")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, name=paper.id: self.show_range(name))
            self._tabs.add(button)
        self._tabs.setVisible(len(self._ranges) > 1)

    def show_range(self, name: str) -> None:
        """Another service's numbers."""
        self._at, self.number = name, 0
        if self._branch is not None:
            self.show_ranges(self._ranges, self._branch)

    def _show_range(self) -> None:
        paper, branch = self.paper, self._branch
        service = branch.service(paper.service) if paper is not None and branch is not None else None
        asking = self.sheet.isVisible()
        self._area.setVisible(not asking)
        for part in (self._card, self.head, self.rows):
            part.setVisible(paper is not None)
        self._foot.setVisible(paper is not None and not asking)
        self._none.setVisible(paper is None)
        if paper is None or branch is None or service is None:
            return
        self.rows.show_range(paper, service.numbers, branch.tz)
        words = counted(
            translate("Emergency", "Give back {count} unused number"),
            translate("Emergency", "Give back {count} unused numbers"),
            len(paper.missing),
        ).format(count=len(paper.missing))
        self.give.set_words(words)
        self.give.setEnabled(bool(paper.missing))

    def _fill(self) -> None:
        """The row of this number as it is typed, or empty."""
        paper, branch = self.paper, self._branch
        if paper is None or branch is None:
            return
        service = branch.service(paper.service)
        self._shown.setText(service.numbers.show(self.number) if service is not None else str(self.number))
        row = paper.rows.get(self.number)
        for name, words in zip(FIELDS, self._words(row), strict=True):
            self.fields[name].line.setText(words)
        self.forget.setEnabled(row is not None)
        self.say("")
        self.rows.go(self.number)
        self._flow.updateGeometry()
        self._go("taken")

    def _words(self, row: PaperRow | None) -> tuple[str, ...]:
        if row is None or self._branch is None:
            return ("", "", "", "1", "")
        zone = self._branch.tz
        times = ["" if at is None else f"{at.astimezone(zone):%H%M}" for at in (row.taken, row.called, row.ended)]
        return (times[0], times[1], row.counter, DIGIT[row.outcome], times[2])

    def say(self, words: str, field: str = "") -> None:
        """What is wrong with the row, at the row, and the keyboard where it is to be put right."""
        self._says.setText(f"■ {words}" if words else "")
        self._says.setVisible(bool(words))
        if field:
            self._go(field)

    def told(self, words: str) -> None:
        """What was done, in place."""
        self._hint.setText(words)

    def begin(self) -> None:
        """Ready for digits."""
        self._go("taken")

    def _go(self, field: str) -> None:
        line = self.fields[field].line
        if self.isVisible() and not self.sheet.isVisible():
            line.setFocus()
            self._area.ensureWidgetVisible(self.fields[field], 0, 8)
        line.selectAll()

    @property
    def busy(self) -> bool:
        """Whether a row is being recorded."""
        return self._busy

    def set_busy(self, busy: bool) -> None:
        """While it is, keys wait for the next row."""
        self._busy = busy
        early, self._early = self._early, []
        for event in early if not busy else ():
            if self._busy:
                self._early.append(event)
                continue
            line = self.focusWidget()
            if isinstance(line, QLineEdit):
                QApplication.sendEvent(line, event)

    # --- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        name = watched.objectName()
        return name in FIELDS and self._key(name, event)

    def _key(self, name: str, event: QKeyEvent) -> bool:
        key, line = event.key(), self.fields[name].line
        if self._busy:
            self._early.append(event.clone())
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._enter(name)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._turn(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key == Qt.Key.Key_Backspace and not line.text() and name != FIELDS[0]:
            self._go(FIELDS[FIELDS.index(name) - 1])
        elif event.text() in ("+", "="):
            self._same(name)
        elif event.text() == "-":
            self.forget.click()
        elif event.text() == "*":
            self.give.click()
        else:
            return False
        return True

    def _enter(self, name: str) -> None:
        texts = {field: self.fields[field].line.text().strip() for field in FIELDS}
        if name == "taken" and not texts["taken"]:
            self._step(1)
            return
        if name == "called" and not texts["called"]:
            if texts["outcome"] == "1":
                self.fields["outcome"].line.setText("2")  # never called: left, unless somebody says otherwise
            self._go("outcome")
            return
        at = FIELDS.index(name)
        if name != FIELDS[-1]:
            self._go(FIELDS[at + 1])
            return
        paper = self.paper
        if paper is not None:
            self.saved.emit(paper.id, self.number, TypedRow(*(texts[field] for field in FIELDS)))

    def _same(self, name: str) -> None:
        """As in the row above, and on to the next field."""
        paper = self.paper
        above = max((number for number in (paper.rows if paper else ()) if number < self.number), default=None)
        if paper is None or above is None:
            return
        self.fields[name].line.setText(self._words(paper.rows[above])[FIELDS.index(name)])
        self._enter(name)

    def _step(self, by: int) -> None:
        paper = self.paper
        if paper is not None:
            self.number = min(paper.last, max(paper.first, self.number + by))
            self._fill()

    def _turn(self, by: int) -> None:
        names = [paper.id for paper in self._ranges]
        if len(names) > 1:
            self.show_range(names[(names.index(self._at) + by) % len(names)])

    def next_row(self) -> None:
        """The row is recorded: on to the next number, at the end to the first that is missing."""
        paper = self.paper
        if paper is None:
            return
        if self.number < paper.last:
            self.number += 1
        elif paper.missing:
            self.number = paper.missing[0]
        self._fill()

    def _clicked(self, index: QModelIndex) -> None:
        paper = self.paper
        if paper is not None:
            self.number = paper.first + index.row()
            self._fill()

    def _forget(self) -> None:
        paper = self.paper
        if paper is not None and self.number in paper.rows:
            self.forgotten.emit(paper.id, self.number)

    def _give(self) -> None:
        paper, branch = self.paper, self._branch
        service = branch.service(paper.service) if paper is not None and branch is not None else None
        if paper is None or service is None or not paper.missing:
            return
        which = shown_runs(service.numbers, paper.missing)
        title = translate("Emergency", "Give these numbers back? Slips with them cannot be typed in any more.")
        answers = [
            Answer(translate("Emergency", "Give back"), "yes"),
            Answer(translate("Emergency", "No, there are slips left"), "no"),
        ]
        self.sheet.ask(f"{title}\n{which}", lambda said: self._given(paper.id, said), answers, closed=self._asked)
        self._show_range()

    def _given(self, name: str, said: str) -> None:
        if said == "yes":
            self.given_back.emit(name)

    def _asked(self) -> None:
        self._show_range()
        self.begin()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.sheet.isVisible():
            self.sheet.keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # --- look

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_none"):
            for field in self.fields.values():
                field.dress()
            self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        """With little room the title gives way to the row that is being typed."""
        theme = style.current()
        self._top.setVisible(self.height() / theme.scale >= LOW)
        self.rows.setMinimumHeight(theme.px(150))

    def retranslate(self) -> None:
        self._title.setText(translate("Emergency", "Paper numbers: type in what was written by hand"))
        self.back.setText(translate("Emergency", "Back (Esc)"))
        names = {
            "taken": translate("Emergency", "Taken"),
            "called": translate("Emergency", "Called"),
            "counter": translate("Emergency", "Counter"),
            "outcome": translate("Emergency", "1 served 2 left 3 no-show"),
            "ended": translate("Emergency", "Ended"),
        }
        for name, words in names.items():
            self.fields[name].title.setText(words)
            self.fields[name].line.setAccessibleName(words)
            self.fields[name].dress()
        self._hint.setText(
            translate(
                "Emergency",
                "Times like 1432 · Enter: next field · + as in the row above · an empty line: next number · ↑ ↓ row ·"
                " PgDn next service",
            )
        )
        self._none.setText(
            translate(
                "Emergency", "No paper numbers are left to type in. A plan that sets some aside brings them here."
            )
        )
        self.forget.set_words(translate("Emergency", "Take this row back"))
        self.sheet.retranslate()
        if self._branch is not None:
            self._show_tabs()
            self._show_range()
        self.head.update()
